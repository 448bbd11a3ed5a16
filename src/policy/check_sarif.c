/*
 * Findings as SARIF 2.1.0 (OASIS Standard, 2020-03-27): one run, one tool.
 */
#include "base/jsonw.h"
#include "policy/check.h"

static const char *const levels[SEVERITY_COUNT] = {
	"error", "warning", "note"
};

static void
say(struct jsonw *json, const char *key, const char *text)
{
	jsonw_key(json, key);
	jsonw_open_object(json);
	jsonw_member_string(json, "text", text);
	jsonw_close_object(json);
}

static void
write_rule(struct jsonw *json, const struct check_rule *rule,
    enum language language)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "id", rule->id);
	say(json, "shortDescription", language == LANGUAGE_JA ?
	    rule->what.ja : rule->what.en);
	say(json, "help", language == LANGUAGE_JA ? rule->mend.ja :
	    rule->mend.en);
	jsonw_key(json, "defaultConfiguration");
	jsonw_open_object(json);
	jsonw_member_string(json, "level", levels[rule->severity]);
	jsonw_close_object(json);
	jsonw_key(json, "properties");
	jsonw_open_object(json);
	jsonw_member_string(json, "article", rule->article);
	jsonw_close_object(json);
	jsonw_close_object(json);
}

static void
write_place(struct jsonw *json, const struct finding *finding,
    const char *file)
{
	jsonw_key(json, "locations");
	jsonw_open_array(json);
	jsonw_open_object(json);
	jsonw_key(json, "physicalLocation");
	jsonw_open_object(json);
	jsonw_key(json, "artifactLocation");
	jsonw_open_object(json);
	jsonw_member_string(json, "uri", file);
	jsonw_close_object(json);
	if (finding->line > 0) {
		jsonw_key(json, "region");
		jsonw_open_object(json);
		jsonw_member_int(json, "startLine", finding->line);
		jsonw_member_int(json, "startColumn", finding->column);
		jsonw_close_object(json);
	}
	jsonw_close_object(json);
	jsonw_close_object(json);
	jsonw_close_array(json);
}

/* The index of a rule in the tool's list; -1 for structural findings. */
static int
index_of(const char *id)
{
	int index = 0;

	for (size_t i = 0; check_tables[i] != NULL; i++)
		for (const struct check_rule *rule = check_tables[i];
		    rule->id != NULL; rule++, index++)
			if (strcmp(rule->id, id) == 0)
				return index;
	return -1;
}

static void
write_result(struct jsonw *json, const struct finding *finding,
    const char *file, enum language language)
{
	const struct error *error = &finding->error;
	int index = index_of(error->code);

	jsonw_open_object(json);
	jsonw_member_string(json, "ruleId", error->code);
	if (index >= 0)
		jsonw_member_int(json, "ruleIndex", index);
	jsonw_member_string(json, "level", levels[finding->severity]);
	jsonw_key(json, "message");
	jsonw_open_object(json);
	jsonw_key(json, "text");
	jsonw_printf(json, "%s%s%s", error->text[language],
	    error->remedy[language][0] == '\0' ? "" : "\n→ ",
	    error->remedy[language]);
	jsonw_close_object(json);
	write_place(json, finding, file);
	jsonw_key(json, "properties");
	jsonw_open_object(json);
	if (error->clause[0] != '\0')
		jsonw_member_string(json, "clause", error->clause);
	if (error->article[0] != '\0')
		jsonw_member_string(json, "article", error->article);
	jsonw_close_object(json);
	jsonw_close_object(json);
}

void
check_sarif(struct buf *out, const struct findings *findings,
    const char *file, enum language language)
{
	struct jsonw json = jsonw_new(out, true);

	jsonw_open_object(&json);
	jsonw_member_string(&json, "$schema",
	    "https://json.schemastore.org/sarif-2.1.0.json");
	jsonw_member_string(&json, "version", "2.1.0");
	jsonw_key(&json, "runs");
	jsonw_open_array(&json);
	jsonw_open_object(&json);
	jsonw_key(&json, "tool");
	jsonw_open_object(&json);
	jsonw_key(&json, "driver");
	jsonw_open_object(&json);
	jsonw_member_string(&json, "name", "sekisho");
	jsonw_key(&json, "rules");
	jsonw_open_array(&json);
	for (size_t i = 0; check_tables[i] != NULL; i++)
		for (const struct check_rule *rule = check_tables[i];
		    rule->id != NULL; rule++)
			write_rule(&json, rule, language);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
	jsonw_close_object(&json);
	jsonw_member_string(&json, "columnKind", "unicodeCodePoints");
	jsonw_key(&json, "results");
	jsonw_open_array(&json);
	for (const struct finding *f = findings->first; f != NULL;
	    f = f->next)
		write_result(&json, f, file, language);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
}
