------------------------------------------------------------------------------
-- What upgrade_ledger() changes in ledgers made before 0.2.0
------------------------------------------------------------------------------

-- A template: see create.sql.  Functions, triggers and views are made again
-- afterwards, from the templates of create_ledger().

-- collect no more statistics; changing the type discards what ANALYZE collected
ALTER TABLE source_identity ALTER identity SET STATISTICS 0, ALTER held_by SET STATISTICS 0;
ALTER TABLE source_alias ALTER alias SET STATISTICS 0;
DO $do$
BEGIN
	ALTER TABLE source_identity ALTER identity TYPE text, ALTER held_by TYPE text;
	ALTER TABLE source_alias ALTER alias TYPE text COLLATE "C";
EXCEPTION WHEN feature_not_supported THEN
	RAISE WARNING USING MESSAGE = 'what ANALYZE collected of identities and other spellings stays where superusers read it',
		DETAIL = format('It goes with the types of these columns, which something of yours uses: %s.', SQLERRM),
		HINT = format('DELETE FROM pg_statistic WHERE starelid IN (%L::regclass, %L::regclass); as a superuser.',
			format('%I.source_identity', current_schema), format('%I.source_alias', current_schema));
END
$do$;

ALTER TABLE document
	ADD COLUMN item text,
	ADD COLUMN version text,
	ADD COLUMN status text CONSTRAINT document_status_known CHECK (status IN ('usable', 'withheld', 'cancelled')),
	ADD COLUMN supersedes bigint REFERENCES document,
	ADD CONSTRAINT document_supersedes_another CHECK (supersedes <> id);
CREATE UNIQUE INDEX document_item ON document (item, publisher, version) NULLS NOT DISTINCT WHERE item IS NOT NULL;
CREATE INDEX document_supersedes ON document (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX document_cancelled ON document (item, publisher) WHERE status = 'cancelled';
COMMENT ON COLUMN document.item IS 'what its publisher calls it, the same for all its versions';
COMMENT ON COLUMN document.version IS 'which version of the item; null: it has none';
COMMENT ON COLUMN document.status IS 'usable, withheld or cancelled, as its publisher says';
COMMENT ON COLUMN document.supersedes IS 'the version of the item that it corrects';
-- roles that may write a document's credits may write these, too
SELECT corroborate_internal.grant_beside('document', 'credits', c) FROM unnest('{item,version,status,supersedes}'::name[]) AS c;

-- watch() keeps the history of flags
DROP TRIGGER claim_added ON claim;
DROP TRIGGER claim_changed ON claim;
DROP FUNCTION claim_changed();
-- the extension now finds these claims itself
DROP FUNCTION claims_mentioning(text[]);
DROP FUNCTION regather_claims(bigint[], text);
DROP FUNCTION regather_standing(text[], text);
-- its arguments and its result have changed
DROP FUNCTION refuse_if_mentioned(text[]);
DROP FUNCTION forget(text);
