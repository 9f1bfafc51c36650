------------------------------------------------------------------------------
-- flag: triggers that raise, withdraw and announce "corroborated"
------------------------------------------------------------------------------

-- The rule

CREATE FUNCTION corroborate_internal.check_threshold(threshold integer) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_check_threshold' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.check_threshold(integer) IS 'returns the threshold; raises an error below 2, because one source is not corroboration';

CREATE FUNCTION meets(evidence, threshold integer DEFAULT 2, minimum_support confidence DEFAULT NULL, at_least integer DEFAULT 1) RETURNS boolean
	AS 'MODULE_PATHNAME', 'evidence_meets' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION meets(evidence, integer, confidence, integer) IS
'whether evidence meets the rule by which claims are flagged: its corroboration reaches the threshold, and, if a minimum is given, support(evidence, at_least) reaches that. Evidence without support meets no minimum; NULL evidence is empty';

CREATE FUNCTION corroborate_internal.why_no_flag(evidence, threshold integer, minimum_support confidence, at_least integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN minimum_support IS NULL OR @extschema@.corroboration($1) < threshold OR @extschema@.meets($1, threshold, minimum_support, at_least) THEN NULL
	WHEN @extschema@.support($1, at_least) IS NULL THEN
		pg_catalog.format('Not flagged: %s independent sources, but too few chains are rated throughout, and support must reach %s.', @extschema@.corroboration($1), minimum_support)
	-- truncated, not rounded, so that it never looks as if it reached the minimum
	ELSE pg_catalog.format('Not flagged: %s independent sources, but their support%s of %s is under the minimum of %s.', @extschema@.corroboration($1),
		CASE WHEN at_least > 1 THEN pg_catalog.format(' by at least %s chains', at_least) ELSE '' END,
		pg_catalog.trunc(@extschema@.support($1, at_least)::pg_catalog.numeric, 2), minimum_support)
END;
COMMENT ON FUNCTION corroborate_internal.why_no_flag(evidence, integer, confidence, integer) IS
'a sentence if enough independent sources support it but support does not reach the minimum; otherwise null';

-- The cost is that of finding chains, and of computing some figures again.
CREATE FUNCTION indispensable(evidence, threshold integer DEFAULT 2, minimum_support confidence DEFAULT NULL, at_least integer DEFAULT 1) RETURNS text[]
	AS 'MODULE_PATHNAME', 'evidence_indispensable' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION indispensable(evidence, integer, confidence, integer) IS
'the sources each of which is indispensable: without it, evidence that meets the rule by which claims are flagged would no longer meet it. None if the evidence does not meet the rule';


-- The triggers

-- Trigger functions cannot be strict, and the server ignores their volatility
-- and parallel safety; the defaults, volatile and unsafe, are true.

CREATE FUNCTION flag_corroborated() RETURNS trigger
	AS 'MODULE_PATHNAME', 'flag_corroborated' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION flag_corroborated() IS
'BEFORE INSERT OR UPDATE, FOR EACH ROW: keeps in a column since when the row''s evidence is corroborated.
Arguments: the column of type evidence; the flag, a column of type timestamptz; the threshold that corroboration must reach (2 unless given); the minimum that support must reach (none unless given; unrated evidence never reaches one); how many chains that share no source must be sound with that probability (1 unless given).
The flag is set to now() when the rule is first met, stays while it is met, and is cleared when it no longer is. A time that is already set is kept. No other column is changed, and a denial never clears a flag. Rows that existed before the trigger are checked when they are next updated.
CREATE TRIGGER flag_corroborated BEFORE INSERT OR UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION flag_corroborated(''evidence'', ''corroborated_at'', 2, 0.7);';

CREATE FUNCTION announce_flag() RETURNS trigger
	AS 'MODULE_PATHNAME', 'announce_flag' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION announce_flag() IS
'AFTER INSERT OR UPDATE OR DELETE, FOR EACH ROW: announces when a row''s flag is raised or withdrawn, by NOTIFY or in a table of events.
Arguments: the first four of flag_corroborated(), and then optionally a table of events, which has a foreign key to this table and columns change, from_status, to_status, corroboration, support, cause. Into that it writes raised and withdrawn, and also disputed and settled; the cause is the setting corroborate.cause.
Without a table of events it sends NOTIFY on the channel corroborated; the table needs a primary key. The payload is JSON: "table", "key" (an object of the primary key''s columns; null where it is too long to send), "status" and "corroboration" (null if the row is gone: deleted, or under another key), "change" ("raised" or "withdrawn"), and "serial", which makes each announcement of a session unique. Every role of the database may listen. NOTIFY makes transactions commit one after another and rules out PREPARE TRANSACTION.
CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON claim FOR EACH ROW EXECUTE FUNCTION announce_flag(''evidence'', ''corroborated_at'', 2, 0.7);';

CREATE FUNCTION corroborate_internal.flag_moves(flag_before timestamptz, flag timestamptz, before evidence, evidence, threshold integer) RETURNS boolean
	AS 'MODULE_PATHNAME', 'flag_moves' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.flag_moves(timestamptz, timestamptz, evidence, evidence, integer) IS
'whether a row''s flag is raised or withdrawn, or its evidence becomes disputed or denied, or no longer is: the changes that announce_flag() records in a table of events';
