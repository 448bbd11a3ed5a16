#include <pthread.h>
#include <sched.h>

#include "base/workers.h"

struct job {
	void (*work)(void *context, size_t index);
	void *context;
	size_t index;
	pthread_t thread;
	bool started;
};

static void *
start(void *argument)
{
	struct job *job = argument;

	job->work(job->context, job->index);
	return NULL;
}

size_t
workers_available(void)
{
	cpu_set_t set;
	int count;

	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	count = CPU_COUNT(&set);
	return count < 1 ? 1 : count > WORKERS_MAX ? WORKERS_MAX :
	    (size_t)count;
}

void
workers_run(size_t count, void (*work)(void *context, size_t index),
    void *context)
{
	struct job jobs[WORKERS_MAX];

	for (size_t i = 0; i < count && i < WORKERS_MAX; i++)
		jobs[i] = (struct job){
			.work = work, .context = context, .index = i
		};
	for (size_t i = 1; i < count; i++)
		jobs[i].started = pthread_create(&jobs[i].thread, NULL,
		    start, &jobs[i]) == 0;
	for (size_t i = 0; i < count; i++)
		if (!jobs[i].started)
			work(context, i);
	for (size_t i = 1; i < count; i++)
		if (jobs[i].started)
			(void)pthread_join(jobs[i].thread, NULL);
}
