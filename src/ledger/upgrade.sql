------------------------------------------------------------------------------
-- upgrade: brings ledgers of earlier versions to the installed version
------------------------------------------------------------------------------

-- A ledger belongs to its maker, so ALTER EXTENSION UPDATE leaves it with the
-- tables, views, functions and triggers of the version that made it.
-- upgrade_ledger() brings it to the installed version.
--
-- It makes functions, triggers and views again, from the templates that
-- create_ledger() runs.  changes-X.sql do the rest: they change tables, and drop
-- what the new version does not have.

CREATE FUNCTION ledger_version(ledger name) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN CASE
	WHEN to_regclass(format('%I.claim', ledger)) IS NOT NULL AND to_regclass(format('%I.attestation', ledger)) IS NOT NULL
		AND to_regclass(format('%I.source_identity', ledger)) IS NOT NULL
		-- not foreign tables of a ledger in another database
		AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(format('%I.claim', ledger)) AND c.relkind = 'r')
	-- Read the function, do not run it: it belongs to somebody else.  Ledgers of 0.1.0 have none.
	THEN coalesce((SELECT substring(p.prosrc FROM '[0-9]+[.][0-9]+[.][0-9]+') FROM pg_proc AS p
		WHERE p.oid = to_regprocedure(format('%I.corroborate_version()', ledger))), '0.1.0')
END;
COMMENT ON FUNCTION ledger_version(name) IS 'the version of corroborate that made, or last upgraded, the ledger in this schema; NULL if there is none';

CREATE FUNCTION corroborate_internal.is_before(version text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN string_to_array(version, '.')::integer[] < string_to_array(other, '.')::integer[];
COMMENT ON FUNCTION corroborate_internal.is_before(text, text) IS 'whether a version of corroborate came before another';

CREATE FUNCTION corroborate_internal.made_as(ledger name) RETURNS name LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	-- the search_path that create_ledger() set for its functions: the schema, perhaps quoted without need, and pg_temp
	SELECT n.nspname FROM pg_catalog.pg_namespace AS l JOIN pg_catalog.pg_proc AS p ON p.pronamespace = l.oid
	CROSS JOIN LATERAL pg_catalog.unnest(p.proconfig) AS s (setting)
	JOIN pg_catalog.pg_namespace AS n ON s.setting IN (pg_catalog.format('search_path=%s, pg_temp', n.nspname),
		pg_catalog.format('search_path="%s", pg_temp', pg_catalog.replace(n.nspname::text, '"', '""')))
	WHERE l.nspname = ledger AND p.proname = 'who' AND p.pronargs = 0;
END;
COMMENT ON FUNCTION corroborate_internal.made_as(name) IS 'the schema in which the functions of a ledger look for its tables: not the ledger''s own if that was renamed, and null if no schema has that name any more';

CREATE FUNCTION corroborate_internal.ledgers_made_as(ledger name) RETURNS SETOF name LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT n.nspname FROM pg_catalog.pg_namespace AS n WHERE n.nspname <> ledger AND corroborate_internal.made_as(n.nspname) = ledger ORDER BY n.nspname;
END;
COMMENT ON FUNCTION corroborate_internal.ledgers_made_as(name) IS 'the ledgers in other schemas whose functions look for their tables in this schema';

CREATE FUNCTION require_ledger(ledger name, version text) RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found text;
BEGIN
	IF ledger IS NULL THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'no ledger is named',
			hint => 'Name its schema, for example ''newsroom''.');
	END IF;
	IF EXISTS (SELECT FROM pg_namespace AS n WHERE n.nspname = ledger AND NOT has_schema_privilege(n.oid, 'USAGE')) THEN
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => format('permission denied for schema %I', ledger),
			hint => format('The owner of a ledger lets roles in: SELECT grant_ledger(%L, reporter => %L);', ledger, current_user));
	END IF;
	found := @extschema@.ledger_version(ledger);
	IF found IS NULL THEN
		PERFORM corroborate_internal.refuse('undefined_table',
			message => format('there is no ledger in schema %I', ledger),
			hint => (SELECT coalesce(format('There are ledgers in %s. ', string_agg(quote_ident(n.nspname), ', ' ORDER BY n.nspname)), '')
					|| format('To make one, use SELECT create_ledger(%L).', ledger)
				-- check in this order: a lookup in a schema that the caller may not use raises an error
				FROM pg_namespace AS n WHERE CASE WHEN n.nspname ~ '^pg_' OR NOT has_schema_privilege(n.oid, 'USAGE') THEN false
					ELSE @extschema@.ledger_version(n.nspname) IS NOT NULL END));
	END IF;
	IF corroborate_internal.made_as(ledger) <> ledger THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('the ledger in schema %I looks for its tables in schema %I', ledger, corroborate_internal.made_as(ledger)),
			detail => 'Its schema was renamed, and another has its name now.',
			hint => 'Give both schemas their names back.');
	END IF;
	IF corroborate_internal.is_before(found, version) THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('the ledger in schema %I was made by version %s', ledger, found),
			detail => format('This needs what version %s makes.', version),
			hint => format('Its owner brings it up to date: SELECT upgrade_ledger(%L);', ledger));
	END IF;
END
$$;
COMMENT ON FUNCTION require_ledger(name, text) IS 'raises an error unless there is a ledger in this schema, made or upgraded by at least this version';

-- added: the column to grant on; null: the object itself
CREATE FUNCTION corroborate_internal.grant_as(acl aclitem[], object text, added name DEFAULT NULL) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	may record;
BEGIN
	FOR may IN SELECT a.privilege_type, a.is_grantable, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS role
		FROM aclexplode(acl) AS a WHERE a.grantee <> quote_ident(current_user)::regrole
	LOOP
		EXECUTE format('GRANT %s%s ON %s TO %s%s', may.privilege_type, CASE WHEN added IS NULL THEN '' ELSE format(' (%I)', added) END, object, may.role,
			CASE WHEN may.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.grant_as(aclitem[], text, name) IS 'grants the privileges in one object''s access control list on another object';

CREATE FUNCTION corroborate_internal.grant_beside(relation regclass, known name, added name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.grant_as(c.attacl, relation::text, added) FROM pg_attribute AS c WHERE c.attrelid = relation AND c.attname = known;
END
$$;
COMMENT ON FUNCTION corroborate_internal.grant_beside(regclass, name, name) IS 'grants the privileges that roles have on one column on another column';

CREATE FUNCTION corroborate_internal.views_on(relation regclass) RETURNS TABLE (view regclass, depth integer) LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH RECURSIVE above (view, depth) AS (
		SELECT r.ev_class, 1 FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_rewrite AS r ON r.oid = d.objid
		WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
			AND d.refobjid = relation AND r.ev_class <> relation
		UNION
		SELECT r.ev_class, a.depth + 1 FROM above AS a JOIN pg_catalog.pg_depend AS d ON d.refobjid = a.view
		JOIN pg_catalog.pg_rewrite AS r ON r.oid = d.objid
		WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND r.ev_class <> a.view
	)
	SELECT a.view::regclass, pg_catalog.max(a.depth) FROM above AS a GROUP BY a.view;
END;
COMMENT ON FUNCTION corroborate_internal.views_on(regclass) IS 'the views that read a table, and the views that read these. depth: how many views are between';

-- pg_get_viewdef() schema-qualifies only what the search_path does not find.
CREATE FUNCTION corroborate_internal.view_commands(view regclass) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT pg_catalog.concat_ws(';',
		pg_catalog.format('CREATE VIEW %s%s AS %s', c.oid::regclass,
			' WITH (' || pg_catalog.array_to_string(c.reloptions, ', ') || ')', pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')),
		pg_catalog.format('ALTER VIEW %s OWNER TO %s', c.oid::regclass, c.relowner::regrole),
		(SELECT pg_catalog.string_agg(pg_catalog.format('COMMENT ON %s IS %L', CASE d.objsubid WHEN 0 THEN 'VIEW ' || c.oid::regclass::text
				ELSE pg_catalog.format('COLUMN %s.%I', c.oid::regclass, a.attname) END, d.description), ';')
			FROM pg_catalog.pg_description AS d LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.objsubid
			WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid),
		(SELECT pg_catalog.string_agg(pg_catalog.format('GRANT %s ON %s TO %s%s', g.privilege_type, c.oid::regclass,
				CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END,
				CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), ';')
			FROM pg_catalog.aclexplode(c.relacl) AS g WHERE g.grantee <> c.relowner))
	FROM pg_catalog.pg_class AS c WHERE c.oid = view;
END;
COMMENT ON FUNCTION corroborate_internal.view_commands(regclass) IS 'the commands that recreate a view as it is: its query, options, owner, comments and privileges';

CREATE FUNCTION corroborate_internal.alter_beneath_views(relation regclass, VARIADIC alterations text[]) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	above record;
	again text[] := '{}';
	part text;
BEGIN
	FOR above IN SELECT v.view, c.relkind FROM corroborate_internal.views_on(relation) AS v JOIN pg_class AS c ON c.oid = v.view
		ORDER BY v.depth DESC, v.view
	LOOP
		IF above.relkind <> 'v' THEN
			PERFORM corroborate_internal.refuse('dependent_objects_still_exist',
				message => format('%s reads table %s, which is to be altered', above.view, relation),
				hint => 'Drop it, and make it again afterwards.');
		END IF;
		again := corroborate_internal.view_commands(above.view) || again;
		EXECUTE format('DROP VIEW %s', above.view);
	END LOOP;
	FOREACH part IN ARRAY alterations LOOP
		EXECUTE format('ALTER TABLE %s %s', relation, part);
	END LOOP;
	FOREACH part IN ARRAY again LOOP
		EXECUTE part;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.alter_beneath_views(regclass, text[]) IS 'alters a table that views read: drops the views, and recreates them';

-- The commands of each change are templates, like those of create_ledger().
CREATE FUNCTION corroborate_internal.ledger_changes(OUT before text, OUT commands text) RETURNS SETOF record LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT * FROM (VALUES
		('0.2.0', corroborate_internal.ledger_changes_0_2_0()),
		('0.3.0', corroborate_internal.ledger_changes_0_3_0() || corroborate_internal.ledger_tables_0_3_0() || corroborate_internal.ledger_checks())) AS changes (before, commands);
END;
COMMENT ON FUNCTION corroborate_internal.ledger_changes() IS
'the commands that upgrade_ledger() runs for ledgers made before a version, before it makes functions, triggers and views again';

-- Runs after functions and views are made.  Roles that could use what was there before may use what belongs with it now.
CREATE FUNCTION corroborate_internal.grant_new(ledger name, was text) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	desk aclitem[] := (SELECT c.relacl FROM pg_class AS c WHERE c.oid = format('%I.desk', ledger)::regclass);
	spellings regclass := format('%I.source_alias', ledger)::regclass;
	may record;
	attest aclitem[] := (SELECT p.proacl FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace AND p.proname = 'attest'
		ORDER BY p.oid DESC LIMIT 1);
	accept aclitem[] := (SELECT p.proacl FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace AND p.proname = 'accept_attestation'
		ORDER BY p.oid DESC LIMIT 1);
BEGIN
	IF corroborate_internal.is_before(was, '0.3.0') THEN
		PERFORM corroborate_internal.grant_as(desk, format('%I.%I', ledger, v))
		FROM unnest('{replaced,says_both,cancelled_document,cancelled_attestation,to_accept,pending,claim_review,undecided_review,'
			'answer_meaning,answered,other_answer,source_label,protected_name,protected_document,protected_attestation}'::text[]) AS v;
		PERFORM corroborate_internal.grant_as(attest, format('FUNCTION %I.%I', ledger, f))
		FROM unnest('{attestation_note,earlier_firsthand,claim_now,is_replaced,list_attestations,hold_publishers,take_over_document,fingerprint_document,'
			'attest_pending,speaks_for,near_names,near_pairs,abbreviated_pairs,as_one,moved_flags}'::text[]) AS f;
		-- roles that may enter other spellings of sources may enter those of answers, and what verdicts mean
		PERFORM corroborate_internal.grant_as((SELECT c.relacl FROM pg_class AS c WHERE c.oid = spellings), format('%I.%I', ledger, t))
		FROM unnest('{same_answer,verdict_word}'::text[]) AS t;
		FOR may IN SELECT a.privilege_type, a.grantee::regrole AS role FROM pg_attribute AS c CROSS JOIN LATERAL aclexplode(c.attacl) AS a
			WHERE c.attrelid = spellings AND c.attname = 'alias' AND a.grantee NOT IN (0, quote_ident(current_user)::regrole)
		LOOP
			EXECUTE format('GRANT %s (word, means) ON %I.same_answer TO %s', may.privilege_type, ledger, may.role);
			EXECUTE format('GRANT %s (word, means) ON %I.verdict_word TO %s', may.privilege_type, ledger, may.role);
			EXECUTE format('GRANT UPDATE (verdict, rating), DELETE ON %I.claim_review TO %s', ledger, may.role);
		END LOOP;
		-- roles that may attest may enter fact checks
		FOR may IN SELECT a.privilege_type, a.grantee::regrole AS role FROM pg_attribute AS c CROSS JOIN LATERAL aclexplode(c.attacl) AS a
			WHERE c.attrelid = format('%I.attestation', ledger)::regclass AND c.attname = 'said' AND a.privilege_type = 'INSERT'
				AND a.grantee NOT IN (0, quote_ident(current_user)::regrole)
		LOOP
			EXECUTE format('GRANT INSERT (claim, document, verdict, rating) ON %I.claim_review TO %s', ledger, may.role);
		END LOOP;
		PERFORM corroborate_internal.grant_as((SELECT p.proacl FROM pg_proc AS p WHERE p.oid = format('%I.discredit_source(text,text)', ledger)::regprocedure),
			format('FUNCTION %I.%I', ledger, f)) FROM unnest('{rename_source,merge_sources}'::text[]) AS f;
		PERFORM corroborate_internal.grant_as(accept, format('FUNCTION %I.%I', ledger, f))
		FROM unnest('{accept_document,near_confidential,find_proposals,accept_proposal,decline_proposal,what_would_move}'::text[]) AS f;
		-- only editors see proposals
		FOR may IN SELECT DISTINCT a.grantee::regrole AS role FROM aclexplode(accept) AS a WHERE a.grantee NOT IN (0, quote_ident(current_user)::regrole) LOOP
			EXECUTE format('GRANT SELECT ON %1$I.proposal, %1$I.proposals TO %2$s', ledger, may.role);
		END LOOP;
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.grant_new(name, text) IS
'lets roles that could read the desk of a ledger of an earlier version, or attest, use the views and functions that these need now';

CREATE FUNCTION corroborate_internal.unwatch_ledger(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found record;
BEGIN
	-- not unwatch(), which keeps the claims' triggers if other attestations raise the same flags
	FOR found IN
		SELECT t.tgname, t.tgrelid::regclass AS relation FROM pg_trigger AS t
		WHERE t.tgrelid = format('%I.attestation', ledger)::regclass
				AND t.tgfoid IN ('@extschema@.gather_evidence()'::regprocedure, 'corroborate_internal.must_stand_alone()'::regprocedure)
			OR t.tgrelid = format('%I.claim', ledger)::regclass
				AND t.tgfoid IN ('@extschema@.flag_corroborated()'::regprocedure, '@extschema@.announce_flag()'::regprocedure, '@extschema@.guard_evidence()'::regprocedure)
				AND t.tgname IN ('zz_flag_corroborated', 'zzz_guard_evidence', 'announce_flag', 'log_flag_insert', 'log_flag_update', 'log_flag_delete')
	LOOP
		EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.relation);
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.unwatch_ledger(name) IS 'drops what watch_ledger() made';

CREATE FUNCTION corroborate_internal.hold_ledger(ledger name, what text, mode text DEFAULT 'ACCESS EXCLUSIVE') RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	owner name;
BEGIN
	-- a snapshot older than the locks would not show what was written in between
	IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
		PERFORM corroborate_internal.refuse('invalid_transaction_state',
			message => format('a ledger cannot be %s at isolation level %s', what, upper(current_setting('transaction_isolation'))),
			hint => 'Use BEGIN ISOLATION LEVEL READ COMMITTED.');
	END IF;
	PERFORM @extschema@.require_ledger(ledger, '0.1.0');
	SELECT pg_get_userbyid(c.relowner) INTO owner FROM pg_class AS c
	WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relname = ANY (corroborate_internal.ledger_relations())
		AND c.relowner <> quote_ident(current_user)::regrole
	LIMIT 1;
	IF owner IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => format('the ledger in schema %I belongs to %I', ledger, owner),
			detail => 'Its functions run with the rights of whoever makes them.',
			hint => format('Use SET ROLE %I first.', owner));
	END IF;
	PERFORM corroborate_internal.refuse_shared_schema(ledger);
	-- in the order in which writing an attestation locks them
	EXECUTE (SELECT format('LOCK TABLE %s IN %s MODE', string_agg(format('%I.%I', ledger, t), ', ' ORDER BY o), mode)
		FROM unnest('{attestation,source,source_alias,source_rating,source_identity,document,claim,claim_event,ruling,publication,same_answer,verdict_word,claim_review,proposal}'::text[])
			WITH ORDINALITY AS u (t, o)
		-- ledgers of earlier versions lack some of them
		WHERE to_regclass(format('%I.%I', ledger, t)) IS NOT NULL);
END
$$;
COMMENT ON FUNCTION corroborate_internal.hold_ledger(name, text, text) IS 'raises an error unless the caller owns a ledger in this schema; then locks its tables in this mode until the transaction ends. what: what is to be done with it, such as upgraded';

CREATE FUNCTION corroborate_internal.ledger_grants(ledger name) RETURNS jsonb LANGUAGE sql STABLE
RETURN (
	SELECT jsonb_agg(jsonb_build_object('function', p.oid, 'name', p.proname, 'role', a.grantee::regrole,
		'option', CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END))
	FROM pg_proc AS p CROSS JOIN LATERAL aclexplode(p.proacl) AS a
	WHERE p.pronamespace = quote_ident(ledger)::regnamespace AND a.grantee NOT IN (0, p.proowner)
);
COMMENT ON FUNCTION corroborate_internal.ledger_grants(name) IS 'which roles may run the functions of a ledger';

CREATE FUNCTION corroborate_internal.grant_again(ledger name, granted jsonb, earlier oid[]) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	again record;
BEGIN
	FOR again IN SELECT p.oid::regprocedure AS function, g.role, g.option
		FROM jsonb_to_recordset(granted) AS g (function oid, name name, role text, option text)
		JOIN pg_proc AS p ON p.proname = g.name AND p.pronamespace = quote_ident(ledger)::regnamespace AND p.oid <> ALL (earlier)
		-- functions that stay keep their privileges, even if others have the same name
		WHERE NOT EXISTS (SELECT FROM pg_proc AS o WHERE o.oid = g.function)
	LOOP
		PERFORM corroborate_internal.grant_function(again.function::text, again.role || again.option);
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.grant_again(name, jsonb, oid[]) IS 'grants the functions of a ledger to the roles that could run dropped functions of the same names';

-- The owner can look through what an upgrade did to claims.  This is kept in temporary tables, because in the ledger forget()
-- would have to find names in it.

CREATE FUNCTION corroborate_internal.keep_claims(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.drop_temporary('claim_before');
	-- a role that may not create temporary tables can still upgrade
	IF NOT has_database_privilege(current_database(), 'TEMPORARY') THEN
		RETURN;
	END IF;
	EXECUTE format('CREATE TEMPORARY TABLE claim_before ON COMMIT DROP AS '
		'SELECT c.id, c.evidence, c.status, c.corroborated_at IS NOT NULL AS flagged, c.disputed FROM %I.claim AS c', ledger);
END
$$;
COMMENT ON FUNCTION corroborate_internal.keep_claims(name) IS 'stores how the claims of a ledger stand in the temporary table claim_before';

CREATE FUNCTION corroborate_internal.show_changed_claims(ledger name, was text) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	changed bigint;
BEGIN
	IF to_regclass('pg_temp.claim_before') IS NULL THEN
		RETURN;
	END IF;
	PERFORM corroborate_internal.drop_temporary('upgraded_claim');
	EXECUTE format('CREATE TEMPORARY TABLE upgraded_claim AS '
		'SELECT c.id AS claim, c.statement, b.status AS status_before, c.status, b.flagged AS flagged_before, c.corroborated_at IS NOT NULL AS flagged, '
			'b.disputed AS disputed_before, c.disputed, %2$s.why(b.evidence) AS why_before, %2$s.why(c.evidence) AS why, '
			'b.evidence AS evidence_before, c.evidence '
		'FROM %1$I.claim AS c JOIN claim_before AS b ON b.id = c.id '
		'WHERE (b.status, b.flagged, b.disputed) IS DISTINCT FROM (c.status, c.corroborated_at IS NOT NULL, c.disputed)', ledger, '@extschema@');
	GET DIAGNOSTICS changed = ROW_COUNT;
	DROP TABLE claim_before;
	IF changed = 0 THEN
		DROP TABLE upgraded_claim;
	ELSE
		RAISE NOTICE USING
			MESSAGE = format('%s of the claims in %I stand otherwise than in version %s', changed, ledger, was),
			DETAIL = 'Their status, flag or dispute differs, as the rules do by which attestations count.',
			HINT = 'SELECT * FROM upgraded_claim; shows each and why, until the session ends.';
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.show_changed_claims(name, text) IS
'gives a notice of how many claims have changed since keep_claims(), and leaves them in the temporary table upgraded_claim';

CREATE FUNCTION upgrade_ledger(ledger name) RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $upgrade$
DECLARE
	cause_before text := coalesce(current_setting('corroborate.cause', true), '');
	was text;
	rule record;
	unknown_sources text;
	announce boolean;
	earlier oid[];
	granted jsonb;
	template text;
	again record;
	options jsonb;
	ruled bigint;
	mended bigint;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.1.0');
	PERFORM corroborate_internal.require_one_node(format('%I.claim', ledger)::regclass, 'upgrade_ledger()',
		format('Use it after SELECT undistribute_ledger(%L);', ledger));
	-- lock it before reading anything: another session may be upgrading it
	PERFORM corroborate_internal.hold_ledger(ledger, 'upgraded');
	was := @extschema@.ledger_version(ledger);
	granted := corroborate_internal.ledger_grants(ledger);
	SELECT w.* INTO rule FROM @extschema@.watched() AS w WHERE w.attestations = format('%I.attestation', ledger)::regclass;
	IF rule.flag IS NULL THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('%I.attestation is not watched', ledger),
			detail => 'So it does not show which rule the ledger has.',
			hint => 'Use watch() first.');
	END IF;
	unknown_sources := coalesce((SELECT substr(r, 9) FROM unnest(rule.rule) AS r WHERE r LIKE 'unknown=%'), 'allow');
	announce := EXISTS (SELECT FROM pg_trigger AS t
		WHERE t.tgrelid = rule.claims AND t.tgname = 'announce_flag' AND t.tgfoid = '@extschema@.announce_flag()'::regprocedure);
	SELECT array_agg(p.oid) INTO earlier FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace;
	-- views keep options such as security_invoker
	SELECT coalesce(jsonb_object_agg(c.oid::regclass, array_to_string(c.reloptions, ', ')), '{}') INTO options
	FROM pg_class AS c WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relkind = 'v'
		AND c.relowner = quote_ident(current_user)::regrole AND c.reloptions IS NOT NULL;

	PERFORM corroborate_internal.keep_claims(ledger);
	PERFORM corroborate_internal.unwatch_ledger(ledger);
	PERFORM set_config('search_path', format('%I, pg_temp', ledger), true);
	FOR template IN SELECT c.commands FROM corroborate_internal.ledger_changes() AS c WHERE corroborate_internal.is_before(was, c.before)
		ORDER BY string_to_array(c.before, '.')::integer[]
	LOOP
		EXECUTE corroborate_internal.ledger_commands(template, rule.threshold, rule.minimum_support, rule.at_least);
	END LOOP;
	FOREACH template IN ARRAY corroborate_internal.ledger_parts() LOOP
		EXECUTE regexp_replace(corroborate_internal.ledger_commands(template, rule.threshold, rule.minimum_support, rule.at_least),
			'^CREATE (FUNCTION|TRIGGER|VIEW) ', E'CREATE OR REPLACE \\1 ', 'gn');
	END LOOP;
	PERFORM corroborate_internal.watch_ledger(ledger, rule.threshold, rule.minimum_support, unknown_sources, announce, rule.at_least);
	PERFORM corroborate_internal.revoke_new_functions(ledger, earlier);
	PERFORM corroborate_internal.grant_again(ledger, granted, earlier);
	PERFORM corroborate_internal.grant_new(ledger, was);
	FOR again IN SELECT o.key AS view, o.value AS options FROM jsonb_each_text(options) AS o LOOP
		EXECUTE format('ALTER VIEW %s SET (%s)', again.view, again.options);
	END LOOP;

	-- gather again the claims that the earlier version gathered differently
	PERFORM set_config('corroborate.cause', format('ledger of version %s upgraded', was), true);
	EXECUTE format('SELECT %1$I.follow_rulings(ARRAY(SELECT c.id FROM %1$I.claim AS c), write_all => false)', ledger) INTO ruled;
	IF ruled > 0 THEN
		RAISE NOTICE USING MESSAGE = format('%s of the claims in %I had another ruling than the latest', ruled, ledger),
			DETAIL = 'Whether such a claim is cleared may have changed.';
	END IF;
	mended := @extschema@.rebuild_evidence(rule.attestations);
	PERFORM set_config('corroborate.cause', cause_before, true);
	PERFORM corroborate_internal.show_changed_claims(ledger, was);
	RETURN mended;
END
$upgrade$;
COMMENT ON FUNCTION upgrade_ledger(name) IS
'upgrades a ledger that an earlier version made to the installed version: its tables, views, functions and triggers. Rows, the rule for flags, and privileges stay. Gathers again the claims whose evidence or flag differs from what this version makes of their attestations, and returns how many; those whose status, flag or dispute changed are in the temporary table upgraded_claim. Sets the ruling of all claims to their latest one. For its owner';
