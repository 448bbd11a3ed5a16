#include "law/provision_item.h"

#define BIT(item) (1u << PROVISION_##item)
/* What every record of personal data holds. */
#define COMMON (BIT(PARTY) | BIT(PERSON) | BIT(ITEMS))

const struct provision_item_row provision_item_table[PROVISION_KINDS] = {
	[PROVISION_GIVE_OPT_OUT] = { "29(1), Rules 20(1)1",
	    { "2017-05-30", "" }, BIT(DATE) | COMMON },
	[PROVISION_GIVE_CONSENT] = { "29(1), Rules 20(1)2",
	    { "2017-05-30", "" }, COMMON | BIT(CONSENT) },
	[PROVISION_RECEIVE_OPT_OUT] = { "30(3), Rules 24(1)1",
	    { "2017-05-30", "" }, BIT(DATE) | COMMON | BIT(HOW_ACQUIRED) |
	    BIT(PPC_PUBLICATION) },
	[PROVISION_RECEIVE_CONSENT] = { "30(3), Rules 24(1)2",
	    { "2017-05-30", "" }, COMMON | BIT(CONSENT) |
	    BIT(HOW_ACQUIRED) },
	[PROVISION_RECEIVE_RELATED] = { "30(3), Rules 24(1)3",
	    { "2022-04-01", "" }, COMMON | BIT(CONSENT) |
	    BIT(FOREIGN_INFORMATION) },
	[PROVISION_RECEIVE_PRIVATE] = { "30(3), Rules 24(1)4",
	    { "2017-05-30", "" }, COMMON | BIT(HOW_ACQUIRED) },
	[PROVISION_GIVE_RELATED] = { "31(3), Rules 28(1)",
	    { "2022-04-01", "" }, BIT(DATE) | BIT(PARTY) | BIT(ITEMS) |
	    BIT(CONSENT) | BIT(FOREIGN_INFORMATION) },
};

const char *const provision_item_names[PROVISION_ITEM_COUNT + 1] = {
	[PROVISION_DATE] = "date",
	[PROVISION_PARTY] = "party",
	[PROVISION_PERSON] = "person",
	[PROVISION_ITEMS] = "items",
	[PROVISION_CONSENT] = "consent",
	[PROVISION_HOW_ACQUIRED] = "how_acquired",
	[PROVISION_PPC_PUBLICATION] = "ppc_publication",
	[PROVISION_FOREIGN_INFORMATION] = "foreign_information",
};

bool
provision_item_needed(enum provision_kind kind, enum provision_item item,
    int64_t day)
{
	const struct provision_item_row *row = &provision_item_table[kind];

	return law_in_force(row->days, day) &&
	    (row->items & (1u << item)) != 0;
}
