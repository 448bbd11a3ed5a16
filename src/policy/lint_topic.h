/*
 * lint_topic.h - what a heading, label or announcing sentence is about.
 */
#ifndef POLICY_LINT_TOPIC_H_
#define POLICY_LINT_TOPIC_H_

#include "policy/lint_doc.h"
#include "policy/lint_pattern.h"

/* A set of enum lint_topic for folded letters. */
uint32_t lint_topic_of(struct lint_patterns *patterns, const uint32_t *code,
    struct lint_span span);

/* Whether some heading is about one of them. */
bool lint_topic_exists(const struct lint_doc *doc, uint32_t wanted);

#endif
