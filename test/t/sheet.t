#!/usr/bin/perl
#
# Sheets: examples/import.sql from a badly typed file to a board; and a large one, which is soon in, says how far it is,
# and can be cancelled. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use Encode qw(encode);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Test::More;
use Time::HiRes qw(time);

use constant {ROWS => 100_000, SECONDS => 10, SOON => 3};

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);

my $root = abs_path(dirname(__FILE__) . '/../..');
my $directory = tempdir(CLEANUP => 1);
my $database = "corroborate_sheet_$$";

$ENV{PGCLIENTENCODING} = 'UTF8';
$ENV{PGOPTIONS} = '-c timezone=UTC -c lc_messages=C -c statement_timeout=300s';

# What psql says, errors and notices included
sub psql
{
	my ($db, @arguments) = @_;
	open(my $out, '-|', 'sh', '-c', 'cd "$0" && exec psql -X -q "$@" 2>&1', $directory, '-d', $db, map { encode('UTF-8', $_) } @arguments) or die "psql: $!";
	binmode($out, ':encoding(UTF-8)');
	my $said = do { local $/; <$out> } // '';
	close($out);
	return $said;
}

sub query { my (@commands) = @_; return psql($database, qw(-A -t -v ON_ERROR_STOP=1), map { ('-c', $_) } @commands) }

is(psql('postgres', '-c', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"), '', 'a database');
END { local $?; psql('postgres', '-c', "DROP DATABASE IF EXISTS $database") if $database }

# ---- From a file to a board

my $said = psql($database, '-v', "sheet=$root/examples/tips.csv", '-f', "$root/examples/import.sql");
unlike($said, qr/ERROR|WARNING/, 'the example runs');
like($said, qr/^ other spelling +\| +\d+ \| JOSÉ NÚÑEZ +\| José Núñez /m, 'another spelling of a name in Windows-1252 is found');
like($said, qr/^ other spelling +\| +\d+ \| THE POST +\| The Post /m, 'and one in capitals');
like($said, qr/^ cannot be read +\| +14 \| quite sure .* rating: not a rating/m, 'what cannot be read is said');
like($said, qr/^ repeated +\| +9 .* the same as row 8/m, 'and what is there twice');
my $claims = q{SELECT statement, status, disputed FROM newsroom.desk ORDER BY id};
my $board = <<'CLAIMS';
The mayor took money from the builder|corroborated|t
The builder won the tender without competition|corroborated|f
The bridge was inspected in 2010|uncorroborated|f
CLAIMS
is(query($claims), $board, 'the claims stand as they should');
is(query(q{SELECT published_as FROM newsroom.document WHERE headline = '“Envelopes at city hall”'}), "September 2011\n", 'a date is kept as it was written');
is(query(q{SELECT said, quote FROM newsroom.attestation ORDER BY id LIMIT 1}), qq{"José Núñez":0.9<*|“I carried the envelope myself”\n}, 'quotes, too');
open(my $page, '<:encoding(UTF-8)', "$directory/board.html") or die "board.html: $!";
like(do { local $/; <$page> }, qr/\A<!DOCTYPE html>.*took money from the builder/si, 'there is a board');
close($page);
like(psql($database, '-v', "sheet=$root/examples/tips.csv", '-f', "$root/examples/import.sql"), qr/^ attestations known +\|.* 10 \| -$/m, 'again: all is known');
is(query($claims), $board, 'and nothing changed');

# UTF-8, commas, and no mark
open(my $file, '>:encoding(UTF-8)', "$directory/other.csv") or die $!;
print $file qq{source,"statement"\nAnna Kovač,"It rained, a lot"\n};
close($file);
unlike(psql($database, qw(-v sheet=other.csv -v ledger=weather -v board=weather.html), '-f', "$root/examples/import.sql"), qr/ERROR|WARNING/, 'another file');
is(query(q{SELECT statement, evidence FROM weather.claim}), qq({"Anna Kovač"}\n) =~ s/^/It rained, a lot|/r, 'is read as it is');
like(psql($database, '-f', "$root/examples/import.sql"), qr/ERROR:  which sheet\? psql -v sheet=/, 'without a file it says how');

# ---- A large sheet

query(q{SELECT create_ledger('large')}, q{INSERT INTO large.source (key, kind) SELECT 'Source ' || i, 'person' FROM generate_series(1, 2000) AS i},
	q{CREATE TABLE sheet AS SELECT 'Statement number ' || i % 40000 AS statement, 'Source ' || 1 + i % 1999 AS source,
		CASE WHEN i % 5 = 0 THEN 'Source ' || 1 + i % 37 || '; source ' || 1 + i % 41 END AS cites, '0,' || 1 + i % 9 AS rating,
		(date '2011-01-01' + i % 3000)::text AS said_at, 'He said number ' || i AS quote, 'row-' || i AS id
		FROM generate_series(1, } . ROWS . ') AS i',
	q{UPDATE sheet SET cites = replace(cites, 'source', 'Source')});

# How long it took, in seconds: of the server's processor, so that it is the same where others use it too
sub processor_seconds
{
	my ($call) = @_;
	my ($seconds, $answer);
	# what else the machine does may slow one down
	for (1 .. 3)
	{
		($seconds, $answer) = once($call);
		last if $seconds < SECONDS;
	}
	return ($seconds, $answer);
}

sub once
{
	my ($call) = @_;
	my $answer = query('SET log_statement_stats = on', 'SET client_min_messages = log', $call);
	my $seconds = 0;
	$seconds += $1 + $2 while $answer =~ /([\d.]+) s user, ([\d.]+) s system, [\d.]+ s elapsed/g;
	cmp_ok($seconds, '>', 0.1, 'it is measured');
	return ($seconds, $answer);
}

my ($seconds, $answer) = processor_seconds(q{SELECT what, count FROM import_table('large', 'sheet')});
cmp_ok($seconds, '<', SECONDS, sprintf('%d rows: a dry run takes %.1f s', ROWS, $seconds));
like($answer, qr/^attestations added\|100000$/m, 'of all rows');
is(query('SELECT count(*) FROM large.attestation'), "0\n", 'and writes nothing');
# the planner takes the tables, in which are rows that were taken back, for empty from here on
query('ANALYZE large.claim, large.attestation, large.source, large.document');

my $start = time;
like(query(q{SET statement_timeout = '1s'}, q{SELECT what FROM import_table('large', 'sheet', dry_run => false)}), qr/canceling statement due to statement timeout/, 'it can be cancelled');
cmp_ok(time - $start, '<', 1 + SOON, 'soon');

my @progress = query(q{SET corroborate.progress = '0'}, q{SELECT what, count FROM import_table('large', 'sheet', dry_run => false)}) =~ /NOTICE: +(.*)/g;
is($progress[0], '100000 rows are read', 'it says that it has read the sheet');
is_deeply([@progress[1 .. $#progress]], [map { 5000 * $_ . ' of 100000 attestations are written' } 1 .. 20], 'and how much is written');
is(query('SELECT count(*) FROM large.attestation'), "100000\n", 'all is');
is(query(q{SELECT count(*) FROM large.claim WHERE corroborated_at IS NOT NULL}), "40000\n", 'and gathered');

($seconds, $answer) = processor_seconds(q{SELECT what, count FROM import_table('large', 'sheet', dry_run => false)});
cmp_ok($seconds, '<', SECONDS, sprintf('again: %.1f s', $seconds));
like($answer, qr/^attestations known\|100000$/m, 'all is known');
unlike($answer, qr/^attestations added/m, 'nothing is added');

done_testing();
