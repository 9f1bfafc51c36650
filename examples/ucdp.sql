-- Links or origins? Counts both in a real dataset: UCDP's events of organised violence.
--
--     psql -X -q -v events=path/to/events.csv -f examples/ucdp.sql
--
-- The file is the CSV of the UCDP Georeferenced Event Dataset, or an excerpt with at least the columns id, date_start,
-- where_coordinates, number_of_sources, source_office and source_original. It is on https://ucdp.uu.se/downloads/.
-- All happens in one transaction that is rolled back: nothing stays in the database.

\set ON_ERROR_STOP on
\set QUIET on
\encoding UTF8
\pset footer off
\pset pager off
\pset null '-'

\if :{?events}
\else
    DO $$ BEGIN RAISE EXCEPTION 'where are the events? psql -v events=path/to/events.csv -f examples/ucdp.sql'; END $$;
\endif

-- \copy takes no variables, but what it runs can read the environment
\setenv UCDP_EVENTS :events
\set header `head -n 1 "$UCDP_EVENTS"`

BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS corroborate;

-- A column of text for each column of the file
SELECT format('CREATE TEMP TABLE ucdp_file (%s)',
              string_agg(format('%I text', btrim(name, E' "\r\uFEFF')), ', ' ORDER BY place))
FROM string_to_table(:'header', ',') WITH ORDINALITY AS header (name, place)
\gexec
\copy ucdp_file FROM PROGRAM 'cat "$UCDP_EVENTS"' (FORMAT csv, HEADER)

-- A list's names as keys: in lower case, no blanks or punctuation at the ends, at most 255 bytes, none twice. (The
-- punctuation is spelt out, as what counts as a letter depends on the database's locale.)
CREATE FUNCTION pg_temp.ucdp_keys(list text, separator text) RETURNS text[]
LANGUAGE sql IMMUTABLE
RETURN ARRAY(
    SELECT DISTINCT
        CASE WHEN octet_length(name) <= 255 THEN name
             ELSE (SELECT left(name, max(n)) FROM generate_series(1, 255) AS n WHERE octet_length(left(name, n)) <= 255)
        END
    FROM regexp_split_to_table(lower(list), separator) AS part,
         btrim(regexp_replace(part, '[[:space:][:cntrl:]]+', ' ', 'g'), ' .,:;!?"''()[]') AS name
    WHERE name <> ''
);

CREATE TEMP TABLE ucdp_event AS
SELECT id, left(date_start, 10) AS date, where_coordinates AS place, number_of_sources::int AS links,
       pg_temp.ucdp_keys(source_office, ';') AS outlets,
       pg_temp.ucdp_keys(source_original, '[;,\n]|\mand\M') AS origins
FROM ucdp_file
WHERE number_of_sources::int >= 2;

-- Who says so, on whose word? An outlet that is itself named as an origin is one. Any other cites all the origins
-- that the event lists, any of which may be its own. Where none is listed, it has the news from someone unknown.
CREATE TEMP TABLE ucdp_claim AS
SELECT id, date, place, links, outlets, origins,
       (SELECT evidence_agg(said_by(outlet,
                                    cites => CASE WHEN outlet <> ALL (origins) THEN origins END,
                                    "unknown" => origins = '{}'))
        FROM unnest(outlets) AS outlet) AS evidence
FROM ucdp_event;

\echo
\echo 'Links or origins?'
\echo
\echo 'UCDP counts the sources of each event. These are its events with two sources or more:'
\echo
SELECT count(*) AS "two or more", count(*) FILTER (WHERE origins <> '{}') AS "say where from",
       count(*) FILTER (WHERE cardinality(origins) = 1) AS "name one origin",
       count(*) FILTER (WHERE cardinality(outlets) = 1) AS "list one outlet"
FROM ucdp_claim;

\echo
\echo 'What do they rest on, once passing on does not count?'
\echo
WITH verdict AS (
    SELECT CASE
               WHEN corroboration(evidence) >= 2 THEN 4
               WHEN corroboration(evidence) = 0 THEN 5
               WHEN cardinality(outlets) = 1 THEN 2
               WHEN origins = '{}' THEN 3
               ELSE 1
           END AS place
    FROM ucdp_claim
)
SELECT label AS "rests on", count(verdict.place) AS events,
       round(100.0 * count(verdict.place) / nullif((SELECT count(*) FROM verdict), 0)) || ' %' AS share
FROM (VALUES (1, 'one origin that several outlets pass on'),
             (2, 'one outlet'),
             (3, 'someone unknown: no origin is listed'),
             (4, 'two independent origins or more'),
             (5, 'nobody: no outlet is listed')) AS labels (place, label)
LEFT JOIN verdict USING (place)
GROUP BY place, label
ORDER BY place;

\echo
SELECT count(*) FILTER (WHERE corroboration(evidence) = 1) AS "on one alone",
       count(*) FILTER (WHERE status(evidence) >= 'corroborated') AS "corroborated",
       count(*) FILTER (WHERE status(evidence) = 'corroborated') AS "of these on presumption alone"
FROM ucdp_claim;

\echo
\echo 'The ten with most outlets on one named origin ("links" is UCDP''s number of sources):'
\echo
SELECT id, date, left(place, 16) AS place, links, cardinality(outlets) AS outlets,
       left(array_to_string(rests_on(evidence), ', '), 40) AS "rests on"
FROM ucdp_claim
WHERE corroboration(evidence) = 1 AND origins <> '{}'
ORDER BY cardinality(outlets) DESC, links DESC, date, id
LIMIT 10;

\echo
\echo 'What is presumed here'
\echo
\echo '- The dataset lists outlets and origins and does not say which outlet cites which origin. Each'
\echo '  counts as citing any of them, which finds as many independent origins as the lists allow.'
\echo '- An outlet of an event that lists no origin passes on the word of someone unknown.'
\echo '- How the origins know, and that they are independent of one another, is stated nowhere: every'
\echo '  corroborated event is so by presumption.'
\echo '- Origins are split at ";", ",", "and" and new lines. One that is spelt in two ways counts as two,'
\echo '  and two that the dataset runs together count as one.'
\echo
\echo 'Data: UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program, CC BY 4.0.'
\echo 'Sundberg, Ralph, and Erik Melander (2013): Introducing the UCDP Georeferenced Event Dataset.'
\echo '  Journal of Peace Research 50(4).'
\echo 'Davies, Shawn, Therese Pettersson and Magnus Öberg (2023): Organized violence 1989-2022, and the'
\echo '  return of conflict between states. Journal of Peace Research 60(4).'
\echo
ROLLBACK;
