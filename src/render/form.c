#include "render/form.h"

#include "render/doc_html.h"
#include "render/templates.h"

static const char *
say(const struct form *form, const char *ja, const char *en)
{
	return form->language == LANGUAGE_JA ? ja : en;
}

static void
attribute(struct buf *out, const char *name, struct text value)
{
	buf_printf(out, " %s=\"", name);
	doc_html_escape(out, value);
	buf_byte(out, '"');
}

/* What every control has: name, id, what describes it. */
static void
write_control(struct buf *out, const struct form_field *f)
{
	attribute(out, "name", f->name);
	attribute(out, "id", f->name);
	if (f->autocomplete != NULL)
		attribute(out, "autocomplete", text_of(f->autocomplete));
	if (f->required)
		buf_string(out, " required");
	if (f->problem.n > 0)
		buf_string(out, " aria-invalid=\"true\"");
	if (f->problem.n == 0 && f->about.n == 0)
		return;
	buf_string(out, " aria-describedby=\"");
	if (f->about.n > 0) {
		doc_html_escape(out, f->name);
		buf_string(out, "-about");
	}
	if (f->problem.n > 0) {
		buf_string(out, f->about.n > 0 ? " " : "");
		doc_html_escape(out, f->name);
		buf_string(out, "-problem");
	}
	buf_byte(out, '"');
}

static void
write_label(struct buf *out, const struct form *form,
    const struct form_field *f)
{
	buf_string(out, "<label");
	attribute(out, "for", f->name);
	buf_byte(out, '>');
	doc_html_escape(out, f->label);
	if (f->kind != FORM_CHECK)
		buf_printf(out, " <span class=\"%s\">%s</span>",
		    f->required ? "required" : "optional", f->required ?
		    say(form, "必須", "required") :
		    say(form, "任意", "optional"));
	buf_string(out, "</label>\n");
}

/* A line below the label or the control, that the control names. */
static void
write_line(struct buf *out, const struct form_field *f, const char *what,
    struct text text)
{
	if (text.n == 0)
		return;
	buf_printf(out, "<p class=\"%s\" id=\"", what);
	doc_html_escape(out, f->name);
	buf_printf(out, "-%s\">", what);
	doc_html_escape(out, text);
	buf_string(out, "</p>\n");
}

static void
write_select(struct buf *out, const struct form *form,
    const struct form_field *f)
{
	buf_string(out, "<select");
	write_control(out, f);
	buf_printf(out, ">\n<option value=\"\">%s</option>\n",
	    say(form, "選んでください", "please choose"));
	for (size_t i = 0; i < f->choice_count; i++) {
		buf_string(out, "<option");
		attribute(out, "value", f->choices[i].value);
		if (text_equal(f->choices[i].value, f->value))
			buf_string(out, " selected");
		buf_byte(out, '>');
		doc_html_escape(out, f->choices[i].label);
		buf_string(out, "</option>\n");
	}
	buf_string(out, "</select>\n");
}

static void
write_input(struct buf *out, const struct form *form,
    const struct form_field *f)
{
	switch (f->kind) {
	case FORM_LINE:
		buf_string(out, "<input");
		attribute(out, "type", text_of(f->type));
		write_control(out, f);
		if (f->value.n > 0 && strcmp(f->type, "password") != 0)
			attribute(out, "value", f->value);
		buf_string(out, ">\n");
		break;
	case FORM_AREA:
		buf_string(out, "<textarea rows=\"5\"");
		write_control(out, f);
		buf_byte(out, '>');
		doc_html_escape(out, f->value);
		buf_string(out, "</textarea>\n");
		break;
	case FORM_SELECT:
		write_select(out, form, f);
		break;
	case FORM_CHECK:
	case FORM_HIDDEN:
		buf_printf(out, "<input type=\"%s\"", f->kind == FORM_CHECK ?
		    "checkbox" : "hidden");
		if (f->kind == FORM_CHECK)
			write_control(out, f);
		else
			attribute(out, "name", f->name);
		attribute(out, "value", f->kind == FORM_CHECK ?
		    TEXT("true") : f->value);
		buf_string(out, f->checked ? " checked>\n" : ">\n");
		break;
	}
}

static void
write_field(struct buf *out, const struct form *form,
    const struct form_field *f)
{
	if (f->kind == FORM_HIDDEN) {
		write_input(out, form, f);
		return;
	}
	buf_printf(out, "<div class=\"%s\">\n", f->kind == FORM_CHECK ?
	    "field check" : "field");
	if (f->kind == FORM_CHECK)
		write_input(out, form, f);
	write_label(out, form, f);
	write_line(out, f, "about", f->about);
	write_line(out, f, "problem", f->problem);
	if (f->kind != FORM_CHECK)
		write_input(out, form, f);
	buf_string(out, "</div>\n");
}

/* What is wrong, before everything else, with links to where. */
static void
write_summary(struct buf *out, const struct form *form)
{
	bool any = form->problem.n > 0;

	for (size_t i = 0; i < form->count; i++)
		any |= form->fields[i].problem.n > 0;
	if (!any)
		return;
	buf_printf(out, "<div class=\"note problems\" role=\"alert\">\n"
	    "<p>%s</p>\n<ul>\n", say(form, "送信できませんでした。",
	    "It could not be sent."));
	if (form->problem.n > 0) {
		buf_string(out, "<li>");
		doc_html_escape(out, form->problem);
		buf_string(out, "</li>\n");
	}
	for (size_t i = 0; i < form->count; i++) {
		const struct form_field *f = &form->fields[i];

		if (f->problem.n == 0)
			continue;
		buf_string(out, "<li><a href=\"#");
		doc_html_escape(out, f->name);
		buf_string(out, "\">");
		doc_html_escape(out, f->label);
		buf_string(out, say(form, "</a>：", "</a>: "));
		doc_html_escape(out, f->problem);
		buf_string(out, "</li>\n");
	}
	buf_string(out, "</ul>\n</div>\n");
}

void
form_write(struct buf *out, const struct form *form)
{
	buf_printf(out, "<section id=\"form\" aria-labelledby=\"h-form\">\n"
	    "<h2 id=\"h-form\">%s</h2>\n", say(form, "ご入力", "Your entries"));
	write_summary(out, form);
	buf_string(out, "<form method=\"post\" accept-charset=\"utf-8\"");
	attribute(out, "action", text_of(form->action));
	buf_string(out, ">\n");
	for (size_t i = 0; i < form->count; i++)
		write_field(out, form, &form->fields[i]);
	buf_printf(out, "<p><button type=\"submit\">%s</button></p>\n"
	    "</form>\n</section>\n", say(form, "上の内容を確認し、送信する",
	    "I have read the above; send"));
}

struct text
form_stylesheet(void)
{
	return templates_form_css;
}
