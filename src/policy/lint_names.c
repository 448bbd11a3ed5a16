/*
 * Names of corporate bodies and of who represents them.
 */
#include "policy/lint_rule.h"

enum { NAMES_MAX = 400, NAME_LETTERS = 30, PEOPLE_MAX = 100 };

static const struct {
	const char *word;
	enum lint_form form;
	bool suffix_only;
} forms[] = {
	{ "株式会社", FORM_COMPANY, false }, { "(株)", FORM_COMPANY, false },
	{ "有限会社", FORM_COMPANY, false }, { "(有)", FORM_COMPANY, false },
	{ "合同会社", FORM_PARTNERS, false }, { "合名会社", FORM_PARTNERS, false },
	{ "合資会社", FORM_PARTNERS, false }, { "(同)", FORM_PARTNERS, false },
	{ "一般社団法人", FORM_ASSOCIATION, false },
	{ "公益社団法人", FORM_ASSOCIATION, false },
	{ "一般財団法人", FORM_ASSOCIATION, false },
	{ "公益財団法人", FORM_ASSOCIATION, false },
	{ "特定非営利活動法人", FORM_CHAIRED, false },
	{ "npo法人", FORM_CHAIRED, false },
	{ "医療法人社団", FORM_CHAIRED, false },
	{ "医療法人財団", FORM_CHAIRED, false },
	{ "医療法人", FORM_CHAIRED, false },
	{ "社会医療法人", FORM_CHAIRED, false },
	{ "社会福祉法人", FORM_CHAIRED, false },
	{ "学校法人", FORM_CHAIRED, false },
	{ "宗教法人", FORM_RELIGIOUS, false },
	{ "独立行政法人", FORM_PUBLIC, false },
	{ "国立大学法人", FORM_PUBLIC, false },
	{ "公立大学法人", FORM_PUBLIC, false },
	{ "弁護士法人", FORM_OFFICE, false }, { "税理士法人", FORM_OFFICE, false },
	{ "司法書士法人", FORM_OFFICE, false },
	{ "行政書士法人", FORM_OFFICE, false },
	{ "社会保険労務士法人", FORM_OFFICE, false },
	{ "特許業務法人", FORM_OFFICE, false },
	{ "弁理士法人", FORM_OFFICE, false },
	{ "監査法人", FORM_OFFICE, false },
	{ "農事組合法人", FORM_COOPERATIVE, false },
	{ "生活協同組合", FORM_COOPERATIVE, false },
	{ "農業協同組合", FORM_COOPERATIVE, false },
	{ "協同組合", FORM_COOPERATIVE, false },
	{ "信用金庫", FORM_COOPERATIVE, true },
	{ "信用組合", FORM_COOPERATIVE, true },
	{ "健康保険組合", FORM_COOPERATIVE, true },
	{ "相互会社", FORM_OTHER, false },
	{ "特定目的会社", FORM_OTHER, false },
	{ "co.,ltd", FORM_OVERSEAS, true }, { "co., ltd", FORM_OVERSEAS, true },
	{ "inc.", FORM_OVERSEAS, true }, { " llc", FORM_OVERSEAS, true },
	{ " ltd", FORM_OVERSEAS, true }, { " gmbh", FORM_OVERSEAS, true },
	{ "corporation", FORM_OVERSEAS, true }, { " inc", FORM_OVERSEAS, true },
	{ "limited", FORM_OVERSEAS, true }, { " b.v.", FORM_OVERSEAS, true },
	{ " pte", FORM_OVERSEAS, true }, { " s.a.", FORM_OVERSEAS, true },
};

static uint32_t
word_at(const struct lint_letters *text, uint32_t at, uint32_t to,
    const char *word)
{
	struct text rest = text_of(word);
	uint32_t start = at, c;

	while (text_next(&rest, &c))
		if (at >= to || text->code[at++] != c)
			return 0;
	return at - start;
}

/* A blank was printed between this letter and the one before it. */
static bool
is_apart(const struct lint_letters *text, uint32_t i)
{
	return i == 0 || text->at[i] != lint_letters_end(text, i - 1);
}

static bool
is_name_letter(uint32_t c)
{
	return lint_is_kanji(c) || lint_is_katakana(c) || lint_is_latin(c) ||
	    lint_is_digit(c) || c == 0x30FB || c == '&' || c == '-' ||
	    c == '.' || c == '\'';
}

/* Words with which what follows a name begins. */
static bool
ends_name(const struct lint_letters *text, uint32_t at, uint32_t to)
{
	static const char *const words[] = {
		"代表", "個人情報", "プライバシー", "顧客", "お客様", "東京都",
		"大阪府", "京都府", "北海道", "及び", "又は", "並びに", "以下",
		"若しくは", "理事長", "等", "各社", "問合せ", "取締役", "所在地",
		"住所", "電話", "メール", "担当", "総務", "管理部", "制定", "改定",
		"が運営", "運営", "への", "との", "から", "より", "には", "では",
		"事務局", "お", "カスタマー", "相談", "苦情", "人事部", "情報",
		"グループ", "当社", "弊社", "tel", "〒", "法務", "コンプライアンス"
	};

	for (size_t i = 0; i < LENGTH(words); i++)
		if (word_at(text, at, to, words[i]) > 0)
			return true;
	return false;
}

static bool
is_particle(uint32_t c)
{
	static const uint32_t particles[] = {
		0x306F, 0x304C, 0x306E, 0x3092, 0x306B, 0x3067, 0x3068, 0x3082,
		0x3078, 0x3084
	};

	for (size_t i = 0; i < LENGTH(particles); i++)
		if (particles[i] == c)
			return true;
	return false;
}

/* Whether 「株式会社みらい(以下…」: a bracket closes a name in hiragana. */
static uint32_t
bracket_after(const struct lint_letters *text, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to && i - from < NAME_LETTERS; i++) {
		uint32_t c = text->code[i];

		if (c == '(' && word_at(text, i + 1, to, "以下") > 0)
			return i;
		if (!is_name_letter(c) && !lint_is_hiragana(c) && c != ' ')
			return 0;
		if (i > from && is_apart(text, i) && c != ' ' &&
		    !lint_is_latin(c))
			return 0;
	}
	return 0;
}

/* The end of a name behind its form. */
static uint32_t
name_forward(const struct lint_letters *text, uint32_t from, uint32_t to)
{
	uint32_t i = bracket_after(text, from, to);

	if (i > from)
		return i;
	for (i = from; i < to && i - from < NAME_LETTERS; i++) {
		uint32_t c = text->code[i];
		bool blank = c == ' ' && i > from &&
		    lint_is_latin(text->code[i - 1]) && i + 1 < to &&
		    lint_is_latin(text->code[i + 1]);

		if (i > from && is_apart(text, i) && !lint_is_latin(c) &&
		    !blank)
			break;
		if (i > from && ends_name(text, i, to))
			break;
		if (is_name_letter(c) || blank)
			continue;
		if (!lint_is_hiragana(c) || (is_particle(c) && (i > from ||
		    !lint_is_hiragana(i + 1 < to ? text->code[i + 1] : 0))))
			break;
	}
	while (i > from && (text->code[i - 1] == '.' ||
	    text->code[i - 1] == '-' || text->code[i - 1] == 0x30FB))
		i--;
	return i;
}

/* The begin of a name before its form. */
static uint32_t
name_backward(const struct lint_letters *text, uint32_t from, uint32_t at)
{
	static const char *const own[] = {
		"当社", "弊社", "当法人", "会社名", "商号", "事業者名", "運営者",
		"運営会社", "名称", "及び", "又は", "当院", "親会社"
	};
	uint32_t i = at;

	while (i > from && at - i < NAME_LETTERS) {
		uint32_t c = text->code[i - 1];
		bool blank = c == ' ' && lint_is_latin(i < at ?
		    text->code[i] : 'a');

		if (!is_name_letter(c) && !blank &&
		    !(lint_is_hiragana(c) && !is_particle(c)))
			break;
		if (i < at && is_apart(text, i) && !lint_is_latin(c))
			break;
		i--;
	}
	while (i < at && (text->code[i] == 0x30FB || text->code[i] == ' ' ||
	    lint_is_hiragana(text->code[i])))
		i++;
	for (uint32_t k = i; k < at; k++)
		for (size_t w = 0; w < LENGTH(own); w++) {
			uint32_t n = word_at(text, k, at, own[w]);

			if (n > 0 && k + n < at)
				i = k + n;
		}
	return i;
}

static bool
add_name(struct lint *lint, struct lint_name name)
{
	struct lint_facts *facts = lint->facts;
	const struct lint_letters *text = &lint->doc->text;
	struct lint_name *names;
	uint32_t end = name.span.to;

	if (name.core.to - name.core.from < 1 ||
	    facts->name_count == NAMES_MAX)
		return true;
	names = lint_letters_grown(lint->arena, facts->names,
	    facts->name_count, &facts->name_capacity, sizeof(*names));
	if (names == NULL)
		return false;
	facts->names = names;
	name.defined = end + 2 < text->n && text->code[end] == '(' &&
	    (word_at(text, end + 1, (uint32_t)text->n, "以下") > 0 ||
	    word_at(text, end + 1, (uint32_t)text->n, "「") > 0);
	names[facts->name_count++] = name;
	return true;
}

static bool
is_verb_end(const struct lint_letters *text, uint32_t at)
{
	static const char *const ends[] = {
		"する", "した", "している", "ている", "である", "なる", "される",
		"された", "の"
	};

	for (size_t i = 0; i < LENGTH(ends); i++) {
		uint32_t n = (uint32_t)text_length(text_of(ends[i]));

		if (at >= n && word_at(text, at - n, at, ends[i]) == n)
			return true;
	}
	return false;
}

/* The name around a form that stands at [at, at + n) in a sentence. */
static bool
name_around(struct lint *lint, uint32_t s, uint32_t at, uint32_t n, size_t f)
{
	const struct lint_letters *text = &lint->doc->text;
	struct lint_span sentence = lint_text_of(lint, s);
	struct lint_name name = { .form = forms[f].form, .sentence = s };
	uint32_t before = name_backward(text, sentence.from, at);
	uint32_t after = forms[f].suffix_only ? at + n :
	    name_forward(text, at + n, sentence.to);
	bool can_follow = after > at + n && !is_apart(text, at + n);
	bool can_precede = before < at && (!is_apart(text, at) ||
	    forms[f].word[0] == ' ' || forms[f].form == FORM_OVERSEAS);

	if (after > at + n && !can_follow && !can_precede)
		can_follow = !ends_name(text, at + n, sentence.to);
	if (can_follow && !can_precede &&
	    lint_is_hiragana(text->code[at + n]) &&
	    lint_is_hiragana(at + n + 1 < sentence.to ?
	    text->code[at + n + 1] : 0) && word_at(text, at + n, sentence.to,
	    "です") > 0)
		can_follow = false;
	if (can_follow && can_precede)
		can_precede = ends_name(text, at + n, sentence.to) ||
		    lint_is_hiragana(text->code[at + n]);
	/* 教室を運営する株式会社… is a verb and the form of what follows. */
	if (can_follow && before < at && is_verb_end(text, at))
		can_precede = false;
	if (can_precede) {
		name.core = (struct lint_span){ before, at };
		name.span = (struct lint_span){ before, at + n };
	} else if (can_follow) {
		name.core = (struct lint_span){ at + n, after };
		name.span = (struct lint_span){ at, after };
		name.prefix = true;
	} else {
		return true;
	}
	return add_name(lint, name);
}

/* The longest form that begins at a letter; its length, or 0. */
static uint32_t
form_at(const struct lint_letters *text, uint32_t at, uint32_t to, size_t *form)
{
	uint32_t length = 0;

	for (size_t f = 0; f < LENGTH(forms); f++) {
		uint32_t n = word_at(text, at, to, forms[f].word);

		if (n > length) {
			length = n;
			*form = f;
		}
	}
	return length;
}

static bool
names_in(struct lint *lint, uint32_t s)
{
	const struct lint_letters *text = &lint->doc->text;
	struct lint_span sentence = lint_text_of(lint, s);

	for (uint32_t i = sentence.from; i < sentence.to; i++) {
		size_t form = 0;
		uint32_t length = form_at(text, i, sentence.to, &form);

		if (length == 0 || (forms[form].form == FORM_OVERSEAS &&
		    i + length < sentence.to &&
		    lint_is_latin(text->code[i + length])))
			continue;
		if (!name_around(lint, s, i, length, form))
			return false;
		i += length - 1;
	}
	return true;
}

/* Pieces of which a form must have one: most sentences have none. */
#define ANY_FORM "会社|法人|組合|金庫|\\((株|有|同)\\)|co\\.|inc|llc|ltd|gmbh|corporation|" \
    "limited|b\\.v|pte|s\\.a"

/*
 * 代表取締役社長 CEO 山田太郎: titles, of which one must mean who represents,
 * and a name behind them.
 */
#define TITLE "(代表取締役|代表執行役|代表理事|代表社員|代表役員|理事長|" \
    "代表者|頭取|総裁|組合長|会頭|取締役社長|%(副)社長|%(副)会長|院長|園長|" \
    "学長|塾長|店主|職務執行者|代表)"
#define TITLE_MORE "(社長|会長|執行役員|執行役|理事長|理事|最高経営責任者|" \
    "ceo|coo|cto|兼務|兼|院長|学長|校長|学校長|園長|所長|グループ|president|" \
    "職務執行者|代表取締役|の?氏名|の?名前|名|取締役|代表|及び|[:|/&・、,(/)])*"
#define NOT_NAME "!(の|は|が|を|に|と|等|など|による|変更|電話|番号|権|者|" \
    "印|殿|宛|あて|以下|より|から|まで|直属|直轄|以外|その他|個人情報|責任|承認|" \
    "同意|委任|として|決定|的|する|例|質|メール|tel|fax|e-?mail|及び|又は|について|" \
    "住所|所在|本社|会社|株式|弁護|取得|確認|変わ|交代|選|就任|指名|任命|監督|" \
    "指示|報告|直接|自ら|より|担当|窓口|問合せ|事業|年齢|生年|サービス|サイト|" \
    "取締|理事|社員|役|ページ|サポート|プライバシー|連絡|必要|存在|資格|機関|訴訟|あいさつ|挨拶|" \
    "メッセージ|プロフィール|業務|本人|当社|法人|お客様|掲載|記載|公表|欄)"

static bool
people_in(struct lint *lint, uint32_t s)
{
	struct lint_facts *facts = lint->facts;
	struct lint_span rest = lint_text_of(lint, s), found;

	while (facts->person_count < PEOPLE_MAX && lint_span_find(lint, rest,
	    "{" TITLE TITLE_MORE "}" NOT_NAME
	    "[一-龠々〆ヵヶァ-ヶーa-zぁ-ん]", &found)) {
		struct lint_person *people = lint_letters_grown(lint->arena,
		    facts->people, facts->person_count,
		    &facts->person_capacity, sizeof(*people)), *person;
		struct lint_span name = { found.to, rest.to };

		if (people == NULL)
			return false;
		facts->people = people;
		person = &people[facts->person_count];
		rest.from = found.to;
		if (!lint_span_find(lint, name,
		    "^([一-龠々〆][一-龠々〆ぁ-んァ-ヶー]+|[ァ-ヶー・]+|"
		    "[a-z][a-z. -]+|[ぁ-ん]+[一-龠々]+)", &name) ||
		    name.to - name.from < 2)
			continue;
		person->title = found;
		person->name = name;
		person->sentence = s;
		person->of = lint_facts_before(facts, lint->doc, found.from,
		    160);
		facts->person_count++;
	}
	return true;
}

int32_t
lint_facts_before(const struct lint_facts *facts,
    const struct lint_doc *doc, uint32_t letter, uint32_t reach)
{
	int32_t best = -1;

	(void)doc;
	for (size_t i = 0; i < facts->name_count; i++) {
		if (facts->names[i].span.to > letter)
			break;
		if (letter - facts->names[i].span.to <= reach)
			best = (int32_t)i;
	}
	return best;
}

/* Where a name was cut at a particle, the defined form of it is known. */
static void
complete_names(struct lint *lint)
{
	struct lint_facts *facts = lint->facts;
	const uint32_t *code = lint->doc->text.code;

	for (size_t d = 0; d < facts->name_count; d++) {
		const struct lint_name *full = &facts->names[d];
		uint32_t n = full->span.to - full->span.from;

		if (!full->defined || !full->prefix)
			continue;
		for (size_t i = 0; i < facts->name_count; i++) {
			struct lint_name *name = &facts->names[i];
			uint32_t end = lint_text_of(lint, name->sentence).to;

			if (name->span.to - name->span.from >= n ||
			    name->span.from + n > end || memcmp(code +
			    name->span.from, code + full->span.from, n *
			    sizeof(*code)) != 0)
				continue;
			name->span.to = name->core.to = name->span.from + n;
		}
	}
}

bool
lint_names_find(struct lint *lint)
{
	for (uint32_t s = 0; s < lint->doc->sentence_count &&
	    lint->facts->name_count < NAMES_MAX; s++)
		if (lint_has(lint, s, ANY_FORM) && !names_in(lint, s))
			return false;
	complete_names(lint);
	for (uint32_t s = 0; s < lint->doc->sentence_count &&
	    lint->facts->person_count < PEOPLE_MAX; s++)
		if (lint_has(lint, s, TITLE) && !people_in(lint, s))
			return false;
	return true;
}
