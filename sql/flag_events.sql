-- A history of flags beside tables of one's own: watch(events => ...)
\set SHOW_CONTEXT never
SET client_min_messages = warning;

CREATE TABLE story (
	slug text,
	page int,
	evidence evidence NOT NULL DEFAULT '{}',
	since timestamptz,
	PRIMARY KEY (slug, page)
);
CREATE TABLE said (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	slug text NOT NULL,
	page int NOT NULL,
	said attribution NOT NULL,
	FOREIGN KEY (slug, page) REFERENCES story ON DELETE CASCADE
);
CREATE TABLE no_reference (change text);
CREATE TABLE too_little (slug text, page int, change text, cause text, FOREIGN KEY (slug, page) REFERENCES story);
CREATE TABLE history (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	"of page" int NOT NULL,
	"of story" text NOT NULL,
	change text,
	from_status corroboration_status,
	to_status corroboration_status,
	corroboration int,
	support float8,
	cause text,
	FOREIGN KEY ("of story", "of page") REFERENCES story ON DELETE CASCADE
);

-- Refused: no flag, no reference, columns missing
SELECT watch('said', 'story', events => 'history');
SELECT watch('said', 'story', flag => 'since', events => 'no_reference');
SELECT watch('said', 'story', flag => 'since', events => 'too_little');
DROP TABLE no_reference, too_little;

SELECT watch('said', 'story', flag => 'since', minimum_support => 0.5, events => 'history');
INSERT INTO story VALUES ('ore', 1), ('ore', 2), ('border', 1);
INSERT INTO said (slug, page, said) VALUES ('ore', 1, 'a:0.8'), ('ore', 1, 'b:0.5'), ('ore', 2, 'a'), ('ore', 2, 'b');
INSERT INTO said (slug, page, said) VALUES ('ore', 1, '!c:0.25'), ('border', 1, '!c');
SET corroborate.cause = 'b was misheard';
DELETE FROM said WHERE said = 'b:0.5';
RESET corroborate.cause;
DELETE FROM said WHERE said = '!c:0.25';
-- by hand, too, where nothing guards the evidence
DROP TRIGGER zzz_guard_evidence ON story;
UPDATE story SET evidence = '{x:1,y:1}' WHERE slug = 'border';
INSERT INTO story (slug, page, evidence) VALUES ('direct', 1, '{x:1,y:1,!z}');
SELECT "of story", "of page", change, from_status, to_status, corroboration, support, cause FROM history ORDER BY id;

-- Nothing is written where nothing changes; a row that goes takes its history along
UPDATE story SET evidence = evidence || attribution 'w' WHERE slug = 'direct';
SELECT count(*) FROM history;
DELETE FROM story WHERE slug = 'direct';
SELECT count(*) FROM history;

-- Events are written as the owner of the claims, who may need rights
CREATE ROLE event_reporter;
CREATE ROLE event_owner;
GRANT ALL ON story, said TO event_reporter;
INSERT INTO said (slug, page, said) VALUES ('border', 1, 'd');
SET ROLE event_reporter;
UPDATE story SET evidence = '{}' WHERE slug = 'border';
RESET ROLE;
SELECT change, from_status, to_status FROM history ORDER BY id DESC LIMIT 2;
ALTER TABLE story OWNER TO event_owner;
UPDATE story SET evidence = '{x:1,y:1}' WHERE slug = 'border';
GRANT INSERT ON history TO event_owner;
UPDATE story SET evidence = '{x:1,y:1}' WHERE slug = 'border';
SELECT change, to_status FROM history ORDER BY id DESC LIMIT 1;
ALTER TABLE story OWNER TO CURRENT_USER;

-- The trigger by itself, on partitions whose columns stand in another order
CREATE TABLE parted (id int PRIMARY KEY, evidence evidence, since timestamptz) PARTITION BY RANGE (id);
CREATE TABLE parted_low (since timestamptz, evidence evidence, id int NOT NULL);
ALTER TABLE parted ATTACH PARTITION parted_low FOR VALUES FROM (0) TO (10);
CREATE TABLE parted_event (id int REFERENCES parted, change text, from_status corroboration_status,
	to_status corroboration_status, corroboration int, support confidence, cause text);
CREATE TRIGGER flag BEFORE INSERT OR UPDATE ON parted
	FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'since', 2);
CREATE TRIGGER log AFTER INSERT OR UPDATE OR DELETE ON parted
	FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'since', 2, '', 'parted_event');
INSERT INTO parted VALUES (3, '{a,b}', NULL), (4, '{a}', NULL);
SELECT * FROM parted_event;
DELETE FROM parted WHERE id = 4;
DROP TRIGGER log ON parted;
CREATE TRIGGER log AFTER INSERT ON parted
	FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'since', 2, '', 'nowhere');
INSERT INTO parted VALUES (5, '{a}', NULL);

SELECT unwatch('said');
SELECT count(*) FROM pg_trigger WHERE tgrelid = 'story'::regclass AND NOT tgisinternal;
DROP TABLE parted_event, parted, history, said, story;
DROP ROLE event_reporter, event_owner;
