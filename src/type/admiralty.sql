------------------------------------------------------------------------------
-- admiralty: a grade of the NATO or Admiralty code, such as B2
------------------------------------------------------------------------------

-- Type

CREATE TYPE admiralty;

CREATE FUNCTION admiralty_in(cstring) RETURNS admiralty
	AS 'MODULE_PATHNAME', 'admiralty_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION admiralty_in(cstring) IS 'I/O';

CREATE FUNCTION admiralty_out(admiralty) RETURNS cstring
	AS 'MODULE_PATHNAME', 'admiralty_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION admiralty_out(admiralty) IS 'I/O';

CREATE FUNCTION admiralty_recv(internal) RETURNS admiralty
	AS 'MODULE_PATHNAME', 'admiralty_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION admiralty_recv(internal) IS 'I/O';

CREATE FUNCTION admiralty_send(admiralty) RETURNS bytea
	AS 'int2send' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION admiralty_send(admiralty) IS 'I/O';

CREATE TYPE admiralty (
	INPUT = admiralty_in,
	OUTPUT = admiralty_out,
	RECEIVE = admiralty_recv,
	SEND = admiralty_send,
	LIKE = pg_catalog.int2,
	CATEGORY = 'U'
);
COMMENT ON TYPE admiralty IS 'a grade of the Admiralty code: reliability of the source A to F, credibility of the information 1 to 6';


-- Casts

CREATE FUNCTION admiralty_json(admiralty) RETURNS json
	AS 'MODULE_PATHNAME', 'admiralty_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION admiralty_json(admiralty) IS 'as a JSON string';
CREATE CAST (admiralty AS json) WITH FUNCTION admiralty_json(admiralty);
COMMENT ON CAST (admiralty AS json) IS 'as a JSON string';

CREATE FUNCTION admiralty_from_json(json) RETURNS admiralty
	AS 'MODULE_PATHNAME', 'admiralty_from_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION admiralty_from_json(json) IS 'reads a JSON string; null becomes NULL';
CREATE CAST (json AS admiralty) WITH FUNCTION admiralty_from_json(json);
COMMENT ON CAST (json AS admiralty) IS 'reads a JSON string; null becomes NULL';

CREATE FUNCTION admiralty_jsonb(admiralty) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'admiralty_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION admiralty_jsonb(admiralty) IS 'as a JSON string';
CREATE CAST (admiralty AS jsonb) WITH FUNCTION admiralty_jsonb(admiralty);
COMMENT ON CAST (admiralty AS jsonb) IS 'as a JSON string';

CREATE FUNCTION admiralty_from_jsonb(jsonb) RETURNS admiralty
	AS 'MODULE_PATHNAME', 'admiralty_from_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION admiralty_from_jsonb(jsonb) IS 'reads a JSON string; null becomes NULL';
CREATE CAST (jsonb AS admiralty) WITH FUNCTION admiralty_from_jsonb(jsonb);
COMMENT ON CAST (jsonb AS admiralty) IS 'reads a JSON string; null becomes NULL';


-- Comparison: A1 < A2 < ... < F6, the order of the int2 that is stored

CREATE FUNCTION admiralty_lt(admiralty, admiralty) RETURNS boolean
	AS 'int2lt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_lt(admiralty, admiralty) IS 'implementation of < operator';

CREATE FUNCTION admiralty_le(admiralty, admiralty) RETURNS boolean
	AS 'int2le' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_le(admiralty, admiralty) IS 'implementation of <= operator';

CREATE FUNCTION admiralty_eq(admiralty, admiralty) RETURNS boolean
	AS 'int2eq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_eq(admiralty, admiralty) IS 'implementation of = operator';

CREATE FUNCTION admiralty_ne(admiralty, admiralty) RETURNS boolean
	AS 'int2ne' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_ne(admiralty, admiralty) IS 'implementation of <> operator';

CREATE FUNCTION admiralty_ge(admiralty, admiralty) RETURNS boolean
	AS 'int2ge' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_ge(admiralty, admiralty) IS 'implementation of >= operator';

CREATE FUNCTION admiralty_gt(admiralty, admiralty) RETURNS boolean
	AS 'int2gt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_gt(admiralty, admiralty) IS 'implementation of > operator';

CREATE FUNCTION admiralty_cmp(admiralty, admiralty) RETURNS integer
	AS 'btint2cmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_cmp(admiralty, admiralty) IS 'less-equal-greater';

CREATE FUNCTION admiralty_hash(admiralty) RETURNS integer
	AS 'hashint2' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_hash(admiralty) IS 'hash';

CREATE FUNCTION admiralty_hash_extended(admiralty, bigint) RETURNS bigint
	AS 'hashint2extended' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION admiralty_hash_extended(admiralty, bigint) IS 'hash';

CREATE OPERATOR < (
	LEFTARG = admiralty, RIGHTARG = admiralty, FUNCTION = admiralty_lt,
	COMMUTATOR = >, NEGATOR = >=,
	RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (admiralty, admiralty) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = admiralty, RIGHTARG = admiralty, FUNCTION = admiralty_le,
	COMMUTATOR = >=, NEGATOR = >,
	RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (admiralty, admiralty) IS 'less than or equal';

CREATE OPERATOR = (
	LEFTARG = admiralty, RIGHTARG = admiralty, FUNCTION = admiralty_eq,
	COMMUTATOR = =, NEGATOR = <>,
	RESTRICT = eqsel, JOIN = eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR = (admiralty, admiralty) IS 'equal';

CREATE OPERATOR <> (
	LEFTARG = admiralty, RIGHTARG = admiralty, FUNCTION = admiralty_ne,
	COMMUTATOR = <>, NEGATOR = =,
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (admiralty, admiralty) IS 'not equal';

CREATE OPERATOR >= (
	LEFTARG = admiralty, RIGHTARG = admiralty, FUNCTION = admiralty_ge,
	COMMUTATOR = <=, NEGATOR = <,
	RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (admiralty, admiralty) IS 'greater than or equal';

CREATE OPERATOR > (
	LEFTARG = admiralty, RIGHTARG = admiralty, FUNCTION = admiralty_gt,
	COMMUTATOR = <, NEGATOR = <=,
	RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (admiralty, admiralty) IS 'greater than';


-- Operator classes

CREATE OPERATOR FAMILY admiralty_ops USING btree;
COMMENT ON OPERATOR FAMILY admiralty_ops USING btree IS 'order of admiralty';

CREATE OPERATOR CLASS admiralty_ops
	DEFAULT FOR TYPE admiralty USING btree FAMILY admiralty_ops AS
	OPERATOR 1 < (admiralty, admiralty),
	OPERATOR 2 <= (admiralty, admiralty),
	OPERATOR 3 = (admiralty, admiralty),
	OPERATOR 4 >= (admiralty, admiralty),
	OPERATOR 5 > (admiralty, admiralty),
	FUNCTION 1 (admiralty, admiralty) admiralty_cmp(admiralty, admiralty),
	FUNCTION 2 (admiralty, admiralty) pg_catalog.btint2sortsupport(internal),
	FUNCTION 4 (admiralty, admiralty) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS admiralty_ops USING btree IS 'order of admiralty: letters first, then digits';

CREATE OPERATOR FAMILY admiralty_ops USING hash;
COMMENT ON OPERATOR FAMILY admiralty_ops USING hash IS 'equality of admiralty';

CREATE OPERATOR CLASS admiralty_ops
	DEFAULT FOR TYPE admiralty USING hash FAMILY admiralty_ops AS
	OPERATOR 1 = (admiralty, admiralty),
	FUNCTION 1 (admiralty, admiralty) admiralty_hash(admiralty),
	FUNCTION 2 (admiralty, admiralty) admiralty_hash_extended(admiralty, bigint);
COMMENT ON OPERATOR CLASS admiralty_ops USING hash IS 'equality of admiralty';


-- Numbers and words

CREATE FUNCTION reliability(admiralty) RETURNS confidence
	AS 'MODULE_PATHNAME', 'admiralty_reliability' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reliability(admiralty) IS 'how reliable the source is: A 1, B 0.75, C 0.5, D 0.25, E 0; F, cannot be judged, is NULL';

CREATE FUNCTION credibility(admiralty) RETURNS confidence
	AS 'MODULE_PATHNAME', 'admiralty_credibility' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION credibility(admiralty) IS 'how credible the information is: 1 0.9, 2 0.7, 3 0.5, 4 0.3, 5 0.1; 6, cannot be judged, is NULL';

CREATE FUNCTION describe(admiralty) RETURNS text
	AS 'MODULE_PATHNAME', 'admiralty_describe' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION describe(admiralty) IS 'the grade in words, source first';
