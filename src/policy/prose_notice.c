/*
 * What changed is shown side by side; within a row the words that both sides
 * have at their beginning and end are plain, those between are marked.
 */
#include "policy/prose_notice.h"

#include "policy/prose_parts.h"

static const struct words class_words[PROSE_CHANGE_CLASSES] = {
	[PROSE_EDITORIAL] = { "表現の変更", "Wording" },
	[PROSE_WITHIN] = { "関連する範囲内の変更 (個人情報保護法第17条第2項)",
	    "Within what is related (APPI article 17(2))" },
	[PROSE_BEYOND] = { "ご本人の同意をいただく変更",
	    "Each person is asked for consent" },
	[PROSE_JOINT_USE] = { "共同利用に関する公表事項の変更",
	    "What is published on joint use" },
	[PROSE_PUBLISHED] = { "公表している事項の変更",
	    "What else is published" },
	[PROSE_NARROWER] = { "取扱いを減らす変更", "Less is done than before" },
};

static void
put(struct prose *prose, struct doc_block *block,
    const struct prose_words *words, enum doc_style style)
{
	doc_span(prose->doc, block, words->text, words->language, style,
	    TEXT(""));
}

static void
part(struct prose *prose, struct doc_block *cell,
    const struct prose_words *words, size_t from, size_t to,
    enum doc_style style)
{
	if (from < to)
		doc_span(prose->doc, cell, text_slice(words->text, from, to),
		    words->language, style, TEXT(""));
}

/* Whether a position is the beginning of a character. */
static bool
at_character(struct text text, size_t at)
{
	return at >= text.n || ((unsigned char)text.p[at] & 0xc0) != 0x80;
}

static size_t
same_start(struct text a, struct text b)
{
	size_t n = 0, most = a.n < b.n ? a.n : b.n;

	while (n < most && a.p[n] == b.p[n])
		n++;
	while (n > 0 && (!at_character(a, n) || !at_character(b, n)))
		n--;
	return n;
}

static size_t
same_end(struct text a, struct text b, size_t start)
{
	size_t n = 0, most = (a.n < b.n ? a.n : b.n) - start;

	while (n < most && a.p[a.n - n - 1] == b.p[b.n - n - 1])
		n++;
	while (n > 0 && (!at_character(a, a.n - n) ||
	    !at_character(b, b.n - n)))
		n--;
	return n;
}

/* One side of a change: what the other has not is marked. */
static void
side(struct prose *prose, struct doc_block *row, const struct prose_words *own,
    const struct prose_words *other, enum doc_style style)
{
	struct doc_block *cell = doc_add(prose->doc, row, DOC_CELL);
	size_t start = same_start(own->text, other->text);
	size_t end = same_end(own->text, other->text, start);

	if (own->text.n == 0) {
		doc_string(prose->doc, cell, prose_say(prose, "（なし）",
		    "(none)"));
		return;
	}
	part(prose, cell, own, 0, start, DOC_PLAIN);
	part(prose, cell, own, start, own->text.n - end, style);
	part(prose, cell, own, own->text.n - end, own->text.n, DOC_PLAIN);
}

static void
head(struct prose *prose, struct doc_block *row, const char *ja,
    const char *en)
{
	doc_string(prose->doc, doc_add(prose->doc, row, DOC_CELL),
	    prose_say(prose, ja, en));
}

static void
changes(struct prose *prose, const struct prose_notice *notice)
{
	struct doc_block *section = doc_add(prose->doc, prose->doc->root,
	    DOC_SECTION), *table, *row;
	const struct prose_change *change;

	section->anchor = TEXT("changes");
	doc_string(prose->doc, section, prose_say(prose, "変更する箇所",
	    "What changes"));
	table = doc_add(prose->doc, section, DOC_TABLE);
	row = doc_add(prose->doc, table, DOC_ROW);
	head(prose, row, "箇所", "Where");
	head(prose, row, "変更前", "Before");
	head(prose, row, "変更後", "After");
	head(prose, row, "変更の性質", "Kind");
	for (size_t i = 0; i < notice->count; i++) {
		change = &notice->changes[i];
		row = doc_add(prose->doc, table, DOC_ROW);
		doc_origin(prose->doc, row, change->key, change->name);
		put(prose, doc_add(prose->doc, row, DOC_CELL),
		    &change->where, DOC_PLAIN);
		side(prose, row, &change->before, &change->after,
		    DOC_DELETED);
		side(prose, row, &change->after, &change->before,
		    DOC_INSERTED);
		head(prose, row, class_words[change->class].ja,
		    class_words[change->class].en);
	}
}

static void
date_fact(struct prose *prose, struct doc_block *facts, const char *ja,
    const char *en, struct text date)
{
	if (date.n > 0)
		prose_date(prose,
		    doc_fact(prose->doc, facts, prose_say(prose, ja, en)),
		    date);
}

static void
facts(struct prose *prose, const struct prose_notice *notice)
{
	struct doc_block *facts = doc_add(prose->doc, prose->doc->root,
	    DOC_FACTS), *block;

	facts->key = true;
	if (notice->reason.text.n > 0)
		put(prose, doc_fact(prose->doc, facts,
		    prose_say(prose, "改訂の理由", "Reason")),
		    &notice->reason, DOC_PLAIN);
	date_fact(prose, facts, "お知らせの日", "Announced",
	    notice->announced);
	date_fact(prose, facts, "お知らせの最終日", "Displayed until",
	    notice->displayed_until);
	date_fact(prose, facts, "改訂の効力が生じる日", "In force from",
	    notice->in_force);
	block = doc_fact(prose->doc, facts, prose_say(prose, "版",
	    "Version"));
	doc_text(prose->doc, block, notice->old_version);
	doc_string(prose->doc, block, prose_say(prose, " から ", " to "));
	doc_text(prose->doc, block, notice->new_version);
	if (notice->new_text.n > 0)
		doc_span(prose->doc, doc_fact(prose->doc, facts,
		    prose_say(prose, "改訂後の全文", "Revised text")),
		    notice->new_text.p[0] == '/' ? text_of(prose_say(prose,
		    "全文を読む", "Read it")) : notice->new_text,
		    prose->language, DOC_PLAIN, notice->new_text);
}

/* What was shown where and when, as it is kept. */
static void
displays(struct prose *prose, const struct prose_notice *notice)
{
	struct doc_block *section = doc_add(prose->doc, prose->doc->root,
	    DOC_SECTION), *table, *row, *cell;

	section->anchor = TEXT("displays");
	doc_string(prose->doc, section, prose_say(prose, "掲示の記録",
	    "Where it was displayed"));
	if (notice->gap_days > 0)
		doc_printf(prose->doc, doc_add(prose->doc, section,
		    DOC_PARAGRAPH), prose_say(prose,
		    "掲示が途切れたため、お知らせの期間を %u 日延ばしています。",
		    "The display was interrupted; the period is %u days "
		    "longer."), notice->gap_days);
	table = doc_add(prose->doc, section, DOC_TABLE);
	row = doc_add(prose->doc, table, DOC_ROW);
	head(prose, row, "場所", "Place");
	head(prose, row, "始め", "From");
	head(prose, row, "終わり", "Until");
	head(prose, row, "掲示したもののハッシュ (SHA-256)",
	    "Hash of what was displayed (SHA-256)");
	for (size_t i = 0; i < notice->display_count; i++) {
		const struct prose_display *d = &notice->displays[i];

		row = doc_add(prose->doc, table, DOC_ROW);
		cell = doc_add(prose->doc, row, DOC_CELL);
		doc_span(prose->doc, cell, d->place, prose->language,
		    DOC_PLAIN, doc_href_allowed(d->place) ? d->place :
		    TEXT(""));
		doc_text(prose->doc, doc_add(prose->doc, row, DOC_CELL),
		    d->from);
		cell = doc_add(prose->doc, row, DOC_CELL);
		if (d->until.n > 0)
			doc_text(prose->doc, cell, d->until);
		else
			doc_string(prose->doc, cell, prose_say(prose,
			    "掲示中", "still displayed"));
		cell = doc_add(prose->doc, row, DOC_CELL);
		doc_span(prose->doc, cell, d->hash, prose->language,
		    DOC_CODE, TEXT(""));
	}
}

static bool
has(const struct prose_notice *notice, enum prose_change_class class)
{
	for (size_t i = 0; i < notice->count; i++)
		if (notice->changes[i].class == class)
			return true;
	return false;
}

/* What the people concerned may do, and what does not happen by itself. */
static void
consequences(struct prose *prose, const struct prose_notice *notice)
{
	struct doc_block *block;

	if (has(notice, PROSE_BEYOND))
		(void)doc_paragraph(prose->doc, prose->doc->root, prose_say(
		    prose, "「ご本人の同意をいただく変更」とした箇所は、このお知らせによって効力を生じることはありません。同意をいただくまでは、これまでに取得した情報を変更後の利用目的で利用しません。お返事がないことをもって同意とは取り扱いません。",
		    "Changes that need consent take no effect by this "
		    "notice. What has been acquired is not used for the "
		    "changed purposes before the person has consented; "
		    "silence is no consent."));
	if (notice->objection_until.n == 0)
		return;
	block = doc_add(prose->doc, prose->doc->root, DOC_PARAGRAPH);
	doc_string(prose->doc, block, prose_say(prose,
	    "この改訂に同意されない方は、", "Until 23:59 of "));
	prose_date(prose, block, notice->objection_until);
	doc_string(prose->doc, block, prose_say(prose,
	    "の23時59分まで、ご自身の個人情報の削除をお申し出いただけます。",
	    " you can ask for your personal information to be erased."));
}

enum status
prose_notice_write(struct doc **doc, const struct prose_notice *notice,
    enum language language, struct arena *arena, struct error *error)
{
	struct prose prose = { .language = language };
	struct doc_block title = { .kind = DOC_PARAGRAPH };

	*doc = prose.doc = doc_new(language, arena);
	if (*doc == NULL)
		return error_memory(error);
	doc_string(prose.doc, &title, prose_say(&prose, "「",
	    "Notice of revision: "));
	put(&prose, &title, &notice->policy, DOC_PLAIN);
	doc_string(prose.doc, &title, prose_say(&prose, "」の改訂のお知らせ",
	    ""));
	(*doc)->title = doc_words(prose.doc, &title);
	(*doc)->author = notice->operator.text;
	(*doc)->subject = (*doc)->title;
	(*doc)->date = notice->announced;
	facts(&prose, notice);
	consequences(&prose, notice);
	if (notice->count > 0)
		changes(&prose, notice);
	if (notice->display_count > 0)
		displays(&prose, notice);
	return doc_status(prose.doc, error);
}

static void
link_cell(struct prose *prose, struct doc_block *row, struct text href,
    const char *ja, const char *en)
{
	struct doc_block *cell = doc_add(prose->doc, row, DOC_CELL);

	if (href.n > 0)
		doc_span(prose->doc, cell, text_of(prose_say(prose, ja, en)),
		    prose->language, DOC_PLAIN, href);
	else
		doc_string(prose->doc, cell, prose_say(prose, "なし",
		    "none"));
}

static void
past_row(struct prose *prose, struct doc_block *table,
    const struct prose_past *past)
{
	struct doc_block *row = doc_add(prose->doc, table, DOC_ROW), *cell;
	const struct {
		struct text day;
		const char *ja;
		const char *en;
	} days[] = {
		{ past->enacted, " 制定", " enacted" },
		{ past->revised, " 改訂", " revised" },
		{ past->announced, " 告知", " announced" },
		{ past->in_force, " 施行", " in force" },
	};

	cell = doc_add(prose->doc, row, DOC_CELL);
	doc_text(prose->doc, cell, past->version);
	cell = doc_add(prose->doc, row, DOC_CELL);
	for (size_t i = 0; i < LENGTH(days); i++) {
		if (days[i].day.n == 0)
			continue;
		prose_sep(prose, cell, cell->words == NULL);
		prose_date(prose, cell, days[i].day);
		doc_string(prose->doc, cell, prose_say(prose, days[i].ja,
		    days[i].en));
	}
	cell = doc_add(prose->doc, row, DOC_CELL);
	if (past->reason.text.n > 0)
		put(prose, cell, &past->reason, DOC_PLAIN);
	else
		doc_string(prose->doc, cell, "-");
	link_cell(prose, row, past->page, "全文", "text");
	link_cell(prose, row, past->notice, "お知らせ", "notice");
	cell = doc_add(prose->doc, row, DOC_CELL);
	doc_span(prose->doc, cell, past->hash, prose->language, DOC_CODE,
	    TEXT(""));
}

enum status
prose_history_write(struct doc **doc, const struct prose_words *operator,
    const struct prose_past *past, size_t count, enum language language,
    struct arena *arena, struct error *error)
{
	struct prose prose = { .language = language };
	struct doc_block *table, *row;

	*doc = prose.doc = doc_new(language, arena);
	if (*doc == NULL)
		return error_memory(error);
	(*doc)->title = text_of(prose_say(&prose, "改訂の履歴", "Revisions"));
	(*doc)->author = operator->text;
	(*doc)->subject = (*doc)->title;
	(void)doc_paragraph(prose.doc, (*doc)->root, prose_say(&prose,
	    "これまでに公表した版は、次のとおりです。過去の版も、版のハッシュによって引用できます。",
	    "The revisions that have been published. Each can be cited by "
	    "its hash."));
	table = doc_add(prose.doc, (*doc)->root, DOC_TABLE);
	row = doc_add(prose.doc, table, DOC_ROW);
	head(&prose, row, "版", "Version");
	head(&prose, row, "日付", "Dates");
	head(&prose, row, "改訂の理由", "Reason");
	head(&prose, row, "公表文", "Text");
	head(&prose, row, "改訂のお知らせ", "Notice");
	head(&prose, row, "ハッシュ (SHA-256)", "Hash (SHA-256)");
	for (size_t i = 0; i < count; i++)
		past_row(&prose, table, &past[i]);
	return doc_status(prose.doc, error);
}
