-- What test/learn/run measures with

CREATE TABLE given (q text, s text, a text);
CREATE TABLE truth (q text, t text);
CREATE TABLE asked (q text, s text, a text, t text, rating float8);
CREATE TABLE learnt (right_answers numeric, error numeric, covered numeric, standard_error numeric, error_of_all numeric, covered_of_all numeric,
	ratings int, sources int);
CREATE TABLE world (id int PRIMARY KEY, name text, sources int, questions int, answers int, low float8, high float8);
INSERT INTO world VALUES (1, 'four answers', 60, 1000, 4, 0.5, 0.95), (2, 'yes or no', 60, 1000, 2, 0.55, 0.95), (3, 'twenty answers', 60, 1000, 20, 0.5, 0.95),
	(4, 'good and bad sources', 60, 1000, 10, 0.2, 0.99);

-- Of answers that as many sources gave, one at random: what is expected of it
CREATE FUNCTION vote_right() RETURNS numeric LANGUAGE sql
RETURN (
	SELECT round(avg(coalesce(best.share, 0)), 3) FROM truth AS t LEFT JOIN LATERAL (
		SELECT avg((c.a = t.t)::int) AS share FROM (
			SELECT g.a, rank() OVER (ORDER BY count(DISTINCT g.s) DESC) AS place FROM given AS g WHERE g.q = t.q GROUP BY g.a
		) AS c WHERE c.place = 1
	) AS best ON true
);

CREATE FUNCTION independent_right() RETURNS numeric LANGUAGE sql
RETURN (
	WITH ranked AS MATERIALIZED (
		SELECT p.question, p.answer, rank() OVER (PARTITION BY p.question ORDER BY p.independent DESC) AS place
		FROM answer_probability('given', 'q', 's', 'a') AS p
	)
	SELECT round(avg(coalesce(best.share, 0)), 3) FROM truth AS t LEFT JOIN LATERAL (
		SELECT avg((r.answer = t.t)::int) AS share FROM ranked AS r WHERE r.question = t.q AND r.place = 1
	) AS best ON true
);

-- So many of 100 questions are settled, in several draws; sources count from five settled answers on, if the truth is known of enough others,
-- and by these others alone; error_of_all and covered_of_all by all of which the truth is known, the settled ones included.  A source is drawn
-- several times and asked the same, so the standard error is by sources
CREATE PROCEDURE settle(percent int, draws int, known int) LANGUAGE plpgsql AS $$
DECLARE
	settled int := greatest((SELECT count(*) FROM truth) * percent / 100, 5);
BEGIN
	CREATE TEMP TABLE drawn (right_answers float8);
	CREATE TEMP TABLE judged (source text, error float8, covered int, error_of_all float8, covered_of_all int);
	FOR draw IN 1 .. draws LOOP
		TRUNCATE asked;
		INSERT INTO asked SELECT DISTINCT g.q, g.s, g.a, c.t FROM given AS g
		LEFT JOIN (SELECT t.q, t.t FROM truth AS t ORDER BY md5(t.q || draw) LIMIT settled) AS c ON c.q = g.q;
		CREATE TEMP TABLE rated AS SELECT * FROM source_reliability('asked', 'q', 's', 'a', 't');
		UPDATE asked AS a SET rating = r.rating FROM rated AS r WHERE r.source = a.s;
		INSERT INTO drawn (right_answers) SELECT avg((best.answer IS NOT DISTINCT FROM t.t)::int) FROM truth AS t LEFT JOIN (
			SELECT DISTINCT ON (p.question) p.question, p.answer FROM answer_probability('asked', 'q', 's', 'a', 'rating') AS p
			ORDER BY p.question, p.probability DESC, p.answer
		) AS best ON best.question = t.q WHERE t.q NOT IN (SELECT k.q FROM asked AS k WHERE k.t IS NOT NULL);
		INSERT INTO judged
		SELECT r.source, abs(r.rating - h.share), (h.share BETWEEN r.low AND r.high)::int, abs(r.rating - h.of_all), (h.of_all BETWEEN r.low AND r.high)::int
		FROM rated AS r JOIN (
			SELECT a.s, avg((a.a = t.t)::int) FILTER (WHERE a.t IS NULL)::float8 AS share, avg((a.a = t.t)::int)::float8 AS of_all
			FROM asked AS a JOIN truth AS t ON t.q = a.q GROUP BY a.s HAVING count(*) FILTER (WHERE a.t IS NULL) >= greatest(known, 1)
		) AS h ON h.s = r.source WHERE r.settled >= 5;
		DROP TABLE rated;
	END LOOP;
	DELETE FROM learnt;
	INSERT INTO learnt
	SELECT (SELECT round(avg(d.right_answers)::numeric, 3) FROM drawn AS d), round(m.error::numeric, 3), round(m.covered, 3),
		round((SELECT sqrt(sum(s.off ^ 2)) / m.ratings FROM (SELECT sum(j.error - m.error) AS off FROM judged AS j GROUP BY j.source) AS s)::numeric, 3),
		round(m.error_of_all::numeric, 3), round(m.covered_of_all, 3), m.ratings, m.sources
	FROM (SELECT avg(j.error) AS error, avg(j.covered) AS covered, avg(j.error_of_all) AS error_of_all, avg(j.covered_of_all) AS covered_of_all,
		count(*) AS ratings, count(DISTINCT j.source) AS sources FROM judged AS j) AS m;
	DROP TABLE judged;
	DROP TABLE drawn;
END
$$;

-- Independent sources, each right as often as it is, and wrong in any way
CREATE PROCEDURE make_world(which int) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM setseed(which / 10.0);
	TRUNCATE given, truth;
	INSERT INTO truth SELECT q, floor(random() * w.answers) FROM world AS w, generate_series(1, w.questions) AS q WHERE w.id = which;
	INSERT INTO given
	SELECT t.q, s.s, CASE WHEN random() < s.skill THEN t.t ELSE ((t.t::int + 1 + floor(random() * (s.answers - 1))::int) % s.answers)::text END
	FROM (SELECT n AS s, w.answers, w.low + random() * (w.high - w.low) AS skill, 0.1 + random() / 2 AS covers
		FROM world AS w, generate_series(1, w.sources) AS n WHERE w.id = which OFFSET 0) AS s
	JOIN truth AS t ON random() < s.covers;
END
$$;

CREATE PROCEDURE make_many(sources int, each int, questions int) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM setseed(0.5);
	TRUNCATE given;
	INSERT INTO given SELECT floor(random() * questions), s, floor(random() * random() * 5) FROM generate_series(1, sources) AS s, generate_series(1, each);
END
$$;
