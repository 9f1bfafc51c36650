/*-------------------------------------------------------------------------
 *
 * svg.h
 *		A reader of the SVG that draw_svg() writes, as strict as XML is: what
 *		is not well-formed ends it.  Gathers what lies where.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_FUZZ_SVG_H
#define CORROBORATE_FUZZ_SVG_H

#include "fuzz.h"

#include "base/utf8.h"
#include "draw/text_width.h"
#include "model/testimony.h"

#define SVG_DEPTH 16
#define SVG_SHAPES 4096
#define SVG_ATTRIBUTES 12

/* A rectangle, or the room that a text takes */
typedef struct Shape
{
	int			left;
	int			top;
	int			right;
	int			bottom;
	bool		encloses;		/* others may lie in it */
	int			row;			/* texts: the last rectangle before it */
} Shape;

typedef struct Attribute
{
	Key			name;
	Key			value;
} Attribute;

typedef struct Svg
{
	const char *at;
	const char *end;
	Key			open[SVG_DEPTH];
	bool		bold[SVG_DEPTH];	/* within <g class="c"> */
	uint32		depth;
	Attribute	attributes[SVG_ATTRIBUTES];
	uint32		nattributes;
	int			width;
	int			height;
	Shape		rects[SVG_SHAPES];
	uint32		nrects;
	Shape		texts[SVG_SHAPES];
	uint32		ntexts;
	uint32		nitems;			/* sources, and the claim, by their roles */
} Svg;

static bool
svg_is(Key key, const char *string)
{
	return key.length == strlen(string) && memcmp(key.data, string, key.length) == 0;
}

static Key
svg_attribute(const Svg *svg, const char *name)
{
	Key			none = {NULL, 0};

	for (uint32 i = 0; i < svg->nattributes; i++)
		if (svg_is(svg->attributes[i].name, name))
			return svg->attributes[i].value;
	return none;
}

static int
svg_read_int(const char **at, const char *end)
{
	bool		negative = *at < end && **at == '-';
	int			value = 0;

	*at += negative;
	must(*at < end && **at >= '0' && **at <= '9', "a number is a number");
	while (*at < end && **at >= '0' && **at <= '9')
		value = value * 10 + (*(*at)++ - '0');
	return negative ? -value : value;
}

static int
svg_number(const Svg *svg, const char *name)
{
	Key			value = svg_attribute(svg, name);
	const char *at = value.data;

	return value.data == NULL ? 0 : svg_read_int(&at, value.data + value.length);
}

static bool
svg_skip(Svg *svg, const char *string)
{
	Size		length = strlen(string);

	if ((Size) (svg->end - svg->at) < length || memcmp(svg->at, string, length) != 0)
		return false;
	svg->at += length;
	return true;
}

static Key
svg_name(Svg *svg)
{
	Key			name = {svg->at, 0};

	while (svg->at < svg->end && ((*svg->at >= 'a' && *svg->at <= 'z') || (*svg->at >= 'A' && *svg->at <= 'Z') ||
								  (*svg->at == '-' && svg->at > name.data)))
		svg->at++;
	name.length = svg->at - name.data;
	must(name.length > 0, "a name is a name");
	return name;
}

/* Characters and the references that XML has, up to a delimiter */
static Key
svg_text(Svg *svg, char delimiter)
{
	Key			text = {svg->at, 0};

	while (svg->at < svg->end && *svg->at != delimiter)
	{
		uint32		c;
		int			step = utf8_decode(svg->at, svg->end, &c);

		must(step > 0, "text is UTF-8");
		must((c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0x7F && c <= 0x9F)) || c == '\n',
			 "text has no control characters");
		must(c != '<' && c != '>', "text has no angle brackets");
		if (c == '&')
			must(svg_skip(svg, "&amp;") || svg_skip(svg, "&lt;") || svg_skip(svg, "&gt;") ||
				 svg_skip(svg, "&quot;") || svg_skip(svg, "&#39;"), "references are XML's own");
		else
			svg->at += step;
	}
	must(svg->at < svg->end, "text ends");
	text.length = svg->at - text.data;
	return text;
}

/* What the references stand for, in a new piece of memory */
static Key
svg_decode(Key text, Workspace *ws)
{
	char	   *decoded = workspace_alloc(ws, text.length + 1, 1);
	Key			result = {decoded, 0};

	for (const char *p = text.data; p < text.data + text.length;)
	{
		const char *semicolon = *p == '&' ? memchr(p, ';', text.data + text.length - p) : NULL;

		decoded[result.length++] = *p != '&' ? *p : p[1] == 'a' ? '&' : p[1] == 'l' ? '<' :
			p[1] == 'g' ? '>' : p[1] == 'q' ? '"' : '\'';
		p = semicolon != NULL ? semicolon + 1 : p + 1;
	}
	return result;
}

/* Size of the font: as the style sheet says */
static int
svg_text_width(const Svg *svg, Key content, Workspace *ws)
{
	Key			text = svg_decode(content, ws);
	bool		certain;
	int			hundredths = text_width(text.data, text.length, &certain);

	if (svg_attribute(svg, "textLength").data != NULL)
		return svg_number(svg, "textLength");
	if (svg_is(svg_attribute(svg, "class"), "n"))
		return hundredths * 11 / 100;
	return svg->bold[svg->depth] ? hundredths * 15 / 100 * 108 / 100 : hundredths * 13 / 100;
}

static void
svg_add_text(Svg *svg, Key content, Workspace *ws)
{
	Shape	   *shape = &svg->texts[svg->ntexts++];

	must(svg->ntexts < SVG_SHAPES, "there are not too many texts");
	shape->left = svg_number(svg, "x");
	shape->right = shape->left + svg_text_width(svg, content, ws);
	shape->top = svg_number(svg, "y") - 8;
	shape->bottom = svg_number(svg, "y") + 2;
	shape->row = (int) svg->nrects - 1;
}

static void
svg_add_rect(Svg *svg)
{
	Key			class = svg_attribute(svg, "class");
	Shape	   *shape = &svg->rects[svg->nrects];

	if (svg_is(class, "bg"))
		return;
	must(svg->nrects++ < SVG_SHAPES - 1, "there are not too many boxes");
	shape->left = svg_number(svg, "x");
	shape->top = svg_number(svg, "y");
	shape->right = shape->left + svg_number(svg, "width");
	shape->bottom = shape->top + svg_number(svg, "height");
	shape->encloses = class.length > 0 && class.data[0] == 'u';
}

/* Where a path goes, its curves' handles included */
static void
svg_check_path(const Svg *svg)
{
	Key			path = svg_attribute(svg, "d");
	const char *at = path.data;
	const char *end = path.data + path.length;
	int			x = 0,
				y = 0;
	char		command = 'M';

	while (at < end)
	{
		if (strchr("MLCHhv", *at) != NULL)
			command = *at++;
		else
			must(*at++ == ' ', "a path's numbers are apart");
		if (command == 'H')
			x = svg_read_int(&at, end);
		else if (command == 'h')
			x += svg_read_int(&at, end);
		else if (command == 'v')
			y += svg_read_int(&at, end);
		else
		{
			x = svg_read_int(&at, end);
			must(at < end && *at++ == ' ', "a point has two numbers");
			y = svg_read_int(&at, end);
		}
		must(x >= 0 && x <= svg->width && y >= 0 && y <= svg->height, "lines lie on the canvas");
	}
}

static void
svg_read_attributes(Svg *svg)
{
	svg->nattributes = 0;
	while (svg_skip(svg, " "))
	{
		Attribute  *attribute = &svg->attributes[svg->nattributes++];

		must(svg->nattributes < SVG_ATTRIBUTES, "there are not too many attributes");
		attribute->name = svg_name(svg);
		must(svg_skip(svg, "=\""), "an attribute has a value");
		attribute->value = svg_text(svg, '"');
		svg->at++;
	}
}

static void
svg_start_element(Svg *svg, Workspace *ws)
{
	Key			name = svg_name(svg);
	bool		empty;

	svg_read_attributes(svg);
	empty = svg_skip(svg, "/>");
	must(empty || svg_skip(svg, ">"), "a tag ends");
	must(svg->depth + 1 < SVG_DEPTH, "elements do not nest too deep");
	if (svg_is(name, "svg"))
	{
		svg->width = svg_number(svg, "width");
		svg->height = svg_number(svg, "height");
	}
	if (svg_is(name, "rect"))
		svg_add_rect(svg);
	if (svg_is(name, "path"))
		svg_check_path(svg);
	if (svg_is(svg_attribute(svg, "role"), "graphics-symbol img") || svg_is(svg_attribute(svg, "role"), "listitem"))
		svg->nitems++;
	if (empty)
		return;
	svg->open[svg->depth++] = name;
	svg->bold[svg->depth] = svg->bold[svg->depth - 1] || svg_is(svg_attribute(svg, "class"), "c");
	if (svg_is(name, "text"))
	{
		Key			content = svg_text(svg, '<');

		svg_add_text(svg, content, ws);
	}
}

static void
svg_read(Svg *svg, const char *data, Size length, Workspace *ws)
{
	memset(svg, 0, sizeof(*svg));
	svg->at = data;
	svg->end = data + length;
	do
	{
		if (svg_skip(svg, "</"))
		{
			Key			name = svg_name(svg);

			must(svg->depth > 0 && key_equal(name, svg->open[svg->depth - 1]) && svg_skip(svg, ">"),
				 "what is opened is closed");
			svg->depth--;
		}
		else if (svg_skip(svg, "<"))
			svg_start_element(svg, ws);
		else
			svg_text(svg, '<');
	} while (svg->depth > 0);
	must(svg_skip(svg, "\n") && svg->at == svg->end, "there is one element");
}

static bool
shapes_apart(const Shape *a, const Shape *b)
{
	return a->right <= b->left || b->right <= a->left || a->bottom <= b->top || b->bottom <= a->top;
}

static bool
shape_inside(const Shape *a, const Shape *b)
{
	return a->left >= b->left && a->right <= b->right && a->top >= b->top && a->bottom <= b->bottom;
}

/* Nothing overlaps, nothing leaves the canvas */
static void
svg_check_places(const Svg *svg)
{
	Shape		canvas = {0, 0, svg->width, svg->height, true, 0};

	for (uint32 i = 0; i < svg->nrects; i++)
	{
		must(shape_inside(&svg->rects[i], &canvas), "boxes lie on the canvas");
		for (uint32 k = 0; k < i; k++)
			must(shapes_apart(&svg->rects[i], &svg->rects[k]) ||
				 (svg->rects[k].encloses && shape_inside(&svg->rects[i], &svg->rects[k])),
				 "boxes are apart, or one in the other");
	}
	for (uint32 i = 0; i < svg->ntexts; i++)
	{
		must(shape_inside(&svg->texts[i], &canvas), "labels lie on the canvas");
		for (uint32 k = 0; k < i; k++)
			must(shapes_apart(&svg->texts[i], &svg->texts[k]), "labels do not overlap");
	}
}

#endif							/* CORROBORATE_FUZZ_SVG_H */
