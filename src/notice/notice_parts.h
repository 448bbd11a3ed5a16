/*
 * notice_parts.h - what the files of this folder share.
 */
#ifndef NOTICE_NOTICE_PARTS_H_
#define NOTICE_NOTICE_PARTS_H_

#include "notice/notice.h"

/* The document's id. */
enum status notice_keep_id(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    unsigned int revision, struct error *error) MUST_USE NONNULL;

/* Writes the notice into the change, and its mark into the entry. */
enum status notice_keep_put(struct notice *notice, struct vault *vault,
    struct change *change, struct entry *entry, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

#endif
