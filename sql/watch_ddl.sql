--
-- Tables that are altered, renamed, attached or inherited after watch()
--
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz);
CREATE TABLE document (id text PRIMARY KEY, publisher text, republishes text);
CREATE TABLE source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE spelling (alias text PRIMARY KEY, source text REFERENCES source);
CREATE TABLE rating (source text REFERENCES source, rated_at timestamptz, reliability confidence);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution,
	accepted date DEFAULT '2000-01-01', retracted date, document text REFERENCES document, replaces integer, region text);
CREATE VIEW state AS SELECT id, evidence, flagged IS NOT NULL AS flagged FROM claim ORDER BY id;
CREATE FUNCTION rewatch() RETURNS void LANGUAGE sql AS $$
	SELECT watch('attestation', 'claim', flag => 'flagged', accepted => 'accepted', retracted => 'retracted', sources => 'source',
		aliases => 'spelling', ratings => 'rating', documents => 'document', document => 'document', id => 'id', replaces => 'replaces');
$$;
INSERT INTO claim VALUES (1), (2), (3);
INSERT INTO source VALUES ('wire', 'agency', NULL, '{}'), ('paper', 'outlet', NULL, '{}');
INSERT INTO document VALUES ('d1', 'wire', NULL), ('d2', 'paper', 'd1');
SELECT rewatch();
INSERT INTO attestation (claim, said) VALUES (1, 'a'), (2, 'a');
TABLE state;

-- A column gives its name to another: what has the name counts, whichever column of the rule it is
ALTER TABLE attestation RENAME said TO said_before;
ALTER TABLE attestation ADD said attribution;
INSERT INTO attestation (claim, said) VALUES (1, 'b'), (2, 'b');
TABLE state;
SELECT claim, problem, stored, expected FROM check_evidence('attestation') ORDER BY claim;
UPDATE attestation SET said = said_before WHERE said IS NULL;
SELECT * FROM check_evidence('attestation');
TABLE state;

ALTER TABLE attestation RENAME accepted TO accepted_before;
ALTER TABLE attestation ADD accepted date;
INSERT INTO attestation (claim, said) VALUES (1, 'c');
INSERT INTO attestation (claim, said, accepted) VALUES (1, 'd', '2000-01-01');
TABLE state;
UPDATE attestation SET accepted = accepted_before;
TABLE state;

ALTER TABLE attestation RENAME retracted TO retracted_before;
ALTER TABLE attestation ADD retracted date;
INSERT INTO attestation (claim, said, accepted, retracted) VALUES (1, 'e', '2000-01-01', '2000-01-02');
INSERT INTO attestation (claim, said, accepted, retracted_before) VALUES (1, 'f', '2000-01-01', '2000-01-02');
TABLE state;

ALTER TABLE attestation RENAME document TO document_before;
ALTER TABLE attestation ADD document text REFERENCES document;
INSERT INTO attestation (claim, said, accepted, document) VALUES (3, 'paper', '2000-01-01', 'd2');
INSERT INTO attestation (claim, said, accepted, document_before) VALUES (2, 'paper', '2000-01-01', 'd2');
TABLE state;

ALTER TABLE attestation RENAME replaces TO replaces_before;
ALTER TABLE attestation ADD replaces integer;
INSERT INTO attestation (claim, said, accepted, replaces) SELECT 2, 'z', '2000-01-01', id FROM attestation WHERE claim = 2 AND said ? 'paper';
INSERT INTO attestation (claim, said, accepted, replaces_before) SELECT 2, 'w', '2000-01-01', id FROM attestation WHERE claim = 2 AND said ? 'z';
TABLE state;

-- the key, for which the foreign key says which column is meant
ALTER TABLE attestation RENAME claim TO claim_before;
ALTER TABLE attestation ADD claim integer REFERENCES claim;
INSERT INTO attestation (claim, said, accepted) VALUES (2, 'g', '2000-01-01');
TABLE state;
UPDATE attestation SET claim = claim_before WHERE claim IS NULL;
TABLE state;
SELECT * FROM check_evidence('attestation');
ALTER TABLE claim RENAME id TO number;
ALTER TABLE claim ADD id integer;
INSERT INTO attestation (claim, said, accepted) VALUES (2, 'h', '2000-01-01');
ALTER TABLE claim DROP id;
ALTER TABLE claim RENAME number TO id;
INSERT INTO attestation (claim, said, accepted) VALUES (2, 'h', '2000-01-01');
-- its collation, by which claims are put in order
SELECT unwatch('attestation');
DROP TABLE attestation CASCADE;
DROP TABLE claim CASCADE;
CREATE TABLE claim (id text COLLATE "C" PRIMARY KEY, evidence evidence, flagged timestamptz);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY, claim text COLLATE "C" REFERENCES claim, said attribution);
INSERT INTO claim VALUES ('A'), ('B'), ('a'), ('b');
SELECT watch('attestation', 'claim');
-- NULL is as good as empty, so nothing is wrong with a claim that nobody has spoken of
SELECT * FROM check_evidence('attestation');
INSERT INTO attestation (claim, said) SELECT id, 'x' FROM claim;
ALTER TABLE attestation ALTER claim TYPE text COLLATE "und-x-icu";
ALTER TABLE claim ALTER id TYPE text COLLATE "und-x-icu";
INSERT INTO attestation (claim, said) SELECT id, 'y' FROM claim;
SELECT id, evidence FROM claim ORDER BY id;
SELECT * FROM check_evidence('attestation');
ALTER TABLE attestation DISABLE TRIGGER ALL;
DELETE FROM attestation WHERE claim = 'A';
ALTER TABLE attestation ENABLE TRIGGER ALL;
ALTER TABLE claim DISABLE TRIGGER zzz_guard_evidence;
UPDATE claim SET evidence = NULL WHERE id = 'b';
ALTER TABLE claim ENABLE TRIGGER zzz_guard_evidence;
SELECT * FROM check_evidence('attestation') ORDER BY 1;
SELECT rebuild_evidence('attestation');
SELECT id, evidence FROM claim ORDER BY id;
DROP TABLE attestation, claim;

-- Another table takes the name of one that the rule names: an error where foreign keys lead elsewhere
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution,
	accepted date DEFAULT '2000-01-01', retracted date, document text REFERENCES document, replaces integer);
CREATE VIEW state AS SELECT id, evidence, flagged IS NOT NULL AS flagged FROM claim ORDER BY id;
INSERT INTO claim VALUES (1), (2);
SELECT rewatch();
INSERT INTO attestation (claim, said) VALUES (1, 'a');
CREATE PROCEDURE renamed(given name) LANGUAGE plpgsql AS $$
DECLARE
	before text;
BEGIN
	EXECUTE format('ALTER TABLE %I RENAME TO %I', given, given || '_before');
	EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', given, given || '_before');
	EXECUTE format('INSERT INTO %I SELECT * FROM %I', given, given || '_before');
	BEGIN
		INSERT INTO attestation (claim, said, document) VALUES (1, 'b', 'd2');
		RAISE WARNING 'no error';
	EXCEPTION WHEN object_not_in_prerequisite_state THEN
		GET STACKED DIAGNOSTICS before = PG_EXCEPTION_DETAIL;
		RAISE WARNING '%: %', SQLERRM, before;
	END;
	EXECUTE format('DROP TABLE %I', given);
	EXECUTE format('ALTER TABLE %I RENAME TO %I', given || '_before', given);
END
$$;
CALL renamed('claim');
CALL renamed('document');
CALL renamed('source');
-- a column of these that has another name now is missed
ALTER TABLE document RENAME publisher TO published_by;
INSERT INTO attestation (claim, said, document) VALUES (1, 'b', 'd2');
ALTER TABLE document RENAME published_by TO publisher;
-- nothing refers to these, so the name is all that there is; rows of the table that has it now count
CALL renamed('spelling');
SELECT * FROM check_evidence('attestation');
INSERT INTO attestation (claim, said) VALUES (1, 'c');
TABLE state;
-- a new session sees it, too, and so does who only asks
ALTER TABLE claim RENAME TO claim_before;
CREATE TABLE claim (LIKE claim_before INCLUDING ALL);
\c -
\set SHOW_CONTEXT never
SET client_min_messages = warning;
INSERT INTO attestation (claim, said) VALUES (1, 'd');
SELECT gathered('attestation', '{1}');
DROP TABLE claim;
-- a foreign key that leads to a table which cannot be meant says nothing
SELECT unwatch('attestation');
CREATE TABLE story (id integer PRIMARY KEY);
INSERT INTO story VALUES (1);
CREATE TABLE verdict (id integer PRIMARY KEY REFERENCES story, evidence evidence NOT NULL DEFAULT '{}');
INSERT INTO verdict VALUES (1);
CREATE TABLE remark (story integer REFERENCES story, said attribution);
SELECT watch('remark', 'verdict', claim => '{story}');
INSERT INTO remark VALUES (1, 'a');
TABLE verdict;
-- nor one to a part of the claims that are meant
CREATE TABLE parted (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}') PARTITION BY RANGE (id);
CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (10);
CREATE TABLE on_low (claim integer REFERENCES parted_low, said attribution);
INSERT INTO parted VALUES (1);
SELECT watch('on_low', 'parted', claim => '{claim}');
INSERT INTO on_low VALUES (1, 'a');
TABLE parted;
DROP TABLE remark, verdict, story, on_low, parted;
DROP TABLE attestation CASCADE;
DROP TABLE claim_before CASCADE;
DROP TABLE document, rating, spelling, source;

-- What is watched becomes no partition, and inherits from no table
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}');
INSERT INTO claim VALUES (1), (2);
CREATE TABLE attestation (claim integer REFERENCES claim, said attribution);
SELECT watch('attestation', 'claim');
CREATE TABLE statement (claim integer, said attribution) PARTITION BY LIST (claim);
CREATE TABLE ancestor (claim integer, said attribution);
ALTER TABLE statement ATTACH PARTITION attestation DEFAULT;
ALTER TABLE attestation INHERIT ancestor;
INSERT INTO attestation VALUES (1, 'a');
DELETE FROM attestation;
SELECT * FROM claim ORDER BY id;
SELECT unwatch('attestation');
SELECT tgname FROM pg_trigger WHERE tgrelid = 'attestation'::regclass AND NOT tgisinternal;
ALTER TABLE statement ATTACH PARTITION attestation DEFAULT;
SELECT watch('attestation', 'claim');
ALTER TABLE statement DETACH PARTITION attestation;
SELECT watch('attestation', 'claim');
-- a table that inherits from it fires none of its triggers, so none of its rows count
CREATE TABLE descendant () INHERITS (attestation);
INSERT INTO attestation VALUES (1, 'a'), (2, 'b');
INSERT INTO descendant VALUES (1, 'x');
INSERT INTO attestation VALUES (1, 'c');
UPDATE attestation SET said = rename_source(said, 'a', 'again') WHERE claim = 1;
SELECT * FROM claim ORDER BY id;
SELECT regather('attestation', '{x}'), gathered('attestation', '{1}');
SELECT * FROM check_evidence('attestation');
DELETE FROM attestation WHERE said ? 'x';
SELECT * FROM claim ORDER BY id;
-- nor are claims in such a table
CREATE TABLE other_claim () INHERITS (claim);
INSERT INTO other_claim VALUES (1), (3);
INSERT INTO attestation VALUES (1, 'd');
SELECT tableoid::regclass, * FROM claim ORDER BY id, 1;
SELECT * FROM check_evidence('attestation');
SELECT rebuild_evidence('attestation');
TRUNCATE ONLY attestation;
SELECT tableoid::regclass, * FROM claim ORDER BY id, 1;
DROP TABLE claim CASCADE;
DROP TABLE attestation CASCADE;
DROP TABLE statement, ancestor;
-- which only a mistake fires
CREATE TABLE alone (id integer);
CREATE TRIGGER must_stand_alone AFTER INSERT ON alone FOR EACH ROW EXECUTE FUNCTION corroborate_internal.must_stand_alone();
INSERT INTO alone VALUES (1);
DROP TABLE alone;

-- Claims that move to another partition go on as they stood
CREATE TABLE claim (id integer, year integer, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz, PRIMARY KEY (id, year)) PARTITION BY LIST (year);
CREATE TABLE claim_1 PARTITION OF claim FOR VALUES IN (1);
CREATE TABLE claim_2 (flagged timestamptz, evidence evidence NOT NULL DEFAULT '{}', gone text, year integer NOT NULL, id integer NOT NULL);
ALTER TABLE claim_2 DROP gone;
ALTER TABLE claim ATTACH PARTITION claim_2 FOR VALUES IN (2);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY, claim integer, year integer, said attribution,
	FOREIGN KEY (claim, year) REFERENCES claim ON UPDATE CASCADE ON DELETE CASCADE);
CREATE TABLE event (n integer GENERATED ALWAYS AS IDENTITY, claim integer, year integer, change text, from_status corroboration_status,
	to_status corroboration_status, corroboration integer, support confidence, cause text,
	FOREIGN KEY (claim, year) REFERENCES claim ON UPDATE CASCADE ON DELETE CASCADE);
SELECT watch('attestation', 'claim', flag => 'flagged', events => 'event');
INSERT INTO claim VALUES (1, 1), (2, 1), (3, 1), (4, 2);
INSERT INTO attestation (claim, year, said) VALUES (1, 1, 'a'), (1, 1, 'b'), (2, 1, 'a'), (2, 1, '!b'), (3, 1, '!a'), (3, 1, '!b'), (4, 2, 'a');
SELECT claim, year, change, to_status FROM event ORDER BY n;
UPDATE claim SET year = 2;
SELECT claim, year, change, to_status FROM event ORDER BY n;
SELECT id, year, evidence, flagged IS NOT NULL AS flagged FROM claim ORDER BY id;
UPDATE claim SET year = 3 - year, id = id + 10 WHERE id <> 2;
SELECT claim, year, change FROM event ORDER BY n;
-- what is really new is written down, also by the same statement
WITH moved AS (UPDATE claim SET year = 2 WHERE id = 11 RETURNING id)
INSERT INTO claim SELECT 21, 1, '{x,y}' FROM moved;
BEGIN;
UPDATE claim SET year = 1 WHERE id = 11;
INSERT INTO claim VALUES (22, 2, '{x,y,!z}');
COMMIT;
DELETE FROM claim WHERE id = 22;
INSERT INTO claim VALUES (22, 2, '{x,y}');
SELECT claim, year, change, from_status, to_status FROM event WHERE claim IN (11, 21, 22) ORDER BY n;
SELECT unwatch('attestation');
SELECT DISTINCT tgname FROM pg_trigger WHERE tgrelid IN ('claim'::regclass, 'claim_1'::regclass) AND NOT tgisinternal ORDER BY 1;
DROP TABLE event, attestation, claim;

-- A temporary table is meant, whatever search_path says
CREATE TEMPORARY TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz);
CREATE TEMPORARY TABLE attestation (claim integer REFERENCES claim, said attribution);
SELECT watch('attestation', 'claim', flag => 'flagged');
SELECT claims, flag FROM watched() WHERE attestations = 'attestation'::regclass;
CREATE TABLE public.claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz);
INSERT INTO pg_temp.claim VALUES (1);
INSERT INTO public.claim VALUES (1);
SET search_path = public, pg_temp;
INSERT INTO attestation VALUES (1, 'a'), (1, 'b');
SELECT evidence FROM pg_temp.claim;
SELECT evidence FROM public.claim;
SELECT * FROM check_evidence('attestation');
SELECT rebuild_evidence('attestation');
RESET search_path;
DROP TABLE pg_temp.attestation, pg_temp.claim, public.claim;

-- The guard needs the column that it was told of, and a trigger
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz);
CREATE TABLE attestation (claim integer REFERENCES claim, said attribution);
SELECT watch('attestation', 'claim', flag => 'flagged');
INSERT INTO claim VALUES (1);
ALTER TABLE claim DISABLE TRIGGER zz_flag_corroborated;
ALTER TABLE claim RENAME evidence TO proof;
UPDATE claim SET flagged = NULL;
ALTER TABLE claim RENAME proof TO evidence;
ALTER TABLE claim ALTER evidence DROP NOT NULL;
UPDATE claim SET evidence = NULL;
DROP TABLE attestation, claim;
SELECT guard_evidence();
