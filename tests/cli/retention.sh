#!/bin/sh
# What has been kept long enough: in business days by the policy's calendar,
# longer where a law wants it (法人税法施行規則59条), not at all while it is
# held, listed before it goes (S0.5, S0.3.9, S2.12; article 22).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

# Survey answers go after five business days, and the bank account stays for
# ten, because of the law; the firm is closed on a day of its own.
python3 - "$SEKISHO_TOP/policies/livals.yaml" >"$work/policy.yaml" <<'PYTHON'
import datetime
import sys

text = open(sys.argv[1], encoding="utf-8").read()
today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9)))
closed = today.date() + datetime.timedelta(days=1)


def change(old, new):
    global text
    assert text.count(old) == 1, old
    text = text.replace(old, new)


change("start: acquisition, period: {years: 2}",
       "start: acquisition, period: {business_days: 5}")
change("start: contract_end, period: {years: 7}, "
       "minimum: {period: {years: 7}",
       "start: contract_end, period: {business_days: 10}, "
       "minimum: {period: {business_days: 10}")
change("  calendar:\n", "  calendar:\n    closed: [%s]\n" % closed)
sys.stdout.write(text)
PYTHON
make_store "$store" --policy "$work/policy.yaml"
today=$(TZ=Asia/Tokyo date +%F)

# after N: $day, the N-th business day from today on, and $next, after it.
after() {
	run 0 calendar add-business-days "$today" "$1" \
		--policy "$work/policy.yaml"
	day=$(cut -d' ' -f1 "$work/out")
	next=$(date -d "$day + 1 day" +%F)
}

as web_service survey
add 0 '{"way":"survey","subject":"customer","service":"livals_service","shown":true,"values":{"survey_answers":"満足","name":"期限 一番","email":"k1@example.jp"}}'
survey=$person
as web_service contract
add 0 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"期限 二番","company":"株式会社見本","email":"k2@example.jp","phone":"090-0000-0002","bank_account":"0001-001-1-7654321-ｼﾖｳｷﾖ ﾀﾛｳ"}}'
payer=$person
run 0 retention due --in "$store"
out_has "due 0"

after 5
run 0 retention due --in "$store" --on "$day"
out_has "due 0, some items of 0"
run 0 retention due --in "$store" --on "$next"
out_has "$survey items survey_answers S0.5"
out_has "some items of 1"
run 0 retention preview "$next" --in "$store" --json
out_has '"survey_answers": 1'

# The account stays ten business days, and nobody may erase it before.
act 0 person event "$payer" contract_end "$today"
after 10
run 0 retention due --in "$store" --on "$day"
out_lacks "bank_account"
run 0 retention due --in "$store" --on "$next"
out_has "$payer items bank_account"
act 5 person erase-item "$payer" bank_account
as officer contract
act 5 person erase-item "$payer" bank_account
err_has "(22)"
for event in contract_end last_use; do
	act 0 person event "$payer" "$event" 2015-03-31
done
run 0 retention due --in "$store"
out_has "$payer person"

# Held: listed as held, and what was erased counts nothing of it.
act 0 person hold "$payer" dispute --reference K-1
run 0 retention due --in "$store"
out_has "$payer held"
out_has "held 1"
run 0 retention run --in "$store"
out_has "erased 0, some items of 0, held 1"
out_lacks "phone 1"
act 0 person release "$payer" --reference K-1
run 0 retention run --in "$store"
out_has "erased 1, some items of 0, held 0"
out_has "phone 1"
run 0 retention run --in "$store" --json
out_has '"erased": 0'
as web_service contract
act 6 person show "$payer"
as web_service survey
act 0 person show "$survey"
people 1
run 2 retention preview 2026-13-01 --in "$store"
err_has "2026-11-22"

# S2.12: a registration goes a month after it served its end, and not before.
rm -rf "$store"
new_store libera
as web_service introduction
add 0 '{"way":"registration_form","subject":"user","shown":true,"values":{"name":"期限 三番","email":"k3@example.jp","password":"correct horse battery"}}'
act 0 person event "$person" service_end "$(date -d '25 days ago' +%F)"
run 0 retention run --in "$store"
out_has "erased 0"
act 0 person show "$person" --items email
act 0 person event "$person" service_end "$(date -d '40 days ago' +%F)"
run 0 retention due --in "$store"
out_has "$person person"
run 0 retention run --in "$store"
out_has "erased 1"
act 6 person show "$person" --items email
people 0

# A calendar that no year has is no policy.
sed 's/^    weekend: .*/    weekend: [sunday, monday, tuesday, wednesday, thursday, friday, saturday]/' \
	"$work/policy.yaml" >"$work/closed.yaml"
run 1 policy check "$work/closed.yaml"
out_has "every day of the week is closed"
done_testing
