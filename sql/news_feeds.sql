--
-- Feeds as they come: their times, namespaces, mark-up, and what stands before them
--

SET timezone = 'UTC';
-- Times as RFC 822, programs and people write them; what is none is null
SELECT t, (read_news(format('<rss><channel><item><title>t</title><pubDate>%s</pubDate></item></channel></rss>', t))).published_at
FROM unnest(ARRAY['Mon, 19 Oct 26 17:42:08 +0200', 'Mon, 19 Oct 2026 9:42:08 GMT', 'Mon, 19 Oct 2026 17:42:08 CEST', 'Mon, 19 Oct 2026 17:42:08 CET', 'Mon, 19 Oct 2026 17:42:08 BST', 'Mon, 19 Oct 2026 17:42:08 JST',
	'Mon, 19 Oct 2026 17:42:08 AEST', 'Mon, 19 Oct 2026 17:42:08 MSK', 'Mon, 19 Oct 2026 17:42:08 IST', 'Mon, 19 October 2026 17:42:08 GMT', 'Sat, 19 Sept 2026 17:42:08 GMT', 'Mon 19 Oct 2026 17:42:08 GMT',
	'Mon, Oct 19 2026 05:42:08 PM', 'Mon, Oct 19 2026 12:42:08 AM', 'Mon, Oct 19 2026 13:42:08 PM', 'Mon Oct 19 17:42:08 CEST 2026', '2026-10-19 17:42:08 +02:00', '2026-10-19 17:42:08 UTC', '2026-10-19T17:42:08 EST', 'Mon, 19 Oct 2026',
	'Mon, 19 Oct 2026 17:42:08 +0200 (CEST)', 'Mon Oct 19 2026 17:42:08 GMT+0200 (Central European Summer Time)', 'lun., 19 oct. 2026 17:42:08 +0200', 'mar., 20 oct. 2026 17:42:08 +0200', 'Mo, 19 Okt 2026 17:42 +0200',
	'Monday, October 19th, 2026 at 5:42 pm', '19-Oct-2026 17:42', '19 de octubre de 2026', '1er octobre 2026 17:42', '1 de março de 2026', '3 août 2026 09:00', '2026/10/19 17:42', '2026-10-19 17:42:08 GMT+00:00', 'Mon, 19 Oct 99 17:42:08 GMT',
	'24 Nov 26', '19 10 2026 17:42', 'soon', 'Mon, 31 Feb 2026 10:00 GMT', 'Mon, 19 Oct 2026 17:42:08 foo', '12:30', 'Oct 2026', '19 Oct 2026 25:00 GMT', '19 Oct 2026 17:42 18:42', '19 Oct 2026 +0200', '19 Oct 2026 17:42 +0200 +0200',
	'2026-10/19', '19 Oct Nov 2026', '19 Oct 2026 17:42 +99:00', '19 20 Oct 2026', '(19 Oct 2026)', '19 Oct 2026 17:42 (', '1792424528']) WITH ORDINALITY AS u (t, o) ORDER BY o;
-- A better time that says nothing leaves the next
SELECT p AS said, published_at FROM unnest(ARRAY['<pubDate>soon</pubDate><dc:date>2026-10-19T17:42:08Z</dc:date>', '<pubDate/><dc:date>?</dc:date><dcterms:created>2026-10-19T17:42:08Z</dcterms:created>',
	'<dcterms:modified>2026-10-20</dcterms:modified><dcterms:issued>2026-10-19T17:42:08Z</dcterms:issued>', '<a10:updated>2026-10-19T17:42:08Z</a10:updated>', '<pubDate>Mon, 19 Oct 2026 17:42:08 GMT</pubDate><a10:updated>2026-10-20</a10:updated>',
	'<a10:updated>2026-10-20</a10:updated><a10:published>2026-10-19T17:42:08Z</a10:published>', '<pubDate>never</pubDate>']) WITH ORDINALITY AS u (p, o),
	read_news(format('<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:a10="http://www.w3.org/2005/Atom"><channel><item><title>t</title>%s</item></channel></rss>', p)) ORDER BY o;
SELECT published_at, version FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><published>today</published><updated>2026-10-19T17:42:08Z</updated></entry></feed>');

-- What stands before the declaration
SELECT replace(replace(b, E'\n', '\n'), U&'\FEFF', 'a mark') AS before, f.headline AS of_text, g.headline AS of_bytes
FROM unnest(ARRAY[E'\n', E' \t\n\n', U&'\FEFF\000A', '<!-- cached -->', E'\n<!-- a --><!-- <?xml b -->\n', E'Warning: Cannot modify header in /x.php\n', E'Notice: a < b\n', '']) WITH ORDINALITY AS u (b, o)
CROSS JOIN LATERAL (VALUES (b || '<?xml version="1.0" encoding="UTF-8"?>' || E'\n<rss version="2.0"><channel><title>Harbour Post</title><item><title>Dam hölds</title></item></channel></rss>')) AS v (feed),
	read_news(feed) AS f, read_news(convert_to(feed, 'UTF8')) AS g ORDER BY o;
SELECT headline FROM read_news(convert_to(E'\n\n<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><item><title>Dam hölds</title></item></channel></rss>', 'LATIN1'));
-- the lines of errors are those of the whole
SELECT * FROM read_news(E'\n\n<?xml version="1.0"?>\n<rss><channel></rss>');
SELECT * FROM read_news(convert_to(E'Warning\n\n<?xml version="1.0"?>\n<rss><channel></rss>', 'UTF8'));
-- a declaration within a document does not start another
SELECT headline, body FROM read_news('<rss><channel><item><title>T</title><description><![CDATA[<?xml version="1.0"?>]]></description></item></channel></rss>');
SELECT * FROM read_news(E'no news\n<rss/>');
SELECT id FROM unnest(ARRAY['[warn] slow', '[2026-10-19 17:42:08] fetched', '{main} started']) AS said, read_news(said || E'\n<?xml version="1.0"?><rss><channel><item><guid>g1</guid></item></channel></rss>');
SELECT body FROM read_news('{"uri":"1","headline":"h","body_text":"<?xml version=\"1.0\"?>"}');

-- RSS and Atom under other namespaces, under none, and their older kinds
SELECT format, id, headline, publisher, body, published_at FROM read_news('<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><title>Harbour Post</title><item><guid>g1</guid><title>Dam holds</title><description>It held.</description></item></channel></rss>');
SELECT format, id, headline, publisher FROM read_news('<r:rss version="2.0" xmlns:r="http://purl.org/rss/2.0/"><r:channel><r:title>Harbour Post</r:title><r:item><r:guid>g1</r:guid><r:title>Dam holds</r:title></r:item></r:channel></r:rss>');
SELECT format, id, headline, publisher FROM read_news('<rss version="0.91" xmlns="urn:one"><channel xmlns=""><title>Harbour Post</title><item><title>Dam holds</title><link>http://post.example/1</link></item></channel></rss>');
SELECT format, id, headline, publisher FROM read_news('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Harbour Post</title></channel><item><title>Dam holds</title><link>http://post.example/1</link></item></rdf:RDF>');
SELECT format, id, headline, publisher, published_at, credits, body FROM read_news('<rss version="2.0"><channel><title>Harbour Post</title><item><title>Dam holds</title><dc:creator>Ida Ruud</dc:creator><dc:date>2026-10-19T17:42:08Z</dc:date><content:encoded>&lt;p&gt;It held.</content:encoded></item></channel></rss>');
SELECT format, id, version, headline, publisher, published_at, credits, body FROM read_news('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Harbour Post</title><modified>2026-10-19T18:00:00Z</modified><entry><title mode="escaped" type="text/html">Dam &lt;i&gt;holds&lt;/i&gt;</title>
	<link rel="alternate" type="text/html" href="http://post.example/1"/><id>tag:post,1</id><issued>2026-10-19T17:42:08Z</issued><modified>2026-10-19T17:50:00Z</modified><author><name>Ida Ruud</name></author>
	<content type="application/xhtml+xml" mode="xml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It held.</p></div></content></entry><entry><title>Second</title><created>2026-10-18T10:00:00Z</created></entry></feed>');
SELECT format, id, headline, publisher, body FROM read_news('<feed><title>Harbour Post</title><entry><id>1</id><title>Dam holds</title><summary>It held.</summary></entry></feed>');
SELECT format, id, headline, publisher FROM read_news('<a:feed xmlns:a="urn:odd"><a:title>Harbour Post</a:title><title>no</title><a:entry><a:id>1</a:id><title>no</title><a:title>Dam holds</a:title></a:entry></a:feed>');

-- Mark-up in titles and names of RSS, but not what only looks like it
SELECT t, headline FROM unnest(ARRAY['Mayor reads <i>The Tide</i> aloud', '<b>Dam</b> holds', 'One<br>two<br />three', '<a href="http://x/?a>b" class=''c''>Dam</a> holds', 'How to use <b>', 'if a < b and c > d', '</i> first', '<I>Dam</i>', '<music>no</music>', 'I <3 dams</3>',
	'<b>Salt &amp; Sons</b>', '&lt;i&gt;escaped&lt;/i&gt; thrice', '<b>x', '<i', '<br', '<span>nested <em>in</em></span>', '<i>a</i></i>', '<p>one</p><p>two</p>', 'Dam holds<br /']) WITH ORDINALITY AS u (t, o),
	read_news('<rss><channel><item><guid>1</guid><title>' || replace(replace(replace(t, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</title></item></channel></rss>') ORDER BY o;
SELECT length(headline) FROM read_news('<rss><channel><item><title>' || repeat('&lt;i ', 200000) || '&lt;/i</title></item></channel></rss>');
-- a tag ends at the ">" that no quotes are around, but at the first one if it is very long
SELECT o, length(headline), right(headline, 12) FROM unnest(ARRAY['x"&gt;', repeat('x', 3000) || '"&gt;', repeat('x&gt;', 1500) || '"&gt;']) WITH ORDINALITY AS u (quoted, o),
	read_news('<rss><channel><item><title>&lt;b title="' || quoted || 'Dam&lt;/b&gt; holds</title></item></channel></rss>') ORDER BY o;

-- Authors as RSS defines them, and persons as mails have them
SELECT a, credits FROM unnest(ARRAY['desk@post.example (Ida Ruud)', 'Ida Ruud <desk@post.example>', 'desk@post.example', 'Ida Ruud', 'Ida Ruud (Post)', 'desk@post.example ()', '<desk@post.example>', 'desk@post.example (Ida (the) Ruud)', '@ida (Ruud)']) WITH ORDINALITY AS u (a, o),
	read_news('<rss><channel><item><title>t</title><author>' || replace(a, '<', '&lt;') || '</author></item></channel></rss>') ORDER BY o;
SELECT credits FROM read_news('<rss xmlns:a10="http://www.w3.org/2005/Atom"><channel><item><title>t</title><a10:author><a10:name>Ida Ruud</a10:name><a10:email>x@post.example</a10:email></a10:author><a10:contributor><a10:name>Bo</a10:name></a10:contributor><a10:link href="http://x"/></item></channel></rss>');
-- and as Atom does: who wrote the feed wrote its entries, but for what others wrote, or what is taken from elsewhere
SELECT headline, credits, attribution FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><author><name>Ida Ruud</name></author><author><name>Bo</name></author><author><email>x@post.example</email></author>
	<entry><title>1</title></entry><entry><title>2</title><author><name>Al</name></author></entry><entry><title>3</title><contributor><name>Cy</name></contributor></entry>
	<entry><title>4</title><source><title>Wire</title><author><name>Di</name></author></source></entry><entry><title>5</title><source><title>Wire</title></source></entry></feed>');

-- what is asked where an item's own elements do not say it
SELECT headline, credits, body FROM read_news('<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Harbour Post</title>
	<item><dc:title>Dam holds</dc:title><dc:author>Ida Ruud</dc:author><itunes:author>The desk</itunes:author><itunes:summary>It held.</itunes:summary><itunes:title>no</itunes:title></item>
	<item><dc:title>no</dc:title><title>Mill burns</title><itunes:author>The desk</itunes:author><description>It burned.</description><itunes:summary>no</itunes:summary></item></channel></rss>');
-- a type that is none is text; what is encoded is not read
SELECT headline, body FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="">Dam holds</title><summary type="plain">It held.</summary></entry></feed>');
SELECT headline, body FROM read_news('<feed xmlns="http://purl.org/atom/ns#" version="0.3"><entry><title mode="base64" type="text/html">RGFtIGhvbGRz</title><summary mode="escaped" type="text/html">It &lt;b&gt;held&lt;/b&gt;.</summary></entry></feed>');

-- days in numbers where they can be read one way only; months of other languages
SELECT written, published_at FROM unnest(ARRAY['19.10.2026 17:42', '19.10.2026, 17:42 Uhr', '1.2.2026', '10/19/2026 05:42:08 PM', '19/10/2026', '10/10/2026', '10/11/2026', '13/13/2026', '31.2.2026', '19.10.26', '19.10/2026', '1.2.20261',
	'pn, 19 paź 2026 17:42:08 +0200', 'Пн, 19 октября 2026 17:42:08 +0300', '19 Ekim 2026 17:42', 'ma 19 lokakuuta 2026', '19 maja 2026', '19 мая 2026', '19 mart 2026']) WITH ORDINALITY AS w (written, n),
	read_news(format('<rss version="2.0"><channel><item><title>t</title><pubDate>%s</pubDate></item></channel></rss>', written)) ORDER BY n;
-- no month where it is one in one language and another in another; two letters are no abbreviation in any script
SELECT written, published_at FROM unnest(ARRAY['19. listopada 2026.', '19 listopada 2026', '19 lis 2026', '19 lip 2026', '19 lipca 2026', '19 ма 2026', '19 ию 2026', '19 июл 2026', '19 июн 2026']) WITH ORDINALITY AS w (written, n),
	read_news(format('<rss version="2.0"><channel><item><title>t</title><pubDate>%s</pubDate></item></channel></rss>', written)) ORDER BY n;

-- Names in capitals: of elements, and of characters as HTML 5 has them
SELECT format, id, headline, published_at, publisher, credits, attribution FROM read_news($$<RSS version="2.0"><CHANNEL><TITLE>Harbour Post</TITLE><ITEM><TITLE>Fish &AMP; chips &COPY; &LT;</TITLE>
	<Guid>g1</Guid><PUBDATE>Mon, 19 Oct 2026 17:42:08 GMT</PUBDATE><AUTHOR>Ida Ruud (desk@post.example)</AUTHOR><SOURCE url="&QUOT;&GT;">Tide Agency</SOURCE></ITEM></CHANNEL></RSS>$$);
SELECT headline FROM read_news('<rss><channel><item><title>in its case</title><TITLE>is another</TITLE></item><ITEM><title>so is this</title></ITEM></channel></rss>');

-- A module's namespace without its last sign
SELECT headline, credits FROM read_news('<rss xmlns:dc="http://purl.org/dc/elements/1.1"><channel><item><title>Dam holds</title><dc:creator>Ida Ruud</dc:creator></item></channel></rss>');

-- Feeds of a part of a party's news
SELECT title, publisher, attribution FROM unnest(ARRAY['Harbour Post - World', 'World | Harbour Post', 'Harbour Post: World', 'Harbour Post » World » Asia', 'The Harbour Post – World', 'Harbour Post World', 'Harbour - Post', 'Post - World', 'HARBOUR POST']) AS title,
	read_news('<rss version="2.0"><channel><title>' || title || '</title><item><title>a</title><source url="https://post.example/rss">Harbour Post</source></item></channel></rss>');
SELECT publisher, attribution FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post | Sport</title><entry><title>a</title><source><title>Harbour Post</title></source></entry></feed>');
SELECT word, attribution FROM unnest('{Staff,TBD,N/A}'::text[]) AS word, read_news('<rss version="2.0"><channel><title>Harbour Post</title><item><title>a</title><source>' || word || '</source></item></channel></rss>');
-- Nobody in particular, whatever the word begins with; names that only begin so are names
SELECT attribution <> '"Harbour Post"' AS cited, string_agg(word, ', ' ORDER BY n) AS words FROM unnest('{Admin,Editorial Staff,Multiple sources,News agencies,"Null",Our staff,RSS feed,rédaction,Sources,Untitled,Various,Web desk,(none),—,"- ?",Admiral,Editor,Multi,Newsday,Nullarbor,Ourense,Réunion,Untied,Varna,Weber}'::text[]) WITH ORDINALITY AS w(word, n), read_news('<rss version="2.0"><channel><title>Harbour Post</title><item><title>a</title><source>' || word || '</source></item></channel></rss>') GROUP BY cited ORDER BY cited;
SELECT title, publisher, attribution FROM unnest('{RSS Feed,Untitled}'::text[]) AS title, read_news('<rss version="2.0"><channel><title>' || title || '</title><item><title>a</title></item></channel></rss>');

-- The end of a CDATA section where there is none
SELECT headline FROM read_news('<rss><channel><item><title>a <![CDATA[b & c]]> d ]]> e</title></item></channel></rss>', strict => false);

-- A person in Dublin Core
SELECT credits FROM read_news('<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><title>a</title><dc:creator>ida@post.example (Ida Ruud)</dc:creator><dc:creator>Ole Moe</dc:creator></item></channel></rss>');

-- HTML that needs no parser says what it says to one, which a comment takes: parts at random, and parts well nested
SELECT setseed(0.5);
CREATE FUNCTION nested(depth integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	html text := '';
	tag text;
BEGIN
	FOR i IN 1 .. 1 + (random() * 3)::integer LOOP
		html := html || ('{word,"two  words"," ",&amp;,é,<br>,<b>bold</b>,"<a href=\"x?a=1&amp;b\">link</a> ","\n","<img src=''a''/>"}'::text[])[1 + trunc(random() * 10)];
		IF depth > 0 THEN
			tag := ('{p,div,ul,ol,li,h2,blockquote,b,em,a,span}'::text[])[1 + trunc(random() * 11)];
			html := html || format('<%s>%s</%1$s>', tag, nested(depth - 1));
		END IF;
	END LOOP;
	RETURN html;
END
$$;
CREATE FUNCTION body_of(html text) RETURNS text LANGUAGE sql
RETURN (SELECT body FROM read_news('<rss><channel><item><title>t</title><description>' || replace(replace(html, '&', '&amp;'), '<', '&lt;') || '</description></item></channel></rss>'));
WITH part AS (
	SELECT p FROM unnest('{<p>,</p>,"<div class=\"a\">",</div>,<ul>,</ul>,<li>,</li>,<b>,</b>,<a href=''x''>,</a>,<br>,"<br />",<h2>,</h2>,<em>,</em>,<span id=a>,<b hidden>,"<i / id=''a''>","<em class=''a<",<hr>,<table>,<P>,<figure>,
		word," ","two words","\n",&amp;,&nbsp;,&#8217;,&#150;,&bogus;,&mdash,&AMP;,"& ",é,—,x<3}'::text[] || chr(127)) AS p
), made AS MATERIALIZED (
	SELECT (SELECT string_agg(p, '' ORDER BY random()) FROM part WHERE random() < 0.3 + 0 * i) AS html FROM generate_series(1, 2000) AS i
	UNION ALL SELECT nested(1 + i % 4) FROM generate_series(1, 2000) AS i
), read AS (
	SELECT html, body_of(html) AS simple, body_of('<!---->' || html) AS parsed FROM made WHERE html ~ '[<&]'
)
SELECT count(*) > 3900 AS many, count(*) FILTER (WHERE simple IS DISTINCT FROM parsed) AS differ, min(html) FILTER (WHERE simple IS DISTINCT FROM parsed) FROM read;
DROP FUNCTION nested, body_of;
-- No character of XML, which JSON may hold
SELECT count(DISTINCT body) = 1 AS same FROM unnest('{"",<!---->}'::text[]) AS comment,
	read_news(jsonb_build_object('uri', 'urn:1', 'headline', 't', 'body_xhtml', comment || '<p>It' || chr(65535) || ' held.</p>'));

-- RSS in capitals, with an element that is no part of it
SELECT headline, body FROM read_news('<RSS><CHANNEL><ITEM><TITLE>Dam holds</TITLE><WEATHER>rain</WEATHER><DESCRIPTION>It held.</DESCRIPTION></ITEM></CHANNEL></RSS>');
