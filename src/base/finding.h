/*
 * finding.h - what a check has to say about a text, many at a time.
 *
 * A finding is an error with a severity and a place.  Checks go on after the
 * first finding, so that somebody who mends a file sees everything at once.
 */
#ifndef BASE_FINDING_H_
#define BASE_FINDING_H_

#include "base/jsonw.h"
#include "base/node.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };
enum { SEVERITY_COUNT = SEVERITY_NOTE + 1, FINDINGS_MAX = 500 };

struct finding {
	enum severity severity;
	struct error error;	/* error.field is the place, for people */
	uint32_t line;		/* 0 when the source has no lines */
	uint32_t column;
	struct finding *next;
};

struct findings {
	struct arena *arena;
	const char *source;	/* file name, or NULL for a request body */
	struct finding *first;
	struct finding *last;
	size_t count[SEVERITY_COUNT];
	bool overflow;		/* more than FINDINGS_MAX, or no memory */
};

void findings_init(struct findings *findings, struct arena *arena,
    const char *source);

/*
 * Adds one at a node; the place is "source:line:column", or the path when
 * there is no line.  Returns it so that a clause or remedy can be added;
 * when there are too many, a scratch one that is not listed.
 */
struct finding *findings_add(struct findings *findings,
    enum severity severity, const struct node *node, const char *path,
    const char *code, const char *ja, const char *en, ...)
    __attribute__((format(printf, 6, 8), format(printf, 7, 8)));

/* The same for words that are ready. */
struct finding *findings_say(struct findings *findings,
    enum severity severity, const struct node *node, const char *path,
    const char *code, struct words words);

size_t findings_total(const struct findings *findings);

/* STATUS_OK without errors; otherwise the first one, as error. */
enum status findings_status(const struct findings *findings,
    struct error *error) MUST_USE;

/* As people read it, one block each. */
void findings_print(struct buf *out, const struct findings *findings,
    enum language language);

/* "findings": [...] into an open object. */
void findings_json(struct jsonw *json, const struct findings *findings);

#endif
