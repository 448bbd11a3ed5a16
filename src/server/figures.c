#include <unistd.h>

#include "base/clock.h"
#include "server/figures.h"

enum { OUTPUT_MAX = 65536, STALE_MS = 30000 };

static void
answer(struct http_exchange *x, unsigned int status, struct text body)
{
	x->reply.status = status;
	x->reply.type = TEXT("text/plain; charset=utf-8");
	x->reply.body = bytes_of(body);
}

static void
figure(struct buf *out, const char *name, const char *kind,
    const char *about, uint64_t value)
{
	buf_printf(out, "# HELP sekisho_%s %s\n# TYPE sekisho_%s %s\n"
	    "sekisho_%s %llu\n", name, about, name, kind, name,
	    (unsigned long long)value);
}

static uint64_t
resident_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	unsigned long long total = 0, resident = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%llu %llu", &total, &resident) != 2)
		resident = 0;
	(void)fclose(file);
	return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void
write_jobs(struct buf *out, struct jobs *jobs)
{
	static const struct {
		const char *name, *kind, *about;
	} rows[] = {
		{ "job_running", "gauge", "jobs that run now" },
		{ "job_runs_total", "counter", "runs that ended" },
		{ "job_failures", "gauge", "failures in a row" },
		{ "job_last_success_seconds", "gauge",
		  "when it last went well, since 1970; 0: not yet" },
	};
	struct jobs_count counts[JOBS_MAX];
	size_t n = jobs_count(jobs, counts);

	for (size_t r = 0; r < LENGTH(rows); r++) {
		buf_printf(out, "# HELP sekisho_%s %s\n# TYPE sekisho_%s "
		    "%s\n", rows[r].name, rows[r].about, rows[r].name,
		    rows[r].kind);
		for (size_t i = 0; i < n; i++) {
			const uint64_t values[] = {
				counts[i].running, counts[i].runs,
				counts[i].failures,
				(uint64_t)counts[i].succeeded / 1000,
			};

			buf_printf(out, "sekisho_%s{job=\"%s\"} %llu\n",
			    rows[r].name, counts[i].name,
			    (unsigned long long)values[r]);
		}
	}
}

static void
write_figures(struct buf *out, struct figures *f)
{
	struct api_counts api = api_count(f->api);
	struct http_counts http;

	(void)pthread_mutex_lock(&f->mutex);
	http = http_count(f->listener);
	(void)pthread_mutex_unlock(&f->mutex);
	figure(out, "connections", "gauge", "open connections",
	    http.connections);
	figure(out, "waiting", "gauge", "requests that wait for the log",
	    http.waiting);
	figure(out, "streams", "gauge", "bodies on their way piece by piece",
	    http.streams);
	figure(out, "requests_total", "counter", "requests taken",
	    http.requests);
	figure(out, "guard_refused_total", "counter",
	    "requests refused before any handler", http.refused);
	figure(out, "slow_closed_total", "counter",
	    "connections closed because they were too slow", http.slow);
	figure(out, "late_total", "counter",
	    "requests answered 503 by the deadline", http.late);
	figure(out, "gate_refused_total", "counter",
	    "requests refused by the policy", api.refused);
	figure(out, "pool_busy", "gauge", "tasks of the pool", api.busy);
	figure(out, "log_entries", "gauge", "entries of the signed log",
	    vault_log_state(f->vault).size);
	figure(out, "locked", "gauge", "1: the keys are not in memory",
	    vault_is_locked(f->vault));
	figure(out, "resident_bytes", "gauge", "memory in use",
	    resident_bytes());
	figure(out, "uptime_seconds", "counter", "seconds since the start",
	    (uint64_t)(clock_monotonic() - f->started) / 1000);
	buf_string(out, "# HELP sekisho_answers_total answers by class\n"
	    "# TYPE sekisho_answers_total counter\n");
	for (size_t i = 2; i < LENGTH(api.answers); i++)
		buf_printf(out, "sekisho_answers_total{class=\"%zuxx\"} "
		    "%llu\n", i, (unsigned long long)api.answers[i]);
	write_jobs(out, f->jobs);
}

/* Ready: unlocked, and the log moves, so what is asked can be answered. */
static void
say_ready(struct http_exchange *x, const struct figures *f)
{
	bool moves = __atomic_load_n(&f->ready, __ATOMIC_ACQUIRE) &&
	    clock_monotonic() - __atomic_load_n(&f->integrated,
	    __ATOMIC_RELAXED) < STALE_MS;

	if (!moves)
		answer(x, 503, TEXT("not ready\n"));
	else if (vault_is_locked(f->vault))
		answer(x, 503, TEXT("locked\n"));
	else
		answer(x, 200, TEXT("ready\n"));
}

void
figures_handle(void *context, struct http_exchange *x)
{
	struct figures *f = context;
	struct buf out;

	if (x->request.method != HTTP_GET) {
		answer(x, 405, TEXT("method not allowed\n"));
	} else if (text_is(x->request.path, "/healthz")) {
		answer(x, 200, TEXT("ok\n"));
	} else if (text_is(x->request.path, "/readyz")) {
		say_ready(x, f);
	} else if (text_is(x->request.path, "/metrics")) {
		buf_init(&out, x->arena, OUTPUT_MAX);
		write_figures(&out, f);
		answer(x, out.failed ? 500 : 200, buf_as_text(&out));
		x->reply.type = TEXT("text/plain; version=0.0.4");
	} else {
		answer(x, 404, TEXT("not found\n"));
	}
	http_answer(x);
}
