#!/usr/bin/perl
#
# Functions over whole ledgers say how far they are, and can be cancelled. The server is the one that PGHOST and so on
# lead to.

use strict;
use warnings;

use FindBin;
use Test::More;
use Time::HiRes qw(time);

use lib "$FindBin::Bin/../lib";
use Files qw(psql);

use constant SOON => 2;    # seconds, on a machine that has other things to do

my $database = "corroborate_progress_$$";
my $claims = 600;

is(psql('postgres', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"), '', 'a database');
END { psql('postgres', "DROP DATABASE IF EXISTS $database") if $database }

is(psql($database, 'SET client_min_messages = warning', 'CREATE EXTENSION corroborate', q{SELECT create_ledger('newsroom', unknown_sources => 'add')}, 'SET search_path = newsroom, public',
	"INSERT INTO claim (statement) SELECT 'claim number ' || i FROM generate_series(1, $claims) AS i",
	"INSERT INTO attestation (claim, said) SELECT c, ('voice-' || c * i % 97 || '<origin-' || c * i % 31)::attribution FROM generate_series(1, $claims) AS c, generate_series(1, 20) AS i"),
	"\n", 'a ledger');

my %long = (
	'the board' => [q{SELECT length(evidence_board('newsroom')) > 0}, qr/^\d+ of $claims claims are on the board$/, $claims / 300],
	'checking' => [q{SELECT count(*) FROM check_evidence('newsroom.attestation')}, qr/^\d+ claims are checked$/, $claims],
	'mending' => [q{SELECT rebuild_evidence('newsroom.attestation')}, qr/^\d+ claims are checked$/, $claims],
);

for my $what (sort keys %long)
{
	my ($query, $says, $times) = @{$long{$what}};
	my @said = psql($database, q{SET corroborate.progress = '0'}, $query) =~ /NOTICE: +(.*)/g;
	is(scalar @said, $times, "$what says how far it is");
	is_deeply([grep { !/$says/ } @said], [], "$what: in words");
	is_deeply([map { /^(\d+)/ } @said], [map { $_ * $claims / $times } 1 .. $times], "$what: and in numbers");
	unlike(psql($database, $query), qr/NOTICE/, "$what: but not in the first seconds");
	my $start = time;
	like(psql($database, q{SET statement_timeout = '20ms'}, $query), qr/statement timeout/, "$what can be cancelled");
	cmp_ok(time - $start, '<', SOON, "$what: soon");
}

# What is found is found all the same
psql($database, q{SET session_replication_role = replica}, q{UPDATE newsroom.claim SET evidence = '{nobody}' WHERE id IN (3, 5)});
is(psql($database, q{SELECT string_agg(DISTINCT claim[1], ',' ORDER BY claim[1]) FROM check_evidence('newsroom.attestation')}), "3,5\n", 'what is wrong is found');
is(psql($database, q{SELECT rebuild_evidence('newsroom.attestation')}, q{SELECT count(*) FROM check_evidence('newsroom.attestation')}), "2\n0\n", 'and mended');

done_testing();
