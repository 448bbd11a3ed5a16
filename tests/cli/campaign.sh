#!/bin/sh
# A consent campaign, and who objects to a change: livals, libera.
# S1.8d S2.3.2 S2.13c
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

# Of a purpose beyond 17(2), old data is opened by consent alone.
new_store livals
: >"$work/in"
as web_service contract
for n in 1 2 3 4 5; do
	add 0 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"甲乙 '$n'郎","company":"見本","email":"c'$n'@example.jp"}}'
	eval "p$n=$person"
done
announce_coaching

# It is asked for by whoever records what people say, and by nobody else.
as planning r_and_d
act 5 campaign open coaching_ok
refused role_not_for_act S0.5.5a 23
entry "×role_not_for_act"
as sales contract
act 2 campaign open no_consent
err_has "[/consent]"
act 2 campaign open coaching_ok --until tomorrow
err_has "[--until]"
act 6 campaign report coaching_ok
act 6 campaign ask coaching_ok "$p1" --way email
act 0 campaign open coaching_ok --until 2199-12-31
entry "campaign:coaching_ok"
act 8 campaign open coaching_ok
act 0 campaign list --json
out_has '"consent": "coaching_ok"'
out_has '"revision": 2'
out_lacks "per_"
entry "campaigns"

# Who was asked, when and by which way; a reminder is a second time.
act 2 campaign ask coaching_ok "$p1" --way pigeon
err_has "email, post, phone, in_person, web, app"
act 2 campaign ask coaching_ok --way email
printf '%s\n\n%s\n%s\n' "$p1" "$p2" "$p3" >"$work/people"
act 0 campaign ask coaching_ok --file "$work/people" --way email
entry "asked:coaching_ok"
act 0 campaign ask coaching_ok "$p4" --way post
act 0 campaign ask coaching_ok "$p4" --way phone
printf '%s\nnobody\n' "$p3" >"$work/people"
act 3 campaign ask coaching_ok --file "$work/people" --way post
out_has '{"line":2,"error":{"type":'
out_lacks nobody
act 0 consent show "$p4"
out_has "revision 2, by phone): coaching_ok"
act 0 consent show "$p4" --json
out_has '"way": "post"'
act 0 campaign report coaching_ok
out_has "asked 4"
out_has "silent (they stay with the former purposes) 4"
out_has "by e-mail: 3 times"
out_has "by post: 2 times"

# An answer is what they say, and it opens the purpose for them alone.
act 0 consent give "$p1" coaching_ok
act 0 consent withdraw "$p2" coaching_ok
act 0 consent give "$p5" coaching_ok
act 0 campaign report coaching_ok --json --people silent
out_has '"agreed": 1'
out_has '"refused": 1'
out_has '"silent": 2'
out_has "$p3"
out_has "$p4"
out_lacks "$p1"
out_lacks "$p5"
entry "campaign"
act 0 campaign report coaching_ok --people agreed --lang ja
out_has "同意した 1"
out_has "$p1 agreed email"
out_lacks "$p3"
act 2 campaign report coaching_ok --people maybe
err_has "all, agreed, refused, silent"
act 6 campaign report coaching_ok --revision 1
as sales coaching
act 0 person show "$p1"
act 5 person show "$p3"
refused class_without_purpose S0.3.2 "18(1)"
act 5 person show "$p2"

# A role that may not use the purpose sees nobody, and that is an entry.
as planning contract
act 5 campaign report coaching_ok
refused role_not_for_purpose S0.5.5a 23
entry "×role_not_for_purpose"
act 5 policy objections

# Nothing of anybody is in a file or was said.
scan "甲乙 1郎" "c1@example.jp"
run 0 audit verify --store --in "$store"

# S2.13c: who objects, for the operator to see.
store=$work/libera
new_store libera
as officer introduction
for n in 1 2; do
	add 0 '{"way":"registration_form","subject":"user","service":"libera_service","shown":true,"values":{"name":"乙丙 '$n'郎","email":"o'$n'@example.jp","password":"long-enough-'$n'"},"consents":["rules_confirmation"]}'
	eval "p$n=$person"
done
act 0 policy objections
out_has "0 object"
python3 -c '
import sys
text = sys.stdin.read()
text = text.replace("\nprohibited_uses:\n", """
  - id: coaching
    label: {ja: 研修, en: Coaching}
    text: {ja: 利用者への研修のため, en: To coach users}
    items: [name, email]
    made_known: published
    clause: S2.2.3

prohibited_uses:
""")
text = text.replace("purposes: [introduction,", "purposes: [introduction, coaching,")
print(text, end="")
' <"$SEKISHO_TOP/policies/libera.yaml" >"$work/policy.yaml"
run 0 policy announce "$work/policy.yaml" --in "$store"
run 0 policy display --in "$store" --place https://www.example.jp/rules
act 0 consent object "$p2"
act 0 policy objections 2
out_has "$p2 2 "
out_has " coaching"
out_has "1 object"
out_lacks "$p1"
entry "objections"
act 0 policy objections 1
out_has "0 object"
act 0 policy objections --json
out_has '"count": 1'
out_has '"unseen": 0'
act 2 policy objections first
as auditor introduction
act 5 policy objections
run 0 audit verify --store --in "$store"
done_testing
