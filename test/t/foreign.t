#!/usr/bin/perl
#
# Ledgers in two databases, read from a third one by postgres_fdw: what IMPORT FOREIGN SCHEMA makes of one, what is computed
# where the rows are, that the results are those of the ledgers, what of a write happens where, and what is refused. The
# server is the one that PGHOST and so on lead to; skipped where it has no postgres_fdw.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $name = "corroborate_foreign_$$";
my $server = Cluster::Database->new('postgres');
plan skip_all => 'the server has no postgres_fdw' if $server->query(q{SELECT count(*) FROM pg_available_extensions WHERE name = 'postgres_fdw'}) == 0;
my @far = map { $server->create("${name}_$_") } 1, 2;
my $db = $server->create("${name}_near");
END { local $?; $server->drop(map { "${name}_$_" } 1, 2, 'near') if $server }

my $quiet = 'SET client_min_messages = warning;';
foreach my $i (0, 1)
{
	$far[$i]->query(qq{$quiet CREATE EXTENSION corroborate; SELECT create_ledger('newsroom'); SET search_path = newsroom, public;
		INSERT INTO source (key, kind) SELECT 'p' || i, 'person' FROM generate_series(0, 49) AS i;
		INSERT INTO source (key, kind) VALUES ('wire', 'agency'); INSERT INTO document (publisher) VALUES ('wire');
		INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 500) AS i;
		INSERT INTO attestation (claim, said) SELECT 1 + k % 500, ('p' || (k * @{[ 7 + 4 * $i ]}) % 50)::attribution FROM generate_series(1, 2000) AS k;
		VACUUM ANALYZE});
}
my ($host, $port) = split(/\|/, $server->query(q{SELECT split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port')}));
$db->query("$quiet CREATE EXTENSION corroborate; CREATE EXTENSION postgres_fdw");
foreach my $i (1, 2)
{
	$db->query(qq{CREATE SERVER far$i FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$host', port '$port', dbname '${name}_$i', extensions 'corroborate', use_remote_estimate 'true');
		CREATE USER MAPPING FOR CURRENT_USER SERVER far$i; CREATE SCHEMA far$i; IMPORT FOREIGN SCHEMA newsroom FROM SERVER far$i INTO far$i});
}

# ---- Reading

is($db->query(q{SELECT count(*) FROM pg_class WHERE relnamespace = 'far1'::regnamespace AND relkind = 'f'}),
	$far[0]->query(q{SELECT count(*) FROM pg_class WHERE relnamespace = 'newsroom'::regnamespace AND relkind IN ('r', 'v')}), 'IMPORT FOREIGN SCHEMA: all tables and views');
foreach my $relation (split(/\n/, $far[0]->query(q{SELECT relname FROM pg_class WHERE relnamespace = 'newsroom'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1})))
{
	my $rows = q{SELECT count(*), md5(string_agg(r::text, ',' ORDER BY r::text COLLATE "C")) FROM %s AS r};

	is($db->query(sprintf($rows, "far1.$relation")), $far[0]->query(sprintf($rows, "newsroom.$relation")), "$relation: the same from afar");
}
is($db->query(q{SELECT count(*) FROM (SELECT claim, evidence_agg(said) AS evidence FROM far1.attestation GROUP BY claim) AS g JOIN far1.claim AS c ON c.id = g.claim WHERE c.evidence = g.evidence}),
	500, 'evidence gathered afar is that of the claims');
is($db->query(q{SELECT evidence_agg(said) = (SELECT evidence_agg(u.e) FROM (SELECT evidence_agg(said) AS e FROM far1.attestation UNION ALL SELECT evidence_agg(said) FROM far2.attestation) AS u)
	FROM (SELECT said FROM far1.attestation UNION ALL SELECT said FROM far2.attestation) AS a}), 't', 'evidence of two databases, united from parts');
$db->query(q{CREATE TABLE all_said (desk integer, claim bigint, said attribution) PARTITION BY LIST (desk); } . join('', map { qq{CREATE FOREIGN TABLE said$_ PARTITION OF all_said FOR VALUES IN ($_) SERVER far$_ OPTIONS (schema_name 'public', table_name 'said');} } 1, 2));
$far[$_ - 1]->query("CREATE VIEW said AS SELECT $_ AS desk, claim, said FROM newsroom.attestation") foreach 1, 2;
is($db->query(q{SET enable_partitionwise_aggregate = on; SELECT count(*) FROM (SELECT desk, claim, evidence_agg(said) AS evidence FROM all_said GROUP BY desk, claim) AS g
	JOIN (SELECT 1 AS desk, id, evidence FROM far1.claim UNION ALL SELECT 2, id, evidence FROM far2.claim) AS c ON c.desk = g.desk AND c.id = g.claim WHERE c.evidence = g.evidence}), 1000, 'a table with a partition in each database');

# ---- What is computed where the rows are

sub sent
{
	my ($query, $pattern, $what) = @_;

	my $plan = $db->query("SET enable_partitionwise_aggregate = on; EXPLAIN (VERBOSE, COSTS OFF) $query");
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	like($plan, $pattern, $what) or diag($plan);
}

sent('SELECT claim, evidence_agg(said) FROM far1.attestation GROUP BY claim', qr/Remote SQL: SELECT claim, public\.evidence_agg\(said\) .* GROUP BY/, 'afar: evidence_agg(), in groups');
sent('SELECT evidence_agg(said) FROM far1.attestation', qr/Remote SQL: SELECT public\.evidence_agg\(said\)/, 'afar: evidence_agg() of all');
sent('SELECT id FROM far1.claim WHERE corroboration(evidence) > 2', qr/Remote SQL: .* WHERE \(\(public\.corroboration\(evidence\) > 2\)\)/, 'afar: figures');
sent('SELECT id FROM far1.claim WHERE support(evidence) > 0.5', qr/Remote SQL: .*public\.support\(evidence\)/, 'afar: support, by our operators');
sent(q{SELECT id FROM far1.claim WHERE status >= 'corroborated'}, qr/Remote SQL: .*status >= 'corroborated'/, 'afar: the columns that are computed from evidence');
sent(q{SELECT id FROM far1.attestation WHERE said @> 'p7'::attribution}, qr/Remote SQL: .*\@>/, 'afar: what somebody says, by @>');
sent('SELECT c.id, a.said FROM far1.claim AS c JOIN far1.attestation AS a ON a.claim = c.id WHERE c.corroboration > 3', qr/Remote SQL: .*INNER JOIN/, 'afar: joins within one database');
sent(q{SELECT id FROM far1.attestation WHERE said ? 'p7'}, qr/Filter: .*\?/, 'here: who is mentioned, by ?, as of all that is given texts');
sent('SELECT count(*) FROM far1.claim AS a JOIN far2.claim AS b USING (id)', qr/Join.*Foreign Scan.*Foreign Scan/s, 'here: joins between databases');

# ---- Writing, which happens where the rows are, triggers and all

is($db->query(q{INSERT INTO far1.attestation (id, claim, said, recorded_at, recorded_by, accepted_at, accepted_by) VALUES (90001, 1, 'p49<*', now(), 'postgres', now(), 'postgres');
	SELECT evidence ? 'p49' FROM far1.claim WHERE id = 1}), 't', 'an attestation that is written from afar is gathered');
like(($db->try(q{INSERT INTO far1.attestation (claim, said) VALUES (1, 'p48')}))[0], qr/null value in column/, 'but it has none of the defaults');
like(($db->try(q{UPDATE far1.claim SET evidence = '{a}' WHERE id = 1}))[0], qr/cannot be written by hand/, 'evidence is guarded from afar, too');
$db->query(q{UPDATE far1.source SET reliability = 0 WHERE key = 'p49'});
is($db->query(q{SELECT count(*) FROM far1.claim WHERE corroborated_at IS NOT NULL AND NOT meets(discredit(evidence, 'p49'))}), 0, 'a source that is discredited from afar holds no flag there');
is($far[0]->query(q{SELECT count(*) FROM check_evidence('newsroom.attestation')}), 0, 'all of it is right');

# ---- What is refused

$db->query(q{CREATE TABLE claim (id bigint PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}'); CREATE TABLE said (claim bigint REFERENCES claim, said attribution)});
foreach (q{'far1.attestation', 'far1.claim'}, q{'far1.attestation', 'claim', claim => '{claim}'}, q{'said', 'far1.claim', claim => '{claim}'})
{
	like(($db->try("SELECT watch($_)"))[0], qr/foreign tables cannot be watched\nDETAIL: .*fires no triggers here\.\nHINT: .*in their own database/, "watch($_)");
}
like(($db->try("SELECT $_"))[0], qr/there is no ledger in schema far1/, "$_: foreign tables are no ledger") foreach q{evidence_board('far1')}, q{upgrade_ledger('far1')}, q{copy_ledger('far1', 'near')};
like(($db->try(q{SELECT * FROM check_evidence('far1.attestation')}))[0], qr/far1\.attestation is not watched/, 'check_evidence() is asked there');
done_testing();
