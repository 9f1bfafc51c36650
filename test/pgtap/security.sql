-- Functions that run SQL find what they mean, whatever the caller's search_path puts in the way; and none runs with
-- more rights than the caller's, but those of a ledger that docs/security.md names.

\ir include/begin.sql

\ir include/calls.sql

SELECT no_plan();


-- By the catalog

SELECT is_empty($$
	SELECT function FROM target JOIN pg_proc AS p ON p.oid = function JOIN pg_language AS l ON l.oid = prolang
	WHERE lanname NOT IN ('c', 'internal') AND p.pronamespace <> 'desk'::regnamespace AND prosqlbody IS NULL
		AND NOT coalesce(proconfig @> '{"search_path=pg_catalog, pg_temp"}', false)
$$, 'functions of the extension in SQL and PL/pgSQL have a search_path of their own, or names that are resolved already');
SELECT is_empty($$
	SELECT function FROM target JOIN pg_proc AS p ON p.oid = function
	WHERE p.pronamespace = 'desk'::regnamespace AND NOT coalesce(proconfig @> '{"search_path=desk, pg_temp"}', false)
$$, 'those of a ledger look into the ledger, and for temporary things last');
SELECT is_empty($$
	SELECT function FROM target JOIN pg_proc AS p ON p.oid = function WHERE prosecdef AND p.pronamespace <> 'desk'::regnamespace
$$, 'no function of the extension runs with its owner''s rights');
SELECT is_empty($$
	SELECT function FROM target JOIN pg_proc AS p ON p.oid = function, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS a
	WHERE p.pronamespace = 'desk'::regnamespace AND a.grantee = 0
$$, 'nobody may call a new ledger''s functions but who made it');


-- Traps: everything that a query might name, first in the search_path, and an error when it is used

CREATE SCHEMA trap;

CREATE TABLE common (type regtype);
INSERT INTO common VALUES ('text'), ('name'), ('smallint'), ('integer'), ('bigint'), ('oid'), ('regclass'), ('boolean'), ('float8'),
	('numeric'), ('timestamptz'), ('text[]'), ('bigint[]'), ('oid[]'), ('smallint[]'), ('regtype'), ('regproc'), ('"char"'), ('interval'), ('jsonb'), ('numrange'),
	('evidence'), ('attribution'), ('confidence'), ('admiralty'), ('corroboration_status');

-- Functions of one signature with a function of the server's or the extension's, as far as anyone can make one
CREATE FUNCTION set_traps(OUT functions integer, OUT operators integer) LANGUAGE plpgsql AS $$
DECLARE
	f record;
	arguments text;
BEGIN
	functions := 0;
	operators := 0;
	FOR f IN
		SELECT p.oid, p.proname, p.proargtypes::regtype[] AS types, p.prorettype::regtype AS result, p.proretset
		FROM pg_proc AS p
		WHERE p.prokind = 'f' AND p.prorettype::regtype IN (SELECT type FROM common) AND p.provariadic = 0
			AND p.pronamespace::regnamespace::text IN ('pg_catalog', 'public')
			AND (SELECT coalesce(bool_and(t::regtype IN (SELECT type FROM common)), true) FROM unnest(p.proargtypes) AS t)
			AND p.oid NOT IN (SELECT objid FROM pg_depend AS d, pg_extension AS x
				WHERE d.refobjid = x.oid AND x.extname = 'pgtap' AND d.classid = 'pg_proc'::regclass)
	LOOP
		arguments := array_to_string(f.types, ', ');
		EXECUTE format('CREATE FUNCTION trap.%I(%s) RETURNS %s %s LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION ''%%'', %L USING ERRCODE = ''TRAP1''; END $f$',
			f.proname, arguments, CASE WHEN f.proretset THEN 'SETOF' END, f.result, f.oid::regprocedure);
		functions := functions + 1;
	END LOOP;
	FOR f IN
		SELECT o.oid, o.oprname, o.oprleft::regtype AS l, o.oprright::regtype AS r, o.oprresult::regtype AS result FROM pg_operator AS o
		WHERE o.oprleft IN (SELECT type FROM common) AND o.oprright IN (SELECT type FROM common) AND o.oprresult IN (SELECT type FROM common)
	LOOP
		EXECUTE format('CREATE FUNCTION trap.%I(%s, %s) RETURNS %s LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION ''%%'', %L USING ERRCODE = ''TRAP1''; END $f$',
			'operator ' || f.oid, f.l, f.r, f.result, f.oid::regoperator);
		EXECUTE format('CREATE OPERATOR trap.%s (FUNCTION = trap.%I, LEFTARG = %s, RIGHTARG = %s)', f.oprname, 'operator ' || f.oid, f.l, f.r);
		operators := operators + 1;
	END LOOP;
END
$$;
CREATE TABLE traps AS SELECT * FROM set_traps();
SELECT cmp_ok(functions, '>', 500, 'functions in the way') FROM traps;
SELECT cmp_ok(operators, '>', 200, 'operators in the way') FROM traps;

-- Tables like a ledger's, there and among temporary ones; types and catalogs, too
SELECT format('CREATE TABLE trap.%1$I (trap integer); CREATE TEMPORARY TABLE %1$I (trap integer);', relname)
FROM pg_class WHERE relnamespace = 'desk'::regnamespace AND relkind IN ('r', 'v') \gexec
CREATE TABLE trap.pg_class (trap integer);
CREATE TABLE trap.pg_trigger (trap integer);
CREATE TABLE trap.pg_extension (trap integer);
CREATE TEMPORARY TABLE pg_extension (trap integer);
CREATE DOMAIN trap.evidence AS text;
CREATE DOMAIN trap.attribution AS text;
CREATE DOMAIN trap.confidence AS text;
CREATE DOMAIN trap.corroboration_status AS text;

-- What is done, every name in it qualified; what it ends in is the same with traps and without
CREATE TABLE deed (id integer GENERATED ALWAYS AS IDENTITY, statement text, outcome text, with_traps text);
INSERT INTO deed (statement) VALUES
	($$INSERT INTO desk.source (key, kind) VALUES ('reuters', 'agency'), ('nurse', 'person')$$),
	($$INSERT INTO desk.source_alias (alias, source) VALUES ('rtr', 'reuters')$$),
	($$UPDATE desk.source SET reliability = 0.5, affiliations = '{house}'$$),
	($$DELETE FROM desk.source$$),
	($$INSERT INTO desk.document (publisher, headline) VALUES ('afp', 'Harvest')$$),
	($$INSERT INTO desk.attestation (claim, said) SELECT id, 'kim<*' FROM desk.claim$$),
	($$INSERT INTO desk.attestation (claim, said, accepted_at) SELECT id, 'kim<*', pg_catalog.now() FROM desk.claim$$),
	($$UPDATE desk.attestation SET accepted_at = pg_catalog.now()$$),
	($$UPDATE desk.attestation SET retracted_at = pg_catalog.now(), retraction_reason = 'wrong'$$),
	($$DELETE FROM desk.attestation$$),
	($$TRUNCATE desk.attestation$$),
	($$INSERT INTO desk.ruling (claim, verdict, why) SELECT id, 'confirm', 'seen' FROM desk.claim$$),
	($$DELETE FROM desk.claim$$),
	($$SELECT public.create_ledger('desk2')$$),
	($$SELECT public.upgrade_ledger('desk')$$),
	($$SELECT public.unwatch('desk.attestation')$$),
	($$SELECT FROM public.watched()$$),
	($$SELECT FROM public.check_evidence('desk.attestation')$$),
	($$SELECT public.rebuild_evidence('desk.attestation')$$),
	($$SELECT public.regather('desk.attestation', '{kim,afp}')$$),
	($$SELECT public.grant_ledger('desk', 'corroborate_trapped', 'corroborate_trapped', 'corroborate_trapped')$$);
INSERT INTO deed (statement)
SELECT format('SELECT FROM %s', oid::regclass) FROM pg_class WHERE relnamespace = 'desk'::regnamespace AND relkind = 'v';
CREATE ROLE corroborate_trapped;

-- and each function, called nearly sensibly
INSERT INTO deed (statement)
SELECT format('SELECT %I.%I(%s)', pronamespace::regnamespace::text, proname, array_to_string(arguments, ', '))
FROM target JOIN pg_proc AS p ON p.oid = function LEFT JOIN usual USING (function) WHERE NOT is_trigger AND 'internal'::regtype <> ALL (types);

SET LOCAL search_path = pg_catalog, pg_temp;
-- the search_path is that of each deed alone: the test itself must not be caught
CREATE FUNCTION hostile.try_with(path text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	outcome text;
BEGIN
	BEGIN
		EXECUTE 'SET LOCAL search_path = ' || path;
		EXECUTE statement;
		RAISE EXCEPTION USING ERRCODE = 'UNDO1';
	EXCEPTION WHEN OTHERS THEN
		outcome := SQLSTATE;
	END;
	RETURN CASE outcome WHEN 'UNDO1' THEN NULL ELSE outcome END;
END
$$;
UPDATE hostile.deed SET outcome = hostile.try_with('pg_catalog', statement);
UPDATE hostile.deed SET with_traps = hostile.try_with('trap, pg_temp, pg_catalog', statement);
SELECT set_config('search_path', 'hostile, public', true) \g /dev/null

SELECT is(try_with('trap, pg_temp, pg_catalog', 'SELECT lower(''A''::pg_catalog.text)'), 'TRAP1', 'a trap springs');
SELECT is(try_with('trap, pg_temp, pg_catalog', 'SELECT 1::pg_catalog.int8 = 1::pg_catalog.int8'), 'TRAP1', 'that of an operator, too');
SELECT cmp_ok(count(*) FILTER (WHERE outcome IS NULL), '>', 150::bigint, 'most deeds are done') FROM deed;
SELECT is_empty($$ SELECT statement, outcome FROM deed WHERE statement ~ '(unwatch|regather|grant_ledger|create_ledger|upgrade_ledger)\(''desk' AND outcome IS NOT NULL $$,
	'those of whole ledgers among them');
SELECT is_empty($$ SELECT statement, outcome, with_traps FROM deed WHERE outcome IS DISTINCT FROM with_traps $$,
	'and none is changed by what stands in its way');

SELECT * FROM finish();
ROLLBACK;
