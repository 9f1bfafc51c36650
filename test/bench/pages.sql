-- pages: one message of 10,000 items as NewsML-G2 and as ninjs, whose texts are HTML; and a page of 2 MB
CREATE TABLE pages AS
SELECT i, format('Story %s of the day', i) AS headline, repeat('<p>Some <b>words</b> of what the story says, here and there and elsewhere.</p>', 2 + i % 5) AS body
FROM generate_series(1, 10000) AS i;

CREATE TABLE pages_newsml AS
SELECT '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
	|| string_agg(format('<newsItem guid="tag:wire.example,2026:%s" version="1" xml:lang="en"><itemMeta><provider qcode="nprov:CityWire"><name>City Wire</name></provider>'
		'<versionCreated>2026-11-24T10:00:00+01:00</versionCreated><pubStatus qcode="stat:usable"/></itemMeta><contentMeta><located qcode="geo:1"><name>Place %s</name></located>'
		'<by>Reporter %s</by><contributor role="ctrol:editor"><name>Editor %s</name></contributor><infoSource qcode="is:%s"><name>Agency %s</name></infoSource>'
		'<subject qcode="medtop:20000350"><name>a subject</name></subject><headline>%s</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
		'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head><body>%s</body></html></inlineXML></contentSet></newsItem>',
		i, i % 70, i % 500, i % 30, i % 50, i % 50, headline, body), E'\n' ORDER BY i)
	|| '</itemSet></newsMessage>' AS story
FROM pages;

CREATE TABLE pages_ninjs AS
SELECT '[' || string_agg(jsonb_build_object('uri', 'tag:wire.example,2026:' || i, 'version', '1', 'language', 'en', 'provider', 'City Wire',
	'versioncreated', '2026-11-24T10:00:00+01:00', 'pubstatus', 'usable', 'located', 'Place ' || i % 70, 'byline', 'Reporter ' || i % 500,
	'contributors', jsonb_build_array(jsonb_build_object('role', 'editor', 'name', 'Editor ' || i % 30)),
	'infosources', jsonb_build_array(jsonb_build_object('name', 'Agency ' || i % 50, 'literal', i % 50)),
	'subject', jsonb_build_array(jsonb_build_object('code', 'medtop:20000350', 'name', 'a subject')), 'headline', headline, 'body_xhtml', body)::text, E',\n' ORDER BY i) || ']' AS story
FROM pages;

CREATE TABLE pages_large AS
SELECT '<!doctype html><html lang="en"><head><title>Dam holds</title><script>' || repeat('var a = 1;', 60000) || '</script><script type="application/ld+json">'
	'{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Dam holds", "publisher": {"name": "Harbour Post"}}</script></head><body><article>'
	|| repeat('<p class="text text--large" data-n="1">Some words of what <a class="link" href="https://post.example/topic/dam">the story</a> says, here and there.</p>', 9500)
	|| '</article></body></html>' AS story;
