-- A million attestations about 100,000 claims, five times: without triggers, watched, kept with plain counters by the
-- two triggers that people write themselves, and by the floor, which writes as many bytes as the evidence has. The same
-- indexes on all, and rows of the same width: all claims hold the evidence, kept or not.
-- Needs psql's variable floor: the library of floor.c, without its suffix.

SET synchronize_seqscans = off; -- all in the same order

CREATE TABLE feed AS
SELECT i AS n, 1 + abs(hashint8(i * 3::bigint)) % 100000 AS claim,
	('voice-' || abs(hashint8(i * 17::bigint)) % 10000 || ':0.5<origin-' || abs(hashint8(i * 19::bigint)) % 2000)::attribution AS said
FROM generate_series(1, 400000) AS i;
CREATE INDEX ON feed (n);

CREATE TABLE told AS
SELECT i AS n, 1 + abs(hashint8(i * 5::bigint)) % 100000 AS claim, 'source-' || abs(hashint8(i * 7::bigint)) % 10000 AS source,
	('source-' || abs(hashint8(i * 7::bigint)) % 10000 || ':0.5<origin-' || abs(hashint8(i * 13::bigint)) % 2000)::attribution AS said
FROM generate_series(1, 1000000) AS i;

-- Of each source the latest statement stands
CREATE TABLE known AS
SELECT id, coalesce(evidence, '{}') AS evidence
FROM generate_series(1, 100000) AS id
LEFT JOIN (
	SELECT claim, evidence_agg(said) AS evidence
	FROM (SELECT DISTINCT ON (claim, source) claim, said FROM told ORDER BY claim, source, n DESC) AS latest
	GROUP BY claim
) AS gathered ON claim = id;

-- as it is stored
CREATE CAST (evidence AS bytea) WITHOUT FUNCTION;

DO $$
DECLARE
	variant text;
BEGIN
	FOREACH variant IN ARRAY '{plain,watched,recounted,counted,bare}'::text[] LOOP
		EXECUTE format($ddl$
			CREATE SCHEMA %1$I;
			CREATE TABLE %1$I.claim (id integer PRIMARY KEY, evidence %2$s NOT NULL, n integer NOT NULL DEFAULT 0)
				WITH (fillfactor = 70, autovacuum_enabled = off);
			INSERT INTO %1$I.claim (id, evidence) SELECT id, %3$s FROM known;
			CREATE TABLE %1$I.attestation (
				id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
				claim integer NOT NULL,
				said attribution NOT NULL,
				recorded_at timestamptz NOT NULL DEFAULT now()
			) WITH (autovacuum_enabled = off);
			INSERT INTO %1$I.attestation (claim, said) SELECT claim, said FROM told;
			ALTER TABLE %1$I.attestation ADD FOREIGN KEY (claim) REFERENCES %1$I.claim;
			CREATE INDEX ON %1$I.attestation (claim);
			CREATE INDEX ON %1$I.attestation USING gin (said) WITH (gin_pending_list_limit = 65536);
			CREATE SEQUENCE %1$I.fed;
			$ddl$, variant,
			CASE variant WHEN 'bare' THEN 'bytea' ELSE 'evidence' END,
			CASE variant WHEN 'bare' THEN 'evidence::bytea' ELSE 'evidence' END);
	END LOOP;
END
$$;

SELECT watch('watched.attestation', 'watched.claim', latest_by => '{recorded_at,id}');

-- for each row, count anew
CREATE FUNCTION recounted.recount() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE recounted.claim SET n = (SELECT count(DISTINCT a.said) FROM recounted.attestation AS a WHERE a.claim = NEW.claim) WHERE id = NEW.claim;
	RETURN NULL;
END
$$;
CREATE TRIGGER recount AFTER INSERT ON recounted.attestation FOR EACH ROW EXECUTE FUNCTION recounted.recount();

-- for each statement, add up
CREATE FUNCTION counted.add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE counted.claim AS c SET n = c.n + added.n
	FROM (SELECT claim, count(*) AS n FROM new_rows GROUP BY claim) AS added WHERE c.id = added.claim;
	RETURN NULL;
END
$$;
CREATE TRIGGER add AFTER INSERT ON counted.attestation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION counted.add();

-- for each statement, write bytes: for each row as many as it adds to the evidence
CREATE FUNCTION bare.keep() RETURNS trigger LANGUAGE c AS :'floor', 'keep_bytes';
SELECT round(avg(pg_column_size(evidence || said) - pg_column_size(evidence))) AS width
FROM known JOIN feed ON claim = id WHERE n <= 1000 AND pg_column_size(evidence) > 126 \gset
CREATE TRIGGER keep AFTER INSERT ON bare.attestation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
	EXECUTE FUNCTION bare.keep('bare.claim', :width);

-- Inserts so many rows by so many a statement; says how long that took, in the words of EXPLAIN. What GIN puts off is
-- done before that, and not timed: it comes once in some thirty thousand rows, in the midst of whatever is timed then,
-- and is the same for all.
CREATE FUNCTION fed(variant text, total integer, step integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	sequence regclass := variant || '.fed';
	base bigint := (nextval(sequence) - 1);
	start timestamptz;
BEGIN
	PERFORM setval(sequence, base + total);
	PERFORM gin_clean_pending_list(format('%I.attestation_said_idx', variant)::regclass);
	start := clock_timestamp();
	FOR i IN 0 .. total / step - 1 LOOP
		EXECUTE format('INSERT INTO %I.attestation (claim, said) SELECT claim, said FROM feed WHERE n > $1 AND n <= $2', variant)
		USING base + i * step, base + (i + 1) * step;
	END LOOP;
	RETURN format('Execution Time: %s ms', extract(epoch FROM clock_timestamp() - start) * 1000);
END
$$;
VACUUM ANALYZE;
