#!/usr/bin/perl
#
# How often the queries that gather evidence are planned: once in a session; for each use where Citus distributes the
# attestations, as it does not stand a generic plan. The server is the one that PGHOST and so on lead to; the user must be
# a superuser. Citus itself is not needed.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $name = "corroborate_plans_$$";
my $server = Cluster::Database->new('postgres');
END
{
	local $?;
	$server->drop($name) if $server;
}

my $db = $server->create($name);
$db->query(<<'SQL');
CREATE EXTENSION corroborate;
CREATE TABLE source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE spelling (alias text PRIMARY KEY, source text);
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}');
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution);
SELECT watch('attestation', 'claim', sources => 'source', aliases => 'spelling', latest_by => '{id}');
INSERT INTO source (key, kind) SELECT 'p' || i, 'person' FROM generate_series(0, 99) AS i;
INSERT INTO claim SELECT generate_series(1, 100);
CREATE SEQUENCE n;
SQL

# An extension of that name, as far as the catalog knows, with its setting and its table of tables
my $citus = q{SET LOCAL allow_system_table_mods = on;
	INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
	VALUES (4000000000, 'citus', 10, 'pg_catalog'::regnamespace, false, '13.2');
	CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass);
	GRANT SELECT ON pg_catalog.pg_dist_partition TO PUBLIC;
	SET LOCAL allow_system_table_mods = off; SET LOCAL citus.shard_count = 1};
my $distributed = q{SET LOCAL allow_system_table_mods = on; INSERT INTO pg_catalog.pg_dist_partition VALUES ('attestation')};

# What is planned for statements that come after others like them: how many plans for each
sub plans
{
	my ($prepare, @statements) = @_;
	my $script = "SET client_min_messages = error; BEGIN; $prepare; "
	  . join('', map { "$_;\n" x 7 } @statements)
	  . 'SET LOCAL debug_pretty_print = off; SET LOCAL debug_print_plan = on; SET LOCAL client_min_messages = log;';
	my @plans = split(/^# next/m, $db->query($script . join('', map { "\\warn # next\n$_;\n" } @statements) . 'ROLLBACK'));
	return map { scalar(() = /^LOG:  plan:/mg) } @plans[1 .. $#plans];
}

my @statements = (
	"INSERT INTO attestation (claim, said) VALUES (1, ('p' || nextval('n') % 100)::attribution)",
	"INSERT INTO attestation (claim, said) SELECT i, ('p' || (i * 7) % 100)::attribution FROM generate_series(1, 20) AS i",
	"UPDATE attestation SET said = (said::text || '<*')::attribution WHERE id = (SELECT max(id) FROM attestation WHERE said::text !~ '<')",
	"DELETE FROM attestation WHERE id = (SELECT min(id) FROM attestation)",
	"SELECT regather('attestation', '{p1,p7}')");
my @plainly = plans('SELECT', @statements);
my @beside_citus = plans($citus, @statements[0 .. 3]);
my @on_citus = plans("$citus; $distributed", @statements[0 .. 3]);

foreach my $i (0 .. $#statements)
{
	is($plainly[$i], 1, "$statements[$i]: nothing is planned but the statement itself");
	next if $i > $#on_citus;
	is($beside_citus[$i], 1, 'nor in a database with citus, where the table is not distributed');
	cmp_ok($on_citus[$i], '>=', 4, 'where it is, each query is');
}
my ($text, $status) = $db->try("BEGIN; $citus; $distributed; SELECT regather('attestation', '{p1}')");
like($text, qr/claims of distributed table "attestation" are on several nodes/, 'and nothing is gathered again on one node');

is($db->query("SELECT count(*) FROM check_evidence('attestation')"), '0', 'evidence is what it was');
done_testing();
