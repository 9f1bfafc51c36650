-- Drawings: to_svg, to_dot, to_mermaid, pretty
\set VERBOSITY terse
\pset format unaligned
\pset tuples_only on

SELECT to_svg('{a, b<c:0.5<*, !d@e}', 'It is so');
SELECT to_dot('{a, b<c:0.5<*, !d@e, f:0}', 'It is so');
SELECT to_mermaid('{a, b<c:0.5<*, !d@e, f:0}', 'It is so');
SELECT pretty('{a, b<(c:0.5<*,?), d@e, f@e<b, !g<h, i:0}');

-- Nothing, and no value
SELECT pretty('{}');
SELECT to_mermaid('{}');
SELECT to_svg(NULL) IS NULL, to_dot(NULL) IS NULL, to_mermaid(NULL) IS NULL, pretty(NULL) IS NULL;

-- Names that are code come out as text
SELECT to_dot('{"a\"]--x\\", "<b>&amp;"}', E'\\n"');
SELECT to_mermaid('{"\"]--x", "<script>", "end", "#quot;", "1. a", "- b", "`x`", "%% c"}', E'"\n');
SELECT pretty(said_by(U&'x\202Ey', NULL)::evidence) = E'1 independent, 0 first-hand\n└─ x\uFFFDy  presumed origin · rests on this';
SELECT to_svg(U&'{"a\FFFE]]></title>"}'::evidence) LIKE U&'%<title>a\FFFD]]&gt;&lt;/title&gt;, says so: %';

-- Cycles, both sides, and one that cites itself
SELECT pretty('{a<b<a, !a<c<c, d<d}');

-- More than is shown
SELECT to_mermaid('{a<*, b<*, c<*, d<b}', NULL, 2);
SELECT substring(to_svg('{a<*, b<*, c<*, d<b}', NULL, 3) FROM 'and \d+ more');
SELECT to_svg('{a}', NULL, 0);

-- The same value, the same drawing
SELECT to_svg('{b,a<c}') = to_svg('{a<c,b}');

-- Every line of a tree fits
SELECT max(length(line)) <= 80
FROM string_to_table(pretty(('{' || repeat('x', 200) || '<(?,a@b@c:0.123<' || repeat('y', 100) || ')}')::evidence), E'\n') AS line;

-- So long a chain of those who speak that links go straight to the claim: they end there apart, in the order of the chain
WITH link AS (
	SELECT i, start[1]::integer AS x, start[2]::integer AS y
	FROM (SELECT to_svg(('{' || string_agg(format('s%s<s%s', lpad(n::text, 2, '0'), lpad((n + 1)::text, 2, '0')), ',') || '}')::evidence, NULL, 100) FROM generate_series(1, 60) AS n) AS drawing (svg),
		regexp_matches(svg, '<path class="l(?: s)?" d="M(\d+) (\d+)', 'g') WITH ORDINALITY AS found (start, i)
)
SELECT count(*) AS links, count(DISTINCT y) AS apart, array_agg(y ORDER BY i) = array_agg(y ORDER BY y) AS in_order FROM link WHERE x = (SELECT mode() WITHIN GROUP (ORDER BY x) FROM link);
