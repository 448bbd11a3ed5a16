#include "base/base.h"
#include "store/statement.h"

/*
 * person is the first key column of everything that belongs to a person, so
 * that a sharding engine can part the tables by it.  No statement joins
 * people, locks a table, or relies on anything but the rows it names.
 */
const char *const statement_text[STATEMENT_COUNT] = {
	[STATEMENT_SCHEMA_VERSION] =
	    "SELECT MAX(version), MAX(least) FROM migration",
	[STATEMENT_SCHEMA_DONE] =
	    "INSERT INTO migration (version, least) VALUES ($1, $2)",

	[STATEMENT_META_GET] =
	    "SELECT value FROM meta WHERE name = $1",
	[STATEMENT_META_PUT] =
	    "INSERT INTO meta (name, value) VALUES ($1, $2) "
	    "ON CONFLICT (name) DO UPDATE SET value = excluded.value",

	[STATEMENT_COUNTER_GET] =
	    "SELECT next FROM counter WHERE name = $1",
	[STATEMENT_COUNTER_MOVE] =
	    "UPDATE counter SET next = $1 WHERE name = $2 AND next = $3",
	[STATEMENT_COUNTER_PUT] =
	    "INSERT INTO counter (name, next) VALUES ($1, $2)",
	[STATEMENT_COUNTER_STEP] =
	    "UPDATE counter SET next = next + 1 WHERE name = $1",

	[STATEMENT_NAMES] =
	    "SELECT space, number, id FROM name ORDER BY space, number",
	[STATEMENT_NAME_ADD] =
	    "INSERT INTO name (space, number, id) VALUES ($1, $2, $3)",

	[STATEMENT_REVISIONS] =
	    "SELECT number, hash, canonical, announced_at, in_force_from "
	    "FROM revision ORDER BY number",
	[STATEMENT_REVISION_ADD] =
	    "INSERT INTO revision (number, hash, canonical, announced_at, "
	    "in_force_from) VALUES ($1, $2, $3, $4, $5)",
	[STATEMENT_REVISION_ENFORCE] =
	    "UPDATE revision SET in_force_from = $1 WHERE number = $2",

	[STATEMENT_CLASSES] =
	    "SELECT number, revision, way, service, subject, purposes, "
	    "version FROM class ORDER BY number",
	[STATEMENT_CLASS_ADD] =
	    "INSERT INTO class (number, revision, way, service, subject, "
	    "purposes, version) VALUES ($1, $2, $3, $4, $5, $6, 1)",
	[STATEMENT_CLASS_PURPOSES] =
	    "UPDATE class SET purposes = $1, version = version + 1 "
	    "WHERE number = $2 AND version = $3",

	[STATEMENT_PERSON] =
	    "SELECT seq, version, state, class, tier, day, sealed "
	    "FROM record WHERE person = $1 ORDER BY seq",
	[STATEMENT_RECORDS_AHEAD] =
	    "SELECT person, seq, version, state, class, tier, day, sealed "
	    "FROM record WHERE person >= $1 AND person <= $2 "
	    "ORDER BY person, seq LIMIT $3",
	[STATEMENT_PEOPLE] =
	    "SELECT person FROM record WHERE person > $1 AND seq = 0 "
	    "ORDER BY person LIMIT $2",
	[STATEMENT_PEOPLE_COUNT] =
	    "SELECT COUNT(*) FROM record WHERE seq = 0 AND state = 0",
	[STATEMENT_RECORD_ADD] =
	    "INSERT INTO record (person, seq, version, state, class, tier, "
	    "day, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	[STATEMENT_RECORD_REPLACE] =
	    "UPDATE record SET version = $1, sealed = $2 "
	    "WHERE person = $3 AND seq = $4 AND version = $5",
	[STATEMENT_STANDING_REPLACE] =
	    "UPDATE record SET version = $1, state = $2, sealed = $3 "
	    "WHERE person = $4 AND seq = 0 AND version = $5",
	[STATEMENT_HISTORY_ADD] =
	    "INSERT INTO history (person, seq, version, class, tier, day, "
	    "replaced_at, sealed) "
	    "SELECT person, seq, version, class, tier, day, $1, sealed "
	    "FROM record WHERE person = $2 AND seq = $3",
	[STATEMENT_HISTORY] =
	    "SELECT seq, version, class, tier, day, replaced_at, sealed "
	    "FROM history WHERE person = $1 ORDER BY seq, version",
	[STATEMENT_HISTORY_AHEAD] =
	    "SELECT person, seq, version, class, tier, day, replaced_at, "
	    "sealed FROM history WHERE person >= $1 AND person <= $2 "
	    "ORDER BY person, seq, version LIMIT $3",
	[STATEMENT_REASON_ADD] =
	    "INSERT INTO reason (person, decision, sealed) "
	    "VALUES ($1, $2, $3)",
	[STATEMENT_REASONS] =
	    "SELECT decision, sealed FROM reason WHERE person = $1",
	[STATEMENT_REASONS_AHEAD] =
	    "SELECT person, decision, sealed FROM reason "
	    "WHERE person >= $1 AND person <= $2 "
	    "ORDER BY person, decision LIMIT $3",

	[STATEMENT_SEARCH_KEYS] =
	    "SELECT ix, item, slot, uniqueness, state FROM search_key "
	    "ORDER BY ix",
	[STATEMENT_SEARCH_KEY_ADD] =
	    "INSERT INTO search_key (ix, item, slot, uniqueness, state) "
	    "VALUES ($1, $2, $3, $4, $5)",
	[STATEMENT_UNIQUE_ADD] =
	    "INSERT INTO unique_index (ix, hash, person) "
	    "VALUES ($1, $2, $3)",
	[STATEMENT_UNIQUE_DROP] =
	    "DELETE FROM unique_index "
	    "WHERE ix = $1 AND hash = $2 AND person = $3",
	[STATEMENT_UNIQUE_FIND] =
	    "SELECT person FROM unique_index WHERE ix = $1 AND hash = $2",
	[STATEMENT_SEARCH_ADD] =
	    "INSERT INTO search_index (ix, hash, person) "
	    "VALUES ($1, $2, $3) ON CONFLICT (ix, hash, person) DO NOTHING",
	[STATEMENT_SEARCH_DROP] =
	    "DELETE FROM search_index "
	    "WHERE ix = $1 AND hash = $2 AND person = $3",
	[STATEMENT_SEARCH_FIND] =
	    "SELECT person FROM search_index WHERE ix = $1 AND hash = $2 "
	    "ORDER BY person LIMIT $3",

	[STATEMENT_DOCUMENT_ADD] =
	    "INSERT INTO document (kind, id, version, due, sealed) "
	    "VALUES ($1, $2, $3, $4, $5)",
	[STATEMENT_DOCUMENT_REPLACE] =
	    "UPDATE document SET version = $1, due = $2, sealed = $3 "
	    "WHERE kind = $4 AND id = $5 AND version = $6",
	[STATEMENT_DOCUMENT_DROP] =
	    "DELETE FROM document "
	    "WHERE kind = $1 AND id = $2 AND version = $3",
	[STATEMENT_DOCUMENT] =
	    "SELECT kind, id, version, due, sealed FROM document "
	    "WHERE kind = $1 AND id = $2",
	[STATEMENT_DOCUMENTS] =
	    "SELECT kind, id, version, due, sealed FROM document "
	    "WHERE kind = $1 AND id > $2 ORDER BY id LIMIT $3",
	[STATEMENT_DOCUMENTS_DUE] =
	    "SELECT kind, id, version, due, sealed FROM document "
	    "WHERE kind = $1 AND due > 0 AND due <= $2 "
	    "ORDER BY due, id LIMIT $3",

	[STATEMENT_LOG_HEAD] =
	    "SELECT size, tiled, epoch FROM log_head WHERE id = 1",
	/* Changes nothing, but nobody else does until the transaction ends. */
	[STATEMENT_LOG_LOCK] =
	    "UPDATE log_head SET size = size WHERE id = 1 RETURNING size",
	[STATEMENT_LOG_MOVE] =
	    "UPDATE log_head SET size = $1 WHERE id = 1 AND size = $2",
	[STATEMENT_LOG_TILED] =
	    "UPDATE log_head SET tiled = $1 "
	    "WHERE id = 1 AND tiled <= $2 AND size >= $3",
	/* Nothing, and so no key, unless the head has just been moved here. */
	[STATEMENT_LOG_ADD] =
	    "INSERT INTO log_batch (first_index, count, bytes) VALUES "
	    "((SELECT $1 FROM log_head WHERE id = 1 AND size = $2), $3, $4)",
	[STATEMENT_LOG_READ] =
	    "SELECT first_index, count, bytes FROM log_batch "
	    "WHERE first_index + count > $1 ORDER BY first_index LIMIT $2",
	[STATEMENT_LOG_PRUNE] =
	    "DELETE FROM log_batch WHERE first_index + count <= $1",

	[STATEMENT_PERSON_FIRST] =
	    "SELECT seq, version, state, class, tier, day, sealed "
	    "FROM record WHERE person = $1 ORDER BY seq LIMIT $2",
	[STATEMENT_RECORD_DROP] =
	    "DELETE FROM record "
	    "WHERE person = $1 AND seq = $2 AND version = $3",
	[STATEMENT_RECORDS_DROP] =
	    "DELETE FROM record WHERE person = $1 AND seq > 0",
	[STATEMENT_HISTORY_DROP] =
	    "DELETE FROM history "
	    "WHERE person = $1 AND seq = $2 AND version = $3",
	[STATEMENT_HISTORY_DROP_ALL] =
	    "DELETE FROM history WHERE person = $1",
	[STATEMENT_HISTORY_PUT] =
	    "UPDATE history SET sealed = $1 "
	    "WHERE person = $2 AND seq = $3 AND version = $4",
	[STATEMENT_REASON_PUT] =
	    "UPDATE reason SET sealed = $1 "
	    "WHERE person = $2 AND decision = $3",
	[STATEMENT_REASONS_DROP] =
	    "DELETE FROM reason WHERE person = $1",
	[STATEMENT_STANDING_SEEN] =
	    "UPDATE record SET version = $1 "
	    "WHERE person = $2 AND seq = 0 AND version = $3",
	[STATEMENT_UNIQUE_FILL] =
	    "INSERT INTO unique_index (ix, hash, person) "
	    "VALUES ($1, $2, $3) ON CONFLICT (ix, hash) DO NOTHING",
	[STATEMENT_UNIQUE_SWEEP] =
	    "DELETE FROM unique_index WHERE person IN "
	    "(SELECT person FROM erasure WHERE state = $1)",
	[STATEMENT_SEARCH_SWEEP] =
	    "DELETE FROM search_index WHERE person IN "
	    "(SELECT person FROM erasure WHERE state = $1)",
	[STATEMENT_UNIQUE_CLEAR] =
	    "DELETE FROM unique_index WHERE ix = $1",
	[STATEMENT_SEARCH_CLEAR] =
	    "DELETE FROM search_index WHERE ix = $1",
	[STATEMENT_SEARCH_KEY_MOVE] =
	    "UPDATE search_key SET state = $1 WHERE ix = $2 AND state = $3",
	[STATEMENT_ERASURE_ADD] =
	    "INSERT INTO erasure (person, number, state, due, sealed) "
	    "VALUES ($1, $2, $3, $4, $5)",
	[STATEMENT_ERASURE_MOVE] =
	    "UPDATE erasure SET state = $1, due = $2, sealed = $3 "
	    "WHERE person = $4 AND number = $5 AND state = $6",
	[STATEMENT_ERASURES] =
	    "SELECT person, number, state, due, sealed FROM erasure "
	    "WHERE state = $1 AND number > $2 ORDER BY number LIMIT $3",
	[STATEMENT_ERASURE_GET] =
	    "SELECT person, number, state, due, sealed FROM erasure "
	    "WHERE number = $1",
	[STATEMENT_ERASURE_OF] =
	    "SELECT state FROM erasure WHERE person = $1 "
	    "ORDER BY state LIMIT 1",
	[STATEMENT_WRITER_PUT] =
	    "INSERT INTO writer (id, groups, seen_at) VALUES ($1, $2, $3) "
	    "ON CONFLICT (id) DO UPDATE SET groups = excluded.groups, "
	    "seen_at = excluded.seen_at",
	[STATEMENT_WRITER_GET] =
	    "SELECT groups FROM writer WHERE id = $1",
	[STATEMENT_WRITER_DROP] =
	    "DELETE FROM writer WHERE id = $1 OR seen_at < $2",

	[STATEMENT_SLOT_ADD] =
	    "INSERT INTO slot (number, kek, wrapped) VALUES ($1, $2, $3)",
	[STATEMENT_SLOT_GET] =
	    "SELECT kek, wrapped FROM slot WHERE number = $1",
	[STATEMENT_SLOTS_FEW] =
	    "SELECT number, kek, wrapped FROM slot "
	    "WHERE number IN ($1, $2, $3, $4)",
	[STATEMENT_SLOTS_MANY] =
	    "SELECT number, kek, wrapped FROM slot WHERE number IN "
	    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
	    "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, "
	    "$27, $28, $29, $30, $31, $32)",
	[STATEMENT_SLOT_TOP] =
	    "SELECT COALESCE(MAX(number), 0) FROM slot",
	[STATEMENT_SLOT_DROP] =
	    "DELETE FROM slot WHERE number = $1",
	[STATEMENT_SLOT_REWRAP] =
	    "UPDATE slot SET kek = $1, wrapped = $2 "
	    "WHERE number = $3 AND kek = $4",
	[STATEMENT_SLOTS] =
	    "SELECT number, kek, wrapped FROM slot WHERE number > $1 "
	    "ORDER BY number LIMIT $2",
	[STATEMENT_SLOT_COUNTS] =
	    "SELECT kek, COUNT(*) FROM slot GROUP BY kek ORDER BY kek",

#define PAGE(table, key, key_n, columns, limit_n) \
	"SELECT " columns " FROM " table " WHERE (" key ") > (" key_n ") " \
	"ORDER BY " key " LIMIT " limit_n
#define SMALL(NAME, table, key, key_n, columns, columns_n, limit_n, again) \
	[STATEMENT_PAGE_##NAME] = \
	    PAGE(table, key, key_n, columns, limit_n), \
	[STATEMENT_COPY_##NAME] = \
	    "INSERT INTO " table " (" columns ") VALUES (" columns_n ") " \
	    "ON CONFLICT (" key ") DO UPDATE SET " again,
	STATEMENT_SMALL(SMALL)
#define LARGE(NAME, table, key, key_n, down, columns, columns_n, limit_n) \
	[STATEMENT_PAGE_##NAME] = \
	    PAGE(table, key, key_n, columns, limit_n), \
	[STATEMENT_COPY_##NAME] = \
	    "INSERT INTO " table " (" columns ") VALUES (" columns_n ")", \
	[STATEMENT_LAST_##NAME] = \
	    "SELECT " key " FROM " table " ORDER BY " down " LIMIT 1",
	STATEMENT_LARGE(LARGE)
};

void
statement_rows(char out[STATEMENT_ROWS_MAX], enum statement statement,
    size_t row_count, size_t n)
{
	const char *text = statement_text[statement];
	size_t at = (size_t)(strstr(text, "VALUES (") + 7 - text);

	memcpy(out, text, at);
	for (size_t i = 0; i < row_count * n; i++)
		at += (size_t)snprintf(out + at, STATEMENT_ROWS_MAX - at,
		    "%s$%zu%s", i % n == 0 ? i == 0 ? "(" : ", (" : ", ",
		    i + 1, i % n == n - 1 ? ")" : "");
}

void
statement_define(char out[STATEMENT_DEFINE_MAX], const char *sql,
    const struct statement_words *words)
{
	const struct {
		const char *word, *meaning;
	} table[] = {
		{ "{bytes}", words->bytes }, { "{number}", words->number },
		{ "{clustered}", words->clustered },
	};
	size_t n = 0;

	while (*sql != '\0' && n < STATEMENT_DEFINE_MAX - 32) {
		size_t i = 0;

		while (i < LENGTH(table) && strncmp(sql, table[i].word,
		    strlen(table[i].word)) != 0)
			i++;
		if (i == LENGTH(table)) {
			out[n++] = *sql++;
			continue;
		}
		n += (size_t)snprintf(out + n, STATEMENT_DEFINE_MAX - n,
		    "%s", table[i].meaning);
		sql += strlen(table[i].word);
	}
	out[n] = '\0';
}
