--
-- What is printed where people type something else than what is meant: what was wrong, what is meant, and how it is
-- written right.  CONTEXT is shown here, as psql shows it.
--

-- ---- Attributions and evidence

-- A denial in words is no name with blanks: that would support
SELECT attribution 'city denies';
SELECT attribution '"city hall" denied it';
SELECT attribution 'not anna';
SELECT attribution 'anna!';
SELECT attribution '!!anna';
SELECT attribution '! !anna';
SELECT attribution 'anna<!post';
SELECT attribution 'anna<(!post)';
-- Nor are saying and citing
SELECT attribution 'Post says so';
SELECT attribution 'anna via post';
SELECT attribution 'anna -> post';
SELECT attribution 'anna <- post';
SELECT attribution 'anna << post';
-- one ground, or several in parentheses
SELECT attribution 'anna<*<*';
SELECT attribution 'anna<?<post';
SELECT attribution 'anna<**';
SELECT attribution 'anna<(* ?)';
SELECT attribution 'anna@@post';
-- Names
SELECT attribution 'Daily Champion';
SELECT attribution 'Anna Kovač, witness';
SELECT attribution 'kim@Ministry of Defence';
SELECT attribution 'O''Neill';
SELECT attribution '@anna';
SELECT attribution 'anna (witness)';
SELECT attribution 'https://example.org/story';
SELECT attribution 'anna*';
SELECT attribution 'anna?';
SELECT attribution 'a long name of very many words that goes on for longer than anybody would like to read again';
-- Ratings
SELECT attribution 'anna:80 %';
SELECT attribution 'anna:80％';
SELECT attribution 'anna:0,8';
SELECT attribution 'anna:4/5';
SELECT attribution 'anna:B2';
SELECT attribution 'anna:80';
SELECT attribution 'anna:high';
SELECT attribution 'anna 80%';
SELECT attribution 'anna 0.8';
SELECT confidence '0,8';
SELECT confidence '80 %';
SELECT confidence '4/5';
SELECT confidence 'B2';
SELECT confidence '80';
SELECT confidence '180%';
SELECT confidence '-1';
SELECT said_by('anna', '0,8');
SELECT '{"sources": {"a": {"rating": "80 %"}}, "for": {"a": {"speaks": true}}}'::jsonb::evidence;
-- Lists
SELECT evidence '[anna, post]';
SELECT evidence '["anna", "post"]';
SELECT evidence '(anna, post)';
SELECT evidence 'anna, post';
SELECT evidence 'anna and post';
SELECT evidence '{anna post}';
SELECT evidence '{anna; post}';
SELECT evidence '{anna, post';
SELECT evidence '{anna,, post}';
SELECT evidence '{anna,}';
SELECT attribution 'rfa<(anna, post';
SELECT attribution 'rfa<()';
SELECT attribution 'anna, post';
SELECT evidence '';
SELECT attribution '  ';
-- What is written so is read
SELECT attribution '"Daily Champion"', attribution '!city', attribution 'anna<post', attribution 'anna:80%', evidence '{anna,post}', evidence '{}';

-- JSON, as to_jsonb() writes it
CREATE TEMP TABLE row_of (id int, evidence evidence, said attribution, rating confidence, grade admiralty);
INSERT INTO row_of VALUES (1, '{a:0.5<b@x, !c}', '!a<*', 0.25, 'B2'), (2, '{}', 'a', NULL, NULL), (3, NULL, NULL, 0, 'F6');
SELECT id, jsonb_populate_record(NULL::row_of, to_jsonb(r)) = r AS same, json_populate_record(NULL::row_of, to_json(r)) = r AS same_json FROM row_of AS r;
SELECT jsonb_populate_record(NULL::row_of, '{"evidence": {"for": {"a": {"says": true}}}}');
SELECT jsonb_populate_record(NULL::row_of, '{"said": {"for": {"a": {"speaks": true}, "b": {"speaks": true}}}}');
SELECT evidence '{"for": {"a": {"speaks": true}}';
SELECT evidence ' { "for" : { "a": {"speaks": true}}}', evidence '{"for":0.5}', evidence '{"for", "a"}', evidence '{"for" : 0.5<*}';

-- ---- Columns

CREATE TEMP TABLE sheet (name text, heard_from text, spelt varchar);
INSERT INTO sheet VALUES ('Daily Champion', 'Post; City engineer', 'anna'), ('', NULL, 'anna<*'), ('Vanguard', '', NULL);
SELECT evidence_agg(said_by(name)) FROM sheet;
SELECT evidence_agg(said_by(nullif(name, ''))) FROM sheet;
SELECT said_by('rfa', cites => '{anna, ""}');
SELECT said_by('rfa', affiliations => '{""}');
SELECT evidence_agg(said_by(x)) FROM unnest('{a,"  "}'::text[]) AS x;
SELECT said_by('rfa', cites => '{anna, " "}');
SELECT evidence_agg(said_by(nullif(btrim(x), ''))) FROM unnest('{a,"  "}'::text[]) AS x;
SELECT said_by('rfa', cites => array_remove('{anna, ""}'::text[], ''));
-- A list that is none: once, however many rows
SELECT said_by('rfa', cites => ARRAY[heard_from]) FROM sheet, generate_series(1, 3) WHERE heard_from <> '';
SELECT said_by('rfa', cites => regexp_split_to_array('Post; City engineer', ' *; *'));
SELECT said_by('Post; Herald');
SELECT said_by('kim', affiliations => '{ministry; army}');
-- Text into a column of attributions or evidence
INSERT INTO row_of (said) SELECT name FROM sheet;
INSERT INTO row_of (said) SELECT spelt FROM sheet;
INSERT INTO row_of (evidence) SELECT name FROM sheet;
UPDATE row_of SET said = 'a' || id;
INSERT INTO row_of (id, said) SELECT 10, said_by(name) FROM sheet WHERE name = 'Vanguard' RETURNING said;
INSERT INTO row_of (id, said) SELECT 11, spelt::attribution FROM sheet WHERE spelt IS NOT NULL RETURNING said;
DO $$
DECLARE
	said attribution := 'rfa' || '<*';
	evidence evidence := concat('{a', ',b}');
BEGIN
	RAISE NOTICE '% %', said, evidence;
END
$$;

-- ---- Sentences

SELECT why('{a@thisday,b@thisday,c@thisday}');
SELECT why('{kim@rfa, rfa}');
SELECT why('{a@x, b@x@y, c@y}');
SELECT why('{a@unit-0123456789ab, b@unit-0123456789ab}');
SELECT why('{"Daily Champion", Vanguard, Punch}');
SELECT why('{Vanguard, Punch}');

-- ---- A ledger

SELECT create_ledger('desk_of_mine');
SET search_path = desk_of_mine, public;
INSERT INTO source (key, kind) VALUES ('anna', 'person'), ('bob', 'person'), ('post', 'outlet'), ('herald', 'outlet'), ('Daily Champion', 'outlet');
INSERT INTO claim (statement) VALUES ('one'), ('two');

-- Words that the tables do not know
INSERT INTO source (key, kind) VALUES ('x', 'Person');
INSERT INTO source (key, kind) VALUES ('x', 'newspaper');
INSERT INTO source (key, kind) VALUES ('x', 'Spokeswoman');
INSERT INTO source (key, kind) VALUES ('x', 'teapot');
INSERT INTO source (key, kind) VALUES ('x', 'organization ');
INSERT INTO source (key, kind) VALUES ('x', 'person ');
UPDATE source SET kind = '' WHERE key = 'anna';
SELECT add_confidential_source(held_by => 'me', kind => 'persn');
INSERT INTO document (status) VALUES ('canceled');
INSERT INTO claim (statement, question, comparator, value) VALUES ('x', 'how many?', '~', 1);
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirmed', 'x');
-- What belongs together
INSERT INTO claim (statement, value) VALUES ('x', 1);
INSERT INTO claim (statement, question, value) VALUES ('x', 'how many?', 1);
INSERT INTO claim (statement, question, comparator, value, answer) VALUES ('x', 'how many?', '=', 1, 'one');
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirm', ' ');
INSERT INTO attestation (claim, said, accepted_at) VALUES (1, 'anna', NULL);
INSERT INTO attestation (claim, said, retracted_at) VALUES (1, 'anna', now());
INSERT INTO source (key, relies_on) VALUES ('x', '{x}');
INSERT INTO source_alias VALUES ('anna', 'anna');
INSERT INTO source_identity (source) VALUES ('anna');
-- Discrediting in passing, by hand as by attest()
INSERT INTO attestation (claim, said) VALUES (1, 'anna:E');
SELECT attest(1, '!post<anna:0');

-- All sources that nobody knows, at once, and whom they could be
SELECT attest(1, 'herlad<(pots,nobody-known,bbo)');
INSERT INTO attestation (claim, said) SELECT i, s::attribution FROM unnest('{qq,ww,herlad}'::text[]) AS s, generate_series(1, 2) AS i;
INSERT INTO attestation (claim, said) SELECT 1, said_by('unheard of ' || i) FROM generate_series(100, 130) AS i;
SELECT attest(1, 'Dayly Champion');
SELECT attest(1, '"Dayly Champion"');
SELECT rate_source('Post', 0.5, 'x');
SELECT discredit_source('herlad', 'x');
SELECT add_confidential_source(held_by => 'me', counts_with => 'ana');
SELECT forget('Herald');
-- but not a name that may be somebody's
SELECT discredit_source('Jane Roe of the ministry', 'x');
SELECT discredit_source(NULL, 'x');
SELECT forget('');

-- The other functions
SELECT attest(99, 'anna');
SELECT attest(1, 'anna', document => 99);
SELECT attest(1, 'anna', replaces => 99);
SELECT tip(1, ' ');
SELECT tip(1, repeat('x', 10001));
SELECT tip(NULL, 'x');
SELECT tip(99, 'x');
SELECT accept_attestation(1, 99);
SELECT retract_attestation(1, 99, 'x');
SELECT retract_attestation(1, 99, '');
SELECT retract_attestation(NULL, NULL, 'x');
SELECT rate_source('anna', 0.5, NULL);
SELECT discredit_source('anna', '');
SELECT discredit_source('anna', NULL);
SELECT discredit_source('nobody', NULL);
SELECT add_confidential_source();
INSERT INTO source (key, name, confidential) VALUES ('x', 'Jane Roe', true);
UPDATE claim SET evidence = '{anna}';
-- the flag is no error, as rows may be written as a whole; one notice for a statement
UPDATE claim SET corroborated_at = now();
UPDATE claim SET corroborated_at = NULL, statement = statement;
INSERT INTO claim (id, statement, corroborated_at) VALUES (90, 'made up', now()), (91, 'too', now());
SELECT id, corroborated_at FROM claim ORDER BY id;
DELETE FROM claim WHERE id >= 90;
-- No affiliation is known; but somebody's may be called so
SELECT status FROM attest(2, 'anna@unknown');
INSERT INTO attestation (claim, said) VALUES (2, 'bob@Anonymous'), (2, 'bob@"n/a"'), (2, 'post<anna@post');
DELETE FROM attestation WHERE claim = 2;
UPDATE source SET affiliations = '{unknown}' WHERE key = 'anna';
UPDATE source SET affiliations = '{}' WHERE key = 'anna';
BEGIN;
INSERT INTO source (key, kind) VALUES ('unknown', 'organisation');
SELECT status FROM attest(2, 'anna@unknown');
ROLLBACK;

-- CONTEXT is that of who calls a ledger's function, and not of what it runs
SELECT rename_source('post', ' ');
SELECT rename_source('post', 'post<anna');
DO $$ BEGIN PERFORM desk_of_mine.attest(1, 'herlad'); END $$;
DO $$ BEGIN PERFORM desk_of_mine.discredit_source('herlad', 'x'); END $$;
DO $$ BEGIN INSERT INTO desk_of_mine.attestation (claim, said) VALUES (1, 'herlad'); END $$;
-- also after an error that was caught, and after a call that returned
DO $$
BEGIN
	BEGIN
		PERFORM desk_of_mine.attest(1, 'herlad');
	EXCEPTION WHEN foreign_key_violation THEN
		PERFORM desk_of_mine.attest(1, 'anna');
	END;
	INSERT INTO desk_of_mine.attestation (claim, said) VALUES (1, 'herlad');
END
$$;
SHOW corroborate.outer_contexts;

-- What moves when a source's standing changes
INSERT INTO attestation (claim, said) VALUES (1, 'anna'), (1, 'bob'), (2, 'post<anna'), (2, 'bob'), (2, '!herald<anna');
SELECT * FROM discredit_source('anna', 'made it up');
SELECT * FROM discredit_source('anna', 'made it up');
SELECT * FROM rate_source('anna', NULL, 'did not');
SELECT claim, status_before, status, change FROM rate_source('anna', 0.5, 'now and then');
INSERT INTO source_alias VALUES ('annie', 'anna');
SELECT claim, status_before, status, change FROM discredit_source('annie', 'made it up');
UPDATE source SET relies_on = '{bob}' WHERE key = 'herald';
INSERT INTO claim (id, statement) VALUES (3, 'three');
INSERT INTO attestation (claim, said) VALUES (3, 'herald'), (3, 'bob');
-- of who relies on it, too
SELECT claim, status_before, status, change FROM discredit_source('bob', 'made it up');

SELECT id, jsonb_populate_record(NULL::claim, to_jsonb(c)) = c AS same FROM claim AS c ORDER BY id;
SELECT count(*) FILTER (WHERE jsonb_populate_record(NULL::attestation, to_jsonb(a)) = a), count(*) FROM attestation AS a;

-- ---- Making ledgers, and watching tables

SELECT create_ledger('desk_of_mine');
SELECT create_ledger('other', threshold => 1);
SELECT create_ledger('other', unknown_sources => 'ask');
SELECT create_ledger(NULL);
SELECT grant_ledger('desk_of_mien');
SELECT upgrade_ledger('desk_of_mien');
SELECT evidence_board('desk_of_mien');
SELECT import_news('desk_of_mien', '<rss/>');
SELECT ledger_to_prov_xml('desk_of_mien');
DO $$ BEGIN PERFORM ledger_to_prov_xml('desk_of_mien'); END $$;
SELECT reachable_identities('desk_of_mien');
SELECT ledger_functions('desk_of_mien');
SELECT create_ledger('pg_x');
SELECT copy_ledger('desk_of_mine', 'pg_x');
CREATE ROLE regress_nobody;
SET ROLE regress_nobody;
\set VERBOSITY terse
SELECT create_ledger('another');
\set VERBOSITY default
RESET ROLE;
DROP ROLE regress_nobody;
SELECT watch('attestation', 'claim');
SELECT unwatch('claim');
SELECT check_evidence('claim');
SELECT rebuild_evidence('claim');
CREATE TEMP TABLE told (claim int, said attribution, words text);
CREATE TEMP TABLE told_claim (id int, evidence evidence);
SELECT watch('told', 'told_claim');
ALTER TABLE told_claim ADD PRIMARY KEY (id);
SELECT watch('told', 'told_claim');
SELECT watch('told', 'told_claim', claim => '{claim}', said => 'words');
SELECT watch('told', 'told_claim', claim => '{claim}', said => 'sayd');
SELECT watch('told', 'told_claim', claim => '{claim}', evidence => 'proof');
SELECT watch('told', 'told_claim', claim => '{claim}', flag => 'flagged');
SELECT watch('told', 'told_claim', claim => '{claim}', threshold => 1);
SELECT watch('told', 'told_claim', claim => '{claim}', unknown_sources => 'ask');
SELECT watch('told', 'told_claim', claim => '{claim}', sources => 'source', unknown_sources => 'ask');
SELECT watch('desk', 'told_claim');

-- what says more than a name, and is given for one
SELECT said_by('!cop');
SELECT said_by('rfa<cop');
SELECT said_by('?');
SELECT said_by('*');
SELECT said_by('kim@rfa');
SELECT said_by('rfa', cites => '{kim,!cop}');
SELECT said_by('rfa', affiliations => '{a@b}');
-- names that only look like it
SELECT said_by(n) FROM unnest('{kim@rfa.example,@kim,Who?,"Kim, aka K*",a & b,a@b c,50 @ 3,bbc:1}'::text[]) AS n;
-- in evidence, and in sources, such names may be there
SELECT attribution '"!cop"<"rfa<kim"';

-- who denies it or says so, in English
SELECT attribution 'denied by city';
SELECT evidence '{anna, disputed by City Hall}';
SELECT attribution 'city has denied it';
SELECT attribution 'according to post';
SELECT attribution 'confirmed by Daily Champion';

RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA desk_of_mine CASCADE;
DROP TABLE row_of, sheet, told, told_claim;
