--
-- Pages: what is left out, what they say for search engines, and what is not quite JSON or HTML
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
\pset null -

CREATE FUNCTION page(linked text) RETURNS text LANGUAGE sql
RETURN '<!doctype html><title>The title</title><script type="application/ld+json">' || linked || '</script><p>a paragraph';

-- Large pages: a tag goes to the parser whole, wherever it is; scripts, styles and comments that nobody reads do not
SELECT count(*) AS pages, count(DISTINCT (headline, body)) AS different FROM generate_series(16280, 16400) AS i,
	read_news('<!doctype html><title>Dam holds</title><p>' || repeat('x', 100) || '<!--' || repeat('x', i) || '--><a href="/abcdefghijkl" title=''"a" > b''>y</a>' || repeat('<p>word word', 40));
SELECT headline, length(body) FROM read_news(convert_to('<!doctype html><html><head><title>Dam holds</title></head><body>' || repeat('x', 16308)
	|| '<a href="/abcdefghijkl">y</a>' || repeat('<p>word word word</p>', 27000) || '</body></html>', 'UTF8'));
SELECT tag, headline, body FROM unnest('{script,SCRIPT type=module,style,style media=print}'::text[]) AS tag,
	read_news('<!doctype html><title>Dam holds</title><' || tag || '>' || repeat('a < b "it''s" ', 60000) || '</' || split_part(tag, ' ', 1) || '><p>It held.');
SELECT headline, body FROM read_news('<!doctype html><!--' || repeat('<p title="', 200000) || '--><title>Dam holds</title><p>It held.');
SELECT length(headline), body FROM read_news(page('{"@type":"NewsArticle","headline":"' || repeat('word ', 150000) || '"}'));
SELECT headline, body FROM read_news('<!doctype html><title>Never closed</title><p>a<script>' || repeat('b', 100000));
SELECT headline, body FROM read_news('<!--' || repeat('x', 2000) || '--><!--' || repeat('y', 2000) || '--><title>After two comments</title><p>a');
-- Beside the story: what is within an article but not of it, and what is hidden; a page may be cut off in its article
SELECT body FROM unnest(ARRAY['<article><p>It held.</p><aside>Read more: <p>the mill</p></aside><figure><img src=x>A dam</figure>It will.</article>', '<nav><ul><li>Home<li>Sport</ul><p>Menu</p><article>no</article></nav><p>It held.</p>',
	'<article><p>It held.</p><p>It wi']) WITH ORDINALITY AS u (page, o), read_news('<!doctype html><title>Dam holds</title>' || page) ORDER BY o;

-- Parties by reference, wherever they are
SELECT headline, publisher, credits, attribution FROM unnest(ARRAY[
	'{"@graph":[{"@type":"NewsArticle","headline":"Dam holds","publisher":{"@id":"#o"},"author":[{"@id":"#i"},{"@id":"#gone"}],"sourceOrganization":{"@id":"#t"}},
		{"@id":"#o","@type":"Organization","name":"Harbour Post"},{"@id":"#i","@type":"Person","name":"Ida Ruud"},{"@id":"#t","name":"Tide Agency"}]}',
	'{"@type":"NewsArticle","headline":"In another script","publisher":{"@id":"#o"}}</script><script type="application/ld+json">[{"@type":"WebSite","about":{"@id":"#o","name":"Harbour Post"}}]',
	'{"@type":"NewsArticle","headline":"In itself","publisher":{"@id":"#o"},"@id":"#o","author":"https://post.example/ida"}']) AS linked, read_news(page(linked));

-- Anywhere in the page, as meta is
SELECT element, headline, published_at, publisher, body FROM unnest('{article,nav,footer,p,aside,form,section,div}'::text[]) AS element,
	read_news('<!doctype html><title>The title</title><body><' || element || '><script type="application/ld+json">{"@type":"NewsArticle","headline":"Dam holds",
		"datePublished":"2026-10-19T17:42:08Z"}</script><meta property="og:site_name" content="Harbour Post"></' || element || '><p>It held.');

-- Linked data under any spelling of its type, and a story under any of its own
SELECT type, headline FROM unnest('{application/ld+json,APPLICATION/LD+JSON;charset=utf-8,application/ld+json charset=utf-8,application/ld+jsonx}'::text[]) WITH ORDINALITY AS u (type, o),
	read_news('<!doctype html><title>The title</title><script type="' || type || '">{"@type":"NewsArticle","headline":"Dam holds"}</script>') ORDER BY o;
SELECT type, headline FROM unnest('{Report,https://schema.org/Report,schema:Report,SpamReport}'::text[]) WITH ORDINALITY AS u (type, o), read_news(page('{"@type":"' || type || '","headline":"Dam holds"}')) ORDER BY o;
-- Who has an @id is not who has another with the same hash
SELECT min(id) AS one, max(id) AS other FROM (SELECT '#' || i AS id FROM generate_series(1, 300000) AS i) AS ids GROUP BY hashtext(id) HAVING count(*) > 1 LIMIT 1 \gset
SELECT credits FROM read_news(page(format('[{"@type":"NewsArticle","headline":"Dam holds","author":[{"@id":"%1$s"},{"@id":"%2$s"}]},{"@id":"%1$s","name":"Ida Ruud"}]', :'one', :'other')));
SELECT credits FROM read_news(page(format('[{"@type":"NewsArticle","headline":"Dam holds","author":[{"@id":"%1$s"},{"@id":"%2$s"}]},{"@id":"%1$s","name":"Ida Ruud"},{"@id":"%2$s","name":"Ole Moe"}]', :'one', :'other')));

-- HTML's references
SELECT headline, attribution FROM read_news(page('{"@type":"NewsArticle","headline":"Mayor: &quot;Dam &#8216;holds&#x2019;&quot; &unknown; &","publisher":{"name":"Salt &amp; Sons"}}'));

-- Not quite JSON
SELECT n, headline, publisher, credits FROM unnest(ARRAY[
	E'{"@type":"NewsArticle","headline":"Dam\nholds\x0B","publisher":{"name":"Post"}}',
	E'//<![CDATA[\n{"@type":"NewsArticle","headline":"Dam holds","publisher":{"name":"Post"}}\n//]]>',
	E'<!-- {"@type":"NewsArticle","headline":"Dam holds","publisher":{"name":"Post"}} -->',
	E'[{"@type":"NewsArticle","headline":"Dam holds",,"publisher":{"name":"Post"},},];',
	E'{"@type":"NewsArticle","headline":"Dam \\u0000 holds \\ud800 \\udc00 \\ud83d\\ude00","publisher":{"name":"Post"}};',
	E'{"@type":"NewsArticle","headline":"It\\''s a \\dam","publisher":"Post"} and more',
	'{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"Dam holds","publisher":{"name":{"@value":"Post"}},"author":{"@type":"Person","givenName":"Ida","familyName":"Ruud"}}}',
	'{"@type":"NewsArticle","headline":["Dam holds","Second"],"author":{"@type":"Person","familyName":"Ruud"}}',
	'no', '{', '"', '[]', '{"@type":"NewsArticle"', '[[[[', '{"a":"\', '{"a":"\u12', '<![CDATA[']) WITH ORDINALITY AS l (linked, n), read_news(page(linked)) ORDER BY n;

-- On whose word: parties, not what works are called
SELECT attribution FROM unnest(ARRAY[
	'"isBasedOn":{"@type":"NewsArticle","name":"Dam report","publisher":{"name":"Tide Agency"}}',
	'"isBasedOn":[{"@type":"Report","name":"Dam report"},{"@type":"Organization","name":"Tide Agency"}],"citation":["Dam report",{"@type":"Person","name":"Ida Ruud"}]',
	'"isBasedOn":"https://tide.example/1","citation":{"@type":"CreativeWork","name":"Harbour Post exclusive","provider":{"name":"Harbour Post"}}',
	'"sourceOrganization":["Tide Agency",{"name":"Sound News"}]']) AS linked, read_news(page('{"@type":"NewsArticle","publisher":{"name":"Harbour Post"},' || linked || '}'));

-- Pages that begin with anything
SELECT format, headline, body FROM unnest(ARRAY['<script>var a</script><!doctype html><html>', '<meta charset=utf-8>', '<br>', '<style>x</style>', '<link rel=x>', '<B>Warning</B>', '<?xml version="1.0"?>
<!-- made --><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><br>&nbsp;Salt & Sons']) AS beginning,
	read_news(beginning || '<title>Dam holds</title><p>It held.');
-- XHTML that is XML is read as such
SELECT headline, body FROM read_news('<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Dam holds</title><script src="a.js"/></head><body><p>It held.</p></body></html>');
SELECT * FROM read_news('<brand>no page</brand>');

-- Microdata and times
SELECT headline, published_at, version, publisher, credits FROM read_news('<html><title>The title</title><div itemscope itemtype="https://schema.org/WebPage"><div itemprop="mainEntity" itemscope itemtype="https://schema.org/NewsArticle">
	<h1 itemprop="headline">Dam <b>holds</b></h1><span itemprop="author" itemscope itemtype="https://schema.org/Person"><a itemprop="name">Ida Ruud</a> <b itemprop="jobTitle">Editor</b></span>
	<i itemprop="author">Ole Moe</i><time itemprop="datePublished" datetime="2026-10-19T17:42:08Z">yesterday</time><meta itemprop="dateModified" content="2026-10-20">
	<div itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="Harbour Post"></div><div itemprop="comment" itemscope><b itemprop="name">Reader</b></div></div></div>
	<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Another</h1><i itemprop="publisher">Another Post</i></div>');
SELECT headline, published_at FROM read_news('<html><title>T</title><time datetime="2020-01-01">for ever</time><article><time>now</time><time datetime="2026-10-19T17:42:08Z">yesterday</time>text</article>');

-- a time that is none leaves the next; of a dateline the place is read; nobody cites himself
SELECT published_at, place, attribution FROM read_news('<html><meta property="article:published_time" content="Mon Oct 19 17:42:08 2026"><script type="application/ld+json">{"@type":"NewsArticle","headline":"h","datePublished":"lately",
	"dateline":"BERLIN, Oct 19 (Tide) -","publisher":{"name":"Harbour Post"},"isBasedOn":[{"publisher":"HARBOUR POST"},{"publisher":{"name":"Tide"}}]}</script>');

-- Several stories: the page's own, by its address or its title, else the first
SELECT headline FROM unnest(ARRAY[
	'<link rel=canonical href="http://post.example/dam/"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Related","url":"https://post.example/other"}</script>
		<script type="application/ld+json">{"@type":"NewsArticle","headline":"Dam holds","mainEntityOfPage":{"@id":"https://post.example/dam#article"}}</script>',
	'<title>Dam holds - Harbour Post</title><script type="application/ld+json">[{"@type":"NewsArticle","headline":"Related"},{"@type":"NewsArticle","headline":"Dam holds"}]</script>',
	'<title>Harbour Post</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"First","hasPart":{"@type":"NewsArticle","headline":"Harbour"}}</script><script type="application/ld+json">{"@type":"NewsArticle","headline":"Second"}</script>']) AS page,
	read_news('<html>' || page);

-- Microdata: values that are empty, that have others in them, and items within items within items
SELECT headline, publisher, credits FROM read_news('<html><title>The title</title><div itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="headline" content=" ">'
	|| '<h1 itemprop="headline">Dam <b itemprop="author">holds</b></h1>' || repeat('<div itemprop="about" itemscope><i itemprop="name">Somebody</i>', 20) || repeat('</div>', 20)
	|| '<div itemprop="publisher" itemscope><meta itemprop="name" content="Harbour Post"></div></div>');

-- Types that are no names
SELECT n, headline FROM unnest('{1,"null","{\"a\":1}","[{\"a\":1},\"NewsArticle\"]"}'::text[]) WITH ORDINALITY AS t (type, n),
	read_news(page('{"@type":' || type || ',"headline":"Dam holds","publisher":{"name":"Post"}}')) ORDER BY n;

DROP FUNCTION page;

-- names of meta in any case and with any signs; those that often say the day alone come last, and after them what the version says
SELECT published_at, version, publisher, credits FROM unnest(ARRAY[
	'<meta property="article:published:time" content="2026-10-19T17:42:08Z"><meta name="article.modified.time" content="2026-10-20"><meta name="og:site:name" content="Harbour Post">',
	'<meta name="publishdate" content="2026-10-19"><meta name="DC.Date.Issued" content="2026-10-18"><meta name="parsely-author" content="Ida Ruud"><meta name="OG:SITE_NAME" content="Harbour Post">',
	'<meta name="dcterms.issued" content="2026-10-18"><article><time datetime="2026-10-19T17:42:08Z">then</time><p>It held.</p></article>',
	'<meta name="parsely-pub-date" content="soon"><meta name="sailthru.date" content="2026-10-19 17:42:08 +0000"><meta name="author" content="Ida Ruud"><meta name="Author" content="Ida Ruud"><meta name="sailthru.author" content="I. Ruud">',
	'<meta property="og:updated_time" content="2026-10-19T17:42:08Z"><meta name="datePublished" content="soon">',
	'<meta name="article:published_time_that_has_a_very_long_name_indeed" content="2026-10-19">', '<meta name="::" content="2026-10-19"><meta name="" content="x">']) WITH ORDINALITY AS h (head, n),
	read_news('<!doctype html><head><title>Dam holds</title>' || head || '</head><body><p>It held.') ORDER BY n;

-- a title ends with the name of the site; others that look so stay
SELECT headline FROM unnest(ARRAY['Dam holds - Harbour Post', 'Dam holds | HARBOUR POST', 'Dam – and mill – hold — harbour-post.example', 'Dam holds - Sport - Harbour Post', 'Harbour Post', ' - Harbour Post',
	'Dam holds - Mill Post', 'Dam-Harbour Post', 'Mayor reads Harbour Post', 'Dam holds · Harbour Post', 'Dam holds - ']) WITH ORDINALITY AS t (title, n),
	read_news(format('<!doctype html><head><title>%s</title><meta property="og:site_name" content="Harbour Post"></head><body><p>It held.', title)) ORDER BY n;

-- teasers are articles, too: the longest is the page's text; where none has a paragraph, the paragraphs outside may be
SELECT body FROM unnest(ARRAY[
	'<article><a>Mill burns</a></article><article><h1>Dam holds</h1><p>It held for a long time.</p></article><article>Mayor resigns</article>',
	'<article><h2>Mill burns</h2></article><p>It held for a long time.</p><p>Yes.</p>',
	'<article><p>It held.</p></article><p>What readers say of it, which is longer.</p>',
	'<article><p>It held</p><article><p>a remark</p></article>for a long time.</article><article><p>Mill</p></article>',
	'<article><p>It held for a long time',
	'<article>Mill</article><article></article>']) WITH ORDINALITY AS b (page, n), read_news('<!doctype html><head><title>Dam holds</title></head><body>' || page) ORDER BY n;

-- a text may have 10 MB, with or without a tag in it; a tag may not
SELECT headline, length(body) FROM unnest(ARRAY['<!doctype html><title>Dam holds</title><p>' || repeat('It held. ', 100000) || '</p>',
	'<!doctype html><title>Dam holds</title><p>' || repeat('It', 300000), '<rss version="2.0"><channel><item><title>Dam holds</title><description>' || repeat('It &amp;amp; held. ', 60000) || '</description></item></channel></rss>'])
	WITH ORDINALITY AS p (page, n), read_news(page) ORDER BY n;
SELECT headline FROM read_news('<!doctype html><title>Dam holds</title><p ' || repeat('a ', 600000) || '>It held.');
-- which of the limits is met first depends on libxml2
\set VERBOSITY terse
SELECT headline FROM read_news('<!doctype html><title>Dam holds</title><p>' || repeat('It held. ', 1200000));
\set VERBOSITY default
-- XHTML that is no XML, with a document type or without
SELECT headline FROM unnest(ARRAY['<?xml version="1.0"?><html><head><title>Dam holds</title></head><body><br>&nbsp;', '<?xml version="1.0"?> <!-- saved --> <HTML lang=en><title>Salt & Sons</title><p>It held.'])
	WITH ORDINALITY AS p (page, n), read_news(page) ORDER BY n;
-- commas that part nothing
SELECT headline, publisher FROM unnest(ARRAY['[,{"@type": "NewsArticle", "headline": "Dam holds", "publisher": {"name": "Harbour Post"}}]', '{ ,"@type": "NewsArticle",, "headline": "Dam, holds", "publisher": [ , {,"name": "Harbour Post",},]}'])
	WITH ORDINALITY AS j (json, n), read_news(format('<!doctype html><title>T</title><script type="application/ld+json">%s</script>', json)) ORDER BY n;
-- a dash or a question mark in place of a name means nobody
SELECT attribution FROM unnest(ARRAY['-', '--', '_ _', '—', '?', 'N-tv', '3sat', '新华社']) WITH ORDINALITY AS s (source, n),
	read_news(format('<rss version="2.0"><channel><title>Harbour Post</title><item><title>Dam holds</title><source url="https://tide.example">%s</source></item></channel></rss>', source)) ORDER BY n;

-- Other ways to refer: with a type, by the @id alone, before and after what it means; what is no name is none
CREATE FUNCTION page(linked text) RETURNS text LANGUAGE sql
RETURN '<!doctype html><title>The title</title><script type="application/ld+json">' || linked || '</script><p>a paragraph';
SELECT n, publisher, credits, attribution FROM unnest(ARRAY[
	'{"@graph":[{"@type":"NewsArticle","publisher":{"@type":"Organization","@id":"#o"},"author":{"@id":"#i","@type":"Person"}},{"@id":"#o","@type":"NewsMediaOrganization","name":"Harbour Post"},{"@id":"#i","name":"Ida Ruud"}]}',
	'{"@graph":[{"@id":"#o","name":"Harbour Post"},{"@type":"NewsArticle","publisher":"#o","author":["#i","#gone"]},{"@id":"#i","name":["Ida Ruud","Ole Moe"]}]}',
	'{"@type":"NewsArticle","publisher":"#gone","author":{"@type":"Person","@id":"#gone"}}',
	'{"@type":"NewsArticle","publisher":{"@type":"Organization","legalName":"Harbour Post AS"},"author":{"alternateName":"ida"}}',
	'{"@type":"NewsArticle","publisher":{"name":[{"@language":"en","@value":"Harbour Post"}]}}']) WITH ORDINALITY AS l (linked, n), read_news(page(linked)) ORDER BY n;

-- After the end of the page, and with end tags of others in the script
SELECT n, headline, publisher, body FROM unnest(ARRAY[
	'<html><title>The title</title><p>It held.</body></html><script type="application/ld+json">{"@type":"NewsArticle","headline":"After the end","publisher":"Post"}</script>',
	'<html><title>The title</title><body><p>It held.</body></html><html><body><p>It is written twice.</body></html>',
	page('{"@type":"NewsArticle","headline":"<b>Dam</b> holds","articleBody":"<p>It</p> held.","publisher":{"name":"<em>Post</em>"}}')]) WITH ORDINALITY AS l (page, n), read_news(page) ORDER BY n;
SELECT headline, publisher FROM read_news(convert_to('<html><meta charset=iso-8859-1><title>Mølle</title><p>It held.</body></html><meta property="og:site_name" content="Pøst">', 'LATIN1'));

-- Escaped twice
SELECT headline, attribution FROM read_news(page('{"@type":"NewsArticle","headline":"AT&amp;amp;T: R&D &amp;#8217;s","publisher":{"name":"Salt &amp;amp; Sons"}}'));

-- Blanks that nobody sees make no other name
SELECT publisher, attribution FROM read_news(page('{"@type":"NewsArticle","publisher":{"name":"Harbour&nbsp;Post&nbsp;"},"sourceOrganization":["Harbour Post","' || chr(8203) || 'Tide&nbsp;Agency"]}'));

-- JavaScript rather than JSON
SELECT n, headline, publisher FROM unnest(ARRAY[
	'{"@type":"NewsArticle","headline":"He said "no" today","publisher":{"name":"Post"}}',
	'{"@type":"BreadcrumbList"}{"@type":"NewsArticle","headline":"The second","publisher":"Post"},{"@type":"NewsArticle","headline":"The third"}',
	E'{"@type":"NewsArticle", // what it is\n"headline":"a // b", /* who */ "publisher":{"name":"Post"}}',
	'{"@type":"NewsArticle","headline":"a value is missing","author":,"image":,"publisher":{"name":"Post","url":}}',
	'{"@type":"NewsArticle","wordCount":NaN,"headline":"words","a":undefined,"b":[true,no,false,null,-1.5e3],"publisher":{"name":"Post"}}',
	'{''@type'':''NewsArticle'',headline:''The "Tide" isn\''t out'',"publisher":"Post"}',
	'{"@type":"NewsArticle","headline":"a \x3C b \x26 c","publisher":"Post"}',
	'{"@type":"NewsArticle","headline":"unclosed', '{"@type":"NewsArticle","headline":"no comma" "publisher":"Post"}', '{a', '{"a":''', '{"a":"\x', '{/*', '{"a":{}{}']) WITH ORDINALITY AS l (linked, n), read_news(page(linked)) ORDER BY n;

-- Nobody in particular
SELECT word, attribution FROM unnest('{Staff,STAFF WRITER,TBD,tba,N/A,n.a.,NA,Not specified,Newsroom,Agencies,Wire services,Redaktion,Redacción,Stafford Times,Tide Newsroom,-}'::text[]) AS word,
	read_news(page('{"@type":"NewsArticle","publisher":{"name":"Harbour Post"},"sourceOrganization":"' || word || '"}'));

DROP FUNCTION page;

-- Pages that begin with what no page begins with, which is text of the page to some versions of libxml2; XML that does is no page
SELECT n, format, headline, body LIKE '%It held.' AS held FROM unnest(ARRAY['Warning: no disk on line 3<br><html>', '<?php exit ?><!DOCTYPE html>', '<amp-ad></amp-ad><html amp>', '<form><input></form><html>', '<ul><li>a</ul>']) WITH ORDINALITY AS b (beginning, n),
	read_news(beginning || '<title>Dam holds</title><p>It held.') ORDER BY n;
SELECT format, headline FROM read_news(E'Warning: no disk on line 3\n<?xml version="1.0"?><rss version="2.0"><channel><item><title>Dam holds</title><description><![CDATA[<html><p>It held.</html>]]></description></item></channel></rss>');
SELECT * FROM read_news('no-page.html');
SELECT * FROM read_news('<x-y><html/></x-z>');
SELECT * FROM read_news('<a-b>no page</a-b>');
