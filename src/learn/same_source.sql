------------------------------------------------------------------------------
-- same_source: finds names that are probably one source
------------------------------------------------------------------------------

-- The strength orders proposals, and is no probability.  It starts from how the names are alike.  Each other sign halves the distance to 1,
-- and a contradiction between the two halves the strength.  The size counts signs: documents, items, claims, and the names.

CREATE FUNCTION corroborate_internal.same_source_strength(rank integer, signs integer, contradicts boolean) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (1 - (1 - CASE WHEN rank IS NULL THEN 0 ELSE (8 - rank) / 8.0::float8 END) * power(2::float8, -signs)) * CASE WHEN contradicts THEN 0.5 ELSE 1 END;
COMMENT ON FUNCTION corroborate_internal.same_source_strength(integer, integer, boolean) IS
'how strongly names and other signs suggest that two sources are one: above 0, below 1. rank: the likeness of the names, 1 the nearest and 6 the farthest; null: they are not alike';

CREATE FUNCTION corroborate_internal.same_source_because(source text, other text, alike text, sites text[], is_called boolean, documents bigint,
	items bigint, agreed bigint, opposed bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('"%s" and "%s" are probably one source: %s.', source, other, concat_ws('; ',
	CASE alike
		WHEN 'spelling' THEN 'their names differ only in case, blanks, accents or punctuation'
		WHEN 'word order' THEN 'their names have the same words'
		WHEN 'articles' THEN 'their names differ only in articles'
		WHEN 'host name' THEN 'one is a host and the other its title'
		WHEN 'initials' THEN 'one name abbreviates the other'
		WHEN 'letters' THEN 'their names differ in a few letters'
	END,
	CASE WHEN documents > 0 THEN format(CASE WHEN is_called THEN 'one is called %s, where only the other publishes (%s documents)'
		ELSE 'only these two publish at %s (%s documents each)' END, array_to_string(sites, ' and '), documents) END,
	CASE WHEN items > 0 THEN format('both are written down as the publisher of the same %s', CASE items WHEN 1 THEN 'item' ELSE format('%s items', items) END) END,
	CASE WHEN agreed > 0 THEN format('both speak about %s and agree', CASE agreed WHEN 1 THEN '1 claim' ELSE format('%s claims', agreed) END) END)
	|| CASE WHEN opposed > 0 THEN format('. But they contradict each other about %s', CASE opposed WHEN 1 THEN '1 claim' ELSE format('%s claims', opposed) END) ELSE '' END);
COMMENT ON FUNCTION corroborate_internal.same_source_because(text, text, text, text[], boolean, bigint, bigint, bigint, bigint) IS
'the sentence that says why two sources are probably one';

CREATE FUNCTION corroborate_internal.find_same_source(ledger name) RETURNS TABLE (subject text, object text, suggests jsonb, strength float8, because text,
	evidence jsonb, size bigint) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		SELECT p.source, p.other,
			jsonb_build_object('source', CASE WHEN p.is_kept THEN p.source ELSE p.other END, 'other', CASE WHEN p.is_kept THEN p.other ELSE p.source END),
			corroborate_internal.same_source_strength(p.rank, (p.documents > 0)::integer + (p.items > 0)::integer + (p.rank IS NOT NULL AND p.agreed <> '{}')::integer,
				p.opposed <> '{}'),
			corroborate_internal.same_source_because(p.source, p.other, p.alike, p.sites, p.is_called, p.documents, p.items,
				CASE WHEN p.rank IS NULL THEN 0 ELSE cardinality(p.agreed) END, cardinality(p.opposed)),
			jsonb_strip_nulls(jsonb_build_object('alike', p.alike, 'sites', nullif(to_jsonb(p.sites), '[]'), 'documents', nullif(p.documents, 0),
				'items', nullif(p.items, 0), 'agree', nullif(to_jsonb(p.agreed[1:20]), '[]'), 'contradict', nullif(to_jsonb(p.opposed[1:20]), '[]'))),
			(p.rank IS NOT NULL)::integer + p.documents + p.items + CASE WHEN p.rank IS NULL THEN 0 ELSE cardinality(p.agreed) END
		FROM %I.same_source_pairs() AS p
		$query$, ledger);
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_same_source(name) IS
'finds sources of a ledger that are probably one, for propose(): by their names, the sites where they publish, the hosts in the numbers of wire items, and what both say';

CREATE FUNCTION corroborate_internal.united(evidence evidence, source text, other text, rating float8, affiliations text[]) RETURNS evidence
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
	SELECT CASE WHEN united.rating IS NULL AND coalesce(united.affiliations, '{}') = '{}' THEN r.evidence
		ELSE jsonb_set(r.evidence::jsonb, ARRAY['sources', united.source], k.known
			|| CASE WHEN united.rating IS NULL THEN '{}' ELSE jsonb_build_object('rating', least(united.rating, (k.known ->> 'rating')::float8)) END
			|| CASE WHEN coalesce(united.affiliations, '{}') = '{}' THEN '{}'
				ELSE jsonb_build_object('affiliations', coalesce(k.known -> 'affiliations', '[]') || to_jsonb(united.affiliations)) END)::evidence
		END
	FROM (SELECT rename_source(united.evidence, united.other, united.source)) AS r (evidence)
	CROSS JOIN LATERAL (SELECT r.evidence::jsonb -> 'sources' -> united.source) AS k (known)
);
COMMENT ON FUNCTION corroborate_internal.united(evidence, text, text, float8, text[]) IS
'evidence that mentions either of two sources, as it would be if they were one. rating: the lower of their ratings; affiliations: those of both; null if none is known';
