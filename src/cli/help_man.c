/*
 * The man page sekisho(1), in man(7) macros, which groff and mandoc read.
 */
#include "cli/help.h"

enum { LINE_BYTES = 70 };

/* A term, and what is said of it. */
struct term {
	const char *name;
	struct words about;
};

static const struct words description[] = {
	{ "Sekisho は個人情報を封緘して保管し、公表しているプライバシーポリシーが"
	  "宣言した取扱いだけを許可する。ポリシーファイルがそのまま規則になり、"
	  "すべての取扱いと拒否はログに残り、第三者が検証できる。",
	  "Sekisho keeps people's personal information sealed, and permits "
	  "only those uses of it that the published privacy policy declares. "
	  "The policy file is the rule; every use and every refusal is in a "
	  "log that others can verify." },
	{ "コマンドは名詞と動詞からなる。オプションは動詞のあとのどこに書いてもよく、"
	  "-- より後は引数として読む。値は --name VALUE とも --name=VALUE とも書ける。"
	  "パスフレーズなどの秘密をコマンド行で渡すことはない。",
	  "A command is a noun and a verb. Options stand anywhere after them; "
	  "what follows -- is an argument. A value is written --name VALUE or "
	  "--name=VALUE. Secrets are never given on the command line." },
};

static const struct term environment[] = {
	{ "SEKISHO_STORE", {
	  "ストアのフォルダー。--in があればそれを使い、どちらもなければ今いる"
	  "フォルダーを使う。",
	  "Folder of the store, unless --in names it; without both, the folder "
	  "in which one is." } },
	{ "LC_ALL, LC_MESSAGES, LANG", {
	  "表示の言語。空でない最初のものが ja で始まれば日本語、そうでなければ"
	  "英語。--lang があればそれを使う。",
	  "Language of the messages, unless --lang says it: Japanese if the "
	  "first of them that is not empty begins with ja, else English." } },
	{ "NO_COLOR", { "設定されていれば、色を付けない。",
	  "When it is set, nothing is coloured." } },
	{ "SOURCE_DATE_EPOCH", {
	  "help --format man が書く日付 (1970年からの秒数)。",
	  "The date in what help --format man writes, in seconds since "
	  "1970." } },
};

static const struct term files[] = {
	{ "FOLDER/sekisho.yaml", { "ストアの設定。秘密は含まない。",
	  "Configuration of the store; nothing in it is secret." } },
	{ "FOLDER/data.db", { "封緘した情報。", "What is sealed." } },
	{ "FOLDER/keys/", {
	  "鍵。データとは別にバックアップする。",
	  "The keys; to be backed up apart from the data." } },
	{ "FOLDER/log/", {
	  "ログのタイル、署名したチェックポイント、検証鍵 (vkey)。",
	  "Tiles of the log, its signed checkpoint, and the verifier key "
	  "(vkey)." } },
	{ "FOLDER.key", {
	  "init が作る鍵ファイル。失うと何も開けない。ストアとは別の場所に写しを"
	  "保管する。",
	  "The key file that init makes. Nothing can be opened without it: "
	  "keep a copy in another place than the store's." } },
};

/* They work one after another in an empty folder that has template.yaml. */
static const struct term examples[] = {
	{ "sekisho policy check template.yaml", {
	  "ポリシーファイルを検査する。", "Check a policy file." } },
	{ "sekisho init shop --policy template.yaml", {
	  "そのポリシーでストアを作成する。",
	  "Make a store from it." } },
	{ "sekisho policy list --in shop --json", {
	  "ストアにある版を JSON で表示する。",
	  "List the revisions that the store knows, as JSON." } },
	{ "sekisho audit verify --store --in shop", {
	  "ログと、ログに対するストアの行を検証する。",
	  "Verify the log, and the store's rows against it." } },
	{ "sekisho calendar add-business-days 2026-04-28 14", {
	  "14営業日の期限を求める。",
	  "The last day of a period of 14 business days." } },
};

static void
text_byte(struct buf *out, char c)
{
	switch (c) {
	case '\\':
		buf_string(out, "\\e");
		return;
	case '-':
		buf_string(out, "\\-");
		return;
	case '~':
		buf_string(out, "\\(ti");
		return;
	case '^':
		buf_string(out, "\\(ha");
		return;
	default:
		buf_byte(out, (uint8_t)c);
	}
}

/*
 * Bytes of the word at p: up to the next blank, or one character of those
 * that need no blanks between them.
 */
static size_t
word_bytes(const char *p)
{
	size_t n = 0;

	if ((uint8_t)p[0] < 0x80) {
		while (p[n] != '\0' && p[n] != ' ' && (uint8_t)p[n] < 0x80)
			n++;
		return n;
	}
	for (n = 1; ((uint8_t)p[n] & 0xc0) == 0x80; n++)
		;
	return n;
}

static bool
is_ascii(const char *text)
{
	while (*text != '\0')
		if ((uint8_t)*text++ >= 0x80)
			return false;
	return true;
}

/*
 * A paragraph in lines that an editor can show.  Japanese is broken at each
 * blank, and elsewhere with \c, so that no blank comes of it; lines are
 * measured by who reads them as if each character had eight columns.
 */
static void
fill(struct buf *out, const char *text)
{
	bool ascii = is_ascii(text);
	size_t column = 0;

	while (*text != '\0') {
		size_t n = word_bytes(text);
		bool blank = *text == ' ';

		if (blank)
			n = word_bytes(++text);
		if (column > 0 && (column + n + blank > LINE_BYTES ||
		    (blank && !ascii))) {
			buf_string(out, blank ? "\n" : "\\c\n");
			column = 0;
		} else if (blank) {
			buf_byte(out, ' ');
			column++;
		}
		/* A line that begins with one of these is a request. */
		if (column == 0 && (*text == '.' || *text == '\''))
			buf_string(out, "\\&");
		for (size_t i = 0; i < n; i++)
			text_byte(out, text[i]);
		column += n;
		text += n;
	}
	buf_byte(out, '\n');
}

static void
escaped(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		text_byte(out, *text);
}

static void
section(struct buf *out, enum language language, const char *ja,
    const char *en)
{
	buf_printf(out, ".SH %s\n", language == LANGUAGE_JA ? ja : en);
}

static void
terms(struct buf *out, const struct term *list, size_t n,
    enum language language)
{
	for (size_t i = 0; i < n; i++) {
		buf_string(out, ".TP\n.B ");
		escaped(out, list[i].name);
		buf_string(out, "\n");
		fill(out, help_words(&list[i].about, language));
	}
}

static void
options(struct buf *out, const struct cli_option *list,
    enum language language)
{
	for (; list != NULL && list->name != NULL; list++) {
		buf_string(out, ".TP\n\\fB\\-\\-");
		escaped(out, list->name);
		buf_string(out, "\\fR");
		if (list->argument != NULL) {
			buf_string(out, " \\fI");
			escaped(out, list->argument);
			buf_string(out, "\\fR");
		}
		buf_string(out, "\n");
		fill(out, help_words(&list->about, language));
	}
}

/* The command's line in bold, its arguments in italics, then its options. */
static void
command(struct buf *out, const struct cli_command *c, enum language language)
{
	buf_string(out, ".TP\n\\fBsekisho ");
	escaped(out, c->noun);
	if (c->verb[0] != '\0')
		buf_string(out, " ");
	escaped(out, c->verb);
	buf_string(out, "\\fR");
	if (c->arguments[0] != '\0') {
		buf_string(out, " \\fI");
		escaped(out, c->arguments);
		buf_string(out, "\\fR");
	}
	buf_string(out, "\n");
	fill(out, help_words(&c->about, language));
	if (c->options == NULL)
		return;
	buf_string(out, ".RS\n");
	options(out, c->options, language);
	buf_string(out, ".RE\n");
}

static void
commands(struct buf *out, enum language language)
{
	const struct cli_command *c, *d;

	section(out, language, "コマンド", "COMMANDS");
	/* A noun may be in several tables; here it has one place. */
	for (size_t i = 0; (c = help_command(i)) != NULL; i++) {
		if (!help_first_of_noun(i))
			continue;
		buf_printf(out, ".SS %s\n", c->noun);
		for (size_t k = i; (d = help_command(k)) != NULL; k++)
			if (strcmp(d->noun, c->noun) == 0)
				command(out, d, language);
	}
	section(out, language, "共通のオプション", "OPTIONS OF EVERY COMMAND");
	options(out, cli_common_options, language);
}

static void
exit_codes(struct buf *out, enum language language)
{
	section(out, language, "終了コード", "EXIT STATUS");
	for (size_t i = 0; i < STATUS_COUNT; i++) {
		buf_printf(out, ".TP\n.B %d\n", status_table[i].exit);
		fill(out, help_words(&status_table[i].title, language));
	}
}

static void
show_examples(struct buf *out, enum language language)
{
	section(out, language, "例", "EXAMPLES");
	for (size_t i = 0; i < LENGTH(examples); i++) {
		buf_string(out, i > 0 ? ".PP\n" : "");
		fill(out, help_words(&examples[i].about, language));
		buf_string(out, ".PP\n.RS 4\n.EX\n");
		escaped(out, examples[i].name);
		buf_string(out, "\n.EE\n.RE\n");
	}
}

void
help_man(struct buf *out, enum language language, int64_t day)
{
	bool ja = language == LANGUAGE_JA;
	char date[CLOCK_DATE_SIZE];

	clock_format_date(day, date);
	buf_printf(out, ".\\\" Written by: sekisho help --format man\n"
	    ".TH SEKISHO 1 %s \"Sekisho %s\" \"%s\"\n", date,
	    SEKISHO_VERSION, ja ? "Sekisho マニュアル" : "Sekisho Manual");
	/* Japanese has no blanks to be stretched. */
	if (ja)
		buf_string(out, ".ad l\n");
	section(out, language, "名前", "NAME");
	buf_printf(out, "sekisho \\-\n%s\n", ja ?
	    "公表したプライバシーポリシーのとおりに個人情報を取り扱う" :
	    "keep personal information to the published privacy policy");
	section(out, language, "書式", "SYNOPSIS");
	buf_printf(out, ".B sekisho\n.I %s\n.RI [ \"%s\" ]\n", ja ?
	    "名詞 動詞" : "NOUN VERB", ja ? "引数 ..." : "ARGUMENT ...");
	buf_printf(out, ".RI [ \"%s\" ]\n", ja ? "オプション ..." : "OPTION ...");
	section(out, language, "説明", "DESCRIPTION");
	for (size_t i = 0; i < LENGTH(description); i++) {
		buf_string(out, i > 0 ? ".PP\n" : "");
		fill(out, help_words(&description[i], language));
	}
	commands(out, language);
	exit_codes(out, language);
	section(out, language, "環境変数", "ENVIRONMENT");
	terms(out, environment, LENGTH(environment), language);
	section(out, language, "ファイル", "FILES");
	terms(out, files, LENGTH(files), language);
	show_examples(out, language);
}
