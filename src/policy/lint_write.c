#include "policy/lint.h"

static const struct words severity_words[SEVERITY_COUNT] = {
	{ "エラー", "error" }, { "警告", "warning" }, { "注記", "note" }
};
static const char *const severity_names[SEVERITY_COUNT] = {
	"error", "warning", "note"
};

static const struct {
	const char *key;
	struct words label;
} items[LINT_ITEM_COUNT] = {
	[LINT_NAME] = { "name", { "事業者の名称", "name of the operator" } },
	[LINT_ADDRESS] = { "address", { "住所", "address" } },
	[LINT_REPRESENTATIVE] = { "representative",
	    { "代表者の氏名", "representative" } },
	[LINT_PURPOSES] = { "purposes", { "利用目的", "purposes of use" } },
	[LINT_PROCEDURE] = { "procedure",
	    { "開示等の請求の手続", "procedure for requests" } },
	[LINT_FEE] = { "fee", { "手数料", "fee" } },
	[LINT_DEADLINE] = { "deadline", { "回答の期限", "time of the answer" } },
	[LINT_SECURITY_MEASURES] = { "security_measures",
	    { "安全管理措置", "security measures" } },
	[LINT_COMPLAINT_DESK] = { "complaint_desk",
	    { "苦情・相談の窓口", "complaint desk" } },
	[LINT_JOINT_USE] = { "joint_use", { "共同利用", "joint use" } },
	[LINT_ANONYMISED] = { "anonymised",
	    { "匿名加工情報", "anonymised information" } },
	[LINT_EXTERNAL_TRANSMISSION] = { "external_transmission",
	    { "外部送信・クッキー", "external transmission" } },
	[LINT_REVISION] = { "revision",
	    { "変更の知らせ方", "how changes are made known" } },
};

static const struct {
	const char *name;
	struct words label;
} values[] = {
	[LINT_NO] = { "no", { "×なし", "no" } },
	[LINT_PARTLY] = { "partly", { "△一部", "partly" } },
	[LINT_YES] = { "yes", { "○あり", "yes" } },
};

static const struct words disclaimer = {
	"これはプログラムによる読み取りであり、法的助言ではありません。",
	"This is a tool's reading and not legal advice."
};

static const char *
say(const struct words *words, enum language language)
{
	return language == LANGUAGE_JA ? words->ja : words->en;
}

static void
write_finding(struct buf *out, const struct lint_finding *finding,
    const char *source, enum language language)
{
	const struct lint_case_row *row = &lint_cases[finding->kind];

	buf_printf(out, "%s:%u:%u: %s [%s] (%s)\n", source, finding->line,
	    finding->column, say(&severity_words[row->severity], language),
	    row->id, row->article);
	if (finding->quote.n > 0)
		buf_printf(out, "    「%.*s」\n", TEXT_ARGS(finding->quote));
	buf_printf(out, "    %s", say(&row->message, language));
	if (finding->detail.ja[0] != '\0')
		buf_printf(out, language == LANGUAGE_JA ? "(%s)" : " (%s)",
		    say(&finding->detail, language));
	buf_printf(out, "\n    → %s\n", say(&row->mend, language));
}

/* Columns on a terminal, so that the table stands straight. */
static size_t
columns(const char *string)
{
	struct text rest = text_of(string);
	size_t sum = 0;
	uint32_t c;

	while (text_next(&rest, &c))
		sum += c < 0x250 ? 1 : 2;
	return sum;
}

static void
write_table(struct buf *out, const struct lint_report *report,
    enum language language)
{
	for (size_t i = 0; i < LINT_ITEM_COUNT; i++) {
		const struct lint_published *row = &report->published[i];
		const char *label = say(&items[i].label, language);

		buf_printf(out, "  %s%*s  %s", label,
		    (int)(28 - columns(label)), "",
		    say(&values[row->value].label, language));
		if (row->line > 0)
			buf_printf(out, language == LANGUAGE_JA ? "  %u行" :
			    "  line %u", row->line);
		buf_byte(out, '\n');
	}
}

void
lint_write_text(struct buf *out, const struct lint_report *report,
    const char *source, enum language language)
{
	bool ja = language == LANGUAGE_JA;

	for (size_t i = 0; i < report->count; i++)
		write_finding(out, &report->findings[i], source, language);
	if (report->count == 0)
		buf_printf(out, "%s: %s\n", source, ja ?
		    "欠陥は見つかりませんでした" : "no defect was found");
	if (report->overflow)
		buf_printf(out, ja ? "%s: 指摘は%d件までです\n" :
		    "%s: no more than %d findings are listed\n", source,
		    LINT_FINDINGS_MAX);
	buf_printf(out, "\n%s\n", ja ? "公表事項(法32条ほか)" :
	    "What is published (article 32 and others)");
	write_table(out, report, language);
	buf_printf(out, "\n%s\n", say(&disclaimer, language));
}

static void
write_words(struct jsonw *json, const char *key, const struct words *words,
    const struct words *detail)
{
	jsonw_key(json, key);
	jsonw_open_object(json);
	jsonw_key(json, "ja");
	jsonw_printf(json, detail != NULL && detail->ja[0] != '\0' ?
	    "%s(%s)" : "%s%s", words->ja, detail == NULL ? "" : detail->ja);
	jsonw_key(json, "en");
	jsonw_printf(json, detail != NULL && detail->en[0] != '\0' ?
	    "%s (%s)" : "%s%s", words->en, detail == NULL ? "" : detail->en);
	jsonw_close_object(json);
}

static void
write_evidence(struct jsonw *json, const struct lint_report *report)
{
	jsonw_key(json, "evidence");
	jsonw_open_object(json);
	for (size_t i = 0; i < LINT_ITEM_COUNT; i++) {
		const struct lint_published *row = &report->published[i];

		if (row->line == 0)
			continue;
		jsonw_key(json, items[i].key);
		jsonw_open_object(json);
		jsonw_member_int(json, "line", row->line);
		jsonw_member_int(json, "column", row->column);
		jsonw_member_text(json, "quote", row->quote);
		jsonw_close_object(json);
	}
	jsonw_close_object(json);
}

void
lint_write_json(struct jsonw *json, const struct lint_report *report)
{
	jsonw_open_object(json);
	jsonw_key(json, "findings");
	jsonw_open_array(json);
	for (size_t i = 0; i < report->count; i++) {
		const struct lint_finding *finding = &report->findings[i];
		const struct lint_case_row *row = &lint_cases[finding->kind];

		jsonw_open_object(json);
		jsonw_member_string(json, "id", row->id);
		jsonw_member_string(json, "severity",
		    severity_names[row->severity]);
		jsonw_member_int(json, "line", finding->line);
		jsonw_member_int(json, "column", finding->column);
		jsonw_member_text(json, "quote", finding->quote);
		jsonw_member_string(json, "article", row->article);
		write_words(json, "message", &row->message, &finding->detail);
		write_words(json, "mend", &row->mend, NULL);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_key(json, "published");
	jsonw_open_object(json);
	for (size_t i = 0; i < LINT_ITEM_COUNT; i++)
		jsonw_member_string(json, items[i].key,
		    values[report->published[i].value].name);
	jsonw_close_object(json);
	write_evidence(json, report);
	write_words(json, "notice", &disclaimer, NULL);
	jsonw_close_object(json);
}
