------------------------------------------------------------------------------
-- ledger_upgrade: ledgers that earlier versions made
------------------------------------------------------------------------------

-- A ledger is its maker's, so ALTER EXTENSION UPDATE leaves it as it is: with
-- the tables, views, functions and triggers of the version that made it.
-- upgrade_ledger() brings it to the version that is installed.
--
-- Functions, triggers and views are made again from what create_ledger() runs.
-- ledger_changes() says what that leaves: changed tables, and what is gone.

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

-- Each row: for ledgers made before that version, the commands, run as those of create_ledger() are
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
$ddl$), ('0.3.0', $ddl$
-- evidence is compressed so from its next change on; where somebody has chosen a compression it stays
DO $do$
BEGIN
	IF (SELECT a.attcompression = '' FROM pg_attribute AS a WHERE a.attrelid = 'claim'::regclass AND a.attname = 'evidence') THEN
		ALTER TABLE claim ALTER evidence SET COMPRESSION @compression@;
	END IF;
END
$do$;
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
	FOR part IN EXECUTE format('SELECT %1$s.ledger_commands(commands, $2, $3) FROM %1$s.ledger_changes() WHERE %1$s.is_before($1, before) '
		'ORDER BY pg_catalog.string_to_array(before, ''.'')::integer[]', ext) USING was, rule.threshold, rule.minimum_support
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
