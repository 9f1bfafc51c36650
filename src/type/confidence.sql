------------------------------------------------------------------------------
-- confidence: a number in [0,1]
------------------------------------------------------------------------------

-- Type

CREATE TYPE confidence;

CREATE FUNCTION confidence_in(cstring) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_in(cstring) IS 'I/O';

CREATE FUNCTION confidence_out(confidence) RETURNS cstring
	AS 'MODULE_PATHNAME', 'confidence_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_out(confidence) IS 'I/O';

CREATE FUNCTION confidence_recv(internal) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_recv(internal) IS 'I/O';

CREATE FUNCTION confidence_send(confidence) RETURNS bytea
	AS 'float8send' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_send(confidence) IS 'I/O';

CREATE TYPE confidence (
	INPUT = confidence_in,
	OUTPUT = confidence_out,
	RECEIVE = confidence_recv,
	SEND = confidence_send,
	LIKE = pg_catalog.float8,
	CATEGORY = 'N'
);
COMMENT ON TYPE confidence IS 'a number from 0 to 1; reads decimals, percentages (70%), and NATO reliability letters A to E';


-- Casts
--
-- A confidence is a float8, so it casts to one for free.  The way back checks
-- the range, and is implicit too, so that an argument of type confidence takes
-- a plain 0.8.

CREATE CAST (confidence AS float8) WITHOUT FUNCTION AS IMPLICIT;
COMMENT ON CAST (confidence AS float8) IS 'the same number';

CREATE FUNCTION confidence_from_float8(float8) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_from_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_from_float8(float8) IS 'checks that the number is from 0 to 1';
CREATE CAST (float8 AS confidence) WITH FUNCTION confidence_from_float8(float8) AS IMPLICIT;
COMMENT ON CAST (float8 AS confidence) IS 'checks that the number is from 0 to 1';

CREATE FUNCTION confidence_from_int2(smallint) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_from_int2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_from_int2(smallint) IS 'checks that the number is from 0 to 1';
CREATE CAST (smallint AS confidence) WITH FUNCTION confidence_from_int2(smallint) AS IMPLICIT;
COMMENT ON CAST (smallint AS confidence) IS 'checks that the number is from 0 to 1';

CREATE FUNCTION confidence_from_int4(integer) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_from_int4' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_from_int4(integer) IS 'checks that the number is from 0 to 1';
CREATE CAST (integer AS confidence) WITH FUNCTION confidence_from_int4(integer) AS IMPLICIT;
COMMENT ON CAST (integer AS confidence) IS 'checks that the number is from 0 to 1';

CREATE FUNCTION confidence_from_int8(bigint) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_from_int8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_from_int8(bigint) IS 'checks that the number is from 0 to 1';
CREATE CAST (bigint AS confidence) WITH FUNCTION confidence_from_int8(bigint) AS IMPLICIT;
COMMENT ON CAST (bigint AS confidence) IS 'checks that the number is from 0 to 1';

CREATE FUNCTION confidence_from_numeric(numeric) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_from_numeric' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_from_numeric(numeric) IS 'checks that the number is from 0 to 1';
CREATE CAST (numeric AS confidence) WITH FUNCTION confidence_from_numeric(numeric) AS IMPLICIT;
COMMENT ON CAST (numeric AS confidence) IS 'checks that the number is from 0 to 1';

CREATE FUNCTION confidence_numeric(confidence) RETURNS numeric
	AS 'MODULE_PATHNAME', 'confidence_numeric' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_numeric(confidence) IS 'the shortest decimal that reads back the same';
CREATE CAST (confidence AS numeric) WITH FUNCTION confidence_numeric(confidence) AS ASSIGNMENT;
COMMENT ON CAST (confidence AS numeric) IS 'the shortest decimal that reads back the same';

CREATE FUNCTION confidence_json(confidence) RETURNS json
	AS 'MODULE_PATHNAME', 'confidence_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_json(confidence) IS 'as a JSON number';
CREATE CAST (confidence AS json) WITH FUNCTION confidence_json(confidence);
COMMENT ON CAST (confidence AS json) IS 'as a JSON number';

CREATE FUNCTION confidence_from_json(json) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_from_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_from_json(json) IS 'reads a JSON number, or a string in the text form; null becomes NULL';
CREATE CAST (json AS confidence) WITH FUNCTION confidence_from_json(json);
COMMENT ON CAST (json AS confidence) IS 'reads a JSON number, or a string in the text form; null becomes NULL';

CREATE FUNCTION confidence_jsonb(confidence) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'confidence_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_jsonb(confidence) IS 'as a JSON number';
CREATE CAST (confidence AS jsonb) WITH FUNCTION confidence_jsonb(confidence);
COMMENT ON CAST (confidence AS jsonb) IS 'as a JSON number';

CREATE FUNCTION confidence_from_jsonb(jsonb) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_from_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_from_jsonb(jsonb) IS 'reads a JSON number, or a string in the text form; null becomes NULL';
CREATE CAST (jsonb AS confidence) WITH FUNCTION confidence_from_jsonb(jsonb);
COMMENT ON CAST (jsonb AS confidence) IS 'reads a JSON number, or a string in the text form; null becomes NULL';


-- Comparison
--
-- These are float8's functions.  There are operators between confidence and
-- float8 so that a condition such as c > 0.9 needs no cast and can use an index
-- on c, and so that comparing with a number out of range is not an error.

CREATE FUNCTION confidence_lt(confidence, confidence) RETURNS boolean
	AS 'float8lt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_lt(confidence, confidence) IS 'implementation of < operator';

CREATE FUNCTION confidence_le(confidence, confidence) RETURNS boolean
	AS 'float8le' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_le(confidence, confidence) IS 'implementation of <= operator';

CREATE FUNCTION confidence_eq(confidence, confidence) RETURNS boolean
	AS 'float8eq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_eq(confidence, confidence) IS 'implementation of = operator';

CREATE FUNCTION confidence_ne(confidence, confidence) RETURNS boolean
	AS 'float8ne' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_ne(confidence, confidence) IS 'implementation of <> operator';

CREATE FUNCTION confidence_ge(confidence, confidence) RETURNS boolean
	AS 'float8ge' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_ge(confidence, confidence) IS 'implementation of >= operator';

CREATE FUNCTION confidence_gt(confidence, confidence) RETURNS boolean
	AS 'float8gt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_gt(confidence, confidence) IS 'implementation of > operator';

CREATE FUNCTION confidence_lt(confidence, float8) RETURNS boolean
	AS 'float8lt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_lt(confidence, float8) IS 'implementation of < operator';

CREATE FUNCTION confidence_le(confidence, float8) RETURNS boolean
	AS 'float8le' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_le(confidence, float8) IS 'implementation of <= operator';

CREATE FUNCTION confidence_eq(confidence, float8) RETURNS boolean
	AS 'float8eq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_eq(confidence, float8) IS 'implementation of = operator';

CREATE FUNCTION confidence_ne(confidence, float8) RETURNS boolean
	AS 'float8ne' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_ne(confidence, float8) IS 'implementation of <> operator';

CREATE FUNCTION confidence_ge(confidence, float8) RETURNS boolean
	AS 'float8ge' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_ge(confidence, float8) IS 'implementation of >= operator';

CREATE FUNCTION confidence_gt(confidence, float8) RETURNS boolean
	AS 'float8gt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_gt(confidence, float8) IS 'implementation of > operator';

CREATE FUNCTION confidence_lt(float8, confidence) RETURNS boolean
	AS 'float8lt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_lt(float8, confidence) IS 'implementation of < operator';

CREATE FUNCTION confidence_le(float8, confidence) RETURNS boolean
	AS 'float8le' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_le(float8, confidence) IS 'implementation of <= operator';

CREATE FUNCTION confidence_eq(float8, confidence) RETURNS boolean
	AS 'float8eq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_eq(float8, confidence) IS 'implementation of = operator';

CREATE FUNCTION confidence_ne(float8, confidence) RETURNS boolean
	AS 'float8ne' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_ne(float8, confidence) IS 'implementation of <> operator';

CREATE FUNCTION confidence_ge(float8, confidence) RETURNS boolean
	AS 'float8ge' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_ge(float8, confidence) IS 'implementation of >= operator';

CREATE FUNCTION confidence_gt(float8, confidence) RETURNS boolean
	AS 'float8gt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_gt(float8, confidence) IS 'implementation of > operator';

CREATE FUNCTION confidence_cmp(confidence, confidence) RETURNS integer
	AS 'btfloat8cmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_cmp(confidence, confidence) IS 'less-equal-greater';

CREATE FUNCTION confidence_cmp(confidence, float8) RETURNS integer
	AS 'btfloat8cmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_cmp(confidence, float8) IS 'less-equal-greater';

CREATE FUNCTION confidence_cmp(float8, confidence) RETURNS integer
	AS 'btfloat8cmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_cmp(float8, confidence) IS 'less-equal-greater';

CREATE FUNCTION confidence_hash(confidence) RETURNS integer
	AS 'hashfloat8' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_hash(confidence) IS 'hash';

CREATE FUNCTION confidence_hash_extended(confidence, bigint) RETURNS bigint
	AS 'hashfloat8extended' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_hash_extended(confidence, bigint) IS 'hash';

CREATE OPERATOR < (
	LEFTARG = confidence, RIGHTARG = confidence, FUNCTION = confidence_lt,
	COMMUTATOR = >, NEGATOR = >=,
	RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (confidence, confidence) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = confidence, RIGHTARG = confidence, FUNCTION = confidence_le,
	COMMUTATOR = >=, NEGATOR = >,
	RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (confidence, confidence) IS 'less than or equal';

CREATE OPERATOR = (
	LEFTARG = confidence, RIGHTARG = confidence, FUNCTION = confidence_eq,
	COMMUTATOR = =, NEGATOR = <>,
	RESTRICT = eqsel, JOIN = eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR = (confidence, confidence) IS 'equal';

CREATE OPERATOR <> (
	LEFTARG = confidence, RIGHTARG = confidence, FUNCTION = confidence_ne,
	COMMUTATOR = <>, NEGATOR = =,
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (confidence, confidence) IS 'not equal';

CREATE OPERATOR >= (
	LEFTARG = confidence, RIGHTARG = confidence, FUNCTION = confidence_ge,
	COMMUTATOR = <=, NEGATOR = <,
	RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (confidence, confidence) IS 'greater than or equal';

CREATE OPERATOR > (
	LEFTARG = confidence, RIGHTARG = confidence, FUNCTION = confidence_gt,
	COMMUTATOR = <, NEGATOR = <=,
	RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (confidence, confidence) IS 'greater than';

CREATE OPERATOR < (
	LEFTARG = confidence, RIGHTARG = float8, FUNCTION = confidence_lt,
	COMMUTATOR = >, NEGATOR = >=,
	RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (confidence, float8) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = confidence, RIGHTARG = float8, FUNCTION = confidence_le,
	COMMUTATOR = >=, NEGATOR = >,
	RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (confidence, float8) IS 'less than or equal';

CREATE OPERATOR = (
	LEFTARG = confidence, RIGHTARG = float8, FUNCTION = confidence_eq,
	COMMUTATOR = =, NEGATOR = <>,
	RESTRICT = eqsel, JOIN = eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR = (confidence, float8) IS 'equal';

CREATE OPERATOR <> (
	LEFTARG = confidence, RIGHTARG = float8, FUNCTION = confidence_ne,
	COMMUTATOR = <>, NEGATOR = =,
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (confidence, float8) IS 'not equal';

CREATE OPERATOR >= (
	LEFTARG = confidence, RIGHTARG = float8, FUNCTION = confidence_ge,
	COMMUTATOR = <=, NEGATOR = <,
	RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (confidence, float8) IS 'greater than or equal';

CREATE OPERATOR > (
	LEFTARG = confidence, RIGHTARG = float8, FUNCTION = confidence_gt,
	COMMUTATOR = <, NEGATOR = <=,
	RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (confidence, float8) IS 'greater than';

CREATE OPERATOR < (
	LEFTARG = float8, RIGHTARG = confidence, FUNCTION = confidence_lt,
	COMMUTATOR = >, NEGATOR = >=,
	RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (float8, confidence) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = float8, RIGHTARG = confidence, FUNCTION = confidence_le,
	COMMUTATOR = >=, NEGATOR = >,
	RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (float8, confidence) IS 'less than or equal';

CREATE OPERATOR = (
	LEFTARG = float8, RIGHTARG = confidence, FUNCTION = confidence_eq,
	COMMUTATOR = =, NEGATOR = <>,
	RESTRICT = eqsel, JOIN = eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR = (float8, confidence) IS 'equal';

CREATE OPERATOR <> (
	LEFTARG = float8, RIGHTARG = confidence, FUNCTION = confidence_ne,
	COMMUTATOR = <>, NEGATOR = =,
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (float8, confidence) IS 'not equal';

CREATE OPERATOR >= (
	LEFTARG = float8, RIGHTARG = confidence, FUNCTION = confidence_ge,
	COMMUTATOR = <=, NEGATOR = <,
	RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (float8, confidence) IS 'greater than or equal';

CREATE OPERATOR > (
	LEFTARG = float8, RIGHTARG = confidence, FUNCTION = confidence_gt,
	COMMUTATOR = <, NEGATOR = <=,
	RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (float8, confidence) IS 'greater than';


-- Operator classes
--
-- These are families of our own, not float8's, because pg_upgrade would lose
-- members that were added to a built-in family.  Equal values have equal bytes,
-- so a B-tree may deduplicate them.

CREATE OPERATOR FAMILY confidence_ops USING btree;
COMMENT ON OPERATOR FAMILY confidence_ops USING btree IS 'confidence and double precision in one order';

CREATE OPERATOR CLASS confidence_ops
	DEFAULT FOR TYPE confidence USING btree FAMILY confidence_ops AS
	OPERATOR 1 < (confidence, confidence),
	OPERATOR 2 <= (confidence, confidence),
	OPERATOR 3 = (confidence, confidence),
	OPERATOR 4 >= (confidence, confidence),
	OPERATOR 5 > (confidence, confidence),
	FUNCTION 1 (confidence, confidence) confidence_cmp(confidence, confidence),
	FUNCTION 2 (confidence, confidence) pg_catalog.btfloat8sortsupport(internal),
	FUNCTION 4 (confidence, confidence) pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS confidence_ops USING btree IS 'order of confidence';

ALTER OPERATOR FAMILY confidence_ops USING btree ADD
	OPERATOR 1 < (confidence, float8),
	OPERATOR 2 <= (confidence, float8),
	OPERATOR 3 = (confidence, float8),
	OPERATOR 4 >= (confidence, float8),
	OPERATOR 5 > (confidence, float8),
	FUNCTION 1 (confidence, float8) confidence_cmp(confidence, float8),

	OPERATOR 1 < (float8, confidence),
	OPERATOR 2 <= (float8, confidence),
	OPERATOR 3 = (float8, confidence),
	OPERATOR 4 >= (float8, confidence),
	OPERATOR 5 > (float8, confidence),
	FUNCTION 1 (float8, confidence) confidence_cmp(float8, confidence),

	OPERATOR 1 pg_catalog.< (float8, float8),
	OPERATOR 2 pg_catalog.<= (float8, float8),
	OPERATOR 3 pg_catalog.= (float8, float8),
	OPERATOR 4 pg_catalog.>= (float8, float8),
	OPERATOR 5 pg_catalog.> (float8, float8),
	FUNCTION 1 (float8, float8) pg_catalog.btfloat8cmp(float8, float8),
	FUNCTION 2 (float8, float8) pg_catalog.btfloat8sortsupport(internal);

CREATE OPERATOR FAMILY confidence_ops USING hash;
COMMENT ON OPERATOR FAMILY confidence_ops USING hash IS 'confidence and double precision with equal hashes';

CREATE OPERATOR CLASS confidence_ops
	DEFAULT FOR TYPE confidence USING hash FAMILY confidence_ops AS
	OPERATOR 1 = (confidence, confidence),
	FUNCTION 1 (confidence, confidence) confidence_hash(confidence),
	FUNCTION 2 (confidence, confidence) confidence_hash_extended(confidence, bigint);
COMMENT ON OPERATOR CLASS confidence_ops USING hash IS 'equality of confidence';

ALTER OPERATOR FAMILY confidence_ops USING hash ADD
	OPERATOR 1 = (confidence, float8),
	OPERATOR 1 = (float8, confidence),
	OPERATOR 1 pg_catalog.= (float8, float8),
	FUNCTION 1 (float8, float8) pg_catalog.hashfloat8(float8),
	FUNCTION 2 (float8, float8) pg_catalog.hashfloat8extended(float8, bigint);


-- Aggregates

CREATE FUNCTION confidence_smaller(confidence, confidence) RETURNS confidence
	AS 'float8smaller' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_smaller(confidence, confidence) IS 'smaller of two';

CREATE AGGREGATE min(confidence) (
	SFUNC = confidence_smaller,
	STYPE = confidence,
	COMBINEFUNC = confidence_smaller,
	SORTOP = <,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE min(confidence) IS 'smallest confidence of all input values';

CREATE FUNCTION confidence_larger(confidence, confidence) RETURNS confidence
	AS 'float8larger' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF;
COMMENT ON FUNCTION confidence_larger(confidence, confidence) IS 'larger of two';

CREATE AGGREGATE max(confidence) (
	SFUNC = confidence_larger,
	STYPE = confidence,
	COMBINEFUNC = confidence_larger,
	SORTOP = >,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE max(confidence) IS 'largest confidence of all input values';


-- Words

CREATE FUNCTION icd203(confidence) RETURNS text
	AS 'MODULE_PATHNAME', 'confidence_icd203' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION icd203(confidence) IS 'the words of estimative probability of ICD 203, each from its lower bound up: 0.05 very unlikely, 0.2 unlikely, 0.45 roughly even chance, 0.55 likely, 0.8 very likely, 0.95 almost certain, and below all these almost no chance';
