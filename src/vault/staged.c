#include "base/cbor_form.h"
#include "crypto/random.h"
#include "vault/commit.h"
#include "vault/staged.h"

enum { BODY_MAX = 4096 };

static const struct cbor_member members[] = {
	{ CBOR_AT(struct staged, 0, state), .least = STAGED_HIDDEN,
	  .most = STAGED_DROPPED },
	{ CBOR_AT(struct staged, 1, file) },
	{ CBOR_AT(struct staged, 2, first) },
	{ CBOR_AT(struct staged, 3, rows) },
	{ CBOR_AT(struct staged, 4, done) },
	{ CBOR_AT(struct staged, 5, began) },
	{ CBOR_AT(struct staged, 6, principal) },
	{ CBOR_AT(struct staged, 7, name) },
};
static const struct cbor_form form = CBOR_WHOLE_MAP_OF(members);

static enum status
read_body(struct staged *s, const struct document *document,
    struct error *error)
{
	s->document = *document;
	if (cbor_form_read(s, &form, document->body, NULL))
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "import_broken",
	    "取込みの記録が壊れています", "the import's document is damaged");
}

enum status
staged_list(const struct staged **list, size_t *n, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
{
	const struct document *documents;
	struct staged *out;
	enum status status = document_list(&documents, n, vault, reader,
	    DOCUMENT_IMPORT, NULL, STAGED_MAX, arena, error);

	if (status != STATUS_OK)
		return status;
	out = arena_array(arena, *n + 1, sizeof(*out));
	if (out == NULL)
		return error_memory(error);
	for (size_t i = 0; i < *n && status == STATUS_OK; i++)
		status = read_body(&out[i], &documents[i], error);
	*list = out;
	return status;
}

/* One import for one file, whoever comes with it again. */
static enum status
id_of(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    const uint8_t file[32], struct error *error)
{
	return document_id(id, vault, DOCUMENT_IMPORT,
	    (struct text){ (const char *)file, 32 }, error);
}

enum status
staged_of_file(struct staged *staged, struct vault *vault,
    struct reader *reader, const uint8_t file[32], struct arena *arena,
    struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	struct document document;
	enum status status = id_of(id, vault, file, error);

	if (status == STATUS_OK)
		status = document_get(&document, vault, reader,
		    DOCUMENT_IMPORT, id, arena, error);
	return status == STATUS_OK ? read_body(staged, &document, error) :
	    status;
}

enum status
staged_new(struct staged *staged, struct vault *vault, const uint8_t file[32],
    uint64_t rows, struct error *error)
{
	enum status status;

	memset(staged, 0, sizeof(*staged));
	staged->document.kind = DOCUMENT_IMPORT;
	staged->state = STAGED_HIDDEN;
	staged->rows = rows;
	staged->began = clock_now(vault_clock(vault));
	memcpy(staged->file, file, sizeof(staged->file));
	status = id_of(staged->document.id, vault, file, error);
	return status == STATUS_OK ? store_reserve(vault_store(vault),
	    STORE_PERSON, rows, &staged->first, error) : status;
}

static const char *
subject_of(const struct staged *staged)
{
	switch (staged->state) {
	case STAGED_HIDDEN: return "import:staged";
	case STAGED_VISIBLE: return "import:visible";
	case STAGED_DROPPED: return "import:dropped";
	}
	return "";
}

enum writing { WRITE, GIVE_UP, FORGET };

static enum status
put_document(struct staged *staged, struct vault *vault,
    struct change *change, struct entry *entry, enum writing writing,
    struct error *error)
{
	struct document *document = &staged->document;
	enum status status = writing == WRITE ? STATUS_OK :
	    document_drop(document, change, entry, error);

	if (status != STATUS_OK || writing == FORGET)
		return status;
	if (writing == GIVE_UP) {
		random_bytes(document->id, sizeof(document->id));
		document->version = 0;
	}
	return document_put(document, vault, change, entry, error);
}

static enum status
write_down(struct staged *staged, struct visit *visit, enum writing writing,
    struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .time = visit->now,
		.principal = visit->principal.name, .count = staged->done,
		.purpose = visit_purpose(visit),
		.subject = text_of(subject_of(staged)),
	};
	struct change *change = change_new();
	struct buf body;
	enum status status;

	if (change == NULL)
		return error_memory(error);
	buf_init(&body, visit->arena, BODY_MAX);
	cbor_form_write(&body, &form, staged);
	status = buf_status(&body, error);
	staged->document.body = buf_bytes(&body);
	if (status == STATUS_OK)
		status = put_document(staged, visit->vault, change, &entry,
		    writing, error);
	/* Other servers have to know who is hidden. */
	change_touch_rules(change);
	return commit_entry(visit->vault, change, &entry, status, error);
}

enum status
staged_put(struct staged *staged, struct visit *visit, struct error *error)
{
	return write_down(staged, visit, WRITE, error);
}

enum status
staged_give_up(struct staged *staged, struct visit *visit,
    struct error *error)
{
	staged->state = STAGED_DROPPED;
	return write_down(staged, visit, GIVE_UP, error);
}

enum status
staged_forget(struct staged *staged, struct visit *visit,
    struct error *error)
{
	return write_down(staged, visit, FORGET, error);
}

enum status
staged_load(struct rules *rules, struct vault *vault, struct reader *reader,
    struct error *error)
{
	const struct staged *list;
	struct rules_run *hidden;
	size_t n;
	enum status status = staged_list(&list, &n, vault, reader,
	    rules->arena, error);

	if (status != STATUS_OK)
		return status;
	hidden = arena_array(rules->arena, n + 1, sizeof(*hidden));
	if (hidden == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n; i++)
		if (list[i].state != STAGED_VISIBLE)
			hidden[rules->hidden_count++] = (struct rules_run){
				list[i].first, list[i].rows };
	rules->hidden = hidden;
	return STATUS_OK;
}
