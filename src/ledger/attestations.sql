------------------------------------------------------------------------------
-- Triggers on a ledger's attestations, claims and rulings
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- Attestations

CREATE FUNCTION attestation_stamped() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	IF OLD.accepted_at IS NOT NULL AND NEW.accepted_at IS NULL THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('attestation %s about claim %s has been accepted', OLD.id, OLD.claim),
			detail => 'It cannot become pending again.',
			hint => 'To keep it from counting, use retract_attestation(claim, id, reason).');
	END IF;
	IF OLD.retracted_at IS NOT NULL AND NEW.retracted_at IS NULL THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('attestation %s about claim %s has been retracted', OLD.id, OLD.claim),
			detail => 'A retraction stays on record.',
			hint => 'If it was said after all, write it down again by attest().');
	END IF;
	-- the owner may change these, and forget() does: a reason may say who a source is
	IF (OLD.accepted_at IS NOT NULL AND (NEW.accepted_at, NEW.accepted_by) IS DISTINCT FROM (OLD.accepted_at, OLD.accepted_by)
			OR OLD.retracted_at IS NOT NULL AND (NEW.retracted_at, NEW.retracted_by, NEW.retraction_reason)
				IS DISTINCT FROM (OLD.retracted_at, OLD.retracted_by, OLD.retraction_reason))
		AND NOT pg_has_role(current_user, (SELECT c.relowner FROM pg_class AS c WHERE c.oid = TG_RELID), 'USAGE')
	THEN
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => format('who accepted or retracted attestation %s about claim %s, when and why, cannot be changed', OLD.id, OLD.claim));
	END IF;
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
COMMENT ON FUNCTION attestation_stamped() IS 'records who accepts and who retracts an attestation; neither can be undone';

CREATE FUNCTION attestation_changes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	was record;
	is_now record;
	what text := 'removal of ';
BEGIN
	PERFORM corroborate_internal.at_home();
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
COMMENT ON FUNCTION attestation_changes() IS 'sets corroborate.statement to what is being done, for claim_event';

CREATE FUNCTION attestation_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM set_config('corroborate.statement', '', true);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION attestation_changed() IS 'resets what attestation_changes() set';

CREATE FUNCTION replacement_entered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	sources text[];
	unseen boolean;
BEGIN
	PERFORM corroborate_internal.at_home();
	-- Lock it, so that nobody accepts it in other words meanwhile; then read it with a new snapshot.
	PERFORM corroborate_internal.by_latest(format('SELECT FROM %s AS a WHERE a.claim = $1[1]::bigint AND a.id = $1[2]::bigint FOR SHARE', TG_RELID::regclass),
		ARRAY[NEW.claim, NEW.replaces]::text[]);
	sources := corroborate_internal.by_latest(format('SELECT coalesce((SELECT o.source FROM %s AS o WHERE o.alias = said.by), said.by) '
		'FROM (SELECT speaker(a.said) AS by, 1 AS place FROM %s AS a WHERE a.claim = $1[1]::bigint AND a.id = $1[2]::bigint '
			'UNION ALL SELECT $1[3], 2) AS said ORDER BY said.place', corroborate_internal.beside(TG_RELID, 'source_alias'::regclass), TG_RELID::regclass),
		ARRAY[NEW.claim::text, NEW.replaces::text, speaker(NEW.said)]);
	IF cardinality(sources) < 2 THEN
		PERFORM corroborate_internal.refuse('foreign_key_violation',
			message => format('there is no attestation %s about claim %s to replace', NEW.replaces, NEW.claim),
			hint => 'An attestation replaces an earlier one about the same claim.');
	END IF;
	-- the foreign key's check sees this transaction's snapshot alone, and would report the row as missing
	IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
		EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s AS a WHERE a.claim = $1 AND a.id = $2)', TG_RELID::regclass) INTO unseen USING NEW.claim, NEW.replaces;
		IF unseen THEN
			PERFORM corroborate_internal.refuse('serialization_failure',
				message => 'could not serialize access due to a concurrent insert',
				detail => format('This transaction does not see attestation %s about claim %s, which was added after it began.', NEW.replaces, NEW.claim),
				hint => 'The transaction might succeed if retried.');
		END IF;
	END IF;
	-- where several nodes assign numbers, the lower one need not be the earlier one
	IF NEW.id < NEW.replaces AND NOT corroborate_internal.is_distributed('attestation'::regclass) THEN
		PERFORM corroborate_internal.refuse('check_violation',
			message => format('attestation %s cannot replace %s, which was written down later', NEW.id, NEW.replaces));
	END IF;
	IF sources[1] <> sources[2]
		AND NOT has_column_privilege(who(), TG_RELID, 'accepted_at', 'UPDATE')
	THEN
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => format('attestation %s is of another source', NEW.replaces),
			detail => 'Only an editor may replace what another source said.',
			hint => 'Leave out replaces: both count.');
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION replacement_entered() IS 'refuses a replacement that is no correction: an attestation replaces an earlier one of the same claim and source; only an editor replaces that of another source';

CREATE TRIGGER replacement_entered BEFORE INSERT OR UPDATE OF replaces, claim, said ON attestation
	FOR EACH ROW WHEN (NEW.replaces IS NOT NULL) EXECUTE FUNCTION replacement_entered();

-- Triggers fire in the order of their names: these fire before and after gather_evidence_...
CREATE TRIGGER attestation_stamped BEFORE UPDATE OF accepted_at, accepted_by, retracted_at, retracted_by, retraction_reason ON attestation
	FOR EACH ROW EXECUTE FUNCTION attestation_stamped();
-- without a WHEN clause, which the server would parse for each statement
CREATE TRIGGER attestation_written BEFORE INSERT OR UPDATE OF claim, said, said_at, accepted_at, retracted_at ON attestation
	FOR EACH ROW EXECUTE FUNCTION corroborate_internal.attestation_written();
CREATE TRIGGER attestation_changes_update AFTER UPDATE ON attestation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER attestation_changes_delete AFTER DELETE ON attestation REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER attestation_changes_truncate AFTER TRUNCATE ON attestation
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changes();
CREATE TRIGGER zz_attestation_changed AFTER UPDATE OR DELETE OR TRUNCATE ON attestation
	FOR EACH STATEMENT EXECUTE FUNCTION attestation_changed();


-- Claims

CREATE FUNCTION follow_rulings(ruled bigint[], write_all boolean DEFAULT true, rulings regclass DEFAULT 'ruling'::regclass) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET row_security = off
AS $body$
DECLARE
	claims CONSTANT regclass := corroborate_internal.beside(rulings, 'claim'::regclass);
BEGIN
	-- lock claims in key order, as everywhere, and then read with a new snapshot
	PERFORM corroborate_internal.by_latest(format('SELECT FROM %s AS c WHERE c.id = ANY ($1::bigint[]) ORDER BY c.id FOR NO KEY UPDATE', claims), ruled::text[]);
	RETURN coalesce(cardinality(corroborate_internal.by_latest(format('WITH latest AS (SELECT c.id, c.ruling AS was, nullif('
		'(SELECT r.verdict FROM %1$s AS r WHERE r.claim = c.id ORDER BY r.at DESC, r.id DESC LIMIT 1), ''release'') AS is '
		'FROM %2$s AS c WHERE c.id = ANY ($1[2:]::bigint[])), '
		'written AS (UPDATE %2$s AS c SET ruling = l.is FROM latest AS l WHERE c.id = l.id AND ($1[1]::boolean OR l.was IS DISTINCT FROM l.is)) '
		'SELECT l.id FROM latest AS l WHERE l.was IS DISTINCT FROM l.is', rulings, claims), write_all::text || ruled::text[])), 0);
END
$body$;
COMMENT ON FUNCTION follow_rulings(bigint[], boolean, regclass) IS 'sets each of these claims'' ruling to its latest one, and returns how many had another. write_all: also writes claims that had it already, so that a concurrent transaction with an older snapshot fails';

-- For claims that somebody enters by hand, a few at a time: import_table() finds the claims that exist.
CREATE FUNCTION claims_entered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	most_claims CONSTANT integer := 20;
	found record;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	-- no notice to a role that may not read the other claims
	IF (SELECT count(*) FROM (SELECT FROM new_rows LIMIT most_claims + 1) AS n) > most_claims OR corroborate_internal.is_distributed('claim'::regclass)
		OR NOT has_column_privilege(who(), 'claim'::regclass, 'statement', 'SELECT')
		OR (SELECT c.relrowsecurity FROM pg_class AS c WHERE c.oid = 'claim'::regclass)
	THEN
		RETURN NULL;
	END IF;
	FOR found IN
		SELECT n.id, min(c.id) AS other FROM new_rows AS n
		JOIN claim AS c ON lower(corroborate_internal.sheet_wording(c.statement)) = lower(corroborate_internal.sheet_wording(n.statement)) AND c.id <> n.id
		WHERE (c.question, c.comparator, c.value, c.unit, c.answer, c.holds) IS NOT DISTINCT FROM (n.question, n.comparator, n.value, n.unit, n.answer, n.holds)
			AND NOT (c.id > n.id AND c.id IN (SELECT m.id FROM new_rows AS m))
		GROUP BY n.id ORDER BY n.id
	LOOP
		RAISE NOTICE USING MESSAGE = format('claim %s says the same as claim %s', found.id, found.other),
			DETAIL = 'What is said about the one does not count for the other.',
			HINT = format('If the two are one: UPDATE attestation SET claim = %s WHERE claim = %s; and delete claim %2$s.', found.other, found.id);
	END LOOP;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION claims_entered() IS 'gives a notice for each claim just entered that says the same as another in nearly the same words';

CREATE TRIGGER claims_entered AFTER INSERT ON claim REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION claims_entered();

-- Who changes an attestation locks it and then its claim.  A statement that deletes a claim and its attestations would lock
-- the claim first, so it locks the tables of attestations and rulings before: otherwise the two could deadlock.
CREATE FUNCTION claims_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	EXECUTE format('LOCK TABLE %s, %s IN EXCLUSIVE MODE', corroborate_internal.beside(TG_RELID, 'attestation'::regclass),
		corroborate_internal.beside(TG_RELID, 'ruling'::regclass));
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION claims_removed() IS 'waits, before a claim is deleted, until nobody else is changing attestations or rulings';

CREATE TRIGGER claims_removed BEFORE DELETE ON claim
	FOR EACH STATEMENT EXECUTE FUNCTION claims_removed();

CREATE FUNCTION ruling_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
DECLARE
	ruled bigint[] := '{}';
BEGIN
	PERFORM corroborate_internal.at_home();
	IF TG_OP = 'TRUNCATE' THEN
		ruled := coalesce(corroborate_internal.by_latest('SELECT c.id FROM claim AS c WHERE c.ruling IS NOT NULL'), '{}')::bigint[];
	ELSIF TG_OP <> 'INSERT' THEN
		ruled := ruled || ARRAY(SELECT claim FROM old_rows);
	END IF;
	IF TG_OP IN ('INSERT', 'UPDATE') THEN
		ruled := ruled || ARRAY(SELECT claim FROM new_rows);
	END IF;
	PERFORM follow_rulings(ruled, rulings => TG_RELID);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION ruling_changed() IS 'sets the ruling of claims whose rulings have changed';

CREATE FUNCTION ruling_guarded() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	IF NEW.ruling IS DISTINCT FROM nullif((corroborate_internal.by_latest(
			format('SELECT r.verdict FROM %s AS r WHERE r.claim = $1[1]::bigint ORDER BY r.at DESC, r.id DESC LIMIT 1',
				corroborate_internal.beside(TG_RELID, 'ruling'::regclass)), ARRAY[NEW.id::text]))[1], 'release')
	THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('the ruling of claim %s cannot be written by hand', NEW.id),
			detail => 'It is the latest one in the table ruling, which says who ruled, and why.',
			hint => format('For example: INSERT INTO ruling (claim, verdict, why) VALUES (%s, %L, ''as the minister admits'');', NEW.id, coalesce(NEW.ruling, 'release')));
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION ruling_guarded() IS 'refuses to set a claim''s ruling to anything but its latest one';

CREATE TRIGGER ruling_guarded BEFORE UPDATE OF ruling ON claim
	FOR EACH ROW WHEN (NEW.ruling IS DISTINCT FROM OLD.ruling) EXECUTE FUNCTION ruling_guarded();
CREATE TRIGGER ruling_guarded_insert BEFORE INSERT ON claim
	FOR EACH ROW WHEN (NEW.ruling IS NOT NULL) EXECUTE FUNCTION ruling_guarded();
CREATE TRIGGER must_stand_alone AFTER DELETE ON ruling REFERENCING OLD TABLE AS old_rows
	FOR EACH ROW WHEN (false) EXECUTE FUNCTION corroborate_internal.must_stand_alone();
CREATE TRIGGER ruling_added AFTER INSERT ON ruling REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER ruling_changed AFTER UPDATE ON ruling REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER ruling_removed AFTER DELETE ON ruling REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
CREATE TRIGGER rulings_truncated AFTER TRUNCATE ON ruling
	FOR EACH STATEMENT EXECUTE FUNCTION ruling_changed();
