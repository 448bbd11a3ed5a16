#include "policy/lint_fold.h"

enum { BUCKETS = 256, WORD_MAX = 16 };

/*
 * Left: as printed, after the passes that lint_letters_put() makes.  Right: as
 * folded, never longer.  Where several begin alike the longest one counts.
 */
static const struct {
	const char *from;
	const char *to;
} spellings[] = {
	/* verbs, humble and polite */
	{ "させていただき", "し" }, { "させていただく", "する" },
	{ "させていただい", "し" }, { "させて頂き", "し" },
	{ "させて頂く", "する" }, { "させて頂い", "し" },
	{ "させて戴き", "し" }, { "させて戴く", "する" },
	{ "いたし", "し" }, { "致し", "し" }, { "いたす", "する" },
	{ "致す", "する" }, { "いたさ", "さ" },
	{ "でございます", "です" }, { "ございません", "ありません" },
	{ "ございます", "あります" }, { "御座います", "あります" },
	{ "ございまし", "ありまし" },
	{ "ております", "ています" }, { "ておりません", "ていません" },
	{ "ておりまし", "ていまし" }, { "ておる", "ている" },
	{ "でおります", "でいます" }, { "でおりません", "でいません" },
	{ "いただ", "頂" }, { "戴き", "頂き" }, { "戴く", "頂く" },
	{ "戴い", "頂い" }, { "戴け", "頂け" }, { "ください", "下さい" },
	{ "くださる", "下さる" }, { "くださっ", "下さっ" },
	{ "くださり", "下さり" }, { "くださ", "下さ" },
	{ "行な", "行" }, { "おこない", "行い" }, { "おこなう", "行う" },
	{ "おこなっ", "行っ" }, { "おこなわ", "行わ" },
	{ "出来", "でき" },
	{ "見做", "みな" }, { "看做", "みな" }, { "見なし", "みなし" },
	{ "見なす", "みなす" }, { "見なさ", "みなさ" },
	{ "受け取り", "受取" }, { "受け取っ", "受取っ" },
	{ "受け取", "受取" }, { "受け付け", "受付" }, { "受付け", "受付" },
	{ "受けつけ", "受付" }, { "引き継", "引継" }, { "引継ぎ", "引継" },
	{ "取り扱い", "取扱" }, { "取りあつかい", "取扱" },
	{ "取り扱", "取扱" }, { "取扱い", "取扱" }, { "とりあつかい", "取扱" },
	{ "とりあつか", "取扱" },
	{ "取り止め", "取止め" }, { "取り消", "取消" }, { "取消し", "取消" },
	{ "問い合わせ", "問合せ" }, { "問い合せ", "問合せ" },
	{ "問合わせ", "問合せ" }, { "問いあわせ", "問合せ" },
	{ "といあわせ", "問合せ" },
	{ "申し込み", "申込" }, { "申し込", "申込" }, { "申込み", "申込" },
	{ "申しこみ", "申込" }, { "申し出", "申出" }, { "申しで", "申出" },
	{ "申し立て", "申立" }, { "申立て", "申立" }, { "申し受け", "申受" },
	{ "申受け", "申受" }, { "申しうけ", "申受" },
	{ "手続き", "手続" }, { "届け出", "届出" }, { "届出で", "届出" },
	{ "支払い", "支払" }, { "取り引き", "取引" },
	{ "取引き", "取引" }, { "見積り", "見積" }, { "見積もり", "見積" },
	{ "組み合わせ", "組合せ" }, { "組合わせ", "組合せ" },
	{ "組み合せ", "組合せ" },
	{ "突き合わせ", "突合" }, { "突き合せ", "突合" },
	{ "突合せ", "突合" }, { "突合わせ", "突合" },
	{ "紐づけ", "紐付" }, { "紐付け", "紐付" }, { "紐づ", "紐付" },
	{ "ひも付け", "紐付" }, { "ひもづけ", "紐付" }, { "ひもづ", "紐付" },
	{ "ひも付", "紐付" }, { "ヒモ付け", "紐付" }, { "ヒモづけ", "紐付" },
	{ "結び付け", "結付" }, { "結びつけ", "結付" }, { "結び付", "結付" },
	{ "結びつ", "結付" },
	{ "切り替え", "切替" }, { "置き換え", "置換" }, { "置換え", "置換" },
	{ "取り除", "除" }, { "とり除", "除" }, { "差し控え", "控え" },
	{ "もとづ", "基づ" },
	/* joining words */
	{ "または", "又は" }, { "および", "及び" },
	{ "もしくは", "若しくは" }, { "ならびに", "並びに" },
	{ "あるいは", "又は" }, { "或いは", "又は" }, { "或は", "又は" },
	{ "あらかじめ", "予め" }, { "ただし", "但し" },
	{ "すべて", "全て" }, { "総て", "全て" }, { "凡て", "全て" },
	{ "かかわらず", "関わらず" }, { "拘わらず", "関わらず" },
	{ "したがって", "従って" }, { "にしたがい", "に従い" },
	{ "のうえで", "の上で" }, { "たうえで", "た上で" },
	{ "だうえで", "だ上で" }, { "のうえ", "の上" }, { "たうえ", "た上" },
	{ "だうえ", "だ上" }, { "につきまして", "について" },
	{ "かぎり", "限り" }, { "つきましては", "ついては" }, { "に関しまして", "に関して" },
	{ "に付き", "につき" }, { "に際しまして", "に際して" },
	{ "にあたりまして", "にあたり" }, { "に当たり", "にあたり" },
	{ "に当たって", "にあたって" },
	{ "とおり", "通り" }, { "そのほか", "その他" }, { "このほか", "この他" }, { "其の他", "その他" },
	{ "をもって", "を以て" }, { "をのぞい", "を除い" }, { "をのぞき", "を除き" },
	{ "をのぞく", "を除く" }, { "ものぞ", "も除" }, { "を以って", "を以て" },
	{ "いずれ", "何れ" }, { "どのような", "どの様な" },
	{ "いかなる", "如何なる" }, { "いっさい", "一切" },
	{ "なんら", "何ら" }, { "何等", "何ら" }, { "一さい", "一切" },
	{ "すみやか", "速やか" }, { "ただちに", "直ちに" },
	{ "おそれ", "虞" }, { "恐れ", "虞" }, { "惧れ", "虞" },
	{ "怖れ", "虞" },
	{ "無く", "なく" }, { "無し", "なし" }, { "無い", "ない" },
	{ "ことを要しません", "必要はありません" },
	{ "たとえば", "例えば" }, { "まったく", "全く" },
	{ "もとより", "元より" }, { "さまざま", "様々" },
	/* who */
	{ "お客さま", "お客様" }, { "お客さん", "お客様" },
	{ "みなさま", "皆様" }, { "皆さま", "皆様" }, { "みな様", "皆様" },
	{ "ご本人様", "本人" }, { "ご本人さま", "本人" },
	{ "御本人様", "本人" }, { "本人様", "本人" }, { "本人さま", "本人" },
	{ "患者様", "患者" }, { "患者さま", "患者" }, { "患者さん", "患者" },
	{ "利用者様", "利用者" }, { "利用者さま", "利用者" },
	{ "会員様", "会員" }, { "会員さま", "会員" },
	{ "代理人様", "代理人" }, { "派遣スタッフ", "スタッフ" }, { "代理人さま", "代理人" },
	{ "ユーザー", "ユーザ" }, { "第3者", "第三者" },
	{ "子ども", "子供" }, { "こども", "子供" },
	/* things */
	{ "漏えい", "漏洩" }, { "ろうえい", "漏洩" }, { "漏泄", "漏洩" },
	{ "き損", "毀損" }, { "棄損", "毀損" }, { "キ損", "毀損" },
	{ "ウェブサイト", "サイト" }, { "ウエブサイト", "サイト" },
	{ "ウェッブサイト", "サイト" }, { "webサイト", "サイト" },
	{ "web サイト", "サイト" }, { "ホームページ", "サイト" },
	{ "ウェブページ", "サイト" }, { "webページ", "サイト" },
	{ "ホーム・ページ", "サイト" }, { "ウェブ", "web" },
	{ "ウエブ", "web" }, { "電子メール", "メール" },
	{ "cookies", "クッキー" }, { "cookie", "クッキー" },
	{ "サーバー", "サーバ" }, { "プロバイダー", "プロバイダ" },
	{ "コンピューター", "コンピュータ" }, { "フォルダー", "フォルダ" },
	{ "インターフェース", "インタフェース" },
	{ "プライバシー・ポリシー", "プライバシーポリシー" },
	{ "本プライバシーポリシー", "本方針" }, { "本ポリシー", "本方針" },
	{ "本プライバシー・ポリシー", "本方針" },
	{ "ヶ月", "か月" }, { "ケ月", "か月" }, { "カ月", "か月" },
	{ "ヵ月", "か月" }, { "箇月", "か月" }, { "ヶ年", "か年" },
	{ "ヶ国", "か国" }, { "カ国", "か国" }, { "ヵ国", "か国" },
	{ "ひとつ", "1つ" }, { "一つ", "1つ" },
	{ "マスク処理", "マスキング" }, { "黒塗り", "黒塗" },
};

struct word {
	const struct word *next;	/* in the bucket; longer ones first */
	uint8_t from_n;
	uint8_t to_n;
	uint32_t from[WORD_MAX];
	uint32_t to[WORD_MAX];
};

struct lint_fold {
	const struct word *buckets[BUCKETS];
	struct word words[LENGTH(spellings)];
};

size_t
lint_fold_count(void)
{
	return LENGTH(spellings);
}

void
lint_fold_pair(size_t i, struct text *from, struct text *to)
{
	*from = text_of(spellings[i].from);
	*to = text_of(spellings[i].to);
}

static uint8_t
letters_of(uint32_t out[WORD_MAX], const char *string)
{
	struct text rest = text_of(string);
	uint8_t n = 0;

	while (n < WORD_MAX && text_next(&rest, &out[n]))
		n++;
	return n;
}

struct lint_fold *
lint_fold_new(struct arena *arena)
{
	struct lint_fold *fold = arena_alloc(arena, sizeof(*fold));

	if (fold == NULL)
		return NULL;
	for (size_t i = 0; i < LENGTH(spellings); i++) {
		struct word *word = &fold->words[i];
		const struct word **at;

		word->from_n = letters_of(word->from, spellings[i].from);
		word->to_n = letters_of(word->to, spellings[i].to);
		at = &fold->buckets[word->from[0] % BUCKETS];
		while (*at != NULL && (*at)->from_n >= word->from_n)
			at = (const struct word **)(uintptr_t)&(*at)->next;
		word->next = *at;
		*at = word;
	}
	return fold;
}

static bool
is_narrow(uint32_t c)
{
	return c > ' ' && c < 0x250 && c != '(' && c != ')' && c != '|';
}

static uint32_t
punctuation(uint32_t c, uint32_t before, uint32_t after)
{
	bool behind = lint_is_japanese(before) || before == ')' ||
	    before == 0x300D;

	if (!behind || lint_is_digit(after) || lint_is_latin(after))
		return c == 0xFF0E ? '.' : c;
	return c == ',' ? 0x3001 : c == '.' ? 0x3002 : c;
}

/* What a run of blanks in a row means: the next cell, a line of this one. */
static uint32_t
between_cells(const struct lint_letters *raw, uint32_t from, uint32_t to,
    uint32_t c)
{
	bool line = false;

	for (uint32_t i = from; i < to; i++) {
		if (raw->code[i] == '\t')
			return '|';
		line = line || raw->code[i] == '\n';
	}
	return line ? 0x3001 : c;
}

/* Copies without the blanks that mean nothing. */
static void
copy_span(const struct lint_letters *raw, struct lint_span span, bool row,
    struct lint_letters *out)
{
	uint32_t last = 0, word = span.from;

	for (uint32_t i = span.from; i < span.to; i++) {
		uint32_t c = raw->code[i], next;

		if (word <= i)
			word = i + 1;
		while (word < span.to && lint_is_blank(raw->code[word]))
			word++;
		next = word < span.to ? raw->code[word] : 0;
		if (lint_is_blank(c)) {
			if (row)
				c = between_cells(raw, i, word, c);
			if (c != ' ' && c != '\n' && c != '\t' && last != 0 &&
			    last != '|' && next != 0 && next != '|')
				i = word - 1;
			else if (is_narrow(last) && is_narrow(next))
				c = ' ';
			else
				continue;
		} else if (c == ',' || c == '.') {
			c = punctuation(c, last, i + 1 < span.to ?
			    raw->code[i + 1] : 0);
		}
		if (c == ' ' && last == ' ')
			continue;
		lint_letters_raw(out, c, raw->at[i], raw->width[i]);
		last = c;
	}
}

/* お客様 stays; お問合せ and ご本人 lose their first letter. */
static bool
is_polite(const struct lint_letters *text, size_t i, size_t from)
{
	uint32_t c = text->code[i];
	uint32_t next = i + 1 < text->n ? text->code[i + 1] : 0;
	uint32_t last = i > from ? text->code[i - 1] : 0;

	if (c != 0x304A && c != 0x3054 && c != 0x5FA1)
		return false;
	if (!lint_is_kanji(next) || next == 0x5BA2 || next == 0x793E ||
	    next == 0x4E2D || next == 0x77E5)
		return false;
	return c != 0x5FA1 || !lint_is_kanji(last);
}

static const struct word *
find_word(const struct lint_fold *fold, const struct lint_letters *text,
    size_t i)
{
	const struct word *word = fold->buckets[text->code[i] % BUCKETS];

	for (; word != NULL; word = word->next)
		if (word->from_n <= text->n - i && memcmp(text->code + i,
		    word->from, word->from_n * sizeof(*word->from)) == 0)
			return word;
	return NULL;
}

/* Writes the folded word over what was read; returns where writing goes on. */
static size_t
replace(struct lint_letters *text, size_t to, size_t i,
    const struct word *word)
{
	uint32_t end = lint_letters_end(text, (uint32_t)i + word->from_n - 1);

	for (size_t k = 0; k < word->to_n; k++) {
		uint32_t at = text->at[i + k];

		text->code[to] = word->to[k];
		text->at[to] = at;
		text->width[to] = text->width[i + k];
		if (k + 1 == word->to_n)
			text->width[to] = (uint8_t)(end - at > 255 ? 255 :
			    end - at);
		to++;
	}
	return to;
}

void
lint_fold_span(const struct lint_fold *fold, const struct lint_letters *raw,
    struct lint_span span, bool row, struct lint_letters *out)
{
	size_t from = out->n, to = out->n, i = out->n;

	copy_span(raw, span, row, out);
	while (i < out->n) {
		const struct word *word = find_word(fold, out, i);

		if (word != NULL) {
			to = replace(out, to, i, word);
			i += word->from_n;
		} else if (is_polite(out, i, from)) {
			i++;
		} else {
			out->code[to] = out->code[i];
			out->at[to] = out->at[i];
			out->width[to++] = out->width[i++];
		}
	}
	out->n = to;
}
