/*
 * The tree of a policy.  A stack holds the open nodes from the document down;
 * each marked entry finds its place by its number and its looks: it goes on
 * with an open list of its kind, or begins a new one below.
 */
#include "policy/lint_outline.h"

enum { STACK_MAX = 64, AHEAD_MAX = 200 };

struct builder {
	struct lint_doc *doc;
	const struct lint_fold *fold;
	const struct lint_entries *entries;
	const struct lint_entry **of;	/* the entry of each node */
	int32_t *last;			/* the last child of each node */
	int32_t stack[STACK_MAX];
	uint32_t depth;		/* of the stack; its first is the document */
};

static struct lint_block *
new_block(struct lint_doc *doc, const struct lint_entry *entry, int32_t node,
    enum lint_block_kind kind)
{
	struct lint_block *blocks = lint_letters_grown(doc->arena,
	    doc->blocks, doc->block_count, &doc->block_capacity,
	    sizeof(*blocks)), *block;

	if (blocks == NULL) {
		doc->failed = true;
		return NULL;
	}
	doc->blocks = blocks;
	block = &blocks[doc->block_count++];
	memset(block, 0, sizeof(*block));
	block->raw = (struct lint_span){ entry->marker.span.to,
		entry->raw.to };
	if (entry->caption.to > entry->caption.from)
		block->raw = entry->caption;
	if (entry->marker.style == STYLE_BRACKET &&
	    block->raw.to > block->raw.from && entry->heading)
		block->raw.to--;
	block->kind = kind;
	block->indent = doc->html || entry->kind == LINE_HEADING ? 0 :
	    entry->depth;
	block->node = node;
	block->lead = -1;
	block->chrome = entry->chrome;
	block->after_blank = entry->after_blank;
	return block;
}

static struct lint_node *
top(struct builder *in)
{
	return &in->doc->nodes[in->stack[in->depth - 1]];
}

/* Closes open nodes until depth many are left. */
static void
pop_to(struct builder *in, uint32_t depth)
{
	while (in->depth > depth && in->depth > 1) {
		top(in)->end = (uint32_t)in->doc->block_count;
		in->depth--;
	}
}

/*
 * Unmarked words belong to a heading, not to the item above them; unless they
 * are printed further in than an item of whole sentences.
 */
static void
pop_items(struct builder *in, const struct lint_entry *entry)
{
	while (in->depth > 1 && !top(in)->heading) {
		const struct lint_entry *item =
		    in->of[in->stack[in->depth - 1]];

		if (!in->doc->html && item->ends_stop &&
		    entry->kind == LINE_TEXT && item->kind == LINE_TEXT &&
		    entry->depth > item->depth)
			return;
		pop_to(in, in->depth - 1);
	}
}

/* Behind a <dl> nothing belongs to its last <dt>, nor to what is below it. */
static void
pop_terms(struct builder *in)
{
	for (uint32_t depth = in->depth; depth > 1; depth--)
		if (in->of[in->stack[depth - 1]]->kind == LINE_TERM) {
			pop_to(in, depth - 1);
			return;
		}
}

static bool
same_list(const struct lint_entry *a, const struct lint_entry *b)
{
	if (a == NULL || a->marker.style != b->marker.style ||
	    a->marker.variant != b->marker.variant)
		return false;
	if (a->marker.style == STYLE_BULLET &&
	    a->marker.span.from == a->marker.span.to)
		return a->depth == b->depth;
	return (a->kind == LINE_HEADING) == (b->kind == LINE_HEADING);
}

static bool
comes_next(const struct lint_marker *last, const struct lint_marker *next)
{
	if (last->style == STYLE_MULTI)
		return (next->number == last->number &&
		    next->sub == last->sub + 1) ||
		    (next->number == last->number + 1 && next->sub <= 1);
	return next->number == last->number + 1 ||
	    (next->number == last->number && next->sub == last->sub + 1 &&
	    next->sub > 0);
}

static int
likeness(const struct lint_entry *a, const struct lint_entry *b)
{
	return (a->heading == b->heading) * 4 + (a->kind == b->kind) * 4 +
	    (a->depth == b->depth) * 2 + (a->stop == b->stop) * 2 +
	    (a->after_blank == b->after_blank);
}

/*
 * Two open lists have the number next and nothing tells them apart.  The words
 * do: what shares no topic with the section around the inner list (stack[at]
 * is its last item) goes on with the outer one.
 */
static bool
belongs_outside(struct builder *in, const struct lint_entry *entry,
    uint32_t at)
{
	struct lint_span words = { entry->marker.span.to, entry->raw.to };
	const struct lint_entry *around = in->of[in->stack[at - 1]];
	uint32_t topics, section;

	if (!entry->heading || at < 2)
		return false;
	topics = lint_heading_topics(in->doc, in->fold, words);
	words = (struct lint_span){ around->marker.span.to, around->raw.to };
	section = lint_heading_topics(in->doc, in->fold, words);
	if (section & TOPIC_SECURITY)
		section |= TOPIC_ENTRUST | TOPIC_FOREIGN;
	return topics != 0 && section != 0 && (topics & section) == 0;
}

/* The open node with which this number goes on; 0 when none does. */
static uint32_t
find_next(struct builder *in, const struct lint_entry *entry)
{
	uint32_t best = 0;
	int best_score = -1;

	for (uint32_t i = in->depth - 1; i > 0; i--) {
		const struct lint_entry *open = in->of[in->stack[i]];

		if (!same_list(open, entry) ||
		    !comes_next(&open->marker, &entry->marker))
			continue;
		if (likeness(open, entry) > best_score ||
		    (likeness(open, entry) == best_score &&
		    belongs_outside(in, entry, best))) {
			best_score = likeness(open, entry);
			best = i;
		}
	}
	return best;
}

/* The outermost open node of the same kind; 0 when there is none. */
static uint32_t
find_same(struct builder *in, const struct lint_entry *entry)
{
	uint32_t best = 0;
	int best_score = -1;

	for (uint32_t i = 1; i < in->depth; i++) {
		const struct lint_entry *open = in->of[in->stack[i]];

		if (same_list(open, entry) &&
		    likeness(open, entry) > best_score) {
			best_score = likeness(open, entry);
			best = i;
		}
	}
	return best;
}

static bool
is_numbered(enum lint_style style)
{
	return style > STYLE_BULLET;
}

/* How deep a ranked heading stands: above it only lower ranks. */
static uint32_t
ranked_place(struct builder *in, uint32_t rank)
{
	uint32_t depth = in->depth;

	while (depth > 1 && (in->doc->nodes[in->stack[depth - 1]].rank == 0 ||
	    in->doc->nodes[in->stack[depth - 1]].rank >= rank))
		depth--;
	return depth;
}

static uint32_t
article_place(struct builder *in, enum lint_style style)
{
	uint32_t depth = in->depth;

	for (uint32_t i = 1; i < in->depth; i++)
		if (in->doc->nodes[in->stack[i]].marker.style == style)
			return i;
	while (depth > 1) {
		const struct lint_node *node =
		    &in->doc->nodes[in->stack[depth - 1]];

		if (node->rank > 0 || (style == STYLE_ARTICLE &&
		    node->marker.style == STYLE_CHAPTER))
			break;
		depth--;
	}
	return depth;
}

/*
 * Whether an earlier node of the same list has the same number; the list
 * begins where its number is 1.
 */
static bool
is_repeated(const struct lint_doc *doc, int32_t before,
    const struct lint_marker *marker)
{
	int steps = 0;

	for (; before >= 0 && steps < 200; before = doc->nodes[before].before,
	    steps++) {
		const struct lint_marker *one = &doc->nodes[before].marker;

		if (one->style != marker->style)
			continue;
		if (one->number == marker->number && one->sub == marker->sub)
			return true;
		if (one->number == 1 && one->sub <= 1)
			return false;
	}
	return false;
}

/*
 * Whether a numbered list that is open at depth goes on behind an entry: then
 * an unnumbered heading stands within the list, not above it.
 */
static bool
list_goes_on(const struct builder *in, uint32_t depth,
    const struct lint_entry *entry)
{
	const struct lint_entry *open = in->of[in->stack[depth]];
	const struct lint_entry *end = in->entries->list + in->entries->n;

	if (!is_numbered(open->marker.style) || !open->heading)
		return false;
	for (const struct lint_entry *e = entry + 1; e < end &&
	    e - entry < AHEAD_MAX; e++) {
		if (!same_list(open, e))
			continue;
		if (comes_next(&open->marker, &e->marker))
			return true;
		if (e->marker.number == 1 && e->heading)
			return false;
	}
	return false;
}

/* The open heading of the same looks beside which an entry belongs, or 0. */
static uint32_t
unnumbered_place(struct builder *in, const struct lint_entry *entry)
{
	uint32_t found = find_same(in, entry);

	for (uint32_t i = found + 1; found > 0 && entry->heading &&
	    i < in->depth; i++)
		if (list_goes_on(in, i, entry))
			return 0;
	return found;
}

/* How many nodes stay open above a marked entry. */
static uint32_t
place_of(struct builder *in, const struct lint_entry *entry)
{
	uint32_t found;

	if (entry->kind == LINE_HEADING)
		return ranked_place(in, entry->depth);
	if (entry->marker.style == STYLE_ARTICLE ||
	    entry->marker.style == STYLE_CHAPTER)
		return article_place(in, entry->marker.style);
	if (is_numbered(entry->marker.style)) {
		found = find_next(in, entry);
		if (found > 0)
			return found;
		if (entry->marker.number > 1) {
			found = find_same(in, entry);
			if (found > 0)
				return found;
		}
	} else {
		found = unnumbered_place(in, entry);
		if (found > 0)
			return found;
	}
	found = in->depth;
	while (found > 1 && !in->doc->nodes[in->stack[found - 1]].heading &&
	    (entry->heading || same_list(in->of[in->stack[found - 1]],
	    entry)))
		found--;
	return found;
}

/* ・ and - mark what is listed; ■ and ● mark headings as well. */
static bool
is_small_bullet(const struct lint_doc *doc, const struct lint_marker *marker)
{
	uint32_t c;

	if (marker->style != STYLE_BULLET)
		return false;
	if (marker->span.from == marker->span.to)
		return true;	/* <li> */
	c = doc->raw.code[marker->span.from];
	return c == 0x30fb || c == '-' || c == '*' || c == 0x2022;
}

static bool
add_node(struct builder *in, const struct lint_entry *entry)
{
	struct lint_doc *doc = in->doc;
	struct lint_node *nodes = lint_letters_grown(doc->arena, doc->nodes,
	    doc->node_count, &doc->node_capacity, sizeof(*nodes)), *node;
	int32_t number = (int32_t)doc->node_count, parent;

	if (nodes == NULL)
		return false;
	doc->nodes = nodes;
	pop_to(in, place_of(in, entry));
	parent = in->stack[in->depth - 1];
	node = &nodes[doc->node_count++];
	memset(node, 0, sizeof(*node));
	node->marker = entry->marker;
	node->parent = parent;
	node->before = in->last[parent];
	node->level = nodes[parent].level + 1;
	node->rank = entry->kind == LINE_HEADING ? entry->depth : 0;
	node->heading = entry->heading;
	node->loose = is_small_bullet(doc, &entry->marker);
	node->block = (uint32_t)doc->block_count;
	if (node->before >= 0 && is_numbered(node->marker.style) &&
	    same_list(in->of[node->before], entry)) {
		node->repeated = entry->marker.number > 1 &&
		    is_repeated(doc, node->before, &node->marker);
		node->skipped = !node->repeated && entry->marker.number >
		    nodes[node->before].marker.number + 1;
	}
	in->last[parent] = number;
	in->last[number] = -1;
	in->of[number] = entry;
	if (new_block(doc, entry, number, entry->heading ? BLOCK_HEADING :
	    BLOCK_ITEM) == NULL)
		return false;
	if (in->depth < STACK_MAX)
		in->stack[in->depth++] = number;
	return true;
}

static bool
add_entry(struct builder *in, const struct lint_entry *entry)
{
	struct lint_doc *doc = in->doc;

	if (entry->chrome)
		return new_block(doc, entry, 0, BLOCK_TEXT) != NULL;
	if (entry->past_terms)
		pop_terms(in);
	if (entry->heading || entry->marker.style != STYLE_NONE)
		return add_node(in, entry);
	pop_items(in, entry);
	return new_block(doc, entry, in->stack[in->depth - 1],
	    entry->kind == LINE_CELL ? BLOCK_ROW : BLOCK_TEXT) != NULL;
}

bool
lint_nodes_build(struct lint_doc *doc, const struct lint_fold *fold,
    const struct lint_entries *entries)
{
	struct builder in = { doc, fold, entries, NULL, NULL, { 0 }, 1 };

	in.of = arena_array(doc->arena, entries->n + 1, sizeof(*in.of));
	in.last = arena_array(doc->arena, entries->n + 1, sizeof(*in.last));
	doc->nodes = arena_array(doc->arena, 1, sizeof(*doc->nodes));
	if (in.of == NULL || in.last == NULL || doc->nodes == NULL)
		return false;
	memset(&doc->nodes[0], 0, sizeof(doc->nodes[0]));
	doc->nodes[0].parent = doc->nodes[0].before = -1;
	doc->nodes[0].heading = true;
	doc->node_count = doc->node_capacity = 1;
	in.last[0] = -1;
	for (size_t i = 0; i < entries->n && !doc->failed; i++)
		if (!add_entry(&in, &entries->list[i]))
			return false;
	pop_to(&in, 1);
	doc->nodes[0].end = (uint32_t)doc->block_count;
	return !doc->failed;
}
