------------------------------------------------------------------------------
-- claim_review: fact checks as rows
------------------------------------------------------------------------------

CREATE FUNCTION read_claim_reviews(story text, OUT url text, OUT version text, OUT published_at timestamptz, OUT language text, OUT headline text,
	OUT reviewer text, OUT claim text, OUT claimants text[], OUT claimed_at timestamptz, OUT appearances text[], OUT verdict text, OUT rating text)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_claim_reviews_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 10 COST 1000;
COMMENT ON FUNCTION read_claim_reviews(text) IS
'reads fact checks (schema.org''s ClaimReview) from a page, JSON-LD, a list of these or lines of JSON, a row each. claim: what is reviewed; claimants: who claimed it, null for someone unknown; verdict: in the reviewer''s words; rating: in numbers, which alone decide nothing';

CREATE FUNCTION read_claim_reviews(story bytea, OUT url text, OUT version text, OUT published_at timestamptz, OUT language text, OUT headline text,
	OUT reviewer text, OUT claim text, OUT claimants text[], OUT claimed_at timestamptz, OUT appearances text[], OUT verdict text, OUT rating text)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_claim_reviews_bytes' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 10 COST 1000;
COMMENT ON FUNCTION read_claim_reviews(bytea) IS 'reads fact checks from a page or JSON, in the encoding that it declares, a row each';

CREATE FUNCTION read_claim_reviews(story jsonb, OUT url text, OUT version text, OUT published_at timestamptz, OUT language text, OUT headline text,
	OUT reviewer text, OUT claim text, OUT claimants text[], OUT claimed_at timestamptz, OUT appearances text[], OUT verdict text, OUT rating text)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_claim_reviews_jsonb' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 10 COST 1000;
COMMENT ON FUNCTION read_claim_reviews(jsonb) IS 'reads fact checks from JSON, a row each';
