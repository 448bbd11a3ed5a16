#include <curl/curl.h>
#include <pthread.h>

#include "base/mem.h"
#include "base/net.h"

/* Before each piece of libcurl's memory: how long it is. */
enum { HEAD = 16 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode started;

static size_t
size_of(const void *memory)
{
	size_t size;

	memcpy(&size, (const uint8_t *)memory - HEAD, sizeof(size));
	return size;
}

static void *
take(size_t size)
{
	uint8_t *memory = size > SIZE_MAX - HEAD ? NULL :
	    mem_alloc(size + HEAD);

	if (memory == NULL)
		return NULL;
	memcpy(memory, &size, sizeof(size));
	return memory + HEAD;
}

static void
drop(void *memory)
{
	if (memory == NULL)
		return;
	mem_wipe(memory, size_of(memory));
	mem_free((uint8_t *)memory - HEAD);
}

static void *
grow(void *memory, size_t size)
{
	void *new = take(size);

	if (new == NULL || memory == NULL)
		return new;
	memcpy(new, memory, size < size_of(memory) ? size :
	    size_of(memory));
	drop(memory);
	return new;
}

static char *
copy(const char *string)
{
	size_t n = strlen(string) + 1;
	char *new = take(n);

	if (new != NULL)
		memcpy(new, string, n);
	return new;
}

/* mem_alloc() gives zeros. */
static void *
take_many(size_t n, size_t size)
{
	return size != 0 && n > SIZE_MAX / size ? NULL : take(n * size);
}

static void
start(void)
{
	started = curl_global_init_mem(CURL_GLOBAL_DEFAULT, take, drop, grow,
	    copy, take_many);
}

enum status
net_start(struct error *error)
{
	(void)pthread_once(&once, start);
	return started == CURLE_OK ? STATUS_OK : error_set(error,
	    STATUS_FAILURE, "no_network", "libcurl を初期化できません",
	    "libcurl can not be started");
}
