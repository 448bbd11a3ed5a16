/*
 * operator.h - the techniques of guideline table 2 (別表2) that change values
 * before anything is generalised.
 *
 * 項目削除 is a column's role, レコード削除 a rule of the plan and 一般化 the
 * search itself; 疑似データ生成 is done when the rows are written.  Here are
 * セル削除, トップ(ボトム)コーディング and ミクロアグリゲーション, which give
 * every value of a column one new value, and データ交換 and ノイズ付加, which
 * change single cells.
 *
 * Order: cells, bottom, top, micro-aggregation; then noise, then swaps.
 */
#ifndef ANONYMISE_OPERATOR_H_
#define ANONYMISE_OPERATOR_H_

#include "anonymise/dice.h"
#include "anonymise/ingest.h"
#include "anonymise/plan.h"

/* Whether anything changes values, or single cells. */
bool operator_changes_values(const struct plan_operators *operators);
bool operator_changes_cells(const struct plan_operators *operators);

/*
 * The new values of a column, and which of them each value becomes; rows
 * says how many rows have a value.  *wrong is a value that should be a number
 * and is not, or DICT_NONE.
 */
enum status operator_values(const struct plan_operators *operators,
    const struct dict *values, const uint64_t *rows, struct dict *changed,
    uint32_t *map, uint32_t *wrong, struct error *error) MUST_USE NONNULL;

/*
 * Adds noise to the cells of column c (of the ingest, unified); values grow.
 * What is no number (a label of the operators before) stays.
 */
enum status operator_noise(const struct plan_operators *operators,
    struct ingest *ingest, size_t c, struct dice *dice, struct error *error)
    MUST_USE NONNULL;

/*
 * Swaps cells of column c between rows that agree in the columns within (of
 * the ingest), for about the given share of the rows.
 */
enum status operator_swap(const struct plan_operators *operators,
    struct ingest *ingest, size_t c, const size_t *within,
    struct dice *dice, struct error *error) MUST_USE NONNULL;

#endif
