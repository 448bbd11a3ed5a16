/*
 * page.h - the short way between a service and its holder: memory of both.
 *
 * A message through the socket costs two system calls and two switches on each
 * side.  Where one request follows the other within microseconds, the holder
 * goes on looking at this page for a moment before it sleeps, and unwrapping a
 * few slots then costs no system call at all.  All else, and everything when
 * the holder sleeps, goes through the socket (crypto/holder/wire.h).
 *
 * One request at a time: the service writes slots and sets ASKED; the holder
 * sets TAKEN, works on a copy, writes keys or an error and says answered; the
 * service takes them and wipes.  What nobody has taken for a while the service
 * takes back, which is FREE, and asks through the socket.
 *
 * The page is locked, left out of dumps and not inherited.
 */
#ifndef CRYPTO_HOLDER_PAGE_H_
#define CRYPTO_HOLDER_PAGE_H_

#include <stdatomic.h>

#include "crypto/keyring.h"

enum { PAGE_SLOTS = 16 };

enum page_state { PAGE_FREE, PAGE_ASKED, PAGE_TAKEN };
enum { PAGE_LINES = 128 };	/* bytes that come from memory together */

/*
 * What one side writes and the other looks at costs both a part of what opening
 * a key costs: what is read together lies together, and the answer apart from
 * the request, at which the service need not look meanwhile.
 */
struct page {
	/* The holder is looking; the service says when it need not. */
	_Alignas(PAGE_LINES) atomic_uint awake;
	_Alignas(PAGE_LINES) atomic_uint state;
	/* The service may change it at any time: the holder reads it once. */
	atomic_uint count;
	struct wrapped_slot slots[PAGE_SLOTS];
	_Alignas(PAGE_LINES) atomic_bool answered;
	uint32_t status;
	struct keyring_keks keks;
	union {
		struct slot_key keys[PAGE_SLOTS];
		struct error error;
	} out;
};

/*
 * Of the service: the page, and a descriptor for the holder, to be closed when
 * it has been started.  NULL when there is none to be had: then there is only
 * the socket.
 */
struct page *page_new(int *fd) NONNULL;

/* Of the holder: from the descriptor, which is closed; NULL as above. */
struct page *page_of(int fd);

/* NULL is allowed. */
void page_free(struct page *page);

/* One step of waiting, which leaves the core to its other thread. */
static inline void
page_pause(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

/*
 * Asks for at most PAGE_SLOTS slots.  False when nobody took the request; else
 * page->status says how it went and page_done() ends it.  gone() is asked now
 * and then whether the other side has died with the request.
 */
bool page_ask(struct page *page, const struct wrapped_slot *slots, size_t n,
    bool (*gone)(void *context), void *context) MUST_USE NONNULL_ARGS(1, 2, 4);
void page_done(struct page *page) NONNULL;

#endif
