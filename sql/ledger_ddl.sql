--
-- A ledger whose schema or tables are renamed, attached or inherited
--
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SELECT create_ledger('regress_desk');
INSERT INTO regress_desk.source (key) VALUES ('a'), ('b'), ('c');
INSERT INTO regress_desk.claim (statement) VALUES ('x');
SELECT status FROM regress_desk.attest(1, 'a');

-- Its functions look for its tables by its name, and its triggers for its claims
ALTER SCHEMA regress_desk RENAME TO regress_old;
INSERT INTO regress_old.attestation (claim, said) VALUES (1, 'b');
SELECT create_ledger('regress_desk');
-- another one is there all the same
ALTER SCHEMA regress_old RENAME TO regress_desk;
SELECT create_ledger('regress_new');
INSERT INTO regress_new.source (key) VALUES ('a'), ('b'), ('c');
INSERT INTO regress_new.claim (statement) VALUES ('not x');
ALTER SCHEMA regress_desk RENAME TO regress_old;
ALTER SCHEMA regress_new RENAME TO regress_desk;
INSERT INTO regress_old.attestation (claim, said) VALUES (1, 'b');
UPDATE regress_old.attestation SET retracted_at = now(), retraction_reason = 'x';
DELETE FROM regress_old.attestation;
TRUNCATE regress_old.attestation;
INSERT INTO regress_desk.attestation (claim, said) VALUES (1, 'b');
SELECT evidence, corroborated_at FROM regress_desk.claim;
SELECT evidence, corroborated_at FROM regress_old.claim;
SELECT * FROM check_evidence('regress_old.attestation');
SELECT rebuild_evidence('regress_old.attestation');
SELECT import_news('regress_old', '<rss version="2.0"><channel><title>a</title></channel></rss>');
SELECT grant_ledger('regress_old', reporter => 'nobody');
SELECT upgrade_ledger('regress_old');
SELECT create_ledger('regress_new');
-- names given back, all is as it was
ALTER SCHEMA regress_desk RENAME TO regress_new;
ALTER SCHEMA regress_old RENAME TO regress_desk;
SELECT status FROM regress_desk.attest(1, 'b');
SELECT * FROM check_evidence('regress_desk.attestation');
SELECT status FROM regress_new.attest(1, 'c');
SELECT corroborate_internal.made_as('regress_desk'), corroborate_internal.made_as('regress_new'), corroborate_internal.made_as('public');
DROP SCHEMA regress_new CASCADE;
-- a name that was quoted where it need not be
SET quote_all_identifiers = on;
SELECT create_ledger('regress_"q, .');
SELECT create_ledger('regress_new');
RESET quote_all_identifiers;
SELECT corroborate_internal.made_as('regress_"q, .'), corroborate_internal.made_as('regress_new');
DROP SCHEMA "regress_""q, .", regress_new CASCADE;

-- Tables whose triggers see whole statements become no partitions, and inherit from no table
CREATE PROCEDURE attached(given name) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TABLE regress_desk.parent (LIKE regress_desk.%I)', given);
	BEGIN
		EXECUTE format('ALTER TABLE regress_desk.%I INHERIT regress_desk.parent', given);
		RAISE WARNING '% inherits', given;
	EXCEPTION WHEN OTHERS THEN
		RAISE WARNING '%', SQLERRM;
	END;
	EXECUTE 'DROP TABLE regress_desk.parent CASCADE';
	EXECUTE format('CREATE TABLE regress_desk.parent (LIKE regress_desk.%I) PARTITION BY HASH (%I)', given,
		(SELECT attname FROM pg_attribute WHERE attrelid = format('regress_desk.%I', given)::regclass AND attnum = 1));
	BEGIN
		EXECUTE format('ALTER TABLE regress_desk.parent ATTACH PARTITION regress_desk.%I FOR VALUES WITH (MODULUS 1, REMAINDER 0)', given);
		RAISE WARNING '% is attached', given;
	EXCEPTION WHEN OTHERS THEN
		-- from version 17 on an identity column is another reason to refuse it
		RAISE WARNING '%', regexp_replace(SQLERRM, 'table (".*") being attached contains an identity column .*',
			'trigger "must_stand_alone" prevents table \1 from becoming a partition');
	END;
	EXECUTE 'DROP TABLE regress_desk.parent CASCADE';
END
$$;
DO $$
DECLARE
	given name;
BEGIN
	-- all that have triggers with transition tables, but for one that only says something, and identities, whose policy a parent would not have
	FOR given IN SELECT relname FROM pg_class AS c WHERE relnamespace = 'regress_desk'::regnamespace AND relkind = 'r' AND (relrowsecurity
		OR EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND num_nonnulls(t.tgoldtable, t.tgnewtable) > 0
			AND t.tgname NOT IN ('must_stand_alone', 'claims_entered')))
		ORDER BY relname
	LOOP
		CALL attached(given);
	END LOOP;
END
$$;
DROP PROCEDURE attached;

-- What stands in tables that inherit from them does not count
CREATE TABLE regress_desk.more_sources () INHERITS (regress_desk.source);
INSERT INTO regress_desk.more_sources (key, affiliations) VALUES ('a', '{b}');
CREATE TABLE regress_desk.more_aliases () INHERITS (regress_desk.source_alias);
INSERT INTO regress_desk.more_aliases (alias, source) VALUES ('b', 'a');
CREATE TABLE regress_desk.more_ratings () INHERITS (regress_desk.source_rating);
INSERT INTO regress_desk.more_ratings (source, rated_at, reliability) VALUES ('a', now() - interval '1 hour', 0);
CREATE TABLE regress_desk.more_documents () INHERITS (regress_desk.document);
INSERT INTO regress_desk.document (id, publisher) VALUES (1, 'c');
INSERT INTO regress_desk.more_documents (id, publisher, republishes) VALUES (1, 'c', 2), (2, 'a', NULL);
CREATE TABLE regress_desk.more_attestations () INHERITS (regress_desk.attestation);
INSERT INTO regress_desk.more_attestations (claim, id, said) VALUES (1, 99, 'x');
SELECT regress_desk.regather_sources('{a,b,c,x}');
SELECT status FROM regress_desk.attest(1, 'c', document => 1);
SELECT evidence FROM regress_desk.claim;
SELECT regress_desk.evidence_as_of(1, now() + interval '1 minute');
INSERT INTO regress_desk.attestation (claim, said) VALUES (1, 'x');
SELECT * FROM check_evidence('regress_desk.attestation');
DROP SCHEMA regress_desk CASCADE;
