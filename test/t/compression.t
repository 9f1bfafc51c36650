#!/usr/bin/perl
#
# How evidence is compressed: ledgers with lz4 where the server has it, new ones and upgraded ones; watch() says so of other
# tables, and leaves the choice to their owner. The server is the one that PGHOST and so on lead to; the user must be a
# superuser.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $name = "corroborate_compression_$$";
my $server = Cluster::Database->new('postgres');
END
{
	local $?;
	$server->drop($_) foreach $server ? ($name, "${name}_older") : ();
}

my $has_lz4 = $server->query(q{SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'}) eq 't';
my $db = $server->create($name);
$db->query('CREATE EXTENSION corroborate');
is($db->query('SELECT corroborate_internal.has_lz4()'), $has_lz4 ? 't' : 'f', 'whether the server has lz4 is found out');

# The compression of the columns of type evidence and attribution: l is lz4, p is pglz, none is the default
sub compression
{
	my ($schema) = @_;

	return $db->query("SELECT string_agg(format('%s.%s %s', c.relname, a.attname, a.attcompression), ', ' ORDER BY c.relname) FROM pg_class AS c
		JOIN pg_attribute AS a ON a.attrelid = c.oid WHERE c.relnamespace = '$schema'::regnamespace AND c.relkind = 'r'
		AND a.atttypid IN ('evidence'::regtype, 'attribution'::regtype)");
}

# What watch() says, of a table whose column of evidence is so
sub notice
{
	my ($column, $setting) = @_;

	return $db->query("BEGIN; SET LOCAL client_min_messages = notice; " . ($setting // '') . ";
		CREATE TABLE story (id int PRIMARY KEY, said_of evidence $column); CREATE TABLE word (story int REFERENCES story, said attribution);
		SELECT watch('word', 'story', evidence => 'said_of'); ROLLBACK") =~ s/^psql:\S+ //gmr;
}

# Where it is not to be had, both are as if there were none
my $without = 'CREATE OR REPLACE FUNCTION corroborate_internal.has_lz4() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN false';
is($db->query("BEGIN; $without; SELECT create_ledger('plain'); COMMIT"), '', 'a ledger is made by a server without lz4');
is(compression('plain'), 'attestation.said , claim.evidence ', 'with the default compression');
is(notice('', $without), '', 'and watch() has nothing to say');

SKIP:
{
	skip 'this server was built without lz4', 1 unless $has_lz4;

	$db->query(q{CREATE OR REPLACE FUNCTION corroborate_internal.has_lz4() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
		RETURN EXISTS (SELECT FROM pg_catalog.pg_settings AS s WHERE s.name = 'default_toast_compression' AND 'lz4' = ANY (s.enumvals))});
	is($db->query("SET client_min_messages = notice; SELECT create_ledger('newsroom', unknown_sources => 'add')"), '', 'a ledger is made, without a notice');
	is(compression('newsroom'), 'attestation.said , claim.evidence l', 'with lz4');
	$db->query("INSERT INTO newsroom.claim (statement) VALUES ('large'), ('small');
		INSERT INTO newsroom.attestation (claim, said) SELECT 1, ('p' || i)::attribution FROM generate_series(1, 1000) AS i;
		INSERT INTO newsroom.attestation (claim, said) VALUES (2, 'p1')");
	is($db->query('SELECT pg_column_compression(evidence) FROM newsroom.claim ORDER BY id'), "lz4\n", 'in which large evidence is compressed so');

	my ($dump) = $db->run(qw(pg_dump -s -n newsroom));
	like($dump, qr/^ALTER TABLE ONLY newsroom\.claim ALTER COLUMN evidence SET COMPRESSION lz4;$/m, 'a dump says so');
	($dump) = $db->run(qw(pg_dump -s -n newsroom --no-toast-compression));
	unlike($dump, qr/COMPRESSION/, 'unless it is not to');

	is(notice(''), <<'TEXT', 'watch() says that a table could have it');
NOTICE:  column said_of of table public.story is compressed with pglz
HINT:  To write large evidence faster, use ALTER TABLE public.story ALTER COLUMN said_of SET COMPRESSION lz4.
TEXT
	is(notice('COMPRESSION lz4'), '', 'not of one that has it');
	is(notice('COMPRESSION pglz'), '', 'nor where somebody has chosen');
	is(notice('', 'SET LOCAL default_toast_compression = lz4'), '', 'nor where lz4 is the default');
	is(notice('', 'ALTER TYPE evidence SET (STORAGE = external)'), '', 'nor where nothing is compressed');

	# Older ledgers, of which one has been given a compression
	$db = $server->create("${name}_older");
	$db->query("CREATE EXTENSION corroborate VERSION '0.2.0'; SELECT create_ledger('plain'); SELECT create_ledger('chosen');
		ALTER TABLE chosen.claim ALTER evidence SET COMPRESSION pglz; ALTER EXTENSION corroborate UPDATE");
	is(compression('plain'), 'attestation.said , claim.evidence ', 'an older ledger has the default compression');
	is($db->query("SET client_min_messages = notice; SELECT upgrade_ledger('plain')"), '0', 'and is upgraded without a notice');
	is(compression('plain'), 'attestation.said , claim.evidence l', 'to lz4');
	$db->query("SELECT upgrade_ledger('chosen')");
	is(compression('chosen'), 'attestation.said , claim.evidence p', 'unless somebody has chosen another');
}

done_testing();
