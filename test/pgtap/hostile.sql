-- Every function of the extension and of a ledger, called with what nobody should call it with: nothing, empty,
-- huge and wrong values. Calls are made of the catalog, so that new functions are covered by themselves. None may
-- end in an internal error (SQLSTATE XX...), and the server must live.

\ir include/begin.sql

\ir include/calls.sql

SELECT no_plan();

SELECT cmp_ok(count(*), '>', 180::bigint, 'there are functions to call') FROM target;
SELECT is_empty($$ SELECT type, left(expression, 60), refused FROM refused WHERE refused LIKE 'XX%' $$,
	'no type is read with an internal error');
SELECT is_empty($$ SELECT DISTINCT t FROM target, unnest(types) AS t
	WHERE NOT EXISTS (SELECT FROM value WHERE type = t) AND t <> 'internal'::regtype $$, 'each type of argument has values');


-- The calls: one that is nearly sensible with each argument exchanged for each value; all arguments null, and each;
-- all pairs for two arguments; each argument of a wrong type, or a word that nobody gave a type

CREATE TABLE call (id integer GENERATED ALWAYS AS IDENTITY, function regprocedure, how text, arguments text[], outcome text, is_null boolean);

CREATE FUNCTION exchanged(a text[], i bigint, x text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT a[: i - 1] || x || a[i + 1 :]
$$;

INSERT INTO call (function, how, arguments)
SELECT function, 'without arguments', '{}' FROM target WHERE cardinality(types) = 0 AND NOT is_trigger
UNION ALL
SELECT function, 'one value', exchanged(arguments, o, v.expression)
FROM target JOIN usual USING (function), unnest(types) WITH ORDINALITY AS u (t, o) JOIN value AS v ON v.type = t
UNION ALL
SELECT function, 'one null', exchanged(arguments, o, null_of(t))
FROM target JOIN usual USING (function), unnest(types) WITH ORDINALITY AS u (t, o)
UNION ALL
SELECT function, 'all null', ARRAY(SELECT null_of(t) FROM unnest(types) AS t) FROM target WHERE cardinality(types) > 0
UNION ALL
SELECT function, 'two values', ARRAY[v.expression, w.expression]
FROM target JOIN value AS v ON v.type = types[0] JOIN value AS w ON w.type = types[1]
WHERE cardinality(types) = 2 AND v.n BETWEEN 2 AND 12 AND w.n BETWEEN 2 AND 12
UNION ALL
SELECT function, 'wrong type', exchanged(arguments, o, x)
FROM target JOIN usual USING (function), unnest(types) WITH ORDINALITY AS u (t, o),
	unnest('{"''no such thing''","1::smallint","''\\xff''::bytea","ARRAY[1.5]","ROW(1,NULL)","point ''(0,0)''","''(1,2)''::int4range"}'::text[]) AS x;

-- As rows, so that sets are read to their end; an aggregate over two rows that are the same
UPDATE call SET (outcome, is_null) = (
	SELECT t.outcome, t.is_null FROM try_call(CASE (SELECT prokind FROM target AS f WHERE f.function = call.function)
		WHEN 'a' THEN format('SELECT %s(%s) IS NULL FROM generate_series(1, 2)', function::regproc, array_to_string(arguments, ', '))
		ELSE format('SELECT bool_and(r IS NULL) FROM (SELECT %s(%s) AS r OFFSET 0) AS x', function::regproc, array_to_string(arguments, ', '))
	END) AS t);

SELECT cmp_ok(count(*), '>', 10000::bigint, 'there are calls') FROM call;
SELECT cmp_ok(count(*) FILTER (WHERE outcome IS NULL), '>', 4000::bigint, 'many of them are answered') FROM call;
SELECT is_empty($$ SELECT function FROM target WHERE NOT is_trigger AND function NOT IN (SELECT function FROM call) $$,
	'no function is left out');
SELECT is_empty($$
	SELECT function, how, left(array_to_string(arguments, ', '), 200), outcome FROM call WHERE outcome LIKE 'XX%'
$$, 'no call ends in an internal error');
SELECT is_empty($$
	SELECT function, how, array_to_string(arguments, ', '), outcome FROM call JOIN target AS f USING (function)
	WHERE f.strict AND f.prokind = 'f' AND 'internal'::regtype <> ALL (f.types) AND how IN ('one null', 'all null') AND (outcome IS NOT NULL OR NOT coalesce(is_null, true))
$$, 'strict functions give NULL for NULL');
-- Out of memory, out of stack and the like are no answers to values of this size, and no file or program is anyone's
SELECT is_empty($$
	SELECT function, how, left(array_to_string(arguments, ', '), 200), outcome FROM call
	WHERE left(outcome, 2) IN ('53', '57', '58') OR outcome IN ('54001', '40P01')
$$, 'nor for want of resources');
SELECT is((SELECT count(*) FROM desk.claim), 1::bigint, 'and what was done was undone');


-- Trigger functions, called as if they were others

INSERT INTO call (function, how) SELECT function, 'trigger' FROM target WHERE is_trigger;
CREATE ROLE corroborate_nobody;
GRANT USAGE ON SCHEMA desk, hostile TO corroborate_nobody;
CREATE FUNCTION try_call_as_nobody(statement text, OUT outcome text) LANGUAGE plpgsql SET role = corroborate_nobody AS $$
BEGIN
	EXECUTE statement;
EXCEPTION WHEN OTHERS THEN
	outcome := SQLSTATE;
END
$$;
UPDATE call SET outcome = (SELECT t.outcome FROM try_call_as_nobody(format('SELECT %s() IS NULL', function::regproc)) AS t)
WHERE how = 'trigger';
SELECT cmp_ok(count(*), '>', 3::bigint, 'there are trigger functions') FROM call WHERE how = 'trigger';
-- trigger protocol violated, feature not supported (the language's own refusal), insufficient privilege
SELECT is_empty($$ SELECT function, outcome FROM call WHERE how = 'trigger' AND coalesce(outcome NOT IN ('39P01', '0A000', '42501'), true) $$,
	'trigger functions called directly by somebody without privileges are refused');


-- Stored values that are no values: nothing but an error that says so

CREATE TABLE broken (id integer GENERATED ALWAYS AS IDENTITY, bytes bytea);
CREATE CAST (bytea AS evidence) WITHOUT FUNCTION;
CREATE CAST (evidence AS bytea) WITHOUT FUNCTION;
-- each byte of some values exchanged, and each of their beginnings
INSERT INTO broken (bytes)
SELECT DISTINCT b FROM (VALUES ('{}'), ('{a<*,!b:0.5<(c,?)}'), ('{a@b@c:0.123456789<b:0<(a,*),!b@a<(a,b)}')) AS v (e),
	LATERAL (SELECT e::evidence::bytea AS whole) AS w, generate_series(0, length(whole) - 1) AS i,
	unnest('{0,1,127,128,255}'::int[]) AS x, unnest(ARRAY[substr(whole, 1, i), set_byte(whole, i, x), set_byte(whole, i, get_byte(whole, i) # x)]) AS b;
-- figures of another value: whoever believes them finds 4,000 where one was to be. (The figures are two bytes, two
-- and one, behind two of version and bits.)
INSERT INTO broken (bytes)
SELECT substr(whole, 1, 2) || figures || substr(whole, 8)
FROM (SELECT ('{' || string_agg('k' || k || '<*', ',') || '}')::evidence::bytea AS whole FROM generate_series(1, 4000) AS k) AS w,
	unnest(ARRAY['\x010100', '\x010000', '\x000000', '\x020101']::bytea[]) AS figures;
-- the beginnings of one that is rated on both sides: none has all of its figures
CREATE TABLE beginning AS
SELECT substr(whole, 1, i) AS bytes FROM (SELECT '{a:0.5<*,!b:0.25<*}'::evidence::bytea AS whole) AS w, generate_series(0, 20) AS i;
SELECT is_empty($$ SELECT b.bytes, t.outcome FROM beginning AS b, unnest('{support,text,denial,belief,speakers}'::text[]) AS f,
	try_call(format('SELECT %s(%L::bytea::evidence) IS NULL', f, b.bytes)) AS t WHERE t.outcome IS DISTINCT FROM 'XX001' $$,
	'a value that ends within its figures is called corrupted');
INSERT INTO broken (bytes) TABLE beginning;
-- states of the aggregate that claim to hold more than there is
INSERT INTO broken (bytes)
SELECT decode('0101' || size || repeat('00', room), 'hex')
FROM unnest('{ffffff7f,ffffffff,000000ff,ff000000,00000000,01000000}'::text[]) AS size, unnest('{0,1,100,5000}'::int[]) AS room;
CREATE TABLE broken_call AS
SELECT function, b.id, t.outcome
FROM target JOIN usual USING (function), unnest(types) WITH ORDINALITY AS u (t, o), broken AS b,
	try_call(format(CASE prokind WHEN 'a' THEN 'SELECT length(%s(%s)::text) > 0 FROM generate_series(1, 3)'
			ELSE 'SELECT bool_and(r IS NULL) FROM (SELECT %s(%s) AS r OFFSET 0) AS x' END, function::regproc,
		array_to_string(exchanged(arguments, o, format('%L::bytea::evidence', b.bytes)), ', '))) AS t
WHERE t = 'evidence'::regtype;
SELECT cmp_ok(count(*), '>', 10000::bigint, 'broken values were tried') FROM broken_call;
SELECT is_empty($$ SELECT function, bytes, outcome FROM broken_call JOIN broken USING (id) WHERE outcome LIKE 'XX%' AND outcome <> 'XX001' $$,
	'a broken value is called corrupted, or does no harm');

SELECT * FROM finish();
ROLLBACK;
