------------------------------------------------------------------------------
-- Feeds, and for which publishers they may speak
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- A story names its own publisher, so anybody's feed can send a cancellation or another version of anybody's item.  Such a
-- document is pending (accepted_at is null), like an attestation, unless it came from a feed that may speak for its publisher,
-- or an editor accepts it.  While pending, it does nothing: it cancels and supersedes no other document, and what is attested
-- from it stays pending too.

CREATE FUNCTION speaks_for(feed text, publisher text) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT EXISTS (
		SELECT FROM (
			SELECT coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = speaks_for.publisher), speaks_for.publisher)
		) AS p (key)
		LEFT JOIN source AS s ON s.key = p.key
		CROSS JOIN LATERAL unnest(p.key || s.feeds) AS may (feed)
		WHERE coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = may.feed), may.feed)
			= coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = speaks_for.feed), speaks_for.feed)
	);
END;
COMMENT ON FUNCTION speaks_for(text, text) IS
'whether a feed may speak for a publisher: its own feed, and those in source.feeds, all under any spelling. False where either is unknown';

CREATE FUNCTION older_version(item text, publisher text, version text) RETURNS bigint LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	WITH older AS (
		SELECT d.id, d.version FROM document AS d
		WHERE d.item = older_version.item AND d.publisher IS NOT DISTINCT FROM older_version.publisher AND d.accepted_at IS NOT NULL
			AND corroborate_internal.is_newer(older_version.version, d.version)
	)
	SELECT max(o.id) FROM older AS o
	WHERE NOT EXISTS (SELECT FROM older AS n WHERE corroborate_internal.is_newer(n.version, o.version));
END;
COMMENT ON FUNCTION older_version(text, text, text) IS
'the document with the newest of the older versions of an item; of several that are equally new, the one that was written last. Pending documents do not count';

-- A row that was accepted before now() is restored, not new.  On several nodes, where now() differs, compare the row's own
-- times.
CREATE FUNCTION is_new_document(accepted_at timestamptz, added_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
BEGIN
	IF corroborate_internal.is_distributed('document'::regclass) THEN
		RETURN accepted_at >= added_at AND added_at > corroborate_internal.distributed_now() - interval '1 hour';
	END IF;
	RETURN accepted_at >= now();
END
$body$;
COMMENT ON FUNCTION is_new_document(timestamptz, timestamptz) IS 'whether a document with these times is new, and not restored';

CREATE FUNCTION document_received() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	IF TG_OP = 'UPDATE' THEN
		IF NEW.accepted_at IS NULL AND OLD.accepted_at IS NOT NULL THEN
			PERFORM corroborate_internal.refuse('check_violation',
				message => format('document %s was accepted and cannot become pending', OLD.id));
		END IF;
		NEW.accepted_by := CASE WHEN NEW.accepted_at IS NOT NULL THEN coalesce(NEW.accepted_by, who()) END;
	ELSIF is_new_document(NEW.accepted_at, NEW.added_at) AND NOT speaks_for(NEW.feed, NEW.publisher) AND (
		NEW.status = 'cancelled' OR EXISTS (
			SELECT FROM document AS d
			WHERE d.item = NEW.item AND d.publisher IS NOT DISTINCT FROM NEW.publisher AND d.accepted_at IS NOT NULL))
	THEN
		NEW.accepted_at := NULL;
	END IF;
	IF NEW.accepted_at IS NULL THEN
		NEW.accepted_by := NULL;
		NEW.supersedes := NULL;
	ELSIF is_new_document(NEW.accepted_at, NEW.added_at) THEN
		NEW.supersedes := coalesce(NEW.supersedes, older_version(NEW.item, NEW.publisher, NEW.version));
		-- until this time, others may have attested from it without knowing
		IF NEW.status = 'cancelled' AND NOT corroborate_internal.is_distributed('document'::regclass) THEN
			NEW.accepted_at := clock_timestamp();
		END IF;
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION document_received() IS
'makes a cancellation, or another version of a known item, pending if its feed may not speak for its publisher; sets which version an accepted one supersedes';

CREATE TRIGGER document_received BEFORE INSERT OR UPDATE OF accepted_at ON document
	FOR EACH ROW WHEN (NEW.item IS NOT NULL OR NEW.status = 'cancelled' OR NEW.accepted_at IS NULL) EXECUTE FUNCTION document_received();

CREATE VIEW cancelled_document WITH (security_invoker) AS
SELECT c.id, max(c.by) AS by, max(c.at) AS at
FROM (
	SELECT d.id, c.id AS by, c.accepted_at AS at
	FROM document AS c
	JOIN document AS d ON d.item = c.item AND d.publisher IS NOT DISTINCT FROM c.publisher
		AND NOT corroborate_internal.is_newer(d.version, c.version)
	WHERE c.status = 'cancelled' AND c.accepted_at IS NOT NULL
	UNION ALL
	SELECT c.id, c.id, c.accepted_at FROM document AS c WHERE c.status = 'cancelled' AND c.accepted_at IS NOT NULL AND c.item IS NULL
) AS c
GROUP BY c.id;
COMMENT ON VIEW cancelled_document IS
'the documents that their publishers have cancelled; by: the cancellation; at: since when it holds. It cancels all versions of its item but newer ones. Pending cancellations cancel nothing';

CREATE VIEW cancelled_attestation WITH (security_invoker) AS
SELECT a.claim, a.id, d.item, d.publisher
FROM cancelled_document AS c
JOIN document AS d ON d.id = c.id
JOIN attestation AS a ON a.document = c.id
WHERE d.item IS NOT NULL AND a.retracted_at IS NULL
	AND CASE WHEN a.accepted_at IS NULL THEN a.recorded_at < c.at ELSE a.accepted_at = a.recorded_at OR a.accepted_at < c.at END;
COMMENT ON VIEW cancelled_attestation IS
'the attestations to retract: those taken from cancelled items, except those that an editor accepted, or somebody left pending, after the cancellation';

-- This waits for transactions that are attesting from one of these documents; what they attest can then be retracted.  Later
-- ones see the cancellation.  One whose snapshot is older gets a serialization failure (40001), because the documents are
-- updated: a lock alone would let it pass.
CREATE FUNCTION document_cancelled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
DECLARE
	cancelled bigint[];
BEGIN
	PERFORM corroborate_internal.at_home();
	EXECUTE format('SELECT FROM %s AS d WHERE d.item = $1 AND d.publisher IS NOT DISTINCT FROM $2 ORDER BY d.id FOR UPDATE', TG_RELID::regclass)
		USING NEW.item, NEW.publisher;
	cancelled := ARRAY(SELECT c.id FROM cancelled_document AS c WHERE c.by = NEW.id AND c.id <> NEW.id);
	EXECUTE format('UPDATE %s AS d SET item = d.item WHERE d.id = ANY ($1)', TG_RELID::regclass) USING cancelled;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION document_cancelled() IS 'makes sure that whoever attests from a version of a cancelled item sees the cancellation';

CREATE TRIGGER document_cancelled AFTER INSERT OR UPDATE OF accepted_at, status ON document
	FOR EACH ROW WHEN (NEW.status = 'cancelled' AND NEW.accepted_at IS NOT NULL) EXECUTE FUNCTION document_cancelled();

CREATE FUNCTION attestation_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
DECLARE
	is_pending boolean;
BEGIN
	PERFORM corroborate_internal.at_home();
	-- pending or retracted already, or restored
	IF NEW.accepted_at IS NULL OR NEW.accepted_at < now() OR NEW.retracted_at IS NOT NULL THEN
		RETURN NEW;
	END IF;
	-- wait for a transaction that is cancelling it, and then read with a new snapshot
	IF corroborate_internal.is_distributed('document'::regclass) THEN
		EXECUTE format('SELECT d.accepted_at IS NULL FROM %s AS d WHERE d.id = $1 FOR KEY SHARE', corroborate_internal.beside(TG_RELID, 'document'::regclass))
			INTO is_pending USING NEW.document;
	ELSE
		SELECT d.accepted_at IS NULL INTO is_pending FROM document AS d WHERE d.id = NEW.document FOR KEY SHARE;
	END IF;
	-- no such document: the foreign key reports that
	IF is_pending IS NULL THEN
		RETURN NEW;
	END IF;
	IF NOT is_pending AND NOT EXISTS (SELECT FROM cancelled_document AS c WHERE c.id = NEW.document) THEN
		RETURN NEW;
	END IF;
	NEW.accepted_at := NULL;
	NEW.accepted_by := NULL;
	RAISE WARNING USING
		MESSAGE = CASE WHEN is_pending THEN format('document %s is pending', NEW.document)
			ELSE format('document %s was cancelled by its publisher', NEW.document) END,
		-- not who says it, because warnings go to the server's log
		DETAIL = 'What is taken from it is pending, and does not count.',
		HINT = 'An editor can accept it by accept_attestation().';
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION attestation_taken() IS 'makes an attestation pending if it is taken from a pending or cancelled document, with a warning';

CREATE TRIGGER attestation_taken BEFORE INSERT ON attestation
	FOR EACH ROW WHEN (NEW.document IS NOT NULL) EXECUTE FUNCTION attestation_taken();

CREATE VIEW to_accept AS
SELECT d.id AS document, CASE WHEN d.status = 'cancelled' THEN 'cancellation' ELSE 'correction' END AS change,
	d.publisher, d.feed, d.item, d.version, d.headline,
	CASE WHEN d.status = 'cancelled' THEN (
		SELECT count(*) FROM document AS o JOIN attestation AS a ON a.document = o.id
		WHERE o.item = d.item AND o.publisher IS NOT DISTINCT FROM d.publisher AND a.retracted_at IS NULL
			AND NOT corroborate_internal.is_newer(o.version, d.version)
	) ELSE 0 END AS would_retract,
	d.added_at, d.added_by
FROM document AS d WHERE d.accepted_at IS NULL;
COMMENT ON VIEW to_accept IS
'pending documents: cancellations and other versions of items that came from a feed that may not speak for their publisher, or from an unknown one. accept_document() lets them through';
COMMENT ON COLUMN to_accept.would_retract IS 'how many attestations would be retracted';

CREATE FUNCTION retract_cancelled_item(item text, publisher text) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @extschema@.retract_cancelled(current_schema(), item, publisher);
COMMENT ON FUNCTION retract_cancelled_item(text, text) IS 'retracts the attestations taken from an item that was cancelled, and returns how many';

CREATE FUNCTION accept_document(document bigint, OUT retracted bigint) LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	editor text;
	accepted record;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	editor := who();
	-- lock the publisher first, as writing a document does
	PERFORM FROM source AS s WHERE s.key = (SELECT d.publisher FROM document AS d WHERE d.id = accept_document.document) FOR KEY SHARE;
	UPDATE document AS d SET accepted_at = greatest(statement_timestamp(), d.added_at), accepted_by = editor
	WHERE d.id = accept_document.document AND d.accepted_at IS NULL
	RETURNING d.item, d.publisher, d.status INTO accepted;
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('no document %s is pending', accept_document.document),
			hint => 'The view to_accept lists those that are.');
	END IF;
	retracted := 0;
	IF accepted.status = 'cancelled' AND accepted.item IS NOT NULL THEN
		retracted := retract_cancelled_item(accepted.item, accepted.publisher);
	END IF;
END
$body$;
COMMENT ON FUNCTION accept_document(bigint) IS
'accepts a pending document: a cancellation cancels, and what was taken from the item is retracted; another version supersedes the older one. retracted: how many attestations were retracted';

CREATE FUNCTION hold_publishers(keys text[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path FROM CURRENT SET row_security = off
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	PERFORM corroborate_internal.by_latest('SELECT FROM source AS s WHERE s.key = ANY ($1) ORDER BY s.key FOR KEY SHARE', keys);
END
$body$;
COMMENT ON FUNCTION hold_publishers(text[]) IS
'locks these sources in one order, before documents are written: their foreign keys would lock the sources in the order of the story';

CREATE FUNCTION take_over_document(document bigint, feed text, headline text, url text, language text, published_at timestamptz, credits jsonb,
	status text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	may boolean;
BEGIN
	PERFORM corroborate_internal.at_home();
	-- in a query of its own: where a table is on several nodes, Citus allows only immutable functions in an UPDATE
	SELECT speaks_for(take_over_document.feed, d.publisher) INTO may FROM document AS d WHERE d.id = take_over_document.document FOR NO KEY UPDATE;
	UPDATE document AS d SET feed = take_over_document.feed, headline = take_over_document.headline, url = take_over_document.url,
		language = take_over_document.language, published_at = take_over_document.published_at, credits = take_over_document.credits,
		status = take_over_document.status, fingerprint = NULL, accepted_at = greatest(statement_timestamp(), d.added_at)
	WHERE d.id = take_over_document.document AND d.accepted_at IS NULL AND may;
	RETURN FOUND;
END
$body$;
COMMENT ON FUNCTION take_over_document(bigint, text, text, text, text, timestamptz, jsonb, text) IS
'replaces a pending version from another feed by what a feed that may speak for the publisher says';
