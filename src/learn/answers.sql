------------------------------------------------------------------------------
-- answers: how probable each of several answers to a question is
------------------------------------------------------------------------------

-- Each independent source that gave an answer multiplies its odds by (K - 1) a / (1 - a), where a is how often the source is right, and
-- K - 1 how many answers were given: a source that errs chooses among them.  That none of the answers is right is not considered: with few
-- answers it would win.  A source without a rating counts as the average of sources of which nothing is known.

CREATE FUNCTION corroborate_internal.rating_of_unknown() RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 0.8;
COMMENT ON FUNCTION corroborate_internal.rating_of_unknown() IS 'how often a source of which nothing is known is taken to be right';

-- The elements at one place of the arrays are an answer that one source gave.
CREATE FUNCTION corroborate_internal.weigh_answers(questions text[], answers text[], sources text[], units text[], ratings float8[],
	OUT question text, OUT answer text, OUT sources bigint, OUT independent bigint, OUT probability float8) RETURNS SETOF record
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET jit = off SET enable_nestloop = off
BEGIN ATOMIC
	WITH given AS MATERIALIZED (
		SELECT g.question COLLATE "C" AS question, g.answer COLLATE "C" AS answer, g.source, g.unit COLLATE "C" AS unit,
			coalesce(g.rating, corroborate_internal.rating_of_unknown()) AS rating
		FROM unnest($1, $2, $3, $4, $5) AS g (question, answer, source, unit, rating) WHERE g.rating IS DISTINCT FROM 0
	), open AS MATERIALIZED (
		SELECT g.question, count(DISTINCT g.answer) AS answers FROM given AS g GROUP BY g.question
	), vote AS (
		-- sources that repeat one another count once, as the most reliable of them
		SELECT g.question, g.answer, g.unit, count(DISTINCT g.source) AS sources, max(g.rating) AS rating FROM given AS g GROUP BY g.question, g.answer, g.unit
	), weighed AS (
		SELECT v.question, v.answer, sum(v.sources) AS sources, count(*) AS independent,
			sum(corroborate_internal.answer_weight(v.rating, o.answers) ORDER BY v.unit) AS weight
		FROM vote AS v JOIN open AS o ON o.question = v.question GROUP BY v.question, v.answer
	), scaled AS (
		SELECT w.question, w.answer, w.sources, w.independent, exp(greatest(w.weight - max(w.weight) OVER (PARTITION BY w.question), -700)) AS odds FROM weighed AS w
	), shared AS (
		SELECT s.question, s.answer, s.sources, s.independent, s.odds / sum(s.odds) OVER (PARTITION BY s.question ORDER BY s.answer
			ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS probability
		FROM scaled AS s
	)
	SELECT s.question, s.answer, s.sources::bigint, s.independent, s.probability FROM shared AS s
	ORDER BY s.question, s.probability DESC, s.independent DESC, s.sources DESC, s.answer;
END;
COMMENT ON FUNCTION corroborate_internal.weigh_answers(text[], text[], text[], text[], float8[]) IS
'how probable each answer to each question is. sources: who gave it; units: with whom these count as one; ratings: how they are rated';

CREATE FUNCTION corroborate_internal.rated_table(tab regclass, question name, source name, answer name, rating name) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.answers_query(tab, question, source, answer, NULL);
	RETURN format('SELECT DISTINCT t.%1$I::text AS question, t.%2$I::text AS source, t.%3$I::text AS answer, %4$s AS rating FROM %5$s AS t '
		'WHERE num_nulls(t.%1$I, t.%2$I, t.%3$I) = 0', question, source, answer,
		CASE WHEN rating IS NULL THEN 'NULL::float8' ELSE format('corroborate_internal.checked_rating(t.%I::float8)', rating) END, tab);
END
$$;
COMMENT ON FUNCTION corroborate_internal.rated_table(regclass, name, name, name, name) IS 'the query by which answer_probability() reads a table';

CREATE FUNCTION corroborate_internal.checked_rating(rating float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN rating::confidence::float8;
COMMENT ON FUNCTION corroborate_internal.checked_rating(float8) IS 'returns a rating; raises an error if it is not between 0 and 1';

CREATE FUNCTION corroborate_internal.weigh_table(query text, voices_query text, OUT question text, OUT answer text, OUT sources bigint,
	OUT independent bigint, OUT probability float8) RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	names text[];
	voices text[];
BEGIN
	SELECT array_agg(v.source), array_agg(v.voice) INTO names, voices FROM corroborate_internal.repeating_voices(voices_query) AS v;
	RETURN QUERY EXECUTE format($query$
		SELECT w.* FROM (
			SELECT array_agg(g.question) AS questions, array_agg(g.answer) AS answers, array_agg(g.source) AS sources,
				array_agg(coalesce(v.voice, g.source)) AS units, array_agg(g.rating) AS ratings
			FROM (%s) AS g LEFT JOIN unnest($1, $2) AS v (source, voice) ON v.source = g.source
		) AS a, corroborate_internal.weigh_answers(a.questions, a.answers, a.sources, a.units, a.ratings) AS w
		$query$, query) USING names, voices;
END
$$;
COMMENT ON FUNCTION corroborate_internal.weigh_table(text, text) IS 'weigh_answers() for the rows of a query. voices_query: the rows that show which sources repeat others';

CREATE FUNCTION answer_probability(tab regclass, question name, source name, answer name, rating name DEFAULT NULL)
RETURNS TABLE (question text, answer text, sources bigint, independent bigint, probability float8)
LANGUAGE sql STABLE PARALLEL UNSAFE
BEGIN ATOMIC
	SELECT w.question, w.answer, w.sources, w.independent, w.probability
	FROM corroborate_internal.weigh_table(corroborate_internal.rated_table($1, $2, $3, $4, $5), corroborate_internal.answers_query($1, $2, $3, $4, NULL)) AS w;
END;
COMMENT ON FUNCTION answer_probability(regclass, name, name, name, name) IS
'how probable each answer to a question in a table of yours is, if one of them is right, the most probable first. tab: the table, with a row for each answer that a source gave; rating: the column that says how often its source is right; null: 0.8. sources: how many gave the answer; independent: the same, counting sources that repeat others once';


-- For a ledger

CREATE FUNCTION corroborate_internal.chain_ratings(evidence evidence, found jsonb, against boolean) RETURNS float8[]
LANGUAGE sql STABLE STRICT PARALLEL SAFE
-- A chain is as good as its weakest source.  An editor's rating takes precedence over one that was found.
RETURN (
	WITH known AS MATERIALIZED (SELECT chain_ratings.evidence::jsonb -> 'sources' AS sources)
	SELECT coalesce(array_agg(r.rating ORDER BY r.rating), '{}') FROM (
		SELECT coalesce((SELECT min(coalesce((k.sources -> s.key ->> 'rating')::float8, (found ->> s.key)::float8)) FROM unnest(c.chain) AS s (key)),
			corroborate_internal.rating_of_unknown()) AS rating
		FROM known AS k CROSS JOIN (SELECT chains(chain_ratings.evidence, chain_ratings.against) AS chain) AS c
	) AS r
);
COMMENT ON FUNCTION corroborate_internal.chain_ratings(evidence, jsonb, boolean) IS
'the ratings of the independent chains that support evidence, or deny it: the lowest of each chain''s sources. found: ratings for sources that nobody rated, by their keys';

CREATE FUNCTION corroborate_internal.answers_exclude(means text, unit text, allows numrange, holds daterange,
	other_means text, other_unit text, other_allows numrange, other_holds daterange) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (holds IS NULL OR other_holds IS NULL OR holds && other_holds)
	AND (means <> other_means OR unit IS NOT DISTINCT FROM other_unit AND NOT allows && other_allows);
COMMENT ON FUNCTION corroborate_internal.answers_exclude(text, text, numrange, daterange, text, text, numrange, daterange) IS
'whether two answers to one question cannot both be true at the same time. The arguments are columns of a ledger''s view answered';

CREATE FUNCTION corroborate_internal.merged(evidence evidence[]) RETURNS evidence LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT evidence_agg(e) FROM unnest(merged.evidence) AS e);
COMMENT ON FUNCTION corroborate_internal.merged(evidence[]) IS 'merges the evidence in an array';

-- In the query, @ledger@ is replaced by the ledger's schema.  $1: the ratings found, as for chain_ratings(); $2: the claims, or null for all.
CREATE FUNCTION corroborate_internal.weighed_answers() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH given AS MATERIALIZED (
	SELECT a.asked, a.holds, a.means, a.unit, a.allows, min(a.question) AS question, min(a.answer) AS answer,
		array_agg(a.claim ORDER BY a.claim) AS claims, corroborate_internal.merged(array_agg(a.evidence ORDER BY a.claim)) AS evidence,
		max(a.ruling) AS ruling
	FROM @ledger@.answered AS a WHERE a.corroboration > 0 AND num_nonnulls(a.means, a.allows) > 0
		AND ($2 IS NULL OR a.claim = ANY ($2))
	GROUP BY a.asked, a.holds, a.means, a.unit, a.allows
), rated AS MATERIALIZED (
	SELECT g.*, corroborate_internal.chain_ratings(g.evidence, $1, false) AS supports,
		CASE WHEN @extschema@.contradiction(g.evidence) > 0 THEN corroborate_internal.chain_ratings(g.evidence, $1, true) ELSE '{}' END AS denials,
		count(*) OVER (PARTITION BY g.asked) AS answers
	FROM given AS g
), weighed AS MATERIALIZED (
	SELECT r.*, coalesce((SELECT sum(corroborate_internal.answer_weight(s.rating, r.answers)) FROM unnest(r.supports) AS s (rating)), 0)
		- coalesce((SELECT sum(corroborate_internal.answer_weight(d.rating, 1)) FROM unnest(r.denials) AS d (rating)), 0) AS weight
	FROM rated AS r
), excluding AS MATERIALIZED (
	-- answers that cannot be true at the same time; greater differences of weight are as good as certain
	SELECT w.claims, sum(exp(greatest(least(o.weight - w.weight, 300), -700)) ORDER BY o.claims) AS odds
	FROM weighed AS w JOIN weighed AS o ON o.asked = w.asked AND o.claims <> w.claims
		AND corroborate_internal.answers_exclude(o.means, o.unit, o.allows, o.holds, w.means, w.unit, w.allows, w.holds)
	GROUP BY w.claims
)
SELECT w.question, w.answer, w.claims, cardinality(w.supports)::bigint AS independent, cardinality(w.denials)::bigint AS denials,
	1 / (1 + coalesce(e.odds, 0)) AS probability, w.ruling
FROM weighed AS w LEFT JOIN excluding AS e ON e.claims = w.claims
ORDER BY w.asked COLLATE "C", probability DESC, w.claims
$query$;
COMMENT ON FUNCTION corroborate_internal.weighed_answers() IS 'the query for the answers to a ledger''s questions, and how probable each is';

CREATE FUNCTION answers(ledger name)
RETURNS TABLE (question text, answer text, claims bigint[], independent bigint, denials bigint, probability float8, ruling text)
LANGUAGE plpgsql STABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off
AS $$
DECLARE
	found jsonb;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	-- ratings that were found for confidential sources must not change a figure that others see
	EXECUTE format('SELECT jsonb_object_agg(r.source, r.rating) FROM corroborate_internal.rate_ledger($1, NULL) AS r
		WHERE r.settled > 0 AND r.source NOT IN (SELECT p.name FROM %I.protected_name AS p)', ledger) INTO found USING ledger;
	RETURN QUERY EXECUTE replace(corroborate_internal.weighed_answers(), '@ledger@', quote_ident(ledger)) USING coalesce(found, '{}'), NULL::bigint[];
END
$$;
COMMENT ON FUNCTION answers(name) IS
'for each question of a ledger, the answers that have support, the most probable first. probability: how probable the answer is against those that contradict it, if one of them is right; claims: which claims give that answer; independent: how many independent sources support it; denials: how many deny it. A chain counts as its least reliable source, as editors rated it, or as source_reliability() finds it, or 0.8. It names no source';
