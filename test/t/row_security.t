#!/usr/bin/perl
#
# Row-level security on the tables that evidence is gathered from: policies forced on the owner change neither evidence
# nor flags nor events, other policies that hide a row are an error, and what shows evidence to a role refuses where it
# would be gathered from some of the rows. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;

use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $name = "corroborate_row_security_$$";
my ($owner, $other) = map { "${name}_$_" } qw(owner other);
my $server = Cluster::Database->new('postgres');

END
{
	local $?;
	if ($server)
	{
		$server->drop($name);
		$server->try("DROP ROLE IF EXISTS $owner, $other");
	}
}

my $db = $server->create($name);
$db->query(<<"SQL");
CREATE ROLE $owner;
CREATE ROLE $other;
CREATE EXTENSION corroborate;
GRANT CREATE ON DATABASE $name TO $owner;
-- what became of a statement: done, or the error
CREATE FUNCTION tried(statement text) RETURNS text LANGUAGE plpgsql AS \$\$
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
\$\$;
-- the one value that a query gives, or the error
CREATE FUNCTION answer(query text) RETURNS text LANGUAGE plpgsql AS \$\$
DECLARE
	value text;
BEGIN
	EXECUTE query INTO value;
	RETURN value;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
\$\$;
SQL

# Runs each statement by itself in a schema, after the preparations, as a role or as a superuser ('none'), and takes it back;
# returns for each what became of it and how things are then, by a query
sub outcomes
{
	my ($schema, $prepare, $role, $statements, $state) = @_;
	my $script = "SET client_min_messages = error;\nSET search_path = $schema, public;\nBEGIN;\n$prepare;\n";

	foreach my $statement (@$statements)
	{
		my ($what, $sql) = @$statement;
		$script .= "SAVEPOINT before;\nSET LOCAL ROLE $role;\n\\echo @ $what\nSELECT tried(\$tried\$$sql\$tried\$);\nSET LOCAL ROLE none;\n"
		  . "$state;\nROLLBACK TO before;\nRELEASE before;\n";
	}
	my %outcome;
	foreach my $part (split(/^@ /m, $db->query("$script ROLLBACK;")))
	{
		my ($what, $tried, $then) = $part =~ /\A([^\n]+)\n([^\n]*)\n(.*)\z/s or next;
		# keys that say nothing are others each time
		$outcome{$what} = [ $tried, $then =~ s/\b(source|unit|reader)-[0-9a-f]{12}\b/$1-#/gr =~ s/\n+\z//r ];
	}
	return \%outcome;
}

# Policies that hide a row of a table from all to whom they apply
sub hide
{
	my ($table, $shown, $force) = @_;

	return "CREATE POLICY hide ON $table USING ($shown); ALTER TABLE $table ENABLE ROW LEVEL SECURITY"
	  . ($force ? "; ALTER TABLE $table FORCE ROW LEVEL SECURITY" : '');
}

# ---- Tables of one's own, watched with everything that can be named

$db->query(<<"SQL");
CREATE SCHEMA tables AUTHORIZATION $owner;
GRANT USAGE ON SCHEMA tables TO $other;
SET ROLE $owner;
SET search_path = tables, public;
CREATE TABLE source (key text PRIMARY KEY, kind text NOT NULL DEFAULT 'person', reliability confidence, affiliations text[] NOT NULL DEFAULT '{}');
CREATE TABLE spelling (alias text PRIMARY KEY, source text NOT NULL);
CREATE TABLE rating (source text, rated_at timestamptz, reliability confidence);
CREATE TABLE document (id int PRIMARY KEY, publisher text, republishes int);
CREATE TABLE claim (id int PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', since timestamptz);
CREATE TABLE attestation (id int PRIMARY KEY, claim int REFERENCES claim ON DELETE CASCADE, said attribution, document int,
	accepted_at timestamptz DEFAULT now(), retracted_at timestamptz);
CREATE TABLE event (id int GENERATED ALWAYS AS IDENTITY, claim int REFERENCES claim ON DELETE CASCADE, change text, from_status corroboration_status,
	to_status corroboration_status, corroboration int, support confidence, cause text);
SELECT watch('attestation', 'claim', flag => 'since', accepted => 'accepted_at', retracted => 'retracted_at', latest_by => '{id}',
	sources => 'source', aliases => 'spelling', ratings => 'rating', documents => 'document', document => 'document', events => 'event',
	unknown_sources => 'refuse');
INSERT INTO source (key, kind, reliability) VALUES ('x', 'person', 0.5), ('y', 'person', 0.9), ('z', 'person', NULL),
	('wire', 'agency', NULL), ('echo', 'outlet', NULL), ('post', 'outlet', NULL);
INSERT INTO rating SELECT key, '2000-01-01', reliability FROM source WHERE reliability IS NOT NULL;
INSERT INTO spelling VALUES ('zed', 'z'), ('why', 'y');
INSERT INTO document VALUES (1, 'wire', NULL), (2, 'echo', 1), (3, 'post', NULL);
INSERT INTO claim SELECT generate_series(1, 4);
INSERT INTO attestation (id, claim, said, document, accepted_at) VALUES (1, 1, 'x', NULL, '2001-01-01'), (2, 1, 'y', NULL, '2001-01-01'),
	(3, 2, 'echo', 2, '2001-01-01'), (4, 2, 'post', 3, '2001-01-01'), (5, 2, 'zed', NULL, '2001-01-01'),
	(6, 3, 'x', NULL, '2001-01-01'), (7, 3, '!y', NULL, '2001-01-01'), (8, 3, 'z', NULL, NULL), (9, 2, 'why', NULL, '2001-01-01');
SQL

# What each policy leaves to be seen. Of each table the row goes that most depends on
my %shown = (
	attestation => 'id <> 2',
	claim => 'id <> 1',
	source => "key <> 'y'",
	spelling => "alias <> 'why'",
	rating => "source <> 'y'",
	document => 'id <> 1',
	event => 'claim <> 1');

# None of them writes to the hidden rows itself
my @statements = (
	[ 'nothing', 'SELECT' ],
	[ 'insert', "INSERT INTO attestation (id, claim, said) VALUES (10, 1, 'z')" ],
	[ 'insert of what somebody else said', "INSERT INTO attestation (id, claim, said) VALUES (10, 1, 'post<y')" ],
	[ 'insert of a second statement', "INSERT INTO attestation (id, claim, said) VALUES (10, 1, '!x')" ],
	[ 'insert under another spelling', "INSERT INTO attestation (id, claim, said) VALUES (10, 1, 'zed'), (11, 1, 'z')" ],
	[ 'insert of a copy', "INSERT INTO attestation (id, claim, said, document) VALUES (10, 1, 'echo', 2)" ],
	[ 'insert of many', "INSERT INTO attestation (id, claim, said) SELECT 10 + i, 1 + i % 4, 'z' FROM generate_series(0, 7) AS i" ],
	[ 'insert that updates', "INSERT INTO attestation (id, claim, said) VALUES (1, 1, 'z'), (10, 4, 'y') ON CONFLICT (id) DO UPDATE SET said = EXCLUDED.said" ],
	[ 'update', "UPDATE attestation SET said = 'z' WHERE id = 1" ],
	[ 'update of the claim', 'UPDATE attestation SET claim = 1 WHERE id = 5' ],
	[ 'delete', 'DELETE FROM attestation WHERE id = 1' ],
	[ 'delete of many', 'DELETE FROM attestation WHERE id IN (1, 3, 6)' ],
	[ 'retraction', 'UPDATE attestation SET retracted_at = now() WHERE id = 1' ],
	[ 'acceptance', 'UPDATE attestation SET accepted_at = now() WHERE id = 8' ],
	[ 'alias', "UPDATE spelling SET source = 'x' WHERE alias = 'zed'; SELECT regather_aliases('attestation', '{zed}')" ],
	[ 'alias of a source', "INSERT INTO spelling VALUES ('x', 'y'); SELECT regather_aliases('attestation', '{x}')" ],
	[ 'rating', "UPDATE source SET reliability = 0 WHERE key = 'x'; SELECT regather('attestation', '{x}')" ],
	[ 'affiliation', "UPDATE source SET affiliations = '{y}' WHERE key = 'x'; SELECT regather('attestation', '{x}')" ],
	[ 'republishing', "UPDATE document SET republishes = 1 WHERE id = 3; SELECT regather_documents('attestation', '{3}')" ],
	[ 'deleting a claim', 'DELETE FROM claim WHERE id = 2' ],
	[ 'truncate', 'TRUNCATE attestation' ]);
my $state = 'SELECT id, evidence, since IS NOT NULL FROM claim ORDER BY id; '
  . 'SELECT claim, change, from_status, to_status, corroboration, cause FROM event ORDER BY claim, id; '
  . q{SELECT 'wrong', * FROM check_evidence('attestation')};

# Something changes by each of them
my %plain = map { $_ => outcomes('tables', 'SELECT', $_, \@statements, $state) } $owner, 'none';
foreach my $statement (@statements[1 .. $#statements])
{
	my $what = $statement->[0];
	is($plain{$owner}{$what}[0], 'done', "$what succeeds without policies");
	isnt($plain{$owner}{$what}[1], $plain{$owner}{nothing}[1], 'and changes evidence');
	unlike($plain{$owner}{$what}[1], qr/^wrong/m, 'rightly');
}
is_deeply($plain{none}, $plain{$owner}, 'whoever does it');

foreach my $table (sort keys %shown)
{
	foreach my $role ($owner, 'none')
	{
		is_deeply(outcomes('tables', hide($table, $shown{$table}, 1), $role, \@statements, $state), $plain{$role},
			"evidence, flags and events with a policy forced on table $table, for " . ($role eq 'none' ? 'a superuser' : 'the owner'));
	}
}

# What shows evidence, checks it or writes all of it, is as without policies for a superuser, and an error for the owner: which
# table each of them reads
my %reads = (
	"SELECT count(*) FROM check_evidence('attestation')" => [qw(attestation claim document source spelling)],
	"SELECT rebuild_evidence('attestation')" => [qw(attestation claim document source spelling)],
	"SELECT gathered('attestation', '{1}')" => [qw(attestation document source spelling)],
	"SELECT gathered('attestation', '{1}', '2010-01-01')" => [qw(attestation document rating source spelling)]);
foreach my $query (sort keys %reads)
{
	my $answers = sub {
		my ($prepare, $role) = @_;
		# after a statement whose plans are kept, and before one
		return $db->query("SET client_min_messages = error; SET search_path = tables, public; BEGIN; $prepare;
			INSERT INTO attestation (id, claim, said) VALUES (10, 1, 'z'); SET ROLE $role; SELECT answer(\$q\$$query\$q\$); RESET ROLE;
			INSERT INTO attestation (id, claim, said) VALUES (11, 1, 'post'); SELECT evidence FROM claim WHERE id = 1; ROLLBACK");
	};
	my $expected = $answers->('SELECT', $owner);
	like($expected, qr/^(?:0|\{.*y.*\})\n\{post<\?,x:0.5,y:0.9,z\}$/, "$query without policies");
	foreach my $table (sort keys %shown)
	{
		my $refused = $expected =~ s/.*/42501/r;
		my $reads = grep { $_ eq $table } @{ $reads{$query} };
		is($answers->(hide($table, $shown{$table}, 1), $owner), $reads ? $refused : $expected, "with a policy forced on table $table, for the owner");
		is($answers->(hide($table, $shown{$table}, 1), 'none'), $expected, 'and for a superuser');
		# and for a reader to whom the policy applies
		is($answers->(hide($table, $shown{$table}) . "; GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA tables TO $other", $other),
			$reads ? $refused : $expected, 'and, not forced, for a reader');
	}
}

# Policies that are forced, on a registry whose keys would be shown in a hint
my $hint = sub {
	my ($prepare) = @_;
	return $db->query("SET search_path = tables, public; BEGIN; $prepare; SET LOCAL ROLE $owner; DO \$\$ DECLARE hint text; BEGIN
		INSERT INTO attestation (id, claim, said) VALUES (10, 1, 'wires'); EXCEPTION WHEN foreign_key_violation THEN
		GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT; RAISE NOTICE '%', hint; END \$\$; ROLLBACK");
};
like($hint->('SELECT'), qr/Did you mean "wire"/, 'near matches are shown to the owner');
unlike($hint->(hide('source', "key <> 'wire'", 1)), qr/wire"/, 'unless policies are forced on him');

# ---- Tables of somebody else: a policy that applies to the owner of the attestations is an error, whatever row it hides

foreach my $table (grep { $_ ne 'attestation' } sort keys %shown)
{
	my $theirs = "ALTER TABLE $table OWNER TO $other; GRANT ALL ON $table TO $owner; GRANT ALL ON event TO $other; ";
	my $outcomes = outcomes('tables', $theirs . hide($table, $shown{$table}), 'none', \@statements, $state);
	my @wrong = grep { $outcomes->{$_}[0] eq 'done' ? $outcomes->{$_}[1] ne $plain{none}{$_}[1] : $outcomes->{$_}[0] ne '42501' || $outcomes->{$_}[1] ne $plain{none}{nothing}[1] } sort keys %$outcomes;
	is("@wrong", '', "with table $table of somebody else all rows are seen, or it is an error");
	my $refused = grep { $outcomes->{$_}[0] eq '42501' } keys %$outcomes;
	cmp_ok($refused, $table eq 'rating' ? '==' : '>', 0, 'as it is where the table is read');
	is_deeply(outcomes('tables', $theirs . hide($table, $shown{$table}) . "; ALTER ROLE $owner BYPASSRLS", 'none', \@statements, $state), $plain{none},
		'unless no policy applies to the owner of the attestations');
}

done_testing();
