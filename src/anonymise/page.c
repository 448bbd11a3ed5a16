#include "anonymise/page_parts.h"

enum { WIDTH = 680, LABEL = 190, BAR = 11, GAP = 8, VALUE = 90 };

const char *
page_parts_say(const struct page *page, const char *ja, const char *en)
{
	return page->language == LANGUAGE_JA ? ja : en;
}

void
page_parts_text(const struct page *page, struct text text)
{
	for (size_t i = 0; i < text.n; i++)
		switch (text.p[i]) {
		case '<': buf_string(page->out, "&lt;"); break;
		case '>': buf_string(page->out, "&gt;"); break;
		case '&': buf_string(page->out, "&amp;"); break;
		case '"': buf_string(page->out, "&quot;"); break;
		default: buf_byte(page->out, (uint8_t)text.p[i]); break;
		}
}

void
page_parts_begin(const struct page *page, const char *title)
{
	buf_printf(page->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n<title>%s"
	    "</title>\n", page->language == LANGUAGE_JA ? "ja" : "en", title);
	buf_string(page->out, "<style>\n"
	    "body { font-family: 'Noto Sans JP', 'Noto Sans CJK JP', "
	    "IPAexGothic, sans-serif; line-height: 1.7; color: #1a1a1c; "
	    "max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }\n"
	    "h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: "
	    "2.2rem; border-bottom: 2px solid #0017c1; }\n"
	    "h3 { font-size: 1rem; margin-bottom: .3rem; }\n"
	    "table { border-collapse: collapse; width: 100%; font-size: "
	    ".9rem; margin: .5rem 0 1rem; }\n"
	    "th, td { border: 1px solid #949494; padding: .3rem .6rem; "
	    "text-align: left; vertical-align: top; "
	    "overflow-wrap: anywhere; }\n"
	    "th { background: #f1f1f4; } "
	    "th[scope=row] { min-width: 9em; } td.n { text-align: right; "
	    "font-variant-numeric: tabular-nums; }\n"
	    "tr.chosen td { background: #e8f1fe; font-weight: bold; }\n"
	    "svg { max-width: 100%; height: auto; }\n"
	    ".sign td { height: 4rem; width: 33%; }\n"
	    "@media print { body { margin: 0; max-width: none; } h2 { "
	    "break-after: avoid; } table, svg { break-inside: avoid; } }\n"
	    "</style>\n</head>\n<body>\n<main>\n");
	buf_printf(page->out, "<h1>%s</h1>\n", title);
}

void
page_parts_end(const struct page *page)
{
	buf_string(page->out, "</main>\n</body>\n</html>\n");
}

void
page_parts_heading(const struct page *page, const char *ja, const char *en)
{
	buf_printf(page->out, "<h2>%s</h2>\n", page_parts_say(page, ja, en));
}

void
page_parts_pair(const struct page *page, const char *ja, const char *en,
    struct text value)
{
	buf_printf(page->out, "<tr><th scope=\"row\">%s</th><td>",
	    page_parts_say(page, ja, en));
	page_parts_text(page, value);
	buf_string(page->out, "</td></tr>\n");
}

struct text
page_parts_number(const struct node *node, const char *key, char room[32])
{
	const struct node *value = node_get(node, key);

	if (value == NULL)
		return TEXT("-");
	if (value->kind == NODE_REAL)
		return value->text;
	(void)snprintf(room, 32, "%lld", (long long)value->number);
	return text_of(room);
}

double
page_parts_real(const struct node *node, const char *key)
{
	const struct node *value = node_get(node, key);
	char room[64];

	if (value == NULL)
		return 0;
	if (value->kind != NODE_REAL)
		return (double)value->number;
	(void)snprintf(room, sizeof(room), "%.*s", TEXT_ARGS(value->text));
	return strtod(room, NULL);
}

static void
bar(const struct page *page, double y, double length, const char *colour,
    double value)
{
	buf_printf(page->out, "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%d\" fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\" "
	    "font-size=\"10\">%.0f</text>\n", LABEL, y, length, BAR, colour,
	    LABEL + length + 4, y + BAR - 2, value);
}

/* What fits in the margin of a chart. */
static void
short_label(const struct page *page, struct text label)
{
	struct text rest = label;
	size_t width = 0;
	uint32_t c;

	while (rest.n > 0) {
		struct text before = rest;

		if (!text_next(&rest, &c))
			break;
		width += c < 0x300 ? 1 : 2;
		if (width > 26) {
			label.n -= before.n;
			page_parts_text(page, label);
			buf_string(page->out, "…");
			return;
		}
	}
	page_parts_text(page, label);
}

void
page_parts_bars(const struct page *page, const char *title,
    const struct page_parts_bar *bars, size_t n)
{
	double most = 1, height = (double)n * (2 * BAR + GAP) + GAP;

	for (size_t i = 0; i < n; i++)
		for (int j = 0; j < 2; j++)
			if (bars[i].value[j] > most)
				most = bars[i].value[j];
	buf_printf(page->out, "<svg viewBox=\"0 0 %d %.0f\" width=\"%d\" "
	    "height=\"%.0f\" role=\"img\" font-family=\"sans-serif\">\n"
	    "<title>", WIDTH, height, WIDTH, height);
	page_parts_text(page, text_of(title));
	buf_string(page->out, "</title>\n");
	for (size_t i = 0; i < n; i++) {
		double y = GAP + (double)i * (2 * BAR + GAP);
		double scale = (WIDTH - LABEL - VALUE) / most;

		buf_printf(page->out, "<text x=\"%d\" y=\"%.1f\" font-size="
		    "\"12\" text-anchor=\"end\">", LABEL - 8, y + BAR + 4);
		short_label(page, bars[i].label);
		buf_string(page->out, "</text>\n");
		bar(page, y, bars[i].value[0] * scale, "#949494",
		    bars[i].value[0]);
		bar(page, y + BAR, bars[i].value[1] * scale, "#0017c1",
		    bars[i].value[1]);
	}
	buf_string(page->out, "</svg>\n");
}

/* The public state. */

static void
put_labels(const struct page *page, const struct node *list)
{
	buf_string(page->out, "<ul>\n");
	for (size_t i = 0; i < node_count(list); i++) {
		buf_string(page->out, "<li>");
		page_parts_text(page, policy_label(node_at(list, i),
		    page->language));
		buf_string(page->out, "</li>\n");
	}
	buf_string(page->out, "</ul>\n");
}

static void
put_since(const struct page *page, const struct node *d, const char *ja,
    const char *en, const char *key)
{
	struct text date = node_text(d, key);

	page_parts_pair(page, ja, en, date.n > 0 ? date :
	    text_of(page_parts_say(page, "まだ公表していません",
	    "not published yet")));
}

static void
put_declaration(const struct page *page, const struct node *d)
{
	bool made = node_bool(d, "made", false);
	bool provided = node_bool(d, "provided", false);
	bool continuing = node_bool(d, "continuing", false);

	buf_string(page->out, "<h2>");
	page_parts_text(page, policy_label(node_get(d, "label"),
	    page->language));
	buf_printf(page->out, "</h2>\n<h3>%s</h3>\n", page_parts_say(page,
	    "匿名加工情報に含まれる個人に関する情報の項目",
	    "Items of information on individuals in it"));
	put_labels(page, node_get(d, "items"));
	buf_printf(page->out, "<h3>%s</h3>\n", page_parts_say(page,
	    "提供の方法", "Ways of provision"));
	put_labels(page, node_get(d, "ways"));
	buf_string(page->out, "<table>\n");
	page_parts_pair(page, "作成", "Making", text_of(!made ?
	    page_parts_say(page, "作成していません", "not made") :
	    continuing ? page_parts_say(page, "継続的に作成しています",
	    "made continually") : page_parts_say(page, "作成しました",
	    "made")));
	page_parts_pair(page, "最後に作成した日", "Last made",
	    made ? node_text(d, "last_made") : TEXT("-"));
	page_parts_pair(page, "第三者への提供", "Provision", text_of(provided ?
	    page_parts_say(page, "提供しています", "provided") :
	    page_parts_say(page, "提供していません", "not provided")));
	page_parts_pair(page, "加工の基準", "Criteria", policy_label(
	    node_get(d, "criteria"), page->language));
	put_since(page, d, "項目の公表", "Items published",
	    "items_published_from");
	put_since(page, d, "提供の方法の公表", "Ways published",
	    "ways_published_from");
	buf_string(page->out, "</table>\n");
}

void
page_status(struct buf *out, const struct node *status,
    enum language language)
{
	struct page page = { out, language };
	const struct node *list = node_get(status, "anonymised");

	page_parts_begin(&page, page_parts_say(&page,
	    "匿名加工情報の作成及び提供の状況",
	    "Anonymised information: what is made and provided"));
	buf_string(out, "<p>");
	page_parts_text(&page, node_text(status, "operator"));
	buf_string(out, "</p>\n");
	if (!node_bool(status, "any_made", false))
		buf_printf(out, "<p>%s</p>\n", page_parts_say(&page,
		    "現在、匿名加工情報の作成及び提供は行っていません。",
		    "At present no anonymised information is made or "
		    "provided."));
	for (size_t i = 0; i < node_count(list); i++)
		put_declaration(&page, node_at(list, i));
	buf_printf(out, "<p>%s ", page_parts_say(&page, "現在:", "As of"));
	page_parts_text(&page, node_text(status, "as_of"));
	buf_string(out, "</p>\n");
	page_parts_end(&page);
}
