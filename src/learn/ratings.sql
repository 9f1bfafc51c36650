------------------------------------------------------------------------------
-- ratings: how often sources were right about claims that editors settled
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.beta_quantile(probability float8, a float8, b float8) RETURNS float8
	AS 'MODULE_PATHNAME', 'beta_quantile_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION corroborate_internal.beta_quantile(float8, float8, float8) IS 'the quantile of the beta distribution with these parameters for this probability';

-- How the odds of an answer change by a source that gave it, if the source is right this often, and otherwise gives any other answer.  Not
-- STRICT, although the rating is never null: a strict function would be called for each answer instead of inlined.
CREATE FUNCTION corroborate_internal.answer_weight(rating float8, answers bigint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ln(answers * least(greatest(rating, 0.02), 0.98) / (1 - least(greatest(rating, 0.02), 0.98)));
COMMENT ON FUNCTION corroborate_internal.answer_weight(float8, bigint) IS
'the logarithm of (K - 1) a / (1 - a), where a is a rating and K - 1 how many answers were given';

-- Less than 1, because others can be wrong together.  From 0.4 to 0.6, the measured errors of ratings are about the same.
CREATE FUNCTION corroborate_internal.correction_weight() RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 0.4;
COMMENT ON FUNCTION corroborate_internal.correction_weight() IS
'the weight, in a rating, of how much less or more others agree with a source''s settled answers than with all of its answers';

-- The elements at one place of the arrays are one statement.  claims: what it is about; questions, answers: by which it is compared with
-- others, or null; units: with whom its source counts as one; rights: whether the statement is right, as editors settled the claim; null:
-- they did not settle it.
--
-- The rating is the mean of a beta distribution of right and wrong statements.  The prior is worth two claims, as good as the average of the
-- source's kind.  The agreement of others counts as five claims at most.  Others weigh by their own settled claims alone.
--
-- What editors settled is a sample of what a source said, and often the harder part.  This shows when others agree less with the settled
-- answers than with all of them.  The difference corrects how many were right, like the difference estimator of survey sampling, weighted by
-- correction_weight(), and for five claims at most.  For this, others weigh without the claim at hand.
CREATE FUNCTION corroborate_internal.rate(claims text[], questions text[], answers text[], sources text[], units text[], kinds text[], rights boolean[],
	OUT source text, OUT kind text, OUT rating float8, OUT low float8, OUT high float8, OUT "right" bigint, OUT settled bigint,
	OUT agreement float8, OUT compared bigint, OUT average float8) RETURNS SETOF record
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET jit = off SET enable_nestloop = off
BEGIN ATOMIC
	WITH given AS MATERIALIZED (
		SELECT g.claim, g.question, g.answer, g.source COLLATE "C" AS source, g.unit COLLATE "C" AS unit, g.kind, g.is_right
		FROM unnest($1, $2, $3, $4, $5, $6, $7) AS g (claim, question, answer, source, unit, kind, is_right)
	), average AS MATERIALIZED (
		-- sources that repeat one another count once
		SELECT d.kind, (4 + count(*) FILTER (WHERE d.is_right)) / (5 + count(*))::float8 AS mean
		FROM (SELECT DISTINCT g.kind, g.unit, g.claim, g.is_right FROM given AS g WHERE g.is_right IS NOT NULL) AS d GROUP BY d.kind
	), counted AS MATERIALIZED (
		SELECT g.source, g.unit, g.kind, coalesce(a.mean, 0.8) AS mean, count(*) FILTER (WHERE g.is_right) AS "right", count(g.is_right) AS settled
		FROM given AS g LEFT JOIN average AS a ON a.kind = g.kind GROUP BY g.source, g.unit, g.kind, a.mean
	), asked_of AS MATERIALIZED (
		SELECT g.question, count(DISTINCT g.answer) AS answers, bool_and(g.is_right IS NULL) AS open FROM given AS g WHERE g.question IS NOT NULL
		GROUP BY g.question
	), vote AS MATERIALIZED (
		SELECT g.question, g.answer, g.unit, corroborate_internal.answer_weight(max((2 * c.mean + c."right" - coalesce(g.is_right::integer, 0))
			/ (2 + c.settled - num_nonnulls(g.is_right))), o.answers) AS weight
		FROM given AS g JOIN asked_of AS o ON o.question = g.question JOIN counted AS c ON c.source = g.source
		GROUP BY g.question, g.answer, g.unit, o.answers
	), total AS MATERIALIZED (
		SELECT v.question, v.answer, sum(v.weight ORDER BY v.unit) AS weight FROM vote AS v GROUP BY v.question, v.answer
	), asked AS (
		SELECT v.question, v.unit FROM vote AS v GROUP BY v.question, v.unit
	), others AS (
		-- what all others say, for questions that others answered
		SELECT a.question, a.unit, t.answer, t.weight - coalesce(v.weight, 0) AS weight
		FROM asked AS a JOIN total AS t ON t.question = a.question
		JOIN (SELECT n.question FROM asked AS n GROUP BY n.question HAVING count(*) > 1) AS several ON several.question = a.question
		LEFT JOIN vote AS v ON v.question = a.question AND v.unit = a.unit AND v.answer = t.answer
	), scaled AS (
		SELECT o.question, o.unit, o.answer, exp(greatest(o.weight - max(o.weight) OVER (PARTITION BY o.question, o.unit), -700)) AS odds FROM others AS o
	), probable AS MATERIALIZED (
		SELECT s.question, s.unit, s.answer, s.odds / sum(s.odds) OVER (PARTITION BY s.question, s.unit ORDER BY s.answer COLLATE "C"
			ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS probability
		FROM scaled AS s
	), compared AS (
		SELECT g.source, g.question, g.answer, p.probability, o.open, g.settled
		FROM (SELECT g.source, g.unit, g.question, g.answer, bool_or(g.is_right IS NOT NULL) AS settled FROM given AS g WHERE g.question IS NOT NULL
			GROUP BY g.source, g.unit, g.question, g.answer) AS g
		JOIN asked_of AS o ON o.question = g.question
		JOIN probable AS p ON p.question = g.question AND p.unit = g.unit AND p.answer = g.answer
	), agreed AS (
		SELECT c.source, sum(c.probability ORDER BY c.question, c.answer) FILTER (WHERE c.open) AS agreed, count(*) FILTER (WHERE c.open) AS compared,
			sum(c.probability ORDER BY c.question, c.answer) FILTER (WHERE c.settled) AS agreed_settled, count(*) FILTER (WHERE c.settled) AS compared_settled
		FROM compared AS c GROUP BY c.source
	), corrected AS (
		-- (agreed / compared of all, less that of the settled answers) for each settled answer, but for five at most
		SELECT c.*, a.agreed, coalesce(a.compared, 0) AS compared, least(greatest(c."right" + coalesce(corroborate_internal.correction_weight()
			* least(1, 5.0 / nullif(a.compared_settled, 0))
			* (a.agreed * a.compared_settled - a.agreed_settled * a.compared) / (a.compared + a.compared_settled), 0), 0), c.settled) AS corrected_right
		FROM counted AS c LEFT JOIN agreed AS a ON a.source = c.source
	), summed AS (
		SELECT c.*, 2 * c.mean + c.corrected_right + coalesce(c.agreed * least(1, 5.0 / nullif(c.compared, 0)), 0) AS successes,
			2 + c.settled + least(c.compared, 5) AS trials
		FROM corrected AS c
	)
	SELECT s.source, s.kind, s.successes / s.trials, corroborate_internal.beta_quantile(0.05, s.successes, s.trials - s.successes),
		corroborate_internal.beta_quantile(0.95, s.successes, s.trials - s.successes), s."right", s.settled, s.agreed / nullif(s.compared, 0), s.compared, s.mean
	FROM summed AS s ORDER BY s.source;
END;
COMMENT ON FUNCTION corroborate_internal.rate(text[], text[], text[], text[], text[], text[], boolean[]) IS
'how reliable sources are, by statements that editors settled, and by what independent others say: the rating, its 5 % and 95 % quantiles, how many of how many settled statements were right, how far others agree in how many questions, and the average of the source''s kind';


-- For a table

CREATE FUNCTION corroborate_internal.settled_table(tab regclass, question name, source name, answer name, settled name) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF num_nulls(tab, question, source, answer, settled) > 0 THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'reliability is read from a table and four of its columns: question, source, answer and settled',
			hint => 'For example: SELECT * FROM source_reliability(''flights'', ''flight'', ''site'', ''departure'', ''checked'');');
	END IF;
	RETURN format($query$
		SELECT DISTINCT t.%1$I::text AS question, t.%2$I::text AS source, t.%3$I::text AS answer,
			t.%3$I::text = max(t.%4$I::text) OVER (PARTITION BY t.%1$I::text) AS is_right
		FROM %5$s AS t WHERE num_nulls(t.%1$I, t.%2$I, t.%3$I) = 0
		$query$, question, source, answer, settled, tab);
END
$$;
COMMENT ON FUNCTION corroborate_internal.settled_table(regclass, name, name, name, name) IS 'the query by which source_reliability() reads a table';

CREATE FUNCTION corroborate_internal.rate_table(query text, voices_query text, OUT source text, OUT kind text, OUT rating float8, OUT low float8,
	OUT high float8, OUT "right" bigint, OUT settled bigint, OUT agreement float8, OUT compared bigint, OUT average float8) RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	sources text[];
	voices text[];
BEGIN
	SELECT array_agg(v.source), array_agg(v.voice) INTO sources, voices FROM corroborate_internal.repeating_voices(voices_query) AS v;
	RETURN QUERY EXECUTE format($query$
		SELECT r.* FROM (
			SELECT array_agg(g.question || E'\n' || g.answer) AS claims, array_agg(g.question) AS questions, array_agg(g.answer) AS answers,
				array_agg(g.source) AS sources, array_agg(coalesce(v.voice, g.source)) AS units, array_agg('source'::text) AS kinds, array_agg(g.is_right) AS rights
			FROM (%s) AS g LEFT JOIN unnest($1, $2) AS v (source, voice) ON v.source = g.source
		) AS a, corroborate_internal.rate(a.claims, a.questions, a.answers, a.sources, a.units, a.kinds, a.rights) AS r
		$query$, query) USING sources, voices;
END
$$;
COMMENT ON FUNCTION corroborate_internal.rate_table(text, text) IS 'rate() for the rows of a query. voices_query: the rows that show which sources repeat others';

CREATE FUNCTION corroborate_internal.reliability_because(kind text, rating float8, low float8, high float8, "right" bigint, settled bigint,
	agreement float8, compared bigint, average float8) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN concat_ws('; ',
	CASE settled WHEN 0 THEN 'Editors settled nothing that it said' WHEN 1 THEN format('%s in the 1 claim that editors settled', CASE "right" WHEN 1 THEN 'Right' ELSE 'Wrong' END)
		ELSE format('Right in %s of the %s claims that editors settled', "right", settled) END,
	CASE WHEN compared = 0 THEN 'nobody independent answered the same questions'
		WHEN settled = 0 THEN format('independent others agree in %s %% of %s answers', round(100 * agreement), compared)
		WHEN agreement > "right" / settled::float8 + 0.1 THEN 'independent others agree with it more often'
		WHEN agreement < "right" / settled::float8 - 0.1 THEN 'independent others agree with it less often'
		ELSE 'independent others agree with it about as often' END)
	|| format('. Suggests %s (%s to %s); sources of %s average %s.', round(rating::numeric, 2), round(low::numeric, 2), round(high::numeric, 2),
		CASE kind WHEN 'source' THEN 'this table' ELSE 'kind ' || kind END, round(average::numeric, 2));
COMMENT ON FUNCTION corroborate_internal.reliability_because(text, float8, float8, float8, bigint, bigint, float8, bigint, float8) IS 'a sentence or two about what rate() found';

CREATE FUNCTION source_reliability(tab regclass, question name, source name, answer name, settled name)
RETURNS TABLE (source text, rating float8, low float8, high float8, "right" bigint, settled bigint, agreement float8, compared bigint, because text)
LANGUAGE sql STABLE PARALLEL UNSAFE
BEGIN ATOMIC
	SELECT r.source, r.rating, r.low, r.high, r."right", r.settled, r.agreement, r.compared,
		corroborate_internal.reliability_because(r.kind, r.rating, r.low, r.high, r."right", r.settled, r.agreement, r.compared, r.average)
	FROM corroborate_internal.rate_table(corroborate_internal.settled_table($1, $2, $3, $4, $5), corroborate_internal.answers_query($1, $2, $3, $4, NULL)) AS r;
END;
COMMENT ON FUNCTION source_reliability(regclass, name, name, name, name) IS
'how reliable the sources in a table of yours are, by the questions that are settled. tab: the table, with a row for each answer that a source gave to a question; settled: the column with the right answer, null if nobody settled the question; any row of the question can have it. rating: how far the source can be relied on, with its 5 % and 95 % quantiles. right, settled: how many of how many settled questions it got right. agreement, compared: how probable others make its answers, in how many questions. Sources that repeat others count as one';


-- For a ledger

-- A statement on the word of others does not rate its speaker, but the source on whose word it is, if there is only one.
CREATE FUNCTION corroborate_internal.answerable(said attribution, OUT source text, OUT denies boolean) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.source, false AS denies FROM unnest(CASE WHEN on_own_word($1) OR cardinality(origins($1)) = 1 THEN origins($1) END) AS s (source)
	UNION ALL
	SELECT d.source, true AS denies FROM unnest(CASE WHEN on_own_word($1) THEN deniers($1) END) AS d (source);
END;
COMMENT ON FUNCTION corroborate_internal.answerable(attribution) IS 'the source on whose word something is said, or that denies it on its own word';

CREATE FUNCTION corroborate_internal.units_of(sources text[], labels text[], OUT source text, OUT unit text) RETURNS SETOF record
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT m.source, (SELECT min(n COLLATE "C") FROM unnest(u.members) AS n) AS unit
	FROM (
		SELECT units(evidence_agg(said_by(p.source, affiliations => p.labels))) AS members
		FROM (SELECT g.source, array_agg(g.label) FILTER (WHERE g.label IS NOT NULL) AS labels FROM unnest($1, $2) AS g (source, label)
			GROUP BY g.source) AS p
	) AS u, unnest(u.members) AS m (source);
END;
COMMENT ON FUNCTION corroborate_internal.units_of(text[], text[]) IS
'which of these sources count as one, each with the first of its group: sources that share a label, or of which one has the other as a label';

CREATE FUNCTION corroborate_internal.ledger_units(ledger name, OUT source text, OUT unit text) RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		SELECT u.source, u.unit FROM (
			SELECT array_agg(l.source) AS sources, array_agg(l.label) AS labels FROM (
				SELECT coalesce(o.source, s.key) AS source, a.label FROM %1$I.source AS s
				LEFT JOIN %1$I.source_alias AS o ON o.alias = s.key
				LEFT JOIN LATERAL unnest(s.affiliations) AS a (label) ON true
				UNION ALL
				SELECT coalesce(o.source, v.source), v.voice
				FROM corroborate_internal.repeating_voices(corroborate_internal.ledger_answers($1)) AS v
				LEFT JOIN %1$I.source_alias AS o ON o.alias = v.source
			) AS l
		) AS g, corroborate_internal.units_of(g.sources, g.labels) AS u
		$query$, ledger) USING ledger;
END
$$;
COMMENT ON FUNCTION corroborate_internal.ledger_units(name) IS
'which sources of a ledger count as one: by their affiliations, and by what dependence() finds now, accepted or not';

-- A ruling settles its claim; one that confirms also settles the claims that contradict it.  A flag settles nothing.  A ruling on one
-- source's word does not settle the claim for that source: rated_statements() leaves it out.
CREATE FUNCTION corroborate_internal.settled_claims(ledger name, OUT claim bigint, OUT is_right boolean, OUT by_claim bigint, OUT why text) RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		WITH answered AS MATERIALIZED (
			SELECT a.claim, a.asked, a.means, a.unit, a.allows, a.holds, a.ruling FROM %1$I.answered AS a
		), settled (claim, is_right, by_claim) AS (
			SELECT c.id, c.ruling = 'confirm', c.id FROM %1$I.claim AS c WHERE c.ruling IN ('confirm', 'refute')
			UNION ALL
			SELECT b.claim, false, a.claim FROM answered AS a JOIN answered AS b ON b.asked = a.asked AND b.claim <> a.claim
			WHERE a.ruling = 'confirm' AND (b.ruling IS NULL OR b.ruling = 'hold')
				AND corroborate_internal.answers_exclude(a.means, a.unit, a.allows, a.holds, b.means, b.unit, b.allows, b.holds)
		), latest AS MATERIALIZED (
			SELECT DISTINCT ON (r.claim) r.claim, r.why FROM %1$I.ruling AS r ORDER BY r.claim, r.at DESC, r.id DESC
		)
		SELECT DISTINCT ON (s.claim) s.claim, s.is_right, s.by_claim, l.why
		FROM settled AS s LEFT JOIN latest AS l ON l.claim = s.by_claim ORDER BY s.claim, s.by_claim
		$query$, ledger);
END
$$;
COMMENT ON FUNCTION corroborate_internal.settled_claims(name) IS
'which claims of a ledger are settled, by a ruling or by one that confirms another answer to the same question. by_claim: the claim that was ruled on; why: the ruling''s reason';

CREATE FUNCTION corroborate_internal.rated_statements(ledger name, since timestamptz,
	OUT claim bigint, OUT question text, OUT answer text, OUT source text, OUT unit text, OUT kind text, OUT is_right boolean) RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off
AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		WITH one AS MATERIALIZED (
			SELECT u.source, u.unit FROM corroborate_internal.ledger_units($1) AS u
		), settled AS MATERIALIZED (
			SELECT s.claim, s.is_right, s.by_claim, s.why FROM corroborate_internal.settled_claims($1) AS s
		), said AS MATERIALIZED (
			-- including retracted and replaced statements: a source that recants in time was not always right
			SELECT DISTINCT a.claim, coalesce(o.source, s.source) AS source, s.denies
			FROM %1$I.attestation AS a LEFT JOIN %1$I.document AS d ON d.id = a.document
			CROSS JOIN LATERAL corroborate_internal.answerable(a.said) AS s LEFT JOIN %1$I.source_alias AS o ON o.alias = s.source
			WHERE a.accepted_at IS NOT NULL AND ($2 IS NULL OR coalesce(a.said_at, d.published_at, a.recorded_at) >= $2)
		), stated AS MATERIALIZED (
			SELECT s.claim, s.source, coalesce(u.unit, s.source) AS unit, s.denies, t.is_right, t.by_claim, t.why
			FROM said AS s LEFT JOIN one AS u ON u.source = s.source LEFT JOIN settled AS t ON t.claim = s.claim
		), alone AS (
			SELECT s.claim, min(s.unit) AS unit FROM stated AS s WHERE NOT s.denies AND s.is_right AND s.by_claim = s.claim
			GROUP BY s.claim HAVING count(DISTINCT s.unit) = 1
		), named AS (
			SELECT s.claim, s.unit FROM stated AS s JOIN %1$I.source AS k ON k.key = s.source
			WHERE NOT s.denies AND s.is_right AND s.by_claim = s.claim AND EXISTS (
				SELECT FROM unnest(ARRAY[k.key, k.name]) AS n (name)
				WHERE strpos(' ' || corroborate_internal.name_words(s.why) || ' ', ' ' || corroborate_internal.name_words(n.name) || ' ') > 0)
		), on_word AS MATERIALIZED (
			SELECT a.claim, a.unit FROM alone AS a UNION SELECT n.claim, n.unit FROM named AS n
		)
		SELECT s.claim, CASE WHEN w.answer IS NULL THEN 'claim ' || s.claim WHEN NOT s.denies THEN corroborate_internal.plain_question(c.question) END,
			CASE WHEN w.answer IS NOT NULL THEN w.answer WHEN s.denies THEN 'no' ELSE 'yes' END,
			s.source, s.unit, k.kind, CASE WHEN x.claim IS NULL THEN s.is_right <> s.denies END
		FROM stated AS s JOIN %1$I.claim AS c ON c.id = s.claim LEFT JOIN %1$I.source AS k ON k.key = s.source
		LEFT JOIN on_word AS x ON x.claim = s.by_claim AND x.unit = s.unit
		CROSS JOIN LATERAL (SELECT CASE WHEN c.question IS NOT NULL
			THEN corroborate_internal.written_answer(c.comparator, c.value, c.unit, c.answer) END AS answer) AS w
		$query$, ledger) USING ledger, since;
END
$$;
COMMENT ON FUNCTION corroborate_internal.rated_statements(name, timestamptz) IS
'the statements of a ledger in the form for rate(): each source once for each claim and side. since: only from this time on; null: all. A claim that answers no question is a question of its own, whose answers are yes and no';

CREATE FUNCTION corroborate_internal.rate_ledger(ledger name, months integer, OUT source text, OUT kind text, OUT rating float8, OUT low float8,
	OUT high float8, OUT "right" bigint, OUT settled bigint, OUT agreement float8, OUT compared bigint, OUT average float8) RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT r.source, r.kind, r.rating, r.low, r.high, r."right", r.settled, r.agreement, r.compared, r.average FROM (
		SELECT array_agg(s.claim || CASE WHEN s.question IS NULL THEN ' no' ELSE '' END) AS claims, array_agg(s.question) AS questions,
			array_agg(s.answer) AS answers, array_agg(s.source) AS sources, array_agg(s.unit) AS units,
			array_agg(coalesce(s.kind, 'other')) AS kinds, array_agg(s.is_right) AS rights
		-- all statements if there are more months than timestamps can express
		FROM corroborate_internal.rated_statements($1, CASE WHEN $2 < 80000 THEN now() - make_interval(months => $2) END) AS s
	) AS a, corroborate_internal.rate(a.claims, a.questions, a.answers, a.sources, a.units, a.kinds, a.rights) AS r;
END;
COMMENT ON FUNCTION corroborate_internal.rate_ledger(name, integer) IS 'rate() for a ledger''s statements in the last months, or for all';

CREATE FUNCTION source_reliability(ledger name, months integer DEFAULT NULL)
RETURNS TABLE (source text, kind text, rating float8, low float8, high float8, "right" bigint, settled bigint, agreement float8, compared bigint,
	because text)
LANGUAGE plpgsql STABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	IF months <= 0 THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('months must be greater than 0, not %s', months),
			hint => 'Leave it out to count everything.');
	END IF;
	RETURN QUERY
	SELECT r.source, r.kind, r.rating, r.low, r.high, r."right", r.settled, r.agreement, r.compared,
		corroborate_internal.reliability_because(r.kind, r.rating, r.low, r.high, r."right", r.settled, r.agreement, r.compared, r.average)
	FROM corroborate_internal.rate_ledger(ledger, months) AS r
	WHERE r.source <> ALL (corroborate_internal.hidden_names(ledger));
END
$$;
COMMENT ON FUNCTION source_reliability(name, integer) IS
'how reliable a ledger''s sources are, by the claims that editors'' rulings settled. months: only what was said in this many last months. rating: how far a source can be relied on, with its 5 % and 95 % quantiles. right, settled: in how many of how many settled claims it was right, counting retracted and replaced statements, too. agreement, compared: how probable independent others make its answers, in how many unsettled questions; these count as five claims at most. Nothing is proposed or rated. Confidential sources are shown only to roles that may see identities';

CREATE FUNCTION corroborate_internal.find_rating(ledger name) RETURNS TABLE (subject text, object text, suggests jsonb, strength float8, because text,
	evidence jsonb, size bigint) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		SELECT r.source, NULL::text, jsonb_build_object('source', r.source, 'reliability', p.rating), 1 - (r.high - r.low),
			corroborate_internal.reliability_because(r.kind, r.rating, r.low, r.high, r."right", r.settled, r.agreement, r.compared, r.average),
			jsonb_strip_nulls(jsonb_build_object('right', r."right", 'settled', r.settled, 'from', round(r.low::numeric, 3), 'to', round(r.high::numeric, 3),
				'agreement', round(r.agreement::numeric, 3), 'compared', nullif(r.compared, 0), 'kind', r.kind, 'average', round(r.average::numeric, 3))),
			r.settled
		FROM corroborate_internal.rate_ledger($1, NULL) AS r JOIN %1$I.source AS s ON s.key = r.source
		CROSS JOIN LATERAL (SELECT least(greatest(round(r.rating::numeric, 2), 0.01), 0.99)) AS p (rating)
		WHERE r.settled >= 5
			-- no proposal if an editor's rating is within the quantiles, or if the source is discredited
			AND (s.reliability IS NULL OR s.reliability::float8 > 0 AND s.reliability::float8 NOT BETWEEN r.low AND r.high)
		ORDER BY 1 - (r.high - r.low) DESC, r.source COLLATE "C"
		$query$, ledger) USING ledger;
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_rating(name) IS
'finds ratings for propose(): for sources with at least five settled claims, whose rating is missing or differs';
