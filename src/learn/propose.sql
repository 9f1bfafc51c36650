------------------------------------------------------------------------------
-- propose: looks for what the data of a ledger show, for editors to decide
------------------------------------------------------------------------------

-- corroborate_internal.find_<kind>(ledger) finds proposals of a kind.  It returns for each what it is about (subject and object: keys of
-- sources, or numbers of documents or attestations), what accepting it would do (suggests), how strong it is (strength, 0 to 1), why, in a
-- sentence (because), what shows it (evidence), and how much of that there is (size).  The same rows give the same result.  What is
-- suggested, by kind:
--
--   republishes  {"document": 12, "republishes": 7}                  subject 12, object 7
--   same_source  {"source": "post", "other": "post.example"}        subject and object: these two; source is the key that is kept
--   same_words   {"claim": 3, "attestation": 9, "cites": ["anna"]}   subject 9
--   same_voice   {"affiliation": "post"}                             subject and object: the two that share it
--   has_it_from  {"source": "blog", "relies_on": "post"}             subject blog, object post
--   rating       {"source": "blog", "reliability": 0.88}             subject blog
--
-- The ledger's find_proposals() calls these with the rights of the ledger's owner, and stores what is new.

CREATE FUNCTION corroborate_internal.proposal_kinds() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{republishes,same_source,same_words,same_voice,has_it_from,rating}'::text[];
COMMENT ON FUNCTION corroborate_internal.proposal_kinds() IS 'the kinds of proposals, in the order in which propose() looks for them';

-- This limits undecided proposals, not findings: once these are decided, the next ones are shown.
CREATE FUNCTION corroborate_internal.proposals_shown(kind text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN kind IN ('same_voice', 'has_it_from') THEN 20 END;
COMMENT ON FUNCTION corroborate_internal.proposals_shown(text) IS 'how many proposals of a kind editors are asked to decide at a time, the strongest first; null: all';

CREATE FUNCTION propose(ledger name, kinds text[] DEFAULT NULL, OUT kind text, OUT added bigint, OUT gone bigint, OUT undecided bigint)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
AS $$
DECLARE
	known CONSTANT text[] := corroborate_internal.proposal_kinds();
	wanted CONSTANT text[] := coalesce(kinds, known);
	unknown text := (SELECT k FROM unnest(wanted) AS k WHERE k IS NULL OR k <> ALL (known) LIMIT 1);
	said_at timestamptz := clock_timestamp();
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	IF NOT wanted <@ known THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('unrecognized kind of proposal: "%s"', coalesce(unknown, 'NULL')),
			hint => format('Kinds are %s.', array_to_string(known, ', ')));
	END IF;
	IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
		PERFORM corroborate_internal.refuse('invalid_transaction_state',
			message => format('propose() cannot be used in a transaction of isolation level %s', current_setting('transaction_isolation')),
			detail => 'It would propose again what was decided after the transaction''s snapshot was taken.',
			hint => 'Use BEGIN ISOLATION LEVEL READ COMMITTED.');
	END IF;
	FOREACH kind IN ARRAY known LOOP
		CONTINUE WHEN kind <> ALL (wanted);
		EXECUTE format('SELECT f.* FROM %I.find_proposals($1) AS f', ledger) INTO added, gone, undecided USING kind;
		IF clock_timestamp() > said_at + @extschema@.progress_interval() THEN
			said_at := clock_timestamp();
			RAISE NOTICE USING MESSAGE = format('looked for proposals of kind %s: %s are to be decided', kind, undecided);
		END IF;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION propose(name, text[]) IS
'looks for what the data of a ledger show, and writes it to the ledger''s table proposal, for editors to decide; nothing else changes. kinds: only these. Returns for each kind how many proposals are new, how many undecided ones were removed because the data no longer show them, and how many are undecided. For the ledger''s editors and owner';
