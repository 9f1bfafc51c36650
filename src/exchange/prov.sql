------------------------------------------------------------------------------
-- prov: evidence and ledgers as PROV-XML
------------------------------------------------------------------------------

CREATE FUNCTION to_prov_xml(evidence) RETURNS xml
	AS 'MODULE_PATHNAME', 'evidence_to_prov' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION to_prov_xml(evidence) IS 'evidence as PROV-XML, valid against the W3C''s schema';

-- The queries by which ledger_to_prov_xml() reads a ledger.  @ledger@ is replaced
-- by the ledger's schema.  $1: the claims, null for all; or the documents or
-- sources that were mentioned.  $2: whether to write what is protected, too.
-- They run with the caller's rights.  Results are cast to the expected types,
-- whatever the columns' types are.

CREATE FUNCTION corroborate_internal.xml_time(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN at BETWEEN '0001-01-02 00:00Z' AND '9999-12-30 00:00Z' THEN
	regexp_replace(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '[.]?0+$', '') || 'Z' END;
COMMENT ON FUNCTION corroborate_internal.xml_time(timestamptz) IS 'a time in the form of XML Schema; null for times that it cannot express, such as infinity';

CREATE FUNCTION corroborate_internal.credit_verb(role text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE lower(role) WHEN 'author' THEN 'written' WHEN 'creator' THEN 'written' WHEN 'writer' THEN 'written'
	WHEN 'by' THEN 'written' WHEN 'byline' THEN 'written' WHEN 'reporter' THEN 'reported'
	WHEN 'translator' THEN 'translated' WHEN 'editor' THEN 'edited' WHEN 'photographer' THEN 'photographed'
	WHEN 'photog' THEN 'photographed' ELSE coalesce(nullif(role, ''), 'made') END;
COMMENT ON FUNCTION corroborate_internal.credit_verb(text) IS 'what somebody with this role in a credit did';

CREATE FUNCTION corroborate_internal.credits(credits jsonb) RETURNS TABLE (role text, name text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
	SELECT e ->> 'role', e ->> 'name' FROM jsonb_path_query(credits, '$[*] ? (@.type() == "object")') AS e
	WHERE jsonb_typeof(credits) = 'array'
	UNION ALL
	SELECT o.key, n #>> '{}' FROM jsonb_each(CASE jsonb_typeof(credits) WHEN 'object' THEN credits END) AS o
	CROSS JOIN LATERAL jsonb_path_query(o.value, '$[*] ? (@.type() == "string")') AS n;
END;
COMMENT ON FUNCTION corroborate_internal.credits(jsonb) IS 'a document''s credits, a row each, from [{"role": ..., "name": ...}] or {"role": "name", "role": ["name", ...]}';

CREATE FUNCTION corroborate_internal.prov_claims() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH n AS MATERIALIZED (
	SELECT array_agg(p.name) AS names, array_agg(p.source) AS keys FROM @ledger@.protected_name AS p WHERE p.name <> p.source
)
SELECT c.id::bigint, c.statement::text,
	CASE WHEN c.evidence::@extschema@.evidence OPERATOR(@extschema@.?|) n.names
		THEN @extschema@.rename_sources(c.evidence, n.names, n.keys)::@extschema@.evidence ELSE c.evidence::@extschema@.evidence END
FROM @ledger@.claim AS c CROSS JOIN n
WHERE $1 IS NULL OR c.id = ANY ($1)
ORDER BY 1
$query$;
COMMENT ON FUNCTION corroborate_internal.prov_claims() IS 'the query for claims: number, statement, evidence with the keys of confidential sources in place of their other spellings';

CREATE FUNCTION corroborate_internal.prov_attestations() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH n AS MATERIALIZED (
	SELECT array_agg(p.name) AS names, array_agg(p.source) AS keys FROM @ledger@.protected_name AS p WHERE p.name <> p.source
), shy AS MATERIALIZED (
	SELECT p.claim, p.id FROM @ledger@.protected_attestation AS p WHERE NOT $2 AND ($1 IS NULL OR p.claim = ANY ($1))
), gone AS MATERIALIZED (
	SELECT r.claim, r.id FROM @ledger@.replaced AS r WHERE $1 IS NULL OR r.claim = ANY ($1)
)
SELECT a.claim::bigint, t.said, coalesce(s.source, by.speaker)::text, a.document::bigint, a.retracted_at IS NOT NULL,
	a.quote::text, a.quote_language::text, corroborate_internal.xml_time(a.said_at), corroborate_internal.xml_time(a.retracted_at),
	a.retraction_reason::text,
	coalesce((a.claim, a.id) IN (SELECT p.claim, p.id FROM shy AS p), true), (a.claim, a.id) IN (SELECT r.claim, r.id FROM gone AS r),
	a.id::bigint, a.replaces::bigint
FROM @ledger@.attestation AS a CROSS JOIN n
CROSS JOIN LATERAL (
	SELECT CASE WHEN a.said::@extschema@.attribution OPERATOR(@extschema@.?|) n.names
		THEN @extschema@.rename_sources(a.said, n.names, n.keys)::@extschema@.attribution ELSE a.said::@extschema@.attribution END OFFSET 0
) AS t (said)
CROSS JOIN LATERAL (SELECT coalesce((@extschema@.speakers(t.said))[1], (@extschema@.deniers(t.said))[1])) AS by (speaker)
LEFT JOIN @ledger@.source_alias AS s ON s.alias = by.speaker
WHERE ($1 IS NULL OR a.claim = ANY ($1)) AND a.accepted_at IS NOT NULL AND a.said IS NOT NULL
ORDER BY 1, a.recorded_at, a.id
$query$;
COMMENT ON FUNCTION corroborate_internal.prov_attestations() IS 'the query for attestations, in the order of claims: claim, said, the speaker''s key, document, whether retracted, quote, its language, when said, when retracted, why, whether it protects somebody, whether it is replaced, number, what it replaces';

CREATE FUNCTION corroborate_internal.prov_publications() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH shy AS MATERIALIZED (
	SELECT d.id FROM @ledger@.protected_document AS d WHERE NOT $2
), everywhere AS MATERIALIZED (
	-- as in the view replaced of a distributed ledger
	SELECT max(p.claim) AS claim FROM @ledger@.publication AS p
)
SELECT p.document::bigint, p.claim::bigint, corroborate_internal.xml_time(p.at) FROM @ledger@.publication AS p
WHERE ($1 IS NULL OR p.claim = ANY ($1)) AND NOT p.document IN (SELECT d.id FROM shy AS d CROSS JOIN everywhere)
ORDER BY 1, 2
$query$;
COMMENT ON FUNCTION corroborate_internal.prov_publications() IS 'the query for which of our own documents used which claims, and when';

CREATE FUNCTION corroborate_internal.prov_documents() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH RECURSIVE met (id) AS (
	SELECT unnest($1)
	UNION
	SELECT further.id FROM met JOIN @ledger@.document AS d ON d.id = met.id
	CROSS JOIN LATERAL (VALUES (d.republishes::bigint), (d.supersedes::bigint)) AS further (id)
	WHERE further.id IS NOT NULL
)
SELECT d.id::bigint, d.publisher::text, d.headline::text, d.url::text, d.language::text, corroborate_internal.xml_time(d.published_at),
	d.republishes::bigint, d.supersedes::bigint, d.status = 'cancelled' AND d.accepted_at IS NOT NULL, c.verbs, c.names, c.roles
FROM met JOIN @ledger@.document AS d ON d.id = met.id
CROSS JOIN LATERAL (
	SELECT array_agg(v.verb ORDER BY v.verb, c.name) AS verbs, array_agg(c.name ORDER BY v.verb, c.name) AS names,
		array_agg(coalesce(c.role, '') ORDER BY v.verb, c.name) AS roles
	FROM corroborate_internal.credits(d.credits::jsonb) AS c CROSS JOIN LATERAL (SELECT corroborate_internal.credit_verb(c.role)) AS v (verb)
	WHERE c.name ~ '[^[:space:]]'
) AS c
ORDER BY 1
$query$;
COMMENT ON FUNCTION corroborate_internal.prov_documents() IS 'the query for the documents that were mentioned, and those that they are copies or versions of: number, publisher, headline, address, language, time, what it republishes and supersedes, whether it is cancelled, and for each credit what the person did, name and role';

CREATE FUNCTION corroborate_internal.prov_sources() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
SELECT m.key, s.name::text, s.kind::text FROM unnest($1) AS m (key)
LEFT JOIN @ledger@.source AS s ON s.key = m.key AND NOT EXISTS (SELECT FROM @ledger@.protected_name AS p WHERE p.name = m.key)
ORDER BY m.key COLLATE "C"
$query$;
COMMENT ON FUNCTION corroborate_internal.prov_sources() IS 'the query for the sources that were mentioned: key, and name and kind, which are always null for confidential ones';

-- Without JIT: the planner overestimates the queries' cost, and compiling them takes longer than running them.  With row_security
-- off, a policy that hides who is confidential, or anything else, raises an error.
CREATE FUNCTION ledger_to_prov_xml(ledger name, claims bigint[] DEFAULT NULL, with_confidential boolean DEFAULT false) RETURNS xml
	AS 'MODULE_PATHNAME', 'ledger_to_prov' LANGUAGE C STABLE PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp SET jit = off SET row_security = off;
COMMENT ON FUNCTION ledger_to_prov_xml(name, bigint[], boolean) IS
'claims of a ledger, all of them if claims is null, as PROV-XML: a bundle for each, with its evidence, who said so where, and what was retracted; documents, with those who made them; which of our own stories used which claim; and sources. Of confidential sources only the key is included, unless with_confidential is true; then quotes and dates are too';

CREATE FUNCTION read_prov_xml(xml) RETURNS evidence
	AS 'MODULE_PATHNAME', 'prov_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION read_prov_xml(xml) IS 'reads evidence from PROV-XML, for the whole document together';

CREATE FUNCTION read_prov_xml(text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'prov_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION read_prov_xml(text) IS 'reads evidence from PROV-XML, for the whole document together';

CREATE FUNCTION read_prov_claims(document xml, OUT claim text, OUT statement text, OUT evidence evidence) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'prov_to_claims' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION read_prov_claims(xml) IS
'reads evidence from PROV-XML, a row for each bundle: its identifier, which is the claim''s number if a ledger wrote it; its label; and the evidence in it. Evidence outside bundles comes last, without a claim';

CREATE FUNCTION read_prov_claims(document text, OUT claim text, OUT statement text, OUT evidence evidence) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'prov_to_claims' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION read_prov_claims(text) IS 'reads evidence from PROV-XML, a row for each bundle';
