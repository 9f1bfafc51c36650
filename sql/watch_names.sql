-- Names with everything in them: commas, quotes, dots, capitals, 63 bytes
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE SCHEMA "a,b";
CREATE TABLE "a,b"."x,""y"".z" (
	"k,1" text,
	"k""2" integer,
	"evidence, gathered" evidence NOT NULL DEFAULT '{}',
	"flagged, since" timestamptz,
	PRIMARY KEY ("k,1", "k""2")
);
CREATE TABLE "a,b"."0123456789012345678901234567890123456789012345678901234567890,2" (
	"no, 1" integer GENERATED ALWAYS AS IDENTITY,
	"no, 2" integer DEFAULT 0,
	"of,1" text,
	"of""2" integer,
	"said, here" attribution,
	"ok, at" timestamptz DEFAULT now(),
	"not, at" timestamptz,
	FOREIGN KEY ("of,1", "of""2") REFERENCES "a,b"."x,""y"".z"
);
SELECT watch('"a,b"."0123456789012345678901234567890123456789012345678901234567890,2"', '"a,b"."x,""y"".z"', said => 'said, here',
	evidence => 'evidence, gathered', flag => 'flagged, since', accepted => 'ok, at', retracted => 'not, at', latest_by => '{"no, 2","no, 1"}');
INSERT INTO "a,b"."x,""y"".z" VALUES ('c,d', 1), ('"', 2);
INSERT INTO "a,b"."0123456789012345678901234567890123456789012345678901234567890,2" ("of,1", "of""2", "said, here") VALUES
	('c,d', 1, 'a'), ('c,d', 1, 'b'), ('"', 2, 'a'), ('c,d', 1, 'b<a');
SELECT "k,1", "k""2", "evidence, gathered", "flagged, since" IS NOT NULL AS flagged FROM "a,b"."x,""y"".z" ORDER BY 2;
SELECT claim, key, said, evidence, flag FROM watched() WHERE attestations::text LIKE '%2"';
SELECT * FROM check_evidence('"a,b"."0123456789012345678901234567890123456789012345678901234567890,2"');
ALTER TABLE "a,b"."x,""y"".z" DISABLE TRIGGER ALL;
UPDATE "a,b"."x,""y"".z" SET "evidence, gathered" = '{wrong,too}';
ALTER TABLE "a,b"."x,""y"".z" ENABLE TRIGGER ALL;
SELECT * FROM check_evidence('"a,b"."0123456789012345678901234567890123456789012345678901234567890,2"') ORDER BY claim, problem;
SELECT rebuild_evidence('"a,b"."0123456789012345678901234567890123456789012345678901234567890,2"');
SELECT * FROM check_evidence('"a,b"."0123456789012345678901234567890123456789012345678901234567890,2"');

-- A ledger of such a name
SELECT create_ledger('Desk, "A".b');
SET search_path = "Desk, ""A"".b", public;
INSERT INTO source (key) VALUES ('a,"b"');
INSERT INTO claim (statement) VALUES ('x');
SELECT status FROM attest(1, '"a,\"b\""');
SELECT status FROM attest(1, '!"a,\"b\""');
SELECT claim, status_before, status, change FROM discredit_source('a,"b"', 'why not');
SELECT change, from_status, to_status, cause FROM claim_event ORDER BY id;
SELECT * FROM check_evidence('attestation');
RESET search_path;

-- A backslash, an equals sign, a line's end, format()'s and a regular expression's characters
CREATE TABLE "a,b"."\1 %s" ("=" integer, "%I
" integer, "\\" evidence NOT NULL DEFAULT '{}', "$1" timestamptz, PRIMARY KEY ("%I
", "="));
CREATE TABLE "a,b"."@ext@" ("claims=x" integer, ".*" integer, "'" attribution, "é" integer, FOREIGN KEY (".*", "claims=x") REFERENCES "a,b"."\1 %s");
SELECT watch('"a,b"."@ext@"', '"a,b"."\1 %s"', said => '''', evidence => '\\', flag => '$1', latest_by => '{é}');
INSERT INTO "a,b"."\1 %s" VALUES (1, 2);
INSERT INTO "a,b"."@ext@" VALUES (1, 2, 'a', 1), (1, 2, 'b', 2);
SELECT "\\", "$1" IS NOT NULL AS flagged FROM "a,b"."\1 %s";
SELECT claim, key, said, evidence, flag FROM watched() WHERE attestations = '"a,b"."@ext@"'::regclass;
ALTER TABLE "a,b"."\1 %s" DISABLE TRIGGER zzz_guard_evidence;
UPDATE "a,b"."\1 %s" SET "\\" = '{z}';
ALTER TABLE "a,b"."\1 %s" ENABLE TRIGGER zzz_guard_evidence;
SELECT * FROM check_evidence('"a,b"."@ext@"');
SELECT rebuild_evidence('"a,b"."@ext@"');
SELECT * FROM check_evidence('"a,b"."@ext@"');

-- The extension itself in a schema of such a name, but for the characters that the server refuses
DROP EXTENSION corroborate CASCADE;
DROP SCHEMA "a,b", "Desk, ""A"".b" CASCADE;
CREATE SCHEMA "it's";
CREATE EXTENSION corroborate SCHEMA "it's";
\set ext '50% Off, e.x @threshold@ @minimum_support@ @ext@ %s %1$s'
CREATE SCHEMA :"ext";
CREATE EXTENSION corroborate SCHEMA :"ext";
DROP SCHEMA "it's", :"ext" CASCADE;
\set ext '50% Off, e.x @threshold@ @minimum_support@ @version@ @ext@ %s'
CREATE SCHEMA :"ext";
CREATE EXTENSION corroborate SCHEMA :"ext";
\c -
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SET search_path = :"ext";
SELECT create_ledger('inside', minimum_support => 0.5);
CREATE SCHEMA "a,b";
CREATE TABLE "a,b"."\1 %s" (id integer PRIMARY KEY, "\\" evidence NOT NULL DEFAULT '{}', "$1" timestamptz);
CREATE TABLE "a,b"."@ext@" (claim integer REFERENCES "a,b"."\1 %s", "'" attribution);
SELECT watch('"a,b"."@ext@"', '"a,b"."\1 %s"', said => '''', evidence => '\\', flag => '$1', announce => true);
INSERT INTO "a,b"."\1 %s" VALUES (1), (2);
INSERT INTO "a,b"."@ext@" VALUES (1, 'a'), (1, 'b'), (2, 'a');
SELECT id, "\\", "$1" IS NOT NULL AS flagged FROM "a,b"."\1 %s" ORDER BY id;
ALTER TABLE "a,b"."\1 %s" DISABLE TRIGGER zzz_guard_evidence;
UPDATE "a,b"."\1 %s" SET "\\" = '{z}';
ALTER TABLE "a,b"."\1 %s" ENABLE TRIGGER zzz_guard_evidence;
SELECT * FROM check_evidence('"a,b"."@ext@"') ORDER BY claim, problem;
SELECT rebuild_evidence('"a,b"."@ext@"');
SELECT flag, threshold, minimum_support FROM watched() WHERE attestations = '"a,b"."@ext@"'::regclass;
SELECT unwatch('"a,b"."@ext@"');
CREATE TABLE "a,b".no_evidence (id integer PRIMARY KEY);
SELECT watch('"a,b"."@ext@"', '"a,b".no_evidence', claim => '{claim}');
SET search_path = inside, :"ext";
INSERT INTO source (key, reliability) VALUES ('a', 0.9), ('b', 0.9), ('c', NULL);
INSERT INTO claim (statement) VALUES ('x');
SELECT status FROM attest(1, 'a');
SELECT status, flagged FROM attest(1, 'b');
SELECT status, flagged FROM attest(1, '!c');
SELECT source FROM would_fall ORDER BY source;
SELECT claim, status_before, status, change FROM discredit_source('b', 'why not');
SELECT forget('c') ~ '^source-' AS forgotten;
SELECT change, regexp_replace(cause, '-[0-9a-f]{12}', '') AS cause FROM claim_event ORDER BY id;
SELECT evidence_as_of(1, now() - interval '1 day');
SELECT * FROM check_evidence('attestation');
SELECT rebuild_evidence('attestation');
SELECT item, change, said FROM import_news('inside', '<rss version="2.0"><channel><title>Mill</title><item><guid>1</guid><title>Fire</title></item></channel></rss>');
SELECT upgrade_ledger('inside');
SELECT * FROM check_evidence('attestation');
SELECT length(evidence_board('inside')) > 1000 AS board, ledger_to_prov_xml('inside')::text ~ 'prov:document' AS prov;
ALTER EXTENSION corroborate SET SCHEMA public;
DROP SCHEMA inside, "a,b", :"ext" CASCADE;
\c -
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE EXTENSION corroborate;

-- Settings that change how names and figures are written change neither rules nor what is found by them
SET quote_all_identifiers = on;
SET extra_float_digits = -15;
SELECT create_ledger('set', minimum_support => 0.123456789012345);
INSERT INTO set.source (key, reliability) VALUES ('a', 0.5), ('b', 0.5);
INSERT INTO set.claim (statement) VALUES ('x');
INSERT INTO set.attestation (claim, said) VALUES (1, 'a'), (1, 'b');
SELECT count(*) FROM check_evidence('set.attestation');
RESET quote_all_identifiers;
RESET extra_float_digits;
SELECT attestations, claims, claim, key, said, evidence, flag, threshold, minimum_support FROM watched() WHERE attestations = 'set.attestation'::regclass;
SELECT count(*) FROM check_evidence('set.attestation');
SELECT pg_get_viewdef('set.would_fall') ~ '0\.123456789012345\M' AS not_rounded;
SET quote_all_identifiers = on;
SELECT upgrade_ledger('set');
RESET quote_all_identifiers;
DROP SCHEMA set CASCADE;

-- Someone who may create tables names another's in a trigger's arguments: refused, whichever argument it is
CREATE ROLE regress_attacker;
CREATE TABLE victim_claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', since timestamptz);
CREATE TABLE victim_source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE victim_alias (alias text, source text);
CREATE TABLE victim_document (id integer PRIMARY KEY, publisher text, republishes integer);
CREATE TABLE victim_event (id integer REFERENCES victim_claim, change text, from_status corroboration_status,
	to_status corroboration_status, corroboration integer, support confidence, cause text);
INSERT INTO victim_claim VALUES (1, '{secret}');
INSERT INTO victim_source VALUES ('secret', 'person', 0.5, '{}');
INSERT INTO victim_alias VALUES ('x', 'secret');
INSERT INTO victim_document VALUES (1, 'secret', NULL), (2, NULL, 1);
CREATE SCHEMA attack AUTHORIZATION regress_attacker;
SET ROLE regress_attacker;
CREATE TABLE attack.claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', since timestamptz);
CREATE TABLE attack.source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
INSERT INTO attack.source VALUES ('x', 'person', NULL, '{}');
INSERT INTO attack.claim VALUES (1);
CREATE FUNCTION attack.try(VARIADIC arguments text[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	DROP TABLE IF EXISTS attack.attestation;
	CREATE TABLE attack.attestation (claim integer, said attribution, document integer);
	EXECUTE 'CREATE TRIGGER t AFTER INSERT ON attack.attestation REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION gather_evidence('
		|| (SELECT string_agg(quote_literal(a), ', ') FROM unnest(arguments) AS a) || ')';
	INSERT INTO attack.attestation VALUES (1, 'x', 2);
	RETURN (SELECT evidence FROM attack.claim);
EXCEPTION WHEN insufficient_privilege THEN
	RETURN SQLERRM;
END
$$;
SELECT attack.try('claims=victim_claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence');
SELECT attack.try('claims=attack.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'sources=victim_source');
SELECT attack.try('claims=attack.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'sources=victim_source', 'unknown=add');
SELECT attack.try('claims=attack.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'sources=attack.source', 'aliases=victim_alias');
SELECT attack.try('claims=attack.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'sources=attack.source',
	'documents=victim_document', 'document=document');
SELECT attack.try('claims=attack.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence');
-- and events
CREATE TRIGGER t AFTER UPDATE ON attack.claim FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'since', 2, '', 'victim_event');
UPDATE attack.claim SET since = now();
SELECT watch('attack.attestation', 'victim_claim', claim => '{claim}');
SELECT gathered('victim_claim', '{1}'), regather('victim_claim', '{secret}');
SELECT regather_documents('victim_claim', '{1}'), first_mention('victim_claim', '{secret}');
SELECT first_mention('victim_claim', '{secret}');
SELECT gather_evidence();
SELECT flag_corroborated();
SELECT announce_flag();
RESET ROLE;
SELECT * FROM victim_claim;
DROP SCHEMA attack CASCADE;
DROP TABLE victim_event, victim_claim, victim_source, victim_alias, victim_document;
DROP ROLE regress_attacker;
