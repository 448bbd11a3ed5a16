/*
 * shape_words.h - the words in which the files of shapes are written.
 */
#ifndef API_SHAPE_WORDS_H_
#define API_SHAPE_WORDS_H_

#include "api/shapes.h"

#define MUST(name, shape, ja, en) { name, &(shape), true, { ja, en } }
#define MAY(name, shape, ja, en) { name, &(shape), false, { ja, en } }
#define END { NULL, NULL, false, { NULL, NULL } }
#define OBJECT(what) { .kind = SHAPE_OBJECT, .fields = what }
#define LIST(what) { .kind = SHAPE_LIST, .element = &(what) }

#endif
