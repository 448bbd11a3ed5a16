#include "vault/display_json.h"

static void
label(struct jsonw *json, const char *key, const struct node *node,
    const char *of, enum language language)
{
	const struct node *words = node_get(node, of);

	if (words != NULL)
		jsonw_member_text(json, key, policy_label(words, language));
}

void
display_json_head(struct jsonw *json, const struct policy_way *way,
    enum language language)
{
	jsonw_member_text(json, "form", way->id);
	label(json, "label", way->node, "label", language);
	jsonw_member_text(json, "medium", node_text(way->node, "medium"));
	jsonw_member_text(json, "source", node_text(way->node, "source"));
}

static void
write_item(struct jsonw *json, const struct policy_item *item, bool required,
    enum language language)
{
	const struct node *choices = node_get(item->node, "choices");

	jsonw_open_object(json);
	jsonw_member_text(json, "item", item->id);
	label(json, "label", item->node, "label", language);
	jsonw_member_string(json, "kind", kind_names[item->kind]);
	jsonw_member_bool(json, "required", required);
	if (choices != NULL) {
		jsonw_key(json, "choices");
		jsonw_open_array(json);
		for (size_t i = 0; i < node_count(choices); i++) {
			jsonw_open_object(json);
			jsonw_member_text(json, "id",
			    node_text(node_at(choices, i), "id"));
			label(json, "label", node_at(choices, i), "label",
			    language);
			jsonw_close_object(json);
		}
		jsonw_close_array(json);
	}
	jsonw_close_object(json);
}

static void
write_consents(struct jsonw *json, const struct display *display,
    const struct policy *policy)
{
	jsonw_key(json, "consents");
	jsonw_open_array(json);
	BITS_EACH(number, &display->way->consents) {
		const struct policy_consent *consent =
		    policy->consent_at[number];

		if (consent == NULL)
			continue;
		jsonw_open_object(json);
		jsonw_member_text(json, "consent", consent->id);
		label(json, "wording", consent->node, "wording",
		    display->language);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
write_people(struct jsonw *json, const struct display *display,
    const struct policy *policy)
{
	jsonw_key(json, "subjects");
	jsonw_open_array(json);
	for (size_t i = 0; i < policy->subject_count; i++)
		if (bits_has(&display->way->subjects,
		    policy->subjects[i].number))
			jsonw_text(json, policy->subjects[i].id);
	jsonw_close_array(json);
	jsonw_key(json, "services");
	jsonw_open_array(json);
	BITS_EACH(number, &display->way->services)
		jsonw_text(json, node_text(policy->service_at[number],
		    "id"));
	jsonw_close_array(json);
}

void
display_json(struct jsonw *json, const struct display *display,
    const struct policy *policy)
{
	const struct policy_way *way = display->way;

	display_json_head(json, way, display->language);
	jsonw_member_string(json, "language",
	    display->language == LANGUAGE_JA ? "ja" : "en");
	jsonw_member_int(json, "revision", display->revision);
	write_people(json, display, policy);
	jsonw_key(json, "items");
	jsonw_open_array(json);
	BITS_EACH(number, &way->items)
		if (policy->item_at[number] != NULL)
			write_item(json, policy->item_at[number],
			    bits_has(&way->required, (unsigned int)number),
			    display->language);
	jsonw_close_array(json);
	write_consents(json, display, policy);
	label(json, "consequence", way->node, "consequence",
	    display->language);
	label(json, "announcement", way->node, "announcement",
	    display->language);
	jsonw_member_text(json, "text", display->text);
	jsonw_member_hex(json, "hash", display->hash.bytes, HASH_SIZE);
}
