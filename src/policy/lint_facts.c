#include "policy/lint_rule.h"

enum { NEAR_LETTERS = 120, HEAD_BLOCKS = 8, TAIL_BLOCKS = 14,
	CANDIDATES = 100, EVIDENCE = 3 };

static bool
same_letters(const struct lint_doc *doc, struct lint_span a,
    struct lint_span b)
{
	return a.to - a.from == b.to - b.from && memcmp(doc->text.code +
	    a.from, doc->text.code + b.from, (a.to - a.from) *
	    sizeof(*doc->text.code)) == 0;
}

/* Where 当社 is defined: (以下「当社」といいます。 */
static bool
define_self(struct lint *lint, uint32_t *sentence, struct lint_span *self)
{
	LINT_EACH(lint, s) {
		struct lint_span found;

		if (!lint_find(lint, s, "以下[、,]?(総称して|単に)?「({"
		    "<self>})」|\\(「{<self>}」|\\({<self>}\\)|"
		    "以下[、,]?({<self>})(とい|とする|と称|と記)", &found))
			continue;
		*self = found;
		*sentence = s;
		return true;
	}
	return false;
}

/* A name in the first or last blocks of the policy is more likely its own. */
static int
weight_of(const struct lint *lint, size_t number, uint32_t head)
{
	const struct lint_facts *facts = lint->facts;
	const struct lint_name *name = &facts->names[number];
	const struct lint_doc *doc = lint->doc;
	uint32_t block = doc->sentences[name->sentence].block;
	int weight = 0;

	for (size_t i = 0; i < facts->name_count; i++)
		weight += same_letters(doc, facts->names[i].span, name->span);
	if (doc->blocks[block].chrome)
		return weight;
	if (block < head)
		weight += 6;
	if (block + TAIL_BLOCKS > doc->block_count)
		weight += 3;
	if (lint_about(lint, name->sentence, TOPIC_OPERATOR | TOPIC_DESK))
		weight += 3;
	if (lint_about(lint, name->sentence, TOPIC_ENTRUST | TOPIC_TRACKING |
	    TOPIC_THIRD | TOPIC_JOINT | TOPIC_FOREIGN))
		weight -= 5;
	if (lint_has(lint, name->sentence,
	    "認定個人情報保護団体|委託先|送信先|提供先|委員会|(グループ|子)会社|"
	    "google|推進協会"))
		weight -= 8;
	return weight;
}

static void
find_operator(struct lint *lint)
{
	struct lint_facts *facts = lint->facts;
	uint32_t sentence = 0, head = HEAD_BLOCKS;
	int best = 0;

	facts->operator_ = -1;
	/* Who is called 当店 stands there or above, not below it. */
	if (define_self(lint, &sentence, &facts->self))
		head = lint->doc->sentences[sentence].block + 1;
	if (facts->self.to > facts->self.from) {
		best = EVIDENCE;
		for (size_t i = 0; i < facts->name_count; i++)
			if (facts->names[i].sentence == sentence &&
			    facts->names[i].span.to <= facts->self.from)
				facts->operator_ = (int32_t)i;
	}
	if (facts->operator_ >= 0)
		return;
	for (size_t i = 0; i < facts->name_count && i < CANDIDATES; i++) {
		int weight = weight_of(lint, i, head);

		if (weight > best) {
			best = weight;
			facts->operator_ = (int32_t)i;
		}
	}
}

/* さくら歯科(以下「当院」…: the name of one without a legal form. */
static void
find_informal(struct lint *lint)
{
	struct lint_facts *facts = lint->facts;
	struct lint_span found;

	if (facts->self.to > facts->self.from) {
		struct lint_span before = { 0, facts->self.from };

		before.from = before.to > 60 ? before.to - 60 : 0;
		if (lint_span_find(lint, before, "{[一-龠々ァ-ヶーa-z0-9ぁ-ん・&' -]"
		    "[一-龠々ァ-ヶーa-z0-9ぁ-ん・&' -]+}\\(?[、,]?(以下[、,]?)?"
		    "(総称して|単に)?「?$", &found) ||
		    lint_span_find(lint, before, "{[一-龠々ァ-ヶーa-z0-9ぁ-ん・&' -]"
		    "[一-龠々ァ-ヶーa-z0-9ぁ-ん・&' -]+}\\([^()]*以下[、,]?「?$",
		    &found)) {
			facts->operator_span = found;
			return;
		}
	}
	LINT_EACH(lint, s)
		if (lint_find(lint, s, "(事業者名?|運営者名?|屋号|店舗名|施設名|"
		    "医院名|名称|商号|運営元|発行者|サイト名|サイト運営者|"
		    "事業者の(名称|氏名)|氏名又は名称)[:|]"
		    "{[^:|。]+}", &found) ||
		    lint_find(lint, s, "^{[一-龠々ァ-ヶーa-zぁ-ん0-9・&' -]+("
		    "クリニック|医院|病院|歯科|薬局|法律事務所|会計事務所|事務所|"
		    "教室|塾|学園|学校|幼稚園|保育園|商店|工房|サロン|整骨院|鍼灸院|"
		    "教会|寺|神社|旅館|ホテル|食堂|書店|ショップ|ストア|協会|連盟|"
		    "学会|財団|倶楽部|センター|農園|市|町|村)}"
		    "($|は、|では、|における|の個人情報|プライバシー|個人情報|\\()",
		    &found)) {
			facts->operator_span = found;
			return;
		}
}

static void
mark_operator(struct lint *lint)
{
	struct lint_facts *facts = lint->facts;
	const struct lint_name *own;

	if (facts->operator_ < 0) {
		find_informal(lint);
		return;
	}
	own = &facts->names[facts->operator_];
	facts->operator_span = own->span;
	facts->form = own->form;
	for (size_t i = 0; i < facts->name_count; i++) {
		struct lint_name *name = &facts->names[i];

		name->operator_ = same_letters(lint->doc, name->span,
		    own->span);
		name->alike = !name->operator_ &&
		    lint_spelling_alike(lint, own, name);
	}
}

/* Whether what stands here is said of another body than the operator. */
static bool
is_of_another(const struct lint *lint, uint32_t letter, uint32_t sentence)
{
	const struct lint_facts *facts = lint->facts;
	int32_t near = lint_facts_before(facts, lint->doc, letter,
	    NEAR_LETTERS);
	struct lint_span between;

	if (near < 0 || facts->names[near].operator_ ||
	    facts->names[near].alike || facts->operator_ < 0)
		return lint_has(lint, sentence,
		    "個人情報保護委員会|認定個人情報保護団体|推進協会");
	between = (struct lint_span){ facts->names[near].span.to, letter };
	return !lint_span_has(lint, between, "<self>");
}

static void
find_representative(struct lint *lint)
{
	struct lint_facts *facts = lint->facts;

	for (size_t i = 0; i < facts->person_count; i++) {
		const struct lint_person *person = &facts->people[i];

		if (is_of_another(lint, person->title.from, person->sentence))
			continue;
		facts->representative = (struct lint_span){
			person->title.from, person->name.to };
		return;
	}
}

#define PREFECTURE "(北海道|東京都|京都府|大阪府|(青森|岩手|宮城|秋田|山形|福島|" \
    "茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|" \
    "愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|" \
    "高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)"

static void
find_address(struct lint *lint)
{
	struct lint_facts *facts = lint->facts;

	for (uint32_t s = 0; s < lint->doc->sentence_count; s++) {
		struct lint_span found;
		bool full, part;

		if (!lint_has(lint, s, "(市|区|町|村|郡|都|道|府|県)~30#|〒|所在地|住所|"
		    "本社|address"))
			continue;
		full = lint_find(lint, s, "{(〒?#-#)?" PREFECTURE "?"
		    "([一-龠々ァ-ヶーぁ-ん]~8(市|区|町|村|郡))[^。|]~24"
		    "#(丁目|番地?|号|-#|階|f)[^。|]~4}|" PREFECTURE
		    "[^。、|「」]~24#|〒[0-9 -]+|"
		    "((本店|本社|主たる事務所)の?)?(所在地|住所|本社|address)[:|]"
		    "~4[a-z0-9]~8[a-z0-9, ]", &found);
		part = !full && lint_find(lint, s, PREFECTURE
		    "~8(市|区|町|村|郡)", &found);

		if ((!full && !part) || (facts->address_full || (part &&
		    facts->address.to > facts->address.from)) ||
		    is_of_another(lint, found.from, s))
			continue;
		if (part && !lint_has(lint, s, "所在地|住所|本社|本店"))
			continue;
		facts->address = found;
		facts->address_full = full;
		if (full)
			return;
	}
}

/* 住所・代表者は会社概要をご覧ください, with a link or address of the page. */
static void
find_elsewhere(struct lint *lint)
{
	struct lint_facts *facts = lint->facts;

	LINT_EACH(lint, s) {
		struct lint_span text = lint_text_of(lint, s);
		bool linked = lint_has(lint, s, "https?://");
		uint32_t from = lint->doc->text.at[text.from];
		uint32_t to = lint->doc->text.at[text.to - 1];

		if (!lint_has(lint, s, "(会社|企業|法人|協会|運営)(概要|案内|情報)|"
		    "about|特定商取引") || !lint_has(lint, s,
		    "(住所|所在地)~20(代表|理事)|(代表|理事)~20(住所|所在地)"))
			continue;
		for (size_t i = 0; i < lint->doc->link_count && !linked; i++)
			linked = lint->doc->links[i].at >= from &&
			    lint->doc->links[i].at <= to &&
			    !lint->doc->links[i].empty;
		if (!linked)
			continue;
		facts->elsewhere = true;
		facts->elsewhere_span = text;
		return;
	}
}

/*
 * 住所は、ご本人の求めに応じて遅滞なくお答えします。 That is as good as printing it
 * (article 32(1)).
 */
static void
find_on_request(struct lint *lint)
{
	struct lint_facts *facts = lint->facts;
	struct lint_span found;

	LINT_EACH(lint, s) {
		if (!lint_has(lint, s, "(求め|請求|問合せ)に?(応じ|対し)[^。]*遅滞なく"
		    "[^。]*(回答|答え|知らせ|伝え|通知|開示)"))
			continue;
		if (facts->address.to == facts->address.from &&
		    lint_find(lint, s, "{(住所|所在地)[^。]*遅滞なく}", &found)) {
			facts->address = found;
			facts->address_full = true;
		}
		if (facts->representative.to == facts->representative.from &&
		    lint_find(lint, s, "{(代表者|代表取締役|代表理事|理事長)"
		    "[^。]*遅滞なく}", &found))
			facts->representative = found;
	}
}

bool
lint_facts_find(struct lint *lint)
{
	if (!lint_names_find(lint))
		return false;
	find_operator(lint);
	mark_operator(lint);
	find_representative(lint);
	find_address(lint);
	find_on_request(lint);
	find_elsewhere(lint);
	return lint_hosts_find(lint);
}
