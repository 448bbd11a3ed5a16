#!/bin/sh
# Who comes in how: third persons by whom they are introduced (S2.1b, S3.2.1),
# minors by their guardian, callers who heard of the recording (S2.2.r), and
# nobody who broke the terms (S1.2.3f, S3.3.5); data that is confirmed as right
# (S2.7); applicants and staff apart (S0.3.9).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store libera
user() {
	printf '{"way":"registration_form","subject":"user","shown":true%s,"values":{"name":"%s","email":"%s@example.jp","password":"correct horse battery"%s}}' \
		"${4:-}" "$1" "$2" "${3:-}"
}
contact() {
	printf '{"way":"network_form","subject":"acquaintance","shown":true%s,"values":{"name":"知人 三郎","network_note":"同じ業界の方","phone":"090-0000-3003"}}' \
		"$1"
}
as web_service introduction
add 0 "$(user '紹介 一郎' u1)"
user_id=$person

# S2.1b: a contact is a person of their own, known by who introduced them.
add 2 "$(contact '')"
out_has introducer_needed
out_has '"/introducer"'
out_has S2.1b
add 6 "$(contact ',"introducer":"per_00000000000000000000000000"')"
out_has person_not_found
add 2 "$(user '紹介 二郎' u2 '' ",\"introducer\":\"$user_id\"")"
out_has no_introducer
# ... and consents to nothing by somebody else.
add 2 "$(contact ",\"introducer\":\"$user_id\",\"consents\":[\"news_mail\"]")"
out_has not_the_giver
add 0 "$(contact ",\"introducer\":\"$user_id\"")"
friend=$person
act 0 consent show "$friend" --json
out_has "\"introducer\": \"$user_id\""
out_has '"subject": "acquaintance"'
# Purposes of their own: to consider introductions, and no news.
as coordinator introduction
act 0 person show "$friend" --items name,network_note
out_has "知人 三郎"
as marketing_staff mail_magazine
act 5 person show "$friend" --items name
as marketing_staff promotion
act 5 person show "$friend" --items name
entry "×"
# Who introduced them is not shown with them, and cannot see them by it.
as coordinator introduction
act 0 person show "$friend" --json
out_lacks "$user_id"
# Records from before, of whom nobody knows who introduced them, say so.
as web_service introduction
add 0 "$(contact ',"origin":"2019年の名簿。紹介者は不明"')"

# Minors: the guardian consents below the age of the policy, nobody else.
young='"birth_date":"2015-04-01"'
add 2 "$(user '若葉 学' m1 ",$young" ',"consents":["news_mail"]')"
out_has guardian_needed
out_has 2-16
add 0 "$(user '若葉 学' m1 ",$young" ',"consents":["news_mail"],"guardian":"若葉 保"')"
minor=$person
act 0 consent show "$minor" --json
out_has '"of_age": "2031-04-01"'
out_has '"guardian": "若葉 保"'
act 2 consent give "$minor" promotion_mail
err_has "a guardian has to consent"
act 0 consent give "$minor" promotion_mail --giver guardian
# Anybody who may speak for the person takes it back.
act 0 consent withdraw "$minor" promotion_mail
add 2 "$(contact ",\"introducer\":\"$user_id\",\"guardian\":\"大人 花子\"")"
out_has no_guardian
add 0 "$(user '大人 太郎' m2 ',"birth_date":"1980-01-01"' ',"consents":["news_mail"]')"
adult=$person
# An adult may have a guardian, too.
act 0 consent give "$adult" promotion_mail --giver guardian
# A corrected date of birth says anew who consents.
feed '{"values": {"birth_date": "2014-04-01"}}'
act 0 person correct "$adult"
act 2 consent give "$adult" promotion_mail
err_has "a guardian has to consent"

# S2.2.r: what comes by a recorded call comes when that was announced.
as office_staff ancillary_service
call='{"way":"telephone","subject":"user","person":"'$user_id'"%s,"values":{"inquiry":"次回の面談の日程について"}}'
# shellcheck disable=SC2059 # the format is ours
add 2 "$(printf "$call" '')"
out_has not_announced
out_has S2.2.r
# shellcheck disable=SC2059
add 0 "$(printf "$call" ',"announced":true')"
act 0 person show "$user_id" --items inquiry
as call_trainer call_quality
act 5 person show "$user_id" --items inquiry
as coordinator introduction
act 5 person show "$user_id" --items call_recording

# S2.7, article 22: whose data is due to be confirmed, and that it was.
as web_service introduction
add 0 "$(user '以前 からの人' old1 '' ',"acquired":"2020-05-01T00:00:00Z"')"
long_ago=$person
as office_staff ancillary_service
act 0 person due
out_has "$long_ago 2020-05-01 2021-05-02"
out_lacks "$user_id"
out_lacks "$friend"
entry "search"
# All of them were opened for that, and the entry counts them.
run 0 audit show --json --in "$store"
grep '"subject": *"accuracy"' "$work/out" >"$work/accuracy"
grep -q '"count": *6\b' "$work/accuracy" || fail "$(cat "$work/accuracy")"
act 0 person due --json
out_has '"since": "2020-05-01"'
act 0 person confirm "$long_ago"
entry "confirmed:"
act 0 person due
out_lacks "$long_ago"
as auditor introduction
act 5 person due
as marketing_staff mail_magazine
act 5 person confirm "$long_ago"
people 6
scan 知人 若葉 3003
rm -rf "$store"

# S3.2.1: a family member is a person of their own, and introduced.
new_store jieigyo
as web_service service_operation
family() {
	printf '{"way":"family_form","subject":"family","shown":true%s,"values":{"name":"家族 花子","family_relation":"配偶者"}}' "$1"
}
add 0 '{"way":"signup","subject":"customer","shown":true,"values":{"name":"自営 太郎","email":"taro@example.jp","account_id":"taro1","password":"correct horse battery"}}'
taro=$person
add 2 "$(family '')"
out_has introducer_needed
out_has S3.2.1
add 0 "$(family ",\"introducer\":\"$taro\"")"
wife=$person
act 0 consent show "$wife" --json
out_has "\"introducer\": \"$taro\""
add 5 '{"way":"family_form","subject":"family","shown":true,"introducer":"'$taro'","values":{"name":"家族 花子","family_relation":"配偶者","income":"1000000"}}'
out_has item_not_for_purpose
as web_service promotion
act 5 person show "$wife" --items name

# S3.3.5: who broke the terms is not taken in again.
as guard abuse_response
act 5 person suppress "$taro" abuse --items shoe_size
refused item_undeclared S3.2 "17(1)"
act 2 person suppress "$taro" abuse --items name
err_has "can not be searched by"
act 2 person suppress "$taro" forever --items email
act 0 person suppress "$taro" abuse --items email,account_id --reference V-17
entry "suppression:abuse"
as web_service service_operation
add 5 '{"way":"signup","subject":"customer","shown":true,"values":{"name":"別名 次郎","email":"Taro@Example.JP","account_id":"new1","password":"correct horse battery"}}'
out_has suppressed
out_has S3.3.5
entry "×suppressed"
add 0 '{"way":"signup","subject":"customer","shown":true,"values":{"name":"自営 太郎","email":"other@example.jp","account_id":"other1","password":"correct horse battery"}}'
as officer abuse_response
find 0 email taro@example.jp
# The hold for a legal claim keeps what the claim needs.
act 0 person hold "$taro" dispute --reference C-1
act 5 person erase "$taro"
err_has "(22)"
act 0 person release "$taro" --reference C-1
act 0 person erase "$taro"
# Erased, and still not taken in: nothing but a keyed hash is left.
as web_service service_operation
add 5 '{"way":"signup","subject":"customer","shown":true,"values":{"name":"別名 次郎","email":"taro@example.jp","account_id":"new1","password":"correct horse battery"}}'
out_has suppressed
as officer abuse_response
act 0 suppression list
out_has "abuse email"
out_has V-17
out_lacks taro@
feed taro@example.jp
act 0 suppression find email
out_has abuse
feed nobody@example.jp
act 6 suppression find email
feed taro@example.jp
act 0 suppression lift email
entry "suppression_lifted:abuse"
feed taro@example.jp
act 6 suppression lift email
as web_service service_operation
add 0 '{"way":"signup","subject":"customer","shown":true,"values":{"name":"別名 次郎","email":"taro@example.jp","account_id":"new1","password":"correct horse battery"}}'
run 0 audit verify --store --in "$store"
scan taro@example.jp 自営
rm -rf "$store"

# S1.2.3f: the same where the terms of Balus and KATA are broken.
new_store levii
signup() {
	printf '{"way":"signup","subject":"user","service":"balus","shown":true,"values":{"name":"%s","email":"%s@example.jp","password":"correct horse battery"}}' "$1" "$2"
}
as web_service registration
add 0 "$(signup '違反 三郎' sanro)"
breaker=$person
add 0 "$(signup '善良 四郎' shiro)"
as operations abuse_response
act 0 person hold "$breaker" dispute --reference V-1
act 0 person suppress "$breaker" abuse --items email --until 2099-12-31
as web_service registration
add 5 "$(signup '別名 三郎' sanro)"
out_has suppressed
out_has S1.2.3f
# The claim is settled: the address may come again.
as operations abuse_response
act 0 person release "$breaker" --reference V-1
feed sanro@example.jp
act 0 suppression lift email
as web_service registration
add 0 "$(signup '別名 三郎' sanro)"
people 3
rm -rf "$store"

# S0.3.9: applicants and staff have purposes, roles and periods of their own.
new_store livals
as personnel_staff personnel
add 0 '{"way":"job_application","subject":"applicant","shown":true,"values":{"name":"応募 一郎","email":"oubo@example.jp","career":"見本社"}}'
applicant=$person
as sales marketing
act 5 person show "$applicant" --items name
as officer contract
act 5 person show "$applicant" --items name
as web_service service_operation
find 6 email oubo@example.jp
as personnel_staff personnel
find 0 email oubo@example.jp
add 5 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"顧客","company":"見本","email":"k@example.jp"}}'
add 0 '{"way":"hiring","subject":"staff","shown":true,"values":{"name":"社員 次郎","name_kana":"シャイン ジロウ","address":"東京都千代田区見本町1-2-3","birth_date":"1990-04-01"}}'
staff=$person
act 0 person event "$applicant" selection_end 2020-03-31
act 0 person event "$staff" employment_end 2024-03-31
run 0 retention due --in "$store"
out_has "$applicant person"
out_has S0.3.9
out_lacks "$staff"
# What the Labour Standards Act wants kept is not erased when asked.
as officer personnel
act 5 person erase-item "$staff" birth_date
err_has "(22)"
done_testing
