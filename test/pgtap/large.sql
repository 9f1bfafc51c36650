-- Evidence far larger than any newsroom's: that it is right, that it is quick, that what is too large is an error,
-- and that all of it can be cancelled. What was measured is shown by pg_prove --verbose.

\set ON_ERROR_STOP 1
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pgtap;
CREATE EXTENSION IF NOT EXISTS corroborate;
CREATE SCHEMA large;
SELECT set_config('search_path', 'large, ' || current_setting('search_path'), true) \g /dev/null
-- No mistake in here shall fill a disk, or wait for ever
SET LOCAL temp_file_limit = '1GB';
SET LOCAL statement_timeout = '60s';
SET LOCAL jit = off;

CREATE TEMP TABLE timing (n integer GENERATED ALWAYS AS IDENTITY, what text, seconds float8);

-- Evidence by an expression, timed
CREATE FUNCTION timed(what text, expression text) RETURNS evidence LANGUAGE plpgsql AS $$
DECLARE
	e evidence;
	start constant timestamptz := clock_timestamp();
BEGIN
	EXECUTE 'SELECT ' || expression INTO e;
	INSERT INTO timing (what, seconds) VALUES (what, extract(epoch FROM clock_timestamp() - start));
	RETURN e;
END
$$;

CREATE TEMP TABLE specimen (name text PRIMARY KEY, e evidence);
-- stored as it is: the time that compression takes is not ours
ALTER TABLE specimen ALTER e SET STORAGE external;

-- n citations of the i-th source of a layer, in the next one
CREATE FUNCTION cited(prefix text, i integer, n integer, size integer) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT array_agg(prefix || (i * 7919::bigint + k * 104729 + i * k * k) % size) FROM generate_series(1, n) AS k
$$;

-- They know nothing of one another
INSERT INTO specimen VALUES ('wide', timed('evidence_agg, 100,000 sources',
	$$evidence_agg(said_by('source-' || i, 0.5, firsthand => true)) FROM generate_series(1, 100000) AS i$$));
-- Each has it from the next
INSERT INTO specimen VALUES ('chain', timed('read, chain of 100,000',
	$$('{' || string_agg('s' || i, '<' ORDER BY i) || '<*}')::evidence FROM generate_series(1, 100000) AS i$$));
INSERT INTO specimen VALUES ('nested', timed('read, 100,000 parentheses',
	$$('{' || string_agg('n' || i, '<(?,' ORDER BY i) || repeat(')', 99999) || '}')::evidence FROM generate_series(1, 100000) AS i$$));
-- The last has it from the first
INSERT INTO specimen VALUES ('cycle', timed('read, cycle of 100,000',
	$$('{' || string_agg('s' || i, '<' ORDER BY i) || '<s1}')::evidence FROM generate_series(1, 100000) AS i$$));
-- The same with a way out in the middle, and everyone speaking
INSERT INTO specimen VALUES ('cycle-out', timed('evidence_agg, cycle of 100,000 speakers',
	$$evidence_agg(said_by('s' || i, 0.9, cites => ARRAY['s' || i % 100000 + 1], firsthand => i = 50000)) FROM generate_series(1, 100000) AS i$$));
-- Three layers of 3,333 sources and 30,000 citations, rated
INSERT INTO specimen VALUES ('layers', timed('evidence_agg, 10,000 sources, 30,000 citations',
	$$evidence_agg(s) FROM (
		SELECT said_by('a' || i, 0.9, cites => cited('b', i, 4, 3333)) AS s FROM generate_series(1, 3334) AS i
		UNION ALL SELECT said_by('b' || i, 0.8, cites => cited('c', i, 5, 3333)) FROM generate_series(0, 3332) AS i
		UNION ALL SELECT said_by('c' || i, 0.7) FROM generate_series(0, 3332) AS i
	) AS statements$$));
-- Three layers again: only the first one speaks, and of the last but 100 know
INSERT INTO specimen VALUES ('narrow', timed('read, 10,000 sources of whom 100 know',
	$$('{' || string_agg('a' || i || '<(' || (
		SELECT string_agg(b || '<(' || (
			SELECT string_agg(c || CASE WHEN substr(c, 2)::integer < 100 THEN '<*' ELSE '<?' END, ',')
			FROM unnest(cited('c', substr(b, 2)::integer, 5, 3333)) AS c
		) || ')', ',') FROM unnest(cited('b', i, 4, 3333)) AS b
	) || ')', ',') || '}')::evidence FROM generate_series(1, 3334) AS i$$));
-- 10,000 sources of 100 affiliations, by which they are 100 units or all one
INSERT INTO specimen VALUES ('units', timed('read, 10,000 sources of 100 affiliations',
	$$('{' || string_agg(format('s%s@p%s', i, i % 100), ',') || '}')::evidence FROM generate_series(1, 10000) AS i$$));
INSERT INTO specimen VALUES ('one-unit', timed('read, 10,000 sources whose affiliations overlap',
	$$('{' || string_agg(format('s%s@p%s@p%s', i, i % 100, (i + 1) % 100), ',') || '}')::evidence FROM generate_series(1, 10000) AS i$$));

-- A lattice of 30 by 30, speakers on its left side and knowledge on its right, so entangled that its probability is
-- out of reach. Someone discredited mentions those who do not speak.
INSERT INTO specimen VALUES ('lattice', timed('lattice of 30 by 30, rated',
	$$evidence_agg(s::evidence) FROM (
		SELECT format('%sx%s-%s:0.9<(%s)', CASE WHEN x = 1 THEN '' ELSE 'via:0<' END, x, y,
			CASE WHEN x = 30 THEN '*' ELSE (SELECT string_agg(format('x%s-%s', x + 1, z), ',') FROM generate_series(greatest(y - 1, 1), least(y + 1, 30)) AS z) END) AS s
		FROM generate_series(1, 30) AS x, generate_series(1, 30) AS y
	) AS statements$$));

SELECT no_plan();


-- They are right

PREPARE figures AS
	SELECT name, cardinality(sources(e)), cardinality(speakers(e)), corroboration(e), corroboration_firsthand(e), contradiction(e), support(e)::float8, is_exact(e)
	FROM specimen WHERE name NOT IN ('layers', 'lattice') ORDER BY name COLLATE "C";
SELECT results_eq(
	'figures',
	$$
	VALUES
		('chain', 100000, 1, 1, 1, 0, NULL::float8, true),
		('cycle', 100000, 1, 0, 0, 0, NULL, true),
		('cycle-out', 100000, 100000, 1, 1, 0, 0.9, true),
		('narrow', 10000, 3334, 100, 100, 0, NULL, true),
		('nested', 100000, 1, 1, 0, 0, NULL, true),
		('one-unit', 10000, 10000, 1, 0, 0, NULL, true),
		('units', 10000, 10000, 100, 0, 0, NULL, true),
		('wide', 100000, 100000, 100000, 100000, 0, 1, true)
	$$,
	'the figures');

SELECT results_eq(
	$$ SELECT corroboration(e), support(e) BETWEEN 0 AND 0.9999999, is_exact(e) FROM specimen WHERE name = 'lattice' $$,
	$$ VALUES (30, true, false) $$,
	'support of a lattice is a lower bound, and says so');
SELECT is(float8send(support(e || '{}'::evidence)), float8send(support(e)), 'the bound is the same each time') FROM specimen WHERE name = 'lattice';
-- 1 - (1 - 0.9^30)^30: thirty rows that do not know of one another are a part of it
SELECT cmp_ok(support(e)::float8, '>=', (1 - (1 - 0.9 ^ 30) ^ 30)::float8 / 2, 'the bound is not idle') FROM specimen WHERE name = 'lattice';


-- What is there to do with them

CREATE FUNCTION timed_check(what text, condition text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	wrong text;
	start constant timestamptz := clock_timestamp();
BEGIN
	EXECUTE format('SELECT string_agg(name, '' '') FROM specimen WHERE (%s) IS NOT TRUE', condition) INTO wrong;
	INSERT INTO timing (what, seconds) VALUES (what, extract(epoch FROM clock_timestamp() - start));
	RETURN NEXT is(wrong, NULL, what);
END
$$;

SELECT timed_check('all: text reads back the same', $$e::text::evidence = e$$);
SELECT timed_check('all: text prints the same', $$e::text::evidence::text = e::text$$);
SELECT timed_check('wide, chain, nested, narrow: json reads back the same', $$name NOT IN ('wide', 'chain', 'nested', 'narrow') OR e::json::evidence = e$$);
SELECT timed_check('wide, chain, narrow: jsonb reads back the same', $$name NOT IN ('wide', 'chain', 'narrow') OR e::jsonb::evidence = e$$);
SELECT timed_check('all: units hold each source once', $$(SELECT count(*) FROM units(e), unnest(units) AS s) = cardinality(sources(e))$$);
SELECT timed_check('all: as many chains as it counts', $$(SELECT count(*) FROM chains(e)) = CASE name WHEN 'nested' THEN 0 ELSE corroboration(e) END$$);
SELECT timed_check('all: rests on as many as there are chains', $$cardinality(rests_on(e)) = CASE name WHEN 'nested' THEN 0 ELSE corroboration(e) END$$);
SELECT timed_check('chain: its one chain is all of it', $$name <> 'chain' OR (SELECT cardinality(c) FROM chains(e) AS c) = 100000$$);
SELECT timed_check('all: why is a sentence or two', $$length(why(e)) BETWEEN 20 AND 400$$);
SELECT timed_check('all: merging with itself changes nothing', $$(e || e) = e$$);
SELECT timed_check('all: contains itself', $$e @> e AND e <@ e$$);
SELECT timed_check('all: hash, order', $$evidence_hash(e) = evidence_hash(e || '{}'::evidence) AND NOT e < e$$);
SELECT timed_check('all: discredit', $$discredit(e, 's50000') || '{}'::evidence = discredit(e, 's50000') AND corroboration(discredit(e, 's50000')) <= corroboration(e)$$);
SELECT timed_check('all: retract', $$cardinality(speakers(retract(e, (speakers(e))[1]))) = cardinality(speakers(e)) - 1$$);
SELECT timed_check('all: mentions', $$e ? (sources(e))[1] AND NOT e ? 'nobody' AND e ?& (sources(e))[1:100]$$);
SELECT is(
	(SELECT corroboration(evidence_agg(e)) FROM specimen WHERE name IN ('wide', 'units', 'narrow')), 100200,
	'large ones merge, and their counts add up');


-- Stored as large values are: compressed, or out of line

CREATE TEMP TABLE stored AS SELECT name, e FROM specimen;
SELECT is_empty(
	$$ SELECT name FROM stored JOIN specimen USING (name)
	WHERE stored.e <> specimen.e OR corroboration(stored.e) <> corroboration(specimen.e) OR support(stored.e) IS DISTINCT FROM support(specimen.e) $$,
	'compressed values are the same');
CREATE INDEX ON stored USING gin (e);
SET LOCAL enable_seqscan = off;
SELECT is(array_agg(name), '{wide}', 'an index finds the one of 100,000 names') FROM stored WHERE e ? 'source-99999';
SELECT is(array_agg(name), '{narrow}', 'and what contains a statement') FROM stored WHERE e @> 'a1<b7'::attribution || '{}';
RESET enable_seqscan;


-- What is too large is an error

CREATE FUNCTION timed_error(what text, query text, code text, detail text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	said text;
	start constant timestamptz := clock_timestamp();
BEGIN
	EXECUTE query;
	RETURN NEXT fail(what);
EXCEPTION WHEN OTHERS THEN
	INSERT INTO timing (what, seconds) VALUES (what, extract(epoch FROM clock_timestamp() - start));
	GET STACKED DIAGNOSTICS said = PG_EXCEPTION_DETAIL;
	RETURN NEXT is(SQLSTATE || ' ' || said, code || ' ' || detail, what);
END
$$;

-- A megabyte, so that repeating it takes no time of its own
CREATE TEMP TABLE megabyte AS SELECT c, repeat(c, 1000000) AS text FROM unnest('{a," ","(",0,3}'::text[]) AS c;

SELECT timed_error('a key of 100 million characters',
	$$ SELECT ('{kcna,' || repeat(text, 100) || '<*}')::evidence FROM megabyte WHERE c = 'a' $$,
	'42602', 'Key of more than 255 bytes "' || repeat('a', 40) || '..." at character 7.');
SELECT timed_error('a quoted key of 100 million characters',
	$$ SELECT ('{kcna,"' || repeat(text, 100) || '"<*}')::evidence FROM megabyte WHERE c = 'a' $$,
	'42602', 'Key of more than 255 bytes "' || repeat('a', 40) || '..." at character 8.');
SELECT timed_error('a text of a gigabyte',
	$$ SELECT repeat(text, 1000)::evidence FROM megabyte WHERE c = 'a' $$,
	'42602', 'Key of more than 255 bytes "' || repeat('a', 40) || '..." at character 1.');
SELECT timed_error('100 million parentheses and nothing in them',
	$$ SELECT ('a<' || repeat(text, 100))::evidence FROM megabyte WHERE c = '(' $$,
	'22P02', 'Unexpected "(" at character 4.');
SELECT timed_error('a million parentheses that nothing closes',
	$$ SELECT ('{' || repeat('a<(', 1000000) || '*}')::evidence $$,
	'22P02', 'Unexpected "}" at character 3000003.');

-- ... and what only looks large is none
SELECT is(('{a:0.' || repeat(text, 20) || '%<*}')::evidence::text, '{a:0.0033333333333333335<*}', 'a rating of 20 million digits')
FROM megabyte WHERE c = '3';
SELECT is(('{' || repeat(text, 100) || 'a' || repeat(text, 100) || '}')::evidence::text, '{a}', '200 million spaces')
FROM megabyte WHERE c = ' ';
SELECT is(('{' || repeat('a,', 1000000) || 'a}')::evidence::text, '{a}', 'a million times the same statement');


-- All of it can be cancelled: each operation, begun again and again, ends soon after the timeout comes

CREATE TEMP TABLE huge (name text PRIMARY KEY, e evidence);
ALTER TABLE huge ALTER e SET STORAGE external;
INSERT INTO huge VALUES
	('wide', timed('evidence_agg, 1,000,000 sources',
		$$evidence_agg(said_by('source-' || i, 0.5, firsthand => true)) FROM generate_series(1, 1000000) AS i$$)),
	('chain', timed('read, chain of 1,000,000',
		$$('{' || string_agg('s' || i, '<' ORDER BY i) || '<*}')::evidence FROM generate_series(1, 1000000) AS i$$)),
	('layers', timed('evidence_agg, 20 layers of 4,000, 240,000 citations',
		$$evidence_agg(said_by('l' || l || '-' || i, 0.9, cites => cited('l' || l + 1 || '-', i, 3, 4000)))
		FROM generate_series(1, 20) AS l, generate_series(1, 4000) AS i$$));
INSERT INTO huge SELECT name, e FROM specimen WHERE name IN ('narrow', 'lattice');

CREATE TEMP TABLE typed (name text PRIMARY KEY, text text);
ALTER TABLE typed ALTER text SET STORAGE external;
INSERT INTO typed
	SELECT name, e::text FROM huge
	UNION ALL VALUES
		('the same again and again', '{' || repeat(repeat('a,', 100000), 200) || 'a}'),
		('parentheses', '{' || repeat(repeat('a<(', 100000), 60) || 'a' || repeat(repeat(')', 100000), 60) || '}'),
		('spaces', '{' || repeat(repeat(' ', 100000), 1000) || 'a}'),
		('long key', '{"' || repeat(repeat('a', 100000), 1000) || '"}')
	UNION ALL SELECT 'json', e::json::text FROM specimen WHERE name = 'wide';

CREATE TEMP TABLE cancellation (what text, timeout interval, late float8);

-- The server starts to count when a statement of the client's starts, so each of these is one
CREATE FUNCTION begin_again(operation text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	timeout constant interval := current_setting('statement_timeout');
BEGIN
	LOOP
		EXECUTE operation;
	END LOOP;
EXCEPTION WHEN query_canceled THEN
	INSERT INTO cancellation
	VALUES (operation, timeout, extract(epoch FROM clock_timestamp() - statement_timestamp() - timeout));
END
$$;

-- Several timeouts, to meet each operation in different places
SELECT
	format('SET LOCAL statement_timeout = %L', timeout),
	format('DO %L', format('BEGIN PERFORM large.begin_again(%L); END', operation))
FROM (
	SELECT format('SELECT (text::evidence || ''x'') IS NULL FROM typed WHERE name = %L', name) AS operation FROM typed WHERE name <> 'json'
	UNION ALL
	SELECT format('SELECT %s FROM huge WHERE name = %L', operation, name)
	FROM huge, unnest(ARRAY[
		'length(e::text)',
		'length(e::json::text)',
		'e || ''{x}''::evidence',
		'discredit(e, ''s1'')',
		'retract(e, ''s1'')',
		'(SELECT count(*) FROM units(e))',
		'(SELECT count(*) FROM chains(e))',
		'rests_on(e)',
		'sources(e)',
		'why(e)',
		'e @> e'
	]) AS operation
	UNION ALL VALUES
		('SELECT text::json::evidence FROM typed WHERE name = ''json'''),
		('SELECT evidence_agg(e) FROM huge'),
		('SELECT evidence_agg(said_by(''source-'' || i, 0.5)) FROM generate_series(1, 1000000) AS i'),
		('SELECT e FROM huge WHERE name = ''wide'' ORDER BY e || ''x'''),
		('SELECT said_by(''a'', cites => ARRAY(SELECT ''b'' || i FROM generate_series(1, 300000) AS i))'),
		('CREATE INDEX ON huge USING gin (e)')
) AS operations, unnest('{30ms,80ms}'::text[]) AS timeout
\gexec
SET LOCAL statement_timeout = '60s';

SELECT is(count(*), 138::bigint, 'all that was begun was cancelled') FROM cancellation;
-- 0.2 seconds on a machine that does nothing else; tests may run side by side with others
SELECT is_empty($$ SELECT * FROM cancellation WHERE late > 0.2 + 0.8 $$, 'soon after the timeout');

-- Casting to jsonb is left out: it is the server's reader of jsonb that does nearly all of it, and cannot be cancelled

SELECT diag(format('%s s  %s', to_char(seconds, '90.000'), what)) FROM timing ORDER BY n;
SELECT diag(format('%s s late, at most, of %s cancellations; %s were later than 0.2 s', round(max(late)::numeric, 3), count(*), count(*) FILTER (WHERE late > 0.2)))
FROM cancellation;
SELECT diag(format('%s s late: %s', round(late::numeric, 3), what)) FROM cancellation ORDER BY late DESC LIMIT 5;

SELECT * FROM finish();
ROLLBACK;
