------------------------------------------------------------------------------
-- identities: which roles can reach the identities that a ledger keeps
------------------------------------------------------------------------------

-- Policies hide identities even from a role that was granted too much by
-- mistake.  Three privileges bypass them.  TRUNCATE is not subject to policies.
-- TRIGGER: a trigger sees the rows that are written, and runs with the rights of
-- whoever writes, which for some functions of a ledger is its owner.  CREATE on
-- the ledger's schema: these functions look up names there.

CREATE FUNCTION corroborate_internal.past_policies(ledger name, OUT role oid, OUT privilege text, OUT object text) RETURNS SETOF record
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH identities AS (
		SELECT c.oid, c.relowner, c.relnamespace FROM pg_class AS c WHERE c.oid = format('%I.source_identity', ledger)::regclass
	), granted (role, privilege, object) AS (
		SELECT a.grantee, a.privilege_type, c.oid::regclass::text
		FROM identities AS i JOIN pg_class AS c ON c.relnamespace = i.relnamespace AND c.relkind = 'r'
		CROSS JOIN LATERAL aclexplode(c.relacl) AS a
		WHERE c.relname = ANY (corroborate_internal.ledger_relations())
			AND (a.privilege_type = 'TRIGGER' OR a.privilege_type = 'TRUNCATE' AND c.oid = i.oid)
		UNION ALL
		SELECT CASE WHEN pg_get_userbyid(created.by) = 'pg_database_owner' THEN d.datdba ELSE created.by END, 'CREATE', 'schema ' || n.oid::regnamespace::text
		FROM identities AS i JOIN pg_namespace AS n ON n.oid = i.relnamespace
		CROSS JOIN LATERAL (
			SELECT n.nspowner UNION SELECT a.grantee FROM aclexplode(n.nspacl) AS a WHERE a.privilege_type = 'CREATE'
		) AS created (by)
		JOIN pg_database AS d ON d.datname = current_database()
	)
	SELECT g.role, g.privilege, g.object
	FROM identities AS i CROSS JOIN granted AS g LEFT JOIN pg_roles AS r ON r.oid = g.role
	WHERE g.role <> i.relowner AND r.rolsuper IS NOT TRUE;
END;
COMMENT ON FUNCTION corroborate_internal.past_policies(name) IS
'the roles, other than the owner and superusers, that were granted a privilege on a ledger that bypasses the policies on identities; role 0 is everybody';

CREATE FUNCTION corroborate_internal.refuse_past_policies(ledger name) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	way record;
	grantee text;
BEGIN
	SELECT p.* INTO way FROM corroborate_internal.past_policies(ledger) AS p ORDER BY p.privilege, p.object, p.role LIMIT 1;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	grantee := CASE WHEN way.role = 0 THEN 'PUBLIC' ELSE way.role::regrole::text END;
	PERFORM corroborate_internal.refuse('insufficient_privilege',
		message => format('%s has privilege %s on %s', grantee, way.privilege, way.object),
		detail => CASE WHEN way.privilege = 'TRUNCATE' THEN 'Policies that protect identities do not apply to it.'
			ELSE 'With it, a role can make what runs with the rights of the ledger''s owner, who sees all identities.' END,
		hint => CASE WHEN way.privilege = 'CREATE' THEN format('Use REVOKE CREATE ON %s FROM %s.', way.object, grantee)
			ELSE format('Use REVOKE TRIGGER, TRUNCATE ON ALL TABLES IN SCHEMA %I FROM %s.', ledger, grantee) END);
END
$$;
COMMENT ON FUNCTION corroborate_internal.refuse_past_policies(name) IS 'raises an error if somebody was granted a privilege on a ledger that bypasses the policies on identities';

CREATE FUNCTION reachable_identities(ledger name, OUT role text, OUT reach text, OUT by text) RETURNS SETOF record
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	identities pg_class;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.1.0');
	SELECT c.* INTO identities FROM pg_class AS c WHERE c.oid = format('%I.source_identity', ledger)::regclass;
	RETURN QUERY
	WITH may_see (role, by) AS (
		SELECT r.oid, CASE WHEN NOT identities.relrowsecurity THEN 'SELECT without row-level security'
			WHEN r.rolbypassrls THEN 'SELECT and BYPASSRLS' ELSE format('SELECT and policy %I', p.polname) END
		FROM pg_roles AS r
		LEFT JOIN pg_policy AS p ON p.polrelid = identities.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
			AND EXISTS (SELECT FROM unnest(p.polroles) AS u (role) WHERE u.role = 0 OR pg_has_role(r.oid, u.role, 'USAGE'))
		WHERE has_any_column_privilege(r.oid, identities.oid, 'SELECT') AND NOT r.rolsuper AND NOT pg_has_role(r.oid, identities.relowner, 'USAGE')
			AND (NOT identities.relrowsecurity OR r.rolbypassrls OR p.oid IS NOT NULL)
	), reaching (role, reach, by) AS (
		SELECT identities.relowner, 'all', 'owner of the ledger'
		UNION ALL
		SELECT r.oid, 'all', 'superuser' FROM pg_roles AS r WHERE r.rolsuper
		UNION ALL
		-- before version 16, such a role makes itself a member of any other but superusers
		SELECT r.oid, 'act as the owner', 'CREATEROLE' FROM pg_roles AS r
		WHERE r.rolcreaterole AND NOT r.rolsuper AND current_setting('server_version_num')::integer < 160000
		UNION ALL
		SELECT r.oid, 'the server''s files', 'REPLICATION' FROM pg_roles AS r WHERE r.rolreplication AND NOT r.rolsuper
		UNION ALL
		SELECT r.oid, 'the server''s files', r.rolname FROM pg_roles AS r
		WHERE r.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
		UNION ALL
		SELECT s.role, 'see', s.by FROM may_see AS s
		UNION ALL
		SELECT p.role, CASE WHEN p.privilege = 'TRUNCATE' THEN 'remove' ELSE 'act as the owner' END,
			format('%s on %s, granted to %s', p.privilege, p.object, CASE WHEN p.role = 0 THEN 'PUBLIC' ELSE p.role::regrole::text END)
		FROM corroborate_internal.past_policies(ledger) AS p
	)
	-- roles that may act as these; a superuser may act as everybody
	SELECT DISTINCT coalesce(m.rolname::text, 'PUBLIC'), w.reach, w.by
	FROM reaching AS w LEFT JOIN pg_roles AS m ON m.oid = w.role OR w.role <> 0 AND NOT m.rolsuper AND pg_has_role(m.oid, w.role, 'MEMBER')
	WHERE m.rolname IS DISTINCT FROM w.by
	ORDER BY 1, 2, 3;
END
$$;
COMMENT ON FUNCTION reachable_identities(name) IS
'which roles can reach the identities of a ledger''s confidential sources, and how: the owner, superusers, editors, roles that may act as these, and roles that were granted a privilege that bypasses the policies, which makes grant_ledger() refuse';
