--
-- FollowTheMoney: statements and entities in, statements out
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
\pset null -
SET client_min_messages = warning;
SELECT create_ledger('money');
SET search_path = money, public;
CREATE TEMP TABLE statements (canonical_id text, entity_id text, prop text, prop_type text, schema text, value text, dataset text, origin text, lang text, original_value text,
	external text, first_seen text, last_seen text, id text);
\copy statements FROM 'test/ftm/statements.csv' WITH (FORMAT csv, HEADER)
SELECT * FROM import_table('money', 'statements', preset => 'ftm');
SELECT what, count FROM import_table('money', 'statements', preset => 'ftm', add_sources => true, dry_run => false);
SELECT question, answer, evidence, status FROM claim ORDER BY id;
SELECT d.publisher, d.headline, a.said, a.quote, a.quote_language, a.said_at FROM attestation AS a JOIN document AS d ON d.id = a.document ORDER BY a.id;
-- again it is known, and out it is the same, but for what a ledger does not keep
SELECT what, count FROM import_table('money', 'statements', preset => 'ftm', dry_run => false);
SELECT * FROM export_statements('money');
SELECT count(*) AS missing FROM (SELECT canonical_id, entity_id, prop, schema, value, dataset, lang, original_value, first_seen, id FROM statements
	EXCEPT SELECT canonical_id, entity_id, prop, schema, value, dataset, lang, original_value, first_seen, id FROM export_statements('money')) AS m;
-- a property with its schema before it, and without what may be left out
CREATE TEMP TABLE pack (entity_id text, prop text, value text, dataset text);
INSERT INTO pack VALUES ('Q2', 'Person:nationality', 'no', 'no_registry'), ('Q2', 'Person:', 'x', 'no_registry'), (NULL, 'name', 'x', 'no_registry'), ('Q2', 'name', 'n/a', 'no_registry'), ('Q2', 'a, b', 'x', 'no_registry'), ('Q2', 'name', 'x', ' ');
SELECT * FROM import_table('money', 'pack', preset => 'ftm', skip_bad => true, dry_run => false);
CREATE TEMP TABLE other (a text);
SELECT * FROM import_table('money', 'other', preset => 'ftm');
SELECT * FROM import_table('money', 'other', preset => 'other');

-- entities
\set entities `cat test/ftm/entities.json`
SELECT what, count FROM import_entities('money', :'entities', dry_run => false);
SELECT entity_id, prop, schema, value, dataset FROM export_statements('money') WHERE canonical_id = 'Q3' OR prop IN ('registrationNumber', 'nationality') OR value = 'Salt';
-- of several datasets, who says so has it from one of them
SELECT what, line, note FROM import_entities('money', '{"id":"Q4","schema":"Vessel","datasets":["no_registry","port_leak"],"properties":{"name":["Tern"]}}');
SELECT what, count FROM import_entities('money', '{"id":"Q4","schema":"Vessel","datasets":["no_registry","port_leak"],"properties":{"name":["Tern"]}}', dataset => 'collection', add_sources => true, dry_run => false);
SELECT evidence FROM claim WHERE question = 'Q4, name';
-- statements as JSON are what they are as CSV
CREATE TEMP TABLE lines AS SELECT string_agg(jsonb_build_object('canonical_id', s.canonical_id, 'entity_id', s.entity_id, 'prop', s.prop, 'schema', s.schema, 'value', s.value,
	'dataset', s.dataset, 'lang', s.lang, 'original_value', s.original_value, 'external', s.external = 't', 'first_seen', s.first_seen, 'last_seen', s.last_seen, 'origin', s.origin, 'id', s.id)::text, E'\n') AS json
	FROM statements AS s;
SELECT create_ledger('money_json');
SELECT what, count FROM lines, import_entities('money_json', json, add_sources => true, dry_run => false);
SELECT count(*), count(*) FILTER (WHERE e IN (SELECT m FROM export_statements('money') AS m)) AS the_same FROM export_statements('money_json') AS e;
-- so they are within their entity, whose properties say no more
SELECT create_ledger('money_nested');
SELECT what, count FROM (SELECT string_agg(e.entity::text, E'\n') AS json FROM (
	SELECT jsonb_build_object('id', l.line ->> 'canonical_id', 'schema', 'Thing', 'properties', '{"name": ["x"]}'::jsonb, 'statements', jsonb_agg(l.line - 'canonical_id')) AS entity
	FROM lines, string_to_table(json, E'\n') AS t, LATERAL (SELECT t::jsonb AS line) AS l GROUP BY l.line ->> 'canonical_id') AS e) AS nested,
	import_entities('money_nested', json, add_sources => true, dry_run => false);
SELECT count(*), count(*) FILTER (WHERE e IN (SELECT m FROM export_statements('money_json') AS m)) AS the_same FROM export_statements('money_nested') AS e;
SELECT what, line, note FROM import_entities('money_nested', E'{"id":"R2","statements":[{"entity_id":"R2a","prop":"name","value":"Ole","schema":"Person","dataset":"port_leak"},7,{"entity_id":"R2b","prop":"name"},null]}\n{"id":"R3","statements":[]}\n{"id":"R4","schema":"Person","dataset":"port_leak","statements":7}',
	skip_bad => true, dry_run => false);
SELECT canonical_id, entity_id, prop, value FROM export_statements('money_nested') WHERE canonical_id >= 'R';
-- the id of a statement holds for the dataset's name that it was made of
SELECT count(*), count(id) FROM export_statements('money_nested') WHERE dataset = 'port_leak';
INSERT INTO money_nested.source (key) VALUES ('leak of the port');
INSERT INTO money_nested.source_alias VALUES ('port_leak', 'leak of the port');
SELECT count(*), count(id) FROM export_statements('money_nested') WHERE dataset = 'leak of the port';

-- what is no entity, or harm: a row for each line, and the others are taken
SELECT what, line, note FROM import_entities('money', E'no JSON\n[1]\n{"schema":"Person"}\n{"id":"Q5","schema":"Person","dataset":"no_registry","properties":{"name":"Eva","x":[null,[1],{"no":1}],"y":7}}\n{"id":"\\u0000"}\n{"id":"\\ud800"}\n'
	|| repeat('[', 100000) || E'\n{"id":"Q6","id":"Q7","dataset":"port_leak","schema":{},"properties":[]}\n{"id":"Q8","properties":{"name":["x"]}}', skip_bad => true, dry_run => false);
SELECT entity_id, prop, value FROM export_statements('money') WHERE canonical_id >= 'Q5';
-- so of statements
SELECT what, line, note FROM import_entities('money', E'{"entity_id":"R1","prop":null,"value":"x","dataset":"port_leak"}\n{"entity_id":"R1","prop":{"a":1},"value":"x","dataset":"port_leak"}\n{"entity_id":"R1","prop":"name","value":null,"dataset":"port_leak"}\n'
	'{"entity_id":"R1","prop":"name","value":["x","y"],"dataset":"port_leak"}\n{"entity_id":null,"prop":"name","value":"x","dataset":"port_leak"}\n["entity_id","prop","value"]\n{"entity_id":"R1","prop":"name","value":"Ole","schema":"Person","dataset":"port_leak"}', skip_bad => true, dry_run => false);
SELECT entity_id, prop, value FROM export_statements('money') WHERE canonical_id >= 'R';

-- nothing that could give a confidential source away, nothing pending, retracted, replaced or denied
INSERT INTO source (key, kind, confidential) VALUES ('source-1', 'person', true);
INSERT INTO source_alias VALUES ('Anna Maier', 'source-1');
INSERT INTO claim (id, statement, question, answer) VALUES (101, 's', 'Q9, schema', 'Person'), (102, 's', 'Q9, name', 'Ole'), (103, 's', 'Q9, note', 'says Anna Maier'), (104, 's', 'Q9, alias', 'Ol'),
	(105, 's', 'Q9, phone', '1'), (106, 's', 'Q9, email', 'o@x.example'), (107, 's', 'Q9, gender', 'male'), (108, 's', 'Anna-Maier, schema', 'Person'), (109, 's', 'Harbour, depth', '5'), (110, 's', 'Q9, ', 'x');
INSERT INTO document (id, publisher, headline) VALUES (1001, 'port_leak', 'anna maier');
INSERT INTO attestation (claim, id, said, document, quote, accepted_at, accepted_by, retracted_at, retraction_reason) VALUES (101, 1001, 'port_leak', NULL, NULL, now(), 'x', NULL, NULL), (102, 1002, 'source-1', NULL, NULL, now(), 'x', NULL, NULL),
	(103, 1003, 'port_leak', NULL, NULL, now(), 'x', NULL, NULL), (104, 1004, 'port_leak', 1001, NULL, now(), 'x', NULL, NULL), (105, 1005, '!port_leak', NULL, NULL, now(), 'x', NULL, NULL), (106, 1006, 'port_leak', NULL, NULL, NULL, NULL, NULL, NULL),
	(107, 1007, 'port_leak', NULL, NULL, now(), 'x', now(), 'Anna Maier asked'), (108, 1008, 'port_leak', NULL, NULL, now(), 'x', NULL, NULL), (109, 1009, 'port_leak', NULL, NULL, now(), 'x', NULL, NULL),
	(102, 1010, 'port_leak', NULL, 'Anna Maier', now(), 'x', NULL, NULL), (102, 1011, 'port_leak<source-1', NULL, NULL, now(), 'x', NULL, NULL);
SELECT * FROM export_statements('money') WHERE canonical_id NOT IN ('Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q7', 'R1');
SET client_min_messages = error;
DROP SCHEMA money, money_json, money_nested CASCADE;
