--
-- Stories of wires, feeds and pages; into a ledger
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_news_reporter, regress_news_editor;
RESET client_min_messages;
CREATE ROLE regress_news_reporter;
CREATE ROLE regress_news_editor;

-- A wire's item, and what it becomes
CREATE TABLE wire (n integer, content xml);
GRANT SELECT ON wire TO PUBLIC;
INSERT INTO wire SELECT n, format($xml$<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:wire,2026:1" version="%s" xml:lang="en">
  <itemMeta><provider qcode="nprov:AcmeWire"/><versionCreated>2026-11-24T%s:30:00Z</versionCreated><pubStatus qcode="stat:%s"/></itemMeta>
  <contentMeta><creator role="crol:reporter"><name>Kim</name></creator><infoSource><name>KCNA</name></infoSource><headline>Border closed, %s</headline></contentMeta>
  <contentSet><inlineData contenttype="text/plain">The border was closed.</inlineData></contentSet></newsItem>$xml$, n, lpad(n::text, 2, '0'), status, n)::xml
FROM (VALUES (9, 'usable'), (10, 'withheld'), (11, 'canceled')) AS v (n, status);
SELECT n.* FROM wire, read_news(content) AS n ORDER BY wire.n;

-- Formats, and none
SELECT format, id, headline, published_at, status, publisher, place, credits, attribution FROM read_news('<nitf><head><docdata management-status="canceled"><doc-id id-string="7" regsrc="AP"/>
<date.release norm="20261124T120000Z"/><date.issue norm="20261123T120000Z"/></docdata>
<pubdata name="The Courier"/></head><body><body.head><hedline><hl1>H</hl1></hedline><byline>By <person>Anne</person> and <person>Bob</person></byline><dateline><location>Lyon</location></dateline></body.head></body></nitf>');
SELECT format, id, headline, published_at, publisher, attribution, body FROM read_news('<rss><channel><title>Post</title><item><guid>1</guid><title>T</title>
<pubDate>Tue, 24 Nov 2026 10:30 EST</pubDate><source url="http://x">Wire</source><description>&lt;p&gt;a&lt;/p&gt;b</description></item><item><link>http://post/2</link></item></channel></rss>');
SELECT format, id, version, headline, status, publisher, attribution, body FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>1</id><title>T</title><updated>2026-11-24T10:30:00Z</updated><content>a</content></entry></feed>');
SELECT format, id, headline, publisher, credits, attribution, body FROM read_news('<!doctype html><title>T</title><script type="application/ld+json">[{"@type":"Report","author":"Ann","publisher":{"name":"Post"},"citation":["Wire",{"name":"Other Wire"},"http://x"]}]</script><p>a<p>b');
SELECT count(*) FROM read_news('<knowledgeItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="1"/>');
SELECT count(*) FROM read_news(NULL::text);
SELECT * FROM read_news('<music/>');
SELECT * FROM read_news('https://post.example/feed.rss');
SELECT * FROM read_news('<rss><channel><item><title>AT&T news</title></item></channel></rss>');
SELECT * FROM read_news('<rss><channel><item><title>a < b</title></item></channel></rss>');
SELECT * FROM read_news(E'<rss>\n<channel>\n</rss>');
SELECT * FROM read_news('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>');
SELECT * FROM read_news('\x3c00'::bytea);

-- What a feed says in several ways: the first of a kind, the fuller text, what stands in for what is not there
SELECT id, headline, published_at, language, credits, attribution, body FROM read_news('<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Post</title><language>en</language>
<item><title>First</title><title>Second</title><dc:identifier>post-1</dc:identifier><link>http://post/1</link><dc:date>2026-11-24</dc:date><dc:language>fr</dc:language><dc:rights>all</dc:rights>
<dc:contributor>Bo</dc:contributor><author>Al</author><dc:source>City Wire</dc:source><description>short</description><content:encoded>&lt;p&gt;all of it&lt;/p&gt;</content:encoded></item>
<item><content:encoded>all of it</content:encoded><description>short</description><dc:source>https://www.wire.example/2?x</dc:source></item>
<item><description>short</description><content:encoded/></item>
<item><description>short</description><content:encoded>&lt;p&gt; &lt;/p&gt;</content:encoded></item></channel></rss>');
-- Atom: a link stands in for an id, if it is one to the story itself
SELECT id, headline FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom">
<entry><title>1</title><link rel="self" href="http://post/self"/><link href="http://post/1"/><link rel="alternate" href="http://post/no"/></entry>
<entry><title>2</title><link rel="alternate" type="text/html" href="http://post/2"/></entry>
<entry><title>3</title><link href="http://post/3"/><id>post-3</id></entry>
<entry><title>4</title><link rel="enclosure" href="http://post/4.mp3"/><link/></entry></feed>');
-- Atom's texts are of the type that they say
SELECT publisher, headline, credits, attribution FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:m="http://search.yahoo.com/mrss/"><title type="html">Caf&amp;eacute; Post</title>
<entry><m:title>no</m:title><title type="html"><![CDATA[It&#8217;s <b>AT&amp;T</b>]]></title><title>no</title><source><id>x</id><title type="html">Wire &amp;amp; Co</title><title>no</title></source><dc:creator>Ann</dc:creator></entry>
<entry><title>&lt;b&gt; &amp;amp;</title><author><name>Al</name></author><author><email>a@post.example</email></author><rights>all</rights></entry>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Mill <em>burns</em></div></title></entry></feed>');
SELECT headline, body FROM read_news('<feed xmlns="http://www.w3.org/2005/Atom">
<entry><title>text</title><summary>short</summary><content type="text">a &lt;b&gt;</content></entry>
<entry><title>content first</title><content type="text/plain">all of it</content><summary>short</summary></entry>
<entry><title>HTML</title><content type="text/html">&lt;p&gt;a&lt;p&gt;b</content></entry>
<entry><title>elsewhere</title><summary type="html">sh&lt;i&gt;or&lt;/i&gt;t</summary><content type="text/html" src="http://post/5"/></entry>
<entry><title>a picture</title><summary>short</summary><content type="image/png">iVBORw0KGgo=</content></entry>
<entry><title>empty</title><content/><summary>short</summary></entry></feed>');
-- A page is one behind a mark and comments, too; a comment without an end is none
SELECT format, headline, body FROM (VALUES (U&'\FEFF \000A<!-- a page --><!-- <rss> --> <HTML><title>T</title><p>a<br>b')) AS p (page), read_news(page);
SELECT format, headline, body FROM (VALUES (U&'\FEFF \000A<!-- a page --><!-- <rss> --> <HTML><title>T</title><p>a<br>b')) AS p (page), read_news(convert_to(page, 'UTF8'));
SELECT language, body FROM read_news(convert_to(U&'\FEFF<html lang="de"><p>a', 'UTF8'));
SELECT format FROM (VALUES (U&'\FEFF \000A<rss><channel><item/></channel></rss>')) AS f (feed), read_news(feed);
SELECT * FROM read_news('<!-- <html><p>');
-- What pages say in meta and link, where there is no JSON-LD of a story, or it does not say it
SELECT id, version, headline, published_at, publisher, credits, body FROM read_news('<html><meta name=viewport content="width=device-width"><meta name=empty><meta content=nameless><title>Title</title>
<meta property="og:title" content="Heading"><meta name="citation_title" content="no"><meta property="og:url" content="http://post/1"><meta itemprop="datePublished" content="2026-11-24T10:00:00Z">
<meta property="article:modified_time" content="2026-11-25"><meta name="dc.publisher" content="Post"><meta name="citation_author" content="Ann"><meta property="article:author" content="Bob"><meta property="article:author" content="https://facebook.example/bob">
<link rel=stylesheet href=x.css><link rel=canonical href=""><script type="application/ld+json">{"@type":"WebSite","headline":"no"}</script><script type="application/ld+json">[{"@type":"WebPage"},"Article",7]</script>
<script type="application/ld+json">{"@graph":[{"@type":"Person"}]}</script><script type="application/ld+json">{"@graph":"Article"}</script><script type="application/ld+json">"Article"</script><p>a');
SELECT id, version, headline, published_at, publisher, credits, attribution, body FROM read_news('<html><meta property="og:title" content="no"><meta property="og:site_name" content="Post"><meta name=author content=no>
<script type="application/ld+json">{"@type":"BlogPosting","headline":"Heading","author":[7,null,{"url":"http://post/ann"},{"name":8},{"name":"Ann"}],"publisher":{"@id":"#post"},"editor":null,"dateModified":"2",
"citation":[5,"Wire"],"articleBody":"All of it."}</script><article>Menu. All of it.</article>');
-- NewsML: a party that only a URN names; a status that is none of those known
SELECT status, publisher, attribution FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="1"><itemMeta><provider uri="urn:acme"/><pubStatus qcode="stat:draft"/></itemMeta>
<contentMeta><infoSource uri="http://www.wire.example/about"/></contentMeta></newsItem>');
-- A story may have so many bytes
SELECT length(body) FROM read_news('<nitf><body><body.content><p>' || repeat('a', 4000000) || '<b>' || repeat('b', 6000000) || '</b></p></body.content></body></nitf>');
SELECT * FROM read_news('<nitf><body><body.content><p>' || repeat('a', 4000000) || E'\n<b>' || repeat('b', 6000001) || '</b></p></body.content></body></nitf>');
-- What was expected where XML is not well-formed
CREATE FUNCTION refused(story text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	PERFORM FROM read_news(story);
	RETURN 'read';
EXCEPTION WHEN invalid_xml_document OR program_limit_exceeded THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN format('%s. %s', SQLERRM, detail);
END
$$;
SELECT replace(story, E'\x01', '?') AS story, refused(story)
FROM unnest(ARRAY['<rss></rss x>', '<rss><a b></rss>', '<rss>]]></rss>', '<rss><!-- a -- b --></rss>', E'<rss><!-- \x01 --></rss>', E'<rss><?a b \x01?></rss>', '<rss><!-- a',
	'<rss><![CDATA[ a', '<rss><?xml version="1.0"?></rss>', '<?xml encoding="UTF-8"?><rss/>', '<?xml version="1.0" by="me"?><rss/>', '<!DOCTYPE rss by me><rss/>',
	'<rss><!me></rss>', '<rss><!DOCTYPE rss></rss>', '<rss/><rss/>']) WITH ORDINALITY AS u (story, o) ORDER BY o;
DROP FUNCTION refused;
-- A function that is declared in another way than the library knows
CREATE FUNCTION misread_news(text) RETURNS TABLE (format text, id text) LANGUAGE c AS '$libdir/corroborate', 'read_news_text';
SELECT * FROM misread_news('<rss/>');
DROP FUNCTION misread_news;

-- HTML's names are characters wherever they stand, also where they are declared or escaped twice; no others are
SELECT publisher, headline, body, credits, attribution FROM read_news('<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss><channel><title>Caf&eacute;</title><item>
<title>It&amp;#8217;s &amp;amp; was &amp;mdash; &lt;b&gt; &amp;nosuch; &amp;#0; &amp;#xD800; &amp;#x2014; &amp;#1a; &amp;#x; &amp;#12 &amp;#38</title><author><![CDATA[Ren&eacute;e]]></author><source>Ag&ecirc;ncia</source>
<description>two&nbsp;words &amp;eacute;</description></item></channel></rss>');
SELECT count(*), min(length(body)), max(length(body)), bool_and(body = repeat(U&'x\00e9', 9000)) AS whole
FROM generate_series(1, 40) AS i, read_news('<feed xmlns="http://www.w3.org/2005/Atom"><title>' || repeat('-', i) || '</title><entry><content>' || repeat('x&eacute;', 9000) || '</content></entry></feed>');
SELECT id FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="caf&eacute; &amp;eacute; &Theta;&thetasym;"/>');
SELECT id, headline, body FROM read_news('<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old</title><item><title>caf&eacute;</title><link x="&eacute;">l</link><description>a &logo; b</description></item></channel></rss>');
SELECT id FROM read_news('<!DOCTYPE newsItem SYSTEM "g2.dtd"><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a &logo; b"/>');
SELECT body FROM read_news('<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><body><body.content><p>one <b class="&logo;">two</b></p></body.content></body></nitf>');
SELECT * FROM read_news('<rss><channel><item><title>&logo;</title></item></channel></rss>');
SELECT * FROM read_news('<!DOCTYPE rss [<!ENTITY logo "words">]><rss><channel><item><title>&logo;</title></item></channel></rss>');

-- Times in the forms that are read; others are none
SELECT t, (read_news(format('<rss><channel><item><title>t</title><pubDate>%s</pubDate></item></channel></rss>', t))).published_at
FROM unnest('{2026-11-24T10:30:08.123456+01:00,2026-11-24T10:30-0500,2026-11-24,20261124,20261124T103008Z,2026-02-30,2026-11-24T25:00:00Z,"Tue, 24 Nov 2026 10:30:08 GMT",
	"24 Nov 2026 10:30 +0000",24 Nov 26,"Tue, 24 Foo 2026 10:30:08 GMT",2026-11-24T10:30:00+99:00,2026-11-24Tfoo,yesterday,
	2026-11-24 10:30:08,20261124T1030Z,2026-11-24T10:30:8Z,2026-11-24T10:30:08.Z,2026-11-24T10:30:08X,2026-11-24T10:30:08+01:3,2026-11-24T10:30:08Z+,202-11-24,2026-1-24,2026-11/24,2026-11-2}'::text[]) WITH ORDINALITY AS u (t, o) ORDER BY o;

-- A row as it is read
SELECT (read_news('<rss><channel><item><title>a</title></item></x></rss>')).headline LIMIT 1;

-- Into a ledger
SELECT create_ledger('wireroom');
SELECT grant_ledger('wireroom', reporter => 'regress_news_reporter', editor => 'regress_news_editor');
SET ROLE regress_news_reporter;
SELECT document, item, version, change, said FROM import_news('wireroom', (SELECT content FROM wire WHERE n = 9));
SELECT document, item, version, change, said FROM import_news('wireroom', (SELECT content::text FROM wire WHERE n = 9));
SELECT key, kind FROM wireroom.source ORDER BY key;
SELECT id, publisher, headline, language, published_at, credits, item, version, status, supersedes FROM wireroom.document;
INSERT INTO wireroom.claim (statement) VALUES ('The border is closed');
SELECT status FROM wireroom.attest(1, (SELECT said FROM import_news('wireroom', (SELECT content FROM wire WHERE n = 9))), document => 1);
SELECT evidence FROM wireroom.claim;
-- a correction stands beside the older version; a reporter may not retract
SELECT document, version, change, said FROM import_news('wireroom', 'wire', 'content', feed => 'AcmeWire');
SELECT id, version, status, supersedes FROM wireroom.document ORDER BY id;
SELECT retracted_at IS NOT NULL AS retracted FROM wireroom.attestation;
SET ROLE regress_news_editor;
SELECT retract_cancelled('wireroom');
SELECT retracted_at IS NOT NULL AS retracted, retracted_by, retraction_reason FROM wireroom.attestation;
SELECT evidence, status FROM wireroom.claim;
SELECT retract_cancelled('wireroom');
-- an item that is usable again
SELECT document, change FROM import_news('wireroom', (SELECT replace(replace(content::text, 'version="11"', 'version="12"'), 'canceled', 'usable') FROM wire WHERE n = 11), feed => 'AcmeWire') \gset
SELECT status FROM wireroom.attest(1, 'AcmeWire<KCNA', document => :document);
SELECT :'change' AS change, retract_cancelled('wireroom');
RESET ROLE;
-- of a table, with one that cannot be read
CREATE TABLE inbox (name text, content bytea);
INSERT INTO inbox VALUES ('a', '<rss><channel><title>Post</title><item><guid>1</guid><title>T</title></item><item><guid>2</guid><title>U</title></item></channel></rss>'),
	('b', '<rss><channel>'), ('c', NULL), ('d', '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>1</id><title>T</title></entry></feed>');
SELECT document, item, version, change, said FROM import_news('wireroom', 'inbox', 'content');
SELECT name, n.document, n.change FROM inbox, import_story('wireroom', content, report => true) AS n;
-- what has no id is known by what it says
SELECT document, item ~ '^sha256:[0-9a-f]{64}$' AS digest, change FROM import_news('wireroom',
	'<rss><channel><title>Post</title><item><title>T</title><pubDate>2026-11-24T10:00:00Z</pubDate></item><item><description>only words</description></item><item/></channel></rss>');
SET timezone = 'Asia/Seoul';
SELECT document, item ~ '^sha256:[0-9a-f]{64}$' AS digest, change FROM import_news('wireroom',
	'<rss><channel><title>Post</title><item><title>T</title><pubDate>2026-11-24T10:00:00Z</pubDate></item><item><description>only words</description></item><item/></channel></rss>');
SET timezone = 'UTC';
SELECT count(*), count(DISTINCT item), max(octet_length(item)) FROM wireroom.document WHERE item ~ '^sha256:';
SELECT document, octet_length(item) AS bytes, length(version) AS version, change FROM import_news('wireroom', (SELECT format('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="%1$s" version="%1$s"/>',
	string_agg(sha256(i::text::bytea)::text, '')) FROM generate_series(1, 100) AS i));
-- nobody else's item is cancelled
SELECT change FROM import_news('wireroom', '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Other</title><at:deleted-entry ref="1" when="2026-11-24T10:00:00Z"/></feed>', feed => 'Other');
SELECT publisher, item, version, status FROM wireroom.document WHERE item = '1' ORDER BY publisher;
-- another spelling of a publisher
INSERT INTO wireroom.source_alias VALUES ('The Post', 'Post');
SELECT document, change, said FROM import_news('wireroom', '<rss><channel><title>The Post</title><item><guid>1</guid><title>T</title></item></channel></rss>');
SELECT a, b, corroborate_internal.is_newer(a, b) FROM (VALUES ('10', '9'), ('9', '10'), ('1', NULL), (NULL, NULL),
	('2026-11-24T10:00:00Z', '2026-11-24T09:00:00Z')) AS v (a, b);
SELECT * FROM import_news('nowhere', '<rss/>');
SELECT * FROM import_news('wireroom', '<rss>');
SET client_min_messages = warning;
DROP SCHEMA wireroom CASCADE;
DROP TABLE wire, inbox;
DROP ROLE regress_news_reporter, regress_news_editor;
