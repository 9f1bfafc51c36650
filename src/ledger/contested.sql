------------------------------------------------------------------------------
-- Claims of a ledger that answer one question differently
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

CREATE FUNCTION answer_range(comparator text, value numeric) RETURNS numrange LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE comparator
	WHEN '=' THEN numrange(value, value, '[]')
	WHEN '>' THEN numrange(value, NULL, '()')
	WHEN '>=' THEN numrange(value, NULL, '[)')
	WHEN '<' THEN numrange(NULL, value, '()')
	WHEN '<=' THEN numrange(NULL, value, '(]')
	WHEN 'about' THEN numrange(value - abs(value) / 10, value + abs(value) / 10, '[]')
END;
COMMENT ON FUNCTION answer_range(text, numeric) IS 'the range of numbers that an answer allows; about means within a tenth';

-- Defaults are not rows of the table: they would conflict with the rows of a dump.
CREATE VIEW answer_meaning AS
SELECT corroborate_internal.plain_text(s.word) AS word, corroborate_internal.plain_text(s.means) AS means FROM same_answer AS s
UNION ALL
SELECT k.word, k.means
FROM (VALUES ('euro', 'eur'), ('euros', 'eur'), ('€', 'eur'), ('unknown', NULL), ('notknown', NULL), ('n/a', NULL), ('?', NULL)) AS k (word, means)
WHERE NOT EXISTS (SELECT FROM same_answer AS s WHERE corroborate_internal.plain_text(s.word) = k.word);
COMMENT ON VIEW answer_meaning IS 'what words mean as answers and units, without case, accents and blanks: the rows of same_answer, and the defaults';

CREATE VIEW answered AS
SELECT c.id AS claim, c.question, corroborate_internal.plain_question(c.question) AS asked,
	coalesce(c.answer, concat_ws(' ', c.comparator, c.value, c.unit)) AS answer,
	CASE WHEN m.word IS NULL THEN corroborate_internal.plain_text(c.answer) ELSE m.means END AS means,
	CASE WHEN u.word IS NULL THEN corroborate_internal.plain_text(c.unit) ELSE u.means END AS unit,
	answer_range(c.comparator, c.value) AS allows, c.holds, c.status, c.corroborated_at, c.ruling, c.evidence, c.corroboration
FROM claim AS c
LEFT JOIN answer_meaning AS m ON m.word = corroborate_internal.plain_text(c.answer)
LEFT JOIN answer_meaning AS u ON u.word = corroborate_internal.plain_text(c.unit)
WHERE c.question IS NOT NULL;
COMMENT ON VIEW answered IS 'the claims that answer a question, and what their answers mean: words, or the range of numbers that they allow';
COMMENT ON COLUMN answered.means IS 'null if the answer is a number or a placeholder';

CREATE VIEW other_answer AS
SELECT a.question, a.claim, a.answer, a.status, b.claim AS other_claim, b.answer AS other_answer, b.status AS other_status,
	b.corroborated_at AS other_since, b.ruling AS other_ruling,
	ARRAY(
		SELECT unnest(@extschema@.speakers(a.evidence) || @extschema@.origins(a.evidence))
		INTERSECT
		SELECT unnest(@extschema@.speakers(b.evidence) || @extschema@.origins(b.evidence)) ORDER BY 1) AS behind_both
FROM answered AS a JOIN answered AS b ON b.asked = a.asked AND b.claim <> a.claim
WHERE a.corroboration > 0 AND b.corroboration > 0
	AND corroborate_internal.answers_exclude(a.means, a.unit, a.allows, a.holds, b.means, b.unit, b.allows, b.holds);
COMMENT ON VIEW other_answer IS
'for each supported claim that answers a question, the supported claims that answer it differently, so that both cannot be true at the same time';
COMMENT ON COLUMN other_answer.other_since IS 'since when the other claim has been flagged; null if it is not';
COMMENT ON COLUMN other_answer.behind_both IS 'the sources that say both, or on whose word both are said';

CREATE VIEW contested AS
SELECT o.question, o.claim, o.answer, o.status, o.other_claim, o.other_answer, o.other_status, o.behind_both
FROM other_answer AS o WHERE o.other_claim > o.claim;
COMMENT ON VIEW contested IS
'questions with two answers that cannot both be true at the same time, both supported. At least a million and exactly a million can both be true; values in different units are not compared; placeholders are no answers';
