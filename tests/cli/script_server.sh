#!/bin/sh
# script/server: the demo is made once, shown each time, and what it says to
# try next works.
. "$SEKISHO_TOP/tests/cli/lib.sh"
SEKISHO_DEMO=$work/demo
export SEKISHO_DEMO

serve() {
	said=script/server
	"$SEKISHO_TOP/script/server" >"$work/out" 2>"$work/err" ||
		fail "script/server ended with $?"
}

serve
out_has "made the store"
out_has "by clause S0.3.2"
out_has "this role may not act for this purpose S0.5.5a (23)"
out_has "×role_not_for_purpose"
out_has "the log is as signed: 1008 entries"
out_has "the store agrees with the log: 1000 people"
cp "$work/out" "$work/first"

# The second time it is there.
serve
out_lacks "made the store"
out_has "the store agrees with the log: 1000 people"

# What it says to try, in the folder where one is.
grep -E '^   (sekisho|cp|export) ' "$work/out" | sed 's/^   //' >"$work/next"
checks=$((checks + 1))
[ "$(wc -l <"$work/next")" -eq 5 ] || fail "not five lines to try"
cd "$work" && mkdir try && cd try && ln -s "$SEKISHO_TOP/policies" policies ||
	exit 1
said="what to try next"
sh "$work/next" >"$work/out" 2>"$work/err"
err_has "this is no purpose that the policy declares"
err_has "use was stopped at the person's request S0.7a (35)"
out_has "mine.yaml: in order"
done_testing
