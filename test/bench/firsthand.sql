-- 1,000, 10,000 and 100,000 rated first-hand sources.

CREATE UNLOGGED TABLE firsthand_1000 (said attribution);
CREATE UNLOGGED TABLE firsthand_10000 (said attribution);
CREATE UNLOGGED TABLE firsthand_100000 (said attribution);

INSERT INTO firsthand_100000
SELECT format('source-%s:%s<*', i, draw_rating(i, 1))::attribution
FROM generate_series(1, 100000) i;
INSERT INTO firsthand_10000 SELECT said FROM firsthand_100000 LIMIT 10000;
INSERT INTO firsthand_1000 SELECT said FROM firsthand_100000 LIMIT 1000;

VACUUM ANALYZE firsthand_1000, firsthand_10000, firsthand_100000;
