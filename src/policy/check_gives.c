/*
 * Recipients: on what provision stands, at home and abroad.
 */
#include "law/country.h"
#include "law/ground.h"
#include "policy/check_parts.h"

#define EACH_RECIPIENT(check, r) \
	for (const struct policy_recipient *r = (check)->policy->recipients; \
	    r < (check)->policy->recipients + \
	    (check)->policy->recipient_count; r++)

/* Whoever is outside, so that 27(1) or 31 asks for a consent. */
static bool
is_third(const struct policy_recipient *r)
{
	return r->kind == RECIPIENT_THIRD_PARTY ||
	    r->kind == RECIPIENT_RELATED_INFORMATION;
}

static bool
is_abroad(const struct policy_recipient *r)
{
	struct text country = node_text(r->node, "country");

	return country.n > 0 && !text_is(country, "JP");
}

static void
recipient_without_basis(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind != RECIPIENT_CLOUD_WITHOUT_HANDLING &&
		    r->consent == 0 && !r->individual_consent &&
		    !r->has_ground)
			check_hit(check, r->node);
}

static bool
ground_fits(const struct check *check, const struct policy_recipient *r)
{
	switch (r->kind) {
	case RECIPIENT_PROCESSOR:
		return r->ground == GROUND_ENTRUSTMENT;
	case RECIPIENT_JOINT_USE:
		return r->ground == GROUND_JOINT_USE;
	case RECIPIENT_SUCCESSOR:
		return r->ground == GROUND_SUCCESSION;
	case RECIPIENT_THIRD_PARTY:
	case RECIPIENT_PUBLIC_BODY:
	case RECIPIENT_RELATED_INFORMATION:
		return ground_article(r->ground, GROUND_PROVIDE,
		    check->today) != NULL;
	case RECIPIENT_CLOUD_WITHOUT_HANDLING:
		return false;
	}
	return false;
}

static void
recipient_ground(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->has_ground && !ground_fits(check, r))
			check_hit_by(check, r->node,
			    text_of(ground_names[r->ground]));
}

static void
recipient_consent_unnamed(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->consent != 0 && !bits_has(
		    &check->policy->consent_at[r->consent]->recipients,
		    r->number))
			check_hit_by(check, r->node,
			    check->policy->consent_at[r->consent]->id);
}

static void
recipient_consent_items(struct check *check)
{
	EACH_RECIPIENT(check, r) {
		struct bits more;

		if (r->consent == 0)
			continue;
		more = bits_minus(&r->items,
		    &check->policy->consent_at[r->consent]->items);
		check_hit_items(check, r->node, &more);
	}
}

static void
recipient_item_needless(struct check *check)
{
	EACH_RECIPIENT(check, r) {
		struct bits useful = { { 0 } }, useless;

		BITS_EACH(i, &r->purposes)
			useful = bits_or(&useful,
			    &check->policy->purpose_at[i]->items);
		useless = bits_minus(&r->items, &useful);
		if (check_narrow(r->node, "items"))
			check_hit_items(check, r->node, &useless);
	}
}

static bool
is_provided(const struct policy *p, const struct policy_recipient *r)
{
	for (size_t i = 0; i < p->purpose_count; i++)
		if (bits_has(&p->purposes[i].provides, r->number))
			return true;
	return false;
}

static void
provision_without_purpose(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (is_third(r) && !is_provided(check->policy, r))
			check_hit(check, r->node);
}

static void
purpose_provides_mismatch(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->purpose_count; i++)
		EACH_RECIPIENT(check, r)
			if (bits_has(&p->purposes[i].provides, r->number) &&
			    !bits_has(&r->purposes, p->purposes[i].number))
				check_hit_by(check, p->purposes[i].node,
				    r->id);
}

static void
processor_without_contract(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind == RECIPIENT_PROCESSOR &&
		    !node_bool(node_get(r->node, "contract"),
		    "confidentiality", false))
			check_hit(check, r->node);
}

static void
processor_unchecked(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind == RECIPIENT_PROCESSOR &&
		    node_get(r->node, "safeguards") == NULL)
			check_hit(check, r->node);
}

static void
processor_not_supervised(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind == RECIPIENT_PROCESSOR &&
		    node_get(r->node, "checked_every") == NULL)
			check_hit(check, r->node);
}

static void
country_unknown(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if ((r->kind == RECIPIENT_PROCESSOR || r->kind ==
		    RECIPIENT_CLOUD_WITHOUT_HANDLING) &&
		    node_get(r->node, "country") == NULL)
			check_hit(check, r->node);
}

static void
contract_expired(struct check *check)
{
	EACH_RECIPIENT(check, r) {
		const struct node *until = node_path(r->node, "contract",
		    "until", NULL);

		if (until != NULL && until->number < check->today)
			check_hit_by(check, r->node, until->text);
	}
}

static void
joint_use_responsible(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind == RECIPIENT_JOINT_USE &&
		    node_get(r->node, "responsible") == NULL)
			check_hit(check, r->node);
}

static void
joint_use_purposes(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind == RECIPIENT_JOINT_USE &&
		    node_get(r->node, "purposes") == NULL &&
		    node_get(r->node, "their_purposes") == NULL)
			check_hit(check, r->node);
}

static void
joint_use_members(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind == RECIPIENT_JOINT_USE &&
		    node_get(r->node, "members") == NULL)
			check_hit(check, r->node);
}

static void
joint_use_all_items(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind == RECIPIENT_JOINT_USE &&
		    !check_narrow(r->node, "items"))
			check_hit(check, r->node);
}

static void
credential_given(struct check *check)
{
	EACH_RECIPIENT(check, r)
		BITS_EACH(i, &r->items)
			if ((is_third(r) || r->kind ==
			    RECIPIENT_JOINT_USE) &&
			    check_narrow(r->node, "items") &&
			    check->policy->item_at[i]->tier ==
			    TIER_CREDENTIAL)
				check_hit_by(check, r->node,
				    check->policy->item_at[i]->id);
}

static void
third_party_takes_all(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (is_third(r) && !check_narrow(r->node, "items"))
			check_hit(check, r->node);
}

/* A consent that says nothing of items cannot cover special care. */
static void
special_care_unnamed(struct check *check)
{
	EACH_RECIPIENT(check, r) {
		struct bits care = bits_and(&r->items,
		    &check->policy->special_care);

		if (is_third(r) && r->consent != 0 && !check_narrow(
		    check->policy->consent_at[r->consent]->node, "items"))
			check_hit_items(check, r->node, &care);
	}
}

static void
opt_out_special_care(struct check *check)
{
	EACH_RECIPIENT(check, r) {
		struct bits care = bits_and(&r->items,
		    &check->policy->special_care);

		if (is_third(r) && r->consent == 0 &&
		    node_get(r->node, "opt_out") != NULL)
			check_hit_items(check, r->node, &care);
	}
}

static void
foreign_without_basis(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (is_abroad(r) &&
		    r->kind != RECIPIENT_CLOUD_WITHOUT_HANDLING &&
		    node_get(r->node, "abroad") == NULL)
			check_hit_by(check, r->node,
			    node_text(r->node, "country"));
}

static bool
has_sheet(const struct check *check, struct text country)
{
	const struct node *countries = node_path(check->root, "operator",
	    "countries", NULL);

	for (size_t i = 0; i < node_count(countries); i++)
		if (text_equal(node_text(node_at(countries, i), "code"),
		    country))
			return true;
	return false;
}

static void
foreign_without_system(struct check *check)
{
	const struct node *trackers = check_section(check, "trackers");

	EACH_RECIPIENT(check, r)
		if (is_abroad(r) && !has_sheet(check,
		    node_text(r->node, "country")))
			check_hit_by(check, r->node,
			    node_text(r->node, "country"));
	for (size_t i = 0; i < node_count(trackers); i++) {
		struct text country = node_text(node_get(
		    node_at(trackers, i), "to"), "country");

		if (country.n > 0 && !text_is(country, "JP") &&
		    !has_sheet(check, country))
			check_hit_by(check, node_at(trackers, i), country);
	}
}

static bool
rests_on(const struct policy_recipient *r, const char *basis)
{
	return text_is(node_text(r->node, "abroad"), basis);
}

static void
equivalent_country(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (rests_on(r, "equivalent_country") && !country_equivalent(
		    node_text(r->node, "country"), check->today))
			check_hit_by(check, r->node,
			    node_text(r->node, "country"));
}

static void
equivalent_system(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (rests_on(r, "equivalent_system") &&
		    (node_get(r->node, "checked_every") == NULL ||
		    node_get(r->node, "safeguards") == NULL ||
		    node_get(r->node, "contract") == NULL))
			check_hit(check, r->node);
}

static void
foreign_measures_right(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (rests_on(r, "equivalent_system") &&
		    !check_has_right(check, "foreign_measures"))
			check_hit(check, r->node);
}

static void
abroad_consent(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (rests_on(r, "consent") && r->consent == 0 &&
		    !r->individual_consent)
			check_hit(check, r->node);
}

static void
related_unconfirmed(struct check *check)
{
	EACH_RECIPIENT(check, r)
		if (r->kind == RECIPIENT_RELATED_INFORMATION &&
		    node_bool(r->node, "joins_to_person", true) &&
		    r->consent == 0 && !r->individual_consent)
			check_hit(check, r->node);
}

const struct check_rule check_gives_rules[] = {
	RULE("recipient_without_basis", ERROR, "27(1)",
	    recipient_without_basis,
	    "同意も法律の根拠もない取扱先です",
	    "stands on neither a consent nor a ground of the law",
	    "consent に同意を、又は ground に根拠を書きます",
	    "Name a consent or a ground."),
	RULE("recipient_ground", ERROR, "27(1), 27(5)", recipient_ground,
	    "この種類の取扱先には使えない根拠です",
	    "the ground does not fit this kind of recipient",
	    "委託は entrustment、共同利用は joint_use、承継は succession、第三者は27条1項各号の根拠に限ります",
	    "A processor rests on entrustment, joint use on joint_use, a "
	    "successor on succession, others on a ground of 27(1)."),
	RULE("recipient_consent_unnamed", ERROR, "27(1)",
	    recipient_consent_unnamed,
	    "必要とする同意がこの提供先を挙げていません",
	    "the consent that it needs does not name it",
	    "同意の recipients に加えます",
	    "Add it to the recipients of the consent."),
	RULE("recipient_consent_items", ERROR, "27(1)",
	    recipient_consent_items,
	    "同意の及ばない項目を渡します",
	    "gets an item that the consent does not cover",
	    "同意の items に加えるか、渡す項目から外します",
	    "Add it to the items of the consent, or do not hand it over."),
	RULE("recipient_item_needless", ERROR, "18(1)",
	    recipient_item_needless,
	    "渡す利用目的に要らない項目を渡します",
	    "gets an item that its purposes do not need",
	    "渡す項目から外すか、利用目的を直します",
	    "Do not hand it over, or mend the purposes."),
	RULE("provision_without_purpose", ERROR, "17(1)",
	    provision_without_purpose,
	    "第三者への提供を述べる利用目的がありません",
	    "no purpose says that it is provided to",
	    "提供する利用目的の provides に加えます",
	    "Name it in provides of the purpose of provision."),
	RULE("purpose_provides_mismatch", ERROR, "18(1)",
	    purpose_provides_mismatch,
	    "取扱先の側がこの利用目的で受け取るとしていません",
	    "provides to a recipient that does not receive for it",
	    "取扱先の purposes にこの利用目的を加えます",
	    "Add the purpose to the recipient's purposes."),
	RULE("processor_without_contract", ERROR, "25",
	    processor_without_contract,
	    "秘密保持を定めた契約のない委託先です",
	    "is a processor without a contract of confidentiality",
	    "contract を書き、confidentiality: true とできる契約を結びます",
	    "Declare a contract that binds to confidentiality."),
	RULE("processor_unchecked", ERROR, "25", processor_unchecked,
	    "選定の際に安全管理措置を確認した内容がありません",
	    "its safeguards were not checked at selection",
	    "safeguards に確認した内容を書きます",
	    "Say in safeguards what was checked."),
	RULE("processor_not_supervised", WARNING, "25",
	    processor_not_supervised,
	    "取扱状況を定期に確認する間隔がありません",
	    "how often its handling is checked is not said",
	    "checked_every を書きます", "Write checked_every."),
	RULE("country_unknown", WARNING, "28, Order 10(1)", country_unknown,
	    "取り扱う国が書かれていません",
	    "the country of its handling is not said",
	    "country を書きます (国内は JP)", "Write country (JP at home)."),
	RULE("contract_expired", ERROR, "25", contract_expired,
	    "契約の期限が過ぎています",
	    "its contract has expired",
	    "契約を更新して until を改めるか、取扱先を外します",
	    "Renew the contract, or drop the recipient."),
	RULE("joint_use_responsible", ERROR, "27(5)3", joint_use_responsible,
	    "共同利用の管理責任者の名称・住所・代表者がありません",
	    "who is responsible for the joint use is not said",
	    "responsible に名称・住所・代表者の氏名を書きます",
	    "Write name, address and representative in responsible."),
	RULE("joint_use_purposes", ERROR, "27(5)3", joint_use_purposes,
	    "共同利用者の利用目的がありません",
	    "what the joint users use it for is not said",
	    "purposes 又は their_purposes を書きます",
	    "Write purposes or their_purposes."),
	RULE("joint_use_members", WARNING, "27(5)3", joint_use_members,
	    "共同利用者の範囲が列挙されていません",
	    "the joint users are not listed",
	    "members に列挙します。列挙しない場合は範囲が明確に決まる書き方にします",
	    "List the members, or make sure that the range is determinable."),
	RULE("joint_use_all_items", ERROR, "27(5)3", joint_use_all_items,
	    "すべての項目を共同利用するとしています",
	    "all items are used jointly",
	    "共同利用する項目だけを列挙します",
	    "List the items that are used jointly."),
	RULE("credential_given", ERROR, "23", credential_given,
	    "認証の情報を渡します", "gets credentials",
	    "渡す項目から外します", "Do not hand them over."),
	RULE("third_party_takes_all", WARNING, "27(1)",
	    third_party_takes_all,
	    "すべての項目を第三者に渡すとしています",
	    "a third party gets all items",
	    "渡す項目を特定して列挙します", "List the items."),
	RULE("special_care_unnamed", ERROR, "27(1), 27(2)",
	    special_care_unnamed,
	    "要配慮個人情報の提供ですが、同意が項目を挙げていません",
	    "special care is provided on a consent that names no items",
	    "同意の items にその項目を挙げます",
	    "Name the item in the consent."),
	RULE("opt_out_special_care", ERROR, "27(2)", opt_out_special_care,
	    "要配慮個人情報はオプトアウトで提供できません",
	    "special care cannot be provided by opt-out",
	    "同意を consent に指定するか、項目を外します",
	    "Name a consent, or do not hand it over."),
	RULE("foreign_without_basis", ERROR, "28(1)", foreign_without_basis,
	    "外国への提供の根拠 (法28条) がありません",
	    "is abroad without a basis of article 28",
	    "abroad に根拠を書きます", "Write the basis in abroad."),
	RULE("foreign_without_system", ERROR, "28(2), Order 10(1)",
	    foreign_without_system,
	    "その国の制度の概要が operator.countries にありません",
	    "operator.countries has no sheet on the country",
	    "国名と、個人情報の保護に関する制度の概要を書きます",
	    "Write the country and its system of protection."),
	RULE("equivalent_country", ERROR, "28(1)", equivalent_country,
	    "同等の水準と認められた国ではありません",
	    "the country is not recognised as equivalent",
	    "同意 (consent) か相当措置の体制 (equivalent_system) によります",
	    "Rest it on consent or on an equivalent system."),
	RULE("equivalent_system", ERROR, "28(3)", equivalent_system,
	    "相当措置の体制によりますが、契約・確認の内容・間隔がそろっていません",
	    "rests on an equivalent system without contract, safeguards and "
	    "regular checks",
	    "contract、safeguards、checked_every を書きます",
	    "Write contract, safeguards and checked_every."),
	RULE("foreign_measures_right", ERROR, "28(3)",
	    foreign_measures_right,
	    "必要な措置についての情報を本人の求めに応じて提供する定めがありません",
	    "the person cannot ask for the measures taken",
	    "rights.types に foreign_measures を加えます",
	    "Add foreign_measures to rights.types."),
	RULE("abroad_consent", ERROR, "28(1)", abroad_consent,
	    "外国への提供を同意によるとしていますが、同意がありません",
	    "rests on consent abroad, but no consent is declared",
	    "consent に同意を指定します", "Name the consent."),
	RULE("related_unconfirmed", ERROR, "31(1)", related_unconfirmed,
	    "相手方が個人データとして取得しますが、本人の同意の確認がありません",
	    "the recipient takes it as personal data without a consent",
	    "consent に同意を指定するか、joins_to_person: false を確かめて書きます",
	    "Name the consent, or make sure of joins_to_person: false."),
	END_OF_RULES
};
