------------------------------------------------------------------------------
-- create: makes the tables of a newsroom's desk
------------------------------------------------------------------------------

-- The extension owns none of what create_ledger() makes: tables, views and
-- functions belong to whoever calls it, are dumped like any others, and keep
-- the extension from being dropped beneath them.
--
-- The commands that make a ledger are templates: tables.sql, tables-0.3.0.sql, checks.sql, gathering.sql, sources.sql,
-- attestations.sql, references.sql, feeds.sql, reviews.sql, contested.sql, views.sql, protected.sql, desk.sql,
-- confidential.sql, names.sql, near_names.sql, same_source.sql, proposals.sql, fingerprints.sql and forget.sql.  script.mk
-- wraps each into a function that returns it as text.  They are run with search_path set to the ledger's schema, and
-- functions keep that (FROM CURRENT).  Placeholders: '@threshold@', '@minimum_support@' and '@at_least@', the ledger's rule;
-- '@compression@', how evidence is compressed; '@version@', that of the extension.  They include the quotes, which no name
-- of the extension's schema can have: the server replaces @extschema@ in the templates as everywhere in the extension's
-- script.  Bodies that are text do without it, because a dump restores them as they are.

CREATE FUNCTION corroborate_internal.at_work() RETURNS name
	AS 'MODULE_PATHNAME', 'at_work' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.at_work() IS 'the role that is at work: the one that was set, or else the one that logged in, even where a function or trigger runs with its owner''s rights';

CREATE FUNCTION corroborate_internal.ledger_relations() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{source,source_alias,source_rating,source_identity,document,claim,attestation,ruling,publication,claim_event,'
	'replaced,says_both,desk,would_fall,contested,to_correct,'
	'same_answer,verdict_word,claim_review,undecided_review,answer_meaning,answered,other_answer,source_label,'
	'cancelled_document,cancelled_attestation,to_accept,pending,'
	'proposal,proposals,fingerprint_key,'
	'protected_name,protected_document,protected_attestation}'::text[];
COMMENT ON FUNCTION corroborate_internal.ledger_relations() IS 'the tables and views of a ledger';

CREATE FUNCTION corroborate_internal.ledger_parts() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY[corroborate_internal.ledger_gathering(), corroborate_internal.ledger_sources(), corroborate_internal.ledger_attestations(),
	corroborate_internal.ledger_references(), corroborate_internal.ledger_feeds(), corroborate_internal.ledger_reviews(),
	corroborate_internal.ledger_contested(), corroborate_internal.ledger_views(), corroborate_internal.ledger_protection(),
	corroborate_internal.ledger_desk(), corroborate_internal.ledger_confidential(), corroborate_internal.ledger_names(),
	corroborate_internal.ledger_near_names(), corroborate_internal.ledger_same_source(), corroborate_internal.ledger_proposals(),
	corroborate_internal.ledger_fingerprints(), corroborate_internal.ledger_forgetting()];
COMMENT ON FUNCTION corroborate_internal.ledger_parts() IS 'the templates of a ledger''s functions, triggers and views, in the order in which they need one another';

CREATE FUNCTION corroborate_internal.ledger_commands(template text, threshold integer, minimum_support confidence, at_least integer) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
-- the minimum as confidence prints it, which extra_float_digits does not round
RETURN replace(replace(replace(replace(replace(template, '''@threshold@''', threshold::text), '''@at_least@''', at_least::text),
	'''@minimum_support@''', quote_nullable(minimum_support::text)),
	'''@compression@''', CASE WHEN corroborate_internal.has_lz4() THEN 'lz4' ELSE 'default' END),
	'''@version@''', (SELECT quote_literal(e.extversion) FROM pg_catalog.pg_extension AS e WHERE e.extname = 'corroborate'));
COMMENT ON FUNCTION corroborate_internal.ledger_commands(text, integer, confidence, integer) IS 'the commands of a template for a ledger with this rule';

CREATE FUNCTION corroborate_internal.refuse_shared_schema(ledger name) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	others text;
	theirs record;
BEGIN
	-- superusers can in any case, and pg_database_owner has no member but the database's owner
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
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => format('%s may create things in schema %I', others, ledger),
			detail => 'They could put functions in the way of the ledger''s, which would run with your rights.',
			hint => 'REVOKE that right, or choose another schema, best one that is not there yet.');
	END IF;
	-- what a role made there before its privilege was revoked is still there, and still its own
	SELECT made.what, r.rolname INTO theirs FROM (
		SELECT p.proowner, 'function ' || p.oid::regprocedure::text FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace
		UNION ALL
		SELECT o.oprowner, 'operator ' || o.oid::regoperator::text FROM pg_operator AS o WHERE o.oprnamespace = quote_ident(ledger)::regnamespace
	) AS made (owner, what)
	JOIN pg_roles AS r ON r.oid = made.owner
	WHERE made.owner <> quote_ident(current_user)::regrole AND NOT r.rolsuper
	ORDER BY made.what LIMIT 1;
	IF FOUND THEN
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => format('%s belongs to %I', theirs.what, theirs.rolname),
			detail => 'It could be in the way of the ledger''s own, and would run with your rights.',
			hint => 'DROP it, or take it over by ALTER ... OWNER TO once you have read it, or choose another schema.');
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.refuse_shared_schema(name) IS
'raises an error if other roles may create objects in a schema, or have made functions or operators there: functions of a ledger that run with its owner''s rights look up names there';

-- A role that may execute a trigger function may attach it to its own tables.
CREATE FUNCTION corroborate_internal.revoke_new_functions(ledger name, earlier oid[]) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	made record;
BEGIN
	-- not from PUBLIC alone: the maker's default privileges may have granted it to others
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
COMMENT ON FUNCTION corroborate_internal.revoke_new_functions(name, oid[]) IS 'revokes functions of a ledger, except those that existed earlier, from everybody but their owner';


CREATE FUNCTION corroborate_internal.watch_ledger(ledger name, threshold integer, minimum_support confidence, unknown_sources text,
	announce boolean, at_least integer) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	schema text := quote_ident(ledger) || '.';
BEGIN
	PERFORM @extschema@.watch((schema || 'attestation')::regclass, (schema || 'claim')::regclass, flag => 'corroborated_at',
		threshold => threshold, minimum_support => minimum_support, accepted => 'accepted_at', retracted => 'retracted_at',
		sources => (schema || 'source')::regclass, aliases => (schema || 'source_alias')::regclass,
		ratings => (schema || 'source_rating')::regclass, documents => (schema || 'document')::regclass, document => 'document',
		events => (schema || 'claim_event')::regclass, unknown_sources => unknown_sources, announce => announce,
		id => 'id', replaces => 'replaces', at_least => at_least);
END
$$;
COMMENT ON FUNCTION corroborate_internal.watch_ledger(name, integer, confidence, text, boolean, integer) IS 'watches a ledger''s attestations, as create_ledger() and upgrade_ledger() do';


CREATE FUNCTION corroborate_internal.make_schema(named name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF named ~ '^pg_' THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('a ledger''s schema cannot be named "%s"', named),
			detail => 'Names that begin with "pg_" are the server''s own.',
			hint => 'For example: SELECT create_ledger(''newsroom'');');
	ELSIF NOT has_database_privilege(current_database(), 'CREATE') THEN
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => format('permission denied for database %I', current_database()),
			detail => 'A ledger is made in a schema of its own.',
			hint => format('The owner of the database lets you make one by GRANT CREATE ON DATABASE %I TO %I.', current_database(), current_user));
	END IF;
	EXECUTE format('CREATE SCHEMA %I', named);
END
$$;
COMMENT ON FUNCTION corroborate_internal.make_schema(name) IS 'makes the schema of a ledger; an error that says why, if its caller may not';

CREATE FUNCTION create_ledger(
	ledger name,
	threshold integer DEFAULT 2,
	minimum_support confidence DEFAULT NULL,
	unknown_sources text DEFAULT 'refuse',
	announce boolean DEFAULT false,
	at_least integer DEFAULT 1
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $create$
DECLARE
	earlier oid[];
	taken text;
	renamed text;
	template text;
	-- Citus must not make on other nodes what reads tables that only this node has; null where Citus is not loaded
	propagates CONSTANT text := current_setting('citus.enable_ddl_propagation', true);
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF ledger IS NULL OR ledger = '' OR threshold IS NULL OR announce IS NULL OR at_least IS NULL THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'a ledger needs a schema''s name and a threshold',
			hint => 'For example: SELECT create_ledger(''newsroom'');');
	END IF;
	PERFORM corroborate_internal.check_threshold(threshold);
	PERFORM corroborate_internal.check_at_least(at_least, minimum_support);
	IF unknown_sources IS NULL OR unknown_sources NOT IN ('refuse', 'add') THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('unrecognized value for unknown_sources: "%s"', coalesce(unknown_sources, 'NULL')),
			hint => 'Write unknown_sources => ''refuse'' or unknown_sources => ''add''.');
	END IF;

	IF @extschema@.ledger_version(ledger) IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('duplicate_object',
			message => format('schema %I has a ledger already', ledger),
			detail => format('It is of version %s.', @extschema@.ledger_version(ledger)),
			hint => CASE WHEN corroborate_internal.is_before(@extschema@.ledger_version(ledger),
					(SELECT e.extversion FROM pg_extension AS e WHERE e.extname = 'corroborate'))
				THEN format('To bring it to the version that is installed: SELECT upgrade_ledger(%L); for another ledger, name another schema.', ledger)
				ELSE 'For another ledger, name another schema.' END);
	END IF;
	PERFORM set_config('citus.enable_ddl_propagation', 'off', true) WHERE propagates IS NOT NULL;
	IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = ledger) THEN
		PERFORM corroborate_internal.make_schema(ledger);
		EXECUTE format('COMMENT ON SCHEMA %I IS %L', ledger, 'a ledger: who said what, on whose word, and what is corroborated');
	END IF;
	SELECT string_agg(quote_ident(c.relname), ', ' ORDER BY c.relname) INTO taken
	FROM pg_class AS c WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relname = ANY (corroborate_internal.ledger_relations());
	IF taken IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('duplicate_table',
			message => format('schema %I has tables already that a ledger needs', ledger),
			detail => format('It has %s.', taken),
			hint => 'Choose another schema, or watch() the tables that are there.');
	END IF;
	SELECT string_agg(quote_ident(l.name), ', ' ORDER BY l.name) INTO renamed FROM corroborate_internal.ledgers_made_as(ledger) AS l (name);
	IF renamed IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('the ledger in schema %s looks for its tables in schema %I', renamed, ledger),
			detail => 'Its schema was renamed. What is done there would be done to the new ledger.',
			hint => 'Choose another schema for the new ledger, or drop the old one, or give it its name back.');
	END IF;
	PERFORM corroborate_internal.refuse_shared_schema(ledger);
	SELECT array_agg(p.oid) INTO earlier FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace;

	PERFORM set_config('search_path', format('%I, pg_temp', ledger), true);
	FOREACH template IN ARRAY ARRAY[corroborate_internal.ledger_tables(), corroborate_internal.ledger_tables_0_3_0(), corroborate_internal.ledger_checks()]
		|| corroborate_internal.ledger_parts()
	LOOP
		EXECUTE corroborate_internal.ledger_commands(template, threshold, minimum_support, at_least);
	END LOOP;
	PERFORM corroborate_internal.watch_ledger(ledger, threshold, minimum_support, unknown_sources, announce, at_least);
	PERFORM corroborate_internal.revoke_new_functions(ledger, earlier);
	PERFORM set_config('citus.enable_ddl_propagation', propagates, true) WHERE propagates IS NOT NULL;
END
$create$;
COMMENT ON FUNCTION create_ledger(name, integer, confidence, text, boolean, integer) IS
'makes the tables, views and functions of a newsroom''s desk in a schema, which it creates if it does not exist. They are yours: the extension owns none of them. threshold: how many independent sources raise a claim''s flag. minimum_support: what support must reach as well; at_least: for how many chains that share no source. unknown_sources: whether to raise an error when an attestation mentions a source that is not registered (refuse), or to register the source (add). announce: NOTIFY when a flag changes';


-- what: privileges ON objects, in which %1$I stands for the ledger
CREATE FUNCTION corroborate_internal.grant_part(ledger name, what text, role name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF corroborate_internal.is_distributed(format('%I.claim', ledger)::regclass) THEN
		PERFORM corroborate_internal.grant_distributed(ledger, what, role);
	ELSE
		EXECUTE format('GRANT ' || what || ' TO %2$I', ledger, role);
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.grant_part(name, text, name) IS 'grants privileges on objects of a ledger to a role, for grant_ledger()';

CREATE FUNCTION grant_ledger(
	ledger name,
	tipster name DEFAULT NULL,
	reporter name DEFAULT NULL,
	editor name DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	role name;
	what text;
	for_all CONSTANT text[] := '{USAGE ON SCHEMA %1$I,EXECUTE ON FUNCTION %1$I.tip}';
	for_reporters CONSTANT text[] := ARRAY[
		'SELECT ON %1$I.source, %1$I.source_alias, %1$I.source_rating, %1$I.document, %1$I.claim, %1$I.attestation, %1$I.ruling, %1$I.publication, %1$I.claim_event',
		'SELECT ON %1$I.replaced, %1$I.says_both, %1$I.desk, %1$I.would_fall, %1$I.contested, %1$I.to_correct',
		'SELECT ON %1$I.same_answer, %1$I.answer_meaning, %1$I.answered, %1$I.other_answer, %1$I.source_label',
		'SELECT ON %1$I.verdict_word, %1$I.claim_review, %1$I.undecided_review',
		'SELECT ON %1$I.cancelled_document, %1$I.cancelled_attestation, %1$I.to_accept, %1$I.pending',
		-- these views say nothing that is not in the tables above
		'SELECT ON %1$I.protected_name, %1$I.protected_document, %1$I.protected_attestation',
		'INSERT (key, name, kind, passes_on, relies_on, affiliations, note) ON %1$I.source',
		'INSERT (publisher, headline, url, language, published_at, published_as, credits, republishes, item, version, status, supersedes, feed) ON %1$I.document',
		'INSERT (statement, question, comparator, value, unit, answer, holds) ON %1$I.claim',
		'INSERT (claim, said, quote, quote_language, translator, document, said_at, replaces, sheet, sheet_row) ON %1$I.attestation',
		'INSERT (document, claim) ON %1$I.publication',
		'INSERT (claim, document, verdict, rating) ON %1$I.claim_review',
		'EXECUTE ON FUNCTION %1$I.who, %1$I.speaker, %1$I.answer_range, %1$I.evidence_as_of, '
			'%1$I.attestation_note, %1$I.earlier_firsthand, %1$I.claim_now, %1$I.is_replaced, %1$I.list_attestations, %1$I.attest, '
			'%1$I.near_names, %1$I.near_pairs, %1$I.abbreviated_pairs, %1$I.as_one, %1$I.moved_flags, %1$I.add_confidential_source, '
			'%1$I.hold_publishers, %1$I.take_over_document, %1$I.fingerprint_document, %1$I.attest_pending, '
			'%1$I.speaks_for'];
	for_editors CONSTANT text[] := ARRAY[
		'INSERT (feeds, reliability, confidential), UPDATE (name, kind, passes_on, relies_on, affiliations, feeds, reliability, confidential, note), DELETE ON %1$I.source',
		'INSERT (alias, source), UPDATE (alias, source), DELETE ON %1$I.source_alias',
		'SELECT, INSERT, UPDATE, DELETE ON %1$I.source_identity',
		'UPDATE (publisher, headline, url, language, published_at, published_as, credits, republishes, item, version, status, supersedes, feed) ON %1$I.document',
		'UPDATE (statement, question, comparator, value, unit, answer, holds) ON %1$I.claim',
		'INSERT (word, means), UPDATE (word, means), DELETE ON %1$I.same_answer',
		'INSERT (word, means), UPDATE (word, means), DELETE ON %1$I.verdict_word',
		'UPDATE (verdict, rating), DELETE ON %1$I.claim_review',
		'UPDATE (quote, quote_language, translator, document, said_at, replaces, accepted_at, retracted_at, retraction_reason) ON %1$I.attestation',
		'INSERT (claim, verdict, why) ON %1$I.ruling',
		'DELETE ON %1$I.publication',
		'SELECT ON %1$I.proposal, %1$I.proposals',
		'EXECUTE ON FUNCTION %1$I.find_proposals, %1$I.accept_proposal, %1$I.decline_proposal, %1$I.what_would_move',
		'EXECUTE ON FUNCTION %1$I.source_key, %1$I.accept_attestation, %1$I.accept_document, '
			'%1$I.retract_attestation, %1$I.rate_source, %1$I.discredit_source, %1$I.forget, %1$I.rename_source, '
			'%1$I.merge_sources, %1$I.near_confidential'];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.refuse_past_policies(ledger);
	SELECT r INTO role FROM unnest(ARRAY[tipster, reporter, editor]) AS r WHERE r NOT IN (SELECT p.rolname FROM pg_roles AS p) LIMIT 1;
	IF FOUND THEN
		PERFORM corroborate_internal.refuse('undefined_object',
			message => format('role "%s" does not exist', role),
			hint => coalesce((SELECT format('Did you mean "%s"?', p.rolname) FROM pg_roles AS p WHERE corroborate_internal.name_distance(p.rolname, role) IS NOT NULL
				ORDER BY corroborate_internal.name_distance(p.rolname, role), p.rolname LIMIT 1), format('CREATE ROLE %I makes it.', role)));
	END IF;
	PERFORM corroborate_internal.close_functions(ledger) WHERE corroborate_internal.is_distributed(format('%I.claim', ledger)::regclass);
	IF num_nonnulls(reporter, editor) > 0 AND corroborate_internal.is_distributed(format('%I.claim', ledger)::regclass) THEN
		RAISE NOTICE USING MESSAGE = 'INSERT is not granted on tables of a distributed ledger',
			DETAIL = 'Citus sends the defaults of all columns along, and so takes rights to columns that only the ledger may set.',
			HINT = 'Let the ledger''s owner enter rows, or an application in the owner''s name.';
	END IF;
	FOREACH what IN ARRAY for_all LOOP
		FOREACH role IN ARRAY array_remove(ARRAY[tipster, reporter, editor], NULL) LOOP
			PERFORM corroborate_internal.grant_part(ledger, what, role);
		END LOOP;
	END LOOP;
	FOREACH what IN ARRAY for_reporters LOOP
		FOREACH role IN ARRAY array_remove(ARRAY[reporter, editor], NULL) LOOP
			PERFORM corroborate_internal.grant_part(ledger, what, role);
		END LOOP;
	END LOOP;
	IF editor IS NULL THEN
		RETURN;
	END IF;
	FOREACH what IN ARRAY for_editors LOOP
		PERFORM corroborate_internal.grant_part(ledger, what, editor);
	END LOOP;
	IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = format('%I.source_identity', ledger)::regclass AND polname = editor) THEN
		EXECUTE format('CREATE POLICY %2$I ON %1$I.source_identity TO %2$I USING (true) WITH CHECK (true)', ledger, editor);
	END IF;
END
$$;
COMMENT ON FUNCTION grant_ledger(name, name, name, name) IS
'lets roles work on a ledger. A tipster may leave tips, and reads nothing. A reporter reads everything except identities, and writes down claims, documents, sources and what they say. An editor also accepts, retracts, rates, discredits, rules, and sees who confidential sources are. For several roles of a kind, call it several times. Refuses if somebody was granted a privilege on the ledger by which others could reach identities: reachable_identities() lists these';

-- The other functions are helpers of these, of views and of triggers.
CREATE FUNCTION ledger_functions(ledger name, OUT role text, OUT function text, OUT description text) RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.1.0');
	RETURN QUERY SELECT l.role, format('%s(%s)', p.proname, pg_get_function_arguments(p.oid)), obj_description(p.oid, 'pg_proc')
	FROM (VALUES (1, 'tipster', '{tip}'::text[]),
		(2, 'reporter', '{attest,evidence_as_of,near_names,add_confidential_source,speaks_for}'),
		(3, 'editor', '{accept_attestation,accept_document,accept_proposal,decline_proposal,discredit_source,forget,merge_sources,near_confidential,rate_source,rename_source,retract_attestation,what_would_move}')
	) AS l (place, role, names)
	CROSS JOIN LATERAL unnest(l.names) AS n (name)
	JOIN pg_proc AS p ON p.proname = n.name AND p.pronamespace = (SELECT s.oid FROM pg_namespace AS s WHERE s.nspname = ledger)
	ORDER BY l.place, p.proname;
END
$$;
COMMENT ON FUNCTION ledger_functions(name) IS
'the functions of a ledger that people call, and what each does. Editors call those of reporters too, and reporters those of tipsters, once grant_ledger() has let them';
