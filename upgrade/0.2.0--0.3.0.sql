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

-- Has two more arguments
DROP FUNCTION watch(regclass, regclass, text[], text, text, text, integer, confidence, text, text, text[], regclass, regclass, regclass, regclass, text, regclass, text, boolean);
