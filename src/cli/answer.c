#include "cli/answer.h"

enum { ANSWER_MAX = 1 << 28 };

void
answer_begin(struct answer *answer, const struct cli *cli)
{
	*answer = (struct answer){ .cli = cli };
	buf_init(&answer->out, cli->arena, ANSWER_MAX);
	answer->json = jsonw_new(&answer->out, true);
}

void
answer_list(struct answer *answer, const char *key)
{
	if (!answer->cli->json)
		return;
	answer->list = true;
	answer->object = key != NULL;
	if (answer->object) {
		jsonw_open_object(&answer->json);
		jsonw_key(&answer->json, key);
	}
	jsonw_open_array(&answer->json);
}

enum status
answer_end(struct answer *answer, enum status status, struct error *error)
{
	if (answer->list)
		jsonw_close_array(&answer->json);
	if (answer->object)
		jsonw_close_object(&answer->json);
	return status == STATUS_OK ? cli_put(answer->cli, &answer->out,
	    error) : status;
}
