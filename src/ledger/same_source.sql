------------------------------------------------------------------------------
-- Pairs of names in a ledger that are probably one source
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- Any of these signs suggests that two names are one source: the names are alike; only these two publish at a site; one is the
-- name of the site where only the other publishes, or of the host in the numbers of its wire items; both publish the same item.
-- That both agree about a claim is a sign only if the names are alike, since everybody reports the same news.  Confidential
-- sources are left out: another name beside the key could disclose who it is.

CREATE FUNCTION site_pairs(OUT source text, OUT other text, OUT sign text, OUT site text, OUT documents bigint) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off
BEGIN ATOMIC
	-- look at each host once: there are fewer hosts than documents
	WITH addressed AS MATERIALIZED (
		SELECT DISTINCT d.id, coalesce(o.source, d.publisher) AS publisher, h.host
		FROM document AS d LEFT JOIN source_alias AS o ON o.alias = d.publisher
		-- the number of a wire's item names its sender: urn:newsml:afp.com:20260102:..., tag:afp.com,2026:...
		CROSS JOIN LATERAL (VALUES (substring(d.url FROM E'^(?:[A-Za-z]+://)?([^/:?#@\\s]+)')), (substring(d.item FROM E'^(?:urn:newsml:|tag:)([^:,/]+)'))) AS h (host)
		WHERE d.publisher IS NOT NULL
	), host AS MATERIALIZED (
		SELECT h.host, corroborate_internal.site_of(h.host) AS site FROM (SELECT DISTINCT a.host FROM addressed AS a WHERE a.host IS NOT NULL) AS h
	), located AS (
		SELECT DISTINCT a.id, a.publisher, h.site FROM addressed AS a JOIN host AS h ON h.host = a.host WHERE h.site IS NOT NULL
	), published AS MATERIALIZED (
		SELECT l.publisher, l.site, count(*) AS documents, count(*) OVER (PARTITION BY l.site) AS publishers
		FROM located AS l WHERE l.publisher NOT IN (SELECT n.name FROM protected_name AS n) GROUP BY l.publisher, l.site
	), called AS MATERIALIZED (
		SELECT DISTINCT c.source, c.site FROM (
			SELECT l.source, corroborate_internal.site_of(l.label) AS site FROM source_label AS l WHERE strpos(l.label, '.') > 0 OFFSET 0
		) AS c WHERE c.site IS NOT NULL
	)
	-- a site where three or more publish is a platform, and says nothing
	SELECT a.publisher, b.publisher, 'both publish there' AS sign, a.site, least(a.documents, b.documents) AS documents
	FROM published AS a JOIN published AS b ON b.site = a.site AND b.publisher > a.publisher
	WHERE a.publishers = 2 AND a.documents > 1 AND b.documents > 1
	UNION ALL
	SELECT least(p.publisher, c.source), greatest(p.publisher, c.source), 'called as the site' AS sign, p.site, p.documents
	FROM published AS p JOIN called AS c ON c.site = p.site
	WHERE p.publishers = 1 AND p.documents > 1 AND c.source <> p.publisher;
END;
COMMENT ON FUNCTION site_pairs() IS
'pairs of sources that alone publish at a site, or of which one has the name of the site where only the other publishes, and how many documents show it: at least two';

CREATE FUNCTION item_pairs(OUT source text, OUT other text, OUT items bigint) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off
BEGIN ATOMIC
	WITH published AS (
		SELECT DISTINCT d.item, coalesce(o.source, d.publisher) AS publisher
		FROM document AS d LEFT JOIN source_alias AS o ON o.alias = d.publisher
		WHERE d.item IS NOT NULL AND d.publisher IS NOT NULL AND d.republishes IS NULL
			-- a plain number can be anybody's
			AND d.item ~ '^(urn|tag):' AND d.publisher NOT IN (SELECT n.name FROM protected_name AS n)
	), shared AS (
		SELECT min(p.publisher) AS source, max(p.publisher) AS other FROM published AS p GROUP BY p.item HAVING count(*) = 2
	)
	SELECT s.source, s.other, count(*) FROM shared AS s GROUP BY s.source, s.other;
END;
COMMENT ON FUNCTION item_pairs() IS 'pairs of sources that are both recorded as publisher of the same items, and of how many';

CREATE FUNCTION same_source_signs(OUT source text, OUT other text, OUT alike text, OUT rank integer, OUT sites text[], OUT is_called boolean,
	OUT documents bigint, OUT items bigint) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off
BEGIN ATOMIC
	WITH sign AS (
		SELECT p.source, p.other, p.alike, p.distance / 10 AS rank, NULL::text AS site, NULL::text AS sign, 0 AS documents, 0 AS items FROM near_pairs() AS p
		UNION ALL
		SELECT p.source, p.other, NULL AS alike, NULL AS rank, p.site, p.sign, p.documents, 0 FROM site_pairs() AS p
		UNION ALL
		SELECT p.source, p.other, NULL AS alike, NULL AS rank, NULL AS site, NULL AS sign, 0, p.items FROM item_pairs() AS p
	)
	SELECT s.source, s.other, min(s.alike), min(s.rank),
		coalesce(array_agg(DISTINCT s.site ORDER BY s.site) FILTER (WHERE s.site IS NOT NULL), '{}'),
		coalesce(bool_or(s.sign = 'called as the site'), false), sum(s.documents)::bigint, sum(s.items)::bigint
	FROM sign AS s GROUP BY s.source, s.other;
END;
COMMENT ON FUNCTION same_source_signs() IS 'pairs of sources that are probably one, and the signs of it in names and documents; source comes before other, byte by byte';

CREATE FUNCTION same_source_pairs(OUT source text, OUT other text, OUT alike text, OUT rank integer, OUT sites text[], OUT is_called boolean,
	OUT documents bigint, OUT items bigint, OUT agreed bigint[], OUT opposed bigint[], OUT is_kept boolean) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off
BEGIN ATOMIC
	WITH pair AS MATERIALIZED (
		SELECT s.source, s.other, s.alike, s.rank, s.sites, s.is_called, s.documents, s.items FROM same_source_signs() AS s
	), key AS MATERIALIZED (
		SELECT p.source AS key FROM pair AS p UNION SELECT p.other FROM pair AS p
	), name AS MATERIALIZED (
		SELECT k.key AS name, k.key FROM key AS k UNION ALL SELECT o.alias, o.source FROM source_alias AS o JOIN key AS k ON k.key = o.source
	), spoken AS MATERIALIZED (
		SELECT n.key, a.claim, count(*) AS statements, count(*) FILTER (WHERE @extschema@.deniers(a.said) = '{}') AS affirmed
		FROM attestation AS a JOIN name AS n ON n.name = (@extschema@.speakers(a.said) || @extschema@.deniers(a.said))[1]
		WHERE a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
		GROUP BY n.key, a.claim
	), uses AS (
		SELECT u.key, sum(u.count) AS count FROM (
			SELECT s.key, s.statements AS count FROM spoken AS s
			UNION ALL
			SELECT n.key, 1 FROM document AS d JOIN name AS n ON n.name = d.publisher
		) AS u GROUP BY u.key
	), common AS (
		SELECT p.source, p.other,
			array_agg(a.claim ORDER BY a.claim) FILTER (WHERE (a.affirmed > 0) = (b.affirmed > 0)) AS agreed,
			array_agg(a.claim ORDER BY a.claim) FILTER (WHERE (a.affirmed > 0) <> (b.affirmed > 0)) AS opposed
		FROM pair AS p JOIN spoken AS a ON a.key = p.source JOIN spoken AS b ON b.key = p.other AND b.claim = a.claim
		GROUP BY p.source, p.other
	)
	SELECT p.source, p.other, p.alike, p.rank, p.sites, p.is_called, p.documents, p.items,
		coalesce(c.agreed, '{}'), coalesce(c.opposed, '{}'),
		-- keep the key that is used more; of two that are used equally, the one that is no address
		(coalesce(u.count, 0), corroborate_internal.site_of(p.source) IS NULL) >= (coalesce(v.count, 0), corroborate_internal.site_of(p.other) IS NULL)
	FROM pair AS p LEFT JOIN common AS c ON c.source = p.source AND c.other = p.other
	LEFT JOIN uses AS u ON u.key = p.source LEFT JOIN uses AS v ON v.key = p.other
	ORDER BY p.source, p.other;
END;
COMMENT ON FUNCTION same_source_pairs() IS
'pairs of sources that are probably one: how their names are alike (rank: the lower, the nearer); sites that they share, or after which one is named, and how many documents and wire items show it; and the claims about which both speak, and whether they agree. is_kept: whether the first key is used more';
