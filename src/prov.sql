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

CREATE FUNCTION ledger_to_prov_xml(ledger name, claims bigint[] DEFAULT NULL) RETURNS xml LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	bundles text;
BEGIN
	-- each claim's document, its root made a bundle; of what was retracted only that and when
	EXECUTE format($query$
		SELECT string_agg(
			'<prov:bundleContent prov:id="c:claim.' || c.id || '">' || E'\n'
			|| regexp_replace(regexp_replace(%1$s.to_prov_xml(c.evidence)::text, '^[^\n]*\n', ''), '</prov:document>\n$', '')
			|| coalesce(r.retracted, '') || '</prov:bundleContent>' || E'\n', '' ORDER BY c.id)
		FROM %2$I.claim AS c
		LEFT JOIN LATERAL (
			SELECT string_agg(format(
				'  <prov:entity prov:id="c:attestation.%%1$s"/>' || E'\n'
				|| '  <prov:wasInvalidatedBy><prov:entity prov:ref="c:attestation.%%1$s"/><prov:time>%%2$s</prov:time></prov:wasInvalidatedBy>' || E'\n',
				a.id, to_char(a.retracted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '' ORDER BY a.id) AS retracted
			FROM %2$I.attestation AS a WHERE a.claim = c.id AND a.retracted_at IS NOT NULL
		) AS r ON true
		WHERE $1 IS NULL OR c.id = ANY ($1)
		$query$, ext, ledger) INTO bundles USING claims;
	RETURN ('<prov:document xmlns:prov="http://www.w3.org/ns/prov#" xmlns:c="urn:corroborate:prov">' || E'\n'
		|| coalesce(bundles, '') || '</prov:document>' || E'\n')::xml;
END
$$;
COMMENT ON FUNCTION ledger_to_prov_xml(name, bigint[]) IS 'claims of a ledger, all if none are named, as PROV-XML: a bundle for each, with its evidence and what was retracted';
