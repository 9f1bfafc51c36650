--
-- Fact checks into a ledger: whose word counts, what stays pending, and what is the same
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
\pset null -
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_checks_reporter, regress_checks_editor;
CREATE ROLE regress_checks_reporter;
CREATE ROLE regress_checks_editor;
SELECT create_ledger('checks');
SELECT grant_ledger('checks', reporter => 'regress_checks_reporter', editor => 'regress_checks_editor');
SET search_path = checks, public;
INSERT INTO source (key, kind, feeds) VALUES ('Checkers', 'organisation', '{checkers.example}'), ('Mayor', 'person', '{}');
INSERT INTO source_alias VALUES ('The Checkers', 'Checkers');

CREATE FUNCTION public.review(claim text, verdict text, url text DEFAULT 'https://checkers.example/1', author text DEFAULT 'Checkers', claimant text DEFAULT 'Mayor',
	published text DEFAULT '2026-10-20', modified text DEFAULT NULL, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN jsonb_strip_nulls(jsonb_build_object('@context', 'https://schema.org', '@type', 'ClaimReview', 'url', url, 'claimReviewed', claim, 'datePublished', published, 'dateModified', modified,
	'author', jsonb_build_object('@type', 'Organization', 'name', author), 'itemReviewed', jsonb_build_object('@type', 'Claim', 'author', jsonb_build_object('name', claimant)),
	'reviewRating', jsonb_build_object('ratingValue', 1, 'bestRating', 5, 'worstRating', 1, 'alternateName', verdict)) || more);
-- how things stand
CREATE FUNCTION public.stands(OUT claim text, OUT evidence text, OUT attested text) RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT c.statement, c.evidence::text, (SELECT string_agg(a.said::text || CASE WHEN a.accepted_at IS NULL THEN ' pending' ELSE '' END, ', ' ORDER BY a.id)
		FROM checks.attestation AS a WHERE a.claim = c.id) FROM checks.claim AS c ORDER BY c.id;
END;
GRANT EXECUTE ON FUNCTION public.stands() TO PUBLIC;

-- without a word of the desk's nothing follows from a verdict, whatever the number; a dry run writes nothing
SET ROLE regress_checks_reporter;
SELECT * FROM import_claim_reviews('checks', review('The dam broke.', 'FALSE'), feed => 'checkers.example', dry_run => true);
SELECT count(*) FROM document;
SELECT said, verdict, change, note FROM import_claim_reviews('checks', review('The dam broke.', 'FALSE'), feed => 'checkers.example');
SELECT * FROM stands();
SELECT claim, statement, reviewer, url, verdict, rating FROM undecided_review;
INSERT INTO verdict_word VALUES ('false', 'against');
RESET ROLE;
INSERT INTO verdict_word VALUES ('False', 'wrong');
SET ROLE regress_checks_editor;
INSERT INTO verdict_word (word, means) VALUES ('False', 'against'), ('True', 'for'), ('Half true', 'neither'), ('Mostly  Trué', 'for');

-- now it does, for what came from a feed that may speak for the reviewer
SET ROLE regress_checks_reporter;
SELECT * FROM decide_claim_reviews('checks');
SELECT * FROM decide_claim_reviews('checks');
SELECT said, change FROM import_claim_reviews('checks', review('the DAM  broke', 'false', author => 'The Checkers'), feed => 'checkers.example');
SELECT * FROM stands();
SELECT a.said, a.quote, a.said_at, d.publisher, d.headline, d.url, d.feed FROM attestation AS a JOIN document AS d ON d.id = a.document ORDER BY a.id;

-- by several mirrors once: by its address, or by its day
SELECT change FROM import_claim_reviews('checks', review('The dam broke', 'False', published => NULL), feed => 'mirror.example');
SELECT change FROM import_claim_reviews('checks', review('The dam broke', 'False', url => 'https://mirror.example/9', published => '2026-10-20T17:00:00Z'));
SELECT change FROM import_claim_reviews('checks', review('The dam broke', 'False', url => NULL, published => NULL));
SELECT count(*) FROM claim_review;

-- who forges an author is not that reviewer's word: from elsewhere, or from nobody knows where, it is pending
SELECT said, change, note FROM import_claim_reviews('checks', review('The mill burned', 'True', url => 'https://mallory.example/1'), feed => 'mallory.example');
SELECT said, change, note FROM import_claim_reviews('checks', review('The mill burned', 'True', url => 'https://mallory.example/2', published => '2026-10-23'));
-- nor does a copy with another verdict change what the reviewer said
SELECT said, change, note FROM import_claim_reviews('checks', review('The dam broke', 'True'), feed => 'mallory.example');
SELECT said, change, note FROM import_claim_reviews('checks', review('The dam broke', 'True', modified => '2026-10-30'), feed => 'mallory.example');
SELECT * FROM stands();
-- what the reviewer's own feed says too counts, in place of what is pending
SELECT said, change, note FROM import_claim_reviews('checks', review('The mill burned', 'True', url => 'https://mallory.example/1'), feed => 'checkers.example');
-- and a newer version of its own takes the place of the older one
SELECT said, change, note FROM import_claim_reviews('checks', review('The dam broke', 'Mostly true', modified => '2026-11-02'), feed => 'checkers.example');
SELECT * FROM stands();
-- which an older one does not, that comes later
SELECT said, change, note FROM import_claim_reviews('checks', review('The dam broke', 'False', modified => '2026-11-01'), feed => 'checkers.example');
-- whoever is first with a forged one does not keep the reviewer's own word from counting
SELECT said, change FROM import_claim_reviews('checks', review('The quay sank', 'True', url => 'https://checkers.example/9', claimant => NULL), feed => 'mallory.example');
SELECT said, change, note FROM import_claim_reviews('checks', review('The quay sank', 'False', url => 'https://checkers.example/9', claimant => NULL), feed => 'checkers.example');
SELECT said, change, note FROM import_claim_reviews('checks', review('The quay sank', 'True', url => 'https://checkers.example/9', claimant => NULL), feed => 'checkers.example');
SELECT * FROM stands();

-- several claims of one page; the reviewer has not claimed what it reviews; someone unknown says nothing
SELECT statement, said, verdict, change FROM import_claim_reviews('checks', jsonb_build_array(review('a', 'False', url => 'https://checkers.example/2', claimant => 'checkers'),
	review('b', 'Half true', url => 'https://checkers.example/2', claimant => 'Social media users'), review('c', 'True / False', url => 'https://checkers.example/2', claimant => 'CHECKERS'),
	review('d', NULL, url => 'https://checkers.example/2', claimant => NULL)), feed => 'Checkers');
SELECT count(*) AS documents FROM document WHERE url = 'https://checkers.example/2';
-- two who are quoted with what is refuted raise no flag
RESET ROLE;
INSERT INTO source (key) VALUES ('Gazette');
SET ROLE regress_checks_reporter;
SELECT said, change FROM import_claim_reviews('checks', review('The bridge fell', 'False', url => 'https://checkers.example/3', more => '{"itemReviewed":{"author":["Mayor","Gazette"]}}'), feed => 'Checkers');
SELECT status, corroborated_at FROM claim WHERE statement = 'The bridge fell';

-- unknown sources: as the ledger's rule says, or as the call does
SELECT said, change, note FROM import_claim_reviews('checks', review('e', 'True', author => 'Rivals', claimant => 'Herald'), feed => 'Rivals');
SELECT said, change, note FROM import_claim_reviews('checks', review('e', 'True', url => 'https://checkers.example/4', claimant => 'Herald'), feed => 'Checkers');
SELECT said, change, note FROM import_claim_reviews('checks', review('e', 'True', author => 'Rivals', claimant => 'Herald', url => 'https://rivals.example/1'), feed => 'Rivals', add_sources => true);
SELECT key, kind FROM source WHERE key IN ('Rivals', 'Herald') ORDER BY key;
RESET ROLE;
SELECT create_ledger('open_checks', unknown_sources => 'add');
SELECT said, change FROM import_claim_reviews('open_checks', review('e', 'True'));

-- what says too little, or cannot be read or written
SELECT verdict, change, note FROM import_claim_reviews('checks', '[{"@type":"ClaimReview"},{"@type":"ClaimReview","claimReviewed":"x"},{"@type":"ClaimReview","claimReviewed":"-","author":"Checkers"},
	{"@type":"ClaimReview","claimReviewed":"x","author":"Chec\tkers"}]'::jsonb);
SELECT * FROM import_claim_reviews('checks', '{"@type":"ClaimReview"');
CREATE TEMP TABLE inbox (content text);
INSERT INTO inbox VALUES ('{"@type":'), (NULL), ('<rss/>'), ('<html><script type="application/ld+json">' || review('From a page', 'False', url => 'https://checkers.example/5')::text || '</script>');
SELECT statement, said, verdict, change, note FROM import_claim_reviews('checks', 'inbox', 'content', feed => 'Checkers');
SELECT statement, said, verdict, change, note FROM import_claim_reviews('checks', 'inbox'::regclass, 'content', dry_run => true);
SELECT * FROM import_claim_reviews('nothing', '{}'::jsonb);
SELECT change FROM import_claim_reviews('checks', convert_to(review('From bytes', 'False', url => 'https://checkers.example/6')::text, 'UTF8'), feed => 'Checkers');
SELECT said, length(verdict), change FROM import_claim_reviews('checks', review(repeat('long ', 1000), repeat('v', 3000), url => 'https://checkers.example/' || repeat('p', 3000)), feed => 'Checkers');
SELECT length(c.statement) > 4000, left(d.item, 7), length(d.url) FROM claim_review AS r JOIN claim AS c ON c.id = r.claim JOIN document AS d ON d.id = r.document WHERE length(r.verdict) > 400;
SELECT * FROM check_evidence('attestation');

-- a long list takes as long for each as a short one: claims are looked up, not looked through
CREATE FUNCTION public.wordings_read(n int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	before bigint := coalesce(pg_stat_get_xact_function_calls('corroborate_internal.sheet_wording(text)'::regprocedure), 0);
BEGIN
	PERFORM FROM import_claim_reviews('checks', (SELECT jsonb_agg(review('Claim ' || n || '.' || i, 'False', url => 'https://checkers.example/' || n || '/' || i, claimant => 'Source ' || n || '.' || i))
		FROM generate_series(1, n) AS i), feed => 'Checkers');
	RETURN pg_stat_get_xact_function_calls('corroborate_internal.sheet_wording(text)'::regprocedure) - before;
END
$$;
SET track_functions = 'all';
SELECT n, wordings_read(n) <= 10 * n AS linear FROM unnest('{50,200}'::int[]) AS n;
RESET track_functions;
DROP FUNCTION public.wordings_read;

-- an error says which fact check it is about, and not what the server was running
\set SHOW_CONTEXT errors
SELECT change FROM import_claim_reviews('checks', 'no address, no page');
SELECT change FROM import_claim_reviews('checks', 'inbox', 'page');
SELECT change FROM import_claim_reviews('checks', '{}'::jsonb, feed => '');
CREATE FUNCTION public.no_weirs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no weirs'; END $$;
CREATE TRIGGER no_weirs BEFORE INSERT ON document FOR EACH ROW WHEN (new.headline ~ 'weir gave') EXECUTE FUNCTION public.no_weirs();
SELECT change FROM import_claim_reviews('checks', jsonb_build_array(review('The weir broke', 'False', url => 'https://checkers.example/7'),
	review('The weir gave', 'False', url => 'https://checkers.example/8')), feed => 'Checkers');
SELECT change FROM import_news('checks', '<rss version="2.0"><channel><title>Post</title><item><title>Dam holds</title></item><item><title>The weir gave</title></item></channel></rss>');
DROP TRIGGER no_weirs ON document;
DROP FUNCTION public.no_weirs;
\set SHOW_CONTEXT never

-- import_news() takes the review for a document of the same item
SELECT change FROM import_news('checks', review('From bytes', 'False', url => 'https://checkers.example/6'), feed => 'Checkers');
SET client_min_messages = error;
DROP SCHEMA checks, open_checks CASCADE;
DROP FUNCTION public.review;
DROP ROLE regress_checks_reporter, regress_checks_editor;
