--
-- A ledger whose tables or schema are renamed, and what others put under the old names
--
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE ROLE regress_home_owner;
CREATE ROLE regress_home_reporter;
SELECT format('GRANT CREATE, TEMPORARY ON DATABASE %I TO regress_home_owner, regress_home_reporter', current_database()) \gexec
SET SESSION AUTHORIZATION regress_home_owner;
SELECT create_ledger('regress_home');
SELECT grant_ledger('regress_home', reporter => 'regress_home_reporter', editor => 'regress_home_reporter');
INSERT INTO regress_home.source (key) VALUES ('a'), ('b');
INSERT INTO regress_home.claim (statement) VALUES ('x');

-- An impostor's things warn when they run; they never do here
SET SESSION AUTHORIZATION regress_home_reporter;
CREATE FUNCTION pg_temp.note() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE WARNING '% runs as %', TG_TABLE_NAME, current_user; RETURN NEW; END$$;
CREATE FUNCTION pg_temp.note_check(x text) RETURNS boolean LANGUAGE plpgsql AS
$$BEGIN RAISE WARNING '% runs as %', 'type', current_user; RETURN true; END$$;
CREATE DOMAIN pg_temp.noting AS text CHECK (pg_temp.note_check(VALUE));
CREATE TEMPORARY TABLE source (LIKE regress_home.source);
CREATE TRIGGER note BEFORE INSERT ON source FOR EACH ROW EXECUTE FUNCTION pg_temp.note();
CREATE TEMPORARY TABLE attestation (claim bigint, id bigint, said pg_temp.noting);
CREATE FUNCTION pg_temp.note_read() RETURNS bigint LANGUAGE plpgsql AS
$$BEGIN RAISE WARNING '% runs as %', 'desk', current_user; RETURN 1; END$$;
CREATE TEMPORARY VIEW desk AS SELECT pg_temp.note_read() AS id, NULL::corroboration_status AS status, false AS flagged, 'x'::text AS why;
GRANT ALL ON source, attestation, desk TO PUBLIC;
-- while the ledger's own are found first they do no harm
SELECT regress_home.add_confidential_source(held_by => 'me') ~ '^source-' AS added;
SELECT regress_home.tip(1, 'I saw it.');
SELECT status FROM regress_home.accept_attestation(1, 1);

-- A table is renamed
SET SESSION AUTHORIZATION regress_home_owner;
ALTER TABLE regress_home.source RENAME TO source_of_old;
SET SESSION AUTHORIZATION regress_home_reporter;
SELECT regress_home.add_confidential_source(held_by => 'me');
SELECT regress_home.rate_source('a', 0.5, 'x');
SET SESSION AUTHORIZATION regress_home_owner;
ALTER TABLE regress_home.source_of_old RENAME TO source;
ALTER TABLE regress_home.attestation RENAME TO attestation_of_old;
SET SESSION AUTHORIZATION regress_home_reporter;
SELECT status FROM regress_home.accept_attestation(1, 1);
INSERT INTO regress_home.ruling (claim, verdict, why) VALUES (1, 'hold', 'x');
SET SESSION AUTHORIZATION regress_home_owner;
ALTER TABLE regress_home.attestation_of_old RENAME TO attestation;
-- also where nothing else has its name
ALTER TABLE regress_home.publication RENAME TO publication_of_old;
SET SESSION AUTHORIZATION regress_home_reporter;
SELECT regress_home.add_confidential_source(held_by => 'me');
SET SESSION AUTHORIZATION regress_home_owner;
ALTER TABLE regress_home.publication_of_old RENAME TO publication;
-- or a view
ALTER VIEW regress_home.desk RENAME TO desk_of_old;
SET SESSION AUTHORIZATION regress_home_reporter;
SELECT status FROM regress_home.accept_attestation(1, 1);
SET SESSION AUTHORIZATION regress_home_owner;
ALTER VIEW regress_home.desk_of_old RENAME TO desk;

-- The schema is renamed
ALTER SCHEMA regress_home RENAME TO regress_archive;
SET SESSION AUTHORIZATION regress_home_reporter;
SELECT regress_archive.tip(1, 'I saw it.');
CREATE SCHEMA regress_home;
GRANT ALL ON SCHEMA regress_home TO PUBLIC;
CREATE FUNCTION regress_home.new_key(prefix text) RETURNS text LANGUAGE plpgsql AS
$$BEGIN RAISE WARNING '% runs as %', 'new_key', current_user; RETURN prefix || '-0'; END$$;
SELECT regress_archive.tip(1, 'I saw it.');
SELECT regress_archive.add_confidential_source(held_by => 'me');
-- also with tables, of his own
SELECT format('CREATE TABLE regress_home.%I (LIKE regress_archive.%1$I)', t)
FROM unnest('{source,source_alias,source_rating,source_identity,document,claim,attestation,ruling,publication,claim_event}'::text[]) AS t \gexec
SELECT regress_archive.tip(1, 'I saw it.');
DROP SCHEMA regress_home CASCADE;

-- Names given back, all is as it was
SET SESSION AUTHORIZATION regress_home_owner;
ALTER SCHEMA regress_archive RENAME TO regress_home;
SET SESSION AUTHORIZATION regress_home_reporter;
SELECT regress_home.tip(1, 'I saw it.');
SELECT regress_home.add_confidential_source(held_by => 'me') ~ '^source-' AS added;

-- Every function that runs as the owner asks before it does anything else
RESET SESSION AUTHORIZATION;
SELECT p.proname FROM pg_proc AS p
WHERE p.pronamespace = 'regress_home'::regnamespace AND p.prosecdef
	AND p.prosrc !~ '\nBEGIN\n(\tPERFORM corroborate_internal\.hide_context\(\);\n)?\tPERFORM corroborate_internal\.at_home\(\);\n';
-- and declares no variable whose type or first value could be an impostor's
SELECT p.proname FROM pg_proc AS p
WHERE p.pronamespace = 'regress_home'::regnamespace AND p.prosecdef
	AND split_part(p.prosrc, E'\nBEGIN\n', 1) ~ '%(ROW)?TYPE|:= (?!current_setting|coalesce\(current_setting|''|ARRAY\(SELECT \w+ FROM (old|new)_rows\)|[0-9])';
SET client_min_messages = error;
DROP SCHEMA regress_home CASCADE;
DROP OWNED BY regress_home_owner, regress_home_reporter CASCADE;
DROP ROLE regress_home_owner, regress_home_reporter;
