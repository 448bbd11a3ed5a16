/*
 * refusal_ground.h - on what grounds a request may be refused, by its kind.
 *
 * Articles 32(2), 33(2), 34(2) and 35; the grounds of 33(2) are for
 * disclosure only.  Names are those of the policy language.
 */
#ifndef LAW_REFUSAL_GROUND_H_
#define LAW_REFUSAL_GROUND_H_

#include "law/law.h"

/*
 * The article by which a request of that kind may be refused on that ground,
 * or NULL when it may not.
 */
const char *refusal_ground_article(struct text kind, struct text ground,
    int64_t day);

/* Whether a fee may be asked for such a request (article 38). */
bool refusal_ground_fee(struct text kind);

#endif
