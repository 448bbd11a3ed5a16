#include "policy/lint_program.h"
#include "policy/lint_words.h"

enum { DEPTH_MAX = 24, NODES_MAX = 4096, GAP_MAX = 100000 };

enum kind { LETTER, ANY, SET, GAP, SEQUENCE, CHOICE, MAYBE, STAR, PLUS, BEGIN,
	END, NOT, BEHIND, OPEN, CLOSE };

struct node {
	enum kind kind;
	uint32_t a;
	uint32_t b;
	bool c;
	struct node *child;
	struct node *next;	/* sibling */
};

struct parser {
	struct lint_program *program;
	struct arena *arena;
	size_t nodes;
	bool failed;
};

static struct node *parse_choice(struct parser *in, struct text *rest,
    int depth);

static struct node *
new_node(struct parser *in, enum kind kind, uint32_t a)
{
	struct node *node = ++in->nodes > NODES_MAX ? NULL :
	    arena_alloc(in->arena, sizeof(*node));

	if (node == NULL) {
		in->failed = true;
		return NULL;
	}
	node->kind = kind;
	node->a = a;
	return node;
}

static void
add_range(struct parser *in, uint32_t from, uint32_t to)
{
	struct lint_program *p = in->program;

	p->ranges = lint_letters_grown(in->arena, p->ranges, p->range_count,
	    &p->range_capacity, sizeof(*p->ranges));
	if (p->ranges == NULL) {
		in->failed = true;
		p->range_count = 0;
		return;
	}
	p->ranges[p->range_count++] = (struct lint_span){ from, to };
}

static struct node *
parse_set(struct parser *in, struct text *rest)
{
	struct node *node = new_node(in, SET, 0);
	uint32_t c, last = 0;
	bool range = false;

	if (node == NULL)
		return NULL;
	node->a = (uint32_t)in->program->range_count;
	if (text_starts_with(*rest, "^")) {
		node->c = true;
		*rest = text_slice(*rest, 1, rest->n);
	}
	while (text_next(rest, &c) && c != ']') {
		if (c == '-' && last != 0 && !text_starts_with(*rest, "]")) {
			range = true;
			continue;
		}
		if (c == '\\')
			(void)text_next(rest, &c);
		if (range && in->program->range_count > 0)
			in->program->ranges[in->program->range_count - 1].to =
			    c;
		else
			add_range(in, c, c);
		last = range ? 0 : c;
		range = false;
	}
	node->b = (uint32_t)in->program->range_count - node->a;
	return node;
}

/* A number in digits or kanji: one letter or more of the set. */
static struct node *
number_node(struct parser *in)
{
	struct text digits = TEXT("0-9〇一二三四五六七八九十百千]");
	struct node *plus = new_node(in, PLUS, 0);

	if (plus != NULL)
		plus->child = parse_set(in, &digits);
	return plus;
}

static struct node *
parse_gap(struct parser *in, struct text *rest)
{
	uint32_t limit = 0;

	while (rest->n > 0 && lint_is_digit((uint8_t)rest->p[0])) {
		limit = limit * 10 + (uint32_t)(rest->p[0] - '0');
		*rest = text_slice(*rest, 1, rest->n);
	}
	return new_node(in, GAP, limit == 0 ? GAP_MAX : limit);
}

static struct node *
parse_word(struct parser *in, struct text *rest, int depth)
{
	ptrdiff_t end = text_find(*rest, TEXT(">"));
	struct text word;
	const char *meaning;

	if (end < 0)
		return NULL;
	meaning = lint_words_meaning(text_slice(*rest, 0, (size_t)end));
	*rest = text_slice(*rest, (size_t)end + 1, rest->n);
	if (meaning == NULL) {
		in->failed = true;
		return NULL;
	}
	word = text_of(meaning);
	return parse_choice(in, &word, depth + 1);
}

static struct node *
parse_group(struct parser *in, struct text *rest, int depth)
{
	struct node *node = parse_choice(in, rest, depth + 1);

	if (!text_starts_with(*rest, ")")) {
		in->failed = true;
		return NULL;
	}
	*rest = text_slice(*rest, 1, rest->n);
	return node;
}

static void
add_letter(struct parser *in, uint32_t letter)
{
	struct lint_program *p = in->program;
	uint32_t *letters = lint_letters_grown(in->arena, p->letters,
	    p->letter_count, &p->letter_capacity, sizeof(*letters));

	if (letters == NULL) {
		in->failed = true;
		return;
	}
	p->letters = letters;
	p->letters[p->letter_count++] = letter;
}

/* %(a|b): the words as letters, each behind its length. */
static struct node *
parse_behind(struct parser *in, struct text *rest)
{
	struct lint_program *p = in->program;
	struct node *node = new_node(in, BEHIND, (uint32_t)p->letter_count);
	size_t length_at = p->letter_count;
	uint32_t c = '|';

	if (node == NULL || !text_starts_with(*rest, "("))
		return NULL;
	*rest = text_slice(*rest, 1, rest->n);
	while (c != ')' && !in->failed) {
		if (c == '|') {
			length_at = p->letter_count;
			add_letter(in, 0);
			node->b++;
		}
		if (!text_next(rest, &c))
			in->failed = true;
		if (in->failed || c == '|' || c == ')')
			continue;
		add_letter(in, c);
		if (!in->failed)
			p->letters[length_at]++;
	}
	return node;
}

static struct node *
parse_atom(struct parser *in, struct text *rest, int depth)
{
	struct node *node;
	uint32_t c;

	(void)text_next(rest, &c);
	switch (c) {
	case '(':
		return parse_group(in, rest, depth);
	case '[':
		return parse_set(in, rest);
	case '~':
		return parse_gap(in, rest);
	case '<':
		return parse_word(in, rest, depth);
	case '#':
		return number_node(in);
	case '.':
		return new_node(in, ANY, 0);
	case '^':
		return new_node(in, BEGIN, 0);
	case '$':
		return new_node(in, END, 0);
	case '{':
		return new_node(in, OPEN, 0);
	case '}':
		return new_node(in, CLOSE, 0);
	case '%':
		return parse_behind(in, rest);
	case '!':
		node = new_node(in, NOT, 0);
		if (node == NULL || !text_starts_with(*rest, "("))
			return NULL;
		*rest = text_slice(*rest, 1, rest->n);
		node->child = parse_group(in, rest, depth);
		return node;
	case '\\':
		(void)text_next(rest, &c);
		return new_node(in, LETTER, c);
	default:
		return new_node(in, LETTER, c);
	}
}

static struct node *
parse_sequence(struct parser *in, struct text *rest, int depth)
{
	struct node *sequence = new_node(in, SEQUENCE, 0);
	struct node **end = sequence == NULL ? NULL : &sequence->child;

	while (!in->failed && rest->n > 0 && rest->p[0] != '|' &&
	    rest->p[0] != ')') {
		struct node *atom = parse_atom(in, rest, depth);

		if (atom == NULL) {
			in->failed = true;
			return NULL;
		}
		if (rest->n > 0 && strchr("?*+", rest->p[0]) != NULL) {
			struct node *many = new_node(in, rest->p[0] == '?' ?
			    MAYBE : rest->p[0] == '*' ? STAR : PLUS, 0);

			if (many == NULL)
				return NULL;
			many->child = atom;
			atom = many;
			*rest = text_slice(*rest, 1, rest->n);
		}
		*end = atom;
		end = &atom->next;
	}
	return sequence;
}

/* Pattern := sequence ('|' sequence)*; depth is that of our own patterns. */
static struct node *
parse_choice(struct parser *in, struct text *rest, int depth)
{
	struct node *choice = new_node(in, CHOICE, 0), **end;

	if (choice == NULL || depth > DEPTH_MAX) {
		in->failed = true;
		return NULL;
	}
	end = &choice->child;
	for (;;) {
		*end = parse_sequence(in, rest, depth);
		if (in->failed || *end == NULL)
			return NULL;
		end = &(*end)->next;
		if (!text_starts_with(*rest, "|"))
			return choice;
		*rest = text_slice(*rest, 1, rest->n);
	}
}

static uint32_t
put(struct parser *in, enum lint_op op, uint32_t a, uint32_t b, bool c)
{
	struct lint_program *p = in->program;

	p->code = lint_letters_grown(in->arena, p->code, p->n, &p->capacity,
	    sizeof(*p->code));
	if (p->code == NULL) {
		in->failed = true;
		p->n = p->capacity = 0;
		return 0;
	}
	p->code[p->n] = (struct lint_instruction){ op, a, b, c };
	return (uint32_t)p->n++;
}

/* The other way of an earlier split leads to what comes next. */
static void
branch_here(struct parser *in, uint32_t split)
{
	if (!in->failed)
		in->program->code[split].b = (uint32_t)in->program->n;
}

static void emit(struct parser *in, const struct node *node);

static void
emit_choice(struct parser *in, const struct node *node)
{
	uint32_t jumps[256];
	size_t count = 0;

	for (const struct node *one = node->child; one != NULL;
	    one = one->next) {
		uint32_t split = 0;

		if (one->next != NULL) {
			split = put(in, OP_SPLIT, (uint32_t)in->program->n + 1,
			    0, false);
			if (count == LENGTH(jumps)) {
				in->failed = true;
				return;
			}
		}
		emit(in, one);
		if (one->next != NULL && !in->failed) {
			jumps[count++] = put(in, OP_JUMP, 0, 0, false);
			branch_here(in, split);
		}
	}
	for (size_t i = 0; i < count && !in->failed; i++)
		in->program->code[jumps[i]].a = (uint32_t)in->program->n;
}

static void
emit_many(struct parser *in, const struct node *node)
{
	uint32_t start = (uint32_t)in->program->n, split;

	if (node->kind == PLUS) {
		emit(in, node->child);
		split = put(in, OP_SPLIT, start, 0, false);
	} else {
		split = put(in, OP_SPLIT, start + 1, 0, false);
		emit(in, node->child);
		if (node->kind == STAR)
			(void)put(in, OP_JUMP, start, 0, false);
	}
	branch_here(in, split);
}

static void
emit(struct parser *in, const struct node *node)
{
	uint32_t at;

	if (in->failed || node == NULL)
		return;
	switch (node->kind) {
	case LETTER:
		(void)put(in, OP_LETTER, node->a, 0, false);
		break;
	case ANY:
		(void)put(in, OP_ANY, 0, 0, false);
		break;
	case SET:
		(void)put(in, OP_SET, node->a, node->b, node->c);
		break;
	case GAP:
		(void)put(in, OP_GAP, node->a, 0, false);
		break;
	case BEGIN:
		(void)put(in, OP_BEGIN, 0, 0, false);
		break;
	case END:
		(void)put(in, OP_END, 0, 0, false);
		break;
	case OPEN:
		(void)put(in, OP_OPEN, 0, 0, false);
		break;
	case CLOSE:
		(void)put(in, OP_CLOSE, 0, 0, false);
		break;
	case BEHIND:
		(void)put(in, OP_BEHIND, node->a, node->b, false);
		break;
	case NOT:
		at = put(in, OP_NOT, 0, 0, false);
		emit(in, node->child);
		(void)put(in, OP_MATCH, 0, 0, false);
		if (!in->failed)
			in->program->code[at].a = (uint32_t)in->program->n;
		break;
	case SEQUENCE:
		for (const struct node *n = node->child; n != NULL; n = n->next)
			emit(in, n);
		break;
	case CHOICE:
		emit_choice(in, node);
		break;
	case MAYBE:
	case STAR:
	case PLUS:
		emit_many(in, node);
		break;
	}
}

/* Letters without which the node cannot match. */
static void
must_see(const struct node *node, uint64_t mask[4])
{
	uint64_t all[4] = { 0 }, one[4];
	unsigned int bit;
	bool first = true;

	switch (node->kind) {
	case LETTER:
		bit = lint_program_hash(node->a);
		mask[bit / 64] |= (uint64_t)1 << (bit % 64);
		break;
	case SEQUENCE:
		for (const struct node *n = node->child; n != NULL; n = n->next)
			must_see(n, mask);
		break;
	case PLUS:
		must_see(node->child, mask);
		break;
	case CHOICE:
		for (const struct node *n = node->child; n != NULL;
		    n = n->next) {
			memset(one, 0, sizeof(one));
			must_see(n, one);
			for (int i = 0; i < 4; i++)
				all[i] = first ? one[i] : all[i] & one[i];
			first = false;
		}
		for (int i = 0; i < 4; i++)
			mask[i] |= all[i];
		break;
	case ANY: case SET: case GAP: case MAYBE: case STAR: case BEGIN:
	case END: case NOT: case BEHIND: case OPEN: case CLOSE:
		break;
	}
}

static void
add_clause(struct parser *in, const struct node *choice)
{
	struct lint_program *p = in->program;
	struct lint_clause *clause = &p->clauses[p->clause_count];
	size_t count = 0;

	for (const struct node *n = choice->child; n != NULL; n = n->next)
		count++;
	if (p->clause_count == LENGTH(p->clauses))
		return;
	clause->masks = arena_array(in->arena, count, sizeof(*clause->masks));
	if (clause->masks == NULL) {
		in->failed = true;
		return;
	}
	for (const struct node *n = choice->child; n != NULL; n = n->next)
		must_see(n, clause->masks[clause->count++]);
	p->clause_count++;
}

/* The pattern as a whole, and each choice that it cannot avoid. */
static void
find_clauses(struct parser *in, const struct node *root)
{
	const struct node *only = root->child;

	add_clause(in, root);
	if (only == NULL || only->next != NULL)
		return;
	for (const struct node *n = only->child; n != NULL; n = n->next)
		if (n->kind == CHOICE && n->child->next != NULL)
			add_clause(in, n);
}

/* A small set is its letters; false for a large one and for "not these". */
static bool
set_first(struct lint_program *p, const struct lint_instruction *one)
{
	uint32_t letters = 0;

	for (uint32_t i = one->a; i < one->a + one->b; i++)
		letters += p->ranges[i].to - p->ranges[i].from + 1;
	if (one->c || letters > 64)
		return false;
	for (uint32_t i = one->a; i < one->a + one->b; i++)
		for (uint32_t c = p->ranges[i].from; c <= p->ranges[i].to;
		    c++) {
			unsigned int bit = lint_program_hash(c);

			p->first[bit / 64] |= (uint64_t)1 << (bit % 64);
		}
	return true;
}

/* Letters that can come first, by following what takes no letter. */
static void
find_first(struct lint_program *p, uint32_t at, int depth)
{
	const struct lint_instruction *one = &p->code[at];
	unsigned int bit;

	if (depth > 250) {
		p->any_first = true;
		return;
	}
	switch (one->op) {
	case OP_LETTER:
		bit = lint_program_hash(one->a);
		p->first[bit / 64] |= (uint64_t)1 << (bit % 64);
		break;
	case OP_SPLIT:
		find_first(p, one->a, depth + 1);
		find_first(p, one->b, depth + 1);
		break;
	case OP_JUMP:
	case OP_NOT:
		find_first(p, one->a, depth + 1);
		break;
	case OP_OPEN:
	case OP_CLOSE:
	case OP_BEHIND:
		find_first(p, at + 1, depth + 1);
		break;
	case OP_SET:
		if (!set_first(p, one))
			p->any_first = true;
		break;
	case OP_ANY: case OP_GAP: case OP_BEGIN: case OP_END:
	case OP_MATCH:
		p->any_first = true;
		break;
	}
}

bool
lint_program_compile(struct lint_program *program, const char *pattern,
    struct arena *arena)
{
	struct parser in = { .program = program, .arena = arena };
	struct text rest = text_of(pattern);
	struct node *root;

	memset(program, 0, sizeof(*program));
	program->source = pattern;
	root = parse_choice(&in, &rest, 0);
	if (in.failed || root == NULL || rest.n > 0)
		return false;
	emit(&in, root);
	(void)put(&in, OP_MATCH, 0, 0, false);
	if (in.failed)
		return false;
	find_clauses(&in, root);
	find_first(program, 0, 0);
	return !in.failed;
}
