------------------------------------------------------------------------------
-- news: stories of wires, feeds and pages
------------------------------------------------------------------------------

CREATE FUNCTION read_news(story text, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(text) IS
'reads the items of a story or feed in NewsML-G2, NITF, RSS, Atom, HTML, ninjs, JSON Feed or JSON-LD, a row each. status: usable, withheld or cancelled, if the format says so. credits: role and name of each. attribution: the publisher, on the word of the sources that the item names';

CREATE FUNCTION read_news(story xml, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(xml) IS
'the items of a story or feed, a row each';

CREATE FUNCTION read_news(story bytea, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_bytes' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(bytea) IS
'the items of a story or feed, in the encoding that it declares, a row each';

CREATE FUNCTION read_news(story jsonb, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_jsonb' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(jsonb) IS
'the items of a story or feed in JSON, a row each';


-- Stories that are not well-formed, as far as their meaning is clear

CREATE FUNCTION read_news(story text, strict boolean, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(text, boolean) IS
'the items of a story or feed, a row each. strict => false: characters that XML does not allow are put right, and from where it is not well-formed all the same, a warning takes the place of the rest. Of JSON, commas, escapes and control characters are put right, with a warning';

CREATE FUNCTION read_news(story xml, strict boolean, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(xml, boolean) IS
'the items of a story or feed, a row each';

CREATE FUNCTION read_news(story bytea, strict boolean, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_bytes' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(bytea, boolean) IS
'the items of a story or feed, in the encoding that it declares or shows, a row each. strict => false: as with text; bytes that are not UTF-8 are read as windows-1252';

CREATE FUNCTION read_news(story jsonb, strict boolean, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_jsonb' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(jsonb, boolean) IS
'the items of a story or feed in JSON, a row each. strict => false changes nothing';

-- For imports, which suggest other spellings.  also_called: pairs of names {name, other, name, other ...} that an item says are one party's.
CREATE FUNCTION corroborate_internal.read_named_news(story text, strict boolean, OUT format text, OUT id text, OUT version text, OUT headline text,
	OUT language text, OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution, OUT also_called text[])
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION corroborate_internal.read_named_news(text, boolean) IS 'read_news() for text, with the names that an item says are one party''s';
CREATE FUNCTION corroborate_internal.read_named_news(story xml, strict boolean, OUT format text, OUT id text, OUT version text, OUT headline text,
	OUT language text, OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution, OUT also_called text[])
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION corroborate_internal.read_named_news(xml, boolean) IS 'read_news() for XML, with the names that an item says are one party''s';
CREATE FUNCTION corroborate_internal.read_named_news(story bytea, strict boolean, OUT format text, OUT id text, OUT version text, OUT headline text,
	OUT language text, OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution, OUT also_called text[])
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_bytes' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION corroborate_internal.read_named_news(bytea, boolean) IS 'read_news() for bytes, with the names that an item says are one party''s';
CREATE FUNCTION corroborate_internal.read_named_news(story jsonb, strict boolean, OUT format text, OUT id text, OUT version text, OUT headline text,
	OUT language text, OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution, OUT also_called text[])
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_jsonb' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION corroborate_internal.read_named_news(jsonb, boolean) IS 'read_news() for JSON, with the names that an item says are one party''s';


-- Stories into a ledger

-- A total order, apart from spellings of one number: otherwise several older versions could have no newest one.
CREATE FUNCTION corroborate_internal.is_newer(version text, than text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN version IS NULL OR than IS NULL THEN version IS NOT NULL
	WHEN version ~ '^[0-9]+$' AND than ~ '^[0-9]+$' THEN version::numeric > than::numeric
	WHEN version ~ '^[0-9]+$' OR than ~ '^[0-9]+$' THEN than ~ '^[0-9]+$'
	ELSE version COLLATE "C" > than COLLATE "C"
END;
COMMENT ON FUNCTION corroborate_internal.is_newer(text, text) IS 'whether one version of a news item comes after another: a missing one first, then numbers by their size, then all others as text, by which times in one format sort correctly';

-- Names of one party: an agency with two names would count as two sources

CREATE FUNCTION corroborate_internal.party_letters(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'news_party_letters' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.party_letters(text) IS
'what the names of one party have in common: letters and digits in lower case; for a host name, those of its owner';

CREATE FUNCTION corroborate_internal.same_party(one text, other text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'news_are_same_party' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.same_party(text, text) IS
'whether two names are one party''s: they differ only in case, blanks and signs, or one is a host name made of the other';

CREATE FUNCTION corroborate_internal.tell_taken_for(ledger name, name text, key text) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RAISE NOTICE USING MESSAGE = format('"%s" is taken for the source "%s"', name, key),
		DETAIL = 'They are spelt alike, so that they would count as two where they are one.',
		HINT = format('If they are one: INSERT INTO %1$I.source_alias VALUES (%2$L, %3$L); if not: INSERT INTO %1$I.source (key) VALUES (%2$L);', ledger, name, key);
END
$$;
COMMENT ON FUNCTION corroborate_internal.tell_taken_for(name, text, text) IS 'gives a notice that says which source a name was taken for, and what to do if that is wrong';

CREATE FUNCTION corroborate_internal.party_kind(format text, publishes boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN publishes THEN CASE WHEN format ~ '^newsml' THEN 'agency' ELSE 'outlet' END
	WHEN format = 'nitf' THEN 'agency'
	WHEN format ~ '^(rss|atom)' THEN 'outlet'
	ELSE 'other'
END;
COMMENT ON FUNCTION corroborate_internal.party_kind(text, boolean) IS 'the kind to register a source with that a story of this format names as its publisher, or cites';

CREATE FUNCTION corroborate_internal.known_source(ledger name, name text) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	keys text[];
	in_this_case text[];
BEGIN
	EXECUTE format('SELECT array_agg(k.key) FROM (SELECT a.source FROM %1$I.source_alias AS a WHERE a.alias = $1 '
		'UNION SELECT s.key FROM %1$I.source AS s WHERE s.key = $1 AND NOT EXISTS (SELECT FROM %1$I.source_alias AS a WHERE a.alias = $1)) AS k (key)', ledger)
	INTO keys USING name;
	IF keys IS NOT NULL THEN
		RETURN keys[1];
	END IF;
	-- no name is taken for a person or the like, or for a confidential source
	EXECUTE format('SELECT array_agg(DISTINCT k.key), array_agg(DISTINCT k.key) FILTER (WHERE lower(k.spelling) = lower($1)) FROM (SELECT s.key, s.key FROM %1$I.source AS s '
		'WHERE corroborate_internal.party_letters(s.key) = corroborate_internal.party_letters($1) '
		'UNION ALL SELECT a.source, a.alias FROM %1$I.source_alias AS a '
		'WHERE corroborate_internal.party_letters(a.alias) = corroborate_internal.party_letters($1)) AS k (key, spelling) '
		'JOIN %1$I.source AS s ON s.key = k.key WHERE NOT s.confidential AND s.kind IN (''outlet'', ''agency'', ''site'', ''organisation'', ''other'') '
		'AND corroborate_internal.same_party(k.spelling, $1)', ledger)
	INTO keys, in_this_case USING name;
	keys := coalesce(in_this_case, keys);
	IF cardinality(keys) = 1 THEN
		PERFORM corroborate_internal.tell_taken_for(ledger, name, keys[1]);
		RETURN keys[1];
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION corroborate_internal.known_source(name, text) IS
'the source of a ledger that has this name; otherwise the only one with a name that is spelt alike, with a notice; otherwise null';

CREATE FUNCTION corroborate_internal.take_turns(documents regclass, publishers text[]) RETURNS void
	AS 'MODULE_PATHNAME', 'take_turns' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.take_turns(regclass, text[]) IS 'waits until no other transaction imports what any of these publishes, and keeps others from it until this transaction ends';

CREATE FUNCTION corroborate_internal.party_key(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (@extschema@.speakers(corroborate_internal.said_by_any(name)))[1];
EXCEPTION WHEN data_exception OR invalid_name THEN
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION corroborate_internal.party_key(text) IS 'a name in the form of attributions; null if it cannot be one';

CREATE FUNCTION corroborate_internal.other_names(also_called text[], name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT array_agg(DISTINCT corroborate_internal.party_key(also_called[i + 1])) FROM generate_series(1, cardinality(also_called), 2) AS i
	WHERE corroborate_internal.party_key(also_called[i]) = name);
COMMENT ON FUNCTION corroborate_internal.other_names(text[], text) IS 'the other names of a name''s party, from pairs of names';

CREATE FUNCTION corroborate_internal.tell_other_names(ledger name, keys jsonb, also_called jsonb) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	n record;
BEGIN
	FOR n IN EXECUTE format('SELECT DISTINCT c.key, c.other, o.key IS NOT NULL AS registered FROM ('
			'SELECT $1 ->> (p ->> 0) AS key, other FROM jsonb_array_elements($2) AS p, jsonb_array_elements_text(p -> 1) AS other) AS c '
		'JOIN %1$I.source AS s ON s.key = c.key AND NOT s.confidential LEFT JOIN %1$I.source AS o ON o.key = c.other '
		'WHERE c.other <> c.key AND o.confidential IS NOT TRUE AND NOT EXISTS (SELECT FROM %1$I.source_alias AS a WHERE a.alias = c.other) '
		'ORDER BY c.key, c.other', ledger) USING keys, also_called
	LOOP
		RAISE NOTICE USING MESSAGE = format('"%s" may be another name of the source "%s"', n.other, n.key),
			DETAIL = 'An item calls one party both. Otherwise they count as two.',
			HINT = CASE WHEN n.registered THEN format('If they are one: SELECT %I.merge_sources(%L, %L);', ledger, n.key, n.other)
				ELSE format('If they are one: INSERT INTO %I.source_alias VALUES (%L, %L);', ledger, n.other, n.key) END;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.tell_other_names(name, jsonb, jsonb) IS
'gives a notice for each name that an item says is another name of a source, if the ledger does not know it as such. also_called: a list of names, each with its other names';

CREATE FUNCTION corroborate_internal.story_sources(story anyelement, strict boolean, OUT name text, OUT kind text, OUT publishes boolean, OUT also_called text[])
	RETURNS SETOF record LANGUAGE sql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
	-- each name once, as first named, with the other names that any item gives it
	SELECT f.name, f.kind, f.publishes, f.also_called
	FROM (
		SELECT DISTINCT ON (n.name) n.name, n.kind, n.place, bool_or(n.publishes) OVER (PARTITION BY n.name) AS publishes,
			max(n.also_called) OVER (PARTITION BY n.name) AS also_called
		FROM (
			SELECT s.name, s.name = said.speaker AS publishes, row_number() OVER () AS place,
				corroborate_internal.party_kind(r.format, s.name = said.speaker) AS kind,
				CASE WHEN r.also_called <> '{}' THEN corroborate_internal.other_names(r.also_called, s.name) END AS also_called
			FROM corroborate_internal.read_named_news(story, strict) AS r, LATERAL (SELECT (@extschema@.speakers(r.attribution))[1] AS speaker) AS said,
				unnest(@extschema@.sources(r.attribution)) AS s (name)
			WHERE coalesce(r.id, r.headline, r.body) IS NOT NULL
		) AS n
		ORDER BY n.name, n.place
	) AS f
	ORDER BY f.place;
$$;
COMMENT ON FUNCTION corroborate_internal.story_sources(anyelement, boolean) IS 'the names in a story or feed: who speaks, then on whose word; whether it publishes an item; and what else an item calls it';

CREATE FUNCTION corroborate_internal.readable_story_sources(story anyelement, OUT name text, OUT kind text, OUT publishes boolean, OUT also_called text[])
RETURNS SETOF record LANGUAGE plpgsql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
BEGIN
	BEGIN
		RETURN QUERY SELECT * FROM corroborate_internal.story_sources(story, true);
		RETURN;
	EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
		NULL;
	END;
	RETURN QUERY SELECT * FROM corroborate_internal.story_sources(story, false);
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
	RETURN;
END
$$;
COMMENT ON FUNCTION corroborate_internal.readable_story_sources(anyelement) IS 'story_sources() for a story that may not be well-formed, as far as its meaning is clear; no rows if it cannot be read';

CREATE FUNCTION corroborate_internal.name_keys(ledger name, names text[], OUT name text, OUT key text, OUT is_new boolean)
RETURNS SETOF record LANGUAGE plpgsql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
#variable_conflict use_column
DECLARE
	others text[] := '{}';
	letters text;
	its_letters text;
	alike text[];
BEGIN
	FOR name, key IN EXECUTE format('SELECT n.name, coalesce(a.source, s.key) FROM unnest($1) WITH ORDINALITY AS n (name, place) '
		'LEFT JOIN %1$I.source_alias AS a ON a.alias = n.name LEFT JOIN %1$I.source AS s ON s.key = n.name ORDER BY n.place', ledger) USING names
	LOOP
		key := coalesce(key, corroborate_internal.known_source(ledger, name));
		is_new := false;
		IF key IS NULL THEN
			others := others || name;
		ELSE
			RETURN NEXT;
		END IF;
	END LOOP;
	-- several new names can be one party's
	FOR name, its_letters IN SELECT o.name, corroborate_internal.party_letters(o.name) FROM unnest(others) WITH ORDINALITY AS o (name, place)
		ORDER BY corroborate_internal.party_letters(o.name) COLLATE "C", o.place
	LOOP
		IF its_letters IS DISTINCT FROM letters THEN
			letters := its_letters;
			alike := '{}';
		END IF;
		key := (SELECT a FROM unnest(alike) AS a WHERE corroborate_internal.same_party(a, name) LIMIT 1);
		is_new := key IS NULL;
		IF is_new THEN
			key := name;
			alike := alike || name;
		ELSE
			PERFORM corroborate_internal.tell_taken_for(ledger, name, key);
		END IF;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.name_keys(name, text[]) IS 'for each of these names, which must be distinct, the key of its source: of a known one, or else of one to be registered';

CREATE FUNCTION corroborate_internal.register_sources(ledger name, keys text[], kinds text[], publishers text[], report boolean)
RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	attestations regclass := format('%I.attestation', ledger);
	refused text[] := '{}';
BEGIN
	-- lock all at once and in one order, so that concurrent imports wait for each other, and do not deadlock
	PERFORM corroborate_internal.take_turns(format('%I.document', ledger)::regclass, publishers);
	EXECUTE format('SELECT %I.hold_publishers($1)', ledger) USING publishers;
	IF report THEN
		refused := corroborate_internal.second_spellings(attestations, keys);
	ELSE
		PERFORM corroborate_internal.check_new_names(attestations, keys);
	END IF;
	EXECUTE format('INSERT INTO %1$I.source (key, name, kind) SELECT n.key, n.key, n.kind FROM unnest($1, $2) WITH ORDINALITY AS n (key, kind, place) '
		'WHERE NOT EXISTS (SELECT FROM %1$I.source_alias WHERE alias = n.key) AND n.key <> ALL ($3) ORDER BY n.key COLLATE "C", n.place ON CONFLICT DO NOTHING', ledger)
	USING keys, kinds, refused;
END
$$;
COMMENT ON FUNCTION corroborate_internal.register_sources(name, text[], text[], text[], boolean) IS
'registers the sources that stories name, and waits for other transactions that import what these publish. A second spelling of a name is an error, or, with report, is not registered, and import_story() reports it for each item';

CREATE FUNCTION corroborate_internal.enter_sources(ledger name, names text[], kinds text[], publish boolean[], report boolean) RETURNS jsonb
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	keys jsonb;
	new_keys text[];
	new_kinds text[];
	publishers text[];
BEGIN
	WITH named AS (
		SELECT n.name, (array_agg(n.kind ORDER BY n.place))[1] AS kind, bool_or(n.publishes) AS publishes, min(n.place) AS place
		FROM unnest(names, kinds, publish) WITH ORDINALITY AS n (name, kind, publishes, place) GROUP BY n.name
	), known AS MATERIALIZED (
		SELECT k.name, k.key, k.is_new FROM corroborate_internal.name_keys(ledger, ARRAY(SELECT n.name FROM named AS n ORDER BY n.place)) AS k
	)
	SELECT jsonb_object_agg(k.name, k.key), coalesce(array_agg(k.key) FILTER (WHERE k.is_new), '{}'), coalesce(array_agg(n.kind) FILTER (WHERE k.is_new), '{}'),
		coalesce(array_agg(DISTINCT k.key) FILTER (WHERE n.publishes), '{}')
	INTO keys, new_keys, new_kinds, publishers
	FROM known AS k JOIN named AS n ON n.name = k.name;
	IF keys IS NULL THEN
		RETURN '{}';
	END IF;
	BEGIN
		PERFORM corroborate_internal.register_sources(ledger, new_keys, new_kinds, publishers, report);
	EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded OR cardinality_violation OR raise_exception THEN
		-- with report, each item that names a source that cannot be registered is reported in its own row
		IF NOT report THEN
			RAISE;
		END IF;
	END;
	-- another session may have made one of them another spelling meanwhile
	EXECUTE format('SELECT $1 || coalesce(jsonb_object_agg(k.key, a.source), ''{}'') FROM jsonb_each_text($1) AS k JOIN %I.source_alias AS a ON a.alias = k.value', ledger)
	INTO keys USING keys;
	RETURN keys;
END
$$;
COMMENT ON FUNCTION corroborate_internal.enter_sources(name, text[], text[], boolean[], boolean) IS
'registers the sources that stories name and a ledger does not know yet, and returns the key of each name. publish: whether it publishes any item; report: leaves errors to be reported with the items';

CREATE FUNCTION corroborate_internal.fingerprint_text(ledger name, document bigint, content text) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- a role that may insert documents need not have this privilege
	IF content IS NOT NULL AND document IS NOT NULL
		AND has_function_privilege(format('%I.fingerprint_document(bigint, text)', ledger)::regprocedure, 'EXECUTE')
	THEN
		EXECUTE format('SELECT %1$I.fingerprint_document(d.id, $2) FROM %1$I.document AS d WHERE d.id = $1 AND d.fingerprint IS NULL', ledger)
		USING document, content;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.fingerprint_text(name, bigint, text) IS
'stores the fingerprint of the text that came with a document, if it has none yet and the role may';

CREATE FUNCTION corroborate_internal.import_item(ledger name, feed text, publisher text, headline text, url text, language text, published_at timestamptz,
	credits jsonb, item text, version text, status text, content text, named jsonb, OUT document bigint, OUT change text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	same_version CONSTANT text := format('SELECT id, accepted_at IS NULL FROM %I.document AS d WHERE d.item = $1 AND d.publisher IS NOT DISTINCT FROM $2 '
		'AND d.version IS NOT DISTINCT FROM $3', ledger);
	corrects boolean;
	pending boolean;
	unregistered text[];
BEGIN
	-- most were registered together, before the first item
	unregistered := (SELECT array_agg(n.name ORDER BY n.name) FROM jsonb_object_keys(named) AS n (name));
	PERFORM corroborate_internal.check_new_names(format('%I.attestation', ledger)::regclass, unregistered) WHERE unregistered IS NOT NULL;
	EXECUTE format('INSERT INTO %1$I.source (key, name, kind) SELECT n.key, n.key, n.value FROM jsonb_each_text($1) AS n '
		'WHERE NOT EXISTS (SELECT FROM %1$I.source WHERE key = n.key) AND NOT EXISTS (SELECT FROM %1$I.source_alias WHERE alias = n.key) '
		'ORDER BY n.key COLLATE "C" ON CONFLICT DO NOTHING', ledger)
	USING named;

	EXECUTE same_version INTO document, pending USING item, publisher, version;
	IF document IS NULL THEN
		-- a trigger decides which version it supersedes, and whether it is pending
		EXECUTE format('INSERT INTO %I.document (publisher, headline, url, language, published_at, credits, item, version, status, feed) '
			'VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id, accepted_at IS NULL, supersedes IS NOT NULL', ledger)
		INTO document, pending, corrects USING publisher, headline, url, language, published_at, credits, item, version, status, feed;
		change := CASE WHEN document IS NOT NULL THEN CASE WHEN corrects THEN 'corrected' ELSE 'added' END END;
	END IF;
	IF document IS NULL THEN -- another session has just written it
		EXECUTE same_version INTO document, pending USING item, publisher, version;
	END IF;
	IF pending AND change IS NULL THEN
		-- this time perhaps from a feed that may speak for the publisher, and in other words
		EXECUTE format('SELECT %I.take_over_document($1, $2, $3, $4, $5, $6, $7, $8)', ledger)
		INTO corrects USING document, feed, headline, url, language, published_at, credits, status;
		pending := NOT corrects;
		change := CASE WHEN corrects THEN 'corrected' END;
	END IF;
	PERFORM corroborate_internal.fingerprint_text(ledger, document, content);
	change := CASE
		WHEN pending AND status = 'cancelled' THEN 'cancellation pending'
		WHEN pending THEN 'correction pending'
		WHEN change IS NULL THEN 'known'
		WHEN status = 'cancelled' THEN 'cancelled'
		ELSE change END;
END
$$;
COMMENT ON FUNCTION corroborate_internal.import_item(name, text, text, text, text, text, timestamptz, jsonb, text, text, text, text, jsonb) IS
'writes one item into a ledger, with the fingerprint of its text, registers its unknown sources (named: key and kind of each), and returns what that changed. Retracts nothing';

CREATE FUNCTION corroborate_internal.refuse_part(problem text, message text, detail text, hint text, part text, place integer, title text)
RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	which CONSTANT text := CASE WHEN title IS NULL THEN format('This is %s %s.', part, place) ELSE format('This is %s %s: "%s".', part, place, left(title, 200)) END;
BEGIN
	PERFORM corroborate_internal.refuse(problem, message => message, detail => concat_ws(E'\n', nullif(detail, ''), which), hint => nullif(hint, ''));
END
$$;
COMMENT ON FUNCTION corroborate_internal.refuse_part(text, text, text, text, text, integer, text) IS
'raises a caught error again, without its CONTEXT, and with the part of the input that it is about: its place and title';

CREATE FUNCTION corroborate_internal.import_items(ledger name, story anyelement, report boolean, feed text, keys jsonb, OUT document bigint, OUT item text,
	OUT version text, OUT change text, OUT said attribution)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
#variable_conflict use_column
DECLARE
	n record;
	its_keys text[];
	named jsonb;
	place integer := 0;
	problem text;
	message text;
	detail text;
	hint text;
	well_formed boolean := true;
	messages CONSTANT text := current_setting('client_min_messages');
BEGIN
	IF report THEN
		-- one story of many: read it once before writing anything
		BEGIN
			PERFORM count(*) FROM @extschema@.read_news(story);
		EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
			GET STACKED DIAGNOSTICS change = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
			change := format('not read: %s.%s', change, ' ' || nullif(detail, ''));
			RETURN NEXT;
			well_formed := false;
		END;
		BEGIN
			IF NOT well_formed THEN
				-- The row above says what is wrong, so suppress warnings until everything has been read, which is before the first item below.
				PERFORM set_config('client_min_messages', 'error', true);
				PERFORM count(*) FROM @extschema@.read_news(story, false);
			END IF;
		EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
			RETURN;
		END;
	END IF;

	BEGIN
		FOR n IN SELECT r.*, (@extschema@.speakers(r.attribution))[1] AS speaker, coalesce(@extschema@.sources(r.attribution), '{}') AS names,
				CASE WHEN r.id ~ '^https?://' THEN r.id END AS url, left(r.version, 200) AS short_version,
				-- a digest replaces an id that is missing, or too long for an index
				CASE WHEN octet_length(r.id) <= 1000 THEN r.id ELSE 'sha256:' || encode(sha256(convert_to(coalesce(r.id,
					jsonb_build_array(r.publisher, r.headline, extract(epoch FROM r.published_at), r.body)::text), 'UTF8')), 'hex') END AS known_as
			FROM @extschema@.read_news(story, well_formed) AS r
			WHERE coalesce(r.id, r.headline, r.body) IS NOT NULL
		LOOP
			IF NOT well_formed THEN
				PERFORM set_config('client_min_messages', messages, true);
			END IF;
			place := place + 1;
			item := n.known_as;
			version := n.short_version;
			document := NULL;
			-- keys has all names, except those of a story that has just been added to an inbox
			its_keys := ARRAY(SELECT coalesce(keys ->> s.name, corroborate_internal.known_source(ledger, s.name), s.name)
				FROM unnest(n.names) WITH ORDINALITY AS s (name, place) ORDER BY s.place);
			named := coalesce((SELECT jsonb_object_agg(s.key, corroborate_internal.party_kind(n.format, s.name = n.speaker))
				FROM unnest(its_keys, n.names) AS s (key, name)), '{}');
			n.speaker := its_keys[array_position(n.names, n.speaker)];
			said := CASE WHEN its_keys = n.names THEN n.attribution ELSE corroborate_internal.said_by_any(n.speaker, cites => nullif(ARRAY(
				SELECT DISTINCT k FROM unnest(its_keys) AS k WHERE k <> n.speaker), '{}')) END;
			IF NOT report THEN
				SELECT i.document, i.change INTO document, change
				FROM corroborate_internal.import_item(ledger, feed, n.speaker, n.headline, n.url, n.language, n.published_at, n.credits,
					item, version, n.status, n.body, named) AS i;
			ELSE
				BEGIN
					SELECT i.document, i.change INTO document, change
					FROM corroborate_internal.import_item(ledger, feed, n.speaker, n.headline, n.url, n.language, n.published_at, n.credits,
						item, version, n.status, n.body, named) AS i;
				EXCEPTION WHEN data_exception OR integrity_constraint_violation OR duplicate_object OR program_limit_exceeded OR cardinality_violation OR raise_exception THEN
					GET STACKED DIAGNOSTICS change = MESSAGE_TEXT;
					change := format('not written: %s.', change);
				END;
			END IF;
			RETURN NEXT;
		END LOOP;
	EXCEPTION WHEN data_exception OR integrity_constraint_violation OR duplicate_object OR program_limit_exceeded OR cardinality_violation OR raise_exception THEN
		GET STACKED DIAGNOSTICS problem = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
		PERFORM corroborate_internal.refuse_part(problem, message, detail, hint, 'item', place, n.headline);
	END;
	IF NOT well_formed THEN
		PERFORM set_config('client_min_messages', messages, true);
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.import_items(name, anyelement, boolean, text, jsonb) IS
'what import_story() does once the sources are registered. keys: the key of each name. Retracts nothing';

-- Row by row, because Citus locks rows of one claim at a time.
CREATE FUNCTION corroborate_internal.retract_cancelled_distributed(ledger name, standing text, documents bigint[]) RETURNS bigint LANGUAGE plpgsql VOLATILE
PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	taken record;
	retracted bigint := 0;
	rows bigint;
BEGIN
	FOR taken IN EXECUTE format('SELECT s.claim, s.id, s.item FROM (%s) AS s ORDER BY s.claim, s.id', standing) USING documents LOOP
		EXECUTE format('UPDATE %I.attestation AS a SET retracted_at = greatest($3, a.recorded_at), retraction_reason = $4 '
			'WHERE a.claim = $1 AND a.id = $2 AND a.retracted_at IS NULL', ledger)
		USING taken.claim, taken.id, now(), format('%s was cancelled by its publisher', taken.item);
		GET DIAGNOSTICS rows = ROW_COUNT;
		retracted := retracted + rows;
	END LOOP;
	RETURN retracted;
END
$$;
COMMENT ON FUNCTION corroborate_internal.retract_cancelled_distributed(name, text, bigint[]) IS
'what retract_cancelled() does in a distributed ledger. standing: the query for the attestations that rest on these documents, or on all';

CREATE FUNCTION corroborate_internal.retract_cancelled(ledger name, documents bigint[]) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	standing CONSTANT text := format('SELECT s.claim, s.id, s.item FROM %1$I.cancelled_attestation AS s WHERE $1 IS NULL OR EXISTS ('
		'SELECT FROM %1$I.document AS o WHERE o.id = ANY ($1) AND o.item = s.item AND o.publisher IS NOT DISTINCT FROM s.publisher)', ledger);
	retracted bigint;
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF documents IS NOT NULL THEN
		EXECUTE format('SELECT ARRAY(SELECT d.id FROM %I.document AS d WHERE d.id = ANY ($1) AND d.status = ''cancelled'' AND d.accepted_at IS NOT NULL)', ledger)
		INTO documents USING documents;
		IF documents = '{}' THEN
			RETURN 0;
		END IF;
	END IF;
	IF NOT has_column_privilege(format('%I.attestation', ledger)::regclass, 'retracted_at', 'UPDATE') THEN
		EXECUTE format('SELECT count(*) FROM (%s) AS s', standing) INTO retracted USING documents;
		IF retracted > 0 THEN
			RAISE WARNING USING MESSAGE = format('attestations that rest on cancelled items: %s', retracted),
				HINT = format('An editor can retract them with SELECT retract_cancelled(%L).', ledger);
		END IF;
		RETURN 0;
	END IF;
	IF corroborate_internal.is_distributed(format('%I.attestation', ledger)::regclass) THEN
		RETURN corroborate_internal.retract_cancelled_distributed(ledger, standing, documents);
	END IF;
	-- in one statement, which locks the attestations in one order: then it locks claims, and must wait for nothing else
	EXECUTE format('UPDATE %1$I.attestation AS a SET retracted_at = greatest(now(), a.recorded_at), '
		'retraction_reason = format(''%%s was cancelled by its publisher'', s.item) '
		'FROM (SELECT b.claim, b.id, r.item FROM %1$I.attestation AS b JOIN (%2$s) AS r ON r.claim = b.claim AND r.id = b.id '
		'WHERE b.retracted_at IS NULL ORDER BY b.claim, b.id FOR NO KEY UPDATE OF b) AS s WHERE a.claim = s.claim AND a.id = s.id', ledger, standing)
	USING documents;
	GET DIAGNOSTICS retracted = ROW_COUNT;
	RETURN retracted;
END
$$;
COMMENT ON FUNCTION corroborate_internal.retract_cancelled(name, bigint[]) IS
'what retract_cancelled() does for the items that these documents cancel; null: for all';

CREATE FUNCTION retract_cancelled(ledger name, item text DEFAULT NULL, publisher text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	cancelled bigint[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	IF item IS NOT NULL THEN
		EXECUTE format('SELECT ARRAY(SELECT d.id FROM %I.document AS d WHERE d.item = $1 AND d.publisher IS NOT DISTINCT FROM $2 AND d.status = ''cancelled'')',
			ledger)
		INTO cancelled USING item, publisher;
	END IF;
	RETURN corroborate_internal.retract_cancelled(ledger, cancelled);
END
$$;
COMMENT ON FUNCTION retract_cancelled(name, text, text) IS
'retracts the attestations taken from cancelled items, or from one of them, and returns how many. A cancelled version also cancels older versions of its publisher''s item. Pending cancellations retract nothing';

CREATE FUNCTION corroborate_internal.import_story(ledger name, story anyelement, report boolean, feed text, OUT document bigint, OUT item text,
	OUT version text, OUT change text, OUT said attribution)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	feed_key text;
	keys jsonb;
	also_called jsonb;
	documents bigint[] := '{}';
BEGIN
	PERFORM corroborate_internal.hide_context(1);
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	feed_key := CASE WHEN feed IS NOT NULL THEN (@extschema@.speakers(corroborate_internal.said_by_any(feed)))[1] END;
	IF report THEN
		SELECT corroborate_internal.enter_sources(ledger, array_agg(s.name), array_agg(s.kind), array_agg(s.publishes), true),
			jsonb_agg(jsonb_build_array(s.name, s.also_called)) FILTER (WHERE s.also_called IS NOT NULL) INTO keys, also_called
		FROM corroborate_internal.readable_story_sources(story) AS s;
	ELSE
		SELECT corroborate_internal.enter_sources(ledger, array_agg(s.name), array_agg(s.kind), array_agg(s.publishes), false),
			jsonb_agg(jsonb_build_array(s.name, s.also_called)) FILTER (WHERE s.also_called IS NOT NULL) INTO keys, also_called
		FROM corroborate_internal.story_sources(story, true) AS s;
	END IF;
	FOR document, item, version, change, said IN
		SELECT i.* FROM corroborate_internal.import_items(ledger, story, report, feed_key, keys) AS i
	LOOP
		documents := documents || document;
		RETURN NEXT;
	END LOOP;
	PERFORM corroborate_internal.tell_other_names(ledger, keys, also_called) WHERE also_called IS NOT NULL;
	PERFORM corroborate_internal.retract_cancelled(ledger, documents);
END
$$;
COMMENT ON FUNCTION corroborate_internal.import_story(name, anyelement, boolean, text) IS 'what import_story() does';

CREATE FUNCTION import_story(ledger name, story anyelement, report boolean, feed text DEFAULT NULL, OUT document bigint, OUT item text, OUT version text,
	OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.* FROM corroborate_internal.import_story(ledger, story, report, feed) AS s $$;
COMMENT ON FUNCTION import_story(name, anyelement, boolean, text) IS 'what import_news() does with one value. report: reports a story that cannot be read, or an item that cannot be written, in a row, and raises no error';

CREATE FUNCTION corroborate_internal.require_column(of_table regclass, name name) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	columns text[] := ARRAY(SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = of_table AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum);
BEGIN
	IF name <> ALL (columns) THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('table %s has no column "%s"', of_table, name),
			hint => format('Its columns are %s.', array_to_string(columns, ', ')));
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_column(regclass, name) IS 'raises an error unless a table has a column of that name';

CREATE FUNCTION corroborate_internal.import_inbox(ledger name, inbox regclass, content name, feed text, OUT document bigint, OUT item text, OUT version text,
	OUT change text, OUT said attribution)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	feed_key text;
	keys jsonb;
	also_called jsonb;
	documents bigint[] := '{}';
BEGIN
	PERFORM corroborate_internal.hide_context(1);
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.require_column(inbox, content) WHERE inbox IS NOT NULL;
	feed_key := CASE WHEN feed IS NOT NULL THEN (@extschema@.speakers(corroborate_internal.said_by_any(feed)))[1] END;
	EXECUTE format('SELECT corroborate_internal.enter_sources($1, array_agg(s.name), array_agg(s.kind), array_agg(s.publishes), true), '
		'jsonb_agg(jsonb_build_array(s.name, s.also_called)) FILTER (WHERE s.also_called IS NOT NULL) '
		'FROM %1$s AS i, LATERAL corroborate_internal.readable_story_sources(i.%2$I) AS s WHERE i.%2$I IS NOT NULL', inbox, content)
	INTO keys, also_called USING ledger;
	FOR document, item, version, change, said IN
		EXECUTE format('SELECT s.* FROM %1$s AS i, LATERAL corroborate_internal.import_items($1, i.%2$I, true, $2, $3) AS s WHERE i.%2$I IS NOT NULL',
			inbox, content) USING ledger, feed_key, keys
	LOOP
		documents := documents || document;
		RETURN NEXT;
	END LOOP;
	PERFORM corroborate_internal.tell_other_names(ledger, keys, also_called) WHERE also_called IS NOT NULL;
	PERFORM corroborate_internal.retract_cancelled(ledger, documents);
END
$$;
COMMENT ON FUNCTION corroborate_internal.import_inbox(name, regclass, name, text) IS 'what import_news() does with a table';

CREATE FUNCTION import_news(ledger name, inbox regclass, content name, feed text DEFAULT NULL, OUT document bigint, OUT item text, OUT version text,
	OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT s.* FROM corroborate_internal.import_inbox(ledger, inbox, content, feed) AS s; END;
COMMENT ON FUNCTION import_news(name, regclass, name, text) IS
'writes all stories in a table''s column of type xml, jsonb, text or bytea into a ledger. Reports those that cannot be read or written in change, and writes the others';

-- With content, the story is a table's name: calls with untyped literals resolve to this function, not to the one above.
CREATE FUNCTION import_news(ledger name, story text, content text DEFAULT NULL, feed text DEFAULT NULL, OUT document bigint, OUT item text,
	OUT version text, OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC
	SELECT s.* FROM corroborate_internal.import_story(ledger, story, false, feed) AS s WHERE content IS NULL
	UNION ALL
	SELECT s.* FROM corroborate_internal.import_inbox(ledger, story::regclass, content::name, feed) AS s WHERE content IS NOT NULL;
END;
COMMENT ON FUNCTION import_news(name, text, text, text) IS
'writes the items of a story or feed into a ledger, and their publishers into its sources. feed: from whom it was received. change: added, corrected (a newer version, which supersedes the older), cancelled (what was taken from it is retracted), known; correction pending or cancellation pending where the feed is not known to speak for the publisher, until an editor accepts the document. said: an attribution for attesting what the item says';
CREATE FUNCTION import_news(ledger name, story xml, feed text DEFAULT NULL, OUT document bigint, OUT item text, OUT version text, OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT s.* FROM corroborate_internal.import_story(ledger, story, false, feed) AS s; END;
COMMENT ON FUNCTION import_news(name, xml, text) IS 'writes the items of a story or feed into a ledger';
CREATE FUNCTION import_news(ledger name, story bytea, feed text DEFAULT NULL, OUT document bigint, OUT item text, OUT version text, OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT s.* FROM corroborate_internal.import_story(ledger, story, false, feed) AS s; END;
COMMENT ON FUNCTION import_news(name, bytea, text) IS 'writes the items of a story or feed, in the encoding that it declares, into a ledger';
CREATE FUNCTION import_news(ledger name, story jsonb, feed text DEFAULT NULL, OUT document bigint, OUT item text, OUT version text, OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT s.* FROM corroborate_internal.import_story(ledger, story, false, feed) AS s; END;
COMMENT ON FUNCTION import_news(name, jsonb, text) IS 'writes the items of a story or feed in JSON into a ledger';
