#include <stdarg.h>

#include "base/finding.h"

static const char *const severity_names[SEVERITY_COUNT] = {
	"error", "warning", "note"
};
static const struct words severity_words[SEVERITY_COUNT] = {
	{ "エラー", "error" }, { "警告", "warning" }, { "注記", "note" }
};

void
findings_init(struct findings *findings, struct arena *arena,
    const char *source)
{
	memset(findings, 0, sizeof(*findings));
	findings->arena = arena;
	findings->source = source;
}

static struct finding *
new_finding(struct findings *findings)
{
	static _Thread_local struct finding scratch;
	struct finding *finding = NULL;

	if (findings_total(findings) < FINDINGS_MAX)
		finding = arena_alloc(findings->arena, sizeof(*finding));
	if (finding == NULL) {
		findings->overflow = true;
		memset(&scratch, 0, sizeof(scratch));
		return &scratch;
	}
	if (findings->last == NULL)
		findings->first = finding;
	else
		findings->last->next = finding;
	findings->last = finding;
	return finding;
}

struct finding *
findings_say(struct findings *findings, enum severity severity,
    const struct node *node, const char *path, const char *code,
    struct words words)
{
	struct finding *finding = new_finding(findings);

	(void)error_say(&finding->error, STATUS_INVALID, code, words);
	finding->severity = severity;
	if (node != NULL && node->line > 0) {
		finding->line = node->line;
		finding->column = node->column;
		error_at(&finding->error, "%s:%u:%u",
		    findings->source == NULL ? "-" : findings->source,
		    node->line, node->column);
	} else {
		error_at(&finding->error, "%s", path == NULL ? "" : path);
	}
	findings->count[severity]++;
	return finding;
}

struct finding *
findings_add(struct findings *findings, enum severity severity,
    const struct node *node, const char *path, const char *code,
    const char *ja, const char *en, ...)
{
	char text[LANGUAGE_COUNT][480];
	va_list args;

	va_start(args, en);
	(void)vsnprintf(text[LANGUAGE_JA], sizeof(text[0]), ja, args);
	va_end(args);
	va_start(args, en);
	(void)vsnprintf(text[LANGUAGE_EN], sizeof(text[0]), en, args);
	va_end(args);
	text_end_whole(text[LANGUAGE_JA]);
	text_end_whole(text[LANGUAGE_EN]);
	return findings_say(findings, severity, node, path, code,
	    (struct words){ text[LANGUAGE_JA], text[LANGUAGE_EN] });
}

size_t
findings_total(const struct findings *findings)
{
	size_t total = 0;

	for (int i = 0; i < SEVERITY_COUNT; i++)
		total += findings->count[i];
	return total;
}

enum status
findings_status(const struct findings *findings, struct error *error)
{
	for (const struct finding *f = findings->first; f != NULL; f = f->next)
		if (f->severity == SEVERITY_ERROR) {
			*error = f->error;
			return error->status;
		}
	if (findings->count[SEVERITY_ERROR] == 0)
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "too_many_findings",
	    "指摘が多すぎて、すべては示せません",
	    "there is more to say than can be listed");
}

void
findings_print(struct buf *out, const struct findings *findings,
    enum language language)
{
	for (const struct finding *f = findings->first; f != NULL;
	    f = f->next) {
		const struct words *severity = &severity_words[f->severity];

		buf_printf(out, "%s: %s: %s [%s]", f->error.field,
		    language == LANGUAGE_JA ? severity->ja : severity->en,
		    f->error.text[language], f->error.code);
		if (f->error.clause[0] != '\0')
			buf_printf(out, " %s", f->error.clause);
		if (f->error.article[0] != '\0')
			buf_printf(out, " (%s)", f->error.article);
		buf_byte(out, '\n');
		if (f->error.remedy[language][0] != '\0')
			buf_printf(out, "    → %s\n",
			    f->error.remedy[language]);
	}
}

void
findings_json(struct jsonw *json, const struct findings *findings)
{
	jsonw_key(json, "findings");
	jsonw_open_array(json);
	for (const struct finding *f = findings->first; f != NULL;
	    f = f->next) {
		jsonw_open_object(json);
		jsonw_member_string(json, "id", f->error.code);
		jsonw_member_string(json, "severity",
		    severity_names[f->severity]);
		if (f->line > 0) {
			jsonw_member_int(json, "line", f->line);
			jsonw_member_int(json, "column", f->column);
		}
		jsonw_error_members(json, &f->error);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}
