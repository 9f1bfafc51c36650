--
-- The ledger: which sources are probably one
--

\set SHOW_CONTEXT never
SET client_min_messages = warning;
SELECT create_ledger('near');
SET search_path = near, public;

-- One pair of each kind, and what is none
INSERT INTO source (key, name, kind) SELECT k, n, 'organisation' FROM (VALUES
	('Anna Kovač', NULL), ('ANNA KOVAC', NULL),
	('Kim Yong-nam', NULL), ('Yong Nam Kim', NULL),
	('Comisión Nacional de los Derechos Humanos', NULL), ('Comisión Nacional de Derechos Humanos', NULL), ('Código Delicias', NULL), ('Código de Delicias', NULL),
	('Irish Times', NULL), ('The Irish Times', NULL),
	('thisday.example', NULL), ('This Day', NULL), ('https://www.morning-post.co.uk/news', NULL), ('mp-7', 'The Morning Post'),
	('J. Smithson', NULL), ('John Smithson', NULL), ('Mary B. Waters', NULL), ('Mary Waters', NULL), ('rfa', NULL), ('Radio Free of Asia', NULL),
	('Guardian Weekly', NULL), ('Gaurdian Weekly', NULL), ('Ministry of Commerce', NULL), ('Ministry of Comerce', NULL),
	-- numbers differ, names are short, or initials are others
	('witness-12', NULL), ('witness-13', NULL), ('Ben', NULL), ('Bea', NULL), ('K. Larsen', NULL), ('John Larsen', NULL), ('???', NULL), ('!!!', NULL), ('Ministry', NULL)
) AS s (k, n);
SELECT source, other, alike FROM near_names();
-- by their other spellings, too; what is one already is none
INSERT INTO source_alias (alias, source) VALUES ('Bea Larsdotter', 'Bea'), ('bea larsdotter', 'Ben');
SELECT source, other, alike FROM near_names() WHERE 'Ben' IN (source, other);
SELECT count(*) FROM merge_sources('Bea', 'Ben');
SELECT source, other, alike FROM near_names() WHERE source ~ '^Be' OR other ~ '^Be';

-- How many flags would move
INSERT INTO claim (statement) VALUES ('both'), ('one of them'), ('all'), ('fellow'), ('doubted');
INSERT INTO attestation (claim, said) VALUES (1, '"Irish Times"'), (1, '"The Irish Times"'), (2, '"Irish Times"'), (2, 'Ministry'),
	(3, '"Irish Times"'), (3, '"The Irish Times"'), (3, 'Ministry'), (4, '"The Irish Times"'), (4, 'witness-12');
SELECT source, other, flags FROM near_names() WHERE source = 'Irish Times';
-- also by what is known of the other one
UPDATE source SET affiliations = '{press}' WHERE key IN ('Irish Times', 'witness-12');
SELECT source, other, flags FROM near_names() WHERE source = 'Irish Times';
UPDATE source SET reliability = 0 WHERE key = 'Irish Times';
SELECT source, other, flags FROM near_names() WHERE source = 'Irish Times';
-- which is what comes to be
SELECT claim, change FROM merge_sources('Irish Times', 'The Irish Times');

-- One name, and documents of two hosts
INSERT INTO source (key, kind) VALUES ('The Guardian', 'outlet'), ('The Times', 'outlet');
INSERT INTO document (publisher, url) VALUES ('The Guardian', 'https://www.theguardian.com/uk/1'), ('The Guardian', 'http://amp.theguardian.com/2'), ('The Times', 'https://www.the-times.co.uk/x'),
	('The Times', 'https://blog.the-times.co.uk:443/?y'), ('The Guardian', 'https://guardian.ng/news'), ('The Guardian', NULL), ('The Guardian', 'no address');
SELECT * FROM near_names() WHERE other IS NULL;

-- Confidential sources are not compared
SELECT add_confidential_source(identity => 'Mary Waters') AS mary \gset
INSERT INTO source_alias (alias, source) VALUES ('mary waters', :'mary');
INSERT INTO document (publisher, url) VALUES (:'mary', 'https://a.example/'), (:'mary', 'https://b.org/');
SELECT count(*) FROM near_names() WHERE source = :'mary' OR other = :'mary';

-- 10,000 names are a matter of seconds; the limit is for machines with much else to do
INSERT INTO source (key) SELECT DISTINCT initcap(left(translate(md5(i::text), '0123456789', 'klmnoprstu'), 8) || ' ' || left(translate(md5((-i)::text), '0123456789', 'klmnoprstu'), 8))
FROM generate_series(1, 10000) AS i;
INSERT INTO source (key) SELECT upper(key) FROM source WHERE key ~ '^A[a-z]* [a-z]*' COLLATE "C" ORDER BY key LIMIT 10;
SET statement_timeout = '100s';
SELECT count(*) FROM near_names() WHERE alike = 'spelling';
RESET statement_timeout;

CREATE ROLE regress_reporter;
SELECT grant_ledger('near', reporter => 'regress_reporter');
SET ROLE regress_reporter;
SELECT count(*) > 5 AS many FROM near_names();
RESET ROLE;

RESET search_path;
DROP SCHEMA near CASCADE;
DROP ROLE regress_reporter;
