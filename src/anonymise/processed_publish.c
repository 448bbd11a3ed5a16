/*
 * What the public is told: which items, which ways, and the present state.
 */
#include "anonymise/processed_parts.h"

enum { PUBLIC_MAX = 1 << 20 };

static enum status
refuse(struct visit *visit, const struct decision *decision,
    const struct node *declaration, const char *code, const char *article,
    struct words words, struct words remedy, struct error *error)
{
	struct entry entry = processed_parts_entry(visit, ENTRY_ANONYMISE,
	    decision, (struct text){ "", 0 }, "publish");
	char clause[48];
	enum status status;

	(void)snprintf(clause, sizeof(clause), "%.*s",
	    TEXT_ARGS(policy_clause(declaration)));
	entry.refusal = text_of(code);
	entry.clause = text_of(clause);
	status = visit_log(visit, &entry, error);
	if (status != STATUS_OK)
		return status;
	status = error_say(error, STATUS_REFUSED, code, words);
	error_clause(error, clause, article);
	error_remedy_say(error, remedy);
	return status;
}

/* The items of a declaration that come out, and its ways. */
static void
put_items(struct jsonw *json, const struct node *declaration)
{
	const struct node *items = node_get(declaration, "items");

	jsonw_key(json, "items");
	jsonw_open_array(json);
	for (size_t i = 0; i < node_count(items); i++)
		/* Technique 0 is deletion. */
		if (node_get(node_at(items, i), "technique")->number != 0)
			processed_parts_label(json, NULL,
			    node_get(node_at(items, i), "label"));
	jsonw_close_array(json);
}

static void
put_ways(struct jsonw *json, const struct node *declaration)
{
	const struct node *ways = node_get(declaration, "ways");

	jsonw_key(json, "ways");
	jsonw_open_array(json);
	for (size_t i = 0; i < node_count(ways); i++)
		processed_parts_label(json, NULL, node_at(ways, i));
	jsonw_close_array(json);
}

/* One publication; its hash is that of items and ways as they stand. */
static enum status
write_publication(struct buf *out, const struct visit *visit,
    const struct processed_notice *notice, const struct node *declaration,
    int64_t from, struct error *error)
{
	struct jsonw json;
	struct buf what;
	struct hash hash;

	buf_init(&what, visit->arena, PUBLIC_MAX);
	json = jsonw_new(&what, false);
	jsonw_open_object(&json);
	put_items(&json, declaration);
	if (notice->ways)
		put_ways(&json, declaration);
	jsonw_close_object(&json);
	hash = hash_bytes(what.p, what.n);
	buf_init(out, visit->arena, PUBLIC_MAX);
	json = jsonw_new(out, false);
	jsonw_open_object(&json);
	jsonw_member_instant(&json, "at", visit->now);
	jsonw_member_instant(&json, "from", from);
	jsonw_member_text(&json, "by", visit->principal.name);
	jsonw_member_text(&json, "where", notice->where);
	jsonw_member_bool(&json, "continuing",
	    node_bool(declaration, "continuing", false));
	put_items(&json, declaration);
	if (notice->ways)
		put_ways(&json, declaration);
	jsonw_member_hex(&json, "sha256", hash.bytes, HASH_SIZE);
	jsonw_close_object(&json);
	return buf_status(out, error);
}

/* The declaration, if the visitor may speak about it. */
static enum status
find_declaration(struct visit *visit, const struct processed_notice *notice,
    const struct node **out, const struct decision **decision,
    struct error *error)
{
	const struct node *declaration = lawful_declaration(
	    visit->revision->policy, LAWFUL_ANONYMISED, notice->declaration);
	enum status status = processed_parts_permit(visit, ACT_ANONYMISE,
	    (struct text){ "", 0 }, decision, error);

	*out = declaration;
	if (status != STATUS_OK)
		return status;
	if (declaration == NULL || !node_lists(node_get(declaration,
	    "purposes"), visit->purpose))
		return refuse(visit, *decision, declaration,
		    "processing_undeclared", "43(3)", (struct words){
		    "この目的の匿名加工情報としてポリシーに宣言がありません",
		    "the policy declares no such information for this "
		    "purpose" }, (struct words){
		    "ポリシーの anonymised に宣言し、告知してください",
		    "declare it in the policy's anonymised section and "
		    "announce it" }, error);
	if (notice->ways && node_count(node_get(declaration, "ways")) == 0)
		return refuse(visit, *decision, declaration, "ways_missing",
		    "43(4)", (struct words){
		    "提供の方法がポリシーにありません",
		    "the policy names no way of provision" }, (struct words){
		    "宣言に ways を書いてください",
		    "write ways into the declaration" }, error);
	return STATUS_OK;
}

/* The paper of a declaration that was never published. */
static const struct node *
new_paper(struct text declaration, struct arena *arena)
{
	struct node *paper = arena_alloc(arena, sizeof(*paper));
	struct node *value = arena_alloc(arena, sizeof(*value));
	struct member *member = arena_alloc(arena, sizeof(*member));

	if (paper == NULL || value == NULL || member == NULL)
		return NULL;
	*value = (struct node){ .kind = NODE_TEXT, .text = declaration };
	*member = (struct member){
		.key = TEXT("declaration"), .value = value,
	};
	*paper = (struct node){
		.kind = NODE_MAP, .count = 1, .members = member,
	};
	return paper;
}

enum status
processed_publish(struct visit *visit, const struct processed_notice *notice,
    struct error *error)
{
	const struct decision *decision = NULL;
	const struct node *declaration, *paper;
	struct document document;
	struct entry entry;
	struct buf publication;
	int64_t from = notice->from == 0 ? visit->now : notice->from;
	enum status status;

	if (from < visit->now)
		return error_set(error, STATUS_INVALID, "published_earlier",
		    "過去の日から公表したことにはできません",
		    "it can not have been published from a past day on");
	status = find_declaration(visit, notice, &declaration, &decision,
	    error);
	if (status == STATUS_OK)
		status = write_publication(&publication, visit, notice,
		    declaration, from, error);
	if (status == STATUS_OK)
		status = processed_parts_notice(&document, &paper,
		    visit->vault, visit->reader, notice->declaration,
		    visit->arena, error);
	if (status != STATUS_OK)
		return status;
	if (paper == NULL)
		paper = new_paper(notice->declaration, visit->arena);
	if (paper == NULL)
		return error_memory(error);
	entry = processed_parts_entry(visit, ENTRY_ANONYMISE, decision,
	    notice->declaration, notice->ways ? "ways_published" :
	    "items_published");
	return processed_parts_append(visit, &document, paper,
	    "publications", buf_as_text(&publication), &entry, error);
}

/* The state. */

struct state {
	struct vault *vault;
	struct reader *reader;
	struct arena *arena;
	const struct processed *all;
	size_t count;
	int64_t now;
	bool any;
};

static void
put_made(struct jsonw *json, struct state *state, struct text id)
{
	int64_t last = 0;
	bool provided = false;

	for (size_t i = 0; i < state->count; i++) {
		const struct processed *p = &state->all[i];
		int64_t made = processed_parts_time(p->paper, "made_at");

		if (p->kind != LAWFUL_ANONYMISED || !text_equal(node_text(
		    p->paper, "declaration"), id))
			continue;
		last = made > last ? made : last;
		provided = provided || node_count(node_get(p->paper,
		    "provisions")) > 0;
	}
	jsonw_member_bool(json, "made", last > 0);
	if (last > 0) {
		char date[CLOCK_DATE_SIZE];

		clock_format_date(clock_tokyo_day(last), date);
		jsonw_member_string(json, "last_made", date);
	}
	jsonw_member_bool(json, "provided", provided);
	state->any = state->any || last > 0;
}

/* Since when items, and items with ways, are published. */
static enum status
put_published(struct jsonw *json, const struct state *state, struct text id,
    struct error *error)
{
	struct document document;
	const struct node *paper, *list;
	const char *keys[] = { "items_published_from",
	    "ways_published_from" };
	enum status status = processed_parts_notice(&document, &paper,
	    state->vault, state->reader, id, state->arena, error);

	list = node_get(paper, "publications");
	for (size_t ways = 0; ways < 2 && status == STATUS_OK; ways++)
		for (size_t i = 0; i < node_count(list); i++) {
			const struct node *p = node_at(list, i);
			int64_t from = processed_parts_time(p, "from");
			char date[CLOCK_DATE_SIZE];

			if (from > state->now || (ways == 1 && node_count(
			    node_get(p, "ways")) == 0))
				continue;
			clock_format_date(clock_tokyo_day(from), date);
			jsonw_member_string(json, keys[ways], date);
			jsonw_member_text(json, ways == 0 ? "where" :
			    "ways_where", node_text(p, "where"));
			break;
		}
	return status;
}

static enum status
put_declaration(struct jsonw *json, struct state *state,
    const struct node *declaration, struct error *error)
{
	struct text id = node_text(declaration, "id");
	enum status status;

	jsonw_open_object(json);
	jsonw_member_text(json, "id", id);
	processed_parts_label(json, "label", node_get(declaration, "label"));
	put_items(json, declaration);
	put_ways(json, declaration);
	processed_parts_label(json, "criteria", node_get(declaration,
	    "criteria"));
	jsonw_member_bool(json, "continuing",
	    node_bool(declaration, "continuing", false));
	put_made(json, state, id);
	status = put_published(json, state, id, error);
	jsonw_close_object(json);
	return status;
}

enum status
processed_status(struct jsonw *json, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
{
	const struct rules *rules = vault_rules(vault);
	struct state state = {
		.vault = vault, .reader = reader, .arena = arena,
		.now = clock_now(vault_clock(vault)),
	};
	const struct policy *policy = rules_in_force(rules,
	    state.now)->policy;
	const struct node *list = node_get(policy->root, "anonymised");
	enum status status = processed_list(&state.all, &state.count, vault,
	    reader, arena, error);

	jsonw_open_object(json);
	jsonw_key(json, "operator");
	jsonw_text(json, policy_label(node_path(policy->root, "operator",
	    "name", NULL), LANGUAGE_JA));
	jsonw_key(json, "anonymised");
	jsonw_open_array(json);
	for (size_t i = 0; i < node_count(list) && status == STATUS_OK; i++)
		status = put_declaration(json, &state, node_at(list, i),
		    error);
	jsonw_close_array(json);
	jsonw_member_bool(json, "any_made", state.any);
	jsonw_member_instant(json, "as_of", state.now);
	jsonw_close_object(json);
	vault_rules_release(vault, rules);
	return status;
}
