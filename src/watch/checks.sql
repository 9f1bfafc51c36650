------------------------------------------------------------------------------
-- checks: functions for check constraints of a ledger's tables
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.known_word(what text, word text, words text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'known_word' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.known_word(text, text, text[]) IS
'true if the word is one of these; otherwise raises an error that lists them. what: what the word is for, such as a kind of source';

CREATE FUNCTION corroborate_internal.holds(condition boolean, message text, hint text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'holds' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.holds(boolean, text, text) IS 'true if the condition is true or null; otherwise raises an error with this message and hint';

CREATE FUNCTION corroborate_internal.attestation_columns_hold(id bigint, replaces bigint, recorded_at timestamptz, accepted_at timestamptz,
	accepted_by name, retracted_at timestamptz, retraction_reason text, said attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'attestation_columns_hold' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.attestation_columns_hold(bigint, bigint, timestamptz, timestamptz, name, timestamptz, text, attribution) IS
'true if these columns of an attestation agree; otherwise raises an error. An attestation does not replace itself, is accepted and retracted no earlier than it is recorded, accepted by somebody, and retracted for a reason; and it rates no source 0';

CREATE FUNCTION corroborate_internal.claim_columns_hold(question text, comparator text, value numeric, unit text, answer text, holds daterange,
	ruling text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'claim_columns_hold' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.claim_columns_hold(text, text, numeric, text, text, daterange, text) IS
'true if these columns of a claim agree; otherwise raises an error. An answer has a question, and is either a number with its comparator or words; it holds on at least one day; comparator and ruling are known words';

CREATE FUNCTION corroborate_internal.attestation_written() RETURNS trigger
	AS 'MODULE_PATHNAME', 'attestation_written' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.attestation_written() IS
'BEFORE INSERT OR UPDATE, FOR EACH ROW: refuses an attestation without a claim or without what was said, and one that is accepted or retracted in the future, or in the past by a role that does not own the table: evidence would differ from what evidence_as_of() returns. Gives a notice if said_at is in the future';

CREATE FUNCTION corroborate_internal.basis_word(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN corroborate_internal.plain_text(name) IN ('*', 'first-hand', 'firsthand') THEN '*'
	-- in English, German, French, Spanish, Portuguese, Italian, Russian and Ukrainian
	WHEN corroborate_internal.plain_text(name) IN ('unknown', 'notknown', 'anonymous', 'anon', 'unnamed', 'unidentified', 'noname', 'n/a', 'n.a.',
		'someone', 'somebody', 'someoneunknown', 'somebodyunknown', 'unknownsource', 'unknownsources', 'anonymoussource', 'anonymoussources', 'unnamedsource', 'unnamedsources',
		'source', 'sources', 'asource', 'thesource', 'thesources',
		'unbekannt', 'anonym', 'k.a.', 'inconnu', 'inconnue', 'anonyme', 'desconocido', 'desconocida', 'desconhecido', 'desconhecida', 'sconosciuto', 'sconosciuta',
		'anonimo', 'anonima', 'неизвестно', 'неизвестен', 'аноним', 'анонимно', 'невідомо', 'анонім')
		OR name ~ '^[-?._/+& ]+$' THEN '?'
END;
COMMENT ON FUNCTION corroborate_internal.basis_word(text) IS 'what a word in place of a name says about how somebody knows: first-hand (*) or from someone unknown (?); a mark without letters also means unknown. Case, accents and blanks do not matter';
