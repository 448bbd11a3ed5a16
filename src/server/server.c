#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "anonymise/processed.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/starter.h"
#include "base/workers.h"
#include "crypto/random.h"
#include "render/pdf.h"
#include "server/drain.h"
#include "server/figures.h"
#include "server/needs.h"
#include "server/server.h"
#include "server/settings.h"
#include "vault/files.h"
#include "vault/key_state.h"
#include "vault/lock.h"

enum {
	POOL_THREADS = 16, POOL_QUEUE = 512, PEM_MAX = 1 << 20,
	INTEGRATE_MS = 100, SWEEP_MS = 60000, MANAGE_CONNECTIONS = 32,
	LOCK_WORK = 1 << 20,
};

struct server {
	const struct server_options *options;
	struct config config;
	struct vault *vault;
	struct access *access;
	struct api *api;
	struct http_listener *listener, *manage;
	struct drains drains;		/* listeners before this one */
	struct console *console;
	struct jobs *jobs;
	struct figures figures;
	pthread_t keeper;		/* of the log */
	bool keeping;
	bool refreshed;			/* the last time it was tried */
	_Atomic bool ending, lost;	/* lost: the keys cannot be reached */
	struct arena *pem;		/* certificate and key in use */
};

static void
say(const struct server *server, const char *ja, const char *en, ...)
{
	va_list arguments;

	va_start(arguments, en);
	(void)vfprintf(server->options->says,
	    server->options->language == LANGUAGE_JA ? ja : en, arguments);
	va_end(arguments);
	(void)fputc('\n', server->options->says);
	(void)fflush(server->options->says);
}

static void
say_error(const struct server *server, const struct error *error)
{
	say(server, "%s: %s", "%s: %s", error->code,
	    error->text[server->options->language]);
}

/* What a job could not do; jobs have threads of their own. */
static void
say_job(void *context, const char *job, const struct error *error)
{
	const struct server *server = context;

	say(server, "ジョブ %s: %s: %s", "job %s: %s: %s", job, error->code,
	    error->text[server->options->language]);
}

/* sd_notify(3), which is one datagram. */
static void
notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t n = path == NULL ? 0 : strlen(path);
	int fd;

	if (n == 0 || n >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, n);
	if (address.sun_path[0] == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL,
	    (struct sockaddr *)&address,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	(void)close(fd);
}

/* What goes on by itself. */

static void
sweep(struct server *server)
{
	struct error error;
	bool more = true;

	/* A KEK that another server has replaced goes from here, too. */
	(void)!keyring_look(vault_keyring(server->vault), &error);
	while (more && !server->ending)
		if (access_sweep(server->access, &more, &error) !=
		    STATUS_OK)
			return;
	more = true;
	while (more && !server->ending)
		if (api_sweep(server->api, &more, &error) != STATUS_OK)
			return;
}

/* Without its holder of keys it ends, and says so (crypto/holder/holder.h). */
static bool
keys_are_there(struct server *server)
{
	struct error error;

	if (vault_check(server->vault, &error) == STATUS_OK)
		return true;
	say_error(server, &error);
	server->lost = true;
	(void)kill(getpid(), SIGTERM);
	return false;
}

/* Whom other servers have let in, or shut out. */
static void
look_around(struct server *server, int64_t *looked)
{
	struct error error;
	bool worked;

	if (!store_shared(vault_store(server->vault)) ||
	    clock_monotonic() - *looked < ACCESS_REFRESH_MS)
		return;
	*looked = clock_monotonic();
	worked = access_refresh(server->access, &error) == STATUS_OK;
	if (!worked && server->refreshed)
		say_error(server, &error);
	server->refreshed = worked;
}

static void *
keep(void *context)
{
	const struct timespec pause = { .tv_nsec = INTEGRATE_MS * 1000000L };
	struct server *server = context;
	int64_t swept = clock_monotonic(), looked = swept;
	bool failing = false;

	while (!server->ending) {
		struct error error;
		enum status status;

		(void)nanosleep(&pause, NULL);
		if (!keys_are_there(server))
			return NULL;
		status = vault_integrate(server->vault, &error);
		if (status == STATUS_OK)
			__atomic_store_n(&server->figures.integrated,
			    clock_monotonic(), __ATOMIC_RELAXED);
		else if (!failing)
			say_error(server, &error);
		failing = status != STATUS_OK;
		look_around(server, &looked);
		if (clock_monotonic() - swept < SWEEP_MS)
			continue;
		swept = clock_monotonic();
		sweep(server);
	}
	return NULL;
}

static int
run_command(void *context, const struct console_call *call)
{
	struct server *server = context;

	return server->options->run(server->vault, server->access, call);
}

/* Beginning. */

static enum status
read_pem(struct text *out, const char *path, struct arena *arena,
    struct error *error)
{
	enum status status = file_read_text(out, path, PEM_MAX, arena,
	    error);

	if (status == STATUS_OK) {
		*out = text_copy(arena, *out);
		if (out->p == NULL)
			status = error_memory(error);
	}
	return status;
}

/* What the configuration says of the listener; *pem keeps its texts. */
static enum status
listener_options(struct server *server, const struct config_server *c,
    struct http_options *out, struct arena **pem, struct error *error)
{
	enum status status = STATUS_OK;

	*pem = arena_new(4 << 20);
	if (*pem == NULL)
		return error_memory(error);
	*out = (struct http_options){
		.address = server->options->listen != NULL ?
		    server->options->listen : c->listen,
		.threads = (unsigned int)workers_available(),
		.limits = http_default_limits, .handle = api_handle,
		.streams = api_streams, .context = server->api,
		.random = random_bytes,
	};
	out->limits.connections = c->connections;
	out->limits.per_address = c->per_address;
	out->limits.body = c->body;
	/* JSON of the smallest values takes 192 times its own size. */
	out->limits.work = ((size_t)32 << 20) + 192 * c->body;
	out->limits.header_ms = c->header_ms;
	out->limits.body_ms = c->body_ms;
	out->limits.reply_ms = c->reply_ms;
	out->limits.idle_ms = c->idle_ms;
	out->limits.answer_ms = 2 * server->config.deadline_ms;
	if ((c->certificate[0] == '\0') != (c->key[0] == '\0'))
		status = error_set(error, STATUS_INVALID, "half_tls",
		    "TLS には certificate と key の両方が必要です",
		    "TLS needs both certificate and key");
	if (status == STATUS_OK && c->certificate[0] != '\0')
		status = read_pem(&out->certificate, c->certificate, *pem,
		    error);
	if (status == STATUS_OK && c->key[0] != '\0')
		status = read_pem(&out->key, c->key, *pem, error);
	return status;
}

static bool
is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 ||
	    strncmp(address, "[::1]:", 6) == 0;
}

static enum status
listen_manage(struct server *server, struct error *error)
{
	struct http_options options = {
		.address = server->options->manage != NULL ?
		    server->options->manage : server->config.server.manage,
		.threads = 1, .limits = http_default_limits,
		.handle = figures_handle, .context = &server->figures,
		.random = random_bytes,
	};

	options.limits.connections = MANAGE_CONNECTIONS;
	options.limits.body = 1024;
	if (!is_loopback(options.address))
		return error_set(error, STATUS_INVALID, "manage_not_local",
		    "server.manage はループバックのアドレスにしてください",
		    "server.manage must be an address of the loopback");
	server->figures = (struct figures){
		.statm = server->figures.statm,
		.listener = server->listener, .api = server->api,
		.vault = server->vault, .jobs = server->jobs,
		.started = clock_monotonic(),
		.integrated = clock_monotonic(),
		.mutex = PTHREAD_MUTEX_INITIALIZER,
	};
	return http_listen(&server->manage, &options, error);
}

/*
 * Before the first thread and the first byte from outside: from now on only
 * what a server needs.  Files that callers of commands name are opened by
 * them (console_files.h).
 */
static enum status
fence(struct server *server, struct error *error)
{
	struct arena *arena = arena_new(LOCK_WORK);
	enum confine_kept kept = CONFINE_WHOLE;
	struct words warning;
	enum status status = arena == NULL ? error_memory(error) :
	    key_state_methods(server->vault, arena, error);

	arena_free(arena);
	if (status == STATUS_OK)
		status = needs_fence(&kept, &server->config,
		    store_shared(vault_store(server->vault)), error);
	if (status != STATUS_OK || kept == CONFINE_WHOLE)
		return status;
	warning = confine_warning(kept);
	say(server, "%s: %s", "%s: %s", "half_confined",
	    server->options->language == LANGUAGE_JA ? warning.ja :
	    warning.en);
	return STATUS_OK;
}

/* What a confined server starts, another process starts for it. */
static enum status
begin_starter(struct server *server, struct error *error)
{
	static struct starter_program programs[STARTER_PROGRAMS];
	enum status status = holder_program(&programs[STARTER_HOLDER],
	    server->config.people_per_minute,
	    server->config.bulk_people_per_minute, error);

	pdf_program(&programs[STARTER_PDF]);
	if (status == STATUS_OK)
		status = settings_program(&programs[STARTER_SETTINGS],
		    server->config.folder, error);
	if (status == STATUS_OK)
		status = console_program(&programs[STARTER_CONSOLE],
		    server->config.folder, error);
	return status == STATUS_OK ? starter_begin(programs,
	    server->options->secret->passphrase, error) : status;
}

static enum status
open_house(struct server *server, struct error *error)
{
	const struct server_options *options = server->options;
	enum status status = vault_open(&server->vault, options->config,
	    options->secret, options->clock, error);

	/* It lies in the arena of the command, which is ours. */
	mem_wipe((void *)(uintptr_t)options->secret->passphrase.p,
	    options->secret->passphrase.n);
	if (status == STATUS_OK)
		status = processed_finish(server->vault, error);
	if (status == STATUS_OK)
		status = files_finish_open(server->vault, error);
	if (status == STATUS_OK)
		status = console_open(&server->console,
		    &(struct console_options){
		    .folder = server->config.folder, .run = run_command,
		    .context = server }, error);
	if (status == STATUS_OK && server->config.server.confined)
		status = fence(server, error);
	if (status == STATUS_OK)
		status = store_start_committer(vault_store(server->vault),
		    error);
	if (status == STATUS_OK)
		status = access_open(&server->access, server->vault, error);
	if (status == STATUS_OK)
		status = api_open(&server->api, &(struct api_options){
		    .vault = server->vault, .access = server->access,
		    .threads = POOL_THREADS, .queue = POOL_QUEUE,
		    .settings = { server->config.server.break_glass,
		    server->config.server.file } }, error);
	return status;
}

static enum status
open_jobs(struct server *server, struct error *error)
{
	return jobs_open(&server->jobs, &(struct jobs_options){
	    .vault = server->vault, .failed = say_job, .context = server },
	    &server->config, error);
}

static enum status
open_doors(struct server *server, struct error *error)
{
	struct http_options options;
	int failure;
	enum status status = listener_options(server,
	    &server->config.server, &options, &server->pem, error);

	if (status == STATUS_OK)
		status = http_listen(&server->listener, &options, error);
	if (status == STATUS_OK)
		status = open_jobs(server, error);
	if (status == STATUS_OK)
		status = listen_manage(server, error);
	if (status == STATUS_OK)
		status = console_begin(server->console, error);
	if (status != STATUS_OK)
		return status;
	failure = pthread_create(&server->keeper, NULL, keep, server);
	server->keeping = failure == 0;
	return failure == 0 ? STATUS_OK : error_system(error,
	    "pthread_create", failure);
}

/* A new listener beside the old one, which goes when it is done. */
static enum status
reload(struct server *server, struct error *error)
{
	struct http_listener *new = NULL, *old = server->listener;
	struct arena *arena = arena_new(4 << 20), *pem = NULL;
	struct http_options options;
	struct config config;
	enum status status = arena == NULL ? error_memory(error) :
	    settings_read(&config, server->config.folder, arena, error);

	/* Unlocking reads them. */
	if (status == STATUS_OK && !vault_is_locked(server->vault))
		status = vault_rules_reload(server->vault, error);
	if (status == STATUS_OK)
		status = listener_options(server, &config.server, &options,
		    &pem, error);
	if (status == STATUS_OK)
		status = job_check(&config, error);
	if (status == STATUS_OK)
		status = http_listen_with(&new, old, &options, error);
	arena_free(arena);
	if (status != STATUS_OK) {
		arena_free(pem);
		return status;
	}
	(void)pthread_mutex_lock(&server->figures.mutex);
	server->figures.listener = new;
	(void)pthread_mutex_unlock(&server->figures.mutex);
	server->listener = new;
	drain_begin(&server->drains, old, server->pem);
	server->pem = pem;
	server->config.server = config.server;
	api_configure(server->api, &(struct api_settings){
	    config.server.break_glass, config.server.file });
	jobs_configure(server->jobs, &config);
	server->config.jobs = config.jobs;
	server->config.mail = config.mail;
	server->config.webhooks = config.webhooks;
	return STATUS_OK;
}

static void
lock(struct server *server)
{
	struct arena *arena = arena_new(LOCK_WORK);
	struct reader *reader = NULL;
	struct visit visit;
	struct error error;
	bool first = vault_lock(server->vault);
	enum status status = arena == NULL ? STATUS_FAILURE :
	    reader_new(&reader, vault_store(server->vault), &error);

	if (status == STATUS_OK && first) {
		visit_begin(&visit, server->vault, reader, arena,
		    &(struct visitor){ .principal = TEXT("system:signal") });
		status = lock_note(&visit, &error);
		visit_end(&visit);
	}
	reader_free(reader);
	arena_free(arena);
	if (status == STATUS_OK)
		say(server, "施錠しました", "locked");
	else
		say(server, "施錠しましたが、ログに記録できませんでした",
		    "locked; it could not be written into the log");
}

static void
read_again(struct server *server)
{
	struct error error;

	notify("RELOADING=1");
	if (reload(server, &error) == STATUS_OK)
		say(server, "設定を読み直しました", "reloaded");
	else
		say_error(server, &error);
	notify("READY=1");
}

static void
serve(struct server *server, const sigset_t *signals)
{
	int signal = 0;

	__atomic_store_n(&server->figures.ready, true, __ATOMIC_RELEASE);
	notify("READY=1");
	say(server, "待ち受けています: http%s://%s (ポート %u)",
	    "listening on http%s://%s (port %u)",
	    server->config.server.certificate[0] != '\0' ? "s" : "",
	    server->options->listen != NULL ? server->options->listen :
	    server->config.server.listen, http_port(server->listener));
	say(server, "稼働状況: http://127.0.0.1 (ポート %u)",
	    "health and figures: http://127.0.0.1 (port %u)",
	    http_port(server->manage));
	while (sigwait(signals, &signal) != 0 || signal == SIGHUP ||
	    signal == SIGUSR1) {
		if (signal == SIGUSR1)
			lock(server);
		else
			read_again(server);
	}
	notify("STOPPING=1");
	say(server, "終了します", "ending");
}

/* In the order in which they need each other. */
static enum status
close_all(struct server *server, enum status status, struct error *error)
{
	server->ending = true;
	if (server->vault != NULL)
		vault_end(server->vault);
	__atomic_store_n(&server->figures.ready, false, __ATOMIC_RELEASE);
	if (server->jobs != NULL)
		jobs_end(server->jobs);
	console_close(server->console);
	if (server->keeping)
		(void)pthread_join(server->keeper, NULL);
	if (server->listener != NULL)
		http_stop(server->listener);
	drain_end(&server->drains);
	if (server->api != NULL)
		api_end(server->api);
	if (server->vault != NULL && status == STATUS_OK)
		status = vault_integrate(server->vault, error);
	http_free(server->manage);
	jobs_close(server->jobs);
	http_free(server->listener);
	api_close(server->api);
	access_close(server->access);
	vault_close(server->vault);
	starter_end();
	arena_free(server->pem);
	if (server->figures.statm >= 0)
		(void)close(server->figures.statm);
	return status;
}

/* As many files as the system gives: every connection is one. */
static void
raise_limits(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	files.rlim_cur = files.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &files);
}

enum status
server_run(const struct server_options *options, struct error *error)
{
	struct server server = {
		.options = options, .config = *options->config,
		.refreshed = true,
	};
	sigset_t signals;
	enum status status = STATUS_OK;

	/* What is kept is judged by where it truly lies (needs.h). */
	if (options->secret->key_file != NULL)
		(void)snprintf(server.config.key_file,
		    sizeof(server.config.key_file), "%s",
		    options->secret->key_file);
	raise_limits();
	/* Before any thread is made, so that all of them leave these be. */
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)sigaddset(&signals, SIGHUP);
	(void)sigaddset(&signals, SIGUSR1);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	server.figures.statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	if (server.config.server.confined)
		status = begin_starter(&server, error);
	else
		say(&server, "not_confined: sekisho.yaml に confined: false と"
		    "あるため、このサーバーは封じ込められていません",
		    "not_confined: this server is not confined, because "
		    "sekisho.yaml says confined: false");
	if (status == STATUS_OK)
		status = open_house(&server, error);
	if (status == STATUS_OK)
		status = open_doors(&server, error);
	if (status == STATUS_OK)
		serve(&server, &signals);
	if (status == STATUS_OK && server.lost)
		status = vault_check(server.vault, error);
	return close_all(&server, status, error);
}
