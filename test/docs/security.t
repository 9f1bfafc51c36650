#!/usr/bin/perl
#
# docs/security.md says of each function whose rights it runs with: as the catalog says. Functions that touch nothing
# but their arguments are a class of their own. The server is the one that PGHOST and so on lead to; the user must be
# a superuser.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $database = "corroborate_security_$$";
my $owner = "corroborate_owner_$$";
my $reader = "corroborate_reader_$$";
$ENV{PGOPTIONS} = '-c client_min_messages=warning -c lc_messages=C';

sub drop_all
{
	system('dropdb', '--if-exists', $database);
	system(qw(psql -X -q -d postgres -c), "DROP ROLE IF EXISTS $owner, $reader");
}
END { local $?; drop_all() }

# What they print, errors included
sub psql
{
	my (@commands) = @_;
	open(my $output, '-|', 'sh', '-c', 'exec psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" 2>&1', 'psql', '-d', $database,
		map { ('-c', $_) } @commands)
	  or die "psql: $!";
	local $/;
	my $said = <$output> // '';
	close($output);
	return $said;
}

system(qw(psql -X -q -d postgres -c), "CREATE ROLE $owner", '-c', "CREATE ROLE $reader") == 0 or BAIL_OUT('no roles');
system('createdb', qw(-T template0 -E UTF8 -l C -O), $owner, $database) == 0 or BAIL_OUT('no database');


# The owner of a database, who is no superuser, installs and uses it

my $as_owner = "SET ROLE $owner";
is(psql('REVOKE CREATE ON SCHEMA public FROM PUBLIC', $as_owner, 'CREATE SCHEMA ours', 'CREATE EXTENSION corroborate SCHEMA ours',
		q{SELECT ours.create_ledger('desk')}, q{INSERT INTO desk.source (key, kind) VALUES ('kim', 'person')},
		q{INSERT INTO desk.claim (statement) VALUES ('it rained')}),
	"\n", 'a database\'s owner installs the extension and makes a ledger');
like(psql($as_owner, 'ALTER FUNCTION ours.corroboration(ours.evidence) OWNER TO ' . $reader),
	qr/must be owner of function/, 'but the functions in C are not his');
like(psql($as_owner, q{CREATE FUNCTION ours.mine() RETURNS trigger LANGUAGE c AS '$libdir/corroborate', 'gather_evidence'}),
	qr/permission denied for language c/, 'nor may he make others');
is(psql(q{SELECT count(*) FROM pg_class WHERE relnamespace = 'desk'::regnamespace AND relowner <> } . "'$owner'::regrole"),
	"0\n", 'the ledger is');


# The tables of the document

open(my $file, '<:encoding(UTF-8)', "$root/docs/security.md") or die "docs/security.md: $!";
my %rights;
while (<$file>)
{
	next unless /^\| (`.*?) \| (caller|table's owner|ledger's owner) \| \S/;
	my ($names, $whose) = ($1, $2);
	foreach my $name ($names =~ /`(\w+)`/g)
	{
		ok(!exists $rights{$name}, "$name stands there once");
		$rights{$name} = $whose;
	}
}
cmp_ok(scalar keys %rights, '>=', 30, 'functions in the tables');

my @functions = map { [split /\|/] } split /\n/, psql(q{
	SELECT DISTINCT p.proname, p.prosecdef, p.provolatile, n.nspname
	FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
	WHERE n.nspname = 'desk' OR p.oid IN (SELECT objid FROM pg_depend AS d, pg_extension AS x
		WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = x.oid
		AND d.deptype = 'e' AND x.extname = 'corroborate')
	ORDER BY 4, 1});
my %there = map { $_->[0] => 1 } @functions;
foreach my $function (@functions)
{
	my ($name, $definer, $volatility, $schema) = @$function;
	next if $schema ne 'desk' && $volatility eq 'i';
	my $said = $rights{$name} // 'nothing';
	if ($schema eq 'desk')
	{
		is($said, $definer eq 't' ? q{ledger's owner} : 'caller', "$name, of a ledger");
	}
	else
	{
		ok($definer eq 'f' && ($said eq 'caller' || $said eq q{table's owner}), "$name: $said");
	}
}
is(join(' ', grep { !$there{$_} } sort keys %rights), '', 'no other function stands there');


# Whoever may read attestations may have them gathered again, and no more; who may not, may not

my $as_reader = "SET ROLE $reader";
like(psql($as_reader, q{SELECT ours.regather('desk.attestation', '{kim}')}), qr/permission denied/, 'a stranger cannot gather');
psql("GRANT USAGE ON SCHEMA ours, desk TO $reader");
like(psql($as_reader, q{SELECT ours.regather('desk.attestation', '{kim}')}), qr/permission denied/, 'nor where he sees the schema');
like(psql($as_reader, q{SELECT ours.gathered('desk.attestation', '{1}')}), qr/permission denied/, 'nor what is kept');
like(psql($as_reader, q{SELECT ours.rebuild_evidence('desk.attestation')}), qr/permission denied/, 'nor mend it');
like(psql($as_reader, q{SELECT ours.unwatch('desk.attestation')}), qr/must be owner/, 'nor end it');
like(psql($as_reader, q{SELECT ours.grant_ledger('desk', editor => current_user)}), qr/permission denied/, 'nor let himself in');
psql("GRANT SELECT ON desk.attestation TO $reader");
is(psql($as_reader, q{SELECT ours.regather('desk.attestation', '{kim}')}), "0\n", 'a reader can, and nothing changes');

done_testing();
