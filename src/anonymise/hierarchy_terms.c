#include "anonymise/hierarchy_parts.h"

enum { VALUE_SIZE = 128 };

/*
 * 日本標準職業分類の大分類 (M), and groups of them; the common names are
 * those that people write into forms.
 */
enum occupation_class {
	CLASS_MANAGER, CLASS_EXPERT, CLASS_OFFICE, CLASS_SALES,
	CLASS_SERVICE, CLASS_SECURITY, CLASS_FARM, CLASS_PLANT,
	CLASS_TRANSPORT, CLASS_BUILDING, CLASS_CARRYING, CLASS_OTHER,
	CLASS_NONE,
};

static const struct {
	const char *name;
	const char *group;
} occupation_classes[] = {
	[CLASS_MANAGER] = { "管理的職業", "専門・管理" },
	[CLASS_EXPERT] = { "専門的・技術的職業", "専門・管理" },
	[CLASS_OFFICE] = { "事務", "事務・販売・サービス" },
	[CLASS_SALES] = { "販売", "事務・販売・サービス" },
	[CLASS_SERVICE] = { "サービス職業", "事務・販売・サービス" },
	[CLASS_SECURITY] = { "保安職業", "事務・販売・サービス" },
	[CLASS_FARM] = { "農林漁業", "生産・現業" },
	[CLASS_PLANT] = { "生産工程", "生産・現業" },
	[CLASS_TRANSPORT] = { "輸送・機械運転", "生産・現業" },
	[CLASS_BUILDING] = { "建設・採掘", "生産・現業" },
	[CLASS_CARRYING] = { "運搬・清掃・包装等", "生産・現業" },
	[CLASS_OTHER] = { "分類不能・その他", "その他" },
	[CLASS_NONE] = { "就業していない", "その他" },
};

static const struct {
	const char *name;
	enum occupation_class class;
} occupations[] = {
	{ "会社役員", CLASS_MANAGER }, { "役員", CLASS_MANAGER },
	{ "経営者", CLASS_MANAGER }, { "管理職", CLASS_MANAGER },
	{ "議員", CLASS_MANAGER }, { "医師", CLASS_EXPERT },
	{ "歯科医師", CLASS_EXPERT }, { "獣医師", CLASS_EXPERT },
	{ "薬剤師", CLASS_EXPERT }, { "看護師", CLASS_EXPERT },
	{ "保健師", CLASS_EXPERT }, { "助産師", CLASS_EXPERT },
	{ "保育士", CLASS_EXPERT }, { "教員", CLASS_EXPERT },
	{ "教師", CLASS_EXPERT }, { "大学教員", CLASS_EXPERT },
	{ "研究者", CLASS_EXPERT }, { "技術者", CLASS_EXPERT },
	{ "エンジニア", CLASS_EXPERT }, { "プログラマー", CLASS_EXPERT },
	{ "システムエンジニア", CLASS_EXPERT }, { "デザイナー", CLASS_EXPERT },
	{ "弁護士", CLASS_EXPERT }, { "司法書士", CLASS_EXPERT },
	{ "税理士", CLASS_EXPERT }, { "公認会計士", CLASS_EXPERT },
	{ "建築士", CLASS_EXPERT }, { "記者", CLASS_EXPERT },
	{ "専門職", CLASS_EXPERT }, { "事務職", CLASS_OFFICE },
	{ "一般事務", CLASS_OFFICE }, { "経理", CLASS_OFFICE },
	{ "公務員", CLASS_OFFICE }, { "会社員", CLASS_OTHER },
	{ "団体職員", CLASS_OFFICE }, { "営業", CLASS_SALES },
	{ "営業職", CLASS_SALES }, { "販売員", CLASS_SALES },
	{ "店員", CLASS_SALES }, { "販売職", CLASS_SALES },
	{ "介護職", CLASS_SERVICE }, { "介護士", CLASS_SERVICE },
	{ "美容師", CLASS_SERVICE }, { "理容師", CLASS_SERVICE },
	{ "調理師", CLASS_SERVICE }, { "料理人", CLASS_SERVICE },
	{ "接客業", CLASS_SERVICE }, { "サービス業", CLASS_SERVICE },
	{ "警察官", CLASS_SECURITY }, { "消防士", CLASS_SECURITY },
	{ "自衛官", CLASS_SECURITY }, { "警備員", CLASS_SECURITY },
	{ "農業", CLASS_FARM }, { "林業", CLASS_FARM },
	{ "漁業", CLASS_FARM }, { "農家", CLASS_FARM },
	{ "工員", CLASS_PLANT }, { "製造業", CLASS_PLANT },
	{ "整備士", CLASS_PLANT }, { "運転手", CLASS_TRANSPORT },
	{ "運転士", CLASS_TRANSPORT }, { "パイロット", CLASS_TRANSPORT },
	{ "船員", CLASS_TRANSPORT }, { "大工", CLASS_BUILDING },
	{ "建設業", CLASS_BUILDING }, { "電気工事士", CLASS_BUILDING },
	{ "配達員", CLASS_CARRYING }, { "清掃員", CLASS_CARRYING },
	{ "倉庫作業員", CLASS_CARRYING }, { "自営業", CLASS_OTHER },
	{ "自由業", CLASS_OTHER }, { "フリーランス", CLASS_OTHER },
	{ "パート", CLASS_OTHER }, { "アルバイト", CLASS_OTHER },
	{ "パート・アルバイト", CLASS_OTHER }, { "派遣社員", CLASS_OTHER },
	{ "契約社員", CLASS_OTHER }, { "その他", CLASS_OTHER },
	{ "学生", CLASS_NONE }, { "大学生", CLASS_NONE },
	{ "高校生", CLASS_NONE }, { "中学生", CLASS_NONE },
	{ "小学生", CLASS_NONE }, { "専業主婦", CLASS_NONE },
	{ "専業主夫", CLASS_NONE }, { "主婦", CLASS_NONE },
	{ "主夫", CLASS_NONE }, { "年金生活者", CLASS_NONE },
	{ "無職", CLASS_NONE }, { "求職中", CLASS_NONE },
};

/* Countries by Japanese name, ISO 3166 code of two and of three letters. */
static const struct {
	const char *ja;
	const char *two;
	const char *three;
	const char *region;
} countries[] = {
	{ "日本", "JP", "JPN", "日本" },
	{ "中国", "CN", "CHN", "東アジア" },
	{ "韓国", "KR", "KOR", "東アジア" },
	{ "北朝鮮", "KP", "PRK", "東アジア" },
	{ "台湾", "TW", "TWN", "東アジア" },
	{ "香港", "HK", "HKG", "東アジア" },
	{ "マカオ", "MO", "MAC", "東アジア" },
	{ "モンゴル", "MN", "MNG", "東アジア" },
	{ "ベトナム", "VN", "VNM", "東南アジア" },
	{ "フィリピン", "PH", "PHL", "東南アジア" },
	{ "インドネシア", "ID", "IDN", "東南アジア" },
	{ "タイ", "TH", "THA", "東南アジア" },
	{ "ミャンマー", "MM", "MMR", "東南アジア" },
	{ "マレーシア", "MY", "MYS", "東南アジア" },
	{ "シンガポール", "SG", "SGP", "東南アジア" },
	{ "カンボジア", "KH", "KHM", "東南アジア" },
	{ "ラオス", "LA", "LAO", "東南アジア" },
	{ "ブルネイ", "BN", "BRN", "東南アジア" },
	{ "東ティモール", "TL", "TLS", "東南アジア" },
	{ "ネパール", "NP", "NPL", "南アジア" },
	{ "インド", "IN", "IND", "南アジア" },
	{ "スリランカ", "LK", "LKA", "南アジア" },
	{ "バングラデシュ", "BD", "BGD", "南アジア" },
	{ "パキスタン", "PK", "PAK", "南アジア" },
	{ "ブータン", "BT", "BTN", "南アジア" },
	{ "モルディブ", "MV", "MDV", "南アジア" },
	{ "アフガニスタン", "AF", "AFG", "中東・中央アジア" },
	{ "イラン", "IR", "IRN", "中東・中央アジア" },
	{ "イラク", "IQ", "IRQ", "中東・中央アジア" },
	{ "トルコ", "TR", "TUR", "中東・中央アジア" },
	{ "サウジアラビア", "SA", "SAU", "中東・中央アジア" },
	{ "アラブ首長国連邦", "AE", "ARE", "中東・中央アジア" },
	{ "イスラエル", "IL", "ISR", "中東・中央アジア" },
	{ "シリア", "SY", "SYR", "中東・中央アジア" },
	{ "ヨルダン", "JO", "JOR", "中東・中央アジア" },
	{ "ウズベキスタン", "UZ", "UZB", "中東・中央アジア" },
	{ "カザフスタン", "KZ", "KAZ", "中東・中央アジア" },
	{ "キルギス", "KG", "KGZ", "中東・中央アジア" },
	{ "アメリカ", "US", "USA", "北アメリカ" },
	{ "米国", "US", "USA", "北アメリカ" },
	{ "アメリカ合衆国", "US", "USA", "北アメリカ" },
	{ "カナダ", "CA", "CAN", "北アメリカ" },
	{ "メキシコ", "MX", "MEX", "中南アメリカ" },
	{ "ブラジル", "BR", "BRA", "中南アメリカ" },
	{ "ペルー", "PE", "PER", "中南アメリカ" },
	{ "ボリビア", "BO", "BOL", "中南アメリカ" },
	{ "アルゼンチン", "AR", "ARG", "中南アメリカ" },
	{ "チリ", "CL", "CHL", "中南アメリカ" },
	{ "コロンビア", "CO", "COL", "中南アメリカ" },
	{ "パラグアイ", "PY", "PRY", "中南アメリカ" },
	{ "イギリス", "GB", "GBR", "ヨーロッパ" },
	{ "英国", "GB", "GBR", "ヨーロッパ" },
	{ "フランス", "FR", "FRA", "ヨーロッパ" },
	{ "ドイツ", "DE", "DEU", "ヨーロッパ" },
	{ "イタリア", "IT", "ITA", "ヨーロッパ" },
	{ "スペイン", "ES", "ESP", "ヨーロッパ" },
	{ "ポルトガル", "PT", "PRT", "ヨーロッパ" },
	{ "オランダ", "NL", "NLD", "ヨーロッパ" },
	{ "ベルギー", "BE", "BEL", "ヨーロッパ" },
	{ "スイス", "CH", "CHE", "ヨーロッパ" },
	{ "オーストリア", "AT", "AUT", "ヨーロッパ" },
	{ "スウェーデン", "SE", "SWE", "ヨーロッパ" },
	{ "ノルウェー", "NO", "NOR", "ヨーロッパ" },
	{ "デンマーク", "DK", "DNK", "ヨーロッパ" },
	{ "フィンランド", "FI", "FIN", "ヨーロッパ" },
	{ "アイルランド", "IE", "IRL", "ヨーロッパ" },
	{ "ポーランド", "PL", "POL", "ヨーロッパ" },
	{ "チェコ", "CZ", "CZE", "ヨーロッパ" },
	{ "ハンガリー", "HU", "HUN", "ヨーロッパ" },
	{ "ルーマニア", "RO", "ROU", "ヨーロッパ" },
	{ "ギリシャ", "GR", "GRC", "ヨーロッパ" },
	{ "ロシア", "RU", "RUS", "ヨーロッパ" },
	{ "ウクライナ", "UA", "UKR", "ヨーロッパ" },
	{ "エジプト", "EG", "EGY", "アフリカ" },
	{ "ナイジェリア", "NG", "NGA", "アフリカ" },
	{ "ガーナ", "GH", "GHA", "アフリカ" },
	{ "ケニア", "KE", "KEN", "アフリカ" },
	{ "エチオピア", "ET", "ETH", "アフリカ" },
	{ "南アフリカ", "ZA", "ZAF", "アフリカ" },
	{ "モロッコ", "MA", "MAR", "アフリカ" },
	{ "チュニジア", "TN", "TUN", "アフリカ" },
	{ "セネガル", "SN", "SEN", "アフリカ" },
	{ "カメルーン", "CM", "CMR", "アフリカ" },
	{ "オーストラリア", "AU", "AUS", "オセアニア" },
	{ "ニュージーランド", "NZ", "NZL", "オセアニア" },
	{ "フィジー", "FJ", "FJI", "オセアニア" },
	{ "パプアニューギニア", "PG", "PNG", "オセアニア" },
	{ "サモア", "WS", "WSM", "オセアニア" },
	{ "トンガ", "TO", "TON", "オセアニア" },
	{ "パラオ", "PW", "PLW", "オセアニア" },
	{ "無国籍", "XX", "XXA", "その他" },
	{ "その他", "ZZ", "ZZZ", "その他" },
};

static void
put(struct labels *labels, size_t level, const char *label)
{
	(void)snprintf(labels->label[level], LABEL_SIZE, "%s", label);
}

bool
hierarchy_parts_occupation(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	enum occupation_class class = CLASS_OTHER;
	bool found = false;

	(void)context;
	value = text_trim(value);
	for (size_t i = 0; i < LENGTH(occupations) && !found; i++)
		if (text_is(value, occupations[i].name)) {
			class = occupations[i].class;
			found = true;
		}
	for (size_t i = 0; i < LENGTH(occupation_classes) && !found; i++)
		if (text_is(value, occupation_classes[i].name)) {
			class = (enum occupation_class)i;
			found = true;
		}
	if (!found)
		return false;
	labels->order = (int64_t)class;
	put(labels, 1, occupation_classes[class].name);
	put(labels, 2, occupation_classes[class].group);
	put(labels, 3, "*");
	return true;
}

bool
hierarchy_parts_nationality(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	char plain[VALUE_SIZE];

	(void)context;
	if (!hierarchy_parts_plain(text_trim(value), plain, sizeof(plain)))
		return false;
	for (size_t i = 0; i < LENGTH(countries); i++) {
		if (strcmp(plain, countries[i].ja) != 0 &&
		    strcmp(plain, countries[i].two) != 0 &&
		    strcmp(plain, countries[i].three) != 0)
			continue;
		labels->order = (int64_t)i;
		put(labels, 1, countries[i].region);
		put(labels, 2, i == 0 ? "日本" : "外国");
		put(labels, 3, "*");
		return true;
	}
	return false;
}
