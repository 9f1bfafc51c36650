-- Numbers that look random and are the same everywhere: the kind-th draw for i, from 0 to below 1.

CREATE EXTENSION corroborate;

CREATE FUNCTION draw(i bigint, kind bigint) RETURNS float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ((hashint8extended(i, kind) >> 12) & 4503599627370495) / 4503599627370496.0::float8;

-- From 0 to below n, skewed: the k-th number is drawn about 1/sqrt(k) as often as the first
CREATE FUNCTION draw_skewed(n integer, i bigint, kind bigint) RETURNS integer
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN floor(n * draw(i, kind) * draw(i, kind))::integer;

CREATE FUNCTION draw_rating(i bigint, kind bigint) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN round((0.05 + 0.9 * draw(i, kind))::numeric, 2);
