/*
 * settings.h - sekisho.yaml, read again by a server that is confined.
 *
 * Landlock knows the file that was there at the start; an editor puts another
 * one in its place.  So the starter (base/starter.h) opens it, and nothing
 * else: where it lies was said before the server met anybody.
 */
#ifndef SERVER_SETTINGS_H_
#define SERVER_SETTINGS_H_

#include "base/starter.h"
#include "vault/config.h"

/* What the starter does for STARTER_SETTINGS. */
enum status settings_program(struct starter_program *program,
    const char *folder, struct error *error) MUST_USE NONNULL;

/* As config_read(), by itself or by the starter. */
enum status settings_read(struct config *config, const char *folder,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
