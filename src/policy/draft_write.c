/*
 * The policy file of a draft: its frame, and how its parts are written.
 */
#include "policy/draft_parts.h"

bool
draft_write_has(const struct writing *w, unsigned int features)
{
	return features == HAS_ALL || (w->features & features) != 0;
}

/* JSON's quoting is YAML's. */
void
draft_write_quote(struct writing *w, struct text text)
{
	node_write_string(w->out, text);
}

void
draft_write_say(struct writing *w, const char *ja, const char *en)
{
	buf_string(w->out, "{ja: ");
	draft_write_quote(w, text_of(ja));
	if (w->english) {
		buf_string(w->out, ", en: ");
		draft_write_quote(w, text_of(en));
	}
	buf_byte(w->out, '}');
}

static bool
is_listed(const struct writing *w, const struct draft_item *item,
    unsigned int purposes, unsigned int ways, enum draft_keeping keeping)
{
	return draft_write_has(w, item->features) &&
	    (purposes == 0 || (item->purposes & purposes) != 0) &&
	    (ways == 0 || (item->ways & ways) != 0) &&
	    (keeping == KEPT_NOT || item->keeping == keeping);
}

void
draft_write_list(struct writing *w, unsigned int purposes, unsigned int ways,
    enum draft_keeping keeping)
{
	bool first = true;

	buf_byte(w->out, '[');
	for (const struct draft_item *item = draft_items; item->id != NULL;
	    item++) {
		if (!is_listed(w, item, purposes, ways, keeping))
			continue;
		buf_printf(w->out, "%s%s", first ? "" : ", ", item->id);
		first = false;
	}
	buf_byte(w->out, ']');
}

void
draft_write(struct buf *out, const struct draft *draft)
{
	struct writing w = {
		.out = out, .draft = draft,
		.business = draft_business(draft),
		.features = draft_features(draft),
		.english = draft->answer[DRAFT_NAME_EN].n > 0,
	};

	buf_string(out,
	    "# yaml-language-server: $schema=policy.schema.json\n"
	    "# 個人情報の取扱いの方針。公表文とプログラムの動作は、このファイルから作られます。\n"
	    "# 実際に扱っている項目・目的・取扱先に合わせて直し、sekisho policy check で確かめます。\n"
	    "# ここに書いていないことは行えません。法律上の助言ではありません。\n"
	    "sekisho: 1\n");
	draft_people_write(&w);
	draft_uses_write(&w);
	draft_rights_write(&w);
	draft_duties_write(&w);
}
