#!/bin/sh
# People out of the store as a sealed file: who is in it, who is left out and
# by which clause, what the file is to others' programs.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store livals
as web_service contract
feed_person() {
	printf '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"%s","email":"%s@example.jp","company":"%s","phone":"%s"},"consents":[%s]}\n' \
		"$1" "$2" "$3" "$4" "$5" >"$work/in"
	input=$work/in
	act 0 person add
	person=$(sed -n 's/.*"person":"\(per_[0-9a-z]*\)".*/\1/p' "$work/out")
}
feed_person '髙橋 花子' hanako '株式会社見本' 090-0000-0001 '"marketing_mail"'
feed_person '𠮷田 太郎' taro '=HYPERLINK(1)' 090-0000-0002 '"marketing_mail"'
feed_person '山﨑 誠' makoto '合同会社サンプル' 090-0000-0003 ''
feed_person '佐藤 恵' megumi '例示, 引用 株式会社' 090-0000-0004 '"marketing_mail"'
stopped=$person
as officer rights_request
act 0 consent stop "$stopped" marketing

# A second person approves exactly this; then it goes through, once.
as officer marketing
export_to() {
	code=$1
	file=$2
	shift 2
	act "$code" export people "$work/$file" "$@"
}
approval_of() {
	approval=$(grep -o 'apr_[0-9a-z]*' "$work/err" | head -1)
}
export_to 5 one.zip --items name,email,company,phone --reason 会報の発送
err_has "a second person has to approve it"
err_has "who may approve: auditor"
approval_of
run 5 export approve "$approval" --in "$store" --role officer
err_has "no role of yours may approve it"
run 5 export approve "$approval" --in "$store" --role sales
err_has "no role of yours may approve it"
run 0 export approve "$approval" --in "$store" --role auditor
export_to 5 one.zip --items name,email,company --reason 会報の発送
err_has "a second person has to approve it"
export_to 0 one.zip --items name,email,company,phone --reason 会報の発送 --json
out_has '"people": 2'
out_has '"code": "consent_missing"'
out_has '"clause": "S0.3.4"'
out_has '"code": "use_stopped"'
out_has '"guarded": 1'
entry "export os:"
entry "marketing S0.3.4 file n=2"
passphrase=$(sed -n 's/.*"passphrase": "\(.*\)".*/\1/p' "$work/out")
sha=$(sed -n 's/.*"sha256": "\(.*\)".*/\1/p' "$work/out")
checks=$((checks + 2))
[ "$(sha256sum <"$work/one.zip" | cut -d' ' -f1)" = "$sha" ] ||
	fail "the report has another hash"
[ "$(stat -c %a "$work/one.zip")" = 600 ] || fail "others may read the file"
export_to 5 two.zip --items name,email,company,phone --reason 会報の発送
err_has "a second person has to approve it"
[ -e "$work/two.zip" ] && fail "there is a file without an approval"

# Opened by a program that we did not write; only with the passphrase.
open_zip() {
	rm -rf "$work/opened"
	7z x -y -p"$2" -o"$work/opened" "$work/$1" >"$work/7z" 2>&1
}
checks=$((checks + 3))
if command -v 7z >/dev/null; then
	open_zip one.zip wrong && fail "a wrong passphrase opened it"
	open_zip one.zip "$passphrase" || fail "7-Zip: $(cat "$work/7z")"
	python3 - "$work/opened" <<'END' || fail "not what was to be in it"
import csv
import json
import pathlib
import sys
folder = pathlib.Path(sys.argv[1])
raw = (folder / "people.csv").read_bytes()
assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == 3, raw
rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
assert len(rows[0]) == 4 and rows[0][0] == "Name", rows[0]
assert rows[1] == ["髙橋 花子", "hanako@example.jp", "株式会社見本",
                   "090-0000-0001"], rows[1]
assert rows[2][2] == "'=HYPERLINK(1)", rows[2]
report = json.loads((folder / "report.json").read_text())
assert report["people"] == 2 and report["purpose"] == "marketing"
assert {r["code"]: r["people"] for r in report["left_out"]} == {
    "consent_missing": 1, "use_stopped": 1}, report["left_out"]
assert "passphrase" not in report
END
else
	echo "without 7z: nobody else opens the file"
fi

# approved ARGUMENT...: asked for, approved, done; $passphrase.
approved() {
	export_to 5 "$@"
	approval_of
	run 0 export approve "$approval" --in "$store" --role auditor
	export_to "${code_after-0}" "$@" --json
	passphrase=$(sed -n 's/.*"passphrase": "\(.*\)".*/\1/p' "$work/out")
}

# CP932 has no 𠮷: no file, but which characters; or 〓 where that is wanted.
code_after=2
approved cp932.zip --items name --encoding cp932
out_has '"character": "U+20BB7"'
out_has '"count": 1'
checks=$((checks + 1))
[ -e "$work/cp932.zip" ] && fail "there is a file with characters missing"
code_after=0
approved cp932.zip --items name --encoding cp932 --replace
out_has '"replaced": true'
checks=$((checks + 3))
if command -v 7z >/dev/null; then
	open_zip cp932.zip "$passphrase" || fail "7-Zip: $(cat "$work/7z")"
	iconv -f CP932 -t UTF-8 "$work/opened/people.csv" >"$work/utf8"
	grep -q '髙橋 花子' "$work/utf8" || fail "no 髙 in CP932"
	grep -q '〓田 太郎' "$work/utf8" || fail "no 〓 for what is missing"
fi

# A workbook: text cells, leading zeros, no formula, a frozen head.
approved book.zip --format xlsx --items phone,company --with-person
checks=$((checks + 2))
if command -v 7z >/dev/null && /usr/bin/python3 -c 'import openpyxl' 2>/dev/null; then
	open_zip book.zip "$passphrase" || fail "7-Zip: $(cat "$work/7z")"
	/usr/bin/python3 - "$work/opened/people.xlsx" <<'END' || fail "not such a workbook"
import sys
import openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
rows = [[cell.value for cell in row] for row in sheet]
assert rows[1][1:] == ["090-0000-0001", "株式会社見本"], rows
assert rows[1][0].startswith("per_")
assert rows[2][2] == "=HYPERLINK(1)"
assert all(cell.data_type in "sn" for row in sheet for cell in row)
assert sheet.freeze_panes == "A2"
END
else
	echo "without 7z and openpyxl: nobody else reads the workbook"
fi
approved lines.zip --format ndjson --items name,email
checks=$((checks + 2))
if command -v 7z >/dev/null; then
	open_zip lines.zip "$passphrase" || fail "7-Zip: $(cat "$work/7z")"
	grep -qF '{"name":"𠮷田 太郎","email":"taro@example.jp"}' \
		"$work/opened/people.ndjson" || fail "no such line"
fi

# Masks hold, unless the role lifts them with a reason; who may not, may not.
as officer contract
approved masked.zip --items name,bank_account
out_has '"masked": ['
out_has '"bank_account"'
as support inquiry
export_to 5 no.zip --items name
refused role_not_for_act S0.5.5a 23
as officer marketing
export_to 5 no.zip --items name,birth_date
refused item_not_for_purpose S0.3.4 '18(1)'
export_to 2 no.zip --format pdf
export_to 2 no.zip --format xlsx --encoding cp932
run 0 export list --in "$store"
out_has "marketing csv 2/4 会報の発送"
run 0 audit verify --store --in "$store"
scan '髙橋 花子' 'taro@example.jp' 'HYPERLINK' '090-0000-0001'
for file in one cp932 book lines; do
	python3 "$SEKISHO_TOP/tests/markers.py" "$work/$file.zip" -- \
		'花子' 'taro@example' HYPERLINK >"$work/found" ||
		fail "a marker is in $file.zip"
done
done_testing
