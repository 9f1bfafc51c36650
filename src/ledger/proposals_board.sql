------------------------------------------------------------------------------
-- proposals_board: undecided proposals as one page of HTML, for editors
------------------------------------------------------------------------------

-- This is a page of its own, because boards are passed around, and this is for editors only.  It has no script, and loads
-- nothing.  concat() joins its pieces, and leaves out those that are null.

CREATE FUNCTION corroborate_internal.proposal_fact(term text, html text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN format('<dt>%s</dt><dd>%s</dd>', corroborate_internal.board_text(term), html);
COMMENT ON FUNCTION corroborate_internal.proposal_fact(text, text) IS 'one fact about a proposal, as HTML; null if there is none';

CREATE FUNCTION corroborate_internal.proposal_evidence(evidence jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
	SELECT string_agg(corroborate_internal.proposal_fact(replace(e.key, '_', ' '), CASE jsonb_typeof(e.value)
		WHEN 'array' THEN (SELECT string_agg(corroborate_internal.board_text(coalesce(i.value #>> '{}', '')), ', ' ORDER BY i.place) FROM jsonb_array_elements(e.value) WITH ORDINALITY AS i (value, place))
		ELSE corroborate_internal.board_text(coalesce(e.value #>> '{}', '')) END), '' ORDER BY e.key)
	FROM jsonb_each(CASE jsonb_typeof(evidence) WHEN 'object' THEN evidence ELSE '{}' END) AS e WHERE jsonb_typeof(e.value) <> 'null'
);
COMMENT ON FUNCTION corroborate_internal.proposal_evidence(jsonb) IS 'the evidence for a proposal, as HTML';

CREATE FUNCTION corroborate_internal.proposal_move(moved jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN format('<tr><td class="number">%s</td><td class="statement"><bdi>%s</bdi></td><td class="%s">%s</td><td>%s</td><td class="wide">%s</td></tr>',
	moved ->> 'claim', corroborate_internal.board_text(moved ->> 'statement'),
	CASE WHEN moved ->> 'change' ~ E'\\mraised\\M' THEN 'corroborated' WHEN moved ->> 'change' ~ 'withdrawn|denied' THEN 'against' END,
	corroborate_internal.board_text(coalesce(moved ->> 'change', '')),
	CASE WHEN moved -> 'status_before' = moved -> 'status' THEN replace(moved ->> 'status', '_', ' ')
		ELSE format('%s → %s', replace(moved ->> 'status_before', '_', ' '), replace(moved ->> 'status', '_', ' ')) END,
	(SELECT string_agg(d.id, ', ' ORDER BY d.place) FROM jsonb_array_elements_text(moved -> 'published') WITH ORDINALITY AS d (id, place)));
COMMENT ON FUNCTION corroborate_internal.proposal_move(jsonb) IS 'a row of what_would_move(), as HTML';

CREATE FUNCTION corroborate_internal.proposal_moves(moves jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN moves = '[]' THEN '<p class="empty">No claim would change.</p>' ELSE (
	SELECT concat('<table><thead><tr><th class="number" scope="col">#</th><th scope="col">Claim</th><th scope="col">Change</th><th scope="col">Status</th>',
		'<th class="wide" scope="col">Published in</th></tr></thead><tbody>', string_agg(corroborate_internal.proposal_move(m.value), '' ORDER BY m.place), '</tbody></table>')
	FROM jsonb_array_elements(moves) WITH ORDINALITY AS m (value, place)) END;
COMMENT ON FUNCTION corroborate_internal.proposal_moves(jsonb) IS 'what accepting a proposal would change, as HTML';

CREATE FUNCTION corroborate_internal.proposal_commands(ledger name, id bigint, moves jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN concat(
	'<p><code>', corroborate_internal.board_text(format('SELECT * FROM %I.accept_proposal(%s, ''your reason''%s);', ledger, id,
		CASE WHEN EXISTS (SELECT FROM jsonb_array_elements(moves) AS m WHERE m ->> 'change' ~ E'\\mraised\\M') THEN ', raises => ''{...}''' END)), '</code><br>',
	'<code>', corroborate_internal.board_text(format('SELECT %I.decline_proposal(%s, ''your reason'');', ledger, id)), '</code></p>');
COMMENT ON FUNCTION corroborate_internal.proposal_commands(name, bigint, jsonb) IS 'how a proposal is accepted or declined, as HTML';

-- problem: why it cannot be accepted as it is
CREATE FUNCTION corroborate_internal.proposal_section(ledger name, proposal jsonb, moves jsonb, problem text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN concat(
	format('<section class="page" id="proposal-%s"><h2><bdi>%s</bdi></h2><dl>', proposal ->> 'id', corroborate_internal.board_text(proposal ->> 'because')),
	corroborate_internal.proposal_fact('proposal', format('%s, %s', proposal ->> 'id', replace(proposal ->> 'kind', '_', ' '))),
	corroborate_internal.proposal_fact('strength', round((proposal ->> 'strength')::numeric, 3)::text),
	corroborate_internal.proposal_fact('about', format('<bdi>%s</bdi>', corroborate_internal.board_text(concat_ws(' and ', proposal ->> 'subject', proposal ->> 'object')))),
	corroborate_internal.proposal_fact('accepting writes', format('<code>%s</code>', corroborate_internal.board_text((proposal -> 'suggests')::text))),
	corroborate_internal.proposal_evidence(proposal -> 'evidence'),
	'</dl><h3>What would move</h3>',
	coalesce('<p class="against">It cannot be accepted: ' || corroborate_internal.board_text(problem) || '.</p>', corroborate_internal.proposal_moves(moves)),
	corroborate_internal.proposal_commands(ledger, (proposal ->> 'id')::bigint, moves), '</section>');
COMMENT ON FUNCTION corroborate_internal.proposal_section(name, jsonb, jsonb, text) IS 'the section of one proposal, as HTML';

CREATE FUNCTION corroborate_internal.proposals_page(title text, subtitle text, sections text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN corroborate_internal.html_page(title, subtitle, corroborate_internal.board_style(), '',
	format($html$<main id="main">%s</main>
<footer>For editors: found in the data, and nothing of it is applied until one of them accepts it. This file is complete in itself and connects to nothing.</footer>$html$,
		coalesce(nullif(sections, ''), '<p class="empty">Nothing is to be decided.</p>')));
COMMENT ON FUNCTION corroborate_internal.proposals_page(text, text, text) IS 'the page around the sections of proposals';

CREATE FUNCTION proposals_board(ledger name, title text DEFAULT NULL, at_most integer DEFAULT 100) RETURNS text LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET extra_float_digits = 1
AS $$
DECLARE
	found jsonb;
	moves jsonb;
	problem text;
	sections text[] := '{}';
	undecided bigint;
	said_at timestamptz := clock_timestamp();
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	EXECUTE format('SELECT count(*) FROM %I.proposals AS p', ledger) INTO undecided;
	FOR found IN EXECUTE format('SELECT to_jsonb(p) FROM %I.proposals AS p ORDER BY p.strength DESC, p.id LIMIT $1', ledger) USING at_most LOOP
		problem := NULL;
		BEGIN
			EXECUTE format('SELECT coalesce(jsonb_agg(to_jsonb(w)), ''[]'') FROM %I.what_would_move($1) AS w', ledger) INTO moves USING (found ->> 'id')::bigint;
		EXCEPTION WHEN object_not_in_prerequisite_state OR undefined_object OR foreign_key_violation OR no_data_found THEN
			-- something has changed since it was found
			moves := '[]';
			problem := SQLERRM;
		END;
		sections := sections || corroborate_internal.proposal_section(ledger, found, moves, problem);
		IF clock_timestamp() > said_at + @extschema@.progress_interval() THEN
			said_at := clock_timestamp();
			RAISE NOTICE USING MESSAGE = format('%s of %s proposals are on the page', cardinality(sections), least(undecided, at_most));
		END IF;
	END LOOP;
	RETURN corroborate_internal.proposals_page(coalesce(title, format('Proposals for %s', ledger)),
		format('%s of %s proposals that are to be decided, strongest first, as of %s.', cardinality(sections), undecided, to_char(now(), 'YYYY-MM-DD HH24:MI "UTC"')),
		array_to_string(sections, ''));
END
$$;
COMMENT ON FUNCTION proposals_board(name, text, integer) IS
'what editors have to decide in a ledger, as one page of HTML: each proposal with its evidence, what accepting it would change, and the commands to accept or decline it. at_most: how many, the strongest first. For the ledger''s editors and owner; evidence_board() shows none of it';
