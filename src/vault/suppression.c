#include "base/cbor_form.h"
#include "vault/commit.h"
#include "vault/fold.h"
#include "vault/person_parts.h"
#include "vault/record.h"
#include "vault/suppression.h"

const char *const suppression_cause_names[SUPPRESSION_CAUSES] = {
	[SUPPRESSION_ABUSE] = "abuse", [SUPPRESSION_ASKED] = "asked",
};

enum { BODY_MAX = 4096 };

static const struct cbor_member members[] = {
	{ CBOR_AT(struct suppression, 0, cause), .least = SUPPRESSION_ABUSE,
	  .most = SUPPRESSION_ASKED },
	{ CBOR_AT(struct suppression, 1, made), .sign = true },
	{ CBOR_AT(struct suppression, 2, until), .sign = true },
	{ CBOR_AT(struct suppression, 3, by) },
	{ CBOR_AT(struct suppression, 4, item) },
	{ CBOR_AT(struct suppression, 5, reference) },
	{ CBOR_AT(struct suppression, 6, clause) },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

static enum status
read_body(struct suppression *s, struct bytes body, struct error *error)
{
	memset(s, 0, sizeof(*s));
	return cbor_form_read(s, &form, body, NULL) ? STATUS_OK :
	    error_set(error, STATUS_INTEGRITY, "suppression_broken",
	    "受入れ停止の記録が読めません",
	    "a suppression can not be read");
}

static enum status
write_body(struct bytes *out, const struct suppression *s,
    struct arena *arena, struct error *error)
{
	struct buf *body = arena_alloc(arena, sizeof(*body));

	if (body == NULL)
		return error_memory(error);
	buf_init(body, arena, BODY_MAX);
	cbor_form_write(body, &form, s);
	*out = buf_bytes(body);
	return buf_status(body, error);
}

/* The keyed hash by which a value is known again. */
static enum status
id_of(uint8_t id[DOCUMENT_ID_SIZE], struct visit *visit,
    const struct policy_item *item, struct text folded, struct error *error)
{
	struct buf name;

	buf_init(&name, visit->arena, 64 + folded.n);
	buf_printf(&name, "%u:", item->number);
	buf_text(&name, folded);
	return document_id(id, visit->vault, DOCUMENT_SUPPRESSION,
	    buf_as_text(&name), error);
}

static enum status
get(struct visit *visit, const struct policy_item *item, struct text folded,
    struct document *document, struct suppression *s, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status = id_of(id, visit, item, folded, error);

	if (status == STATUS_OK)
		status = document_get(document, visit->vault, visit->reader,
		    DOCUMENT_SUPPRESSION, id, visit->arena, error);
	if (status == STATUS_OK)
		status = read_body(s, document->body, error);
	return status;
}

static bool
stands(const struct suppression *s, int64_t now)
{
	return s->until == 0 || now < s->until;
}

static enum status
not_searchable(struct text item, struct error *error)
{
	enum status status = error_set(error, STATUS_INVALID,
	    "not_searchable", "この項目では検索できません",
	    "this item can not be searched by");

	error_at(error, "/items/%.*s", TEXT_ARGS(item));
	return status;
}

/* Names are shared by strangers: nobody is refused for one. */
static bool
is_known_by(const struct policy_item *item)
{
	return item->searchable && fold_indexable(item->kind) &&
	    item->kind != KIND_NAME && item->kind != KIND_KANA;
}

/* Adding. */

struct suppressing {
	struct visit *visit;
	const struct suppression *wanted;
	struct opened opened;
	const struct decision *decision;
	struct change *change;
	struct entry entry;
	struct bits found;
	struct error *error;
};

static enum status
put_value(struct suppressing *p, const struct policy_item *item,
    struct text value)
{
	struct document document = { .kind = DOCUMENT_SUPPRESSION };
	struct suppression before, s = *p->wanted;
	struct text folded;
	enum status status = fold_key(&folded, item->kind, value,
	    p->visit->arena, p->error);

	if (status != STATUS_OK || folded.n == 0)
		return status;
	status = get(p->visit, item, folded, &document, &before, p->error);
	if (status == STATUS_NOT_FOUND) {
		document = (struct document){ .kind = DOCUMENT_SUPPRESSION };
		status = id_of(document.id, p->visit, item, folded,
		    p->error);
	}
	s.made = p->visit->now;
	s.by = p->visit->principal.name;
	s.item = item->id;
	s.clause = decision_clause(p->decision);
	document.due = s.until;
	if (status == STATUS_OK)
		status = write_body(&document.body, &s, p->visit->arena,
		    p->error);
	if (status == STATUS_OK)
		status = document_put(&document, p->visit->vault, p->change,
		    &p->entry, p->error);
	bits_add(&p->found, item->number);
	return status;
}

/* A value that two records hold is put once. */
static bool
is_again(const struct record *seen, size_t n, const struct record_value *v)
{
	for (size_t i = 0; i < n; i++) {
		const struct record_value *one = record_find(&seen[i],
		    v->item);

		if (one != NULL && text_equal(one->text, v->text))
			return true;
	}
	return false;
}

static enum status
put_all(struct suppressing *p)
{
	const struct policy *policy = p->visit->revision->policy;
	struct record *seen = arena_array(p->visit->arena,
	    p->opened.head_count, sizeof(*seen));
	size_t n = 0;
	enum status status = seen == NULL ? error_memory(p->error) :
	    STATUS_OK;

	for (size_t i = 0; i < p->opened.head_count && status == STATUS_OK;
	    i++) {
		struct bits items = decision_record_items(p->decision, i);

		if (bits_empty(&items))
			continue;
		status = visit_unseal(p->visit, p->decision, &p->opened, i,
		    &seen[n], p->error);
		for (size_t j = 0; status == STATUS_OK &&
		    j < seen[n].count; j++) {
			const struct record_value *v = &seen[n].values[j];

			if (v->item < BITS_MAX && bits_has(&items, v->item) &&
			    !is_again(seen, n, v))
				status = put_value(p,
				    policy->item_at[v->item], v->text);
		}
		n += status == STATUS_OK;
	}
	if (status == STATUS_OK && bits_empty(&p->found))
		return error_set(p->error, STATUS_INVALID, "item_not_held",
		    "これらの項目は保有していません",
		    "none of these items is held");
	return status;
}

static enum status
decide(struct suppressing *p, const struct bits *items)
{
	const struct policy *policy = p->visit->revision->policy;
	struct ask ask = visit_ask(p->visit, ACT_STOP, &p->opened);
	enum status status;

	ask.items = *items;
	status = visit_permit(p->visit, &ask, ENTRY_SETTING, &p->opened,
	    &p->decision, p->error);
	if (status != STATUS_OK)
		return status;
	status = person_refuse_items(p->visit, ENTRY_SETTING, p->decision,
	    &p->opened, items, p->error);
	BITS_EACH(number, items)
		if (status == STATUS_OK &&
		    !is_known_by(policy->item_at[number]))
			status = not_searchable(policy->item_at[number]->id,
			    p->error);
	return status;
}

static struct text
subject_of(const struct visit *visit, const char *what,
    const struct suppression *s)
{
	struct buf out;

	buf_init(&out, visit->arena, 64);
	buf_printf(&out, "%s:%s", what, suppression_cause_names[s->cause]);
	return buf_as_text(&out);
}

enum status
suppression_add(struct visit *visit, uint64_t person,
    const struct bits *items, const struct suppression *suppression,
    struct error *error)
{
	struct suppressing p = {
		.visit = visit, .wanted = suppression, .error = error
	};
	enum status status = visit_open_present(visit, person, &p.opened,
	    error);

	if (status == STATUS_OK)
		status = decide(&p, items);
	if (status != STATUS_OK)
		return status;
	p.change = change_new();
	if (p.change == NULL)
		return error_memory(error);
	p.entry = visit_entry(visit, ENTRY_SETTING, p.decision, &p.opened);
	p.entry.subject = subject_of(visit, "suppression", suppression);
	status = put_all(&p);
	return commit_visit(visit, p.change, &p.entry, status, error);
}

/* Asks the gate about an item with nobody in view, and folds the value. */
static enum status
ask_value(struct visit *visit, enum act act, enum entry_kind kind,
    struct text id, struct text value, const struct policy_item **item,
    struct text *folded, const struct decision **decision,
    struct error *error)
{
	struct ask ask = visit_ask(visit, act, NULL);
	enum status status;

	*item = gate_ask_item(&ask, id);
	status = visit_permit(visit, &ask, kind, NULL, decision, error);
	if (status == STATUS_OK && !is_known_by(*item))
		status = not_searchable(id, error);
	return status == STATUS_OK ? fold_key(folded, (*item)->kind, value,
	    visit->arena, error) : status;
}

enum status
suppression_lift(struct visit *visit, struct text id, struct text value,
    struct error *error)
{
	const struct policy_item *item;
	const struct decision *decision;
	struct document document;
	struct suppression s;
	struct entry entry;
	struct text folded;
	enum status status = ask_value(visit, ACT_STOP, ENTRY_SETTING, id,
	    value, &item, &folded, &decision, error);

	if (status == STATUS_OK)
		status = get(visit, item, folded, &document, &s, error);
	if (status == STATUS_NOT_FOUND)
		return error_set(error, status, "not_suppressed",
		    "受入れは停止されていません", "nothing stands on it");
	if (status != STATUS_OK)
		return status;
	entry = visit_entry(visit, ENTRY_SETTING, decision, NULL);
	entry.subject = subject_of(visit, "suppression_lifted", &s);
	return commit_document_gone(visit->vault, &document, &entry, error);
}

enum status
suppression_find(struct visit *visit, struct text id, struct text value,
    struct suppression *found, bool *is, struct error *error)
{
	const struct policy_item *item;
	const struct decision *decision;
	struct document document;
	struct entry entry;
	struct text folded;
	enum status status = ask_value(visit, ACT_USE, ENTRY_SEARCH, id,
	    value, &item, &folded, &decision, error);

	*is = false;
	if (status != STATUS_OK)
		return status;
	status = get(visit, item, folded, &document, found, error);
	*is = status == STATUS_OK && stands(found, visit->now);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	entry = visit_entry(visit, ENTRY_SEARCH, decision, NULL);
	entry.subject = TEXT("suppression");
	entry.count = *is;
	return visit_log(visit, &entry, error);
}

enum status
suppression_list(struct visit *visit, const uint8_t *after, size_t max,
    const struct suppression **list, size_t *n,
    uint8_t last[DOCUMENT_ID_SIZE], struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_USE, NULL);
	const struct document *documents = NULL;
	struct suppression *out = arena_array(visit->arena, max,
	    sizeof(*out));
	const struct decision *decision;
	struct entry entry;
	enum status status = out == NULL ? error_memory(error) :
	    visit_permit(visit, &ask, ENTRY_SEARCH, NULL, &decision, error);

	*n = 0;
	if (status == STATUS_OK)
		status = document_list(&documents, n, visit->vault,
		    visit->reader, DOCUMENT_SUPPRESSION, after, max,
		    visit->arena, error);
	for (size_t i = 0; i < *n && status == STATUS_OK; i++)
		status = read_body(&out[i], documents[i].body, error);
	if (status != STATUS_OK)
		return status;
	if (*n > 0)
		memcpy(last, documents[*n - 1].id, DOCUMENT_ID_SIZE);
	*list = out;
	entry = visit_entry(visit, ENTRY_SEARCH, decision, NULL);
	entry.subject = TEXT("suppressions");
	entry.count = *n;
	return visit_log(visit, &entry, error);
}

static enum status
refuse(const struct suppression *s, struct error *error)
{
	char clause[sizeof(error->clause)];
	enum status status = error_set(error, STATUS_REFUSED, "suppressed",
	    "お申込みをお受けできません", "this can not be taken in");

	(void)snprintf(clause, sizeof(clause), "%.*s",
	    TEXT_ARGS(s->clause));
	error_clause(error, clause, "");
	error_remedy(error, "窓口へお問い合わせください",
	    "please ask our desk");
	return status;
}

enum status
suppression_check(struct visit *visit, const struct intake *intake,
    struct error *error)
{
	static const uint8_t first[DOCUMENT_ID_SIZE];
	const struct document_row *rows;
	size_t n;
	/* Most have nobody on the list. */
	enum status status = reader_documents(visit->reader,
	    DOCUMENT_SUPPRESSION, first, 1, &rows, &n, visit->arena, error);

	for (size_t i = 0; i < intake->count && status == STATUS_OK && n > 0;
	    i++) {
		const struct intake_value *v = &intake->values[i];
		struct document document;
		struct suppression s;

		if (v->folded.n == 0 || !is_known_by(v->item))
			continue;
		status = get(visit, v->item, v->folded, &document, &s,
		    error);
		if (status == STATUS_NOT_FOUND)
			status = STATUS_OK;
		else if (status == STATUS_OK && stands(&s, visit->now))
			status = refuse(&s, error);
	}
	return status;
}
