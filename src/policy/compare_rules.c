/*
 * Which change is of which class.
 */
#include "policy/compare_parts.h"

static const struct node *
find(const struct policy_source *source, const char *section, struct text id)
{
	const struct node *list = node_get(source->root, section);

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "id"), id))
			return node_at(list, i);
	return NULL;
}

/* Whether the new set of references has something that the old lacks. */
static bool
is_wider(const struct node *before, const struct node *after)
{
	if (after == NULL)	/* absent: everybody, or nothing */
		return before != NULL;
	if (before == NULL || before->kind == NODE_TEXT)
		return false;
	if (after->kind == NODE_TEXT)
		return true;
	for (size_t i = 0; i < node_count(after); i++)
		if (!node_lists(before, node_at(after, i)->text))
			return true;
	return false;
}

/* Only blanks and signs of punctuation differ. */
static bool
reads_alike(struct text a, struct text b)
{
	static const char *const signs = " \t\n、。，．,.・「」()（）　";
	uint32_t x, y;
	struct text skip;

	for (;;) {
		x = y = 0;
		while (text_next(&a, &x)) {
			char one[5] = { 0 };

			(void)text_encode(x, one);
			skip = text_of(signs);
			if (text_find(skip, text_of(one)) < 0)
				break;
			x = 0;
		}
		while (text_next(&b, &y)) {
			char one[5] = { 0 };

			(void)text_encode(y, one);
			skip = text_of(signs);
			if (text_find(skip, text_of(one)) < 0)
				break;
			y = 0;
		}
		if (x != y)
			return false;
		if (x == 0)
			return true;
	}
}

/* Judged to be what people could expect of a purpose they know (17(2)). */
static bool
is_expected(const struct comparison *comparison,
    const struct node *purpose)
{
	struct text related = node_text(purpose, "related_to");

	return related.n > 0 && find(comparison->old_source, "purposes",
	    related) != NULL;
}

static enum change_class
new_purpose(const struct comparison *comparison,
    const struct compared *found, const struct compare_rule *rule)
{
	if (node_bool(found->declaration, "statutory", false) ||
	    is_expected(comparison, found->declaration))
		return CHANGE_NOTICE;
	return rule->class;
}

static enum change_class
wider_purpose(const struct comparison *comparison,
    const struct compared *found, const struct compare_rule *rule)
{
	(void)comparison;
	if (!is_wider(found->old_node, found->new_node) ||
	    text_equal(node_text(found->declaration, "related_to"),
	    found->id))
		return CHANGE_NOTICE;
	return rule->class;
}

static enum change_class
purpose_text(const struct comparison *comparison,
    const struct compared *found, const struct compare_rule *rule)
{
	(void)comparison;
	if (reads_alike(node_text(found->old_node, "ja"),
	    node_text(found->new_node, "ja")))
		return CHANGE_EDITORIAL;
	return text_equal(node_text(found->declaration, "related_to"),
	    found->id) ? CHANGE_NOTICE : rule->class;
}

static enum change_class
wider(const struct comparison *comparison, const struct compared *found,
    const struct compare_rule *rule)
{
	(void)comparison;
	return is_wider(found->old_node, found->new_node) ? rule->class :
	    CHANGE_NOTICE;
}

/* By what kind of recipient it is. */
static enum change_class
recipient(const struct comparison *comparison,
    const struct compared *found, const struct compare_rule *rule)
{
	struct text kind = node_text(found->declaration, "kind");

	(void)comparison;
	if (found->how == CHANGE_REMOVED)
		return text_is(kind, "joint_use") ? CHANGE_JOINT_USE :
		    CHANGE_NOTICE;
	if (text_is(node_text(found->declaration, "abroad"), "consent"))
		return CHANGE_CONSENT;
	if (text_is(kind, "joint_use"))
		return CHANGE_JOINT_USE;
	if ((text_is(kind, "third_party") ||
	    text_is(kind, "related_information")) &&
	    node_get(found->declaration, "ground") == NULL)
		return rule->class;
	return CHANGE_NOTICE;
}

/* 27(6) does not list items and range: they change only with consent. */
static enum change_class
recipient_set(const struct comparison *comparison,
    const struct compared *found, const struct compare_rule *rule)
{
	struct text kind = node_text(found->declaration, "kind");

	(void)comparison;
	if (text_is(kind, "joint_use"))
		return is_wider(found->old_node, found->new_node) ?
		    CHANGE_CONSENT : CHANGE_JOINT_USE;
	if ((text_is(kind, "third_party") ||
	    text_is(kind, "related_information")) &&
	    node_get(found->declaration, "ground") == NULL &&
	    is_wider(found->old_node, found->new_node))
		return rule->class;
	return CHANGE_NOTICE;
}

static enum change_class
joint_members(const struct comparison *comparison,
    const struct compared *found, const struct compare_rule *rule)
{
	(void)comparison;
	if (!text_is(node_text(found->declaration, "kind"), "joint_use"))
		return CHANGE_NOTICE;
	for (size_t i = 0; i < node_count(found->new_node); i++) {
		struct text name = node_text(node_get(node_at(found->new_node,
		    i), "name"), "ja");
		bool known = false;

		for (size_t j = 0; j < node_count(found->old_node); j++)
			known |= text_equal(node_text(node_get(node_at(
			    found->old_node, j), "name"), "ja"), name);
		if (!known)
			return rule->class;
	}
	return CHANGE_JOINT_USE;
}

static enum change_class
joint_detail(const struct comparison *comparison,
    const struct compared *found, const struct compare_rule *rule)
{
	(void)comparison;
	return text_is(node_text(found->declaration, "kind"), "joint_use") ?
	    rule->class : CHANGE_NOTICE;
}

/* A clause that only orders declarations promises nothing by itself. */
static enum change_class
text_clause(const struct comparison *comparison,
    const struct compared *found, const struct compare_rule *rule)
{
	(void)comparison;
	return node_get(found->declaration, "paragraphs") == NULL ?
	    CHANGE_EDITORIAL : rule->class;
}

#define WORDS(ja, en) { (ja), (en) }
#define ROW(section, key, class, article, ja, en) \
	{ (section), (key), CHANGE_##class, (article), WORDS(ja, en), NULL, \
	  false }
#define JUDGED(section, key, class, article, ja, en, judge, renames) \
	{ (section), (key), CHANGE_##class, (article), WORDS(ja, en), \
	  (judge), (renames) }

const struct compare_rule compare_rules[] = {
	/* What is not published, or says the same. */
	ROW("*", "note", EDITORIAL, "", "公表しない覚え書きです",
	    "a remark that is not published"),
	ROW("*", "clause", EDITORIAL, "", "条項との対応の整理です",
	    "only which clause states it"),
	ROW("*", "departs_from_text", EDITORIAL, "",
	    "公表文との違いの記録です", "a note on the published text"),
	ROW("text", "heading", EDITORIAL, "", "見出しです", "a heading"),
	ROW("text", "states", EDITORIAL, "", "条項の構成です",
	    "how the text is made up"),
	JUDGED("text", "+", NOTICE, "", "条項が加わります", "a new clause",
	    text_clause, false),
	JUDGED("text", "-", NOTICE, "", "条項がなくなります",
	    "a clause is taken out", text_clause, false),
	ROW("roles", "*", EDITORIAL, "", "社内の権限です",
	    "rights inside the house"),
	ROW("documents", "*", NOTICE, "", "規約・規程の版です",
	    "versions of terms and rules"),

	JUDGED("purposes", "+", CONSENT, "18(1), 17(2)",
	    "新しい利用目的です。17条2項の範囲との判断 (related_to) があれば通知又は公表で足り、なければ既に取得した情報には同意が要ります",
	    "a new purpose: notice is enough where related_to judges it "
	    "within 17(2); else what is held already needs consent",
	    new_purpose, false),
	ROW("purposes", "-", NOTICE, "21(3)", "利用目的の廃止です",
	    "a purpose is given up"),
	JUDGED("purposes", "text", CONSENT, "18(1), 17(2)",
	    "利用目的の文が変わります。広がるなら新しい id とし、17条2項の範囲なら related_to に自身の id を書きます",
	    "the purpose reads differently; if it is wider give it a new "
	    "id, if it is within 17(2) let related_to name itself",
	    purpose_text, true),
	JUDGED("purposes", "items", CONSENT, "18(1), 17(2)",
	    "利用目的に用いる項目が増えます。新しい id とするか、17条2項の範囲なら related_to に自身の id を書きます",
	    "the purpose takes more items; give it a new id, or let "
	    "related_to name itself if that is within 17(2)",
	    wider_purpose, true),
	JUDGED("purposes", "subjects", CONSENT, "18(1), 17(2)",
	    "利用目的の対象となる本人が広がります",
	    "the purpose is about more persons", wider_purpose, true),
	JUDGED("purposes", "provides", CONSENT, "27(1)",
	    "この利用目的での提供先が増えます",
	    "the purpose provides to more recipients", wider, false),
	ROW("purposes", "label", EDITORIAL, "", "呼び名です", "a name"),

	JUDGED("recipients", "+", CONSENT, "27(1), 28(1)",
	    "新しい取扱先です", "a new recipient", recipient, false),
	JUDGED("recipients", "-", NOTICE, "21(3)", "取扱先の廃止です",
	    "a recipient is given up", recipient, false),
	JUDGED("recipients", "items", CONSENT, "27(1), 27(6)",
	    "渡す項目が変わります", "which items it gets", recipient_set,
	    true),
	JUDGED("recipients", "members", CONSENT, "27(6)",
	    "共同利用者の範囲が変わります。範囲を広げるには同意が要ります",
	    "the range of joint users; a wider one needs consent",
	    joint_members, false),
	JUDGED("recipients", "their_purposes", JOINT_USE, "27(6)",
	    "共同利用者の利用目的が変わります。あらかじめの通知等が要ります",
	    "what the joint users use it for; to be published beforehand",
	    joint_detail, false),
	JUDGED("recipients", "purposes", JOINT_USE, "27(6)",
	    "渡す利用目的が変わります", "for which purposes it gets them",
	    joint_detail, false),
	JUDGED("recipients", "responsible", JOINT_USE, "27(6)",
	    "共同利用の管理責任者が変わります",
	    "who is responsible for the joint use", joint_detail, false),
	ROW("recipients", "kind", CONSENT, "27(1)",
	    "取扱先の種類が変わります", "the recipient is of another kind"),
	ROW("recipients", "joins_to_person", CONSENT, "31(1)",
	    "相手方での取扱いが変わります",
	    "whether the recipient joins it to a person"),
	ROW("recipients", "country", CONSENT, "28(1)",
	    "所在国が変わります", "another country"),
	ROW("recipients", "label", EDITORIAL, "", "呼び名です", "a name"),

	JUDGED("consents", "purposes", CONSENT, "18(1)",
	    "同意の及ぶ利用目的が広がります。新しい id の同意とします",
	    "the consent covers more purposes; make it a new consent",
	    wider, true),
	JUDGED("consents", "recipients", CONSENT, "27(1)",
	    "同意の及ぶ提供先が広がります。新しい id の同意とします",
	    "the consent covers more recipients; make it a new consent",
	    wider, true),
	JUDGED("consents", "items", CONSENT, "27(1)",
	    "同意の及ぶ項目が広がります。新しい id の同意とします",
	    "the consent covers more items; make it a new consent",
	    wider, true),
	ROW("consents", "label", EDITORIAL, "", "呼び名です", "a name"),

	ROW("operator", "name", NOTICE, "32(1)1", "名称が変わります",
	    "the operator's name"),
	ROW("operator", "address", NOTICE, "32(1)1", "住所が変わります",
	    "the operator's address"),
	ROW("operator", "representative", NOTICE, "32(1)1",
	    "代表者が変わります", "the representative"),
	ROW("operator", "officer", NOTICE, "", "責任者が変わります",
	    "the privacy officer"),
	ROW("operator.countries", "*", NOTICE, "28(2), Order 10(1)",
	    "外国の制度の記載が変わります", "what is said of a country"),
	ROW("operator", "*", EDITORIAL, "", "公表しない設定です",
	    "settings that are not published"),
	ROW("operator.scopes", "*", EDITORIAL, "",
	    "他の法律の適用の判断です", "whether another law applies"),
	ROW("trackers", "*", NOTICE, "電気通信事業法27条の12",
	    "外部送信の公表事項が変わります", "what is sent outside"),
	ROW("anonymised", "*", NOTICE, "43(3), 43(4)",
	    "匿名加工情報の公表事項が変わります",
	    "what is published of anonymised data"),
	ROW("rights", "*", NOTICE, "32(1)3", "請求の手続が変わります",
	    "how rights are used"),
	ROW("rights.types", "*", NOTICE, "32(1)3",
	    "受け付ける請求が変わります", "which requests are received"),
	ROW("retention", "*", NOTICE, "22", "保存期間が変わります",
	    "how long it is kept"),
	ROW("measures", "*", NOTICE, "32(1)4, Order 10(1)",
	    "安全管理措置が変わります", "the security measures"),
	ROW("desks", "*", NOTICE, "32(1), Order 10(2)",
	    "窓口が変わります", "the desks"),
	ROW("*", "label", EDITORIAL, "", "呼び名です", "a name"),
	ROW("*", "*", NOTICE, "", "公表する事項が変わります",
	    "something that is published changes"),
};
