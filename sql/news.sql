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

-- HTML's names are characters wherever they stand, also where they are declared or escaped twice; no others are
SELECT publisher, headline, body, credits, attribution FROM read_news('<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss><channel><title>Caf&eacute;</title><item>
<title>It&amp;#8217;s &amp;amp; was &amp;mdash; &lt;b&gt; &amp;nosuch; &amp;#0; &amp;#xD800; &amp;#x2014;</title><author><![CDATA[Ren&eacute;e]]></author><source>Ag&ecirc;ncia</source>
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
	"24 Nov 2026 10:30 +0000",24 Nov 26,"Tue, 24 Foo 2026 10:30:08 GMT",2026-11-24T10:30:00+99:00,2026-11-24Tfoo,yesterday}'::text[]) WITH ORDINALITY AS u (t, o) ORDER BY o;

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
SELECT document, version, change, said FROM import_news('wireroom', 'wire', 'content');
SELECT id, version, status, supersedes FROM wireroom.document ORDER BY id;
SELECT retracted_at IS NOT NULL AS retracted FROM wireroom.attestation;
SET ROLE regress_news_editor;
SELECT retract_cancelled('wireroom');
SELECT retracted_at IS NOT NULL AS retracted, retracted_by, retraction_reason FROM wireroom.attestation;
SELECT evidence, status FROM wireroom.claim;
SELECT retract_cancelled('wireroom');
-- an item that is usable again
SELECT document, change FROM import_news('wireroom', (SELECT replace(replace(content::text, 'version="11"', 'version="12"'), 'canceled', 'usable') FROM wire WHERE n = 11)) \gset
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
SELECT change FROM import_news('wireroom', '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Other</title><at:deleted-entry ref="1" when="2026-11-24T10:00:00Z"/></feed>');
SELECT publisher, item, version, status FROM wireroom.document WHERE item = '1' ORDER BY publisher;
-- another spelling of a publisher
INSERT INTO wireroom.source_alias VALUES ('The Post', 'Post');
SELECT document, change, said FROM import_news('wireroom', '<rss><channel><title>The Post</title><item><guid>1</guid><title>T</title></item></channel></rss>');
SELECT is_newer('10', '9'), is_newer('9', '10'), is_newer('1', NULL), is_newer(NULL, NULL), is_newer('2026-11-24T10:00:00Z', '2026-11-24T09:00:00Z');
SELECT * FROM import_news('nowhere', '<rss/>');
SELECT * FROM import_news('wireroom', '<rss>');
SET client_min_messages = warning;
DROP SCHEMA wireroom CASCADE;
DROP TABLE wire, inbox;
DROP ROLE regress_news_reporter, regress_news_editor;
