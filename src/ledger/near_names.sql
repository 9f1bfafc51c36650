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

CREATE FUNCTION near_names(OUT source text, OUT other text, OUT alike text, OUT flags bigint, OUT hosts text[]) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path FROM CURRENT SET jit = off
BEGIN ATOMIC
	WITH pair AS MATERIALIZED (
		SELECT p.source, p.other, p.alike, p.distance FROM near_pairs() AS p
	), mentioned AS MATERIALIZED (
		SELECT c.id, s.key FROM claim AS c CROSS JOIN LATERAL unnest(@extschema@.sources(c.evidence)) AS s (key)
		WHERE s.key IN (SELECT p.source FROM pair AS p UNION SELECT p.other FROM pair AS p)
	), touched AS (
		SELECT DISTINCT p.source, p.other, m.id FROM pair AS p JOIN mentioned AS m ON m.key IN (p.source, p.other)
	), moved AS (
		SELECT t.source, t.other, count(*) AS flags FROM touched AS t JOIN claim AS c ON c.id = t.id
		WHERE @extschema@.meets(as_one(c.evidence, t.source, t.other), '@threshold@', '@minimum_support@'::@extschema@.confidence, '@at_least@')
			<> @extschema@.meets(c.evidence, '@threshold@', '@minimum_support@'::@extschema@.confidence, '@at_least@')
		GROUP BY t.source, t.other
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
