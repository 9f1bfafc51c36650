-- What watched tables run: each query can be prepared, and what changes rows is computed by immutable functions alone,
-- so that a planner that distributes tables may compute it where the rows are

SET client_min_messages = warning;
CREATE SCHEMA queries;
SET search_path = queries, public;

-- The functions that a query calls, by name or by an operator, out of the parsed query
CREATE FUNCTION calls(query text, parameters regtype[]) RETURNS SETOF regprocedure LANGUAGE plpgsql AS $$
DECLARE
	body text;
BEGIN
	EXECUTE format('CREATE FUNCTION queries.parsed(%s) RETURNS void LANGUAGE sql BEGIN ATOMIC %s; END', array_to_string(parameters, ', '), query);
	SELECT p.prosqlbody INTO STRICT body FROM pg_proc AS p WHERE p.pronamespace = 'queries'::regnamespace AND p.proname = 'parsed';
	EXECUTE format('DROP FUNCTION queries.parsed(%s)', array_to_string(parameters, ', '));
	-- input and output of types, and what has a syntax of its own
	IF query ~ '^UPDATE' AND body ~ '\{(COERCEVIAIO|SQLVALUEFUNCTION|NEXTVALUEEXPR)\y' THEN
		RAISE EXCEPTION 'calls functions that are not named';
	END IF;
	RETURN QUERY SELECT DISTINCT m[1]::oid::regprocedure FROM regexp_matches(body, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\d+)', 'g') AS m;
END
$$;
CREATE FUNCTION not_immutable(query text, parameters regtype[]) RETURNS SETOF regprocedure LANGUAGE sql
BEGIN ATOMIC SELECT c FROM calls(query, parameters) AS c JOIN pg_proc AS p ON p.oid = c WHERE p.provolatile <> 'i' ORDER BY c::text; END;

-- It would be seen: by name, by operator, in a condition, in what is written, and below
CREATE TABLE thing (id integer, at timestamptz);
SELECT not_immutable('UPDATE thing SET at = at WHERE pg_column_size(at) < $1', '{integer}');
SELECT not_immutable('UPDATE thing SET at = at + $1', '{interval}');
SELECT not_immutable('UPDATE thing SET at = at FROM (SELECT max(id) FILTER (WHERE random() < $1) AS id FROM thing) AS s WHERE s.id = thing.id', '{double precision}');
SELECT not_immutable('UPDATE thing SET id = id + abs($1) WHERE id = ANY ($2)', '{integer,integer[]}');

-- With everything that can be named, with nothing that can be left out, and by a key of two columns
SELECT create_ledger('queries_ledger', unknown_sources => 'add');
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}');
CREATE TABLE attestation (claim integer REFERENCES claim, said attribution);
SELECT watch('attestation', 'claim');
CREATE TABLE story (desk text, day date, evidence evidence NOT NULL DEFAULT '{}', PRIMARY KEY (desk, day));
CREATE TABLE word (desk text, day date, said attribution, FOREIGN KEY (desk, day) REFERENCES story);
SELECT watch('word', 'story');

CREATE VIEW watch_query AS
SELECT w.attestations, q.* FROM watched() AS w JOIN pg_class AS c ON c.oid = w.attestations
CROSS JOIN LATERAL watch_queries(w.attestations) WITH ORDINALITY AS q (purpose, query, parameters, o)
WHERE c.relnamespace::regnamespace IN ('queries', 'queries_ledger');
SELECT attestations, purpose, parameters FROM watch_query ORDER BY attestations::text, o;

-- Each can be prepared as it is
DO $$
DECLARE
	q record;
BEGIN
	FOR q IN SELECT * FROM watch_query LOOP
		EXECUTE format('PREPARE one (%s) AS %s', array_to_string(q.parameters, ', '), q.query);
		DEALLOCATE one;
	END LOOP;
END
$$;
SELECT attestations, purpose, (SELECT count(*) > 0 FROM calls(query, parameters)) AS calls, ARRAY(SELECT not_immutable(query, parameters)) AS not_immutable
FROM watch_query WHERE query ~ '^UPDATE' ORDER BY attestations::text, o;

-- For those who may read the table, and of one that is watched
CREATE ROLE regress_reader;
GRANT USAGE ON SCHEMA queries TO regress_reader;
SET ROLE regress_reader;
SELECT count(*) FROM watch_queries('attestation');
RESET ROLE;
SELECT count(*) FROM watch_queries('claim');

DROP SCHEMA queries, queries_ledger CASCADE;
DROP ROLE regress_reader;
