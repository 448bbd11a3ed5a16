#!/bin/sh
# Statistics from whole stores: leverages, jieigyo, libera.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

# Lines of people by Python: people 'json.dumps of a dict', for i in range(N).
lines() {
	python3 -c "
import json
for i in range($1):
    print(json.dumps($2, ensure_ascii=False))" >"$work/people.ndjson"
}
# The number that stands in a row and column of the last table.
number() {
	awk -F'\t' -v row="$1" -v column="$2" '$1 == row { print $column }' \
		"$work/out"
}
is_number() {
	checks=$((checks + 1))
	[ "$(number "$1" "$2")" = "$3" ] ||
		fail "row $1 has $(number "$1" "$2"), not $3"
}

# S4.2.4: statistics in a form that identifies nobody.
new_store leverages
: >"$work/in"
lines 60 "{'way': 'interview', 'subject': 'student', 'shown': True,
 'values': {'sex': 'female' if i % 2 else 'male',
 'birth_date': f'{1990 + 10 * (i % 20 == 0)}-0{1 + i % 9}-11',
 'desired_job': 'marker-職種'}}"
as advisor job_hunting_support
act 0 person add --file "$work/people.ndjson"
stopped=$(sed -n '2s/.*"person":"\(per_[0-9a-z]*\)".*/\1/p' "$work/out")
as officer statistics
act 0 statistics make usage_statistics --rows sex
is_number female 2 30
is_number male 2 30
is_number total 2 60
entry ":suppress"

# What the policy or the law does not let through.
act 5 statistics make usage_statistics --rows name
refused grouping_identifies S4.2.4 "18(1)"
act 5 statistics make usage_statistics --rows email
refused grouping_identifies S4.2.4 "18(1)"
act 5 statistics make usage_statistics --rows birth_date
refused grouping_identifies S4.2.4 "18(1)"
act 5 statistics make usage_statistics --rows birth_date:birth_date:1
refused grouping_identifies S4.2.4 "18(1)"
act 5 statistics make usage_statistics --rows desired_job
refused grouping_identifies S4.2.4 "18(1)"
act 5 statistics make usage_statistics --rows postal_code:postal_code:5
refused item_not_for_statistic S4.2.4 "18(1)"
act 5 statistics make no_such --rows sex
refused statistic_undeclared "" "18(1)"
as officer promotion
act 5 statistics make usage_statistics --rows sex
refused statistic_undeclared S4.2.4 "18(1)"
as marketing_staff promotion
act 5 statistics make usage_statistics --rows sex
refused role_not_for_act S4.2.3 23
as officer statistics
act 2 statistics make usage_statistics --rows sex --round 1
act 2 statistics make usage_statistics --rows sex --round 5 --epsilon 1
act 2 statistics make usage_statistics --rows sex:flat:1
act 2 statistics make usage_statistics --rows sex --epsilon 0

# Small cells, and what would give them away.
act 0 statistics make usage_statistics --rows sex \
	--columns birth_date:birth_date:3
out_lacks "	3	"
out_has "*"

# Differences: one person more, and the table tells nothing of them.
as advisor job_hunting_support
lines 1 "{'way': 'interview', 'subject': 'student', 'shown': True,
 'values': {'sex': 'male', 'birth_date': '1990-02-02'}}"
act 0 person add --file "$work/people.ndjson"
as officer statistics
run 0 audit verify --store --in "$store"
out_has "61 people"
act 0 statistics make usage_statistics --rows sex
is_number female 2 30
is_number male 2 "*"
is_number total 2 "*"
# Coarser and finer: 57 beside 58 tells as much.
act 5 statistics make usage_statistics --rows birth_date:birth_date:2
refused table_too_small "" "GA 3-1-1"
# Rounded, all numbers are, sums too; and the same one always.
act 0 statistics make usage_statistics --rows sex --round 10
is_number male 2 30
is_number total 2 60
cp "$work/out" "$work/rounded"
act 0 statistics make usage_statistics --rows sex --round 10
cmp -s "$work/out" "$work/rounded" || fail "rounding is not consistent"
# Many more, and the numbers stand again.
lines 40 "{'way': 'interview', 'subject': 'student', 'shown': True,
 'values': {'sex': 'female' if i % 2 else 'male',
 'birth_date': '1980-02-02'}}"
as advisor job_hunting_support
act 0 person add --file "$work/people.ndjson"
as officer statistics
act 0 statistics make usage_statistics --rows sex
is_number total 2 101

# Somebody whose use is stopped is in no count, and the log says how many.
as officer rights_request
act 0 consent stop "$stopped" statistics
as officer statistics
act 0 statistics make usage_statistics --rows sex --round 10
"$sekisho" audit show --in "$store" --last 3 >"$work/log"
grep -q "n=1 .*use_stopped\|use_stopped.* n=1" "$work/log" ||
	fail "nobody was left out: $(cat "$work/log")"

# A second person, where the role needs one.
as analyst statistics
act 0 statistics make usage_statistics --rows sex --round 10
out_has "waits for approval"
made=$(sed -n 's/^\(sta_[0-9a-z]*\).*/\1/p' "$work/out")
act 5 statistics show "$made"
refused approval_missing "" 23
act 5 statistics approve "$made"
refused not_an_approver "" 23
as officer statistics
act 0 statistics approve "$made"
as analyst statistics
act 0 statistics show "$made" --csv
out_has "male,50"
entry "$made:shown"
act 6 statistics show sta_00000000000000000000000000

# The budget is charged before the answer, also by runs that are repeated.
as officer statistics
act 5 statistics make usage_statistics --rows sex --epsilon 1/2
refused budget_missing "" "GA 3-1-1"
as analyst statistics
act 5 statistics budget usage_statistics --epsilon 10
refused not_an_officer "" "GA 3-1-1"
as officer statistics
act 0 statistics budget usage_statistics --epsilon 1 --rho 1/10
act 0 statistics make usage_statistics --rows sex --epsilon 1/2
act 0 statistics make usage_statistics --rows sex --epsilon 1/2
noisy=$("$sekisho" statistics list --in "$store" --role officer \
	--purpose statistics | sed -n 's/^\(sta_[0-9a-z]*\).* laplace .*/\1/p' |
	head -1)
act 5 statistics make usage_statistics --rows sex --epsilon 1/1000000
refused budget_exhausted "" "GA 3-1-1"
act 0 statistics show "$noisy"
act 0 statistics make usage_statistics --rows sex --variance 5
act 5 statistics make usage_statistics --rows sex --variance 50
refused budget_exhausted "" "GA 3-1-1"
act 0 statistics budget usage_statistics --json
out_has '"epsilon_spent_millionths": 1000000'
out_has '"rho_spent_billionths": 100000000'
# Labels that only somebody's value makes known are not noise-proof.
act 0 statistics budget usage_statistics --epsilon 5
act 2 statistics make usage_statistics --rows experience:flat:1 --epsilon 1
act 0 statistics make usage_statistics --rows birth_date:birth_date:2 \
	--epsilon 1
out_has "85-89歳"
run 0 audit verify --store --in "$store"
out_has "agrees with the log"
scan marker-職種

# S3.3.7: data that identify nobody, from the members' service.
store=$work/jieigyo
new_store jieigyo
: >"$work/in"
lines 50 "{'way': 'signup', 'subject': 'customer', 'shown': True, 'values': {
 'name': f'甲 {i}', 'email': f'a{i}@example.jp', 'account_id': f'acc{i}',
 'password': f'long-enough-{i}', 'sex': 'female' if i % 5 else 'male'}}"
as web_service service_operation
act 0 person add --file "$work/people.ndjson"
as officer statistics
act 0 statistics make member_statistics --rows sex
is_number female 2 40
is_number male 2 10
is_number total 2 50
entry "S3.3.7"

# S2.10: what is not personal information may be reprinted.
store=$work/libera
new_store libera
: >"$work/in"
lines 40 "{'way': 'hearing', 'subject': 'user', 'service': 'libera_service',
 'shown': True, 'values': {'usage_status': '週に一度' if i % 2 else '月に一度'}}"
as office_staff usage_hearing
act 0 person add --file "$work/people.ndjson"
printf '週に一度;毎週;*\n月に一度;毎月;*\n' >"$work/usage.csv"
as officer usage_statistics
act 5 statistics make usage_publication --rows usage_status
refused grouping_identifies S2.10 "18(1)"
act 0 statistics make usage_publication --rows "usage_status:$work/usage.csv:1"
is_number 毎週 2 20
is_number 毎月 2 20
out_lacks 週に一度
entry "S2.10"
# An earlier table that can not be counted again stops the next exact one.
rm "$work/usage.csv"
printf '週に一度;毎週;*\n月に一度;毎月;*\n' >"$work/other.csv"
act 5 statistics make usage_publication --rows "usage_status:$work/other.csv:1"
refused earlier_not_comparable S2.10 "18(1)"
act 0 statistics make usage_publication \
	--rows "usage_status:$work/other.csv:1" --round 10

done_testing
