--
-- Notices about the names of confidential sources, and who can look names up
--

SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_reporter, regress_editor, regress_granted;
RESET client_min_messages;
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
CREATE ROLE regress_granted;
SELECT create_ledger('hidden', unknown_sources => 'add');
SELECT grant_ledger('hidden', reporter => 'regress_reporter', editor => 'regress_editor');
SELECT grant_ledger('hidden', reporter => 'regress_granted');
GRANT SELECT ON hidden.source_identity TO regress_granted;
GRANT EXECUTE ON FUNCTION hidden.near_confidential TO regress_granted;
SET search_path = hidden, public;

-- Reporters read other spellings as they read keys: whoever adds a spelling, by any statement, gets a notice
\set VERBOSITY terse
INSERT INTO source (key, kind, confidential) VALUES ('mole-1', 'person', true), ('S2', 'person', true), ('post', 'outlet', false);
INSERT INTO source_alias (alias, source) VALUES ('the Post', 'post');
INSERT INTO source_alias (alias, source) VALUES ('Viktor Petrov', 'mole-1');
UPDATE source_alias SET alias = 'V. Petrov' WHERE alias = 'Viktor Petrov';
UPDATE source_alias SET source = 'S2' WHERE alias = 'V. Petrov';
UPDATE source_alias SET alias = 'Viktor Petrov', source = 'mole-1' WHERE alias = 'V. Petrov';
DELETE FROM source_alias WHERE alias = 'the Post';
-- a source that has some, and becomes confidential; one whose key is another's spelling
INSERT INTO source_alias (alias, source) VALUES ('the Post', 'post');
BEGIN;
UPDATE source SET confidential = true WHERE key = 'post';
UPDATE source SET confidential = true WHERE key = 'post';
ROLLBACK;
BEGIN;
INSERT INTO source (key, confidential) VALUES ('the Post', true);
ROLLBACK;
-- Keys that say something, however they come to be confidential
\set VERBOSITY default
BEGIN;
INSERT INTO source (key, confidential) VALUES ('anna maier', true), ('bo', true);
ROLLBACK;
\set VERBOSITY terse
BEGIN;
INSERT INTO source (key) VALUES ('carl marsh');
UPDATE source SET confidential = true WHERE key = 'carl marsh';
UPDATE source SET key = 'carl' WHERE key = 'carl marsh';
UPDATE source SET key = 'source-12' WHERE key = 'carl';
UPDATE source SET note = 'x', reliability = 0.5 WHERE key = 'source-12';
UPDATE source SET confidential = false WHERE key = 'source-12';
ROLLBACK;
SELECT count(*) FROM unnest('{source-3,unit-0af4,S7,007,k_9,source 12,"källa-4"}'::text[]) AS k (key), LATERAL (SELECT note_confidential(ARRAY[k.key], true)) AS n;
SELECT length(add_confidential_source(held_by => 'the editor'));
-- somebody has to know
SELECT add_confidential_source(identity => ' ', held_by => E'\t');
SELECT add_confidential_source(held_by => '');
INSERT INTO source_identity (source, identity) VALUES ('mole-1', ' ');
-- Notes are read, too
BEGIN;
INSERT INTO source (key, confidential, note) VALUES ('mole-2', true, 'sits in the second row'), ('mole-3', true, NULL), ('bob', false, 'tall');
UPDATE source SET note = note WHERE confidential;
UPDATE source SET note = 'sits in the third row';
UPDATE source SET note = NULL, confidential = key = 'bob';
UPDATE source SET note = 'small' WHERE key = 'mole-2';
UPDATE source SET confidential = true WHERE key = 'mole-2';
ROLLBACK;
-- forget() adds spellings, too, without a notice
BEGIN;
INSERT INTO source (key, name) VALUES ('dora quill', 'Dora Quill');
INSERT INTO source_alias (alias, source) VALUES ('Dora', 'dora quill');
INSERT INTO source (key) VALUES ('DORA');
SELECT forget('dora quill') ~ '^source-' AS forgotten;
SELECT forget('mole-1') AS kept \gset
-- but of those that follow in the same transaction
INSERT INTO source_alias (alias, source) VALUES ('Viktor', :'kept');
ROLLBACK;
\set VERBOSITY default

-- A registered source of the same letters is a second, independent one. The name is not repeated
INSERT INTO source (key, kind) VALUES ('VIKTOR PETROV', 'person');
INSERT INTO source (key) VALUES ('THE POST');
\set VERBOSITY terse
-- whoever comes second is told, also of a key that was changed, and of letters that only look the same
DELETE FROM source WHERE key IN ('VIKTOR PETROV', 'THE POST');
INSERT INTO source (key) VALUES (U&'V\0456kt\043Er Petr\043Ev');
BEGIN;
DELETE FROM source_alias WHERE alias = 'Viktor Petrov';
INSERT INTO source_alias (alias, source) VALUES ('Viktor Petrov', 'mole-1');
UPDATE source SET key = 'viktor-petrov' WHERE key = U&'V\0456kt\043Er Petr\043Ev';
ROLLBACK;
-- a name that is another spelling already counts as that source
BEGIN;
INSERT INTO source (key) VALUES ('the Post'), ('Viktor Petrov');
DELETE FROM source WHERE key = 'the Post';
ROLLBACK;
-- not of what is one already, or is being renamed or joined
SELECT count(*) FROM rename_source('post', 'THE-POST');
SELECT count(*) FROM rename_source('THE-POST', 'post');
INSERT INTO source (key) VALUES ('The Post');
SELECT count(*) FROM merge_sources('post', 'The Post');
-- nor to who may not read spellings
REVOKE SELECT ON source_alias FROM regress_reporter;
SET ROLE regress_reporter;
INSERT INTO source (key) VALUES ('VIKTOR. PETROV');
RESET ROLE;
GRANT SELECT ON source_alias TO regress_reporter;
BEGIN;
ALTER TABLE source_alias ENABLE ROW LEVEL SECURITY;
INSERT INTO source (key) VALUES ('VIKTOR PETROV.');
ROLLBACK;
DELETE FROM source WHERE key = 'VIKTOR. PETROV';
-- who registers a name by mentioning it is refused
INSERT INTO claim (statement) VALUES ('one'), ('two'), ('three');
SELECT attest(id, '"VIKTOR. PETROV"') FROM claim LIMIT 1;
\set VERBOSITY default

-- Which sources are probably one with a confidential one, by their names and by who they are
DELETE FROM source WHERE key = U&'V\0456kt\043Er Petr\043Ev';
SET client_min_messages = warning;
INSERT INTO source (key, kind, name) VALUES ('VIKTOR PETROV', 'person', NULL), ('Quill, Dora', 'person', NULL), ('mr-smith', 'person', 'Adam Smith'),
	('Eve Stone', 'person', NULL), ('rfa', 'outlet', NULL), ('Fay Ward', 'person', NULL), ('nobody', 'person', NULL);
RESET client_min_messages;
SELECT add_confidential_source(identity => 'Dora Quill') AS dora, add_confidential_source(identity => 'Adam Smith, of the RFA, +49 30 1234') AS adam,
	add_confidential_source(identity => 'Eva Stone') AS eve, add_confidential_source(identity => 'Viktor Petrov') AS viktor,
	add_confidential_source(held_by => 'Fay Ward') AS fay \gset
INSERT INTO attestation (claim, said) SELECT id, 'mole-1' FROM claim WHERE statement <> 'three';
INSERT INTO attestation (claim, said) SELECT id, '"VIKTOR PETROV"' FROM claim WHERE statement = 'one';
INSERT INTO attestation (claim, said) SELECT id, said FROM claim, unnest(ARRAY['nobody', '"Eve Stone"', :'eve']::attribution[]) AS said WHERE statement = 'three';
CREATE TEMP VIEW found AS
SELECT n.place, CASE n.source WHEN :'dora' THEN '(Dora)' WHEN :'adam' THEN '(Adam)' WHEN :'eve' THEN '(Eve)' WHEN :'viktor' THEN '(Viktor)' WHEN :'fay' THEN '(Fay)' ELSE n.source END AS source,
	CASE n.other WHEN :'viktor' THEN '(Viktor)' ELSE n.other END AS other, n.alike, n.flags
FROM near_confidential() WITH ORDINALITY AS n (source, other, alike, flags, place);
SELECT source, other, alike, flags FROM found ORDER BY place;
-- nothing of it is in what reporters and boards are told
SELECT * FROM near_names() WHERE num_nulls(nullif(source, 'VIKTOR PETROV'), nullif(other, 'VIKTOR PETROV')) > 0;
-- as many flags as there would be less if they were one
SELECT count(*) FILTER (WHERE corroborated_at IS NOT NULL) AS flags FROM claim;
BEGIN;
UPDATE source SET affiliations = affiliations || '{unit-7}' WHERE key IN ('mole-1', 'VIKTOR PETROV');
SELECT count(*) FILTER (WHERE corroborated_at IS NOT NULL) AS flags FROM claim;
ROLLBACK;
-- Who registers such a source is told so, if the names that are alike are his to read; not of other identities
\set VERBOSITY terse
SELECT length(add_confidential_source(identity => 'QUILL, dora')), length(add_confidential_source(identity => 'Nobody.')), length(add_confidential_source(identity => 'Gus Hale')),
	length(add_confidential_source(identity => 'Gus Hale'));
SET ROLE regress_reporter;
SELECT length(add_confidential_source(identity => 'Adam Smith'));
SELECT length(add_confidential_source(identity => 'Gus Hale'));
RESET ROLE;
REVOKE SELECT ON source FROM regress_reporter;
SET ROLE regress_reporter;
SELECT length(add_confidential_source(identity => 'Adam Smith'));
RESET ROLE;
GRANT SELECT ON source TO regress_reporter;
SELECT DISTINCT alike, flags FROM near_confidential() AS n JOIN source_identity AS i ON i.source = n.source JOIN source_identity AS j ON j.source = n.other AND j.identity = i.identity;
\set VERBOSITY default
-- An editor sees the same; a reporter may not ask; who was granted too much sees of identities nothing
SET ROLE regress_editor;
SELECT count(*) FROM near_confidential();
SET ROLE regress_reporter;
SELECT count(*) FROM near_confidential();
SET ROLE regress_granted;
SELECT * FROM near_confidential() WHERE source <> other;
RESET ROLE;

RESET search_path;
SET client_min_messages = warning;
DROP VIEW found;
DROP SCHEMA hidden CASCADE;
DROP OWNED BY regress_reporter, regress_editor, regress_granted;
DROP ROLE regress_reporter, regress_editor, regress_granted;
