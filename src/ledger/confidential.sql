------------------------------------------------------------------------------
-- A ledger's confidential sources
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

CREATE FUNCTION new_key(prefix text) RETURNS text LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN prefix || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12);
COMMENT ON FUNCTION new_key(text) IS 'a key that says nothing';

CREATE FUNCTION add_confidential_source(
	identity text DEFAULT NULL,
	held_by text DEFAULT NULL,
	kind text DEFAULT 'person',
	counts_with text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	added text := new_key('source');
	shared text;
BEGIN
	IF num_nonnulls(add_confidential_source.identity, add_confidential_source.held_by) = 0 THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'somebody has to know who the source is',
			HINT = 'Say who: add_confidential_source(held_by => ''...'').';
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
	RETURN added;
END
$body$;
COMMENT ON FUNCTION add_confidential_source(text, text, text, text) IS
'registers a source under a key that says nothing, which it returns. identity: who it is; safer: held_by, who knows it outside the database. counts_with: another source that is the same voice, for a reason that stays unsaid';

CREATE FUNCTION attestations_by(names text[]) RETURNS TABLE (claim bigint, id bigint) LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT a.claim, a.id FROM attestation AS a WHERE a.said OPERATOR(@extschema@.?|) names AND speaker(a.said) = ANY (names)
	ORDER BY a.claim, a.id;
END;
COMMENT ON FUNCTION attestations_by(text[]) IS 'what someone of these names said';

CREATE FUNCTION lock_mentions(names text[]) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT FROM attestation AS a WHERE a.said OPERATOR(@extschema@.?|) names ORDER BY a.claim, a.id FOR NO KEY UPDATE;
END;
COMMENT ON FUNCTION lock_mentions(text[]) IS 'locks the attestations that mention any of these names';

CREATE FUNCTION rename_in_attestations(name text, new_name text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE attestation AS a SET said = @extschema@.rename_source(a.said, name, new_name) WHERE a.said OPERATOR(@extschema@.?) name;
END;
COMMENT ON FUNCTION rename_in_attestations(text, text) IS 'puts another name for this one in what was said';

CREATE FUNCTION rename_mentions(names text[], new_name text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	name text;
	word text;
BEGIN
	FOREACH name IN ARRAY names LOOP
		PERFORM rename_in_attestations(name, new_name);
		-- the name as a word of its own
		word := '(^|[ ,])' || regexp_replace(name, '([^[:alnum:]])', '\\\1', 'g') || '(?=$|[ ,])';
		UPDATE claim_event AS e SET cause = regexp_replace(e.cause, word, '\1' || new_name, 'g')
		WHERE e.cause ~ word;
	END LOOP;
END
$body$;
COMMENT ON FUNCTION rename_mentions(text[], text) IS 'puts another name for these in what was said, and in the log';

CREATE FUNCTION forget(source text) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	gone text := source_key(forget.source);
	spellings text[];
	kept text := gone;
BEGIN
	-- all that single statements lock, in the order in which they do: rows first, from here on nobody enters other
	-- spellings; then names, from here on nobody mentions it; claims come last
	PERFORM 1 FROM source AS s WHERE s.key = gone FOR UPDATE;
	PERFORM 1 FROM source_alias AS a WHERE a.source = gone ORDER BY a.alias FOR UPDATE;
	spellings := ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = gone);
	PERFORM 1 FROM source AS s WHERE s.affiliations && (gone || spellings) ORDER BY s.key FOR NO KEY UPDATE;
	PERFORM lock_mentions(gone || spellings);
	PERFORM claim_that_mentions(gone || spellings || ARRAY(SELECT s.key FROM source AS s WHERE s.affiliations && (gone || spellings)));

	DELETE FROM source_identity AS i WHERE i.source = gone;
	UPDATE source AS s SET name = NULL, note = NULL WHERE s.key = gone;
	UPDATE source_rating AS r SET reason = NULL WHERE r.source = gone;
	UPDATE document AS d SET headline = NULL, url = NULL, credits = NULL, item = NULL, version = NULL WHERE d.publisher = gone;
	UPDATE attestation AS a SET quote = NULL, quote_language = NULL, translator = NULL,
		retraction_reason = CASE WHEN a.retraction_reason IS NOT NULL THEN '(removed)' END
	FROM attestations_by(gone || spellings) AS by WHERE a.claim = by.claim AND a.id = by.id;

	IF NOT (SELECT s.confidential FROM source AS s WHERE s.key = gone) THEN
		-- as long as both names are there they count as one, so that no flag moves
		kept := new_key('source');
		INSERT INTO source (key, kind, affiliations, reliability, confidential)
		SELECT kept, s.kind, s.affiliations || gone, s.reliability, true FROM source AS s WHERE s.key = gone;
		UPDATE source AS s SET affiliations = s.affiliations || kept WHERE gone = ANY (s.affiliations) AND s.key <> kept;
		PERFORM rename_mentions(gone || spellings, kept);
		UPDATE document AS d SET publisher = kept WHERE d.publisher = gone;
		DELETE FROM source_rating AS r WHERE r.source = kept;
		UPDATE source_rating AS r SET source = kept WHERE r.source = gone;
		DELETE FROM source_alias AS a WHERE a.source = gone;
		UPDATE source AS s SET affiliations = array_remove(s.affiliations, gone) WHERE gone = ANY (s.affiliations);
		DELETE FROM source AS s WHERE s.key = gone;
	ELSE
		PERFORM rename_mentions(spellings, kept);
		DELETE FROM source_alias AS a WHERE a.source = gone;
	END IF;
	-- who is affiliated with it may have been so by another spelling
	UPDATE source AS s SET affiliations = array_remove(ARRAY(
		SELECT DISTINCT CASE WHEN a = ANY (spellings) THEN kept ELSE a END FROM unnest(s.affiliations) AS a ORDER BY 1), s.key)
	WHERE s.affiliations && spellings;
	UPDATE source AS s SET feeds = ARRAY(SELECT DISTINCT CASE WHEN f = ANY (gone || spellings) THEN kept ELSE f END FROM unnest(s.feeds) AS f ORDER BY 1)
	WHERE s.feeds && (gone || spellings);
	UPDATE document AS d SET feed = kept WHERE d.feed = ANY (gone || spellings);
	RETURN kept;
END
$body$;
COMMENT ON FUNCTION forget(text) IS
'removes for good who a source is and its wording: identity, name, note, quotes, reasons, other spellings, headlines and addresses of what it published, and a key that says something. What it said keeps counting, under a key that says nothing, which is returned. VACUUM (FULL, ANALYZE) afterwards; older backups still have it';
