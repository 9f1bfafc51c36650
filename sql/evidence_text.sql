--
-- evidence and attribution as text: what is read, the one way it is printed, and what is refused
--

-- Order: supporters, then deniers, each in bytewise order of their keys
SELECT text, text::evidence AS canonical
FROM unnest(ARRAY['{}', '{a}', 'a', '{b,a}', '{!a,b}', '{!b,!a,d,c}', '{a,!a}', '{!a,a}', '{a,B,1,_,Z}', '{ab,a,a-b,"a b"}',
	'{z, ä, é, я}']) AS text;

-- Repeats are removed
SELECT text, text::evidence AS canonical
FROM unnest(ARRAY['{a,a}', '{!a,!a}', '{a@x@x}', '{a<(b,b)}', '{a<(*,*)}', '{a<b,a<b}', '{a:0.5,a:0.5}', '{a@a}', '{a@a@b}',
	'{a,"a"}']) AS text;

-- Affiliations (bytewise, without the source's own key), then the rating, at the first mention anywhere
SELECT text, text::evidence AS canonical
FROM unnest(ARRAY['kim@rfa', '{kim@rfa@abc@"R F"}', '{kim@rfa:0.8<*}', '{b@x:0.5,a<b}', '{a<b@x:0.5,b@y}', '{a:0.5,!a@x}', '{!a@x:0.5,a}',
	'{b,a<b:0.9}', '{!z<y@w:0.1,y}', '{a<a:0.3}', '{a:0.7,a:0.4}', '{a:0.7,a}', '{a<b:1,b:0.5}', '{a:0,a:0.9}']) AS text;

-- The basis at the first mention on a side, each side by itself
SELECT text, text::evidence AS canonical
FROM unnest(ARRAY['{a<b<c,b}', '{b<c,a<b}', '{b<(c<*),a<b}', '{a<*,!a<?}', '{!a<b<c,b}', '{a<b<*,!a<b<?}', '{a<b<c,!b<c,c<*}', '{c<b,b<a,a<c}',
	'{a,a<*}', '{a<b,a<c}', '{a<b,!a}', '{a<b,b<*}', '{x<b,y<b<c}']) AS text;

-- "*", then "?", then sources, in parentheses where there are several
SELECT text, text::evidence AS canonical
FROM unnest(ARRAY['a<*', 'a<(*)', 'a<?', 'a<(?)', 'a<(?,*)', 'a<(c,b)', 'a<(c,?,b,*)', 'a<(b<*)', 'a<(b<(c))', 'a<(c<*,b<?)', 'a<(b<c,d)',
	'a<(d<e<f,b<c)', 'a<b<(c,d)', 'a<(b<(d,c),c<*)', '{a<(b,c),d}']) AS text;

-- Circles
SELECT text, text::evidence AS canonical
FROM unnest(ARRAY['a<a', 'a<b<a', 'a<(a,b)', '{a<b,b<a}', '{a<b<c<a,d<c}', '{a<(b<(c<(a,b)))}', '{!a<b<a,b<a<b}']) AS text;

-- White space between tokens; it is ASCII's only
SELECT E' \t\n{ a @ x @ y : 0.5 < ( * , ? , b < c ) \r\n,\x0b!\x0c d } '::evidence, E'\ta < b\n'::attribution, '{ }'::evidence;

-- Ratings: decimals, percentages and letters are printed as the shortest decimal, whatever the settings
SELECT text, text::evidence AS canonical
FROM unnest(ARRAY['a:0.8', 'a:.5', 'a:1.', 'a:+0.5', 'a:5e-1', 'a:1', 'a:0', 'a:-0', 'a:0.0', 'a:1e-5', 'a:0e9', 'a:70%', 'a:12.5%', 'a:100%', 'a:0%',
	'a:A', 'a:B', 'a:C', 'a:D', 'a:E', 'a:b', 'a:0.30000000000000004', 'a:5e-324', 'a:0.99999999999999999999999']) AS text;
SET extra_float_digits = -15;
SELECT 'a:0.30000000000000004'::evidence;
RESET extra_float_digits;

-- Keys: letters and digits of any script and _ - . / + & are bare, everything else is quoted
SELECT text, text::evidence AS canonical
FROM unnest(ARRAY['a_b-c.d/e+f&g', '-', '0.8', '"a"', '"a b"', '"a,b"', '"{}"', '"*"', '"?"', '"!a"', '"a:0.5"', '"a@b"', '"(a)"', '"a<b"', '"it''s"',
	'"a\"b"', '"a\\b"', '"\\\""', '" a "', '" "', 'a@"x y"', 'a<"b c"', '"#1"']) AS text;
\pset format unaligned
SELECT text, text::evidence AS canonical FROM unnest(ARRAY['Süddeutsche', 'Новая', '朝日新聞', 'हिन्दी', '٣', '"☢"', '"a☢"']) AS text;
\pset format aligned

-- Keys are normalised: one name has one spelling
SELECT U&'e\0301'::evidence = U&'\00E9'::evidence AS acute, U&'"e\0301 x"'::evidence = U&'"\00E9 x"'::evidence AS quoted,
	U&'a@e\0301'::evidence = U&'a@\00E9'::evidence AS affiliation, U&'\212B'::evidence = U&'\00C5'::evidence AS angstrom,
	U&'\1112\1161\11AB'::evidence = U&'\D55C'::evidence AS hangul, U&'\FF41'::evidence = 'a'::evidence AS full_width_is_another;
SELECT quote_key(U&'1\0301') = U&'1\0301' AS mark_without_a_letter_of_its_own;
SELECT octet_length(U&'{e\0301}'::evidence::text), U&'{e\0301,\00E9}'::evidence AS merged, U&'"\037E"'::evidence AS question_mark;
-- A combining mark is bare behind a letter only
SELECT octet_length(U&'\0915\093F'::evidence::text) AS behind_a_letter, octet_length(U&'"\093F"'::evidence::text) AS alone;

-- From 1 to 255 bytes, counted after normalisation
SELECT length(repeat('k', 255)::evidence::text), length(('"' || repeat(' ', 255) || '"')::evidence::text),
	length(('"' || repeat('\"', 255) || '"')::evidence::text), length(('a@' || repeat('k', 255))::evidence::text),
	octet_length(repeat(U&'e\0301', 127)::evidence::text);
-- megabytes of what holds nothing: blanks, and a name far too long
SELECT ('{' || repeat(' ', 3000000) || 'a' || repeat(E'\n', 3000000) || '}')::evidence AS blanks;
SELECT ('{"' || repeat('k', 3000000) || '"}')::evidence;

-- A name as it is written there
SELECT name, quote_key(name), speakers((quote_key(name) || '<' || quote_key(name))::attribution) = ARRAY[name] AS reads_back
FROM unnest(ARRAY['kcna', 'Kim, J.', 'the "insider"', 'a\b', '*', ' ', 'a<b', NULL]) AS name;
SELECT quote_key(U&'e\0301') = U&'\00E9' AS normalised;
SELECT quote_key('');
SELECT quote_key(repeat('k', 256));

-- What is printed reads as the same value, and prints the same; bytes are equal too
CREATE TEMP TABLE sample (text text);
INSERT INTO sample VALUES ('{}'), ('{a}'), ('{!a}'), ('{yonhap:0.9<kcna:0.3,dalian-2:0.8<*}'), ('{rfa<(dandong-1,dalian-2)}'), ('{afp<yonhap<kcna}'),
	('{rfa<?}'), ('{kim@rfa}'), ('{!mfa-spokesman@mfa:0.4}'), ('{a<(*,?,b<(*,?,c@d:0.3)),!a<(?,b<*),!c}'), ('{"a\"b\\c"@"x y"<"é ü"}'),
	('{times<ap<spokesman,post<(ap,cop),blog<post,local<neighbour,desk<(neighbour,nurse)}'), ('{a<b<c<a,!c<b<a<c}'),
	('{a@b@c,b@a,c:0}');
SELECT text, text::evidence::text::evidence = text::evidence AS value,
	text::evidence::text::evidence::text = text::evidence::text AS printed,
	evidence_send(text::evidence::text::evidence) = evidence_send(text::evidence) AS bytes
FROM sample;

-- An attribution is printed without braces, and may be written with them; it is evidence with one statement
SELECT text, text::attribution AS attribution, text::attribution::evidence AS evidence
FROM unnest(ARRAY['dalian-2', '{dalian-2}', 'dalian-2:0.8<*', 'yonhap:0.9<kcna:0.3', 'rfa<(dandong-1,dalian-2)', 'afp<yonhap<kcna', 'rfa<?', 'kim@rfa',
	'!mfa-spokesman@mfa:0.4', '{ ! a }', '{a,a}', 'a<a']) AS text;
SELECT '{a<b}'::evidence::attribution;

-- Nesting is limited by size only
SELECT ('{' || repeat('a<', 100000) || 'b}')::evidence;
SELECT md5(deep::text) = md5(deep::text::evidence::text) AS stable, length(deep::text), corroboration(deep)
FROM (SELECT ('{' || string_agg('s' || i, '<' ORDER BY i) || '}')::evidence AS deep FROM generate_series(10000, 29999) AS i) AS chain;
SELECT (repeat('a<(', 100000) || 'b' || repeat(')', 100000))::attribution;

--
-- What is refused
--

CREATE FUNCTION pg_temp.refusal(input text, OUT message text, OUT detail text, OUT hint text, OUT code text) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM input::evidence;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, code = RETURNED_SQLSTATE;
END
$$;

-- Nothing
SELECT ''::evidence;
SELECT ' '::evidence;
SELECT ''::attribution;
SELECT '{,}'::evidence;
SELECT '{a,}'::evidence;
SELECT '{a,,b}'::evidence;
SELECT '!'::evidence;
SELECT 'a<'::evidence;
SELECT '{a<}'::evidence;
SELECT 'a<()'::evidence;
SELECT 'a<(b,)'::evidence;
SELECT 'a@'::evidence;
SELECT 'a@:0.5'::evidence;
SELECT 'a:'::evidence;
SELECT '{a:,b}'::evidence;

-- Brackets
SELECT '{a'::evidence;
SELECT '{'::evidence;
SELECT '{a,b'::evidence;
SELECT 'a}'::evidence;
SELECT '{a}}'::evidence;
SELECT '{{a}}'::evidence;
SELECT 'a<(b'::evidence;
SELECT 'a<(b<(c,d)'::evidence;
SELECT '{a<(b,c}'::evidence;
SELECT '{a<b)}'::evidence;
SELECT '(a)'::evidence;
SELECT 'a<((b))'::evidence;

-- Misplaced
SELECT 'kim lee'::evidence;
SELECT '{a b}'::evidence;
SELECT '*'::evidence;
SELECT '{a<*<b}'::evidence;
SELECT 'a<!b'::evidence;
SELECT '!!a'::evidence;
SELECT 'a!'::evidence;
SELECT 'a:0.8@x'::evidence;
SELECT 'a:0.8:0.7'::evidence;
SELECT 'a<*:0.8'::evidence;
SELECT 'a@x:0.8@y'::evidence;
SELECT '{a} b'::evidence;
SELECT '{a}{b}'::evidence;
SELECT 'a,b'::evidence;
SELECT 'a,b'::attribution;
SELECT 'a#1'::evidence;
SELECT 'a<b$'::evidence;
\pset format unaligned
SELECT detail, hint FROM unnest(ARRAY[U&'\+01F4F0', U&'a\2013b', U&'a\3002']) AS input, pg_temp.refusal(input);
\pset format aligned
SELECT detail LIKE 'Unexpected "_" at character 1.' AS mark, hint FROM pg_temp.refusal(U&'\093Fa');

-- Look-alikes, each with its hint
\pset format unaligned
SELECT to_hex(ascii(look_alike)) AS code, detail, hint
FROM unnest(string_to_array('> ; '' ` = % [ ] | ~ « » ¿ ‘ ’ “ ” „ ‚ ‹ › ← → ≤ ∗ 、 。 「 」 〈 ， ； ： （ ） ＜ ＞ ＂ ＠ ！ ＊ ？ ،', ' ')) AS look_alike,
	pg_temp.refusal('{a' || look_alike || 'b}');
SELECT detail, hint
FROM unnest('{160, 8194, 8195, 8201, 8203, 8204, 8205, 8206, 8207, 8239, 8288, 12288, 65279, 173}'::integer[]) AS code,
	pg_temp.refusal('{a' || chr(code) || ',b}');
\pset format aligned
-- They are keys like others in quotes, invisible ones too
SELECT '"a>b"'::evidence, '"a;b"'::evidence, '"a，b"'::evidence, octet_length(U&'"a\00A0b"'::evidence::text), octet_length(U&'"a\200Bb"'::evidence::text);
-- At the start, and as a source, an affiliation, a rating
SELECT detail, hint FROM pg_temp.refusal(U&'\FEFF{a}');
SELECT '“kim”'::evidence;
SELECT '[a]'::evidence;
SELECT 'a<|b'::evidence;
SELECT 'a@[b]'::evidence;
SELECT 'a:=0.8'::evidence;
SELECT 'a>b'::attribution;

-- Quotes and escapes
SELECT '"a'::evidence;
SELECT '{a,"b}'::evidence;
SELECT '"a\"'::evidence;
SELECT '"a\'::evidence;
SELECT '"a\nb"'::evidence;
SELECT 'a"b"'::evidence;
SELECT '"a"b'::evidence;
SELECT '"a""b"'::evidence;
SELECT '''a'''::evidence;

-- Keys that are empty, too long, or hold control characters
SELECT '""'::evidence;
SELECT 'a@""'::evidence;
SELECT 'a<""'::evidence;
SELECT repeat('k', 256)::evidence;
SELECT ('{a<"' || repeat('ü', 128) || '"}')::evidence;
SELECT ('a@' || repeat('k', 256))::attribution;
SELECT ('"' || repeat('k', 5000) || '"')::evidence;
SELECT ('"' || repeat('\"', 5000) || '"')::evidence;
SELECT repeat(U&'e\0301', 128)::evidence;
SELECT E'"a\nb"'::evidence;
\pset format unaligned
SELECT to_hex(n) AS code, quoted.detail, quoted.hint, bare.detail AS bare_detail, bare.hint AS bare_hint
FROM unnest('{1, 27, 127, 128, 133, 159, 8232, 8233}'::integer[]) AS n, pg_temp.refusal('"a' || chr(n) || '"') AS quoted, pg_temp.refusal('{a' || chr(n) || '}') AS bare;
\pset format aligned

-- Ratings
SELECT 'a:likely'::evidence;
SELECT 'a:0.8.5'::evidence;
SELECT 'a:F'::evidence;
SELECT 'a:NaN'::evidence;
SELECT 'a:inf'::evidence;
SELECT 'a:-Infinity'::evidence;
SELECT 'a:1.5'::evidence;
SELECT 'a:70'::evidence;
SELECT 'a:101%'::evidence;
SELECT 'a:-0.1'::evidence;
SELECT 'a:1e-400'::evidence;
SELECT 'a:1e400'::evidence;
SELECT 'a:70 %'::evidence;
SELECT 'a:70%%'::evidence;
SELECT 'a:"0.8"'::evidence;
SELECT 'a:０.８'::evidence;
SELECT 'a:B2'::evidence;
SELECT 'a:0,8'::attribution;
SELECT 'a:<*'::evidence;

-- An attribution is one statement
SELECT '{}'::attribution;
SELECT '{a,b}'::attribution;
SELECT '{a,!a}'::attribution;
SELECT '{a,b<*,!c}'::evidence::attribution;
SELECT '{}'::evidence::attribution;

-- Messages never show all of a long literal or word, nor cut a character in two
SELECT ('{' || repeat('k', 200) || ';' || repeat('k', 200) || '}')::evidence;
SELECT (repeat('ü', 200) || ';')::evidence;
SELECT ('a ' || repeat('ü', 100))::evidence;
SELECT ('a:x' || repeat('ü', 100))::evidence;
SELECT length(message) < 200 AS message, length(detail) < 200 AS detail
FROM pg_temp.refusal('{' || repeat('k,', 1000000) || '}') WHERE code = '22P02';

-- SQLSTATEs: syntax, rating out of range, length of a key, one statement
\set VERBOSITY sqlstate
SELECT 'a b'::evidence;
SELECT 'a:F'::evidence;
SELECT E'"a\tb"'::evidence;
SELECT 'a:1.5'::evidence;
SELECT 'a:NaN'::evidence;
SELECT 'a:1e-400'::evidence;
SELECT '""'::evidence;
SELECT repeat('k', 256)::evidence;
SELECT '{a,b}'::attribution;
SELECT '{a,b}'::evidence::attribution;
\set VERBOSITY default

DROP TABLE sample;
