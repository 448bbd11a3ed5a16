/*
 * /policy: what the public reads, without a key.  Pages are made as HTML and
 * JSON-LD by notice/notice_page.h; here they get their headers, and the
 * whole texts, which are costly to make and seldom change, are kept.
 */
#include "api/routes.h"
#include "base/encode.h"
#include "base/mem.h"
#include "crypto/hash.h"
#include "notice/notice_page.h"
#include "render/page.h"

enum { KEPT = 24, HASH_HEX = 2 * POLICY_HASH_SIZE };

/* A kept page is named by everything that it is made from. */
struct kept {
	struct hash of;
	char *text;
	size_t n;
	uint64_t used;
};

struct pages {
	pthread_mutex_t mutex;
	struct kept kept[KEPT];
	uint64_t clock;
};

struct pages *
pages_new(void)
{
	struct pages *pages = mem_alloc(sizeof(*pages));

	if (pages != NULL)
		(void)pthread_mutex_init(&pages->mutex, NULL);
	return pages;
}

void
pages_free(struct pages *pages)
{
	if (pages == NULL)
		return;
	for (size_t i = 0; i < KEPT; i++)
		mem_free(pages->kept[i].text);
	(void)pthread_mutex_destroy(&pages->mutex);
	mem_free(pages);
}

static bool
find(struct pages *pages, const struct hash *of, struct buf *out)
{
	bool found = false;

	(void)pthread_mutex_lock(&pages->mutex);
	for (size_t i = 0; i < KEPT && !found; i++) {
		struct kept *kept = &pages->kept[i];

		if (kept->text == NULL || !hash_equal(&kept->of, of))
			continue;
		kept->used = ++pages->clock;
		buf_put(out, kept->text, kept->n);
		found = true;
	}
	(void)pthread_mutex_unlock(&pages->mutex);
	return found;
}

/* In place of what was used longest ago; without memory it is not kept. */
static void
put(struct pages *pages, const struct hash *of, const struct buf *out)
{
	struct kept *oldest = &pages->kept[0];
	char *copy = mem_alloc(out->n + 1);

	if (copy == NULL)
		return;
	memcpy(copy, out->p, out->n);
	(void)pthread_mutex_lock(&pages->mutex);
	for (size_t i = 1; i < KEPT; i++)
		if (pages->kept[i].used < oldest->used)
			oldest = &pages->kept[i];
	mem_free(oldest->text);
	*oldest = (struct kept){ *of, copy, out->n, ++pages->clock };
	(void)pthread_mutex_unlock(&pages->mutex);
}

/* lang= decides, else what the browser prefers; English only if there is. */
static enum language
choose(const struct api_call *call, const struct rules_revision *revision)
{
	struct text wanted = http_query(&call->x->request, "lang");
	enum language language = call->x->request.language;

	if (wanted.p != NULL)
		language = text_is(wanted, "en") ? LANGUAGE_EN : LANGUAGE_JA;
	return notice_page_english(revision) ? language : LANGUAGE_JA;
}

static enum status
no_revision(struct error *error)
{
	return call_problem(error, STATUS_NOT_FOUND, "no_revision",
	    (struct words){ "その版はありません",
	    "there is no such revision" });
}

/* The revision of the path; without one, the one in force. */
static enum status
find_revision(const struct api_call *call, const struct notice_page *page,
    const struct rules_revision **found, struct error *error)
{
	uint8_t hash[POLICY_HASH_SIZE];

	*found = rules_in_force(page->rules, page->now);
	if (call->route->path_parameters == NULL)
		return STATUS_OK;
	if (call->parameter[0].n != HASH_HEX ||
	    !decode_hex(call->parameter[0], hash, sizeof(hash)))
		return no_revision(error);
	for (size_t i = 0; i < page->rules->revision_count; i++) {
		*found = &page->rules->revisions[i];
		if (memcmp((*found)->policy->hash, hash, sizeof(hash)) == 0)
			return STATUS_OK;
	}
	return no_revision(error);
}

/* The answer: cacheable, named by the hash of what it says. */
static enum status
send(struct api_call *call, const struct notice_page *page, struct buf *out,
    struct error *error)
{
	char tag[2 * 16 + 3];
	struct hash hash = hash_bytes(out->p, out->n);
	enum status status = buf_status(out, error);

	if (status != STATUS_OK)
		return status;
	tag[0] = '"';
	encode_hex(hash.bytes, 16, tag + 1);
	tag[33] = '"';
	tag[34] = '\0';
	call_header(call, "ETag", text_copy(call->arena, text_of(tag)));
	call_header(call, "Cache-Control",
	    TEXT("public, max-age=60, must-revalidate"));
	call_header(call, "Vary", TEXT("Accept-Language"));
	call_header(call, "Content-Language", text_of(page->language ==
	    LANGUAGE_JA ? "ja" : "en"));
	call_header(call, "Content-Security-Policy",
	    page_security(call->arena));
	call_body(call, buf_bytes(out));
	return STATUS_OK;
}

typedef enum status page_maker(struct buf *out,
    const struct notice_page *page, const struct rules_revision *revision,
    struct arena *arena, struct error *error);

static enum status
make(struct api_call *call, const struct notice_page *page,
    const struct rules_revision *revision, page_maker *maker, bool keeps,
    struct buf *out, struct error *error)
{
	const uint8_t about[] = { (uint8_t)notice_page_time(page, revision),
	    (uint8_t)page->language, maker == notice_page_linked };
	struct hash_state state;
	struct hash of;
	enum status status;

	if (!keeps)
		return maker(out, page, revision, call->arena, error);
	hash_start(&state);
	hash_add(&state, revision->policy->hash, POLICY_HASH_SIZE);
	hash_add(&state, about, sizeof(about));
	of = hash_end(&state);
	if (find(call->api->pages, &of, out))
		return STATUS_OK;
	status = maker(out, page, revision, call->arena, error);
	if (status == STATUS_OK)
		put(call->api->pages, &of, out);
	return status;
}

/* Which revision a page is about. */
enum about { ABOUT_NAMED, ABOUT_NEWEST };

static enum status
answer(struct api_call *call, page_maker *maker, enum about about, bool keeps,
    struct error *error)
{
	struct vault *vault = call->api->vault;
	const struct rules *rules = vault_rules(vault);
	const struct rules_revision *revision =
	    &rules->revisions[rules->revision_count - 1];
	struct notice_page page = {
		.vault = vault, .reader = call->seat->reader, .rules = rules,
		.now = clock_now(vault_clock(vault)), .base = "/policy",
	};
	struct buf out;
	enum status status = STATUS_OK;

	buf_init(&out, call->arena, CALL_ANSWER_MAX);
	if (about == ABOUT_NAMED)
		status = find_revision(call, &page, &revision, error);
	if (status == STATUS_OK) {
		page.language = choose(call, revision);
		status = make(call, &page, revision, maker, keeps, &out,
		    error);
	}
	vault_rules_release(vault, rules);
	return status == STATUS_OK ? send(call, &page, &out, error) : status;
}

static enum status
history(struct buf *out, const struct notice_page *page,
    const struct rules_revision *revision, struct arena *arena,
    struct error *error)
{
	(void)revision;
	return notice_page_history(out, page, arena, error);
}

enum status
api_page_policy(struct api_call *call, struct error *error)
{
	return answer(call, notice_page_policy, ABOUT_NAMED, true, error);
}

enum status
api_page_linked(struct api_call *call, struct error *error)
{
	return answer(call, notice_page_linked, ABOUT_NAMED, true, error);
}

enum status
api_page_notice(struct api_call *call, struct error *error)
{
	return answer(call, notice_page_notice,
	    call->route->path_parameters == NULL ? ABOUT_NEWEST :
	    ABOUT_NAMED, false, error);
}

enum status
api_page_history(struct api_call *call, struct error *error)
{
	return answer(call, history, ABOUT_NEWEST, false, error);
}
