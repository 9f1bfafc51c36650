------------------------------------------------------------------------------
-- sheet_cells: reads what people type into the cells of sheets
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.sheet_text(cell text) RETURNS text
	AS 'MODULE_PATHNAME', 'sheet_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.sheet_text(text) IS
'a cell without blanks at its ends; null if it is empty, or says that it is: NULL, n/a, -';

CREATE FUNCTION corroborate_internal.sheet_line(cell text) RETURNS text
	AS 'MODULE_PATHNAME', 'sheet_line' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.sheet_line(text) IS 'sheet_text() on one line, with one space between words';

CREATE FUNCTION corroborate_internal.sheet_name(cell text) RETURNS text
	AS 'MODULE_PATHNAME', 'sheet_name' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.sheet_name(text) IS 'sheet_line() without quotation marks around it';

CREATE FUNCTION corroborate_internal.sheet_wording(cell text) RETURNS text
	AS 'MODULE_PATHNAME', 'sheet_wording' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.sheet_wording(text) IS
'a statement with plain blanks, quotation marks and dashes and without a final full stop, so that wordings of one statement are equal. Case is kept';

-- Returns a rating, or why there is none.  Of a grade of the Admiralty code, such as B2, the letter is about the source.
CREATE FUNCTION corroborate_internal.read_rating(cell text, words jsonb, OUT rating confidence, OUT problem text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	word text := coalesce((SELECT w.value FROM jsonb_each_text(words) AS w WHERE lower(btrim(w.key)) = lower(cell) LIMIT 1), cell);
	number text;
BEGIN
	IF upper(word) ~ '^[A-F][1-6]?$' THEN
		word := upper(left(word, 1));
		IF word = 'E' THEN
			problem := 'a row cannot discredit a source; leave it out here, and use discredit_source()';
		ELSIF word <> 'F' THEN
			rating := word::@extschema@.confidence;
		END IF;
		RETURN;
	END IF;
	number := replace(regexp_replace(left(word, 60), E'\\s', '', 'g'), ',', '.');
	IF number !~ E'^\\+?(\\d{1,15}(\\.\\d{0,30})?|\\.\\d{1,30})%?$' THEN
		problem := 'not a rating; write 0.8, 80 %, a letter from A to D, or a word that ratings => explains';
	ELSIF rtrim(number, '%')::numeric > (CASE WHEN right(number, 1) = '%' THEN 100 ELSE 1 END) THEN
		problem := 'a rating is from 0 to 1, or from 0 to 100 %; write 0.8 or 80 %';
	ELSIF rtrim(number, '%')::numeric = 0 THEN
		problem := 'a row cannot discredit a source; leave it out here, and use discredit_source()';
	ELSE
		rating := (rtrim(number, '%')::numeric::text || CASE WHEN right(number, 1) = '%' THEN '%' ELSE '' END)::@extschema@.confidence;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_rating(text, jsonb) IS
'reads a rating in a sheet: one of these words, a letter of the NATO scale (F is no rating), a number with a point or a comma, or a percentage. problem: why it cannot be read';

CREATE FUNCTION corroborate_internal.read_yes(cell text, OUT yes boolean, OUT problem text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF lower(cell) IN ('t', 'true', 'y', 'yes', 'x', '1', 'j', 'ja', 'oui', 'sí', 'sì', 'si', 'sim', 'denies', 'denied', 'denial', 'deny', 'against', 'contra') THEN
		yes := true;
	ELSIF lower(cell) IN ('f', 'false', 'n', 'no', '0', 'nein', 'non', 'não', 'nao', 'confirms', 'confirmed', 'supports', 'says', 'for', 'pro') THEN
		yes := false;
	ELSE
		problem := 'neither yes nor no; write yes or no';
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_yes(text) IS 'whether a cell says yes, also by x or a word for denying; reads yes and no in English, German, French, Spanish, Portuguese and Italian. problem: it says neither yes nor no';

CREATE FUNCTION corroborate_internal.read_name(name text, OUT key text, OUT problem text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF name COLLATE "C" ~ '^[ -~]{1,255}$' THEN
		key := name;
		RETURN;
	END IF;
	key := (@extschema@.speakers(corroborate_internal.said_by_any(name)))[1];
EXCEPTION WHEN data_exception OR invalid_name THEN
	-- the message contains the name, which must not reach the server's log
	GET STACKED DIAGNOSTICS problem = PG_EXCEPTION_DETAIL;
	problem := 'not a name. ' || rtrim(problem, '.') || '; write it on one line, in at most 255 bytes';
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_name(text) IS 'reads a name into the form of attributions. problem: why it cannot be a name';

CREATE FUNCTION corroborate_internal.read_said(cell text, OUT said attribution, OUT problem text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	hint text;
BEGIN
	said := cell::@extschema@.attribution;
	IF jsonb_path_exists(said::jsonb, '$.sources.*.rating ? (@ == 0)') THEN
		said := NULL;
		problem := 'a row cannot discredit a source; leave it out here, and use discredit_source()';
	END IF;
EXCEPTION WHEN data_exception OR syntax_error OR invalid_name THEN
	GET STACKED DIAGNOSTICS problem = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	problem := 'not an attribution. ' || concat_ws(' ', problem, coalesce(nullif(hint, ''), 'Write it as post<anna, or !post if it denies.'));
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_said(text) IS 'reads an attribution. problem: why it is none';
