/*
 * Bodies piece by piece.  A connection that has to wait for the other side is
 * suspended; the other side runs in a thread of the listener's feeders, which
 * may wait for a disk.  So one piece is in memory for each connection, and who
 * is slow holds up nobody but themselves.
 */
#include "base/mem.h"
#include "http/exchange.h"

enum {
	SPEED = 65536,			/* bytes a second, at least */
	BLOCK = 65536,			/* what the library takes at once */
	SWALLOW = 4 * HTTP_PIECE,	/* of what is too much */
};

/* The time that a piece may take its client. */
static int64_t
piece_ms(int limit)
{
	return limit + (int64_t)HTTP_PIECE * 1000 / SPEED;
}

void
stream_free(struct exchange *x)
{
	if (x->piece == NULL)
		return;
	mem_wipe(x->piece, HTTP_PIECE);
	mem_free(x->piece);
	x->piece = NULL;
}

void
stream_count(struct exchange *x)
{
	if (x->counted)
		return;
	x->counted = true;
	x->listener->streams++;
}

/* The mutex is held.  False: no thread takes it, and nobody waits. */
static bool
hand_over(struct exchange *x, void (*work)(void *x))
{
	struct http_listener *listener = x->listener;

	if (listener->cutting)
		return false;
	x->busy = true;
	if (!pool_submit(listener->feeders, work, x)) {
		x->busy = false;
		return false;
	}
	if (x->peer != NULL)
		atomic_store(&x->peer->deadline, INT64_MAX);
	listener->feeding++;
	MHD_suspend_connection(x->connection);
	return true;
}

/* The mutex is held: the client's turn, if it is still there. */
static void
hand_back(struct exchange *x, int limit)
{
	x->busy = false;
	x->listener->feeding--;
	if (x->connection == NULL)
		return;
	exchange_until(x, piece_ms(limit));
	MHD_resume_connection(x->connection);
}

/* In. */

static void
end_sink(struct exchange *x, bool gone)
{
	struct error error;

	if (x->too_large)
		(void)error_set(&error, STATUS_INVALID, "too_large",
		    "本文が大きすぎます (%llu バイトまで)",
		    "the body is too large (%llu bytes at most)",
		    (unsigned long long)x->max);
	else if (gone)
		(void)error_set(&error, STATUS_FAILURE, "aborted",
		    "途中で切断されました", "the client went away");
	x->public.sink.end(x->public.sink.context,
	    x->too_large || gone ? &error : NULL);
}

static void
put_piece(struct exchange *x)
{
	struct error ignored;

	if (x->piece_n > 0 && !x->failed)
		x->failed = x->public.sink.write(x->public.sink.context,
		    (struct bytes){ x->piece, x->piece_n }, &ignored) !=
		    STATUS_OK;
	x->piece_n = 0;
}

static void
take_piece(void *context)
{
	struct exchange *x = context;
	struct http_listener *listener = x->listener;
	bool gone;

	put_piece(x);
	(void)pthread_mutex_lock(&listener->mutex);
	gone = x->state == LATE;
	hand_back(x, listener->options.limits.body_ms);
	(void)pthread_mutex_unlock(&listener->mutex);
	if (gone)
		end_sink(x, true);
}

static void
take_last(void *context)
{
	struct exchange *x = context;

	put_piece(x);
	end_sink(x, false);
}

static void
take_nothing(void *context)
{
	end_sink(context, true);
}

bool
stream_is_open(const struct exchange *x)
{
	return x->state == TAKING && !x->busy;
}

void
stream_abort(struct exchange *x)
{
	if (!pool_submit(x->listener->feeders, take_nothing, x))
		take_nothing(x);
}

enum MHD_Result
stream_take(struct exchange *x, const char *upload, size_t *upload_size)
{
	struct http_listener *listener = x->listener;
	size_t n = *upload_size;
	bool taken;

	/* The library goes on with what it has read, suspended or not. */
	(void)pthread_mutex_lock(&listener->mutex);
	taken = x->busy;
	(void)pthread_mutex_unlock(&listener->mutex);
	if (taken)
		return MHD_YES;
	x->too_large |= n > x->max - x->came && x->came <= x->max;
	if (x->too_large || x->failed) {
		x->came += n;
		*upload_size = 0;
		return x->too_large && x->came > x->max + SWALLOW ? MHD_NO :
		    MHD_YES;
	}
	if (x->piece == NULL)
		x->piece = mem_alloc(HTTP_PIECE);
	if (x->piece == NULL)
		return MHD_NO;
	if (n > HTTP_PIECE - x->piece_n)
		n = HTTP_PIECE - x->piece_n;
	memcpy(x->piece + x->piece_n, upload, n);
	x->piece_n += n;
	x->came += n;
	*upload_size -= n;
	if (x->piece_n < HTTP_PIECE)
		return MHD_YES;
	(void)pthread_mutex_lock(&listener->mutex);
	taken = hand_over(x, take_piece);
	(void)pthread_mutex_unlock(&listener->mutex);
	return taken ? MHD_YES : MHD_NO;
}

enum MHD_Result
stream_end(struct exchange *x)
{
	struct http_listener *listener = x->listener;
	bool waits;

	(void)pthread_mutex_lock(&listener->mutex);
	x->over = true;
	if (x->peer != NULL)
		atomic_store(&x->peer->deadline, INT64_MAX);
	waits = exchange_wait(x);
	(void)pthread_mutex_unlock(&listener->mutex);
	/* As when the client goes away: the sink is told by stream_abort(). */
	if (!waits)
		return MHD_NO;
	if (!pool_submit(listener->feeders, take_last, x))
		take_last(x);
	return MHD_YES;
}

/* Out. */

static void
make_piece(void *context)
{
	struct exchange *x = context;
	struct http_listener *listener = x->listener;
	struct http_source *source = &x->public.reply.source;
	struct error ignored;
	size_t n = 0;

	if (x->piece == NULL)
		x->piece = mem_alloc(HTTP_PIECE);
	x->failed = x->piece == NULL || source->read(source->context,
	    x->piece, HTTP_PIECE, &n, &ignored) != STATUS_OK;
	(void)pthread_mutex_lock(&listener->mutex);
	x->piece_at = 0;
	x->piece_n = n;
	x->over = n == 0;
	hand_back(x, listener->options.limits.reply_ms);
	exchange_let_go(x);
	(void)pthread_mutex_unlock(&listener->mutex);
}

static ssize_t
give_piece(void *context, uint64_t at, char *out, size_t max)
{
	struct exchange *x = context;
	struct http_listener *listener = x->listener;
	size_t n = x->piece_n - x->piece_at;
	bool asked;

	if (x->failed)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (n == 0 && x->over)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n > 0) {
		n = n < max ? n : max;
		memcpy(out, x->piece + x->piece_at, n);
		x->piece_at += n;
		return (ssize_t)n;
	}
	(void)pthread_mutex_lock(&listener->mutex);
	x->holders++;
	asked = hand_over(x, make_piece);
	if (!asked)
		x->holders--;
	(void)pthread_mutex_unlock(&listener->mutex);
	return asked ? 0 : MHD_CONTENT_READER_END_WITH_ERROR;
}

struct MHD_Response *
stream_response(struct exchange *x)
{
	const struct http_source *source = &x->public.reply.source;

	x->piece_n = x->piece_at = 0;
	x->over = x->failed = false;
	(void)pthread_mutex_lock(&x->listener->mutex);
	stream_count(x);
	(void)pthread_mutex_unlock(&x->listener->mutex);
	return MHD_create_response_from_callback(source->sized ?
	    source->size : MHD_SIZE_UNKNOWN, BLOCK, give_piece, x, NULL);
}
