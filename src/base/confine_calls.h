/*
 * confine_calls.h - the half of confine.h that is about system calls.
 *
 * Only base/confine.c includes this.
 */
#ifndef BASE_CONFINE_CALLS_H_
#define BASE_CONFINE_CALLS_H_

#include "base/confine.h"

/* Whether this kernel has filters. */
bool confine_calls_possible(void);

/* Installs the filter in all threads; no_new_privs is set already. */
enum status confine_calls(const struct confine *needs, struct error *error)
    MUST_USE NONNULL;

#endif
