#include "vault/verify_parts.h"

enum { UNDER_WAY_MAX = 256 };	/* slots, of all acts of a process */

static void
report_opening(struct openings *o, const struct opening *opening)
{
	char id[ID_TEXT_SIZE] = "?", place[64], when[CLOCK_TEXT_SIZE];
	struct error ignored;

	(void)!id_format(id, ID_PERSON, opening->person,
	    vault_id_key(o->vault), &ignored);
	(void)snprintf(place, sizeof(place), "%s/slot:%llu", id,
	    (unsigned long long)opening->slot);
	clock_format(opening->time, when);
	o->check->unexplained++;
	o->check->faults++;
	(void)findings_add(o->findings, SEVERITY_ERROR, NULL, place,
	    "opened_unexplained", "%s に開かれましたが、ログに説明がありません",
	    "it was opened at %s, and no entry of the log explains it", when);
}

/* Who could write no entry any more is named, with what it had opened. */
static void
report_session(struct openings *o, const struct session *session)
{
	char place[32], began[CLOCK_TEXT_SIZE] = "?", last[CLOCK_TEXT_SIZE];
	bool many = session->alone > UNDER_WAY_MAX;

	verify_opened_name(place, session->lane, session->segment);
	if (session->began != 0)
		clock_format(session->began, began);
	clock_format(session->last, last);
	o->check->unfinished++;
	o->check->lacking += session->lacking;
	/* More than can have been under way: it was killed to hide that. */
	if (many)
		o->check->unexplained += session->lacking;
	o->check->faults += many;
	(void)findings_add(o->findings, many ? SEVERITY_ERROR :
	    SEVERITY_WARNING, NULL, place, many ? "opened_many_dying" :
	    "opened_dying", "%s に始まったプロセスが %s に正常に終了せず、"
	    "終わる前の1分間に開いた鍵枠のうち %llu はログに説明がありません",
	    "the process that began at %s ended at %s without order: of the "
	    "slots that it opened in its last minute, no entry explains %llu",
	    began, last, (unsigned long long)session->lacking);
}

/* The machine's clock was set back, or somebody was before the gate. */
static void
report_early(const struct openings *o)
{
	char first[CLOCK_TEXT_SIZE], last[CLOCK_TEXT_SIZE];
	int64_t from = INT64_MAX, to = INT64_MIN;
	uint64_t n = 0;

	for (size_t i = 0; i < o->n; i++) {
		int64_t time = o->all[i].time;

		if (!o->all[i].early)
			continue;
		n++;
		from = time < from ? time : from;
		to = time > to ? time : to;
	}
	if (n == 0)
		return;
	clock_format(from, first);
	clock_format(to, last);
	(void)findings_add(o->findings, SEVERITY_WARNING, NULL, "",
	    "opened_early", "%s から %s までに %llu 回、鍵枠がログの記載より"
	    "前 (5分以内) に開かれました。その間に時計が戻されていなければ"
	    "不正な使用です",
	    "from %s to %s, %llu times, slots were opened up to five minutes "
	    "before their entries: unless the clock was set back then, they "
	    "were used beside the gate", first, last, (unsigned long long)n);
}

void
verify_opened_report(struct openings *o)
{
	uint64_t nobodys = 0;

	for (size_t i = 0; i < o->n; i++) {
		const struct opening *opening = &o->all[i];

		nobodys += opening->owner == OWNER_NOBODY;
		if (opening->owner != OWNER_PERSON || opening->explained)
			continue;
		if (!opening->dying) {
			report_opening(o, opening);
			continue;
		}
		o->sessions[opening->session].lacking++;
		o->sessions[opening->session].alone += opening->announced == 0;
	}
	for (size_t i = 0; i < o->session_count; i++)
		if (o->sessions[i].lacking > 0)
			report_session(o, &o->sessions[i]);
	report_early(o);
	if (nobodys > 0)
		(void)findings_add(o->findings, SEVERITY_NOTE, NULL, "",
		    "opened_nobodys", "今はどの行にも使われていない鍵枠が "
		    "%llu 回開かれました",
		    "slots that no row uses now were opened %llu times",
		    (unsigned long long)nobodys);
}
