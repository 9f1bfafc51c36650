------------------------------------------------------------------------------
-- Check constraints of a ledger's tables
------------------------------------------------------------------------------

-- A template of create_ledger() and of upgrade_ledger(): see create.sql.
--
-- Each raises its own error, which says what would be valid.  The server's would
-- name the constraint and show the row.

ALTER TABLE source
	ADD CONSTRAINT source_kind_known CHECK (corroborate_internal.known_word('kind of source', kind,
		'{person,organisation,document,sensor,outlet,agency,site,translation,unnamed,other}')),
	ADD CONSTRAINT source_relies_on_others CHECK (corroborate_internal.holds(NOT key = ANY (relies_on),
		'a source cannot rely on itself', 'Leave its own key out of relies_on.'));

ALTER TABLE source_alias
	ADD CONSTRAINT source_alias_other CHECK (corroborate_internal.holds(alias <> source,
		'a source''s own key is not another spelling of it', 'Enter spellings that differ from the key.'));

-- the message must not disclose who the source is
ALTER TABLE source_identity
	ADD CONSTRAINT source_identity_known CHECK (corroborate_internal.holds(num_nonnulls(identity, held_by) > 0,
		'somebody has to know who a source is', 'Write who it is into identity or, which is safer, who knows it into held_by.'));

ALTER TABLE document
	ADD CONSTRAINT document_republishes_another CHECK (corroborate_internal.holds(republishes <> id,
		'a document is no copy of itself', 'Write into republishes the number of the original, or leave it out.')),
	ADD CONSTRAINT document_supersedes_another CHECK (corroborate_internal.holds(supersedes <> id,
		'a document does not supersede itself', 'Write into supersedes the number of the older version, or leave it out.')),
	ADD CONSTRAINT document_status_known CHECK (corroborate_internal.known_word('status of a document', status, '{usable,withheld,cancelled}')),
	ADD CONSTRAINT document_acceptance_has_a_name CHECK (corroborate_internal.holds((accepted_at IS NULL) = (accepted_by IS NULL),
		'accepted_at and accepted_by belong together', 'For a document that is pending, make both NULL.'));

-- In one call: the server parses each constraint for each statement that writes a claim, and each attestation causes one.
ALTER TABLE claim
	ADD CONSTRAINT claim_columns_hold CHECK (corroborate_internal.claim_columns_hold(question, comparator, value, unit, answer, holds, ruling));

ALTER TABLE attestation
	ADD CONSTRAINT attestation_columns_hold CHECK (corroborate_internal.attestation_columns_hold(
		id, replaces, recorded_at, accepted_at, accepted_by, retracted_at, retraction_reason, said));

ALTER TABLE ruling
	ADD CONSTRAINT ruling_verdict_known CHECK (corroborate_internal.known_word('verdict', verdict, '{confirm,refute,hold,release}')),
	ADD CONSTRAINT ruling_has_a_reason CHECK (corroborate_internal.holds(why ~ E'\\S',
		'a ruling needs a reason', 'Write into why on what grounds it is made.'));

ALTER TABLE proposal
	ADD CONSTRAINT proposal_kind_known CHECK (corroborate_internal.known_word('kind of proposal', kind,
		'{republishes,same_source,same_words,same_voice,has_it_from,rating}')),
	ADD CONSTRAINT proposal_of_what_is_numbered CHECK (corroborate_internal.holds(
		kind NOT IN ('republishes', 'same_words') OR subject ~ '^[0-9]{1,18}$' AND (kind = 'same_words' OR object ~ '^[0-9]{1,18}$'),
		'a proposal of this kind is about numbers', 'Write the number of a document or attestation.')),
	ADD CONSTRAINT proposal_of_two CHECK (corroborate_internal.holds(kind IN ('rating', 'same_words') OR object IS NOT NULL,
		'a proposal of this kind is about two', 'Write both, into subject and object.')),
	ADD CONSTRAINT proposal_suggests_something CHECK (corroborate_internal.holds(jsonb_typeof(suggests) = 'object' AND because ~ E'\\S',
		'a proposal says what is to be done, and why', 'Write an object into suggests and a sentence into because.')),
	ADD CONSTRAINT proposal_has_strength CHECK (corroborate_internal.holds(strength >= 0 AND strength <= 1 AND size >= 1,
		'a proposal has a strength from 0 to 1 and a size of 1 at least', 'Write how strong it is, and how much evidence there is.')),
	ADD CONSTRAINT proposal_decided_with_reason CHECK (corroborate_internal.holds(
		num_nonnulls(decided_at, decided_by, verdict, why) IN (0, 4) AND coalesce(why, 'x') ~ E'\\S',
		'a decision has a time, a name, a verdict and a reason', 'Use accept_proposal(id, why) or decline_proposal(id, why).')),
	ADD CONSTRAINT proposal_verdict_known CHECK (corroborate_internal.known_word('verdict', verdict, '{accepted,declined}'));

ALTER TABLE verdict_word
	ADD CONSTRAINT verdict_word_means_known CHECK (corroborate_internal.known_word('meaning of a verdict', means, '{for,against,neither}'));
