/*
 * form.h - a form as HTML, escaped by construction.
 *
 * Every field has a label of its own, says whether it is required and what is
 * wrong with it, and is told to browsers as what it is (WCAG 2.2: 1.3.5,
 * 3.3.1, 3.3.2).  There is no script; what is wrong stands in a summary with
 * links to the fields.  Values that come back are shown as they were sent,
 * but for passwords.
 */
#ifndef RENDER_FORM_H_
#define RENDER_FORM_H_

#include "base/buf.h"

enum form_kind {
	FORM_LINE, FORM_AREA, FORM_SELECT, FORM_CHECK, FORM_HIDDEN,
};

struct form_choice {
	struct text value;
	struct text label;
};

struct form_field {
	enum form_kind kind;
	struct text name;		/* [a-z0-9_.]+ */
	const char *type;		/* of a line: "email" */
	const char *autocomplete;	/* NULL: none */
	struct text label;
	struct text about;		/* or empty */
	bool required;
	bool checked;
	struct text value;
	struct text problem;		/* or empty */
	const struct form_choice *choices;
	size_t choice_count;
};

struct form {
	enum language language;
	const char *action;
	const struct form_field *fields;
	size_t count;
	struct text problem;		/* of no single field, or empty */
};

void form_write(struct buf *out, const struct form *form);

/* Its style, to stand behind that of every page. */
struct text form_stylesheet(void);

#endif
