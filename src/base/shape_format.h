/*
 * shape_format.h - the scalars that have a form: times, URLs, addresses.
 *
 * They are checked for their form alone: that a host answers or a mailbox
 * exists is not known here.
 */
#ifndef BASE_SHAPE_FORMAT_H_
#define BASE_SHAPE_FORMAT_H_

#include "base/base.h"

/* "09:30" as the minute of the day; "24:00" is its end. */
bool shape_format_time(struct text text, int64_t *minute);

/* "https://host..." or "http://host...", of characters that a URL has. */
bool shape_format_url(struct text text);

/* One "local@host.domain", without a name beside it. */
bool shape_format_email(struct text text);

#endif
