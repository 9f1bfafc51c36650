--
-- Rulings as fact checks: what is in them, and what never is
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
\pset null -
SET client_min_messages = warning;
SELECT create_ledger('ours');
SET search_path = ours, public;
INSERT INTO source (key, name, kind) VALUES ('us', 'Harbour Post', 'outlet'), ('mayor', 'Ida Ruud', 'person'), ('gazette', NULL, 'outlet'), ('memo', NULL, 'document'), ('nurse', NULL, 'person');
INSERT INTO document (id, publisher, headline, url, published_at) VALUES (1, 'us', 'Dam stands', 'https://post.example/check/1', '2026-10-22'), (2, 'gazette', 'Dam broke', 'https://gazette.example/m?a=1&b=2', '2026-10-19'),
	(3, 'gazette', 'On paper only', NULL, '2026-10-17'), (4, 'mayor', 'Speech', 'https://mayor.example/s', '2026-10-18 12:00Z');
INSERT INTO claim (id, statement) VALUES (1, 'The </script><b>dam</b> & the "mill"
fell'), (2, 'The bridge fell'), (3, 'The tower fell');
INSERT INTO attestation (claim, said, document) VALUES (1, 'gazette', 2), (1, 'gazette', 3), (1, 'mayor', 4), (1, '!nurse', 2), (1, 'memo', NULL), (1, 'us<mayor', 1);
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'refute', 'I saw it stand'), (2, 'confirm', 'I saw it'), (3, 'hold', 'wait');
INSERT INTO publication (document, claim) VALUES (1, 1);

-- for a page's head: of all that have a page, of one, of several
SELECT jsonb_pretty(to_claim_review('ours')::jsonb);
SELECT to_claim_review('ours') ~ '[<>&]' AS ends_a_script;
SELECT jsonb_path_query_array(to_claim_review('ours', '{1,2,3}', url => 'https://post.example/2', author => 'Post', author_url => 'https://post.example')::jsonb, '$[*].reviewRating');
SELECT to_claim_review('ours', '{2}', 'https://post.example/2', 'Post', words => '{"confirm": "Stimmt"}')::jsonb #>> '{reviewRating,alternateName}';
SELECT to_claim_review('ours', '{}');
-- each property is one of its type's, by schema.org's definitions, with a value that it may have; and what is required is there
CREATE FUNCTION public.invalid(value jsonb, expected text[], path text DEFAULT '$') RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	-- type, the types that it is one of, property, what its value may be
	defined CONSTANT jsonb := '{"ClaimReview": {"is": ["Review", "CreativeWork", "Thing"], "claimReviewed": ["Text"], "itemReviewed": ["Thing"], "reviewRating": ["Rating"], "author": ["Organization", "Person"],
		"datePublished": ["Date"], "url": ["URL"]}, "Claim": {"is": ["CreativeWork", "Thing"], "appearance": ["CreativeWork"], "firstAppearance": ["CreativeWork"], "author": ["Organization", "Person"], "datePublished": ["Date"]},
		"CreativeWork": {"is": ["Thing"], "url": ["URL"]}, "Rating": {"is": ["Thing"], "ratingValue": ["Number", "Text"], "bestRating": ["Number", "Text"], "worstRating": ["Number", "Text"], "alternateName": ["Text"]},
		"Organization": {"is": ["Thing"], "name": ["Text"], "url": ["URL"]}, "Person": {"is": ["Thing"], "name": ["Text"]}}';
	type text := value ->> '@type';
	found text[];
BEGIN
	CASE jsonb_typeof(value)
		WHEN 'array' THEN
			RETURN QUERY SELECT i.* FROM jsonb_array_elements(value) AS e, LATERAL invalid(e, expected, path || '[]') AS i;
			RETURN;
		WHEN 'string' THEN
			found := ARRAY['Text'] || CASE WHEN value #>> '{}' ~ '^https?://[^[:space:]<>"]+$' THEN '{URL}'::text[] ELSE '{}' END
				|| CASE WHEN value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?$' THEN '{Date}'::text[] ELSE '{}' END;
		WHEN 'number' THEN found := '{Number}';
		WHEN 'object' THEN found := ARRAY(SELECT jsonb_array_elements_text(defined -> type -> 'is')) || type;
	END CASE;
	IF NOT found && expected THEN
		RETURN NEXT path || ' is ' || array_to_string(found, ', ');
	END IF;
	IF jsonb_typeof(value) = 'object' THEN
		RETURN QUERY SELECT path || '.' || p.key || ' is no property of ' || type FROM jsonb_each(value) AS p
		WHERE p.key NOT IN ('@type', '@context') AND defined -> type -> p.key IS NULL
		UNION ALL
		SELECT i.* FROM jsonb_each(value) AS p, LATERAL invalid(p.value, ARRAY(SELECT jsonb_array_elements_text(defined -> type -> p.key)), path || '.' || p.key) AS i
		WHERE defined -> type ? p.key;
	END IF;
END
$$;
SELECT * FROM invalid('{"@type": "ClaimReview", "url": "no", "stars": 5, "itemReviewed": {"@type": "Claim", "author": {"@type": "Rating"}}}', '{ClaimReview}');
SELECT i.* FROM to_claim_review('ours', '{1,2,3}', 'https://post.example/2', 'Post', 'https://post.example') AS r, invalid(r::jsonb, '{ClaimReview}') AS i;
SELECT i.* FROM to_claim_review('ours') AS r, invalid(r::jsonb, '{ClaimReview}') AS i;
SELECT r ?& '{@context,claimReviewed,reviewRating,url,author,itemReviewed,datePublished}' AND r -> 'reviewRating' ?& '{ratingValue,bestRating,worstRating,alternateName}'
	AND r -> 'itemReviewed' ?& '{author,appearance,firstAppearance,datePublished}' AS complete FROM (SELECT to_claim_review('ours')::jsonb) AS t (r);
DROP FUNCTION invalid;
-- what it writes, read_claim_reviews() reads, on a page too
SELECT r.* FROM read_claim_reviews(to_claim_review('ours')) AS r \gx
SELECT r.claim = c.statement AS same_but_for_lines, r.claim, r.verdict FROM claim AS c, read_claim_reviews('<html><head><script type="application/ld+json">' || to_claim_review('ours') || '</script></head><body>x</body></html>') AS r WHERE c.id = 1;
-- and another ledger takes
SELECT create_ledger('theirs');
INSERT INTO theirs.verdict_word VALUES ('False', 'against');
INSERT INTO theirs.source (key, kind) VALUES ('Harbour Post', 'organisation');
SELECT statement, said, verdict, change, note FROM import_claim_reviews('theirs', to_claim_review('ours'), feed => 'Harbour Post');
SELECT evidence FROM theirs.claim;

-- what is missing
SELECT to_claim_review('ours', '{2}');
SELECT to_claim_review('ours', '{2}', url => 'https://post.example/2');
SELECT to_claim_review('ours', '{99}');
SELECT to_claim_review('ours', '{1}', words => '{"refute": " "}');
SELECT to_claim_review('ours', '{1}', words => '[]');
INSERT INTO ruling (claim, verdict, why) VALUES (3, 'release', 'done waiting');
SELECT to_claim_review('ours', '{3}');
SELECT to_claim_review('nothing');

-- what is retracted, replaced, pending or cancelled is not who claimed it
INSERT INTO claim (id, statement) VALUES (4, 'The gate fell');
INSERT INTO ruling (claim, verdict, why) VALUES (4, 'refute', 'x');
INSERT INTO attestation (claim, id, said, document, retracted_at, retraction_reason) VALUES (4, 101, 'gazette', 2, now(), 'x');
INSERT INTO attestation (claim, id, said, document) VALUES (4, 102, 'mayor', 4);
INSERT INTO attestation (claim, id, said, replaces) VALUES (4, 103, '!mayor', 102);
INSERT INTO attestation (claim, id, said, document, accepted_at, accepted_by) VALUES (4, 104, 'nurse', 2, NULL, NULL);
SELECT to_claim_review('ours', '{4}', 'https://post.example/4', 'Post')::jsonb -> 'itemReviewed';

-- a confidential source, planted in every text: none of its names comes out, nor its key
CREATE TABLE public.secrets (name text);
INSERT INTO secrets VALUES ('source-0a1b2c'), ('Anna Maier'), ('Änna "M" Maier');
INSERT INTO source (key, kind, confidential) VALUES ('source-0a1b2c', 'person', true);
INSERT INTO source_alias (alias, source) SELECT name, 'source-0a1b2c' FROM secrets WHERE name <> 'source-0a1b2c';
CREATE FUNCTION public.tell(claims bigint[], url text DEFAULT 'https://post.example/9', author text DEFAULT 'Post', author_url text DEFAULT NULL, words jsonb DEFAULT '{"refute": "False"}') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT CASE WHEN corroborate_internal.spells_any(r::jsonb, (SELECT array_agg(name) FROM secrets)) THEN 'NAMES HER: ' ELSE '' END || r
		FROM to_claim_review('ours', claims, url, author, author_url, words) AS r);
EXCEPTION WHEN object_not_in_prerequisite_state THEN
	RETURN 'refused';
END
$$;
INSERT INTO claim (id, statement) SELECT 10 + i, 'Claim ' || i FROM generate_series(0, 9) AS i;
INSERT INTO ruling (claim, verdict, why, at) SELECT 10 + i, 'refute', 'says Anna Maier', '2026-10-21' FROM generate_series(0, 9) AS i;
UPDATE claim SET statement = 'What anna-maier said' WHERE id = 10;
INSERT INTO document (id, publisher, headline, url, item, credits, published_at, republishes) VALUES (11, 'gazette', 'Anna Maier speaks', 'https://gazette.example/11', NULL, NULL, '2026-01-01', NULL),
	(12, 'gazette', 'h', 'https://gazette.example/anna-maier', NULL, NULL, '2026-01-02', NULL), (13, 'source-0a1b2c', 'h', 'https://blog.example/13', NULL, NULL, '2026-01-03', NULL),
	(14, 'gazette', 'h', 'https://gazette.example/14', NULL, '[{"role": "by", "name": "Anna Maier"}]', '2026-01-04', NULL), (15, 'gazette', 'h', 'https://gazette.example/15', NULL, NULL, '2026-01-05', 13),
	(16, 'gazette', 'h', 'https://gazette.example/16', NULL, NULL, '2026-01-06', NULL), (17, 'us', 'Anna Maier, by us', 'https://post.example/17', NULL, NULL, '2026-01-07', NULL);
INSERT INTO source (key, name, kind) VALUES ('anna', 'Änna "M" Maier, mayor', 'person');
INSERT INTO attestation (claim, said, document, quote) VALUES (11, 'gazette', 11, NULL), (12, 'gazette', 12, NULL), (13, 'mayor', 13, NULL), (14, 'gazette', 14, NULL), (15, 'gazette', 15, NULL),
	(16, 'gazette<"Anna Maier"', 16, NULL), (16, 'source-0a1b2c', 16, NULL), (17, 'gazette', 2, 'so Anna Maier'), (18, 'anna', 4, NULL), (19, 'mayor', 17, 'Anna Maier');
INSERT INTO publication (document, claim) VALUES (17, 19);
SELECT c.id, tell(ARRAY[c.id]) FROM claim AS c WHERE c.id >= 10 ORDER BY c.id;
-- nor by the page, the author or the words that are passed, nor by our own page where that is protected
SELECT tell('{11}', url => 'https://post.example/Anna%20Maier'), tell('{11}', author => 'Anna Maier'), tell('{11}', author_url => 'https://anna-maier.example'), tell('{11}', words => '{"refute": "Anna Maier lies"}');
SELECT to_claim_review('ours', '{19}');
SELECT jsonb_path_query_array(to_claim_review('ours')::jsonb, '$[*].url');
-- what has no page is said, and so is that there is nothing
SET client_min_messages = notice;
SELECT to_claim_review('theirs');
SET search_path = theirs, public;
INSERT INTO claim (id, statement) SELECT i, 'Claim ' || i FROM generate_series(101, 112) AS i;
INSERT INTO ruling (claim, verdict, why) SELECT i, 'refute', 'seen' FROM generate_series(101, 112) AS i;
SELECT to_claim_review('theirs');
SELECT jsonb_array_length(to_claim_review('theirs', url => 'https://post.example/1', author => 'Post')::jsonb);
SELECT to_claim_review('theirs', '{103}');
SET client_min_messages = error;
DROP SCHEMA ours, theirs CASCADE;
DROP TABLE secrets;
DROP FUNCTION tell;
