#!/usr/bin/perl
#
# What is read of a log after random queries: crashes and internal errors of ours fail, others do not.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp ();
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');

sub verdict
{
	my ($log) = @_;
	my $file = File::Temp->new;
	print $file $log;
	close $file;
	return system('sh', '-c', 'exec "$@" >/dev/null', 'sh', $^X, "$root/tools/sqlsmith_summary.pl", "$file", "$root/src");
}

my $harmless = "t [1]  ERROR:  22012: division by zero\nt [1]  LOCATION:  int4div, int.c:846\n";
my $cores = "t [1]  ERROR:  XX000: cache lookup failed\nt [1]  LOCATION:  get_it, lsyscache.c:1\n";
my $ours = "t [1]  ERROR:  XX000: unheard of\nt [1]  LOCATION:  gathered, gather_trigger.c:1\n";
my $context = $cores . "t [1]  CONTEXT:  PL/pgSQL function watch(regclass) line 3 at PERFORM\n";

is(verdict(''), 0, 'nothing');
is(verdict($harmless . $cores), 0, 'errors that are none of ours');
isnt(verdict($harmless . $ours . $harmless), 0, 'an internal error in a file of ours');
isnt(verdict($ours), 0, 'also as the last one');
isnt(verdict($context . $harmless), 0, 'an internal error below a function of ours');
isnt(verdict("t [1]  LOG:  server process (PID 2) was terminated by signal 11: Segmentation fault\n"), 0, 'a crash');
isnt(verdict(qq{TRAP: FailedAssertion("used <= size", File: "evidence_agg.c")\n}), 0, 'a failed assertion');

done_testing();
