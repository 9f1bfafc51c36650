------------------------------------------------------------------------------
-- dependence: which sources agree where independent ones would not
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.dependence(query text,
	OUT source text, OUT other text, OUT strength float8, OUT shared bigint, OUT hard bigint, OUT same bigint,
	OUT bound float8, OUT chance float8, OUT peculiar bigint, OUT peculiar_same bigint, OUT peculiar_of text, OUT dated bigint, OUT earlier bigint, OUT later bigint,
	OUT first text, OUT voice text, OUT repeats boolean, OUT joins boolean) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'dependence' LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 100000 ROWS 100;
COMMENT ON FUNCTION corroborate_internal.dependence(text) IS
'pairs of sources of which one seems to repeat the other, strongest first. query: its columns are question, source and answer, of type text, and said_at, a timestamptz; it is run with the rights of the caller. hard: questions that both answered, on which they differ, or agree although others prefer another answer; same: on how many of these they agree; peculiar: where both have enough of them, answers of one of the two, peculiar_of, that hardly anybody else gave; peculiar_same: how many of these the other gave, too; null: all hard questions decide; bound: the share of the same answers in what decides, its lower 5 % bound; chance: agreement by habit, or with one of the two that more than a fifth of the others reach, which strength leaves out; dated, earlier, later: hard answers whose times are known, and which of the two gave them before the other; first: who did so in nine of ten. voice: the first of a group each of which depends on each; repeats: by 0.9 at least. joins: the pair stands for the joining of two groups';

CREATE FUNCTION corroborate_internal.verdict_on(strength float8) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN strength >= 0.9 THEN 'repeats' ELSE 'leans on' END;
COMMENT ON FUNCTION corroborate_internal.verdict_on(float8) IS 'the words for a dependence of this strength';

CREATE FUNCTION corroborate_internal.dependence_because(source text, other text, hard bigint, same bigint, peculiar bigint, peculiar_same bigint,
	peculiar_of text, strength float8, first text, first_count bigint, dated bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN concat_ws(' ',
	CASE WHEN peculiar IS NOT NULL THEN format('%s gave %s of the %s answers of %s that hardly anybody else gave: one %s the other.',
			CASE WHEN peculiar_of = source THEN other ELSE source END, CASE WHEN peculiar_same = peculiar THEN 'all' ELSE peculiar_same::text END,
			peculiar, peculiar_of, corroborate_internal.verdict_on(strength))
		WHEN same = hard THEN format('In %s questions on which others disagreed, %s and %s never did.', hard, source, other)
		ELSE format('In %s of %s questions on which they or others disagreed, %s and %s gave the same answer: one %s the other.',
			same, hard, source, other, corroborate_internal.verdict_on(strength)) END,
	CASE WHEN first IS NOT NULL THEN format('%s was first in %s of the %s whose times are known.', first, first_count, dated) END);
COMMENT ON FUNCTION corroborate_internal.dependence_because(text, text, bigint, bigint, bigint, bigint, text, float8, text, bigint, bigint) IS
'a sentence or two on what dependence() found';

CREATE FUNCTION corroborate_internal.answers_query(tab regclass, question name, source name, answer name, said_at name) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF num_nulls(tab, question, source, answer) > 0 THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'answers are read from a table and three of its columns: question, source and answer',
			hint => 'For example: SELECT * FROM source_dependence(''flights'', ''flight'', ''site'', ''departure'');');
	END IF;
	RETURN format('SELECT t.%I::text, t.%I::text, t.%I::text, %s FROM %s AS t', question, source, answer,
		CASE WHEN said_at IS NULL THEN 'NULL::timestamptz' ELSE format('t.%I::timestamptz', said_at) END, tab);
END
$$;
COMMENT ON FUNCTION corroborate_internal.answers_query(regclass, name, name, name, name) IS 'the query by which dependence() reads a table';

CREATE FUNCTION source_dependence(tab regclass, question name, source name, answer name, said_at name DEFAULT NULL)
RETURNS TABLE (source text, other text, strength float8, verdict text, hard bigint, same bigint, shared bigint, chance float8,
	first text, voice text, because text)
LANGUAGE sql STABLE PARALLEL UNSAFE
BEGIN ATOMIC
	SELECT d.source, d.other, d.strength, corroborate_internal.verdict_on(d.strength), d.hard, d.same, d.shared, d.chance, d.first, d.voice,
		corroborate_internal.dependence_because(d.source, d.other, d.hard, d.same, d.peculiar, d.peculiar_same, d.peculiar_of, d.strength, d.first,
			greatest(d.earlier, d.later), d.dated)
	FROM corroborate_internal.dependence(corroborate_internal.answers_query($1, $2, $3, $4, $5)) AS d;
END;
COMMENT ON FUNCTION source_dependence(regclass, name, name, name, name) IS
'which sources of a table of yours seem to repeat others, strongest first. tab: a row for each answer that a source gave to a question; question, source, answer and said_at: the names of its columns. strength: how often at least one of them gives the answers of the other that hardly anybody else gives, or, where they have too few of these, how often they give the same answer to hard questions; less what two who answer by habit, or more than a fifth of the others, agree: from 0.9 on one repeats the other, from 0.6 on it leans on it. hard: questions on which they differ, or agree although others prefer another answer. first: who gave the answers first in nine of ten, if that is known. voice: the first of a group of which each depends on each; null: the pair is of none';

CREATE FUNCTION corroborate_internal.repeating_voices(query text, OUT source text, OUT voice text) RETURNS SETOF record
LANGUAGE sql STABLE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
	SELECT DISTINCT s.source, d.voice FROM corroborate_internal.dependence($1) AS d, unnest(ARRAY[d.source, d.other]) AS s (source) WHERE d.repeats;
END;
COMMENT ON FUNCTION corroborate_internal.repeating_voices(text) IS
'the sources that repeat others or are repeated, each with the first of its group: learning counts a group as one source';
