------------------------------------------------------------------------------
-- A ledger's tables
------------------------------------------------------------------------------

-- A template of create_ledger(): see create.sql.

CREATE FUNCTION who() RETURNS name LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
RETURN corroborate_internal.at_work();
COMMENT ON FUNCTION who() IS 'the role that is at work: the one that was set, or else the one that logged in, even where a function or trigger runs with its owner''s rights';

CREATE TABLE source (
	key text COLLATE "C" PRIMARY KEY,
	name text,
	kind text NOT NULL DEFAULT 'other',
	passes_on boolean,
	relies_on text[] NOT NULL DEFAULT '{}',
	affiliations text[] NOT NULL DEFAULT '{}',
	feeds text[] NOT NULL DEFAULT '{}',
	reliability @extschema@.confidence,
	confidential boolean NOT NULL DEFAULT false,
	note text,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	-- also raises an error for names that cannot be written in an attribution
	CONSTRAINT source_key_normalised CHECK (@extschema@.speakers(corroborate_internal.said_by_any(key, affiliations => affiliations)) = ARRAY[key]),
	CONSTRAINT source_affiliations_not_null CHECK (array_position(affiliations, NULL) IS NULL),
	CONSTRAINT source_affiliations_normalised CHECK (affiliations <@ @extschema@.sources(corroborate_internal.said_by_any(key, cites => affiliations))),
	CONSTRAINT source_relies_on_not_null CHECK (array_position(relies_on, NULL) IS NULL),
	CONSTRAINT source_relies_on_normalised CHECK (relies_on <@ @extschema@.sources(corroborate_internal.said_by_any(key, cites => relies_on))),
	CONSTRAINT source_feeds_not_null CHECK (array_position(feeds, NULL) IS NULL),
	CONSTRAINT source_feeds_normalised CHECK (feeds <@ @extschema@.sources(corroborate_internal.said_by_any(key, cites => feeds))),
	CONSTRAINT source_confidential_nameless CHECK (NOT confidential OR name IS NULL)
);
CREATE INDEX source_relying ON source (key) WHERE relies_on <> '{}';
CREATE INDEX source_confidential ON source (key) WHERE confidential;
CREATE INDEX source_party ON source (corroborate_internal.party_letters(key));
CREATE INDEX source_affiliations ON source USING gin (affiliations) WITH (fastupdate = off) WHERE affiliations <> '{}';
CREATE INDEX source_relies_on ON source USING gin (relies_on) WITH (fastupdate = off) WHERE relies_on <> '{}';
CREATE INDEX source_skeleton ON source (corroborate_internal.name_skeleton(key));
CREATE INDEX source_words ON source (corroborate_internal.name_words(key));
COMMENT ON TABLE source IS 'who says something: a person, an outlet, a document, a sensor. What is known of it here is united with every attestation that mentions the source';
COMMENT ON COLUMN source.key IS 'the name it goes by in attributions; opaque for a confidential source';
COMMENT ON COLUMN source.kind IS 'outlets, agencies, sites, translations and unnamed sources pass on, unless passes_on says otherwise; persons, and sources of kind other, count for neither side where they say both yes and no';
COMMENT ON COLUMN source.passes_on IS 'whether it passes on what others say: where it does not say from whom, from someone unknown. Null: as its kind says';
COMMENT ON COLUMN source.relies_on IS 'from whom it has what it says, where it does not say so';
COMMENT ON COLUMN source.affiliations IS 'what makes several sources one voice: an employer, a ministry. They are added to those that attestations state';
COMMENT ON COLUMN source.feeds IS 'the feeds, besides its own, that may speak for it, that is cancel and correct its news';
COMMENT ON COLUMN source.reliability IS 'how far it can be relied on; where an attestation says something else, the lower one holds. 0: discredited';
COMMENT ON COLUMN source.confidential IS 'whether who it is must stay secret: only source_identity says it';

CREATE TABLE source_alias (
	alias text COLLATE "C" PRIMARY KEY,
	source text COLLATE "C" NOT NULL REFERENCES source,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	CONSTRAINT source_alias_normalised CHECK (@extschema@.speakers(corroborate_internal.said_by_any(alias)) = ARRAY[alias])
);
CREATE INDEX source_alias_source ON source_alias (source);
CREATE INDEX source_alias_skeleton ON source_alias (corroborate_internal.name_skeleton(alias));
CREATE INDEX source_alias_party ON source_alias (corroborate_internal.party_letters(alias));
COMMENT ON TABLE source_alias IS 'other spellings of a source; also two keys that turned out to be one source';
COMMENT ON COLUMN source_alias.alias IS 'as it may be written in attributions';
COMMENT ON COLUMN source_alias.source IS 'whom it stands for';

CREATE TABLE source_rating (
	source text COLLATE "C" NOT NULL REFERENCES source ON DELETE CASCADE,
	rated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	reliability @extschema@.confidence,
	reason text,
	rated_by name NOT NULL DEFAULT who(),
	PRIMARY KEY (source, rated_at)
);
COMMENT ON TABLE source_rating IS 'how a source was rated over time; written by a trigger on source';
COMMENT ON COLUMN source_rating.reliability IS 'null: not rated any more';

CREATE TABLE source_identity (
	source text COLLATE "C" PRIMARY KEY REFERENCES source ON DELETE CASCADE,
	identity text,
	held_by text
);
ALTER TABLE source_identity ENABLE ROW LEVEL SECURITY;
-- No statistics: they would outlive the rows, because ANALYZE keeps those of an empty table.
ALTER TABLE source_identity ALTER identity SET STATISTICS 0, ALTER held_by SET STATISTICS 0;
ALTER TABLE source_alias ALTER alias SET STATISTICS 0;
ALTER INDEX source_alias_skeleton ALTER 1 SET STATISTICS 0;
ALTER INDEX source_party ALTER 1 SET STATISTICS 0;
ALTER INDEX source_alias_party ALTER 1 SET STATISTICS 0;
COMMENT ON TABLE source_identity IS 'who a confidential source is; only roles that grant_ledger() made editors see rows';
COMMENT ON COLUMN source_identity.identity IS 'who it is; safer left out';
COMMENT ON COLUMN source_identity.held_by IS 'or who, outside the database, knows who it is';

CREATE TABLE document (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	publisher text COLLATE "C" REFERENCES source,
	headline text,
	url text,
	language text,
	published_at timestamptz,
	published_as text,
	credits jsonb,
	republishes bigint REFERENCES document,
	item text,
	version text,
	status text,
	supersedes bigint REFERENCES document,
	feed text COLLATE "C",
	fingerprint bigint[],
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	accepted_at timestamptz DEFAULT statement_timestamp(),
	accepted_by name DEFAULT who(),
	CONSTRAINT document_feed_normalised CHECK (@extschema@.speakers(corroborate_internal.said_by_any(feed)) = ARRAY[feed])
);
CREATE UNIQUE INDEX document_item ON document (item, publisher, version) NULLS NOT DISTINCT WHERE item IS NOT NULL;
CREATE INDEX document_publisher ON document (publisher);
CREATE INDEX document_supersedes ON document (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX document_cancelled ON document (item, publisher) WHERE status = 'cancelled';
CREATE INDEX document_pending ON document (id) WHERE accepted_at IS NULL;
CREATE INDEX document_republishes ON document (republishes) WHERE republishes IS NOT NULL;
CREATE INDEX document_fingerprint ON document USING gin (fingerprint) WITH (fastupdate = off);
ALTER TABLE document ALTER fingerprint SET STATISTICS 0;
COMMENT ON TABLE document IS 'an article, wire item or post, ours or others''';
COMMENT ON COLUMN document.published_as IS 'when it was published, as it was written: September 2011. published_at is when that began';
COMMENT ON COLUMN document.credits IS 'who reported, translated, edited';
COMMENT ON COLUMN document.republishes IS 'what it is a copy of: what is said in it is said on the word of that one''s publisher';
COMMENT ON COLUMN document.item IS 'what its publisher calls it, the same for all its versions';
COMMENT ON COLUMN document.version IS 'which version of the item; null: it has none';
COMMENT ON COLUMN document.status IS 'usable, withheld or cancelled, as its publisher says';
COMMENT ON COLUMN document.supersedes IS 'the version of the item that it corrects';
COMMENT ON COLUMN document.feed IS 'from which feed it was received, where that is known; the document itself names its publisher';
COMMENT ON COLUMN document.fingerprint IS 'recognizes its text, of which nothing else is kept; null: it came without text, or a confidential source published it';
COMMENT ON COLUMN document.accepted_at IS 'null: pending, without effect yet, because it is a cancellation or another version from a feed that may not speak for its publisher';

CREATE TABLE claim (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	statement text NOT NULL,
	question text,
	comparator text,
	value numeric,
	unit text,
	answer text,
	holds daterange,
	added_at timestamptz NOT NULL DEFAULT now(),
	added_by name NOT NULL DEFAULT who(),
	evidence @extschema@.evidence NOT NULL DEFAULT '{}',
	corroborated_at timestamptz,
	ruling text,
	corroboration integer NOT NULL GENERATED ALWAYS AS (@extschema@.corroboration(evidence)) STORED,
	status @extschema@.corroboration_status NOT NULL GENERATED ALWAYS AS (@extschema@.status(evidence, '@threshold@')) STORED,
	disputed boolean NOT NULL GENERATED ALWAYS AS (@extschema@.disputed(evidence)) STORED,
	denied boolean NOT NULL GENERATED ALWAYS AS (@extschema@.denied(evidence, '@threshold@')) STORED,
	support @extschema@.confidence GENERATED ALWAYS AS (@extschema@.support(evidence)) STORED,
	confidence @extschema@.confidence GENERATED ALWAYS AS (@extschema@.belief(evidence)) STORED,
	cleared boolean NOT NULL GENERATED ALWAYS AS (coalesce(ruling = 'confirm', corroborated_at IS NOT NULL)) STORED
) WITH (fillfactor = 75);
-- faster than the default where evidence is large
ALTER TABLE claim ALTER evidence SET COMPRESSION '@compression@';
CREATE INDEX claim_question ON claim (question) WHERE question IS NOT NULL;
CREATE INDEX claim_asked ON claim (corroborate_internal.plain_question(question)) WHERE question IS NOT NULL;
CREATE INDEX claim_worded ON claim USING hash (lower(corroborate_internal.sheet_wording(statement)));
COMMENT ON TABLE claim IS 'what is claimed, and the evidence for and against it; triggers maintain the evidence and what follows from it';
COMMENT ON COLUMN claim.question IS 'the question that the claim answers, in the same words for all its answers; case, accents, blanks and a final mark do not matter';
COMMENT ON COLUMN claim.comparator IS 'how value is meant: =, <, <=, >, >=, about (within a tenth)';
COMMENT ON COLUMN claim.answer IS 'the answer in words, if it is no number';
COMMENT ON COLUMN claim.holds IS 'on which days the answer holds, such as [2009-03-01,2011-06-30]; null: always';
COMMENT ON COLUMN claim.evidence IS 'gathered from attestations';
COMMENT ON COLUMN claim.corroborated_at IS 'the flag: since when enough independent sources support it';
COMMENT ON COLUMN claim.ruling IS 'the editors'' latest ruling, unless it was released';
COMMENT ON COLUMN claim.confidence IS 'how far it can be believed, if sources are rated';
COMMENT ON COLUMN claim.denied IS 'whether as many independent sources deny it as would raise the flag, and fewer support it';
COMMENT ON COLUMN claim.cleared IS 'whether it may be used: as the editors'' ruling says, or, if there is none, as the flag says';

CREATE TABLE attestation (
	claim bigint NOT NULL REFERENCES claim,
	id bigint GENERATED BY DEFAULT AS IDENTITY,
	said @extschema@.attribution NOT NULL,
	quote text,
	quote_language text,
	translator text,
	document bigint REFERENCES document,
	said_at timestamptz,
	recorded_at timestamptz NOT NULL DEFAULT statement_timestamp(),
	recorded_by name NOT NULL DEFAULT corroborate_internal.at_work(),
	accepted_at timestamptz DEFAULT statement_timestamp(),
	accepted_by name DEFAULT corroborate_internal.at_work(),
	retracted_at timestamptz,
	retracted_by name,
	retraction_reason text,
	replaces bigint,
	sheet text,
	sheet_row text,
	PRIMARY KEY (claim, id),
	CONSTRAINT attestation_replaces_fkey FOREIGN KEY (claim, replaces) REFERENCES attestation (claim, id)
);
-- without a pending list, which would be scanned for each name
CREATE INDEX attestation_said ON attestation USING gin (said) WITH (fastupdate = off);
CREATE INDEX attestation_document ON attestation (document) WHERE document IS NOT NULL;
CREATE INDEX attestation_replaces ON attestation (claim, replaces) WHERE replaces IS NOT NULL;
CREATE INDEX attestation_sheet ON attestation (sheet, sheet_row) WHERE sheet IS NOT NULL;
-- to find a source's earlier statements about the claim, however many there are
CREATE INDEX attestation_words ON attestation (@extschema@.attribution_hash_extended(said, claim), id);
CREATE INDEX attestation_firsthand ON attestation (corroborate_internal.firsthand_hash(said, claim), id)
	WHERE corroborate_internal.firsthand_hash(said, claim) IS NOT NULL;
CREATE INDEX attestation_pending ON attestation (claim) WHERE accepted_at IS NULL;
COMMENT ON TABLE attestation IS 'who said it, on whose word, as it was written down. All that are accepted, not retracted and not replaced count, however often a source speaks; nothing is lost';
COMMENT ON COLUMN attestation.said IS 'who said it, as an attribution: rfa<dandong-1, or !mfa for a denial';
COMMENT ON COLUMN attestation.document IS 'the document in which it is written';
COMMENT ON COLUMN attestation.replaces IS 'the attestation about the same claim that this one corrects: it no longer counts, nor does what it had replaced. Only rows that count replace others';
COMMENT ON COLUMN attestation.sheet IS 'the sheet from which import_table() took it';
COMMENT ON COLUMN attestation.sheet_row IS 'the row of that sheet, as the sheet names it; null: its rows have no names';
COMMENT ON COLUMN attestation.accepted_at IS 'null: pending, and does not count yet';
COMMENT ON COLUMN attestation.retracted_at IS 'since when it no longer counts';

CREATE TABLE ruling (
	claim bigint NOT NULL REFERENCES claim,
	id bigint GENERATED ALWAYS AS IDENTITY,
	verdict text NOT NULL,
	why text NOT NULL,
	by name NOT NULL DEFAULT who(),
	at timestamptz NOT NULL DEFAULT statement_timestamp(),
	PRIMARY KEY (claim, id)
);
COMMENT ON TABLE ruling IS 'what editors decide, in addition to what is computed; the latest ruling on a claim holds';
COMMENT ON COLUMN ruling.verdict IS 'confirm (on one authoritative source), refute, hold back, or release: back to what is computed';

CREATE TABLE publication (
	document bigint NOT NULL REFERENCES document,
	claim bigint NOT NULL REFERENCES claim,
	at timestamptz NOT NULL DEFAULT now(),
	by name NOT NULL DEFAULT who(),
	PRIMARY KEY (document, claim)
);
CREATE INDEX publication_claim ON publication (claim);
COMMENT ON TABLE publication IS 'which of our own documents used which claim, so that they can be corrected if the claim falls';

CREATE TABLE claim_event (
	claim bigint NOT NULL REFERENCES claim ON DELETE CASCADE,
	id bigint GENERATED ALWAYS AS IDENTITY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	change text NOT NULL CONSTRAINT claim_event_change_known CHECK (change IN ('raised', 'withdrawn', 'disputed', 'settled', 'denied', 'undenied')),
	from_status @extschema@.corroboration_status NOT NULL,
	to_status @extschema@.corroboration_status NOT NULL,
	corroboration integer NOT NULL,
	support @extschema@.confidence,
	cause text NOT NULL,
	by name NOT NULL DEFAULT who(),
	PRIMARY KEY (claim, id)
);
COMMENT ON TABLE claim_event IS 'the history of each claim''s flag: when and why it was raised or withdrawn, disputed or settled, denied or undenied';
COMMENT ON COLUMN claim_event.cause IS 'what was done; SET LOCAL corroborate.cause to say it in your own words';
