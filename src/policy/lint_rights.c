/*
 * Requests of persons: L-09 procedure and refusals, L-17 documents that prove
 * identity, L-18 the form of the answer.
 */
#include "policy/lint_rule.h"

/* What is missing, in the order of 施行令12条. */
static void
check_procedure(struct lint *lint)
{
	const struct lint_rights *r = &lint->rights;
	static _Thread_local char ja[160], en[160];
	char *copy_ja, *copy_en;
	bool fee = lint->report->published[LINT_FEE].value == LINT_YES;
	struct lint_span place = r->clause >= 0 ?
	    lint_text_of(lint, (uint32_t)r->clause) : lint_title(lint);

	if (r->clause >= 0 && r->way >= 0 && r->identity >= 0 &&
	    r->agent >= 0 && fee)
		return;
	(void)snprintf(ja, sizeof(ja), "ないもの: %s%s%s%s%s",
	    r->clause < 0 ? "手続の定め " : "",
	    r->way < 0 ? "請求の方法・様式 " : "",
	    r->identity < 0 ? "本人確認 " : "",
	    r->agent < 0 ? "代理人 " : "", fee ? "" : "手数料 ");
	(void)snprintf(en, sizeof(en), "missing: %s%s%s%s%s",
	    r->clause < 0 ? "any procedure, " : "",
	    r->way < 0 ? "form or way, " : "",
	    r->identity < 0 ? "identity check, " : "",
	    r->agent < 0 ? "agents, " : "", fee ? "" : "fee, ");
	ja[strlen(ja) - 1] = '\0';
	en[strlen(en) - 2] = '\0';
	copy_ja = (char *)(uintptr_t)text_copy(lint->arena, text_of(ja)).p;
	copy_en = (char *)(uintptr_t)text_copy(lint->arena, text_of(en)).p;
	if (copy_ja == NULL || copy_en == NULL) {
		lint->failed = true;
		return;
	}
	lint_report_detail(lint, LINT_NO_PROCEDURE, place, copy_ja, copy_en);
}

#define REFUSING "(受け(でき|し?かね|られ(ない|ません))|応え(でき|し?かね|られ)|応じ(ない|られない|かね|ることができ)|お?断り|行わない|しない(こと|旨|場合)|" \
    "拒(否|絶|む)|できない(こと|場合)|対応(でき|しない|しかね)|開示(しない|し?かね|できない)|" \
    "(お?答え|回答)(でき|し?かね)|不開示|差し?控え|控え|限りでは|限りで(は)?ありません|" \
    "応じません|行いません|対象外)"
#define OWN_GROUND "合理的(な|に)(理由|事情|必要|に)?|当?(社|院|会|校|店|法人|団体|協会|組合|" \
    "行|所)が(必要(が?ない|性)|不適(切|当)|不要|適(切|当)(で(は)?ない)?|相当(で(は)?ない)?|" \
    "困難)(と|で|であると|性が)|(当?(社|院|会|校|店|法人|団体|協会|組合))の(判断|裁量|都合)|" \
    "正当な(理由|事由)(が|により|に基づ)|やむを得ない(理由|事情|事由)|(営業|業務|サービス|運営|" \
    "実施|事業)[^著。]*支障(を|が)|その他[^。]*(不適切|相当でない|適当でない|困難)と(判断|認め)|" \
    "(適(当|切)|相当|妥当|必要)(で(は)?|が)?ないと(判断|認め|考え|思料)|(運営|営業|業務|事務|社内|" \
    "院内|園務|校務|内部)上?の?(都合|事情)|差し?支え|繁忙|(業務|運営|営業|経営|実施)上[^著法。]~12(困難|不都合|都合)|(頻繁|過度|濫用|不当)|(その|独自の|自由な)?裁量(により|によって|で|に基づ)|時間(を|が)要する|費用(を|が)要する|営業上の?(支障|理由|秘密)|" \
    "業務上の?(都合|支障)|煩雑|多忙"

/* 開示するか否かは当社の判断による: no refusal in words, but at will. */
#define WHIM "{(開示|訂正|応じる|対応|削除|停止)(する|を行う)?か(どうか|否か|は)~14(判断|裁量|任意)}"

static bool
is_statutory(const struct lint *lint, uint32_t s)
{
	return lint_has(lint, s, "著し(い|く)|法令に(基づ|違反|より)|法律(に|の|上)|法定|"
	    "個人情報保護法|多額の費用|代替|本人確認|書類|手数料|代理権|第#条");
}

static void
check_refusal(struct lint *lint, uint32_t s)
{
	const struct lint_block *block = lint_block_of(lint, s);
	bool listed = block->lead >= 0 &&
	    lint_has(lint, (uint32_t)block->lead, REFUSING) &&
	    lint_published_rights(lint, (uint32_t)block->lead);
	struct lint_span found;

	if ((!lint_published_rights(lint, s) && !listed) ||
	    block->kind == BLOCK_HEADING)
		return;
	if (!listed && !lint_has(lint, s, REFUSING) &&
	    !lint_has(lint, s, WHIM))
		return;
	if ((!lint_find(lint, s, "{" OWN_GROUND "}", &found) ||
	    is_statutory(lint, s)) && !lint_find(lint, s, WHIM, &found))
		return;
	lint_report_add(lint, LINT_REFUSAL_GROUND, found);
}

/* Whether 開示等 or the sentence itself takes in correction and stop. */
static bool
means_all_requests(const struct lint *lint, uint32_t s)
{
	if (lint_has(lint, s, "(訂正|利用停止|利用の停止|削除|消去)"))
		return true;
	return lint_has(lint, s, "開示等") && lint_any(lint,
	    "(訂正|利用停止|利用の停止|削除|消去)[^。]*「開示等") >= 0;
}

/* The three grounds of 33(2) for every kind of request. */
static void
check_scope(struct lint *lint)
{
	LINT_EACH(lint, s) {
		uint32_t grounds = 0;

		if (!lint_published_rights(lint, s) || !lint_has(lint, s,
		    REFUSING) || !means_all_requests(lint, s))
			continue;
		LINT_EACH(lint, i) {
			if (lint_block_of(lint, i)->lead != (int32_t)s &&
			    i != s)
				continue;
			grounds |= lint_has(lint, i, "(生命|身体|財産)~30権利利益") ?
			    1 : 0;
			grounds |= lint_has(lint, i, "著しい支障") ? 2 : 0;
			grounds |= lint_has(lint, i, "法令に違反|法令違反") ? 4 : 0;
		}
		if (grounds == 7)
			lint_report_add(lint, LINT_REFUSAL_SCOPE,
			    lint_text_of(lint, s));
	}
}

#define OLD_DOCUMENT "{(国民|政管|組合|船員)?健康保険(被保険者)?証|%(介護|年金|雇用|" \
    "自動車|損害|火災|生命|児童|特別)(被)?保険者?証!(券|明|書)|住民基本台帳カード|住基カード|" \
    "住民基本カード|外国人登録(証明書|証|カード)|(個人番号|マイナンバー)?通知カード|" \
    "共済組合員証|後期高齢者医療(被保険者)?証|保険証!(券|書)}"
#define GONE "廃止|使(用|え)(でき)?(ません|ない)|利用(でき)?ません|受付(て|ら|け)?(い)?ません|" \
    "お?取扱?できません|経過措置|有効期(限|間)|以前に発行|除(き|く)|資格確認書(に|へ)" \
    "(代|替|移行)|終了|無効|不可|対象外|受け?(付け)?られません"

static bool
is_identity_list(const struct lint *lint, uint32_t s)
{
	return lint_about(lint, s, TOPIC_IDENTITY) || lint_has(lint, s,
	    "本人確認|確認書類|身分証|証明(書|する書類)|本人(で|の|である)~10確認") ||
	    lint_lead_has(lint, s, "本人確認|確認書類|身分証|証明|写し|コピー|書類") ||
	    (lint_published_rights(lint, s) && lint_has(lint, s, "写し|コピー|"
	    "提示|添付|同封|提出|免許証|パスポート"));
}

static void
check_documents(struct lint *lint, uint32_t s)
{
	struct lint_span rest = lint_text_of(lint, s), found;

	if (!is_identity_list(lint, s) || lint_has(lint, s, GONE))
		return;
	while (lint_span_find(lint, rest, OLD_DOCUMENT, &found)) {
		lint_report_add(lint, LINT_OBSOLETE_IDENTITY, found);
		rest.from = found.to;
	}
	if (lint_find(lint, s, "{年金手帳}", &found) && lint_any(lint,
	    "基礎年金番号~40(黒塗|マスキング|塗りつぶ|隠|見えない|抹消)") < 0)
		lint_report_add(lint, LINT_UNMASKED_IDENTITY, found);
	if (lint_find(lint, s, "{(マイナンバー|個人番号)カード[^。]*(両面|裏面)}", &found) &&
	    !lint_has(lint, s, "裏面(は|の)?[^。]*(不要|ないで|送らない|含めない|ません|隠)"))
		lint_report_add(lint, LINT_UNMASKED_IDENTITY, found);
}

#define PAPER "(書面|文書|資料|紙)の(写し|原本|コピー)|書面|郵送|郵便|文書|紙媒体|簡易書留|書留|封書|書簡|手紙|葉書|はがき|本人限定受取|書類|紙"
#define ELECTRONIC "電磁的|メール(に|で|又は|、|・|等|添付|など|もし|若し|送信|の)|%(個人)データ(で|" \
    "形式|ファイル|の(提供|送付|交付))|ダウンロード|cd|dvd|usb|pdf|csv|電子(的|データ|" \
    "ファイル|媒体|交付)|オンライン|マイページ|(希望|指定|請求|選択|求め)(の|する|され(た|る)|" \
    "頂いた|した|に応じた)?(方法|形式|媒体)|方法(を|の)(指定|選択)"
#define ANSWER "届け|結果|答え|返事|渡し|知らせ|伝え|回答|通知|開示|交付|送付|返答|送り|郵送|返信|お知らせ|連絡|発送"

/* Who writes: we, or the person who asks? */
#define BY_US "(開示|回答|通知|交付|返答|答え|返事|結果)(は|方法|の方法|を(行|し)|書|し(ま|て)|の際)|" \
    "(書面|紙|印刷物)(の交付)?(又は|若しくは|か|、|と|及び)~10(電磁|電子|メール|データ)"
#define BY_PERSON "下さい|願い|受付|受け(ます|る|し)|申出|提出|申請|申込|請求(し|書|は|を|の方法|でき|フォーム|に)|" \
    "問合せ|連絡し"

/* How the answer comes: on paper only, or as the person chooses? */
static void
check_answer(struct lint *lint)
{
	struct lint_span paper = { 0, 0 };

	LINT_EACH(lint, s) {
		struct lint_span found;

		if (!lint_published_rights(lint, s))
			continue;
		if (lint_has(lint, s, ELECTRONIC) &&
		    (lint_has(lint, s, BY_US) || (lint_has(lint, s, ANSWER
		    "|方法|指定|希望|選択") && !lint_has(lint, s, BY_PERSON))))
			return;
		if (paper.to > 0)
			continue;
		if (lint_find(lint, s, "{(" PAPER ")(の(み|交付|送付|郵送)|に(て|より|よって|よる)|"
		    "で(のみ|の)?|を以て|として|を|のみ|に印刷)、?~14(" ANSWER ")(し|い|する|る|ます|を行|と(し|な)|"
		    "に限|申し?上げ|致)}|{(" ANSWER ")(は|方法は|の方法は|書は)[、:]?~30(" PAPER
		    ")(の(み|郵送|送付|交付)|に(て|より|よる|限|印刷)|で|を|と(し|な)|のみ)~30(行|渡|"
		    "し(ま|て)|する|限|です|とします|郵送|送付)}|{(開示|回答|通知|交付|結果)(の|時期|・|及び)*"
		    "(方法|時期)?[:|]~40(" PAPER ")(を|の|で|に)?~6(郵送|送付|交付|送|限|のみ|により|$)}",
		    &found) && !lint_has(lint, s, "(郵送|送付|提出|返送|同封)(して)?(下さい|願い|頂)|"
		    "(請求|申請|申出)[^。]*(受付|お受け)"))
			paper = found;
	}
	if (paper.to > paper.from)
		lint_report_add(lint, LINT_PAPER_ONLY, paper);
}

void
lint_rights_check(struct lint *lint)
{
	check_procedure(lint);
	LINT_EACH(lint, s) {
		check_refusal(lint, s);
		check_documents(lint, s);
	}
	check_scope(lint);
	check_answer(lint);
}
