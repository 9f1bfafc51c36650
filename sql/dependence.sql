-- source_dependence(): which sources of a table repeat others

CREATE TABLE answer (question int, source text, answer text, said_at timestamptz);

-- left and right have the same answers, which most others contradict; third differs from them in one of five; the others
-- guess, each in its way
INSERT INTO answer
SELECT q, s.name, CASE s.n WHEN 1 THEN 'odd ' || q WHEN 2 THEN 'odd ' || q WHEN 3 THEN CASE WHEN q % 8 = 0 THEN 'own ' ELSE 'odd ' END || q
	ELSE CASE WHEN (q * 7 + s.n * 13) % 10 < 7 THEN 'usual ' ELSE 'guess ' || s.n || ' ' END || q END,
	timestamptz '2026-01-01 00:00+00' + make_interval(days => q, hours => CASE s.n WHEN 1 THEN 2 WHEN 2 THEN 1 END)
FROM generate_series(1, 60) AS q, unnest('{left,right,third,a,b,c,d,e,f}'::text[]) WITH ORDINALITY AS s (name, n);

SELECT source, other, round(strength::numeric, 3) AS strength, verdict, hard, same, shared, round(chance::numeric, 3) AS chance, first, voice
FROM source_dependence('answer', 'question', 'source', 'answer');
SELECT because FROM source_dependence('answer', 'question', 'source', 'answer');

-- who was first
SELECT source, other, first, because FROM source_dependence('answer', 'question', 'source', 'answer', 'said_at') LIMIT 1;
SELECT source, other, first FROM source_dependence('answer', 'question', 'source', 'answer', said_at => 'said_at') OFFSET 1;

-- in whatever order the rows come
CREATE TABLE other_order AS SELECT * FROM answer ORDER BY md5(question || source);
SELECT count(*) AS pairs FROM source_dependence('answer', 'question', 'source', 'answer', 'said_at');
SELECT * FROM source_dependence('answer', 'question', 'source', 'answer', 'said_at')
EXCEPT SELECT * FROM source_dependence('other_order', 'question', 'source', 'answer', 'said_at');

-- said again, and in several answers: the set of them counts
INSERT INTO answer SELECT * FROM answer WHERE source = 'left';
INSERT INTO answer SELECT question, source, 'also', said_at FROM answer WHERE source IN ('left', 'right') AND question <= 30;
SELECT source, other, hard, same FROM source_dependence('answer', 'question', 'source', 'answer');

-- nulls answer nothing
INSERT INTO answer SELECT q, s, a, NULL FROM generate_series(1, 30) AS q, (VALUES ('left', NULL), (NULL, 'x')) AS v (s, a);
INSERT INTO answer SELECT NULL, s, 'x', NULL FROM unnest('{left,right}'::text[]) AS s, generate_series(1, 30);
SELECT source, other, hard, same FROM source_dependence('answer', 'question', 'source', 'answer');

-- one source, the same answer everywhere, nothing at all
SELECT count(*) FROM source_dependence('answer', 'question', 'answer', 'source');
CREATE TABLE alike AS SELECT q, s, 'yes'::text AS a FROM generate_series(1, 40) AS q, generate_series(1, 20) AS s;
SELECT count(*) FROM source_dependence('alike', 'q', 's', 'a');
DELETE FROM alike WHERE s > 1;
SELECT count(*) FROM source_dependence('alike', 'q', 's', 'a');
TRUNCATE alike;
SELECT count(*) FROM source_dependence('alike', 'q', 's', 'a');

-- whatever types and names there are; a view
CREATE TABLE "a ""b"".c" ("the question" numeric[], "sour'ce" "char", "ans;wer" numeric, "when" date);
INSERT INTO "a ""b"".c" SELECT ARRAY[question, NULL], left(source, 1)::"char", CASE WHEN answer ~ 'odd' THEN question + 1.50 ELSE question END, said_at
FROM other_order;
CREATE VIEW seen AS SELECT * FROM "a ""b"".c";
SELECT source, other, hard, same, first FROM source_dependence('"a ""b"".c"', 'the question', 'sour''ce', 'ans;wer', 'when') LIMIT 1;
SELECT source, other, hard, same, first FROM source_dependence('seen', 'the question', 'sour''ce', 'ans;wer', 'when') LIMIT 1;

-- names so long that they are stored compressed
CREATE TABLE long_named AS SELECT question, repeat(source, 5000) AS source, repeat(answer, 5000) AS answer, said_at FROM other_order;
SELECT bool_and(pg_column_size(source) < 1000) AS compressed FROM long_named;
SELECT count(*) AS differing FROM (
	SELECT repeat(source, 5000), repeat(other, 5000), strength, hard, same, shared, chance, first IS NULL FROM source_dependence('other_order', 'question', 'source', 'answer', 'said_at')
	EXCEPT SELECT source, other, strength, hard, same, shared, chance, first IS NULL FROM source_dependence('long_named', 'question', 'source', 'answer', 'said_at')) AS d;
DROP TABLE long_named;

-- errors
SELECT * FROM source_dependence('answer', 'question', NULL, 'answer');
SELECT * FROM source_dependence('answer', 'question', 'source', 'nothing');
SELECT * FROM source_dependence('answer', 'question', 'source', 'answer', 'answer');
-- with the rights of the caller
CREATE ROLE regress_dependence;
GRANT SELECT ON seen TO regress_dependence;
SET ROLE regress_dependence;
SELECT count(*) > 0 AS found FROM source_dependence('seen', 'the question', 'sour''ce', 'ans;wer');
SELECT * FROM source_dependence('answer', 'question', 'source', 'answer');
RESET ROLE;
DROP VIEW seen;
DROP TABLE answer, other_order, alike, "a ""b"".c";
DROP ROLE regress_dependence;
