/*
 * The published text: that it states every rule, and promises nothing that
 * has none.
 */
#include "policy/check_parts.h"

/* Sections whose declarations the public must be able to read. */
static const char *const published[] = {
	"items", "acquisition", "purposes", "prohibited_uses", "consents",
	"recipients", "exceptions", "clients", "retention", "anonymised",
	"pseudonymised", "statistics", "trackers", "measures", "desks",
};
/* Those that are one declaration. */
static const char *const whole[] = {
	"operator", "rights", "notices", "revisions",
};

static bool
is_stated(const struct check *check, struct text path)
{
	const struct node *text = check_section(check, "text");

	for (size_t i = 0; i < node_count(text); i++)
		if (node_lists(node_get(node_at(text, i), "states"), path))
			return true;
	return false;
}

static void
declaration_not_stated(struct check *check)
{
	for (size_t i = 0; i < LENGTH(published); i++) {
		const struct node *section = check_section(check,
		    published[i]);

		for (size_t j = 0; j < node_count(section) &&
		    !is_stated(check, text_of(published[i])); j++) {
			struct text id = node_text(node_at(section, j), "id");
			char path[160];

			(void)snprintf(path, sizeof(path), "%s.%.*s",
			    published[i], TEXT_ARGS(id));
			if (!is_stated(check, text_of(path)))
				check_hit_by(check, node_at(section, j),
				    text_of(path));
		}
	}
}

static void
section_not_stated(struct check *check)
{
	for (size_t i = 0; i < LENGTH(whole); i++)
		if (!is_stated(check, text_of(whole[i])))
			check_hit_by(check, check_section(check, whole[i]),
			    text_of(whole[i]));
}

static void
text_without_rule(struct check *check)
{
	const struct node *text = check_section(check, "text");

	for (size_t i = 0; i < node_count(text); i++) {
		const struct node *node = node_at(text, i);
		struct text kind = node_text(node, "kind");

		if ((kind.n == 0 || text_is(kind, "operative")) &&
		    node_count(node_get(node, "paragraphs")) > 0 &&
		    node_count(node_get(node, "states")) == 0)
			check_hit(check, node);
	}
}

static bool
says(struct text text, const char *words)
{
	return text_find(text, text_of(words)) >= 0;
}

/* Calls wrong() for every Japanese text that the public reads. */
static void
each_text(struct check *check, const struct node *declaration,
    const struct node *node, bool (*wrong)(struct text ja))
{
	if (node == NULL || (node->kind != NODE_MAP &&
	    node->kind != NODE_LIST))
		return;
	for (size_t i = 0; i < node->count; i++) {
		const struct member *member = &node->members[i];

		if (text_is(member->key, "note") ||
		    text_is(member->key, "departs_from_text"))
			continue;
		if (text_is(member->key, "ja") &&
		    member->value->kind == NODE_TEXT) {
			if (wrong(member->value->text))
				check_hit_at(check, declaration,
				    member->value, TEXT(""));
		} else {
			each_text(check, declaration, member->value, wrong);
		}
	}
}

static void
each_declaration(struct check *check, bool (*wrong)(struct text ja))
{
	for (size_t i = 0; i < check->root->count; i++) {
		const struct node *section = check->root->members[i].value;

		if (section->kind == NODE_LIST)
			for (size_t j = 0; j < section->count; j++)
				each_text(check, node_at(section, j),
				    node_at(section, j), wrong);
		else
			each_text(check, section, section, wrong);
	}
}

/* "…同意したものとみなします", and not its denial. */
static bool
deems(struct text ja)
{
	static const char *const ways[] = { "同意したものとみな",
	    "同意したとみな", "同意があったものとみな",
	    "同意いただいたものとみな", "承諾したものとみな",
	    "同意されたものとみな", "同意したものと見な" };

	if (says(ja, "みなしません") || says(ja, "みなすことはでき") ||
	    says(ja, "みなすことはありません") || says(ja, "みなさない"))
		return false;
	for (size_t i = 0; i < LENGTH(ways); i++)
		if (says(ja, ways[i]))
			return true;
	return false;
}

static bool
exempts(struct text ja)
{
	static const char *const ways[] = { "一切の責任を負いません",
	    "一切責任を負いません", "何らの責任も負いません",
	    "何ら責任を負いません", "いかなる責任も負いません",
	    "一切の責任を負わない", "一切責任を負わない" };

	for (size_t i = 0; i < LENGTH(ways); i++)
		if (says(ja, ways[i]))
			return true;
	return false;
}

static void
deemed_consent(struct check *check)
{
	each_declaration(check, deems);
}

static void
blanket_exemption(struct check *check)
{
	each_declaration(check, exempts);
}

/* Labels without English, of a policy that speaks English. */
static void
missing_english(struct check *check, const struct node *declaration,
    const struct node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct node *value = node->members[i].value;

		if (value->kind != NODE_MAP && value->kind != NODE_LIST)
			continue;
		if (node_get(value, "ja") != NULL &&
		    node_get(value, "en") == NULL)
			check_hit_at(check, declaration, value, TEXT(""));
		missing_english(check, declaration, value);
	}
}

static void
english_missing(struct check *check)
{
	if (node_path(check->root, "operator", "name", "en", NULL) == NULL)
		return;
	for (size_t i = 0; i < check->root->count; i++) {
		const struct node *section = check->root->members[i].value;

		if (section->kind == NODE_LIST)
			for (size_t j = 0; j < section->count; j++)
				missing_english(check, node_at(section, j),
				    node_at(section, j));
		else if (section->kind == NODE_MAP)
			missing_english(check, section, section);
	}
}

/* The numbers that docs/policy-language.md explains: L-01 to L-22. */
static bool
is_defect(struct text defect)
{
	int64_t number = 0;

	return defect.n == 4 && text_starts_with(defect, "L-") &&
	    text_to_int(text_slice(defect, defect.p[2] == '0' ? 3 : 2, 4),
	    &number) && number >= 1 && number <= 22;
}

static void
departures(struct check *check, const struct node *declaration,
    const struct node *node)
{
	const struct node *list = node_get(node, "departs_from_text");

	for (size_t i = 0; i < node_count(list); i++)
		if (!is_defect(node_text(node_at(list, i), "defect")))
			check_hit_at(check, declaration, node_at(list, i),
			    node_text(node_at(list, i), "defect"));
	for (size_t i = 0; i < node->count; i++)
		if (node->members[i].value->kind == NODE_MAP ||
		    node->members[i].value->kind == NODE_LIST)
			departures(check, declaration,
			    node->members[i].value);
}

static void
unknown_defect(struct check *check)
{
	departures(check, check->root, check->root);
}

const struct check_rule check_text_rules[] = {
	RULE("declaration_not_stated", ERROR, "32(1)",
	    declaration_not_stated,
	    "公表文のどの条項もこの宣言を述べていません",
	    "no clause of the text states it",
	    "text の states に加えるか、宣言を削ります",
	    "Add it to states of a clause, or drop it."),
	RULE("section_not_stated", ERROR, "32(1)", section_not_stated,
	    "公表文のどの条項もこの節を述べていません",
	    "no clause of the text states the section",
	    "text の states に加えます", "Add it to states of a clause."),
	RULE("text_without_rule", ERROR, "", text_without_rule,
	    "文章だけの条項で、守る規則がありません",
	    "promises in words only: no rule keeps it",
	    "states に守る宣言を書くか、約束でなければ kind を書きます",
	    "Name in states what keeps it, or say by kind that it is no "
	    "promise."),
	RULE("deemed_consent", ERROR, "18(1), 27(1)", deemed_consent,
	    "同意したものとみなすとしています",
	    "deems that somebody has consented",
	    "必要な同意は明示に求めます。法17条2項の変更は通知又は公表で足ります",
	    "Ask for the consent that is needed; a change within 17(2) "
	    "needs only notice."),
	RULE("blanket_exemption", WARNING, "消費者契約法8条",
	    blanket_exemption,
	    "責任を全部免れるとする文言です",
	    "disclaims all liability",
	    "免れる場合を限り、法律上の義務には及ばないことを書きます",
	    "Limit it, and say that duties of the law are untouched."),
	RULE("english_missing", WARNING, "", english_missing,
	    "英語の文がありません", "there is no English",
	    "en を書くか、英語を公表しないなら operator.name の en も削ります",
	    "Write en, or drop it everywhere."),
	RULE("unknown_defect", ERROR, "", unknown_defect,
	    "departs_from_text の番号が L-01 から L-22 ではありません",
	    "departs_from_text names no defect of L-01 to L-22",
	    "番号を直します", "Mend the number."),
	END_OF_RULES
};
