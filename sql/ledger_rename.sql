--
-- The ledger: sources under another name, and two that are one
--

\set SHOW_CONTEXT never
SET client_min_messages = warning;
SELECT create_ledger('renaming');
SET search_path = renaming, public;
ALTER TABLE source ADD desk text;
INSERT INTO source (key, name, kind, reliability, affiliations, relies_on, note, desk) VALUES
	('anna', 'Anna', 'person', 0.8, '{mill}', '{}', 'careful', 'north'), ('ann', NULL, 'person', 0.5, '{town}', '{}', NULL, NULL), ('ben', NULL, 'person', NULL, '{}', '{}', NULL, NULL),
	('carl', NULL, 'person', NULL, '{town}', '{}', NULL, NULL), ('herald', NULL, 'outlet', NULL, '{}', '{}', NULL, NULL), ('echo', NULL, 'outlet', NULL, '{}', '{herald}', NULL, NULL);
INSERT INTO source_alias (alias, source) VALUES ('Anna of the mill', 'anna'), ('our Ann', 'ann');
INSERT INTO claim (statement) VALUES ('one'), ('two'), ('three'), ('four'), ('five');
INSERT INTO document (id, publisher, headline, item, version, republishes) VALUES (1, 'anna', 'by Anna', 'a', '1', NULL), (2, 'ann', 'by Ann', 'b', '1', NULL), (3, 'ann', 'the same', 'a', '1', NULL),
	(4, 'herald', 'a copy', NULL, NULL, 2);
INSERT INTO attestation (claim, said, document) VALUES (1, 'anna', NULL), (1, 'ben', NULL), (1, '"Anna of the mill"<*', NULL), (2, 'anna', NULL), (2, 'ann', NULL), (3, 'ann', NULL), (3, 'carl', NULL),
	(4, 'herald', 4), (4, '"our Ann"', NULL), (4, '!ben', NULL), (5, 'ben', NULL), (5, 'anna<ben', NULL);
CREATE VIEW told AS SELECT c.id, c.evidence, c.status, c.corroborated_at IS NOT NULL AS flagged FROM claim AS c ORDER BY c.id;
SELECT * FROM told;
SELECT count(*) AS events FROM claim_event \gset

-- By hand
UPDATE source SET key = 'Anna Kovač' WHERE key = 'anna';

-- Renamed: nothing moves, and no flag did meanwhile
SELECT * FROM rename_source('anna', 'Anna Kovač');
SELECT * FROM told;
SELECT count(*) = :events AS no_event FROM claim_event;
SELECT key, name, kind, reliability, affiliations, note, desk FROM source WHERE key ~* 'ann' ORDER BY key;
SELECT alias, source FROM source_alias ORDER BY alias;
SELECT source, reliability FROM source_rating ORDER BY source, rated_at;
SELECT id, publisher FROM document ORDER BY id;
-- the words are as they were written, and the old name is understood
SELECT said FROM attestation WHERE claim = 1 ORDER BY id;
INSERT INTO attestation (claim, said) VALUES (5, '!anna');
SELECT evidence FROM claim WHERE id = 5;
-- again, by another of its names, to one of them, and back
SELECT * FROM rename_source('Anna of the mill', 'Anna of the mill');
SELECT alias, source FROM source_alias WHERE source ~ 'mill' ORDER BY alias;
SELECT * FROM rename_source('anna', 'anna');
SELECT alias, source FROM source_alias WHERE source = 'anna' ORDER BY alias;
SELECT * FROM check_evidence('attestation');
-- not to what is another
SELECT rename_source('anna', 'ben');
SELECT rename_source('anna', 'our Ann');
SELECT rename_source('nobody', 'x');
SELECT rename_source('anna', '');
SELECT rename_source('anna', NULL);
SELECT rename_source('anna', 'anna');

-- Two that are one: the affiliations of both count, and of two ratings the lower one
SELECT claim, statement, status_before, status, change FROM merge_sources('anna', 'ann');
SELECT * FROM told;
SELECT claim, change, from_status, to_status, cause FROM claim_event WHERE id > :events AND cause !~ '^attestation' ORDER BY claim, id;
SELECT alias, source FROM source_alias ORDER BY alias;
-- what both have published stays where it is
SELECT id, publisher FROM document ORDER BY id;
SELECT said FROM attestation WHERE claim = 2 ORDER BY id;
SELECT * FROM check_evidence('attestation');
SELECT merge_sources('ann', 'our Ann');
SELECT merge_sources('anna', 'nobody');
-- rated under any of its names it is rated
SELECT rate_source('ann', 0.9, 'right thrice');
SELECT evidence FROM claim WHERE id = 2;
-- and it can be taken back
DELETE FROM source_alias WHERE alias = 'ann';
SELECT evidence, status FROM claim WHERE id = 2;

-- Whoever relied on the other, or was affiliated with it, relies on nobody
SELECT * FROM merge_sources('echo', 'herald');
SELECT key, relies_on FROM source WHERE key IN ('echo', 'herald') ORDER BY key;
SELECT * FROM check_evidence('attestation');

-- Confidential ones keep their names
SELECT add_confidential_source(identity => 'Jane Roe') AS jane \gset
SELECT rename_source(:'jane', 'Jane Roe');
SELECT merge_sources('anna', :'jane');
SELECT merge_sources(:'jane', 'anna');
INSERT INTO source_alias (alias, source) VALUES ('our Jane', :'jane');
SELECT rename_source('our Jane', 'x');

-- For editors
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
SELECT grant_ledger('renaming', reporter => 'regress_reporter', editor => 'regress_editor');
SET ROLE regress_reporter;
SELECT rename_source('ben', 'Benjamin');
SELECT merge_sources('ben', 'carl');
SET ROLE regress_editor;
SELECT * FROM rename_source('ben', 'Benjamin');
SELECT claim, status FROM merge_sources('Benjamin', 'carl');
RESET ROLE;

RESET search_path;
DROP SCHEMA renaming CASCADE;
DROP ROLE regress_reporter, regress_editor;
