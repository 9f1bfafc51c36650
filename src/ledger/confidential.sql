------------------------------------------------------------------------------
-- A ledger's confidential sources
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

CREATE FUNCTION new_key(prefix text) RETURNS text LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN prefix || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12);
COMMENT ON FUNCTION new_key(text) IS 'a random key, which says nothing about the source';

-- Names are not repeated: notices may go to the server's log.  forget() makes other spellings of names that are to go
CREATE FUNCTION note_confidential(sources text[], registered boolean, noted boolean DEFAULT false) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	IF current_setting('corroborate.forgetting', true) = 'on' OR corroborate_internal.is_distributed('source'::regclass) THEN
		RETURN;
	END IF;
	-- a word and a number say nothing
	IF registered AND EXISTS (SELECT FROM unnest(sources) AS s (key) WHERE s.key !~ '^[^-_. #0-9]*[-_. #]?[0-9a-f]*[0-9][0-9a-f]*$') THEN
		RAISE NOTICE USING MESSAGE = 'the key of a confidential source is no secret',
			DETAIL = 'Whoever may read the ledger reads it, and it is in what leaves the desk.',
			HINT = 'If it could say who the source is, delete the row and use add_confidential_source(), which makes a key that says nothing. '
				'Once the key is mentioned, forget() replaces it, and removes quotes and identity, too.';
	END IF;
	IF noted THEN
		RAISE NOTICE USING MESSAGE = 'the note on a confidential source is no secret',
			DETAIL = 'Whoever may read the ledger reads it beside the key.',
			HINT = 'Who somebody is belongs in source_identity.';
	END IF;
	-- also those that were committed after the snapshot of this transaction
	IF corroborate_internal.by_latest('SELECT p.name FROM protected_name AS p WHERE p.name <> p.source AND $1 && ARRAY[p.name, p.source] LIMIT 1', sources) IS NOT NULL THEN
		RAISE NOTICE USING MESSAGE = 'another spelling of a confidential source is no secret',
			DETAIL = 'Whoever may read source_alias reads it beside the key.',
			HINT = 'If it could say who the source is, delete it. Who somebody is belongs in source_identity.';
	END IF;
END
$body$;
COMMENT ON FUNCTION note_confidential(text[], boolean, boolean) IS
'gives notices about what roles that read the ledger read of confidential sources: keys that may say who they are, notes, and other spellings. sources: those of which something was written; registered: whether they were registered, or marked as confidential, just now; noted: whether a note was written';

-- Compared with names that whoever calls may read, and not with other identities: the answer would say who is among them
CREATE FUNCTION note_identity(identity text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	IF identity IS NULL OR corroborate_internal.is_distributed('source'::regclass) OR NOT has_column_privilege(who(), 'source'::regclass, 'key', 'SELECT')
		OR NOT has_column_privilege(who(), 'source'::regclass, 'name', 'SELECT') OR NOT has_column_privilege(who(), 'source_alias'::regclass, 'alias', 'SELECT')
		OR (SELECT bool_or(c.relrowsecurity) FROM pg_class AS c WHERE c.oid IN ('source'::regclass, 'source_alias'::regclass))
	THEN
		RETURN;
	END IF;
	IF EXISTS (SELECT FROM source_label AS l
		WHERE corroborate_internal.name_skeleton(identity) = l.skeleton OR corroborate_internal.name_words(identity) = l.words)
	THEN
		RAISE NOTICE USING MESSAGE = 'a registered source is spelt like a confidential one',
			DETAIL = 'If the two are one, they count as two independent sources.',
			HINT = 'Editors compare them: SELECT * FROM near_confidential();';
	END IF;
END
$body$;
COMMENT ON FUNCTION note_identity(text) IS 'gives a notice if a registered source that is not confidential has this name; it repeats no name';

CREATE FUNCTION add_confidential_source(
	identity text DEFAULT NULL,
	held_by text DEFAULT NULL,
	kind text DEFAULT 'person',
	counts_with text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	added text;
	shared text;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	added := new_key('source');
	IF concat(add_confidential_source.identity, add_confidential_source.held_by) !~ E'\\S' THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'somebody has to know who the source is',
			hint => 'Say who: add_confidential_source(held_by => ''...'').');
	END IF;
	IF add_confidential_source.counts_with IS NOT NULL THEN
		SELECT s.key, coalesce((SELECT a FROM unnest(s.affiliations) AS a WHERE a ~ '^unit-[0-9a-f]+$' LIMIT 1), new_key('unit'))
		INTO add_confidential_source.counts_with, shared
		FROM source AS s WHERE s.key = source_key(add_confidential_source.counts_with) FOR NO KEY UPDATE;
		UPDATE source AS s SET affiliations = affiliations || shared
		WHERE s.key = add_confidential_source.counts_with AND NOT shared = ANY (affiliations);
	END IF;
	INSERT INTO source (key, kind, affiliations, confidential)
	VALUES (added, add_confidential_source.kind, array_remove(ARRAY[shared], NULL), true);
	INSERT INTO source_identity (source, identity, held_by)
	VALUES (added, add_confidential_source.identity, add_confidential_source.held_by);
	PERFORM note_identity(add_confidential_source.identity);
	RETURN added;
END
$body$;
COMMENT ON FUNCTION add_confidential_source(text, text, text, text) IS
'registers a source under a random key, which it returns. identity: who it is; safer: held_by, who knows it outside the database. counts_with: another source that is the same voice, for a reason that is not recorded';
