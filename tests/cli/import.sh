#!/bin/sh
# Many people out of a CSV file: checked first, visible all at once, resumable.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store livals
cat >"$work/mapping.yaml" <<'END'
sekisho_mapping: 1
way: application_form
subject: customer
shown: true
origin: 旧会員システム
columns:
  - {column: 姓, item: name}
  - {column: 名, item: name, before: " "}
  - {column: メール, item: email}
  - {column: 会社, item: company}
  - {column: 電話, item: phone}
  - {column: メルマガ, consent: marketing_mail, given: [はい, "1"]}
  - {column: 登録日, acquired: true}
  - {column: 備考, ignore: true}
END
# table FILE ENCODING N FIRST: N invented people
table() {
	python3 - "$@" <<'END'
import csv
import sys
path, encoding, n, first = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:5])
with open(path, "w", encoding=encoding, newline="") as f:
    out = csv.writer(f)
    out.writerow("姓,名,メール,会社,電話,メルマガ,登録日,備考".split(","))
    for i in range(first, first + n):
        out.writerow(["髙橋①", f"ｶﾅ{i}", f"person{i}@example.jp",
                      "株式会社見本", f"090-0{i // 10000:03}-{i % 10000:04}",
                      "はい" if i % 2 else "", f"2024/4/{i % 28 + 1}",
                      "取り込まない"])
END
}
as web_service contract
import() {
	code=$1
	file=$2
	shift 2
	act "$code" import csv "$work/$file" --mapping "$work/mapping.yaml" "$@"
}

# What Windows wrote comes in as it was meant, joined, with its day.
table "$work/windows.csv" cp932 20 0
import 0 windows.csv --check
out_has "20 records checked: 0 are bad"
people 0
import 0 windows.csv
out_has "20 people are in"
people 20
find 0 email person7@example.jp
out_has "Name: 髙橋① ｶﾅ7"
out_has "2024-04-08"
person=$(sed -n 's/^\(per_[0-9a-z]*\) .*/\1/p' "$work/out")
act 0 consent show "$person"
out_has "given marketing_mail"
import 8 windows.csv
err_has "this file was taken in already"

# Bad records: their lines are told, and nothing is taken in ...
table "$work/some.csv" utf-8-sig 10 100
sed -i -e 's/person103@example.jp/no address/' \
	-e 's/^髙橋①,ｶﾅ105,/,,/' "$work/some.csv"
import 3 some.csv --report "$work/report.csv"
err_has "line 5 メール: this is not an e-mail address"
err_has "line 7 姓: a required item is missing"
err_has "2 records are bad, so nothing was taken in"
people 20
checks=$((checks + 1))
grep -q '^5,メール,bad_email,' "$work/report.csv" || fail "no such report"
grep -q 'no address' "$work/report.csv" && fail "the report has a value"
# ... unless they are to be left out.
import 0 some.csv --skip-bad
out_has "8 people are in (2 records were bad)"
people 28

# Somebody who is here already is found only when it is written: then nobody
# is visible until somebody says so.
table "$work/again.csv" utf-8 5 7
sed -i 's/person1[01]@/new&/; s/,090-0000-001[01],/,,/' "$work/again.csv"
import 3 again.csv
err_has "3 records are bad, so nobody is visible yet"
find 6 email newperson10@example.jp
run 0 import list --in "$store"
out_has "staged 5/5 again.csv"
id=$(sed -n 's/^\([0-9a-f]*\) .* staged .*/\1/p' "$work/out")
run 0 audit verify --store --in "$store"
act 6 import accept 00
err_has "there is no such import"
act 0 import accept "$id"
find 0 email newperson10@example.jp
act 8 import accept "$id"

# Or it is taken back: whoever was taken in is erased for good, the log says
# so, and the same file may come again.
table "$work/back.csv" utf-8 40 60000
sed -i 's/person60003@example.jp/person7@example.jp/' "$work/back.csv"
import 3 back.csv
err_has "1 records are bad, so nobody is visible yet"
run 0 import list --in "$store"
id=$(sed -n 's/^\([0-9a-f]*\) .* staged .*/\1/p' "$work/out")
act 0 import discard "$id"
out_has "39 people are erased"
find 6 email person60000@example.jp
run 0 import list --in "$store"
out_has "dropped"
out_lacks "staged"
run 0 audit verify --store --in "$store"
"$sekisho" audit show --in "$store" --last 400 >"$work/shown" 2>&1
checks=$((checks + 2))
grep -q 'import:dropped n=40' "$work/shown" || fail "no entry of the dropping"
[ "$(grep -c ' erase .* person' "$work/shown")" -ge 39 ] ||
	fail "no entry for each who was erased"
table "$work/back.csv" utf-8 40 60000
import 0 back.csv
find 0 email person60000@example.jp
run 0 import list --in "$store"
id=$(sed -n 's/^\([0-9a-f]*\) .* visible .*back.csv/\1/p' "$work/out")
act 8 import discard "$id"
err_has "an import that is visible can not be taken back"
act 6 import discard 00

# Killed at any moment: nobody is seen; the same file goes on from there.
# On PostgreSQL fewer take as long.
many=20000
[ -z "${SEKISHO_TEST_PG-}" ] || many=5000
table "$work/many.csv" cp932 $many 20000
for delay in 0.1 0.2 0.3 0.5 0.8 1.2 2 3 5; do
	timeout -s KILL "$delay" "$sekisho" import csv "$work/many.csv" \
		--mapping "$work/mapping.yaml" --in "$store" \
		--role "$role" --purpose "$purpose" >/dev/null 2>&1
	# What was killed may still be on its way out.
	until "$sekisho" import list --in "$store" >"$work/out" 2>&1; do
		sleep 0.1
	done
	grep -q 'staged .* many.csv' "$work/out" && break
done
checks=$((checks + 1))
grep -q 'staged .* many.csv' "$work/out" || fail "never stopped on the way"
find 6 email person20000@example.jp
import 0 many.csv --json
out_has '"resumed": true'
out_has "\"taken\": $many"
find 0 email person20000@example.jp
find 0 email person$((19999 + many))@example.jp
run 0 audit verify --store --in "$store"
out_has "$((many + 70)) people"

# The mapping: what is not there, what is not said, what is said twice.
sed 's/備考, ignore/摘要, ignore/' "$work/mapping.yaml" >"$work/wrong.yaml"
act 2 import csv "$work/windows.csv" --mapping "$work/wrong.yaml"
err_has "the file has no such column"
err_has 'nothing says what column "備考" is'
sed 's/備考, ignore: true/姓, item: company/' "$work/mapping.yaml" \
	>"$work/wrong.yaml"
act 2 import csv "$work/windows.csv" --mapping "$work/wrong.yaml"
err_has "the column is named twice"
echo 'sekisho_mapping: 1' >"$work/wrong.yaml"
act 2 import csv "$work/windows.csv" --mapping "$work/wrong.yaml"
err_has "way"
act 2 import csv "$work/windows.csv"
err_has "a mapping is needed"
act 6 import csv "$work/nowhere.csv" --mapping "$work/mapping.yaml"
# An item that the way does not ask for, and a role that may not.
sed 's/備考, ignore: true/備考, item: bank_account/' "$work/mapping.yaml" \
	>"$work/wrong.yaml"
table "$work/other.csv" utf-8 2 50000
act 3 import csv "$work/other.csv" --mapping "$work/wrong.yaml"
err_has "備考"
as planning contract
act 3 import csv "$work/other.csv" --mapping "$work/mapping.yaml"
people $((many + 70))
done_testing
