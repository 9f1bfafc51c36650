--
-- Feeds that are not well-formed, but clear: strict => false reads on
--

SET timezone = 'UTC';
CREATE FUNCTION feed(title text, rest text DEFAULT '') RETURNS text LANGUAGE sql IMMUTABLE
RETURN '<?xml version="1.0"?>' || E'\n<rss version="2.0"><channel><title>Post</title><item><guid>1</guid><title>' || title || E'</title></item>\n' || rest || '</channel></rss>';
-- characters that XML does not allow in text
SELECT replace(replace(t, E'\x0b', '<0b>'), E'\x08', '<08>') AS title, id, headline
FROM unnest(ARRAY['Salt & Sons', 'a?a=1&b=2', 'AT&T', '&', '&amp; &#38; &eacute; &lt;i', '&nosuch; &#0; &#xD800; &#x110000;', 'R&D;', E'a\x0bb', E'a\x08', '1 < 2', '<', 'a <3', '<![CDATA[Salt & Sons < all]]>', '<!-- & -->a & b', 'caf&eacute;',
	U&'a\FFFEb', 'a > b', '<![CDATA[a]]> & <![CDATA[b & c]]>']) WITH ORDINALITY AS u (t, o), read_news(feed(t), strict => false) ORDER BY o;
-- attributes too
SELECT attribution, body FROM read_news('<rss><channel><title>Post</title><item><source url="http://x/?a=1&b=2&amp;c">Wire & Co</source><description>x</description></item></channel></rss>', false);
SELECT id FROM read_news('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a & b"/>', false);
-- as ever, it is an error otherwise
SELECT headline FROM read_news(feed('Salt & Sons'));
SELECT headline FROM read_news(feed('Salt & Sons'), strict => true);
SELECT headline FROM read_news(feed('Salt & Sons')::bytea, true);
-- bytes of another encoding than it says
SELECT d AS declared, b AS bytes, headline FROM unnest(ARRAY['', 'encoding="UTF-8"', 'encoding=''utf-8''', 'encoding="us-ascii"', 'encoding="ISO-8859-1"', 'encoding="windows-1252"']) WITH ORDINALITY AS u (d, o),
	unnest('{"\\x9374696465942080","\\x636166e9","\\x636166c3a9","\\xe282","\\x81c3","\\xeda080","\\xc0af","\\x260b3c20"}'::bytea[]) WITH ORDINALITY AS v (b, p),
	read_news(convert_to('<?xml version="1.0" ' || d || '?><rss><channel><item><title>[', 'UTF8') || b || ']</title></item></channel></rss>'::bytea, false) ORDER BY o, p;
-- bytes of other encodings that ASCII is part of stay for the parser
SELECT headline FROM read_news(convert_to('<?xml version="1.0" encoding="ISO-8859-2"?><rss><channel><item><title>Straż & Wał</title></item></channel></rss>', 'LATIN2'), false);
-- UTF-16 is left alone
SELECT headline FROM read_news(decode('fffe' || (SELECT string_agg(encode(convert_to(c, 'UTF8'), 'hex') || '00', '' ORDER BY o) FROM regexp_split_to_table('<rss><channel><item><title>a &amp; b</title></item></channel></rss>', '') WITH ORDINALITY AS u (c, o)), 'hex'), false);
-- where it ends, or is not well-formed all the same, a warning says the line, and what was cut off is no item
SELECT id, headline FROM read_news(feed('one', '<item><guid>2</guid><title>two</title></item><item><guid>3</guid><title>thr') || 'x', false);
SELECT id, headline FROM read_news(left(feed('one', '<item><guid>2</guid><title>two</title></item><item><guid>3</guid><title>three</title></item>'), -40), false);
SELECT id, headline FROM read_news(left(feed('one', '<item><guid>2</guid><title>two</title></item>'), -20), false);
SELECT id, headline FROM read_news(feed('one', '<item><guid>2</guid><title>two</b></item><item><guid>3</guid></item>'), false);
SELECT count(*), min(id), max(id::integer) FROM read_news(feed('one', (SELECT string_agg(format('<item><guid>%s</guid><title>a & b</title></item>' || E'\n', i), '' ORDER BY i) FROM generate_series(2, 3000) AS i) || '</item>'), false);
SELECT count(*) FROM read_news('<rss><channel>' || repeat('<a>', 300), false);
SELECT (read_news(left(feed('one', '<item><guid>2</guid><title>two'), -30), false)).id LIMIT 1;
-- what is no story is an error
SELECT * FROM read_news('no story', false);
SELECT * FROM read_news('', false);
SELECT * FROM read_news('<music>&</music>', false);
SELECT count(*) FROM read_news(NULL::text, false);
SELECT count(*) FROM read_news(repeat('&', 1000), false);
-- what is well-formed is the same
SELECT count(*), count(*) FILTER (WHERE a IS DISTINCT FROM b) AS otherwise FROM unnest(ARRAY[feed('a &amp; b'), feed('caf&eacute; &mdash;'), feed('<![CDATA[<b>&eacute;&amp;</b>]]>'), feed('a<!-- < & -->b'), feed('<?x & < ?>a'), feed(E'\té\n'), '<html><p>a & b']) AS f,
	read_news(f) AS a, read_news(f, false) AS b;

-- JSON with commas, escapes or control characters that it does not allow, and with bytes of another encoding; more than one document
SELECT id, headline FROM unnest(ARRAY['{"uri":"1","headline":"a",}', '[{"uri":"2","headline":"a"},,{"uri":"3","headline":"b"},]', E'{"uri":"4","headline":"a\tb"}', '{"uri":"5","headline":"a\q\u0000"}',
	'{"uri":"6","headline":"a"}{"uri":"7","headline":"b"}', '{"uri":"8","headline":"a"}',
	'{"uri":"13","headline":"\"Dam\" \/ mill\ncaf\u00e9 \\u00e9",}']) WITH ORDINALITY AS u (story, o), read_news(story, strict => false) ORDER BY o;
SELECT id, headline FROM read_news('\x7b22757269223a2239222c22686561646c696e65223a22636166e9227d'::bytea, false);
SELECT id, headline FROM read_news('{"uri":"10","headline":"a"}'::jsonb, false);
SELECT * FROM read_news('{"uri":"11","headline":"a', false);
SELECT * FROM read_news('{"a":1}', false);
SELECT headline FROM read_news('{"uri":"12","headline":"a",}', strict => true);

-- An inbox: a row says what was wrong, and what can be read is written
SET client_min_messages = warning;
SELECT create_ledger('mending');
CREATE TABLE inbox (n integer, content bytea);
INSERT INTO inbox VALUES (1, convert_to(feed('Salt & Sons', '<item><guid>2</guid><title>two</title></item>'), 'UTF8')), (2, convert_to(left(feed('one', '<item><guid>4</guid><title>four</title></item><item><guid>5</guid>'), -20), 'UTF8')), (3, 'no story'), (4, convert_to(feed('ok'), 'UTF8')),
	(5, '{"uri":"6","headline":"six"'), (6, '[{"uri":"7","headline":"seven"},]'), (7, '{"a":1}'), (8, '{"uri":"8","headline":"eight"}');
SELECT n, i.item, i.change FROM inbox, import_story('mending', content, true) AS i;
SELECT item, headline FROM mending.document ORDER BY id;
CREATE TABLE inbox_json (content jsonb);
INSERT INTO inbox_json VALUES ('{"uri":"9","headline":"nine"}'), ('{"a":1}');
SELECT item, change FROM import_news('mending', 'inbox_json'::regclass, 'content');
DROP TABLE inbox_json;
SELECT change FROM import_news('mending', feed('Salt & Sons'));
DROP SCHEMA mending CASCADE;
DROP TABLE inbox;
DROP FUNCTION feed;
