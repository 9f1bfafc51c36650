-- corroborate: who said it, on whose word, and how many independent sources confirm it.
--
-- This script is joined from src/*.sql in the order that the Makefile lists.

\echo Use "CREATE EXTENSION corroborate" to load this file. \quit
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

CREATE FUNCTION confidence_from_int4(integer) RETURNS confidence
	AS 'MODULE_PATHNAME', 'confidence_from_int4' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION confidence_from_int4(integer) IS 'checks that the number is from 0 to 1';
CREATE CAST (integer AS confidence) WITH FUNCTION confidence_from_int4(integer) AS IMPLICIT;
COMMENT ON CAST (integer AS confidence) IS 'checks that the number is from 0 to 1';

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
-- All of it is float8's own.  The operators between confidence and float8 are
-- there so that a condition such as c > 0.9 compares without a cast and can
-- use an index on c, and so that a number out of range is an answer and not an
-- error.

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
-- Families of our own and not float8's, since pg_upgrade would lose members
-- added to a built-in family.  Values that are equal have equal bytes, so a
-- B-tree may deduplicate them.

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
------------------------------------------------------------------------------
-- evidence and attribution: who says so, on whose word, how sure
------------------------------------------------------------------------------

-- Keys are UTF-8, so the database must be.

DO $$
BEGIN
	IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) ALL ('{UTF8,SQL_ASCII}'::pg_catalog.text[]) THEN
		RAISE EXCEPTION USING
			ERRCODE = 'feature_not_supported',
			MESSAGE = 'corroborate needs a database with encoding UTF8',
			DETAIL = pg_catalog.format('This one has %s.', pg_catalog.getdatabaseencoding()),
			HINT = 'CREATE DATABASE newsroom ENCODING ''UTF8'' TEMPLATE template0;';
	END IF;
END
$$;

CREATE TYPE corroboration_status AS ENUM (
	'unsupported', 'uncorroborated', 'corroborated', 'corroborated_firsthand'
);
COMMENT ON TYPE corroboration_status IS
'how well a claim is corroborated, from weakest to strongest: unsupported (nothing stands for it), uncorroborated (below the threshold), corroborated (enough independent sources, their independence partly presumed), corroborated_firsthand (enough that know first-hand)';


-- Types

CREATE TYPE evidence;
CREATE TYPE attribution;

CREATE FUNCTION evidence_in(cstring) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_in(cstring) IS 'I/O';

CREATE FUNCTION evidence_out(evidence) RETURNS cstring
	AS 'MODULE_PATHNAME', 'evidence_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_out(evidence) IS 'I/O';

CREATE FUNCTION evidence_recv(internal) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_recv(internal) IS 'I/O';

CREATE FUNCTION evidence_send(evidence) RETURNS bytea
	AS 'MODULE_PATHNAME', 'evidence_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_send(evidence) IS 'I/O';

CREATE TYPE evidence (
	INPUT = evidence_in,
	OUTPUT = evidence_out,
	RECEIVE = evidence_recv,
	SEND = evidence_send,
	STORAGE = extended
);
COMMENT ON TYPE evidence IS 'all that sources say about one claim: {yonhap:0.9<kcna, dalian-2<*, !mfa@dprk}';

CREATE FUNCTION attribution_in(cstring) RETURNS attribution
	AS 'MODULE_PATHNAME', 'attribution_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_in(cstring) IS 'I/O';

CREATE FUNCTION attribution_out(attribution) RETURNS cstring
	AS 'MODULE_PATHNAME', 'attribution_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_out(attribution) IS 'I/O';

CREATE FUNCTION attribution_recv(internal) RETURNS attribution
	AS 'MODULE_PATHNAME', 'attribution_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_recv(internal) IS 'I/O';

CREATE FUNCTION attribution_send(attribution) RETURNS bytea
	AS 'MODULE_PATHNAME', 'evidence_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_send(attribution) IS 'I/O';

CREATE TYPE attribution (
	INPUT = attribution_in,
	OUTPUT = attribution_out,
	RECEIVE = attribution_recv,
	SEND = attribution_send,
	STORAGE = extended
);
COMMENT ON TYPE attribution IS 'one statement of one source about one claim: dalian-2:0.8<*, or rfa<(dandong-1,dalian-2), or !mfa for a denial';


-- Casts: an attribution is evidence with one statement

CREATE FUNCTION attribution(evidence) RETURNS attribution
	AS 'MODULE_PATHNAME', 'evidence_to_attribution' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution(evidence) IS 'evidence with exactly one statement as an attribution; an error if it has none or several';

CREATE CAST (attribution AS evidence) WITHOUT FUNCTION AS IMPLICIT;
COMMENT ON CAST (attribution AS evidence) IS 'an attribution is evidence with one statement';

CREATE CAST (evidence AS attribution) WITH FUNCTION attribution(evidence) AS ASSIGNMENT;
COMMENT ON CAST (evidence AS attribution) IS 'an error unless it has exactly one statement';


-- From columns

CREATE FUNCTION said_by(
	source text,
	rating confidence DEFAULT NULL,
	cites text[] DEFAULT NULL,
	firsthand boolean DEFAULT false,
	denies boolean DEFAULT false,
	affiliations text[] DEFAULT NULL,
	"unknown" boolean DEFAULT false
) RETURNS attribution
	AS 'MODULE_PATHNAME', 'said_by' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION said_by(text, confidence, text[], boolean, boolean, text[], boolean) IS
'an attribution from columns: who says it; how far the source can be relied on; the keys of the sources it cites, any one of which is enough; whether it knows first-hand; whether it denies the claim; the source''s affiliations; whether it cites someone unknown. NULL if source is NULL';


CREATE FUNCTION quote_key(text) RETURNS text
	AS 'MODULE_PATHNAME', 'quote_key' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION quote_key(text) IS
'a name as it is written in the text of an attribution: in double quotes if it needs them';


-- Merging

CREATE FUNCTION merge(evidence, evidence) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(evidence, evidence) IS
'all that both say: the order does not matter and repeating changes nothing; of two ratings of a source the lower one stays';

CREATE FUNCTION merge(evidence, attribution) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(evidence, attribution) IS 'implementation of || operator';

CREATE FUNCTION merge(attribution, evidence) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(attribution, evidence) IS 'implementation of || operator';

CREATE FUNCTION merge(attribution, attribution) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(attribution, attribution) IS 'implementation of || operator';

CREATE OPERATOR || (LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (evidence, evidence) IS 'merge';
CREATE OPERATOR || (LEFTARG = evidence, RIGHTARG = attribution, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (evidence, attribution) IS 'merge';
CREATE OPERATOR || (LEFTARG = attribution, RIGHTARG = evidence, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (attribution, evidence) IS 'merge';
CREATE OPERATOR || (LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (attribution, attribution) IS 'merge';

CREATE FUNCTION discredit(evidence, source text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_discredit' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION discredit(evidence, text) IS
'the evidence with that source discredited (rating 0): what would fall without it? Unchanged if no source is of that name; an affiliation is not a source';

CREATE FUNCTION retract(evidence, speaker text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_retract' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retract(evidence, text) IS
'the evidence without what that source states itself; where others cite it, it stays. What no statement mentions any more goes';


-- The figures

CREATE FUNCTION corroboration(evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_corroboration' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroboration(evidence) IS
'how many independent sources support the claim: the fewest that would all have to be wrong for nothing to support it. Copies and hearsay add nothing; someone unknown counts once where there is nobody else';

CREATE FUNCTION corroboration_firsthand(evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_corroboration_firsthand' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroboration_firsthand(evidence) IS
'the same, counting only sources that are stated to know first-hand: what is left when nothing is presumed';

CREATE FUNCTION contradiction(evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_contradiction' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contradiction(evidence) IS 'how many independent sources deny the claim';

CREATE FUNCTION disputed(evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_disputed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disputed(evidence) IS 'whether anyone who counts denies the claim';

CREATE FUNCTION status(evidence, threshold integer DEFAULT 2) RETURNS corroboration_status
	AS 'MODULE_PATHNAME', 'evidence_status' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status(evidence, integer) IS
'unsupported, uncorroborated, corroborated or corroborated_firsthand, by how many independent sources it takes (2 or more)';

CREATE FUNCTION support(evidence) RETURNS confidence
	AS 'MODULE_PATHNAME', 'evidence_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION support(evidence) IS
'the probability that some supporting chain of sources is sound from end to end, sources failing independently with their ratings; NULL where no chain is rated throughout';

CREATE FUNCTION denial(evidence) RETURNS confidence
	AS 'MODULE_PATHNAME', 'evidence_denial' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION denial(evidence) IS 'the same for the chains of those who deny the claim';

CREATE FUNCTION is_exact(evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_is_exact' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_exact(evidence) IS
'whether support and denial are exact; if not, the evidence is so entangled that they are lower bounds';

CREATE FUNCTION belief(evidence) RETURNS confidence
	AS 'MODULE_PATHNAME', 'evidence_belief' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION belief(evidence) IS
'how far the claim can be believed: with s = support and t = denial, s(1-t)/(1-st) (Dempster''s rule); NULL where neither is known';

CREATE FUNCTION opinion(evidence, OUT belief confidence, OUT disbelief confidence, OUT uncertainty confidence)
	AS 'MODULE_PATHNAME', 'evidence_opinion' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION opinion(evidence) IS
'belief, disbelief t(1-s)/(1-st) and uncertainty (1-s)(1-t)/(1-st), which add up to 1; all NULL where neither support nor denial is known';


-- Who is in it

CREATE FUNCTION speakers(evidence) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_speakers' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION speakers(evidence) IS 'who states the claim';

CREATE FUNCTION deniers(evidence) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_deniers' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION deniers(evidence) IS 'who denies the claim';

CREATE FUNCTION sources(evidence) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_sources' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sources(evidence) IS 'everyone mentioned, on either side';

CREATE FUNCTION origins(evidence) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_origins' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION origins(evidence) IS
'the sources that the supporting chains end with: those that know first-hand, and those of whom it is not stated how they know';

CREATE FUNCTION units(evidence) RETURNS SETOF text[]
	AS 'MODULE_PATHNAME', 'evidence_units' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 10;
COMMENT ON FUNCTION units(evidence) IS 'the sources in groups that count as one, because they share an affiliation';

CREATE FUNCTION chains(evidence, against boolean DEFAULT false) RETURNS SETOF text[]
	AS 'MODULE_PATHNAME', 'evidence_chains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION chains(evidence, boolean) IS
'the proof of the count: as many chains as can be had of which no two share a source or affiliation, each from who speaks to who knows. Two neighbours of which the first does not cite the second share an affiliation. against: the chains of denials';

CREATE FUNCTION rests_on(evidence, against boolean DEFAULT false) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_rests_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rests_on(evidence, boolean) IS
'whom the claim rests on: the fewest sources that would all have to be wrong for nothing to support it, those nearest the speakers. Sources that count as one are named by the first of them';

CREATE FUNCTION why(evidence) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_why' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION why(evidence) IS 'the evidence in a sentence or two: how many sources and who, what is presumed, who counts as one, who denies it';
------------------------------------------------------------------------------
-- comparing, hashing, containing and indexing evidence and attributions
------------------------------------------------------------------------------

-- evidence: an order for indexes, sorting and DISTINCT; it says nothing about strength

CREATE FUNCTION evidence_eq(evidence, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_eq(evidence, evidence) IS 'implementation of = operator';

CREATE FUNCTION evidence_ne(evidence, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_ne(evidence, evidence) IS 'implementation of <> operator';

CREATE FUNCTION evidence_lt(evidence, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_lt(evidence, evidence) IS 'implementation of < operator';

CREATE FUNCTION evidence_le(evidence, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_le(evidence, evidence) IS 'implementation of <= operator';

CREATE FUNCTION evidence_gt(evidence, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_gt(evidence, evidence) IS 'implementation of > operator';

CREATE FUNCTION evidence_ge(evidence, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_ge(evidence, evidence) IS 'implementation of >= operator';

CREATE OPERATOR = (
	LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = evidence_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (evidence, evidence) IS 'equal';

CREATE OPERATOR <> (
	LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = evidence_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (evidence, evidence) IS 'not equal';

CREATE OPERATOR < (
	LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = evidence_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (evidence, evidence) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = evidence_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (evidence, evidence) IS 'less than or equal';

CREATE OPERATOR > (
	LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = evidence_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (evidence, evidence) IS 'greater than';

CREATE OPERATOR >= (
	LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = evidence_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (evidence, evidence) IS 'greater than or equal';

CREATE FUNCTION evidence_cmp(evidence, evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_cmp(evidence, evidence) IS 'btree support';

CREATE FUNCTION evidence_hash(evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_hash(evidence) IS 'hash support';

CREATE FUNCTION evidence_hash_extended(evidence, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'evidence_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_hash_extended(evidence, bigint) IS 'hash support';

CREATE OPERATOR CLASS evidence_ops DEFAULT FOR TYPE evidence USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 evidence_cmp(evidence, evidence),
	FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS evidence_ops USING btree IS 'bytewise order of evidence';
COMMENT ON OPERATOR FAMILY evidence_ops USING btree IS 'bytewise order of evidence';

CREATE OPERATOR CLASS evidence_ops DEFAULT FOR TYPE evidence USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 evidence_hash(evidence),
	FUNCTION 2 evidence_hash_extended(evidence, bigint);
COMMENT ON OPERATOR CLASS evidence_ops USING hash IS 'equality of evidence';
COMMENT ON OPERATOR FAMILY evidence_ops USING hash IS 'equality of evidence';


-- attribution: an order for indexes, sorting and DISTINCT; it says nothing about strength

CREATE FUNCTION attribution_eq(attribution, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_eq(attribution, attribution) IS 'implementation of = operator';

CREATE FUNCTION attribution_ne(attribution, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_ne(attribution, attribution) IS 'implementation of <> operator';

CREATE FUNCTION attribution_lt(attribution, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_lt(attribution, attribution) IS 'implementation of < operator';

CREATE FUNCTION attribution_le(attribution, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_le(attribution, attribution) IS 'implementation of <= operator';

CREATE FUNCTION attribution_gt(attribution, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_gt(attribution, attribution) IS 'implementation of > operator';

CREATE FUNCTION attribution_ge(attribution, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_ge(attribution, attribution) IS 'implementation of >= operator';

CREATE OPERATOR = (
	LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = attribution_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (attribution, attribution) IS 'equal';

CREATE OPERATOR <> (
	LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = attribution_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (attribution, attribution) IS 'not equal';

CREATE OPERATOR < (
	LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = attribution_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (attribution, attribution) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = attribution_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (attribution, attribution) IS 'less than or equal';

CREATE OPERATOR > (
	LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = attribution_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (attribution, attribution) IS 'greater than';

CREATE OPERATOR >= (
	LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = attribution_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (attribution, attribution) IS 'greater than or equal';

CREATE FUNCTION attribution_cmp(attribution, attribution) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_cmp(attribution, attribution) IS 'btree support';

CREATE FUNCTION attribution_hash(attribution) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_hash(attribution) IS 'hash support';

CREATE FUNCTION attribution_hash_extended(attribution, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'evidence_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_hash_extended(attribution, bigint) IS 'hash support';

CREATE OPERATOR CLASS attribution_ops DEFAULT FOR TYPE attribution USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 attribution_cmp(attribution, attribution),
	FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS attribution_ops USING btree IS 'bytewise order of attribution';
COMMENT ON OPERATOR FAMILY attribution_ops USING btree IS 'bytewise order of attribution';

CREATE OPERATOR CLASS attribution_ops DEFAULT FOR TYPE attribution USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 attribution_hash(attribution),
	FUNCTION 2 attribution_hash_extended(attribution, bigint);
COMMENT ON OPERATOR CLASS attribution_ops USING hash IS 'equality of attribution';
COMMENT ON OPERATOR FAMILY attribution_ops USING hash IS 'equality of attribution';


-- Containing: merging the smaller one into the larger changes nothing

CREATE FUNCTION contains(evidence, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contains(evidence, evidence) IS 'whether the first says all that the second says';

CREATE FUNCTION contained(evidence, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_contained' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contained(evidence, evidence) IS 'whether the second says all that the first says';

CREATE FUNCTION contains(evidence, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contains(evidence, attribution) IS 'implementation of @> operator';

CREATE FUNCTION contained(evidence, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_contained' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contained(evidence, attribution) IS 'implementation of <@ operator';

CREATE FUNCTION contains(attribution, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contains(attribution, evidence) IS 'implementation of @> operator';

CREATE FUNCTION contained(attribution, evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_contained' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contained(attribution, evidence) IS 'implementation of <@ operator';

CREATE FUNCTION contains(attribution, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contains(attribution, attribution) IS 'implementation of @> operator';

CREATE FUNCTION contained(attribution, attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_contained' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contained(attribution, attribution) IS 'implementation of <@ operator';

CREATE OPERATOR @> (
	LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = contains,
	COMMUTATOR = <@, RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @> (evidence, evidence) IS 'contains';
CREATE OPERATOR <@ (
	LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = contained,
	COMMUTATOR = @>, RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR <@ (evidence, evidence) IS 'is contained in';

CREATE OPERATOR @> (
	LEFTARG = evidence, RIGHTARG = attribution, FUNCTION = contains,
	COMMUTATOR = <@, RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @> (evidence, attribution) IS 'contains';
CREATE OPERATOR <@ (
	LEFTARG = evidence, RIGHTARG = attribution, FUNCTION = contained,
	COMMUTATOR = @>, RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR <@ (evidence, attribution) IS 'is contained in';

CREATE OPERATOR @> (
	LEFTARG = attribution, RIGHTARG = evidence, FUNCTION = contains,
	COMMUTATOR = <@, RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @> (attribution, evidence) IS 'contains';
CREATE OPERATOR <@ (
	LEFTARG = attribution, RIGHTARG = evidence, FUNCTION = contained,
	COMMUTATOR = @>, RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR <@ (attribution, evidence) IS 'is contained in';

CREATE OPERATOR @> (
	LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = contains,
	COMMUTATOR = <@, RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @> (attribution, attribution) IS 'contains';
CREATE OPERATOR <@ (
	LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = contained,
	COMMUTATOR = @>, RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR <@ (attribution, attribution) IS 'is contained in';


-- Mentioning: a source or an affiliation of that name is part of it

CREATE FUNCTION mentions(evidence, text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_mentions' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mentions(evidence, text) IS 'whether a source or an affiliation of that name is part of it';

CREATE FUNCTION mentions_any(evidence, text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_mentions_any' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mentions_any(evidence, text[]) IS 'whether any of these names is part of it';

CREATE FUNCTION mentions_all(evidence, text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_mentions_all' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mentions_all(evidence, text[]) IS 'whether all of these names are part of it';

CREATE OPERATOR ? (
	LEFTARG = evidence, RIGHTARG = text, FUNCTION = mentions,
	RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR ? (evidence, text) IS 'mentions';

CREATE OPERATOR ?| (
	LEFTARG = evidence, RIGHTARG = text[], FUNCTION = mentions_any,
	RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR ?| (evidence, text[]) IS 'mentions any of';

CREATE OPERATOR ?& (
	LEFTARG = evidence, RIGHTARG = text[], FUNCTION = mentions_all,
	RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR ?& (evidence, text[]) IS 'mentions all of';

CREATE FUNCTION mentions(attribution, text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_mentions' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mentions(attribution, text) IS 'whether a source or an affiliation of that name is part of it';

CREATE FUNCTION mentions_any(attribution, text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_mentions_any' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mentions_any(attribution, text[]) IS 'whether any of these names is part of it';

CREATE FUNCTION mentions_all(attribution, text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_mentions_all' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mentions_all(attribution, text[]) IS 'whether all of these names are part of it';

CREATE OPERATOR ? (
	LEFTARG = attribution, RIGHTARG = text, FUNCTION = mentions,
	RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR ? (attribution, text) IS 'mentions';

CREATE OPERATOR ?| (
	LEFTARG = attribution, RIGHTARG = text[], FUNCTION = mentions_any,
	RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR ?| (attribution, text[]) IS 'mentions any of';

CREATE OPERATOR ?& (
	LEFTARG = attribution, RIGHTARG = text[], FUNCTION = mentions_all,
	RESTRICT = matchingsel, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR ?& (attribution, text[]) IS 'mentions all of';


-- GIN: the names of all sources and affiliations, by the bytes of their text

CREATE FUNCTION evidence_gin_compare(text, text) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_gin_compare' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_gin_compare(text, text) IS 'GIN support';

CREATE FUNCTION evidence_gin_extract_value(evidence, internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'evidence_gin_extract_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_gin_extract_value(evidence, internal, internal) IS 'GIN support';

CREATE FUNCTION evidence_gin_extract_query(evidence, internal, smallint, internal, internal, internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'evidence_gin_extract_query' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_gin_extract_query(evidence, internal, smallint, internal, internal, internal, internal) IS 'GIN support';

CREATE FUNCTION evidence_gin_consistent(internal, smallint, evidence, integer, internal, internal, internal, internal) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_gin_consistent' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_gin_consistent(internal, smallint, evidence, integer, internal, internal, internal, internal) IS 'GIN support';

CREATE FUNCTION evidence_gin_triconsistent(internal, smallint, evidence, integer, internal, internal, internal) RETURNS "char"
	AS 'MODULE_PATHNAME', 'evidence_gin_triconsistent' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_gin_triconsistent(internal, smallint, evidence, integer, internal, internal, internal) IS 'GIN support';

CREATE FUNCTION attribution_gin_extract_value(attribution, internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'evidence_gin_extract_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_gin_extract_value(attribution, internal, internal) IS 'GIN support';

CREATE FUNCTION attribution_gin_extract_query(attribution, internal, smallint, internal, internal, internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'evidence_gin_extract_query' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_gin_extract_query(attribution, internal, smallint, internal, internal, internal, internal) IS 'GIN support';

CREATE FUNCTION attribution_gin_consistent(internal, smallint, attribution, integer, internal, internal, internal, internal) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_gin_consistent' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_gin_consistent(internal, smallint, attribution, integer, internal, internal, internal, internal) IS 'GIN support';

CREATE FUNCTION attribution_gin_triconsistent(internal, smallint, attribution, integer, internal, internal, internal) RETURNS "char"
	AS 'MODULE_PATHNAME', 'evidence_gin_triconsistent' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_gin_triconsistent(internal, smallint, attribution, integer, internal, internal, internal) IS 'GIN support';

CREATE OPERATOR CLASS evidence_ops DEFAULT FOR TYPE evidence USING gin AS
	OPERATOR 7 @>,
	OPERATOR 7 @> (evidence, attribution),
	OPERATOR 9 ? (evidence, text),
	OPERATOR 10 ?| (evidence, text[]),
	OPERATOR 11 ?& (evidence, text[]),
	FUNCTION 1 evidence_gin_compare(text, text),
	FUNCTION 2 evidence_gin_extract_value(evidence, internal, internal),
	FUNCTION 3 evidence_gin_extract_query(evidence, internal, smallint, internal, internal, internal, internal),
	FUNCTION 4 evidence_gin_consistent(internal, smallint, evidence, integer, internal, internal, internal, internal),
	FUNCTION 6 evidence_gin_triconsistent(internal, smallint, evidence, integer, internal, internal, internal),
	STORAGE text;
COMMENT ON OPERATOR CLASS evidence_ops USING gin IS 'sources and affiliations that evidence mentions';
COMMENT ON OPERATOR FAMILY evidence_ops USING gin IS 'sources and affiliations that evidence mentions';

CREATE OPERATOR CLASS attribution_ops DEFAULT FOR TYPE attribution USING gin AS
	OPERATOR 7 @>,
	OPERATOR 7 @> (attribution, evidence),
	OPERATOR 9 ? (attribution, text),
	OPERATOR 10 ?| (attribution, text[]),
	OPERATOR 11 ?& (attribution, text[]),
	FUNCTION 1 evidence_gin_compare(text, text),
	FUNCTION 2 attribution_gin_extract_value(attribution, internal, internal),
	FUNCTION 3 attribution_gin_extract_query(attribution, internal, smallint, internal, internal, internal, internal),
	FUNCTION 4 attribution_gin_consistent(internal, smallint, attribution, integer, internal, internal, internal, internal),
	FUNCTION 6 attribution_gin_triconsistent(internal, smallint, attribution, integer, internal, internal, internal),
	STORAGE text;
COMMENT ON OPERATOR CLASS attribution_ops USING gin IS 'sources and affiliations that attribution mentions';
COMMENT ON OPERATOR FAMILY attribution_ops USING gin IS 'sources and affiliations that attribution mentions';
------------------------------------------------------------------------------
-- evidence_agg: all that is said about a claim
------------------------------------------------------------------------------

-- The state is a value of type evidence, not internal, so that partial
-- aggregates can travel; the first row of a group is its first state.

CREATE FUNCTION evidence_agg_add(evidence, attribution) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_agg_add' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_agg_add(evidence, attribution) IS 'aggregate transition function';

CREATE FUNCTION evidence_agg_add(evidence, evidence) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_agg_add' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_agg_add(evidence, evidence) IS 'aggregate transition and combine function';

CREATE FUNCTION evidence_agg_settle(evidence) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_agg_settle' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION evidence_agg_settle(evidence) IS 'aggregate final function';

REVOKE EXECUTE ON FUNCTION evidence_agg_add(evidence, attribution) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION evidence_agg_add(evidence, evidence) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION evidence_agg_settle(evidence) FROM PUBLIC;

CREATE AGGREGATE evidence_agg(attribution) (
	SFUNC = evidence_agg_add,
	STYPE = evidence,
	SSPACE = 512,
	FINALFUNC = evidence_agg_settle,
	COMBINEFUNC = evidence_agg_add,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE evidence_agg(attribution) IS 'all attributions merged; {} where there are none';

CREATE AGGREGATE evidence_agg(evidence) (
	SFUNC = evidence_agg_add,
	STYPE = evidence,
	SSPACE = 512,
	FINALFUNC = evidence_agg_settle,
	COMBINEFUNC = evidence_agg_add,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE evidence_agg(evidence) IS 'all evidence merged; {} where there is none';
------------------------------------------------------------------------------
-- evidence and attribution as JSON
------------------------------------------------------------------------------

CREATE FUNCTION evidence_json(evidence) RETURNS json
	AS 'MODULE_PATHNAME', 'evidence_to_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_json(evidence) IS 'evidence as JSON: {"sources": {...}, "for": {...}, "against": {...}}';

CREATE FUNCTION evidence_jsonb(evidence) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'evidence_to_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_jsonb(evidence) IS 'evidence as JSON: {"sources": {...}, "for": {...}, "against": {...}}';

CREATE FUNCTION attribution_json(attribution) RETURNS json
	AS 'MODULE_PATHNAME', 'evidence_to_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_json(attribution) IS 'an attribution as JSON, in the form of evidence';

CREATE FUNCTION attribution_jsonb(attribution) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'evidence_to_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_jsonb(attribution) IS 'an attribution as JSON, in the form of evidence';

CREATE FUNCTION evidence(json) RETURNS evidence
	AS 'MODULE_PATHNAME', 'json_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence(json) IS 'evidence from JSON; members may be left out, unknown ones are errors';

CREATE FUNCTION evidence(jsonb) RETURNS evidence
	AS 'MODULE_PATHNAME', 'jsonb_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence(jsonb) IS 'evidence from JSON; members may be left out, unknown ones are errors';

CREATE FUNCTION attribution(json) RETURNS attribution
	AS 'MODULE_PATHNAME', 'json_to_attribution' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution(json) IS 'an attribution from JSON; an error unless it is exactly one statement';

CREATE FUNCTION attribution(jsonb) RETURNS attribution
	AS 'MODULE_PATHNAME', 'jsonb_to_attribution' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution(jsonb) IS 'an attribution from JSON; an error unless it is exactly one statement';

CREATE CAST (evidence AS json) WITH FUNCTION evidence_json(evidence);
COMMENT ON CAST (evidence AS json) IS 'also makes to_json() and to_jsonb() give objects';
CREATE CAST (evidence AS jsonb) WITH FUNCTION evidence_jsonb(evidence);
COMMENT ON CAST (evidence AS jsonb) IS 'evidence as JSON';
CREATE CAST (attribution AS json) WITH FUNCTION attribution_json(attribution);
COMMENT ON CAST (attribution AS json) IS 'also makes to_json() and to_jsonb() give objects';
CREATE CAST (attribution AS jsonb) WITH FUNCTION attribution_jsonb(attribution);
COMMENT ON CAST (attribution AS jsonb) IS 'an attribution as JSON';
CREATE CAST (json AS evidence) WITH FUNCTION evidence(json);
COMMENT ON CAST (json AS evidence) IS 'evidence from JSON';
CREATE CAST (jsonb AS evidence) WITH FUNCTION evidence(jsonb);
COMMENT ON CAST (jsonb AS evidence) IS 'evidence from JSON';
CREATE CAST (json AS attribution) WITH FUNCTION attribution(json);
COMMENT ON CAST (json AS attribution) IS 'an attribution from JSON';
CREATE CAST (jsonb AS attribution) WITH FUNCTION attribution(jsonb);
COMMENT ON CAST (jsonb AS attribution) IS 'an attribution from JSON';
------------------------------------------------------------------------------
-- flag: triggers that raise, withdraw and announce "corroborated"
------------------------------------------------------------------------------

-- Triggers cannot be strict, and nothing reads their volatility or whether
-- they may run in parallel: the defaults, volatile and unsafe, are the truth.

CREATE FUNCTION flag_corroborated() RETURNS trigger
	AS 'MODULE_PATHNAME', 'flag_corroborated' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION flag_corroborated() IS
'BEFORE INSERT OR UPDATE, FOR EACH ROW: keeps in a column since when the row''s evidence is corroborated.
Arguments: the column of type evidence; the flag, a column of type timestamptz; the threshold that corroboration must reach (2 unless given); the minimum that support must reach (none unless given; unrated evidence never reaches one).
The flag is set to now() when the rule is first met, stays while it is met, and is cleared when it no longer is. A time that is there already is kept. No other column is touched, and a denial never takes a flag away. Rows that are there before the trigger are looked at when they are next updated.
CREATE TRIGGER flag_corroborated BEFORE INSERT OR UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated(''evidence'', ''corroborated_at'', 2, 0.7);';

CREATE FUNCTION announce_flag() RETURNS trigger
	AS 'MODULE_PATHNAME', 'announce_flag' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION announce_flag() IS
'AFTER INSERT OR UPDATE OR DELETE, FOR EACH ROW: sends NOTIFY on the channel corroborated when a row''s flag is raised or withdrawn.
Arguments: the same as those of flag_corroborated(). The table needs a primary key.
The payload is JSON: "table", "key" (an object of the primary key''s columns; null where it is too long to send), "status" and "corroboration" (null where the row is gone: deleted, or under another key), "change" ("raised" or "withdrawn"), and "serial", which makes each announcement of a session another. Every role of the database may listen. NOTIFY makes transactions commit one after another and rules out PREPARE TRANSACTION.
CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON claim FOR EACH ROW EXECUTE FUNCTION announce_flag(''evidence'', ''corroborated_at'', 2, 0.7);';
------------------------------------------------------------------------------
-- gather: attestations in, evidence kept
------------------------------------------------------------------------------

CREATE FUNCTION gather_evidence() RETURNS trigger
	AS 'MODULE_PATHNAME', 'gather_evidence' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION gather_evidence() IS
'AFTER INSERT, UPDATE, DELETE or TRUNCATE, FOR EACH STATEMENT, with transition tables: keeps the evidence of claims up to date with a table of attestations. watch() makes these triggers and writes their arguments; watched() shows them';

CREATE FUNCTION gathered(attestations regclass, claim text[], as_of timestamptz DEFAULT NULL) RETURNS evidence
	AS 'MODULE_PATHNAME', 'gathered' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION gathered(regclass, text[], timestamptz) IS
'a claim''s evidence gathered from its rows: what watch() keeps in the claim, or, as_of a time, what was known then. claim: the columns of its key as text';

CREATE FUNCTION regather(attestations regclass, sources text[]) RETURNS bigint
	AS 'MODULE_PATHNAME', 'regather' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION regather(regclass, text[]) IS
'gathers again the claims that mention any of these sources, and returns how many changed. The triggers on a registry of sources do this; by hand it is for registries without triggers';


-- Watching tables

CREATE FUNCTION watch(
	attestations regclass,
	claims regclass,
	claim text[] DEFAULT NULL,
	said text DEFAULT 'said',
	evidence text DEFAULT 'evidence',
	flag text DEFAULT NULL,
	threshold integer DEFAULT 2,
	minimum_support confidence DEFAULT NULL,
	accepted text DEFAULT NULL,
	retracted text DEFAULT NULL,
	latest_by text[] DEFAULT NULL,
	sources regclass DEFAULT NULL,
	aliases regclass DEFAULT NULL,
	ratings regclass DEFAULT NULL,
	documents regclass DEFAULT NULL,
	document text DEFAULT NULL,
	unknown_sources text DEFAULT 'allow',
	announce boolean DEFAULT false
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext text := (SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'corroborate');
	key text[];
	arguments text[];
	rule text;
	flag_arguments text;
	event record;
BEGIN
	IF threshold < 2 THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('threshold must be at least 2, not %s', threshold),
			DETAIL = 'One source is not corroboration, however good it is.';
	END IF;
	PERFORM 1 FROM pg_class c WHERE c.oid = attestations AND c.relkind = 'r' AND NOT c.relispartition;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'wrong_object_type',
			MESSAGE = format('%s cannot be watched', attestations),
			DETAIL = 'Only ordinary tables can: statement triggers with transition tables miss what is written to a partition or behind a view.',
			HINT = 'Watch each partition by itself, under its own name, after detaching it; or keep attestations in one table.';
	END IF;
	PERFORM 1 FROM pg_class c WHERE c.oid = claims AND c.relkind IN ('r', 'p');
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'wrong_object_type',
			MESSAGE = format('%s is not a table', claims),
			HINT = 'Evidence is kept in a column of the table of claims.';
	END IF;
	PERFORM 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
	WHERE t.tgrelid = attestations AND p.proname = 'gather_evidence' AND p.pronamespace = ext::regnamespace;
	IF FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'duplicate_object',
			MESSAGE = format('%s is watched already', attestations),
			HINT = format('To change the rule: SELECT unwatch(%L); then watch() again.', attestations);
	END IF;

	-- what the claims are referred to by: their primary key
	SELECT array_agg(a.attname::text ORDER BY k.ordinality) INTO key
	FROM pg_index i, unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, ordinality), pg_attribute a
	WHERE i.indrelid = claims AND i.indisprimary AND a.attrelid = claims AND a.attnum = k.attnum;
	IF key IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_object',
			MESSAGE = format('table %s has no primary key', claims),
			HINT = format('ALTER TABLE %s ADD PRIMARY KEY (...);', claims);
	END IF;
	IF claim IS NULL THEN
		SELECT array_agg(a.attname::text ORDER BY k.ordinality) INTO claim
		FROM pg_constraint c, unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(here, there, ordinality), pg_attribute a, pg_attribute b
		WHERE c.conrelid = attestations AND c.confrelid = claims AND c.contype = 'f'
			AND a.attrelid = attestations AND a.attnum = k.here AND b.attrelid = claims AND b.attnum = k.there
		GROUP BY c.oid
		HAVING array_agg(b.attname::text ORDER BY k.ordinality) = key
		ORDER BY c.oid LIMIT 1;
	END IF;
	IF claim IS NULL OR cardinality(claim) <> cardinality(key) THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_column',
			MESSAGE = format('which columns of %s refer to %s?', attestations, claims),
			DETAIL = format('Its primary key is (%s), and there is no foreign key to it.', array_to_string(key, ', ')),
			HINT = 'Say so: watch(..., claim => ''{claim_id}'').';
	END IF;

	PERFORM 1 FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
	WHERE a.attrelid = claims AND a.attname = evidence AND NOT a.attisdropped
		AND format('%s.evidence', ext)::regtype IN (t.oid, t.typbasetype);
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_column',
			MESSAGE = format('table %s has no column %I of type evidence', claims, evidence),
			HINT = format('ALTER TABLE %s ADD COLUMN evidence %s.evidence NOT NULL DEFAULT ''{}'';', claims, ext);
	END IF;
	PERFORM 1 FROM pg_attribute a
	WHERE a.attrelid = claims AND a.attname = flag AND NOT a.attisdropped AND a.atttypid = 'timestamptz'::regtype;
	IF NOT FOUND AND flag IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_column',
			MESSAGE = format('table %s has no column %I of type timestamptz', claims, flag),
			HINT = format('ALTER TABLE %s ADD COLUMN corroborated_at timestamptz;', claims);
	END IF;

	arguments := ARRAY[
		'claims=' || claims,
		'key=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(claim) WITH ORDINALITY AS u(c, o)),
		'claim_key=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(key) WITH ORDINALITY AS u(c, o)),
		'said=' || quote_ident(said),
		'evidence=' || quote_ident(evidence),
		'accepted=' || quote_ident(accepted),
		'retracted=' || quote_ident(retracted),
		'order=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(latest_by) WITH ORDINALITY AS u(c, o)),
		'sources=' || sources,
		'aliases=' || aliases,
		'ratings=' || ratings,
		'documents=' || documents,
		'document=' || quote_ident(document),
		CASE WHEN sources IS NOT NULL THEN 'unknown=' || unknown_sources END
	];
	SELECT string_agg(quote_literal(a), ', ' ORDER BY o) INTO rule
	FROM unnest(arguments) WITH ORDINALITY AS u(a, o) WHERE a IS NOT NULL;

	FOR event IN SELECT * FROM (VALUES
		('insert', 'INSERT', 'REFERENCING NEW TABLE AS new_rows'),
		('update', 'UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
		('delete', 'DELETE', 'REFERENCING OLD TABLE AS old_rows'),
		('truncate', 'TRUNCATE', '')) AS e(name, event, referencing)
	LOOP
		EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s %s FOR EACH STATEMENT EXECUTE FUNCTION %s.gather_evidence(%s)',
			'gather_evidence_' || event.name, event.event, attestations, event.referencing, ext, rule);
	END LOOP;

	-- deleting nothing fires the trigger, which checks what it was told
	EXECUTE format('DELETE FROM %s WHERE false', attestations);

	IF flag IS NOT NULL THEN
		flag_arguments := concat_ws(', ', quote_literal(evidence), quote_literal(flag),
			quote_literal(threshold), quote_literal(minimum_support));
		EXECUTE format('CREATE TRIGGER zz_flag_corroborated BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s.flag_corroborated(%s)',
			claims, ext, flag_arguments);
		IF announce THEN
			EXECUTE format('CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION %s.announce_flag(%s)',
				claims, ext, flag_arguments);
		END IF;
	END IF;
END
$$;
COMMENT ON FUNCTION watch(regclass, regclass, text[], text, text, text, integer, confidence, text, text, text[], regclass, regclass, regclass, regclass, text, text, boolean) IS
'keeps the evidence of claims up to date with a table of attestations, and, if flag names a column, a flag beside it. claim: the columns of attestations that refer to the claims'' primary key, if no foreign key says so. accepted, retracted: columns that tell whether a row counts. latest_by: columns by which a source''s latest statement replaces its earlier ones; without it all stand. sources, aliases, ratings: a registry of sources. unknown_sources: allow, refuse or add. Claims that are there already are gathered by rebuild_evidence()';

CREATE FUNCTION watched(OUT attestations regclass, OUT claims regclass, OUT claim text[], OUT key text[], OUT said text, OUT evidence text,
	OUT flag text, OUT threshold integer, OUT minimum_support confidence, OUT rule text[])
RETURNS SETOF record LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	found record;
BEGIN
	FOR found IN
		-- each ends with a zero byte, and may hold anything else
		SELECT t.tgrelid, array_remove(ARRAY(
			SELECT convert_from(decode(replace(a, ' ', ''), 'hex'), getdatabaseencoding())
			FROM string_to_table(regexp_replace(encode(t.tgargs, 'hex'), '(..)', '\1 ', 'g'), '00 ') WITH ORDINALITY AS u(a, o) ORDER BY o), '') AS arguments
		FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE p.proname = 'gather_evidence' AND p.pronamespace = ext AND t.tgname = 'gather_evidence_insert'
		ORDER BY t.tgrelid::regclass::text
	LOOP
		attestations := found.tgrelid;
		rule := found.arguments;
		SELECT max(substr(a, 8)) FILTER (WHERE a LIKE 'claims=%'),
			max(substr(a, 6)) FILTER (WHERE a LIKE 'said=%'),
			max(substr(a, 10)) FILTER (WHERE a LIKE 'evidence=%')
		INTO claims, said, evidence FROM unnest(rule) AS a;
		claim := (SELECT array_agg(c) FROM unnest(rule) AS a, regexp_split_to_table(substr(a, 5), ',') AS c WHERE a LIKE 'key=%');
		key := (SELECT array_agg(c) FROM unnest(rule) AS a, regexp_split_to_table(substr(a, 11), ',') AS c WHERE a LIKE 'claim\_key=%');
		SELECT f[2], CASE WHEN f IS NOT NULL THEN coalesce(nullif(f[3], '')::integer, 2) END, nullif(f[4], '')
		INTO flag, threshold, minimum_support
		FROM (SELECT ARRAY(
			SELECT convert_from(decode(replace(a, ' ', ''), 'hex'), getdatabaseencoding())
			FROM string_to_table(regexp_replace(encode(t.tgargs, 'hex'), '(..)', '\1 ', 'g'), '00 ') WITH ORDINALITY AS u(a, o) ORDER BY o) AS f
			FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
			WHERE t.tgrelid = claims AND p.proname = 'flag_corroborated' AND p.pronamespace = ext LIMIT 1) AS t;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION watched() IS 'the tables that are watched, and by which rule';

CREATE FUNCTION unwatch(attestations regclass) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	kept_in regclass;
	found record;
	any_found boolean := false;
BEGIN
	EXECUTE format('SELECT claims FROM %s.watched() WHERE attestations = $1', ext) INTO kept_in USING attestations;
	FOR found IN
		SELECT t.tgname, t.tgrelid::regclass AS relation FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE p.pronamespace = ext AND (t.tgrelid = attestations AND p.proname = 'gather_evidence'
			OR t.tgrelid = kept_in AND t.tgname IN ('zz_flag_corroborated', 'announce_flag')
				AND p.proname IN ('flag_corroborated', 'announce_flag'))
	LOOP
		EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.relation);
		any_found := true;
	END LOOP;
	IF NOT any_found THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_object',
			MESSAGE = format('%s is not watched', attestations);
	END IF;
END
$$;
COMMENT ON FUNCTION unwatch(regclass) IS 'takes away the triggers that watch() made; evidence and flags stay as they are';


-- Checking and mending

CREATE FUNCTION check_evidence(attestations regclass)
RETURNS TABLE (claim text[], problem text, stored text, expected text) LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	w record;
	keys text;
	met text;
	generated text;
BEGIN
	EXECUTE format('SELECT * FROM %s.watched() WHERE attestations = $1', ext) INTO w USING attestations;
	IF w IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('%s is not watched', attestations),
			HINT = 'watched() lists the tables that are.';
	END IF;
	keys := (SELECT string_agg(format('c.%s::text', k), ', ' ORDER BY o) FROM unnest(w.key) WITH ORDINALITY AS u(k, o));
	met := format('%1$s.corroboration(e) >= %2$s', ext, coalesce(w.threshold, 2));
	IF w.minimum_support IS NOT NULL THEN
		met := met || format(' AND coalesce(%1$s.support(e) >= %2$s, false)', ext, w.minimum_support);
	END IF;

	-- a generated column holds what its expression gives
	generated := (
		SELECT string_agg(format(
			' UNION ALL SELECT ARRAY[%s], %L, c.%I::text, (%s)::text FROM %s AS c WHERE c.%I::text IS DISTINCT FROM (%s)::text',
			keys, 'generated column ' || a.attname, a.attname, pg_get_expr(d.adbin, d.adrelid), w.claims, a.attname,
			pg_get_expr(d.adbin, d.adrelid)), '')
		FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE a.attrelid = w.claims AND a.attgenerated = 's');

	RETURN QUERY EXECUTE format($query$
		WITH kept AS MATERIALIZED (
			SELECT ARRAY[%1$s] AS k, c.%2$s AS e, %3$s AS flag, %4$s.gathered(%5$L, ARRAY[%1$s]) AS g FROM %6$s AS c
		)
		SELECT k, 'evidence', e::text, g::text FROM kept WHERE e::text IS DISTINCT FROM g::text
		UNION ALL
		SELECT k, 'figures', concat_ws(' ', %4$s.corroboration(e), %4$s.corroboration_firsthand(e), %4$s.contradiction(e), %4$s.support(e), %4$s.denial(e)),
			concat_ws(' ', %4$s.corroboration(a), %4$s.corroboration_firsthand(a), %4$s.contradiction(a), %4$s.support(a), %4$s.denial(a))
		FROM (SELECT k, e, e::text::%4$s.evidence AS a FROM kept) AS anew
		WHERE (%4$s.corroboration(e), %4$s.corroboration_firsthand(e), %4$s.contradiction(e), %4$s.support(e)::float8, %4$s.denial(e)::float8)
			IS DISTINCT FROM (%4$s.corroboration(a), %4$s.corroboration_firsthand(a), %4$s.contradiction(a), %4$s.support(a)::float8, %4$s.denial(a)::float8)
		UNION ALL
		SELECT k, 'flag', flag::text, CASE WHEN flag IS NULL THEN 'raised' ELSE 'withdrawn' END
		FROM kept WHERE %7$L::boolean AND (flag IS NOT NULL) <> coalesce(%8$s, false)
		$query$,
		keys, w.evidence, CASE WHEN w.flag IS NULL THEN 'NULL::timestamptz' ELSE format('c.%I', w.flag) END, ext,
		attestations, w.claims, w.flag IS NOT NULL, met) || coalesce(generated, '');
END
$$;
COMMENT ON FUNCTION check_evidence(regclass) IS
'recomputes the evidence of all claims from their attestations, and their figures, flags and generated columns, and returns what differs: nothing, always';

CREATE FUNCTION rebuild_evidence(attestations regclass) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	w record;
	keys text;
	changed bigint;
BEGIN
	EXECUTE format('SELECT * FROM %s.watched() WHERE attestations = $1', ext) INTO w USING attestations;
	IF w IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('%s is not watched', attestations),
			HINT = 'watched() lists the tables that are.';
	END IF;
	keys := (SELECT string_agg(format('c.%s::text', k), ', ' ORDER BY o) FROM unnest(w.key) WITH ORDINALITY AS u(k, o));

	-- in key order, as everywhere, and then by a new statement
	EXECUTE format('SELECT 1 FROM %s AS c ORDER BY %s FOR NO KEY UPDATE', w.claims,
		(SELECT string_agg('c.' || k, ', ' ORDER BY o) FROM unnest(w.key) WITH ORDINALITY AS u(k, o)));
	EXECUTE format($query$
		WITH wrong AS MATERIALIZED (SELECT DISTINCT claim FROM %1$s.check_evidence(%2$L))
		UPDATE %3$s AS c SET %4$s = %1$s.gathered(%2$L, ARRAY[%5$s]) FROM wrong WHERE wrong.claim = ARRAY[%5$s]
		$query$, ext, attestations, w.claims, w.evidence, keys);
	GET DIAGNOSTICS changed = ROW_COUNT;
	RETURN changed;
END
$$;
COMMENT ON FUNCTION rebuild_evidence(regclass) IS
'mends what check_evidence() finds, and returns how many claims that were: after a restore without triggers, or for attestations that were there before watch()';
------------------------------------------------------------------------------
-- ledger: the tables of a newsroom's desk, made on request
------------------------------------------------------------------------------

-- The extension owns none of what create_ledger() makes: tables, views and
-- functions belong to whoever calls it, are dumped like any others, and keep
-- the extension from being dropped beneath them.
--
-- The commands below are run with search_path set to the ledger's schema,
-- and functions keep that (FROM CURRENT).  Standing for something else:
-- @ext@, the extension's schema; @threshold@; @met(E)@, whether evidence E
-- meets the ledger's rule.  Bodies that are text do not name the extension's
-- schema, so that ledgers outlive ALTER EXTENSION ... SET SCHEMA.

CREATE FUNCTION ledger_tables() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
CREATE FUNCTION who() RETURNS name LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role')::name END;
COMMENT ON FUNCTION who() IS 'who is at work: the role that was set, or the one that logged in, also where a function or trigger runs with its owner''s rights';

CREATE TABLE source (
	key text COLLATE "C" PRIMARY KEY,
	name text,
	kind text NOT NULL DEFAULT 'other' CONSTRAINT source_kind_known CHECK (kind IN
		('person', 'organisation', 'document', 'sensor', 'outlet', 'agency', 'site', 'translation', 'other')),
	affiliations text[] NOT NULL DEFAULT '{}',
	reliability @ext@.confidence,
	confidential boolean NOT NULL DEFAULT false,
	note text,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	-- also checks that they can be written in an attribution at all
	CONSTRAINT source_key_normalised CHECK (@ext@.speakers(@ext@.said_by(key, affiliations => affiliations)) = ARRAY[key]),
	CONSTRAINT source_affiliations_not_null CHECK (array_position(affiliations, NULL) IS NULL),
	CONSTRAINT source_confidential_nameless CHECK (NOT confidential OR name IS NULL)
);
COMMENT ON TABLE source IS 'who says something: a person, an outlet, a document, a sensor. What stands here is laid over every attestation that mentions the source';
COMMENT ON COLUMN source.key IS 'the name it goes by in attributions; opaque for a confidential source';
COMMENT ON COLUMN source.kind IS 'outlets, agencies, sites and translations only pass on: where they do not say from whom, they have it from someone unknown';
COMMENT ON COLUMN source.affiliations IS 'what makes several sources one voice: an employer, a ministry. They hold where an attestation states none itself';
COMMENT ON COLUMN source.reliability IS 'how far it can be relied on, where an attestation does not say; 0: discredited, in any case';
COMMENT ON COLUMN source.confidential IS 'who it is stands in source_identity, and nowhere else';

CREATE TABLE source_alias (
	alias text COLLATE "C" PRIMARY KEY,
	source text COLLATE "C" NOT NULL REFERENCES source,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	CONSTRAINT source_alias_normalised CHECK (@ext@.speakers(@ext@.said_by(alias)) = ARRAY[alias]),
	CONSTRAINT source_alias_other CHECK (alias <> source)
);
CREATE INDEX source_alias_source ON source_alias (source);
COMMENT ON TABLE source_alias IS 'other spellings of a source; also two keys that turned out to be one source';
COMMENT ON COLUMN source_alias.alias IS 'as it may be written in attributions';
COMMENT ON COLUMN source_alias.source IS 'whom it stands for';

CREATE TABLE source_rating (
	source text COLLATE "C" NOT NULL REFERENCES source ON DELETE CASCADE,
	rated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	reliability @ext@.confidence,
	reason text,
	rated_by name NOT NULL DEFAULT who(),
	PRIMARY KEY (source, rated_at)
);
COMMENT ON TABLE source_rating IS 'how a source was rated over time; written by a trigger on source';
COMMENT ON COLUMN source_rating.reliability IS 'null: not rated any more';

CREATE TABLE source_identity (
	source text COLLATE "C" PRIMARY KEY REFERENCES source ON DELETE CASCADE,
	identity text,
	held_by text,
	CONSTRAINT source_identity_known CHECK (num_nonnulls(identity, held_by) > 0)
);
ALTER TABLE source_identity ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE source_identity IS 'who a confidential source is; only roles that grant_ledger() made editors see rows';
COMMENT ON COLUMN source_identity.identity IS 'who it is; safer left out';
COMMENT ON COLUMN source_identity.held_by IS 'or who knows it, outside the database';

CREATE TABLE document (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	publisher text COLLATE "C" REFERENCES source,
	headline text,
	url text,
	language text,
	published_at timestamptz,
	credits jsonb,
	republishes bigint REFERENCES document,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	CONSTRAINT document_republishes_another CHECK (republishes <> id)
);
CREATE INDEX document_publisher ON document (publisher);
CREATE INDEX document_republishes ON document (republishes) WHERE republishes IS NOT NULL;
COMMENT ON TABLE document IS 'an article, wire item or post, ours or others''';
COMMENT ON COLUMN document.credits IS 'who reported, translated, edited';
COMMENT ON COLUMN document.republishes IS 'what it is a copy of: what is said in it is said on the word of that one''s publisher';

CREATE TABLE claim (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	statement text NOT NULL,
	question text,
	comparator text CONSTRAINT claim_comparator_known CHECK (comparator IN ('=', '<', '<=', '>', '>=', 'about')),
	value numeric,
	unit text,
	answer text,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	evidence @ext@.evidence NOT NULL DEFAULT '{}',
	corroborated_at timestamptz,
	ruling text CONSTRAINT claim_ruling_known CHECK (ruling IN ('confirm', 'hold')),
	corroboration integer NOT NULL GENERATED ALWAYS AS (@ext@.corroboration(evidence)) STORED,
	status @ext@.corroboration_status NOT NULL GENERATED ALWAYS AS (@ext@.status(evidence, @threshold@)) STORED,
	disputed boolean NOT NULL GENERATED ALWAYS AS (@ext@.disputed(evidence)) STORED,
	support @ext@.confidence GENERATED ALWAYS AS (@ext@.support(evidence)) STORED,
	confidence @ext@.confidence GENERATED ALWAYS AS (@ext@.belief(evidence)) STORED,
	cleared boolean NOT NULL GENERATED ALWAYS AS
		((corroborated_at IS NOT NULL OR ruling IS NOT DISTINCT FROM 'confirm') AND ruling IS DISTINCT FROM 'hold') STORED,
	CONSTRAINT claim_value_complete CHECK ((value IS NULL) = (comparator IS NULL)),
	CONSTRAINT claim_one_answer CHECK (num_nonnulls(value, answer) <= 1),
	CONSTRAINT claim_answers_question CHECK (question IS NOT NULL OR num_nonnulls(value, answer, unit) = 0)
) WITH (fillfactor = 75);
CREATE INDEX claim_question ON claim (question) WHERE question IS NOT NULL;
COMMENT ON TABLE claim IS 'what is claimed, and what stands for and against it; evidence and what follows from it are kept by triggers';
COMMENT ON COLUMN claim.question IS 'which the claim answers, in the same words for all its answers';
COMMENT ON COLUMN claim.comparator IS 'how value is meant: =, <, <=, >, >=, about (within a tenth)';
COMMENT ON COLUMN claim.answer IS 'in words, where it is no number';
COMMENT ON COLUMN claim.evidence IS 'gathered from attestations';
COMMENT ON COLUMN claim.corroborated_at IS 'the flag: since when enough independent sources support it';
COMMENT ON COLUMN claim.ruling IS 'the editors'' latest ruling, if it stands';
COMMENT ON COLUMN claim.confidence IS 'how far it can be believed, where sources are rated';
COMMENT ON COLUMN claim.cleared IS 'whether it may be used: flagged or confirmed by an editor, and not held back';

CREATE TABLE attestation (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED BY DEFAULT AS IDENTITY,
	said @ext@.attribution NOT NULL,
	quote text,
	quote_language text,
	translator text,
	document bigint REFERENCES document,
	said_at timestamptz,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT who(),
	accepted_at timestamptz DEFAULT now(),
	accepted_by name DEFAULT who(),
	retracted_at timestamptz,
	retracted_by name,
	retraction_reason text,
	PRIMARY KEY (claim, id),
	CONSTRAINT said_discredits_nobody CHECK (NOT jsonb_path_exists(said::jsonb, '$.sources.*.rating ? (@ == 0)')),
	CONSTRAINT acceptance_has_a_name CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
	CONSTRAINT acceptance_after_recording CHECK (accepted_at >= recorded_at),
	CONSTRAINT retraction_has_a_reason CHECK ((retracted_at IS NULL) = (retraction_reason IS NULL) AND retraction_reason <> ''),
	CONSTRAINT retraction_after_recording CHECK (retracted_at >= recorded_at)
);
CREATE INDEX attestation_said ON attestation USING gin (said);
CREATE INDEX attestation_document ON attestation (document) WHERE document IS NOT NULL;
CREATE INDEX attestation_pending ON attestation (claim) WHERE accepted_at IS NULL;
COMMENT ON TABLE attestation IS 'who said it, on whose word, as it was written down. Of each source the latest that is accepted and not retracted counts; nothing is lost';
COMMENT ON COLUMN attestation.said IS 'in the form of an attribution: rfa<dandong-1, !mfa for a denial';
COMMENT ON COLUMN attestation.document IS 'where it stands';
COMMENT ON COLUMN attestation.accepted_at IS 'null: pending, and does not count yet';
COMMENT ON COLUMN attestation.retracted_at IS 'from when on it does not count any more';

CREATE TABLE ruling (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED ALWAYS AS IDENTITY,
	verdict text NOT NULL CONSTRAINT ruling_verdict_known CHECK (verdict IN ('confirm', 'hold', 'release')),
	why text NOT NULL CONSTRAINT ruling_has_a_reason CHECK (why ~ '\S'),
	by name NOT NULL DEFAULT who(),
	at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (claim, id)
);
COMMENT ON TABLE ruling IS 'what editors decide, beside what is computed; the latest one about a claim stands';
COMMENT ON COLUMN ruling.verdict IS 'confirm it on one authoritative source, hold it back, or release it: back to what is computed';

CREATE TABLE publication (
	document bigint NOT NULL REFERENCES document,
	claim bigint NOT NULL REFERENCES claim,
	at timestamptz NOT NULL DEFAULT now(),
	by name NOT NULL DEFAULT who(),
	PRIMARY KEY (document, claim)
);
CREATE INDEX publication_claim ON publication (claim);
COMMENT ON TABLE publication IS 'which of our own documents used which claim: what needs correcting when a claim falls';

CREATE TABLE claim_event (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED ALWAYS AS IDENTITY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	change text NOT NULL CONSTRAINT claim_event_change_known CHECK (change IN ('raised', 'withdrawn', 'disputed', 'settled')),
	from_status @ext@.corroboration_status NOT NULL,
	to_status @ext@.corroboration_status NOT NULL,
	corroboration integer NOT NULL,
	support @ext@.confidence,
	cause text NOT NULL,
	by name NOT NULL DEFAULT who(),
	PRIMARY KEY (claim, id)
);
COMMENT ON TABLE claim_event IS 'what became of each claim''s flag: raised and withdrawn, disputed and settled, when and why';
COMMENT ON COLUMN claim_event.cause IS 'what was done; SET LOCAL corroborate.cause puts it in your own words';
$ddl$;
COMMENT ON FUNCTION ledger_tables() IS 'the commands with which create_ledger() makes tables';


CREATE FUNCTION ledger_triggers() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
-- What the functions below need of the extension

CREATE FUNCTION evidence_as_of(claim bigint, at timestamptz) RETURNS @ext@.evidence LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.gathered('attestation'::regclass, ARRAY[claim::text], at);
COMMENT ON FUNCTION evidence_as_of(bigint, timestamptz) IS
'what was known of a claim then: from attestations that were accepted and not retracted, and sources as they were rated. Kinds, affiliations and other spellings are those of today';

CREATE FUNCTION claims_mentioning(names text[]) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC SELECT DISTINCT a.claim FROM attestation AS a WHERE a.said OPERATOR(@ext@.?|) names; END;
COMMENT ON FUNCTION claims_mentioning(text[]) IS 'claims of which some attestation mentions any of these names';

CREATE FUNCTION regather_sources(names text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.regather('attestation'::regclass, names);
COMMENT ON FUNCTION regather_sources(text[]) IS 'gathers the claims again that mention any of these names';

CREATE FUNCTION speaker(said @ext@.attribution) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN coalesce((@ext@.speakers(said))[1], (@ext@.deniers(said))[1]);
COMMENT ON FUNCTION speaker(@ext@.attribution) IS 'who says it or denies it';

CREATE FUNCTION list_names(names text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE WHEN cardinality(names) <= 3 THEN array_to_string(names, ', ')
	ELSE format('%s and %s others', array_to_string(names[1:3], ', '), cardinality(names) - 3) END;
COMMENT ON FUNCTION list_names(text[]) IS 'a few names, for a sentence';


-- Gathering again

CREATE FUNCTION regather_claims(claims bigint[], cause text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
BEGIN
	PERFORM set_config('corroborate.cause', coalesce(nullif(cause_before, ''), cause), true);
	PERFORM 1 FROM claim AS c WHERE c.id = ANY (claims) ORDER BY c.id FOR NO KEY UPDATE;
	UPDATE claim AS c SET evidence = now.evidence
	FROM (SELECT i, evidence_as_of(i, NULL) AS evidence FROM unnest(claims) AS i OFFSET 0) AS now
	WHERE c.id = now.i AND c.evidence::text <> now.evidence::text;
	PERFORM set_config('corroborate.cause', cause_before, true);
END
$body$;
COMMENT ON FUNCTION regather_claims(bigint[], text) IS 'gathers these claims again, and writes the cause down where a flag changes';

CREATE FUNCTION regather_standing(keys text[], cause text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
	names text[] := keys || ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = ANY (keys));
	-- what they published is said on their word wherever it was copied
	copied bigint[] := ARRAY(
		SELECT DISTINCT a.claim FROM document AS original
		JOIN document AS copy ON copy.republishes = original.id
		JOIN attestation AS a ON a.document = copy.id
		WHERE original.publisher = ANY (keys));
BEGIN
	PERFORM set_config('corroborate.cause', coalesce(nullif(cause_before, ''), cause), true);
	IF copied <> '{}' THEN
		-- all at once, so that they are locked in order
		PERFORM 1 FROM claim AS c WHERE c.id = ANY (copied || ARRAY(SELECT claims_mentioning(names))) ORDER BY c.id FOR NO KEY UPDATE;
		PERFORM regather_claims(copied, cause);
	END IF;
	PERFORM regather_sources(names);
	PERFORM set_config('corroborate.cause', cause_before, true);
END
$body$;
COMMENT ON FUNCTION regather_standing(text[], text) IS 'gathers the claims again on which these sources have a bearing, and writes the cause down where a flag changes';


-- Sources

CREATE FUNCTION source_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
BEGIN
	INSERT INTO source_rating (source, reliability)
	SELECT key, reliability FROM new_rows WHERE reliability IS NOT NULL;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_added() IS 'writes down how new sources are rated';

CREATE FUNCTION source_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	gone text[];
	kinds CONSTANT text[] := '{outlet,agency,site,translation}';
	changed text[];
	cause text;
BEGIN
	gone := ARRAY(SELECT key FROM old_rows EXCEPT SELECT key FROM new_rows);
	IF gone <> '{}' THEN
		PERFORM refuse_if_mentioned(gone);
	END IF;

	INSERT INTO source_rating (source, reliability)
	SELECT n.key, n.reliability FROM new_rows AS n LEFT JOIN old_rows AS o ON o.key = n.key
	WHERE n.reliability::float8 IS DISTINCT FROM o.reliability::float8;

	SELECT array_agg(key ORDER BY key), string_agg(DISTINCT what, ', ') INTO changed, cause
	FROM (
		SELECT n.key, CASE
			WHEN n.reliability::float8 IS NOT DISTINCT FROM o.reliability::float8 THEN
				CASE WHEN n.affiliations <> o.affiliations THEN 'affiliated anew' ELSE 'of another kind' END
			WHEN n.reliability::float8 = 0 THEN 'discredited'
			WHEN o.reliability::float8 = 0 THEN 'credited again'
			ELSE 'rated anew' END AS what
		FROM new_rows AS n JOIN old_rows AS o ON o.key = n.key
		WHERE (n.reliability::float8, n.affiliations, n.kind = ANY (kinds))
			IS DISTINCT FROM (o.reliability::float8, o.affiliations, o.kind = ANY (kinds))
	) AS differing;
	IF changed IS NOT NULL THEN
		PERFORM regather_standing(changed, list_names(changed) || ' ' || cause);
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_changed() IS 'writes ratings down, and gathers the claims again on which changed sources have a bearing';

CREATE FUNCTION source_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM refuse_if_mentioned(ARRAY(SELECT key FROM old_rows));
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_removed() IS 'keeps sources that attestations mention';

CREATE FUNCTION refuse_if_mentioned(names text[]) RETURNS void LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	mentioned text;
	of_claim bigint;
BEGIN
	FOREACH mentioned IN ARRAY names LOOP
		SELECT c INTO of_claim FROM claims_mentioning(ARRAY[mentioned]) AS c ORDER BY c LIMIT 1;
		CONTINUE WHEN of_claim IS NULL OR EXISTS (SELECT FROM source AS s WHERE s.key = mentioned)
			OR EXISTS (SELECT FROM source_alias AS a WHERE a.alias = mentioned);
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = format('source "%s" is still mentioned', mentioned),
			DETAIL = format('An attestation about claim %s mentions it.', of_claim),
			HINT = 'A source that cannot be trusted is discredited: discredit_source(). Its identity and wording are removed by forget().';
	END LOOP;
END
$body$;
COMMENT ON FUNCTION refuse_if_mentioned(text[]) IS 'an error if an attestation mentions any of these names and nothing stands for it any more';

CREATE FUNCTION alias_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	names text[];
	targets text[];
	cause text;
	bad record;
BEGIN
	IF TG_OP = 'DELETE' THEN
		SELECT array_agg(alias), array_agg(source), list_names(array_agg(format('%s is not %s', alias, source)))
		INTO names, targets, cause FROM old_rows;
	ELSE
		SELECT array_agg(alias), array_agg(source), list_names(array_agg(format('%s is %s', alias, source)))
		INTO names, targets, cause FROM new_rows;
		SELECT a.alias, a.source, b.source AS further INTO bad
		FROM source_alias AS a JOIN source_alias AS b ON b.alias = a.source WHERE b.alias = ANY (names || targets) LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
				MESSAGE = format('source "%s" is itself another spelling', bad.source),
				DETAIL = format('It stands for "%s".', bad.further),
				HINT = format('Let "%s" stand for "%s" too.', bad.alias, bad.further);
		END IF;
	END IF;
	IF TG_OP = 'UPDATE' THEN
		names := names || ARRAY(SELECT alias FROM old_rows);
	END IF;
	IF names IS NULL THEN
		RETURN NULL;
	END IF;
	PERFORM refuse_if_mentioned(names);

	-- whoever writes of them at the same time waits, or is waited for
	PERFORM 1 FROM source AS s WHERE s.key = ANY (names || targets) ORDER BY s.key FOR NO KEY UPDATE;
	PERFORM regather_standing(names, cause);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION alias_changed() IS 'gathers the claims again that mention a name which stands for another source now';

CREATE TRIGGER source_added AFTER INSERT ON source REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_added();
CREATE TRIGGER source_changed AFTER UPDATE ON source REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_changed();
CREATE TRIGGER source_removed AFTER DELETE ON source REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_removed();
CREATE TRIGGER alias_added AFTER INSERT ON source_alias REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER alias_changed AFTER UPDATE ON source_alias REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER alias_removed AFTER DELETE ON source_alias REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();


-- Documents

CREATE FUNCTION document_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	changed bigint[];
	claims bigint[];
BEGIN
	changed := ARRAY(
		SELECT n.id FROM new_rows AS n JOIN old_rows AS o ON o.id = n.id
		WHERE (n.publisher, n.republishes) IS DISTINCT FROM (o.publisher, o.republishes) ORDER BY n.id);
	-- whoever refers to them at the same time waits, or is waited for
	PERFORM 1 FROM document AS d WHERE d.id = ANY (changed) OR d.republishes = ANY (changed) ORDER BY d.id FOR UPDATE;
	claims := ARRAY(
		SELECT DISTINCT a.claim FROM document AS d JOIN attestation AS a ON a.document = d.id
		WHERE d.id = ANY (changed) OR d.republishes = ANY (changed));
	IF claims <> '{}' THEN
		PERFORM regather_claims(claims, 'document ' || list_names(changed::text[]) || ' changed');
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION document_changed() IS 'gathers the claims again for which it matters who published a document, or whose copy it is';

CREATE TRIGGER document_changed AFTER UPDATE ON document REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION document_changed();


-- Attestations: what happens to them, and by whom

CREATE FUNCTION attestation_stamped() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	IF NEW.accepted_at IS NULL THEN
		NEW.accepted_by := NULL;
	ELSIF OLD.accepted_at IS NULL THEN
		NEW.accepted_by := coalesce(NEW.accepted_by, who());
	END IF;
	IF NEW.retracted_at IS NULL THEN
		NEW.retracted_by := NULL;
	ELSIF OLD.retracted_at IS NULL THEN
		NEW.retracted_by := coalesce(NEW.retracted_by, who());
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION attestation_stamped() IS 'writes down who accepts and who retracts';

CREATE FUNCTION attestation_changes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	was record;
	is_now record;
	what text := 'removal of ';
BEGIN
	IF TG_LEVEL = 'STATEMENT' AND TG_OP = 'TRUNCATE' THEN
		PERFORM set_config('corroborate.statement', 'removal of all attestations', true);
		RETURN NULL;
	END IF;
	SELECT count(accepted_at) AS accepted, count(retracted_at) AS retracted, array_agg(DISTINCT speaker(said)) AS speakers
	INTO was FROM old_rows;
	is_now := was;
	IF TG_OP = 'UPDATE' THEN
		SELECT count(accepted_at) AS accepted, count(retracted_at) AS retracted, array_agg(DISTINCT speaker(said)) AS speakers
		INTO is_now FROM new_rows;
		what := CASE WHEN is_now.retracted > was.retracted THEN 'retraction of '
			WHEN is_now.accepted > was.accepted THEN 'acceptance of ' ELSE 'correction of ' END;
	END IF;
	IF is_now.speakers IS NOT NULL THEN
		PERFORM set_config('corroborate.statement', what || list_names(is_now.speakers), true);
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION attestation_changes() IS 'says what is being done, for claim_event';

CREATE FUNCTION attestation_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM set_config('corroborate.statement', '', true);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION attestation_changed() IS 'what was being done is done';

-- Triggers fire in the order of their names: these before and after gather_evidence_...
CREATE TRIGGER attestation_stamped BEFORE UPDATE OF accepted_at, retracted_at ON attestation
	FOR EACH ROW EXECUTE FUNCTION attestation_stamped();
CREATE TRIGGER attestation_changes_update AFTER UPDATE ON attestation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER attestation_changes_delete AFTER DELETE ON attestation REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER attestation_changes_truncate AFTER TRUNCATE ON attestation
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER zz_attestation_changed AFTER UPDATE OR DELETE OR TRUNCATE ON attestation
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changed();


-- Claims

CREATE FUNCTION claim_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	was_status claim.status%TYPE := 'unsupported';
	was_flagged boolean := false;
	was_disputed boolean := false;
	cause text := coalesce(
		nullif(current_setting('corroborate.cause', true), ''),
		nullif(current_setting('corroborate.statement', true), ''),
		CASE WHEN pg_trigger_depth() > 1 THEN 'attestation' ELSE 'gathered again' END);
BEGIN
	IF TG_OP = 'UPDATE' THEN
		was_status := OLD.status;
		was_flagged := OLD.corroborated_at IS NOT NULL;
		was_disputed := OLD.disputed;
	END IF;
	INSERT INTO claim_event (claim, change, from_status, to_status, corroboration, support, cause)
	SELECT NEW.id, change, was_status, NEW.status, NEW.corroboration, NEW.support, cause
	FROM (VALUES
		(1, 'raised', NOT was_flagged AND NEW.corroborated_at IS NOT NULL),
		(2, 'withdrawn', was_flagged AND NEW.corroborated_at IS NULL),
		(3, 'disputed', NOT was_disputed AND NEW.disputed),
		(4, 'settled', was_disputed AND NOT NEW.disputed)) AS changes (n, change, happened)
	WHERE happened ORDER BY n;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION claim_changed() IS 'writes down what becomes of a claim''s flag';

CREATE TRIGGER claim_added AFTER INSERT ON claim
	FOR EACH ROW WHEN (NEW.corroborated_at IS NOT NULL OR NEW.disputed) EXECUTE FUNCTION claim_changed();
CREATE TRIGGER claim_changed AFTER UPDATE ON claim
	FOR EACH ROW WHEN ((OLD.corroborated_at IS NULL) <> (NEW.corroborated_at IS NULL) OR OLD.disputed <> NEW.disputed)
	EXECUTE FUNCTION claim_changed();

CREATE FUNCTION ruling_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	of_claim bigint;
	latest text;
BEGIN
	FOR of_claim IN
		SELECT DISTINCT i FROM unnest(ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.claim END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.claim END]) AS i
		WHERE i IS NOT NULL ORDER BY i
	LOOP
		PERFORM 1 FROM claim AS c WHERE c.id = of_claim FOR NO KEY UPDATE;
		latest := (SELECT r.verdict FROM ruling AS r WHERE r.claim = of_claim ORDER BY r.id DESC LIMIT 1);
		UPDATE claim AS c SET ruling = nullif(latest, 'release')
		WHERE c.id = of_claim AND c.ruling IS DISTINCT FROM nullif(latest, 'release');
	END LOOP;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION ruling_changed() IS 'keeps the latest ruling in the claim';

CREATE TRIGGER ruling_changed AFTER INSERT OR UPDATE OR DELETE ON ruling
	FOR EACH ROW EXECUTE FUNCTION ruling_changed();
$ddl$;
COMMENT ON FUNCTION ledger_triggers() IS 'the commands with which create_ledger() makes triggers';


CREATE FUNCTION ledger_views() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
CREATE VIEW desk AS
SELECT c.id, c.statement, c.status, c.corroborated_at IS NOT NULL AS flagged, c.cleared, c.corroboration, c.support, c.disputed, c.ruling,
	(SELECT count(*) FROM attestation AS a WHERE a.claim = c.id AND a.accepted_at IS NULL AND a.retracted_at IS NULL) AS pending,
	@ext@.why(c.evidence) AS why,
	greatest(
		(SELECT max(greatest(a.recorded_at, a.accepted_at, a.retracted_at)) FROM attestation AS a WHERE a.claim = c.id),
		(SELECT max(e.at) FROM claim_event AS e WHERE e.claim = c.id),
		(SELECT max(r.at) FROM ruling AS r WHERE r.claim = c.id),
		c.added_at) AS last_change
FROM claim AS c;
COMMENT ON VIEW desk IS 'all claims: how they stand, why, and since when';

CREATE VIEW would_fall AS
SELECT s.source, count(*) AS count, array_agg(c.id ORDER BY c.id) AS claims
FROM claim AS c
CROSS JOIN LATERAL unnest(@ext@.sources(c.evidence)) AS s (source)
CROSS JOIN LATERAL (SELECT @ext@.discredit(c.evidence, s.source) AS evidence) AS without
WHERE c.corroborated_at IS NOT NULL AND NOT (@met(without.evidence)@)
GROUP BY s.source;
COMMENT ON VIEW would_fall IS 'of each source: the claims that would lose their flag without it';

CREATE FUNCTION answer_range(comparator text, value numeric) RETURNS numrange LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE comparator
	WHEN '=' THEN numrange(value, value, '[]')
	WHEN '>' THEN numrange(value, NULL, '()')
	WHEN '>=' THEN numrange(value, NULL, '[)')
	WHEN '<' THEN numrange(NULL, value, '()')
	WHEN '<=' THEN numrange(NULL, value, '(]')
	WHEN 'about' THEN numrange(value - abs(value) / 10, value + abs(value) / 10, '[]')
END;
COMMENT ON FUNCTION answer_range(text, numeric) IS 'all numbers that an answer allows; about means within a tenth';

CREATE VIEW contested AS
SELECT a.question,
	a.id AS claim, coalesce(a.answer, concat_ws(' ', a.comparator, a.value, a.unit)) AS answer, a.status,
	b.id AS other_claim, coalesce(b.answer, concat_ws(' ', b.comparator, b.value, b.unit)) AS other_answer, b.status AS other_status
FROM claim AS a JOIN claim AS b ON b.question = a.question AND b.id > a.id
WHERE a.corroboration > 0 AND b.corroboration > 0
	AND (lower(a.answer) <> lower(b.answer)
		OR a.unit IS NOT DISTINCT FROM b.unit AND NOT answer_range(a.comparator, a.value) && answer_range(b.comparator, b.value));
COMMENT ON VIEW contested IS
'questions with two answers that cannot both be true, both supported. At least a million and exactly a million can both be true; values in different units are not compared';

CREATE VIEW to_correct AS
SELECT p.document, d.headline, d.url, p.at AS published, p.claim, c.statement, fallen.problem, fallen.since, fallen.cause
FROM publication AS p
JOIN document AS d ON d.id = p.document
JOIN claim AS c ON c.id = p.claim
CROSS JOIN LATERAL (
	SELECT 'lost its flag' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'withdrawn' AND e.at >= p.at AND c.corroborated_at IS NULL AND NOT c.cleared
	UNION ALL
	SELECT 'is disputed' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'disputed' AND e.at >= p.at AND c.disputed
	UNION ALL
	SELECT 'is held back' AS problem, max(r.at) AS since, (array_agg(r.why ORDER BY r.id DESC))[1] AS cause
	FROM ruling AS r WHERE r.claim = p.claim AND r.verdict = 'hold' AND r.at >= p.at AND c.ruling = 'hold'
) AS fallen
WHERE fallen.since IS NOT NULL;
COMMENT ON VIEW to_correct IS 'what we published whose claims have since lost their flag, become disputed or been held back';
$ddl$;
COMMENT ON FUNCTION ledger_views() IS 'the commands with which create_ledger() makes views';


CREATE FUNCTION ledger_functions() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
CREATE FUNCTION attest(
	claim bigint,
	said @ext@.attribution,
	quote text DEFAULT NULL,
	document bigint DEFAULT NULL,
	said_at timestamptz DEFAULT NULL,
	quote_language text DEFAULT NULL,
	translator text DEFAULT NULL,
	OUT attestation bigint,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	IF attest.claim IS NULL OR attest.said IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'an attestation needs a claim and what was said',
			HINT = 'For example: SELECT * FROM attest(1, ''rfa<dandong-1'');';
	END IF;
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = attest.claim) THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = format('there is no claim %s', attest.claim),
			HINT = 'The view desk lists the claims.';
	END IF;
	IF jsonb_path_exists(attest.said::jsonb, '$.sources.*.rating ? (@ == 0)') THEN
		RAISE EXCEPTION USING ERRCODE = 'check_violation',
			MESSAGE = 'an attestation cannot discredit a source',
			DETAIL = format('In %s a source is rated 0.', attest.said),
			HINT = 'To discredit a source everywhere: SELECT discredit_source(key, reason); to leave out what it said here: SELECT retract_attestation(claim, id, reason).';
	END IF;
	PERFORM set_config('corroborate.statement', 'attestation of ' || speaker(attest.said), true);
	INSERT INTO attestation (claim, said, quote, document, said_at, quote_language, translator)
	VALUES (attest.claim, attest.said, attest.quote, attest.document, attest.said_at, attest.quote_language, attest.translator)
	RETURNING id INTO attest.attestation;
	PERFORM set_config('corroborate.statement', '', true);
	SELECT d.status, d.flagged, d.why INTO attest.status, attest.flagged, attest.why FROM desk AS d WHERE d.id = attest.claim;
END
$body$;
COMMENT ON FUNCTION attest(bigint, @ext@.attribution, text, bigint, timestamptz, text, text) IS
'writes down who said it, and answers with what the claim''s status is now, and why. The same source''s earlier word on the claim is replaced, and kept';

CREATE FUNCTION tip(claim bigint, words text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	reader attestation.said%TYPE := new_key('reader') || '<?';
	longest CONSTANT integer := 10000;
BEGIN
	IF words IS NULL OR words !~ '\S' OR length(words) > longest THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('a tip has 1 to %s characters', longest);
	END IF;
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = tip.claim) THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = format('there is no claim %s', coalesce(tip.claim::text, 'without a number'));
	END IF;
	INSERT INTO attestation (claim, said, quote, accepted_at, accepted_by) VALUES (tip.claim, reader, words, NULL, NULL);
END
$body$;
COMMENT ON FUNCTION tip(bigint, text) IS 'leaves what a reader says for an editor to accept; until then it counts for nothing';

CREATE FUNCTION accept_attestation(
	claim bigint,
	id bigint,
	said @ext@.attribution DEFAULT NULL,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	accepted_said attestation.said%TYPE;
BEGIN
	SELECT coalesce(accept_attestation.said, a.said) INTO accepted_said FROM attestation AS a
	WHERE a.claim = accept_attestation.claim AND a.id = accept_attestation.id AND a.accepted_at IS NULL AND a.retracted_at IS NULL;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('no attestation %s about claim %s is pending', accept_attestation.id, accept_attestation.claim);
	END IF;
	-- readers are registered when they come to count
	INSERT INTO source (key, kind) SELECT speaker(accepted_said), 'person'
	WHERE speaker(accepted_said) ~ '^reader-[0-9a-f]+$' ON CONFLICT DO NOTHING;
	UPDATE attestation AS a SET accepted_at = greatest(now(), a.recorded_at), said = accepted_said
	WHERE a.claim = accept_attestation.claim AND a.id = accept_attestation.id AND a.accepted_at IS NULL;
	SELECT d.status, d.flagged, d.why INTO accept_attestation.status, accept_attestation.flagged, accept_attestation.why
	FROM desk AS d WHERE d.id = accept_attestation.claim;
END
$body$;
COMMENT ON FUNCTION accept_attestation(bigint, bigint, @ext@.attribution) IS
'lets a pending attestation count, in other words if said is given: a reader''s tip is from someone unknown (<?) until an editor knows better';

CREATE FUNCTION retract_attestation(
	claim bigint,
	id bigint,
	reason text,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	IF reason IS NULL OR reason !~ '\S' THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a retraction needs a reason';
	END IF;
	UPDATE attestation AS a SET retracted_at = greatest(now(), a.recorded_at), retraction_reason = reason
	WHERE a.claim = retract_attestation.claim AND a.id = retract_attestation.id AND a.retracted_at IS NULL;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('there is no attestation %s about claim %s that stands', retract_attestation.id, retract_attestation.claim);
	END IF;
	SELECT d.status, d.flagged, d.why INTO retract_attestation.status, retract_attestation.flagged, retract_attestation.why
	FROM desk AS d WHERE d.id = retract_attestation.claim;
END
$body$;
COMMENT ON FUNCTION retract_attestation(bigint, bigint, text) IS 'takes an attestation back; the row stays, and what the source said before counts again';

CREATE FUNCTION source_key(name text) RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	key text := coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = source_key.name), (SELECT s.key FROM source AS s WHERE s.key = source_key.name));
BEGIN
	IF key IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'no_data_found',
			MESSAGE = format('there is no source "%s"', source_key.name),
			HINT = 'The table source lists them.';
	END IF;
	RETURN key;
END
$body$;
COMMENT ON FUNCTION source_key(text) IS 'a source''s own key, if it is spelt otherwise; an error if there is no such source';

CREATE FUNCTION rate_source(source text, reliability @ext@.confidence, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	rated text := source_key(rate_source.source);
BEGIN
	IF reason IS NULL OR rate_source.reason !~ '\S' THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a rating needs a reason';
	END IF;
	UPDATE source AS s SET reliability = rate_source.reliability
	WHERE s.key = rated AND s.reliability::float8 IS DISTINCT FROM rate_source.reliability::float8;
	IF FOUND THEN
		UPDATE source_rating AS r SET reason = rate_source.reason
		WHERE r.source = rated AND r.rated_at = (SELECT max(o.rated_at) FROM source_rating AS o WHERE o.source = rated);
	END IF;
END
$body$;
COMMENT ON FUNCTION rate_source(text, @ext@.confidence, text) IS 'rates a source, and says why; null: not rated any more. All claims that it has a bearing on are gathered again';

CREATE FUNCTION discredit_source(source text, reason text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC SELECT rate_source(source, 0, reason); END;
COMMENT ON FUNCTION discredit_source(text, text) IS 'what the source says, or others say on its word, counts nowhere any more; rate_source() credits it again';


-- Confidential sources

CREATE FUNCTION new_key(prefix text) RETURNS text LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN prefix || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12);
COMMENT ON FUNCTION new_key(text) IS 'a key that says nothing';

CREATE FUNCTION add_confidential_source(
	identity text DEFAULT NULL,
	held_by text DEFAULT NULL,
	kind text DEFAULT 'person',
	counts_with text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	added text := new_key('source');
	shared text;
BEGIN
	IF num_nonnulls(add_confidential_source.identity, add_confidential_source.held_by) = 0 THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'somebody has to know who the source is',
			HINT = 'Say who: add_confidential_source(held_by => ''...'').';
	END IF;
	IF add_confidential_source.counts_with IS NOT NULL THEN
		SELECT s.key, coalesce((SELECT a FROM unnest(s.affiliations) AS a WHERE a ~ '^unit-[0-9a-f]+$' LIMIT 1), new_key('unit'))
		INTO add_confidential_source.counts_with, shared
		FROM source AS s WHERE s.key = source_key(add_confidential_source.counts_with) FOR NO KEY UPDATE;
		UPDATE source AS s SET affiliations = affiliations || shared
		WHERE s.key = add_confidential_source.counts_with AND NOT shared = ANY (affiliations);
	END IF;
	INSERT INTO source (key, kind, affiliations, confidential)
	VALUES (added, add_confidential_source.kind, array_remove(ARRAY[shared], NULL), true);
	INSERT INTO source_identity (source, identity, held_by)
	VALUES (added, add_confidential_source.identity, add_confidential_source.held_by);
	RETURN added;
END
$body$;
COMMENT ON FUNCTION add_confidential_source(text, text, text, text) IS
'registers a source under a key that says nothing, which it returns. identity: who it is; safer: held_by, who knows it outside the database. counts_with: another source that is the same voice, for a reason that stays unsaid';

CREATE FUNCTION attestations_by(names text[]) RETURNS TABLE (claim bigint, id bigint) LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT a.claim, a.id FROM attestation AS a WHERE a.said OPERATOR(@ext@.?|) names AND speaker(a.said) = ANY (names)
	ORDER BY a.claim, a.id;
END;
COMMENT ON FUNCTION attestations_by(text[]) IS 'what someone of these names said';

CREATE FUNCTION forget(source text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	gone text := source_key(forget.source);
	names text[] := gone || ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = gone);
BEGIN
	DELETE FROM source_identity AS i WHERE i.source = gone;
	UPDATE source AS s SET name = NULL, note = NULL WHERE s.key = gone;
	UPDATE source_rating AS r SET reason = NULL WHERE r.source = gone;
	UPDATE attestation AS a SET quote = NULL, quote_language = NULL, translator = NULL,
		retraction_reason = CASE WHEN a.retraction_reason IS NOT NULL THEN '(removed)' END
	FROM attestations_by(names) AS by WHERE a.claim = by.claim AND a.id = by.id;
	DELETE FROM source_alias AS a WHERE a.source = gone AND NOT EXISTS (SELECT FROM claims_mentioning(ARRAY[a.alias]));
	names := ARRAY(SELECT s.key FROM source AS s WHERE s.key = gone AND NOT s.confidential)
		|| ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = gone ORDER BY a.alias);
	IF names <> '{}' THEN
		RAISE NOTICE USING MESSAGE = format('these names stay, in what was said: %s', array_to_string(names, ', '));
	END IF;
END
$body$;
COMMENT ON FUNCTION forget(text) IS
'removes for good who a source is and its wording: identity, name, note, quotes, reasons, other spellings that nothing mentions. What it said keeps counting under its key. Vacuum afterwards; older backups still have it';
$ddl$;
COMMENT ON FUNCTION ledger_functions() IS 'the commands with which create_ledger() makes functions';


CREATE FUNCTION create_ledger(
	ledger name,
	threshold integer DEFAULT 2,
	minimum_support confidence DEFAULT NULL,
	unknown_sources text DEFAULT 'refuse',
	announce boolean DEFAULT false
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $create$
DECLARE
	ext text := (SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'corroborate');
	tables CONSTANT text[] := '{source,source_alias,source_rating,source_identity,document,claim,attestation,ruling,publication,claim_event,desk,would_fall,contested,to_correct}';
	functions oid[];
	taken text;
	part text;
	made record;
BEGIN
	IF ledger IS NULL OR ledger = '' OR threshold IS NULL OR announce IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a ledger needs a schema''s name and a threshold',
			HINT = 'For example: SELECT create_ledger(''newsroom'');';
	END IF;
	IF threshold < 2 THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('threshold must be at least 2, not %s', threshold),
			DETAIL = 'One source is not corroboration, however good it is.';
	END IF;
	IF unknown_sources IS NULL OR unknown_sources NOT IN ('refuse', 'add') THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('unknown sources are refused or added, not "%s"', unknown_sources),
			HINT = 'unknown_sources => ''refuse'' or ''add''';
	END IF;

	IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = ledger) THEN
		EXECUTE format('CREATE SCHEMA %I', ledger);
		EXECUTE format('COMMENT ON SCHEMA %I IS %L', ledger, 'a ledger: who said what, on whose word, and what is corroborated');
	END IF;
	SELECT string_agg(quote_ident(relname), ', ' ORDER BY relname) INTO taken
	FROM pg_class WHERE relnamespace = quote_ident(ledger)::regnamespace AND relname = ANY (tables);
	IF taken IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'duplicate_table',
			MESSAGE = format('schema %I has tables already that a ledger needs', ledger),
			DETAIL = format('It has %s.', taken),
			HINT = 'Choose another schema, or watch() the tables that are there.';
	END IF;
	-- functions that run with the owner's rights look for names there
	IF EXISTS (SELECT FROM pg_namespace AS n, aclexplode(n.nspacl) AS a
			WHERE n.nspname = ledger AND a.grantee = 0 AND a.privilege_type = 'CREATE') THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('everybody may create things in schema %I', ledger),
			DETAIL = 'They could put functions in the way of the ledger''s.',
			HINT = format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC; or choose another schema.', ledger);
	END IF;

	PERFORM set_config('search_path', format('%I, pg_temp', ledger), true);
	EXECUTE format('SELECT array_agg(oid) FROM pg_catalog.pg_proc WHERE pronamespace = %L::pg_catalog.regnamespace', quote_ident(ledger)) INTO functions;
	FOREACH part IN ARRAY ARRAY['ledger_tables', 'ledger_triggers', 'ledger_views', 'ledger_functions'] LOOP
		EXECUTE format('SELECT %s.%I()', ext, part) INTO part;
		part := replace(part, '@threshold@', threshold::text);
		part := regexp_replace(part, '@met\(([^)]*)\)@', format('@ext@.corroboration(\1) >= %s', threshold)
			|| CASE WHEN minimum_support IS NULL THEN '' ELSE format(' AND coalesce(@ext@.support(\1)::float8 >= %s, false)', minimum_support::float8) END);
		EXECUTE replace(part, '@ext@', ext);
	END LOOP;
	EXECUTE format('SELECT %s.watch(%L, %L, flag => %L, threshold => $1, minimum_support => $2, accepted => %L, retracted => %L, '
		'latest_by => %L, sources => %L, aliases => %L, ratings => %L, documents => %L, document => %L, unknown_sources => $3, announce => $4)',
		ext, 'attestation', 'claim', 'corroborated_at', 'accepted_at', 'retracted_at',
		'{recorded_at,id}', 'source', 'source_alias', 'source_rating', 'document', 'document')
	USING threshold, minimum_support, unknown_sources, announce;

	-- nobody else's before grant_ledger(); whoever may execute a trigger's function may put it on tables of his own
	FOR made IN SELECT oid::regprocedure AS function FROM pg_proc
		WHERE pronamespace = quote_ident(ledger)::regnamespace AND oid <> ALL (coalesce(functions, '{}'))
	LOOP
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made.function);
	END LOOP;
END
$create$;
COMMENT ON FUNCTION create_ledger(name, integer, confidence, text, boolean) IS
'makes the tables, views and functions of a newsroom''s desk in a schema, which is made too if it is not there. They are yours: the extension owns none of them. threshold: how many independent sources raise a claim''s flag. minimum_support: what support must reach besides. unknown_sources: whether a source that is not registered is an error (refuse), or registered when somebody mentions it (add). announce: NOTIFY when a flag changes';


CREATE FUNCTION grant_ledger(
	ledger name,
	tipster name DEFAULT NULL,
	reporter name DEFAULT NULL,
	editor name DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	role name;
	what text;
	for_all CONSTANT text[] := '{USAGE ON SCHEMA %1$I,EXECUTE ON FUNCTION %1$I.tip}';
	for_reporters CONSTANT text[] := ARRAY[
		'SELECT ON %1$I.source, %1$I.source_alias, %1$I.source_rating, %1$I.document, %1$I.claim, %1$I.attestation, %1$I.ruling, %1$I.publication, %1$I.claim_event',
		'SELECT ON %1$I.desk, %1$I.would_fall, %1$I.contested, %1$I.to_correct',
		'INSERT (key, name, kind, affiliations, note) ON %1$I.source',
		'INSERT (publisher, headline, url, language, published_at, credits, republishes) ON %1$I.document',
		'INSERT (statement, question, comparator, value, unit, answer) ON %1$I.claim',
		'INSERT (claim, said, quote, quote_language, translator, document, said_at) ON %1$I.attestation',
		'INSERT (document, claim) ON %1$I.publication',
		'EXECUTE ON FUNCTION %1$I.who, %1$I.speaker, %1$I.answer_range, %1$I.evidence_as_of, %1$I.attest, %1$I.add_confidential_source'];
	for_editors CONSTANT text[] := ARRAY[
		'INSERT (reliability, confidential), UPDATE (name, kind, affiliations, reliability, confidential, note), DELETE ON %1$I.source',
		'INSERT (alias, source), UPDATE (alias, source), DELETE ON %1$I.source_alias',
		'SELECT, INSERT, UPDATE, DELETE ON %1$I.source_identity',
		'UPDATE (publisher, headline, url, language, published_at, credits, republishes) ON %1$I.document',
		'UPDATE (statement, question, comparator, value, unit, answer) ON %1$I.claim',
		'UPDATE (quote, quote_language, translator, document, said_at, accepted_at, retracted_at, retraction_reason) ON %1$I.attestation',
		'INSERT (claim, verdict, why) ON %1$I.ruling',
		'DELETE ON %1$I.publication',
		'EXECUTE ON FUNCTION %1$I.source_key, %1$I.accept_attestation, %1$I.retract_attestation, %1$I.rate_source, %1$I.discredit_source, %1$I.forget'];
BEGIN
	IF to_regclass(format('%I.source_identity', ledger)) IS NULL OR to_regclass(format('%I.attestation', ledger)) IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_table',
			MESSAGE = format('there is no ledger in schema %I', ledger),
			HINT = format('SELECT create_ledger(%L);', ledger);
	END IF;
	FOREACH what IN ARRAY for_all LOOP
		FOREACH role IN ARRAY array_remove(ARRAY[tipster, reporter, editor], NULL) LOOP
			EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, role);
		END LOOP;
	END LOOP;
	FOREACH what IN ARRAY for_reporters LOOP
		FOREACH role IN ARRAY array_remove(ARRAY[reporter, editor], NULL) LOOP
			EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, role);
		END LOOP;
	END LOOP;
	IF editor IS NULL THEN
		RETURN;
	END IF;
	FOREACH what IN ARRAY for_editors LOOP
		EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, editor);
	END LOOP;
	IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = format('%I.source_identity', ledger)::regclass AND polname = editor) THEN
		EXECUTE format('CREATE POLICY %2$I ON %1$I.source_identity TO %2$I USING (true) WITH CHECK (true)', ledger, editor);
	END IF;
END
$$;
COMMENT ON FUNCTION grant_ledger(name, name, name, name) IS
'lets roles work on a ledger. A tipster may leave tips, and learns nothing. A reporter reads all but identities, and writes down claims, documents, sources and what they say. An editor also accepts, retracts, rates, discredits, rules, and sees who confidential sources are. Several roles of a kind: several calls';
