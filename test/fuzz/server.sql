-- The extension with the functions of another module, and its readers of XML once more, of a second one, in the schema
-- piecewise: for test/fuzz/in_server, and with the extension's own module for test/fuzz/replay.

CREATE EXTENSION corroborate;
CREATE SCHEMA piecewise;
SELECT set_config('fuzz.module', :'module', false), set_config('fuzz.piecewise', :'piecewise', false) \g /dev/null

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
			EXECUTE replace(replace(definition, 'FUNCTION public.', 'FUNCTION piecewise.'),
				'$libdir/corroborate', current_setting('fuzz.piecewise'));
		END IF;
	END LOOP;
END
$$;
