------------------------------------------------------------------------------
-- A ledger's views
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

CREATE VIEW replaced AS
WITH RECURSIVE replaced (claim, id, by) AS (
	SELECT a.claim, a.replaces, a.id FROM attestation AS a
	WHERE a.replaces IS NOT NULL AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
	UNION
	SELECT a.claim, a.replaces, r.by FROM replaced AS r JOIN attestation AS a ON a.claim = r.claim AND a.id = r.id
	WHERE a.replaces IS NOT NULL
)
SELECT r.claim, r.id, max(r.by) AS by FROM replaced AS r GROUP BY r.claim, r.id;
COMMENT ON VIEW replaced IS 'attestations that do not count because one that counts replaces them, itself or by what it replaced; by: that one';

CREATE VIEW says_both AS
SELECT c.id AS claim, b.source
FROM claim AS c CROSS JOIN LATERAL unnest(@extschema@.says_both('attestation'::regclass, ARRAY[c.id::text])) AS b (source)
WHERE @extschema@.speakers(c.evidence) && @extschema@.deniers(c.evidence);
COMMENT ON VIEW says_both IS 'persons who have said both yes and no about a claim on their own word: they count for neither until what they said on one side is replaced or retracted';

CREATE VIEW desk AS
SELECT c.id, c.statement, c.status, c.corroborated_at IS NOT NULL AS flagged, c.cleared, c.corroboration, c.support, c.disputed, c.ruling,
	(SELECT count(*) FROM attestation AS a WHERE a.claim = c.id AND a.accepted_at IS NULL AND a.retracted_at IS NULL) AS pending,
	@extschema@.why(c.evidence) AS why,
	greatest(
		(SELECT max(greatest(a.recorded_at, a.accepted_at, a.retracted_at)) FROM attestation AS a WHERE a.claim = c.id),
		(SELECT max(e.at) FROM claim_event AS e WHERE e.claim = c.id),
		(SELECT max(r.at) FROM ruling AS r WHERE r.claim = c.id),
		c.added_at) AS last_change,
	c.denied,
	ARRAY(SELECT b.source FROM says_both AS b WHERE b.claim = c.id ORDER BY b.source) AS says_both
FROM claim AS c;
COMMENT ON COLUMN desk.says_both IS 'who has said both yes and no, and counts for neither';
COMMENT ON VIEW desk IS 'all claims: how they stand, why, and since when';

CREATE VIEW would_fall AS
SELECT s.source, count(*) AS count, array_agg(c.id ORDER BY c.id) AS claims
FROM claim AS c
CROSS JOIN LATERAL unnest(@extschema@.indispensable(c.evidence, '@threshold@', '@minimum_support@'::@extschema@.confidence)) AS s (source)
WHERE c.corroborated_at IS NOT NULL
	AND NOT EXISTS (SELECT FROM source AS u WHERE u.key = s.source AND u.kind = 'unnamed')
GROUP BY s.source;
COMMENT ON VIEW would_fall IS 'of each source but those of kind unnamed: the claims that would lose their flag without it';

CREATE FUNCTION answer_range(comparator text, value numeric) RETURNS numrange LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE comparator
	WHEN '=' THEN numrange(value, value, '[]')
	WHEN '>' THEN numrange(value, NULL, '()')
	WHEN '>=' THEN numrange(value, NULL, '[)')
	WHEN '<' THEN numrange(NULL, value, '()')
	WHEN '<=' THEN numrange(NULL, value, '(]')
	WHEN 'about' THEN numrange(value - abs(value) / 10, value + abs(value) / 10, '[]')
END;
COMMENT ON FUNCTION answer_range(text, numeric) IS 'all numbers that an answer allows; about means within a tenth';

CREATE VIEW contested AS
SELECT a.question,
	a.id AS claim, coalesce(a.answer, concat_ws(' ', a.comparator, a.value, a.unit)) AS answer, a.status,
	b.id AS other_claim, coalesce(b.answer, concat_ws(' ', b.comparator, b.value, b.unit)) AS other_answer, b.status AS other_status
FROM claim AS a JOIN claim AS b ON b.question = a.question AND b.id > a.id
WHERE a.corroboration > 0 AND b.corroboration > 0
	AND (lower(a.answer) <> lower(b.answer)
		OR a.unit IS NOT DISTINCT FROM b.unit AND NOT answer_range(a.comparator, a.value) && answer_range(b.comparator, b.value));
COMMENT ON VIEW contested IS
'questions with two answers that cannot both be true, both supported. At least a million and exactly a million can both be true; values in different units are not compared';

CREATE VIEW to_correct AS
SELECT p.document, d.headline, d.url, p.at AS published, p.claim, c.statement, fallen.problem, fallen.since, fallen.cause
FROM publication AS p
JOIN document AS d ON d.id = p.document
JOIN claim AS c ON c.id = p.claim
CROSS JOIN LATERAL (
	SELECT 'lost its flag' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'withdrawn' AND e.at >= p.at AND c.corroborated_at IS NULL AND NOT c.cleared
	UNION ALL
	SELECT 'is disputed' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'disputed' AND e.at >= p.at AND c.disputed
	UNION ALL
	SELECT 'is denied' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'denied' AND e.at >= p.at AND c.denied
	UNION ALL
	SELECT 'is refuted' AS problem, max(r.at) AS since, (array_agg(r.why ORDER BY r.at DESC, r.id DESC))[1] AS cause
	FROM ruling AS r WHERE r.claim = p.claim AND r.verdict = 'refute' AND c.ruling = 'refute'
	UNION ALL
	SELECT 'is held back' AS problem, max(r.at) AS since, (array_agg(r.why ORDER BY r.id DESC))[1] AS cause
	FROM ruling AS r WHERE r.claim = p.claim AND r.verdict = 'hold' AND r.at >= p.at AND c.ruling = 'hold'
) AS fallen
WHERE fallen.since IS NOT NULL;
COMMENT ON VIEW to_correct IS 'what we published whose claims have been refuted, or have since lost their flag, become disputed or denied, or been held back';
