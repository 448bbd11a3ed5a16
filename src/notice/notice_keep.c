/*
 * The notice as a document, and the change that holds it.
 */
#include "base/encode.h"
#include "base/json.h"
#include "notice/notice_parts.h"

enum { BODY_MAX = 1 << 20 };

enum status
notice_keep_id(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    unsigned int revision, struct error *error)
{
	char name[40];

	(void)snprintf(name, sizeof(name), "revision %u", revision);
	return document_id(id, vault, DOCUMENT_NOTICE, text_of(name), error);
}

static void
write_display(struct jsonw *json, const struct display *display)
{
	jsonw_open_object(json);
	jsonw_member_text(json, "place", display->place);
	jsonw_member_hex(json, "sha256", display->hash, sizeof(display->hash));
	jsonw_member_int(json, "from", display->from);
	jsonw_member_int(json, "until", display->until);
	jsonw_close_object(json);
}

static void
write_notice(struct buf *out, const struct notice *notice)
{
	struct jsonw json = jsonw_new(out, false);

	jsonw_open_object(&json);
	jsonw_member_int(&json, "revision", notice->revision);
	jsonw_member_string(&json, "class",
	    change_class_names[notice->class]);
	jsonw_member_int(&json, "announced_at", notice->announced_at);
	jsonw_member_int(&json, "wanted", notice->wanted);
	jsonw_member_int(&json, "published_at", notice->published_at);
	jsonw_member_text(&json, "without", notice->without);
	jsonw_key(&json, "displays");
	jsonw_open_array(&json);
	for (size_t i = 0; i < notice->display_count; i++)
		write_display(&json, &notice->displays[i]);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
}

static enum status
damaged(struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "notice_damaged",
	    "改訂の告知の記録が壊れています",
	    "the record of a notice is damaged");
}

static enum status
read_displays(struct notice *notice, const struct node *list,
    struct arena *arena, struct error *error)
{
	struct display *displays = arena_array(arena, node_count(list) + 1,
	    sizeof(*displays));

	if (displays == NULL)
		return error_memory(error);
	for (size_t i = 0; i < node_count(list); i++) {
		const struct node *node = node_at(list, i);
		struct text hash = node_text(node, "sha256");

		displays[i].place = node_text(node, "place");
		displays[i].from = node_int(node, "from", 0);
		displays[i].until = node_int(node, "until", 0);
		if (!decode_hex(hash, displays[i].hash,
		    sizeof(displays[i].hash)))
			return damaged(error);
	}
	notice->displays = displays;
	notice->display_count = node_count(list);
	return STATUS_OK;
}

enum status
notice_read(struct notice *notice, struct vault *vault,
    struct reader *reader, unsigned int revision, struct arena *arena,
    struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	const struct node *root;
	enum status status = notice_keep_id(id, vault, revision, error);
	bool known = false;

	memset(notice, 0, sizeof(*notice));
	if (status == STATUS_OK)
		status = document_get(&notice->document, vault, reader,
		    DOCUMENT_NOTICE, id, arena, error);
	if (status == STATUS_OK)
		status = json_parse(&root, notice->document.body, arena,
		    error);
	if (status != STATUS_OK)
		return status;
	notice->revision = (unsigned int)node_int(root, "revision", 0);
	for (int i = 0; i < CHANGE_CLASSES; i++)
		if (text_is(node_text(root, "class"),
		    change_class_names[i])) {
			notice->class = (enum change_class)i;
			known = true;
		}
	notice->announced_at = node_int(root, "announced_at", 0);
	notice->wanted = node_int(root, "wanted", 0);
	notice->published_at = node_int(root, "published_at", 0);
	notice->without = node_text(root, "without");
	if (!known || notice->revision != revision)
		return damaged(error);
	return read_displays(notice, node_get(root, "displays"), arena,
	    error);
}

enum status
notice_keep_put(struct notice *notice, struct vault *vault,
    struct change *change, struct entry *entry, struct arena *arena,
    struct error *error)
{
	struct buf body;
	enum status status;

	buf_init(&body, arena, BODY_MAX);
	write_notice(&body, notice);
	status = buf_status(&body, error);
	if (status != STATUS_OK)
		return status;
	notice->document.kind = DOCUMENT_NOTICE;
	notice->document.body = buf_bytes(&body);
	return document_put(&notice->document, vault, change, entry, error);
}
