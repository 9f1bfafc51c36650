--
-- The view pending: what waits for an editor, and why
--

\set SHOW_CONTEXT never
\set VERBOSITY terse
SELECT create_ledger('waiting');
SET search_path = waiting, public;
INSERT INTO source (key, kind, feeds) VALUES ('anna', 'person', '{}'), ('bob', 'person', '{}'), ('post', 'outlet', '{}'), ('Checkers', 'organisation', '{}'), ('Mayor', 'person', '{}');
INSERT INTO claim (statement) VALUES ('The dam broke'), ('The mill burned');
CREATE VIEW listed AS SELECT claim, attestation, status, regexp_replace(said::text, '^reader-[0-9a-f]{12}', 'reader') AS said, quote, document, reason FROM pending;

-- Nothing is
SELECT * FROM listed;
SELECT attestation, status FROM attest(1, 'anna');

-- A tip; what somebody entered so; what is taken from a cancelled document, and from a pending one
SELECT tip(1, 'I saw it');
INSERT INTO attestation (claim, said, accepted_at, accepted_by) VALUES (1, 'bob', NULL, NULL);
INSERT INTO document (publisher, item, version, feed) VALUES ('post', 'urn:1', '1', 'post'), ('post', 'urn:2', '1', 'post');
INSERT INTO document (publisher, item, version, status, feed) VALUES ('post', 'urn:1', '2', 'cancelled', 'post'), ('post', 'urn:2', '2', 'usable', 'anybody');
SELECT attestation, status FROM attest(2, 'post<anna', document => 1);
SELECT attestation, status FROM attest(2, 'post<bob', document => 4);

-- Fact checks: from a feed that may not speak for the reviewer, and who is said to have claimed it
INSERT INTO verdict_word (word, means) VALUES ('False', 'against');
SELECT said, change FROM import_claim_reviews('waiting', '{"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "The mill burned", "url": "https://checkers.example/1",
	"author": {"@type": "Organization", "name": "Checkers"}, "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Mayor"}},
	"reviewRating": {"@type": "Rating", "alternateName": "False"}, "datePublished": "2026-11-01"}', feed => 'mallory.example');
SELECT * FROM listed ORDER BY claim, attestation;
SELECT id, pending FROM desk ORDER BY id;
SELECT bool_and(recorded_by = session_user AND recorded_at > now() - interval '1 minute') FROM pending;

-- The same from the reviewer's own feed counts, and takes its place; the document that came first stays what it is
UPDATE source SET feeds = '{checkers.example}' WHERE key = 'Checkers';
SELECT said, change, note FROM import_claim_reviews('waiting', '{"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "The mill burned", "url": "https://checkers.example/1",
	"author": {"@type": "Organization", "name": "Checkers"}, "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Mayor"}},
	"reviewRating": {"@type": "Rating", "alternateName": "False"}, "datePublished": "2026-11-01"}', feed => 'checkers.example');
SELECT * FROM listed WHERE claim = 2 ORDER BY attestation;
SELECT id, pending, evidence FROM desk JOIN claim USING (id) ORDER BY id;
-- and if that is taken back, what was pending waits again
SELECT status FROM retract_attestation(2, 8, 'not theirs');
SELECT attestation, said FROM listed WHERE claim = 2 ORDER BY attestation;

-- Nobody but an editor accepts: a reporter sees the list, and has no function for it
CREATE ROLE regress_waiting_reporter;
CREATE ROLE regress_waiting_editor;
CREATE ROLE regress_waiting_website;
SELECT grant_ledger('waiting', tipster => 'regress_waiting_website', reporter => 'regress_waiting_reporter', editor => 'regress_waiting_editor');
SET ROLE regress_waiting_website;
SELECT * FROM pending;
SET ROLE regress_waiting_reporter;
SELECT count(*) FROM pending;
SELECT accept_attestation(1, 3);
UPDATE attestation SET accepted_at = now() WHERE accepted_at IS NULL;
SELECT count(*) FROM pg_proc AS p WHERE p.pronamespace = 'waiting'::regnamespace AND p.prosecdef AND has_function_privilege(p.oid, 'EXECUTE')
	AND p.prosrc ~ 'UPDATE attestation';

-- One, and all the others; what is retracted leaves the list, too
SET ROLE regress_waiting_editor;
SELECT status, flagged FROM accept_attestation(1, 3);
SELECT status FROM retract_attestation(2, 4, 'cancelled for good reason');
SELECT attestation, reason FROM pending ORDER BY claim, attestation;
SELECT p.attestation, a.status FROM (SELECT * FROM pending ORDER BY claim, attestation) AS p, accept_attestation(p.claim, p.attestation) AS a;
SELECT count(*) FROM pending;
SELECT accept_attestation(1, 3);
SELECT accept_attestation(1, NULL);
RESET ROLE;
SELECT id, pending, evidence::text ~ 'reader' AS by_a_reader, status FROM desk JOIN claim USING (id, status) ORDER BY id;
SELECT * FROM check_evidence('attestation');

\set ECHO none
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA waiting CASCADE;
DROP ROLE regress_waiting_reporter, regress_waiting_editor, regress_waiting_website;
