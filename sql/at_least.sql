-- A rule whose minimum is for several chains that share no source
\set VERBOSITY default
SET client_min_messages = warning;

SELECT meets('{a:0.9, b:0.9}', 2, 0.8, at_least => 2) AS both, meets('{a:0.9, b:0.9}', 2, 0.82, at_least => 2) AS too_much,
	meets('{a:0.9, b:0.9}', 2, 0.99) AS either, meets('{a:0.9, b}', 2, 0.1, at_least => 2) AS unrated,
	meets('{a:0.9, b:0.9}', 2, NULL, at_least => 2) AS no_minimum, meets('{a:0.9, b:0.9}', 2, 0.1, at_least => 3) AS three,
	meets('{a:0.9, b:0.9}', 2, 0.1, NULL) AS null_given;
SELECT meets('{a:0.9, b:0.9}', 2, 0.1, 0);
SELECT indispensable('{a:0.9, b:0.9, c:0.5}', 2, 0.8, at_least => 2), indispensable('{a:0.9, b:0.9, c:0.5}', 2, 0.8),
	indispensable('{a:0.9, b:0.9, c:0.5}', 2, 0.9, at_least => 2), indispensable('{a:0.9, b:0.9, c:0.9}', 2, 0.8, at_least => 2);
SELECT indispensable('{a:0.9, b:0.9}', 2, 0.8, at_least => -1);

CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', since timestamptz);
CREATE TABLE said (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer NOT NULL REFERENCES claim, said attribution NOT NULL, retracted_at timestamptz);
SELECT watch('said', 'claim', flag => 'since', at_least => 2);
SELECT watch('said', 'claim', flag => 'since', minimum_support => 0.6, at_least => 0);
SELECT watch('said', 'claim', flag => 'since', minimum_support => 0.6, at_least => NULL);
SELECT watch('said', 'claim', flag => 'since', minimum_support => 0.6, at_least => 2, retracted => 'retracted_at');
SELECT threshold, minimum_support, at_least FROM watched();
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'zz_flag_corroborated';
INSERT INTO claim VALUES (1), (2), (3);
INSERT INTO said (claim, said) VALUES (1, 'a:0.9'), (1, 'b:0.6'), (2, 'a:0.9'), (2, 'b:0.9<x:0.9'), (2, 'c:0.9<x'), (3, 'a:1'), (3, 'b:0.7<x:0.9'), (3, 'c:0.7<x');
SELECT id, round(support(evidence)::numeric, 4) AS one, round(support(evidence, 2)::numeric, 4) AS two, since IS NOT NULL AS flagged FROM claim ORDER BY id;
INSERT INTO said (claim, said) VALUES (1, 'c:0.5');
SELECT id, round(support(evidence, 2)::numeric, 4) AS two, since IS NOT NULL AS flagged FROM claim WHERE id = 1;
UPDATE said SET retracted_at = now() WHERE said = 'b:0.6';
SELECT id, round(support(evidence, 2)::numeric, 4) AS two, since IS NOT NULL AS flagged FROM claim WHERE id = 1;
SELECT * FROM check_evidence('said');
ALTER TABLE claim DISABLE TRIGGER zz_flag_corroborated;
UPDATE claim SET since = now() WHERE id = 1;
SELECT claim, problem, expected FROM check_evidence('said');
ALTER TABLE claim ENABLE TRIGGER zz_flag_corroborated;
SELECT rebuild_evidence('said');
SELECT * FROM check_evidence('said');
DROP TABLE said, claim;

-- what a trigger is told
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence, since timestamptz);
CREATE TRIGGER flag BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'since', 2, 0.6, 'two');
INSERT INTO claim VALUES (1, '{a:0.9, b:0.9}');
DROP TRIGGER flag ON claim;
CREATE TRIGGER flag BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'since', 2, 0.6, 0);
INSERT INTO claim VALUES (1, '{a:0.9, b:0.9}');
DROP TRIGGER flag ON claim;
CREATE TRIGGER flag BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'since', 2, 0.6, 2, 3);
INSERT INTO claim VALUES (1, '{a:0.9, b:0.9}');
DROP TRIGGER flag ON claim;
CREATE TRIGGER flag BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'since', 2, '', 2);
INSERT INTO claim VALUES (1, '{a, b}'), (2, NULL);
SELECT id, since IS NOT NULL AS flagged FROM claim ORDER BY id;
DROP TABLE claim;

-- a ledger
SELECT create_ledger('strict', at_least => 2);
SELECT create_ledger('strict', minimum_support => 0.6, at_least => 2);
SET search_path = strict, public;
INSERT INTO source (key, reliability) VALUES ('anna', 0.8), ('ben', 0.7), ('cleo', 0.9);
INSERT INTO claim (statement) VALUES ('The dam broke at noon.');
SELECT count(*) FROM attest(1, 'anna');
SELECT count(*) FROM attest(1, 'ben');
SELECT corroborated_at IS NOT NULL AS flagged, round(support(evidence, 2)::numeric, 4) AS two FROM claim;
SELECT count(*) FROM attest(1, 'cleo');
SELECT corroborated_at IS NOT NULL AS flagged, round(support(evidence, 2)::numeric, 4) AS two FROM claim;
SELECT source FROM would_fall ORDER BY source;
SELECT * FROM check_evidence('strict.attestation');
SELECT threshold, minimum_support, at_least FROM watched();
SELECT substring(public.evidence_board('strict') FROM 'A claim is flagged[^<]*');
RESET search_path;
DROP SCHEMA strict CASCADE;
