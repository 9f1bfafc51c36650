--
-- The ledger: names that are probably one
--

\set SHOW_CONTEXT never
SELECT create_ledger('names', unknown_sources => 'add');
SET search_path = names, public;
INSERT INTO claim (statement) VALUES ('one'), ('two');

-- What differs in nothing that tells names apart is refused, and another name is not
SELECT status FROM attest(1, '"Anna Kovač"');
SELECT attest(1, '"anna kovač "');
SELECT attest(1, '"Anna Kovac"');
SELECT attest(1, '"ANNA-KOVAC"<"Bob"');
SELECT attest(1, '"Bob"<"anna kovac"');
SELECT attest(1, attribution E'"Anna\u00A0Kovac\u030C"');
-- also where it is told from another that is new
INSERT INTO attestation (claim, said) VALUES (1, 'Herald'), (2, 'herald');
SELECT attest(1, 'post<Post');
-- also of what is another spelling, which is not shown
INSERT INTO source_alias (alias, source) VALUES ('Our Friend', 'Anna Kovač');
SELECT attest(1, '"our friend"');
SELECT status FROM attest(1, '"Our Friend"');
SELECT key FROM source;
-- two sources of one name are registered by hand
INSERT INTO source (key) VALUES ('anna kovac');
SELECT status FROM attest(1, '"anna kovac"');
SELECT evidence FROM claim WHERE id = 1;

-- What looks the same in letters of another script is refused too; what mixes them is added, with a notice
\set ON_ERROR_ROLLBACK on
BEGIN;
SELECT attest(1, '"Аnna Kovač"');
SELECT status FROM attest(2, '"Kоvač, Anna"');
SELECT status FROM attest(2, 'wire<ВВС');
SELECT attest(2, 'BBC');
SELECT attest(2, 'dpa<Dра');
INSERT INTO source (key, affiliations) VALUES ('Нerald', '{Мinistry}'), ('ministry', '{Ministry}');
INSERT INTO source (key) VALUES (E'Po\u200Bst'), ('ΒΒС'), ('Herald');
-- an affiliation that is there already says no more
INSERT INTO source (key, affiliations) VALUES ('clerk', '{Мinistry}');
INSERT INTO source (key) VALUES (E'\u200BPost');
INSERT INTO source (key) VALUES ('odd  blanks');
INSERT INTO source (key, affiliations) VALUES ('another', E'{"Party\u200B"}');
SELECT count(*) FROM rename_source('clerk', 'Неrald');
-- the old key of a renamed source is no other source; another that is spelt so is
SAVEPOINT renamed;
INSERT INTO source (key) VALUES ('Sаm'), ('times');
SELECT count(*) FROM rename_source('Sаm', 'Sam');
SELECT count(*) FROM rename_source('Sam', 'SAM');
SELECT count(*) FROM rename_source('times', 'sam');
ROLLBACK TO renamed;
SELECT source, other, alike FROM near_names() WHERE alike = 'spelling';
ROLLBACK;
\unset ON_ERROR_ROLLBACK

-- What is near is added, with a notice
SELECT status FROM attest(2, '"Kovač, Anna"');
SELECT status FROM attest(2, '"Anna Kovacs"');
SELECT status FROM attest(2, 'witness-1');
SELECT status FROM attest(2, 'witness-2');
SELECT status FROM attest(2, '"Bob"');
SELECT status FROM attest(2, '"Rob"');

-- Who may not read the registry learns no name from it
CREATE ROLE regress_names;
GRANT USAGE ON SCHEMA names TO regress_names;
GRANT SELECT, INSERT ON claim, attestation TO regress_names;
GRANT EXECUTE ON FUNCTION who() TO regress_names;
SET ROLE regress_names;
INSERT INTO attestation (claim, said) VALUES (1, '"ANNA KOVAC"');
INSERT INTO attestation (claim, said) VALUES (1, '"Anna Kovaks"');
RESET ROLE;

-- Any tables that are watched
CREATE SCHEMA names_plain;
SET search_path = names_plain, public;
CREATE TABLE registry (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}');
CREATE TABLE attestation (claim integer REFERENCES claim, said attribution);
SET client_min_messages = warning; -- whether to compress otherwise depends on the server
SELECT watch('attestation', 'claim', sources => 'registry', unknown_sources => 'add');
RESET client_min_messages;
INSERT INTO claim VALUES (1);
INSERT INTO attestation VALUES (1, 'Łódź-today');
INSERT INTO attestation VALUES (1, 'Lodz.Today');
INSERT INTO attestation VALUES (1, 'Lodz-todays');
SELECT evidence FROM claim;
-- words that say how somebody knows are no names, unless somebody registers them
INSERT INTO attestation VALUES (1, 'radio<(Anonymous,zoe)'), (1, 'tv<"first hand"');
INSERT INTO attestation VALUES (1, 'tv<"first hand"');
INSERT INTO attestation VALUES (1, 'tv<"N/A"');
INSERT INTO attestation VALUES (1, '-');
INSERT INTO attestation VALUES (1, '"Невідомо"<?');
INSERT INTO attestation VALUES (1, '"Un known"'), (1, 'x');
INSERT INTO registry VALUES ('Anonymous');
INSERT INTO attestation VALUES (1, 'paper<Anonymous'), (1, '"Anonymous Jones"'), (1, '"Unknown Mortal Orchestra"'), (1, '"C++"'), (1, '+49-30');
SELECT key FROM registry WHERE key ~ '^(A|U|C|[+]|first|N|-)' ORDER BY key;
INSERT INTO names.source (key, kind) VALUES ('unknown', 'person'), ('First-hand', 'person'), ('--', 'other'), ('anonymous', 'unnamed');
DELETE FROM names.source WHERE key IN ('unknown', 'First-hand', '--', 'anonymous');

-- Stories
SET search_path = names, public;
INSERT INTO source (key) VALUES ('Anna K Kovacs');
SELECT change, said FROM import_news('names', '<rss version="2.0"><channel><title>ANNA K. KOVACS</title><item><guid>1</guid><title>Fire</title></item></channel></rss>');
CREATE TABLE inbox (story text);
INSERT INTO inbox VALUES ('<rss version="2.0"><channel><title>ANNA K. KOVACS</title><item><guid>1</guid><title>Fire</title></item></channel></rss>'),
	('<rss version="2.0"><channel><title>Mill</title><item><guid>1</guid><title>Fire</title></item></channel></rss>');
SELECT change, said FROM import_news('names', 'inbox', 'story');
SELECT publisher, headline FROM document;
-- also two spellings that are both new: one is registered
TRUNCATE inbox;
INSERT INTO inbox SELECT format('<rss version="2.0"><channel><title>%s</title><item><guid>2</guid><title>%s</title></item></channel></rss>', paper, paper)
	FROM unnest('{"The Daily","the daily",THE-DAILY,Weekly}'::text[]) AS paper;
SELECT change, said FROM import_news('names', 'inbox', 'story');
SELECT publisher, headline FROM document;
SELECT key FROM source WHERE key ~* 'daily|weekly';

RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA names_plain, names CASCADE;
DROP ROLE regress_names;
