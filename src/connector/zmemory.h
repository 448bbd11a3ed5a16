/*
 * zmemory.h - zlib's memory: what it packs is people's data, so it is wiped.
 */
#ifndef CONNECTOR_ZMEMORY_H_
#define CONNECTOR_ZMEMORY_H_

#include <zlib.h>

/* As its zalloc and zfree. */
voidpf zmemory_take(voidpf context, uInt items, uInt size);
void zmemory_give(voidpf context, voidpf memory);

#endif
