#!/usr/bin/perl
#
# A registry of 50,000 sources and 20,000 other spellings that was just loaded, and not analyzed: nothing that is done to it
# takes longer than it must, whatever the planner takes the tables to hold. Time is bounded with much room for slow machines. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;
use Time::HiRes qw(time);

use Cluster;

my $name = "corroborate_registry_$$";
my $server = Cluster::Database->new('postgres');
my $db = $server->create($name);
END { local $?; $server->drop($name) if $server }

# One person in ten is affiliated with another
$db->query(<<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION corroborate;
SELECT create_ledger('newsroom');
SET search_path = newsroom, public;
ALTER TABLE source SET (autovacuum_enabled = off);
ALTER TABLE source_alias SET (autovacuum_enabled = off);
ALTER TABLE attestation SET (autovacuum_enabled = off);
ALTER TABLE claim SET (autovacuum_enabled = off);
INSERT INTO source (key, kind, affiliations)
SELECT 's' || i, 'person', CASE WHEN i % 10 = 0 THEN ARRAY['s' || i + 1] ELSE '{}' END FROM generate_series(1, 50000) AS i;
INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 2000) AS i;
INSERT INTO attestation (claim, said) SELECT 1 + i % 2000, ('s' || 1 + i * 7 % 50000)::attribution FROM generate_series(1, 7000) AS i;
SQL

sub in_time
{
	my ($what, $bound, $sql) = @_;
	my $start = time();
	my ($text, $status) = $db->try("SET client_min_messages = warning; SET search_path = newsroom, public; SET statement_timeout = '${bound}s';\n$sql");

	is($status, 0, "$what within $bound s") or diag($text);
	note(sprintf('%.2f s', time() - $start));
	return $text;
}

in_time('20,000 other spellings', 20, q{INSERT INTO source_alias (alias, source) SELECT 'other ' || i, 's' || i FROM generate_series(1, 20000) AS i});
in_time('20,000 of other sources', 20, q{UPDATE source_alias SET source = 's' || 1 + substr(source, 2)::integer});
in_time('one more, a hundred times', 20, q{DO $$ BEGIN
	FOR i IN 1 .. 100 LOOP
		INSERT INTO source_alias (alias, source) VALUES ('more ' || i, 's' || i);
	END LOOP;
END $$});
in_time('confidential sources that count with others, a hundred times', 20,
	q{SELECT count(add_confidential_source(held_by => 'the editor', counts_with => 's' || i)) FROM generate_series(100, 199) AS i});
in_time('a thousand attestations by other spellings', 20, q{DO $$ BEGIN
	FOR i IN 1 .. 1000 LOOP
		INSERT INTO attestation (claim, said) VALUES (1 + i, said_by('other ' || i));
	END LOOP;
END $$});
in_time('half of them gone', 20, q{DELETE FROM source_alias WHERE alias ~ '^other 1...$' AND alias > 'other 1001'});

# What is meant by a name that nobody has
foreach my $case ([ 's3000x', '"s3000", "s30000" or "s30001"' ], [ 's4999', '' ], [ 'x123', '"s123", "s1023" or "s103"' ], [ 's12345678', '"s12345", "s12346" or "s12347"' ])
{
	my ($said, $near) = @$case;
	my ($text, $status) = $db->try("SET search_path = newsroom, public; SET statement_timeout = '20s';
		INSERT INTO attestation (claim, said) VALUES (1, '$said')");
	like($text, $near eq '' ? qr/^$/ : qr/Did you mean \Q$near\E\?/, "$said: $near");
}
is($db->query("SELECT * FROM check_evidence('newsroom.attestation')"), '', 'and all is as it should be');

# A claim with as many speakers as there are sources
in_time('a claim that 50,000 support', 60, q{INSERT INTO claim (id, statement) VALUES (3000, 'all say so');
	INSERT INTO attestation (claim, said) SELECT 3000, said_by('s' || i) FROM generate_series(1, 50000) AS i;});
is(in_time('what would fall without whom', 10, 'SELECT count(*) FROM would_fall WHERE 3000 = ANY (claims)'), "0\n", 'and this does not');
# After a load that failed the statistics say that the table is empty, and it is long
$db->query(<<'SQL');
SELECT create_ledger('again');
INSERT INTO again.source (key, kind) SELECT 's' || i, 'person' FROM generate_series(1, 20000) AS i;
BEGIN;
INSERT INTO again.source_alias (alias, source) SELECT 'other ' || i, 's' || i FROM generate_series(1, 20000) AS i;
ROLLBACK;
ANALYZE again.source_alias;
SQL
in_time('20,000 other spellings, loaded again', 20,
	q{INSERT INTO again.source_alias (alias, source) SELECT 'other ' || i, 's' || i FROM generate_series(1, 20000) AS i});

done_testing();
