/*
 * xml_in.h - a member of an archive as XML, piece by piece (libexpat).
 *
 * Names come without their namespace.  A document type, more depth than
 * XML_DEPTH, or what is not well formed ends it.  What the parser kept in
 * memory is wiped.
 */
#ifndef CONNECTOR_XML_IN_H_
#define CONNECTOR_XML_IN_H_

#include "connector/unzip.h"

enum { XML_DEPTH = 64 };

struct xml_in;

struct xml_events {
	void (*start)(void *context, const char *name,
	    const char *const *attributes);
	void (*end)(void *context, const char *name);
	void (*text)(void *context, struct text text);
	void *context;
};

enum status xml_in_open(struct xml_in **xml, struct unzip *zip,
    struct text name, uint64_t max, const struct xml_events *events,
    struct error *error) MUST_USE NONNULL;
void xml_in_close(struct xml_in *xml);

/* Goes on until it is paused (*more) or at its end. */
enum status xml_in_step(struct xml_in *xml, bool *more, struct error *error)
    MUST_USE NONNULL;

/* For the events: pause after this end tag; or fail with this. */
void xml_in_pause(struct xml_in *xml) NONNULL;
void xml_in_fail(struct xml_in *xml, const struct error *error) NONNULL;

/* The value of an attribute, by its name without namespace; "" when absent. */
struct text xml_in_attribute(const char *const *attributes,
    const char *name) NONNULL;

#endif
