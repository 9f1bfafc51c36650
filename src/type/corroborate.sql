-- corroborate: who said it, on whose word, and how many independent sources confirm it.
--
-- This script is joined from src/*.sql in the order that the Makefile lists.

\echo Use "CREATE EXTENSION corroborate" to load this file. \quit
