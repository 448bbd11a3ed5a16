/*
 * S1.8a, S1.8b, S1.8c, S1.8d, S2.13a, S2.13b, S2.13c, S2.13d, S3.6x, S0.0b,
 * S4.R0: a revision is announced, waits
 * for its display, and opens to what was acquired before only what the law
 * allows; who has read it is known.
 */
#include "house.h"

#include "notice/acknowledge.h"
#include "notice/notice.h"
#include "notice/objection.h"
#include "vault/person.h"

static struct house house;
static int64_t now;

static void
day(const char *date, int hours)
{
	int64_t number;

	assert_true(clock_parse_date(text_of(date), &number));
	now = clock_tokyo_midnight(number) + (int64_t)hours * 3600000;
}

static void
start(const char *name, const char *date)
{
	house_now = NULL;
	house_make(&house, name);
	house_close(&house);
	day(date, 12);
	house_now = &now;
	house_open(&house);
}

static void
end(void)
{
	const char *code;

	assert_int_equal(house_verify(&house, &code), 0);
	house_close(&house);
	arena_free(house.arena);
}

static char *
replaced(const char *text, const char *old, const char *new)
{
	size_t size = strlen(text) + 8192, n = 0;
	char *out = arena_alloc(house.arena, size);

	assert_non_null(out);
	assert_non_null(strstr(text, old));
	while (*text != '\0') {
		bool here = strncmp(text, old, strlen(old)) == 0;

		assert_true(n + strlen(new) + 2 < size);
		if (here) {
			memcpy(out + n, new, strlen(new));
			n += strlen(new);
			text += strlen(old);
		} else {
			out[n++] = *text++;
		}
	}
	return out;
}

static const char *
livals(void)
{
	const char *top = getenv("SEKISHO_TOP");
	struct bytes bytes;
	struct error error;
	char path[PATH_SIZE];
	char *text;

	(void)snprintf(path, sizeof(path), "%s/policies/livals.yaml",
	    top == NULL ? "." : top);
	assert_ok(file_read(&bytes, path, 1 << 20, house.arena, &error),
	    &error);
	text = arena_alloc(house.arena, bytes.n + 1);
	memcpy(text, bytes.p, bytes.n);
	return text;
}

static const char wider[] =
    "\n  - id: coaching\n"
    "    label: {ja: 研修, en: Coaching}\n"
    "    text: {ja: お客様への研修のため, en: To coach customers}\n"
    "    items: [name, email, company]\n"
    "    related_to: service_operation\n"
    "    made_known: published\n"
    "  - id: matching\n"
    "    label: {ja: 紹介, en: Matching}\n"
    "    text: {ja: お客様を他社に紹介するため, en: To introduce customers}\n"
    "    items: [name, email, company]\n"
    "    made_known: published\n\nprohibited_uses:\n";
static const char asked[] =
    "\n  - id: matching_ok\n"
    "    label: {ja: 紹介への同意, en: Matching}\n"
    "    wording: {ja: 紹介に同意します。, en: I agree to be introduced.}\n"
    "    purposes: [matching]\n"
    "    items: [name, email]\n"
    "    given_by: [person]\n"
    "    withdrawal: {ja: いつでも窓口へ, en: At the desk}\n\nroles:\n";

static struct policy_source
source(const char *text)
{
	struct policy_source policy;
	struct findings findings;
	struct error error;

	findings_init(&findings, house.arena, "policy");
	assert_ok(policy_source_parse(&policy, text_of(text), "policy",
	    &findings, house.arena, &error), &error);
	return policy;
}

/* livals, and promising that objections are taken: S2.13c. */
static const char *
objectable(void)
{
	const char *text = replaced(livals(), "displayed_for: {months: 1}",
	    "displayed_for: {months: 1}\n    objection: true");

	return replaced(text, "label: {ja: 苦情・相談, en: Complaints and "
	    "consultation}, clause: S0.7a}", "label: {ja: 苦情・相談, en: "
	    "Complaints and consultation}, clause: S0.7a}\n    - {id: "
	    "objection, kind: policy_change_objection, label: {ja: "
	    "変更に伴う削除, en: Deletion because of a change}}");
}

/* The policy with two purposes more, one of them within 17(2). */
static struct policy_source
revised_from(const char *text)
{
	text = replaced(text, "\nprohibited_uses:\n", wider);
	text = replaced(text, "\nroles:\n", asked);
	text = replaced(text,
	    "purposes: [screening, service_operation, contract,",
	    "purposes: [screening, service_operation, coaching, matching, "
	    "contract,");
	return source(text);
}

static struct policy_source
revised(void)
{
	return revised_from(livals());
}

static uint64_t
named(const char *email)
{
	const struct given_value values[] = {
		{ TEXT("name"), TEXT("見本 太郎") },
		{ TEXT("company"), TEXT("見本商店") },
		{ TEXT("email"), text_of(email) },
	};
	struct acquisition given = {
		.way = TEXT("application_form"), .subject = TEXT("customer"),
		.values = values, .value_count = LENGTH(values),
		.shown = true,
	};
	struct visit visit;
	struct error error;
	uint64_t person;

	visit_begin(&visit, house.vault, house.reader, house.arena,
	    &(struct visitor){ .principal = TEXT("test"),
	    .role = TEXT("web_service"),
	    .purpose = TEXT("service_operation") });
	assert_ok(person_add(&visit, &given, &person, NULL, &error), &error);
	visit_end(&visit);
	return person;
}

static uint64_t
somebody(void)
{
	return named("taro@example.jp");
}

/* The code of the refusal, or how many values are shown. */
static const char *
shown(uint64_t person, const char *purpose)
{
	static char answer[64];
	struct visit visit;
	struct view view;
	struct error error;
	enum status status;
	size_t n = 0;

	visit_begin(&visit, house.vault, house.reader, house.arena,
	    &(struct visitor){ .principal = TEXT("test"),
	    .role = TEXT("sales"), .purpose = text_of(purpose) });
	status = person_show(&visit, person, NULL, &view, &error);
	if (status == STATUS_OK)
		for (size_t i = 0; i < view.count; i++)
			n += view.records[i].count;
	visit_end(&visit);
	if (status == STATUS_OK)
		(void)snprintf(answer, sizeof(answer), "%zu values", n);
	else
		(void)snprintf(answer, sizeof(answer), "%s", error.code);
	return answer;
}

static void
consent(uint64_t person, const char *id)
{
	struct said said = { .kind = SAID_CONSENT, .id = text_of(id),
	    .text = TEXT("同意します"), .giver = GIVER_PERSON };
	struct visit visit;
	struct error error;

	visit_begin(&visit, house.vault, house.reader, house.arena,
	    &(struct visitor){ .principal = TEXT("test"),
	    .role = TEXT("sales"), .purpose = TEXT("matching") });
	assert_ok(person_say(&visit, person, &said, &error), &error);
	visit_end(&visit);
}

static enum status
announce(const struct policy_source *policy, const char *without,
    struct announced *announced, struct error *error)
{
	return notice_announce(announced, house.vault,
	    &(struct notice_request){ .source = policy,
	    .without = text_of(without), .principal = TEXT("officer") },
	    house.arena, error);
}

static struct notice
read_notice(unsigned int revision)
{
	struct notice notice;
	struct error error;

	assert_ok(notice_read(&notice, house.vault, house.reader, revision,
	    house.arena, &error), &error);
	return notice;
}

static void
display(unsigned int revision, bool up)
{
	static const uint8_t hash[32] = { 7 };
	struct notice notice = read_notice(revision);
	struct error error;

	assert_ok(notice_display(&notice, house.vault,
	    TEXT("https://livals.example/policy"), up ? hash : NULL,
	    TEXT("officer"), house.arena, &error), &error);
}

static enum status
publish(unsigned int revision, struct error *error)
{
	struct notice notice = read_notice(revision);
	int64_t from;

	return notice_publish(&notice, house.vault, TEXT("officer"), &from,
	    house.arena, error);
}

static void
assert_last(unsigned int revision, const char *date)
{
	struct notice notice = read_notice(revision);
	int64_t last = notice_last_day(&notice,
	    (struct period){ 1, PERIOD_MONTHS });
	char text[CLOCK_DATE_SIZE] = "never";

	if (last != INT64_MAX)
		clock_format_date(last, text);
	assert_string_equal(text, date);
}

/* Corrections 2: a month, and the days on which nobody could see it. */
static void
test_a_wider_purpose_waits(void **state)
{
	struct policy_source policy;
	struct announced announced;
	struct error error;
	uint64_t person;

	(void)state;
	start("wider", "2027-01-30");
	person = somebody();
	policy = revised();
	assert_ok(announce(&policy, "", &announced, &error), &error);
	assert_true(announced.waits);
	assert_int_equal(announced.comparison.class, CHANGE_CONSENT);
	assert_int_equal(announced.number, 2);
	assert_fails(publish(2, &error), &error, STATUS_REFUSED,
	    "not_displayed");
	display(2, true);
	display(2, true);
	assert_last(2, "2027-02-28");
	day("2027-02-10", 9);
	display(2, false);
	assert_last(2, "never");
	assert_fails(publish(2, &error), &error, STATUS_REFUSED,
	    "not_displayed");
	day("2027-02-12", 9);
	display(2, true);
	assert_last(2, "2027-03-03");
	assert_int_equal(read_notice(2).display_count, 2);
	day("2027-03-03", 23);
	assert_fails(publish(2, &error), &error, STATUS_REFUSED,
	    "notice_running");
	assert_string_equal(shown(person, "coaching"), "purpose_unknown");
	day("2027-03-04", 0);
	assert_ok(publish(2, &error), &error);
	assert_fails(publish(2, &error), &error, STATUS_CONFLICT,
	    "in_force_already");
	/* 17(2): it was published, and follows from a known purpose. */
	assert_string_equal(shown(person, "coaching"), "3 values");
	/* 18(1): whoever does not answer stays with the old purposes. */
	assert_string_equal(shown(person, "matching"),
	    "class_without_purpose");
	consent(person, "matching_ok");
	assert_string_equal(shown(person, "matching"), "2 values");
	end();
}

static void
test_without_notice_nothing_opens(void **state)
{
	struct policy_source policy;
	struct announced announced;
	struct error error;
	uint64_t person;

	(void)state;
	start("without", "2027-01-30");
	person = somebody();
	policy = revised();
	assert_ok(announce(&policy, "法令の施行に間に合わせるため",
	    &announced, &error), &error);
	assert_false(announced.waits);
	assert_int_equal(announced.in_force_from, now);
	assert_string_equal(shown(person, "coaching"),
	    "class_without_purpose");
	assert_text(read_notice(2).without, "法令の施行に間に合わせるため");
	end();
}

static void
test_what_cannot_be_announced(void **state)
{
	struct policy_source policy;
	struct announced announced;
	struct error error;

	(void)state;
	start("cannot", "2027-01-30");
	policy = source(replaced(livals(), "係る契約に基づく",
	    "係る営業と契約に基づく"));
	assert_fails(announce(&policy, "", &announced, &error), &error,
	    STATUS_INVALID, "needs_new_id");
	assert_string_equal(error.article, "18(1), 17(2)");
	/* policy check bars it. */
	policy = source(replaced(livals(), "owner: officer, ", ""));
	assert_fails(announce(&policy, "", &announced, &error), &error,
	    STATUS_INVALID, "measure_without_owner");
	/* The same once more; and one while another waits. */
	policy = source(livals());
	assert_fails(announce(&policy, "", &announced, &error), &error,
	    STATUS_CONFLICT, "same_policy");
	policy = revised();
	assert_ok(announce(&policy, "", &announced, &error), &error);
	policy = source(replaced(livals(), "months: 1", "months: 2"));
	assert_fails(announce(&policy, "", &announced, &error), &error,
	    STATUS_CONFLICT, "later_policy");
	end();
}

static void
test_only_words(void **state)
{
	struct policy_source policy;
	struct announced announced;
	struct error error;

	(void)state;
	start("words", "2027-01-30");
	policy = source(replaced(livals(), "label: {ja: 会社名,",
	    "label: {ja: 貴社名,"));
	assert_ok(announce(&policy, "", &announced, &error), &error);
	assert_int_equal(announced.comparison.class, CHANGE_EDITORIAL);
	assert_false(announced.waits);
	assert_int_equal(announced.in_force_from, now);
	end();
}

/* S0.0b: who has read which revision. */
static void
test_acknowledgements(void **state)
{
	const struct acknowledgement *list;
	struct acknowledgement one;
	struct error error;
	size_t n;

	(void)state;
	start("read", "2027-01-30");
	assert_ok(acknowledge_read(&one, house.vault, house.reader,
	    TEXT("os:hanako"), house.arena, &error), &error);
	assert_int_equal(one.revision, 0);
	assert_ok(acknowledge_revision(house.vault, house.reader,
	    TEXT("os:hanako"), 2, house.arena, &error), &error);
	/* An older one does not undo it. */
	assert_ok(acknowledge_revision(house.vault, house.reader,
	    TEXT("os:hanako"), 1, house.arena, &error), &error);
	assert_ok(acknowledge_revision(house.vault, house.reader,
	    TEXT("os:jiro"), 1, house.arena, &error), &error);
	assert_ok(acknowledge_list(&list, &n, house.vault, house.reader, 10,
	    house.arena, &error), &error);
	assert_int_equal(n, 2);
	assert_ok(acknowledge_read(&one, house.vault, house.reader,
	    TEXT("os:hanako"), house.arena, &error), &error);
	assert_int_equal(one.revision, 2);
	assert_int_equal(one.time, now);
	end();
}

static enum status
may_work(const char *who, int days, struct error *error)
{
	const struct rules *rules = vault_rules(house.vault);
	enum status status = acknowledge_required(house.vault, house.reader,
	    text_of(who), rules, days, house.arena, error);

	vault_rules_release(house.vault, rules);
	return status;
}

/* S0.0b: who has not read what is in force is locked out after a while. */
static void
test_who_has_not_read_waits_outside(void **state)
{
	struct policy_source policy;
	struct announced announced;
	struct error error;

	(void)state;
	start("unread", "2027-01-30");
	policy = revised();
	assert_ok(announce(&policy, "施行を急ぐため", &announced, &error),
	    &error);
	assert_ok(acknowledge_revision(house.vault, house.reader,
	    TEXT("staff:jiro"), 1, house.arena, &error), &error);
	day("2027-02-06", 11);
	assert_ok(may_work("staff:jiro", 7, &error), &error);
	day("2027-02-06", 12);
	assert_fails(may_work("staff:jiro", 7, &error), &error,
	    STATUS_REFUSED, "policy_not_acknowledged");
	assert_string_equal(error.article, "24");
	assert_non_null(strstr(error.remedy[LANGUAGE_EN],
	    "policy acknowledge"));
	assert_fails(may_work("staff:new", 7, &error), &error,
	    STATUS_REFUSED, "policy_not_acknowledged");
	assert_ok(may_work("staff:jiro", 0, &error), &error);
	assert_ok(acknowledge_log_refusal(house.vault, TEXT("staff:jiro"), 2,
	    &error), &error);
	assert_ok(acknowledge_revision(house.vault, house.reader,
	    TEXT("staff:jiro"), 2, house.arena, &error), &error);
	assert_ok(may_work("staff:jiro", 7, &error), &error);
	end();
}

/* S2.13c: while it is displayed, and not a moment longer. */
static void
test_objections(void **state)
{
	struct policy_source policy;
	const struct policy *compiled;
	struct numbering numbering;
	struct display up;
	struct notice notice = { .displays = &up, .display_count = 1 };
	struct error error;

	(void)state;
	house.arena = arena_new((size_t)64 << 20);
	policy = source(replaced(livals(), "displayed_for: {months: 1}",
	    "displayed_for: {months: 1}\n    objection: true"));
	numbering_init(&numbering, house.arena);
	assert_ok(policy_compile(&compiled, &policy, &numbering, house.arena,
	    &error), &error);
	day("2026-02-28", 12);
	up = (struct display){ .place = TEXT("x"), .from = now };
	day("2026-03-31", 23);
	assert_int_equal(notice_objections_until(&notice, compiled, now),
	    now + 3600000);
	day("2026-04-01", 0);
	assert_int_equal(notice_objections_until(&notice, compiled, now), 0);
	notice.display_count = 0;
	assert_true(notice_objections_until(&notice, compiled, now) ==
	    INT64_MAX);
	arena_free(house.arena);
}

static enum status
say(uint64_t person, const struct said *said, unsigned int objection,
    struct error *error)
{
	struct visit visit;
	enum status status;

	visit_begin(&visit, house.vault, house.reader, house.arena,
	    &(struct visitor){ .principal = TEXT("test"),
	    .role = TEXT("sales"), .purpose = TEXT("contract") });
	status = said == NULL ? objection_say(&visit, person, objection,
	    error) : person_say(&visit, person, said, error);
	visit_end(&visit);
	return status;
}

/*
 * S2.13c: whoever objects while it is displayed keeps what they knew; the
 * gate refuses the new purpose for them, and for nobody else.
 */
static void
test_who_objects_is_left_out(void **state)
{
	const struct said resume = { .kind = SAID_RESUME,
	    .id = TEXT("coaching") };
	struct policy_source policy;
	struct announced announced;
	struct error error;
	uint64_t one, other;

	(void)state;
	start("objects", "2027-01-30");
	one = somebody();
	other = named("jiro@example.jp");
	policy = revised();
	assert_fails(say(one, NULL, 0, &error), &error, STATUS_NOT_FOUND,
	    "first_revision");
	policy = source(objectable());
	assert_ok(announce(&policy, "先に約束を定めるため", &announced,
	    &error), &error);
	policy = revised_from(objectable());
	assert_ok(announce(&policy, "", &announced, &error), &error);
	display(3, true);
	assert_fails(say(one, NULL, 9, &error), &error, STATUS_NOT_FOUND,
	    "no_such_revision");
	assert_ok(say(one, NULL, 0, &error), &error);
	assert_ok(say(one, NULL, 3, &error), &error);
	day("2027-03-01", 0);
	assert_fails(say(other, NULL, 3, &error), &error, STATUS_REFUSED,
	    "objections_closed");
	assert_ok(publish(3, &error), &error);
	assert_string_equal(shown(other, "coaching"), "3 values");
	assert_string_equal(shown(one, "coaching"), "change_objected");
	assert_string_equal(shown(one, "matching"), "class_without_purpose");
	assert_string_equal(shown(one, "contract"), "3 values");
	/* A consent to the new purpose, or taking it back, ends it. */
	consent(one, "matching_ok");
	assert_string_equal(shown(one, "matching"), "2 values");
	assert_string_equal(shown(one, "coaching"), "change_objected");
	assert_ok(say(one, &resume, 0, &error), &error);
	assert_string_equal(shown(one, "coaching"), "3 values");
	end();
}

/* Where nothing is promised there is a stop, and no objection. */
static void
test_objections_are_promised(void **state)
{
	struct policy_source policy;
	struct announced announced;
	struct error error;
	uint64_t person;

	(void)state;
	start("unpromised", "2027-01-30");
	person = somebody();
	policy = revised();
	assert_ok(announce(&policy, "", &announced, &error), &error);
	display(2, true);
	assert_fails(say(person, NULL, 2, &error), &error, STATUS_REFUSED,
	    "objections_not_promised");
	end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_wider_purpose_waits),
		cmocka_unit_test(test_without_notice_nothing_opens),
		cmocka_unit_test(test_what_cannot_be_announced),
		cmocka_unit_test(test_only_words),
		cmocka_unit_test(test_acknowledgements),
		cmocka_unit_test(test_who_has_not_read_waits_outside),
		cmocka_unit_test(test_objections),
		cmocka_unit_test(test_who_objects_is_left_out),
		cmocka_unit_test(test_objections_are_promised),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
