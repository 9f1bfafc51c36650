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
COMMENT ON FUNCTION attribution(json) IS 'an attribution from JSON; raises an error unless it is exactly one statement';

CREATE FUNCTION attribution(jsonb) RETURNS attribution
	AS 'MODULE_PATHNAME', 'jsonb_to_attribution' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution(jsonb) IS 'an attribution from JSON; raises an error unless it is exactly one statement';

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
