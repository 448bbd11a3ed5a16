/*
 * Which lines are headings.  Markup and 第1条 say so; of the others, short
 * lines without a full stop are headings when sentences or a deeper list
 * follow, not when another line of their kind does.
 */
#include "policy/lint_outline.h"
#include "policy/lint_topic.h"

enum { HEADING_MAX = 48, PLAIN_MAX = 36, SENTENCE_MIN = 24 };

uint32_t
lint_heading_topics(struct lint_doc *doc, const struct lint_fold *fold,
    struct lint_span raw)
{
	struct lint_letters folded;
	struct lint_span all = { 0, 0 };

	lint_letters_init(&folded, doc->arena, raw.to - raw.from);
	if (folded.failed)
		return 0;
	lint_fold_span(fold, &doc->raw, raw, false, &folded);
	all.to = (uint32_t)folded.n;
	return lint_topic_of(doc->patterns, folded.code, all);
}

static struct lint_span
words_of(const struct lint_entry *entry)
{
	return (struct lint_span){ entry->marker.span.to, entry->raw.to };
}

static bool
ends_with(const struct lint_doc *doc, struct lint_span span, const char *word)
{
	struct text rest = text_of(word);
	uint32_t n = (uint32_t)text_length(rest), at, c;

	if (span.to - span.from < n)
		return false;
	at = span.to - n;
	while (text_next(&rest, &c))
		if (doc->raw.code[at++] != c)
			return false;
	return true;
}

static bool
ends_with_one(const struct lint_doc *doc, struct lint_span span,
    const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ends_with(doc, span, words[i]))
			return true;
	return false;
}

/* Items of lists end like this, headings do not. */
static bool
ends_like_item(const struct lint_doc *doc, const struct lint_entry *entry)
{
	static const char *const ends[] = {
		"ため", "ため)", "の為", "とき", "こと", "など", "、",
		"する", "ます", "です", "時", "場合)", "もの", "さい",
		"である", "のほか", "させる", ";"
	};

	return ends_with_one(doc, words_of(entry), ends, LENGTH(ends));
}

static bool
ends_like_heading(const struct lint_doc *doc, const struct lint_entry *entry)
{
	static const char *const ends[] = {
		"について", "とは", "方針", "に関して", "事項", "はじめに",
		"附則", "付則", "窓口", "お問い合わせ", "お問合せ", "に関する表示", "の方法",
		"の手続", "の手続き", "措置", "目的", "の定義", "責任者",
		"に関するお知らせ", "の遵守", "取り扱い", "取扱い", "ポリシー",
		"取組み", "取り組み", "の範囲", "の項目", "に関する事項"
	};

	return ends_with_one(doc, words_of(entry), ends, LENGTH(ends));
}

/* Postal codes, telephone numbers, addresses of mail and web. */
static bool
is_contact(const struct lint_doc *doc, const struct lint_entry *entry)
{
	struct lint_span span = words_of(entry);
	uint32_t digits = 0;

	for (uint32_t i = span.from; i < span.to; i++) {
		uint32_t c = doc->raw.code[i];

		digits += lint_is_digit(c);
		if (c == '@' || c == 0x3012 || c == '/')
			return true;
	}
	return digits >= 5;
}

static bool
is_sentence(const struct lint_entry *entry)
{
	return entry->kind != LINE_CELL && entry->kind != LINE_HEADING &&
	    entry->stop && entry->length >= SENTENCE_MIN;
}

/* A sentence that ends 以下のとおりです。 and the like: a list is due. */
static bool
announces(const struct lint_doc *doc, const struct lint_entry *entry)
{
	static const char *const below[] = {
		"以下", "次の", "下記", "つぎの", "次に", "いずれか", "左記"
	};
	struct lint_span span = entry->raw;
	uint32_t length = 0;

	if (span.to > span.from && doc->raw.code[span.to - 1] == ':')
		return true;
	while (span.to > span.from && doc->raw.code[span.to - 1] == 0x3002)
		span.to--;
	for (uint32_t i = span.to; i > span.from && length < 80; i--) {
		struct lint_span head = { span.from, i };

		if (doc->raw.code[i - 1] == 0x3002)
			return false;
		for (size_t k = 0; k < LENGTH(below); k++)
			if (ends_with(doc, head, below[k]))
				return true;
		length++;
	}
	return false;
}

static bool
same_style(const struct lint_entry *a, const struct lint_entry *b)
{
	return a->marker.style == b->marker.style &&
	    a->marker.variant == b->marker.variant && a->kind == b->kind;
}

/* Whether what follows can be the body of a heading. */
static bool
has_body(const struct lint_entry *entry, const struct lint_entry *next)
{
	if (next == NULL || next->chrome != entry->chrome ||
	    next->kind == LINE_HEADING)
		return false;
	if (next->kind == LINE_CELL)
		return true;
	if (next->marker.style == STYLE_NONE)
		return true;
	return !same_style(entry, next) || (next->marker.number == 1 &&
	    entry->marker.number > 1);
}

static bool
is_box(uint32_t variant)
{
	static const uint32_t boxes[] = {
		0x25A0, 0x25A1, 0x25CF, 0x25CB, 0x25C6, 0x25C7, 0x25CE, 0x25BC,
		0x25B6, 0x25A1, 0x2605, 0x25AA, 0x25BA
	};

	for (size_t i = 0; i < LENGTH(boxes); i++)
		if (boxes[i] == variant)
			return true;
	return false;
}

/* Numbers of one style: do words follow each, or the next number at once? */
struct habit {
	uint32_t bodies;
	uint32_t lists;
};

/* What is marked and what came before it in the same list. */
static bool
numbered_heading(struct lint_doc *doc, const struct lint_fold *fold,
    const struct lint_entry *entry, const struct lint_entry *next,
    const struct lint_entry *sibling, const struct habit *habit)
{
	uint32_t topics;
	bool item = sibling != NULL && !sibling->heading &&
	    (sibling + 1 == entry || ends_with(doc, words_of(entry), "場合")) &&
	    entry->marker.number > 1;

	if (entry->length > 0 && entry->length <= HEADING_MAX &&
	    entry->marker.style != STYLE_BULLET && habit->bodies >= 3 &&
	    habit->bodies >= 2 * habit->lists && has_body(entry, next) &&
	    (next->marker.style == STYLE_NONE || next->marker.number == 1 ||
	    next->marker.style == STYLE_BULLET) && !is_contact(doc, entry))
		return true;
	if (entry->bold && is_box(entry->marker.variant) &&
	    entry->length > 0 && entry->length <= HEADING_MAX &&
	    has_body(entry, next) && next->kind != LINE_ITEM)
		return true;
	if (entry->length > HEADING_MAX || entry->length == 0 || item ||
	    ends_like_item(doc, entry) || is_contact(doc, entry))
		return false;
	if (ends_with(doc, words_of(entry), "場合") && (!has_body(entry, next) ||
	    !is_sentence(next) || next->marker.style != STYLE_NONE))
		return false;
	topics = lint_heading_topics(doc, fold, words_of(entry));
	if (entry->marker.style == STYLE_BULLET &&
	    !is_box(entry->marker.variant))
		return has_body(entry, next) && is_sentence(next) &&
		    (entry->bold || topics != 0) &&
		    next->marker.style == STYLE_NONE &&
		    next->kind != LINE_ITEM;
	if (!has_body(entry, next))
		return false;
	if (next->kind == LINE_CELL || is_sentence(next) || entry->bold)
		return true;
	return topics != 0 || ends_like_heading(doc, entry) ||
	    next->marker.number == 1 || next->marker.style == STYLE_BULLET;
}

/* 氏名、住所、電話番号: what is listed in one line is no heading. */
static bool
enumerates(const struct lint_doc *doc, const struct lint_entry *entry)
{
	uint32_t commas = 0;

	for (uint32_t i = entry->raw.from; i < entry->raw.to; i++)
		commas += doc->raw.code[i] == 0x3001;
	return commas >= 2;
}

static bool
plain_heading(struct lint_doc *doc, const struct lint_fold *fold,
    const struct lint_entries *entries, size_t i, bool announced)
{
	const struct lint_entry *entry = &entries->list[i];
	const struct lint_entry *next = i + 1 < entries->n ? entry + 1 : NULL;
	const struct lint_entry *last = i > 0 ? entry - 1 : NULL;
	bool apart = entry->after_blank || last == NULL || last->ends_stop ||
	    last->kind == LINE_CELL || last->marker.style != STYLE_NONE ||
	    entry->bold;
	uint32_t topics;

	if (entry->kind == LINE_TERM)
		return entry->length <= HEADING_MAX;
	if (entry->kind != LINE_TEXT || entry->definition ||
	    entry->length > PLAIN_MAX || !apart ||
	    !has_body(entry, next) || ends_like_item(doc, entry) ||
	    is_contact(doc, entry))
		return false;
	topics = lint_heading_topics(doc, fold, words_of(entry));
	if (topics == 0 && !entry->bold && enumerates(doc, entry))
		return false;
	if (announced && !entry->bold)
		return topics != 0 && is_sentence(next);
	if (is_sentence(next))
		return topics != 0 || entry->bold || entry->after_blank ||
		    ends_like_heading(doc, entry);
	return (topics != 0 || entry->bold) &&
	    (next->marker.style != STYLE_NONE || next->kind == LINE_CELL ||
	    ends_like_heading(doc, entry) || entry->bold);
}

/* A question as a heading: どのような情報を集めますか? */
static bool
asks(const struct lint_doc *doc, const struct lint_entry *entry)
{
	return entry->length <= HEADING_MAX &&
	    doc->raw.code[entry->raw.to - 1] == '?';
}

static bool
is_heading(struct lint_doc *doc, const struct lint_fold *fold,
    const struct lint_entries *entries, size_t i, bool announced,
    const struct lint_entry *sibling, const struct habit *habit)
{
	const struct lint_entry *entry = &entries->list[i];
	const struct lint_entry *next = i + 1 < entries->n ? entry + 1 : NULL;

	if (entry->chrome || entry->kind == LINE_CELL)
		return false;
	if (entry->cut)
		return true;
	if (entry->kind == LINE_HEADING)
		return !(entry->ends_stop && entry->length > 60);
	if (entry->stop && !asks(doc, entry))
		return false;
	switch (entry->marker.style) {
	case STYLE_ARTICLE:
	case STYLE_CHAPTER:
		return entry->length <= 60;
	case STYLE_BRACKET:
	case STYLE_QUESTION:
		return entry->length <= HEADING_MAX;
	case STYLE_NONE:
		return plain_heading(doc, fold, entries, i, announced);
	case STYLE_BULLET: case STYLE_PARAGRAPH: case STYLE_DOT:
	case STYLE_SPACE: case STYLE_CLOSE: case STYLE_PAREN:
	case STYLE_CIRCLE: case STYLE_MULTI: case STYLE_KANJI:
	case STYLE_KANJI_PAREN: case STYLE_KANA: case STYLE_LATIN:
	case STYLE_ROMAN: case STYLE_ORDERED: case STYLE_TAG:
	case STYLE_PLAIN:
		break;
	}
	if (sibling != NULL && !same_style(sibling, entry))
		sibling = NULL;
	return numbered_heading(doc, fold, entry, next, sibling, habit);
}

static void
count_habits(const struct lint_entries *entries,
    struct habit habits[STYLE_ORDERED + 1])
{
	for (size_t i = 0; i + 1 < entries->n; i++) {
		const struct lint_entry *entry = &entries->list[i];
		const struct lint_entry *next = entry + 1;

		if (entry->length == 0 || entry->length > HEADING_MAX ||
		    entry->stop || entry->kind == LINE_CELL)
			continue;
		if (same_style(entry, next))
			habits[entry->marker.style].lists++;
		else if (next->marker.style == STYLE_NONE &&
		    next->kind == LINE_TEXT)
			habits[entry->marker.style].bodies++;
	}
}

bool
lint_heading_mark(struct lint_doc *doc, const struct lint_fold *fold,
    struct lint_entries *entries)
{
	const struct lint_entry *last[STYLE_ORDERED + 1] = { NULL };
	struct habit habits[STYLE_ORDERED + 1] = { { 0, 0 } };
	bool announced = false;

	count_habits(entries, habits);
	for (size_t i = 0; i < entries->n && !doc->failed; i++) {
		struct lint_entry *entry = &entries->list[i];
		enum lint_style style = entry->marker.style;

		entry->heading = is_heading(doc, fold, entries, i, announced,
		    last[style], &habits[style]);
		last[style] = entry;
		if (entry->heading)
			announced = false;
		else if (entry->stop || (entry->length > 0 &&
		    doc->raw.code[entry->raw.to - 1] == ':'))
			announced = announces(doc, entry);
	}
	return !doc->failed;
}
