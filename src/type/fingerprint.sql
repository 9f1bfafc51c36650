------------------------------------------------------------------------------
-- fingerprint: recognizes copies of a text
------------------------------------------------------------------------------

CREATE FUNCTION fingerprint(content text, key text DEFAULT '') RETURNS bigint[]
	AS 'MODULE_PATHNAME', 'text_fingerprint' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION fingerprint(text, text) IS
'recognizes a text, or a part of it, without keeping it: a version, then keyed hashes of some of its runs of five words, in the order of the text. Two texts with twelve words in a row in common have a hash in common. Case, punctuation, blanks and forms of the same character do not matter. Without the key nobody can find out whether a text contains certain words';

CREATE FUNCTION containment(a bigint[], b bigint[]) RETURNS double precision
	AS 'MODULE_PATHNAME', 'fingerprint_containment' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION containment(bigint[], bigint[]) IS
'how much of the shorter of two texts is in the other, from 0 to 1: the share of its hashes, by their fingerprints. Null if the fingerprints are of different versions';

CREATE FUNCTION common_run(a bigint[], b bigint[]) RETURNS integer
	AS 'MODULE_PATHNAME', 'fingerprint_common_run' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION common_run(bigint[], bigint[]) IS
'about how many words in a row two texts have in common at most, give or take four, by how many hashes in a row their fingerprints have in common; 0 if they have none. Null if the fingerprints are of different versions';

CREATE FUNCTION is_copy(a bigint[], b bigint[]) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
-- three hashes in a row: half of such pairs of texts have at least 19 words in a row in common
RETURN containment(a, b) >= 0.5 OR containment(a, b) >= 0.25 AND common_run(a, b) >= 19;
COMMENT ON FUNCTION is_copy(bigint[], bigint[]) IS
'whether one of two texts was probably copied from the other, in whole or in part: half of the shorter one is in the other, or a quarter with twenty words in a row';


-- For texts that are stored, and need no key

CREATE FUNCTION corroborate_internal.word_codes(content text) RETURNS bigint[]
	AS 'MODULE_PATHNAME', 'text_word_codes' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.word_codes(text) IS
'the words of a text, each once, as numbers: the same in any case, and whatever is between them. Of scripts without blanks between words, each letter';

CREATE FUNCTION corroborate_internal.common_words(one text, other text) RETURNS integer
	AS 'MODULE_PATHNAME', 'text_common_words' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION corroborate_internal.common_words(text, text) IS
'how many words in a row two texts have in common at most; letters, of scripts without blanks between words';
