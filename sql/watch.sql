--
-- watch(): evidence and flags kept up to date with a table of attestations that the user already has
--
\set SHOW_CONTEXT never
-- which compression is the default, of which watch() gives notice, is the server's matter
SET client_min_messages = warning;
CREATE TABLE claim (
	id integer PRIMARY KEY,
	evidence evidence NOT NULL DEFAULT '{}',
	corroborated_at timestamptz,
	corroboration integer GENERATED ALWAYS AS (corroboration(evidence)) STORED
);
CREATE TABLE attestation (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	claim integer REFERENCES claim ON DELETE CASCADE,
	said attribution,
	accepted_at timestamptz DEFAULT '2021-03-30',
	retracted_at timestamptz
);
INSERT INTO claim VALUES (1), (2), (3);
SELECT watch('attestation', 'claim', flag => 'corroborated_at', accepted => 'accepted_at', retracted => 'retracted_at',
	latest_by => '{id}');
SELECT * FROM watched() \gx
\d attestation
-- what it is asked again
SELECT watch('attestation', 'claim');

CREATE VIEW state AS SELECT id, evidence, corroboration AS n, corroborated_at IS NOT NULL AS flagged FROM claim ORDER BY id;

-- one source, a second one, and the flag
INSERT INTO attestation (claim, said) VALUES (1, 'dandong-1'), (2, 'dandong-1'), (3, 'rfa<?');
TABLE state;
INSERT INTO attestation (claim, said) VALUES (1, 'dalian-2'), (2, 'dalian-2<dandong-1');
TABLE state;

-- a source's latest statement stands
INSERT INTO attestation (claim, said) VALUES (1, 'dalian-2<dandong-1');
TABLE state;
DELETE FROM attestation WHERE id = 6;
TABLE state;

-- it may change sides
INSERT INTO attestation (claim, said) VALUES (2, '!dandong-1');
SELECT id, evidence, contradiction(evidence) FROM claim WHERE id = 2;

-- what is pending, retracted, of no claim, or says nothing, does not count
INSERT INTO attestation (claim, said, accepted_at) VALUES (3, 'reader', NULL);
INSERT INTO attestation (claim, said) VALUES (NULL, 'nobody'), (3, NULL);
TABLE state;
UPDATE attestation SET accepted_at = now() WHERE said ? 'reader';
TABLE state;
UPDATE attestation SET retracted_at = now() WHERE said ? 'reader';
TABLE state;
-- from one claim to another
UPDATE attestation SET claim = 3 WHERE claim = 1 AND said ? 'dalian-2';
TABLE state;
SELECT * FROM check_evidence('attestation');

-- COPY, MERGE, ON CONFLICT, a statement that does nothing
COPY attestation (claim, said) FROM stdin;
1	nurse<*
1	neighbour<*
\.
TABLE state;
MERGE INTO attestation AS a USING (VALUES (1, 'nurse<*'::attribution), (2, 'cop<*')) AS v (claim, said)
	ON a.claim = v.claim AND a.said = v.said
	WHEN MATCHED THEN DELETE
	WHEN NOT MATCHED THEN INSERT (claim, said) VALUES (v.claim, v.said);
TABLE state;
INSERT INTO attestation (id, claim, said) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'x') ON CONFLICT DO NOTHING;
INSERT INTO attestation (id, claim, said) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'x') ON CONFLICT (id) DO UPDATE SET said = 'spokesman<*';
INSERT INTO attestation (claim, said) SELECT 1, 'nobody' WHERE false;
TABLE state;
SELECT * FROM check_evidence('attestation');

-- a merge that changes nothing writes nothing
CREATE TEMP TABLE before AS SELECT id, ctid AS place FROM claim;
INSERT INTO attestation (claim, said) VALUES (1, 'neighbour<*');
SELECT claim.id FROM claim JOIN before USING (id) WHERE claim.ctid <> place;

-- deleting a claim takes its attestations with it
DELETE FROM claim WHERE id = 3;
TABLE state;
SELECT * FROM check_evidence('attestation');
-- a claim that is not there
INSERT INTO attestation (claim, said) VALUES (99, 'x');

-- evidence written by hand is refused; where it is not, it is found, and mended
UPDATE claim SET evidence = '{z}' WHERE id = 2;
ALTER TABLE claim DISABLE TRIGGER zzz_guard_evidence;
UPDATE claim SET evidence = '{z}' WHERE id = 2;
ALTER TABLE claim ENABLE TRIGGER zzz_guard_evidence;
SELECT * FROM check_evidence('attestation');
SELECT rebuild_evidence('attestation');
SELECT * FROM check_evidence('attestation');

-- Rows that another trigger changes, removes or replaces before it is the turn of ours
CREATE FUNCTION tidy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM attestation WHERE said ? 'spam';
	UPDATE attestation SET said = 'correct' WHERE said ? 'correkt';
	RETURN NULL;
END
$$;
INSERT INTO claim (id) VALUES (201), (202), (203), (204);
CREATE TRIGGER a_tidy AFTER INSERT ON attestation FOR EACH STATEMENT EXECUTE FUNCTION tidy();
INSERT INTO attestation (claim, said) VALUES (201, 'spam'), (202, 'correkt');
COPY attestation (claim, said) FROM stdin;
203	correkt
\.
DROP TRIGGER a_tidy ON attestation;
CREATE TRIGGER a_tidy AFTER INSERT ON attestation FOR EACH ROW EXECUTE FUNCTION tidy();
INSERT INTO attestation (claim, said) VALUES (203, 'another<spam');
INSERT INTO attestation (claim, said) VALUES (204, 'correkt');
SELECT id, evidence FROM claim WHERE id > 200 ORDER BY id;
SELECT * FROM check_evidence('attestation');
DROP TRIGGER a_tidy ON attestation;
DROP FUNCTION tidy;
DELETE FROM attestation WHERE claim > 200;
DELETE FROM claim WHERE id > 200;

-- what was known then
SELECT gathered('attestation', '{1}') = (SELECT evidence FROM claim WHERE id = 1) AS now,
	gathered('attestation', '{1}', '2021-03-29') AS before_all;
SELECT gathered('attestation', '{1,2}');
SELECT gathered('attestation', '{one}');
SELECT gathered('claim', '{1}');
SELECT gathered(0, '{1}');
SELECT gathered('attestation', '{NULL}');
SELECT gathered(NULL, '{1}');

TRUNCATE attestation;
TABLE state;

-- a column dropped and made anew, in a session that knows the old one
ALTER TABLE attestation DROP COLUMN accepted_at;
INSERT INTO attestation (claim, said) VALUES (1, 'lost');
ALTER TABLE attestation ADD COLUMN accepted_at timestamptz DEFAULT '2021-03-30';
INSERT INTO attestation (claim, said) VALUES (1, 'found');
TABLE state;
SELECT unwatch('attestation');
SELECT unwatch('attestation');
SELECT check_evidence('attestation');
DROP VIEW state;
DROP TABLE attestation, claim;

-- Names of all kinds, keys of two columns, own operators first in search_path, a temporary table in the way
CREATE SCHEMA "Desk ""A"".b";
CREATE TABLE "Desk ""A"".b"."select" (
	"from" text COLLATE "C", "a""b" uuid, "group" evidence, PRIMARY KEY ("from", "a""b")
);
CREATE TABLE "Desk ""A"".b"."a.b" (
	"order" integer PRIMARY KEY, "where" text COLLATE "C", u uuid, "table" attribution,
	FOREIGN KEY ("where", u) REFERENCES "Desk ""A"".b"."select"
);
SELECT watch('"Desk ""A"".b"."a.b"', '"Desk ""A"".b"."select"', said => 'table', evidence => 'group', latest_by => '{order}');
SELECT claim, key, said, evidence FROM watched();
CREATE SCHEMA hostile;
CREATE FUNCTION hostile.never(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.never);
CREATE FUNCTION hostile.never(evidence, evidence) RETURNS evidence LANGUAGE sql AS 'SELECT NULL::evidence';
CREATE OPERATOR hostile.|| (LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = hostile.never);
CREATE TEMP TABLE "select" (x integer);
SET search_path = hostile, pg_catalog, public;
INSERT INTO "Desk ""A"".b"."select" VALUES ('b', '00000000-0000-0000-0000-000000000002'), ('a', '00000000-0000-0000-0000-000000000001');
INSERT INTO "Desk ""A"".b"."a.b" VALUES
	(1, 'b', '00000000-0000-0000-0000-000000000002', 'x'), (2, 'a', '00000000-0000-0000-0000-000000000001', 'y'),
	(3, 'b', '00000000-0000-0000-0000-000000000002', 'z<*'), (4, 'b', '00000000-0000-0000-0000-000000000002', 'x<*');
SELECT "from", "group" FROM "Desk ""A"".b"."select" ORDER BY "from";
SELECT * FROM check_evidence('"Desk ""A"".b"."a.b"');
RESET search_path;
DROP TABLE "select";
DROP SCHEMA hostile CASCADE;
DROP SCHEMA "Desk ""A"".b" CASCADE;

-- A registry of sources
CREATE TABLE source (key text COLLATE "C" PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE source_alias (alias text COLLATE "C" PRIMARY KEY, source text COLLATE "C" REFERENCES source);
CREATE TABLE claim (id bigint PRIMARY KEY, evidence evidence, corroborated_at timestamptz);
CREATE TABLE attestation (id bigint PRIMARY KEY, claim bigint REFERENCES claim, said attribution);
INSERT INTO source VALUES ('dandong-1', 'person', 0.7, NULL), ('dalian-2', 'person', NULL, NULL),
	('rfa', 'outlet', 0.9, NULL), ('kim', 'person', 0.5, '{rfa}');
INSERT INTO source_alias VALUES ('Dandong source', 'dandong-1');
INSERT INTO claim VALUES (1), (2), (3);
SELECT watch('attestation', 'claim', flag => 'corroborated_at', sources => 'source', aliases => 'source_alias',
	latest_by => '{id}', unknown_sources => 'refuse');
INSERT INTO attestation VALUES
	(1, 1, '"Dandong source"'), (2, 1, 'dalian-2:0.4'),     -- another spelling; rated here
	(3, 2, 'dalian-2'), (4, 2, 'rfa'),                      -- an outlet that says nothing of its source
	(5, 3, 'kim<dandong-1:0.2'), (6, 3, 'rfa<dalian-2');    -- kim is of rfa
SELECT id, evidence, support(evidence), corroborated_at IS NOT NULL AS flagged FROM claim ORDER BY id;
-- by two spellings it is one source, and the later statement stands
INSERT INTO attestation VALUES (7, 1, '!dandong-1');
SELECT evidence FROM claim WHERE id = 1;
DELETE FROM attestation WHERE id = 7;
SELECT evidence FROM claim WHERE id = 1;
-- nobody knows these
INSERT INTO attestation VALUES (8, 1, 'dalian2');
INSERT INTO attestation VALUES (8, 1, 'rfa<someone-else');
-- what changes in the registry reaches the claims that mention it
UPDATE source SET reliability = 0 WHERE key = 'dandong-1';
SELECT regather('attestation', '{dandong-1,Dandong source}');
SELECT id, evidence, corroborated_at IS NOT NULL AS flagged FROM claim ORDER BY id;
SELECT * FROM check_evidence('attestation');
-- what a name stands for, too, also where the registry affiliates somebody with it
UPDATE source SET affiliations = '{Kim}' WHERE key = 'dandong-1';
SELECT regather('attestation', '{dandong-1}');
INSERT INTO source_alias VALUES ('Kim', 'kim');
SELECT regather_aliases('attestation', '{Kim}');
SELECT id, evidence FROM claim ORDER BY id;
SELECT * FROM check_evidence('attestation');
DROP TABLE attestation, claim, source_alias, source;

-- A transaction locks no more names than its share of the server's locks, and then all of them
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution);
CREATE TABLE source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
INSERT INTO source SELECT 's' || i FROM generate_series(1, 400) AS i;
INSERT INTO claim VALUES (1);
SELECT watch('attestation', 'claim', sources => 'source');
CREATE VIEW name_locks AS
SELECT mode, objsubid, CASE count(*) WHEN current_setting('max_locks_per_transaction')::integer / 2 THEN 'its share' ELSE count(*)::text END AS locks
FROM pg_locks WHERE locktype = 'advisory' AND classid = 'attestation'::regclass AND pid = pg_backend_pid() GROUP BY 1, 2 ORDER BY 1, 2;
BEGIN;
INSERT INTO attestation (claim, said) VALUES (1, 's1<s2'), (1, 's2<s1');
SELECT * FROM name_locks;
ROLLBACK;
SELECT * FROM name_locks;
BEGIN;
INSERT INTO attestation (claim, said) SELECT 1, ('s' || i)::attribution FROM generate_series(1, 400) AS i;
SELECT * FROM name_locks;
SELECT regather('attestation', array_agg(key)) FROM source;
SELECT * FROM name_locks;
ROLLBACK;
BEGIN;
DO $$
BEGIN
	FOR i IN 1 .. 400 LOOP
		INSERT INTO attestation (claim, said) VALUES (1, ('s' || i)::attribution);
	END LOOP;
END
$$;
SELECT * FROM name_locks;
ROLLBACK;
BEGIN;
INSERT INTO attestation (claim, said) VALUES (1, 's1');
SELECT regather('attestation', '{s1}');
SELECT * FROM name_locks;
ROLLBACK;
-- what is named among those that are read and those that are changed is locked for the change
BEGIN;
INSERT INTO attestation (claim, said) VALUES (1, 's1');
SELECT corroborate_internal.hold_names('attestation', '{s1,s2}', '{s1}');
SELECT * FROM name_locks;
ROLLBACK;
SELECT regather_aliases('attestation', '{s1}');
DROP VIEW name_locks;
DROP TABLE attestation, claim, source;

-- Claims and attestations sort their keys each in its own way
SELECT coalesce(min(collname), 'C') AS other FROM pg_collation WHERE collname = 'en-x-icu' \gset
CREATE TABLE claim (id text COLLATE "C" PRIMARY KEY, evidence evidence);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim text COLLATE :"other" REFERENCES claim, said attribution);
INSERT INTO claim VALUES ('B'), ('a'), ('c'), ('D');
SELECT watch('attestation', 'claim');
INSERT INTO attestation (claim, said) VALUES ('a', 'one'), ('B', 'one'), ('c', 'one'), ('D', 'one');
INSERT INTO attestation (claim, said) VALUES ('B', 'two'), ('c', 'two');
DELETE FROM attestation WHERE said = 'one' AND claim <> 'c';
SELECT * FROM claim ORDER BY id;
SELECT * FROM check_evidence('attestation');
DROP TABLE attestation, claim;
-- what is equal for the one must be for the other
CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE claim (id text COLLATE caseless PRIMARY KEY, evidence evidence);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim text COLLATE "C", said attribution);
SELECT watch('attestation', 'claim', claim => '{claim}');
ALTER TABLE attestation ALTER claim TYPE text COLLATE caseless;
SELECT watch('attestation', 'claim', claim => '{claim}');
INSERT INTO claim VALUES ('abc'), ('xyz');
INSERT INTO attestation (claim, said) VALUES ('ABC', 'one'), ('xyz', 'one'), ('Abc', 'two'), ('XYZ', 'two');
DELETE FROM attestation WHERE said = 'two';
SELECT * FROM claim ORDER BY id;
SELECT * FROM check_evidence('attestation');
DROP TABLE attestation, claim;
DROP COLLATION caseless;

-- A column's type is another than when the session began to gather
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
CREATE TABLE source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE document (id bigint PRIMARY KEY, publisher text, republishes bigint);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution, document integer);
INSERT INTO document VALUES (1, 'kcna', NULL), (2, 'rfa', 1), (5000000000, 'dpa', 1);
INSERT INTO claim VALUES (1);
SELECT watch('attestation', 'claim', sources => 'source', documents => 'document', document => 'document');
INSERT INTO attestation (claim, said, document) VALUES (1, 'rfa', 2);
ALTER TABLE attestation ALTER document TYPE bigint;
INSERT INTO attestation (claim, said, document) VALUES (1, 'dpa', 5000000000);
SELECT evidence FROM claim;
SELECT * FROM check_evidence('attestation');
DROP TABLE attestation, claim, document, source;

-- Refused
CREATE TABLE claim (id integer, evidence evidence, flag timestamptz);
CREATE TABLE attestation (id integer, claim integer, said attribution, words text);
SELECT watch('attestation', 'claim');
ALTER TABLE claim ADD PRIMARY KEY (id);
SELECT watch('attestation', 'claim');
SELECT watch('attestation', 'claim', claim => '{claim}', threshold => 1);
SELECT watch('attestation', 'claim', claim => '{claim}', said => 'nothing');
SELECT watch('attestation', 'claim', claim => '{claim}', said => 'words');
SELECT watch('attestation', 'claim', claim => '{nothing}');
SELECT watch('attestation', 'claim', claim => '{claim}', evidence => 'flag');
SELECT watch('attestation', 'claim', claim => '{claim}', flag => 'flags');
SELECT watch('attestation', 'claim', claim => '{claim}', latest_by => '{id,nothing}');
SELECT watch('attestation', 'claim', claim => '{claim}', documents => 'claim');
CREATE VIEW seen AS SELECT * FROM attestation;
SELECT watch('seen', 'claim', claim => '{claim}');
CREATE TABLE parts (claim integer, said attribution) PARTITION BY LIST (claim);
SELECT watch('parts', 'claim', claim => '{claim}');
CREATE TABLE part PARTITION OF parts FOR VALUES IN (1);
SELECT watch('part', 'claim', claim => '{claim}');
CREATE MATERIALIZED VIEW stale AS SELECT * FROM attestation;
SELECT watch('stale', 'claim', claim => '{claim}');
CREATE FOREIGN DATA WRAPPER regress_far;
CREATE SERVER regress_far FOREIGN DATA WRAPPER regress_far;
CREATE FOREIGN TABLE far_attestation (claim integer, said attribution) SERVER regress_far;
CREATE FOREIGN TABLE far_claim (id integer, evidence evidence) SERVER regress_far;
SELECT watch('far_attestation', 'claim', claim => '{claim}');
SELECT watch('attestation', 'far_claim', claim => '{claim}');
SELECT watch('attestation', 'seen', claim => '{claim}');
CREATE TABLE heir () INHERITS (attestation);
SELECT watch('attestation', 'claim', claim => '{claim}');
SELECT watch('heir', 'claim', claim => '{claim}');
DROP TABLE heir;
SELECT watch('attestation', 'claim', claim => '{claim}', threshold => -1);
SELECT watch('attestation', 'claim', claim => '{claim,id}');
SELECT watch('attestation', 'claim', claim => '{claim}', minimum_support => -0.5);
SELECT watch('attestation', 'claim', claim => '{claim}', minimum_support => 'NaN');
SELECT watch('attestation', 'claim', claim => '{claim}', accepted => 'accepted_at');
SELECT watch('attestation', 'claim', claim => '{claim}', unknown_sources => 'refuse');
SELECT watch('attestation', 'nothing');
SELECT watch(NULL, 'claim');
SELECT watch('attestation', NULL);
SELECT watch('attestation', 'claim', claim => '{claim}', said => NULL);
SELECT watch('attestation', 'claim', claim => '{claim}', threshold => NULL);
-- and nothing is left of these attempts
SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgrelid IN ('attestation'::regclass, 'claim'::regclass, 'part'::regclass);
DROP FOREIGN TABLE far_attestation, far_claim;
DROP SERVER regress_far;
DROP FOREIGN DATA WRAPPER regress_far;
DROP MATERIALIZED VIEW stale;
DROP TABLE parts;
DROP VIEW seen;

-- Called by hand, or on a trigger of the wrong kind
SELECT gather_evidence();
CREATE TRIGGER wrong AFTER INSERT ON attestation FOR EACH ROW EXECUTE FUNCTION gather_evidence('claims=claim');
INSERT INTO attestation VALUES (1, 1, 'a');
DROP TRIGGER wrong ON attestation;
CREATE TRIGGER wrong AFTER INSERT ON attestation FOR EACH STATEMENT EXECUTE FUNCTION gather_evidence('claims=claim');
INSERT INTO attestation VALUES (1, 1, 'a');
DROP TRIGGER wrong ON attestation;
CREATE TRIGGER wrong AFTER INSERT ON attestation REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION gather_evidence('colour=red');
INSERT INTO attestation VALUES (1, 1, 'a');
DROP TRIGGER wrong ON attestation;

-- Arguments that somebody wrote by hand
CREATE FUNCTION try_arguments(arguments text, event text DEFAULT 'INSERT', referencing text DEFAULT 'NEW TABLE AS n') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TRIGGER wrong AFTER %s ON attestation REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION gather_evidence(%s)',
		event, referencing, arguments);
	INSERT INTO attestation VALUES (2, 99, 'a');
	UPDATE attestation SET id = id WHERE id = 2;
	RAISE EXCEPTION 'done';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END
$$;
SELECT a, try_arguments(a) FROM unnest(ARRAY[
	$a$'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence'$a$,
	$a$'claims=claim', 'said=said', 'evidence=evidence'$a$,
	$a$'claims=claim', 'key=claim', 'claim_key=id', 'evidence=evidence'$a$,
	$a$'claims=claim', 'key=claim', 'claim_key=id', 'said=said'$a$,
	$a$'claims=claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'unknown=perhaps'$a$,
	$a$'claims=claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'unknown=allow'$a$,
	$a$'claims=claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'document=id'$a$,
	$a$'claims=claim', 'key=claim,id', 'claim_key=id', 'said=said', 'evidence=evidence'$a$,
	$a$'claims=claim', 'key=,', 'claim_key=id', 'said=said', 'evidence=evidence'$a$,
	$a$'claims'$a$]) AS a;
SELECT try_arguments($a$'claims=claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence'$a$, 'UPDATE');
DROP FUNCTION try_arguments;

-- Claims with a flag of their owner's besides, and with the evidence of other attestations: each is checked by its own rule
CREATE TABLE report (id integer PRIMARY KEY, evidence evidence, corroborated_at timestamptz, sure_at timestamptz, heard evidence);
CREATE TABLE said (report integer REFERENCES report, said attribution);
CREATE TABLE hearsay (report integer REFERENCES report, said attribution);
CREATE TRIGGER a_sure BEFORE INSERT OR UPDATE ON report FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'sure_at', 5);
SELECT watch('said', 'report', flag => 'corroborated_at', threshold => 3, minimum_support => 0.6);
SELECT watch('hearsay', 'report', evidence => 'heard');
INSERT INTO report VALUES (1, '{}');
INSERT INTO said SELECT 1, (s || ':0.5')::attribution FROM unnest('{a,b,c}'::text[]) AS s;
INSERT INTO hearsay VALUES (1, 'a');
SELECT attestations, evidence, flag, threshold, minimum_support FROM watched() WHERE claims = 'report'::regclass;
SELECT * FROM check_evidence('said');
SELECT * FROM check_evidence('hearsay');
SELECT id, corroborated_at IS NOT NULL AS flagged, sure_at IS NOT NULL AS sure FROM report;
DROP TABLE said, hearsay, report;

-- Somebody else's claims: whoever may create a table attaches the trigger to it and names a victim's
CREATE ROLE regress_outsider;
CREATE SCHEMA outside AUTHORIZATION regress_outsider;
GRANT USAGE ON SCHEMA public TO regress_outsider;
INSERT INTO claim VALUES (1, '{a}');
SET ROLE regress_outsider;
CREATE TABLE outside.attestation (claim integer, said attribution);
CREATE TRIGGER attack AFTER INSERT ON outside.attestation REFERENCING NEW TABLE AS n FOR EACH STATEMENT
	EXECUTE FUNCTION gather_evidence('claims=public.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence');
INSERT INTO outside.attestation VALUES (1, 'lies');
SELECT regather('public.attestation', '{a}');
SELECT gathered('public.attestation', '{1}');
RESET ROLE;
-- nor when the victim himself writes to it
INSERT INTO outside.attestation VALUES (1, 'lies');
SELECT evidence FROM claim;
DROP SCHEMA outside CASCADE;
REVOKE USAGE ON SCHEMA public FROM regress_outsider;
DROP ROLE regress_outsider;
DROP TABLE attestation, claim;
