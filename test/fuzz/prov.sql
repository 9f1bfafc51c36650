-- PROV-XML: evidence or a clean error; what is read can be written and is read again as the same; and it is the same
-- whether libxml2 gets a document whole or piece by piece, unless a document type declaration has a > in quotes, in
-- search of which libxml2 looks ahead.

CREATE FUNCTION outcome(reader text, document text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	EXECUTE format('SELECT %s($1)', reader) INTO result USING document;
	RETURN result;
EXCEPTION WHEN invalid_xml_document OR program_limit_exceeded OR invalid_name OR invalid_parameter_value THEN
	RETURN SQLSTATE;
END
$$;

CREATE FUNCTION query() RETURNS text LANGUAGE sql RETURN
	$$SELECT CASE WHEN (document !~ '<!DOCTYPE' OR document ~ '<!DOCTYPE(?:[^>"'']|"[^">]*"|''[^''>]*'')*>')
			AND outcome('public.read_prov_xml', document) <> outcome('piecewise.read_prov_xml', document)
			THEN 'a document read piece by piece is the same'
		WHEN read_prov_xml(to_prov_xml(value)) <> value THEN 'what is written is read as the same: ' || value::text END
		FROM convert_from($1, 'UTF8') AS document, read_prov_xml(document) AS value$$;

CREATE FUNCTION allowed() RETURNS text[] LANGUAGE sql RETURN '{2200M,54000,22021,42602,22023}'::text[];
