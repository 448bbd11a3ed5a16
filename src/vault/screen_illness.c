/*
 * Words about illness, disability, tests and treatment.
 *
 * Sources: 法2条3項, 令2条1号-3号, 規則5条; 通則編 2-3 (4), (7) to (9);
 * 委員会Q&A 1-28 (to have seen a doctor or been given medicine is enough,
 * 薬剤服用歴 and お薬手帳 too).  The words are ours.
 *
 * Left out on purpose: that one took a check-up or went to 人間ドック (通則編
 * 2-3 (8): the fact alone is none), weight and height, 病院 and クリニック
 * alone (places of work), 障害 alone (mostly of machines), 検査結果, 診断結果
 * and 発症 alone (of products, of aptitude), 休職.
 */
#include "vault/screen_parts.h"

#define ILL(word) { SCREEN_MEDICAL_HISTORY, 0, word }
#define ILL_NONE(word) { SCREEN_MEDICAL_HISTORY, SCREEN_NONE, word }
#define DISABLED(word) { SCREEN_DISABILITY, 0, word }
#define DISABLED_NONE(word) { SCREEN_DISABILITY, SCREEN_NONE, word }
#define RESULT(word) { SCREEN_CHECKUP, 0, word }
#define CARE(word) { SCREEN_MEDICAL_CARE, 0, word }
#define CARE_NONE(word) { SCREEN_MEDICAL_CARE, SCREEN_NONE, word }

const struct screen_term screen_illness[] = {
	/* (4) 病歴: having been ill, in general */
	ILL_NONE("病歴"), ILL_NONE("既往歴"), ILL_NONE("既往症"),
	ILL_NONE("持病"), ILL_NONE("基礎疾患"), ILL_NONE("慢性疾患"),
	ILL_NONE("アレルギー"), ILL("難病"), ILL("罹患"), ILL("闘病"),
	ILL("病名"), ILL("病状"), ILL("病気療養"), ILL("療養中"),
	ILL("病気のため"), ILL("病気になり"), ILL("病気で休"), ILL("余命"),
	ILL("遺伝性疾患"), ILL("自己免疫疾患"), ILL("循環器疾患"),
	ILL("呼吸器疾患"), ILL("皮膚疾患"), ILL("婦人科疾患"), ILL("心疾患"),
	ILL("腎疾患"), ILL("肝疾患"), ILL("脳疾患"), ILL("精神疾患"),
	ILL("疾病"), ILL("後遺症"),
	/* tumours */
	ILL("がん"), ILL("がんかもしれ"), ILL("がんかと"), ILL("癌"),
	ILL("悪性腫瘍"), ILL("腫瘍"), ILL("肉腫"), ILL("白血病"),
	ILL("悪性リンパ腫"), ILL("骨髄腫"),
	/* mind and sleep */
	ILL("うつ"), ILL("うつかもしれ"), ILL("うつかと"), ILL("うつ病"),
	ILL("鬱"), ILL("そううつ"), ILL("抑うつ"), ILL("躁病"),
	ILL("双極性障害"), ILL("統合失調症"), ILL("精神分裂病"),
	ILL("適応障害"), ILL("パニック障害"), ILL("パニック症"),
	ILL("不安障害"), ILL("不安症"), ILL("強迫性障害"), ILL("強迫症"),
	ILL("摂食障害"), ILL("過食症"), ILL("拒食症"), ILL("睡眠障害"),
	ILL("不眠症"), ILL("ナルコレプシー"), ILL("睡眠時無呼吸"),
	ILL("解離性障害"), ILL("パーソナリティ障害"), ILL("人格障害"),
	ILL("PTSD"), ILL("心的外傷後"), ILL("自律神経失調症"), ILL("神経症"),
	ILL("ノイローゼ"), ILL("アルコール依存"), ILL("薬物依存"),
	ILL("ギャンブル依存"), ILL("依存症"), ILL("認知症"),
	ILL("アルツハイマー"), ILL("メンタル不調"), ILL("心を病"),
	ILL("自殺未遂"), ILL("リストカット"), ILL("自傷行為"),
	/* nerves */
	ILL("てんかん"), ILL("癲癇"), ILL("パーキンソン病"),
	ILL("多発性硬化症"), ILL("筋萎縮性側索硬化症"), ILL("ALSと診断"),
	ILL("ALS患者"), ILL("筋ジストロフィー"), ILL("重症筋無力症"),
	ILL("片頭痛"), ILL("偏頭痛"), ILL("メニエール病"), ILL("突発性難聴"),
	ILL("ギラン・バレー"), ILL("髄膜炎"),
	/* infections */
	ILL("HIV"), ILL("エイズ"), ILL("B型肝炎"), ILL("C型肝炎"), ILL("肝炎"),
	ILL("結核"), ILL("梅毒"), ILL("淋病"), ILL("クラミジア"), ILL("性病"),
	ILL("性感染症"), ILL("ハンセン病"), ILL("癩"), ILL("帯状疱疹"),
	ILL("マラリア"), ILL("敗血症"), ILL("コロナに感染"), ILL("コロナに罹"),
	ILL("コロナにかか"), ILL("コロナ感染"), ILL("コロナ陽性"),
	ILL("コロナ後遺症"), ILL("インフルエンザにかか"),
	ILL("インフルエンザに感染"),
	/* blood, heart, vessels */
	ILL("高血圧"), ILL("低血圧"), ILL("心筋梗塞"), ILL("狭心症"),
	ILL("心不全"), ILL("心筋症"), ILL("不整脈"), ILL("心房細動"),
	ILL("心臓病"), ILL("脳梗塞"), ILL("脳卒中"), ILL("脳出血"),
	ILL("くも膜下出血"), ILL("動脈硬化"), ILL("動脈瘤"), ILL("血栓"),
	ILL("血友病"), ILL("貧血"), ILL("脳腫瘍"),
	/* metabolism, organs */
	ILL("糖尿"), ILL("高脂血症"), ILL("脂質異常症"), ILL("痛風"),
	ILL("腎臓病"), ILL("腎不全"), ILL("腎炎"), ILL("ネフローゼ"),
	ILL("肝硬変"), ILL("肝臓病"), ILL("脂肪肝"), ILL("膵炎"), ILL("胆石"),
	ILL("胃潰瘍"), ILL("十二指腸潰瘍"), ILL("潰瘍性大腸炎"),
	ILL("クローン病"), ILL("過敏性腸症候群"), ILL("逆流性食道炎"),
	ILL("ポリープ"), ILL("虫垂炎"), ILL("盲腸炎"), ILL("バセドウ病"),
	ILL("橋本病"), ILL("甲状腺"),
	/* lungs, skin, allergies */
	ILL("喘息"), ILL("ぜんそく"), ILL("肺炎"), ILL("肺気腫"), ILL("COPD"),
	ILL("気胸"), ILL("アトピー"), ILL("花粉症"), ILL("蕁麻疹"),
	ILL("じんましん"), ILL("乾癬"), ILL("アナフィラキシー"),
	/* joints, bones, eyes */
	ILL("膠原病"), ILL("リウマチ"), ILL("リューマチ"),
	ILL("全身性エリテマトーデス"), ILL("ベーチェット病"),
	ILL("椎間板ヘルニア"), ILL("ヘルニア"), ILL("骨粗鬆症"),
	ILL("線維筋痛症"), ILL("緑内障"), ILL("白内障"), ILL("網膜剥離"),
	ILL("網膜色素変性症"),
	/* women's health */
	ILL("子宮筋腫"), ILL("子宮内膜症"), ILL("不妊症"), ILL("流産"),
	ILL("死産"), ILL("更年期障害"), ILL("月経困難症"),
	/* English */
	ILL("cancer"), ILL("leukemia"), ILL("tumor"), ILL("tumour"),
	ILL("diabetes"), ILL("diabetic"), ILL("hepatitis"),
	ILL("tuberculosis"), ILL("epilepsy"), ILL("asthma"),
	ILL("hypertension"), ILL("depression"), ILL("schizophrenia"),
	ILL("bipolar disorder"), ILL("dementia"), ILL("alzheimer"),
	ILL("parkinson"), ILL_NONE("medical history"), ILL("mental illness"),
	ILL("chronic illness"), ILL("suicide attempt"), ILL("miscarriage"),
	ILL_NONE("allergy"), ILL_NONE("allergies"), ILL("hay fever"),

	/* (7) 心身の機能の障害 (規則5条) */
	DISABLED_NONE("身体障害"), DISABLED_NONE("身体障がい"),
	DISABLED_NONE("知的障害"), DISABLED_NONE("知的障がい"),
	DISABLED_NONE("精神障害"), DISABLED_NONE("精神障がい"),
	DISABLED_NONE("発達障害"), DISABLED_NONE("発達障がい"),
	DISABLED("知的障碍"), DISABLED("身体障碍"), DISABLED("精神障碍"),
	DISABLED("視覚障害"), DISABLED("視覚障がい"), DISABLED("聴覚障害"),
	DISABLED("聴覚障がい"), DISABLED("言語障害"), DISABLED("平衡機能障害"),
	DISABLED("運動機能障害"), DISABLED("心臓機能障害"),
	DISABLED("腎臓機能障害"), DISABLED("呼吸器機能障害"),
	DISABLED("免疫機能障害"), DISABLED("高次脳機能障害"),
	DISABLED("高次脳"), DISABLED("内部障害"), DISABLED("心身障害"),
	DISABLED("重度障害"), DISABLED("肢体不自由"),
	DISABLED_NONE("障害者手帳"), DISABLED_NONE("障がい者手帳"),
	DISABLED_NONE("障害手帳"), DISABLED("療育手帳"), DISABLED("愛の手帳"),
	DISABLED("身障者"), DISABLED("身障手帳"), DISABLED("障害等級"),
	DISABLED("障害支援区分"), DISABLED("障害年金"),
	DISABLED("障害基礎年金"), DISABLED("障害厚生年金"),
	DISABLED("障害者枠"), DISABLED("障がい者枠"), DISABLED("障害者雇用"),
	DISABLED("障害者"), DISABLED("障がい"), DISABLED("障碍者"),
	DISABLED("障害児"), DISABLED("障害を持"), DISABLED("障害をもつ"),
	DISABLED("障害を抱え"), DISABLED("障害のある方"),
	DISABLED("障害のある子"), DISABLED("後遺障害"), DISABLED("障害認定"),
	DISABLED("手に障害"), DISABLED("足に障害"), DISABLED("耳に障害"),
	DISABLED("目に障害"), DISABLED("半身に障害"), DISABLED("障害1級"),
	DISABLED("障害2級"), DISABLED("障害3級"), DISABLED("障害4級"),
	DISABLED("障害5級"), DISABLED("障害6級"), DISABLED("自閉症"),
	DISABLED("自閉スペクトラム"), DISABLED("アスペルガー"),
	DISABLED("ADHD"), DISABLED("ASDと診断"), DISABLED("ASD傾向"),
	DISABLED("ASDです"), DISABLED("注意欠陥"), DISABLED("注意欠如"),
	DISABLED("学習障害"), DISABLED("学習症"), DISABLED("吃音"),
	DISABLED("トゥレット"), DISABLED("全盲"), DISABLED("弱視"),
	DISABLED("盲目"), DISABLED("失明"), DISABLED("盲導犬"),
	DISABLED("色覚異常"), DISABLED("難聴"), DISABLED("聾"),
	DISABLED("ろうあ"), DISABLED("耳が聞こえな"), DISABLED("目が見えな"),
	DISABLED("補聴器"), DISABLED("人工内耳"), DISABLED("車椅子"),
	DISABLED("車いす"), DISABLED("義足"), DISABLED("義手"),
	DISABLED("下半身不随"), DISABLED("半身不随"), DISABLED("半身麻痺"),
	DISABLED("片麻痺"), DISABLED("四肢麻痺"), DISABLED("脊髄損傷"),
	DISABLED("脳性麻痺"), DISABLED("脳性まひ"), DISABLED("寝たきり"),
	DISABLED("ダウン症"), DISABLED("人工肛門"), DISABLED("ストーマ"),
	DISABLED("オストメイト"), DISABLED("ペースメーカー"),
	DISABLED("医療的ケア児"), DISABLED("特別支援学校"),
	DISABLED("特別支援学級"), DISABLED("要介護"),
	DISABLED_NONE("disability"), DISABLED_NONE("disabilities"),
	DISABLED("disabled person"), DISABLED("wheelchair"),
	DISABLED("autism"), DISABLED("autistic"), DISABLED("asperger"),
	DISABLED("down syndrome"), DISABLED("visually impaired"),
	DISABLED("hearing impaired"), DISABLED("deaf"),

	/* (8) 健康診断等の結果 */
	RESULT("健康診断の結果"), RESULT("健康診断結果"), RESULT("健診の結果"),
	RESULT("健診結果"), RESULT("検診の結果"), RESULT("検診結果"),
	RESULT("健康診断書"), RESULT("人間ドックの結果"),
	RESULT("ストレスチェック結果"), RESULT("ストレスチェックの結果"),
	RESULT("高ストレス者"), RESULT("要精密検査"), RESULT("要精検"),
	RESULT("要再検査"), RESULT("要経過観察"), RESULT("要治療"),
	RESULT("有所見"), RESULT("異常所見"), RESULT("所見あり"),
	RESULT("陽性"), RESULT("陰性"), RESULT("血圧"), RESULT("血糖"),
	RESULT("HbA1c"), RESULT("ヘモグロビン"), RESULT("コレステロール"),
	RESULT("中性脂肪"), RESULT("尿酸値"), RESULT("γ-GTP"),
	RESULT("ガンマGTP"), RESULT("肝機能"), RESULT("腎機能"),
	RESULT("心電図"), RESULT("腹囲"), RESULT("BMI"), RESULT("メタボ"),
	RESULT("メタボリック"), RESULT("胃カメラ"), RESULT("内視鏡検査"),
	RESULT("大腸検査"), RESULT("便潜血"), RESULT("尿検査"),
	RESULT("血液検査"), RESULT("尿蛋白"), RESULT("尿糖"),
	RESULT("レントゲン"), RESULT("MRI検査"), RESULT("CT検査"),
	RESULT("CTスキャン"), RESULT("エコー検査"), RESULT("超音波検査"),
	RESULT("マンモグラフィ"), RESULT("バリウム検査"), RESULT("生検"),
	RESULT("骨密度"), RESULT("腫瘍マーカー"), RESULT("PCR検査"),
	RESULT("抗原検査"), RESULT("抗体検査"), RESULT("遺伝子検査"),
	RESULT("出生前診断"), RESULT("聴力検査"), RESULT("blood pressure"),
	RESULT("blood test"), RESULT("tested positive"), RESULT("cholesterol"),
	RESULT("genetic test"), RESULT("medical checkup result"),

	/* (9) 医師等による指導, 診療, 調剤 */
	CARE_NONE("通院歴"), CARE_NONE("入院歴"), CARE_NONE("手術歴"),
	CARE_NONE("服薬"), CARE("通院"), CARE("入院"), CARE("退院"),
	CARE("手術"), CARE("治療"), CARE("診療"), CARE("診察"), CARE("受診"),
	CARE("往診"), CARE("投薬"), CARE("服用"), CARE("処方"), CARE("調剤"),
	CARE("内服"), CARE("点滴"), CARE("注射"), CARE("輸血"),
	CARE("お薬手帳"), CARE("薬歴"), CARE("薬を飲"), CARE("薬をもら"),
	CARE("常用薬"), CARE("カルテ"), CARE("診断書"), CARE("主治医"),
	CARE("かかりつけ医"), CARE("産業医面談"), CARE("産業医の面談"),
	CARE("医師の指導"), CARE("医師の診断"), CARE("医師に相談"),
	CARE("ドクターストップ"), CARE("保健指導"), CARE("栄養指導"),
	CARE("服薬指導"), CARE("病院に通"), CARE("病院で診"),
	CARE("病院にかか"), CARE("クリニックに通"), CARE("医者にかか"),
	CARE("カウンセリングを受"), CARE("心療内科"), CARE("精神科"),
	CARE("メンタルクリニック"), CARE("リハビリ"),
	CARE("リハビリテーション"), CARE("人工透析"), CARE("透析"),
	CARE("抗がん剤"), CARE("放射線治療"), CARE("化学療法"), CARE("抗うつ"),
	CARE("睡眠薬"), CARE("睡眠導入剤"), CARE("精神安定剤"),
	CARE("抗不安薬"), CARE("インスリン"), CARE("インシュリン"),
	CARE("ステロイド"), CARE("降圧剤"), CARE("降圧薬"), CARE("エピペン"),
	CARE("不妊治療"), CARE("体外受精"), CARE("人工授精"), CARE("妊娠中絶"),
	CARE("中絶"), CARE("妊娠"), CARE("つわり"), CARE("救急搬送"),
	CARE("救急車で"), CARE("集中治療"), CARE("臓器移植"), CARE("骨髄移植"),
	CARE("腎移植"), CARE("在宅療養"), CARE("傷病手当"), CARE("病気休職"),
	CARE("病気休暇"), CARE("傷病休暇"), CARE("傷病休職"),
	CARE("訪問看護を"), CARE("ホスピス"), CARE("緩和ケア"),
	CARE("hospitalized"), CARE("hospitalised"), CARE("surgery"),
	CARE("prescription"), CARE("chemotherapy"), CARE("dialysis"),
	CARE("antidepressant"), CARE_NONE("medication"), CARE("psychiatrist"),
	CARE("pregnant"), CARE("medical treatment"), CARE("insulin"),
};
const size_t screen_illness_count = LENGTH(screen_illness);
