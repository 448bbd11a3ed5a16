#!/bin/sh
# 匿名加工情報 and 仮名加工情報 from a store of policies/leverages.yaml.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store leverages
: >"$work/in"
"$sekisho" demo people 400 --policy "$policy" --way interview \
	>"$work/people.ndjson" || fail "no people"
as advisor job_hunting_support
act 0 person add --file "$work/people.ndjson"
one=$(sed -n '1s/.*"person":"\([^"]*\)".*/\1/p' "$work/out")
other=$(sed -n '2s/.*"person":"\([^"]*\)".*/\1/p' "$work/out")
people 400

cat >"$work/experience.csv" <<'EOT'
基本プランを希望。資料の送付を依頼。;依頼;*
料金の見積りを依頼。;依頼;*
EOT
# The plan with one more column, or other models or output.
plan() {
	cat <<EOT
sekisho_plan: 1
columns:
  - {name: sex, role: quasi_identifier}
  - {name: birth_date, role: quasi_identifier, levels: {min: 2}, hierarchy:
     {builtin: birth_date, reference_date: 2026-04-01, others: 不明}}
  - {name: experience, role: quasi_identifier, levels: {min: 1},
     hierarchy: {file: experience.csv, others: その他}}
$1
models: [{k_anonymity: ${2:-5}}]
suppression_limit: 10%
output: {${3:-order: shuffled, suppressed: drop}}
EOT
}
plan "" >"$work/plan.yaml"
# The ids of datasets whose line has TEXT; it leaves what was said as it is.
listed() {
	"$sekisho" anonymise list --in "$store" >"$work/list" 2>&1 ||
		fail "no list: $(cat "$work/list")" >&2
	grep -F -e "$1" "$work/list" | cut -d' ' -f1
}
make() {
	code=$1
	shift
	act "$code" anonymise make --declaration career_profiles \
		--plan "$work/plan.yaml" "$@"
	dataset=$(listed career_profiles)
}

# S1.3.1: who may not anonymise for the purpose does not, and it is logged.
as advisor job_hunting_support
make 5
refused role_not_for_act S4.2.2 23
as marketing_staff promotion
make 5
refused role_not_for_act S4.2.3 23
as officer promotion
make 5
refused processing_not_for_purpose S4.6a "43(3)"

# S4.6c (L-16): a name is refused by rule 34 item 1, whoever asks; so are
# codes that link (3) and identification codes (2).
as officer statistics
for column in name:identifier_kept:1 email:identifier_kept:1 \
	member_id:link_code_kept:3 session_cookie:link_code_kept:3 \
	identity_document:id_code_kept:2 my_number:id_code_kept:2; do
	item=${column%%:*}
	rest=${column#*:}
	plan "  - {name: $item, role: quasi_identifier}" >"$work/plan.yaml"
	make 5
	refused "${rest%:*}" S4.6a "Rules 34(${rest#*:})"
done
# S4.6c: the full birth date and free text stay identifying.
plan "" | sed 's/levels: {min: 2}, //' >"$work/plan.yaml"
make 5
refused not_generalised S4.6a "Rules 34(1)"
plan "  - {name: career, role: sensitive}" >"$work/plan.yaml"
make 5
refused not_generalised S4.6a "Rules 34(1)"
# S1.3.1: rule 34 item 5: too small groups, rows in order; 43(3): what was
# not declared.
plan "" 2 >"$work/plan.yaml"
make 5
refused class_too_small S4.6a "Rules 34(5)"
plan "" 5 "suppressed: mark" >"$work/plan.yaml"
make 5
refused order_kept S4.6a "Rules 34(5)"
plan "  - {name: desired_job, role: quasi_identifier, levels: {min: 1}}" \
	>"$work/plan.yaml"
make 5
refused not_declared S4.6a "43(3)"
entry "not_declared"

plan "" >"$work/plan.yaml"
as analyst statistics
make 0 --report "$work/report.html" --status-page "$work/status.html"
out_has "規則34条1号"
out_has "規則34条5号"
out_has "waits for approval"
[ -n "$dataset" ] || fail "no dataset is listed"
for text in "Steps of the law" "<svg" "Signature" "規則34条4号"; do
	grep -qF "$text" "$work/report.html" || fail "the report lacks $text"
done

# The same on paper, which says the same.
act 0 anonymise method "$dataset" --report "$work/report.pdf"
[ "$(head -c5 "$work/report.pdf")" = %PDF- ] || fail "no PDF"
if command -v pdftotext >"$work/found"; then
	pdftotext -layout "$work/report.pdf" "$work/report.txt"
	for text in "Steps of the law" "Signature" "規則34条4号" "Rows before"; do
		grep -qF "$text" "$work/report.txt" ||
			fail "the PDF lacks $text"
	done
fi

# S1.3.2a: what was read and the random numbers are gone, and the log says so.
"$sekisho" audit show --in "$store" --last 9 >"$work/log"
for text in "$dataset n=400" "$dataset:made n=" "$dataset:secrets_destroyed"; do
	grep -q "$text" "$work/log" || fail "not in the log: $text"
done

# S1.3.2a: how it was made is for those who make it.
as advisor job_hunting_support
act 5 anonymise method "$dataset"
refused role_not_for_act S4.2.2 23
entry role_not_for_act
as officer promotion
act 5 anonymise method "$dataset"
refused made_for_another_purpose S4.6a "18(1)"
as analyst statistics
act 0 anonymise method "$dataset"
out_has "k_anonymity: 5"
entry "$dataset:method_read"
# S1.3.2b: and who may read it is evaluated.
as officer statistics
act 0 anonymise evaluate "$dataset" --result 閲覧できるのは分析担当と責任者のみ
entry "$dataset:evaluated"

# 43(3): nothing is used before its items are published, nor from a day on
# that has passed; an embargo holds.
as analyst statistics
act 5 anonymise use "$dataset" --output "$work/use.csv"
refused items_unpublished S4.6a "43(3)"
act 2 anonymise publish career_profiles --where https://example.jp/a \
	--from 2020-01-01
act 0 anonymise publish career_profiles --where https://example.jp/a \
	--from 2099-01-01
act 5 anonymise use "$dataset" --output "$work/use.csv"
refused items_unpublished S4.6a "43(3)"
act 5 anonymise publish unknown --where https://example.jp/a
refused processing_undeclared "" "43(3)"
act 0 anonymise publish career_profiles --where https://example.jp/a
entry career_profiles:items_published

# A second person: not the maker, not anybody.
act 5 anonymise use "$dataset" --output "$work/use.csv"
refused approval_missing S4.6a 23
act 5 anonymise approve "$dataset"
refused not_an_approver S4.6a 23
as officer statistics
act 0 anonymise approve "$dataset"
as analyst statistics
act 5 anonymise use "$dataset" --output "$work/use.csv"
refused approval_missing S4.6a 23
as officer statistics
act 0 anonymise approve "$dataset" --act export
as analyst statistics
# S1.3.1: never joined again, nobody contacted by it.
act 5 anonymise use "$dataset" --for collation --output "$work/use.csv"
refused collation_forbidden S4.6a "43(5)"
act 5 anonymise use "$dataset" --for contact --output "$work/use.csv"
refused contact_forbidden S4.6a "43(5)"
[ ! -e "$work/use.csv" ] || fail "a file came out of a refusal"
act 0 anonymise use "$dataset" --output "$work/use.csv"
entry "$dataset:analysis"
head -1 "$work/use.csv" | grep -qx "sex,birth_date,experience" ||
	fail "not the columns: $(head -1 "$work/use.csv")"
sort "$work/use.csv" | sed '/^sex,/d' | uniq -c | awk '$1 < 5' |
	grep -q . && fail "a class is too small"
grep -Eq '[0-9]{4}-[0-9]{2}' "$work/use.csv" && fail "a date came out"

# S1.3.3, S4.6b: items and ways first; then a package that says what it is.
act 5 anonymise provide "$dataset" --recipient 例示研究所 --way 書面 \
	--output "$work/package"
refused ways_unpublished S4.6a "43(4)"
act 0 anonymise publish career_profiles --where https://example.jp/a --ways \
	--status-page "$work/status.pdf"
[ "$(head -c5 "$work/status.pdf")" = %PDF- ] || fail "no PDF of the state"
as officer statistics
act 0 anonymise approve "$dataset" --act export
as analyst statistics
act 5 anonymise provide "$dataset" --recipient 例示研究所 --way 口頭 \
	--output "$work/package"
refused way_unpublished S4.6a "43(4)"
act 0 anonymise provide "$dataset" --recipient 例示研究所 --way 書面 \
	--output "$work/package"
entry "$dataset:provide"
grep -q "匿名加工情報です" "$work/package/statement.txt" ||
	fail "the package does not say what it is"
grep -q "$(sha256sum <"$work/package/data.csv" | cut -d' ' -f1)" \
	"$work/package/manifest.json" || fail "the manifest names another file"
grep -q "ご経験" "$work/package/statement.txt" || fail "no list of items"
cmp -s "$work/package/data.csv" "$work/use.csv" || fail "not the same file"

# S1.3.4, S4.6a: the state is public, and says that it is made continually.
run 0 anonymise status --in "$store"
out_has '"continuing": true'
out_has '"provided": true'
out_lacks k_anonymity
run 0 anonymise status --in "$store" --status-page "$work/status.html" \
	--lang ja
grep -q "継続的に作成しています" "$work/status.html" || fail "not continuing"

# S4.6a: the next run needs no notice of its own, as long as items are the
# same.
first=$dataset
make 0
second=$(echo "$dataset" | grep -v "$first")
as officer statistics
act 0 anonymise approve "$second"
act 0 anonymise approve "$second" --act export
as analyst statistics
act 0 anonymise use "$second" --output "$work/second.csv"
# The same people, another order: rows of two files can not be laid beside
# each other.
cmp -s "$work/use.csv" "$work/second.csv" && fail "the order is the same"

# S1.3.2a: people are told what their data went into; who has stopped it is
# in no later one.
as advisor job_hunting_support
act 0 consent stop "$other" statistics
as analyst statistics
make 0
third=$(echo "$dataset" | grep -v -e "$first" -e "$second")
[ -n "$third" ] || fail "no third dataset"
as officer job_hunting_support
for dataset in "$first" "$second" "$third"; do
	act 0 person history "$one"
	out_has "$dataset"
done
act 0 person history "$other"
out_has "$first"
out_has "$second"
out_lacks "$third"
as analyst statistics

# 仮名加工情報: no contact (41(8)), no join (41(7)), no provision (41(6)).
announce '
import sys
print(sys.stdin.read().replace("statistics:\n  - {id: usage", """pseudonymised:
  - id: career_study
    label: {ja: 経歴の分析, en: Study of careers}
    items:
      - {label: {ja: 性別, en: Sex}, item: sex, technique: keep}
      - {label: {ja: 生年月日, en: Birth}, item: birth_date, technique: keep}
    purposes: [statistics]

statistics:
  - {id: usage""").replace("states: [anonymised, statistics]",
                        "states: [anonymised, pseudonymised, statistics]"))'
cat >"$work/pseudo.yaml" <<'EOT'
sekisho_plan: 1
columns:
  - {name: sex, role: keep}
  - {name: birth_date, role: quasi_identifier}
models: [{k_anonymity: 1}]
EOT
act 0 anonymise make --kind pseudonymised --declaration career_study \
	--plan "$work/pseudo.yaml"
out_has "規則31条3号"
pseudo=$(listed career_study)
as officer statistics
act 0 anonymise approve "$pseudo"
act 0 anonymise approve "$pseudo" --act export
as analyst statistics
act 5 anonymise provide "$pseudo" --recipient 例示研究所 --way 書面 \
	--output "$work/package2"
refused provision_forbidden "" "41(6)"
act 5 anonymise use "$pseudo" --for collation --output "$work/p.csv"
refused collation_forbidden "" "41(7)"
act 5 anonymise use "$pseudo" --for contact --output "$work/p.csv"
refused contact_forbidden "" "41(8)"
act 0 anonymise use "$pseudo" --output "$work/p.csv"
[ "$(sed 1d "$work/p.csv" | cut -d, -f1 | sort -u | wc -l)" -eq 399 ] ||
	fail "pseudonyms are not one each"
sed -i 's/name: sex, role: keep/name: phone, role: keep/' \
	"$work/pseudo.yaml"
act 5 anonymise make --kind pseudonymised --declaration career_study \
	--plan "$work/pseudo.yaml"
refused identifier_kept "" "Rules 31(1)"

# 41(5): when it is no longer needed, file and method go; the paper stays.
act 0 anonymise erase "$pseudo"
entry "$pseudo:slots_destroyed"
as officer statistics
act 0 anonymise approve "$pseudo" --act export
as analyst statistics
act 6 anonymise use "$pseudo" --output "$work/p2.csv"
act 6 anonymise method "$pseudo"
[ "$(listed career_study)" = "$pseudo" ] || fail "the paper is gone"

# Masked for use inside, it is personal data still.
sed -i 's/name: phone, role: keep/name: sex, role: keep/' \
	"$work/pseudo.yaml"
act 0 anonymise make --kind internal --plan "$work/pseudo.yaml"
internal=$(listed internal)
act 5 anonymise provide "$internal" --recipient 例示研究所 --way 書面 \
	--output "$work/package2"
refused provision_forbidden "" "27(1)"

# The store agrees with its log, and nothing of the file lies in the clear.
people 400
scan 依頼,1 基本プランを希望 secrets_destroyed_never
done_testing
