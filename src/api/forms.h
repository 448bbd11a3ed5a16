/*
 * forms.h - what the files of forms share; nobody outside src/api includes
 * it.
 */
#ifndef API_FORMS_H_
#define API_FORMS_H_

#include "api/routes.h"
#include "vault/display.h"

/* ?lang=, or else what the client accepts. */
enum language api_forms_language(const struct api_call *call) NONNULL;

enum status api_forms_unknown(struct error *error) NONNULL;

/* A body of application/x-www-form-urlencoded. */
enum { FORMS_FIELDS_MAX = 600 };
struct form_pairs {
	const struct http_pair *pairs;
	size_t n;
};

/* STATUS_INVALID when it is not well formed UTF-8. */
enum status api_forms_decode(struct form_pairs *out, struct bytes body,
    struct arena *arena, struct error *error) MUST_USE NONNULL;
/* The value of a field, trimmed; "" when it is absent. */
struct text api_forms_value(const struct form_pairs *pairs,
    struct text name) NONNULL;

#endif
