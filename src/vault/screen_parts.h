/*
 * screen_parts.h - what the files of screen share; for nobody else.
 */
#ifndef VAULT_SCREEN_PARTS_H_
#define VAULT_SCREEN_PARTS_H_

#include "vault/screen.h"

/* Adds a hit, or widens one of the same category that it touches. */
void screen_add(struct screen_result *result, enum screen_category category,
    size_t from, size_t to);

void screen_digits(struct screen_result *result, struct text text);
void screen_words(struct screen_result *result, struct text text);

/*
 * The text as words are compared: NFKC, lower case, hiragana as katakana,
 * variant kanji as the common ones, without accents and hidden characters.
 * Blanks and single line ends are dropped, but stay as one blank between
 * Latin words; an empty line is a letter of its own that no word has.
 */
enum screen_script {
	SCRIPT_OTHER,
	SCRIPT_LATIN,
	SCRIPT_DIGIT,
	SCRIPT_HIRAGANA,	/* as it was written */
	SCRIPT_KATAKANA,
	SCRIPT_KANJI,
};

struct screen_letter {
	uint32_t c;
	enum screen_script script;
	size_t from;
	size_t to;
};

enum { SCREEN_QUEUE = 64 };

struct screen_reader {
	struct text rest;
	const char *start;
	struct screen_letter queue[SCREEN_QUEUE];
	size_t head;
	size_t count;
	bool blank;		/* seen since the last letter */
	int lines;		/* line ends seen since then */
	size_t blank_from;
};

struct screen_reader screen_reader(struct text text);
/* False at the end. */
bool screen_read(struct screen_reader *reader, struct screen_letter *letter);

/* The dictionary: words that mean something, and words that only look so. */
enum { SCREEN_NONE = 1, SCREEN_PREFECTURE = 2 };

struct screen_term {
	enum screen_category category;
	uint8_t flags;	/* SCREEN_NONE: "...: none" says nothing;
			 * SCREEN_PREFECTURE: nor does a prefecture alone */
	const char *word;
};

extern const struct screen_term screen_society[];
extern const size_t screen_society_count;
extern const struct screen_term screen_illness[];
extern const size_t screen_illness_count;

/* A hit inside one of these is no hit. */
extern const char *const screen_harmless[];
extern const size_t screen_harmless_count;

#endif
