#include "base/cbor_form.h"

static const struct cbor_member of_texts[] = {
	{ .kind = CBOR_FORM_TEXT, .size = sizeof(struct text) },
};
const struct cbor_form cbor_form_texts = CBOR_FLAT_OF(of_texts);

static uint64_t
number_at(const void *at, size_t size)
{
	uint64_t wide;
	uint32_t narrow;

	if (size == sizeof(narrow)) {
		memcpy(&narrow, at, sizeof(narrow));
		return narrow;
	}
	memcpy(&wide, at, sizeof(wide));
	return wide;
}

static bool
is_empty(const struct cbor_member *m, const uint8_t *from)
{
	const void *at = from + m->at;

	switch (m->kind) {
	case CBOR_FORM_UINT: return number_at(at, m->size) == 0;
	case CBOR_FORM_TEXT: return ((const struct text *)at)->n == 0;
	case CBOR_FORM_BYTES: return ((const struct bytes *)at)->n == 0;
	case CBOR_FORM_STRING: return *(const char *)at == '\0';
	case CBOR_FORM_BITS: return bits_empty(at);
	case CBOR_FORM_LIST:
		return number_at(from + m->count_at, sizeof(size_t)) == 0;
	case CBOR_FORM_FIXED: break;
	}
	for (size_t i = 0; i < m->size; i++)
		if (from[m->at + i] != 0)
			return false;
	return true;
}

static void
write_list(struct buf *out, const struct cbor_member *m, const uint8_t *from)
{
	size_t n = (size_t)number_at(from + m->count_at, sizeof(n));
	const uint8_t *list = from + m->at;

	if (m->apart)
		memcpy(&list, from + m->at, sizeof(list));
	cbor_array(out, m->of->shape == CBOR_FORM_FLAT ? n * m->of->n : n);
	for (size_t i = 0; i < n; i++)
		cbor_form_write(out, m->of, list + i * m->size);
}

static void
write_value(struct buf *out, const struct cbor_member *m, const uint8_t *from)
{
	const void *at = from + m->at;
	const struct bytes *bytes;

	switch (m->kind) {
	case CBOR_FORM_UINT:
		if (m->sign)
			cbor_int(out, (int64_t)number_at(at, m->size));
		else
			cbor_uint(out, number_at(at, m->size));
		break;
	case CBOR_FORM_TEXT: cbor_text(out, *(const struct text *)at); break;
	case CBOR_FORM_BYTES:
		bytes = at;
		cbor_bytes(out, bytes->p, bytes->n);
		break;
	case CBOR_FORM_FIXED: cbor_bytes(out, at, m->size); break;
	case CBOR_FORM_STRING: cbor_text(out, text_of(at)); break;
	case CBOR_FORM_BITS: cbor_bits(out, at); break;
	case CBOR_FORM_LIST: write_list(out, m, from); break;
	}
}

static void
write_members(struct buf *out, const struct cbor_form *form,
    const uint8_t *from)
{
	for (size_t i = 0; i < form->n; i++) {
		const struct cbor_member *m = &form->members[i];

		if (m->optional && is_empty(m, from))
			continue;
		if (form->shape == CBOR_FORM_MAP)
			cbor_uint(out, m->key);
		write_value(out, m, from);
	}
}

void
cbor_form_write(struct buf *out, const struct cbor_form *form,
    const void *from)
{
	size_t n = 0;

	for (size_t i = 0; i < form->n; i++)
		n += !form->members[i].optional ||
		    !is_empty(&form->members[i], from);
	if (form->shape == CBOR_FORM_MAP)
		cbor_map(out, n);
	else if (form->shape == CBOR_FORM_ARRAY)
		cbor_array(out, n);
	write_members(out, form, from);
}

static void
take_number(void *at, const struct cbor_member *m, struct cbor *in)
{
	uint64_t wide = m->sign ? (uint64_t)cbor_read_int(in) :
	    cbor_read_uint(in);
	uint32_t narrow = (uint32_t)wide;

	if ((m->most != 0 && (wide < m->least || wide > m->most)) ||
	    (m->size == sizeof(narrow) && wide != narrow)) {
		cbor_fail(in);
		return;
	}
	if (m->size == sizeof(narrow))
		memcpy(at, &narrow, sizeof(narrow));
	else
		memcpy(at, &wide, sizeof(wide));
}

static void
take_string(char *at, size_t size, struct cbor *in)
{
	struct text text = cbor_read_text(in);

	if (text.n >= size) {
		cbor_fail(in);
		return;
	}
	memcpy(at, text.p, text.n);
	at[text.n] = '\0';
}

static void take(void *into, const struct cbor_form *form, struct cbor *in,
    struct arena *arena);

static void
take_list(uint8_t *into, const struct cbor_member *m, struct cbor *in,
    struct arena *arena)
{
	size_t each = m->of->shape == CBOR_FORM_FLAT ? m->of->n : 1;
	size_t values = cbor_read_array(in), n = values / each;
	uint8_t *list = into + m->at;

	if (values % each != 0 || n > m->most) {
		cbor_fail(in);
		return;
	}
	if (m->apart) {
		list = arena_array(arena, n, m->size);
		if (list == NULL) {
			cbor_fail(in);
			return;
		}
		memcpy(into + m->at, &list, sizeof(list));
	}
	memcpy(into + m->count_at, &n, sizeof(n));
	for (size_t i = 0; i < n && !in->failed; i++)
		take(list + i * m->size, m->of, in, arena);
}

static void
take_value(uint8_t *into, const struct cbor_member *m, struct cbor *in,
    struct arena *arena)
{
	void *at = into + m->at;

	switch (m->kind) {
	case CBOR_FORM_UINT: take_number(at, m, in); break;
	case CBOR_FORM_TEXT: *(struct text *)at = cbor_read_text(in); break;
	case CBOR_FORM_BYTES:
		*(struct bytes *)at = cbor_read_bytes(in);
		break;
	case CBOR_FORM_FIXED: cbor_read_fixed(in, at, m->size); break;
	case CBOR_FORM_STRING: take_string(at, m->size, in); break;
	case CBOR_FORM_BITS: cbor_read_bits(in, at); break;
	case CBOR_FORM_LIST: take_list(into, m, in, arena); break;
	}
}

/* Keys ascend in the map and in the table, so one goes beside the other. */
static void
take_map(void *into, const struct cbor_form *form, struct cbor *in,
    struct arena *arena)
{
	const struct cbor_member *m = form->members;
	const struct cbor_member *end = m + form->n;
	size_t n = cbor_read_map(in);
	int64_t last = -1;

	for (size_t i = 0; i < n && !in->failed; i++) {
		uint64_t key = cbor_read_key(in, &last);

		for (; m < end && m->key < key; m++)
			if (form->whole && !m->optional)
				cbor_fail(in);
		if (m == end || m->key != key) {
			cbor_fail(in);
			return;
		}
		take_value(into, m++, in, arena);
	}
	for (; m < end; m++)
		if (form->whole && !m->optional)
			cbor_fail(in);
}

static void
take(void *into, const struct cbor_form *form, struct cbor *in,
    struct arena *arena)
{
	if (form->shape == CBOR_FORM_MAP) {
		take_map(into, form, in, arena);
		return;
	}
	if (form->shape == CBOR_FORM_ARRAY && cbor_read_array(in) != form->n)
		cbor_fail(in);
	for (size_t i = 0; i < form->n && !in->failed; i++)
		take_value(into, &form->members[i], in, arena);
}

bool
cbor_form_read(void *into, const struct cbor_form *form, struct bytes body,
    struct arena *arena)
{
	struct cbor in = cbor_reader(body);

	take(into, form, &in, arena);
	return cbor_done(&in);
}
