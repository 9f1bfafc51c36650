-- 1,000,000 statements as text, in the two notations: half cite one origin, three in ten know first-hand, two in
-- ten do not say how they know; all are rated, one in twenty denies.

CREATE UNLOGGED TABLE statement (
	attribution text,
	json text
);

INSERT INTO statement
SELECT
	CASE WHEN denies THEN '!' ELSE '' END || source || ':' || rating
		|| CASE WHEN basis < 0.5 THEN '<' || origin WHEN basis < 0.8 THEN '<*' ELSE '' END,
	'{"source": "' || source || '", "rating": ' || rating
		|| CASE WHEN basis < 0.5 THEN ', "cites": ["' || origin || '"]' WHEN basis < 0.8 THEN ', "firsthand": true' ELSE '' END
		|| CASE WHEN denies THEN ', "denies": true' ELSE '' END || '}'
FROM (
	SELECT
		'source-' || floor(10000 * draw(i, 1)) AS source,
		'origin-' || floor(2000 * draw(i, 2)) AS origin,
		draw_rating(i, 3) AS rating,
		draw(i, 4) AS basis,
		draw(i, 5) < 0.05 AS denies
	FROM generate_series(1, 1000000) i
	OFFSET 0
) drawn;

VACUUM ANALYZE statement;
