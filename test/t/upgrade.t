#!/usr/bin/perl
#
# ALTER EXTENSION UPDATE from each version released before: the catalog is afterwards that of a fresh installation,
# object by object and column by column; what was made with the old version works on; values that it stored are read
# right. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(dirname basename);
use File::Glob qw(bsd_glob);
use File::Temp qw(tempdir);
use Test::More;

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);

my $root = abs_path(dirname(__FILE__) . '/../..');
my $directory = tempdir(CLEANUP => 1);
my $schema = '50% Off';
my ($fresh, $upgraded) = map { "corroborate_${_}_$$" } qw(fresh upgraded);
my ($tipster, $reporter, $editor) = map { "corroborate_upgrade_${_}_$$" } qw(tipster reporter editor);
END
{
	local $?;
	system('dropdb', '--if-exists', $_) for grep { defined } $fresh, $upgraded;
	system(qw(psql -X -q -d postgres -c), "SET client_min_messages = error; DROP ROLE IF EXISTS $tipster, $reporter, $editor");
}

$ENV{PGCLIENTENCODING} = 'UTF8';
$ENV{PGOPTIONS} = '-c client_min_messages=warning';

# What the script prints, errors included
sub sql
{
	my ($database, $script) = @_;
	open(my $file, '>:encoding(UTF-8)', "$directory/script.sql") or die "script.sql: $!";
	print $file $script;
	close($file);
	open(my $psql, '-|:encoding(UTF-8)', 'sh', '-c', 'cd "$1" && exec psql -X -q -A -t -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -d "$2" -f script.sql 2>&1',
		'sh', $directory, $database) or die "psql: $!";
	my $output = do { local $/; <$psql> } // '';
	close($psql);
	return $output;
}

sub new_database
{
	my ($name) = @_;
	system('dropdb', '--if-exists', $name) == 0
	  && system('createdb', '-T', 'template0', '-E', 'UTF8', $name) == 0 or BAIL_OUT('no database');
	sql($name, qq{CREATE SCHEMA "$schema"; SET search_path = "$schema";});
}

# ---- The catalog: every row that belongs to the extension, every column, with names in place of OIDs. Which columns
# hold OIDs, of what, the server says itself.

my @catalogs = qw(pg_proc pg_aggregate pg_type pg_enum pg_range pg_operator pg_opclass pg_opfamily pg_amop pg_amproc
  pg_cast pg_class pg_attribute pg_attrdef pg_constraint pg_index pg_trigger pg_rewrite pg_conversion pg_collation
  pg_language pg_namespace);

# Those that are no object by themselves: the column that holds what they belong to
my %owner = (pg_aggregate => [ pg_proc => 'aggfnoid' ], pg_enum => [ pg_type => 'enumtypid' ],
	pg_range => [ pg_type => 'rngtypid' ], pg_amop => [ pg_opfamily => 'amopfamily' ],
	pg_amproc => [ pg_opfamily => 'amprocfamily' ], pg_attribute => [ pg_class => 'attrelid' ],
	pg_attrdef => [ pg_class => 'adrelid' ], pg_index => [ pg_class => 'indexrelid' ]);

# Of expressions, the text
my %expression = (proargdefaults => "pg_get_function_arguments(t.oid)", prosqlbody => 'pg_get_function_sqlbody(t.oid)',
	typdefaultbin => 't.typdefault', adbin => 'pg_get_expr(adbin, adrelid)', indexprs => 'pg_get_indexdef(indexrelid)',
	indpred => 'pg_get_indexdef(indexrelid)', conbin => 'pg_get_constraintdef(t.oid)', tgqual => 'pg_get_triggerdef(t.oid)',
	ev_qual => 'pg_get_ruledef(t.oid)', ev_action => 'pg_get_ruledef(t.oid)', relpartbound => "NULL");

my $columns = sql('postgres', qq{
	SELECT c.relname, a.attname, f.pktable, f.is_array, f.pktable IS NOT NULL, a.atttypid = 'pg_node_tree'::regtype
	FROM pg_class AS c JOIN pg_attribute AS a ON attrelid = c.oid AND attnum > 0
	LEFT JOIN (SELECT fktable, fkcols, min(pktable::text) AS pktable, bool_or(is_array) AS is_array
		FROM pg_get_catalog_foreign_keys() WHERE cardinality(fkcols) = 1 GROUP BY fktable, fkcols) AS f
		ON f.fktable = c.oid AND f.fkcols = ARRAY[attname::text]
	WHERE relnamespace = 'pg_catalog'::regnamespace AND relname IN (@{[ join ', ', map { "'$_'" } @catalogs ]})
	AND attname NOT IN ('oid', 'relfilenode', 'relfrozenxid', 'relminmxid', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen')
	ORDER BY relname, attnum});
my %columns;
foreach (split /\n/, $columns)
{
	my ($table, $column, $refers_to, $is_array, $is_oid, $is_tree) = split /\|/;
	die "$table.$column: how is an expression of this kind written as text?\n" if $is_tree eq 't' && !exists $expression{$column};
	my $described = sub { "CASE $_[0]::oid WHEN 0 THEN NULL ELSE pg_describe_object('$refers_to'::regclass, $_[0]::oid, 0) END" };
	my $value = $is_tree eq 't' ? "CASE WHEN $column IS NOT NULL THEN $expression{$column} END"
	  : $is_oid ne 't' ? "t.$column"
	  : $refers_to eq 'pg_authid' ? "t.${column}::regrole"
	  : $is_array ne 't' ? $described->("t.$column")
	  : "ARRAY(SELECT @{[ $described->('u.o') ]} FROM unnest(t.${column}::oid[]) WITH ORDINALITY AS u(o, n) ORDER BY n)";
	push(@{ $columns{$table} }, "'$column', $value");
}

sub catalog_query
{
	my @queries;
	foreach my $table (grep { $columns{$_} } @catalogs)
	{
		my ($of, $column) = @{ $owner{$table} // [ $table, 'oid' ] };
		# A function takes at most 100 arguments
		my @pairs = @{ $columns{$table} };
		my @objects;
		push(@objects, 'jsonb_build_object(' . join(', ', splice(@pairs, 0, 40)) . ')') while @pairs;
		push(@queries, "SELECT '$table ' || coalesce(pg_describe_object('$of'::regclass, t.$column, 0), '') || ' ' || (@{[ join ' || ', @objects ]})::text
			FROM $table AS t JOIN member AS m ON m.classid = '$of'::regclass AND m.objid = t.$column");
	}
	return qq{
	SET search_path = pg_catalog;
	WITH RECURSIVE member(classid, objid) AS (
		SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
			AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'corroborate')
		UNION
		-- what belongs to a member: array types, rules, indexes, constraints
		SELECT d.classid, d.objid FROM pg_depend AS d JOIN member AS m ON d.refclassid = m.classid AND d.refobjid = m.objid
		WHERE d.deptype IN ('i', 'a') AND d.classid NOT IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
	)
	} . join("\nUNION ALL ", @queries) . q{
	UNION ALL SELECT 'member ' || classid::regclass::text || ' ' || pg_describe_object(classid, objid, 0) FROM member
	UNION ALL SELECT 'comment ' || pg_describe_object(d.classoid, d.objoid, d.objsubid) || ' ' || d.description
		FROM pg_description AS d JOIN member AS m ON d.classoid = m.classid AND d.objoid = m.objid
	UNION ALL SELECT 'privileges at the beginning ' || pg_describe_object(p.classoid, p.objoid, p.objsubid) || ' ' || p.privtype::text || p.initprivs::text
		FROM pg_init_privs AS p JOIN member AS m ON p.classoid = m.classid AND p.objoid = m.objid
	UNION ALL SELECT 'dependency ' || pg_describe_object(d.classid, d.objid, d.objsubid) || ' -> ' || pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) || ' ' || d.deptype::text
		FROM pg_depend AS d JOIN member AS m ON d.classid = m.classid AND d.objid = m.objid
	UNION ALL SELECT 'extension ' || (to_jsonb(e) - 'oid' - 'extnamespace' - 'extconfig')::text || extnamespace::regnamespace::text || coalesce(extconfig::regclass[]::text, '')
		FROM pg_extension AS e WHERE extname = 'corroborate'
	ORDER BY 1;};
}

# Rows as a list; a row may hold line ends
sub catalog
{
	my ($database, $change) = @_;
	my $output = sql($database, "BEGIN;\n" . ($change // '') . "\n\\pset recordsep '\\n\\x1f\\n'\n" . catalog_query() . "ROLLBACK;\n");
	BAIL_OUT("the catalog cannot be read: $output") if $output !~ /^pg_proc /m;
	return split(/\n\x1f\n/, $output);
}

# What is in one list and not in the other
sub differences
{
	my ($left, $right) = @_;
	my (%count, @differences);
	$count{$_}++ for @$left;
	$count{$_}-- for @$right;
	return map { ($count{$_} > 0 ? '- ' : '+ ') . $_ } grep { $count{$_} } sort keys %count;
}

# ---- A fresh installation, and that the comparison sees what it is to see

new_database($fresh);
is(sql($fresh, qq{CREATE EXTENSION corroborate SCHEMA "$schema"}), '', 'a fresh installation');
my @fresh = catalog($fresh);
cmp_ok(scalar @fresh, '>', 1000, 'has a large catalog');
my %unknown = map { $_ => 1 } map { /^member (\S+)/ ? $1 : () } @fresh;
delete @unknown{@catalogs};
is(join(' ', sort keys %unknown), '', 'whose objects are all of kinds that are compared');
is(join("\n", grep { /\b\d{5,}\b/ && /^(?:pg_proc|pg_type|pg_operator|pg_amop|pg_amproc|pg_cast) .*"(?!procost"|prorows")[a-z]+": "?\d{5,}\b/ } @fresh), '', 'no OID is left in it');

my %changes = (
	'a comment' => q{COMMENT ON FUNCTION support(evidence) IS 'something else'},
	'a volatility' => q{ALTER FUNCTION support(evidence) STABLE},
	'a cost' => q{ALTER FUNCTION support(evidence) COST 7},
	'a privilege' => q{REVOKE EXECUTE ON FUNCTION support(evidence) FROM PUBLIC},
	'an owner' => q{CREATE ROLE upgrade_test; ALTER FUNCTION support(evidence) OWNER TO upgrade_test},
	'a setting' => q{ALTER FUNCTION watched() RESET ALL},
	'a function too many' => q{CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER EXTENSION corroborate ADD FUNCTION f()},
	'an object outside' => q{ALTER EXTENSION corroborate DROP FUNCTION support(evidence)},
	'a lost cast' => q{ALTER EXTENSION corroborate DROP CAST (evidence AS jsonb); DROP CAST (evidence AS jsonb)},
	'a label' => q{ALTER TYPE corroboration_status RENAME VALUE 'corroborated' TO 'confirmed'},
	'a storage' => q{ALTER TYPE evidence SET (STORAGE = external)},
	'an estimator' => q{ALTER OPERATOR @> (evidence, evidence) SET (RESTRICT = eqsel)},
	'a body' => q{CREATE OR REPLACE FUNCTION unwatch(attestations regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS 'BEGIN END'});
is(scalar(differences(\@fresh, [ catalog($fresh) ])), 0, 'nothing is seen where nothing changed');
foreach my $what (sort keys %changes)
{
	my @changed = catalog($fresh, qq{SET LOCAL search_path = "$schema"; $changes{$what};});
	cmp_ok(scalar(differences(\@fresh, \@changed)), '>', 0, "$what would be seen");
}

# ---- Ledgers, which are not the extension's: their definition, as lines in an order of their own, as columns that were
# added stand last

my $gazette = "create_ledger('gazette', threshold => 3, minimum_support => 0.6, unknown_sources => 'add', announce => true)";
my $grants = "grant_ledger('gazette', tipster => '$tipster', reporter => '$reporter', editor => '$editor')";

sub definition
{
	my ($database) = @_;
	open(my $dump, '-|', qw(pg_dump -s -n gazette), $database) or die "pg_dump: $!";
	my @lines = sort map { s/,?\n$//r } grep { !/^(?:--|\\(?:un)?restrict )|^$/ } <$dump>;
	close($dump) or die "pg_dump failed\n";
	return @lines;
}

is(sql($fresh, <<"SQL"), '', 'a fresh ledger');
CREATE ROLE $tipster; CREATE ROLE $reporter; CREATE ROLE $editor;
SET search_path = "$schema";
SELECT $gazette, $grants \\g /dev/null
SQL
my @fresh_ledger = definition($fresh);
cmp_ok(scalar @fresh_ledger, '>', 1000, 'is a long dump');
sql($fresh, "SET search_path = gazette; COMMENT ON FUNCTION new_key(text) IS 'something else'");
is(scalar(differences(\@fresh_ledger, [ definition($fresh) ])), 2, 'of which a change would be seen');

# ---- From each version before

sub stored_values
{
	my ($name) = @_;
	open(my $file, '<:encoding(UTF-8)', $name) or die "$name: $!";
	chomp(my @lines = <$file>);
	return map { [ split /\t/ ] } @lines;
}

# A file as COPY (FORMAT binary) wants it, of one column
sub write_copy
{
	my ($name, @values) = @_;
	open(my $file, '>:raw', $name) or die "$name: $!";
	print $file "PGCOPY\n\xff\r\n\0", pack('NN', 0, 0), map({ pack('nN', 1, length $_), $_ } @values), pack('n', 0xffff);
	close($file);
}

my ($current) = sql($fresh, q{SELECT extversion FROM pg_extension WHERE extname = 'corroborate'}) =~ /(\S+)/;
my @earlier = sort grep { $_ ne $current } map { basename($_) =~ /^corroborate--(\d+\.\d+\.\d+)\.sql$/ ? $1 : () } bsd_glob("$root/upgrade/*.sql");
cmp_ok(scalar @earlier, '>=', 1, 'there are earlier versions');

# ---- What a ledger of an earlier version is bound to keeps working

# Everything that a desk does, on a ledger as the version in the catalog made it; leaves nothing behind
sub works_on
{
	my ($database, $what) = @_;
	is(sql($database, <<"SQL"), <<'TEXT', $what);
SET search_path = desk, public, "$schema";
BEGIN;
SELECT status, flagged FROM attest(1, 'post<nurse');
INSERT INTO attestation (claim, said) VALUES (1, 'cop:0.9<*'), (2, 'nurse\@ward<?');
SELECT tip(2, 'I was there') \\g /dev/null
SELECT pending FROM desk WHERE id = 2;
SELECT status, flagged FROM accept_attestation(2, (SELECT id FROM attestation WHERE accepted_at IS NULL), 'reader-1<*');
SELECT source, claims FROM would_fall ORDER BY source;
SELECT evidence_as_of(1, now());
SELECT key ~ '^source-' FROM add_confidential_source(held_by => 'the editor', counts_with => 'cop') AS key;
INSERT INTO source_alias VALUES ('old nurse', 'nurse');
SELECT regexp_replace(evidence::text, '-[0-9a-f]+', '') FROM claim WHERE id = 1;
SELECT rate_source('cop', 0.5, 'hearsay before'), discredit_source('nurse', 'made it up') \\g /dev/null
SELECT id, evidence ? 'nurse', corroborated_at IS NOT NULL, corroboration FROM claim ORDER BY id;
SELECT change, cause FROM claim_event ORDER BY claim, id;
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirm', 'the mayor said so on record');
SELECT id, cleared FROM claim ORDER BY id;
UPDATE document SET republishes = 1 WHERE id = 2;
SELECT status FROM retract_attestation(1, (SELECT min(id) FROM attestation WHERE claim = 1), 'taken back');
SELECT forget('old nurse') \\g /dev/null
SELECT count(*) FROM check_evidence('attestation');
UPDATE story SET evidence = '{a,b}' WHERE id = 2 RETURNING flagged IS NOT NULL;
SELECT unwatch('attestation'), watch('attestation', 'claim', flag => 'corroborated_at', accepted => 'accepted_at', retracted => 'retracted_at',
	latest_by => '{recorded_at,id}', sources => 'source', aliases => 'source_alias', ratings => 'source_rating',
	documents => 'document', document => 'document') \\g /dev/null
SELECT count(*) FROM check_evidence('attestation');
ROLLBACK;
SQL
uncorroborated|f
1
uncorroborated|f
cop|{1}
nurse|{1}
{cop:0.9<*,nurse,post<nurse}
t
{cop@unit:0.9<*,nurse,post<nurse}
1|t|f|1
2|t|f|1
raised|attestation
withdrawn|nurse discredited
1|t
2|f
uncorroborated
0
t
0
TEXT
}

# The ledger's own objects and those of the extension that they depend on: what they are and what they return
my $bound = q{
	SELECT DISTINCT CASE d.refclassid WHEN 'pg_proc'::regclass
		THEN format('%s returns %s', d.refobjid::regprocedure, pg_get_function_result(d.refobjid)) ELSE pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) END
	FROM pg_depend AS d JOIN pg_depend AS m ON m.classid = d.refclassid AND m.objid = d.refobjid AND m.deptype = 'e'
		AND m.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'corroborate')
	WHERE d.deptype = 'n' AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype IN ('e', 'i'))
	ORDER BY 1};

# A dump of the database comes up with the version that is installed
sub restored_works_on
{
	my ($version) = @_;
	my $restored = "corroborate_restored_$$";
	system('dropdb', '--if-exists', $restored) == 0 && system('createdb', '-T', 'template0', '-E', 'UTF8', $restored) == 0 or BAIL_OUT('no database');
	is(qx{pg_dump $upgraded | psql -X -q -v ON_ERROR_STOP=1 -o /dev/null -d $restored 2>&1}, '', "a dump of $version is restored");
	is(sql($restored, q{SELECT extversion FROM pg_extension WHERE extname = 'corroborate'}), "$current\n", "under version $current");
	works_on($restored, "where the ledger of $version works on");
	my @was = split(/\n/, sql($upgraded, $bound));
	cmp_ok(scalar @was, '>', 15, "a ledger of $version is bound to functions of the extension");
	is(join("\n", differences(\@was, [ split(/\n/, sql($restored, $bound)) ])), '', 'which are what they were');
	system('dropdb', $restored);
}

foreach my $version (@earlier)
{
	new_database($upgraded);
	is(sql($upgraded, <<"SQL"), '', "$version is installed, and used");
CREATE EXTENSION corroborate SCHEMA "$schema" VERSION '$version';
SET search_path = public, "$schema";
SELECT create_ledger('newsroom') \\g /dev/null
SET search_path = newsroom, public, "$schema";
INSERT INTO source (key, reliability) VALUES ('nurse', 0.8), ('cop', 0.7), ('mayor', NULL);
INSERT INTO claim (statement) VALUES ('the bridge is closed'), ('the mayor knew');
INSERT INTO attestation (claim, said, accepted_at) SELECT id, said::attribution, now() FROM claim, unnest('{nurse,cop<*}'::text[]) AS said;
CREATE TABLE public.story (id int PRIMARY KEY, evidence evidence, flagged timestamptz);
CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON public.story FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'flagged', 2);
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON public.story FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'flagged', 2);
CREATE INDEX ON public.story (evidence);
CREATE INDEX ON public.story USING gin (evidence);
INSERT INTO public.story VALUES (1, '{nurse, cop}'), (2, '{nurse}');
CREATE VIEW public.figures AS SELECT id, corroboration(evidence), support(evidence), status(evidence) FROM public.story;
SELECT create_ledger('desk') \\g /dev/null
SET search_path = desk, public, "$schema";
INSERT INTO source (key, kind) VALUES ('nurse', 'person'), ('cop', 'person'), ('post', 'outlet'), ('wire', 'agency'), ('reader-1', 'person');
INSERT INTO claim (statement) VALUES ('the well is dry'), ('the pump was sold');
INSERT INTO document (publisher) VALUES ('wire'), ('post');
INSERT INTO attestation (claim, said, document) VALUES (1, 'nurse', 1), (1, 'post', 2);
SET search_path = public, "$schema";
CREATE TABLE public.rumour (id int PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz);
CREATE TABLE public.whisper (rumour int REFERENCES public.rumour, said attribution);
SELECT watch('public.whisper', 'public.rumour', flag => 'flagged') \\g /dev/null
INSERT INTO public.rumour VALUES (1);
INSERT INTO public.whisper VALUES (1, 'nurse');
SELECT $gazette, $grants \\g /dev/null
SET search_path = gazette, public, "$schema";
INSERT INTO claim (statement) VALUES ('the harvest failed'), ('the mill burnt');
INSERT INTO source (key, reliability) SELECT key, 0.8 FROM unnest('{miller,baker,smith}'::text[]) AS key;
INSERT INTO attestation (claim, said, accepted_at) SELECT 1, said::attribution, now() FROM unnest('{miller,baker<*,smith}'::text[]) AS said;
INSERT INTO attestation (claim, said, accepted_at) VALUES (2, 'smith', now());
INSERT INTO source (key, confidential) SELECT 'source-' || i, true FROM generate_series(1, 9) AS i;
INSERT INTO source_identity SELECT 'source-' || i, 'John Doe', 'the editor' FROM generate_series(1, 9) AS i;
INSERT INTO source_alias SELECT 'reaper ' || i, 'smith' FROM generate_series(1, 9) AS i;
ANALYZE source_identity, source_alias;
CREATE VIEW watching AS SELECT * FROM desk;
CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1;
GRANT EXECUTE ON FUNCTION mine() TO PUBLIC;
CREATE FUNCTION forget(claim int) RETURNS int LANGUAGE sql RETURN 1;
GRANT EXECUTE ON FUNCTION forget(int) TO $reporter;
GRANT EXECUTE ON FUNCTION forget(text) TO $editor WITH GRANT OPTION;
ALTER VIEW desk SET (security_invoker = true, security_barrier = true);
ALTER TABLE claim ADD sure_at timestamptz;
CREATE TRIGGER a_sure BEFORE INSERT OR UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'sure_at', 5);
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirm', 'on record');
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'hold', 'wait');
ALTER TABLE claim DISABLE TRIGGER USER;
UPDATE claim SET ruling = CASE id WHEN 1 THEN 'confirm' ELSE 'hold' END;
ALTER TABLE claim ENABLE TRIGGER USER;
SQL
	works_on($upgraded, "the library of $current under the catalog of $version");
	like(sql($upgraded, qq{SELECT "$schema".ledger_to_prov_xml('desk')}),
		$version lt '0.2.0' ? qr/ERROR:  42883: / : qr/ERROR:  55000: the ledger in schema desk was made by version \Q$version\E\n/,
		'where nothing leaves the desk either');
	restored_works_on($version);
	# each version on the way says it
	my $steps = grep { $_ ge $version } @earlier;
	is(sql($upgraded, 'ALTER EXTENSION corroborate UPDATE') =~ s/^(?:LOCATION: .*\n|psql:\S+ (?=WARNING))//gmr, <<"TEXT" x $steps . <<'TEXT', "$version -> $current, which says what it leaves");
WARNING:  01000: the ledger in schema desk is still as version $version made it
HINT:  Its owner brings it up to date: SELECT upgrade_ledger('desk');
WARNING:  01000: the ledger in schema gazette is still as version $version made it
HINT:  Its owner brings it up to date: SELECT upgrade_ledger('gazette');
WARNING:  01000: the ledger in schema newsroom is still as version $version made it
HINT:  Its owner brings it up to date: SELECT upgrade_ledger('newsroom');
TEXT
WARNING:  01000: table public.whisper is still watched as an earlier version did it
DETAIL:  Evidence is gathered; but nothing keeps others from writing it by hand, nor the table from becoming a partition, whose rows would be missed.
HINT:  Its owner brings it up to date: SELECT unwatch('public.whisper'); and then watch() with the arguments that it was given.
TEXT
	my @upgraded = catalog($upgraded);
	my @differences = differences(\@fresh, \@upgraded);
	is(scalar @differences, 0, 'the catalog is that of a fresh installation')
	  or diag('- only there where fresh, + only where upgraded', "\n", map { "$_\n" } splice(@differences, 0, 20));

	is(sql($upgraded, <<"SQL"), <<'TEXT', 'what was made with it works on');
SET search_path = newsroom, public, "$schema";
UPDATE story SET evidence = evidence || 'cop' WHERE id = 2;
INSERT INTO attestation (claim, said, accepted_at) SELECT id, '!mayor', now() FROM claim;
UPDATE source SET reliability = 0 WHERE key = 'nurse';
SELECT id, corroboration, status FROM figures ORDER BY id;
SELECT id, flagged IS NOT NULL FROM story ORDER BY id;
SELECT evidence, corroboration, corroborated_at IS NOT NULL FROM claim ORDER BY id;
SELECT count(*) FROM check_evidence('attestation');
SET enable_seqscan = off;
SELECT id FROM story WHERE evidence ? 'cop' ORDER BY id;
SELECT id FROM story WHERE evidence = '{cop,nurse}' ORDER BY id;
SQL
1|2|corroborated
2|2|corroborated
1|t
2|t
{cop:0.7<*,nurse:0,!mayor}|1|f
{cop:0.7<*,nurse:0,!mayor}|1|f
0
1
2
1
2
TEXT

	like(sql($upgraded, <<"SQL"), qr/\A\{nurse\}\n0\n\{1\}\|evidence\|\{nurse\}\|\{cop,nurse\}\n\S+ ERROR:  \w{5}: trigger "must_stand_alone" prevents table "whisper" from becoming an inheritance child\n/, 'a table that an earlier version watched shows what it missed, and is watched again');
SET search_path = public, "$schema";
SELECT evidence FROM rumour;
SELECT count(*) FROM check_evidence('whisper');
BEGIN;
CREATE TABLE all_whispers (LIKE whisper);
ALTER TABLE whisper INHERIT all_whispers;
UPDATE all_whispers SET said = 'nurse';
CREATE TABLE any_whispers (LIKE whisper) PARTITION BY LIST (rumour);
ALTER TABLE whisper NO INHERIT all_whispers;
ALTER TABLE any_whispers ATTACH PARTITION whisper DEFAULT;
INSERT INTO any_whispers VALUES (1, 'cop');
SELECT * FROM check_evidence('whisper');
ALTER TABLE any_whispers DETACH PARTITION whisper;
SELECT unwatch('whisper') \\g /dev/null
SELECT watch('whisper', 'rumour', flag => 'flagged') \\g /dev/null
ALTER TABLE whisper INHERIT all_whispers;
SQL

	# The ledger is brought up to date by its owner
	my $prepare = qq{SET search_path = gazette, public, "$schema";};
	my %needs = ("import_news('gazette', '<rss/>')" => '0.3.0', $grants => '0.3.0',
		# without the views that say what is protected nothing leaves the desk
		map { $_ => '0.3.0' } "ledger_to_prov_xml('gazette')", "ledger_to_prov_xml('gazette', with_confidential => true)",
		"evidence_board('gazette')", "evidence_board('gazette', with_confidential => true)", "export_table('gazette')",
		# what is taken in says where it was
		"import_table('gazette', 'claim')", "import_wide_table('gazette', 'claim', 'id', 'claim')");
	foreach my $needs (grep { $version lt $needs{$_} } sort keys %needs)
	{
		like(sql($upgraded, "$prepare SELECT $needs"), qr/ERROR:  55000: the ledger in schema gazette was made by version \Q$version\E\n.*upgrade_ledger\('gazette'\)/s,
			"what needs a newer ledger says so: $needs");
	}
	like(sql($upgraded, "GRANT USAGE ON SCHEMA \"$schema\" TO $editor; SET ROLE $editor; $prepare SELECT upgrade_ledger('gazette')"),
		qr/ERROR:  42501: the ledger in schema gazette belongs to \w+\n.*HINT:  Use SET ROLE \w+ first\./s, 'somebody else may not upgrade it');
	like(sql($upgraded, "$prepare BEGIN; GRANT CREATE ON SCHEMA gazette TO $reporter; SELECT upgrade_ledger('gazette')"),
		qr/ERROR:  42501: $reporter may create things in schema gazette/, 'nor anybody while others could lay traps in it');
	like(sql($upgraded, "$prepare BEGIN; SELECT unwatch('attestation') \\g /dev/null\nSELECT upgrade_ledger('gazette')"),
		qr/ERROR:  55000: gazette.attestation is not watched/, 'nor without knowing its rule');
	like(sql($upgraded, "$prepare BEGIN; GRANT USAGE, CREATE ON SCHEMA gazette TO $reporter; SET ROLE $reporter; "
			. "CREATE FUNCTION trap(text) RETURNS void LANGUAGE sql AS ''; RESET ROLE; REVOKE CREATE ON SCHEMA gazette FROM $reporter; SELECT upgrade_ledger('gazette')"),
		qr/ERROR:  42501: function gazette\.trap\(text\) belongs to $reporter/, 'nor where they have laid some');
	# Of 0.2.0 on there are no such statistics
	my $has_statistics = $version lt '0.2.0' ? 't' : 'f';
	my $left = $version lt '0.2.0' ? qr/^\S+ WARNING:  01000: what ANALYZE collected .*^HINT:  DELETE FROM pg_statistic WHERE starelid IN \('gazette\.source_identity'::regclass, .*^\d+$/ms : qr/\A\d+\n\z/;
	like(sql($upgraded, "$prepare BEGIN; CREATE VIEW spelt AS SELECT alias FROM source_alias; CREATE POLICY own ON source_identity USING (held_by = current_user); SELECT upgrade_ledger('gazette')"),
		$left, 'what uses columns whose statistics are to go is no obstacle');
	is(sql($upgraded, <<"SQL"), <<"TEXT", 'the ledger is upgraded, and a claim that stood wrong is mended');
$prepare
SELECT ledger_version('gazette'), count(*) > 0 FROM pg_stats WHERE schemaname = 'gazette' AND attname IN ('identity', 'held_by', 'alias');
UPDATE claim SET evidence = '{eve:0.9,mallory:0.9,trudy:0.9}' WHERE id = 2;
UPDATE claim SET evidence = '{eve}' WHERE id = 1;
SELECT upgrade_ledger('gazette');
SELECT claim, status_before, status, flagged_before, flagged, evidence_before, why FROM upgraded_claim ORDER BY claim;
SELECT ledger_version('gazette'), count(*) > 0 FROM pg_stats WHERE schemaname = 'gazette' AND attname IN ('identity', 'held_by', 'alias');
SELECT id, ruling FROM claim ORDER BY id;
SELECT claim, change, cause FROM claim_event WHERE cause ~ 'upgraded' ORDER BY claim;
SELECT w.id, w.flagged, c.evidence FROM watching AS w JOIN claim AS c USING (id) ORDER BY w.id;
SELECT upgrade_ledger('gazette');
SELECT count(*) FROM check_evidence('attestation');
SELECT n, change FROM import_news('gazette', '<rss version="2.0"><channel><title>Mill</title><item><guid>1</guid><title>Fire</title></item></channel></rss>') WITH ORDINALITY AS r (document, item, version, change, said, n);
SELECT mine(), has_function_privilege('$tipster', 'mine()', 'EXECUTE'), has_function_privilege('$editor', 'forget(text)', 'EXECUTE'), has_function_privilege('$reporter', 'forget(text)', 'EXECUTE');
SELECT has_function_privilege('$editor', 'forget(text)', 'EXECUTE WITH GRANT OPTION'), has_function_privilege('$reporter', 'forget(int)', 'EXECUTE');
SELECT reloptions FROM pg_class WHERE oid = 'desk'::regclass;
SELECT flag, threshold FROM watched() WHERE attestations = 'attestation'::regclass;
DROP VIEW watching;
DROP FUNCTION mine(), forget(int);
REVOKE GRANT OPTION FOR EXECUTE ON FUNCTION forget(text) FROM $editor;
ALTER VIEW desk RESET (security_invoker, security_barrier);
ALTER TABLE claim DROP sure_at;
DROP TRIGGER a_sure ON claim;
SQL
$version|$has_statistics
2
1|uncorroborated|corroborated|f|t|{eve}|3 independent sources: baker, miller and smith. 1 of 3 first-hand; otherwise independence presumed, not checked.
2|corroborated|uncorroborated|t|f|{eve:0.9,mallory:0.9,trudy:0.9}|One source: smith. How smith knows is not stated.
$current|f
1|hold
2|
1|raised|ledger of version $version upgraded
2|withdrawn|ledger of version $version upgraded
1|t|{baker:0.8<*,miller:0.8,smith:0.8}
2|f|{smith:0.8}
0
0
1|added
1|t|t|f
t|t
{security_invoker=true,security_barrier=true}
corroborated_at|3
TEXT
	@differences = differences(\@fresh_ledger, [ definition($upgraded) ]);
	is(scalar @differences, 0, 'it is what a fresh one is')
	  or diag('- only there where fresh, + only where upgraded', "\n", map { "$_\n" } splice(@differences, 0, 20));

	# Two at once: the second waits, and finds it done
	open(my $first, '-|', qw(psql -X -q -A -t -d), $upgraded, '-c', 'BEGIN', '-c', qq{SELECT "$schema".upgrade_ledger('newsroom')},
		'-c', 'SELECT pg_sleep(1)', '-c', 'COMMIT') or die "psql: $!";
	my $locked = "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'newsroom.claim'::regclass AND mode = 'AccessExclusiveLock' AND granted";
	for (1 .. 600)
	{
		last if sql($upgraded, $locked) eq "t\n";
		select(undef, undef, undef, 0.05);
	}
	is(sql($upgraded, qq{SELECT "$schema".upgrade_ledger('newsroom'); SELECT "$schema".ledger_version('newsroom')}), "0\n$current\n",
		'who upgrades a ledger that another is upgrading waits for him');
	ok(close($first), 'who succeeds');

	my @values = stored_values("$root/upgrade/stored-$version.tsv");
	cmp_ok(scalar @values, '>=', 10, "there are values as $version stored them");
	foreach my $type (qw(evidence attribution))
	{
		my @of_type = grep { $_->[0] eq $type } @values;
		write_copy("$directory/sent", map { pack('H*', $_->[3]) } @of_type);
		# Figures are stored as native doubles: elsewhere only what was sent can be read
		my $little = unpack('h*', pack('S', 1)) =~ /^1/;
		my $rows = join(', ', map { my ($t, $text, $stored) = @$_; $text =~ s/'/''/g; "('$text', '\\x$stored'::bytea)" } @of_type);
		my $read = $little ? 'bytes' : 'NULL';
		my $kinds = q{corroboration, corroboration_firsthand, contradiction, support, denial, belief, is_exact};
		my $figures = join(', ', map { "$_(v)" } split(/, /, $kinds));
		is(sql($upgraded, <<"SQL"), "t|t|t|t\nt\n", "$type of $version, as it was stored and as it was sent");
SET search_path = "$schema";
CREATE CAST (bytea AS $type) WITHOUT FUNCTION;
DROP TABLE IF EXISTS stored, sent;
CREATE TABLE stored (n serial, text text, bytes bytea, v $type);
INSERT INTO stored (text, bytes) VALUES $rows;
UPDATE stored SET v = coalesce($read, NULL)::$type;
SELECT bool_and(v = text::$type), bool_and(v::text = text::${type}::text),
	bool_and(${type}_hash(v) = ${type}_hash(text::$type)), bool_and(ROW($figures) IS NOT DISTINCT FROM (SELECT ROW($figures) FROM (SELECT text::$type AS v) AS f))
FROM stored;
CREATE TABLE sent (n serial, v $type);
\\copy sent (v) FROM sent (FORMAT binary)
SELECT bool_and(sent.v = text::$type AND sent.v::text = text::${type}::text) AND count(*) = @{[ scalar @of_type ]} FROM sent JOIN stored USING (n);
SQL
	}
}

# ---- A format of some later version is an error, not garbage

write_copy("$directory/future", pack('H*', 'ff0101010161'));
like(sql($upgraded, <<"SQL"), qr/ERROR:  22P03: .*version is unknown/s, 'what a later version sent is refused');
SET search_path = "$schema";
CREATE TABLE future (v evidence);
\\copy future FROM future (FORMAT binary)
SQL
like(sql($upgraded, <<"SQL"), qr/ERROR:  XX001: /, 'what a later version stored is an error');
SET search_path = "$schema";
SELECT ('\\xff0001000001010161'::bytea::evidence)::text;
SQL

# ---- From a schema whose name the server refuses in scripts that ask for it

foreach my $version (@earlier)
{
	new_database($upgraded);
	# As the control file of that version had it
	is(sql($upgraded, <<"SQL"), '', "$version is in a schema of another name");
CREATE SCHEMA "it's";
CREATE EXTENSION corroborate SCHEMA "it's" VERSION '$version';
UPDATE pg_extension SET extrelocatable = true WHERE extname = 'corroborate';
SET search_path = "it's";
SELECT create_ledger('desk') \\g /dev/null
INSERT INTO desk.source (key) VALUES ('nurse'), ('cop');
INSERT INTO desk.claim (statement) VALUES ('the well is dry');
INSERT INTO desk.attestation (claim, said) VALUES (1, 'nurse');
SQL
	like(sql($upgraded, 'ALTER EXTENSION corroborate UPDATE'), qr/ERROR:  .*invalid character in extension "corroborate" schema/, 'from which it cannot be updated');
	is(sql($upgraded, <<"SQL"), "$version\nt\n$current\nf\n", 'but can be moved before');
SELECT extversion FROM pg_extension WHERE extname = 'corroborate';
SELECT extrelocatable FROM pg_extension WHERE extname = 'corroborate';
ALTER EXTENSION corroborate SET SCHEMA "$schema";
SET client_min_messages = error;
ALTER EXTENSION corroborate UPDATE;
SELECT extversion FROM pg_extension WHERE extname = 'corroborate';
SELECT extrelocatable FROM pg_extension WHERE extname = 'corroborate';
SQL
	my @differences = differences(\@fresh, [ catalog($upgraded) ]);
	is(scalar @differences, 0, 'to what a fresh installation is')
	  or diag('- only there where fresh, + only where upgraded', "\n", map { "$_\n" } splice(@differences, 0, 20));
	is(sql($upgraded, <<"SQL"), "0\ncorroborated|t\n0\n", 'and the ledger with it');
SELECT "$schema".upgrade_ledger('desk');
SELECT status, flagged FROM desk.attest(1, 'cop');
SELECT count(*) FROM "$schema".check_evidence('desk.attestation');
SQL
}

done_testing();
