------------------------------------------------------------------------------
-- evidence as PROV-XML
------------------------------------------------------------------------------

CREATE FUNCTION to_prov_xml(evidence) RETURNS xml
	AS 'MODULE_PATHNAME', 'evidence_to_prov' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION to_prov_xml(evidence) IS 'evidence as PROV-XML, valid against the W3C''s schema';

CREATE FUNCTION read_prov_xml(xml) RETURNS evidence
	AS 'MODULE_PATHNAME', 'prov_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION read_prov_xml(xml) IS 'evidence from PROV-XML, all of a document together';

CREATE FUNCTION read_prov_xml(text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'prov_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION read_prov_xml(text) IS 'evidence from PROV-XML, all of a document together';
