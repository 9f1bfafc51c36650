------------------------------------------------------------------------------
-- sheet_import: imports a sheet in one call
------------------------------------------------------------------------------

-- Runs after everything is written, to show what new names do: a flag may have been raised by two spellings of one person.
CREATE FUNCTION corroborate_internal.find_look_alikes(ledger name) RETURNS jsonb LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	rule record;
	added text[] := ARRAY(SELECT DISTINCT u.key FROM pg_temp.corroborate_name AS u WHERE u.is_new);
BEGIN
	IF added = '{}' OR NOT has_function_privilege(format('%I.near_pairs()', ledger), 'EXECUTE')
		OR NOT has_function_privilege(format('%I.as_one(@extschema@.evidence, text, text)', ledger), 'EXECUTE')
	THEN
		RETURN '[]';
	END IF;
	PERFORM corroborate_internal.look_in(ledger);
	SELECT w.threshold, w.minimum_support, w.at_least INTO rule FROM @extschema@.watched() AS w
	WHERE w.attestations = format('%I.attestation', ledger)::regclass;
	RETURN (
		WITH pair AS MATERIALIZED (
			SELECT DISTINCT ON (least(p.name, p.other), greatest(p.name, p.other)) p.name, p.other, p.alike
			FROM (
				SELECT CASE WHEN n.source = ANY (added) THEN n.source ELSE n.other END AS name,
					CASE WHEN n.source = ANY (added) THEN n.other ELSE n.source END AS other, n.alike, 1 AS place
				FROM near_pairs() AS n WHERE n.source = ANY (added) OR n.other = ANY (added)
				UNION ALL
				SELECT u.key, u.suggestion, 'parts', 2 FROM pg_temp.corroborate_name AS u
				WHERE u.is_new AND u.suggestion <> u.key
			) AS p
			ORDER BY least(p.name, p.other), greatest(p.name, p.other), p.place
		), mentioned AS MATERIALIZED (
			SELECT c.id, c.evidence, c.statement, n.key FROM claim AS c CROSS JOIN LATERAL unnest(@extschema@.sources(c.evidence)) AS n (key)
			WHERE c.corroborated_at IS NOT NULL AND c.id IN (SELECT s.claim FROM pg_temp.corroborate_claim AS s)
				AND n.key IN (SELECT p.name FROM pair AS p UNION SELECT p.other FROM pair AS p)
		), resting AS (
			SELECT p.name, p.other, count(*) AS flags, (array_agg(m.statement ORDER BY m.id))[1] AS statement
			FROM pair AS p JOIN mentioned AS m ON m.key = p.name JOIN mentioned AS o ON o.id = m.id AND o.key = p.other
			WHERE NOT @extschema@.meets(as_one(m.evidence, p.other, p.name), rule.threshold, rule.minimum_support, rule.at_least)
			GROUP BY p.name, p.other
		)
		SELECT coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'other', p.other, 'alike', p.alike, 'flags', coalesce(r.flags, 0),
			'statement', left(r.statement, 60))), '[]')
		FROM pair AS p LEFT JOIN resting AS r ON r.name = p.name AND r.other = p.other
		-- names that are less alike are suggested in the row that lists the name
		WHERE p.alike <> 'parts' OR r.flags > 0
	);
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_look_alikes(name) IS
'finds new names of a sheet that look like another, new or registered, and how many claims are flagged only if the two are two sources';

-- Notices go to the server's log, and a name could disclose a confidential source.  So they say how many names there are,
-- not which.
CREATE FUNCTION corroborate_internal.tell_look_alikes() RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found record;
BEGIN
	SELECT count(*) AS pairs, count(a.statement) AS telling INTO found FROM pg_temp.corroborate_alike AS a;
	IF found.pairs > 0 THEN
		RAISE NOTICE USING MESSAGE = CASE found.pairs WHEN 1 THEN 'a new name looks like another name'
				ELSE format('%s new names look like other names', found.pairs) END,
			DETAIL = concat_ws(' ', 'If two names are those of one source, it counts twice.', CASE WHEN found.telling = 1
					THEN 'One of them raises flags for that reason alone.'
				WHEN found.telling > 1 THEN format('%s of them raise flags for that reason alone.', found.telling) END),
			HINT = 'The rows "look like one" of the result list them. merge_sources(source, other) joins two names.';
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.tell_look_alikes() IS 'gives a notice if new names of a sheet look like others';

-- In the order in which a person goes through it: names, then rows.
CREATE FUNCTION corroborate_internal.sheet_decisions(adds boolean, OUT what text, OUT line bigint, OUT value text, OUT suggestion text,
	OUT count bigint, OUT note text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT CASE WHEN adds AND bool_or(u.is_new) THEN 'new source' ELSE u.what END, min(u.n), u.key, u.suggestion,
		sum(u.uses)::bigint,
		CASE WHEN u.what <> 'other spelling' THEN corroborate_internal.odd_letter(u.key)
			WHEN corroborate_internal.differ_in_script(u.key, u.suggestion) THEN 'is written in letters of another script that look the same'
			ELSE 'differs in case, blanks, accents, punctuation or the order of words alone' END
	FROM pg_temp.corroborate_name AS u WHERE u.what IS NOT NULL AND u.problem IS NULL AND u.key IS DISTINCT FROM u.suggestion
	GROUP BY u.what, u.key, u.suggestion ORDER BY u.what = 'other spelling', sum(u.uses) DESC, min(u.n);

	RETURN QUERY
	SELECT 'look like one', (SELECT min(u.n) FROM pg_temp.corroborate_name AS u WHERE u.key = a.name), a.name, a.other,
		a.flags, concat('alike in ', a.alike, CASE WHEN a.flags > 0 THEN format(': flags are raised only if they are two, such as that of "%s"', a.statement) END)
	FROM pg_temp.corroborate_alike AS a ORDER BY a.flags DESC, a.name, a.other;

	RETURN QUERY
	SELECT 'cites itself', min(s.n), s.speaker, NULL, count(*),
		'counts for nothing, as it says that it has it from nobody else and does not know; leave cites empty where it knows, or write *'
	FROM pg_temp.corroborate_said AS s
	WHERE num_nonnulls(s.known, s.repeats) = 0 AND @extschema@.corroboration(s.same) + @extschema@.contradiction(s.same) = 0
		AND @extschema@.sources(s.same) = ARRAY[s.speaker]
	GROUP BY s.speaker ORDER BY count(*) DESC, min(s.n);

	RETURN QUERY
	-- truncated: a large value would be a pointer into the TOAST table of a temporary table that is dropped by then
	SELECT 'cannot be read', p.n, left(p.value, 300), NULL, 1::bigint, format('%s: %s', p.field, p.problem)
	FROM pg_temp.corroborate_problem AS p
	ORDER BY p.n, p.part, p.field;

	RETURN QUERY
	SELECT 'repeated', s.n, s.said::text, NULL, 1::bigint, format('the same as row %s', s.repeats) FROM pg_temp.corroborate_said AS s
	WHERE s.repeats <> s.n ORDER BY s.no;

	RETURN QUERY
	SELECT 'changed', s.n, s.said::text, k.said::text, 1::bigint,
		CASE WHEN s.moved_from IS NULL THEN format('replaces attestation %s about claim %s', k.id, k.claim)
		ELSE format('takes the place of attestation %s about claim %s, which is retracted', k.id, k.claim) END
	FROM pg_temp.corroborate_said AS s JOIN pg_temp.corroborate_known AS k ON k.claim = coalesce(s.moved_from, s.claim)
		AND k.id = s.replaces_id
	ORDER BY s.no;

	RETURN QUERY
	SELECT 'no longer said', NULL::bigint, k.said::text, NULL, 1::bigint,
		format('attestation %s about claim %s still counts: SELECT retract_attestation(%2$s, %1$s, reason); if it is to count no more',
			k.id, k.claim)
	FROM pg_temp.corroborate_known AS k
	WHERE k.of_sheet AND NOT k.superseded AND NOT k.found AND NOT k.retracted
		AND (CASE WHEN k.sheet_row IS NULL THEN ROW(NULL, k.claim, k.speaker) ELSE ROW(k.sheet_row, NULL, NULL) END)::text
			IN (SELECT (CASE WHEN s.id IS NULL THEN ROW(NULL, s.claim, s.speaker) ELSE ROW(s.id, NULL, NULL) END)::text
				FROM pg_temp.corroborate_said AS s)
	ORDER BY k.claim, k.id;
END
$$;
COMMENT ON FUNCTION corroborate_internal.sheet_decisions(boolean) IS 'what somebody has to decide about a sheet: names, and rows that cannot be read, are repeated, or have changed';

CREATE FUNCTION corroborate_internal.sheet_totals(ledger name, rows bigint, OUT what text, OUT count bigint) RETURNS SETOF record
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
#variable_conflict use_column
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	RETURN QUERY
	SELECT t.* FROM (VALUES
		('rows', rows),
		('rows left out', (SELECT count(*) FROM (
			SELECT r.n FROM pg_temp.corroborate_row AS r EXCEPT SELECT s.n FROM pg_temp.corroborate_said AS s) AS o)),
		('attestations known', (SELECT count(*) FROM pg_temp.corroborate_said AS s WHERE s.known IS NOT NULL AND s.repeats IS NULL)),
		('attestations added', (SELECT count(*) FROM pg_temp.corroborate_said AS s WHERE num_nonnulls(s.known, s.repeats) = 0)),
		('attestations replaced', (SELECT count(*) FROM pg_temp.corroborate_said AS s WHERE s.replaces IS NOT NULL)),
		('claims added', (SELECT count(*) FROM pg_temp.corroborate_claim AS c WHERE c.is_new)),
		('documents added', (SELECT count(DISTINCT o.document) FROM pg_temp.corroborate_document AS o WHERE o.is_new)),
		('claims corroborated', (SELECT count(DISTINCT c.id) FROM pg_temp.corroborate_claim AS s JOIN claim AS c ON c.id = s.claim
			WHERE c.corroborated_at IS NOT NULL AND s.was_flagged IS NOT TRUE)),
		('claims no longer corroborated', (SELECT count(DISTINCT c.id) FROM pg_temp.corroborate_claim AS s JOIN claim AS c ON c.id = s.claim
			WHERE c.corroborated_at IS NULL AND s.was_flagged))) AS t (what, count);
END
$$;
COMMENT ON FUNCTION corroborate_internal.sheet_totals(name, bigint) IS 'what became of a sheet, in numbers';

CREATE FUNCTION corroborate_internal.refuse_undecided() RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	open bigint;
	first text;
BEGIN
	-- this lists rows, not their content: errors go to the server's log, and a name could disclose a confidential source
	SELECT count(*), string_agg(o.said, ' ' ORDER BY o.place) FILTER (WHERE o.place <= 10) INTO open, first
	FROM (
		SELECT row_number() OVER (ORDER BY d.n, d.said) AS place, d.said FROM (
			SELECT p.n, format('Row %s, %s: %s.', p.n, p.field, rtrim(p.problem, '.')) AS said FROM pg_temp.corroborate_problem AS p
			UNION ALL
			SELECT min(u.n), format('Row %s: %s.', min(u.n), CASE u.what WHEN 'other spelling' THEN 'another spelling of a name'
				ELSE 'a name that is not registered' END)
			FROM pg_temp.corroborate_name AS u WHERE u.what IS NOT NULL AND u.goes_as IS NULL GROUP BY u.key, u.what
		) AS d
	) AS o;
	IF open > 0 THEN
		PERFORM corroborate_internal.refuse('data_exception',
			message => format('%s of the sheet %s not clear', CASE open WHEN 1 THEN 'a cell' ELSE open || ' cells' END, CASE open WHEN 1 THEN 'is' ELSE 'are' END),
			detail => concat_ws(' ', first, CASE WHEN open > 10 THEN 'There are more.' END),
			hint => 'To list all of them, use import_table() without dry_run => false. To leave these rows out, use skip_bad => true.');
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.refuse_undecided() IS 'raises an error if rows of a sheet cannot be read, or names in it are not settled';

CREATE FUNCTION corroborate_internal.adds_sources(ledger name) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM watched() AS w WHERE w.attestations = to_regclass(format('%I.attestation', ledger))
	AND 'unknown=add' = ANY (w.rule));
COMMENT ON FUNCTION corroborate_internal.adds_sources(name) IS 'whether attestations of a ledger register unknown sources';

-- A dry run writes everything, counts the results, and rolls back.
CREATE FUNCTION corroborate_internal.import_rows(ledger name, sheet_name text, rows bigint, separator text, ratings jsonb,
	day_first boolean,
	add_sources boolean, skip_bad boolean, dry_run boolean,
	OUT what text, OUT line bigint, OUT value text, OUT suggestion text, OUT count bigint, OUT note text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	said_at timestamptz := clock_timestamp();
	totals jsonb;
	alike jsonb;
	adds boolean := add_sources OR corroborate_internal.adds_sources(ledger);
BEGIN
	IF corroborate_internal.is_distributed(format('%I.claim', ledger)::regclass) THEN
		-- over one connection to each node, so that what is written everywhere sees what the transaction has done
		PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true);
	END IF;
	PERFORM corroborate_internal.read_sheet_cells(ratings, day_first);
	PERFORM corroborate_internal.read_sheet_names(ledger, separator);
	PERFORM corroborate_internal.find_spellings(ledger);
	-- also if unknown names are registered: two names of one source would count as two
	IF dry_run OR adds THEN
		PERFORM corroborate_internal.find_nearest(ledger);
	END IF;
	PERFORM corroborate_internal.settle_names(ledger, separator, dry_run, adds);
	PERFORM corroborate_internal.find_claims(ledger);
	PERFORM corroborate_internal.read_sheet_statements(ledger);
	PERFORM corroborate_internal.read_known(ledger, sheet_name);
	PERFORM corroborate_internal.find_known();
	PERFORM corroborate_internal.find_changed(ledger);
	PERFORM corroborate_internal.find_new_names();
	IF clock_timestamp() > said_at + @extschema@.progress_interval() THEN
		RAISE NOTICE USING MESSAGE = format('%s rows are read', rows);
	END IF;
	IF NOT dry_run AND NOT skip_bad THEN
		PERFORM corroborate_internal.refuse_undecided();
	END IF;
	BEGIN
		PERFORM corroborate_internal.write_sheet(ledger, sheet_name, dry_run);
		alike := corroborate_internal.find_look_alikes(ledger);
		SELECT jsonb_agg(t) INTO totals FROM corroborate_internal.sheet_totals(ledger, rows) AS t;
		IF dry_run THEN
			RAISE EXCEPTION USING ERRCODE = 'CB001', MESSAGE = 'dry run';
		END IF;
	EXCEPTION WHEN SQLSTATE 'CB001' THEN
		-- everything written was rolled back
	END;
	INSERT INTO pg_temp.corroborate_alike SELECT a.* FROM jsonb_to_recordset(alike) AS a (name text, other text, alike text, flags bigint, statement text);
	PERFORM corroborate_internal.tell_look_alikes();
	RETURN QUERY SELECT d.* FROM corroborate_internal.sheet_decisions(adds) AS d;
	RETURN QUERY SELECT t.what, NULL::bigint, NULL, NULL, t.count,
		CASE WHEN t.what = 'claims corroborated' AND EXISTS (SELECT FROM pg_temp.corroborate_alike AS a WHERE a.flags > 0)
			THEN 'some only if names that look like one are two' END
	FROM jsonb_to_recordset(totals) AS t (what text, count bigint) WHERE t.count > 0 OR t.what IN ('rows', 'claims corroborated');
	PERFORM corroborate_internal.drop_sheet();
END
$$;
COMMENT ON FUNCTION corroborate_internal.import_rows(name, text, bigint, text, jsonb, boolean, boolean, boolean, boolean) IS
'what import_table() does once a sheet is read into corroborate_row';

-- given: the column's name for each field, as in the arguments of import_table().
CREATE FUNCTION corroborate_internal.read_typed_sheet(sheet regclass, given jsonb) RETURNS bigint LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	columns CONSTANT jsonb := corroborate_internal.sheet_columns(sheet, given);
BEGIN
	IF NOT (columns ?| '{statement,claim_id}' OR columns ?& '{question,answer}') OR NOT columns ?| '{source,said}' THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('no column of %s is named for the %s', sheet,
				CASE WHEN columns ?| '{source,said}' THEN 'statements' ELSE 'sources' END),
			detail => format('Its columns are %s.', (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
				FROM pg_attribute AS a WHERE a.attrelid = sheet AND a.attnum > 0 AND NOT a.attisdropped)),
			hint => 'For example: import_table(''newsroom'', ''tips'', statement => ''What happened'', source => ''Who says so'').');
	END IF;
	PERFORM corroborate_internal.make_sheet();
	RETURN corroborate_internal.read_sheet(sheet, columns);
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_typed_sheet(regclass, jsonb) IS 'reads a table that people typed into corroborate_row, and returns how many rows it has';

CREATE FUNCTION import_table(
	ledger name,
	sheet regclass,
	statement text DEFAULT NULL,
	question text DEFAULT NULL,
	answer text DEFAULT NULL,
	source text DEFAULT NULL,
	cites text DEFAULT NULL,
	denies text DEFAULT NULL,
	rating text DEFAULT NULL,
	quote text DEFAULT NULL,
	said_at text DEFAULT NULL,
	headline text DEFAULT NULL,
	url text DEFAULT NULL,
	publisher text DEFAULT NULL,
	published text DEFAULT NULL,
	id text DEFAULT NULL,
	claim_id text DEFAULT NULL,
	said text DEFAULT NULL,
	counts text DEFAULT NULL,
	quote_language text DEFAULT NULL,
	translator text DEFAULT NULL,
	body text DEFAULT NULL,
	separator text DEFAULT ';',
	ratings jsonb DEFAULT '{}',
	day_first boolean DEFAULT NULL,
	sheet_name text DEFAULT NULL,
	add_sources boolean DEFAULT false,
	skip_bad boolean DEFAULT false,
	dry_run boolean DEFAULT true,
	preset text DEFAULT NULL,
	OUT what text, OUT line bigint, OUT value text, OUT suggestion text, OUT count bigint, OUT note text
) RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off SET datestyle = 'ISO, YMD'
AS $$
#variable_conflict use_column
DECLARE
	rows bigint;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.require_options(separator, ratings);
	IF preset <> 'ftm' THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('preset "%s" is not recognized', preset),
			hint => 'There is one, ftm: statements of FollowTheMoney.');
	ELSIF preset = 'ftm' THEN
		PERFORM corroborate_internal.make_sheet();
		rows := corroborate_internal.read_ftm_sheet(sheet);
	ELSE
		rows := corroborate_internal.read_typed_sheet(sheet, jsonb_build_object('statement', statement, 'question', question, 'answer', answer,
			'source', source, 'cites', cites, 'denies', denies, 'rating', rating, 'quote', quote, 'said_at', said_at, 'headline', headline, 'url', url,
			'publisher', publisher, 'published', published, 'id', id, 'claim_id', claim_id, 'said', said, 'counts', counts,
			'quote_language', quote_language, 'translator', translator, 'body', body));
	END IF;
	RETURN QUERY SELECT r.* FROM corroborate_internal.import_rows(ledger,
		coalesce(sheet_name, (SELECT c.relname::text FROM pg_class AS c WHERE c.oid = sheet)), rows, separator, ratings, day_first,
		coalesce(add_sources, false), coalesce(skip_bad, false), coalesce(dry_run, true)) AS r;
END
$$;
COMMENT ON FUNCTION import_table(name, regclass, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, text, jsonb, boolean, text, boolean, boolean, boolean, text) IS
'imports a table that people typed, such as a CSV file just loaded, into a ledger. Arguments from statement to body name its columns; the default is the column of the argument''s own name, if there is one. Returns what somebody has to decide, and the results in numbers; writes nothing unless dry_run is false. skip_bad: leaves out rows that cannot be read or whose names are not settled, and lists them; otherwise they are an error. preset => ''ftm'': the columns are those of FollowTheMoney''s statements';
