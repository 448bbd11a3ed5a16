#include "api/shape_words.h"
#include "vault/person_given.h"

const struct shape shapes_text = { .kind = SHAPE_TEXT, .min = -1 };
const struct shape shapes_word = { .kind = SHAPE_ID };
const struct shape shapes_number = { .kind = SHAPE_INT };
const struct shape shapes_list = {
	.kind = SHAPE_TEXT, .min = 1, .max = 2000
};
static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape line = { .kind = SHAPE_TEXT, .max = 200 };
static const struct shape long_line = { .kind = SHAPE_TEXT, .max = 1000 };
static const struct shape value = { .kind = SHAPE_TEXT, .max = 10000 };
static const struct shape secret = { .kind = SHAPE_TEXT, .max = 512 };
static const struct shape date = { .kind = SHAPE_DATE };
static const struct shape words = {
	.kind = SHAPE_LIST, .element = &shapes_word, .max = 512
};
static const struct shape texts = LIST(shapes_text);

/* Bodies. */

static const struct shape_field find_fields[] = {
	MUST("item", shapes_word, "探す項目", "item to find by"),
	MUST("value", value, "値", "its value"),
	MAY("items", words, "見る項目", "items to show"), END
};
const struct shape shapes_find = OBJECT(find_fields);

static const struct shape_field correct_fields[] = {
	MUST("values", person_given_values,
	    "訂正・追加する値 (空文字は削除)",
	    "values to correct or add (an empty one deletes)"), END
};
const struct shape shapes_correct = OBJECT(correct_fields);

static const char *const giver_names[] = {
	"person", "guardian", "agent", NULL
};
static const struct shape giver = {
	.kind = SHAPE_ENUM, .names = giver_names
};
static const struct shape_field consent_fields[] = {
	MUST("consent", shapes_word, "同意", "the consent"),
	MAY("recipient", line, "提供先の名称 (提供先を特定した同意)",
	    "name of the recipient, of a consent by name"),
	MAY("giver", giver, "同意した人", "who consented"),
	MAY("text", long_line, "示した文", "the wording as it was shown"),
	END
};
const struct shape shapes_consent = OBJECT(consent_fields);

static const struct shape_field withdrawal_fields[] = {
	MUST("consent", shapes_word, "同意", "the consent"),
	MAY("recipient", line, "提供先の名称", "name of the recipient"),
	MAY("giver", giver, "撤回した人", "who withdrew"), END
};
const struct shape shapes_withdrawal = OBJECT(withdrawal_fields);

static const struct shape_field stop_fields[] = {
	MAY("purpose", shapes_word, "利用目的 (省略時は第三者提供)",
	    "the purpose; without one, all provision"), END
};
const struct shape shapes_stop = OBJECT(stop_fields);

static const struct shape_field objection_fields[] = {
	MAY("revision", shapes_number, "改訂後の版 (省略時は最新)",
	    "the revision; without one, the newest"), END
};
const struct shape shapes_objection = OBJECT(objection_fields);

static const char *const hold_names[] = {
	"request", "law", "dispute", NULL
};
static const struct shape hold_kind = {
	.kind = SHAPE_ENUM, .names = hold_names
};
static const struct shape_field hold_fields[] = {
	MUST("kind", hold_kind, "保全の種類", "kind of hold"),
	MAY("reference", line, "参照番号", "reference"),
	MAY("until", line, "いつまで (RFC 3339)", "until when (RFC 3339)"),
	END
};
const struct shape shapes_hold = OBJECT(hold_fields);

static const struct shape_field release_fields[] = {
	MAY("reference", line, "参照番号", "reference of the hold"), END
};
const struct shape shapes_release = OBJECT(release_fields);

static const struct shape_field event_fields[] = {
	MUST("event", shapes_word, "保存期間の起算点",
	    "what a retention counts from"),
	MUST("date", date, "その日", "its day"), END
};
const struct shape shapes_event = OBJECT(event_fields);

static const struct shape_field personal_fields[] = {
	MUST("id", shapes_word, "利用目的の識別子", "id of the purpose"),
	MUST("text", long_line, "本人に示した文",
	    "the purpose as the person saw it"),
	MUST("items", words, "用いる項目", "its items"),
	MAY("until", line, "いつまで (RFC 3339)", "until when (RFC 3339)"),
	END
};
const struct shape shapes_personal = OBJECT(personal_fields);

static const struct shape_field rename_fields[] = {
	MUST("values", person_given_values, "新しい氏名・読み",
	    "the new name and its reading"),
	MAY("searchable", flag, "旧氏名でも探せる (既定は true)",
	    "found by the former name too (true by default)"), END
};
const struct shape shapes_rename = OBJECT(rename_fields);

static const struct shape_field merge_fields[] = {
	MUST("into", line, "統合先の本人", "the person to merge into"), END
};
const struct shape shapes_merge = OBJECT(merge_fields);

static const struct shape_field deceased_fields[] = {
	MUST("date", date, "亡くなった日", "day of death"), END
};
const struct shape shapes_deceased = OBJECT(deceased_fields);

static const struct shape record_number = { .kind = SHAPE_INT, .min = 1 };
static const struct shape_field ground_fields[] = {
	MUST("record", record_number, "記録単位の番号",
	    "number of the record"),
	MUST("ground", shapes_word, "取得の根拠",
	    "ground of the acquisition"), END
};
const struct shape shapes_ground = OBJECT(ground_fields);

static const struct shape act_shape = {
	.kind = SHAPE_ENUM, .names = act_names
};
static const struct shape_field ask_fields[] = {
	MAY("act", act_shape, "操作 (既定は use)", "act (use by default)"),
	MAY("person", line, "本人", "the person"),
	MAY("items", words, "項目", "items"),
	MAY("way", shapes_word, "取得方法 (acquire のとき)",
	    "way of acquisition, for acquire"),
	MAY("subject", shapes_word, "本人の種類", "kind of person"),
	MAY("recipient", shapes_word, "取扱先 (provide のとき)",
	    "recipient, for provide"),
	MAY("named", line, "提供先の名称", "name of the recipient"),
	MAY("ground", shapes_word, "法律上の根拠", "ground of the law"), END
};
const struct shape shapes_ask = OBJECT(ask_fields);

static const struct shape_field log_in_fields[] = {
	MUST("principal", line, "主体の名前", "name of the principal"),
	MUST("password", secret, "パスワード", "password"),
	MUST("code", line, "ワンタイムコード", "code of the moment (TOTP)"),
	END
};
const struct shape shapes_log_in = OBJECT(log_in_fields);

static const struct shape_field proof_fields[] = {
	MUST("password", secret, "パスワード", "password"),
	MUST("code", line, "ワンタイムコード", "code of the moment (TOTP)"),
	END
};
const struct shape shapes_proof = OBJECT(proof_fields);

static const struct shape_field verdict_fields[] = {
	MUST("approve", flag, "承認する", "whether it is approved"),
	MAY("note", line, "所見", "a note"), END
};
const struct shape shapes_verdict = OBJECT(verdict_fields);

static const struct shape_field review_fields[] = {
	MUST("justified", flag, "正当だった", "whether it was justified"),
	MAY("note", line, "所見", "a note"), END
};
const struct shape shapes_review = OBJECT(review_fields);

static const char *const language_names[] = { "ja", "en", NULL };
static const struct shape language_shape = {
	.kind = SHAPE_ENUM, .names = language_names
};
static const struct shape_field mail_order_fields[] = {
	MUST("category", shapes_word, "種類 (ポリシーの notices.mail)",
	    "kind of mail (the policy's notices.mail)"),
	MAY("template", shapes_word, "雛形 (既定は notice)",
	    "template (notice by default)"),
	MAY("language", language_shape, "言語", "language"),
	MAY("item", shapes_word, "宛先の項目", "item that has the address"),
	MAY("reference", line, "このプログラムの id",
	    "an id of this program"),
	MAY("date", line, "日付", "a date"),
	MAY("url", line, "事業者のページ", "a page of the operator's"), END
};
const struct shape shapes_mail_order = OBJECT(mail_order_fields);

static const struct shape url_shape = { .kind = SHAPE_TEXT, .max = 500 };
static const struct shape_field webhook_add_fields[] = {
	MUST("url", url_shape, "送り先", "where to"),
	MAY("events", words, "出来事 (既定はすべて)",
	    "acquire, correct, standing, erase; all by default"), END
};
const struct shape shapes_webhook_add = OBJECT(webhook_add_fields);
static const struct shape_field webhook_since_fields[] = {
	MUST("since", line, "この時刻から", "since then"), END
};
const struct shape shapes_webhook_since = OBJECT(webhook_since_fields);

/* Answers. */

static const struct shape_field both_fields[] = {
	MAY("ja", shapes_text, "日本語", "Japanese"),
	MAY("en", shapes_text, "英語", "English"), END
};
static const struct shape both = OBJECT(both_fields);

static const struct shape_field refused_fields[] = {
	MUST("type", shapes_word, "種類", "type"),
	MUST("code", shapes_word, "コード", "code"),
	MAY("field", shapes_text, "項目", "the item"),
	MAY("clause", shapes_text, "条項", "clause"),
	MAY("article", shapes_text, "法令", "article"),
	MAY("message", both, "説明", "why"),
	MAY("remedy", both, "どうすれば適法か", "what would help"), END
};
static const struct shape refused = OBJECT(refused_fields);
static const struct shape refused_list = LIST(refused);

static const struct shape_field observed_fields[] = {
	MUST("code", shapes_word, "コード", "code"),
	MAY("clause", shapes_text, "条項", "clause"),
	MAY("article", shapes_text, "法令", "article"),
	MAY("message", both, "説明", "why"),
	MAY("remedy", both, "どうすれば適法か", "what would help"), END
};
static const struct shape not_enforced = OBJECT(observed_fields);

static const struct shape_field made_fields[] = {
	MUST("person", shapes_text, "本人", "the person"), END
};
const struct shape shapes_made = OBJECT(made_fields);

#define RECORD_FIELDS \
	MUST("record", shapes_number, "記録単位の番号", "its number"), \
	MUST("version", shapes_number, "版", "version"), \
	MUST("way", shapes_text, "取得方法", "way of acquisition"), \
	MAY("service", shapes_text, "取得したサービス", \
	    "service through which it came"), \
	MAY("revision", shapes_number, "取得時のポリシーの版", \
	    "revision under which it was acquired"), \
	MUST("acquired", shapes_text, "取得日時", "acquired at"), \
	MAY("shown", shapes_text, "示した文の SHA-256", \
	    "SHA-256 of what was shown"), \
	MAY("shown_at", shapes_text, "示した日時", "when it was shown"), \
	MAY("origin", shapes_text, "出所", "where it came from"), \
	MAY("source_unknown", flag, "取得元が不明", \
	    "nobody knows from whom it came"), \
	MUST("values", person_given_values, "値", "values"), \
	MUST("masked", texts, "伏せた項目", "items that are masked")

static const struct shape_field record_fields[] = { RECORD_FIELDS, END };
static const struct shape record = OBJECT(record_fields);
static const struct shape records = LIST(record);
static const struct shape_field earlier_fields[] = {
	RECORD_FIELDS,
	MUST("replaced", shapes_text, "置き換えた日時", "replaced at"), END
};
static const struct shape earlier = OBJECT(earlier_fields);
static const struct shape earlier_list = LIST(earlier);

#define PERSON_FIELDS \
	MUST("person", shapes_text, "本人", "the person"), \
	MUST("decision", shapes_text, "判定", "the decision"), \
	MUST("clause", shapes_text, "許可する条項", "clause that permits"), \
	MAY("observed", not_enforced, "試行中のため通した拒否", \
	    "a refusal that was not enforced"), \
	MUST("standing", shapes_number, "同意状況の版", \
	    "version of the standing"), \
	MUST("records", records, "記録単位", "records"), \
	MUST("refused", refused_list, "拒否された項目", "items refused")

static const struct shape_field person_fields[] = { PERSON_FIELDS, END };
const struct shape shapes_person = OBJECT(person_fields);
static const struct shape people_list = LIST(shapes_person);
static const struct shape_field people_fields[] = {
	MUST("people", people_list, "該当する本人", "who was found"), END
};
const struct shape shapes_people = OBJECT(people_fields);

static const struct shape entry = { .kind = SHAPE_SCALAR, .title = "Entry" };
static const struct shape entries = LIST(entry);
static const struct shape_field history_fields[] = {
	PERSON_FIELDS,
	MUST("earlier", earlier_list, "以前の値", "earlier versions"),
	MUST("uses", entries, "利用の記録", "who used it"), END
};
const struct shape shapes_history = OBJECT(history_fields);

static const struct shape_field said_fields[] = {
	MUST("consent", shapes_text, "同意", "the consent"),
	MUST("state", shapes_word, "状態", "state"),
	MAY("time", shapes_text, "日時", "when"),
	MAY("expires", shapes_text, "期限", "until when"),
	MAY("recipient", shapes_text, "提供先", "recipient"),
	MAY("evidence", shapes_text, "以前からの同意の証跡",
	    "where the evidence of an older one is"), END
};
static const struct shape said = OBJECT(said_fields);
static const struct shape said_list = LIST(said);
static const struct shape_field own_fields[] = {
	MUST("purpose", shapes_text, "利用目的", "the purpose"),
	MUST("text", shapes_text, "文", "its wording"),
	MUST("state", shapes_word, "状態", "state"),
	MAY("expires", shapes_text, "期限", "until when"), END
};
static const struct shape own = OBJECT(own_fields);
static const struct shape own_list = LIST(own);
static const struct shape_field held_fields[] = {
	MUST("kind", hold_kind, "種類", "kind"),
	MUST("reference", shapes_text, "参照番号", "reference"),
	MAY("time", shapes_text, "日時", "when"),
	MAY("until", shapes_text, "期限", "until when"), END
};
static const struct shape held = OBJECT(held_fields);
static const struct shape held_list = LIST(held);
static const struct shape_field objected_fields[] = {
	MUST("revision", shapes_number, "改訂後の版", "the revision"),
	MAY("time", shapes_text, "日時", "when"),
	MUST("purposes", texts, "異議の及ぶ利用目的",
	    "purposes that are refused because of it"), END
};
static const struct shape objected = OBJECT(objected_fields);
static const struct shape objected_list = LIST(objected);
static const struct shape_field asked_fields[] = {
	MUST("consent", shapes_text, "同意", "the consent"),
	MUST("revision", shapes_number, "そのときの版",
	    "the revision in force then"),
	MUST("time", shapes_text, "日時", "when"),
	MUST("way", shapes_word, "方法", "by which way"), END
};
static const struct shape asked = OBJECT(asked_fields);
static const struct shape asked_list = LIST(asked);
static const struct shape numbers = LIST(shapes_number);
static const struct shape_field standing_fields[] = {
	MUST("version", shapes_number, "版", "version"),
	MUST("subject", shapes_text, "本人の種類", "kind of person"),
	MAY("introducer", shapes_text, "紹介者", "introduced by"),
	MAY("guardian", shapes_text, "法定代理人", "guardian"),
	MAY("of_age", date, "法定代理人が要らなくなる日",
	    "from when no guardian is needed"),
	MAY("confirmed", date, "正確性を確認した日",
	    "when the data was confirmed"),
	MAY("deceased", date, "亡くなった日", "day of death"),
	MAY("merged", texts, "統合された本人", "who was merged into it"),
	MUST("consents", said_list, "同意", "consents"),
	MUST("personal", own_list, "本人だけの利用目的",
	    "purposes of this person alone"),
	MUST("stops", texts, "停止された利用目的", "purposes stopped"),
	MUST("provision_stopped", flag, "第三者提供の停止",
	    "whether all provision is stopped"),
	MUST("holds", held_list, "保全", "holds"),
	MUST("objections", objected_list, "改訂への異議",
	    "objections to a change of the policy"),
	MUST("asked", asked_list, "同意を求めた記録",
	    "when consents were asked for"),
	MUST("quarantine", numbers, "根拠待ちの記録",
	    "records that wait for a ground"), END
};
const struct shape shapes_standing = OBJECT(standing_fields);

static const char *const answer_names[] = {
	"plain", "masked", "refused", NULL
};
static const struct shape answer = {
	.kind = SHAPE_ENUM, .names = answer_names
};
static const struct shape_field item_fields[] = {
	MUST("answer", answer, "答え", "the answer"),
	MUST("code", shapes_text, "コード", "code"),
	MAY("field", shapes_text, "項目", "the item"),
	MAY("clause", shapes_text, "条項", "clause"),
	MAY("article", shapes_text, "法令", "article"),
	MAY("message", both, "説明", "why"),
	MAY("remedy", both, "どうすれば適法か", "what would help"), END
};
static const struct shape item = OBJECT(item_fields);
static const struct shape items = { .kind = SHAPE_DICT, .element = &item };
static const struct shape_field decision_fields[] = {
	MUST("permitted", flag, "許可される", "whether it is permitted"),
	MUST("needs_approval", flag, "二人目の承認が要る",
	    "whether a second person must approve"),
	MUST("code", shapes_text, "コード", "code"),
	MAY("field", shapes_text, "場所", "place"),
	MAY("clause", shapes_text, "条項", "clause"),
	MAY("article", shapes_text, "法令", "article"),
	MAY("message", both, "説明", "why"),
	MAY("remedy", both, "どうすれば適法か", "what would help"),
	MAY("observed", not_enforced, "試行中のため通す拒否",
	    "a refusal that is not enforced"),
	MUST("items", items, "項目ごとの答え", "answers item by item"), END
};
const struct shape shapes_decision = OBJECT(decision_fields);

const struct shape shapes_any = { .kind = SHAPE_SCALAR, .title = "Any" };
#define REVISION_FIELDS \
	MUST("number", shapes_number, "版の番号", "number"), \
	MUST("hash", shapes_text, "正規形の SHA-256", \
	    "SHA-256 of the canonical form"), \
	MUST("announced_at", shapes_text, "告知日時", "announced at"), \
	MUST("in_force_from", shapes_text, "施行日時", "in force from"), \
	MUST("in_force", flag, "施行中", "whether it is in force")
static const struct shape_field revision_fields[] = {
	REVISION_FIELDS, END
};
static const struct shape revision = OBJECT(revision_fields);
static const struct shape revision_list = LIST(revision);
static const struct shape_field revisions_fields[] = {
	MUST("revisions", revision_list, "版", "revisions"), END
};
const struct shape shapes_revisions = OBJECT(revisions_fields);
static const struct shape_field policy_fields[] = {
	REVISION_FIELDS,
	MUST("policy", shapes_any, "ポリシー (policy.schema.json)",
	    "the policy (policy.schema.json)"), END
};
const struct shape shapes_policy = OBJECT(policy_fields);

static const struct shape_field entries_fields[] = {
	MUST("size", shapes_number, "署名済みのログの件数",
	    "entries of the signed log"),
	MUST("entries", entries, "記録", "entries"),
	MAY("next", shapes_text, "続きのカーソル", "cursor of what follows"),
	END
};
const struct shape shapes_entries = OBJECT(entries_fields);

static const struct shape_field session_fields[] = {
	MUST("token", shapes_text, "セッションの合い言葉",
	    "what the session is asked with"),
	MUST("expires", shapes_text, "期限", "until when"),
	MUST("idle_minutes", shapes_number, "使わないと切れるまでの分",
	    "minutes without a use, after which it is over"), END
};
const struct shape shapes_session = OBJECT(session_fields);

static const struct shape_field principal_fields[] = {
	MUST("principal", shapes_text, "名前", "name"),
	MUST("kind", shapes_word, "種類", "kind"),
	MUST("roles", texts, "役割", "roles"),
	MUST("purposes", texts, "限られた利用目的 (空は役割どおり)",
	    "purposes it is limited to; none: as the role"),
	MUST("items", texts, "限られた項目", "items it is limited to"),
	MUST("services", texts, "限られたサービス",
	    "services it is limited to"),
	MUST("quota", shapes_number, "1分あたりの上限 (0はなし)",
	    "requests a minute; 0: no limit"), END
};
const struct shape shapes_principal = OBJECT(principal_fields);

static const struct shape_field approval_fields[] = {
	MUST("approval", shapes_text, "承認", "the approval"),
	MUST("state", shapes_word, "状態", "state"),
	MUST("requester", shapes_text, "求めた主体", "who asks"),
	MUST("role", shapes_text, "役割", "in which role"),
	MUST("purpose", shapes_text, "利用目的", "for what"),
	MUST("act", act_shape, "行為", "act"),
	MUST("request", shapes_text, "操作", "what would be done"),
	MUST("fields", texts, "本文の項目", "fields of the body"),
	MUST("digest", shapes_text, "要求の SHA-256",
	    "SHA-256 of exactly what is asked"),
	MAY("reason", shapes_text, "理由", "why"),
	MUST("made", shapes_text, "求めた日時", "asked at"),
	MUST("expires", shapes_text, "期限", "until when"),
	MAY("decided_by", shapes_text, "判断した主体", "who decided"),
	MAY("decided_role", shapes_text, "その役割", "in which role"),
	MAY("decided", shapes_text, "判断の日時", "decided at"),
	MAY("note", shapes_text, "所見", "a note"), END
};
const struct shape shapes_approval = OBJECT(approval_fields);
static const struct shape_field mail_fields[] = {
	MUST("mail", shapes_text, "メール", "the mail"),
	MUST("state", shapes_text, "状態", "queued, sent, refused, failed or "
	    "cancelled"),
	MAY("person", shapes_text, "本人 (送信待ちの間)",
	    "the person, while it waits"),
	MUST("category", shapes_text, "種類", "kind of mail"),
	MUST("template", shapes_text, "雛形", "template"),
	MUST("principal", shapes_text, "頼んだ主体", "who ordered it"),
	MUST("made", shapes_text, "頼んだ日時", "ordered at"),
	MAY("next", shapes_text, "次に試す日時", "next tried at"),
	MAY("ended", shapes_text, "終わった日時", "ended at"),
	MUST("attempts", shapes_number, "失敗した回数", "how often it failed"),
	MAY("code", shapes_text, "理由", "why not"), END
};
const struct shape shapes_mail = OBJECT(mail_fields);
static const struct shape_field webhook_fields[] = {
	MUST("webhook", shapes_text, "ウェブフック", "the webhook"),
	MUST("url", shapes_text, "送り先", "where to"),
	MUST("events", texts, "出来事", "kinds of event"),
	MUST("made", shapes_text, "登録の日時", "registered at"),
	MUST("by", shapes_text, "登録した主体", "who registered it"),
	MAY("waits", shapes_number, "待っている数", "how many wait"),
	MAY("told", shapes_number, "知らせた数 (30日)",
	    "how many were told, in 30 days"),
	MAY("failed", shapes_number, "諦めた数 (30日)",
	    "how many were given up, in 30 days"),
	MAY("secret", shapes_text, "署名の鍵 (一度だけ)",
	    "secret of the signatures, shown once"), END
};
const struct shape shapes_webhook = OBJECT(webhook_fields);
static const struct shape webhook_list = LIST(shapes_webhook);
static const struct shape_field webhooks_fields[] = {
	MUST("webhooks", webhook_list, "ウェブフック", "webhooks"), END
};
const struct shape shapes_webhooks = OBJECT(webhooks_fields);
static const struct shape_field webhook_count_fields[] = {
	MUST("events", shapes_number, "知らせ直す数", "events told again"), END
};
const struct shape shapes_webhook_count = OBJECT(webhook_count_fields);
static const struct shape approval_list = LIST(shapes_approval);
static const struct shape_field approvals_fields[] = {
	MUST("approvals", approval_list, "承認", "approvals"),
	MAY("next", shapes_text, "続きのカーソル", "cursor of what follows"),
	END
};
const struct shape shapes_approvals = OBJECT(approvals_fields);

static const struct shape_field fault_fields[] = {
	MAY("pointer", shapes_text, "場所 (JSON Pointer)",
	    "place (JSON Pointer)"),
	MAY("parameter", shapes_text, "パラメーター", "parameter"),
	MUST("code", shapes_text, "コード", "code"),
	MUST("detail", shapes_text, "説明", "what is wrong"),
	MAY("clause", shapes_text, "条項", "clause"),
	MAY("article", shapes_text, "法令", "article"),
	MAY("remedy", shapes_text, "どうすればよいか", "what would help"),
	END
};
static const struct shape fault = OBJECT(fault_fields);
static const struct shape fault_list = LIST(fault);
static const struct shape_field problem_fields[] = {
	MUST("type", shapes_text, "種類", "type"),
	MUST("title", shapes_text, "題", "title"),
	MUST("status", shapes_number, "HTTP の状態", "HTTP status"),
	MUST("detail", shapes_text, "説明", "what is wrong"),
	MUST("code", shapes_text, "コード (変わらない)", "stable code"),
	MAY("request_id", shapes_text, "要求の番号", "id of the request"),
	MAY("clause", shapes_text, "条項", "clause"),
	MAY("article", shapes_text, "法令", "article"),
	MAY("remedy", shapes_text, "どうすればよいか", "what would help"),
	MAY("errors", fault_list, "項目ごとの誤り", "faults one by one"),
	END
};
const struct shape shapes_problem = {
	.kind = SHAPE_OBJECT, .fields = problem_fields, .title = "Problem"
};
static const struct shape_field problem_type_fields[] = {
	MUST("type", shapes_text, "種類", "type"),
	MUST("status", shapes_number, "HTTP の状態", "HTTP status"),
	MUST("title", both, "題", "title"), END
};
const struct shape shapes_problem_type = OBJECT(problem_type_fields);
