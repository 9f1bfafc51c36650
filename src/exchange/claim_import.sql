------------------------------------------------------------------------------
-- claim_import: fact checks into a ledger
------------------------------------------------------------------------------

-- A fact check becomes a document of its reviewer, as import_news() writes it
-- (corroborate_internal.import_item), a row of claim_review, and attestations:
--
--   * the reviewer's, for or against, if verdict_word has the verdict.  It counts if
--     the feed may speak for the reviewer, and is pending otherwise: a page names
--     its own author
--   * those of the claimants that it names.  They are pending, because two sources
--     that are quoted with what is refuted must not raise its flag
--
-- All of it runs with its caller's rights, except what src/ledger/reviews.sql says.

-- Returns an object with a member for each name: its key, and whether there is a source with that key.
CREATE FUNCTION corroborate_internal.enter_review_names(ledger name, reviewers text[], claimants text[], add boolean, report boolean) RETURNS jsonb
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	keys jsonb;
BEGIN
	IF add THEN
		keys := corroborate_internal.enter_sources(ledger, reviewers || claimants,
			array_fill('organisation'::text, ARRAY[cardinality(reviewers)]) || array_fill('other'::text, ARRAY[cardinality(claimants)]),
			array_fill(true, ARRAY[cardinality(reviewers)]) || array_fill(false, ARRAY[cardinality(claimants)]), report);
	ELSE
		SELECT coalesce(jsonb_object_agg(k.name, k.key), '{}') INTO keys
		FROM corroborate_internal.name_keys(ledger, ARRAY(SELECT DISTINCT unnest(reviewers || claimants))) AS k;
		-- registers nobody, but waits for others that import what these reviewers publish
		PERFORM corroborate_internal.register_sources(ledger, '{}', '{}', ARRAY(SELECT DISTINCT keys ->> r FROM unnest(reviewers) AS r), report);
	END IF;
	EXECUTE format('SELECT coalesce(jsonb_object_agg(k.key, jsonb_build_object(''key'', k.value, ''registered'', '
		'EXISTS (SELECT FROM %1$I.source AS s WHERE s.key = k.value) OR EXISTS (SELECT FROM %1$I.source_alias AS a WHERE a.alias = k.value))), ''{}'') '
		'FROM jsonb_each_text($1) AS k', ledger)
	INTO keys USING keys;
	RETURN keys;
END
$$;
COMMENT ON FUNCTION corroborate_internal.enter_review_names(name, text[], text[], boolean, boolean) IS
'the key of each of these names, and whether there is such a source. add: registers unknown ones';

CREATE FUNCTION corroborate_internal.reviewed_claim(ledger name, statement text, OUT claim bigint, OUT is_new boolean) LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
BEGIN
	-- MATERIALIZED: otherwise the planner would scan all claims by their primary key for the smallest id
	EXECUTE format('WITH worded AS MATERIALIZED (SELECT c.id FROM %I.claim AS c '
		'WHERE lower(corroborate_internal.sheet_wording(c.statement)) = lower(corroborate_internal.sheet_wording($1))) SELECT min(w.id) FROM worded AS w', ledger)
	INTO claim USING statement;
	is_new := claim IS NULL;
	IF is_new THEN
		EXECUTE format('INSERT INTO %I.claim (statement) VALUES ($1) RETURNING id', ledger) INTO claim USING statement;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.reviewed_claim(name, text) IS
'the claim of a ledger with these words, apart from case, blanks, kinds of quotation marks and dashes, and a full stop; adds one if there is none';

-- Several mirrors may publish one review.  It is the same if its address is, or, on a mirror with another address, its day.
CREATE FUNCTION corroborate_internal.known_review(ledger name, claim bigint, reviewer text, item text, published_at timestamptz, verdict text,
	OUT review bigint, OUT document bigint) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
BEGIN
	-- MATERIALIZED: a claim has few reviews, and a reviewer has published many
	EXECUTE format('WITH its AS MATERIALIZED (SELECT c.* FROM %1$I.claim_review AS c WHERE c.claim = $1) '
		'SELECT r.id, r.document FROM its AS r JOIN %1$I.document AS d ON d.id = r.document WHERE d.publisher = $2 '
		'AND corroborate_internal.plain_text(r.verdict) IS NOT DISTINCT FROM corroborate_internal.plain_text($5) '
		'AND (d.item = $3 OR (d.published_at AT TIME ZONE ''UTC'')::date = ($4 AT TIME ZONE ''UTC'')::date OR $3 !~ ''://'' AND $4 IS NULL) '
		'ORDER BY d.item IS DISTINCT FROM $3, r.id LIMIT 1', ledger)
	INTO review, document USING claim, reviewer, item, published_at, verdict;
END
$$;
COMMENT ON FUNCTION corroborate_internal.known_review(name, bigint, text, text, timestamptz, text) IS
'the review of a claim by this reviewer, with this verdict, that a ledger has from this address, or from this day';

CREATE FUNCTION corroborate_internal.attest_review(ledger name, of_claim bigint, review bigint, feed text, OUT said attribution, OUT change text, OUT note text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	r record;
	there record;
	version record;
	counts boolean;
BEGIN
	EXECUTE format('SELECT r.verdict, r.document, d.publisher, d.item, d.version, d.language, d.published_at, d.feed, d.accepted_at IS NULL AS pending, v.means '
		'FROM %1$I.claim_review AS r JOIN %1$I.document AS d ON d.id = r.document '
		'LEFT JOIN %1$I.verdict_word AS v ON corroborate_internal.plain_text(v.word) = corroborate_internal.plain_text(r.verdict) '
		'WHERE r.claim = $1 AND r.id = $2', ledger)
	INTO r USING of_claim, review;
	IF r.means IS NULL THEN
		change := 'undecided';
		note := CASE WHEN r.verdict IS NULL THEN 'it has no verdict in words' ELSE 'verdict_word does not have this verdict' END;
		RETURN;
	END IF;
	IF r.means = 'neither' THEN
		change := 'neither';
		RETURN;
	END IF;
	said := corroborate_internal.said_by_any(r.publisher, denies => r.means = 'against');
	EXECUTE format('SELECT min(a.id) FILTER (WHERE a.said::text = $4::text) AS same, '
		'bool_and(a.accepted_at IS NULL) FILTER (WHERE a.said::text = $4::text) AS pending, '
		'min(a.id) FILTER (WHERE a.said::text <> $4::text AND a.accepted_at IS NOT NULL) AS contrary FROM %1$I.attestation AS a '
		'WHERE a.claim = $1 AND a.document = $2 AND %1$I.speaker(a.said) = $3 AND a.retracted_at IS NULL', ledger)
	INTO there USING of_claim, r.document, r.publisher, said;
	EXECUTE format('SELECT %I.speaks_for($1, $2)', ledger) INTO counts USING coalesce(feed, r.feed), r.publisher;
	-- anybody could have sent a pending document
	note := 'attestation ' || there.contrary || ' from the same document says otherwise';
	IF there.same IS NOT NULL AND NOT (there.pending AND counts) THEN
		change := 'known';
		RETURN;
	END IF;
	-- what the reviewer said about the claim in other versions of the page
	EXECUTE format('SELECT max(a.id) FILTER (WHERE corroborate_internal.is_newer($5, d.version)) AS older, bool_or(corroborate_internal.is_newer(d.version, $5)) AS newer '
		'FROM %1$I.attestation AS a JOIN %1$I.document AS d ON d.id = a.document WHERE a.claim = $1 AND a.document <> $2 '
		'AND d.item = $3 AND d.publisher = $4 AND %1$I.speaker(a.said) = $4 '
		'AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL '
		'AND NOT EXISTS (SELECT FROM %1$I.replaced AS p WHERE p.claim = a.claim AND p.id = a.id)', ledger)
	INTO version USING of_claim, r.document, r.item, r.publisher, r.version;
	note := CASE
		WHEN NOT counts THEN 'it did not come from a feed that may speak for the reviewer'
		WHEN r.pending THEN format('document %s is pending', r.document)
		WHEN there.contrary IS NOT NULL THEN note
		WHEN version.newer THEN 'there is a newer version of it' END;
	IF note IS NULL THEN
		EXECUTE format('INSERT INTO %I.attestation (claim, said, quote, quote_language, document, said_at, replaces) VALUES ($1, $2, $3, $4, $5, $6, $7)', ledger)
		USING of_claim, said, r.verdict, r.language, r.document, r.published_at, coalesce(version.older, there.same);
		change := 'added';
		note := 'replaces attestation ' || coalesce(version.older, there.same);
		RETURN;
	END IF;
	IF there.same IS NOT NULL THEN
		change := 'known';
		RETURN;
	END IF;
	EXECUTE format('SELECT %I.attest_pending($1, $2, $3, $4, $5, $6)', ledger)
	USING of_claim, said, r.verdict, r.language, r.document, r.published_at;
	change := 'pending';
END
$$;
COMMENT ON FUNCTION corroborate_internal.attest_review(name, bigint, bigint, text) IS
'writes down what the reviewer says about a claim, if verdict_word has the verdict: it counts if the feed may speak for the reviewer, and is pending otherwise. A pending one stays pending, and is replaced once such a feed sends it';

CREATE FUNCTION corroborate_internal.attest_claimant(ledger name, of_claim bigint, document bigint, claimant text, said_at timestamptz,
	OUT said attribution, OUT change text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	there bigint;
BEGIN
	said := corroborate_internal.said_by_any(claimant);
	EXECUTE format('SELECT a.id FROM %1$I.attestation AS a JOIN %1$I.document AS d ON d.id = a.document JOIN %1$I.document AS o ON o.id = $2 '
		'WHERE a.claim = $1 AND %1$I.speaker(a.said) = $3 AND left(a.said::text, 1) <> ''!'' AND (d.id = o.id OR d.item = o.item AND d.publisher = o.publisher) LIMIT 1', ledger)
	INTO there USING of_claim, document, claimant;
	change := CASE WHEN there IS NULL THEN 'pending' ELSE 'known' END;
	IF there IS NULL THEN
		EXECUTE format('SELECT %I.attest_pending($1, $2, NULL, NULL, $3, $4)', ledger) USING of_claim, said, document, said_at;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.attest_claimant(name, bigint, bigint, text, timestamptz) IS
'writes a pending attestation that somebody claimed what a fact check reviews, once for all its versions';

CREATE FUNCTION corroborate_internal.write_review(ledger name, feed text, reviewer text, claimants text[], statement text, url text, version text,
	headline text, language text, published_at timestamptz, claimed_at timestamptz, verdict text, rating text,
	OUT document bigint, OUT claim bigint, OUT said attribution, OUT change text, OUT note text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
#variable_conflict use_column
DECLARE
	-- a digest replaces an address that is missing, or too long for an index
	item CONSTANT text := CASE WHEN octet_length(url) <= 1000 THEN url ELSE 'sha256:' || encode(sha256(convert_to(coalesce(url,
		jsonb_build_array(reviewer, lower(corroborate_internal.sheet_wording(statement)), extract(epoch FROM published_at))::text), 'UTF8')), 'hex') END;
	review bigint;
	claimant text;
BEGIN
	claim := (corroborate_internal.reviewed_claim(ledger, statement)).claim;
	SELECT k.review, k.document INTO review, document FROM corroborate_internal.known_review(ledger, claim, reviewer, item, published_at, verdict) AS k;
	IF review IS NULL THEN
		SELECT i.document INTO document
		FROM corroborate_internal.import_item(ledger, feed, reviewer, coalesce(headline, statement), CASE WHEN url ~ '^https?://' THEN url END, language,
			published_at, NULL, item, version, NULL, NULL, '{}') AS i;
		EXECUTE format('INSERT INTO %I.claim_review (claim, document, verdict, rating) VALUES ($1, $2, $3, $4) RETURNING id', ledger)
		INTO review USING claim, document, verdict, rating;
	END IF;
	SELECT a.said, a.change, a.note INTO said, change, note FROM corroborate_internal.attest_review(ledger, claim, review, feed) AS a;
	RETURN NEXT;
	note := NULL;
	FOREACH claimant IN ARRAY claimants LOOP
		SELECT a.said, a.change INTO said, change FROM corroborate_internal.attest_claimant(ledger, claim, document, claimant, claimed_at) AS a;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.write_review(name, text, text, text[], text, text, text, text, text, timestamptz, timestamptz, text, text) IS
'writes one fact check into a ledger: its document, its claim, and what is said about the claim. Returns a row for each source that says something';

-- Finds the keys of the names in a fact check, and which names no source of the ledger has.
CREATE FUNCTION corroborate_internal.review_parties(names jsonb, reviewer text, claimants text[], OUT reviewer_key text, OUT claimant_keys text[],
	OUT unknown_reviewer text, OUT unknown_claimants text[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	claimant text;
	n jsonb := names -> corroborate_internal.party_key(reviewer);
BEGIN
	reviewer_key := n ->> 'key';
	unknown_reviewer := CASE WHEN NOT (n -> 'registered')::boolean THEN reviewer END;
	claimant_keys := '{}';
	unknown_claimants := '{}';
	FOREACH claimant IN ARRAY coalesce(claimants, '{}') LOOP
		n := names -> corroborate_internal.party_key(claimant);
		-- a reviewer did not make the claim: pages name themselves if they know nobody else
		CONTINUE WHEN n IS NULL OR n ->> 'key' = reviewer_key OR corroborate_internal.same_party(claimant, reviewer)
			OR n ->> 'key' = ANY (claimant_keys);
		IF (n -> 'registered')::boolean THEN
			claimant_keys := claimant_keys || (n ->> 'key');
		ELSE
			unknown_claimants := unknown_claimants || claimant;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.review_parties(jsonb, text, text[]) IS
'the keys of a fact check''s reviewer and of its claimants, from the result of enter_review_names(). The reviewer is no claimant';

CREATE FUNCTION corroborate_internal.import_reviews(ledger name, story anyelement, report boolean, feed text, add boolean,
	OUT document bigint, OUT claim bigint, OUT statement text, OUT said attribution, OUT verdict text, OUT change text, OUT note text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
#variable_conflict use_column
DECLARE
	r record;
	p record;
	w record;
	names jsonb;
	place integer := 0;
	problem text;
	message text;
	detail text;
	hint text;
BEGIN
	BEGIN
		SELECT corroborate_internal.enter_review_names(ledger, coalesce(array_agg(DISTINCT n.key) FILTER (WHERE n.reviews), '{}'),
			coalesce(array_agg(DISTINCT n.key) FILTER (WHERE NOT n.reviews), '{}'), add, report) INTO names
		FROM (
			SELECT corroborate_internal.party_key(c.reviewer), true FROM @extschema@.read_claim_reviews(story) AS c
			UNION
			SELECT corroborate_internal.party_key(who), false FROM @extschema@.read_claim_reviews(story) AS c, unnest(c.claimants) AS who
		) AS n (key, reviews) WHERE n.key IS NOT NULL;
	EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
		IF NOT report THEN
			RAISE;
		END IF;
		GET STACKED DIAGNOSTICS note = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
		note := format('%s.%s', note, ' ' || nullif(detail, ''));
		change := 'not read';
		RETURN NEXT;
		RETURN;
	END;
	FOR r IN SELECT c.*, corroborate_internal.sheet_line(c.claim) AS statement, left(c.verdict, 500) AS short_verdict FROM @extschema@.read_claim_reviews(story) AS c LOOP
		place := place + 1;
		document := NULL;
		claim := NULL;
		said := NULL;
		statement := r.statement;
		verdict := r.short_verdict;
		SELECT q.* INTO p FROM corroborate_internal.review_parties(names, r.reviewer, r.claimants) AS q;
		note := CASE
			WHEN r.statement IS NULL THEN 'it does not say which claim it reviews'
			WHEN p.reviewer_key IS NULL THEN 'it does not say who reviews'
			WHEN p.unknown_reviewer IS NOT NULL THEN p.unknown_reviewer END;
		IF note IS NOT NULL THEN
			change := CASE WHEN r.statement IS NULL OR p.reviewer_key IS NULL THEN 'not written' ELSE 'unknown source' END;
			RETURN NEXT;
			CONTINUE;
		END IF;
		BEGIN
			FOR w IN SELECT q.* FROM corroborate_internal.write_review(ledger, feed, p.reviewer_key, p.claimant_keys, r.statement, r.url, left(r.version, 200),
				r.headline, r.language, r.published_at, r.claimed_at, r.short_verdict, r.rating) AS q
			LOOP
				document := w.document;
				claim := w.claim;
				said := w.said;
				change := w.change;
				note := w.note;
				RETURN NEXT;
				verdict := NULL;
			END LOOP;
		EXCEPTION WHEN data_exception OR integrity_constraint_violation OR duplicate_object OR program_limit_exceeded OR cardinality_violation OR raise_exception THEN
			GET STACKED DIAGNOSTICS problem = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
			IF NOT report THEN
				PERFORM corroborate_internal.refuse_part(problem, message, detail, hint, 'fact check', place, r.statement);
			END IF;
			note := message;
			change := 'not written';
			RETURN NEXT;
			CONTINUE;
		END;
		said := NULL;
		change := 'unknown source';
		FOREACH note IN ARRAY p.unknown_claimants LOOP
			RETURN NEXT;
		END LOOP;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.import_reviews(name, anyelement, boolean, text, boolean) IS
'what import_claim_reviews() does with one value. report: reports what cannot be read or written in a row, and raises no error';

CREATE FUNCTION corroborate_internal.import_reviews_from(ledger name, inbox regclass, content name, feed text, add boolean,
	OUT document bigint, OUT claim bigint, OUT statement text, OUT said attribution, OUT verdict text, OUT change text, OUT note text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT r.* FROM %1$s AS i, LATERAL corroborate_internal.import_reviews($1, i.%2$I, true, $2, $3) AS r WHERE i.%2$I IS NOT NULL',
		inbox, content) USING ledger, feed, add;
END
$$;
COMMENT ON FUNCTION corroborate_internal.import_reviews_from(name, regclass, name, text, boolean) IS 'what import_claim_reviews() does with all values in a column of a table';

-- A dry run writes everything, and rolls it back.
CREATE FUNCTION corroborate_internal.import_claim_reviews(ledger name, story anyelement, inbox regclass, content name, feed text, add_sources boolean,
	dry_run boolean,
	OUT document bigint, OUT claim bigint, OUT statement text, OUT said attribution, OUT verdict text, OUT change text, OUT note text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	feed_key text;
	add boolean;
BEGIN
	PERFORM corroborate_internal.hide_context(1);
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.require_column(inbox, content) WHERE inbox IS NOT NULL;
	feed_key := CASE WHEN feed IS NOT NULL THEN (@extschema@.speakers(corroborate_internal.said_by_any(feed)))[1] END;
	add := coalesce(add_sources, false) OR corroborate_internal.adds_sources(ledger);
	BEGIN
		FOR document, claim, statement, said, verdict, change, note IN
			SELECT r.* FROM corroborate_internal.import_reviews(ledger, story, false, feed_key, add) AS r WHERE inbox IS NULL
			UNION ALL
			SELECT r.* FROM corroborate_internal.import_reviews_from(ledger, inbox, content, feed_key, add) AS r WHERE inbox IS NOT NULL
		LOOP
			IF dry_run THEN
				-- these numbers will be rolled back
				document := NULL;
				claim := NULL;
			END IF;
			RETURN NEXT;
		END LOOP;
		IF dry_run THEN
			RAISE EXCEPTION USING ERRCODE = 'CB001', MESSAGE = 'dry run';
		END IF;
	EXCEPTION WHEN SQLSTATE 'CB001' THEN
		-- everything written was rolled back
	END;
END
$$;
COMMENT ON FUNCTION corroborate_internal.import_claim_reviews(name, anyelement, regclass, name, text, boolean, boolean) IS 'what import_claim_reviews() does, with a value or with the values in a column of a table';

CREATE FUNCTION import_claim_reviews(ledger name, inbox regclass, content name, feed text DEFAULT NULL, add_sources boolean DEFAULT false,
	dry_run boolean DEFAULT false,
	OUT document bigint, OUT claim bigint, OUT statement text, OUT said attribution, OUT verdict text, OUT change text, OUT note text)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT r.* FROM corroborate_internal.import_claim_reviews(ledger, NULL::text, inbox, content, feed, add_sources, coalesce(dry_run, true)) AS r; END;
COMMENT ON FUNCTION import_claim_reviews(name, regclass, name, text, boolean, boolean) IS
'writes the fact checks in a table''s column of type jsonb, text or bytea into a ledger. Reports those that cannot be read or written, and writes the others';

-- With content, the story is a table's name: calls with untyped literals resolve to this function, not to the one above.
CREATE FUNCTION import_claim_reviews(ledger name, story text, content text DEFAULT NULL, feed text DEFAULT NULL, add_sources boolean DEFAULT false,
	dry_run boolean DEFAULT false,
	OUT document bigint, OUT claim bigint, OUT statement text, OUT said attribution, OUT verdict text, OUT change text, OUT note text)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC
	SELECT r.* FROM corroborate_internal.import_claim_reviews(ledger, CASE WHEN content IS NULL THEN story END,
		CASE WHEN content IS NOT NULL THEN story::regclass END, content::name, feed, add_sources, coalesce(dry_run, true)) AS r;
END;
COMMENT ON FUNCTION import_claim_reviews(name, text, text, text, boolean, boolean) IS
'writes fact checks into a ledger, from a page, JSON-LD, a list of these or lines of JSON. feed: from whom they were received. Returns a row for each source that says something: the reviewer, for or against if verdict_word has the verdict, otherwise undecided; and those who are said to have claimed it. change: added; pending, if the feed may not speak for the reviewer, and for claimants; known; undecided; neither; unknown source; not written; not read. dry_run: writes nothing';
CREATE FUNCTION import_claim_reviews(ledger name, story bytea, feed text DEFAULT NULL, add_sources boolean DEFAULT false, dry_run boolean DEFAULT false,
	OUT document bigint, OUT claim bigint, OUT statement text, OUT said attribution, OUT verdict text, OUT change text, OUT note text)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT r.* FROM corroborate_internal.import_claim_reviews(ledger, story, NULL, NULL, feed, add_sources, coalesce(dry_run, true)) AS r; END;
COMMENT ON FUNCTION import_claim_reviews(name, bytea, text, boolean, boolean) IS 'writes fact checks into a ledger, read in the encoding that they declare';
CREATE FUNCTION import_claim_reviews(ledger name, story jsonb, feed text DEFAULT NULL, add_sources boolean DEFAULT false, dry_run boolean DEFAULT false,
	OUT document bigint, OUT claim bigint, OUT statement text, OUT said attribution, OUT verdict text, OUT change text, OUT note text)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT r.* FROM corroborate_internal.import_claim_reviews(ledger, story, NULL, NULL, feed, add_sources, coalesce(dry_run, true)) AS r; END;
COMMENT ON FUNCTION import_claim_reviews(name, jsonb, text, boolean, boolean) IS 'writes fact checks in JSON into a ledger';

CREATE FUNCTION decide_claim_reviews(ledger name, OUT document bigint, OUT claim bigint, OUT statement text, OUT said attribution, OUT verdict text,
	OUT change text, OUT note text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
#variable_conflict use_column
DECLARE
	review bigint;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.look_in(ledger);
	FOR review, document, claim, statement, verdict IN
		SELECT r.id, r.document, r.claim, c.statement, r.verdict FROM claim_review AS r JOIN claim AS c ON c.id = r.claim
		JOIN document AS d ON d.id = r.document
		JOIN verdict_word AS v ON corroborate_internal.plain_text(v.word) = corroborate_internal.plain_text(r.verdict) AND v.means <> 'neither'
		WHERE NOT EXISTS (SELECT FROM attestation AS a WHERE a.claim = r.claim AND a.document = r.document AND a.quote = r.verdict
			AND (@extschema@.speakers(a.said) || @extschema@.deniers(a.said)) @> ARRAY[d.publisher])
		ORDER BY r.claim, r.id
	LOOP
		SELECT a.said, a.change, a.note INTO said, change, note FROM corroborate_internal.attest_review(ledger, claim, review, NULL) AS a;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION decide_claim_reviews(name) IS
'writes down what reviewers say, for all undecided fact checks whose verdict is now in verdict_word. It counts if it came from a feed that may speak for the reviewer';
