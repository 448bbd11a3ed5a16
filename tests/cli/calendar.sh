#!/bin/sh
# sekisho calendar: holidays, business days, months.
. "$(dirname "$0")/lib.sh"

# --- holidays
run 0 calendar holidays 1948 1948
out '1948-09-23 秋分の日
1948-11-03 文化の日
1948-11-23 勤労感謝の日'
run 0 calendar holidays 2026 2026
out_has '2026-09-22 休日'
[ "$(wc -l <"$work/out")" -eq 18 ] || fail 'a year of 18 days'
run 0 calendar holidays 1955 2100
hash=$(cut -c1-10 "$work/out" | sha256sum | cut -d' ' -f1)
[ "$hash" = d9945679bffdef849d236b91530e888f63804e87249c7acdceaccbdec77d3c10 ] ||
	fail 'the days of 1955 to 2100'
run 0 calendar holidays 2026 2026 --json
/usr/bin/python3 - "$work/out" <<'END' || fail 'JSON of the holidays'
import json, sys
days = json.load(open(sys.argv[1]))["holidays"]
assert len(days) == 18, days
assert days[0] == {"date": "2026-01-01", "name": "元日"}, days[0]
END
run 0 calendar holidays 2150 2150
out_has '2150-11-23 勤労感謝の日'
run 2 calendar holidays 1947 2000
err_has '1948 to 2150'
err_has 'FROM-YEAR'
run 2 calendar holidays 2000 2151
err_has 'TO-YEAR'
run 2 calendar holidays 2027 2026
err_has '2027 to 2150'
run 2 calendar holidays 2026 abc --lang ja
err_has '整数を指定してください'
run 2 calendar holidays 2026

# --- a newer list
{
	echo head
	for day in 1 2 3 4 5 6 7 8; do echo "2026/1/$day,休み$day"; done
	echo 2026/11/20,臨時休日
	echo 2026/12/31,大晦日
} >"$work/list.csv"
run 0 calendar holidays 2026 2026 --list "$work/list.csv"
out_has '2026-11-20 臨時休日'
out_has '2026-12-31 大晦日'
out_lacks 2026-05-03
run 0 calendar add-business-days 2026-11-19 1 --list "$work/list.csv"
out 2026-11-23
run 6 calendar holidays 2026 2026 --list "$work/none.csv"
echo nonsense >>"$work/list.csv"
run 2 calendar holidays 2026 2026 --list "$work/list.csv"
err_has 'line 12'

# --- business days
while read -r date due; do
	run 0 calendar add-business-days "$date" 14
	out "$due"
done <<'END'
2026-04-20 2026-05-14
2026-09-07 2026-09-30
2026-09-11 2026-10-06
2026-09-12 2026-10-06
2026-12-14 2027-01-07
2026-12-21 2027-01-15
2027-03-08 2027-03-29
2019-04-19 2019-05-17
2021-07-16 2021-08-10
2032-09-13 2032-10-06
END
run 0 calendar add-business-days 2026-09-12 14
err 'taken as received on 2026-09-14, the next open day: 2026-10-07'
run 0 calendar add-business-days 2026-09-11 14
[ ! -s "$work/err" ] || fail 'nothing to note'
run 0 calendar add-business-days 2026-09-12 14 --json
out '{
  "date": "2026-09-12",
  "business_days": 14,
  "due": "2026-10-06",
  "received": "2026-09-14",
  "due_at_latest": "2026-10-07"
}'
run 0 calendar add-business-days 令和8年4月20日 14
out 2026-05-14
run 0 calendar add-business-days 平成38年4月20日 14
out 2026-05-14
err_has 'outside the era'
run 0 calendar add-business-days 2026-11-21 0
out 2026-11-24
run 2 calendar add-business-days 2026-02-30 14
err_has 'no such date'
err_has '[DATE]'
run 2 calendar add-business-days 2026-02 14
err_has 'whole date'
run 2 calendar add-business-days yesterday 14 --lang ja
err_has '日付として読めません'
run 2 calendar add-business-days 2026-04-20 x
err_has '[N]'
run 2 calendar add-business-days 2026-04-20 -1
run 2 calendar add-business-days 2150-12-20 14 --json
/usr/bin/python3 - "$work/err" <<'END' || fail 'JSON of the error'
import json, sys
error = json.load(open(sys.argv[1]))
assert error["type"] == "invalid", error
assert error["code"] == "outside_calendar", error
assert error["message"]["ja"] and error["message"]["en"], error
END

# --- the calendar of a policy
policy() { cat >"$work/policy.yaml"; }
days() {
	code=$1
	shift
	run "$code" calendar add-business-days "$@" --policy "$work/policy.yaml"
}
policy <<'END'
sekisho: 1
operator: {name: 株式会社見本}
rights:
  deadline: {business_days: 14}
  calendar:
    weekend: [sunday]
    national_holidays: false
    year_end: {from: "12-28", to: "01-04"}
    closed: [2026-11-24]
    closed_yearly: [{from: "08-13", to: "08-15"}]
    hours: {from: "09:00", to: "18:00"}
END
days 0 2026-11-20 1
out 2026-11-21
days 0 2026-11-21 2
out 2026-11-25
run 0 calendar add-business-days 2026-11-21 2 --policy="$work/policy.yaml"
out 2026-11-25
days 0 2026-12-26 1
out 2027-01-05
days 0 2026-08-12 1
out 2026-08-17
policy <<'END'
sekisho: 1
rights:
  desks: []
END
days 0 2026-11-20 1
out 2026-11-24
policy <<'END'
rights:
  calendar:
END
days 0 2026-11-20 1
out 2026-11-24
policy <<'END'
rights:
  calendar:
    weekend: [sunday, sumday]
END
days 2 2026-11-20 1
err_has 'policy.yaml:3:23'
err_has 'one of these is expected'
policy <<'END'
rights:
  calendar:
    weekends: [sunday]
END
days 2 2026-11-20 1
err_has 'did you mean "weekend"?'
policy <<'END'
rights:
  calendar:
    hours: {from: "18:00", to: "09:00"}
END
days 2 2026-11-20 1 --lang ja
err_has '終業が始業より後ではありません'
err_has 'policy.yaml:3:12'
policy <<'END'
rights: [
END
days 2 2026-11-20 1
err_has 'not YAML'
run 6 calendar add-business-days 2026-11-20 1 --policy "$work/none.yaml"

# --- months that begin during a day
while read -r date months last; do
	run 0 calendar add-months "$date" "$months"
	out "$last"
done <<'END'
2026-02-28 1 2026-03-31
2026-04-30 1 2026-05-31
2026-01-30 1 2026-02-28
2026-01-31 1 2026-02-28
2026-03-15 1 2026-04-15
2027-11-30 3 2028-02-29
R8.11.22 12 2027-11-22
END
run 0 calendar add-months 2026-01-31 1 --json
out '{
  "date": "2026-01-31",
  "months": 1,
  "last": "2026-02-28"
}'
run 0 calendar add-months 9999-01-01 11
out 9999-12-01
run 2 calendar add-months 2026-01-31 0
run 2 calendar add-months 9999-01-01 12
err_has '[N]'
run 2 calendar add-months 1872-01-01 1
err_has '1873'

# --- help
run 0 help calendar
out_has 'calendar add-business-days DATE N'
out_has '--policy FILE'
run 2 calendar
err_has 'calendar holidays FROM-YEAR TO-YEAR'

done_testing
