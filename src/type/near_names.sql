------------------------------------------------------------------------------
-- near_names: names that are spelt much alike
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.name_distance(name text, other text) RETURNS integer
	AS 'MODULE_PATHNAME', 'name_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION corroborate_internal.name_distance(text, text) IS
'how many letters of two names differ, as name_skeleton() leaves them; null if more than one in five or three, or any number';

CREATE FUNCTION corroborate_internal.near_pairs(names text[], OUT place integer, OUT other_place integer, OUT distance integer) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'near_pairs' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 100;
COMMENT ON FUNCTION corroborate_internal.near_pairs(text[]) IS 'which of these names are near each other by name_distance(), and not the same: their places in the array';

CREATE FUNCTION corroborate_internal.name_beginning(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT left(s, length(s) / 2) FROM corroborate_internal.name_skeleton(name) AS s WHERE length(s) > 4 AND s !~ '[0-9]');
COMMENT ON FUNCTION corroborate_internal.name_beginning(text) IS
'the first half of a name as name_skeleton() leaves it: how names begin that an index should find as near; null if it is short, or has a number';
