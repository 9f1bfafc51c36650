------------------------------------------------------------------------------
-- board: a ledger as one page of HTML
------------------------------------------------------------------------------

-- board_style() and board_script() hold src/ledger/board.css and src/ledger/board.js; the
-- Makefile writes them.  The page needs neither network nor server; its
-- content security policy lets it run this script and load nothing.

CREATE FUNCTION board_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(replace(value, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;');
COMMENT ON FUNCTION board_text(text) IS 'text as HTML';

CREATE FUNCTION board_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 'sha256-' || encode(sha256(convert_to(value, 'UTF8')), 'base64');
COMMENT ON FUNCTION board_hash(text) IS 'how a content security policy names a script or style';

-- The queries.  Standing for something else: @ext@, the extension's schema;
-- @ledger@, the ledger's.  $1: the claims.  board_withheld() asks the ledger
-- what of them may not be shown, once for a board, and the others are given
-- its answer: of claims $2 to $6 are names, keys, attested, attestations and
-- documents, $7 is the style sheet that drawings share, which the page has
-- once, and $8 are the claims of the whole board; of sources $2 and $3 are names and keys, $4 to $6 the rule's
-- threshold, least support, and for how many chains.

CREATE FUNCTION board_withheld() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
SELECT n.names, n.keys, a.attested, a.attestations, d.documents
FROM (SELECT coalesce(array_agg(p.name ORDER BY p.name), '{}') AS names, coalesce(array_agg(p.source ORDER BY p.name), '{}') AS keys
		FROM @ledger@.protected_name AS p) AS n
	CROSS JOIN (SELECT coalesce(array_agg(p.claim ORDER BY p.claim, p.id), '{}') AS attested,
			coalesce(array_agg(p.id ORDER BY p.claim, p.id), '{}') AS attestations
		FROM @ledger@.protected_attestation AS p WHERE p.claim = ANY ($1)) AS a
	CROSS JOIN (SELECT coalesce(array_agg(p.id ORDER BY p.id), '{}') AS documents
		FROM @ledger@.publication AS u JOIN @ledger@.protected_document AS p ON p.id = u.document WHERE u.claim = ANY ($1)) AS d
$query$;
COMMENT ON FUNCTION board_withheld() IS
'the query for what a board may not show: names of confidential sources, the keys that stand for them, attestations (attested: their claims) and documents';

CREATE FUNCTION board_claims() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH spelt AS MATERIALIZED (
	SELECT array_agg(n.name) AS names, array_agg(n.source) AS keys FROM unnest($2, $3) AS n (name, source) WHERE n.name <> n.source
), withheld AS MATERIALIZED (
	SELECT w.claim, w.id FROM unnest($4, $5) AS w (claim, id) WHERE w.claim = ANY ($1)
), event AS (
	-- a document's number would place it among others
	SELECT e.claim, e.at, e.id, e.change, e.from_status, e.to_status, e.corroboration, e.cause,
		corroborate_internal.spells_any(e.cause, $2) OR e.claim IN (SELECT w.claim FROM withheld AS w) AND e.cause ~ '^(proposal [0-9]+: )?document ' AS shy
	FROM @ledger@.claim_event AS e WHERE e.claim = ANY ($1)
	UNION ALL
	SELECT r.claim, r.at, r.id, r.verdict, NULL, NULL, NULL, r.why || ' (' || r.by || ')', corroborate_internal.spells_any(r.why, $2)
	FROM @ledger@.ruling AS r WHERE r.claim = ANY ($1)
), undated AS (
	-- a date would say when it happened, and those before and after it between which days; so would a number
	SELECT w.claim FROM withheld AS w UNION SELECT e.claim FROM event AS e WHERE e.shy
), gone AS MATERIALIZED (
	SELECT r.claim, r.id, r.by FROM @ledger@.replaced AS r WHERE r.claim = ANY ($1)
), statement AS (
	SELECT a.claim, a.id, t.said, a.recorded_at, a.quote, a.quote_language, a.document, a.retraction_reason,
		p.by, coalesce(o.source, p.by) AS source, @ext@.attribution_jsonb(t.said) AS parts, w.id IS NOT NULL AS shy,
		CASE WHEN a.retracted_at IS NOT NULL THEN 'retracted' WHEN a.accepted_at IS NULL THEN 'pending'
			WHEN g.id IS NOT NULL THEN 'replaced' ELSE 'counts' END AS state,
		CASE WHEN a.retracted_at IS NULL THEN g.by END AS replaced_by, coalesce(a.retracted_at, r.recorded_at) AS gone_at
	FROM @ledger@.attestation AS a
	LEFT JOIN withheld AS w ON w.claim = a.claim AND w.id = a.id
	LEFT JOIN gone AS g ON g.claim = a.claim AND g.id = a.id
	LEFT JOIN @ledger@.attestation AS r ON r.claim = g.claim AND r.id = g.by
	-- their other spellings are shown as their keys
	CROSS JOIN LATERAL (
		SELECT CASE WHEN a.said OPERATOR(@ext@.?|) n.names THEN @ext@.rename_sources(a.said, n.names, n.keys)::@ext@.attribution ELSE a.said END
		FROM spelt AS n OFFSET 0
	) AS t (said)
	CROSS JOIN LATERAL (SELECT (@ext@.speakers(t.said) || @ext@.deniers(t.said))[1]) AS p (by)
	LEFT JOIN @ledger@.source_alias AS o ON o.alias = p.by
	WHERE a.claim = ANY ($1)
), says_both AS (
	SELECT b.claim, b.source, array_agg(s.id ORDER BY s.id) FILTER (WHERE @ext@.deniers(s.said) = '{}') AS yes,
		array_agg(s.id ORDER BY s.id) FILTER (WHERE @ext@.deniers(s.said) <> '{}') AS no
	FROM @ledger@.says_both AS b
	LEFT JOIN statement AS s ON s.claim = b.claim AND s.source = b.source AND s.state = 'counts' AND @ext@.on_own_word(s.said)
	WHERE b.claim = ANY ($1) GROUP BY b.claim, b.source
), both_sides AS (
	SELECT b.claim, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('source', b.source, 'yes', CASE WHEN u.claim IS NULL THEN b.yes END,
		'no', CASE WHEN u.claim IS NULL THEN b.no END)) ORDER BY b.source) AS list
	FROM says_both AS b LEFT JOIN undated AS u ON u.claim = b.claim GROUP BY b.claim
), named (claim, id) AS (
	-- the others go without their numbers: a number that is missing would tell when it was given
	SELECT g.claim, g.by FROM gone AS g
	UNION SELECT b.claim, i.id FROM says_both AS b CROSS JOIN LATERAL unnest(b.yes || b.no) AS i (id)
), said AS (
	SELECT s.claim, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('said', s.said::text, 'state', s.state, 'by', s.by,
			'number', CASE WHEN u.claim IS NULL THEN n.id END, 'replaced_by', CASE WHEN u.claim IS NULL THEN s.replaced_by END,
			'gone_at', CASE WHEN u.claim IS NULL AND s.state IN ('retracted', 'replaced') THEN s.gone_at END,
			'for', s.parts -> 'for' -> s.by, 'against', s.parts -> 'against' -> s.by,
			'quote', CASE WHEN NOT s.shy THEN s.quote END, 'language', CASE WHEN NOT s.shy THEN s.quote_language END,
			'reason', CASE WHEN NOT s.shy THEN s.retraction_reason END,
			'document', CASE WHEN NOT s.shy AND s.document IS NOT NULL THEN jsonb_build_object('headline', d.headline, 'url', d.url) END))
		|| CASE WHEN s.shy THEN '{"at": null}' ELSE jsonb_build_object('at', to_jsonb(s.recorded_at)) END
		ORDER BY CASE WHEN s.shy THEN NULL ELSE s.recorded_at END, s.said::text, s.id) AS list
	FROM statement AS s LEFT JOIN @ledger@.document AS d ON d.id = s.document
		LEFT JOIN named AS n ON n.claim = s.claim AND n.id = s.id LEFT JOIN undated AS u ON u.claim = s.claim
	GROUP BY s.claim
), events AS (
	SELECT e.claim, jsonb_agg(jsonb_build_object('change', e.change, 'from', e.from_status, 'to', e.to_status, 'corroboration', e.corroboration,
		'cause', CASE WHEN NOT e.shy THEN e.cause END, 'at', CASE WHEN u.claim IS NULL THEN e.at END) ORDER BY e.at, e.id) AS list
	FROM event AS e LEFT JOIN undated AS u ON u.claim = e.claim GROUP BY e.claim
), published AS (
	SELECT p.claim, jsonb_agg(jsonb_build_object('headline', CASE WHEN NOT p.shy THEN d.headline END, 'at', CASE WHEN NOT p.shy THEN p.at END)
		ORDER BY CASE WHEN NOT p.shy THEN p.at END, d.id) AS list
	FROM (SELECT u.claim, u.document, u.at, u.document = ANY ($6) AS shy FROM @ledger@.publication AS u WHERE u.claim = ANY ($1)) AS p
	JOIN @ledger@.document AS d ON d.id = p.document GROUP BY p.claim
), other AS (
	-- only those that are on the board
	SELECT o.claim, jsonb_agg(jsonb_build_object('claim', o.other_claim, 'both', ARRAY(
		SELECT coalesce(n.source, b.name) FROM unnest(o.behind_both) AS b (name) LEFT JOIN unnest($2, $3) AS n (alias, source) ON n.alias = b.name ORDER BY 1)) ORDER BY o.other_claim) AS list
	FROM @ledger@.other_answer AS o WHERE o.claim = ANY ($1) AND o.other_claim = ANY ($8) GROUP BY o.claim
), correct AS (
	SELECT t.claim, jsonb_agg(DISTINCT t.problem ORDER BY t.problem) AS list
	FROM @ledger@.to_correct AS t WHERE t.claim = ANY ($1) GROUP BY t.claim
)
SELECT jsonb_agg(jsonb_build_object(
	'id', c.id, 'statement', c.statement, 'question', c.question,
	'answer', coalesce(c.answer, nullif(concat_ws(' ', c.comparator, c.value, c.unit), '')),
	'status', c.status, 'corroboration', c.corroboration, 'firsthand', @ext@.corroboration_firsthand(e.evidence),
	'contradiction', @ext@.contradiction(e.evidence), 'support', c.support::float8, 'belief', c.confidence::float8,
	'disputed', c.disputed, 'denied', c.denied, 'says_both', coalesce(both_sides.list, '[]'), 'cleared', c.cleared, 'flagged', c.corroborated_at IS NOT NULL, 'ruling', c.ruling,
	'why', @ext@.why(e.evidence), 'evidence', e.evidence::text, 'sources', to_jsonb(@ext@.sources(e.evidence)),
	'drawing', replace(@ext@.to_svg(e.evidence, c.statement), $7, ''),
	'said', coalesce(said.list, '[]'), 'events', coalesce(events.list, '[]'), 'published', coalesce(published.list, '[]'), 'correct', coalesce(correct.list, '[]')
	) || CASE WHEN other.list IS NULL THEN '{}' ELSE jsonb_build_object('others', other.list) END ORDER BY c.id)
FROM @ledger@.claim AS c
	CROSS JOIN LATERAL (
		SELECT CASE WHEN c.evidence OPERATOR(@ext@.?|) n.names THEN @ext@.rename_sources(c.evidence, n.names, n.keys) ELSE c.evidence END
		FROM spelt AS n OFFSET 0
	) AS e (evidence)
	LEFT JOIN said ON said.claim = c.id LEFT JOIN events ON events.claim = c.id
	LEFT JOIN both_sides ON both_sides.claim = c.id LEFT JOIN published ON published.claim = c.id LEFT JOIN correct ON correct.claim = c.id
	LEFT JOIN other ON other.claim = c.id
WHERE c.id = ANY ($1)
$query$;
COMMENT ON FUNCTION board_claims() IS 'the query for the claims of a board';

CREATE FUNCTION board_sources() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH mentioned AS MATERIALIZED (
	SELECT s.key, c.id, c.status, c.corroborated_at IS NOT NULL AS flagged, @ext@.discredit(c.evidence, s.key) AS without
	FROM @ledger@.claim AS c CROSS JOIN LATERAL unnest(@ext@.sources(c.evidence)) AS s (key) WHERE c.id = ANY ($1)
), differing AS (
	SELECT m.key, m.id, m.status AS before, @ext@.status(m.without, $4) AS after,
		m.flagged AND NOT @ext@.meets(m.without, $4, $5::@ext@.confidence, $6) AS falls
	FROM mentioned AS m
), on_it AS (
	SELECT d.key, jsonb_agg(d.id ORDER BY d.id) AS claims,
		jsonb_agg(jsonb_build_object('claim', d.id, 'from', d.before, 'to', d.after, 'falls', d.falls) ORDER BY d.id)
			FILTER (WHERE d.falls OR d.before <> d.after) AS without
	FROM differing AS d GROUP BY d.key
)
SELECT jsonb_agg(jsonb_build_object('key', s.key, 'name', s.name, 'kind', s.kind, 'reliability', s.reliability::float8,
	-- with a confidential source by its key
	'affiliations', ARRAY(SELECT coalesce(n.source, f.name) FROM unnest(s.affiliations) WITH ORDINALITY AS f (name, o)
		LEFT JOIN unnest($2, $3) AS n (alias, source) ON n.alias = f.name ORDER BY f.o),
	'claims', o.claims, 'without', coalesce(o.without, '[]')) ORDER BY s.key)
FROM @ledger@.source AS s JOIN on_it AS o ON o.key = s.key
WHERE s.key <> ALL ($2)
$query$;
COMMENT ON FUNCTION board_sources() IS 'the query for the sources of a board';

CREATE FUNCTION board_drawing_style() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext text := (SELECT quote_ident(n.nspname) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'corroborate');
	style text;
BEGIN
	EXECUTE format('SELECT substring(%1$s.to_svg(''{}''::%1$s.evidence) FROM ''<style[^>]*>(.*)</style>'')', ext) INTO style;
	RETURN style;
END
$$;
COMMENT ON FUNCTION board_drawing_style() IS 'the style sheet that all drawings share';

CREATE FUNCTION board_page(title text, subtitle text, data text) RETURNS text LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ext text := (SELECT quote_ident(n.nspname) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'corroborate');
	page text;
BEGIN
	EXECUTE format($page$
		SELECT format(%2$L, %1$s.board_text($1), %1$s.board_text($2),
			-- nothing in it can end the element that holds it
			replace($3, '<', E'\\u003c'),
			%1$s.board_style() || %1$s.board_drawing_style(), %1$s.board_script(), %1$s.board_hash(%1$s.board_script()))
		$page$, ext, $html$<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '%6$s'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>%1$s</title>
<style>%4$s</style>
</head>
<body>
<header>
<h1>%1$s</h1>
<p class="meta">%2$s</p>
<nav aria-label="Pages"><a id="to-claims" href="#claims">Claims</a><a id="to-sources" href="#sources">Sources</a></nav>
</header>
<main id="main"><noscript>This page needs JavaScript to be switched on. It asks nothing of the network.</noscript></main>
<footer><span class="screen">Keys: j and k walk through the list, / searches, Escape goes back. </span>This file is complete in itself and connects to nothing.</footer>
<script type="application/json" id="data">%3$s</script>
<script>%5$s</script>
</body>
</html>
$html$) INTO page USING title, subtitle, data;
	RETURN page;
END
$$;
COMMENT ON FUNCTION board_page(text, text, text) IS 'the page around a board''s data, which is JSON';

-- without JIT, as ledger_to_prov_xml(); and an error if a policy hides who is confidential, or anything else
CREATE FUNCTION evidence_board(
	ledger name,
	title text DEFAULT NULL,
	claims bigint[] DEFAULT NULL,
	with_confidential boolean DEFAULT false
) RETURNS text LANGUAGE plpgsql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET jit = off SET row_security = off
-- times and figures are those of the ledger, whoever makes the page
SET timezone = 'UTC' SET extra_float_digits = 1
AS $$
DECLARE
	at_once CONSTANT integer := 100;
	say_every interval;
	ext text := (SELECT quote_ident(n.nspname) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'corroborate');
	claims_query text;
	sources_query text;
	withheld_query text;
	withheld record;
	style text;
	wanted bigint[];
	parts text[] := '{}';
	part text;
	sources text;
	rule record;
	said_at timestamptz := clock_timestamp();
	page text;
BEGIN
	PERFORM corroborate_internal.hide_context();
	EXECUTE format('SELECT %s.require_ledger($1, $2)', ext) USING ledger, '0.3.0';
	EXECUTE format('SELECT * FROM %s.watched() AS w WHERE w.attestations = to_regclass($1)', ext) INTO rule USING format('%I.attestation', ledger);
	EXECUTE format('SELECT %s', (SELECT string_agg(format('replace(replace(%s.%I(), ''@ext@'', $1), ''@ledger@'', $2)', ext, q), ', ' ORDER BY o)
		FROM unnest('{board_withheld,board_claims,board_sources}'::text[]) WITH ORDINALITY AS u (q, o)))
	INTO withheld_query, claims_query, sources_query USING ext, quote_ident(ledger);
	EXECUTE format('SELECT %1$s.board_drawing_style(), %1$s.progress_interval()', ext) INTO style, say_every;
	EXECUTE format('SELECT coalesce(array_agg(c.id ORDER BY c.id), ''{}'') FROM %I.claim AS c WHERE $1 IS NULL OR c.id = ANY ($1)', ledger)
	INTO wanted USING claims;

	IF with_confidential THEN
		SELECT '{}'::text[] AS names, '{}'::text[] AS keys, '{}'::bigint[] AS attested, '{}'::bigint[] AS attestations, '{}'::bigint[] AS documents
		INTO withheld;
	ELSE
		EXECUTE withheld_query INTO withheld USING wanted;
	END IF;

	FOR i IN 0 .. (cardinality(wanted) - 1) / at_once LOOP
		EXECUTE claims_query INTO part USING wanted[i * at_once + 1 : (i + 1) * at_once],
			withheld.names, withheld.keys, withheld.attested, withheld.attestations, withheld.documents, style, wanted;
		-- the brackets of one list around all
		parts := parts || substr(part, 2, length(part) - 2);
		IF clock_timestamp() > said_at + say_every THEN
			said_at := clock_timestamp();
			RAISE NOTICE USING MESSAGE = format('%s of %s claims are on the board', least((i + 1) * at_once, cardinality(wanted)), cardinality(wanted));
		END IF;
	END LOOP;
	EXECUTE sources_query INTO sources USING wanted, withheld.names, withheld.keys, coalesce(rule.threshold, 2), rule.minimum_support::text::float8, coalesce(rule.at_least, 1);

	EXECUTE format('SELECT %s.board_page($1, $2, $3)', ext) INTO page USING
		coalesce(title, 'The evidence board of ' || ledger),
		format('%s claims, as of %s. A claim is flagged when %s independent sources support it%s.', cardinality(wanted),
			to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), coalesce(rule.threshold, 2),
			CASE WHEN rule.minimum_support IS NULL THEN '' ELSE format(' with a support of at least %s%s', rule.minimum_support,
				CASE WHEN rule.at_least > 1 THEN format(' for %s of them together', rule.at_least) ELSE '' END) END),
		format('{"threshold":%s,"claims":[%s],"sources":%s}', coalesce(rule.threshold, 2), array_to_string(parts, ','), coalesce(sources, '[]'));
	RETURN page;
END
$$;
COMMENT ON FUNCTION evidence_board(name, text, bigint[], boolean) IS
E'a ledger as one page of HTML that needs neither network nor server: claims with what they rest on, drawings, quotes, the history of each flag, sources and what would fall without them. claims: only these. Confidential sources show by their key at most; with_confidential gives them a page, quotes and dates too. In psql: \\t \\a \\o board.html';
