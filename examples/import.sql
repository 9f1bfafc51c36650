-- From a sheet that people typed to an evidence board.
--
--     psql -X -q -v sheet=examples/tips.csv -f examples/import.sql
--
-- In a database where the extension may be installed. The file is a CSV with the columns statement (or question and
-- answer) and source, and any others that docs/sheets.md lists, in any order. Its encoding (UTF-8 or Windows-1252) and
-- what is between its columns (a semicolon or a comma) are found out. The ledger is newsroom, unless told otherwise by
-- -v ledger=..., and is made if it is not there; so is the page, board.html in the current directory (-v board=...).

\set ON_ERROR_STOP on
\set QUIET on
\encoding UTF8
\pset footer off
\pset pager off
\pset null '-'

\if :{?sheet}
\else
    DO $$ BEGIN RAISE EXCEPTION 'which sheet? psql -v sheet=tips.csv -f examples/import.sql'; END $$;
\endif
\if :{?ledger}
\else
    \set ledger newsroom
\endif
\if :{?board}
\else
    \set board board.html
\endif

-- \copy takes no variables, but what it runs can read the environment
\setenv SHEET :sheet
\set encoding `iconv -f UTF-8 -t UTF-8 "$SHEET" >/dev/null 2>&1 && echo UTF-8 || echo CP1252`
\setenv ENCODING :encoding
-- without a byte order mark
\set header `sed '1s/^\xEF\xBB\xBF//;q' "$SHEET" | tr -d '\r' | iconv -f "$ENCODING" -t UTF-8`

SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS corroborate;
SELECT NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = :'ledger') AS is_new \gset
\if :is_new
    SELECT create_ledger(:'ledger') \g /dev/null
\endif
SET search_path = :"ledger", public;
SET client_min_messages = notice;

-- A column of text for each column of the file
SELECT CASE WHEN length(replace(:'header', ';', '')) < length(replace(:'header', ',', '')) THEN ';' ELSE ',' END AS delimiter \gset
SELECT format('CREATE TEMP TABLE sheet (%s)', string_agg(format('%I text', btrim(name, ' "')), ', ' ORDER BY place))
FROM string_to_table(:'header', :'delimiter') WITH ORDINALITY AS header (name, place)
\gexec
\if `[ "$(head -n 1 "$SHEET" | tr -cd ';' | wc -c)" -gt "$(head -n 1 "$SHEET" | tr -cd , | wc -c)" ] && echo true || echo false`
    \copy sheet FROM PROGRAM 'sed "1s/^\xEF\xBB\xBF//" "$SHEET" | iconv -f "$ENCODING" -t UTF-8' (FORMAT csv, HEADER, DELIMITER ';')
\else
    \copy sheet FROM PROGRAM 'sed "1s/^\xEF\xBB\xBF//" "$SHEET" | iconv -f "$ENCODING" -t UTF-8' (FORMAT csv, HEADER)
\endif

\set ratings '''{"high": 0.9, "medium": 0.6, "low": 0.3}'''

\echo
\echo 'What there is to decide'
\echo
CREATE TEMP TABLE found AS SELECT * FROM import_table(:'ledger', 'sheet', ratings => :ratings, sheet_name => :'sheet');
SELECT * FROM found;

\echo
\echo 'Here unknown names are registered, and other spellings are those of the names beside them.'
\echo 'An unknown name that is near a registered one is left out: is it the same source? Then add it to source_alias. If not, add it to source.'
\echo 'Look through them, and set kinds right: docs/kinds.md helps.'
\echo
INSERT INTO source (key) SELECT value FROM found WHERE what = 'unknown source' AND suggestion IS NULL;
INSERT INTO source_alias (alias, source) SELECT value, suggestion FROM found WHERE what = 'other spelling';

SELECT * FROM import_table(:'ledger', 'sheet', ratings => :ratings, sheet_name => :'sheet', skip_bad => true, dry_run => false);

\echo
\echo 'How the claims stand'
\echo
SELECT id, statement, status, flagged, disputed FROM desk ORDER BY id;

\pset format unaligned
\pset tuples_only on
\o :board
SELECT evidence_board(:'ledger');
\o
\echo
\echo The board is in :board
