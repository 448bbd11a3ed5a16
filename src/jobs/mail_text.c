#include "base/clock.h"
#include "base/encode.h"
#include "base/json.h"
#include "jobs/mail_text.h"
#include "render/mustache.h"
#include "render/templates.h"

enum {
	WORD_BYTES = 39,	/* of an encoded word (RFC 2047: 75 letters) */
	LINE_BYTES = 57,	/* of a line of base64 */
	SUBJECT_MAX = 400,
};

static const struct {
	const char *name;
	const struct text *text[LANGUAGE_COUNT];
} built_in[] = {
	{ "notice", { &templates_mail_notice_ja_mustache,
	  &templates_mail_notice_en_mustache } },
	{ "policy_changed", { &templates_mail_policy_changed_ja_mustache,
	  &templates_mail_policy_changed_en_mustache } },
	{ "request_received", {
	  &templates_mail_request_received_ja_mustache,
	  &templates_mail_request_received_en_mustache } },
	{ "request_closed", { &templates_mail_request_closed_ja_mustache,
	  &templates_mail_request_closed_en_mustache } },
	{ "alert", { &templates_mail_alert_ja_mustache,
	  &templates_mail_alert_en_mustache } },
};

static const struct text *
find_built_in(struct text name, enum language language)
{
	for (size_t i = 0; i < LENGTH(built_in); i++)
		if (text_is(name, built_in[i].name))
			return built_in[i].text[language];
	return NULL;
}

/* Whether the operator has one of their own, and where. */
static bool
find_own(char path[PATH_SIZE], const struct config *config, struct text name,
    enum language language)
{
	int n = !text_is_id(name) ? -1 : snprintf(path, PATH_SIZE,
	    "%s/mail/%.*s.%s.mustache", config->folder, TEXT_ARGS(name),
	    language == LANGUAGE_JA ? "ja" : "en");

	return n > 0 && n < PATH_SIZE && file_exists(path);
}

bool
mail_text_exists(const struct config *config, struct text name,
    enum language language)
{
	char path[PATH_SIZE];

	return find_own(path, config, name, language) ||
	    find_built_in(name, language) != NULL;
}

static enum status
find_template(struct text *template, const struct mail_letter *letter,
    struct arena *arena, struct error *error)
{
	const struct text *found = find_built_in(letter->mail->template,
	    letter->mail->language);
	char path[PATH_SIZE];

	if (find_own(path, letter->config, letter->mail->template,
	    letter->mail->language))
		return file_read_text(template, path, MAIL_TEXT_MAX, arena,
		    error);
	if (found == NULL)
		return error_set(error, STATUS_INVALID, "no_template",
		    "その雛形はありません", "there is no such template");
	*template = *found;
	return STATUS_OK;
}

/* Where to ask: the first desk that says. */
static struct text
contact_of(const struct policy *policy)
{
	static const char *const keys[] = { "email", "web" };
	const struct node *desks = node_get(policy->root, "desks");

	for (size_t k = 0; k < LENGTH(keys); k++)
		for (size_t i = 0; i < node_count(desks); i++) {
			struct text found = node_text(node_at(desks, i),
			    keys[k]);

			if (found.n > 0)
				return found;
		}
	return (struct text){ "", 0 };
}

static const struct node *
category_of(const struct policy *policy, struct text id)
{
	const struct node *list = node_get(node_get(policy->root, "notices"),
	    "mail");

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "id"), id))
			return node_at(list, i);
	return NULL;
}

/* What may be filled in, as a tree. */
static enum status
data_of(const struct node **data, const struct mail_letter *letter,
    struct arena *arena, struct error *error)
{
	const struct mail *mail = letter->mail;
	const struct node *operator = node_get(letter->policy->root,
	    "operator");
	const struct node *category = category_of(letter->policy,
	    mail->category);
	struct jsonw json;
	struct buf out;
	enum status status;

	buf_init(&out, arena, MAIL_TEXT_MAX);
	json = jsonw_new(&out, false);
	jsonw_open_object(&json);
	jsonw_given_text(&json, "operator", policy_label(node_get(operator,
	    "name"), mail->language));
	jsonw_given_text(&json, "address", policy_label(node_get(operator,
	    "address"), mail->language));
	jsonw_given_text(&json, "contact", contact_of(letter->policy));
	jsonw_given_text(&json, "category", policy_label(node_get(category,
	    "label"), mail->language));
	jsonw_member_bool(&json, "advertising", node_bool(category,
	    "advertising", false));
	jsonw_given_text(&json, "reference", mail->reference);
	jsonw_given_text(&json, "date", mail->date);
	jsonw_given_text(&json, "url", mail->url);
	jsonw_close_object(&json);
	status = buf_status(&out, error);
	return status == STATUS_OK ? json_parse(data, buf_bytes(&out), arena,
	    error) : status;
}

static enum status
fill(struct text *out, const struct mail_letter *letter, struct arena *arena,
    struct error *error)
{
	enum language language = letter->mail->language;
	const struct mustache_piece partials[] = {
		{ "footer", language == LANGUAGE_JA ?
		  templates_mail_footer_ja_mustache :
		  templates_mail_footer_en_mustache },
		{ NULL, { "", 0 } },
	};
	const struct mustache_set set = { .partials = partials };
	const struct node *data;
	struct text template;
	struct buf buf;
	enum status status = find_template(&template, letter, arena, error);

	if (status == STATUS_OK)
		status = data_of(&data, letter, arena, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&buf, arena, MAIL_TEXT_MAX);
	status = mustache_render(&buf, template, data, &set, arena, error);
	*out = buf_as_text(&buf);
	return status;
}

/* RFC 2047: words of base64, cut between letters; ASCII stays as it is. */
static void
put_words(struct buf *out, struct text text)
{
	bool plain = true;
	size_t at = 0;

	for (size_t i = 0; i < text.n; i++)
		plain = plain && text.p[i] >= ' ' && text.p[i] <= '~';
	if (plain && text.n < 60) {
		buf_text(out, text);
		return;
	}
	while (at < text.n) {
		char coded[BASE64_SIZE(WORD_BYTES)];
		size_t end = text.n - at < WORD_BYTES ? text.n :
		    at + WORD_BYTES;

		while (end < text.n && ((uint8_t)text.p[end] & 0xC0) == 0x80)
			end--;
		encode_base64((const uint8_t *)text.p + at, end - at, coded);
		buf_printf(out, "%s=?UTF-8?B?%s?=", at == 0 ? "" : "\r\n ",
		    coded);
		at = end;
	}
}

/* "Sun, 22 Nov 2026 12:06:00 +0900" */
static void
put_date(struct buf *out, int64_t now)
{
	static const char days[] = "ThuFriSatSunMonTueWed";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t day = clock_tokyo_day(now);
	int64_t second = (now - clock_tokyo_midnight(day)) / 1000;
	int year, month, of_month;

	clock_date(day, &year, &month, &of_month);
	buf_printf(out, "Date: %.3s, %d %.3s %04d %02d:%02d:%02d +0900\r\n",
	    days + 3 * (day % 7), of_month, months + 3 * (month - 1), year,
	    (int)(second / 3600), (int)(second / 60 % 60),
	    (int)(second % 60));
}

/* Nothing that ends a header, or makes a second address of one. */
static bool
is_address(struct text text)
{
	ptrdiff_t at = text_find(text, TEXT("@"));

	if (at < 1 || text.n > 254 || (size_t)at + 1 >= text.n)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] <= ' ' || text.p[i] > '~' ||
		    strchr("<>,;:\"\\()", text.p[i]) != NULL)
			return false;
	return true;
}

static void
put_head(struct buf *out, const struct mail_letter *letter,
    struct text subject)
{
	const struct mail *mail = letter->mail;
	struct text from = text_of(letter->config->mail.from);
	ptrdiff_t at = text_find(from, TEXT("@"));
	char id[ID_TEXT_SIZE];

	id_format_random(id, ID_MAIL, mail->id);
	put_date(out, letter->now);
	buf_string(out, "From: ");
	put_words(out, policy_label(node_path(letter->policy->root,
	    "operator", "name", NULL), mail->language));
	buf_printf(out, "\r\n <%.*s>\r\nTo: <%.*s>\r\nSubject: ",
	    TEXT_ARGS(from), TEXT_ARGS(letter->to));
	put_words(out, subject);
	/* The same for every try, so that a second one can be told. */
	buf_printf(out, "\r\nMessage-ID: <%s%.*s>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Language: %s\r\n"
	    "Auto-Submitted: auto-generated\r\n\r\n", id,
	    (int)(from.n - (size_t)at), from.p + at,
	    mail->language == LANGUAGE_JA ? "ja" : "en");
}

static void
put_body(struct buf *out, struct text text)
{
	for (size_t at = 0; at < text.n; at += LINE_BYTES) {
		char line[BASE64_SIZE(LINE_BYTES)];
		size_t n = text.n - at < LINE_BYTES ? text.n - at :
		    LINE_BYTES;

		encode_base64((const uint8_t *)text.p + at, n, line);
		buf_printf(out, "%s\r\n", line);
	}
}

/* Lines end in CR LF inside of base64, too (RFC 2046 4.1.1). */
static struct text
with_crlf(struct text text, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, 2 * MAIL_TEXT_MAX);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			buf_byte(&out, '\r');
		if (text.p[i] != '\r')
			buf_byte(&out, (uint8_t)text.p[i]);
	}
	return buf_as_text(&out);
}

enum status
mail_text_write(struct buf *out, const struct mail_letter *letter,
    struct arena *arena, struct error *error)
{
	struct text text, subject, body;
	ptrdiff_t end;
	enum status status;

	if (!is_address(letter->to) ||
	    !is_address(text_of(letter->config->mail.from)))
		return error_set(error, STATUS_INVALID, "bad_address",
		    "メールの宛先又は差出人として使えないアドレスです",
		    "an address that mail can not be sent to or from");
	status = fill(&text, letter, arena, error);
	if (status != STATUS_OK)
		return status;
	end = text_find(text, TEXT("\n"));
	subject = text_trim(text_slice(text, 0, end < 0 ? text.n :
	    (size_t)end));
	body = text_slice(text, end < 0 ? text.n : (size_t)end + 1, text.n);
	if (text_starts_with(body, "\n"))
		body = text_slice(body, 1, body.n);
	if (subject.n == 0 || subject.n > SUBJECT_MAX)
		return error_set(error, STATUS_INVALID, "bad_template",
		    "雛形の1行目は件名 (400バイトまで) です",
		    "the first line of a template is the subject, of at most "
		    "400 bytes");
	put_head(out, letter, subject);
	put_body(out, with_crlf(body, arena));
	return buf_status(out, error);
}
