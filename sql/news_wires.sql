--
-- What wires send: NewsML of both kinds and NITF as agencies write them
--

SET timezone = 'UTC';
-- One agency is one source: a party goes by its readable name, whatever else it is called beside it
CREATE FUNCTION g2(provider text, infosources text, other text DEFAULT '') RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:g1"><itemMeta><provider %s/></itemMeta>'
	'<contentMeta>%s<headline>Dam holds</headline>%s</contentMeta></newsItem>', provider, infosources, other);
SELECT p AS party, (read_news(g2('literal="sna.example"', format('<infoSource %s/infoSource>', p)))).attribution
FROM unnest(ARRAY['qcode="NS:SN" literal="Sound News"><', 'literal="Sound News"><', 'qcode="NS:SN" literal="Sound News"><name>Sound  News Agency</name><', 'qcode="NS:SN" literal=""><',
	'qcode="NS:SN"><', 'uri="http://www.sound.example/about" qcode="NS:SN"><', 'uri="http://www.sound.example/about" literal="Sound News"><', 'qcode="NS:SN" literal=" "><name/><'])
	WITH ORDINALITY AS u (p, o) ORDER BY o;
SELECT place FROM read_news(g2('literal="sna.example"', '', '<located qcode="geo:3172" literal="BERGEN"/>'));
-- and it does not cite itself, by another spelling, case, host name or code
SELECT provider, cited, (read_news(g2(provider, format('<infoSource %s/>', cited)))).attribution
FROM (VALUES ('literal="SNA.example"', 'literal="sna.example"'), ('literal="reuters.com"', 'literal="Reuters"'), ('literal="reuters.com"', 'literal="REUTERS"'),
	('qcode="nprov:RTRS" literal="Reuters"', 'qcode="nprov:RTRS"'), ('qcode="nprov:RTRS"', 'qcode="nprov:RTRS" literal="Reuters"'), ('literal="Harbour Post"', 'literal="harbour-post"'),
	('literal="AP"', 'literal="ap"'), ('uri="http://www.sound.example"', 'literal="Sound"'), ('literal="Sound News"', 'uri="https://news.sound.example/x"'),
	('literal="ap.example"', 'literal="apa.example"'), ('literal="Post"', 'literal="Post Wire"'), ('literal="example.com"', 'literal="com"'), ('literal="www.example"', 'literal="www"'),
	('literal="新华社"', 'literal="新华网"'), ('literal="新华社"', 'literal="新华社 "'), ('literal="..."', 'literal="!!!"')) AS v (provider, cited);
SELECT publisher, attribution FROM read_news('<rss version="2.0"><channel><title>Harbour Post</title><item><title>T</title><source>harbour post</source></item>
	<item><title>T</title><source>Tide  Agency</source></item><item><title>T</title><source>harbourpost.example</source></item></channel></rss>');
SELECT publisher, attribution FROM read_news('<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Post.example</title><item><title>T</title><dc:source>https://www.post.example</dc:source></item></channel></rss>');
-- Who handles a story or takes its pictures is no source, nor is nobody
SELECT p AS party, attribution, credits FROM unnest(ARRAY['literal="Sound News" role="cRole:redistributor"', 'literal="Desk Two" role="cRole:enhancer"', 'qcode="photCode:X77" role="cRole:phot"',
	'literal="Ida" role="http://cv.iptc.org/newscodes/contentprodpartyrole/photographer"', 'literal="No-Data-Available"', 'literal="N/A"', 'literal="unknown"', 'literal="NA"', 'literal="Tide Agency" role="isrol:originfo"',
	'literal="Tide Agency" role="isrol:addinfo"', 'literal="SNA" role="isrol:provider"']) WITH ORDINALITY AS u (p, o), read_news(g2('literal="sna.example"', format('<infoSource %s/>', p))) ORDER BY o;
-- Times and places that templates leave open, or that say more
SELECT published_at FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="1"><itemMeta><provider literal="sna"/><versionCreated/></itemMeta><contentMeta><contentCreated>2026-10-19T17:42:08Z</contentCreated></contentMeta></newsItem>');
SELECT published_at FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="1"><itemMeta><provider literal="sna"/><embargoed>YYYYMMDD</embargoed><versionCreated>2026-10-19T17:42:08Z</versionCreated></itemMeta></newsItem>');
SELECT published_at FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="1"><itemMeta><provider literal="sna"/><embargoed>2026-10-20T17:42:08Z</embargoed><versionCreated>2026-10-19T17:42:08Z</versionCreated></itemMeta></newsItem>');
SELECT d AS dateline, place FROM unnest(ARRAY['2026-10-19 17:42:08 GMT+00:00', 'Berlin (dpa) -', 'Oslo', 'BERLIN, Oct 19 (Reuters) -', 'BERLIN, Oct 19 (Reuters) –', 'Washington, D.C.', 'Paris, 19 oct 2026 (AFP) -', '19 October 2026', '(dpa)', '-', 'Frankfurt/Main (dpa) — '])
	WITH ORDINALITY AS u (d, o), read_news(g2('literal="sna"', '', format('<dateline>%s</dateline>', d))) ORDER BY o;
-- The title of an NITF story is better than none
SELECT i AS in_meta, headline FROM unnest('{"",<title>In meta</title>}'::text[]) AS i, read_news(format('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="1"><itemMeta>%s</itemMeta><contentSet><inlineXML><nitf xmlns=""><head><title>Dam holds</title></head>
	<body><body.content><p>It held.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>', i));
DROP FUNCTION g2;

-- NITF that names nobody but the holder of its rights, or his agent
SELECT d AS docdata, r AS rights, publisher, attribution FROM (VALUES
	('<doc.copyright holder="Sound News Agency" year="2026"/>', ''), ('<doc.rights owner="Sound News Agency"/>', ''), ('', '<rights><rights.owner>Sound News Agency</rights.owner></rights>'),
	('', '<rights><rights.owner>AFP</rights.owner><rights.agent>AAP</rights.agent><rights.type/></rights>'),
	('<del-list><from-src src-name="Sound News Agency"/></del-list>', ''), ('<doc.rights agent="AAP"/><doc.copyright holder="Agence France Presse"/>', ''), ('<doc.rights agent="AAP"/><doc.copyright holder="aap"/>', ''),
	('<doc.copyright holder=" "/>', ''), ('<doc-id id-string="n1" regsrc="SNA"/><doc.copyright holder="Sound News Agency"/>', ''), ('<doc.copyright holder="Sound News Agency"/>', '<distributor>Tide</distributor>')) AS v (d, r),
	read_news(format('<nitf><head><docdata>%s</docdata></head><body><body.head><hedline><hl1>Dam holds</hl1></hedline>%s</body.head></body></nitf>', d, r));
SELECT publisher, attribution FROM read_news('<nitf><head><docdata><doc.copyright holder="Sound News Agency"/></docdata><pubdata name="The Courier"/></head></nitf>');
SELECT d AS docdata, published_at FROM unnest(ARRAY['<date.issue norm="20261019T174208Z"/><date.release norm="YYYYMMDDTHHMMSS"/>', '<date.issue norm=""/><date.release norm="20261019T174208Z"/>',
	'<date.issue norm="20261019T174208Z"/><date.release norm="20261020T174208Z"/>', '<date.issue norm="soon"/>']) AS d, read_news(format('<nitf><head><docdata>%s</docdata><title>T</title></head></nitf>', d));
SELECT d AS dateline, place FROM unnest(ARRAY['Oslo', '<location>Oslo</location>, Oct 19', 'Oslo, <story.date>Oct 19</story.date>', 'OSLO (NTB) -', '<story.date>Oct 19</story.date>', '']) WITH ORDINALITY AS u (d, o),
	read_news(format('<nitf><body><body.head><hedline><hl1>H</hl1></hedline><dateline>%s</dateline></body.head></body></nitf>', d)) ORDER BY o;

-- NewsML 1
SELECT * FROM read_news('<NewsML Version="1.2"><NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>sna.example</ProviderId><DateId>20261019</DateId>
<NewsItemId>7</NewsItemId><RevisionId>1</RevisionId><PublicIdentifier>urn:newsml:sna.example:20261019:7:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><ThisRevisionCreated>20261019T174208+0000</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Dam holds</HeadLine><ByLine>Ida Ruud</ByLine></NewsLines><AdministrativeMetadata>
<Provider><Party FormalName="SNA"/></Provider><Source><Party FormalName="Tide Agency"/></Source></AdministrativeMetadata></NewsComponent></NewsItem></NewsML>');
-- with an envelope, a namespace, several items, components in components, pictures, and all forms of text
SELECT * FROM read_news($$<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd"><NewsML Version="1.2" xmlns="http://iptc.org/std/NewsML/2003-10-10/"><Catalog Href="x"/>
<NewsEnvelope><SentFrom><Party FormalName="Tide Desk"/></SentFrom><DateAndTime>20261019T180000Z</DateAndTime></NewsEnvelope>
<NewsItem><Identification><NewsIdentifier><ProviderId>tide.example</ProviderId><DateId>20261019</DateId><NewsItemId>a</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId><PublicIdentifier>urn:newsml:tide.example:20261019:a:2N</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20261018T100000Z</FirstCreated><ThisRevisionCreated/><Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20261020T060000Z</DateAndTime></StatusWillChange></NewsManagement>
<NewsComponent><AdministrativeMetadata><Creator><Party FormalName="Bo"/></Creator></AdministrativeMetadata>
 <NewsComponent xml:lang="de"><NewsLines><HeadLine>Damm <origin>hält</origin></HeadLine><ByLine>By Ida Ruud</ByLine><DateLine>Oslo, 19 Oct (Tide) -</DateLine><CreditLine>Tide</CreditLine></NewsLines>
  <AdministrativeMetadata><Source><Party FormalName="Harbour Office"/><Party FormalName="TIDE"/></Source></AdministrativeMetadata>
  <DescriptiveMetadata><Language FormalName="de-DE"/></DescriptiveMetadata>
  <ContentItem><MediaType FormalName="Text"/><DataContent><html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head><body><p>One.</p><p>Two.</p></body></html></DataContent></ContentItem>
  <ContentItem><MediaType FormalName="Text"/><DataContent>One. Two.</DataContent></ContentItem></NewsComponent>
 <NewsComponent><NewsLines><HeadLine>A picture</HeadLine></NewsLines><AdministrativeMetadata><Provider><Party FormalName="Tide Pictures"/></Provider><Source><Party FormalName="Photo Ltd"/></Source></AdministrativeMetadata>
  <ContentItem><MediaType FormalName="Photo"/><Encoding Notation="Base64"><DataContent>QUJD</DataContent></Encoding></ContentItem></NewsComponent></NewsComponent></NewsItem>
<NewsItem><Identification><NewsIdentifier><ProviderId>tide.example</ProviderId><DateId>20261019</DateId><NewsItemId>b</NewsItemId><RevisionId Update="U">3</RevisionId></NewsIdentifier></Identification>
<NewsManagement><Status FormalName="Canceled"/></NewsManagement><NewsComponent><DescriptiveMetadata><Location HowPresent="RelatesTo"><Property FormalName="City" Value="Rome"/></Location><Location HowPresent="Origin"><Property FormalName="Country" Value="NOR"/><Property FormalName="City" Value="Bergen"/></Location></DescriptiveMetadata>
<ContentItem><DataContent><nitf><head><title>NITF's</title></head><body><body.content><p>Three.</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem>
<NewsItem><NewsComponent><ContentItem><DataContent>Plain <em>words</em>.<p>And more.</p></DataContent></ContentItem></NewsComponent></NewsItem>
<NewsItem><NewsComponent/></NewsItem></NewsML>$$);
-- ids without their revision, and with what is none
SELECT p AS public, r AS revision, id, version FROM (VALUES ('urn:newsml:sna:20261019:7:1', '1'), ('urn:newsml:sna:20261019:7:1A', '1'), ('urn:newsml:sna:20261019:7:11', '1'), ('urn:newsml:sna:20261019:7', ''), ('7', '7'), ('sna-7', '2'), ('urn:x:1:', '1')) AS v (p, r),
	read_news(format('<NewsML><NewsItem><Identification><NewsIdentifier><RevisionId>%s</RevisionId><PublicIdentifier>%s</PublicIdentifier></NewsIdentifier></Identification></NewsItem></NewsML>', r, p));
SELECT count(*) FROM read_news('<NewsML/>');
-- who contributed, in what language the headline is, and when it becomes usable, beside what is none of these
SELECT headline, language, published_at, credits FROM read_news('<NewsML><NewsItem><NewsManagement><StatusWillChange><Comment>after lunch</Comment><FutureStatus FormalName="Usable"/><DateAndTime>20261020T060000Z</DateAndTime></StatusWillChange></NewsManagement>
	<NewsComponent><NewsLines><HeadLine xml:lang="nb">Dammen holder</HeadLine><KeywordLine>dam</KeywordLine></NewsLines><AdministrativeMetadata><FileName>a.xml</FileName><Contributor><Party FormalName="Bo Lund"/></Contributor></AdministrativeMetadata></NewsComponent></NewsItem></NewsML>');
-- revisions and a cancellation of one item in a ledger
SELECT create_ledger('wire1');
SELECT change, item, version, said FROM (VALUES (1, 'Usable'), (2, 'Usable'), (3, 'Canceled')) AS v (n, status), import_news('wire1', format('<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>sna.example</ProviderId><DateId>20261019</DateId><NewsItemId>7</NewsItemId>
	<RevisionId>%1$s</RevisionId><PublicIdentifier>urn:newsml:sna.example:20261019:7:%1$s</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><Status FormalName="%2$s"/></NewsManagement>
	<NewsComponent><AdministrativeMetadata><Provider><Party FormalName="SNA"/></Provider></AdministrativeMetadata></NewsComponent></NewsItem></NewsML>', n, status), feed => 'SNA') ORDER BY n;
SELECT key, kind FROM wire1.source;
SET client_min_messages = warning;
DROP SCHEMA wire1 CASCADE;
RESET client_min_messages;

-- A ledger's sources are known by names that are spelt alike, and a notice says which is taken for which
SELECT a, b, corroborate_internal.same_party(a, b), corroborate_internal.same_party(b, a) = corroborate_internal.same_party(a, b) AS both_ways FROM (VALUES ('Reuters', 'REUTERS'), ('Reuters', 'reuters.com'), ('AP', 'ap.org'), ('Reuters', 'https://www.reuters.com/world'),
	('Harbour Post', 'harbour-post.example'), ('Sound', 'sound.co.uk'), ('post.de', 'post.com'), ('WWW.POST.DE', 'post.de'), ('kim.weblog.example', 'lee.weblog.example'), ('news.sound.co.uk', 'sound.co.uk'), ('news.sound.co.uk', 'News Sound CO.UK'), ('kim.weblog.example', 'weblog'), ('St.Gallen', 'St'), ('Post', 'Past'),
	('The Post', 'Post'), ('R2', 'r-2'), ('!', '!'), ('!', '?'), ('co.uk', 'co'), ('a.b.', 'ab'), ('http://', 'http')) AS v (a, b);
-- an item that says of nobody that he published it still says how those are called whom it cites
SELECT publisher, attribution, also_called FROM corroborate_internal.read_named_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><contentMeta><infoSource qcode="NS:TA"><name>Tide Agency</name></infoSource></contentMeta></newsItem>', true);
SELECT create_ledger('parties');
INSERT INTO parties.source (key, kind, confidential) VALUES ('Reuters', 'agency', false), ('kim', 'person', false), ('Tide', 'outlet', false), ('tide.example', 'site', false), ('secretwire', 'agency', true), ('Sound News', 'agency', false), ('bird.example', 'site', false);
INSERT INTO parties.source_alias VALUES ('RTRS', 'Reuters'), ('Sound-Agency', 'Sound News');
SELECT n AS names, said FROM unnest(ARRAY['Post,RTRS', 'Post,REUTERS', 'reuters.com,AFP', 'TIDE,Post', 'Post,sound agency', 'RTRS,reuters.com', 'Wave Agency,WAVE-AGENCY', 'Post,wave agency', 'bird.example.com,Bird']) WITH ORDINALITY AS u (n, o),
	LATERAL import_news('parties', format('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:%s"><itemMeta><provider literal="%s"/></itemMeta><contentMeta><infoSource literal="%s"/></contentMeta></newsItem>', o, split_part(n, ',', 1), split_part(n, ',', 2))) ORDER BY o;
SELECT key, kind FROM parties.source WHERE added_at IS NOT NULL ORDER BY key;
SELECT item, publisher FROM parties.document ORDER BY id;
-- but nobody for a person or a confidential source, and another spelling of their names is refused
SELECT said FROM import_news('parties', '<rss version="2.0"><channel><title>Kim</title><item><guid>1</guid><title>T</title></item></channel></rss>');
SELECT said FROM import_news('parties', '<rss version="2.0"><channel><title>SecretWire</title><item><guid>1</guid><title>T</title></item></channel></rss>');
-- who says that they are two, has two
INSERT INTO parties.source (key) VALUES ('REUTERS');
SELECT said FROM import_news('parties', '<rss version="2.0"><channel><title>REUTERS</title><item><guid>1</guid><title>T</title></item></channel></rss>');
SET client_min_messages = warning;
DROP SCHEMA parties CASCADE;

-- who took the pictures is no source of them, whatever else he is called; places that are none
SELECT place, credits, attribution FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:g1"><itemMeta><provider literal="sna.example"/></itemMeta>
	<contentMeta><located qcode="X:N" literal="No-Data-Available"/><infoSource role="cRole:source" qcode="photCode:X77"/><infoSource role="cRole:source" literal="Tide Agency"/>
	<infoSource role="cRole:phot" qcode="photCode:X77"/><creator qcode="photCode:X88" role="cRole:phot"/><infoSource qcode="photCode:X88"/></contentMeta></newsItem>');
SELECT n, place FROM unnest(ARRAY['SYDNEY March 22 AAP -', 'OSLO 22. mars (NTB)', 'Sydney, March 22', 'Area 51 (SNA)', 'PARIS, 9 octobre 2026 (AFP) -', 'March 22', 'New York Oct. 9', 'Route 66 junction', 'LONDON 9 (PA)']) WITH ORDINALITY AS d (line, n),
	read_news('<nitf><body><body.head><hedline><hl1>Dam holds</hl1></hedline><dateline>' || line || '</dateline></body.head></body></nitf>') ORDER BY n;

-- within an item an article makes no other party, nor does a host's name in capitals and small letters
SELECT attribution FROM unnest(ARRAY['Harbour Post', 'harbourpost.example', 'theharbourpost.example', 'THE HARBOUR POST', 'Theharbour', 'The', 'Tide']) WITH ORDINALITY AS s (source, n),
	read_news('<rss version="2.0"><channel><title>The Harbour Post</title><item><title>D</title><source>' || source || '</source></item></channel></rss>') ORDER BY n;
SELECT attribution FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><itemMeta><provider uri="http://www.sna.example/x"/></itemMeta><contentMeta>
	<infoSource literal="Sna.Example"/><infoSource literal="Tide Agency"/></contentMeta></newsItem>');
SELECT published_at FROM read_news('[{"@context":"https://schema.org","@type":"NewsArticle","headline":"h","datePublished":"","dateCreated":"2026-10-19T17:42:08Z","dateModified":"2026-10-20"},
	{"@context":"https://schema.org","@type":"NewsArticle","headline":"h","dateModified":"2026-10-20"}]');

-- Signs and days at the end of datelines
SELECT dateline, place FROM unnest(ARRAY['St. Louis, Mo. (AP) _', 'BRUXELLES 19/10 (BELGA) =', 'MADRID (EFE).-', 'WASHINGTON D.C.', 'LONDON, Oct 19 (Reuters) - ', 'Genève, 19 oct 2026 (ats)']) AS dateline,
	read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><contentMeta><headline>h</headline><dateline>' || dateline || '</dateline></contentMeta></newsItem>');

-- Nobody in particular, and a name with blanks that nobody sees
SELECT attribution FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><itemMeta><provider literal="Sound&#160;News"/></itemMeta><contentMeta><infoSource literal="Staff"/><infoSource literal="TBD"/>
	<infoSource literal="Sound News"/><infoSource literal="Tide Agency"/></contentMeta></newsItem>');
