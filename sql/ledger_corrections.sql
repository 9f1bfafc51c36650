--
-- The ledger: each published claim that is not cleared is to be corrected
--

SET client_min_messages = warning;
SELECT create_ledger('desk');
SET search_path = desk, public;
INSERT INTO source (key, kind) VALUES ('nurse', 'person'), ('cop', 'person');
INSERT INTO claim (statement) VALUES ('confirmed'), ('held'), ('never cleared'), ('flagged'), ('released before'), ('held again'), ('refuted before');
INSERT INTO document (headline) VALUES ('Our story');
CREATE FUNCTION day(n integer) RETURNS timestamptz LANGUAGE sql IMMUTABLE RETURN timestamptz '2021-01-01 UTC' + make_interval(days => n);
INSERT INTO attestation (claim, said) SELECT c, s::attribution FROM unnest('{2,4,6}'::int[]) AS c, unnest('{nurse,cop}'::text[]) AS s;
INSERT INTO ruling (claim, verdict, why, at) VALUES
	(1, 'confirm', 'on the record', day(1)), (2, 'hold', 'wait', day(1)),
	(5, 'confirm', 'on the record', day(1)), (5, 'release', 'she takes it back', day(2)),
	(6, 'hold', 'wait', day(1)), (7, 'refute', 'we have seen it', day(1));
INSERT INTO publication (document, claim, at) SELECT 1, id, day(3) FROM claim;

-- Published though held, refuted or never cleared; not what is cleared
SELECT claim, problem, since = day(3) AS at_publication, cause FROM to_correct ORDER BY claim, problem;

-- A confirmation that is released
INSERT INTO ruling (claim, verdict, why, at) VALUES (1, 'release', 'he takes it back', day(4));
SELECT claim, problem, since = day(4) AS at_release, cause FROM to_correct WHERE claim = 1;
INSERT INTO ruling (claim, verdict, why, at) VALUES (1, 'confirm', 'he stands by it', day(5));
SELECT count(*) FROM to_correct WHERE claim = 1;

-- Once is enough: what another row says is not said again
INSERT INTO ruling (claim, verdict, why, at) VALUES (6, 'hold', 'wait longer', day(4));
SELECT retract_attestation(4, id, 'misheard') IS NOT NULL AS retracted FROM attestation WHERE claim = 4 AND said = 'cop';
SELECT claim, problem, cause FROM to_correct WHERE claim IN (4, 6) ORDER BY claim;

-- Cleared at last
INSERT INTO ruling (claim, verdict, why, at) SELECT id, 'confirm', 'on the record', day(6) FROM claim;
SELECT count(*) FROM to_correct;

DROP SCHEMA desk CASCADE;
