/*
 * shape.h - the calendar of a policy file, as a shape and as a calendar.
 *
 *     calendar:                        (all keys may be absent)
 *       weekend: [saturday, sunday]
 *       national_holidays: true
 *       year_end: {from: "12-29", to: "01-03"}
 *       closed: [2026-08-13, 2026-08-14]
 *       closed_yearly: [{from: "08-13", to: "08-16"}]
 *       hours: {from: "09:00", to: "18:00"}
 *
 * What is absent is as in business_government.  The policy language embeds
 * calendar_shape under `rights`.
 */
#ifndef CALENDAR_SHAPE_H_
#define CALENDAR_SHAPE_H_

#include "base/shape.h"
#include "calendar/business.h"

extern const struct shape calendar_shape;

/*
 * Fills the calendar from a node that has passed calendar_shape without an
 * error; node may be NULL.  path is the JSON Pointer of the node.  What the
 * shape cannot say goes to findings as bad_value: a day that no year has,
 * hours that end before they begin, a calendar that is never open; the
 * calendar is then not to be used.  Failure only when memory is out.
 */
enum status calendar_from_node(struct business_calendar *calendar,
    const struct node *node, const char *path, struct findings *findings,
    struct error *error) MUST_USE NONNULL_ARGS(1, 3, 4, 5);

#endif
