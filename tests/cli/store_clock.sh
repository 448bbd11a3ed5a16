#!/bin/sh
# A clock that runs back: nothing is committed, each door says what to do, in
# both languages, and there is a way on after one that ran ahead was set.
. "$SEKISHO_TOP/tests/cli/gate_lib.sh"

# ahead SECONDS: by so much is the clock off, from here on.
ahead() {
	export LD_PRELOAD="$SEKISHO_BUILD/tests/shim.so" SHIM_CLOCK="$1"
}
right() { unset LD_PRELOAD SHIM_CLOCK; }
values() {
	echo '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"見本","company":"例示社","email":"'"$1"'@example.jp"}}'
}

new_store livals
as officer contract
ahead 31536000
add 0 "$(values one)"
one=$person
right
add 75 "$(values two)"
err_has "the computer's clock is 315"
err_has 'sekisho store accept-clock --reason WHY'
# Reading is written down, too, so nobody reads.
act 75 person show "$one"
out_lacks '見本'
LC_ALL=ja_JP.UTF-8
act 75 person show "$one"
LC_ALL=C.UTF-8
err_has '時計が、最後に記録した時刻より'
err_has 'sekisho store accept-clock --reason 理由'
run 7 doctor --in "$store"
out_has 'if it ran ahead before and is right now'

run 2 store accept-clock --in "$store"
err_has 'a reason is needed'
run 0 store accept-clock --in "$store" --reason 'the battery was empty'
run 8 store accept-clock --in "$store" --reason 'again'
err_has 'the clock is not behind'
run 0 audit show --in "$store"
out_has ':the battery was empty'
act 0 person show "$one"
add 0 "$(values two)"
run 0 audit verify --store --in "$store"

# A step of NTP: time stands still, and work goes on.
ahead -120
add 0 "$(values three)"
act 0 person show "$one"
run 0 audit verify --store --in "$store"
out_has 'before their entries: unless the clock was set back then'
run 0 doctor --in "$store"
out_has 'a little behind what was committed last'
ahead -400
add 75 "$(values four)"
right
add 0 "$(values four)"
people 4
done_testing
