/*
 * prose.h - the published text of a policy, made from its declarations.
 *
 * The clauses stand in the order of the file's `text` section, and each says
 * what its `states` name: a declaration that is named by its id stands there,
 * the others of a section where the section is first named.  A section that
 * must be published and that no clause names follows in an order of ours, so
 * that nothing is held back by being forgotten.
 *
 * A sentence is always made from a declaration, which is an origin of its
 * block; take the declaration away and its sentence is gone.  Not published:
 * notes, departures from an older text, measures that are not `publishable`,
 * scopes that do not apply, sizes, approvals, masking and evidence.
 */
#ifndef POLICY_PROSE_H_
#define POLICY_PROSE_H_

#include "policy/source.h"
#include "render/doc.h"

struct prose_options {
	enum language language;
	/*
	 * The day of publication, YYYY-MM-DD, or empty.  A revision without
	 * a date of its own is dated by it (article 32, L-07).
	 */
	struct text published;
};

/*
 * The origin of what stands on every rendering of the whole policy (version,
 * hash) has the policy's root as its key and "policy" as its name.
 */
enum status prose_policy(struct doc **doc, const struct policy_source *source,
    const struct prose_options *options, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * The same facts for programs: JSON-LD with terms of the W3C Data Privacy
 * Vocabulary (https://w3id.org/dpv#) where they fit, and appi: terms for what
 * only the Japanese law knows.  It has what is published and nothing else.
 */
void prose_linked(struct jsonw *json, const struct policy_source *source,
    const struct prose_options *options) NONNULL;

#endif
