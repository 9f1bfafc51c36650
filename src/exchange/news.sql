------------------------------------------------------------------------------
-- news: stories of wires, feeds and pages
------------------------------------------------------------------------------

CREATE FUNCTION read_news(story text, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(text) IS
'the items of a story or feed in NewsML-G2, NITF, RSS, Atom, HTML, ninjs, JSON Feed or JSON-LD, a row each. status: usable, withheld or cancelled, if the format says so. credits: role and name of each. attribution: the publisher, on the word of those whom the item names as its sources';

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


-- Stories into a ledger

CREATE FUNCTION corroborate_internal.is_newer(version text, than text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN version IS NULL OR than IS NULL THEN version IS NOT NULL
	WHEN version ~ '^[0-9]{1,18}$' AND than ~ '^[0-9]{1,18}$' THEN version::bigint > than::bigint
	ELSE version COLLATE "C" > than COLLATE "C"
END;
COMMENT ON FUNCTION corroborate_internal.is_newer(text, text) IS 'whether one version of a news item comes after another: compared as numbers if both are numbers, otherwise as text, by which times in one format sort correctly; a missing version comes first';

CREATE FUNCTION corroborate_internal.refusal_of_name(ledger name, name text) RETURNS text LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	refused text;
BEGIN
	PERFORM corroborate_internal.check_new_names(format('%I.attestation', ledger)::regclass, ARRAY[name]);
	RETURN NULL;
EXCEPTION WHEN duplicate_object THEN
	GET STACKED DIAGNOSTICS refused = MESSAGE_TEXT;
	RETURN refused;
END
$$;
COMMENT ON FUNCTION corroborate_internal.refusal_of_name(name, text) IS 'why check_new_names() refuses a name that a story has, or null';

CREATE FUNCTION corroborate_internal.take_turns(documents regclass, publishers text[]) RETURNS void
	AS 'MODULE_PATHNAME', 'take_turns' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.take_turns(regclass, text[]) IS 'waits until no other transaction imports what one of these publishes, and lets none do so until this one ends';

CREATE FUNCTION corroborate_internal.story_sources(story anyelement, OUT key text, OUT kind text, OUT publishes boolean)
	RETURNS SETOF record LANGUAGE sql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
	-- each once, as it is first named
	SELECT DISTINCT ON (named.key) named.key, named.kind, bool_or(named.publishes) OVER (PARTITION BY named.key)
	FROM (
		SELECT s.key, s.key = said.speaker AS publishes, row_number() OVER () AS place,
			CASE
				WHEN s.key = said.speaker THEN CASE WHEN r.format = 'newsml-g2' THEN 'agency' ELSE 'outlet' END
				WHEN r.format = 'nitf' THEN 'agency'
				WHEN r.format ~ '^(rss|atom)' THEN 'outlet'
				ELSE 'other'
			END AS kind
		FROM @extschema@.read_news(story) AS r, LATERAL (SELECT (@extschema@.speakers(r.attribution))[1] AS speaker) AS said,
			unnest(@extschema@.sources(r.attribution)) AS s (key)
		WHERE coalesce(r.id, r.headline, r.body) IS NOT NULL
	) AS named
	ORDER BY named.key, named.place;
$$;
COMMENT ON FUNCTION corroborate_internal.story_sources(anyelement) IS 'who a story or feed names: who speaks, and on whose word; and whether it publishes an item of it';

CREATE FUNCTION corroborate_internal.readable_story_sources(story anyelement, OUT key text, OUT kind text, OUT publishes boolean)
RETURNS SETOF record LANGUAGE plpgsql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY SELECT * FROM corroborate_internal.story_sources(story);
EXCEPTION WHEN invalid_xml_document OR program_limit_exceeded THEN
	RETURN;
END
$$;
COMMENT ON FUNCTION corroborate_internal.readable_story_sources(anyelement) IS 'the same; nobody, where the story cannot be read';

CREATE FUNCTION corroborate_internal.register_sources(ledger name, keys text[], kinds text[], publishers text[], report boolean)
RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	attestations regclass := format('%I.attestation', ledger);
	refused text[] := '{}';
BEGIN
	-- all at once and in one order, so that those who import at the same time wait for each other, and do not deadlock
	EXECUTE format('SELECT corroborate_internal.take_turns(%1$L, ARRAY(SELECT coalesce(a.source, p) FROM unnest($1) AS p '
		'LEFT JOIN %2$I.source_alias AS a ON a.alias = p))', format('%I.document', ledger), ledger)
	USING publishers;
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
'registers whom stories name, and takes turns with others who import what these publish. A second spelling of a name is an error, or, if report is true, is not registered: import_story() says so of each item that has it';

CREATE FUNCTION import_story(ledger name, story anyelement, report boolean, OUT document bigint, OUT item text, OUT version text, OUT change text,
	OUT said attribution)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
#variable_conflict use_column
DECLARE
	same_version CONSTANT text := format('SELECT id FROM %s.document AS d WHERE d.item = $1 AND d.publisher IS NOT DISTINCT FROM $2 '
		'AND d.version IS NOT DISTINCT FROM $3', quote_ident(ledger));
	-- supersedes the newest of the older versions
	new_version CONSTANT text := format('INSERT INTO %1$s.document '
		'(publisher, headline, url, language, published_at, credits, item, version, status, supersedes) '
		'VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT id FROM %1$s.document AS d WHERE d.item = $7 AND d.publisher IS NOT DISTINCT FROM $1 '
		'AND corroborate_internal.is_newer($8, d.version) '
		'AND NOT EXISTS (SELECT FROM %1$s.document AS o WHERE o.item = $7 AND o.publisher IS NOT DISTINCT FROM $1 '
		'AND corroborate_internal.is_newer($8, o.version) AND corroborate_internal.is_newer(o.version, d.version)))) '
		'ON CONFLICT DO NOTHING RETURNING id, supersedes', quote_ident(ledger));
	n record;
	publisher text;
	publisher_key text;
	seen text[] := '{}';
	unregistered text;
	refused text;
	keys text[];
	kinds text[];
	publishers text[];
	supersedes bigint;
	cancelled bigint[] := '{}';
	detail text;
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF NOT report THEN
		PERFORM @extschema@.require_ledger(ledger, '0.2.0');
	ELSE
		-- one of many, for which import_news() has already looked for the ledger. Read it once before writing anything
		BEGIN
			PERFORM FROM corroborate_internal.story_sources(story);
		EXCEPTION WHEN invalid_xml_document OR invalid_json_text OR program_limit_exceeded THEN
			GET STACKED DIAGNOSTICS change = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
			change := format('not read: %s. %s', change, detail);
			RETURN NEXT;
			RETURN;
		END;
	END IF;

	IF NOT report THEN
		SELECT array_agg(s.key), array_agg(s.kind), array_agg(s.key) FILTER (WHERE s.publishes) INTO keys, kinds, publishers
		FROM corroborate_internal.story_sources(story) AS s;
		PERFORM corroborate_internal.register_sources(ledger, keys, kinds, publishers, false) WHERE keys IS NOT NULL;
	END IF;

	FOR n IN SELECT r.*, @extschema@.speakers(r.attribution) AS speakers, @extschema@.sources(r.attribution) AS sources,
			-- a digest stands in for an id that is missing, or that is too long for an index
			CASE WHEN octet_length(r.id) <= 1000 THEN r.id ELSE 'sha256:' || encode(sha256(convert_to(coalesce(r.id,
				jsonb_build_array(r.publisher, r.headline, extract(epoch FROM r.published_at), r.body)::text), 'UTF8')), 'hex') END AS known_as
		FROM @extschema@.read_news(story) AS r
		WHERE coalesce(r.id, r.headline, r.body) IS NOT NULL
	LOOP
		item := n.known_as;
		version := left(n.version, 200);
		said := n.attribution;
		document := NULL;

		-- of many stories: what register_sources() has refused; a feed names the same few again and again
		IF report AND NOT coalesce(n.sources, '{}') <@ seen THEN
			EXECUTE format('SELECT min(k) FROM unnest($1) AS k WHERE NOT EXISTS (SELECT FROM %1$I.source WHERE key = k) '
				'AND NOT EXISTS (SELECT FROM %1$I.source_alias WHERE alias = k)', ledger)
			INTO unregistered USING n.sources;
			refused := corroborate_internal.refusal_of_name(ledger, unregistered) WHERE unregistered IS NOT NULL;
			IF refused IS NOT NULL THEN
				change := 'not written: ' || refused;
				RETURN NEXT;
				CONTINUE;
			END IF;
			seen := CASE WHEN cardinality(seen) < 100 THEN seen || n.sources ELSE n.sources END;
		END IF;
		IF n.speakers[1] IS DISTINCT FROM publisher THEN
			publisher := n.speakers[1];
			EXECUTE format('SELECT coalesce((SELECT source FROM %I.source_alias WHERE alias = $1), $1)', ledger)
			INTO publisher_key USING publisher;
		END IF;

		EXECUTE same_version INTO document USING item, publisher_key, version;
		IF document IS NULL THEN
			EXECUTE new_version INTO document, supersedes USING publisher_key, n.headline, CASE WHEN n.id ~ '^https?://' THEN n.id END, n.language,
				n.published_at, n.credits, item, version, n.status;
			change := CASE
				WHEN document IS NULL THEN 'known'
				WHEN n.status = 'cancelled' THEN 'cancelled'
				WHEN supersedes IS NOT NULL THEN 'corrected'
				ELSE 'added' END;
			IF document IS NULL THEN -- another session has just written it
				EXECUTE same_version INTO document USING item, publisher_key, version;
			END IF;
		ELSE
			change := 'known';
		END IF;
		IF n.status = 'cancelled' THEN
			cancelled := cancelled || document;
		END IF;
		RETURN NEXT;
	END LOOP;
	-- of many stories, import_news() does it in the end
	IF NOT report AND cancelled <> '{}' THEN
		PERFORM corroborate_internal.retract_cancelled(ledger, cancelled);
	END IF;
END
$$;
COMMENT ON FUNCTION import_story(name, anyelement, boolean) IS 'what import_news() does with one value. report: a story that cannot be read is reported in a row instead of by an error';

CREATE FUNCTION corroborate_internal.retract_cancelled(ledger name, documents bigint[]) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	standing CONSTANT text := format('SELECT a.claim, a.id, min(c.item) AS item FROM %1$s.document AS c '
		'JOIN %1$s.document AS d ON d.item = c.item AND d.publisher IS NOT DISTINCT FROM c.publisher '
		'AND NOT corroborate_internal.is_newer(d.version, c.version) '
		'JOIN %1$s.attestation AS a ON a.document = d.id WHERE c.status = ''cancelled'' AND a.retracted_at IS NULL '
		'AND ($1 IS NULL OR EXISTS (SELECT FROM %1$s.document AS o WHERE o.id = ANY ($1) AND o.status = ''cancelled'' '
		'AND o.item = c.item AND o.publisher IS NOT DISTINCT FROM c.publisher)) GROUP BY a.claim, a.id', quote_ident(ledger));
	retracted bigint;
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF NOT has_column_privilege(format('%I.attestation', ledger)::regclass, 'retracted_at', 'UPDATE') THEN
		EXECUTE format('SELECT count(*) FROM (%s) AS s', standing) INTO retracted USING documents;
		IF retracted > 0 THEN
			RAISE WARNING USING MESSAGE = format('attestations that rest on cancelled items: %s', retracted),
				HINT = format('An editor can retract them with SELECT retract_cancelled(%L).', ledger);
		END IF;
		RETURN 0;
	END IF;
	-- by one statement, and locked in one order: claims are locked then, and nothing else may be waited for
	EXECUTE format('UPDATE %1$I.attestation AS a SET retracted_at = greatest(now(), a.recorded_at), '
		'retraction_reason = format(''%%s was cancelled by its publisher'', s.item) '
		'FROM (SELECT b.claim, b.id, r.item FROM %1$I.attestation AS b JOIN (%2$s) AS r ON r.claim = b.claim AND r.id = b.id '
		'WHERE b.retracted_at IS NULL ORDER BY b.claim, b.id FOR NO KEY UPDATE OF b) AS s WHERE a.claim = s.claim AND a.id = s.id', ledger, standing)
	USING documents;
	GET DIAGNOSTICS retracted = ROW_COUNT;
	RETURN retracted;
END
$$;
COMMENT ON FUNCTION corroborate_internal.retract_cancelled(name, bigint[]) IS 'what retract_cancelled() does, for the items of which these documents are versions, if they are cancelled; null: for all';

CREATE FUNCTION retract_cancelled(ledger name, item text DEFAULT NULL, publisher text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	cancelled bigint[];
BEGIN
	PERFORM @extschema@.require_ledger(ledger, '0.2.0');
	IF item IS NOT NULL THEN
		EXECUTE format('SELECT ARRAY(SELECT d.id FROM %I.document AS d WHERE d.item = $1 AND d.publisher IS NOT DISTINCT FROM $2 AND d.status = ''cancelled'')',
			ledger)
		INTO cancelled USING item, publisher;
	END IF;
	RETURN corroborate_internal.retract_cancelled(ledger, cancelled);
END
$$;
COMMENT ON FUNCTION retract_cancelled(name, text, text) IS
'retracts the attestations taken from cancelled items, or from one of them, and returns how many. A cancelled version also cancels older versions of its publisher''s item';

CREATE FUNCTION import_news(ledger name, story text, OUT document bigint, OUT item text, OUT version text, OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT * FROM import_story(ledger, story, false); END;
COMMENT ON FUNCTION import_news(name, text) IS
'writes the items of a story or feed into a ledger, and their publishers into its sources. change: added, corrected (a newer version, which supersedes the older), cancelled (what was taken from it is retracted), known. said: an attribution for attesting what the item says';
CREATE FUNCTION import_news(ledger name, story xml, OUT document bigint, OUT item text, OUT version text, OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT * FROM import_story(ledger, story, false); END;
COMMENT ON FUNCTION import_news(name, xml) IS 'writes the items of a story or feed into a ledger';
CREATE FUNCTION import_news(ledger name, story bytea, OUT document bigint, OUT item text, OUT version text, OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT * FROM import_story(ledger, story, false); END;
COMMENT ON FUNCTION import_news(name, bytea) IS 'writes the items of a story or feed, in the encoding that it declares, into a ledger';

CREATE FUNCTION import_news(ledger name, inbox regclass, content name, OUT document bigint, OUT item text, OUT version text, OUT change text,
	OUT said attribution)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	keys text[];
	kinds text[];
	publishers text[];
	documents bigint[] := '{}';
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.2.0');
	EXECUTE format('SELECT array_agg(s.key), array_agg(s.kind), array_agg(DISTINCT s.key) FILTER (WHERE s.publishes) '
		'FROM %s AS i, LATERAL corroborate_internal.readable_story_sources(i.%I) AS s WHERE i.%2$I IS NOT NULL', inbox, content)
	INTO keys, kinds, publishers;
	PERFORM corroborate_internal.register_sources(ledger, keys, kinds, publishers, true) WHERE keys IS NOT NULL;
	FOR document, item, version, change, said IN
		EXECUTE format('SELECT s.* FROM %s AS i, LATERAL %s.import_story($1, i.%I, true) AS s WHERE i.%I IS NOT NULL',
			inbox, '@extschema@', content, content) USING ledger
	LOOP
		documents := documents || document;
		RETURN NEXT;
	END LOOP;
	IF documents <> '{}' THEN
		PERFORM corroborate_internal.retract_cancelled(ledger, documents);
	END IF;
END
$$;
COMMENT ON FUNCTION import_news(name, regclass, name) IS
'writes all stories in a column of a table, of type xml, text or bytea, into a ledger. A story that cannot be read is reported in change, and the others are written';
