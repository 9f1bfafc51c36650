--
-- Stories: what formats may hold besides, and mistakes in XML
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
\pset null -

-- RSS: mark-up as content rather than the summary, the first of two titles, who is cited by name or address
SELECT id, headline, language, published_at, publisher, credits, attribution, body FROM read_news('<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Post</title><language>en</language>
<item><title>First</title><title>Second</title><description>in short</description><content:encoded>&lt;p&gt;At length.&lt;/p&gt;</content:encoded>
	<dc:source>Reuters</dc:source><dc:creator>Ann</dc:creator><dc:contributor>Ben</dc:contributor><dc:date>2026-11-24T10:00:00Z</dc:date><media:title>Third</media:title></item>
<item><title>T</title><dc:publisher>Another Post</dc:publisher><dc:identifier>doi:1</dc:identifier><dc:source>https://www.wire.example/1?x</dc:source><dc:language>fr</dc:language><dc:rights>-</dc:rights></item>
</channel></rss>');

-- Atom: without an id the page that shows it, not those related; content in another place or of another kind is not read
SELECT id, headline, credits, attribution, body FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="urn:x"><title>Coast</title>
<entry><link rel="related" href="https://coast.example/other"/><link href="https://coast.example/1"/><link rel="alternate" href="https://coast.example/print/1"/><title>One</title>
	<dc:creator>Cleo</dc:creator><x:title>not this</x:title><content type="image/png" src="https://coast.example/1.png"/></entry>
<entry><id>2</id><link rel="alternate" href="https://coast.example/2"/><title>Two</title><rights>-</rights><summary type="html">&lt;b&gt;short&lt;/b&gt;</summary></entry>
<entry><id>3</id><title>Three</title><content type="application/xml"><x:p>not words</x:p></content><summary>in words</summary></entry></feed>');

-- A page: behind a mark or comments, by what its head says
SELECT format, id, version, headline, published_at, publisher, credits, body FROM read_news('<!-- made by hand --> <!-- twice --><html><head><title>Mill - Post</title>
<meta property="og:title" content="The mill"><meta property="og:site_name" content="Post"><meta property="og:url" content="https://post.example/mill">
<meta property="article:published_time" content="2026-11-24T10:00:00Z"><meta property="article:modified_time" content="2026-11-24T11:00:00Z">
<meta name="author" content="Ann"><meta name="citation_author" content="Ben"><meta property="article:author" content="https://post.example/ann"><meta charset="utf-8"></head><body><p>It burns.</body></html>');
SELECT format, headline, body FROM read_news(U&'\FEFF<html><title>Marked</title><p>a</p></html>');
SELECT format, headline, body FROM read_news('\xEFBBBF3C68746D6C3E3C7469746C653E4D61726B65643C2F7469746C653E'::bytea);
SELECT * FROM read_news('<!-- <html> -->');
SELECT * FROM read_news('<!-- <html>');
-- what is linked: the story, wherever it stands, with its text; what is none, or no JSON, is passed over
SELECT headline, credits, body FROM unnest(ARRAY['{"@type":"NewsArticle","headline":"H","author":["Ann",{"name":"Ben"},{"url":"x"},7,true,null],"articleBody":"All of it."}',
	'{"@graph":[{"@type":"Person","name":"P"},{"@type":"NewsArticle","headline":"In a graph"}]}', '{"@graph":7}', '{"@graph":{"@type":"NewsArticle","headline":"No list"}}', '{"@type":"Person","headline":"P"}',
	'[{"@type":"Person","headline":"P"},"NewsArticle",7]', '7', '{"@type":', '{"@type":"NewsArticle","headline":5}']) WITH ORDINALITY AS u (linked, o),
	read_news('<html><title>The title</title><script type="application/ld+json">' || linked || '</script><p>a paragraph</html>') ORDER BY o;

-- NewsML-G2: a status that nobody knows is none; a publisher by its address, or by a word
SELECT id, u.status AS stated, n.status, publisher FROM ROWS FROM (unnest('{stat:usable,stat:embargoed,stat:cancelled,stat:unheard-of}'::text[]), unnest('{https://www.wire.example/about,http://wire.example,wire,WIRE}'::text[])) WITH ORDINALITY AS u (status, uri, o),
	read_news(format('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="%s"><itemMeta><provider uri="%s"/><pubStatus qcode="%s"/></itemMeta></newsItem>', o, uri, u.status)) AS n ORDER BY o;

-- References by number: those that are none stay as they are written
SELECT headline FROM read_news('<rss><channel><item><title>&amp;#233; &amp;#xE9; &amp;#1A; &amp;#; &amp;#12 &amp;#x110000; &amp;#x85; &amp;#12345678; &amp;#</title></item></channel></rss>');

-- Times that are none
SELECT t, (read_news(format('<rss><channel><item><title>t</title><pubDate>%s</pubDate></item></channel></rss>', t))).published_at
FROM unnest('{2026-11-24T10:30:08Z,2026-11-24T1:30Z,2026-11-24T10:3,2026-11-24T10.30,2026-11-24T10:30:,2026-11-24T10:30:8,2026-11-24T10:30:08.,2026-11-24T10:30:08.Z,2026-11-24T10:30:08.5Z,2026-11-24T10:30:08.1234567Z,
	2026-11-24T10:30+1,2026-11-24T10:30+0a,2026-11-24T10:30+01:,2026-11-24T10:30+01:5,2026-11-24T10:30+0160,2026-11-24T10:30+01:30x,2026-11-24T10:30 PST,2026-11-24T10:30 XYZ,2026-1-24,2026-11-2,202-11-24,2026-1124}'::text[]) WITH ORDINALITY AS u (t, o) ORDER BY o;

-- Mistakes in XML, in words
CREATE FUNCTION mistake(story text, OUT detail text) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM read_news(story);
	detail := 'none';
EXCEPTION WHEN invalid_xml_document OR program_limit_exceeded THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
END
$$;
SELECT story, mistake(story) FROM unnest(ARRAY['<rss', '<rss a', '<rss a=', '<rss a=b>', '<rss a="b>', '<rss a="b"c="d"/>', '<rss a="<"/>', '<rss a="b" a="c"/>', '<rss/', '<rss>', '<rss></rss', '<rss></rs>', '<rss></rss x>', '<rss/ >', '<rss a="b"/x>', '<rss></rss>x',
	'<rss></rss><rss/>', '<rss><!-- </rss>', '<rss><!-- -- --></rss>', '<rss><![CDATA[ </rss>', '<rss>]]></rss>', '<rss><?p </rss>', '<rss><?xml version="1.0"?></rss>', '<?xml?><rss/>', '<?xml version="1.0" <rss/>', '<?xml version="1.0" ><rss/>', '<?xml encoding="UTF-8"?><rss/>', '<rss/><!-- ', '<rss/><?p ', '<?p <rss/>', ' <?xml version="1.0"?><rss/>',
	'<!DOCTYPE rss', '<!DOCTYPE rss [', '<!DOCTYPE rss SYSTEM "x', '<!DOCTYPE rss PUBLIC "x"><rss/>', '<!DOCTYPE 1><rss/>', '<!DOCTYPE rss x><rss/>', '<!DOCTYPE rss [<!ELEMENT a b>]><rss/>', '<!DOCTYPE rss [<!ATTLIST a b CDATA #ME>]><rss/>', '<!DOCTYPE rss [<!ENTITY a>]><rss/>', '<rss>&#0;</rss>', '<rss>&#x;</rss>', '<rss>&#xZ;</rss>', '<rss>&;</rss>', '<rss>& </rss>', '<rss>&a</rss>', '<rss><channel><item><title>Tom & Jerry</title></item></channel></rss>', '<1/>', '< rss/>', '<rss><a:b/></rss>', '<rss xmlns:a=""/>', '<rss>' || chr(1) || '</rss>']) WITH ORDINALITY AS u (story, o) ORDER BY o;

-- A story that is longer than any is
SELECT length(body) FROM read_news('<nitf><body><body.content><p>' || repeat('word ', 1999998) || '</p></body.content></body></nitf>');
SELECT * FROM read_news('<nitf><body><body.content><p>' || repeat('word ', 1999998) || '</p><p>and more than that</p></body.content></body></nitf>');
-- What no format knows is within the line, whatever it is called
SELECT body FROM read_news('<nitf><body><body.content><p>It <_note>held</_note>, <étude>they</étude> say.</p></body.content></body></nitf>');

DROP FUNCTION mistake;

-- Control characters: of windows-1252, as browsers read references to them, or a blank; nobody who is cited is lost
SELECT publisher, headline, attribution FROM read_news('<rss version="2.0"><channel><title>Harbour&#146;s Post</title><item><title>Mayor&#146;s dam</title><source>Seaman&#146;s Wire</source></item></channel></rss>')
UNION ALL SELECT publisher, headline, attribution FROM read_news('{"@context":"https://schema.org","@type":"NewsArticle","headline":"Dam\u000Bholds","publisher":{"name":"Tide\u000BPost"},"sourceOrganization":{"name":"Wire\u0001One"}}')
UNION ALL SELECT publisher, headline, attribution FROM read_news('<!doctype html><html><head><title>T</title><script type="application/ld+json">
	{"@type":"NewsArticle","headline":"D","publisher":{"name":"Harbour Post"},"sourceOrganization":{"name":"Seaman&#146;s Wire"}}</script></head></html>');
