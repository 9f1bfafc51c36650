-- What of a ledger must not leave the desk.  This is the only place with the rule, and everything that leaves the desk asks it.
-- The views run with the rights of the ledger's owner: if a policy hid confidential sources from a reader, the reader's boards
-- would otherwise disclose them.

CREATE VIEW protected_name AS
WITH kept AS (
	-- including a confidential key that has become another spelling
	SELECT DISTINCT coalesce(a.source, s.key) AS source
	FROM source AS s LEFT JOIN source_alias AS a ON a.alias = s.key
	WHERE s.confidential
)
SELECT k.source AS name, k.source FROM kept AS k
UNION ALL
SELECT a.alias, a.source FROM source_alias AS a JOIN kept AS k ON k.source = a.source;
COMMENT ON VIEW protected_name IS
'the names that confidential sources go by: their keys and all other spellings. Nothing but the key may leave the desk';
COMMENT ON COLUMN protected_name.source IS 'the key by which the source may be named';

CREATE VIEW protected_document AS
WITH RECURSIVE secret AS MATERIALIZED (
	SELECT array_agg(n.name) AS names FROM protected_name AS n
), hers (id) AS (
	-- published by a confidential source, quoting one or somebody on its word, or naming one
	SELECT d.id FROM document AS d WHERE d.publisher IN (SELECT n.name FROM protected_name AS n)
	UNION
	SELECT a.document FROM attestation AS a WHERE a.said OPERATOR(@extschema@.?|) (SELECT s.names FROM secret AS s) AND a.document IS NOT NULL
	UNION
	SELECT d.id FROM document AS d
	WHERE (SELECT s.names FROM secret AS s) IS NOT NULL AND (
		corroborate_internal.spells_any(concat_ws(E'\n', d.headline, d.url, d.item, d.version, d.feed), (SELECT s.names FROM secret AS s))
		OR corroborate_internal.spells_any(d.credits, (SELECT s.names FROM secret AS s)))
), protected (id) AS (
	-- The planner expects few elements in an array, which is mostly right here; it would expect millions of rows from the query.
	SELECT unnest(ARRAY(SELECT h.id FROM hers AS h))
	UNION
	-- copies, originals and versions: what is said in one is said in the others
	SELECT r.id FROM protected AS p
	CROSS JOIN LATERAL (
		SELECT d.republishes FROM document AS d WHERE d.id = p.id
		UNION ALL
		SELECT d.supersedes FROM document AS d WHERE d.id = p.id
		UNION ALL
		SELECT d.id FROM document AS d WHERE d.republishes = p.id
		UNION ALL
		SELECT d.id FROM document AS d WHERE d.supersedes = p.id
		UNION ALL
		SELECT v.id FROM document AS d JOIN document AS v ON v.item = d.item AND v.publisher IS NOT DISTINCT FROM d.publisher WHERE d.id = p.id
	) AS r (id)
	WHERE r.id IS NOT NULL
)
SELECT p.id FROM protected AS p;
COMMENT ON VIEW protected_document IS
'the documents that could disclose a confidential source: those that it published, that credit or name it, or from which a statement by it or on its word was taken; and all copies, originals and versions of these';

-- with UNION rather than OR, so that each part can use an index
CREATE VIEW protected_attestation AS
WITH secret AS MATERIALIZED (
	SELECT array_agg(n.name) AS names FROM protected_name AS n
), shy AS MATERIALIZED (
	SELECT d.id FROM protected_document AS d
)
SELECT a.claim, a.id FROM attestation AS a WHERE a.said OPERATOR(@extschema@.?|) (SELECT s.names FROM secret AS s)
UNION
SELECT a.claim, a.id FROM attestation AS a WHERE a.document IN (SELECT s.id FROM shy AS s)
UNION
SELECT a.claim, a.id FROM attestation AS a
WHERE (SELECT s.names FROM secret AS s) IS NOT NULL
	AND corroborate_internal.spells_any(concat_ws(E'\n', a.quote, a.translator, a.retraction_reason), (SELECT s.names FROM secret AS s));
COMMENT ON VIEW protected_attestation IS
'the attestations of which nothing may leave the desk except who says it, and on whose word: those that mention a confidential source, that are taken from a protected document, or whose wording names a confidential source';
