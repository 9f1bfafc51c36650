--
-- Fact checks as rows: schema.org's ClaimReview in JSON-LD, on pages, in lists
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
\pset null -

-- every field, by reference and within, with HTML's references in texts
SELECT * FROM read_claim_reviews('{"@context":"https://schema.org","@graph":[
	{"@type":"ClaimReview","url":"https://checkers.example/1","datePublished":"2026-10-20","dateModified":"2026-10-21T10:00:00Z","inLanguage":"en","name":"No, the dam &amp; the mill stand",
	"claimReviewed":"The dam &#8216;broke&#8217;","author":{"@id":"#c"},"itemReviewed":{"@type":"Claim","author":[{"@type":"Person","name":"Mayor"},{"@id":"#p"}],"datePublished":"2026-10-19",
	"firstAppearance":{"@type":"CreativeWork","url":"https://gazette.example/m"},"appearance":["https://gazette.example/m",{"@id":"https://post.example/2"},"page 3"]},
	"reviewRating":{"@type":"Rating","ratingValue":1,"worstRating":"1","bestRating":5,"alternateName":"False"}},
	{"@id":"#c","@type":"Organization","name":"Checkers"},{"@id":"#p","@type":"Organization","name":"Gazette"}]}') \gx

-- who reviews: the author; of a person, the publisher, if there is one
SELECT n, reviewer FROM unnest(ARRAY['"author":"Checkers"', '"author":{"@type":"Person","name":"Ida"},"publisher":{"name":"Checkers"}', '"author":{"@type":"Person","name":"Ida"}',
	'"publisher":"Checkers"', '"author":{"@type":"Organization","name":"Checkers"},"publisher":"Mirror"', '"author":[{"@type":"Person","name":"Ida"},{"name":"Checkers"}],"publisher":"Mirror"',
	'"author":{"url":"https://checkers.example"}', '"author":"https://checkers.example"', '"author":[7,null,{}]', '"author":{"name":"N/A"}']) WITH ORDINALITY AS p (part, n),
	read_claim_reviews('{"@type":"ClaimReview",' || part || '}') ORDER BY n;

-- who claimed it; nobody in particular is someone unknown
SELECT n, claimants FROM unnest(ARRAY['"author":"Mayor"', '"author":[{"name":"Mayor"},{"name":"Mayor"},"Gazette"]', '"author":{"name":"Multiple sources"}', '"author":"Social media users"',
	'"author":["Viral posts on Facebook","Usuarios de redes sociales","Réseaux sociaux","Unbekannt","Various websites","unknown","Internet","WhatsApp messages, multiple sources"]',
	'"author":["Facebook","The Post","X","The Sunday Post","Social Democrats","Anonymous Bank of Oslo","Media"]', '"author":{"@type":"Person","givenName":"Ida","familyName":"Ruud"}', '"author":null']) WITH ORDINALITY AS p (part, n),
	read_claim_reviews('{"@type":"ClaimReview","itemReviewed":{"@type":"CreativeWork",' || part || '}}') ORDER BY n;

-- a name of more than 200 bytes is somebody's, or a sentence
SELECT n, cardinality(claimants) FROM unnest('{9,10}'::integer[]) AS n, read_claim_reviews('{"@type":"ClaimReview","itemReviewed":{"author":"' || repeat('Facebook users, some ', n) || '"}}') ORDER BY n;

-- the verdict is in words; a number alone is none, and several are one of several parts
SELECT n, verdict, rating FROM unnest(ARRAY['{"ratingValue":0}', '{"ratingValue":"1","bestRating":"5"}', '{"ratingValue":"False"}', '{"ratingValue":3,"worstRating":5,"bestRating":1,"name":"Half true"}',
	'{"alternateName":["False","Satire"]}', '[{"alternateName":"False"},{"alternateName":"True","ratingValue":5}]', '[{"alternateName":"False"},{"alternateName":"False"}]', '"False"', '5', '"4.5 / 5"', '[]', 'null',
	'{"ratingValue":{"@value":2},"alternateName":{"@value":"Pants &amp; Fire"}}', '{"ratingValue":1e400}']) WITH ORDINALITY AS p (part, n),
	read_claim_reviews('{"@type":"ClaimReview","reviewRating":' || part || '}') ORDER BY n;

-- a review of a review: what that says is not said here, nor has its author claimed anything
SELECT reviewer, claim, claimants FROM read_claim_reviews('{"@type":"ClaimReview","author":"Checkers","claimReviewed":"Rivals are right","itemReviewed":
	{"@type":"ClaimReview","author":"Rivals","claimReviewed":"The dam broke","text":"x","reviewRating":{"alternateName":"True"}}}');
SELECT reviewer, claim, claimants FROM read_claim_reviews('{"@type":"ClaimReview","author":"Checkers","itemReviewed":[{"@type":"UserReview","author":"Rivals"},{"@type":"Claim","text":"The dam broke","author":"Mayor"}]}');

-- lists of all kinds
SELECT n, array_agg(claim ORDER BY claim) FROM unnest(ARRAY['[%1$s,[%2$s],7]', '{"@context":"https://schema.org","@graph":[%1$s,%2$s]}',
	'{"@context":"https://schema.org","@type":"DataFeed","dataFeedElement":[{"@type":"DataFeedItem","item":%1$s},{"@type":"DataFeedItem","item":[%2$s]}]}',
	'{"@context":"https://schema.org","@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,"item":%1$s},{"@type":"ListItem","item":%2$s}]}',
	'{"@context":"https://schema.org","@type":"NewsArticle","headline":"h","review":%1$s,"hasPart":[%2$s]}', E'%1$s\n%2$s', E'  \n%1$s\r\n\n%2$s\n']) WITH ORDINALITY AS l (list, n),
	read_claim_reviews(format(list, '{"@type":["Review","ClaimReview"],"claimReviewed":"a"}', '{"@type":"https://schema.org/ClaimReview","claimReviewed":"b"}')) GROUP BY n ORDER BY n;
SELECT claim FROM read_claim_reviews(E'{"@type":"ClaimReview","claimReviewed":"a"}\n{"@type":"ClaimReview"');
SELECT claim FROM read_claim_reviews('{"@type":"ClaimReview","claimReviewed":"a"}'::jsonb);
SELECT claim FROM read_claim_reviews(convert_to('[{"@type":"ClaimReview","claimReviewed":"é"}]', 'UTF8'));

-- pages: JSON-LD and microdata, beside the article
CREATE TEMP TABLE page AS SELECT $$<!doctype html><html lang="en"><head><title>Dam stands</title><link rel="canonical" href="https://checkers.example/7"><meta property="og:site_name" content="Checkers">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Dam stands","dateModified":"2026-10-21","publisher":{"name":"Checkers"},"articleBody":"It stands."}</script>
<script type="application/ld+json">{"@type":"ClaimReview","claimReviewed":"The dam
 broke","author":{"name":"Checkers"},"reviewRating":{"alternateName":"False"},}</script></head><body><article><h1>Dam stands</h1>
<div itemscope itemtype="http://schema.org/ClaimReview"><a itemprop="url" href="https://checkers.example/8">x</a><h2 itemprop="claimReviewed name">The <i>mill</i>
 burned</h2><span itemprop="author" itemscope itemtype="http://schema.org/Organization"><meta itemprop="name" content="Checkers &amp; Sons"></span>
<div itemprop="itemReviewed" itemscope itemtype="http://schema.org/Claim"><p>Said by <span itemprop="author" itemscope><b itemprop="name">Mayor</b></span> on <time itemprop="datePublished" datetime="2026-10-18">x</time></p>
<a itemprop="appearance" href="https://gazette.example/m">there</a></div>
<p itemprop="reviewRating" itemscope><meta itemprop="ratingValue" content="2"><meta itemprop="bestRating" content="5">: <b itemprop="alternateName">Mostly "false"</b></p></div></article></body></html>$$ AS page;
SELECT r.* FROM page, read_claim_reviews(page) AS r \gx
SELECT r.claim, r.reviewer FROM page, read_claim_reviews(convert_to(page, 'UTF8')) AS r;
SELECT n.format, n.id, n.version, n.headline, n.publisher, n.body FROM page, read_news(page) AS n \gx

-- microdata: a property said twice has both values, one that is blank or endless has none
SELECT claim, claimants, appearances FROM read_claim_reviews('<html><div itemscope itemtype="https://schema.org/ClaimReview"><meta itemprop="claimReviewed" content=" "><meta itemprop="claimReviewed" content="' || repeat('long ', 3000) || '"><h2 itemprop="claimReviewed">The mill burned</h2>
	<div itemprop="itemReviewed" itemscope itemtype="https://schema.org/Claim"><p itemprop="author" itemscope><b itemprop="name">Mayor</b></p><a itemprop="appearance" href="https://gazette.example/1">here</a>
	<p itemprop="author" itemscope><b itemprop="name">Gazette</b></p><a itemprop="appearance" href="https://post.example/2">there</a></div></div>');

-- other news has none
SELECT count(*) FROM read_claim_reviews('<rss><channel><title>t</title><item><title>a</title></item></channel></rss>');
SELECT count(*) FROM read_claim_reviews('<html><title>t</title><p itemprop="claimReviewed">no</p>');
SELECT count(*) FROM read_claim_reviews('{"uri":"urn:1","headline":"a"}');
SELECT * FROM read_claim_reviews('checkers.example/1');
SELECT * FROM read_claim_reviews('{"a":1}');

-- harm: depth, references that go round, NUL, surrogates, keys twice, very many
SELECT * FROM read_claim_reviews(repeat('[', 100000));
SELECT * FROM read_claim_reviews('{"@type":"ClaimReview","claimReviewed":"a\u0000b"}');
SELECT * FROM read_claim_reviews('{"@type":"ClaimReview","claimReviewed":"a\ud800b"}');
SELECT claim, reviewer, claimants FROM read_claim_reviews('{"@type":"ClaimReview","claimReviewed":"first","claimReviewed":"last","@id":"#r","author":{"@id":"#a"},"itemReviewed":{"@id":"#r"},"x":[{"@id":"#a","name":{"@id":"#a"}}]}');
SELECT claim FROM read_claim_reviews('<html><script type="application/ld+json">{"@type":"ClaimReview","claimReviewed":"a\u0000b\ud800c"}</script>');
SELECT cardinality(claimants), length(verdict) FROM read_claim_reviews((SELECT jsonb_build_object('@type', 'ClaimReview', 'itemReviewed', jsonb_build_object('author', jsonb_agg('n' || i)),
	'reviewRating', jsonb_agg(jsonb_build_object('alternateName', 'v' || i))) FROM generate_series(1, 100000) AS i));
SELECT count(*), max(length(claim)) FROM read_claim_reviews((SELECT '[' || string_agg(format('{"@type":"ClaimReview","claimReviewed":"%s"}', repeat('w', 100000)), ',') || ']' FROM generate_series(1, 100)));
SELECT count(*) FROM read_claim_reviews('<html>' || repeat('<div itemscope itemtype="ClaimReview" itemprop="a b c d e f g h">', 100) || repeat('<b itemprop="x y z w v">' || repeat('t', 9000) || '</b>', 200) || repeat('</div>', 100));

-- a text may have 10 MB: of several scripts each, of JSON alone no limit but the server's own
SELECT count(*) FROM read_claim_reviews((SELECT '[' || string_agg(format('{"@type":"ClaimReview","claimReviewed":"%s %s"}', i, repeat('word ', 100)), ',') || ']'
	FROM generate_series(1, 20000) AS i));
SELECT count(*) FROM read_claim_reviews((SELECT '<html>' || string_agg(format('<script type="application/ld+json">{"@type":"ClaimReview","claimReviewed":"%s %s"}</script>', i, repeat('word ', 100)), '')
	FROM generate_series(1, 20000) AS i));
SELECT count(*) FROM read_claim_reviews((SELECT '<html><script type="application/ld+json">[' || string_agg(format('{"@type":"ClaimReview","claimReviewed":"%s %s"}', i, repeat('word ', 100)), ',') || ']</script>'
	FROM generate_series(1, 20000) AS i));

-- a function that is declared in another way than the library knows
CREATE FUNCTION misread_reviews(text) RETURNS TABLE (url text, claim text) LANGUAGE c AS '$libdir/corroborate', 'read_claim_reviews_text';
SELECT * FROM misread_reviews('{"@type":"ClaimReview"}');
DROP FUNCTION misread_reviews;
