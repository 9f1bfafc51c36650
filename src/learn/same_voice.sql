------------------------------------------------------------------------------
-- same_voice, has_it_from: finds sources of a ledger that repeat others
------------------------------------------------------------------------------

-- Statements are read as they were written, whatever became of them, and whatever the ledger says about their sources.  Answers that were
-- retracted or corrected also show who repeats whom, and an accepted dependence would hide that it has ended.  What a source says on
-- another's word is the other's answer, and no sign that the two repeat each other.

CREATE FUNCTION corroborate_internal.says_itself(said attribution) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN on_own_word(said) THEN (speakers(said))[1] END;
COMMENT ON FUNCTION corroborate_internal.says_itself(attribution) IS 'the source that says it on its own word; null if it is denied, or said on the word of others';

CREATE FUNCTION corroborate_internal.written_answer(comparator text, value numeric, unit text, answer text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(corroborate_internal.plain_text(answer),
	CASE WHEN value IS NOT NULL THEN concat_ws(' ', comparator, trim_scale(value), corroborate_internal.plain_text(unit)) END);
COMMENT ON FUNCTION corroborate_internal.written_answer(text, numeric, text, text) IS 'the answer of a claim in the form in which it is compared, not rounded; null if it has none';

CREATE FUNCTION corroborate_internal.ledger_answers(ledger name) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN format($query$
	SELECT corroborate_internal.plain_question(c.question), coalesce(o.source, s.key)::text,
		corroborate_internal.written_answer(c.comparator, c.value, c.unit, c.answer), coalesce(a.said_at, d.published_at)
	FROM %1$I.attestation AS a JOIN %1$I.claim AS c ON c.id = a.claim LEFT JOIN %1$I.document AS d ON d.id = a.document
	CROSS JOIN LATERAL (SELECT corroborate_internal.says_itself(a.said) AS key) AS s
	-- other spellings, but not keys that were merged with another source
	LEFT JOIN %1$I.source_alias AS o ON o.alias = s.key AND NOT EXISTS (SELECT FROM %1$I.source AS k WHERE k.key = s.key)
	WHERE c.question IS NOT NULL AND a.accepted_at IS NOT NULL
	$query$, ledger);
COMMENT ON FUNCTION corroborate_internal.ledger_answers(name) IS
'the query by which dependence() reads a ledger: the answers that its sources gave on their own word, and when';

CREATE FUNCTION corroborate_internal.hidden_names(ledger name) RETURNS text[] LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	names text[] := '{}';
BEGIN
	IF NOT has_table_privilege(format('%I.source_identity', ledger), 'SELECT') THEN
		EXECUTE format('SELECT coalesce(array_agg(n.name), ''{}'') FROM %I.protected_name AS n', ledger) INTO names;
	END IF;
	RETURN names;
END
$$;
COMMENT ON FUNCTION corroborate_internal.hidden_names(name) IS
'the names of a ledger''s confidential sources, unless the caller may see identities: what is found about these sources is for editors';

CREATE FUNCTION source_dependence(ledger name)
RETURNS TABLE (source text, other text, strength float8, verdict text, hard bigint, same bigint, shared bigint, chance float8,
	first text, voice text, because text)
LANGUAGE plpgsql STABLE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	hidden text[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	hidden := corroborate_internal.hidden_names(ledger);
	RETURN QUERY
	SELECT d.source, d.other, d.strength, corroborate_internal.verdict_on(d.strength), d.hard, d.same, d.shared, d.chance, d.first,
		CASE WHEN d.voice <> ALL (hidden) THEN d.voice END,
		corroborate_internal.dependence_because(d.source, d.other, d.hard, d.same, d.peculiar, d.peculiar_same, d.peculiar_of, d.strength, d.first,
			greatest(d.earlier, d.later), d.dated)
	FROM corroborate_internal.dependence(corroborate_internal.ledger_answers(ledger)) AS d
	WHERE d.source <> ALL (hidden) AND d.other <> ALL (hidden);
END
$$;
COMMENT ON FUNCTION source_dependence(name) IS
'which sources of a ledger seem to repeat others, by how they answered its questions on their own word; columns as for a table of yours. Statements are read as they were written, including retracted and replaced ones, and as if nothing had been proposed or accepted. Confidential sources are shown only to roles that may see identities';

CREATE FUNCTION corroborate_internal.dependence_evidence(found jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN jsonb_strip_nulls(jsonb_build_object('hard_questions', found -> 'hard', 'same_answer', found -> 'same', 'shared_questions', found -> 'shared',
	'peculiar_answers', found -> 'peculiar', 'peculiar_to', found -> 'peculiar_of', 'peculiar_answers_of_both', found -> 'peculiar_same',
	'at_least', round((found ->> 'bound')::numeric, 3), 'by_chance', round((found ->> 'chance')::numeric, 3), 'voice', found -> 'voice',
	'first', found -> 'first', 'times_known', nullif((found ->> 'dated')::bigint, 0)));
COMMENT ON FUNCTION corroborate_internal.dependence_evidence(jsonb) IS 'a row of dependence(), as the evidence of a proposal';

-- If a source follows several others, the one that it follows most.
CREATE FUNCTION corroborate_internal.find_has_it_from(ledger name) RETURNS TABLE (subject text, object text, suggests jsonb, strength float8, because text,
	evidence jsonb, size bigint) LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT f.later, f.first, jsonb_build_object('source', f.later, 'relies_on', f.first), f.strength, f.because, f.evidence, f.hard
	FROM (
		SELECT DISTINCT ON (p.later) p.later, d.first, d.strength, d.hard, corroborate_internal.dependence_evidence(to_jsonb(d)) AS evidence,
			corroborate_internal.dependence_because(d.source, d.other, d.hard, d.same, d.peculiar, d.peculiar_same, d.peculiar_of, d.strength, d.first,
			greatest(d.earlier, d.later), d.dated) AS because
		FROM corroborate_internal.dependence(corroborate_internal.ledger_answers($1)) AS d
		CROSS JOIN LATERAL (SELECT CASE WHEN d.first = d.source THEN d.other ELSE d.source END COLLATE "C" AS later) AS p
		WHERE d.first IS NOT NULL AND d.voice IS NOT NULL
		ORDER BY p.later, d.strength DESC, d.first COLLATE "C"
	) AS f
	ORDER BY f.strength DESC, f.later;
END;
COMMENT ON FUNCTION corroborate_internal.find_has_it_from(name) IS
'finds sources of a ledger that give the answers of another after it, for propose()';

-- One pair for each joining of two groups, so that accepting all pairs of a group makes it one.  Confidential sources are left out: an
-- affiliation that names one would disclose it wherever the other is shown.
CREATE FUNCTION corroborate_internal.find_same_voice(ledger name) RETURNS TABLE (subject text, object text, suggests jsonb, strength float8, because text,
	evidence jsonb, size bigint) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	secret text[];
BEGIN
	EXECUTE format('SELECT coalesce(array_agg(n.name), ''{}'') FROM %I.protected_name AS n', ledger) INTO secret;
	RETURN QUERY
	WITH pair AS MATERIALIZED (
		SELECT d.* FROM corroborate_internal.dependence(corroborate_internal.ledger_answers(ledger)) AS d WHERE d.voice IS NOT NULL
	), follower AS (
		SELECT DISTINCT CASE WHEN p.first = p.source THEN p.other ELSE p.source END AS source FROM pair AS p WHERE p.first IS NOT NULL
	)
	SELECT p.other, p.source, jsonb_build_object('affiliation', CASE WHEN p.source = ANY (secret) OR p.other = ANY (secret)
			THEN 'unit-' || left(md5(p.source || E'\n' || p.other), 12) ELSE p.source END),
		p.strength,
		corroborate_internal.dependence_because(p.source, p.other, p.hard, p.same, p.peculiar, p.peculiar_same, p.peculiar_of, p.strength, NULL, NULL, NULL),
		corroborate_internal.dependence_evidence(to_jsonb(p)), p.hard
	FROM pair AS p
	-- a source that follows another is no longer an independent voice
	WHERE p.joins AND p.first IS NULL AND NOT (p.source IN (SELECT f.source FROM follower AS f) AND p.other IN (SELECT f.source FROM follower AS f))
	ORDER BY p.strength DESC, p.source COLLATE "C", p.other COLLATE "C";
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_same_voice(name) IS
'finds sources of a ledger that give each other''s answers, and of which none is always the first, for propose()';
