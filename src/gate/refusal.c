#include "gate/refusal.h"

const struct refusal_row refusal_table[REFUSAL_COUNT] = {
	[REFUSAL_NONE] = { "permitted", "", STATUS_OK,
	    { "許可されました", "permitted" }, { "", "" } },
	[REFUSAL_REVISION_NOT_IN_FORCE] = {
	    "revision_not_in_force", "21", STATUS_REFUSED,
	    { "このポリシーの版は施行されていません",
	      "this revision of the policy is not in force" },
	    { "施行日を待つか、施行中の版で行ってください",
	      "wait until it is in force, or act under the one that is" } },
	[REFUSAL_PURPOSE_UNKNOWN] = {
	    "purpose_unknown", "18(1)", STATUS_REFUSED,
	    { "公表している利用目的ではなく、本人が個別に同意した利用目的でもありません",
	      "this is no purpose that the policy declares, nor one that the "
	      "person consented to" },
	    { "宣言された利用目的を指定するか、本人の同意を得てください",
	      "name a declared purpose, or obtain the person's consent" } },
	[REFUSAL_USE_PROHIBITED] = {
	    "use_prohibited", "19", STATUS_REFUSED,
	    { "不適正な利用として禁止されています",
	      "the policy forbids this as an improper use" },
	    { "この利用はできません", "there is no way to do this" } },
	[REFUSAL_ROLE_NOT_FOR_PURPOSE] = {
	    "role_not_for_purpose", "23", STATUS_REFUSED,
	    { "この役割では、この利用目的のために取り扱えません",
	      "this role may not act for this purpose" },
	    { "担当の役割の人に依頼してください",
	      "ask somebody whose role it is" } },
	[REFUSAL_ROLE_NOT_FOR_ACT] = {
	    "role_not_for_act", "23", STATUS_REFUSED,
	    { "この役割では、この操作はできません",
	      "this role may not do this" },
	    { "担当の役割の人に依頼してください",
	      "ask somebody whose role it is" } },
	[REFUSAL_ITEM_UNDECLARED] = {
	    "item_undeclared", "17(1)", STATUS_REFUSED,
	    { "ポリシーに宣言されていない項目です",
	      "the policy declares no such item" },
	    { "ポリシーに項目を宣言し、改訂として公表してください",
	      "declare the item in the policy and publish the revision" } },
	[REFUSAL_ITEM_NEVER_HELD] = {
	    "item_never_held", "20(2)", STATUS_REFUSED,
	    { "取得しないと約束している項目です",
	      "the policy promises never to hold this item" },
	    { "この項目は取得できません", "it can not be acquired" } },
	[REFUSAL_ITEM_NOT_FOR_PURPOSE] = {
	    "item_not_for_purpose", "18(1)", STATUS_REFUSED,
	    { "この利用目的のために用いる項目ではありません",
	      "the item is not used for this purpose" },
	    { "この項目を用いる利用目的を指定してください",
	      "name a purpose that uses this item" } },
	[REFUSAL_ITEM_NOT_FOR_ROLE] = {
	    "item_not_for_role", "23", STATUS_REFUSED,
	    { "この役割で扱える項目ではありません",
	      "this role may not handle this item" },
	    { "担当の役割の人に依頼してください",
	      "ask somebody whose role it is" } },
	[REFUSAL_RECIPIENT_UNDECLARED] = {
	    "recipient_undeclared", "27(1)", STATUS_REFUSED,
	    { "この利用目的の提供先として宣言されていません",
	      "this is no recipient that the purpose provides to" },
	    { "ポリシーに取扱先を宣言し、公表してください",
	      "declare the recipient in the policy and publish it" } },
	[REFUSAL_ITEM_NOT_FOR_RECIPIENT] = {
	    "item_not_for_recipient", "27(1)", STATUS_REFUSED,
	    { "この取扱先に渡す項目ではありません",
	      "the item is not among those given to this recipient" },
	    { "宣言された項目だけを渡してください",
	      "give only the items that are declared" } },
	[REFUSAL_PERSON_UNKNOWN] = {
	    "person_not_found", "", STATUS_NOT_FOUND,
	    { "該当する本人は見つかりません", "no such person" },
	    { "", "" } },
	[REFUSAL_WAY_NOT_FOR_PURPOSE] = {
	    "way_not_for_purpose", "21", STATUS_REFUSED,
	    { "この取得方法で本人に知らせている利用目的ではありません",
	      "this way of acquisition does not make this purpose known" },
	    { "この利用目的を知らせている取得方法で取得してください",
	      "acquire it in a way that makes this purpose known" } },
	[REFUSAL_CLASS_WITHOUT_PURPOSE] = {
	    "class_without_purpose", "18(1)", STATUS_REFUSED,
	    { "この情報を取得した時の利用目的に含まれません",
	      "this is none of the purposes for which it was acquired" },
	    { "関連する範囲の変更なら通知又は公表を、それを超えるなら本人の同意を要します",
	      "a related change needs notice or publication, a wider one the "
	      "person's consent" } },
	[REFUSAL_CONSENT_MISSING] = {
	    "consent_missing", "27(1)", STATUS_REFUSED,
	    { "必要な本人の同意がありません",
	      "the person's consent, which this needs, is missing" },
	    { "本人の同意を得てください", "obtain the person's consent" } },
	[REFUSAL_CONSENT_WITHDRAWN] = {
	    "consent_withdrawn", "27(1)", STATUS_REFUSED,
	    { "本人が同意を撤回しています",
	      "the person has withdrawn consent" },
	    { "本人が改めて同意するまでできません",
	      "it is not possible until the person consents again" } },
	[REFUSAL_OBJECTED] = {
	    "change_objected", "17(2)", STATUS_REFUSED,
	    { "本人がこの利用目的への変更に異議を申し出ています",
	      "the person objects to the change that brought this purpose" },
	    { "本人がこの利用目的に同意するまでできません",
	      "it is not possible until the person consents to it" } },
	[REFUSAL_USE_STOPPED] = {
	    "use_stopped", "35", STATUS_REFUSED,
	    { "本人の求めにより利用を停止しています",
	      "use was stopped at the person's request" },
	    { "本人が停止を解除するまでできません",
	      "it is not possible until the person lifts the stop" } },
	[REFUSAL_SPECIAL_CARE] = {
	    "special_care_without_ground", "20(2)", STATUS_REFUSED,
	    { "要配慮個人情報を取り扱う根拠がありません",
	      "there is no ground for handling special-care information" },
	    { "本人の同意を得るか、法律上の根拠を示してください",
	      "obtain the person's consent, or name a ground of the law" } },
	[REFUSAL_RETENTION_OVER] = {
	    "retention_over", "22", STATUS_REFUSED,
	    { "保存期間が過ぎています", "its retention period is over" },
	    { "消去されるまで利用できません",
	      "it may not be used any more, and will be erased" } },
	[REFUSAL_HELD] = {
	    "held", "22", STATUS_REFUSED,
	    { "保全中のため、変更も消去もできません",
	      "it is under a hold and may be neither changed nor erased" },
	    { "保全が解除されるまでお待ちください",
	      "wait until the hold is released" } },
	[REFUSAL_KEPT_AS_PROCESSOR] = {
	    "kept_as_processor", "16(4)", STATUS_REFUSED,
	    { "委託を受けて預かっている情報で、委託された業務以外には取り扱えません",
	      "it is kept for a client, and only for the entrusted work" },
	    { "委託元にお問い合わせください", "ask the client" } },
};
