#include "base/mem.h"
#include "vault/verify_parts.h"

void
verify_opened_name(char place[32], unsigned int lane, unsigned int segment)
{
	(void)snprintf(place, 32, "opened/%02u-%06u", lane, segment);
}

static void
say(struct findings *findings, const struct session *session)
{
	char place[32], began[CLOCK_TEXT_SIZE] = "?", last[CLOCK_TEXT_SIZE];

	verify_opened_name(place, session->lane, session->segment);
	if (session->began != 0)
		clock_format(session->began, began);
	clock_format(session->last, last);
	(void)findings_add(findings, SEVERITY_WARNING, NULL, place,
	    "process_unfinished", "%s に始まったプロセスが %s に正常に終了せず、"
	    "終わる前の1分間に鍵枠を %llu 回開いていました。audit verify "
	    "--store でログと比べてください",
	    "the process that began at %s ended at %s without order, and had "
	    "opened slots %llu times in its last minute: compare with the log "
	    "(audit verify --store)", began, last,
	    (unsigned long long)session->lacking);
}

enum status
verify_opened_unfinished(struct vault *vault, struct reader *reader,
    struct findings *findings, struct error *error)
{
	struct vault_check check = { .people = 0 };
	struct openings *o;
	enum status status = verify_opened_new(&o, vault, &check, findings,
	    error);

	if (status == STATUS_OK) {
		o->looking = true;
		status = verify_opened_read(o, reader, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < o->n; i++)
		if (o->all[i].dying && o->all[i].owner != OWNER_STORE)
			o->sessions[o->all[i].session].lacking++;
	for (size_t i = 0; status == STATUS_OK && i < o->session_count; i++)
		if (o->sessions[i].lacking > 0)
			say(findings, &o->sessions[i]);
	verify_opened_free(o);
	return status;
}
