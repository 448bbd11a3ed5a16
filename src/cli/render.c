/*
 * sekisho policy render: the published text of a policy, without a store.
 */
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/tables.h"
#include "policy/prose.h"
#include "render/doc_markdown.h"
#include "render/doc_text.h"
#include "render/page.h"
#include "render/pdf.h"

enum { OUTPUT_MAX = 32 << 20, PAGE_MODE = 0644 };

enum format { FORMAT_HTML, FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_PDF };
enum { FORMAT_COUNT = FORMAT_PDF + 1 };

static const char *const format_names[FORMAT_COUNT] = {
	"html", "text", "markdown", "pdf",
};

static enum status
choose(const struct cli *cli, enum format *format, struct error *error)
{
	const char *name = cli_option(cli, "format");

	*format = FORMAT_HTML;
	if (name == NULL)
		return STATUS_OK;
	for (int i = 0; i < FORMAT_COUNT; i++)
		if (strcmp(name, format_names[i]) == 0) {
			*format = (enum format)i;
			return STATUS_OK;
		}
	return cli_usage("--format", (struct words){
	    "html、text、markdown、pdf のどれかを指定してください",
	    "it is one of html, text, markdown and pdf" }, error);
}

static bool
has_date(const struct node *root)
{
	const struct node *list = node_get(root, "revisions"), *last;

	if (node_count(list) == 0)
		return false;
	last = node_at(list, node_count(list) - 1);
	return node_get(last, "enacted") != NULL ||
	    node_get(last, "revised") != NULL ||
	    node_get(last, "in_force") != NULL;
}

/*
 * --date, or nothing when the revision has a date of its own, or today: a
 * policy is not published without any date.
 */
static enum status
choose_date(const struct cli *cli, const struct node *root,
    char date[CLOCK_DATE_SIZE], struct text *published, struct error *error)
{
	const char *given = cli_option(cli, "date");
	int64_t day;

	*published = TEXT("");
	if (given != NULL) {
		if (!clock_parse_date(text_of(given), &day))
			return cli_usage("--date", (struct words){
			    "日付は 2026-11-22 のように書いてください",
			    "write the date as 2026-11-22" }, error);
		*published = text_of(given);
	} else if (!has_date(root)) {
		clock_format_date(clock_tokyo_day(clock_now(cli->clock)),
		    date);
		*published = text_of(date);
	}
	return STATUS_OK;
}

/* The day that the PDF bears: of publication, or of the revision. */
static struct text
pdf_date(const struct node *root, struct text published)
{
	const struct node *list = node_get(root, "revisions"), *last;

	if (published.n > 0 || node_count(list) == 0)
		return published;
	last = node_at(list, node_count(list) - 1);
	if (node_get(last, "in_force") != NULL)
		return node_text(last, "in_force");
	return node_get(last, "revised") != NULL ?
	    node_text(last, "revised") : node_text(last, "enacted");
}

static enum status
write_page(struct cli *cli, struct buf *out, const struct doc *doc,
    const struct policy_source *source, const struct prose_options *options,
    struct error *error)
{
	struct page page = { .doc = doc,
	    .stylesheet = cli_option(cli, "stylesheet") };
	struct buf linked;
	struct jsonw json;
	enum status status;

	buf_init(&linked, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&linked, false);
	prose_linked(&json, source, options);
	status = buf_status(&linked, error);
	if (status != STATUS_OK)
		return status;
	page.linked = buf_as_text(&linked);
	return page_write(out, &page, cli->arena, error);
}

static enum status
write_document(struct cli *cli, struct buf *out, struct doc *doc,
    const struct policy_source *source, const struct prose_options *options,
    enum format format, struct error *error)
{
	struct bytes pdf;
	enum status status = STATUS_OK;

	switch (format) {
	case FORMAT_HTML:
		status = write_page(cli, out, doc, source, options, error);
		break;
	case FORMAT_TEXT:
		doc_text_write(out, doc);
		break;
	case FORMAT_MARKDOWN:
		doc_markdown_write(out, doc);
		break;
	case FORMAT_PDF:
		doc->date = pdf_date(source->root, options->published);
		status = pdf_write(&pdf, doc, NULL, cli->arena, error);
		if (status == STATUS_OK)
			buf_put(out, pdf.p, pdf.n);
		break;
	}
	return status == STATUS_OK ? buf_status(out, error) : status;
}

static enum status
put(struct cli *cli, const struct buf *out, enum format format,
    struct error *error)
{
	const char *path = cli_option(cli, "output");

	if (path != NULL)
		return file_put(path, buf_bytes(out), PAGE_MODE, error);
	if (format == FORMAT_PDF && isatty(STDOUT_FILENO) != 0)
		return cli_usage("--output", (struct words){
		    "PDF の書き出し先を指定してください",
		    "say where the PDF is to go" }, error);
	if (fwrite(out->p, 1, out->n, cli->out) != out->n)
		return error_system(error, "write", 0);
	return STATUS_OK;
}

static enum status
read_policy(struct cli *cli, struct policy_source *source,
    struct error *error)
{
	struct findings findings;
	enum status status;

	findings_init(&findings, cli->arena, cli->arguments[0]);
	status = policy_source_read(source, cli->arguments[0], &findings,
	    cli->arena, error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	return status;
}

static enum status
render(struct cli *cli, struct error *error)
{
	struct prose_options options = { .language = LANGUAGE_JA };
	char date[CLOCK_DATE_SIZE];
	struct policy_source source;
	enum format format;
	struct doc *doc;
	struct buf out;
	enum status status;

	/* The public reads Japanese, whatever the messages are in. */
	if (cli_option(cli, "lang") != NULL)
		options.language = cli->language;
	status = choose(cli, &format, error);
	if (status == STATUS_OK)
		status = read_policy(cli, &source, error);
	if (status == STATUS_OK)
		status = choose_date(cli, source.root, date,
		    &options.published, error);
	if (status == STATUS_OK)
		status = prose_policy(&doc, &source, &options, cli->arena,
		    error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	status = write_document(cli, &out, doc, &source, &options, format,
	    error);
	if (status != STATUS_OK)
		return status;
	return put(cli, &out, format, error);
}

static const struct cli_option render_options[] = {
	{ "format", "html|text|markdown|pdf",
	  { "html (省略時)、text、markdown、pdf のどれか",
	    "html (when absent), text, markdown or pdf" } },
	{ "output", "FILE",
	  { "書き出す先 (省略時は標準出力)",
	    "where it goes (standard output when absent)" } },
	{ "date", "DATE",
	  { "公表日 (省略時、版に日付がなければ今日)",
	    "day of publication (today, when the revision has no date)" } },
	{ "stylesheet", "URL",
	  { "HTML のスタイルシートの場所 (省略時は HTML の中に置く)",
	    "where the style sheet of the HTML is (within it when absent)" }
	  },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_render_commands[] = {
	{ "policy", "render", "FILE",
	  { "ポリシーの公表文を作る (--lang en で英語)",
	    "write the published text of a policy (Japanese; --lang en)" },
	  render_options, .run = render },
	{ .noun = NULL },
};
