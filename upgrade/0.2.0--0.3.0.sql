-- From 0.2.0 to 0.3.0: what upgrade/derive cannot find out by itself

-- Ledgers are their makers', not the extension's
DO $$
DECLARE
	ledger name;
BEGIN
	FOR ledger IN SELECT n.nspname FROM pg_catalog.pg_namespace AS n WHERE ledger_version(n.nspname) IS NOT NULL ORDER BY n.nspname
	LOOP
		RAISE WARNING USING MESSAGE = pg_catalog.format('the ledger in schema %I is still as version %s made it', ledger, ledger_version(ledger)),
			HINT = pg_catalog.format('Its owner brings it up to date: SELECT upgrade_ledger(%L);', ledger);
	END LOOP;
END
$$;

-- Other tables that are watched lack triggers that watch() makes now
DO $$
DECLARE
	watched regclass;
BEGIN
	FOR watched IN SELECT DISTINCT t.tgrelid::pg_catalog.regclass FROM pg_catalog.pg_trigger AS t
		JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
		WHERE t.tgfoid = 'gather_evidence()'::pg_catalog.regprocedure AND (c.relname <> 'attestation' OR ledger_version(n.nspname) IS NULL)
		ORDER BY 1
	LOOP
		RAISE WARNING USING MESSAGE = pg_catalog.format('table %s is still watched as an earlier version did it', watched),
			DETAIL = 'Evidence is gathered; but nothing keeps others from writing it by hand, nor the table from becoming a partition, whose rows would be missed.',
			HINT = pg_catalog.format('Its owner brings it up to date: SELECT unwatch(%L); and then watch() with the arguments that it was given.', watched);
	END LOOP;
END
$$;

-- Have more arguments, or columns in their result
DROP FUNCTION create_ledger(name, integer, confidence, text, boolean);
DROP FUNCTION watched();
DROP FUNCTION watch(regclass, regclass, text[], text, text, text, integer, confidence, text, text, text[], regclass, regclass, regclass, regclass, text, regclass, text, boolean);

-- Have moved to corroborate_internal: nobody but the extension calls them
DROP FUNCTION ledger_tables(), ledger_triggers(), ledger_views(), ledger_functions(), ledger_relations(), ledger_changes(),
	ledger_commands(text, integer, confidence), refuse_shared_schema(name), revoke_new_functions(name, oid[]),
	watch_ledger(name, integer, confidence, text, boolean), unwatch_ledger(name), hold_ledger(name), ledger_grants(name),
	grant_again(name, jsonb, oid[]), is_before(text, text);
-- and is_newer(), which nothing of a ledger calls
DROP FUNCTION is_newer(text, text);

DROP FUNCTION board_text(text), board_hash(text), board_claims(), board_sources(), board_style(), board_script(), board_drawing_style(),
	board_page(text, text, text);

-- Has two more arguments
DROP FUNCTION evidence_board(name, text, bigint[], boolean);

-- Have one more argument
DROP FUNCTION import_news(name, text);
DROP FUNCTION import_news(name, xml);
DROP FUNCTION import_news(name, bytea);
DROP FUNCTION import_news(name, regclass, name);
DROP FUNCTION import_story(name, anyelement, boolean);
