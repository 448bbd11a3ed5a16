#!/bin/sh
# script/server: the demo is made once, shown each time, served, and what it says
# to try next works while it serves.
. "$SEKISHO_TOP/tests/cli/lib.sh"
SEKISHO_DEMO=$work/demo
SEKISHO_LISTEN=127.0.0.1:0
SEKISHO_MANAGE=127.0.0.1:0
export SEKISHO_DEMO SEKISHO_LISTEN SEKISHO_MANAGE
server=
trap 'stop; rm -rf "$work"' EXIT

# Serves in the background; $port is where.
serve() {
	said=script/server
	: >"$work/err"	# what an earlier one said is not waited for
	"$SEKISHO_TOP/script/server" >"$work/out" 2>"$work/err" &
	server=$!
	tries=0
	until grep -q '^health and figures' "$work/err"; do
		tries=$((tries + 1))
		if [ "$tries" -gt 1200 ] || ! kill -0 "$server"; then
			fail "script/server does not serve"
			break
		fi
		sleep 0.1
	done
	port=$(sed -n 's/^listening on .*(port \([0-9]*\))/\1/p' "$work/err")
}

stop() {
	[ -n "$server" ] || return 0
	kill "$server" && wait "$server" ||
		fail "script/server ended with $?"
	server=
}

serve
out_has "made the store"
out_has "by clause S0.3.2"
out_has "this role may not act for this purpose S0.5.5a (23)"
out_has "×role_not_for_purpose"
out_has "the log is as signed: 1008 entries"
out_has "the store agrees with the log: 1000 people"
cp "$work/out" "$work/first"
stop

# The second time it is there.
serve
out_lacks "made the store"
out_has "the store agrees with the log: 1000 people"

# What it says to try, in the folder where one is.
grep -E '^   (sekisho|cp|export) ' "$work/out" | sed 's/^   //' >"$work/next"
checks=$((checks + 1))
[ "$(wc -l <"$work/next")" -eq 5 ] || fail "not five lines to try"
# The curl lines, at the port that it has.
sed -n '/^   KEY=/,/openapi.json/s/^   //p' "$work/out" |
	sed "s/127.0.0.1:0/127.0.0.1:$port/" >"$work/curl"
cd "$work" && mkdir try && cd try && ln -s "$SEKISHO_TOP/policies" policies ||
	exit 1
said="what to try next"
sh "$work/next" >"$work/out" 2>"$work/err"
err_has "this is no purpose that the policy declares"
err_has "use was stopped at the person's request S0.7a (35)"
out_has "mine.yaml: in order"
if command -v curl >/dev/null; then
	said="the curl lines"
	sh "$work/curl" >"$work/out" 2>"$work/err"
	out_has '"email":"yumi.watanabe.1@example.jp"'
	out_has '"code":"purpose_unknown"'
	out_has '"openapi":"3.1.0"'
fi
stop
done_testing
