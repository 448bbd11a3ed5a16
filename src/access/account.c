#include "access/account.h"
#include "base/cbor.h"

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

static void
write_list(struct buf *out, uint64_t key, const struct account_list *list)
{
	if (list->n == 0)
		return;
	cbor_uint(out, key);
	cbor_array(out, list->n);
	for (size_t i = 0; i < list->n; i++)
		cbor_text(out, list->ids[i]);
}

static void
write_number(struct buf *out, uint64_t key, uint64_t value)
{
	if (value == 0)
		return;
	cbor_uint(out, key);
	cbor_uint(out, value);
}

static void
write_keys(struct buf *out, const struct account *account)
{
	if (account->key_count == 0)
		return;
	cbor_uint(out, 9);
	cbor_array(out, account->key_count);
	for (size_t i = 0; i < account->key_count; i++) {
		const struct account_key *key = &account->keys[i];

		cbor_array(out, 4);
		cbor_bytes(out, key->hash.bytes, HASH_SIZE);
		cbor_uint(out, (uint64_t)key->made);
		cbor_uint(out, (uint64_t)key->expires);
		cbor_text(out, key->hint);
	}
}

static size_t
members(const struct account *a)
{
	const bool there[] = {
		true, true, a->roles.n > 0, a->purposes.n > 0,
		a->items.n > 0, a->services.n > 0, a->quota > 0, a->made > 0,
		a->left > 0, a->key_count > 0, a->password.n > 0,
		a->totp.n > 0, a->step > 0, a->failures > 0, a->locked > 0,
	};
	size_t n = 0;

	for (size_t i = 0; i < LENGTH(there); i++)
		n += there[i];
	return n;
}

void
account_write(struct buf *out, const struct account *a)
{
	cbor_map(out, members(a));
	cbor_uint(out, 0);
	cbor_text(out, a->name);
	write_number(out, 1, a->kind);
	write_list(out, 2, &a->roles);
	write_list(out, 3, &a->purposes);
	write_list(out, 4, &a->items);
	write_list(out, 5, &a->services);
	write_number(out, 6, (uint64_t)a->quota);
	write_number(out, 7, (uint64_t)a->made);
	write_number(out, 8, (uint64_t)a->left);
	write_keys(out, a);
	if (a->password.n > 0) {
		cbor_uint(out, 10);
		cbor_text(out, a->password);
	}
	if (a->totp.n > 0) {
		cbor_uint(out, 11);
		cbor_bytes(out, a->totp.p, a->totp.n);
	}
	write_number(out, 12, a->step);
	write_number(out, 13, a->failures);
	write_number(out, 14, (uint64_t)a->locked);
}

static void
read_list(struct cbor *in, struct account_list *list, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct text *ids = n > ACCOUNT_LIST ? NULL :
	    arena_array(arena, n, sizeof(*ids));

	if (ids == NULL) {
		cbor_fail(in);
		return;
	}
	for (size_t i = 0; i < n; i++)
		ids[i] = cbor_read_text(in);
	*list = (struct account_list){ ids, n };
}

static void
read_keys(struct cbor *in, struct account *account)
{
	size_t n = cbor_read_array(in);

	if (n > ACCOUNT_KEYS) {
		cbor_fail(in);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct account_key *key = &account->keys[i];

		if (cbor_read_array(in) != 4)
			cbor_fail(in);
		cbor_read_fixed(in, key->hash.bytes, HASH_SIZE);
		key->made = (int64_t)cbor_read_uint(in);
		key->expires = (int64_t)cbor_read_uint(in);
		key->hint = cbor_read_text(in);
	}
	account->key_count = n;
}

static void
read_member(struct account *a, uint64_t key, struct cbor *in,
    struct arena *arena)
{
	switch (key) {
	case 0: a->name = cbor_read_text(in); break;
	case 1: a->kind = (enum account_kind)cbor_read_uint(in); break;
	case 2: read_list(in, &a->roles, arena); break;
	case 3: read_list(in, &a->purposes, arena); break;
	case 4: read_list(in, &a->items, arena); break;
	case 5: read_list(in, &a->services, arena); break;
	case 6: a->quota = (int64_t)cbor_read_uint(in); break;
	case 7: a->made = (int64_t)cbor_read_uint(in); break;
	case 8: a->left = (int64_t)cbor_read_uint(in); break;
	case 9: read_keys(in, a); break;
	case 10: a->password = cbor_read_text(in); break;
	case 11: a->totp = cbor_read_bytes(in); break;
	case 12: a->step = cbor_read_uint(in); break;
	case 13: a->failures = cbor_read_uint(in); break;
	case 14: a->locked = (int64_t)cbor_read_uint(in); break;
	default: cbor_fail(in); break;
	}
}

enum status
account_read(struct account *account, struct bytes bytes,
    struct arena *arena, struct error *error)
{
	struct cbor in = cbor_reader(bytes);
	size_t n = cbor_read_map(&in);
	int64_t last = -1;
	enum account_kind kind;

	memset(account, 0, sizeof(*account));
	for (size_t i = 0; i < n && !in.failed; i++)
		read_member(account, cbor_read_key(&in, &last), &in, arena);
	if (cbor_done(&in) && account_is_name(account->name, &kind) &&
	    kind == account->kind)
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "principal_broken",
	    "主体の文書を読めません", "a principal's document is broken");
}
