/*
 * Words about descent, belief, status, crime, and what the policies promise
 * never to collect.  Illness and disability are in screen_illness.c.
 *
 * Sources: 法2条3項 and 令2条; 通則編 2-3 with its examples; 職安法指針
 * (平成11年労働省告示141号) on 求職者等の個人情報の取扱い and what the labour
 * offices name as examples; S2.6.1-6.  The words are ours.
 *
 * Left out on purpose: what 通則編 2-3 says is none (国籍, 外国人, 肌の色, 学歴,
 * 役職), what only lets one guess (books bought, food, places), and words
 * that mostly mean something else (前歴, 出所, 組合員, 学会員, 後援会, 罰金).
 */
#include "vault/screen_parts.h"

#define RACE(word) { SCREEN_RACE, 0, word }
#define CREED(word) { SCREEN_CREED, 0, word }
#define STATUS(word) { SCREEN_SOCIAL_STATUS, 0, word }
#define RECORD(word) { SCREEN_CRIMINAL_RECORD, 0, word }
#define RECORD_NONE(word) { SCREEN_CRIMINAL_RECORD, SCREEN_NONE, word }
#define VICTIM(word) { SCREEN_CRIME_VICTIM, 0, word }
#define PROCEDURE(word) { SCREEN_CRIMINAL_PROCEDURE, 0, word }
#define PROCEDURE_NONE(word) { SCREEN_CRIMINAL_PROCEDURE, SCREEN_NONE, word }
#define JUVENILE(word) { SCREEN_JUVENILE, 0, word }
#define JUVENILE_NONE(word) { SCREEN_JUVENILE, SCREEN_NONE, word }
#define ORIGIN(word) { SCREEN_ORIGIN, 0, word }
#define ORIGIN_PREFECTURE(word) { SCREEN_ORIGIN, SCREEN_PREFECTURE, word }
#define UNION(word) { SCREEN_UNION, 0, word }
#define UNION_NONE(word) { SCREEN_UNION, SCREEN_NONE, word }
#define POLITICS(word) { SCREEN_POLITICS, 0, word }
#define POLITICS_NONE(word) { SCREEN_POLITICS, SCREEN_NONE, word }
#define SEX(word) { SCREEN_SEX_LIFE, 0, word }
#define HIRING(word) { SCREEN_HIRING, 0, word }

const struct screen_term screen_society[] = {
	/* (1) 人種: race, lineage, ethnic or tribal origin */
	RACE("人種"), RACE("少数民族"), RACE("先住民族"), RACE("民族的出身"),
	RACE("種族的出身"), RACE("民族的ルーツ"), RACE("アイヌ"),
	RACE("琉球民族"), RACE("ウィルタ"), RACE("在日韓国"), RACE("在日朝鮮"),
	RACE("在日コリアン"), RACE("在日台湾人"), RACE("在日二世"),
	RACE("在日三世"), RACE("在日2世"), RACE("在日3世"), RACE("在日4世"),
	RACE("日系人"), RACE("日系二世"), RACE("日系三世"), RACE("日系四世"),
	RACE("日系2世"), RACE("日系3世"), RACE("日系4世"),
	RACE("日系ブラジル"), RACE("日系ペルー"), RACE("朝鮮系"),
	RACE("残留孤児"), RACE("残留邦人"), RACE("華僑"), RACE("ユダヤ人"),
	RACE("ユダヤ系"), RACE("クルド人"), RACE("ロヒンギャ"),
	RACE("ロマ民族"), RACE("アフリカ系アメリカ人"), RACE("黒人"),
	RACE("白人"), RACE("混血"), RACE("ethnicity"), RACE("ethnic origin"),
	RACE("ethnic minority"), RACE("ethnic background"),
	RACE("racial origin"), RACE("ainu"), RACE("african american"),
	RACE("jewish"), RACE("zainichi"),

	/* (2) 信条: thought and belief; S2.6.1 */
	CREED("信条"), CREED("信仰"), CREED("宗教"), CREED("宗派"),
	CREED("信者"), CREED("信徒"), CREED("教徒"), CREED("檀家"),
	CREED("入信"), CREED("棄教"), CREED("改宗"), CREED("洗礼"),
	CREED("創価学会"), CREED("幸福の科学"), CREED("天理教"),
	CREED("立正佼成会"), CREED("真如苑"), CREED("霊友会"),
	CREED("崇教真光"), CREED("金光教"), CREED("生長の家"),
	CREED("統一教会"), CREED("統一協会"), CREED("世界平和統一家庭連合"),
	CREED("エホバの証人"), CREED("ものみの塔"), CREED("モルモン教"),
	CREED("末日聖徒"), CREED("オウム真理教"), CREED("顕正会"),
	CREED("日蓮正宗"), CREED("浄土真宗"), CREED("曹洞宗"),
	CREED("キリスト教"), CREED("クリスチャン"), CREED("カトリック"),
	CREED("プロテスタント"), CREED("イスラム教"), CREED("イスラーム"),
	CREED("ムスリム"), CREED("ムスリマ"), CREED("ヒンドゥー教"),
	CREED("ヒンズー教"), CREED("ユダヤ教"), CREED("シク教"),
	CREED("新興宗教"), CREED("無神論"), CREED("政治的信条"),
	CREED("政治思想"), CREED("支持政党"), CREED("支持する政党"),
	CREED("共産主義者"), CREED("無政府主義"), CREED("国粋主義"),
	CREED("religion"), CREED("religions"), CREED("religious belief"),
	CREED("muslim"), CREED("buddhist"), CREED("catholic"),
	CREED("protestant"), CREED("jehovah"), CREED("atheist"),
	CREED("christian faith"), CREED("political opinion"),

	/* (3) 社会的身分: what one cannot leave by one's own effort */
	STATUS("社会的身分"), STATUS("被差別部落"), STATUS("部落出身"),
	STATUS("部落民"), STATUS("同和地区"), STATUS("同和出身"),
	STATUS("特殊部落"), STATUS("穢多"), STATUS("非人"), STATUS("非嫡出子"),
	STATUS("嫡出でない子"), STATUS("婚外子"), STATUS("私生児"),
	STATUS("私生子"), STATUS("隠し子"), STATUS("無戸籍"), STATUS("捨て子"),
	STATUS("illegitimate child"), STATUS("born out of wedlock"),
	STATUS("burakumin"),

	/* (5) 犯罪の経歴: convictions */
	RECORD_NONE("前科"), RECORD_NONE("犯歴"), RECORD_NONE("犯罪歴"),
	RECORD_NONE("犯罪経歴"), RECORD_NONE("犯罪の経歴"),
	RECORD_NONE("前科前歴"), RECORD("有罪判決"), RECORD("有罪とな"),
	RECORD("有罪になっ"), RECORD("有罪が確定"), RECORD("実刑"),
	RECORD("執行猶予"), RECORD("懲役"), RECORD("禁錮"), RECORD("禁固刑"),
	RECORD("拘禁刑"), RECORD("罰金刑"), RECORD("死刑"), RECORD("服役"),
	RECORD("受刑"), RECORD("刑務所"), RECORD("刑期"), RECORD("仮釈放"),
	RECORD("仮出所"), RECORD("満期出所"), RECORD("更生保護"),
	RECORD("刑余者"), RECORD("元受刑者"), RECORD("保護観察"),
	RECORD("前科者"), RECORD_NONE("criminal record"),
	RECORD("convicted of"), RECORD("criminal conviction"),
	RECORD("prison sentence"), RECORD("imprisoned"), RECORD("on parole"),
	RECORD("felony"), RECORD("ex-convict"),

	/* (6) 犯罪により害を被った事実 */
	VICTIM("犯罪被害"), VICTIM("被害届"), VICTIM("被害者参加"),
	VICTIM("性被害"), VICTIM("性暴力"), VICTIM("性的暴行"), VICTIM("強姦"),
	VICTIM("強制わいせつ"), VICTIM("不同意性交"), VICTIM("不同意わいせつ"),
	VICTIM("レイプ"), VICTIM("痴漢に"), VICTIM("痴漢被害"),
	VICTIM("盗撮され"), VICTIM("盗撮被害"), VICTIM("リベンジポルノ"),
	VICTIM("ストーカー被害"), VICTIM("ストーカーに"), VICTIM("つきまとい"),
	VICTIM("DV被害"), VICTIM("DVを受"), VICTIM("DV避難"),
	VICTIM("DVシェルター"), VICTIM("家庭内暴力"),
	VICTIM("配偶者からの暴力"), VICTIM("夫からの暴力"), VICTIM("虐待を受"),
	VICTIM("虐待され"), VICTIM("被虐待"), VICTIM("児童虐待"),
	VICTIM("性的虐待"), VICTIM("暴行を受"), VICTIM("暴行され"),
	VICTIM("暴行被害"), VICTIM("詐欺被害"), VICTIM("詐欺に遭"),
	VICTIM("詐欺にあ"), VICTIM("詐欺の被害"), VICTIM("振り込め詐欺に"),
	VICTIM("特殊詐欺の被害"), VICTIM("窃盗被害"), VICTIM("盗難に遭"),
	VICTIM("盗難にあ"), VICTIM("盗難被害"), VICTIM("空き巣に"),
	VICTIM("ひったくりに"), VICTIM("ひったくり被害"), VICTIM("強盗に"),
	VICTIM("強盗被害"), VICTIM("恐喝され"), VICTIM("恐喝被害"),
	VICTIM("誘拐され"), VICTIM("監禁され"), VICTIM("脅迫され"),
	VICTIM("脅迫を受"), VICTIM("殺人未遂の被害"), VICTIM("通り魔"),
	VICTIM("人身取引"), VICTIM("事件の被害者"), VICTIM("傷害の被害"),
	VICTIM("domestic violence"), VICTIM("sexual assault"), VICTIM("rape"),
	VICTIM("raped"), VICTIM("crime victim"), VICTIM("victim of crime"),
	VICTIM("stalking victim"), VICTIM("victim of fraud"),
	VICTIM("was robbed"),

	/* (10) 刑事事件に関する手続, as suspect or accused */
	PROCEDURE_NONE("逮捕歴"), PROCEDURE("逮捕"), PROCEDURE("書類送検"),
	PROCEDURE("送検"), PROCEDURE("起訴"), PROCEDURE("被疑者"),
	PROCEDURE("被告人"), PROCEDURE("容疑者"), PROCEDURE("勾留"),
	PROCEDURE("拘留"), PROCEDURE("留置場"), PROCEDURE("拘置所"),
	PROCEDURE("家宅捜索"), PROCEDURE("取調べを受"),
	PROCEDURE("取り調べを受"), PROCEDURE("事情聴取を受"),
	PROCEDURE("任意同行"), PROCEDURE("略式命令"), PROCEDURE("略式裁判"),
	PROCEDURE("刑事裁判"), PROCEDURE("刑事事件"), PROCEDURE("刑事告訴"),
	PROCEDURE("刑事告発"), PROCEDURE("刑事訴追"), PROCEDURE("指名手配"),
	PROCEDURE("検挙"), PROCEDURE("保釈"), PROCEDURE("公判"),
	PROCEDURE("arrested"), PROCEDURE("indicted"),
	PROCEDURE("criminal charges"), PROCEDURE("criminal case"),
	PROCEDURE("prosecuted for"),

	/* (11) 少年の保護事件に関する手続 */
	JUVENILE("少年院"), JUVENILE("少年鑑別所"), JUVENILE("鑑別所"),
	JUVENILE("少年審判"), JUVENILE("少年事件"), JUVENILE("保護処分"),
	JUVENILE("家裁送致"), JUVENILE("家庭裁判所送致"),
	JUVENILE("家庭裁判所に送致"), JUVENILE("観護措置"),
	JUVENILE("試験観察"), JUVENILE("触法少年"), JUVENILE("虞犯"),
	JUVENILE("ぐ犯少年"), JUVENILE("児童自立支援施設"),
	JUVENILE_NONE("非行歴"), JUVENILE_NONE("補導歴"), JUVENILE("補導され"),
	JUVENILE("juvenile court"), JUVENILE("juvenile detention"),
	JUVENILE("juvenile offender"),

	/* S2.6.2 本籍地 but the prefecture, 門地; 指針: 本籍, 出生地 */
	ORIGIN_PREFECTURE("本籍"), ORIGIN("戸籍謄本"), ORIGIN("戸籍抄本"),
	ORIGIN("戸籍の写し"), ORIGIN("門地"), ORIGIN("家柄"), ORIGIN("家系"),
	ORIGIN_PREFECTURE("出生地"), ORIGIN("血統"), ORIGIN("身元調査"),
	ORIGIN("家系図"), ORIGIN("place of birth"), ORIGIN("birthplace"),
	ORIGIN("family register"),

	/* S2.6.3; 指針: 労働組合への加入状況, 労働運動 */
	UNION_NONE("労働組合"), UNION("労組"), UNION("組合活動"),
	UNION("組合専従"), UNION("ユニオンに加入"), UNION("団体交渉"),
	UNION("団交"), UNION("団結権"), UNION("争議行為"), UNION("労働争議"),
	UNION("ストライキ"), UNION("春闘"), UNION("労働運動"), UNION("自治労"),
	UNION("日教組"), UNION("全労連"), UNION("不当労働行為"),
	UNION("trade union"), UNION("labor union"), UNION("labour union"),
	UNION("collective bargaining"), UNION("union member"),

	/* S2.6.4; 指針: 支持政党, 学生運動, 消費者運動その他社会運動 */
	POLITICS_NONE("支持政党"), POLITICS("支持する政党"), POLITICS("党員"),
	POLITICS("自民党"), POLITICS("自由民主党"), POLITICS("立憲民主党"),
	POLITICS("公明党"), POLITICS("共産党"), POLITICS("国民民主党"),
	POLITICS("日本維新の会"), POLITICS("れいわ新選組"), POLITICS("社民党"),
	POLITICS("参政党"), POLITICS("政治活動"), POLITICS("政治団体"),
	POLITICS("政治献金"), POLITICS("選挙運動"), POLITICS("投票先"),
	POLITICS("党に投票"), POLITICS("候補に投票"), POLITICS("集団示威"),
	POLITICS("デモ行進"), POLITICS("デモ隊"), POLITICS("抗議デモ"),
	POLITICS("街頭デモ"), POLITICS("反対デモ"), POLITICS("国会前デモ"),
	POLITICS("請願"), POLITICS("署名活動"), POLITICS("市民運動"),
	POLITICS("学生運動"), POLITICS("社会運動"), POLITICS("消費者運動"),
	POLITICS("反戦運動"), POLITICS("反原発運動"), POLITICS("右翼"),
	POLITICS("左翼"), POLITICS("極左"), POLITICS("極右"),
	POLITICS("過激派"), POLITICS("革マル"), POLITICS("中核派"),
	POLITICS("political party"), POLITICS("political affiliation"),
	POLITICS("political opinion"),

	/* S2.6.5 性生活 */
	SEX("性生活"), SEX("性的指向"), SEX("性的嗜好"), SEX("性自認"),
	SEX("性同一性障害"), SEX("性別違和"), SEX("性別不合"),
	SEX("性別適合手術"), SEX("性転換"), SEX("性行為"), SEX("性交渉"),
	SEX("性癖"), SEX("性機能障害"), SEX("セックスレス"), SEX("勃起不全"),
	SEX("同性愛"), SEX("両性愛"), SEX("LGBT"), SEX("ゲイ"),
	SEX("レズビアン"), SEX("バイセクシュアル"), SEX("バイセクシャル"),
	SEX("トランスジェンダー"), SEX("アセクシュアル"),
	SEX("ホモセクシュアル"), SEX("クィア"), SEX("避妊"), SEX("低用量ピル"),
	SEX("アフターピル"), SEX("sexual orientation"), SEX("gay"),
	SEX("lesbian"), SEX("bisexual"), SEX("transgender"), SEX("homosexual"),
	SEX("sex life"),

	/* 指針 and its examples, for applicants and job seekers */
	HIRING("家族の職業"), HIRING("親の職業"), HIRING("父の職業"),
	HIRING("母の職業"), HIRING("両親の職業"), HIRING("家族の収入"),
	HIRING("親の収入"), HIRING("家族の学歴"), HIRING("親の学歴"),
	HIRING("家族構成"), HIRING("本人の資産"), HIRING("資産状況"),
	HIRING("借家か"), HIRING("家庭環境"), HIRING("スリーサイズ"),
	HIRING("容姿"), HIRING("愛読書"), HIRING("購読新聞"),
	HIRING("購読している新聞"), HIRING("尊敬する人物"), HIRING("人生観"),
	HIRING("生活信条"), HIRING("結婚の予定"), HIRING("出産の予定"),
};
const size_t screen_society_count = LENGTH(screen_society);
