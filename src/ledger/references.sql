------------------------------------------------------------------------------
-- Errors in words for what a ledger's rows must contain and reference
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.
--
-- Foreign keys and NOT NULL keep the ledger whole.  These triggers fire before
-- them, and say in plain words what is wrong.  Triggers of one event fire in the
-- order of their names, and those of foreign keys begin with RI_.

-- What a row must contain

CREATE TRIGGER key_given BEFORE INSERT OR UPDATE OF key ON source FOR EACH ROW WHEN (NEW.key IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('a source needs a key',
		'The key is the name that it goes by in attributions. For a confidential source, add_confidential_source() makes one that says nothing.');
CREATE TRIGGER kind_given BEFORE INSERT OR UPDATE OF kind ON source FOR EACH ROW WHEN (NEW.kind IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('a source needs a kind', 'Leave kind out, or write other, where it is not known.');
CREATE TRIGGER lists_given BEFORE INSERT OR UPDATE OF affiliations, relies_on, feeds ON source
	FOR EACH ROW WHEN (NEW.affiliations IS NULL OR NEW.relies_on IS NULL OR NEW.feeds IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('affiliations, relies_on and feeds of a source are lists, and not null',
		'Leave them out, or write {}, where there are none.');
CREATE TRIGGER names_tidy BEFORE INSERT OR UPDATE OF key, affiliations, relies_on, feeds ON source
	FOR EACH ROW WHEN (corroborate_internal.untidy_name(NEW.key || NEW.affiliations || NEW.relies_on || NEW.feeds) IS NOT NULL)
	EXECUTE FUNCTION corroborate_internal.must_be_tidy('tidy', 'key', 'affiliations', 'relies_on', 'feeds');
-- as it was written, apart from normalisation
CREATE TRIGGER alias_tidy BEFORE INSERT OR UPDATE OF alias ON source_alias
	FOR EACH ROW WHEN (corroborate_internal.is_blank(NEW.alias) OR NEW.alias <> corroborate_internal.normalised_name(NEW.alias))
	EXECUTE FUNCTION corroborate_internal.must_be_tidy('as written', 'alias');
CREATE TRIGGER alias_given BEFORE INSERT OR UPDATE ON source_alias FOR EACH ROW WHEN (NEW.alias IS NULL OR NEW.source IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('another spelling needs both, alias and source',
		'Write into alias how it is spelt, and into source the key for which that stands.');
CREATE TRIGGER statement_given BEFORE INSERT OR UPDATE OF statement ON claim
	FOR EACH ROW WHEN (NEW.statement IS NULL OR corroborate_internal.is_blank(NEW.statement))
	EXECUTE FUNCTION corroborate_internal.must_say('a claim needs a statement', 'Write into statement what is claimed, as a sentence.');
CREATE TRIGGER ruling_given BEFORE INSERT OR UPDATE ON ruling
	FOR EACH ROW WHEN (NEW.claim IS NULL OR NEW.verdict IS NULL OR NEW.why IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('a ruling needs a claim, a verdict and a reason',
		'For example: INSERT INTO ruling (claim, verdict, why) VALUES (1, ''confirm'', ''as the minister admits'')');
CREATE TRIGGER publication_given BEFORE INSERT OR UPDATE ON publication FOR EACH ROW WHEN (NEW.document IS NULL OR NEW.claim IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('a publication needs a document and a claim',
		'Write down which of our documents used which claim: INSERT INTO publication (document, claim) VALUES (1, 1)');
CREATE TRIGGER review_given BEFORE INSERT OR UPDATE ON claim_review FOR EACH ROW WHEN (NEW.document IS NULL OR NEW.claim IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('a fact check needs a claim and a document',
		'Write the fact check into document, with the reviewer as its publisher, and its number here.');
CREATE TRIGGER word_given BEFORE INSERT OR UPDATE ON same_answer FOR EACH ROW WHEN (NEW.word IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('an answer in other words needs a word',
		'Write into word the answer as it may be written, and into means for which it stands.');
CREATE TRIGGER word_given BEFORE INSERT OR UPDATE ON verdict_word FOR EACH ROW WHEN (NEW.word IS NULL OR NEW.means IS NULL)
	EXECUTE FUNCTION corroborate_internal.must_say('a verdict needs a word and what it means',
		'For example: INSERT INTO verdict_word (word, means) VALUES (''False'', ''against'')');

-- Rows that must exist

CREATE TRIGGER "A_source_there" AFTER INSERT OR UPDATE OF source ON source_alias FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.must_refer_to('source', 'source', 'Register it first, or let the spelling stand for a key that is registered.');
CREATE TRIGGER "A_publisher_there" AFTER INSERT OR UPDATE OF publisher ON document FOR EACH ROW WHEN (NEW.publisher IS NOT NULL)
	EXECUTE FUNCTION corroborate_internal.must_refer_to('publisher', 'source', 'Register the publisher first, or write the key by which it is registered.');
CREATE TRIGGER "A_original_there" AFTER INSERT OR UPDATE OF republishes ON document FOR EACH ROW WHEN (NEW.republishes IS NOT NULL)
	EXECUTE FUNCTION corroborate_internal.must_refer_to('republishes', 'document', 'Enter the original first: republishes is its number.');
CREATE TRIGGER "A_version_there" AFTER INSERT OR UPDATE OF supersedes ON document FOR EACH ROW WHEN (NEW.supersedes IS NOT NULL)
	EXECUTE FUNCTION corroborate_internal.must_refer_to('supersedes', 'document', 'Enter the older version first: supersedes is its number.');
-- one trigger for both columns, and without a WHEN clause, which the server would parse for each statement
CREATE TRIGGER "A_claim_there" AFTER INSERT OR UPDATE OF claim, document ON attestation FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.must_refer_to('claim', 'claim', 'The view desk lists the claims.',
		'document', 'document', 'The table document lists the documents.');
CREATE TRIGGER "A_claim_there" AFTER INSERT OR UPDATE OF claim ON ruling FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.must_refer_to('claim', 'claim', 'The view desk lists the claims.');
CREATE TRIGGER "A_claim_there" AFTER INSERT OR UPDATE OF claim ON publication FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.must_refer_to('claim', 'claim', 'The view desk lists the claims.');
CREATE TRIGGER "A_document_there" AFTER INSERT OR UPDATE OF document ON publication FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.must_refer_to('document', 'document', 'Enter what we published into document first.');
CREATE TRIGGER "A_claim_there" AFTER INSERT OR UPDATE OF claim ON claim_review FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.must_refer_to('claim', 'claim', 'The view desk lists the claims.');
CREATE TRIGGER "A_document_there" AFTER INSERT OR UPDATE OF document ON claim_review FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.must_refer_to('document', 'document', 'Enter the fact check into document first.');

-- Rows that cannot be deleted, because something references them

CREATE TRIGGER "A_source_needed" AFTER DELETE OR UPDATE OF key ON source FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.still_referred_to('key', 'source "%s" cannot be deleted',
		'To keep it from counting: discredit_source(). If it is another source: merge_sources(). To remove who it is: forget().',
		'source "%s" cannot be given another key in this way',
		'SELECT * FROM rename_source(old, new) gives it another key, and keeps the old one as another spelling.',
		'document', 'publisher', 'id', 'It published document %s.',
		'source_alias', 'source', 'alias', 'Another spelling stands for it: "%s".',
		'only updated',
		'source_rating', 'source', 'reliability', 'It has been rated.',
		'source_identity', 'source', 'source', 'Its identity is kept.');
CREATE TRIGGER "A_document_needed" AFTER DELETE OR UPDATE OF id ON document FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.still_referred_to('id', 'document %s cannot be deleted',
		'What was taken from it stays on record. To keep that from counting: retract_attestation(claim, id, reason).',
		'document %s cannot be given another number', 'Numbers stay as they are once something refers to them.',
		'attestation', 'document', 'claim', 'Something is said in it about claim %s.',
		'publication', 'document', 'claim', 'It is ours, and used claim %s.',
		'claim_review', 'document', 'claim', 'It is a fact check of claim %s.',
		'document', 'republishes', 'id', 'Document %s is a copy of it.',
		'document', 'supersedes', 'id', 'Document %s supersedes it.');
CREATE TRIGGER "A_claim_needed" AFTER DELETE OR UPDATE OF id ON claim FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.still_referred_to('id', 'claim %s cannot be deleted',
		'What was published stays on record. If the claim is wrong: INSERT INTO ruling (claim, verdict, why) VALUES (..., ''refute'', ...).',
		'claim %s cannot be given another number', 'Numbers stay as they are once something refers to them.',
		'publication', 'claim', 'document', 'Our document %s used it.');
CREATE TRIGGER "A_claim_spoken_of" AFTER DELETE OR UPDATE OF id ON claim FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.still_referred_to('id', 'claim %s cannot be deleted',
		'If the claim is wrong: INSERT INTO ruling (claim, verdict, why) VALUES (..., ''refute'', ...). To delete it all the same, first delete what is about it, or move it: UPDATE attestation SET claim = ...',
		'claim %s cannot be given another number', 'Numbers stay as they are once something refers to them.',
		'attestation', 'claim', 'id', 'Attestation %s is about it.',
		'claim_review', 'claim', 'document', 'Document %s is a fact check of it.',
		'ruling', 'claim', 'verdict', 'There is a ruling on it: %s.',
		'only updated',
		'claim_event', 'claim', 'change', 'It has a history: %s.');
CREATE TRIGGER "A_attestation_needed" AFTER DELETE OR UPDATE OF claim, id ON attestation FOR EACH ROW
	EXECUTE FUNCTION corroborate_internal.still_referred_to('claim,id', 'attestation %2$s about claim %1$s cannot be deleted',
		'To keep it from counting: retract_attestation(claim, id, reason).',
		'attestation %2$s about claim %1$s cannot be given another number', 'Numbers stay as they are once something refers to them.',
		'attestation', 'claim,replaces', 'id', 'Attestation %s replaces it.');
