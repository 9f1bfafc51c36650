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
COMMENT ON VIEW replaced IS 'attestations that do not count because one that counts replaces them, directly or through what it replaced. by: that one';

CREATE VIEW says_both AS
SELECT c.id AS claim, b.source
FROM claim AS c CROSS JOIN LATERAL unnest(@extschema@.says_both('attestation'::regclass, ARRAY[c.id::text])) AS b (source)
WHERE @extschema@.speakers(c.evidence) && @extschema@.deniers(c.evidence);
COMMENT ON VIEW says_both IS 'persons who have said both yes and no about a claim on their own word: they count for neither until what they said on one side is replaced or retracted';

CREATE VIEW desk AS
SELECT c.id, c.statement, c.status, c.corroborated_at IS NOT NULL AS flagged, c.cleared, c.corroboration, c.support, c.disputed, c.ruling,
	(SELECT count(*) FROM attestation AS a WHERE a.claim = c.id AND a.accepted_at IS NULL AND a.retracted_at IS NULL
		AND NOT EXISTS (SELECT FROM attestation AS n
			WHERE n.claim = a.claim AND n.replaces = a.id AND n.accepted_at IS NOT NULL AND n.retracted_at IS NULL)) AS pending,
	concat_ws(' ', @extschema@.why(c.evidence),
		CASE WHEN c.corroborated_at IS NULL THEN corroborate_internal.why_no_flag(c.evidence, '@threshold@', '@minimum_support@'::@extschema@.confidence, '@at_least@') END) AS why,
	greatest(
		(SELECT max(greatest(a.recorded_at, a.accepted_at, a.retracted_at)) FROM attestation AS a WHERE a.claim = c.id),
		(SELECT max(e.at) FROM claim_event AS e WHERE e.claim = c.id),
		(SELECT max(r.at) FROM ruling AS r WHERE r.claim = c.id),
		c.added_at) AS last_change,
	c.denied,
	ARRAY(SELECT b.source FROM says_both AS b WHERE b.claim = c.id ORDER BY b.source) AS says_both,
	ARRAY(SELECT o.other_claim FROM other_answer AS o WHERE o.claim = c.id AND c.question IS NOT NULL ORDER BY o.other_claim) AS contested
FROM claim AS c;
COMMENT ON COLUMN desk.says_both IS 'who has said both yes and no, and counts for neither';
COMMENT ON COLUMN desk.contested IS 'which claims answer the same question differently, and are supported too; see other_answer';
COMMENT ON VIEW desk IS 'all claims: their status, why, and since when';

CREATE VIEW would_fall AS
SELECT s.source, count(*) AS count, array_agg(c.id ORDER BY c.id) AS claims
FROM claim AS c
CROSS JOIN LATERAL unnest(@extschema@.indispensable(c.evidence, '@threshold@', '@minimum_support@'::@extschema@.confidence, '@at_least@')) AS s (source)
WHERE c.corroborated_at IS NOT NULL
	AND NOT EXISTS (SELECT FROM source AS u WHERE u.key = s.source AND u.kind = 'unnamed')
GROUP BY s.source;
COMMENT ON VIEW would_fall IS 'for each source except those of kind unnamed, the claims that would lose their flag without it';

CREATE VIEW to_correct AS
SELECT p.document, d.headline, d.url, p.at AS published, p.claim, c.statement, fallen.problem, fallen.since, fallen.cause
FROM publication AS p
JOIN document AS d ON d.id = p.document
JOIN claim AS c ON c.id = p.claim
CROSS JOIN LATERAL (
	SELECT 'lost its flag' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.at DESC, e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'withdrawn' AND e.at >= p.at AND c.corroborated_at IS NULL AND NOT c.cleared
	UNION ALL
	SELECT 'is disputed' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.at DESC, e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'disputed' AND e.at >= p.at AND c.disputed
	UNION ALL
	SELECT 'is denied' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.at DESC, e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'denied' AND e.at >= p.at AND c.denied
	UNION ALL
	SELECT 'is refuted' AS problem, max(r.at) AS since, (array_agg(r.why ORDER BY r.at DESC, r.id DESC))[1] AS cause
	FROM ruling AS r WHERE r.claim = p.claim AND r.verdict = 'refute' AND c.ruling = 'refute'
	UNION ALL
	SELECT 'is held back' AS problem, max(r.at) AS since, (array_agg(r.why ORDER BY r.at DESC, r.id DESC))[1] AS cause
	FROM ruling AS r WHERE r.claim = p.claim AND r.verdict = 'hold' AND r.at >= p.at AND c.ruling = 'hold'
	UNION ALL
	SELECT 'is contradicted by a corroborated answer' AS problem, min(o.other_since) AS since,
		string_agg(format('claim %s answers "%s"%s', o.other_claim, o.other_answer, ', and both rest on ' || nullif(array_to_string(o.behind_both, ', '), '')),
			'; ' ORDER BY o.other_claim) AS cause
	FROM other_answer AS o
	WHERE o.claim = p.claim AND c.question IS NOT NULL AND o.other_since IS NOT NULL AND o.other_ruling IS DISTINCT FROM 'refute'
	UNION ALL
	-- none of the reasons above applies: the ruling that confirmed it was released, or it was not cleared when it was published
	SELECT 'is not cleared' AS problem, greatest(p.at, max(r.at)) AS since,
		coalesce((array_agg(r.why ORDER BY r.at DESC, r.id DESC))[1], 'neither flagged nor confirmed') AS cause
	FROM (SELECT EXISTS (SELECT FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'withdrawn' AND e.at >= p.at) AS lost) AS flag
	LEFT JOIN ruling AS r ON r.claim = p.claim AND (r.at >= p.at OR c.ruling = 'hold')
	GROUP BY flag.lost
	HAVING NOT c.cleared AND c.ruling IS DISTINCT FROM 'refute'
		AND NOT coalesce(c.ruling = 'hold' AND bool_or(r.verdict = 'hold' AND r.at >= p.at), false)
		AND NOT (c.corroborated_at IS NULL AND flag.lost)
) AS fallen
WHERE fallen.since IS NOT NULL;
COMMENT ON VIEW to_correct IS 'what we published with a claim that has been refuted, has since lost its flag, become disputed or denied, or been held back, or is not cleared for another reason; and with a claim whose question has another answer that is flagged';
