#!/bin/sh
# What somebody does wrong who anonymises a file for the first time: each is
# an error with its place, and nothing is written.
. "$SEKISHO_TOP/tests/cli/lib.sh"
cd "$work" || exit 1

printf 'f;*\nm;*\n' >sex.csv
least='{k_anonymity: 2}'
plan() {
	cat >plan.yaml <<EOT
sekisho_plan: 1
columns:
  - {name: age, role: quasi_identifier, hierarchy: {bands: [10, 50]}}
  - {name: sex, role: quasi_identifier, hierarchy: {file: sex.csv}}
models: [${1:-$least}]
${2:-}
EOT
}
plan
# The rows of a table, and what is wrong with them.
table() {
	wanted_error=$1
	shift
	printf "$@" >table.csv
	run 2 anonymise run --input table.csv --plan plan.yaml \
		--output out.csv
	err_has "$wanted_error"
	[ ! -e out.csv ] || fail "a file was written"
	ls ./*.tmp >found 2>errors && fail "something is left: $(cat found)"
}

table '[table.csv:3]' 'age,sex\n10,f\n20,m,x\n'
err_has 'there are more than 2 columns'
table 'there are 1 columns where 2 are needed [table.csv:2]' 'age,sex\n10\n'
table 'this value is not in the hierarchy [table.csv:3:sex]' \
	'age,sex\n10,f\n20,q\n'
table 'cannot read this value [table.csv:3:age]' 'age,sex\n10,f\nold,m\n'
table 'of 1 rows up to 0 may be suppressed' 'age,sex\n10,f\n'
err_has 'weaken the models, raise suppression_limit'
table 'there are no rows of data' 'age,sex\n'
table 'the file is empty [table.csv]' ''
table 'the input has no column "sex"' 'age,name\n10,x\n'
table 'the column "extra" is not in the plan' 'age,sex,extra\n10,f,1\n'
err_has 'set undeclared to delete or keep'
table '[table.csv:4]' 'age,sex\n10,f\n12,f\n"15,f\n'
table 'not UTF-8 text [table.csv:2:sex]' 'age,sex\n10,\377\376\n'
table 'two columns' 'age,sex,age\n10,f,10\n'

# Values are never quoted, in any of these.
table 'this value is not in the hierarchy' 'age,sex\n10,秘密の値\n'
err_lacks 秘密の値

printf 'f;*\nm;*;x\n' >sex.csv
table 'sex.csv:2]' 'age,sex\n10,f\n'
printf 'f;a;*\nm;a;x\n' >sex.csv
table 'sex.csv' 'age,sex\n10,f\n10,m\n'
printf 'f;*\nm;*\n' >sex.csv

# Plans: all that is wrong at once, each with its place.
plan '{k_anonymity: two}' 'quality: best'
run 2 anonymise check plan.yaml
out_has 'plan.yaml:5:'
out_has 'plan.yaml:6:10: error: one of these is expected: loss'
plan '{t_closeness: {column: sex, t: 0.1}}'
run 2 anonymise check plan.yaml
out_has 'not_sensitive'
plan '{k_map: 5}'
run 2 anonymise check plan.yaml
out_has 'this model needs a subset'
plan '{delta_presence: {min: 0.5, max: 0.1}}' 'subset: {file: part.csv}'
run 2 anonymise check plan.yaml
out_has 'the least is above the greatest'
# What the plan means with both of them is said, and it goes on.
plan '{k_anonymity: 2}, {delta_presence: {min: 0.1, max: 0.9}}' \
	'subset: {column: sex, value: f}'
run 0 anonymise check plan.yaml
out_has presence_narrowed
plan '{delta_presence: {min: 0.1, max: 0.9}}' \
	'subset: {column: sex, value: f}'
run 0 anonymise check plan.yaml
out_lacks presence_narrowed
plan '{sample_uniqueness: 0.1}' 'transformation: local'
run 2 anonymise check plan.yaml
out_has local_sample
plan '{k_anonymity: 2}' 'transformation: local'
sed -i 's/hierarchy: {bands: \[10, 50\]}/&, levels: {max: 1}/' plan.yaml
run 2 anonymise check plan.yaml
out_has local_levels

# A hierarchy without a root says something at its top: rows that are alone
# there are unique, and nothing can be done about it.
printf 'f\nm\n' >sex.csv
plan '{sample_uniqueness: 0}'
table 'no generalisation satisfies the models' 'age,sex\n10,f\n20,m\n30,m\n'
printf 'f;*\nm;*\n' >sex.csv

# The table that is read is not written over, by no name of it.
plan
printf 'age,sex\n10,f\n12,f\n15,m\n' >table.csv
cp table.csv before.csv
ln -s table.csv link.csv
ln table.csv hard.csv
for name in table.csv ./table.csv link.csv hard.csv plan.yaml sex.csv; do
	run 2 anonymise run --input table.csv --plan plan.yaml --output "$name"
	err_has 'it would be written over what is read'
done
cmp -s table.csv before.csv || fail "the table has changed"
run 1 anonymise run --input table.csv --plan plan.yaml --output no/out.csv
err_has no/out.csv
run 6 anonymise run --input nothing.csv --plan plan.yaml
err_has 'no such file [nothing.csv]'
run 6 anonymise run --input table.csv --plan nothing.yaml
run 0 anonymise run --input table.csv --plan plan.yaml --output out.csv
run 0 anonymise run --input table.csv --plan plan.yaml --output out.csv
done_testing
