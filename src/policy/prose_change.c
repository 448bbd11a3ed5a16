/*
 * What a comparison found, in the words that the public reads: each changed
 * declaration as the two rendered policies print it.  What neither prints
 * (roles, remarks, measures that are not published) makes no row.
 */
#include "policy/prose_notice.h"

#include "base/buf.h"
#include "policy/prose.h"

#define BETWEEN " / "	/* between the parts of a cell */

enum { CHANGES_MAX = 1000, CELL_MAX = 64 << 10 };

struct collector {
	const struct comparison *comparison;
	struct doc *before, *after;	/* the two policies, rendered */
	enum language language;
	struct arena *arena;
	struct prose_change *changes;
	size_t count;
};

/* All words of a block and what is below it. */
static void
put_words(struct buf *out, const struct doc_block *block)
{
	bool any = block->words != NULL;

	for (const struct doc_span *s = block->words; s != NULL; s = s->next)
		buf_text(out, s->text);
	for (const struct doc_block *b = block->first; b != NULL;
	    b = b->next) {
		if (any)
			buf_string(out, b->kind == DOC_PARAGRAPH &&
			    block->kind == DOC_FACT ? ": " : BETWEEN);
		put_words(out, b);
		any = true;
	}
}

static bool
is_of(const struct doc_block *block, const void *key, struct text name)
{
	for (const struct doc_origin *o = block->origins; o != NULL;
	    o = o->next)
		if (o->own && ((key != NULL && o->key == key) ||
		    (name.n > 0 && text_equal(o->name, name))))
			return true;
	return false;
}

/* What a document prints of a declaration, and under which heading. */
static void
gather(struct buf *out, const struct doc_block **section,
    const struct doc_block *block, const void *key, struct text name)
{
	if (is_of(block, key, name)) {
		const struct doc_block *above = block;

		if (out->n > 0)
			buf_string(out, BETWEEN);
		put_words(out, block);
		while (above->parent != NULL && above->parent->parent != NULL)
			above = above->parent;
		if (*section == NULL && above->kind == DOC_SECTION)
			*section = above;
		return;
	}
	for (const struct doc_block *b = block->first; b != NULL; b = b->next)
		gather(out, section, b, key, name);
}

static enum prose_change_class
class_of(const struct compared *c)
{
	switch (c->class) {
	case CHANGE_CONSENT:
		return PROSE_BEYOND;
	case CHANGE_JOINT_USE:
		return PROSE_JOINT_USE;
	case CHANGE_EDITORIAL:
		return PROSE_EDITORIAL;
	case CHANGE_NOTICE:
		break;
	}
	if (c->how == CHANGE_REMOVED && (text_is(c->section, "purposes") ||
	    text_is(c->section, "recipients") || text_is(c->section,
	    "items")))
		return PROSE_NARROWER;
	return strstr(c->article, "17(2)") != NULL ? PROSE_WITHIN :
	    PROSE_PUBLISHED;
}

/* The row of a declaration that has one already, or NULL. */
static struct prose_change *
known(struct collector *in, struct text name)
{
	for (size_t i = 0; i < in->count; i++)
		if (text_equal(in->changes[i].name, name))
			return &in->changes[i];
	return NULL;
}

/* "purposes.inquiry", "notices.changes": as origins are named. */
static struct text
name_of(struct collector *in, const struct compared *c)
{
	struct buf out;

	buf_init(&out, in->arena, 512);
	buf_text(&out, c->section);
	buf_byte(&out, '.');
	buf_text(&out, c->id.n > 0 ? c->id : c->key);
	return buf_as_text(&out);
}

static void
side(struct collector *in, struct prose_words *out,
    const struct doc_block **section, const struct doc *doc, const void *key,
    struct text name)
{
	struct buf words;

	buf_init(&words, in->arena, CELL_MAX);
	gather(&words, section, doc->root, key, name);
	*out = (struct prose_words){ buf_as_text(&words), in->language };
}

/* The next of the parts that gather() set one behind the other. */
static struct text
take_part(struct text *rest)
{
	ptrdiff_t end = text_find(*rest, TEXT(BETWEEN));
	size_t n = end < 0 ? rest->n : (size_t)end;
	struct text part = text_slice(*rest, 0, n);

	*rest = end < 0 ? TEXT("") : text_slice(*rest, n +
	    sizeof(BETWEEN) - 1, rest->n);
	return part;
}

static bool
has_part(struct text all, struct text part)
{
	while (all.n > 0)
		if (text_equal(take_part(&all), part))
			return true;
	return false;
}

/* The parts that the other side has not. */
static struct text
only_here(struct collector *in, struct text own, struct text other)
{
	struct buf out;

	buf_init(&out, in->arena, CELL_MAX);
	while (own.n > 0) {
		struct text part = take_part(&own);

		if (has_part(other, part))
			continue;
		if (out.n > 0)
			buf_string(&out, BETWEEN);
		buf_text(&out, part);
	}
	return buf_as_text(&out);
}

/*
 * Of a declaration that is there before and after, only what differs is
 * shown; its name then stands beside the heading.
 */
static void
narrow(struct collector *in, struct prose_change *change)
{
	struct text before = change->before.text, after = change->after.text;
	struct text rest = after, name;
	struct buf where;

	if (before.n == 0 || after.n == 0)
		return;
	name = take_part(&rest);
	change->before.text = only_here(in, before, after);
	change->after.text = only_here(in, after, before);
	if (rest.n == 0 || !has_part(before, name))
		return;
	buf_init(&where, in->arena, CELL_MAX);
	buf_text(&where, change->where.text);
	buf_string(&where, BETWEEN);
	buf_text(&where, name);
	change->where.text = buf_as_text(&where);
}

static void
take(struct collector *in, const struct compared *c)
{
	bool whole = c->id.n == 0;
	const void *key = whole ? NULL : c->declaration;
	struct prose_change change = { .class = class_of(c), .key = key,
	    .name = name_of(in, c) };
	struct prose_change *row = known(in, change.name);
	const struct doc_block *section = NULL;

	if (row != NULL) {
		if (change.class == PROSE_BEYOND)
			row->class = change.class;
		return;
	}
	if (c->how != CHANGE_REMOVED)
		side(in, &change.after, &section, in->after, whole ?
		    c->new_node : key, change.name);
	if (c->how != CHANGE_ADDED)
		side(in, &change.before, &section, in->before, whole ||
		    c->how == CHANGE_REMOVED ? c->old_node : NULL,
		    change.name);
	if (section == NULL || text_equal(change.before.text,
	    change.after.text) || in->count == CHANGES_MAX)
		return;
	change.where = (struct prose_words){ doc_words(in->after, section),
	    in->language };
	narrow(in, &change);
	in->changes[in->count++] = change;
}

enum status
prose_change_collect(const struct prose_change **changes, size_t *count,
    const struct comparison *comparison, enum language language,
    struct arena *arena, struct error *error)
{
	const struct prose_options options = { .language = language };
	struct collector in = { .comparison = comparison,
	    .language = language, .arena = arena };
	enum status status;

	in.changes = arena_array(arena, CHANGES_MAX, sizeof(*in.changes));
	if (in.changes == NULL)
		return error_memory(error);
	status = prose_policy(&in.before, comparison->old_source, &options,
	    arena, error);
	if (status == STATUS_OK)
		status = prose_policy(&in.after, comparison->new_source,
		    &options, arena, error);
	if (status != STATUS_OK)
		return status;
	for (const struct compared *c = comparison->first; c != NULL;
	    c = c->next)
		if (c->class != CHANGE_EDITORIAL &&
		    !text_is(c->section, "revisions"))
			take(&in, c);
	*changes = in.changes;
	*count = in.count;
	return STATUS_OK;
}
