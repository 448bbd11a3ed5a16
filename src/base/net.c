#include <curl/curl.h>
#include <netinet/in.h>
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

struct block {
	uint8_t bytes[4];
	unsigned int bits;
};

static const struct block not_public[] = {
	{ { 0 }, 8 }, { { 10 }, 8 }, { { 100, 64 }, 10 }, { { 127 }, 8 },
	{ { 169, 254 }, 16 }, { { 172, 16 }, 12 }, { { 192, 0, 0 }, 24 },
	{ { 192, 0, 2 }, 24 }, { { 192, 88, 99 }, 24 },
	{ { 192, 168 }, 16 }, { { 198, 18 }, 15 }, { { 198, 51, 100 }, 24 },
	{ { 203, 0, 113 }, 24 }, { { 224 }, 3 },
};

static bool
is_public_4(const uint8_t address[4])
{
	for (size_t i = 0; i < LENGTH(not_public); i++) {
		const struct block *b = &not_public[i];
		uint32_t mask = UINT32_MAX << (32 - b->bits);
		uint32_t a = 0, block = 0;

		for (int k = 0; k < 4; k++) {
			a = a << 8 | address[k];
			block = block << 8 | b->bytes[k];
		}
		if ((a & mask) == block)
			return false;
	}
	return true;
}

/* Of IPv6 only 2000::/3 is in use, and some of it is no place to go. */
static bool
is_public_6(const uint8_t a[16])
{
	static const uint8_t nat64[12] = { 0, 0x64, 0xFF, 0x9B };

	if (memcmp(a, nat64, sizeof(nat64)) == 0)
		return is_public_4(a + 12);
	if ((a[0] & 0xE0) != 0x20)
		return false;
	if (a[0] == 0x20 && a[1] == 0x02)	/* 6to4 */
		return is_public_4(a + 2);
	if (a[0] == 0x20 && a[1] == 0x01 && (a[2] < 2 ||
	    (a[2] == 0x0D && a[3] == 0xB8)))	/* 2001::/23, examples */
		return false;
	return !(a[0] == 0x3F && a[1] == 0xFF);	/* 3fff::/20 and around */
}

bool
net_is_public(const struct sockaddr *address)
{
	struct sockaddr_in four;
	struct sockaddr_in6 six;

	if (address->sa_family == AF_INET) {
		memcpy(&four, address, sizeof(four));
		return is_public_4((const uint8_t *)&four.sin_addr);
	}
	if (address->sa_family != AF_INET6)
		return false;
	memcpy(&six, address, sizeof(six));
	return IN6_IS_ADDR_V4MAPPED(&six.sin6_addr) ?
	    is_public_4(six.sin6_addr.s6_addr + 12) :
	    is_public_6(six.sin6_addr.s6_addr);
}
