#!/bin/sh
# What an operator may do wrong with a database on PostgreSQL: each says what to
# do, in both languages, and leaves nothing half-made behind.
[ -n "${SEKISHO_TEST_PG-}" ] ||
	exec python3 "$SEKISHO_TOP/tests/pgserver.py" "$0"
. "$SEKISHO_TOP/tests/cli/lib.sh"

policy=$SEKISHO_TOP/policies/livals.yaml
store=$work/store
who='--role officer --purpose contract'
sql() { "$SEKISHO_TEST_PSQL" -X -q "$SEKISHO_TEST_PG" -c "$1" >/dev/null ||
	fail "psql: $1"; }
# In a schema of that name, as that role.
at() { echo "$SEKISHO_TEST_PG&options=-csearch_path%3D$1" |
	sed "s,//sekisho@,//${2-sekisho}@,"; }
# says ENGLISH JAPANESE: the last command's words, and those of a second try.
says() {
	err_has "$1"
	err_has '→'
	# shellcheck disable=SC2086 # it is a list of words
	run "$wanted" $said --lang ja
	err_has "$2"
	err_has '→'
}
# nothing_made CODE DATA KEYS ENGLISH JAPANESE
nothing_made() {
	run "$1" init "$store" --policy "$policy" --store "$2" --keys "$3"
	says "$4" "$5"
	checks=$((checks + 1))
	[ ! -e "$store" ] || fail "a folder was left behind"
}

sql 'CREATE SCHEMA data; CREATE SCHEMA keys; CREATE SCHEMA other;
	CREATE ROLE poor LOGIN; CREATE ROLE server LOGIN;
	GRANT USAGE ON SCHEMA data, keys TO poor, server;
	ALTER DEFAULT PRIVILEGES
		GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO server'
nothing_made 75 'postgresql://u@/x?host=/nowhere' \
	'postgresql://u@/y?host=/nowhere' 'pg_isready' 'pg_isready'
nothing_made 2 'postgresql://u@host:port/x' "$(at keys)" \
	'postgresql://role@host/database' '例: postgresql://'
nothing_made 6 "$SEKISHO_TEST_PG&dbname=absent" "$(at keys)" \
	'make it with createdb or CREATE SCHEMA' 'createdb 又は CREATE SCHEMA'
nothing_made 6 "$(at data)" "$(at absent)" \
	'make it with createdb or CREATE SCHEMA' 'createdb 又は CREATE SCHEMA'
nothing_made 1 "$(at data nobody)" "$(at keys nobody)" 'pg_hba.conf' \
	'pg_hba.conf'
nothing_made 1 "$(at data poor)" "$(at keys poor)" 'GRANT' 'GRANT'
nothing_made 2 "$(at data)" "$(at data)" 'in two databases' \
	'別々のデータベース'
nothing_made 2 "$(at data)&sslmode=prefer" "$(at keys)" 'verify-full' \
	'verify-full'
nothing_made 2 'postgresql://u:secret@/x' "$(at keys)" PGPASSFILE PGPASSFILE
err_lacks secret

run 0 init "$store" --policy "$policy" --store "$(at data)" --keys "$(at keys)"
store=$work/second
nothing_made 8 "$(at data)" "$(at other)" 'store already' 'すでにストア'
store=$work/store
# A server needs no more than to read and write rows.
cp -r "$store" "$work/server"
sed -i 's,//sekisho@,//server@,' "$work/server/sekisho.yaml"
"$sekisho" demo people 5 --policy "$policy" >"$work/people"
input=$work/people
run 0 person add $who --in "$work/server"
run 0 audit verify --store --in "$work/server"
out_has '5 people'
cp -r "$store" "$work/poor"
sed -i 's,//sekisho@,//poor@,' "$work/poor/sekisho.yaml"
run 1 audit verify --store --in "$work/poor"
says GRANT GRANT
# The URL of something else; a newer program's; one that may lose commits.
cp -r "$store" "$work/wrong"
sed -i 's,search_path%3Ddata,search_path%3Dother,' "$work/wrong/sekisho.yaml"
run 7 audit verify --store --in "$work/wrong"
says 'sekisho.yaml' 'sekisho.yaml'
sql 'INSERT INTO data.migration VALUES (2, 2)'
run 2 audit verify --store --in "$store"
says 'install the newer version' '新しい版をインストール'
sql 'DELETE FROM data.migration WHERE version = 2'
sql 'ALTER SYSTEM SET full_page_writes = off'
sql 'SELECT pg_reload_conf()'
sleep 1
run 1 audit verify --store --in "$store"
says 'postgresql.conf' 'postgresql.conf'
sql 'ALTER SYSTEM RESET full_page_writes'
sql 'SELECT pg_reload_conf()'
done_testing
