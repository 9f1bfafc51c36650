------------------------------------------------------------------------------
-- Fact checks by others
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- A fact check gives its verdict in its own words, and numeric scales run in both directions.  So a verdict means nothing
-- until the desk has entered its words in verdict_word; until then, the review is only stored.

CREATE VIEW undecided_review WITH (security_invoker) AS
SELECT r.claim, c.statement, r.document, d.publisher AS reviewer, d.url, r.verdict, r.rating
FROM claim_review AS r JOIN claim AS c ON c.id = r.claim JOIN document AS d ON d.id = r.document
WHERE NOT EXISTS (
	SELECT FROM verdict_word AS v WHERE corroborate_internal.plain_text(v.word) = corroborate_internal.plain_text(r.verdict));
COMMENT ON VIEW undecided_review IS
'fact checks whose verdict has no effect, because its words are not in verdict_word: enter the words, and call decide_claim_reviews()';

-- Any role that may attest may use this: a pending attestation has no effect.
CREATE FUNCTION attest_pending(claim bigint, said @extschema@.attribution, quote text, quote_language text, document bigint, said_at timestamptz)
	RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	written bigint;
BEGIN
	PERFORM corroborate_internal.at_home();
	INSERT INTO attestation (claim, said, quote, quote_language, document, said_at, accepted_at, accepted_by)
	VALUES (attest_pending.claim, attest_pending.said, attest_pending.quote, attest_pending.quote_language, attest_pending.document,
		attest_pending.said_at, NULL, NULL)
	RETURNING id INTO written;
	RETURN written;
END
$body$;
COMMENT ON FUNCTION attest_pending(bigint, @extschema@.attribution, text, text, bigint, timestamptz) IS
'writes down a pending attestation, and returns its number';
