/*
 * Fills templates/page.mustache.
 */
#include "render/page.h"

#include "render/doc_html.h"
#include "render/mustache.h"
#include "render/templates.h"

enum { BODY_MAX = 16 << 20, POLICY_MAX = 256, MEMBERS_MAX = 16 };

#define PAGE_POLICY "default-src 'none'; style-src %s; " \
	"base-uri 'none'; form-action 'none'"

/* A map under construction. */
struct map {
	struct node node;
	struct member members[MEMBERS_MAX];
	struct node values[MEMBERS_MAX];
};

static struct node *
add(struct map *map, const char *key)
{
	struct member *member = &map->members[map->node.count];

	map->node.kind = NODE_MAP;
	map->node.members = map->members;
	member->key = text_of(key);
	member->value = &map->values[map->node.count++];
	return member->value;
}

static void
add_text(struct map *map, const char *key, struct text text)
{
	struct node *node = add(map, key);

	node->kind = NODE_TEXT;
	node->text = text;
}

static void
add_flag(struct map *map, const char *key, bool value)
{
	struct node *node = add(map, key);

	node->kind = NODE_BOOL;
	node->number = value;
}

/*
 * "<" does not occur in JSON but in strings, where \u003c says the same; so
 * nothing in the data can end the element or begin a comment.
 */
static void
write_linked(struct buf *out, struct text linked)
{
	for (size_t i = 0; i < linked.n; i++) {
		if (linked.p[i] == '<')
			buf_string(out, "\\u003c");
		else
			buf_byte(out, (uint8_t)linked.p[i]);
	}
}

static enum status
add_alternates(struct map *map, const struct page_alternate *alternates,
    struct arena *arena, struct error *error)
{
	struct node *list = add(map, "alternates");
	struct map *item;
	size_t n = 0;

	list->kind = NODE_LIST;
	while (alternates != NULL && alternates[n].language != NULL)
		n++;
	list->members = arena_array(arena, n, sizeof(*list->members));
	if (list->members == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n; i++) {
		item = arena_alloc(arena, sizeof(*item));
		if (item == NULL)
			return error_memory(error);
		add_text(item, "language", text_of(alternates[i].language));
		add_text(item, "href", text_of(alternates[i].href));
		list->members[i].value = &item->node;
		list->count++;
	}
	return STATUS_OK;
}

static enum status
add_links(struct map *map, const struct page_link *links,
    struct arena *arena, struct error *error)
{
	struct node *list = add(map, "links");
	struct map *item;
	size_t n = 0;

	list->kind = NODE_LIST;
	while (links != NULL && links[n].label.p != NULL)
		n++;
	list->members = arena_array(arena, n, sizeof(*list->members));
	if (list->members == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n; i++) {
		item = arena_alloc(arena, sizeof(*item));
		if (item == NULL)
			return error_memory(error);
		add_text(item, "label", links[i].label);
		add_text(item, "href", links[i].href);
		list->members[i].value = &item->node;
		list->count++;
	}
	add_flag(map, "linking", n > 0);
	return STATUS_OK;
}

static void
add_words(struct map *map, struct map *words, enum language language)
{
	bool ja = language == LANGUAGE_JA;

	add_text(words, "skip", text_of(ja ? "本文へ進む" : "Skip to the text"));
	add_text(words, "contents", text_of(ja ? "目次" : "Contents"));
	add_text(words, "see", text_of(ja ? "関連するページ" : "See also"));
	*add(map, "words") = words->node;
}

static enum status
fill(struct map *map, struct map *words, const struct page *page,
    const struct buf *contents, char policy[POLICY_MAX], struct arena *arena,
    struct error *error)
{
	const struct doc *doc = page->doc;

	add_text(map, "language", text_of(doc->language == LANGUAGE_JA ?
	    "ja" : "en"));
	add_text(map, "title", doc->title);
	add_text(map, "author", doc->author);
	add_text(map, "subject", doc->subject);
	add_flag(map, "contents", contents->n > 0);
	add_flag(map, "linked", page->linked.n > 0);
	add_flag(map, "bannered", page->banner.n > 0);
	if (page->banner.n > 0)
		add_text(map, "banner", page->banner);
	add_words(map, words, doc->language);
	if (page->stylesheet != NULL) {
		add_text(map, "stylesheet", text_of(page->stylesheet));
	} else {
		(void)snprintf(policy, POLICY_MAX, PAGE_POLICY,
		    templates_page_css_source);
		add_text(map, "policy", text_of(policy));
	}
	if (add_links(map, page->links, arena, error) != STATUS_OK)
		return error->status;
	return add_alternates(map, page->alternates, arena, error);
}

enum status
page_write(struct buf *out, const struct page *page, struct arena *arena,
    struct error *error)
{
	struct map map = { .node = { .count = 0 } };
	struct map words = { .node = { .count = 0 } };
	struct buf body, contents, linked;
	char policy[POLICY_MAX];
	enum status status;

	buf_init(&body, arena, BODY_MAX);
	buf_init(&contents, arena, BODY_MAX);
	buf_init(&linked, arena, BODY_MAX);
	doc_html_body(&body, page->doc);
	buf_text(&body, page->after);
	doc_html_contents(&contents, page->doc);
	write_linked(&linked, page->linked);
	status = buf_status(&body, error);
	if (status == STATUS_OK)
		status = buf_status(&contents, error);
	if (status == STATUS_OK)
		status = buf_status(&linked, error);
	if (status == STATUS_OK)
		status = fill(&map, &words, page, &contents, policy, arena,
		    error);
	if (status == STATUS_OK) {
		struct mustache_piece fragments[] = {
			{ "body", buf_as_text(&body) },
			{ "contents", buf_as_text(&contents) },
			{ "linked", buf_as_text(&linked) },
			{ "style", templates_page_css },
			{ NULL, { NULL, 0 } },
		};
		struct mustache_set set = { NULL, fragments };

		status = mustache_render(out, templates_page_mustache,
		    &map.node, &set, arena, error);
	}
	return status;
}

struct text
page_security(struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, POLICY_MAX);
	buf_printf(&out, PAGE_POLICY "; frame-ancestors 'none'",
	    templates_page_css_source);
	return buf_as_text(&out);
}

struct text
page_stylesheet(void)
{
	return templates_page_css;
}
