-- How reliable the sources of a ledger are, by what editors settled

\set VERBOSITY terse
SELECT create_ledger('newsroom');
SET search_path = newsroom, public;
INSERT INTO source (key, kind) SELECT s, 'outlet' FROM unnest('{herald,mirror,courier,gazette}'::text[]) AS s;
INSERT INTO source (key, kind) VALUES ('anna', 'person'), ('tom', 'person'), ('wire', 'agency');
INSERT INTO claim (statement) SELECT 'claim ' || n FROM generate_series(1, 20) AS n;
-- herald is right in nine of ten, courier in six; anna and tom speak through others
INSERT INTO attestation (claim, said) SELECT n, said_by('herald', denies => n = 10) FROM generate_series(1, 10) AS n;
INSERT INTO attestation (claim, said) SELECT n, said_by('courier', denies => n > 6) FROM generate_series(1, 10) AS n;
INSERT INTO attestation (claim, said) SELECT n, said_by('gazette', cites => '{anna}') FROM generate_series(1, 6) AS n;
INSERT INTO attestation (claim, said) SELECT n, said_by('wire', cites => '{anna,tom}') FROM generate_series(7, 10) AS n;
INSERT INTO ruling (claim, verdict, why) SELECT n, 'confirm', 'the register says so' FROM generate_series(1, 10) AS n;
SELECT source, round(rating::numeric, 3) AS rating, round(low::numeric, 2) AS low, round(high::numeric, 2) AS high, "right", settled, compared, because
FROM source_reliability('newsroom');

-- what is flagged, held back or released is not settled
INSERT INTO attestation (claim, said) SELECT n, said FROM generate_series(11, 16) AS n, unnest('{herald<*,courier<*,gazette}'::attribution[]) AS said;
INSERT INTO ruling (claim, verdict, why) VALUES (11, 'hold', 'not yet'), (12, 'refute', 'a hoax'), (12, 'release', 'no hoax');
SELECT count(*) AS flagged FROM claim WHERE corroborated_at IS NOT NULL AND id > 10;
SELECT source, "right", settled, round(agreement::numeric, 2) AS agreement, compared FROM source_reliability('newsroom') ORDER BY source;
-- what was refuted is
INSERT INTO ruling (claim, verdict, why) VALUES (12, 'refute', 'a hoax after all');
SELECT source, "right", settled FROM source_reliability('newsroom') WHERE source = 'gazette';

-- on one source's word, a claim is settled for others only
INSERT INTO attestation (claim, said) VALUES (17, 'mirror'), (17, '!courier'), (18, 'mirror'), (18, 'gazette'), (18, '!courier');
INSERT INTO ruling (claim, verdict, why) VALUES (17, 'confirm', 'they were there'), (18, 'confirm', 'The mirror has the minutes.');
SELECT source, "right", settled FROM source_reliability('newsroom') WHERE source IN ('mirror', 'gazette', 'courier');
-- nor for whom it is one with
UPDATE source SET affiliations = '{house}' WHERE key IN ('mirror', 'gazette');
SELECT source, "right", settled FROM source_reliability('newsroom') WHERE source IN ('mirror', 'gazette', 'courier');
UPDATE source SET affiliations = '{}' WHERE key IN ('mirror', 'gazette');

-- a statement that was replaced or retracted counts, one that is pending does not
INSERT INTO attestation (claim, said) VALUES (19, 'herald'), (19, 'courier'), (19, 'gazette');
INSERT INTO attestation (claim, said, replaces) SELECT 19, '!herald', a.id FROM attestation AS a WHERE a.claim = 19 AND a.said ? 'herald';
UPDATE attestation SET retracted_at = now(), retraction_reason = 'was not so' WHERE claim = 19 AND said ? 'courier';
INSERT INTO attestation (claim, said, accepted_at, accepted_by) VALUES (19, 'mirror', NULL, NULL);
INSERT INTO ruling (claim, verdict, why) VALUES (19, 'refute', 'no such ship');
SELECT source, "right", settled FROM source_reliability('newsroom') WHERE source IN ('herald', 'courier', 'gazette', 'mirror');

-- who gave another answer than the one that was confirmed was wrong
INSERT INTO claim (statement, question, comparator, value) VALUES ('12 died', 'How many died?', '=', 12), ('at least 10 died', 'How many died?', '>=', 10), ('9 died', 'how many  died?', '=', 9);
INSERT INTO attestation (claim, said) SELECT c.id, s.said FROM claim AS c
JOIN (VALUES ('12 died', attribution 'tom'), ('12 died', 'anna'), ('at least 10 died', 'mirror'), ('9 died', 'wire'), ('9 died', 'gazette')) AS s (statement, said) ON s.statement = c.statement;
CREATE TABLE public.before AS SELECT source, "right", settled FROM source_reliability('newsroom');
INSERT INTO ruling (claim, verdict, why) SELECT id, 'confirm', 'death certificates' FROM claim WHERE statement = '12 died';
SELECT r.source, r."right" - b."right" AS "right", r.settled - b.settled AS settled FROM source_reliability('newsroom') AS r JOIN public.before AS b USING (source)
WHERE r.settled <> b.settled;

-- the last months
UPDATE attestation SET said_at = now() - interval '2 years' WHERE claim <= 10;
SELECT source, settled FROM source_reliability('newsroom', 12);
SELECT sum(settled) AS settled FROM source_reliability('newsroom', months => 36);
-- more months than there are times for are all
SELECT sum(settled) AS settled FROM source_reliability('newsroom', months => 79999);
SELECT sum(settled) AS settled FROM source_reliability('newsroom', months => 80000);
SELECT sum(settled) AS settled FROM source_reliability('newsroom', months => 2147483647);
SELECT sum(settled) AS settled FROM source_reliability('newsroom');
SELECT * FROM source_reliability('newsroom', 0);

-- proposals: from five settled claims on, of sources that are not rated so already
SELECT subject, suggests, round(strength::numeric, 2) AS strength, because, size FROM corroborate_internal.find_rating('newsroom');
SELECT evidence FROM corroborate_internal.find_rating('newsroom') WHERE subject = 'herald';
UPDATE source SET reliability = 0.8 WHERE key = 'herald';
UPDATE source SET reliability = 0.99 WHERE key = 'courier';
UPDATE source SET reliability = 0 WHERE key = 'gazette';
SELECT subject, suggests FROM corroborate_internal.find_rating('newsroom');

-- other spellings are the source's; confidential sources are for editors
INSERT INTO source_alias (alias, source) VALUES ('The Courier', 'courier');
INSERT INTO attestation (claim, said) VALUES (20, '"The Courier"'), (20, 'tom');
INSERT INTO ruling (claim, verdict, why) VALUES (20, 'confirm', 'a video');
SELECT source, "right", settled FROM source_reliability('newsroom') WHERE source ILIKE '%courier';
UPDATE source SET confidential = true WHERE key = 'anna';
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
SELECT grant_ledger('newsroom', reporter => 'regress_reporter', editor => 'regress_editor');
SET ROLE regress_reporter;
SELECT source FROM source_reliability('newsroom');
SET ROLE regress_editor;
SELECT source FROM source_reliability('newsroom') WHERE source = 'anna';
RESET ROLE;
SELECT * FROM source_reliability('nowhere');

-- a table: copies count once, and nothing is ever certain
CREATE TABLE public.answer AS
SELECT q, s.name AS s, CASE WHEN s.n <= 3 OR (q * 7 + s.n * 13) % 10 < 6 THEN 'yes' ELSE 'no' END || q AS a, CASE WHEN q <= 30 THEN 'yes' || q END AS checked
FROM generate_series(1, 100) AS q, unnest('{a,b,c,d,e,f,g}'::text[]) WITH ORDINALITY AS s (name, n);
SELECT source, round(rating::numeric, 3) AS rating, round(low::numeric, 2) AS low, round(high::numeric, 2) AS high, "right", settled, round(agreement::numeric, 2) AS agreement, compared
FROM source_reliability('public.answer', 'q', 's', 'a', 'checked');
SELECT because FROM source_reliability('public.answer', 'q', 's', 'a', 'checked') LIMIT 1;
UPDATE public.answer SET checked = NULL WHERE s <> 'a';
SELECT source, "right", settled FROM source_reliability('public.answer', 'q', 's', 'a', 'checked') LIMIT 1;
UPDATE public.answer SET checked = NULL;
SELECT because FROM source_reliability('public.answer', 'q', 's', 'a', 'checked') LIMIT 1;
TRUNCATE public.answer;
SELECT * FROM source_reliability('public.answer', 'q', 's', 'a', 'checked');
SELECT * FROM source_reliability('public.answer', 'q', 's', 'a', NULL);
SELECT corroborate_internal.beta_quantile(0.5, 0, 1);
SELECT round(corroborate_internal.beta_quantile(0.05, 29, 1)::numeric, 6) AS bound;

-- what is settled may be the harder part: alone was wrong where others knew better, crowd where nobody did; and as others' agreement, this counts
-- as five claims at most
CREATE TABLE public.harder AS
SELECT q, s, CASE WHEN s = 'alone' AND q <= 20 AND q % 2 = 0 THEN 'odd ' ELSE 'usual ' END || q AS a,
	CASE WHEN q <= 20 THEN 'usual ' || q WHEN q <= 40 THEN CASE WHEN q % 2 = 0 THEN 'true ' ELSE 'usual ' END || q END AS checked
FROM generate_series(1, 100) AS q, unnest('{alone,crowd,a,b,c,d,e}'::text[]) AS s
WHERE CASE s WHEN 'alone' THEN q NOT BETWEEN 21 AND 40 WHEN 'crowd' THEN q > 20 ELSE true END;
SELECT source, round(rating::numeric, 3) AS rating, "right", settled, round(agreement::numeric, 2) AS agreement, compared
FROM source_reliability('public.harder', 'q', 's', 'a', 'checked') WHERE source IN ('alone', 'crowd');
SELECT round((a.rating * (2 + a.settled + 5) - c.rating * (2 + c.settled + 5))::numeric, 2) AS claims
FROM source_reliability('public.harder', 'q', 's', 'a', 'checked') AS a, source_reliability('public.harder', 'q', 's', 'a', 'checked') AS c
WHERE a.source = 'alone' AND c.source = 'crowd';

DROP TABLE public.before, public.answer, public.harder;
DROP OWNED BY regress_reporter, regress_editor;
DROP ROLE regress_reporter, regress_editor;
SET client_min_messages = warning;
DROP SCHEMA newsroom CASCADE;
