/*
 * error.h - what went wrong, said once, in both languages.
 *
 * A function that can fail returns enum status; when that is not STATUS_OK it
 * has filled *error exactly once, where the failure was first seen, and
 * callers hand it up unchanged.  The texts name the field and the clause and
 * never hold personal data: a value that somebody sent is never quoted.
 */
#ifndef BASE_ERROR_H_
#define BASE_ERROR_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum status {
	STATUS_OK = 0,
	STATUS_FAILURE,		/* the machine or we failed: I/O, memory */
	STATUS_INVALID,		/* the question is not well formed */
	STATUS_PARTIAL,		/* some lines of many failed */
	STATUS_UNAUTHENTICATED,	/* who asks is not known */
	STATUS_REFUSED,		/* the policy says no */
	STATUS_NOT_FOUND,	/* unknown, erased or hidden: all the same */
	STATUS_INTEGRITY,	/* bytes are not what was written */
	STATUS_CONFLICT,	/* the state has moved, or a duplicate */
	STATUS_BUSY,		/* come back later; nothing was done */
};
enum { STATUS_COUNT = STATUS_BUSY + 1 };

enum language { LANGUAGE_JA, LANGUAGE_EN };
enum { LANGUAGE_COUNT = 2 };

/* A sentence in both languages; static or in an arena. */
struct words {
	const char *ja;
	const char *en;
};

struct error {
	enum status status;
	char code[48];		/* snake_case, stable, part of the API */
	char field[160];	/* JSON Pointer or file:line:column, or "" */
	char clause[48];	/* clause id of the policy, or "" */
	char article[64];	/* article of the law, or "" */
	char text[LANGUAGE_COUNT][480];
	char remedy[LANGUAGE_COUNT][480];	/* what would help, or "" */
};

/* One row per status: how each face of the program says it. */
struct status_row {
	const char *name;	/* also the last part of the problem type */
	int http;		/* HTTP status */
	int exit;		/* CLI exit code */
	struct words title;
};
extern const struct status_row status_table[STATUS_COUNT];

/*
 * Fills the error and returns the status, so that one can write
 * return error_set(e, STATUS_INVALID, "code", "日本語", "English").
 * Both formats take the same arguments in the same order.
 */
enum status error_set(struct error *error, enum status status,
    const char *code, const char *ja, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

/* The same for words that come from a table and take no arguments. */
enum status error_say(struct error *error, enum status status,
    const char *code, struct words words);

/* Adds where it happened; cut when too long. */
void error_at(struct error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds what would help. */
void error_remedy(struct error *error, const char *ja, const char *en, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

/* What helps when a file of a store is lost or damaged. */
void error_remedy_lost(struct error *error);

/* What helps when the disk is full. */
void error_remedy_full(struct error *error);

/* The same for words from a table. */
void error_remedy_say(struct error *error, struct words words);

/*
 * Adds the clause of the policy and the article of the law; what stands in
 * the error already may be handed in again.
 */
void error_clause(struct error *error, const char *clause,
    const char *article);

/* The failures that every module knows. */
enum status error_memory(struct error *error);
enum status error_system(struct error *error, const char *what, int errnum);
/* STATUS_BUSY "stopped": it was told to end before it was through. */
enum status error_stopped(struct error *error);

#endif
