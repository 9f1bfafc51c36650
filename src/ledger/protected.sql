-- What of a ledger may not leave the desk: the one rule, which everything that leaves it asks.  The views run with the
-- rights of the ledger's owner: a policy that hides confidential sources from a reader must not make the reader's boards
-- disclose them.

CREATE VIEW protected_name AS
WITH kept AS (
	-- also where the confidential key is only another spelling
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
	-- published by her, said in by her or on her word, or naming her
	SELECT d.id FROM document AS d WHERE d.publisher IN (SELECT n.name FROM protected_name AS n)
	UNION
	SELECT a.document FROM attestation AS a WHERE a.said OPERATOR(@extschema@.?|) (SELECT s.names FROM secret AS s) AND a.document IS NOT NULL
	UNION
	SELECT d.id FROM document AS d
	WHERE (SELECT s.names FROM secret AS s) IS NOT NULL AND (
		corroborate_internal.spells_any(concat_ws(E'\n', d.headline, d.url, d.item, d.version, d.feed), (SELECT s.names FROM secret AS s))
		OR corroborate_internal.spells_any(d.credits, (SELECT s.names FROM secret AS s)))
), protected (id) AS (
	-- the planner takes an array for a few, which these mostly are; it would take the query for one of millions of rows
	SELECT unnest(ARRAY(SELECT h.id FROM hers AS h))
	UNION
	-- copies, originals and versions: what is said in the one is said in the others
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
'the documents that could give a confidential source away: those it published, those it is credited or named in, those from which something is taken that it said or that was said on its word; and all copies, originals and versions of these';

-- each part by itself, so that it can use an index
CREATE VIEW protected_attestation AS
WITH secret AS MATERIALIZED (
	SELECT array_agg(n.name) AS names FROM protected_name AS n
)
SELECT a.claim, a.id FROM attestation AS a WHERE a.said OPERATOR(@extschema@.?|) (SELECT s.names FROM secret AS s)
UNION
SELECT a.claim, a.id FROM attestation AS a WHERE a.document IN (SELECT d.id FROM protected_document AS d)
UNION
SELECT a.claim, a.id FROM attestation AS a
WHERE (SELECT s.names FROM secret AS s) IS NOT NULL
	AND corroborate_internal.spells_any(concat_ws(E'\n', a.quote, a.translator, a.retraction_reason), (SELECT s.names FROM secret AS s));
COMMENT ON VIEW protected_attestation IS
'the attestations of which only who says it, and on whose word, may leave the desk: those that mention a confidential source, that are taken from a protected document, or whose wording names a confidential source';
