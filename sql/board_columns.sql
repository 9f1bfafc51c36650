--
-- What the evidence board is told of columns of one's own, of dates, and of what changed since
--

SET client_min_messages = warning;
SET timezone = 'Asia/Seoul';
SELECT create_ledger('columned', unknown_sources => 'add');
SET search_path = columned, public;

CREATE FUNCTION data(columns name[] DEFAULT NULL, since timestamptz DEFAULT NULL, with_confidential boolean DEFAULT false) RETURNS jsonb LANGUAGE sql STABLE
RETURN (regexp_match(evidence_board('columned', with_confidential => with_confidential, columns => columns, since => since),
	'<script type="application/json" id="data">(.*?)</script>'))[1]::jsonb;

-- An empty ledger
SELECT data();
SELECT data(since => '2020-01-01Z');

-- Columns of the ledger's own, and those that are not there, are errors
SELECT data('{desk}');
ALTER TABLE claim ADD desk text, ADD topics text[], ADD weight numeric, ADD sure boolean, ADD due date, ADD seen timestamptz[], ADD span tstzrange, ADD facts jsonb, ADD raw json;
SELECT data('{desk,nosuch}');
SELECT data('{desk,added_at}');
SELECT data('{desk,ctid}');
SELECT data('{desk,NULL}');
-- which are all that a new ledger's claims have: nobody's are taken for them, and none is missing
SELECT create_ledger('untouched');
SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = 'untouched.claim'::regclass AND a.attnum > 0
	AND corroborate_internal.board_own('untouched', ARRAY[a.attname]) IS NOT NULL AND format('%I', a.attname) ~ '[^a-z_]';
DO $$
DECLARE
	c name;
	taken text[] := '{}';
BEGIN
	FOR c IN SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = 'untouched.claim'::regclass AND a.attnum > 0 LOOP
		BEGIN
			PERFORM evidence_board('untouched', columns => ARRAY[c]);
			taken := taken || c::text;
		EXCEPTION WHEN invalid_parameter_value THEN
			NULL;
		END;
	END LOOP;
	RAISE INFO 'taken: %', taken;
END
$$;
DROP SCHEMA untouched CASCADE;

-- Values of all types, as texts; arrays as lists of texts
INSERT INTO claim (statement) VALUES ('one'), ('two'), ('three');
UPDATE claim SET desk = 'city', topics = '{a,"b, c",NULL}', weight = 12345678901234567890.50, sure = true, due = '2026-05-01', seen = '{2026-05-01 09:00+09,infinity}',
	span = '[2026-05-01 09:00+09,)', facts = '{"a": [1, null]}', raw = '{"b":  "</script>"}' WHERE id = 1;
UPDATE claim SET desk = '', topics = '{}', weight = 'NaN', sure = false WHERE id = 2;
SELECT c -> 'id' AS claim, jsonb_pretty(c -> 'own') AS own
FROM jsonb_array_elements(data('{desk,topics,weight,sure,due,seen,span,facts,raw,desk}') -> 'claims') AS c;
SELECT data('{desk,topics,desk}') -> 'columns' AS columns;

-- Names that are code, types of others, and casts that others wrote
CREATE TYPE mood AS ENUM ('calm', 'uneasy');
CREATE TYPE place AS (town text, street text);
CREATE FUNCTION tell(place) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called by %', current_user; END $$;
CREATE FUNCTION tell_json(place) RETURNS json LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called by %', current_user; END $$;
CREATE CAST (place AS text) WITH FUNCTION tell(place);
CREATE CAST (place AS json) WITH FUNCTION tell_json(place);
CREATE DOMAIN word AS text CHECK (length(VALUE) < 100);
ALTER TABLE claim ADD "</script><b>""it's"" 100%I $1" text, ADD "@ledger@" text, ADD mood mood, ADD moods mood[], ADD place place, ADD places place[], ADD word word, ADD gone text;
ALTER TABLE claim DROP gone;
UPDATE claim SET "</script><b>""it's"" 100%I $1" = '</script><script>alert(1)</script>', "@ledger@" = repeat('x', 10000), mood = 'uneasy', moods = '{calm}', place = ('Linz', 'Am Hof'),
	places = ARRAY[('Linz', NULL)::place], word = 'w' WHERE id = 1;
SELECT data(ARRAY['</script><b>"it''s" 100%I $1', '@ledger@']) -> 'columns' AS columns;
SELECT left(v #>> '{}', 40) AS value, length(v #>> '{}')
FROM jsonb_array_elements(data(ARRAY['</script><b>"it''s" 100%I $1', '@ledger@', 'mood', 'moods', 'place', 'places', 'word']) -> 'claims' -> 0 -> 'own') AS v;
SELECT data('{gone}');
SELECT count(*) AS ends FROM regexp_matches(evidence_board('columned', columns => ARRAY['</script><b>"it''s" 100%I $1', 'raw']), '</script>', 'g');

-- A confidential source: what names it is withheld, and dates of claims that it has spoken about
INSERT INTO source (key, kind, confidential) VALUES ('source-1', 'person', true);
INSERT INTO source_alias (alias, source) VALUES ('Jane Roe', 'source-1');
UPDATE claim SET desk = 'talk to jane-roe', topics = '{crime,"ask JANE ROE"}', due = '2026-05-02', facts = '{"who": ["Jane  Roe"]}', raw = '{"who": "\u004aane Roe"}' WHERE id = 3;
SELECT c -> 'id' AS claim, c -> 'own' AS own FROM jsonb_array_elements(data('{desk,topics,weight,due,facts,raw}') -> 'claims') AS c;
INSERT INTO attestation (claim, said, said_at) VALUES (1, 'source-1<*', '2026-04-30 12:00Z');
SELECT c -> 'id' AS claim, c -> 'own' AS own FROM jsonb_array_elements(data('{desk,weight,due,seen,span}') -> 'claims') AS c;
SELECT c -> 'id' AS claim, c -> 'own' AS own FROM jsonb_array_elements(data('{desk,topics,due,seen,raw}', with_confidential => true) -> 'claims') AS c;

ALTER TABLE claim ADD "asked of Jane Roe" text;
SELECT data('{desk,"asked of Jane Roe"}') -> 'columns' AS columns, data('{desk,"asked of Jane Roe"}', with_confidential => true) -> 'columns' AS where_asked_for;

-- When it was said, when it was published, and last when it was written down: in that order they stand
INSERT INTO source (key, kind) VALUES ('herald', 'outlet');
INSERT INTO document (id, publisher, headline, published_at, published_as) VALUES (1, 'herald', 'In autumn', '2011-09-01Z', 'September 2011'),
	(2, 'herald', 'Later', '2012-03-04 05:06Z', NULL), (3, 'source-1', 'Hers', '2013-01-01Z', 'New Year 2013');
INSERT INTO attestation (claim, said, document, said_at, recorded_at, accepted_at) VALUES
	(2, 'third', NULL, '2014-05-06', '2026-05-01Z', '2026-05-01Z'), (2, 'herald<second', 2, NULL, '2026-05-02Z', '2026-05-02Z'),
	(2, 'herald<first', 1, NULL, '2026-05-03Z', '2026-05-03Z'), (2, 'dawn', NULL, '-infinity', '2026-05-04Z', '2026-05-04Z'),
	(3, 'herald<third', 3, '2012-12-31Z', '2026-05-01Z', '2026-05-01Z'), (1, 'ed', 2, '2014-05-06 12:34Z', '2026-05-01Z', '2026-05-01Z');
SELECT c -> 'id' AS claim, s ->> 'said' AS said, s ->> 'said_at' AS said_at, s -> 'document' ->> 'at' AS published, s -> 'document' ->> 'as' AS as_written, s ->> 'at' AS written_down
FROM jsonb_array_elements(data() -> 'claims') WITH ORDINALITY AS b (c, i), jsonb_array_elements(c -> 'said') WITH ORDINALITY AS t (s, j)
WHERE c -> 'id' <> '1' OR s ->> 'said' = 'ed' ORDER BY b.i, t.j;
SELECT s ->> 'said_at' AS said_at, s -> 'at' IS NULL AS undated FROM jsonb_array_elements(data() -> 'claims' -> 0 -> 'said') AS s WHERE s ->> 'said' ~ 'source-1';
SELECT position('2013' IN data()::text) > 0 AS shown, position('2013' IN data(with_confidential => true)::text) > 0 AS shown_where_asked_for;
RESET timezone;

-- What changed since: of what can be taken back what came last, and nothing where it would say when somebody to protect has spoken
SELECT data(since => '2999-01-01Z');
SELECT data(since => 'infinity');
CREATE FUNCTION marks(since timestamptz) RETURNS text LANGUAGE sql STABLE
RETURN (SELECT string_agg(concat_ws(' ', c ->> 'id', c ->> 'changed'), '; ' ORDER BY c -> 'id') FROM jsonb_array_elements(data(NULL, since) -> 'claims') AS c WHERE c ? 'changed');
UPDATE claim_event SET at = '2026-05-01Z';
UPDATE claim SET added_at = '2026-05-01Z';
INSERT INTO claim (id, statement, added_at) SELECT i, 'claim ' || i, '2026-05-01Z' FROM generate_series(11, 18) AS i;
INSERT INTO attestation (id, claim, said, recorded_at, accepted_at) SELECT 100 * i + j, i, ('voice-' || j)::attribution, '2026-05-01Z', '2026-05-01Z' FROM generate_series(12, 17) AS i, generate_series(1, 2) AS j;
UPDATE claim_event SET at = '2026-05-01Z';
SELECT marks(clock_timestamp());
SELECT clock_timestamp() AS since \gset
SELECT marks(:'since');
INSERT INTO attestation (claim, said) VALUES (11, 'voice-1'), (11, 'voice-2');
UPDATE attestation SET retracted_at = clock_timestamp(), retraction_reason = 'no' WHERE claim = 12 AND id = 1201;
INSERT INTO attestation (claim, said) VALUES (12, '!voice-3'), (12, '!voice-4'), (13, '!voice-3');
INSERT INTO attestation (id, claim, said, replaces) VALUES (9000, 14, 'voice-1<*', 1401);
INSERT INTO ruling (claim, verdict, why) VALUES (15, 'hold', 'wait');
-- up and down again, and down and up again
INSERT INTO attestation (id, claim, said) VALUES (9001, 18, 'voice-1'), (9002, 18, 'voice-2');
DELETE FROM attestation WHERE claim = 18;
DELETE FROM attestation WHERE claim = 16 AND id = 1601;
INSERT INTO attestation (claim, said) VALUES (16, 'voice-9');
-- about what somebody to protect has said something
UPDATE attestation SET retracted_at = clock_timestamp(), retraction_reason = 'no' WHERE claim = 17 AND id = 1701;
INSERT INTO attestation (claim, said) VALUES (17, '"Jane Roe"');
INSERT INTO claim (id, statement) VALUES (19, 'claim 19'), (20, 'claim 20');
INSERT INTO attestation (claim, said) VALUES (20, 'source-1');
SELECT marks(:'since');
SELECT marks(clock_timestamp());
SELECT string_agg(c ->> 'id', ' ' ORDER BY c -> 'id') AS marked FROM jsonb_array_elements(data(since => '-infinity') -> 'claims') AS c WHERE c ? 'changed';
SELECT c ->> 'changed' AS changed FROM jsonb_array_elements(data(since => :'since', with_confidential => true) -> 'claims') AS c WHERE c ->> 'id' IN ('17', '20') ORDER BY c -> 'id';
SELECT data(since => '-infinity') -> 'since' AS since, data(since => '2026-05-01 09:00+09') -> 'since' AS in_utc;

RESET search_path;
DROP SCHEMA columned CASCADE;
