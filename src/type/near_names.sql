------------------------------------------------------------------------------
-- near_names: names that are spelt alike
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.name_distance(name text, other text) RETURNS integer
	AS 'MODULE_PATHNAME', 'name_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION corroborate_internal.name_distance(text, text) IS
'how many letters differ between two names in the form of name_skeleton(); null if more than one in five or more than three, or if a number differs';

CREATE FUNCTION corroborate_internal.near_pairs(names text[], OUT place integer, OUT other_place integer, OUT distance integer) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'near_pairs' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 100;
COMMENT ON FUNCTION corroborate_internal.near_pairs(text[]) IS 'the pairs of these names that are near by name_distance(), but not the same: their places in the array';

CREATE FUNCTION corroborate_internal.name_beginning(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT left(s, length(s) / 2) FROM corroborate_internal.name_skeleton(name) AS s WHERE length(s) > 4 AND s !~ '[0-9]');
COMMENT ON FUNCTION corroborate_internal.name_beginning(text) IS
'the first half of a name in the form of name_skeleton(), by which an index finds near names; null if the name is short, or has a number';

-- Parts of names

CREATE FUNCTION corroborate_internal.without_articles(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(words,
	'(^| )(the|an|of|and|for|de|du|des|la|le|les|el|los|las|do|da|dos|das|del|der|die|dem|den|und|von|van|het|een|il|lo|gli|di|della|dello|dei|delle|degli|al)(?= |$)',
	'', 'g'));
COMMENT ON FUNCTION corroborate_internal.without_articles(text) IS 'the words of a name in the form of name_words(), without articles and particles';

CREATE FUNCTION corroborate_internal.site_of(address text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
-- the registered domain name: bbc.co.uk of www.bbc.co.uk
RETURN (SELECT substring(h.host FROM E'[^.]+\\.(?:(?:com?|org|net|gov|gob|ac|edu)\\.[a-z]{2}|[^.]+)$')
	FROM (SELECT lower(substring(address FROM E'^(?:[A-Za-z]+://)?([^/:?#@\\s]+\\.[A-Za-z]{2,})(?:[/:?#].*)?$'))) AS h (host));
COMMENT ON FUNCTION corroborate_internal.site_of(text) IS 'the site of an address, or of a name that is one; null if it is none';

CREATE FUNCTION corroborate_internal.initials_of(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT string_agg(left(w.word, 1), '' ORDER BY w.o)
	FROM regexp_split_to_table(btrim(name), E'[\\s._/-]+') WITH ORDINALITY AS s (part, o),
		LATERAL (SELECT corroborate_internal.name_skeleton(s.part), s.o) AS w (word, o)
	WHERE corroborate_internal.without_articles(w.word) <> '');
COMMENT ON FUNCTION corroborate_internal.initials_of(text) IS 'the initials of a name: the first letters of its words, without articles and particles';
