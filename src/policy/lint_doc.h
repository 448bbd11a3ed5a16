/*
 * lint_doc.h - a published policy as the rules see it.
 *
 * A reader (lint_html, lint_plain) turns the source into lines of letters.
 * lint_outline joins what was broken, finds numbers and headings, and makes a
 * tree of nodes whose blocks are headings, paragraphs, list items and table
 * rows.  lint_fold writes all blocks in one spelling and cuts sentences.
 * Rules look at sentences and at what stands around them; every letter knows
 * its place in the source.
 *
 * Indices are used instead of pointers; -1 is none.  Node 0 is the document.
 */
#ifndef POLICY_LINT_DOC_H_
#define POLICY_LINT_DOC_H_

#include "policy/lint_letters.h"

/* What a section or sentence is about; a set of these. */
enum lint_topic {
	TOPIC_PURPOSE = 1 << 0,		/* 利用目的 */
	TOPIC_ITEMS = 1 << 1,		/* 取得する項目 */
	TOPIC_THIRD = 1 << 2,		/* 第三者提供 */
	TOPIC_ENTRUST = 1 << 3,		/* 委託 */
	TOPIC_JOINT = 1 << 4,		/* 共同利用 */
	TOPIC_ANONYMISED = 1 << 5,	/* 匿名加工情報 */
	TOPIC_PSEUDONYMISED = 1 << 6,	/* 仮名加工情報 */
	TOPIC_RIGHTS = 1 << 7,		/* 開示等の請求 */
	TOPIC_IDENTITY = 1 << 8,	/* 本人確認書類 */
	TOPIC_FEE = 1 << 9,		/* 手数料 */
	TOPIC_SECURITY = 1 << 10,	/* 安全管理措置 */
	TOPIC_FOREIGN = 1 << 11,	/* 外国 */
	TOPIC_TRACKING = 1 << 12,	/* クッキー、外部送信 */
	TOPIC_REVISION = 1 << 13,	/* 改定 */
	TOPIC_DESK = 1 << 14,		/* 窓口 */
	TOPIC_DISCLAIMER = 1 << 15,	/* 免責 */
	TOPIC_DEFINITION = 1 << 16,	/* 定義 */
	TOPIC_CONSENT = 1 << 17,	/* 同意 */
	TOPIC_SPECIAL_CARE = 1 << 18,	/* 要配慮個人情報 */
	TOPIC_RETENTION = 1 << 19,	/* 保管期間 */
	TOPIC_ACQUISITION = 1 << 20,	/* 取得方法 */
	TOPIC_STATISTICS = 1 << 21,	/* 統計 */
	TOPIC_OPERATOR = 1 << 22,	/* 事業者の名称等 */
	TOPIC_EXCEPTION = 1 << 23,	/* 例外の列挙 */
	TOPIC_LAW = 1 << 24,		/* 法令等の遵守 */
};

enum lint_line_kind {
	LINE_TEXT,
	LINE_HEADING,	/* <h1>…<h6>, #; depth says which */
	LINE_ITEM,	/* <li>; depth is that of the list */
	LINE_TERM,	/* <dt> */
	LINE_CELL,	/* <td>, <th>; row says of which row */
};

/* One line as the reader saw it. */
struct lint_line {
	struct lint_span raw;
	enum lint_line_kind kind;
	uint32_t depth;		/* of a heading or list, or the indent */
	uint32_t row;		/* of a cell, counted from 1; 0 elsewhere */
	uint32_t number;	/* of an <li> in an <ol>; 0 elsewhere */
	bool after_blank;	/* an empty line or a new paragraph before */
	bool soft;		/* begins behind a mere <br> */
	bool bold;
	bool past_terms;	/* a <dl> ended right before */
	bool definition;	/* within a <dd> */
	bool chrome;		/* menu, header or footer of the page */
};

struct lint_link {
	uint32_t at;		/* source bytes of the words linked */
	uint32_t end;
	struct text href;
	bool empty;		/* goes nowhere: "", "#", javascript:void(0) */
};

enum lint_style {
	STYLE_NONE,
	STYLE_TAG,		/* a heading of the markup without a number */
	STYLE_PLAIN,		/* a heading only by its looks */
	STYLE_BRACKET,		/* 【…】 */
	STYLE_BULLET,		/* ・ - ■ … */
	STYLE_CHAPTER,		/* 第1章 */
	STYLE_ARTICLE,		/* 第1条 */
	STYLE_PARAGRAPH,	/* 第1項 */
	STYLE_DOT,		/* 1. */
	STYLE_SPACE,		/* 1 with a blank behind it */
	STYLE_CLOSE,		/* 1) */
	STYLE_PAREN,		/* (1) */
	STYLE_CIRCLE,		/* ① */
	STYLE_MULTI,		/* 1.2 1-2 */
	STYLE_KANJI,		/* 一、 */
	STYLE_KANJI_PAREN,	/* (一) */
	STYLE_KANA,		/* ア. (ア) */
	STYLE_LATIN,		/* a. A. (a) */
	STYLE_ROMAN,		/* I. ⅰ */
	STYLE_QUESTION,		/* Q1. Q: 問1 */
	STYLE_ORDERED,		/* <ol><li> without a printed number */
};

/* What stands before the words of a line. */
struct lint_marker {
	enum lint_style style;
	uint32_t variant;	/* tells apart ■ and ・, (1) and 1), … */
	uint32_t number;
	uint32_t sub;		/* of 1.2, 第3条の2 */
	struct lint_span span;	/* raw; with the blanks behind it */
};

enum lint_block_kind { BLOCK_HEADING, BLOCK_TEXT, BLOCK_ITEM, BLOCK_ROW };

struct lint_block {
	struct lint_span raw;
	struct lint_span text;	/* folded */
	struct lint_span label;	/* folded: 「手数料」 of 「手数料:無料」 */
	enum lint_block_kind kind;
	int32_t node;
	int32_t lead;		/* the sentence that announces this item */
	uint32_t first;		/* sentences */
	uint32_t count;
	uint32_t topics;	/* of all that stands above, and its label */
	bool chrome;
	bool after_blank;
	bool requests;		/* of itself says what may be requested */
	uint32_t indent;	/* of plain text; 0 in HTML */
};

struct lint_node {
	struct lint_marker marker;
	int32_t parent;
	int32_t before;		/* the node before it in the same list */
	uint32_t level;		/* depth in the tree */
	uint32_t rank;		/* of a heading tag; 0 elsewhere */
	uint32_t block;		/* the heading's or item's own block */
	uint32_t end;		/* one behind the last block below it */
	uint32_t topics;	/* of its own heading */
	bool heading;
	bool loose;		/* a small bullet, such as ・ */
	bool repeated;		/* its number stood there before */
	bool skipped;		/* a number is missing before it */
	bool requests;		/* a heading below which persons may request */
};

struct lint_sentence {
	struct lint_span text;
	uint32_t block;
	uint64_t seen[4];	/* which letters occur, as a Bloom filter */
};

struct lint_patterns;

struct lint_doc {
	struct arena *arena;
	struct text source;
	const char *charset;
	bool html;
	struct lint_letters raw;
	struct lint_letters text;	/* folded */
	struct lint_line *lines;
	size_t line_count, line_capacity;
	struct lint_link *links;
	size_t link_count, link_capacity;
	struct lint_block *blocks;
	size_t block_count, block_capacity;
	struct lint_node *nodes;
	size_t node_count, node_capacity;
	struct lint_sentence *sentences;
	size_t sentence_count, sentence_capacity;
	uint32_t *newlines;		/* where source lines begin */
	size_t newline_count;
	struct text home;		/* canonical address, or "" */
	int32_t title;			/* block, or -1 */
	struct lint_patterns *patterns;
	bool failed;			/* memory was out; stays so */
};

/* Readers; what they cannot make sense of they leave out. */
void lint_html_read(struct lint_doc *doc);
void lint_plain_read(struct lint_doc *doc);
bool lint_html_looks_so(struct text source);

/* Adds a line or link; for readers. */
struct lint_line *lint_doc_line(struct lint_doc *doc);
void lint_doc_link(struct lint_doc *doc, size_t at, size_t end,
    struct text href);

/* Reads, outlines, folds. */
enum status lint_doc_read(struct lint_doc **doc, struct bytes bytes,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Line and column (characters from 1) of a byte of the source. */
void lint_doc_place(const struct lint_doc *doc, uint32_t at, uint32_t *line,
    uint32_t *column);

/*
 * The words of a folded span as they stand in the source, within one line and
 * without markup: the whole span or its longest part.  *at gets where.
 */
struct text lint_doc_quote(const struct lint_doc *doc, struct lint_span span,
    uint32_t *at);

/* Whether a node lies in another or is it. */
bool lint_doc_within(const struct lint_doc *doc, int32_t node, int32_t outer);

#endif
