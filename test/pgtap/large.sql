-- Large values: built, printed, read back and counted. (That all of it can be cancelled: test/t/cancel.t)

\ir include/begin.sql

SELECT no_plan();

CREATE TEMP TABLE large (what text PRIMARY KEY, e evidence);

-- Each of these with what must come out of it
INSERT INTO large
SELECT 'first-hand sources', evidence_agg(said_by('source-' || i, 0.5, firsthand => true))
FROM generate_series(1, 100000) AS i;
INSERT INTO large
SELECT 'chain', ('{' || string_agg('link-' || i, '<' ORDER BY i) || '<*}')::evidence
FROM generate_series(1, 100000) AS i;
INSERT INTO large
SELECT 'nested lists', (string_agg('deep-' || i || '<(*,', '' ORDER BY i) || 'bottom' || repeat(')', 100000))::evidence
FROM generate_series(1, 100000) AS i;
INSERT INTO large
SELECT 'three layers', evidence_agg(said_by('outlet-' || i % 4000, cites => ARRAY['agency-' || i * 7 % 3000])
	|| ('agency-' || i * 7 % 3000 || '<person-' || i * 13 % 3000)::attribution)
FROM generate_series(1, 15000) AS i;
INSERT INTO large
SELECT 'circle', ('{' || string_agg('round-' || i || '<round-' || (i + 1) % 50000, ',') || ',known<*}')::evidence
FROM generate_series(0, 49999) AS i;
INSERT INTO large
SELECT 'one house', ('{' || string_agg('reporter-' || i || '@desk-' || i / 100 || '@house', ',') || '}')::evidence
FROM generate_series(1, 10000) AS i;

SELECT is(corroboration(e), 100000, '100,000 first-hand sources count') FROM large WHERE what = 'first-hand sources';
SELECT is(corroboration_firsthand(e), 100000, 'and are first-hand') FROM large WHERE what = 'first-hand sources';
SELECT is(support(e) > 0.999999 AND support(e) < 1, true, 'and make it all but certain') FROM large WHERE what = 'first-hand sources';
SELECT is(cardinality(rests_on(e)), 100000, 'the claim rests on all of them') FROM large WHERE what = 'first-hand sources';
SELECT is((SELECT count(*) FROM chains(e)), 100000::bigint, 'with a chain for each') FROM large WHERE what = 'first-hand sources';
SELECT is(corroboration(e), 1, 'a chain of 100,000 counts once') FROM large WHERE what = 'chain';
SELECT is((SELECT cardinality(c) FROM chains(e) AS c), 100000, 'and is one chain of all its links') FROM large WHERE what = 'chain';
SELECT is(cardinality(sources(e)), 100001, 'lists nested 100,000 deep are read') FROM large WHERE what = 'nested lists';
SELECT is(corroboration(e), 1, 'one speaker at the top of them') FROM large WHERE what = 'nested lists';
SELECT is(cardinality(sources(e)), 10000, 'three layers of 10,000 sources') FROM large WHERE what = 'three layers';
SELECT cmp_ok(corroboration(e), '>', 1000, 'support each other in part') FROM large WHERE what = 'three layers';
SELECT is((SELECT count(*) FROM chains(e)), corroboration(e)::bigint, 'with a chain for each that counts') FROM large WHERE what = 'three layers';
SELECT is(cardinality(rests_on(e)), corroboration(e), 'and as many that it rests on') FROM large WHERE what = 'three layers';
SELECT is(corroboration(e), 1, 'a circle of 50,000 knows nothing') FROM large WHERE what = 'circle';
SELECT is(corroboration(e), 1, 'a house of 10,000 reporters is one voice') FROM large WHERE what = 'one house';
SELECT is((SELECT count(*) FROM units(e)), 1::bigint, 'and one unit') FROM large WHERE what = 'one house';

-- ok(), because is() would print both
SELECT ok(e::text::evidence = e, what || ': prints and reads back') FROM large ORDER BY what;
SELECT ok(e::jsonb::evidence = e, what || ': so does its JSON') FROM large ORDER BY what;
SELECT ok(e || e = e, what || ': merged with itself is itself') FROM large ORDER BY what;
SELECT ok(why(e) <> '', what || ': why() answers') FROM large ORDER BY what;

-- Text that is too much of it
SELECT throws_ok(format('SELECT repeat(%L, 100000000)::evidence', 'a'), '42602', NULL, 'a key of 100 million bytes is refused');
SELECT throws_ok(format('SELECT repeat(%L, 1000000000)::evidence', 'a'), '42602', NULL, 'and one of a billion');
SELECT throws_ok(format('SELECT repeat(%L, 1000000000)::evidence', '('), '22P02', NULL, 'a billion parentheses are refused');
SELECT is(('{a' || repeat(',a', 5000000) || '}')::evidence, '{a}', 'five million times the same is once');

-- More mentions than are kept before they are united: the same as when rows are merged
SELECT ok(
	('{' || string_agg(said, ',') || '}')::evidence = evidence_agg(said::attribution),
	'1.5 million statements are read as they are merged')
FROM (SELECT 's' || i % 90000 || CASE i % 3 WHEN 0 THEN '@h' || i % 77 || '<s' || i % 49999 WHEN 1 THEN ':0.' || 1 + i % 9 ELSE '<(*,s' || i % 7 || ')' END
	FROM generate_series(1, 1500000) AS i) AS x (said);

SELECT * FROM finish();
ROLLBACK;
