#include <pthread.h>

#include "base/mem.h"
#include "base/pool.h"

struct task {
	void (*work)(void *context);
	void *context;
};

struct pool {
	pthread_mutex_t mutex;
	pthread_cond_t news;
	pthread_t *threads;
	size_t thread_count;
	struct task *queue;		/* a ring */
	size_t size, first, waiting, working;
	bool ending;
};

static void *
run(void *context)
{
	struct pool *pool = context;

	(void)pthread_mutex_lock(&pool->mutex);
	for (;;) {
		struct task task;

		while (pool->waiting == 0 && !pool->ending)
			(void)pthread_cond_wait(&pool->news, &pool->mutex);
		if (pool->waiting == 0)
			break;
		task = pool->queue[pool->first];
		pool->first = (pool->first + 1) % pool->size;
		pool->waiting--;
		pool->working++;
		(void)pthread_mutex_unlock(&pool->mutex);
		task.work(task.context);
		(void)pthread_mutex_lock(&pool->mutex);
		pool->working--;
	}
	(void)pthread_mutex_unlock(&pool->mutex);
	return NULL;
}

enum status
pool_new(struct pool **out, size_t threads, size_t queue,
    struct error *error)
{
	struct pool *pool = mem_alloc(sizeof(*pool));
	int failure = 0;

	*out = NULL;
	if (pool == NULL)
		return error_memory(error);
	(void)pthread_mutex_init(&pool->mutex, NULL);
	(void)pthread_cond_init(&pool->news, NULL);
	pool->size = queue;
	pool->queue = mem_array(queue, sizeof(*pool->queue));
	pool->threads = mem_array(threads, sizeof(*pool->threads));
	if (pool->queue == NULL || pool->threads == NULL) {
		pool_free(pool);
		return error_memory(error);
	}
	while (pool->thread_count < threads && failure == 0) {
		failure = pthread_create(&pool->threads[pool->thread_count],
		    NULL, run, pool);
		pool->thread_count += failure == 0;
	}
	if (pool->thread_count == 0) {
		pool_free(pool);
		return error_system(error, "pthread_create", failure);
	}
	*out = pool;
	return STATUS_OK;
}

bool
pool_submit(struct pool *pool, void (*work)(void *context), void *context)
{
	bool taken;

	(void)pthread_mutex_lock(&pool->mutex);
	taken = !pool->ending && pool->waiting < pool->size;
	if (taken) {
		pool->queue[(pool->first + pool->waiting++) % pool->size] =
		    (struct task){ work, context };
		(void)pthread_cond_signal(&pool->news);
	}
	(void)pthread_mutex_unlock(&pool->mutex);
	return taken;
}

size_t
pool_busy(struct pool *pool)
{
	size_t n;

	(void)pthread_mutex_lock(&pool->mutex);
	n = pool->waiting + pool->working;
	(void)pthread_mutex_unlock(&pool->mutex);
	return n;
}

void
pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	(void)pthread_mutex_lock(&pool->mutex);
	pool->ending = true;
	(void)pthread_cond_broadcast(&pool->news);
	(void)pthread_mutex_unlock(&pool->mutex);
	for (size_t i = 0; i < pool->thread_count; i++)
		(void)pthread_join(pool->threads[i], NULL);
	(void)pthread_cond_destroy(&pool->news);
	(void)pthread_mutex_destroy(&pool->mutex);
	mem_free(pool->queue);
	mem_free(pool->threads);
	mem_free(pool);
}
