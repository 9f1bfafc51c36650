------------------------------------------------------------------------------
-- claim_review: fact checks as rows
------------------------------------------------------------------------------

CREATE FUNCTION read_claim_reviews(story text, OUT url text, OUT version text, OUT published_at timestamptz, OUT language text, OUT headline text,
	OUT reviewer text, OUT claim text, OUT claimants text[], OUT claimed_at timestamptz, OUT appearances text[], OUT verdict text, OUT rating text)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_claim_reviews_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 10 COST 1000;
COMMENT ON FUNCTION read_claim_reviews(text) IS
'the fact checks in a page, in JSON-LD alone, in lists of these or on lines of JSON, a row each: schema.org''s ClaimReview. claim: what is reviewed; claimants: who claimed it, null: someone unknown; verdict: in the reviewer''s words; rating: in numbers, which alone decide nothing';

CREATE FUNCTION read_claim_reviews(story bytea, OUT url text, OUT version text, OUT published_at timestamptz, OUT language text, OUT headline text,
	OUT reviewer text, OUT claim text, OUT claimants text[], OUT claimed_at timestamptz, OUT appearances text[], OUT verdict text, OUT rating text)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_claim_reviews_bytes' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 10 COST 1000;
COMMENT ON FUNCTION read_claim_reviews(bytea) IS 'the fact checks in a page or in JSON, in the encoding that it declares, a row each';

CREATE FUNCTION read_claim_reviews(story jsonb, OUT url text, OUT version text, OUT published_at timestamptz, OUT language text, OUT headline text,
	OUT reviewer text, OUT claim text, OUT claimants text[], OUT claimed_at timestamptz, OUT appearances text[], OUT verdict text, OUT rating text)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_claim_reviews_jsonb' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 10 COST 1000;
COMMENT ON FUNCTION read_claim_reviews(jsonb) IS 'the fact checks in JSON, a row each';
