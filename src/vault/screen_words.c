/*
 * The words of the dictionary, all found in one pass.
 *
 * An automaton of Aho and Corasick (1975) over folded letters.  Terms and
 * harmless words are in it alike; a term's hit waits until every harmless
 * word that could contain it has had its chance, and until the letters
 * behind it are known, and is then judged:
 *
 *   - A Latin word, or a katakana word of up to four letters, does not stand
 *     inside a longer one of its script: "rape" is not in "grape", ゲイ not
 *     in ゲイン.
 *   - A hiragana word of up to four letters stands between other scripts or
 *     particles: がん is not in てんがん, うつ not in うつわ.  Such a word, and
 *     a short katakana one, is of one script: うつ is not in 使うツール.
 *   - A katakana word of up to three letters is not sought in hiragana.
 *   - "持病：なし" says that there is none.
 *   - "本籍：東京都" says no more than the prefecture (S2.6.2).
 */
#include <pthread.h>

#include "vault/letter.h"
#include "vault/prefecture.h"
#include "vault/screen_parts.h"

enum {
	WORD_MAX = 32,		/* letters of a word */
	SHORT_MAX = 4,		/* letters of a short one */
	FOREIGN_MAX = 3,	/* of one that only katakana writes */
	NODES_MAX = 12288,
	ENTRIES_MAX = 2048,
	ROOT_SLOTS = 4096,	/* a power of two */
	PENDING_MAX = 64,
	RING = 128,		/* letters; WORD_MAX on both sides of a hit */
};

struct entry {
	uint8_t category;	/* SCREEN_COUNT: harmless */
	uint8_t flags;
	uint8_t length;
	bool hiragana;		/* of hiragana alone, and short */
	bool katakana;		/* of katakana alone, and short */
	uint16_t next;		/* another entry of the same word, or 0 */
};

struct node {
	uint32_t c;
	uint16_t child;
	uint16_t sibling;
	uint16_t fail;
	uint16_t entry;		/* 0: no word ends here */
	uint16_t shorter;	/* the nearest suffix where one ends, or 0 */
};

/* Node 0 is the root; entry 0 is none. */
static struct {
	struct node nodes[NODES_MAX];
	struct entry entries[ENTRIES_MAX];
	uint16_t root[ROOT_SLOTS];	/* children of the root, by letter */
	size_t node_count;
	size_t entry_count;
} dictionary;

static pthread_once_t built = PTHREAD_ONCE_INIT;

static uint16_t *
root_slot(uint32_t c)
{
	uint32_t at = c * 2654435761u >> 20;

	while (dictionary.root[at % ROOT_SLOTS] != 0 &&
	    dictionary.nodes[dictionary.root[at % ROOT_SLOTS]].c != c)
		at++;
	return &dictionary.root[at % ROOT_SLOTS];
}

/* The child for that letter, or 0. */
static uint16_t
child_of(uint16_t node, uint32_t c)
{
	uint16_t child;

	if (node == 0)
		return *root_slot(c);
	child = dictionary.nodes[node].child;
	while (child != 0 && dictionary.nodes[child].c != c)
		child = dictionary.nodes[child].sibling;
	return child;
}

static uint16_t
make_child(uint16_t parent, uint32_t c)
{
	uint16_t child = child_of(parent, c);
	struct node *node;

	if (child != 0)
		return child;
	if (dictionary.node_count == NODES_MAX)
		abort();
	child = (uint16_t)dictionary.node_count++;
	node = &dictionary.nodes[child];
	node->c = c;
	if (parent == 0)
		*root_slot(c) = child;
	node->sibling = dictionary.nodes[parent].child;
	dictionary.nodes[parent].child = child;
	return child;
}

static void
add_word(const char *word, struct entry entry)
{
	struct screen_reader reader = screen_reader(text_of(word));
	struct screen_letter letter;
	uint16_t node = 0;
	bool hiragana = true, katakana = true;

	while (screen_read(&reader, &letter)) {
		node = make_child(node, letter.c);
		entry.length++;
		hiragana = hiragana && letter.script == SCRIPT_HIRAGANA;
		katakana = katakana && letter.script == SCRIPT_KATAKANA;
	}
	if (entry.length == 0 || entry.length > WORD_MAX ||
	    dictionary.entry_count == ENTRIES_MAX)
		abort();
	entry.hiragana = hiragana && entry.length <= SHORT_MAX;
	entry.katakana = katakana && entry.length <= SHORT_MAX;
	entry.next = dictionary.nodes[node].entry;
	dictionary.nodes[node].entry = (uint16_t)dictionary.entry_count;
	dictionary.entries[dictionary.entry_count++] = entry;
}

static uint16_t
step(uint16_t node, uint32_t c)
{
	uint16_t child = child_of(node, c);

	while (child == 0 && node != 0) {
		node = dictionary.nodes[node].fail;
		child = child_of(node, c);
	}
	return child;
}

/* Breadth first: a node's failure lies nearer to the root than the node. */
static void
link_failures(void)
{
	static uint16_t order[NODES_MAX];
	size_t from = 0, to = 0;

	for (uint16_t c = dictionary.nodes[0].child; c != 0;
	    c = dictionary.nodes[c].sibling)
		order[to++] = c;
	while (from < to) {
		uint16_t parent = order[from++];

		for (uint16_t c = dictionary.nodes[parent].child; c != 0;
		    c = dictionary.nodes[c].sibling) {
			struct node *node = &dictionary.nodes[c];
			const struct node *fail;

			node->fail = step(dictionary.nodes[parent].fail,
			    node->c);
			fail = &dictionary.nodes[node->fail];
			node->shorter = fail->entry != 0 ? node->fail :
			    fail->shorter;
			order[to++] = c;
		}
	}
}

static void
add_terms(const struct screen_term *terms, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_word(terms[i].word, (struct entry){
		    .category = (uint8_t)terms[i].category,
		    .flags = terms[i].flags });
}

static void
build(void)
{
	dictionary.node_count = 1;
	dictionary.entry_count = 1;
	add_terms(screen_society, screen_society_count);
	add_terms(screen_illness, screen_illness_count);
	for (size_t i = 0; i < screen_harmless_count; i++)
		add_word(screen_harmless[i],
		    (struct entry){ .category = SCREEN_COUNT });
	link_failures();
}

struct hit {
	size_t from;		/* letters */
	size_t to;
	const struct entry *entry;	/* NULL: inside a harmless word */
};

struct matcher {
	struct screen_result *result;
	struct screen_letter ring[RING];
	size_t count;		/* letters so far */
	struct hit pending[PENDING_MAX];
	size_t first;
	size_t pending_count;
};

static const struct screen_letter *
letter_at(const struct matcher *matcher, size_t i)
{
	return i < matcher->count ? &matcher->ring[i % RING] : NULL;
}

static bool
is_in(uint32_t c, const uint32_t *set)
{
	for (; *set != 0; set++)
		if (*set == c)
			return true;
	return false;
}

/* Whether what stands beside an end of the word lets it be a word. */
static bool
is_edge(const struct screen_letter *beside, const struct screen_letter *end,
    const struct entry *entry, const uint32_t *particles)
{
	bool kana = entry->hiragana || entry->katakana;

	if (beside == NULL || beside->script != end->script)
		return true;
	switch (end->script) {
	case SCRIPT_LATIN:
		return false;
	case SCRIPT_KATAKANA:
		return !kana;
	case SCRIPT_HIRAGANA:
		return !kana || is_in(beside->c, particles);
	case SCRIPT_OTHER:
	case SCRIPT_DIGIT:
	case SCRIPT_KANJI:
		break;
	}
	return true;
}

/* い is the end of an adjective: 軽いうつ. */
static bool
stands_alone(const struct matcher *matcher, const struct hit *hit)
{
	static const uint32_t left[] = U"ハガモノニヲトデヤヘイ";
	static const uint32_t right[] = U"ハガモノニヲトデヤヘダナ";
	const struct screen_letter *first = letter_at(matcher, hit->from);
	const struct screen_letter *last = letter_at(matcher, hit->to - 1);
	const struct screen_letter *before = hit->from == 0 ? NULL :
	    letter_at(matcher, hit->from - 1);

	if (hit->entry->katakana && hit->entry->length <= FOREIGN_MAX &&
	    first->script != SCRIPT_KATAKANA)
		return false;
	if ((hit->entry->hiragana || hit->entry->katakana) &&
	    first->script != last->script)
		return false;
	return is_edge(before, first, hit->entry, left) &&
	    is_edge(letter_at(matcher, hit->to), last, hit->entry, right);
}

/* Whether the folded word stands at that letter; how long it is, or 0. */
static size_t
word_at(const struct matcher *matcher, size_t at, const char *word)
{
	struct text rest = text_of(word);
	size_t n = 0;
	uint32_t c;

	while (text_next(&rest, &c)) {
		const struct screen_letter *letter = letter_at(matcher,
		    at + n++);

		if (letter == NULL || letter->c != c)
			return 0;
	}
	return n;
}

/* Behind "の有無", particles and punctuation. */
static size_t
skip_joint(const struct matcher *matcher, size_t at)
{
	static const uint32_t joints[] = U" ハガモヲ:;、,・-ー=~。.?/|()[]「」→";
	enum { JOINTS_MAX = 4 };

	at += word_at(matcher, at, "等");
	at += word_at(matcher, at, "ノ有無");
	for (int i = 0; i < JOINTS_MAX; i++) {
		const struct screen_letter *letter = letter_at(matcher, at);

		if (letter == NULL || !is_in(letter->c, joints))
			break;
		at++;
	}
	return at;
}

/* 無 is a word only when no compound goes on with it: 無呼吸. */
static bool
ends_word(const struct matcher *matcher, size_t at)
{
	const struct screen_letter *last = letter_at(matcher, at - 1);
	const struct screen_letter *next = letter_at(matcher, at);

	return next == NULL || next->script != last->script ||
	    (last->script != SCRIPT_LATIN && last->script != SCRIPT_KANJI);
}

static bool
says_none(const struct matcher *matcher, size_t at)
{
	static const char *const lead[] = { "特ニ", "一切", "現在", "該当" };
	static const char *const none[] = { "ナシ", "無シ", "無ク", "無イ",
		"無", "ナイ", "ナク", "アリマセン", "ゴザイマセン", "nil",
		"none", "no" };

	at = skip_joint(matcher, at);
	for (size_t i = 0; i < LENGTH(lead); i++)
		at += word_at(matcher, at, lead[i]);
	for (size_t i = 0; i < LENGTH(none); i++) {
		size_t n = word_at(matcher, at, none[i]);

		if (n > 0 && ends_word(matcher, at + n))
			return true;
	}
	return false;
}

/* A prefecture, and nothing behind it that would say more. */
static bool
only_prefecture(const struct matcher *matcher, size_t at)
{
	const struct screen_letter *letter;
	size_t n = 0;

	at += word_at(matcher, at, "地");
	at = skip_joint(matcher, at);
	for (size_t i = 0; i < PREFECTURE_COUNT && n == 0; i++)
		n = word_at(matcher, at, prefecture_names[i]);
	letter = letter_at(matcher, at + n);
	return n > 0 && (letter == NULL || letter->script == SCRIPT_OTHER ||
	    letter->script == SCRIPT_HIRAGANA);
}

/* Whether the word's own answer follows it, and says nothing. */
static bool
is_empty_answer(const struct matcher *matcher, const struct hit *hit)
{
	uint8_t flags = hit->entry->flags;

	return ((flags & SCREEN_NONE) != 0 && says_none(matcher, hit->to)) ||
	    ((flags & SCREEN_PREFECTURE) != 0 &&
	    only_prefecture(matcher, hit->to));
}

static bool
lies_within(const struct hit *hit, const struct hit *longer)
{
	return longer->from <= hit->from && longer->to >= hit->to;
}

/*
 * A word inside one with an empty answer is excused with it, whichever comes
 * first: 障害者 in 障害者手帳：なし.
 */
static bool
is_excused(struct matcher *matcher, const struct hit *hit)
{
	bool empty = is_empty_answer(matcher, hit), excused = empty;

	for (size_t i = 0; i < matcher->pending_count; i++) {
		struct hit *other = &matcher->pending[
		    (matcher->first + i) % PENDING_MAX];

		if (other->entry == NULL)
			continue;
		if (lies_within(hit, other) &&
		    is_empty_answer(matcher, other))
			excused = true;
		if (empty && lies_within(other, hit))
			other->entry = NULL;
	}
	return excused;
}

static void
settle(struct matcher *matcher)
{
	const struct hit hit = matcher->pending[matcher->first % PENDING_MAX];

	matcher->first++;
	matcher->pending_count--;
	if (hit.entry == NULL || !stands_alone(matcher, &hit) ||
	    is_excused(matcher, &hit))
		return;
	screen_add(matcher->result,
	    (enum screen_category)hit.entry->category,
	    letter_at(matcher, hit.from)->from,
	    letter_at(matcher, hit.to - 1)->to);
}

static void
add_hit(struct matcher *matcher, const struct entry *entry)
{
	size_t at;

	if (matcher->pending_count == PENDING_MAX)
		settle(matcher);
	at = (matcher->first + matcher->pending_count++) % PENDING_MAX;
	matcher->pending[at] = (struct hit){
		matcher->count - entry->length, matcher->count, entry
	};
}

/* What lies within the last length letters is no hit. */
static void
forgive(struct matcher *matcher, size_t length)
{
	for (size_t i = 0; i < matcher->pending_count; i++) {
		struct hit *hit = &matcher->pending[(matcher->first + i) %
		    PENDING_MAX];

		if (hit->from >= matcher->count - length)
			hit->entry = NULL;
	}
}

/* Every word that ends with the letter just read. */
static void
collect(struct matcher *matcher, uint16_t node)
{
	size_t harmless = 0;

	if (dictionary.nodes[node].entry == 0)
		node = dictionary.nodes[node].shorter;
	for (; node != 0; node = dictionary.nodes[node].shorter) {
		for (uint16_t e = dictionary.nodes[node].entry; e != 0;
		    e = dictionary.entries[e].next) {
			const struct entry *entry = &dictionary.entries[e];

			if (entry->category != SCREEN_COUNT)
				add_hit(matcher, entry);
			else if (entry->length > harmless)
				harmless = entry->length;
		}
	}
	if (harmless > 0)
		forgive(matcher, harmless);
}

void
screen_words(struct screen_result *result, struct text text)
{
	struct screen_reader reader = screen_reader(text);
	struct matcher matcher;
	struct screen_letter letter;
	uint16_t node = 0;

	(void)pthread_once(&built, build);
	memset(&matcher, 0, sizeof(matcher));
	matcher.result = result;
	while (screen_read(&reader, &letter)) {
		matcher.ring[matcher.count++ % RING] = letter;
		node = step(node, letter.c);
		collect(&matcher, node);
		while (matcher.pending_count > 0 && matcher.pending[
		    matcher.first % PENDING_MAX].to + WORD_MAX <=
		    matcher.count)
			settle(&matcher);
	}
	while (matcher.pending_count > 0)
		settle(&matcher);
}
