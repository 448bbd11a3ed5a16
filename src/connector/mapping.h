/*
 * mapping.h - which column of a table is what, for an import.
 *
 *	sekisho_mapping: 1
 *	way: application_form
 *	subject: customer		# when the way has several
 *	service: livals_service		# when the way has several
 *	shown: true			# what the way shows was shown
 *	origin: 旧会員システム		# where it comes from
 *	revision: 1			# of the store, under which it was
 *					# acquired; the one in force by default
 *	source_unknown: true		# nobody knows from whom it came
 *	incomplete: true		# required items may lack
 *	evidence: 申込書 キャビネット3	# of consents that were held before
 *	columns:
 *	  - {column: 姓, item: name}
 *	  - {column: 名, item: name, before: " "}	# joined to 姓
 *	  - {column: メール, item: email}
 *	  - {column: メルマガ, consent: marketing_mail, given: [はい, "1"]}
 *	  - {column: 同意日, consented: marketing_mail}	# when it was given
 *	  - {column: 証跡, evidence: marketing_mail}	# where that can be seen
 *	  - {column: 登録日, acquired: true}
 *	  - {column: 備考2, ignore: true}
 *
 * Every column of the file is named, so that nothing is left out by mistake.
 * A cell of nothing but blanks is no value.  A consent is one that was held
 * before when the mapping says where its evidence is, or when it was given:
 * then both are needed (without a day of its own, that of the acquisition
 * counts).  With `deemed: true` nobody said it, and nothing rests on it.
 */
#ifndef CONNECTOR_MAPPING_H_
#define CONNECTOR_MAPPING_H_

#include "base/finding.h"
#include "connector/table_in.h"
#include "vault/person.h"

enum mapping_use {
	MAPPING_ITEM, MAPPING_CONSENT, MAPPING_ACQUIRED, MAPPING_IGNORE,
	MAPPING_CONSENTED, MAPPING_EVIDENCE,
};

struct mapping_column {
	struct text column;		/* name in the file's first line */
	enum mapping_use use;
	struct text id;			/* of the item or consent */
	struct text before;		/* between this and what is there */
	const struct text *given;	/* cells that mean consent */
	size_t given_count;
	bool deemed;
	size_t place;			/* in the file, from 0 */
};

struct mapping {
	struct text way, subject, service, origin, evidence;
	unsigned int revision;
	bool shown, source_unknown, incomplete;
	bool holds;			/* consents were held before */
	const struct mapping_column *columns;
	size_t count;
};

/*
 * Reads a mapping and finds its columns in the file.  What is wrong goes to
 * findings: as shape_check() has it, and column_unknown (not in the file),
 * column_unmapped (not in the mapping), column_twice.
 */
enum status mapping_read(struct mapping *mapping, const char *path,
    const struct table_in *table, struct findings *findings,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * What a record of the file gives; the texts lie in the arena.
 * STATUS_INVALID with the column's name as the field.
 */
enum status mapping_acquisition(const struct mapping *mapping,
    const struct text *fields, struct acquisition *out, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* The name of the column that gives an item; "" when none does. */
struct text mapping_column_of(const struct mapping *mapping,
    struct text item) NONNULL;

#endif
