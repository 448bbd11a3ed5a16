/* dataset_parts.h - the steps of dataset_read(). */
#ifndef ANONYMISE_DATASET_PARTS_H_
#define ANONYMISE_DATASET_PARTS_H_

#include "anonymise/dataset.h"

/* The operators of table 2 on values and cells. */
enum status dataset_parts_operate(struct dataset *dataset,
    struct error *error);

/* Hierarchies, fields and codes. */
enum status dataset_parts_encode(struct dataset *dataset,
    struct error *error);

/* Which rows there are: deletions, the subset. */
enum status dataset_parts_select(struct dataset *dataset,
    struct error *error);

/* The dictionary of a keyed column's values after operators. */
const struct dict *dataset_parts_values(const struct dataset *dataset,
    size_t c);

/* A failure at a value of a column of the source. */
enum status dataset_parts_wrong(const struct dataset *dataset, size_t c,
    uint64_t place, const char *code, struct words words,
    struct error *error);

#endif
