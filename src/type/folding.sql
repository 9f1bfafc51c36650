------------------------------------------------------------------------------
-- folding: what tells the names of sources apart
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.name_skeleton(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_skeleton' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.name_skeleton(text) IS
'a name without differences that do not tell names apart: case, accents, punctuation, blanks, forms of the same character, and Greek and Cyrillic letters that look like Latin ones. A hyphen between two numbers stays. The same in every locale';

CREATE FUNCTION corroborate_internal.differ_in_script(name text, other text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'names_differ_in_script' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION corroborate_internal.differ_in_script(text, text) IS
'whether two names have the same name_skeleton() because letters of one script look like those of another';

CREATE FUNCTION corroborate_internal.odd_letter(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_odd_letter' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.odd_letter(text) IS
'a sentence about an invisible character in a name, or a word that mixes Latin, Greek or Cyrillic letters; null if there is neither';

CREATE FUNCTION corroborate_internal.unseen_character(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_unseen_character' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.unseen_character(text) IS
'a sentence about an invisible character in a name; null if there is none';

CREATE FUNCTION corroborate_internal.name_words(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_words' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.name_words(text) IS
'the words of a name in the form of name_skeleton(), sorted and separated by spaces, so that their order does not matter';

CREATE FUNCTION corroborate_internal.plain_text(given text) RETURNS text
	AS 'MODULE_PATHNAME', 'plain_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.plain_text(text) IS
'a text without differences of case, accents, blanks and forms of the same character, for comparing answers. The same in every locale';

CREATE FUNCTION corroborate_internal.plain_question(question text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
-- replace() removes multibyte marks: in a database with a single-byte encoding, rtrim() would cut letters
RETURN coalesce(nullif(rtrim(replace(replace(replace(corroborate_internal.plain_text(question), '¿', ''), '؟', '?'), '。', '.'), '?:.!;'), ''),
	corroborate_internal.plain_text(question));
COMMENT ON FUNCTION corroborate_internal.plain_question(text) IS 'a question in the form of plain_text(), without its final mark, in any script';
