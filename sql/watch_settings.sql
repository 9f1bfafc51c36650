--
-- Settings that change how values are written change nothing in what is gathered, checked, rebuilt and locked
--
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE TABLE claim (at timestamptz, span interval, weight float8, small float4, raw bytea, day date, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz,
	n float8 GENERATED ALWAYS AS (corroboration(evidence) / 3.0) STORED, PRIMARY KEY (at, span, weight, small, raw, day));
CREATE TABLE attestation (id float8 PRIMARY KEY, at timestamptz, span interval, weight float8, small float4, raw bytea, day date, said attribution, replaces float8,
	FOREIGN KEY (at, span, weight, small, raw, day) REFERENCES claim);
SELECT watch('attestation', 'claim', flag => 'flagged', id => 'id', replaces => 'replaces');

-- What each setting is set to, and whether all is as it should be
CREATE PROCEDURE under(given text[]) LANGUAGE plpgsql AS $$
DECLARE
	setting text;
	wrong bigint;
	mended bigint;
	again bigint;
BEGIN
	FOREACH setting IN ARRAY given LOOP
		EXECUTE 'SET ' || setting;
	END LOOP;
	-- an insert and a correction, by these settings
	DELETE FROM attestation;
	INSERT INTO attestation (id, at, span, weight, small, raw, day, said) SELECT o + 0.1::float8 / 3, at, span, weight, small, raw, day, 'a'
		FROM (SELECT c.*, row_number() OVER () / 1e16 AS o FROM claim AS c) AS c;
	INSERT INTO attestation (id, at, span, weight, small, raw, day, said, replaces)
	SELECT 1 + row_number() OVER (), at, span, weight, small, raw, day, 'b', id FROM attestation WHERE raw = '\x00'::bytea;
	-- one whose id has the same text with fewer digits
	INSERT INTO attestation (id, at, span, weight, small, raw, day, said)
	SELECT id * (1 + 4e-16::float8), at, span, weight, small, raw, day, 'c' FROM attestation WHERE raw = '\x00'::bytea AND said ? 'a';
	SELECT count(*) INTO wrong FROM check_evidence('attestation');
	-- all are wrong, and then none is
	ALTER TABLE claim DISABLE TRIGGER USER;
	UPDATE claim SET evidence = '{z}';
	ALTER TABLE claim ENABLE TRIGGER USER;
	SELECT rebuild_evidence('attestation') INTO mended;
	SELECT count(*) INTO again FROM check_evidence('attestation');
	FOREACH setting IN ARRAY given LOOP
		EXECUTE 'RESET ' || split_part(setting, ' ', 1);
	END LOOP;
	RAISE WARNING '%: % wrong, % mended, % wrong; %', array_to_string(given, ', '), wrong, mended, again,
		(SELECT string_agg(evidence::text, ' ' ORDER BY at, weight) FROM claim);
END
$$;
SET timezone = 'UTC';
INSERT INTO claim SELECT at::timestamptz, span::interval, weight, small, raw::bytea, day::date FROM (VALUES
	('2026-02-03 04:05:06.789012 Asia/Kolkata', '-1 mon +2 days -03:00:00.5', 0.1::float8 + 0.2::float8, 0.1::float4 + 0.7::float4, '\x00', '2026-02-03'),
	('2026-02-03 04:05:06.789013 Asia/Kolkata', '1 mon -2 days', 0.3::float8, 0.8::float4, '\x5c27', '2026-03-02'),
	('1880-01-01 00:00:00 Europe/Paris', '-1 day', 1e-300::float8, 1e-30::float4, '\xff', '0044-03-15 BC')) AS v (at, span, weight, small, raw, day);
CALL under('{"datestyle = ISO"}');
CALL under('{"datestyle = \"SQL, DMY\"","timezone = \"Asia/Kolkata\""}');
CALL under('{"datestyle = \"SQL, MDY\"","timezone = \"Europe/Paris\""}');
CALL under('{"datestyle = \"German, DMY\"","timezone = \"Asia/Kolkata\""}');
CALL under('{"datestyle = \"Postgres, DMY\"","timezone = \"Asia/Shanghai\""}');
CALL under('{"extra_float_digits = 0"}');
CALL under('{"extra_float_digits = -15"}');
CALL under('{"intervalstyle = sql_standard"}');
CALL under('{"intervalstyle = iso_8601"}');
CALL under('{"intervalstyle = postgres_verbose"}');
CALL under('{"bytea_output = escape"}');
CALL under('{"quote_all_identifiers = on"}');
-- check_evidence() says which claim in the same words, whatever the settings
ALTER TABLE claim DISABLE TRIGGER USER;
UPDATE claim SET evidence = '{z}' WHERE weight < 0.1;
ALTER TABLE claim ENABLE TRIGGER USER;
SET timezone = 'UTC';
SET datestyle = 'German';
SET intervalstyle = 'iso_8601';
SET extra_float_digits = -10;
SET bytea_output = 'escape';
SELECT claim, problem FROM check_evidence('attestation');
SELECT rebuild_evidence('attestation');
SHOW datestyle;
SHOW extra_float_digits;
RESET ALL;
SET client_min_messages = warning;
DROP TABLE attestation, claim CASCADE;
DROP PROCEDURE under;

-- Documents by keys whose text depends on settings: found, followed, and locked alike
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}');
CREATE TABLE source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE by_weight (id float8 PRIMARY KEY, publisher text, republishes float8 REFERENCES by_weight);
CREATE TABLE by_time (id timestamptz PRIMARY KEY, publisher text, republishes timestamptz REFERENCES by_time);
CREATE TABLE weighed (claim integer REFERENCES claim, said attribution, document float8 REFERENCES by_weight);
CREATE TABLE timed (claim integer REFERENCES claim, said attribution, document timestamptz REFERENCES by_time);
INSERT INTO claim SELECT generate_series(1, 8);
INSERT INTO source VALUES ('wire', 'agency', NULL, '{}'), ('other', 'agency', NULL, '{}'), ('paper', 'outlet', NULL, '{}');
INSERT INTO by_weight VALUES (0.3, 'other', NULL), (0.1::float8 + 0.2::float8, 'wire', NULL), (2, 'paper', 0.1::float8 + 0.2::float8);
INSERT INTO by_time VALUES ('2026-02-03 04:05:06.789012+05:30', 'wire', NULL), ('2026-01-01 00:00+00', 'paper', '2026-02-03 04:05:06.789012+05:30');
SELECT watch('weighed', 'claim', sources => 'source', documents => 'by_weight', document => 'document');
SELECT watch('timed', 'claim', sources => 'source', documents => 'by_time', document => 'document');
INSERT INTO weighed VALUES (1, 'paper', 2);
INSERT INTO timed VALUES (5, 'paper', '2026-01-01 00:00+00');
SET extra_float_digits = 0;
SET datestyle = 'SQL, DMY';
SET timezone = 'Asia/Kolkata';
INSERT INTO weighed VALUES (2, 'paper', 2);
INSERT INTO timed VALUES (6, 'paper', '2026-01-01 00:00+00');
SELECT * FROM claim WHERE evidence <> '{}' ORDER BY id;
UPDATE by_weight SET publisher = 'other' WHERE publisher = 'wire';
UPDATE by_time SET publisher = 'other' WHERE publisher = 'wire';
SELECT regather_documents('weighed', '{2}'), regather_documents('timed', '{"01/01/2026 05:30:00 Asia/Kolkata"}');
SELECT * FROM claim WHERE evidence <> '{}' ORDER BY id;
SELECT regather_documents('weighed', ARRAY['two']);
RESET extra_float_digits;
RESET datestyle;
RESET timezone;
SELECT * FROM check_evidence('weighed') WHERE claim[1]::integer <= 4;
SELECT * FROM check_evidence('timed') WHERE claim[1]::integer > 4;

-- which locks are taken for a document, whoever writes: the same
CREATE PROCEDURE locked(OUT names bigint[]) LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO timed VALUES (7, 'paper', '2026-01-01 00:00+00');
	INSERT INTO weighed VALUES (3, 'paper', 2);
	SELECT array_agg((l.classid::bigint << 32) + l.objid::bigint ORDER BY 1) INTO names
	FROM pg_locks AS l WHERE l.pid = pg_backend_pid() AND l.locktype IN ('advisory', 'userlock', 'object') AND l.granted;
	ROLLBACK;
END
$$;
CALL locked(NULL) \gset before_
SET datestyle = 'SQL, DMY';
SET timezone = 'Asia/Kolkata';
SET extra_float_digits = -3;
CALL locked(NULL) \gset after_
SELECT cardinality(:'before_names'::bigint[]) > 4 AS several, :'before_names' = :'after_names' AS the_same;
RESET datestyle;
RESET timezone;
RESET extra_float_digits;
DROP PROCEDURE locked;
DROP TABLE weighed, timed, by_weight, by_time, source, claim;
