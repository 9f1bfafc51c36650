-- news: two feeds, and what read_news() says of them written in SQL, as views
\ir stories.sql
\ir wire.sql

CREATE VIEW stories_read AS
SELECT n.* FROM stories, read_news(story) AS n;

-- Every column; an item may have any number of credits
CREATE VIEW stories_table AS
SELECT 'rss 2.0' AS format, coalesce(nullif(n.guid, ''), nullif(n.link, '')) AS id, NULL::text AS version, nullif(n.title, '') AS headline,
	coalesce(nullif(n.language, ''), nullif(n.channel_language, '')) AS language, n.published_at, NULL::text AS status, p.publisher,
	NULL::text AS place, nullif(btrim(n.body, E' \n\t\r'), '') AS body,
	(SELECT jsonb_agg(jsonb_build_object('role', c.role, 'name', c.name) ORDER BY c.o)
		FROM XMLTABLE('/credits/*' PASSING xmlelement(NAME credits, n.credits)
			COLUMNS o FOR ORDINALITY, role text PATH 'local-name()', name text PATH 'normalize-space()') AS c) AS credits,
	('"' || p.publisher || '"' || coalesce('<"' || nullif(n.source, '') || '"', ''))::attribution AS attribution
FROM stories, XMLTABLE(XMLNAMESPACES('http://purl.org/dc/elements/1.1/' AS dc), '/rss/channel/item' PASSING story COLUMNS
		guid text PATH 'normalize-space(guid)', link text PATH 'normalize-space(link)', title text PATH 'normalize-space(title)',
		language text PATH 'normalize-space(dc:language)', channel_language text PATH 'normalize-space(../language[1])',
		publisher text PATH 'normalize-space(dc:publisher)', channel_title text PATH 'normalize-space(../title[1])',
		published_at timestamptz PATH 'pubDate', source text PATH 'normalize-space(source)', body text PATH 'description',
		credits xml PATH 'author|dc:creator|dc:contributor') AS n,
	LATERAL (SELECT coalesce(nullif(n.publisher, ''), nullif(n.channel_title, '')) AS publisher) AS p;

-- What every item has once, as it is written
CREATE VIEW stories_lean AS
SELECT n.*
FROM stories, XMLTABLE(XMLNAMESPACES('http://purl.org/dc/elements/1.1/' AS dc), '/rss/channel/item' PASSING story COLUMNS
	guid text, title text, date timestamptz PATH 'pubDate', creator text PATH 'dc:creator', source text, body text PATH 'description') AS n;

CREATE VIEW stories_xpath AS
SELECT xpath('/item/guid/text()', i) AS guid, xpath('/item/title/text()', i) AS title, xpath('/item/pubDate/text()', i) AS date,
	xpath('/item/*[5]/text()', i) AS creator, xpath('/item/source/text()', i) AS source, xpath('/item/description/text()', i) AS body
FROM stories, unnest(xpath('/rss/channel/item', story)) AS i;

CREATE VIEW wire_read AS
SELECT n.* FROM wire, read_news(message) AS n;

CREATE VIEW wire_table AS
SELECT 'newsml-g2' AS format, n.id, n.version, nullif(n.headline, '') AS headline, coalesce(n.tag, n.lang) AS language,
	coalesce(n.embargoed, n.created) AS published_at,
	CASE n.status WHEN '' THEN 'usable' WHEN 'canceled' THEN 'cancelled' ELSE n.status END AS status, p.publisher,
	coalesce(nullif(n.place, ''), nullif(n.place_code, '')) AS place,
	(SELECT nullif(string_agg(b.line, E'\n' ORDER BY b.o), '')
		FROM XMLTABLE(XMLNAMESPACES('http://www.w3.org/1999/xhtml' AS h), '//h:p' PASSING n.body
			COLUMNS o FOR ORDINALITY, line text PATH 'normalize-space()') AS b) AS body,
	(SELECT jsonb_agg(jsonb_build_object('role', coalesce(nullif(c.role, ''), c.element), 'name', c.name) ORDER BY c.o)
		FROM XMLTABLE(XMLNAMESPACES('http://iptc.org/std/nar/2006-10-01/' AS g), '/credits/*' PASSING xmlelement(NAME credits, n.credits)
			COLUMNS o FOR ORDINALITY, role text PATH 'substring-after(@role, ":")', element text PATH 'local-name()',
				name text PATH 'normalize-space(g:name)') AS c) AS credits,
	('"' || p.publisher || '"' || coalesce('<"' || nullif(n.source, '') || '"', ''))::attribution AS attribution
FROM wire, XMLTABLE(XMLNAMESPACES('http://iptc.org/std/nar/2006-10-01/' AS g, 'http://www.w3.org/1999/xhtml' AS h),
	'/g:newsMessage/g:itemSet/g:newsItem' PASSING message COLUMNS
		id text PATH '@guid', version text PATH '@version', lang text PATH '@xml:lang', tag text PATH 'g:contentMeta/g:language/@tag',
		headline text PATH 'normalize-space(g:contentMeta/g:headline)', created timestamptz PATH 'g:itemMeta/g:versionCreated',
		embargoed timestamptz PATH 'g:itemMeta/g:embargoed', status text PATH 'substring-after(g:itemMeta/g:pubStatus/@qcode, ":")',
		provider text PATH 'normalize-space(g:itemMeta/g:provider/g:name)', provider_code text PATH 'substring-after(g:itemMeta/g:provider/@qcode, ":")',
		place text PATH 'normalize-space(g:contentMeta/g:located/g:name)', place_code text PATH 'substring-after(g:contentMeta/g:located/@qcode, ":")',
		source text PATH 'normalize-space(g:contentMeta/g:infoSource/g:name)',
		credits xml PATH 'g:contentMeta/g:creator|g:contentMeta/g:contributor', body xml PATH 'g:contentSet/g:inlineXML/h:html/h:body') AS n,
	LATERAL (SELECT coalesce(nullif(n.provider, ''), nullif(n.provider_code, '')) AS publisher) AS p;

CREATE VIEW wire_lean AS
SELECT n.*
FROM wire, XMLTABLE(XMLNAMESPACES('http://iptc.org/std/nar/2006-10-01/' AS g), '/g:newsMessage/g:itemSet/g:newsItem' PASSING message COLUMNS
	id text PATH '@guid', version text PATH '@version', headline text PATH 'g:contentMeta/g:headline', created timestamptz PATH 'g:itemMeta/g:versionCreated',
	status text PATH 'g:itemMeta/g:pubStatus/@qcode', provider text PATH 'g:itemMeta/g:provider/g:name', place text PATH 'g:contentMeta/g:located/g:name',
	creator text PATH 'g:contentMeta/g:creator/g:name', editor text PATH 'g:contentMeta/g:contributor/g:name',
	source text PATH 'g:contentMeta/g:infoSource/g:name', body text PATH 'string(g:contentSet)') AS n;
