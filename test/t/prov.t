#!/usr/bin/perl
#
# PROV-XML held against the W3C's schema and samples, which are in ../shared/data/prov: random evidence and random
# ledgers as the schema wants them and back to the byte, without what gives confidential sources away; files that mean
# harm. The server is the one that PGHOST and so on lead to.

use strict;
use warnings;
use utf8;

use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Glob qw(bsd_glob);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

use lib "$FindBin::Bin/../lib";
use Files qw(run write_file);

binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output todo_output);

my $root = abs_path(dirname(__FILE__) . '/../..');
my $data = "$root/../shared/data/prov";
my $schema = "$data/schemas/prov.xsd";
my $directory = tempdir(CLEANUP => 1);
chmod(0755, $directory);
my $database = "corroborate_prov_$$";

$ENV{PGCLIENTENCODING} = 'UTF8';

sub psql
{
	my ($sql) = @_;
	my ($text, $status) = run(qw(psql -X -q -A -t -v ON_ERROR_STOP=1 -d), $database, '-c', $sql);
	chomp $text;
	is($status, 0, 'the query runs') or diag($text);
	return $text;
}

# Whether the schema accepts documents: what xmllint says of those that it does not
sub validates
{
	my ($what, @documents) = @_;
	my @files = map { "$directory/$_.xml" } 1 .. @documents;
	write_file($files[$_], $documents[$_]) foreach 0 .. $#documents;
	my ($said, $status) = run('xmllint', '--noout', '--nonet', '--schema', $schema, @files);
	is($status, 0, "the schema accepts $what") or diag(substr($said, 0, 2000));
	is(scalar(() = $said =~ / validates$/mg), scalar(@documents), 'all of them');
	unlink @files;
	return;
}

my (undef, $created) = run('createdb', '-T', 'template0', '-E', 'UTF8', $database);
is($created, 0, 'a database');
psql('CREATE EXTENSION corroborate');

psql(<<'EOS');
CREATE FUNCTION of(choices anyarray) RETURNS anyelement LANGUAGE sql VOLATILE AS 'SELECT choices[1 + floor(random() * cardinality(choices))::integer]';
CREATE FUNCTION one_in(n integer) RETURNS boolean LANGUAGE sql VOLATILE RETURN random() * n < 1;
CREATE FUNCTION up_to(n integer) RETURNS SETOF integer LANGUAGE sql VOLATILE BEGIN ATOMIC SELECT generate_series(1, floor(random() * (n + 1))::integer); END;

CREATE FUNCTION nasty() RETURNS text[] LANGUAGE sql IMMUTABLE RETURN ARRAY['plain', 'a_b', 'a.b', 'é', '단둥', '<script>alert(1)</script>', ']]>', '&amp;&lt;',
	'"quoted"', '''single''', '-->', '<!--', '<?xml?>', '%s', '\x00', 'a' || U&'\FFFE' || 'b', U&'\202Ernal', U&'\+01F600', '{"a":1}', '0', '-1', '.', ' '];
-- what a key may not hold
CREATE FUNCTION wild(mark text) RETURNS text LANGUAGE sql VOLATILE RETURN of(nasty() || ARRAY[E'two\nlines', E'\r\n\t', E'\x01\x02', U&'\0085\FFFF', '']) || mark;

-- What one says of a claim, on whose word: one attribution
CREATE FUNCTION random_said(names text[]) RETURNS attribution LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	speaker text := of(names);
	cited text[] := ARRAY(SELECT of(names) FROM up_to(2));
	basis jsonb := jsonb_build_object('speaks', true, 'firsthand', one_in(4), 'unknown', one_in(4), 'cites', to_jsonb(cited));
	said jsonb := jsonb_build_object(speaker, basis);
	further text := cited[1];
BEGIN
	IF further <> speaker AND one_in(3) THEN
		said := said || jsonb_build_object(further, jsonb_build_object('firsthand', one_in(2), 'unknown', one_in(2), 'cites', jsonb_build_array(of(names))));
	END IF;
	RETURN jsonb_build_object(CASE WHEN one_in(4) THEN 'against' ELSE 'for' END, said, 'sources', jsonb_build_object(speaker, jsonb_strip_nulls(jsonb_build_object(
		'rating', CASE WHEN one_in(3) THEN round(0.1 + 0.9 * random()::numeric, 3) END,
		'affiliations', CASE WHEN one_in(3) THEN jsonb_build_array(of(names || 'ministry'::text)) END))))::attribution;
END $$;
CREATE FUNCTION random_evidence(names text[]) RETURNS evidence LANGUAGE sql VOLATILE
RETURN (SELECT coalesce(evidence_agg(random_said(names)), '{}') FROM up_to(7));

CREATE FUNCTION occurrences(haystack text, pattern text) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN (SELECT count(*) FROM regexp_matches(haystack, pattern, 'g'));

-- A ledger in which much is odd, and some is secret: what must not show has the mark SECRET, or is of the year 1999
CREATE PROCEDURE fill_ledger() LANGUAGE plpgsql SET search_path = desk, public AS $$
DECLARE
	-- evidence may have names that are blank, or begin with what does not show; a ledger refuses them
	names text[] := ARRAY(SELECT n FROM unnest(nasty()) AS n WHERE corroborate_internal.untidy_name(ARRAY[n]) IS NULL ORDER BY random() LIMIT 3 + floor(random() * 5)::integer);
	hidden text[] := ARRAY(SELECT 'source-' || i FROM up_to(3) AS i);
	spelt text[];
	withheld bigint[];
	further bigint[];
BEGIN
	INSERT INTO source (key, name, kind, affiliations, reliability, note)
	SELECT n, CASE WHEN one_in(2) THEN wild(' & name') END, of('{person,organisation,document,sensor,outlet,agency,site,translation,other}'::text[]),
		ARRAY(SELECT DISTINCT of(array_remove(names || 'ministry'::text, n)) FROM up_to(2)), CASE WHEN one_in(3) THEN of('{0,0.3,0.7,1}'::float8[]) END, 'SECRET note'
	FROM unnest(names) AS n;
	INSERT INTO source (key, kind, confidential, affiliations) SELECT h, 'person', true, ARRAY(SELECT of(names) WHERE one_in(3) AND h <> '') FROM unnest(hidden) AS h;
	INSERT INTO source_identity (source, identity) SELECT h, 'SECRET identity' FROM unnest(hidden) AS h;
	INSERT INTO source_alias (alias, source) SELECT 'SECRET ' || h, h FROM unnest(hidden) AS h WHERE one_in(2);
	INSERT INTO source_alias (alias, source) SELECT 'alias of ' || n, n FROM unnest(names) AS n WHERE one_in(3);
	spelt := ARRAY(SELECT alias FROM source_alias) || names || names || hidden;

	INSERT INTO document (publisher, headline, url, language, published_at, credits, status, item)
	SELECT CASE WHEN one_in(2) THEN of(names || hidden) END, wild(' headline'), CASE WHEN one_in(2) THEN 'https://example.org/?a=1&b=' || wild('') END,
		of('{en,zh-Hant,"no language",x,NULL,""}'::text[]), of('{2021-02-03 04:05:06Z,infinity,-infinity,4000-01-01 BC,20000-01-01,NULL}'::timestamptz[]),
		of(ARRAY[NULL, '[{"role": "byline", "name": "A & B"}, {"role": "translator", "name": "C"}, {"name": "D"}, {"role": "author", "name": ""}]',
			'{"by": ["x", "]]>"], "edited": "y", "n": 1}', '"text"', '[[]]', '[{"role": "<r>", "name": "\u0001\uffff"}]']::jsonb[]),
		of('{usable,cancelled,NULL}'::text[]), 'item ' || i
	FROM up_to(5) AS i;
	UPDATE document AS d SET republishes = (SELECT of(array_agg(o.id)) FROM document AS o WHERE o.id < d.id) WHERE one_in(3);
	UPDATE document AS d SET supersedes = (SELECT of(array_agg(o.id)) FROM document AS o WHERE o.id <> d.id) WHERE one_in(3);

	INSERT INTO claim (statement) SELECT wild(' is claim ' || i) FROM generate_series(1, 1 + floor(random() * 5)::integer) AS i;
	INSERT INTO attestation (claim, said, quote, quote_language, translator, document, said_at, recorded_at, accepted_at)
	SELECT of(array_agg(c.id)), random_said(spelt), CASE WHEN one_in(2) THEN wild(' quote') END, of('{en,de_DE,NULL}'::text[]), 'SECRET translator',
		(SELECT of(array_agg(d.id)) FROM document AS d WHERE one_in(2) AND i > 0), of('{2022-02-03,NULL,infinity}'::timestamptz[]), '1999-02-03'::timestamptz + i * interval '1 hour', '1999-04-04'
	FROM claim AS c, up_to(12) AS i GROUP BY i;
	-- what one of them published, or said something in, and what is a copy or version of that, or the other way round
	spelt := hidden || ARRAY(SELECT alias FROM source_alias WHERE source = ANY (hidden));
	withheld := ARRAY(SELECT d.id FROM document AS d WHERE d.publisher = ANY (spelt)
		UNION SELECT a.document FROM attestation AS a WHERE a.said ?| spelt AND a.document IS NOT NULL);
	LOOP
		further := ARRAY(SELECT DISTINCT d.id FROM document AS d JOIN document AS w ON w.id IN (d.republishes, d.supersedes) OR d.id IN (w.republishes, w.supersedes)
			WHERE w.id = ANY (withheld) AND d.id <> ALL (withheld));
		EXIT WHEN further = '{}';
		withheld := withheld || further;
	END LOOP;
	UPDATE document AS d SET headline = 'SECRET', url = 'SECRET', published_at = '1999-01-01', credits = '[{"role": "by", "name": "SECRET"}]' WHERE d.id = ANY (withheld);

	UPDATE attestation AS a SET replaces = (SELECT of(array_agg(o.id)) FROM attestation AS o LEFT JOIN source_alias AS s ON s.alias = speaker(o.said)
		WHERE o.claim = a.claim AND o.id < a.id AND coalesce(s.source, speaker(o.said)) = coalesce((SELECT m.source FROM source_alias AS m WHERE m.alias = speaker(a.said)), speaker(a.said)))
	WHERE one_in(2);
	ALTER TABLE attestation DISABLE TRIGGER attestation_stamped;
	UPDATE attestation SET accepted_at = NULL, accepted_by = NULL, quote = 'SECRET tip' WHERE one_in(5);
	ALTER TABLE attestation ENABLE TRIGGER attestation_stamped;
	UPDATE attestation SET retracted_at = '2023-04-05 12:00Z', retraction_reason = wild(' reason') WHERE one_in(4);
	UPDATE attestation SET quote = 'SECRET', said_at = '1999-05-05', retracted_at = CASE WHEN retracted_at IS NOT NULL THEN '1999-06-06'::timestamptz END,
		retraction_reason = CASE WHEN retracted_at IS NOT NULL THEN 'SECRET' END
	WHERE said ?| spelt OR document = ANY (withheld);
	INSERT INTO publication (document, claim, at) SELECT d.id, c.id, CASE WHEN d.id = ANY (withheld) THEN '1999-07-07' ELSE '2024-01-01 12:00Z'::timestamptz END
	FROM document AS d, claim AS c WHERE one_in(3);
	UPDATE source SET reliability = 0 WHERE one_in(8);
END $$;

-- Ledger after ledger, each in place of the one before it
CREATE TABLE export (n integer, xml text, board text, differ bigint, counted bigint, told text[], expected text[]);
CREATE PROCEDURE export_ledgers(count integer) LANGUAGE plpgsql SET search_path = desk, public SET jit = off AS $$
DECLARE
	e record;
	written xml;
BEGIN
	FOR n IN 1 .. count LOOP
		BEGIN
			CALL fill_ledger();
			written := ledger_to_prov_xml('desk');
			SELECT written::text AS xml, evidence_board('desk') AS board,
				(SELECT count(*) FROM claim AS c FULL JOIN read_prov_claims(written) AS r ON r.claim = c.id::text
					WHERE evidence_send(r.evidence) IS DISTINCT FROM evidence_send(c.evidence)) AS differ,
				(SELECT count(*) FROM claim WHERE corroboration > 0) AS counted,
				ARRAY[occurrences(written::text, 'c:record="attestation"'),
					occurrences(written::text, '<prov:wasInvalidatedBy><prov:entity prov:ref="c:claim\.'),
					occurrences(written::text, '"/><prov:time>2023-04-05T'),
					occurrences(written::text, '<prov:time>2024-01-01T'),
					occurrences(written::text, '"c:claim\.\d+\.(for|against)\.[^"]*"/><prov:usedEntity prov:ref="c:claim\.\d+\.attestation\.'),
					occurrences(written::text, '<prov:wasRevisionOf><prov:generatedEntity prov:ref="c:claim\.')]::text[] AS told,
				(SELECT ARRAY[count(*), count(a.retracted_at), count(*) FILTER (WHERE a.retracted_at = '2023-04-05 12:00Z'),
					(SELECT count(*) FROM publication WHERE at = '2024-01-01 12:00Z'),
					count(*) FILTER (WHERE a.retracted_at IS NULL AND NOT EXISTS (SELECT FROM replaced AS r WHERE r.claim = a.claim AND r.id = a.id)),
					count(*) FILTER (WHERE (a.retracted_at IS NULL OR EXISTS (SELECT FROM replaced AS r WHERE r.claim = a.claim AND r.id = a.id))
						AND EXISTS (SELECT FROM attestation AS o WHERE o.claim = a.claim AND o.id = a.replaces AND o.accepted_at IS NOT NULL)
						AND NOT EXISTS (SELECT FROM protected_attestation AS p WHERE p.claim = a.claim AND p.id IN (a.id, a.replaces)))]::text[]
					FROM attestation AS a WHERE a.accepted_at IS NOT NULL) AS expected
			INTO e;
			RAISE EXCEPTION USING ERRCODE = 'P0999';
		EXCEPTION WHEN SQLSTATE 'P0999' THEN
			INSERT INTO export VALUES (n, e.xml, e.board, e.differ, e.counted, e.told, e.expected);
		END;
	END LOOP;
END $$;
SET client_min_messages = warning;
SELECT create_ledger('desk', unknown_sources => 'add');
EOS

psql(q{SELECT setseed(0.7);
	CREATE TABLE specimen AS SELECT n, random_evidence(nasty()) AS e FROM generate_series(1, 500) AS n});
cmp_ok(psql('SELECT count(DISTINCT e) FROM specimen'), '>', 400, 'many different values');
cmp_ok(psql(q{SELECT count(*) FROM specimen WHERE e::text ~ '\?'}), '>', 50, 'some from someone unknown');
is(psql('SELECT n, e FROM specimen WHERE evidence_send(read_prov_xml(to_prov_xml(e))) <> evidence_send(e) LIMIT 3'), '',
	'written and read they are the same to the byte');

psql(q{SELECT setseed(0.5); SET timezone = 'Asia/Seoul'; CALL export_ledgers(200)});
is(psql('SELECT count(DISTINCT xml) > 190, sum(counted) > 200 FROM export'), 't|t', '200 random ledgers');
is(psql('SELECT sum((expected[1])::int) > 500, sum((expected[2])::int) > 100, sum((expected[3])::int) > 50, sum((expected[4])::int) > 50, sum((expected[6])::int) > 20 FROM export'),
	't|t|t|t|t', 'in which much was said, retracted, published and replaced');
is(psql('SELECT n FROM export WHERE differ > 0 LIMIT 3'), '', "each claim's evidence is read back to the byte");
is(psql('SELECT n, told, expected FROM export WHERE told <> expected LIMIT 3'), '', 'all attestations, retractions and publications are told of');
is(psql(q{SELECT n, substring(xml FROM '.{60}(?:SECRET|1999).{20}') FROM export WHERE xml ~ 'SECRET|1999' LIMIT 3}), '', 'and nothing secret');
is(psql(q{SELECT n, substring(board FROM '.{60}SECRET(?! tip).{20}') FROM export WHERE board ~ 'SECRET(?! tip)' LIMIT 3}), '', 'nor is there on their boards');

# ---- Harm

psql(<<'EOS');
CREATE FUNCTION error_of(document text, reader text DEFAULT 'read_prov_xml') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT count(*) FROM %I($1)', reader) USING document;
	RETURN NULL;
EXCEPTION WHEN invalid_xml_document OR program_limit_exceeded OR invalid_xml_content THEN
	RETURN sqlstate;
END $$;
EOS
is(psql(<<'EOS'), '0', 'cut off at any byte it is an error');
SELECT count(*) FROM (SELECT to_prov_xml('{a@u:0.5<(b<*,?),!c}')::text AS x) AS d,
	generate_series(0, length(rtrim(x, E'\n')) - 1) AS n WHERE error_of(left(x, n)) IS NULL
EOS
is(psql(<<'EOS'), 't|0', 'so it is in a ledger of bundles');
SELECT max(d.x) ~ 'wasInvalidatedBy', count(*) FILTER (WHERE error_of(left(x, n), 'read_prov_claims') IS NULL)
FROM (SELECT rtrim(xml, E'\n') AS x FROM export WHERE xml ~ 'wasInvalidatedBy' ORDER BY length(xml), n LIMIT 1) AS d, generate_series(0, length(x) - 1) AS n
EOS
my $head = '<p:document xmlns:p="http://www.w3.org/ns/prov#">';
isnt(psql("SELECT error_of('$head' || repeat('<p:a>', 100000))"), '', 'depth has a limit');
isnt(psql("SELECT error_of('<!DOCTYPE p:document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>${head}&x;</p:document>')"),
	'', 'no entity is read');
my $memory = q{SELECT split_part(pg_read_file('/proc/self/statm'), ' ', 2)::bigint * 4096};
my ($before, $after) = split /\n/, psql(<<"EOS");
SELECT FROM generate_series(1, 1000) AS n WHERE error_of('${head}<p:entity>' || n) IS NULL OR error_of('${head}<p:bundleContent>' || n, 'read_prov_claims') IS NULL;
$memory;
SELECT FROM generate_series(1, 10000) AS n WHERE error_of('${head}<p:entity>' || n) IS NULL OR error_of('${head}<p:bundleContent>' || n, 'read_prov_claims') IS NULL;
$memory
EOS
like($after, qr/^\d+$/, 'memory is measured');
cmp_ok($after, '<', $before + 4_000_000, '20,000 failing calls leave no memory behind');

my $endless = join('', map { "<p:wasDerivedFrom><p:generatedEntity p:ref=\"e$_\"/><p:usedEntity p:ref=\"e@{[ $_ + 1 ]}\"/></p:wasDerivedFrom>" } 1 .. 3000);
my $attributed = join('', map { "<p:wasAttributedTo><p:entity p:ref=\"a$_\"/><p:agent p:ref=\"x\"/></p:wasAttributedTo><p:wasDerivedFrom><p:generatedEntity p:ref=\"a$_\"/><p:usedEntity p:ref=\"e1\"/></p:wasDerivedFrom>" } 1 .. 1000);
write_file("$directory/endless.xml", "$head$endless$attributed</p:document>");
is(psql("SELECT error_of(pg_read_file('$directory/endless.xml'))"), '54000', 'a thousand entities through a chain of three thousand are too much');

# ---- A ledger that is large

psql(<<'EOS');
SELECT create_ledger('large');
INSERT INTO large.claim (statement, evidence) SELECT 'claim ' || i, '{rfa:0.8<(dandong-1<*,?),yonhap<kcna,!mfa@pyongyang}' FROM generate_series(1, 10000) AS i;
EOS
my $begun = time;
my ($cancelled) = run(qw(psql -X -q -d), $database, '-c', q{SET statement_timeout = '20ms'; SELECT length(ledger_to_prov_xml('large')::text)});
like($cancelled, qr/statement timeout/, 'writing is cancelled');
psql(q{CREATE TABLE written AS SELECT ledger_to_prov_xml('large')::text AS x});
($cancelled) = run(qw(psql -X -q -d), $database, '-c', q{SET statement_timeout = '20ms'; SELECT count(*) FROM written, read_prov_claims(x)});
like($cancelled, qr/statement timeout/, 'and so is reading');
cmp_ok(time - $begun, '<', 60, 'soon');
is(psql('SELECT count(*), count(DISTINCT claim), count(DISTINCT statement), count(DISTINCT evidence) FROM written, read_prov_claims(x)'),
	'10000|10000|10000|1', '10,000 claims, written and read');
is(psql(q{SELECT count(*) FROM read_prov_claims(ledger_to_prov_xml('large', '{7,9,7}'))}), '2', 'or two of them');

# ---- The schema and the samples

my $ex = 'example.com/ns/ex#';
# What a person reads in them; the reason where it is nothing
my %expected = (
	'example_08.xml' => '{}',    # things were made; by whom is not said
	'example_09.xml' => '{}',    # an activity used things
	'example_11.xml' => '{}',    # an e-mail started a discussion; who wrote it is not said
	# a painting, which a crash destroyed: what was said in it is gone
	'example_13.xml' => '{}',
	'example_14.xml' => '{}',    # one thing is from another, and nobody is named for either
	'example_15.xml' => '{}',    # so with a revision
	# its quotation is of an entity with another name (gl-, bl-), so Luc quotes nobody
	'example_16.xml' => qq({"${ex}Luc","${ex}Paul"}),
	'example_17.xml' => '{}',    # a map and its primary source, without the map's maker
	'example_18.xml' => '{}',    # Alice is there, and says nothing
	'example_20.xml' => '{}',    # so with an organisation
	# one document of two people, an editor and an author, which is one voice
	'example_22.xml' => qq({"${ex}Paolo"\@"example.com/ns/tr#WD-prov-dm-20111215","${ex}Simon"\@"example.com/ns/tr#WD-prov-dm-20111215"}),
	'example_23.xml' => '{}',    # who ran a workflow has not said what came out of it
	'example_25.xml' => '{}',    # who acts for whom, without anything said
	'example_26.xml' => '{}',    # influence is not a statement
	'example_27.xml' => '{}',    # in a bundle: one report from another, nobody's
	'example_29.xml' => '{}',    # a version of the news, nobody's
	'example_30.xml' => '{}',    # the same in two forms
	'example_33.xml' => '{}',    # a collection
	'example_39.xml' => '{}',    # a document, a person and an edit, unrelated
	'example_41.xml' => '{}',    # empty
	'nested_default_namespace.xml' => '{}',
	'pc1.xml' => '{}',           # John Doe ran the last step; no picture is attributed to him
	# a chart; the quotation in a blog and the second chart are nobody's, other people only did things
	'prov_primer_complete_example.xml' => '{example-c.org/derek@example-c.org/chartgen}',
);
# Those with bundles: identifier, label, evidence
my %bundles = (
	'example_27.xml' => "${ex}bundle1||{}",
	'example_28.xml' => "${ex}bundle1||{}",
);

SKIP:
{
	skip('no ../shared/data/prov', 1) unless -d $data;

	my @documents = split(/\x01/, psql('SELECT string_agg(to_prov_xml(e)::text, chr(1) ORDER BY n) FROM specimen WHERE n <= 200'));
	is(scalar(@documents), 200, '200 documents');
	validates('evidence', @documents);
	@documents = split(/\x01/, psql('SELECT string_agg(xml, chr(1) ORDER BY n) FROM export'));
	is(scalar(@documents), 200, '200 more');
	validates('ledgers', @documents);

	# The story, with one attestation retracted
	my (undef, $played) = run(qw(psql -X -q -d), $database, '-f', "$root/examples/ledger.sql");
	is($played, 0, 'the story is played');
	psql("UPDATE newsroom.attestation SET retracted_at = clock_timestamp(), retraction_reason = 'misheard', retracted_by = 'x' "
		. "WHERE (claim, id) = (SELECT claim, id FROM newsroom.attestation WHERE retracted_at IS NULL ORDER BY claim, id LIMIT 1)");
	my $story = psql("SELECT ledger_to_prov_xml('newsroom')");
	like($story, qr{<prov:wasInvalidatedBy>.*<prov:label>misheard</prov:label>}, 'the retraction is told');
	validates('the story', $story);
	is(psql("SELECT count(*) > 5 AND bool_and(evidence_send(read_prov_xml(ledger_to_prov_xml('newsroom', ARRAY[id]))) = evidence_send(evidence)) "
		. "FROM newsroom.claim"), 't', 'each claim comes back to the byte');

	my @samples = sort { $a cmp $b } bsd_glob("$data/*.xml");
	cmp_ok(scalar(@samples), '>=', 40, 'samples');
	is(join(' ', grep { !-e "$data/$_" } sort keys %expected), '', 'those that were read are there');
	foreach my $path (@samples)
	{
		my $name = basename($path);
		open(my $file, '<:encoding(UTF-8)', $path) or die "$path: $!";
		my $document = do { local $/; <$file> };
		$document =~ s/'/''/g;
		is(psql("SELECT read_prov_xml('$document'::text)"), $expected{$name} // '{}', $name);
		my $alone = ($expected{$name} // '{}') ne '{}' ? "||$expected{$name}" : '';
		is(psql("SELECT * FROM read_prov_claims('$document'::text)"), $bundles{$name} // $alone, "$name, by bundles");
	}
}

run('dropdb', '--force', $database);
done_testing();
