#include "access/account.h"
#include "base/cbor_form.h"

enum { NAME_MAX_BYTES = 64 };

const char *const account_kind_names[ACCOUNT_KINDS] = {
	[ACCOUNT_SERVICE] = "service", [ACCOUNT_STAFF] = "staff",
	[ACCOUNT_AUDITOR] = "auditor",
};

bool
account_is_name(struct text name, enum account_kind *kind)
{
	ptrdiff_t colon = text_find(name, TEXT(":"));
	bool known = false;

	if (colon < 1 || name.n > NAME_MAX_BYTES ||
	    (size_t)colon + 1 == name.n)
		return false;
	for (int i = 1; i < ACCOUNT_KINDS; i++)
		if (text_is(text_slice(name, 0, (size_t)colon),
		    account_kind_names[i])) {
			*kind = (enum account_kind)i;
			known = true;
		}
	for (size_t i = (size_t)colon + 1; i < name.n; i++) {
		char c = name.p[i];

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') &&
		    c != '.' && c != '_' && c != '-')
			return false;
	}
	return known;
}

static const struct cbor_member key_members[] = {
	{ CBOR_AT(struct account_key, 0, hash.bytes) },
	{ CBOR_AT(struct account_key, 1, made) },
	{ CBOR_AT(struct account_key, 2, expires) },
	{ CBOR_AT(struct account_key, 3, hint) },
};
static const struct cbor_form key_form = CBOR_ARRAY_OF(key_members);

#define LIST(key, list) \
	{ CBOR_LIST(struct account, key, list.ids, list.n, \
	  &cbor_form_texts), .apart = true, .optional = true, \
	  .most = ACCOUNT_LIST }
static const struct cbor_member members[] = {
	{ CBOR_AT(struct account, 0, name) },
	{ CBOR_AT(struct account, 1, kind), .optional = true },
	LIST(2, roles),
	LIST(3, purposes),
	LIST(4, items),
	LIST(5, services),
	{ CBOR_AT(struct account, 6, quota), .optional = true },
	{ CBOR_AT(struct account, 7, made), .optional = true },
	{ CBOR_AT(struct account, 8, left), .optional = true },
	{ CBOR_LIST(struct account, 9, keys, key_count, &key_form),
	  .optional = true, .most = ACCOUNT_KEYS },
	{ CBOR_AT(struct account, 10, password), .optional = true },
	{ CBOR_AT(struct account, 11, totp), .optional = true },
	{ CBOR_AT(struct account, 12, step), .optional = true },
	{ CBOR_AT(struct account, 13, failures), .optional = true },
	{ CBOR_AT(struct account, 14, locked), .optional = true },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

void
account_write(struct buf *out, const struct account *a)
{
	cbor_form_write(out, &form, a);
}

enum status
account_read(struct account *account, struct bytes bytes,
    struct arena *arena, struct error *error)
{
	enum account_kind kind;

	memset(account, 0, sizeof(*account));
	if (cbor_form_read(account, &form, bytes, arena) &&
	    account_is_name(account->name, &kind) &&
	    kind == account->kind)
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "principal_broken",
	    "主体の文書を読めません", "a principal's document is broken");
}
