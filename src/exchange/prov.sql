------------------------------------------------------------------------------
-- prov: evidence and ledgers as PROV-XML
------------------------------------------------------------------------------

CREATE FUNCTION to_prov_xml(evidence) RETURNS xml
	AS 'MODULE_PATHNAME', 'evidence_to_prov' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION to_prov_xml(evidence) IS 'evidence as PROV-XML, valid against the W3C''s schema';

-- without JIT: the planner takes its queries to be expensive, and compiling them takes longer than running them.
-- Where a policy hides who is confidential, or anything else, it is an error
CREATE FUNCTION ledger_to_prov_xml(ledger name, claims bigint[] DEFAULT NULL, with_confidential boolean DEFAULT false) RETURNS xml
	AS 'MODULE_PATHNAME', 'ledger_to_prov' LANGUAGE C STABLE PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp SET jit = off SET row_security = off;
COMMENT ON FUNCTION ledger_to_prov_xml(name, bigint[], boolean) IS
'claims of a ledger, all of them if claims is null, as PROV-XML: a bundle for each, with its evidence, who said so where, and what was retracted; documents, with those who made them; which of our own stories used which claim; and sources. Of confidential sources only the key is included, unless with_confidential is true; then quotes and dates are too';

CREATE FUNCTION read_prov_xml(xml) RETURNS evidence
	AS 'MODULE_PATHNAME', 'prov_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION read_prov_xml(xml) IS 'evidence from PROV-XML, of the whole document together';

CREATE FUNCTION read_prov_xml(text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'prov_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION read_prov_xml(text) IS 'evidence from PROV-XML, of the whole document together';

CREATE FUNCTION read_prov_claims(document xml, OUT claim text, OUT statement text, OUT evidence evidence) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'prov_to_claims' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION read_prov_claims(xml) IS
'evidence from PROV-XML, a row for each bundle: its identifier, which is the claim''s number if a ledger wrote it; its label; and the evidence in it. Evidence outside bundles comes last, without a claim';

CREATE FUNCTION read_prov_claims(document text, OUT claim text, OUT statement text, OUT evidence evidence) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'prov_to_claims' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION read_prov_claims(text) IS 'evidence from PROV-XML, a row for each bundle';
