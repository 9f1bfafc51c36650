------------------------------------------------------------------------------
-- A ledger's functions on top of the extension's
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- The body is a string, so that ledger_version() can read it without running it.
CREATE FUNCTION corroborate_version() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $body$SELECT '@version@'$body$;
COMMENT ON FUNCTION corroborate_version() IS 'the version of corroborate that made this ledger or last upgraded it; upgrade_ledger() brings it to the installed version';

CREATE FUNCTION evidence_as_of(claim bigint, at timestamptz) RETURNS @extschema@.evidence LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = evidence_as_of.claim) THEN
		PERFORM corroborate_internal.refuse('foreign_key_violation',
			message => format('there is no claim %s', coalesce(evidence_as_of.claim::text, 'NULL')),
			hint => 'The view desk lists the claims.');
	END IF;
	RETURN @extschema@.gathered('attestation'::regclass, ARRAY[evidence_as_of.claim::text], evidence_as_of.at);
END
$body$;
COMMENT ON FUNCTION evidence_as_of(bigint, timestamptz) IS
'what was known of a claim at that time: from attestations that were accepted and not retracted, with sources as they were rated. Kinds, affiliations and other spellings are those of today';

CREATE FUNCTION speaker(said @extschema@.attribution) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN coalesce((@extschema@.speakers(said))[1], (@extschema@.deniers(said))[1]);
COMMENT ON FUNCTION speaker(@extschema@.attribution) IS 'who says it or denies it';

CREATE FUNCTION list_names(names text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE WHEN cardinality(names) <= 3 THEN array_to_string(names, ', ')
	ELSE format('%s and %s others', array_to_string(names[1:3], ', '), cardinality(names) - 3) END;
COMMENT ON FUNCTION list_names(text[]) IS 'lists a few names in a sentence';


-- Gathering again

-- The extension finds these claims.  It also sees what was committed after the
-- transaction's snapshot.

CREATE FUNCTION regather_sources(names text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @extschema@.regather('attestation'::regclass, names);
COMMENT ON FUNCTION regather_sources(text[]) IS 'gathers again the claims with attestations that mention any of these sources, or that are taken from copies of what they published';

CREATE FUNCTION regather_spelt(aliases text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @extschema@.regather_aliases('attestation'::regclass, aliases);
COMMENT ON FUNCTION regather_spelt(text[]) IS 'gathers again the claims with attestations that mention any of these names, or a source that is affiliated with them';

CREATE FUNCTION regather_in(documents bigint[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @extschema@.regather_documents('attestation'::regclass, documents::text[]);
COMMENT ON FUNCTION regather_in(bigint[]) IS 'gathers again the claims with attestations taken from these documents or from copies of them';

CREATE FUNCTION regather_because(cause text, sources text[] DEFAULT NULL, spellings text[] DEFAULT NULL, documents bigint[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
BEGIN
	-- a cause that the user has set takes precedence
	PERFORM set_config('corroborate.cause', coalesce(nullif(cause_before, ''), cause), true);
	PERFORM regather_sources(sources) WHERE sources IS NOT NULL;
	PERFORM regather_spelt(spellings) WHERE spellings IS NOT NULL;
	PERFORM regather_in(documents) WHERE documents IS NOT NULL;
	PERFORM set_config('corroborate.cause', cause_before, true);
END
$body$;
COMMENT ON FUNCTION regather_because(text, text[], text[], bigint[]) IS
'gathers again the claims on which these sources, names or documents have a bearing, and records the cause where a flag changes';

CREATE FUNCTION claim_that_mentions(names text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN (@extschema@.first_mention('attestation'::regclass, names, unregistered => true))[1]::bigint;
COMMENT ON FUNCTION claim_that_mentions(text[]) IS 'a claim with an attestation that mentions any of these names for which no source stands any more; null if there is none';
