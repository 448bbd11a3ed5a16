# gate_lib.sh - what the tests of a whole store share; sourced, not run.
#
#     new_store POLICY               $store, made from policies/POLICY.yaml
#     as ROLE PURPOSE                who asks next, and for what
#     act CODE NOUN VERB ARGUMENT... in the store, as who asks
#     add CODE JSON                  takes a line in; $person gets the id
#     find CODE ITEM VALUE ARGUMENT...
#     refused CODE CLAUSE ARTICLE    what the last act said, in both languages
#     entry TEXT                     the log's last entry has this
#     people N                       so many people are in the store
#     announce SCRIPT                a revision: the policy changed by Python
#     announce_coaching              livals with a purpose beyond 17(2), and its
#                                    consent
#     scan MARKER...                 none of them is in a file or was said
#     tamper SQL                     what a stranger does to the data
#
# Every error that is said is kept, and scanned at the end.
. "$SEKISHO_TOP/tests/cli/lib.sh"

store=$work/store
role=
purpose=
person=
revision=1
: >"$work/said"

# What a failed act says, on either side, is never somebody's data.
keep_said() {
	cat "$work/err" >>"$work/said"
	[ "$exit_code" -eq 0 ] || [ "$exit_code" -eq 3 ] ||
		cat "$work/out" >>"$work/said"
}

tamper() { alter "$store" "$1"; }

new_store() {
	policy=$SEKISHO_TOP/policies/$1.yaml
	make_store "$store" --policy "$policy"
	cp "$policy" "$work/policy.yaml"
}

as() {
	role=$1
	purpose=$2
}

act() {
	code=$1
	shift
	run "$code" "$@" --in "$store" --role "$role" --purpose "$purpose"
	keep_said
}

add() {
	feed "$2"
	act "$1" person add
	person=$(sed -n 's/.*"person":"\(per_[0-9a-z]*\)".*/\1/p' "$work/out")
}

find() {
	code=$1
	item=$2
	feed "$3"
	shift 3
	act "$code" person find "$item" "$@"
}

# The error of the last act: its code, clause and article, and both languages.
refused() {
	has err "$2"
	has err "($3)"
	shown_code=$(run_again --json)
	case $shown_code in
	*"\"code\": \"$1\""*) ;;
	*) fail "code is not $1: $shown_code" ;;
	esac
	checks=$((checks + 1))
	for language in ja en; do
		run_again --lang "$language" >"$work/words"
		grep -q "^sekisho: .\{8,\}" "$work/words" ||
			fail "no words in $language"
		grep -q "^  → .\{4,\}" "$work/words" ||
			fail "no remedy in $language"
		checks=$((checks + 2))
	done
	# Hiragana are E3 81 and E3 82; English has nothing but ASCII.
	run_again --lang ja | LC_ALL=C grep -q "$(printf '\343\201')" ||
		fail "ja is not Japanese"
	run_again --lang en | LC_ALL=C grep -v '^  ' |
		LC_ALL=C grep -q '[^ -~]' && fail "en is not English"
	checks=$((checks + 2))
}

# The last act once more with another option; what it says as an error.
run_again() {
	# shellcheck disable=SC2086 # ids and paths without blanks
	"$sekisho" $said "$@" 2>&1 >/dev/null <"$work/in" |
		tee -a "$work/said"
}

entry() {
	"$sekisho" audit show --in "$store" --last 1 >"$work/entry" 2>&1
	checks=$((checks + 1))
	grep -qF -e "$1" "$work/entry" ||
		fail "the last entry lacks: $1: $(cat "$work/entry")"
}

people() {
	"$sekisho" audit verify --store --in "$store" >"$work/verified" 2>&1
	checks=$((checks + 1))
	grep -q "agrees with the log: $1 people" "$work/verified" ||
		fail "not $1 people: $(cat "$work/verified")"
}

announce() {
	python3 -c "$1" <"$work/policy.yaml" >"$work/next.yaml" ||
		fail "the policy could not be changed"
	mv "$work/next.yaml" "$work/policy.yaml"
	revision=$((revision + 1))
	run 0 policy announce "$work/policy.yaml" --in "$store" \
		--without-notice "a test of what consent opens"
	out_has "registered revision $revision"
}

announce_coaching() {
	announce '
import sys
text = sys.stdin.read()
text = text.replace("\nprohibited_uses:\n", """
  - id: coaching
    label: {ja: 研修, en: Coaching}
    text: {ja: お客様への研修のため, en: To coach customers}
    items: [name, email, company]
    made_known: published
    clause: S0.3.2

prohibited_uses:
""")
text = text.replace("purposes: [screening, service_operation, contract,",
                    "purposes: [screening, service_operation, coaching, contract,")
text = text.replace("\nroles:\n", """
  - id: coaching_ok
    label: {ja: 研修への同意, en: Coaching}
    wording: {ja: 研修の案内に同意します。, en: I agree to be coached.}
    purposes: [coaching]
    items: [name, email]
    given_by: [person]
    clause: S0.3.2

roles:
""")
text = text.replace("version: \"1\", enacted", "version: \"2\", enacted")
print(text, end="")
'
}

scan() {
	checks=$((checks + 1))
	places="$store $work/said"
	if [ -n "${SEKISHO_TEST_PG-}" ]; then
		# The files of its tables and indexes.
		for file in $("$SEKISHO_TEST_PSQL" -X -q -A -t \
			"$SEKISHO_TEST_PG" -c CHECKPOINT -c "
			SELECT pg_relation_filepath(x) FROM pg_class c
			JOIN pg_namespace n ON n.oid = c.relnamespace,
			LATERAL (VALUES (c.oid), (c.reltoastrelid)) r (x)
			WHERE nspname LIKE 't%' AND relkind IN ('r', 'i')
			AND x <> 0"); do
			places="$places $SEKISHO_TEST_PG_DATA/$file"
		done
	fi
	# shellcheck disable=SC2086 # paths without blanks
	python3 "$SEKISHO_TOP/tests/markers.py" $places -- "$@" \
		>"$work/found" || fail "a marker is to be seen: $(cat "$work/found")"
}
