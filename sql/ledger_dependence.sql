-- Sources of a ledger that repeat others

\set VERBOSITY terse
SELECT create_ledger('newsroom');
SET search_path = newsroom, public;
INSERT INTO source (key, kind) SELECT s, 'outlet' FROM unnest('{herald,mirror,echo,courier,gazette,observer,wire,"the \"big\" one"}'::text[]) AS s;
-- mirror has what herald has, in the same hours; echo has what wire has, a day after it; the others answer by themselves
CREATE VIEW public.given AS
SELECT q, s, CASE WHEN s IN ('herald', 'mirror') THEN 3 * q + 1000 WHEN s IN ('wire', 'echo') AND q % 2 = 0 THEN 5 * q + 2000
		WHEN (q * 7 + n * 13) % 10 < 7 THEN q ELSE 10000 * n + q END AS value,
	timestamptz '2026-01-01 00:00+00' + make_interval(days => q + (s = 'echo')::int, hours => CASE WHEN s = 'mirror' THEN q % 3 ELSE 1 END) AS at
FROM generate_series(1, 60) AS q, unnest('{herald,mirror,echo,courier,gazette,observer,wire,"the \"big\" one"}'::text[]) WITH ORDINALITY AS u (s, n);
INSERT INTO claim (statement, question, comparator, value, unit)
SELECT DISTINCT format('%s tonnes in week %s', value, q), format('How many tonnes in week %s?', q), '=', value, 'tonnes' FROM given ORDER BY 1;
INSERT INTO attestation (claim, said, said_at)
SELECT c.id, said_by(g.s), g.at FROM given AS g JOIN claim AS c ON c.question = format('How many tonnes in week %s?', g.q) AND c.value = g.value;

SELECT source, other, round(strength::numeric, 2) AS strength, verdict, hard, same, first, voice FROM source_dependence('newsroom');
SELECT subject, object, suggests, round(strength::numeric, 2) AS strength, because, evidence, size FROM corroborate_internal.find_same_voice('newsroom');
SELECT subject, object, suggests, round(strength::numeric, 2) AS strength, because, evidence, size FROM corroborate_internal.find_has_it_from('newsroom');

-- as they were written: retracted or not, and whatever was accepted since
CREATE TABLE public.before AS SELECT * FROM source_dependence('newsroom');
UPDATE attestation SET retracted_at = now(), retraction_reason = 'was not so' WHERE said ? 'mirror' AND claim % 2 = 0;
UPDATE source SET affiliations = '{house}' WHERE key IN ('herald', 'mirror');
UPDATE source SET relies_on = '{wire}' WHERE key = 'echo';
INSERT INTO source_alias (alias, source) VALUES ('mirror', 'herald');
TABLE public.before EXCEPT SELECT * FROM source_dependence('newsroom');
SELECT * FROM source_dependence('newsroom') EXCEPT TABLE public.before;

-- what is pending, denied, or said on another's word, is no answer of a source
INSERT INTO attestation (claim, said, accepted_at, accepted_by) SELECT a.claim, said_by('courier'), NULL, NULL FROM attestation AS a WHERE a.said ? 'gazette';
INSERT INTO attestation (claim, said) SELECT a.claim, said_by('courier', denies => true) FROM attestation AS a WHERE a.said ? 'gazette' AND a.accepted_at IS NOT NULL AND speakers(a.said) = '{gazette}';
INSERT INTO attestation (claim, said) SELECT a.claim, said_by('courier', cites => '{gazette}') FROM attestation AS a WHERE a.accepted_at IS NOT NULL AND speakers(a.said) = '{gazette}';
SELECT * FROM source_dependence('newsroom') EXCEPT TABLE public.before;

-- confidential sources: for editors, and never in an affiliation
UPDATE source SET confidential = true WHERE key = 'herald';
SELECT subject, object, suggests ->> 'affiliation' ~ '^unit-[0-9a-f]{12}$' AS unnamed FROM corroborate_internal.find_same_voice('newsroom');
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
SELECT grant_ledger('newsroom', reporter => 'regress_reporter', editor => 'regress_editor');
SET ROLE regress_reporter;
SELECT source, other FROM source_dependence('newsroom');
SET ROLE regress_editor;
SELECT source, other FROM source_dependence('newsroom');
RESET ROLE;

SELECT * FROM source_dependence('nowhere');
DROP VIEW public.given;
DROP TABLE public.before;
DROP OWNED BY regress_reporter, regress_editor;
DROP ROLE regress_reporter, regress_editor;
SET client_min_messages = warning;
DROP SCHEMA newsroom CASCADE;
