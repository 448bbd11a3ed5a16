/*
 * What was told: found, approved, shown.
 *
 * A release (DOCUMENT_RELEASE, random id) is a JSON object: statistic,
 * purpose, revision, made_at, made_by, role, approval_needed, approvals; mode,
 * minimum, base, epsilon or variance; rows and columns (groupings),
 * row_labels, column_labels, and counts: row by row with margins, null where
 * a number is hidden.
 */
#include "anonymise/approval.h"
#include "base/csv.h"
#include "base/encode.h"
#include "base/json.h"
#include "statistics/release.h"
#include "vault/commit.h"

enum { PAPER_MAX = 4 << 20, AT_ONCE = 100 };

static enum status
no_release(struct error *error)
{
	return error_set(error, STATUS_NOT_FOUND, "not_found",
	    "その統計はありません", "there is no such statistic");
}

static enum status
read_paper(struct release *release, const struct document *document,
    struct arena *arena, struct error *error)
{
	memcpy(release->id, "sta_", 4);
	encode_base32_id(document->id, release->id + 4);
	release->document = *document;
	return json_parse(&release->paper, document->body, arena, error);
}

enum status
release_get(struct release *release, struct visit *visit, struct text id,
    struct error *error)
{
	struct document document;
	uint8_t bytes[DOCUMENT_ID_SIZE];
	enum status status;

	if (!text_starts_with(id, "sta_") ||
	    !decode_base32_id(text_slice(id, 4, id.n), bytes))
		return no_release(error);
	status = document_get(&document, visit->vault, visit->reader,
	    DOCUMENT_RELEASE, bytes, visit->arena, error);
	if (status == STATUS_NOT_FOUND)
		return no_release(error);
	return status == STATUS_OK ? read_paper(release, &document,
	    visit->arena, error) : status;
}

enum status
release_list(const struct release **out, size_t *n, struct visit *visit,
    struct error *error)
{
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	struct release *list = NULL;
	const struct document *found;
	size_t got = 1;
	enum status status = STATUS_OK;

	*n = 0;
	while (status == STATUS_OK) {
		struct release *longer;

		status = document_list(&found, &got, visit->vault,
		    visit->reader, DOCUMENT_RELEASE, after, AT_ONCE,
		    visit->arena, error);
		if (status != STATUS_OK || got == 0)
			break;
		longer = arena_array(visit->arena, *n + got,
		    sizeof(*longer));
		if (longer == NULL)
			return error_memory(error);
		if (*n > 0)
			memcpy(longer, list, *n * sizeof(*longer));
		list = longer;
		for (size_t i = 0; i < got && status == STATUS_OK; i++)
			status = read_paper(&list[(*n)++], &found[i],
			    visit->arena, error);
		memcpy(after, found[got - 1].id, sizeof(after));
	}
	*out = list;
	return status;
}

static struct entry
entry_of(const struct visit *visit, enum entry_kind kind,
    const struct release *release, const char *what)
{
	struct entry entry = {
		.kind = kind, .time = visit->now,
		.principal = visit->principal.name,
		.purpose = visit_purpose(visit),
		.revision = visit->revision->number,
	};
	struct buf subject;

	if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	buf_init(&subject, visit->arena, 256);
	buf_printf(&subject, "%s:%s", release->id, what);
	entry.subject = buf_as_text(&subject);
	return entry;
}

static enum status
refuse(struct visit *visit, const struct release *release, const char *code,
    struct words words, struct words remedy, struct error *error)
{
	struct entry entry = entry_of(visit, ENTRY_ANONYMISE, release,
	    "refused");
	enum status status;

	entry.refusal = text_of(code);
	status = visit_log(visit, &entry, error);
	if (status != STATUS_OK)
		return status;
	status = error_say(error, STATUS_REFUSED, code, words);
	error_at(error, "%s", release->id);
	error_clause(error, "", "23");
	error_remedy_say(error, remedy);
	return status;
}

/* The paper with one more approval. */
static void
add_approval(struct buf *body, const struct visit *visit,
    const struct release *release)
{
	const struct node *old = node_get(release->paper, "approvals");
	struct jsonw json = jsonw_new(body, false);

	jsonw_open_object(&json);
	for (size_t i = 0; i < node_count(release->paper); i++) {
		const struct member *member = &release->paper->members[i];
		char key[64];

		if (text_is(member->key, "approvals"))
			continue;
		(void)snprintf(key, sizeof(key), "%.*s",
		    TEXT_ARGS(member->key));
		jsonw_key(&json, key);
		jsonw_node(&json, member->value);
	}
	jsonw_key(&json, "approvals");
	jsonw_open_array(&json);
	for (size_t i = 0; i < node_count(old); i++)
		jsonw_node(&json, node_at(old, i));
	jsonw_open_object(&json);
	jsonw_member_string(&json, "act", act_names[ACT_ANONYMISE]);
	jsonw_member_instant(&json, "at", visit->now);
	jsonw_member_text(&json, "by", visit->principal.name);
	jsonw_member_text(&json, "role", visit->principal.role->id);
	jsonw_close_object(&json);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
}

enum status
release_approve(struct visit *visit, struct text id, struct error *error)
{
	struct release release;
	struct entry entry;
	struct buf body;
	enum status status = release_get(&release, visit, id, error);

	if (status != STATUS_OK)
		return status;
	if (!approval_may(visit, release.paper, ACT_ANONYMISE))
		return refuse(visit, &release, "not_an_approver",
		    (struct words){ "この役割・この人は承認者ではありません",
		    "this role, or this person, is no approver of it" },
		    (struct words){ "作成者の役割に定めた承認者が、作成者とは別に"
		    "承認してください",
		    "somebody else approves, in a role that the maker's role "
		    "names" }, error);
	buf_init(&body, visit->arena, PAPER_MAX);
	add_approval(&body, visit, &release);
	entry = entry_of(visit, ENTRY_APPROVAL, &release, "anonymise");
	return commit_document(visit->vault, &release.document, &body, &entry,
	    error);
}

enum status
release_show(struct visit *visit, struct text id, struct release *release,
    struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_ANONYMISE, NULL);
	const struct decision *decision;
	struct entry entry;
	enum status status = visit_permit(visit, &ask, ENTRY_ANONYMISE, NULL,
	    &decision, error);

	if (status == STATUS_OK)
		status = release_get(release, visit, id, error);
	if (status != STATUS_OK)
		return status;
	if (!text_equal(node_text(release->paper, "purpose"),
	    visit->purpose))
		return no_release(error);
	if (!approval_given(visit, release->paper, NULL))
		return refuse(visit, release, "approval_missing",
		    (struct words){ "承認を受けていません",
		    "it was not approved" }, (struct words){
		    "承認者に statistics approve で承認を求めてください",
		    "ask an approver for statistics approve" }, error);
	entry = entry_of(visit, ENTRY_ANONYMISE, release, "shown");
	return visit_log(visit, &entry, error);
}

/* Out. */

void
release_json_line(struct jsonw *json, const struct release *release)
{
	static const char *const keys[] = {
		"made_at", "statistic", "purpose", "mode", "rows", "columns",
	};

	jsonw_open_object(json);
	jsonw_member_string(json, "id", release->id);
	for (size_t k = 0; k < LENGTH(keys); k++)
		jsonw_member_text(json, keys[k], node_text(release->paper,
		    keys[k]));
	jsonw_close_object(json);
}

void
release_json(struct jsonw *json, const struct release *release)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "id", release->id);
	for (size_t i = 0; i < node_count(release->paper); i++) {
		const struct member *member = &release->paper->members[i];
		char key[64];

		(void)snprintf(key, sizeof(key), "%.*s",
		    TEXT_ARGS(member->key));
		jsonw_key(json, key);
		jsonw_node(json, member->value);
	}
	jsonw_close_object(json);
}

/* A label is data: a spreadsheet must not run it. */
static void
put(struct buf *out, struct text text, bool csv, bool last)
{
	if (!csv) {
		buf_text(out, text);
	} else {
		if (csv_is_formula(text))
			buf_byte(out, '\'');
		csv_put(out, text, ',');
	}
	buf_string(out, last ? "\n" : csv ? "," : "\t");
}

void
release_text(struct buf *out, const struct release *release, bool csv,
    enum language language)
{
	const struct node *rows = node_get(release->paper, "row_labels");
	const struct node *columns = node_get(release->paper,
	    "column_labels");
	const struct node *counts = node_get(release->paper, "counts");
	struct text total = language == LANGUAGE_JA ? TEXT("合計") :
	    TEXT("total");
	size_t width = node_count(columns) == 0 ? 1 : node_count(columns);
	bool one = node_count(columns) == 0;

	put(out, node_text(release->paper, "rows"), csv, false);
	for (size_t c = 0; !one && c < width; c++)
		put(out, node_at(columns, c)->text, csv, false);
	put(out, total, csv, true);
	for (size_t r = 0; r <= node_count(rows); r++) {
		put(out, r < node_count(rows) ? node_at(rows, r)->text :
		    total, csv, false);
		for (size_t c = one ? 1 : 0; c <= width; c++) {
			const struct node *count = node_at(counts,
			    r * (width + 1) + c);
			char number[32] = "*";

			if (count->kind == NODE_INT)
				(void)snprintf(number, sizeof(number),
				    "%lld", (long long)count->number);
			put(out, text_of(number), csv, c == width);
		}
	}
}
