#include "base/jsonw.h"
#include "cli/people.h"

enum { VALUE_SIZE = 256 };

struct name {
	const char *kanji, *kana, *latin;
};

static const struct name families[] = {
	{ "佐藤", "サトウ", "sato" }, { "鈴木", "スズキ", "suzuki" },
	{ "髙橋", "タカハシ", "takahashi" }, { "田中", "タナカ", "tanaka" },
	{ "伊藤", "イトウ", "ito" }, { "渡邊", "ワタナベ", "watanabe" },
	{ "山本", "ヤマモト", "yamamoto" }, { "中村", "ナカムラ", "nakamura" },
	{ "小林", "コバヤシ", "kobayashi" }, { "加藤", "カトウ", "kato" },
	{ "𠮷田", "ヨシダ", "yoshida" }, { "山﨑", "ヤマザキ", "yamazaki" },
	{ "佐々木", "ササキ", "sasaki" }, { "山口", "ヤマグチ", "yamaguchi" },
	{ "松本", "マツモト", "matsumoto" }, { "井上", "イノウエ", "inoue" },
	{ "木村", "キムラ", "kimura" }, { "林", "ハヤシ", "hayashi" },
	{ "斎藤", "サイトウ", "saito" }, { "清水", "シミズ", "shimizu" },
};
static const struct name givens[] = {
	{ "花子", "ハナコ", "hanako" }, { "太郎", "タロウ", "taro" },
	{ "結衣", "ユイ", "yui" }, { "蓮", "レン", "ren" },
	{ "陽菜", "ヒナ", "hina" }, { "湊", "ミナト", "minato" },
	{ "さくら", "サクラ", "sakura" }, { "大翔", "ヒロト", "hiroto" },
	{ "美咲", "ミサキ", "misaki" }, { "健一", "ケンイチ", "kenichi" },
	{ "直子", "ナオコ", "naoko" }, { "翔太", "ショウタ", "shota" },
	{ "恵", "メグミ", "megumi" }, { "誠", "マコト", "makoto" },
	{ "由美", "ユミ", "yumi" }, { "隆", "タカシ", "takashi" },
};
static const char *const companies[] = {
	"株式会社見本商事", "例示テック株式会社", "合同会社サンプル",
	"仮名工業株式会社", "試行サービス株式会社",
};
static const char *const departments[] = {
	"総務部", "営業部", "経理部", "情報システム部", "人事部",
};
static const char *const places[] = {
	"東京都千代田区見本町1-2-3", "大阪府大阪市例示区4丁目5番6号",
	"北海道札幌市仮名区南7条西8", "福岡県福岡市試行区9-10",
};
static const char *const notes[] = {
	"基本プランを希望。資料の送付を依頼。",
	"打合せは来月の初めを希望。", "導入の時期を検討中。",
	"料金の見積りを依頼。",
};

/* Well-mixed bits of a number and a salt (splitmix64). */
static uint64_t
mix(uint64_t number, uint64_t salt)
{
	uint64_t z = number * 0x9E3779B97F4A7C15u + salt;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static const struct name *
family(uint64_t number)
{
	return &families[mix(number, 1) % LENGTH(families)];
}

static const struct name *
given(uint64_t number)
{
	return &givens[mix(number, 2) % LENGTH(givens)];
}

static void
email_of(char out[VALUE_SIZE], uint64_t number)
{
	(void)snprintf(out, VALUE_SIZE, "%s.%s.%llu@example.jp",
	    given(number)->latin, family(number)->latin,
	    (unsigned long long)number);
}

#define PUT(...) (void)snprintf(out, VALUE_SIZE, __VA_ARGS__)

static void
invent_choice(char out[VALUE_SIZE], const struct policy_item *item,
    uint64_t dice)
{
	const struct node *choices = node_get(item->node, "choices");
	size_t n = node_count(choices);

	out[0] = '\0';
	if (n > 0)
		PUT("%.*s", TEXT_ARGS(node_text(node_at(choices, dice % n),
		    "id")));
}

/* A value of that kind; empty when the kind is not invented. */
static void
invent(char out[VALUE_SIZE], const struct policy_item *item, uint64_t number)
{
	uint64_t dice = mix(number, 3 + item->number);
	unsigned int small = (unsigned int)(dice % 1000);
	unsigned int large = (unsigned int)(dice / 1000 % 9000) + 1000;

	out[0] = '\0';
	switch (item->kind) {
	case KIND_NAME:
		PUT("%s %s", family(number)->kanji, given(number)->kanji);
		break;
	case KIND_KANA:
		PUT("%s %s", family(number)->kana, given(number)->kana);
		break;
	case KIND_EMAIL: email_of(out, number); break;
	case KIND_PHONE: PUT("090-0%03u-%04u", small, large); break;
	case KIND_DATE:
		PUT("%04u-%02u-%02u", 1950 + small % 55, 1 + large % 12,
		    1 + (small + large) % 28);
		break;
	case KIND_POSTAL_CODE: PUT("%03u-%04u", 100 + small % 800, large);
		break;
	case KIND_ADDRESS: PUT("%s", places[dice % LENGTH(places)]); break;
	case KIND_TEXT:
		PUT("%s", text_is(item->id, "department") ?
		    departments[dice % LENGTH(departments)] :
		    companies[dice % LENGTH(companies)]);
		break;
	case KIND_FREE_TEXT:
		if (item->special_care == SPECIAL_NONE)
			PUT("%s", notes[dice % LENGTH(notes)]);
		break;
	case KIND_EXTERNAL_ID: PUT("C-%07llu", (unsigned long long)number);
		break;
	case KIND_NUMBER:
	case KIND_MONEY: PUT("%u", large * 100); break;
	case KIND_CHOICE: invent_choice(out, item, dice); break;
	case KIND_FLAG: PUT("%s", dice % 2 ? "true" : "false"); break;
	case KIND_URL:
	case KIND_DEVICE_ID:
	case KIND_BANK_ACCOUNT:
	case KIND_CARD:
	case KIND_ID_CODE:
	case KIND_PASSWORD:
	case KIND_FILE:
		break;
	}
}

const struct policy_way *
people_way(const struct policy *policy)
{
	const struct policy_way *best = &policy->ways[0];

	for (size_t i = 0; i < policy->way_count; i++) {
		const struct policy_way *way = &policy->ways[i];

		if (way->source == SOURCE_PERSON &&
		    (best->source != SOURCE_PERSON ||
		    bits_count(&way->items) > bits_count(&best->items)))
			best = way;
	}
	return best;
}

/* The id of the smallest number of a set. */
static struct text
first_id(const struct policy *policy, const char *section,
    const struct bits *set, unsigned int (*number_of)(const struct policy *,
    struct text))
{
	const struct node *list = node_get(policy->root, section);

	for (size_t i = 0; i < node_count(list); i++) {
		struct text id = node_text(node_at(list, i), "id");

		if (bits_has(set, number_of(policy, id)))
			return id;
	}
	return (struct text){ "", 0 };
}

static unsigned int
subject_number(const struct policy *policy, struct text id)
{
	return policy_subject(policy, id)->number;
}

static unsigned int
consent_number(const struct policy *policy, struct text id)
{
	return policy_consent(policy, id)->number;
}

static void
put_values(struct jsonw *json, const struct policy *policy,
    const struct policy_way *way, unsigned int subject, uint64_t number)
{
	jsonw_key(json, "values");
	jsonw_open_object(json);
	BITS_EACH(i, &way->items) {
		const struct policy_item *item = policy->item_at[i];
		bool required = bits_has(&way->required, (unsigned int)i);
		char id[64], value[VALUE_SIZE];

		/* Two thirds of what is optional is given. */
		if (!bits_has(&item->subjects, subject) || (!required &&
		    mix(number, 1000 + (uint64_t)i) % 3 == 0))
			continue;
		invent(value, item, number);
		if (value[0] == '\0')
			continue;
		(void)snprintf(id, sizeof(id), "%.*s", TEXT_ARGS(item->id));
		jsonw_member_string(json, id, value);
	}
	jsonw_close_object(json);
}

void
people_line(struct buf *out, const struct policy *policy,
    const struct policy_way *way, uint64_t number)
{
	struct jsonw json = jsonw_new(out, false);
	struct text subject = first_id(policy, "subjects", &way->subjects,
	    subject_number);
	const struct node *services = node_get(way->node, "services");

	jsonw_open_object(&json);
	jsonw_member_text(&json, "way", way->id);
	jsonw_member_text(&json, "subject", subject);
	if (node_count(services) > 1)
		jsonw_member_text(&json, "service",
		    node_at(services, 0)->text);
	jsonw_member_bool(&json, "shown", true);
	put_values(&json, policy, way, policy_subject(policy,
	    subject)->number, number);
	if (!bits_empty(&way->consents) && mix(number, 9) % 2 == 0) {
		jsonw_key(&json, "consents");
		jsonw_open_array(&json);
		jsonw_text(&json, first_id(policy, "consents",
		    &way->consents, consent_number));
		jsonw_close_array(&json);
	}
	jsonw_close_object(&json);
	buf_byte(out, '\n');
}
