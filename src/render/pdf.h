/*
 * pdf.h - a document as PDF, drawn by a process of its own (sekisho-pdf).
 *
 * The helper gets the document on its standard input and gives the PDF on its
 * standard output.  It is started with no other file, an empty environment,
 * bounded memory and time, no way to gain privileges, and, where the kernel
 * can do it, no way to reach the network or start a program: it sees nothing
 * but what it draws.  pango and cairo never enter the server.
 *
 * The same document gives the same bytes on the same Debian release: the
 * fonts are named files, and the only time in the PDF is the document's date.
 */
#ifndef RENDER_PDF_H_
#define RENDER_PDF_H_

#include "base/starter.h"
#include "render/doc.h"

enum { PDF_MAX = 64 << 20, PDF_SECONDS = 60 };

/*
 * helper: path of sekisho-pdf, or NULL for the one beside the program or in
 * the folder of the installation.  STATUS_NOT_FOUND "no_pdf_helper" when it
 * is not installed; STATUS_FAILURE "pdf_failed" when it gave no PDF.
 */
enum status pdf_write(struct bytes *pdf, const struct doc *doc,
    const char *helper, struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 4, 5);

/* How a starter starts it; nothing where it is not installed. */
void pdf_program(struct starter_program *out) NONNULL;

#endif
