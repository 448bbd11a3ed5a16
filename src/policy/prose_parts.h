/*
 * prose_parts.h - what the files of prose share.
 *
 * Each section of the language has one function that writes what a clause
 * states of it.  Only prose*.c include this.
 */
#ifndef POLICY_PROSE_PARTS_H_
#define POLICY_PROSE_PARTS_H_

#include "policy/prose.h"

enum { PROSE_STATED_MAX = 1024 };

struct prose {
	const struct node *root;
	struct doc *doc;
	enum language language;
	struct words self;	/* 当社 */
	struct text published;
};

/* What one clause states of one section. */
struct prose_stated {
	const char *section;
	const struct node *node;	/* the section */
	const struct node *list[PROSE_STATED_MAX];
	size_t count;
	bool whole;	/* the clause names the section, not only members */
};

/* ja or en, by the language of the document. */
const char *prose_say(const struct prose *prose, const char *ja,
    const char *en);

/* The declaration of that id, or NULL. */
const struct node *prose_find(const struct prose *prose, const char *section,
    struct text id);

/* A label's words; Japanese, marked as such, when it has no English. */
void prose_label(struct prose *prose, struct doc_block *block,
    const struct node *label);

/* That a block is made from a declaration. */
void prose_own(struct prose *prose, struct doc_block *block,
    const char *section, const struct node *declaration);
/* That it speaks of one, too. */
void prose_cite(struct prose *prose, struct doc_block *block,
    const char *section, const struct node *declaration);
void prose_cite_all(struct prose *prose, struct doc_block *block,
    const struct prose_stated *stated);

/* "section.id", for origins and anchors. */
struct text prose_name(struct prose *prose, const char *section,
    const struct node *declaration);

/* A paragraph that speaks of all the stated declarations. */
struct doc_block *prose_intro(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated, const char *ja, const char *en);

/* The facts about one declaration, captioned with its label. */
struct doc_block *prose_facts(struct prose *prose, struct doc_block *at,
    const char *section, const struct node *declaration);

/* One fact; nothing is written when what it would say is absent. */
void prose_fact_label(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, const struct node *label);
void prose_fact_text(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, struct text text);
void prose_fact_labels(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, const struct node *labels);
void prose_fact_refs(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, const char *section,
    const struct node *ids);
void prose_fact_url(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, struct text url);
void prose_fact_say(struct prose *prose, struct doc_block *facts,
    const char *term_ja, const char *term_en, const char *ja,
    const char *en);
void prose_fact_enums(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, const char *table,
    const struct node *names);
void prose_fact_period(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, const struct node *period);

/* The labels of what is referred to, into a block; false when none is. */
bool prose_refs(struct prose *prose, struct doc_block *block,
    const char *section, const struct node *ids);
void prose_enums(struct prose *prose, struct doc_block *block,
    const char *table, const struct node *names);

/* 1か月; 14営業日. */
void prose_period(struct prose *prose, struct doc_block *block,
    const struct node *period);
/* 2026年11月22日 of 2026-11-22. */
void prose_date(struct prose *prose, struct doc_block *block,
    struct text date);
/* 個人情報保護法第27条第1項第1号 of "27(1)1". */
void prose_article(struct prose *prose, struct doc_block *block,
    const char *article);
void prose_sep(struct prose *prose, struct doc_block *block, bool first);

/* A value of an enumeration of the language, in words; "" if unknown. */
const char *prose_word(const struct prose *prose, const char *table,
    struct text name);

/* A heading within a clause, from all the stated declarations. */
struct doc_block *prose_part(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated, const char *anchor, const char *ja,
    const char *en);

/* Only those declarations whose key has that value. */
void prose_only(struct prose_stated *out, const struct prose_stated *stated,
    const char *key, const char *value);

/* The sections. */
typedef void prose_writer(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated);
prose_writer prose_operator, prose_subjects, prose_services, prose_items,
    prose_acquisition, prose_purposes, prose_prohibited, prose_consents,
    prose_roles, prose_recipients, prose_clients, prose_exceptions,
    prose_rights, prose_desks, prose_retention, prose_anonymised,
    prose_pseudonymised, prose_statistics, prose_trackers, prose_measures,
    prose_incidents, prose_notices, prose_documents, prose_revisions;

/* What has a name and no section of its own. */
void prose_countries(struct prose *prose, struct doc_block *at);

/* The dates of the policy in short: when a clause names revisions again. */
void prose_dates(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated);

/* How the declaration is told apart within its section. */
struct text prose_id(const struct node *declaration);

#endif
