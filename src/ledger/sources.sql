------------------------------------------------------------------------------
-- Triggers on a ledger's sources, spellings, identities and documents
------------------------------------------------------------------------------

-- A template of create_ledger() and upgrade_ledger(): see create.sql.

-- Sources

-- When sources are added or removed, only those keys matter that are also other
-- spellings: only they can have claims already, or keep them.  A caller that has
-- not locked the keys locks them and calls this again, because another session
-- may be entering one of them as another spelling.
CREATE FUNCTION also_spellings(keys text[]) RETURNS text[] LANGUAGE sql VOLATILE SET search_path FROM CURRENT SET row_security = off
RETURN corroborate_internal.by_latest('SELECT a.alias FROM source_alias AS a WHERE a.alias = ANY ($1) ORDER BY a.alias', keys);
COMMENT ON FUNCTION also_spellings(text[]) IS 'which of these keys stand for another source, by what is committed now; null if none does';

-- For names that somebody registers by hand, a few at a time; near_names() is for many.
CREATE FUNCTION note_names(keys text[], groups text[], written text[]) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	most_names CONSTANT integer := 20;
	note record;
BEGIN
	-- no notice to a role that may not read the other names, nor for names that an attestation's trigger registers
	IF pg_trigger_depth() > 1 OR corroborate_internal.is_distributed('source'::regclass) OR NOT has_column_privilege(who(), 'source'::regclass, 'key', 'SELECT')
		OR NOT has_column_privilege(who(), 'source'::regclass, 'affiliations', 'SELECT')
		OR (SELECT c.relrowsecurity FROM pg_class AS c WHERE c.oid = 'source'::regclass)
	THEN
		RETURN;
	END IF;
	FOR note IN
		SELECT k.key, format('"%s" is taken for one name', k.key) AS message, NULL AS detail, CASE
			WHEN strpos(k.key, ';') > 0 THEN 'If it is a list, register each name of it.'
			WHEN k.key ~ '^".*"$' THEN 'Quotation marks around a name belong to attributions; in this table, names have none.'
			WHEN k.key ~ '^!' THEN 'If somebody denies something, that is said in attestations.'
			WHEN k.key ~ '<' THEN 'On whose word somebody says something is said in attestations, or in relies_on.'
			ELSE format('If it is %s of %s, write the latter into affiliations.', split_part(k.key, '@', 1), split_part(k.key, '@', 2)) END AS hint
		FROM unnest(keys[:most_names]) AS k (key) WHERE k.key ~ ';|^".*"$|^!|<|^[^@ ]+@[^@. ]+$'
		UNION ALL
		SELECT k.key, format('"%s" is taken for the name of one source', k.key), NULL,
			CASE corroborate_internal.basis_word(k.key)
				WHEN '*' THEN 'To say that a source knows first-hand, write "*" after "<" in attestations: dandong-1<*.'
				ELSE 'For someone unknown, write "?" after "<" in attestations: rfa<?. A witness without a name has a key of its own, and the kind unnamed.' END
		FROM unnest(keys[:most_names]) AS k (key) WHERE corroborate_internal.basis_word(k.key) IS NOT NULL
			AND NOT EXISTS (SELECT FROM source AS s WHERE s.key = k.key AND s.kind = 'unnamed')
		UNION ALL
		SELECT k.key, format('name "%s" is not what it looks like', k.key), corroborate_internal.odd_letter(k.key),
			'What only looks like another name is another source. SELECT * FROM rename_source(old, new); writes it otherwise.'
		FROM unnest(keys[:most_names]) AS k (key) WHERE corroborate_internal.odd_letter(k.key) IS NOT NULL
		UNION ALL
		SELECT g.name, format('affiliation "%s" is not what it looks like', g.name), corroborate_internal.odd_letter(g.name),
			'What only looks like another affiliation is another one, and makes nobody one with those who have that one.'
		FROM unnest(groups[:most_names]) AS g (name) WHERE corroborate_internal.odd_letter(g.name) IS NOT NULL
			AND NOT EXISTS (SELECT FROM source AS s WHERE s.affiliations @> ARRAY[g.name] AND s.key <> ALL (written))
		UNION ALL
		SELECT g.name, format('"%s" is taken for an affiliation', g.name), 'Sources that share an affiliation count as one.',
			'Where no affiliation is known, leave affiliations empty.'
		FROM unnest(groups[:most_names]) AS g (name) WHERE corroborate_internal.basis_word(g.name) IS NOT NULL
			AND NOT EXISTS (SELECT FROM source AS s WHERE s.key = g.name)
		UNION ALL
		SELECT k.key, format('source "%s" is registered, and so is "%s"', k.key, s.key),
			concat_ws(' ', CASE WHEN corroborate_internal.differ_in_script(s.key, k.key) THEN 'They are written in letters of different scripts that look the same.' END,
				'If the two are one, they count as two until one is another spelling of the other.'),
			CASE WHEN corroborate_internal.odd_letter(s.key) IS NOT NULL AND corroborate_internal.odd_letter(k.key) IS NULL
				THEN format('SELECT * FROM merge_sources(%L, %L);', k.key, s.key) ELSE format('SELECT * FROM merge_sources(%L, %L);', s.key, k.key) END
		FROM unnest(keys[:most_names]) AS k (key)
		CROSS JOIN LATERAL (SELECT s.key FROM source AS s WHERE corroborate_internal.name_skeleton(s.key) = corroborate_internal.name_skeleton(k.key)
			AND s.key <> k.key AND NOT (s.key = ANY (keys) AND s.key > k.key) AND s.key IS DISTINCT FROM current_setting('corroborate.renamed', true)
			AND NOT EXISTS (SELECT FROM source_alias AS a WHERE a.alias IN (s.key, k.key)) ORDER BY s.key LIMIT 1) AS s
		WHERE cardinality(keys) <= most_names
		UNION ALL
		SELECT g.name, format('affiliation "%s" is new, and there is "%s"', g.name, o.name),
			'If the two are one, sources of the one count as independent of sources of the other until both have the same affiliation.',
			format('For example: UPDATE source SET affiliations = array_replace(affiliations, %L, %L);', g.name, o.name)
		FROM unnest(groups[:most_names]) AS g (name)
		CROSS JOIN LATERAL (
			SELECT n.name FROM (
				SELECT DISTINCT unnest(s.affiliations), false FROM source AS s WHERE s.affiliations <> '{}'
				UNION ALL SELECT s.key, true FROM source AS s WHERE corroborate_internal.name_skeleton(s.key) = corroborate_internal.name_skeleton(g.name)
			) AS n (name, is_key)
			WHERE n.name <> g.name AND NOT (n.name = ANY (groups) AND n.name > g.name)
				AND (corroborate_internal.name_skeleton(n.name) = corroborate_internal.name_skeleton(g.name)
					OR corroborate_internal.name_words(n.name) = corroborate_internal.name_words(g.name)
					OR corroborate_internal.name_distance(n.name, g.name) IS NOT NULL)
			ORDER BY corroborate_internal.name_distance(n.name, g.name) NULLS FIRST, n.is_key DESC, n.name LIMIT 1) AS o
		WHERE cardinality(groups) <= most_names AND g.name !~ '^unit-[0-9a-f]+$'
			-- that is no source's name, and that no other source has
			AND NOT EXISTS (SELECT FROM source AS s WHERE s.affiliations @> ARRAY[g.name] AND s.key <> ALL (written))
			AND NOT EXISTS (SELECT FROM source AS s WHERE s.key = g.name)
			AND NOT EXISTS (SELECT FROM source_alias AS a WHERE a.alias = g.name)
		ORDER BY 1, 2
	LOOP
		IF note.detail IS NULL THEN
			RAISE NOTICE USING MESSAGE = note.message, HINT = note.hint;
		ELSE
			RAISE NOTICE USING MESSAGE = note.message, DETAIL = note.detail, HINT = note.hint;
		END IF;
	END LOOP;
END
$body$;
COMMENT ON FUNCTION note_names(text[], text[], text[]) IS
'gives notices about names that were just registered, and about new affiliations: a list or an attribution in place of a name, and names that hardly differ from others to the eye. keys: those registered; groups: affiliations written; written: the keys of all rows written';

-- The same between keys and other spellings.  A name of a confidential source is not repeated: notices may go to the server's log
CREATE FUNCTION note_spelt_alike(keys text[], spellings text[]) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
#variable_conflict use_column
DECLARE
	most_names CONSTANT integer := 20;
	pair record;
	secret boolean;
BEGIN
	-- to who may read the others
	IF pg_trigger_depth() > 1 OR cardinality(keys || spellings) NOT BETWEEN 1 AND most_names
		OR current_setting('corroborate.forgetting', true) = 'on' OR corroborate_internal.is_distributed('source'::regclass)
		OR NOT has_column_privilege(who(), 'source'::regclass, 'key', 'SELECT')
		OR NOT has_column_privilege(who(), 'source_alias'::regclass, 'alias', 'SELECT')
		OR (SELECT bool_or(c.relrowsecurity) FROM pg_class AS c WHERE c.oid IN ('source'::regclass, 'source_alias'::regclass))
	THEN
		RETURN;
	END IF;
	FOR pair IN
		SELECT DISTINCT ON (p.key, p.source) p.key, p.alias, p.source, p.key = p.alias AS same
		FROM (
			-- each by an index, whatever the planner takes the tables to hold
			SELECT k.key, a.alias, a.source FROM unnest(keys) AS k (key) CROSS JOIN LATERAL (
				SELECT o.alias, o.source FROM source_alias AS o
				WHERE corroborate_internal.name_skeleton(o.alias) = corroborate_internal.name_skeleton(k.key) OFFSET 0) AS a
			UNION ALL
			SELECT s.key, a.alias, a.source FROM unnest(spellings) AS n (alias)
			CROSS JOIN LATERAL (SELECT o.alias, o.source FROM source_alias AS o WHERE o.alias = n.alias OFFSET 0) AS a
			CROSS JOIN LATERAL (
				SELECT o.key FROM source AS o WHERE corroborate_internal.name_skeleton(o.key) = corroborate_internal.name_skeleton(n.alias) OFFSET 0) AS s
		) AS p
		-- but what is one source already, is just being renamed, or has keys of the same letters, as note_names() says
		WHERE CASE WHEN EXISTS (SELECT FROM source_alias AS o WHERE o.alias = p.key) THEN p.key = p.alias AND p.key = ANY (keys)
				ELSE corroborate_internal.name_skeleton(p.key) <> corroborate_internal.name_skeleton(p.source) END
			AND p.source IS DISTINCT FROM current_setting('corroborate.renamed', true)
		ORDER BY p.key, p.source, p.alias
	LOOP
		secret := EXISTS (SELECT FROM protected_name AS n WHERE n.name = pair.source);
		IF pair.same THEN
			RAISE NOTICE USING MESSAGE = CASE WHEN secret THEN 'a name was registered that is another spelling of a confidential source'
					ELSE format('"%s" is another spelling of "%s" already', pair.key, pair.source) END,
				DETAIL = 'The two count as one source.',
				HINT = 'If it is another source, delete the spelling: DELETE FROM source_alias WHERE alias = ...';
		ELSIF secret THEN
			RAISE NOTICE USING MESSAGE = 'a registered source is spelt like a confidential one',
				DETAIL = 'If the two are one, they count as two independent sources.',
				HINT = 'Editors compare them: SELECT * FROM near_confidential();';
		ELSE
			RAISE NOTICE USING MESSAGE = format('source "%s" is registered, and "%s" is another spelling of "%s"', pair.key, pair.alias, pair.source),
				DETAIL = 'If the two are one, they count as two until one is another spelling of the other.',
				HINT = format('To make one of them, use SELECT * FROM merge_sources(%L, %L).', pair.source, pair.key);
		END IF;
	END LOOP;
END
$body$;
COMMENT ON FUNCTION note_spelt_alike(text[], text[]) IS
'notices about registered keys that differ from another source''s other spellings only in what people do not see. keys: those that were just registered; spellings: those that were just entered';

CREATE FUNCTION source_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	added text[] := ARRAY(SELECT key FROM new_rows);
	spellings text[];
	changing text;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	PERFORM corroborate_internal.write_ratings(TG_RELID, 'source_rating'::regclass, array_agg(key ORDER BY key), array_agg(reliability ORDER BY key))
	FROM new_rows WHERE reliability IS NOT NULL HAVING count(*) > 0;
	spellings := also_spellings(added);
	IF spellings IS NULL THEN
		-- lock the names on which the new sources rely, too: they matter to claims that mention these once the new sources are mentioned
		PERFORM corroborate_internal.hold_names('attestation'::regclass, added, ARRAY(SELECT unnest(relies_on) FROM new_rows));
		spellings := also_spellings(added);
	END IF;
	IF spellings IS NOT NULL THEN
		SELECT min(key) INTO changing FROM new_rows
		WHERE key = ANY (spellings) AND (kind <> 'other' OR passes_on IS NOT NULL OR reliability IS NOT NULL
			OR relies_on <> '{}' OR affiliations <> '{}' OR feeds <> '{}');
		IF changing IS NOT NULL AND NOT has_column_privilege(who(), TG_RELID, 'affiliations', 'UPDATE') THEN
			PERFORM corroborate_internal.refuse('insufficient_privilege',
				message => format('"%s" is another spelling of a source that is registered', changing),
				detail => 'What is known of one spelling holds for all of them, and so would change that source.',
				hint => 'An editor decides what is known of a source. Attestations may mention the spelling as it is.');
		END IF;
		-- lock all names at once, before any claim
		PERFORM regather_because(list_names(spellings) || ' registered', sources => added);
	END IF;
	PERFORM note_names(added, ARRAY(
		SELECT DISTINCT g FROM new_rows AS n, unnest(n.affiliations) AS g), added);
	PERFORM note_confidential(ARRAY(SELECT key FROM new_rows WHERE confidential), registered => true,
		noted => EXISTS (SELECT FROM new_rows WHERE confidential AND note <> ''));
	PERFORM note_spelt_alike(added, '{}');
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_added() IS 'records how new sources are rated, and gathers claims again where a new source was another spelling before; only editors may change what is known of a source in this way';

CREATE FUNCTION source_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	gone text[];
	come text[] := '{}';
	changed text[];
	cause text;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	-- with GROUP BY, not a join: a cached plan made for one row would compare each of 10,000 rows with every other
	PERFORM corroborate_internal.write_ratings(TG_RELID, 'source_rating'::regclass, array_agg(key ORDER BY key), array_agg(is_now ORDER BY key))
	FROM (
		SELECT key, (array_agg(reliability) FILTER (WHERE is_new))[1] AS is_now
		FROM (SELECT true AS is_new, key, reliability FROM new_rows UNION ALL SELECT false, key, reliability FROM old_rows) AS rows
		GROUP BY key
		HAVING bool_or(is_new) AND max(reliability::float8) FILTER (WHERE is_new) IS DISTINCT FROM max(reliability::float8) FILTER (WHERE NOT is_new)
	) AS rated
	HAVING count(*) > 0;

	SELECT array_agg(key ORDER BY key), string_agg(DISTINCT what, ', ') INTO changed, cause
	FROM (
		SELECT key, CASE
			WHEN is_now IS NOT DISTINCT FROM was THEN CASE WHEN affiliations > 1 THEN 'affiliated anew'
				WHEN relying > 1 THEN 'relies on others' ELSE 'of another kind' END
			WHEN is_now = 0 THEN 'discredited'
			WHEN was = 0 THEN 'credited again'
			ELSE 'rated anew' END AS what
		FROM (
			SELECT key, max(reliability) FILTER (WHERE is_new) AS is_now, max(reliability) FILTER (WHERE NOT is_new) AS was,
				count(DISTINCT affiliations) AS affiliations, count(DISTINCT relies_on) AS relying, count(DISTINCT kind) AS kinds, count(*) AS versions
			FROM (
				SELECT true AS is_new, key, reliability::float8, affiliations, relies_on, (kind, passes_on)::text AS kind FROM new_rows
				UNION ALL
				SELECT false, key, reliability::float8, affiliations, relies_on, (kind, passes_on)::text FROM old_rows
			) AS rows
			GROUP BY key
		) AS source
		WHERE versions = 2 AND (is_now IS DISTINCT FROM was OR affiliations > 1 OR relying > 1 OR source.kinds > 1)
	) AS differing;

	-- all names at once, because names are locked in one order
	gone := ARRAY(SELECT key FROM old_rows EXCEPT SELECT key FROM new_rows);
	IF gone <> '{}' THEN
		come := ARRAY(SELECT key FROM new_rows EXCEPT SELECT key FROM old_rows);
	END IF;
	IF changed IS NOT NULL OR gone <> '{}' THEN
		PERFORM regather_because(coalesce(list_names(changed) || ' ' || cause, list_names(gone) || ' renamed'), sources => changed || gone || come);
		PERFORM refuse_if_mentioned(gone,
			'SELECT * FROM rename_source(old, new); gives it another key, and keeps the old one as another spelling: attestations stay as they were written.');
	END IF;
	PERFORM note_names(come, ARRAY(
		SELECT DISTINCT g FROM new_rows AS n, unnest(n.affiliations) AS g
		EXCEPT SELECT g FROM old_rows AS o, unnest(o.affiliations) AS g), ARRAY(SELECT key FROM new_rows));
	PERFORM note_confidential(ARRAY(
		SELECT key FROM new_rows WHERE confidential EXCEPT SELECT key FROM old_rows WHERE confidential), registered => true,
		noted => EXISTS (SELECT key, note FROM new_rows WHERE confidential AND note <> '' EXCEPT SELECT key, note FROM old_rows WHERE confidential));
	PERFORM note_spelt_alike(come, '{}');
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_changed() IS 'records ratings, and gathers again the claims on which changed sources have a bearing';

CREATE FUNCTION source_removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	gone text[] := ARRAY(SELECT key FROM old_rows);
	spellings text[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	-- this locks the names
	PERFORM refuse_if_mentioned(gone,
		'A source that cannot be trusted is discredited: discredit_source(). Its identity and wording are removed by forget().');
	spellings := also_spellings(gone);
	IF spellings IS NOT NULL THEN
		-- lock all names at once, before any claim
		PERFORM regather_because(list_names(spellings) || ' removed', sources => gone);
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION source_removed() IS 'refuses to delete sources that attestations mention, and gathers claims again where a name is now only another spelling';

CREATE FUNCTION refuse_if_mentioned(names text[], hint text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT
AS $body$
DECLARE
	mentioned text;
BEGIN
	-- claim_that_mentions() locks the names first, as a session must that removes another source or spelling of such a name
	IF names = '{}' OR claim_that_mentions(names) IS NULL THEN
		RETURN;
	END IF;
	SELECT n.name INTO mentioned FROM unnest(names) AS n (name) WHERE claim_that_mentions(ARRAY[n.name]) IS NOT NULL LIMIT 1;
	PERFORM corroborate_internal.refuse('foreign_key_violation',
		message => format('source "%s" is still mentioned', mentioned),
		detail => format('An attestation about claim %s mentions it.', claim_that_mentions(ARRAY[mentioned])),
		hint => refuse_if_mentioned.hint);
END
$body$;
COMMENT ON FUNCTION refuse_if_mentioned(text[], text) IS 'raises an error, with a hint, if an attestation mentions any of these names that no longer stands for a source';

CREATE FUNCTION alias_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET row_security = off
AS $body$
DECLARE
	names text[];
	targets text[];
	cause text;
	bad text[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	IF TG_OP = 'TRUNCATE' THEN
		IF corroborate_internal.by_latest('SELECT a.id FROM attestation AS a LIMIT 1') IS NOT NULL THEN
			PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
				message => 'other spellings cannot be truncated while there are attestations',
				detail => 'Which they were does not show any more then, so that no claim could be gathered again.',
				hint => 'Use DELETE FROM source_alias.');
		END IF;
		RETURN NULL;
	END IF;
	IF TG_OP = 'DELETE' THEN
		SELECT array_agg(alias), array_agg(source), list_names(array_agg(format('%s is not %s', alias, source)))
		INTO names, targets, cause FROM old_rows;
	ELSE
		SELECT array_agg(alias), array_agg(source), list_names(array_agg(format('%s is %s', alias, source)))
		INTO names, targets, cause FROM new_rows;
	END IF;
	IF TG_OP = 'UPDATE' THEN
		names := names || ARRAY(SELECT alias FROM old_rows);
		targets := targets || ARRAY(SELECT source FROM old_rows);
	END IF;
	IF names IS NULL THEN
		RETURN NULL;
	END IF;
	-- This locks the names, so that nobody else can enter or use them.  The facts of all spellings are one source's, so it matters
	-- to all claims that mention that source.
	PERFORM regather_because(cause, spellings => names || targets);
	PERFORM refuse_if_mentioned(names,
		'If it is a source of its own, register it first. If it stands for another one, UPDATE source_alias.');
	-- so that each lookup uses an index, whatever the planner assumes about the table
	bad := corroborate_internal.by_latest('SELECT a.alias, a.source, b.source FROM unnest($1) AS n (name) '
		'CROSS JOIN LATERAL (SELECT o.alias, o.source FROM source_alias AS o WHERE o.alias = n.name OFFSET 0) AS b '
		'CROSS JOIN LATERAL (SELECT o.alias, o.source FROM source_alias AS o WHERE o.source = b.alias LIMIT 1) AS a LIMIT 1', names || targets);
	IF bad IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('integrity_constraint_violation',
			message => format('source "%s" is itself another spelling', bad[2]),
			detail => format('It stands for "%s".', bad[3]),
			hint => format('Let "%s" stand for "%s" too.', bad[1], bad[3]));
	END IF;
	IF TG_OP <> 'DELETE' THEN
		PERFORM note_spelt_alike('{}', ARRAY(SELECT alias FROM new_rows));
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION alias_changed() IS 'gathers again the claims that mention a name which now stands for another source';

-- A constraint's error shows the row, and goes to the server's log.  Who a
-- confidential source is must not go there, so these check before the constraints.

CREATE FUNCTION source_named() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM corroborate_internal.refuse('check_violation',
		message => 'a confidential source has no name in the table source',
		hint => 'Who it is stands in source_identity, and nowhere else.');
END
$body$;
COMMENT ON FUNCTION source_named() IS 'refuses a name for a confidential source without showing it';

CREATE FUNCTION identity_entered() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	PERFORM corroborate_internal.at_home();
	IF NOT EXISTS (SELECT FROM source AS s WHERE s.key = NEW.source) THEN
		PERFORM corroborate_internal.refuse('foreign_key_violation',
			message => 'there is no such source to have an identity',
			hint => 'The function add_confidential_source() makes one.');
	ELSIF concat(NEW.identity, NEW.held_by) !~ E'\\S' THEN
		PERFORM corroborate_internal.refuse('check_violation',
			message => 'somebody has to know who a source is',
			hint => 'Write who it is into identity or, which is safer, who knows it into held_by.');
	END IF;
	RETURN NEW;
END
$body$;
COMMENT ON FUNCTION identity_entered() IS 'refuses an identity without a source, without showing it';

-- A role that was granted too much by mistake may have put a trigger on a table of the ledger.  It would see the identities that
-- are written, or run with the owner's rights.  And TRUNCATE is not subject to policies.
CREATE FUNCTION identities_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
DECLARE
	ours pg_class;
	theirs record;
BEGIN
	PERFORM corroborate_internal.at_home();
	SELECT c.* INTO ours FROM pg_class AS c WHERE c.oid = TG_RELID;
	IF TG_OP = 'TRUNCATE' AND NOT pg_has_role(current_user, ours.relowner, 'USAGE') THEN
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => 'only the owner of the ledger may truncate identities',
			detail => 'Policies do not apply to TRUNCATE.');
	END IF;
	SELECT t.tgname, c.relname, r.rolname INTO theirs
	FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid
	JOIN pg_roles AS r ON r.oid = p.proowner JOIN pg_language AS l ON l.oid = p.prolang
	WHERE c.relnamespace = ours.relnamespace AND NOT t.tgisinternal AND p.proowner <> ours.relowner AND NOT r.rolsuper
		-- only superusers can create functions in C
		AND l.lanname NOT IN ('c', 'internal') AND (t.tgrelid = TG_RELID OR NOT p.prosecdef)
	ORDER BY c.relname, t.tgname LIMIT 1;
	IF FOUND THEN
		PERFORM corroborate_internal.refuse('insufficient_privilege',
			message => format('identities cannot be written while table "%s" has a trigger of role "%s"', theirs.relname, theirs.rolname),
			detail => 'The trigger could read them with the rights of whoever writes.',
			hint => format('Drop trigger "%s", or give its function to the owner of the ledger.', theirs.tgname));
	END IF;
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION identities_guarded() IS 'refuses to write identities where a trigger of somebody else could see them, and lets only the owner truncate them';

CREATE TRIGGER identities_guarded BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON source_identity
	FOR EACH STATEMENT EXECUTE FUNCTION identities_guarded();
CREATE TRIGGER source_named BEFORE INSERT OR UPDATE ON source
	FOR EACH ROW WHEN (NEW.confidential AND NEW.name IS NOT NULL) EXECUTE FUNCTION source_named();
CREATE TRIGGER identity_entered BEFORE INSERT OR UPDATE ON source_identity
	FOR EACH ROW EXECUTE FUNCTION identity_entered();

-- if they were partitions or children of another table, a write to that table would fire none of these triggers
CREATE TRIGGER must_stand_alone AFTER DELETE ON source REFERENCING OLD TABLE AS old_rows
	FOR EACH ROW WHEN (false) EXECUTE FUNCTION corroborate_internal.must_stand_alone();
-- and their policies would not hide rows from a reader of that table
CREATE TRIGGER must_stand_alone AFTER DELETE ON source_identity REFERENCING OLD TABLE AS old_rows
	FOR EACH ROW WHEN (false) EXECUTE FUNCTION corroborate_internal.must_stand_alone();
CREATE TRIGGER must_stand_alone AFTER DELETE ON source_alias REFERENCING OLD TABLE AS old_rows
	FOR EACH ROW WHEN (false) EXECUTE FUNCTION corroborate_internal.must_stand_alone();
CREATE TRIGGER source_added AFTER INSERT ON source REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_added();
CREATE TRIGGER source_changed AFTER UPDATE ON source REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_changed();
CREATE TRIGGER source_removed AFTER DELETE ON source REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION source_removed();
CREATE TRIGGER alias_added AFTER INSERT ON source_alias REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER alias_changed AFTER UPDATE ON source_alias REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER alias_removed AFTER DELETE ON source_alias REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER aliases_truncated AFTER TRUNCATE ON source_alias
	FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();


-- Documents

CREATE FUNCTION document_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $body$
DECLARE
	changed bigint[];
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM corroborate_internal.at_home();
	-- without a join: a cached plan made for one row would compare each of 10,000 rows with every other
	changed := ARRAY(
		SELECT id FROM (
			SELECT id, publisher, republishes FROM new_rows EXCEPT SELECT id, publisher, republishes FROM old_rows) AS differing
		ORDER BY id);
	IF changed = '{}' THEN
		RETURN NULL;
	END IF;
	PERFORM regather_because('document ' || list_names(changed::text[]) || ' changed', documents => changed);
	RETURN NULL;
END
$body$;
COMMENT ON FUNCTION document_changed() IS 'gathers again the claims for which it matters who published a document, or which document it copies';

CREATE TRIGGER must_stand_alone AFTER DELETE ON document REFERENCING OLD TABLE AS old_rows
	FOR EACH ROW WHEN (false) EXECUTE FUNCTION corroborate_internal.must_stand_alone();
CREATE TRIGGER document_changed AFTER UPDATE ON document REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION document_changed();
