-- A ledger of 10,000 claims of five attestations each, by 5,000 sources: one is first-hand, the others have it from one
-- organisation, without which all the claims lose their flag.

SELECT create_ledger('desk');
INSERT INTO desk.source (key, kind) SELECT 'ministry', 'organisation' UNION ALL SELECT format('source-%s', i), 'person' FROM generate_series(1, 5000) AS i;
INSERT INTO desk.claim (id, statement) SELECT i, format('claim %s', i) FROM generate_series(1, 10000) AS i;
INSERT INTO desk.attestation (claim, said)
SELECT c, format('source-%s:0.5%s', 1 + (c * 31 + i * 997) % 5000, CASE i WHEN 0 THEN '<*' ELSE '<ministry' END)::attribution
FROM generate_series(1, 10000) AS c, generate_series(0, 4) AS i;

-- Says how long it took to rate it
CREATE FUNCTION rated(rating float8) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	start timestamptz := clock_timestamp();
BEGIN
	UPDATE desk.source SET reliability = rating::confidence WHERE key = 'ministry';
	RETURN format('Execution Time: %s ms', extract(epoch FROM clock_timestamp() - start) * 1000);
END
$$;
VACUUM ANALYZE;
