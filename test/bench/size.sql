-- Ten first-hand sources with keys of ten bytes, rated, stored in the two ways.

CREATE UNLOGGED TABLE size (evidence evidence, json jsonb);

INSERT INTO size
SELECT
	('{' || string_agg(format('source-%s:%s<*', i, draw_rating(i, 1)), ', ') || '}')::evidence,
	jsonb_agg(jsonb_build_object('source', 'source-' || i, 'rating', draw_rating(i, 1), 'firsthand', true))
FROM generate_series(101, 110) i;
