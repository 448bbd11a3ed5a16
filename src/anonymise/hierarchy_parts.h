/* hierarchy_parts.h - the rules of the built-in hierarchies. */
#ifndef ANONYMISE_HIERARCHY_PARTS_H_
#define ANONYMISE_HIERARCHY_PARTS_H_

#include "anonymise/hierarchy_builtin.h"

enum { LABEL_SIZE = 256 };

/* One value's labels as a rule writes them; NUL-terminated, UTF-8. */
struct labels {
	char label[HIERARCHY_LEVELS][LABEL_SIZE];
	int64_t order;		/* where the value stands among others */
};

/* What a rule needs beside the recipe. */
struct rule_context {
	const struct hierarchy_recipe *recipe;
	size_t longest;			/* characters of the longest value */
	struct municipalities *places;
};

/* Fills levels 1 and up, and the order; false when it cannot read it. */
typedef bool rule_function(const struct rule_context *context,
    struct text value, struct labels *labels);

rule_function hierarchy_parts_date;
rule_function hierarchy_parts_birth_date;
rule_function hierarchy_parts_wareki;
rule_function hierarchy_parts_prefecture;
rule_function hierarchy_parts_postal;
rule_function hierarchy_parts_municipality;
rule_function hierarchy_parts_occupation;
rule_function hierarchy_parts_nationality;

/* Full-width digits, signs and blanks as ASCII; false when too long. */
bool hierarchy_parts_plain(struct text value, char *out, size_t size);

/* KEN_ALL.CSV or utf_ken_all.csv. */
enum status hierarchy_parts_places(struct municipalities **places,
    const char *path, struct error *error);
void hierarchy_parts_free_places(struct municipalities *places);

#endif
