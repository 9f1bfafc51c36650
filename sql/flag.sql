-- The triggers flag_corroborated and announce_flag

CREATE TABLE claim (
	id int PRIMARY KEY,
	statement text,
	evidence evidence,
	corroborated_at timestamptz
);
CREATE TRIGGER flag_corroborated BEFORE INSERT OR UPDATE ON claim
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'corroborated_at');

-- What a flag is: unset, set in this transaction, or older
CREATE FUNCTION flag(timestamptz) RETURNS text LANGUAGE sql STABLE
	RETURN CASE WHEN $1 IS NULL THEN '-' WHEN $1 = now() THEN 'now' ELSE to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD') END;

-- Raised when two independent sources say so, and not before
BEGIN;
INSERT INTO claim (id, evidence) VALUES
	(1, NULL),
	(2, '{}'),
	(3, '{kcna}'),
	(4, '{kcna, dalian-2}'),
	(5, '{yonhap<kcna, kcna}'),
	(6, '{kim@rfa, lee@rfa}'),
	(7, '{a, b, !c, !d, !e}'),
	(8, '{a<?, b}'),
	(9, '{!a, !b}');
SELECT id, evidence, flag(corroborated_at) FROM claim ORDER BY id;
COMMIT;

-- Merging raises it; a retraction and a discredited source take it away
BEGIN;
UPDATE claim SET evidence = '{kcna, nurse}' WHERE id = 3 RETURNING flag(corroborated_at);
UPDATE claim SET evidence = '{nurse}' WHERE id = 3 RETURNING flag(corroborated_at);
UPDATE claim SET evidence = '{kcna:0, nurse}' WHERE id = 3 RETURNING flag(corroborated_at);
UPDATE claim SET evidence = '{kcna, nurse, cop}' WHERE id = 3 RETURNING flag(corroborated_at);
UPDATE claim SET evidence = NULL WHERE id = 3 RETURNING flag(corroborated_at);
ROLLBACK;

-- A row that is loaded with a flag keeps its time, where the rule is met
BEGIN;
INSERT INTO claim (id, evidence, corroborated_at) VALUES
	(21, '{a, b}', '2024-05-01 12:00+00'),
	(22, '{a}', '2024-05-01 12:00+00')
	RETURNING id, flag(corroborated_at);
COPY claim FROM STDIN;
24	copied	{a,b}	2023-01-31 12:00:00+00
25	copied	{a}	2023-01-31 12:00:00+00
26	copied	{a,b}	\N
\.
SELECT id, flag(corroborated_at) FROM claim WHERE statement = 'copied' ORDER BY id;
COMMIT;

-- The time stays while the rule stays met, whatever else changes
BEGIN;
UPDATE claim SET evidence = '{a, b, c, !d}', statement = 'more' WHERE id = 21 RETURNING flag(corroborated_at);
UPDATE claim SET statement = 'other words' WHERE id = 21 RETURNING flag(corroborated_at);
-- also where the column is emptied by hand; another time may be written
UPDATE claim SET corroborated_at = NULL WHERE id = 21 RETURNING flag(corroborated_at);
UPDATE claim SET corroborated_at = '2022-02-02 12:00+00' WHERE id = 21 RETURNING flag(corroborated_at);
-- a flag without ground is cleared
UPDATE claim SET corroborated_at = now() WHERE id = 22 RETURNING flag(corroborated_at);
-- lost and won again: a new time
UPDATE claim SET evidence = '{a}' WHERE id = 21 RETURNING flag(corroborated_at);
UPDATE claim SET evidence = '{a, b}' WHERE id = 21 RETURNING flag(corroborated_at);
ROLLBACK;

-- Nothing else is touched
BEGIN;
UPDATE claim SET evidence = '{x, y}' WHERE id = 22 RETURNING id, statement, evidence;
ROLLBACK;

-- INSERT ... ON CONFLICT, MERGE
BEGIN;
INSERT INTO claim (id, evidence) VALUES (21, '{x, y}')
	ON CONFLICT (id) DO NOTHING;
INSERT INTO claim (id, evidence) VALUES (22, '{x, y}')
	ON CONFLICT (id) DO UPDATE SET evidence = excluded.evidence
	RETURNING id, evidence, flag(corroborated_at);
MERGE INTO claim USING (VALUES (24, evidence '{z}'), (27, '{y, z}')) AS said (id, evidence) ON claim.id = said.id
	WHEN MATCHED THEN UPDATE SET evidence = said.evidence
	WHEN NOT MATCHED THEN INSERT (id, evidence) VALUES (said.id, said.evidence);
SELECT id, evidence, flag(corroborated_at) FROM claim WHERE id IN (21, 22, 24, 27) ORDER BY id;
ROLLBACK;
DROP TABLE claim;

-- A threshold, and a minimum of support: 0.8 and 0.5 make 0.9
CREATE TABLE story (
	id int,
	slug text,
	"Who said it" evidence,
	"Since when" timestamptz,
	PRIMARY KEY (slug, id)
);
CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON story
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('Who said it', 'Since when', 3);
BEGIN;
INSERT INTO story VALUES (1, 'two', '{a, b}'), (2, 'three', '{a, b, c}') RETURNING slug, flag("Since when");
ROLLBACK;
DROP TRIGGER flag ON story;
CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON story
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('Who said it', 'Since when', 2, 0.85);
BEGIN;
INSERT INTO story VALUES
	(1, 'unrated', '{a, b, c}'),
	(2, 'half rated', '{a:0.9, b}'),
	(3, 'enough', '{a:0.8, b:0.5}'),
	(4, 'too little', '{a:0.6, b:0.5}'),
	(5, 'rated, but one', '{a:1}'),
	(6, 'a copy adds nothing', '{a:0.8, b:0.9<a, c}'),
	(7, 'denied by better sources', '{a:0.8, b:0.5, !c:1, !d:1}');
SELECT slug, flag("Since when") FROM story ORDER BY id;
-- a lowered rating withdraws it
UPDATE story SET "Who said it" = '{a:0.3, b:0.5}' WHERE slug = 'enough' RETURNING flag("Since when");
ROLLBACK;
DROP TRIGGER flag ON story;
-- a minimum of support is a confidence: percentages and letters too
CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON story
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('Who said it', 'Since when', '2', '90%');
BEGIN;
INSERT INTO story VALUES (1, 'enough', '{a:0.8, b:0.5}') RETURNING flag("Since when");
ROLLBACK;
DROP TRIGGER flag ON story;
-- 0 asks only that some chain is wholly rated
CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON story
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('Who said it', 'Since when', 2, 0);
BEGIN;
INSERT INTO story VALUES (1, 'unrated', '{a, b}'), (2, 'rated', '{a:0.1, b}') RETURNING slug, flag("Since when");
ROLLBACK;
DROP TABLE story;

-- meets() is the same rule, for queries.  Without a minimum, and with one:
-- who is not rated has no support, and meets none
SELECT e, support(e), meets(e), meets(e, 3), meets(e, 2, NULL) AS no_minimum, meets(e, 2, 0) AS rated, meets(e, 2, 0.85) AS well_rated
FROM unnest('{NULL, "{}", "{a}", "{a, b}", "{a:0.5, b}", "{a:0.9, b}", "{a:0.8, b:0.5}", "{a, b, c}", "{a:1, b<a}", "{a:1, b:1, c:1, !d:1}", "{!a, !b}"}'::evidence[]) AS e;
SELECT meets('{a, b}', NULL) AS no_threshold, meets(NULL, NULL, NULL) AS nothing, meets(attribution 'a') AS attribution;
SELECT meets('{a, b}', 1);
SELECT meets(NULL, 0, 0.5);
SELECT meets('{a, b}', 2, 1.5);
-- it flags what the trigger flags, with every threshold and minimum
CREATE TABLE agreed (evidence evidence, threshold int, minimum text, corroborated_at timestamptz);
CREATE PROCEDURE agree(threshold int, minimum text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON agreed FOR EACH ROW EXECUTE FUNCTION flag_corroborated(%L, %L, %s%s)',
		'evidence', 'corroborated_at', threshold, ', ' || quote_literal(minimum));
	INSERT INTO agreed SELECT evidence_agg(said_by('s' || s, CASE WHEN (i + s) % 4 > 0 THEN (i * s % 11 / 10.0)::confidence END,
		CASE WHEN i % 3 = 0 THEN ARRAY['s' || s * i % 5] END, denies => (i + s) % 6 = 0)), threshold, minimum
	FROM generate_series(1, 60) AS i, generate_series(1, i % 6) AS s GROUP BY i;
	DROP TRIGGER flag ON agreed;
END
$$;
CALL agree(2, NULL);
CALL agree(3, NULL);
CALL agree(2, '0');
CALL agree(2, '0.75');
CALL agree(3, '90%');
CALL agree(4, 'A');
SELECT threshold, minimum, count(*), count(corroborated_at) AS flagged,
	count(*) FILTER (WHERE meets(evidence, threshold, minimum::confidence) <> (corroborated_at IS NOT NULL)) AS differ
FROM agreed GROUP BY threshold, minimum ORDER BY threshold, minimum;
DROP PROCEDURE agree;
DROP TABLE agreed;
SELECT t, corroborate_internal.check_threshold(t) AS checked FROM unnest('{2,2147483647,NULL}'::integer[]) AS t;
SELECT corroborate_internal.check_threshold(1);
SELECT corroborate_internal.check_threshold(-2147483648);

-- A column of a domain; columns dropped and added before; partitions whose
-- columns stand in another order
CREATE DOMAIN careful AS evidence CHECK (VALUE IS NOT NULL);
CREATE TABLE parted (dropped int, id int, evidence careful, corroborated_at timestamptz, PRIMARY KEY (id))
	PARTITION BY RANGE (id);
ALTER TABLE parted DROP COLUMN dropped;
CREATE TABLE parted_low (corroborated_at timestamptz, gone text, evidence careful, id int NOT NULL);
ALTER TABLE parted_low DROP COLUMN gone;
ALTER TABLE parted ATTACH PARTITION parted_low FOR VALUES FROM (0) TO (10);
CREATE TABLE parted_high PARTITION OF parted FOR VALUES FROM (10) TO (20);
CREATE TRIGGER flag_corroborated BEFORE INSERT OR UPDATE ON parted
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'corroborated_at');
BEGIN;
INSERT INTO parted (id, evidence) VALUES (1, '{a, b}'), (2, '{a}'), (11, '{a, b}'), (12, '{a}');
INSERT INTO parted (id, evidence, corroborated_at) VALUES (3, '{a, b}', '2024-05-01 12:00+00');
UPDATE parted SET id = 13 WHERE id = 3;
SELECT tableoid::regclass, id, flag(corroborated_at) FROM parted ORDER BY id;
ROLLBACK;

-- A table altered between the calls of one session, and within a transaction
CREATE TABLE altered (id int, evidence evidence, corroborated_at timestamptz);
CREATE TRIGGER flag_corroborated BEFORE INSERT OR UPDATE ON altered
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'corroborated_at');
CREATE FUNCTION altered_add(evidence) RETURNS text LANGUAGE plpgsql AS
	$$ DECLARE raised timestamptz; BEGIN
		INSERT INTO altered (evidence) VALUES ($1) RETURNING corroborated_at INTO raised;
		RETURN flag(raised);
	END $$;
SELECT altered_add('{a, b}');
BEGIN;
ALTER TABLE altered DROP COLUMN corroborated_at;
ALTER TABLE altered ADD COLUMN note text, ADD COLUMN corroborated_at timestamptz;
SELECT altered_add('{a, b}'), altered_add('{a}');
COMMIT;
ALTER TABLE altered RENAME COLUMN corroborated_at TO since;
INSERT INTO altered (evidence) VALUES ('{a, b}');
DROP TABLE altered;
DROP FUNCTION altered_add;

-- The extension in a schema that is not on the path
BEGIN;
SET LOCAL client_min_messages = warning;
DROP EXTENSION corroborate CASCADE;
CREATE SCHEMA "News Room";
CREATE EXTENSION corroborate SCHEMA "News Room";
CREATE TABLE here (id int, evidence "News Room".evidence, corroborated_at timestamptz);
CREATE TRIGGER flag_corroborated BEFORE INSERT ON here
	FOR EACH ROW EXECUTE FUNCTION "News Room".flag_corroborated('evidence', 'corroborated_at');
INSERT INTO here VALUES (1, '{a, b}') RETURNING flag(corroborated_at);
-- and a type of the same name that is not ours
CREATE DOMAIN evidence AS text;
CREATE TABLE fake (id int, evidence evidence, corroborated_at timestamptz);
CREATE TRIGGER flag_corroborated BEFORE INSERT ON fake
	FOR EACH ROW EXECUTE FUNCTION "News Room".flag_corroborated('evidence', 'corroborated_at');
INSERT INTO fake VALUES (1, '{a, b}');
ROLLBACK;


-- Announcements: psql prints them with the process that sent them, which
-- differs from run to run
LISTEN corroborated;
CREATE SCHEMA news;
CREATE TABLE news.claim (
	id int PRIMARY KEY,
	statement text,
	evidence evidence,
	corroborated_at timestamptz
);
CREATE TRIGGER flag_corroborated BEFORE INSERT OR UPDATE ON news.claim
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'corroborated_at');
CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON news.claim
	FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'corroborated_at');
\o | sed 's/ received from server process with PID [0-9]*\.$//'

\qecho -- raised by INSERT, each row by itself; nothing where there is no flag
INSERT INTO news.claim (id, evidence) VALUES (1, '{a, b}'), (2, '{a}'), (3, '{a<*, b<*, c}'), (4, NULL);
\qecho -- nothing while it stays
UPDATE news.claim SET evidence = '{a, b, c}', statement = 'more' WHERE id = 1;
UPDATE news.claim SET corroborated_at = NULL WHERE id = 1;
UPDATE news.claim SET corroborated_at = '2024-05-01' WHERE id = 1;
UPDATE news.claim SET statement = 'nothing' WHERE id = 2;
\qecho -- withdrawn, and raised again
UPDATE news.claim SET evidence = '{a}' WHERE id = 1;
UPDATE news.claim SET evidence = NULL WHERE id = 3;
UPDATE news.claim SET evidence = '{a, b<*, c<*, d<?}' WHERE id = 1;
\qecho -- another key: withdrawn under the old one, raised under the new
UPDATE news.claim SET id = 10 WHERE id = 1;
\qecho -- another key and another flag at once
UPDATE news.claim SET id = 1, evidence = '{a}' WHERE id = 10;
UPDATE news.claim SET id = 10, evidence = '{a, b}' WHERE id = 1;
\qecho -- deleted; deleted without a flag
DELETE FROM news.claim WHERE id = 10;
DELETE FROM news.claim WHERE id = 2;
\qecho -- rolled back: nothing
BEGIN;
INSERT INTO news.claim (id, evidence) VALUES (5, '{a, b}');
ROLLBACK;
\qecho -- raised, withdrawn and raised in one transaction: the last word is the last
BEGIN;
INSERT INTO news.claim (id, evidence) VALUES (5, '{a, b}');
UPDATE news.claim SET evidence = '{a}' WHERE id = 5;
UPDATE news.claim SET evidence = '{a, b}' WHERE id = 5;
COMMIT;
\o

-- As a deferred constraint trigger
DROP TRIGGER announce_flag ON news.claim;
CREATE CONSTRAINT TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON news.claim
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'corroborated_at', 3);
\o | sed 's/ received from server process with PID [0-9]*\.$//'
BEGIN;
INSERT INTO news.claim (id, evidence) VALUES (6, '{a, b}');
DELETE FROM news.claim WHERE id = 6;
COMMIT;
\o

-- Keys of several columns, of other types, and names that need quotes
CREATE TABLE news."My ""claims""" (
	"at" timestamptz,
	"the key" text,
	flag timestamptz,
	number numeric,
	evidence evidence,
	PRIMARY KEY ("the key", number, "at")
);
CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON news."My ""claims"""
	FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'flag');
\o | sed 's/ received from server process with PID [0-9]*\.$//'
SET timezone = 'UTC';
INSERT INTO news."My ""claims""" ("at", "the key", number, evidence, flag)
	VALUES ('2024-05-01', E'new\nline "quoted" \\ ünïcödé', 1.50, '{a, b}', now());
\qecho -- the same number with other digits is another text of the key
UPDATE news."My ""claims""" SET number = 1.5;
DELETE FROM news."My ""claims""";
RESET timezone;
\qecho -- too long to send
INSERT INTO news."My ""claims""" ("at", "the key", number, evidence, flag)
	VALUES ('2024-05-01', repeat('long', 5000), 1, '{a, b}', now());
\o

-- On a partitioned table: that table's name, not the partition's
CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON parted
	FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'corroborated_at');
\o | sed 's/ received from server process with PID [0-9]*\.$//'
INSERT INTO parted (id, evidence) VALUES (1, '{a, b}'), (11, '{a, b}');
UPDATE parted SET id = 12 WHERE id = 1;
\o
DROP TABLE parted;
DROP DOMAIN careful;

-- NOTIFY and two-phase commit exclude each other
BEGIN;
INSERT INTO news.claim (id, evidence) VALUES (7, '{a, b}');
PREPARE TRANSACTION 'announced';
UNLISTEN *;
DROP TABLE news."My ""claims""";


-- Called wrongly
SELECT flag_corroborated();
SELECT announce_flag();

CREATE TABLE wrong (
	id int,
	evidence evidence,
	said text,
	one attribution,
	corroborated_at timestamptz,
	stamp timestamp,
	always timestamptz NOT NULL DEFAULT now(),
	made timestamptz GENERATED ALWAYS AS (NULL::timestamptz) STORED,
	dropped timestamptz
);
ALTER TABLE wrong DROP COLUMN dropped;
CREATE VIEW wrong_view AS SELECT * FROM wrong;

-- Attaches a trigger, fires it with an INSERT unless told otherwise, and shows
-- the error
CREATE PROCEDURE try(timing text, level text, call text,
	fire text DEFAULT 'INSERT INTO wrong (id) VALUES (1)', ontable text DEFAULT 'wrong') LANGUAGE plpgsql AS
$$
DECLARE
	state text; message text; detail text; hint text;
BEGIN
	EXECUTE format('CREATE TRIGGER attempt %s ON %s FOR EACH %s EXECUTE FUNCTION %s', timing, ontable, level, call);
	EXECUTE fire;
	RAISE EXCEPTION 'nothing is wrong';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
		detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RAISE INFO '% %', state, message USING DETAIL = detail, HINT = hint;
END
$$;
INSERT INTO wrong (id) VALUES (0);

-- timing, event, level
CALL try('AFTER INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at')$$);
CALL try('BEFORE INSERT', 'STATEMENT', $$flag_corroborated('evidence', 'corroborated_at')$$);
CALL try('BEFORE DELETE', 'ROW', $$flag_corroborated('evidence', 'corroborated_at')$$, 'DELETE FROM wrong');
CALL try('BEFORE TRUNCATE', 'STATEMENT', $$flag_corroborated('evidence', 'corroborated_at')$$, 'TRUNCATE wrong');
CALL try('INSTEAD OF INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at')$$,
	'INSERT INTO wrong_view (id) VALUES (1)', 'wrong_view');
CALL try('BEFORE UPDATE', 'ROW', $$announce_flag('evidence', 'corroborated_at')$$, 'UPDATE wrong SET id = 2');
CALL try('AFTER UPDATE', 'STATEMENT', $$announce_flag('evidence', 'corroborated_at')$$, 'UPDATE wrong SET id = 2');
CALL try('AFTER TRUNCATE', 'STATEMENT', $$announce_flag('evidence', 'corroborated_at')$$, 'TRUNCATE wrong');
-- number of arguments
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated()$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', 2, 0.5, 'more')$$);
CALL try('AFTER INSERT', 'ROW', $$announce_flag('evidence')$$);
-- columns
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidense', 'corroborated_at')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'Corroborated_at')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'dropped')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', '........pg.dropped.9........')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'xmin')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('', '')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'evidence')$$);
-- types
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('said', 'corroborated_at')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('one', 'corroborated_at')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('corroborated_at', 'evidence')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'stamp')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'always')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'made')$$);
-- threshold
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', 1)$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', 0)$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', '-2')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', 2.5)$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', ' 2')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', two)$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', '')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', 99999999999)$$);
-- minimum support
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', 2, 1.5)$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', 2, 'high')$$);
CALL try('BEFORE INSERT', 'ROW', $$flag_corroborated('evidence', 'corroborated_at', 2, 'NaN')$$);
-- no primary key
CALL try('AFTER INSERT', 'ROW', $$announce_flag('evidence', 'corroborated_at')$$);
DROP VIEW wrong_view;
DROP TABLE wrong;
DROP PROCEDURE try;

-- An ordinary role may use the triggers, and gains nothing by calling them
CREATE ROLE regress_corroborate_reporter;
GRANT USAGE, CREATE ON SCHEMA news TO regress_corroborate_reporter;
SET ROLE regress_corroborate_reporter;
SELECT flag_corroborated();
CREATE TABLE news.own (id int, evidence evidence, corroborated_at timestamptz);
CREATE TRIGGER flag_corroborated BEFORE INSERT OR UPDATE ON news.own
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'corroborated_at');
INSERT INTO news.own VALUES (1, '{a, b}') RETURNING corroborated_at IS NOT NULL AS flagged;
RESET ROLE;
DROP TABLE news.own;
REVOKE ALL ON SCHEMA news FROM regress_corroborate_reporter;
DROP ROLE regress_corroborate_reporter;

DROP TABLE news.claim;
DROP SCHEMA news;
DROP FUNCTION flag;
