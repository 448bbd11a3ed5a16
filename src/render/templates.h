/*
 * templates.h - the files of src/render/templates, compiled in (embed.py).
 */
#ifndef RENDER_TEMPLATES_H_
#define RENDER_TEMPLATES_H_

#include "base/base.h"

extern const struct text templates_page_mustache;
extern const struct text templates_page_css;
/* The Content-Security-Policy source of the style sheet: 'sha256-…'. */
extern const char templates_page_css_source[];

#endif
