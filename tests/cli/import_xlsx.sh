#!/bin/sh
# People out of a workbook: what others' programs write, what Excel does to
# dates and zeros, and files that were made to do harm.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store livals
cat >"$work/mapping.yaml" <<'END'
sekisho_mapping: 1
way: application_form
subject: customer
shown: true
origin: 旧会員システム
columns:
  - {column: 氏名, item: name}
  - {column: メール, item: email}
  - {column: 会社, item: company}
  - {column: 電話, item: phone}
  - {column: メルマガ, consent: marketing_mail, given: [はい, "1", "true"]}
  - {column: 登録日, acquired: true}
END

python3 "$SEKISHO_TOP/tests/cli/xlsx_files.py" "$work" || fail "the files could not be made"
as web_service contract
import() {
	code=$1
	file=$2
	shift 2
	act "$code" import xlsx "$work/$file" --mapping "$work/mapping.yaml" "$@"
}

# Shared strings without furigana, inline strings, formulas, gaps; a number
# with leading zeros by its format; dates by theirs, of both calendars.
import 0 good.xlsx --preview 10
out_has "name: 髙橋 花子"
out_has "phone: 090-0000-0001"
out_has "phone: 090-0000-0002"
out_has "company: 株式会社<見本> & 改行あり"
out_lacks "タカハシ"
import 0 good.xlsx --check
out_has "4 records checked: 0 are bad"
people 0
import 0 good.xlsx
out_has "4 people are in"
find 0 email hanako@example.jp
out_has "2024-04-08"
find 0 email taro@example.jp
out_has "2024-04-09"
find 0 email makoto@example.jp
out_has "2024-04-10"
person=$(sed -n 's/^\(per_[0-9a-z]*\) .*/\1/p' "$work/out")
act 0 consent show "$person"
out_has "given marketing_mail"
import 8 good.xlsx
err_has "this file was taken in already"
import 0 of_1904.xlsx
find 0 email mac@example.jp
out_has "2024-04-08"

# Bad records are told by their row and column; their values are not.
import 3 bad.xlsx --report "$work/report.csv"
err_has "line 3 登録日: not a date"
err_has "line 5 会社: the cell is an error"
err_has "line 6 電話: a number of so many digits has lost some"
checks=$((checks + 2))
grep -q '^5,会社,cell_error,' "$work/report.csv" || fail "no such report"
grep -q 'example.jp' "$work/report.csv" && fail "the report has a value"
people 5

# Which sheet; a stray value; a file with a password.
import 2 two_sheets.xlsx
err_has "there are 2 sheets: name one with --sheet"
import 0 two_sheets.xlsx --sheet 会員 --check
import 2 two_sheets.xlsx --sheet 無い
err_has "there is no such sheet"
import 3 stray.xlsx
err_has "there is a value in a column without a head"
import 2 password.xlsx
err_has "it has a password"
import 2 empty.xlsx
err_has "the sheet is empty"
import 2 headless.xlsx
err_has "column 2 has no head"

# Made to do harm: each is refused, at once and without a crash.
for file in bomb bomb_says_small doctype entities deep crc cut zip64 \
	encrypted rows_back cells_back no_sheet_part huge_directory \
	strings_bomb; do
	import 2 "$file.xlsx" --check
done
import 3 bad_index.xlsx --check
people 5

# What an export wrote comes back.
as officer contract
act 5 export people "$work/book.zip" --format xlsx \
	--items name,email,company,phone
approval=$(grep -o 'apr_[0-9a-z]*' "$work/err" | head -1)
run 0 export approve "$approval" --in "$store" --role auditor
act 0 export people "$work/book.zip" --format xlsx \
	--items name,email,company,phone --json
passphrase=$(sed -n 's/.*"passphrase": "\(.*\)".*/\1/p' "$work/out")
if command -v 7z >/dev/null; then
	7z x -y -p"$passphrase" -o"$work/opened" "$work/book.zip" \
		>"$work/7z" 2>&1 || fail "7-Zip: $(cat "$work/7z")"
	sed -e 's/氏名/Name/; s/メール/E-mail address/; s/会社/Company/' \
		-e 's/電話/Telephone number/; /メルマガ/d; /登録日/d' \
		"$work/mapping.yaml" >"$work/back.yaml"
	as web_service contract
	act 0 import xlsx "$work/opened/people.xlsx" --preview 9 \
		--mapping "$work/back.yaml"
	out_has "name: 髙橋 花子"
	out_has "phone: 090-0000-0002"
	out_has "company: 株式会社<見本> & 改行あり"
else
	echo "without 7z: the export is not opened"
fi
done_testing
