-- Claims beside those of watch.sql: of 10, 1,000 and 10,000 sources, under the numbers 100010, 101000 and 110000; from
-- 200000 on, claims of which nothing is known yet. Sources are rated and cite one of 2,000 origins.

CREATE SEQUENCE voice;

CREATE TABLE large AS
SELECT 100000 + sources AS id, evidence_agg(format('early-%s:0.5<origin-%s', i, i % 2000)::attribution) AS evidence
FROM unnest('{10,1000,10000}'::integer[]) AS sources, generate_series(1, sources) AS i GROUP BY sources
UNION ALL
SELECT i, '{}' FROM generate_series(200000, 200099) AS i;

INSERT INTO bare.claim (id, evidence)
SELECT id, evidence::bytea FROM large;
INSERT INTO counted.claim (id, evidence) SELECT id, evidence FROM large WHERE id >= 200000;

-- by the rows, so that they say the same
INSERT INTO watched.claim (id, evidence) SELECT id, '{}' FROM large;
INSERT INTO watched.attestation (claim, said)
SELECT 100000 + sources, format('early-%s:0.5<origin-%s', i, i % 2000)::attribution
FROM unnest('{10,1000,10000}'::integer[]) AS sources, generate_series(1, sources) AS i;

-- So many new voices about a claim of which nothing is known, by one statement
CREATE FUNCTION fed_many(variant text, total integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	claim integer := 200050 + nextval('voice') % 50;
	start timestamptz := clock_timestamp();
BEGIN
	EXECUTE format('INSERT INTO %I.attestation (claim, said) SELECT $1, format($f$voice-%%s:0.5<origin-%%s$f$, i, i %% 2000)::attribution FROM generate_series(1, $2) AS i', variant)
	USING claim, total;
	RETURN format('Execution Time: %s ms', extract(epoch FROM clock_timestamp() - start) * 1000);
END
$$;
VACUUM ANALYZE;
