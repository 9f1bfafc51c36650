------------------------------------------------------------------------------
-- ftm: imports and exports statements and entities of FollowTheMoney
------------------------------------------------------------------------------

-- FollowTheMoney stores what datasets say about entities as statements: dataset
-- says that property of entity is value.  In a ledger, that is an attestation by
-- the dataset, and its claim answers a question:
--
--	  canonical_id, else entity_id; prop		question: "entity, prop"
--	  value										answer
--	  dataset									who says so, and who publishes the document
--	  entity_id									headline of the document
--	  original_value; value, if lang is given	quote
--	  lang										quote_language
--	  first_seen								said_at
--	  id										name of the row
--	  schema, and the value of prop "id"		answer to "entity, schema"
--
-- prop_type follows from schema and prop; external, origin and last_seen are not kept.

CREATE FUNCTION corroborate_internal.ftm_time(cell text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN cell || CASE WHEN cell ~ E'T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?$' THEN 'Z' ELSE '' END;
COMMENT ON FUNCTION corroborate_internal.ftm_time(text) IS 'reads a time of FollowTheMoney, which is in UTC unless it has a time zone';

-- The readers below fill this temporary table, and read_ftm() turns it into rows of a sheet.
CREATE FUNCTION corroborate_internal.make_ftm() RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.drop_temporary('corroborate_ftm');
	CREATE TEMP TABLE corroborate_ftm (n bigint, part integer, id text, subject text, entity text, schema text, prop text, value text, dataset text,
		cites text, lang text, original text, seen text, problem text) ON COMMIT DROP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.make_ftm() IS 'makes the temporary table in which statements of FollowTheMoney are kept while they are imported';

CREATE FUNCTION corroborate_internal.read_ftm() RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	ANALYZE pg_temp.corroborate_ftm;
	-- each dataset says once what kind of entity it is: by the statement with prop "id", or, if there is none, by the first one
	INSERT INTO pg_temp.corroborate_row (n, part, id, question, answer, source, cites, said_at, headline, publisher, claim_key)
	SELECT c.n, c.part, c.id, c.question, c.schema, c.dataset, c.cites, c.seen, c.entity, c.dataset,
		corroborate_internal.claim_key(NULL, NULL, c.question, c.schema)
	FROM (
		SELECT DISTINCT ON (f.dataset, f.subject, f.entity, f.schema) f.n, -f.part - 1 AS part, CASE WHEN f.prop = 'id' THEN f.id END AS id,
			f.subject || ', schema' AS question, f.schema, f.dataset, f.cites, f.seen, f.entity
		FROM pg_temp.corroborate_ftm AS f WHERE f.schema IS NOT NULL AND f.subject IS NOT NULL AND f.dataset IS NOT NULL AND f.problem IS NULL
		ORDER BY f.dataset, f.subject, f.entity, f.schema, f.prop IS DISTINCT FROM 'id', f.n, f.part
	) AS c;
	-- a row that is no statement gets a claim_id that no claim has, so that no other problem is reported for it
	INSERT INTO pg_temp.corroborate_row (n, part, id, claim_id, question, answer, source, cites, quote, quote_language, said_at, headline, publisher, claim_key)
	SELECT f.n, f.part, f.id, CASE WHEN f.problem IS NOT NULL OR f.subject IS NULL THEN '-' END, f.subject || ', ' || f.prop, f.value, f.dataset, f.cites, coalesce(f.original, CASE WHEN f.lang IS NOT NULL THEN f.value END),
		f.lang, f.seen, f.entity, f.dataset, corroborate_internal.claim_key(NULL, NULL, f.subject || ', ' || f.prop, f.value)
	FROM pg_temp.corroborate_ftm AS f WHERE f.prop IS DISTINCT FROM 'id' OR f.problem IS NOT NULL;
	INSERT INTO pg_temp.corroborate_problem (n, part, field, problem)
	SELECT f.n, f.part, p.field, p.problem FROM pg_temp.corroborate_ftm AS f
	CROSS JOIN LATERAL (VALUES ('entity', coalesce(f.problem, CASE WHEN f.subject IS NULL THEN 'there is no id of an entity; write it into entity_id or canonical_id' END)),
		('dataset', CASE WHEN f.dataset IS NULL AND f.problem IS NULL THEN 'it does not say which dataset says so; write its name into dataset' END),
		('prop', CASE WHEN f.prop !~ '^[A-Za-z][A-Za-z0-9_]*$' THEN 'not a property; write a name of letters and digits, such as birthDate' END)) AS p (field, problem)
	WHERE p.problem IS NOT NULL;
	ANALYZE pg_temp.corroborate_row;
	DROP TABLE pg_temp.corroborate_ftm;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_ftm() IS 'turns the rows of corroborate_ftm into rows of a sheet';

CREATE FUNCTION corroborate_internal.read_ftm_sheet(sheet regclass) RETURNS bigint LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	fields CONSTANT text[] := '{id,canonical_id,entity_id,schema,prop,value,dataset,lang,original_value,first_seen}';
	columns CONSTANT jsonb := corroborate_internal.sheet_columns(sheet, (SELECT jsonb_object_agg(f, NULL) FROM unnest(fields) AS f));
	cells text := (SELECT string_agg(CASE WHEN columns ->> f IS NULL THEN format('NULL::text AS %I', f)
		WHEN f = 'original_value' THEN format('corroborate_internal.sheet_text(t.%I::text) AS %I', columns ->> f, f)
		ELSE format('corroborate_internal.sheet_line(t.%I::text) AS %I', columns ->> f, f) END, ', ') FROM unnest(fields) AS f);
	rows bigint;
BEGIN
	IF NOT columns ?& '{prop,value,dataset}' OR NOT columns ?| '{canonical_id,entity_id}' THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('%s is not a sheet of statements of FollowTheMoney', sheet),
			detail => 'It has no column entity_id, prop, value or dataset.',
			hint => 'Load the CSV with all its columns, of type text.');
	END IF;
	PERFORM corroborate_internal.make_ftm();
	-- a property can have its schema as a prefix: Person:name
	EXECUTE format($query$
		INSERT INTO pg_temp.corroborate_ftm (n, part, id, subject, entity, schema, prop, value, dataset, lang, original, seen)
		SELECT s.n, 0, s.id, coalesce(s.canonical_id, s.entity_id), coalesce(s.entity_id, s.canonical_id),
			coalesce(s.schema, substring(s.prop FROM '^([A-Za-z]+):')), regexp_replace(s.prop, '^[A-Za-z]+:', ''), s.value,
			s.dataset, s.lang, s.original_value, corroborate_internal.ftm_time(s.first_seen)
		FROM (SELECT row_number() OVER (ORDER BY t.ctid) AS n, %s FROM ONLY %s AS t) AS s
		$query$, cells, sheet);
	GET DIAGNOSTICS rows = ROW_COUNT;
	PERFORM corroborate_internal.read_ftm();
	RETURN rows;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_ftm_sheet(regclass) IS 'reads a table of statements of FollowTheMoney into corroborate_row, and returns how many rows it has';

CREATE FUNCTION corroborate_internal.read_json(document text) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'read_json' LANGUAGE C STRICT STABLE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.read_json(text) IS 'reads a JSON document; null if it is not valid';

-- A value can be a nested entity.
CREATE FUNCTION corroborate_internal.ftm_values(properties jsonb) RETURNS TABLE (place bigint, prop text, value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT row_number() OVER (), p.key, CASE jsonb_typeof(v.value) WHEN 'object' THEN v.value ->> 'id' ELSE v.value #>> '{}' END
	FROM jsonb_each(CASE jsonb_typeof(properties) WHEN 'object' THEN properties END) AS p
	CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(p.value) WHEN 'array' THEN p.value ELSE jsonb_build_array(p.value) END) AS v
	WHERE jsonb_typeof(v.value) NOT IN ('array', 'null');
END;
COMMENT ON FUNCTION corroborate_internal.ftm_values(jsonb) IS 'the values of an entity''s properties, a row each';

CREATE FUNCTION corroborate_internal.ftm_datasets(entity jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT d.value #>> '{}' FROM jsonb_array_elements(CASE WHEN jsonb_typeof(entity -> 'datasets') = 'array' THEN entity -> 'datasets'
	ELSE jsonb_build_array(entity -> 'dataset') END) AS d WHERE jsonb_typeof(d.value) = 'string');
COMMENT ON FUNCTION corroborate_internal.ftm_datasets(jsonb) IS 'the datasets that an entity says it is from';

CREATE FUNCTION corroborate_internal.ftm_text(entity jsonb, key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(entity -> key) IN ('string', 'number') THEN corroborate_internal.sheet_line(entity ->> key) END;
COMMENT ON FUNCTION corroborate_internal.ftm_text(jsonb, text) IS 'an entity''s text under a key, on one line; null if that is no text';

CREATE FUNCTION corroborate_internal.read_ftm_entities(entities text, dataset text) RETURNS bigint LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rows bigint;
BEGIN
	PERFORM corroborate_internal.make_ftm();
	-- A row is numbered by its place in the list of values.  A statement has one, and an id of its own; an entity has several.
	INSERT INTO pg_temp.corroborate_ftm (n, part, id, subject, entity, schema, prop, value, dataset, cites, lang, original, seen, problem)
	WITH documents AS MATERIALIZED (
		SELECT l.n, corroborate_internal.read_json(l.line) AS entity FROM string_to_table(entities, E'\n') WITH ORDINALITY AS l (line, n)
		WHERE l.line ~ E'\\S'
	), lines AS (
		SELECT d.n, NULL::integer AS part, d.entity FROM documents AS d
		WHERE jsonb_typeof(d.entity -> 'statements') IS DISTINCT FROM 'array'
		UNION ALL
		-- statements can be nested in their entity, whose id is their canonical_id; they say more than its properties
		SELECT d.n, s.place::integer,
			CASE jsonb_typeof(s.value) WHEN 'object' THEN s.value - 'properties' || coalesce(jsonb_build_object('canonical_id', corroborate_internal.ftm_text(d.entity, 'id')), '{}')
				ELSE s.value END
		FROM documents AS d
		CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(d.entity -> 'statements') WHEN 'array' THEN d.entity -> 'statements' END)
			WITH ORDINALITY AS s (value, place)
	), read AS (
		SELECT l.n, l.part, l.entity, s.is_statement, corroborate_internal.ftm_text(l.entity, CASE WHEN s.is_statement THEN 'entity_id' ELSE 'id' END) AS id,
			corroborate_internal.ftm_text(l.entity, 'schema') AS schema, corroborate_internal.ftm_datasets(l.entity) AS datasets
		FROM lines AS l CROSS JOIN LATERAL (SELECT coalesce(jsonb_typeof(l.entity) = 'object' AND l.entity ?& '{entity_id,prop,value}', false)) AS s (is_statement)
	)
	SELECT r.n, coalesce(r.part, v.place, 0), CASE WHEN r.is_statement THEN corroborate_internal.ftm_text(r.entity, 'id') END,
		coalesce(CASE WHEN r.is_statement THEN corroborate_internal.ftm_text(r.entity, 'canonical_id') END, r.id), r.id, r.schema, coalesce(v.prop, 'id'), corroborate_internal.sheet_line(v.value),
		coalesce(read_ftm_entities.dataset, r.datasets[1]),
		CASE WHEN read_ftm_entities.dataset IS NOT NULL THEN nullif(array_to_string(array_remove(r.datasets, read_ftm_entities.dataset), ';'), '') END,
		CASE WHEN r.is_statement THEN corroborate_internal.ftm_text(r.entity, 'lang') END,
		CASE WHEN r.is_statement THEN corroborate_internal.sheet_text(r.entity ->> 'original_value') END,
		corroborate_internal.ftm_time(corroborate_internal.ftm_text(r.entity, 'first_seen')),
		CASE WHEN r.entity IS NULL THEN 'it is not JSON' WHEN jsonb_typeof(r.entity) <> 'object' OR r.id IS NULL THEN 'it is not an entity with an id'
			WHEN read_ftm_entities.dataset IS NULL AND cardinality(r.datasets) > 1
				THEN 'it does not say which of its datasets says what: dataset => names who says so' END
	FROM read AS r LEFT JOIN LATERAL (
		SELECT p.place, p.prop, p.value FROM corroborate_internal.ftm_values(CASE WHEN NOT r.is_statement THEN r.entity -> 'properties' END) AS p
		UNION ALL
		-- a statement has one value; if it has none, only this line is reported
		SELECT 1, coalesce(corroborate_internal.ftm_text(r.entity, 'prop'), ''),
			CASE WHEN jsonb_typeof(r.entity -> 'value') IN ('string', 'number', 'boolean') THEN r.entity ->> 'value' END
		WHERE r.is_statement
	) AS v ON true;
	SELECT count(DISTINCT f.n) INTO rows FROM pg_temp.corroborate_ftm AS f;
	PERFORM corroborate_internal.read_ftm();
	RETURN rows;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_ftm_entities(text, text) IS 'reads entities or statements of FollowTheMoney, one JSON object a line, into corroborate_row, and returns how many lines there are';

CREATE FUNCTION import_entities(
	ledger name,
	entities text,
	dataset text DEFAULT NULL,
	sheet_name text DEFAULT 'entities',
	add_sources boolean DEFAULT false,
	skip_bad boolean DEFAULT false,
	dry_run boolean DEFAULT true,
	OUT what text, OUT line bigint, OUT value text, OUT suggestion text, OUT count bigint, OUT note text
) RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off SET datestyle = 'ISO, YMD'
AS $$
DECLARE
	rows bigint;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.make_sheet();
	rows := corroborate_internal.read_ftm_entities(coalesce(entities, ''), dataset);
	RETURN QUERY SELECT r.* FROM corroborate_internal.import_rows(ledger, coalesce(sheet_name, 'entities'), rows, ';', '{}', NULL,
		coalesce(add_sources, false), coalesce(skip_bad, false), coalesce(dry_run, true)) AS r;
END
$$;
COMMENT ON FUNCTION import_entities(name, text, text, text, boolean, boolean, boolean) IS
'imports entities or statements of FollowTheMoney, one JSON object a line, into a ledger, as import_table() does with preset => ''ftm'': dataset says that property of entity is value. dataset: who says so, on the word of the datasets that the entity names; null: the one that it names. Writes nothing unless dry_run is false';

CREATE FUNCTION export_statements(ledger name, OUT canonical_id text, OUT entity_id text, OUT prop text, OUT prop_type text, OUT schema text, OUT value text,
	OUT dataset text, OUT origin text, OUT lang text, OUT original_value text, OUT external text, OUT first_seen text, OUT last_seen text, OUT id text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off
AS $$
#variable_conflict use_column
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.look_in(ledger);
	-- raises an error if a policy hides who is confidential, as for boards
	PERFORM FROM source AS s LEFT JOIN source_alias AS a ON a.source = s.key LIMIT 1;
	RETURN QUERY
	WITH names AS MATERIALIZED (
		SELECT array_agg(p.name) AS secret FROM protected_name AS p
	), said AS MATERIALIZED (
		SELECT a.claim, a.id, q.part[1] AS entity, q.part[2] AS prop, coalesce(c.answer, concat_ws(' ', c.comparator, c.value, c.unit)) AS value,
			coalesce(o.source, by.speaker) AS dataset, a.quote, a.quote_language, a.said_at, a.sheet_row,
			-- a statement's id includes the dataset's name, so it is kept only if the name is the same
			o.source IS NULL AS same_name,
			CASE WHEN d.url IS NULL AND coalesce(e.source, d.publisher) = coalesce(o.source, by.speaker) THEN d.headline END AS known_as
		FROM claim AS c
		CROSS JOIN LATERAL (SELECT regexp_match(c.question, '^(.+), ([A-Za-z][A-Za-z0-9_]*)$')) AS q (part)
		JOIN attestation AS a ON a.claim = c.id
		CROSS JOIN LATERAL (SELECT (@extschema@.speakers(a.said))[1]) AS by (speaker)
		LEFT JOIN source_alias AS o ON o.alias = by.speaker
		LEFT JOIN document AS d ON d.id = a.document LEFT JOIN source_alias AS e ON e.alias = d.publisher
		CROSS JOIN names AS n
		WHERE q.part IS NOT NULL AND by.speaker IS NOT NULL AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
			AND NOT EXISTS (SELECT FROM replaced AS r WHERE r.claim = a.claim AND r.id = a.id)
			AND NOT EXISTS (SELECT FROM protected_attestation AS p WHERE p.claim = a.claim AND p.id = a.id)
			AND (n.secret IS NULL OR NOT corroborate_internal.spells_any(
				concat_ws(E'\n', c.question, c.answer, c.unit, by.speaker, o.source, a.sheet_row), n.secret))
	), schemata AS (
		SELECT s.entity, s.dataset, min(s.value) AS schema FROM said AS s WHERE s.prop = 'schema' GROUP BY s.entity, s.dataset
	), known AS (
		SELECT s.entity, min(s.schema) AS schema FROM schemata AS s GROUP BY s.entity
	)
	SELECT s.entity, coalesce(s.known_as, s.entity), CASE s.prop WHEN 'schema' THEN 'id' ELSE s.prop END, NULL,
		CASE s.prop WHEN 'schema' THEN s.value ELSE coalesce(x.schema, k.schema) END,
		CASE s.prop WHEN 'schema' THEN coalesce(s.known_as, s.entity) ELSE s.value END,
		s.dataset, NULL, s.quote_language, CASE WHEN s.quote <> s.value THEN s.quote END, 'f',
		t.seen, t.seen, CASE WHEN s.sheet_row ~ '^[0-9a-f]{40}$' AND s.same_name THEN s.sheet_row END
	FROM said AS s JOIN known AS k ON k.entity = s.entity
	LEFT JOIN schemata AS x ON x.entity = s.entity AND x.dataset = s.dataset
	CROSS JOIN LATERAL (SELECT rtrim(corroborate_internal.xml_time(s.said_at), 'Z')) AS t (seen)
	ORDER BY s.entity COLLATE "C", s.prop <> 'schema', s.prop COLLATE "C", s.dataset COLLATE "C", s.id;
END
$$;
COMMENT ON FUNCTION export_statements(name) IS
'what a ledger says about entities whose schema a claim says, as statements in the columns of FollowTheMoney''s CSV. Without anything that is pending, retracted or replaced, without denials, and without anything that could disclose a confidential source';
