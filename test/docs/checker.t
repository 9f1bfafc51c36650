#!/usr/bin/perl
#
# test/docs/check itself: it must fail where a document is wrong.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use FindBin;
use POSIX ();
use Test::More;

use lib "$FindBin::Bin/../lib";
use Files qw(slurp write_file);

my $check = abs_path(dirname(__FILE__)) . '/check';
my $directory = tempdir(CLEANUP => 1);
my $block = '```';

sub document { my ($text) = @_; return write_file("$directory/document.md", $text) }

# Returns exit status and TAP
sub run
{
	my (@arguments) = @_;
	my $pid = open(my $output, '-|') // die "fork: $!";
	if ($pid == 0)
	{
		open(STDERR, '>', '/dev/null') or POSIX::_exit(127);
		exec($check, @arguments) or POSIX::_exit(127);
	}
	my $text = do { local $/; <$output> } // '';
	close($output);
	return ($? >> 8, $text);
}

sub passes
{
	my ($text, $tests, $name) = @_;
	my ($status, $tap) = run(document($text));
	is($status, 0, $name) or diag($tap);
	like($tap, qr/^1\.\.$tests$/m, "$name: number of tests");
}

sub fails
{
	my ($text, $name) = @_;
	my ($status, $tap) = run(document($text));
	isnt($status, 0, $name) or diag($tap);
}

my $right = <<"E";
${block}sql
CREATE TABLE t (a int);
INSERT INTO t VALUES (1);
${block}

Text.

${block}sql
SELECT a, 'é' AS b FROM t;
${block}

${block}text
 a | b 
---+---
 1 | é
(1 row)
${block}

| | example | gives |
| --- | --- | --- |
| one | `1 + 1` | `2` |
| pipes | `'a' \\|\\| 'b'` | `ab` |
| rows | `generate_series(1, 2)` | `1; 2` |
| null | `NULL` | `NULL` |
| error | `1 / 0` | `error: division by zero` |
E
passes($right, 7, 'a document that is right');
fails($right =~ s/ 1 \| é/ 2 | é/r, 'a block prints something else');
fails($right =~ s/`2` \|/`3` |/r, 'a row gives something else');
fails($right =~ s/division by zero/nothing/r, 'a row gives another error');
fails($right =~ s/INSERT/INSRT/r, 'an error where no output is given');
fails($right =~ s/FROM t;/FROM t; SELECT 1;/r, 'more output than is given');
fails("${block}sql\nSELECT 1;\n${block}\n", 'nothing is compared');
fails("Only text.\n", 'there are no examples at all');
fails("${block}sql\nSELECT 1;\n\\q\n${block}\n\n${block}sql\nSELECT 2;\n${block}\n\n${block}text\n 2\n${block}\n",
	'psql is left before the end');
passes("${block}sql\nSELECT 1/0;\n${block}\n\n${block}text\nERROR:  division by zero\n${block}\n", 1, 'an error that is given');
fails("${block}sql\nSELECT 1\n${block}\n\n| example | gives |\n| --- | --- |\n| `2` | `1; 2` |\n",
	'an unfinished statement does not run into the next');

# A document brought up to date
my $old = document($right =~ s/ 1 \| é/ 9 | x/r =~ s/`2` \|/`` |/r =~ s/`ab`/`x`/r);
is((run('--update', $old))[0], 0, 'a document is updated');
is(slurp($old), $right =~ s/ a \| b $/ a | b/mr, 'and is right then');

done_testing();
