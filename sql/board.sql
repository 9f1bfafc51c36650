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

-- Who carries the support, and how probable each answer is: both follow from the evidence that is shown, also of a confidential source by its
-- key, and from no track record
INSERT INTO claim (id, statement, question, answer) VALUES (5, 'Anna did it', 'Who did it?', 'Anna'), (6, 'Ben did it', 'Who did it?', 'Ben'), (7, 'somebody did it', NULL, NULL);
INSERT INTO attestation (claim, said) VALUES (5, 'Jane:0.9'), (5, 'herald:0.8<Jane'), (5, 'ed@rfa:0.5'), (5, 'carl@rfa'), (5, 'dora'), (5, '!ben:0.6'), (6, 'fay:0.7'), (6, 'gus');
INSERT INTO claim (id, statement) SELECT i, 'claim ' || i FROM generate_series(101, 112) AS i;
INSERT INTO attestation (claim, said) SELECT i, s::attribution FROM generate_series(101, 112) AS i, unnest('{dora,!fay}'::text[]) AS s;
INSERT INTO ruling (claim, verdict, why) SELECT i, 'refute', 'no such thing' FROM generate_series(101, 112) AS i;
SELECT c -> 'id' AS claim, c -> 'shares' AS shares, c -> 'weighed' AS weighed FROM shown() AS b (c) WHERE c -> 'id' IN ('5', '6', '7');
SELECT c -> 'id' AS claim, count(*) AS shares, count(*) FILTER (WHERE abs((s ->> 'part')::float8 - e.share / (c ->> 'support')::float8) > 1e-4
	OR abs((s ->> 'without')::float8 - e.support_without::float8) > 1e-4) AS wrong
FROM shown() AS b (c) CROSS JOIN LATERAL jsonb_array_elements(c -> 'shares') AS t (s)
	JOIN LATERAL shares((c ->> 'evidence')::evidence) AS e ON to_jsonb(e.unit) = s -> 'unit' WHERE c -> 'id' = '5' GROUP BY 1;
SELECT count(*) AS names FROM evidence_board('boarded') AS b (page) WHERE b.page ~ 'Jane';
-- what the desk finds is in answers(), not on the board
SELECT answer, round(probability::numeric, 4) AS probability FROM answers('boarded');
-- the only answer on a board has nothing to be compared with
SELECT c -> 'id' AS claim, c ? 'others' AS others, c ? 'weighed' AS weighed
FROM jsonb_array_elements((SELECT (regexp_match(b.page, '<script type="application/json" id="data">(.*?)</script>'))[1]::jsonb -> 'claims'
	FROM evidence_board('boarded', claims => '{5,7}') AS b (page))) AS b (c);
-- as many as are computed, and one more
INSERT INTO claim (id, statement) SELECT n, n || ' say so' FROM unnest('{201,250,251}'::integer[]) AS n;
INSERT INTO attestation (claim, said) SELECT n, ('s' || i || ':0.5')::attribution FROM unnest('{201,250,251}'::integer[]) AS n CROSS JOIN LATERAL generate_series(201, n) AS i;
SELECT c -> 'id' AS claim, jsonb_array_length(c -> 'shares') AS shares FROM shown() AS b (c) WHERE c -> 'id' IN ('201', '250', '251');

-- A claim that is not there
SELECT evidence_board('boarded', claims => '{99,1,98}');
SELECT evidence_board('boarded', claims => '{1,NULL}');
SELECT ledger_to_prov_xml('boarded', claims => '{1,99}');
SELECT to_claim_review('boarded', claims => '{99}');
SELECT evidence_as_of(99, 'now');
SELECT evidence_as_of(NULL, 'now');
SELECT count(*) AS boards FROM evidence_board('boarded', claims => '{}');

RESET search_path;
DROP SCHEMA boarded CASCADE;
