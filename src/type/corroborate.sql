-- corroborate: who said it, on whose word, and how many independent sources confirm it.
--
-- This script is joined from src/*/*.sql, in the order that src/script.mk lists.

\echo Use "CREATE EXTENSION corroborate" to load this file. \quit

-- For functions that only the extension's own functions and queries call.
CREATE SCHEMA corroborate_internal;
GRANT USAGE ON SCHEMA corroborate_internal TO PUBLIC;
COMMENT ON SCHEMA corroborate_internal IS 'functions that only corroborate''s own functions call; not for users';
