------------------------------------------------------------------------------
-- distributed: watching tables that Citus distributes
------------------------------------------------------------------------------

-- See beside_shard.c.  Queries of Citus's catalogs are run by EXECUTE, because without Citus there are none.

CREATE FUNCTION corroborate_internal.is_distributed(relation regclass) RETURNS boolean
	AS 'MODULE_PATHNAME', 'relation_is_distributed' LANGUAGE C STABLE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.is_distributed(regclass) IS 'whether Citus keeps the rows of a table, in shards or as a reference table';

CREATE FUNCTION corroborate_internal.beside(relation regclass, named regclass) RETURNS regclass
	AS 'MODULE_PATHNAME', 'relation_beside' LANGUAGE C STABLE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.beside(regclass, regclass) IS
'the table in which the rows of a named table are that belong with those of a relation: the named table itself, or, if the relation is a shard of Citus, the colocated shard or this node''s copy of a reference table';

CREATE FUNCTION corroborate_internal.all_beside(relation regclass, named regclass) RETURNS regclass[]
	AS 'MODULE_PATHNAME', 'relation_all_beside' LANGUAGE C STABLE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.all_beside(regclass, regclass) IS
'as beside(); but if the relation is this node''s copy of a reference table and the named table is distributed, all its shards on this node';

CREATE FUNCTION corroborate_internal.part_with(relation regclass, columns text[], key text[]) RETURNS regclass
	AS 'MODULE_PATHNAME', 'relation_part_with' LANGUAGE C STABLE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.part_with(regclass, text[], text[]) IS
'the table on this node in which the rows with these values in these columns are: the relation itself, or a shard of it';

-- columns: those by which rows are colocated; null: every node must have all rows
CREATE FUNCTION corroborate_internal.check_beside(attestations regclass, claim text[], named regclass, columns text[]) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	together boolean;
BEGIN
	IF named IS NULL THEN
		RETURN;
	END IF;
	EXECUTE 'SELECT CASE WHEN $4 IS NULL THEN q.partmethod = ''n'' AND q.repmodel = ''t'' ELSE q.colocationid = p.colocationid AND p.partmethod = ''h'' '
		'AND array_position($2, column_to_column_name(p.logicalrelid, p.partkey)) = array_position($4, column_to_column_name(q.logicalrelid, q.partkey)) END '
		'FROM pg_dist_partition AS p, pg_dist_partition AS q WHERE p.logicalrelid = $1 AND q.logicalrelid = $3'
		INTO together USING attestations, claim, named, columns;
	IF together IS NOT TRUE THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('%s is not where the rows of %s are', named, attestations),
			detail => 'Triggers on a shard reach only what is on its node.',
			hint => CASE WHEN columns IS NULL THEN format('Use create_reference_table(%L).', named)
				ELSE format('Distribute both by the key of the claims: create_distributed_table(%L, ..., colocate_with => ...).', attestations) END);
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.check_beside(regclass, text[], regclass, text[]) IS 'raises an error unless the rows of a named table are on the same node as the attestations that they belong with';

CREATE FUNCTION corroborate_internal.check_distribution(attestations regclass, claim text[], claims regclass, key text[], registry regclass[],
	events regclass, unknown_sources text, announce boolean) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT corroborate_internal.is_distributed(attestations) AND NOT corroborate_internal.is_distributed(claims) THEN
		RETURN;
	END IF;
	IF announce THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => 'flags of distributed tables cannot be announced',
			detail => 'A transaction that has used NOTIFY cannot be committed on several nodes at once.',
			hint => 'Name a table of events, and read that.');
	END IF;
	IF unknown_sources = 'add' THEN
		PERFORM corroborate_internal.refuse('feature_not_supported',
			message => 'sources that are not registered cannot be added to a distributed registry by a trigger',
			detail => 'A trigger on one node cannot write what all nodes have.',
			hint => 'Use unknown_sources => ''refuse'' or unknown_sources => ''allow'', and register sources first.');
	END IF;
	PERFORM corroborate_internal.check_beside(attestations, claim, claims, key);
	PERFORM corroborate_internal.check_beside(attestations, claim, named, NULL) FROM unnest(registry) AS named;
	IF events IS NOT NULL THEN
		PERFORM corroborate_internal.check_beside(attestations, claim, events, (
			SELECT array_agg(a.attname::text ORDER BY array_position(key, b.attname::text))
			FROM pg_constraint AS c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k (here, there)
			JOIN pg_attribute AS a ON a.attrelid = events AND a.attnum = k.here
			JOIN pg_attribute AS b ON b.attrelid = claims AND b.attnum = k.there
			WHERE c.conrelid = events AND c.confrelid = claims AND c.contype = 'f'));
	END IF;
	-- Citus asks whoever makes triggers to set this, and to know that they reach no further than their node.
	PERFORM set_config('citus.enable_unsafe_triggers', 'on', true);
END
$$;
COMMENT ON FUNCTION corroborate_internal.check_distribution(regclass, text[], regclass, text[], regclass[], regclass, text, boolean) IS
'raises an error if a rule cannot watch tables that Citus distributes; allows triggers on those that it can';

-- Rewrites each claim on its node: Citus sends the call there by the claim's key.  The claim may have changed since it was found
-- wrong, so it is gathered again under its lock.
CREATE FUNCTION corroborate_internal.rebuild_distributed(attestations regclass, claims regclass, key text[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wrong record;
	written boolean;
	changed bigint := 0;
BEGIN
	FOR wrong IN SELECT DISTINCT p.claim FROM @extschema@.check_evidence(attestations) AS p ORDER BY p.claim LOOP
		EXECUTE format('SELECT corroborate_internal.rewrite_claim(%L, %L) FROM %s AS c WHERE %s', attestations, wrong.claim, claims,
			(SELECT string_agg(format('c.%s = %L', k, v), ' AND ') FROM unnest(key, wrong.claim) AS u (k, v)))
		INTO written;
		changed := changed + (written IS TRUE)::integer;
	END LOOP;
	RETURN changed;
END
$$;
COMMENT ON FUNCTION corroborate_internal.rebuild_distributed(regclass, regclass, text[]) IS 'rebuild_evidence() for claims that Citus distributes. key: the columns of their key, quoted for SQL';
