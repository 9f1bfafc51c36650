--
-- evidence and attribution as JSON: casts both ways, and what is refused
--

CREATE TEMP TABLE example (evidence evidence);
INSERT INTO example VALUES ('{}'), ('{a}'), ('{!a}'), ('{yonhap:0.9<kcna@dprk:0.3,dalian-2:0.8<*}'), ('{rfa<(*,?,dandong-1,dalian-2)}'), ('{kim@abc@rfa<?,!mfa:0<kim}'),
	('{a<b<c<a,!c<b}'), ('{"Kim, \"J\" \\"@"x y",é:1e-05}'), ('{a<b<*,!a<b<?}');

-- Members: everyone under "sources", then who speaks or has a basis on each side
SELECT evidence, evidence::jsonb FROM example ORDER BY evidence::text;
SELECT evidence::json FROM example WHERE evidence ? 'yonhap';
SELECT 'kim@rfa:0.5<*'::attribution::json, '!a'::attribution::jsonb;

-- json and jsonb hold the same; there and back again, and through text
SELECT bool_and(evidence::json::jsonb = evidence::jsonb) AS same, bool_and(evidence::json::evidence = evidence) AS json, bool_and(evidence::jsonb::evidence = evidence) AS jsonb,
	bool_and(evidence::json::text::json::evidence = evidence) AS json_text, bool_and(evidence_send(evidence::jsonb::evidence) = evidence_send(evidence)) AS bytes
FROM example;
SELECT attribution, attribution::json::attribution = attribution AS json, attribution::jsonb::attribution = attribution AS jsonb,
	attribution::jsonb::evidence AS evidence
FROM unnest('{a,!a<*,"rfa<(dandong-1,dalian-2)",kim@rfa:0.5<?}'::attribution[]) AS attribution;

-- Functions that make JSON of anything give objects, not strings
SELECT json_typeof(to_json(e)), jsonb_typeof(to_jsonb(e)), json_typeof(to_json(a)), jsonb_typeof(to_jsonb(a)),
	json_typeof(row_to_json(row(e)) -> 'f1'), jsonb_typeof(jsonb_build_object('evidence', e) -> 'evidence'), jsonb_typeof(jsonb_agg(e) -> 0),
	json_typeof(array_to_json(ARRAY[a]) -> 0)
FROM (VALUES ('{a}'::evidence, 'a'::attribution)) AS v (e, a) GROUP BY e, a;
SELECT row_to_json(claim) FROM (SELECT 1 AS id, '{a:0.8}'::evidence AS evidence, belief('{a:0.8}'), status('{a:0.8}')) AS claim;

-- Reading: members may be left out, sources need no entry of their own, order does not matter
SELECT j, j::jsonb::evidence AS evidence, j::json::evidence = j::jsonb::evidence AS same
FROM unnest(ARRAY[
	'{}', '{"for": {}}', '{"sources": {}, "for": {}, "against": {}}',
	'{"for": {"a": {"speaks": true}}}', '{"against": {"a": {"speaks": true}}}', '{"for": {"a": {"speaks": true, "cites": ["b"]}}}',
	'{"for": {"a": {"cites": ["b", "b"], "speaks": true}}, "sources": {"b": {"rating": 0.5}}}',
	'{"for": {"a": {"speaks": true, "firsthand": true, "unknown": true, "cites": []}}}',
	'{"for": {"a": {"speaks": true, "firsthand": false}, "b": {"speaks": true}}, "sources": {"a": {"affiliations": ["y", "x", "x", "a"]}, "b": {}}}',
	'{"for": {"b": {"firsthand": true}, "a": {"speaks": true, "cites": ["b"]}}}',
	'{"for": {"a": {"speaks": true}, "b": {"speaks": false}}, "against": {"b": {"speaks": true}}}',
	'{"for": {"a": {"speaks": true, "cites": ["a"]}}}',
	'{"sources": {"a": {"rating": 0.8}}, "for": {"a": {"speaks": true}}, "against": {"a": {"speaks": true}}}']) AS j;
-- Ratings: numbers, their text forms, null for unrated
SELECT rating, jsonb_build_object('sources', jsonb_build_object('a', jsonb_build_object('rating', rating)), 'for', '{"a": {"speaks": true}}'::jsonb)::evidence AS evidence
FROM unnest('{"0.8", "1", "0", "-0.0", "1e-5", "\"70%\"", "\"B\"", "\"0.5\"", "null"}'::jsonb[]) AS rating;
-- Repeats: jsonb keeps the last member of a name, and json is read the same way
SELECT '{"for": {"a": {"speaks": true}, "a": {"speaks": true, "firsthand": true}}}'::json::evidence AS json,
	'{"for": {"a": {"speaks": true}, "a": {"speaks": true, "firsthand": true}}}'::jsonb::evidence AS jsonb;
-- Keys are normalised, so two names may be one
SELECT ('{"for": {"e' || U&'\0301' || '": {"speaks": true}, "' || U&'\00E9' || '": {"speaks": true, "firsthand": true}}}')::jsonb::evidence AS merged,
	'{"for": {"\u00e9 \"x\"": {"speaks": true, "cites": ["e\u0301"]}}}'::json::evidence AS escapes;

\pset format unaligned
-- What is refused, and what is said of it
CREATE FUNCTION pg_temp.refusal(input text, OUT message text, OUT detail text, OUT hint text, OUT code text) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM input::jsonb::evidence;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, code = RETURNED_SQLSTATE;
END
$$;
SELECT '[]'::jsonb::evidence;
SELECT 'true'::json::attribution;
SELECT '{"sources": {"a": {"rating": 1.5}}}'::jsonb::evidence;
SELECT '{"sources": {"a": {"rating": "F"}}}'::jsonb::evidence;
SELECT '{"for": {"": {"speaks": true}}}'::jsonb::evidence;
SELECT '{"for": {"a": {"speaks": true}, "b": {"firsthand": true}}}'::jsonb::evidence;
-- Wrong shapes
SELECT input, detail, hint LIKE 'Evidence in JSON looks like %' AS hint
FROM unnest(ARRAY[
	'[]',
	'"{a}"',
	'1',
	'true',
	'[{"for": {}}]',
	'{"support": {}}',
	'{"for": []}',
	'{"for": null}',
	'{"for": "a"}',
	'{"sources": 1}',
	'{"for": {"a": true}}',
	'{"for": {"a": []}}',
	'{"for": {"a": {"says": true}}}',
	'{"for": {"a": {"rating": 0.5}}}',
	'{"sources": {"a": {"speaks": true}}}',
	'{"for": {"a": {"speaks": 1}}}',
	'{"for": {"a": {"speaks": "true"}}}',
	'{"for": {"a": {"speaks": null}}}',
	'{"for": {"a": {"firsthand": [true]}}}',
	'{"for": {"a": {"unknown": {}}}}',
	'{"for": {"a": {"speaks": true, "cites": "b"}}}',
	'{"for": {"a": {"speaks": true, "cites": {}}}}',
	'{"for": {"a": {"speaks": true, "cites": ["b", 1]}}}',
	'{"for": {"a": {"speaks": true, "cites": [["b"]]}}}',
	'{"for": {"a": {"speaks": true, "cites": [null]}}}',
	'{"for": {"a": {"speaks": true, "cites": [{"b": {}}]}}}',
	'{"for": {"a b": {"speaks": true, "cites": true}}}',
	'{"sources": {"a": {"affiliations": "x"}}}',
	'{"sources": {"a": {"affiliations": [true]}}}']) AS input, pg_temp.refusal(input);
-- Ratings
SELECT input, message, detail
FROM unnest(ARRAY[
	'{"sources": {"a": {"rating": 1.5}}}',
	'{"sources": {"a": {"rating": "F"}}}',
	'{"sources": {"a": {"rating": "likely"}}}',
	'{"sources": {"a": {"rating": "NaN"}}}',
	'{"sources": {"a": {"rating": 1e-400}}}',
	'{"sources": {"a": {"rating": true}}}',
	'{"sources": {"a": {"rating": [0.5]}}}',
	'{"sources": {"a": {"rating": {}}}}']) AS input, pg_temp.refusal(input);
-- Keys
SELECT left(input, 50) AS input, message, detail
FROM unnest(ARRAY[
	'{"for": {"": {"speaks": true}}}',
	'{"for": {"a": {"speaks": true, "cites": [""]}}}',
	'{"sources": {"a": {"affiliations": ["a\nb"]}}}',
	'{"for": {"' || repeat('k', 256) || '": {"speaks": true}}}']) AS input, pg_temp.refusal(input);
-- Parts of no statement
SELECT input, message, detail
FROM unnest(ARRAY[
	'{"sources": {"a": {}}}',
	'{"for": {"a": {"speaks": true}, "b": {"firsthand": true}}}',
	'{"for": {"a": {"speaks": true}}, "against": {"a": {"firsthand": true}}}',
	'{"for": {"a": {"cites": ["b"]}, "b": {"cites": ["a"]}}}',
	'{"for": {"a": {"speaks": false}}}']) AS input, pg_temp.refusal(input);
\pset format aligned
-- An attribution is one statement
SELECT '{}'::jsonb::attribution;
SELECT '{"for": {"a": {"speaks": true}, "b": {"speaks": true}}}'::json::attribution;
SELECT '{"for": {"a": {"speaks": true}}, "against": {"a": {"speaks": true}}}'::jsonb::attribution;
-- SQLSTATEs: shape, member, range, syntax of a rating, key, part of no statement, several statements
\set VERBOSITY sqlstate
SELECT '[]'::jsonb::evidence;
SELECT '{"support": {}}'::json::evidence;
SELECT '{"sources": {"a": {"rating": 1.5}}}'::jsonb::evidence;
SELECT '{"sources": {"a": {"rating": "likely"}}}'::jsonb::evidence;
SELECT '{"for": {"": {"speaks": true}}}'::jsonb::evidence;
SELECT '{"sources": {"a": {}}}'::jsonb::evidence;
SELECT '{}'::jsonb::attribution;
\set VERBOSITY default

-- NULL is null, and JSON in columns
SELECT 'null'::json::evidence IS NULL AS json, 'null'::jsonb::evidence IS NULL AS jsonb, 'null'::json::attribution IS NULL AS attribution, 'null'::jsonb::attribution IS NULL AS attribution;
SELECT NULL::evidence::json IS NULL, NULL::evidence::jsonb IS NULL, NULL::json::evidence IS NULL, NULL::jsonb::attribution IS NULL, to_jsonb(NULL::evidence) IS NULL;
CREATE TEMP TABLE document (body jsonb, evidence evidence);
INSERT INTO document VALUES ('{"for": {"a": {"speaks": true}}}', NULL);
UPDATE document SET evidence = body::evidence;
-- Stored in a column of the other type only when asked to
UPDATE document SET evidence = body;
UPDATE document SET body = evidence;
SELECT * FROM document;
SELECT (jsonb_populate_record(NULL::document, '{"evidence": "{a,b}"}')).evidence AS from_text;
SELECT (jsonb_populate_record(NULL::document, '{"evidence": {"for": {"a": {"speaks": true}}}}')).evidence;

DROP TABLE example, document;
