#include "base/mem.h"
#include "vault/erase.h"
#include "vault/verify_erased.h"

enum { MANY = 100 };

/* Rows under slots that are gone. */
static void
left(const struct verify_past *past, uint64_t person)
{
	past->fault(past->context, person, 0, "erased_left", (struct words){
	    "消去した本人のものが残っています",
	    "something of an erased person is left" });
}

static enum status
check_nothing(const struct verify_past *past, struct error *error)
{
	const struct opened *opened = past->opened;
	struct reader *reader = past->visit->reader;
	const struct history_row *history;
	const struct reason_row *reasons;
	size_t n, m = 0;
	enum status status = reader_history(reader, opened->person, &history,
	    &n, past->visit->arena, error);

	if (status == STATUS_OK)
		status = reader_reasons(reader, opened->person, &reasons, &m,
		    past->visit->arena, error);
	if (status == STATUS_OK && opened->rows.n + n + m > 1)
		left(past, opened->person);
	return status;
}

/* People are looked at in the order of their numbers. */
static enum status
note(struct verify_erased *gone, uint64_t person, struct error *error)
{
	if (gone->n == gone->places) {
		size_t places = gone->places == 0 ? 1024 : 2 * gone->places;
		uint64_t *people = mem_array(places, sizeof(*people));

		if (people == NULL)
			return error_memory(error);
		if (gone->n > 0)
			memcpy(people, gone->people, gone->n *
			    sizeof(*people));
		mem_free(gone->people);
		gone->people = people;
		gone->places = places;
	}
	gone->people[gone->n++] = person;
	return STATUS_OK;
}

enum status
vault_verify_erased(struct verify_erased *gone,
    const struct verify_past *past, struct error *error)
{
	const struct opened *opened = past->opened;
	enum erasure_state state;
	bool has;
	enum status status = reader_erasure_of(past->visit->reader,
	    opened->person, &has, &state, error);

	if (status != STATUS_OK)
		return status;
	if (!has)
		past->fault(past->context, opened->person, 0,
		    "erasure_missing", (struct words){
		    "消去した本人の消去の記録がありません",
		    "the erasure of an erased person is absent" });
	/* Others may be at work: the rows and keys go last. */
	else if (state < ERASURE_WAITING)
		return STATUS_OK;
	status = note(gone, opened->person, error);
	return status == STATUS_OK && opened->hidden ?
	    check_nothing(past, error) : status;
}

struct looking {
	const struct verify_erased *gone;
	const struct verify_past *past;
	uint64_t last;
};

static int
order(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Somebody has several keys: once is enough where they follow each other. */
static void
look_at_key(void *context, uint64_t person)
{
	struct looking *looking = context;

	if (person == looking->last || bsearch(&person,
	    looking->gone->people, looking->gone->n, sizeof(person),
	    order) == NULL)
		return;
	looking->last = person;
	left(looking->past, person);
}

static enum status
check_keys(const struct verify_erased *gone, const struct verify_past *past,
    struct error *error)
{
	struct looking looking = { .gone = gone, .past = past };

	return gone->n == 0 ? STATUS_OK : reader_keys(past->visit->reader,
	    look_at_key, &looking, error);
}

static enum status
check_some(const struct verify_past *past, const struct erasure_row *rows,
    size_t n, struct error *error)
{
	for (size_t i = 0; i < n; i++) {
		struct erasure erasure;
		enum status status = erasure_open(past->visit, &rows[i],
		    &erasure, error);

		if (status == STATUS_INTEGRITY)
			past->fault(past->context, rows[i].person, 0,
			    "erasure_broken", (struct words){
			    "消去の記録の封緘が壊れています",
			    "the seal of an erasure is broken" });
		else if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

enum status
vault_verify_erased_all(const struct verify_erased *gone,
    const struct verify_past *past, struct error *error)
{
	struct arena *arena = past->visit->arena;
	enum status status = check_keys(gone, past, error);

	for (int state = 0; state < ERASURE_STATES && status == STATUS_OK;
	    state++) {
		const struct erasure_row *rows;
		uint64_t after = 0;
		size_t n = MANY;

		while (n == MANY && status == STATUS_OK) {
			arena_reset(arena);
			status = reader_erasures(past->visit->reader,
			    (enum erasure_state)state, after, MANY, &rows,
			    &n, arena, error);
			if (status == STATUS_OK && n > 0) {
				after = rows[n - 1].number;
				status = check_some(past, rows, n, error);
			}
		}
	}
	return status;
}

static bool
is_hidden(struct reader *reader, uint64_t person, struct arena *arena)
{
	enum person_state state;
	struct error ignored;
	bool there;

	return reader_person_state(reader, person, &there, &state, arena,
	    &ignored) == STATUS_OK && there && state == PERSON_HIDDEN;
}

bool
vault_verify_erased_since(struct vault *vault, struct reader *frozen,
    uint64_t person, struct arena *arena)
{
	struct reader *now;
	struct error ignored;
	bool gone;

	if (is_hidden(frozen, person, arena) || reader_new(&now,
	    vault_store(vault), &ignored) != STATUS_OK)
		return false;
	gone = is_hidden(now, person, arena);
	reader_free(now);
	return gone;
}

void
vault_verify_erased_free(struct verify_erased *gone)
{
	mem_free(gone->people);
}
