#!/bin/sh
# Whoever uses a service is not said to have agreed (S1.0c, S2.0b, S3.1c,
# against L-03): what consent opens stays shut until it is given, and what was
# given has its time.  What comes in comes in fairly, by a
# declared way and with what was to be shown (S3.1a, S3.1b), through a service
# that the text covers (S1.0a).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

# signup WAY SUBJECT MORE VALUES: somebody signs up.
signup() {
	printf '{"way":"%s","subject":"%s"%s,"values":{"name":"見本 一郎","email":"ichiro@example.jp","password":"correct horse battery"%s}}' \
		"$1" "$2" "$3" "$4"
}

# opened_by CONSENT CLICK PURPOSE CLAUSE ROLE: to who works for it, what only
# that consent opens; not silence, nor the click on the policy.  The web
# service takes both in.
opened_by() {
	collector=$purpose
	act 0 consent show "$person" --json
	out_lacks "\"$1\""
	out_lacks "\"$2\""
	as "$5" "$3"
	act 5 person show "$person" --items email
	refused consent_missing "$4" "27(1)"
	as web_service "$collector"
	act 0 consent give "$person" "$2"
	as "$5" "$3"
	act 5 person show "$person" --items email
	as web_service "$collector"
	act 0 consent give "$person" "$1"
	act 0 consent show "$person" --json
	out_has "\"$1\""
	as "$5" "$3"
	act 0 person show "$person" --items email
}

new_store levii
as web_service registration
add 0 "$(signup signup user ',"shown":true,"service":"balus"' '')"
# S1.0a: it is known through which service, and only through one of these.
act 0 person show "$person" --json
out_has '"service": "balus"'
user=$person
add 2 "$(signup signup user ',"shown":true,"service":"elsewhere"' '')"
out_has unknown_service
add 2 "$(signup signup user ',"shown":true,"service":"training"' '')"
out_has unknown_service
person=$user
opened_by guidance_mail policy_confirmation guidance S1.2.3b support_staff
rm -rf "$store"

new_store libera
as web_service introduction
add 0 "$(signup registration_form user ',"shown":true' '')"
opened_by news_mail rules_confirmation mail_magazine S2.2.4 marketing_staff
rm -rf "$store"

new_store jieigyo
as web_service service_operation
member=',"account_id":"ichiro1"'
# S3.1a, S3.1b
add 2 "$(signup street_interview customer ',"shown":true' "$member")"
out_has unknown_way
add 2 "$(signup signup customer ',"shown":false' "$member")"
out_has not_shown
out_has S3.1a
add 0 "$(signup signup customer ',"shown":true' "$member")"
opened_by promotion_mail signup_agreement promotion S3.3.3 planner
done_testing
