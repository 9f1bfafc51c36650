------------------------------------------------------------------------------
-- follow_registry: a registry that is filled by logical replication
------------------------------------------------------------------------------

-- Replicated rows fire only row triggers, and only those that are enabled ALWAYS or REPLICA.

CREATE FUNCTION corroborate_internal.registry_followed() RETURNS trigger LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO' SET intervalstyle = 'postgres' SET extra_float_digits = 1 SET bytea_output = 'hex'
AS $$
DECLARE
	attestations CONSTANT regclass := TG_ARGV[0];
	columns CONSTANT text[] := CASE TG_ARGV[1] WHEN 'sources' THEN '{key}' WHEN 'aliases' THEN '{alias,source}' ELSE '{id}' END;
	names text[];
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		PERFORM @extschema@.rebuild_evidence(attestations);
		RETURN NULL;
	END IF;
	names := ARRAY(
		SELECT DISTINCT r.contents ->> c
		FROM (VALUES (CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END), (CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END)) AS r (contents)
		CROSS JOIN unnest(columns) AS c
		WHERE r.contents ->> c IS NOT NULL);
	CASE TG_ARGV[1]
		WHEN 'sources' THEN PERFORM @extschema@.regather(attestations, names);
		WHEN 'aliases' THEN PERFORM @extschema@.regather_aliases(attestations, names);
		ELSE PERFORM @extschema@.regather_documents(attestations, names);
	END CASE;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION corroborate_internal.registry_followed() IS
'AFTER INSERT, UPDATE or DELETE, FOR EACH ROW, and AFTER TRUNCATE: gathers again the claims on which a row of the registry has a bearing. follow_registry() makes these triggers, for replicated changes';

CREATE FUNCTION follow_registry(attestations regclass) RETURNS void LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off
AS $$
DECLARE
	named record;
	named_any boolean := false;
	trigger_name text;
BEGIN
	PERFORM corroborate_internal.hide_context();
	IF corroborate_internal.is_distributed(attestations) THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => 'a registry that comes by replication cannot be followed by distributed attestations',
			detail => format('Citus keeps the rows of %s on several nodes.', attestations),
			hint => 'Write the registry where the attestations are: it is on each node.');
	END IF;
	FOR named IN
		SELECT a.what, to_regclass(a.relation) AS relation
		FROM @extschema@.watched() AS w CROSS JOIN unnest(w.rule) AS r (argument)
		CROSS JOIN LATERAL (SELECT split_part(r.argument, '=', 1), substr(r.argument, strpos(r.argument, '=') + 1)) AS a (what, relation)
		WHERE w.attestations = follow_registry.attestations AND a.what IN ('sources', 'aliases', 'documents')
		ORDER BY a.what
	LOOP
		named_any := true;
		trigger_name := 'follow_' || named.what;
		EXECUTE format('CREATE TRIGGER %1$I AFTER INSERT OR UPDATE OR DELETE ON %2$s FOR EACH ROW '
			'EXECUTE FUNCTION corroborate_internal.registry_followed(%3$L, %4$L)', trigger_name, named.relation,
			corroborate_internal.table_name(attestations), named.what);
		EXECUTE format('CREATE TRIGGER %1$I AFTER TRUNCATE ON %2$s FOR EACH STATEMENT '
			'EXECUTE FUNCTION corroborate_internal.registry_followed(%3$L, %4$L)', trigger_name || '_truncated', named.relation,
			corroborate_internal.table_name(attestations), named.what);
		EXECUTE format('ALTER TABLE %1$s ENABLE REPLICA TRIGGER %2$I, ENABLE REPLICA TRIGGER %3$I', named.relation, trigger_name,
			trigger_name || '_truncated');
	END LOOP;
	IF NOT named_any THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('%s is not watched with a registry of sources', attestations),
			hint => 'The function watched() lists the tables that are watched, and by which rule.');
	END IF;
END
$$;
COMMENT ON FUNCTION follow_registry(regclass) IS
'makes triggers for a registry that logical replication brings to the database where attestations and claims are written. They are on the tables of sources, aliases and documents, fire only for replicated changes, and gather again the claims on which these have a bearing, with flags and events. Not for a database whose claims are replicated, too. unwatch() drops them';
