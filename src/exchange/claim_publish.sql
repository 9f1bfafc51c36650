------------------------------------------------------------------------------
-- claim_publish: rulings as fact checks, for the head of a page
------------------------------------------------------------------------------

-- src/ledger/protected.sql decides what may leave the desk, here as everywhere.
-- But a page is for everybody, so it has not even the keys of confidential
-- sources, nor who said something unless a document shows that.  Finally, the
-- whole result is searched for protected names once more.

-- Reads what others said in documents that have an address, and that are neither fact checks nor ours.
CREATE FUNCTION corroborate_internal.public_appearances(ledger name, of_claim bigint) RETURNS TABLE (name text, type text, url text, at timestamptz)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	RETURN QUERY
	-- each table and view by a query of its own, as Citus does not plan subqueries that depend on each row
	WITH said AS MATERIALIZED (
		SELECT a.id, a.said, a.document, a.said_at FROM attestation AS a
		WHERE a.claim = of_claim AND a.accepted_at IS NOT NULL AND a.retracted_at IS NULL AND a.document IS NOT NULL
	), gone AS MATERIALIZED (
		SELECT r.id FROM replaced AS r WHERE r.claim = of_claim
	), shy AS MATERIALIZED (
		SELECT p.id FROM protected_attestation AS p WHERE p.claim = of_claim
	), shy_name AS MATERIALIZED (
		SELECT p.name FROM protected_name AS p
	), cancelled AS MATERIALIZED (
		SELECT c.id FROM cancelled_document AS c WHERE c.id IN (SELECT s.document FROM said AS s)
	), ours AS MATERIALIZED (
		SELECT p.document AS id FROM publication AS p WHERE p.document IN (SELECT s.document FROM said AS s)
	), review AS MATERIALIZED (
		SELECT r.document AS id FROM claim_review AS r WHERE r.document IN (SELECT s.document FROM said AS s)
	)
	SELECT coalesce(s.name, s.key), CASE WHEN s.kind = 'person' THEN 'Person' WHEN s.kind IN ('organisation', 'outlet', 'agency', 'site') THEN 'Organization' END,
		d.url, coalesce(d.published_at, a.said_at)
	FROM said AS a
	JOIN document AS d ON d.id = a.document AND d.url ~ '^https?://' AND d.accepted_at IS NOT NULL AND d.status IS DISTINCT FROM 'withheld'
	CROSS JOIN LATERAL (SELECT (@extschema@.speakers(a.said))[1]) AS by (speaker)
	LEFT JOIN source_alias AS o ON o.alias = by.speaker
	JOIN source AS s ON s.key = coalesce(o.source, by.speaker)
	WHERE a.id NOT IN (SELECT r.id FROM gone AS r) AND a.id NOT IN (SELECT p.id FROM shy AS p)
		AND NOT EXISTS (SELECT FROM shy_name AS p WHERE p.name IN (s.key, by.speaker))
		AND d.id NOT IN (SELECT c.id FROM cancelled AS c UNION ALL SELECT p.id FROM ours AS p UNION ALL SELECT r.id FROM review AS r)
	ORDER BY 4, a.id;
END
$$;
COMMENT ON FUNCTION corroborate_internal.public_appearances(name, bigint) IS
'who is on record in public for a claim, where and when, in the order of time, without anything protected';

CREATE FUNCTION corroborate_internal.claim_as_item(ledger name, of_claim bigint, names text[]) RETURNS json LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	item json;
BEGIN
	WITH shown AS (
		SELECT row_number() OVER () AS place, p.* FROM corroborate_internal.public_appearances(ledger, of_claim) AS p
		WHERE names IS NULL OR NOT corroborate_internal.spells_any(concat_ws(E'\n', p.name, p.url), names)
	), who AS (
		SELECT s.name, min(s.type) AS type, min(s.place) AS place FROM shown AS s GROUP BY s.name
	), pages AS (
		SELECT s.url, min(s.place) AS place FROM shown AS s GROUP BY s.url
	), first AS (
		SELECT s.url, s.at FROM shown AS s WHERE s.at IS NOT NULL ORDER BY s.at, s.place LIMIT 1
	)
	SELECT json_strip_nulls(json_build_object('@type', 'Claim',
		'author', (SELECT json_agg(json_build_object('@type', w.type, 'name', w.name) ORDER BY w.place)
			FROM who AS w),
		'datePublished', (SELECT corroborate_internal.xml_time(f.at) FROM first AS f),
		'firstAppearance', (SELECT json_build_object('@type', 'CreativeWork', 'url', f.url) FROM first AS f),
		'appearance', (SELECT json_agg(json_build_object('@type', 'CreativeWork', 'url', p.url) ORDER BY p.place) FROM pages AS p)))
	INTO item;
	RETURN item;
END
$$;
COMMENT ON FUNCTION corroborate_internal.claim_as_item(name, bigint, text[]) IS 'a claim as schema.org''s Claim: who made it, when and where. names: those that must not occur';

-- The page that has the fact check, and its publisher, are those given, or else those of our last document that used the claim.
CREATE FUNCTION corroborate_internal.ruled_claims(ledger name, claims bigint[], url text, author text, OUT claim bigint, OUT statement text, OUT verdict text,
	OUT published_at timestamptz, OUT page text, OUT reviewer text)
RETURNS SETOF record LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
#variable_conflict use_column
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	RETURN QUERY
	WITH ruled AS MATERIALIZED (
		SELECT c.id, c.statement, c.ruling FROM claim AS c
		WHERE ruled_claims.claims IS NULL AND c.ruling IS NOT NULL OR c.id = ANY (ruled_claims.claims)
	), ours AS MATERIALIZED (
		SELECT p.claim, p.document, p.at FROM publication AS p WHERE p.claim IN (SELECT c.id FROM ruled AS c)
	), shy AS MATERIALIZED (
		SELECT o.id FROM protected_document AS o
	), shown AS (
		SELECT DISTINCT ON (p.claim) p.claim, d.url, d.published_at, coalesce(s.name, s.key) AS publisher
		FROM ours AS p JOIN document AS d ON d.id = p.document LEFT JOIN source AS s ON s.key = d.publisher
		WHERE d.url ~ '^https?://' AND d.id NOT IN (SELECT o.id FROM shy AS o) AND NOT EXISTS (SELECT FROM protected_name AS n WHERE n.name = d.publisher)
		ORDER BY p.claim, p.at DESC, d.id DESC
	)
	SELECT c.id, c.statement, c.ruling,
		-- not the time of the ruling, which could show when somebody spoke
		CASE WHEN ruled_claims.url IS NULL OR ruled_claims.url = p.url THEN p.published_at END,
		coalesce(ruled_claims.url, p.url), coalesce(ruled_claims.author, p.publisher)
	FROM ruled AS c LEFT JOIN shown AS p ON p.claim = c.id
	ORDER BY c.id;
END
$$;
COMMENT ON FUNCTION corroborate_internal.ruled_claims(name, bigint[], text, text) IS
'these claims, or all claims with a ruling, with the ruling, the page, and when and by whom it was published';

CREATE FUNCTION corroborate_internal.require_review(claim bigint, verdict text, page text, reviewer text, words jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF verdict IS NULL THEN
		PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
			message => format('no ruling on claim %s stands', claim),
			hint => 'An editor rules by INSERT INTO ruling (claim, verdict, why): confirm, refute or hold.');
	ELSIF page IS NULL OR reviewer IS NULL THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => format('the fact check of claim %s has no %s', claim, CASE WHEN page IS NULL THEN 'page' ELSE 'author' END),
			detail => 'None of our own documents that used it, and may be shown, says so.',
			hint => 'For example: url => ''https://post.example/checks/1'', author => ''Harbour Post''.');
	ELSIF jsonb_typeof(words -> verdict) IS DISTINCT FROM 'string' OR words ->> verdict !~ E'\\S' THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('words does not say what the ruling "%s" is called', verdict),
			hint => 'For example: words => ''{"confirm": "True", "refute": "False", "hold": "Unproven"}''.');
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_review(bigint, text, text, text, jsonb) IS 'raises an error unless a claim has everything that a fact check needs';

CREATE FUNCTION corroborate_internal.tell_unpublished(claims bigint[], reviews integer) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	listed CONSTANT integer := 10;
	list CONSTANT text := array_to_string(claims[:listed], ', ') || CASE WHEN cardinality(claims) > listed THEN ' and more' ELSE '' END;
BEGIN
	IF claims <> '{}' THEN
		RAISE NOTICE USING MESSAGE = format('rulings left out because they have no page: %s', cardinality(claims)),
			DETAIL = format('None of our own documents that used these claims, and may be shown, has an address and a publisher: %s.', list),
			HINT = 'Write into publication which document used which claim, or pass url and author.';
	ELSIF reviews = 0 THEN
		RAISE NOTICE USING MESSAGE = 'no ruling stands', HINT = 'An editor rules by INSERT INTO ruling (claim, verdict, why): confirm, refute or hold.';
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.tell_unpublished(bigint[], integer) IS
'gives a notice that lists the claims whose rulings have no page, or one that there is no ruling if nothing was written';

CREATE FUNCTION corroborate_internal.ruling_as_review(page text, statement text, published_at timestamptz, reviewer text, author_url text, item json, verdict text,
	words jsonb) RETURNS json LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN json_strip_nulls(json_build_object('@context', 'https://schema.org', '@type', 'ClaimReview', 'url', page, 'claimReviewed', statement,
	'datePublished', corroborate_internal.xml_time(published_at),
	'author', json_build_object('@type', 'Organization', 'name', reviewer, 'url', author_url),
	'itemReviewed', item,
	'reviewRating', json_build_object('@type', 'Rating', 'ratingValue', CASE verdict WHEN 'refute' THEN 1 WHEN 'hold' THEN 2 WHEN 'confirm' THEN 3 END,
		'worstRating', 1, 'bestRating', 3, 'alternateName', words ->> verdict)));
COMMENT ON FUNCTION corroborate_internal.ruling_as_review(text, text, timestamptz, text, text, json, text, jsonb) IS
'a ruling as schema.org''s ClaimReview. Its rating: 1 is refuted, 2 held back, 3 confirmed';

-- In JSON, these characters occur only in strings.  In a script element, < could end it, and & begins a reference only in XHTML.
CREATE FUNCTION corroborate_internal.json_in_html(document text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN replace(replace(replace(document, '<', E'\\u003c'), '>', E'\\u003e'), '&', E'\\u0026');
COMMENT ON FUNCTION corroborate_internal.json_in_html(text) IS 'escapes JSON for a script element of HTML or XHTML';

CREATE FUNCTION to_claim_review(ledger name, claims bigint[] DEFAULT NULL, url text DEFAULT NULL, author text DEFAULT NULL, author_url text DEFAULT NULL,
	words jsonb DEFAULT '{"confirm": "True", "refute": "False", "hold": "Unproven"}') RETURNS text LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off
AS $$
DECLARE
	names text[];
	c record;
	review json;
	reviews text[] := '{}';
	unpublished bigint[] := '{}';
	withheld integer := 0;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.require_claims(format('%I.claim', ledger)::regclass, claims);
	EXECUTE format('SELECT array_agg(p.name) FROM %I.protected_name AS p', ledger) INTO names;
	FOR c IN SELECT r.* FROM corroborate_internal.ruled_claims(ledger, claims, to_claim_review.url, author) AS r LOOP
		IF claims IS NULL AND (c.page IS NULL OR c.reviewer IS NULL) THEN
			unpublished := unpublished || c.claim;
			CONTINUE;
		END IF;
		PERFORM corroborate_internal.require_review(c.claim, c.verdict, c.page, c.reviewer, words);
		review := corroborate_internal.ruling_as_review(c.page, c.statement, c.published_at, c.reviewer, author_url,
			corroborate_internal.claim_as_item(ledger, c.claim, names), c.verdict, words);
		-- the message names the claim, not the source, because errors and warnings go to the server's log
		IF corroborate_internal.spells_any(review::jsonb, names) THEN
			IF claims IS NOT NULL THEN
				PERFORM corroborate_internal.refuse('object_not_in_prerequisite_state',
					message => format('the fact check of claim %s would name a confidential source', c.claim),
					hint => 'Put the claim in other words, or pass another url and author.');
			END IF;
			RAISE WARNING USING MESSAGE = format('the fact check of claim %s is left out', c.claim),
				DETAIL = 'It would name a confidential source.';
			withheld := withheld + 1;
			CONTINUE;
		END IF;
		reviews := reviews || corroborate_internal.json_in_html(review::text);
	END LOOP;
	PERFORM corroborate_internal.tell_unpublished(unpublished, cardinality(reviews) + withheld);
	RETURN CASE cardinality(reviews) WHEN 0 THEN NULL WHEN 1 THEN reviews[1] ELSE format('[%s]', array_to_string(reviews, E',\n')) END;
END
$$;
COMMENT ON FUNCTION to_claim_review(name, bigint[], text, text, text, jsonb) IS
'rulings as schema.org''s ClaimReview in JSON-LD, for a script element of type application/ld+json: an object, or a list of several; null if there is none. claims: null for all claims with a ruling and a page; a notice lists those without a page. url, author: the page that has the fact check, and its publisher; null: our last document that used the claim, and its publisher. words: what to call confirm, refute and hold. It contains nothing protected';
