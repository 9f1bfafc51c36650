------------------------------------------------------------------------------
-- sheet_write: writes what is new in a sheet into a ledger
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.write_claims(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	made record;
	ids bigint[] := '{}';
	told jsonb[] := '{}';
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	-- claims about which the sheet says something
	UPDATE pg_temp.corroborate_claim AS c SET is_new = true, comparator = a.comparator, value = a.value, unit = a.unit, words = a.words
	FROM pg_temp.corroborate_claim AS o, corroborate_internal.answer_parts(o.answer) AS a
	WHERE o.claim_key = c.claim_key AND c.claim IS NULL AND c.claim_key IN (SELECT s.claim_key FROM pg_temp.corroborate_said AS s);
	ANALYZE pg_temp.corroborate_claim;
	-- no two new claims have the same words, so these identify them
	FOR made IN
		INSERT INTO claim (statement, question, comparator, value, unit, answer)
		SELECT c.statement, c.question, c.comparator, c.value, c.unit, c.words FROM pg_temp.corroborate_claim AS c WHERE c.is_new ORDER BY c.n,
			c.claim_key
		RETURNING id, statement, question, comparator, value, unit, answer
	LOOP
		ids := array_append(ids, made.id);
		told := array_append(told, jsonb_build_array(made.statement, made.question, made.comparator, made.value, made.unit, made.answer));
	END LOOP;
	UPDATE pg_temp.corroborate_claim AS c SET claim = m.id FROM unnest(ids, told) AS m (id, told)
	WHERE c.is_new AND m.told = jsonb_build_array(c.statement, c.question, c.comparator, c.value, c.unit, c.words);
	UPDATE pg_temp.corroborate_said AS s SET claim = c.claim FROM pg_temp.corroborate_claim AS c WHERE c.claim_key = s.claim_key AND c.is_new;
END
$$;
COMMENT ON FUNCTION corroborate_internal.write_claims(name) IS 'writes the claims of a sheet that a ledger does not have';

-- An existing document is the same if its address is, or, without an address, if headline, publisher and date are.
CREATE FUNCTION corroborate_internal.write_documents(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	made record;
	keys jsonb[];
	ids bigint[];
	told jsonb[] := '{}';
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	INSERT INTO pg_temp.corroborate_document (document_key, publisher, headline, url, at, published_as)
	SELECT DISTINCT ON (s.document_key) s.document_key, s.publisher, s.headline, s.url, s.published_at, s.published
	FROM pg_temp.corroborate_said AS s WHERE s.document_key IS NOT NULL AND num_nonnulls(s.known, s.repeats) = 0 ORDER BY s.document_key, s.no;
	WITH there AS MATERIALIZED (
		SELECT d.id, d.publisher, corroborate_internal.sheet_line(d.url) AS url,
			lower(corroborate_internal.sheet_wording(d.headline)) AS headline, d.published_at
		FROM document AS d WHERE EXISTS (SELECT FROM pg_temp.corroborate_document)
	), met AS (
		SELECT o.document_key, t.id, (t.publisher, t.headline, t.published_at) IS NOT DISTINCT FROM
			(o.publisher, lower(corroborate_internal.sheet_wording(o.headline)), o.at) AS wholly
		FROM pg_temp.corroborate_document AS o JOIN there AS t ON t.url = o.url WHERE o.publisher IS NULL OR t.publisher = o.publisher
		UNION ALL
		SELECT o.document_key, t.id, true FROM pg_temp.corroborate_document AS o
		JOIN there AS t ON coalesce(t.publisher, '') = coalesce(o.publisher, '')
			AND coalesce(t.headline, '') = coalesce(lower(corroborate_internal.sheet_wording(o.headline)), '')
			AND coalesce(t.published_at, '-infinity') = coalesce(o.at, '-infinity')
		WHERE o.url IS NULL AND t.url IS NULL
	), one AS (
		SELECT DISTINCT ON (m.document_key) m.document_key, m.id FROM met AS m ORDER BY m.document_key, m.wholly DESC, m.id DESC
	)
	SELECT array_agg(m.document_key), array_agg(m.id) INTO keys, ids FROM one AS m;
	UPDATE pg_temp.corroborate_document AS o SET document = m.id FROM unnest(keys, ids) AS m (document_key, id) WHERE m.document_key = o.document_key;

	UPDATE pg_temp.corroborate_document AS o SET is_new = o.document IS NULL;
	ids := '{}';
	FOR made IN
		INSERT INTO document (publisher, headline, url, published_at, published_as)
		SELECT o.publisher, o.headline, o.url, o.at, o.published_as FROM pg_temp.corroborate_document AS o WHERE o.is_new
		ORDER BY 1, 4, 2, 3
		RETURNING id, publisher, headline, url, published_as
	LOOP
		ids := array_append(ids, made.id);
		told := array_append(told, jsonb_build_array(made.publisher, made.headline, made.url, made.published_as));
	END LOOP;
	UPDATE pg_temp.corroborate_document AS o SET document = m.id FROM unnest(ids, told) AS m (id, told)
	WHERE o.is_new AND m.told = jsonb_build_array(o.publisher, o.headline, o.url, o.published_as);
	ANALYZE pg_temp.corroborate_document;

	-- the longest of several texts of a document
	PERFORM corroborate_internal.fingerprint_text(ledger, t.document, t.body) FROM (
		SELECT DISTINCT ON (o.document) o.document, r.body
		FROM pg_temp.corroborate_row AS r JOIN pg_temp.corroborate_said AS s ON s.n = r.n
		JOIN pg_temp.corroborate_document AS o ON o.document_key = s.document_key
		WHERE r.body IS NOT NULL ORDER BY o.document, length(r.body) DESC, r.n
	) AS t;
END
$$;
COMMENT ON FUNCTION corroborate_internal.write_documents(name) IS 'writes the documents of a sheet that a ledger does not have, with the fingerprints of their texts';

CREATE FUNCTION corroborate_internal.write_attestations(ledger name, sheet_name text) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	at_once CONSTANT integer := 5000;
	say_every interval := @extschema@.progress_interval();
	said_at timestamptz := clock_timestamp();
	wanted bigint;
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	-- in the order of claims, because that is the order of their locks
	CREATE TEMP TABLE corroborate_order ON COMMIT DROP AS
	SELECT row_number() OVER (ORDER BY s.claim, s.no) AS place, s.claim, s.said, s.quote, s.quote_language, s.translator, d.document,
		s.said_at, s.replaces, s.id
	FROM pg_temp.corroborate_said AS s LEFT JOIN pg_temp.corroborate_document AS d ON d.document_key = s.document_key
	WHERE num_nonnulls(s.known, s.repeats) = 0;
	GET DIAGNOSTICS wanted = ROW_COUNT;
	ALTER TABLE pg_temp.corroborate_order ADD PRIMARY KEY (place);
	ANALYZE pg_temp.corroborate_order;

	FOR done IN 0 .. wanted - 1 BY at_once LOOP
		INSERT INTO attestation (claim, said, quote, quote_language, translator, document, said_at, replaces, sheet, sheet_row)
		SELECT o.claim, o.said, o.quote, o.quote_language, o.translator, o.document, o.said_at, o.replaces, sheet_name, o.id
		FROM pg_temp.corroborate_order AS o WHERE o.place > done AND o.place <= done + at_once ORDER BY o.place;
		IF clock_timestamp() > said_at + say_every THEN
			said_at := clock_timestamp();
			RAISE NOTICE USING MESSAGE = format('%s of %s attestations are written', least(done + at_once, wanted), wanted);
		END IF;
	END LOOP;
	DROP TABLE pg_temp.corroborate_order;

	IF EXISTS (SELECT FROM pg_temp.corroborate_said AS s WHERE s.moved_from IS NOT NULL) THEN
		UPDATE attestation AS a SET retracted_at = greatest(statement_timestamp(), a.recorded_at),
			retraction_reason = corroborate_internal.moved_reason(sheet_name, s.id, s.claim::text)
		FROM pg_temp.corroborate_said AS s WHERE a.claim = s.moved_from AND a.id = s.replaces_id AND a.retracted_at IS NULL;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.write_attestations(name, text) IS
'writes what a sheet says and a ledger does not have, some thousand rows at a time, and reports its progress';

CREATE FUNCTION corroborate_internal.find_new_names() RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
BEGIN
	UPDATE pg_temp.corroborate_name AS u SET is_new = true
	FROM (
		SELECT unnest(@extschema@.sources(s.said)) AS named FROM pg_temp.corroborate_said AS s WHERE num_nonnulls(s.known, s.repeats) = 0
		UNION SELECT s.publisher FROM pg_temp.corroborate_said AS s WHERE num_nonnulls(s.known, s.repeats) = 0
	) AS n
	WHERE u.key = n.named AND u.what = 'unknown source' AND u.goes_as = u.key;
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_new_names() IS
'finds which unknown names of a sheet are to be registered: those in new statements, not those that occur only in rows that are left out';

-- Attestations are written in several statements, so all names are locked before any claim, as a single statement would
-- lock them.
CREATE FUNCTION corroborate_internal.lock_sheet_names(ledger name, dry_run boolean) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	attestations regclass := format('%I.attestation', ledger);
	new_names text[] := ARRAY(SELECT DISTINCT u.key FROM pg_temp.corroborate_name AS u WHERE u.is_new);
	second bigint;
BEGIN
	IF NOT corroborate_internal.is_distributed(attestations) THEN
		PERFORM corroborate_internal.hold_names(attestations, new_names || ARRAY(
			SELECT DISTINCT unnest(@extschema@.sources(s.said)) FROM pg_temp.corroborate_said AS s WHERE num_nonnulls(s.known, s.repeats) = 0), '{}');
	ELSIF new_names <> '{}' THEN
		-- triggers lock names on the nodes of the claims; this keeps others from registering names on any node
		EXECUTE format('LOCK TABLE %1$I.source, %1$I.source_alias IN SHARE ROW EXCLUSIVE MODE', ledger);
	END IF;
	IF NOT dry_run THEN
		-- the message counts the names and does not list them: errors go to the server's log, and a name could disclose a
		-- confidential source
		second := cardinality(corroborate_internal.second_spellings(attestations, new_names));
		IF second > 0 THEN
			PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
				message => format('names of the sheet that somebody else has just registered in another spelling: %s', second),
				hint => 'To list them, use import_table() without dry_run => false.');
		END IF;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.lock_sheet_names(name, boolean) IS
'locks the names in a sheet until the transaction ends, so that nobody else changes what is known of them, or adds other spellings of new ones. Raises an error, except in a dry run, if somebody has done so since they were looked up';

CREATE FUNCTION corroborate_internal.write_sheet(ledger name, sheet_name text, dry_run boolean) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	PERFORM corroborate_internal.lock_sheet_names(ledger, dry_run);
	INSERT INTO source (key)
	SELECT DISTINCT u.key FROM pg_temp.corroborate_name AS u WHERE u.is_new ORDER BY u.key ON CONFLICT DO NOTHING;
	PERFORM corroborate_internal.write_claims(ledger);
	PERFORM corroborate_internal.write_documents(ledger);
	PERFORM corroborate_internal.write_attestations(ledger, sheet_name);
END
$$;
COMMENT ON FUNCTION corroborate_internal.write_sheet(name, text, boolean) IS 'writes what is new in a sheet into a ledger: sources, claims, documents, attestations';
