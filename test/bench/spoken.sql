-- A ledger of claims about which an agency has spoken 9, 999 and 49,999 times, each time on the word of one of a
-- hundred persons, and a person as often first-hand.

SELECT create_ledger('spoken');
INSERT INTO spoken.source (key, kind) SELECT format('person-%s', i), 'person' FROM generate_series(1, 100) AS i;
INSERT INTO spoken.source (key, kind)
SELECT format('%s-%s', kind, n), kind FROM unnest('{10,1000,50000}'::integer[]) AS n, unnest('{agency,person}'::text[]) AS kind
ON CONFLICT DO NOTHING;
INSERT INTO spoken.claim (id, statement) SELECT n, format('said %s times', n) FROM unnest('{10,1000,50000}'::integer[]) AS n;
INSERT INTO spoken.attestation (claim, said)
SELECT n, said_by(format('agency-%s', n), cites => ARRAY[format('person-%s', 11 + i % 90)])
FROM unnest('{10,1000,50000}'::integer[]) AS n, generate_series(1, n - 1) AS i;
INSERT INTO spoken.attestation (claim, said)
SELECT n, said_by(format('person-%s', n), firsthand => true) FROM unnest('{10,1000,50000}'::integer[]) AS n, generate_series(1, n - 1) AS i;

-- Says how long it took to attest it so many times over, and takes it back, so that the source has spoken as often as before
CREATE FUNCTION spoken_again(about bigint, said attribution, total integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	start timestamptz;
	took numeric;
BEGIN
	BEGIN
		start := clock_timestamp();
		FOR i IN 1 .. total LOOP
			PERFORM spoken.attest(about, said);
		END LOOP;
		took := extract(epoch FROM clock_timestamp() - start) * 1000;
		RAISE SQLSTATE 'BENCH';
	EXCEPTION WHEN SQLSTATE 'BENCH' THEN
		RETURN format('Execution Time: %s ms', took);
	END;
END
$$;
VACUUM ANALYZE;
