--
-- evidence and attribution in binary: what is sent, what is received, and that nothing hostile gets in
--

-- The form: a version byte, then the sources in key order
SELECT text, evidence_send(text::evidence)
FROM unnest(ARRAY['{}', '{a}', '{!a}', '{a:0.5}', '{a:0.30000000000000004}', '{a@x}', '{a<*}', '{a<?}', '{a<b}', '{a<(*,?,b,c),!b<a}', '{é}']) AS text;
SELECT evidence_send('a<b') = attribution_send('a<b') AS both_types, attribution_send('!a:0.5');

-- There and back through a client
\getenv output_directory PG_ABS_BUILDDIR
\cd :output_directory
CREATE TEMP TABLE wire (e evidence, a attribution, list evidence[]);
INSERT INTO wire VALUES ('{}', 'a', '{}'), ('{a}', '!a<(*,?,b<c)', '{"{a}",NULL}'), (NULL, NULL, NULL),
	('{kim@rfa:0.8<(*,?,"x y"<b),!mfa@dprk:0<kim}', 'kim@rfa:0.1<b<c<kim', '{"{a<b<a}","{!z}"}');
INSERT INTO wire (e) SELECT evidence_agg(said_by('source-' || i, i / 1000.0, ARRAY['s' || i % 7], i % 2 = 0, i % 3 = 0, ARRAY['u' || i])) FROM generate_series(1, 1000) AS i;
\copy wire TO 'results/evidence.data' (FORMAT binary)
CREATE TEMP TABLE back (LIKE wire);
\copy back FROM 'results/evidence.data' (FORMAT binary)
SELECT count(*) FROM (TABLE wire EXCEPT ALL TABLE back) AS differences;
SELECT bool_and(corroboration(back.e) = corroboration(wire.e) AND support(back.e) IS NOT DISTINCT FROM support(wire.e)) AS figures
FROM back JOIN wire USING (e);
-- One type's bytes are the other's where they are one statement
\copy (SELECT '{a<b}'::evidence) TO 'results/evidence.data' (FORMAT binary)
TRUNCATE back;
\copy back (a) FROM 'results/evidence.data' (FORMAT binary)
SELECT a FROM back;
-- A bytea is sent as it is, so that any bytes can be given out as evidence
\copy (SELECT '\x0101010161'::bytea) TO 'results/evidence.data' (FORMAT binary)
\copy back (e) FROM 'results/evidence.data' (FORMAT binary)
SELECT e FROM back WHERE e IS NOT NULL;
\copy (SELECT '\x0101810161'::bytea) TO 'results/evidence.data' (FORMAT binary)
\copy back (e) FROM 'results/evidence.data' (FORMAT binary)
\copy (SELECT '\x0201010161'::bytea) TO 'results/evidence.data' (FORMAT binary)
\copy back (e) FROM 'results/evidence.data' (FORMAT binary)
\copy (SELECT '\x0100'::bytea) TO 'results/evidence.data' (FORMAT binary)
\copy back (a) FROM 'results/evidence.data' (FORMAT binary)
\copy (SELECT ''::bytea) TO 'results/evidence.data' (FORMAT binary)
\copy back (e) FROM 'results/evidence.data' (FORMAT binary)

-- Receives bytes: COPY reads them from a program that prints them
CREATE TEMP TABLE received (e evidence);
CREATE TEMP TABLE received_one (a attribution);
CREATE FUNCTION pg_temp.receive(bytes bytea, target text, OUT value evidence, OUT said text, OUT code text) LANGUAGE plpgsql AS $$
DECLARE
	file bytea := '\x5047434f50590aff0d0a000000000000000000' || '\x0001'::bytea || int4send(length(bytes)) || bytes || '\xffff'::bytea;
	octal text;
	detail text;
BEGIN
	SELECT string_agg('\' || get_byte(file, i) / 64 || get_byte(file, i) / 8 % 8 || get_byte(file, i) % 8, '' ORDER BY i)
	INTO octal FROM generate_series(0, length(file) - 1) AS i;
	DELETE FROM received;
	DELETE FROM received_one;
	EXECUTE format('COPY %I FROM PROGRAM %L (FORMAT binary)', target, 'printf ''' || octal || '''');
	SELECT e FROM received UNION ALL SELECT a FROM received_one INTO value;
	said := 'accepted';
	IF evidence_send(value) <> bytes OR value::text::evidence <> value OR evidence_send(value::text::evidence) <> bytes THEN
		said := 'accepted, but is another value when sent or printed: ' || value::text;
	END IF;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS said = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, code = RETURNED_SQLSTATE;
	said := concat_ws(': ', said, nullif(detail, ''));
END
$$;

CREATE TEMP TABLE hostile (id serial, what text, bytes bytea);
INSERT INTO hostile (what, bytes) VALUES
	('nothing', ''), ('version only', '\x01'), ('version 0', '\x0001010161'), ('version 2', '\x0201010161'), ('version 255', '\xff01010161'),
	('{}', '\x0100'), ('{} and a byte', '\x010000'), ('{a}', '\x0101010161'), ('{a} and a byte', '\x010101016100'), ('{a} twice', '\x01010101610101010161'),
	('reserved bit', '\x0101810161'), ('denies nothing', '\x010141000161'), ('reserved bit of denial', '\x010141110161'), ('{a,!a}', '\x010141010161'),
	('says nothing', '\x0101000161'), ('first-hand, but silent', '\x0101020161'),
	('wrong order', '\x01020101620101 61'), ('twice the same', '\x01020101610101 61'), ('one source less', '\x0102010161'), ('one source more', '\x010101016101 0162'),
	('4294967295 sources', '\x01ffffffff0f010161'), ('1000000 sources', '\x01c0843d010161'), ('count too long', '\x01ffffffffff01010161'), ('count beyond 32 bits', '\x01ffffffff1f010161'), ('count not shortest', '\x018100010161'), ('count cut off', '\x0180'),
	('empty key', '\x01010100'), ('key cut off', '\x0101010561626364'), ('key beyond the end', '\x010101ff61'),
	('not UTF-8', '\x01010101ff'), ('UTF-8 cut off', '\x01010101c3'), ('overlong', '\x01010102c080'), ('surrogate', '\x01010103eda080'), ('beyond Unicode', '\x01010104f4908080'),
	('not NFC', '\x0101010365cc81'), ('NFC', '\x01010102c3a9'), ('NUL', '\x0101010100'), ('line feed', '\x010101010a'), ('U+0085', '\x01010102c285'), ('U+2028', '\x01010103e280a8'),
	-- ratings: how many digits, and the number without the point
	('{a:0}', '\x01011101610000'), ('{a:1}', '\x01011101610001'), ('{a:0.5}', '\x01011101610105'), ('{a:0.999999}', '\x010111016106bf843d'),
	('rating 2', '\x01011101610002'), ('rating 1.1', '\x0101110161010b'), ('rating 0.50', '\x01011101610232'), ('rating 0.0', '\x01011101610100'), ('rating 1.0', '\x0101110161010a'),
	('seven digits', '\x01011101610701'), ('254 digits', '\x0101110161fe01'), ('digits cut off', '\x010111016101'), ('number cut off', '\x01011101610180'), ('number not shortest', '\x0101110161018500'),
	('number beyond 32 bits', '\x010111016106ffffffff1f'), ('no rating', '\x0101110161'),
	-- or a double
	('{a:third}', '\x0101110161ff3fd5555555555555'), ('smallest rating', '\x0101110161ff0000000000000001'), ('largest below 1', '\x0101110161ff3fefffffffffffff'),
	('rating 0.5 as double', '\x0101110161ff3fe0000000000000'), ('rating 1 as double', '\x0101110161ff3ff0000000000000'), ('rating 0 as double', '\x0101110161ff0000000000000000'),
	('rating -0', '\x0101110161ff8000000000000000'), ('rating above 1', '\x0101110161ff3ff0000000000001'), ('rating -0.3', '\x0101110161ffbfd5555555555555'),
	('rating NaN', '\x0101110161ff7ff8000000000000'), ('rating -NaN', '\x0101110161fffff8000000000001'), ('rating inf', '\x0101110161ff7ff0000000000000'), ('double cut off', '\x0101110161ff3fd55555555555'),
	('{a@x}', '\x01012101610101 78'), ('no affiliations', '\x010121016100'), ('own affiliation', '\x01012101610101 61'), ('affiliations in wrong order', '\x010121016102017901 78'),
	('an affiliation twice', '\x010121016102017801 78'), ('empty affiliation', '\x01012101610100'), ('affiliation cut off', '\x0101210161010578'), ('many affiliations', '\x0101210161ffffffff0f0178'),
	('affiliation not UTF-8', '\x010121016101 01ff'), ('affiliation not NFC', '\x010121016101 0365cc81'), ('affiliation with line feed', '\x010121016101 010a'),
	('{a<a}', '\x010109016101 00'), ('no citations', '\x0101090161 00'), ('cites beyond', '\x010109016101 01'), ('cites far beyond', '\x010109016101 ffffffff0f'),
	('{a<b}', '\x0102090161010100 0162'), ('{a<(a,b)}', '\x010209016102000100 0162'), ('cites twice', '\x010209016102010000 0162'), ('more citations than sources', '\x0102090161030001010000 0162'),
	('many citations', '\x0102090161ffffffff0f0100 0162'), ('citations cut off', '\x01010901610280'),
	('cites, but silent', '\x0102080161010100 0162'), ('cited by nobody', '\x010201016100 0162'), ('first-hand on the other side', '\x010141020161'),
	('cited on one side, first-hand on the other', '\x010209016101014002 0162'), ('{a<b,!b<*}', '\x010209016101014003 0162');
SELECT what, (r).value, (r).said, (r).code FROM (SELECT id, what, pg_temp.receive(bytes, 'received') AS r FROM hostile OFFSET 0) AS h ORDER BY id;

-- An attribution must be one statement
SELECT bytes, r.value, r.said, r.code
FROM (VALUES ('\x0101010161'::bytea), ('\x0101400101 61'), ('\x0100'), ('\x010201016101 0162'), ('\x010141010161'), ('\x0102090161010100 0162'), ('\x010101ff61')) AS v (bytes),
	pg_temp.receive(bytes, 'received_one') AS r;

-- Cut off at each byte
WITH whole (bytes) AS (SELECT evidence_send('{a@x@y:0.5<(*,?,b),!a<b<c:0.123456789<*,"é d"@z<?}'))
SELECT length(bytes), count(*) AS cuts, count(*) FILTER (WHERE r.code = '22P03') AS invalid, count(*) FILTER (WHERE r.code = '08P01') AS no_data,
	count(*) FILTER (WHERE r.said LIKE 'accepted%') AS accepted
FROM whole, generate_series(0, length(bytes) - 1) AS cut, pg_temp.receive(substr(bytes, 1, cut), 'received') AS r GROUP BY bytes;

-- Each byte changed: what is accepted is a value, prints and is sent as such; all else is refused in order
WITH whole (bytes) AS (SELECT evidence_send('{a@x@y:0.5<(*,?,b),!a<b<c:0.123456789<*,"é d"@z<?}'))
SELECT length(bytes) * 5 = count(*) AS all, count(*) FILTER (WHERE r.said = 'accepted') > 0 AS some_accepted, count(*) FILTER (WHERE r.code IS NOT NULL) > 0 AS some_refused,
	count(*) FILTER (WHERE r.said <> 'accepted' AND r.code <> '22P03') AS otherwise, min(r.said) FILTER (WHERE r.said LIKE 'accepted,%') AS wrong
FROM whole, generate_series(0, length(bytes) - 1) AS at, unnest('{1, 8, 64, 128, 255}'::integer[]) AS flip,
	pg_temp.receive(set_byte(bytes, at, get_byte(bytes, at) # flip), 'received') AS r
GROUP BY bytes;

\set VERBOSITY sqlstate
\copy (SELECT '\x0101810161'::bytea) TO 'results/evidence.data' (FORMAT binary)
\copy back (e) FROM 'results/evidence.data' (FORMAT binary)
\copy (SELECT '\x0100'::bytea) TO 'results/evidence.data' (FORMAT binary)
\copy back (a) FROM 'results/evidence.data' (FORMAT binary)
\set VERBOSITY default

DROP TABLE wire, back, received, received_one, hostile;
