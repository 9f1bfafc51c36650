-- For test/fuzz/in_server: the extension with the functions of a module that is built for fuzzing.

CREATE EXTENSION corroborate;
CREATE SCHEMA bytewise;
SELECT set_config('fuzz.module', :'module', false), set_config('fuzz.bytewise', :'bytewise', false) \g /dev/null

DO $$
DECLARE
	definition text;
BEGIN
	FOR definition IN
		SELECT pg_get_functiondef(p.oid)
		FROM pg_proc AS p JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
			JOIN pg_extension AS x ON x.oid = d.refobjid AND x.extname = 'corroborate'
		WHERE p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'c')
	LOOP
		EXECUTE replace(definition, '$libdir/corroborate', current_setting('fuzz.module'));
		IF definition ~ '^CREATE OR REPLACE FUNCTION public.read_' THEN
			EXECUTE replace(replace(definition, 'FUNCTION public.', 'FUNCTION bytewise.'),
				'$libdir/corroborate', current_setting('fuzz.bytewise'));
		END IF;
	END LOOP;
END
$$;

CREATE FUNCTION fuzz(query text, allowed text[], arguments text[]) RETURNS void AS :'module', 'fuzz' LANGUAGE C;
