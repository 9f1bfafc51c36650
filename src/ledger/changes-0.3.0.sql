------------------------------------------------------------------------------
-- What upgrade_ledger() changes in ledgers made before 0.3.0
------------------------------------------------------------------------------

-- A template: see create.sql.  Afterwards upgrade_ledger() makes functions,
-- triggers and views again from the templates of create_ledger(), and checks
-- from checks.sql.

-- so that the planner can inline what it calls
CREATE OR REPLACE FUNCTION who() RETURNS name LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN corroborate_internal.at_work();
COMMENT ON FUNCTION who() IS 'the role that is at work: the one that was set, or else the one that logged in, even where a function or trigger runs with its owner''s rights';

-- Sources
ALTER TABLE source DISABLE TRIGGER USER;
UPDATE source AS s SET affiliations = ARRAY(SELECT DISTINCT n FROM unnest(s.affiliations) AS a, unnest(@extschema@.sources(corroborate_internal.said_by_any(a))) AS n ORDER BY n)
WHERE NOT s.affiliations <@ @extschema@.sources(corroborate_internal.said_by_any(s.key, cites => s.affiliations));
ALTER TABLE source ENABLE TRIGGER USER;
ALTER TABLE source
	DROP CONSTRAINT source_kind_known,
	DROP CONSTRAINT source_key_normalised,
	ADD CONSTRAINT source_key_normalised CHECK (@extschema@.speakers(corroborate_internal.said_by_any(key, affiliations => affiliations)) = ARRAY[key]),
	ADD COLUMN passes_on boolean,
	ADD COLUMN relies_on text[] NOT NULL DEFAULT '{}',
	ADD CONSTRAINT source_affiliations_normalised CHECK (affiliations <@ @extschema@.sources(corroborate_internal.said_by_any(key, cites => affiliations))),
	ADD CONSTRAINT source_relies_on_not_null CHECK (array_position(relies_on, NULL) IS NULL),
	ADD CONSTRAINT source_relies_on_normalised CHECK (relies_on <@ @extschema@.sources(corroborate_internal.said_by_any(key, cites => relies_on)));
CREATE INDEX source_relying ON source (key) WHERE relies_on <> '{}';
CREATE INDEX source_confidential ON source (key) WHERE confidential;
CREATE INDEX source_affiliations ON source USING gin (affiliations) WITH (fastupdate = off) WHERE affiliations <> '{}';
CREATE INDEX source_relies_on ON source USING gin (relies_on) WITH (fastupdate = off) WHERE relies_on <> '{}';
CREATE INDEX source_skeleton ON source (corroborate_internal.name_skeleton(key));
CREATE INDEX source_words ON source (corroborate_internal.name_words(key));
CREATE INDEX source_alias_skeleton ON source_alias (corroborate_internal.name_skeleton(alias));
ALTER INDEX source_alias_skeleton ALTER 1 SET STATISTICS 0;
COMMENT ON TABLE source IS 'who says something: a person, an outlet, a document, a sensor. What is known of it here is united with every attestation that mentions the source';
COMMENT ON COLUMN source.kind IS 'outlets, agencies, sites, translations and unnamed sources pass on, unless passes_on says otherwise; persons, and sources of kind other, count for neither side where they say both yes and no';
COMMENT ON COLUMN source.passes_on IS 'whether it passes on what others say: where it does not say from whom, from someone unknown. Null: as its kind says';
COMMENT ON COLUMN source.relies_on IS 'from whom it has what it says, where it does not say so';
COMMENT ON COLUMN source.affiliations IS 'what makes several sources one voice: an employer, a ministry. They are added to those that attestations state';
COMMENT ON COLUMN source.reliability IS 'how far it can be relied on; where an attestation says something else, the lower one holds. 0: discredited';

-- Attestations
-- Deleting a claim no longer deletes its attestations and rulings; a foreign key that was made deferrable stays so.
DO $do$
DECLARE
	key record;
BEGIN
	FOR key IN SELECT k.conrelid::regclass AS relation, k.conname, pg_get_constraintdef(k.oid) AS definition FROM pg_constraint AS k
		WHERE k.contype = 'f' AND k.confdeltype = 'c' AND k.confrelid = 'claim'::regclass AND k.conrelid IN ('attestation'::regclass, 'ruling'::regclass)
	LOOP
		EXECUTE format('ALTER TABLE %1$s DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I %3$s', key.relation, key.conname,
			replace(key.definition, ' ON DELETE CASCADE', ''));
	END LOOP;
END
$do$;
ALTER TABLE attestation
	DROP CONSTRAINT said_discredits_nobody,
	DROP CONSTRAINT acceptance_has_a_name,
	DROP CONSTRAINT acceptance_after_recording,
	DROP CONSTRAINT retraction_has_a_reason,
	DROP CONSTRAINT retraction_after_recording,
	ALTER recorded_at SET DEFAULT statement_timestamp(),
	ALTER recorded_by SET DEFAULT corroborate_internal.at_work(),
	ALTER accepted_at SET DEFAULT statement_timestamp(),
	ALTER accepted_by SET DEFAULT corroborate_internal.at_work(),
	ADD COLUMN replaces bigint,
	ADD CONSTRAINT attestation_replaces_fkey FOREIGN KEY (claim, replaces) REFERENCES attestation (claim, id),
	ADD COLUMN sheet text,
	ADD COLUMN sheet_row text;
ALTER INDEX attestation_said SET (fastupdate = off);
SELECT gin_clean_pending_list('attestation_said');
CREATE INDEX attestation_replaces ON attestation (claim, replaces) WHERE replaces IS NOT NULL;
-- to find a source's earlier statements about the claim, however many there are
CREATE INDEX attestation_words ON attestation (@extschema@.attribution_hash_extended(said, claim), id);
CREATE INDEX attestation_firsthand ON attestation (corroborate_internal.firsthand_hash(said, claim), id)
	WHERE corroborate_internal.firsthand_hash(said, claim) IS NOT NULL;
CREATE INDEX attestation_sheet ON attestation (sheet, sheet_row) WHERE sheet IS NOT NULL;
COMMENT ON TABLE attestation IS 'who said it, on whose word, as it was written down. All that are accepted, not retracted and not replaced count, however often a source speaks; nothing is lost';
COMMENT ON COLUMN attestation.document IS 'the document in which it is written';
COMMENT ON COLUMN attestation.replaces IS 'the attestation about the same claim that this one corrects: it no longer counts, nor does what it had replaced. Only rows that count replace others';
COMMENT ON COLUMN attestation.sheet IS 'the sheet from which import_table() took it';
COMMENT ON COLUMN attestation.sheet_row IS 'the row of that sheet, as the sheet names it; null: its rows have no names';

-- Documents
ALTER TABLE document ADD COLUMN published_as text;
COMMENT ON COLUMN document.published_as IS 'when it was published, as it was written: September 2011. published_at is when that began';

-- Rulings and claims
ALTER TABLE ruling
	DROP CONSTRAINT ruling_verdict_known,
	DROP CONSTRAINT ruling_has_a_reason,
	ALTER at SET DEFAULT statement_timestamp();
COMMENT ON COLUMN ruling.verdict IS 'confirm (on one authoritative source), refute, hold back, or release: back to what is computed';
ALTER TABLE claim_event
	DROP CONSTRAINT claim_event_change_known,
	ADD CONSTRAINT claim_event_change_known CHECK (change IN ('raised', 'withdrawn', 'disputed', 'settled', 'denied', 'undenied'));
COMMENT ON TABLE claim_event IS 'the history of each claim''s flag: when and why it was raised or withdrawn, disputed or settled, denied or undenied';
ALTER TABLE claim
	DROP CONSTRAINT claim_ruling_known,
	DROP CONSTRAINT claim_comparator_known,
	DROP CONSTRAINT claim_value_complete,
	DROP CONSTRAINT claim_one_answer,
	DROP CONSTRAINT claim_answers_question;
ALTER TABLE document
	DROP CONSTRAINT document_status_known,
	DROP CONSTRAINT document_republishes_another,
	DROP CONSTRAINT document_supersedes_another;
ALTER TABLE source_identity DROP CONSTRAINT source_identity_known;
ALTER TABLE source_alias
	DROP CONSTRAINT source_alias_other,
	DROP CONSTRAINT source_alias_normalised,
	ADD CONSTRAINT source_alias_normalised CHECK (@extschema@.speakers(corroborate_internal.said_by_any(alias)) = ARRAY[alias]);
SELECT corroborate_internal.alter_beneath_views('claim', 'DROP cleared', $alter$
		ADD COLUMN denied boolean NOT NULL GENERATED ALWAYS AS (@extschema@.denied(evidence, '@threshold@')) STORED,
		ADD COLUMN cleared boolean NOT NULL GENERATED ALWAYS AS (coalesce(ruling = 'confirm', corroborated_at IS NOT NULL)) STORED
$alter$);
COMMENT ON COLUMN claim.denied IS 'whether as many independent sources deny it as would raise the flag, and fewer support it';
COMMENT ON COLUMN claim.cleared IS 'whether it may be used: as the editors'' ruling says, or, if there is none, as the flag says';
-- for answers that hold at different times, or that are given in other words
ALTER TABLE claim ADD COLUMN holds daterange;
CREATE INDEX claim_asked ON claim (corroborate_internal.plain_question(question)) WHERE question IS NOT NULL;
COMMENT ON COLUMN claim.question IS 'the question that the claim answers, in the same words for all its answers; case, accents, blanks and a final mark do not matter';
COMMENT ON COLUMN claim.holds IS 'on which days the answer holds, such as [2009-03-01,2011-06-30]; null: always';

-- roles that may write what was said, or what a source is, may write these, too
SELECT corroborate_internal.grant_beside('attestation', 'said_at', 'replaces'),
	corroborate_internal.grant_beside('attestation', 'said', 'sheet'), corroborate_internal.grant_beside('attestation', 'said', 'sheet_row'),
	corroborate_internal.grant_beside('document', 'published_at', 'published_as'),
	corroborate_internal.grant_beside('claim', 'answer', 'holds'),
	corroborate_internal.grant_beside('source', 'kind', 'passes_on'), corroborate_internal.grant_beside('source', 'kind', 'relies_on');

-- For names that are spelt alike.  Without statistics, as the names themselves.
CREATE INDEX source_party ON source (corroborate_internal.party_letters(key));
CREATE INDEX source_alias_party ON source_alias (corroborate_internal.party_letters(alias));
ALTER INDEX source_party ALTER 1 SET STATISTICS 0;
ALTER INDEX source_alias_party ALTER 1 SET STATISTICS 0;

-- Documents: existing ones had been accepted as they came
ALTER TABLE source
	ADD COLUMN feeds text[] NOT NULL DEFAULT '{}',
	ADD CONSTRAINT source_feeds_not_null CHECK (array_position(feeds, NULL) IS NULL),
	ADD CONSTRAINT source_feeds_normalised CHECK (feeds <@ @extschema@.sources(corroborate_internal.said_by_any(key, cites => feeds)));
COMMENT ON COLUMN source.feeds IS 'the feeds, besides its own, that may speak for it, that is cancel and correct its news';
ALTER TABLE document
	ADD COLUMN feed text COLLATE "C",
	ADD COLUMN accepted_at timestamptz,
	ADD COLUMN accepted_by name,
	ADD CONSTRAINT document_feed_normalised CHECK (@extschema@.speakers(corroborate_internal.said_by_any(feed)) = ARRAY[feed]);
ALTER TABLE document DISABLE TRIGGER USER;
UPDATE document AS d SET accepted_at = d.added_at, accepted_by = d.added_by;
ALTER TABLE document ENABLE TRIGGER USER;
ALTER TABLE document
	ALTER accepted_at SET DEFAULT statement_timestamp(),
	ALTER accepted_by SET DEFAULT who();
CREATE INDEX document_pending ON document (id) WHERE accepted_at IS NULL;
COMMENT ON COLUMN document.feed IS 'from which feed it was received, where that is known; the document itself names its publisher';
COMMENT ON COLUMN document.accepted_at IS 'null: pending, without effect yet, because it is a cancellation or another version from a feed that may not speak for its publisher';
SELECT corroborate_internal.grant_beside('source', 'reliability', 'feeds'), corroborate_internal.grant_beside('document', 'version', 'feed');

-- Fact checks
CREATE INDEX claim_worded ON claim USING hash (lower(corroborate_internal.sheet_wording(statement)));

-- Fingerprints
ALTER TABLE document ADD COLUMN fingerprint bigint[];
CREATE INDEX document_fingerprint ON document USING gin (fingerprint) WITH (fastupdate = off);
ALTER TABLE document ALTER fingerprint SET STATISTICS 0;
COMMENT ON COLUMN document.fingerprint IS 'recognizes its text, of which nothing else is kept; null: it came without text, or a confidential source published it';

-- functions that forget() called in 0.2.0
DO $do$
DECLARE
	gone regprocedure;
BEGIN
	FOREACH gone IN ARRAY array_remove(ARRAY[to_regprocedure('attestations_by(text[])'), to_regprocedure('lock_mentions(text[])'),
		to_regprocedure('rename_in_attestations(text,text)'), to_regprocedure('rename_mentions(text[],text)')], NULL)
	LOOP
		EXECUTE format('DROP FUNCTION %s', gone);
	END LOOP;
END
$do$;

-- its arguments and its result have changed
DROP FUNCTION attest(bigint, @extschema@.attribution, text, bigint, timestamptz, text, text);
DROP FUNCTION discredit_source(text, text);
DROP FUNCTION rate_source(text, @extschema@.confidence, text);

-- Takes effect when evidence is next written.  A compression method that somebody has chosen stays.
DO $do$
BEGIN
	IF (SELECT a.attcompression = '' FROM pg_attribute AS a WHERE a.attrelid = 'claim'::regclass AND a.attname = 'evidence') THEN
		ALTER TABLE claim ALTER evidence SET COMPRESSION '@compression@';
	END IF;
END
$do$;

-- Comments whose words have changed
COMMENT ON COLUMN source.confidential IS 'whether who it is must stay secret: only source_identity says it';
COMMENT ON COLUMN source_identity.held_by IS 'or who, outside the database, knows who it is';
COMMENT ON TABLE claim IS 'what is claimed, and the evidence for and against it; triggers maintain the evidence and what follows from it';
COMMENT ON COLUMN claim.answer IS 'the answer in words, if it is no number';
COMMENT ON COLUMN claim.ruling IS 'the editors'' latest ruling, unless it was released';
COMMENT ON COLUMN claim.confidence IS 'how far it can be believed, if sources are rated';
COMMENT ON COLUMN attestation.said IS 'who said it, as an attribution: rfa<dandong-1, or !mfa for a denial';
COMMENT ON COLUMN attestation.retracted_at IS 'since when it no longer counts';
COMMENT ON TABLE ruling IS 'what editors decide, in addition to what is computed; the latest ruling on a claim holds';
COMMENT ON TABLE publication IS 'which of our own documents used which claim, so that they can be corrected if the claim falls';
COMMENT ON COLUMN claim_event.cause IS 'what was done; SET LOCAL corroborate.cause to say it in your own words';
