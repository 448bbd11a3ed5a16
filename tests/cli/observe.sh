#!/bin/sh
# The weeks before a business switches over: asked for, approved by a second
# person, noted in the log, over by themselves (S0.5.5a).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store livals
as web_service contract
add 0 '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"見本 花子","email":"hanako@example.jp","company":"例示株式会社","phone":"090-0000-0001"}}'

# Enforced from the first day; nobody turns it off alone.
as support contract
act 5 person show "$person"
refused role_not_for_purpose S0.5.5a 23
run 0 observe show --in "$store"
out_has "everything is enforced"
observe() {
	code=$1
	verb=$2
	by=$3
	shift 3
	run "$code" observe "$verb" --in "$store" --role "$by" "$@"
}
observe 2 ask officer --days 61 --reason 切替え
observe 2 ask officer --days 14
observe 5 ask support --days 14 --reason 切替え
err_has "this role may not turn the observation"
entry "not_for_role"
observe 8 approve auditor
err_has "no observation waits for an approval"
observe 0 ask officer --days 14 --reason 切替え前の確認
entry "observe:asked"
act 5 person show "$person"
observe 5 approve officer
err_has "nobody approves what they ask for themselves"
observe 5 approve sales
act 5 person show "$person"
observe 0 approve auditor
entry "observe:on"
run 0 observe show --in "$store" --json
out_has '"state": "on"'
observe 8 ask officer --days 14 --reason 延長

# Noted and let through; the answer and the log say so.
act 0 person show "$person"
out_has "observed only, not enforced"
out_has "S0.5.5a (role_not_for_purpose)"
err_has "some refusals are noted, not enforced"
entry "observed=role_not_for_purpose"
entry "S0.5.5a"
act 0 person show "$person" --json
out_has '"observed": {'
out_has '"code": "role_not_for_purpose"'
# What a person has said, and what leaves the house, is decided in earnest.
as officer rights_request
act 0 consent stop "$person" inquiry
as support inquiry
act 5 person show "$person"
err_has "use was stopped at the person's request S0.7a (35)"
as sales marketing
act 5 person show "$person"
err_has "consent"
as sales contract
act 5 export people "$work/no.zip" --items name
err_has "this role may not do this S0.5.5a (23)"
as officer rights_request
act 0 person show "$person" --items name

run 0 observe report --in "$store"
out_has "observed role_not_for_purpose [S0.5.5a] role support purpose contract"
out_has "refused  use_stopped"
run 0 observe report --in "$store" --json
out_has '"enforced": false'
run 0 doctor --in "$store"
out_has "some refusals are noted and not enforced"
run 0 audit verify --store --in "$store"

# Over: by somebody, at once.
observe 5 end sales
observe 0 end auditor
entry "observe:off"
as support contract
act 5 person show "$person"
observe 8 end officer
run 0 observe report --in "$store"
out_has "observed role_not_for_purpose"
done_testing
