------------------------------------------------------------------------------
-- Drawings
------------------------------------------------------------------------------

-- The result is text, not xml, so that it works without libxml, and psql writes
-- it to a file unchanged.

CREATE FUNCTION to_svg(evidence, title text DEFAULT NULL, most integer DEFAULT 60) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_to_svg' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION to_svg(evidence, text, integer) IS 'a drawing of the evidence: who says so, on whose word, which chains are disjoint; of larger evidence the core, up to that many sources';

CREATE FUNCTION to_dot(evidence, title text DEFAULT NULL) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_to_dot' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION to_dot(evidence, text) IS 'the evidence as a graph for Graphviz';

CREATE FUNCTION to_mermaid(evidence, title text DEFAULT NULL, most integer DEFAULT 60) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_to_mermaid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION to_mermaid(evidence, text, integer) IS 'the evidence as a Mermaid flowchart, for Markdown; of larger evidence the core, up to that many sources';

CREATE FUNCTION pretty(evidence) RETURNS text
	AS 'MODULE_PATHNAME', 'evidence_pretty' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION pretty(evidence) IS 'the evidence as a tree for a terminal of 80 columns, one source a line';
