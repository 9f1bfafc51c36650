--
-- Stories in JSON: ninjs, JSON Feed, JSON-LD
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
\pset null -

-- ninjs of all versions, by names in the singular and the plural, small and with capitals
SELECT n, format, id, version, headline, language, published_at, status, place, credits, body FROM unnest(ARRAY[
	'{"uri":"urn:1","version":"2","headline":"Dam holds","byline":"By Ida Ruud","versioncreated":"2026-10-19T17:42:08Z","pubstatus":"usable","language":"en","located":"Harbour","body_text":"\n It held.\nYes.","body_xhtml":"<p>no</p>"}',
	'{"$standard":{"name":"ninjs","version":"1.4"},"uri":"urn:2","version":3,"title":"Dam holds","contentcreated":"2026-10-19T17:42:08Z","pubstatus":"withheld","embargoed":"soon","body_xhtml":"<p>It <b>held</b>.</p><p>Yes.</p>"}',
	'{"standard":{"version":"2.1"},"uri":"urn:3","headlines":[{"role":"short","value":"Dam"},{"role":"main","value":"Dam holds"}],"by":"Ida Ruud","firstcreated":"2026-10-19","pubstatus":"canceled",
		"bodies":[{"role":"nitf","contenttype":"application/xml","value":"<x>no</x>"},{"role":"html","contenttype":"text/html","value":"<p>no"},{"role":"text","contenttype":"text/plain","value":"It held."}]}',
	'{"uri":"urn:4","versionCreated":"2026-10-19T17:42:08Z","embargoedUntil":"2026-10-20T06:00:00+02:00","pubStatus":"usable","headlines":[{"contentType":"text/plain","value":"Dam holds"}],"located":{"name":"Harbour"},
		"bodies":[{"contentType":"application/xhtml+xml","value":"<p>It held.</p><p>Yes.</p>"}],"associations":[{"uri":"urn:no","headline":"Another"}]}',
	'{"uri":"urn:5","headlines":7,"bodies":{"value":"It held."},"version":null,"byline":[],"pubstatus":"unheard of"}']) WITH ORDINALITY AS l (story, n), read_news(story) ORDER BY n;

-- who publishes it, and on whose word; trust indicators and confidences are no ratings
SELECT attribution FROM unnest(ARRAY[
	'"copyrightholder":"Sound News"', '"infosources":[{"name":"Sound News"}]', '"copyrightHolder":"Sound News","infoSources":[{"name":"Tide Agency"},{"name":"Sound News"}]',
	'"infosource":[{"name":"Sound News","rel":"provider"},{"name":"Tide Agency","rel":"source"}]', '"infosources":[{"name":"Tide Agency"},{"name":"Mayor"}]',
	'"provider":{"name":"Sound News"},"source":"Tide Agency"', '"source":"Sound News"', '"copyrightholder":"Sound News","source":"Sound News"',
	'"copyrightholder":"Sound News","trustindicator":[{"code":"x","title":"y"}],"people":[{"name":"Mayor","confidence":20}]', '"infosources":[7,{},null]']) AS parties,
	read_news('{"uri":"urn:1","headline":"H",' || parties || '}');

-- lists, and answers of servers; what is to happen is no story
SELECT id, format FROM read_news('[{"uri":"urn:1","headline":"a"},7,{"uri":"urn:2","title":"b","type":"event"},{"uri":"urn:3","bodies":[]},{"uri":"no story"}]');
SELECT id FROM read_news('{"data":{"items":[{"item":{"uri":"urn:1","headline":"a"}},{"item":{"uri":"urn:2","headline":"b"}}]}}'::jsonb);
SELECT count(*) FROM read_news('{"uri":"urn:2","title":"b","type":"event"}');
-- answers hold items within items, but nothing is read where they lie deeper than any server puts them
SELECT id FROM read_news('[{"data":{"items":{"item":{"data":{"uri":"urn:1","headline":"a"}}}}},{"data":{"items":{"item":{"data":{"items":{"uri":"urn:2","headline":"b"}}}}}}]');
-- an object on each line, with blank ones between and after them
SELECT id FROM read_news(E'{"uri":"urn:1","headline":"a"}\n\n{"uri":"urn:2","headline":"b"}\n\n \n');

-- JSON Feed
SELECT * FROM read_news('{"version":"https://jsonfeed.org/version/1.1","title":"Harbour Post","language":"en","authors":[{"name":"The desk"}],"items":[
	{"id":1,"title":"Dam <holds>","content_html":"<p>It <b>held</b>.<p>Yes","date_published":"2026-10-19T17:42:08+02:00","date_modified":"2026-10-20","authors":[{"name":"Ida Ruud"},{"url":"x"}]},
	{"url":"https://post.example/2","content_text":"a < b","language":"de"},{"external_url":"https://post.example/3","author":{"name":"Ole Moe"}},7]}');
SELECT count(*) FROM read_news('{"version":"https://jsonfeed.org/version/1","title":"Harbour Post","items":[]}');
-- version 1 has one author, of the item or else of the feed
SELECT id, credits FROM read_news('{"version":"https://jsonfeed.org/version/1","title":"Harbour Post","author":{"name":"The desk"},"items":[{"id":"1","content_text":"a"},{"id":"2","content_text":"b","author":{"name":"Ida Ruud"}}]}');

-- JSON-LD: each story and each review of a claim
SELECT * FROM read_news('{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Dam holds","url":"https://post.example/1","datePublished":"2026-10-19T17:42:08Z","publisher":{"@id":"#p"},
	"sourceOrganization":"Tide Agency","author":{"name":"Ida Ruud"},"articleBody":"It held."},{"@id":"#p","name":"Harbour Post"},
	{"@type":"ClaimReview","@id":"https://checkers.example/1","claimReviewed":"The dam broke","author":{"@type":"Organization","name":"Checkers"},"datePublished":"2026-10-20",
	"itemReviewed":{"@type":"Claim","author":{"name":"Mayor"}},"reviewRating":{"ratingValue":1,"alternateName":"False"},"reviewBody":"It held."}]}');
SELECT count(*) FROM read_news('{"@context":"https://schema.org","@type":"Person","name":"Ida Ruud"}');
-- a name where there is no headline; a language and a place by their names
SELECT headline, language, place FROM read_news('{"@context":"https://schema.org","@type":"NewsArticle","name":"Dam holds","inLanguage":{"@type":"Language","name":"Norwegian"},"locationCreated":{"@type":"Place","name":"Bergen"}}');

-- nobody cites himself under another spelling, and nobody goes by N/A
SELECT attribution FROM read_news('[{"uri":"a","headline":"h","provider":{"name":"Reuters","literal":"RTRS"},"infosources":[{"name":"REUTERS"},{"name":"rtrs"},{"name":"N/A"},{"name":"Tide"}],"source":"reuters.com"},
	{"uri":"b","headline":"h","provider":"N/A","copyrightholder":"Daily Post","source":"daily post"},
	{"uri":"c","headline":"h","provider":"AP","infosources":[{"name":"Associated Press","literal":"AP"}]}]');
SELECT attribution FROM read_news('{"@context":"https://schema.org","@type":"NewsArticle","headline":"h","publisher":{"name":"Harbour Post","alternateName":["HP"],"legalName":"Harbour Post Ltd"},
	"sourceOrganization":[{"name":"harbour-post.example"},{"name":"hp"},{"name":"Harbour","legalName":"Harbour Post Ltd"},{"name":"Tide Agency"}]}');

-- as bytes, after a mark, as jsonb
SELECT id FROM read_news(convert_to(U&'\FEFF \000A[{"uri":"urn:\00E9","headline":"a"}]', 'UTF8'));
SELECT id FROM read_news('{"uri":"urn:1","headline":"a"}'::jsonb);
SELECT count(*), count(DISTINCT id) FROM (SELECT jsonb_agg(jsonb_build_object('uri', i, 'headline', 'h')) AS items FROM generate_series(1, 20000) AS i) AS j, read_news(items);

-- what is none of these, or harm
SELECT * FROM read_news('[]');
SELECT * FROM read_news('{"a":1}');
SELECT * FROM read_news('7'::jsonb);
SELECT * FROM read_news('{"uri":');
SELECT * FROM read_news('{"uri":"\u0000","headline":"a"}');
SELECT * FROM read_news('{"uri":"\ud800","headline":"a"}');
SELECT * FROM read_news('\x7b2275726922ff'::bytea);
SELECT id, headline FROM read_news('{"uri":"first","uri":"last","headline":"a"}');
SELECT * FROM read_news(repeat('[', 100000));
SELECT * FROM read_news('{"uri":1e999999999}');

-- into a ledger; lines of JSON are a list
SET client_min_messages = warning;
SELECT create_ledger('jsons');
SET client_min_messages = notice;
SELECT item, change, said FROM import_news('jsons', '[{"uri":"urn:1","headline":"a","provider":{"name":"Reuters","literal":"RTRS"}},{"uri":"urn:2","headline":"b","provider":"Tide","infosources":[{"name":"Associated Press","literal":"AP"}]}]'::jsonb, feed => 'Reuters');
SELECT item, change, said FROM import_news('jsons', E'{"uri":"urn:3","headline":"a","provider":"RTRS"}\n{"uri":"urn:4","headline":"b","provider":"reuters.com"}\n');
SELECT count(*) FROM read_news(E'{"uri":"urn:3","headline":"a"}\n{"uri":"urn:4"');
-- what one item calls both is proposed until somebody decides it, also where both are registered
SELECT change FROM import_news('jsons', '{"uri":"urn:1","headline":"a","provider":{"name":"Reuters","literal":"RTRS"}}'::jsonb);
INSERT INTO jsons.source_alias VALUES ('AP', 'Associated Press');
DELETE FROM jsons.document WHERE publisher = 'RTRS';
DELETE FROM jsons.source WHERE key = 'RTRS';
INSERT INTO jsons.source_alias VALUES ('RTRS', 'Reuters');
SELECT said FROM import_news('jsons', '[{"uri":"urn:1","headline":"a","provider":{"name":"Reuters","literal":"RTRS"}},{"uri":"urn:5","headline":"a","provider":"RTRS"},{"uri":"urn:2","headline":"b","provider":"Tide","infosources":[{"name":"Associated Press","literal":"AP"}]}]'::jsonb);
-- names of hosts, and those that are spelt alike, are known without
SELECT said FROM import_news('jsons', '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:g1"><itemMeta><provider uri="https://cv.example.org/x" literal="Sound News"/></itemMeta><contentMeta><infoSource qcode="NS:SN" literal="SOUND NEWS"/><infoSource qcode="NS:TA"><name>Tide Agency</name></infoSource><headline>h</headline></contentMeta></newsItem>');
-- a confidential source is not named
INSERT INTO jsons.source (key, kind, confidential) VALUES ('source-1', 'person', true);
INSERT INTO jsons.source_alias VALUES ('Blog', 'source-1');
SELECT change FROM import_news('jsons', '{"uri":"urn:6","headline":"a","provider":{"name":"Blog","literal":"Anna Maier"}}'::jsonb);
SET client_min_messages = error;
DROP SCHEMA jsons CASCADE;

-- what is written as ninjs: with a guid or urn, with lists of authors; who has only a guid and a title is no wire
SELECT id, version, headline, published_at, status, publisher, credits, attribution, body FROM read_news('[{"guid":"urn:7","version":"2","type":"text","headline":"Dam holds","byline":"Ida Ruud and Ole Moe",
	"authors":[{"name":"Ole Moe","role":"writer"},{"name":"Eva Lind","role":"editor"},{"name":"N/A"},7],"versioncreated":"2026-10-19T17:42:08+0000","body_html":"<p>It held.</p>","source":"SNA","copyrightholder":"Sound News Agency","pubstatus":"usable"},
	{"urn":"urn:8","version":3,"headline":"Dam holds","version_created":"2026-10-19T17:42:08Z","article_html":"<section><p>It held.</p></section>","contributors":[{"name":"Ida Ruud"}]},
	{"standard":{"name":"ninjs","version":"3.0"},"uri":"urn:9"},{"$standard":{"schema":"http://www.iptc.org/std/ninjs/ninjs-schema_1.3.json"},"uri":"urn:10"}]');
SELECT id FROM read_news('{"items":[{"guid":"1","title":"Dam holds","pubDate":"2026-10-19"}]}');

-- the initials of a name are that name, within an item; what is blank is not said
SELECT attribution FROM unnest(ARRAY['"copyrightholder":"","source":"Sound News"', '"copyrightholder":"Agence de la Mer","source":"AM"', '"copyrightholder":"Agence de la Mer","source":"adlm"',
	'"provider":"Tide Presse-Agentur","source":"tpa"', '"provider":"SNA","infosources":[{"name":"Sea News Agents"},{"name":"Tide Agency"}]', '"provider":"Sound News","source":"SX"',
	'"provider":"Sound News Agency","source":"SN"', '"provider":"Sound","source":"S"', '"provider":"S-N-A","source":"SNA"']) WITH ORDINALITY AS p (parties, n),
	read_news('{"uri":"urn:1","headline":"h",' || parties || '}') ORDER BY n;

-- Agencies' own lines: who wrote it, and where; and a feed's summary
SELECT place, credits FROM read_news('{"uri": "urn:1", "headline": "Dam holds", "dateline": "Berlin (dpa) -", "bylines": [{"by": "By IDA RUUD"}, {"title": "no name"}]}');
SELECT body FROM read_news('{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "summary": "It held."}]}');
