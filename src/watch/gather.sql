------------------------------------------------------------------------------
-- gather: keeps the evidence of claims up to date with attestations
------------------------------------------------------------------------------

CREATE FUNCTION gather_evidence() RETURNS trigger
	AS 'MODULE_PATHNAME', 'gather_evidence' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION gather_evidence() IS
'AFTER INSERT, UPDATE, DELETE or TRUNCATE, FOR EACH STATEMENT, with transition tables: keeps the evidence of claims up to date with a table of attestations. watch() makes these triggers and writes their arguments; watched() shows them';

CREATE FUNCTION gathered(attestations regclass, claim text[], as_of timestamptz DEFAULT NULL) RETURNS evidence
	AS 'MODULE_PATHNAME', 'gathered' LANGUAGE C STABLE PARALLEL UNSAFE;
COMMENT ON FUNCTION gathered(regclass, text[], timestamptz) IS
'a claim''s evidence as gathered from its attestations: what watch() keeps in the claim, or, with as_of, what was known at that time. claim: the columns of its key as text';

CREATE FUNCTION says_both(attestations regclass, claim text[]) RETURNS text[]
	AS 'MODULE_PATHNAME', 'says_both' LANGUAGE C STRICT STABLE PARALLEL UNSAFE;
COMMENT ON FUNCTION says_both(regclass, text[]) IS
'the persons who have said both yes and no about a claim on their own word, and so count for neither. claim: the columns of its key as text';

CREATE FUNCTION regather(attestations regclass, sources text[]) RETURNS bigint
	AS 'MODULE_PATHNAME', 'regather' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION regather(regclass, text[]) IS
'gathers again the claims with attestations that mention any of these sources, or that are taken from copies of what they published, and returns how many changed. Triggers on a registry of sources do this; call it for registries without triggers';

CREATE FUNCTION regather_aliases(attestations regclass, aliases text[]) RETURNS bigint
	AS 'MODULE_PATHNAME', 'regather_aliases' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION regather_aliases(regclass, text[]) IS
'gathers again the claims with attestations that mention any of these names, or sources that the registry affiliates with them, and returns how many changed: for use after a change in what the names stand for';

CREATE FUNCTION regather_documents(attestations regclass, documents text[]) RETURNS bigint
	AS 'MODULE_PATHNAME', 'regather_documents' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION regather_documents(regclass, text[]) IS
'gathers again the claims with attestations taken from these documents or from copies of them, and returns how many changed. documents: their keys as text';

CREATE FUNCTION first_mention(attestations regclass, sources text[], unregistered boolean DEFAULT false) RETURNS text[]
	AS 'MODULE_PATHNAME', 'first_mention' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION first_mention(regclass, text[], boolean) IS
'the key of a claim with an attestation that mentions any of these sources, by what is committed now, even if the transaction''s snapshot is older; NULL if there is none. unregistered: only sources that the registry knows neither by key nor as another spelling. Locks these names, so that nobody else can mention them until the transaction ends';

CREATE FUNCTION corroborate_internal.lock_documents(attestations regclass, documents text[]) RETURNS void
	AS 'MODULE_PATHNAME', 'lock_documents' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.lock_documents(regclass, text[]) IS
'locks documents until the transaction ends, so that nobody else gathers attestations taken from them; for use before changes to documents and to other things that claims depend on. documents: their keys as text';

CREATE FUNCTION corroborate_internal.check_new_names(attestations regclass, names text[]) RETURNS void
	AS 'MODULE_PATHNAME', 'check_new_names' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.check_new_names(regclass, text[]) IS
'raises an error if any of these names is not registered and differs from a registered one, or from another of them, only in what does not tell names apart; gives a notice if it is near to one';

CREATE FUNCTION corroborate_internal.second_spellings(attestations regclass, names text[]) RETURNS text[]
	AS 'MODULE_PATHNAME', 'second_spellings_of' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.second_spellings(regclass, text[]) IS
'which of these names check_new_names() would refuse; of new names that differ only in that way from one another, all but one';
CREATE FUNCTION corroborate_internal.hold_names(attestations regclass, names text[], changed text[]) RETURNS void
	AS 'MODULE_PATHNAME', 'hold_names' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.hold_names(regclass, text[], text[]) IS
'locks names until the transaction ends: nobody else can change what is known of them, or mention those that are to be changed';

CREATE FUNCTION corroborate_internal.by_latest(command text, arguments text[] DEFAULT '{}') RETURNS text[]
	AS 'MODULE_PATHNAME', 'by_latest' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.by_latest(text, text[]) IS
'runs a command with a new snapshot, even if the transaction''s own is older. Its arguments are $1[1], $1[2] and so on. Writing a row that the transaction''s snapshot does not show is a serialization failure. Returns the values of its rows, one row after another; NULL if it has none';

CREATE FUNCTION corroborate_internal.bearing_on(attestations regclass, sources text[]) RETURNS text[]
	AS 'MODULE_PATHNAME', 'bearing_on' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.bearing_on(regclass, text[]) IS
'the keys of the claims that regather() would gather again for these sources, one column of a key after the other; some may occur twice. Locks these sources, so that nobody else can mention them until the transaction ends';

CREATE FUNCTION corroborate_internal.refuse_source(attestations regclass, name text) RETURNS void
	AS 'MODULE_PATHNAME', 'refuse_source' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.refuse_source(regclass, text) IS
'raises the error for a name that no source has. It shows the name, and whose it could be, only if a registered key is spelt alike: any other name could be a confidential source''s identity';

CREATE FUNCTION corroborate_internal.lock_names(attestations regclass) RETURNS void
	AS 'MODULE_PATHNAME', 'lock_names' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.lock_names(regclass) IS
'locks all names of sources and documents, so that nobody else gathers evidence from these attestations until the transaction ends';

CREATE FUNCTION corroborate_internal.kind_passes_on(kind text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'source_kind_passes_on' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.kind_passes_on(text) IS
'whether sources of a kind pass on what others say, unless their passes_on says otherwise';

-- Functions for the query that merges new rows into a claim.  They are immutable, so that
-- Citus can push the query down to the claim's node.

CREATE FUNCTION corroborate_internal.may_merge(stored evidence, said evidence, persons text[], passing text[], speakers text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'may_merge' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.may_merge(evidence, evidence, text[], text[], text[]) IS
'whether evidence of new rows may be merged into the stored evidence of a claim; not if that would not change, or is large. persons, passing: which of the rows'' sources are persons, and which pass on; speakers: those that must not be mentioned yet';

CREATE FUNCTION corroborate_internal.merge_rows(stored evidence, said evidence, passing text[]) RETURNS evidence
	AS 'MODULE_PATHNAME', 'merge_rows' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.merge_rows(evidence, evidence, text[]) IS
'merges evidence of new rows into the stored evidence of a claim';

CREATE FUNCTION corroborate_internal.rewrite_claim(attestations regclass, claim text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'rewrite_claim' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.rewrite_claim(regclass, text[]) IS
'gathers a claim, and writes it even if its evidence is the same, because its flag or generated columns may be wrong; returns whether there is such a claim';

CREATE FUNCTION guard_evidence() RETURNS trigger
	AS 'MODULE_PATHNAME', 'guard_evidence' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION guard_evidence() IS
'BEFORE UPDATE, FOR EACH ROW: refuses an UPDATE that changes the evidence of a claim, unless gather_evidence() does it. watch() makes this trigger';

CREATE FUNCTION corroborate_internal.must_stand_alone() RETURNS trigger LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.refuse('trigger_protocol_violated',
		message => format('trigger %I of table %I is not to be fired', TG_NAME, TG_TABLE_NAME),
		hint => 'Let watch() or create_ledger() make it.');
END
$$;
COMMENT ON FUNCTION corroborate_internal.must_stand_alone() IS
'AFTER DELETE, FOR EACH ROW, with a transition table, WHEN (false): never runs. While a table has such a trigger, the server refuses to make it a partition, or to let it inherit from another table: writes to those tables would not fire this one''s statement triggers';

CREATE FUNCTION corroborate_internal.stand_alone(relation regclass) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('CREATE TRIGGER must_stand_alone AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH ROW WHEN (false) '
		'EXECUTE FUNCTION corroborate_internal.must_stand_alone()', relation);
END
$$;
COMMENT ON FUNCTION corroborate_internal.stand_alone(regclass) IS 'gives a table the trigger that keeps it from becoming a partition or inheriting from another table';

-- The text of a regclass is not enough: for a temporary table, it may name another table by the time it is read.
CREATE FUNCTION corroborate_internal.table_name(relation regclass) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT CASE WHEN c.relnamespace = pg_my_temp_schema() THEN 'pg_temp.' ELSE quote_ident(n.nspname) || '.' END || quote_ident(c.relname)
	FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = relation);
COMMENT ON FUNCTION corroborate_internal.table_name(regclass) IS 'a table''s schema-qualified name, which finds it under any search_path';

CREATE FUNCTION corroborate_internal.rows_of(relation regclass) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || corroborate_internal.table_name(relation) FROM pg_class AS c WHERE c.oid = relation);
COMMENT ON FUNCTION corroborate_internal.rows_of(regclass) IS 'how a query names a table to read its own rows, and not those of tables that inherit from it';

CREATE FUNCTION corroborate_internal.has_lz4() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (SELECT FROM pg_catalog.pg_settings AS s WHERE s.name = 'default_toast_compression' AND 'lz4' = ANY (s.enumvals));
COMMENT ON FUNCTION corroborate_internal.has_lz4() IS 'whether the server can compress values with lz4';

-- Watching tables

CREATE FUNCTION corroborate_internal.check_at_least(at_least integer, minimum_support confidence) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF at_least < 1 THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('at_least must be at least 1, not %s', at_least),
			detail => 'It is a number of chains that share no source.');
	END IF;
	IF at_least > 1 AND minimum_support IS NULL THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => 'at_least needs a minimum of support',
			detail => 'It is how many chains that share no source must be sound with that probability.',
			hint => format('For example: minimum_support => 0.6, at_least => %s.', at_least));
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.check_at_least(integer, confidence) IS 'raises an error if a rule cannot have these';

CREATE FUNCTION watch(
	attestations regclass,
	claims regclass,
	claim text[] DEFAULT NULL,
	said text DEFAULT 'said',
	evidence text DEFAULT 'evidence',
	flag text DEFAULT NULL,
	threshold integer DEFAULT 2,
	minimum_support confidence DEFAULT NULL,
	accepted text DEFAULT NULL,
	retracted text DEFAULT NULL,
	latest_by text[] DEFAULT NULL,
	sources regclass DEFAULT NULL,
	aliases regclass DEFAULT NULL,
	ratings regclass DEFAULT NULL,
	documents regclass DEFAULT NULL,
	document text DEFAULT NULL,
	events regclass DEFAULT NULL,
	unknown_sources text DEFAULT 'allow',
	announce boolean DEFAULT false,
	id text DEFAULT NULL,
	replaces text DEFAULT NULL,
	at_least integer DEFAULT 1
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
AS $$
DECLARE
	key text[];
	arguments text[];
	rule text;
	flag_arguments text;
	missing text;
	differing record;
	event record;
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF num_nulls(attestations, claims, said, evidence, threshold, unknown_sources, announce, at_least) > 0 THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'watch() needs two tables, their columns and a threshold',
			hint => 'For example: SELECT watch(''attestation'', ''claim'');');
	END IF;
	IF unknown_sources NOT IN ('allow', 'refuse', 'add') THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('unrecognized value for unknown_sources: "%s"', unknown_sources),
			hint => 'Write unknown_sources => ''allow'', unknown_sources => ''refuse'' or unknown_sources => ''add''.');
	END IF;
	IF unknown_sources <> 'allow' AND sources IS NULL THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('unknown_sources is "%s", but there is no registry of sources', unknown_sources),
			hint => 'Say which: watch(..., sources => ''...'').');
	END IF;
	PERFORM corroborate_internal.check_threshold(threshold);
	PERFORM corroborate_internal.check_at_least(at_least, minimum_support);
	PERFORM 1 FROM pg_class c WHERE attestations = c.oid AND c.relkind = 'f' OR claims = c.oid AND c.relkind = 'f';
	IF FOUND THEN
		PERFORM corroborate_internal.refuse('wrong_object_type',
			message => 'foreign tables cannot be watched',
			detail => 'What others write where their rows are fires no triggers here.',
			hint => 'Watch them in their own database. Triggers run there for what is written from here, too.');
	END IF;
	PERFORM 1 FROM pg_class c WHERE c.oid = attestations AND c.relkind = 'r' AND NOT c.relispartition;
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('wrong_object_type',
			message => format('%s cannot be watched', attestations),
			detail => 'Only ordinary tables can: statement triggers with transition tables miss what is written to a partition or behind a view.',
			hint => 'Watch each partition by itself, under its own name, after detaching it; or keep attestations in one table.');
	END IF;
	PERFORM 1 FROM pg_inherits i WHERE attestations IN (i.inhparent, i.inhrelid);
	IF FOUND THEN
		PERFORM corroborate_internal.refuse('wrong_object_type',
			message => format('%s cannot be watched', attestations),
			detail => 'It inherits from a table or is inherited from, and what is written to one of the two fires no statement triggers of the other.',
			hint => format('Use ALTER TABLE ... NO INHERIT ..., and then watch %s by itself.', attestations));
	END IF;
	PERFORM 1 FROM pg_class c WHERE c.oid = claims AND c.relkind IN ('r', 'p');
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('wrong_object_type',
			message => format('%s is not a table', claims),
			hint => 'Evidence is kept in a column of the table of claims.');
	END IF;
	PERFORM 1 FROM pg_trigger t WHERE t.tgrelid = attestations AND t.tgfoid = '@extschema@.gather_evidence()'::regprocedure;
	IF FOUND THEN
		PERFORM corroborate_internal.refuse('duplicate_object',
			message => format('%s is watched already', attestations),
			hint => format('To change the rule, use SELECT unwatch(%L), and then watch() again.', attestations));
	END IF;

	-- attestations refer to claims by the primary key
	SELECT array_agg(a.attname::text ORDER BY k.ordinality) INTO key
	FROM pg_index i, unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, ordinality), pg_attribute a
	WHERE i.indrelid = claims AND i.indisprimary AND a.attrelid = claims AND a.attnum = k.attnum;
	IF key IS NULL THEN
		PERFORM corroborate_internal.refuse('undefined_object',
			message => format('table %s has no primary key', claims),
			hint => format('Use ALTER TABLE %s ADD PRIMARY KEY (...).', claims));
	END IF;
	IF claim IS NULL THEN
		SELECT array_agg(a.attname::text ORDER BY k.ordinality) INTO claim
		FROM pg_constraint c, unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(here, there, ordinality), pg_attribute a, pg_attribute b
		WHERE c.conrelid = attestations AND c.confrelid = claims AND c.contype = 'f'
			AND a.attrelid = attestations AND a.attnum = k.here AND b.attrelid = claims AND b.attnum = k.there
		GROUP BY c.oid
		HAVING array_agg(b.attname::text ORDER BY k.ordinality) = key
		ORDER BY c.oid LIMIT 1;
	END IF;
	IF claim IS NULL OR cardinality(claim) <> cardinality(key) THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('cannot tell which columns of %s refer to %s', attestations, claims),
			detail => format('Its primary key is (%s), and there is no foreign key to it.', array_to_string(key, ', ')),
			hint => 'Say so: watch(..., claim => ''{claim_id}'').');
	END IF;
	-- one column would take for one claim what the other takes for two
	SELECT u.a, u.b INTO differing
	FROM unnest(claim, key) AS u (a, b)
	JOIN pg_attribute AS ca ON ca.attrelid = attestations AND ca.attname = u.a
	JOIN pg_attribute AS cb ON cb.attrelid = claims AND cb.attname = u.b
	WHERE ca.attcollation <> cb.attcollation
		AND EXISTS (SELECT FROM pg_collation AS c WHERE c.oid IN (ca.attcollation, cb.attcollation) AND NOT c.collisdeterministic)
	LIMIT 1;
	IF FOUND THEN
		PERFORM corroborate_internal.refuse('collation_mismatch',
			message => format('columns %I of %s and %I of %s do not agree on what is equal', differing.a, attestations, differing.b, claims),
			detail => 'The collation of one takes for equal what has other bytes.',
			hint => format('Give both the same collation, with ALTER TABLE %s ALTER %I TYPE.', attestations, differing.a));
	END IF;

	PERFORM 1 FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
	WHERE a.attrelid = claims AND a.attname = evidence AND NOT a.attisdropped
		AND '@extschema@.evidence'::regtype IN (t.oid, t.typbasetype);
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('table %s has no column %I of type evidence', claims, evidence),
			hint => format('For example: ALTER TABLE %s ADD COLUMN %I %s.evidence NOT NULL DEFAULT ''{}'';', claims, evidence, '@extschema@'));
	END IF;
	PERFORM 1 FROM pg_attribute a
	WHERE a.attrelid = claims AND a.attname = flag AND NOT a.attisdropped AND a.atttypid = 'timestamptz'::regtype;
	IF NOT FOUND AND flag IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('table %s has no column %I of type timestamptz', claims, flag),
			hint => format('For example: ALTER TABLE %s ADD COLUMN %I timestamptz;', claims, flag));
	END IF;

	IF events IS NOT NULL THEN
		IF flag IS NULL THEN
			PERFORM corroborate_internal.refuse('invalid_parameter_value',
				message => 'events are about a flag, and no flag is named',
				hint => 'Say so: watch(..., flag => ''corroborated_at'').');
		END IF;
		PERFORM 1 FROM pg_constraint AS c WHERE c.conrelid = events AND c.confrelid = claims AND c.contype = 'f';
		IF NOT FOUND THEN
			PERFORM corroborate_internal.refuse('undefined_object',
				message => format('table %s does not refer to %s', events, claims),
				hint => format('Give it a foreign key that references %s.', claims));
		END IF;
		SELECT string_agg(wanted, ', ' ORDER BY o) INTO missing
		FROM unnest('{change,from_status,to_status,corroboration,support,cause}'::text[]) WITH ORDINALITY AS u(wanted, o)
		WHERE NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = events AND a.attname = wanted AND NOT a.attisdropped);
		IF missing IS NOT NULL THEN
			PERFORM corroborate_internal.refuse('undefined_column',
				message => format('table %s has no column %s', events, missing),
				detail => 'Events have a change (text), from_status and to_status (corroboration_status), a corroboration (integer), a support (confidence) and a cause (text).');
		END IF;
	END IF;

	PERFORM corroborate_internal.check_distribution(attestations, claim, claims, key, array_remove(ARRAY[sources, aliases, ratings, documents], NULL),
		events, unknown_sources, announce);

	arguments := ARRAY[
		'claims=' || corroborate_internal.table_name(claims),
		'key=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(claim) WITH ORDINALITY AS u(c, o)),
		'claim_key=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(key) WITH ORDINALITY AS u(c, o)),
		'said=' || quote_ident(said),
		'evidence=' || quote_ident(evidence),
		'accepted=' || quote_ident(accepted),
		'retracted=' || quote_ident(retracted),
		'order=' || (SELECT string_agg(quote_ident(c), ',' ORDER BY o) FROM unnest(latest_by) WITH ORDINALITY AS u(c, o)),
		'sources=' || corroborate_internal.table_name(sources),
		'aliases=' || corroborate_internal.table_name(aliases),
		'ratings=' || corroborate_internal.table_name(ratings),
		'documents=' || corroborate_internal.table_name(documents),
		'document=' || quote_ident(document),
		'id=' || quote_ident(id),
		'replaces=' || quote_ident(replaces),
		CASE WHEN sources IS NOT NULL THEN 'unknown=' || unknown_sources END
	];
	SELECT string_agg(quote_literal(a), ', ' ORDER BY o) INTO rule
	FROM unnest(arguments) WITH ORDINALITY AS u(a, o) WHERE a IS NOT NULL;

	FOR event IN SELECT * FROM (VALUES
		('insert', 'INSERT', 'REFERENCING NEW TABLE AS new_rows'),
		('update', 'UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
		('delete', 'DELETE', 'REFERENCING OLD TABLE AS old_rows'),
		('truncate', 'TRUNCATE', '')) AS e(name, event, referencing)
	LOOP
		EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s %s FOR EACH STATEMENT EXECUTE FUNCTION %s.gather_evidence(%s)',
			'gather_evidence_' || event.name, event.event, attestations, event.referencing, '@extschema@', rule);
	END LOOP;
	PERFORM corroborate_internal.stand_alone(attestations);

	-- it exists if other attestations of the same claims are watched
	IF NOT EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = claims AND t.tgname = 'zzz_guard_evidence') THEN
		EXECUTE format('CREATE TRIGGER zzz_guard_evidence BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s.guard_evidence(%L)',
			claims, '@extschema@', evidence);
	END IF;

	-- delete nothing: this fires the trigger, which checks its arguments
	EXECUTE format('DELETE FROM %s WHERE false', attestations);

	-- not if the user has chosen a compression method
	PERFORM 1 FROM pg_attribute a
	WHERE a.attrelid = claims AND a.attname = evidence AND a.attcompression = '' AND a.attstorage IN ('m', 'x')
		AND corroborate_internal.has_lz4() AND current_setting('default_toast_compression') = 'pglz';
	IF FOUND THEN
		RAISE NOTICE USING MESSAGE = format('column %I of table %s is compressed with pglz', evidence, claims),
			HINT = format('To write large evidence faster, use ALTER TABLE %s ALTER COLUMN %I SET COMPRESSION lz4.', claims, evidence);
	END IF;

	IF flag IS NOT NULL THEN
		flag_arguments := concat_ws(', ', quote_literal(evidence), quote_literal(flag),
			quote_literal(threshold), quote_literal(minimum_support));
		EXECUTE format('CREATE TRIGGER zz_flag_corroborated BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s.flag_corroborated(%s)',
			claims, '@extschema@', concat_ws(', ', flag_arguments, CASE WHEN at_least > 1 THEN quote_literal(at_least) END));
		IF announce THEN
			EXECUTE format('CREATE TRIGGER announce_flag AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION %s.announce_flag(%s)',
				claims, '@extschema@', flag_arguments);
		END IF;
		IF events IS NOT NULL THEN
			flag_arguments := concat_ws(', ', quote_literal(evidence), quote_literal(flag), quote_literal(threshold),
				quote_literal(coalesce(minimum_support::text, '')), quote_literal(corroborate_internal.table_name(events)), quote_literal('denied'));
			EXECUTE format('CREATE TRIGGER log_flag_insert AFTER INSERT ON %1$s FOR EACH ROW '
				'WHEN (NEW.%3$I IS NOT NULL OR %2$s.disputed(NEW.%4$I)) EXECUTE FUNCTION %2$s.announce_flag(%5$s)',
				claims, '@extschema@', flag, evidence, flag_arguments);
			EXECUTE format('CREATE TRIGGER log_flag_update AFTER UPDATE ON %1$s FOR EACH ROW '
				-- in one call, because the server parses the condition for each statement
				'WHEN (corroborate_internal.flag_moves(OLD.%3$I, NEW.%3$I, OLD.%4$I, NEW.%4$I, %6$s)) EXECUTE FUNCTION %2$s.announce_flag(%5$s)',
				claims, '@extschema@', flag, evidence, flag_arguments, threshold);
			-- it tells a row that moves to another partition from a new one
			IF (SELECT c.relkind = 'p' FROM pg_class AS c WHERE c.oid = claims) THEN
				EXECUTE format('CREATE TRIGGER log_flag_delete AFTER DELETE ON %s FOR EACH ROW EXECUTE FUNCTION %s.announce_flag(%s)',
					claims, '@extschema@', flag_arguments);
			END IF;
		END IF;
	END IF;
END
$$;
COMMENT ON FUNCTION watch(regclass, regclass, text[], text, text, text, integer, confidence, text, text, text[], regclass, regclass, regclass, regclass, text, regclass, text, boolean, text, text, integer) IS
'keeps the evidence of claims up to date with a table of attestations, and, if flag names a column, a flag beside it. claim: the columns of attestations that refer to the claims'' primary key, if no foreign key says so. accepted, retracted: columns that say whether a row counts. latest_by: columns by which a source''s latest statement replaces its earlier ones; without it all count, and id and replaces can name the column that identifies a claim''s rows and the one that says which row a row replaces. sources, aliases, ratings: a registry of sources. events: a table to which raised and withdrawn flags are written. unknown_sources: allow, refuse or add. at_least: how many chains that share no source must be sound with minimum_support. rebuild_evidence() gathers existing claims';

-- Names in triggers' arguments are compared with results of quote_ident(), which depend on quote_all_identifiers.
CREATE FUNCTION watched(OUT attestations regclass, OUT claims regclass, OUT claim text[], OUT key text[], OUT said text, OUT evidence text,
	OUT flag text, OUT threshold integer, OUT minimum_support confidence, OUT rule text[], OUT at_least integer)
RETURNS SETOF record LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
AS $$
DECLARE
	-- Anybody who may create tables can write anything into arguments of these triggers, and check_evidence() runs it with
	-- the rights of others.  So only names as quote_ident() writes them are accepted, and only tables that exist; and one
	-- bad row must not raise an error, which would hide all others.
	name CONSTANT text := '(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)';
	names CONSTANT text := '^' || name || '(?:,' || name || ')*$';
	support CONSTANT text := '^(?:0|1|[01]?[.]0{1,40}|0?[.][0-9]{1,40}|[1-9](?:[.][0-9]{1,40})?e-[12]?[0-9]{1,2}|[0-9]{1,2}(?:[.][0-9]{1,40})?%|100%|[A-E])$';
	found record;
	read record;
BEGIN
	FOR found IN
		-- each argument ends with a zero byte, and can contain any other
		SELECT t.tgrelid, array_remove(ARRAY(
			SELECT convert_from(decode(replace(a, ' ', ''), 'hex'), getdatabaseencoding())
			FROM string_to_table(regexp_replace(encode(t.tgargs, 'hex'), '(..)', E'\\1 ', 'g'), '00 ') WITH ORDINALITY AS u(a, o) ORDER BY o), '') AS arguments
		FROM pg_trigger t
		WHERE t.tgfoid = '@extschema@.gather_evidence()'::regprocedure AND t.tgname = 'gather_evidence_insert'
		ORDER BY t.tgrelid::regclass::text
	LOOP
		attestations := found.tgrelid;
		rule := found.arguments;
		SELECT max(substr(a, 8)) FILTER (WHERE a LIKE 'claims=%') AS claims,
			max(substr(a, 6)) FILTER (WHERE a LIKE 'said=%') AS said,
			max(substr(a, 10)) FILTER (WHERE a LIKE 'evidence=%') AS evidence,
			max(substr(a, 5)) FILTER (WHERE a LIKE 'key=%') AS claim,
			max(substr(a, 11)) FILTER (WHERE a LIKE E'claim\\_key=%') AS key
		INTO read FROM unnest(rule) AS a;
		claims := (SELECT c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
			WHERE read.claims = CASE WHEN n.oid = pg_my_temp_schema() THEN format('pg_temp.%I', c.relname) ELSE format('%I.%I', n.nspname, c.relname) END);
		said := substring(read.said FROM '^' || name || '$');
		evidence := substring(read.evidence FROM '^' || name || '$');
		-- commas separate names, and quoted names can contain commas
		claim := CASE WHEN read.claim ~ names THEN ARRAY(SELECT m[1] FROM regexp_matches(read.claim, name, 'g') WITH ORDINALITY AS u(m, o) ORDER BY o) END;
		key := CASE WHEN read.key ~ names THEN ARRAY(SELECT m[1] FROM regexp_matches(read.key, name, 'g') WITH ORDINALITY AS u(m, o) ORDER BY o) END;
		SELECT f[2], CASE WHEN f[3] ~ '^[0-9]{1,9}$' THEN f[3]::integer WHEN f IS NOT NULL THEN 2 END, substring(f[4] FROM support),
			CASE WHEN f[5] ~ '^[0-9]{1,9}$' THEN f[5]::integer WHEN f IS NOT NULL THEN 1 END
		INTO flag, threshold, minimum_support, at_least
		FROM (SELECT t.tgname, ARRAY(
			SELECT convert_from(decode(replace(a, ' ', ''), 'hex'), getdatabaseencoding())
			FROM string_to_table(regexp_replace(encode(t.tgargs, 'hex'), '(..)', E'\\1 ', 'g'), '00 ') WITH ORDINALITY AS u(a, o) ORDER BY o) AS f
			FROM pg_trigger t
			WHERE t.tgrelid = claims AND t.tgfoid = '@extschema@.flag_corroborated()'::regprocedure) AS t
		-- claims can have further flags, and evidence of other attestations; the trigger that watch() made takes precedence
		WHERE quote_ident(f[1]) = evidence ORDER BY t.tgname <> 'zz_flag_corroborated', t.tgname LIMIT 1;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION watched() IS 'the tables that are watched, and the rule by which claims are flagged: the threshold, and the minimum of support for at_least chains';

CREATE FUNCTION watch_queries(attestations regclass, OUT purpose text, OUT query text, OUT parameters regtype[]) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'watch_queries' LANGUAGE C STRICT STABLE PARALLEL UNSAFE;
COMMENT ON FUNCTION watch_queries(regclass) IS 'the queries that gather evidence from a watched table: EXPLAIN shows which indexes they use';

CREATE FUNCTION unwatch(attestations regclass) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
AS $$
DECLARE
	kept_in regclass;
	found record;
	any_found boolean := false;
BEGIN
	-- Keep the flag's triggers if another table's attestations raise the flag, too.  Anybody can make a trigger that says
	-- so; it counts only if its table's owner may update the claims' evidence.
	SELECT w.claims INTO kept_in FROM @extschema@.watched() AS w WHERE w.attestations = unwatch.attestations
		AND NOT EXISTS (
			SELECT FROM @extschema@.watched() AS o JOIN pg_class AS c ON c.oid = o.attestations
			JOIN pg_attribute AS a ON a.attrelid = o.claims AND quote_ident(a.attname) = o.evidence AND NOT a.attisdropped
			WHERE o.claims = w.claims AND o.attestations <> w.attestations AND has_column_privilege(c.relowner, o.claims, a.attnum, 'UPDATE'));
	FOR found IN
		SELECT t.tgname, t.tgrelid::regclass AS relation FROM pg_trigger t
		WHERE t.tgrelid = attestations
				AND t.tgfoid IN ('@extschema@.gather_evidence()'::regprocedure, 'corroborate_internal.must_stand_alone()'::regprocedure)
			OR t.tgrelid = kept_in AND t.tgname IN ('zz_flag_corroborated', 'zzz_guard_evidence', 'announce_flag', 'log_flag_insert', 'log_flag_update',
				'log_flag_delete') AND t.tgfoid IN ('@extschema@.flag_corroborated()'::regprocedure, '@extschema@.announce_flag()'::regprocedure,
				'@extschema@.guard_evidence()'::regprocedure)
	LOOP
		EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.relation);
		any_found := true;
	END LOOP;
	FOR found IN
		SELECT t.tgname, t.tgrelid::regclass AS relation FROM pg_trigger AS t
		WHERE t.tgfoid = 'corroborate_internal.registry_followed()'::regprocedure
			AND position(convert_to(corroborate_internal.table_name(attestations), getdatabaseencoding()) || decode('00', 'hex') IN t.tgargs) = 1
	LOOP
		EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.relation);
	END LOOP;
	IF NOT any_found THEN
		PERFORM corroborate_internal.refuse('undefined_object',
			message => format('%s is not watched', attestations),
			hint => 'The function watched() lists the tables that are.');
	END IF;
END
$$;
COMMENT ON FUNCTION unwatch(regclass) IS 'drops the triggers that watch() made; evidence and flags stay as they are';


-- Checking and mending.  With row_security off, a policy that hides rows raises an error.

CREATE FUNCTION progress_interval() RETURNS interval LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('corroborate.progress', true), ''), '5 seconds')::interval;
COMMENT ON FUNCTION progress_interval() IS
'how often functions over whole ledgers report their progress by NOTICE: every five seconds, or as the setting corroborate.progress says';

CREATE FUNCTION corroborate_internal.problems(stored evidence, again evidence, gathered evidence, flag timestamptz, threshold integer,
	minimum_support confidence, at_least integer)
RETURNS TABLE (problem text, stored text, expected text) LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	-- null is the same as empty: nobody has said anything
	SELECT 'evidence', $1::text, $3::text WHERE coalesce($1::text, '{}') IS DISTINCT FROM $3::text
	UNION ALL
	SELECT 'figures', concat_ws(' ', corroboration($1), corroboration_firsthand($1), contradiction($1), support($1), denial($1)),
		concat_ws(' ', corroboration($2), corroboration_firsthand($2), contradiction($2), support($2), denial($2))
	WHERE (corroboration($1), corroboration_firsthand($1), contradiction($1), support($1)::float8, denial($1)::float8)
		IS DISTINCT FROM (corroboration($2), corroboration_firsthand($2), contradiction($2), support($2)::float8, denial($2)::float8)
	UNION ALL
	SELECT 'flag', $4::text, CASE WHEN $4 IS NULL THEN 'raised' ELSE 'withdrawn' END WHERE ($4 IS NOT NULL) <> meets($1, $5, $6, $7);
END;
COMMENT ON FUNCTION corroborate_internal.problems(evidence, evidence, evidence, timestamptz, integer, confidence, integer) IS
'what is wrong with a claim. Arguments: its stored evidence, the same read back from text, evidence gathered from its attestations, its flag, and the rule (threshold: null if there is no flag)';

CREATE FUNCTION check_evidence(attestations regclass)
RETURNS TABLE (claim text[], problem text, stored text, expected text) LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
-- so that the text of a key can be read back, and every difference shows
SET datestyle = 'ISO' SET intervalstyle = 'postgres' SET extra_float_digits = 1 SET bytea_output = 'hex'
AS $$
DECLARE
	w record;
	keys text;
	generated text;
	say_every interval := @extschema@.progress_interval();
	said_at timestamptz := clock_timestamp();
	checked bigint := 0;
	last text[];
BEGIN
	-- a SQL function may call this one
	PERFORM corroborate_internal.hide_context(1);
	SELECT v.* INTO w FROM @extschema@.watched() AS v
	WHERE v.attestations = check_evidence.attestations AND (v.claims, v.claim, v.key, v.said, v.evidence) IS NOT NULL;
	IF w IS NULL THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('%s is not watched', attestations),
			hint => 'The function watched() lists the tables that are, and by which rule.');
	END IF;
	keys := (SELECT string_agg(format('c.%s::text', k), ', ' ORDER BY o) FROM unnest(w.key) WITH ORDINALITY AS u(k, o));

	-- generated columns whose value is not that of their expression
	generated := (
		SELECT string_agg(format(
			'SELECT ARRAY[%1$s], %2$L, c.%3$I::text, (%4$s)::%5$s::text FROM %6$s AS c WHERE c.%3$I::text IS DISTINCT FROM (%4$s)::%5$s::text',
			keys, 'generated column ' || a.attname, a.attname,
			-- pg_get_expr() leaves out the cast to the column's type
			pg_get_expr(d.adbin, d.adrelid), format_type(a.atttypid, a.atttypmod), corroborate_internal.rows_of(w.claims)), ' UNION ALL ')
		FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE a.attrelid = w.claims AND a.attgenerated = 's');

	-- at least one row of each claim, to count claims
	FOR claim, problem, stored, expected IN EXECUTE format($query$
		SELECT kept.k, found.problem, found.stored, found.expected
		FROM (
			SELECT ARRAY[%1$s] AS k, c.%2$s AS stored, c.%2$s::text::%3$s.evidence AS again, %3$s.gathered(%4$L, ARRAY[%1$s]) AS gathered,
				%5$s AS flag
			FROM %6$s AS c OFFSET 0
		) AS kept
		LEFT JOIN LATERAL corroborate_internal.problems(kept.stored, kept.again, kept.gathered, kept.flag, $1, $2, $3) AS found ON true
		$query$,
		keys, w.evidence, '@extschema@', attestations, CASE WHEN w.flag IS NULL THEN 'NULL::timestamptz' ELSE format('c.%I', w.flag) END,
		corroborate_internal.rows_of(w.claims))
	USING CASE WHEN w.flag IS NOT NULL THEN w.threshold END, w.minimum_support, w.at_least
	LOOP
		checked := checked + (claim IS DISTINCT FROM last)::integer;
		last := claim;
		IF clock_timestamp() > said_at + say_every THEN
			said_at := clock_timestamp();
			RAISE NOTICE USING MESSAGE = format('%s claims are checked', checked);
		END IF;
		IF problem IS NOT NULL THEN
			RETURN NEXT;
		END IF;
	END LOOP;
	IF generated IS NOT NULL THEN
		RETURN QUERY EXECUTE generated;
	END IF;
END
$$;
COMMENT ON FUNCTION check_evidence(regclass) IS
'recomputes the evidence of all claims from their attestations, and their figures, flags and generated columns, and returns what differs; it must always return nothing';

CREATE FUNCTION corroborate_internal.attestations_named(name text) RETURNS regclass
	AS 'MODULE_PATHNAME', 'attestations_named' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.attestations_named(text) IS
'the attestations of the ledger in the schema of this name, or the table of this name; raises an error if there is neither';

CREATE FUNCTION check_evidence(ledger text)
RETURNS TABLE (claim text[], problem text, stored text, expected text) LANGUAGE sql VOLATILE PARALLEL UNSAFE
BEGIN ATOMIC SELECT p.claim, p.problem, p.stored, p.expected FROM @extschema@.check_evidence(corroborate_internal.attestations_named(ledger)) AS p; END;
COMMENT ON FUNCTION check_evidence(text) IS 'the same for a ledger, by the name of its schema, or for a table of attestations, by its name';

CREATE FUNCTION rebuild_evidence(attestations regclass) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off
SET datestyle = 'ISO' SET intervalstyle = 'postgres' SET extra_float_digits = 1 SET bytea_output = 'hex'
AS $$
DECLARE
	w record;
	changed bigint;
BEGIN
	-- a SQL function may call this one
	PERFORM corroborate_internal.hide_context(1);
	SELECT v.* INTO w FROM @extschema@.watched() AS v
	WHERE v.attestations = rebuild_evidence.attestations AND (v.claims, v.claim, v.key, v.said, v.evidence) IS NOT NULL;
	IF w IS NULL THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('%s is not watched', attestations),
			hint => 'The function watched() lists the tables that are, and by which rule.');
	END IF;
	IF corroborate_internal.is_distributed(w.claims) THEN
		RETURN corroborate_internal.rebuild_distributed(attestations, w.claims, w.key);
	END IF;
	-- lock claims in key order, as everywhere, and then read them with a new snapshot
	EXECUTE format('SELECT 1 FROM %s AS c ORDER BY %s FOR NO KEY UPDATE', corroborate_internal.rows_of(w.claims),
		(SELECT string_agg('c.' || k, ', ' ORDER BY o) FROM unnest(w.key) WITH ORDINALITY AS u(k, o)));
	SELECT count(*) FILTER (WHERE corroborate_internal.rewrite_claim(attestations, wrong.claim)) INTO changed
	FROM (SELECT DISTINCT p.claim FROM @extschema@.check_evidence(attestations) AS p ORDER BY p.claim) AS wrong;
	RETURN changed;
END
$$;
COMMENT ON FUNCTION rebuild_evidence(regclass) IS
'mends what check_evidence() finds, and returns how many claims it changed: for use after a restore without triggers, or for attestations that are older than watch()';

CREATE FUNCTION rebuild_evidence(ledger text) RETURNS bigint LANGUAGE sql VOLATILE PARALLEL UNSAFE
RETURN @extschema@.rebuild_evidence(corroborate_internal.attestations_named(ledger));
COMMENT ON FUNCTION rebuild_evidence(text) IS 'the same for a ledger, by the name of its schema, or for a table of attestations, by its name';
