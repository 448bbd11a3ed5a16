/*
 * base.h - the words that every file of the house speaks.
 *
 * Include this first.  It brings text, bytes, status, error and arena, and
 * turns the C library's traps into compile errors (banned.h).
 */
#ifndef BASE_BASE_H_
#define BASE_BASE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MUST_USE __attribute__((warn_unused_result))
#define NONNULL __attribute__((nonnull))
#define NONNULL_ARGS(...) __attribute__((nonnull(__VA_ARGS__)))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#include "base/text.h"
#include "base/error.h"
#include "base/arena.h"
#include "base/banned.h"

#endif
