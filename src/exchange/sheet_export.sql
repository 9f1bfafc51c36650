------------------------------------------------------------------------------
-- sheet_export: a ledger as a sheet
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.fits_a_cell(names text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN NOT EXISTS (SELECT FROM unnest(names) AS n
	WHERE corroborate_internal.sheet_name(n) IS DISTINCT FROM n OR corroborate_internal.basis_word(n) IS NOT NULL OR position(';' IN n) > 0);
COMMENT ON FUNCTION corroborate_internal.fits_a_cell(text[]) IS 'whether a cell with these names, separated by semicolons, is read back as these names';

-- import_table() must read the same statement back from the columns; otherwise it is written as an attribution.
CREATE FUNCTION corroborate_internal.said_in_columns(said attribution, OUT source text, OUT cites text, OUT denies text, OUT rating text,
	OUT as_attribution text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	names text[] := @extschema@.sources(said);
	speaker text := coalesce((@extschema@.speakers(said))[1], (@extschema@.deniers(said))[1]);
	others text[] := array_remove(names, speaker);
	no boolean := cardinality(@extschema@.deniers(said)) > 0;
	firsthand boolean := @extschema@.knows_firsthand(said);
	rated text := said::jsonb #>> ARRAY['sources', speaker, 'rating'];
	reliance @extschema@.confidence;
BEGIN
	IF rated IS NOT NULL THEN
		SELECT r.rating INTO reliance FROM corroborate_internal.read_rating(rated, '{}') AS r;
	END IF;
	IF corroborate_internal.fits_a_cell(names) THEN
		FOR i IN 0 .. 1 LOOP
			IF corroborate_internal.said_by_any(speaker, reliance, others, firsthand, no, "unknown" => i = 1) OPERATOR(@extschema@.=) said THEN
				source := speaker;
				cites := nullif(concat_ws('; ', CASE WHEN firsthand THEN '*' END, CASE WHEN i = 1 THEN '?' END,
					nullif(array_to_string(others, '; '), '')), '');
				denies := CASE WHEN no THEN 'yes' END;
				rating := rated;
				RETURN;
			END IF;
		END LOOP;
	END IF;
	as_attribution := said::text;
END
$$;
COMMENT ON FUNCTION corroborate_internal.said_in_columns(attribution) IS
'an attribution in the columns of a sheet, as import_table() reads them. as_attribution: its text, if the columns cannot say it, such as a chain';

CREATE FUNCTION corroborate_internal.date_for_sheet(at timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
	WHEN at NOT BETWEEN '0001-01-02 00:00Z' AND '9999-12-30 00:00Z' THEN NULL
	WHEN at = date_trunc('day', at) THEN to_char(at, 'YYYY-MM-DD')
	ELSE to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US"Z"')
END;
COMMENT ON FUNCTION corroborate_internal.date_for_sheet(timestamptz) IS 'a time in the form that import_table() reads: only the day, if it is the beginning of a day in the session''s time zone';

CREATE FUNCTION export_table(
	ledger name,
	with_confidential boolean DEFAULT false,
	OUT claim_id bigint, OUT statement text, OUT question text, OUT answer text, OUT source text, OUT cites text, OUT denies text,
	OUT rating text,
	OUT said text, OUT quote text, OUT quote_language text, OUT translator text, OUT said_at text, OUT headline text, OUT url text,
	OUT publisher text, OUT published text, OUT counts text
) RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
	names text[];
	keys text[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.look_in(ledger);
	-- raises an error if a policy hides who is confidential, as for boards
	PERFORM FROM source AS s LEFT JOIN source_alias AS a ON a.source = s.key LIMIT 1;
	IF with_confidential IS NOT TRUE THEN
		SELECT array_agg(p.name), array_agg(p.source) INTO names, keys FROM protected_name AS p WHERE p.name <> p.source;
	END IF;
	RETURN QUERY
	SELECT c.id, c.statement, c.question, coalesce(c.answer, nullif(concat_ws(' ', c.comparator, c.value, c.unit), '')),
		v.source, v.cites, v.denies, v.rating, v.as_attribution, open.quote, open.quote_language, open.translator,
		corroborate_internal.date_for_sheet(open.said_at), d.headline, d.url,
		CASE WHEN corroborate_internal.sheet_name(d.publisher) = d.publisher THEN d.publisher END,
		CASE WHEN (corroborate_internal.read_date(corroborate_internal.sheet_line(d.published_as), NULL)).at = d.published_at THEN d.published_as
			ELSE corroborate_internal.date_for_sheet(d.published_at) END,
		CASE WHEN a.accepted_at IS NULL OR a.retracted_at IS NOT NULL OR r.id IS NOT NULL THEN 'no' END
	FROM attestation AS a
	JOIN claim AS c ON c.id = a.claim
	LEFT JOIN replaced AS r ON r.claim = a.claim AND r.id = a.id
	-- for a protected attestation, leave out everything that must not leave the desk
	LEFT JOIN protected_attestation AS p ON p.claim = a.claim AND p.id = a.id AND with_confidential IS NOT TRUE
	LEFT JOIN attestation AS open ON open.claim = a.claim AND open.id = a.id AND p.id IS NULL
	LEFT JOIN document AS d ON d.id = open.document
	CROSS JOIN LATERAL corroborate_internal.said_in_columns(corroborate_internal.by_keys(a.said, names, keys)) AS v
	ORDER BY a.claim, a.id;
END
$$;
COMMENT ON FUNCTION export_table(name, boolean) IS
'a ledger as a sheet: a row for each attestation, in the columns that import_table() reads; importing it again changes nothing. counts: no, if it is pending, retracted or replaced. Confidential sources appear only by their keys, unless with_confidential is true';
