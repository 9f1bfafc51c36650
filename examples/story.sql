-- The story of one report, played with corroborate.
--
-- In an empty database:  psql -X -q -f examples/story.sql
-- Or, with a server of its own that is cleared away afterwards:  make demo
--
-- The facts are those of a news outlet's report of 30 March 2021. Its sources are two Chinese citizens of Korean
-- descent, one in Dandong (dandong-1) and one from Dalian (dalian-2), and what the outlet (rfa) had written before.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
\pset null '-'
\pset pager off
SET client_min_messages = warning;

CREATE EXTENSION IF NOT EXISTS corroborate;

CREATE TABLE claim (
    id int PRIMARY KEY,
    statement text NOT NULL,
    evidence evidence NOT NULL DEFAULT '{}',
    corroborated_at timestamptz
);

CREATE TABLE attestation (
    claim int NOT NULL REFERENCES claim,
    said attribution NOT NULL
);

CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON claim
    FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'corroborated_at', 2);

-- What the story shows again and again
CREATE VIEW board AS
SELECT id AS "#", statement, cardinality(speakers(evidence)) AS voices, corroboration(evidence) AS independent,
       CASE WHEN corroborated_at IS NOT NULL THEN 'flagged' ELSE '' END AS flag
FROM claim;

INSERT INTO claim (id, statement) VALUES
    (1, 'A trade representative in Dandong took his own life'),
    (2, 'He regularly met his yearly target'),
    (3, 'The target was at least one million dollars a year'),
    (4, 'He earned it by smuggling ore concentrate'),
    (5, 'He sold concentrates through offices in Dandong and Dalian'),
    (6, 'He worked for Chilsung, a trading company under Office 39'),
    (7, 'The border closed, and he borrowed to meet the target'),
    (8, 'He was in his fifties'),
    (9, 'Trade workers in China were exempted from their assignments'),
    (10, 'Pyongyang refused the body for nearly a month'),
    (11, 'He was cremated without documents'),
    (12, 'State companies hoard molybdenum ore'),
    (13, 'The hoarding raised molybdenum prices in the country');

\echo
\echo '1. One source'
\echo
\echo 'March 2021: a source in Dandong, on the border, tells how a North Korean trade representative died there'
\echo 'in February. Call it dandong-1. How it knows is not stated, but for claim 7: someone told it so, <?.'
\echo
\set ECHO queries
INSERT INTO attestation
SELECT claim, attribution 'dandong-1' FROM generate_series(1, 6) AS claim
UNION ALL SELECT 7, 'dandong-1<?';

UPDATE claim
SET evidence = (SELECT evidence_agg(said) FROM attestation WHERE claim = id);
\set ECHO none
\echo
SELECT * FROM board WHERE "#" <= 7 ORDER BY "#";

\echo
\echo '2. A second one'
\echo
\echo 'A source from Dalian, dalian-2, confirms claims 1 to 4, and tells more. A claim that two independent'
\echo 'sources support is flagged: a trigger on the table does it.'
\echo
INSERT INTO attestation
SELECT claim, attribution 'dalian-2' FROM unnest('{1,2,3,4,8,9,10,11}'::int[]) AS claim;
\set ECHO queries
UPDATE claim
SET evidence = evidence || said
FROM attestation WHERE claim = id AND said ? 'dalian-2';
\set ECHO none
\echo
SELECT * FROM board WHERE "#" <= 11 ORDER BY "#";

\echo
\echo '3. Two links, one origin'
\echo
\echo 'Claim 9 was already in an earlier report of the outlet, rfa. That makes two links, but the report does'
\echo 'not say from whom: an outlet passes on what others know, so this is rfa<?. It may have been dalian-2.'
\echo 'Another report, on ore and its price, stands alone and names nobody.'
\echo
INSERT INTO attestation VALUES (9, 'rfa<?'), (12, 'rfa<?'), (13, 'rfa<?');
\set ECHO queries
UPDATE claim
SET evidence = evidence || said
FROM attestation WHERE claim = id AND said ? 'rfa';
\set ECHO none
\echo
SELECT * FROM board WHERE "#" IN (9, 12, 13) ORDER BY "#";

\echo
\echo '4. Why?'
\echo
\set ECHO queries
SELECT id AS "#", evidence, status(evidence) FROM claim WHERE id IN (1, 7, 9) ORDER BY id;
\set ECHO none
\pset format unaligned
\pset tuples_only on
\set ECHO queries
SELECT format('%s: %s', id, why(evidence)) FROM claim WHERE id IN (1, 7, 9) ORDER BY id;
\set ECHO none
\pset format aligned
\pset tuples_only off
\echo
\echo 'The chains that were counted, and whom the claim rests on:'
\echo
\set ECHO queries
SELECT id AS "#", chains(evidence), rests_on(evidence)
FROM claim WHERE id IN (1, 9) ORDER BY id;
\set ECHO none

\echo
\echo '5. What would fall without dalian-2?'
\echo
\set ECHO queries
SELECT id AS "#", statement, status(evidence) AS now, status(discredit(evidence, 'dalian-2')) AS without
FROM claim
WHERE status(discredit(evidence, 'dalian-2')) < status(evidence) ORDER BY id;
\set ECHO none

\echo
\echo '6. A denial'
\echo
\echo 'Pyongyang denies claim 1. A denial takes nobody''s word back: the claim is disputed, and keeps its flag.'
\echo
\set ECHO queries
UPDATE claim SET evidence = evidence || attribution '!pyongyang' WHERE id = 1;
\set ECHO none
\echo
SELECT id AS "#", evidence, corroboration(evidence), contradiction(evidence), disputed(evidence),
       corroborated_at IS NOT NULL AS flagged
FROM claim WHERE id = 1;
\echo
\echo 'How far is it to be believed? Nobody has rated these sources, so there is no number, and none is made up.'
\echo 'With ratings (these are examples) there would be one:'
\echo
\set ECHO queries
SELECT belief(evidence) AS unrated,
       round(belief(evidence || evidence '{dandong-1:0.7, dalian-2:0.6, !pyongyang:0.3}')::numeric, 2) AS rated
FROM claim WHERE id = 1;
\set ECHO none

\echo
\echo '7. The second source was not one'
\echo
\echo 'It turns out that dalian-2 had heard of the death from dandong-1. Two voices, one origin: the flag goes.'
\echo
\set ECHO queries
UPDATE claim SET evidence = evidence || attribution 'dalian-2<dandong-1' WHERE id = 1;
\set ECHO none
\echo
SELECT * FROM board WHERE "#" <= 4 ORDER BY "#";
\pset format unaligned
\pset tuples_only on
SELECT format('%s: %s', id, why(evidence)) FROM claim WHERE id = 1;
\echo
