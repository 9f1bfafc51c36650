-- Functions to call and values to call them with, for the tests beside this directory (\ir include/calls.sql, inside
-- their transaction): all in a schema named hostile, with a ledger named desk.

CREATE SCHEMA hostile;
SET LOCAL search_path = hostile, public;

-- Something for functions that want tables
SELECT create_ledger('desk') \g /dev/null
INSERT INTO desk.source (key, kind) VALUES ('afp', 'agency'), ('kim', 'person');
INSERT INTO desk.claim (statement) VALUES ('the harvest failed') RETURNING id AS claim \gset
INSERT INTO desk.attestation (claim, said) VALUES (:claim, 'afp<kim:0.5<*'), (:claim, '!kim@"a b"');
CREATE VIEW desk.nothing AS SELECT 1 AS id;


-- What is called: the extension's own functions and aggregates, and those that a ledger is made of

CREATE TABLE target AS
SELECT p.oid::regprocedure AS function, p.oid::regproc AS name, p.prokind, p.proisstrict AS strict,
	p.prorettype = 'trigger'::regtype AS is_trigger,
	p.proargtypes::regtype[] AS types -- bounds start at 0
FROM pg_proc AS p
WHERE (p.pronamespace = 'desk'::regnamespace OR EXISTS (SELECT FROM pg_depend AS d, pg_extension AS x
		WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
		AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = x.oid AND x.extname = 'corroborate'));


-- What they are called with. Each word is tried for each type; those that a type cannot read are for the next test.

CREATE TABLE word (id integer GENERATED ALWAYS AS IDENTITY, w text);
INSERT INTO word (w) VALUES
	('a'), ('{a<*,!b:0.5<(c,?)}'), (''), ('0'), ('1'), ('0.5'), ('-1'), ('2'), ('NaN'), ('Infinity'), ('-Infinity'),
	('2147483647'), ('-2147483648'), ('9223372036854775807'), ('-9223372036854775808'), ('1e308'), ('5e-324'), ('1e-400'),
	(repeat('9', 200)), ('true'), ('null'), ('{}'), ('[]'), ('"a"'), ('{"sources": 1}'), ('A'), ('B2'), ('F6'),
	('{"sources": {"a": {"rating": 0.5}}, "for": {"a": {"speaks": true, "firsthand": true}}}'),
	(repeat('[', 5000) || repeat(']', 5000)), ('{"for": {"a": {"speaks": true, "cites": ["b"]}}}'),
	('{a:0<*}'), ('{a@b@c:1<b:0<(a,*),!b@a<(a,b)}'), ('!a'), ('{a<b<c<a}'),
	('times<ap<spokesman, post<(ap,cop), blog<post, local<neighbour, desk<(neighbour,nurse)'),
	('{NULL}'), ('{a,NULL,""}'), ('{{a,b},{c,d}}'), ('[5:6]={a,b}'), ('{' || repeat('a,', 20000) || 'a}'),
	(repeat('x', 255)), (repeat('x', 256)), (repeat('x', 100000)), (repeat('(', 100000)), (repeat('é', 100000)),
	('''; DROP TABLE desk.claim; --'), ('%s%n%1$I'), ('\'), ('"'), (E'\x01'), (E'\n'), (U&'\200B'), (U&'e\0301'), ('新华社'),
	('desk.claim'), ('desk.attestation'), ('desk.claim_pkey'), ('desk.nothing'), ('pg_class'), ('pg_toast.pg_toast_1255'), ('desk'),
	('999999'), ('epoch'), ('infinity'), ('294276-12-31'), ('4714-11-24 BC'), ('empty'), ('(,)'), ('<a/>'), ('\x'), ('\x00ff'),
	('corroborated'), ('attest'), ('kim'), ('afp'), ('public');
-- Long ones that are evidence
INSERT INTO word (w)
SELECT '{' || string_agg('s' || i || ':0.5<(s' || i * 7 % 300 || ',o' || i || ')', ',') || '}' FROM generate_series(1, 300) AS i
UNION ALL SELECT string_agg('c' || i, '<') || '<*' FROM generate_series(1, 5000) AS i
UNION ALL SELECT '{' || string_agg('k' || i || '@h' || i % 5 || CASE WHEN i % 3 = 0 THEN ':0' ELSE '' END, ',') || '}' FROM generate_series(1, 1000) AS i;

-- Rows of a table, all null
INSERT INTO word (w)
SELECT DISTINCT '(' || repeat(',', c.relnatts - 1) || ')' FROM target, unnest(types) AS t JOIN pg_type AS y ON y.oid = t JOIN pg_class AS c ON c.oid = y.typrelid;

-- As an expression of that type; what the type refuses must be refused in an orderly way, too
CREATE TABLE value (type regtype, id integer, expression text, refused text);
CREATE FUNCTION note_value(t regtype, id integer, w text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog -- so that types of ours come with their schema
AS $$
DECLARE
	expression text := format('%L::%s', w, t);
	refused text;
BEGIN
	BEGIN
		EXECUTE 'SELECT ' || expression;
	EXCEPTION WHEN OTHERS THEN
		refused := SQLSTATE;
	END;
	INSERT INTO hostile.value VALUES (t, id, expression, refused);
END
$$;
SELECT note_value(t, id, w) FROM word, (SELECT DISTINCT unnest(types) AS t FROM target) AS t \g /dev/null
CREATE TABLE refused AS SELECT * FROM value WHERE refused IS NOT NULL;
DELETE FROM value WHERE refused IS NOT NULL;
-- the first few of each type, for calls with two of them
ALTER TABLE value ADD COLUMN n bigint;
UPDATE value AS v SET n = o.n FROM (SELECT type, id, row_number() OVER (PARTITION BY type ORDER BY id) AS n FROM value) AS o
WHERE o.type = v.type AND o.id = v.id;
CREATE INDEX ON value (type);


-- Nothing but NULL is of type internal, and only where nobody says so
CREATE FUNCTION null_of(t regtype) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
	SELECT CASE WHEN t = 'internal'::regtype THEN 'NULL' ELSE format('NULL::%s', t) END
$$;


-- What is nearly sensible
CREATE TABLE sensible (type regtype, expression text);
INSERT INTO sensible VALUES ('regclass', $$'desk.attestation'::regclass$$), ('evidence', $$'{a<*,!b:0.5<(c,?)}'::public.evidence$$),
	('text[]', format('ARRAY[%L]', :claim)), ('bigint', format('%s::bigint', :claim)), ('integer', '2');
CREATE TABLE usual AS
SELECT function, array_agg(coalesce((SELECT s.expression FROM sensible AS s WHERE s.type = t), (SELECT v.expression FROM value AS v WHERE v.type = t ORDER BY n LIMIT 1), null_of(t)) ORDER BY o)
	AS arguments
FROM target, unnest(types) WITH ORDINALITY AS u (t, o)
GROUP BY function;

-- Each in a subtransaction of its own, undone whatever it did
CREATE FUNCTION try_call(statement text, OUT outcome text, OUT is_null boolean) LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		EXECUTE statement INTO is_null;
		RAISE EXCEPTION USING ERRCODE = 'UNDO1';
	EXCEPTION WHEN OTHERS THEN
		outcome := nullif(SQLSTATE, 'UNDO1');
	END;
END
$$;
