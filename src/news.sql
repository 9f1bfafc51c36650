------------------------------------------------------------------------------
-- news: stories of wires, feeds and pages
------------------------------------------------------------------------------

CREATE FUNCTION read_news(story text, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(text) IS
'the items of a story or feed, a row each: NewsML-G2, NITF, RSS, Atom, HTML. status: usable, withheld or cancelled, where the format says. credits: role and name of each. attribution: the item as a source, its publisher, on the word of whom it says it has it';

CREATE FUNCTION read_news(story xml, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_text' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(xml) IS
'the items of a story or feed, a row each';

CREATE FUNCTION read_news(story bytea, OUT format text, OUT id text, OUT version text, OUT headline text, OUT language text,
	OUT published_at timestamptz, OUT status text, OUT publisher text, OUT place text, OUT body text, OUT credits jsonb,
	OUT attribution attribution)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'read_news_bytes' LANGUAGE C STRICT STABLE PARALLEL UNSAFE ROWS 100 COST 1000;
COMMENT ON FUNCTION read_news(bytea) IS
'the items of a story or feed, a row each, in the encoding that it declares';

