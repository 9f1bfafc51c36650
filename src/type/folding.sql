------------------------------------------------------------------------------
-- folding: what tells the names of sources apart
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.name_skeleton(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'name_skeleton' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.name_skeleton(text) IS
'a name without what does not tell names apart: case, accents, punctuation, blanks, forms of the same character. A hyphen stays between two numbers. The same in every locale';

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
