------------------------------------------------------------------------------
-- Views of a ledger that Citus distributes
------------------------------------------------------------------------------

-- A template of distribute_ledger(): see create.sql.
--
-- Citus joins distributed tables by the claim alone, and takes no query of other rows for each.  So what
-- a view puts beside a claim is fetched first, by parts WITH MATERIALIZED, and joined on the node that asks.

CREATE OR REPLACE VIEW desk AS
WITH others AS MATERIALIZED (
	SELECT o.claim, array_agg(o.other_claim ORDER BY o.other_claim) AS claims FROM other_answer AS o GROUP BY o.claim
), persons AS MATERIALIZED (
	SELECT b.claim, array_agg(b.source ORDER BY b.source) AS sources FROM says_both AS b GROUP BY b.claim
), pending AS MATERIALIZED (
	SELECT a.claim, count(*) FILTER (WHERE a.accepted_at IS NULL AND a.retracted_at IS NULL) AS count,
		max(greatest(a.recorded_at, a.accepted_at, a.retracted_at)) AS at
	FROM attestation AS a GROUP BY a.claim
), told AS MATERIALIZED (
	SELECT e.claim, max(e.at) AS at FROM claim_event AS e GROUP BY e.claim
), ruled AS MATERIALIZED (
	SELECT r.claim, max(r.at) AS at FROM ruling AS r GROUP BY r.claim
), claims AS MATERIALIZED (
	SELECT c.id, c.statement, c.status, c.corroborated_at, c.cleared, c.corroboration, c.support, c.disputed, c.ruling,
		@extschema@.why(c.evidence) AS why, c.added_at, c.denied FROM claim AS c
)
SELECT c.id, c.statement, c.status, c.corroborated_at IS NOT NULL AS flagged, c.cleared, c.corroboration, c.support, c.disputed, c.ruling,
	coalesce(p.count, 0) AS pending, c.why, greatest(p.at, t.at, r.at, c.added_at) AS last_change, c.denied,
	coalesce(b.sources, '{}') AS says_both, coalesce(o.claims, '{}') AS contested
FROM claims AS c
LEFT JOIN pending AS p ON p.claim = c.id
LEFT JOIN told AS t ON t.claim = c.id
LEFT JOIN ruled AS r ON r.claim = c.id
LEFT JOIN persons AS b ON b.claim = c.id
LEFT JOIN others AS o ON o.claim = c.id;
