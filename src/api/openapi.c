/*
 * The description of the API (OpenAPI 3.1), made of the rows of routes.c.
 */
#include "anonymise/plan.h"
#include "api/shapes.h"

#define SCHEMAS "#/components/schemas/"

static void
write_words(struct jsonw *json, const char *key, struct words words)
{
	jsonw_key(json, key);
	jsonw_printf(json, "%s / %s", words.ja, words.en);
}

static void
write_schema(struct jsonw *json, const struct shape *shape)
{
	jsonw_key(json, "schema");
	if (shape->title == NULL) {
		shape_schema_of(json, shape, NULL, SCHEMAS);
		return;
	}
	jsonw_open_object(json);
	jsonw_key(json, "$ref");
	jsonw_printf(json, SCHEMAS "%s", shape->title);
	jsonw_close_object(json);
}

static void
write_parameter(struct jsonw *json, const char *place, const char *name,
    bool required, const struct shape *shape, struct words about)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "name", name);
	jsonw_member_string(json, "in", place);
	jsonw_member_bool(json, "required", required);
	write_words(json, "description", about);
	write_schema(json, shape);
	jsonw_close_object(json);
}

static void
write_list(struct jsonw *json, const struct api_parameter *list,
    const char *place)
{
	for (; list != NULL && list->name != NULL; list++)
		write_parameter(json, place, list->name,
		    strcmp(place, "path") == 0, list->shape, list->about);
}

static void
write_data_headers(struct jsonw *json)
{
	write_parameter(json, "header", "Purpose", true, &shapes_word,
	    (struct words){ "利用目的 (ポリシーの id)",
	    "the purpose (id of the policy)" });
	write_parameter(json, "header", "Role", false, &shapes_word,
	    (struct words){ "役割 (一つだけ与えられていれば省略できる)",
	    "the role; may be left out by those who have just one" });
	write_parameter(json, "header", "Reason", false, &shapes_text,
	    (struct words){ "理由 (封緘して保存する)",
	    "the reason, which is kept sealed" });
}

static void
write_parameters(struct jsonw *json, const struct api_route *route)
{
	jsonw_key(json, "parameters");
	jsonw_open_array(json);
	write_list(json, route->path_parameters, "path");
	write_list(json, route->query, "query");
	if (route->door == DOOR_DATA)
		write_data_headers(json);
	if (route->writes)
		write_parameter(json, "header", "Idempotency-Key", false,
		    &shapes_text, (struct words){
		    "同じ要求を二度しないための鍵 (24時間有効)",
		    "the same request twice has one effect (for 24 hours)" });
	if (route->door == DOOR_DATA && route->method != HTTP_GET)
		write_parameter(json, "header", "If-Match", route->matches,
		    &shapes_text, (struct words){ "見た版の ETag",
		    "ETag of what was seen" });
	jsonw_close_array(json);
}

static void
write_type(struct jsonw *json, const char *type, const struct shape *shape)
{
	jsonw_key(json, type);
	jsonw_open_object(json);
	if (shape != NULL)
		write_schema(json, shape);
	jsonw_close_object(json);
}

/* NDJSON: one line is of that shape; the whole is no JSON. */
static void
write_lines(struct jsonw *json, const struct shape *shape)
{
	jsonw_key(json, "content");
	jsonw_open_object(json);
	jsonw_key(json, "application/x-ndjson");
	jsonw_open_object(json);
	jsonw_key(json, "x-line");
	jsonw_open_object(json);
	write_schema(json, shape);
	jsonw_close_object(json);
	jsonw_close_object(json);
	jsonw_close_object(json);
}

static void
write_content(struct jsonw *json, const char *type,
    const struct shape *shape)
{
	jsonw_key(json, "content");
	jsonw_open_object(json);
	write_type(json, type, shape);
	jsonw_close_object(json);
}

/* What is wrong with a form that was sent stands on a page. */
static void
write_problem(struct jsonw *json, const char *status, bool page,
    struct words about)
{
	jsonw_key(json, status);
	jsonw_open_object(json);
	write_words(json, "description", about);
	jsonw_key(json, "content");
	jsonw_open_object(json);
	write_type(json, "application/problem+json", &shapes_problem);
	if (page)
		write_type(json, "text/html; charset=utf-8", NULL);
	jsonw_close_object(json);
	jsonw_close_object(json);
}

static void
write_responses(struct jsonw *json, const struct api_route *route)
{
	char status[8];

	(void)snprintf(status, sizeof(status), "%u", route->status);
	jsonw_key(json, "responses");
	jsonw_open_object(json);
	jsonw_key(json, status);
	jsonw_open_object(json);
	write_words(json, "description", route->about);
	if (route->lines)
		write_lines(json, route->answer);
	else if (route->answer != NULL)
		write_content(json, "application/json", route->answer);
	else if (route->type != NULL)
		write_content(json, route->type, NULL);
	jsonw_close_object(json);
	if (route->method == HTTP_GET) {
		jsonw_key(json, "304");
		jsonw_open_object(json);
		write_words(json, "description", (struct words){
		    "If-None-Match のものから変わっていない",
		    "it is what If-None-Match says, still" });
		jsonw_close_object(json);
	}
	write_problem(json, "4XX", route->encoded, (struct words){
	    "要求の誤り、又はポリシーによる拒否",
	    "a mistake of the request, or refused by the policy" });
	write_problem(json, "5XX", false, (struct words){
	    "サーバーの問題", "a trouble of the server" });
	jsonw_close_object(json);
}

/* Who may come, and what becomes of it. */
static void
write_door(struct jsonw *json, const struct api_route *route)
{
	static const struct words doors[] = {
		[DOOR_PUBLIC] = { "だれでも呼び出せる。", "For everybody." },
		[DOOR_KNOWN] = { "認証された主体が呼び出せる。",
		    "For whoever proved who it is." },
		[DOOR_AUDIT] = { "監査の役割が呼び出せる。ログに記録する。",
		    "For roles that audit. It is logged." },
		[DOOR_DATA] = { "利用目的と役割により関所が判定し、"
		    "ログに記録する。",
		    "Decided at the gate for the purpose and the role, and "
		    "logged." },
	};

	if (route->door != DOOR_DATA) {
		write_words(json, "description", doors[route->door]);
		return;
	}
	jsonw_key(json, "description");
	jsonw_printf(json, "%s行為: %s / %s Act: %s", doors[DOOR_DATA].ja,
	    act_names[route->act], doors[DOOR_DATA].en,
	    act_names[route->act]);
}

/* The noun behind /v1; the pages of the public stand beside it. */
static struct text
noun_of(const struct api_route *route)
{
	struct text noun = text_of(route->path + (strncmp(route->path,
	    "/v1/", 4) == 0 ? 4 : 1));
	ptrdiff_t slash = text_find(noun, TEXT("/"));

	return text_slice(noun, 0, slash < 0 ? noun.n : (size_t)slash);
}

static void
write_operation(struct jsonw *json, const struct api_route *route)
{
	static const char *const methods[HTTP_METHODS] = {
		[HTTP_GET] = "get", [HTTP_HEAD] = "head",
		[HTTP_POST] = "post", [HTTP_PUT] = "put",
		[HTTP_PATCH] = "patch", [HTTP_DELETE] = "delete",
		[HTTP_OPTIONS] = "options",
	};

	jsonw_key(json, methods[route->method]);
	jsonw_open_object(json);
	jsonw_member_string(json, "operationId", route->name);
	write_words(json, "summary", route->about);
	write_door(json, route);
	jsonw_key(json, "tags");
	jsonw_open_array(json);
	jsonw_text(json, noun_of(route));
	jsonw_close_array(json);
	jsonw_key(json, "security");
	jsonw_raw(json, route->door == DOOR_PUBLIC ? TEXT("[]") :
	    TEXT("[{\"bearer\":[]}]"));
	write_parameters(json, route);
	if (route->body != NULL) {
		jsonw_key(json, "requestBody");
		jsonw_open_object(json);
		jsonw_member_bool(json, "required", true);
		if (route->lines)
			write_lines(json, route->body);
		else
			write_content(json, "application/json",
			    route->body);
		jsonw_close_object(json);
	}
	if (route->streams) {
		jsonw_key(json, "requestBody");
		jsonw_raw(json, TEXT("{\"required\":true,\"content\":"
		    "{\"*/*\":{}}}"));
	}
	if (route->encoded) {
		jsonw_key(json, "requestBody");
		jsonw_raw(json, TEXT("{\"required\":true,\"content\":"
		    "{\"application/x-www-form-urlencoded\":{\"schema\":"
		    "{\"type\":\"object\"}}}}"));
	}
	write_responses(json, route);
	jsonw_close_object(json);
}

/* What the operations of a noun are about. */
static void
write_tags(struct jsonw *json)
{
	static const struct {
		const char *noun;
		struct words about;
	} tags[] = {
		{ "approvals", { "二人目の承認",
		    "a second person's approval" } },
		{ "campaigns", { "同意の依頼", "consent campaigns" } },
		{ "datasets", { "匿名加工情報・仮名加工情報など",
		    "anonymised and pseudonymised information" } },
		{ "decisions", { "関所の判定", "what the gate would say" } },
		{ "declarations", { "加工の宣言と公表",
		    "declared processing and its publication" } },
		{ "displays", { "取得のときに示した文",
		    "what was shown at an acquisition" } },
		{ "erasures", { "消去とその証明書",
		    "erasures and their certificates" } },
		{ "exports", { "持ち出し", "people taken out as a file" } },
		{ "files", { "ファイルの受入れ", "files that come in" } },
		{ "forms", { "取得のフォーム", "forms of acquisition" } },
		{ "log", { "ログとその証明", "the log and its proofs" } },
		{ "mails", { "本人へのメール", "mail to people" } },
		{ "objections", { "改訂への異議",
		    "objections to a change of the policy" } },
		{ "observation", { "試行 (記録だけして強制しない)",
		    "refusals only noted, for a while" } },
		{ "openapi.json", { "この API の説明", "what this API is" } },
		{ "people", { "本人と、その情報",
		    "people and what is held of them" } },
		{ "policy", { "公表したポリシー", "the published policy" } },
		{ "principal", { "自分がだれとして扱われるか",
		    "as whom one was let in" } },
		{ "problems", { "問題の種類", "types of problems" } },
		{ "releases", { "集計したもの",
		    "statistics that were made" } },
		{ "sessions", { "担当者の認証", "sessions of staff" } },
		{ "statistics", { "宣言された統計", "declared statistics" } },
		{ "suppressions", { "受入れの停止",
		    "who is not to be taken in" } },
		{ "webhooks", { "ウェブフック", "webhooks" } },
	};

	jsonw_key(json, "tags");
	jsonw_open_array(json);
	for (size_t i = 0; i < LENGTH(tags); i++) {
		jsonw_open_object(json);
		jsonw_member_string(json, "name", tags[i].noun);
		write_words(json, "description", tags[i].about);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

/* Each path once, with all that can be done there. */
static void
write_paths(struct jsonw *json)
{
	jsonw_key(json, "paths");
	jsonw_open_object(json);
	for (const struct api_route *r = api_routes; r->name != NULL; r++) {
		bool seen = false;

		for (const struct api_route *e = api_routes; e < r; e++)
			seen |= strcmp(e->path, r->path) == 0;
		if (seen)
			continue;
		jsonw_key(json, r->path);
		jsonw_open_object(json);
		for (const struct api_route *e = r; e->name != NULL; e++)
			if (strcmp(e->path, r->path) == 0)
				write_operation(json, e);
		jsonw_close_object(json);
	}
	jsonw_close_object(json);
}

static void
write_components(struct jsonw *json)
{
	jsonw_key(json, "components");
	jsonw_open_object(json);
	jsonw_key(json, "securitySchemes");
	jsonw_raw(json, TEXT("{\"bearer\":{\"type\":\"http\",\"scheme\":"
	    "\"bearer\",\"description\":\"sks_… (サービスの鍵 / key of a "
	    "service), sst_… (担当者のセッション / session of staff)\"}}"));
	jsonw_key(json, "schemas");
	jsonw_open_object(json);
	jsonw_key(json, "Problem");
	shape_schema_of(json, &shapes_problem, NULL, SCHEMAS);
	jsonw_key(json, "Entry");
	jsonw_raw(json, TEXT("{\"type\":\"object\",\"description\":"
	    "\"ログの記録 / an entry of the log\",\"properties\":{\"index\":"
	    "{\"type\":\"integer\"},\"kind\":{\"type\":\"string\"},\"time\":"
	    "{\"type\":\"string\"}},\"required\":[\"index\",\"kind\"]}"));
	jsonw_key(json, "Any");
	jsonw_raw(json, TEXT("{\"type\":\"object\"}"));
	shape_schema_titled(json, &plan_shape, SCHEMAS);
	jsonw_close_object(json);
	jsonw_close_object(json);
}

void
api_describe(struct buf *out)
{
	struct jsonw json = jsonw_new(out, false);

	jsonw_open_object(&json);
	jsonw_member_string(&json, "openapi", "3.1.0");
	jsonw_key(&json, "info");
	jsonw_open_object(&json);
	jsonw_member_string(&json, "title", "Sekisho");
	jsonw_member_string(&json, "version", SEKISHO_VERSION);
	jsonw_member_string(&json, "description",
	    "公表したプライバシーポリシーのとおりに個人情報を取り扱う API / "
	    "an API that handles personal information as the published "
	    "privacy policy says");
	jsonw_key(&json, "license");
	jsonw_raw(&json, TEXT("{\"name\":\"Apache-2.0\",\"identifier\":"
	    "\"Apache-2.0\"}"));
	jsonw_close_object(&json);
	jsonw_key(&json, "servers");
	jsonw_raw(&json, TEXT("[{\"url\":\"/\"}]"));
	write_tags(&json);
	write_paths(&json);
	write_components(&json);
	jsonw_close_object(&json);
	buf_byte(out, '\n');
}
