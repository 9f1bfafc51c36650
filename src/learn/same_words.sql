------------------------------------------------------------------------------
-- same_words: finds quotes that others have too, and whom to cite for them
------------------------------------------------------------------------------

-- Two sources that quote Anna rest on Anna.  So if a statement does not say how its source knows, and quotes the same words as
-- another about the same claim, it is proposed to cite those whom the other cites, or the person who says it in the other.  If
-- neither says whose words they are, the later one is proposed to cite the earlier, with half the strength.  No affiliation is
-- ever proposed.
--
-- Words are the same if eight in a row are, or all of the shorter quote if that has at least six.  In scripts without blanks
-- between words, letters count as words.

CREATE FUNCTION corroborate_internal.quotes_in_common(ledger name, OUT claim bigint, OUT id bigint, OUT speaker text, OUT quote text,
	OUT other bigint, OUT other_speaker text, OUT other_quote text, OUT cites text[], OUT is_known boolean, OUT words integer) RETURNS SETOF record
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
#variable_conflict use_column
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	RETURN QUERY
	WITH quoted AS MATERIALIZED (
		SELECT a.claim, a.id, who.speaker, coalesce(al.source, who.speaker) AS key, a.quote, b.basis, who.denies,
			coalesce(s.passes_on, corroborate_internal.kind_passes_on(s.kind), false) AS passes_on, d.republishes IS NOT NULL AS is_copy,
			coalesce(a.said_at, d.published_at) AS at, cardinality(corroborate_internal.word_codes(a.quote)) AS different
		FROM attestation AS a
		CROSS JOIN LATERAL (SELECT (@extschema@.speakers(a.said) || @extschema@.deniers(a.said))[1] AS speaker, @extschema@.speakers(a.said) = '{}' AS denies) AS who
		CROSS JOIN LATERAL (SELECT a.said::jsonb -> CASE WHEN who.denies THEN 'against' ELSE 'for' END -> who.speaker AS basis OFFSET 0) AS b
		LEFT JOIN source_alias AS al ON al.alias = who.speaker
		LEFT JOIN source AS s ON s.key = coalesce(al.source, who.speaker)
		LEFT JOIN document AS d ON d.id = a.document
		WHERE a.quote IS NOT NULL AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
			AND NOT EXISTS (SELECT FROM replaced AS r WHERE r.claim = a.claim AND r.id = a.id)
			AND NOT EXISTS (SELECT FROM protected_attestation AS p WHERE p.claim = a.claim AND p.id = a.id)
	), pair AS (
		SELECT q.*, o.id AS other, o.speaker AS other_speaker, o.key AS other_key, o.quote AS other_quote, o.basis AS other_basis, o.passes_on AS other_passes_on,
			corroborate_internal.common_words(q.quote, o.quote) AS words, least(q.different, o.different) AS shorter,
			(coalesce(q.at, 'infinity'), q.id) > (coalesce(o.at, 'infinity'), o.id) AS is_later
		FROM quoted AS q JOIN quoted AS o ON o.claim = q.claim AND o.id <> q.id AND o.key <> q.key AND o.denies = q.denies
		WHERE NOT q.is_copy AND q.different >= 6 AND o.different >= 6 AND NOT q.basis ?| '{cites,firsthand,unknown}'
	), cited AS (
		SELECT p.claim, p.id, p.speaker, p.quote, p.other, p.other_speaker, p.other_quote,
			CASE WHEN p.other_basis ? 'cites' THEN ARRAY(SELECT c FROM jsonb_array_elements_text(p.other_basis -> 'cites') AS c ORDER BY c COLLATE "C")
				WHEN p.passes_on AND NOT p.other_passes_on OR p.is_later AND p.passes_on = p.other_passes_on THEN ARRAY[p.other_speaker] END AS cites,
			p.other_basis ? 'cites' OR p.passes_on AND NOT p.other_passes_on AS is_known, p.words
		FROM pair AS p WHERE p.words >= 8 OR p.words >= 6 AND p.words >= p.shorter
	)
	SELECT c.claim, c.id, c.speaker, c.quote, c.other, c.other_speaker, c.other_quote, c.cites, c.is_known, c.words
	FROM cited AS c WHERE c.cites <> '{}' AND c.speaker <> ALL (c.cites);
END
$$;
COMMENT ON FUNCTION corroborate_internal.quotes_in_common(name) IS
'statements that do not say how they are known, and whose quote has words in common with that of another statement about the same claim. cites: whom to cite, namely whom the other cites, or who says it there; is_known: whether that shows whose words they are';

CREATE FUNCTION corroborate_internal.find_same_words(ledger name) RETURNS TABLE (subject text, object text, suggests jsonb, strength float8,
	because text, evidence jsonb, size bigint) LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH best AS (
		-- sources that others cite, before the others themselves
		SELECT DISTINCT ON (q.claim, q.id) q.*, q.other_speaker <> ALL (q.cites) AS is_cited
		FROM corroborate_internal.quotes_in_common(ledger) AS q
		ORDER BY q.claim, q.id, q.other_speaker <> ALL (q.cites) DESC, q.words DESC, q.other
	)
	SELECT b.id::text, b.other::text, jsonb_build_object('claim', b.claim, 'attestation', b.id, 'cites', to_jsonb(b.cites)),
		least(1, b.words / 20.0::float8) * CASE WHEN b.is_known THEN 1 ELSE 0.5 END,
		format('About claim %s, %s has %s words in a row that %s, too: "%s".', b.claim, b.speaker, b.words,
			CASE WHEN b.is_cited THEN format('%s has from %s', b.other_speaker, array_to_string(b.cites, ', ')) ELSE format('%s has', b.other_speaker) END,
			CASE WHEN length(b.quote) > 120 THEN left(b.quote, 117) || '...' ELSE b.quote END),
		jsonb_build_object('claim', b.claim, 'attestations', jsonb_build_array(b.id, b.other), 'words_in_a_row', b.words,
			'quotes', jsonb_build_array(left(b.quote, 300), left(b.other_quote, 300))),
		b.words::bigint
	FROM best AS b ORDER BY 4 DESC, b.claim, b.id;
END;
COMMENT ON FUNCTION corroborate_internal.find_same_words(name) IS
'finds statements of a ledger that quote the words of another, and whom they should cite, for propose()';
