/*
 * model.h - when a class of rows that look alike is safe enough.
 *
 * A class is what is left when rows are told apart by their generalised
 * quasi-identifiers only.  Class models say of one class whether it may be
 * shown; where not, its rows are suppressed.  Sample models (uniqueness,
 * average risk) speak of all classes that are shown; what they ask for is
 * suppressed smallest class first.
 *
 * All comparisons are exact: integers multiplied out to 128 bits; for entropy
 * floating point with a margin, and within the margin the prime factors of
 * both sides.  A class that cannot be told apart from the limit by these
 * means is not shown.
 *
 * Sources: Sweeney 2002 (k-anonymity, k-map), Machanavajjhala et al. 2007
 * (l-diversity), Li et al. 2007 (t-closeness), Nergiz et al. 2007
 * (delta-presence), El Emam et al. (average risk).
 */
#ifndef ANONYMISE_MODEL_H_
#define ANONYMISE_MODEL_H_

#include "anonymise/hierarchy.h"
#include "anonymise/ratio.h"

enum model_kind {
	MODEL_K_ANONYMITY,	/* n: rows of a class */
	MODEL_K_MAP,		/* n: rows of a class in the whole table */
	MODEL_DISTINCT,		/* n: different sensitive values */
	MODEL_ENTROPY,		/* limit: exp of the entropy, at least */
	MODEL_RECURSIVE,	/* limit: c; n: l */
	MODEL_T_EQUAL,		/* limit: t */
	MODEL_T_ORDERED,
	MODEL_T_HIERARCHICAL,
	MODEL_PRESENCE,		/* low to limit: subset rows / all rows */
	MODEL_UNIQUENESS,	/* limit: share of rows alone in a class */
	MODEL_AVERAGE_RISK,	/* limit: classes / rows */
};
enum { MODEL_COUNT = MODEL_AVERAGE_RISK + 1, MODELS_MAX = 32 };

/* What is known of a sensitive column over all rows. */
struct sensitive {
	struct field field;	/* codes in the order of the hierarchy, or
				 * sorted */
	size_t column;		/* of the plan */
	const uint64_t *total;	/* rows by code */
	uint64_t rows;
	uint32_t offset;	/* of its counters in a class's */
};

struct model {
	enum model_kind kind;
	size_t sensitive;	/* which, for those that look at one */
	uint64_t n;
	struct ratio low;
	struct ratio limit;
};

/* One class. */
struct model_class {
	uint64_t rows;		/* of the subset, if there is one */
	uint64_t all;		/* the same without a subset */
	const uint32_t *counters;	/* of all sensitive columns */
	/*
	 * Where a column has very many values: those of each column that
	 * occur in the class, at its offset, with their counters once more.
	 * NULL: not known.
	 */
	const uint32_t *values;
	const uint32_t *counts;
	const uint32_t *found;	/* by sensitive column, how many */
};

/* Whether a class model lets the class be shown. */
bool model_allows(const struct model *model,
    const struct sensitive *sensitive, const struct model_class *class);

/* Whether it looks at a sensitive column, or at all classes together. */
bool model_is_sensitive(enum model_kind kind);
bool model_is_sample(enum model_kind kind);

/*
 * Whether it asks for a smallest class.  Beside such a model delta-presence
 * passes over classes that nobody of the subset is in, as ARX does; alone it
 * counts them: where they fail nothing can be suppressed, so the node is out.
 */
bool model_is_sized(enum model_kind kind);

/*
 * Whether rows that are shown stay so in every coarser grouping, whatever
 * else is suppressed; others keep this only where nothing is suppressed.
 */
bool model_is_monotone(enum model_kind kind);

/* A sample model over classes that are shown: how many, rows, alone. */
bool model_sample_allows(const struct model *model, uint64_t classes,
    uint64_t rows, uint64_t alone);

#endif
