#include "base/buf.h"
#include "policy/compare.h"
#include "policy/compare_parts.h"

const char *const change_class_names[CHANGE_CLASSES] = {
	"editorial", "notice", "joint_use", "consent"
};
const struct words change_class_words[CHANGE_CLASSES] = {
	{ "字句の修正 (手続は不要)", "editorial: nothing is needed" },
	{ "通知又は公表 (法17条2項・21条3項)",
	  "notice or publication (articles 17(2), 21(3))" },
	{ "共同利用の事項の通知等 (法27条6項)",
	  "publication of joint use (article 27(6))" },
	{ "本人の同意 (法18条1項・27条1項)",
	  "each person's consent (articles 18(1), 27(1))" },
};

struct comparing {
	struct comparison *result;
	struct arena *arena;
	struct error *error;
	enum status status;
};

static bool
same(struct comparing *c, const struct node *a, const struct node *b)
{
	struct buf one, other;

	if (a == NULL || b == NULL)
		return a == b;
	buf_init(&one, c->arena, 2 * POLICY_FILE_MAX);
	buf_init(&other, c->arena, 2 * POLICY_FILE_MAX);
	if (c->status == STATUS_OK)
		c->status = node_canonical(&one, a, c->error);
	if (c->status == STATUS_OK)
		c->status = node_canonical(&other, b, c->error);
	return c->status == STATUS_OK &&
	    text_equal(buf_as_text(&one), buf_as_text(&other));
}

/* The clause of the text that states it; its heading too. */
static void
find_clause(const struct node *root, struct compared *found)
{
	const struct node *text = node_get(root, "text");
	char path[200];

	(void)snprintf(path, sizeof(path), "%.*s.%.*s",
	    TEXT_ARGS(found->section), TEXT_ARGS(found->id));
	for (int exact = 1; exact >= 0; exact--)
		for (size_t i = 0; i < node_count(text); i++) {
			const struct node *entry = node_at(text, i);
			const struct node *heading = node_get(entry,
			    "heading");
			size_t n = 0;

			while (n < found->section.n &&
			    found->section.p[n] != '.')
				n++;
			if (heading == NULL || !node_lists(node_get(entry,
			    "states"), exact ? text_of(path) :
			    text_slice(found->section, 0, n)))
				continue;
			found->heading = heading;
			return;
		}
}

static void
add(struct comparing *c, const struct compared *found,
    const struct compare_rule *rule)
{
	struct comparison *r = c->result;
	struct compared *copy = arena_alloc(c->arena, sizeof(*copy));
	const struct node *clauses = node_get(found->declaration, "clause");

	if (copy == NULL) {
		c->status = error_memory(c->error);
		return;
	}
	*copy = *found;
	copy->article = rule->article;
	copy->why = rule->why;
	copy->class = rule->judge == NULL ? rule->class :
	    rule->judge(r, copy, rule);
	copy->needs_new_id = rule->renames && copy->class == CHANGE_CONSENT;
	if (node_count(clauses) > 0)
		copy->clause = node_at(clauses, 0)->text;
	else
		copy->clause = TEXT("");
	find_clause(copy->how == CHANGE_REMOVED ? r->old_source->root :
	    r->new_source->root, copy);
	if (r->last == NULL)
		r->first = copy;
	else
		r->last->next = copy;
	r->last = copy;
	r->count[copy->class]++;
	if (copy->class > r->class)
		r->class = copy->class;
	r->needs_new_id |= copy->needs_new_id;
}

/* The first rule of the table that fits; the last one fits everything. */
static void
judge(struct comparing *c, const struct compared *found)
{
	static const char *const hows[] = { "+", "-" };

	for (const struct compare_rule *rule = compare_rules; ; rule++) {
		bool section = strcmp(rule->section, "*") == 0 ||
		    text_is(found->section, rule->section);
		bool key = strcmp(rule->key, "*") == 0 ||
		    (found->how == CHANGE_CHANGED ?
		    text_is(found->key, rule->key) :
		    strcmp(rule->key, hows[found->how]) == 0);

		if (section && key) {
			add(c, found, rule);
			return;
		}
	}
}

static void
compare_keys(struct comparing *c, struct text section, struct text id,
    const struct node *old_one, const struct node *new_one)
{
	const struct node *sides[] = { old_one, new_one };

	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < sides[side]->count; i++) {
			struct text key = sides[side]->members[i].key;
			char name[64];
			struct compared found = {
				.how = CHANGE_CHANGED, .section = section,
				.id = id, .key = key,
				.declaration = new_one,
			};

			(void)snprintf(name, sizeof(name), "%.*s",
			    TEXT_ARGS(key));
			found.old_node = node_get(old_one, name);
			found.new_node = node_get(new_one, name);
			if ((side == 1 && found.old_node != NULL) ||
			    same(c, found.old_node, found.new_node))
				continue;
			judge(c, &found);
		}
}

/* Clauses of the text and revisions have no id: their heading or version. */
static struct text
name_of(const struct node *declaration)
{
	struct text id = node_text(declaration, "id");

	if (id.n == 0)
		id = node_text(node_get(declaration, "heading"), "ja");
	if (id.n == 0)
		id = node_text(declaration, "document");
	if (id.n == 0)
		id = node_text(declaration, "kind");
	if (id.n == 0)
		id = node_text(declaration, "code");
	if (id.n == 0)
		id = node_text(declaration, "law");
	return id.n > 0 ? id : node_text(declaration, "version");
}

/* The n-th of that name, so that two clauses without heading are two. */
static const struct node *
find(const struct node *list, struct text name, size_t n)
{
	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(name_of(node_at(list, i)), name) && n-- == 0)
			return node_at(list, i);
	return NULL;
}

static size_t
nth(const struct node *list, size_t at)
{
	struct text name = name_of(node_at(list, at));
	size_t n = 0;

	for (size_t i = 0; i < at; i++)
		n += text_equal(name_of(node_at(list, i)), name);
	return n;
}

static void
compare_list(struct comparing *c, struct text section,
    const struct node *old_list, const struct node *new_list)
{
	for (size_t i = 0; i < node_count(old_list); i++) {
		const struct node *one = node_at(old_list, i);
		struct text name = name_of(one);
		const struct node *other = find(new_list, name,
		    nth(old_list, i));

		if (other != NULL)
			compare_keys(c, section, name, one, other);
		else
			judge(c, &(struct compared){ .how = CHANGE_REMOVED,
			    .section = section, .id = name, .old_node = one,
			    .declaration = one });
	}
	for (size_t i = 0; i < node_count(new_list); i++) {
		const struct node *one = node_at(new_list, i);
		struct text name = name_of(one);

		if (find(old_list, name, nth(new_list, i)) == NULL)
			judge(c, &(struct compared){ .how = CHANGE_ADDED,
			    .section = section, .id = name, .new_node = one,
			    .declaration = one });
	}
}

static bool
is_declarations(const struct node *node)
{
	return node != NULL && node->kind == NODE_LIST && node->count > 0 &&
	    node_at(node, 0)->kind == NODE_MAP &&
	    node_get(node_at(node, 0), "ja") == NULL;
}

/* A section that is one declaration, with lists of others in it. */
static void
compare_whole(struct comparing *c, const char *section,
    const struct node *old_one, const struct node *new_one)
{
	const struct node *sides[] = { old_one, new_one };

	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < node_count(sides[side]); i++) {
			struct text key = sides[side]->members[i].key;
			struct text path = { NULL, 0 };
			char name[64], text[160];
			const struct node *before, *after;

			(void)snprintf(name, sizeof(name), "%.*s",
			    TEXT_ARGS(key));
			before = node_get(old_one, name);
			after = node_get(new_one, name);
			if ((side == 1 && before != NULL) ||
			    same(c, before, after))
				continue;
			if (!is_declarations(before) &&
			    !is_declarations(after)) {
				judge(c, &(struct compared){
				    .how = CHANGE_CHANGED,
				    .section = text_of(section),
				    .id = TEXT(""), .key = key,
				    .old_node = before, .new_node = after,
				    .declaration = new_one });
				continue;
			}
			(void)snprintf(text, sizeof(text), "%s.%s", section,
			    name);
			path = text_copy(c->arena, text_of(text));
			if (path.p == NULL)
				c->status = error_memory(c->error);
			else
				compare_list(c, path, before, after);
		}
}

enum status
compare_sources(struct comparison *comparison,
    const struct policy_source *old_source,
    const struct policy_source *new_source, struct arena *arena,
    struct error *error)
{
	static const char *const wholes[] = { "operator", "rights",
	    "incidents", "notices" };
	struct comparing c = { comparison, arena, error, STATUS_OK };

	memset(comparison, 0, sizeof(*comparison));
	comparison->old_source = old_source;
	comparison->new_source = new_source;
	for (size_t i = 0; i < LENGTH(wholes); i++)
		compare_whole(&c, wholes[i],
		    node_get(old_source->root, wholes[i]),
		    node_get(new_source->root, wholes[i]));
	for (int i = 1; i < SPACE_COUNT; i++) {
		const char *section = policy_language.spaces[i];
		const struct node *before = node_get(old_source->root,
		    section);
		const struct node *after = node_get(new_source->root,
		    section);

		if (is_declarations(before) || is_declarations(after))
			compare_list(&c, text_of(section), before, after);
	}
	compare_list(&c, TEXT("text"), node_get(old_source->root, "text"),
	    node_get(new_source->root, "text"));
	return c.status;
}
