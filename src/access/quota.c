#include "access/quota.h"
#include "base/encode.h"
#include "base/mem.h"
#include "store/store.h"

enum { MINUTE = 60000, SHARE = 16 };

/* Of one principal; kept until the end, there are few with a quota. */
struct quota_count {
	struct quota_count *next;
	uint8_t id[DOCUMENT_ID_SIZE];
	int64_t minute;			/* the window */
	int64_t used;			/* of it, here; or everywhere */
	int64_t leased;			/* of that, not used here yet */
	bool spent;			/* nothing is left anywhere */
	bool asking;			/* somebody asks the store */
};

void
quota_init(struct quota *quota)
{
	(void)pthread_mutex_init(&quota->mutex, NULL);
	(void)pthread_cond_init(&quota->asked, NULL);
	quota->counts = NULL;
}

void
quota_free(struct quota *quota)
{
	while (quota->counts != NULL) {
		struct quota_count *c = quota->counts;

		quota->counts = c->next;
		mem_free(c);
	}
	(void)pthread_cond_destroy(&quota->asked);
	(void)pthread_mutex_destroy(&quota->mutex);
}

static enum status
too_often(const struct pass *pass, struct error *error)
{
	return error_set(error, STATUS_BUSY, "quota_exceeded",
	    "1分あたりの上限 (%lld 回) を超えました",
	    "more than %lld requests in a minute", (long long)pass->quota);
}

/* The mutex is held. */
static struct quota_count *
count_of(struct quota *quota, const uint8_t id[DOCUMENT_ID_SIZE])
{
	struct quota_count *c = quota->counts;

	while (c != NULL && memcmp(c->id, id, DOCUMENT_ID_SIZE) != 0)
		c = c->next;
	if (c != NULL)
		return c;
	c = mem_alloc(sizeof(*c));
	if (c == NULL)
		return NULL;
	memcpy(c->id, id, DOCUMENT_ID_SIZE);
	c->next = quota->counts;
	quota->counts = c;
	return c;
}

static void
begin_window(struct quota_count *c, int64_t minute)
{
	if (c->minute == minute)
		return;
	c->minute = minute;
	c->used = c->leased = 0;
	c->spent = false;
}

/* The mutex is held on entry and exit, not meanwhile. */
static enum status
ask(struct quota *quota, struct store *store, struct quota_count *c,
    const struct pass *pass, struct error *error)
{
	char name[STORE_LEASE_NAME] = "quota:";
	struct store_lease lease = {
		.name = name, .window = c->minute, .share = SHARE,
		.limit = pass->quota < STORE_LEASE_MAX ? pass->quota :
		    STORE_LEASE_MAX,
	};
	int64_t got = 0, taken = 0;
	enum status status;

	encode_hex(c->id, DOCUMENT_ID_SIZE, name + strlen(name));
	c->asking = true;
	(void)pthread_mutex_unlock(&quota->mutex);
	status = store_lease(store, &lease, &got, &taken, error);
	(void)pthread_mutex_lock(&quota->mutex);
	c->asking = false;
	/* Of a window that is over, it is lost. */
	if (status == STATUS_OK && c->minute == lease.window) {
		c->leased = got;
		c->used = taken;
		c->spent = got == 0;
	}
	(void)pthread_cond_broadcast(&quota->asked);
	return status;
}

/* One at a time asks for each principal. */
static enum status
take_leased(struct quota *quota, struct store *store, struct quota_count *c,
    struct pass *pass, int64_t minute, struct error *error)
{
	enum status status = STATUS_OK;

	/* Whose minute is over already counts in the next one. */
	if (minute > c->minute)
		begin_window(c, minute);
	while (c->leased == 0 && !c->spent && status == STATUS_OK) {
		if (c->asking)
			(void)pthread_cond_wait(&quota->asked,
			    &quota->mutex);
		else
			status = ask(quota, store, c, pass, error);
	}
	if (status == STATUS_OK && c->leased == 0)
		status = too_often(pass, error);
	c->leased -= status == STATUS_OK;
	pass->left = pass->quota - c->used + c->leased;
	/* More was given out before the quota was lowered. */
	if (pass->left < 0)
		pass->left = 0;
	return status;
}

static enum status
take_here(struct quota_count *c, struct pass *pass, int64_t minute,
    struct error *error)
{
	begin_window(c, minute);
	c->used++;
	pass->left = c->used > pass->quota ? 0 : pass->quota - c->used;
	return c->used <= pass->quota ? STATUS_OK : too_often(pass, error);
}

enum status
quota_take(struct quota *quota, struct store *store,
    const uint8_t id[DOCUMENT_ID_SIZE], struct pass *pass, int64_t now,
    struct error *error)
{
	struct quota_count *c;
	enum status status;

	if (pass->quota == 0)
		return STATUS_OK;
	(void)pthread_mutex_lock(&quota->mutex);
	c = count_of(quota, id);
	if (c == NULL)
		status = error_memory(error);
	else if (store_shared(store))
		status = take_leased(quota, store, c, pass, now / MINUTE,
		    error);
	else
		status = take_here(c, pass, now / MINUTE, error);
	(void)pthread_mutex_unlock(&quota->mutex);
	return status;
}
