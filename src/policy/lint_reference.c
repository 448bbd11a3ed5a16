/*
 * L-05: references within the policy must lead to a clause that is there and is
 * about what is said of it, one of them where several could be meant.
 */
#include "policy/lint_marker.h"
#include "policy/lint_rule.h"
#include "policy/lint_topic.h"

enum { TARGETS_MAX = 16, REFERENCES_MAX = 600 };

/* What joins a reference to the thing that is said to stand there. */
#define NEAR "(に|で|の|記載|記述|定め|規定|掲げ|示|明示|特定|列挙|公表|る|た|し|さ|れ|て|い|" \
    "する|所定|おい|各号|当社|上記|「|【|より|\\.)*"

/* What a reference is said to lead to: its topic, and its words. */
static const struct {
	uint32_t topics;
	const char *after;	/* behind the reference */
	const char *words;	/* what such a clause says */
} expectations[] = {
	{ TOPIC_PURPOSE, "^" NEAR "(利用|使用)?目的!(外|の変更|の通知)",
	    "目的!(の通知|の変更|外|以外)" },
	{ TOPIC_PURPOSE, "^(に|で|の)" NEAR "範囲(内|の中)?(で|に|において)"
	    "(のみ)?、?~14(利用|取扱|使用|提供|取得)",
	    "目的!(の通知|の変更|外|以外)" },
	{ TOPIC_ITEMS, "^" NEAR "(項目|情報の種類|取得する情報)",
	    "項目|情報|氏名" },
	{ TOPIC_THIRD, "^" NEAR "第三者(へ|に|への|に対する)?の?(提供|開示)",
	    "第三者|提供" },
	{ TOPIC_JOINT, "^" NEAR "共同(利用|して利用)", "共同" },
	{ TOPIC_ENTRUST, "^" NEAR "委託", "委託" },
	{ TOPIC_DESK, "^" NEAR "(窓口|連絡先|問合せ先|問合せ|申出先|宛先)",
	    "<desk>|電話(番号)?[:0-9]|tel|@|フォーム" },
	{ TOPIC_RIGHTS | TOPIC_IDENTITY, "^" NEAR "(開示等?の?(請求|手続|求め)|"
	    "請求手続|開示等)", "開示|請求" },
	{ TOPIC_IDENTITY, "^" NEAR "(本人確認書類|確認書類|証明書)",
	    "書類|証明|免許" },
	{ TOPIC_SECURITY, "^" NEAR "(安全管理|安全対策)", "安全|管理|措置" },
	{ TOPIC_TRACKING, "^" NEAR "(クッキー|外部送信)", "クッキー|送信" },
	{ TOPIC_ANONYMISED, "^" NEAR "匿名加工", "匿名" },
	{ TOPIC_FEE, "^" NEAR "手数料", "手数料|費用" },
	{ TOPIC_DEFINITION, "^" NEAR "定義", "定義|いう|いい" },
};

/* One reference and the clauses that it can mean. */
struct reference {
	uint32_t sentence;
	struct lint_span span;
	int32_t targets[TARGETS_MAX];
	size_t count;
};

static void
add_target(struct reference *ref, int32_t node)
{
	for (size_t i = 0; i < ref->count; i++)
		if (ref->targets[i] == node)
			return;
	if (ref->count < TARGETS_MAX && node >= 0)
		ref->targets[ref->count++] = node;
}

static bool
is_section_style(enum lint_style style)
{
	return style == STYLE_DOT || style == STYLE_SPACE ||
	    style == STYLE_CLOSE || style == STYLE_KANJI ||
	    style == STYLE_MULTI || style == STYLE_PAREN ||
	    style == STYLE_CIRCLE || style == STYLE_ROMAN ||
	    style == STYLE_KANJI_PAREN || style == STYLE_ORDERED;
}

static bool
has_articles(const struct lint_doc *doc)
{
	for (size_t i = 1; i < doc->node_count; i++)
		if (doc->nodes[i].marker.style == STYLE_ARTICLE)
			return true;
	return false;
}

/* The style of the outermost numbered headings, or STYLE_NONE. */
static enum lint_style
section_style(const struct lint_doc *doc)
{
	uint32_t level = UINT32_MAX;
	enum lint_style style = STYLE_NONE;

	for (size_t i = 1; i < doc->node_count; i++) {
		const struct lint_node *node = &doc->nodes[i];

		if (node->heading && is_section_style(node->marker.style) &&
		    node->level < level) {
			level = node->level;
			style = node->marker.style;
		}
	}
	return style;
}

/* Clauses with that number among the articles or outermost sections. */
static void
add_sections(const struct lint_doc *doc, struct reference *ref,
    uint32_t number, uint32_t sub)
{
	bool articles = has_articles(doc);
	enum lint_style style = articles ? STYLE_ARTICLE : section_style(doc);

	for (size_t i = 1; i < doc->node_count; i++) {
		const struct lint_node *node = &doc->nodes[i];

		if (node->marker.style == style &&
		    node->marker.number == number &&
		    (style != STYLE_ARTICLE || node->marker.sub == sub) &&
		    (articles || node->heading))
			add_target(ref, (int32_t)i);
	}
}

static void
add_children(const struct lint_doc *doc, struct reference *ref,
    int32_t parent, uint32_t number)
{
	for (size_t i = (size_t)parent + 1; i < doc->node_count; i++) {
		const struct lint_node *node = &doc->nodes[i];

		if (node->block >= doc->nodes[parent].end)
			break;
		if (node->parent == parent && node->marker.number == number)
			add_target(ref, (int32_t)i);
	}
}

/* Paragraphs without numbers also count: 第2項 is the second of them. */
static bool
has_paragraph(const struct lint_doc *doc, int32_t parent, uint32_t number)
{
	uint32_t count = 0, highest = 0;

	for (uint32_t i = doc->nodes[parent].block;
	    i < doc->nodes[parent].end; i++)
		count += doc->blocks[i].node == parent &&
		    doc->blocks[i].kind == BLOCK_TEXT;
	for (size_t i = (size_t)parent + 1; i < doc->node_count &&
	    doc->nodes[i].block < doc->nodes[parent].end; i++)
		if (doc->nodes[i].parent == parent &&
		    doc->nodes[i].marker.number > highest)
			highest = doc->nodes[i].marker.number;
	return number <= count || number <= highest ||
	    (number == 1 && doc->nodes[parent].end >
	    doc->nodes[parent].block);
}

/* Whether a sentence of the clause, other than the one asking, has it. */
static bool
clause_has(const struct lint *lint, const struct reference *ref,
    int32_t target, const char *words)
{
	const struct lint_doc *doc = lint->doc;
	const struct lint_node *node = &doc->nodes[target];

	for (uint32_t b = node->block; b < node->end; b++) {
		const struct lint_block *block = &doc->blocks[b];

		for (uint32_t s = block->first; s < block->first +
		    block->count; s++)
			if (s != ref->sentence && lint_has(lint, s, words))
				return true;
	}
	return false;
}

static uint32_t
clause_topics(const struct lint_doc *doc, int32_t target)
{
	uint32_t topics = 0;

	for (size_t i = (size_t)target; i < doc->node_count &&
	    doc->nodes[i].block < doc->nodes[target].end; i++)
		topics |= doc->nodes[i].topics;
	return topics;
}

/* Desks, procedures and documents are also told of under other headings. */
#define LOOSE (TOPIC_DESK | TOPIC_RIGHTS | TOPIC_IDENTITY | TOPIC_FEE)

static bool
fits(const struct lint *lint, const struct reference *ref, int32_t target,
    uint32_t topics, const char *words)
{
	uint32_t own = clause_topics(lint->doc, target);

	if (own & topics)
		return true;
	if (own != 0 && (topics & LOOSE) == 0 &&
	    lint->doc->nodes[target].heading &&
	    lint_topic_exists(lint->doc, topics))
		return false;
	return clause_has(lint, ref, target, words);
}

static void
judge(struct lint *lint, const struct reference *ref, bool missing)
{
	struct lint_span after = { ref->span.to,
		lint_text_of(lint, ref->sentence).to };

	if (ref->count == 0) {
		if (missing)
			lint_report_add(lint, LINT_REFERENCE_MISSING,
			    ref->span);
		return;
	}
	for (size_t e = 0; e < LENGTH(expectations); e++) {
		bool one_fits = false;

		if (!lint_span_has(lint, after, expectations[e].after))
			continue;
		for (size_t i = 0; i < ref->count && !one_fits; i++)
			one_fits = fits(lint, ref, ref->targets[i],
			    expectations[e].topics, expectations[e].words);
		if (!one_fits)
			lint_report_add(lint, LINT_REFERENCE_WRONG, ref->span);
		return;
	}
}

/* The number of another law's or document's clause, or one chained to it. */
static bool
is_of_other_document(const struct lint *lint, struct lint_span sentence,
    uint32_t at)
{
	struct lint_span before = { sentence.from, at };

	if (lint_span_has(lint, before, "(<this>|本(則|条|項))(の|中の|、)?(第#条)?$"))
		return false;
	return lint_span_has(lint, before, "(法|令|法律|規則|条例|規約|約款|契約|契約書|"
	    "規程|規定|ガイドライン|指針|通達|条約|指令|告示|定款|」|gdpr|附則|憲法|民法|"
	    "15001|施行令|基準|要綱|同条|同項|法律\\([^)]*\\)|[0-9]号\\)|法\\)|"
	    "号。[^)]*\\)|いう。\\)|いいます。\\)|ccpa|準則|通則編)(の|、)?$") ||
	    lint_span_has(lint, before, "(法|令|規則|規約|約款|規程|条例|」|gdpr|\\))"
	    "(の|、)?第?#条?(の#)?(第?#項)?(第?#号)?[^。第]~4"
	    "((第?#条?(の#)?(第?#項)?(第?#号)?)?(、|及び|又は|並びに|若しくは|から|"
	    "\\~|-|ないし|・|,|各号))*$");
}

/* 第3条, 第3条第2項. */
static void
check_article(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;
	struct reference ref = { .sentence = s, .span = found }, inner;
	uint32_t at = found.from + 1, number, sub = 0, paragraph = 0;

	if (!lint_marker_number(&doc->text, &at, found.to, &number))
		return;
	at++;
	if (at < found.to && doc->text.code[at] == 0x306E) {
		at++;
		(void)lint_marker_number(&doc->text, &at, found.to, &sub);
	}
	if (at < found.to && doc->text.code[at] == 0x7B2C)
		at++;
	if (at < found.to)
		(void)lint_marker_number(&doc->text, &at, found.to,
		    &paragraph);
	add_sections(doc, &ref, number, sub);
	if (ref.count == 0) {
		judge(lint, &ref, doc->node_count > 3);
		return;
	}
	inner = ref;
	inner.count = 0;
	if (paragraph > 0) {
		bool exists = false;

		for (size_t i = 0; i < ref.count; i++) {
			add_children(doc, &inner, ref.targets[i], paragraph);
			exists = exists || has_paragraph(doc, ref.targets[i],
			    paragraph);
		}
		if (inner.count == 0 && !exists) {
			judge(lint, &inner, true);
			return;
		}
	}
	judge(lint, inner.count > 0 ? &inner : &ref, false);
}

/* The clause of the outline in which a sentence stands, from the top. */
static int32_t
section_of(const struct lint_doc *doc, uint32_t s)
{
	int32_t node = doc->blocks[doc->sentences[s].block].node;
	int32_t section = node;
	enum lint_style style = has_articles(doc) ? STYLE_ARTICLE :
	    section_style(doc);

	for (; node > 0; node = doc->nodes[node].parent)
		if (doc->nodes[node].marker.style == style)
			section = node;
	return section;
}

/* 第2項: of this clause, or the section of that number. */
static void
check_paragraph(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;
	struct reference ref = { .sentence = s, .span = found };
	uint32_t at = found.from + (doc->text.code[found.from] == 0x7B2C);
	int32_t section = section_of(doc, s);
	uint32_t number;

	if (!lint_marker_number(&doc->text, &at, found.to, &number))
		return;
	for (int32_t n = doc->blocks[doc->sentences[s].block].node; n > 0;
	    n = doc->nodes[n].parent)
		add_children(doc, &ref, n, number);
	if (!has_articles(doc))
		add_sections(doc, &ref, number, 0);
	if (ref.count == 0 && section > 0 &&
	    has_paragraph(doc, section, number))
		add_target(&ref, section);
	judge(lint, &ref, doc->node_count > 3);
}

/* 2(2)に定める, 4において定める: a section, an item of it. */
static void
check_section(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;
	struct reference ref = { .sentence = s, .span = found }, inner;
	uint32_t at = found.from, number, item = 0;

	while (at < found.to && !lint_is_digit(doc->text.code[at]))
		at++;
	if (!lint_marker_number(&doc->text, &at, found.to, &number) ||
	    has_articles(doc) || section_style(doc) == STYLE_NONE)
		return;
	if (at < found.to && (doc->text.code[at] == '(' ||
	    doc->text.code[at] == '.' || doc->text.code[at] == '-')) {
		at++;
		(void)lint_marker_number(&doc->text, &at, found.to, &item);
	}
	add_sections(doc, &ref, number, 0);
	inner = ref;
	inner.count = 0;
	for (size_t i = 0; i < ref.count && item > 0; i++)
		add_children(doc, &inner, ref.targets[i], item);
	if (item > 0 && inner.count == 0 && ref.count > 0) {
		judge(lint, &inner, true);
		return;
	}
	judge(lint, item > 0 ? &inner : &ref, true);
}

/* The number of a sign, and which lists have such signs. */
static enum lint_style
read_sign(const struct lint_doc *doc, struct lint_span found, uint32_t *number)
{
	uint32_t c = doc->text.code[found.from], at = found.from + 1;

	if (c >= 0x2460 && c <= 0x2473) {
		*number = c - 0x2460 + 1;
		return STYLE_CIRCLE;
	}
	if (c >= 0x2160 && c <= 0x216B) {
		*number = c - 0x2160 + 1;
		return STYLE_ROMAN;
	}
	return lint_marker_number(&doc->text, &at, found.to, number) ?
	    STYLE_QUESTION : STYLE_NONE;
}

/* ⑩に記載, Ⅸの窓口, Q8の窓口: anything that is numbered so. */
static void
check_sign(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;
	struct reference ref = { .sentence = s, .span = found };
	uint32_t number = 0, all = 0;
	enum lint_style style = read_sign(doc, found, &number);

	for (size_t i = 1; i < doc->node_count; i++) {
		if (doc->nodes[i].marker.style != style)
			continue;
		all++;
		if (doc->nodes[i].marker.number == number)
			add_target(&ref, (int32_t)i);
	}
	judge(lint, &ref, all >= 2);
}

/* (五)に定める, where the outermost headings are numbered in brackets. */
static void
check_bracketed(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;
	struct reference ref = { .sentence = s, .span = found };
	enum lint_style style = section_style(doc);
	uint32_t at = found.from + 1, number;

	if (has_articles(doc) || (style != STYLE_PAREN &&
	    style != STYLE_KANJI_PAREN) ||
	    !lint_marker_number(&doc->text, &at, found.to, &number))
		return;
	add_sections(doc, &ref, number, 0);
	judge(lint, &ref, true);
}

/* 前項第8号: some list must be as long. */
static void
check_item(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;
	uint32_t at = found.from + 1, number;

	if (!lint_marker_number(&doc->text, &at, found.to, &number))
		return;
	for (size_t i = 1; i < doc->node_count; i++)
		if (doc->nodes[i].marker.number >= number &&
		    doc->nodes[i].marker.style != STYLE_ARTICLE)
			return;
	lint_report_add(lint, LINT_REFERENCE_MISSING, found);
}

/* 第5項 of 前条第5項: true when there is none, which is reported. */
static bool
check_part(struct lint *lint, uint32_t s, struct lint_span found,
    int32_t article)
{
	struct lint_span after = { found.to, lint_text_of(lint, s).to };
	uint32_t at, number;

	if (!lint_span_find(lint, after, "^第#項", &after))
		return false;
	at = after.from + 1;
	if (!lint_marker_number(&lint->doc->text, &at, after.to, &number) ||
	    has_paragraph(lint->doc, article, number))
		return false;
	found.to = after.to;
	lint_report_add(lint, LINT_REFERENCE_MISSING, found);
	return true;
}

/* 前条, 次条: the neighbours of the article. */
static void
check_neighbour(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;
	struct reference ref = { .sentence = s, .span = found };
	int32_t section = section_of(doc, s);
	bool next = doc->text.code[found.from] == 0x6B21;

	if (section <= 0 || doc->nodes[section].marker.style != STYLE_ARTICLE)
		return;
	if (next) {
		for (size_t i = (size_t)section + 1; i < doc->node_count; i++)
			if (doc->nodes[i].marker.style == STYLE_ARTICLE) {
				add_target(&ref, (int32_t)i);
				break;
			}
	} else {
		for (int32_t i = section - 1; i > 0; i--)
			if (doc->nodes[i].marker.style == STYLE_ARTICLE) {
				add_target(&ref, i);
				break;
			}
	}
	if (ref.count > 0 && check_part(lint, s, found, ref.targets[0]))
		return;
	judge(lint, &ref, true);
}

/* 前項 in the first words of an article. */
static void
check_before(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;
	uint32_t block = doc->sentences[s].block;
	int32_t section = section_of(doc, s);
	uint32_t first;

	if (section <= 0 || doc->nodes[section].marker.style != STYLE_ARTICLE)
		return;
	first = doc->nodes[section].block + 1;
	if (block == first && s == doc->blocks[first].first)
		lint_report_add(lint, LINT_REFERENCE_MISSING, found);
}

static const struct {
	const char *pattern;
	void (*check)(struct lint *lint, uint32_t s, struct lint_span found);
	bool may_be_foreign;	/* the same form is used of laws */
} forms[] = {
	{ "{第#条(の#)?(第?#項)?}", check_article, true },
	{ "%(条|条の#|0|1|2|3|4|5|6|7|8|9|法|前|各|款|表)"
	    "{(第#項|%(第|0|1|2|3|4|5|6|7|8|9)#項!(目))}", check_paragraph, true },
	{ "%(第|0|1|2|3|4|5|6|7|8|9|-|/|\\.|条|項|法|年|月|q)"
	    "{#(\\(#\\)|\\.#|-#)?}\\.?(に|で|において|の項に|にて)"
	    "(定め|規定|記載|掲げ|示す|示し|明示|特定|列挙|記述)", check_section,
	    false },
	{ "(上記|下記|後記|前記|本方針の?|は|を|、|の上|の|^){[0-9]+}\\.?の(利用目的|目的(に|で|の|以外)|"
	    "窓口|連絡先|手続|手数料|請求先|申出先)", check_section, false },
	{ "{[①-⑳Ⅰ-Ⅻ]|%([a-z])q[0-9]+}(に|で|の|へ|を|において)(記載|記述|定め|規定|掲げ|示|窓口|"
	    "連絡先|目的|参照|お?申出|範囲|場合|方法|手続|連絡)", check_sign, false },
	{ "%(0|1|2|3|4|5|6|7|8|9|条|項|法|号){\\(#\\)}(に|で|において|の項に)"
	    "(定め|規定|記載|掲げ|示す|示し|明示|特定|列挙|記述)", check_bracketed,
	    false },
	{ "(前項|前条|上記|本項|本条)の?{第#号}", check_item, false },
	{ "{(前|次)条}", check_neighbour, false },
	{ "{前項}", check_before, false },
	{ "%(法|令|則|約)(、|の|「|は|を|、「|^){(別表|別紙)(第?#)?}(に|の|を|で|、|」)",
	    lint_quoted_annex, false },
	{ "(上記|下記|後記|前記|本方針の|本規約の|以下の)「{[^」]+}」(を参照|に記載|に定め|"
	    "の(通り|項|条)|と同様|を覧|の内容|を確認|記載|にて)", lint_quoted_heading,
	    false },
};

/* 第●条, 第 条: a number that was never filled in. */
static void
check_unfilled(struct lint *lint, uint32_t s)
{
	struct lint_span found;

	if (lint_find(lint, s, "{第(○|●|◯|〇|×|x|_|\\*|△|□|■)+(条|項|号)}|"
	    "{第(条|項)}(に|の|で)(定め|規定|記載|掲げ)", &found))
		lint_report_add(lint, LINT_REFERENCE_MISSING, found);
}

/* Beyond a limit, which no policy reaches, references are not read. */
void
lint_reference_check(struct lint *lint)
{
	uint32_t checked = 0;

	LINT_EACH(lint, s) {
		struct lint_span sentence = lint_text_of(lint, s);

		check_unfilled(lint, s);
		for (size_t f = 0; f < LENGTH(forms); f++) {
			struct lint_span rest = sentence, found;

			while (lint_find(lint, s, forms[f].pattern, NULL) &&
			    lint_span_find(lint, rest, forms[f].pattern,
			    &found)) {
				rest.from = found.to;
				if (forms[f].may_be_foreign &&
				    is_of_other_document(lint, sentence,
				    found.from))
					continue;
				if (++checked > REFERENCES_MAX)
					return;
				forms[f].check(lint, s, found);
			}
		}
	}
}
