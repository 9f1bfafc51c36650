------------------------------------------------------------------------------
-- board: a ledger as one page of HTML
------------------------------------------------------------------------------

-- board_style() and board_script() hold src/ledger/board.css and src/ledger/board.js; src/script.mk writes them.  The page
-- needs neither network nor server: its content security policy lets it run this script and load nothing.

CREATE FUNCTION corroborate_internal.board_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(replace(value, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;');
COMMENT ON FUNCTION corroborate_internal.board_text(text) IS 'escapes text for HTML';

CREATE FUNCTION corroborate_internal.board_hash(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 'sha256-' || encode(sha256(convert_to(value, 'UTF8')), 'base64');
COMMENT ON FUNCTION corroborate_internal.board_hash(text) IS 'the hash by which a content security policy allows a script or style';

CREATE FUNCTION corroborate_internal.board_drawing_style() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(@extschema@.to_svg('{}'::@extschema@.evidence) FROM '<style[^>]*>(.*)</style>');
COMMENT ON FUNCTION corroborate_internal.board_drawing_style() IS 'the style sheet that all drawings share';

-- The only place that says what a ledger's page may load and run: nothing from elsewhere.
CREATE FUNCTION corroborate_internal.html_page(title text, subtitle text, style text, navigation text, content text, may_also text DEFAULT '')
RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN format($html$<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'%6$s">
<meta name="referrer" content="no-referrer">
<title>%1$s</title>
<style>%3$s</style>
</head>
<body>
<header>
<h1>%1$s</h1>
<p class="meta">%2$s</p>%4$s
</header>
%5$s
</body>
</html>
$html$, corroborate_internal.board_text(title), corroborate_internal.board_text(subtitle), style, navigation, content, may_also);
COMMENT ON FUNCTION corroborate_internal.html_page(text, text, text, text, text, text) IS
'a self-contained page that connects to nothing. navigation and content: HTML; may_also: what its content security policy allows in addition to styles';

CREATE FUNCTION corroborate_internal.board_page(title text, subtitle text, data text) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN corroborate_internal.html_page(title, subtitle, corroborate_internal.board_style() || corroborate_internal.board_drawing_style(),
	E'\n<nav id="pages" aria-label="Pages"></nav>',
	format($html$<main id="main"><noscript>This page needs JavaScript to be switched on. It asks nothing of the network.</noscript></main>
<footer><span class="screen">Keys: j and k walk through the list, / searches, Escape goes back. </span>This file is complete in itself and connects to nothing.</footer>
<script type="application/json" id="data">%1$s</script>
<script>%2$s</script>$html$,
		-- nothing in the data can close the script element
		replace(data, '<', E'\\u003c'), corroborate_internal.board_script()),
	format('; script-src ''%s''; img-src data:', corroborate_internal.board_hash(corroborate_internal.board_script())));
COMMENT ON FUNCTION corroborate_internal.board_page(text, text, text) IS 'the page around a board''s data, which is JSON';

-- Without JIT, as ledger_to_prov_xml().  With row_security off, a policy that hides anything raises an error: the board must
-- know who is confidential.
CREATE FUNCTION evidence_board(
	ledger name,
	title text DEFAULT NULL,
	claims bigint[] DEFAULT NULL,
	with_confidential boolean DEFAULT false,
	columns name[] DEFAULT NULL,
	since timestamptz DEFAULT NULL
) RETURNS text LANGUAGE plpgsql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET jit = off SET row_security = off
-- the page must not depend on its maker's settings
SET timezone = 'UTC' SET datestyle = 'ISO' SET intervalstyle = 'postgres' SET bytea_output = 'hex' SET extra_float_digits = 1
AS $$
DECLARE
	at_once CONSTANT integer := 300;
	withheld_query CONSTANT text := replace(corroborate_internal.board_withheld(), '@ledger@', quote_ident(ledger));
	claims_query CONSTANT text := replace(corroborate_internal.board_claims(), '@ledger@', quote_ident(ledger));
	sources_query CONSTANT text := replace(corroborate_internal.board_sources(), '@ledger@', quote_ident(ledger));
	say_every CONSTANT interval := @extschema@.progress_interval();
	own_query text;
	withheld record;
	own record;
	wanted bigint[];
	batch bigint[];
	parts text[] := '{}';
	part text;
	sources text;
	rule record;
	weighed jsonb;
	said_at timestamptz := clock_timestamp();
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.require_claims(format('%I.claim', ledger)::regclass, claims);
	PERFORM corroborate_internal.require_board_columns(ledger, columns);
	IF since > clock_timestamp() THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value', message => 'since is in the future', detail => format('It is %s.', since),
			hint => 'Give the time of the last meeting, for example: what has changed after it is marked.');
	END IF;
	SELECT coalesce(w.threshold, 2) AS threshold, w.minimum_support::text::float8, coalesce(w.at_least, 1) AS at_least INTO rule
	FROM (SELECT) AS one LEFT JOIN @extschema@.watched() AS w ON w.attestations = to_regclass(format('%I.attestation', ledger));
	columns := ARRAY(SELECT c.name FROM unnest(columns) WITH ORDINALITY AS c (name, o) GROUP BY c.name ORDER BY min(c.o));
	own_query := corroborate_internal.board_own(ledger, columns);
	EXECUTE format('SELECT coalesce(array_agg(c.id ORDER BY c.id), ''{}'') FROM %I.claim AS c WHERE $1 IS NULL OR c.id = ANY ($1)', ledger)
	INTO wanted USING claims;

	IF with_confidential THEN
		SELECT '{}'::text[] AS names, '{}'::text[] AS keys, '{}'::bigint[] AS attested, '{}'::bigint[] AS attestations, '{}'::bigint[] AS documents
		INTO withheld;
	ELSE
		EXECUTE withheld_query INTO withheld USING wanted;
	END IF;

	weighed := corroborate_internal.board_weighed(ledger, wanted);
	SELECT NULL::json[] AS own, NULL::json[] AS undated INTO own;
	FOR i IN 0 .. (cardinality(wanted) - 1) / at_once LOOP
		batch := wanted[i * at_once + 1 : (i + 1) * at_once];
		IF own_query IS NOT NULL THEN
			EXECUTE own_query INTO own USING batch, withheld.names;
		END IF;
		EXECUTE claims_query INTO part USING batch,
			withheld.names, withheld.keys, withheld.attested, withheld.attestations, withheld.documents, wanted, own.own, own.undated, since, weighed;
		-- strip each part's brackets: the whole list gets one pair
		parts := parts || substr(part, 2, length(part) - 2);
		IF clock_timestamp() > said_at + say_every THEN
			said_at := clock_timestamp();
			RAISE NOTICE USING MESSAGE = format('%s of %s claims are on the board', least((i + 1) * at_once, cardinality(wanted)), cardinality(wanted));
		END IF;
	END LOOP;
	EXECUTE sources_query INTO sources USING wanted, withheld.names, withheld.keys, rule.threshold, rule.minimum_support, rule.at_least;

	RETURN corroborate_internal.board_page(coalesce(title, 'The evidence board of ' || ledger),
		format('%s claims, as of %s. A claim is flagged when %s independent sources support it%s.', cardinality(wanted),
			to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), rule.threshold,
			CASE WHEN rule.minimum_support IS NOT NULL THEN concat(' with a support of at least ', rule.minimum_support,
				CASE WHEN rule.at_least > 1 THEN format(' for %s of them together', rule.at_least) END) END),
		format('{"threshold":%s,"since":%s,"columns":%s,"claims":[%s],"sources":%s}', rule.threshold,
			coalesce(to_json(corroborate_internal.board_time(since))::text, 'null'),
			to_json(ARRAY(SELECT CASE WHEN corroborate_internal.board_may_show(c.name, withheld.names) THEN c.name ELSE 'withheld' END
				FROM unnest(columns) WITH ORDINALITY AS c (name, o) ORDER BY c.o)),
			array_to_string(parts, ','), coalesce(sources, '[]')));
END
$$;
COMMENT ON FUNCTION evidence_board(name, text, bigint[], boolean, name[], timestamptz) IS
E'a ledger as one page of HTML that needs neither network nor server: claims with what they rest on, drawings, quotes, the history of each flag, sources and what would fall without them. claims: only these; columns: columns of your own that are shown, filter and group; since: what has changed after this time is marked. Confidential sources show by their key at most; with_confidential gives them a page, quotes and dates too. In psql: \\t \\a \\o board.html';
