------------------------------------------------------------------------------
-- Renaming and merging a ledger's sources
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- Locks all that the functions below change, in the order in which single statements lock it.  First rows: from then on nobody
-- removes other spellings.  Then documents and names: from then on nobody mentions them.  Claims come last.
CREATE FUNCTION hold_sources(sources text[], name text DEFAULT NULL) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	keys text[] := array_remove(sources || name, NULL);
	published text[];
BEGIN
	IF corroborate_internal.is_distributed('attestation'::regclass) THEN
		-- Citus locks the rows of each table, referencing tables first; the triggers on each node lock the names
		PERFORM 1 FROM source_alias AS a WHERE a.source = ANY (keys) OR a.alias = ANY (keys) ORDER BY a.alias FOR UPDATE;
		PERFORM 1 FROM document AS d WHERE d.publisher = ANY (keys) ORDER BY d.id FOR NO KEY UPDATE;
		PERFORM 1 FROM source AS s WHERE s.key = ANY (keys) ORDER BY s.key FOR UPDATE;
	ELSE
		PERFORM 1 FROM source AS s WHERE s.key = ANY (keys) ORDER BY s.key FOR UPDATE;
		PERFORM 1 FROM source_alias AS a WHERE a.source = ANY (keys) OR a.alias = ANY (keys) ORDER BY a.alias FOR UPDATE;
		published := ARRAY(SELECT d.id::text FROM (SELECT d.id FROM document AS d WHERE d.publisher = ANY (keys) ORDER BY d.id FOR NO KEY UPDATE) AS d);
		PERFORM corroborate_internal.lock_documents('attestation'::regclass, published);
		PERFORM claim_that_mentions(keys || ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = ANY (keys)));
	END IF;
	-- what may have happened while this waited
	IF cardinality(sources) > (SELECT count(*) FROM source AS s WHERE s.key = ANY (sources))
		OR EXISTS (SELECT FROM source_alias AS a WHERE a.alias = ANY (sources))
	THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => 'somebody else has just renamed, merged or forgotten the source',
			hint => 'Look up what it is called now, and try again.');
	END IF;
END
$body$;
COMMENT ON FUNCTION hold_sources(text[], text) IS
'locks sources, their other spellings, and what they published, so that nobody else changes or mentions them. name: another name that nobody else must mention';

CREATE FUNCTION refuse_confidential(keys text[], hint text) RETURNS void LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
BEGIN
	-- the message does not repeat the name, because errors go to the server's log
	IF EXISTS (SELECT FROM protected_name AS p WHERE p.name = ANY (keys)) THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => 'names of confidential sources stay as they are',
			detail => 'Another name beside the key could say who it is.',
			hint => refuse_confidential.hint);
	END IF;
END
$body$;
COMMENT ON FUNCTION refuse_confidential(text[], text) IS 'raises an error, with a hint, if any of these is a name of a confidential source';

-- Both functions change everything that a name stands for in one statement, whose triggers fire at its end.  Otherwise a source
-- would briefly count as two, and a flag would be raised and withdrawn.

CREATE FUNCTION rename_source(old text, new text) RETURNS TABLE (claim bigint, statement text, status_before @extschema@.corroboration_status,
	status @extschema@.corroboration_status, change text, why text) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	was text;
	becomes text; -- the new key, in the form in which it is stored
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
	before jsonb;
	other_columns text;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	becomes := speaker(@extschema@.said_by(rename_source.new));
	was := source_key(rename_source.old);
	IF becomes IS NULL OR becomes = was THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('source "%s" needs another key', was),
			hint => 'For example: SELECT * FROM rename_source(''post'', ''washington-post'');');
	END IF;
	PERFORM hold_sources(ARRAY[was], becomes);
	PERFORM refuse_confidential(ARRAY[was, becomes], 'Use forget() to give a source a key that says nothing.');
	IF EXISTS (SELECT FROM source AS s WHERE s.key = becomes)
		OR EXISTS (SELECT FROM source_alias AS a WHERE a.alias = becomes AND a.source <> was)
	THEN
		PERFORM corroborate_internal.refuse('duplicate_object',
			message => format('source "%s" is registered already', becomes),
			hint => 'If the two are one: SELECT * FROM merge_sources(one, other);');
	END IF;
	before := standing_of_claims(ARRAY[was]);
	PERFORM set_config('corroborate.cause', coalesce(nullif(cause_before, ''), format('%s renamed %s', was, becomes)), true);
	-- including columns that the desk has added
	SELECT string_agg(quote_ident(a.attname), ', ') INTO other_columns FROM pg_catalog.pg_attribute AS a
	WHERE a.attrelid = 'source'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'key' AND a.attgenerated = '' AND a.attidentity = '';
	-- keeps note_names() quiet about the old key until it has become another spelling
	PERFORM set_config('corroborate.renamed', was, true);
	EXECUTE format('INSERT INTO source (key, %1$s) SELECT $2, %1$s FROM source WHERE key = $1', other_columns) USING was, becomes;
	PERFORM set_config('corroborate.renamed', '', true);
	DELETE FROM source_rating AS r WHERE r.source = becomes;
	WITH itself AS (
		DELETE FROM source_alias AS a WHERE a.alias = becomes
	), spellings AS (
		UPDATE source_alias AS a SET source = becomes WHERE a.source = was AND a.alias <> becomes
	), published AS (
		UPDATE document AS d SET publisher = becomes WHERE d.publisher = was
	)
	INSERT INTO source_alias (alias, source) VALUES (was, becomes);
	UPDATE source_rating AS r SET source = becomes WHERE r.source = was;
	DELETE FROM source AS s WHERE s.key = was;
	PERFORM set_config('corroborate.cause', cause_before, true);
	RETURN QUERY SELECT m.* FROM moved_claims(before) AS m;
END
$body$;
COMMENT ON FUNCTION rename_source(text, text) IS
'gives a source another key; the old one becomes another spelling. Attestations and history stay as they were written, ratings and documents follow the new key. Returns the claims whose status, flag, dispute or denial changed';

CREATE FUNCTION merge_sources(source text, other text) RETURNS TABLE (claim bigint, statement text, status_before @extschema@.corroboration_status,
	status @extschema@.corroboration_status, change text, why text) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	kept text;
	gone text;
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
	before jsonb;
	names text[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	kept := source_key(merge_sources.source);
	gone := source_key(merge_sources.other);
	IF kept = gone THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('these are one source already, "%s"', kept));
	END IF;
	PERFORM hold_sources(ARRAY[kept, gone]);
	PERFORM refuse_confidential(ARRAY[kept, gone], 'Sources that share an affiliation count as one.');
	names := ARRAY[kept, gone] || ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source IN (kept, gone));
	before := standing_of_claims(names);
	PERFORM set_config('corroborate.cause', coalesce(nullif(cause_before, ''), format('%s is %s', gone, kept)), true);
	WITH itself AS (
		-- no source relies on itself, or is its own affiliation
		UPDATE source AS s SET relies_on = ARRAY(SELECT n FROM unnest(s.relies_on) AS n WHERE n <> ALL (names)),
			affiliations = ARRAY(SELECT n FROM unnest(s.affiliations) AS n WHERE n <> ALL (names))
		WHERE s.key = ANY (names) AND (s.relies_on && names OR s.affiliations && names)
	), spellings AS (
		UPDATE source_alias AS a SET source = kept WHERE a.source = gone
	), published AS (
		-- except items that both published
		UPDATE document AS d SET publisher = kept WHERE d.publisher = gone AND NOT EXISTS (SELECT FROM document AS o
			WHERE o.item = d.item AND o.publisher = kept AND o.version IS NOT DISTINCT FROM d.version)
	)
	INSERT INTO source_alias (alias, source) VALUES (gone, kept);
	PERFORM set_config('corroborate.cause', cause_before, true);
	RETURN QUERY SELECT m.* FROM moved_claims(before) AS m;
END
$body$;
COMMENT ON FUNCTION merge_sources(text, text) IS
'makes two sources one: the second key becomes another spelling of the first. Attestations and history stay as they were written; the lower of two ratings holds, affiliations are united. Returns the claims whose status, flag, dispute or denial changed';
