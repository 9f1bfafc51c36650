-- From 0.1.0 to 0.2.0: what upgrade/derive cannot find out by itself

-- Has one more argument
DROP FUNCTION watch(regclass, regclass, text[], text, text, text, integer, confidence, text, text, text[], regclass, regclass, regclass, regclass, text, text, boolean);

-- Ledgers are their makers', not the extension's
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
