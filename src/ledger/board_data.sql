------------------------------------------------------------------------------
-- board_data: the data of a ledger that a board shows
------------------------------------------------------------------------------

-- Queries, in which @ledger@ is replaced by the ledger's schema.  Parameters:
--
--	board_withheld()	$1 the claims, in order.  Returns what of them must not
--						be shown; it is run once for a board, and its answer is
--						passed to the others.
--	both others			$1 the claims; $2 names and $3 keys from board_withheld()
--	board_claims()		$4 attested, $5 attestations, $6 documents, also from
--						board_withheld(); $7 the claims of the whole board;
--						$8 own, $9 undated, from board_own(); $10 the time since
--						which changes are marked; $11 from board_weighed()
--	board_sources()		the rule: $4 threshold, $5 least support, $6 for how many
--						chains
--
-- A field that is absent is null, false, empty, or withheld.

CREATE FUNCTION corroborate_internal.board_withheld() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH name AS MATERIALIZED (
	SELECT p.name, p.source FROM @ledger@.protected_name AS p
), attestation AS MATERIALIZED (
	SELECT p.claim, p.id FROM @ledger@.protected_attestation AS p WHERE p.claim = ANY ($1)
), used AS MATERIALIZED (
	SELECT u.document FROM @ledger@.publication AS u WHERE u.claim = ANY ($1)
), document AS MATERIALIZED (
	SELECT p.id FROM @ledger@.protected_document AS p
)
SELECT n.names, n.keys, a.attested, a.attestations, d.documents
FROM (SELECT coalesce(array_agg(p.name ORDER BY p.name), '{}') AS names, coalesce(array_agg(p.source ORDER BY p.name), '{}') AS keys FROM name AS p) AS n
	CROSS JOIN (SELECT coalesce(array_agg(p.claim ORDER BY p.claim, p.id), '{}') AS attested,
			coalesce(array_agg(p.id ORDER BY p.claim, p.id), '{}') AS attestations FROM attestation AS p) AS a
	CROSS JOIN (SELECT coalesce(array_agg(p.id ORDER BY p.id), '{}') AS documents
		FROM used AS u JOIN document AS p ON p.id = u.document) AS d
$query$;
COMMENT ON FUNCTION corroborate_internal.board_withheld() IS
'the query for what a board must not show: names of confidential sources, the keys that stand for them, attestations (attested: their claims) and documents';

CREATE FUNCTION corroborate_internal.board_time(at timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN at BETWEEN '0001-01-02 00:00Z' AND '9999-12-30 00:00Z' THEN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') ELSE at::text END;
COMMENT ON FUNCTION corroborate_internal.board_time(timestamptz) IS 'a time as boards show it: to the minute, in UTC; a time of another era, or infinity, as PostgreSQL prints it';

-- Only answers on the same board are weighed.  Track records are not used: what was found about sources is for editors.
CREATE FUNCTION corroborate_internal.board_weighed(ledger name, claims bigint[]) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off
AS $$
DECLARE
	several bigint[];
	weighed jsonb;
BEGIN
	EXECUTE format('SELECT array_agg(n.claim) FROM (
		SELECT a.claim, count(*) OVER (PARTITION BY a.asked) AS claims FROM %I.answered AS a WHERE a.claim = ANY ($1) AND a.corroboration > 0) AS n WHERE n.claims > 1', ledger)
	INTO several USING claims;
	EXECUTE format('SELECT jsonb_object_agg(c.id, jsonb_build_object(''as'', w.claims[1], ''probability'', round(w.probability::numeric, 4),
			''independent'', w.independent, ''denials'', nullif(w.denials, 0)))
		FROM (%s) AS w CROSS JOIN LATERAL unnest(w.claims) AS c (id)', replace(corroborate_internal.weighed_answers(), '@ledger@', quote_ident(ledger)))
	INTO weighed USING '{}'::jsonb, coalesce(several, '{}');
	RETURN weighed;
END
$$;
COMMENT ON FUNCTION corroborate_internal.board_weighed(name, bigint[]) IS
'how probable the answers are of those claims of a board that share a question, by the ratings in their evidence. as: the first claim with the same answer';

CREATE FUNCTION corroborate_internal.board_claims() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH kept AS MATERIALIZED (
	SELECT n.alias, n.source FROM unnest($2, $3) AS n (alias, source)
), spelt AS MATERIALIZED (
	SELECT array_agg(n.alias) AS names, array_agg(n.source) AS keys FROM kept AS n WHERE n.alias <> n.source
), withheld AS MATERIALIZED (
	SELECT w.claim, w.id FROM unnest($4, $5) AS w (claim, id) WHERE w.claim = ANY ($1)
), claim AS MATERIALIZED (
	-- Each table and view is fetched by a query of its own, which Citus plans. The rest is done here.
	SELECT c.id, c.statement, c.question, c.comparator, c.value, c.unit, c.answer, c.holds, c.added_at, c.evidence, c.corroborated_at, c.ruling,
		c.corroboration, c.status, c.disputed, c.denied, c.support, c.confidence, c.cleared
	FROM @ledger@.claim AS c WHERE c.id = ANY ($1)
), attestation AS MATERIALIZED (
	SELECT a.claim, a.id, a.said, a.quote, a.quote_language, a.document, a.said_at, a.recorded_at, a.accepted_at, a.retracted_at, a.retraction_reason
	FROM @ledger@.attestation AS a WHERE a.claim = ANY ($1)
), claim_event AS MATERIALIZED (
	SELECT e.claim, e.id, e.at, e.change, e.from_status, e.to_status, e.corroboration, e.cause FROM @ledger@.claim_event AS e WHERE e.claim = ANY ($1)
), ruling AS MATERIALIZED (
	SELECT r.claim, r.id, r.verdict, r.why, r.by, r.at FROM @ledger@.ruling AS r WHERE r.claim = ANY ($1)
), publication AS MATERIALIZED (
	SELECT p.document, p.claim, p.at FROM @ledger@.publication AS p WHERE p.claim = ANY ($1)
), gone AS MATERIALIZED (
	SELECT r.claim, r.id, r.by FROM @ledger@.replaced AS r WHERE r.claim = ANY ($1)
), on_both AS MATERIALIZED (
	SELECT b.claim, b.source FROM @ledger@.says_both AS b WHERE b.claim = ANY ($1)
), other_answer AS MATERIALIZED (
	SELECT o.claim, o.other_claim, o.behind_both FROM @ledger@.other_answer AS o WHERE o.claim = ANY ($1)
), to_correct AS MATERIALIZED (
	SELECT t.claim, t.problem FROM @ledger@.to_correct AS t WHERE t.claim = ANY ($1)
), event AS (
	-- no document's number: it would show between which others the document was added
	SELECT e.claim, e.at, e.id, e.change, e.from_status, e.to_status, e.corroboration, e.cause,
		corroborate_internal.spells_any(e.cause, $2) OR e.claim IN (SELECT w.claim FROM withheld AS w) AND e.cause ~ '^(proposal [0-9]+: )?document ' AS shy
	FROM claim_event AS e
	UNION ALL
	SELECT r.claim, r.at, r.id, r.verdict, NULL, NULL, NULL, r.why || ' (' || r.by || ')', corroborate_internal.spells_any(r.why, $2)
	FROM ruling AS r
), undated AS (
	-- no dates in these claims: an event's date, those of its neighbours, or its number would show when it happened
	SELECT w.claim FROM withheld AS w UNION SELECT e.claim FROM event AS e WHERE e.shy
), statement AS (
	SELECT a.claim, a.id, t.said, a.recorded_at, a.said_at, a.quote, a.quote_language, a.document, a.retraction_reason,
		p.by, coalesce(o.source, p.by) AS source, @extschema@.attribution_json(t.said) AS parts, w.id IS NOT NULL AS shy,
		CASE WHEN a.retracted_at IS NOT NULL THEN 'retracted' WHEN a.accepted_at IS NULL THEN 'pending'
			WHEN g.id IS NOT NULL THEN 'replaced' ELSE 'counts' END AS state,
		CASE WHEN a.retracted_at IS NULL THEN g.by END AS replaced_by, coalesce(a.retracted_at, r.recorded_at) AS gone_at,
		coalesce(a.retracted_at, r.accepted_at) AS ended_at
	FROM attestation AS a
	LEFT JOIN withheld AS w ON w.claim = a.claim AND w.id = a.id
	LEFT JOIN gone AS g ON g.claim = a.claim AND g.id = a.id
	LEFT JOIN attestation AS r ON r.claim = g.claim AND r.id = g.by
	-- other spellings of confidential sources are shown as their keys
	CROSS JOIN LATERAL (
		SELECT CASE WHEN a.said OPERATOR(@extschema@.?|) n.names THEN @extschema@.rename_sources(a.said, n.names, n.keys)::@extschema@.attribution
			ELSE a.said END
		FROM spelt AS n OFFSET 0
	) AS t (said)
	CROSS JOIN LATERAL (SELECT (@extschema@.speakers(t.said) || @extschema@.deniers(t.said))[1]) AS p (by)
	LEFT JOIN @ledger@.source_alias AS o ON o.alias = p.by
), says_both AS (
	SELECT b.claim, b.source, array_agg(s.id ORDER BY s.id) FILTER (WHERE @extschema@.deniers(s.said) = '{}') AS yes,
		array_agg(s.id ORDER BY s.id) FILTER (WHERE @extschema@.deniers(s.said) <> '{}') AS no
	FROM on_both AS b
	LEFT JOIN statement AS s ON s.claim = b.claim AND s.source = b.source AND s.state = 'counts' AND @extschema@.on_own_word(s.said)
	GROUP BY b.claim, b.source
), both_sides AS (
	SELECT b.claim, json_agg(json_build_object('source', b.source, 'yes', CASE WHEN u.claim IS NULL THEN b.yes END,
		'no', CASE WHEN u.claim IS NULL THEN b.no END) ORDER BY b.source) AS list
	FROM says_both AS b LEFT JOIN undated AS u ON u.claim = b.claim GROUP BY b.claim
), named (claim, id) AS (
	-- no attestation is shown with its number: a gap among the numbers would show when a withheld one was assigned
	SELECT g.claim, g.by FROM gone AS g
	UNION SELECT b.claim, i.id FROM says_both AS b CROSS JOIN LATERAL unnest(b.yes || b.no) AS i (id)
), said AS (
	-- in the order in which the statements were made or published, as far as that is known
	SELECT s.claim, json_agg(json_build_object('said', s.said::text, 'state', nullif(s.state, 'counts'), 'by', s.by,
			'number', CASE WHEN u.claim IS NULL THEN n.id END, 'replaced_by', CASE WHEN u.claim IS NULL THEN s.replaced_by END,
			'gone_at', CASE WHEN u.claim IS NULL AND s.state IN ('retracted', 'replaced') THEN corroborate_internal.board_time(s.gone_at) END,
			'for', s.parts -> 'for' -> s.by, 'against', s.parts -> 'against' -> s.by,
			'quote', CASE WHEN NOT s.shy THEN s.quote END, 'language', CASE WHEN NOT s.shy THEN s.quote_language END,
			'reason', CASE WHEN NOT s.shy THEN s.retraction_reason END,
			'document', CASE WHEN NOT s.shy AND s.document IS NOT NULL THEN json_build_object('headline', d.headline, 'url', d.url,
				'at', corroborate_internal.board_time(d.published_at), 'as', d.published_as) END,
			'said_at', CASE WHEN NOT s.shy THEN corroborate_internal.board_time(s.said_at) END,
			'at', CASE WHEN NOT s.shy THEN corroborate_internal.board_time(s.recorded_at) END)
		ORDER BY CASE WHEN NOT s.shy THEN coalesce(s.said_at, d.published_at, s.recorded_at) END, s.said::text, s.id) AS list
	FROM statement AS s LEFT JOIN @ledger@.document AS d ON d.id = s.document
		LEFT JOIN named AS n ON n.claim = s.claim AND n.id = s.id LEFT JOIN undated AS u ON u.claim = s.claim
	GROUP BY s.claim
), events AS (
	SELECT e.claim, json_agg(json_build_object('change', e.change, 'from', nullif(e.from_status, e.to_status), 'to', e.to_status,
		'corroboration', e.corroboration, 'cause', CASE WHEN NOT e.shy THEN e.cause END,
		'at', CASE WHEN u.claim IS NULL THEN corroborate_internal.board_time(e.at) END) ORDER BY e.at, e.id) AS list
	FROM event AS e LEFT JOIN undated AS u ON u.claim = e.claim GROUP BY e.claim
), change AS (
	-- of events that undo one another, only the last
	SELECT DISTINCT ON (e.claim, k.kind) e.claim, k.mark
	FROM event AS e JOIN (VALUES ('flag', 'raised', 'raised'), ('flag', 'withdrawn', 'withdrawn'), ('dispute', 'disputed', 'disputed'),
		('dispute', 'settled', NULL), ('denial', 'denied', 'denied'), ('denial', 'undenied', NULL), ('ruling', 'confirm', 'ruled'),
		('ruling', 'refute', 'ruled'), ('ruling', 'hold', 'ruled'), ('ruling', 'release', 'ruled')) AS k (kind, change, mark) ON k.change = e.change
	WHERE e.at > $10
	ORDER BY e.claim, k.kind, e.at DESC, e.id DESC
), changed AS (
	SELECT m.claim, json_agg(m.mark ORDER BY m.mark) AS list
	FROM (
		SELECT c.claim, c.mark FROM change AS c
		UNION SELECT s.claim, 'corrected' FROM statement AS s WHERE s.state IN ('retracted', 'replaced') AND s.ended_at > $10
		UNION SELECT c.id, 'new' FROM claim AS c WHERE c.added_at > $10
	) AS m
	WHERE m.mark IS NOT NULL AND m.claim NOT IN (SELECT u.claim FROM undated AS u)
	GROUP BY m.claim
), published AS (
	SELECT p.claim, json_agg(json_build_object('headline', CASE WHEN NOT p.shy THEN d.headline END,
			'at', CASE WHEN NOT p.shy THEN corroborate_internal.board_time(p.at) END)
		ORDER BY CASE WHEN NOT p.shy THEN p.at END, d.id) AS list
	FROM (SELECT u.claim, u.document, u.at, u.document = ANY ($6) AS shy FROM publication AS u) AS p
	JOIN @ledger@.document AS d ON d.id = p.document GROUP BY p.claim
), other AS (
	-- only other answers that are on the board
	SELECT o.claim, json_agg(json_build_object('claim', o.other_claim, 'both', ARRAY(
			SELECT coalesce(n.source, b.name) FROM (SELECT unnest(o.behind_both)) AS b (name) LEFT JOIN kept AS n ON n.alias = b.name ORDER BY 1))
		ORDER BY o.other_claim) AS list
	FROM other_answer AS o WHERE o.other_claim = ANY ($7) GROUP BY o.claim
), correct AS (
	SELECT t.claim, json_agg(DISTINCT t.problem ORDER BY t.problem) AS list
	FROM to_correct AS t GROUP BY t.claim
), own AS (
	SELECT o.claim, CASE WHEN u.claim IS NULL THEN o.own ELSE o.undated END AS list
	FROM unnest($1, $8, $9) AS o (claim, own, undated) LEFT JOIN undated AS u ON u.claim = o.claim
)
SELECT json_strip_nulls(json_agg(json_build_object(
	'id', c.id, 'statement', c.statement, 'question', c.question,
	'answer', coalesce(c.answer, nullif(concat_ws(' ', c.comparator, c.value, c.unit), '')), 'holds', c.holds::text,
	'status', c.status, 'corroboration', c.corroboration, 'firsthand', nullif(@extschema@.corroboration_firsthand(e.evidence), 0),
	'contradiction', nullif(@extschema@.contradiction(e.evidence), 0), 'support', c.support::float8, 'belief', c.confidence::float8,
	'disputed', nullif(c.disputed, false), 'denied', nullif(c.denied, false), 'says_both', both_sides.list, 'cleared', nullif(c.cleared, false),
	'flagged', CASE WHEN c.corroborated_at IS NOT NULL THEN true END, 'ruling', c.ruling,
	'why', @extschema@.why(e.evidence), 'evidence', e.evidence::text, 'graph', @extschema@.evidence_json(e.evidence),
	'shares', carriers.list,
	'weighed', CASE WHEN other.list IS NOT NULL THEN $11 -> c.id::text END,
	'rests_on', nullif(@extschema@.rests_on(e.evidence) || @extschema@.rests_on(e.evidence, true), '{}'),
	-- title, description and style come from the page
	'drawing', substr(d.drawing, strpos(d.drawing, '</style>') + length('</style>')),
	'said', said.list, 'events', events.list, 'published', published.list, 'correct', correct.list, 'others', other.list,
	'changed', changed.list, 'own', own.list) ORDER BY c.id))
FROM claim AS c
	CROSS JOIN LATERAL (
		SELECT CASE WHEN c.evidence OPERATOR(@extschema@.?|) n.names THEN @extschema@.rename_sources(c.evidence, n.names, n.keys) ELSE c.evidence END
		FROM spelt AS n OFFSET 0
	) AS e (evidence)
	CROSS JOIN LATERAL (SELECT @extschema@.to_svg(e.evidence, c.statement) OFFSET 0) AS d (drawing)
	-- Who carries most of the support.  This follows from the evidence, which is shown with its ratings, so it discloses nothing
	-- more.  It is cheap for this many sources, and can be expensive for more.
	CROSS JOIN LATERAL (
		SELECT json_agg(json_build_object('unit', s.unit, 'part', s.part, 'without', s.without) ORDER BY s.place)
		FROM (SELECT s.unit, round((s.share / c.support::float8)::numeric, 4) AS part, round(s.support_without::float8::numeric, 4) AS without,
				row_number() OVER (ORDER BY round((s.share / c.support::float8)::numeric, 4) DESC, s.unit COLLATE "C") AS place
			FROM @extschema@.shares(e.evidence) AS s
			WHERE c.support::float8 > 0 AND cardinality(@extschema@.sources(e.evidence)) <= 50) AS s
		WHERE s.place <= 5 AND s.part > 0
	) AS carriers (list)
	LEFT JOIN said ON said.claim = c.id LEFT JOIN events ON events.claim = c.id
	LEFT JOIN both_sides ON both_sides.claim = c.id LEFT JOIN published ON published.claim = c.id LEFT JOIN correct ON correct.claim = c.id
	LEFT JOIN other ON other.claim = c.id LEFT JOIN changed ON changed.claim = c.id LEFT JOIN own ON own.claim = c.id
$query$;
COMMENT ON FUNCTION corroborate_internal.board_claims() IS 'the query for the claims of a board';

CREATE FUNCTION corroborate_internal.board_sources() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $query$
WITH mentioned AS MATERIALIZED (
	SELECT s.key, c.id, c.status, c.corroborated_at IS NOT NULL AS flagged, @extschema@.discredit(c.evidence, s.key) AS without
	FROM @ledger@.claim AS c CROSS JOIN LATERAL unnest(@extschema@.sources(c.evidence)) AS s (key) WHERE c.id = ANY ($1)
), differing AS (
	SELECT m.key, m.id, m.status AS before, @extschema@.status(m.without, $4) AS after,
		m.flagged AND NOT @extschema@.meets(m.without, $4, $5::@extschema@.confidence, $6) AS falls
	FROM mentioned AS m
), on_it AS (
	SELECT d.key, jsonb_agg(d.id ORDER BY d.id) AS claims,
		jsonb_agg(jsonb_build_object('claim', d.id, 'from', d.before, 'to', d.after, 'falls', d.falls) ORDER BY d.id)
			FILTER (WHERE d.falls OR d.before <> d.after) AS without
	FROM differing AS d GROUP BY d.key
)
SELECT jsonb_agg(jsonb_build_object('key', s.key, 'name', s.name, 'kind', s.kind, 'reliability', s.reliability::float8,
	-- confidential sources by their keys
	'affiliations', ARRAY(SELECT coalesce(n.source, f.name) FROM unnest(s.affiliations) WITH ORDINALITY AS f (name, o)
		LEFT JOIN unnest($2, $3) AS n (alias, source) ON n.alias = f.name ORDER BY f.o),
	'claims', o.claims, 'without', coalesce(o.without, '[]')) ORDER BY s.key)
FROM @ledger@.source AS s JOIN on_it AS o ON o.key = s.key
WHERE s.key <> ALL ($2)
$query$;
COMMENT ON FUNCTION corroborate_internal.board_sources() IS 'the query for the sources of a board';

-- ---- Columns that the desk added

-- Columns that create_ledger() makes are refused: the board itself decides what
-- of them may be shown.
CREATE FUNCTION corroborate_internal.require_board_columns(ledger name, columns name[]) RETURNS void LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	made CONSTANT name[] := '{id,statement,question,comparator,value,unit,answer,holds,added_at,added_by,evidence,corroborated_at,ruling,corroboration,status,disputed,denied,support,confidence,cleared}';
	claims CONSTANT regclass := to_regclass(format('%I.claim', ledger));
	wrong name := (SELECT c.name FROM unnest(columns) WITH ORDINALITY AS c (name, o)
		WHERE c.name IS NULL OR c.name = ANY (made) OR NOT EXISTS (
			SELECT FROM pg_attribute AS a WHERE a.attrelid = claims AND a.attname = c.name AND a.attnum > 0 AND NOT a.attisdropped)
		ORDER BY c.o LIMIT 1);
BEGIN
	IF array_position(columns, NULL) IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed', message => 'a column''s name is null in columns',
			hint => 'Name columns that you added to the claims, as in ''{desk,topic}''.');
	ELSIF wrong = ANY (made) THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('column %I is one of those that every ledger''s claims have', wrong),
			hint => 'The board shows it in its own way. Name columns that you added, as in ''{desk,topic}''.');
	ELSIF wrong IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('%s has no column %I', format('%I.claim', ledger), wrong),
			detail => coalesce((SELECT format('Columns that were added to it: %s.', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)) FROM pg_attribute AS a
				WHERE a.attrelid = claims AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (made) HAVING count(*) > 0), 'No columns were added to it.'),
			hint => format('Add it by ALTER TABLE %I.claim ADD COLUMN.', ledger));
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_board_columns(name, name[]) IS 'raises an error unless these are columns that somebody added to a ledger''s table claim';

-- Types that users made are printed by their output functions, not by casts, which anybody could have written.
CREATE FUNCTION corroborate_internal.board_own_value(type oid, quoted text) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN CASE WHEN type >= 16384 THEN 'CASE WHEN ' || quoted || ' IS NOT NULL THEN to_json(format(''%s'', ' || quoted || ')) END'
	WHEN EXISTS (SELECT FROM pg_type AS t WHERE t.oid = type AND t.typcategory = 'A' AND t.typlen = -1) THEN 'to_json(' || quoted || '::text[])'
	ELSE 'to_json(' || quoted || '::text)' END;
COMMENT ON FUNCTION corroborate_internal.board_own_value(oid, text) IS 'the expression that gives the values of a column of this type as text; of an array, as an array of texts';

CREATE FUNCTION corroborate_internal.tells_when(type oid) RETURNS boolean LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN EXISTS (
	SELECT FROM pg_type AS t LEFT JOIN pg_type AS e ON e.oid = t.typelem AND t.typcategory = 'A'
		LEFT JOIN pg_range AS r ON t.oid IN (r.rngtypid, r.rngmultitypid) LEFT JOIN pg_type AS s ON s.oid = r.rngsubtype
	WHERE t.oid = type AND 'D' IN (t.typcategory, e.typcategory, s.typcategory));
COMMENT ON FUNCTION corroborate_internal.tells_when(oid) IS 'whether a type is a date or time type, or an array or range of one';

-- Where a source is protected, a text with escapes, as JSON can have them, is withheld: it could spell a name unseen.
CREATE FUNCTION corroborate_internal.board_may_show(value text, names text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN value IS NULL OR names = '{}' OR NOT (corroborate_internal.spells_any(value, names) OR value ~ E'\\\\u[0-9A-Fa-f]{4}');
COMMENT ON FUNCTION corroborate_internal.board_may_show(text, text[]) IS 'whether a text may appear on a board that withholds these names';

-- The query's parameters: $1 the claims, $2 the names that must not appear.
CREATE FUNCTION corroborate_internal.board_own(ledger name, columns name[]) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
	WITH own AS (
		SELECT w.o, corroborate_internal.tells_when(a.atttypid) AS dated, '''{"withheld":true}''' AS withheld,
			'CASE WHEN corroborate_internal.board_may_show(format(''%s'', c.' || quote_ident(a.attname) || '), $2) THEN '
				|| corroborate_internal.board_own_value(a.atttypid, 'c.' || quote_ident(a.attname)) || ' ELSE ''{"withheld":true}'' END' AS value
		FROM unnest(columns) WITH ORDINALITY AS w (name, o)
		JOIN pg_attribute AS a ON a.attname = w.name AND a.attrelid = to_regclass(quote_ident(ledger) || '.claim')
	)
	SELECT 'SELECT array_agg(to_json(ARRAY[' || string_agg(w.value, ', ' ORDER BY w.o) || ']::json[]) ORDER BY c.id) AS own, '
		|| 'array_agg(to_json(ARRAY[' || string_agg(CASE WHEN w.dated THEN w.withheld ELSE w.value END, ', ' ORDER BY w.o)
		|| ']::json[]) ORDER BY c.id) AS undated FROM ' || quote_ident(ledger) || '.claim AS c WHERE c.id = ANY ($1)'
	FROM own AS w
);
COMMENT ON FUNCTION corroborate_internal.board_own(name, name[]) IS
'the query for columns that a desk added to claim. own: their values for each claim; undated: the same without dates, for claims that have a protected attestation. Null if there are no columns';
