------------------------------------------------------------------------------
-- sheet_dates: reads dates in sheets
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.month_of(word text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
	SELECT m.month FROM (VALUES
		(1, '{january,januar,janvier,enero,janeiro,gennaio}'::text[]), (2, '{february,februar,février,febrero,fevereiro,febbraio}'),
		(3, '{march,märz,mrz,maerz,mars,marzo,março}'), (4, '{april,avril,abril,aprile}'), (5, '{may,mai,mayo,maio,maggio}'),
		(6, '{june,juni,juin,junio,junho,giugno}'), (7, '{july,juli,juillet,julio,julho,luglio}'),
		(8, '{august,août,agosto}'), (9, '{september,septembre,septiembre,setiembre,setembro,settembre}'),
		(10, '{october,oktober,octobre,octubre,outubro,ottobre}'), (11, '{november,novembre,noviembre,novembro}'),
		(12, '{december,dezember,décembre,diciembre,dezembro,dicembre}')) AS m (month, names)
	-- or an abbreviation of at least three letters that is unambiguous
	WHERE EXISTS (SELECT FROM unnest(m.names) AS n WHERE length(word) >= 3 AND starts_with(n, rtrim(lower(word), '.')))
	GROUP BY m.month
	ORDER BY m.month LIMIT 1
);
COMMENT ON FUNCTION corroborate_internal.month_of(text) IS
'the number of a month, by its name or an abbreviation in English, German, French, Spanish, Portuguese or Italian; null if it is none';

CREATE FUNCTION corroborate_internal.read_date_parts(cell text, day_first boolean, OUT year integer, OUT month integer, OUT day integer,
	OUT rest text, OUT problem text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	time CONSTANT text := E'(?:(?:\\s*,)?(?:\\s+|T)(\\d{1,2}:\\d{2}.*))?$';
	part text[];
BEGIN
	IF length(cell) > 60 THEN
		problem := 'not a date; write 2011-09-03, 3 September 2011, September 2011 or 2011';
		RETURN;
	END IF;
	-- 2011-09-03, 2011/9/3, 2011-09, 2011
	part := regexp_match(cell, E'^(\\d{4})(?:([-/.])(\\d{1,2})(?:\\2(\\d{1,2}))?)?' || time, 'i');
	IF part IS NOT NULL THEN
		year := part[1]; month := part[3]; day := part[4]; rest := part[5];
		RETURN;
	END IF;
	-- 3.9.2011, 03/09/2011, 9/2011
	part := regexp_match(cell, E'^(?:(\\d{1,2})(\\s*[-/.]\\s*))?(\\d{1,2})\\s*[-/.]\\s*(\\d{4})' || time, 'i');
	IF part IS NOT NULL THEN
		year := part[4]; month := part[3]; day := part[1]; rest := part[5];
		IF day IS NULL OR day = month OR btrim(part[2]) = '.' AND day_first IS NULL OR day_first THEN
			RETURN;
		ELSIF day_first IS NULL AND day <= 12 AND month <= 12 THEN
			problem := 'the day or the month may be first; write 2011-09-03, or say which is by day_first => true or false';
		ELSIF day_first IS NOT NULL AND btrim(part[2]) <> '.' OR day_first IS NULL AND month > 12 THEN
			month := part[1]; day := part[3];
		END IF;
		RETURN;
	END IF;
	-- 3 September 2011, 3rd of Sept. 2011, September 2011
	part := regexp_match(cell, E'^(?:(\\d{1,2})(?:\\.|st|nd|rd|th|er|º|°)?(?:\\s+(?:of|de|di))?[\\s-]+)?'
		|| E'([[:alpha:]äéûç]{3,}\\.?)(?:\\s+(?:of|de|del|di))?,?[\\s-]+(\\d{4})' || time, 'i');
	IF part IS NULL THEN
		-- September 3, 2011
		part := regexp_match(cell, E'^([[:alpha:]äéûç]{3,}\\.?)\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})' || time, 'i');
		part := ARRAY[part[2], part[1], part[3], part[4]];
	END IF;
	year := part[3]; month := corroborate_internal.month_of(part[2]); day := part[1]; rest := part[4];
	IF month IS NULL THEN
		problem := CASE WHEN cell ~ E'^\\d{1,2}\\D+\\d{1,2}\\D+\\d{2}$' THEN 'a year has four digits; write 2011' ELSE 'not a date; write 2011-09-03, 3 September 2011, September 2011 or 2011' END;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_date_parts(text, boolean) IS
'the numbers of a date, of which month and day can be null, and the time of day after it. problem: why it cannot be read';

CREATE FUNCTION corroborate_internal.read_date(cell text, day_first boolean, OUT at timestamptz, OUT problem text)
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	d record;
	days integer;
	time text[];
BEGIN
	SELECT p.* INTO d FROM corroborate_internal.read_date_parts(cell, day_first) AS p;
	problem := d.problem;
	IF problem IS NULL THEN
		IF d.year = 0 OR d.month NOT BETWEEN 1 AND 12 THEN
			problem := 'there is no such date; write year, month and day, such as 2011-09-30';
		ELSE
			days := extract(day FROM make_date(d.year, coalesce(d.month, 1), 1) + interval '1 month - 1 day');
			IF d.day NOT BETWEEN 1 AND days THEN
				problem := 'there is no such date; write year, month and day, such as 2011-09-30';
			END IF;
		END IF;
	END IF;
	IF problem IS NULL AND d.rest IS NOT NULL THEN
		time := regexp_match(d.rest, E'^([01]?\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d)(\\.\\d{1,6})?)?\\s*(Z|UTC|[+-](?:0\\d|1[0-4])(?::?[0-5]\\d)?)?$', 'i');
		IF time IS NULL OR d.day IS NULL THEN
			problem := 'not a time of day after a day; write 2011-09-03 14:30';
		END IF;
	END IF;
	IF problem IS NULL THEN
		at := format('%s-%s-%s %s:%s:%s%s%s', lpad(d.year::text, 4, '0'),
			lpad(coalesce(d.month, 1)::text, 2, '0'), lpad(coalesce(d.day, 1)::text, 2, '0'),
			coalesce(time[1], '0'), coalesce(time[2], '00'), coalesce(time[3], '00'), time[4], upper(time[5]))::timestamptz;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_date(text, boolean) IS
'when a date (a day with or without a time, a month, or a year) begins, in the session''s time zone. day_first: whether 3/9/2011 is in September; null: an ambiguous date is an error. problem: why it cannot be read';
