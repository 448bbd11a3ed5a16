/*
 * Shapes of campaigns, and of objections to a change of the policy.
 */
#include "api/shapes.h"
#include "notice/campaign.h"

#define MUST(name, shape, ja, en) { name, &(shape), true, { ja, en } }
#define MAY(name, shape, ja, en) { name, &(shape), false, { ja, en } }
#define END { NULL, NULL, false, { NULL, NULL } }
#define OBJECT(what) { .kind = SHAPE_OBJECT, .fields = what }
#define LIST(what) { .kind = SHAPE_LIST, .element = &(what) }

static const struct shape line = { .kind = SHAPE_TEXT, .max = 200 };
static const struct shape way = {
	.kind = SHAPE_ENUM, .names = campaign_way_names
};
const struct shape shapes_answer = {
	.kind = SHAPE_ENUM, .names = campaign_answer_names
};
static const struct shape sums = {
	.kind = SHAPE_DICT, .element = &shapes_number
};
static const struct shape texts = LIST(shapes_text);

/* Bodies. */

static const struct shape_field open_fields[] = {
	MUST("consent", shapes_word, "施行中のポリシーの同意",
	    "a consent of the policy in force"),
	MAY("until", line, "いつまで (RFC 3339)", "until when (RFC 3339)"),
	END
};
const struct shape shapes_campaign_open = OBJECT(open_fields);

static const struct shape_field asking_fields[] = {
	MUST("consent", shapes_word, "求めた同意",
	    "the consent that was asked for"),
	MUST("way", way, "求めた方法", "by which way"), END
};
const struct shape shapes_asking = OBJECT(asking_fields);

/* Answers. */

static const struct shape_field campaign_fields[] = {
	MUST("consent", shapes_text, "同意", "the consent"),
	MUST("revision", shapes_number, "始めたときの版",
	    "the revision in force when it was opened"),
	MUST("opened_at", shapes_text, "始めた日時", "opened at"),
	MAY("until", shapes_text, "期限", "until when"),
	MUST("by", shapes_text, "始めた主体", "who opened it"), END
};
const struct shape shapes_campaign = OBJECT(campaign_fields);
static const struct shape campaign_list_shape = LIST(shapes_campaign);
static const struct shape_field campaigns_fields[] = {
	MUST("campaigns", campaign_list_shape, "同意の依頼", "campaigns"),
	END
};
const struct shape shapes_campaigns = OBJECT(campaigns_fields);

static const struct shape_field asked_fields[] = {
	MUST("person", shapes_text, "本人", "the person"),
	MUST("answer", shapes_answer, "回答", "answer"),
	MUST("way", way, "最後に求めた方法", "by which way asked last"),
	MUST("asked", shapes_number, "求めた回数", "times asked"),
	MUST("first", shapes_text, "最初に求めた日時", "asked first at"),
	MUST("last", shapes_text, "最後に求めた日時", "asked last at"),
	MAY("answered", shapes_text, "回答の日時", "answered at"), END
};
static const struct shape asked = OBJECT(asked_fields);
static const struct shape asked_list = LIST(asked);
static const struct shape_field report_fields[] = {
	MUST("campaign", shapes_campaign, "同意の依頼", "the campaign"),
	MUST("asked", shapes_number, "このページで求めた人数",
	    "people asked, of this page"),
	MUST("unseen", shapes_number,
	    "求めたが、この役割と利用目的では見られない人数",
	    "asked, but not for this role and purpose to see"),
	MUST("answers", sums, "回答ごとの人数", "people by answer"),
	MUST("ways", sums, "方法ごとの回数", "times asked, by way"),
	MUST("people", asked_list, "求めた本人", "who was asked"),
	MAY("next", shapes_text, "続きのカーソル", "cursor of what follows"),
	END
};
const struct shape shapes_campaign_report = OBJECT(report_fields);

static const struct shape_field objecting_fields[] = {
	MUST("person", shapes_text, "本人", "the person"),
	MUST("revision", shapes_number, "改訂後の版", "the revision"),
	MUST("time", shapes_text, "日時", "when"),
	MUST("purposes", texts, "異議の及ぶ利用目的",
	    "purposes that are refused because of it"), END
};
static const struct shape objecting = OBJECT(objecting_fields);
static const struct shape objecting_list = LIST(objecting);
static const struct shape_field objections_fields[] = {
	MUST("count", shapes_number, "このページの人数",
	    "people, of this page"),
	MUST("unseen", shapes_number,
	    "異議があるが、この役割と利用目的では見られない人数",
	    "who object, but not for this role and purpose to see"),
	MUST("people", objecting_list, "異議のある本人", "who objects"),
	MAY("next", shapes_text, "続きのカーソル", "cursor of what follows"),
	END
};
const struct shape shapes_objections = OBJECT(objections_fields);
