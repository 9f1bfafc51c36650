-- How each test beside this directory begins (\ir include/begin.sql): in a transaction that it rolls back

\set ON_ERROR_STOP 1
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL jit = off;
CREATE EXTENSION IF NOT EXISTS pgtap;
CREATE EXTENSION IF NOT EXISTS corroborate;
