/*
 * Items, purposes and ways of acquisition: that each has the others.
 */
#include "law/ground.h"
#include "policy/check_parts.h"

static bool
serves_statutory(const struct check *check, const struct policy_way *way)
{
	BITS_EACH(i, &way->purposes)
		if (check->policy->purpose_at[i]->statutory)
			return true;
	return false;
}

/* What comes with a rights request is for nothing else. */
static void
item_without_purpose(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->item_count; i++) {
		const struct policy_item *item = &p->items[i];
		bool excused = item->never_held ||
		    bits_has(&check->needed, item->number);

		for (size_t j = 0; j < p->way_count && !excused; j++)
			excused = bits_has(&p->ways[j].items, item->number) &&
			    serves_statutory(check, &p->ways[j]);
		if (!excused)
			check_hit(check, item->node);
	}
}

static void
item_not_acquired(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->item_count; i++)
		if (!p->items[i].never_held &&
		    !bits_has(&check->acquired, p->items[i].number))
			check_hit(check, p->items[i].node);
}

static void
never_held_acquired(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++) {
		struct bits both = bits_and(&p->ways[i].items,
		    &p->never_held);

		check_hit_items(check, p->ways[i].node, &both);
	}
}

static void
never_held_used(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++) {
		struct bits both = bits_and(&p->purposes[i].items,
		    &p->never_held);

		if (check_narrow(p->purposes[i].node, "items"))
			check_hit_items(check, p->purposes[i].node, &both);
	}
}

static void
item_tier(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->item_count; i++) {
		const struct policy_item *item = &p->items[i];

		if ((item->kind == KIND_PASSWORD &&
		    item->tier != TIER_CREDENTIAL) ||
		    (item->special_care != SPECIAL_NONE &&
		    item->tier != TIER_SPECIAL_CARE) ||
		    ((item->kind == KIND_CARD ||
		    item->kind == KIND_BANK_ACCOUNT ||
		    item->kind == KIND_MONEY) &&
		    item->tier != TIER_FINANCIAL))
			check_hit(check, item->node);
	}
}

static void
id_code_category(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->item_count; i++)
		if (p->items[i].kind == KIND_ID_CODE &&
		    p->items[i].category != CATEGORY_ID_CODE)
			check_hit(check, p->items[i].node);
}

static void
card_scope_undecided(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->item_count; i++)
		if (p->items[i].kind == KIND_CARD && !p->items[i].never_held &&
		    check_scope(check, "card_merchant") < 0)
			check_hit(check, p->items[i].node);
}

static void
purpose_not_acquired(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++)
		if (!p->purposes[i].statutory &&
		    !bits_has(&check->sought, p->purposes[i].number))
			check_hit(check, p->purposes[i].node);
}

static void
purpose_item_not_acquired(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++) {
		const struct policy_purpose *purpose = &p->purposes[i];
		struct bits got = { { 0 } }, missing;

		for (size_t j = 0; j < p->way_count; j++)
			if (bits_has(&p->ways[j].purposes, purpose->number))
				got = bits_or(&got, &p->ways[j].items);
		missing = bits_minus(&purpose->items, &got);
		if (check_narrow(purpose->node, "items") &&
		    (purpose->statutory ||
		    bits_has(&check->sought, purpose->number))) {
			missing = bits_and(&missing, &check->acquired);
			check_hit_items(check, purpose->node, &missing);
		}
	}
}

static void
way_item_without_purpose(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++) {
		const struct policy_way *way = &p->ways[i];
		struct bits useful = { { 0 } }, useless;

		BITS_EACH(j, &way->purposes)
			useful = bits_or(&useful, &p->purpose_at[j]->items);
		useless = bits_minus(&way->items, &useful);
		check_hit_items(check, way->node, &useless);
	}
}

static void
way_item_of_others(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++)
		BITS_EACH(j, &p->ways[i].items) {
			struct bits both = bits_and(&p->ways[i].subjects,
			    &p->item_at[j]->subjects);

			if (bits_empty(&both))
				check_hit_by(check, p->ways[i].node,
				    p->item_at[j]->id);
		}
}

static void
way_purpose_of_others(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++)
		BITS_EACH(j, &p->ways[i].purposes) {
			struct bits both = bits_and(&p->ways[i].subjects,
			    &p->purpose_at[j]->subjects);

			if (bits_empty(&both))
				check_hit_by(check, p->ways[i].node,
				    p->purpose_at[j]->id);
		}
}

static bool
in_writing(const struct policy_way *way)
{
	static const char *const media[] = { "web", "app", "email",
	    "paper" };
	struct text medium = node_text(way->node, "medium");

	for (size_t i = 0; i < LENGTH(media); i++)
		if (text_is(medium, media[i]))
			return true;
	return false;
}

static void
way_without_notice(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++)
		if (p->ways[i].source == SOURCE_PERSON && !p->ways[i].shown &&
		    in_writing(&p->ways[i]) &&
		    node_get(p->ways[i].node, "ground") == NULL)
			check_hit(check, p->ways[i].node);
}

static void
way_ground_scope(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++) {
		const struct node *ground = node_get(p->ways[i].node,
		    "ground");

		if (ground != NULL && ground_article(
		    (enum ground)ground->number, GROUND_NOTICE,
		    check->today) == NULL)
			check_hit_by(check, p->ways[i].node, ground->text);
	}
}

static void
way_special_care(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++) {
		const struct policy_way *way = &p->ways[i];
		struct bits care = bits_and(&way->items, &p->special_care);
		bool asked = false;

		BITS_EACH(j, &way->consents)
			asked |= p->consent_at[j]->special_care;
		if (way->source != SOURCE_PERSON && !asked)
			check_hit_items(check, way->node, &care);
	}
}

static void
recording_without_announcement(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++) {
		const struct policy_way *way = &p->ways[i];

		if (!text_is(node_text(way->node, "medium"), "phone") ||
		    node_get(way->node, "announcement") != NULL)
			continue;
		BITS_EACH(j, &way->items)
			if (p->item_at[j]->kind == KIND_FILE)
				check_hit_by(check, way->node,
				    p->item_at[j]->id);
	}
}

static bool
says(struct text text, const char *words)
{
	return text_find(text, text_of(words)) >= 0;
}

/* What says neither which data nor what is done with it. */
static void
purpose_vague(struct check *check)
{
	static const char *const bare[] = { "サービスの向上",
	    "サービス向上", "事業活動", "業務の遂行", "業務遂行",
	    "マーケティング活動", "その他の業務", "関連する業務",
	    "関連業務" };
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++) {
		struct text text = policy_label(node_get(p->purposes[i].node,
		    "text"), LANGUAGE_JA);
		bool vague = false;

		for (size_t j = 0; j < LENGTH(bare); j++)
			vague |= says(text, bare[j]);
		if (vague && text_length(text) <= 24)
			check_hit(check, p->purposes[i].node);
	}
}

static void
incidental_without_parent(struct check *check)
{
	static const char *const ways[] = { "付随する目的", "付随する利用",
	    "付随する業務", "付随業務", "付随する一切", "付随する事項" };
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++) {
		const struct node *node = p->purposes[i].node;
		struct text text = policy_label(node_get(node, "text"),
		    LANGUAGE_JA);
		bool incidental = false;

		for (size_t j = 0; j < LENGTH(ways); j++)
			incidental |= says(text, ways[j]);
		if (incidental && node_get(node, "parent") == NULL)
			check_hit(check, node);
	}
}

static void
purpose_consent_mismatch(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++) {
		const struct policy_purpose *purpose = &p->purposes[i];

		if (purpose->consent != 0 && !bits_has(
		    &p->consent_at[purpose->consent]->purposes,
		    purpose->number))
			check_hit_by(check, purpose->node,
			    p->consent_at[purpose->consent]->id);
	}
}

static void
purpose_consent_missing(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++)
		if (text_is(node_text(p->purposes[i].node, "made_known"),
		    "consented") && p->purposes[i].consent == 0 &&
		    !p->purposes[i].individual)
			check_hit(check, p->purposes[i].node);
}

static void
advertising_without_consent(struct check *check)
{
	const struct policy *p = check->policy;
	const struct node *mail = node_path(check->root, "notices", "mail",
	    NULL);

	for (size_t i = 0; i < p->purpose_count; i++)
		if (text_is(node_text(p->purposes[i].node, "contact"),
		    "advertising") && p->purposes[i].consent == 0)
			check_hit(check, p->purposes[i].node);
	for (size_t i = 0; i < node_count(mail); i++)
		if (node_bool(node_at(mail, i), "advertising", false) &&
		    node_get(node_at(mail, i), "consent") == NULL)
			check_hit(check, node_at(mail, i));
}

static void
purpose_shown_nowhere(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++) {
		bool shown = !text_is(node_text(p->purposes[i].node,
		    "made_known"), "shown");

		for (size_t j = 0; j < p->way_count && !shown; j++)
			shown = bits_has(&p->ways[j].purposes,
			    p->purposes[i].number) && (p->ways[j].shown ||
			    node_get(p->ways[j].node, "announcement") !=
			    NULL);
		if (!shown)
			check_hit(check, p->purposes[i].node);
	}
}

static void
purpose_takes_all(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++)
		if (!check_narrow(p->purposes[i].node, "items") &&
		    !p->purposes[i].statutory && !p->purposes[i].individual)
			check_hit(check, p->purposes[i].node);
}

const struct check_rule check_items_rules[] = {
	RULE("item_without_purpose", ERROR, "17(1)", item_without_purpose,
	    "どの利用目的もこの項目を用いません",
	    "no purpose uses this item",
	    "用いる利用目的の items に加えるか、項目を削ります",
	    "Add it to the items of the purpose that needs it, or drop it."),
	RULE("item_not_acquired", ERROR, "32(1)2", item_not_acquired,
	    "公表する項目ですが、どの様式でも取得しません",
	    "is published but no way acquires it",
	    "取得する様式 (acquisition) に加えるか、項目を削ります",
	    "Add it to a way of acquisition, or drop it."),
	RULE("never_held_acquired", ERROR, "20(1)", never_held_acquired,
	    "取得しないと約束した項目を取得します",
	    "acquires an item that is promised never to be held",
	    "様式から項目を外すか、never_held を外して公表します",
	    "Take the item out of the form, or take the promise back."),
	RULE("never_held_used", ERROR, "18(1)", never_held_used,
	    "取得しないと約束した項目を用いる利用目的です",
	    "uses an item that is promised never to be held",
	    "利用目的の items から外します",
	    "Take it out of the purpose's items."),
	RULE("item_tier", ERROR, "23", item_tier,
	    "種類にふさわしくない区分 (tier) です",
	    "the tier does not fit the kind of item",
	    "パスワードは credential、要配慮個人情報は special_care、決済・口座・金額は financial とします",
	    "Passwords are credential, special care is special_care, cards, "
	    "accounts and money are financial."),
	RULE("id_code_category", ERROR, "2(2)", id_code_category,
	    "個人識別符号ですが category が id_code ではありません",
	    "is an identification code but its category is not id_code",
	    "category: id_code とします", "Say category: id_code."),
	RULE("card_scope_undecided", WARNING, "割賦販売法35条の16",
	    card_scope_undecided,
	    "カード情報を扱いますが、scopes に card_merchant の判断がありません",
	    "cards are handled, but scopes does not decide on card_merchant",
	    "operator.scopes に適用の有無と理由を書きます",
	    "Say in operator.scopes whether it applies, and why."),
	RULE("purpose_not_acquired", ERROR, "21(1)", purpose_not_acquired,
	    "この利用目的のために取得する様式がありません",
	    "no way of acquisition is for this purpose",
	    "acquisition の purposes に加えるか、利用目的を削ります",
	    "Name it in the purposes of a way, or drop it."),
	RULE("purpose_item_not_acquired", ERROR, "18(1)",
	    purpose_item_not_acquired,
	    "この利用目的のためには取得されない項目を用います",
	    "uses an item that no way acquires for it",
	    "その項目を取得する様式の purposes にこの利用目的を加えます",
	    "Add the purpose to a way that acquires the item."),
	RULE("way_item_without_purpose", ERROR, "18(1)",
	    way_item_without_purpose,
	    "様式の利用目的のどれにも要らない項目を取得します",
	    "acquires an item that none of its purposes needs",
	    "項目を様式から外すか、用いる利用目的を様式に加えます",
	    "Drop the item from the form, or name the purpose that needs it."),
	RULE("way_item_of_others", ERROR, "", way_item_of_others,
	    "この様式の本人のものではない項目です",
	    "acquires an item that its persons do not have",
	    "項目の subjects か様式の subjects を直します",
	    "Mend the subjects of the item or of the way."),
	RULE("way_purpose_of_others", ERROR, "", way_purpose_of_others,
	    "この様式の本人についての利用目的ではありません",
	    "is for a purpose that is not about its persons",
	    "利用目的の subjects か様式の subjects を直します",
	    "Mend the subjects of the purpose or of the way."),
	RULE("way_without_notice", ERROR, "21(2)", way_without_notice,
	    "書面・フォームで本人から直接取得しますが、送信前に示す文がありません",
	    "takes data from the person in writing and shows no purpose",
	    "shown に利用目的を示す文を書きます。示さない場合は ground に21条4項の根拠を書きます",
	    "Write what is shown before sending, or the ground of 21(4)."),
	RULE("way_ground_scope", ERROR, "21(4)", way_ground_scope,
	    "法21条4項にない根拠です",
	    "the ground is none of article 21(4)",
	    "harm_by_notice、own_rights、public_duty、obvious のいずれかにします",
	    "Use harm_by_notice, own_rights, public_duty or obvious."),
	RULE("way_special_care", ERROR, "20(2)", way_special_care,
	    "本人以外から要配慮個人情報を取得しますが、取得の同意がありません",
	    "acquires special care from somebody else without a consent",
	    "special_care: true の同意を様式の consents に加えます",
	    "Add a consent with special_care: true to the way's consents."),
	RULE("recording_without_announcement", WARNING, "21(1)",
	    recording_without_announcement,
	    "通話の記録を取得しますが、電話で流す案内がありません",
	    "records calls without an announcement",
	    "announcement に案内の文を書きます",
	    "Write the announcement."),
	RULE("purpose_vague", WARNING, "17(1)", purpose_vague,
	    "利用目的が抽象的で、何をするのか分かりません",
	    "the purpose is abstract and does not say what is done",
	    "用いる情報と行うことを書きます (通則ガイドライン3-1-1)",
	    "Say which data is used and what is done (guideline 3-1-1)."),
	RULE("incidental_without_parent", ERROR, "17(1)",
	    incidental_without_parent,
	    "付随する利用目的ですが、何に付随するかが示されていません",
	    "is incidental to nothing that is named",
	    "parent に元の利用目的を書き、行うことを具体的に書きます",
	    "Name the parent purpose and say what is done."),
	RULE("purpose_consent_mismatch", ERROR, "18(1)",
	    purpose_consent_mismatch,
	    "必要とする同意がこの利用目的に及びません",
	    "the consent that it needs does not cover it",
	    "同意の purposes に加えます",
	    "Add it to the purposes of the consent."),
	RULE("purpose_consent_missing", ERROR, "18(1)",
	    purpose_consent_missing,
	    "同意によるとしていますが、同意の文言がありません",
	    "is known by consent, but no consent is declared",
	    "consent に同意を指定します", "Name the consent."),
	RULE("advertising_without_consent", ERROR, "特定電子メール法3条1項",
	    advertising_without_consent,
	    "広告の連絡ですが、あらかじめの同意がありません",
	    "advertises without a prior consent",
	    "consent に同意を指定します", "Name the consent."),
	RULE("purpose_shown_nowhere", ERROR, "21(2)", purpose_shown_nowhere,
	    "明示するとしていますが、示す様式がありません",
	    "is said to be shown, but no form shows it",
	    "この利用目的の様式に shown を書きます",
	    "Write shown on a way that is for this purpose."),
	RULE("purpose_takes_all", WARNING, "18(1)", purpose_takes_all,
	    "すべての項目を用いるとしています",
	    "takes all items",
	    "利用目的の達成に必要な項目だけを列挙します",
	    "List only the items that the purpose needs."),
	END_OF_RULES
};
