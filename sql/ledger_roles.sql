--
-- The ledger: who may do what, and who learns what
--

\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_owner, regress_outsider, regress_tipster, regress_reporter, regress_editor;
RESET client_min_messages;
CREATE ROLE regress_owner;
CREATE ROLE regress_outsider;
CREATE ROLE regress_tipster;
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
GRANT CREATE ON DATABASE :DBNAME TO regress_owner;
\set VERBOSITY terse

-- A ledger is its maker's own, no superuser needed
SET ROLE regress_owner;
SELECT create_ledger('paper', announce => true);
SELECT grant_ledger('paper', tipster => 'regress_tipster', reporter => 'regress_reporter', editor => 'regress_editor');
SELECT grant_ledger('paper', editor => 'regress_editor');
SELECT grant_ledger('pamphlet', editor => 'regress_editor');
SET search_path = paper, public;
INSERT INTO claim (statement) VALUES ('The mayor was paid'), ('The bridge is unsafe'), ('It was known');
RESET ROLE;

-- A confidential source: a key that says nothing
SET ROLE regress_reporter;
SELECT add_confidential_source(identity => 'Jane Roe, clerk') AS jane \gset
SELECT add_confidential_source(held_by => 'the lawyer', counts_with => :'jane') AS other \gset
SELECT add_confidential_source();
-- the answer for a name does not say whether it is in an identity
BEGIN;
INSERT INTO source (key, kind) VALUES ('jane roes', 'person');
SELECT add_confidential_source(held_by => 'the lawyer', counts_with => 'jane roe');
ROLLBACK;
BEGIN;
INSERT INTO source (key, kind) VALUES ('jane robe', 'person');
SELECT add_confidential_source(held_by => 'the lawyer', counts_with => 'jane rob');
ROLLBACK;
SELECT :'jane' ~ '^source-[0-9a-f]{12}$' AS opaque, :'jane' <> :'other' AS another;
SELECT name, kind, confidential, affiliations[1] ~ '^unit-[0-9a-f]{12}$' AS unit, cardinality(affiliations) FROM source;
INSERT INTO source (key, kind) VALUES ('engineer', 'person');
-- a reporter neither sees who it is, nor lets two keys of one voice count twice
SELECT status, flagged FROM attest(1, said_by(:'jane', firsthand => true), quote => 'I saw the envelope, with my own initials');
SELECT status, flagged FROM attest(1, said_by(:'other'));
SELECT status, flagged FROM attest(2, 'engineer<*');
INSERT INTO attestation (claim, said) VALUES (2, said_by(:'jane'));
SELECT id, statement, status, flagged FROM desk ORDER BY id;
SELECT * FROM source_identity;
SELECT statement, recorded_by, accepted_by FROM attestation JOIN claim ON claim.id = attestation.claim WHERE claim = 1 ORDER BY attestation.id;
-- what a reporter may not do
UPDATE attestation SET retracted_at = now(), retraction_reason = 'no';
INSERT INTO attestation (claim, said, accepted_at) VALUES (1, 'engineer', '2000-01-01');
INSERT INTO claim (statement, evidence) VALUES ('x', '{a,b}');
UPDATE claim SET corroborated_at = now();
UPDATE source SET reliability = 0;
INSERT INTO source (key, confidential) VALUES ('x', true);
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirm', 'I say so');
INSERT INTO claim_event (claim, change, from_status, to_status, corroboration, cause) VALUES (1, 'raised', 'unsupported', 'corroborated', 2, 'x');
SELECT claim, status_before, status, change FROM discredit_source('engineer', 'no');
SELECT forget('engineer');
SELECT accept_attestation(1, 1);
SELECT retract_attestation(1, 1, 'no');
SELECT regather_because('x', '{engineer}');
SELECT regather_in('{1}');
DELETE FROM attestation;
TRUNCATE attestation;
RESET ROLE;

-- An outsider gets nowhere
SET ROLE regress_outsider;
SELECT count(*) FROM paper.desk;
SELECT paper.tip(1, 'x');
-- nor by functions that are given the ledger, which say who could let them in
\set VERBOSITY default
SELECT evidence_board('paper');
SELECT * FROM propose('paper');
SELECT * FROM export_table('paper');
SELECT * FROM ledger_functions('paper');
\set VERBOSITY terse
RESET ROLE;
-- Whoever mistypes a ledger's name gets the names of ledgers that they may use, and no error about others
CREATE SCHEMA paper_archive AUTHORIZATION regress_owner;
SET ROLE regress_owner;
SELECT create_ledger('paper_archive');
SET ROLE regress_reporter;
SELECT evidence_board('papper');
SET ROLE regress_outsider;
SELECT evidence_board('papper');
RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA paper_archive CASCADE;
RESET client_min_messages;

-- A tipster leaves a tip, and learns nothing
SET ROLE regress_tipster;
SELECT tip(1, 'My aunt paid him');
SELECT tip(1, 'It was me');
SELECT tip(1, ' ');
SELECT tip(1, repeat('x', 10001));
SELECT tip(99, 'x');
SELECT attest(1, 'engineer');
SELECT attest(1, 'no-such-source');
SELECT count(*) FROM source;
SELECT count(*) FROM attestation;
SELECT status FROM desk;
INSERT INTO attestation (claim, said, accepted_at, accepted_by) VALUES (1, 'x', NULL, NULL);
SELECT * FROM source_identity;
SELECT evidence_as_of(1, now());
SELECT add_confidential_source('me');
SELECT who();
-- nor by what the database says of itself
SELECT count(*) FROM pg_stats WHERE schemaname = 'paper';
SELECT count(*) FROM pg_stats_ext WHERE schemaname = 'paper';
-- trigger functions cannot be put on tables of one's own
CREATE TEMP TABLE trap (key text);
CREATE TRIGGER trap AFTER DELETE ON trap REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION paper.source_removed();
RESET ROLE;
SELECT id, pending, status FROM desk WHERE id = 1;
SELECT quote, recorded_by FROM attestation WHERE accepted_at IS NULL ORDER BY id;

-- Mistakes do not open the second door: someone grants too much
GRANT SELECT ON ALL TABLES IN SCHEMA paper TO regress_reporter, regress_tipster;
ANALYZE source_identity;
SET ROLE regress_reporter;
SELECT * FROM source_identity;
SELECT count(*) FROM pg_stats WHERE tablename = 'source_identity';
SELECT identity FROM source_identity WHERE identity LIKE 'Jane%' OR 1 / (length(identity) - length(identity)) = 1;
UPDATE source_identity SET identity = 'nobody';
INSERT INTO source_identity VALUES (:'jane', 'Jane Roe, clerk', NULL);
SELECT count(*) FROM (SELECT to_jsonb(d) AS j FROM desk d UNION ALL SELECT to_jsonb(w) FROM would_fall w UNION ALL SELECT to_jsonb(c) FROM contested c
	UNION ALL SELECT to_jsonb(t) FROM to_correct t UNION ALL SELECT to_jsonb(e) FROM claim_event e UNION ALL SELECT to_jsonb(a) FROM attestation a
	UNION ALL SELECT to_jsonb(s) FROM source s UNION ALL SELECT to_jsonb(r) FROM source_rating r) AS all_rows WHERE j::text ~* 'jane roe|lawyer';
RESET ROLE;
REVOKE SELECT ON ALL TABLES IN SCHEMA paper FROM regress_tipster;

-- An editor accepts, knows, retracts, rules, discredits
SET ROLE regress_editor;
SELECT identity, held_by FROM source_identity ORDER BY identity;
SELECT a.id AS tip FROM attestation AS a WHERE quote = 'It was me' \gset
SELECT status, flagged, regexp_replace(why, '(reader|source)-[0-9a-f]+', '\1', 'g') AS why FROM accept_attestation(1, :tip);
SELECT accepted_by FROM attestation WHERE id = :tip;
SELECT status FROM accept_attestation(1, :tip);
INSERT INTO source (key, kind) VALUES ('aunt', 'person');
SELECT status, flagged FROM attestation AS a, accept_attestation(1, a.id, 'aunt<*') WHERE quote = 'My aunt paid him';
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'hold', 'the aunt has not been asked');
SELECT id, status, flagged, ruling, cleared, pending FROM desk ORDER BY id;
SELECT claim, status_before, status, change FROM discredit_source('engineer', 'was paid too');
SELECT status, flagged FROM attestation AS a, retract_attestation(1, a.id, 'joked') WHERE quote = 'My aunt paid him';
SELECT retracted_by, retraction_reason FROM attestation WHERE retracted_at IS NOT NULL;
SELECT claim, change, cause, by FROM claim_event ORDER BY id;
SELECT verdict, by FROM ruling;
SELECT source, reliability, reason, rated_by FROM source_rating;
UPDATE claim SET statement = 'The mayor took money' WHERE id = 1;
-- but keeps what was said, and what became of it
UPDATE attestation SET said = 'aunt';
DELETE FROM attestation;
UPDATE claim SET evidence = '{}';
DELETE FROM claim_event;
INSERT INTO source (key, name, confidential) VALUES ('x', 'Jane Roe', true);
SELECT status(evidence_as_of(1, now()));
RESET ROLE;

-- Forgotten: identity and wording go, the counts stand
SELECT corroboration, status FROM claim WHERE id = 1;
SET ROLE regress_editor;
SELECT forget(:'jane') = :'jane' AS its_key_says_nothing_already;
SELECT identity, held_by FROM source_identity;
SELECT quote FROM attestation WHERE said ? :'jane' ORDER BY id;
SELECT corroboration, status FROM claim WHERE id = 1;
INSERT INTO source_alias (alias, source) VALUES ('Miss Roe', 'aunt'), ('Roe', 'aunt');
INSERT INTO attestation (claim, said, quote, quote_language, translator) VALUES (3, '"Miss Roe"', 'Everybody knew', 'en', 'me');
UPDATE source SET name = 'Emily Roe', note = 'lives by the bridge' WHERE key = 'aunt';
RESET ROLE;
SET ROLE regress_owner;
-- who is affiliated with her, cites her, published by her, and what the log says of her
INSERT INTO source (key, affiliations) VALUES ('niece', '{aunt}'), ('aunty', '{}'), ('nephew', '{Miss Roe}'), ('cousin', '{aunt,Roe}');
INSERT INTO attestation (claim, said) VALUES (3, 'niece'), (3, 'aunty<aunt');
INSERT INTO document (publisher, headline, url, credits, item, version)
VALUES ('aunt', 'What Emily Roe saw', 'https://roe.example/1', '[{"role": "written", "name": "Emily Roe"}]', 'roe-1', 'roe-1.2') RETURNING id AS letter \gset
INSERT INTO document (republishes) VALUES (:letter) RETURNING id AS copy \gset
INSERT INTO attestation (claim, said, document) VALUES (3, 'niece', :letter), (3, 'cousin', :copy);
SELECT claim, status_before, status, change FROM discredit_source('aunt', 'Emily was away');
SELECT claim, status_before, status, change FROM rate_source('aunt', 0.5, 'Emily was there');
CREATE TEMP TABLE before AS SELECT id, corroboration, status, disputed, cleared, support FROM claim;
CREATE TEMP TABLE events_before AS SELECT count(*) AS n FROM claim_event;
RESET ROLE;
SET ROLE regress_editor;
SELECT forget('Roe') AS aunt \gset
SELECT :'aunt' ~ '^source-[0-9a-f]{12}$' AS key_says_nothing;
SELECT count(*) AS aliases FROM source_alias;
SELECT key = :'aunt' AS renamed, name, note, kind, reliability, affiliations, confidential FROM source WHERE key IN (:'aunt', 'aunt');
SELECT key, affiliations = ARRAY[:'aunt'] AS with_her FROM source WHERE affiliations <> '{}' AND key = 'niece';
SELECT replace(said::text, :'aunt', '(she)') AS said, quote, quote_language, translator, retraction_reason
FROM attestation WHERE said ?| ARRAY[:'aunt', 'aunt', 'Miss Roe'] ORDER BY id;
SELECT replace(evidence::text, :'aunt', '(she)') AS evidence, status FROM claim WHERE id = 3;
SELECT reliability, reason FROM source_rating WHERE source = :'aunt' ORDER BY rated_at;
RESET ROLE;
SET ROLE regress_owner;
-- no count moved, and her names are nowhere any more
SELECT count(*) AS moved FROM before JOIN claim USING (id)
WHERE (before.corroboration, before.status, before.disputed, before.cleared, before.support::float8)
	IS DISTINCT FROM (claim.corroboration, claim.status, claim.disputed, claim.cleared, claim.support::float8);
SELECT count(*) - (SELECT n FROM events_before) AS new_events FROM claim_event;
SELECT count(*) AS left_over FROM (
	SELECT to_jsonb(s)::text FROM source AS s UNION ALL SELECT to_jsonb(s)::text FROM source_alias AS s
	UNION ALL SELECT to_jsonb(s)::text FROM source_rating AS s UNION ALL SELECT to_jsonb(s)::text FROM attestation AS s
	UNION ALL SELECT to_jsonb(s)::text FROM claim AS s UNION ALL SELECT to_jsonb(s)::text FROM claim_event AS s
	UNION ALL SELECT to_jsonb(s)::text FROM document AS s) AS everything (row) WHERE row ~* '\maunt\M|roe|emily';
RESET ROLE;

SET ROLE regress_owner;
SELECT * FROM check_evidence('attestation');
RESET ROLE;
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA paper CASCADE;
DROP TABLE trap;
REVOKE CREATE ON DATABASE :DBNAME FROM regress_owner;
DROP OWNED BY regress_owner, regress_outsider, regress_tipster, regress_reporter, regress_editor;
DROP ROLE regress_owner, regress_outsider, regress_tipster, regress_reporter, regress_editor;
