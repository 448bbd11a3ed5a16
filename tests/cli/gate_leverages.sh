#!/bin/sh
# A store of policies/leverages.yaml: students, employers, requests, cookies.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store leverages

# One line of JSON from several.
line() {
	printf '%s' "$1" | tr -d '\n'
}

# A person is acquired under a declared purpose, and read under it.
as web_service job_hunting_support
add 0 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "consents": ["marketing_mail"], "values": {
 "name": "グエン 﨑子 (髙橋)", "name_kana": "ｸﾞｴﾝ ｻｷｺ",
 "email": "Saki.Nguyen+jp@Example.jp", "password": "hirakegoma 二千",
 "sex": "female", "birth_date": "2003-02-28", "phone": "080-0765-4321",
 "postal_code": "987-6543", "address": "東京都渋谷区見本坂7-6-5",
 "workplace": "辻󠄀󠄁󠄀屋𠮷兵衛商店", "career": "見本大学 工学部 在籍",
 "desired_job": "機械設計", "member_id": "M-0009981"}}')"
saki=$person
people 1
as advisor job_hunting_support
act 0 person show "$saki"
out_has "by clause S4.2.5"
out_has "グエン 﨑子 (髙橋)"
out_has "ｸﾞｴﾝ ｻｷｺ"
out_has "辻󠄀󠄁󠄀屋𠮷兵衛商店"
out_has "Saki.Nguyen+jp@Example.jp"
out_lacks "2003-02-28"
out_lacks "080-0765-4321"
entry "(advisor) job_hunting_support S4.2.5"
act 0 person show "$saki" --reason 面談の準備 --json
out_has '"birth_date": "2003-02-28"'
out_has '"name": "グエン 﨑子 (髙橋)"'
out_has '"workplace": "辻󠄀󠄁󠄀屋𠮷兵衛商店"'

# The same read under an undeclared purpose, by the wrong role, of an
# undeclared item; of items that the purpose or the role does not have.
as advisor headhunting
act 5 person show "$saki"
refused purpose_unknown S4.2a "18(1)"
as advisor selection_by_nationality
act 5 person show "$saki"
refused use_prohibited S4.2.2 19
as marketing_staff job_hunting_support
act 5 person show "$saki"
refused role_not_for_purpose S4.2.3 23
as auditor job_hunting_support
act 5 person show "$saki"
refused role_not_for_purpose "" 23
as analyst statistics
act 5 person history "$saki" --items name
refused item_not_for_purpose S4.2.4 "18(1)"
act 0 person history "$saki" --items sex
out_has "Sex: female"
out_lacks "2003-02-28"
act 5 person show "$saki" --items name
refused item_not_for_purpose S4.2.4 "18(1)"
as advisor job_hunting_support
act 5 person show "$saki" --items blood_type
refused item_undeclared S4.1a "17(1)"
act 5 person show "$saki" --items registered_domicile
refused item_never_held S4.7.2.1 "20(2)"
act 5 person show "$saki" --items my_number
refused item_never_held S4.7.2.1.3 "20(2)"
as marketing_staff promotion
act 0 person show "$saki"
out_has "by clause S4.2.3"
# Its role never unmasks, whatever the reason.
as marketing_staff material_sending
act 0 person show "$saki" --items address --reason 見たい
out_has "(masked)"
out_lacks "見本坂"

# Never held: not even when it is given.
as web_service job_hunting_support
add 5 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "values": {"name": "甲", "email": "n1@example.jp",
 "password": "long enough", "registered_domicile": "見本県見本郡"}}')"
refused item_never_held S4.7.2.1 "20(2)"
err_has "[/values/registered_domicile]"
err_lacks "見本郡"
add 5 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "values": {"name": "甲", "email": "n2@example.jp",
 "password": "long enough", "creed": "見本教"}}')"
refused item_never_held S4.2.2 "20(2)"
add 2 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "values": {"name": "甲", "email": "n3@example.jp",
 "password": "long enough", "sex": "unknowable"}}')"
err_has "[/values/sex]"
err_lacks "unknowable"
add 2 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "values": {"name": "甲", "password": "long enough"}}')"
err_has "[/values/email]"
add 2 "$(line '{"way": "registration_form", "subject": "student",
 "values": {"name": "甲", "email": "n4@example.jp",
 "password": "long enough"}}')"
err_has "S4.0 (21(2))"
add 5 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "values": {"name": "甲", "email": "n5@example.jp",
 "password": "long enough", "career": "カード5555-5555-5555-4444を使用"}}')"
err_has "[/values/career]"
err_lacks "5555"
people 1

# What is of students alone is not taken from others.
as customer_desk inquiry
add 5 "$(line '{"way": "inquiry_form", "subject": "inquirer", "shown": true,
 "values": {"email": "q@example.jp", "inquiry": "資料について",
 "experience": "なし"}}')"
refused item_not_for_purpose S4.0 "18(1)"
add 2 "$(line '{"way": "interview", "subject": "inquirer",
 "shown": true, "values": {"name_kana": "ホゴシャ"},
 "guardian": "保護者 見本"}')"
err_has "[/subject]"
as web_service behavioural_ads
add 5 '{"way":"site_observation","subject":"student","values":{"cookie_id":"c-student-1"}}'
refused way_not_for_purpose S4.8a 21
add 0 '{"way":"site_observation","subject":"site_visitor","service":"website","values":{"cookie_id":"c-visitor-1"}}'
as marketing_staff behavioural_ads
act 5 person show "$person"
refused consent_missing S4.8.1c2 "27(1)"
as marketing_staff site_analytics
act 0 person show "$person"

# A family shares a telephone, nobody an address or a number.
as web_service job_hunting_support
add 0 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "guardian": "グエン 直子",
 "consents": ["marketing_mail"], "values": {"name": "グエン 弟",
 "email": "brother@example.jp", "password": "long enough",
 "phone": "+81 80-0765-4321"}}')"
brother=$person
add 8 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "values": {"name": "偽物", "password": "long enough",
 "email": "saki.nguyen+jp@EXAMPLE.JP"}}')"
err_has "[/values/email]"
add 8 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "values": {"name": "偽物", "password": "long enough",
 "email": "other@example.jp", "member_id": "M-0009981"}}')"
err_has "[/values/member_id]"
as advisor job_hunting_support
find 0 phone "０８０−０７６５−４３２１"
out_has "$saki"
out_has "$brother"
find 0 email "SAKI.NGUYEN+JP@example.jp"
out_has "$saki"
find 0 name_kana "ぐえん　さきこ"
out_has "$saki"
find 0 member_id "M‐0009981" --lang ja
out_has "条項 S4.2.5"
find 2 desired_job "機械設計"

# Provision: only to whom the student approved, by name, while it lasts.
as advisor placement_provision
act 5 decide --act provide --person "$saki" --recipient employer \
	--named 見本製作所 --items name,career
out_has "consent_missing"
out_has "S4.3.1a"
act 0 consent give "$saki" employer_consent --recipient 見本製作所
entry "consent:employer_consent"
act 0 decide --act provide --person "$saki" --recipient employer \
	--named 見本製作所 --items name,career
act 5 decide --act provide --person "$saki" --recipient employer \
	--named 別の製作所 --items name,career
act 0 decide --act provide --person "$saki" --recipient employer \
	--named 見本製作所 --items name,sex --json
out_has '"code": "item_not_for_recipient"'
act 5 decide --act provide --person "$saki" --recipient nobody --items name
out_has "recipient_undeclared"
act 0 consent show "$saki" --json
out_has '"recipient": "見本製作所"'
out_has '"expires": "2'
act 2 consent give "$saki" employer_consent --recipient 見本製作所 \
	--giver agent
err_has "[/giver] S4.3.1a"
act 0 consent give "$saki" employer_consent --recipient 見本製作所 \
	--giver guardian
act 0 consent withdraw "$saki" employer_consent --recipient 見本製作所
act 5 decide --act provide --person "$saki" --recipient employer \
	--named 見本製作所 --items name,career
out_has "consent_withdrawn"
# Whom we entrust is no third party; a stop of provision does not bar it.
as officer job_hunting_support
act 0 decide --act provide --person "$saki" --recipient system_processor \
	--items name,email
act 0 consent stop "$saki"
act 0 decide --act provide --person "$saki" --recipient system_processor \
	--items name,email
act 0 consent resume "$saki"
act 5 decide --act provide --person "$saki" --items name \
	--recipient inquiring_authority
act 0 decide --act provide --person "$saki" --items name \
	--recipient inquiring_authority --ground law
act 5 decide --act provide --person "$saki" --items name \
	--recipient inquiring_authority --ground made_public
act 2 decide --act provide --person "$saki" --items name \
	--recipient inquiring_authority --ground friendly_request
act 0 decide --act provide --person "$saki" --items name \
	--recipient successor

# Stops, and duties of the law that they do not bar.
as advisor job_hunting_support
act 0 consent stop "$saki" job_hunting_support
act 5 person show "$saki"
refused use_stopped S4.7.1a 35
act 0 consent stop "$saki" placement_ledger_keeping
as advisor placement_ledger_keeping
act 0 person show "$saki" --items name
as advisor job_hunting_support
act 0 consent resume "$saki" job_hunting_support
act 0 person show "$saki"

# Consent that came with the form, withdrawn and given again.
as marketing_staff promotion
act 0 person show "$saki" --items email
act 0 consent withdraw "$saki" marketing_mail
act 5 person show "$saki"
refused consent_withdrawn S4.2.3 "27(1)"
act 0 consent give "$saki" marketing_mail
act 0 person show "$saki"

# What an interview tells of illness waits for a ground.
as advisor job_hunting_support
add 0 "$(line "{\"way\": \"interview\", \"subject\": \"student\",
 \"person\": \"$saki\", \"shown\": true, \"values\": {
 \"experience\": \"うつ病で一年休学した\", \"inquiry\": \"寮の相談\"}}")"
act 0 person show "$saki" --items experience,inquiry
out_has "寮の相談"
out_lacks "うつ病"
act 0 consent show "$saki" --lang ja
out_has "根拠の記録待ち 記録"
waiting=$(sed -n 's/.*根拠の記録待ち 記録 //p' "$work/out")
act 2 person ground "$saki" "$waiting" obvious
act 0 person ground "$saki" "$waiting" consent
entry "ground:consent"
act 0 person show "$saki" --items experience
out_has "うつ病で一年休学"

# The ledger: acquired by observing, of a tier of its own.
add 0 "$(line "{\"way\": \"placement_handling\", \"subject\": \"student\",
 \"person\": \"$saki\", \"values\": {
 \"placement_ledger\": \"見本製作所へ紹介\"}}")"
as advisor placement_ledger_keeping
act 0 person show "$saki" --items placement_ledger
out_has "見本製作所へ紹介"

# A purpose of her own.
as advisor job_hunting_support
act 0 consent personal "$saki" alumni_talk --text 後輩への講演のお願い \
	--items name,email --until 2198-03-31
as advisor alumni_talk
act 0 person show "$saki"
out_has "by clause S4.2b"
out_lacks "機械設計"
as customer_desk alumni_talk
act 5 person show "$saki"
refused role_not_for_purpose S4.7.3w 23
as advisor job_hunting_support
act 0 consent end "$saki" alumni_talk
as advisor alumni_talk
act 5 person show "$saki"
refused purpose_unknown S4.2a "18(1)"

# Correction by the person, with what stood before; a hold bars it.
as person_self rights_request
feed '{"values": {"desired_job": "電気設計", "workplace": ""}}'
act 0 person correct "$saki"
act 0 person history "$saki" --lang ja
out_has "機械設計"
out_has "電気設計"
out_has "辻󠄀󠄁󠄀屋𠮷兵衛商店"
as customer_desk rights_request
act 0 person hold "$saki" request --reference 開示-1
feed '{"values": {"desired_job": "化学"}}'
as person_self rights_request
act 5 person correct "$saki"
refused held S4.7.1d 22
as customer_desk rights_request
act 0 person release "$saki" --reference 開示-1

# A wider purpose is announced: not for those who came before.
announce '
import sys
text = sys.stdin.read()
text = text.replace("\nprohibited_uses:\n", """
  - id: scholarship
    label: {ja: 奨学金の案内, en: Scholarships}
    text: {ja: 奨学金の案内のため, en: To tell of scholarships}
    items: [name, email, career]
    subjects: [student]
    made_known: published
    clause: S4.2.5

prohibited_uses:
""", 1)
text = text.replace("purposes: [inquiry, job_hunting_support, placement_provision, placement_ledger_keeping, promotion,",
                    "purposes: [scholarship, inquiry, job_hunting_support, placement_provision, placement_ledger_keeping, promotion,", 1)
text = text.replace("purposes: [inquiry, job_hunting_support, placement_provision, placement_ledger_keeping, office_entry,",
                    "purposes: [scholarship, inquiry, job_hunting_support, placement_provision, placement_ledger_keeping, office_entry,", 1)
print(text, end="")
'
as advisor scholarship
act 5 person show "$saki"
refused class_without_purpose S4.2.5 "18(1)"
entry "×class_without_purpose"
as advisor job_hunting_support
act 0 person show "$saki"
as officer scholarship
add 0 "$(line '{"way": "registration_form", "subject": "student",
 "shown": true, "values": {"name": "留学 次郎", "password": "long enough",
 "email": "jiro@example.jp"}}')"
as advisor scholarship
act 0 person show "$person"
out_has "留学 次郎"

# Over after a year, but kept for the two years of the ledger.
as advisor job_hunting_support
act 0 person event "$saki" service_end "$(date -d '18 months ago' +%F)"
act 0 person show "$saki" --items name,placement_ledger --json
out_has '"code": "retention_over"' 
out_has "見本製作所へ紹介"
act 5 person show "$saki" --items name
refused retention_over S4.7.1d 22
act 0 person event "$saki" service_end "$(date -d '25 months ago' +%F)"
act 5 person show "$saki" --items name,placement_ledger
refused retention_over S4.7.1d 22
as advisor placement_ledger_keeping
act 0 person show "$saki" --items placement_ledger
people 4

scan "グエン 﨑子" "グエン﨑子" "ｸﾞｴﾝ ｻｷｺ" "グエンサキコ" \
	"Saki.Nguyen+jp" "hirakegoma" "2003-02-28" "080-0765-4321" \
	"+818007654321" "987-6543" "見本坂7-6-5" "辻󠄀󠄁󠄀屋𠮷兵衛商店" \
	"見本大学 工学部" "機械設計" "電気設計" "M-0009981" "見本県見本郡" \
	"見本教" "unknowable" "5555-5555-5555-4444" "5555555555554444" \
	"c-visitor-1" "c-student-1" "グエン 直子" "グエン 弟" \
	"brother@example" "見本製作所" "別の製作所" "うつ病で一年休学" \
	"寮の相談" "後輩への講演" "留学 次郎" "面談の準備" "保護者 見本"
done_testing
