------------------------------------------------------------------------------
-- What follows when a ledger's attestations or rulings change
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- Attestations: what happens to them, and by whom

CREATE FUNCTION attestation_stamped() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	IF NEW.accepted_at IS NULL THEN
		NEW.accepted_by := NULL;
	ELSIF OLD.accepted_at IS NULL THEN
		NEW.accepted_by := coalesce(NEW.accepted_by, who());
	END IF;
	IF NEW.retracted_at IS NULL THEN
		NEW.retracted_by := NULL;
	ELSIF OLD.retracted_at IS NULL THEN
		NEW.retracted_by := coalesce(NEW.retracted_by, who());
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION attestation_stamped() IS 'writes down who accepts and who retracts';

CREATE FUNCTION attestation_changes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	was record;
	is_now record;
	what text := 'removal of ';
BEGIN
	IF TG_LEVEL = 'STATEMENT' AND TG_OP = 'TRUNCATE' THEN
		PERFORM set_config('corroborate.statement', 'removal of all attestations', true);
		RETURN NULL;
	END IF;
	SELECT count(accepted_at) AS accepted, count(retracted_at) AS retracted, array_agg(DISTINCT speaker(said)) AS speakers
	INTO was FROM old_rows;
	is_now := was;
	IF TG_OP = 'UPDATE' THEN
		SELECT count(accepted_at) AS accepted, count(retracted_at) AS retracted, array_agg(DISTINCT speaker(said)) AS speakers
		INTO is_now FROM new_rows;
		what := CASE WHEN is_now.retracted > was.retracted THEN 'retraction of '
			WHEN is_now.accepted > was.accepted THEN 'acceptance of ' ELSE 'correction of ' END;
	END IF;
	IF is_now.speakers IS NOT NULL THEN
		PERFORM set_config('corroborate.statement', what || list_names(is_now.speakers), true);
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION attestation_changes() IS 'says what is being done, for claim_event';

CREATE FUNCTION attestation_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM set_config('corroborate.statement', '', true);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION attestation_changed() IS 'what was being done is done';

CREATE FUNCTION replacement_entered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	replaced record;
BEGIN
	SELECT a.id, a.recorded_at, coalesce(o.source, speaker(a.said)) AS source INTO replaced
	FROM attestation AS a LEFT JOIN source_alias AS o ON o.alias = speaker(a.said)
	WHERE a.claim = NEW.claim AND a.id = NEW.replaces;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = format('there is no attestation %s about claim %s to replace', NEW.replaces, NEW.claim),
			HINT = 'An attestation replaces an earlier one about the same claim.';
	END IF;
	IF NEW.id <= replaced.id THEN
		RAISE EXCEPTION USING ERRCODE = 'check_violation',
			MESSAGE = format('attestation %s cannot replace %s, which was written down later', NEW.id, replaced.id);
	END IF;
	IF replaced.source IS DISTINCT FROM coalesce((SELECT o.source FROM source_alias AS o WHERE o.alias = speaker(NEW.said)), speaker(NEW.said))
		AND NOT has_column_privilege(who(), TG_RELID, 'accepted_at', 'UPDATE')
	THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('attestation %s is of another source', replaced.id),
			DETAIL = 'Only an editor may replace what another source said.',
			HINT = 'Leave out replaces: both count.';
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION replacement_entered() IS 'refuses what is not a correction: an attestation replaces an earlier one of the same claim and source, or of another source if an editor says so';

CREATE TRIGGER replacement_entered BEFORE INSERT OR UPDATE OF replaces, claim, said ON attestation
	FOR EACH ROW WHEN (NEW.replaces IS NOT NULL) EXECUTE FUNCTION replacement_entered();

-- Triggers fire in the order of their names: these before and after gather_evidence_...
CREATE TRIGGER attestation_stamped BEFORE UPDATE OF accepted_at, retracted_at ON attestation
	FOR EACH ROW EXECUTE FUNCTION attestation_stamped();
CREATE TRIGGER attestation_changes_update AFTER UPDATE ON attestation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER attestation_changes_delete AFTER DELETE ON attestation REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER attestation_changes_truncate AFTER TRUNCATE ON attestation
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER zz_attestation_changed AFTER UPDATE OR DELETE OR TRUNCATE ON attestation
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changed();


-- Claims

-- Whoever changes an attestation locks it, and then its claim; a claim that is deleted is locked before what goes with it
CREATE FUNCTION claims_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
BEGIN
	LOCK TABLE attestation, ruling IN EXCLUSIVE MODE;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION claims_removed() IS 'waits for whoever is changing attestations or rulings, before any claim is deleted with those about it';

CREATE TRIGGER claims_removed BEFORE DELETE ON claim
	FOR EACH STATEMENT EXECUTE FUNCTION claims_removed();

CREATE FUNCTION ruling_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
DECLARE
	ruled bigint[] := '{}';
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		ruled := ARRAY(SELECT c.id FROM claim AS c WHERE c.ruling IS NOT NULL);
	ELSIF TG_OP <> 'INSERT' THEN
		ruled := ruled || ARRAY(SELECT claim FROM old_rows);
	END IF;
	IF TG_OP IN ('INSERT', 'UPDATE') THEN
		ruled := ruled || ARRAY(SELECT claim FROM new_rows);
	END IF;
	-- in key order, as everywhere, and then by a new statement
	PERFORM 1 FROM claim AS c WHERE c.id = ANY (ruled) ORDER BY c.id FOR NO KEY UPDATE;
	UPDATE claim AS c SET ruling = nullif(latest.verdict, 'release')
	FROM unnest(ruled) AS u (id)
	LEFT JOIN LATERAL (SELECT r.verdict FROM ruling AS r WHERE r.claim = u.id ORDER BY r.at DESC, r.id DESC LIMIT 1) AS latest ON true
	WHERE c.id = u.id AND c.ruling IS DISTINCT FROM nullif(latest.verdict, 'release');
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION ruling_changed() IS 'keeps the latest ruling in the claim';

CREATE TRIGGER ruling_added AFTER INSERT ON ruling REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER ruling_changed AFTER UPDATE ON ruling REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER ruling_removed AFTER DELETE ON ruling REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER rulings_truncated AFTER TRUNCATE ON ruling
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
