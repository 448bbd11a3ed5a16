/*
 * lint_facts.h - who publishes the policy, and how to reach them.
 */
#ifndef POLICY_LINT_FACTS_H_
#define POLICY_LINT_FACTS_H_

#include "policy/lint_doc.h"

/* Legal forms, as far as the title of who represents them depends on it. */
enum lint_form {
	FORM_NONE,		/* a shop, a clinic, a person */
	FORM_COMPANY,		/* 株式会社, 有限会社 …: 代表取締役 */
	FORM_PARTNERS,		/* 合同会社 …: 代表社員 */
	FORM_ASSOCIATION,	/* 一般社団法人 …: 代表理事 */
	FORM_CHAIRED,		/* 医療法人, 学校法人, NPO …: 理事長 */
	FORM_OFFICE,		/* 弁護士法人 …: 代表社員 */
	FORM_COOPERATIVE,	/* 協同組合, 信用金庫: 理事長, 代表理事 */
	FORM_RELIGIOUS,		/* 宗教法人: 代表役員 */
	FORM_PUBLIC,		/* 独立行政法人, 国立大学法人 … */
	FORM_OVERSEAS,		/* Inc., GmbH … */
	FORM_OTHER,		/* 相互会社 … */
};

/* One printed name of a corporate body. */
struct lint_name {
	struct lint_span span;	/* folded, with its form */
	struct lint_span core;	/* without it */
	enum lint_form form;
	bool prefix;		/* the form stands first: 株式会社○○ */
	bool defined;		/* behind it stands (以下「当社」… */
	uint32_t sentence;
	bool operator_;		/* spelled as the operator's name */
	bool alike;		/* nearly so: meant to be the operator's */
};

struct lint_person {
	struct lint_span title;	/* 代表取締役社長 */
	struct lint_span name;
	uint32_t sentence;
	int32_t of;		/* index of the name that it belongs to, -1 */
};

enum { LINT_HOST_SIZE = 96 };

struct lint_host {
	char host[LINT_HOST_SIZE];	/* without www. and the like */
	char label[LINT_HOST_SIZE];	/* its telling part */
	uint32_t at;			/* in the source */
	uint32_t end;
	uint32_t block;
	bool mail;
	bool contact;			/* stands where one is to write to */
	bool own;			/* called the operator's own site */
	bool service;			/* a known provider of forms and mail */
};

struct lint_facts {
	struct lint_name *names;
	size_t name_count, name_capacity;
	struct lint_person *people;
	size_t person_count, person_capacity;
	struct lint_host *hosts;
	size_t host_count, host_capacity;
	int32_t operator_;		/* name of the operator, or -1 */
	struct lint_span operator_span;	/* also of one without legal form */
	enum lint_form form;
	struct lint_span self;		/* 当社 as it is defined, or empty */
	struct lint_span address;
	bool address_full;
	struct lint_span representative;
	bool elsewhere;			/* 会社概要 is linked for the rest */
	struct lint_span elsewhere_span;
};

struct lint;

/* False when memory is out. */
bool lint_facts_find(struct lint *lint);

/* The name that stands last before a letter, within reach; or -1. */
int32_t lint_facts_before(const struct lint_facts *facts,
    const struct lint_doc *doc, uint32_t letter, uint32_t reach);

bool lint_spelling_alike(const struct lint *lint,
    const struct lint_name *own, const struct lint_name *name);

/* Names (lint_names.c), hosts (lint_hosts.c). */
bool lint_names_find(struct lint *lint);
bool lint_hosts_find(struct lint *lint);

#endif
