------------------------------------------------------------------------------
-- By what the texts of a ledger's documents are known again
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- Texts are not kept, but their fingerprints are, made with a key of the ledger's own: whoever has them and not the key
-- cannot find out what was in a text.  So nothing gives the key, or the fingerprint of a text without writing it to a
-- document.  What a confidential source published has none.

-- As protected_name says, for one name, without looking at all sources
CREATE FUNCTION is_protected_name(name text) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	-- each by an index, whatever the planner assumes about the tables
	WITH own AS MATERIALIZED (
		SELECT coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = is_protected_name.name), is_protected_name.name) AS key
	)
	SELECT EXISTS (SELECT FROM source AS s WHERE s.confidential AND s.key = (SELECT o.key FROM own AS o))
		OR EXISTS (SELECT FROM source AS s JOIN source_alias AS a ON a.alias = s.key WHERE s.confidential AND a.source = (SELECT o.key FROM own AS o));
END;
COMMENT ON FUNCTION is_protected_name(text) IS 'whether a source goes by this name that is confidential: whether it is in protected_name';

-- A fingerprint is written by what is known of its publisher, and taken away when that changes.  So whoever writes one
-- locks all names that stand for the publisher, as who mentions them does; and whoever makes a source confidential, or
-- enters another spelling, locks that name as who changes what is known of it.  Each looks once he has the locks.  While
-- the name itself is locked nobody changes whom it stands for, and while that one is locked nobody adds a spelling of it
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
'whether this is a confidential source''s name, by what is committed now. Until the transaction ends nobody else can make it one';

CREATE FUNCTION document_fingerprinted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	-- where documents are distributed, fingerprint_document() alone writes fingerprints, and looks itself
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
	-- also those that were committed after the snapshot of this transaction
	PERFORM corroborate_internal.by_latest('UPDATE document AS d SET fingerprint = NULL '
		'WHERE d.fingerprint IS NOT NULL AND d.publisher IN (SELECT n.name FROM protected_name AS n)');
END
$body$;
COMMENT ON FUNCTION drop_protected_fingerprints() IS 'takes away the fingerprints of what confidential sources published, by what is committed now';

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
COMMENT ON FUNCTION publisher_protected() IS 'takes away the fingerprints of what a source published that has become confidential';

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
		END IF;
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION spelling_protected() IS 'takes away the fingerprints of what a source published that has become one with a confidential source';

CREATE TRIGGER source_protected AFTER UPDATE OF confidential ON source
	FOR EACH ROW WHEN (NEW.confidential AND NOT OLD.confidential) EXECUTE FUNCTION publisher_protected();
-- its key may be another's other spelling already
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
	-- locked: forget() takes it away
	LOOP
		SELECT k.key::text INTO found FROM fingerprint_key AS k FOR KEY SHARE;
		EXIT WHEN found IS NOT NULL;
		INSERT INTO fingerprint_key DEFAULT VALUES ON CONFLICT DO NOTHING;
	END LOOP;
	RETURN found;
END
$body$;
COMMENT ON FUNCTION current_fingerprint_key() IS 'the key of the ledger''s fingerprints, which is made if there is none';

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
	-- the name before the row, as whoever makes the publisher confidential locks them; the trigger looks
	IF NOT corroborate_internal.is_distributed('document'::regclass) THEN
		PERFORM corroborate_internal.hold_names('attestation'::regclass, ARRAY[d.publisher], '{}')
		FROM document AS d WHERE d.id = fingerprint_document.document AND d.publisher IS NOT NULL;
	END IF;
	-- computed first: of a table that is on several nodes, Citus updates rows by immutable functions alone
	made := @extschema@.fingerprint(fingerprint_document.content, key);
	SELECT is_protected_name(d.publisher) IS NOT TRUE
		-- only editors put one in the place of another
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
'writes down by what the text of a document is known again, and keeps nothing else of the text. False: it has another fingerprint already, which only editors replace, or a confidential source published it';

CREATE FUNCTION drop_fingerprints(publisher text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE document AS d SET fingerprint = NULL
	WHERE d.fingerprint IS NOT NULL AND d.id = ANY (ARRAY(
		SELECT unnest(copies_of(p.id)) FROM document AS p WHERE p.publisher = drop_fingerprints.publisher));
	-- the next text gets another key: with this one, those that are left could be searched for her words
	DELETE FROM fingerprint_key;
END;
COMMENT ON FUNCTION drop_fingerprints(text) IS 'takes away the fingerprints of what somebody published, and of copies of it, and the key of all others';
