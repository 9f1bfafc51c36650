------------------------------------------------------------------------------
-- distribute: lets Citus keep a ledger's rows on several nodes
------------------------------------------------------------------------------

-- Sources, documents and what is known of them are reference tables, on every node.  Claims, and what is said, ruled and
-- published about them, are distributed and colocated by the claim's number.  Triggers are made on the distributed tables, and
-- Citus makes them on each shard; src/watch/beside_shard.c says how they find the shards beside their own.

-- What triggers write into each node's copy of a table must be the same on all nodes, so it must depend neither on a clock nor
-- on the role that is logged in.

CREATE FUNCTION corroborate_internal.distributed_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	began timestamptz;
BEGIN
	EXECUTE 'SELECT t.transaction_stamp FROM get_current_transaction_id() AS t' INTO began;
	RETURN began;
END
$$;
COMMENT ON FUNCTION corroborate_internal.distributed_now() IS 'when the transaction began to reach several nodes of Citus: the same on all of them';

CREATE FUNCTION corroborate_internal.write_ratings(relation regclass, ratings regclass, keys text[], reliabilities @extschema@.confidence[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT corroborate_internal.is_distributed(ratings) THEN
		EXECUTE format('INSERT INTO %s (source, reliability) SELECT n.key, n.reliability FROM unnest($1, $2) AS n (key, reliability)', ratings)
		USING keys, reliabilities;
		RETURN;
	END IF;
	-- of two ratings of a source in one transaction, the second must be the later one
	EXECUTE format('INSERT INTO %1$s (source, reliability, rated_at, rated_by) SELECT n.key, n.reliability, '
		'greatest($3, (SELECT max(r.rated_at) + interval ''1 microsecond'' FROM %1$s AS r WHERE r.source = n.key)), $4 '
		'FROM unnest($1, $2) AS n (key, reliability)', corroborate_internal.beside(relation, ratings))
	USING keys, reliabilities, corroborate_internal.distributed_now(),
		(SELECT pg_get_userbyid(c.relowner) FROM pg_class AS c WHERE c.oid = ratings);
END
$$;
COMMENT ON FUNCTION corroborate_internal.write_ratings(regclass, regclass, text[], @extschema@.confidence[]) IS
'writes ratings into a ledger''s source_rating; on a distributed ledger, into this node''s copy, with the same values on all nodes. relation: the source table whose trigger fired';

-- Call this before locking a claim: a session that truncates one of these tables may be waiting for that claim.
CREATE FUNCTION corroborate_internal.hold_desk(claims regclass) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- on a distributed ledger, claim_standing() reads the claim alone
	IF NOT corroborate_internal.is_distributed(claims) THEN
		EXECUTE format('LOCK TABLE %s IN ACCESS SHARE MODE', corroborate_internal.in_schema_of(claims, 'desk'));
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.hold_desk(regclass) IS 'locks all tables that a ledger''s view desk reads, so that nobody truncates them';

-- what: a function or view, as the beginning of a sentence; hint: what to do instead
CREATE FUNCTION corroborate_internal.require_one_node(claims regclass, what text, hint text) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF corroborate_internal.is_distributed(claims) THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => format('%s cannot be used on a distributed ledger', what),
			detail => format('Citus keeps the rows of %s on several nodes.', claims),
			hint => hint);
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_one_node(regclass, text, text) IS 'raises an error, with a hint, if the ledger is distributed by Citus, for what cannot be done there';

CREATE FUNCTION corroborate_internal.require_claims(claims regclass, wanted bigint[]) RETURNS void LANGUAGE plpgsql STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	missing bigint;
BEGIN
	IF array_position(wanted, NULL) IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed', message => 'a claim''s number is null',
			hint => 'The view desk lists the claims.');
	END IF;
	EXECUTE format('WITH there AS MATERIALIZED (SELECT c.id FROM %s AS c WHERE c.id = ANY ($1)) '
		'SELECT min(w) FROM unnest($1) AS w WHERE NOT EXISTS (SELECT FROM there AS c WHERE c.id = w)', claims) INTO missing USING wanted;
	IF missing IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('foreign_key_violation', message => format('there is no claim %s', missing),
			hint => 'The view desk lists the claims.');
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_claims(regclass, bigint[]) IS 'raises an error unless a ledger has all these claims; null asks for no particular claims';

CREATE FUNCTION corroborate_internal.refuse_undistributable(ledger name) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found text;
BEGIN
	IF NOT EXISTS (SELECT FROM pg_extension AS e WHERE e.extname = 'citus') THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => 'this database cannot distribute tables',
			detail => 'The extension citus is not installed in it.');
	END IF;
	IF corroborate_internal.is_distributed(format('%I.claim', ledger)::regclass) THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('the ledger in schema %I is distributed already', ledger));
	END IF;
	IF quote_ident(ledger) <> ledger THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => format('a ledger in a schema whose name needs quotes, as %I does, cannot be distributed', ledger),
			detail => 'Citus omits the quotes when it revokes functions on other nodes.',
			hint => 'A name of lower-case letters, digits and _ needs none.');
	END IF;
	IF EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = format('%I.claim', ledger)::regclass AND t.tgname = 'announce_flag') THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => format('the ledger in schema %I announces flags', ledger),
			detail => 'A transaction that has used NOTIFY cannot be committed on several nodes at once.',
			hint => format('DROP TRIGGER announce_flag ON %I.claim, and read claim_event instead.', ledger));
	END IF;
	IF EXISTS (SELECT FROM @extschema@.watched() AS w WHERE w.attestations = format('%I.attestation', ledger)::regclass AND 'unknown=add' = ANY (w.rule)) THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => format('the ledger in schema %I adds sources that are not registered', ledger),
			detail => 'A trigger on one node cannot write what all nodes have.',
			hint => 'Make the ledger with unknown_sources => ''refuse'', and register sources first.');
	END IF;
	SELECT string_agg(DISTINCT g.grantee::regrole::text, ', ') INTO found
	FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid CROSS JOIN LATERAL aclexplode(a.attacl) AS g
	WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relname = ANY (corroborate_internal.ledger_relations()) AND g.privilege_type = 'INSERT';
	IF found IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => format('INSERT on columns of the ledger in schema %I was granted to %s', ledger, found),
			detail => 'This is what grant_ledger() does. Citus sends the defaults of all columns along: these roles could not enter a row.',
			hint => format('REVOKE INSERT ON ALL TABLES IN SCHEMA %I FROM %s; and use grant_ledger() again once the ledger is distributed.', ledger, found));
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.refuse_undistributable(name) IS 'raises an error if a ledger has anything that would be wrong on several nodes';

-- The triggers, views and functions that the templates make, in the order in which they can be dropped.  They are dropped
-- before rows are moved, because rows would fire triggers on the nodes, and made again afterwards, on all nodes.
CREATE FUNCTION corroborate_internal.ledger_parts_made(ledger name) RETURNS SETOF text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH made (kind, name) AS (
		SELECT m[1], m[2] FROM unnest(corroborate_internal.ledger_parts()) AS t (template)
		CROSS JOIN LATERAL regexp_matches(t.template, '^CREATE (FUNCTION|VIEW) ([a-z_]+)', 'gn') AS m
	), instead (name) AS (
		-- these may be older than what they read in the form for one node
		SELECT m[1] FROM regexp_matches(corroborate_internal.ledger_distributed_views(), '^CREATE OR REPLACE FUNCTION ([a-z_]+)', 'gn') AS m
	)
	SELECT d.command FROM (
		SELECT 1 AS place, t.oid, format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass) AS command
		FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
		WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relkind = 'r' AND NOT t.tgisinternal
			AND c.relname = ANY (corroborate_internal.ledger_relations())
		UNION ALL
		SELECT 2, c.oid, format('DROP VIEW %s', c.oid::regclass) FROM pg_class AS c
		WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relkind = 'v' AND c.relname IN (SELECT m.name FROM made AS m WHERE m.kind = 'VIEW')
		UNION ALL
		SELECT 2, p.oid, format('DROP FUNCTION %s', p.oid::regprocedure) FROM pg_proc AS p
		WHERE p.pronamespace = quote_ident(ledger)::regnamespace AND p.proname IN (SELECT m.name FROM made AS m WHERE m.kind = 'FUNCTION')
			AND (p.prolang = (SELECT l.oid FROM pg_language AS l WHERE l.lanname = 'sql') OR p.proname IN (SELECT i.name FROM instead AS i))
	) AS d
	ORDER BY d.place, d.oid DESC;
END;
COMMENT ON FUNCTION corroborate_internal.ledger_parts_made(name) IS 'the commands that drop the triggers and views of a ledger, and functions that depend on these';

-- Citus cannot undistribute tables that have identity columns.
CREATE FUNCTION corroborate_internal.number_by_sequences(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	numbered record;
	sequence text;
	next bigint;
	role text;
BEGIN
	FOR numbered IN
		SELECT c.oid::regclass AS relation, c.relname, c.relacl, a.attname
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
		WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relkind = 'r' AND c.relname = ANY (corroborate_internal.ledger_relations())
			AND a.attidentity <> '' AND NOT a.attisdropped
		ORDER BY c.relname
	LOOP
		EXECUTE format('SELECT s.last_value + s.is_called::integer FROM %s AS s', pg_get_serial_sequence(numbered.relation::text, numbered.attname)) INTO next;
		sequence := format('%I.%I', ledger, numbered.relname || '_' || numbered.attname || '_seq');
		EXECUTE format('ALTER TABLE %s ALTER %I DROP IDENTITY', numbered.relation, numbered.attname);
		EXECUTE format('CREATE SEQUENCE %s START %s OWNED BY %s.%I', sequence, next, numbered.relation, numbered.attname);
		EXECUTE format('ALTER TABLE %s ALTER %I SET DEFAULT nextval(%L)', numbered.relation, numbered.attname, sequence);
		FOR role IN SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END FROM aclexplode(numbered.relacl) AS a
			WHERE a.privilege_type = 'INSERT' LOOP
			EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %s', sequence, role);
		END LOOP;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.number_by_sequences(name) IS 'turns a ledger''s identity columns into columns whose default is taken from a sequence';

CREATE FUNCTION corroborate_internal.distribute_tables(ledger name, shard_count integer) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	claims CONSTANT regclass := format('%I.claim', ledger);
	own CONSTANT regclass[] := ARRAY(SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relkind = 'r'
		AND c.relname = ANY (corroborate_internal.ledger_relations()));
	about CONSTANT regclass[] := ARRAY(SELECT DISTINCT k.conrelid FROM pg_constraint AS k WHERE k.confrelid = claims AND k.contype = 'f' AND k.conrelid = ANY (own));
	relation regclass;
BEGIN
	-- first the tables that others reference
	FOR relation IN SELECT t FROM unnest(own) AS t WHERE t <> claims AND t <> ALL (about)
		ORDER BY (SELECT count(*) FROM pg_constraint AS k WHERE k.conrelid = t AND k.confrelid <> t AND k.contype = 'f'), t LOOP
		EXECUTE 'SELECT create_reference_table($1)' USING relation;
	END LOOP;
	EXECUTE 'SELECT create_distributed_table($1, ''id'', shard_count => $2, colocate_with => ''none'')' USING claims, shard_count;
	FOREACH relation IN ARRAY about LOOP
		EXECUTE 'SELECT create_distributed_table($1, ''claim'', colocate_with => $2)' USING relation, claims::text;
	END LOOP;
	-- Citus leaves the rows that it has copied in this node's files, where what is deleted later would stay
	FOREACH relation IN ARRAY own LOOP
		EXECUTE 'SELECT truncate_local_data_after_distributing_table($1)' USING relation;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.distribute_tables(name, integer) IS 'distributes the bare tables of a ledger, in the order of their foreign keys';

CREATE FUNCTION corroborate_internal.bring_together(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	relation regclass;
BEGIN
	FOR relation IN SELECT c.oid FROM pg_class AS c
		WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relkind = 'r' AND c.relname = ANY (corroborate_internal.ledger_relations())
		ORDER BY c.relname <> 'claim'
	LOOP
		-- undistributing one table also undistributes those that foreign keys connect with it, which then have other OIDs
		IF to_regclass(relation::text) = relation AND corroborate_internal.is_distributed(relation) THEN
			EXECUTE 'SELECT undistribute_table($1, cascade_via_foreign_keys => true)' USING relation;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.bring_together(name) IS 'makes the bare tables of a distributed ledger plain tables again';

-- Parts of the templates that Citus cannot plan, or that would be wrong on several nodes, and what replaces them.  Each part
-- occurs in one template, once.
CREATE FUNCTION corroborate_internal.distributed_forms(OUT part text, OUT becomes text) RETURNS SETOF record LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.part, f.becomes FROM (VALUES
		-- a query may call it for each claim, on the claim's node
		('NOT EXISTS (SELECT FROM claim AS c WHERE c.id = evidence_as_of.claim)',
			'corroborate_internal.has_claim(''claim''::regclass, evidence_as_of.claim) IS NOT TRUE'),
		-- the plan of one server must not read by the claim; Citus finds the claim's shard by it
		('a.claim IS NOT DISTINCT FROM attestation_note.claim', 'a.claim = attestation_note.claim'),
		('a.claim IS NOT DISTINCT FROM earlier_firsthand.claim AND a.id > reached', 'a.claim = earlier_firsthand.claim AND a.id > reached'),
		('a.claim IS NOT DISTINCT FROM earlier_firsthand.claim AND a.id < latest', 'a.claim = earlier_firsthand.claim AND a.id < latest'),
		-- whether a row is restored rather than new: a node's own now() is later than the row's times
		('NEW.accepted_at < now() OR NEW.retracted_at IS NOT NULL', 'NEW.recorded_at <= now() - interval ''1 hour'' OR NEW.retracted_at IS NOT NULL'),
		-- Citus joins claims only by their numbers: rows that are compared by anything else are fetched first
		(E'CREATE VIEW other_answer AS\nSELECT', E'CREATE VIEW other_answer AS\nWITH answered AS MATERIALIZED (SELECT a.* FROM answered AS a)\nSELECT'),
		(E'CREATE VIEW to_correct AS\nSELECT', E'CREATE VIEW to_correct AS\nWITH claim AS MATERIALIZED (SELECT c.* FROM claim AS c WHERE c.id IN (SELECT p.claim FROM publication AS p)), '
			'claim_event AS MATERIALIZED (SELECT e.* FROM claim_event AS e WHERE e.claim IN (SELECT p.claim FROM publication AS p)), '
			'ruling AS MATERIALIZED (SELECT r.* FROM ruling AS r WHERE r.claim IN (SELECT p.claim FROM publication AS p)), '
			'other_answer AS MATERIALIZED (SELECT o.* FROM other_answer AS o), document AS MATERIALIZED (SELECT d.id, d.headline, d.url FROM document AS d), '
			'publication AS MATERIALIZED (SELECT p.* FROM publication AS p) SELECT'),
		-- it does not plan recursion over distributed tables: functions fetch the rows for it
		('SELECT a.document FROM attestation AS a WHERE a.said OPERATOR(@extschema@.?|) (SELECT s.names FROM secret AS s) AND a.document IS NOT NULL',
			'SELECT m.document FROM secret AS s CROSS JOIN LATERAL corroborate_internal.documents_distributed(''attestation''::regclass, s.names) AS m (document)'),
		('SELECT d.id FROM protected_document AS d',
			'SELECT d.id FROM corroborate_internal.protected_distributed(''attestation''::regclass) AS d (id)), '
			'everywhere AS MATERIALIZED (SELECT max(a.claim) AS claim FROM attestation AS a'),
		('SELECT s.id FROM shy AS s', 'SELECT s.id FROM shy AS s CROSS JOIN everywhere'),
		-- it does not plan a subquery that counts other rows for each row
		(E'FROM document AS o JOIN attestation AS a ON a.document = o.id\n\t\tWHERE',
			E'FROM document AS o JOIN corroborate_internal.cancelling_distributed(''attestation''::regclass) AS a ON a.document = o.id\n\t\tWHERE')
	) AS f (part, becomes);
END;
COMMENT ON FUNCTION corroborate_internal.distributed_forms() IS 'parts of the templates of a ledger, and what replaces them where Citus distributes it';

CREATE FUNCTION corroborate_internal.distributed_form(template text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	f record;
BEGIN
	FOR f IN SELECT d.part, d.becomes FROM corroborate_internal.distributed_forms() AS d LOOP
		template := replace(template, f.part, f.becomes);
	END LOOP;
	template := replace(template, 'PERFORM corroborate_internal.at_home();',
		'PERFORM corroborate_internal.at_home(); PERFORM corroborate_internal.require_closed(''rename_source'');');
	-- Citus makes functions on a node that is added later before the tables and views that they read.  So their bodies are texts,
	-- which nothing depends on until they run, with the search_path of the function.
	template := regexp_replace(template, E'(SET search_path FROM CURRENT[^\n]*?)\nBEGIN ATOMIC\n(.*?)\nEND;$', E'\\1\nAS $body$\n\\2\n$body$;', 'gw');
	RETURN regexp_replace(template, E'(SET search_path FROM CURRENT[^\n]*?)\nRETURN (.*?);$', E'\\1\nAS $body$ SELECT \\2 $body$;', 'gw');
END
$$;
COMMENT ON FUNCTION corroborate_internal.distributed_form(text) IS 'a template in its form for a ledger that Citus distributes';

-- On a node that is added later, Citus makes functions and grants what was granted, and revokes nothing.  If one is closed all
-- are, because close_functions() closes them in one transaction.
CREATE FUNCTION corroborate_internal.require_closed(function regproc) RETURNS void LANGUAGE plpgsql STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF has_function_privilege('public', function, 'execute') THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => 'on this node everybody may execute the functions of the ledger',
			detail => 'Citus adds a node without revoking them.',
			hint => 'The ledger''s owner calls grant_ledger() on the coordinator, which revokes them on all nodes.');
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_closed(regproc) IS
'raises an error if everybody may execute this function of a distributed ledger on this node. Functions that run with the ledger owner''s rights call it with one of them';

CREATE FUNCTION corroborate_internal.close_functions(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	made record;
BEGIN
	PERFORM corroborate_internal.one_by_one(format('%I.claim', ledger)::regclass);
	FOR made IN SELECT p.oid::regprocedure AS function, p.prosecdef FROM pg_proc AS p
		WHERE p.pronamespace = quote_ident(ledger)::regnamespace AND p.proname IN (
			SELECT m[1] FROM unnest(corroborate_internal.ledger_tables() || corroborate_internal.ledger_tables_0_3_0() || corroborate_internal.ledger_parts()) AS t (template)
			CROSS JOIN LATERAL regexp_matches(t.template, '^CREATE FUNCTION ([a-z_]+)', 'gn') AS m)
	LOOP
		BEGIN
			EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made.function);
		EXCEPTION WHEN feature_not_supported THEN
			-- it takes some functions to depend on themselves: those that run with their caller's rights are left to all
			IF made.prosecdef THEN
				RAISE;
			END IF;
		END;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.close_functions(name) IS
'revokes the functions of a distributed ledger from PUBLIC, on all nodes, also where this node has revoked them';

-- shard_count: null brings the tables together
CREATE FUNCTION corroborate_internal.move_ledger(ledger name, shard_count integer) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
AS $$
DECLARE
	rule record;
	granted jsonb;
	views jsonb;
	template text;
	kept oid[];
	triggers CONSTANT text := '^(CREATE (?:OR REPLACE )?TRIGGER [^;]*);';
	command text;
	again record;
BEGIN
	SELECT w.attestations, w.threshold, w.minimum_support, w.at_least INTO rule FROM @extschema@.watched() AS w
	WHERE w.attestations = format('%I.attestation', ledger)::regclass;
	IF NOT FOUND THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('%I.attestation is not watched', ledger),
			hint => 'Use watch() first.');
	END IF;
	granted := corroborate_internal.ledger_grants(ledger);
	SELECT jsonb_object_agg(c.oid::regclass, c.relacl::text) INTO views
	FROM pg_class AS c WHERE c.relnamespace = quote_ident(ledger)::regnamespace AND c.relkind = 'v' AND c.relacl IS NOT NULL;
	-- A ledger's reference tables reference only one another, so Citus need not manage local tables.  With one connection to each
	-- node, every step sees what earlier ones did.
	PERFORM set_config('citus.enable_local_reference_table_foreign_keys', 'off', true),
		set_config('citus.multi_shard_modify_mode', 'sequential', true), set_config('citus.enable_unsafe_triggers', 'on', true);
	PERFORM corroborate_internal.unwatch_ledger(ledger);
	FOR command IN SELECT p.command FROM corroborate_internal.ledger_parts_made(ledger) AS p (command) LOOP
		EXECUTE command;
	END LOOP;
	-- Functions are kept and replaced: the remains of shards that have moved have triggers that need them.
	SELECT coalesce(array_agg(p.oid), '{}') INTO kept FROM pg_proc AS p WHERE p.pronamespace = quote_ident(ledger)::regnamespace;
	IF shard_count IS NULL THEN
		PERFORM corroborate_internal.bring_together(ledger);
		-- from here on, objects are made on this node only
		PERFORM set_config('citus.enable_ddl_propagation', 'off', true);
	ELSE
		PERFORM corroborate_internal.number_by_sequences(ledger);
		PERFORM corroborate_internal.distribute_tables(ledger, shard_count);
	END IF;

	PERFORM set_config('search_path', format('%I, pg_temp', ledger), true);
	FOREACH template IN ARRAY corroborate_internal.ledger_parts() LOOP
		IF shard_count IS NOT NULL THEN
			template := corroborate_internal.distributed_form(template);
		END IF;
		template := regexp_replace(corroborate_internal.ledger_commands(template, rule.threshold, rule.minimum_support, rule.at_least),
			'^CREATE (FUNCTION|TRIGGER|VIEW) ', E'CREATE OR REPLACE \\1 ', 'gn');
		-- Citus sends the whole text of the query string to the nodes, with what surrounds a trigger's command: run triggers alone
		EXECUTE regexp_replace(template, triggers, '', 'gw');
		FOR command IN SELECT m[1] FROM regexp_matches(template, triggers, 'gw') WITH ORDINALITY AS u (m, o) ORDER BY o LOOP
			EXECUTE command;
		END LOOP;
	END LOOP;
	IF shard_count IS NOT NULL THEN
		EXECUTE corroborate_internal.ledger_commands(corroborate_internal.ledger_distributed_views(), rule.threshold, rule.minimum_support,
			rule.at_least);
	ELSE
		-- these are not deleted while the tables are distributed
		EXECUTE 'SELECT drop_protected_fingerprints()';
	END IF;
	PERFORM corroborate_internal.watch_ledger(ledger, rule.threshold, rule.minimum_support, 'refuse', false, rule.at_least);
	-- Citus takes some functions to depend on themselves.  On other nodes, those that run with their caller's rights stay open to
	-- all.
	PERFORM corroborate_internal.revoke_new_functions(ledger, kept || ARRAY(SELECT p.oid FROM pg_proc AS p WHERE NOT p.prosecdef));
	PERFORM set_config('citus.enable_ddl_propagation', 'off', true);
	PERFORM corroborate_internal.revoke_new_functions(ledger, kept || ARRAY(SELECT p.oid FROM pg_proc AS p WHERE p.prosecdef));
	PERFORM set_config('citus.enable_ddl_propagation', 'on', true);
	PERFORM corroborate_internal.close_functions(ledger) WHERE shard_count IS NOT NULL;
	PERFORM corroborate_internal.grant_again(ledger, granted, kept);
	FOR again IN SELECT v.key AS relation, v.value::aclitem[] AS acl FROM jsonb_each_text(views) AS v LOOP
		PERFORM corroborate_internal.grant_as(again.acl, again.relation);
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.move_ledger(name, integer) IS
'moves a ledger''s rows to this many shards, or brings them together again if null. Drops triggers, views and functions before, and makes them again afterwards';

-- grantee: a role as in SQL, and what follows it
CREATE FUNCTION corroborate_internal.grant_function(function text, grantee text) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', function, grantee);
EXCEPTION WHEN feature_not_supported THEN
	-- Citus takes some functions in SQL for dependent on themselves.  They run with their caller's rights, and are left to all
	-- on other nodes.
	PERFORM set_config('citus.enable_ddl_propagation', 'off', true);
	EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', function, grantee);
	PERFORM set_config('citus.enable_ddl_propagation', 'on', true);
END
$$;
COMMENT ON FUNCTION corroborate_internal.grant_function(text, text) IS 'lets a role run a function, on all nodes where Citus can grant it there';

-- Without INSERT on columns: see grant_ledger().  With UPDATE, each shard checks rights to columns as one server does.
CREATE FUNCTION corroborate_internal.grant_distributed(ledger name, what text, role name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	kept CONSTANT text := regexp_replace(what, '^INSERT [(][^)]*[)](, )?', '');
	functions CONSTANT text := substring(kept, '^EXECUTE ON FUNCTION (.*)$');
	function text;
BEGIN
	PERFORM corroborate_internal.one_by_one(format('%I.claim', ledger)::regclass);
	IF functions IS NULL AND kept !~ '^ *ON ' THEN
		EXECUTE format('GRANT ' || kept || ' TO %2$I', ledger, role);
	END IF;
	FOREACH function IN ARRAY coalesce(string_to_array(functions, ', '), '{}') LOOP
		PERFORM corroborate_internal.grant_function(format(function, ledger), quote_ident(role));
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.grant_distributed(name, text, name) IS 'grant_part() for a distributed ledger';

CREATE FUNCTION distribute_ledger(ledger name, shard_count integer DEFAULT 32) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF num_nulls(ledger, shard_count) > 0 OR shard_count < 2 THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => 'a ledger is distributed into two or more shards',
			detail => 'Citus would send queries of a single shard to its node as a whole, where functions in them may not ask the others.',
			hint => 'For example: SELECT distribute_ledger(''newsroom'', shard_count => 32);');
	END IF;
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.refuse_undistributable(ledger);
	PERFORM corroborate_internal.hold_ledger(ledger, 'distributed');
	PERFORM corroborate_internal.move_ledger(ledger, shard_count);
END
$$;
COMMENT ON FUNCTION distribute_ledger(name, integer) IS
'lets Citus keep a ledger''s rows on several nodes: sources and documents on each, claims and what is about them in this many shards. Existing rows are moved. For its owner; nobody else may use the ledger meanwhile';

CREATE FUNCTION undistribute_ledger(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	IF NOT corroborate_internal.is_distributed(format('%I.claim', ledger)::regclass) THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('the ledger in schema %I is not distributed', ledger));
	END IF;
	PERFORM corroborate_internal.move_ledger(ledger, NULL);
END
$$;
COMMENT ON FUNCTION undistribute_ledger(name) IS 'brings a distributed ledger''s rows together again on the coordinator. For its owner; nobody else may use the ledger meanwhile';

-- Reads that functions of a ledger do in one query where it is not distributed.  Citus plans neither SQL functions with
-- parameters nor recursion over distributed tables.

CREATE FUNCTION corroborate_internal.in_schema_of(claims regclass, name text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT format('%I.%I', n.nspname, name) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = claims);
COMMENT ON FUNCTION corroborate_internal.in_schema_of(regclass, text) IS 'the table of this name in the ledger that has these claims';

CREATE FUNCTION corroborate_internal.has_claim(claims regclass, claim bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found boolean;
BEGIN
	EXECUTE format('SELECT EXISTS (SELECT FROM %s AS c WHERE c.id = $1)', corroborate_internal.part_with(claims, '{id}', ARRAY[claim::text]))
		INTO found USING claim;
	RETURN found;
END
$$;
COMMENT ON FUNCTION corroborate_internal.has_claim(regclass, bigint) IS 'whether a distributed ledger has a claim; reads only this node if the claim is on it';

-- With its caller's rights and row_security off, a policy that hides anything raises an error: what is protected must be known.
CREATE FUNCTION corroborate_internal.replacing_distributed(attestations regclass) RETURNS TABLE (claim bigint, id bigint, replaces bigint,
	counts boolean) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT a.claim, a.id, a.replaces, a.accepted_at IS NOT NULL AND a.retracted_at IS NULL FROM %s AS a '
		'WHERE a.replaces IS NOT NULL', attestations);
END
$$;
COMMENT ON FUNCTION corroborate_internal.replacing_distributed(regclass) IS 'the attestations of a distributed ledger that replace others';

CREATE FUNCTION corroborate_internal.replaced_distributed(attestations regclass) RETURNS TABLE (claim bigint, id bigint, by bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH RECURSIVE replacing AS MATERIALIZED (
		SELECT a.claim, a.id, a.replaces, a.counts FROM corroborate_internal.replacing_distributed(attestations) AS a
	), replaced (claim, id, by) AS (
		SELECT a.claim, a.replaces, a.id FROM replacing AS a WHERE a.counts
		UNION
		SELECT a.claim, a.replaces, r.by FROM replaced AS r JOIN replacing AS a ON a.claim = r.claim AND a.id = r.id
	)
	SELECT r.claim, r.id, max(r.by) FROM replaced AS r GROUP BY r.claim, r.id;
END;
COMMENT ON FUNCTION corroborate_internal.replaced_distributed(regclass) IS 'the rows of the view replaced for a distributed ledger';

CREATE FUNCTION corroborate_internal.documents_distributed(attestations regclass, names text[]) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT DISTINCT a.document FROM %s AS a WHERE a.said OPERATOR(%s.?|) $1 AND a.document IS NOT NULL', attestations, '@extschema@')
		USING names;
END
$$;
COMMENT ON FUNCTION corroborate_internal.documents_distributed(regclass, text[]) IS 'the documents from which the attestations of a distributed ledger that mention any of these names are taken';

CREATE FUNCTION corroborate_internal.cancelling_distributed(attestations regclass) RETURNS TABLE (document bigint, retracted_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
	documents CONSTANT text := corroborate_internal.in_schema_of(attestations, 'document');
	versions bigint[];
BEGIN
	EXECUTE format('SELECT array_agg(o.id) FROM %1$s AS o WHERE o.item IN (SELECT d.item FROM %1$s AS d WHERE d.accepted_at IS NULL AND d.status = ''cancelled'')', documents)
		INTO versions;
	RETURN QUERY EXECUTE format('SELECT a.document, a.retracted_at FROM %s AS a WHERE a.document = ANY ($1)', attestations) USING versions;
END
$$;
COMMENT ON FUNCTION corroborate_internal.cancelling_distributed(regclass) IS 'the attestations of a distributed ledger that were taken from any version of an item whose cancellation is pending';

CREATE FUNCTION corroborate_internal.protected_distributed(attestations regclass) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT d.id FROM %s AS d', corroborate_internal.in_schema_of(attestations, 'protected_document'));
END
$$;
COMMENT ON FUNCTION corroborate_internal.protected_distributed(regclass) IS 'the protected documents of a distributed ledger';

CREATE FUNCTION corroborate_internal.claim_standing(claims regclass, claim bigint, OUT status @extschema@.corroboration_status, OUT flagged boolean,
	OUT why text) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('SELECT c.status, c.corroborated_at IS NOT NULL, %s.why(c.evidence) FROM %s AS c WHERE c.id = $1', '@extschema@', claims)
		INTO status, flagged, why USING claim;
END
$$;
COMMENT ON FUNCTION corroborate_internal.claim_standing(regclass, bigint) IS 'how a claim of a distributed ledger stands';

CREATE FUNCTION corroborate_internal.one_by_one(claims regclass) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true) WHERE corroborate_internal.is_distributed(claims);
END
$$;
COMMENT ON FUNCTION corroborate_internal.one_by_one(regclass) IS
'makes the transaction use one connection to each node, if the ledger is distributed: a write on all nodes then sees what was read before, and the other way round';

CREATE FUNCTION corroborate_internal.bearing_distributed(claims regclass, names text[]) RETURNS bigint[] LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bearing text[];
	documents bigint[];
	found bigint[];
BEGIN
	PERFORM corroborate_internal.one_by_one(claims);
	EXECUTE format('WITH bearing (name) AS (SELECT unnest($1) UNION SELECT s.key FROM %1$s AS s WHERE s.relies_on && $1) '
		'SELECT array_agg(n.name) FROM (SELECT b.name FROM bearing AS b UNION SELECT a.alias FROM bearing AS b JOIN %2$s AS a ON a.source = b.name '
		'UNION SELECT a.source FROM bearing AS b JOIN %2$s AS a ON a.alias = b.name) AS n',
		corroborate_internal.in_schema_of(claims, 'source'), corroborate_internal.in_schema_of(claims, 'source_alias')) INTO bearing USING names;
	EXECUTE format('WITH RECURSIVE copy (id) AS (SELECT d.id FROM %1$s AS d WHERE d.publisher = ANY ($1) UNION '
		'SELECT d.id FROM copy JOIN %1$s AS d ON d.republishes = copy.id) SELECT coalesce(array_agg(copy.id), ''{}'') FROM copy',
		corroborate_internal.in_schema_of(claims, 'document')) INTO documents USING bearing;
	EXECUTE format('SELECT array_agg(DISTINCT a.claim) FROM %1$s AS a WHERE a.said OPERATOR(%2$s.?|) $1 OR a.document = ANY ($2)',
		corroborate_internal.in_schema_of(claims, 'attestation'), '@extschema@') INTO found USING bearing, documents;
	RETURN found;
END
$$;
COMMENT ON FUNCTION corroborate_internal.bearing_distributed(regclass, text[]) IS
'the claims of a distributed ledger on which sources of these names have a bearing. It locks nothing: others may mention the sources';

CREATE FUNCTION corroborate_internal.standing_of_distributed(claims regclass, wanted bigint[]) RETURNS jsonb LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	standing jsonb;
BEGIN
	EXECUTE format('SELECT jsonb_agg(jsonb_build_object(''id'', c.id, ''status'', c.status, ''flagged'', c.corroborated_at IS NOT NULL, '
		'''disputed'', c.disputed, ''denied'', c.denied)) FROM %s AS c WHERE c.id = ANY ($1)', claims) INTO standing USING wanted;
	RETURN standing;
END
$$;
COMMENT ON FUNCTION corroborate_internal.standing_of_distributed(regclass, bigint[]) IS
'standing_of() for a distributed ledger. It locks nothing: others may change the claims';

CREATE FUNCTION corroborate_internal.moved_distributed(claims regclass, before jsonb) RETURNS TABLE (claim bigint, statement text,
	status_before @extschema@.corroboration_status, status @extschema@.corroboration_status, change text, why text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format(
		'SELECT c.id, c.statement, b.status, c.status, nullif(concat_ws('', '', '
			'CASE WHEN b.flagged AND c.corroborated_at IS NULL THEN ''withdrawn'' WHEN NOT b.flagged AND c.corroborated_at IS NOT NULL THEN ''raised'' END, '
			'CASE WHEN b.disputed AND NOT c.disputed THEN ''settled'' WHEN c.disputed AND NOT b.disputed THEN ''disputed'' END, '
			'CASE WHEN b.denied AND NOT c.denied THEN ''undenied'' WHEN c.denied AND NOT b.denied THEN ''denied'' END), ''''), %2$s.why(c.evidence) '
		'FROM %1$s AS c JOIN jsonb_to_recordset($1) AS b (id bigint, status %2$s.corroboration_status, flagged boolean, disputed boolean, denied boolean) '
			'ON b.id = c.id '
		'WHERE b.status <> c.status OR b.flagged <> (c.corroborated_at IS NOT NULL) OR b.disputed <> c.disputed OR b.denied <> c.denied ORDER BY c.id',
		claims, '@extschema@') USING before;
END
$$;
COMMENT ON FUNCTION corroborate_internal.moved_distributed(regclass, jsonb) IS 'moved_claims() for a distributed ledger';

CREATE FUNCTION corroborate_internal.also_times_raised(claims regclass, standing jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	raised jsonb;
BEGIN
	EXECUTE format('SELECT jsonb_object_agg(n.claim, n.times) FROM (SELECT e.claim, count(*) AS times FROM %s AS e '
		'WHERE e.claim = ANY ($1) AND e.change = ''raised'' GROUP BY e.claim) AS n', corroborate_internal.in_schema_of(claims, 'claim_event'))
		INTO raised USING ARRAY(SELECT (c ->> 'id')::bigint FROM jsonb_array_elements(standing) AS c);
	RETURN (SELECT jsonb_agg(c || jsonb_build_object('raised', coalesce(raised -> (c ->> 'id'), '0'))) FROM jsonb_array_elements(standing) AS c);
END
$$;
COMMENT ON FUNCTION corroborate_internal.also_times_raised(regclass, jsonb) IS
'how claims of a distributed ledger stand, and how often the flag of each was raised, for raised_distributed()';

-- Between the look before a change and the locks of each node others may enter what bears on the change, or let a flag fall
-- that the change raises again
CREATE FUNCTION corroborate_internal.raised_distributed(before jsonb, after jsonb) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
	SELECT a.id FROM jsonb_to_recordset(after) AS a (id bigint, flagged boolean, raised bigint)
	LEFT JOIN jsonb_to_recordset(before) AS b (id bigint, flagged boolean, raised bigint) ON b.id = a.id
	WHERE a.flagged AND (b.id IS NULL OR NOT b.flagged OR a.raised > b.raised)
);
COMMENT ON FUNCTION corroborate_internal.raised_distributed(jsonb, jsonb) IS
'of claims as also_times_raised() found them before and after a change of a distributed ledger, those whose flag the change can have raised, or others meanwhile';
