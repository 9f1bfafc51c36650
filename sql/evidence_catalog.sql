--
-- What the extension brings: everything has a comment, and says how it may be used
--

CREATE TEMP VIEW member AS
SELECT classid, objid FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'corroborate') AND deptype = 'e';
SELECT DISTINCT classid::regclass::text COLLATE "C" AS kind FROM member ORDER BY kind;

-- Without a comment: nothing but array types
SELECT pg_describe_object(classid, objid, 0) FROM member
WHERE obj_description(objid, classid::regclass::name) IS NULL AND NOT (classid = 'pg_type'::regclass AND objid IN (SELECT typarray FROM pg_type)) ORDER BY 1;
-- Comments begin in lower case, and end without a full stop
SELECT pg_describe_object(classid, objid, 0), obj_description(objid, classid::regclass::name) AS comment FROM member
WHERE obj_description(objid, classid::regclass::name) ~ '^[A-Z][a-z]|[.]$|^\s|\s$' ORDER BY 1;

-- Functions: all are immutable, strict and parallel safe but these
SELECT oid::regprocedure::text COLLATE "C" AS function, provolatile AS volatile, proisstrict AS strict, proparallel AS parallel
FROM pg_proc WHERE oid IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass) AND prokind <> 'a' AND NOT (provolatile = 'i' AND proisstrict AND proparallel = 's')
	AND prorettype <> 'trigger'::regtype AND '{evidence,attribution,confidence,admiralty}'::regtype[] && (proargtypes::oid[] || prorettype)::regtype[]
ORDER BY function;
-- Of C, without settings, not security definers, and every aggregate is parallel safe and can be combined
SELECT count(*) FILTER (WHERE lanname NOT IN ('c', 'internal')) AS not_c, count(*) FILTER (WHERE prosecdef) AS definers,
	count(*) FILTER (WHERE proconfig IS NOT NULL) AS settings
FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
WHERE pg_proc.oid IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass) AND prokind <> 'a'
	AND '{evidence,attribution,confidence,admiralty}'::regtype[] && (proargtypes::oid[] || prorettype)::regtype[];
SELECT aggfnoid::regprocedure::text COLLATE "C" AS aggregate, proparallel, aggcombinefn <> 0 AS combines, aggtranstype::regtype AS state, aggfinalmodify, aggmtransfn <> 0 AS moving
FROM pg_aggregate JOIN pg_proc ON aggfnoid = pg_proc.oid WHERE aggfnoid IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass) ORDER BY aggregate;

-- Functions that not everybody may call
SELECT oid::regprocedure::text COLLATE "C" AS function FROM pg_proc WHERE oid IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass) AND NOT has_function_privilege('public', oid, 'EXECUTE') ORDER BY function;

-- Types: input, output, receive and send, toastable, with arrays
SELECT typname, typlen, typbyval, typalign, typstorage, typcategory, typarray::regtype, typinput, typoutput, typreceive, typsend
FROM pg_type WHERE oid IN ('evidence'::regtype, 'attribution'::regtype) ORDER BY typname;

-- Casts
SELECT castsource::regtype::text COLLATE "C" AS source, casttarget::regtype::text COLLATE "C" AS target, castcontext, castmethod FROM pg_cast
WHERE oid IN (SELECT objid FROM member WHERE classid = 'pg_cast'::regclass) AND '{evidence,attribution}'::regtype[] && ARRAY[castsource, casttarget]::regtype[] ORDER BY source, target;

-- Operators: with commutator, negator and selectivity
SELECT oid::regoperator::text COLLATE "C" AS operator, oprcode::regprocedure AS function, oprcom::regoperator AS commutator, oprnegate::regoperator AS negator, oprrest, oprcanmerge AS merges, oprcanhash AS hashes
FROM pg_operator
WHERE oid IN (SELECT objid FROM member WHERE classid = 'pg_operator'::regclass) AND '{evidence,attribution}'::regtype[] && ARRAY[oprleft, oprright]::regtype[] ORDER BY operator;
SELECT oid::regoperator FROM pg_operator WHERE oid IN (SELECT objid FROM member WHERE classid = 'pg_operator'::regclass) AND (oprrest = 0) <> (oprjoin = 0);
SELECT oid::regoperator FROM pg_operator WHERE oid IN (SELECT objid FROM member WHERE classid = 'pg_operator'::regclass) AND oprresult = 'boolean'::regtype AND oprrest = 0;

-- No function that a user calls with a literal is named like a type of one argument but casts
SELECT oid::regprocedure FROM pg_proc WHERE oid IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass)
	AND proname IN (SELECT typname FROM pg_type) AND oid NOT IN (SELECT castfunc FROM pg_cast);

-- No tables
SELECT pg_describe_object(classid, objid, 0) FROM member WHERE classid = 'pg_class'::regclass;

DROP VIEW member;
