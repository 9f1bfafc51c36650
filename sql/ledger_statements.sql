--
-- What the statements of a desk say together
--

CREATE SCHEMA desk;
SELECT create_ledger('desk');
SET search_path = desk, public;
SET corroborate.cause = '';
INSERT INTO source (key, kind) VALUES ('anna', 'person'), ('mayor', 'person'), ('driver', 'person'), ('dandong-1', 'person'), ('dalian-2', 'person'),
	('ministry', 'organisation'), ('post', 'outlet'), ('herald', 'outlet'), ('wire', 'agency');
INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 18) AS i;

-- a copy of what nobody counts for adds nothing
INSERT INTO attestation (claim, said) VALUES (1, 'post<anna');
INSERT INTO attestation (claim, said) VALUES (1, 'herald<post');
SELECT claim, status_before, status, change FROM discredit_source('anna', 'made it up');
SELECT evidence, status, why FROM desk JOIN claim USING (id, status) WHERE id = 1;
SELECT claim, status_before, status, change FROM rate_source('anna', NULL, 'did not');

-- two interviews add up
INSERT INTO attestation (claim, said) VALUES (2, 'anna:0.8<*');
INSERT INTO attestation (claim, said, quote) VALUES (2, 'anna', 'again');
SELECT evidence FROM claim WHERE id = 2;

-- ten articles of one paper are ten articles, and none is replaced
INSERT INTO attestation (claim, said) SELECT 3, 'post<anna' FROM generate_series(1, 10);
SELECT evidence, (SELECT count(*) FROM replaced AS r WHERE r.claim = c.id) AS replaced FROM claim AS c WHERE id = 3;

-- neither the order of typing nor the time of the interview decides
INSERT INTO attestation (claim, said, said_at) VALUES (4, 'mayor<*', '2026-03-18');
INSERT INTO attestation (claim, said, said_at) VALUES (4, 'mayor<driver', '2025-01-01');
INSERT INTO attestation (claim, said, said_at) VALUES (5, 'mayor<driver', '2025-01-01'), (5, 'mayor<*', '2026-03-18');
SELECT id, evidence FROM claim WHERE id IN (4, 5) ORDER BY id;

-- who says both yes and no counts for neither until one is replaced
SELECT note FROM attest(6, 'anna');
SELECT note FROM attest(6, '!anna');
SELECT status, disputed, says_both FROM desk WHERE id = 6;
SELECT note FROM attest(6, 'anna', replaces => (SELECT max(id) FROM attestation WHERE claim = 6));
SELECT status, disputed, says_both FROM desk WHERE id = 6;

-- a paper stands on both sides, on the word of each
INSERT INTO attestation (claim, said) VALUES (7, 'post<anna');
INSERT INTO attestation (claim, said) VALUES (7, '!post<ministry');
SELECT evidence, corroboration, contradiction(evidence), says_both FROM desk JOIN claim USING (id, corroboration) WHERE id = 7;

-- a correction replaces; without one both count, and attest says so
SELECT note FROM attest(8, 'dalian-2<*');
SELECT note FROM attest(8, 'dalian-2<dandong-1');
SELECT evidence FROM claim WHERE id = 8;
SELECT note FROM attest(9, 'dalian-2<*');
SELECT note FROM attest(9, 'dalian-2<dandong-1', replaces => (SELECT id FROM attestation WHERE claim = 9));
SELECT evidence FROM claim WHERE id = 9;

-- papers that report themselves
INSERT INTO attestation (claim, said) VALUES (10, 'post'), (10, 'herald');
SELECT evidence, corroboration FROM claim WHERE id = 10;
UPDATE source SET passes_on = false WHERE key IN ('post', 'herald');
SELECT evidence, corroboration FROM claim WHERE id = 10;
SELECT change, cause FROM claim_event WHERE claim = 10;
-- and so deny
INSERT INTO attestation (claim, said) VALUES (11, '!post'), (11, '!herald');
SELECT status, denied, cleared FROM desk WHERE id = 11;
UPDATE source SET passes_on = NULL WHERE key IN ('post', 'herald');

-- an aggregator that says it twice is one
INSERT INTO attestation (claim, said) VALUES (12, 'wire<anna'), (12, 'wire<mayor');
SELECT evidence, corroboration FROM claim WHERE id = 12;

-- nobody but the triggers changes evidence
UPDATE claim SET evidence = '{q,r}' WHERE id = 13;
SELECT evidence, cleared FROM claim WHERE id = 13;

-- unnamed witnesses are on someone unknown's word, and nothing falls with them
INSERT INTO source (key, kind) VALUES ('a witness', 'unnamed');
INSERT INTO attestation (claim, said) VALUES (14, '"a witness"'), (14, 'anna');
SELECT evidence, corroboration FROM claim WHERE id = 14;
SELECT count(*) FROM would_fall WHERE source = 'a witness';

-- a list that always copies another
INSERT INTO source (key, kind) VALUES ('list A', 'other'), ('list B', 'other');
INSERT INTO attestation (claim, said) VALUES (15, '"list A"'), (15, '"list B"');
SELECT evidence, corroboration FROM claim WHERE id = 15;
UPDATE source SET relies_on = '{list B}' WHERE key = 'list A';
SELECT evidence, corroboration FROM claim WHERE id = 15;
SELECT change, cause FROM claim_event WHERE claim = 15 ORDER BY id;

-- a key that is also another spelling is registered, and removed
INSERT INTO source (key, kind) VALUES ('s8', 'person');
INSERT INTO source_alias VALUES ('s1', 's8');
INSERT INTO attestation (claim, said) VALUES (16, 's8'), (16, 'anna');
INSERT INTO source (key, kind) VALUES ('s1', 'outlet');
SELECT evidence, corroborated_at IS NOT NULL AS flagged FROM claim WHERE id = 16;
DELETE FROM source WHERE key = 's1';
SELECT evidence, corroborated_at IS NOT NULL AS flagged FROM claim WHERE id = 16;
SELECT change, cause FROM claim_event WHERE claim = 16 ORDER BY id;

-- however often a source has spoken, in whatever spelling, attest() names a few of its statements, and reads a few
INSERT INTO source_alias VALUES ('the mayor', 'mayor'), ('town hall', 'mayor');
INSERT INTO attestation (claim, id, said) SELECT 17, 1000 + i, (CASE i % 3 WHEN 0 THEN 'mayor' WHEN 1 THEN '"the mayor"' ELSE '"town hall"' END || '<*')::attribution
FROM generate_series(1, 999) AS i;
INSERT INTO attestation (claim, id, said) SELECT 17, 2000 + i, ('post<' || CASE WHEN i % 2 = 0 THEN 'anna' ELSE 'driver' END)::attribution FROM generate_series(1, 1000) AS i;
UPDATE attestation SET retracted_at = recorded_at, retraction_reason = 'misheard' WHERE claim = 17 AND id IN (1001, 2002);
INSERT INTO attestation (claim, id, said, replaces) VALUES (17, 3001, 'post<anna', 2004);
CREATE FUNCTION note_and_reads(claim bigint, said attribution, OUT note text, OUT few boolean) LANGUAGE plpgsql SET search_path = desk, public AS $$
DECLARE
	attested bigint;
	before bigint;
BEGIN
	INSERT INTO attestation AS a (claim, said) VALUES (note_and_reads.claim, note_and_reads.said) RETURNING id INTO attested;
	before := (SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relid = 'attestation'::regclass);
	note := replace(attestation_note(note_and_reads.claim, attested), attested::text, 'this one');
	few := (SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relid = 'attestation'::regclass) - before BETWEEN 1 AND 40;
END
$$;
SELECT said, n.* FROM unnest('{post<anna,post<driver,mayor,mayor<*,!mayor<*,post<mayor}'::attribution[]) AS said CROSS JOIN LATERAL note_and_reads(17, said) AS n;

-- who has said both so often does not get a list of everything
INSERT INTO attestation (claim, id, said) SELECT 18, 4000 + i, (CASE WHEN i > 5 THEN '!' ELSE '' END || 'anna')::attribution FROM generate_series(1, 7) AS i;
SELECT note FROM note_and_reads(18, 'anna<*');
DROP FUNCTION note_and_reads;

-- A correction that is pending replaces too, where one that counts replaces it: the first gives way when it says so
INSERT INTO claim (id, statement) VALUES (19, 'corrected twice');
INSERT INTO attestation (claim, id, said, accepted_at, accepted_by) VALUES (19, 1, 'anna', now(), 'desk'), (19, 2, 'post', NULL, NULL);
INSERT INTO attestation (claim, id, said, replaces) VALUES (19, 3, 'driver', 2);
SELECT evidence FROM claim WHERE id = 19;
UPDATE attestation SET replaces = 1 WHERE claim = 19 AND id = 2;
SELECT evidence FROM claim WHERE id = 19;
UPDATE attestation SET replaces = NULL WHERE claim = 19 AND id = 2;
SELECT evidence FROM claim WHERE id = 19;

SELECT * FROM check_evidence('attestation');
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA desk CASCADE;
