#include "test.h"

#include "vault/screen.h"

/* The category's hit in the sentence, or an empty text. */
static struct text
hit_in(const char *sentence, enum screen_category category)
{
	struct screen_result result;

	screen_text(&result, text_of(sentence));
	for (size_t i = 0; i < result.count; i++)
		if (result.hits[i].category == category)
			return text_slice(text_of(sentence),
			    result.hits[i].from, result.hits[i].to);
	return (struct text){ "", 0 };
}

static void
luhn(void **state)
{
	static const char *const right[] = { "4242424242424242", "0",
		"378282246310005", "79927398713", "18" };
	static const char *const wrong[] = { "4242424242424241", "1",
		"378282246310004", "79927398710", "81" };

	(void)state;
	for (size_t i = 0; i < LENGTH(right); i++) {
		uint8_t a[20], b[20];
		size_t n = strlen(right[i]), m = strlen(wrong[i]);

		for (size_t k = 0; k < n; k++)
			a[k] = (uint8_t)(right[i][k] - '0');
		for (size_t k = 0; k < m; k++)
			b[k] = (uint8_t)(wrong[i][k] - '0');
		assert_true(screen_luhn(a, n));
		assert_false(screen_luhn(b, m));
	}
}

static bool
my_number(const char *digits)
{
	uint8_t values[12];

	for (size_t i = 0; i < 12; i++)
		values[i] = (uint8_t)(digits[i] - '0');
	return screen_my_number_check(values);
}

/* Made up, with the check digit of the formula. */
static void
my_number_check(void **state)
{
	static const char *const right[] = { "123456789018", "521874998311",
		"070907095841", "151864975796", "788800332725",
		"279492236696", "087509772400", "000000000000" };

	(void)state;
	for (size_t i = 0; i < LENGTH(right); i++) {
		char wrong[13];

		assert_true(my_number(right[i]));
		/* No other last digit is right. */
		memcpy(wrong, right[i], 13);
		for (char c = '0'; c <= '9'; c++) {
			wrong[11] = c;
			assert_int_equal(my_number(wrong), c == right[i][11]);
		}
	}
	/* Two digits exchanged are found, unless the weights agree. */
	assert_false(my_number("213456789018"));
	assert_false(my_number("123456798018"));
}

static void
card_ranges(void **state)
{
	static const struct {
		const char *head;
		size_t n;
		bool known;
	} rows[] = {
		{ "424242", 16, true }, { "424242", 19, true },
		{ "424242", 15, false }, { "424242", 17, false },
		{ "555555", 16, true }, { "510000", 16, true },
		{ "560000", 16, false }, { "222100", 16, true },
		{ "272099", 16, true }, { "272100", 16, false },
		{ "222099", 16, false }, { "352800", 16, true },
		{ "358999", 19, true }, { "352799", 16, false },
		{ "340000", 15, true }, { "370000", 15, true },
		{ "370000", 16, false }, { "360000", 14, true },
		{ "300000", 14, true }, { "306000", 14, false },
		{ "601100", 16, true }, { "620000", 17, true },
		{ "000000", 16, false }, { "100000", 16, false },
		{ "700000", 16, false }, { "900000", 16, false },
		{ "424242", 13, false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		uint8_t digits[19] = { 0 };

		for (size_t k = 0; k < 6; k++)
			digits[k] = (uint8_t)(rows[i].head[k] - '0');
		assert_int_equal(screen_card_range(digits, rows[i].n),
		    rows[i].known);
	}
}

/* Numbers that the schemes and processors publish for tests. */
static void
finds_cards(void **state)
{
	static const char *const pairs[][2] = {
		{ "4242424242424242", "4242424242424242" },
		{ "番号は4242424242424242です", "4242424242424242" },
		{ "4242 4242 4242 4242", "4242 4242 4242 4242" },
		{ "4242-4242-4242-4242", "4242-4242-4242-4242" },
		{ "4242　4242　4242　4242", "4242　4242　4242　4242" },
		{ "４２４２－４２４２－４２４２－４２４２",
		  "４２４２－４２４２－４２４２－４２４２" },
		{ "4242ー4242ー4242ー4242", "4242ー4242ー4242ー4242" },
		{ "4242‐4242–4242—4242", "4242‐4242–4242—4242" },
		{ "4242.4242.4242.4242", "4242.4242.4242.4242" },
		{ "4242_4242_4242_4242", "4242_4242_4242_4242" },
		{ "4242・4242・4242・4242", "4242・4242・4242・4242" },
		{ "4242 - 4242 - 4242 - 4242", "4242 - 4242 - 4242 - 4242" },
		{ "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
		  "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2" },
		{ "42424242 42424242", "42424242 42424242" },
		{ "4242\xE2\x80\x8B" "424242424242",
		  "4242\xE2\x80\x8B" "424242424242" },
		{ "42424\xE2\x81\xA0" "24242\xEF\xBB\xBF" "424242",
		  "42424\xE2\x81\xA0" "24242\xEF\xBB\xBF" "424242" },
		{ "𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐", "𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐" },
		{ "④②④②④②④②④②④②④②④②", "④②④②④②④②④②④②④②④②" },
		{ "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢" },
		{ "card4242424242424242cvc", "4242424242424242" },
		{ "tok_4242424242424242", "4242424242424242" },
		{ "4242424242424242 12/29 123", "4242424242424242" },
		{ "4242 4242 4242 4242 12 29", "4242 4242 4242 4242" },
		{ "2026 4242 4242 4242 4242", "4242 4242 4242 4242" },
		{ "090-0000-0000 4242424242424242", "4242424242424242" },
		{ "378282246310005", "378282246310005" },
		{ "3782 822463 10005", "3782 822463 10005" },
		{ "3714 496353 98431", "3714 496353 98431" },
		{ "5555555555554444", "5555555555554444" },
		{ "5105 1051 0510 5100", "5105 1051 0510 5100" },
		{ "2223003122003222", "2223003122003222" },
		{ "3530111333300000", "3530111333300000" },
		{ "3566-0020-2036-0505", "3566-0020-2036-0505" },
		{ "30569309025904", "30569309025904" },
		{ "3622 720627 1667", "3622 720627 1667" },
		{ "6011111111111117", "6011111111111117" },
		{ "6200000000000005", "6200000000000005" },
		{ "6205 5000 0000 0000 004", "6205 5000 0000 0000 004" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++)
		assert_text(hit_in(pairs[i][0], SCREEN_CARD), pairs[i][1]);
}

static void
other_numbers_are_no_cards(void **state)
{
	static const char *const texts[] = {
		"4242424242424241",		/* not by Luhn */
		"4242 4242 4242 424",
		"424242424242",
		"1234567812345670",		/* by Luhn, no scheme's */
		"0000 0000 0000 0000",
		"42424242424242424242",		/* 20 digits */
		"0042424242424242424200",
		"4242\n4242\n4242\n4242",	/* a column */
		"4242\t4242\t4242\t4242",	/* fields */
		"4242,4242,4242,4242",
		"42 424242 4242424 2",		/* no such groups */
		"424-24242-42424-242",
		"090-0000-0000 03-0000-0000",
		"9784000000000",		/* ISBN */
		"490154000000003",		/* 15 digits, as an IMEI */
		"503-0000000-0000000",
		"0001-001-1-1234567",
		"3.14159265358979323846",
		"2026-11-22 15:30:00.000 +0900",
		"192.0.2.1 198.51.100.2",
		"123e4567-e89b-12d3-a456-426614174000",
		"4242 4242    4242 4242",	/* too far apart */
		"4 2 4-2 4 2 4-2 4 2 4 2 4 2 4 2",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++)
		assert_text(hit_in(texts[i], SCREEN_CARD), "");
}

static void
finds_my_numbers(void **state)
{
	static const char *const pairs[][2] = {
		{ "123456789018", "123456789018" },
		{ "マイナンバーは123456789018です", "123456789018" },
		{ "1234 5678 9018", "1234 5678 9018" },
		{ "1234-5678-9018", "1234-5678-9018" },
		{ "１２３４－５６７８－９０１８", "１２３４－５６７８－９０１８" },
		{ "１２３４　５６７８　９０１８", "１２３４　５６７８　９０１８" },
		{ "1234ー5678ー9018", "1234ー5678ー9018" },
		{ "1234 - 5678 - 9018", "1234 - 5678 - 9018" },
		{ "123-456-789-018", "123-456-789-018" },
		{ "123456 789018", "123456 789018" },
		{ "1 2 3 4 5 6 7 8 9 0 1 8", "1 2 3 4 5 6 7 8 9 0 1 8" },
		{ "1-2-3-4-5-6-7-8-9-0-1-8", "1-2-3-4-5-6-7-8-9-0-1-8" },
		{ "12345\xE2\x80\x8B" "6789018", "12345\xE2\x80\x8B" "6789018" },
		{ "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎𝟏𝟖", "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎𝟏𝟖" },
		{ "090-0000-0000 123456789018", "123456789018" },
		{ "2026 123456789018 1", "123456789018" },
		{ "123456789018\n521874998311", "123456789018" },
		{ "123456789018 521874998311",
		  "123456789018 521874998311" },
		{ "1234-5678-9018 2026年", "1234-5678-9018" },
		{ "2026年 1234-5678-9018", "1234-5678-9018" },
		{ "個人番号（123456789018）", "123456789018" },
		{ "注文者のマイナンバー：123456789018", "123456789018" },
		{ "免許証ではなく個人番号 1234 5678 9018", "1234 5678 9018" },
		{ "070907095841", "070907095841" },
		{ "087509772400", "087509772400" },
		{ "123456789018。", "123456789018" },
		{ "番号123456789018番", "123456789018" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		struct text hit = hit_in(pairs[i][0], SCREEN_MY_NUMBER);

		/* Two side by side may be told as two. */
		if (text_find(text_of(pairs[i][1]), hit) == 0 && hit.n > 0)
			continue;
		assert_text(hit, pairs[i][1]);
	}
}

static void
other_numbers_are_no_my_numbers(void **state)
{
	static const char *const texts[] = {
		"123456789012",			/* check digit */
		"1234 5678 9012",
		"12345678901", "1234567890189",	/* 11, 13 digits */
		"0123456789018", "1234567890180",
		"1234 5678 9018 0000",		/* longer runs of fours */
		"0000-1234-5678-9018",
		"1 2 3 4 5 6 7 8 9 0 1 8 5",
		"000000000000", "111111111111",
		"202611220911", "202611220938",	/* times */
		"199912312357",
		"+819000000000", "＋819000000000",
		"12 34 56 78 90 18",		/* pairs: dates, lists */
		"12345 6789018", "1234 56789018",
		"ABC123456789018", "123456789018X", "id_123456789018",
		"01-123456789018", "123456789018-01",
		"0.123456789018", "123456789018.5",
		"192.168.000.100",		/* right by chance */
		"1234.5678.9018", "1234/5678/9018",
		"1234\n5678\n9018", "1234\t5678\t9018",
		"伝票番号：1234-5678-9018", "お荷物の追跡番号は123456789018",
		"運転免許証番号 123456789018", "注文番号123456789018",
		"お問い合わせ番号：1234-5678-9018",
		"Tracking no. 123456789018", "order 123456789018",
		"送り状 1234 5678 9018", "シリアル番号123456789018",
		"9784000000000", "T1234567890123",
		"4242 4242 4242 4242",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		struct text hit = hit_in(texts[i], SCREEN_MY_NUMBER);

		if (hit.n > 0)
			print_error("found in \"%s\"\n", texts[i]);
		assert_int_equal(hit.n, 0);
	}
}

/* A run that is longer than what the scan keeps is still searched. */
static void
long_runs(void **state)
{
	char text[2000];

	(void)state;
	for (size_t lead = 0; lead < 600; lead++) {
		size_t n = 0;

		/* Groups of one and three digits, which are no card's. */
		for (size_t i = 0; i < lead; i++) {
			text[n++] = (char)('1' + i % 7);
			if (i % 4 == 0 || i % 4 == 3 || i + 1 == lead)
				text[n++] = ' ';
		}
		memcpy(text + n, "4242424242424242 5218749983", 28);
		memcpy(text + n + 17, "521874998311", 13);
		assert_text(hit_in(text, SCREEN_CARD), "4242424242424242");
		assert_text(hit_in(text, SCREEN_MY_NUMBER), "521874998311");
	}
	/* One number of hundreds of digits is neither. */
	for (size_t n = 20; n < 700; n++) {
		memset(text, '4', n);
		for (size_t i = 1; i < n; i += 2)
			text[i] = '2';
		text[n] = '\0';
		assert_text(hit_in(text, SCREEN_CARD), "");
		assert_text(hit_in(text, SCREEN_MY_NUMBER), "");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(luhn),
		cmocka_unit_test(my_number_check),
		cmocka_unit_test(card_ranges),
		cmocka_unit_test(finds_cards),
		cmocka_unit_test(other_numbers_are_no_cards),
		cmocka_unit_test(finds_my_numbers),
		cmocka_unit_test(other_numbers_are_no_my_numbers),
		cmocka_unit_test(long_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
