------------------------------------------------------------------------------
-- sheet_match: finds what a sheet says, and what of it a ledger already has
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.read_sheet_cells(ratings jsonb, day_first boolean) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- read each value once, however often it occurs
	INSERT INTO pg_temp.corroborate_cell (kind, cell, at, problem)
	SELECT 'date', c.cell, d.at, d.problem
	FROM (SELECT r.said_at AS cell FROM pg_temp.corroborate_row AS r UNION SELECT r.published FROM pg_temp.corroborate_row AS r) AS c,
		corroborate_internal.read_date(c.cell, day_first) AS d WHERE c.cell IS NOT NULL;
	INSERT INTO pg_temp.corroborate_cell (kind, cell, rating, problem)
	SELECT 'rating', c.cell, d.rating, d.problem
	FROM (SELECT DISTINCT r.rating AS cell FROM pg_temp.corroborate_row AS r) AS c,
		corroborate_internal.read_rating(c.cell, ratings) AS d WHERE c.cell IS NOT NULL;
	INSERT INTO pg_temp.corroborate_cell (kind, cell, yes, problem)
	SELECT 'yes', c.cell, d.yes, d.problem
	FROM (SELECT r.denies AS cell FROM pg_temp.corroborate_row AS r UNION SELECT r.counts FROM pg_temp.corroborate_row AS r) AS c,
		corroborate_internal.read_yes(c.cell) AS d WHERE c.cell IS NOT NULL;
	INSERT INTO pg_temp.corroborate_cell (kind, cell, said, problem)
	SELECT 'said', c.cell, d.said, d.problem
	FROM (SELECT DISTINCT r.said AS cell FROM pg_temp.corroborate_row AS r) AS c, corroborate_internal.read_said(c.cell) AS d
		WHERE c.cell IS NOT NULL;
	ANALYZE pg_temp.corroborate_cell;

	INSERT INTO pg_temp.corroborate_problem (n, part, field, value, problem)
	SELECT r.n, r.part, f.field, f.cell, c.problem FROM pg_temp.corroborate_row AS r
	CROSS JOIN LATERAL (VALUES ('date', 'said_at', r.said_at), ('date', 'published', r.published), ('rating', 'rating', r.rating),
		('yes', 'denies', r.denies), ('yes', 'counts', r.counts), ('said', 'said', r.said)) AS f (kind, field, cell)
	JOIN pg_temp.corroborate_cell AS c ON c.kind = f.kind AND c.cell = f.cell
	WHERE f.cell IS NOT NULL AND c.problem IS NOT NULL;
	INSERT INTO pg_temp.corroborate_problem (n, part, field, problem)
	SELECT r.n, r.part, 'statement', 'it says nothing; write a statement, or a question and an answer' FROM pg_temp.corroborate_row AS r
	WHERE r.claim_id IS NULL AND r.statement IS NULL AND num_nulls(r.question, r.answer) > 0
	UNION ALL
	SELECT r.n, r.part, 'answer', 'an answer needs its question; write it into question, in the same words for all its answers' FROM pg_temp.corroborate_row AS r
	WHERE r.statement IS NOT NULL AND r.question IS NULL AND r.answer IS NOT NULL;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_sheet_cells(jsonb, boolean) IS 'reads dates, ratings, yes and no, and attributions of a sheet, and records what cannot be read';

CREATE FUNCTION corroborate_internal.answer_parts(answer text, OUT comparator text, OUT value numeric, OUT unit text, OUT words text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	part text[] := regexp_match(answer, E'^(=|<|<=|>|>=|about)\\s*(-?\\d{1,30}(?:\\.\\d{1,30})?)(?:\\s+(.*))?$');
BEGIN
	comparator := part[1];
	value := part[2];
	unit := part[3];
	words := CASE WHEN part IS NULL THEN answer END;
END
$$;
COMMENT ON FUNCTION corroborate_internal.answer_parts(text) IS 'splits an answer such as >= 5 EUR into comparator, value and unit, as a ledger stores numbers; any other answer is words';

CREATE FUNCTION corroborate_internal.find_claims(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	INSERT INTO pg_temp.corroborate_claim (claim_key, n, claim_id, statement, question, answer, composed)
	SELECT DISTINCT ON (r.claim_key) r.claim_key, r.n, r.claim_id,
		coalesce(r.statement, r.question || CASE WHEN r.question ~ '[?:]$' THEN ' ' ELSE ': ' END || r.answer), r.question, r.answer,
			r.statement IS NULL
	FROM pg_temp.corroborate_row AS r WHERE NOT EXISTS (SELECT FROM pg_temp.corroborate_problem AS p WHERE p.n = r.n AND p.part = r.part)
	ORDER BY r.claim_key, r.n, r.part;

	UPDATE pg_temp.corroborate_claim AS s SET claim = c.id FROM claim AS c
	WHERE s.claim_id ~ E'^\\d{1,18}$' AND c.id = s.claim_id::bigint
		AND (s.statement IS NULL OR s.composed
			OR lower(corroborate_internal.sheet_wording(s.statement)) = lower(corroborate_internal.sheet_wording(c.statement)));
	INSERT INTO pg_temp.corroborate_problem (n, part, field, value, problem)
	SELECT r.n, r.part, 'claim_id', r.claim_id, 'there is no claim of this number, or it says something else; write a number that desk lists, or none for a new claim' FROM pg_temp.corroborate_row AS r
	JOIN pg_temp.corroborate_claim AS s ON s.claim_key = r.claim_key WHERE s.claim_id IS NOT NULL AND s.claim IS NULL;

	-- find a claim by its words; if several claims say the same, by question and answer
	WITH there AS MATERIALIZED (
		SELECT c.id, lower(corroborate_internal.sheet_wording(c.statement)) AS statement,
			lower(corroborate_internal.sheet_wording(c.question)) AS question,
			lower(corroborate_internal.sheet_wording(coalesce(c.answer, nullif(concat_ws(' ', c.comparator, c.value, c.unit), '')))) AS answer
		FROM claim AS c
	), wanted AS MATERIALIZED (
		SELECT s.claim_key, s.composed, lower(corroborate_internal.sheet_wording(s.statement)) AS statement,
			lower(corroborate_internal.sheet_wording(s.question)) AS question, lower(corroborate_internal.sheet_wording(s.answer)) AS answer
		FROM pg_temp.corroborate_claim AS s WHERE s.claim_id IS NULL
	), met AS (
		SELECT w.claim_key, t.id, (t.question, t.answer) IS NOT DISTINCT FROM (w.question, w.answer) AS exactly
		FROM wanted AS w JOIN there AS t ON t.statement = w.statement
		WHERE NOT w.composed AND (w.question IS NULL OR t.question IS NULL OR (t.question, t.answer) IS NOT DISTINCT FROM (w.question, w.answer))
		UNION ALL
		SELECT w.claim_key, t.id, true FROM wanted AS w JOIN there AS t ON t.question = w.question AND t.answer = w.answer WHERE w.composed
	), one AS (
		SELECT m.claim_key, coalesce(min(m.id) FILTER (WHERE m.exactly), min(m.id)) AS id,
			CASE WHEN bool_or(m.exactly) THEN count(*) FILTER (WHERE m.exactly) ELSE count(*) END AS several
		FROM met AS m GROUP BY m.claim_key
	), several AS (
		INSERT INTO pg_temp.corroborate_problem (n, part, field, value, problem)
		SELECT r.n, r.part, 'statement', s.statement, format('%s claims say the same; write into claim_id which', o.several)
		FROM one AS o JOIN pg_temp.corroborate_claim AS s ON s.claim_key = o.claim_key
			JOIN pg_temp.corroborate_row AS r ON r.claim_key = o.claim_key
		WHERE o.several > 1
	)
	UPDATE pg_temp.corroborate_claim AS s SET claim = o.id FROM one AS o WHERE o.claim_key = s.claim_key AND o.several = 1;
	UPDATE pg_temp.corroborate_claim AS s SET was_flagged = c.corroborated_at IS NOT NULL FROM claim AS c WHERE c.id = s.claim;
	ANALYZE pg_temp.corroborate_claim;
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_claims(name) IS 'finds the claims of a ledger that the rows of a sheet are about';

-- Only names are replaced: if keys were, too, a name could be replaced twice.
CREATE FUNCTION corroborate_internal.by_keys(said attribution, aliases text[], keys text[]) RETURNS attribution
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN said ?| aliases THEN rename_sources(said::evidence, aliases, keys)::attribution ELSE said END;
COMMENT ON FUNCTION corroborate_internal.by_keys(attribution, text[], text[]) IS 'an attribution with the keys of sources in place of their other spellings';

CREATE FUNCTION corroborate_internal.read_sheet_statements(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	aliases text[];
	keys text[];
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	INSERT INTO pg_temp.corroborate_problem (n, part, field, value, problem)
	SELECT u.n, 0, 'source', u.name, u.problem FROM pg_temp.corroborate_name AS u WHERE u.problem IS NOT NULL;
	INSERT INTO pg_temp.corroborate_problem (n, part, field, problem)
	SELECT r.n, r.part, 'source', 'it does not say who says so; write a name into source, or an attribution into said' FROM pg_temp.corroborate_row AS r
	LEFT JOIN pg_temp.corroborate_list AS l ON l.cell = r.source
	WHERE r.said IS NULL AND (r.source IS NULL OR l.names = '{}')
		AND NOT EXISTS (SELECT FROM pg_temp.corroborate_problem AS p WHERE p.n = r.n AND p.part = r.part AND p.field IN ('source', 'dataset', 'entity'));
	ANALYZE pg_temp.corroborate_problem;
	SELECT array_agg(a.alias), array_agg(a.source) INTO aliases, keys FROM source_alias AS a
	WHERE a.source IN (SELECT u.source FROM pg_temp.corroborate_name AS u);

	INSERT INTO pg_temp.corroborate_said (no, n, id, claim_key, document_key, claim, said, same, speaker, quote, quote_language, translator,
		said_at, publisher, headline, url, published, published_at)
	SELECT row_number() OVER (ORDER BY r.n, r.part, v.said), r.n, r.id, r.claim_key,
		CASE WHEN num_nonnulls(r.headline, r.url, r.publisher, r.published) > 0
			THEN jsonb_build_array(lower(corroborate_internal.sheet_wording(r.headline)), r.url, p.source, published.at) END,
		c.claim, v.said, k.same,
		coalesce((@extschema@.speakers(k.same))[1], (@extschema@.deniers(k.same))[1]), r.quote, r.quote_language, r.translator, at.at,
		p.source, r.headline, r.url, r.published, published.at
	FROM pg_temp.corroborate_row AS r
	JOIN pg_temp.corroborate_claim AS c ON c.claim_key = r.claim_key
	LEFT JOIN pg_temp.corroborate_list AS speakers ON speakers.cell = r.source
	LEFT JOIN pg_temp.corroborate_list AS cited ON cited.cell = r.cites
	LEFT JOIN pg_temp.corroborate_name AS p ON p.name = corroborate_internal.sheet_name(r.publisher)
	LEFT JOIN pg_temp.corroborate_cell AS at ON at.kind = 'date' AND at.cell = r.said_at
	LEFT JOIN pg_temp.corroborate_cell AS published ON published.kind = 'date' AND published.cell = r.published
	LEFT JOIN pg_temp.corroborate_cell AS rated ON rated.kind = 'rating' AND rated.cell = r.rating
	LEFT JOIN pg_temp.corroborate_cell AS denies ON denies.kind = 'yes' AND denies.cell = r.denies
	LEFT JOIN pg_temp.corroborate_cell AS counts ON counts.kind = 'yes' AND counts.cell = r.counts
	LEFT JOIN pg_temp.corroborate_cell AS said ON said.kind = 'said' AND said.cell = r.said
	CROSS JOIN LATERAL (
		SELECT said.said WHERE r.said IS NOT NULL AND NOT EXISTS (SELECT FROM unnest(@extschema@.sources(said.said)) AS named
			LEFT JOIN pg_temp.corroborate_name AS u ON u.name = named WHERE u.goes_as IS DISTINCT FROM named)
		UNION ALL
		SELECT corroborate_internal.said_by_any(speaker, rated.rating, cited.names, coalesce(cited.firsthand, false), coalesce(denies.yes, false),
			"unknown" => coalesce(cited."unknown", false))
		FROM unnest(speakers.names) AS speaker WHERE r.said IS NULL
	) AS v (said)
	CROSS JOIN LATERAL (SELECT corroborate_internal.by_keys(v.said, aliases, keys) AS same) AS k
	WHERE NOT EXISTS (SELECT FROM pg_temp.corroborate_problem AS b WHERE b.n = r.n AND b.part = r.part)
		AND (r.cites IS NULL OR cited.names IS NOT NULL) AND (r.publisher IS NULL OR p.source IS NOT NULL) AND counts.yes IS NOT FALSE;
	ANALYZE pg_temp.corroborate_said;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_sheet_statements(name) IS
'makes attributions from the rows of a sheet that can be read and whose names are settled, one for each source that speaks';

-- What a sheet leaves out is not compared.
CREATE FUNCTION corroborate_internal.same_or_left_out(said text, known text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN said IS NULL OR said = known;
COMMENT ON FUNCTION corroborate_internal.same_or_left_out(text, text) IS 'whether a cell says what is known, or nothing';

CREATE FUNCTION corroborate_internal.moved_reason(sheet text, sheet_row text, claim text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('row %s of sheet %s is about another claim now: %s', sheet_row, sheet, claim);
COMMENT ON FUNCTION corroborate_internal.moved_reason(text, text, text) IS 'the reason for retracting an attestation whose row in a sheet is about another claim now';

CREATE FUNCTION corroborate_internal.read_known(ledger name, sheet_name text) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	aliases text[];
	keys text[];
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	SELECT array_agg(a.alias), array_agg(a.source) INTO aliases, keys FROM source_alias AS a
	WHERE a.source IN (SELECT u.source FROM pg_temp.corroborate_name AS u);

	-- what is said about the same claims, and what the same rows of the sheet said before
	INSERT INTO pg_temp.corroborate_known (claim, id, said, same, speaker, quote, quote_language, translator, said_at, publisher, headline,
		url, published, published_at, of_sheet, sheet_row, retracted, superseded, found)
	SELECT a.claim, a.id, a.said, k.same, coalesce((@extschema@.speakers(k.same))[1], (@extschema@.deniers(k.same))[1]),
		corroborate_internal.sheet_text(a.quote), corroborate_internal.sheet_line(a.quote_language),
			corroborate_internal.sheet_line(a.translator), a.said_at,
		d.publisher, corroborate_internal.sheet_line(d.headline), corroborate_internal.sheet_line(d.url),
			corroborate_internal.sheet_line(d.published_as), d.published_at,
		a.sheet IS NOT DISTINCT FROM sheet_name, a.sheet_row, a.retracted_at IS NOT NULL,
		a.sheet IS NOT NULL AND (r.replaces IS NOT NULL
			OR a.retraction_reason IS NOT NULL AND starts_with(a.retraction_reason, corroborate_internal.moved_reason(a.sheet, a.sheet_row, ''))),
		false
	FROM (
		SELECT a.claim, a.id FROM attestation AS a WHERE a.claim IN (SELECT c.claim FROM pg_temp.corroborate_claim AS c)
		UNION
		SELECT a.claim, a.id FROM attestation AS a WHERE a.sheet = sheet_name AND a.sheet_row IN (SELECT s.id FROM pg_temp.corroborate_said AS s)
	) AS w
	JOIN attestation AS a ON a.claim = w.claim AND a.id = w.id
	LEFT JOIN document AS d ON d.id = a.document
	LEFT JOIN (
		SELECT DISTINCT o.claim, o.replaces, o.sheet FROM attestation AS o WHERE o.replaces IS NOT NULL AND o.sheet IS NOT NULL
	) AS r ON r.claim = a.claim AND r.replaces = a.id AND r.sheet = a.sheet
	CROSS JOIN LATERAL (SELECT corroborate_internal.by_keys(a.said, aliases, keys) AS same) AS k;
	ANALYZE pg_temp.corroborate_known;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_known(name, text) IS
'puts into corroborate_known what a ledger has of the claims of a sheet, and what the same rows of the sheet said before';

CREATE FUNCTION corroborate_internal.find_known() RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
BEGIN
	UPDATE pg_temp.corroborate_said AS s SET row_known = true FROM pg_temp.corroborate_known AS k
	WHERE k.of_sheet AND NOT k.superseded AND k.sheet_row = s.id;

	-- a row that has a name in the sheet matches only its own last attestation, if it has one
	WITH met AS (
		SELECT DISTINCT ON (s.no) s.no, k.claim, k.id FROM pg_temp.corroborate_said AS s
		JOIN pg_temp.corroborate_known AS k ON k.claim = s.claim AND k.same OPERATOR(@extschema@.=) s.same
		WHERE NOT k.superseded
			AND corroborate_internal.same_or_left_out(s.quote, k.quote) AND corroborate_internal.same_or_left_out(s.quote_language, k.quote_language)
			AND corroborate_internal.same_or_left_out(s.translator, k.translator) AND (s.said_at IS NULL OR s.said_at = k.said_at)
			AND corroborate_internal.same_or_left_out(s.publisher, k.publisher)
			AND corroborate_internal.same_or_left_out(lower(corroborate_internal.sheet_wording(s.headline)),
				lower(corroborate_internal.sheet_wording(k.headline)))
			AND corroborate_internal.same_or_left_out(s.url, k.url)
			AND (s.published IS NULL OR s.published = k.published OR s.published_at = k.published_at)
			AND (s.row_known IS NULL OR k.of_sheet AND k.sheet_row = s.id)
		-- prefer the one about which the sheet leaves out least
		ORDER BY s.no, k.of_sheet AND k.sheet_row IS NOT DISTINCT FROM s.id DESC,
			num_nulls(s.quote, s.said_at, s.publisher, s.headline, s.url, s.published)
				- num_nulls(k.quote, k.said_at, k.publisher, k.headline, k.url, k.published_at), k.id
	)
	UPDATE pg_temp.corroborate_said AS s SET known = m.id FROM met AS m WHERE m.no = s.no;
	UPDATE pg_temp.corroborate_known AS k SET found = true FROM pg_temp.corroborate_said AS s WHERE s.claim = k.claim AND s.known = k.id;

	WITH repeated AS (
		SELECT s.no, first_value(s.n) OVER w AS n, row_number() OVER w AS time FROM pg_temp.corroborate_said AS s
		WINDOW w AS (PARTITION BY s.claim_key, s.same, s.quote, s.quote_language, s.translator, s.said_at, s.document_key,
			-- a row that said something else before is no repetition: it replaces that
			CASE WHEN s.row_known AND s.known IS NULL THEN s.no END ORDER BY s.no)
	)
	UPDATE pg_temp.corroborate_said AS s SET repeats = r.n FROM repeated AS r WHERE r.no = s.no AND r.time > 1;
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_known() IS 'finds what of a sheet the ledger already has, and what the sheet says twice';

-- Pairs a new row of the sheet with something that the sheet no longer says, if neither could be paired with anything else.
-- by_row, by_claim, by_speaker: what must be the same in both
CREATE FUNCTION corroborate_internal.pair_changed(by_row boolean, by_claim boolean, by_speaker boolean) RETURNS void
	LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
BEGIN
	WITH open AS (
		SELECT s.* FROM pg_temp.corroborate_said AS s WHERE num_nonnulls(s.known, s.repeats, s.replaces, s.moved_from) = 0
	), gone AS (
		SELECT k.* FROM pg_temp.corroborate_known AS k WHERE k.of_sheet AND NOT k.superseded AND NOT k.found
	), pairs AS (
		SELECT s.no, k.claim, k.id, k.claim = s.claim AS same_claim, count(*) OVER (PARTITION BY s.no) AS gone,
			count(*) OVER (PARTITION BY k.claim, k.id) AS open
		FROM open AS s JOIN gone AS k ON k.sheet_row = s.id AND by_row AND (k.claim = s.claim OR NOT by_claim)
			AND (k.speaker = s.speaker OR NOT by_speaker)
		UNION ALL
		SELECT s.no, k.claim, k.id, true, count(*) OVER (PARTITION BY s.no), count(*) OVER (PARTITION BY k.claim, k.id)
		FROM open AS s JOIN gone AS k ON k.claim = s.claim AND k.speaker = s.speaker AND s.id IS NULL AND k.sheet_row IS NULL AND NOT by_row
		WHERE (s.said_at IS NULL OR k.said_at IS NULL OR s.said_at = k.said_at)
			AND (s.headline IS NULL OR k.headline IS NULL OR s.headline = k.headline OR s.url = k.url)
				AND (s.url IS NULL OR k.url IS NULL OR s.url = k.url)
			AND (s.publisher IS NULL OR k.publisher IS NULL OR s.publisher = k.publisher)
	), taken AS (
		UPDATE pg_temp.corroborate_said AS s SET replaces = CASE WHEN p.same_claim THEN p.id END,
			moved_from = CASE WHEN p.same_claim THEN NULL ELSE p.claim END, replaces_id = p.id
		FROM pairs AS p WHERE p.no = s.no AND p.gone = 1 AND p.open = 1
		RETURNING p.claim, p.id
	)
	UPDATE pg_temp.corroborate_known AS k SET found = true FROM taken AS t WHERE t.claim = k.claim AND t.id = k.id;
END
$$;
COMMENT ON FUNCTION corroborate_internal.pair_changed(boolean, boolean, boolean) IS
'pairs new rows of a sheet with what the sheet said before and no longer says, if it is clear which belongs to which';

CREATE FUNCTION corroborate_internal.find_changed(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	may_replace boolean := has_column_privilege(format('%I.attestation', ledger)::regclass, 'accepted_at', 'UPDATE');
BEGIN
	IF NOT EXISTS (SELECT FROM pg_temp.corroborate_known AS k WHERE k.of_sheet AND NOT k.found) THEN
		RETURN;
	END IF;
	-- smaller changes first
	PERFORM corroborate_internal.pair_changed(true, true, true);
	PERFORM corroborate_internal.pair_changed(true, true, false);
	PERFORM corroborate_internal.pair_changed(true, false, false);
	PERFORM corroborate_internal.pair_changed(false, true, true);
	-- claims that rows were about before can lose their flags, too
	PERFORM corroborate_internal.look_in(ledger);
	INSERT INTO pg_temp.corroborate_claim (claim, was_flagged)
	SELECT DISTINCT c.id, c.corroborated_at IS NOT NULL FROM pg_temp.corroborate_said AS s JOIN claim AS c ON c.id = s.moved_from;
	IF NOT may_replace THEN
		INSERT INTO pg_temp.corroborate_problem (n, part, field, value, problem)
		SELECT s.n, 0, 'source', s.speaker, format('attestation %s about claim %s was of another source or claim; an editor has to import this row',
			s.replaces_id, coalesce(s.moved_from, s.claim))
		FROM pg_temp.corroborate_said AS s LEFT JOIN pg_temp.corroborate_known AS k ON k.claim = s.claim AND k.id = s.replaces
		WHERE s.moved_from IS NOT NULL OR s.replaces IS NOT NULL AND k.speaker <> s.speaker;
		DELETE FROM pg_temp.corroborate_said AS s USING pg_temp.corroborate_known AS k
		WHERE k.claim = coalesce(s.moved_from, s.claim) AND k.id = s.replaces_id AND (s.moved_from IS NOT NULL OR k.speaker <> s.speaker);
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_changed(name) IS 'finds the rows of a sheet that have changed, and what they replace';
