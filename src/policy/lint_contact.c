/*
 * L-01: where one is to write to must be the operator's.
 *
 * A contact host is the operator's when it shares its telling part with the
 * operator's own site, with the operator's name, or with a name of a service
 * in the text.  Kanji cannot be compared with letters; then only another host
 * can tell.
 */
#include "policy/lint_rule.h"
#include "policy/lint_sound.h"

enum { WORD_SIZE = 48 };

/* Letters and digits of a label, without hyphens. */
static void
squeeze(char out[WORD_SIZE], const char *in)
{
	size_t n = 0;

	for (; *in != '\0' && n + 1 < WORD_SIZE; in++)
		if (*in != '-' && *in != '_')
			out[n++] = *in;
	out[n] = '\0';
}

static bool
related_labels(const char *a, const char *b)
{
	char x[WORD_SIZE], y[WORD_SIZE];
	size_t common = 0;

	squeeze(x, a);
	squeeze(y, b);
	if (strcmp(x, y) == 0)
		return true;
	if (strlen(x) >= 3 && strlen(y) >= 3 && (strstr(x, y) != NULL ||
	    strstr(y, x) != NULL))
		return true;
	while (x[common] != '\0' && x[common] == y[common])
		common++;
	return common >= 5;
}

/* Copies the Latin word at a folded letter; returns the letter behind it. */
static uint32_t
latin_word(const struct lint_doc *doc, uint32_t at, uint32_t to,
    char out[WORD_SIZE])
{
	size_t n = 0;

	while (at < to) {
		uint32_t c = doc->text.code[at];
		bool joined = (c == ' ' || c == '-' || c == '.' || c == '&') &&
		    n > 0 && at + 1 < to &&
		    lint_is_latin(doc->text.code[at + 1]);

		if (!(c >= 'a' && c <= 'z') && !lint_is_digit(c) && !joined)
			break;
		if (!joined && n + 1 < WORD_SIZE)
			out[n++] = (char)c;
		at++;
	}
	out[n] = '\0';
	return at;
}

/* Kanji that say what a body is, not what it is called; their length, or 0. */
static uint32_t
common_word(const struct lint_doc *doc, uint32_t at, uint32_t to)
{
	static const char *const words[] = {
		"工房", "商店", "商会", "商事", "製作所", "工業", "産業", "興業", "物産",
		"本舗", "不動産", "建設", "工務店", "電機", "運輸", "運送", "保険",
		"企画", "事務所", "法律事務所", "歯科", "医院", "薬局", "病院", "学園",
		"財団", "協会", "研究所", "出版", "印刷", "食品", "酒店", "書店", "農園",
		"旅館", "交通", "観光", "技研", "機械", "化学", "製薬", "販売", "通商",
		"信用組合", "信用金庫", "協同組合", "組合", "銀行", "証券",
		"放送", "新聞社", "新聞", "通信", "学院", "学校", "大学", "幼稚園",
		"保育園", "図書館", "美術館", "劇場", "引越", "設計", "開発", "総研",
		"製菓", "醸造", "酒造", "水産", "鉄道", "航空", "電力", "電気", "倉庫",
		"物流", "警備", "造園", "介護", "福祉", "整骨院", "美容室", "写真館",
		"塾", "会"
	};

	for (size_t i = 0; i < LENGTH(words); i++) {
		struct text rest = text_of(words[i]);
		uint32_t k = at, c;
		bool same = true;

		while (text_next(&rest, &c))
			same = same && k < to && doc->text.code[k++] == c;
		if (same)
			return k - at;
	}
	return 0;
}

/* health-mihon of みほんヘルスデータ: one part of the label is heard in it. */
static bool
hears_part(const char *kana, const char *label)
{
	char part[WORD_SIZE], sound[SOUND_SIZE];

	while (*label != '\0') {
		size_t n = strcspn(label, "-_");

		(void)snprintf(part, sizeof(part), "%.*s", (int)n, label);
		lint_sound_latin(sound, part);
		if (strlen(sound) >= 3 && strstr(kana, sound) != NULL)
			return true;
		label += n + (label[n] != '\0');
	}
	return false;
}

/* Whether a label has to do with the words of a name: by letters, by sound. */
static bool
related_name(const struct lint_doc *doc, const char *label,
    struct lint_span name, bool *comparable)
{
	char word[WORD_SIZE], squeezed[WORD_SIZE], sound[SOUND_SIZE];
	char kana[SOUND_SIZE];
	bool kanji = false, letters = false;

	squeeze(squeezed, label);
	lint_sound_latin(sound, squeezed);
	for (uint32_t i = name.from; i < name.to;) {
		uint32_t c = doc->text.code[i], from = i;

		if (c >= 'a' && c <= 'z') {
			i = latin_word(doc, i, name.to, word);
			letters = letters || strlen(word) >= 4;
			if (related_labels(word, squeezed))
				return true;
		} else if (lint_is_katakana(c) || lint_is_hiragana(c)) {
			while (i < name.to &&
			    (lint_is_katakana(doc->text.code[i]) ||
			    lint_is_hiragana(doc->text.code[i])))
				i++;
			lint_sound_kana(kana, doc->text.code + from, i - from);
			if (hears_part(kana, label))
				return true;
			if (kana[0] != '\0' && (strcmp(kana, sound) == 0 ||
			    (strlen(kana) >= 3 && strstr(sound, kana) != NULL)
			    || (strlen(kana) >= 5 && lint_sound_distance(kana,
			    sound) <= strlen(kana) / 3)))
				return true;
			letters = letters || strlen(kana) >= 3;
		} else {
			uint32_t n = common_word(doc, i, name.to);

			kanji = kanji || (n == 0 && lint_is_kanji(c));
			i += n == 0 ? 1 : n;
		}
	}
	*comparable = letters && !kanji;
	return false;
}

/* Whether the text uses the label as a word, outside addresses. */
static bool
is_word_of_text(const struct lint *lint, const struct lint_host *host)
{
	const struct lint_doc *doc = lint->doc;
	char word[WORD_SIZE], squeezed[WORD_SIZE], sound[SOUND_SIZE];
	char kana[SOUND_SIZE];

	squeeze(squeezed, host->label);
	lint_sound_latin(sound, squeezed);
	for (uint32_t i = 0; i < doc->text.n;) {
		uint32_t c = doc->text.code[i], from = i;
		uint32_t to = (uint32_t)doc->text.n;

		if (c >= 'a' && c <= 'z') {
			uint32_t before = i > 0 ? doc->text.code[i - 1] : 0;
			uint32_t after;

			i = latin_word(doc, i, to, word);
			after = i < to ? doc->text.code[i] : 0;
			if (before != '/' && before != '@' && before != '.' &&
			    after != '@' && after != ':' && after != '/' &&
			    strlen(word) >= 4 && strlen(word) < 24 &&
			    strncmp(word, "www", 3) != 0 &&
			    related_labels(word, squeezed))
				return true;
		} else if (lint_is_katakana(c)) {
			while (i < to && lint_is_katakana(doc->text.code[i]))
				i++;
			lint_sound_kana(kana, doc->text.code + from, i - from);
			if (strlen(kana) >= 3 && strcmp(kana, sound) == 0)
				return true;
		} else {
			i++;
		}
	}
	return false;
}

/* Whether another address of the text shows that this one is strange. */
static bool
differs_from_others(const struct lint *lint, const struct lint_host *host,
    const bool *known)
{
	const struct lint_facts *facts = lint->facts;
	size_t same = 0;
	bool other = false;

	for (size_t i = 0; i < facts->host_count; i++) {
		const struct lint_host *one = &facts->hosts[i];

		if (one->service || (!one->own && !one->contact &&
		    !(known[i] && lint->doc->blocks[one->block].chrome)))
			continue;
		if (related_labels(one->label, host->label)) {
			same++;
		} else if (one->own || known[i]) {
			other = true;
		} else if (one < host) {
			other = true;
		}
	}
	return other && same <= 2;
}

static bool
is_strange(const struct lint *lint, size_t number, const bool *known)
{
	const struct lint_facts *facts = lint->facts;
	const struct lint_host *host = &facts->hosts[number];
	bool comparable = false;

	if (!host->contact || host->service || host->own || known[number])
		return false;
	for (size_t i = 0; i < facts->host_count; i++)
		if (facts->hosts[i].own && related_labels(facts->hosts[i].label,
		    host->label))
			return false;
	if (differs_from_others(lint, host, known))
		return true;
	if (facts->operator_span.to == facts->operator_span.from)
		return false;
	(void)related_name(lint->doc, host->label, facts->operator_ >= 0 ?
	    facts->names[facts->operator_].core : facts->operator_span,
	    &comparable);
	return comparable && strlen(host->label) >= 4 &&
	    strcmp(host->label, "example") != 0;
}

/* Whether an earlier strange host is the same one on the same line. */
static bool
is_told(const struct lint *lint, const bool *strange, size_t number)
{
	const struct lint_host *hosts = lint->facts->hosts;
	uint32_t line, column, earlier;

	lint_doc_place(lint->doc, hosts[number].at, &line, &column);
	for (size_t i = 0; i < number; i++) {
		if (!strange[i] || strcmp(hosts[i].host,
		    hosts[number].host) != 0)
			continue;
		lint_doc_place(lint->doc, hosts[i].at, &earlier, &column);
		if (earlier == line)
			return true;
	}
	return false;
}

void
lint_contact_check(struct lint *lint)
{
	const struct lint_facts *facts = lint->facts;
	bool known[256] = { false }, strange[256] = { false }, comparable;

	for (size_t i = 0; i < facts->host_count && i < LENGTH(known); i++) {
		const struct lint_host *host = &facts->hosts[i];

		known[i] = strcmp(host->label, "example") == 0 ||
		    is_word_of_text(lint, host);
		for (size_t k = 0; k < facts->name_count && !known[i]; k++)
			known[i] = facts->names[k].operator_ &&
			    related_name(lint->doc, host->label,
			    facts->names[k].core, &comparable);
		if (!known[i] && facts->operator_ < 0 &&
		    facts->operator_span.to > facts->operator_span.from)
			known[i] = related_name(lint->doc, host->label,
			    facts->operator_span, &comparable);
	}
	for (size_t i = 0; i < facts->host_count && i < LENGTH(known); i++)
		if ((strange[i] = is_strange(lint, i, known)) &&
		    !is_told(lint, strange, i))
			lint_report_source(lint, LINT_FOREIGN_HOST,
			    facts->hosts[i].at, facts->hosts[i].end, "", "");
}
