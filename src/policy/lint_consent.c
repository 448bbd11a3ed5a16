/*
 * What is said about consent: L-02 garbled or reversed promises, L-03 deemed
 * consent, L-04 deemed consent to provide special-care information, L-22
 * display for a while and then effect for everybody.
 */
#include "policy/lint_rule.h"

/* A pattern, and what in the same sentence takes it back. */
struct speech {
	enum lint_case kind;
	const char *pattern;
	const char *unless;
};

#define CONSENTED "(し(た|ている|て頂いた|て頂けた|て下さった|てい(た|る))|され(た|ている)|" \
    "(に)?な(った|られた)|下さ(った|っている)|頂(いた|けた|いている|けている)|済み(で|の|である)?|を(得|頂|与え|し|受け|" \
    "もら)(た|られた|いた|けた|った|ている|いている)|が(あった|ある|得られた|なされた|" \
    "成立(した|する))|を表明した|の意思(表示)?(を|が)~6た)"
#define NOT_CONSENT "!(しない|されない|頂けない|を?撤回|を?取消|がない|" \
    "が得られ(ない|なかった)|しなかった|を?拒|の撤回|を取り下げ|の有無|を得ない|" \
    "を得られ|に代わる|できない|頂けなかった|のない|なき)"

/* Use, silence or time taken for consent. */
static const char *const deeming[] = {
	"{<consent>" NOT_CONSENT "~14と(は?みな(し|す|さ(せ|れ)))}",
	"{<consent>" NOT_CONSENT "~14(もの|こと)と(推定|判断|解釈|理解|存じ|思|捉え|"
	    "とらえ|心得|受取|取扱|扱|了解し|見(ま|る)|認め|考え|受け止め|解(し|す|さ))}",
	"{<consent>" NOT_CONSENT "~12(もの|こと|方|人|利用者|お客様|会員|者)として"
	    "(取扱|扱|みな|処理|提供|対応|理解|考え)}",
	"{<consent>(して)?(下さった|頂いた|頂けた|した|された|を得た|があった)(もの|こと)?と"
	    "(考え|判断|推定|解釈|みな|理解|受け止め)}",
	"{<consent>" CONSENTED "(もの|こと)(と(し(ま|た|て)|する|な(り|る))|"
	    "に(な(り|る)|し(ま|た)))}",
	"{<consent>~8(した|された|頂いた|頂けた|下さった)(もの)?(との|という)(扱い|取扱|こと)"
	    "(に(な|し|さ)|と(な|し|さ)|です)}",
	"(利用|閲覧|覧に?|アクセス|訪問|登録|注文)~20(方|者|皆様|場合)~14{<consent>(し|され|して頂い)"
	    "てい(ます|る(もの)?$)}",
	"{(を以て|により|によって|で)、?~10<consent>(と(し(ま|た)|する|みな|"
	    "代え|解)|に(代え|かえ)|があった(もの|こと)|を頂いた(もの|こと))}",
	"(利用|使用|閲覧|アクセス|訪問|登録|申込|応募)~8(際|場合|時点|とき|者|方|"
	    "こと(により|で|を以て|によって)|により|を以て|には)~60"
	    "{<consent>(頂く|する|される)(もの|こと)(と(し|す|な)|に(な|し|す))}",
	"(利用|使用|閲覧|アクセス|継続|続け|訪問)~14(こと|により|で|は|場合)~30"
	    "{<consent>(の意思表示)?(を(示|表明)し|が成立し|を意味し|と同義)}",
	"{(黙示|暗黙|自動的|当然)(の|に|的に)~6<consent>(し|が|を|と|に)}",
	"(異議|申出|申立|返信|連絡|回答|意思表示|お?届)~14(ない|なかった|なき|"
	    "なけれ|なく|ありませ|頂けない)~24{<consent>" NOT_CONSENT
	    "~10(もの|こと|と|済み)~6(みな|し|扱|な)}",
};

/* What makes it no deeming: denied, or an act that says yes. */
#define DENIED "(みなし|扱い?|判断し|推定し|解釈し|考え)(は?し)?ません|" \
    "(認め|考え)られ(ない|ません)|みな(さ(ない|ず|れない|れません|れることはあ)|すもの(では|で)(ありません|ない)|" \
    "すことは(ありません|しません|ない|でき))|(扱う|解する|する|なる|とする)(もの|こと|わけ)" \
    "(では|で|は|と)(ありません|ない|しません)|とは(みなし|扱|しま|考え|解し|なりま)|" \
    "ものとは(し|みな|なり)|ことにはなりません|ことは(ありません|しません)"
#define AGREED "(同意|承諾|了承|承認)(する|します|した|して申し?込む|の上~8)?" \
    "」?(の|と(いう|表示された|書かれた)|欄|等の|旨の|に関する)?、?~8" \
    "(ボタン|チェック|欄|選択|クリック|タップ|押)|チェック(ボックス|欄|を(入|付|つ)|" \
    "し(た|て)|頂)|署名|記名|押印|同意書|(書面|口頭|メール)で~6同意の?(意思|旨)"

static bool
is_deeming(const struct lint *lint, uint32_t s, struct lint_span *found)
{
	if (!lint_has(lint, s, "<consent>") || lint_has(lint, s, DENIED) ||
	    lint_has(lint, s, AGREED))
		return false;
	for (size_t i = 0; i < LENGTH(deeming); i++)
		if (lint_find(lint, s, deeming[i], found))
			return true;
	return false;
}

#define CONSENT_GOT "<consent>を?(得|頂い|頂け|取得し|受け|もらっ)(た|て)" \
    "(上で|後に?|上、|から|ときに?は?|場合(に|は|には)?)は?!(でな|なけれ|も|で|のみ|だけ)、?"
/* The same in one breath: 同意を得て第三者に提供することはありません */
#define CONSENT_GIVING "<consent>を?(得|頂い|受け|取得し|もらっ)て、?((第三者|外部|他社|他者)" \
    "(に|へ)(対し(て)?)?、?|<pi>(を|の))*(提供|開示|利用|共有)(すること)?は?" \
    "(しません|しない|ありません|行いません|行わない)"
#define CONDITION "場合|とき|次の|以下|下記|法令|各号|除|委託|共同|あります|ことが|" \
    "必要|限り|統計|匿名|仮名|例外|但し|承継|個人を(特定|識別)でき|判別できな|属性"

#define STOP "(。|$)"

static const struct speech garbled[] = {
	{ LINT_GARBLED_NEGATION, "{" CONSENT_GOT "[^以除限、。]*<donot>}", NULL },
	/* Consent given, and yet nothing beyond what stands above. */
	{ LINT_GARBLED_NEGATION, "{" CONSENT_GOT "[^除限。]~20(上記|前項|前条|前記|"
	    "第#(条|項)|(利用|使用)目的)(に定める|の|に記載した?|に掲げる)*(利用|使用)?(目的|範囲)?(以外|の外)"
	    "(の目的|の範囲)?(で|に|では|には)~12(利用|使用|取扱)(は?し|を?行い|することは?あり)ません}",
	    NULL },
	{ LINT_GARBLED_NEGATION, "{" CONSENT_GIVING "}", NULL },
	{ LINT_GARBLED_NEGATION, "{" CONSENT_GOT "[^以除限、。]*(利用|使用|提供|"
	    "開示|取得|収集)(すること)?は?(しない|(あり|し)ません)}", NULL },
	{ LINT_GARBLED_NEGATION, "{(手数料|費用|料金|代金|実費|対価)(等|など|類|の類)?"
	    "(は|を|も|については|に関しては)、?(一切|全く|特に|別途|原則(として)?|"
	    "何ら|如何なる|、)*((し|行い|行わ)(ません|ない(もの|こと)?と?)|(し|行っ)て(い|は)ません)}", NULL },
	{ LINT_GARBLED_NEGATION, "{(提供|開示|利用|漏洩|取得|収集|公開|使用|売却|"
	    "預託)(し|を行わ|をし)ない(こと|もの|わけ)(は|では|も)(ありません|"
	    "しません|ない|し?ないもの)}", NULL },
	{ LINT_GARBLED_NEGATION, "{(無料|無償|0円|ゼロ円)(で|として|にて|とし、?)"
	    "[^、。]*(申受(け)?|(頂戴|徴収|請求|受領)(し|す)?|頂き)(ます|る)}", NULL },
	{ LINT_GARBLED_NEGATION, "{(ませんます|ますません|ませんします|しますします|"
	    "しますません|ませんする|しないしません|しませんしません|するしません|しないする)}",
	    NULL },
	{ LINT_GARBLED_NEGATION, "{(手数料|費用|料金)(等|など)?(は|を)~10(無料|無償)"
	    "(では)?(ありません|頂きません|ではない)}", NULL },
	{ LINT_REVERSED_PROMISE, "{<consent>(を得る?(こと)?|を頂く?(こと)?|"
	    "を取得する(こと)?)?(なく|なしに|ず(に)?|ないで|ないまま|の有無に関わらず|"
	    "を問わず)、?[^。]*(提供|開示|利用|使用|取扱|共有|公開|取得|収集|渡|売却|販売|貸与|譲渡)"
	    "<does>}" STOP, CONDITION },
	{ LINT_REVERSED_PROMISE, "{<consent>(が|を)~6(ない|得ない|得られない|"
	    "頂けない|なき)限り、?[^。ずん]*(提供|開示|利用|使用|取得)<does>}" STOP,
	    NULL },
	{ LINT_REVERSED_PROMISE, "{<consent>[^。]*(場合|とき|もの)?を?除(き|いて|"
	    "いては)、?[^。同承了委]*(第三者|提供先|外部|他社|他者)[^。同承了委ん]*"
	    "(提供|開示)((し|する(もの|こと|場合)(と(し)?|が(あり)?))ます|する)}" STOP,
	    "しない" },
	{ LINT_REVERSED_PROMISE, "{法令[^。同承了委]*(場合|とき)?を?除(き|いて)、?"
	    "[^。同承了委共]*(第三者|外部|他社|他者)[^。同承了委共ん]*(提供|開示)"
	    "(します|する)}" STOP, "しない" },
	{ LINT_REVERSED_PROMISE, "{(利用目的|目的|必要)(の|な|に必要な|の達成に必要な|を"
	    "達成するために必要な)*(範囲)?を超え(て|た)[^。場合ときこ、]*(利用|取扱|使用|"
	    "提供|保有)<does>}" STOP, "<consent>|しません|しない" },
	{ LINT_REVERSED_PROMISE, "{目的(の|な|に必要な|の達成に必要な|を達成するために必要な)*"
	    "(範囲)?を超え(て|た)[^。場合ときこ、]*(利用|取扱|使用|提供)(を|も)?(行い|し)、}",
	    "<consent>|ません|ない" },
	{ LINT_REVERSED_PROMISE, "{(偽り|不正|違法|不適法)(その他~6)?(の|な)"
	    "(手段|方法|手法)(により|によって|で|を用いて)[^、。]*(取得|収集)"
	    "(します|する)}" STOP, NULL },
	{ LINT_REVERSED_PROMISE, "{(適切|適正|遅滞なく|速やか|誠実|厳重|安全|慎重|"
	    "迅速|合理的)(な|に|かつ~6に)?[^、。除以限ば]*(管理し|対応し|開示し|訂正し|"
	    "講じ|努め|行い|行わ|応じ|回答し|実施し|監督し|削除し|消去し|停止し|選定し|"
	    "破棄し|廃棄し|保護し|保管し|取扱わ?|通知し)(ません|ない)}" STOP,
	    "ない場合|できない|必要(が|は)ない|義務|(場合|とき)(は|には|に|、)|虞" },
	{ LINT_REVERSED_PROMISE, "{(目的外|目的以外|範囲外)(の|に|で)?(利用|使用|"
	    "取扱)(を)?(し|行い)?(ます|する|行う)}" STOP, "<consent>|場合" },
	{ LINT_REVERSED_PROMISE, "{(漏洩|滅失|毀損|紛失|改ざん)(、|・|又は|及び|等|の|"
	    "その他|漏洩|滅失|毀損|紛失|改ざん)*を(行い|し|促進し|推進し)ます}",
	    NULL },
};

static void
check_garbled(struct lint *lint, uint32_t s)
{
	for (size_t i = 0; i < LENGTH(garbled); i++) {
		struct lint_span found;

		if (!lint_find(lint, s, garbled[i].pattern, &found) ||
		    (garbled[i].unless != NULL &&
		    lint_has(lint, s, garbled[i].unless)))
			continue;
		lint_report_add(lint, garbled[i].kind, found);
		return;
	}
}

/* The sentence before in the same block or section, or -1. */
static int32_t
sentence_before(const struct lint *lint, uint32_t s)
{
	const struct lint_doc *doc = lint->doc;

	if (s == 0)
		return -1;
	if (doc->sentences[s - 1].block != doc->sentences[s].block &&
	    lint_block_of(lint, s - 1)->node != lint_block_of(lint, s)->node)
		return -1;
	return (int32_t)s - 1;
}

static bool
is_special(const struct lint *lint, uint32_t s)
{
	int32_t before = sentence_before(lint, s);

	return lint_has(lint, s, "<special>") ||
	    lint_about(lint, s, TOPIC_SPECIAL_CARE) ||
	    lint_lead_has(lint, s, "<special>") ||
	    (before >= 0 && lint_has(lint, s, "これら|当該|同情報|その情報|"
	    "上記|前項|かかる") && lint_has(lint, (uint32_t)before,
	    "<special>"));
}

/* Handing over to anybody but us; 健康に関する情報 is no recipient. */
#define TO_OTHERS "(<third>|[^社院店会校園組]|%(当|弊|本|自)(社|院|店|会|校|園|組))(等|など|各社)?" \
    "(に|へ|と)!(関|つ|基|よ|お|当|し|際|な|記|定|同|み|の|は|係)(も|対し(て)?)?、?~20(知らせ|" \
    "お知らせ|提供|開示|共有|送付|伝え|伝達|通知|渡|連携|引継)|(提供|開示|共有)~30(<third>)|" \
    "(<third>|[^社院店会校園組]先|機関|団体)~6(へ|への|に対する)の?(提供|開示|共有)|" \
    "(<third>)の?(提供|開示|共有)"

static bool
is_special_opt_out(const struct lint *lint, uint32_t s,
    struct lint_span *found)
{
	if (lint_has(lint, s, "(提供|開示|共有|送付|行い|し)(は?し)?ません|"
	    "(提供|開示)することはありません|対象外|対象と(は?し(て)?いません|し(ない|"
	    "ません))|除(き|く)ます|できません|行わない|しない(もの|こと)と"))
		return false;
	if (lint_find(lint, s, "{(オプトアウト|(異議|申出|申立|停止の?(求め|請求|申出)|"
	    "拒否|反対|連絡|断り)~16(ない|なかった|なき|なけれ)~4(限り|場合|"
	    "とき|ば)|求めがあ(れば|るまで|った場合|った時点)|(停止|中止)を(求め|希望|"
	    "申出)~10(場合|とき|まで|れば)|(停止|中止|拒否|断り|反対|異議)の?~4(申出|求め|請求|連絡|希望|意思|表示)?~6(まで|"
	    "れば|あった|あり次第)|(申出|連絡|意思表示)が(ある|あった|される|届く)まで)}", found))
		return !lint_has(lint, s, "<consent>を(得|頂|取得)(て|た|い)");
	return lint_find(lint, s, "{<consent>(を得る?(こと)?|を要する?(こと)?)?"
	    "(なく|なしに|ず(に)?|ないで)、?[^。]*(提供|開示|共有)(し|でき|する"
	    "(こと|場合|もの))}", found) && !lint_has(lint, s,
	    "法令|生命|困難|公衆|委託|各号|次の|以下の");
}

/* L-03 and L-04: the second takes precedence where both fit. */
static bool
check_deeming(struct lint *lint, uint32_t s)
{
	struct lint_span found;
	bool deeming_here = is_deeming(lint, s, &found);

	if (is_special(lint, s) && lint_has(lint, s, TO_OTHERS)) {
		struct lint_span other;

		if (deeming_here || is_special_opt_out(lint, s, &other)) {
			lint_report_add(lint, LINT_DEEMED_SPECIAL_CARE,
			    deeming_here ? found : other);
			return deeming_here;
		}
	}
	if (deeming_here)
		lint_report_add(lint, LINT_DEEMED_CONSENT, found);
	return deeming_here;
}

#define PERIOD "(#(日|週|か月|月|年|営業日)間?|(一定|所定|相当|適当|別途定める)の?期間)"
#define SHOWN "(公告|貼り?出|張り?出|はり(出|だ)|掲出|載せ|表示|掲示|掲載|公表|告知|公示|周知|案内|お知らせ)"

/* A display of some length, whose end brings the effect. */
static bool
is_display(const struct lint *lint, uint32_t s, struct lint_span *found)
{
	return lint_has(lint, s, SHOWN) && lint_find(lint, s,
	    "{" SHOWN "~24" PERIOD "!(前|以上前|以前)"
	    "(を|の|が|後|内|以内)?、?(経過|満了|過ぎ|後|内|以内|の間|経て)}|"
	    "{" PERIOD "!(前|以上前|以前)、?[^。前]~24" SHOWN "}", found);
}

static void
check_display(struct lint *lint, uint32_t s, bool deeming_here)
{
	int32_t before = sentence_before(lint, s);
	struct lint_span found;
	bool here = is_display(lint, s, &found);

	if (!here && !(before >= 0 && lint_has(lint, s, "期間|その間|経過|満了|"
	    "同日|までに") && is_display(lint, (uint32_t)before, &found)))
		return;
	if (lint_has(lint, s, "(<consent>を(得|頂|取得)(て|た|る|ます)|個別に"
	    "~8<consent>)") && !deeming_here)
		return;
	if (deeming_here || (lint_has(lint, s, "効力|適用|有効|変更され|切り?替") &&
	    lint_has(lint, s, "全て(の|に)|全員|一律|異議|(申出|請求|連絡|退会)~12"
	    "(ない|なかった|しな|除)|を除く|利用目的") &&
	    lint_has(lint, s, "経過|満了|過ぎ|後|を以て") &&
	    !lint_has(lint, s, "(施行|効力発生|適用(開始)?)日"
	    "(の|から|以降|より)")))
		lint_report_add(lint, LINT_DISPLAY_THEN_EFFECT, found);
}

void
lint_consent_check(struct lint *lint)
{
	LINT_EACH(lint, s) {
		bool deeming_here = check_deeming(lint, s);

		check_display(lint, s, deeming_here);
		check_garbled(lint, s);
	}
}
