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
