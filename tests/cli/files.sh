#!/bin/sh
# Files of people by the command line: what goes in comes out, in pieces; who
# may not is refused by its clause (S2.1a, S2.2.r).
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

new_store libera
head -c 3158073 /dev/urandom >"$work/call.wav"
here="--item call_recording --way telephone --subject user"

# Taken in, as a value, and out again.
as office_staff call_accuracy
act 0 file put "$work/call.wav" $here --type audio/wav
file=$(cat "$work/out")
printf '{"way":"telephone","subject":"user","announced":true,"values":{"call_recording":"%s"}}\n' "$file" >"$work/in"
input=$work/in
act 0 person add
person=$(sed -n 's/.*"person":"\(per_[0-9a-z]*\)".*/\1/p' "$work/out")
act 0 file get "$person" "$file" "$work/back.wav"
cmp "$work/call.wav" "$work/back.wav" || fail "what came out is not what went in"
case $(stat -c %a "$work/back.wav") in
600) ;;
*) fail "others can read what came out" ;;
esac
act 0 person show "$person"
out_has "$file"

# By standard input, and as JSON.
input=$work/call.wav
act 0 file put - $here --json
out_has "\"bytes\": 3158073"
out_has "$(sha256sum <"$work/call.wav" | cut -d' ' -f1)"
second=$(sed -n 's/.*"file": "\(fil_[^"]*\)".*/\1/p' "$work/out")
[ -n "$second" ] || fail "no id"

# Refused, by its clause; what is another's or unknown looks the same.
as coordinator introduction
act 5 file put "$work/call.wav" $here
err_has "S2."
act 5 file get "$person" "$file" "$work/none.wav"
[ ! -e "$work/none.wav" ] || fail "something came out"
as office_staff call_accuracy
act 6 file get "$person" "$second" "$work/none.wav"
err_has "no such file"
act 6 file get "$person" fil_00000000000000000000000000 "$work/none.wav"
[ ! -e "$work/none.wav" ] || fail "something came out"

# What is wrong in the asking.
act 6 file put "$work/missing.wav" $here
act 2 file put "$work/call.wav" --item inquiry --way telephone --subject user
act 2 file put "$work/call.wav" --item call_recording --way nowhere \
	--subject user
printf 'server:\n  file_mib: 2\n' >>"$store/sekisho.yaml"
act 2 file put "$work/call.wav" $here
err_has "2 MiB"
input=$work/call.wav
act 2 file put - $here
err_has "2 MiB"
run 0 job run files --in "$store"
run 0 audit verify --store --in "$store"
done_testing
