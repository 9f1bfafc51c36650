-- stories: one feed of 100,000 items, as xml, and as text
CREATE TABLE stories AS
SELECT ('<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>City Wire</title><language>en</language>'
	|| string_agg(format('<item><guid>https://wire.example/%s</guid><title>Story %s of the day</title><pubDate>2026-11-24T10:%s:%s+01:00</pubDate>'
		'<dc:creator>Reporter %s</dc:creator><source url="https://agency-%s.example/rss">Agency %s</source><description>%s</description></item>',
		i, i, lpad((i / 60 % 60)::text, 2, '0'), lpad((i % 60)::text, 2, '0'), i % 500, i % 50, i % 50,
		repeat('Some words of what the story says. ', 4 + i % 8)), E'\n' ORDER BY i)
	|| '</channel></rss>')::xml AS story
FROM generate_series(1, 100000) AS i;
