------------------------------------------------------------------------------
-- Forgetting who a ledger's sources are
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- forget() changes no count and no flag, although its statements gather claims as always.  First, one statement makes each name
-- of the source another spelling of the key that is kept: evidence stays as it was, under that key.  From then on all names
-- stand for one source, so they can be replaced by the kept key in any order, wherever they are written.  Once none is written
-- anywhere, the spellings and the sources of these names are deleted.

CREATE FUNCTION write_alone() RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	level text := current_setting('transaction_isolation');
	own_timeout text := current_setting('lock_timeout');
	-- shorter than deadlock_timeout, so that the server does not report two sessions that wait for each other as a deadlock
	patience integer := greatest(1, extract(epoch FROM current_setting('deadlock_timeout')::interval) * 100);
	began CONSTANT timestamptz := clock_timestamp();
BEGIN
	IF level IN ('repeatable read', 'serializable') THEN
		PERFORM corroborate_internal.refuse('invalid_transaction_state',
			message => format('forget() cannot be used in a transaction of isolation level %s', level),
			detail => 'It would leave what was committed after the transaction''s snapshot was taken.',
			hint => 'Use BEGIN ISOLATION LEVEL READ COMMITTED.');
	END IF;
	-- Other transactions lock these tables in other orders.  So if one lock takes too long, release them all, and try again.
	LOOP
		BEGIN
			PERFORM set_config('lock_timeout', patience::text, true);
			LOCK TABLE proposal, attestation, source, source_alias, source_rating, source_identity, document, fingerprint_key, claim, claim_event, ruling
				IN EXCLUSIVE MODE;
			PERFORM corroborate_internal.lock_names('attestation'::regclass);
			PERFORM set_config('lock_timeout', own_timeout, true);
			RETURN;
		EXCEPTION WHEN lock_not_available THEN
			IF own_timeout <> '0' AND clock_timestamp() > began + own_timeout::interval THEN
				RAISE;
			END IF;
		END;
		PERFORM pg_sleep(patience / 1000.0);
	END LOOP;
END
$body$;
COMMENT ON FUNCTION write_alone() IS 'waits until nobody else writes to the ledger, whose rows are then all visible; others can only read it until the transaction ends';


-- Names

CREATE FUNCTION spelling_causes(cause text, names text[]) RETURNS TABLE (place bigint, part text, spelling text, verb text)
LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	WITH piece AS (
		SELECT p.text, p.place, p.text LIKE '% is %' AS is_whole
		FROM string_to_table(regexp_replace(cause, '^proposal [0-9]+: | and [0-9]+ others$', '', 'g'), ', ') WITH ORDINALITY AS p (text, place)
	), numbered AS (
		-- a name can contain a comma
		SELECT p.text, p.place, count(*) FILTER (WHERE p.is_whole) OVER (ORDER BY p.place) - p.is_whole::integer AS part
		FROM piece AS p
	), parts AS (
		SELECT min(n.place) AS place, string_agg(n.text, ', ' ORDER BY n.place) AS text FROM numbered AS n GROUP BY n.part
	)
	SELECT p.place, p.text, ours.spelling, ours.verb FROM parts AS p
	LEFT JOIN LATERAL (
		SELECT left(p.text, -length(v.verb || n.name)) AS spelling, v.verb
		FROM unnest(names) AS n (name) CROSS JOIN (VALUES (' is not '), (' is ')) AS v (verb)
		WHERE right(p.text, length(v.verb || n.name)) = v.verb || n.name
		ORDER BY length(n.name) DESC, v.verb DESC LIMIT 1
	) AS ours ON true;
END;
COMMENT ON FUNCTION spelling_causes(text, text[]) IS
'splits a cause such as "a is b, c is d" into its parts; for parts about a source of these names, also which spelling it gained or lost';

CREATE FUNCTION former_spellings(names text[]) RETURNS text[] LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT coalesce(array_agg(DISTINCT c.spelling), '{}')
	FROM claim_event AS e CROSS JOIN LATERAL spelling_causes(e.cause, names) AS c
	WHERE e.cause LIKE '% is %' AND c.spelling IS NOT NULL AND c.spelling <> ALL (names)
		AND NOT EXISTS (SELECT FROM source AS s WHERE s.key = c.spelling OR c.spelling = ANY (s.affiliations || s.relies_on || s.feeds))
		AND NOT EXISTS (SELECT FROM source_alias AS o WHERE o.alias = c.spelling)
		AND NOT EXISTS (SELECT FROM attestation AS a
			WHERE a.said OPERATOR(@extschema@.?) c.spelling AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL);
END;
COMMENT ON FUNCTION former_spellings(text[]) IS
'other spellings that a source had earlier, as far as the log shows; without those that another source uses now';

CREATE FUNCTION names_with(words text[]) RETURNS text[] LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	WITH listed AS (
		-- from causes that name who spoke: they may be all that is left of a name
		SELECT regexp_replace(regexp_replace(e.cause, '^[a-z]+ of ', ''), ' and [0-9]+ others$', '') AS names FROM claim_event AS e
		WHERE e.cause ~ '^(attestation|acceptance|retraction|correction|removal) of '
	), known AS (
		SELECT s.key AS name FROM source AS s
		UNION SELECT o.alias FROM source_alias AS o
		UNION SELECT unnest(s.affiliations || s.relies_on || s.feeds) FROM source AS s
		UNION SELECT d.feed FROM document AS d WHERE d.feed IS NOT NULL
		UNION SELECT unnest(@extschema@.sources(a.said)) FROM attestation AS a
		UNION SELECT l.names FROM listed AS l
		UNION SELECT string_to_table(l.names, ', ') FROM listed AS l
	)
	SELECT coalesce(array_agg(k.name), '{}') FROM known AS k
	WHERE k.name <> ALL (words)
		AND EXISTS (SELECT FROM unnest(words) AS w (word) WHERE strpos(lower(k.name), lower(w.word)) > 0);
END;
COMMENT ON FUNCTION names_with(text[]) IS 'known names of other sources that contain any of these words';

CREATE FUNCTION replace_all(list text[], names text[], new_name text, self text) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT coalesce(array_agg(DISTINCT r.name ORDER BY r.name), '{}')
	FROM unnest(list) AS l (name)
	CROSS JOIN LATERAL (SELECT CASE WHEN l.name = ANY (names) THEN new_name ELSE l.name END) AS r (name)
	WHERE r.name <> self;
END;
COMMENT ON FUNCTION replace_all(text[], text[], text, text) IS 'a list of names in which new_name replaces each of names, without duplicates and without self, the source that has the list';


-- ---- The key that is kept

CREATE FUNCTION keep_source(names text[], kept text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	-- the facts of all names are one source's
	INSERT INTO source (key, kind, passes_on, relies_on, affiliations, feeds, reliability, confidential, added_at, added_by)
	SELECT kept, u.kind,
		CASE WHEN u.registered = 1 THEN u.stated ELSE nullif(u.passes_on, corroborate_internal.kind_passes_on(u.kind)) END,
		replace_all(ARRAY(SELECT unnest(o.relies_on) FROM source AS o WHERE o.key = ANY (names)), names, kept, kept),
		replace_all(ARRAY(SELECT unnest(o.affiliations) FROM source AS o WHERE o.key = ANY (names)), names, kept, kept),
		replace_all(ARRAY(SELECT unnest(o.feeds) FROM source AS o WHERE o.key = ANY (names)), names, kept, kept),
		u.reliability, true, u.added_at, u.added_by
	FROM (
		SELECT CASE WHEN bool_or(s.kind = 'person') THEN 'person'
				ELSE coalesce(min(s.kind) FILTER (WHERE s.key = names[1] AND s.kind <> 'other'),
					min(s.kind) FILTER (WHERE s.kind <> 'other'), 'other') END AS kind,
			count(*) AS registered, bool_or(s.passes_on) AS stated,
			bool_or(coalesce(s.passes_on, corroborate_internal.kind_passes_on(s.kind))) AS passes_on,
			@extschema@.min(s.reliability) AS reliability, min(s.added_at) AS added_at,
			(array_agg(s.added_by ORDER BY s.added_at, s.key))[1] AS added_by
		FROM source AS s WHERE s.key = ANY (names)
	) AS u
	ON CONFLICT (key) DO UPDATE SET name = NULL, note = NULL, kind = EXCLUDED.kind, passes_on = EXCLUDED.passes_on,
		relies_on = EXCLUDED.relies_on, affiliations = EXCLUDED.affiliations, feeds = EXCLUDED.feeds, reliability = EXCLUDED.reliability, confidential = true;

	INSERT INTO source_alias (alias, source) SELECT n.name, kept FROM unnest(names) AS n (name) WHERE n.name <> kept
	ON CONFLICT (alias) DO UPDATE SET source = EXCLUDED.source WHERE source_alias.source <> EXCLUDED.source;
END;
COMMENT ON FUNCTION keep_source(text[], text) IS
'registers the key that is kept, with all that is known of the names, and makes the names other spellings of it. names: the source''s own key comes first';

CREATE FUNCTION rating_at(names text[], at timestamptz) RETURNS @extschema@.confidence
LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT @extschema@.min(r.reliability) FROM unnest(names) AS n (name) CROSS JOIN LATERAL (
		SELECT o.reliability FROM source_rating AS o WHERE o.source = n.name AND o.rated_at <= at ORDER BY o.rated_at DESC LIMIT 1) AS r;
END;
COMMENT ON FUNCTION rating_at(text[], timestamptz) IS 'the rating then of a source that is registered under several names: the lowest holds';

CREATE FUNCTION keep_ratings(names text[], kept text, since timestamptz) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	-- ratings that keep_source() wrote
	DELETE FROM source_rating AS r WHERE r.source = kept AND (kept <> ALL (names) OR r.rated_at >= since);
	INSERT INTO source_rating (source, rated_at, reliability, rated_by)
	SELECT DISTINCT ON (r.rated_at) kept, r.rated_at, rating_at(names, r.rated_at), r.rated_by
	FROM source_rating AS r WHERE r.source = ANY (names) AND r.source <> kept ORDER BY r.rated_at, r.source
	ON CONFLICT DO NOTHING;
	UPDATE source_rating AS r SET reason = NULL, reliability = rating_at(names || kept, r.rated_at) WHERE r.source = kept;
END;
COMMENT ON FUNCTION keep_ratings(text[], text, timestamptz) IS
'records the source''s ratings over time, under any of its names, for the kept key; without reasons. since: when forget() began';


-- ---- What it said and published, and who counts with it

CREATE FUNCTION keep_statements(names text[], kept text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE attestation AS a SET said = @extschema@.rename_sources(a.said, names, array_fill(kept, ARRAY[cardinality(names)]))
	WHERE a.said OPERATOR(@extschema@.?|) names;
	UPDATE attestation AS a SET quote = NULL, quote_language = NULL, translator = NULL, sheet = NULL, sheet_row = NULL,
		retraction_reason = CASE WHEN a.retraction_reason IS NOT NULL THEN '(removed)' END
	WHERE a.said OPERATOR(@extschema@.?) kept AND speaker(a.said) = kept;
END;
COMMENT ON FUNCTION keep_statements(text[], text) IS 'replaces these names by the kept key in what was said, and removes the wording of what the source said itself';

CREATE FUNCTION keep_documents(names text[], kept text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE document AS d SET publisher = kept, headline = NULL, url = NULL, language = NULL, published_as = NULL, credits = NULL,
		item = NULL, version = NULL, fingerprint = NULL
	WHERE d.publisher = kept OR d.publisher = ANY (names);
	UPDATE claim_review AS r SET verdict = NULL, rating = NULL
	WHERE r.document IN (SELECT d.id FROM document AS d WHERE d.publisher = kept);
END;
COMMENT ON FUNCTION keep_documents(text[], text) IS 'replaces these names by the kept key as publishers, and removes headlines and addresses of what they published';

CREATE FUNCTION keep_affiliations(names text[], kept text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE source AS s SET affiliations = replace_all(s.affiliations, names, kept, s.key),
		relies_on = replace_all(s.relies_on, names, kept, s.key)
	WHERE s.key <> ALL (names) AND (s.affiliations && names OR s.relies_on && names);
END;
COMMENT ON FUNCTION keep_affiliations(text[], text) IS 'replaces these names by the kept key where others are affiliated with them or rely on them';

CREATE FUNCTION keep_feeds(names text[], kept text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE source AS s SET feeds = replace_all(s.feeds, names, kept, s.key) WHERE s.key <> ALL (names) AND s.feeds && names;
	UPDATE document AS d SET feed = kept WHERE d.feed = ANY (names);
END;
COMMENT ON FUNCTION keep_feeds(text[], text) IS 'replaces these names by the kept key where they may speak for others, and where documents came from them';


-- ---- What others wrote.  spells_any() is a quick test, which also finds texts in which nothing is replaced.

CREATE FUNCTION redacted(value text, words text[], addresses text[], kept text, others text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT corroborate_internal.replace_names(corroborate_internal.replace_names(value,
		-- an item that is a plain number is removed only where retract_cancelled_item() wrote it: elsewhere it can be any number
		ARRAY(SELECT a.address FROM unnest(addresses) AS a (address)
			WHERE a.address !~ '^[0-9]+$' OR value = a.address || ' was cancelled by its publisher'),
		'(removed)', others), words, kept, others);
END;
COMMENT ON FUNCTION redacted(text, text[], text[], text, text[]) IS
'replaces these words in what others wrote by the kept key, and removes addresses and numbers of items. others: names that stay, although they contain such words';

-- People quote an address with another scheme or none, with or without www., and without the final slash.
CREATE FUNCTION published_addresses(names text[]) RETURNS text[] LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT coalesce(array_agg(DISTINCT v.address) FILTER (WHERE v.address <> ''), '{}')
	FROM document AS d
	CROSS JOIN LATERAL unnest(ARRAY[d.url, d.item]) AS a (address)
	CROSS JOIN LATERAL (SELECT rtrim(substring(a.address FROM '://(?:[Ww]{3}[.])?(.*)$'), '/') AS bare) AS b
	CROSS JOIN LATERAL unnest(ARRAY[a.address, b.bare, 'www.' || nullif(b.bare, '')]) AS v (address)
	WHERE d.publisher = ANY (names);
END;
COMMENT ON FUNCTION published_addresses(text[]) IS
'addresses and item numbers of what sources of these names published; addresses also as people quote them, without a scheme, with or without www.';

CREATE FUNCTION redact_causes(names text[], words text[], addresses text[], kept text, others text[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE claim_event AS e SET cause = coalesce(substring(e.cause FROM '^proposal [0-9]+: '), '') || (
		SELECT string_agg(CASE WHEN c.spelling IS NULL THEN c.part ELSE kept || c.verb || kept END, ', ' ORDER BY c.place)
		FROM spelling_causes(e.cause, names) AS c) || coalesce(substring(e.cause FROM ' and [0-9]+ others$'), '')
	WHERE e.cause LIKE '% is %' AND EXISTS (SELECT FROM spelling_causes(e.cause, names) AS c WHERE c.spelling IS NOT NULL);
	UPDATE claim_event AS e SET cause = redacted(e.cause, words, addresses, kept, others)
	WHERE corroborate_internal.spells_any(e.cause, words || addresses)
		AND e.cause <> redacted(e.cause, words, addresses, kept, others);
END;
COMMENT ON FUNCTION redact_causes(text[], text[], text[], text, text[]) IS
'replaces the names of a source by the kept key in the log, and all spellings that the log says it gained or lost';

CREATE FUNCTION redact_reasons(words text[], addresses text[], kept text, others text[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE attestation AS a SET retraction_reason = redacted(a.retraction_reason, words, addresses, kept, others)
	WHERE corroborate_internal.spells_any(a.retraction_reason, words || addresses)
		AND a.retraction_reason <> redacted(a.retraction_reason, words, addresses, kept, others);
	-- equal values stay equal: import_table() recognizes rows by them
	UPDATE attestation AS a SET sheet = redacted(a.sheet, words, addresses, kept, others),
		sheet_row = redacted(a.sheet_row, words, addresses, kept, others)
	WHERE num_nonnulls(a.sheet, a.sheet_row) > 0 AND corroborate_internal.spells_any(concat_ws(E'\n', a.sheet, a.sheet_row), words || addresses)
		AND (a.sheet, a.sheet_row) IS DISTINCT FROM
			(redacted(a.sheet, words, addresses, kept, others), redacted(a.sheet_row, words, addresses, kept, others));
	UPDATE ruling AS r SET why = redacted(r.why, words, addresses, kept, others)
	WHERE corroborate_internal.spells_any(r.why, words || addresses)
		AND r.why <> redacted(r.why, words, addresses, kept, others);
	UPDATE source_rating AS r SET reason = redacted(r.reason, words, addresses, kept, others)
	WHERE corroborate_internal.spells_any(r.reason, words || addresses)
		AND r.reason <> redacted(r.reason, words, addresses, kept, others);
	UPDATE document AS d SET credits = corroborate_internal.replace_names(d.credits, words, kept, others)
	WHERE corroborate_internal.spells_any(d.credits, words)
		AND d.credits <> corroborate_internal.replace_names(d.credits, words, kept, others);
END;
COMMENT ON FUNCTION redact_reasons(text[], text[], text, text[]) IS
'replaces the names of a source by the kept key in the reasons of retractions, rulings and ratings, in the names of sheets and their rows, and in credits';

-- Proposals that nobody has decided are deleted: propose() finds them again, without the names.  Decided ones stay, about the
-- kept key.  Those about other sources lose the quotes that they have as evidence.
CREATE FUNCTION keep_decisions(names text[], words text[], addresses text[], kept text, others text[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	DELETE FROM proposal AS p WHERE p.decided_at IS NULL;
	UPDATE proposal AS p SET evidence = '{}' WHERE p.kind IN ('republishes', 'same_words');
	UPDATE proposal AS p SET subject = CASE WHEN p.subject = ANY (names) THEN kept ELSE p.subject END,
		object = CASE WHEN p.object = ANY (names) THEN kept ELSE p.object END,
		suggests = '{}', because = '(removed)', evidence = '{}', take_back = NULL, why = redacted(p.why, words, addresses, kept, others)
	WHERE p.subject = ANY (names) OR p.object = ANY (names)
		OR p.kind = 'republishes' AND EXISTS (SELECT FROM document AS d WHERE d.id::text IN (p.subject, p.object) AND d.publisher = kept)
		OR p.kind = 'same_words' AND EXISTS (SELECT FROM attestation AS a WHERE a.said OPERATOR(@extschema@.?) kept AND a.id::text IN (p.subject, p.object))
		OR corroborate_internal.spells_any(concat_ws(E'\n', p.subject, p.object, p.suggests::text, p.because, p.evidence::text, p.why, p.take_back),
			words || addresses);
	-- now both sides are the same source
	DELETE FROM proposal AS p WHERE p.subject = kept AND p.object = kept;
END;
COMMENT ON FUNCTION keep_decisions(text[], text[], text[], text, text[]) IS
'deletes proposals that nobody has decided; in the others, replaces these names by the kept key, and removes what was suggested and its evidence';

CREATE FUNCTION still_named(words text[], kept text) RETURNS TABLE (relation text, ids text[]) LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	WITH texts AS (
		-- every column has an alias, so that a dump prints the function the same
		SELECT 'attestation' AS relation, a.id::text AS id, concat_ws(E'\n', a.quote, a.translator, a.sheet, a.sheet_row, a.retraction_reason) AS words
		FROM attestation AS a
		UNION ALL
		SELECT 'claim' AS relation, c.id::text AS id, concat_ws(E'\n', c.statement, c.question, c.answer, c.unit) AS words FROM claim AS c
		UNION ALL
		SELECT 'claim_review' AS relation, r.id::text AS id, concat_ws(E'\n', r.verdict, r.rating) AS words FROM claim_review AS r
		UNION ALL
		SELECT 'claim_event' AS relation, e.id::text AS id, e.cause AS words FROM claim_event AS e
		UNION ALL
		SELECT 'document' AS relation, d.id::text AS id, concat_ws(E'\n', d.headline, d.url, d.published_as, d.item, d.version, d.credits::text) AS words
		FROM document AS d
		UNION ALL
		SELECT 'proposal' AS relation, p.id::text AS id, concat_ws(E'\n', p.subject, p.object, p.suggests::text, p.because, p.evidence::text, p.why, p.take_back) AS words
		FROM proposal AS p
		UNION ALL
		SELECT 'ruling' AS relation, r.id::text AS id, r.why AS words FROM ruling AS r
		UNION ALL
		SELECT 'same_answer' AS relation, a.added_at::text AS id, concat_ws(E'\n', a.word, a.means) AS words FROM same_answer AS a
		UNION ALL
		SELECT 'verdict_word' AS relation, v.added_at::text AS id, v.word AS words FROM verdict_word AS v
		UNION ALL
		SELECT 'source' AS relation, s.key AS id, concat_ws(E'\n', s.name, s.note, i.identity, i.held_by,
			(SELECT string_agg(r.reason, E'\n') FROM source_rating AS r WHERE r.source = s.key)) AS words
		FROM source AS s LEFT JOIN source_identity AS i ON i.source = s.key
	)
	SELECT t.relation, array_agg(t.id ORDER BY length(t.id), t.id) FROM texts AS t
	-- the kept key is random, and could contain a short name
	WHERE corroborate_internal.spells_any(replace(t.words, still_named.kept, E'\n'), still_named.words) GROUP BY t.relation ORDER BY t.relation;
END;
COMMENT ON FUNCTION still_named(text[], text) IS 'the rows where other people''s own words contain any of these, also within a longer word, but not within the kept key';

CREATE FUNCTION tell_still_named(words text[], kept text) RETURNS void LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	places text := (SELECT string_agg(format('%s: %s', n.relation, list_names(n.ids)), '; ') FROM still_named(words, kept) AS n);
BEGIN
	IF places IS NOT NULL THEN
		RAISE NOTICE USING MESSAGE = 'other people''s words may still name the source',
			DETAIL = format('They are in %s.', places),
			HINT = 'Look through them: nothing withholds them any more from what leaves the desk.';
	END IF;
END
$body$;
COMMENT ON FUNCTION tell_still_named(text[], text) IS 'gives a notice of the rows that still_named() finds, without repeating their words';

CREATE FUNCTION refresh_statistics(kept text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	-- ANALYZE keeps the statistics of an empty table, with the names in its last rows; so analyze it with one meaningless row
	IF NOT EXISTS (SELECT FROM source_alias)
		AND EXISTS (SELECT FROM pg_stats AS s WHERE s.schemaname = current_schema() AND s.tablename = 'source_alias')
	THEN
		INSERT INTO source_alias (alias, source) VALUES (new_key('nobody'), kept);
		ANALYZE source_alias;
		DELETE FROM source_alias;
	END IF;
	IF NOT EXISTS (SELECT FROM source_identity)
		AND EXISTS (SELECT FROM pg_stats AS s WHERE s.schemaname = current_schema() AND s.tablename = 'source_identity')
	THEN
		INSERT INTO source_identity (source, held_by) VALUES (kept, 'nobody');
		ANALYZE source_identity;
		DELETE FROM source_identity;
	END IF;
END
$body$;
COMMENT ON FUNCTION refresh_statistics(text) IS 'removes the names from the planner''s statistics if the last spelling or identity was deleted';


-- All of it

CREATE FUNCTION forget(source text) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
	began timestamptz;
	names text[];
	kept text;
	replaced text[];
	words text[];
	addresses text[];
	others text[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	PERFORM corroborate_internal.require_one_node('claim'::regclass, 'forget()',
		'In one transaction, use undistribute_ledger(), forget the source, and use distribute_ledger() again.');
	-- raise an error if there is no such source, before anybody has to wait
	PERFORM source_key(forget.source);
	PERFORM write_alone();
	began := clock_timestamp();
	kept := source_key(forget.source);
	names := kept || ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = kept ORDER BY a.alias);
	IF kept !~ '^source-[0-9a-f]{12}$' OR NOT EXISTS (SELECT FROM source AS s WHERE s.key = kept AND s.confidential) THEN
		kept := new_key('source');
	END IF;

	replaced := array_remove(names || former_spellings(names), kept);
	words := replaced || ARRAY(SELECT s.name FROM source AS s WHERE s.key = ANY (names) AND s.name <> '')
		|| ARRAY(SELECT i.identity FROM source_identity AS i WHERE i.source = ANY (names) AND i.identity <> '');
	others := names_with(words);
	addresses := published_addresses(names);

	PERFORM set_config('corroborate.cause', 'a source is forgotten', true);
	-- its spellings are entered to go: nobody is told of them
	PERFORM set_config('corroborate.forgetting', 'on', true);
	PERFORM keep_source(names, kept);
	PERFORM keep_ratings(names, kept, began);
	PERFORM keep_statements(replaced, kept);
	PERFORM keep_documents(names, kept);
	PERFORM drop_fingerprints(kept);
	PERFORM keep_affiliations(array_remove(names, kept), kept);
	PERFORM keep_feeds(replaced, kept);
	PERFORM redact_causes(names, words, addresses, kept, others);
	PERFORM redact_reasons(words, addresses, kept, others);
	PERFORM keep_decisions(replaced, words, addresses, kept, others);
	DELETE FROM source_identity AS i WHERE i.source = ANY (names);
	DELETE FROM source_alias AS a WHERE a.source = kept;
	DELETE FROM source AS s WHERE s.key = ANY (names) AND s.key <> kept;
	PERFORM refresh_statistics(kept);
	PERFORM set_config('corroborate.forgetting', '', true);
	PERFORM set_config('corroborate.cause', cause_before, true);
	PERFORM tell_still_named(words, kept);
	RETURN kept;
END
$body$;
COMMENT ON FUNCTION forget(text) IS
'removes for good who a source is, under all its spellings and merged keys: identity, name, note, quotes, reasons, headlines and addresses of what it published, and any key that is not random. What it said still counts, under a random key, which is returned. Run VACUUM (FULL, ANALYZE) afterwards; older backups still have it. In READ COMMITTED only';
