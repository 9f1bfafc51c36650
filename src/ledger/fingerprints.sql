------------------------------------------------------------------------------
-- Fingerprints of the texts of a ledger's documents
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- A ledger keeps fingerprints, not texts.  They are made with a key of its own, so that somebody who has the fingerprints but
-- not the key cannot find out what was in a text.  Therefore no function returns the key, and none returns the fingerprint of a
-- text without writing it to a document.  What a confidential source published has no fingerprint.

-- Asks what protected_name says about one name, without reading all sources.
CREATE FUNCTION is_protected_name(name text) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	-- so that each lookup uses an index, whatever the planner assumes about the tables
	WITH own AS MATERIALIZED (
		SELECT coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = is_protected_name.name), is_protected_name.name) AS key
	)
	SELECT EXISTS (SELECT FROM source AS s WHERE s.confidential AND s.key = (SELECT o.key FROM own AS o))
		OR EXISTS (SELECT FROM source AS s JOIN source_alias AS a ON a.alias = s.key WHERE s.confidential AND a.source = (SELECT o.key FROM own AS o));
END;
COMMENT ON FUNCTION is_protected_name(text) IS 'whether a confidential source goes by this name: whether the name is in protected_name';

-- Whether a document may have a fingerprint depends on its publisher, and can change.  So a transaction that writes a
-- fingerprint takes share locks on all names of the publisher, as one that mentions them does.  A transaction that makes a
-- source confidential, or enters another spelling, takes exclusive locks on the names.  Each looks once it holds the locks.
-- While a name is locked, nobody changes which source it stands for; while that source's key is locked, nobody adds a spelling.
CREATE FUNCTION hold_publisher(publisher text) RETURNS boolean LANGUAGE plpgsql VOLATILE STRICT SET search_path FROM CURRENT
AS $body$
DECLARE
	names text[] := ARRAY[publisher];
	held text[] := '{}';
	found text[];
BEGIN
	WHILE NOT names <@ held LOOP
		PERFORM corroborate_internal.hold_names('attestation'::regclass, names, '{}');
		held := held || names;
		found := corroborate_internal.by_latest('SELECT is_protected_name(n.name), ARRAY(SELECT n.name UNION SELECT n.key '
			'UNION SELECT a.alias FROM source_alias AS a WHERE a.source = n.key) '
			'FROM (SELECT $1[1] AS name, coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = $1[1]), $1[1]) AS key) AS n', ARRAY[publisher]);
		names := found[2]::text[];
	END LOOP;
	RETURN found[1]::boolean;
END
$body$;
COMMENT ON FUNCTION hold_publisher(text) IS
'locks a publisher''s names and returns whether it is confidential, by what is committed now. Nobody else can make it so until the transaction ends';

CREATE FUNCTION document_fingerprinted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	-- on a distributed ledger only fingerprint_document() writes fingerprints, and it looks itself
	IF NOT corroborate_internal.is_distributed('document'::regclass) AND hold_publisher(NEW.publisher) THEN
		NEW.fingerprint := NULL;
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION document_fingerprinted() IS 'leaves out the fingerprint of what a confidential source published';

CREATE TRIGGER document_fingerprinted BEFORE INSERT OR UPDATE OF publisher, fingerprint ON document
	FOR EACH ROW WHEN (NEW.fingerprint IS NOT NULL AND NEW.publisher IS NOT NULL) EXECUTE FUNCTION document_fingerprinted();

CREATE FUNCTION drop_protected_fingerprints() RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	-- including those that were committed after this transaction's snapshot
	PERFORM corroborate_internal.by_latest('UPDATE document AS d SET fingerprint = NULL '
		'WHERE d.fingerprint IS NOT NULL AND d.publisher IN (SELECT n.name FROM protected_name AS n)');
END
$body$;
COMMENT ON FUNCTION drop_protected_fingerprints() IS 'removes the fingerprints of what confidential sources published, by what is committed now';

CREATE FUNCTION publisher_protected() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	IF NOT corroborate_internal.is_distributed('document'::regclass) THEN
		PERFORM corroborate_internal.hold_names('attestation'::regclass, '{}', ARRAY[NEW.key]);
		PERFORM drop_protected_fingerprints();
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION publisher_protected() IS 'removes the fingerprints of what a source published, once it is confidential';

CREATE FUNCTION spelling_protected() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	IF NOT corroborate_internal.is_distributed('document'::regclass) THEN
		-- alias_changed() has locked both names
		IF corroborate_internal.by_latest('SELECT p.name FROM protected_name AS p WHERE p.name = ANY ($1) LIMIT 1',
			ARRAY(SELECT n.source FROM new_rows AS n)) IS NOT NULL
		THEN
			PERFORM drop_protected_fingerprints();
			PERFORM note_confidential(ARRAY(SELECT n.source FROM new_rows AS n), registered => false);
		END IF;
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION spelling_protected() IS
'removes the fingerprints of what a source published, once its name is a spelling of a confidential source, and notices that such spellings are no secret';

CREATE TRIGGER source_protected AFTER UPDATE OF confidential ON source
	FOR EACH ROW WHEN (NEW.confidential AND NOT OLD.confidential) EXECUTE FUNCTION publisher_protected();
-- the new key may already be another spelling of a confidential source
CREATE TRIGGER source_added_protected AFTER INSERT ON source
	FOR EACH ROW WHEN (NEW.confidential) EXECUTE FUNCTION publisher_protected();
CREATE TRIGGER alias_added_protected AFTER INSERT ON source_alias REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION spelling_protected();
CREATE TRIGGER alias_changed_protected AFTER UPDATE ON source_alias REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION spelling_protected();

CREATE FUNCTION current_fingerprint_key() RETURNS text LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	found text;
BEGIN
	-- lock it, because forget() deletes it
	LOOP
		SELECT k.key::text INTO found FROM fingerprint_key AS k FOR KEY SHARE;
		EXIT WHEN found IS NOT NULL;
		INSERT INTO fingerprint_key DEFAULT VALUES ON CONFLICT DO NOTHING;
	END LOOP;
	RETURN found;
END
$body$;
COMMENT ON FUNCTION current_fingerprint_key() IS 'the key of the ledger''s fingerprints; makes one if there is none';

CREATE FUNCTION fingerprint_document(document bigint, content text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	key text;
	made bigint[];
	may boolean;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	key := current_fingerprint_key();
	-- Lock the name before the row, in the order in which making the publisher confidential locks them; the trigger checks the name.
	IF NOT corroborate_internal.is_distributed('document'::regclass) THEN
		PERFORM corroborate_internal.hold_names('attestation'::regclass, ARRAY[d.publisher], '{}')
		FROM document AS d WHERE d.id = fingerprint_document.document AND d.publisher IS NOT NULL;
	END IF;
	-- in a statement of its own: where a table is on several nodes, Citus allows only immutable functions in an UPDATE
	made := @extschema@.fingerprint(fingerprint_document.content, key);
	SELECT is_protected_name(d.publisher) IS NOT TRUE
		-- only editors replace a fingerprint by another
		AND (d.fingerprint IS NULL OR has_column_privilege(who(), 'document'::regclass, 'headline', 'UPDATE'))
	INTO may FROM document AS d WHERE d.id = fingerprint_document.document FOR NO KEY UPDATE;
	UPDATE document AS d SET fingerprint = made WHERE d.id = fingerprint_document.document AND may;
	IF NOT FOUND AND NOT EXISTS (SELECT FROM document AS d WHERE d.id = fingerprint_document.document) THEN
		PERFORM corroborate_internal.refuse('undefined_object',
			message => format('there is no document %s', coalesce(fingerprint_document.document::text, 'NULL')));
	END IF;
	RETURN EXISTS (SELECT FROM document AS d WHERE d.id = fingerprint_document.document
		AND d.fingerprint = made);
END
$body$;
COMMENT ON FUNCTION fingerprint_document(bigint, text) IS
'stores the fingerprint of a document''s text, and keeps nothing else of the text. Returns false if the document has another fingerprint already, which only editors replace, or if a confidential source published it';

CREATE FUNCTION drop_fingerprints(publisher text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE document AS d SET fingerprint = NULL
	WHERE d.fingerprint IS NOT NULL AND d.id = ANY (ARRAY(
		SELECT unnest(copies_of(p.id)) FROM document AS p WHERE p.publisher = drop_fingerprints.publisher));
	-- The next text gets a new key: with this one, the remaining fingerprints could be searched for the source's words.
	DELETE FROM fingerprint_key;
END;
COMMENT ON FUNCTION drop_fingerprints(text) IS 'removes the fingerprints of what a source published and of copies of it, and deletes the key of all others';
