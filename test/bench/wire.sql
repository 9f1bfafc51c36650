-- wire: one NewsML-G2 message of 50,000 items, as xml
CREATE TABLE wire AS
SELECT ('<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sender>city-wire</sender></header><itemSet>'
	|| string_agg(format('<newsItem guid="tag:wire.example,2026:%s" version="%s" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>'
		'<provider qcode="nprov:CityWire"><name>City Wire</name></provider><versionCreated>2026-11-24T10:%s:%s+01:00</versionCreated>'
		'<pubStatus qcode="stat:%s"/></itemMeta><contentMeta><located qcode="geo:%s"><name>Place %s</name></located>'
		'<creator role="crol:reporter"><name>Reporter %s</name></creator><contributor role="ctrol:editor"><name>Editor %s</name></contributor>'
		'<infoSource qcode="is:%s"><name>Agency %s</name></infoSource><language tag="en-GB"/><subject qcode="medtop:20000350"><name>a subject</name></subject>'
		'<headline>Story %s of the day</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
		'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head><body>%s</body></html></inlineXML></contentSet></newsItem>',
		i, i % 9 + 1, lpad((i / 60 % 60)::text, 2, '0'), lpad((i % 60)::text, 2, '0'),
		CASE i % 20 WHEN 0 THEN 'canceled' WHEN 1 THEN 'withheld' ELSE 'usable' END, i % 70, i % 70, i % 500, i % 30, i % 50, i % 50, i,
		repeat('<p>Some <b>words</b> of what the story says, here and there and elsewhere.</p>', 2 + i % 5)), E'\n' ORDER BY i)
	|| '</itemSet></newsMessage>')::xml AS message
FROM generate_series(1, 50000) AS i;
