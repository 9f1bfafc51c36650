#!/usr/bin/perl
#
# What the documents say and no example can show: who may install the extension, and where. The server is the one that
# PGHOST and so on lead to; the user must be a superuser.

use strict;
use warnings;

use POSIX ();
use Test::More;

my $database = "corroborate_claims_$$";
my $role = "corroborate_reporter_$$";

$ENV{PGOPTIONS} = '-c client_min_messages=warning -c lc_messages=C';

sub drop_all
{
	system('dropdb', '--if-exists', $database);
	system(qw(psql -X -q -d postgres -c), "DROP ROLE IF EXISTS $role");
}
END { local $?; drop_all() }

sub create_database
{
	my ($encoding) = @_;
	system('createdb', qw(-T template0 -l C -E), $encoding, $database) == 0 or BAIL_OUT('no database');
}

# What the queries print, and errors, without where they are
sub psql
{
	my (@queries) = @_;
	my $pid = open(my $output, '-|') // die "fork: $!";
	if ($pid == 0)
	{
		open(STDERR, '>&', \*STDOUT) or POSIX::_exit(127);
		exec(qw(psql -X -q -A -t -v ON_ERROR_STOP=1 -d), $database, map { ('-c', $_) } @queries) or POSIX::_exit(127);
	}
	my $text = do { local $/; <$output> } // '';
	close($output);
	return $text;
}

# Whoever may create things in the database may create the extension
create_database('UTF8');
is(psql("CREATE ROLE $role"), '', 'an ordinary role');
like(psql("SET ROLE $role", 'CREATE SCHEMA reporter'), qr/permission denied/, 'may create nothing at first');
like(psql("SET ROLE $role", 'CREATE EXTENSION corroborate'), qr/permission denied/, 'nor the extension');
is(psql("GRANT CREATE ON DATABASE $database TO $role"), '', 'and is then allowed to');
is(psql("SET ROLE $role", 'CREATE SCHEMA reporter', 'CREATE EXTENSION corroborate SCHEMA reporter',
		q{SELECT reporter.status(reporter.evidence_agg(reporter.said_by(s))) FROM unnest('{a, b}'::text[]) AS s}),
	"corroborated\n", 'creates it, and uses it');

# It owns no tables, and takes none along
is(psql(q{SELECT count(*) FROM pg_depend JOIN pg_class ON classid = 'pg_class'::regclass AND objid = pg_class.oid
	WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND relkind <> 'c'}), "0\n", 'it owns no tables');
is(psql('CREATE TABLE claim (id int, evidence reporter.evidence)', 'INSERT INTO claim VALUES (1)',
		'DROP EXTENSION corroborate CASCADE', 'SELECT * FROM claim'), "1\n", 'dropped, it takes its columns and nothing else');
drop_all();

# Encodings
create_database('LATIN1');
like(psql('CREATE EXTENSION corroborate'), qr/needs a database with encoding UTF8/, 'LATIN1 will not do');
drop_all();
create_database('SQL_ASCII');
is(psql('CREATE EXTENSION corroborate', "SELECT corroboration('{\xc3\xa9, b}')"), "2\n", 'SQL_ASCII will');
like(psql("SELECT corroboration('{\xe9, b}')"), qr/UTF-8|UTF8/, 'but names are UTF-8 there too');

done_testing();
