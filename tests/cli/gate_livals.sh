#!/bin/sh
# A store of policies/livals.yaml, from the first person to the last refusal.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

taro='{"way": "application_form", "subject": "customer", "shown": true,
 "values": {"name": "髙﨑 𠮷郎", "name_kana": "タカサキ ヨシロウ",
 "company": "ｶﾌﾞｼｷｶﾞｲｼｬ辻󠄀商会", "email": "Yoshiro.Takasaki@Example.JP",
 "phone": "090-0123-4567", "address": "東京都千代田区丸の内見本町9-8-7",
 "customer_number": "C-7654321", "contract_terms": "基本プランを希望します。"}}'
taro=$(printf '%s' "$taro" | tr -d '\n')

new_store livals

# A person is acquired under a declared purpose, and read under it.
as web_service contract
add 0 "$taro"
taro_id=$person
err_has "1 taken in, 0 lines refused"
entry "acquire"
people 1
as sales contract
act 0 person show "$taro_id"
out_has "by clause S0.3.2"
out_has "Name: 髙﨑 𠮷郎"
out_has "Company: ｶﾌﾞｼｷｶﾞｲｼｬ辻󠄀商会"
out_has "E-mail address: Yoshiro.Takasaki@Example.JP"
entry "use os:"
entry "(sales) contract S0.3.2"
act 0 person show "$taro_id" --lang ja
out_has "条項 S0.3.2 により"
out_has "氏名 (フリガナ): タカサキ ヨシロウ"
act 0 person show "$taro_id" --json
out_has '"name": "髙﨑 𠮷郎"'
out_has '"company": "ｶﾌﾞｼｷｶﾞｲｼｬ辻󠄀商会"'

# The same read: an undeclared purpose, the wrong role, an undeclared item.
as sales selling_lists
act 5 person show "$taro_id"
refused purpose_unknown S0.3 "18(1)"
entry "×purpose_unknown"
as sales unlawful_selection
act 5 person show "$taro_id"
err_has "(19)"
entry "×use_prohibited"
as planning contract
act 5 person show "$taro_id"
refused role_not_for_purpose S0.5.5a 23
as nobody contract
act 5 person show "$taro_id"
refused role_not_for_purpose S0.5 23
as planning r_and_d
act 5 consent stop "$taro_id" r_and_d
refused role_not_for_act S0.5.5a 23
as sales contract
act 5 person show "$taro_id" --items name,shoe_size
refused item_undeclared S0.2 "17(1)"
entry "×item_undeclared"
act 5 person show "$taro_id" --items password
refused item_not_for_purpose S0.3.2 "18(1)"
act 5 person show "$taro_id" --items bank_account
refused item_not_for_role S0.5.5a 23
# One by one: the name is shown, the account is not.
act 0 person show "$taro_id" --items name,bank_account --json
out_has '"name": "髙﨑 𠮷郎"'
out_has '"field": "bank_account"'
out_has '"code": "item_not_for_role"'

# Masked, and shown for a reason, which is written down.
act 0 person show "$taro_id" --items phone,address
out_has "(masked)"
out_lacks "090-0123-4567"
out_lacks "9-8-7"
act 0 person show "$taro_id" --items phone --lang ja
out_has "(伏せています)"
act 0 person show "$taro_id" --items phone,address --reason 折り返しの電話
out_has "090-0123-4567"
out_has "丸の内見本町9-8-7"
# What is hidden is hidden, whatever the reason.
as web_service security_authentication
feed "{\"person\": \"$taro_id\", \"way\": \"application_form\",
 \"subject\": \"customer\", \"shown\": true,
 \"values\": {\"password\": \"correct horse 牛馬\"}}"
printf '%s' "$(tr -d '\n' <"$work/in")" >"$work/in"
act 0 person add
act 0 person show "$taro_id" --items password --reason 本人の問合せ
out_lacks "horse"
out_lacks "argon2"
out_has "Password: "

# Stop and resume.
as sales contract
act 0 consent stop "$taro_id" contract
entry "stop:contract"
act 5 person show "$taro_id"
refused use_stopped S0.7a 35
as sales service_operation
act 0 person show "$taro_id"
as sales contract
act 0 consent resume "$taro_id" contract
act 0 person show "$taro_id"
act 2 consent stop "$taro_id" no_purpose
err_has "[/purpose]"

# Consent: missing, given, withdrawn.
as sales marketing
act 5 person show "$taro_id"
refused consent_missing S0.3.4 "27(1)"
act 0 consent give "$taro_id" marketing_mail
entry "consent:marketing_mail"
act 0 person show "$taro_id"
out_has "by clause S0.3.4"
act 0 consent withdraw "$taro_id" marketing_mail
act 5 person show "$taro_id"
refused consent_withdrawn S0.3.4 "27(1)"
act 2 consent give "$taro_id" no_consent
act 2 consent give "$taro_id" marketing_mail --giver agent
err_has "[/giver]"
err_has "S0.3.4"
as sales contract
act 0 consent show "$taro_id" --json
out_has 'marketing_mail'
out_has 'withdrawn'

# Consent with the form, at once.
as web_service contract
add 0 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"山田 花子","company":"見本","email":"hanako@example.jp"},"consents":["marketing_mail"]}'
as sales marketing
act 0 person show "$person"
as web_service contract
add 2 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"山田 花子","company":"見本","email":"h2@example.jp"},"consents":["health_check_consent"]}'
err_has "[/consents]"

# A provision that the person consented to by name, asked dry.
as sales consented_provision
act 5 decide --act provide --person "$taro_id" \
	--recipient consented_third_party --named 株式会社乙 --items name
out_has "consent_missing"
act 0 consent give "$taro_id" provision_consent --recipient 株式会社乙
act 0 decide --act provide --person "$taro_id" \
	--recipient consented_third_party --named 株式会社乙 --items name
act 5 decide --act provide --person "$taro_id" \
	--recipient consented_third_party --named 株式会社丙 --items name
act 0 consent stop "$taro_id"
act 5 decide --act provide --person "$taro_id" \
	--recipient consented_third_party --named 株式会社乙 --items name
out_has "use_stopped"
act 5 decide --act provide --person "$taro_id" \
	--recipient stranger --items name
out_has "recipient_undeclared"
act 0 consent resume "$taro_id"
entry "resume:"

# A purpose of the person's own: for its items and its time, then no more.
as sales consented_purpose
act 5 person show "$taro_id"
refused purpose_unknown S0.3 "18(1)"
as sales contract
act 0 consent personal "$taro_id" anniversary --text 周年記念の招待 \
	--items name,address
as sales anniversary
act 0 person show "$taro_id" --reason 宛名
out_has "by clause S0.3.7"
out_has "髙﨑 𠮷郎"
out_lacks "Example.JP"
act 5 person show "$taro_id" --items email
refused item_not_for_purpose S0.3.7 "18(1)"
as planning anniversary
act 5 person show "$taro_id"
refused role_not_for_purpose S0.5.5a 23
as sales contract
act 0 consent end "$taro_id" anniversary
as sales anniversary
act 5 person show "$taro_id"
refused purpose_unknown S0.3 "18(1)"
as sales contract
act 0 consent personal "$taro_id" past_party --text 終わった宴会 \
	--items name --until 2020-01-31
as sales past_party
act 5 person show "$taro_id"
as sales contract
act 2 consent personal "$taro_id" contract --text 契約 --items name
act 2 consent end "$taro_id" never_there

# Correction, with what stood before; a hold bars it.
feed '{"values": {"address": "大阪府大阪市例示区1-1", "phone": ""}}'
act 0 person correct "$taro_id"
entry "correct"
act 0 person show "$taro_id" --reason 確認 --items address,phone
out_has "大阪府大阪市例示区1-1"
out_lacks "090-0123-4567"
act 0 person history "$taro_id" --reason 確認 --lang ja
out_has "以前の値"
out_has "丸の内見本町9-8-7"
out_has "090-0123-4567"
out_has "利用の記録"
act 0 person history "$taro_id" --json
out_has '"earlier"'
out_has '"uses"'
act 0 person hold "$taro_id" dispute --reference R8-1
feed '{"values": {"address": "京都府京都市仮名区2-2"}}'
act 5 person correct "$taro_id"
refused held S0.5 22
act 0 person show "$taro_id" --items address --reason 確認
out_has "例示区1-1"
act 2 person release "$taro_id" --reference R8-2
act 0 person release "$taro_id" --reference R8-1
feed '{"values": {"address": "京都府京都市仮名区2-2"}}'
act 0 person correct "$taro_id"
act 2 person hold "$taro_id" whim
# Of two values one is not for the role: nothing is changed, and it is said.
feed '{"values": {"address": "変わらない", "bank_account": "1234"}}'
act 2 person correct "$taro_id"
feed '{"values": {"address": "変わらない", "birth_date": "2000-01-01"}}'
act 5 person correct "$taro_id"
err_has "[/values/birth_date]"
entry "correct"
entry "×item_not_for_purpose"
act 0 person show "$taro_id" --items address --reason 確認
out_has "仮名区2-2"

# Found however it is written; stored as it was written.
as support inquiry
find 0 email "ｙｏｓｈｉｒｏ．ｔａｋａｓａｋｉ＠ｅｘａｍｐｌｅ．ｊｐ"
out_has "$taro_id"
out_has "Yoshiro.Takasaki@Example.JP"
find 0 name_kana "たかさき よしろう"
out_has "$taro_id"
find 0 name_kana "ﾀｶｻｷﾖｼﾛｳ"
out_has "$taro_id"
find 0 name "高崎　吉郎"
out_has "髙﨑 𠮷郎"
find 0 customer_number " Ｃ－７６５４３２１"
out_has "$taro_id"
as sales contract
feed '{"values": {"phone": "090-0123-4567"}}'
act 0 person correct "$taro_id"
find 0 phone "+81 90 0123 4567"
out_has "$taro_id"
find 0 phone "０９０（０１２３）４５６７" --json
out_has "$taro_id"
find 6 email "nobody@example.jp"
entry "search"
find 2 company "見本"
err_has "company"
find 5 shoe_size 27
refused item_undeclared S0.2 "17(1)"
as planning r_and_d
find 5 email "yoshiro.takasaki@example.jp"
refused item_not_for_purpose S0.3.5 "18(1)"

# Somebody's address is taken; the store stays as it is.
as web_service contract
add 8 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"偽 太郎","company":"見本","email":"YOSHIRO.takasaki@example.jp"}}'
err_has "[/values/email]"
people 2
as sales contract
feed '{"values": {"email": "hanako@example.jp"}}'
act 8 person correct "$taro_id"
err_has "[/values/email]"

# What no text of ours may hold.
as web_service contract
add 5 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"甲","company":"見本","email":"c1@example.jp","contract_terms":"カード 4111 1111 1111 1111 で支払う"}}'
err_has "[/values/contract_terms] S0.2 (割賦販売法35条の16)"
err_lacks "4111"
out_lacks "4111"
entry "acquire"
entry "×card_number"
add 5 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"甲","company":"見本","email":"c2@example.jp","screening_material":"マイナンバーは 123456789018"}}'
err_has "[/values/screening_material] S0.3.1 (番号法19条・20条)"
err_lacks "123456789018"
entry "×my_number"

# Missing, not shown, not this way, not this kind of person.
add 2 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"甲","email":"c3@example.jp"}}'
err_has "[/values/company]"
add 2 '{"way":"application_form","subject":"customer","values":{"name":"甲","company":"見本","email":"c3@example.jp"}}'
err_has "(21(2))"
err_has "S0.2"
add 2 '{"way":"application_form","subject":"staff","shown":true,"values":{"name":"甲"}}'
err_has "[/subject]"
add 2 '{"way":"pigeon","subject":"customer","shown":true,"values":{"name":"甲"}}'
err_has "[/way]"
add 2 '{"way":"application_form","subject":"customer","service":"recruiting","shown":true,"values":{"name":"甲"}}'
err_has "[/service]"
as sales screening
add 5 '{"way":"business_card","subject":"business_contact","values":{"name":"甲"}}'
refused way_not_for_purpose S0.2 21
as sales contract
add 5 '{"way":"business_card","subject":"business_contact","values":{"name":"甲","career":"乙"}}'
refused item_not_for_purpose S0.2 "18(1)"
add 5 '{"way":"business_card","subject":"business_contact","values":{"name":"甲","shoe_size":"27"}}'
refused item_undeclared S0.2 "17(1)"
add 2 '{"way":"business_card","subject":"business_contact","values":{"name":"甲","email":"not an address"}}'
err_has "[/values/email]"
err_lacks "not an address"
add 2 '{"way":"business_card","subject":"business_contact","values":{"name":"甲"},"acquired":"yesterday"}'
err_has "[/acquired]"
add 2 '{"way":"business_card","subject":"business_contact","values":{"name":"甲","name":"乙"}}'
add 2 'not JSON at all'
add 2 '{"way":"business_card","subject":"business_contact","surprise":1,"values":{"name":"甲"}}'
as support contract
add 5 '{"way":"business_card","subject":"business_contact","values":{"name":"甲"}}'
err_has "S0.5.5a"
people 2

# Some of many: each line is answered.
as sales contract
{
	echo '{"way":"business_card","subject":"business_contact","values":{"name":"一郎 見本"}}'
	echo '{"way":"business_card","subject":"business_contact","values":{"company":"名無し"}}'
	echo
	echo '{"way":"business_card","subject":"business_contact","values":{"name":"三郎 見本"}}'
} >"$work/in"
input=$work/in
act 3 person add --json
out_has '{"line":1,"person":"per_'
out_has '{"line":2,"error":'
out_has '"field":"/values/name"'
out_has '{"line":4,"person":"per_'
people 4

# Free text that tells of an illness waits for a ground.
as support inquiry
add 0 '{"way":"inquiry_form","subject":"customer","shown":true,"values":{"name":"待機 一郎","email":"waits@example.jp","inquiry":"糖尿病で通院しており、日程を変えたいです。"}}'
waits=$person
act 0 person show "$waits"
out_has "待機 一郎"
out_lacks "糖尿病"
act 0 person show "$waits" --items inquiry
out_lacks "糖尿病"
act 0 consent show "$waits"
out_has "record 2 waits for a ground"
act 2 person ground "$waits" 1 consent
err_has "[/record]"
act 2 person ground "$waits" 2 hearsay
err_has "[/ground]"
act 0 person ground "$waits" 2 consent
act 0 person show "$waits" --items inquiry
out_has "糖尿病で通院"

# What was kept long enough is not used any more.
as sales contract
act 0 person event "$taro_id" contract_end 2020-03-31
act 0 person show "$taro_id" --items name,customer_number
out_has "customer_number: its retention period is over"
act 0 person event "$taro_id" last_use 2020-03-31
act 5 person show "$taro_id"
refused retention_over S0.5 22
act 2 person event "$taro_id" no_event 2020-03-31
act 2 person event "$taro_id" contract_end 31-03-2020
act 0 person event "$taro_id" contract_end "$(date -d '1 month ago' +%F)"
act 0 person show "$taro_id"

# A wider purpose is announced: it is not for those who came before.
announce_coaching
as sales coaching
act 5 person show "$taro_id"
refused class_without_purpose S0.3.2 "18(1)"
as web_service coaching
add 0 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"新規 次郎","company":"見本","email":"new@example.jp"}}'
as sales coaching
act 0 person show "$person"
out_has "新規 次郎"
out_has "(revision 2)"
as sales contract
act 0 person show "$taro_id"
act 0 consent give "$taro_id" coaching_ok
as sales coaching
act 0 person show "$taro_id"
out_has "髙﨑 𠮷郎"
act 5 person show "$taro_id" --items company
refused class_without_purpose S0.3.2 "18(1)"
run 8 policy announce "$work/policy.yaml" --in "$store"
run 0 policy list --in "$store"
out_has "* 2  "

# A revision for a later day decides nothing before it.
sed 's/version: "2", enacted/version: "3", enacted/' "$work/policy.yaml" \
	>"$work/later.yaml"
run 0 policy announce "$work/later.yaml" --in "$store" --in-force 2199-01-01
run 0 policy list --in "$store"
out_has "* 2  "
out_has "  3  2198-12-31T15:00:00.000Z"
run 8 policy announce "$SEKISHO_TOP/policies/template.yaml" --in "$store"

# Nobody is there, or not any more: the same words.
as sales contract
act 6 person show per_2kr2g1ddgq27h0212x3hht1fwe
cp "$work/err" "$work/unknown"
act 6 person show per_1111111111111111111111111
act 6 person show not_an_id
cmp -s "$work/err" "$work/unknown" || fail "unknown people differ"

# Words of the command line.
act 2 person show
act 2 person show "$taro_id" --no-such-option
run 2 person show "$taro_id" --in "$store" --purpose contract
err_has "[--role]"
run 2 person show "$taro_id" --in "$store" --role sales
err_has "[--purpose]"
run 6 person show "$taro_id" --in "$work/nowhere" --role sales \
	--purpose contract
err_has "sekisho init"
run 2 decide --act dance --in "$store" --role sales --purpose contract
run 5 decide --policy "$policy" --role planning --purpose contract
out_has "refused S0.5.5a (23)"
run 0 decide --policy "$policy" --role sales --purpose contract \
	--items name,bank_account --lang ja
out_has "許可"
out_has "× bank_account"
run 0 decide --policy "$policy" --role sales --purpose contract --items name \
	--json
out_has '"permitted": true'

# Another key, another process, and a line that is too long.
make_store "$work/second" --policy "$policy"
act 4 person show "$taro_id" --key-file "$work/second.key"
act 6 person show "$taro_id" --key-file "$work/third.key"
head -c 5000000 /dev/zero | tr '\0' x >"$work/in"
input=$work/in
act 2 person add
err_has "too long"
mkfifo "$work/pipe"
"$sekisho" person add --in "$store" --role sales --purpose contract \
	<"$work/pipe" >"$work/kept" 2>&1 &
holder=$!
exec 3>"$work/pipe"
for wait in 1 2 3 4 5 6 7 8 9 10; do
	run 0 help >/dev/null
	"$sekisho" policy list --in "$store" >/dev/null 2>&1 || break
	sleep 0.1
done
if [ -n "${SEKISHO_TEST_PG-}" ]; then
	# Several servers may have it open.
	act 0 person show "$taro_id"
else
	act 75 person show "$taro_id"
	err_has "busy"
fi
{
	i=0
	while [ $i -lt 1000 ]; do
		i=$((i + 1))
		echo '{"way":"business_card","subject":"business_contact","values":{"name":"走査対象 '$i'","address":"東京都千代田区走査対象町'$i'"}}'
	done
} >&3
for wait in 1 2 3 4 5 6 7 8 9 10; do
	[ -s "$work/kept" ] && break
	sleep 0.1
done
kill -KILL "$holder"
wait "$holder" 2>/dev/null
exec 3>&-
[ -n "${SEKISHO_TEST_PG-}" ] || [ -s "$store/data.db-wal" ] ||
	fail "there is no WAL to look into"

# No file of the store holds anything of anybody, nor did any error.
set -- "髙﨑 𠮷郎" "高﨑吉郎" "タカサキ ヨシロウ" "タカサキヨシロウ" \
	"ｶﾌﾞｼｷｶﾞｲｼｬ辻󠄀商会" "Yoshiro.Takasaki" "090-0123-4567" \
	"+819001234567" "丸の内見本町9-8-7" "C-7654321" "基本プランを希望" \
	"correct horse" "例示区1-1" "仮名区2-2" "hanako@example.jp" \
	"待機 一郎" "糖尿病で通院" "新規 次郎" "走査対象" "走査対象町" \
	"4111 1111 1111" "4111111111111111" "123456789018" "変わらない" \
	"not an address" "折り返しの電話" "周年記念の招待" "株式会社乙" \
	"一郎 見本" "三郎 見本"
scan "$@"
# ... and the look would have found it.
cp -r "$store" "$work/planted"
printf '走査対象' | base64 >>"$work/planted/log/vkey"
python3 "$SEKISHO_TOP/tests/markers.py" "$work/planted" -- "$@" \
	>"$work/found" && fail "a planted marker is not found"

# A lock that was left behind is none.
act 0 person show "$taro_id"
run 0 audit verify --store --in "$store"
out_has "the store agrees with the log"

# Bytes that are not what was written.
tamper "UPDATE record SET sealed = (SELECT sealed FROM record WHERE
	person = 2 AND seq = 1) WHERE person = 1 AND seq = 1"
act 7 person show "$taro_id"
run 7 audit verify --store --in "$store"
done_testing
