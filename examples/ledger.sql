-- The story of one report, played on a newsroom's ledger.
--
-- In an empty database:  psql -X -q -f examples/ledger.sql
--
-- The facts are those of examples/story.sql. There one table is kept up to date by hand; here the desk works as a
-- desk would: sources are registered, what they say is written down row by row, and all else follows.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
\pset null '-'
\pset pager off
SET client_min_messages = warning;

CREATE EXTENSION IF NOT EXISTS corroborate;
SELECT create_ledger('newsroom') \g /dev/null
SET search_path = newsroom, public;

INSERT INTO source (key, kind, note) VALUES
    ('dandong-1', 'person', 'a Chinese citizen of Korean descent'),
    ('dalian-2', 'person', 'a Chinese citizen of Korean descent, from Dalian'),
    ('rfa', 'outlet', NULL),
    ('pyongyang', 'organisation', NULL);
INSERT INTO document (publisher, headline) VALUES
    ('rfa', 'Trade representative dies in Dandong'), ('rfa', 'Trade workers exempted'), ('rfa', 'Ore is hoarded');
INSERT INTO claim (statement) VALUES
    ('A trade representative in Dandong took his own life'),
    ('He regularly met his yearly target'),
    ('The target was at least one million dollars a year'),
    ('He earned it by smuggling ore concentrate'),
    ('He sold concentrates through offices in Dandong and Dalian'),
    ('He worked for Chilsung, a trading company under Office 39'),
    ('The border closed, and he borrowed to meet the target'),
    ('He was in his fifties'),
    ('Trade workers in China were exempted from their assignments'),
    ('Pyongyang refused the body for nearly a month'),
    ('He was cremated without documents'),
    ('State companies hoard molybdenum ore'),
    ('The hoarding raised molybdenum prices in the country');

\echo
\echo '1. One source'
\echo
\set ECHO queries
SELECT status, flagged, why FROM attest(1, 'dandong-1');
INSERT INTO attestation (claim, said)
SELECT claim, attribution 'dandong-1' FROM generate_series(2, 6) AS claim
UNION ALL SELECT 7, 'dandong-1<?';
\set ECHO none

\echo
\echo '2. A second one: four flags go up'
\echo
\set ECHO queries
INSERT INTO attestation (claim, said)
SELECT claim, attribution 'dalian-2' FROM unnest('{1,2,3,4,8,9,10,11}'::int[]) AS claim;
\set ECHO none
SELECT claim, change, from_status, to_status, cause FROM claim_event ORDER BY claim;

\echo
\echo '3. Two links, one origin: the outlet does not say from whom it has claim 9'
\echo
\set ECHO queries
SELECT status, flagged, why FROM attest(9, 'rfa', document => 2);
\set ECHO none
INSERT INTO attestation (claim, said, document) VALUES (12, 'rfa', 3), (13, 'rfa<?', 3);

\echo
\echo '4. The desk, and what would fall without whom'
\echo
\set ECHO queries
SELECT id AS "#", statement, status, corroboration AS independent, cleared FROM desk ORDER BY id;
SELECT * FROM would_fall ORDER BY source;
\set ECHO none

\echo
\echo '5. What is cleared is published. A reader comments, and waits for a moderator'
\echo
\set ECHO queries
INSERT INTO publication (document, claim) SELECT 1, id FROM claim WHERE cleared;
SELECT tip(1, 'I knew him, it is true') \g /dev/null
SELECT id AS "#", status, corroboration AS independent, pending FROM desk WHERE id = 1;
SELECT status FROM attestation AS a, accept_attestation(a.claim, a.id) WHERE a.accepted_at IS NULL;
\set ECHO none
\echo 'Accepted, the reader is someone unknown, who may be any of the others:'
\echo
SELECT id AS "#", status, corroboration AS independent, pending FROM desk WHERE id = 1;

\echo
\echo '6. A denial, and then the second source was not one'
\echo
\set ECHO queries
SELECT status, flagged FROM attest(1, '!pyongyang');
SELECT status, flagged FROM attest(1, 'dalian-2<dandong-1');
SELECT problem, headline, statement, cause FROM to_correct ORDER BY problem;
SELECT id AS "#", statement, status, corroboration AS independent, cleared, disputed FROM desk WHERE id <= 4 ORDER BY id;
\set ECHO none

\echo
\echo '7. The first source is discredited: whatever rested on it falls, and the log says why'
\echo
\set ECHO queries
SELECT discredit_source('dandong-1', 'was in Seoul that month') \g /dev/null
SELECT claim, change, from_status, to_status, cause FROM claim_event ORDER BY id DESC LIMIT 3;
SELECT count(*) AS "published claims to correct" FROM to_correct WHERE problem = 'lost its flag';
SELECT * FROM check_evidence('attestation');
\set ECHO none
