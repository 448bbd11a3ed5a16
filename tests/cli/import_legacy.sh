#!/bin/sh
# What a business held before it had Sekisho: acquired under an older
# revision, from nobody knows whom, with consents that are on paper (S0.3.4).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store livals
announce "import sys
print(sys.stdin.read().replace('企画・開発担当', '企画開発担当'), end='')"
cat >"$work/mapping.yaml" <<'END'
sekisho_mapping: 1
way: application_form
subject: customer
shown: true
origin: 旧顧客台帳 (2019年以前)
revision: 1
source_unknown: true
incomplete: true
evidence: 申込書 (紙) 総務部キャビネット3
columns:
  - {column: 氏名, item: name}
  - {column: メール, item: email}
  - {column: 同意, consent: marketing_mail, given: [はい]}
  - {column: 同意日, consented: marketing_mail}
  - {column: 証跡, evidence: marketing_mail}
  - {column: 登録日, acquired: true}
END
cat >"$work/old.csv" <<'END'
氏名,メール,同意,同意日,証跡,登録日
見本 花子,hanako@example.jp,はい,2018/5/1,,2017/4/1
見本 太郎,taro@example.jp,はい,,電子申込 受付番号 17,2019/6/2
見本 次郎,jiro@example.jp,いいえ,,,2016/1/1
END
as web_service contract
import() {
	code=$1
	file=$2
	mapping=$3
	shift 3
	act "$code" import csv "$work/$file" --mapping "$work/$mapping" "$@"
}
import 0 old.csv mapping.yaml --check
import 0 old.csv mapping.yaml
out_has "3 people are in"
find 0 email hanako@example.jp
out_has "(revision 1)"
out_has "2017-04-01"
out_has "旧顧客台帳 (2019年以前); from whom is not known"
person=$(sed -n 's/^\(per_[0-9a-z]*\) .*/\1/p' "$work/out")
act 0 consent show "$person" --json
out_has '"time": "2018-04-30T15:00:00'
out_has '"evidence": "申込書 (紙) 総務部キャビネット3"'
act 0 person show "$person" --json
out_has '"source_unknown": true'
find 0 email taro@example.jp
person=$(sed -n 's/^\(per_[0-9a-z]*\) .*/\1/p' "$work/out")
act 0 consent show "$person" --json
out_has '"time": "2019-06-01T15:00:00'
out_has '"evidence": "電子申込 受付番号 17"'
# The consent counts, as if it had been given here.
as sales marketing
find 0 email taro@example.jp
find 6 email jiro@example.jp

# Without its evidence or its day an older consent is none.
as web_service contract
sed '/^evidence:/d' "$work/mapping.yaml" >"$work/bare.yaml"
sed 's/@example/2@example/' "$work/old.csv" >"$work/more.csv"
import 3 more.csv bare.yaml
err_has "line 2"
err_has "where the evidence of an older consent is must be said"
sed 's/2018\/5\/1/2999\/5\/1/' "$work/more.csv" >"$work/future.csv"
import 3 future.csv mapping.yaml
err_has "not one to come"
# What nobody said is written down as that, and nothing rests on it.
sed 's/given: \[はい\]/given: [はい], deemed: true/' "$work/mapping.yaml" \
	>"$work/deemed.yaml"
import 0 more.csv deemed.yaml
find 0 email hanako2@example.jp
person=$(sed -n 's/^\(per_[0-9a-z]*\) .*/\1/p' "$work/out")
act 0 consent show "$person" --json
out_has '"state": "deemed"'
as sales marketing
find 6 email hanako2@example.jp
# Required items lack only where that is said; a revision must be there; who
# knows no source says where it was found.
as web_service contract
sed 's/@example/3@example/' "$work/old.csv" >"$work/third.csv"
sed '/^incomplete/d' "$work/mapping.yaml" >"$work/whole.yaml"
import 3 third.csv whole.yaml
err_has "a required item is missing"
sed 's/^revision: 1/revision: 9/' "$work/mapping.yaml" >"$work/none.yaml"
import 3 third.csv none.yaml
err_has "there is no such revision"
sed '/^origin/d' "$work/mapping.yaml" >"$work/nowhere.yaml"
import 3 third.csv nowhere.yaml
err_has "say where it was found"
# Health is not taken in from nobody knows whom, however the form asks.
cat >"$work/staff.yaml" <<'END'
sekisho_mapping: 1
way: WAY
subject: SUBJECT
shown: true
origin: 旧人事台帳
SOURCE
incomplete: true
columns:
  - {column: 氏名, item: name}
  - {column: 健診, item: health_check}
END
printf '氏名,健診\n見本 花子,所見なし\n' >"$work/staff.csv"
set -- $(python3 - "$SEKISHO_TOP/policies/livals.yaml" <<'END'
import sys
import yaml
policy = yaml.safe_load(open(sys.argv[1]))
for way in policy["acquisition"]:
    asked = (way.get("required") or []) + (way.get("optional") or [])
    if "health_check" in asked and way["source"] == "person":
        subjects = way.get("subjects") or []
        print(way["id"], subjects if isinstance(subjects, str)
              else (subjects or ["staff"])[0])
        break
END
)
as personnel_staff personnel
sed "s/WAY/$1/; s/SUBJECT/$2/; s/^SOURCE/source_unknown: true/" \
	"$work/staff.yaml" >"$work/unknown.yaml"
sed "s/WAY/$1/; s/SUBJECT/$2/; /^SOURCE/d" "$work/staff.yaml" \
	>"$work/known.yaml"
import 3 staff.csv unknown.yaml
err_has "no ground for handling special-care information"
import 0 staff.csv known.yaml
run 0 audit verify --store --in "$store"
done_testing
