/*
 * change.h - what one act writes, and what must still hold when it does.
 *
 * A change is a list of writes with their expectations, made beforehand by
 * the thread that decided: it has sealed everything already, so that the
 * committing thread only runs statements.  A write that replaces something
 * names the version that it saw; if that has moved, the whole change fails
 * with STATUS_CONFLICT and nothing of it is written.
 *
 * The functions fail stickily; store_submit() tells.
 */
#ifndef STORE_CHANGE_H_
#define STORE_CHANGE_H_

#include "store/row.h"

struct change;

/* NULL when memory is out. */
struct change *change_new(void) MUST_USE;
void change_free(struct change *change);

/* Memory that lives as long as the change. */
struct arena *change_arena(struct change *change) NONNULL;

/* At least one: what the log says of it. */
void change_entry(struct change *change, struct bytes entry) NONNULL;

/* A person's rows; seq 0 is the standing. */
void change_add_row(struct change *change, uint64_t person,
    const struct row *row) NONNULL;
/* Replaces the standing if its version is still old_version. */
void change_replace_standing(struct change *change, uint64_t person,
    const struct row *row, uint64_t old_version) NONNULL;
/* Replaces a record, and keeps the old one in the history. */
void change_replace_record(struct change *change, uint64_t person,
    const struct row *row, uint64_t old_version, int64_t now) NONNULL;

/*
 * Search keys.  A unique one that stands already makes the change fail with
 * the field, a JSON Pointer to the value at fault.
 */
void change_add_unique(struct change *change, uint64_t index,
    struct bytes hash, uint64_t person, const char *field) NONNULL;
void change_drop_unique(struct change *change, uint64_t index,
    struct bytes hash, uint64_t person) NONNULL;
void change_add_search(struct change *change, uint64_t index,
    struct bytes hash, uint64_t person) NONNULL;
void change_drop_search(struct change *change, uint64_t index,
    struct bytes hash, uint64_t person) NONNULL;
void change_add_search_key(struct change *change,
    const struct search_key_row *key) NONNULL;

/* Why somebody asked, sealed. */
void change_add_reason(struct change *change, uint64_t person,
    const uint8_t decision[16], struct sealed reason) NONNULL;

/* Papers of the house: old_version 0 for a new one. */
void change_put_document(struct change *change,
    const struct document_row *row, uint64_t old_version) NONNULL;
void change_drop_document(struct change *change,
    const struct document_row *row) NONNULL;

/* What the policies declare. */
void change_add_name(struct change *change, uint32_t space, uint32_t number,
    struct text id) NONNULL;
void change_add_revision(struct change *change,
    const struct revision_row *revision) NONNULL;
void change_enforce_revision(struct change *change, uint32_t number,
    int64_t in_force_from) NONNULL;
void change_add_class(struct change *change, const struct class_row *class)
    NONNULL;
/* Sets what a class allows, if its version is still class->version. */
void change_set_class_purposes(struct change *change,
    const struct class_row *class) NONNULL;

void change_put_meta(struct change *change, struct text name,
    struct bytes value) NONNULL;

#endif
