/*
 * approval.h - a second person, where the policy's roles ask for one.
 *
 * The paper of what was made has made_by, role, approval_needed, and
 * approvals: [{act, at, by, role}]; uses and provisions where there are any.
 */
#ifndef ANONYMISE_APPROVAL_H_
#define ANONYMISE_APPROVAL_H_

#include "base/node.h"
#include "vault/visit.h"

/*
 * Whether the visitor may approve the act: in a role that the maker's role
 * (for an export: any role) names, and as another person than the maker.
 */
bool approval_may(const struct visit *visit, const struct node *paper,
    enum act act) NONNULL;

/*
 * Whether the making was approved where it had to be; and the export that
 * the decision is about (NULL: none), each one by an approval of its own.
 */
bool approval_given(const struct visit *visit, const struct node *paper,
    const struct decision *decision) NONNULL_ARGS(1, 2);

#endif
