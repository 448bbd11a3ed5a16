#!/bin/sh
# The worst days of a store: each gives a sentence that tells an operator what
# to do, in both languages, and takes no more than physics took.
. "$SEKISHO_TOP/tests/cli/lib.sh"

policy=$SEKISHO_TOP/policies/livals.yaml
store=$work/store
who='--role officer --purpose contract'
add() {
	feed '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"見本 '"$1"'","company":"例示社","email":"'"$1"'@example.jp"}}'
	run 0 person add $who --in "$store"
}
# says ENGLISH JAPANESE [INPUT]: the last command again, in Japanese, has that
# line.
says() {
	err_has "$1"
	[ -z "${3-}" ] || input=$3
	again=$2
	LC_ALL=ja_JP.UTF-8
	# shellcheck disable=SC2086 # it is a list of words
	run "$wanted" $said
	LC_ALL=C.UTF-8
	err_has "$again"
}

# The passphrase is lost.
printf 'correct horse battery staple\n' >"$work/pass"
printf 'wrong horse battery staple\n' >"$work/wrong"
make_store "$store" --policy "$policy" --passphrase-file "$work/pass" \
	--argon2-mib 64
run 4 audit verify --store --in "$store" --passphrase-file "$work/wrong"
err_has 'the passphrase is not the right one'
says 'give what this store was set up with' 'このストアに設定したもの'
err_has '誰にも開けません'
run 2 audit verify --store --in "$store" --key-file "$work/pass"
says 'give what this store was set up with' 'このストアに設定したもの'

# The key file is lost, or another one stands there.
rm -rf "$store"
make_store "$store" --policy "$policy"
mv "$store.key" "$work/kept"
run 6 audit verify --store --in "$store"
says "the key file's copy (--key-file)" '控えの鍵ファイル (--key-file)'
printf 'sekisho-key-1 %s\n' "$(head -c 32 /dev/zero | base64)" >"$store.key"
run 4 audit verify --store --in "$store"
says 'give what this store was set up with' 'このストアに設定したもの'
cp "$work/kept" "$store.key"
add one

# One share of the key is wrong: it is named, and another one does.
run 0 keys split 2/3 "$work/shares" --in "$store"
# A letter of the share itself, not of its head.
sed 's/^\(sekisho-share-1 2 \)./\1_/;s/_\(.*\)$/A\1/' "$work/shares/share-2" \
	>"$work/bad"
cmp -s "$work/bad" "$work/shares/share-2" &&
	sed 's/^\(sekisho-share-1 2 \)./\1B/' "$work/shares/share-2" >"$work/bad"
run 4 keys inventory --in "$store" --shares "$work/shares/share-1,$work/bad"
err_has 'share 2 is not the right one'
says 'use the share of somebody else' '別の保管者の分散'
run 0 keys inventory --in "$store" \
	--shares "$work/shares/share-1,$work/shares/share-3"

run 4 keys inventory --in "$store" --shares "$work/shares/share-1"
says 'give those of other keepers, too' 'ほかの保管者の分散も'

# A file beside the databases, or a database, is gone or damaged.
databases='keys/keys.db data.db'
[ -z "${SEKISHO_TEST_PG-}" ] || databases=
for lost in keys/unlock.json keys/kek $databases; do
	mv "$store/$lost" "$work/lost"
	run 6 audit verify --store --in "$store"
	says 'put the newest copy of this file back' 'このファイルの最新の写し'
	[ ! -e "$store/$lost" ] || fail "$lost was made anew"
	mv "$work/lost" "$store/$lost"
done
for damaged in keys/unlock.json keys/kek; do
	cp "$store/$damaged" "$work/lost"
	head -c 8192 /dev/zero >"$store/$damaged"
	run 7 audit verify --store --in "$store"
	says 'put the newest copy of this file back' 'このファイルの最新の写し'
	cp "$work/lost" "$store/$damaged"
done
run 0 audit verify --store --in "$store"

# The disk is full: nothing is half-done, and the same works afterwards.  (On
# PostgreSQL it is the server's disk.)
if [ -z "${SEKISHO_TEST_PG-}" ]; then
	feed '{"way":"application_form","subject":"customer","shown":true,"values":{"name":"見本 full","company":"例示社","email":"full@example.jp"}}'
	export LD_PRELOAD="$SEKISHO_BUILD/tests/shim.so" SHIM_FAIL=2 SHIM_ERRNO=28 \
		SHIM_FOREVER=1 SHIM_ONLY=data.db-wal
	run 1 person add $who --in "$store"
	says 'make room and do the same again' '空きを作ってから' \
		"$work/in"
	unset LD_PRELOAD SHIM_FAIL SHIM_ERRNO SHIM_FOREVER SHIM_ONLY
fi
run 0 audit verify --store --in "$store"
out_has 'agrees with the log: 1 people'
add full
make_store "$work/other" --policy "$policy"

# The power went: the files that were not synced are empty.
: >"$store/log/checkpoint"
run 7 audit verify --in "$store"
says 'after a power cut, sekisho audit verify --store makes it again' \
	'停電の後なら'
run 0 audit verify --store --in "$store"
run 0 audit verify --in "$store"
width=$(ls "$store/log/tile/entries/000.p" | sort -n | tail -1)
: >"$store/log/tile/entries/000.p/$width"
: >"$store/log/tile/0/000.p/$width"
run 7 audit verify --in "$store"
says 'after a power cut, sekisho audit verify --store makes it again' \
	'停電の後なら'
run 0 audit verify --store --in "$store"
out_has 'agrees with the log: 2 people'
# ... those that say where everything is, too.
for file in "$store/sekisho.yaml" "$store/log/vkey" "$store.key"; do
	cp "$file" "$work/saved"
	: >"$file"
	run 7 audit verify --in "$store" --store
	case $file in
	*.yaml) says 'put back a copy of sekisho.yaml' '控えの sekisho.yaml' ;;
	*vkey) says 'give a copy of the verifier key' '控えの検証鍵を' ;;
	*.key) says "the key file's copy (--key-file)" \
		'控えの鍵ファイル (--key-file)' ;;
	esac
	cat "$work/saved" >"$file"
done
run 0 audit verify --store --in "$store"
# ... while a store was made.
if [ -z "${SEKISHO_TEST_PG-}" ]; then
	mkdir "$work/half"
	cp "$store/data.db" "$work/half"
	run 8 init "$work/half" --policy "$policy"
	says 'move the folder away and make it again' '移してから作成してください'
fi

# The log's folder is gone: what is not in the store comes from a backup, the
# verifier key is made again.
mv "$store/log" "$work/log"
run 0 keys inventory --in "$store"
run 0 audit verify --in "$store"
cmp "$store/log/vkey" "$work/log/vkey" || fail "another verifier key"
rm -r "$store/log"
mv "$work/log" "$store/log"
run 0 audit verify --store --in "$store"

# Last week's database is put back.
copy_store "$store" "$work/last-week"
add today
copy_store "$store" "$work/today"
put_back "$work/last-week" "$store" data
run 7 audit verify --store --in "$store"
says 'put the newest one back, or restore a backup' \
	'最新のデータベースを戻すか'
err_has '証拠として残してください'
# Nobody works with it, either, and no server begins with it.
for command in 'person show per_0000' 'server --listen 127.0.0.1:0' doctor \
	'backup create'; do
	# shellcheck disable=SC2086 # they are lists of words
	run 7 $command --in "$store"
	err_has 'put the newest one back, or restore a backup'
done
put_back "$work/today" "$store" data
run 0 audit verify --store --in "$store"
out_has 'agrees with the log: 3 people'

# The file is no database any more.
[ -z "${SEKISHO_TEST_PG-}" ] || {
	done_testing
	exit
}
head -c 8192 /dev/zero | tr '\0' 'x' >"$store/data.db"
run 7 audit verify --store --in "$store"
says 'bring the newest backup back' '最新のバックアップから'

done_testing
