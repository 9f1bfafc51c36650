------------------------------------------------------------------------------
-- folding: what tells the names of sources apart
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.name_skeleton(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_skeleton' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.name_skeleton(text) IS
'a name without what does not tell names apart: case, accents, punctuation, blanks, forms of the same character, Greek and Cyrillic letters that look like Latin ones. A hyphen stays between two numbers. The same in every locale';

CREATE FUNCTION corroborate_internal.differ_in_script(name text, other text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'names_differ_in_script' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION corroborate_internal.differ_in_script(text, text) IS
'whether name_skeleton() leaves the same of two names because letters of one script look like those of another';

CREATE FUNCTION corroborate_internal.odd_letter(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_odd_letter' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.odd_letter(text) IS
'a sentence about a character of a name that does not show, or a word of it that mixes Latin, Greek or Cyrillic letters; null: there is neither';

CREATE FUNCTION corroborate_internal.unseen_character(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_unseen_character' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.unseen_character(text) IS
'a sentence about a character of a name that does not show; null: there is none';

CREATE FUNCTION corroborate_internal.name_words(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_words' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.name_words(text) IS
'the words of a name as name_skeleton() leaves them, sorted, with a space between: the same in whatever order they were written';

CREATE FUNCTION corroborate_internal.plain_text(given text) RETURNS text
	AS 'MODULE_PATHNAME', 'plain_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.plain_text(text) IS
'a text without case, accents, blanks and forms of the same character, for comparing answers. The same in every locale';

CREATE FUNCTION corroborate_internal.plain_question(question text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
-- of marks of several bytes the whole, as in a database whose characters are bytes rtrim() cuts letters
RETURN coalesce(nullif(rtrim(replace(replace(replace(corroborate_internal.plain_text(question), '¿', ''), '؟', '?'), '。', '.'), '?:.!;'), ''),
	corroborate_internal.plain_text(question));
COMMENT ON FUNCTION corroborate_internal.plain_question(text) IS 'a question as plain_text() leaves it, without a mark at its end, in any script';
