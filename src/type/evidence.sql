------------------------------------------------------------------------------
-- evidence and attribution: who says so, on whose word, how sure
------------------------------------------------------------------------------

-- Keys are UTF-8, so the database's encoding must be, too.

DO $$
BEGIN
	IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) ALL ('{UTF8,SQL_ASCII}'::pg_catalog.text[]) THEN
		RAISE EXCEPTION USING
			ERRCODE = 'feature_not_supported',
			MESSAGE = 'corroborate needs a database with encoding UTF8',
			DETAIL = pg_catalog.format('This one has %s.', pg_catalog.getdatabaseencoding()),
			HINT = 'For example: CREATE DATABASE newsroom ENCODING ''UTF8'' TEMPLATE template0;';
	END IF;
END
$$;

CREATE TYPE corroboration_status AS ENUM (
	'unsupported', 'uncorroborated', 'corroborated', 'corroborated_firsthand'
);
COMMENT ON TYPE corroboration_status IS
'how well a claim is corroborated, from weakest to strongest: unsupported (nothing supports it), uncorroborated (below the threshold), corroborated (enough independent sources, their independence partly presumed), corroborated_firsthand (enough that know first-hand)';


-- Types

CREATE TYPE evidence;
CREATE TYPE attribution;

CREATE FUNCTION evidence_in(cstring) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_in(cstring) IS 'I/O';

CREATE FUNCTION evidence_out(evidence) RETURNS cstring
	AS 'MODULE_PATHNAME', 'evidence_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_out(evidence) IS 'I/O';

CREATE FUNCTION evidence_recv(internal) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_recv(internal) IS 'I/O';

CREATE FUNCTION evidence_send(evidence) RETURNS bytea
	AS 'MODULE_PATHNAME', 'evidence_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_send(evidence) IS 'I/O';

CREATE TYPE evidence (
	INPUT = evidence_in,
	OUTPUT = evidence_out,
	RECEIVE = evidence_recv,
	SEND = evidence_send,
	STORAGE = extended
);
COMMENT ON TYPE evidence IS 'all that sources say about one claim: {yonhap:0.9<kcna, dalian-2<*, !mfa@dprk}';

CREATE FUNCTION attribution_in(cstring) RETURNS attribution
	AS 'MODULE_PATHNAME', 'attribution_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_in(cstring) IS 'I/O';

CREATE FUNCTION attribution_out(attribution) RETURNS cstring
	AS 'MODULE_PATHNAME', 'attribution_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_out(attribution) IS 'I/O';

CREATE FUNCTION attribution_recv(internal) RETURNS attribution
	AS 'MODULE_PATHNAME', 'attribution_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_recv(internal) IS 'I/O';

CREATE FUNCTION attribution_send(attribution) RETURNS bytea
	AS 'MODULE_PATHNAME', 'evidence_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution_send(attribution) IS 'I/O';

CREATE TYPE attribution (
	INPUT = attribution_in,
	OUTPUT = attribution_out,
	RECEIVE = attribution_recv,
	SEND = attribution_send,
	STORAGE = extended
);
COMMENT ON TYPE attribution IS 'one statement of one source about one claim: dalian-2:0.8<*, or rfa<(dandong-1,dalian-2), or !mfa for a denial';


-- Casts: an attribution is evidence with one statement

CREATE FUNCTION attribution(evidence) RETURNS attribution
	AS 'MODULE_PATHNAME', 'evidence_to_attribution' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION attribution(evidence) IS 'evidence with exactly one statement, as an attribution; raises an error if it has none or several';

CREATE CAST (attribution AS evidence) WITHOUT FUNCTION AS IMPLICIT;
COMMENT ON CAST (attribution AS evidence) IS 'an attribution is evidence with one statement';

CREATE CAST (evidence AS attribution) WITH FUNCTION attribution(evidence) AS ASSIGNMENT;
COMMENT ON CAST (evidence AS attribution) IS 'raises an error unless it has exactly one statement';

CREATE FUNCTION corroborate_internal.text_to_attribution(text, integer, boolean) RETURNS attribution
	AS 'MODULE_PATHNAME', 'text_to_attribution' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.text_to_attribution(text, integer, boolean) IS
'reads an attribution from text if the cast is explicit, or in PL/pgSQL; raises an error that recommends said_by() if text is assigned to a column';

CREATE FUNCTION corroborate_internal.text_to_evidence(text, integer, boolean) RETURNS evidence
	AS 'MODULE_PATHNAME', 'text_to_evidence' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.text_to_evidence(text, integer, boolean) IS
'reads evidence from text if the cast is explicit, or in PL/pgSQL; raises an error that recommends said_by() if text is assigned to a column';

CREATE CAST (text AS attribution) WITH FUNCTION corroborate_internal.text_to_attribution(text, integer, boolean) AS ASSIGNMENT;
COMMENT ON CAST (text AS attribution) IS 'the text of an attribution; an error where no cast is written';
CREATE CAST (varchar AS attribution) WITH FUNCTION corroborate_internal.text_to_attribution(text, integer, boolean) AS ASSIGNMENT;
COMMENT ON CAST (varchar AS attribution) IS 'the text of an attribution; an error where no cast is written';
CREATE CAST (text AS evidence) WITH FUNCTION corroborate_internal.text_to_evidence(text, integer, boolean) AS ASSIGNMENT;
COMMENT ON CAST (text AS evidence) IS 'the text of evidence; an error where no cast is written';
CREATE CAST (varchar AS evidence) WITH FUNCTION corroborate_internal.text_to_evidence(text, integer, boolean) AS ASSIGNMENT;
COMMENT ON CAST (varchar AS evidence) IS 'the text of evidence; an error where no cast is written';


-- From columns

CREATE FUNCTION corroborate_internal.said_by_any(
	source text,
	rating confidence DEFAULT NULL,
	cites text[] DEFAULT NULL,
	firsthand boolean DEFAULT false,
	denies boolean DEFAULT false,
	affiliations text[] DEFAULT NULL,
	"unknown" boolean DEFAULT false
) RETURNS attribution
	AS 'MODULE_PATHNAME', 'said_by_any' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.said_by_any(text, confidence, text[], boolean, boolean, text[], boolean) IS
'said_by() for stored names, which may look like an attribution';

CREATE FUNCTION said_by(
	source text,
	rating confidence DEFAULT NULL,
	cites text[] DEFAULT NULL,
	firsthand boolean DEFAULT false,
	denies boolean DEFAULT false,
	affiliations text[] DEFAULT NULL,
	"unknown" boolean DEFAULT false
) RETURNS attribution
	AS 'MODULE_PATHNAME', 'said_by' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION said_by(text, confidence, text[], boolean, boolean, text[], boolean) IS
'an attribution from columns: who says it; how far the source can be relied on; the keys of the sources it cites, any one of which is enough; whether it knows first-hand; whether it denies the claim; the source''s affiliations; whether it cites someone unknown. NULL if source is NULL';


CREATE FUNCTION quote_key(text) RETURNS text
	AS 'MODULE_PATHNAME', 'quote_key' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION quote_key(text) IS
'a name as it is written in the text of an attribution, in double quotes if it needs them';


-- Merging

CREATE FUNCTION merge(evidence, evidence) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(evidence, evidence) IS
'all that both say. Order and repetition do not matter; the lower of two ratings of a source holds';

CREATE FUNCTION merge(evidence, attribution) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(evidence, attribution) IS 'implementation of || operator';

CREATE FUNCTION merge(attribution, evidence) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(attribution, evidence) IS 'implementation of || operator';

CREATE FUNCTION merge(attribution, attribution) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION merge(attribution, attribution) IS 'implementation of || operator';

CREATE OPERATOR || (LEFTARG = evidence, RIGHTARG = evidence, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (evidence, evidence) IS 'merge';
CREATE OPERATOR || (LEFTARG = evidence, RIGHTARG = attribution, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (evidence, attribution) IS 'merge';
CREATE OPERATOR || (LEFTARG = attribution, RIGHTARG = evidence, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (attribution, evidence) IS 'merge';
CREATE OPERATOR || (LEFTARG = attribution, RIGHTARG = attribution, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (attribution, attribution) IS 'merge';

CREATE FUNCTION discredit(evidence, source text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_discredit' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION discredit(evidence, text) IS
'the evidence with that source discredited (rating 0): what would fall without it? Unchanged if there is no source of that name; an affiliation is not a source';

CREATE FUNCTION rename_source(evidence, source text, new_name text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_rename_source' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rename_source(evidence, text, text) IS
'the evidence with that source under another name, including where others are affiliated with it. If there is a source of the new name, the two become one';

CREATE FUNCTION rename_sources(evidence, sources text[], new_names text[]) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_rename_sources' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rename_sources(evidence, text[], text[]) IS
'the evidence with each of these sources under the new name at the same place in the second array, as by rename_source()';

CREATE FUNCTION retract(evidence, speaker text) RETURNS evidence
	AS 'MODULE_PATHNAME', 'evidence_retract' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retract(evidence, text) IS
'the evidence without what that source states itself. It stays where others cite it; sources that no statement mentions any more are removed';


-- The figures

CREATE FUNCTION corroboration(evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_corroboration' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroboration(evidence) IS
'how many independent sources support the claim: the fewest that would all have to be wrong for nothing to support it. Copies and hearsay add nothing; someone unknown counts once if there is nobody else';

CREATE FUNCTION corroboration_firsthand(evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_corroboration_firsthand' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroboration_firsthand(evidence) IS
'the same, counting only sources that are stated to know first-hand: what is left when nothing is presumed';

CREATE FUNCTION contradiction(evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_contradiction' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contradiction(evidence) IS 'how many independent sources deny the claim';

CREATE FUNCTION disputed(evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_disputed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION disputed(evidence) IS 'whether anyone who counts denies the claim';

CREATE FUNCTION knows_firsthand(attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'attribution_knows_firsthand' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION knows_firsthand(attribution) IS 'whether the speaker knows first-hand';

CREATE FUNCTION corroborate_internal.firsthand_hash(said attribution, seed bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'attribution_firsthand_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.firsthand_hash(attribution, bigint) IS
'a hash of the speaker, the side and the seed if the speaker knows first-hand; otherwise null';

CREATE FUNCTION on_own_word(attribution) RETURNS boolean
	AS 'MODULE_PATHNAME', 'attribution_on_own_word' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION on_own_word(attribution) IS
'whether the speaker says or denies it on its own word: it knows first-hand, or does not say how it knows';

CREATE FUNCTION denied(evidence, threshold integer DEFAULT 2) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_denied' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION denied(evidence, integer) IS
'whether at least as many independent sources as the threshold (2 or more) deny the claim, and fewer support it';

CREATE FUNCTION status(evidence, threshold integer DEFAULT 2) RETURNS corroboration_status
	AS 'MODULE_PATHNAME', 'evidence_status' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION status(evidence, integer) IS
'unsupported, uncorroborated, corroborated or corroborated_firsthand. threshold: how many independent sources corroborate a claim (2 or more)';

CREATE FUNCTION support(evidence) RETURNS confidence
	AS 'MODULE_PATHNAME', 'evidence_support' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION support(evidence) IS
'the probability that some supporting chain of sources is sound from end to end, if sources fail independently according to their ratings; NULL if no chain is rated throughout';

CREATE FUNCTION support(evidence, at_least integer) RETURNS confidence
	AS 'MODULE_PATHNAME', 'evidence_support_several' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION support(evidence, integer) IS
'the probability that at least that many supporting chains are sound that share no source or affiliation; NULL if there are not that many that are rated throughout. With 1 it is support(evidence)';

CREATE FUNCTION denial(evidence) RETURNS confidence
	AS 'MODULE_PATHNAME', 'evidence_denial' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION denial(evidence) IS 'the same for the chains of those who deny the claim';

CREATE FUNCTION is_exact(evidence) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_is_exact' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_exact(evidence) IS
'whether support and denial are exact; if not, the evidence is so entangled that they are lower bounds';

CREATE FUNCTION is_exact(evidence, at_least integer) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_is_exact_several' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION is_exact(evidence, integer) IS
'whether support(evidence, at_least) is exact; if not, it is a lower bound';

CREATE FUNCTION shares(evidence, against boolean DEFAULT false,
	OUT unit text[], OUT share double precision, OUT support_without confidence, OUT corroboration_share double precision) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'evidence_shares' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 10;
COMMENT ON FUNCTION shares(evidence, boolean) IS
'who contributes how much: for each group of sources that count as one, its Shapley share in support, the support that is left without it, and its share in corroboration where that is cheap to compute. Shares add up to support and corroboration. against: in denial and contradiction';

CREATE FUNCTION belief(evidence) RETURNS confidence
	AS 'MODULE_PATHNAME', 'evidence_belief' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION belief(evidence) IS
'how far the claim can be believed: s(1-t)/(1-st) with s = support and t = denial (Dempster''s rule); NULL if neither is known';

CREATE FUNCTION opinion(evidence, OUT belief confidence, OUT disbelief confidence, OUT uncertainty confidence)
	AS 'MODULE_PATHNAME', 'evidence_opinion' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION opinion(evidence) IS
'belief, disbelief t(1-s)/(1-st) and uncertainty (1-s)(1-t)/(1-st), which add up to 1; all NULL if neither support nor denial is known';


-- Who is in it

CREATE FUNCTION speakers(evidence) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_speakers' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION speakers(evidence) IS 'who states the claim';

CREATE FUNCTION deniers(evidence) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_deniers' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION deniers(evidence) IS 'who denies the claim';

CREATE FUNCTION sources(evidence) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_sources' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sources(evidence) IS 'everyone mentioned, on either side';

CREATE FUNCTION origins(evidence) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_origins' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION origins(evidence) IS
'the sources at the end of supporting chains: those that know first-hand, and those that do not say how they know';

CREATE FUNCTION units(evidence) RETURNS SETOF text[]
	AS 'MODULE_PATHNAME', 'evidence_units' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 10;
COMMENT ON FUNCTION units(evidence) IS 'the sources in groups that count as one, because they share an affiliation';

CREATE FUNCTION chains(evidence, against boolean DEFAULT false) RETURNS SETOF text[]
	AS 'MODULE_PATHNAME', 'evidence_chains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION chains(evidence, boolean) IS
'the proof of the count: the most chains of which no two share a source or affiliation, each from a speaker to whoever knows. Two neighbours of which the first does not cite the second share an affiliation. against: the chains of denials';

CREATE FUNCTION rests_on(evidence, against boolean DEFAULT false) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_rests_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rests_on(evidence, boolean) IS
'the sources that the claim rests on: the fewest that would all have to be wrong for nothing to support it, those nearest to the speakers. Sources that count as one are named by the first of them';

CREATE FUNCTION why(evidence) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_why' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION why(evidence) IS 'the evidence in a sentence or two: how many sources and who, what is presumed, who counts as one, who denies it';
