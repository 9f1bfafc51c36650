-- A ledger as a newsroom may have it, for what looks at boards: names in several scripts, long ones, claims with no source,
-- with one and with fifty, questions with two answers, corrections, and columns of its own. Dates are fixed; since the
-- morning of 3 June 2026 some of it has changed.

SET client_min_messages = warning;
SELECT create_ledger('desk', unknown_sources => 'add') \g /dev/null
SET search_path = desk, public;
ALTER TABLE claim ADD desk text, ADD topics text[], ADD priority integer;

INSERT INTO source (key, name, kind, reliability, affiliations) VALUES
	('단둥의 소식통', NULL, 'person', 0.7, '{}'),
	('المرصد السوري لحقوق الإنسان', 'Syrian Observatory for Human Rights', 'organisation', NULL, '{}'),
	('Comisión Nacional de los Derechos Humanos y de la Protección de Personas Desaparecidas', NULL, 'organisation', 0.9, '{}'),
	('Süddeutsche Zeitung', NULL, 'outlet', NULL, '{}'),
	('city-engineer', 'The city''s engineer for bridges and tunnels', 'person', NULL, '{"City of Linz"}'),
	('deputy-mayor', NULL, 'person', 0.4, '{"City of Linz"}'),
	('herald', 'The Morning Herald', 'outlet', NULL, '{}'),
	('wire', NULL, 'agency', NULL, '{}'),
	('inspection report 2019/44', NULL, 'document', 0.95, '{}');
INSERT INTO document (id, publisher, headline, url, published_at, published_as) VALUES
	(1, 'herald', 'Bridge closed after inspection', 'https://herald.example/bridge', '2026-05-20 06:30Z', NULL),
	(2, 'Süddeutsche Zeitung', 'Die Brücke, die niemand prüfte', 'https://sz.example/bruecke', '2011-09-01Z', 'September 2011'),
	(3, NULL, 'Our story: who knew about the bridge', NULL, '2026-06-01 04:00Z', NULL);
INSERT INTO claim (id, statement, question, answer, holds, desk, topics, priority, added_at)
SELECT t.*, '2026-05-02Z' FROM (VALUES
	(1, 'The bridge was not inspected between 2011 and 2019', NULL, NULL, NULL::daterange, 'city', '{bridge,safety}'::text[], 1),
	(2, 'Anna Huber ordered the closure', 'Who ordered the closure?', 'Anna Huber', '[2019-03-01,2019-12-31]', 'city', '{bridge}', 2),
	(3, 'Bob Maier ordered the closure', 'Who ordered the closure?', 'Bob Maier', '[2019-06-01,2020-06-30]', 'city', '{bridge}', 2),
	(4, 'At least 40 people were taken from the village in one night, among them women and children, and none of the families has been told where they are', 'How many were taken?', NULL, NULL, 'world', '{justice}', 10),
	(5, '환경미화원들은 임금을 받지 못했다', NULL, NULL, NULL, 'world', '{labour}', NULL),
	(6, 'Nobody has looked into this yet', NULL, NULL, NULL, NULL, NULL, NULL),
	(7, 'Everybody in the street heard the explosion', NULL, NULL, NULL, 'city', '{safety}', 3),
	(8, 'The report was held back', NULL, NULL, NULL, 'courts', '{bridge,justice}', 1)) AS t;
INSERT INTO attestation (id, claim, said, quote, quote_language, document, said_at, recorded_at, accepted_at)
SELECT t.id, t.claim, t.said::attribution, t.quote, t.quote_language, t.document, t.said_at::timestamptz, t.at::timestamptz, t.at::timestamptz FROM (VALUES
	(101, 1, 'herald<"inspection report 2019/44"', 'No inspection is on record for eight years.', NULL, 1, NULL, '2026-05-21 09:00Z'),
	(102, 1, '"Süddeutsche Zeitung"<("city-engineer",?)', 'Geprüft hat das niemand.', 'de', 2, NULL, '2026-05-21 09:10Z'),
	(103, 1, 'city-engineer<*', 'I was told not to go there.', NULL, NULL, '2026-03-18Z', '2026-05-22 09:00Z'),
	(104, 1, '!deputy-mayor', 'Every bridge is inspected every year.', NULL, NULL, '2026-05-23 14:05Z', '2026-05-24 09:00Z'),
	(201, 2, 'herald<*', NULL, NULL, 1, NULL, '2026-05-21 09:00Z'), (202, 2, 'city-engineer', NULL, NULL, NULL, '2026-03-18Z', '2026-05-22 09:00Z'),
	(301, 3, 'herald<*', NULL, NULL, 1, NULL, '2026-05-21 09:00Z'), (302, 3, 'night-guard', NULL, NULL, NULL, NULL, '2026-05-22 09:00Z'),
	(401, 4, '"المرصد السوري لحقوق الإنسان"<*', 'أربعون شخصاً على الأقل', 'ar', NULL, '2026-05-01Z', '2026-05-02 09:00Z'),
	(402, 4, '"Comisión Nacional de los Derechos Humanos y de la Protección de Personas Desaparecidas"<wire<"a neighbour, who does not want to be named"<"her brother-in-law, the driver of the second lorry"', NULL, NULL, NULL, NULL, '2026-05-02 09:00Z'),
	(501, 5, '"단둥의 소식통":0.7', '석 달째 한 푼도 못 받았습니다.', 'ko', NULL, '2026-05-30Z', '2026-06-02 09:00Z'),
	(801, 8, 'clerk<*', NULL, NULL, NULL, '2026-05-10Z', '2026-05-11 09:00Z'), (802, 8, 'deputy-mayor', NULL, NULL, NULL, '2026-05-12Z', '2026-05-13 09:00Z')
) AS t (id, claim, said, quote, quote_language, document, said_at, at);
INSERT INTO attestation (id, claim, said, said_at, recorded_at, accepted_at)
SELECT 700 + i, 7, said_by('neighbour in house ' || i, cites => CASE WHEN i % 5 = 0 THEN ARRAY['neighbour in house ' || i - 1, 'police'] END, firsthand => i % 3 = 0),
	'2026-05-15Z', '2026-05-16Z', '2026-05-16Z' FROM generate_series(1, 50) AS i;
INSERT INTO publication (document, claim, at) VALUES (3, 1, '2026-06-01 04:00Z'), (3, 8, '2026-06-01 04:00Z');
UPDATE claim_event SET at = '2026-05-25 10:00Z';

-- Since then
INSERT INTO attestation (id, claim, said, quote, said_at, recorded_at, accepted_at, replaces) VALUES
	(303, 3, 'herald<night-guard', 'We were wrong about who told us.', '2026-06-03Z', '2026-06-03 08:00Z', '2026-06-03 08:00Z', 301),
	(502, 5, 'wire<*', NULL, '2026-06-03 05:00Z', '2026-06-03 08:10Z', '2026-06-03 08:10Z', NULL);
UPDATE attestation SET retracted_at = '2026-06-03 08:20Z', retraction_reason = 'misheard' WHERE id = 802;
INSERT INTO claim (id, statement, desk, topics, priority, added_at) VALUES (9, 'The bridge opens again in autumn', 'city', '{bridge}', 4, '2026-06-03 09:00Z');
UPDATE claim_event SET at = '2026-06-03 08:30Z' WHERE at > '2026-05-25 10:00Z';
