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
# table each of them reads. Claim 2 is one about which documents say something
my %reads = (
	"SELECT count(*) FROM check_evidence('attestation')" => [qw(attestation claim document source spelling)],
	"SELECT rebuild_evidence('attestation')" => [qw(attestation claim document source spelling)],
	"SELECT gathered('attestation', '{2}')" => [qw(attestation document source spelling)],
	"SELECT gathered('attestation', '{2}', '2010-01-01')" => [qw(attestation document rating source spelling)]);
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

# ---- A ledger: its functions and triggers do with all rows what they do, or fail. Some do no more than is shown to the owner,
# and say so: a claim that is hidden from him is not there for attest(), say

$db->query(<<"SQL");
SET client_min_messages = error;
SET ROLE $owner;
SELECT create_ledger('newsroom', threshold => 2);
SET search_path = newsroom, public;
INSERT INTO source (key, kind, name, reliability) VALUES ('x', 'person', 'Xavier', 0.5), ('y', 'person', 'Yvonne', 0.9), ('z', 'person', NULL, NULL),
	('q', 'person', NULL, NULL), ('wire', 'agency', NULL, NULL), ('echo', 'outlet', NULL, NULL), ('post', 'outlet', NULL, NULL);
INSERT INTO source (key, confidential) VALUES ('source-1', true), ('source-2', true);
INSERT INTO source_identity VALUES ('source-1', NULL, 'the editor'), ('source-2', NULL, 'the publisher');
INSERT INTO source_alias VALUES ('zed', 'z'), ('zeta', 'z'), ('why', 'y'), ('q', 'y');
INSERT INTO document (publisher, headline, republishes) VALUES ('wire', 'News', NULL), ('echo', 'Echo', 1), ('post', 'Post', NULL), ('y', 'Blog', NULL);
INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 4) AS i;
INSERT INTO attestation (claim, said, document, quote) VALUES (1, 'x', NULL, 'x said'), (1, 'y', NULL, 'y said'), (2, 'echo', 2, NULL),
	(2, 'post', 3, NULL), (2, 'zed', NULL, 'z said'), (3, 'x', NULL, NULL), (3, '!y', NULL, NULL), (2, 'why', 4, 'y said');
INSERT INTO attestation (claim, said, accepted_at, accepted_by) VALUES (3, 'z', NULL, NULL), (4, 'source-1', now(), 'me');
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirm', 'on record'), (1, 'hold', 'wait'), (2, 'confirm', 'on record');
INSERT INTO publication (document, claim) VALUES (3, 1), (3, 2);
SQL

my @policies = ([ attestation => 'id <> 2' ], [ attestation => 'false' ], [ claim => 'id <> 1' ], [ source => "key <> 'y'" ],
	[ source_alias => "alias NOT IN ('why', 'q')" ], [ source_rating => "source <> 'y'" ], [ source_identity => "source <> 'source-1'" ],
	[ document => 'id NOT IN (1, 4)' ], [ ruling => 'id <> 2' ], [ publication => 'claim <> 1' ], [ claim_event => 'claim <> 1' ]);
@statements = (
	[ 'nothing', 'SELECT' ],
	[ 'attest', "SELECT attest(1, 'z')" ],
	[ 'insert', "INSERT INTO attestation (claim, said) VALUES (1, 'z'), (4, 'post<why')" ],
	[ 'insert of a copy', "INSERT INTO attestation (claim, said, document) VALUES (4, 'echo', 2)" ],
	[ 'tip', "SELECT tip(1, 'I was there')" ],
	[ 'accept', 'SELECT accept_attestation(3, 9)' ],
	[ 'retract', "SELECT retract_attestation(1, 1, 'misheard')" ],
	[ 'delete', 'DELETE FROM attestation WHERE id IN (1, 3)' ],
	[ 'truncate', 'TRUNCATE attestation' ],
	[ 'rating', "SELECT rate_source('x', 0.4, 'hearsay')" ],
	[ 'discrediting', "SELECT discredit_source('y', 'lied')" ],
	[ 'discrediting by another spelling', "SELECT discredit_source('why', 'lied')" ],
	[ 'discrediting by hand', "UPDATE source SET reliability = 0 WHERE key = 'x'" ],
	[ 'affiliation', "UPDATE source SET affiliations = '{y}' WHERE key = 'x'" ],
	[ 'rated source', "INSERT INTO source (key, reliability) VALUES ('new', 0.5)" ],
	[ 'removal', "DELETE FROM source WHERE key = 'z'" ],
	[ 'removal of one that nobody mentions', "DELETE FROM source WHERE key = 'source-2'" ],
	[ 'alias', "INSERT INTO source_alias VALUES ('old x', 'x')" ],
	[ 'alias of an alias', "INSERT INTO source_alias VALUES ('old q', 'q')" ],
	[ 'change of an alias', "UPDATE source_alias SET source = 'x' WHERE alias = 'zed'" ],
	[ 'removal of an alias', "DELETE FROM source_alias WHERE alias = 'zeta'" ],
	[ 'removal of an alias that is mentioned', "DELETE FROM source_alias WHERE alias = 'zed'" ],
	[ 'truncation of aliases', 'TRUNCATE source_alias' ],
	[ 'republishing', 'UPDATE document SET republishes = 1 WHERE id = 3' ],
	[ 'ruling', "INSERT INTO ruling (claim, verdict, why) VALUES (3, 'hold', 'wait')" ],
	[ 'second ruling', "INSERT INTO ruling (claim, verdict, why) VALUES (1, 'release', 'go')" ],
	[ 'change of a ruling', "UPDATE ruling SET verdict = 'hold' WHERE id = 3" ],
	[ 'removal of a ruling', 'DELETE FROM ruling WHERE id = 1' ],
	[ 'truncation of rulings', 'TRUNCATE ruling' ],
	[ 'confidential source', "SELECT add_confidential_source(held_by => 'the editor', counts_with => 'x')" ],
	[ 'confidential source that counts with another', "SELECT add_confidential_source(held_by => 'the editor', counts_with => 'y')" ],
	[ 'forgetting', "SELECT forget('x')" ],
	[ 'forgetting by another spelling', "SELECT forget('why')" ],
	[ 'forgetting a confidential source', "SELECT forget('source-1')" ],
	[ 'check', "SELECT check_evidence('newsroom.attestation')" ],
	[ 'rebuilding', "ALTER TABLE claim DISABLE TRIGGER zzz_guard_evidence; UPDATE claim SET evidence = '{}' WHERE id = 3; ALTER TABLE claim ENABLE TRIGGER zzz_guard_evidence; SELECT rebuild_evidence('newsroom.attestation')" ],
	[ 'upgrade', "SELECT upgrade_ledger('newsroom')" ]);
$state = q{
SELECT id, evidence, corroborated_at IS NOT NULL, ruling, cleared FROM newsroom.claim ORDER BY id;
SELECT claim, change, to_status, corroboration, cause FROM newsroom.claim_event ORDER BY claim, id;
SELECT CASE WHEN id <= 10 THEN id END, said, quote, accepted_at IS NULL, retraction_reason FROM newsroom.attestation ORDER BY attestation.id;
SELECT key, name, kind, affiliations, reliability FROM newsroom.source ORDER BY length(key), key;
SELECT alias, source FROM newsroom.source_alias ORDER BY alias;
SELECT source, reliability, reason FROM newsroom.source_rating ORDER BY rated_at, source;
SELECT source, held_by FROM newsroom.source_identity ORDER BY held_by, length(source);
SELECT id, publisher, headline, republishes FROM newsroom.document ORDER BY id;
SELECT claim, verdict FROM newsroom.ruling ORDER BY id;
SELECT 'wrong', * FROM check_evidence('newsroom.attestation')};

%plain = map { $_ => outcomes('newsroom', 'SELECT', $_, \@statements, $state) } $owner, 'none';
my @errors = grep { $plain{$owner}{$_}[0] ne 'done' } map { $_->[0] } @statements;
is("@errors", 'removal alias of an alias removal of an alias that is mentioned truncation of aliases', 'what is refused in a ledger without policies');
is_deeply([ map { $plain{none}{$_}[0] } @errors ], [ map { $plain{$owner}{$_}[0] } @errors ], 'whoever does it');

my @forgetting = ('forgetting', 'forgetting by another spelling', 'forgetting a confidential source');
my @rating = ('rating', 'discrediting', 'discrediting by another spelling', 'confidential source', 'confidential source that counts with another');
my @ruling = ('ruling', 'second ruling', 'change of a ruling', 'removal of a ruling', 'truncation of rulings');
# What fails because the owner does not see all rows, and what without policies fails for another reason
my %refused = (
	'attestation, id <> 2' => [ 'truncation of aliases', @forgetting ],
	'attestation, false' => [ 'tip', 'accept', 'truncation of aliases', @forgetting ],
	'claim, id <> 1' => [ 'tip', @rating[0 .. 2], @ruling, @forgetting ],
	# whether a spelling is that of a confidential source decides about fingerprints of documents
	"source, key <> 'y'" => [ @rating[0 .. 2], 'alias', 'change of an alias', @rating[3 .. 4], @forgetting ],
	"source_alias, alias NOT IN ('why', 'q')" => [ 'accept', @rating[0 .. 2], 'rated source', 'removal of one that nobody mentions', 'alias', 'alias of an alias', 'change of an alias', 'removal of an alias', @rating[3 .. 4], @forgetting ],
	# a source that comes without a rating writes none
	"source_rating, source <> 'y'" => [ @rating[0 .. 2], @forgetting ],
	"source_identity, source <> 'source-1'" => [ @rating[3 .. 4], @forgetting ],
	'document, id NOT IN (1, 4)' => [ 'insert of a copy', @rating[3 .. 4], @forgetting ],
	'ruling, id <> 2' => [ @ruling, @forgetting ],
	'publication, claim <> 1' => [],
	'claim_event, claim <> 1' => \@forgetting);

foreach my $policy (@policies)
{
	my ($table, $shown) = @$policy;
	# of rows that he does not see the owner changes none himself
	foreach my $role ('none', $shown eq 'false' ? () : $owner)
	{
		my $outcomes = outcomes('newsroom', hide($table, $shown, 1), $role, \@statements, $state);
		my (@wrong, @refused);
		foreach my $what (map { $_->[0] } @statements)
		{
			my ($tried, $then) = @{ $outcomes->{$what} };
			my ($plainly, $expected) = @{ $plain{$role}{$what} };
			push(@refused, $what) if $tried ne $plainly;
			push(@wrong, "$what: done instead of $plainly") if $tried eq 'done' && $plainly ne 'done';
			push(@wrong, "$what: $tried, after which there is\n$then\ninstead of\n$expected")
			  if $then ne ($tried eq 'done' ? $expected : $plain{$role}{nothing}[1]);
		}
		is(join("\n", @wrong), '', "a ledger with a policy forced on table $table, where $shown, for " . ($role eq 'none' ? 'a superuser' : 'the owner'));
		is(join(', ', @refused), join(', ', @{ $refused{"$table, $shown"} }), 'and what is refused') if $role eq 'none';
	}
}

# ---- What leaves the desk, or comes to it, for a reader or importer from whom a policy hides a row: the row decides who is
# protected, what was cancelled, or who is the same source

my %asks = (
	"evidence_board('newsroom') ~ 'y said'" => [qw(claim attestation source source_alias document ruling publication claim_event)],
	"ledger_to_prov_xml('newsroom')::text ~ 'y said'" => [qw(claim attestation source source_alias document publication)],
	q{(SELECT string_agg(change, ',') FROM import_news('newsroom', '<rss version="2.0"><channel><title>why</title><item><guid>1</guid><title>Fire</title></item></channel></rss>'))}
		=> [qw(source source_alias document)],
	"coalesce((SELECT bool_or(quote ~ 'y said') FROM export_table('newsroom')), false)" => [qw(claim attestation source source_alias document)],
	"(SELECT sum(count) FILTER (WHERE what = 'claims corroborated') FROM import_table('newsroom', 'tips'))" => [qw(claim attestation source source_alias document)],
	"retract_cancelled('newsroom')" => [qw(attestation document)]);
foreach my $expression (sort keys %asks)
{
	my ($what) = $expression =~ /(\w+)\('newsroom'/;
	my $answers = sub {
		my ($prepare) = @_;
		return $db->query("SET client_min_messages = error; SET search_path = newsroom, public; BEGIN; $prepare; GRANT USAGE ON SCHEMA newsroom TO $other;
			GRANT ALL ON ALL TABLES IN SCHEMA newsroom TO $other; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA newsroom TO $other;
			SET LOCAL ROLE $other; CREATE TEMP TABLE tips AS SELECT 'It rained'::text AS statement, 'y'::text AS source; SELECT answer('SELECT ' || \$q\$$expression\$q\$)");
	};
	my $confidential = "UPDATE source SET confidential = true, name = NULL WHERE key = 'y'";
	like($answers->($confidential), qr/^(?:false|added|0)$/, "$what, where nothing is hidden");
	my @refused = grep { $answers->($confidential . ';' . hide($_, 'false')) eq '42501' }
		qw(claim attestation source source_alias source_rating document ruling publication claim_event);
	is("@refused", "@{ $asks{$expression} }", 'is refused by policies on what it reads');
}

done_testing();
