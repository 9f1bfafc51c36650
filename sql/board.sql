--
-- What the evidence board is told of each statement: what counts, what does not and why
--

SET client_min_messages = warning;
SELECT create_ledger('boarded', unknown_sources => 'add');
SET search_path = boarded, public;

-- What a board shows
CREATE FUNCTION shown(with_confidential boolean DEFAULT false) RETURNS SETOF jsonb LANGUAGE sql STABLE SET timezone = 'UTC'
RETURN jsonb_array_elements((SELECT (regexp_match(b.page, '<script type="application/json" id="data">(.*?)</script>'))[1]::jsonb -> 'claims'
	FROM evidence_board('boarded', with_confidential => with_confidential) AS b (page)));
CREATE VIEW board_said AS
SELECT c -> 'id' AS claim, s ->> 'said' AS said, s -> 'state' AS state, s -> 'number' AS number, s -> 'replaced_by' AS replaced_by, s ->> 'gone_at' AS gone_at,
	s -> 'reason' AS reason
FROM shown() WITH ORDINALITY AS b (c, i), jsonb_array_elements(c -> 'said') WITH ORDINALITY AS t (s, j) ORDER BY b.i, t.j;
CREATE VIEW board_claim AS
SELECT c -> 'id' AS claim, c -> 'corroboration' AS independent, c -> 'contradiction' AS against, c -> 'disputed' AS disputed, c -> 'denied' AS denied,
	c -> 'says_both' AS says_both
FROM shown() AS b (c);

INSERT INTO source (key, kind) VALUES ('anna', 'person'), ('ben', 'person'), ('herald', 'outlet');
INSERT INTO claim (statement) VALUES ('the bridge is unsafe'), ('the mayor knew'), ('the bridge was mended'), ('the river rose');

-- All that a source says counts together; what another statement replaces does not, and what that had replaced does not either
INSERT INTO attestation (id, claim, said, recorded_at, accepted_at, replaces) OVERRIDING SYSTEM VALUE VALUES
	(11, 1, 'herald<anna', '2026-05-01 09:00Z', '2026-05-01 09:00Z', NULL),
	(12, 1, 'herald<ben', '2026-05-02 09:00Z', '2026-05-02 09:00Z', NULL),
	(13, 1, 'herald<carl', '2026-05-03 09:00Z', '2026-05-03 09:00Z', 12),
	(14, 1, 'herald<*', '2026-05-04 09:00Z', '2026-05-04 09:00Z', 13),
	(16, 1, 'dora', '2026-05-06 09:00Z', '2026-05-06 09:00Z', NULL);
-- which waits, and so replaces nothing
INSERT INTO attestation (id, claim, said, recorded_at, accepted_at, accepted_by, replaces) OVERRIDING SYSTEM VALUE VALUES
	(15, 1, 'herald', '2026-05-05 09:00Z', NULL, NULL, 11);
UPDATE attestation SET retracted_at = '2026-05-07 09:00Z', retraction_reason = 'misheard' WHERE id = 16;
SELECT * FROM board_said;
SELECT r.claim, r.id, r.by FROM replaced AS r ORDER BY r.id;
-- who replaces is retracted itself: what it had replaced counts again
BEGIN;
UPDATE attestation SET retracted_at = '2026-05-08 09:00Z', retraction_reason = 'never said' WHERE id = 14;
SELECT * FROM board_said;
ROLLBACK;

-- A person who has said both, until one of the two is replaced
INSERT INTO attestation (id, claim, said, recorded_at, accepted_at) OVERRIDING SYSTEM VALUE VALUES
	(21, 2, 'anna<*', '2026-05-01 09:00Z', '2026-05-01 09:00Z'), (22, 2, 'ben', '2026-05-01 10:00Z', '2026-05-01 10:00Z'),
	(23, 2, '!anna', '2026-05-02 09:00Z', '2026-05-02 09:00Z');
SELECT * FROM board_claim WHERE claim = '2';
SELECT * FROM board_said WHERE claim = '2';
INSERT INTO attestation (id, claim, said, recorded_at, accepted_at, replaces) OVERRIDING SYSTEM VALUE VALUES
	(24, 2, '!anna<*', '2026-05-03 09:00Z', '2026-05-03 09:00Z', 21);
SELECT * FROM board_claim WHERE claim = '2';
SELECT * FROM board_said WHERE claim = '2';

-- Denied by as many as would raise a flag
INSERT INTO attestation (claim, said) VALUES (3, 'ed'), (3, '!anna'), (3, '!ben'), (3, '!herald');
SELECT * FROM board_claim WHERE claim = '3';

-- Where anything protected was said, neither numbers nor dates of what became of it
SELECT count(*) FROM board_said WHERE number IS NOT NULL OR gone_at IS NOT NULL;
INSERT INTO source (key, kind, confidential) VALUES ('source-1', 'person', true);
INSERT INTO source_alias VALUES ('Jane', 'source-1');
INSERT INTO attestation (id, claim, said, recorded_at, accepted_at, replaces) OVERRIDING SYSTEM VALUE VALUES
	(41, 4, 'source-1<*', '2026-05-01 09:00Z', '2026-05-01 09:00Z', NULL), (42, 4, '!Jane', '2026-05-02 09:00Z', '2026-05-02 09:00Z', NULL),
	(43, 4, 'Jane<x', '2026-05-03 09:00Z', '2026-05-03 09:00Z', NULL), (44, 4, 'Jane<y', '2026-05-04 09:00Z', '2026-05-04 09:00Z', 43),
	(45, 4, 'ben<x', '2026-05-05 09:00Z', '2026-05-05 09:00Z', NULL), (46, 4, 'ben<y', '2026-05-06 09:00Z', '2026-05-06 09:00Z', 45),
	(47, 4, 'ed', '2026-05-07 09:00Z', '2026-05-07 09:00Z', NULL);
UPDATE attestation SET retracted_at = '2026-05-08 09:00Z', retraction_reason = 'misheard' WHERE id = 47;
SELECT * FROM board_claim WHERE claim = '4';
SELECT * FROM board_said WHERE claim = '4';
-- but where that is asked for
SELECT c -> 'says_both' AS says_both FROM shown(true) AS b (c) WHERE c -> 'id' = '4';
SELECT s ->> 'said' AS said, s -> 'state' AS state, s -> 'number' AS number, s -> 'replaced_by' AS replaced_by, s ->> 'gone_at' AS gone_at
FROM shown(true) AS b (c), jsonb_array_elements(c -> 'said') WITH ORDINALITY AS t (s, j) WHERE c -> 'id' = '4' ORDER BY t.j;

RESET search_path;
DROP SCHEMA boarded CASCADE;
