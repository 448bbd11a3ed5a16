/*
 * worker.c - uses the vault as a server will, for tests/faults.
 *
 *	worker add STORE COUNT THREADS [early]
 *		takes COUNT people in from each of THREADS threads; writes
 *		"PERSON MARK" when one is durable.  The mark is in the name.
 *		early is the planted fault: it writes before it waits.
 *	worker serve STORE COUNT THREADS [early]
 *		the same, and integrates and signs the log all the while.
 *	worker load STORE COUNT THREADS [early]
 *		the same, and each person is shown and corrected, too; writes
 *		"PERSON MARK" for the correction, whose mark is in the company,
 *		and "shown DECISION" for an answer.  A thread of its own
 *		commits, as in a server.
 *	worker check STORE
 *		reads "PERSON MARK" lines; every one must open and have its
 *		mark.  Says which do not; exit code 1 when there is one.
 *	worker show STORE PERSON [early]
 *		shows the person's name with a thread of its own committing;
 *		early answers before the entry is durable: planted.
 *	worker unchecked STORE
 *		a program that does not look whether there is memory: planted.
 *
 * The store is one of policies/livals.yaml with the key file that its
 * configuration names.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "vault/crowd.h"
#include "vault/person.h"

enum { THREADS_MAX = 16, WORK = 16 << 20, CHECKED_MAX = 1 << 20 };

static struct vault *vault;
static bool early, loaded;
static uint64_t wanted;
static pthread_t integrator;
static atomic_bool stopping;

static int
failed(const struct error *error)
{
	(void)fprintf(stderr, "%s: %s (%s)\n", error->code,
	    error->text[LANGUAGE_EN], error->field);
	return status_table[error->status].exit;
}

/* One line, at once: nothing may be left in a buffer when we are killed. */
static void
say(const char *line)
{
	(void)!write(STDOUT_FILENO, line, strlen(line));
}

static enum status
end(struct vault *v, struct error *error)
{
	enum status status = vault_integrate(v, error);

	vault_close(v);
	return status;
}

static enum status
open_vault(const char *folder, struct arena *arena, struct error *error)
{
	struct unlock_secret secret = { .key_file = NULL };
	struct config config;
	enum status status = secret_start(error);

	if (status == STATUS_OK)
		status = config_read(&config, folder, arena, error);
	secret.key_file = config.key_file;
	return status == STATUS_OK ? vault_open(&vault, &config, &secret,
	    clock_system(), error) : status;
}

static struct visitor
visitor(void)
{
	return (struct visitor){
		.principal = TEXT("test:worker"), .role = TEXT("officer"),
		.purpose = TEXT("contract"), .reason = { "", 0 },
	};
}

/* "PERSON MARK\n" */
static void
acknowledge(uint64_t person, uint64_t mark)
{
	char id[ID_TEXT_SIZE], line[ID_TEXT_SIZE + 32];
	struct error error;

	if (id_format(id, ID_PERSON, person, vault_id_key(vault), &error) !=
	    STATUS_OK)
		return;
	(void)snprintf(line, sizeof(line), "%s %016llx\n", id,
	    (unsigned long long)mark);
	say(line);
}

/* Letters among the digits, or one in thousands is a card number. */
static uint64_t
new_mark(void)
{
	uint64_t mark;

	random_bytes(&mark, sizeof(mark));
	return mark | 0xA000000A00000000;
}

static enum status
add_one(struct reader *reader, struct arena *arena, uint64_t *added,
    struct error *error)
{
	char name[64], email[64];
	const struct given_value values[] = {
		{ TEXT("name"), { name, 0 } },
		{ TEXT("company"), TEXT("株式会社見本") },
		{ TEXT("email"), { email, 0 } },
	};
	struct given_value given[LENGTH(values)];
	struct acquisition acquisition = {
		.way = TEXT("application_form"), .subject = TEXT("customer"),
		.shown = true, .values = given, .value_count = LENGTH(given),
	};
	const struct visitor who = visitor();
	struct ticket *ticket = NULL;
	struct visit visit;
	uint64_t person = 0, mark;
	enum status status;

	mark = new_mark();
	memcpy(given, values, sizeof(given));
	(void)snprintf(name, sizeof(name), "試験 %016llx",
	    (unsigned long long)mark);
	(void)snprintf(email, sizeof(email), "m%016llx@example.jp",
	    (unsigned long long)mark);
	given[0].text = text_of(name);
	given[2].text = text_of(email);
	visit_begin(&visit, vault, reader, arena, &who);
	status = person_add(&visit, &acquisition, &person, &ticket, error);
	visit_end(&visit);
	if (status == STATUS_OK && early)
		acknowledge(person, mark);
	if (status == STATUS_OK)
		status = store_wait(vault_store(vault), ticket, 60000, error);
	if (status == STATUS_OK && !early)
		acknowledge(person, mark);
	*added = person;
	return status;
}

/* What was answered; the decision must be in the log. */
static enum status
show_one(struct reader *reader, struct arena *arena, uint64_t person,
    struct error *error)
{
	const struct visitor who = visitor();
	char line[64], id[ID_TEXT_SIZE];
	struct visit visit;
	struct view view;
	enum status status;

	visit_begin(&visit, vault, reader, arena, &who);
	visit.defer = true;
	status = person_show(&visit, person, NULL, &view, error);
	if (status == STATUS_OK && !early)
		status = visit_wait(&visit, error);
	if (status == STATUS_OK) {
		id_format_random(id, ID_DECISION, decision_id(view.decision));
		(void)snprintf(line, sizeof(line), "shown %s\n", id);
		say(line);
	}
	if (status == STATUS_OK && early)
		status = visit_wait(&visit, error);
	visit_end(&visit);
	return status;
}

static enum status
correct_one(struct reader *reader, struct arena *arena, uint64_t person,
    struct error *error)
{
	const struct visitor who = visitor();
	struct given_value value = { TEXT("company"), { NULL, 0 } };
	struct visit visit;
	char company[64];
	uint64_t mark;
	enum status status;

	mark = new_mark();
	(void)snprintf(company, sizeof(company), "見本 %016llx",
	    (unsigned long long)mark);
	value.text = text_of(company);
	visit_begin(&visit, vault, reader, arena, &who);
	status = person_correct(&visit, person, &value, 1, error);
	visit_end(&visit);
	if (status == STATUS_OK)
		acknowledge(person, mark);
	return status;
}

static void *
add_some(void *context)
{
	struct error *error = context;
	struct arena *arena = arena_new(WORK);
	struct reader *reader = NULL;
	enum status status = arena == NULL ? error_memory(error) :
	    reader_new(&reader, vault_store(vault), error);

	error->status = STATUS_OK;
	for (uint64_t i = 0; i < wanted && status == STATUS_OK; i++) {
		uint64_t person = 0;

		arena_reset(arena);
		status = add_one(reader, arena, &person, error);
		if (status == STATUS_OK && loaded)
			status = show_one(reader, arena, person, error);
		if (status == STATUS_OK && loaded)
			status = correct_one(reader, arena, person, error);
	}
	reader_free(reader);
	arena_free(arena);
	error->status = status;
	return NULL;
}

/* What a server's job does ten times a second. */
static void *
integrate(void *context)
{
	const struct timespec pause = { 0, 100000000 };
	struct error error;

	(void)context;
	while (!stopping) {
		if (vault_integrate(vault, &error) != STATUS_OK &&
		    error.status != STATUS_BUSY) {
			(void)failed(&error);
			_exit(1);
		}
		(void)nanosleep(&pause, NULL);
	}
	return NULL;
}

static int
add(size_t threads)
{
	pthread_t thread[THREADS_MAX];
	struct error error[THREADS_MAX], closing;
	int code = 0;

	if (loaded && store_start_committer(vault_store(vault), &closing) !=
	    STATUS_OK)
		return failed(&closing);
	for (size_t i = 0; i < threads; i++)
		if (pthread_create(&thread[i], NULL, add_some, &error[i]) != 0)
			return 1;
	for (size_t i = 0; i < threads; i++) {
		(void)pthread_join(thread[i], NULL);
		if (error[i].status != STATUS_OK)
			code = failed(&error[i]);
	}
	stopping = true;
	if (integrator != 0)
		(void)pthread_join(integrator, NULL);
	if (end(vault, &closing) != STATUS_OK)
		return failed(&closing);
	return code;
}

static int
serve(size_t threads)
{
	return pthread_create(&integrator, NULL, integrate, NULL) != 0 ? 1 :
	    add(threads);
}

/* Whether the person opens and the name ends with the mark. */
static bool
has_mark(struct reader *reader, struct arena *arena, const char *id,
    const char *mark, struct error *error)
{
	const struct visitor who = visitor();
	struct visit visit;
	struct view view = { .count = 0 };
	uint64_t person;
	bool found = false;
	enum status status = id_parse(&person, ID_PERSON, text_of(id),
	    vault_id_key(vault), error);

	if (status != STATUS_OK)
		return false;
	visit_begin(&visit, vault, reader, arena, &who);
	/* Checking is no proof of the log: it need not wait line by line. */
	visit.defer = true;
	status = person_show(&visit, person, NULL, &view, error);
	for (struct visit_ticket *t = visit.tickets; t != NULL; t = t->next)
		store_forget(vault_store(vault), t->ticket);
	for (size_t i = 0; i < view.count && status == STATUS_OK; i++)
		for (size_t j = 0; j < view.records[i].count; j++)
			found |= text_find(view.records[i].values[j].text,
			    text_of(mark)) >= 0;
	visit_end(&visit);
	return found;
}

static int
check(void)
{
	struct arena *arena = arena_new(WORK);
	struct reader *reader;
	struct error error;
	char line[256], id[64], mark[64];
	struct crowd crowd;
	int checked = 0, bad = 0;

	if (arena == NULL ||
	    reader_new(&reader, vault_store(vault), &error) != STATUS_OK)
		return 1;
	/* More people than may be opened in a minute one by one. */
	crowd_begin(&crowd, vault, HOLDER_USE, CHECKED_MAX);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "%63s %63s", id, mark) != 2)
			continue;
		arena_reset(arena);
		checked++;
		(void)error_set(&error, STATUS_OK, "not_there", "無", "none");
		if (crowd_ahead(&crowd, 1, &error) != STATUS_OK ||
		    !has_mark(reader, arena, id, mark, &error)) {
			(void)printf("missing: %s %s %s\n", id, mark,
			    error.code);
			bad++;
		}
	}
	(void)printf("%d checked, %d missing\n", checked, bad);
	crowd_end(&crowd);
	reader_free(reader);
	arena_free(arena);
	if (end(vault, &error) != STATUS_OK)
		return failed(&error);
	return bad > 0;
}

static void
print_view(const struct view *view)
{
	for (size_t i = 0; i < view->count; i++)
		for (size_t j = 0; j < view->records[i].count; j++) {
			struct text t = view->records[i].values[j].text;

			(void)!write(STDOUT_FILENO, t.p, t.n);
			say("\n");
		}
}

static int
show(const char *id)
{
	const struct visitor who = visitor();
	struct arena *arena = arena_new(WORK);
	struct reader *reader;
	struct visit visit;
	struct view view;
	struct error error;
	uint64_t person;
	enum status status = arena == NULL ? error_memory(&error) :
	    store_start_committer(vault_store(vault), &error);

	if (status == STATUS_OK)
		status = reader_new(&reader, vault_store(vault), &error);
	if (status == STATUS_OK)
		status = id_parse(&person, ID_PERSON, text_of(id),
		    vault_id_key(vault), &error);
	if (status != STATUS_OK)
		return failed(&error);
	visit_begin(&visit, vault, reader, arena, &who);
	visit.defer = true;
	status = person_show(&visit, person, NULL, &view, &error);
	if (status == STATUS_OK && early)
		print_view(&view);
	if (status == STATUS_OK)
		status = visit_wait(&visit, &error);
	if (status == STATUS_OK && !early)
		print_view(&view);
	/* A thread that hangs in the log can not be waited for. */
	_exit(status == STATUS_OK ? 0 : failed(&error));
}

/* What happens where nobody looks at what an allocation returns. */
static int
unchecked(void)
{
	struct error error;

	for (int i = 0; i < 200; i++) {
		volatile char *p = mem_alloc(100);

		p[0] = 'x';
		mem_free((void *)(uintptr_t)p);
	}
	return end(vault, &error) == STATUS_OK ? 0 : failed(&error);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new(WORK);
	const char *act = argc > 2 ? argv[1] : "";
	struct error error;

	if (arena == NULL)
		return 1;
	early = strcmp(argv[argc - 1], "early") == 0;
	if (act[0] == '\0' ||
	    open_vault(argv[2], arena, &error) != STATUS_OK)
		return act[0] == '\0' ? 2 : failed(&error);
	arena_free(arena);
	loaded = strcmp(act, "load") == 0;
	if ((loaded || strcmp(act, "add") == 0) && argc > 4) {
		unsigned long threads = strtoul(argv[4], NULL, 10);

		wanted = strtoull(argv[3], NULL, 10);
		return threads > THREADS_MAX ? 2 : add(threads);
	}
	if (strcmp(act, "serve") == 0 && argc > 4) {
		unsigned long threads = strtoul(argv[4], NULL, 10);

		wanted = strtoull(argv[3], NULL, 10);
		return threads > THREADS_MAX ? 2 : serve(threads);
	}
	if (strcmp(act, "check") == 0)
		return check();
	if (strcmp(act, "show") == 0 && argc > 3)
		return show(argv[3]);
	return strcmp(act, "unchecked") == 0 ? unchecked() : 2;
}
