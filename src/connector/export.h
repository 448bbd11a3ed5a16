/*
 * export.h - people out of the store as a file, under a purpose.
 *
 * The gate is asked about the act and about every person (vault/batch.h):
 * whoever may not be used for the purpose is left out and counted by the
 * reason and its clause, single items that may not are left empty and
 * counted, what the role sees masked stays masked.
 *
 * What comes out is a ZIP archive under AES-256 (connector/archive.h) with
 * the table (people.csv, .xlsx or .ndjson) and report.json, which says what
 * it is and what it lacks.  The passphrase is made here, is in the report
 * once and kept nowhere.  Nothing is in the clear outside memory.
 *
 * Every export has a paper (DOCUMENT_EXPORT) that says who took what out for
 * what: a CBOR map
 *
 *	0 made		uint, ms	 6 items	array of text
 *	1 principal	text		 7 people	uint
 *	2 role		text		 8 left out	uint
 *	3 purpose	text		 9 file		bytes (32), SHA-256
 *	4 reason	text		10 bytes	uint
 *	5 format	text
 *
 * and an entry (ENTRY_EXPORT, subject "file") with the file's hash as its
 * commitment.  Both are durable when export_people() returns: until then the
 * caller gives the file to nobody.
 */
#ifndef CONNECTOR_EXPORT_H_
#define CONNECTOR_EXPORT_H_

#include "connector/table_out.h"
#include "crypto/zipaes.h"
#include "vault/batch.h"
#include "vault/document.h"

struct export_options {
	struct table_options table;	/* time is set here */
	const unsigned int *items;	/* numbers, in the order of columns */
	size_t item_count;
	bool with_person;		/* a first column with per_... */
	bool heads_are_ids;		/* instead of labels */
	enum language language;		/* of the labels */
	archive_sink *sink;		/* where the archive goes */
	void *context;
	void (*progress)(void *context, uint64_t done, uint64_t total);
	void *progress_context;
};

struct export_report {
	uint8_t id[DOCUMENT_ID_SIZE];
	int64_t made;
	struct text principal, role, purpose, reason;
	char policy[65];			/* SHA-256 of the revision */
	struct export_options options;
	const struct policy *rules;
	struct batch batch;			/* people left out, withheld */
	struct bits masked;
	uint64_t empty;				/* nothing to be told of them */
	struct table_counts counts;
	char passphrase[ZIPAES_PASSPHRASE_SIZE];
	bool finished;				/* there is a file: */
	uint64_t bytes;
	struct hash hash;
};

/*
 * Everything that the purpose uses and the role may handle, in the order of
 * the policy; at most BATCH_ITEMS_MAX.
 */
enum status export_all_items(const struct visit *visit,
    const unsigned int **items, size_t *n, struct error *error)
    MUST_USE NONNULL;

/*
 * Asks the gate about the act alone; a refusal is an entry.  *approval:
 * whether the policy wants a second person for it.
 */
enum status export_permit(const struct export_options *options,
    struct visit *visit, bool *approval, struct error *error)
    MUST_USE NONNULL;

/*
 * The visit must outlive the report.  STATUS_INVALID
 * "unmappable_characters": the report says which; there is no file.
 */
enum status export_people(struct export_report *report,
    const struct export_options *options, struct visit *visit,
    struct error *error) MUST_USE NONNULL;

/* The members of an open object; the passphrase is not among them. */
void export_json(struct jsonw *json, const struct export_report *report,
    enum language language) NONNULL;

/* What was taken out so far. */
struct export_paper {
	struct document document;
	int64_t made;
	struct text principal, role, purpose, reason, format;
	const struct text *items;
	size_t item_count;
	uint64_t people, left_out, bytes;
	uint8_t file[32];
};
enum { EXPORT_LIST_MAX = 100 };
enum status export_list(const struct export_paper **list, size_t *n,
    struct vault *vault, struct reader *reader, const uint8_t *after,
    size_t max, struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 3, 4, 7, 8);
/* The members of one, as an object. */
void export_paper_json(struct jsonw *json, const struct export_paper *paper)
    NONNULL;

#endif
