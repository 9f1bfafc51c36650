-- Without which sources evidence would not meet the rule any more: a short cut, which gives what discrediting each gives

SET client_min_messages = warning;
CREATE SCHEMA indispensable;
SET search_path = indispensable, public;

SELECT indispensable('{a, b<a, c}') AS two_chains, indispensable('{a, b, c}') AS one_to_spare, indispensable('{a, b, c}', 3) AS three,
	indispensable('{a<x, b<x, c, d<c}') AS origins, indispensable('{a<b<c, x<y}') AS whole_chains;
-- each of these is in a smallest cut, though not in the one nearest the speakers
SELECT indispensable('{s0<(s4,s6), s2<(s0,s6)}');
-- a source may mention others that nobody else mentions, of several units
SELECT indispensable('{s<(x@v,y@w), v<?, w<?}') AS takes_both, indispensable('{s<(x@v,y@w), v<?, w<?, a, b}') AS enough_is_left;
-- a unit is not lost with one of its sources
SELECT indispensable('{kim@rfa, lee@rfa, nurse}');
-- denials, and who is discredited already, matter to nobody
SELECT indispensable('{a, b, c:0, !d}');
-- what does not meet the rule does not lose anything
SELECT indispensable('{}'), indispensable('{a}'), indispensable('{a<?, b<?}'), indispensable('{a, b}', 3), indispensable(NULL);
-- a minimum of support
SELECT indispensable('{a:0.9, b:0.5, c}', 2, 0.9) AS all_of_it, indispensable('{a:0.9, b:0.5, c, d}', 2, 0.9) AS the_best, indispensable('{a, b}', 2, 0.5) AS none;
SELECT indispensable('{a, b}', 1);
SELECT indispensable('{a, b}', 2, 1.5);

CREATE FUNCTION by_trial(evidence evidence, threshold integer, minimum confidence) RETURNS text[] LANGUAGE sql
RETURN CASE WHEN meets(evidence, threshold, minimum)
	THEN ARRAY(SELECT s FROM unnest(sources(evidence)) AS s WHERE NOT meets(discredit(evidence, s), threshold, minimum) ORDER BY s COLLATE "C")
	ELSE '{}' END;

-- Small evidence at random, half of it with affiliations
SELECT setseed(0.25);
CREATE TABLE any_evidence AS
SELECT n, evidence_agg(said_by('s' || floor(random() * 9), CASE WHEN random() < 0.3 THEN (ARRAY[0, 0.3, 0.5, 0.9])[1 + floor(random() * 4)] END::confidence,
	cites => CASE WHEN random() < 0.6 THEN ARRAY['s' || floor(random() * 9), 's' || floor(random() * 9)] END,
	firsthand => random() < 0.1, "unknown" => random() < 0.1, denies => random() < 0.1,
	affiliations => CASE WHEN n % 2 = 0 AND random() < 0.3 THEN ARRAY['s' || floor(random() * 12)] END)) AS evidence
FROM generate_series(1, 5000) AS n, generate_series(1, 3 + n % 9) AS i
GROUP BY n;
SELECT threshold, minimum, count(*) > 500 AS flagged, count(*) FILTER (WHERE by_trial(evidence, threshold, minimum) <> '{}') > 500 AS some_matter,
	count(*) FILTER (WHERE indispensable(evidence, threshold, minimum) IS DISTINCT FROM by_trial(evidence, threshold, minimum)) AS wrong
FROM any_evidence, (VALUES (2, NULL::confidence), (3, NULL), (4, NULL), (2, 0.5)) AS rule (threshold, minimum)
WHERE meets(evidence, threshold, minimum)
GROUP BY threshold, minimum ORDER BY threshold, minimum;

-- Large evidence: by trial, one of these took minutes
SET statement_timeout = '20s';
CREATE TABLE large AS
SELECT 'independent' AS what, evidence_agg(said_by('s' || i)) AS evidence FROM generate_series(1, 50000) AS i
UNION ALL SELECT 'copies', evidence_agg(said_by('s' || i, cites => ARRAY['o' || i % 2])) FROM generate_series(1, 50000) AS i
UNION ALL SELECT 'two long chains', evidence_agg(a) FROM (
	SELECT said_by('s' || i, cites => ARRAY['s' || i + 2]) AS a FROM generate_series(1, 50000) AS i) AS said
UNION ALL SELECT 'two houses', evidence_agg(said_by('s' || i, affiliations => ARRAY['o' || i % 2])) FROM generate_series(1, 50000) AS i
UNION ALL SELECT 'one pair', evidence_agg(said_by('s' || i, affiliations => CASE WHEN i < 3 THEN '{o}'::text[] END)) FROM generate_series(1, 50000) AS i;
SELECT what, indispensable(evidence) FROM large ORDER BY what;
RESET statement_timeout;

-- In a ledger: of each source, the claims that would fall without it
SELECT create_ledger('indispensable_ledger');
SET search_path = indispensable_ledger, public;
INSERT INTO source (key, kind) VALUES ('a', 'person'), ('b', 'person'), ('c', 'person'), ('someone', 'unnamed');
INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 4) AS i;
INSERT INTO attestation (claim, said) VALUES (1, 'a'), (1, 'b'), (2, 'a'), (2, 'b'), (2, 'c'), (3, 'c'), (4, 'a'), (4, 'someone');
SELECT * FROM would_fall ORDER BY source;

DROP SCHEMA indispensable, indispensable_ledger CASCADE;
