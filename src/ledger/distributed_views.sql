------------------------------------------------------------------------------
-- Views and functions of a ledger that Citus distributes
------------------------------------------------------------------------------

-- A template of distribute_ledger(): see create.sql.
--
-- Citus joins distributed tables by the claim alone, and accepts no correlated subquery.  So what a view
-- shows beside a claim is fetched first, by materialized CTEs, and joined on the node that runs the query.

-- Citus does not plan recursion over distributed tables, wherever such a view is read.  Functions do that.  A query about one
-- claim is sent to the node of that claim as a whole, where such a function cannot query the others.  So it also reads something
-- of all shards, and the rows of the function are fetched first.

CREATE OR REPLACE VIEW replaced AS
WITH followed AS MATERIALIZED (
	SELECT r.claim, r.id, r.by FROM corroborate_internal.replaced_distributed('attestation'::regclass) AS r
), everywhere AS MATERIALIZED (
	SELECT max(a.claim) AS claim FROM attestation AS a
)
SELECT r.claim, r.id, r.by FROM followed AS r CROSS JOIN everywhere;

CREATE OR REPLACE VIEW desk AS
WITH others AS MATERIALIZED (
	SELECT o.claim, array_agg(o.other_claim ORDER BY o.other_claim) AS claims FROM other_answer AS o GROUP BY o.claim
), persons AS MATERIALIZED (
	SELECT b.claim, array_agg(b.source ORDER BY b.source) AS sources FROM says_both AS b GROUP BY b.claim
), pending AS MATERIALIZED (
	SELECT a.claim, count(*) FILTER (WHERE a.accepted_at IS NULL AND a.retracted_at IS NULL AND n.claim IS NULL) AS count,
		max(greatest(a.recorded_at, a.accepted_at, a.retracted_at)) AS at
	FROM attestation AS a LEFT JOIN attestation AS n ON n.claim = a.claim AND n.replaces = a.id AND n.accepted_at IS NOT NULL AND n.retracted_at IS NULL
	GROUP BY a.claim
), told AS MATERIALIZED (
	SELECT e.claim, max(e.at) AS at FROM claim_event AS e GROUP BY e.claim
), ruled AS MATERIALIZED (
	SELECT r.claim, max(r.at) AS at FROM ruling AS r GROUP BY r.claim
), claims AS MATERIALIZED (
	SELECT c.id, c.statement, c.status, c.corroborated_at, c.cleared, c.corroboration, c.support, c.disputed, c.ruling,
		@extschema@.why(c.evidence) AS why, c.added_at, c.denied FROM claim AS c
)
SELECT c.id, c.statement, c.status, c.corroborated_at IS NOT NULL AS flagged, c.cleared, c.corroboration, c.support, c.disputed, c.ruling,
	coalesce(p.count, 0) AS pending, c.why, greatest(p.at, t.at, r.at, c.added_at) AS last_change, c.denied,
	coalesce(b.sources, '{}') AS says_both, coalesce(o.claims, '{}') AS contested
FROM claims AS c
LEFT JOIN pending AS p ON p.claim = c.id
LEFT JOIN told AS t ON t.claim = c.id
LEFT JOIN ruled AS r ON r.claim = c.id
LEFT JOIN persons AS b ON b.claim = c.id
LEFT JOIN others AS o ON o.claim = c.id;

CREATE OR REPLACE VIEW pending WITH (security_invoker) AS
WITH waiting AS MATERIALIZED (
	SELECT a.claim, a.id, c.statement, c.status, a.said, a.quote, a.document, a.recorded_at, a.recorded_by, n.id AS replaced_by
	FROM attestation AS a JOIN claim AS c ON c.id = a.claim
	LEFT JOIN attestation AS n ON n.claim = a.claim AND n.replaces = a.id AND n.accepted_at IS NOT NULL AND n.retracted_at IS NULL
	WHERE a.accepted_at IS NULL AND a.retracted_at IS NULL
), checked AS MATERIALIZED (
	SELECT DISTINCT r.claim, r.document FROM claim_review AS r
), cancelled AS MATERIALIZED (
	SELECT o.id FROM cancelled_document AS o
), known AS MATERIALIZED (
	SELECT d.id, d.accepted_at, d.feed, d.publisher FROM document AS d
)
SELECT a.claim, a.id AS attestation, a.statement, a.status, a.said, a.quote, a.document,
	CASE
		WHEN d.accepted_at IS NULL AND d.id IS NOT NULL THEN format('document %s is pending, too; see to_accept', d.id)
		WHEN o.id IS NOT NULL THEN format('document %s was cancelled by its publisher', d.id)
		WHEN speaker(a.said) ~ '^reader-[0-9a-f]+$' THEN 'tip of a reader'
		WHEN r.claim IS NULL THEN 'entered as pending'
		WHEN speaker(a.said) <> d.publisher THEN 'a fact check names it as who claimed this'
		WHEN NOT speaks_for(d.feed, d.publisher) THEN 'fact check from a feed that may not speak for the reviewer'
		ELSE 'fact check that contradicts another version or part of it'
	END AS reason,
	a.recorded_at, a.recorded_by
FROM waiting AS a LEFT JOIN known AS d ON d.id = a.document LEFT JOIN cancelled AS o ON o.id = a.document
LEFT JOIN checked AS r ON r.claim = a.claim AND r.document = a.document
WHERE a.replaced_by IS NULL;

CREATE OR REPLACE FUNCTION standing_of(claims bigint[]) RETURNS jsonb LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	RETURN corroborate_internal.standing_of_distributed('claim'::regclass, claims);
END
$body$;

CREATE OR REPLACE FUNCTION standing_of_claims(names text[]) RETURNS jsonb LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	RETURN standing_of(corroborate_internal.bearing_distributed('claim'::regclass, names));
END
$body$;

CREATE OR REPLACE FUNCTION moved_claims(before jsonb) RETURNS TABLE (claim bigint, statement text, status_before @extschema@.corroboration_status,
	status @extschema@.corroboration_status, change text, why text) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	RETURN QUERY SELECT m.* FROM corroborate_internal.moved_distributed('claim'::regclass, before) AS m;
END
$body$;

-- For each claim, and each pair of names that it mentions.  What is known of the names is fetched first.

CREATE OR REPLACE FUNCTION as_one(evidence @extschema@.evidence, source text, other text) RETURNS @extschema@.evidence LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $body$
DECLARE
	rating float8;
	affiliations text[];
BEGIN
	SELECT min(s.reliability::float8) INTO rating FROM source AS s WHERE s.key IN (as_one.source, as_one.other);
	SELECT array_agg(DISTINCT a) INTO affiliations FROM source AS o, unnest(o.affiliations) AS a
	WHERE o.key IN (as_one.source, as_one.other) AND a NOT IN (as_one.source, as_one.other);
	RETURN corroborate_internal.united(as_one.evidence, as_one.source, as_one.other, rating, affiliations);
END
$body$;

CREATE OR REPLACE FUNCTION near_names(OUT source text, OUT other text, OUT alike text, OUT flags bigint, OUT hosts text[]) RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET jit = off
AS $body$
#variable_conflict use_column
DECLARE
	pairs jsonb;
	known jsonb;
	moved jsonb;
BEGIN
	SELECT jsonb_agg(p) INTO pairs FROM near_pairs() AS p;
	SELECT jsonb_object_agg(s.key, jsonb_build_object('rating', s.reliability::float8, 'affiliations', s.affiliations)) INTO known FROM source AS s;
	-- once for each claim that mentions either
	SELECT jsonb_agg(jsonb_build_object('source', m.source, 'other', m.other, 'flags', m.flags)) INTO moved FROM (
		SELECT n.source, n.other, count(*) AS flags
		FROM claim AS c CROSS JOIN LATERAL unnest(@extschema@.sources(c.evidence)) AS s (key)
		JOIN (SELECT e.name, p.source, p.other, least((known -> p.source ->> 'rating')::float8, (known -> p.other ->> 'rating')::float8) AS rating,
				ARRAY(SELECT a FROM jsonb_array_elements_text((known -> p.source -> 'affiliations') || (known -> p.other -> 'affiliations')) AS a
					WHERE a NOT IN (p.source, p.other)) AS affiliations
			FROM jsonb_to_recordset(pairs) AS p (source text, other text) CROSS JOIN LATERAL (VALUES (p.source), (p.other)) AS e (name)
		) AS n ON n.name = s.key
		WHERE (n.name = n.source OR n.source <> ALL (@extschema@.sources(c.evidence)))
			AND @extschema@.meets(corroborate_internal.united(c.evidence, n.source, n.other, n.rating, n.affiliations),
				'@threshold@', '@minimum_support@'::@extschema@.confidence, '@at_least@')
			<> @extschema@.meets(c.evidence, '@threshold@', '@minimum_support@'::@extschema@.confidence, '@at_least@')
		GROUP BY n.source, n.other
	) AS m;
	RETURN QUERY
	WITH hosted AS (
		SELECT d.publisher, array_agg(DISTINCT corroborate_internal.site_of(d.url)) AS hosts
		FROM document AS d WHERE corroborate_internal.site_of(d.url) IS NOT NULL GROUP BY d.publisher
	), found AS (
		SELECT p.source, p.other, p.alike, coalesce(m.flags, 0) AS flags, NULL::text[] AS hosts, p.distance
		FROM jsonb_to_recordset(pairs) AS p (source text, other text, alike text, distance integer)
		LEFT JOIN jsonb_to_recordset(moved) AS m (source text, other text, flags bigint) ON m.source = p.source AND m.other = p.other
		UNION ALL
		SELECT h.publisher, NULL, 'one name, several hosts', NULL, h.hosts, 100 FROM hosted AS h
		WHERE cardinality(h.hosts) > 1 AND h.publisher IN (SELECT l.source FROM source_label AS l)
	)
	SELECT f.source, f.other, f.alike, f.flags, f.hosts FROM found AS f
	ORDER BY f.distance, f.flags DESC, f.source COLLATE "C", f.other COLLATE "C";
END
$body$;

-- Follows what replaces an attestation, one step at a time.  In PL/pgSQL: Citus would follow the dependencies of a SQL function,
-- and find a circle.
CREATE OR REPLACE FUNCTION is_replaced(claim bigint, id bigint) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	met bigint[] := ARRAY[is_replaced.id];
	above bigint[] := met;
	counts boolean;
BEGIN
	WHILE cardinality(above) > 0 LOOP
		SELECT coalesce(bool_or(a.accepted_at IS NOT NULL AND a.retracted_at IS NULL), false), array_agg(a.id) INTO counts, above
		FROM attestation AS a WHERE a.claim = is_replaced.claim AND a.replaces = ANY (above) AND a.id <> ALL (met);
		IF counts THEN
			RETURN true;
		END IF;
		met := met || above;
	END LOOP;
	RETURN false;
END
$body$;
