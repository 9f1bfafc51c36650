--
-- Merging: || in every mix of the two types, said_by, containing and mentioning
--

-- Every mix; || gives evidence
SELECT '{a}'::evidence || '{b}'::evidence AS ee, '{a}'::evidence || 'b'::attribution AS ea, 'a'::attribution || '{b}'::evidence AS ae,
	'a'::attribution || 'b'::attribution AS aa;
SELECT pg_typeof('{a}'::evidence || '{b}'::evidence) AS ee, pg_typeof('{a}'::evidence || 'b'::attribution) AS ea,
	pg_typeof('a'::attribution || '{b}'::evidence) AS ae, pg_typeof('a'::attribution || 'b'::attribution) AS aa;
SELECT merge('{a}'::evidence, '{b}'::evidence) AS ee, merge('{a}'::evidence, 'b'::attribution) AS ea, merge('a'::attribution, '{b}'::evidence) AS ae,
	merge('a'::attribution, 'b'::attribution) AS aa;
SELECT NULL::evidence || '{a}'::evidence AS ee, '{a}'::evidence || NULL::attribution AS ea, NULL::attribution || '{a}'::evidence AS ae,
	'a'::attribution || NULL::attribution AS aa;

-- The rules: all is united; the lower rating wins, unrated is neutral, 0 stays; a stated basis replaces "not stated", each side by itself
CREATE TEMP TABLE pair (id serial, a evidence, b evidence);
INSERT INTO pair (a, b) VALUES
	('{}', '{}'), ('{}', '{a}'), ('{a}', '{a}'), ('{a}', '{b}'), ('{a}', '{!a}'),
	-- affiliations
	('{a@x}', '{a@y}'), ('{a@x}', '{b<a@y}'), ('{a}', '{!a@x}'), ('{a@b}', '{b@a}'),
	-- ratings
	('{a:0.8}', '{a:0.5}'), ('{a}', '{a:0.5}'), ('{a:0}', '{a:1}'), ('{a:0}', '{a}'), ('{a:0.5}', '{!a:0.4}'), ('{b<a:0.9}', '{a:0.2}'),
	-- bases
	('{a}', '{a<*}'), ('{a}', '{a<?}'), ('{a}', '{a<b}'), ('{a<*}', '{a<?}'), ('{a<b}', '{a<c}'), ('{a<b}', '{a<(*,b)}'), ('{a<b}', '{b<c}'), ('{b<a}', '{a<*}'),
	('{a}', '{!a<*}'), ('{a<*}', '{!a}'), ('{a<b}', '{!b<?}'), ('{a<b}', '{b<a}'), ('{c<a}', '{a<b<c}');
SELECT a, b, a || b AS merged, b || a = a || b AS commutes, (a || b) || b = a || b AS again, a || a = a AS idempotent,
	evidence_send(a || b) = evidence_send(b || a) AS bytes
FROM pair ORDER BY id;
SELECT count(*) AS triples, bool_and((x.a || y.b) || z.a = x.a || (y.b || z.a)) AS associates FROM pair AS x, pair AS y, pair AS z WHERE z.id % 5 = 0;
SELECT bool_and((a || b) @> a AND (a || b) @> b AND a <@ (a || b)) AS upper_bound,
	bool_and((a @> b) = (a || b = a) AND (b @> a) = (a || b = b) AND (a <@ b) = (b @> a)) AS defined_by_merging
FROM pair;

-- What merging does to the figures
SELECT a, b, corroboration(a) AS of_a, corroboration(b) AS of_b, corroboration(a || b) AS merged, support(a || b)
FROM (VALUES (1, '{a}'::evidence, '{b}'::evidence), (2, '{a,b}', '{b<a}'), (3, '{a,b}', '{a@x,b@x}'), (4, '{a,b}', '{a:0}'), (5, '{a:0.8,b:0.9}', '{a:0.5}'),
	(6, '{a,b}', '{!c}')) AS v (id, a, b)
ORDER BY id;

-- Containing, in every mix
SELECT a, b, a @> b AS contains, a <@ b AS contained
FROM (VALUES (1, '{a,b}'::evidence, '{a}'::evidence), (2, '{a}', '{a,b}'), (3, '{a}', '{a}'), (4, '{}', '{}'), (5, '{a}', '{}'), (6, '{a<*}', '{a}'), (7, '{a<b}', '{a<c}'),
	(8, '{a<(b,c)}', '{a<b}'), (9, '{a:0.5}', '{a:0.8}'), (10, '{a:0.8}', '{a}'), (11, '{a@x}', '{a}'), (12, '{a}', '{a@x}'), (13, '{!a}', '{a}'), (14, '{a<b}', '{b}'),
	(15, '{a<b,b}', '{b}'), (16, '{a,!a}', '{!a}')) AS v (id, a, b)
ORDER BY id;
SELECT '{a,b}'::evidence @> '{a}'::evidence AS ee, '{a,b}'::evidence @> 'a'::attribution AS ea, 'a'::attribution @> '{a}'::evidence AS ae,
	'a<*'::attribution @> 'a'::attribution AS aa, '{a}'::evidence <@ '{a,b}'::evidence AS ee, '{a}'::evidence <@ 'a'::attribution AS ea,
	'a'::attribution <@ '{a,b}'::evidence AS ae, 'a'::attribution <@ 'a<*'::attribution AS aa;
SELECT contains('{a,b}'::evidence, '{a}'::evidence) AS ee, contains('{a,b}'::evidence, 'a'::attribution) AS ea, contains('a'::attribution, '{a}'::evidence) AS ae,
	contains('a<*'::attribution, 'a'::attribution) AS aa, contained('{a}'::evidence, '{a,b}'::evidence) AS ee, contained('{a}'::evidence, 'a'::attribution) AS ea,
	contained('a'::attribution, '{a,b}'::evidence) AS ae, contained('a'::attribution, 'a<*'::attribution) AS aa;
SELECT '{a}'::evidence @> NULL::evidence, NULL::attribution <@ '{a}'::evidence;

-- Mentioning a source or an affiliation, on either side
SELECT name, e ? name AS mentions, a ? name AS attribution, mentions(e, name), mentions(a, name)
FROM (VALUES ('{yonhap<kcna@dprk,!mfa@dprk:0.1,"Kim, J.",é}'::evidence, 'yonhap<kcna@dprk'::attribution)) AS v (e, a),
	unnest(ARRAY['yonhap', 'kcna', 'dprk', 'mfa', 'Kim, J.', '"Kim, J."', 'é', U&'e\0301', 'yon', 'YONHAP', '', '*', '?', NULL]) AS name;
SELECT '{a}'::evidence ? repeat('k', 300) AS too_long, '{a}'::evidence ? E'a\nb' AS control, 'a'::attribution ?& ARRAY['a', repeat('k', 300)] AS all;
SELECT names, e ?| names AS any, a ?| names AS any_a, e ?& names AS all, a ?& names AS all_a,
	mentions_any(e, names), mentions_any(a, names), mentions_all(e, names), mentions_all(a, names)
FROM (VALUES ('{a<b@x,!c}'::evidence, 'a<b@x'::attribution)) AS v (e, a),
	(VALUES ('{a}'::text[]), ('{a,b,x}'), ('{a,z}'), ('{z}'), ('{}'), ('{NULL}'), ('{a,NULL}'), ('{z,NULL}'), ('{""}'), ('{a,""}'), ('{{a,b},{x,c}}'), (NULL)) AS n (names);
SELECT '{}'::evidence ? 'a', '{}'::evidence ?| '{a}', '{}'::evidence ?& '{}';

--
-- said_by: an attribution from columns
--

SELECT said_by('dalian-2'), said_by('dalian-2', 0.8), said_by('dalian-2', '70%'), said_by('dalian-2', 'B'), said_by('dalian-2', 0), said_by('dalian-2', 1);
SELECT said_by('yonhap', 0.9, '{kcna}'), said_by('rfa', cites => '{dandong-1,dalian-2}'), said_by('rfa', cites => ARRAY['b', 'a', 'b']), said_by('a', cites => '{}'),
	said_by('a', cites => '{a}');
SELECT said_by('a', firsthand => true), said_by('a', "unknown" => true), said_by('a', cites => '{b}', firsthand => true, "unknown" => true);
SELECT said_by('mfa', denies => true), said_by('mfa', 0.4, '{kcna}', denies => true, affiliations => '{dprk}');
SELECT said_by('kim', affiliations => '{rfa}'), said_by('kim', affiliations => '{rfa,abc,kim,rfa}'), said_by('Kim, J.', affiliations => ARRAY['Radio "Free" Asia']);
SELECT said_by(U&'e\0301', affiliations => ARRAY[U&'u\0308']) = U&'\00E9@\00FC' AS normalised, pg_typeof(said_by('a'));
SELECT said_by('a', 0.8, '{b}', true, true, '{x}', true);

-- A source is a name, not a text to be read
SELECT said_by('yonhap (kcna)'), said_by('a!'), said_by('**'), said_by(' a '), said_by('a', cites => '{**,??}');

-- NULLs: no source, no attribution; what else is NULL is left out
SELECT said_by(NULL) IS NULL, said_by(NULL, 0.5, '{b}') IS NULL;
SELECT said_by('a', NULL, NULL, NULL, NULL, NULL, NULL);
SELECT said_by('a', cites => '{b,NULL}');
SELECT said_by('a', affiliations => '{NULL}');

-- Columns of all the types they may have
CREATE TEMP TABLE wire (source text, name varchar(20), code char(8), float float8, single real, num numeric, int integer, rating confidence, cites text[], names varchar[],
	firsthand boolean, affiliation text);
INSERT INTO wire VALUES ('yonhap', 'Yonhap', 'YNA', 0.9, 0.5, 0.8, 1, '70%', '{kcna}', '{kcna,afp}', false, 'rok'), ('rfa', NULL, 'RFA', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT said_by(source, float), said_by(source, num), said_by(source, int), said_by(source, rating), said_by(source, rating, cites, firsthand) FROM wire;
SELECT said_by(name), said_by(code), said_by(source, cites => names), said_by(source, affiliations => ARRAY[affiliation]) FROM wire WHERE affiliation IS NOT NULL;
SELECT said_by(source, affiliations => ARRAY[affiliation]) FROM wire WHERE affiliation IS NULL;
SELECT said_by(source, affiliations => array_remove(ARRAY[affiliation], NULL)) FROM wire;
-- (terse, as versions of the server differ in their hint)
\set VERBOSITY terse
SELECT said_by(source, single) FROM wire;
\set VERBOSITY default

-- What is refused
SELECT said_by('');
SELECT said_by(repeat('k', 256));
SELECT said_by(E'a\tb');
SELECT said_by('a', 1.5);
SELECT said_by('a', 70);
SELECT said_by('a', 'NaN');
SELECT said_by('a', 'F');
SELECT said_by('a', cites => '{b,""}');
SELECT said_by('a', affiliations => ARRAY['x', repeat('k', 256)]);
SELECT said_by('a', cites => 'b');
\set VERBOSITY sqlstate
SELECT said_by('');
SELECT said_by('a', cites => '{NULL}');
SELECT said_by('a', affiliations => ARRAY[E'x\n']);
SELECT said_by('a', 1.5);
\set VERBOSITY default

-- Attributions of columns are merged like any others
SELECT said_by('a') || said_by('b', firsthand => true), '{c}' || said_by('a'), said_by('a') || 'b', said_by('a', 0.8) || said_by('a', 0.5);

DROP TABLE pair, wire;

-- Many names asked for, among many affiliations
SELECT e ?| names AS any, e ?& names AS all
FROM (SELECT evidence_agg(said_by('source-' || i, affiliations => ARRAY['house-' || i])) FROM generate_series(1, 20000) AS i) AS x (e),
	(SELECT array_agg('nobody-' || i) FROM generate_series(1, 20000) AS i) AS y (names);

-- Renaming: mentions on both sides, and where others are affiliated with it
SELECT rename_source('{a:0.9<(b,c),!c<a,kim@a,z<?}', 'a', 'y');
SELECT rename_source('{a,b<a}', 'x', 'y'), rename_source('{a@rfa}', 'rfa', 'kbs');
-- two become one, as if they had always been
SELECT rename_source('{a@x:0.9<b,b:0.8<*,!b}', 'a', 'b'), rename_source('{kim@a,a}', 'a', 'kim');
SELECT rename_source('b<a', 'a', 'c')::attribution;
SELECT rename_source('{a}', 'a', '');
-- several at once, each once: what comes is not renamed again
SELECT rename_sources('{a<b,c@b,!d}', '{a,b}', '{b,a}'), rename_sources('{a<(b,c)}', '{b,c}', '{x,x}'), rename_sources('{a,b}', '{x}', '{y}');
SELECT rename_sources('{a}', '{}', '{}'), rename_sources('{a}', NULL, '{}'), rename_sources('{a}', '{a,a}', '{x,y}');
SELECT rename_sources('{a}', '{a}', '{}');
SELECT rename_sources('{a}', '{NULL}', '{x}');
SELECT rename_sources('{a}', '{a}', '{""}');
