-- Copies of texts in a ledger: fingerprints, and what is proposed from them
\set VERBOSITY terse
SET client_min_messages = warning;
SELECT create_ledger('copies');
RESET client_min_messages;
SET search_path = copies, public;
-- the key is random, and so is which shingles are taken
INSERT INTO fingerprint_key (key) VALUES ('5e0c1f7a-8b1d-4f65-9c53-0d3a5f2b7e11');
INSERT INTO source (key, kind) VALUES ('wire', 'agency'), ('herald', 'outlet'), ('post', 'outlet'), ('blog', 'site'), ('anna', 'person'), ('ben', 'person');
INSERT INTO document (publisher, headline, published_at) VALUES
	('wire', 'Two freight trains collide in the harbour of Nampo', '2026-05-02 08:00Z'),
	('herald', 'Trains collide', '2026-05-02 11:30Z'),
	('post', 'What the collision means for trade', '2026-05-04 08:00Z'),
	('wire', 'Two freight trains collide in harbour of Nampo (update)', '2026-05-02 10:00Z'),
	('blog', 'Two freight trains collide in the harbour of Nampo!', '2026-05-03 08:00Z'),
	('blog', 'Two freight trains collide in the harbour of Nampo', '2026-05-09 08:00Z');
CREATE TEMP TABLE body (document bigint, body text);
INSERT INTO body SELECT 1, string_agg('w' || (i * i * 31) % 5003, ' ' ORDER BY i) FROM generate_series(1, 120) AS i;
INSERT INTO body SELECT 2, 'The Herald. ' || string_agg('W' || (i * i * 31) % 5003, ', ' ORDER BY i) FROM generate_series(20, 90) AS i;
INSERT INTO body SELECT 3, string_agg('v' || (i * i * 17) % 5003, ' ' ORDER BY i) FROM generate_series(1, 200) AS i;
INSERT INTO body SELECT 4, string_agg('w' || (i * i * 31) % 5003, ' ' ORDER BY i) || ' and more of it' FROM generate_series(1, 120) AS i;
SELECT document, fingerprint_document(document, body) FROM body ORDER BY document;

-- The text is not kept, and only the owner has the key
SELECT id, fingerprint IS NOT NULL AS has_one, fingerprint = fingerprint(body) AS without_key FROM document LEFT JOIN body ON document = id ORDER BY id;
SELECT grantee, privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'copies' AND table_name = 'fingerprint_key' AND grantee <> current_user;

-- A copy, and a headline; not the wire's own update, nor what is a week later
SELECT subject, object, suggests, round(strength::numeric, 2) AS strength, because, evidence, size FROM corroborate_internal.find_republishes('copies');

-- Accepted, it counts once
INSERT INTO claim (statement) VALUES ('Two trains collided'), ('The harbour was closed');
INSERT INTO attestation (claim, said, document) VALUES (1, 'wire<anna', 1), (1, 'herald', 2);
SELECT corroboration FROM claim WHERE id = 1;
SELECT * FROM propose('copies', kinds => '{republishes}');
SELECT claim, change FROM accept_proposal(1, 'the same text');
SELECT corroboration, evidence FROM claim WHERE id = 1;
SELECT * FROM propose('copies', kinds => '{republishes}');

-- Quotes: whom to cite
INSERT INTO attestation (claim, said, quote, said_at) VALUES
	(2, 'wire<anna', 'We closed the gates at noon and sent everybody home, she said', '2026-05-02'),
	(2, 'herald', 'they "closed the gates at noon, and sent everybody home"', '2026-05-02'),
	(2, 'post', 'The harbour has not been open since Monday', '2026-05-02'),
	(1, 'ben', 'The second train came out of nowhere and did not even brake', '2026-05-01'),
	(1, 'post', 'the second train came out of nowhere, and did not even brake', '2026-05-04'),
	(1, 'blog', 'the second train came out of nowhere, and did not even brake', '2026-05-05'),
	(1, 'blog<*', 'the second train came out of nowhere, and did not even brake', '2026-05-05'),
	(1, '!herald', 'the second train came out of nowhere, and did not even brake', '2026-05-05');
SELECT subject, object, suggests, round(strength::numeric, 2) AS strength, because, size FROM corroborate_internal.find_same_words('copies');

-- In scripts without blanks
SELECT corroborate_internal.common_words('北京时间今天早上港口关闭', '“今天早上港口关闭”'), cardinality(corroborate_internal.word_codes('東京と東京'));

-- What many different texts have says nothing; what many copies have does
INSERT INTO document (publisher, headline, published_at) SELECT CASE WHEN i % 2 = 0 THEN 'herald' ELSE 'post' END, NULL, timestamptz '2026-06-01' + i * interval '1 day' FROM generate_series(1, 60) AS i;
SELECT count(*) FILTER (WHERE fingerprint_document(d.id, (SELECT string_agg('n' || (d.id * 7919 + i * i * 31) % 50021, ' ' ORDER BY i) FROM generate_series(1, 20) AS i)
	|| ' copying of this text and of any part of it in any form is forbidden by law unless we have said in writing before that it is allowed')) AS with_disclaimer
FROM document AS d WHERE d.id > 6;
SELECT count(*) AS copies FROM corroborate_internal.copied_texts('copies') WHERE copy > 6;
INSERT INTO document (publisher, published_at) SELECT CASE WHEN i % 2 = 0 THEN 'blog' ELSE 'post' END, timestamptz '2026-09-01' + i * interval '1 hour' FROM generate_series(1, 60) AS i;
SELECT count(*) FILTER (WHERE fingerprint_document(d.id, (SELECT string_agg('m' || (i * i * 31) % 50021, ' ' ORDER BY i) FROM generate_series(1 + d.id % 30, 80 + d.id % 30) AS i))) AS printed
FROM document AS d WHERE d.id > 66;
SELECT count(DISTINCT copy) AS copies, count(DISTINCT original) FROM corroborate_internal.copied_texts('copies') WHERE copy > 66;
SELECT count(*) AS proposed, count(*) FILTER (WHERE object::bigint > 66) AS of_these FROM corroborate_internal.find_republishes('copies') WHERE subject::bigint > 66;

-- A story that nine outlets took over word for word is no formula: who took parts of it over is found as if there were one
INSERT INTO document (id, publisher, published_at) OVERRIDING SYSTEM VALUE SELECT 200 + i, CASE WHEN i % 2 = 0 THEN 'herald' ELSE 'post' END,
	timestamptz '2026-10-01' + i * interval '1 hour' FROM generate_series(1, 9) AS i UNION ALL SELECT 210, 'blog', '2026-10-02';
SELECT count(*) FILTER (WHERE fingerprint_document(d.id, (SELECT string_agg(CASE WHEN d.id = 210 AND i % 36 > 19 THEN 'p' ELSE 'o' END || (i * i * 31) % 50021, ' ' ORDER BY i)
	FROM generate_series(1, 300) AS i))) AS printed FROM document AS d WHERE d.id > 200;
SELECT copy, original, round(containment::numeric, 2) AS containment, words FROM corroborate_internal.copied_texts('copies') WHERE copy = 210 ORDER BY original LIMIT 1;
SELECT subject, object FROM corroborate_internal.find_republishes('copies') WHERE subject = '210';
DELETE FROM document WHERE id > 200;

-- Whoever is confidential: nothing of what he published
SELECT add_confidential_source(held_by => 'the editor') AS key \gset
INSERT INTO document (publisher, headline) VALUES (:'key', 'mine');
SELECT fingerprint_document(max(id), 'I was there when the two trains collided in the harbour') FROM document;
UPDATE document SET fingerprint = '{1,2}' WHERE id = (SELECT max(id) FROM document);
SELECT fingerprint FROM document WHERE id = (SELECT max(id) FROM document);
UPDATE source SET confidential = true WHERE key = 'blog';
SELECT count(*) FROM document WHERE publisher = 'blog' AND fingerprint IS NOT NULL;
SELECT count(*) AS wrong FROM (SELECT key AS name FROM source UNION SELECT alias FROM source_alias) AS n
WHERE is_protected_name(n.name) <> EXISTS (SELECT FROM protected_name AS p WHERE p.name = n.name);

-- Forgetting takes the source's fingerprints, those of copies, and the key
SELECT fingerprint AS printed FROM document WHERE id = 3 \gset
SELECT key FROM fingerprint_key \gset
SELECT forget('wire') <> 'wire' AS forgotten;
SELECT id, fingerprint IS NULL AS gone FROM document WHERE id <= 4 ORDER BY id;
SELECT count(*) AS keys FROM fingerprint_key;
UPDATE document SET fingerprint = NULL WHERE id = 3;
SELECT fingerprint_document(3, body) FROM body WHERE document = 3;
SELECT containment(fingerprint, :'printed') AS by_another_key FROM document WHERE id = 3;

-- Errors
SELECT fingerprint_document(4711, 'x');
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA copies CASCADE;
