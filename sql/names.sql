-- Names: what tells them apart

\pset null ~

-- case, accents, blanks, punctuation and forms of the same character do not
SELECT replace(n, E'\u00AD', '-/-') AS name, corroborate_internal.name_skeleton(n) AS skeleton, corroborate_internal.name_words(n) AS words
FROM unnest(ARRAY['Anna Kovač', ' anna  KOVAC ', E'Anna\u00A0Kovac\u030C', 'Kovač, Anna', 'O’Brien, Æsa', 'O`brien Aesa', 'Łódź', 'LODZ',
	'Straße', 'STRASSE', 'İstanbul', 'istanbul', 'ISTANBUL', 'U.S.A. Today', 'Ｐｏｓｔ', 'ΣΟΦΟΣ', 'σοφός', 'ЁЛКА', 'елка', 'مُحَمَّد', 'محمد',
	E'co\u00ADop', 'Smith & Jones', 'c++', 'C']) WITH ORDINALITY AS u (n, o) ORDER BY o;

-- scripts whose letters are made of parts keep them
SELECT n AS name, corroborate_internal.name_skeleton(n) = n AS same FROM unnest(ARRAY['김정은', 'がき', '東京新聞', 'हिन्दी', 'ไทย']) AS n;

-- two numbers stay two numbers; what has neither letters nor digits stays what it is
SELECT replace(n, E'\u00AD', '-/-') AS name, corroborate_internal.name_skeleton(n) AS skeleton, corroborate_internal.name_words(n) AS words
FROM unnest(ARRAY['report 1-12', 'Report 1.12', 'report 11-2', 'unit 7', 'unit-7', '???', '!', '']) WITH ORDINALITY AS u (n, o) ORDER BY o;

SELECT corroborate_internal.name_skeleton(NULL), corroborate_internal.name_words(NULL);

-- letters of other scripts that look like Latin ones are these, in either case
SELECT n AS name, corroborate_internal.name_skeleton(n) AS skeleton, corroborate_internal.name_words(n) AS words, corroborate_internal.odd_letter(n)
FROM unnest(ARRAY['Anna', 'Аnna', 'ANNА', 'BBC', 'ВВС', 'ввс', 'ΒΒΧ', 'Post', 'Роѕt', 'Θέατρο', 'Сара Capa', 'Анна', 'HTML-код', 'iPhone''а', 'μTorrent', 'Άnna', 'COVID19й']) WITH ORDINALITY AS u (n, o) ORDER BY o;
SELECT corroborate_internal.differ_in_script('Anna', 'Аnna') AS a, corroborate_internal.differ_in_script('ВВС', 'bbc') AS b,
	corroborate_internal.differ_in_script('Anna', 'ÁNNA') AS c, corroborate_internal.differ_in_script('Anna', 'Аnne') AS d;
-- characters that do not show, where no script needs them
SELECT o, corroborate_internal.name_skeleton(n) = 'kim' AS kim, corroborate_internal.unseen_character(n), corroborate_internal.odd_letter(n) IS NULL AS even
FROM unnest(ARRAY['kim', E'\u200Bkim', E'kim\u200E', E'ki\u00ADm', E'k\uFE0Fim', E'old \u2063kim', E'old kim\u202C', E'علی\u200Cرضا', E'علی\u200C', E'\u2764\uFE0F kim', E'क्\u200Dष', 'a  b'])
	WITH ORDINALITY AS u (n, o) ORDER BY o;
SELECT corroborate_internal.odd_letter(NULL), corroborate_internal.unseen_character(NULL), corroborate_internal.odd_letter('');

-- the same fold in which texts are searched for names, in any locale
SELECT corroborate_internal.spells_any('das sagte Frau SØRENSEN', '{Sorensen}'), corroborate_internal.spells_any('по словам ИВАНОВА', '{Иванов}');
