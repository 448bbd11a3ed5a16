/*
 * sekisho demo people - lines of invented people for a policy.
 */
#include <errno.h>

#include "cli/people.h"
#include "cli/session.h"
#include "cli/tables.h"

static enum status
write_people(struct cli *cli, const struct policy *policy, int64_t first,
    int64_t count, struct error *error)
{
	struct arena *arena = arena_new(1 << 20);
	const char *id = cli_option(cli, "way");
	const struct policy_way *way = id == NULL ? people_way(policy) :
	    policy_way(policy, text_of(id));
	enum status status = STATUS_OK;

	if (arena == NULL)
		return error_memory(error);
	if (way == NULL) {
		arena_free(arena);
		return cli_usage("--way", (struct words){
		    "ポリシーに宣言された取得方法ではありません",
		    "the policy declares no such way of acquisition" },
		    error);
	}
	for (int64_t i = 0; i < count && status == STATUS_OK; i++) {
		struct buf line;

		arena_reset(arena);
		buf_init(&line, arena, 65536);
		people_line(&line, policy, way, (uint64_t)(first + i));
		status = buf_status(&line, error);
		if (status == STATUS_OK &&
		    fwrite(line.p, 1, line.n, cli->out) != line.n)
			status = error_system(error, "write", errno);
	}
	arena_free(arena);
	return status;
}

static enum status
people(struct cli *cli, struct error *error)
{
	const char *path = cli_option(cli, "policy");
	const struct policy *policy;
	struct policy_source source;
	struct numbering numbering;
	struct findings findings;
	int64_t first, count;
	enum status status;

	if (path == NULL)
		return cli_usage("--policy", (struct words){
		    "ポリシーファイルを指定してください",
		    "a policy file is needed" }, error);
	findings_init(&findings, cli->arena, path);
	numbering_init(&numbering, cli->arena);
	status = policy_source_read(&source, path, &findings, cli->arena,
	    error);
	if (status == STATUS_OK)
		status = policy_compile(&policy, &source, &numbering,
		    cli->arena, error);
	if (status == STATUS_OK)
		status = cli_option_int(cli, "first", 1, 1LL << 40, 1, &first,
		    error);
	if (status == STATUS_OK && (!text_to_int(text_of(cli->arguments[0]),
	    &count) || count < 0))
		status = cli_usage("N", (struct words){
		    "人数を指定してください", "a number is needed" }, error);
	return status == STATUS_OK ? write_people(cli, policy, first, count,
	    error) : status;
}

static const struct cli_option people_options[] = {
	{ "policy", "FILE", { "ポリシーファイル", "policy file" } },
	{ "way", "WAY", { "取得方法", "way of acquisition" } },
	{ "first", "N", { "最初の番号", "number of the first one" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_demo_commands[] = {
	{ "demo", "people", "N",
	  { "架空の本人を N 人分、1行に1人の JSON で出力する",
	    "write N invented people, one JSON object a line" },
	  people_options, .run = people },
	{ .noun = NULL },
};
