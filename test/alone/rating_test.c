/*-------------------------------------------------------------------------
 *
 * rating_test.c
 *		Reads and prints ratings, against the C library's strtod.
 *
 *-------------------------------------------------------------------------
 */
#include "base/rating.h"

#include "tap.h"

#define RANDOM_CASES 1000000

typedef struct ParseCase
{
	const char *text;
	RatingError error;
	double		value;
} ParseCase;

static const ParseCase cases[] = {
	{"0", RATING_OK, 0.0},
	{"1", RATING_OK, 1.0},
	{"0.8", RATING_OK, 0.8},
	{"+0.5", RATING_OK, 0.5},
	{"5e-1", RATING_OK, 0.5},
	{"5E-01", RATING_OK, 0.5},
	{"0.05e+1", RATING_OK, 0.5},
	{".5", RATING_OK, 0.5},
	{"1.", RATING_OK, 1.0},
	{"00000000000000000000001", RATING_OK, 1.0},
	{"1.00000000000000000000000", RATING_OK, 1.0},
	{"10000000000000000000000000e-25", RATING_OK, 1.0},
	{"-0", RATING_OK, 0.0},
	{"-0.000", RATING_OK, 0.0},
	{"0e99999999999999999999999", RATING_OK, 0.0},
	{"70%", RATING_OK, 0.7},
	{"12.5%", RATING_OK, 0.125},
	{"100%", RATING_OK, 1.0},
	{"0%", RATING_OK, 0.0},
	{"-0%", RATING_OK, 0.0},
	{"5e1%", RATING_OK, 0.5},
	{"A", RATING_OK, 1.0},
	{"B", RATING_OK, 0.75},
	{"C", RATING_OK, 0.5},
	{"D", RATING_OK, 0.25},
	{"E", RATING_OK, 0.0},
	{"a", RATING_OK, 1.0},
	{"e", RATING_OK, 0.0},
	{"0.80000000000000000000", RATING_OK, 0.8},
	{"0.12345678901234500000", RATING_OK, 0.123456789012345},
	{"800000000000000000.00e-18", RATING_OK, 0.8},
	{"80000000000000000000.%", RATING_RANGE, 0.0},
	{"5e-324", RATING_OK, 5e-324},
	{"2.2250738585072011e-308", RATING_OK, 2.2250738585072011e-308},
	{"0.99999999999999999999999999", RATING_OK, 1.0},
	{"", RATING_SYNTAX, 0.0},
	{" ", RATING_SYNTAX, 0.0},
	{" 0.5", RATING_SYNTAX, 0.0},
	{"0.5 ", RATING_SYNTAX, 0.0},
	{"70 %", RATING_SYNTAX, 0.0},
	{".", RATING_SYNTAX, 0.0},
	{"+", RATING_SYNTAX, 0.0},
	{"-", RATING_SYNTAX, 0.0},
	{"%", RATING_SYNTAX, 0.0},
	{".%", RATING_SYNTAX, 0.0},
	{"+-1", RATING_SYNTAX, 0.0},
	{"0.5.0", RATING_SYNTAX, 0.0},
	{"0,5", RATING_SYNTAX, 0.0},
	{"1e", RATING_SYNTAX, 0.0},
	{"1e-", RATING_SYNTAX, 0.0},
	{"1e%", RATING_SYNTAX, 0.0},
	{"e5", RATING_SYNTAX, 0.0},
	{".e5", RATING_SYNTAX, 0.0},
	{"70%%", RATING_SYNTAX, 0.0},
	{"70%x", RATING_SYNTAX, 0.0},
	{"0x1p-1", RATING_SYNTAX, 0.0},
	{"0x1", RATING_SYNTAX, 0.0},
	{"AB", RATING_SYNTAX, 0.0},
	{"A%", RATING_SYNTAX, 0.0},
	{"-A", RATING_SYNTAX, 0.0},
	{"G", RATING_SYNTAX, 0.0},
	{"!", RATING_SYNTAX, 0.0},
	{"nan(1)", RATING_SYNTAX, 0.0},
	{"infinit", RATING_SYNTAX, 0.0},
	{"infinityy", RATING_SYNTAX, 0.0},
	{"likely", RATING_SYNTAX, 0.0},
	{"NaN", RATING_NOT_FINITE, 0.0},
	{"-nan", RATING_NOT_FINITE, 0.0},
	{"inf", RATING_NOT_FINITE, 0.0},
	{"-Infinity", RATING_NOT_FINITE, 0.0},
	{"F", RATING_LETTER_F, 0.0},
	{"f", RATING_LETTER_F, 0.0},
	{"1.1", RATING_RANGE, 0.0},
	{"-0.1", RATING_RANGE, 0.0},
	{"-1e-400", RATING_RANGE, 0.0},
	{"101%", RATING_RANGE, 0.0},
	{"70", RATING_RANGE, 0.0},
	{"1.00000000000000000000001", RATING_RANGE, 0.0},
	{"10000000000000000000000001e-25", RATING_RANGE, 0.0},
	{"20000000000000000000000000e-25", RATING_RANGE, 0.0},
	{"1e1", RATING_RANGE, 0.0},
	{"1e400", RATING_RANGE, 0.0},
	{"1e99999999999999999999999", RATING_RANGE, 0.0},
	{"1e-400", RATING_UNDERFLOW, 0.0},
	{"1e-99999999999999999999999", RATING_UNDERFLOW, 0.0},
	{"2e-324", RATING_UNDERFLOW, 0.0},
};

static const struct
{
	double		value;
	const char *text;
}			prints[] = {
	{0.0, "0"},
	{1.0, "1"},
	{0.8, "0.8"},
	{0.125, "0.125"},
	{0.1 + 0.2, "0.30000000000000004"},
	{1.0 / 3, "0.3333333333333333"},
	{0.0001, "0.0001"},
	{0.00001, "1e-05"},
	{0.000012, "1.2e-05"},
	{1e-100, "1e-100"},
	{5e-324, "5e-324"},
	{2.2250738585072014e-308, "2.2250738585072014e-308"},
	{0.9999999999999999, "0.9999999999999999"},
};

/*
 * Parses a copy of the text without a NUL, in memory of its exact size, so
 * that a sanitizer sees each byte read beyond its end.
 */
static RatingError
parse(const char *text, double *value)
{
	Size		length = strlen(text);
	char	   *copy = malloc(length > 0 ? length : 1);
	RatingError error;

	memcpy(copy, text, length);
	error = rating_parse(copy, length, value);
	free(copy);
	return error;
}

/* Equal bit for bit: distinguishes minus zero from zero */
static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(double)) == 0;
}

static void
test_cases(void)
{
	for (Size i = 0; i < lengthof(cases); i++)
	{
		double		value = 0.0;
		RatingError error = parse(cases[i].text, &value);

		tap_ok(error == cases[i].error &&
			   (error != RATING_OK || same(value, cases[i].value)),
			   "reads \"%s\"", cases[i].text);
	}
}

static void
test_check(void)
{
	static const struct
	{
		double		value;
		RatingError error;
	}			checks[] = {
		{0.0, RATING_OK}, {1.0, RATING_OK}, {5e-324, RATING_OK},
		{NAN, RATING_NOT_FINITE}, {-INFINITY, RATING_NOT_FINITE},
		{INFINITY, RATING_NOT_FINITE}, {-5e-324, RATING_RANGE},
		{1.0000000000000002, RATING_RANGE},
	};
	double		zero = -0.0;

	for (Size i = 0; i < lengthof(checks); i++)
	{
		double		value = checks[i].value;

		tap_ok(rating_check(&value) == checks[i].error, "checks %g",
			   checks[i].value);
	}
	tap_ok(rating_check(&zero) == RATING_OK && same(zero, 0.0),
		   "minus zero becomes zero");
}

static void
test_prints(void)
{
	for (Size i = 0; i < lengthof(prints); i++)
	{
		char		buffer[RATING_TEXT_SIZE];
		int			length = rating_print(prints[i].value, buffer);

		tap_ok(strcmp(buffer, prints[i].text) == 0 &&
			   length == (int) strlen(prints[i].text),
			   "prints %s", prints[i].text);
	}
}

/* What is written elsewhere, and what the hint must say; NULL: none */
static const struct
{
	const char *text;
	RatingError error;
	const char *hint;
}			elsewhere[] = {
	{"0,8", RATING_SYNTAX, "decimal point"},
	{"80,5%", RATING_SYNTAX, "decimal point"},
	{"80 %", RATING_SYNTAX, "right after the number"},
	{"0.8  %", RATING_SYNTAX, "right after the number"},
	{"4/5", RATING_SYNTAX, "0.8 or 80%"},
	{"b2", RATING_SYNTAX, "Admiralty"},
	{"80", RATING_RANGE, "percent sign"},
	{"101%", RATING_RANGE, NULL},
	{"-1", RATING_RANGE, NULL},
	{"high", RATING_SYNTAX, NULL},
	{"", RATING_SYNTAX, NULL},
	{"5", RATING_SYNTAX, NULL},
	{",8", RATING_SYNTAX, NULL},
	{"8,", RATING_SYNTAX, NULL},
	{"%", RATING_SYNTAX, NULL},
	{" %", RATING_SYNTAX, NULL},
};

static void
test_messages(void)
{
	for (int error = RATING_SYNTAX; error <= RATING_LETTER_F; error++)
		tap_ok(rating_error_detail(error) != NULL, "error %d has a detail", error);
	tap_ok(rating_error_detail(RATING_OK) == NULL &&
		   rating_error_hint(RATING_OK, "", 0) == NULL, "no error, no message");
	tap_ok(rating_error_hint(RATING_LETTER_F, "F", 1) != NULL, "F has a hint");
	for (Size i = 0; i < lengthof(elsewhere); i++)
	{
		const char *hint = rating_error_hint(elsewhere[i].error, elsewhere[i].text,
											 strlen(elsewhere[i].text));

		tap_ok(elsewhere[i].hint == NULL ? hint == NULL :
			   hint != NULL && strstr(hint, elsewhere[i].hint) != NULL,
			   "\"%s\" has the hint that fits", elsewhere[i].text);
	}
}

/* A random decimal in [0,1) of ndigits after the point */
static void
random_decimal(unsigned long long *state, int ndigits, char *text)
{
	*text++ = '0';
	*text++ = '.';
	while (ndigits-- > 0)
		*text++ = '0' + tap_random(state) % 10;
	*text = '\0';
}

/* Whether a text is read just as strtod reads it */
static bool
reads_as_strtod(const char *text)
{
	double		expected = strtod(text, NULL);
	double		value = -1.0;
	RatingError error = rating_parse(text, strlen(text), &value);

	if (error == RATING_OK && same(value, expected))
		return true;
	if (error == RATING_RANGE && expected > 1.0)
		return true;
	printf("# %s: error %d, %.17g instead of %.17g\n", text, error, value,
		   expected);
	return false;
}

/* The same number, its point moved two places to the right, and a percent */
static void
as_percentage(const char *decimal, char *percentage)
{
	sprintf(percentage, "%.2s.%s%%", decimal + 2, decimal + 4);
}

static void
test_random(void)
{
	unsigned long long state = 1;
	int			wrong_reading = 0;
	int			wrong_percentage = 0;
	int			wrong_printing = 0;

	for (int i = 0; i < RANDOM_CASES; i++)
	{
		char		decimal[64];
		char		exponential[80];
		char		percentage[80];
		char		printed[RATING_TEXT_SIZE];
		double		value = -1.0;
		double		again = -1.0;

		random_decimal(&state, 2 + tap_random(&state) % 40, decimal);
		sprintf(exponential, "%se%d", decimal, (int) (tap_random(&state) % 280) - 270);
		as_percentage(decimal, percentage);

		wrong_reading += !reads_as_strtod(decimal);
		wrong_reading += strtod(exponential, NULL) > 0 && !reads_as_strtod(exponential);

		rating_parse(decimal, strlen(decimal), &value);
		rating_parse(percentage, strlen(percentage), &again);
		wrong_percentage += !same(value, again);

		rating_print(value, printed);
		rating_parse(printed, strlen(printed), &again);
		wrong_printing += !same(value, again);
	}
	tap_ok(wrong_reading == 0, "%d random decimals read as strtod reads them",
		   2 * RANDOM_CASES);
	tap_ok(wrong_percentage == 0, "percentages equal their decimals");
	tap_ok(wrong_printing == 0, "what is printed reads back the same");
}

/*
 * Every double's neighbourhood: random bit patterns in [0,1], subnormals
 * among them, survive printing.
 */
static void
test_random_bits(void)
{
	unsigned long long state = 2;
	int			wrong = 0;

	for (int i = 0; i < RANDOM_CASES; i++)
	{
		unsigned long long bits = tap_random(&state) % 0x3FF0000000000001ULL;
		char		printed[RATING_TEXT_SIZE];
		double		value;
		double		again = -1.0;

		if (i % 16 == 0)
			bits >>= 12;		/* subnormal */
		memcpy(&value, &bits, sizeof(double));
		rating_print(value, printed);
		wrong += rating_parse(printed, strlen(printed), &again) != RATING_OK;
		wrong += !same(value, again);
	}
	tap_ok(wrong == 0, "%d random doubles print and read back", RANDOM_CASES);
}

/*
 * The midpoint of 0.5 and the next double, and numbers that differ from it
 * beyond a thousand digits: none may be cut off.
 */
static void
test_long(void)
{
	static const char midpoint[] = "0.50000000000000005551115123125782702118158340454101562";
	double		next = 0.5 + 0x1p-53;
	char		text[3000];
	Size		length = strlen(midpoint);
	double		value;

	strcpy(text, midpoint);
	text[length++] = '5';
	text[length] = '\0';
	tap_ok(parse(text, &value) == RATING_OK && value == 0.5,
		   "a midpoint rounds to even");
	memset(text + length, '0', 2000);
	text[length + 2000] = '\0';
	tap_ok(parse(text, &value) == RATING_OK && value == 0.5,
		   "so does one with 2000 zeros");
	text[length + 1999] = '1';
	tap_ok(parse(text, &value) == RATING_OK && value == next,
		   "its 2000th digit rounds it up");

	memset(text, '0', sizeof(text));
	strcpy(text + 2500, "7e2501");
	text[0] = '.';
	tap_ok(parse(text, &value) == RATING_RANGE, "2500 zeros and e2501 is 70");
	strcpy(text + 2500, "7e2499");
	tap_ok(parse(text, &value) == RATING_OK && value == 0.7,
		   "2499 zeros and e2499 is 0.7");
	text[2501] = '\0';
	tap_ok(parse(text, &value) == RATING_UNDERFLOW, "2500 zeros underflow");

	memset(text, '0', 2900);
	text[0] = '1';
	text[1] = '.';
	text[2900] = '\0';
	tap_ok(parse(text, &value) == RATING_OK && value == 1.0,
		   "1 with 2898 zeros is 1");
	text[2899] = '1';
	tap_ok(parse(text, &value) == RATING_RANGE, "a hair above 1 is above 1");
}

/* More digits than are kept, and a point among those: none is lost */
static void
test_point(void)
{
	/* 0.5 + 2^-54, in the middle between 0.5 and the next double */
	static const char middle[] = "500000000000000055511151231257827021181583404541015625";
	char		text[2000];
	double		value = 0.0;

	sprintf(text, "%s%0900d.0000e-954", middle, 0);
	tap_ok(parse(text, &value) == RATING_OK && same(value, 0.5),
		   "954 digits before a point, half way to the next double");
	sprintf(text, "%s%0900d.0001e-954", middle, 0);
	tap_ok(parse(text, &value) == RATING_OK && same(value, nextafter(0.5, 1.0)),
		   "and more than half, by the last of four after it");
	memset(text, '9', 900);
	strcpy(text + 900, ".9e-899");
	tap_ok(parse(text, &value) == RATING_RANGE, "900 digits before a point, above one");
	strcpy(text + 900, ".9e-901");
	tap_ok(parse(text, &value) == RATING_OK && same(value, 0.1), "and below");
}

int
main(void)
{
	test_cases();
	test_check();
	test_prints();
	test_messages();
	test_long();
	test_point();
	test_random();
	test_random_bits();
	return tap_done();
}
