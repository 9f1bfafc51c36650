-- Stories, feeds and fact checks: rows or a clean error; and the same rows whether libxml2 gets a story whole or piece by piece.
--
-- Two things are left out of the comparison, since libxml2 looks ahead in what it has got: HTML, and a document type
-- declaration with a > in quotes.

CREATE FUNCTION outcome(reader text, story bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	item record;
	items text := '';
BEGIN
	FOR item IN EXECUTE format('SELECT format, n::text AS as_text FROM %s($1) AS n', reader) USING story LOOP
		IF item.format = 'html' THEN
			RETURN 'html';
		END IF;
		items := items || item.as_text || E'\n';
	END LOOP;
	RETURN items;
EXCEPTION WHEN invalid_xml_document OR invalid_json_text OR program_limit_exceeded THEN
	RETURN items || SQLSTATE;
END
$$;

CREATE FUNCTION is_comparable(story bytea) RETURNS boolean LANGUAGE sql RETURN
	position('<!DOCTYPE'::bytea IN story) = 0
	OR encode(story, 'escape') ~ $$<!DOCTYPE(?:[^>"']|"[^">]*"|'[^'>]*')*>$$;

CREATE FUNCTION query() RETURNS text LANGUAGE sql RETURN
	$$SELECT CASE WHEN is_comparable($1) AND outcome('public.read_news', $1) <> outcome('piecewise.read_news', $1)
		THEN 'a story read piece by piece is the same: ' || outcome('public.read_news', $1) || ' or ' || outcome('piecewise.read_news', $1) END
		FROM (SELECT count(n::text) FROM public.read_news($1, strict => false) AS n) AS read_on,
			(SELECT count(n::text) FROM public.read_news($1) AS n) AS counted,
			(SELECT count(r::text) FROM public.read_claim_reviews($1) AS r) AS checks$$;

CREATE FUNCTION allowed() RETURNS text[] LANGUAGE sql RETURN '{2200M,22032,54000}'::text[];
