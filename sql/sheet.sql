--
-- Sheets into a ledger, and out of it
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
SET corroborate.progress = '1h';
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_sheet_reporter, regress_sheet_editor, regress_sheet_colleague;
RESET client_min_messages;
CREATE ROLE regress_sheet_reporter;
CREATE ROLE regress_sheet_editor;
CREATE ROLE regress_sheet_colleague;

-- Cells as people type them; blanks of all kinds, marks of byte order and of width nothing
SELECT n, '[' || corroborate_internal.sheet_text(cell) || ']' AS text, '[' || corroborate_internal.sheet_line(cell) || ']' AS line,
	'[' || corroborate_internal.sheet_name(cell) || ']' AS name
FROM (VALUES (1, U&'\FEFF Anna\00A0 Kova\010D\200B\3000'), (2, E'\t one\n two '), (3, U&'\201CThe Post\201D '), (4, '  '), (5, 'NULL'), (6, 'n/a'), (7, U&'\2014'), (8, '-1'), (9, U&'"\2018x\2019"'),
	(10, '"'), (11, 'Null and void')) AS v (n, cell);
SELECT corroborate_internal.sheet_wording(U&'The  mayor\2019s \201Cbrother\201D \2013 paid\2026 ') = corroborate_internal.sheet_wording('The mayor''s "brother" - paid.') AS the_same,
	corroborate_internal.sheet_wording('1.5 million') = corroborate_internal.sheet_wording('15 million') AS another;

-- Dates in the forms that sheets have, and those that are none
SELECT cell, d.at, d.problem FROM unnest('{2011-09-03,2011/9/3,2011.09.03,2011-09,2011,3.9.2011,03. 09. 2011,9/2011,25/12/2011,12/25/2011,9/9/2011,03/09/2011,3-9-2011,September 2011,sept. 2011,
	3 September 2011,3rd of September 2011,"September 3, 2011",3. September 2011,3 de septiembre de 2011,août 2011,Dez. 2011,1er mars 2011,3-Sep-2011,2011-09-03 10:30,2011-09-03T10:30:08.5Z,2011-09-03 10:30:08+02:00,
	"3.9.2011, 10:30",2011-02-29,2012-02-29,2011-13-01,31.4.2011,3.9.11,0000,2011-09-03 25:00,2011 10:30,yesterday,40789,32/12/2011,Mardi 2011,ma 2011,ju 2011,2011-9-3x}'::text[]) WITH ORDINALITY AS u (cell, o),
	corroborate_internal.read_date(cell, NULL) AS d ORDER BY o;
SELECT cell, d.day_first, at, problem FROM unnest('{03/09/2011,3-9-2011,3.9.2011,25/12/2011,9/3/2011 10:30}'::text[]) WITH ORDINALITY AS u (cell, o), (VALUES (true), (false)) AS d (day_first),
	corroborate_internal.read_date(cell, d.day_first) ORDER BY o, d.day_first DESC;
-- each month by its names
SELECT m, corroborate_internal.month_of(m) FROM unnest('{jan,Januar,fev,févr.,Feb,mar,März,Mrz,mrz.,mars,avr,abr,mai,May,jun,juin,juillet,JUL,Aug,août,agosto,sep,Okt,oct,ott,Nov,dic,Dez,dec,x,ja}'::text[]) AS m;

-- Ratings, yes and no
SELECT cell, r.rating, r.problem FROM unnest('{"0,8",0.8,80%,"80 %","80,5 %",.5,1,100%,high,HIGH,low,B,b,B2,F,F6,E,0,0%,80,101%,1.1,-0.5,NaN,1e-3,x,G,"1,000,5","0,8 high"}'::text[]) WITH ORDINALITY AS u (cell, o),
	corroborate_internal.read_rating(cell, '{"High": 0.9, "low": "25 %"}') AS r ORDER BY o;
SELECT cell, y.yes, y.problem FROM unnest('{yes,X,denies,TRUE,ja,J,Oui,Sí,SIM,no,0,confirms,nein,non,não,maybe,jain}'::text[]) WITH ORDINALITY AS u (cell, o), corroborate_internal.read_yes(cell) AS y ORDER BY o;

-- A sheet with what there is to decide.  Nothing is written
SELECT create_ledger('sheetroom');
INSERT INTO sheetroom.source (key, kind) VALUES ('Anna Kovač', 'person'), ('Post', 'outlet'), ('herald-tribune', 'outlet');
INSERT INTO sheetroom.source_alias (alias, source) VALUES ('The Post', 'Post');
CREATE TEMP TABLE tips ("What happened" text, " who says so " text, cites text, denies text, rating text, quote text, said_at text, headline text, url text, publisher text, published text);
INSERT INTO tips VALUES
	('The mayor took money', 'Anna Kovač', NULL, NULL, '0,8', U&'\201CHe took it\201D', '3.9.2011', NULL, NULL, NULL, NULL),
	(U&'The mayor took money. ', 'anna kovac ', '*', '', 'high', NULL, '2011-09-03', NULL, NULL, NULL, NULL),
	('the  mayor took money', 'Post; Herald Tribune', 'City engineer;NULL', 'no', '80 %', NULL, 'September 2011', 'Money', 'http://post.example/1', 'The Post', 'September 2011'),
	('The bridge is closed', 'Kovač, Anna', '?', 'x', '', NULL, '03/09/2011', NULL, NULL, NULL, NULL),
	('The bridge is closed', 'City engineer', NULL, NULL, 'great', NULL, NULL, NULL, NULL, NULL, NULL),
	('The bridge is closed', 'CITY ENGINEER', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('The bridge is closed', 'Post', 'City engineer', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('The bridge is closed', 'Post', ' City  engineer', 'n/a', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('', '', '', '', '', '', '', '', '', '', ''),
	(NULL, 'Post', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('The bridge is closed', NULL, 'Post', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT * FROM import_table('sheetroom', 'tips', statement => 'What happened', source => 'Who says so', ratings => '{"high": 0.9}');
SELECT (SELECT count(*) FROM sheetroom.claim) AS claims, (SELECT count(*) FROM sheetroom.attestation) AS attestations, (SELECT count(*) FROM sheetroom.source) AS sources,
	(SELECT count(*) FROM sheetroom.document) AS documents, (SELECT count(*) FROM sheetroom.claim_event) AS events,
	to_regclass('pg_temp.corroborate_row') AS left_behind;
-- not in earnest while it is open
SELECT * FROM import_table('sheetroom', 'tips', statement => 'What happened', source => 'Who says so', ratings => '{"high": 0.9}', dry_run => false);
-- what is decided, is decided by the answer
INSERT INTO sheetroom.source (key, kind)
SELECT value, 'person' FROM import_table('sheetroom', 'tips', statement => 'What happened', source => 'Who says so') WHERE what = 'unknown source';
INSERT INTO sheetroom.source_alias (alias, source)
SELECT value, suggestion FROM import_table('sheetroom', 'tips', statement => 'What happened', source => 'Who says so') WHERE what = 'other spelling';
SELECT * FROM import_table('sheetroom', 'tips', statement => 'What happened', source => 'Who says so', ratings => '{"high": 0.9}', day_first => true, skip_bad => true, dry_run => false);
SELECT id, statement, evidence, status FROM sheetroom.claim ORDER BY id;
SELECT claim, id, said, quote, said_at, document, sheet, sheet_row FROM sheetroom.attestation ORDER BY id;
SELECT id, publisher, headline, url, published_at, published_as FROM sheetroom.document ORDER BY id;
-- again: nothing is new
SELECT * FROM import_table('sheetroom', 'tips', statement => 'What happened', source => 'Who says so', ratings => '{"high": 0.9}', day_first => true, skip_bad => true, dry_run => false);

-- Rows that changed replace what they said before; one more is added; a second interview is one
CREATE TEMP TABLE notes (statement text, source text, cites text, rating text, quote text, said_at text);
INSERT INTO notes VALUES ('It rained', 'Anna Kovač', '*', '0.8', 'It rained', '2026-03-01'), ('It rained', 'Post', NULL, NULL, NULL, NULL), ('It rained', 'City engineer', NULL, NULL, 'Yes', '2026-01-01');
SELECT what, line, value, suggestion, count FROM import_table('sheetroom', 'notes', dry_run => false);
UPDATE notes SET cites = 'Post', rating = '70 %' WHERE source = 'Anna Kovač';
INSERT INTO notes VALUES ('It rained', 'City engineer', '*', NULL, 'Yes, I saw it', '2026-04-01');
SELECT what, line, value, suggestion, count FROM import_table('sheetroom', 'notes');
SELECT what, line, value, suggestion, count FROM import_table('sheetroom', 'notes', dry_run => false);
SELECT a.said, r.by IS NOT NULL AS replaced FROM sheetroom.claim AS c JOIN sheetroom.attestation AS a ON a.claim = c.id LEFT JOIN sheetroom.replaced AS r ON r.claim = a.claim AND r.id = a.id
WHERE c.statement = 'It rained' ORDER BY a.id;
SELECT what, count FROM import_table('sheetroom', 'notes', dry_run => false);
-- back to what it said first: that counts again
UPDATE notes SET cites = '*', rating = '0.8' WHERE source = 'Anna Kovač';
SELECT what, line, value, suggestion, count FROM import_table('sheetroom', 'notes', dry_run => false);
SELECT evidence FROM sheetroom.claim WHERE statement = 'It rained';
-- what the desk retracted or replaced stays so
SELECT status FROM sheetroom.retract_attestation((SELECT claim FROM sheetroom.attestation WHERE said = 'Post' AND sheet = 'notes'), (SELECT id FROM sheetroom.attestation WHERE said = 'Post' AND sheet = 'notes'), 'an error');
SELECT attestation IS NOT NULL AS corrected FROM sheetroom.attestation AS a, sheetroom.attest(a.claim, '"City engineer"<?', replaces => a.id) WHERE a.quote = 'Yes';
SELECT what, line, value, count FROM import_table('sheetroom', 'notes', dry_run => false);
-- what was typed by hand before is known, and is nobody's row
SELECT attestation IS NOT NULL AS typed FROM sheetroom.attest((SELECT id FROM sheetroom.claim WHERE statement = 'It rained'), '!herald-tribune', quote => 'It did not');
CREATE TEMP TABLE denials (statement text, source text, denies text);
INSERT INTO denials VALUES ('It rained', 'herald-tribune', 'yes');
SELECT what, count FROM import_table('sheetroom', 'denials', dry_run => false);

-- With names of rows: whatever changes
CREATE TEMP TABLE numbered (nr text, statement text, source text, rating text);
INSERT INTO numbered VALUES ('a', 'One', 'Post', NULL), ('b', 'One', 'Anna Kovač; City engineer', NULL), ('c', 'Two', 'Post', '0.5'), ('d', 'One', 'Post', NULL);
SELECT what, line, value, count, note FROM import_table('sheetroom', 'numbered', id => 'nr', dry_run => false);
UPDATE numbered SET source = 'herald-tribune' WHERE nr = 'a';
UPDATE numbered SET source = 'Anna Kovač' WHERE nr = 'b';
UPDATE numbered SET statement = 'Three' WHERE nr = 'c';
SELECT what, line, value, suggestion, count, regexp_replace(note, '\d+', 'N', 'g') AS note FROM import_table('sheetroom', 'numbered', id => 'nr', dry_run => false);
SELECT c.statement, c.evidence, a.said, a.sheet_row, a.retraction_reason IS NOT NULL AS retracted FROM sheetroom.attestation AS a JOIN sheetroom.claim AS c ON c.id = a.claim WHERE a.sheet = 'numbered' ORDER BY a.id;
UPDATE numbered SET statement = 'Two' WHERE nr = 'c';
SELECT what, line, value, suggestion, count FROM import_table('sheetroom', 'numbered', id => 'nr', dry_run => false);
SELECT statement, evidence FROM sheetroom.claim WHERE statement IN ('Two', 'Three') ORDER BY 1;
SELECT what, count FROM import_table('sheetroom', 'numbered', id => 'nr', dry_run => false);

-- flags of claims that a row was about before are counted, too
CREATE TEMP TABLE moving (id text, statement text, source text);
INSERT INTO moving VALUES ('1', 'Eleven', 'Anna Kovač'), ('2', 'Eleven', 'City engineer');
SELECT what, count FROM import_table('sheetroom', 'moving', dry_run => false);
UPDATE moving SET statement = 'Twelve';
SELECT what, count FROM import_table('sheetroom', 'moving');
SELECT what, count FROM import_table('sheetroom', 'moving', dry_run => false);

-- Which claim is meant
INSERT INTO sheetroom.claim (statement, question, comparator, value, unit) VALUES ('It owes five', 'owed', '>=', 5, 'EUR'), ('Twice', NULL, NULL, NULL, NULL), ('Twice', NULL, NULL, NULL, NULL);
CREATE TEMP TABLE answers (claim_id text, statement text, question text, answer text, source text);
INSERT INTO answers VALUES (NULL, NULL, 'Owed', '>= 5 eur', 'Post'), (NULL, NULL, 'Who runs it?', 'Anna', 'Post'), (NULL, NULL, 'who runs it?', 'Bob', 'Anna Kovač'), (NULL, NULL, 'Staff', 'about 12 people', 'Post'),
	(NULL, 'Twice', NULL, NULL, 'Post'), ((SELECT max(id)::text FROM sheetroom.claim), 'Twice', NULL, NULL, 'Post'), ((SELECT max(id)::text FROM sheetroom.claim), 'Thrice', NULL, NULL, 'Post'),
	('99999999', NULL, NULL, NULL, 'Post'), ('7x', NULL, NULL, NULL, 'Post'), (NULL, NULL, 'Only asked', NULL, 'Post'), (NULL, 'Stated', NULL, 'Answered', 'Post'), (NULL, 'Stated', 'Asked', 'Answered', 'Post');
SELECT what, line, regexp_replace(value, '\d{2,}', 'N', 'g') AS value, count, note FROM import_table('sheetroom', 'answers', skip_bad => true, dry_run => false);
SELECT statement, question, comparator, value, unit, answer, evidence FROM sheetroom.claim WHERE question IS NOT NULL OR statement = 'Twice' ORDER BY id;

-- Documents are known by their address, or by headline, publisher and date
CREATE TEMP TABLE articles (statement text, source text, headline text, url text, publisher text, published text);
INSERT INTO articles VALUES ('Four', 'Post', 'Money', 'http://post.example/1', NULL, NULL), ('Four', 'Post', 'Other', NULL, 'Post', '2012'), ('Five', 'Post', 'other', NULL, 'The Post', '2012'), ('Five', 'Post', 'Other', NULL, 'Post', '2013'),
	('Five', 'Post', NULL, NULL, 'Post', NULL);
SELECT what, count FROM import_table('sheetroom', 'articles', dry_run => false);
SELECT id, publisher, headline, url, published_at, published_as FROM sheetroom.document ORDER BY id;
SELECT what, count FROM import_table('sheetroom', 'articles', dry_run => false);

-- Names of a ledger that registers whom it hears of; spellings are asked about all the same
SELECT create_ledger('openroom', unknown_sources => 'add');
CREATE TEMP TABLE heard (statement text, source text);
INSERT INTO heard VALUES ('One', 'Anna Kovač'), ('One', 'Comisión Nacional'), ('One', 'Anna Kovač');
SELECT what, line, value, suggestion, count FROM import_table('openroom', 'heard', dry_run => false);
INSERT INTO heard VALUES ('One', 'ANNA KOVAČ'), ('One', 'Comisión de la Nación');
SELECT what, line, value, suggestion, count FROM import_table('openroom', 'heard', dry_run => false);
SELECT what, line, value, suggestion, count FROM import_table('openroom', 'heard', skip_bad => true, dry_run => false);
SELECT key FROM openroom.source ORDER BY key;
-- in others, where that is said
SELECT create_ledger('closedroom');
SELECT what, line, value, suggestion, count FROM import_table('closedroom', 'heard', dry_run => false);
DELETE FROM heard WHERE source = 'ANNA KOVAČ';
SELECT what, line, value, suggestion, count FROM import_table('closedroom', 'heard', add_sources => true, dry_run => false);
-- a name that only rows have that are left out is not registered, and looks like no other
CREATE TEMP TABLE heard_badly (statement text, source text, cites text, rating text);
INSERT INTO heard_badly VALUES ('One', 'Harbour Post', 'Ida Ruud', NULL), ('One', 'Harbor Post', NULL, 'very'), ('One', 'Ida Ruud', 'Nils', 'very');
SELECT what, line, value, suggestion, count FROM import_table('closedroom', 'heard_badly', add_sources => true);
SELECT what, line, value, suggestion, count FROM import_table('closedroom', 'heard_badly', add_sources => true, skip_bad => true, dry_run => false);
SELECT what, line, value, suggestion, count FROM import_table('closedroom', 'heard_badly', add_sources => true, skip_bad => true, dry_run => false);
SELECT key FROM closedroom.source WHERE key IN ('Harbour Post', 'Harbor Post', 'Ida Ruud', 'Nils') ORDER BY key;
-- a name that can be none, near ones, and those that a sheet spells in several ways
INSERT INTO heard VALUES ('Six', repeat('x', 256)), ('Six', 'Comision Nacionál'), ('Six', 'Comisión Nacional de Derechos'), ('Six', 'unknown'), ('Six', 'O''Brien'), ('Six', U&'O\2019Brien'), ('Six', 'Brien O.'), ('Six', 'O''Brien');
SELECT what, line, left(value, 40) AS value, suggestion, count, left(note, 80) AS note FROM import_table('closedroom', 'heard');

-- Arguments
SELECT * FROM import_table('nowhere', 'heard');
SELECT * FROM import_table('sheetroom', 'heard', source => 'sourc');
SELECT * FROM import_table('sheetroom', 'heard', source => '');
SELECT * FROM import_table('sheetroom', 'heard', statement => '');
SELECT * FROM import_table('sheetroom', 'heard', separator => '');
SELECT * FROM import_table('sheetroom', 'heard', ratings => '[]');
SELECT * FROM import_table('sheetroom', 'heard', ratings => '{"high": 9}');
SELECT * FROM import_table('sheetroom', 'heard', ratings => '{"high": null}');
SELECT * FROM import_table('sheetroom', NULL);

-- Which tables are sheets: plain ones of one's own, that run nothing of anybody's
GRANT USAGE ON SCHEMA sheetroom, public TO regress_sheet_colleague;
CREATE SCHEMA traps AUTHORIZATION regress_sheet_colleague;
GRANT USAGE ON SCHEMA traps TO PUBLIC;
SELECT grant_ledger('sheetroom', reporter => 'regress_sheet_reporter', editor => 'regress_sheet_editor');
GRANT CREATE ON DATABASE :"DBNAME" TO regress_sheet_editor, regress_sheet_reporter;
SET ROLE regress_sheet_colleague;
-- what would tell her of what he may not read, if an editor ran it
CREATE TABLE traps.caught (words text);
GRANT INSERT ON traps.caught TO PUBLIC;
CREATE FUNCTION traps.spring(words text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN INSERT INTO traps.caught SELECT current_user || ': ' || identity FROM sheetroom.source_identity; RETURN words; END $$;
CREATE TABLE traps.hers (statement text, source text);
INSERT INTO traps.hers VALUES ('One', 'Post');
CREATE VIEW traps.seen AS SELECT traps.spring(statement) AS statement, source FROM traps.hers;
CREATE VIEW traps.invoked WITH (security_invoker) AS SELECT traps.spring(statement) AS statement, source FROM traps.hers;
CREATE MATERIALIZED VIEW traps.kept AS SELECT * FROM traps.hers;
CREATE SEQUENCE traps.counted;
CREATE TABLE traps.guarded (statement text, source text);
ALTER TABLE traps.guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY trap ON traps.guarded USING (traps.spring('x') = 'x');
GRANT SELECT ON ALL TABLES IN SCHEMA traps TO PUBLIC;
SET ROLE regress_sheet_editor;
SELECT * FROM import_table('sheetroom', 'traps.hers');
SELECT * FROM import_table('sheetroom', 'traps.seen');
SELECT * FROM import_table('sheetroom', 'traps.invoked');
SELECT * FROM import_table('sheetroom', 'traps.kept');
SELECT * FROM import_table('sheetroom', 'traps.counted');
SELECT * FROM import_table('sheetroom', 'traps.guarded');
SELECT * FROM import_table('sheetroom', 'sheetroom.claim', source => 'statement');
-- nor his own, where others' things are in them
CREATE SCHEMA desk;
CREATE VIEW desk.seen AS SELECT 'One' AS statement, 'Post' AS source;
CREATE TABLE desk.guarded (statement text, source text);
ALTER TABLE desk.guarded ENABLE ROW LEVEL SECURITY;
CREATE TABLE desk.parted (statement text, source text) PARTITION BY LIST (source);
CREATE TABLE desk.part PARTITION OF desk.parted DEFAULT;
CREATE TABLE desk.parent (statement text, source text);
CREATE TABLE desk.child () INHERITS (desk.parent);
CREATE TABLE desk.ruled (statement text, source text);
CREATE RULE trap AS ON INSERT TO desk.ruled DO ALSO NOTIFY trap;
SELECT * FROM import_table('sheetroom', 'desk.seen');
SELECT * FROM import_table('sheetroom', 'desk.guarded');
SELECT * FROM import_table('sheetroom', 'desk.parted');
SELECT * FROM import_table('sheetroom', 'desk.part');
SELECT * FROM import_table('sheetroom', 'desk.parent');
SELECT * FROM import_table('sheetroom', 'desk.child');
SELECT * FROM import_table('sheetroom', 'desk.ruled');
RESET ROLE;
-- types that somebody made: what they print, somebody wrote.  Columns that are not read do not matter
CREATE DOMAIN traps.word AS text;
CREATE TYPE traps.mood AS ENUM ('good');
CREATE TYPE traps.pair AS (a text, b text);
CREATE TYPE traps.span AS RANGE (subtype = text);
SET ROLE regress_sheet_editor;
CREATE TABLE desk.typed (statement text, source text, word traps.word, mood traps.mood, pair traps.pair, pairs traps.pair[], span traps.span, said attribution,
	made text GENERATED ALWAYS AS (statement || '!') STORED, row_of desk.parent);
SELECT c, (SELECT count(*) FROM import_table('sheetroom', 'desk.typed', quote => c, said => '')) FROM (VALUES ('word')) AS v (c);
SELECT * FROM import_table('sheetroom', 'desk.typed', quote => 'mood', said => '');
SELECT * FROM import_table('sheetroom', 'desk.typed', quote => 'pair', said => '');
SELECT * FROM import_table('sheetroom', 'desk.typed', quote => 'pairs', said => '');
SELECT * FROM import_table('sheetroom', 'desk.typed', quote => 'span', said => '');
SELECT * FROM import_table('sheetroom', 'desk.typed');
SELECT * FROM import_table('sheetroom', 'desk.typed', quote => 'made', said => '');
SELECT * FROM import_table('sheetroom', 'desk.typed', quote => 'row_of', said => '');
SELECT what, count FROM import_table('sheetroom', 'desk.typed', said => '');
-- types of the server's own
CREATE TEMP TABLE built_in (statement varchar(20), source name, said_at date, rating numeric, denies boolean, id integer);
INSERT INTO built_in VALUES ('One', 'herald-tribune', '2011-09-03', 0.80, true, 1);
SELECT what, count FROM import_table('sheetroom', 'built_in', dry_run => false);
SELECT said, said_at, sheet, sheet_row, recorded_by FROM sheetroom.attestation WHERE sheet = 'built_in';

-- Columns are columns, whatever they are called, and never expressions
CREATE TEMP TABLE "odd ""sheet'; DROP TABLE x; --" ("state""ment'" text, "source); SELECT 1; --" text, "%I $1 \" text);
INSERT INTO "odd ""sheet'; DROP TABLE x; --" VALUES ('It''s "so" %s $1 \', 'Post', ' “x” ');
SELECT what, count FROM import_table('sheetroom', '"odd ""sheet''; DROP TABLE x; --"', statement => 'state"ment''', source => 'source); SELECT 1; --', quote => '%I $1 \', dry_run => false);
SELECT c.statement, a.quote, a.sheet FROM sheetroom.attestation AS a JOIN sheetroom.claim AS c ON c.id = a.claim WHERE a.sheet LIKE 'odd%';
SELECT * FROM import_table('sheetroom', '"odd ""sheet''; DROP TABLE x; --"', statement => '(SELECT identity FROM sheetroom.source_identity)', source => 'source); SELECT 1; --');
SELECT * FROM import_table('sheetroom', '"odd ""sheet''; DROP TABLE x; --"', statement => 'ctid', source => 'tableoid');
-- names of the schema's and of what is looked for first
CREATE SCHEMA mine;
CREATE FUNCTION mine.lower(text) RETURNS text LANGUAGE sql AS $$ SELECT 'trapped' $$;
CREATE FUNCTION mine.count(text) RETURNS bigint LANGUAGE sql AS $$ SELECT 1/0 $$;
CREATE TABLE mine.claim (id bigint, statement text);
CREATE TEMP TABLE attestation (statement text, source text);
INSERT INTO attestation VALUES ('Seven', 'Post');
SET search_path = mine, public;
SELECT what, "count" FROM import_table('sheetroom', 'attestation', dry_run => false) AS t;
RESET search_path;
SELECT statement, evidence FROM sheetroom.claim WHERE statement = 'Seven';
SELECT * FROM traps.caught;
-- huge cells, and cells of many lines
CREATE TEMP TABLE huge (statement text, source text, cites text, quote text, said_at text, rating text, said text);
INSERT INTO huge VALUES (repeat('long ', 100000), 'Post', NULL, repeat(E'line\n', 200000), NULL, NULL, NULL), ('Eight', repeat('y', 1000000), NULL, NULL, NULL, NULL, NULL), ('Eight', 'Post', repeat('Post;', 50000), NULL, NULL, NULL, NULL),
	('Eight', 'Post', NULL, NULL, repeat('9', 100000), repeat('1', 100000), NULL), ('Eight', NULL, NULL, NULL, NULL, NULL, repeat('(', 100000));
SELECT what, line, left(value, 20) AS value, left(note, 60) AS note, count FROM import_table('sheetroom', 'huge', skip_bad => true, dry_run => false);
SELECT length(c.statement), length(a.quote), a.said FROM sheetroom.attestation AS a JOIN sheetroom.claim AS c ON c.id = a.claim WHERE a.sheet = 'huge' ORDER BY a.id;
RESET ROLE;

-- A reporter imports, and replaces what the same source said; another's, or what is about another claim, an editor
SET ROLE regress_sheet_reporter;
CREATE TEMP TABLE hers (id text, statement text, source text);
INSERT INTO hers VALUES ('1', 'Nine', 'Post'), ('2', 'Nine', 'Anna Kovač'), ('3', 'Nine', 'herald-tribune');
SELECT what, count FROM import_table('sheetroom', 'hers', dry_run => false);
UPDATE hers SET source = 'herald-tribune' WHERE id = '1';
UPDATE hers SET statement = 'Ten' WHERE id = '2';
SELECT what, line, regexp_replace(note, '\d+', 'N', 'g') AS note, count FROM import_table('sheetroom', 'hers');
SELECT what, count FROM import_table('sheetroom', 'hers', dry_run => false, skip_bad => true);
RESET ROLE;
GRANT SELECT ON hers TO regress_sheet_editor;
SET ROLE regress_sheet_editor;
CREATE TEMP TABLE copied AS TABLE hers;
SELECT what, line, value, suggestion, count FROM import_table('sheetroom', 'copied', sheet_name => 'hers', dry_run => false);
RESET ROLE;
SELECT c.statement, c.evidence FROM sheetroom.claim AS c WHERE c.statement IN ('Nine', 'Ten') ORDER BY 1;
SET ROLE regress_sheet_colleague;
CREATE TEMP TABLE strangers (statement text, source text);
SELECT * FROM import_table('sheetroom', 'strangers');
SELECT * FROM export_table('sheetroom');
RESET ROLE;

-- Wide sheets
CREATE TEMP TABLE units ("Unit name" text, "Commander" text, "Commander: source" text, "Commander: confidence" text, "Base" text, "base sources" text, "Base_confidence" text, remarks text);
CREATE TEMP TABLE unit_sources (id text, publisher text, title text, url text, date text);
INSERT INTO unit_sources VALUES ('s1', 'Post', 'Report', 'http://post.example/r', 'September 2011'), ('s2', 'herald-tribune', 'Wire', 'http://herald.example/w', '3.9.2011'), ('s3', 'City engineer', NULL, NULL, NULL);
INSERT INTO units VALUES ('1st Brigade', 'Kim', 's1; s3', 'high', 'Dalian', 's2;s9', NULL, 'x'), ('2nd Brigade', 'Lee', 's1', 'low', NULL, 's1', NULL, NULL), ('3rd Brigade', NULL, NULL, NULL, 'Dandong', NULL, 'great', NULL);
SELECT * FROM import_wide_table('sheetroom', 'units', 'unit name', 'unit_sources', ratings => '{"high": 0.9, "low": 0.3}');
SELECT what, count FROM import_wide_table('sheetroom', 'units', 'unit name', 'unit_sources', ratings => '{"high": 0.9, "low": 0.3}', skip_bad => true, dry_run => false) WHERE what <> 'cannot be read';
SELECT c.statement, c.question, c.answer, a.said, a.sheet_row, d.headline, d.published_as FROM sheetroom.attestation AS a JOIN sheetroom.claim AS c ON c.id = a.claim LEFT JOIN sheetroom.document AS d ON d.id = a.document
WHERE a.sheet = 'units' ORDER BY a.id;
UPDATE units SET "Commander" = 'Park', "Commander: confidence" = 'low' WHERE "Unit name" = '1st Brigade';
SELECT what, line, value, suggestion, count FROM import_wide_table('sheetroom', 'units', 'unit name', 'unit_sources', ratings => '{"high": 0.9, "low": 0.3}', skip_bad => true, dry_run => false) WHERE what <> 'cannot be read';
UPDATE units SET "Commander" = 'Kim', "Commander: confidence" = 'high' WHERE "Unit name" = '1st Brigade';
SELECT what, line, value, suggestion, count FROM import_wide_table('sheetroom', 'units', 'unit name', 'unit_sources', ratings => '{"high": 0.9, "low": 0.3}', skip_bad => true, dry_run => false) WHERE what <> 'cannot be read';
SELECT statement, evidence FROM sheetroom.claim WHERE question = '1st Brigade, Commander' ORDER BY id;
SELECT * FROM import_wide_table('sheetroom', 'units', 'nothing', 'unit_sources');
SELECT * FROM import_wide_table('sheetroom', 'unit_sources', 'id', 'unit_sources');
SELECT * FROM import_wide_table('sheetroom', 'units', 'unit name', 'units');
INSERT INTO unit_sources VALUES ('s1', 'Post');
SELECT * FROM import_wide_table('sheetroom', 'units', 'unit name', 'unit_sources');

-- Names that look like one, before a flag rises on the two: new and registered, both new, by initials; not what only resembles
SELECT create_ledger('alikeroom');
INSERT INTO alikeroom.source (key, kind) VALUES ('Anna Kovacs', 'person'), ('Morning Post', 'outlet'), ('witness-1', 'person');
INSERT INTO alikeroom.claim (statement) VALUES ('The dam broke');
INSERT INTO alikeroom.attestation (claim, said) VALUES (1, '"Anna Kovacs"');
CREATE TEMP TABLE alike_sheet (statement text, source text);
INSERT INTO alike_sheet VALUES ('The dam broke', 'Ana Kovacs'), ('The mill burned', 'Peter Marshall'), ('The mill burned', 'Peter Marshal'), ('The quay sank', 'J. Smithson'), ('The quay sank', 'John Smithson'),
	('The quay sank', 'witness-1'), ('The bridge fell', 'The Evening Post'), ('The bridge fell', 'Morning Post'), ('The bridge fell', 'witness-2'), ('The road is closed', 'Martha Lindquist'), ('The road is closed', 'Marta Lindqvist');
SELECT what, line, value, suggestion, count, note FROM import_table('alikeroom', 'alike_sheet');
SELECT what, line, value, suggestion, count FROM import_table('alikeroom', 'alike_sheet', add_sources => true, dry_run => false) WHERE what IN ('look like one', 'claims corroborated');
SELECT source, other, flags FROM alikeroom.near_names();
-- what is there is not new the next time
SELECT what, value, count FROM import_table('alikeroom', 'alike_sheet', add_sources => true, dry_run => false);
DELETE FROM alike_sheet;
INSERT INTO alike_sheet VALUES ('The dam broke', 'Anna Kovac'), ('Nothing happened', 'Nobody Near');
SELECT what, value, suggestion, count FROM import_table('alikeroom', 'alike_sheet') WHERE what = 'look like one';
SET client_min_messages = warning;
DROP SCHEMA alikeroom CASCADE;
RESET client_min_messages;

-- Out and in again changes nothing, in a ledger with all that it may have in it
-- blanks that versions before 0.3.0 let in
ALTER TABLE sheetroom.source DISABLE TRIGGER names_tidy;
INSERT INTO sheetroom.source (key, kind, affiliations) VALUES ('NULL', 'other', '{}'), ('a;b', 'other', '{Post}'), ('two  blanks', 'other', '{}'), ('-', 'other', '{}'), ('*', 'other', '{}'), ('"q"', 'other', '{}'), ('unknown', 'other', '{}');
INSERT INTO sheetroom.source_alias (alias, source) VALUES ('n/a', 'NULL');
INSERT INTO sheetroom.document (publisher, headline, url, published_at, published_as, republishes) VALUES ('Post', ' Big  news', 'http://x', '2026-11-27 22:38:09.125919Z', NULL, NULL), ('-', 'NULL', NULL, 'infinity', 'ever', NULL), (NULL, 'Copy', NULL, '2011-09-01', '03/09/2011', 4),
	('"q"', 'Copy', NULL, NULL, NULL, NULL);
INSERT INTO sheetroom.claim (statement) VALUES ('-'), ('NULL'), ('-'), (' two  blanks ');
INSERT INTO sheetroom.attestation (claim, said, quote, quote_language, translator, document, said_at)
SELECT c.id, v.said::attribution, v.quote, v.language, v.translator, (SELECT max(d.id) - v.document FROM sheetroom.document AS d), v.said_at::timestamptz FROM (VALUES
	('"NULL":0.8<*', ' hello ', 'en', NULL, 0, NULL), ('Post<herald-tribune<"City engineer":0.00001', E'two\nlines', NULL, 'Bob', 1, '-infinity'), ('"n/a"', 'NULL', NULL, NULL, 2, '2011-09-03 00:00Z'), ('!"a;b"<(?,Post)', '-', 'de', NULL, 3, '2011-09-03 10:00Z'),
	('"two  blanks"<"-"', NULL, NULL, NULL, NULL, '0044-03-15 BC'), ('-<*', NULL, NULL, NULL, NULL, NULL), ('"*"<(*,?)', NULL, NULL, NULL, NULL, NULL), ('"\"q\""<unknown', '“x”', NULL, NULL, NULL, NULL), ('Post@"a;b":0.5<(herald-tribune,"City engineer")', NULL, NULL, NULL, NULL, NULL),
	('Post:0.5<(herald-tribune,"City engineer")', NULL, NULL, NULL, 3, NULL), ('Post<Post', NULL, NULL, NULL, NULL, NULL)) AS v (said, quote, language, translator, document, said_at),
	(SELECT max(id) - o AS id FROM sheetroom.claim, generate_series(0, 3) AS o GROUP BY o) AS c;
INSERT INTO sheetroom.attestation (claim, said, replaces) SELECT a.claim, 'Post<?', a.id FROM sheetroom.attestation AS a WHERE a.said = 'Post<Post';
INSERT INTO sheetroom.attestation (claim, said, accepted_at, accepted_by) SELECT max(id), 'Post', NULL, NULL FROM sheetroom.claim;
CREATE TEMP TABLE exported AS SELECT * FROM export_table('sheetroom', with_confidential => true);
SELECT (SELECT count(*) FROM exported) = (SELECT count(*) FROM sheetroom.attestation) AS a_row_for_each, count(*) FILTER (WHERE counts = 'no') > 0 AS some_do_not_count, count(*) FILTER (WHERE said IS NOT NULL) AS as_attribution FROM exported;
SELECT source, cites, denies, rating, said, quote, said_at, headline, published, counts FROM exported WHERE claim_id = (SELECT max(id) FROM sheetroom.claim);
CREATE FUNCTION state(ledger text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	part text;
	state text := '';
	rows text;
BEGIN
	FOREACH part IN ARRAY '{source,source_alias,document,claim,attestation,ruling,publication,claim_event}'::text[] LOOP
		EXECUTE format('SELECT md5(string_agg(t::text, %L ORDER BY t::text)) FROM %I.%I AS t', E'\n', ledger, part) INTO rows;
		state := concat_ws(' ', state, rows);
	END LOOP;
	RETURN state;
END
$$;
CREATE TEMP TABLE before AS SELECT state('sheetroom');
SELECT what, line, value, note, count FROM import_table('sheetroom', 'exported', dry_run => false) WHERE what NOT IN ('repeated', 'rows', 'rows left out', 'attestations known');
SELECT state = state('sheetroom') AS unchanged FROM before;
-- also what leaves the desk without who is confidential
INSERT INTO sheetroom.source (key, kind, confidential) VALUES ('source-7', 'person', true);
INSERT INTO sheetroom.source_alias (alias, source) VALUES ('our man', 'source-7');
INSERT INTO sheetroom.attestation (claim, said, quote, said_at, document) SELECT max(id), 'herald-tribune<"our man"', 'Our man said so', '2011-09-03', 4 FROM sheetroom.claim;
TRUNCATE exported, before;
INSERT INTO exported SELECT * FROM export_table('sheetroom');
SELECT source, cites, quote, said_at, headline FROM exported WHERE cites = 'source-7';
SELECT count(*) FROM exported WHERE to_jsonb(exported)::text ILIKE '%our man%';
INSERT INTO before SELECT state('sheetroom');
SELECT what, line, value, note, count FROM import_table('sheetroom', 'exported', dry_run => false) WHERE what NOT IN ('repeated', 'rows', 'rows left out', 'attestations known');
SELECT state = state('sheetroom') AS unchanged FROM before;
-- into another ledger with the same sources: what counts is the same.  Which document copies which a sheet does not say
SELECT create_ledger('copyroom');
UPDATE sheetroom.document SET republishes = NULL;
ALTER TABLE copyroom.source DISABLE TRIGGER names_tidy;
INSERT INTO copyroom.source (key, name, kind, passes_on, relies_on, affiliations, reliability) SELECT key, name, kind, passes_on, relies_on, affiliations, reliability FROM sheetroom.source;
INSERT INTO copyroom.source_alias (alias, source) SELECT alias, source FROM sheetroom.source_alias;
DELETE FROM exported;
INSERT INTO exported SELECT * FROM export_table('sheetroom', with_confidential => true);
-- whose numbers mean nothing there, and of claims of the same words it makes one
DELETE FROM exported WHERE claim_id IN (SELECT id FROM sheetroom.claim WHERE statement IN ('-', 'NULL', 'Twice'));
SELECT what, line, value, note FROM import_table('copyroom', 'exported', claim_id => '', dry_run => false) WHERE what NOT IN ('repeated') AND line IS NOT NULL;
SELECT c.statement, c.evidence, d.evidence FROM sheetroom.claim AS c LEFT JOIN copyroom.claim AS d ON btrim(replace(d.statement, '  ', ' ')) = btrim(replace(c.statement, '  ', ' '))
WHERE c.statement NOT IN ('-', 'NULL', 'Twice') AND c.evidence <> '{}' AND d.evidence IS DISTINCT FROM c.evidence;
SELECT count(*) FROM check_evidence('copyroom.attestation');
CREATE TEMP TABLE again AS SELECT * FROM export_table('copyroom');
SELECT what, count FROM import_table('copyroom', 'again', dry_run => false) WHERE what NOT IN ('repeated', 'rows', 'rows left out', 'attestations known');
-- a number of another ledger's claim is not taken for one's own
SELECT what, count(*) FROM import_table('copyroom', 'exported') WHERE what = 'cannot be read' GROUP BY what;

-- a source that cites only itself is reported when it is first imported
CREATE TEMP TABLE own_word (statement text, source text, cites text, denies text);
INSERT INTO own_word VALUES ('Own one', 'HRW', 'HRW', NULL), ('Own two', 'HRW', 'HRW', 'no'), ('Own two', 'AI', 'AI', 'yes'), ('Own one', 'OCHA', 'OCHA; *', NULL),
	('Own one', 'BBC', 'BBC; ?', NULL), ('Own one', 'AP', 'AP; HRW', NULL), ('Own two', 'HRW', '*', NULL), ('Own one', 'DPA', NULL, NULL);
SELECT what, line, value, suggestion, count, note FROM import_table('openroom', 'own_word') WHERE what = 'cites itself';
SELECT count(*) FROM import_table('openroom', 'own_word', dry_run => false, add_sources => true);
SELECT count(*) FROM import_table('openroom', 'own_word') WHERE what = 'cites itself';

SET client_min_messages = warning;
DROP SCHEMA sheetroom, openroom, closedroom, copyroom, traps, desk, mine CASCADE;
DROP FUNCTION state;
REVOKE ALL ON DATABASE :"DBNAME" FROM regress_sheet_editor, regress_sheet_reporter;
DROP OWNED BY regress_sheet_reporter, regress_sheet_editor, regress_sheet_colleague CASCADE;
DROP ROLE regress_sheet_reporter, regress_sheet_editor, regress_sheet_colleague;
