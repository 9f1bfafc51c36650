-- Fingerprints of texts, and copies that are known again by them
\set VERBOSITY terse
SET extra_float_digits = 0;

-- A version, then prints; texts of less than five words have none
SELECT fingerprint(''), fingerprint('one two three four'), cardinality(fingerprint('one two three four five'));
SELECT fingerprint(NULL) IS NULL AS no_text, fingerprint('one two three four five', NULL) IS NULL AS no_key;
-- the same on every server and machine
SELECT fingerprint('The quick brown fox jumps over the lazy dog', 'key');

-- The key matters; without one it is the empty key
SELECT fingerprint(t) = fingerprint(t, '') AS default_key, fingerprint(t, 'a') = fingerprint(t, 'b') AS other_key,
	containment(fingerprint(t, 'a'), fingerprint(t, 'b'))
FROM (SELECT string_agg('word ' || i, ' ') FROM generate_series(1, 100) AS i) AS s (t);

-- What makes no difference
SELECT fingerprint(a) = fingerprint(b) AS same, a FROM (VALUES
	('The harbour WAS closed at noon', 'the harbour was closed, "at noon!"'),
	(U&'caf\00E9 d\00E9j\00E0 vu \00E0 l''\00E9t\00E9', normalize(U&'CAF\00C9 d\00E9j\00E0 vu; \00E0 l\2019\00E9t\00E9', NFD)),
	(U&'\0439 \0451 a b c', normalize(U&'\0419 \0401 A B C', NFD)),
	(U&'\D55C\AD6D \C5B4 a b c d', normalize(U&'\D55C\AD6D \C5B4 a b c d', NFD)),
	(U&'\304C\304E\3050\3052\3054\3056\3058\305A', normalize(U&'\304C\304E\3050\3052\3054\3056\3058\305A', NFD)),
	('the harbour was closed at noon', 'the harbour was closed at night')) AS t (a, b);
-- every character that has more than one form, in the midst of others, gives one fingerprint
SELECT count(*) AS characters, count(*) FILTER (WHERE fingerprint(format('a b c d x%sy e', c)) <> fingerprint(format('a b c d x%sy e', normalize(c, NFD)))) AS wrong
FROM generate_series(1, 65535) AS i, LATERAL (SELECT chr(i) AS c OFFSET 0) AS s
WHERE i NOT BETWEEN 55296 AND 57343 AND normalize(c, NFD) <> c;

-- Copies
CREATE TEMP TABLE story AS
SELECT s.id, string_agg('w' || (s.id * 7919 + i * i * 31 + i * 17) % 50021, ' ' ORDER BY i) AS body, array_agg('w' || (s.id * 7919 + i * i * 31 + i * 17) % 50021 ORDER BY i) AS words
FROM generate_series(1, 300) AS s (id), generate_series(1, 150) AS i GROUP BY s.id;
WITH copy (what, body) AS (
	SELECT 'whole', o.body FROM story AS o WHERE o.id = 7
	UNION ALL SELECT 'half', array_to_string(o.words[40:115], ' ') FROM story AS o WHERE o.id = 7
	UNION ALL SELECT 'a quarter', array_to_string(o.words[40:77], ' ') FROM story AS o WHERE o.id = 7
	UNION ALL SELECT 'a third in twice as much', array_to_string(p.words[1:50] || o.words[40:89] || p.words[50:100], ' ') FROM story AS o, story AS p WHERE o.id = 7 AND p.id = 8
	UNION ALL SELECT 'each tenth word another', string_agg(CASE WHEN i % 10 = 3 THEN 'other' || i ELSE w END, ' ' ORDER BY i) FROM story AS o, unnest(o.words) WITH ORDINALITY AS u (w, i) WHERE o.id = 7
	UNION ALL SELECT 'another story', p.body FROM story AS p WHERE p.id = 8
)
SELECT c.what, round(containment(c.f, o.f)::numeric, 2) AS containment, common_run(c.f, o.f), is_copy(c.f, o.f)
FROM (SELECT c.what, fingerprint(c.body, 'k') FROM copy AS c) AS c (what, f), (SELECT fingerprint(o.body, 'k') FROM story AS o WHERE o.id = 7) AS o (f);

-- Looking up, by the index that arrays have; not by the version, which all have
CREATE TEMP TABLE printed AS SELECT s.id, fingerprint(s.body, 'k') AS fingerprint FROM story AS s;
CREATE INDEX ON printed USING gin (fingerprint);
ANALYZE printed;
SET enable_seqscan = off;
SELECT p.id, is_copy(p.fingerprint, f.fingerprint) FROM printed AS p, (SELECT fingerprint(array_to_string(words[40:89], ' '), 'k') FROM story WHERE id = 99) AS f (fingerprint)
WHERE p.fingerprint && f.fingerprint[2:];
EXPLAIN (COSTS OFF) SELECT p.id FROM printed AS p WHERE p.fingerprint && '{1,2}'::bigint[];
RESET enable_seqscan;

-- Versions that cannot be compared, and what is no fingerprint
SELECT containment('{1,5,6}', '{2,5,6}'), common_run('{1,5,6}', '{2,5,6}'), is_copy('{1,5,6}', '{2,5,6}');
SELECT containment('{1}', '{1,5}'), common_run('{1}', '{1,5}'), containment('{1}', '{1}');
SELECT containment('{}', '{1,5}');
SELECT containment('{1,NULL}', '{1,5}');
SELECT common_run('{1,5}', '{{1,5}}');

-- Endless marks on a letter are no writing: they take no longer than other text
SET statement_timeout = '10s';
SELECT fingerprint(repeat('the harbour was closed at noon ', 3) || 'a' || repeat(E'\u0301\u0323', 200000)) =
	fingerprint(repeat('the harbour was closed at noon ', 3) || 'a' || repeat(E'\u0301\u0323', 15)) AS same,
	length(corroborate_internal.plain_text('a' || repeat(E'\u0301\u0323', 200000))) AS plain;
RESET statement_timeout;
