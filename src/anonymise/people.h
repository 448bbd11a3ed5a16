/*
 * people.h - people of the vault as rows to be processed.
 *
 * They are read under the gate, one batch after another (vault/batch.h), into
 * memory of this process, one row a person, and wiped when the source is
 * released.  A row may have a pseudonym: a random number that is made for it
 * here, is in no table beside the person's and so is forgotten with the run.
 */
#ifndef ANONYMISE_PEOPLE_H_
#define ANONYMISE_PEOPLE_H_

#include "anonymise/rows.h"
#include "vault/batch.h"

/* The column of pseudonyms, when there is one; the first. */
#define PEOPLE_PSEUDONYM "pseudonym"

/*
 * batch: act, entry, subject and items are set; what was read is counted in
 * it.  names: one a item.
 */
enum status people_rows(struct table **rows, struct visit *visit,
    struct batch *batch, const struct text *names, bool pseudonyms,
    struct error *error) MUST_USE NONNULL;

#endif
