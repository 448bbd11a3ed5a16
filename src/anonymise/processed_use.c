/*
 * What is done with what was made: approval, use, provision, a look at how.
 */
#include "anonymise/approval.h"
#include "anonymise/processed_parts.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

enum { PIECE = 1 << 20 };

#define EVALUATED_EVERY_MS (INT64_C(365) * DAY_SECONDS * 1000)

const char *const processed_use_names[PROCESSED_USES + 1] = {
	"analysis", "collation", "contact", NULL
};

/* What the law and the policy say to an export of the file. */

static const struct processed_refusal not_approved = {
	"approval_missing", "23", {
	"承認を受けていません", "it was not approved" }, {
	"承認者に anonymise approve で承認を求めてください (export は一回ごと)",
	"ask an approver for anonymise approve (for export: each time)" }
};
static const struct processed_refusal unpublished = {
	"items_unpublished", "43(3)", {
	"項目を公表する前の匿名加工情報です",
	"its items are not published yet" }, {
	"anonymise publish で項目を公表し、公表の日から使ってください",
	"publish the items by anonymise publish, and use it from that day "
	"on" }
};
static const struct processed_refusal unannounced = {
	"ways_unpublished", "43(4)", {
	"提供の項目と方法を公表する前の匿名加工情報です",
	"items and ways of provision are not published yet" }, {
	"anonymise publish --ways で公表してください",
	"publish them by anonymise publish --ways" }
};
static const struct processed_refusal collation[LAWFUL_KINDS] = {
	[LAWFUL_ANONYMISED] = { "collation_forbidden", "43(5)", {
	    "本人を識別するために他の情報と照合してはなりません",
	    "it may not be collated to know whose it is" }, {
	    "照合せずにできる分析に使ってください",
	    "use it for what needs no collation" } },
	[LAWFUL_PSEUDONYMISED] = { "collation_forbidden", "41(7)", {
	    "本人を識別するために他の情報と照合してはなりません",
	    "it may not be collated to know whose it is" }, {
	    "照合せずにできる分析に使ってください",
	    "use it for what needs no collation" } },
	[LAWFUL_INTERNAL] = { "collation_forbidden", "18(1)", {
	    "伏せ字にしたファイルからは本人に戻しません",
	    "a masked file is not led back to people" }, {
	    "本人のデータは利用目的を示して person で見てください",
	    "look people up by person, for a purpose" } },
};
static const struct processed_refusal contact[LAWFUL_KINDS] = {
	[LAWFUL_ANONYMISED] = { "contact_forbidden", "43(5)", {
	    "本人に連絡するには本人を識別することになります",
	    "to contact people it would have to be known who they are" }, {
	    "連絡には個人データを、その利用目的で使ってください",
	    "contact people by their data, for a purpose that allows it" } },
	[LAWFUL_PSEUDONYMISED] = { "contact_forbidden", "41(8)", {
	    "仮名加工情報を使って本人に連絡してはなりません",
	    "nobody may be contacted by pseudonymised information" }, {
	    "連絡には個人データを、その利用目的で使ってください",
	    "contact people by their data, for a purpose that allows it" } },
	[LAWFUL_INTERNAL] = { "contact_forbidden", "18(1)", {
	    "伏せ字にしたファイルは連絡には使いません",
	    "a masked file is not for contacting people" }, {
	    "連絡には個人データを、その利用目的で使ってください",
	    "contact people by their data, for a purpose that allows it" } },
};
static const struct processed_refusal no_provision[LAWFUL_KINDS] = {
	[LAWFUL_PSEUDONYMISED] = { "provision_forbidden", "41(6)", {
	    "仮名加工情報は第三者に提供できません",
	    "pseudonymised information goes to no third party" }, {
	    "提供するものは匿名加工情報か統計として作ってください",
	    "make anonymised information or statistics to provide" } },
	[LAWFUL_INTERNAL] = { "provision_forbidden", "27(1)", {
	    "伏せ字にしても個人データであり、この方法では提供できません",
	    "masked it is personal data still, and does not go this way" }, {
	    "提供の手続によるか、匿名加工情報として作ってください",
	    "go by provision, or make anonymised information" } },
};
static const struct processed_refusal other_way = {
	"way_unpublished", "43(4)", {
	"公表した提供の方法ではありません",
	"not one of the ways of provision that were published" }, {
	"宣言の ways にある方法で提供してください",
	"provide it in a way that the declaration names" }
};

/* The file. */

static enum status
open_out(struct file_stream **stream, const char *path, struct error *error)
{
	enum status status;

	if (!file_exists(path))
		return file_stream_open(stream, path, 0600, error);
	status = error_set(error, STATUS_CONFLICT, "file_exists",
	    "同じ名前のファイルがあります", "there is a file of that name");
	error_at(error, "%s", path);
	return status;
}

/* Everything of it; what is not the file that was made stays out. */
static enum status
copy(struct file_stream *stream, struct processed_sending *sending,
    struct reader *reader, struct error *error)
{
	uint8_t *room = mem_alloc(PIECE);
	size_t n = 1;
	enum status status = room == NULL ? error_memory(error) : STATUS_OK;

	while (status == STATUS_OK && n > 0) {
		status = processed_send_read(sending, reader, room, PIECE,
		    &n, error);
		if (status == STATUS_OK)
			status = file_stream_put(stream,
			    (struct bytes){ room, n }, error);
	}
	if (room != NULL)
		mem_wipe(room, PIECE);
	mem_free(room);
	return status == STATUS_OK ? file_stream_commit(stream, error) :
	    status;
}

static enum status
put_file(struct visit *visit, const struct processed *processed,
    struct processed_out *out, struct error *error)
{
	struct file_stream *stream = NULL;
	enum status status = processed_send_open(&out->sending,
	    visit->vault, processed, error);

	if (status != STATUS_OK || out->path == NULL)
		return status;
	status = open_out(&stream, out->path, error);
	if (status == STATUS_OK)
		status = copy(stream, out->sending, visit->reader, error);
	file_stream_free(stream);
	processed_send_close(out->sending);
	out->sending = NULL;
	return status;
}

/* Gate, approval and publication, in this order. */
static enum status
may_go_out(struct visit *visit, struct processed *processed, struct text id,
    const struct processed_refusal *never, bool ways,
    const struct decision **decision, struct error *error)
{
	bool published = true;
	enum status status = processed_parts_open(visit, ACT_EXPORT, id,
	    processed, decision, error);

	if (status != STATUS_OK)
		return status;
	if (node_count(node_get(processed->paper, "erasures")) > 0)
		return error_set(error, STATUS_NOT_FOUND, "dataset_erased",
		    "このデータセットは消去されました",
		    "the dataset was erased");
	if (never != NULL && never[processed->kind].code != NULL)
		return processed_parts_refuse(visit, processed, *decision,
		    &never[processed->kind], error);
	if (processed->kind == LAWFUL_ANONYMISED)
		status = processed_parts_published(&published, processed,
		    visit->vault, visit->reader, visit->now, ways,
		    visit->arena, error);
	if (status != STATUS_OK)
		return status;
	if (!published)
		return processed_parts_refuse(visit, processed, *decision,
		    ways ? &unannounced : &unpublished, error);
	if (!approval_given(visit, processed->paper, *decision))
		return processed_parts_refuse(visit, processed, *decision,
		    &not_approved, error);
	return STATUS_OK;
}

enum status
processed_use(struct visit *visit, struct text id, enum processed_use use,
    struct processed_out *out, struct error *error)
{
	const struct processed_refusal *never = use == PROCESSED_COLLATION ?
	    collation : use == PROCESSED_CONTACT ? contact : NULL;
	const struct decision *decision = NULL;
	struct processed processed;
	struct jsonw json;
	struct entry entry;
	struct buf note;
	enum status status = may_go_out(visit, &processed, id, never, false,
	    &decision, error);

	if (status != STATUS_OK)
		return status;
	/* The entry is durable before anything is seen. */
	json = processed_parts_note(visit, &note, "use",
	    text_of(processed_use_names[use]));
	jsonw_close_object(&json);
	entry = processed_parts_entry(visit, ENTRY_EXPORT, decision, id,
	    processed_use_names[use]);
	status = processed_parts_append(visit, &processed.document,
	    processed.paper, "uses", buf_as_text(&note), &entry, error);
	return status == STATUS_OK ? put_file(visit, &processed, out,
	    error) : status;
}

/* Provision. */

static bool
has_way(const struct visit *visit, const struct processed *processed,
    struct text way)
{
	const struct node *ways = node_get(lawful_declaration(
	    visit->revision->policy, processed->kind,
	    node_text(processed->paper, "declaration")), "ways");

	for (size_t i = 0; i < node_count(ways); i++)
		if (text_equal(node_text(node_at(ways, i), "ja"), way) ||
		    text_equal(node_text(node_at(ways, i), "en"), way))
			return true;
	return false;
}

/* A text of the package: into its folder, or to the caller. */
static enum status
put_text(const char *folder, const char *name, const struct buf *text,
    struct text *out, struct error *error)
{
	char path[PATH_SIZE];
	enum status status = buf_status(text, error);

	*out = buf_as_text(text);
	if (status != STATUS_OK || folder == NULL)
		return status;
	status = file_join(path, folder, name, error);
	return status == STATUS_OK ? file_create(path, buf_bytes(text), 0600,
	    error) : status;
}

/* 43(4): that it is 匿名加工情報, in words that go with it. */
static enum status
put_statement(struct visit *visit, const struct processed *processed,
    struct processed_provision *provision, struct error *error)
{
	const struct node *operator_name = node_path(
	    visit->revision->policy->root, "operator", "name", NULL);
	const struct node *columns = node_get(processed->paper, "columns");
	char date[CLOCK_DATE_SIZE];
	struct buf out;

	clock_format_date(clock_tokyo_day(visit->now), date);
	buf_init(&out, visit->arena, 1 << 20);
	buf_printf(&out, "%.*s 御中\n\n"
	    "この情報は、個人情報の保護に関する法律第2条第6項の匿名加工情報です。\n"
	    "同法第45条により、本人を識別するために他の情報と照合すること、加工の"
	    "方法に関する情報を取得することは禁じられています。同法第46条の安全管理"
	    "措置等に努め、再提供の前には同法第44条により項目と方法を公表し、匿名"
	    "加工情報である旨を相手に明示してください。\n\n",
	    TEXT_ARGS(provision->recipient));
	buf_string(&out, "This is anonymised information (匿名加工情報) in the "
	    "sense of article 2(6) of the Act on the Protection of Personal "
	    "Information.  Article 45 forbids to collate it with other "
	    "information to identify people, and to obtain how it was "
	    "processed.  Before providing it further, publish its items and "
	    "the way (44), and say what it is.\n\n");
	buf_printf(&out, "提供者 / provider: %.*s\n提供日 / date: %s\n"
	    "提供の方法 / way: %.*s\n識別子 / id: %s\nSHA-256 (data.csv): "
	    "%.*s\n項目 / items:\n",
	    TEXT_ARGS(policy_label(operator_name, LANGUAGE_JA)), date,
	    TEXT_ARGS(provision->way), processed->id,
	    TEXT_ARGS(node_text(processed->paper, "sha256")));
	for (size_t i = 0; i < node_count(columns); i++) {
		const struct node *label = node_get(node_at(columns, i),
		    "label");

		buf_printf(&out, "  - %.*s / %.*s\n",
		    TEXT_ARGS(policy_label(label, LANGUAGE_JA)),
		    TEXT_ARGS(policy_label(label, LANGUAGE_EN)));
	}
	return put_text(provision->folder, "statement.txt", &out,
	    &provision->statement, error);
}

static enum status
put_manifest(struct visit *visit, const struct processed *processed,
    struct processed_provision *provision, struct error *error)
{
	static const char *const kept[] = { "sha256", "rows", "columns" };
	struct jsonw json;
	struct buf out;

	buf_init(&out, visit->arena, 1 << 20);
	json = jsonw_new(&out, true);
	jsonw_open_object(&json);
	jsonw_member_string(&json, "id", processed->id);
	jsonw_member_string(&json, "kind", "anonymised");
	jsonw_member_string(&json, "statement",
	    "この情報は匿名加工情報です (法43条4項)");
	jsonw_member_string(&json, "file", "data.csv");
	for (size_t i = 0; i < LENGTH(kept); i++) {
		jsonw_key(&json, kept[i]);
		jsonw_node(&json, node_get(processed->paper, kept[i]));
	}
	jsonw_member_text(&json, "recipient",
	    provision->recipient);
	jsonw_member_text(&json, "way", provision->way);
	jsonw_member_instant(&json, "provided_at", visit->now);
	jsonw_close_object(&json);
	buf_byte(&out, '\n');
	return put_text(provision->folder, "manifest.json", &out,
	    &provision->manifest, error);
}

static enum status
put_package(struct visit *visit, const struct processed *processed,
    struct processed_provision *provision, struct error *error)
{
	struct processed_out out = { .path = NULL };
	char path[PATH_SIZE];
	enum status status = STATUS_OK;

	if (provision->folder != NULL) {
		out.path = path;
		status = file_make_folder(provision->folder, 0700, error);
	}
	if (status == STATUS_OK)
		status = put_statement(visit, processed, provision, error);
	if (status == STATUS_OK)
		status = put_manifest(visit, processed, provision, error);
	if (status == STATUS_OK && provision->folder != NULL)
		status = file_join(path, provision->folder, "data.csv",
		    error);
	if (status == STATUS_OK)
		status = put_file(visit, processed, &out, error);
	provision->sending = out.sending;
	return status;
}

enum status
processed_provide(struct visit *visit, struct text id,
    struct processed_provision *provision, struct error *error)
{
	const struct decision *decision = NULL;
	struct processed processed;
	struct jsonw json;
	struct entry entry;
	struct buf note;
	enum status status = may_go_out(visit, &processed, id, no_provision,
	    true, &decision, error);

	if (status != STATUS_OK)
		return status;
	if (!has_way(visit, &processed, provision->way))
		return processed_parts_refuse(visit, &processed, decision,
		    &other_way, error);
	if (provision->folder != NULL && file_exists(provision->folder)) {
		status = error_set(error, STATUS_CONFLICT, "file_exists",
		    "同じ名前のフォルダーがあります",
		    "there is a folder of that name");
		error_at(error, "%s", provision->folder);
		return status;
	}
	json = processed_parts_note(visit, &note, "recipient",
	    provision->recipient);
	jsonw_member_text(&json, "way", provision->way);
	jsonw_close_object(&json);
	entry = processed_parts_entry(visit, ENTRY_PROVIDE, decision, id,
	    "provide");
	entry.count = (uint64_t)node_int(processed.paper, "rows", 0);
	status = processed_parts_append(visit, &processed.document,
	    processed.paper, "provisions", buf_as_text(&note), &entry,
	    error);
	return status == STATUS_OK ? put_package(visit, &processed,
	    provision, error) : status;
}

/* How it was made. */

enum status
processed_method(struct visit *visit, struct text id,
    const struct node **method, struct error *error)
{
	const struct decision *decision = NULL;
	struct processed processed;
	struct bytes bytes;
	struct entry entry;
	enum status status = processed_parts_open(visit, ACT_ANONYMISE, id,
	    &processed, &decision, error);

	if (status == STATUS_OK)
		status = processed_seal_open(&bytes, visit->vault,
		    visit->reader, DOCUMENT_METHOD, id, visit->arena, error);
	if (status == STATUS_OK)
		status = json_parse(method, bytes, visit->arena, error);
	if (status != STATUS_OK)
		return status;
	entry = processed_parts_entry(visit, ENTRY_ANONYMISE, decision, id,
	    "method_read");
	return visit_log(visit, &entry, error);
}

enum status
processed_evaluate(struct visit *visit, struct text id, struct text result,
    struct error *error)
{
	const struct decision *decision = NULL;
	struct processed processed;
	struct jsonw json;
	struct entry entry;
	struct buf note;
	enum status status = processed_parts_open(visit, ACT_ANONYMISE, id,
	    &processed, &decision, error);

	if (status != STATUS_OK)
		return status;
	json = processed_parts_note(visit, &note, "result", result);
	jsonw_close_object(&json);
	processed.document.due = visit->now + EVALUATED_EVERY_MS;
	entry = processed_parts_entry(visit, ENTRY_ANONYMISE, decision, id,
	    "evaluated");
	return processed_parts_append(visit, &processed.document,
	    processed.paper, "evaluations", buf_as_text(&note), &entry,
	    error);
}
