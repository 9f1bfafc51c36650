------------------------------------------------------------------------------
-- evidence_agg: all that is said about a claim
------------------------------------------------------------------------------

-- The state is of type evidence, not internal, so that partial aggregates can
-- be sent between nodes.  The transition function is not strict: in a hash
-- table it makes the first state itself.

CREATE FUNCTION evidence_agg_add(evidence, attribution) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_agg_add' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION evidence_agg_add(evidence, attribution) IS 'aggregate transition function';

CREATE FUNCTION evidence_agg_add(evidence, evidence) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_agg_add' LANGUAGE C IMMUTABLE PARALLEL SAFE;
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
