/*
 * A comparison as people and programs read it.
 */
#include "policy/compare.h"

static const struct words hows[] = {
	{ "追加", "added" }, { "削除", "removed" }, { "変更", "changed" },
};
static const char *const how_names[] = { "added", "removed", "changed" };

static const char *
say(struct words words, enum language language)
{
	return language == LANGUAGE_JA ? words.ja : words.en;
}

/* A value as people read it: a label, a list of ids, yes or no. */
static void put_value(struct buf *out, const struct node *value,
    enum language language);

static void
write_map(struct buf *out, const struct node *map, enum language language)
{
	const struct node *label = node_get(map, "text");
	bool first = true;

	if (node_get(label, "ja") == NULL)
		label = node_get(map, "label");
	if (node_get(label, "ja") == NULL)
		label = node_get(map, "name");
	if (node_get(map, "ja") != NULL)
		label = map;
	if (node_get(label, "ja") != NULL) {
		struct text en = node_text(label, "en");

		buf_text(out, language == LANGUAGE_EN && en.n > 0 ? en :
		    node_text(label, "ja"));
		return;
	}
	for (size_t i = 0; i < map->count; i++) {
		if (!first)
			buf_string(out, ", ");
		first = false;
		buf_text(out, map->members[i].key);
		buf_string(out, ": ");
		put_value(out, map->members[i].value, language);
	}
}

static void
put_value(struct buf *out, const struct node *value,
    enum language language)
{
	if (value == NULL) {
		buf_string(out, language == LANGUAGE_JA ? "(なし)" :
		    "(none)");
		return;
	}
	switch (value->kind) {
	case NODE_NULL:
		break;
	case NODE_BOOL:
		buf_string(out, value->number != 0 ?
		    (language == LANGUAGE_JA ? "はい" : "yes") :
		    (language == LANGUAGE_JA ? "いいえ" : "no"));
		break;
	case NODE_INT:
		buf_printf(out, "%lld", (long long)value->number);
		break;
	case NODE_REAL:
	case NODE_TEXT:
		buf_text(out, value->text);
		break;
	case NODE_LIST:
		for (size_t i = 0; i < value->count; i++) {
			if (i > 0)
				buf_string(out, language == LANGUAGE_JA ?
				    "、" : ", ");
			put_value(out, node_at(value, i), language);
		}
		break;
	case NODE_MAP:
		write_map(out, value, language);
		break;
	}
}

static void
write_name(struct buf *out, const struct compared *c)
{
	buf_text(out, c->section);
	if (c->id.n > 0) {
		buf_byte(out, '.');
		buf_text(out, c->id);
	}
	if (c->key.n > 0) {
		buf_byte(out, '.');
		buf_text(out, c->key);
	}
}

static void
print_one(struct buf *out, const struct compared *c, enum language language)
{
	buf_string(out, "  ");
	write_name(out, c);
	buf_printf(out, " [%s]", say(hows[c->how], language));
	if (c->clause.n > 0)
		buf_printf(out, " %.*s", TEXT_ARGS(c->clause));
	if (c->heading != NULL) {
		buf_string(out, " 「");
		put_value(out, c->heading, language);
		buf_string(out, "」");
	}
	if (c->article[0] != '\0')
		buf_printf(out, " (%s)", c->article);
	buf_printf(out, "\n    %s\n", say(c->why, language));
	if (c->how != CHANGE_ADDED) {
		buf_string(out, "    - ");
		put_value(out, c->old_node, language);
		buf_byte(out, '\n');
	}
	if (c->how != CHANGE_REMOVED) {
		buf_string(out, "    + ");
		put_value(out, c->new_node, language);
		buf_byte(out, '\n');
	}
	if (c->needs_new_id)
		buf_string(out, language == LANGUAGE_JA ?
		    "    ! このままでは告知できません\n" :
		    "    ! cannot be announced like this\n");
}

void
compare_print(struct buf *out, const struct comparison *comparison,
    enum language language)
{
	for (int class = CHANGE_CLASSES - 1; class >= 0; class--) {
		if (comparison->count[class] == 0)
			continue;
		buf_printf(out, "%s: %zu\n",
		    say(change_class_words[class], language),
		    comparison->count[class]);
		for (const struct compared *c = comparison->first; c != NULL;
		    c = c->next)
			if ((int)c->class == class)
				print_one(out, c, language);
	}
	if (comparison->first == NULL)
		buf_string(out, language == LANGUAGE_JA ?
		    "変更はありません\n" : "nothing changes\n");
	else
		buf_printf(out, language == LANGUAGE_JA ?
		    "この改訂に必要なこと: %s\n" :
		    "what this revision needs: %s\n",
		    say(change_class_words[comparison->class], language));
}

static void
json_value(struct jsonw *json, const char *key, const struct node *value)
{
	jsonw_key(json, key);
	if (value == NULL)
		jsonw_null(json);
	else
		jsonw_node(json, value);
}

static void
json_words(struct jsonw *json, const char *key, struct words words)
{
	jsonw_key(json, key);
	jsonw_open_object(json);
	jsonw_member_string(json, "ja", words.ja);
	jsonw_member_string(json, "en", words.en);
	jsonw_close_object(json);
}

static void
json_one(struct jsonw *json, const struct compared *c)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "class", change_class_names[c->class]);
	jsonw_member_string(json, "how", how_names[c->how]);
	jsonw_member_text(json, "section", c->section);
	jsonw_member_text(json, "id", c->id);
	jsonw_given_text(json, "key", c->key);
	jsonw_given_text(json, "clause", c->clause);
	if (c->heading != NULL) {
		jsonw_key(json, "heading");
		jsonw_node(json, c->heading);
	}
	if (c->article[0] != '\0')
		jsonw_member_string(json, "article", c->article);
	json_words(json, "why", c->why);
	if (c->needs_new_id)
		jsonw_member_bool(json, "needs_new_id", true);
	json_value(json, "before", c->old_node);
	json_value(json, "after", c->new_node);
	jsonw_close_object(json);
}

void
compare_json(struct jsonw *json, const struct comparison *comparison)
{
	jsonw_open_object(json);
	jsonw_member_hex(json, "old", comparison->old_source->hash,
	    POLICY_HASH_SIZE);
	jsonw_member_hex(json, "new", comparison->new_source->hash,
	    POLICY_HASH_SIZE);
	jsonw_member_string(json, "class",
	    change_class_names[comparison->class]);
	jsonw_member_bool(json, "announceable", !comparison->needs_new_id);
	jsonw_key(json, "changes");
	jsonw_open_array(json);
	for (const struct compared *c = comparison->first; c != NULL;
	    c = c->next)
		json_one(json, c);
	jsonw_close_array(json);
	jsonw_close_object(json);
}

/* A cell of a Markdown table: no bars, no line ends. */
static void
cell(struct buf *out, struct buf *scratch, const struct node *value,
    enum language language)
{
	scratch->n = 0;
	put_value(scratch, value, language);
	for (size_t i = 0; i < scratch->n; i++) {
		if (scratch->p[i] == '|')
			buf_byte(out, '\\');
		if (scratch->p[i] == '\n')
			buf_string(out, "<br>");
		else
			buf_byte(out, scratch->p[i]);
	}
}

/* The newest of the file: the one in force last. */
static const struct node *
newest(const struct node *root)
{
	const struct node *list = node_get(root, "revisions");
	const struct node *found = NULL;
	int64_t latest = INT64_MIN;

	for (size_t i = 0; i < node_count(list); i++) {
		static const char *const keys[] = { "in_force", "revised",
		    "enacted" };
		int64_t day = INT64_MIN + 1;

		for (size_t j = LENGTH(keys); j-- > 0;)
			if (node_get(node_at(list, i), keys[j]) != NULL)
				day = node_get(node_at(list, i),
				    keys[j])->number;
		if (found == NULL || day >= latest) {
			found = node_at(list, i);
			latest = day;
		}
	}
	return found;
}

static void
notice_head(struct buf *out, const struct comparison *comparison,
    enum language language)
{
	static const struct {
		const char *key;
		struct words words;
	} dates[] = {
		{ "revised", { "改訂日", "Revised" } },
		{ "in_force", { "施行日", "In force from" } },
	};
	const struct node *revision = newest(comparison->new_source->root);
	const struct node *reason = node_get(revision, "reason");

	buf_string(out, language == LANGUAGE_JA ? "# 改訂のお知らせ\n\n" :
	    "# Notice of revision\n\n");
	buf_string(out, "- ");
	put_value(out, node_path(comparison->new_source->root,
	    "operator", "name", NULL), language);
	buf_byte(out, '\n');
	if (reason != NULL) {
		buf_string(out, language == LANGUAGE_JA ?
		    "- 改訂の理由: " : "- Reason: ");
		put_value(out, reason, language);
		buf_byte(out, '\n');
	}
	for (size_t i = 0; i < LENGTH(dates); i++)
		if (node_get(revision, dates[i].key) != NULL) {
			buf_printf(out, "- %s: ",
			    say(dates[i].words, language));
			put_value(out, node_get(revision, dates[i].key),
			    language);
			buf_byte(out, '\n');
		}
}

void
compare_notice(struct buf *out, const struct comparison *comparison,
    enum language language)
{
	struct buf scratch;

	buf_init(&scratch, out->arena, POLICY_FILE_MAX);
	notice_head(out, comparison, language);
	buf_string(out, language == LANGUAGE_JA ?
	    "\n| 条項 | 改訂前 | 改訂後 | 必要な手続 |\n" :
	    "\n| Clause | Before | After | What it needs |\n");
	buf_string(out, "|---|---|---|---|\n");
	for (const struct compared *c = comparison->first; c != NULL;
	    c = c->next) {
		const struct node *label = node_get(c->declaration, "label");

		if (c->class == CHANGE_EDITORIAL)
			continue;
		buf_string(out, "| ");
		if (c->heading != NULL) {
			cell(out, &scratch, c->heading, language);
			buf_string(out, " / ");
		}
		if (label != NULL)
			cell(out, &scratch, label, language);
		else
			write_name(out, c);
		buf_string(out, " | ");
		cell(out, &scratch, c->old_node, language);
		buf_string(out, " | ");
		cell(out, &scratch, c->new_node, language);
		buf_printf(out, " | %s |\n",
		    say(change_class_words[c->class], language));
	}
}
