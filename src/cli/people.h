/*
 * people.h - invented people, for trying things out and for tests.
 *
 * Deterministic: the same policy, way, seed and number give the same person.
 * Addresses of mail are at example.jp and telephone numbers begin with 090-0,
 * which nobody has.  Names are common ones put together at random.
 */
#ifndef CLI_PEOPLE_H_
#define CLI_PEOPLE_H_

#include "base/buf.h"
#include "policy/policy.h"

/* The way that fits most: given by the person, most required items. */
const struct policy_way *people_way(const struct policy *policy) NONNULL;

/* One line of JSON as `person add` takes it, with its newline. */
void people_line(struct buf *out, const struct policy *policy,
    const struct policy_way *way, uint64_t number) NONNULL;

#endif
