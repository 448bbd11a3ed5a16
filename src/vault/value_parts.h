/*
 * value_parts.h - the checks of single kinds, for value.c.
 *
 * Each is given a text whose length and characters are already checked.
 * Those that return bool accept or refuse; the others write what is stored.
 */
#ifndef VAULT_VALUE_PARTS_H_
#define VAULT_VALUE_PARTS_H_

#include "base/base.h"
#include "vault/value_problem.h"

/* Out for both: at most 20 characters and a NUL. */
enum { VALUE_SHORT_SIZE = 24 };
bool value_date(char out[VALUE_SHORT_SIZE], struct text text);
/* False with *problem set. */
bool value_number(char out[VALUE_SHORT_SIZE], struct text text, bool money,
    enum value_problem *problem);
/* "true", "false" or NULL. */
const char *value_flag(struct text text);

bool value_email(struct text text);
bool value_url(struct text text);
bool value_kana(struct text text);
bool value_id_code(struct text text);
bool value_device_id(struct text text);

/* The token without blanks at its ends. */
bool value_card(struct text *token, struct text text,
    enum value_problem *problem);

#endif
