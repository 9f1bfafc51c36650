-- The figures of values whose every cut and every world was enumerated: test/vectors/evidence.tsv.

\ir include/begin.sql

CREATE TEMP TABLE vector (
	line integer GENERATED ALWAYS AS IDENTITY,
	evidence text,
	corroboration integer,
	firsthand integer,
	contradiction integer,
	status text,
	support float8,
	denial float8,
	belief float8
);

-- As CSV without quotes, so that backslashes stay and empty fields are NULL
\copy vector (evidence, corroboration, firsthand, contradiction, status, support, denial, belief) FROM 'test/vectors/evidence.tsv' WITH (FORMAT csv, DELIMITER E'\t', QUOTE E'\x01', HEADER)

-- One line gives belief 1, because summing its worlds in floating point made denial 0.9999999999999999. The denial is
-- exactly 1 (v0 denies and is rated 1), and belief is 0.5 where support = denial = 1.
UPDATE vector SET belief = 0.5 WHERE evidence = '{!v0:1,!v5@p0:0.75<?,v0,!v1:0.3}' AND belief = 1;

CREATE TEMP TABLE figures AS
SELECT
	line,
	v.evidence AS text,
	v.evidence::evidence AS e,
	v.corroboration, v.firsthand, v.contradiction, v.status, v.support, v.denial, v.belief
FROM vector AS v;

-- NULL agrees with NULL alone
CREATE FUNCTION pg_temp.near(a float8, b float8) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(abs(a - b) <= 1e-6, a IS NULL AND b IS NULL) $$;

SELECT plan(13);

SELECT is(count(*), 453::bigint, 'all vectors are read') FROM vector;

SELECT is(count(*), 1::bigint, 'one of them is corrected')
FROM vector WHERE evidence = '{!v0:1,!v5@p0:0.75<?,v0,!v1:0.3}' AND belief = 0.5;

SELECT is_empty(
	$$ SELECT line, text, corroboration, corroboration(e) FROM figures WHERE corroboration(e) IS DISTINCT FROM corroboration $$,
	'corroboration');
SELECT is_empty(
	$$ SELECT line, text, firsthand, corroboration_firsthand(e) FROM figures WHERE corroboration_firsthand(e) IS DISTINCT FROM firsthand $$,
	'corroboration_firsthand');
SELECT is_empty(
	$$ SELECT line, text, contradiction, contradiction(e) FROM figures WHERE contradiction(e) IS DISTINCT FROM contradiction $$,
	'contradiction');
SELECT is_empty(
	$$ SELECT line, text, status, status(e) FROM figures WHERE status(e)::text IS DISTINCT FROM status $$,
	'status');
SELECT is_empty(
	$$ SELECT line, text, support, support(e) FROM figures WHERE NOT pg_temp.near(support(e), support) $$,
	'support');
SELECT is_empty(
	$$ SELECT line, text, denial, denial(e) FROM figures WHERE NOT pg_temp.near(denial(e), denial) $$,
	'denial');
SELECT is_empty(
	$$ SELECT line, text, belief, belief(e) FROM figures WHERE NOT pg_temp.near(belief(e), belief) $$,
	'belief');
SELECT is_empty(
	$$ SELECT line, text FROM figures WHERE NOT is_exact(e) $$,
	'all of them are small enough to be exact');
SELECT is_empty(
	$$ SELECT line, text FROM figures WHERE disputed(e) IS DISTINCT FROM (contradiction > 0) $$,
	'disputed where something contradicts');

-- Read once more, from what is printed
SELECT is_empty(
	$$ SELECT line, text, e FROM figures WHERE e::text::evidence::text <> e::text OR e::text::evidence <> e $$,
	'each prints as what reads back the same');
SELECT is_empty(
	$$
	SELECT line, text, e FROM (SELECT *, e::text::evidence AS again FROM figures) AS f
	WHERE (corroboration(again), corroboration_firsthand(again), contradiction(again), status(again), support(again), denial(again), belief(again))
		IS DISTINCT FROM (corroboration(e), corroboration_firsthand(e), contradiction(e), status(e), support(e), denial(e), belief(e))
	$$,
	'with the same figures');

SELECT * FROM finish();
ROLLBACK;
