#!/bin/sh
# 匿名加工情報 that is made once, from a store of policies/levii.yaml.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store levii
: >"$work/in"

# S1.3.4: at first nothing is made, and the public is told so (L-06).
run 0 anonymise status --in "$store"
out_has '"any_made": false'
run 0 anonymise status --in "$store" --status-page "$work/status.html" \
	--lang ja
grep -q "作成及び提供は行っていません" "$work/status.html" ||
	fail "the page does not say that nothing is made"

python3 - >"$work/people.ndjson" <<'EOT'
import json
for i in range(90):
    print(json.dumps({
        "way": "signup", "subject": "user", "service": "balus",
        "shown": True, "values": {
            "name": f"甲 {i}", "email": f"l{i}@example.jp",
            "password": f"long-enough-{i}",
            "workplace": ["株式会社見本電算", "見本運輸株式会社",
                          f"marker-勤務先-{i}"][i % 3]}},
        ensure_ascii=False))
EOT
as web_service registration
act 0 person add --file "$work/people.ndjson"
cat >"$work/trades.csv" <<'EOT'
株式会社見本電算;情報通信業;*
見本運輸株式会社;運輸業;*
EOT
cat >"$work/plan.yaml" <<'EOT'
sekisho_plan: 1
columns:
  - name: workplace
    role: quasi_identifier
    hierarchy: {file: trades.csv, others: その他の業種}
    levels: {min: 1}
models: [{k_anonymity: 10}]
output: {order: shuffled, suppressed: drop}
EOT

# S1.3.1: criteria first, by the role that has them, for the declared purpose.
as support_staff inquiry
act 5 anonymise make --declaration usage_patterns --plan "$work/plan.yaml"
refused role_not_for_act "" 23
as product_staff processed_information
sed 's/levels: {min: 1}/levels: {min: 0}/' "$work/plan.yaml" \
	>"$work/exact.yaml"
act 5 anonymise make --declaration usage_patterns --plan "$work/exact.yaml"
refused not_generalised S1.2.3e "Rules 34(1)"

# What is published before it is made is no publication of it (43(3)).
act 0 anonymise publish usage_patterns --where https://example.jp/l --ways
act 0 anonymise make --declaration usage_patterns --plan "$work/plan.yaml"
dataset=$("$sekisho" anonymise list --in "$store" | cut -d' ' -f1)
as officer processed_information
act 0 anonymise approve "$dataset"
act 0 anonymise approve "$dataset" --act export
as product_staff processed_information
act 5 anonymise use "$dataset" --output "$work/use.csv"
refused items_unpublished S1.2.3e "43(3)"
# S1.3.3: items and ways, then the package.
act 5 anonymise provide "$dataset" --recipient 例示研究所 \
	--way 電磁的記録の送信 --output "$work/package"
refused ways_unpublished S1.2.3e "43(4)"
act 0 anonymise publish usage_patterns --where https://example.jp/l --ways
act 0 anonymise provide "$dataset" --recipient 例示研究所 \
	--way 電磁的記録の送信 --output "$work/package"
grep -q "匿名加工情報です" "$work/package/statement.txt" ||
	fail "the package does not say what it is"
sort "$work/package/data.csv" | uniq -c | awk '{ print $1, $2 }' \
	>"$work/groups"
printf '30 その他の業種\n1 workplace\n30 情報通信業\n30 運輸業\n' | sort |
	cmp -s - "$(sort -o "$work/groups" "$work/groups"; echo "$work/groups")" ||
	fail "not the groups: $(cat "$work/groups")"
# The same place is not written twice, and each export needs its approval.
act 5 anonymise use "$dataset" --output "$work/use.csv"
refused approval_missing S1.2.3e 23

# S1.3.2a, S1.3.2b: the method is for the same role, and is evaluated.
as support_staff inquiry
act 5 anonymise method "$dataset"
refused role_not_for_act "" 23
as product_staff processed_information
act 0 anonymise method "$dataset"
act 0 anonymise evaluate "$dataset" --result 異状なし
# S1.3.4: now something is.
run 0 anonymise status --in "$store"
out_has '"any_made": true'
out_has '"provided": true'

# Somebody put other bytes in the place of a piece: nothing comes out.
as officer processed_information
act 0 anonymise approve "$dataset" --act export
run 0 audit verify --store --in "$store"
python3 - "$SEKISHO_TOP/tests" "$store" <<'EOT'
import sys
sys.path.insert(0, sys.argv[1])
import engine
data = engine.Database(sys.argv[2])
(sealed,), = data.rows("SELECT sealed FROM document WHERE kind = 22")
data.change("UPDATE document SET sealed = ? WHERE kind = 22",
            sealed[:-1] + bytes([sealed[-1] ^ 1]))
EOT
as product_staff processed_information
act 7 anonymise use "$dataset" --output "$work/use.csv"
[ ! -e "$work/use.csv" ] || fail "a broken file came out"
run 7 audit verify --store --in "$store"
scan marker-勤務先
done_testing
