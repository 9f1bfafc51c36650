/*-------------------------------------------------------------------------
 *
 * html_names.c
 *		The characters that HTML 4 has names for, and references to them.
 *
 * Feeds use these names in XML, where they mean nothing, and in text that was
 * escaped twice.  Each is one character; nothing that a document declares is
 * expanded.
 *
 * libxml2 has the same 248 names, except those in capitals, with the same
 * characters in versions 2.9 to 2.15.  But its function htmlEntityLookup() is
 * deprecated in 2.15, searches its table from the start, and needs a
 * zero-terminated copy of each name.
 *
 * Memory: none; texts are changed in place, and only get shorter.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/html_names.h"

#include <ctype.h>

#include "mb/pg_wchar.h"

#include "base/utf8.h"

typedef struct HtmlName
{
	const char *name;
	uint16		character;
} HtmlName;

/*
 * Sorted by bytes.  Without amp, apos, gt, lt and quot, which XML has, too;
 * with those in capitals that HTML 5 added.
 */
static const HtmlName names[] = {
	{"AElig", 198}, {"AMP", '&'}, {"Aacute", 193}, {"Acirc", 194}, {"Agrave", 192},
	{"Alpha", 913}, {"Aring", 197}, {"Atilde", 195}, {"Auml", 196},
	{"Beta", 914}, {"COPY", 169}, {"Ccedil", 199}, {"Chi", 935}, {"Dagger", 8225},
	{"Delta", 916}, {"ETH", 208}, {"Eacute", 201}, {"Ecirc", 202},
	{"Egrave", 200}, {"Epsilon", 917}, {"Eta", 919}, {"Euml", 203},
	{"GT", '>'}, {"Gamma", 915}, {"Iacute", 205}, {"Icirc", 206}, {"Igrave", 204},
	{"Iota", 921}, {"Iuml", 207}, {"Kappa", 922}, {"LT", '<'}, {"Lambda", 923},
	{"Mu", 924}, {"Ntilde", 209}, {"Nu", 925}, {"OElig", 338},
	{"Oacute", 211}, {"Ocirc", 212}, {"Ograve", 210}, {"Omega", 937},
	{"Omicron", 927}, {"Oslash", 216}, {"Otilde", 213}, {"Ouml", 214},
	{"Phi", 934}, {"Pi", 928}, {"Prime", 8243}, {"Psi", 936}, {"QUOT", '"'},
	{"REG", 174}, {"Rho", 929},
	{"Scaron", 352}, {"Sigma", 931}, {"THORN", 222}, {"Tau", 932},
	{"Theta", 920}, {"Uacute", 218}, {"Ucirc", 219}, {"Ugrave", 217},
	{"Upsilon", 933}, {"Uuml", 220}, {"Xi", 926}, {"Yacute", 221},
	{"Yuml", 376}, {"Zeta", 918}, {"aacute", 225}, {"acirc", 226},
	{"acute", 180}, {"aelig", 230}, {"agrave", 224}, {"alefsym", 8501},
	{"alpha", 945}, {"and", 8743}, {"ang", 8736}, {"aring", 229},
	{"asymp", 8776}, {"atilde", 227}, {"auml", 228}, {"bdquo", 8222},
	{"beta", 946}, {"brvbar", 166}, {"bull", 8226}, {"cap", 8745},
	{"ccedil", 231}, {"cedil", 184}, {"cent", 162}, {"chi", 967},
	{"circ", 710}, {"clubs", 9827}, {"cong", 8773}, {"copy", 169},
	{"crarr", 8629}, {"cup", 8746}, {"curren", 164}, {"dArr", 8659},
	{"dagger", 8224}, {"darr", 8595}, {"deg", 176}, {"delta", 948},
	{"diams", 9830}, {"divide", 247}, {"eacute", 233}, {"ecirc", 234},
	{"egrave", 232}, {"empty", 8709}, {"emsp", 8195}, {"ensp", 8194},
	{"epsilon", 949}, {"equiv", 8801}, {"eta", 951}, {"eth", 240},
	{"euml", 235}, {"euro", 8364}, {"exist", 8707}, {"fnof", 402},
	{"forall", 8704}, {"frac12", 189}, {"frac14", 188}, {"frac34", 190},
	{"frasl", 8260}, {"gamma", 947}, {"ge", 8805}, {"hArr", 8660},
	{"harr", 8596}, {"hearts", 9829}, {"hellip", 8230}, {"iacute", 237},
	{"icirc", 238}, {"iexcl", 161}, {"igrave", 236}, {"image", 8465},
	{"infin", 8734}, {"int", 8747}, {"iota", 953}, {"iquest", 191},
	{"isin", 8712}, {"iuml", 239}, {"kappa", 954}, {"lArr", 8656},
	{"lambda", 955}, {"lang", 9001}, {"laquo", 171}, {"larr", 8592},
	{"lceil", 8968}, {"ldquo", 8220}, {"le", 8804}, {"lfloor", 8970},
	{"lowast", 8727}, {"loz", 9674}, {"lrm", 8206}, {"lsaquo", 8249},
	{"lsquo", 8216}, {"macr", 175}, {"mdash", 8212}, {"micro", 181},
	{"middot", 183}, {"minus", 8722}, {"mu", 956}, {"nabla", 8711},
	{"nbsp", 160}, {"ndash", 8211}, {"ne", 8800}, {"ni", 8715}, {"not", 172},
	{"notin", 8713}, {"nsub", 8836}, {"ntilde", 241}, {"nu", 957},
	{"oacute", 243}, {"ocirc", 244}, {"oelig", 339}, {"ograve", 242},
	{"oline", 8254}, {"omega", 969}, {"omicron", 959}, {"oplus", 8853},
	{"or", 8744}, {"ordf", 170}, {"ordm", 186}, {"oslash", 248},
	{"otilde", 245}, {"otimes", 8855}, {"ouml", 246}, {"para", 182},
	{"part", 8706}, {"permil", 8240}, {"perp", 8869}, {"phi", 966},
	{"pi", 960}, {"piv", 982}, {"plusmn", 177}, {"pound", 163},
	{"prime", 8242}, {"prod", 8719}, {"prop", 8733}, {"psi", 968},
	{"rArr", 8658}, {"radic", 8730}, {"rang", 9002}, {"raquo", 187},
	{"rarr", 8594}, {"rceil", 8969}, {"rdquo", 8221}, {"real", 8476},
	{"reg", 174}, {"rfloor", 8971}, {"rho", 961}, {"rlm", 8207},
	{"rsaquo", 8250}, {"rsquo", 8217}, {"sbquo", 8218}, {"scaron", 353},
	{"sdot", 8901}, {"sect", 167}, {"shy", 173}, {"sigma", 963},
	{"sigmaf", 962}, {"sim", 8764}, {"spades", 9824}, {"sub", 8834},
	{"sube", 8838}, {"sum", 8721}, {"sup", 8835}, {"sup1", 185},
	{"sup2", 178}, {"sup3", 179}, {"supe", 8839}, {"szlig", 223},
	{"tau", 964}, {"there4", 8756}, {"theta", 952}, {"thetasym", 977},
	{"thinsp", 8201}, {"thorn", 254}, {"tilde", 732}, {"times", 215},
	{"trade", 8482}, {"uArr", 8657}, {"uacute", 250}, {"uarr", 8593},
	{"ucirc", 251}, {"ugrave", 249}, {"uml", 168}, {"upsih", 978},
	{"upsilon", 965}, {"uuml", 252}, {"weierp", 8472}, {"xi", 958},
	{"yacute", 253}, {"yen", 165}, {"yuml", 255}, {"zeta", 950},
	{"zwj", 8205}, {"zwnj", 8204}
};

/* A name within a text */
typedef struct Sought
{
	const char *name;
	Size		length;
} Sought;

static int
compare_name(const void *a, const void *b)
{
	const Sought *sought = a;
	const HtmlName *known = b;
	int			order = strncmp(sought->name, known->name, sought->length);

	/* the known name may be longer */
	return order == 0 && known->name[sought->length] != '\0' ? -1 : order;
}

/*
 * The length of a reference to one of XML's five names, and its character; or
 * 0
 */
static Size
own_reference(const char *text, const char *end, uint32 *character)
{
	static const HtmlName own[] = {
		{"&amp;", '&'}, {"&apos;", '\''}, {"&gt;", '>'}, {"&lt;", '<'},
		{"&quot;", '"'}
	};

	for (Size i = 0; i < lengthof(own); i++)
	{
		Size		length = strlen(own[i].name);

		if ((Size) (end - text) >= length &&
			memcmp(text, own[i].name, length) == 0)
		{
			*character = own[i].character;
			return length;
		}
	}
	return 0;
}

Size
html_reference(const char *text, const char *end, uint32 *character)
{
	Sought		sought = {text + 1, 0};
	const HtmlName *known;
	const char *c = sought.name;

	/* most are one of these */
	if (own_reference(text, end, character) > 0)
		return 0;
	while (c < end && c - sought.name <= HTML_NAME_MAX &&
		   isalnum((unsigned char) *c))
		c++;
	if (c == sought.name || c >= end || *c != ';')
		return 0;
	sought.length = c - sought.name;
	known = bsearch(&sought, names, lengthof(names), sizeof(HtmlName),
					compare_name);
	if (known == NULL)
		return 0;
	*character = known->character;
	return c + 1 - text;
}

uint32
html_windows_1252(unsigned char byte)
{
	static const uint16 characters[] = {
		0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
		0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178
	};

	return byte >= 0x80 && byte < 0xA0 ? characters[byte - 0x80] : byte;
}

/* Likewise for &#233; or &#xE9; */
static Size
numbered_reference(const char *text, const char *end, uint32 *character)
{
	const char *digits = text + 2;
	const char *c;
	int			base = 10;

	if (end - text < 4 || text[1] != '#')
		return 0;
	if (*digits == 'x' || *digits == 'X')
	{
		base = 16;
		digits++;
	}
	*character = 0;
	for (c = digits; c < end && c - digits < 7; c++)
	{
		int			digit;

		if (!isxdigit((unsigned char) *c))
			break;
		digit = isdigit((unsigned char) *c) ? *c - '0' :
			tolower((unsigned char) *c) - 'a' + 10;
		if (digit >= base)
			return 0;
		*character = *character * base + digit;
	}
	if (c == digits || c == end || *c != ';')
		return 0;
	/*
	 * written as windows-1252 by some programs, and read that way by browsers
	 */
	if (*character >= 0x80 && *character < 0xA0)
		*character = html_windows_1252((unsigned char) *character);
	/* controls, surrogates and numbers beyond Unicode are no characters */
	if (is_control(*character) ||
		(*character >= 0xD800 && *character < 0xE000) || *character > 0x10FFFF)
		return 0;
	return c + 1 - text;
}

static Size
any_reference(const char *text, const char *end, uint32 *character)
{
	Size		length = own_reference(text, end, character);

	if (length == 0)
		length = numbered_reference(text, end, character);
	if (length == 0)
		length = html_reference(text, end, character);
	return length;
}

Size
html_any_reference(const char *text, const char *end)
{
	uint32		character;

	return any_reference(text, end, &character);
}

void
html_resolve(char *text)
{
	char	   *from = strchr(text, '&');
	char	   *to = from;
	const char *end;

	if (from == NULL)
		return;
	end = from + strlen(from);
	while (from < end)
	{
		uint32		character;
		Size		length = 0;

		if (*from == '&')
			length = any_reference(from, end, &character);
		if (length == 0)
		{
			*to++ = *from++;
			continue;
		}
		/* a reference is at least as long as its character */
		unicode_to_utf8(character, (unsigned char *) to);
		to += pg_utf_mblen((unsigned char *) to);
		from += length;
	}
	*to = '\0';
}
