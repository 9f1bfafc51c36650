-- 1,000,000 attestations of 100,000 claims by 10,000 sources, each on the word of one of 2,000 origins, all of
-- them skewed: the most-covered claim has some 3,000 rows. Each row says the same facts twice: in columns for
-- plain SQL, and as an attribution in which source and origin are rated.

CREATE UNLOGGED TABLE attestation (
	id integer,
	claim integer,
	source text COLLATE "C",
	origin text COLLATE "C",
	p float8,
	said attribution
);

INSERT INTO attestation
SELECT id, claim, source, origin, p, format('%s:%s<%s:%s', source, p, origin, origin_p)::attribution
FROM (
	SELECT
		i AS id,
		draw_skewed(100000, i, 1) AS claim,
		'source-' || draw_skewed(10000, i, 2) AS source,
		'origin-' || draw_skewed(2000, i, 3) AS origin,
		draw_rating(i, 4) AS p,
		draw_rating(draw_skewed(2000, i, 3), 5) AS origin_p
	FROM generate_series(1, 1000000) i
	OFFSET 0
) drawn;

VACUUM ANALYZE attestation;
