------------------------------------------------------------------------------
-- Fact checks of others
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- A fact check says in its own words how it ends, and scales of numbers run both ways.  So nothing follows from a
-- verdict but what the desk has written into verdict_word, and the review is kept as it is until then.

CREATE VIEW undecided_review WITH (security_invoker) AS
SELECT r.claim, c.statement, r.document, d.publisher AS reviewer, d.url, r.verdict, r.rating
FROM claim_review AS r JOIN claim AS c ON c.id = r.claim JOIN document AS d ON d.id = r.document
WHERE NOT EXISTS (
	SELECT FROM verdict_word AS v WHERE corroborate_internal.plain_text(v.word) = corroborate_internal.plain_text(r.verdict));
COMMENT ON VIEW undecided_review IS
'fact checks whose verdict is in words that verdict_word does not have, so that nothing follows from it: enter the words, and call decide_claim_reviews()';

-- Whoever may attest may leave something pending, which does nothing
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
'writes down an attestation that is pending, and returns its number';
