/*
 * The values of the language's enumerations, as the public reads them.
 */
#include "policy/prose_parts.h"

struct word {
	const char *table;
	const char *name;
	struct words words;
};

static const struct word words[] = {
	{ "medium", "web", { "ウェブサイトの入力画面", "a form on the website" } },
	{ "medium", "app", { "アプリケーション", "an application" } },
	{ "medium", "email", { "電子メール", "e-mail" } },
	{ "medium", "phone", { "電話", "telephone" } },
	{ "medium", "paper", { "書面", "paper" } },
	{ "medium", "in_person", { "対面", "in person" } },
	{ "medium", "system", { "システムによる記録", "a record of the system" } },
	{ "medium", "transfer", { "データの受渡し", "a transfer of data" } },

	{ "source", "person", { "ご本人", "the person" } },
	{ "source", "introducer",
	  { "ご本人を紹介された方", "whoever introduces the person" } },
	{ "source", "third_party", { "第三者", "a third party" } },
	{ "source", "public", { "公開されている情報", "public information" } },
	{ "source", "observed",
	  { "サービスのご利用に伴う記録", "records of the use of a service" } },

	{ "giver", "person", { "ご本人", "the person" } },
	{ "giver", "guardian", { "法定代理人", "the guardian" } },
	{ "giver", "agent", { "委任による代理人", "an agent" } },

	{ "abroad", "consent", { "外国にある第三者への提供についてのご本人の同意",
	  "the person's consent to provision abroad" } },
	{ "abroad", "equivalent_country",
	  { "我が国と同等の水準にあると認められる個人情報の保護に関する制度を有する国",
	    "a country whose system is held equivalent" } },
	{ "abroad", "equivalent_system",
	  { "提供先における、個人情報保護法の求める措置に相当する措置を継続的に講ずる体制の整備",
	    "a system of the recipient that continuously takes equivalent "
	    "measures" } },
	{ "abroad", "exception",
	  { "個人情報保護法第27条第1項各号に掲げる場合",
	    "a case listed in APPI article 27(1)" } },

	{ "scope", "use", { "利用目的以外の利用", "use beyond the purposes" } },
	{ "scope", "acquire",
	  { "要配慮個人情報の取得", "acquisition of special care information" } },
	{ "scope", "notice",
	  { "利用目的の通知等の省略", "omission of notice of the purposes" } },
	{ "scope", "provide",
	  { "第三者への提供", "provision to a third party" } },
	{ "scope", "not_third_party",
	  { "第三者に当たらない相手への提供",
	    "provision to a recipient that is no third party" } },

	{ "method", "electronic",
	  { "電磁的記録の提供", "electronic record" } },
	{ "method", "paper", { "書面の交付", "paper" } },
	{ "method", "viewing", { "閲覧", "viewing" } },
	{ "method", "listening", { "聴取", "listening" } },

	{ "refusal", "harm",
	  { "ご本人又は第三者の生命、身体、財産その他の権利利益を害するおそれがある場合",
	    "it may harm the life, body, property or other rights of the "
	    "person or a third party" } },
	{ "refusal", "obstruction",
	  { "業務の適正な実施に著しい支障を及ぼすおそれがある場合",
	    "it may seriously obstruct the proper conduct of our work" } },
	{ "refusal", "violation_of_law",
	  { "他の法令に違反することとなる場合", "it would violate another law" } },
	{ "refusal", "already_clear",
	  { "利用目的が既に公表等により明らかな場合",
	    "the purposes are already clear" } },
	{ "refusal", "harm_by_notice",
	  { "利用目的をお知らせすることにより、ご本人又は第三者の生命、身体、財産その他の権利利益を害するおそれがある場合",
	    "telling the purposes may harm the life, body, property or other "
	    "rights of the person or a third party" } },
	{ "refusal", "own_rights",
	  { "利用目的をお知らせすることにより、事業者の権利又は正当な利益を害するおそれがある場合",
	    "telling the purposes may harm our rights or lawful interests" } },
	{ "refusal", "public_duty",
	  { "国の機関等が法令の定める事務を遂行することに協力する必要があり、お知らせすることがその支障となるおそれがある場合",
	    "telling may obstruct a public body in its statutory duty" } },
	{ "refusal", "content_is_fact",
	  { "内容が事実である場合", "the content is a fact" } },
	{ "refusal", "not_needed_for_purpose",
	  { "利用目的からみて訂正等が必要でない場合",
	    "the purposes do not need the correction" } },
	{ "refusal", "no_ground_for_stop",
	  { "個人情報保護法第35条が定める請求の理由がない場合",
	    "none of the grounds of APPI article 35 exists" } },
	{ "refusal", "substitute_measure",
	  { "利用停止等に多額の費用を要するなど困難な場合であって、ご本人の権利利益を保護するために必要な代わりの措置をとるとき",
	    "stopping is difficult, for instance very costly, and a "
	    "substitute measure protects the person's rights" } },
	{ "refusal", "other_law",
	  { "他の法令に特別の手続が定められている場合",
	    "another law sets a special procedure" } },

	{ "channel", "web", { "ウェブサイト", "website" } },
	{ "channel", "email", { "電子メール", "e-mail" } },
	{ "channel", "post", { "郵送", "post" } },
	{ "channel", "phone", { "電話", "telephone" } },
	{ "channel", "visit", { "来訪", "visit" } },

	{ "agent", "legal_representative",
	  { "法定代理人 (親権者、後見人など)",
	    "legal representative (parent, guardian)" } },
	{ "agent", "mandate",
	  { "ご本人が委任した代理人", "agent whom the person has named" } },

	{ "task", "requests", { "開示等のご請求", "rights requests" } },
	{ "task", "complaints",
	  { "苦情及びご相談", "complaints and consultation" } },
	{ "task", "inquiries", { "お問い合わせ", "inquiries" } },
	{ "task", "breaches",
	  { "漏えい等のお申出", "reports of leaks" } },
	{ "task", "opt_out", { "配信等の停止のお申出", "opting out" } },

	{ "start", "acquisition", { "取得した日", "acquisition" } },
	{ "start", "last_use", { "最後に利用した日", "the last use" } },
	{ "start", "contract_end",
	  { "契約が終了した日", "the end of the contract" } },
	{ "start", "service_end",
	  { "サービスの利用が終了した日", "the end of the service" } },
	{ "start", "employment_end",
	  { "退職した日", "the end of employment" } },
	{ "start", "selection_end",
	  { "選考が終了した日", "the end of selection" } },
	{ "start", "request_closed",
	  { "ご請求の手続が完了した日", "the close of the request" } },
	{ "start", "identity_checked",
	  { "本人確認を終えた日", "the check of identity" } },
	{ "start", "consent_withdrawn",
	  { "同意が撤回された日", "the withdrawal of consent" } },
	{ "start", "last_mail",
	  { "最後に配信した日", "the last mail" } },
	{ "start", "record_made",
	  { "記録を作成した日", "the making of the record" } },

	{ "at_end", "erase", { "消去します", "erased" } },
	{ "at_end", "anonymise", { "匿名加工します", "anonymised" } },
	{ "at_end", "review",
	  { "保存の要否を確認します", "the need to keep it is reviewed" } },

	{ "technique", "delete", { "削除", "deleted" } },
	{ "technique", "generalise",
	  { "区分への置換え", "generalised" } },
	{ "technique", "top_bottom",
	  { "上端・下端の統合", "ends joined" } },
	{ "technique", "micro_aggregate",
	  { "近い値の平均への置換え", "micro-aggregated" } },
	{ "technique", "swap", { "入替え", "swapped" } },
	{ "technique", "noise", { "誤差の付加", "noise added" } },
	{ "technique", "pseudo_data",
	  { "疑似データへの置換え", "replaced by artificial data" } },
	{ "technique", "keep", { "そのまま", "as it is" } },

	{ "tracker", "cookie", { "クッキー", "cookie" } },
	{ "tracker", "beacon", { "ウェブビーコン", "web beacon" } },
	{ "tracker", "tag", { "タグ", "tag" } },
	{ "tracker", "sdk",
	  { "アプリケーションに組み込まれたプログラム", "SDK" } },
	{ "tracker", "local_storage",
	  { "ブラウザの保存領域", "local storage" } },

	{ "class", "essential",
	  { "サービスの提供に必要なもの", "essential" } },
	{ "class", "functional", { "便利にお使いいただくためのもの",
	  "functional" } },
	{ "class", "analytics", { "利用状況の分析のためのもの", "analytics" } },
	{ "class", "advertising", { "広告のためのもの", "advertising" } },

	{ "way", "website", { "ウェブサイトへの掲載", "display on the website" } },
	{ "way", "service", { "サービスの画面での表示",
	  "display in the service" } },
	{ "way", "email", { "電子メールでのご連絡", "e-mail" } },
	{ "way", "post", { "郵便でのご連絡", "post" } },
	{ "way", "poster", { "店舗等での掲示", "display on the premises" } },

	{ "law", "employment_placement",
	  { "職業安定法 (職業紹介)", "Employment Security Act (placement)" } },
	{ "law", "recruitment_information",
	  { "職業安定法 (募集情報等提供)",
	    "Employment Security Act (recruitment information)" } },
	{ "law", "external_transmission",
	  { "電気通信事業法 (利用者に関する情報の外部送信)",
	    "Telecommunications Business Act (external transmission)" } },
	{ "law", "advertising_mail",
	  { "特定電子メールの送信の適正化等に関する法律",
	    "Act on Regulation of Transmission of Specified Electronic "
	    "Mail" } },
	{ "law", "mail_order",
	  { "特定商取引に関する法律 (通信販売)",
	    "Act on Specified Commercial Transactions (mail order)" } },
	{ "law", "card_merchant",
	  { "割賦販売法 (クレジットカードの取扱い)",
	    "Installment Sales Act (cards)" } },
	{ "law", "medical", { "医療・介護分野の指針", "medical guidance" } },
	{ "law", "financial", { "金融分野の指針", "financial guideline" } },
	{ "law", "education", { "教育分野の指針", "educational guidance" } },

	{ "weekday", "sunday", { "日曜日", "Sundays" } },
	{ "weekday", "monday", { "月曜日", "Mondays" } },
	{ "weekday", "tuesday", { "火曜日", "Tuesdays" } },
	{ "weekday", "wednesday", { "水曜日", "Wednesdays" } },
	{ "weekday", "thursday", { "木曜日", "Thursdays" } },
	{ "weekday", "friday", { "金曜日", "Fridays" } },
	{ "weekday", "saturday", { "土曜日", "Saturdays" } },
};

const char *
prose_word(const struct prose *prose, const char *table, struct text name)
{
	for (size_t i = 0; i < LENGTH(words); i++)
		if (strcmp(words[i].table, table) == 0 &&
		    text_is(name, words[i].name))
			return prose_say(prose, words[i].words.ja,
			    words[i].words.en);
	return "";
}
