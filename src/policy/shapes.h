/*
 * shapes.h - the parts of the policy language that its own files share.
 *
 * language_*.c each define the shapes of a few sections; language.c joins
 * them.  Only those files include this.
 */
#ifndef POLICY_SHAPES_H_
#define POLICY_SHAPES_H_

#include "policy/language.h"

#define MAY(name, shape, ja, en) { (name), &(shape), false, { (ja), (en) } }
#define MUST(name, shape, ja, en) { (name), &(shape), true, { (ja), (en) } }
#define END_OF_FIELDS { NULL, NULL, false, { NULL, NULL } }

/* Every declaration: which clauses state it, and where it departs. */
extern const struct shape_field shape_declared[];

extern const struct shape shape_label;		/* {ja, en} */
extern const struct shape shape_labels;		/* a list of labels */
extern const struct shape shape_line;		/* a short text */
extern const struct shape shape_flag;
extern const struct shape shape_count;		/* 0 .. 10^9 */
extern const struct shape shape_date;
extern const struct shape shape_url;
extern const struct shape shape_email;
extern const struct shape shape_period;		/* {months: 1} */
extern const struct shape shape_country;	/* ISO 3166-1 alpha-2 */
extern const struct shape shape_clauses;	/* S4.7.3e, or a list */
extern const struct shape shape_grounds;	/* one of law/ground.h */
extern const struct shape shape_acts;		/* a list of acts */

/* References: one, a list, a list or the word all. */
extern const struct shape shape_item, shape_items, shape_items_or_all;
extern const struct shape shape_purpose, shape_purposes, shape_purposes_or_all;
extern const struct shape shape_subjects_or_all, shape_services_or_all;
extern const struct shape shape_role, shape_roles;
extern const struct shape shape_consent, shape_consents;
extern const struct shape shape_recipient, shape_recipients;
extern const struct shape shape_document, shape_documents;

/* The sections. */
extern const struct shape section_operator, section_subjects,
    section_services, section_items, section_acquisition, section_purposes,
    section_prohibited_uses, section_consents, section_roles,
    section_recipients, section_clients, section_exceptions, section_rights,
    section_desks, section_retention, section_anonymised,
    section_pseudonymised, section_statistics, section_trackers,
    section_measures, section_incidents, section_notices, section_documents,
    section_revisions, section_text;

#endif
