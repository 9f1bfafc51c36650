--
-- Databases of other encodings: keys are UTF-8, so the database must be, or not care
--

-- One that does not care: keys are checked here, and no message repeats what is not UTF-8
CREATE DATABASE regress_corroborate_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C';
-- One of another encoding has no place for most names
CREATE DATABASE regress_corroborate_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C';

\set main :DBNAME
\connect regress_corroborate_ascii
SET lc_messages = 'C';
CREATE EXTENSION corroborate;
SELECT evidence_send(E'{\xc3\xa9,a}'), evidence_send(E'"e\xcc\x81 x"') = evidence_send(E'"\xc3\xa9 x"') AS normalised, corroboration(E'{\xd0\xaf,\xe4\xb8\xad}');
SELECT E'\xff'::evidence;
SELECT E'{a,"b\xc3"}'::evidence;
SELECT E'a\xe4b'::attribution;
SELECT E'a<\xc0\x80'::evidence;
SELECT E'\xed\xa0\x80'::evidence;
SELECT E'a:0.8\xff'::evidence;
SELECT said_by(E'\xff');
SELECT discredit('{a}', E'\xc3');
SELECT '{a}'::evidence ? E'\xff' AS mentions, '{a}'::evidence ?| ARRAY['a', E'\xff'] AS any, '{a}'::evidence ?& ARRAY['a', E'\xff'] AS all;
SELECT jsonb_build_object('for', jsonb_build_object(E'\xff', '{"speaks": true}'::jsonb))::evidence;
SELECT corroborate_internal.spells_any(E'caf\xc3\xa9 RENE', ARRAY[E'Ren\xc3\xa9']) AS folded, corroborate_internal.spells_any(E'\xff JANE', '{jane}') AS ascii, corroborate_internal.spells_any(E'Ren\xe9', ARRAY[E'ren\xe9']) AS bytes;
-- cells of sheets keep bytes that are not UTF-8, also those that would be blanks in another encoding
SELECT corroborate_internal.sheet_line(E'\xc2\xa0caf\xe9 \xa0\t\xc3\xa9\xe2\x82 ') = E'caf\xe9 \xa0 \xc3\xa9\xe2\x82' AS line, corroborate_internal.sheet_name(E'\xe2\x80\x9cRen\xe9\xa0\xe2\x80\x9d') = E'Ren\xe9\xa0' AS name;
-- a byte that is not UTF-8 parts words, also where letters have to be composed
SELECT fingerprint(repeat(E'the cafe\xcc\x81\xffwas closed at noon ', 9), 'k') = fingerprint(repeat(E'the caf\xc3\xa9 was closed at noon ', 9), 'k') AS same,
	cardinality(fingerprint(repeat(E'the cafe\xcc\x81\xffwas closed at noon ', 9), 'k')) > 1 AS some;
\set VERBOSITY sqlstate
SELECT E'\xff'::evidence;
SELECT said_by(E'\xff');
\set VERBOSITY default
-- announcements are JSON, which is UTF-8 whatever the key is: what is not becomes question marks
CREATE TABLE claim (id text PRIMARY KEY, evidence evidence, flagged timestamptz);
CREATE TRIGGER flag BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated('evidence', 'flagged');
CREATE TRIGGER tell AFTER INSERT ON claim FOR EACH ROW EXECUTE FUNCTION announce_flag('evidence', 'flagged');
LISTEN corroborated;
\o | sed 's/ received from server process with PID [0-9]*\.$//'
INSERT INTO claim VALUES (E'\xc3\xa9 \xff \xe2\x82 "', '{a,b}');
\o
UNLISTEN *;

\connect regress_corroborate_latin1
SET lc_messages = 'C';
\set SHOW_CONTEXT never
CREATE EXTENSION corroborate;
\set SHOW_CONTEXT errors

\connect :main
DROP DATABASE regress_corroborate_ascii;
DROP DATABASE regress_corroborate_latin1;
