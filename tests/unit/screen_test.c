#include "test.h"

#include "vault/screen_parts.h"

#define BIT(category) ((uint32_t)1 << SCREEN_##category)

static uint32_t
found_in(const char *sentence)
{
	struct screen_result result;

	screen_text(&result, text_of(sentence));
	return result.found;
}

static void
print_hits(const char *sentence)
{
	struct screen_result result;

	screen_text(&result, text_of(sentence));
	for (size_t i = 0; i < result.count; i++)
		print_error("    %s \"%.*s\"\n",
		    screen_names[result.hits[i].category],
		    (int)(result.hits[i].to - result.hits[i].from),
		    sentence + result.hits[i].from);
}

/* Sentences about a person, with every category that speaks in them. */
static const struct {
	const char *sentence;
	uint32_t found;
} telling[] = {
	{ "私はがんです。", BIT(MEDICAL_HISTORY) },
	{ "父も私もがんでした。", BIT(MEDICAL_HISTORY) },
	{ "胃がんの手術を受けました。",
	  BIT(MEDICAL_HISTORY) | BIT(MEDICAL_CARE) },
	{ "乳癌が見つかりました。", BIT(MEDICAL_HISTORY) },
	{ "ガンで闘病しています。", BIT(MEDICAL_HISTORY) },
	{ "うつで休職中です。", BIT(MEDICAL_HISTORY) },
	{ "軽いうつです。", BIT(MEDICAL_HISTORY) },
	{ "うつ病と診断されました。", BIT(MEDICAL_HISTORY) },
	{ "ウツ病の薬を飲んでいます。",
	  BIT(MEDICAL_HISTORY) | BIT(MEDICAL_CARE) },
	{ "鬱病です。", BIT(MEDICAL_HISTORY) },
	{ "抑うつ状態が続いています。", BIT(MEDICAL_HISTORY) },
	{ "双極性障害のため配慮をお願いします。", BIT(MEDICAL_HISTORY) },
	{ "統合失調症の治療中です。",
	  BIT(MEDICAL_HISTORY) | BIT(MEDICAL_CARE) },
	{ "てんかんがあります。", BIT(MEDICAL_HISTORY) },
	{ "パニック障害で電車に乗れません。", BIT(MEDICAL_HISTORY) },
	{ "糖尿病でインスリンを打っています。",
	  BIT(MEDICAL_HISTORY) | BIT(MEDICAL_CARE) },
	{ "高血圧の薬をもらっています。",
	  BIT(MEDICAL_HISTORY) | BIT(CHECKUP) | BIT(MEDICAL_CARE) },
	{ "心筋梗塞で倒れたことがあります。", BIT(MEDICAL_HISTORY) },
	{ "喘息があります。", BIT(MEDICAL_HISTORY) },
	{ "ぜんそくの発作が出ます。", BIT(MEDICAL_HISTORY) },
	{ "卵アレルギーがあります。", BIT(MEDICAL_HISTORY) },
	{ "アトピーです。", BIT(MEDICAL_HISTORY) },
	{ "花粉症なので窓を閉めてください。", BIT(MEDICAL_HISTORY) },
	{ "HIVに感染しています。", BIT(MEDICAL_HISTORY) },
	{ "エイズの検査を受けました。", BIT(MEDICAL_HISTORY) },
	{ "Ｂ型肝炎のキャリアです。", BIT(MEDICAL_HISTORY) },
	{ "C型肝炎です。", BIT(MEDICAL_HISTORY) },
	{ "ｺﾛﾅに感染しました。", BIT(MEDICAL_HISTORY) },
	{ "PTSDと診断されました。", BIT(MEDICAL_HISTORY) },
	{ "持病：腰椎椎間板ヘルニア", BIT(MEDICAL_HISTORY) },
	{ "既往歴：虫垂炎", BIT(MEDICAL_HISTORY) },
	{ "認知症の疑いがあると言われました。", BIT(MEDICAL_HISTORY) },
	{ "アルコール依存症でした。", BIT(MEDICAL_HISTORY) },
	{ "リウマチで手が動きません。", BIT(MEDICAL_HISTORY) },
	{ "メニエール病です。", BIT(MEDICAL_HISTORY) },
	{ "自殺未遂をしたことがあります。", BIT(MEDICAL_HISTORY) },
	{ "流産しました。", BIT(MEDICAL_HISTORY) },
	{ "難病指定を受けています。", BIT(MEDICAL_HISTORY) },
	{ "I have diabetes.", BIT(MEDICAL_HISTORY) },
	{ "She was diagnosed with breast cancer.", BIT(MEDICAL_HISTORY) },
	{ "I suffer from depression.", BIT(MEDICAL_HISTORY) },
	{ "身体障害者手帳を持っています。", BIT(DISABILITY) },
	{ "精神障害者保健福祉手帳二級です。", BIT(DISABILITY) },
	{ "療育手帳があります。", BIT(DISABILITY) },
	{ "発達障害があります。", BIT(DISABILITY) },
	{ "発達障がいの特性があります。", BIT(DISABILITY) },
	{ "ADHDです。", BIT(DISABILITY) },
	{ "自閉症スペクトラムと言われました。", BIT(DISABILITY) },
	{ "耳が聞こえないので筆談でお願いします。", BIT(DISABILITY) },
	{ "車椅子を利用しています。", BIT(DISABILITY) },
	{ "左足に障害があります。", BIT(DISABILITY) },
	{ "聴覚障害があります。", BIT(DISABILITY) },
	{ "障害年金を受給しています。", BIT(DISABILITY) },
	{ "障害者雇用での採用を希望します。", BIT(DISABILITY) },
	{ "脳性まひです。", BIT(DISABILITY) },
	{ "要介護三です。", BIT(DISABILITY) },
	{ "吃音があります。", BIT(DISABILITY) },
	{ "I use a wheelchair.", BIT(DISABILITY) },
	{ "I have a hearing impaired son.", BIT(DISABILITY) },
	{ "健康診断の結果、再検査と言われました。", BIT(CHECKUP) },
	{ "健診結果を添付します。", BIT(CHECKUP) },
	{ "血圧が高いと言われました。", BIT(CHECKUP) },
	{ "コレステロール値が高いです。", BIT(CHECKUP) },
	{ "γ-GTPが二百あります。", BIT(CHECKUP) },
	{ "ＰＣＲ検査で陽性でした。", BIT(CHECKUP) },
	{ "ストレスチェックの結果が悪かったです。", BIT(CHECKUP) },
	{ "要精密検査の通知が来ました。", BIT(CHECKUP) },
	{ "心電図に異常がありました。", BIT(CHECKUP) },
	{ "肝機能の数値が悪いです。", BIT(CHECKUP) },
	{ "Blood pressure is high.", BIT(CHECKUP) },
	{ "毎週通院しています。", BIT(MEDICAL_CARE) },
	{ "来月入院します。", BIT(MEDICAL_CARE) },
	{ "手術を控えています。", BIT(MEDICAL_CARE) },
	{ "精神科に通っています。", BIT(MEDICAL_CARE) },
	{ "心療内科を受診しました。", BIT(MEDICAL_CARE) },
	{ "処方箋をもらいました。", BIT(MEDICAL_CARE) },
	{ "お薬手帳を忘れました。", BIT(MEDICAL_CARE) },
	{ "睡眠薬を服用しています。", BIT(MEDICAL_CARE) },
	{ "人工透析を受けています。", BIT(MEDICAL_CARE) },
	{ "不妊治療をしています。", BIT(MEDICAL_CARE) },
	{ "現在妊娠五か月です。", BIT(MEDICAL_CARE) },
	{ "産業医面談を受けました。", BIT(MEDICAL_CARE) },
	{ "傷病手当金を受給中です。", BIT(MEDICAL_CARE) },
	{ "リハビリに通っています。", BIT(MEDICAL_CARE) },
	{ "抗がん剤の副作用があります。",
	  BIT(MEDICAL_HISTORY) | BIT(MEDICAL_CARE) },
	{ "主治医の診断書を提出します。", BIT(MEDICAL_CARE) },
	{ "I was hospitalized last year.", BIT(MEDICAL_CARE) },
	{ "I take medication every day.", BIT(MEDICAL_CARE) },
	{ "前科があります。", BIT(CRIMINAL_RECORD) },
	{ "前　科　あ　り", BIT(CRIMINAL_RECORD) },
	{ "窃盗で執行猶予中です。", BIT(CRIMINAL_RECORD) },
	{ "刑務所から出てきました。", BIT(CRIMINAL_RECORD) },
	{ "懲役三年の実刑でした。", BIT(CRIMINAL_RECORD) },
	{ "犯罪歴：傷害", BIT(CRIMINAL_RECORD) },
	{ "He has a criminal record.", BIT(CRIMINAL_RECORD) },
	{ "逮捕されたことがあります。", BIT(CRIMINAL_PROCEDURE) },
	{ "書類送検されました。", BIT(CRIMINAL_PROCEDURE) },
	{ "不起訴になりました。", BIT(CRIMINAL_PROCEDURE) },
	{ "現在勾留されています。", BIT(CRIMINAL_PROCEDURE) },
	{ "刑事裁判の被告人です。", BIT(CRIMINAL_PROCEDURE) },
	{ "He was arrested in May.", BIT(CRIMINAL_PROCEDURE) },
	{ "少年院に入っていました。", BIT(JUVENILE) },
	{ "鑑別所に送られました。", BIT(JUVENILE) },
	{ "補導されたことがあります。", BIT(JUVENILE) },
	{ "保護処分を受けました。", BIT(JUVENILE) },
	{ "詐欺被害に遭いました。", BIT(CRIME_VICTIM) },
	{ "性被害を受けました。", BIT(CRIME_VICTIM) },
	{ "ストーカーに付きまとわれています。", BIT(CRIME_VICTIM) },
	{ "DV被害で避難しています。", BIT(CRIME_VICTIM) },
	{ "ＤＶを受けています。", BIT(CRIME_VICTIM) },
	{ "親から虐待を受けました。", BIT(CRIME_VICTIM) },
	{ "痴漢被害に遭いました。", BIT(CRIME_VICTIM) },
	{ "空き巣に入られました。", BIT(CRIME_VICTIM) },
	{ "被害届を出しました。", BIT(CRIME_VICTIM) },
	{ "She is a victim of crime.", BIT(CRIME_VICTIM) },
	{ "在日韓国人です。", BIT(RACE) },
	{ "日系二世です。", BIT(RACE) },
	{ "日系２世です。", BIT(RACE) },
	{ "アイヌの出身です。", BIT(RACE) },
	{ "被差別部落の出身です。", BIT(SOCIAL_STATUS) },
	{ "同和地区の生まれです。", BIT(SOCIAL_STATUS) },
	{ "婚外子として生まれました。", BIT(SOCIAL_STATUS) },
	{ "非嫡出子です。", BIT(SOCIAL_STATUS) },
	{ "創価学会の会員です。", BIT(CREED) },
	{ "エホバの証人なので輸血できません。",
	  BIT(CREED) | BIT(MEDICAL_CARE) },
	{ "イスラム教徒です。", BIT(CREED) },
	{ "ムスリムなのでお祈りの時間が必要です。", BIT(CREED) },
	{ "クリスチャンです。", BIT(CREED) },
	{ "私の信仰は仏教です。", BIT(CREED) },
	{ "宗教上の理由で土曜日は働けません。", BIT(CREED) },
	{ "カトリックの洗礼を受けました。", BIT(CREED) },
	{ "I am a Muslim.", BIT(CREED) },
	{ "本籍は新潟県長岡市です。", BIT(ORIGIN) },
	{ "本籍地：東京都新宿区", BIT(ORIGIN) },
	{ "出生地は大阪市です。", BIT(ORIGIN) },
	{ "戸籍謄本を送ります。", BIT(ORIGIN) },
	{ "家系に問題はありません。", BIT(ORIGIN) },
	{ "労働組合の役員をしています。", BIT(UNION) },
	{ "団体交渉に参加しました。", BIT(UNION) },
	{ "ストライキをしました。", BIT(UNION) },
	{ "union member since 2010", BIT(UNION) },
	{ "自民党の党員です。", BIT(POLITICS) },
	{ "支持政党は共産党です。", BIT(CREED) | BIT(POLITICS) },
	{ "デモ行進に参加しました。", BIT(POLITICS) },
	{ "請願書に署名しました。", BIT(POLITICS) },
	{ "市民運動をしています。", BIT(POLITICS) },
	{ "同性愛者です。", BIT(SEX_LIFE) },
	{ "ゲイです。", BIT(SEX_LIFE) },
	{ "トランスジェンダーです。", BIT(SEX_LIFE) },
	{ "性同一性障害です。", BIT(SEX_LIFE) },
	{ "性的指向について配慮をお願いします。", BIT(SEX_LIFE) },
	{ "性生活に悩みがあります。", BIT(SEX_LIFE) },
	{ "父の職業は医師です。", BIT(HIRING) },
	{ "愛読書は何ですか。", BIT(HIRING) },
	{ "スリーサイズを書きました。", BIT(HIRING) },
	{ "結婚の予定はありますか。", BIT(HIRING) },
	/* spacing, width, script */
	{ "う つ 病", BIT(MEDICAL_HISTORY) },
	{ "う　つ　病", BIT(MEDICAL_HISTORY) },
	{ "高血\n圧です", BIT(MEDICAL_HISTORY) | BIT(CHECKUP) },
	{ "高血\r\n圧です", BIT(MEDICAL_HISTORY) | BIT(CHECKUP) },
	{ "糖\xE2\x80\x8B尿\xE2\x81\xA0病です", BIT(MEDICAL_HISTORY) },
	{ "糖\xC2\xAD尿", BIT(MEDICAL_HISTORY) },
	{ "前　科　あ　り", BIT(CRIMINAL_RECORD) },
	{ "前\xEF\xB8\x80科あり", BIT(CRIMINAL_RECORD) },
	{ "ﾃﾝｶﾝです", BIT(MEDICAL_HISTORY) },
	{ "ｶﾞﾝです", BIT(MEDICAL_HISTORY) },
	{ "カ\xE3\x82\x99ンです", BIT(MEDICAL_HISTORY) },
	{ "カ゛ンです", BIT(MEDICAL_HISTORY) },
	{ "ﾊﾟﾆｯｸ障害", BIT(MEDICAL_HISTORY) },
	{ "はﾟにっく障害", BIT(MEDICAL_HISTORY) },
	{ "ｈｉｖです", BIT(MEDICAL_HISTORY) },
	{ "Hiv+", BIT(MEDICAL_HISTORY) },
	{ "ＡＤＨＤ", BIT(DISABILITY) },
	{ "アレルギ-があります", BIT(MEDICAL_HISTORY) },
	{ "あれるぎーがあります", BIT(MEDICAL_HISTORY) },
	{ "criminal\nrecord", BIT(CRIMINAL_RECORD) },
	{ "Criminal   Record", BIT(CRIMINAL_RECORD) },
	{ "ｃｒｉｍｉｎａｌ　ｒｅｃｏｒｄ", BIT(CRIMINAL_RECORD) },
	{ "hépatitis", BIT(MEDICAL_HISTORY) },
	{ "勞働組合の役員", BIT(UNION) },
	{ "戶籍謄本", BIT(ORIGIN) },
	{ "身體障害", BIT(DISABILITY) },
	{ "㋕゛ン治療", BIT(MEDICAL_HISTORY) | BIT(MEDICAL_CARE) },
	/* "none" is of this word only, and not of every 無 */
	{ "持病：無呼吸と喘息", BIT(MEDICAL_HISTORY) },
	{ "持病は糖尿病です。前科はありません。", BIT(MEDICAL_HISTORY) },
	{ "アレルギーはありませんが喘息があります",
	  BIT(MEDICAL_HISTORY) },
	{ "allergies: nonsteroidal drugs", BIT(MEDICAL_HISTORY) },
	{ "持病あり、なし以外", BIT(MEDICAL_HISTORY) },
	{ "本籍地：北海道札幌市", BIT(ORIGIN) },
	{ "本籍 東京都1番地", BIT(ORIGIN) },
	{ "病院に通っています", BIT(MEDICAL_CARE) },
	{ "性病です", BIT(MEDICAL_HISTORY) },
	{ "うつかもしれません", BIT(MEDICAL_HISTORY) },
	{ "私もうつです", BIT(MEDICAL_HISTORY) },
	{ "彼をうつ病と診断した", BIT(MEDICAL_HISTORY) },
	{ "がんかもしれない", BIT(MEDICAL_HISTORY) },
	{ "LDLコレステロール", BIT(CHECKUP) },
	{ "メタボリックシンドローム", BIT(CHECKUP) },
};

static void
finds(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(telling); i++) {
		uint32_t found = found_in(telling[i].sentence);

		if (found == telling[i].found)
			continue;
		wrong++;
		print_error("%s: %x, not %x\n", telling[i].sentence, found,
		    telling[i].found);
		print_hits(telling[i].sentence);
	}
	assert_int_equal(wrong, 0);
}

/* Sentences that say nothing of the kind. */
static const char *const harmless[] = {
	"本日はがんばって営業に回りました。",
	"がんこな汚れも落とせる洗剤の営業をしています。",
	"頭ががんがんします。",
	"頑張ります。よろしくお願いいたします。",
	"総合病院で事務員として三年間働きました。",
	"看護師として精神科病棟に勤務した経験があります。",
	"調剤薬局での勤務経験が五年あります。",
	"手術室の看護師を希望しています。",
	"電子カルテの導入プロジェクトを担当しました。",
	"診療報酬請求事務能力認定試験に合格しました。",
	"障害者支援施設で生活支援員をしています。",
	"システム障害の対応を二十四時間体制で行いました。",
	"ネットワークに障害が発生したため復旧作業をしました。",
	"電波障害のない部屋を希望します。", "障害物競走が得意です。",
	"次の予約にうつります。", "写真にうつる仕事がしたいです。",
	"うつくしい景色の写真を送ってください。", "宇都宮から通勤します。",
	"うつのみや市に住んでいます。", "手をうつのが早いと言われます。",
	"この商品を買うつもりはありません。", "行うつもりです。",
	"使うツールはエクセルです。", "もうつかれたので返品します。",
	"もうつながらないので連絡しました。", "数年前科学を専攻しました。",
	"前科学技術庁長官の講演を聞きました。", "三年前科目を変更しました。",
	"ご案内服装は自由です。", "国内服飾業界で働きました。",
	"専門地域は関東です。", "部門地区の担当者です。",
	"横浜家系ラーメンの店長でした。", "申請願いを提出します。",
	"財団交流会に参加しました。", "集団交通事故の記事を書きました。",
	"女性交渉人を主人公にした小説を書きました。",
	"男性交際相手の連絡先は不明です。", "異性交遊はありません。",
	"女性生活誌の編集をしました。", "慢性的な人手不足を解消しました。",
	"フェイズ二の作業を始めます。", "サイズはエルです。",
	"ゲインを調整してください。", "ガンダムのプラモデルを買いました。",
	"スローガンを考えました。", "ガンマ線の測定装置を設計しました。",
	"インターネットの対処方法を教えてください。",
	"処方針を決める会議に出ました。",
	"受信者に表示されないメールを送りました。", "送信者の名前を変えたい。",
	"購入信用状の発行を依頼しました。",
	"輸入信用状の業務を三年担当しました。", "腹黒人間ではありません。",
	"面白人間コンテストで優勝しました。", "明日は健康診断を受診します。",
	"健康診断のため十日は休みます。", "人間ドックの予約をしたいです。",
	"がん検診のお知らせを発送する仕事です。",
	"がん保険の販売をしていました。", "入院保険の資料を送ってください。",
	"国立がん研究センターで研究補助をしました。",
	"宗教法人の経理を担当しています。", "国際基督教大学を卒業しました。",
	"カトリック系の高校を卒業しました。", "お客様第一を信条にしています。",
	"プロの洗礼を浴びました。", "国籍は日本です。",
	"外国人ですが在留資格があります。", "在日韓国大使館で働いていました。",
	"野球部では左翼手でした。",
	"製品デモに参加したいので日程を教えてください。",
	"デモ機を貸してください。", "アンケートに投票してください。",
	"国会議員の秘書をしていました。", "労働組合法の講義を担当しました。",
	"生協の組合員です。", "学会員として論文を発表しました。",
	"管理組合の理事をしています。", "前歴は営業です。",
	"出所不明の情報は載せません。", "罰金制度のない職場を希望します。",
	"保護者の連絡先を記入しました。", "補導員の資格を取りたいです。",
	"指導歴は十年です。", "性別は女性です。",
	"安全性行動基準を作りました。", "操作性機能性ともに優れています。",
	"適性検査の結果をお知らせください。", "製品の検査結果を添付します。",
	"アクセス権限の結果をお知らせください。", "身長は百七十センチです。",
	"家族と同居しています。", "資産運用の相談をしたいです。",
	"容姿不問の求人を探しています。",
	"アレルギー対応のメニューはありますか。", "既往歴：なし",
	"既往歴 特になし", "持病はありません。", "持病は特にございません。",
	"アレルギー：無", "アレルギーの有無：無し", "アレルギーはないです。",
	"病歴　無し", "前科はありません。", "犯罪歴なし", "賞罰なし",
	"障害者手帳：なし", "障害者手帳の有無：無", "発達障害：該当なし",
	"労働組合：なし", "支持政党は特になし", "通院歴なし", "本籍：東京都",
	"本籍地　神奈川県", "本籍は北海道です。", "本籍地：大阪府。",
	"出生地：福岡県", "Disability: none", "Allergies: none",
	"No disabled buttons in the form.",
	"JavaScript is disabled in my browser.",
	"He also wrote the article about hearing aids.",
	"The grape harvest was good.", "I studied the Great Depression.",
	"also, please call me.", "a rapeseed oil importer",
	"The venue is wheelchair accessible.", "She works in cancer research.",
	"ご検討のほどよろしくお願い申し上げます。",
	"電話は平日の午後にお願いします。", "請求書の宛名を変更してください。",
	"会議は2026年11月22日10時から15時までです。",
	"バージョン1.2.3.4567に更新しました。",
	"制服用のベルトを注文しました。", "衣服用の洗剤です。",
	"講義手当の支給をお願いします。", "恋は盲目と言います。",
	"途中絶対に止まらないでください。", "発送検品のアルバイトをしました。",
	"衛生検査の基準を守ります。", "学生検定に合格しました。",
	"太陽性能試験を担当しました。", "いつわりのない内容です。",
	"LGBT研修の講師を探しています。", "相手に障害を報告しました。",
	"二回目に障害が起きました。", "個人種別を選択してください。",
	"求人種別は正社員です。", "車椅子対応のトイレはありますか。",
	"車いす用の駐車場を予約したい。",
	"特別支援学校教諭の免許を持っています。",
	"リハビリ職の求人を探しています。",
	"リハビリテーション科の看護師です。", "診療所の受付をしています。",
	"入院患者の食事を作る仕事でした。", "治療院を経営しています。",
	"保護観察官として勤務しました。", "刑務所職員の採用試験を受けます。",
	"児童虐待防止の活動をしています。", "グラム陰性菌の研究をしました。",
	"偽陽性を減らすアルゴリズムを作りました。", "血圧計の設計をしました。",
	"注射器の製造工場で働きました。",
	"人種差別に関する卒業論文を書きました。",
	"人種や国籍を問わず採用しています。", "アイヌ語を学んでいます。",
	"部屋の間取りは三部屋です。", "カルテットを組んで演奏しています。",
	"メタバースの開発をしました。", "病院に通勤しています。",
	"高血\n\n圧力計", "高血\t圧力計", "使うツ",
	"デスクとうつわを買いました。", "げいのう界で働きたいです。", "asdf",
	"als Beispiel", "", "\n\n\n",
};

static void
lets_pass(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(harmless); i++) {
		if (found_in(harmless[i]) == 0)
			continue;
		wrong++;
		print_error("%s\n", harmless[i]);
		print_hits(harmless[i]);
	}
	assert_int_equal(wrong, 0);
}

/* Every word of the tables is found as itself, unless its rules need more. */
static void
check_terms(const struct screen_term *terms, size_t count, size_t *total)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t found = found_in(terms[i].word);

		if ((found >> terms[i].category & 1) == 0)
			print_error("%s is not found\n", terms[i].word);
		assert_true(found >> terms[i].category & 1);
		for (size_t k = 0; k < i; k++)
			assert_false(terms[k].category == terms[i].category &&
			    strcmp(terms[k].word, terms[i].word) == 0);
	}
	*total += count;
}

static void
every_term_works(void **state)
{
	size_t total = 0;
	uint32_t categories = 0;

	(void)state;
	check_terms(screen_society, screen_society_count, &total);
	check_terms(screen_illness, screen_illness_count, &total);
	assert_true(total >= 250);
	for (size_t i = 0; i < screen_society_count; i++)
		categories |= (uint32_t)1 << screen_society[i].category;
	for (size_t i = 0; i < screen_illness_count; i++)
		categories |= (uint32_t)1 << screen_illness[i].category;
	assert_int_equal(categories | BIT(CARD) | BIT(MY_NUMBER),
	    ((uint32_t)1 << SCREEN_COUNT) - 1);
}

/* Folds a word into out as the screen compares it. */
static size_t
folded(const char *word, uint32_t *out, size_t max)
{
	struct screen_reader reader = screen_reader(text_of(word));
	struct screen_letter letter;
	size_t n = 0;

	while (screen_read(&reader, &letter)) {
		assert_true(n < max);
		out[n++] = letter.c;
	}
	return n;
}

static bool
contains(const char *whole, const char *part)
{
	uint32_t a[64], b[64];
	size_t n = folded(whole, a, 64), m = folded(part, b, 64);

	for (size_t i = 0; i + m <= n; i++)
		if (memcmp(a + i, b, m * sizeof(b[0])) == 0)
			return true;
	return false;
}

/* Every harmless word passes, and would not without its row. */
static void
every_harmless_word_is_needed(void **state)
{
	(void)state;
	for (size_t i = 0; i < screen_harmless_count; i++) {
		bool needed = false;

		if (found_in(screen_harmless[i]) != 0)
			print_error("%s does not pass\n", screen_harmless[i]);
		assert_int_equal(found_in(screen_harmless[i]), 0);
		for (size_t k = 0; k < screen_society_count; k++)
			needed = needed || contains(screen_harmless[i],
			    screen_society[k].word);
		for (size_t k = 0; k < screen_illness_count; k++)
			needed = needed || contains(screen_harmless[i],
			    screen_illness[k].word);
		if (!needed)
			print_error("%s holds no term\n", screen_harmless[i]);
		assert_true(needed);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(screen_harmless[k],
			    screen_harmless[i]);
	}
}

static void
says_where(void **state)
{
	static const char sentence[] =
	    "昨年、う　つ病で通院。カードは４２４２ 4242 4242 4242 です";
	static const struct {
		enum screen_category category;
		const char *words;
	} wanted[] = {
		{ SCREEN_MEDICAL_HISTORY, "う　つ病" },
		{ SCREEN_MEDICAL_CARE, "通院" },
		{ SCREEN_CARD, "４２４２ 4242 4242 4242" },
	};
	struct screen_result result;

	(void)state;
	screen_text(&result, text_of(sentence));
	assert_int_equal(result.count, LENGTH(wanted));
	assert_false(result.more);
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		assert_int_equal(result.hits[i].category, wanted[i].category);
		assert_text(text_slice(text_of(sentence),
		    result.hits[i].from, result.hits[i].to),
		    wanted[i].words);
		assert_true(screen_has(&result, wanted[i].category));
	}
	assert_false(screen_has(&result, SCREEN_MY_NUMBER));
}

/* More hits than fit are told, and their categories are not lost. */
static void
is_bounded(void **state)
{
	struct screen_result result;
	char many[4000];
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 60; i++) {
		memcpy(many + n, "前科と癌。", strlen("前科と癌。"));
		n += strlen("前科と癌。");
	}
	memcpy(many + n, "少年院", strlen("少年院"));
	n += strlen("少年院");
	screen_text(&result, (struct text){ many, n });
	assert_int_equal(result.count, SCREEN_HITS_MAX);
	assert_true(result.more);
	assert_int_equal(result.found, BIT(CRIMINAL_RECORD) |
	    BIT(MEDICAL_HISTORY) | BIT(JUVENILE));
	for (size_t i = 1; i < result.count; i++)
		assert_true(result.hits[i - 1].from <= result.hits[i].from);
}

static void
names_categories(void **state)
{
	(void)state;
	for (int i = 0; i < SCREEN_COUNT; i++) {
		assert_true(text_is_id(text_of(screen_names[i])));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(screen_names[k],
			    screen_names[i]);
	}
	assert_int_equal(screen_special_care(SCREEN_RACE), 1);
	assert_int_equal(screen_special_care(SCREEN_MEDICAL_HISTORY), 4);
	assert_int_equal(screen_special_care(SCREEN_DISABILITY), 7);
	assert_int_equal(screen_special_care(SCREEN_JUVENILE), 11);
	assert_int_equal(screen_special_care(SCREEN_CARD), 0);
	assert_int_equal(screen_special_care(SCREEN_ORIGIN), 0);
	assert_int_equal(screen_special_care(SCREEN_HIRING), 0);
}

/* Whatever comes: ranges lie in the text, on borders of characters. */
static void
survives_anything(void **state)
{
	static const char *const parts[] = { "がん", "うつ", "病", "前科", "なし",
		"：", " ", "　", "\n", "\t", "4242", "-", "424242424242",
		"123456789018", "は", "無", "ﾞ", "゛", "\xE3\x82\x99", "ー",
		"\xEF\xB7\xBA", "𠮷", "障害者", "手帳", "本籍", "東京都", "hiv",
		"ー", "カ", "\xE2\x80\x8B", ".", "ﾊﾟ", "ガン", "ば", "健康診断",
		"9", "を受診", "\xCC\x81", "E", "国", "内服" };
	uint32_t seed = 42;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char bytes[600];
		size_t n = 0;
		struct screen_result result;

		for (int i = 0; i < 30; i++) {
			const char *part;

			seed = seed * 1664525 + 1013904223;
			part = parts[(seed >> 12) % LENGTH(parts)];
			memcpy(bytes + n, part, strlen(part));
			n += strlen(part);
		}
		screen_text(&result, (struct text){ bytes, n });
		for (size_t i = 0; i < result.count; i++) {
			const struct screen_hit *hit = &result.hits[i];
			struct text cut;

			assert_true(hit->from < hit->to && hit->to <= n);
			assert_true(text_from_bytes(&cut, (struct bytes){
			    (const uint8_t *)bytes + hit->from,
			    hit->to - hit->from }));
			assert_true(result.found >> hit->category & 1);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(lets_pass),
		cmocka_unit_test(every_term_works),
		cmocka_unit_test(every_harmless_word_is_needed),
		cmocka_unit_test(says_where),
		cmocka_unit_test(is_bounded),
		cmocka_unit_test(names_categories),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
