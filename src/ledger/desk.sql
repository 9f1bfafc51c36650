------------------------------------------------------------------------------
-- Functions and views that people use at a ledger's desk
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- Follows the replacements of one attestation to the first that counts.  The view replaced would read all corrections.
CREATE FUNCTION is_replaced(claim bigint, id bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	WITH RECURSIVE above (id, counts) AS (
		SELECT a.id, a.accepted_at IS NOT NULL AND a.retracted_at IS NULL FROM attestation AS a
		WHERE a.claim = is_replaced.claim AND a.replaces = is_replaced.id
		UNION
		SELECT a.id, a.accepted_at IS NOT NULL AND a.retracted_at IS NULL FROM above AS u JOIN attestation AS a
			ON a.claim = is_replaced.claim AND a.replaces = u.id
		WHERE NOT u.counts
	)
	SELECT EXISTS (SELECT FROM above AS u WHERE u.counts);
END;
COMMENT ON FUNCTION is_replaced(bigint, bigint) IS 'whether an attestation does not count because one that counts replaces it, as in the view replaced';

CREATE FUNCTION list_attestations(ids bigint[], conjunction text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE WHEN cardinality(ids) > 3 THEN array_to_string(ids[1:3], ', ') || ' and others' ELSE array_to_string(ids, conjunction) END;
COMMENT ON FUNCTION list_attestations(bigint[], text) IS 'lists the numbers of a few attestations in a sentence. conjunction: what separates them';

-- This reads one attestation after another by index: there may be many, and few of them are replaced.
CREATE FUNCTION earlier_firsthand(claim bigint, id bigint, voice @extschema@.attribution, OUT ids bigint[], OUT latest bigint)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	most CONSTANT integer := 4;
	reached bigint := -9223372036854775807;
BEGIN
	ids := '{}';
	WHILE cardinality(ids) < most LOOP
		SELECT a.id INTO reached FROM attestation AS a
		WHERE corroborate_internal.firsthand_hash(a.said, a.claim) = corroborate_internal.firsthand_hash(voice, earlier_firsthand.claim)
			AND speaker(a.said) = speaker(voice) AND a.claim IS NOT DISTINCT FROM earlier_firsthand.claim AND a.id > reached
			AND a.id <> earlier_firsthand.id AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
		ORDER BY a.id LIMIT 1;
		EXIT WHEN NOT FOUND;
		IF NOT is_replaced(claim, reached) THEN
			ids := ids || reached;
		END IF;
	END LOOP;
	latest := 9223372036854775807;
	WHILE ids <> '{}' LOOP
		SELECT a.id INTO latest FROM attestation AS a
		WHERE corroborate_internal.firsthand_hash(a.said, a.claim) = corroborate_internal.firsthand_hash(voice, earlier_firsthand.claim)
			AND speaker(a.said) = speaker(voice) AND a.claim IS NOT DISTINCT FROM earlier_firsthand.claim AND a.id < latest
			AND a.id <> earlier_firsthand.id AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
		ORDER BY a.id DESC LIMIT 1;
		EXIT WHEN NOT is_replaced(claim, latest);
	END LOOP;
	latest := CASE WHEN ids <> '{}' THEN latest END;
END
$body$;
COMMENT ON FUNCTION earlier_firsthand(bigint, bigint, @extschema@.attribution) IS
'finds other attestations about a claim that count and are of this voice, a source that knows it first-hand in one spelling of its name: the first four, and the last one';

-- This reads a few rows by index, however often a source has spoken.  The exception is a source that has said both yes and no:
-- its statements are all read, as they are when the claim is gathered.
CREATE FUNCTION attestation_note(claim bigint, id bigint) RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
-- so that the first few are read in the order of an index, even before there are statistics
SET enable_bitmapscan = off SET enable_sort = off SET jit = off
AS $body$
#variable_conflict use_column
DECLARE
	this record;
	names text[];
	same bigint := -9223372036854775807;
	ids bigint[];
	denying boolean[];
	latest bigint;
	pro bigint[];
	con bigint[];
	notes text[];
BEGIN
	SELECT a.said, s.key, @extschema@.knows_firsthand(a.said) AS firsthand, cardinality(@extschema@.deniers(a.said)) > 0 AS denies, c.evidence
	INTO this FROM attestation AS a JOIN claim AS c ON c.id = a.claim
	CROSS JOIN LATERAL (SELECT coalesce((SELECT o.source FROM source_alias AS o WHERE o.alias = speaker(a.said)), speaker(a.said))) AS s (key)
	WHERE a.claim = attestation_note.claim AND a.id = attestation_note.id;
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;
	names := this.key || ARRAY(SELECT l.alias FROM source_alias AS l WHERE l.source = this.key);

	-- who counts for neither side is in the evidence with itself as its basis, on both sides
	IF this.evidence OPERATOR(@extschema@.@>) corroborate_internal.said_by_any(this.key, cites => ARRAY[this.key])
		AND this.evidence OPERATOR(@extschema@.@>) corroborate_internal.said_by_any(this.key, cites => ARRAY[this.key], denies => true)
		AND EXISTS (SELECT FROM says_both AS b WHERE b.claim = attestation_note.claim AND b.source = this.key)
	THEN
		SELECT array_agg(a.id), array_agg(cardinality(@extschema@.deniers(a.said)) > 0) INTO ids, denying FROM attestation AS a
		WHERE a.claim = attestation_note.claim AND speaker(a.said) = ANY (names) AND @extschema@.on_own_word(a.said)
			AND (a.id = attestation_note.id OR a.accepted_at IS NOT NULL AND a.retracted_at IS NULL);
		SELECT array_agg(o.id ORDER BY o.id) FILTER (WHERE NOT o.denies), array_agg(o.id ORDER BY o.id) FILTER (WHERE o.denies)
		INTO pro, con FROM unnest(ids, denying) AS o (id, denies)
		WHERE o.id = attestation_note.id OR NOT is_replaced(attestation_note.claim, o.id);
		notes := notes || (SELECT format('%s has said both and counts for neither until %s or %s is replaced or retracted', this.key,
				list_attestations(pro, ' and '), list_attestations(con, ' and '))
			WHERE pro IS NOT NULL AND con IS NOT NULL);
	END IF;

	-- The indexes are on hashes that include the claim.  IS NOT DISTINCT FROM keeps the planner from scanning all of the claim's
	-- attestations in the order of their numbers instead.
	LOOP
		SELECT a.id INTO same FROM attestation AS a
		WHERE @extschema@.attribution_hash_extended(a.said, a.claim) = @extschema@.attribution_hash_extended(this.said, attestation_note.claim)
			AND a.said OPERATOR(@extschema@.=) this.said AND a.claim IS NOT DISTINCT FROM attestation_note.claim AND a.id > same
			AND a.id <> attestation_note.id AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
		ORDER BY a.id LIMIT 1;
		EXIT WHEN NOT FOUND OR NOT is_replaced(claim, same);
	END LOOP;
	IF same IS NOT NULL THEN
		notes := notes || format('the same as %s', same);
	END IF;

	IF NOT this.firsthand THEN
		-- the first few, and the last one
		SELECT array_agg(i.id ORDER BY i.id), max(e.latest) INTO ids, latest
		FROM unnest(names) AS n CROSS JOIN LATERAL earlier_firsthand(attestation_note.claim, attestation_note.id,
			corroborate_internal.said_by_any(n, firsthand => true, denies => this.denies)) AS e CROSS JOIN LATERAL unnest(e.ids) AS i (id);
		IF latest IS NOT NULL THEN
			notes := notes || format('%s also said that it knows first-hand (%s), and both count; replaces => %s if this corrects it', this.key,
				list_attestations(ids, ', '), latest);
		END IF;
	END IF;
	RETURN nullif(array_to_string(notes, '. '), '');
END
$body$;
COMMENT ON FUNCTION attestation_note(bigint, bigint) IS 'what somebody should know about an attestation that counts, given others of the same source; null if there is nothing';

CREATE FUNCTION claim_now(claim bigint, OUT status @extschema@.corroboration_status, OUT flagged boolean, OUT why text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	IF corroborate_internal.is_distributed('claim'::regclass) THEN
		SELECT c.* INTO claim_now.status, claim_now.flagged, claim_now.why
		FROM corroborate_internal.claim_standing('claim'::regclass, claim_now.claim) AS c;
	ELSE
		SELECT d.status, d.flagged, d.why INTO claim_now.status, claim_now.flagged, claim_now.why FROM desk AS d WHERE d.id = claim_now.claim;
	END IF;
END
$body$;
COMMENT ON FUNCTION claim_now(bigint) IS 'how a claim stands now: the result of attest(), accept_attestation() and retract_attestation()';

CREATE FUNCTION attest(
	claim bigint,
	said @extschema@.attribution,
	quote text DEFAULT NULL,
	document bigint DEFAULT NULL,
	said_at timestamptz DEFAULT NULL,
	quote_language text DEFAULT NULL,
	translator text DEFAULT NULL,
	replaces bigint DEFAULT NULL,
	OUT attestation bigint,
	OUT status @extschema@.corroboration_status,
	OUT flagged boolean,
	OUT why text,
	OUT note text
) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF attest.claim IS NULL OR attest.said IS NULL THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'an attestation needs a claim and what was said',
			hint => 'For example: SELECT * FROM attest(1, ''rfa<dandong-1'');');
	END IF;
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = attest.claim) THEN
		PERFORM corroborate_internal.refuse('foreign_key_violation',
			message => format('there is no claim %s', attest.claim),
			hint => 'The view desk lists the claims.');
	END IF;
	IF attest.document IS NOT NULL AND NOT EXISTS (SELECT FROM document AS d WHERE d.id = attest.document) THEN
		PERFORM corroborate_internal.refuse('foreign_key_violation',
			message => format('there is no document %s', attest.document),
			hint => 'The table document lists the documents.');
	END IF;
	PERFORM corroborate_internal.hold_desk('claim'::regclass);
	PERFORM set_config('corroborate.statement', 'attestation of ' || speaker(attest.said), true);
	INSERT INTO attestation (claim, said, quote, document, said_at, quote_language, translator, replaces)
	VALUES (attest.claim, attest.said, attest.quote, attest.document, attest.said_at, attest.quote_language, attest.translator, attest.replaces)
	RETURNING id INTO attest.attestation;
	PERFORM set_config('corroborate.statement', '', true);
	attest.note := attestation_note(attest.claim, attest.attestation);
	SELECT n.* INTO attest.status, attest.flagged, attest.why FROM claim_now(attest.claim) AS n;
END
$body$;
COMMENT ON FUNCTION attest(bigint, @extschema@.attribution, text, bigint, timestamptz, text, text, bigint) IS
'writes down who said it, and returns the claim''s status now, and why. What the same source said before still counts; replaces: the attestation that this one corrects. note: what else somebody should know, such as that the source has now said both yes and no';

CREATE FUNCTION tip(claim bigint, words text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	longest CONSTANT integer := 10000;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	IF words IS NULL OR words !~ E'\\S' OR length(words) > longest THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('a tip must have 1 to %s characters', longest),
			detail => format('This one has %s.', coalesce(length(btrim(words, E' \t\r\n')), 0)));
	END IF;
	IF tip.claim IS NULL THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'a tip needs the number of a claim',
			hint => 'For example: SELECT tip(1, ''I saw it.'');');
	END IF;
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = tip.claim) THEN
		PERFORM corroborate_internal.refuse('foreign_key_violation',
			message => format('there is no claim %s', tip.claim),
			hint => 'Give the number of the claim that the tip is about.');
	END IF;
	INSERT INTO attestation (claim, said, quote, accepted_at, accepted_by) VALUES (tip.claim, (new_key('reader') || '<?')::@extschema@.attribution, words, NULL, NULL);
END
$body$;
COMMENT ON FUNCTION tip(bigint, text) IS 'leaves what a reader says for an editor to accept; until then it counts for nothing';

CREATE FUNCTION accept_attestation(
	claim bigint,
	id bigint,
	said @extschema@.attribution DEFAULT NULL,
	OUT status @extschema@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	accepted record;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	PERFORM corroborate_internal.hold_desk('claim'::regclass);
	-- lock it, so that of two editors who accept it, perhaps in different words, the second gets an error
	SELECT coalesce(accept_attestation.said, a.said) AS said INTO accepted FROM attestation AS a
	WHERE a.claim = accept_attestation.claim AND a.id = accept_attestation.id AND a.accepted_at IS NULL AND a.retracted_at IS NULL
	FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('no attestation %s about claim %s is pending', coalesce(accept_attestation.id::text, 'NULL'),
				coalesce(accept_attestation.claim::text, 'NULL')),
			detail => 'There is none of that number, or it is accepted or retracted already.',
			hint => 'The view pending lists those that are.');
	END IF;
	-- a reader is registered once a tip counts
	INSERT INTO source (key, kind) SELECT speaker(accepted.said), 'person'
	WHERE speaker(accepted.said) ~ '^reader-[0-9a-f]+$' ON CONFLICT DO NOTHING;
	UPDATE attestation AS a SET accepted_at = greatest(statement_timestamp(), a.recorded_at), said = accepted.said
	WHERE a.claim = accept_attestation.claim AND a.id = accept_attestation.id AND a.accepted_at IS NULL;
	SELECT n.* INTO accept_attestation.status, accept_attestation.flagged, accept_attestation.why FROM claim_now(accept_attestation.claim) AS n;
END
$body$;
COMMENT ON FUNCTION accept_attestation(bigint, bigint, @extschema@.attribution) IS
'lets a pending attestation count, in other words if said is given: a reader''s tip is from someone unknown (<?) until an editor knows better';

-- The reason is worked out from what is known now, because a row can be entered as pending without a reason.
CREATE VIEW pending WITH (security_invoker) AS
SELECT a.claim, a.id AS attestation, c.statement, c.status, a.said, a.quote, a.document,
	CASE
		WHEN d.accepted_at IS NULL AND d.id IS NOT NULL THEN format('document %s is pending, too; see to_accept', d.id)
		WHEN EXISTS (SELECT FROM cancelled_document AS o WHERE o.id = d.id) THEN format('document %s was cancelled by its publisher', d.id)
		WHEN speaker(a.said) ~ '^reader-[0-9a-f]+$' THEN 'tip of a reader'
		WHEN NOT EXISTS (SELECT FROM claim_review AS r WHERE r.claim = a.claim AND r.document = a.document) THEN 'entered as pending'
		WHEN speaker(a.said) <> d.publisher THEN 'a fact check names it as who claimed this'
		WHEN NOT speaks_for(d.feed, d.publisher) THEN 'fact check from a feed that may not speak for the reviewer'
		ELSE 'fact check that contradicts another version or part of it'
	END AS reason,
	a.recorded_at, a.recorded_by
FROM attestation AS a JOIN claim AS c ON c.id = a.claim LEFT JOIN document AS d ON d.id = a.document
WHERE a.accepted_at IS NULL AND a.retracted_at IS NULL AND NOT EXISTS (SELECT FROM attestation AS n
	WHERE n.claim = a.claim AND n.replaces = a.id AND n.accepted_at IS NOT NULL AND n.retracted_at IS NULL);
COMMENT ON VIEW pending IS
'statements that wait for an editor: who entered them, when, and why they are pending. accept_attestation() lets one count; retract_attestation() takes one off this list';
COMMENT ON COLUMN pending.status IS 'how the claim stands without it';
COMMENT ON COLUMN pending.reason IS 'why it is pending, from what is known now about its document and its speaker';

CREATE FUNCTION retract_attestation(
	claim bigint,
	id bigint,
	reason text,
	OUT status @extschema@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF reason IS NULL OR reason !~ E'\\S' THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'a retraction needs a reason',
			hint => 'For example: SELECT * FROM retract_attestation(1, 2, ''misheard'');');
	END IF;
	PERFORM corroborate_internal.hold_desk('claim'::regclass);
	UPDATE attestation AS a SET retracted_at = greatest(statement_timestamp(), a.recorded_at), retraction_reason = reason
	WHERE a.claim = retract_attestation.claim AND a.id = retract_attestation.id AND a.retracted_at IS NULL;
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('no attestation %s about claim %s can be retracted', coalesce(retract_attestation.id::text, 'NULL'),
				coalesce(retract_attestation.claim::text, 'NULL')),
			detail => 'There is none of that number, or it is retracted already.',
			hint => 'To see those that can: SELECT claim, id, said FROM attestation WHERE retracted_at IS NULL;');
	END IF;
	SELECT n.* INTO retract_attestation.status, retract_attestation.flagged, retract_attestation.why FROM claim_now(retract_attestation.claim) AS n;
END
$body$;
COMMENT ON FUNCTION retract_attestation(bigint, bigint, text) IS 'takes an attestation back; the row stays, and what it had replaced counts again';

CREATE FUNCTION source_key(name text) RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	key text := coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = source_key.name), (SELECT s.key FROM source AS s WHERE s.key = source_key.name));
	secret boolean := true;
BEGIN
	IF key IS NULL THEN
		PERFORM corroborate_internal.hide_context();
		-- Errors go to the server's log, so the message leaves the name out if it is a confidential source's identity.  Only for
		-- roles that may read identities: to others, the missing name would disclose that it is one.
		IF has_table_privilege(who(), 'source_identity'::regclass, 'SELECT') THEN
			secret := EXISTS (SELECT FROM source_identity AS i, unnest(ARRAY[lower(i.identity), lower(i.held_by)]) AS w (words)
				WHERE strpos(w.words, lower(source_key.name)) > 0 OR strpos(lower(source_key.name), w.words) > 0);
		END IF;
		PERFORM corroborate_internal.refuse_source('attestation'::regclass, CASE WHEN secret THEN '' ELSE coalesce(source_key.name, '') END);
	END IF;
	RETURN key;
END
$body$;
COMMENT ON FUNCTION source_key(text) IS 'the key of the source that has this name or other spelling; raises an error if there is none';

-- Functions that change a source's standing return what that did to claims.  They lock the source's row, then its names, then
-- the claims, as single statements do.  Until then, others may change the claims too.

CREATE FUNCTION standing_of(claims bigint[]) RETURNS jsonb LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	-- lock claims in key order, as everywhere, and then read them with a new snapshot
	PERFORM 1 FROM claim AS c WHERE c.id = ANY (claims) ORDER BY c.id FOR NO KEY UPDATE;
	RETURN (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'status', c.status, 'flagged', c.corroborated_at IS NOT NULL,
			'disputed', c.disputed, 'denied', c.denied))
		FROM claim AS c WHERE c.id = ANY (claims));
END
$body$;
COMMENT ON FUNCTION standing_of(bigint[]) IS
'locks these claims until the transaction ends, and returns how they stand, for moved_claims()';

CREATE FUNCTION standing_of_claims(names text[]) RETURNS jsonb LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN standing_of(corroborate_internal.bearing_on('attestation'::regclass, names)::bigint[]);
COMMENT ON FUNCTION standing_of_claims(text[]) IS
'locks the claims on which sources of these names have a bearing until the transaction ends, and returns how they stand, for moved_claims()';

CREATE FUNCTION moved_claims(before jsonb) RETURNS TABLE (claim bigint, statement text, status_before @extschema@.corroboration_status,
	status @extschema@.corroboration_status, change text, why text) LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT c.id, c.statement, b.status, c.status,
		nullif(concat_ws(', ', CASE WHEN b.flagged AND c.corroborated_at IS NULL THEN 'withdrawn' WHEN NOT b.flagged AND c.corroborated_at IS NOT NULL THEN 'raised' END,
			CASE WHEN b.disputed AND NOT c.disputed THEN 'settled' WHEN c.disputed AND NOT b.disputed THEN 'disputed' END,
			CASE WHEN b.denied AND NOT c.denied THEN 'undenied' WHEN c.denied AND NOT b.denied THEN 'denied' END), ''),
		@extschema@.why(c.evidence)
	FROM jsonb_to_recordset(before) AS b (id bigint, status @extschema@.corroboration_status, flagged boolean, disputed boolean, denied boolean)
	JOIN claim AS c ON c.id = b.id
	WHERE b.status <> c.status OR b.flagged <> (c.corroborated_at IS NOT NULL) OR b.disputed <> c.disputed OR b.denied <> c.denied
	ORDER BY c.id;
END;
COMMENT ON FUNCTION moved_claims(jsonb) IS
'the claims that have changed since standing_of_claims(): their status before and now, what became of flag, dispute and denial (as in claim_event), and why';

CREATE FUNCTION rate_source(source text, reliability @extschema@.confidence, reason text) RETURNS TABLE (claim bigint, statement text,
	status_before @extschema@.corroboration_status, status @extschema@.corroboration_status, change text, why text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	rated text;
	keys text[]; -- with keys of its own that are other spellings now: the lowest of their ratings holds
	locked text[];
	changed text[];
	before jsonb;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	PERFORM source_key(rate_source.source);
	IF reason IS NULL OR rate_source.reason !~ E'\\S' THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'a rating needs a reason',
			hint => 'For example: SELECT * FROM rate_source(''dandong-1'', 0.8, ''right so far'');');
	END IF;
	-- Lock the source, so that of two concurrent ratings the last to be recorded holds.  Then look it up again: it may have been
	-- renamed or merged while this waited.
	LOOP
		rated := source_key(rate_source.source);
		keys := ARRAY(SELECT s.key FROM source AS s
			WHERE s.key = rated OR s.key IN (SELECT a.alias FROM source_alias AS a WHERE a.source = rated) ORDER BY s.key);
		EXIT WHEN keys = locked;
		PERFORM 1 FROM source AS s WHERE s.key = ANY (keys) ORDER BY s.key FOR NO KEY UPDATE;
		locked := keys;
	END LOOP;
	before := standing_of_claims(keys);
	WITH rating AS (
		UPDATE source AS s SET reliability = rate_source.reliability
		WHERE s.key = ANY (keys) AND s.reliability::float8 IS DISTINCT FROM rate_source.reliability::float8
		RETURNING s.key
	)
	SELECT coalesce(array_agg(g.key), '{}') INTO changed FROM rating AS g;
	-- triggers on other nodes of a distributed ledger do not know who rated it
	UPDATE source_rating AS r SET reason = rate_source.reason, rated_by = who()
	WHERE r.source = ANY (changed) AND r.rated_at = (SELECT max(o.rated_at) FROM source_rating AS o WHERE o.source = r.source);
	IF rated <> ALL (changed) THEN
		INSERT INTO source_rating (source, reliability, reason) VALUES (rated, rate_source.reliability, rate_source.reason);
	END IF;
	RETURN QUERY SELECT m.* FROM moved_claims(before) AS m;
END
$body$;
COMMENT ON FUNCTION rate_source(text, @extschema@.confidence, text) IS
'rates a source, and records why; null: it is no longer rated. Gathers again all claims on which the source has a bearing, and returns those whose status, flag, dispute or denial changed';

CREATE FUNCTION discredit_source(source text, reason text) RETURNS TABLE (claim bigint, statement text,
	status_before @extschema@.corroboration_status, status @extschema@.corroboration_status, change text, why text)
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM source_key(discredit_source.source);
	IF reason IS NULL OR discredit_source.reason !~ E'\\S' THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'discrediting a source needs a reason',
			hint => 'For example: SELECT * FROM discredit_source(''dandong-1'', ''was in Seoul that month'');');
	END IF;
	RETURN QUERY SELECT r.* FROM rate_source(discredit_source.source, 0, discredit_source.reason) AS r;
END
$body$;
COMMENT ON FUNCTION discredit_source(text, text) IS
'discredits a source: what it says, and what others say on its word, counts nowhere; rate_source() credits it again. Returns the claims whose status, flag, dispute or denial changed';
