------------------------------------------------------------------------------
-- copy: copies the rows of a ledger into another one
------------------------------------------------------------------------------

-- A copy serves boards, files and whatever else reads a ledger by queries that Citus cannot plan, and shows what a change would
-- do.  Rows are copied as they are, before the copy has triggers, which would treat them as new.  source_identity is not
-- copied: no use of a copy reads it.

CREATE FUNCTION corroborate_internal.copy_columns(original regclass, copy regclass) RETURNS text LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	added record;
BEGIN
	-- columns that the desk has added
	FOR added IN SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type FROM pg_attribute AS a
		WHERE a.attrelid = original AND a.attnum > 0 AND NOT a.attisdropped
			AND NOT EXISTS (SELECT FROM pg_attribute AS b WHERE b.attrelid = copy AND b.attname = a.attname AND NOT b.attisdropped)
		ORDER BY a.attnum
	LOOP
		EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', copy, added.attname, added.type);
	END LOOP;
	RETURN (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute AS a
		WHERE a.attrelid = copy AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '');
END
$$;
COMMENT ON FUNCTION corroborate_internal.copy_columns(regclass, regclass) IS
'lists the columns of a table other than generated ones, after adding to its copy those that it lacks';

CREATE FUNCTION corroborate_internal.copy_rows(ledger name, copy name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	named text;
	columns text;
	numbered record;
	last bigint;
BEGIN
	-- in an order that satisfies their foreign keys
	FOREACH named IN ARRAY '{source,source_alias,source_rating,document,claim,attestation,ruling,publication,claim_event,same_answer,verdict_word,claim_review,proposal,fingerprint_key}'::text[]
	LOOP
		columns := corroborate_internal.copy_columns(format('%I.%I', ledger, named)::regclass, format('%I.%I', copy, named)::regclass);
		EXECUTE format('INSERT INTO %2$I.%3$I (%4$s) OVERRIDING SYSTEM VALUE SELECT %4$s FROM %1$I.%3$I', ledger, copy, named, columns);
	END LOOP;
	FOR numbered IN SELECT c.oid::regclass AS relation, a.attname, pg_get_serial_sequence(c.oid::regclass::text, a.attname) AS sequence
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
		WHERE c.relnamespace = quote_ident(copy)::regnamespace AND c.relkind = 'r' AND a.attidentity <> ''
	LOOP
		EXECUTE format('SELECT max(%I) FROM %s', numbered.attname, numbered.relation) INTO last;
		PERFORM setval(numbered.sequence, coalesce(last, 1), last IS NOT NULL);
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.copy_rows(name, name) IS 'copies the rows of a ledger, without source_identity, into the bare tables of another';

CREATE FUNCTION copy_ledger(ledger name, copy name) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rule record;
	template text;
	policies text;
	claims bigint;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	IF copy IS NULL OR copy = '' OR EXISTS (SELECT FROM pg_namespace AS n WHERE n.nspname = copy) THEN
		PERFORM corroborate_internal.refuse('duplicate_object',
			message => CASE WHEN copy <> '' THEN format('there is a schema %I already', copy) ELSE 'the copy needs a name' END,
			detail => 'A copy is a ledger in a schema of its own.',
			hint => format('For example: SELECT copy_ledger(%L, %L);', ledger, left(ledger, 50) || '_copy'));
	END IF;
	-- a lock that lets others read
	PERFORM corroborate_internal.hold_ledger(ledger, 'copied', 'SHARE');
	SELECT w.threshold, w.minimum_support, w.at_least, coalesce((SELECT substr(r, 9) FROM unnest(w.rule) AS r WHERE r LIKE 'unknown=%'), 'allow') AS unknown_sources
	INTO rule FROM @extschema@.watched() AS w WHERE w.attestations = format('%I.attestation', ledger)::regclass;
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('%I.attestation is not watched', ledger),
			hint => 'Use watch() first.');
	END IF;
	-- make it on this node only
	PERFORM set_config('citus.enable_ddl_propagation', 'off', true) WHERE corroborate_internal.is_distributed(format('%I.claim', ledger)::regclass);
	PERFORM corroborate_internal.make_schema(copy);
	EXECUTE format('COMMENT ON SCHEMA %I IS %L', copy, format('a copy of the ledger in schema %I', ledger));
	PERFORM set_config('search_path', format('%I, pg_temp', copy), true);
	EXECUTE corroborate_internal.ledger_commands(corroborate_internal.ledger_tables() || corroborate_internal.ledger_tables_0_3_0(),
		rule.threshold, rule.minimum_support, rule.at_least);
	PERFORM corroborate_internal.copy_rows(ledger, copy);
	FOREACH template IN ARRAY corroborate_internal.ledger_checks() || corroborate_internal.ledger_parts() LOOP
		EXECUTE corroborate_internal.ledger_commands(template, rule.threshold, rule.minimum_support, rule.at_least);
	END LOOP;
	PERFORM corroborate_internal.watch_ledger(copy, rule.threshold, rule.minimum_support, rule.unknown_sources, false, rule.at_least);
	PERFORM corroborate_internal.revoke_new_functions(copy, NULL);
	-- grant_ledger() makes the policies for editors on source_identity
	SELECT string_agg(format('%I on %I', p.polname, c.relname), ', ' ORDER BY c.relname, p.polname) INTO policies
	FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid
	WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relname <> 'source_identity';
	IF policies IS NOT NULL THEN
		RAISE NOTICE USING MESSAGE = 'policies of row-level security are not copied',
			DETAIL = format('They are %s.', policies),
			HINT = format('Nobody but you may use the copy. Make them in schema %I before you let in others.', copy);
	END IF;
	-- a distributed ledger does not delete these at once
	EXECUTE 'SELECT drop_protected_fingerprints()';
	EXECUTE format('ANALYZE %s', (SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class AS c
		WHERE c.relnamespace = quote_ident(copy)::regnamespace AND c.relkind = 'r'));
	EXECUTE format('SELECT count(*) FROM %I.claim', copy) INTO claims;
	RETURN claims;
END
$$;
COMMENT ON FUNCTION copy_ledger(name, name) IS
'copies a ledger, without source_identity, into a new one, and returns how many claims it has: to read a distributed ledger by any function, or to see what a change would do. For its owner. The copy holds everything else that is confidential, and forget() does not reach it: make it in a transaction that is rolled back, or drop its schema';
