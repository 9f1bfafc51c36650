--
-- The ledger: one question, several answers
--

\set SHOW_CONTEXT never
SET client_min_messages = warning;
SELECT create_ledger('contested', unknown_sources => 'add');
SET search_path = contested, public;

-- Each claim has support
CREATE FUNCTION answer(question text, answer text, holds daterange DEFAULT NULL, said text DEFAULT NULL) RETURNS bigint LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO claim (statement, question, answer, holds) VALUES (question || ': ' || answer, question, answer, holds);
	INSERT INTO attestation (claim, said) SELECT max(c.id), coalesce(said, 'source-' || max(c.id))::attribution FROM claim AS c;
	SELECT max(c.id) FROM claim AS c;
END;
CREATE FUNCTION figure(question text, comparator text, value numeric, unit text, holds daterange DEFAULT NULL) RETURNS bigint LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO claim (statement, question, comparator, value, unit, holds)
	VALUES (concat_ws(' ', question, comparator, value, unit), question, comparator, value, unit, holds);
	INSERT INTO attestation (claim, said) SELECT max(c.id), ('source-' || max(c.id))::attribution FROM claim AS c;
	SELECT max(c.id) FROM claim AS c;
END;
CREATE FUNCTION clear() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM publication; DELETE FROM ruling; DELETE FROM attestation; DELETE FROM claim; END;

-- Only what holds at the same time
SELECT answer('commander', 'Li', '[2009-01-01,2011-12-31]'), answer('commander', 'Wang', '[2012-01-01,2014-12-31]');
SELECT answer, other_answer FROM contested;
SELECT answer('commander', 'Zhao', '[2011-06-01,2012-06-01)');
SELECT answer, other_answer FROM contested ORDER BY claim, other_claim;
-- null is always, and a range may be open
SELECT answer('commander', 'Chen'), answer('commander', 'Sun', '(,2008-12-31]');
SELECT answer, other_answer FROM contested ORDER BY claim, other_claim;
SELECT figure('strength', '=', 300, 'men', '[2009-01-01,2010-01-01)'), figure('strength', '=', 400, 'men', '[2010-01-01,2011-01-01)'),
	figure('strength', '<', 350, 'men', '[2010-12-31,2012-01-01)');
SELECT answer, other_answer FROM contested WHERE question = 'strength';
\set VERBOSITY terse
INSERT INTO claim (statement, question, answer, holds) VALUES ('x', 'commander', 'Ma', 'empty');
\set VERBOSITY default
SELECT clear();

-- Case, blanks, accents and forms of the same character do not matter
SELECT answer('owed to', 'the Town of Łódź'), answer(' Owed  TO', 'The town of Lodz '), answer('OWED to', E'the town of\u00A0L\u00F3dz'), answer('owed to', 'Kraków');
SELECT claim, other_claim, answer, other_answer FROM contested ORDER BY claim, other_claim;
SELECT clear();

-- Units in other words
SELECT figure('owed', '=', 5, 'EUR'), figure('Owed ', '=', 6, 'euro'), figure('owed', '=', 6, '€'), figure('owed', '=', 7, 'USD'), figure('owed', '=', 5, NULL);
SELECT answer, other_answer FROM contested ORDER BY claim, other_claim;
-- by a table of the ledger's own, which also says otherwise than what is known without it
INSERT INTO same_answer (word, means) VALUES ('US dollars', 'usd'), ('euros', 'old euros');
SELECT figure('owed', '=', 8, 'us  Dollars'), figure('owed', '=', 9, 'Euros');
SELECT answer, other_answer FROM contested WHERE answer ~* 'dollars|euros' OR other_answer ~* 'dollars|euros' ORDER BY claim, other_claim;
INSERT INTO same_answer (word, means) VALUES ('US Dollars', 'usd');
SELECT clear();

-- Words in other words, and placeholders, which are no answers
INSERT INTO same_answer (word, means) VALUES ('PRC', 'China'), ('tbc', NULL);
SELECT answer('where', 'China'), answer('where', 'prc'), answer('where', 'Unknown'), answer('where', 'not known'), answer('where', 'TBC'), answer('where', 'n/a'),
	answer('where', 'Korea');
SELECT answer, other_answer FROM contested ORDER BY claim, other_claim;
-- where somebody says that it is one
INSERT INTO same_answer (word, means) VALUES ('unknown', 'unknown');
SELECT answer, other_answer FROM contested WHERE 'Unknown' IN (answer, other_answer) ORDER BY claim, other_claim;
SELECT clear();
DELETE FROM same_answer;

-- A mark at the end of a question makes it no other one; one that is nothing but a mark is itself
SELECT answer('Who ran it?', 'Anna') AS anna, answer('who ran it', 'Bob') AS bob, answer('Who ran it ?', 'Anna') AS again, answer('Who ran it: when', 'Cy') AS other, answer('?', 'x') AS mark, answer('!', 'y') AS another \gset
SELECT question, answer, other_answer FROM contested WHERE claim IN (:anna, :bob, :again, :other, :mark) ORDER BY claim, other_claim;
SELECT clear();
-- nor does one of another script
SELECT n, count(DISTINCT corroborate_internal.plain_question(q)) FROM (VALUES (1, '誰？'), (1, '誰?'), (1, '誰'), (2, '¿Cuántos murieron?'), (2, 'cuantos murieron'), (3, 'كم؟'), (3, 'كم'),
	(4, 'Πόσοι;'), (4, U&'Πόσοι\037E'), (4, 'Πόσοι'), (5, '何人。'), (5, '何人'), (6, U&'Qui\202F?'), (6, 'Qui'), (7, 'Who?!'), (7, 'who'), (8, 'C++?'), (8, 'C?'), (9, '？'), (9, '!')) AS v (n, q) GROUP BY n ORDER BY n;

-- A paper behind both, which desk, corrections and board say
SELECT answer('who runs it', 'Anna', NULL, 'herald<*') AS anna, answer('Who runs it', 'Bob', NULL, 'herald<*') AS bob, answer('what', 'nothing') AS other \gset
INSERT INTO attestation (claim, said) VALUES (:anna, 'nurse'), (:bob, 'guard'), (:bob, 'post<herald');
SELECT answer, status, other_answer, other_status, behind_both FROM contested;
SELECT statement, contested = ARRAY[:bob::bigint] AS anna, contested = ARRAY[:anna::bigint] AS bob FROM desk ORDER BY id;
INSERT INTO document (headline) VALUES ('Anna runs it');
INSERT INTO publication (document, claim) SELECT d.id, :anna FROM document AS d;
SELECT headline, problem, replace(cause, :'bob', 'N') AS cause, since = (SELECT corroborated_at FROM claim WHERE id = :bob) AS since FROM to_correct;
-- not by an answer that an editor refuted, or that is not corroborated
INSERT INTO ruling (claim, verdict, why) VALUES (:bob, 'refute', 'he has left');
SELECT problem FROM to_correct;
INSERT INTO ruling (claim, verdict, why) VALUES (:bob, 'release', 'he has not');
SELECT count(*) FROM to_correct;
UPDATE attestation SET retracted_at = now(), retraction_reason = 'no' WHERE claim = :bob AND said = 'guard';
SELECT answer, status, other_answer, other_status, behind_both FROM contested;
SELECT problem FROM to_correct;
INSERT INTO attestation (claim, said) VALUES (:bob, 'guard');

CREATE FUNCTION shown(claims bigint[]) RETURNS TABLE (statement text, others jsonb, correct jsonb) LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT c ->> 'statement', c -> 'others', c -> 'correct'
	FROM evidence_board('contested', claims => claims) AS b (page),
		jsonb_array_elements((regexp_match(b.page, '<script type="application/json" id="data">(.*?)</script>'))[1]::jsonb -> 'claims') AS c;
END;
SELECT statement, jsonb_array_length(others) AS others, (others -> 0 ->> 'claim')::bigint IN (:anna, :bob) AS known, others -> 0 -> 'both' AS both, correct FROM shown(NULL);
-- of what is not on a board nothing shows
SELECT statement, others FROM shown(ARRAY[:anna]);

-- Who may do what
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
SELECT grant_ledger('contested', reporter => 'regress_reporter', editor => 'regress_editor');
SET ROLE regress_reporter;
INSERT INTO claim (statement, question, answer, holds) VALUES ('x', 'when', 'then', '[2020-01-01,2021-01-01)');
SELECT count(*) FROM other_answer;
SELECT count(*) FROM answer_meaning;
INSERT INTO same_answer (word, means) VALUES ('a', 'b');
SET ROLE regress_editor;
INSERT INTO same_answer (word, means) VALUES ('a', 'b');
UPDATE claim SET holds = NULL WHERE question = 'when';
RESET ROLE;

RESET search_path;
DROP SCHEMA contested CASCADE;
DROP ROLE regress_reporter, regress_editor;
