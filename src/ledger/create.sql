------------------------------------------------------------------------------
-- ledger: the tables of a newsroom's desk, made on request
------------------------------------------------------------------------------

-- The extension owns none of what create_ledger() makes: tables, views and
-- functions belong to whoever calls it, are dumped like any others, and keep
-- the extension from being dropped beneath them.
--
-- The commands below are run with search_path set to the ledger's schema,
-- and functions keep that (FROM CURRENT).  Standing for something else:
-- @ext@, the extension's schema; @threshold@; @met(E)@, whether evidence E
-- meets the ledger's rule.  Bodies that are text do not name the extension's
-- schema, so that ledgers outlive ALTER EXTENSION ... SET SCHEMA.

CREATE FUNCTION ledger_tables() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
CREATE FUNCTION who() RETURNS name LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role')::name END;
COMMENT ON FUNCTION who() IS 'who is at work: the role that was set, or the one that logged in, also where a function or trigger runs with its owner''s rights';

CREATE TABLE source (
	key text COLLATE "C" PRIMARY KEY,
	name text,
	kind text NOT NULL DEFAULT 'other' CONSTRAINT source_kind_known CHECK (kind IN
		('person', 'organisation', 'document', 'sensor', 'outlet', 'agency', 'site', 'translation', 'unnamed', 'other')),
	passes_on boolean,
	relies_on text[] NOT NULL DEFAULT '{}',
	affiliations text[] NOT NULL DEFAULT '{}',
	reliability @ext@.confidence,
	confidential boolean NOT NULL DEFAULT false,
	note text,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	-- also checks that they can be written in an attribution at all
	CONSTRAINT source_key_normalised CHECK (@ext@.speakers(@ext@.said_by(key, affiliations => affiliations)) = ARRAY[key]),
	CONSTRAINT source_affiliations_not_null CHECK (array_position(affiliations, NULL) IS NULL),
	CONSTRAINT source_affiliations_normalised CHECK (affiliations <@ @ext@.sources(@ext@.said_by(key, cites => affiliations))),
	CONSTRAINT source_relies_on_not_null CHECK (array_position(relies_on, NULL) IS NULL),
	CONSTRAINT source_relies_on_normalised CHECK (relies_on <@ @ext@.sources(@ext@.said_by(key, cites => relies_on))),
	CONSTRAINT source_relies_on_others CHECK (NOT key = ANY (relies_on)),
	CONSTRAINT source_confidential_nameless CHECK (NOT confidential OR name IS NULL)
);
CREATE INDEX source_relying ON source (key) WHERE relies_on <> '{}';
COMMENT ON TABLE source IS 'who says something: a person, an outlet, a document, a sensor. What is known of it here is united with every attestation that mentions the source';
COMMENT ON COLUMN source.key IS 'the name it goes by in attributions; opaque for a confidential source';
COMMENT ON COLUMN source.kind IS 'outlets, agencies, sites, translations and unnamed sources pass on, unless passes_on says otherwise; persons, and sources of kind other, count for neither side where they say both yes and no';
COMMENT ON COLUMN source.passes_on IS 'whether it has what it says from others: from someone unknown, where it does not say from whom. Null: as its kind says';
COMMENT ON COLUMN source.relies_on IS 'whom it has it from where it does not say';
COMMENT ON COLUMN source.affiliations IS 'what makes several sources one voice: an employer, a ministry. They are added to those that attestations state';
COMMENT ON COLUMN source.reliability IS 'how far it can be relied on; where an attestation says something else, the lower one holds. 0: discredited';
COMMENT ON COLUMN source.confidential IS 'who it is stands in source_identity, and nowhere else';

CREATE TABLE source_alias (
	alias text COLLATE "C" PRIMARY KEY,
	source text COLLATE "C" NOT NULL REFERENCES source,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	CONSTRAINT source_alias_normalised CHECK (@ext@.speakers(@ext@.said_by(alias)) = ARRAY[alias]),
	CONSTRAINT source_alias_other CHECK (alias <> source)
);
CREATE INDEX source_alias_source ON source_alias (source);
COMMENT ON TABLE source_alias IS 'other spellings of a source; also two keys that turned out to be one source';
COMMENT ON COLUMN source_alias.alias IS 'as it may be written in attributions';
COMMENT ON COLUMN source_alias.source IS 'whom it stands for';

CREATE TABLE source_rating (
	source text COLLATE "C" NOT NULL REFERENCES source ON DELETE CASCADE,
	rated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	reliability @ext@.confidence,
	reason text,
	rated_by name NOT NULL DEFAULT who(),
	PRIMARY KEY (source, rated_at)
);
COMMENT ON TABLE source_rating IS 'how a source was rated over time; written by a trigger on source';
COMMENT ON COLUMN source_rating.reliability IS 'null: not rated any more';

CREATE TABLE source_identity (
	source text COLLATE "C" PRIMARY KEY REFERENCES source ON DELETE CASCADE,
	identity text,
	held_by text,
	CONSTRAINT source_identity_known CHECK (num_nonnulls(identity, held_by) > 0)
);
ALTER TABLE source_identity ENABLE ROW LEVEL SECURITY;
-- no statistics, which would outlive the rows: ANALYZE leaves those of an empty table as they were
ALTER TABLE source_identity ALTER identity SET STATISTICS 0, ALTER held_by SET STATISTICS 0;
ALTER TABLE source_alias ALTER alias SET STATISTICS 0;
COMMENT ON TABLE source_identity IS 'who a confidential source is; only roles that grant_ledger() made editors see rows';
COMMENT ON COLUMN source_identity.identity IS 'who it is; safer left out';
COMMENT ON COLUMN source_identity.held_by IS 'or who knows it, outside the database';

CREATE TABLE document (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	publisher text COLLATE "C" REFERENCES source,
	headline text,
	url text,
	language text,
	published_at timestamptz,
	credits jsonb,
	republishes bigint REFERENCES document,
	item text,
	version text,
	status text CONSTRAINT document_status_known CHECK (status IN ('usable', 'withheld', 'cancelled')),
	supersedes bigint REFERENCES document,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	CONSTRAINT document_republishes_another CHECK (republishes <> id),
	CONSTRAINT document_supersedes_another CHECK (supersedes <> id)
);
CREATE UNIQUE INDEX document_item ON document (item, publisher, version) NULLS NOT DISTINCT WHERE item IS NOT NULL;
CREATE INDEX document_publisher ON document (publisher);
CREATE INDEX document_supersedes ON document (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX document_cancelled ON document (item, publisher) WHERE status = 'cancelled';
CREATE INDEX document_republishes ON document (republishes) WHERE republishes IS NOT NULL;
COMMENT ON TABLE document IS 'an article, wire item or post, ours or others''';
COMMENT ON COLUMN document.credits IS 'who reported, translated, edited';
COMMENT ON COLUMN document.republishes IS 'what it is a copy of: what is said in it is said on the word of that one''s publisher';
COMMENT ON COLUMN document.item IS 'what its publisher calls it, the same for all its versions';
COMMENT ON COLUMN document.version IS 'which version of the item; null: it has none';
COMMENT ON COLUMN document.status IS 'usable, withheld or cancelled, as its publisher says';
COMMENT ON COLUMN document.supersedes IS 'the version of the item that it corrects';

CREATE TABLE claim (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	statement text NOT NULL,
	question text,
	comparator text CONSTRAINT claim_comparator_known CHECK (comparator IN ('=', '<', '<=', '>', '>=', 'about')),
	value numeric,
	unit text,
	answer text,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	evidence @ext@.evidence NOT NULL DEFAULT '{}',
	corroborated_at timestamptz,
	ruling text CONSTRAINT claim_ruling_known CHECK (ruling IN ('confirm', 'refute', 'hold')),
	corroboration integer NOT NULL GENERATED ALWAYS AS (@ext@.corroboration(evidence)) STORED,
	status @ext@.corroboration_status NOT NULL GENERATED ALWAYS AS (@ext@.status(evidence, @threshold@)) STORED,
	disputed boolean NOT NULL GENERATED ALWAYS AS (@ext@.disputed(evidence)) STORED,
	denied boolean NOT NULL GENERATED ALWAYS AS (@ext@.denied(evidence, @threshold@)) STORED,
	support @ext@.confidence GENERATED ALWAYS AS (@ext@.support(evidence)) STORED,
	confidence @ext@.confidence GENERATED ALWAYS AS (@ext@.belief(evidence)) STORED,
	cleared boolean NOT NULL GENERATED ALWAYS AS
		(CASE WHEN ruling IS NULL THEN corroborated_at IS NOT NULL ELSE ruling = 'confirm' END) STORED,
	CONSTRAINT claim_value_complete CHECK ((value IS NULL) = (comparator IS NULL)),
	CONSTRAINT claim_one_answer CHECK (num_nonnulls(value, answer) <= 1),
	CONSTRAINT claim_answers_question CHECK (question IS NOT NULL OR num_nonnulls(value, answer, unit) = 0)
) WITH (fillfactor = 75);
CREATE INDEX claim_question ON claim (question) WHERE question IS NOT NULL;
COMMENT ON TABLE claim IS 'what is claimed, and what stands for and against it; evidence and what follows from it are kept by triggers';
COMMENT ON COLUMN claim.question IS 'which the claim answers, in the same words for all its answers';
COMMENT ON COLUMN claim.comparator IS 'how value is meant: =, <, <=, >, >=, about (within a tenth)';
COMMENT ON COLUMN claim.answer IS 'in words, where it is no number';
COMMENT ON COLUMN claim.evidence IS 'gathered from attestations';
COMMENT ON COLUMN claim.corroborated_at IS 'the flag: since when enough independent sources support it';
COMMENT ON COLUMN claim.ruling IS 'the editors'' latest ruling, if it stands';
COMMENT ON COLUMN claim.confidence IS 'how far it can be believed, where sources are rated';
COMMENT ON COLUMN claim.denied IS 'whether at least as many independent sources deny it as would raise the flag, and fewer support it';
COMMENT ON COLUMN claim.cleared IS 'whether it may be used: as the editors'' ruling says, or if there is none, as the flag does';

CREATE TABLE attestation (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED BY DEFAULT AS IDENTITY,
	said @ext@.attribution NOT NULL,
	quote text,
	quote_language text,
	translator text,
	document bigint REFERENCES document,
	said_at timestamptz,
	recorded_at timestamptz NOT NULL DEFAULT statement_timestamp(),
	recorded_by name NOT NULL DEFAULT who(),
	accepted_at timestamptz DEFAULT statement_timestamp(),
	accepted_by name DEFAULT who(),
	retracted_at timestamptz,
	retracted_by name,
	retraction_reason text,
	replaces bigint,
	PRIMARY KEY (claim, id),
	CONSTRAINT attestation_replaces_fkey FOREIGN KEY (claim, replaces) REFERENCES attestation (claim, id),
	CONSTRAINT attestation_replaces_another CHECK (replaces <> id),
	CONSTRAINT said_discredits_nobody CHECK (NOT jsonb_path_exists(said::jsonb, '$.sources.*.rating ? (@ == 0)')),
	CONSTRAINT acceptance_has_a_name CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
	CONSTRAINT acceptance_after_recording CHECK (accepted_at >= recorded_at),
	CONSTRAINT retraction_has_a_reason CHECK ((retracted_at IS NULL) = (retraction_reason IS NULL) AND retraction_reason <> ''),
	CONSTRAINT retraction_after_recording CHECK (retracted_at >= recorded_at)
);
CREATE INDEX attestation_said ON attestation USING gin (said);
CREATE INDEX attestation_document ON attestation (document) WHERE document IS NOT NULL;
CREATE INDEX attestation_replaces ON attestation (claim, replaces) WHERE replaces IS NOT NULL;
CREATE INDEX attestation_pending ON attestation (claim) WHERE accepted_at IS NULL;
COMMENT ON TABLE attestation IS 'who said it, on whose word, as it was written down. All that are accepted, not retracted and not replaced count, however often a source speaks; nothing is lost';
COMMENT ON COLUMN attestation.said IS 'in the form of an attribution: rfa<dandong-1, !mfa for a denial';
COMMENT ON COLUMN attestation.document IS 'where it is written';
COMMENT ON COLUMN attestation.replaces IS 'the attestation about the same claim that this one corrects: that one does not count any more, nor does what it had replaced. Only rows that count replace others';
COMMENT ON COLUMN attestation.accepted_at IS 'null: pending, and does not count yet';
COMMENT ON COLUMN attestation.retracted_at IS 'from when on it does not count any more';

CREATE TABLE ruling (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED ALWAYS AS IDENTITY,
	verdict text NOT NULL CONSTRAINT ruling_verdict_known CHECK (verdict IN ('confirm', 'refute', 'hold', 'release')),
	why text NOT NULL CONSTRAINT ruling_has_a_reason CHECK (why ~ '\S'),
	by name NOT NULL DEFAULT who(),
	at timestamptz NOT NULL DEFAULT statement_timestamp(),
	PRIMARY KEY (claim, id)
);
COMMENT ON TABLE ruling IS 'what editors decide, beside what is computed; the latest one about a claim stands';
COMMENT ON COLUMN ruling.verdict IS 'confirm it on one authoritative source, refute it, hold it back, or release it: back to what is computed';

CREATE TABLE publication (
	document bigint NOT NULL REFERENCES document,
	claim bigint NOT NULL REFERENCES claim,
	at timestamptz NOT NULL DEFAULT now(),
	by name NOT NULL DEFAULT who(),
	PRIMARY KEY (document, claim)
);
CREATE INDEX publication_claim ON publication (claim);
COMMENT ON TABLE publication IS 'which of our own documents used which claim: what needs correcting when a claim falls';

CREATE TABLE claim_event (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED ALWAYS AS IDENTITY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	change text NOT NULL CONSTRAINT claim_event_change_known CHECK (change IN ('raised', 'withdrawn', 'disputed', 'settled', 'denied', 'undenied')),
	from_status @ext@.corroboration_status NOT NULL,
	to_status @ext@.corroboration_status NOT NULL,
	corroboration integer NOT NULL,
	support @ext@.confidence,
	cause text NOT NULL,
	by name NOT NULL DEFAULT who(),
	PRIMARY KEY (claim, id)
);
COMMENT ON TABLE claim_event IS 'what became of each claim''s flag: raised and withdrawn, disputed and settled, denied and undenied, when and why';
COMMENT ON COLUMN claim_event.cause IS 'what was done; SET LOCAL corroborate.cause puts it in your own words';
$ddl$;
COMMENT ON FUNCTION ledger_tables() IS 'the commands with which create_ledger() makes tables';


CREATE FUNCTION ledger_triggers() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
-- What the functions below need of the extension

CREATE FUNCTION evidence_as_of(claim bigint, at timestamptz) RETURNS @ext@.evidence LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.gathered('attestation'::regclass, ARRAY[claim::text], at);
COMMENT ON FUNCTION evidence_as_of(bigint, timestamptz) IS
'what was known of a claim then: from attestations that were accepted and not retracted, and sources as they were rated. Kinds, affiliations and other spellings are those of today';

CREATE FUNCTION speaker(said @ext@.attribution) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN coalesce((@ext@.speakers(said))[1], (@ext@.deniers(said))[1]);
COMMENT ON FUNCTION speaker(@ext@.attribution) IS 'who says it or denies it';

CREATE FUNCTION list_names(names text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE WHEN cardinality(names) <= 3 THEN array_to_string(names, ', ')
	ELSE format('%s and %s others', array_to_string(names[1:3], ', '), cardinality(names) - 3) END;
COMMENT ON FUNCTION list_names(text[]) IS 'a few names, for a sentence';


-- Gathering again

-- Which claims these are is found out by the extension, which also sees what was
-- committed after the snapshot of a transaction that keeps one.

CREATE FUNCTION regather_sources(names text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.regather('attestation'::regclass, names);
COMMENT ON FUNCTION regather_sources(text[]) IS 'gathers the claims again that mention any of these sources, or copy what they published';

CREATE FUNCTION regather_spelt(aliases text[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.regather_aliases('attestation'::regclass, aliases);
COMMENT ON FUNCTION regather_spelt(text[]) IS 'gathers the claims again that mention any of these names, or whoever is affiliated with them';

CREATE FUNCTION regather_in(documents bigint[]) RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN @ext@.regather_documents('attestation'::regclass, documents::text[]);
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
RETURN (@ext@.first_mention('attestation'::regclass, names, unregistered => true))[1]::bigint;
COMMENT ON FUNCTION claim_that_mentions(text[]) IS 'some claim that mentions any of them for which no source stands any more, or null';


-- Sources

CREATE FUNCTION source_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
BEGIN
	INSERT INTO source_rating (source, reliability)
	SELECT key, reliability FROM new_rows WHERE reliability IS NOT NULL;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_added() IS 'writes down how new sources are rated';

CREATE FUNCTION source_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	gone text[];
	changed text[];
	cause text;
BEGIN
	-- grouped, not joined: a plan is kept, and if it was made for one row it would compare each of 10,000 with each
	INSERT INTO source_rating (source, reliability)
	SELECT key, (array_agg(reliability) FILTER (WHERE is_new))[1]
	FROM (SELECT true AS is_new, key, reliability FROM new_rows UNION ALL SELECT false, key, reliability FROM old_rows) AS rows
	GROUP BY key
	HAVING bool_or(is_new) AND max(reliability::float8) FILTER (WHERE is_new) IS DISTINCT FROM max(reliability::float8) FILTER (WHERE NOT is_new);

	SELECT array_agg(key ORDER BY key), string_agg(DISTINCT what, ', ') INTO changed, cause
	FROM (
		SELECT key, CASE
			WHEN is_now IS NOT DISTINCT FROM was THEN CASE WHEN affiliations > 1 THEN 'affiliated anew'
				WHEN relying > 1 THEN 'relies on others' ELSE 'of another kind' END
			WHEN is_now = 0 THEN 'discredited'
			WHEN was = 0 THEN 'credited again'
			ELSE 'rated anew' END AS what
		FROM (
			SELECT key, max(reliability) FILTER (WHERE is_new) AS is_now, max(reliability) FILTER (WHERE NOT is_new) AS was,
				count(DISTINCT affiliations) AS affiliations, count(DISTINCT relies_on) AS relying, count(DISTINCT kind) AS kinds, count(*) AS versions
			FROM (
				SELECT true AS is_new, key, reliability::float8, affiliations, relies_on, (kind, passes_on)::text AS kind FROM new_rows
				UNION ALL
				SELECT false, key, reliability::float8, affiliations, relies_on, (kind, passes_on)::text FROM old_rows
			) AS rows
			GROUP BY key
		) AS source
		WHERE versions = 2 AND (is_now IS DISTINCT FROM was OR affiliations > 1 OR relying > 1 OR source.kinds > 1)
	) AS differing;

	-- all names at once: they are locked in an order of their own
	gone := ARRAY(SELECT key FROM old_rows EXCEPT SELECT key FROM new_rows);
	IF changed IS NOT NULL OR gone <> '{}' THEN
		PERFORM regather_because(list_names(changed) || ' ' || cause, sources => changed || gone);
		PERFORM refuse_if_mentioned(gone,
			'Attestations keep the names they were written with. Register the new name too, and enter the old one in source_alias as another spelling of it.');
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_changed() IS 'writes ratings down, and gathers the claims again on which changed sources have a bearing';

CREATE FUNCTION source_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM refuse_if_mentioned(ARRAY(SELECT key FROM old_rows),
		'A source that cannot be trusted is discredited: discredit_source(). Its identity and wording are removed by forget().');
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_removed() IS 'keeps sources that attestations mention';

CREATE FUNCTION refuse_if_mentioned(names text[], hint text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	mentioned text;
BEGIN
	-- which first locks the names: whoever takes away the other thing that stands for one of them must have done so
	IF names = '{}' OR claim_that_mentions(names) IS NULL THEN
		RETURN;
	END IF;
	SELECT n.name INTO mentioned FROM unnest(names) AS n (name) WHERE claim_that_mentions(ARRAY[n.name]) IS NOT NULL LIMIT 1;
	RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
		MESSAGE = format('source "%s" is still mentioned', mentioned),
		DETAIL = format('An attestation about claim %s mentions it.', claim_that_mentions(ARRAY[mentioned])),
		HINT = refuse_if_mentioned.hint;
END
$body$;
COMMENT ON FUNCTION refuse_if_mentioned(text[], text) IS 'an error, with a hint, if an attestation mentions any of these names and nothing stands for it any more';

CREATE FUNCTION alias_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
DECLARE
	names text[];
	targets text[];
	cause text;
	bad record;
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		IF EXISTS (SELECT FROM attestation) THEN
			RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
				MESSAGE = 'other spellings cannot be truncated while there are attestations',
				DETAIL = 'Which they were does not show any more then, so that no claim could be gathered again.',
				HINT = 'DELETE FROM source_alias;';
		END IF;
		RETURN NULL;
	END IF;
	IF TG_OP = 'DELETE' THEN
		SELECT array_agg(alias), array_agg(source), list_names(array_agg(format('%s is not %s', alias, source)))
		INTO names, targets, cause FROM old_rows;
	ELSE
		SELECT array_agg(alias), array_agg(source), list_names(array_agg(format('%s is %s', alias, source)))
		INTO names, targets, cause FROM new_rows;
	END IF;
	IF TG_OP = 'UPDATE' THEN
		names := names || ARRAY(SELECT alias FROM old_rows);
		targets := targets || ARRAY(SELECT source FROM old_rows);
	END IF;
	IF names IS NULL THEN
		RETURN NULL;
	END IF;
	-- which locks the names, so that nobody else can enter or use them
	-- the facts of all spellings are one source's, so it matters to all who mention that one
	PERFORM regather_because(cause, spellings => names || targets);
	PERFORM refuse_if_mentioned(names,
		'If it is a source of its own, register it first. If it stands for another one, UPDATE source_alias.');
	SELECT a.alias, a.source, b.source AS further INTO bad
	FROM source_alias AS a JOIN source_alias AS b ON b.alias = a.source WHERE b.alias = ANY (names || targets) LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
			MESSAGE = format('source "%s" is itself another spelling', bad.source),
			DETAIL = format('It stands for "%s".', bad.further),
			HINT = format('Let "%s" stand for "%s" too.', bad.alias, bad.further);
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION alias_changed() IS 'gathers the claims again that mention a name which stands for another source now';

-- A constraint's error shows the row, and goes to the server's log with it: who a
-- confidential source is must not.  These come before the constraints.

CREATE FUNCTION source_named() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	RAISE EXCEPTION USING ERRCODE = 'check_violation',
		MESSAGE = 'a confidential source has no name in the table source',
		HINT = 'Who it is stands in source_identity, and nowhere else.';
END
$body$;
COMMENT ON FUNCTION source_named() IS 'refuses a confidential source''s name without showing it';

CREATE FUNCTION identity_entered() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	IF NOT EXISTS (SELECT FROM source AS s WHERE s.key = NEW.source) THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = 'there is no such source to have an identity',
			HINT = 'SELECT add_confidential_source(...) makes one.';
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION identity_entered() IS 'refuses the identity of no source without showing it';

CREATE TRIGGER source_named BEFORE INSERT OR UPDATE ON source
	FOR EACH ROW WHEN (NEW.confidential AND NEW.name IS NOT NULL) EXECUTE FUNCTION source_named();
CREATE TRIGGER identity_entered BEFORE INSERT OR UPDATE ON source_identity
	FOR EACH ROW EXECUTE FUNCTION identity_entered();

CREATE TRIGGER source_added AFTER INSERT ON source REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_added();
CREATE TRIGGER source_changed AFTER UPDATE ON source REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_changed();
CREATE TRIGGER source_removed AFTER DELETE ON source REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_removed();
CREATE TRIGGER alias_added AFTER INSERT ON source_alias REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER alias_changed AFTER UPDATE ON source_alias REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER alias_removed AFTER DELETE ON source_alias REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER aliases_truncated AFTER TRUNCATE ON source_alias
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();


-- Documents

CREATE FUNCTION document_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	changed bigint[];
BEGIN
	-- without a join, whose plan would be kept: if it was made for one row it would compare each of 10,000 with each
	changed := ARRAY(
		SELECT id FROM (
			SELECT id, publisher, republishes FROM new_rows EXCEPT SELECT id, publisher, republishes FROM old_rows) AS differing
		ORDER BY id);
	IF changed = '{}' THEN
		RETURN NULL;
	END IF;
	PERFORM regather_because('document ' || list_names(changed::text[]) || ' changed', documents => changed);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION document_changed() IS 'gathers the claims again for which it matters who published a document, or whose copy it is';

CREATE TRIGGER document_changed AFTER UPDATE ON document REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION document_changed();


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
$ddl$;
COMMENT ON FUNCTION ledger_triggers() IS 'the commands with which create_ledger() makes triggers';


CREATE FUNCTION ledger_views() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
CREATE VIEW replaced AS
WITH RECURSIVE replaced (claim, id, by) AS (
	SELECT a.claim, a.replaces, a.id FROM attestation AS a
	WHERE a.replaces IS NOT NULL AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
	UNION
	SELECT a.claim, a.replaces, r.by FROM replaced AS r JOIN attestation AS a ON a.claim = r.claim AND a.id = r.id
	WHERE a.replaces IS NOT NULL
)
SELECT r.claim, r.id, max(r.by) AS by FROM replaced AS r GROUP BY r.claim, r.id;
COMMENT ON VIEW replaced IS 'attestations that do not count because one that counts replaces them, itself or by what it replaced; by: that one';

CREATE VIEW says_both AS
SELECT c.id AS claim, b.source
FROM claim AS c CROSS JOIN LATERAL unnest(@ext@.says_both('attestation'::regclass, ARRAY[c.id::text])) AS b (source)
WHERE @ext@.speakers(c.evidence) && @ext@.deniers(c.evidence);
COMMENT ON VIEW says_both IS 'persons who have said both yes and no about a claim on their own word: they count for neither until what they said on one side is replaced or retracted';

CREATE VIEW desk AS
SELECT c.id, c.statement, c.status, c.corroborated_at IS NOT NULL AS flagged, c.cleared, c.corroboration, c.support, c.disputed, c.ruling,
	(SELECT count(*) FROM attestation AS a WHERE a.claim = c.id AND a.accepted_at IS NULL AND a.retracted_at IS NULL) AS pending,
	@ext@.why(c.evidence) AS why,
	greatest(
		(SELECT max(greatest(a.recorded_at, a.accepted_at, a.retracted_at)) FROM attestation AS a WHERE a.claim = c.id),
		(SELECT max(e.at) FROM claim_event AS e WHERE e.claim = c.id),
		(SELECT max(r.at) FROM ruling AS r WHERE r.claim = c.id),
		c.added_at) AS last_change,
	c.denied,
	ARRAY(SELECT b.source FROM says_both AS b WHERE b.claim = c.id ORDER BY b.source) AS says_both
FROM claim AS c;
COMMENT ON COLUMN desk.says_both IS 'who has said both yes and no, and counts for neither';
COMMENT ON VIEW desk IS 'all claims: how they stand, why, and since when';

CREATE VIEW would_fall AS
SELECT s.source, count(*) AS count, array_agg(c.id ORDER BY c.id) AS claims
FROM claim AS c
CROSS JOIN LATERAL unnest(@ext@.sources(c.evidence)) AS s (source)
CROSS JOIN LATERAL (SELECT @ext@.discredit(c.evidence, s.source) AS evidence) AS without
WHERE c.corroborated_at IS NOT NULL AND NOT (@met(without.evidence)@)
	AND NOT EXISTS (SELECT FROM source AS u WHERE u.key = s.source AND u.kind = 'unnamed')
GROUP BY s.source;
COMMENT ON VIEW would_fall IS 'of each source but those of kind unnamed: the claims that would lose their flag without it';

CREATE FUNCTION answer_range(comparator text, value numeric) RETURNS numrange LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN CASE comparator
	WHEN '=' THEN numrange(value, value, '[]')
	WHEN '>' THEN numrange(value, NULL, '()')
	WHEN '>=' THEN numrange(value, NULL, '[)')
	WHEN '<' THEN numrange(NULL, value, '()')
	WHEN '<=' THEN numrange(NULL, value, '(]')
	WHEN 'about' THEN numrange(value - abs(value) / 10, value + abs(value) / 10, '[]')
END;
COMMENT ON FUNCTION answer_range(text, numeric) IS 'all numbers that an answer allows; about means within a tenth';

CREATE VIEW contested AS
SELECT a.question,
	a.id AS claim, coalesce(a.answer, concat_ws(' ', a.comparator, a.value, a.unit)) AS answer, a.status,
	b.id AS other_claim, coalesce(b.answer, concat_ws(' ', b.comparator, b.value, b.unit)) AS other_answer, b.status AS other_status
FROM claim AS a JOIN claim AS b ON b.question = a.question AND b.id > a.id
WHERE a.corroboration > 0 AND b.corroboration > 0
	AND (lower(a.answer) <> lower(b.answer)
		OR a.unit IS NOT DISTINCT FROM b.unit AND NOT answer_range(a.comparator, a.value) && answer_range(b.comparator, b.value));
COMMENT ON VIEW contested IS
'questions with two answers that cannot both be true, both supported. At least a million and exactly a million can both be true; values in different units are not compared';

CREATE VIEW to_correct AS
SELECT p.document, d.headline, d.url, p.at AS published, p.claim, c.statement, fallen.problem, fallen.since, fallen.cause
FROM publication AS p
JOIN document AS d ON d.id = p.document
JOIN claim AS c ON c.id = p.claim
CROSS JOIN LATERAL (
	SELECT 'lost its flag' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'withdrawn' AND e.at >= p.at AND c.corroborated_at IS NULL AND NOT c.cleared
	UNION ALL
	SELECT 'is disputed' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'disputed' AND e.at >= p.at AND c.disputed
	UNION ALL
	SELECT 'is denied' AS problem, max(e.at) AS since, (array_agg(e.cause ORDER BY e.id DESC))[1] AS cause
	FROM claim_event AS e WHERE e.claim = p.claim AND e.change = 'denied' AND e.at >= p.at AND c.denied
	UNION ALL
	SELECT 'is refuted' AS problem, max(r.at) AS since, (array_agg(r.why ORDER BY r.at DESC, r.id DESC))[1] AS cause
	FROM ruling AS r WHERE r.claim = p.claim AND r.verdict = 'refute' AND c.ruling = 'refute'
	UNION ALL
	SELECT 'is held back' AS problem, max(r.at) AS since, (array_agg(r.why ORDER BY r.id DESC))[1] AS cause
	FROM ruling AS r WHERE r.claim = p.claim AND r.verdict = 'hold' AND r.at >= p.at AND c.ruling = 'hold'
) AS fallen
WHERE fallen.since IS NOT NULL;
COMMENT ON VIEW to_correct IS 'what we published whose claims have been refuted, or have since lost their flag, become disputed or denied, or been held back';
$ddl$;
COMMENT ON FUNCTION ledger_views() IS 'the commands with which create_ledger() makes views';


CREATE FUNCTION ledger_functions() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $ddl$
CREATE FUNCTION attestation_note(claim bigint, id bigint) RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	WITH this AS (
		SELECT a.*, coalesce(o.source, speaker(a.said)) AS source FROM attestation AS a
		LEFT JOIN source_alias AS o ON o.alias = speaker(a.said)
		WHERE a.claim = attestation_note.claim AND a.id = attestation_note.id
	), others AS (
		SELECT a.id, a.said, t.said AS this_said, t.source FROM this AS t
		JOIN attestation AS a ON a.claim = t.claim AND a.id <> t.id AND a.said OPERATOR(@ext@.?|)
			(t.source || ARRAY(SELECT l.alias FROM source_alias AS l WHERE l.source = t.source))
		WHERE a.accepted_at IS NOT NULL AND a.retracted_at IS NULL
			AND coalesce((SELECT o.source FROM source_alias AS o WHERE o.alias = speaker(a.said)), speaker(a.said)) = t.source
			AND NOT EXISTS (SELECT FROM replaced AS r WHERE r.claim = a.claim AND r.id = a.id)
	), notes AS (
		SELECT 1 AS rank, format('%s has said both and counts for neither until %s or %s is replaced or retracted', min(o.source),
			string_agg(o.id::text, ' and ' ORDER BY o.id) FILTER (WHERE NOT o.denies), string_agg(o.id::text, ' and ' ORDER BY o.id) FILTER (WHERE o.denies)) AS note
		FROM (
			SELECT o.id, o.source, cardinality(@ext@.deniers(o.said)) > 0 AS denies FROM others AS o WHERE @ext@.on_own_word(o.said)
			UNION ALL
			SELECT t.id, t.source, cardinality(@ext@.deniers(t.said)) > 0 FROM this AS t WHERE @ext@.on_own_word(t.said)
		) AS o
		WHERE EXISTS (SELECT FROM says_both AS b JOIN this AS t ON t.claim = b.claim AND t.source = b.source)
		HAVING bool_or(o.denies) AND NOT bool_and(o.denies)
		UNION ALL
		SELECT 2, format('the same as %s', min(o.id)) FROM others AS o WHERE o.said OPERATOR(@ext@.=) o.this_said HAVING count(*) > 0
		UNION ALL
		SELECT 3, format('%s also said that it knows first-hand (%s), and both count; replaces => %s if this corrects it',
			min(o.source), string_agg(o.id::text, ', ' ORDER BY o.id), max(o.id))
		FROM others AS o
		WHERE @ext@.knows_firsthand(o.said) AND NOT @ext@.knows_firsthand(o.this_said)
			AND (cardinality(@ext@.deniers(o.said)) > 0) = (cardinality(@ext@.deniers(o.this_said)) > 0)
		HAVING count(*) > 0
	)
	SELECT string_agg(n.note, '. ' ORDER BY n.rank) FROM notes AS n;
END;
COMMENT ON FUNCTION attestation_note(bigint, bigint) IS 'what is to be known of an attestation that counts, beside others of the same source; null: nothing';

CREATE FUNCTION attest(
	claim bigint,
	said @ext@.attribution,
	quote text DEFAULT NULL,
	document bigint DEFAULT NULL,
	said_at timestamptz DEFAULT NULL,
	quote_language text DEFAULT NULL,
	translator text DEFAULT NULL,
	replaces bigint DEFAULT NULL,
	OUT attestation bigint,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text,
	OUT note text
) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	IF attest.claim IS NULL OR attest.said IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'an attestation needs a claim and what was said',
			HINT = 'For example: SELECT * FROM attest(1, ''rfa<dandong-1'');';
	END IF;
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = attest.claim) THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = format('there is no claim %s', attest.claim),
			HINT = 'The view desk lists the claims.';
	END IF;
	IF jsonb_path_exists(attest.said::jsonb, '$.sources.*.rating ? (@ == 0)') THEN
		RAISE EXCEPTION USING ERRCODE = 'check_violation',
			MESSAGE = 'an attestation cannot discredit a source',
			DETAIL = format('In %s a source is rated 0.', attest.said),
			HINT = 'To discredit a source everywhere: SELECT discredit_source(key, reason); to leave out what it said here: SELECT retract_attestation(claim, id, reason).';
	END IF;
	PERFORM set_config('corroborate.statement', 'attestation of ' || speaker(attest.said), true);
	INSERT INTO attestation (claim, said, quote, document, said_at, quote_language, translator, replaces)
	VALUES (attest.claim, attest.said, attest.quote, attest.document, attest.said_at, attest.quote_language, attest.translator, attest.replaces)
	RETURNING id INTO attest.attestation;
	PERFORM set_config('corroborate.statement', '', true);
	attest.note := attestation_note(attest.claim, attest.attestation);
	SELECT d.status, d.flagged, d.why INTO attest.status, attest.flagged, attest.why FROM desk AS d WHERE d.id = attest.claim;
END
$body$;
COMMENT ON FUNCTION attest(bigint, @ext@.attribution, text, bigint, timestamptz, text, text, bigint) IS
'writes down who said it, and answers with what the claim''s status is now, and why. What the same source said before still counts; replaces: the attestation that this one corrects. note: what else is to be known, such as that the source has now said both yes and no';

CREATE FUNCTION tip(claim bigint, words text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	reader attestation.said%TYPE := new_key('reader') || '<?';
	longest CONSTANT integer := 10000;
BEGIN
	IF words IS NULL OR words !~ '\S' OR length(words) > longest THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('a tip has 1 to %s characters', longest);
	END IF;
	IF NOT EXISTS (SELECT FROM claim AS c WHERE c.id = tip.claim) THEN
		RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
			MESSAGE = format('there is no claim %s', coalesce(tip.claim::text, 'without a number'));
	END IF;
	INSERT INTO attestation (claim, said, quote, accepted_at, accepted_by) VALUES (tip.claim, reader, words, NULL, NULL);
END
$body$;
COMMENT ON FUNCTION tip(bigint, text) IS 'leaves what a reader says for an editor to accept; until then it counts for nothing';

CREATE FUNCTION accept_attestation(
	claim bigint,
	id bigint,
	said @ext@.attribution DEFAULT NULL,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	accepted_said attestation.said%TYPE;
BEGIN
	-- locked, so that of two editors who accept it, perhaps in different words, the second is told
	SELECT coalesce(accept_attestation.said, a.said) INTO accepted_said FROM attestation AS a
	WHERE a.claim = accept_attestation.claim AND a.id = accept_attestation.id AND a.accepted_at IS NULL AND a.retracted_at IS NULL
	FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('no attestation %s about claim %s is pending', accept_attestation.id, accept_attestation.claim);
	END IF;
	-- readers are registered when they come to count
	INSERT INTO source (key, kind) SELECT speaker(accepted_said), 'person'
	WHERE speaker(accepted_said) ~ '^reader-[0-9a-f]+$' ON CONFLICT DO NOTHING;
	UPDATE attestation AS a SET accepted_at = greatest(statement_timestamp(), a.recorded_at), said = accepted_said
	WHERE a.claim = accept_attestation.claim AND a.id = accept_attestation.id AND a.accepted_at IS NULL;
	SELECT d.status, d.flagged, d.why INTO accept_attestation.status, accept_attestation.flagged, accept_attestation.why
	FROM desk AS d WHERE d.id = accept_attestation.claim;
END
$body$;
COMMENT ON FUNCTION accept_attestation(bigint, bigint, @ext@.attribution) IS
'lets a pending attestation count, in other words if said is given: a reader''s tip is from someone unknown (<?) until an editor knows better';

CREATE FUNCTION retract_attestation(
	claim bigint,
	id bigint,
	reason text,
	OUT status @ext@.corroboration_status,
	OUT flagged boolean,
	OUT why text
) LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
BEGIN
	IF reason IS NULL OR reason !~ '\S' THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a retraction needs a reason';
	END IF;
	UPDATE attestation AS a SET retracted_at = greatest(statement_timestamp(), a.recorded_at), retraction_reason = reason
	WHERE a.claim = retract_attestation.claim AND a.id = retract_attestation.id AND a.retracted_at IS NULL;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = format('there is no attestation %s about claim %s that stands', retract_attestation.id, retract_attestation.claim);
	END IF;
	SELECT d.status, d.flagged, d.why INTO retract_attestation.status, retract_attestation.flagged, retract_attestation.why
	FROM desk AS d WHERE d.id = retract_attestation.claim;
END
$body$;
COMMENT ON FUNCTION retract_attestation(bigint, bigint, text) IS 'takes an attestation back; the row stays, and what it had replaced counts again';

CREATE FUNCTION source_key(name text) RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
DECLARE
	key text := coalesce((SELECT a.source FROM source_alias AS a WHERE a.alias = source_key.name), (SELECT s.key FROM source AS s WHERE s.key = source_key.name));
BEGIN
	IF key IS NULL THEN
		-- not which: it may be who a confidential source is, and errors go to the server's log
		RAISE EXCEPTION USING ERRCODE = 'no_data_found',
			MESSAGE = 'there is no such source',
			HINT = 'The table source lists the keys.';
	END IF;
	RETURN key;
END
$body$;
COMMENT ON FUNCTION source_key(text) IS 'a source''s own key, if it is spelt otherwise; an error if there is no such source';

CREATE FUNCTION rate_source(source text, reliability @ext@.confidence, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	rated text := source_key(rate_source.source);
BEGIN
	IF reason IS NULL OR rate_source.reason !~ '\S' THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a rating needs a reason';
	END IF;
	UPDATE source AS s SET reliability = rate_source.reliability
	WHERE s.key = rated AND s.reliability::float8 IS DISTINCT FROM rate_source.reliability::float8;
	IF FOUND THEN
		UPDATE source_rating AS r SET reason = rate_source.reason
		WHERE r.source = rated AND r.rated_at = (SELECT max(o.rated_at) FROM source_rating AS o WHERE o.source = rated);
	END IF;
END
$body$;
COMMENT ON FUNCTION rate_source(text, @ext@.confidence, text) IS 'rates a source, and says why; null: not rated any more. All claims that it has a bearing on are gathered again';

CREATE FUNCTION discredit_source(source text, reason text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC SELECT rate_source(source, 0, reason); END;
COMMENT ON FUNCTION discredit_source(text, text) IS 'what the source says, or others say on its word, counts nowhere any more; rate_source() credits it again';


-- Confidential sources

CREATE FUNCTION new_key(prefix text) RETURNS text LANGUAGE sql VOLATILE SET search_path FROM CURRENT
RETURN prefix || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12);
COMMENT ON FUNCTION new_key(text) IS 'a key that says nothing';

CREATE FUNCTION add_confidential_source(
	identity text DEFAULT NULL,
	held_by text DEFAULT NULL,
	kind text DEFAULT 'person',
	counts_with text DEFAULT NULL
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	added text := new_key('source');
	shared text;
BEGIN
	IF num_nonnulls(add_confidential_source.identity, add_confidential_source.held_by) = 0 THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'somebody has to know who the source is',
			HINT = 'Say who: add_confidential_source(held_by => ''...'').';
	END IF;
	IF add_confidential_source.counts_with IS NOT NULL THEN
		SELECT s.key, coalesce((SELECT a FROM unnest(s.affiliations) AS a WHERE a ~ '^unit-[0-9a-f]+$' LIMIT 1), new_key('unit'))
		INTO add_confidential_source.counts_with, shared
		FROM source AS s WHERE s.key = source_key(add_confidential_source.counts_with) FOR NO KEY UPDATE;
		UPDATE source AS s SET affiliations = affiliations || shared
		WHERE s.key = add_confidential_source.counts_with AND NOT shared = ANY (affiliations);
	END IF;
	INSERT INTO source (key, kind, affiliations, confidential)
	VALUES (added, add_confidential_source.kind, array_remove(ARRAY[shared], NULL), true);
	INSERT INTO source_identity (source, identity, held_by)
	VALUES (added, add_confidential_source.identity, add_confidential_source.held_by);
	RETURN added;
END
$body$;
COMMENT ON FUNCTION add_confidential_source(text, text, text, text) IS
'registers a source under a key that says nothing, which it returns. identity: who it is; safer: held_by, who knows it outside the database. counts_with: another source that is the same voice, for a reason that stays unsaid';

CREATE FUNCTION attestations_by(names text[]) RETURNS TABLE (claim bigint, id bigint) LANGUAGE sql STABLE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT a.claim, a.id FROM attestation AS a WHERE a.said OPERATOR(@ext@.?|) names AND speaker(a.said) = ANY (names)
	ORDER BY a.claim, a.id;
END;
COMMENT ON FUNCTION attestations_by(text[]) IS 'what someone of these names said';

CREATE FUNCTION lock_mentions(names text[]) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT FROM attestation AS a WHERE a.said OPERATOR(@ext@.?|) names ORDER BY a.claim, a.id FOR NO KEY UPDATE;
END;
COMMENT ON FUNCTION lock_mentions(text[]) IS 'locks the attestations that mention any of these names';

CREATE FUNCTION rename_in_attestations(name text, new_name text) RETURNS void LANGUAGE sql VOLATILE SET search_path FROM CURRENT
BEGIN ATOMIC
	UPDATE attestation AS a SET said = @ext@.rename_source(a.said, name, new_name) WHERE a.said OPERATOR(@ext@.?) name;
END;
COMMENT ON FUNCTION rename_in_attestations(text, text) IS 'puts another name for this one in what was said';

CREATE FUNCTION rename_mentions(names text[], new_name text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	name text;
	word text;
BEGIN
	FOREACH name IN ARRAY names LOOP
		PERFORM rename_in_attestations(name, new_name);
		-- the name as a word of its own
		word := '(^|[ ,])' || regexp_replace(name, '([^[:alnum:]])', '\\\1', 'g') || '(?=$|[ ,])';
		UPDATE claim_event AS e SET cause = regexp_replace(e.cause, word, '\1' || new_name, 'g')
		WHERE e.cause ~ word;
	END LOOP;
END
$body$;
COMMENT ON FUNCTION rename_mentions(text[], text) IS 'puts another name for these in what was said, and in the log';

CREATE FUNCTION forget(source text) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
#variable_conflict use_column
DECLARE
	gone text := source_key(forget.source);
	spellings text[];
	kept text := gone;
BEGIN
	-- all that single statements lock, in the order in which they do: rows first, from here on nobody enters other
	-- spellings; then names, from here on nobody mentions it; claims come last
	PERFORM 1 FROM source AS s WHERE s.key = gone FOR UPDATE;
	PERFORM 1 FROM source_alias AS a WHERE a.source = gone ORDER BY a.alias FOR UPDATE;
	spellings := ARRAY(SELECT a.alias FROM source_alias AS a WHERE a.source = gone);
	PERFORM 1 FROM source AS s WHERE s.affiliations && (gone || spellings) ORDER BY s.key FOR NO KEY UPDATE;
	PERFORM lock_mentions(gone || spellings);
	PERFORM claim_that_mentions(gone || spellings || ARRAY(SELECT s.key FROM source AS s WHERE s.affiliations && (gone || spellings)));

	DELETE FROM source_identity AS i WHERE i.source = gone;
	UPDATE source AS s SET name = NULL, note = NULL WHERE s.key = gone;
	UPDATE source_rating AS r SET reason = NULL WHERE r.source = gone;
	UPDATE document AS d SET headline = NULL, url = NULL, credits = NULL, item = NULL, version = NULL WHERE d.publisher = gone;
	UPDATE attestation AS a SET quote = NULL, quote_language = NULL, translator = NULL,
		retraction_reason = CASE WHEN a.retraction_reason IS NOT NULL THEN '(removed)' END
	FROM attestations_by(gone || spellings) AS by WHERE a.claim = by.claim AND a.id = by.id;

	IF NOT (SELECT s.confidential FROM source AS s WHERE s.key = gone) THEN
		-- as long as both names are there they count as one, so that no flag moves
		kept := new_key('source');
		INSERT INTO source (key, kind, affiliations, reliability, confidential)
		SELECT kept, s.kind, s.affiliations || gone, s.reliability, true FROM source AS s WHERE s.key = gone;
		UPDATE source AS s SET affiliations = s.affiliations || kept WHERE gone = ANY (s.affiliations) AND s.key <> kept;
		PERFORM rename_mentions(gone || spellings, kept);
		UPDATE document AS d SET publisher = kept WHERE d.publisher = gone;
		DELETE FROM source_rating AS r WHERE r.source = kept;
		UPDATE source_rating AS r SET source = kept WHERE r.source = gone;
		DELETE FROM source_alias AS a WHERE a.source = gone;
		UPDATE source AS s SET affiliations = array_remove(s.affiliations, gone) WHERE gone = ANY (s.affiliations);
		DELETE FROM source AS s WHERE s.key = gone;
	ELSE
		PERFORM rename_mentions(spellings, kept);
		DELETE FROM source_alias AS a WHERE a.source = gone;
	END IF;
	-- who is affiliated with it may have been so by another spelling
	UPDATE source AS s SET affiliations = array_remove(ARRAY(
		SELECT DISTINCT CASE WHEN a = ANY (spellings) THEN kept ELSE a END FROM unnest(s.affiliations) AS a ORDER BY 1), s.key)
	WHERE s.affiliations && spellings;
	RETURN kept;
END
$body$;
COMMENT ON FUNCTION forget(text) IS
'removes for good who a source is and its wording: identity, name, note, quotes, reasons, other spellings, headlines and addresses of what it published, and a key that says something. What it said keeps counting, under a key that says nothing, which is returned. VACUUM (FULL, ANALYZE) afterwards; older backups still have it';

-- Text, so that it can be read without being run
CREATE FUNCTION corroborate_version() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $body$SELECT '@version@'$body$;
COMMENT ON FUNCTION corroborate_version() IS 'the version of corroborate that made what this ledger has; upgrade_ledger() brings it to the one that is installed';
$ddl$;
COMMENT ON FUNCTION ledger_functions() IS 'the commands with which create_ledger() makes functions';


CREATE FUNCTION ledger_relations() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{source,source_alias,source_rating,source_identity,document,claim,attestation,ruling,publication,claim_event,replaced,says_both,desk,would_fall,contested,to_correct}'::text[];
COMMENT ON FUNCTION ledger_relations() IS 'the tables and views of a ledger';

-- Commands for a ledger of this rule, from what ledger_tables() and so on give
CREATE FUNCTION ledger_commands(template text, threshold integer, minimum_support confidence) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace;
	version text;
	met text := format('@ext@.corroboration(\1) >= %s', threshold);
BEGIN
	SELECT extnamespace, extversion INTO ext, version FROM pg_extension WHERE extname = 'corroborate';
	IF minimum_support IS NOT NULL THEN
		-- as text of its own type, which extra_float_digits does not round
		met := met || format(' AND coalesce(@ext@.support(\1)::float8 >= %s, false)', minimum_support);
	END IF;
	template := regexp_replace(template, '@met\(([^)]*)\)@', met, 'g');
	RETURN replace(replace(replace(template, '@threshold@', threshold::text), '@version@', version), '@ext@', ext::text);
END
$$;
COMMENT ON FUNCTION ledger_commands(text, integer, confidence) IS 'the commands that make a part of a ledger with this rule';

CREATE FUNCTION refuse_shared_schema(ledger name) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	others text;
	theirs record;
BEGIN
	-- superusers need not go that way, and pg_database_owner is the owner of the database alone
	SELECT string_agg(DISTINCT CASE WHEN may.role = 0 THEN 'everybody' ELSE may.role::regrole::text END, ', ') INTO others
	FROM pg_namespace AS n
	CROSS JOIN LATERAL (
		SELECT n.nspowner UNION SELECT a.grantee FROM aclexplode(n.nspacl) AS a WHERE a.privilege_type = 'CREATE'
	) AS created (by)
	CROSS JOIN LATERAL (
		SELECT CASE WHEN created.by = 'pg_database_owner'::regrole THEN d.datdba ELSE created.by END
		FROM pg_database AS d WHERE d.datname = current_database()
	) AS may (role)
	LEFT JOIN pg_roles AS r ON r.oid = may.role
	WHERE n.nspname = ledger AND may.role <> quote_ident(current_user)::regrole AND r.rolsuper IS NOT TRUE;
	IF others IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('%s may create things in schema %I', others, ledger),
			DETAIL = 'They could put functions in the way of the ledger''s, which would run with your rights.',
			HINT = 'REVOKE that right, or choose another schema, best one that is not there yet.';
	END IF;
	-- what somebody made there before that right was taken away stays in the way, and his
	SELECT made.what, r.rolname INTO theirs FROM (
		SELECT p.proowner, 'function ' || p.oid::regprocedure::text FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace
		UNION ALL
		SELECT o.oprowner, 'operator ' || o.oid::regoperator::text FROM pg_operator AS o WHERE o.oprnamespace = quote_ident(ledger)::regnamespace
	) AS made (owner, what)
	JOIN pg_roles AS r ON r.oid = made.owner
	WHERE made.owner <> quote_ident(current_user)::regrole AND NOT r.rolsuper
	ORDER BY made.what LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('%s belongs to %I', theirs.what, theirs.rolname),
			DETAIL = 'It could be in the way of the ledger''s own, and would run with your rights.',
			HINT = 'DROP it, or take it over by ALTER ... OWNER TO once you have read it, or choose another schema.';
	END IF;
END
$$;
COMMENT ON FUNCTION refuse_shared_schema(name) IS
'an error if others may create things in a schema, or have made functions or operators there: functions of a ledger that run with its owner''s rights look for names there';

-- Whoever may execute a trigger's function may put it on tables of his own
CREATE FUNCTION revoke_new_functions(ledger name, earlier oid[]) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	made record;
BEGIN
	-- not only from PUBLIC: the maker's default privileges may let in others
	FOR made IN SELECT p.oid::regprocedure AS function,
			string_agg(DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, ', ') AS others
		FROM pg_proc AS p CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
		WHERE p.pronamespace = quote_ident(ledger)::regnamespace AND p.oid <> ALL (coalesce(earlier, '{}')) AND a.grantee <> p.proowner
		GROUP BY p.oid
	LOOP
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', made.function, made.others);
	END LOOP;
END
$$;
COMMENT ON FUNCTION revoke_new_functions(name, oid[]) IS 'leaves functions of a ledger, but those that were there earlier, to their owner';


CREATE FUNCTION watch_ledger(ledger name, threshold integer, minimum_support confidence, unknown_sources text, announce boolean) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	schema text := quote_ident(ledger) || '.';
BEGIN
	EXECUTE format('SELECT %s.watch($1, $2, flag => %L, threshold => $3, minimum_support => $4, accepted => %L, retracted => %L, '
		'sources => $5, aliases => $6, ratings => $7, documents => $8, document => %L, events => $9, '
		'unknown_sources => $10, announce => $11, id => %L, replaces => %L)',
		ext, 'corroborated_at', 'accepted_at', 'retracted_at', 'document', 'id', 'replaces')
	USING (schema || 'attestation')::regclass, (schema || 'claim')::regclass, threshold, minimum_support,
		(schema || 'source')::regclass, (schema || 'source_alias')::regclass, (schema || 'source_rating')::regclass,
		(schema || 'document')::regclass, (schema || 'claim_event')::regclass, unknown_sources, announce;
END
$$;
COMMENT ON FUNCTION watch_ledger(name, integer, confidence, text, boolean) IS 'watches a ledger''s attestations, as create_ledger() does';


CREATE FUNCTION create_ledger(
	ledger name,
	threshold integer DEFAULT 2,
	minimum_support confidence DEFAULT NULL,
	unknown_sources text DEFAULT 'refuse',
	announce boolean DEFAULT false
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $create$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	earlier oid[];
	taken text;
	part text;
BEGIN
	IF ledger IS NULL OR ledger = '' OR threshold IS NULL OR announce IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
			MESSAGE = 'a ledger needs a schema''s name and a threshold',
			HINT = 'For example: SELECT create_ledger(''newsroom'');';
	END IF;
	IF threshold < 2 THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('threshold must be at least 2, not %s', threshold),
			DETAIL = 'One source is not corroboration, however good it is.';
	END IF;
	IF unknown_sources IS NULL OR unknown_sources NOT IN ('refuse', 'add') THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('unknown sources are refused or added, not "%s"', unknown_sources),
			HINT = 'unknown_sources => ''refuse'' or ''add''';
	END IF;

	IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = ledger) THEN
		EXECUTE format('CREATE SCHEMA %I', ledger);
		EXECUTE format('COMMENT ON SCHEMA %I IS %L', ledger, 'a ledger: who said what, on whose word, and what is corroborated');
	END IF;
	EXECUTE format('SELECT string_agg(quote_ident(relname), '', '' ORDER BY relname) '
		'FROM pg_class WHERE relnamespace = $1 AND relname = ANY (%s.ledger_relations())', ext)
	INTO taken USING quote_ident(ledger)::regnamespace;
	IF taken IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'duplicate_table',
			MESSAGE = format('schema %I has tables already that a ledger needs', ledger),
			DETAIL = format('It has %s.', taken),
			HINT = 'Choose another schema, or watch() the tables that are there.';
	END IF;
	EXECUTE format('SELECT %s.refuse_shared_schema($1)', ext) USING ledger;

	PERFORM set_config('search_path', format('%I, pg_temp', ledger), true);
	EXECUTE format('SELECT array_agg(oid) FROM pg_catalog.pg_proc WHERE pronamespace = %L::pg_catalog.regnamespace', quote_ident(ledger)) INTO earlier;
	FOREACH part IN ARRAY ARRAY['ledger_tables', 'ledger_triggers', 'ledger_views', 'ledger_functions'] LOOP
		EXECUTE format('SELECT %1$s.ledger_commands(%1$s.%2$I(), $1, $2)', ext, part) INTO part USING threshold, minimum_support;
		EXECUTE part;
	END LOOP;
	EXECUTE format('SELECT %s.watch_ledger($1, $2, $3, $4, $5)', ext) USING ledger, threshold, minimum_support, unknown_sources, announce;
	EXECUTE format('SELECT %s.revoke_new_functions($1, $2)', ext) USING ledger, earlier;
END
$create$;
COMMENT ON FUNCTION create_ledger(name, integer, confidence, text, boolean) IS
'makes the tables, views and functions of a newsroom''s desk in a schema, which is made too if it is not there. They are yours: the extension owns none of them. threshold: how many independent sources raise a claim''s flag. minimum_support: what support must reach besides. unknown_sources: whether a source that is not registered is an error (refuse), or registered when somebody mentions it (add). announce: NOTIFY when a flag changes';


CREATE FUNCTION grant_ledger(
	ledger name,
	tipster name DEFAULT NULL,
	reporter name DEFAULT NULL,
	editor name DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext regnamespace := (SELECT extnamespace FROM pg_extension WHERE extname = 'corroborate');
	role name;
	what text;
	for_all CONSTANT text[] := '{USAGE ON SCHEMA %1$I,EXECUTE ON FUNCTION %1$I.tip}';
	for_reporters CONSTANT text[] := ARRAY[
		'SELECT ON %1$I.source, %1$I.source_alias, %1$I.source_rating, %1$I.document, %1$I.claim, %1$I.attestation, %1$I.ruling, %1$I.publication, %1$I.claim_event',
		'SELECT ON %1$I.replaced, %1$I.says_both, %1$I.desk, %1$I.would_fall, %1$I.contested, %1$I.to_correct',
		'INSERT (key, name, kind, passes_on, relies_on, affiliations, note) ON %1$I.source',
		'INSERT (publisher, headline, url, language, published_at, credits, republishes, item, version, status, supersedes) ON %1$I.document',
		'INSERT (statement, question, comparator, value, unit, answer) ON %1$I.claim',
		'INSERT (claim, said, quote, quote_language, translator, document, said_at, replaces) ON %1$I.attestation',
		'INSERT (document, claim) ON %1$I.publication',
		'EXECUTE ON FUNCTION %1$I.who, %1$I.speaker, %1$I.answer_range, %1$I.evidence_as_of, %1$I.attestation_note, %1$I.attest, %1$I.add_confidential_source'];
	for_editors CONSTANT text[] := ARRAY[
		'INSERT (reliability, confidential), UPDATE (name, kind, passes_on, relies_on, affiliations, reliability, confidential, note), DELETE ON %1$I.source',
		'INSERT (alias, source), UPDATE (alias, source), DELETE ON %1$I.source_alias',
		'SELECT, INSERT, UPDATE, DELETE ON %1$I.source_identity',
		'UPDATE (publisher, headline, url, language, published_at, credits, republishes, item, version, status, supersedes) ON %1$I.document',
		'UPDATE (statement, question, comparator, value, unit, answer) ON %1$I.claim',
		'UPDATE (quote, quote_language, translator, document, said_at, replaces, accepted_at, retracted_at, retraction_reason) ON %1$I.attestation',
		'INSERT (claim, verdict, why) ON %1$I.ruling',
		'DELETE ON %1$I.publication',
		'EXECUTE ON FUNCTION %1$I.source_key, %1$I.accept_attestation, %1$I.retract_attestation, %1$I.rate_source, %1$I.discredit_source, %1$I.forget'];
BEGIN
	EXECUTE format('SELECT %s.require_ledger($1, $2)', ext) USING ledger, '0.2.0';
	FOREACH what IN ARRAY for_all LOOP
		FOREACH role IN ARRAY array_remove(ARRAY[tipster, reporter, editor], NULL) LOOP
			EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, role);
		END LOOP;
	END LOOP;
	FOREACH what IN ARRAY for_reporters LOOP
		FOREACH role IN ARRAY array_remove(ARRAY[reporter, editor], NULL) LOOP
			EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, role);
		END LOOP;
	END LOOP;
	IF editor IS NULL THEN
		RETURN;
	END IF;
	FOREACH what IN ARRAY for_editors LOOP
		EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, editor);
	END LOOP;
	IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = format('%I.source_identity', ledger)::regclass AND polname = editor) THEN
		EXECUTE format('CREATE POLICY %2$I ON %1$I.source_identity TO %2$I USING (true) WITH CHECK (true)', ledger, editor);
	END IF;
END
$$;
COMMENT ON FUNCTION grant_ledger(name, name, name, name) IS
'lets roles work on a ledger. A tipster may leave tips, and learns nothing. A reporter reads all but identities, and writes down claims, documents, sources and what they say. An editor also accepts, retracts, rates, discredits, rules, and sees who confidential sources are. Several roles of a kind: several calls';
