--
-- The figures of evidence: how many independent sources, how sure, whom it rests on, and why
--

CREATE TEMP TABLE example (id serial, evidence evidence);

-- What speaks: one voice is one, however often it is repeated
INSERT INTO example (evidence) VALUES
	('{}'),
	('{a}'), ('{a<*}'), ('{a<?}'),
	('{a,b}'), ('{a<*,b<*}'), ('{a<*,b}'), ('{a<?,b<?}'), ('{a<?,b}'), ('{a<?,b<*}'), ('{a<(*,?)}'), ('{a<(*,?),b<?}'),
	-- copies and hearsay add nothing
	('{a,b<a,c<b}'), ('{a<*,b<a,c<a,d<(a,b,c)}'), ('{b<a,c<a}'), ('{rfa<(dandong-1,dalian-2)}'), ('{a<b<*}'), ('{a<b<?}'),
	('{x<(p,q),y<(p,q)}'), ('{x<(p,q),y<(p,q),z<(p,q)}'), ('{x<(p,q),y<q}'), ('{x<(p<*,?)}'),
	-- who cites himself or in a circle knows nothing
	('{a<a}'), ('{a<b,b<a}'), ('{a<b,b<a,c}'), ('{a<(a,*)}'), ('{a<(b,*),b<a}'), ('{a<(a,?)}');
SELECT evidence, corroboration(evidence) AS c, corroboration_firsthand(evidence) AS f, status(evidence)
FROM example ORDER BY id;

-- Units: what shares an affiliation, or is named as one, counts once
TRUNCATE example RESTART IDENTITY;
INSERT INTO example (evidence) VALUES
	('{kim@rfa,lee@rfa}'), ('{kim@rfa,rfa}'), ('{kim@rfa,lee@rfa,park@abc}'), ('{a@x,b@x@y,c@y,d}'), ('{a@b,b@c,c@d,d}'), ('{a@b,c@b}'),
	('{a@x<*,b@x<?}'), ('{a@x<?,b@x}'), ('{a@x<c,b@x<d}'), ('{a@x<b@x,c}'), ('{a@x<b@x<*}'), ('{a<b@x,c<d@x}'), ('{a@x<?,c<b@x}'),
	-- an affiliation on either side joins on both
	('{a,b,!a@x,!b@x}'), ('{a@x,!b@x}'),
	-- a unit that is not cited itself knows through whoever of it is
	('{a<b@x,b2@x<*,c<d}');
SELECT evidence, corroboration(evidence) AS c, corroboration_firsthand(evidence) AS f, (SELECT string_agg(array_to_string(unit, '='), ' ') FROM units(evidence) AS unit) AS units
FROM example ORDER BY id;

-- Dead sources neither speak, nor carry, nor lend
TRUNCATE example RESTART IDENTITY;
INSERT INTO example (evidence) VALUES
	('{a:0}'), ('{a:0,b}'), ('{a<b:0}'), ('{a:0<b}'), ('{a<(b:0,c)}'), ('{a@x:0<*,b@x<?}'), ('{a<b:0<*,c}'), ('{a<(*,b:0)}'), ('{a<(?,b:0)}'),
	('{a@x:0,b@x}'), ('{a@x,b@y,c@x@y:0}'), ('{a:0,!b}'), ('{!a:0}');
SELECT evidence, corroboration(evidence) AS c, corroboration_firsthand(evidence) AS f, contradiction(evidence) AS against, status(evidence),
	speakers(evidence), origins(evidence)
FROM example ORDER BY id;

-- Both sides are counted by themselves, and a denial erases nothing
TRUNCATE example RESTART IDENTITY;
INSERT INTO example (evidence) VALUES
	('{!a}'), ('{a,b,!mfa}'), ('{a,!a}'), ('{a,b,!b,!c}'), ('{a<b,!c<b}'), ('{a<b,!b}'), ('{!a<?}'), ('{!a<(b,c),!d}'), ('{a<*,!a<?}');
SELECT evidence, corroboration(evidence) AS c, contradiction(evidence) AS against, disputed(evidence), status(evidence),
	speakers(evidence), deniers(evidence), sources(evidence), origins(evidence)
FROM example ORDER BY id;

-- Statuses are ordered; the threshold is at least 2
SELECT evidence, status(evidence), status(evidence, 2) AS two, status(evidence, 3) AS three, status(evidence, 2147483647) AS many
FROM unnest('{"{}", "{a}", "{a<?}", "{a,b}", "{a<*,b<*}", "{a<*,b<*,c}", "{a<*,b<*,c<*}", "{a<*,b,c}"}'::evidence[]) AS evidence
ORDER BY status(evidence, 3) DESC, evidence;
SELECT enum_range(NULL::corroboration_status);
SELECT status('{a,b}') >= 'corroborated' AS enough;
SELECT status('{a,b}', 1);
SELECT status('{a,b}', 0);
SELECT status('{a,b}', -2147483648);
\set VERBOSITY sqlstate
SELECT status('{a,b}', 1);
\set VERBOSITY default

-- Probabilities: unrated sources carry nothing, copies add nothing
TRUNCATE example RESTART IDENTITY;
INSERT INTO example (evidence) VALUES
	('{}'), ('{a}'), ('{a:0.8}'), ('{a:1}'), ('{a:0}'), ('{a:0.5,b:0.5}'), ('{a:0.5,b}'), ('{a:0.5<?}'), ('{a:0.5<?,b:0.5}'), ('{yonhap:0.9<kcna:0.3}'),
	('{yonhap:0.9<kcna}'), ('{a:0.5,b:0.5<a}'), ('{a<b:0.5}'), ('{a:0.5<(b:0.5,c:0.5)}'), ('{a:0.8<(*,b:0.5)}'), ('{a:0.8<(b:0.5,?)}'),
	('{a@x:0.5,b@x:0.9}'), ('{a@x:0.5,b@x}'), ('{a@x:0,b@x:0.6}'), ('{a:0.5<b:0.5,c:0.5<b}'), ('{a:0.5<a}'),
	('{!a:0.8}'), ('{a:0.8,!b:0.5}'), ('{a:0.8,!b}'), ('{a,!b:0.5}'), ('{a,!b}'), ('{a:1,!b:1}'), ('{a:1,!b:0.5}'), ('{a:0.5,!b:1}'), ('{a:0.5,!b:0.5}'),
	('{a:0.8,!a}');
SELECT evidence, support(evidence), denial(evidence), round(belief(evidence)::numeric, 6) AS belief, is_exact(evidence)
FROM example ORDER BY id;
SELECT evidence, round(o.belief::numeric, 6) AS belief, round(o.disbelief::numeric, 6) AS disbelief, round(o.uncertainty::numeric, 6) AS uncertainty,
	round((o.belief + o.disbelief + o.uncertainty)::numeric, 12) = 1 AS one, o.belief = belief(evidence) AS same
FROM example, opinion(evidence) AS o WHERE id > 20 OR id < 4 ORDER BY id;
SELECT opinion('{a:0.5}'), (opinion('{a:0.5}')).*, pg_typeof((opinion('{a:0.5}')).belief), opinion('{}');

-- Evidence so entangled that the probabilities are bounds only: three layers, each source citing five of the next
CREATE TEMP TABLE entangled AS
SELECT evidence_agg(said_by('s' || i, 0.4, ARRAY(SELECT 't' || (i * i * j + 7 * j * j + i) % 101 FROM generate_series(1, 5) AS j)))
	|| evidence_agg(('{z<t' || i || ':0.4<(' || (SELECT string_agg('o' || (i * i * j + 3 * j * j + 5 * i) % 101 || ':0.4<*', ',') FROM generate_series(1, 5) AS j)
		|| ')}')::evidence) AS evidence
FROM generate_series(0, 100) AS i;
SELECT is_exact(evidence), support(evidence) > 0.9 AS above, support(evidence) <= 1 AS below, belief(evidence) = support(evidence) AS belief,
	corroboration(evidence), is_exact(evidence || '{a:0.9}') AS merged
FROM entangled;
-- Where the denial is a bound, belief takes the upper one
SELECT is_exact(e), support(e), denial(e) > 0.9 AS denial, belief(e) < 0.8 * (1 - denial(e)) / (1 - 0.8 * denial(e)) AS belief,
	belief(e) > 0 AS above, (opinion(e)).belief = belief(e) AS same
FROM entangled, to_jsonb(evidence) AS j, LATERAL (SELECT jsonb_build_object('sources', j -> 'sources', 'against', j -> 'for')::evidence || '{a:0.8}') AS denied (e);

-- Chains are the proof of the count, the cut names those it rests on
TRUNCATE example RESTART IDENTITY;
INSERT INTO example (evidence) VALUES
	('{}'), ('{a}'), ('{a,b}'), ('{afp<yonhap<kcna}'), ('{rfa<(dandong-1,dalian-2)}'), ('{b<a,c<a}'), ('{x<(p,q),y<q}'), ('{x<(p,q),y<(p,q)}'), ('{a<?}'),
	('{a<?,b}'), ('{a@x<?,b@x<*}'), ('{a<b@x,b2@x<*}'), ('{a<b@x<?,c@x<*}'), ('{x<z<(p,q,r),y<z}'), ('{z@u,a@u}'), ('{a:0,b:0,c<d}'),
	('{!a,!b<c,d}'), ('{!a<?,b}'), ('{!x<(p,q),!y<q,r<p}');
SELECT evidence, corroboration(evidence) AS c, ARRAY(SELECT array_to_string(chain, '<') FROM chains(evidence) AS chain) AS chains, rests_on(evidence)
FROM example ORDER BY id;
SELECT evidence, contradiction(evidence) AS c, ARRAY(SELECT array_to_string(chain, '<') FROM chains(evidence, true) AS chain) AS chains,
	rests_on(evidence, against => true)
FROM example WHERE contradiction(evidence) > 0 ORDER BY id;
SELECT * FROM chains('{times<ap<spokesman,local<neighbour}', against => false) AS chain;
SELECT chains('{b,a}'), units('{b,a@x,c@x}');
SELECT * FROM units('{b,a@x,!c@x,d<e@b}') AS unit;

-- Of any value: as many chains as are counted, from speakers to origins, none sharing a unit, and without those it rests on nothing is left
CREATE FUNCTION pg_temp.discredit_all(e evidence, names text[]) RETURNS evidence LANGUAGE plpgsql AS $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY names LOOP
		e := discredit(e, name);
	END LOOP;
	RETURN e;
END
$$;
CREATE TEMP TABLE varied AS
SELECT n, evidence_agg(said_by('s' || (i * i + n * i) % 13, NULL, CASE WHEN (i * n + i * i * 3) % 5 > 0 THEN ARRAY['s' || (i * 7 + n) % 13, 't' || (i * i * 5 + n) % 11] END,
	(i + n) % 4 = 0, (i * n) % 7 = 0, CASE WHEN n % 2 = 0 AND i % 3 = 0 THEN ARRAY['u' || (i + n) % 3] END)) AS e
FROM generate_series(1, 200) AS n, generate_series(1, 6) AS i GROUP BY n;
SELECT count(*), count(DISTINCT e) > 150 AS varied, min(corroboration(e)), max(corroboration(e)), max(contradiction(e)),
	bool_and(chains = corroboration(e) AND cardinality(rests_on(e)) = chains) AS counted, bool_and(starts AND ends) AS whole, bool_and(disjoint) AS disjoint,
	bool_and(corroboration_firsthand(e) BETWEEN 0 AND corroboration(e)) AS firsthand, bool_and(why(e) <> '') AS why,
	bool_and(corroboration(pg_temp.discredit_all(e, rests_on(e))) = 0) FILTER (WHERE n % 2 = 1) AS cut
FROM varied, LATERAL (
	SELECT count(*) AS chains, coalesce(bool_and(chain[1] = ANY (speakers(e))), true) AS starts, coalesce(bool_and(chain[cardinality(chain)] = ANY (origins(e))), true) AS ends,
		(SELECT coalesce(bool_and(shared <= 1), true) FROM units(e) AS unit, LATERAL (SELECT count(*) AS shared FROM chains(e) AS c WHERE c && unit) AS s) AS disjoint
	FROM chains(e) AS chain) AS proof;
SELECT bool_and(corroboration(discredit(e, source)) BETWEEN corroboration(e) - 1 AND corroboration(e)) AS one_source_is_worth_one_at_most
FROM varied, unnest(sources(e)) AS source WHERE n % 2 = 1;

-- Lists are in bytewise order
SELECT speakers('{b,a,Z,!c,"é",d<e}'), deniers('{a,!c,!B}'), sources('{b<(a,"x y"),!c@z}'), origins('{b<(a,q<*),r<?,s<(*,?),!z}');
SELECT sources('{}'), speakers('{}'), deniers('{}'), origins('{}'), rests_on('{}');
SELECT count(*) FROM units('{}');

-- The worked example: blog adds nothing, and without nurse three are left
SELECT evidence, corroboration(evidence), rests_on(evidence), corroboration(discredit(evidence, 'nurse')) AS without_nurse,
	corroboration(retract(evidence, 'blog')) AS without_blog
FROM (VALUES ('{times<ap<spokesman,post<(ap,cop),blog<post,local<neighbour,desk<(neighbour,nurse)}'::evidence)) AS worked (evidence);
SELECT * FROM chains('{times<ap<spokesman,post<(ap,cop),blog<post,local<neighbour,desk<(neighbour,nurse)}') AS chain;

-- Discrediting: what would fall without it?
SELECT discredit('{a,b}', 'a'), discredit('{a:0.8<b:0.5,!b}', 'b'), discredit('{a}', 'z'), discredit('{kim@rfa}', 'rfa'), discredit('{}', 'a'),
	discredit('{a:0}', 'a');
SELECT discredit(U&'{\00E9}', U&'e\0301');
SELECT source, corroboration(discredit('{a<c,b<c,d}', source)) AS left_over FROM unnest(sources('{a<c,b<c,d}')) AS source;
SELECT discredit('{a}', '');
SELECT discredit('{a}', repeat('k', 256));
SELECT discredit('{a}', E'a\nb');

-- Retracting: the speaker's own statements go, what others' statements need stays, what is left over goes
SELECT retract('{a,b}', 'a'), retract('{a<b<*}', 'a'), retract('{a<b<*,b}', 'b'), retract('{a<b<*,b}', 'a'), retract('{a<c,b<c<d}', 'a');
SELECT retract('{a,!a}', 'a'), retract('{a<b<*,!b<?}', 'b'), retract('{a<b<*,!b<?}', 'a'), retract('{a@x:0.5<b,c<a}', 'a'), retract('{a<b,b<a}', 'a');
SELECT retract('{a}', 'a'), retract('{a<b}', 'b'), retract('{a}', 'z'), retract('{}', 'a'), retract('{kim@rfa}', 'rfa'), retract(U&'{\00E9,a}', U&'e\0301');
SELECT corroboration(retract('{a,b,c}', 'b')), support(retract('{a:0.5,b:0.9}', 'b'));
SELECT retract('{a}', '');
\set VERBOSITY sqlstate
SELECT retract('{a}', '');
SELECT discredit('{a}', E'a\x7f');
\set VERBOSITY default

-- An attribution is taken for evidence by all of them
SELECT corroboration('a<(b,c)'::attribution), status('a'::attribution), support('a:0.5'::attribution), speakers('a<b'::attribution),
	why('a<*'::attribution), discredit('a'::attribution, 'a'), retract('a'::attribution, 'a'), contradiction('!a'::attribution);

-- NULL gives NULL, or no rows
SELECT corroboration(NULL), corroboration_firsthand(NULL), contradiction(NULL), disputed(NULL), status(NULL), status('{a}', NULL), support(NULL),
	denial(NULL), belief(NULL), is_exact(NULL), opinion(NULL);
SELECT speakers(NULL), deniers(NULL), sources(NULL), origins(NULL), rests_on(NULL), rests_on('{a}', NULL), why(NULL), discredit(NULL, 'a'),
	discredit('{a}', NULL), retract(NULL, 'a'), retract('{a}', NULL);
SELECT count(*) FROM units(NULL);
SELECT count(*) FROM chains(NULL);
SELECT count(*) FROM chains('{a}', NULL);

-- Figures are stored, and read from values out of line as from others
CREATE TEMP TABLE stored (evidence evidence);
ALTER TABLE stored ALTER evidence SET STORAGE external;
INSERT INTO stored
SELECT evidence_agg(said_by(repeat('source-', 30) || i, 0.5, firsthand => i % 2 = 0, denies => i > 90)) FROM generate_series(1, 100) AS i;
SELECT pg_column_size(evidence) > 20000 AS out_of_line, corroboration(evidence), corroboration_firsthand(evidence), contradiction(evidence),
	support(evidence) > 0.999999 AS support, denial(evidence), is_exact(evidence), status(evidence)
FROM stored;
UPDATE stored SET evidence = evidence || '{a}';
SELECT corroboration(evidence), contradiction(evidence) FROM stored;
ALTER TABLE stored ALTER evidence SET STORAGE extended;
UPDATE stored SET evidence = evidence || '{b}';
SELECT pg_column_size(evidence) < 20000 AS compressed, corroboration(evidence), contradiction(evidence) FROM stored;

--
-- Why, in words
--

\pset tuples_only
\pset format unaligned
-- Nobody; the discredited; no one who could know; someone unknown
SELECT evidence::text || ' ' || why(evidence)
FROM unnest(ARRAY['{}', '{!a}', '{a:0}', '{a:0,b:0}', '{a<a}', '{a<b,b<a}', '{a<b:0}', '{rfa<?}', '{a<?,b<?}', '{a<?,b<c<?}', '{a:0,b<?}']::evidence[]) AS evidence;
-- Who speaks and adds nothing is named apart from those who count, and denies nothing
SELECT evidence::text || ' ' || why(evidence)
FROM unnest(ARRAY['{a<a,b}', '{a<a,rfa<?}', '{a<b:0,rfa<?}', '{a<b:0,c,d}', '{a<b<a,c,d<c}', '{a<(b,c),b<d:0}', '{a<(b,c),b<b,!b}', '{a<b:0,c<d<c,e:0,f}',
	'{a,!b<b}', '{a,!b,!c<c}', '{a,!b,!c,!d<e:0}', '{a@x<a,b@x}']::evidence[]) AS evidence;
-- Who has said both yes and no is its own basis on both sides
SELECT evidence::text || ' ' || why(evidence)
FROM unnest(ARRAY['{a<a,!a<a}', '{a<a,!a<a,b<b,!b<b}', '{a<a,!a<a,b<c:0}', '{a<a,!a<a,rfa<?}', '{a<a,!a<a,b,c,!d}', '{a<(a,b),!a<a}',
	'{a<(a,b:0),!a<a}', '{a<a,!a<b}']::evidence[]) AS evidence;
-- One, and how it knows
SELECT evidence::text || ' ' || why(evidence)
FROM unnest(ARRAY['{a}', '{a<*}', '{b<a,c<a}', '{b<a,c<a<*}', '{a,b<a}', '{a,b<?}', '{a:0,b}', '{a<(*,?)}']::evidence[]) AS evidence;
-- One, who has it from others: it is never said that he knows himself
SELECT evidence::text || ' ' || why(evidence)
FROM unnest(ARRAY['{afp<yonhap<kcna}', '{afp<yonhap<kcna<*}', '{rfa<(dandong-1,dalian-2)}', '{rfa<(dandong-1<*,dalian-2)}', '{rfa<(dandong-1<*,dalian-2<*)}',
	'{rfa<(*,dandong-1)}', '{rfa<(?,dandong-1)}', '{x<z<(p,q),y<z}', '{x<z<(p<*,q<*),y<z}', '{x<z<p,y<z}', '{a@x<?,b@x}', '{a<b@x,c@x<*}', '{a<(b,c,d,e,f,g)}', '{a:0,b<c}']::evidence[]) AS evidence;
-- Several, and how they know
SELECT evidence::text || ' ' || why(evidence)
FROM unnest(ARRAY['{a,b}', '{a<*,b<*}', '{a<*,b}', '{a,b,c,d}', '{a,b,c,d,e}', '{a,b,c,d,e,f,g}', '{a,b,c<a}', '{times<ap,post<cop}',
	'{a<*,b<*,c,d<?}', '{rfa<(dandong-1,dalian-2),dalian-2}']::evidence[]) AS evidence;
-- Who counts as one; who has it from either; who is rated
SELECT evidence::text || ' ' || why(evidence)
FROM unnest(ARRAY['{kim@rfa,lee@rfa}', '{kim@rfa,rfa,park}', '{a@x,b@x,c@y,d@y}', '{a@x,b@x,c@y,d@y,e@z,f@z}', '{a@x,b@x,c@x,d@x,e@x,f@x}',
	'{rfa<(dandong-1,dalian-2),a}', '{a<(b,c,d),e}', '{a<(b,c,d,e,f,g),h}', '{a<(b,c),d<(e,f)}', '{a<(b,c:0),d}',
	'{a:0.8}', '{a:0.8,b}', '{a:0.8,b:0.5}', '{a:0.8,b,c:0}', '{a:0.8<b,c}']::evidence[]) AS evidence;
-- Who denies it
SELECT evidence::text || ' ' || why(evidence)
FROM unnest(ARRAY['{a,b,!mfa}', '{a,!b,!c}', '{a,!b<c,!c}', '{a,!b@x,!c@x}', '{a,!b:0}', '{a,!b:0,!c}', '{a,!b<?}', '{a,!a}', '{!a,!b,!c,!d,!e,!f}']::evidence[]) AS evidence;
-- Keys that need quotes, the worked example, and a large one
SELECT why('{"Kim, J.",b<"the \"insider\""}');
SELECT why('{times<ap<spokesman,post<(ap,cop),blog<post,local<neighbour,desk<(neighbour,nurse)}');
SELECT length(why(evidence)) > 1000 AND why(evidence) LIKE '92 independent sources: a, b, source-%' AS large FROM stored;
\pset format aligned
\pset tuples_only off

-- several chains that share no source, and who contributes how much
SELECT n, support(e, n), is_exact(e, n) FROM (VALUES (evidence '{a:0.5, b:0.5<(x:0.5,y:0.5), c:0.5<x, d@u:0.5, f@u, blog:0.9<a, g}')) AS v (e),
	generate_series(1, 6) AS n;
SELECT support('{a}', 0);
SELECT support('{a}', -2147483648);
SELECT support('{a:0.5}', 2147483647), support(NULL, 2), support('{a:0.5}', NULL), is_exact('{a:0.5}', 2147483647), is_exact('{}', 1);
SELECT support(a, 1) = support(a) AS same FROM (VALUES (attribution 'a:0.7<b:0.3')) AS v (a);
SELECT unit, round(share::numeric, 9) AS share, round(support_without::numeric, 9) AS without, round(corroboration_share::numeric, 9) AS counted
FROM shares('{a:0.5, b:0.5<(x:0.5,y:0.5), c:0.5<x, d@u:0.5, f@u, blog:0.9<a, g, h:0}');
SELECT * FROM shares('{a<?, b:0<c}') UNION ALL SELECT * FROM shares('{}') UNION ALL SELECT * FROM shares(NULL);
SELECT * FROM shares('{a:0.5, !b:0.25<c:0.5}', against => true);

-- the shares of a tangle that is not exact are not known, what is left without each is a lower bound
SELECT is_exact(evidence, 2), support(evidence, 2) > 0.5 AS above, support(evidence, 2) <= 1 AS below, is_exact(evidence || '{a:0.9}', 1) AS merged
FROM entangled;
SELECT count(*), count(share) AS shares, bool_and(support_without <= support(evidence)) AS less, count(corroboration_share) AS counted
FROM entangled, shares(evidence) GROUP BY evidence;

DROP TABLE example, entangled, stored, varied;

-- Seventeen good sources come so close to certainty that the nearest double is 1, and are still not certain
SELECT support(e) AS support, denial(e) AS denial, belief(e) AS belief
FROM (SELECT ('{!x:1,' || string_agg('s' || i || ':0.9', ',') || '}')::evidence FROM generate_series(1, 17) AS i) AS x (e);
SELECT support('{a:1,b:0.5}'), support('{a:1<b:1,c:0.9}'), belief('{a:1<b:1,!c:1}'), belief('{a:1,!c:0.9}');
-- Affiliations in great number
SELECT corroboration(evidence_agg(said_by('s' || i, affiliations => ARRAY['x' || i / 2, 's' || i + 7]))) FROM generate_series(1, 20000) AS i;

-- An enum that somebody altered: its extension's function says so
BEGIN;
ALTER TYPE corroboration_status RENAME VALUE 'corroborated' TO 'confirmed';
SELECT status('{a,b}');
ROLLBACK;
SELECT status('{a,b}');
