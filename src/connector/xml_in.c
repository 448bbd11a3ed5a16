#include <expat.h>

#include "base/mem.h"
#include "connector/xml_in.h"

enum { CHUNK = 1 << 16, HEAD = 2 * sizeof(size_t) };

struct xml_in {
	XML_Parser parser;
	struct unzip_stream *stream;
	struct xml_events events;
	int depth;
	bool paused, ended, failed;
	struct error error;
};

/* Memory that knows its size, so that it can be wiped. */

static void *
take_memory(size_t n)
{
	size_t *room = n > SIZE_MAX - HEAD ? NULL : mem_alloc(n + HEAD);

	if (room == NULL)
		return NULL;
	*room = n;
	return (uint8_t *)room + HEAD;
}

static void
give_memory(void *memory)
{
	size_t *room;

	if (memory == NULL)
		return;
	room = (size_t *)(void *)((uint8_t *)memory - HEAD);
	mem_wipe(memory, *room);
	mem_free(room);
}

static void *
grow_memory(void *memory, size_t n)
{
	void *grown = take_memory(n);
	size_t old;

	if (grown == NULL || memory == NULL)
		return grown;
	old = *(size_t *)(void *)((uint8_t *)memory - HEAD);
	memcpy(grown, memory, old < n ? old : n);
	give_memory(memory);
	return grown;
}

static const XML_Memory_Handling_Suite memory = {
	take_memory, grow_memory, give_memory
};

void
xml_in_fail(struct xml_in *x, const struct error *error)
{
	if (x->failed)
		return;
	x->failed = true;
	x->error = *error;
	(void)XML_StopParser(x->parser, XML_FALSE);
}

void
xml_in_pause(struct xml_in *x)
{
	x->paused = true;
	if (!x->failed)
		(void)XML_StopParser(x->parser, XML_TRUE);
}

static void
refuse(struct xml_in *x, struct words words)
{
	struct error error;

	(void)error_say(&error, STATUS_INVALID, "bad_xml", words);
	xml_in_fail(x, &error);
}

static const char *
local(const char *name)
{
	const char *bar = strrchr(name, '|');

	return bar == NULL ? name : bar + 1;
}

struct text
xml_in_attribute(const char *const *attributes, const char *name)
{
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		if (strcmp(local(attributes[i]), name) == 0)
			return text_of(attributes[i + 1]);
	return (struct text){ "", 0 };
}

static void XMLCALL
on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct xml_in *x = context;

	if (++x->depth > XML_DEPTH)
		refuse(x, (struct words){ "XML の入れ子が深すぎます",
		    "the XML is nested too deep" });
	else if (!x->failed)
		x->events.start(x->events.context, local(name),
		    (const char *const *)attributes);
}

static void XMLCALL
on_end(void *context, const XML_Char *name)
{
	struct xml_in *x = context;

	x->depth--;
	if (!x->failed)
		x->events.end(x->events.context, local(name));
}

/* Expat hands out UTF-8, cut at characters. */
static void XMLCALL
on_text(void *context, const XML_Char *p, int n)
{
	struct xml_in *x = context;

	if (!x->failed && x->events.text != NULL)
		x->events.text(x->events.context, (struct text){ p,
		    (size_t)n });
}

static void XMLCALL
on_doctype(void *context, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	refuse(context, (struct words){
	    "文書型宣言 (DOCTYPE) のある XML は読みません",
	    "XML with a document type is not read" });
}

enum status
xml_in_open(struct xml_in **out, struct unzip *zip, struct text name,
    uint64_t max, const struct xml_events *events, struct error *error)
{
	struct xml_in *x = mem_alloc(sizeof(*x));
	enum status status;

	*out = NULL;
	if (x == NULL)
		return error_memory(error);
	x->events = *events;
	status = unzip_stream_open(&x->stream, zip, name, max, error);
	if (status == STATUS_OK) {
		x->parser = XML_ParserCreate_MM(NULL, &memory, "|");
		if (x->parser == NULL)
			status = error_memory(error);
	}
	if (status != STATUS_OK) {
		xml_in_close(x);
		return status;
	}
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	*out = x;
	return STATUS_OK;
}

void
xml_in_close(struct xml_in *x)
{
	if (x == NULL)
		return;
	if (x->parser != NULL)
		XML_ParserFree(x->parser);
	unzip_stream_close(x->stream);
	mem_free(x);
}

static enum status
feed(struct xml_in *x, enum XML_Status *parsed, struct error *error)
{
	size_t n = CHUNK;
	void *room = XML_GetBuffer(x->parser, CHUNK);
	enum status status;

	if (room == NULL)
		return error_memory(error);
	status = unzip_read(x->stream, room, &n, error);
	if (status != STATUS_OK)
		return status;
	x->ended = n == 0;
	*parsed = XML_ParseBuffer(x->parser, (int)n, x->ended);
	return STATUS_OK;
}

enum status
xml_in_step(struct xml_in *x, bool *more, struct error *error)
{
	*more = false;
	for (;;) {
		enum XML_Status parsed = XML_STATUS_OK;
		enum status status = STATUS_OK;

		if (x->paused) {
			x->paused = false;
			parsed = XML_ResumeParser(x->parser);
		} else if (x->ended) {
			return STATUS_OK;
		} else {
			status = feed(x, &parsed, error);
		}
		if (status != STATUS_OK)
			return status;
		if (x->failed) {
			*error = x->error;
			return error->status;
		}
		if (parsed == XML_STATUS_SUSPENDED) {
			*more = true;
			return STATUS_OK;
		}
		if (parsed == XML_STATUS_OK)
			continue;
		return XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY ?
		    error_memory(error) : error_set(error, STATUS_INVALID,
		    "bad_xml", "XLSX の中の XML が壊れています",
		    "the XML in the XLSX is not well formed");
	}
}
