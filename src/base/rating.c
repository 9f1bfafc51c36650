/*-------------------------------------------------------------------------
 *
 * rating.c
 *		How far a source can be relied on: reading, checking, printing.
 *
 * A decimal is read as an integer of its significant digits and a power of
 * ten.  Where both are exact in a double, one multiplication or division
 * rounds correctly (W. D. Clinger, "How to Read Floating Point Numbers
 * Accurately", 1990); that covers what people write.  Everything else goes
 * to strtod(), as "<digits>e<exponent>", which has no decimal point and so
 * reads the same in every locale.  A percent sign takes two from the power
 * of ten before anything is rounded, so that 70% is the same number as 0.7.
 *
 * Memory: the stack only.
 *
 *-------------------------------------------------------------------------
 */
#include "base/rating.h"

#include <math.h>

#include "base/utf8.h"

#ifndef CORROBORATE_ALONE
#include "common/shortest_dec.h"
#endif

/* Integers of that many digits are exact in a double */
#define EXACT_DIGITS 15

/*
 * The decimal expansion of a double, or of the midpoint of two, has at most
 * 767 significant digits.  Digits after these only say which side of such a
 * midpoint the number is on, and one digit is enough for that.
 */
#define SIGNIFICANT_DIGITS 770

/* Beyond any power of ten that matters, and far from overflowing an int64 */
#define POWER_LIMIT INT64_C(1000000000000)

/* A decimal number taken apart: digits without their point * 10^power */
typedef struct Decimal
{
	bool		negative;
	uint64		value;			/* of the first EXACT_DIGITS digits */
	int64		ndigits;		/* from the first that is not zero */
	int64		power;
	const char *digits;			/* the first that is not zero; a point may be
								 * among them */
	const char *end;			/* one past the last, or past a point there */
} Decimal;

const double powers_of_ten[EXACT_POWER + 1] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

/* The NATO letters A to E; numbers as in MISP's admiralty-scale taxonomy */
static const double letter_values[] = {1.0, 0.75, 0.5, 0.25, 0.0};

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

RatingError
rating_check(double *value)
{
	if (!isfinite(*value))
		return RATING_NOT_FINITE;
	if (!(*value >= 0.0 && *value <= 1.0))
		return RATING_RANGE;
	if (*value == 0.0)
		*value = 0.0;			/* minus zero */
	return RATING_OK;
}

/*
 * Reads digits with at most one point among them.  Returns where they end,
 * or NULL if there are none.
 */
static const char *
read_digits(const char *text, const char *end, Decimal *decimal)
{
	const char *start = text;
	bool		point = false;

	for (; text < end; text++)
	{
		if (*text == '.' && !point)
		{
			point = true;
			continue;
		}
		if (!is_digit(*text))
			break;
		if (point)
			decimal->power--;
		if (decimal->ndigits == 0)
		{
			if (*text == '0')
				continue;
			decimal->digits = text;
		}
		if (decimal->ndigits < EXACT_DIGITS)
			decimal->value = decimal->value * 10 + (uint64) (*text - '0');
		decimal->ndigits++;
	}
	decimal->end = text;
	return text - start > (point ? 1 : 0) ? text : NULL;
}

/*
 * Drops trailing zeros beyond the digits that are exact in a double; SQL
 * writes many of them when it divides.
 */
static void
drop_zeros(Decimal *decimal)
{
	const char *digit = decimal->end - 1;

	for (; decimal->ndigits > EXACT_DIGITS; digit--)
	{
		if (*digit == '.')
			continue;
		if (*digit != '0')
			break;
		decimal->ndigits--;
		decimal->power++;
	}
}

/* Reads what follows an "e".  Returns where it ends, or NULL if malformed. */
static const char *
read_exponent(const char *text, const char *end, Decimal *decimal)
{
	bool		negative = false;
	int64		exponent = 0;

	if (text < end && (*text == '+' || *text == '-'))
		negative = *text++ == '-';
	if (text == end || !is_digit(*text))
		return NULL;
	for (; text < end && is_digit(*text); text++)
	{
		if (exponent < POWER_LIMIT)
			exponent = exponent * 10 + (*text - '0');
	}
	decimal->power += negative ? -exponent : exponent;
	return text;
}

/* Takes a whole text apart; false if it is not a number or a percentage. */
static inline bool
read_decimal(const char *text, const char *end, Decimal *decimal)
{
	memset(decimal, 0, sizeof(Decimal));
	if (text < end && (*text == '+' || *text == '-'))
		decimal->negative = *text++ == '-';
	text = read_digits(text, end, decimal);
	if (text != NULL && text < end && (*text == 'e' || *text == 'E'))
		text = read_exponent(text + 1, end, decimal);
	if (text != NULL && text < end && *text == '%')
	{
		decimal->power -= 2;
		text++;
	}
	return text == end;
}

/*
 * The double nearest to a positive decimal that is not above one.
 */
static double
round_decimal(const Decimal *decimal)
{
	char		buffer[SIGNIFICANT_DIGITS + 32];
	int64		power = decimal->power;
	int64		left = decimal->ndigits;
	int			length = 0;
	const char *digit = decimal->digits;

	for (; left > 0 && length < SIGNIFICANT_DIGITS; digit++)
	{
		if (*digit == '.')
			continue;
		buffer[length++] = *digit;
		left--;
	}

	/* digits without room become a 1 if any of them counts, else nothing */
	power += left;
	for (; left > 0; digit++)
	{
		if (*digit == '.')
			continue;
		left--;
		if (*digit != '0')
		{
			buffer[length++] = '1';
			power--;
			break;
		}
	}

	/* above no power that an int holds, as the decimal is not above one */
	snprintf(buffer + length, sizeof(buffer) - length, "e%d",
			 (int) Max(power, -100000));
	return strtod(buffer, NULL);
}

/* A letter, or the error for a text that is no number or percentage */
static RatingError
parse_word(const char *text, Size length, double *value)
{
	static const char *const words[] = {"nan", "inf", "infinity"};
	char		lower[sizeof("infinity")];

	if (length == 1)
	{
		char		letter = *text | 0x20;

		if (letter >= 'a' && letter <= 'e')
		{
			*value = letter_values[letter - 'a'];
			return RATING_OK;
		}
		return letter == 'f' ? RATING_LETTER_F : RATING_SYNTAX;
	}

	if (length > 1 && (*text == '+' || *text == '-'))
	{
		text++;
		length--;
	}
	if (length >= sizeof(lower))
		return RATING_SYNTAX;
	for (Size i = 0; i < length; i++)
		lower[i] = text[i] | 0x20;
	lower[length] = '\0';
	for (Size i = 0; i < lengthof(words); i++)
	{
		if (strcmp(lower, words[i]) == 0)
			return RATING_NOT_FINITE;
	}
	return RATING_SYNTAX;
}

RatingError
rating_parse(const char *text, Size length, double *value)
{
	const char *end = text + length;
	Decimal		decimal;

	if (unlikely(!read_decimal(text, end, &decimal)))
		return parse_word(text, length, value);

	if (decimal.ndigits == 0)
	{
		*value = 0.0;
		return RATING_OK;
	}
	if (decimal.negative)
		return RATING_RANGE;
	if (decimal.ndigits > EXACT_DIGITS)
		drop_zeros(&decimal);

	if (likely(decimal.ndigits <= EXACT_DIGITS &&
			   decimal.power >= -EXACT_POWER && decimal.power <= 0))
	{
		*value = (double) decimal.value / powers_of_ten[-decimal.power];
		return *value <= 1.0 ? RATING_OK : RATING_RANGE;
	}

	/* not one itself: it has other digits, or a power that one never has */
	if (decimal.ndigits + decimal.power > 0)
		return RATING_RANGE;
	*value = round_decimal(&decimal);
	return *value > 0.0 ? RATING_OK : RATING_UNDERFLOW;
}

int
rating_print(double value, char buffer[RATING_TEXT_SIZE])
{
#ifndef CORROBORATE_ALONE
	StaticAssertStmt(RATING_TEXT_SIZE >= DOUBLE_SHORTEST_DECIMAL_LEN,
					 "a rating's text has room for any double");
	return double_to_shortest_decimal_buf(value, buffer);
#else
	/* up to 15 digits always survive, but in the subnormals' low precision */
	int			precision = value < 2.3e-308 ? 1 : EXACT_DIGITS;
	int			length;

	for (;; precision++)
	{
		length = snprintf(buffer, RATING_TEXT_SIZE, "%.*g", precision, value);
		if (precision >= 17 || strtod(buffer, NULL) == value)
			return length;
	}
#endif
}

const char *
rating_error_detail(RatingError error)
{
	static const char *const details[] = {
		[RATING_OK] = NULL,
		[RATING_SYNTAX] = "A rating is a decimal number such as 0.8, a percentage such as 70%, "
		"or a reliability letter from A to E.",
		[RATING_NOT_FINITE] = "A rating is a number from 0 to 1, never NaN or infinity.",
		[RATING_RANGE] = "A rating is a number from 0 to 1, or from 0% to 100%.",
		[RATING_UNDERFLOW] = "The number is above zero, but too small for double precision.",
		[RATING_LETTER_F] = "F says that the reliability cannot be judged, so it has no number.",
	};

	return details[error];
}

/*
 * The hint for ratings as people write them elsewhere: with a decimal comma,
 * with a blank before the percent sign, as a fraction, or as the digit of an
 * Admiralty grade.
 */
static const char *
hint_at_notation(const char *text, Size length)
{
	const char *end = text + length;
	const char *digits = text;

	while (digits < end && is_digit(*digits))
		digits++;
	if (length == 2 && (text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'f' && is_digit(text[1]))
		return "Of an Admiralty grade, such as B2, only the letter rates the source: B.";
	if (digits == text || digits == end)
		return NULL;
	if (digits + 1 < end && *digits == ',' && is_digit(digits[1]))
		return "Write the decimal point: 0.8.";
	if (digits + 1 < end && *digits == '/' && is_digit(digits[1]))
		return "Write a decimal number or a percentage: 4/5 is 0.8 or 80%.";
	if (end[-1] == '%' && is_space(end[-2]))
		return "Write \"%\" right after the number: 80%.";
	return NULL;
}

const char *
rating_error_hint(RatingError error, const char *text, Size length)
{
	switch (error)
	{
		case RATING_OK:
			break;
		case RATING_SYNTAX:
			return hint_at_notation(text, length);
		case RATING_NOT_FINITE:
		case RATING_LETTER_F:
			return "Leave the rating out: a source without one is unrated.";
		case RATING_RANGE:
			return memchr(text, '%', length) == NULL && *text != '-' ?
				"Write a percentage with a percent sign, such as 70%." : NULL;
		case RATING_UNDERFLOW:
			return "Write 0 only to discredit the source.";
	}
	return NULL;
}
