#include "server/drain.h"

static void *
drain(void *context)
{
	struct drain *d = context;

	http_stop(d->listener);
	http_free(d->listener);
	arena_free(d->pem);
	atomic_store(&d->done, true);
	return NULL;
}

static void
join(struct drain *d)
{
	if (d->listener != NULL)
		(void)pthread_join(d->thread, NULL);
	d->listener = NULL;
}

static struct drain *
find_room(struct drains *drains)
{
	for (size_t i = 0; i < DRAINS; i++)
		if (drains->each[i].listener != NULL &&
		    atomic_load(&drains->each[i].done))
			join(&drains->each[i]);
	for (size_t i = 0; i < DRAINS; i++)
		if (drains->each[i].listener == NULL)
			return &drains->each[i];
	join(&drains->each[0]);
	return &drains->each[0];
}

void
drain_begin(struct drains *drains, struct http_listener *old,
    struct arena *pem)
{
	struct drain *d = find_room(drains);

	d->listener = old;
	d->pem = pem;
	atomic_store(&d->done, false);
	if (pthread_create(&d->thread, NULL, drain, d) == 0)
		return;
	(void)drain(d);
	d->listener = NULL;
}

void
drain_end(struct drains *drains)
{
	for (size_t i = 0; i < DRAINS; i++)
		join(&drains->each[i]);
}
