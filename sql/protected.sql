--
-- What of a ledger may not leave the desk
--

-- Whether a text has any of some names in it, folded
SELECT corroborate_internal.spells_any('told by Jane Roe', '{Jane Roe}'), corroborate_internal.spells_any('told by Jane', '{Jane Roe}'), corroborate_internal.spells_any('Jane Roe', '{x,Jane Roe}');
SELECT corroborate_internal.spells_any('told by JANE ROE', '{Jane Roe}'), corroborate_internal.spells_any('told by jane', '{JANE}'), corroborate_internal.spells_any('Janesville', '{Jane}');
SELECT corroborate_internal.spells_any(E'Jane\r\n\t Roe', '{Jane Roe}'), corroborate_internal.spells_any('Jane Roe', ARRAY[E'Jane  Roe']), corroborate_internal.spells_any('JaneRoe', '{Jane Roe}');
SELECT corroborate_internal.spells_any('Jane', '{" Jane "}'), corroborate_internal.spells_any('a b', '{" "}'), corroborate_internal.spells_any('Janet', '{"Jane "}');
SELECT corroborate_internal.spells_any(U&'Rene\0301 was there', ARRAY[U&'Ren\00E9']), corroborate_internal.spells_any(U&'Ren\00E9 was there', ARRAY[U&'Rene\0301']), corroborate_internal.spells_any('Rene was there', ARRAY[U&'Ren\00E9']);
SELECT corroborate_internal.spells_any(U&'REN\00C9', ARRAY[U&'ren\00E9']), corroborate_internal.spells_any(U&'J\00F3zef', '{jozef}'), corroborate_internal.spells_any(U&'\00E9', ARRAY[U&'e\0300']), corroborate_internal.spells_any(U&'\0301', ARRAY[U&'\0301']);
SELECT corroborate_internal.spells_any(U&'\FF2A\FF21\FF2E\FF25', '{jane}'), corroborate_internal.spells_any(U&'Ja\00ADne\00A0Roe', '{Jane Roe}'), corroborate_internal.spells_any(U&'Ja\200B\2060ne', '{Jane}'), corroborate_internal.spells_any(U&'\202EJane', '{Jane}');
SELECT corroborate_internal.spells_any(U&'\B2E8\B465\C758 \C18C\C2DD\D1B5', ARRAY[U&'\B2E8\B465']), corroborate_internal.spells_any(U&'\B2E8\B3D9', ARRAY[U&'\B2E8\B465']);
-- what is between words, also in addresses
SELECT word, corroborate_internal.spells_any(word, ARRAY['Lee Min-ho', 'Pat O''Brien']) FROM unnest(ARRAY['Lee Min-ho', 'Lee Min ho', 'Lee, Min ho', U&'Lee Min\2011ho', U&'Lee Min\2010ho', U&'Lee\3000Min\2013ho',
	'https://post.example/lee-min-ho.html', 'lee_min_ho', 'Lee%20Min%2Dho', 'Pat O''Brien', U&'Pat O\2019Brien', 'pat.o.brien', 'Lee Minho', 'Patobrien']) AS word;
SELECT corroborate_internal.spells_any(repeat(U&'\2013\00E9', 100000) || 'Lee-Min.ho', '{Lee Min-ho}');
-- in letters of other scripts that look the same, in either of the two, and in capitals
SELECT corroborate_internal.spells_any(U&'told by V\0456kt\043Er P\0435tr\043Ev', '{Viktor Petrov}'), corroborate_internal.spells_any('told by Viktor Petrov', ARRAY[U&'V\0456kt\043Er P\0435tr\043Ev']),
	corroborate_internal.spells_any(U&'\0391\039D\039D\0391', '{Anna}'), corroborate_internal.spells_any(U&'\0391nn\0430 \041Caier', ARRAY[U&'Ann\0430-M\0430i\0435r']), corroborate_internal.spells_any(U&'\0410\043D\043D\0430', '{Anna}');
SELECT corroborate_internal.spells_any(jsonb_build_object('by', U&'J\0430n\0435'), '{Jane}'), corroborate_internal.spells_any(U&'\04D5gir', '{aegir}'), corroborate_internal.spells_any(U&'\0424\0436', '{fj}');
-- of one letter, at the end, and names that begin alike
SELECT corroborate_internal.spells_any('agent x', '{x}'), corroborate_internal.spells_any('x', '{x}'), corroborate_internal.spells_any('agent', '{x}'), corroborate_internal.spells_any('source-12', '{source-13,source-1}'), corroborate_internal.spells_any('source-2', '{source-13,source-1}');
SELECT corroborate_internal.spells_any('ab', '{b}'), corroborate_internal.spells_any('ab', '{bc}'), corroborate_internal.spells_any('b', '{bc}'), corroborate_internal.spells_any('abc', '{abcd}');
-- nothing, and no name
SELECT corroborate_internal.spells_any('', '{a}'), corroborate_internal.spells_any('a', '{}'), corroborate_internal.spells_any('a', '{""}'), corroborate_internal.spells_any('a', '{NULL}'), corroborate_internal.spells_any('a', '{NULL,a}');
SELECT corroborate_internal.spells_any(NULL::text, '{a}'), corroborate_internal.spells_any('a', NULL);
-- other names from row to row
SELECT n, corroborate_internal.spells_any('told by Jane', ARRAY[n]) FROM unnest('{Jane,John,jane,Jane}'::text[]) AS n;
SELECT count(*) FILTER (WHERE corroborate_internal.spells_any('name ' || i, ARRAY['name ' || i % 2])) FROM generate_series(0, 9) AS i;
-- long texts, many names
SELECT corroborate_internal.spells_any(repeat('nobody of note ', 100000) || 'Jane', '{Jane}'), corroborate_internal.spells_any(repeat(U&'\00E9', 100000) || 'Jane', '{Jane}');
SELECT corroborate_internal.spells_any('source-777', array_agg('source-' || i)), corroborate_internal.spells_any('source', array_agg('source-' || i)) FROM generate_series(100, 999) AS i;
-- JSON: strings and keys, no numbers, and across none of its marks
SELECT j, corroborate_internal.spells_any(j::jsonb, '{Jane}') FROM unnest(ARRAY['"Jane"', '["x", {"by": ["JANE Roe"]}]', '{"Jane": 1}', '{"a": {"Jane": null}}', '{"a": "b"}', '[]', '1', 'null', '"Ja\u006ee"', '["Ja", "ne"]']) AS j;
SELECT corroborate_internal.spells_any('{"by": "Jane \"the Fox\" Roe\\Poe"}'::jsonb, ARRAY['Jane "the Fox" Roe\Poe']), corroborate_internal.spells_any('[12, true]'::jsonb, '{12,true}'), corroborate_internal.spells_any(NULL::jsonb, '{a}');

-- A ledger's views of it
SELECT create_ledger('shielded', unknown_sources => 'add');
SET search_path = shielded, public;
INSERT INTO source (key, confidential) VALUES ('source-1', true), ('source-2', true), ('post', false), ('ana', false);
-- a confidential key that is another spelling makes all spellings of that source secret
INSERT INTO source_alias VALUES ('Jane', 'source-1'), ('source-2', 'ana'), ('Annie', 'ana'), ('the Post', 'post');
SELECT * FROM protected_name ORDER BY source, name;

INSERT INTO document (id, publisher, republishes, supersedes, headline, credits) VALUES
	(1, 'post', NULL, NULL, 'nothing', NULL), (2, 'post', 1, NULL, 'a copy of it', '[{"name": "Ben"}]'),
	(3, 'post', NULL, NULL, 'an original', NULL), (4, 'source-1', 3, NULL, 'hers, a copy', NULL), (5, 'post', 4, NULL, 'a copy of hers', NULL), (6, 'post', NULL, 5, 'a newer one', NULL),
	(7, 'post', 3, NULL, 'another copy of the original', NULL),
	(8, 'post', NULL, NULL, 'credited', '[{"role": "reporter", "name": "JANE"}]'), (9, 'post', NULL, NULL, 'What Annie saw', NULL), (10, 'post', NULL, NULL, 'quoted in it', NULL);
INSERT INTO claim (statement) VALUES ('one'), ('two');
INSERT INTO attestation (claim, said, document, quote) VALUES
	(1, 'post', 1, 'open'), (1, 'ben<post', 2, 'open'), (1, 'post<Jane', 10, 'cited'), (1, 'ben', 10, 'beside that'), (1, 'x', 7, 'in a copy'), (1, 'y@source-2', NULL, 'of her house'),
	(2, 'z', NULL, 'as Annie knows'), (2, 'z2', NULL, 'open'), (2, 'z3', NULL, U&'as \0410nni\0435 knows');
SELECT d.id, d.headline FROM document AS d JOIN protected_document USING (id) ORDER BY d.id;
SELECT a.claim, a.said, a.quote FROM attestation AS a JOIN protected_attestation USING (claim, id) ORDER BY a.id;
-- nobody is confidential any more
BEGIN;
UPDATE source SET confidential = false;
SELECT (SELECT count(*) FROM protected_name) AS names, (SELECT count(*) FROM protected_document) AS documents, (SELECT count(*) FROM protected_attestation) AS attestations;
ROLLBACK;

-- Who may read them: reporters and editors, to whom they say nothing that the tables do not
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_tipster, regress_reporter, regress_editor;
RESET client_min_messages;
CREATE ROLE regress_tipster;
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
SELECT grant_ledger('shielded', tipster => 'regress_tipster', reporter => 'regress_reporter', editor => 'regress_editor');
SELECT r.rolname, array_agg(c.relname ORDER BY c.relname) FILTER (WHERE has_table_privilege(r.oid, c.oid, 'SELECT')) AS reads,
	bool_or(has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS writes
FROM pg_roles AS r, pg_class AS c
WHERE r.rolname ~ '^regress_(tipster|reporter|editor)$' AND c.relnamespace = 'shielded'::regnamespace AND c.relname ~ '^protected_' GROUP BY r.rolname ORDER BY r.rolname;
-- without them nothing leaves the desk
REVOKE SELECT ON protected_name FROM regress_reporter;
\set VERBOSITY terse
SET ROLE regress_reporter;
SELECT length(evidence_board('shielded')) > 0;
SELECT length(ledger_to_prov_xml('shielded')::text) > 0;
RESET ROLE;
\set VERBOSITY default

RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA shielded CASCADE;
DROP OWNED BY regress_tipster, regress_reporter, regress_editor;
DROP ROLE regress_tipster, regress_reporter, regress_editor;
