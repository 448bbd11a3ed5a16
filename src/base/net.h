/*
 * net.h - libcurl, once for the program.
 *
 * What it keeps of a message on the heap is wiped when it lets go of it.
 */
#ifndef BASE_NET_H_
#define BASE_NET_H_

#include "base/base.h"

/* Makes it ready; call before any handle is made, as often as you like. */
enum status net_start(struct error *error) MUST_USE NONNULL;

/*
 * Whether an address is one of the public Internet's: not of this machine,
 * not of a network inside, not one that a translation hides (RFC 6890).
 */
struct sockaddr;
bool net_is_public(const struct sockaddr *address) NONNULL;

#endif
