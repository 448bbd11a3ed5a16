#!/bin/sh
# Erasing people and items, what a law wants kept, certificates (S3.4.3.4,
# S4.7.1d; article 22), and the keys under it all.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

line() {
	printf '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"消去 %s番","company":"株式会社見本","email":"e%s@example.jp","phone":"090-0000-%s"%s}}' \
		"$1" "$1" "$1" "${2:-}"
}

new_store livals
as officer contract
add 0 "$(line 1001)"
first=$person
add 0 "$(line 1002 ',"bank_account":"0001-001-1-7654321-ｼﾖｳｷﾖ ﾀﾛｳ"')"
second=$person
add 0 "$(line 1003)"
third=$person
people 3

# Whoever may not erase does not, with clause and article.
as sales contract
act 5 person erase "$first"
refused role_not_for_act S0.5.5a 23
entry "erase os:"
entry "×role_not_for_act"
as officer contract
act 5 person erase "$first" --items shoe_size
refused item_undeclared S0.2 "17(1)"

# A hold keeps everything, a person and single items (22).
act 0 person hold "$first" dispute --reference A-1
act 5 person erase "$first"
refused held S0.5 22
act 5 person erase-item "$first" phone
refused held S0.5 22
act 5 person erase "$first" --dry-run
act 0 person release "$first" --reference A-1

# What would be: nothing is done.
act 0 person erase "$first" --dry-run
out_has "would be erased"
act 0 person show "$first"
people 3

# S3.4.3.4: gone, as if never known; the certificate stands alone.
act 0 person erase "$first" --certificate "$work/one"
out_has "gone from every copy by"
entry "destroyed"
act 6 person show "$first"
act 6 person erase "$first"
act 6 person history "$first"
find 6 email e1001@example.jp
find 6 phone 090-0000-1001
people 2
vkey=$(cat "$store/log/vkey")
run 0 audit verify-certificate "$work/one"
out_has "the certificate holds"
out_has "compare it with --vkey"
run 0 audit verify-certificate "$work/one" --vkey "$vkey"
out_lacks "compare it"
run 0 audit verify-certificate "$work/one" --json
out_has '"stage": 1'
sed 's/"stage": 1/"stage": 2/' "$work/one" >"$work/forged"
run 7 audit verify-certificate "$work/forged"
sed 's/"erased": "2/"erased": "1/' "$work/one" >"$work/forged"
run 7 audit verify-certificate "$work/forged"
run 2 audit verify-certificate "$store/log/vkey"
run 0 erasure list --in "$store"
out_has "person waiting"
erasure=$(sed -n 's/^\(ers_[0-9a-f]*\) .*/\1/p' "$work/out")
run 0 erasure certificate "$erasure" --in "$store" --out "$work/again"
run 0 audit verify-certificate "$work/again" --vkey "$vkey"
run 6 erasure certificate ers_0000000000000001 --in "$store"

# The same address may come in again: nothing of the first one is left.
add 0 "$(line 1001)"
people 3

# Items: the others stay, history and search lose what went.
change='{"values":{"phone":"090-0000-2003"}}'
feed "$change"
act 0 person correct "$third"
act 0 person show "$third" --reason "確認のため"
act 0 person erase-item "$third" phone,company --certificate "$work/two"
out_has "item: phone"
act 0 person show "$third"
out_has "消去 1003番"
out_lacks "090-0000"
out_lacks "株式会社見本"
act 0 person history "$third"
out_lacks "090-0000"
find 6 phone 090-0000-2003
find 0 email e1003@example.jp
act 2 person erase-item "$third" phone
people 3
run 0 audit verify-certificate "$work/two" --vkey "$vkey"
act 0 consent give "$third" marketing_mail
people 3

# A law wants the account kept (法人税法施行規則59条): items are refused,
# and of the person it alone outlives the erasure, hidden.
act 5 person erase-item "$second" bank_account
err_has "(22)"
act 0 person erase "$second" --json --certificate "$work/three"
out_has '"item": "bank_account"'
act 6 person show "$second"
find 6 email e1002@example.jp
grep -q '法人税法施行規則59条' "$work/three" || fail "the law is not named"
people 3
run 0 retention due --in "$store"
out_has "due 0"

# The KEK goes, and everything still opens.
run 0 keys replace-kek --in "$store"
out_has "KEK 1 was replaced by 2"
run 0 keys replace-kek --in "$store" --json
out_has '"new": 3'
act 0 person show "$third"
people 3
run 0 keys state --in "$store"
out_has '"kek": 3'
out_has '"unlock_methods"'
run 0 keys inventory --in "$store"
out_has '"replacing": false'
today=$(TZ=Asia/Tokyo date +%F)
run 0 keys state --in "$store" --on "$today"
out_has "AES-256-GCM"
run 6 keys state --in "$store" --on 2001-01-01
run 0 erasure finish --in "$store"
people 3

# A search index gets another key: the same people are found by it.
run 0 keys rotate-search email --in "$store"
out_has "the search key was replaced"
run 2 keys rotate-search company --in "$store"
find 0 email e1003@example.jp
find 6 email e1002@example.jp
add 8 "$(line 1003)"
err_has "registered already"
feed '{"values":{"email":"new1003@example.jp"}}'
act 0 person correct "$third"
find 0 email new1003@example.jp
find 6 email e1003@example.jp
run 0 keys rotate-search email --in "$store"
find 0 email new1003@example.jp
run 0 keys inventory --in "$store"
out_has '"retired"'
people 3

# The doctor: nothing is wrong; then, one by one, something is.
run 0 doctor --in "$store" --full
err_lacks "error"
out_has "[no_backup]"
out_lacks "error"
chmod 755 "$store"
run 7 doctor --in "$store"
out_has "[folder_open]"
chmod 700 "$store"
tamper "DELETE FROM unique_index"
run 0 doctor --in "$store"
run 7 doctor --in "$store" --full
out_has "[index_incomplete]"
run 0 keys rotate-search email --in "$store"
run 0 doctor --in "$store" --full

# S3.4.3.4: a disposal counts when a second person has confirmed it.
run 2 disposal record SSD S-0001 thrown_away --in "$store"
run 2 disposal record "" S-0001 shredded --in "$store"
run 0 disposal record SSD S-0001 destroyed --proof C-9 --in "$store"
out_has "not confirmed"
disposal=$(sed -n 's/^\(dsp_[0-9a-z]*\) .*/\1/p' "$work/out")
run 5 disposal confirm "$disposal" --in "$store"
err_has "somebody other"
run 6 disposal confirm dsp_00000000000000000000000000 --in "$store"
run 0 disposal list --in "$store" --json
out_has '"proof": "C-9"'

# Shares: any two of three unlock; a bad or absent one is named.
run 2 keys split 4/3 "$work/shares" --in "$store"
run 2 keys split three "$work/shares" --in "$store"
run 0 keys split 2/3 "$work/shares" --in "$store"
out_has "any 2 of which unlock"
one=$work/shares/share-1 two=$work/shares/share-2 three=$work/shares/share-3
for pair in "$one,$two" "$three,$one" "$two,$three"; do
	run 0 keys inventory --in "$store" --shares "$pair"
	out_has '"shares"'
done
run 4 keys inventory --in "$store" --shares "$two"
err_has "2 shares are needed (there are 1)"
run 2 keys inventory --in "$store" --shares "$two,$two"
err_has "share 2 is there twice"
sed 's/ 2 / 3 /' "$two" >"$work/bad"
run 4 keys inventory --in "$store" --shares "$one,$work/bad"
err_has "share 3 is not the right one [$work/bad]"
run 2 keys inventory --in "$store" --shares "$one,$store/log/vkey"
err_has "not a share"
# Splitting again: the old shares unlock no more, the key file does.
run 0 keys split 2/2 "$work/newer" --in "$store"
run 4 keys inventory --in "$store" --shares "$one,$two"
run 0 keys inventory --in "$store"
people 3

scan 消去 e1001 e1002 e1003 7654321
done_testing
