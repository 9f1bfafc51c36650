------------------------------------------------------------------------------
-- What a ledger needs of the extension
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- Text, so that it can be read without being run
CREATE FUNCTION corroborate_version() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $body$SELECT '@version@'$body$;
COMMENT ON FUNCTION corroborate_version() IS 'the version of corroborate that made what this ledger has; upgrade_ledger() brings it to the one that is installed';

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
'what was known of a claim then: from attestations that were accepted and not retracted, and sources as they were rated. Kinds, affiliations and other spellings are those of today';

CREATE FUNCTION speaker(said @extschema@.attribution) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN coalesce((@extschema@.speakers(said))[1], (@extschema@.deniers(said))[1]);
COMMENT ON FUNCTION speaker(@extschema@.attribution) IS 'who says it or denies it';

CREATE FUNCTION list_names(names text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE WHEN cardinality(names) <= 3 THEN array_to_string(names, ', ')
	ELSE format('%s and %s others', array_to_string(names[1:3], ', '), cardinality(names) - 3) END;
COMMENT ON FUNCTION list_names(text[]) IS 'a few names, for a sentence';


-- Gathering again

-- Which claims these are is found out by the extension, which also sees what was
-- committed after the snapshot of a transaction that keeps one.

CREATE FUNCTION regather_sources(names text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @extschema@.regather('attestation'::regclass, names);
COMMENT ON FUNCTION regather_sources(text[]) IS 'gathers the claims again that mention any of these sources, or copy what they published';

CREATE FUNCTION regather_spelt(aliases text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @extschema@.regather_aliases('attestation'::regclass, aliases);
COMMENT ON FUNCTION regather_spelt(text[]) IS 'gathers the claims again that mention any of these names, or whoever is affiliated with them';

CREATE FUNCTION regather_in(documents bigint[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @extschema@.regather_documents('attestation'::regclass, documents::text[]);
COMMENT ON FUNCTION regather_in(bigint[]) IS 'gathers the claims again about which something is said in these documents or in copies of them';

CREATE FUNCTION regather_because(cause text, sources text[] DEFAULT NULL, spellings text[] DEFAULT NULL, documents bigint[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
BEGIN
	-- what people say themselves goes before
	PERFORM set_config('corroborate.cause', coalesce(nullif(cause_before, ''), cause), true);
	PERFORM regather_sources(sources) WHERE sources IS NOT NULL;
	PERFORM regather_spelt(spellings) WHERE spellings IS NOT NULL;
	PERFORM regather_in(documents) WHERE documents IS NOT NULL;
	PERFORM set_config('corroborate.cause', cause_before, true);
END
$body$;
COMMENT ON FUNCTION regather_because(text, text[], text[], bigint[]) IS
'gathers the claims again on which these sources, names or documents have a bearing, and writes the cause down where a flag changes';

CREATE FUNCTION claim_that_mentions(names text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN (@extschema@.first_mention('attestation'::regclass, names, unregistered => true))[1]::bigint;
COMMENT ON FUNCTION claim_that_mentions(text[]) IS 'some claim that mentions any of them for which no source stands any more, or null';
