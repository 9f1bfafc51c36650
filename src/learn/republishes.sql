------------------------------------------------------------------------------
-- republishes: finds documents that are copies of others
------------------------------------------------------------------------------

-- Texts are compared by their fingerprints.  One is a copy of another if half of the shorter text is in the other, or if a
-- quarter is and either thirty words in a row are the same (six hashes), or it is still a quarter when a hash that n other
-- texts have counts only 1/n.  Documents with the same lowest hash count as one text here: mostly they are copies of each
-- other, and a story is no formula because many republished it.  Twenty words, as in is_copy(), are too few among formulas:
-- a quarter of such stories of Reuters were no copies.  At least a fifth of the copy must be in the original, so that an
-- article that takes a paragraph from a short one is no copy of it.  A single hash counts if no other text has it.
--
-- Hashes that more than 50 documents have say nothing: they come from a disclaimer or a table's head.  The exception is a
-- story that a hundred outlets print: its documents are nearly the same, so that most have the same lowest hash, while at
-- least a third of documents with different texts have one of their own.  For each hash, the 50 oldest documents are
-- compared with all, so that the effort is linear in the documents.
--
-- Headlines are compared where one document came without a text.  Rare words weigh more, ln(1 + 1000 / number of headlines),
-- and the words of both must be at least 0.7 of the words of either.

CREATE FUNCTION corroborate_internal.document_label(id bigint, headline text, publisher text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('document %s%s', id, coalesce(' (' || nullif(concat_ws(', ', '"' || CASE WHEN length(headline) > 80 THEN left(headline, 77) || '...' ELSE headline END || '"',
	publisher), '') || ')', ''));
COMMENT ON FUNCTION corroborate_internal.document_label(bigint, text, text) IS 'how a sentence refers to a document';

CREATE FUNCTION corroborate_internal.which_was_first(copied timestamptz, original timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN copied > original THEN 'published ' || CASE
		WHEN copied < original + interval '2 minutes' THEN 'a minute'
		WHEN copied < original + interval '2 hours' THEN format('%s minutes', floor(extract(epoch FROM copied - original) / 60))
		WHEN copied < original + interval '2 days' THEN format('%s hours', floor(extract(epoch FROM copied - original) / 3600))
		ELSE format('%s days', floor(extract(epoch FROM copied - original) / 86400)) END || ' earlier'
	ELSE 'though which of them was first is not known' END;
COMMENT ON FUNCTION corroborate_internal.which_was_first(timestamptz, timestamptz) IS 'the part of a sentence that says how much earlier an original was published';

-- Sums of these numbers are exact up to 4 million, so they do not depend on the order of rows.
CREATE FUNCTION corroborate_internal.summable(number float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ceil(number * 1073741824) / 1073741824;
COMMENT ON FUNCTION corroborate_internal.summable(float8) IS 'rounds a number to 30 binary places';

-- Leaves out documents that could disclose a confidential source.
CREATE FUNCTION corroborate_internal.comparable_documents(ledger name, OUT id bigint, OUT publisher text, OUT key text, OUT headline text,
	OUT at timestamptz, OUT fingerprint bigint[]) RETURNS SETOF record LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	RETURN QUERY
	SELECT d.id, d.publisher, coalesce(a.source, d.publisher), d.headline, d.published_at,
		CASE WHEN cardinality(d.fingerprint) > 1 THEN d.fingerprint END
	FROM document AS d LEFT JOIN source_alias AS a ON a.alias = d.publisher
	WHERE d.accepted_at IS NOT NULL AND (d.fingerprint IS NOT NULL OR d.headline IS NOT NULL)
		AND NOT EXISTS (SELECT FROM protected_document AS p WHERE p.id = d.id);
END
$$;
COMMENT ON FUNCTION corroborate_internal.comparable_documents(name) IS 'the documents of a ledger to be compared, with the keys of their publishers';

CREATE FUNCTION corroborate_internal.copied_texts(ledger name, OUT copy bigint, OUT original bigint, OUT containment float8, OUT share float8,
	OUT words integer, OUT prints bigint) RETURNS SETOF record LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off
BEGIN ATOMIC
	WITH document AS MATERIALIZED (
		SELECT d.id, d.key, d.at, d.fingerprint, t.lowest
		FROM corroborate_internal.comparable_documents(ledger) AS d CROSS JOIN LATERAL (SELECT min(p) AS lowest FROM unnest(d.fingerprint[2:]) AS p) AS t
		WHERE d.fingerprint IS NOT NULL
	), print AS MATERIALIZED (
		SELECT DISTINCT d.id, d.at, d.lowest, p.print FROM document AS d CROSS JOIN LATERAL unnest(d.fingerprint[2:]) AS p (print)
	), spread AS MATERIALIZED (
		SELECT p.print, count(*) > 50 AND 3 * count(DISTINCT p.lowest) > count(*) AS says_nothing,
			corroborate_internal.summable(1.0::float8 / greatest(count(DISTINCT p.lowest) - 1, 1)) AS weight FROM print AS p GROUP BY p.print HAVING count(*) > 1
	), meaning AS MATERIALIZED (
		SELECT d.id, d.key, d.at, coalesce(w.fingerprint, d.fingerprint) AS fingerprint, s.size
		FROM document AS d LEFT JOIN (
			SELECT o.id, array_agg(u.print ORDER BY u.place) FILTER (WHERE u.place = 1 OR n.print IS NULL) AS fingerprint
			FROM document AS o CROSS JOIN LATERAL unnest(o.fingerprint) WITH ORDINALITY AS u (print, place)
			LEFT JOIN spread AS n ON n.print = u.print AND n.says_nothing
			WHERE o.id IN (SELECT p.id FROM print AS p JOIN spread AS c ON c.print = p.print WHERE c.says_nothing)
			GROUP BY o.id
		) AS w ON w.id = d.id
		CROSS JOIN LATERAL (SELECT count(DISTINCT p) AS size FROM unnest((coalesce(w.fingerprint, d.fingerprint))[2:]) AS p) AS s
	), shared AS MATERIALIZED (
		SELECT p.print, p.id, s.weight, row_number() OVER (PARTITION BY p.print ORDER BY p.at, p.id) AS place
		FROM print AS p JOIN spread AS s ON s.print = p.print WHERE NOT s.says_nothing
	), pair AS (
		SELECT a.id, b.id AS other, count(*) AS prints, sum(a.weight) AS weight FROM shared AS a JOIN shared AS b ON b.print = a.print
		WHERE b.place < a.place AND b.place <= 50
		GROUP BY a.id, b.id
	), judged AS (
		SELECT a.id, b.id AS other, p.prints, p.prints / least(a.size, b.size)::float8 AS containment,
			-- the later one is the copy; if that is not known, the one with less text of its own
			CASE WHEN a.at <> b.at THEN true ELSE a.size <= b.size END AS a_is_copy,
			p.prints / CASE WHEN a.at <> b.at OR a.size <= b.size THEN a.size ELSE b.size END::float8 AS share,
			r.words
		FROM pair AS p JOIN meaning AS a ON a.id = p.id JOIN meaning AS b ON b.id = p.other
		CROSS JOIN LATERAL (SELECT @extschema@.common_run(a.fingerprint, b.fingerprint) AS words OFFSET 0) AS r
		WHERE (p.prints >= 2 OR p.weight = 1) AND a.key IS DISTINCT FROM b.key AND 4 * p.prints >= least(a.size, b.size)
			AND (2 * p.prints >= least(a.size, b.size) OR 4 * p.weight >= least(a.size, b.size) OR r.words >= 33)
	)
	SELECT CASE WHEN j.a_is_copy THEN j.id ELSE j.other END, CASE WHEN j.a_is_copy THEN j.other ELSE j.id END, j.containment, j.share, j.words, j.prints
	FROM judged AS j WHERE j.share >= 0.2;
END;
COMMENT ON FUNCTION corroborate_internal.copied_texts(name) IS
'documents whose texts are copies, in whole or in part, by their fingerprints. share: how much of the copy is in the original; words: about how many words in a row are the same';

CREATE FUNCTION corroborate_internal.copied_headlines(ledger name, OUT copy bigint, OUT original bigint, OUT likeness float8, OUT words bigint)
RETURNS SETOF record LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off
BEGIN ATOMIC
	WITH document AS MATERIALIZED (
		SELECT d.id, d.key, d.at, d.fingerprint IS NULL AS has_no_text, corroborate_internal.word_codes(d.headline) AS codes
		FROM corroborate_internal.comparable_documents(ledger) AS d WHERE d.headline IS NOT NULL
	), weight AS MATERIALIZED (
		SELECT c.code, count(*) AS headlines, corroborate_internal.summable(ln(1 + 1000.0::float8 / count(*))) AS weight
		FROM document AS d CROSS JOIN LATERAL unnest(d.codes) AS c (code) GROUP BY c.code
	), word AS MATERIALIZED (
		SELECT d.id, d.key, d.at, d.has_no_text, c.code, w.weight, w.headlines, sum(w.weight) OVER (PARTITION BY d.id) AS total
		FROM document AS d CROSS JOIN LATERAL unnest(d.codes) AS c (code) JOIN weight AS w ON w.code = c.code
		WHERE d.at IS NOT NULL AND cardinality(d.codes) >= 4
	), candidate AS (
		SELECT DISTINCT a.id, b.id AS other FROM word AS a JOIN word AS b ON b.code = a.code
		WHERE a.headlines <= 50 AND b.headlines <= 50 AND (a.at, a.id) > (b.at, b.id) AND a.at <= b.at + interval '3 days'
			AND a.key IS DISTINCT FROM b.key AND (a.has_no_text OR b.has_no_text)
	), compared AS (
		SELECT c.id, c.other, a.total, b.total AS other_total, sum(a.weight) AS common, count(*) AS words
		FROM candidate AS c JOIN word AS a ON a.id = c.id JOIN word AS b ON b.id = c.other AND b.code = a.code
		GROUP BY c.id, c.other, a.total, b.total
	)
	SELECT c.id, c.other, c.common / (c.total + c.other_total - c.common), c.words
	FROM compared AS c WHERE c.words >= 4 AND c.common >= 0.7 * (c.total + c.other_total - c.common);
END;
COMMENT ON FUNCTION corroborate_internal.copied_headlines(name) IS
'pairs of documents published within three days, of which one has no text, and whose headlines are nearly the same. likeness: the share, by weight, of the words that both have';

CREATE FUNCTION corroborate_internal.find_republishes(ledger name) RETURNS TABLE (subject text, object text, suggests jsonb, strength float8,
	because text, evidence jsonb, size bigint) LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off
BEGIN ATOMIC
	WITH document AS MATERIALIZED (
		SELECT d.id, d.at, corroborate_internal.document_label(d.id, d.headline, d.publisher) AS label FROM corroborate_internal.comparable_documents(ledger) AS d
	), found AS (
		SELECT t.copy, t.original, t.containment AS strength, t.share, t.words::bigint AS words, t.prints AS size, true AS by_text
		FROM corroborate_internal.copied_texts(ledger) AS t
		UNION ALL
		SELECT h.copy, h.original, h.likeness / 2, h.likeness, h.words, h.words, false FROM corroborate_internal.copied_headlines(ledger) AS h
	), best AS (
		-- of several originals the one with most of the text; of those with about as much, the oldest
		SELECT DISTINCT ON (f.copy) f.*, c.at, o.at AS original_at, c.label, o.label AS original_label
		FROM found AS f JOIN document AS c ON c.id = f.copy JOIN document AS o ON o.id = f.original
		ORDER BY f.copy, f.by_text DESC, round(f.share::numeric, 1) DESC, o.at, f.original
	)
	SELECT b.copy::text, b.original::text, jsonb_build_object('document', b.copy, 'republishes', b.original),
		CASE WHEN b.at <> b.original_at THEN b.strength ELSE 0.8 * b.strength END,
		CASE WHEN b.by_text THEN format('%s %% of the text of %s is in %s, %s; about %s words in a row are the same.', round(100 * b.share), b.label,
				b.original_label, corroborate_internal.which_was_first(b.at, b.original_at), b.words)
			ELSE format('The headlines of %s and of %s, %s, are nearly the same; their texts could not be compared.', b.label,
				b.original_label, corroborate_internal.which_was_first(b.at, b.original_at)) END,
		CASE WHEN b.by_text THEN jsonb_build_object('documents', jsonb_build_array(b.copy, b.original), 'share', round(b.share::numeric, 3),
				'containment', round(b.strength::numeric, 3), 'words_in_a_row', b.words, 'prints', b.size)
			ELSE jsonb_build_object('documents', jsonb_build_array(b.copy, b.original), 'headlines_alike', round(b.share::numeric, 3), 'words', b.words) END,
		b.size
	FROM best AS b ORDER BY b.by_text DESC, b.strength DESC, b.copy;
END;
COMMENT ON FUNCTION corroborate_internal.find_republishes(name) IS
'finds documents of a ledger that are copies of others, for propose(): by their texts, or by their headlines where one has no text';
