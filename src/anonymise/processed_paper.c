/*
 * The papers.  A dataset (DOCUMENT_DATASET, random id) is a JSON object:
 *
 *	kind, declaration, purpose, revision, made_at, made_by, role
 *	rows		of the file
 *	people, left_out
 *	columns		[{name, label: {ja, en}}] of the file
 *	steps		[{rule, what: {ja, en}, evidence: {ja, en}}]
 *	sha256, bytes, parts	the file; part n is the DOCUMENT_PART of the
 *			name "ano_...:n"
 *	slots		[of the method, of the file]
 *	destroyed_at	of random numbers, tables and all that was read
 *	repeats		true: the method holds the plan's files too, so that
 *			it can be made again (continuing.h)
 *	approvals	[{act, at, by, role}]
 *	uses		[{use, at, by}]
 *	provisions	[{recipient, way, at, by}]
 *	evaluations	[{result, at, by}]
 *	erasures	[{what, at, by}]: file and method are gone
 *	state		"making" and "ending" (only kind and slots are there:
 *			it is no dataset), "erasing"; absent: at rest
 *
 * The method (DOCUMENT_METHOD, name "ano_...") and the parts are sealed twice
 * (processed_seal.c).  A notice
 * (DOCUMENT_DISPLAY, name "anonymised:DECLARATION") is {declaration,
 * publications: [{at, from, by, where, continuing, items: [{ja, en}], ways:
 * [{ja, en}], sha256}]}.
 */
#include "anonymise/processed_parts.h"
#include "base/encode.h"
#include "base/json.h"
#include "vault/commit.h"

static enum status
no_dataset(struct error *error)
{
	return error_set(error, STATUS_NOT_FOUND, "not_found",
	    "そのデータセットはありません", "there is no such dataset");
}

enum status
processed_parts_read(struct processed *processed,
    const struct document *document, struct arena *arena,
    struct error *error)
{
	struct text kind;
	enum status status = json_parse(&processed->paper, document->body,
	    arena, error);

	if (status != STATUS_OK)
		return status;
	processed->document = *document;
	memcpy(processed->id, "ano_", 4);
	encode_base32_id(document->id, processed->id + 4);
	kind = node_text(processed->paper, "kind");
	for (int i = 0; i < LAWFUL_KINDS; i++)
		if (text_is(kind, lawful_kind_names[i])) {
			processed->kind = (enum lawful_kind)i;
			return STATUS_OK;
		}
	return error_set(error, STATUS_INTEGRITY, "bad_dataset",
	    "データセットの記録が壊れています",
	    "the dataset's paper is damaged");
}

static bool
is_making(const struct processed *processed)
{
	struct text state = node_text(processed->paper, "state");

	return text_is(state, "making") || text_is(state, "ending");
}

enum status
processed_get(struct processed *processed, struct vault *vault,
    struct reader *reader, struct text id, struct arena *arena,
    struct error *error)
{
	struct document document;
	uint8_t bytes[DOCUMENT_ID_SIZE];
	enum status status;

	if (!text_starts_with(id, "ano_") ||
	    !decode_base32_id(text_slice(id, 4, id.n), bytes))
		return no_dataset(error);
	status = document_get(&document, vault, reader, DOCUMENT_DATASET,
	    bytes, arena, error);
	if (status == STATUS_NOT_FOUND)
		return no_dataset(error);
	if (status == STATUS_OK)
		status = processed_parts_read(processed, &document, arena,
		    error);
	return status == STATUS_OK && is_making(processed) ?
	    no_dataset(error) : status;
}

enum status
processed_list(const struct processed **out, size_t *n, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
{
	enum { AT_ONCE = 100 };
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	struct processed *list = NULL;
	const struct document *found;
	size_t got = 1;
	enum status status = STATUS_OK;

	*n = 0;
	while (status == STATUS_OK && got > 0) {
		struct processed *longer;

		status = document_list(&found, &got, vault, reader,
		    DOCUMENT_DATASET, after, AT_ONCE, arena, error);
		if (status != STATUS_OK || got == 0)
			break;
		longer = arena_array(arena, *n + got, sizeof(*longer));
		if (longer == NULL)
			return error_memory(error);
		if (*n > 0)
			memcpy(longer, list, *n * sizeof(*longer));
		list = longer;
		for (size_t i = 0; i < got && status == STATUS_OK; i++) {
			status = processed_parts_read(&list[*n], &found[i],
			    arena, error);
			*n += status == STATUS_OK && !is_making(&list[*n]);
		}
		memcpy(after, found[got - 1].id, sizeof(after));
	}
	*out = list;
	return status;
}

enum status
processed_show(struct visit *visit, struct text id,
    struct processed *processed, struct error *error)
{
	const struct decision *decision = NULL;

	return processed_parts_open(visit, ACT_ANONYMISE, id, processed,
	    &decision, error);
}

enum status
processed_list_for(const struct processed **out, size_t *n,
    struct visit *visit, struct error *error)
{
	const struct decision *decision = NULL;
	const struct processed *all = NULL;
	struct processed *mine;
	size_t count = 0;
	enum status status = processed_parts_permit(visit, ACT_ANONYMISE,
	    TEXT(""), &decision, error);

	if (status == STATUS_OK)
		status = processed_list(&all, &count, visit->vault,
		    visit->reader, visit->arena, error);
	if (status != STATUS_OK)
		return status;
	mine = arena_array(visit->arena, count + 1, sizeof(*mine));
	if (mine == NULL)
		return error_memory(error);
	*n = 0;
	for (size_t i = 0; i < count; i++)
		if (text_equal(node_text(all[i].paper, "purpose"),
		    visit->purpose))
			mine[(*n)++] = all[i];
	*out = mine;
	return STATUS_OK;
}

void
processed_json(struct jsonw *json, const struct processed *processed)
{
	const struct node *paper = processed->paper;

	jsonw_open_object(json);
	jsonw_member_string(json, "id", processed->id);
	for (size_t i = 0; i < node_count(paper); i++) {
		char key[64];

		(void)snprintf(key, sizeof(key), "%.*s",
		    TEXT_ARGS(paper->members[i].key));
		jsonw_key(json, key);
		jsonw_node(json, paper->members[i].value);
	}
	jsonw_close_object(json);
}

struct entry
processed_parts_entry(struct visit *visit, enum entry_kind kind,
    const struct decision *decision, struct text id, const char *what)
{
	struct entry entry = {
		.kind = kind, .time = visit->now,
		.principal = visit->principal.name,
		.purpose = visit_purpose(visit),
		.revision = visit->revision->number,
	};
	struct buf subject;

	if (decision != NULL)
		entry = visit_entry(visit, kind, decision, NULL);
	else if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	buf_init(&subject, visit->arena, 256);
	buf_text(&subject, id);
	buf_printf(&subject, "%s%s", id.n > 0 ? ":" : "", what);
	entry.subject = buf_as_text(&subject);
	return entry;
}

enum status
processed_parts_permit(struct visit *visit, enum act act, struct text id,
    const struct decision **decision, struct error *error)
{
	struct ask ask = visit_ask(visit, act, NULL);
	struct entry entry;
	enum status status = visit_decide(visit, &ask, decision, error);

	if (status != STATUS_OK ||
	    decision_refusal(*decision) == REFUSAL_NONE)
		return status;
	entry = processed_parts_entry(visit, ENTRY_ANONYMISE, *decision, id,
	    act_names[act]);
	status = visit_log(visit, &entry, error);
	return status == STATUS_OK ? decision_error(*decision, error) :
	    status;
}

enum status
processed_parts_refuse(struct visit *visit,
    const struct processed *processed, const struct decision *decision,
    const struct processed_refusal *refusal, struct error *error)
{
	const struct node *declaration = lawful_declaration(
	    visit->revision->policy, processed->kind,
	    node_text(processed->paper, "declaration"));
	struct entry entry = processed_parts_entry(visit, ENTRY_ANONYMISE,
	    decision, text_of(processed->id), "refused");
	char clause[48];
	enum status status;

	entry.refusal = text_of(refusal->code);
	(void)snprintf(clause, sizeof(clause), "%.*s",
	    TEXT_ARGS(policy_clause(declaration)));
	entry.clause = text_of(clause);
	status = visit_log(visit, &entry, error);
	if (status != STATUS_OK)
		return status;
	status = error_say(error, STATUS_REFUSED, refusal->code,
	    refusal->words);
	error_remedy_say(error, refusal->remedy);
	error_clause(error, clause, refusal->article);
	error_at(error, "%s", processed->id);
	return status;
}

enum status
processed_parts_open(struct visit *visit, enum act act, struct text id,
    struct processed *processed, const struct decision **decision,
    struct error *error)
{
	static const struct processed_refusal other = {
		"made_for_another_purpose", "18(1)", {
		"別の利用目的で作成したものです",
		"it was made for another purpose" }, {
		"作成した時の利用目的で行ってください",
		"act for the purpose for which it was made" }
	};
	enum status status = processed_parts_permit(visit, act, id, decision,
	    error);

	if (status == STATUS_OK)
		status = processed_get(processed, visit->vault,
		    visit->reader, id, visit->arena, error);
	if (status != STATUS_OK || text_equal(node_text(processed->paper,
	    "purpose"), visit->purpose))
		return status;
	return processed_parts_refuse(visit, processed, *decision, &other,
	    error);
}

enum status
processed_parts_commit(struct visit *visit, struct document *documents,
    size_t n, struct entry *entry, struct error *error)
{
	struct change *change = change_new();
	enum status status = change == NULL ? error_memory(error) : STATUS_OK;

	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = document_put(&documents[i], visit->vault, change,
		    entry, error);
	return commit_entry(visit->vault, change, entry, status, error);
}

enum status
processed_parts_body(struct buf *body, struct visit *visit,
    const struct node *paper, const char *list, struct text object,
    const char *state, struct error *error)
{
	const struct node *old = list == NULL ? NULL : node_get(paper, list);
	struct jsonw json;

	buf_init(body, visit->arena, PROCESSED_PAPER);
	json = jsonw_new(body, false);
	jsonw_open_object(&json);
	for (size_t i = 0; i < node_count(paper); i++) {
		const struct member *member = &paper->members[i];
		char key[64];

		if ((list != NULL && text_is(member->key, list)) ||
		    text_is(member->key, "state"))
			continue;
		(void)snprintf(key, sizeof(key), "%.*s",
		    TEXT_ARGS(member->key));
		jsonw_key(&json, key);
		jsonw_node(&json, member->value);
	}
	if (list != NULL) {
		jsonw_key(&json, list);
		jsonw_open_array(&json);
		for (size_t i = 0; i < node_count(old); i++)
			jsonw_node(&json, node_at(old, i));
		jsonw_raw(&json, object);
		jsonw_close_array(&json);
	}
	if (state != NULL)
		jsonw_member_string(&json, "state", state);
	jsonw_close_object(&json);
	return buf_status(body, error);
}

enum status
processed_parts_append(struct visit *visit, struct document *document,
    const struct node *paper, const char *list, struct text object,
    struct entry *entry, struct error *error)
{
	struct buf body;
	enum status status = processed_parts_body(&body, visit, paper, list,
	    object, NULL, error);

	if (status != STATUS_OK)
		return status;
	document->body = buf_bytes(&body);
	return processed_parts_commit(visit, document, 1, entry, error);
}

enum status
processed_parts_notice(struct document *document, const struct node **paper,
    struct vault *vault, struct reader *reader, struct text declaration,
    struct arena *arena, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	struct buf name;
	enum status status;

	*paper = NULL;
	memset(document, 0, sizeof(*document));
	buf_init(&name, arena, 256);
	buf_printf(&name, "anonymised:%.*s", TEXT_ARGS(declaration));
	status = document_id(id, vault, DOCUMENT_DISPLAY, buf_as_text(&name),
	    error);
	if (status == STATUS_OK)
		status = document_get(document, vault, reader,
		    DOCUMENT_DISPLAY, id, arena, error);
	if (status == STATUS_NOT_FOUND) {
		document->kind = DOCUMENT_DISPLAY;
		memcpy(document->id, id, sizeof(id));
		return STATUS_OK;
	}
	return status == STATUS_OK ? json_parse(paper, document->body, arena,
	    error) : status;
}

int64_t
processed_parts_time(const struct node *node, const char *key)
{
	int64_t instant = 0;

	return clock_parse(node_text(node, key), &instant) ? instant : 0;
}

void
processed_parts_label(struct jsonw *json, const char *key,
    const struct node *label)
{
	if (key != NULL)
		jsonw_key(json, key);
	jsonw_open_object(json);
	jsonw_member_text(json, "ja", policy_label(label, LANGUAGE_JA));
	jsonw_member_text(json, "en", policy_label(label, LANGUAGE_EN));
	jsonw_close_object(json);
}

struct jsonw
processed_parts_note(const struct visit *visit, struct buf *note,
    const char *key, struct text value)
{
	struct jsonw json;

	buf_init(note, visit->arena, 1 << 16);
	json = jsonw_new(note, false);
	jsonw_open_object(&json);
	jsonw_member_text(&json, key, value);
	jsonw_member_instant(&json, "at", visit->now);
	jsonw_member_text(&json, "by", visit->principal.name);
	if (visit->principal.role != NULL)
		jsonw_member_text(&json, "role", visit->principal.role->id);
	return json;
}

/* Every column of the file is among the items that were published. */
static bool
lists_columns(const struct node *publication, const struct node *columns)
{
	const struct node *items = node_get(publication, "items");

	for (size_t i = 0; i < node_count(columns); i++) {
		struct text wanted = node_text(node_get(node_at(columns, i),
		    "label"), "ja");
		bool found = false;

		for (size_t j = 0; j < node_count(items); j++)
			found = found || text_equal(wanted,
			    node_text(node_at(items, j), "ja"));
		if (!found)
			return false;
	}
	return true;
}

enum status
processed_parts_published(bool *published, const struct processed *processed,
    struct vault *vault, struct reader *reader, int64_t now, bool ways,
    struct arena *arena, struct error *error)
{
	struct document document;
	const struct node *paper, *list;
	enum status status = processed_parts_notice(&document, &paper, vault,
	    reader, node_text(processed->paper, "declaration"), arena, error);

	*published = false;
	list = node_get(paper, "publications");
	for (size_t i = 0; status == STATUS_OK && i < node_count(list); i++) {
		const struct node *p = node_at(list, i);
		int64_t made = processed_parts_time(processed->paper,
		    "made_at");

		/* 43(3): after it was made, or once for all that follow. */
		*published = *published ||
		    (processed_parts_time(p, "from") <= now &&
		    (node_bool(p, "continuing", false) ||
		    processed_parts_time(p, "at") >= made) &&
		    (!ways || node_count(node_get(p, "ways")) > 0) &&
		    lists_columns(p, node_get(processed->paper, "columns")));
	}
	return status;
}
