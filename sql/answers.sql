-- Which of several answers to a question is how probable

\set VERBOSITY terse
-- a and b repeat each other where the others disagree; c, d and e are independent
CREATE TABLE answer AS
SELECT q, s.name AS s, CASE WHEN s.n <= 2 THEN 'odd ' || q WHEN (q * 7 + s.n * 13) % 10 < 8 THEN 'usual ' || q ELSE 'guess ' || q || ' ' || s.n END AS a,
	CASE s.name WHEN 'a' THEN 0.6 WHEN 'b' THEN 0.7 WHEN 'c' THEN 0.9 END AS rating
FROM generate_series(1, 40) AS q, unnest('{a,b,c,d,e}'::text[]) WITH ORDINALITY AS s (name, n);
SELECT answer, sources, independent, round(probability::numeric, 4) AS probability FROM answer_probability('answer', 'q', 's', 'a') WHERE question IN ('1', '2', '3');
SELECT answer, sources, independent, round(probability::numeric, 4) AS probability FROM answer_probability('answer', 'q', 's', 'a', 'rating') WHERE question IN ('1', '2', '3');
-- odds of the first: 2 * 0.7 / 0.3 to 2 * 0.9 / 0.1 twice 2 * 0.8 / 0.2, where there are two answers
SELECT question, count(*) AS answers, round(sum(probability)::numeric, 9) AS sum FROM answer_probability('answer', 'q', 's', 'a', 'rating') GROUP BY question HAVING round(sum(probability)::numeric, 9) <> 1;
-- the same in another order; nothing is certain, and 0 is discredited
CREATE TABLE other AS SELECT * FROM answer ORDER BY md5(q || s);
SELECT * FROM answer_probability('answer', 'q', 's', 'a', 'rating') EXCEPT SELECT * FROM answer_probability('other', 'q', 's', 'a', 'rating');
UPDATE answer SET rating = CASE s WHEN 'a' THEN 0 WHEN 'b' THEN 0 WHEN 'c' THEN 1 END;
SELECT answer, sources, independent, round(probability::numeric, 4) AS probability FROM answer_probability('answer', 'q', 's', 'a', 'rating') WHERE question = '3';
UPDATE answer SET rating = 1.5;
SELECT * FROM answer_probability('answer', 'q', 's', 'a', 'rating');
SELECT * FROM answer_probability('answer', 'q', 's', NULL);
-- one answer, a null answer, none
SELECT * FROM answer_probability('answer', 's', 'q', 'rating') LIMIT 1;
DELETE FROM answer;
INSERT INTO answer VALUES (1, 'a', 'x', 0.9), (1, 'b', NULL, 0.9), (NULL, 'b', 'x', 0.9);
SELECT * FROM answer_probability('answer', 'q', 's', 'a', 'rating');
DELETE FROM answer;
SELECT * FROM answer_probability('answer', 'q', 's', 'a', 'rating');
DROP TABLE answer, other;

-- of a ledger
SELECT create_ledger('newsroom');
SET search_path = newsroom, public;
INSERT INTO source (key, kind, reliability) VALUES ('anna', 'person', 0.9), ('tom', 'person', NULL), ('memo', 'document', 0.6), ('herald', 'outlet', NULL), ('kim', 'person', NULL);
INSERT INTO claim (statement, question, comparator, value, unit, answer, holds) VALUES
	('12 died', 'How many died?', '=', 12, NULL, NULL, NULL), ('9 died', 'How many died?', '=', 9, NULL, NULL, NULL),
	('at least 10 died', 'how many died?', '>=', 10, NULL, NULL, NULL), ('Acme did it', 'Who did it?', NULL, NULL, NULL, 'Acme', NULL),
	('ACME did it', 'Who did it?', NULL, NULL, NULL, 'ACME', NULL), ('Bolt did it', 'Who did it?', NULL, NULL, NULL, 'Bolt', NULL),
	('unknown', 'Who did it?', NULL, NULL, NULL, 'unknown', NULL), ('Ines was mayor', 'Who was mayor?', NULL, NULL, NULL, 'Ines', '[2001-01-01,2005-01-01)'),
	('Olga was mayor', 'Who was mayor?', NULL, NULL, NULL, 'Olga', '[2005-01-01,2009-01-01)');
INSERT INTO attestation (claim, said) VALUES (1, 'anna'), (1, 'herald<anna'), (2, 'memo'), (2, 'tom'), (3, 'tom'), (4, 'tom'), (5, 'kim'), (6, 'herald<memo'), (6, '!anna'),
	(7, 'kim'), (8, 'tom'), (9, 'kim');
SELECT question, answer, claims, independent, denials, round(probability::numeric, 4) AS probability, ruling FROM answers('newsroom');
-- 12 against 9: 3 * 0.9 / 0.1 to 3 * 0.6 / 0.4 * 3 * 0.8 / 0.2; at least 10 does not contradict it
SELECT round((27 / (27 + 4.5 * 12))::numeric, 4) AS probability;

-- what rulings settle rates sources that nobody rated
INSERT INTO claim (statement) SELECT 'claim ' || n FROM generate_series(1, 12) AS n;
INSERT INTO attestation (claim, said) SELECT c.id, s FROM claim AS c, unnest('{tom,!anna,memo}'::attribution[]) AS s WHERE c.statement ~ 'claim';
INSERT INTO ruling (claim, verdict, why) SELECT id, 'refute', 'no such thing' FROM claim WHERE statement ~ 'claim';
SELECT answer, independent, round(probability::numeric, 4) AS probability FROM answers('newsroom') WHERE question = 'How many died?';
-- not where the source is confidential: its rating would show
UPDATE source SET confidential = true WHERE key = 'tom';
SELECT answer, independent, round(probability::numeric, 4) AS probability FROM answers('newsroom') WHERE question = 'How many died?';
CREATE TABLE public.before AS SELECT * FROM answers('newsroom');
CREATE ROLE regress_reporter;
SELECT grant_ledger('newsroom', reporter => 'regress_reporter');
GRANT SELECT ON public.before TO regress_reporter;
SET ROLE regress_reporter;
SELECT count(*) AS answers FROM answers('newsroom');
SELECT * FROM answers('newsroom') EXCEPT TABLE public.before;
RESET ROLE;
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirm', 'death certificates');
SELECT answer, ruling FROM answers('newsroom') WHERE question = 'How many died?' AND ruling IS NOT NULL;
SELECT * FROM answers('nowhere');
DROP TABLE public.before;
DROP OWNED BY regress_reporter;
DROP ROLE regress_reporter;
SET client_min_messages = warning;
DROP SCHEMA newsroom CASCADE;
