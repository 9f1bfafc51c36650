------------------------------------------------------------------------------
-- Sources of a ledger whose names are alike
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- All names that a source goes by.  Without confidential sources: their keys are random, and nothing must be compared with who
-- they are.
CREATE VIEW source_label AS
SELECT s.key AS source, l.label, corroborate_internal.name_skeleton(l.label) AS skeleton, w.words,
	corroborate_internal.without_articles(w.words) AS core, string_to_array(w.words, ' ') AS list,
	corroborate_internal.name_skeleton(split_part(corroborate_internal.site_of(l.label), '.', 1)) AS site
FROM source AS s
CROSS JOIN LATERAL (
	SELECT s.key AS label UNION SELECT s.name AS label WHERE s.name IS NOT NULL UNION SELECT a.alias AS label FROM source_alias AS a WHERE a.source = s.key
) AS l
CROSS JOIN LATERAL (SELECT corroborate_internal.name_words(l.label) AS words OFFSET 0) AS w
WHERE NOT EXISTS (SELECT FROM source_alias AS o WHERE o.alias = s.key) AND NOT EXISTS (SELECT FROM protected_name AS p WHERE p.name = s.key);
COMMENT ON VIEW source_label IS 'what sources are called (key, name and other spellings), and the forms in which these are compared. Without confidential sources';
COMMENT ON COLUMN source_label.core IS 'its words without articles and particles';
COMMENT ON COLUMN source_label.site IS 'the host''s name if the label is an address; otherwise null';

-- Without nested loops: without statistics, the planner may expect a few names where there are thousands.
CREATE FUNCTION abbreviated_pairs(OUT source text, OUT other text, OUT distance integer) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off SET enable_nestloop = off
BEGIN ATOMIC
	WITH label AS MATERIALIZED (
		SELECT l.source, l.label, l.skeleton, l.list, cardinality(l.list) AS count FROM source_label AS l
	), abbreviated AS MATERIALIZED (
		-- labels such as J. Kim, in which some words are one letter
		SELECT l.source, l.count, f.words, f.initials, f.longest
		FROM label AS l CROSS JOIN LATERAL (
			SELECT array_agg(w ORDER BY w) FILTER (WHERE length(w) > 1) AS words, string_agg(left(w, 1), '' ORDER BY left(w, 1)) AS initials,
				(array_agg(w ORDER BY length(w) DESC, w))[1] AS longest, bool_or(w ~ '^[[:alpha:]]$') AS short
			FROM unnest(l.list) AS w
		) AS f WHERE f.short AND length(f.longest) > 1
	), spelled_out AS (
		SELECT l.source, l.list, l.count, f.initials, w.word
		FROM label AS l CROSS JOIN LATERAL (SELECT string_agg(left(w, 1), '' ORDER BY left(w, 1)) AS initials FROM unnest(l.list) AS w) AS f
		CROSS JOIN LATERAL unnest(l.list) AS w (word)
		WHERE l.count > 1 AND EXISTS (SELECT FROM abbreviated)
	), acronym AS MATERIALIZED (
		SELECT l.source, corroborate_internal.initials_of(l.label) AS initials FROM label AS l WHERE l.count > 2
	)
	SELECT n.source AS source, s.source AS other, 0 AS distance
	FROM abbreviated AS n JOIN spelled_out AS s ON s.count = n.count AND s.initials = n.initials AND s.word = n.longest AND s.list @> n.words
	UNION ALL
	-- the name without its middle initial
	SELECT n.source AS source, l.source AS other, 1 AS distance FROM abbreviated AS n JOIN label AS l ON l.list = n.words WHERE cardinality(n.words) > 1
	UNION ALL
	SELECT l.source AS source, a.source AS other, 2 AS distance FROM label AS l JOIN acronym AS a ON a.initials = l.skeleton WHERE length(l.skeleton) > 2;
END;
COMMENT ON FUNCTION abbreviated_pairs() IS 'pairs of sources where one name may abbreviate the other: J. Kim, or the first letters of all words';

CREATE FUNCTION near_pairs(OUT source text, OUT other text, OUT alike text, OUT distance integer) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off SET enable_nestloop = off
BEGIN ATOMIC
	WITH label AS MATERIALIZED (
		SELECT l.source, l.skeleton, l.words, l.core, l.site FROM source_label AS l
	), lettered AS MATERIALIZED (
		SELECT array_agg(d.skeleton ORDER BY d.skeleton) AS skeletons FROM (SELECT DISTINCT l.skeleton FROM label AS l) AS d
	), title AS (
		SELECT l.source, l.skeleton AS title FROM label AS l
		UNION
		SELECT l.source, replace(l.core, ' ', '') AS title FROM label AS l
		UNION
		SELECT l.source, l.site AS title FROM label AS l
	), pair AS (
		-- each label with the first of those that have the same skeleton
		SELECT first_value(l.source) OVER (PARTITION BY l.skeleton ORDER BY l.source) AS a, l.source AS b, 1 AS rank, 'spelling' AS alike, 0 AS distance
		FROM label AS l
		UNION ALL
		SELECT first_value(l.source) OVER (PARTITION BY l.words ORDER BY l.source) AS a, l.source AS b, 2 AS rank, 'word order' AS alike, 0 AS distance
		FROM label AS l
		UNION ALL
		SELECT first_value(l.source) OVER (PARTITION BY l.core ORDER BY l.source) AS a, l.source AS b, 3 AS rank, 'articles' AS alike, 0 AS distance
		FROM label AS l WHERE l.core <> ''
		UNION ALL
		SELECT l.source AS a, t.source AS b, 4 AS rank, 'host name' AS alike, 0 AS distance FROM label AS l JOIN title AS t ON t.title = l.site
		UNION ALL
		SELECT p.source AS a, p.other AS b, 5 AS rank, 'initials' AS alike, p.distance AS distance FROM abbreviated_pairs() AS p
		UNION ALL
		SELECT l.source AS a, t.source AS b, 6 AS rank, 'letters' AS alike, p.distance AS distance
		FROM lettered AS d CROSS JOIN LATERAL corroborate_internal.near_pairs(d.skeletons) AS p
		JOIN label AS l ON l.skeleton = d.skeletons[p.place] JOIN label AS t ON t.skeleton = d.skeletons[p.other_place]
	)
	SELECT DISTINCT ON (least(p.a, p.b), greatest(p.a, p.b)) least(p.a, p.b), greatest(p.a, p.b), p.alike, p.rank * 10 + p.distance
	FROM pair AS p WHERE p.a <> p.b
	ORDER BY least(p.a, p.b), greatest(p.a, p.b), p.rank, p.distance;
END;
COMMENT ON FUNCTION near_pairs() IS 'pairs of sources whose names are alike, and how; the greater the distance, the less alike';

-- Takes the stored evidence, and applies what is known of both sources: the lower rating and the united affiliations.
CREATE FUNCTION as_one(evidence @extschema@.evidence, source text, other text) RETURNS @extschema@.evidence LANGUAGE sql STABLE SET search_path FROM CURRENT
RETURN (
	SELECT corroborate_internal.united(as_one.evidence, as_one.source, as_one.other, min(s.reliability::float8),
		(SELECT array_agg(DISTINCT a) FROM source AS o, unnest(o.affiliations) AS a
			WHERE o.key IN (as_one.source, as_one.other) AND a NOT IN (as_one.source, as_one.other)))
	FROM source AS s WHERE s.key IN (as_one.source, as_one.other)
);
COMMENT ON FUNCTION as_one(@extschema@.evidence, text, text) IS 'evidence that mentions either of two sources, as it would be if they were one source';

CREATE FUNCTION moved_flags(sources text[], others text[], OUT source text, OUT other text, OUT flags bigint) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off
BEGIN ATOMIC
	SELECT corroborate_internal.require_one_node('claim'::regclass, 'moved_flags()', 'Use it in a copy that copy_ledger() makes.');
	WITH pair AS MATERIALIZED (
		SELECT p.source, p.other FROM unnest(sources, others) AS p (source, other)
	), mentioned AS MATERIALIZED (
		SELECT c.id, s.key FROM claim AS c CROSS JOIN LATERAL unnest(@extschema@.sources(c.evidence)) AS s (key)
		WHERE s.key IN (SELECT p.source FROM pair AS p UNION SELECT p.other FROM pair AS p)
	), touched AS (
		SELECT DISTINCT p.source, p.other, m.id FROM pair AS p JOIN mentioned AS m ON m.key IN (p.source, p.other)
	)
	SELECT t.source, t.other, count(*) AS flags FROM touched AS t JOIN claim AS c ON c.id = t.id
	WHERE @extschema@.meets(as_one(c.evidence, t.source, t.other), '@threshold@', '@minimum_support@'::@extschema@.confidence, '@at_least@')
		<> @extschema@.meets(c.evidence, '@threshold@', '@minimum_support@'::@extschema@.confidence, '@at_least@')
	GROUP BY t.source, t.other;
END;
COMMENT ON FUNCTION moved_flags(text[], text[]) IS
'how many claims would raise or lose their flag if two sources were one, for pairs whose first and second sources are given; none: no row';

CREATE FUNCTION near_names(OUT source text, OUT other text, OUT alike text, OUT flags bigint, OUT hosts text[]) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off
BEGIN ATOMIC
	WITH pair AS MATERIALIZED (
		SELECT p.source, p.other, p.alike, p.distance FROM near_pairs() AS p
	), moved AS MATERIALIZED (
		SELECT m.source, m.other, m.flags FROM (
			SELECT array_agg(p.source ORDER BY p.source, p.other) AS sources, array_agg(p.other ORDER BY p.source, p.other) AS others FROM pair AS p
		) AS l CROSS JOIN LATERAL moved_flags(l.sources, l.others) AS m
	), hosted AS (
		SELECT d.publisher, array_agg(DISTINCT corroborate_internal.site_of(d.url)) AS hosts
		FROM document AS d WHERE corroborate_internal.site_of(d.url) IS NOT NULL AND d.publisher IN (SELECT l.source FROM source_label AS l)
		GROUP BY d.publisher
	), found AS (
		SELECT p.source, p.other, p.alike, coalesce(m.flags, 0) AS flags, NULL::text[] AS hosts, p.distance
		FROM pair AS p LEFT JOIN moved AS m ON m.source = p.source AND m.other = p.other
		UNION ALL
		SELECT h.publisher AS source, NULL::text AS other, 'one name, several hosts' AS alike, NULL::bigint AS flags, h.hosts, 100 AS distance FROM hosted AS h WHERE cardinality(h.hosts) > 1
	)
	SELECT f.source, f.other, f.alike, f.flags, f.hosts FROM found AS f ORDER BY f.distance, f.flags DESC, f.source, f.other;
END;
COMMENT ON FUNCTION near_names() IS
'sources that are probably one, nearest first: alike in spelling (all but case, blanks, accents and punctuation), word order, articles, a host name and a title, initials, or all but a few letters. flags: how many claims would raise or lose their flag if they were one: SELECT * FROM merge_sources(source, other). At the end sources that are perhaps two: one name under which documents of several hosts are written down';

-- For editors: policies show identities to nobody else
CREATE FUNCTION near_confidential(OUT source text, OUT other text, OUT alike text, OUT flags bigint) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off
BEGIN ATOMIC
	SELECT corroborate_internal.require_one_node('claim'::regclass, 'near_confidential()',
		'Use it in a copy that copy_ledger() makes. There it compares other spellings alone, as identities are not copied.');
	WITH secret AS MATERIALIZED (
		SELECT n.source, n.name AS label, 'spelling' AS alike FROM protected_name AS n
		UNION ALL
		SELECT coalesce(o.source, i.source) AS source, i.identity AS label, 'identity' AS alike FROM source_identity AS i LEFT JOIN source_alias AS o ON o.alias = i.source
		WHERE i.identity ~ E'\\S'
	), hidden AS MATERIALIZED (
		SELECT s.source, s.alike, corroborate_internal.name_skeleton(s.label) AS skeleton, w.words, string_to_array(w.words, ' ') AS list
		FROM secret AS s CROSS JOIN LATERAL (SELECT corroborate_internal.name_words(s.label) AS words OFFSET 0) AS w
	), label AS MATERIALIZED (
		SELECT l.source, l.skeleton, l.words, l.list, false AS is_hidden FROM source_label AS l
		UNION ALL
		SELECT h.source, h.skeleton, h.words, h.list, true AS is_hidden FROM hidden AS h
	), lettered AS MATERIALIZED (
		SELECT array_agg(d.skeleton ORDER BY d.skeleton) AS skeletons FROM (SELECT DISTINCT l.skeleton FROM label AS l) AS d
	), near AS MATERIALIZED (
		SELECT d.skeletons[p.place] AS one, d.skeletons[p.other_place] AS two, p.distance
		FROM lettered AS d CROSS JOIN LATERAL corroborate_internal.near_pairs(d.skeletons) AS p
	), pair AS (
		SELECT h.source, l.source AS other, l.is_hidden, h.alike, 1 AS rank, 0 AS distance FROM hidden AS h JOIN label AS l ON l.skeleton = h.skeleton
		UNION ALL
		SELECT h.source, l.source AS other, l.is_hidden, 'word order' AS alike, 2 AS rank, 0 AS distance FROM hidden AS h JOIN label AS l ON l.words = h.words
		UNION ALL
		-- who she is may be written down with more than her name
		SELECT h.source, l.source AS other, l.is_hidden, 'identity' AS alike, 3 AS rank, 0 AS distance FROM hidden AS h JOIN label AS l ON cardinality(l.list) > 1 AND l.list <@ h.list
		WHERE h.alike = 'identity'
		UNION ALL
		SELECT h.source, l.source AS other, l.is_hidden, 'letters' AS alike, 4 AS rank, n.distance FROM hidden AS h JOIN near AS n ON h.skeleton IN (n.one, n.two)
		JOIN label AS l ON l.skeleton IN (n.one, n.two) AND l.skeleton <> h.skeleton
	), found AS MATERIALIZED (
		-- of two that are both confidential, each finds the other
		SELECT DISTINCT ON (p.source, p.other) p.source, p.other, p.alike, p.rank, p.distance FROM (
			SELECT CASE WHEN a.is_hidden THEN least(a.source, a.other) ELSE a.source END AS source,
				CASE WHEN a.is_hidden THEN greatest(a.source, a.other) ELSE a.other END AS other, a.alike, a.rank, a.distance
			FROM pair AS a WHERE a.source <> a.other
		) AS p ORDER BY p.source, p.other, p.rank, p.distance, p.alike
	), moved AS MATERIALIZED (
		SELECT m.source, m.other, m.flags FROM (
			SELECT array_agg(f.source ORDER BY f.source, f.other) AS sources, array_agg(f.other ORDER BY f.source, f.other) AS others FROM found AS f
		) AS l CROSS JOIN LATERAL moved_flags(l.sources, l.others) AS m
	)
	SELECT f.source, f.other, f.alike, coalesce(m.flags, 0) AS flags
	FROM found AS f LEFT JOIN moved AS m ON m.source = f.source AND m.other = f.other
	ORDER BY f.rank, f.distance, coalesce(m.flags, 0) DESC, f.source, f.other;
END;
COMMENT ON FUNCTION near_confidential() IS
'confidential sources that may be another source, too, nearest first: alike in spelling, word order or all but a few letters, in a name or in who they are, or named in who they are. flags: how many claims would raise or lose their flag if they were one. Sources that share an affiliation count as one. For editors: who sees no identities is shown other spellings alone';
