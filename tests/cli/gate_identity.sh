#!/bin/sh
# Who a person is: merged and two again, a new name, a death (article 22,
# S0.3.9, S3.4.3.4).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

line() {
	printf '{"way":"application_form","subject":"customer","shown":true,"consents":[%s],"values":{"name":"%s","company":"株式会社見本","email":"%s@example.jp","phone":"%s"}}' \
		"${4:-}" "$1" "$2" "$3"
}

# How many people a search finds.
finds() {
	find "$3" "$1" "$2"
	[ "$3" -ne 0 ] || out_has "$4"
}

new_store livals
as officer contract
add 0 "$(line '見本 花子' hanako 090-0000-2001)"
old=$person
add 0 "$(line '見本 はな子' hana 090-0000-2002 '"marketing_mail"')"
new=$person
add 0 "$(line '別人 太郎' taro 090-0000-2003)"
other=$person
as personnel_staff personnel
add 0 '{"way":"job_application","subject":"applicant","shown":true,"values":{"name":"見本 花子","email":"apply@example.jp","phone":"090-0000-2004","career":"見本社"}}'
applicant=$person
people 4

# Whoever may not correct does not merge, and the log has it.
as planning r_and_d
act 5 person merge "$old" "$new"
refused role_not_for_act S0.5.5a 23
entry "×role_not_for_act"
as officer contract
act 2 person merge "$old" "$old"
err_has "same person"
act 6 person merge "$old" per_00000000000000000000000000
act 2 person unmerge "$old"
err_has "was not merged"

# S0.3.9: who applies for work is not the customer of the same name.
as officer contract
act 2 person merge "$applicant" "$new"
err_has "different kinds"
as sales contract
act 5 person show "$applicant" --items name
as personnel_staff personnel
act 5 person show "$new" --items name
act 0 person show "$applicant" --items name
out_has "見本 花子"
find 6 email hana@example.jp

# A hold keeps everything as it is.
as officer contract
act 0 person hold "$old" dispute --reference D-1
act 5 person merge "$old" "$new"
refused held S0.5 22
act 0 person release "$old" --reference D-1

# What each has said before.
act 0 consent stop "$old" improvement
act 0 person show "$new" --json
before=$(sed -n 's/.*"standing": \([0-9]*\).*/\1/p' "$work/out")

# One person: found by either, under one id, what was stopped is stopped.
act 0 person merge "$old" "$new" --reason '同じ方からの申出'
entry "merge:into"
act 0 person show "$old" --json
out_has "\"person\": \"$new\""
out_has "hanako@example.jp"
out_has "hana@example.jp"
find 0 email hanako@example.jp --json
out_has "\"person\": \"$new\""
find 0 phone 090-0000-2001 --json
out_has "\"person\": \"$new\""
as officer improvement
act 5 person show "$new" --items company
err_has "use was stopped"
as officer contract
act 0 consent show "$old" --json
out_has '"marketing_mail"'
out_has '"improvement"'
out_has "\"$old\""
act 2 person merge "$old" "$new"
err_has "same person"
# The one who was merged is nobody of their own any more.
run 0 audit verify --store --in "$store"
act 0 person history "$new"

# What is said and corrected meanwhile.
feed '{"values": {"phone": "090-0000-2999"}}'
act 0 person correct "$old"
act 0 consent withdraw "$new" marketing_mail
act 0 person event "$new" contract_end 2026-03-31
run 0 audit verify --store --in "$store"

# The last merge is undone first.
act 0 person merge "$new" "$other"
act 8 person unmerge "$old"
err_has "later merge"
find 0 email hanako@example.jp --json
out_has "\"person\": \"$other\""
act 0 person unmerge "$new"
entry "unmerge:from"
find 0 email hanako@example.jp --json
out_has "\"person\": \"$new\""
find 0 email taro@example.jp --json
out_has "\"person\": \"$other\""
out_lacks "hana"

# Two again: each has their own, with what was corrected.
act 0 person unmerge "$old"
find 0 email hanako@example.jp --json
out_has "\"person\": \"$old\""
out_lacks "hana@example.jp"
find 0 phone 090-0000-2999 --json
out_has "\"person\": \"$old\""
find 6 phone 090-0000-2001
find 0 email hana@example.jp --json
out_has "\"person\": \"$new\""
out_lacks "hanako"
find 0 phone 090-0000-2002 --json
act 0 consent show "$new" --json
out_lacks '"improvement"'
out_has '"withdrawn"'
act 0 consent show "$old" --json
out_has '"improvement"'
act 0 person history "$old"
out_has "090-0000-2001"
people 4

# S3.4.3.4: erasing one who was merged into erases both.
act 0 person merge "$old" "$new"
act 0 person erase "$old"
act 6 person show "$old"
act 6 person show "$new"
act 6 person unmerge "$old"
find 6 email hanako@example.jp
find 6 email hana@example.jp
run 0 audit verify --store --in "$store"

# Article 22: what happened to one happened to both; nothing of either stays.
add 0 "$(line '期限 一郎' kigen1 090-0000-2101)"
early=$person
add 0 "$(line '期限 いちろう' kigen2 090-0000-2102)"
late=$person
act 0 person merge "$early" "$late"
run 0 retention due --in "$store"
out_lacks "$late"
act 0 person event "$late" contract_end 2015-03-31
act 0 person event "$late" last_use 2015-03-31
run 0 retention due --in "$store"
out_has "$late person"
out_has "$early person"
act 0 person hold "$late" dispute --reference R-1
run 0 retention due --in "$store"
out_has "$early held"
act 0 person release "$late" --reference R-1
run 0 retention run --in "$store"
act 6 person show "$late"
act 6 person show "$early"
run 0 retention due --in "$store"
out_lacks "$early"
run 0 audit verify --store --in "$store"

# A new name: the old one stays as history, and leads here while it may.
feed '{"values": {"name": "見本 太郎"}}'
act 0 person rename "$other"
entry "name_change"
find 0 name '見本 太郎'
find 0 name '別人 太郎' --json
out_has '"name": "見本 太郎"'
act 0 person history "$other"
out_has "別人 太郎"
feed '{"values": {"email": "x@example.jp"}}'
act 2 person rename "$other"
err_has "only names"
run 0 keys rotate-search name --in "$store"
find 0 name '別人 太郎'
act 0 person forget-names "$other"
find 6 name '別人 太郎'
find 0 name '見本 太郎'
feed '{"values": {"name": "見本 次郎"}}'
act 0 person rename "$other" --not-searchable
find 6 name '見本 太郎'
find 0 name '見本 次郎'

# Who has died is written to no more; what is held stays lawful to hold.
act 2 person deceased "$other" 2999-01-01
act 0 person deceased "$other" 2026-01-15
entry "deceased:"
as sales marketing
act 5 person show "$other" --items email
as officer contract
act 8 consent give "$other" marketing_mail
err_has "somebody who died"
act 0 consent show "$other" --json
out_has '"deceased": "2026-01-15"'
act 0 person living "$other"
act 0 consent give "$other" marketing_mail

run 0 audit verify --store --in "$store"
scan hanako@example 見本 2999
done_testing
