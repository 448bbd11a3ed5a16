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

#define TEXT_PLAIN "text/plain; charset=utf-8"
#define BINARY "application/octet-stream"

/* A write about a person's standing. */
#define SAYS(tail, id, parameters, body_shape, function, ja, en) \
	{ .method = HTTP_POST, .path = "/v1/people/{person}/" tail, \
	  .name = id, .door = DOOR_DATA, .act = ACT_STOP, .slow = true, \
	  .writes = true, .status = 204, .path_parameters = parameters, \
	  .body = body_shape, .run = function, .about = { ja, en } }

const struct api_route api_routes[] = {
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
	{ .method = HTTP_POST, .path = "/v1/decisions", .name = "decide",
	  .door = DOOR_DATA, .act = ACT_USE, .status = 200,
	  .body = &shapes_ask, .answer = &shapes_decision,
	  .run = api_decide, .dry = true,
	  .about = { "取り扱ってよいかを、実行せずに判定する",
	  "ask the gate, without doing anything" } },

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
	{ .name = NULL },
};
