-- 1,000,000 claims with their evidence: one to five sources each, a third of them first-hand, the others citing
-- one of 2,000 origins. The same count once more as an integer column.

CREATE UNLOGGED TABLE claim (
	id integer,
	n integer,
	evidence evidence
);

INSERT INTO claim
SELECT id, corroboration(e), e
FROM (
	SELECT
		c AS id,
		evidence_agg(format('source-%s:%s<%s',
			floor(10000 * draw(i, 1)), draw_rating(i, 2),
			CASE WHEN draw(i, 3) < 0.33 THEN '*' ELSE 'origin-' || floor(2000 * draw(i, 4)) END
		)::attribution) AS e
	FROM generate_series(1, 1000000) c,
		generate_series(10 * c, 10 * c + draw_skewed(5, c, 5)) i
	GROUP BY c
) gathered
ORDER BY id;

VACUUM ANALYZE claim;
