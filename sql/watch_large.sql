-- Claims of many sources, row by row: new rows are spliced into the stored bytes where that gives the same as gathering
\set VERBOSITY terse

CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer NOT NULL, said attribution NOT NULL);
-- which compression is the default depends on the server
SET client_min_messages = warning;
SELECT watch('attestation', 'claim', claim => '{claim}', flag => NULL);
RESET client_min_messages;
INSERT INTO claim SELECT n FROM generate_series(1, 3) AS n;

-- 1: only of the plain form, nobody of whom cites two; 2: now and then something else; 3: certain ones among them
CREATE FUNCTION row_by_row(first integer, last integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	plain text;
	other text;
BEGIN
	FOR i IN first .. last LOOP
		plain := CASE i % 7
			WHEN 0 THEN format('v%s:0.%s<*', i * 37 % 1000, 1 + i % 9)
			WHEN 1 THEN format('u%s', i * 91 % 1000)
			WHEN 2 THEN format('w%s:0.25<v%s', i * 53 % 1000, (i - 2) * 37 % 1000)
			WHEN 3 THEN format('"v %s"<?', i % 40)
			WHEN 4 THEN format('x%s:0.125<o%s:0.5<*', i * 11 % 1000, i % 30)
			ELSE format('y%s:0.%s<o%s', i * 17 % 1000, 1 + i % 9, i % 50)
		END;
		other := CASE WHEN i % 50 = 49 THEN format('v%s<(o1,o%s)', i, i % 30)
			WHEN i % 90 = 89 THEN format('!v%s:0.5', i)
			WHEN i % 130 = 129 THEN format('v%s@acme', i)
			WHEN i % 170 = 169 THEN format('v%s:0', i)
			ELSE plain
		END;
		INSERT INTO attestation (claim, said) VALUES (1, plain::attribution);
		INSERT INTO attestation (claim, said) VALUES (2, other::attribution);
		INSERT INTO attestation (claim, said) VALUES (3, CASE WHEN i % 100 = 5 THEN 'sure:1<*' ELSE plain END::attribution);
	END LOOP;
END
$$;

CREATE VIEW differing AS
SELECT c.id FROM claim AS c
WHERE (SELECT row(evidence_send(evidence_agg(said)), corroboration(evidence_agg(said)), corroboration_firsthand(evidence_agg(said)),
		support(evidence_agg(said))::text, denial(evidence_agg(said))::text) FROM attestation WHERE claim = c.id)
	IS DISTINCT FROM row(evidence_send(evidence), corroboration(evidence), corroboration_firsthand(evidence), support(evidence)::text, denial(evidence)::text);

-- in steps: a wrong byte may be mended by what comes after it
DO $$
BEGIN
	FOR step IN 0 .. 19 LOOP
		PERFORM row_by_row(step * 30 + 1, step * 30 + 30);
		IF EXISTS (SELECT FROM differing) OR EXISTS (SELECT FROM check_evidence('attestation')) THEN
			RAISE WARNING 'differs after step %', step;
		END IF;
	END LOOP;
END
$$;
SELECT id, cardinality(sources(evidence)) > 400 AS many, corroboration(evidence) > 200 AS corroborated, support(evidence) < 1 AS uncertain, contradiction(evidence) > 0 AS denied
FROM claim ORDER BY id;

-- what a row says again, or less of it, writes nothing
SELECT ctid AS before FROM claim WHERE id = 1 \gset
INSERT INTO attestation (claim, said) SELECT claim, said FROM attestation WHERE id IN (1, 100);
INSERT INTO attestation (claim, said) VALUES (1, 'v259');
SELECT ctid = :'before' AS unwritten FROM claim WHERE id = 1;

-- what another aggregate of a superuser's left unfinished
CREATE AGGREGATE unfinished(attribution) (SFUNC = evidence_agg_add, STYPE = evidence, INITCOND = '{}');
INSERT INTO claim VALUES (4);
INSERT INTO attestation (claim, said) VALUES (4, 'a'), (4, 'b');
UPDATE claim SET evidence = (SELECT unfinished(said) FROM attestation WHERE claim = 4) WHERE id = 4;
INSERT INTO attestation (claim, said) VALUES (4, 'c<*');
SELECT evidence, corroboration(evidence) FROM claim WHERE id = 4;

-- a claim of very many
INSERT INTO claim VALUES (5);
INSERT INTO attestation (claim, said) SELECT 5, said_by('w' || i) FROM generate_series(1, 66000) AS i;
INSERT INTO attestation (claim, said) VALUES (5, '"w5 and others":0.5<w7');
SELECT cardinality(sources(evidence)) AS sources, corroboration(evidence), support(evidence) IS NULL AS unrated FROM claim WHERE id = 5;
SELECT id FROM differing;

DROP AGGREGATE unfinished(attribution);
DROP TABLE attestation, claim CASCADE;
DROP FUNCTION row_by_row;
