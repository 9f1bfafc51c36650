\echo Use "ALTER EXTENSION corroborate UPDATE" to load this file. \quit

DROP FUNCTION watch(regclass, regclass, text[], text, text, text, integer, confidence, text, text, text[], regclass, regclass, regclass, regclass, text, text, boolean);

DO $$
DECLARE
	ledger name;
BEGIN
	FOR ledger IN SELECT n.nspname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
		WHERE c.relname IN ('claim', 'attestation', 'source_identity') AND c.relkind = 'r'
		GROUP BY n.nspname HAVING pg_catalog.count(*) = 3 ORDER BY n.nspname
	LOOP
		RAISE WARNING USING MESSAGE = pg_catalog.format('the ledger in schema %I is still as version 0.1.0 made it', ledger),
			HINT = pg_catalog.format('Its owner brings it up to date: SELECT upgrade_ledger(%L);', ledger);
	END LOOP;
END
$$;

CREATE FUNCTION rename_source(evidence, source text, new_name text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_rename_source' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION rename_source(evidence, text, text) IS
'the evidence with that source under another name, also where others are affiliated with it. If there is a source of the new name, the two become one';

CREATE FUNCTION to_svg(evidence, title text DEFAULT NULL, most integer DEFAULT 60) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_to_svg' LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION to_svg(evidence, text, integer) IS 'a drawing of the evidence: who says so, on whose word, which chains are disjoint; of larger evidence the core, up to so many sources';

CREATE FUNCTION to_dot(evidence, title text DEFAULT NULL) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_to_dot' LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION to_dot(evidence, text) IS 'the evidence as a graph for Graphviz';

CREATE FUNCTION to_mermaid(evidence, title text DEFAULT NULL, most integer DEFAULT 60) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_to_mermaid' LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION to_mermaid(evidence, text, integer) IS 'the evidence as a Mermaid flowchart, for Markdown; of larger evidence the core, up to so many sources';

CREATE FUNCTION pretty(evidence) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_pretty' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION pretty(evidence) IS 'the evidence as a tree for a terminal of 80 columns, one source a line';

CREATE FUNCTION to_prov_xml(evidence) RETURNS xml
	AS 'MODULE_PATHNAME', 'evidence_to_prov' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION to_prov_xml(evidence) IS 'evidence as PROV-XML, valid against the W3C''s schema';

CREATE FUNCTION ledger_to_prov_xml(ledger name, claims bigint[] DEFAULT NULL, with_confidential boolean DEFAULT false) RETURNS xml
	AS 'MODULE_PATHNAME', 'ledger_to_prov' LANGUAGE C STABLE PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp SET jit = off;

COMMENT ON FUNCTION ledger_to_prov_xml(name, bigint[], boolean) IS
'claims of a ledger, all if none are named, as PROV-XML: a bundle for each, with its evidence, who said so where, and what was retracted; documents, with those who made them; which of our own stories used which claim; and sources. Confidential sources show by their key; with_confidential gives their quotes and dates too';

CREATE FUNCTION read_prov_xml(xml) RETURNS evidence
	AS 'MODULE_PATHNAME', 'prov_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION read_prov_xml(xml) IS 'evidence from PROV-XML, all of a document together';

CREATE FUNCTION read_prov_xml(text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'prov_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION read_prov_xml(text) IS 'evidence from PROV-XML, all of a document together';

CREATE FUNCTION read_prov_claims(document xml, OUT claim text, OUT statement text, OUT evidence evidence) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'prov_to_claims' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;

COMMENT ON FUNCTION read_prov_claims(xml) IS
'evidence from PROV-XML, a row for each bundle: its identifier, which is the claim''s number where a ledger wrote it; its label; and what is said in it. What is said outside of bundles comes last, without a claim';

CREATE FUNCTION read_prov_claims(document text, OUT claim text, OUT statement text, OUT evidence evidence) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'prov_to_claims' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;

COMMENT ON FUNCTION read_prov_claims(text) IS 'evidence from PROV-XML, a row for each bundle';

COMMENT ON FUNCTION announce_flag() IS
'AFTER INSERT OR UPDATE OR DELETE, FOR EACH ROW: tells when a row''s flag is raised or withdrawn, by NOTIFY or in a table of events.
Arguments: the same as those of flag_corroborated(), and then, if it is to be written down, a table of events: one with a foreign key to this table and columns change, from_status, to_status, corroboration, support, cause. There it writes raised, withdrawn, and besides disputed and settled; the cause is what the setting corroborate.cause says.
Without a table of events it sends NOTIFY on the channel corroborated; the table needs a primary key. The payload is JSON: "table", "key" (an object of the primary key''s columns; null where it is too long to send), "status" and "corroboration" (null where the row is gone: deleted, or under another key), "change" ("raised" or "withdrawn"), and "serial", which makes each announcement of a session another. Every role of the database may listen. NOTIFY makes transactions commit one after another and rules out PREPARE TRANSACTION.
CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON claim FOR EACH ROW EXECUTE FUNCTION announce_flag(''evidence'', ''corroborated_at'', 2, 0.7);';

CREATE OR REPLACE FUNCTION gathered(attestations regclass, claim text[], as_of timestamptz DEFAULT NULL) RETURNS evidence
	AS 'MODULE_PATHNAME', 'gathered' LANGUAGE C STABLE PARALLEL UNSAFE;

COMMENT ON FUNCTION regather(regclass, text[]) IS
'gathers again the claims that mention any of these sources, or copy what they published, and returns how many changed. The triggers on a registry of sources do this; by hand it is for registries without triggers';

CREATE FUNCTION regather_aliases(attestations regclass, aliases text[]) RETURNS bigint
	AS 'MODULE_PATHNAME', 'regather_aliases' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION regather_aliases(regclass, text[]) IS
'gathers again the claims that mention any of these names, or whom the registry affiliates with them, and returns how many changed: after a change in what the names stand for';

CREATE FUNCTION regather_documents(attestations regclass, documents text[]) RETURNS bigint
	AS 'MODULE_PATHNAME', 'regather_documents' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION regather_documents(regclass, text[]) IS
'gathers again the claims about which something is said in these documents or in copies of them, and returns how many changed. documents: their keys as text';

CREATE FUNCTION first_mention(attestations regclass, sources text[], unregistered boolean DEFAULT false) RETURNS text[]
	AS 'MODULE_PATHNAME', 'first_mention' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION first_mention(regclass, text[], boolean) IS
'the key of a claim that mentions any of these sources, by what is committed now, also in a transaction that keeps an older snapshot; NULL if there is none. unregistered: only of those that the registry does not know, neither by their key nor as another spelling. Until the transaction ends nobody else can mention them';

CREATE OR REPLACE FUNCTION watch(
	attestations regclass,
	claims regclass,
	claim text[] DEFAULT NULL,
	said text DEFAULT 'said',
	evidence text DEFAULT 'evidence',
	flag text DEFAULT NULL,
	threshold integer DEFAULT 2,
	minimum_support confidence DEFAULT NULL,
	accepted text DEFAULT NULL,
	retracted text DEFAULT NULL,
	latest_by text[] DEFAULT NULL,
	sources regclass DEFAULT NULL,
	aliases regclass DEFAULT NULL,
	ratings regclass DEFAULT NULL,
	documents regclass DEFAULT NULL,
	document text DEFAULT NULL,
	events regclass DEFAULT NULL,
	unknown_sources text DEFAULT 'allow',
	announce boolean DEFAULT false
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
AS $$
DECLARE
	ext text := (SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'corroborate');
	key text[];
	arguments text[];
	rule text;
	flag_arguments text;
	missing text;
	differing record;
	event record;
BEGIN
	IF num_nulls(attestations, claims, said, evidence, threshold, unknown_sources, announce) > 0 THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'watch() needs two tables, their columns and a threshold',
			HINT = 'For example: SELECT watch(''attestation'', ''claim'');';
	END IF;
	IF unknown_sources <> 'allow' AND sources IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('unknown_sources is "%s", but there is no registry of sources', unknown_sources),
			HINT = 'Say which: watch(..., sources => ''...'').';
	END IF;
	IF threshold < 2 THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('threshold must be at least 2, not %s', threshold),
			DETAIL = 'One source is not corroboration, however good it is.';
	END IF;
	PERFORM 1 FROM pg_class c WHERE c.oid = attestations AND c.relkind = 'r' AND NOT c.relispartition;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'wrong_object_type',
			MESSAGE = format('%s cannot be watched', attestations),
			DETAIL = 'Only ordinary tables can: statement triggers with transition tables miss what is written to a partition or behind a view.',
			HINT = 'Watch each partition by itself, under its own name, after detaching it; or keep attestations in one table.';
	END IF;
	PERFORM 1 FROM pg_inherits i WHERE attestations IN (i.inhparent, i.inhrelid);
	IF FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'wrong_object_type',
			MESSAGE = format('%s cannot be watched', attestations),
			DETAIL = 'It inherits from a table or is inherited from, and what is written to one of the two fires no statement triggers of the other.',
			HINT = format('ALTER TABLE ... NO INHERIT ...; then watch %s by itself.', attestations);
	END IF;
	PERFORM 1 FROM pg_class c WHERE c.oid = claims AND c.relkind IN ('r', 'p');
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'wrong_object_type',
			MESSAGE = format('%s is not a table', claims),
			HINT = 'Evidence is kept in a column of the table of claims.';
	END IF;
	PERFORM 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
	WHERE t.tgrelid = attestations AND p.proname = 'gather_evidence' AND p.pronamespace = ext::regnamespace;
	IF FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'duplicate_object',
			MESSAGE = format('%s is watched already', attestations),
			HINT = format('To change the rule: SELECT unwatch(%L); then watch() again.', attestations);
	END IF;

	-- what the claims are referred to by: their primary key
	SELECT array_agg(a.attname::text ORDER BY k.ordinality) INTO key
	FROM pg_index i, unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, ordinality), pg_attribute a
	WHERE i.indrelid = claims AND i.indisprimary AND a.attrelid = claims AND a.attnum = k.attnum;
	IF key IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_object',
			MESSAGE = format('table %s has no primary key', claims),
			HINT = format('ALTER TABLE %s ADD PRIMARY KEY (...);', claims);
	END IF;
	IF claim IS NULL THEN
		SELECT array_agg(a.attname::text ORDER BY k.ordinality) INTO claim
		FROM pg_constraint c, unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(here, there, ordinality), pg_attribute a, pg_attribute b
		WHERE c.conrelid = attestations AND c.confrelid = claims AND c.contype = 'f'
			AND a.attrelid = attestations AND a.attnum = k.here AND b.attrelid = claims AND b.attnum = k.there
		GROUP BY c.oid
		HAVING array_agg(b.attname::text ORDER BY k.ordinality) = key
		ORDER BY c.oid LIMIT 1;
	END IF;
	IF claim IS NULL OR cardinality(claim) <> cardinality(key) THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_column',
			MESSAGE = format('which columns of %s refer to %s?', attestations, claims),
			DETAIL = format('Its primary key is (%s), and there is no foreign key to it.', array_to_string(key, ', ')),
			HINT = 'Say so: watch(..., claim => ''{claim_id}'').';
	END IF;
	-- what is one claim for the one column would be two for the other
	SELECT u.a, u.b INTO differing
	FROM unnest(claim, key) AS u (a, b)
	JOIN pg_attribute AS ca ON ca.attrelid = attestations AND ca.attname = u.a
	JOIN pg_attribute AS cb ON cb.attrelid = claims AND cb.attname = u.b
	WHERE ca.attcollation <> cb.attcollation
		AND EXISTS (SELECT FROM pg_collation AS c WHERE c.oid IN (ca.attcollation, cb.attcollation) AND NOT c.collisdeterministic)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'collation_mismatch',
			MESSAGE = format('columns %I of %s and %I of %s do not agree on what is equal', differing.a, attestations, differing.b, claims),
			DETAIL = 'The collation of one takes for equal what has other bytes.',
			HINT = format('ALTER TABLE %s ALTER %I TYPE ... COLLATE ...; gives it the same.', attestations, differing.a);
	END IF;

	PERFORM 1 FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
	WHERE a.attrelid = claims AND a.attname = evidence AND NOT a.attisdropped
		AND format('%s.evidence', ext)::regtype IN (t.oid, t.typbasetype);
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_column',
			MESSAGE = format('table %s has no column %I of type evidence', claims, evidence),
			HINT = format('ALTER TABLE %s ADD COLUMN evidence %s.evidence NOT NULL DEFAULT ''{}'';', claims, ext);
	END IF;
	PERFORM 1 FROM pg_attribute a
	WHERE a.attrelid = claims AND a.attname = flag AND NOT a.attisdropped AND a.atttypid = 'timestamptz'::regtype;
	IF NOT FOUND AND flag IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_column',
			MESSAGE = format('table %s has no column %I of type timestamptz', claims, flag),
			HINT = format('ALTER TABLE %s ADD COLUMN corroborated_at timestamptz;', claims);
	END IF;

	IF events IS NOT NULL THEN
		IF flag IS NULL THEN
			RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
				MESSAGE = 'events are about a flag, and no flag is named',
				HINT = 'Say so: watch(..., flag => ''corroborated_at'').';
		END IF;
		PERFORM 1 FROM pg_constraint AS c WHERE c.conrelid = events AND c.confrelid = claims AND c.contype = 'f';
		IF NOT FOUND THEN
			RAISE EXCEPTION USING ERRCODE = 'undefined_object',
				MESSAGE = format('table %s does not refer to %s', events, claims),
				HINT = format('Give it a foreign key that references %s.', claims);
		END IF;
		SELECT string_agg(wanted, ', ' ORDER BY o) INTO missing
		FROM unnest('{change,from_status,to_status,corroboration,support,cause}'::text[]) WITH ORDINALITY AS u(wanted, o)
		WHERE NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = events AND a.attname = wanted AND NOT a.attisdropped);
		IF missing IS NOT NULL THEN
			RAISE EXCEPTION USING ERRCODE = 'undefined_column',
				MESSAGE = format('table %s has no column %s', events, missing),
				DETAIL = 'Events have a change (text), from_status and to_status (corroboration_status), a corroboration (integer), a support (confidence) and a cause (text).';
		END IF;
	END IF;

	arguments := ARRAY[
		'claims=' || claims,
		'key=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(claim) WITH ORDINALITY AS u(c, o)),
		'claim_key=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(key) WITH ORDINALITY AS u(c, o)),
		'said=' || quote_ident(said),
		'evidence=' || quote_ident(evidence),
		'accepted=' || quote_ident(accepted),
		'retracted=' || quote_ident(retracted),
		'order=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(latest_by) WITH ORDINALITY AS u(c, o)),
		'sources=' || sources,
		'aliases=' || aliases,
		'ratings=' || ratings,
		'documents=' || documents,
		'document=' || quote_ident(document),
		CASE WHEN sources IS NOT NULL THEN 'unknown=' || unknown_sources END
	];
	SELECT string_agg(quote_literal(a), ', ' ORDER BY o) INTO rule
	FROM unnest(arguments) WITH ORDINALITY AS u(a, o) WHERE a IS NOT NULL;

	FOR event IN SELECT * FROM (VALUES
		('insert', 'INSERT', 'REFERENCING NEW TABLE AS new_rows'),
		('update', 'UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
		('delete', 'DELETE', 'REFERENCING OLD TABLE AS old_rows'),
		('truncate', 'TRUNCATE', '')) AS e(name, event, referencing)
	LOOP
		EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s %s FOR EACH STATEMENT EXECUTE FUNCTION %s.gather_evidence(%s)',
			'gather_evidence_' || event.name, event.event, attestations, event.referencing, ext, rule);
	END LOOP;

	-- deleting nothing fires the trigger, which checks what it was told
	EXECUTE format('DELETE FROM %s WHERE false', attestations);

	IF flag IS NOT NULL THEN
		flag_arguments := concat_ws(', ', quote_literal(evidence), quote_literal(flag),
			quote_literal(threshold), quote_literal(minimum_support));
		EXECUTE format('CREATE TRIGGER zz_flag_corroborated BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s.flag_corroborated(%s)',
			claims, ext, flag_arguments);
		IF announce THEN
			EXECUTE format('CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION %s.announce_flag(%s)',
				claims, ext, flag_arguments);
		END IF;
		IF events IS NOT NULL THEN
			flag_arguments := concat_ws(', ', quote_literal(evidence), quote_literal(flag), quote_literal(threshold),
				quote_literal(coalesce(minimum_support::text, '')), quote_literal(events::text));
			EXECUTE format('CREATE TRIGGER log_flag_insert AFTER INSERT ON %1$s FOR EACH ROW '
				'WHEN (NEW.%3$I IS NOT NULL OR %2$s.disputed(NEW.%4$I)) EXECUTE FUNCTION %2$s.announce_flag(%5$s)',
				claims, ext, flag, evidence, flag_arguments);
			EXECUTE format('CREATE TRIGGER log_flag_update AFTER UPDATE ON %1$s FOR EACH ROW '
				'WHEN ((OLD.%3$I IS NULL) <> (NEW.%3$I IS NULL) OR coalesce(%2$s.disputed(OLD.%4$I), false) <> coalesce(%2$s.disputed(NEW.%4$I), false)) '
				'EXECUTE FUNCTION %2$s.announce_flag(%5$s)',
				claims, ext, flag, evidence, flag_arguments);
		END IF;
	END IF;
END
$$;

COMMENT ON FUNCTION watch(regclass, regclass, text[], text, text, text, integer, confidence, text, text, text[], regclass, regclass, regclass, regclass, text, regclass, text, boolean) IS
'keeps the evidence of claims up to date with a table of attestations, and, if flag names a column, a flag beside it. claim: the columns of attestations that refer to the claims'' primary key, if no foreign key says so. accepted, retracted: columns that tell whether a row counts. latest_by: columns by which a source''s latest statement replaces its earlier ones; without it all stand. sources, aliases, ratings: a registry of sources. events: a table in which raised and withdrawn flags are written down. unknown_sources: allow, refuse or add. Claims that are there already are gathered by rebuild_evidence()';

CREATE OR REPLACE FUNCTION watched(OUT attestations regclass, OUT claims regclass, OUT claim text[], OUT key text[], OUT said text, OUT evidence text,
	OUT flag text, OUT threshold integer, OUT minimum_support confidence, OUT rule text[])
RETURNS SETOF record LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	-- Whoever may create tables may write anything there, and check_evidence() runs what it says with the rights of
	-- others: of names only such as quote_ident() writes are taken, of tables only those that there are, and nothing
	-- raises an error that would hide all rows because of one.
	name CONSTANT text := '(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)';
	names CONSTANT text := '^' || name || '(?:,' || name || ')*$';
	support CONSTANT text := '^(?:0|1|[01]?\.0{1,40}|0?\.[0-9]{1,40}|[1-9](?:\.[0-9]{1,40})?e-[12]?[0-9]{1,2}|[0-9]{1,2}(?:\.[0-9]{1,40})?%|100%|[A-E])$';
	found record;
	read record;
BEGIN
	FOR found IN
		-- each ends with a zero byte, and may hold anything else
		SELECT t.tgrelid, array_remove(ARRAY(
			SELECT convert_from(decode(replace(a, ' ', ''), 'hex'), getdatabaseencoding())
			FROM string_to_table(regexp_replace(encode(t.tgargs, 'hex'), '(..)', '\1 ', 'g'), '00 ') WITH ORDINALITY AS u(a, o) ORDER BY o), '') AS arguments
		FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE p.proname = 'gather_evidence' AND p.pronamespace = ext AND t.tgname = 'gather_evidence_insert'
		ORDER BY t.tgrelid::regclass::text
	LOOP
		attestations := found.tgrelid;
		rule := found.arguments;
		SELECT max(substr(a, 8)) FILTER (WHERE a LIKE 'claims=%') AS claims,
			max(substr(a, 6)) FILTER (WHERE a LIKE 'said=%') AS said,
			max(substr(a, 10)) FILTER (WHERE a LIKE 'evidence=%') AS evidence,
			max(substr(a, 5)) FILTER (WHERE a LIKE 'key=%') AS claim,
			max(substr(a, 11)) FILTER (WHERE a LIKE 'claim\_key=%') AS key
		INTO read FROM unnest(rule) AS a;
		claims := (SELECT c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
			WHERE read.claims = CASE WHEN n.oid = pg_my_temp_schema() THEN quote_ident(c.relname) ELSE format('%I.%I', n.nspname, c.relname) END);
		said := substring(read.said FROM '^' || name || '$');
		evidence := substring(read.evidence FROM '^' || name || '$');
		-- commas stand between names and, where these are quoted, in them
		claim := CASE WHEN read.claim ~ names THEN ARRAY(SELECT m[1] FROM regexp_matches(read.claim, name, 'g') WITH ORDINALITY AS u(m, o) ORDER BY o) END;
		key := CASE WHEN read.key ~ names THEN ARRAY(SELECT m[1] FROM regexp_matches(read.key, name, 'g') WITH ORDINALITY AS u(m, o) ORDER BY o) END;
		SELECT f[2], CASE WHEN f[3] ~ '^[0-9]{1,9}$' THEN f[3]::integer WHEN f IS NOT NULL THEN 2 END, substring(f[4] FROM support)
		INTO flag, threshold, minimum_support
		FROM (SELECT t.tgname, ARRAY(
			SELECT convert_from(decode(replace(a, ' ', ''), 'hex'), getdatabaseencoding())
			FROM string_to_table(regexp_replace(encode(t.tgargs, 'hex'), '(..)', '\1 ', 'g'), '00 ') WITH ORDINALITY AS u(a, o) ORDER BY o) AS f
			FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
			WHERE t.tgrelid = claims AND p.proname = 'flag_corroborated' AND p.pronamespace = ext) AS t
		-- claims may have further flags, and evidence of other attestations; watch()'s own goes before
		WHERE quote_ident(f[1]) = evidence ORDER BY t.tgname <> 'zz_flag_corroborated', t.tgname LIMIT 1;
		RETURN NEXT;
	END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION unwatch(attestations regclass) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	kept_in regclass;
	found record;
	any_found boolean := false;
BEGIN
	-- flags stay where another table's attestations raise them
	EXECUTE format('SELECT w.claims FROM %1$s.watched() AS w WHERE w.attestations = $1 '
		'AND NOT EXISTS (SELECT FROM %1$s.watched() AS o WHERE o.claims = w.claims AND o.attestations <> w.attestations)', ext)
	INTO kept_in USING attestations;
	FOR found IN
		SELECT t.tgname, t.tgrelid::regclass AS relation FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE p.pronamespace = ext AND (t.tgrelid = attestations AND p.proname = 'gather_evidence'
			OR t.tgrelid = kept_in AND t.tgname IN ('zz_flag_corroborated', 'announce_flag', 'log_flag_insert', 'log_flag_update')
				AND p.proname IN ('flag_corroborated', 'announce_flag'))
	LOOP
		EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.relation);
		any_found := true;
	END LOOP;
	IF NOT any_found THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_object',
			MESSAGE = format('%s is not watched', attestations);
	END IF;
END
$$;

CREATE FUNCTION progress_interval() RETURNS interval LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('corroborate.progress', true), ''), '5 seconds')::interval;

COMMENT ON FUNCTION progress_interval() IS
'how often functions over whole ledgers say by NOTICE how far they are: every five seconds, or as the setting corroborate.progress says';

CREATE OR REPLACE FUNCTION check_evidence(attestations regclass)
RETURNS TABLE (claim text[], problem text, stored text, expected text) LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	w record;
	keys text;
	met text;
	generated text;
	say_every interval;
	said_at timestamptz := clock_timestamp();
	checked bigint := 0;
	last text[];
BEGIN
	EXECUTE format('SELECT * FROM %s.watched() WHERE attestations = $1 AND (claims, claim, key, said, evidence) IS NOT NULL', ext)
	INTO w USING attestations;
	IF w IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('%s is not watched', attestations),
			HINT = 'watched() lists the tables that are, and by which rule.';
	END IF;
	keys := (SELECT string_agg(format('c.%s::text', k), ', ' ORDER BY o) FROM unnest(w.key) WITH ORDINALITY AS u(k, o));
	met := format('%1$s.corroboration(e) >= %2$s', ext, coalesce(w.threshold, 2));
	IF w.minimum_support IS NOT NULL THEN
		met := met || format(' AND coalesce(%1$s.support(e) >= %2$s, false)', ext, w.minimum_support);
	END IF;

	-- a generated column holds what its expression gives
	generated := (
		SELECT string_agg(format(
			'SELECT ARRAY[%s], %L, c.%I::text, (%s)::text FROM %s AS c WHERE c.%I::text IS DISTINCT FROM (%s)::text',
			keys, 'generated column ' || a.attname, a.attname, pg_get_expr(d.adbin, d.adrelid), w.claims, a.attname,
			pg_get_expr(d.adbin, d.adrelid)), ' UNION ALL ')
		FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE a.attrelid = w.claims AND a.attgenerated = 's');

	EXECUTE format('SELECT %s.progress_interval()', ext) INTO say_every;

	-- a row of each claim at least, so that they can be counted
	FOR claim, problem, stored, expected IN EXECUTE format($query$
		SELECT kept.k, found.problem, found.stored, found.expected
		FROM (
			SELECT ARRAY[%1$s] AS k, c.%2$s AS e, c.%2$s::text::%4$s.evidence AS a, %3$s AS flag, %4$s.gathered(%5$L, ARRAY[%1$s]) AS g
			FROM %6$s AS c OFFSET 0
		) AS kept LEFT JOIN LATERAL (
			SELECT 'evidence' AS problem, e::text AS stored, g::text AS expected WHERE e::text IS DISTINCT FROM g::text
			UNION ALL
			SELECT 'figures', concat_ws(' ', %4$s.corroboration(e), %4$s.corroboration_firsthand(e), %4$s.contradiction(e), %4$s.support(e), %4$s.denial(e)),
				concat_ws(' ', %4$s.corroboration(a), %4$s.corroboration_firsthand(a), %4$s.contradiction(a), %4$s.support(a), %4$s.denial(a))
			WHERE (%4$s.corroboration(e), %4$s.corroboration_firsthand(e), %4$s.contradiction(e), %4$s.support(e)::float8, %4$s.denial(e)::float8)
				IS DISTINCT FROM (%4$s.corroboration(a), %4$s.corroboration_firsthand(a), %4$s.contradiction(a), %4$s.support(a)::float8, %4$s.denial(a)::float8)
			UNION ALL
			SELECT 'flag', flag::text, CASE WHEN flag IS NULL THEN 'raised' ELSE 'withdrawn' END
			WHERE %7$L::boolean AND (flag IS NOT NULL) <> coalesce(%8$s, false)
		) AS found ON true
		$query$,
		keys, w.evidence, CASE WHEN w.flag IS NULL THEN 'NULL::timestamptz' ELSE format('c.%I', w.flag) END, ext,
		attestations, w.claims, w.flag IS NOT NULL, met)
	LOOP
		checked := checked + (claim IS DISTINCT FROM last)::integer;
		last := claim;
		IF clock_timestamp() > said_at + say_every THEN
			said_at := clock_timestamp();
			RAISE NOTICE USING MESSAGE = format('%s claims are checked', checked);
		END IF;
		IF problem IS NOT NULL THEN
			RETURN NEXT;
		END IF;
	END LOOP;
	IF generated IS NOT NULL THEN
		RETURN QUERY EXECUTE generated;
	END IF;
END
$$;

CREATE OR REPLACE FUNCTION rebuild_evidence(attestations regclass) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	w record;
	keys text;
	changed bigint;
BEGIN
	EXECUTE format('SELECT * FROM %s.watched() WHERE attestations = $1 AND (claims, claim, key, said, evidence) IS NOT NULL', ext)
	INTO w USING attestations;
	IF w IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('%s is not watched', attestations),
			HINT = 'watched() lists the tables that are, and by which rule.';
	END IF;
	keys := (SELECT string_agg(format('c.%s::text', k), ', ' ORDER BY o) FROM unnest(w.key) WITH ORDINALITY AS u(k, o));

	-- in key order, as everywhere, and then by a new statement
	EXECUTE format('SELECT 1 FROM %s AS c ORDER BY %s FOR NO KEY UPDATE', w.claims,
		(SELECT string_agg('c.' || k, ', ' ORDER BY o) FROM unnest(w.key) WITH ORDINALITY AS u(k, o)));
	EXECUTE format($query$
		WITH wrong AS MATERIALIZED (SELECT DISTINCT claim FROM %1$s.check_evidence(%2$L))
		UPDATE %3$s AS c SET %4$s = %1$s.gathered(%2$L, ARRAY[%5$s]) FROM wrong WHERE wrong.claim = ARRAY[%5$s]
		$query$, ext, attestations, w.claims, w.evidence, keys);
	GET DIAGNOSTICS changed = ROW_COUNT;
	RETURN changed;
END
$$;

CREATE OR REPLACE FUNCTION ledger_tables() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
CREATE FUNCTION who() RETURNS name LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role')::name END;
COMMENT ON FUNCTION who() IS 'who is at work: the role that was set, or the one that logged in, also where a function or trigger runs with its owner''s rights';

CREATE TABLE source (
	key text COLLATE "C" PRIMARY KEY,
	name text,
	kind text NOT NULL DEFAULT 'other' CONSTRAINT source_kind_known CHECK (kind IN
		('person', 'organisation', 'document', 'sensor', 'outlet', 'agency', 'site', 'translation', 'other')),
	affiliations text[] NOT NULL DEFAULT '{}',
	reliability @ext@.confidence,
	confidential boolean NOT NULL DEFAULT false,
	note text,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	-- also checks that they can be written in an attribution at all
	CONSTRAINT source_key_normalised CHECK (@ext@.speakers(@ext@.said_by(key, affiliations => affiliations)) = ARRAY[key]),
	CONSTRAINT source_affiliations_not_null CHECK (array_position(affiliations, NULL) IS NULL),
	CONSTRAINT source_confidential_nameless CHECK (NOT confidential OR name IS NULL)
);
COMMENT ON TABLE source IS 'who says something: a person, an outlet, a document, a sensor. What stands here is laid over every attestation that mentions the source';
COMMENT ON COLUMN source.key IS 'the name it goes by in attributions; opaque for a confidential source';
COMMENT ON COLUMN source.kind IS 'outlets, agencies, sites and translations only pass on: where they do not say from whom, they have it from someone unknown';
COMMENT ON COLUMN source.affiliations IS 'what makes several sources one voice: an employer, a ministry. They hold where an attestation states none itself';
COMMENT ON COLUMN source.reliability IS 'how far it can be relied on, where an attestation does not say; 0: discredited, in any case';
COMMENT ON COLUMN source.confidential IS 'who it is stands in source_identity, and nowhere else';

CREATE TABLE source_alias (
	alias text COLLATE "C" PRIMARY KEY,
	source text COLLATE "C" NOT NULL REFERENCES source,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	CONSTRAINT source_alias_normalised CHECK (@ext@.speakers(@ext@.said_by(alias)) = ARRAY[alias]),
	CONSTRAINT source_alias_other CHECK (alias <> source)
);
CREATE INDEX source_alias_source ON source_alias (source);
COMMENT ON TABLE source_alias IS 'other spellings of a source; also two keys that turned out to be one source';
COMMENT ON COLUMN source_alias.alias IS 'as it may be written in attributions';
COMMENT ON COLUMN source_alias.source IS 'whom it stands for';

CREATE TABLE source_rating (
	source text COLLATE "C" NOT NULL REFERENCES source ON DELETE CASCADE,
	rated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	reliability @ext@.confidence,
	reason text,
	rated_by name NOT NULL DEFAULT who(),
	PRIMARY KEY (source, rated_at)
);
COMMENT ON TABLE source_rating IS 'how a source was rated over time; written by a trigger on source';
COMMENT ON COLUMN source_rating.reliability IS 'null: not rated any more';

CREATE TABLE source_identity (
	source text COLLATE "C" PRIMARY KEY REFERENCES source ON DELETE CASCADE,
	identity text,
	held_by text,
	CONSTRAINT source_identity_known CHECK (num_nonnulls(identity, held_by) > 0)
);
ALTER TABLE source_identity ENABLE ROW LEVEL SECURITY;
-- no statistics, which would outlive the rows: ANALYZE leaves those of an empty table as they were
ALTER TABLE source_identity ALTER identity SET STATISTICS 0, ALTER held_by SET STATISTICS 0;
ALTER TABLE source_alias ALTER alias SET STATISTICS 0;
COMMENT ON TABLE source_identity IS 'who a confidential source is; only roles that grant_ledger() made editors see rows';
COMMENT ON COLUMN source_identity.identity IS 'who it is; safer left out';
COMMENT ON COLUMN source_identity.held_by IS 'or who knows it, outside the database';

CREATE TABLE document (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	publisher text COLLATE "C" REFERENCES source,
	headline text,
	url text,
	language text,
	published_at timestamptz,
	credits jsonb,
	republishes bigint REFERENCES document,
	item text,
	version text,
	status text CONSTRAINT document_status_known CHECK (status IN ('usable', 'withheld', 'cancelled')),
	supersedes bigint REFERENCES document,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	CONSTRAINT document_republishes_another CHECK (republishes <> id),
	CONSTRAINT document_supersedes_another CHECK (supersedes <> id)
);
CREATE UNIQUE INDEX document_item ON document (item, publisher, version) NULLS NOT DISTINCT WHERE item IS NOT NULL;
CREATE INDEX document_publisher ON document (publisher);
CREATE INDEX document_supersedes ON document (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX document_cancelled ON document (item, publisher) WHERE status = 'cancelled';
CREATE INDEX document_republishes ON document (republishes) WHERE republishes IS NOT NULL;
COMMENT ON TABLE document IS 'an article, wire item or post, ours or others''';
COMMENT ON COLUMN document.credits IS 'who reported, translated, edited';
COMMENT ON COLUMN document.republishes IS 'what it is a copy of: what is said in it is said on the word of that one''s publisher';
COMMENT ON COLUMN document.item IS 'what its publisher calls it, the same for all its versions';
COMMENT ON COLUMN document.version IS 'which version of the item; null: it has none';
COMMENT ON COLUMN document.status IS 'usable, withheld or cancelled, as its publisher says';
COMMENT ON COLUMN document.supersedes IS 'the version of the item that it corrects';

CREATE TABLE claim (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	statement text NOT NULL,
	question text,
	comparator text CONSTRAINT claim_comparator_known CHECK (comparator IN ('=', '<', '<=', '>', '>=', 'about')),
	value numeric,
	unit text,
	answer text,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	evidence @ext@.evidence NOT NULL DEFAULT '{}',
	corroborated_at timestamptz,
	ruling text CONSTRAINT claim_ruling_known CHECK (ruling IN ('confirm', 'hold')),
	corroboration integer NOT NULL GENERATED ALWAYS AS (@ext@.corroboration(evidence)) STORED,
	status @ext@.corroboration_status NOT NULL GENERATED ALWAYS AS (@ext@.status(evidence, @threshold@)) STORED,
	disputed boolean NOT NULL GENERATED ALWAYS AS (@ext@.disputed(evidence)) STORED,
	support @ext@.confidence GENERATED ALWAYS AS (@ext@.support(evidence)) STORED,
	confidence @ext@.confidence GENERATED ALWAYS AS (@ext@.belief(evidence)) STORED,
	cleared boolean NOT NULL GENERATED ALWAYS AS
		((corroborated_at IS NOT NULL OR ruling IS NOT DISTINCT FROM 'confirm') AND ruling IS DISTINCT FROM 'hold') STORED,
	CONSTRAINT claim_value_complete CHECK ((value IS NULL) = (comparator IS NULL)),
	CONSTRAINT claim_one_answer CHECK (num_nonnulls(value, answer) <= 1),
	CONSTRAINT claim_answers_question CHECK (question IS NOT NULL OR num_nonnulls(value, answer, unit) = 0)
) WITH (fillfactor = 75);
CREATE INDEX claim_question ON claim (question) WHERE question IS NOT NULL;
COMMENT ON TABLE claim IS 'what is claimed, and what stands for and against it; evidence and what follows from it are kept by triggers';
COMMENT ON COLUMN claim.question IS 'which the claim answers, in the same words for all its answers';
COMMENT ON COLUMN claim.comparator IS 'how value is meant: =, <, <=, >, >=, about (within a tenth)';
COMMENT ON COLUMN claim.answer IS 'in words, where it is no number';
COMMENT ON COLUMN claim.evidence IS 'gathered from attestations';
COMMENT ON COLUMN claim.corroborated_at IS 'the flag: since when enough independent sources support it';
COMMENT ON COLUMN claim.ruling IS 'the editors'' latest ruling, if it stands';
COMMENT ON COLUMN claim.confidence IS 'how far it can be believed, where sources are rated';
COMMENT ON COLUMN claim.cleared IS 'whether it may be used: flagged or confirmed by an editor, and not held back';

CREATE TABLE attestation (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED BY DEFAULT AS IDENTITY,
	said @ext@.attribution NOT NULL,
	quote text,
	quote_language text,
	translator text,
	document bigint REFERENCES document,
	said_at timestamptz,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT who(),
	accepted_at timestamptz DEFAULT now(),
	accepted_by name DEFAULT who(),
	retracted_at timestamptz,
	retracted_by name,
	retraction_reason text,
	PRIMARY KEY (claim, id),
	CONSTRAINT said_discredits_nobody CHECK (NOT jsonb_path_exists(said::jsonb, '$.sources.*.rating ? (@ == 0)')),
	CONSTRAINT acceptance_has_a_name CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
	CONSTRAINT acceptance_after_recording CHECK (accepted_at >= recorded_at),
	CONSTRAINT retraction_has_a_reason CHECK ((retracted_at IS NULL) = (retraction_reason IS NULL) AND retraction_reason <> ''),
	CONSTRAINT retraction_after_recording CHECK (retracted_at >= recorded_at)
);
CREATE INDEX attestation_said ON attestation USING gin (said);
CREATE INDEX attestation_document ON attestation (document) WHERE document IS NOT NULL;
CREATE INDEX attestation_pending ON attestation (claim) WHERE accepted_at IS NULL;
COMMENT ON TABLE attestation IS 'who said it, on whose word, as it was written down. Of each source the latest that is accepted and not retracted counts; nothing is lost';
COMMENT ON COLUMN attestation.said IS 'in the form of an attribution: rfa<dandong-1, !mfa for a denial';
COMMENT ON COLUMN attestation.document IS 'where it stands';
COMMENT ON COLUMN attestation.accepted_at IS 'null: pending, and does not count yet';
COMMENT ON COLUMN attestation.retracted_at IS 'from when on it does not count any more';

CREATE TABLE ruling (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED ALWAYS AS IDENTITY,
	verdict text NOT NULL CONSTRAINT ruling_verdict_known CHECK (verdict IN ('confirm', 'hold', 'release')),
	why text NOT NULL CONSTRAINT ruling_has_a_reason CHECK (why ~ '\S'),
	by name NOT NULL DEFAULT who(),
	at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (claim, id)
);
COMMENT ON TABLE ruling IS 'what editors decide, beside what is computed; the latest one about a claim stands';
COMMENT ON COLUMN ruling.verdict IS 'confirm it on one authoritative source, hold it back, or release it: back to what is computed';

CREATE TABLE publication (
	document bigint NOT NULL REFERENCES document,
	claim bigint NOT NULL REFERENCES claim,
	at timestamptz NOT NULL DEFAULT now(),
	by name NOT NULL DEFAULT who(),
	PRIMARY KEY (document, claim)
);
CREATE INDEX publication_claim ON publication (claim);
COMMENT ON TABLE publication IS 'which of our own documents used which claim: what needs correcting when a claim falls';

CREATE TABLE claim_event (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED ALWAYS AS IDENTITY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	change text NOT NULL CONSTRAINT claim_event_change_known CHECK (change IN ('raised', 'withdrawn', 'disputed', 'settled')),
	from_status @ext@.corroboration_status NOT NULL,
	to_status @ext@.corroboration_status NOT NULL,
	corroboration integer NOT NULL,
	support @ext@.confidence,
	cause text NOT NULL,
	by name NOT NULL DEFAULT who(),
	PRIMARY KEY (claim, id)
);
COMMENT ON TABLE claim_event IS 'what became of each claim''s flag: raised and withdrawn, disputed and settled, when and why';
COMMENT ON COLUMN claim_event.cause IS 'what was done; SET LOCAL corroborate.cause puts it in your own words';
$ddl$;

CREATE OR REPLACE FUNCTION ledger_triggers() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
-- What the functions below need of the extension

CREATE FUNCTION evidence_as_of(claim bigint, at timestamptz) RETURNS @ext@.evidence LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.gathered('attestation'::regclass, ARRAY[claim::text], at);
COMMENT ON FUNCTION evidence_as_of(bigint, timestamptz) IS
'what was known of a claim then: from attestations that were accepted and not retracted, and sources as they were rated. Kinds, affiliations and other spellings are those of today';

CREATE FUNCTION speaker(said @ext@.attribution) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN coalesce((@ext@.speakers(said))[1], (@ext@.deniers(said))[1]);
COMMENT ON FUNCTION speaker(@ext@.attribution) IS 'who says it or denies it';

CREATE FUNCTION list_names(names text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE WHEN cardinality(names) <= 3 THEN array_to_string(names, ', ')
	ELSE format('%s and %s others', array_to_string(names[1:3], ', '), cardinality(names) - 3) END;
COMMENT ON FUNCTION list_names(text[]) IS 'a few names, for a sentence';


-- Gathering again

-- Which claims these are is found out by the extension, which also sees what was
-- committed after the snapshot of a transaction that keeps one.

CREATE FUNCTION regather_sources(names text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.regather('attestation'::regclass, names);
COMMENT ON FUNCTION regather_sources(text[]) IS 'gathers the claims again that mention any of these sources, or copy what they published';

CREATE FUNCTION regather_spelt(aliases text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.regather_aliases('attestation'::regclass, aliases);
COMMENT ON FUNCTION regather_spelt(text[]) IS 'gathers the claims again that mention any of these names, or whoever is affiliated with them';

CREATE FUNCTION regather_in(documents bigint[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.regather_documents('attestation'::regclass, documents::text[]);
COMMENT ON FUNCTION regather_in(bigint[]) IS 'gathers the claims again about which something is said in these documents or in copies of them';

CREATE FUNCTION regather_because(cause text, sources text[] DEFAULT NULL, spellings text[] DEFAULT NULL, documents bigint[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
BEGIN
	-- what people say themselves goes before
	PERFORM set_config('corroborate.cause', coalesce(nullif(cause_before, ''), cause), true);
	PERFORM regather_sources(sources) WHERE sources IS NOT NULL;
	PERFORM regather_spelt(spellings) WHERE spellings IS NOT NULL;
	PERFORM regather_in(documents) WHERE documents IS NOT NULL;
	PERFORM set_config('corroborate.cause', cause_before, true);
END
$body$;
COMMENT ON FUNCTION regather_because(text, text[], text[], bigint[]) IS
'gathers the claims again on which these sources, names or documents have a bearing, and writes the cause down where a flag changes';

CREATE FUNCTION claim_that_mentions(names text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN (@ext@.first_mention('attestation'::regclass, names, unregistered => true))[1]::bigint;
COMMENT ON FUNCTION claim_that_mentions(text[]) IS 'some claim that mentions any of them for which no source stands any more, or null';


-- Sources

CREATE FUNCTION source_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
BEGIN
	INSERT INTO source_rating (source, reliability)
	SELECT key, reliability FROM new_rows WHERE reliability IS NOT NULL;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_added() IS 'writes down how new sources are rated';

CREATE FUNCTION source_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	gone text[];
	kinds CONSTANT text[] := '{outlet,agency,site,translation}';
	changed text[];
	cause text;
BEGIN
	-- grouped, not joined: a plan is kept, and if it was made for one row it would compare each of 10,000 with each
	INSERT INTO source_rating (source, reliability)
	SELECT key, (array_agg(reliability) FILTER (WHERE is_new))[1]
	FROM (SELECT true AS is_new, key, reliability FROM new_rows UNION ALL SELECT false, key, reliability FROM old_rows) AS rows
	GROUP BY key
	HAVING bool_or(is_new) AND max(reliability::float8) FILTER (WHERE is_new) IS DISTINCT FROM max(reliability::float8) FILTER (WHERE NOT is_new);

	SELECT array_agg(key ORDER BY key), string_agg(DISTINCT what, ', ') INTO changed, cause
	FROM (
		SELECT key, CASE
			WHEN is_now IS NOT DISTINCT FROM was THEN CASE WHEN affiliations > 1 THEN 'affiliated anew' ELSE 'of another kind' END
			WHEN is_now = 0 THEN 'discredited'
			WHEN was = 0 THEN 'credited again'
			ELSE 'rated anew' END AS what
		FROM (
			SELECT key, max(reliability) FILTER (WHERE is_new) AS is_now, max(reliability) FILTER (WHERE NOT is_new) AS was,
				count(DISTINCT affiliations) AS affiliations, count(DISTINCT passes_on) AS kinds, count(*) AS versions
			FROM (
				SELECT true AS is_new, key, reliability::float8, affiliations, kind = ANY (kinds) AS passes_on FROM new_rows
				UNION ALL
				SELECT false, key, reliability::float8, affiliations, kind = ANY (kinds) FROM old_rows
			) AS rows
			GROUP BY key
		) AS source
		WHERE versions = 2 AND (is_now IS DISTINCT FROM was OR affiliations > 1 OR source.kinds > 1)
	) AS differing;

	-- all names at once: they are locked in an order of their own
	gone := ARRAY(SELECT key FROM old_rows EXCEPT SELECT key FROM new_rows);
	IF changed IS NOT NULL OR gone <> '{}' THEN
		PERFORM regather_because(list_names(changed) || ' ' || cause, sources => changed || gone);
		PERFORM refuse_if_mentioned(gone,
			'Attestations keep the names they were written with. Register the new name too, and enter the old one in source_alias as another spelling of it.');
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_changed() IS 'writes ratings down, and gathers the claims again on which changed sources have a bearing';

CREATE FUNCTION source_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM refuse_if_mentioned(ARRAY(SELECT key FROM old_rows),
		'A source that cannot be trusted is discredited: discredit_source(). Its identity and wording are removed by forget().');
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_removed() IS 'keeps sources that attestations mention';

CREATE FUNCTION refuse_if_mentioned(names text[], hint text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	mentioned text;
BEGIN
	-- which first locks the names: whoever takes away the other thing that stands for one of them must have done so
	IF names = '{}' OR claim_that_mentions(names) IS NULL THEN
		RETURN;
	END IF;
	SELECT n.name INTO mentioned FROM unnest(names) AS n (name) WHERE claim_that_mentions(ARRAY[n.name]) IS NOT NULL LIMIT 1;
	RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
		MESSAGE = format('source "%s" is still mentioned', mentioned),
		DETAIL = format('An attestation about claim %s mentions it.', claim_that_mentions(ARRAY[mentioned])),
		HINT = refuse_if_mentioned.hint;
END
$body$;
COMMENT ON FUNCTION refuse_if_mentioned(text[], text) IS 'an error, with a hint, if an attestation mentions any of these names and nothing stands for it any more';

CREATE FUNCTION alias_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	names text[];
	targets text[];
	cause text;
	bad record;
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		IF EXISTS (SELECT FROM attestation) THEN
			RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
				MESSAGE = 'other spellings cannot be truncated while there are attestations',
				DETAIL = 'Which they were does not show any more then, so that no claim could be gathered again.',
				HINT = 'DELETE FROM source_alias;';
		END IF;
		RETURN NULL;
	END IF;
	IF TG_OP = 'DELETE' THEN
		SELECT array_agg(alias), array_agg(source), list_names(array_agg(format('%s is not %s', alias, source)))
		INTO names, targets, cause FROM old_rows;
	ELSE
		SELECT array_agg(alias), array_agg(source), list_names(array_agg(format('%s is %s', alias, source)))
		INTO names, targets, cause FROM new_rows;
	END IF;
	IF TG_OP = 'UPDATE' THEN
		names := names || ARRAY(SELECT alias FROM old_rows);
	END IF;
	IF names IS NULL THEN
		RETURN NULL;
	END IF;
	-- which locks the names, so that nobody else can enter or use them
	PERFORM regather_because(cause, spellings => names);
	PERFORM refuse_if_mentioned(names,
		'If it is a source of its own, register it first. If it stands for another one, UPDATE source_alias.');
	SELECT a.alias, a.source, b.source AS further INTO bad
	FROM source_alias AS a JOIN source_alias AS b ON b.alias = a.source WHERE b.alias = ANY (names || targets) LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
			MESSAGE = format('source "%s" is itself another spelling', bad.source),
			DETAIL = format('It stands for "%s".', bad.further),
			HINT = format('Let "%s" stand for "%s" too.', bad.alias, bad.further);
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION alias_changed() IS 'gathers the claims again that mention a name which stands for another source now';

-- A constraint's error shows the row, and goes to the server's log with it: who a
-- confidential source is must not.  These come before the constraints.

CREATE FUNCTION source_named() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	RAISE EXCEPTION USING ERRCODE = 'check_violation',
		MESSAGE = 'a confidential source has no name in the table source',
		HINT = 'Who it is stands in source_identity, and nowhere else.';
END
$body$;
COMMENT ON FUNCTION source_named() IS 'refuses a confidential source''s name without showing it';

CREATE FUNCTION identity_entered() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	IF NOT EXISTS (SELECT FROM source AS s WHERE s.key = NEW.source) THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = 'there is no such source to have an identity',
			HINT = 'SELECT add_confidential_source(...) makes one.';
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION identity_entered() IS 'refuses the identity of no source without showing it';

CREATE TRIGGER source_named BEFORE INSERT OR UPDATE ON source
	FOR EACH ROW WHEN (NEW.confidential AND NEW.name IS NOT NULL) EXECUTE FUNCTION source_named();
CREATE TRIGGER identity_entered BEFORE INSERT OR UPDATE ON source_identity
	FOR EACH ROW EXECUTE FUNCTION identity_entered();

CREATE TRIGGER source_added AFTER INSERT ON source REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_added();
CREATE TRIGGER source_changed AFTER UPDATE ON source REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_changed();
CREATE TRIGGER source_removed AFTER DELETE ON source REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_removed();
CREATE TRIGGER alias_added AFTER INSERT ON source_alias REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER alias_changed AFTER UPDATE ON source_alias REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER alias_removed AFTER DELETE ON source_alias REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER aliases_truncated AFTER TRUNCATE ON source_alias
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();


-- Documents

CREATE FUNCTION document_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	changed bigint[];
BEGIN
	-- without a join, whose plan would be kept: if it was made for one row it would compare each of 10,000 with each
	changed := ARRAY(
		SELECT id FROM (
			SELECT id, publisher, republishes FROM new_rows EXCEPT SELECT id, publisher, republishes FROM old_rows) AS differing
		ORDER BY id);
	IF changed = '{}' THEN
		RETURN NULL;
	END IF;
	PERFORM regather_because('document ' || list_names(changed::text[]) || ' changed', documents => changed);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION document_changed() IS 'gathers the claims again for which it matters who published a document, or whose copy it is';

CREATE TRIGGER document_changed AFTER UPDATE ON document REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION document_changed();


-- Attestations: what happens to them, and by whom

CREATE FUNCTION attestation_stamped() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	IF NEW.accepted_at IS NULL THEN
		NEW.accepted_by := NULL;
	ELSIF OLD.accepted_at IS NULL THEN
		NEW.accepted_by := coalesce(NEW.accepted_by, who());
	END IF;
	IF NEW.retracted_at IS NULL THEN
		NEW.retracted_by := NULL;
	ELSIF OLD.retracted_at IS NULL THEN
		NEW.retracted_by := coalesce(NEW.retracted_by, who());
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION attestation_stamped() IS 'writes down who accepts and who retracts';

CREATE FUNCTION attestation_changes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	was record;
	is_now record;
	what text := 'removal of ';
BEGIN
	IF TG_LEVEL = 'STATEMENT' AND TG_OP = 'TRUNCATE' THEN
		PERFORM set_config('corroborate.statement', 'removal of all attestations', true);
		RETURN NULL;
	END IF;
	SELECT count(accepted_at) AS accepted, count(retracted_at) AS retracted, array_agg(DISTINCT speaker(said)) AS speakers
	INTO was FROM old_rows;
	is_now := was;
	IF TG_OP = 'UPDATE' THEN
		SELECT count(accepted_at) AS accepted, count(retracted_at) AS retracted, array_agg(DISTINCT speaker(said)) AS speakers
		INTO is_now FROM new_rows;
		what := CASE WHEN is_now.retracted > was.retracted THEN 'retraction of '
			WHEN is_now.accepted > was.accepted THEN 'acceptance of ' ELSE 'correction of ' END;
	END IF;
	IF is_now.speakers IS NOT NULL THEN
		PERFORM set_config('corroborate.statement', what || list_names(is_now.speakers), true);
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION attestation_changes() IS 'says what is being done, for claim_event';

CREATE FUNCTION attestation_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM set_config('corroborate.statement', '', true);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION attestation_changed() IS 'what was being done is done';

-- Triggers fire in the order of their names: these before and after gather_evidence_...
CREATE TRIGGER attestation_stamped BEFORE UPDATE OF accepted_at, retracted_at ON attestation
	FOR EACH ROW EXECUTE FUNCTION attestation_stamped();
CREATE TRIGGER attestation_changes_update AFTER UPDATE ON attestation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER attestation_changes_delete AFTER DELETE ON attestation REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER attestation_changes_truncate AFTER TRUNCATE ON attestation
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER zz_attestation_changed AFTER UPDATE OR DELETE OR TRUNCATE ON attestation
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changed();


-- Claims

CREATE FUNCTION ruling_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	ruled bigint[] := '{}';
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		ruled := ARRAY(SELECT c.id FROM claim AS c WHERE c.ruling IS NOT NULL);
	ELSIF TG_OP <> 'INSERT' THEN
		ruled := ruled || ARRAY(SELECT claim FROM old_rows);
	END IF;
	IF TG_OP IN ('INSERT', 'UPDATE') THEN
		ruled := ruled || ARRAY(SELECT claim FROM new_rows);
	END IF;
	-- in key order, as everywhere, and then by a new statement
	PERFORM 1 FROM claim AS c WHERE c.id = ANY (ruled) ORDER BY c.id FOR NO KEY UPDATE;
	UPDATE claim AS c SET ruling = nullif(latest.verdict, 'release')
	FROM unnest(ruled) AS u (id)
	LEFT JOIN LATERAL (SELECT r.verdict FROM ruling AS r WHERE r.claim = u.id ORDER BY r.id DESC LIMIT 1) AS latest ON true
	WHERE c.id = u.id AND c.ruling IS DISTINCT FROM nullif(latest.verdict, 'release');
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION ruling_changed() IS 'keeps the latest ruling in the claim';

CREATE TRIGGER ruling_added AFTER INSERT ON ruling REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER ruling_changed AFTER UPDATE ON ruling REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER ruling_removed AFTER DELETE ON ruling REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER rulings_truncated AFTER TRUNCATE ON ruling
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
$ddl$;

CREATE OR REPLACE FUNCTION ledger_functions() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
CREATE FUNCTION attest(
	claim bigint,
	said @ext@.attribution,
	quote text DEFAULT NULL,
	document bigint DEFAULT NULL,
	said_at timestamptz DEFAULT NULL,
	quote_language text DEFAULT NULL,
	translator text DEFAULT NULL,
	OUT attestation bigint,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	IF attest.claim IS NULL OR attest.said IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'an attestation needs a claim and what was said',
			HINT = 'For example: SELECT * FROM attest(1, ''rfa<dandong-1'');';
	END IF;
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = attest.claim) THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = format('there is no claim %s', attest.claim),
			HINT = 'The view desk lists the claims.';
	END IF;
	IF jsonb_path_exists(attest.said::jsonb, '$.sources.*.rating ? (@ == 0)') THEN
		RAISE EXCEPTION USING ERRCODE = 'check_violation',
			MESSAGE = 'an attestation cannot discredit a source',
			DETAIL = format('In %s a source is rated 0.', attest.said),
			HINT = 'To discredit a source everywhere: SELECT discredit_source(key, reason); to leave out what it said here: SELECT retract_attestation(claim, id, reason).';
	END IF;
	PERFORM set_config('corroborate.statement', 'attestation of ' || speaker(attest.said), true);
	INSERT INTO attestation (claim, said, quote, document, said_at, quote_language, translator)
	VALUES (attest.claim, attest.said, attest.quote, attest.document, attest.said_at, attest.quote_language, attest.translator)
	RETURNING id INTO attest.attestation;
	PERFORM set_config('corroborate.statement', '', true);
	SELECT d.status, d.flagged, d.why INTO attest.status, attest.flagged, attest.why FROM desk AS d WHERE d.id = attest.claim;
END
$body$;
COMMENT ON FUNCTION attest(bigint, @ext@.attribution, text, bigint, timestamptz, text, text) IS
'writes down who said it, and answers with what the claim''s status is now, and why. The same source''s earlier word on the claim is replaced, and kept';

CREATE FUNCTION tip(claim bigint, words text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	reader attestation.said%TYPE := new_key('reader') || '<?';
	longest CONSTANT integer := 10000;
BEGIN
	IF words IS NULL OR words !~ '\S' OR length(words) > longest THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('a tip has 1 to %s characters', longest);
	END IF;
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = tip.claim) THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = format('there is no claim %s', coalesce(tip.claim::text, 'without a number'));
	END IF;
	INSERT INTO attestation (claim, said, quote, accepted_at, accepted_by) VALUES (tip.claim, reader, words, NULL, NULL);
END
$body$;
COMMENT ON FUNCTION tip(bigint, text) IS 'leaves what a reader says for an editor to accept; until then it counts for nothing';

CREATE FUNCTION accept_attestation(
	claim bigint,
	id bigint,
	said @ext@.attribution DEFAULT NULL,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	accepted_said attestation.said%TYPE;
BEGIN
	-- locked, so that of two editors who accept it, perhaps in different words, the second is told
	SELECT coalesce(accept_attestation.said, a.said) INTO accepted_said FROM attestation AS a
	WHERE a.claim = accept_attestation.claim AND a.id = accept_attestation.id AND a.accepted_at IS NULL AND a.retracted_at IS NULL
	FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('no attestation %s about claim %s is pending', accept_attestation.id, accept_attestation.claim);
	END IF;
	-- readers are registered when they come to count
	INSERT INTO source (key, kind) SELECT speaker(accepted_said), 'person'
	WHERE speaker(accepted_said) ~ '^reader-[0-9a-f]+$' ON CONFLICT DO NOTHING;
	UPDATE attestation AS a SET accepted_at = greatest(now(), a.recorded_at), said = accepted_said
	WHERE a.claim = accept_attestation.claim AND a.id = accept_attestation.id AND a.accepted_at IS NULL;
	SELECT d.status, d.flagged, d.why INTO accept_attestation.status, accept_attestation.flagged, accept_attestation.why
	FROM desk AS d WHERE d.id = accept_attestation.claim;
END
$body$;
COMMENT ON FUNCTION accept_attestation(bigint, bigint, @ext@.attribution) IS
'lets a pending attestation count, in other words if said is given: a reader''s tip is from someone unknown (<?) until an editor knows better';

CREATE FUNCTION retract_attestation(
	claim bigint,
	id bigint,
	reason text,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	IF reason IS NULL OR reason !~ '\S' THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a retraction needs a reason';
	END IF;
	UPDATE attestation AS a SET retracted_at = greatest(now(), a.recorded_at), retraction_reason = reason
	WHERE a.claim = retract_attestation.claim AND a.id = retract_attestation.id AND a.retracted_at IS NULL;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('there is no attestation %s about claim %s that stands', retract_attestation.id, retract_attestation.claim);
	END IF;
	SELECT d.status, d.flagged, d.why INTO retract_attestation.status, retract_attestation.flagged, retract_attestation.why
	FROM desk AS d WHERE d.id = retract_attestation.claim;
END
$body$;
COMMENT ON FUNCTION retract_attestation(bigint, bigint, text) IS 'takes an attestation back; the row stays, and what the source said before counts again';

CREATE FUNCTION source_key(name text) RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	key text := coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = source_key.name), (SELECT s.key FROM source AS s WHERE s.key = source_key.name));
BEGIN
	IF key IS NULL THEN
		-- not which: it may be who a confidential source is, and errors go to the server's log
		RAISE EXCEPTION USING ERRCODE = 'no_data_found',
			MESSAGE = 'there is no such source',
			HINT = 'The table source lists the keys.';
	END IF;
	RETURN key;
END
$body$;
COMMENT ON FUNCTION source_key(text) IS 'a source''s own key, if it is spelt otherwise; an error if there is no such source';

CREATE FUNCTION rate_source(source text, reliability @ext@.confidence, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	rated text := source_key(rate_source.source);
BEGIN
	IF reason IS NULL OR rate_source.reason !~ '\S' THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a rating needs a reason';
	END IF;
	UPDATE source AS s SET reliability = rate_source.reliability
	WHERE s.key = rated AND s.reliability::float8 IS DISTINCT FROM rate_source.reliability::float8;
	IF FOUND THEN
		UPDATE source_rating AS r SET reason = rate_source.reason
		WHERE r.source = rated AND r.rated_at = (SELECT max(o.rated_at) FROM source_rating AS o WHERE o.source = rated);
	END IF;
END
$body$;
COMMENT ON FUNCTION rate_source(text, @ext@.confidence, text) IS 'rates a source, and says why; null: not rated any more. All claims that it has a bearing on are gathered again';

CREATE FUNCTION discredit_source(source text, reason text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC SELECT rate_source(source, 0, reason); END;
COMMENT ON FUNCTION discredit_source(text, text) IS 'what the source says, or others say on its word, counts nowhere any more; rate_source() credits it again';


-- Confidential sources

CREATE FUNCTION new_key(prefix text) RETURNS text LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN prefix || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12);
COMMENT ON FUNCTION new_key(text) IS 'a key that says nothing';

CREATE FUNCTION add_confidential_source(
	identity text DEFAULT NULL,
	held_by text DEFAULT NULL,
	kind text DEFAULT 'person',
	counts_with text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
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
	SELECT a.claim, a.id FROM attestation AS a WHERE a.said OPERATOR(@ext@.?|) names AND speaker(a.said) = ANY (names)
	ORDER BY a.claim, a.id;
END;
COMMENT ON FUNCTION attestations_by(text[]) IS 'what someone of these names said';

CREATE FUNCTION lock_mentions(names text[]) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT FROM attestation AS a WHERE a.said OPERATOR(@ext@.?|) names ORDER BY a.claim, a.id FOR NO KEY UPDATE;
END;
COMMENT ON FUNCTION lock_mentions(text[]) IS 'locks the attestations that mention any of these names';

CREATE FUNCTION rename_in_attestations(name text, new_name text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE attestation AS a SET said = @ext@.rename_source(a.said, name, new_name) WHERE a.said OPERATOR(@ext@.?) name;
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

CREATE FUNCTION forget(source text) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
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
	RETURN kept;
END
$body$;
COMMENT ON FUNCTION forget(text) IS
'removes for good who a source is and its wording: identity, name, note, quotes, reasons, other spellings, headlines and addresses of what it published, and a key that says something. What it said keeps counting, under a key that says nothing, which is returned. VACUUM (FULL, ANALYZE) afterwards; older backups still have it';

-- Text, so that it can be read without being run
CREATE FUNCTION corroborate_version() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $body$SELECT '@version@'$body$;
COMMENT ON FUNCTION corroborate_version() IS 'the version of corroborate that made what this ledger has; upgrade_ledger() brings it to the one that is installed';
$ddl$;

CREATE FUNCTION ledger_relations() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{source,source_alias,source_rating,source_identity,document,claim,attestation,ruling,publication,claim_event,desk,would_fall,contested,to_correct}'::text[];

COMMENT ON FUNCTION ledger_relations() IS 'the tables and views of a ledger';

CREATE FUNCTION ledger_commands(template text, threshold integer, minimum_support confidence) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace;
	version text;
	met text := format('@ext@.corroboration(\1) >= %s', threshold);
BEGIN
	SELECT extnamespace, extversion INTO ext, version FROM pg_extension WHERE extname = 'corroborate';
	IF minimum_support IS NOT NULL THEN
		-- as text of its own type, which extra_float_digits does not round
		met := met || format(' AND coalesce(@ext@.support(\1)::float8 >= %s, false)', minimum_support);
	END IF;
	template := regexp_replace(template, '@met\(([^)]*)\)@', met, 'g');
	RETURN replace(replace(replace(template, '@threshold@', threshold::text), '@version@', version), '@ext@', ext::text);
END
$$;

COMMENT ON FUNCTION ledger_commands(text, integer, confidence) IS 'the commands that make a part of a ledger with this rule';

CREATE FUNCTION refuse_shared_schema(ledger name) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	others text;
	theirs record;
BEGIN
	-- superusers need not go that way, and pg_database_owner is the owner of the database alone
	SELECT string_agg(DISTINCT CASE WHEN may.role = 0 THEN 'everybody' ELSE may.role::regrole::text END, ', ') INTO others
	FROM pg_namespace AS n
	CROSS JOIN LATERAL (
		SELECT n.nspowner UNION SELECT a.grantee FROM aclexplode(n.nspacl) AS a WHERE a.privilege_type = 'CREATE'
	) AS created (by)
	CROSS JOIN LATERAL (
		SELECT CASE WHEN created.by = 'pg_database_owner'::regrole THEN d.datdba ELSE created.by END
		FROM pg_database AS d WHERE d.datname = current_database()
	) AS may (role)
	LEFT JOIN pg_roles AS r ON r.oid = may.role
	WHERE n.nspname = ledger AND may.role <> quote_ident(current_user)::regrole AND r.rolsuper IS NOT TRUE;
	IF others IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('%s may create things in schema %I', others, ledger),
			DETAIL = 'They could put functions in the way of the ledger''s, which would run with your rights.',
			HINT = 'REVOKE that right, or choose another schema, best one that is not there yet.';
	END IF;
	-- what somebody made there before that right was taken away stays in the way, and his
	SELECT made.what, r.rolname INTO theirs FROM (
		SELECT p.proowner, 'function ' || p.oid::regprocedure::text FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace
		UNION ALL
		SELECT o.oprowner, 'operator ' || o.oid::regoperator::text FROM pg_operator AS o WHERE o.oprnamespace = quote_ident(ledger)::regnamespace
	) AS made (owner, what)
	JOIN pg_roles AS r ON r.oid = made.owner
	WHERE made.owner <> quote_ident(current_user)::regrole AND NOT r.rolsuper
	ORDER BY made.what LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('%s belongs to %I', theirs.what, theirs.rolname),
			DETAIL = 'It could be in the way of the ledger''s own, and would run with your rights.',
			HINT = 'DROP it, or take it over by ALTER ... OWNER TO once you have read it, or choose another schema.';
	END IF;
END
$$;

COMMENT ON FUNCTION refuse_shared_schema(name) IS
'an error if others may create things in a schema, or have made functions or operators there: functions of a ledger that run with its owner''s rights look for names there';

CREATE FUNCTION revoke_new_functions(ledger name, earlier oid[]) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	made record;
BEGIN
	-- not only from PUBLIC: the maker's default privileges may let in others
	FOR made IN SELECT p.oid::regprocedure AS function,
			string_agg(DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, ', ') AS others
		FROM pg_proc AS p CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
		WHERE p.pronamespace = quote_ident(ledger)::regnamespace AND p.oid <> ALL (coalesce(earlier, '{}')) AND a.grantee <> p.proowner
		GROUP BY p.oid
	LOOP
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', made.function, made.others);
	END LOOP;
END
$$;

COMMENT ON FUNCTION revoke_new_functions(name, oid[]) IS 'leaves functions of a ledger, but those that were there earlier, to their owner';

CREATE FUNCTION watch_ledger(ledger name, threshold integer, minimum_support confidence, unknown_sources text, announce boolean) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	schema text := quote_ident(ledger) || '.';
BEGIN
	EXECUTE format('SELECT %s.watch($1, $2, flag => %L, threshold => $3, minimum_support => $4, accepted => %L, retracted => %L, '
		'latest_by => %L, sources => $5, aliases => $6, ratings => $7, documents => $8, document => %L, events => $9, '
		'unknown_sources => $10, announce => $11)',
		ext, 'corroborated_at', 'accepted_at', 'retracted_at', '{recorded_at,id}', 'document')
	USING (schema || 'attestation')::regclass, (schema || 'claim')::regclass, threshold, minimum_support,
		(schema || 'source')::regclass, (schema || 'source_alias')::regclass, (schema || 'source_rating')::regclass,
		(schema || 'document')::regclass, (schema || 'claim_event')::regclass, unknown_sources, announce;
END
$$;

COMMENT ON FUNCTION watch_ledger(name, integer, confidence, text, boolean) IS 'watches a ledger''s attestations, as create_ledger() does';

CREATE OR REPLACE FUNCTION create_ledger(
	ledger name,
	threshold integer DEFAULT 2,
	minimum_support confidence DEFAULT NULL,
	unknown_sources text DEFAULT 'refuse',
	announce boolean DEFAULT false
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $create$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	earlier oid[];
	taken text;
	part text;
BEGIN
	IF ledger IS NULL OR ledger = '' OR threshold IS NULL OR announce IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a ledger needs a schema''s name and a threshold',
			HINT = 'For example: SELECT create_ledger(''newsroom'');';
	END IF;
	IF threshold < 2 THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('threshold must be at least 2, not %s', threshold),
			DETAIL = 'One source is not corroboration, however good it is.';
	END IF;
	IF unknown_sources IS NULL OR unknown_sources NOT IN ('refuse', 'add') THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('unknown sources are refused or added, not "%s"', unknown_sources),
			HINT = 'unknown_sources => ''refuse'' or ''add''';
	END IF;

	IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = ledger) THEN
		EXECUTE format('CREATE SCHEMA %I', ledger);
		EXECUTE format('COMMENT ON SCHEMA %I IS %L', ledger, 'a ledger: who said what, on whose word, and what is corroborated');
	END IF;
	EXECUTE format('SELECT string_agg(quote_ident(relname), '', '' ORDER BY relname) '
		'FROM pg_class WHERE relnamespace = $1 AND relname = ANY (%s.ledger_relations())', ext)
	INTO taken USING quote_ident(ledger)::regnamespace;
	IF taken IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'duplicate_table',
			MESSAGE = format('schema %I has tables already that a ledger needs', ledger),
			DETAIL = format('It has %s.', taken),
			HINT = 'Choose another schema, or watch() the tables that are there.';
	END IF;
	EXECUTE format('SELECT %s.refuse_shared_schema($1)', ext) USING ledger;

	PERFORM set_config('search_path', format('%I, pg_temp', ledger), true);
	EXECUTE format('SELECT array_agg(oid) FROM pg_catalog.pg_proc WHERE pronamespace = %L::pg_catalog.regnamespace', quote_ident(ledger)) INTO earlier;
	FOREACH part IN ARRAY ARRAY['ledger_tables', 'ledger_triggers', 'ledger_views', 'ledger_functions'] LOOP
		EXECUTE format('SELECT %1$s.ledger_commands(%1$s.%2$I(), $1, $2)', ext, part) INTO part USING threshold, minimum_support;
		EXECUTE part;
	END LOOP;
	EXECUTE format('SELECT %s.watch_ledger($1, $2, $3, $4, $5)', ext) USING ledger, threshold, minimum_support, unknown_sources, announce;
	EXECUTE format('SELECT %s.revoke_new_functions($1, $2)', ext) USING ledger, earlier;
END
$create$;

CREATE OR REPLACE FUNCTION grant_ledger(
	ledger name,
	tipster name DEFAULT NULL,
	reporter name DEFAULT NULL,
	editor name DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	role name;
	what text;
	for_all CONSTANT text[] := '{USAGE ON SCHEMA %1$I,EXECUTE ON FUNCTION %1$I.tip}';
	for_reporters CONSTANT text[] := ARRAY[
		'SELECT ON %1$I.source, %1$I.source_alias, %1$I.source_rating, %1$I.document, %1$I.claim, %1$I.attestation, %1$I.ruling, %1$I.publication, %1$I.claim_event',
		'SELECT ON %1$I.desk, %1$I.would_fall, %1$I.contested, %1$I.to_correct',
		'INSERT (key, name, kind, affiliations, note) ON %1$I.source',
		'INSERT (publisher, headline, url, language, published_at, credits, republishes, item, version, status, supersedes) ON %1$I.document',
		'INSERT (statement, question, comparator, value, unit, answer) ON %1$I.claim',
		'INSERT (claim, said, quote, quote_language, translator, document, said_at) ON %1$I.attestation',
		'INSERT (document, claim) ON %1$I.publication',
		'EXECUTE ON FUNCTION %1$I.who, %1$I.speaker, %1$I.answer_range, %1$I.evidence_as_of, %1$I.attest, %1$I.add_confidential_source'];
	for_editors CONSTANT text[] := ARRAY[
		'INSERT (reliability, confidential), UPDATE (name, kind, affiliations, reliability, confidential, note), DELETE ON %1$I.source',
		'INSERT (alias, source), UPDATE (alias, source), DELETE ON %1$I.source_alias',
		'SELECT, INSERT, UPDATE, DELETE ON %1$I.source_identity',
		'UPDATE (publisher, headline, url, language, published_at, credits, republishes, item, version, status, supersedes) ON %1$I.document',
		'UPDATE (statement, question, comparator, value, unit, answer) ON %1$I.claim',
		'UPDATE (quote, quote_language, translator, document, said_at, accepted_at, retracted_at, retraction_reason) ON %1$I.attestation',
		'INSERT (claim, verdict, why) ON %1$I.ruling',
		'DELETE ON %1$I.publication',
		'EXECUTE ON FUNCTION %1$I.source_key, %1$I.accept_attestation, %1$I.retract_attestation, %1$I.rate_source, %1$I.discredit_source, %1$I.forget'];
BEGIN
	EXECUTE format('SELECT %s.require_ledger($1, $2)', ext) USING ledger, '0.2.0';
	FOREACH what IN ARRAY for_all LOOP
		FOREACH role IN ARRAY array_remove(ARRAY[tipster, reporter, editor], NULL) LOOP
			EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, role);
		END LOOP;
	END LOOP;
	FOREACH what IN ARRAY for_reporters LOOP
		FOREACH role IN ARRAY array_remove(ARRAY[reporter, editor], NULL) LOOP
			EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, role);
		END LOOP;
	END LOOP;
	IF editor IS NULL THEN
		RETURN;
	END IF;
	FOREACH what IN ARRAY for_editors LOOP
		EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, editor);
	END LOOP;
	IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = format('%I.source_identity', ledger)::regclass AND polname = editor) THEN
		EXECUTE format('CREATE POLICY %2$I ON %1$I.source_identity TO %2$I USING (true) WITH CHECK (true)', ledger, editor);
	END IF;
END
$$;

CREATE FUNCTION ledger_version(ledger name) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN CASE
	WHEN to_regclass(format('%I.claim', ledger)) IS NOT NULL AND to_regclass(format('%I.attestation', ledger)) IS NOT NULL
		AND to_regclass(format('%I.source_identity', ledger)) IS NOT NULL
	-- read, not run: it belongs to somebody else.  0.1.0 made none
	THEN coalesce((SELECT substring(p.prosrc FROM '\d+\.\d+\.\d+') FROM pg_proc AS p
		WHERE p.oid = to_regprocedure(format('%I.corroborate_version()', ledger))), '0.1.0')
END;

COMMENT ON FUNCTION ledger_version(name) IS 'the version of corroborate that made, or last upgraded, the ledger in this schema; NULL if there is none';

CREATE FUNCTION is_before(version text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN string_to_array(version, '.')::integer[] < string_to_array(other, '.')::integer[];

COMMENT ON FUNCTION is_before(text, text) IS 'whether a version of corroborate came before another';

CREATE FUNCTION require_ledger(ledger name, version text) RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	found text;
	too_old boolean;
BEGIN
	IF ledger IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'which ledger is meant is not said',
			HINT = 'Name its schema, for example ''newsroom''.';
	END IF;
	EXECUTE format('SELECT v, %1$s.is_before(v, $2) FROM %1$s.ledger_version($1) AS v', ext) INTO found, too_old USING ledger, version;
	IF found IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'undefined_table',
			MESSAGE = format('there is no ledger in schema %I', ledger),
			HINT = format('SELECT create_ledger(%L);', ledger);
	END IF;
	IF too_old THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('the ledger in schema %I was made by version %s', ledger, found),
			DETAIL = format('This needs what version %s makes.', version),
			HINT = format('Its owner brings it up to date: SELECT upgrade_ledger(%L);', ledger);
	END IF;
END
$$;

COMMENT ON FUNCTION require_ledger(name, text) IS 'an error unless there is a ledger in this schema, made or upgraded by this version at least';

CREATE FUNCTION ledger_changes(OUT before text, OUT commands text) RETURNS SETOF record LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT * FROM (VALUES ('0.2.0', $ddl$
-- no more statistics; what ANALYZE had collected goes with the old type
ALTER TABLE source_identity ALTER identity SET STATISTICS 0, ALTER held_by SET STATISTICS 0;
ALTER TABLE source_alias ALTER alias SET STATISTICS 0;
DO $do$
BEGIN
	ALTER TABLE source_identity ALTER identity TYPE text, ALTER held_by TYPE text;
	ALTER TABLE source_alias ALTER alias TYPE text COLLATE "C";
EXCEPTION WHEN feature_not_supported THEN
	RAISE WARNING USING MESSAGE = 'what ANALYZE collected of identities and other spellings stays where superusers read it',
		DETAIL = format('It goes with the types of these columns, which something of yours uses: %s.', SQLERRM),
		HINT = format('DELETE FROM pg_statistic WHERE starelid IN (%L::regclass, %L::regclass); as a superuser.',
			format('%I.source_identity', current_schema), format('%I.source_alias', current_schema));
END
$do$;

ALTER TABLE document
	ADD COLUMN item text,
	ADD COLUMN version text,
	ADD COLUMN status text CONSTRAINT document_status_known CHECK (status IN ('usable', 'withheld', 'cancelled')),
	ADD COLUMN supersedes bigint REFERENCES document,
	ADD CONSTRAINT document_supersedes_another CHECK (supersedes <> id);
CREATE UNIQUE INDEX document_item ON document (item, publisher, version) NULLS NOT DISTINCT WHERE item IS NOT NULL;
CREATE INDEX document_supersedes ON document (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX document_cancelled ON document (item, publisher) WHERE status = 'cancelled';
COMMENT ON COLUMN document.item IS 'what its publisher calls it, the same for all its versions';
COMMENT ON COLUMN document.version IS 'which version of the item; null: it has none';
COMMENT ON COLUMN document.status IS 'usable, withheld or cancelled, as its publisher says';
COMMENT ON COLUMN document.supersedes IS 'the version of the item that it corrects';
-- whoever writes down what is credited in a document writes down these, too
DO $do$
DECLARE
	may record;
BEGIN
	FOR may IN SELECT a.privilege_type, a.is_grantable, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS role
		FROM pg_attribute AS c CROSS JOIN LATERAL aclexplode(c.attacl) AS a
		WHERE c.attrelid = 'document'::regclass AND c.attname = 'credits'
	LOOP
		EXECUTE format('GRANT %s (item, version, status, supersedes) ON document TO %s%s', may.privilege_type, may.role,
			CASE WHEN may.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
	END LOOP;
END
$do$;

-- watch() keeps the history of flags
DROP TRIGGER claim_added ON claim;
DROP TRIGGER claim_changed ON claim;
DROP FUNCTION claim_changed();
-- the extension finds out by itself which claims these are
DROP FUNCTION claims_mentioning(text[]);
DROP FUNCTION regather_claims(bigint[], text);
DROP FUNCTION regather_standing(text[], text);
-- other arguments, another result
DROP FUNCTION refuse_if_mentioned(text[]);
DROP FUNCTION forget(text);
$ddl$)) AS changes (before, commands);
END;

COMMENT ON FUNCTION ledger_changes() IS
'what upgrade_ledger() runs for ledgers made before a version, besides making functions, triggers and views again';

CREATE FUNCTION unwatch_ledger(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	found record;
BEGIN
	-- not unwatch(), which leaves the claims' triggers where other attestations raise the same flags
	FOR found IN
		SELECT t.tgname, t.tgrelid::regclass AS relation FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid
		WHERE p.pronamespace = ext AND (
			t.tgrelid = format('%I.attestation', ledger)::regclass AND p.proname = 'gather_evidence'
			OR t.tgrelid = format('%I.claim', ledger)::regclass AND t.tgname IN ('zz_flag_corroborated', 'announce_flag', 'log_flag_insert', 'log_flag_update'))
	LOOP
		EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.relation);
	END LOOP;
END
$$;

COMMENT ON FUNCTION unwatch_ledger(name) IS 'takes away what watch_ledger() made';

CREATE FUNCTION hold_ledger(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	owner name;
BEGIN
	EXECUTE format('SELECT %s.require_ledger($1, $2)', ext) USING ledger, '0.1.0';
	EXECUTE format('SELECT pg_get_userbyid(c.relowner) FROM pg_class AS c WHERE c.relnamespace = $1 AND c.relname = ANY (%s.ledger_relations()) '
		'AND c.relowner <> $2 LIMIT 1', ext) INTO owner USING quote_ident(ledger)::regnamespace, quote_ident(current_user)::regrole;
	IF owner IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('the ledger in schema %I belongs to %I', ledger, owner),
			DETAIL = 'Its functions run with the rights of whoever makes them.',
			HINT = format('SET ROLE %I;', owner);
	END IF;
	EXECUTE format('SELECT %s.refuse_shared_schema($1)', ext) USING ledger;
	-- in the order in which attestations are written
	EXECUTE (SELECT format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', string_agg(format('%I.%I', ledger, t), ', ' ORDER BY o))
		FROM unnest('{attestation,source,source_alias,source_rating,source_identity,document,claim,claim_event,ruling,publication}'::text[])
			WITH ORDINALITY AS u (t, o));
END
$$;

COMMENT ON FUNCTION hold_ledger(name) IS 'an error unless there is a ledger in this schema, its caller''s alone; nobody else may use it from here on';

CREATE FUNCTION ledger_grants(ledger name) RETURNS jsonb LANGUAGE sql STABLE
RETURN (
	SELECT jsonb_agg(jsonb_build_object('function', p.oid, 'name', p.proname, 'role', a.grantee::regrole,
		'option', CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END))
	FROM pg_proc AS p CROSS JOIN LATERAL aclexplode(p.proacl) AS a
	WHERE p.pronamespace = quote_ident(ledger)::regnamespace AND a.grantee NOT IN (0, p.proowner)
);

COMMENT ON FUNCTION ledger_grants(name) IS 'who may run the functions of a ledger';

CREATE FUNCTION grant_again(ledger name, granted jsonb, earlier oid[]) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	again record;
BEGIN
	FOR again IN SELECT p.oid::regprocedure AS function, g.role, g.option
		FROM jsonb_to_recordset(granted) AS g (function oid, name name, role text, option text)
		JOIN pg_proc AS p ON p.proname = g.name AND p.pronamespace = quote_ident(ledger)::regnamespace AND p.oid <> ALL (earlier)
		-- not what was granted on functions that stay, whose name is the same
		WHERE NOT EXISTS (SELECT FROM pg_proc AS o WHERE o.oid = g.function)
	LOOP
		EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s%s', again.function, again.role, again.option);
	END LOOP;
END
$$;

COMMENT ON FUNCTION grant_again(name, jsonb, oid[]) IS 'lets who might run functions of a ledger that are gone run those that were made under their names';

CREATE FUNCTION upgrade_ledger(ledger name) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $upgrade$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
	was text;
	rule record;
	unknown_sources text;
	announce boolean;
	earlier oid[];
	granted jsonb;
	part text;
	again record;
	options jsonb;
	mended bigint;
BEGIN
	-- before anything is read: another may be upgrading it just now
	EXECUTE format('SELECT %s.hold_ledger($1)', ext) USING ledger;
	EXECUTE format('SELECT %1$s.ledger_version($1), %1$s.ledger_grants($1)', ext) INTO was, granted USING ledger;
	EXECUTE format('SELECT * FROM %s.watched() AS w WHERE w.attestations = $1', ext) INTO rule USING format('%I.attestation', ledger)::regclass;
	IF rule.flag IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('%I.attestation is not watched', ledger),
			DETAIL = 'So it does not show which rule the ledger has.',
			HINT = 'watch() it first.';
	END IF;
	unknown_sources := coalesce((SELECT substr(r, 9) FROM unnest(rule.rule) AS r WHERE r LIKE 'unknown=%'), 'allow');
	announce := EXISTS (SELECT FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid
		WHERE t.tgrelid = rule.claims AND t.tgname = 'announce_flag' AND p.pronamespace = ext);
	SELECT array_agg(p.oid) INTO earlier FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace;
	-- views that check their readers' rights, say, go on doing so
	SELECT coalesce(jsonb_object_agg(c.oid::regclass, array_to_string(c.reloptions, ', ')), '{}') INTO options
	FROM pg_class AS c WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relkind = 'v'
		AND c.relowner = quote_ident(current_user)::regrole AND c.reloptions IS NOT NULL;

	EXECUTE format('SELECT %s.unwatch_ledger($1)', ext) USING ledger;
	PERFORM set_config('search_path', format('%I, pg_temp', ledger), true);
	FOR part IN EXECUTE format('SELECT commands FROM %1$s.ledger_changes() WHERE %1$s.is_before($1, before) '
		'ORDER BY pg_catalog.string_to_array(before, ''.'')::integer[]', ext) USING was
	LOOP
		EXECUTE part;
	END LOOP;
	FOREACH part IN ARRAY ARRAY['ledger_triggers', 'ledger_views', 'ledger_functions'] LOOP
		EXECUTE format('SELECT %1$s.ledger_commands(%1$s.%2$I(), $1, $2)', ext, part) INTO part USING rule.threshold, rule.minimum_support;
		EXECUTE regexp_replace(part, '^CREATE (FUNCTION|TRIGGER|VIEW) ', 'CREATE OR REPLACE \1 ', 'gn');
	END LOOP;
	EXECUTE format('SELECT %s.watch_ledger($1, $2, $3, $4, $5)', ext) USING ledger, rule.threshold, rule.minimum_support, unknown_sources, announce;
	EXECUTE format('SELECT %1$s.revoke_new_functions($1, $3), %1$s.grant_again($1, $2, $3)', ext) USING ledger, granted, earlier;
	FOR again IN SELECT o.key AS view, o.value AS options FROM jsonb_each_text(options) AS o LOOP
		EXECUTE format('ALTER VIEW %s SET (%s)', again.view, again.options);
	END LOOP;

	-- what the earlier version left otherwise than this one gathers it
	PERFORM set_config('corroborate.cause', format('ledger of version %s upgraded', was), true);
	EXECUTE format('SELECT %s.rebuild_evidence($1)', ext) INTO mended USING rule.attestations;
	PERFORM set_config('corroborate.cause', cause_before, true);
	RETURN mended;
END
$upgrade$;

COMMENT ON FUNCTION upgrade_ledger(name) IS
'brings a ledger that an earlier version made to the version that is installed: its tables, views, functions and triggers. Rows, the rule for flags and privileges stay. Gathers again the claims whose evidence or flag was not what this version makes of their attestations, and returns how many these were. For its owner';

CREATE FUNCTION read_news(story text, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;

COMMENT ON FUNCTION read_news(text) IS
'the items of a story or feed, a row each: NewsML-G2, NITF, RSS, Atom, HTML. status: usable, withheld or cancelled, where the format says. credits: role and name of each. attribution: the item as a source, its publisher, on the word of whom it says it has it';

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
'the items of a story or feed, a row each, in the encoding that it declares';

CREATE FUNCTION is_newer(version text, than text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN version IS NULL OR than IS NULL THEN version IS NOT NULL
	WHEN version ~ '^[0-9]{1,18}$' AND than ~ '^[0-9]{1,18}$' THEN version::bigint > than::bigint
	ELSE version COLLATE "C" > than COLLATE "C"
END;

COMMENT ON FUNCTION is_newer(text, text) IS 'whether one version of a news item comes after another: as numbers if both are, else as text, which times of one form sort as; none comes first';

CREATE FUNCTION import_story(ledger name, story anyelement, report boolean, OUT document bigint, OUT item text, OUT version text, OUT change text,
	OUT said attribution)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	same_version CONSTANT text := format('SELECT id FROM %s.document AS d WHERE d.item = $1 AND d.publisher IS NOT DISTINCT FROM $2 '
		'AND d.version IS NOT DISTINCT FROM $3', quote_ident(ledger));
	-- supersedes the newest of the older versions
	new_version CONSTANT text := format('INSERT INTO %1$s.document (publisher, headline, url, language, published_at, credits, item, version, status, supersedes) '
		'VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT id FROM %1$s.document AS d WHERE d.item = $7 AND d.publisher IS NOT DISTINCT FROM $1 '
		'AND %2$s.is_newer($8, d.version) AND NOT EXISTS (SELECT FROM %1$s.document AS o WHERE o.item = $7 AND o.publisher IS NOT DISTINCT FROM $1 '
		'AND %2$s.is_newer($8, o.version) AND %2$s.is_newer(o.version, d.version)))) '
		'ON CONFLICT DO NOTHING RETURNING id, supersedes', quote_ident(ledger), ext);
	n record;
	publisher text;
	publisher_key text;
	seen text[] := '{}';
	known text;
	supersedes bigint;
	detail text;
BEGIN
	IF NOT report THEN
		EXECUTE format('SELECT %s.require_ledger($1, $2)', ext) USING ledger, '0.2.0';
	ELSE
		-- one of many, for which import_news() has asked. Read it once before anything is written
		BEGIN
			EXECUTE format('SELECT count(*) FROM %s.read_news($1)', ext) USING story;
		EXCEPTION WHEN invalid_xml_document OR program_limit_exceeded THEN
			GET STACKED DIAGNOSTICS change = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
			change := format('not read: %s. %s', change, detail);
			RETURN NEXT;
			RETURN;
		END;
	END IF;

	FOR n IN EXECUTE format('SELECT r.*, %1$s.speakers(r.attribution) AS speakers, %1$s.sources(r.attribution) AS sources, '
		-- what has no id is known by what it says, and an id that no index could hold by its digest
		'CASE WHEN octet_length(r.id) <= 1000 THEN r.id ELSE ''sha256:'' || encode(sha256(convert_to(coalesce(r.id, '
		'jsonb_build_array(r.publisher, r.headline, extract(epoch FROM r.published_at), r.body)::text), ''UTF8'')), ''hex'') END AS known_as '
		'FROM %1$s.read_news($1) AS r '
		'WHERE coalesce(r.id, r.headline, r.body) IS NOT NULL', ext) USING story LOOP
		item := n.known_as;
		version := left(n.version, 200);
		said := n.attribution;
		document := NULL;

		-- who speaks, and on whose word; feeds name the same ones again and again
		FOREACH known IN ARRAY coalesce(n.sources, '{}') LOOP
			CONTINUE WHEN known = ANY (seen);
			EXECUTE format('INSERT INTO %1$I.source (key, name, kind) SELECT $1, $1, $2 '
				'WHERE NOT EXISTS (SELECT FROM %1$I.source_alias WHERE alias = $1) ON CONFLICT DO NOTHING', ledger)
			USING known, CASE
				WHEN known = n.speakers[1] THEN CASE WHEN n.format = 'newsml-g2' THEN 'agency' ELSE 'outlet' END
				WHEN n.format = 'nitf' THEN 'agency'
				WHEN n.format ~ '^(rss|atom)' THEN 'outlet'
				ELSE 'other' END;
			seen := CASE WHEN cardinality(seen) < 100 THEN seen || known ELSE ARRAY[known] END;
		END LOOP;
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
			IF document IS NULL THEN -- another has just written it
				EXECUTE same_version INTO document USING item, publisher_key, version;
			END IF;
		ELSE
			change := 'known';
		END IF;
		IF n.status = 'cancelled' THEN
			EXECUTE format('SELECT %s.retract_cancelled($1, $2, $3)', ext) USING ledger, item, publisher_key;
		END IF;
		RETURN NEXT;
	END LOOP;
END
$$;

COMMENT ON FUNCTION import_story(name, anyelement, boolean) IS 'what import_news() does with one value. report: what cannot be read is reported in a row instead of an error';

CREATE FUNCTION retract_cancelled(ledger name, item text DEFAULT NULL, publisher text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	standing CONSTANT text := format('SELECT a.claim, a.id, min(c.item) AS item FROM %1$s.document AS c '
		'JOIN %1$s.document AS d ON d.item = c.item AND d.publisher IS NOT DISTINCT FROM c.publisher '
		'AND NOT %2$s.is_newer(d.version, c.version) '
		'JOIN %1$s.attestation AS a ON a.document = d.id WHERE c.status = ''cancelled'' AND a.retracted_at IS NULL '
		'AND ($1 IS NULL OR c.item = $1 AND c.publisher IS NOT DISTINCT FROM $2) GROUP BY a.claim, a.id', quote_ident(ledger), ext);
	retracted bigint;
BEGIN
	EXECUTE format('SELECT %s.require_ledger($1, $2)', ext) USING ledger, '0.2.0';
	IF NOT has_column_privilege(format('%I.attestation', ledger)::regclass, 'retracted_at', 'UPDATE') THEN
		EXECUTE format('SELECT count(*) FROM (%s) AS s', standing) INTO retracted USING item, publisher;
		IF retracted > 0 THEN
			RAISE WARNING USING MESSAGE = format('attestations that rest on cancelled items: %s', retracted),
				HINT = format('An editor retracts them: SELECT retract_cancelled(%L);', ledger);
		END IF;
		RETURN 0;
	END IF;
	EXECUTE format('UPDATE %I.attestation AS a SET retracted_at = greatest(now(), a.recorded_at), '
		'retraction_reason = format(''%%s was cancelled by its publisher'', s.item) FROM (%s) AS s WHERE a.claim = s.claim AND a.id = s.id', ledger, standing)
	USING item, publisher;
	GET DIAGNOSTICS retracted = ROW_COUNT;
	RETURN retracted;
END
$$;

COMMENT ON FUNCTION retract_cancelled(name, text, text) IS
'retracts the attestations that were taken from cancelled items, or from one, and returns how many. A cancelled version cancels the older ones of its publisher''s item too';

CREATE FUNCTION import_news(ledger name, story text, OUT document bigint, OUT item text, OUT version text, OUT change text, OUT said attribution)
	RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT * FROM import_story(ledger, story, false); END;

COMMENT ON FUNCTION import_news(name, text) IS
'writes the items of a story or feed into a ledger, and who publishes them into its sources. change: added, corrected (a newer version, which supersedes the older), cancelled (what was taken from it is retracted), known. said: how to attest what stands in it';

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
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
BEGIN
	EXECUTE format('SELECT %s.require_ledger($1, $2)', ext) USING ledger, '0.2.0';
	RETURN QUERY EXECUTE format('SELECT s.* FROM %s AS i, LATERAL %s.import_story($1, i.%I, true) AS s WHERE i.%I IS NOT NULL',
		inbox, ext, content, content) USING ledger;
END
$$;

COMMENT ON FUNCTION import_news(name, regclass, name) IS
'writes all stories of a table''s column, of type xml, text or bytea, into a ledger. What cannot be read is reported as change, and the others are written';

CREATE FUNCTION board_style() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $board$
:root {
	--paper: #fdfcf9; --ink: #1d1d1b; --soft: #5c5b57; --line: #d9d6cd; --wash: #f3f1ea;
	--edge: #8b887f; --chart: #fff;
	--yes: #14653f; --part: #7a5600; --no: #63625e; --against: #9c2a1f; --link: #174f8a;
	color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
	:root {
		--paper: #191a1c; --ink: #eceae4; --soft: #a9a79f; --line: #3a3b3e; --wash: #232427;
		--edge: #7c7d80; --chart: #15181b;
		--yes: #6fcf9b; --part: #e0b452; --no: #b3b1aa; --against: #f0897c; --link: #8fbcf0;
	}
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 Georgia, "Noto Serif", "Times New Roman", serif; }
button, input, select, label, table, nav, .chip, time, dt, dd, .meta, footer, summary, .glance, p.tools { font-family: system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { font-size: 2rem; line-height: 1.15; margin: 0 0 .25rem; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .5rem; }
h3 { font: 600 .8rem/1.3 system-ui, sans-serif; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); margin: 1.6rem 0 .5rem; }
.meta { color: var(--soft); font-size: .875rem; margin: 0; }
nav { display: flex; gap: 1.25rem; border-bottom: 1px solid var(--line); margin-top: 1.25rem; }
nav a { padding: .5rem 0; color: var(--soft); text-decoration: none; border-bottom: 3px solid transparent; }
nav a[aria-current] { color: var(--ink); border-color: var(--ink); font-weight: 600; }
a { color: var(--link); }
.tools { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; padding: 1rem 0; font-size: .9rem; }
.tools input[type=search] { flex: 1 1 16rem; min-width: 10rem; }
input, select, button { font-size: .95rem; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: .3rem; padding: .4rem .6rem; max-width: 100%; }
::placeholder { color: var(--soft); opacity: 1; }
label { display: inline-flex; gap: .4rem; align-items: center; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h2:focus { outline: none; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
th { text-align: left; font-weight: 600; border-bottom: 2px solid var(--ink); padding: .35rem .5rem; white-space: nowrap; vertical-align: bottom; }
th button { border: 0; background: none; padding: 0; font: inherit; cursor: pointer; }
th[aria-sort] button::after { content: " \2195"; color: var(--soft); }
th[aria-sort=ascending] button::after { content: " \2191"; color: inherit; }
th[aria-sort=descending] button::after { content: " \2193"; color: inherit; }
td { border-bottom: 1px solid var(--line); padding: .5rem; vertical-align: top; overflow-wrap: anywhere; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.statement { font-family: Georgia, "Noto Serif", serif; font-size: 1rem; min-width: 14rem; }
tbody tr:hover { background: var(--wash); }
.chip { display: inline-block; font-size: .8rem; font-weight: 600; border: 1px solid currentColor; border-radius: 1rem; padding: .05rem .55rem; white-space: nowrap; margin: .05rem 0; }
.corroborated_firsthand, .corroborated { color: var(--yes); }
.corroborated_firsthand { box-shadow: inset 0 0 0 1px currentColor; }
.uncorroborated { color: var(--part); }
.unsupported { color: var(--no); }
.against { color: var(--against); }
.held { color: var(--against); border-style: dashed; }
.full { background: var(--against); color: var(--paper); border-color: var(--against); }
.glance { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.25rem 0 0; padding: 0; }
.glance button { font-size: .9rem; padding: .3rem .8rem; border-color: currentColor; box-shadow: none; cursor: pointer; }
.glance .count { font-weight: 700; font-size: 1.35rem; line-height: 1.2; margin-right: .2rem; font-variant-numeric: tabular-nums; }
.glance [aria-pressed=true] { outline: 2px solid currentColor; outline-offset: -1px; background: var(--wash); }
.narrow { display: none; }
details { margin: 1.5rem 0; max-width: 60rem; }
summary { cursor: pointer; }
section.page { padding: 1.25rem 0 3rem; max-width: 60rem; }
.why { font-size: 1.1rem; }
figure { margin: 1rem 0; overflow-x: auto; background: var(--chart); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem; }
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid var(--edge); }
ol.timeline, ul.plain { list-style: none; margin: 0; padding: 0; }
ol.timeline { border-left: 2px solid var(--edge); margin-left: .4rem; }
ol.timeline li { padding: .3rem 0 .3rem 1.1rem; position: relative; }
ol.timeline li::before { content: ""; position: absolute; left: -.45rem; top: .75rem; width: .7rem; height: .7rem; border-radius: 50%; border: 2px solid var(--soft); background: var(--paper); }
ol.timeline li.raised::before { background: var(--yes); border-color: var(--yes); }
ol.timeline li.withdrawn::before { background: var(--paper); border-color: var(--part); }
ol.timeline li.disputed::before { background: var(--against); border-color: var(--against); border-radius: 0; }
ul.plain li { padding: .45rem 0; border-bottom: 1px solid var(--line); }
.gone { text-decoration: line-through; color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem; margin: .5rem 0; font-size: .925rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.empty { color: var(--soft); font-style: italic; margin: 0; padding: .45rem 0; }
footer { color: var(--soft); font-size: .85rem; padding: 1.5rem 1.25rem 3rem; }
@media (max-width: 40rem) {
	.wide { display: none; }
	.narrow { display: block; margin-top: .25rem; }
	td.statement { min-width: 0; }
	th { white-space: normal; }
	th, td { padding-left: .25rem; padding-right: .25rem; }
	h1 { font-size: 1.5rem; }
	dl { grid-template-columns: 1fr; }
	dd { margin-bottom: .4rem; }
	header, main, footer { padding-left: .9rem; padding-right: .9rem; }
}
@media print {
	:root { --paper: #fff; --ink: #000; --soft: #444; --line: #999; --wash: #fff; --edge: #777; --chart: #fff; --yes: #000; --part: #000; --no: #000; --against: #000; --link: #000; color-scheme: light; }
	nav, .tools, .back, .screen, th button::after { display: none; }
	.glance { margin-bottom: 1rem; }
	.glance button { border: 0; padding: 0 .8rem 0 0; }
	.full { background: none; color: #000; border-width: 2px; }
	figure { overflow: visible; }
	figure svg { min-width: 0 !important; }
	tr, figure, li { break-inside: avoid; }
	header, main, footer { max-width: none; padding: 0; }
}
$board$;

COMMENT ON FUNCTION board_style() IS 'the style of an evidence board';

CREATE FUNCTION board_script() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $board$
// The evidence board: shows what stands in the element "data".  All text goes
// into the page as text, never as markup; drawings are parsed as SVG.
'use strict';

const board = JSON.parse(document.getElementById('data').textContent);
const main = document.getElementById('main');
const claims = new Map(board.claims.map(claim => [String(claim.id), claim]));
const sources = new Map(board.sources.map(source => [source.key, source]));
const state = { words: '', status: '', only: '', sort: 'id', descending: false, at: -1, left: '' };

const STATUS = {
	corroborated_firsthand: 'corroborated first-hand',
	corroborated: 'corroborated',
	uncorroborated: 'uncorroborated',
	unsupported: 'unsupported',
};
const STATUS_ORDER = Object.keys(STATUS).reverse();

// What a claim may be besides
const lost = claim => !claim.flagged && claim.events.some(event => event.change === 'withdrawn');
const ONLY = {
	cleared: ['cleared', claim => claim.cleared],
	open: ['not cleared', claim => !claim.cleared],
	correct: ['published, to be corrected', claim => claim.correct.length > 0],
	lost: ['lost the flag', lost],
	disputed: ['disputed', claim => claim.disputed],
	held: ['held back', claim => claim.ruling === 'hold'],
};

// element('a', {href: '#'}, 'text', child ...)
function element(name, attributes, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes || {})) {
		if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
		else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
	}
	made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
	return made;
}

const rated = board.claims.some(claim => claim.belief !== null);
const number = value => value === null || value === undefined ? '–' : String(Math.round(value * 1000) / 1000);
const moment = at => at ? element('time', { datetime: at }, at.slice(0, 16).replace('T', ' ')) : element('span', { class: 'meta' }, 'date withheld');
const name = text => element('bdi', {}, text);
const claimLink = id => claims.has(String(id)) ?
	element('a', { href: '#claim/' + id }, name(claims.get(String(id)).statement)) : '#' + id;
const sourceLink = key => sources.has(key) ?
	element('a', { href: '#source/' + encodeURIComponent(key) }, name(key)) : name(key);
const statusChip = status => element('span', { class: 'chip ' + status }, STATUS[status] || status);
const separated = (items, by) => items.flatMap((item, i) => i ? [by, item] : [item]);

function chips(claim) {
	return separated([
		statusChip(claim.status),
		claim.disputed && element('span', { class: 'chip against' }, 'disputed'),
		lost(claim) && element('span', { class: 'chip unsupported' }, 'lost the flag'),
		claim.correct.length > 0 && element('span', { class: 'chip against full' }, 'to be corrected'),
		claim.ruling === 'hold' && element('span', { class: 'chip held' }, 'held back'),
		claim.ruling === 'confirm' && element('span', { class: 'chip corroborated' }, 'confirmed by an editor'),
	].filter(Boolean), ' ');
}

// ---- The list of claims

const COLUMNS = [
	{ key: 'id', title: '#', value: claim => claim.id, className: 'number wide' },
	{ key: 'statement', title: 'Claim', value: claim => claim.statement.toLocaleLowerCase() },
	{ key: 'status', title: 'Status', value: claim => STATUS_ORDER.indexOf(claim.status), className: 'wide' },
	{ key: 'corroboration', title: 'Independent', value: claim => claim.corroboration, className: 'number' },
	{ key: 'firsthand', title: 'First-hand', value: claim => claim.firsthand, className: 'number wide' },
	...(rated ? [{ key: 'belief', title: 'Belief', value: claim => claim.belief === null ? -1 : claim.belief, className: 'number wide' }] : []),
	{ key: 'cleared', title: 'Cleared', value: claim => claim.cleared ? 1 : 0, className: 'wide' },
];

// Made when first asked for, and kept: rows and what is searched of thousands of claims
const once = make => {
	const made = new Map();
	return claim => {
		if (!made.has(claim.id)) made.set(claim.id, make(claim));
		return made.get(claim.id);
	};
};
const searched = once(claim => [claim.id, claim.statement, claim.question, claim.why, claim.evidence].join(' ').toLocaleLowerCase());

function matches(claim, words) {
	return words.every(word => searched(claim).includes(word)) &&
		(!state.status || claim.status === state.status) &&
		(!state.only || ONLY[state.only][1](claim));
}

function shown() {
	const { value } = COLUMNS.find(column => column.key === state.sort);
	const words = state.words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	const found = board.claims.filter(claim => matches(claim, words));
	found.sort((a, b) => {
		const [x, y] = [value(a), value(b)];
		const order = x < y ? -1 : x > y ? 1 : a.id - b.id;
		return state.descending ? -order : order;
	});
	return found;
}

const claimRow = once(claim =>
	element('tr', {},
		element('td', { class: 'number wide' }, String(claim.id)),
		element('td', { class: 'statement' }, claimLink(claim.id), element('div', { class: 'narrow' }, chips(claim)),
			element('div', { class: 'meta wide' }, name(claim.why))),
		element('td', { class: 'wide chips' }, chips(claim)),
		element('td', { class: 'number' }, String(claim.corroboration)),
		element('td', { class: 'number wide' }, String(claim.firsthand)),
		rated && element('td', { class: 'number wide' }, number(claim.belief)),
		element('td', { class: 'wide' }, claim.cleared ? 'yes' : 'no')));

function fillList() {
	const found = shown();
	const body = document.getElementById('rows');
	body.replaceChildren(...found.map(claimRow));
	document.getElementById('found').textContent = found.length === board.claims.length ?
		`${found.length} claims` : `${found.length} of ${board.claims.length} claims`;
	for (const column of COLUMNS)
		document.getElementById('column-' + column.key).setAttribute('aria-sort',
			column.key !== state.sort ? 'none' : state.descending ? 'descending' : 'ascending');
	state.at = -1;
}

function sortBy(key) {
	state.descending = state.sort === key ? !state.descending : key !== 'id' && key !== 'statement';
	state.sort = key;
	fillList();
}

function choice(id, label, options) {
	return element('label', {}, label, element('select', { id, onchange: event => { state[id] = event.target.value; fillList(); } },
		options.map(([value, text]) => element('option', { value, selected: state[id] === value }, text))));
}

// How it stands, in numbers; each shows its claims
function glance() {
	const entry = (kind, value, label, count, always) => (count > 0 || always) && element('li', {}, element('button', {
		type: 'button', class: kind === 'status' ? value : value === 'cleared' ? 'corroborated' : 'against', 'aria-pressed': String(state[kind] === value),
		onclick: () => {
			const pressed = state[kind] === value;
			state.status = state.only = '';
			state[kind] = pressed ? '' : value;
			showList();
			main.querySelector(`[aria-pressed][data-of="${value}"]`).focus();
		}, 'data-of': value,
	}, element('span', { class: 'count' }, String(count)), ' ', label));
	return element('ul', { class: 'glance', 'aria-label': 'At a glance' },
		['cleared', 'correct', 'lost', 'disputed', 'held'].map(key => entry('only', key, ONLY[key][0], board.claims.filter(ONLY[key][1]).length, key === 'cleared')),
		Object.entries(STATUS).map(([key, label]) => entry('status', key, label, board.claims.filter(claim => claim.status === key).length)));
}

function howToRead() {
	const n = board.threshold;
	const words = [
		['independent', 'how many sources say so that do not have it from one another, nor belong together. A copy adds nothing.'],
		['corroborated first-hand', `${n} or more independent sources, and so many also if only what is known first-hand counts.`],
		['corroborated', `${n} or more independent sources; that some of them are independent is presumed, not checked.`],
		['uncorroborated', `somebody says so, but not ${n} independent sources.`],
		['unsupported', 'nobody says so whose word counts.'],
		['flag', `raised when a claim has ${n} independent sources, withdrawn when it no longer has.`],
		['cleared', 'may be published: flagged, or confirmed by an editor, and not held back.'],
		['disputed', 'somebody denies it. That takes no flag away.'],
		['discredited', 'the word of this source counts nowhere any more.'],
		rated && ['belief', 'from 0 to 1, of claims whose sources are rated: how likely one of its chains holds, less what speaks against it.'],
	].filter(Boolean);
	return element('details', {}, element('summary', {}, 'What these words mean'),
		element('dl', {}, words.map(([word, meaning]) => [element('dt', {}, word), element('dd', {}, meaning)])));
}

function showList() {
	main.replaceChildren(
		glance(),
		element('div', { class: 'tools', role: 'search' },
			element('input', {
				type: 'search', id: 'words', placeholder: 'Search claims and sources', 'aria-label': 'Search claims and sources', value: state.words,
				oninput: event => { state.words = event.target.value; fillList(); },
			}),
			choice('status', 'Status', [['', 'any'], ...Object.entries(STATUS)]),
			choice('only', 'Only', [['', 'all'], ...Object.entries(ONLY).map(([key, [label]]) => [key, label])]),
			element('span', { id: 'found', class: 'meta', 'aria-live': 'polite' })),
		element('table', {},
			element('thead', {}, element('tr', {}, COLUMNS.map(column =>
				element('th', { id: 'column-' + column.key, scope: 'col', class: column.className },
					element('button', { type: 'button', onclick: () => sortBy(column.key) }, column.title))))),
			element('tbody', { id: 'rows' })),
		howToRead());
	fillList();
}

// ---- One claim

function drawing(claim) {
	const parsed = new DOMParser().parseFromString(claim.drawing, 'image/svg+xml').documentElement;
	if (parsed.nodeName !== 'svg') return element('figure', {}, 'This drawing cannot be shown.');
	const svg = document.importNode(parsed, true);
	// rather scrolled than smaller than can be read
	svg.style.minWidth = Math.round(svg.getAttribute('width') * 0.8) + 'px';
	return element('figure', { tabindex: '0', role: 'group', 'aria-label': 'Drawing' }, svg);
}

// "rfa, on the word of dalian-2": of a chain only its beginning
function told(said) {
	const basis = said.against || said.for || {};
	const grounds = [
		basis.firsthand && ['first-hand'],
		basis.cites && ['on the word of ', separated(basis.cites.map(sourceLink), ' or ')],
		basis.unknown && ['on the word of someone unknown'],
	].filter(Boolean);
	return [sourceLink(said.by), said.against ? ' denies it' : ' says so', grounds.length > 0 && ', ', separated(grounds, ' or ')].flat(3);
}

function attestation(said) {
	const about = [
		said.document && ['in ', said.document.url && /^https?:/.test(said.document.url) ?
			element('a', { href: said.document.url, rel: 'noreferrer noopener' }, name(said.document.headline || said.document.url)) :
			name(said.document.headline || 'a document')],
		said.at !== undefined && ['written down ', moment(said.at)],
		said.said !== said.by && element('code', {}, name(said.said)),
		said.state === 'pending' && 'waits to be accepted',
		said.state === 'retracted' && ['retracted', said.reason && [': ', name(said.reason)]],
		said.state === 'replaced' && 'replaced by a later statement',
	].filter(Boolean);
	return element('li', {},
		element('div', { class: said.state === 'counts' ? null : 'gone' }, told(said)),
		said.quote && element('blockquote', { lang: said.language }, name(said.quote)),
		about.length > 0 && element('div', { class: 'meta' }, separated(about, ' · ').flat(3)));
}

function happening(event) {
	const words = { raised: 'flag raised', withdrawn: 'flag withdrawn', disputed: 'disputed', settled: 'no longer disputed', confirm: 'confirmed by an editor', hold: 'held back', release: 'ruling ended' };
	return element('li', { class: event.change },
		element('strong', {}, words[event.change] || event.change), ' ', moment(event.at),
		event.cause && element('div', { class: 'meta' }, name(event.cause)),
		event.to && element('div', { class: 'meta' }, event.from === event.to ? '' : `${STATUS[event.from]} → `, `${STATUS[event.to]}, ${event.corroboration} independent`));
}

const list = (items, make, none) => items.length ? element('ul', { class: 'plain' }, items.map(make)) : element('p', { class: 'empty' }, none);

function showClaim(claim) {
	main.replaceChildren(element('section', { class: 'page' },
		element('p', { class: 'back' }, element('a', { href: '#claims' }, '← all claims')),
		element('h2', { tabindex: '-1' }, name(claim.statement)),
		claim.question && element('p', { class: 'meta' }, name(claim.question), claim.answer && [' ', name(claim.answer)]),
		element('p', {}, chips(claim), ' ', element('span', { class: 'chip ' + (claim.cleared ? 'corroborated' : 'unsupported') }, claim.cleared ? 'cleared' : 'not cleared')),
		element('p', { class: 'why' }, name(claim.why)),
		drawing(claim),
		element('dl', {},
			element('dt', {}, 'independent'), element('dd', {}, `${claim.corroboration}; counting only what is known first-hand: ${claim.firsthand}`),
			element('dt', {}, 'against it'), element('dd', {}, `${claim.contradiction} independent`),
			element('dt', {}, 'support'), element('dd', {}, number(claim.support)),
			element('dt', {}, 'belief'), element('dd', {}, claim.belief === null ? '– (no chain has ratings throughout)' : number(claim.belief)),
			element('dt', {}, 'sources'), element('dd', {}, separated(claim.sources.map(sourceLink), ', ')),
			element('dt', {}, 'evidence'), element('dd', {}, element('code', {}, claim.evidence))),
		element('h3', {}, 'Who said so'), list(claim.said, attestation, 'Nobody has said anything yet.'),
		element('h3', {}, 'History of the flag'),
		claim.events.length ? element('ol', { class: 'timeline' }, claim.events.map(happening)) : element('p', { class: 'empty' }, 'It was never raised.'),
		element('h3', {}, 'Published in'),
		list(claim.published, item => element('li', {}, name(item.headline || 'a document'), ' ', moment(item.at)), 'Nothing of ours has used it.')));
}

// ---- Sources

const falls = source => source.without.filter(change => change.falls).length;
const reliability = source => source.reliability === 0 ? 'discredited' : source.reliability === null ? 'not rated' : number(source.reliability);

// Those on whom most rests first
const weighty = [...board.sources].sort((a, b) => falls(b) - falls(a) || b.claims.length - a.claims.length || (a.key < b.key ? -1 : 1));

function showSources() {
	main.replaceChildren(
		element('p', { class: 'tools' }, 'What if a source were discredited? The last column says how many flags would fall.'),
		element('table', {},
			element('thead', {}, element('tr', {}, ['Source', 'Kind', 'Reliability', 'Claims', 'Flags that would fall'].map((title, i) =>
				element('th', { scope: 'col', class: i > 1 ? 'number' : i === 1 ? 'wide' : null }, title)))),
			element('tbody', {}, weighty.map(source => element('tr', {},
				element('td', {}, sourceLink(source.key), source.name && [' ', element('span', { class: 'meta' }, name(source.name))]),
				element('td', { class: 'wide' }, source.kind),
				element('td', { class: 'number' }, source.reliability === null ? '–' : reliability(source)),
				element('td', { class: 'number' }, String(source.claims.length)),
				element('td', { class: 'number' }, String(falls(source))))))));
}

function showSource(source) {
	main.replaceChildren(element('section', { class: 'page' },
		element('p', { class: 'back' }, element('a', { href: '#sources' }, '← all sources')),
		element('h2', { tabindex: '-1' }, name(source.key)),
		element('dl', {},
			source.name && [element('dt', {}, 'name'), element('dd', {}, name(source.name))],
			element('dt', {}, 'kind'), element('dd', {}, source.kind),
			element('dt', {}, 'reliability'), element('dd', {}, reliability(source)),
			source.affiliations.length > 0 && [element('dt', {}, 'counts with'), element('dd', {}, separated(source.affiliations.map(name), ', '))]),
		element('h3', {}, source.reliability === 0 ? 'It is discredited' : 'What if it were discredited?'),
		list(source.without, change => element('li', {}, claimLink(change.claim), ' ', statusChip(change.from), ' → ', statusChip(change.to),
			change.falls && element('strong', { class: 'against' }, ' the flag falls')), source.reliability === 0 ? 'Its word counts nowhere.' : 'No claim would change.'),
		element('h3', {}, 'All that mentions it'),
		list(source.claims, id => element('li', {}, claimLink(id), ' ', claims.has(String(id)) && statusChip(claims.get(String(id)).status)), 'Nothing.')));
}

// ---- Where we are

function show() {
	const [page, key] = location.hash.slice(1).split('/');
	let known = decodeURIComponent(key || '');
	const claim = page === 'claim' && claims.get(known);
	const source = page === 'source' && sources.get(known);
	const inSources = page === 'sources' || page === 'source';
	for (const [id, current] of [['to-claims', !inSources], ['to-sources', inSources]]) {
		if (current) document.getElementById(id).setAttribute('aria-current', 'page');
		else document.getElementById(id).removeAttribute('aria-current');
	}
	if (claim) showClaim(claim);
	else if (source) showSource(source);
	else if (inSources) showSources();
	else showList();
	if (claim || source) {
		scrollTo(0, 0);
		main.querySelector('h2').focus({ preventScroll: true });
	} else {
		backTo(state.left);
	}
	state.left = claim || source ? location.hash : '';
}

const listed = () => [...main.querySelectorAll('tbody tr td:nth-child(-n+2) a')];

// Who comes back to a list stands where it was left
function backTo(hash) {
	const links = listed();
	state.at = hash === '' ? -1 : links.findIndex(link => link.getAttribute('href') === hash);
	if (state.at >= 0) links[state.at].focus();
}

// j and k walk through the list, / goes to the search, Escape goes back
function onKey(event) {
	const typing = /^(input|select|textarea)$/i.test(event.target.tagName);
	if (event.ctrlKey || event.metaKey || event.altKey) return;
	if (event.key === 'Escape') {
		if (typing) event.target.blur();
		else if (location.hash.startsWith('#source/')) location.hash = '#sources';
		else location.hash = '#claims';
	} else if (typing) {
		return;
	} else if (event.key === '/') {
		const words = document.getElementById('words');
		if (words) { words.focus(); event.preventDefault(); }
	} else if (event.key === 'j' || event.key === 'k') {
		const links = listed();
		if (links.length === 0) return;
		state.at = Math.min(Math.max(state.at + (event.key === 'j' ? 1 : -1), 0), links.length - 1);
		links[state.at].focus();
	}
}

addEventListener('hashchange', show);
addEventListener('keydown', onKey);
show();
$board$;

COMMENT ON FUNCTION board_script() IS 'the script of an evidence board';

CREATE FUNCTION board_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(replace(value, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;');

COMMENT ON FUNCTION board_text(text) IS 'text as HTML';

CREATE FUNCTION board_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 'sha256-' || encode(sha256(convert_to(value, 'UTF8')), 'base64');

COMMENT ON FUNCTION board_hash(text) IS 'how a content security policy names a script or style';

CREATE FUNCTION board_claims() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH RECURSIVE shy AS MATERIALIZED (
	SELECT s.key FROM @ledger@.source AS s WHERE s.confidential AND NOT $2
), spelt AS MATERIALIZED (
	SELECT a.alias, a.source FROM @ledger@.source_alias AS a JOIN shy ON shy.key = a.source
), names AS MATERIALIZED (
	SELECT n.name FROM (SELECT key FROM shy UNION ALL SELECT alias FROM spelt) AS n (name)
), letters AS (
	SELECT d.id FROM @ledger@.document AS d JOIN shy ON shy.key = d.publisher
	UNION SELECT d.id FROM letters AS l JOIN @ledger@.document AS d ON d.republishes = l.id
), statement AS (
	SELECT a.claim, a.id, t.said, a.recorded_at, a.quote, a.quote_language, a.document, a.retraction_reason,
		p.by, @ext@.attribution_jsonb(t.said) AS parts,
		EXISTS (SELECT FROM names WHERE a.said OPERATOR(@ext@.?) names.name) OR a.document IN (SELECT id FROM letters) AS shy,
		CASE WHEN a.retracted_at IS NOT NULL THEN 'retracted' WHEN a.accepted_at IS NULL THEN 'pending'
			WHEN a.id <> last_value(a.id) OVER (PARTITION BY a.claim, coalesce(o.source, p.by), a.accepted_at IS NULL, a.retracted_at IS NULL
				ORDER BY a.recorded_at, a.id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) THEN 'replaced'
			ELSE 'counts' END AS state
	FROM @ledger@.attestation AS a
	-- their other spellings, one after another, are told of as their keys
	CROSS JOIN LATERAL (
		WITH RECURSIVE renamed (said, alias) AS (
			SELECT a.said, '' COLLATE "C"
			UNION ALL
			SELECT @ext@.rename_source(r.said, n.alias, n.source)::@ext@.attribution, n.alias
			FROM renamed AS r CROSS JOIN LATERAL (
				SELECT s.alias, s.source FROM spelt AS s WHERE s.alias > r.alias AND r.said OPERATOR(@ext@.?) s.alias ORDER BY s.alias LIMIT 1) AS n
		)
		SELECT r.said FROM renamed AS r ORDER BY r.alias DESC LIMIT 1
	) AS t
	CROSS JOIN LATERAL (SELECT (@ext@.speakers(t.said) || @ext@.deniers(t.said))[1]) AS p (by)
	LEFT JOIN @ledger@.source_alias AS o ON o.alias = p.by
	WHERE a.claim = ANY ($1)
), said AS (
	SELECT s.claim, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('said', s.said::text, 'state', s.state, 'by', s.by,
			'for', s.parts -> 'for' -> s.by, 'against', s.parts -> 'against' -> s.by,
			'quote', CASE WHEN NOT s.shy THEN s.quote END, 'language', CASE WHEN NOT s.shy THEN s.quote_language END,
			'reason', CASE WHEN NOT s.shy THEN s.retraction_reason END,
			'document', CASE WHEN NOT s.shy AND s.document IS NOT NULL THEN jsonb_build_object('headline', d.headline, 'url', d.url) END))
		|| CASE WHEN s.shy THEN '{"at": null}' ELSE jsonb_build_object('at', to_jsonb(s.recorded_at)) END
		ORDER BY CASE WHEN s.shy THEN NULL ELSE s.recorded_at END, s.said::text, s.id) AS list
	FROM statement AS s LEFT JOIN @ledger@.document AS d ON d.id = s.document GROUP BY s.claim
), event AS (
	SELECT e.claim, e.at, e.id, e.change, e.from_status, e.to_status, e.corroboration, e.cause,
		EXISTS (SELECT FROM names WHERE strpos(e.cause, names.name) > 0) AS shy
	FROM @ledger@.claim_event AS e WHERE e.claim = ANY ($1)
	UNION ALL
	SELECT r.claim, r.at, r.id, r.verdict, NULL, NULL, NULL, r.why || ' (' || r.by || ')', false
	FROM @ledger@.ruling AS r WHERE r.claim = ANY ($1)
), events AS (
	SELECT e.claim, jsonb_agg(jsonb_build_object('change', e.change, 'from', e.from_status, 'to', e.to_status, 'corroboration', e.corroboration,
		'cause', CASE WHEN NOT e.shy THEN e.cause END, 'at', CASE WHEN NOT e.shy THEN e.at END) ORDER BY e.at, e.id) AS list
	FROM event AS e GROUP BY e.claim
), published AS (
	SELECT p.claim, jsonb_agg(jsonb_build_object('headline', d.headline, 'at', p.at) ORDER BY p.at, d.id) AS list
	FROM @ledger@.publication AS p JOIN @ledger@.document AS d ON d.id = p.document WHERE p.claim = ANY ($1) GROUP BY p.claim
), correct AS (
	SELECT t.claim, jsonb_agg(DISTINCT t.problem ORDER BY t.problem) AS list
	FROM @ledger@.to_correct AS t WHERE t.claim = ANY ($1) GROUP BY t.claim
)
SELECT jsonb_agg(jsonb_build_object(
	'id', c.id, 'statement', c.statement, 'question', c.question,
	'answer', coalesce(c.answer, nullif(concat_ws(' ', c.comparator, c.value, c.unit), '')),
	'status', c.status, 'corroboration', c.corroboration, 'firsthand', @ext@.corroboration_firsthand(c.evidence),
	'contradiction', @ext@.contradiction(c.evidence), 'support', c.support::float8, 'belief', c.confidence::float8,
	'disputed', c.disputed, 'cleared', c.cleared, 'flagged', c.corroborated_at IS NOT NULL, 'ruling', c.ruling,
	'why', @ext@.why(c.evidence), 'evidence', c.evidence::text, 'sources', to_jsonb(@ext@.sources(c.evidence)),
	'drawing', replace(@ext@.to_svg(c.evidence, c.statement), $3, ''),
	'said', coalesce(said.list, '[]'), 'events', coalesce(events.list, '[]'), 'published', coalesce(published.list, '[]'), 'correct', coalesce(correct.list, '[]')
	) ORDER BY c.id)
FROM @ledger@.claim AS c LEFT JOIN said ON said.claim = c.id LEFT JOIN events ON events.claim = c.id
	LEFT JOIN published ON published.claim = c.id LEFT JOIN correct ON correct.claim = c.id
WHERE c.id = ANY ($1)
$query$;

COMMENT ON FUNCTION board_claims() IS 'the query for the claims of a board';

CREATE FUNCTION board_sources() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH mentioned AS MATERIALIZED (
	SELECT s.key, c.id, c.status, c.corroborated_at IS NOT NULL AS flagged, @ext@.discredit(c.evidence, s.key) AS without
	FROM @ledger@.claim AS c CROSS JOIN LATERAL unnest(@ext@.sources(c.evidence)) AS s (key) WHERE c.id = ANY ($1)
), differing AS (
	SELECT m.key, m.id, m.status AS before, @ext@.status(m.without, $3) AS after,
		m.flagged AND NOT (@ext@.corroboration(m.without) >= $3 AND ($4 IS NULL OR coalesce(@ext@.support(m.without)::float8 >= $4, false))) AS falls
	FROM mentioned AS m
), on_it AS (
	SELECT d.key, jsonb_agg(d.id ORDER BY d.id) AS claims,
		jsonb_agg(jsonb_build_object('claim', d.id, 'from', d.before, 'to', d.after, 'falls', d.falls) ORDER BY d.id)
			FILTER (WHERE d.falls OR d.before <> d.after) AS without
	FROM differing AS d GROUP BY d.key
)
SELECT jsonb_agg(jsonb_build_object('key', s.key, 'name', s.name, 'kind', s.kind, 'reliability', s.reliability::float8,
	-- with a confidential source by its key
	'affiliations', ARRAY(SELECT coalesce(c.key, f.name) FROM unnest(s.affiliations) WITH ORDINALITY AS f (name, o)
		LEFT JOIN @ledger@.source_alias AS a ON a.alias = f.name LEFT JOIN @ledger@.source AS c ON c.key = a.source AND c.confidential AND NOT $2
		ORDER BY f.o), 'claims', o.claims, 'without', coalesce(o.without, '[]')) ORDER BY s.key)
FROM @ledger@.source AS s JOIN on_it AS o ON o.key = s.key
WHERE $2 OR NOT s.confidential
$query$;

COMMENT ON FUNCTION board_sources() IS 'the query for the sources of a board';

CREATE FUNCTION board_drawing_style() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext text := (SELECT quote_ident(n.nspname) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'corroborate');
	style text;
BEGIN
	EXECUTE format('SELECT substring(%1$s.to_svg(''{}''::%1$s.evidence) FROM ''<style[^>]*>(.*)</style>'')', ext) INTO style;
	RETURN style;
END
$$;

COMMENT ON FUNCTION board_drawing_style() IS 'the style sheet that all drawings share';

CREATE FUNCTION board_page(title text, subtitle text, data text) RETURNS text LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext text := (SELECT quote_ident(n.nspname) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'corroborate');
	page text;
BEGIN
	EXECUTE format($page$
		SELECT format(%2$L, %1$s.board_text($1), %1$s.board_text($2),
			-- nothing in it can end the element that holds it
			replace($3, '<', '\u003c'),
			%1$s.board_style() || %1$s.board_drawing_style(), %1$s.board_script(), %1$s.board_hash(%1$s.board_script()))
		$page$, ext, $html$<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '%6$s'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>%1$s</title>
<style>%4$s</style>
</head>
<body>
<header>
<h1>%1$s</h1>
<p class="meta">%2$s</p>
<nav aria-label="Pages"><a id="to-claims" href="#claims">Claims</a><a id="to-sources" href="#sources">Sources</a></nav>
</header>
<main id="main"><noscript>This page needs JavaScript to be switched on. It asks nothing of the network.</noscript></main>
<footer><span class="screen">Keys: j and k walk through the list, / searches, Escape goes back. </span>This file is complete in itself and connects to nothing.</footer>
<script type="application/json" id="data">%3$s</script>
<script>%5$s</script>
</body>
</html>
$html$) INTO page USING title, subtitle, data;
	RETURN page;
END
$$;

COMMENT ON FUNCTION board_page(text, text, text) IS 'the page around a board''s data, which is JSON';

CREATE FUNCTION evidence_board(
	ledger name,
	title text DEFAULT NULL,
	claims bigint[] DEFAULT NULL,
	with_confidential boolean DEFAULT false
) RETURNS text LANGUAGE plpgsql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
	at_once CONSTANT integer := 100;
	say_every interval;
	ext text := (SELECT quote_ident(n.nspname) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'corroborate');
	claims_query text;
	sources_query text;
	style text;
	wanted bigint[];
	parts text[] := '{}';
	part text;
	sources text;
	rule record;
	said_at timestamptz := clock_timestamp();
	page text;
BEGIN
	EXECUTE format('SELECT %s.require_ledger($1, $2)', ext) USING ledger, '0.1.0';
	EXECUTE format('SELECT * FROM %s.watched() AS w WHERE w.attestations = to_regclass($1)', ext) INTO rule USING format('%I.attestation', ledger);
	EXECUTE format('SELECT replace(replace(%1$s.board_claims(), ''@ext@'', $1), ''@ledger@'', $2), replace(replace(%1$s.board_sources(), ''@ext@'', $1), ''@ledger@'', $2)', ext)
	INTO claims_query, sources_query USING ext, quote_ident(ledger);
	EXECUTE format('SELECT %1$s.board_drawing_style(), %1$s.progress_interval()', ext) INTO style, say_every;
	EXECUTE format('SELECT coalesce(array_agg(c.id ORDER BY c.id), ''{}'') FROM %I.claim AS c WHERE $1 IS NULL OR c.id = ANY ($1)', ledger)
	INTO wanted USING claims;

	FOR i IN 0 .. (cardinality(wanted) - 1) / at_once LOOP
		EXECUTE claims_query INTO part USING wanted[i * at_once + 1 : (i + 1) * at_once], with_confidential, style;
		-- the brackets of one list around all
		parts := parts || substr(part, 2, length(part) - 2);
		IF clock_timestamp() > said_at + say_every THEN
			said_at := clock_timestamp();
			RAISE NOTICE USING MESSAGE = format('%s of %s claims are on the board', least((i + 1) * at_once, cardinality(wanted)), cardinality(wanted));
		END IF;
	END LOOP;
	EXECUTE sources_query INTO sources USING wanted, with_confidential, coalesce(rule.threshold, 2), rule.minimum_support::text::float8;

	EXECUTE format('SELECT %s.board_page($1, $2, $3)', ext) INTO page USING
		coalesce(title, 'The evidence board of ' || ledger),
		format('%s claims, as of %s. A claim is flagged when %s independent sources support it%s.', cardinality(wanted),
			to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), coalesce(rule.threshold, 2),
			CASE WHEN rule.minimum_support IS NULL THEN '' ELSE format(' with a support of at least %s', rule.minimum_support) END),
		format('{"threshold":%s,"claims":[%s],"sources":%s}', coalesce(rule.threshold, 2), array_to_string(parts, ','), coalesce(sources, '[]'));
	RETURN page;
END
$$;

COMMENT ON FUNCTION evidence_board(name, text, bigint[], boolean) IS
'a ledger as one page of HTML that needs neither network nor server: claims with what they rest on, drawings, quotes, the history of each flag, sources and what would fall without them. claims: only these. Confidential sources show by their key at most; with_confidential gives them a page, quotes and dates too. In psql: \t \a \o board.html';
