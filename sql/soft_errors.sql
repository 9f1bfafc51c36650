--
-- Errors that can be asked about without being raised, in servers that have them (16 and later)
--

SELECT current_setting('server_version_num')::integer < 160000 AS no_soft_errors \gset
\if :no_soft_errors
\echo this server has no soft errors
\quit
\endif
\pset format unaligned
\pset null -

SELECT type, input, pg_input_is_valid(input, type) AS valid, info.*
FROM (VALUES (1, 'evidence', '{}'), (2, 'evidence', '{a,b<*}'), (3, 'evidence', 'a'), (4, 'evidence', ''), (5, 'evidence', '{a b}'), (6, 'evidence', 'a>b'),
	(7, 'evidence', '{a'), (8, 'evidence', 'a:1.5'), (9, 'evidence', 'a:F'), (10, 'evidence', '""'), (11, 'evidence', '"a'),
	(12, 'attribution', 'a<(b,c)'), (13, 'attribution', '{a}'), (14, 'attribution', ''), (15, 'attribution', '{}'), (16, 'attribution', '{a,b}'), (17, 'attribution', 'a,b'),
	(18, 'attribution', 'a:NaN'), (19, 'confidence', '70%'), (20, 'confidence', '1.5'), (21, 'confidence', 'likely'), (22, 'confidence', 'F'), (23, 'admiralty', 'B2'), (24, 'admiralty', 'G7')) AS v (id, type, input),
	pg_input_error_info(input, type) AS info
ORDER BY id;
-- Of evidence in JSON
SELECT type, input, pg_input_is_valid(input, type) AS valid, info.message, info.detail, info.sql_error_code
FROM (VALUES (1, 'evidence', '{"for": {"a": {"speaks": true}}}'), (2, 'evidence', '{"for": {"a": {"speaks": 1}}}'), (3, 'evidence', '{"for": {"a": {"speaks": true, "cites": "b"}}}'),
	(4, 'evidence', '{"for": {"a": {"speaks": true, "cites": [""]}}}'), (5, 'evidence', '{"for": {"": {"speaks": true}}}'), (6, 'evidence', '{"for": {"a": {"speaks": true, "says": 1}}}'),
	(7, 'evidence', '{"sources": {"a": {"rating": true}}, "for": {"a": {"speaks": true}}}'), (8, 'evidence', '{"sources": {"a": {"rating": 1.5}}, "for": {"a": {"speaks": true}}}'),
	(9, 'evidence', '{"for": {"a": {"firsthand": true}}}'), (10, 'evidence', '{"for": {"a": '), (11, 'attribution', '{"for": {"a": {"speaks": 1}}}'), (12, 'attribution', '{"for": {}}')) AS v (id, type, input),
	pg_input_error_info(input, type) AS info
ORDER BY id;
-- Nested in other types
SELECT pg_input_is_valid('{"{a,b}","a b"}', 'evidence[]'), pg_input_is_valid('{a,"!b<*"}', 'attribution[]'), (pg_input_error_info('{a,"a b"}', 'attribution[]')).detail;
CREATE DOMAIN solid AS evidence CHECK (corroboration(VALUE) >= 2);
SELECT pg_input_is_valid('{a,b}', 'solid'), pg_input_is_valid('{a}', 'solid'), pg_input_is_valid('{a', 'solid');
-- Many of them
SELECT count(*) FILTER (WHERE pg_input_is_valid('{a' || i || ',b}', 'attribution')) AS valid, count(*) FROM generate_series(1, 10000) AS i;
\pset format aligned
\pset null ''
DROP DOMAIN solid;
