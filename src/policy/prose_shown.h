/*
 * prose_shown.h - what a way of acquisition shows before anything is given.
 *
 * The words of article 21(2) for one way: who asks, what for, what is
 * required and what is not and what follows when it is left out, which
 * consents are asked for in which words, which documents stand behind it in
 * which version, what the telephone says.  It is made from the declarations
 * and nothing else, so the same revision, way and language give the same
 * words, and their hash can be kept as evidence.
 */
#ifndef POLICY_PROSE_SHOWN_H_
#define POLICY_PROSE_SHOWN_H_

#include "policy/policy.h"
#include "render/doc.h"

enum status prose_shown_write(struct doc **doc, const struct policy *policy,
    const struct policy_way *way, enum language language,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
