/*
 * templates.h - the files of src/render/templates, compiled in (embed.py).
 */
#ifndef RENDER_TEMPLATES_H_
#define RENDER_TEMPLATES_H_

#include "base/base.h"

extern const struct text templates_page_mustache;
extern const struct text templates_form_css;
extern const struct text templates_page_css;
/* Mails: the subject is the first line, an empty one follows. */
extern const struct text
    templates_mail_alert_ja_mustache,
    templates_mail_alert_en_mustache,
    templates_mail_footer_ja_mustache,
    templates_mail_footer_en_mustache,
    templates_mail_notice_ja_mustache,
    templates_mail_notice_en_mustache,
    templates_mail_policy_changed_ja_mustache,
    templates_mail_policy_changed_en_mustache,
    templates_mail_request_closed_ja_mustache,
    templates_mail_request_closed_en_mustache,
    templates_mail_request_received_ja_mustache,
    templates_mail_request_received_en_mustache;

/* The Content-Security-Policy source of the style sheet: 'sha256-…'. */
extern const char templates_page_css_source[];

#endif
