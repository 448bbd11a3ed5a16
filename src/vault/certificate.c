#include "audit/proof.h"
#include "base/encode.h"
#include "gate/term.h"
#include "vault/certificate.h"

enum { ENTRIES_MAX = 8 };

/* The entries of a decision. */
struct seeking {
	const uint8_t *decision;
	uint64_t index[ENTRIES_MAX];
	size_t n;
};

static enum status
seek(void *context, uint64_t index, struct bytes bytes, struct error *error)
{
	struct seeking *s = context;

	(void)error;
	if (s->n < ENTRIES_MAX && memmem(bytes.p, bytes.n, s->decision,
	    DECISION_ID_SIZE) != NULL)
		s->index[s->n++] = index;
	return STATUS_OK;
}

static enum status
find_entries(struct visit *visit, const struct erasure *e,
    struct seeking *seeking, struct error *error)
{
	const struct config *config = vault_config(visit->vault);
	struct checkpoint state;
	struct tile_log *log;
	enum status status = vault_integrate(visit->vault, error);

	state = vault_log_state(visit->vault);
	if (status == STATUS_OK)
		status = tile_log_open(&log, config->log_folder, state.size,
		    error);
	if (status != STATUS_OK)
		return status;
	status = tile_log_entries(log, e->log_from, state.size, seek, seeking,
	    error);
	tile_log_close(log);
	return status;
}

static void
put_item(struct jsonw *json, const struct visit *visit, unsigned int item)
{
	const struct policy_item *declared = visit->revision->policy->
	    item_at[item];

	jsonw_member_text(json, "item", numbering_id(&visit->rules->numbering,
	    SPACE_ITEMS, item));
	if (declared != NULL)
		jsonw_member_text(json, "label", policy_label(node_get(
		    declared->node, "label"), LANGUAGE_JA));
}

/* By which law: the first retention of the item that has a minimum. */
static struct text
law_of(const struct visit *visit, unsigned int item)
{
	const struct policy *policy = visit->revision->policy;

	for (size_t i = 0; i < policy->retention_count; i++)
		if (policy->retentions[i].has_minimum &&
		    bits_has(&policy->retentions[i].items, item))
			return policy_label(node_path(
			    policy->retentions[i].node, "minimum", "law",
			    NULL), LANGUAGE_JA);
	return (struct text){ "", 0 };
}

static void
put_items(struct jsonw *json, const struct visit *visit,
    const struct erasure *e)
{
	jsonw_key(json, "items");
	jsonw_open_array(json);
	BITS_EACH(item, &e->items) {
		jsonw_open_object(json);
		put_item(json, visit, (unsigned int)item);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_key(json, "kept_by_law");
	jsonw_open_array(json);
	for (size_t i = 0; i < e->kept_count; i++) {
		char until[CLOCK_DATE_SIZE] = "";

		if (e->kept[i].until < TERM_NEVER)
			clock_format_date(e->kept[i].until, until);
		jsonw_open_object(json);
		put_item(json, visit, e->kept[i].item);
		jsonw_member_text(json, "law", law_of(visit,
		    e->kept[i].item));
		jsonw_member_string(json, "until", until);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
put_statement(struct jsonw *json, const struct erasure *e,
    struct arena *arena)
{
	char *letters = arena_alloc(arena, BASE64_SIZE(e->statement.n));

	jsonw_key(json, "slots");
	jsonw_open_array(json);
	for (size_t i = 0; i < e->slot_count; i++)
		jsonw_int(json, (int64_t)e->slots[i]);
	jsonw_close_array(json);
	if (letters == NULL) {
		buf_no_memory(json->out);
		return;
	}
	encode_base64(e->statement.p, e->statement.n, letters);
	jsonw_member_string(json, "statement", letters);
}

static void
put_head(struct jsonw *json, const struct visit *visit,
    const struct erasure *e)
{
	char id[ERASURE_ID_SIZE];

	erasure_id(id, e->number);
	jsonw_member_int(json, "sekisho_certificate", 1);
	jsonw_member_string(json, "kind", "erasure");
	jsonw_member_string(json, "id", id);
	jsonw_member_text(json, "person", e->id);
	jsonw_member_string(json, "scope", e->scope == ERASURE_PERSON ?
	    "person" : "items");
	jsonw_member_string(json, "cause", e->cause == ERASURE_ASKED ?
	    "asked" : "retention");
	jsonw_member_text(json, "purpose", e->purpose);
	jsonw_member_text(json, "clause", e->clause);
	jsonw_member_instant(json, "erased", e->time);
	put_items(json, visit, e);
	jsonw_member_string(json, "method", "the 256-bit keys of these "
	    "slots, which alone open the sealed data (AES-256-GCM, SHA-256 "
	    "commitments), are destroyed");
	if (e->retired != 0)
		jsonw_member_instant(json, "slots_kept_for_restoring_until",
		    e->retired);
	jsonw_member_instant(json, "gone_from_every_copy_by", e->horizon);
	jsonw_member_int(json, "stage", e->state == ERASURE_COMPLETE ? 2 : 1);
	jsonw_member_string(json, "before_that", e->state ==
	    ERASURE_COMPLETE ? "" : "whoever holds the root key and what "
	    "is left of the key store, or a backup of the keys that is older "
	    "than the erasure, could open an older copy of the data");
}

enum status
certificate_make(struct buf *out, struct visit *visit,
    const struct erasure *e, struct error *error)
{
	const struct config *config = vault_config(visit->vault);
	struct seeking seeking = { .decision = e->decision };
	struct buf text, proof, key;
	struct jsonw json;
	enum status status = find_entries(visit, e, &seeking, error);

	buf_init(&text, visit->arena, CERTIFICATE_MAX);
	buf_init(&key, visit->arena, 1024);
	note_verifier_format(&key, vault_verifier(visit->vault));
	json = jsonw_new(&text, true);
	jsonw_open_object(&json);
	put_head(&json, visit, e);
	put_statement(&json, e, visit->arena);
	jsonw_key(&json, "proofs");
	jsonw_open_array(&json);
	for (size_t i = 0; i < seeking.n && status == STATUS_OK; i++) {
		buf_init(&proof, visit->arena, PROOF_MAX);
		status = proof_make(&proof, config->log_folder,
		    vault_verifier(visit->vault), seeking.index[i],
		    visit->arena, error);
		jsonw_text(&json, buf_as_text(&proof));
	}
	jsonw_close_array(&json);
	jsonw_member_text(&json, "key", buf_as_text(&key));
	jsonw_close_object(&json);
	buf_byte(&text, '\n');
	if (status == STATUS_OK)
		status = buf_status(&text, error);
	if (status == STATUS_OK)
		vault_sign(visit->vault, out, buf_as_text(&text));
	return status == STATUS_OK ? buf_status(out, error) : status;
}
