#!/usr/bin/perl
#
# What is said of counts of gcov: a line that nothing reached needs a reason in tools/unreached, and no other has one.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $dir = tempdir(CLEANUP => 1);

sub write_file
{
	my ($name, $content) = @_;
	open my $file, '>', "$dir/$name" or die "$name: $!";
	print $file $content;
	close $file;
}

# In place of gcov: what it would say of some counts stands in their file
mkdir "$dir/$_" for 'bin', 'src', 'src/base', 'build', 'build/alone', 'build/alone/base';
write_file('bin/gcov', qq{#!/bin/sh\nfor counts; do :; done\nexec cat "\$counts"\n});
chmod 0755, "$dir/bin/gcov";
$ENV{PATH} = "$dir/bin:$ENV{PATH}";

# 100 lines that were reached, and those that are given, each with its count
sub counts { return "        -:    0:Source:tree/src/base/a.c\n" . join '', map { sprintf "%9s:%5d:%s\n", @$_ } @_ }
my @others = map { [7, $_, "line $_;"] } 11 .. 110;
my @missed = (['#####', 1, 'return false;'], ['-', 2, ''], ['=====', 3, 'elog(ERROR, "%s");'], ['#####', 4, 'return false;']);
my @two = ("src/base/a.c\treturn false;\tno one asks\n", qq{src/base/a.c\telog(ERROR, "%s");\tcannot be\n});
my $three = join '', @two, "src/base/a.c\treturn false;\tnor here\n";

sub verdict
{
	my ($server, $alone, $unreached) = @_;
	write_file('src/base/a.gcda', counts(@others, @$server));
	write_file('build/alone/base/a.gcda', counts(@$alone));
	write_file('unreached', $unreached);
	open(my $out, '-|', 'sh', '-c', 'exec "$@" 2>&1', 'sh', $^X, "$root/tools/coverage_summary.pl", $dir, "$dir/unreached", "$dir/missed")
	  or die "sh: $!";
	my $said = do { local $/; <$out> } // '';
	close $out;
	return ($? >> 8, $said);
}

sub passes { my ($name, @given) = @_; my ($failed, $said) = verdict(@given); ok(!$failed, $name) or diag($said) }
sub fails { my ($name, $why, @given) = @_; my ($failed, $said) = verdict(@given); ok($failed && $said =~ $why, $name) or diag($said) }

passes('all lines reached', [], [], "# nothing\n\n");
passes('reasons for all that were not', \@missed, [], $three);
passes('reached by the tests of the pure files alone', \@missed, [[1, 1, 'return false;'], ['2*', 3, ''], [1, 4, '']], '');
fails('a line without a reason', qr{1 lines are reached by no test.*\nsrc/base/a\.c:3: elog}, [$missed[2]], [], '');
fails('one reason for two lines', qr{1 lines are .*\nsrc/base/a\.c:4: return false;$}m, \@missed, [], join '', @two);
fails('a reason for a line that was reached', qr{return false;: was reached}, [@missed[0 .. 2], [1, 4, 'return false;']], [], $three);
fails('a reason for a line that is gone', qr{^src/base/a\.c: gone\(\);: is not there}m, [], [], "src/base/a.c\tgone();\tnever\n");
passes('a line that is sometimes reached', [], [], "src/base/a.c\tline 11;\tsometimes: two at once\n");
passes('and sometimes not', [['#####', 1, 'return;']], [], "src/base/a.c\treturn;\tsometimes: two at once\n");
fails('a line that was sometimes reached, and is gone', qr{is not there}, [], [], "src/base/a.c\tgone();\tsometimes: two\n");
fails('reasons for more than a file may leave out', qr{1 files are below 95 %:\nsrc/base/a\.c: 9}, [map { ['#####', $_, 'x;'] } 1 .. 6], [], "src/base/a.c\tx;\tno\n" x 6);
passes('of which some are for lines that other runs reach', [map { ['#####', $_, 'x;'] } 1 .. 6], [], "src/base/a.c\tx;\tno\n" x 5 . "src/base/a.c\tx;\tsometimes: elsewhere\n");
my @function = (['#####', 1, 'give(int a)'], ['-', 2, '{'], ['#####', 3, "\treturn a;"], ['-', 4, '}'], [1, 5, 'take(int a)'], ['#####', 6, "\treturn a;"]);
passes('a function as a whole', [@function[0 .. 4]], [], "src/base/a.c\tgive()\tno one does\n");
fails('and no line of the next one', qr{1 lines are .*\nsrc/base/a\.c:6: return a;$}m, \@function, [], "src/base/a.c\tgive()\tno one does\n");
fails('a function that was reached', qr{^src/base/a\.c: take\(\): was reached}m, [$function[4]], [], "src/base/a.c\ttake()\tno one does\n");
fails('a function that is gone', qr{^src/base/a\.c: give\(\): is not there}m, [], [], "src/base/a.c\tgive()\tno one does\n");
passes('one that is sometimes reached', [$function[4]], [], "src/base/a.c\ttake()\tsometimes: two at once\n");
fails('an entry without tabs', qr{line 1: not a file}, [], [], "src/base/a.c return; never\n");

done_testing();
