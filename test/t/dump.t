#!/usr/bin/perl
#
# pg_dump and pg_restore: plain, custom, directory with several jobs, data only into tables that are there. A ledger and
# tables that are watched come back as they were, whatever they are called and wherever the extension is, and their
# triggers work. A dump without identities has none in it. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;

use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Test::More;

use Cluster;

my $directory = tempdir(CLEANUP => 1);
my $name = "corroborate_dump_$$";
my $role = "${name}_editor";
my $server = Cluster::Database->new('postgres');
my @made;

END
{
	local $?;
	if ($server)
	{
		$server->drop(@made);
		$server->try("DROP ROLE IF EXISTS $role");
	}
}

sub database
{
	my ($suffix) = @_;

	push @made, "${name}_$suffix";
	return $server->create($made[-1]);
}

# Runs a program, which has nothing to say
sub run_ok
{
	my ($db, $what, @command) = @_;
	my ($text, $status) = $db->run(@command);

	# documents refer to documents, and attestations to attestations, which matters only where triggers are not disabled
	$text =~ s/^pg_dump: (warning: there are circular|detail: (?:document|attestation)$|hint: You might not|hint: Consider).*\n//mg if $status == 0;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is($status == 0 ? $text : "$text\nexit status $status", '', $what);
}

# A schema's name as hostile as names get, quoted
my $hostile = q{"No."";'', \\select $$ é.ledger"};

my $original = database('original');
$original->query(<<"SQL");
CREATE SCHEMA "50% Off";
CREATE EXTENSION corroborate SCHEMA "50% Off";
CREATE ROLE $role;
SELECT "50% Off".create_ledger(\$name\$No.";'', \\select \$\$ é.ledger\$name\$);
SELECT "50% Off".create_ledger('newsroom', threshold => 3, minimum_support => 0.5, unknown_sources => 'add', announce => true);
SELECT "50% Off".grant_ledger('newsroom', editor => '$role');
SQL

# Something of everything in each ledger
foreach my $schema ($hostile, 'newsroom')
{
	$original->query(<<"SQL");
SET client_min_messages = warning;
SET search_path = $schema, "50% Off";
INSERT INTO source (key, name, kind, affiliations, reliability, note) VALUES
	('a', 'A "person", \\N', 'person', '{}', 0.8, E'two\\nlines'), ('b', NULL, 'person', '{ministry}', 0.1, NULL),
	('c', NULL, 'person', '{}', NULL, NULL), ('d', NULL, 'document', '{}', 0.7, NULL),
	('wire', 'The Wire', 'agency', '{}', NULL, NULL), ('echo', NULL, 'outlet', '{wire}', 0.333, NULL);
SELECT add_confidential_source(identity => 'Jane Q. Witness of Elm Street');
SELECT add_confidential_source(held_by => 'the editor-in-chief', counts_with => 'a');
INSERT INTO source_alias (alias, source) VALUES ('bee', 'b'), ('"', 'c');
INSERT INTO document (publisher, headline, url, credits) VALUES ('wire', 'first', 'https://example.org/?a=1', '{"by": ["x"]}');
INSERT INTO document (publisher, headline, republishes) VALUES ('echo', 'copy', 1);
INSERT INTO claim (statement, question, comparator, value, unit)
SELECT 'claim ' || i, 'how many ' || i % 20 || '?', (ARRAY['=', '>=', 'about'])[1 + i % 3], i, 'people' FROM generate_series(1, 200) AS i;
INSERT INTO attestation (claim, said, quote)
SELECT i, ((ARRAY['', '', '', '!'])[1 + i % 4] || k || (ARRAY['', '', ':0.9', '<*', '<?', '<bee', '<(a,d:0.25)'])[1 + (i + length(k)) % 7])::attribution, 'quote ' || i
FROM generate_series(1, 200) AS i, unnest(ARRAY['a', 'bee', 'c', 'wire', 'echo']) AS k WHERE (i * ascii(k)) % 7 < 5;
INSERT INTO attestation (claim, said, document) SELECT i, 'echo', 2 FROM generate_series(1, 200, 3) AS i;
INSERT INTO attestation (claim, said) SELECT i, 'd<*' FROM generate_series(1, 200, 2) AS i;
SELECT tip(i, 'I saw it ' || i) FROM generate_series(1, 200, 5) AS i;
SELECT accept_attestation(claim, id) FROM attestation WHERE accepted_at IS NULL AND claim % 2 = 0;
SELECT retract_attestation(claim, id, 'misheard') FROM attestation WHERE id % 11 = 0 AND accepted_at IS NOT NULL;
SELECT rate_source('b', 0.9, 'right again'), discredit_source('c', 'lied'), rate_source('c', 0.5, 'did not');
SELECT discredit_source('c', 'did');
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirm', 'on record'), (2, 'hold', 'wait'), (3, 'hold', 'wait'), (3, 'release', 'ok');
INSERT INTO publication (document, claim) SELECT 1, id FROM claim WHERE cleared;
INSERT INTO attestation (claim, said) SELECT id, '!d' FROM claim WHERE id % 4 = 1;
INSERT INTO verdict_word (word, means) VALUES ('False', 'against');
SELECT FROM import_claim_reviews(current_schema(), '{"\@type": "ClaimReview", "url": "https://wire.example/1", "claimReviewed": "claim 7", "author": {"name": "wire"},
	"reviewRating": {"alternateName": "False"}, "itemReviewed": {"\@type": "Claim", "author": {"name": "b"}}}', feed => 'wire');
SELECT fingerprint_document(1, 'The dam above the town broke on Tuesday night after three days of rain, as engineers had warned.');
SELECT to_claim_review(current_schema());
SELECT FROM answers(current_schema()), source_reliability(current_schema()), source_dependence(current_schema());
SELECT FROM propose(current_schema());
SELECT FROM what_would_move((SELECT min(id) FROM proposal)) WHERE EXISTS (SELECT FROM proposal);
SELECT length(evidence_board(current_schema(), since => '2000-01-01')), length(proposals_board(current_schema()));
SELECT FROM export_table(current_schema()), export_statements(current_schema());
SQL
}

# Tables of one's own
$original->query(<<'SQL');
SET search_path = "50% Off";
CREATE SCHEMA "select";
CREATE TABLE "select"."from" ("a b" uuid, "c" text COLLATE "C", "order" evidence NOT NULL DEFAULT '{}', "since" timestamptz,
	n int GENERATED ALWAYS AS (corroboration("order")) STORED, PRIMARY KEY ("a b", "c"));
CREATE TABLE "select"."where" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "x""y" uuid, "c" text, "is" attribution,
	FOREIGN KEY ("x""y", "c") REFERENCES "select"."from");
CREATE TABLE "select".log ("x""y" uuid, "c" text, change text, from_status corroboration_status, to_status corroboration_status,
	corroboration int, support confidence, cause text, FOREIGN KEY ("x""y", "c") REFERENCES "select"."from");
SELECT watch('"select"."where"', '"select"."from"', said => 'is', evidence => 'order', flag => 'since', events => '"select".log');
INSERT INTO "select"."from" SELECT ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid, 'é' FROM generate_series(1, 50) AS i;
INSERT INTO "select"."where" ("x""y", "c", "is") SELECT "a b", "c", (k || ':0.5')::attribution
FROM "select"."from", unnest(ARRAY['p', '!q', 'r<s']) AS k WHERE hashtext("a b"::text || k) % 2 = 0;
-- claims in partitions, which a dump attaches before it makes their triggers
CREATE TABLE "select".parted (id int, year int, evidence evidence NOT NULL DEFAULT '{}', since timestamptz, PRIMARY KEY (id, year)) PARTITION BY LIST (year);
CREATE TABLE "select".parted_1 PARTITION OF "select".parted FOR VALUES IN (1);
CREATE TABLE "select".parted_2 (since timestamptz, evidence evidence NOT NULL DEFAULT '{}', year int NOT NULL, id int NOT NULL);
ALTER TABLE "select".parted ATTACH PARTITION "select".parted_2 DEFAULT;
CREATE TABLE "select".remark (parted int, year int, said attribution, FOREIGN KEY (parted, year) REFERENCES "select".parted ON UPDATE CASCADE ON DELETE CASCADE);
CREATE TABLE "select".parted_log (parted int, year int, change text, from_status corroboration_status, to_status corroboration_status,
	corroboration int, support confidence, cause text, FOREIGN KEY (parted, year) REFERENCES "select".parted ON UPDATE CASCADE ON DELETE CASCADE);
SELECT watch('"select".remark', '"select".parted', flag => 'since', events => '"select".parted_log');
INSERT INTO "select".parted SELECT i, i % 3 FROM generate_series(1, 20) AS i;
INSERT INTO "select".remark SELECT id, year, (k || ':0.5')::attribution FROM "select".parted, unnest(ARRAY['p', '!q', 'r<s']) AS k WHERE (id * ascii(k)) % 3 > 0;
UPDATE "select".parted SET year = 2 WHERE id % 2 = 0;
SQL

my @watched = ("$hostile.attestation", 'newsroom.attestation', '"select"."where"', '"select".remark');

# All rows of all tables and views, in order, with every column, and where sequences are; evidence as it is stored, too
sub contents
{
	my ($db, %how) = @_;
	my $text = '';
	my @tables = split(/\n/, $db->query(q{SELECT c.oid::regclass FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'v', 'S') AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
		ORDER BY nspname COLLATE "C", relname COLLATE "C"}));

	foreach my $table (@tables)
	{
		next if $how{no_identities} && $table =~ /source_identity/;
		# a sequence's count of what was logged beforehand is its own affair
		my $columns = $db->query("SELECT string_agg(CASE WHEN atttypid::regtype::text ~ 'evidence\$'
				THEN format('t.%1\$I, encode(\"50%% Off\".evidence_send(t.%1\$I), ''hex'')', attname) ELSE format('t.%I', attname) END, ', ' ORDER BY attname)
			FROM pg_attribute WHERE attrelid = \$name\$$table\$name\$::regclass AND attnum > 0 AND NOT attisdropped
				AND attname <> 'log_cnt'");
		$text .= "$table\n" . $db->query("SELECT r FROM (SELECT ROW($columns)::text AS r FROM $table AS t) AS rows ORDER BY r COLLATE \"C\"") . "\n";
	}
	return $text;
}

# The schema, by pg_dump; newer ones put a random word into it
sub schema
{
	my ($db) = @_;
	my ($text) = $db->run(qw(pg_dump --schema-only));

	return $text =~ s/^\\(un)?restrict .*\n//mgr;
}

# Where they differ first
sub same_text
{
	my ($got, $expected, $what) = @_;

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	ok($got eq $expected, $what) and return;
	my @got = split(/\n/, $got);
	my @expected = split(/\n/, $expected);
	my ($line) = grep { ($got[$_] // '') ne ($expected[$_] // '') } 0 .. @got + @expected;
	diag('got:      ', $got[$line] // 'nothing', "\nexpected: ", $expected[$line] // 'nothing');
}

sub wrong
{
	my ($db) = @_;

	return join('', map { $db->query("SELECT * FROM \"50% Off\".check_evidence(\$name\$$_\$name\$)") } @watched);
}

my $rows = contents($original);
my $schema = schema($original);
is(wrong($original), '', 'before: evidence is what the attestations say');
foreach my $table ('source_identity', 'claim_event', 'publication', 'to_correct', 'would_fall')
{
	cmp_ok($original->query("SELECT count(*) FROM newsroom.$table"), '>', 0, "before: there is something in $table");
}
cmp_ok($original->query('SELECT count(*) FROM "select".log'), '>', 0, 'before: and in the log');

sub same_as_before
{
	my ($db, $what) = @_;

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	same_text(contents($db), $rows, "$what: the same rows, views and sequences");
	same_text(schema($db), $schema, "$what: the same tables, triggers, functions and rights");
	is(wrong($db), '', "$what: evidence is what the attestations say");
}

# Triggers do what they did
sub works
{
	my ($db, $what) = @_;

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	is($db->query(<<"SQL"), "corroborated|t\nraised|attestation of d\nwithdrawn|d discredited", "$what: triggers work");
SET search_path = $hostile, "50% Off";
INSERT INTO claim (statement) VALUES ('new');
\\o /dev/null
SELECT attest(max(id), 'a') FROM claim;
\\o
SELECT a.status, a.flagged FROM claim, attest(claim.id, 'd') AS a WHERE claim.statement = 'new';
\\o /dev/null
SELECT discredit_source('d', 'forged');
\\o
SELECT change, cause FROM claim_event WHERE claim = (SELECT id FROM claim WHERE statement = 'new') ORDER BY id;
SQL
	is($db->query(<<'SQL'), '2|t', "$what: also those of tables of one's own");
INSERT INTO "select"."from" VALUES ('ffffffff-0000-0000-0000-000000000000', 'new');
INSERT INTO "select"."where" ("x""y", "c", "is") SELECT "a b", "c", k::"50% Off".attribution FROM "select"."from", unnest(ARRAY['p', 't']) AS k
WHERE "c" = 'new';
SELECT n, since IS NOT NULL FROM "select"."from" WHERE "c" = 'new';
SQL
	is($db->query(<<'SQL'), "raised\nt|2", "$what: and of partitions");
INSERT INTO "select".parted VALUES (99, 1);
INSERT INTO "select".remark SELECT 99, 1, k::"50% Off".attribution FROM unnest(ARRAY['p', 't']) AS k;
UPDATE "select".parted SET year = 7 WHERE id = 99;
SELECT change FROM "select".parted_log WHERE parted = 99;
SELECT since IS NOT NULL, "50% Off".corroboration(evidence) FROM "select".parted_2 WHERE id = 99;
SQL
	like(($db->try(q{ALTER TABLE "select".remark INHERIT "select".parted_log}))[0], qr/must_stand_alone/, "$what: what is watched still becomes no part of another table");
	is(wrong($db), '', "$what: evidence is still what the attestations say");
}

my %formats = (
	plain => sub {
		my ($db, $file) = @_;
		run_ok($original, 'plain: dumped', qw(pg_dump -f), $file);
		run_ok($db, 'plain: restored', qw(psql -X -q -v ON_ERROR_STOP=1 -o /dev/null -f), $file);
	},
	custom => sub {
		my ($db, $file) = @_;
		run_ok($original, 'custom: dumped', qw(pg_dump -Fc -f), $file);
		run_ok($db, 'custom: restored', qw(pg_restore --exit-on-error -d), $db->{name}, $file);
	},
	directory => sub {
		my ($db, $file) = @_;
		run_ok($original, 'directory: dumped', qw(pg_dump -Fd -j2 -f), $file);
		run_ok($db, 'directory: restored', qw(pg_restore --exit-on-error -j2 -d), $db->{name}, $file);
	},
	inserts => sub {
		my ($db, $file) = @_;
		run_ok($original, 'inserts: dumped', qw(pg_dump --inserts -f), $file);
		run_ok($db, 'inserts: restored', qw(psql -X -q -v ON_ERROR_STOP=1 -o /dev/null -f), $file);
	},
	'data only' => sub {
		my ($db, $file) = @_;
		run_ok($original, 'data only: schema dumped', qw(pg_dump --schema-only -Fc -f), "$file.schema");
		run_ok($db, 'data only: schema restored', qw(pg_restore --exit-on-error -d), $db->{name}, "$file.schema");
		run_ok($original, 'data only: dumped', qw(pg_dump --data-only --disable-triggers -Fc -f), $file);
		run_ok($db, 'data only: restored', qw(pg_restore --exit-on-error --data-only --disable-triggers -d), $db->{name}, $file);
	});

foreach my $format (sort keys %formats)
{
	my $db = database($format =~ s/ /_/r);

	$formats{$format}->($db, "$directory/$format");
	same_as_before($db, $format);
	works($db, $format);
}

# Into tables that had rows before
my $db = $server->sibling("${name}_data_only");
my $tables = $db->query(q{SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
	WHERE relkind = 'r' AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'});
$db->query("TRUNCATE $tables");
run_ok($db, 'data again: restored', qw(pg_restore --exit-on-error --data-only --disable-triggers -d), $db->{name}, "$directory/data only");
same_as_before($db, 'data again');
works($db, 'data again');

# Without identities
my @without = map { ("--exclude-table-data=$_.source_identity") } 'newsroom', $hostile;
run_ok($original, 'without identities: dumped', qw(pg_dump -f), "$directory/without", @without);
open(my $file, '<:raw', "$directory/without") or die "without: $!";
my $dump = do { local $/; <$file> };
open($file, '<:raw', "$directory/plain") or die "plain: $!";
my $whole = do { local $/; <$file> };
like($whole, qr/Jane Q\. Witness.*the editor-in-chief/s, 'identities are in a whole dump');
unlike($dump, qr/Jane|Witness|Elm Street|editor-in-chief/, 'and not in one without');
my $without = database('without');
run_ok($without, 'without identities: restored', qw(psql -X -q -v ON_ERROR_STOP=1 -o /dev/null -f), "$directory/without");
same_text(contents($without, no_identities => 1), contents($original, no_identities => 1), 'without identities: all else is the same');
is($without->query('SELECT count(*) FROM newsroom.source_identity'), 0, 'without identities: and none is there');
is(wrong($without), '', 'without identities: evidence is what the attestations say');
works($without, 'without identities');

done_testing();
