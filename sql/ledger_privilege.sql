--
-- The ledger and watched tables among people who may create things: nothing of theirs runs with another's rights
--

\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_owner, regress_mallory, regress_friend;
CREATE ROLE regress_owner;
CREATE ROLE regress_mallory;
CREATE ROLE regress_friend;
GRANT CREATE ON DATABASE :DBNAME TO regress_owner, regress_mallory;
\set VERBOSITY terse

-- Where others may create functions, the ledger's would find theirs: no ledger there
CREATE SCHEMA shared AUTHORIZATION regress_owner;
GRANT CREATE ON SCHEMA shared TO regress_mallory;
CREATE SCHEMA mallory AUTHORIZATION regress_mallory;
\set VERBOSITY default
SET ROLE regress_owner;
SELECT create_ledger('shared');
RESET ROLE;
\set VERBOSITY terse
SELECT create_ledger('mallory');
GRANT CREATE ON SCHEMA shared TO PUBLIC, regress_friend;
SELECT create_ledger('shared');
SET ROLE regress_mallory;
CREATE FUNCTION shared.format(text, text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'format runs as %', current_user; RETURN 'x'; END $$;
CREATE OPERATOR shared.|| (LEFTARG = name, RIGHTARG = name, FUNCTION = nameeq);
RESET ROLE;
REVOKE CREATE ON SCHEMA shared FROM PUBLIC, regress_friend, regress_mallory;
-- whose schema it is, is not the same as who asks for the ledger, superuser or not
SELECT create_ledger('shared');
SET ROLE regress_owner;
-- nor where they have made some, and may no more
SELECT create_ledger('shared');
DROP FUNCTION shared.format(text, text, text);
SELECT create_ledger('shared');
DROP OPERATOR shared.|| (name, name);
-- and whom the owner lets use functions that are made otherwise may not use the ledger's
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO regress_friend;
SELECT create_ledger('shared');
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM regress_friend;
SELECT count(*) FILTER (WHERE has_function_privilege('regress_friend', oid, 'EXECUTE')) AS granted, count(*) > 30 AS functions
FROM pg_proc WHERE pronamespace = 'shared'::regnamespace;
SELECT grant_ledger('shared', reporter => 'regress_mallory');
SET search_path = shared, public;
INSERT INTO source (key, kind) VALUES ('nurse', 'person'), ('cop', 'person');
INSERT INTO claim (statement) VALUES ('one'), ('two');
RESET ROLE;

-- A reporter puts tables, functions and operators in the way of functions that run with the owner's rights
SET ROLE regress_mallory;
CREATE FUNCTION mallory.catch(what text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	IF current_user <> 'regress_mallory' THEN
		RAISE WARNING '% runs as %', what, current_user;
	END IF;
	RETURN false;
END
$$;
CREATE FUNCTION mallory.same(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT mallory.catch(''='')';
CREATE FUNCTION mallory.same(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT mallory.catch(''= of bigint'')';
CREATE FUNCTION mallory.same(evidence, attribution) RETURNS evidence LANGUAGE sql AS 'SELECT CASE WHEN mallory.catch(''||'') THEN NULL ELSE ''{}''::evidence END';
CREATE FUNCTION mallory.same(text, name) RETURNS boolean LANGUAGE sql AS 'SELECT mallory.catch(''= of name'')';
CREATE FUNCTION mallory.same(attribution, text[]) RETURNS boolean LANGUAGE sql AS 'SELECT mallory.catch(''?|'')';
CREATE OPERATOR mallory.= (LEFTARG = text, RIGHTARG = text, FUNCTION = mallory.same);
CREATE OPERATOR mallory.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = mallory.same);
CREATE OPERATOR mallory.= (LEFTARG = text, RIGHTARG = name, FUNCTION = mallory.same);
CREATE OPERATOR mallory.|| (LEFTARG = evidence, RIGHTARG = attribution, FUNCTION = mallory.same);
CREATE OPERATOR mallory.?| (LEFTARG = attribution, RIGHTARG = text[], FUNCTION = mallory.same);
CREATE FUNCTION mallory.format(text, text) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN mallory.catch(''format'') THEN '''' END';
CREATE FUNCTION mallory.who() RETURNS name LANGUAGE sql AS 'SELECT CASE WHEN mallory.catch(''who'') THEN ''x'' ELSE ''mallory''::name END';
CREATE FUNCTION mallory.new_key(text) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN mallory.catch(''new_key'') THEN ''x'' ELSE ''jane-roe'' END';
CREATE FUNCTION mallory.speaker(attribution) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN mallory.catch(''speaker'') THEN ''x'' ELSE ''jane-roe'' END';
CREATE FUNCTION mallory.list_names(text[]) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN mallory.catch(''list_names'') THEN ''x'' ELSE ''jane-roe'' END';
CREATE TEMP TABLE source (LIKE shared.source);
CREATE TEMP TABLE source_alias (LIKE shared.source_alias);
CREATE TEMP TABLE source_rating (LIKE shared.source_rating);
CREATE TEMP TABLE source_identity (source text, identity text, held_by text);
CREATE TEMP TABLE claim (id bigint, statement text);
CREATE TEMP TABLE attestation (claim bigint, id bigint, said attribution, accepted_at timestamptz);
CREATE TEMP TABLE new_rows (LIKE shared.source);
CREATE FUNCTION pg_temp.spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING '% runs as %', TG_TABLE_NAME, current_user; RETURN NEW; END $$;
CREATE TRIGGER spy BEFORE INSERT OR UPDATE ON source FOR EACH ROW EXECUTE FUNCTION pg_temp.spy();
CREATE TRIGGER spy BEFORE INSERT ON source_identity FOR EACH ROW EXECUTE FUNCTION pg_temp.spy();
CREATE TRIGGER spy BEFORE INSERT ON source_rating FOR EACH ROW EXECUTE FUNCTION pg_temp.spy();
CREATE FUNCTION pg_temp.new_key(text) RETURNS text LANGUAGE sql AS 'SELECT ''jane-roe''';
SET search_path = pg_temp, mallory, pg_catalog, shared, public;
SELECT shared.add_confidential_source(identity => 'Jane Roe', counts_with => 'cop') ~ '^source-[0-9a-f]{12}$' AS registered;
SELECT status FROM shared.attest(1, 'nurse<*');
SELECT status FROM shared.attest(1, 'cop<*');
SELECT status FROM shared.attest(1, '!cop<*');
INSERT INTO shared.source (key, kind) VALUES ('neighbour', 'person');
INSERT INTO shared.attestation (claim, said) VALUES (2, 'neighbour<*');
SELECT (SELECT count(*) FROM pg_temp.source) + (SELECT count(*) FROM pg_temp.source_identity) + (SELECT count(*) FROM pg_temp.source_rating)
	+ (SELECT count(*) FROM pg_temp.attestation) AS diverted;
RESET search_path;
RESET ROLE;
-- and somebody whose path leads there changes what is known of sources
GRANT USAGE ON SCHEMA mallory TO regress_owner;
SET ROLE regress_owner;
SET search_path = pg_temp, mallory, pg_catalog, shared, public;
SELECT claim, status_before, status, change FROM shared.discredit_source('cop', 'lied');
SELECT claim, status_before, status, change FROM shared.rate_source('nurse', 0.5, 'new');
INSERT INTO shared.source_alias (alias, source) VALUES ('sister', 'nurse');
UPDATE shared.attestation SET retracted_at = now(), retraction_reason = 'no' WHERE said::text LIKE 'neighbour%';
INSERT INTO shared.document (publisher) VALUES ('cop'), ('nurse');
UPDATE shared.document SET republishes = 1 WHERE id = 2;
DELETE FROM shared.source WHERE key LIKE 'neighbour';
SET search_path = pg_catalog, public;
SELECT id, regexp_replace(evidence::text, '(source|unit)-[0-9a-f]+', '\1', 'g') AS evidence, status FROM shared.claim ORDER BY id;
SELECT regexp_replace(key, '-[0-9a-f]{12}$', '') AS key, added_by FROM shared.source ORDER BY key;
SELECT count(*) AS identities FROM shared.source_identity;
SELECT source, reliability, rated_by FROM shared.source_rating ORDER BY rated_at;
SELECT claim, change, cause, by FROM shared.claim_event ORDER BY id;
SELECT * FROM check_evidence('shared.attestation');
RESET search_path;
RESET ROLE;

-- What runs with the owner's rights is named, not looked up; and belongs to nobody else
SELECT proname FROM pg_proc WHERE pronamespace = 'shared'::regnamespace AND prosecdef
	AND (proconfig IS NULL OR proconfig NOT IN ('{"search_path=shared, pg_temp"}', '{"search_path=shared, pg_temp",row_security=off}') OR proowner <> 'regress_owner'::regrole
		OR has_function_privilege('public', oid, 'EXECUTE'));
SELECT proname FROM pg_proc WHERE pronamespace = 'shared'::regnamespace AND prorettype = 'trigger'::regtype
	AND has_function_privilege('regress_mallory', oid, 'EXECUTE');
SELECT relname FROM pg_class WHERE relnamespace = 'shared'::regnamespace AND relowner <> 'regress_owner'::regrole;

-- A table of mallory's whose triggers say what they like: neither does it hide others' tables from watched(), nor is
-- it run by whoever checks
SET ROLE regress_mallory;
SET search_path = mallory, public;
CREATE FUNCTION attack() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'runs as %', current_user; RETURN 'x'; END $$;
CREATE TABLE own_claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', since timestamptz);
INSERT INTO own_claim VALUES (1);
CREATE FUNCTION watch_by_hand(VARIADIC arguments text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	DROP TABLE IF EXISTS own_attestation;
	CREATE TABLE own_attestation (claim integer, said attribution);
	EXECUTE 'CREATE TRIGGER gather_evidence_insert AFTER INSERT ON own_attestation REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION gather_evidence('
		|| (SELECT string_agg(quote_literal(a), ', ') FROM unnest(arguments) AS a) || ')';
END
$$;
CREATE FUNCTION tried() RETURNS TABLE (others bigint, claims text, claim text[], key text[], said text, evidence text, checked text) LANGUAGE plpgsql AS $$
BEGIN
	checked := 'checked';
	BEGIN
		PERFORM check_evidence('mallory.own_attestation');
		PERFORM rebuild_evidence('mallory.own_attestation');
	EXCEPTION WHEN OTHERS THEN
		checked := SQLERRM;
	END;
	RETURN QUERY SELECT (SELECT count(*) FROM watched() AS o WHERE o.attestations = 'shared.attestation'::regclass),
		w.claims::text, w.claim, w.key, w.said, w.evidence, checked FROM watched() AS w WHERE w.attestations = 'mallory.own_attestation'::regclass;
END
$$;
SELECT watch_by_hand('claims=mallory.own_claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence || mallory.attack()');
RESET ROLE;
SELECT * FROM tried();
SELECT watch_by_hand('claims=mallory.own_claim', 'key=claim', 'claim_key=id::text || mallory.attack()', 'said=said', 'evidence=evidence');
SELECT * FROM tried();
SELECT watch_by_hand('claims=mallory.own_claim', 'key=claim', 'claim_key=id,"x" || mallory.attack()', 'said=said', 'evidence=evidence');
SELECT * FROM tried();
SELECT watch_by_hand('claims=nothing', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence');
SELECT * FROM tried();
SELECT watch_by_hand('claims=""', 'key=', 'claim_key=''', 'said=said');
SELECT * FROM tried();
SELECT watch_by_hand('');
SELECT * FROM tried();
SELECT watch_by_hand('claims=mallory.own_claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence');
CREATE TRIGGER flag BEFORE UPDATE ON own_claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'since', 'many', '9.9e-999 OR mallory.attack() = ''x''');
SELECT others, checked FROM tried();
SELECT flag, threshold, minimum_support FROM watched() WHERE attestations = 'mallory.own_attestation'::regclass;
DROP TRIGGER flag ON own_claim;
-- nor does it take the triggers of the claims that it names away with it
SELECT watch_by_hand('claims=shared.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence');
SELECT unwatch('own_attestation');
SELECT flag, threshold FROM watched() WHERE attestations = 'shared.attestation'::regclass;
-- nor does a ledger that one may not even see stand in the way of one's own tables
SET ROLE regress_friend;
CREATE TEMP TABLE friend_claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}');
CREATE TEMP TABLE friend_attestation (claim integer REFERENCES friend_claim, said attribution);
SELECT watch('friend_attestation', 'friend_claim');
INSERT INTO friend_claim VALUES (1);
INSERT INTO friend_attestation VALUES (1, 'a');
SELECT * FROM check_evidence('friend_attestation');
RESET ROLE;

-- Ratings that somebody else keeps are read when it is asked what was known then: with the rights of who asks
CREATE SCHEMA victim;
CREATE TABLE victim.rating (source text, rated_at timestamptz, reliability confidence);
INSERT INTO victim.rating VALUES ('x', '2000-01-01', 0.5);
SET ROLE regress_mallory;
CREATE TABLE own_source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
INSERT INTO own_source VALUES ('x', 'person', NULL, '{}');
SELECT watch_by_hand('claims=mallory.own_claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'sources=mallory.own_source',
	'ratings=victim.rating');
SELECT gathered('own_attestation', '{1}', now());
RESET ROLE;
GRANT USAGE ON SCHEMA victim TO regress_mallory;
SET ROLE regress_mallory;
INSERT INTO own_attestation VALUES (1, 'x');
SELECT gathered('own_attestation', '{1}', now());
RESET ROLE;

-- A registry that one may not read: what is not in it is an error, and no near matches are told
CREATE TABLE victim.source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
INSERT INTO victim.source VALUES ('mayor-jones', 'person', NULL, '{}');
CREATE TABLE victim.claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}');
CREATE TABLE victim.attestation (claim integer REFERENCES victim.claim, said attribution);
INSERT INTO victim.claim VALUES (1);
SELECT watch('victim.attestation', 'victim.claim', sources => 'victim.source', unknown_sources => 'refuse');
INSERT INTO victim.attestation VALUES (1, 'mayor-jones');
GRANT SELECT, INSERT ON victim.attestation TO regress_mallory;
\set VERBOSITY default
SET ROLE regress_mallory;
INSERT INTO victim.attestation VALUES (1, 'mayor-jonas');
RESET ROLE;
GRANT SELECT (key) ON victim.source TO regress_mallory;
SET ROLE regress_mallory;
INSERT INTO victim.attestation VALUES (1, 'mayor-jonas');
RESET ROLE;
ALTER TABLE victim.source ENABLE ROW LEVEL SECURITY;
SET ROLE regress_mallory;
INSERT INTO victim.attestation VALUES (1, 'mayor-jonas');
RESET ROLE;
-- where a policy hides rows, functions that look with the owner's eyes tell nothing of them
SET ROLE regress_mallory;
SELECT first_mention('victim.attestation', '{mayor-jones}');
RESET ROLE;
ALTER TABLE victim.attestation ENABLE ROW LEVEL SECURITY;
SET ROLE regress_mallory;
SELECT count(*) FROM victim.attestation;
SELECT first_mention('victim.attestation', '{mayor-jones}');
SELECT first_mention('victim.attestation', '{nobody}');
-- nor does he hold up those who import
SELECT corroborate_internal.take_turns('victim.claim', '{mayor-jones}');
SELECT corroborate_internal.by_latest('COPY (SELECT 1) TO stdout', '{}');
SELECT regather('victim.attestation', '{mayor-jones}');
RESET ROLE;

RESET search_path;
DROP TABLE friend_attestation, friend_claim;
DROP SCHEMA victim, mallory, shared CASCADE;
DISCARD TEMP;
DROP OWNED BY regress_owner, regress_mallory, regress_friend;
DROP ROLE regress_owner, regress_mallory, regress_friend;
