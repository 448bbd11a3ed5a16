#include "store/op.h"

enum { CHANGE_MAX = 64 << 20 };

struct change *
change_new(void)
{
	struct arena *arena = arena_new(CHANGE_MAX);
	struct change *change;

	if (arena == NULL)
		return NULL;
	change = arena_alloc(arena, sizeof(*change));
	if (change == NULL) {
		arena_free(arena);
		return NULL;
	}
	change->arena = arena;
	change->end = &change->first;
	change->entry_end = &change->first_entry;
	return change;
}

void
change_free(struct change *change)
{
	if (change != NULL)
		arena_free(change->arena);
}

struct arena *
change_arena(struct change *change)
{
	return change->arena;
}

static struct bytes
keep(struct change *change, struct bytes bytes)
{
	struct text copy = text_copy(change->arena,
	    (struct text){ (const char *)bytes.p, bytes.n });

	if (copy.p == NULL)
		change->failed = true;
	return bytes_of(copy);
}

void
change_entry(struct change *change, struct bytes entry)
{
	struct entry_link *link = arena_alloc(change->arena, sizeof(*link));

	if (entry.n > STORE_ENTRY_MAX)
		change->large_entry = true;
	if (link == NULL) {
		change->failed = true;
		return;
	}
	link->bytes = keep(change, entry);
	*change->entry_end = link;
	change->entry_end = &link->next;
	change->entries++;
	change->entry_bytes += 2 + entry.n;
}

/* A statement with its values; byte strings are copied into the change. */
static struct op *
add(struct change *change, enum statement statement,
    const struct db_value *value, size_t n)
{
	static _Thread_local struct op scratch;
	struct op *op = arena_alloc(change->arena, sizeof(*op));

	if (op == NULL) {
		change->failed = true;
		return &scratch;
	}
	op->statement = statement;
	op->n = n;
	for (size_t i = 0; i < n; i++) {
		op->value[i] = value[i];
		if (value[i].type == DB_TEXT || value[i].type == DB_BYTES)
			op->value[i].bytes = keep(change, value[i].bytes);
	}
	*change->end = op;
	change->end = &op->next;
	return op;
}

static void
touch(struct change *change, uint64_t person)
{
	struct touched *touched;

	if (change->touched != NULL && change->touched->person == person)
		return;
	touched = arena_alloc(change->arena, sizeof(*touched));
	if (touched == NULL) {
		change->failed = true;
		return;
	}
	touched->person = person;
	touched->next = change->touched;
	change->touched = touched;
}

static struct db_value
db_sealed(struct sealed sealed)
{
	return db_bytes(sealed.bytes.p, sealed.bytes.n);
}

void
change_add_row(struct change *change, uint64_t person, const struct row *row)
{
	const struct db_value value[] = {
		db_number(person), db_number(row->seq),
		db_number(row->version), db_int(row->state),
		db_int(row->class), db_int(row->tier), db_int(row->day),
		db_sealed(row->sealed)
	};

	add(change, STATEMENT_RECORD_ADD, value, LENGTH(value))->is_row =
	    true;
	touch(change, person);
}

void
change_replace_standing(struct change *change, uint64_t person,
    const struct row *row, uint64_t old_version)
{
	const struct db_value value[] = {
		db_number(row->version), db_int(row->state),
		db_sealed(row->sealed), db_number(person),
		db_number(old_version)
	};

	add(change, STATEMENT_STANDING_REPLACE, value,
	    LENGTH(value))->must_change = true;
	touch(change, person);
}

void
change_replace_record(struct change *change, uint64_t person,
    const struct row *row, uint64_t old_version, int64_t now)
{
	const struct db_value old[] = {
		db_int(now), db_number(person), db_number(row->seq)
	};
	const struct db_value value[] = {
		db_number(row->version), db_sealed(row->sealed),
		db_number(person), db_number(row->seq),
		db_number(old_version)
	};

	add(change, STATEMENT_HISTORY_ADD, old, LENGTH(old))->must_change =
	    true;
	add(change, STATEMENT_RECORD_REPLACE, value,
	    LENGTH(value))->must_change = true;
	touch(change, person);
}

static struct op *
add_key(struct change *change, enum statement statement, uint64_t index,
    struct bytes hash, uint64_t person)
{
	const struct db_value value[] = {
		db_number(index), db_bytes(hash.p, hash.n), db_number(person)
	};

	return add(change, statement, value, LENGTH(value));
}

void
change_add_unique(struct change *change, uint64_t index, struct bytes hash,
    uint64_t person, const char *field)
{
	struct op *op = add_key(change, STATEMENT_UNIQUE_ADD, index, hash,
	    person);

	op->is_row = true;
	op->field = text_copy(change->arena, text_of(field)).p;
}

void
change_drop_unique(struct change *change, uint64_t index, struct bytes hash,
    uint64_t person)
{
	(void)add_key(change, STATEMENT_UNIQUE_DROP, index, hash, person);
}

void
change_add_search(struct change *change, uint64_t index, struct bytes hash,
    uint64_t person)
{
	(void)add_key(change, STATEMENT_SEARCH_ADD, index, hash, person);
}

void
change_drop_search(struct change *change, uint64_t index, struct bytes hash,
    uint64_t person)
{
	(void)add_key(change, STATEMENT_SEARCH_DROP, index, hash, person);
}

void
change_add_search_key(struct change *change, const struct search_key_row *key)
{
	const struct db_value value[] = {
		db_number(key->index), db_int(key->item),
		db_number(key->slot), db_int(key->unique), db_int(key->state)
	};

	(void)add(change, STATEMENT_SEARCH_KEY_ADD, value, LENGTH(value));
	change->rules = true;
}

void
change_add_reason(struct change *change, uint64_t person,
    const uint8_t decision[16], struct sealed reason)
{
	const struct db_value value[] = {
		db_number(person), db_bytes(decision, 16), db_sealed(reason)
	};

	(void)add(change, STATEMENT_REASON_ADD, value, LENGTH(value));
}

void
change_put_document(struct change *change, const struct document_row *row,
    uint64_t old_version)
{
	const struct db_value new[] = {
		db_int(row->kind), db_bytes(row->id, DOCUMENT_ID_SIZE),
		db_number(row->version), db_int(row->due),
		db_sealed(row->sealed)
	};
	const struct db_value again[] = {
		db_number(row->version), db_int(row->due),
		db_sealed(row->sealed), db_int(row->kind),
		db_bytes(row->id, DOCUMENT_ID_SIZE), db_number(old_version)
	};

	if (old_version == 0)
		(void)add(change, STATEMENT_DOCUMENT_ADD, new, LENGTH(new));
	else
		add(change, STATEMENT_DOCUMENT_REPLACE, again,
		    LENGTH(again))->must_change = true;
}

void
change_drop_document(struct change *change, const struct document_row *row)
{
	const struct db_value value[] = {
		db_int(row->kind), db_bytes(row->id, DOCUMENT_ID_SIZE),
		db_number(row->version)
	};

	add(change, STATEMENT_DOCUMENT_DROP, value,
	    LENGTH(value))->must_change = true;
}

void
change_add_name(struct change *change, uint32_t space, uint32_t number,
    struct text id)
{
	const struct db_value value[] = {
		db_int(space), db_int(number), db_text(id)
	};

	(void)add(change, STATEMENT_NAME_ADD, value, LENGTH(value));
	change->rules = true;
}

void
change_add_revision(struct change *change, const struct revision_row *revision)
{
	const struct db_value value[] = {
		db_int(revision->number), db_bytes(revision->hash, 32),
		db_text(revision->canonical), db_int(revision->announced_at),
		db_int(revision->in_force_from)
	};

	(void)add(change, STATEMENT_REVISION_ADD, value, LENGTH(value));
	change->rules = true;
}

void
change_enforce_revision(struct change *change, uint32_t number,
    int64_t in_force_from)
{
	const struct db_value value[] = {
		db_int(in_force_from), db_int(number)
	};

	add(change, STATEMENT_REVISION_ENFORCE, value,
	    LENGTH(value))->must_change = true;
	change->rules = true;
}

void
change_add_class(struct change *change, const struct class_row *class)
{
	const struct db_value value[] = {
		db_int(class->number), db_int(class->revision),
		db_int(class->way), db_int(class->service),
		db_int(class->subject),
		db_bytes(class->purposes.p, class->purposes.n)
	};

	(void)add(change, STATEMENT_CLASS_ADD, value, LENGTH(value));
	change->rules = true;
}

void
change_set_class_purposes(struct change *change,
    const struct class_row *class)
{
	const struct db_value value[] = {
		db_bytes(class->purposes.p, class->purposes.n),
		db_int(class->number), db_number(class->version)
	};

	add(change, STATEMENT_CLASS_PURPOSES, value,
	    LENGTH(value))->must_change = true;
	change->rules = true;
}

void
change_touch_rules(struct change *change)
{
	change->rules = true;
}

void
change_put_meta(struct change *change, struct text name, struct bytes value)
{
	const struct db_value values[] = {
		db_text(name), db_bytes(value.p, value.n)
	};

	(void)add(change, STATEMENT_META_PUT, values, LENGTH(values));
}

void
change_drop_record(struct change *change, uint64_t person, uint64_t seq,
    uint64_t version)
{
	const struct db_value value[] = {
		db_number(person), db_number(seq), db_number(version)
	};

	add(change, STATEMENT_RECORD_DROP, value,
	    LENGTH(value))->must_change = true;
	touch(change, person);
}

void
change_drop_all(struct change *change, uint64_t person)
{
	const struct db_value value = db_number(person);

	(void)add(change, STATEMENT_RECORDS_DROP, &value, 1);
	(void)add(change, STATEMENT_HISTORY_DROP_ALL, &value, 1);
	(void)add(change, STATEMENT_REASONS_DROP, &value, 1);
	touch(change, person);
}

void
change_put_history(struct change *change, uint64_t person,
    const struct row *row)
{
	const struct db_value value[] = {
		db_sealed(row->sealed), db_number(person),
		db_number(row->seq), db_number(row->version)
	};

	add(change, STATEMENT_HISTORY_PUT, value,
	    LENGTH(value))->must_change = true;
}

void
change_drop_history(struct change *change, uint64_t person, uint64_t seq,
    uint64_t version)
{
	const struct db_value value[] = {
		db_number(person), db_number(seq), db_number(version)
	};

	add(change, STATEMENT_HISTORY_DROP, value,
	    LENGTH(value))->must_change = true;
}

void
change_put_reason(struct change *change, uint64_t person,
    const struct reason_row *reason)
{
	const struct db_value value[] = {
		db_sealed(reason->sealed), db_number(person),
		db_bytes(reason->decision, sizeof(reason->decision))
	};

	add(change, STATEMENT_REASON_PUT, value,
	    LENGTH(value))->must_change = true;
}

void
change_add_erasure(struct change *change, const struct erasure_row *erasure)
{
	const struct db_value value[] = {
		db_number(erasure->person), db_number(erasure->number),
		db_int(erasure->state), db_int(erasure->due),
		db_sealed(erasure->sealed)
	};

	add(change, STATEMENT_ERASURE_ADD, value, LENGTH(value))->is_row =
	    true;
}

void
change_move_erasure(struct change *change, const struct erasure_row *erasure,
    enum erasure_state old_state)
{
	const struct db_value value[] = {
		db_int(erasure->state), db_int(erasure->due),
		db_sealed(erasure->sealed), db_number(erasure->person),
		db_number(erasure->number), db_int(old_state)
	};

	add(change, STATEMENT_ERASURE_MOVE, value,
	    LENGTH(value))->must_change = true;
}

void
change_sweep_keys(struct change *change, enum erasure_state state)
{
	const struct db_value value = db_int(state);

	(void)add(change, STATEMENT_UNIQUE_SWEEP, &value, 1);
	(void)add(change, STATEMENT_SEARCH_SWEEP, &value, 1);
}

void
change_move_search_key(struct change *change, uint64_t index,
    enum search_state from, enum search_state to)
{
	const struct db_value value[] = {
		db_int(to), db_number(index), db_int(from)
	};

	add(change, STATEMENT_SEARCH_KEY_MOVE, value,
	    LENGTH(value))->must_change = true;
}

void
change_clear_index(struct change *change, uint64_t index)
{
	const struct db_value value = db_number(index);

	(void)add(change, STATEMENT_UNIQUE_CLEAR, &value, 1);
	(void)add(change, STATEMENT_SEARCH_CLEAR, &value, 1);
}

void
change_fill_index(struct change *change, uint64_t index, bool unique,
    struct bytes hash, uint64_t person)
{
	(void)add_key(change, unique ? STATEMENT_UNIQUE_FILL :
	    STATEMENT_SEARCH_ADD, index, hash, person);
}

void
change_expect_standing(struct change *change, uint64_t person,
    uint64_t version)
{
	const struct db_value value[] = {
		db_number(version), db_number(person), db_number(version)
	};

	add(change, STATEMENT_STANDING_SEEN, value,
	    LENGTH(value))->must_change = true;
}
