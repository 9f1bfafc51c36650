-- Claims of 10, 100, 1,000 and 10,000 sources, twice: their evidence compressed with pglz and with lz4

DO $$
DECLARE
	variant text;
BEGIN
	FOREACH variant IN ARRAY '{pglz,lz4}'::text[] LOOP
		EXECUTE format($ddl$
			CREATE SCHEMA %1$I;
			CREATE TABLE %1$I.claim (id integer PRIMARY KEY, evidence evidence COMPRESSION %1$s NOT NULL DEFAULT '{}')
				WITH (fillfactor = 70, autovacuum_enabled = off);
			CREATE TABLE %1$I.attestation (
				id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
				claim integer NOT NULL REFERENCES %1$I.claim,
				said attribution NOT NULL
			) WITH (autovacuum_enabled = off);
			CREATE INDEX ON %1$I.attestation (claim);
			CREATE INDEX ON %1$I.attestation USING gin (said) WITH (gin_pending_list_limit = 65536);
			$ddl$, variant);
		PERFORM watch(format('%I.attestation', variant), format('%I.claim', variant), latest_by => '{id}');
		EXECUTE format($dml$
			-- among others, so that they are found by the index
			INSERT INTO %1$I.claim (id) SELECT unnest('{10,100,1000,10000}'::integer[]) UNION ALL SELECT generate_series(100001, 120000);
			INSERT INTO %1$I.attestation (claim, said)
			SELECT sources, format('early-%%s:0.5<origin-%%s', i, i %% 2000)::attribution
			FROM unnest('{10,100,1000,10000}'::integer[]) AS sources, generate_series(1, sources) AS i;
			$dml$, variant);
	END LOOP;
END
$$;
VACUUM ANALYZE;
