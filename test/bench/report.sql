-- Some 900,000 reports of 100,000 claims, of which three in ten repeat the report before them about the same claim, six
-- in ten have it from one of 2,000 origins, and one is first-hand. No source reports a claim twice, so that each cites
-- at most one other. Each row says the same twice: in columns for plain SQL, and as an attribution. And what is kept of
-- them where evidence is maintained: a row for each claim.

CREATE UNLOGGED TABLE report (
	claim integer,
	source text COLLATE "C",
	cites text COLLATE "C",		-- null: first-hand
	said attribution
);

INSERT INTO report
SELECT claim, source, cites, format('%s<%s', source, coalesce(cites, '*'))::attribution
FROM (
	SELECT claim, source,
		CASE WHEN draw(i, 13) < 0.1 THEN NULL
			WHEN draw(i, 13) < 0.4 AND before IS NOT NULL THEN before
			ELSE 'origin-' || draw_skewed(2000, i, 14) END AS cites
	FROM (
		SELECT i, claim, source, lag(source) OVER (PARTITION BY claim ORDER BY i) AS before
		FROM (
			SELECT DISTINCT ON (claim, source) i, claim, source
			FROM (SELECT i, draw_skewed(100000, i, 11) AS claim, 'source-' || draw_skewed(10000, i, 12) AS source
				FROM generate_series(1, 1000000) AS i) AS drawn
			ORDER BY claim, source, i
		) AS once
	) AS ordered
	ORDER BY i
) AS cited;
CREATE INDEX ON report (claim, source);

CREATE UNLOGGED TABLE kept AS
SELECT claim, evidence_agg(said) AS evidence FROM report GROUP BY claim;

VACUUM ANALYZE report, kept;
