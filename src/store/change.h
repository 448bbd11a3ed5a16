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

/* Takes a record out if its version is still that; its history stays. */
void change_drop_record(struct change *change, uint64_t person, uint64_t seq,
    uint64_t version) NONNULL;
/* Everything of a person but the standing's row and the search keys. */
void change_drop_all(struct change *change, uint64_t person) NONNULL;
/* Earlier versions: sealed anew, or taken out. */
void change_put_history(struct change *change, uint64_t person,
    const struct row *row) NONNULL;
void change_drop_history(struct change *change, uint64_t person,
    uint64_t seq, uint64_t version) NONNULL;
void change_put_reason(struct change *change, uint64_t person,
    const struct reason_row *reason) NONNULL;

void change_add_erasure(struct change *change,
    const struct erasure_row *erasure) NONNULL;
/* Moves one on from old_state. */
void change_move_erasure(struct change *change,
    const struct erasure_row *erasure, enum erasure_state old_state) NONNULL;
/* The search keys of everybody with an erasure in that state; a full scan. */
void change_sweep_keys(struct change *change, enum erasure_state state)
    NONNULL;

/* Into an index that is being built: what stands there already stays. */
void change_fill_index(struct change *change, uint64_t index, bool unique,
    struct bytes hash, uint64_t person) NONNULL;
/* The change holds only if the standing's version is still that. */
void change_expect_standing(struct change *change, uint64_t person,
    uint64_t version) NONNULL;

/* An index goes from one state to another; what it holds goes. */
void change_move_search_key(struct change *change, uint64_t index,
    enum search_state from, enum search_state to) NONNULL;
void change_clear_index(struct change *change, uint64_t index) NONNULL;

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

/* It changes what others keep in memory of the rules: reader_rules(). */
void change_touch_rules(struct change *change) NONNULL;

void change_put_meta(struct change *change, struct text name,
    struct bytes value) NONNULL;

#endif
