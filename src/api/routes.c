/*
 * The table of routes: matching and the description are made of it.
 */
#include "api/routes.h"
#include "api/shapes.h"
#include "vault/person_given.h"

#define END { NULL, NULL, { NULL, NULL } }

static const struct api_parameter of_person[] = {
	{ "person", &shapes_text, { "本人", "the person" } }, END
};
static const struct api_parameter of_personal[] = {
	{ "person", &shapes_text, { "本人", "the person" } },
	{ "purpose", &shapes_word, { "利用目的", "the purpose" } }, END
};
static const struct api_parameter of_hash[] = {
	{ "hash", &shapes_text, { "版の SHA-256", "SHA-256 of a revision" } },
	END
};
static const struct api_parameter of_file[] = {
	{ "person", &shapes_text, { "本人", "the person" } },
	{ "file", &shapes_text, { "ファイル", "the file" } }, END
};
static const struct api_parameter with_item[] = {
	{ "item", &shapes_word, { "項目 (ファイル)", "the item, a file" } },
	{ "way", &shapes_word, { "取得方法", "way of acquisition" } },
	{ "subject", &shapes_word, { "本人の種類", "kind of person" } },
	{ "service", &shapes_word, { "サービス (一つなら省略できる)",
	  "the service, unless the way has just one" } }, END
};
static const struct api_parameter of_name[] = {
	{ "name", &shapes_word, { "種類", "name of the type" } }, END
};
static const struct api_parameter of_rest[] = {
	{ "rest", &shapes_text, { "タイルの場所 (C2SP tlog-tiles)",
	  "place of the tile (C2SP tlog-tiles)" } }, END
};
static const struct api_parameter of_index[] = {
	{ "index", &shapes_number, { "ログの何件目か (0から)",
	  "place in the log, from 0" } }, END
};
static const struct api_parameter of_approval[] = {
	{ "approval", &shapes_text, { "承認", "the approval" } }, END
};
static const struct api_parameter of_mail[] = {
	{ "mail", &shapes_text, { "メール", "the mail" } }, END
};
static const struct api_parameter of_webhook[] = {
	{ "webhook", &shapes_text, { "ウェブフック", "the webhook" } }, END
};
static const struct api_parameter of_form[] = {
	{ "form", &shapes_word, { "取得方法", "way of acquisition" } }, END
};
static const struct api_parameter with_language[] = {
	{ "lang", &shapes_word, { "言語 (ja | en)", "language (ja | en)" } },
	END
};
static const struct api_parameter with_items[] = {
	{ "items", &shapes_list, { "見る項目 (コンマ区切り)",
	  "items to show, with commas between" } }, END
};
static const struct api_parameter with_entries[] = {
	{ "limit", &shapes_number, { "件数 (1000まで)", "at most 1000" } },
	{ "cursor", &shapes_text, { "続きの位置", "from where to go on" } },
	{ "kind", &shapes_word, { "種類", "kind of entry" } },
	{ "refused", &shapes_text, { "true なら拒否だけ",
	  "true: refusals only" } }, END
};
static const struct api_parameter with_page[] = {
	{ "limit", &shapes_number, { "件数 (100まで)", "at most 100" } },
	{ "cursor", &shapes_text, { "続きの位置", "from where to go on" } },
	END
};

static const struct api_parameter of_dataset[] = {
	{ "dataset", &shapes_text, { "データセット", "the dataset" } }, END
};
static const struct api_parameter of_declaration[] = {
	{ "declaration", &shapes_word, { "ポリシーの宣言",
	  "declaration of the policy" } }, END
};
static const struct api_parameter of_statistic[] = {
	{ "statistic", &shapes_word, { "ポリシーの統計",
	  "statistic of the policy" } }, END
};
static const struct api_parameter of_release[] = {
	{ "release", &shapes_text, { "集計", "the release" } }, END
};

#define TEXT_PLAIN "text/plain; charset=utf-8"
#define TEXT_CSV "text/csv; charset=utf-8"
#define TEXT_HTML "text/html; charset=utf-8"
#define BINARY "application/octet-stream"

/* A write about a person's standing. */
#define SAYS(tail, id, parameters, body_shape, function, ja, en) \
	ACTS(ACT_STOP, tail, id, parameters, body_shape, function, ja, en)
/* One about what is true of a person. */
#define CORRECTS(tail, id, body_shape, function, ja, en) \
	ACTS(ACT_CORRECT, tail, id, of_person, body_shape, function, ja, en)
#define ACTS(what, tail, id, parameters, body_shape, function, ja, en) \
	{ .method = HTTP_POST, .path = "/v1/people/{person}/" tail, \
	  .name = id, .door = DOOR_DATA, .act = what, .slow = true, \
	  .writes = true, .status = 204, .path_parameters = parameters, \
	  .body = body_shape, .run = function, .about = { ja, en } }

/* A list out of many people. */
#define LOOKS(where, id, params, queries, gives, function, ja, en) \
	{ .method = HTTP_GET, .path = where, .name = id, .door = DOOR_DATA, \
	  .act = ACT_USE, .slow = true, .status = 200, .query = queries, \
	  .path_parameters = params, .answer = &(gives), .run = function, \
	  .about = { ja, en } }

/* About processed information; a second person approves what was made. */
#define BULK(verb, where, id, what, code, params, takes, gives, function, \
    ja, en) \
	{ .method = HTTP_##verb, .path = where, .name = id, \
	  .door = DOOR_DATA, .act = what, .slow = true, .later = true, \
	  .status = code, .path_parameters = params, .body = takes, \
	  .answer = gives, .run = function, .about = { ja, en } }
#define BULK_TEXT(verb, where, id, what, params, takes, media, function, \
    ja, en) \
	{ .method = HTTP_##verb, .path = where, .name = id, \
	  .door = DOOR_DATA, .act = what, .slow = true, .later = true, \
	  .status = 200, .path_parameters = params, .body = takes, \
	  .type = media, .run = function, .about = { ja, en } }

#define LINKED_DATA "application/ld+json"

/* A page for the public. */
#define PAGE(where, id, parameters, media_type, function, ja, en) \
	{ .method = HTTP_GET, .path = where, .name = id, .slow = true, \
	  .status = 200, .path_parameters = parameters, \
	  .query = with_language, .type = media_type, .run = function, \
	  .about = { ja, en } }

const struct api_route api_routes[] = {
	PAGE("/policy", "pagePolicy", NULL, TEXT_HTML, api_page_policy,
	    "施行中のポリシーの公表文", "the policy in force, as a page"),
	PAGE("/policy/history", "pageHistory", NULL, TEXT_HTML,
	    api_page_history, "改訂の履歴", "all revisions, as a page"),
	PAGE("/policy/notice", "pageNoticeNow", NULL, TEXT_HTML,
	    api_page_notice, "最新の改訂のお知らせ",
	    "the newest notice of revision, as a page"),
	PAGE("/policy/linked", "pageLinkedNow", NULL, LINKED_DATA,
	    api_page_linked, "施行中のポリシー (JSON-LD)",
	    "the policy in force, as JSON-LD"),
	PAGE("/policy/{hash}", "pageRevision", of_hash, TEXT_HTML,
	    api_page_policy, "ある版の公表文",
	    "one revision of the policy, as a page"),
	PAGE("/policy/{hash}/notice", "pageNotice", of_hash, TEXT_HTML,
	    api_page_notice, "ある版の改訂のお知らせ",
	    "the notice of a revision, as a page"),
	PAGE("/policy/{hash}/linked", "pageLinked", of_hash, LINKED_DATA,
	    api_page_linked, "ある版のポリシー (JSON-LD)",
	    "one revision of the policy, as JSON-LD"),

	{ .method = HTTP_GET, .path = "/v1/openapi.json",
	  .name = "description", .status = 200, .type = "application/json",
	  .run = api_description,
	  .about = { "この API の説明", "what this API is" } },
	{ .method = HTTP_GET, .path = "/v1/problems/{name}",
	  .name = "problemType", .status = 200, .path_parameters = of_name,
	  .answer = &shapes_problem_type, .run = api_problem_type,
	  .about = { "問題の種類", "a type of problem" } },
	{ .method = HTTP_GET, .path = "/v1/policy", .name = "policyNow",
	  .status = 200, .answer = &shapes_policy, .run = api_policy_now,
	  .about = { "施行中のポリシー", "the policy in force" } },
	{ .method = HTTP_GET, .path = "/v1/policy/revisions",
	  .name = "policyRevisions", .status = 200,
	  .answer = &shapes_revisions, .run = api_policy_list,
	  .about = { "ポリシーの版", "revisions of the policy" } },
	{ .method = HTTP_GET, .path = "/v1/policy/revisions/{hash}",
	  .name = "policyRevision", .status = 200,
	  .path_parameters = of_hash, .answer = &shapes_policy,
	  .run = api_policy_by_hash,
	  .about = { "ある版のポリシー", "one revision of the policy" } },

	{ .method = HTTP_POST, .path = "/v1/policy/acknowledgements",
	  .name = "policyAcknowledge", .door = DOOR_KNOWN, .slow = true,
	  .status = 204, .body = &shapes_objection,
	  .run = api_policy_acknowledge,
	  .about = { "ポリシーの版を読んだことを記録する",
	  "record that you have read a revision of the policy" } },

	{ .method = HTTP_GET, .path = "/v1/forms", .name = "forms",
	  .status = 200, .query = with_language, .answer = &shapes_forms,
	  .run = api_forms,
	  .about = { "ポリシーのフォーム", "forms of the policy" } },
	{ .method = HTTP_GET, .path = "/v1/forms/style.css",
	  .name = "formStyle", .status = 200,
	  .type = "text/css; charset=utf-8", .run = api_form_style,
	  .about = { "フォームの体裁", "how forms look" } },
	{ .method = HTTP_GET, .path = "/v1/forms/{form}", .name = "formPage",
	  .status = 200, .path_parameters = of_form, .query = with_language,
	  .type = TEXT_HTML, .run = api_form_page,
	  .about = { "公開フォーム", "a public form" } },
	{ .method = HTTP_POST, .path = "/v1/forms/{form}",
	  .name = "formSend", .slow = true, .encoded = true, .status = 200,
	  .path_parameters = of_form, .query = with_language, .type = TEXT_HTML,
	  .run = api_form_send,
	  .about = { "公開フォームの送信", "send a public form" } },
	{ .method = HTTP_GET, .path = "/v1/forms/{form}/notice",
	  .name = "formNotice", .status = 200, .path_parameters = of_form,
	  .query = with_language, .answer = &shapes_notice,
	  .run = api_form_notice,
	  .about = { "送信前に示す文とその証跡、入力項目",
	  "what is to be shown, its evidence, and what to ask" } },
	{ .method = HTTP_GET, .path = "/v1/displays/{hash}",
	  .name = "display", .status = 200, .path_parameters = of_hash,
	  .answer = &shapes_display, .run = api_display,
	  .about = { "取得のときに示した文",
	  "what was shown at an acquisition" } },

	{ .method = HTTP_POST, .path = "/v1/people", .name = "personAdd",
	  .door = DOOR_DATA, .act = ACT_ACQUIRE, .slow = true,
	  .writes = true, .status = 201, .body = &person_given_shape,
	  .answer = &shapes_made, .run = api_person_add,
	  .about = { "本人を受け入れる", "take somebody in" } },
	{ .method = HTTP_POST, .path = "/v1/people/find",
	  .name = "personFind", .door = DOOR_DATA, .act = ACT_USE,
	  .status = 200, .body = &shapes_find, .answer = &shapes_people,
	  .run = api_person_find,
	  .about = { "項目の値で本人を探して表示する",
	  "find people by an item's value and show them" } },
	LOOKS("/v1/people/due", "peopleDue", NULL, with_page, shapes_due,
	    api_due, "正確性の確認の時期が来た本人 (法22条)",
	    "whose data is to be confirmed (article 22)"),
	{ .method = HTTP_POST, .path = "/v1/people/bulk",
	  .name = "peopleAdd", .door = DOOR_DATA, .act = ACT_ACQUIRE,
	  .slow = true, .writes = true, .lines = true, .status = 200,
	  .body = &person_given_shape, .answer = &shapes_bulk_line,
	  .type = "application/x-ndjson",
	  .run = api_people_bulk,
	  .about = { "多数の本人を受け入れる (1行に1人、行ごとに答える)",
	  "take many people in, a line each, a result a line" } },
	{ .method = HTTP_GET, .path = "/v1/people/{person}",
	  .name = "personShow", .door = DOOR_DATA, .act = ACT_USE,
	  .status = 200, .path_parameters = of_person, .query = with_items,
	  .answer = &shapes_person, .run = api_person_show,
	  .about = { "本人の情報を表示する", "show a person" } },
	{ .method = HTTP_PATCH, .path = "/v1/people/{person}",
	  .name = "personCorrect", .door = DOOR_DATA, .act = ACT_CORRECT,
	  .slow = true, .writes = true, .matches = true, .status = 204,
	  .path_parameters = of_person, .body = &shapes_correct,
	  .run = api_person_correct,
	  .about = { "値を訂正・追加・削除する",
	  "correct, add or delete values" } },
	{ .method = HTTP_GET, .path = "/v1/people/{person}/history",
	  .name = "personHistory", .door = DOOR_DATA, .act = ACT_USE,
	  .slow = true, .status = 200, .path_parameters = of_person,
	  .query = with_items, .answer = &shapes_history,
	  .run = api_person_history,
	  .about = { "訂正の履歴と利用の記録",
	  "earlier versions and who used what" } },
	{ .method = HTTP_POST, .path = "/v1/people/{person}/records",
	  .name = "recordAdd", .door = DOOR_DATA, .act = ACT_ACQUIRE,
	  .slow = true, .writes = true, .status = 201,
	  .path_parameters = of_person, .body = &person_given_shape,
	  .answer = &shapes_made, .run = api_record_add,
	  .about = { "すでにいる本人から取得する",
	  "take in more from somebody who is there" } },
	{ .method = HTTP_POST, .path = "/v1/files", .name = "fileAdd",
	  .door = DOOR_DATA, .act = ACT_ACQUIRE, .slow = true,
	  .later = true, .streams = true, .status = 201,
	  .query = with_item, .answer = &shapes_file, .run = api_file_add,
	  .about = { "ファイルを受け入れる (24時間以内に項目の値にする)",
	  "take a file in, to become an item's value within 24 hours" } },
	{ .method = HTTP_GET, .path = "/v1/people/{person}/files/{file}",
	  .name = "file", .door = DOOR_DATA, .act = ACT_USE, .slow = true,
	  .status = 200, .path_parameters = of_file, .type = BINARY,
	  .run = api_file,
	  .about = { "本人のファイル", "a file of a person" } },
	{ .method = HTTP_GET, .path = "/v1/people/{person}/standing",
	  .name = "standingShow", .door = DOOR_DATA, .act = ACT_USE,
	  .status = 200, .path_parameters = of_person,
	  .answer = &shapes_standing, .run = api_standing_show,
	  .about = { "同意状況", "what the person has said" } },
	SAYS("consents", "consentGive", of_person, &shapes_consent,
	    api_consent, "同意を記録する", "record a consent"),
	SAYS("withdrawals", "consentWithdraw", of_person,
	    &shapes_withdrawal, api_withdrawal, "同意の撤回を記録する",
	    "record a withdrawal"),
	SAYS("stops", "useStop", of_person, &shapes_stop, api_stop,
	    "利用又は提供を停止する", "stop a use, or all provision"),
	SAYS("resumptions", "useResume", of_person, &shapes_stop,
	    api_resumption, "停止を解除する", "lift a stop"),
	SAYS("objections", "policyObject", of_person, &shapes_objection,
	    api_objection, "ポリシーの改訂への異議を記録する",
	    "record an objection to a change of the policy"),
	SAYS("holds", "hold", of_person, &shapes_hold, api_hold,
	    "保全する", "hold a person's data"),
	SAYS("releases", "release", of_person, &shapes_release, api_release,
	    "保全を解除する", "release a hold"),
	SAYS("events", "event", of_person, &shapes_event, api_event,
	    "保存期間の起算点を記録する",
	    "record an event from which a retention counts"),
	SAYS("personal-purposes", "personalPurpose", of_person,
	    &shapes_personal, api_personal,
	    "本人だけの利用目的への同意を記録する",
	    "record a consent to a purpose of this person alone"),
	SAYS("personal-purposes/{purpose}/end", "personalPurposeEnd",
	    of_personal, NULL, api_personal_end,
	    "本人だけの利用目的を終える",
	    "end a purpose of this person alone"),
	SAYS("grounds", "ground", of_person, &shapes_ground, api_ground,
	    "保留中の要配慮個人情報の取得の根拠を記録する",
	    "record the ground for quarantined special-care information"),
	SAYS("suppressions", "suppress", of_person, &shapes_suppress,
	    api_suppress, "再び受け入れないようにする",
	    "are not to be taken in again"),
	SAYS("askings", "consentAsk", of_person, &shapes_asking, api_ask,
	    "同意を求めたことを記録する", "record that a consent was asked for"),
	{ .method = HTTP_POST, .path = "/v1/campaigns",
	  .name = "campaignOpen", .door = DOOR_DATA, .act = ACT_STOP,
	  .slow = true, .writes = true, .status = 201,
	  .body = &shapes_campaign_open, .answer = &shapes_campaign,
	  .run = api_campaign_open,
	  .about = { "同意の依頼を始める", "open a consent campaign" } },
	LOOKS("/v1/campaigns", "campaigns", NULL, NULL, shapes_campaigns,
	    api_campaigns, "同意の依頼の一覧", "consent campaigns"),
	LOOKS("/v1/campaigns/{consent}", "campaignReport", api_campaign_path,
	    api_campaign_query, shapes_campaign_report, api_campaign_report,
	    "だれにいつ求め、どう答えたか",
	    "who was asked when, and what they answered"),
	LOOKS("/v1/objections", "objections", NULL,
	    api_objections_query, shapes_objections, api_objections,
	    "ポリシーの改訂に異議のある本人",
	    "who objects to a change of the policy"),
	{ .method = HTTP_GET, .path = "/v1/suppressions",
	  .name = "suppressions", .door = DOOR_DATA, .act = ACT_USE,
	  .status = 200, .query = with_page, .answer = &shapes_suppressions,
	  .run = api_suppressions,
	  .about = { "受入れ停止の一覧 (値はない)",
	  "who is not to be taken in, without any value" } },
	{ .method = HTTP_POST, .path = "/v1/suppressions/find",
	  .name = "suppressionFind", .door = DOOR_DATA, .act = ACT_USE,
	  .status = 200, .body = &shapes_value_of,
	  .answer = &shapes_suppressed, .run = api_suppression_find,
	  .about = { "値の受入れが停止されているか",
	  "whether a value is not to be taken in" } },
	{ .method = HTTP_POST, .path = "/v1/suppressions/lift",
	  .name = "suppressionLift", .door = DOOR_DATA, .act = ACT_STOP,
	  .slow = true, .status = 204, .body = &shapes_value_of,
	  .run = api_suppression_lift,
	  .about = { "受入れ停止を解除する", "lift a suppression" } },
	CORRECTS("merge", "personMerge", &shapes_merge, api_merge,
	    "同じ本人の登録に統合する", "merge into who is the same person"),
	CORRECTS("unmerge", "personUnmerge", NULL, api_unmerge,
	    "統合を解除する", "undo a merge"),
	CORRECTS("name-change", "nameChange", &shapes_rename, api_rename,
	    "氏名の変更 (旧氏名は履歴に残る)",
	    "a name changes; the old one stays as history"),
	CORRECTS("former-names/forget", "formerNamesForget", NULL,
	    api_forget_names, "旧氏名では探せないようにする",
	    "be found by no former name any more"),
	CORRECTS("deceased", "deceased", &shapes_deceased, api_deceased,
	    "亡くなったことを記録する", "record a death"),
	CORRECTS("living", "living", NULL, api_living,
	    "亡くなったとの記録を取り消す", "a death was recorded by mistake"),
	CORRECTS("confirmations", "confirm", NULL, api_confirmed,
	    "内容が正確で最新であることを確認した",
	    "what is held was confirmed as accurate and up to date"),
	{ .method = HTTP_POST, .path = "/v1/decisions", .name = "decide",
	  .door = DOOR_DATA, .act = ACT_USE, .status = 200,
	  .body = &shapes_ask, .answer = &shapes_decision,
	  .run = api_decide, .dry = true,
	  .about = { "取り扱ってよいかを、実行せずに判定する",
	  "ask the gate, without doing anything" } },

	{ .method = HTTP_POST, .path = "/v1/people/{person}/mails",
	  .name = "mailOrder", .door = DOOR_DATA, .act = ACT_USE,
	  .slow = true, .status = 202, .path_parameters = of_person,
	  .body = &shapes_mail_order, .answer = &shapes_mail,
	  .run = api_mail_order,
	  .about = { "本人へのメールを送信待ちにする",
	  "order a mail to the person" } },
	{ .method = HTTP_GET, .path = "/v1/mails/{mail}", .name = "mailShow",
	  .door = DOOR_KNOWN, .status = 200, .path_parameters = of_mail,
	  .answer = &shapes_mail, .run = api_mail_show,
	  .about = { "頼んだメールがどうなったか",
	  "what became of a mail that one has ordered" } },
	{ .method = HTTP_POST, .path = "/v1/exports", .name = "export",
	  .door = DOOR_DATA, .act = ACT_EXPORT, .slow = true,
	  .lengthy = true, .status = 200, .body = &shapes_export,
	  .type = "application/zip", .run = api_export,
	  .about = { "扱ってよい本人を、暗号化したファイル (AES-256 の ZIP) にする",
	  "the people who may be used, as a sealed file (ZIP, AES-256)" } },
	{ .method = HTTP_GET, .path = "/v1/exports", .name = "exports",
	  .door = DOOR_AUDIT, .slow = true, .status = 200,
	  .query = with_page, .answer = &shapes_exports,
	  .run = api_exports,
	  .about = { "これまでの持ち出し", "what was taken out so far" } },

	{ .method = HTTP_GET, .path = "/v1/observation",
	  .name = "observation", .door = DOOR_KNOWN, .status = 200,
	  .answer = &shapes_observation, .run = api_observation,
	  .about = { "試行中 (記録だけして強制しない) かどうか",
	  "whether refusals are only noted" } },
	{ .method = HTTP_POST, .path = "/v1/observation",
	  .name = "observationAsk", .door = DOOR_KNOWN, .slow = true,
	  .status = 200, .body = &shapes_observe,
	  .answer = &shapes_observation, .run = api_observation_ask,
	  .about = { "試行を申請する", "ask for it" } },
	{ .method = HTTP_POST, .path = "/v1/observation/approval",
	  .name = "observationApprove", .door = DOOR_KNOWN, .slow = true,
	  .status = 200, .answer = &shapes_observation,
	  .run = api_observation_approve,
	  .about = { "試行を別の人が承認して始める",
	  "begin it, as a second person" } },
	{ .method = HTTP_POST, .path = "/v1/observation/end",
	  .name = "observationEnd", .door = DOOR_KNOWN, .slow = true,
	  .status = 200, .answer = &shapes_observation,
	  .run = api_observation_end,
	  .about = { "試行を終える", "enforce everything again" } },
	{ .method = HTTP_GET, .path = "/v1/observation/report",
	  .name = "observationReport", .door = DOOR_AUDIT, .slow = true,
	  .status = 200, .answer = &shapes_observed,
	  .run = api_observation_report,
	  .about = { "強制していれば拒否したもの",
	  "what would have been refused" } },

	{ .method = HTTP_GET, .path = "/v1/log/checkpoint",
	  .name = "logCheckpoint", .status = 200, .type = TEXT_PLAIN,
	  .run = api_log_checkpoint,
	  .about = { "ログの署名済みの状態", "signed state of the log" } },
	{ .method = HTTP_GET, .path = "/v1/log/vkey", .name = "logKey",
	  .status = 200, .type = TEXT_PLAIN, .run = api_log_key,
	  .about = { "ログの検証鍵", "key by which to verify the log" } },
	{ .method = HTTP_GET, .path = "/v1/log/tile/entries/{rest}",
	  .name = "logBundle", .door = DOOR_AUDIT, .slow = true,
	  .status = 200, .path_parameters = of_rest, .type = BINARY,
	  .run = api_log_tile,
	  .about = { "記録の束", "a bundle of entries" } },
	{ .method = HTTP_GET, .path = "/v1/log/tile/{rest}",
	  .name = "logTile", .slow = true, .status = 200,
	  .path_parameters = of_rest, .type = BINARY, .run = api_log_tile,
	  .about = { "ハッシュのタイル", "a tile of hashes" } },
	{ .method = HTTP_GET, .path = "/v1/log/entries",
	  .name = "logEntries", .door = DOOR_AUDIT, .slow = true,
	  .status = 200, .query = with_entries, .answer = &shapes_entries,
	  .run = api_log_entries,
	  .about = { "ログの記録", "entries of the log" } },
	{ .method = HTTP_GET, .path = "/v1/log/entries/{index}/proof",
	  .name = "logProof", .door = DOOR_AUDIT, .slow = true,
	  .status = 200, .path_parameters = of_index, .type = TEXT_PLAIN,
	  .run = api_log_proof,
	  .about = { "記録の証明書 (C2SP tlog-proof)",
	  "receipt of an entry (C2SP tlog-proof)" } },

	{ .method = HTTP_POST, .path = "/v1/sessions", .name = "logIn",
	  .slow = true, .proves = true, .status = 201, .body = &shapes_log_in,
	  .answer = &shapes_session, .run = api_log_in,
	  .about = { "担当者が認証する", "staff prove who they are" } },
	{ .method = HTTP_POST, .path = "/v1/sessions/current/proof",
	  .name = "proveAgain", .door = DOOR_KNOWN, .slow = true,
	  .proves = true,
	  .status = 204, .body = &shapes_proof, .run = api_prove,
	  .about = { "もう一度認証する", "prove it again" } },
	{ .method = HTTP_DELETE, .path = "/v1/sessions/current",
	  .name = "logOut", .door = DOOR_KNOWN, .slow = true, .status = 204,
	  .run = api_log_out,
	  .about = { "セッションを終える", "end the session" } },
	{ .method = HTTP_GET, .path = "/v1/principal", .name = "principal",
	  .door = DOOR_KNOWN, .status = 200, .answer = &shapes_principal,
	  .run = api_principal,
	  .about = { "自分がだれとして扱われるか",
	  "as whom one was let in" } },

	{ .method = HTTP_GET, .path = "/v1/approvals", .name = "approvals",
	  .door = DOOR_KNOWN, .status = 200, .query = with_page,
	  .answer = &shapes_approvals, .run = api_approvals,
	  .about = { "二人目の承認を待つ行為",
	  "acts that need a second person" } },
	{ .method = HTTP_GET, .path = "/v1/approvals/{approval}",
	  .name = "approval", .door = DOOR_KNOWN, .status = 200,
	  .path_parameters = of_approval, .answer = &shapes_approval,
	  .run = api_approval_show,
	  .about = { "承認を見る", "see an approval" } },
	{ .method = HTTP_POST, .path = "/v1/approvals/{approval}/decision",
	  .name = "approvalDecide", .door = DOOR_KNOWN, .slow = true,
	  .status = 200, .path_parameters = of_approval,
	  .body = &shapes_verdict, .answer = &shapes_approval,
	  .run = api_approval_decide,
	  .about = { "承認する、又はしない", "approve, or do not" } },
	{ .method = HTTP_POST, .path = "/v1/approvals/{approval}/review",
	  .name = "approvalReview", .door = DOOR_KNOWN, .slow = true,
	  .status = 200, .path_parameters = of_approval,
	  .body = &shapes_review, .answer = &shapes_approval,
	  .run = api_approval_review,
	  .about = { "緊急時の行為を事後に点検する",
	  "review what was done in an emergency" } },

	{ .method = HTTP_GET, .path = "/v1/webhooks", .name = "webhooks",
	  .door = DOOR_KNOWN, .slow = true, .status = 200,
	  .answer = &shapes_webhooks, .run = api_webhooks,
	  .about = { "ウェブフックの一覧 (責任者)",
	  "the webhooks, for officers" } },
	{ .method = HTTP_POST, .path = "/v1/webhooks", .name = "webhookAdd",
	  .door = DOOR_KNOWN, .slow = true, .status = 201,
	  .body = &shapes_webhook_add, .answer = &shapes_webhook,
	  .run = api_webhook_add,
	  .about = { "ウェブフックを登録する (責任者)",
	  "register a webhook, for officers" } },
	{ .method = HTTP_DELETE, .path = "/v1/webhooks/{webhook}",
	  .name = "webhookRemove", .door = DOOR_KNOWN, .slow = true,
	  .status = 204, .path_parameters = of_webhook,
	  .run = api_webhook_remove,
	  .about = { "ウェブフックをやめる (責任者)",
	  "remove a webhook, for officers" } },
	{ .method = HTTP_POST, .path = "/v1/webhooks/{webhook}/replay",
	  .name = "webhookReplay", .door = DOOR_KNOWN, .slow = true,
	  .status = 200, .path_parameters = of_webhook,
	  .body = &shapes_webhook_since, .answer = &shapes_webhook_count,
	  .run = api_webhook_replay,
	  .about = { "ある時刻からの出来事をもう一度知らせる (責任者)",
	  "tell it again what happened since then, for officers" } },
	BULK(POST, "/v1/datasets", "datasetMake", ACT_ANONYMISE, 201, NULL,
	    &shapes_order, &shapes_ordered, api_dataset_make,
	    "匿名加工情報・仮名加工情報などを作成する",
	    "make anonymised or pseudonymised information"),
	BULK(GET, "/v1/datasets", "datasets", ACT_ANONYMISE, 200, NULL, NULL,
	    &shapes_datasets, api_dataset_list,
	    "この利用目的で作成したもの", "what was made for the purpose"),
	BULK(GET, "/v1/datasets/{dataset}", "dataset", ACT_ANONYMISE, 200,
	    of_dataset, NULL, &shapes_dataset, api_dataset_show,
	    "作成・承認・利用・提供の記録",
	    "record of making, approval, use and provision"),
	BULK(DELETE, "/v1/datasets/{dataset}", "datasetErase",
	    ACT_ANONYMISE, 204, of_dataset, NULL, NULL, api_dataset_erase,
	    "ファイルと加工方法等情報を消去する",
	    "erase the file and its method"),
	BULK(POST, "/v1/datasets/{dataset}/approvals", "datasetApprove",
	    ACT_ANONYMISE, 204, of_dataset, &shapes_agree, NULL,
	    api_dataset_approve, "作成か持ち出しを承認する",
	    "approve the making, or one export"),
	BULK_TEXT(POST, "/v1/datasets/{dataset}/uses", "datasetUse",
	    ACT_EXPORT, of_dataset, &shapes_use, TEXT_CSV, api_dataset_use,
	    "社内で使うためにファイルを取り出す",
	    "take the file out, to be used inside"),
	BULK(POST, "/v1/datasets/{dataset}/provisions", "datasetProvide",
	    ACT_EXPORT, 201, of_dataset, &shapes_provide, &shapes_package,
	    api_dataset_provide, "第三者に提供する包みを作る",
	    "make the package that is provided to a third party"),
	BULK(GET, "/v1/datasets/{dataset}/method", "datasetMethod",
	    ACT_ANONYMISE, 200, of_dataset, NULL, &shapes_any,
	    api_dataset_method, "加工方法等情報を見る (記録される)",
	    "see how it was made, which is logged"),
	BULK_TEXT(GET, "/v1/datasets/{dataset}/report", "datasetReport",
	    ACT_ANONYMISE, of_dataset, NULL, TEXT_HTML, api_dataset_report,
	    "責任者向けの報告書 (記録される)",
	    "the officer's report, which is logged"),
	BULK_TEXT(GET, "/v1/datasets/{dataset}/report.pdf",
	    "datasetReportPdf", ACT_ANONYMISE, of_dataset, NULL,
	    "application/pdf", api_dataset_report,
	    "責任者向けの報告書 (PDF、記録される)",
	    "the officer's report as PDF, which is logged"),
	BULK(POST, "/v1/datasets/{dataset}/evaluations", "datasetEvaluate",
	    ACT_ANONYMISE, 204, of_dataset, &shapes_evaluate, NULL,
	    api_dataset_evaluate, "加工方法等情報の取扱いの評価を記録する",
	    "record the evaluation of who may see the method"),
	BULK(POST, "/v1/declarations/{declaration}/publications",
	    "processingPublish", ACT_ANONYMISE, 204, of_declaration,
	    &shapes_publish, NULL, api_processing_publish,
	    "項目 (と提供の方法) を公表したことを記録する",
	    "record that items (and ways) are published"),
	{ .method = HTTP_GET, .path = "/v1/declarations",
	  .name = "processingState", .slow = true, .status = 200,
	  .answer = &shapes_state, .run = api_processing_state,
	  .about = { "匿名加工情報の作成・提供の状況 (公表用)",
	  "the state of making and provision, for the public" } },

	BULK(POST, "/v1/statistics/{statistic}/releases", "releaseMake",
	    ACT_ANONYMISE, 201, of_statistic, &shapes_count,
	    &shapes_counted, api_release_make,
	    "宣言された統計を集計する", "make a declared statistic"),
	BULK(GET, "/v1/statistics/{statistic}/budget", "budget",
	    ACT_ANONYMISE, 200, of_statistic, NULL, &shapes_budget,
	    api_budget_show, "プライバシー予算", "the privacy budget"),
	BULK(PUT, "/v1/statistics/{statistic}/budget", "budgetSet",
	    ACT_ANONYMISE, 200, of_statistic, &shapes_limit, &shapes_budget,
	    api_budget_set, "プライバシー予算を決める",
	    "set the privacy budget"),
	BULK(GET, "/v1/releases", "releases", ACT_ANONYMISE, 200, NULL, NULL,
	    &shapes_releases, api_release_list, "集計したもの (数を除く)",
	    "what was made, without its numbers"),
	BULK(GET, "/v1/releases/{release}", "releaseShow", ACT_ANONYMISE, 200,
	    of_release, NULL, &shapes_release_table, api_release_show,
	    "集計したものを見る", "show what was made"),
	BULK_TEXT(GET, "/v1/releases/{release}/table", "releaseTable",
	    ACT_ANONYMISE, of_release, NULL, TEXT_CSV, api_release_table,
	    "集計した表 (CSV)", "its table, as CSV"),
	BULK(POST, "/v1/releases/{release}/approvals", "releaseApprove",
	    ACT_ANONYMISE, 204, of_release, NULL, NULL, api_release_approve,
	    "統計を承認する", "approve a statistic"),
	{ .name = NULL },
};
