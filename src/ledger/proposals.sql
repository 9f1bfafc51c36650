------------------------------------------------------------------------------
-- Proposals: what was found in a ledger's data, and what editors decide about it
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- propose() writes what it finds to the table proposal, and nowhere else.  An editor accepts or declines.  Accepting does what
-- editors would do by hand, with the same functions where there are any, and records how to undo it.  what_would_move() shows
-- the effect by doing it and rolling back.
--
-- Lock order: the proposal, then rows, documents, names and claims, as in hold_sources().

CREATE VIEW proposals AS
SELECT p.id, p.kind, p.strength, p.because, p.subject, p.object, p.suggests, p.evidence, p.size, p.made_at
FROM proposal AS p WHERE p.decided_at IS NULL
ORDER BY p.strength DESC, p.id;
COMMENT ON VIEW proposals IS 'what was found and nobody has decided yet, strongest first; for editors. what_would_move(id) shows what accepting one would change';


-- Finding

CREATE FUNCTION says_no_basis(said @extschema@.attribution) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN @extschema@.on_own_word(said) AND NOT @extschema@.knows_firsthand(said);
COMMENT ON FUNCTION says_no_basis(@extschema@.attribution) IS 'whether somebody says or denies it without saying how they know';

-- Functions that look up rows by a parameter are in PL/pgSQL: Citus cannot plan such queries in SQL functions.

CREATE FUNCTION current_name(kind text, name text) RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
BEGIN
	IF kind IN ('republishes', 'same_words') THEN
		RETURN name;
	END IF;
	RETURN coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = current_name.name), name);
END
$body$;
COMMENT ON FUNCTION current_name(text, text) IS 'the name that a proposal of this kind is about; a source by the key that it has now';

CREATE FUNCTION is_so_already(kind text, subject text, object text, suggests jsonb) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	CASE is_so_already.kind
		WHEN 'republishes' THEN
			PERFORM FROM document AS d WHERE d.id = is_so_already.subject::bigint AND d.republishes IS NOT NULL;
		WHEN 'same_source' THEN
			RETURN is_so_already.subject = is_so_already.object;
		WHEN 'same_voice' THEN
			PERFORM FROM source AS s, source AS o
			WHERE s.key = is_so_already.subject AND o.key = is_so_already.object AND (s.key || s.affiliations) && (o.key || o.affiliations);
		WHEN 'has_it_from' THEN
			PERFORM FROM source AS s CROSS JOIN LATERAL unnest(s.relies_on) AS r (name)
			WHERE s.key = is_so_already.subject AND current_name('has_it_from', r.name) = is_so_already.object;
		WHEN 'same_words' THEN
			PERFORM FROM attestation AS a
			WHERE a.claim = (is_so_already.suggests ->> 'claim')::bigint AND a.id = is_so_already.subject::bigint
				AND (a.retracted_at IS NOT NULL OR NOT says_no_basis(a.said));
			IF NOT FOUND THEN
				RETURN is_replaced((is_so_already.suggests ->> 'claim')::bigint, is_so_already.subject::bigint);
			END IF;
		WHEN 'rating' THEN
			PERFORM FROM source AS s
			WHERE s.key = is_so_already.subject AND abs(s.reliability::float8 - (is_so_already.suggests ->> 'reliability')::float8) < 0.005;
	END CASE;
	RETURN FOUND;
END
$body$;
COMMENT ON FUNCTION is_so_already(text, text, text, jsonb) IS 'whether the ledger already says what a proposal suggests';

-- For same_source and same_voice, the order of the two does not matter.
CREATE FUNCTION due_proposals(kind text, findings jsonb, OUT id bigint, OUT subject text, OUT object text, OUT suggests jsonb, OUT strength float8,
	OUT because text, OUT evidence jsonb, OUT size bigint) RETURNS SETOF record LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH known AS (
		SELECT p.id, p.decided_at, p.size, current_name(p.kind, p.subject) COLLATE "C" AS subject, current_name(p.kind, p.object) COLLATE "C" AS object
		FROM proposal AS p WHERE p.kind = due_proposals.kind
	), named AS (
		SELECT current_name(due_proposals.kind, f.subject) COLLATE "C" AS subject, current_name(due_proposals.kind, f.object) COLLATE "C" AS object,
			f.suggests, f.strength, f.because, coalesce(f.evidence, '{}') AS evidence, f.size
		FROM jsonb_to_recordset(findings) AS f (subject text, object text, suggests jsonb, strength float8, because text, evidence jsonb, size bigint)
	), ordered AS (
		SELECT CASE WHEN due_proposals.kind IN ('same_source', 'same_voice') THEN least(n.subject, n.object) ELSE n.subject END AS subject,
			CASE WHEN due_proposals.kind IN ('same_source', 'same_voice') THEN greatest(n.subject, n.object) ELSE n.object END AS object,
			n.suggests, n.strength, n.because, n.evidence, n.size
		FROM named AS n WHERE NOT is_so_already(due_proposals.kind, n.subject, n.object, n.suggests)
	), known_ordered AS (
		SELECT k.id, k.decided_at, k.size,
			CASE WHEN due_proposals.kind IN ('same_source', 'same_voice') THEN least(k.subject, k.object) ELSE k.subject END AS subject,
			coalesce(CASE WHEN due_proposals.kind IN ('same_source', 'same_voice') THEN greatest(k.subject, k.object) ELSE k.object END, '') AS object
		FROM known AS k
	), before AS (
		SELECT k.subject, k.object, min(k.id) FILTER (WHERE k.decided_at IS NULL) AS id, max(k.size) FILTER (WHERE k.decided_at IS NOT NULL) AS decided
		FROM known_ordered AS k GROUP BY k.subject, k.object
	)
	SELECT d.id, d.subject, d.object, d.suggests, d.strength, d.because, d.evidence, d.size FROM (
		SELECT DISTINCT ON (o.subject, o.object) b.id, o.subject, o.object, o.suggests, o.strength, o.because, o.evidence, o.size
		FROM ordered AS o LEFT JOIN before AS b ON b.subject = o.subject AND b.object = coalesce(o.object, '')
		-- a decision stands until there is twice as much evidence
		WHERE b.decided IS NULL OR o.size >= 2 * b.decided
		ORDER BY o.subject, o.object, o.strength DESC, o.size DESC, o.suggests
	) AS d
	ORDER BY d.strength DESC, d.subject, d.object LIMIT corroborate_internal.proposals_shown(due_proposals.kind);
END
$body$;
COMMENT ON FUNCTION due_proposals(text, jsonb) IS
'which findings an editor has to decide: not those that the ledger says already, nor those decided when there was more than half as much evidence. id: that of an existing proposal';

CREATE FUNCTION find_proposals(kind text, OUT added bigint, OUT gone bigint, OUT undecided bigint) LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	found jsonb;
	due jsonb;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	EXECUTE format('SELECT coalesce(jsonb_agg(to_jsonb(f)), ''[]'') FROM corroborate_internal.%I($1) AS f', 'find_' || find_proposals.kind)
	INTO found USING current_schema();
	-- Nobody else finds or decides anything until the transaction ends, and all earlier decisions are seen.
	LOCK TABLE proposal IN SHARE ROW EXCLUSIVE MODE;
	SELECT coalesce(jsonb_agg(to_jsonb(d)), '[]') INTO due FROM due_proposals(find_proposals.kind, found) AS d;

	DELETE FROM proposal AS p WHERE p.kind = find_proposals.kind AND p.decided_at IS NULL
		AND p.id NOT IN (SELECT d.id FROM jsonb_to_recordset(due) AS d (id bigint) WHERE d.id IS NOT NULL);
	GET DIAGNOSTICS find_proposals.gone = ROW_COUNT;
	UPDATE proposal AS p SET subject = d.subject, object = d.object, suggests = d.suggests, strength = d.strength, because = d.because,
		evidence = d.evidence, size = d.size
	FROM jsonb_to_recordset(due) AS d (id bigint, subject text, object text, suggests jsonb, strength float8, because text, evidence jsonb, size bigint)
	WHERE p.id = d.id AND (p.subject, p.object, p.suggests, p.strength, p.because, p.evidence, p.size)
		IS DISTINCT FROM (d.subject, d.object, d.suggests, d.strength, d.because, d.evidence, d.size);
	INSERT INTO proposal (kind, subject, object, suggests, strength, because, evidence, size)
	SELECT find_proposals.kind, d.subject, d.object, d.suggests, d.strength, d.because, d.evidence, d.size
	FROM jsonb_to_recordset(due) AS d (id bigint, subject text, object text, suggests jsonb, strength float8, because text, evidence jsonb, size bigint)
	WHERE d.id IS NULL ORDER BY d.strength DESC, d.subject COLLATE "C", d.object COLLATE "C";
	GET DIAGNOSTICS find_proposals.added = ROW_COUNT;
	find_proposals.undecided := jsonb_array_length(due);
END
$body$;
COMMENT ON FUNCTION find_proposals(text) IS
'records what is found of one kind, for propose(), and returns how many proposals were added, how many undecided ones were removed because the data no longer show them, and how many are undecided now';


-- Deciding

CREATE FUNCTION open_proposal(id bigint) RETURNS proposal LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	p proposal;
BEGIN
	-- lock it, so that the second of two editors who decide gets an error
	SELECT o.* INTO p FROM proposal AS o WHERE o.id = open_proposal.id FOR UPDATE;
	IF p.id IS NULL THEN
		PERFORM corroborate_internal.refuse('undefined_object',
			message => format('there is no proposal %s', coalesce(open_proposal.id::text, 'NULL')),
			hint => 'The view proposals lists those that are to be decided; propose() takes out those that the data show no more.');
	ELSIF p.decided_at IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('proposal %s has been %s', p.id, p.verdict),
			detail => format('%s did so on %s.', p.decided_by, to_char(p.decided_at, 'YYYY-MM-DD')),
			-- which may name somebody who is confidential now, and errors go to the server's log
			hint => CASE WHEN p.take_back <> '' THEN format('The command that takes it back: SELECT take_back FROM proposal WHERE id = %s;', p.id)
				WHEN p.verdict = 'declined' THEN 'What was declined is proposed again when there is twice as much evidence for it.' END);
	END IF;
	IF p.kind NOT IN ('republishes', 'same_words') THEN
		p.subject := source_key(p.subject);
		p.object := CASE WHEN p.object IS NOT NULL THEN source_key(p.object) END;
	END IF;
	IF p.subject = p.object THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('proposal %s is about two that are one already', p.id),
			hint => 'It is gone with the next propose().');
	END IF;
	RETURN p;
END
$body$;
COMMENT ON FUNCTION open_proposal(bigint) IS 'locks a proposal that nobody has decided yet, and returns it with the keys that its sources have now';

-- Only the owner could have written anything there that propose() did not.
CREATE FUNCTION suggested(p proposal, what text, meant text[] DEFAULT NULL, form text DEFAULT NULL) RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	value text := p.suggests ->> what;
BEGIN
	IF value IS NULL OR current_name(p.kind, value) <> ALL (meant) OR value !~ form THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('proposal %s does not suggest what it is about', p.id),
			detail => format('Its "%s" is missing or is something else.', what),
			hint => 'Decline it. What propose() finds is written anew.');
	END IF;
	RETURN CASE WHEN meant IS NULL THEN value ELSE current_name(p.kind, value) END;
END
$body$;
COMMENT ON FUNCTION suggested(proposal, text, text[], text) IS 'a part of what a proposal suggests; raises an error unless it is one of meant, and matches form, if these are given';

CREATE FUNCTION suggested_claim(p proposal) RETURNS bigint LANGUAGE sql STABLE SET search_path FROM CURRENT
RETURN suggested(p, 'claim', form => '^[0-9]{1,18}$')::bigint;
COMMENT ON FUNCTION suggested_claim(proposal) IS 'the claim that a proposal about what is said of it names';

CREATE FUNCTION copies_of(document bigint) RETURNS bigint[] LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN corroborate_internal.by_latest('WITH RECURSIVE copy (id) AS (SELECT ($1[1])::bigint '
	'UNION SELECT d.id FROM document AS d JOIN copy AS c ON d.republishes = c.id) SELECT c.id FROM copy AS c ORDER BY c.id',
	ARRAY[document::text])::bigint[];
COMMENT ON FUNCTION copies_of(bigint) IS 'a document, its copies, copies of those and so on, by what is committed now';

CREATE FUNCTION hold_copies(copy bigint, original bigint) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	copies bigint[];
	held bigint[];
BEGIN
	PERFORM 1 FROM document AS d WHERE d.id IN (copy, original) ORDER BY d.id FOR NO KEY UPDATE;
	IF corroborate_internal.is_distributed('attestation'::regclass) THEN
		-- names are locked by the triggers of each node
		RETURN;
	END IF;
	-- while this waits for a lock, somebody may add another copy
	LOOP
		copies := copies_of(copy);
		EXIT WHEN copies = held;
		PERFORM corroborate_internal.lock_documents('attestation'::regclass, (copies || original)::text[]);
		held := copies;
	END LOOP;
END
$body$;
COMMENT ON FUNCTION hold_copies(bigint, bigint) IS 'locks a document, its copies and its original, so that nobody else gathers from them';

CREATE FUNCTION hold_words(claim bigint, attestation bigint, cites text[]) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	who_says text;
BEGIN
	SELECT speaker(a.said) INTO who_says FROM attestation AS a WHERE a.claim = hold_words.claim AND a.id = hold_words.attestation FOR NO KEY UPDATE;
	IF NOT corroborate_internal.is_distributed('attestation'::regclass) THEN
		PERFORM corroborate_internal.hold_names('attestation'::regclass, array_remove(who_says || cites, NULL), '{}');
	END IF;
END
$body$;
COMMENT ON FUNCTION hold_words(bigint, bigint, text[]) IS 'locks an attestation and the names that it will mention';

CREATE FUNCTION hold_proposed(p proposal) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	CASE p.kind
		WHEN 'republishes' THEN PERFORM hold_copies(p.subject::bigint, p.object::bigint);
		WHEN 'same_words' THEN PERFORM hold_words(suggested_claim(p), p.subject::bigint, suggested_list(p, 'cites'));
		ELSE PERFORM hold_sources(array_remove(ARRAY[p.subject, p.object], NULL));
	END CASE;
END
$body$;
COMMENT ON FUNCTION hold_proposed(proposal) IS 'locks all but claims that accepting a proposal changes';

CREATE FUNCTION standing_of_proposed(p proposal) RETURNS jsonb LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	keys text[] := array_remove(ARRAY[p.subject, p.object], NULL);
	standing jsonb;
BEGIN
	standing := CASE p.kind
		WHEN 'republishes' THEN standing_of(corroborate_internal.by_latest('SELECT DISTINCT a.claim FROM attestation AS a WHERE a.document = ANY ($1::bigint[])',
			copies_of(p.subject::bigint)::text[])::bigint[])
		WHEN 'same_words' THEN standing_of(ARRAY[suggested_claim(p)])
		ELSE standing_of_claims(keys || ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = ANY (keys)))
	END;
	IF corroborate_internal.is_distributed('claim'::regclass) THEN
		RETURN corroborate_internal.also_times_raised('claim'::regclass, standing);
	END IF;
	RETURN standing;
END
$body$;
COMMENT ON FUNCTION standing_of_proposed(proposal) IS 'how the claims stand that accepting a proposal can change, for moved_claims(). Nobody else changes them until the transaction ends';


-- What accepting does for each kind, and the command that undoes it

CREATE FUNCTION carry_out_republishes(p proposal) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	original_id bigint := suggested(p, 'republishes', ARRAY[p.object]);
	was record;
BEGIN
	SELECT d.republishes, d.id = ANY (c.copies) AS is_itself, o.id AS original, o.id = ANY (c.copies) AS is_circle INTO was
	FROM (SELECT copies_of(p.subject::bigint)) AS c (copies)
	LEFT JOIN document AS d ON d.id = p.subject::bigint LEFT JOIN document AS o ON o.id = original_id;
	IF was.is_itself IS NULL OR was.original IS NULL OR was.republishes IS NOT NULL OR was.is_circle THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('document %s cannot be written down as a copy of %s', p.subject, original_id),
			detail => CASE WHEN was.republishes IS NOT NULL THEN format('It is a copy of %s already.', was.republishes)
				WHEN was.is_circle THEN 'That one is a copy of it.' ELSE 'One of them is not there any more.' END,
			hint => 'Decline the proposal, or change the document first.');
	END IF;
	UPDATE document AS d SET republishes = original_id WHERE d.id = p.subject::bigint;
	RETURN format('UPDATE %I.document SET republishes = NULL WHERE id = %s', current_schema(), p.subject);
END
$body$;
COMMENT ON FUNCTION carry_out_republishes(proposal) IS 'records that a document is a copy of another, and returns the command that undoes it';

CREATE FUNCTION carry_out_same_source(p proposal) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	kept text := suggested(p, 'source', ARRAY[p.subject, p.object]);
	gone text := suggested(p, 'other', array_remove(ARRAY[p.subject, p.object], kept));
	spellings text[] := ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = gone ORDER BY a.alias);
	documents bigint[] := ARRAY(SELECT d.id FROM document AS d WHERE d.publisher = gone);
	were jsonb := (SELECT jsonb_agg(jsonb_build_object('key', s.key, 'affiliations', s.affiliations, 'relies_on', s.relies_on) ORDER BY s.key)
		FROM source AS s WHERE s.key IN (kept, gone) OR s.key IN (SELECT a.alias FROM source_alias AS a WHERE a.source IN (kept, gone)));
	also text[];
BEGIN
	PERFORM merge_sources(kept, gone);
	-- in one statement, or they would briefly be neither one nor two
	also := ARRAY(
			SELECT format('of_%s AS (UPDATE %I.source SET affiliations = %L, relies_on = %L WHERE key = %L)', w.place, current_schema(), w.affiliations, w.relies_on, w.key)
			FROM ROWS FROM (jsonb_to_recordset(were) AS (key text, affiliations text[], relies_on text[])) WITH ORDINALITY AS w (key, affiliations, relies_on, place)
			JOIN source AS s ON s.key = w.key WHERE (s.affiliations, s.relies_on) <> (w.affiliations, w.relies_on) ORDER BY w.place)
		|| CASE WHEN spellings <> '{}' THEN format('spelt AS (UPDATE %I.source_alias SET source = %L WHERE alias = ANY (%L))', current_schema(), gone, spellings) END
		|| (SELECT format('published AS (UPDATE %I.document SET publisher = %L WHERE id = ANY (%L))', current_schema(), gone, array_agg(d.id ORDER BY d.id))
			FROM document AS d WHERE d.id = ANY (documents) AND d.publisher = kept HAVING count(*) > 0);
	RETURN coalesce('WITH ' || nullif(array_to_string(also, ', '), '') || ' ', '') || format('DELETE FROM %I.source_alias WHERE alias = %L', current_schema(), gone);
END
$body$;
COMMENT ON FUNCTION carry_out_same_source(proposal) IS 'makes two sources one, and returns the command that undoes it';

CREATE FUNCTION carry_out_same_voice(p proposal) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	shared text := suggested(p, 'affiliation');
	joined text[] := ARRAY(SELECT s.key FROM source AS s
		WHERE s.key IN (p.subject, p.object) AND s.key <> shared AND shared <> ALL (s.affiliations) ORDER BY s.key);
BEGIN
	UPDATE source AS s SET affiliations = s.affiliations || shared WHERE s.key = ANY (joined);
	RETURN format('UPDATE %I.source SET affiliations = array_remove(affiliations, %L) WHERE key = ANY (%L)', current_schema(), shared, joined);
END
$body$;
COMMENT ON FUNCTION carry_out_same_voice(proposal) IS 'gives two sources a common affiliation, which may be one of the two, and returns the command that undoes it';

CREATE FUNCTION carry_out_has_it_from(p proposal) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	whom text := suggested(p, 'relies_on', ARRAY[p.object]);
BEGIN
	UPDATE source AS s SET relies_on = s.relies_on || whom WHERE s.key = p.subject AND whom <> ALL (s.relies_on);
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('"%s" relies on "%s" already', p.subject, whom),
			hint => 'The proposal is gone with the next propose().');
	END IF;
	RETURN format('UPDATE %I.source SET relies_on = array_remove(relies_on, %L) WHERE key = %L', current_schema(), whom, p.subject);
END
$body$;
COMMENT ON FUNCTION carry_out_has_it_from(proposal) IS 'records on whom a source relies, and returns the command that undoes it';

CREATE FUNCTION carry_out_rating(p proposal) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	rating float8 := suggested(p, 'reliability', form => E'^[01]?[.]?[0-9]{1,17}$');
	taken_back text := (SELECT string_agg(format('UPDATE %I.source SET reliability = %L WHERE key = %L', current_schema(), s.reliability, s.key), '; ' ORDER BY s.key)
		FROM source AS s WHERE s.key = p.subject OR s.key IN (SELECT a.alias FROM source_alias AS a WHERE a.source = p.subject));
BEGIN
	IF rating <= 0 OR rating >= 1 OR EXISTS (SELECT FROM source AS s WHERE s.key = p.subject AND s.reliability::float8 = 0) THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('proposal %s cannot rate "%s"', p.id, p.subject),
			detail => CASE WHEN rating <= 0 OR rating >= 1 THEN 'A rating of 0 or 1 is never proposed.' ELSE 'The source is discredited.' END,
			hint => 'Use rate_source() if that is meant.');
	END IF;
	PERFORM rate_source(p.subject, rating, p.why);
	RETURN taken_back;
END
$body$;
COMMENT ON FUNCTION carry_out_rating(proposal) IS 'rates a source, and returns the command that undoes it';

CREATE FUNCTION citing(said @extschema@.attribution, cites text[]) RETURNS @extschema@.attribution LANGUAGE sql IMMUTABLE SET search_path FROM CURRENT
RETURN (said OPERATOR(@extschema@.||) corroborate_internal.said_by_any((@extschema@.speakers(said) || @extschema@.deniers(said))[1], cites => cites,
	denies => @extschema@.speakers(said) = '{}'))::@extschema@.attribution;
COMMENT ON FUNCTION citing(@extschema@.attribution, text[]) IS 'a statement that does not say how it is known, changed to cite these sources';

CREATE FUNCTION suggested_list(p proposal, what text) RETURNS text[] LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	names text[];
BEGIN
	PERFORM suggested(p, what);
	SELECT array_agg(source_key(n.name) ORDER BY n.place) INTO names
	FROM jsonb_array_elements_text(CASE jsonb_typeof(p.suggests -> what) WHEN 'array' THEN p.suggests -> what ELSE '[]' END) WITH ORDINALITY AS n (name, place);
	RETURN coalesce(names, '{}');
END
$body$;
COMMENT ON FUNCTION suggested_list(proposal, text) IS 'the sources in a list that a proposal suggests, by the keys that they have now';

CREATE FUNCTION carry_out_same_words(p proposal) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	cited text[] := suggested_list(p, 'cites');
	about bigint := suggested_claim(p);
	was attestation;
	written bigint;
BEGIN
	SELECT a.* INTO was FROM attestation AS a
	WHERE a.claim = about AND a.id = p.subject::bigint AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL;
	IF is_replaced(about, was.id) THEN
		was := NULL;
	END IF;
	IF was.id IS NULL OR NOT says_no_basis(was.said) OR cited = '{}' OR speaker(was.said) = ANY (cited) THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('attestation %s cannot be written down anew with whom it cites', p.subject),
			detail => CASE WHEN was.id IS NULL THEN 'It does not count any more.' WHEN NOT says_no_basis(was.said) THEN 'It says already how it is known.'
				ELSE 'Nobody else is suggested.' END,
			hint => 'Decline the proposal.');
	END IF;
	INSERT INTO attestation (claim, said, quote, quote_language, translator, document, said_at, replaces)
	VALUES (was.claim, citing(was.said, cited), was.quote, was.quote_language, was.translator, was.document, was.said_at, was.id)
	RETURNING id INTO written;
	-- If its document is pending, the new row is pending too.  An editor had accepted the old row, so accept this one.
	PERFORM FROM attestation AS a WHERE a.claim = was.claim AND a.id = written AND a.accepted_at IS NULL;
	IF FOUND THEN
		PERFORM accept_attestation(was.claim, written);
	END IF;
	RETURN format('SELECT FROM %I.retract_attestation(%s, %s, %L)', current_schema(), was.claim, written, format('proposal %s taken back', p.id));
END
$body$;
COMMENT ON FUNCTION carry_out_same_words(proposal) IS
'replaces an attestation by one that cites the suggested sources, and returns the command that undoes it';

CREATE FUNCTION proposal_cause(p proposal) RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT
RETURN format('proposal %s: ', p.id) || CASE p.kind
	WHEN 'republishes' THEN format('document %s republishes %s', p.subject, p.object)
	WHEN 'same_source' THEN format('%s is %s', current_name(p.kind, p.suggests ->> 'other'), current_name(p.kind, p.suggests ->> 'source'))
	WHEN 'same_voice' THEN format('%s and %s are one voice', p.subject, p.object)
	WHEN 'has_it_from' THEN format('%s has it from %s', p.subject, p.object)
	WHEN 'same_words' THEN format('attestation %s cites others', p.subject)
	ELSE format('%s rated anew', p.subject) END;
COMMENT ON FUNCTION proposal_cause(proposal) IS 'the cause of what accepting a proposal changes, for the log';

CREATE FUNCTION carry_out(p proposal) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
	taken_back text;
BEGIN
	-- a cause that the user has set takes precedence
	PERFORM set_config('corroborate.cause', coalesce(nullif(cause_before, ''), proposal_cause(p)), true);
	taken_back := CASE p.kind
		WHEN 'republishes' THEN carry_out_republishes(p)
		WHEN 'same_source' THEN carry_out_same_source(p)
		WHEN 'same_voice' THEN carry_out_same_voice(p)
		WHEN 'has_it_from' THEN carry_out_has_it_from(p)
		WHEN 'same_words' THEN carry_out_same_words(p)
		WHEN 'rating' THEN carry_out_rating(p)
	END;
	PERFORM set_config('corroborate.cause', cause_before, true);
	RETURN taken_back;
END
$body$;
COMMENT ON FUNCTION carry_out(proposal) IS 'does what a proposal suggests, and returns the command that undoes it';


-- Accepting and declining

CREATE FUNCTION require_reason(why text, example text) RETURNS void LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT
AS $body$
BEGIN
	IF why IS NULL OR why !~ E'\\S' THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'a decision needs a reason',
			hint => format('For example: %s.', example));
	END IF;
END
$body$;
COMMENT ON FUNCTION require_reason(text, text) IS 'raises an error, with an example, if no reason is given';

CREATE FUNCTION raised_claims(before jsonb, p proposal) RETURNS bigint[] LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
BEGIN
	IF corroborate_internal.is_distributed('claim'::regclass) THEN
		RETURN corroborate_internal.raised_distributed(before, standing_of_proposed(p));
	END IF;
	RETURN ARRAY(SELECT m.claim FROM moved_claims(before) AS m WHERE m.change ~ E'\\mraised\\M');
END
$body$;
COMMENT ON FUNCTION raised_claims(jsonb, proposal) IS 'the claims whose flag accepting a proposal has raised. before: what standing_of_proposed() found before that';

CREATE FUNCTION accept_proposal(proposal bigint, reason text, raises bigint[] DEFAULT '{}') RETURNS TABLE (claim bigint, statement text,
	status_before @extschema@.corroboration_status, status @extschema@.corroboration_status, change text, why text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	p proposal;
	before jsonb;
	taken_back text;
	unconfirmed bigint[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	PERFORM require_reason(accept_proposal.reason, 'SELECT * FROM accept_proposal(5, ''the imprint says so'')');
	PERFORM corroborate_internal.one_by_one('claim'::regclass);
	p := open_proposal(accept_proposal.proposal);
	p.why := accept_proposal.reason;
	PERFORM hold_proposed(p);
	before := standing_of_proposed(p);
	taken_back := carry_out(p);
	unconfirmed := ARRAY(SELECT r.claim FROM unnest(raised_claims(before, p)) AS r (claim)
		WHERE (r.claim = ANY (accept_proposal.raises)) IS NOT TRUE ORDER BY r.claim);
	IF unconfirmed <> '{}' THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('accepting proposal %s would raise the flag of %s %s', p.id,
				CASE cardinality(unconfirmed) WHEN 1 THEN 'claim' ELSE 'claims' END, array_to_string(unconfirmed, ', ')),
			detail => 'A flag that rises by what was found is confirmed for each claim by itself.',
			hint => format('Look at each in what_would_move(%s), and name those that are right: raises => ''{...}''.', p.id));
	END IF;
	-- subject and object keep the names that the proposal was made about: undoing it may make them two sources again
	p.decided_at := clock_timestamp();
	p.decided_by := who();
	UPDATE proposal AS o SET decided_at = p.decided_at, decided_by = p.decided_by, verdict = 'accepted',
		why = accept_proposal.reason, take_back = taken_back
	WHERE o.id = p.id;
	RETURN QUERY SELECT m.* FROM moved_claims(before) AS m;
END
$body$;
COMMENT ON FUNCTION accept_proposal(bigint, text, bigint[]) IS
'does what a proposal suggests, and records why. raises: the claims whose flags it may raise; it refuses to raise any other. Returns the claims whose status, flag, dispute or denial changed. proposal.take_back has the command that undoes it';

CREATE FUNCTION decline_proposal(proposal bigint, reason text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	p proposal;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	PERFORM require_reason(decline_proposal.reason, 'SELECT decline_proposal(5, ''they are brothers'')');
	p.decided_at := clock_timestamp();
	p.decided_by := who();
	UPDATE proposal AS o SET decided_at = p.decided_at, decided_by = p.decided_by, verdict = 'declined', why = decline_proposal.reason
	WHERE o.id = decline_proposal.proposal AND o.decided_at IS NULL;
	IF NOT FOUND THEN
		-- this raises an error that says why
		p := open_proposal(decline_proposal.proposal);
	END IF;
END
$body$;
COMMENT ON FUNCTION decline_proposal(bigint, text) IS 'declines a proposal, and records why. It is not made again until there is twice as much evidence for it';


-- What accepting would move

-- For a copy: claims about which its publisher says something, without naming the document.  For a source: claims that mention
-- it, and whose evidence stays as it is.
CREATE FUNCTION not_reached(p proposal, unchanged bigint[]) RETURNS bigint[] LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	publisher_key text;
BEGIN
	CASE
		WHEN p.kind = 'republishes' THEN
			SELECT current_name('same_source', d.publisher) INTO publisher_key FROM document AS d WHERE d.id = p.subject::bigint;
			RETURN ARRAY(
				SELECT DISTINCT s.claim FROM (
					SELECT a.claim, speaker(a.said) AS name FROM attestation AS a
					JOIN attestation AS o ON o.claim = a.claim AND o.document IN (p.subject::bigint, p.object::bigint)
					WHERE a.document IS NULL AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
					OFFSET 0
				) AS s WHERE current_name('same_source', s.name) = publisher_key ORDER BY s.claim);
		WHEN p.kind IN ('same_voice', 'has_it_from', 'rating') THEN
			RETURN ARRAY(SELECT c.id FROM claim AS c WHERE c.id = ANY (unchanged) AND c.evidence OPERATOR(@extschema@.?) p.subject ORDER BY c.id);
		ELSE
			RETURN '{}';
	END CASE;
END
$body$;
COMMENT ON FUNCTION not_reached(proposal, bigint[]) IS
'the claims that one might expect a proposal to change, but that it does not. unchanged: those that it could have changed, and whose evidence stays as it is';

CREATE FUNCTION try_proposal(id bigint, OUT moved jsonb, OUT unreached bigint[]) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	p proposal;
	before jsonb;
	bearing bigint[];
	evidence_before text[];
BEGIN
	p := open_proposal(try_proposal.id);
	p.why := 'tried';
	PERFORM hold_proposed(p);
	before := standing_of_proposed(p);
	SELECT array_agg(c.id ORDER BY c.id), array_agg(c.evidence::text ORDER BY c.id) INTO bearing, evidence_before
	FROM claim AS c WHERE c.id IN (SELECT b.id FROM jsonb_to_recordset(before) AS b (id bigint));
	PERFORM carry_out(p);
	moved := (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.claim), '[]') FROM moved_claims(before) AS m);
	unreached := not_reached(p, ARRAY(SELECT c.id FROM claim AS c JOIN unnest(bearing, evidence_before) AS b (id, evidence) ON b.id = c.id
		WHERE c.evidence::text = b.evidence));
END
$body$;
COMMENT ON FUNCTION try_proposal(bigint) IS 'does what a proposal suggests, for what_would_move(), and returns which claims that changed and did not reach';

CREATE FUNCTION would_move(moved jsonb, unreached bigint[]) RETURNS TABLE (claim bigint, statement text, status_before @extschema@.corroboration_status,
	status @extschema@.corroboration_status, change text, why text, published bigint[]) LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	claims bigint[] := unreached || ARRAY(SELECT (m ->> 'claim')::bigint FROM jsonb_array_elements(moved) AS m);
BEGIN
	RETURN QUERY
	WITH found AS MATERIALIZED (
		SELECT c.id, c.statement, c.status, @extschema@.why(c.evidence) AS why FROM claim AS c WHERE c.id = ANY (unreached)
	), used AS MATERIALIZED (
		SELECT u.claim, array_agg(u.document ORDER BY u.document) AS documents FROM publication AS u WHERE u.claim = ANY (claims) GROUP BY u.claim
	)
	SELECT w.claim, w.statement, w.status_before, w.status, w.change, w.why, coalesce(u.documents, '{}')
	FROM (
		SELECT 1 AS rank, m.claim, m.statement, m.status_before, m.status, m.change, m.why
		FROM jsonb_to_recordset(moved) AS m (claim bigint, statement text, status_before @extschema@.corroboration_status,
			status @extschema@.corroboration_status, change text, why text)
		UNION ALL
		SELECT 2, f.id, f.statement, f.status, f.status, 'not reached' AS change, f.why FROM found AS f
	) AS w LEFT JOIN used AS u ON u.claim = w.claim ORDER BY w.rank, w.claim;
END
$body$;
COMMENT ON FUNCTION would_move(jsonb, bigint[]) IS 'the result of try_proposal(), as rows';

CREATE FUNCTION what_would_move(proposal bigint) RETURNS TABLE (claim bigint, statement text, status_before @extschema@.corroboration_status,
	status @extschema@.corroboration_status, change text, why text, published bigint[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	moved jsonb;
	unreached bigint[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	PERFORM corroborate_internal.one_by_one('claim'::regclass);
	BEGIN
		SELECT t.moved, t.unreached INTO moved, unreached FROM try_proposal(what_would_move.proposal) AS t;
		-- roll back: variables keep their values, and locks are released
		RAISE EXCEPTION USING ERRCODE = 'CB001', MESSAGE = 'this was only a try';
	EXCEPTION WHEN SQLSTATE 'CB001' THEN
		NULL;
	END;
	RETURN QUERY SELECT r.* FROM would_move(moved, unreached) AS r;
END
$body$;
COMMENT ON FUNCTION what_would_move(bigint) IS
'what accepting a proposal would do to claims, found out by doing it and rolling back: those whose status, flag, dispute or denial would change (as in claim_event), and those that it does not reach. published: our documents that used the claim. It leaves nothing behind except gaps in the numbers of the log';
