#include <curl/curl.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/net.h"
#include "jobs/mail_post.h"

enum {
	CONNECT_SECONDS = 20, SEND_SECONDS = 120, PASSWORD_MAX = 1024,
	REPLY_AUTH_FIRST = 530, REPLY_AUTH_LAST = 539,
};

struct mail_post {
	struct mail_post_options options;
	const struct config_mail *mail;
	CURL *curl;
	const char *password;		/* in the arena; NULL: none */
	struct bytes message;
	size_t sent;
};

static enum status
read_password(struct mail_post *post, struct error *error)
{
	const char *path = post->mail->password_file;
	struct text text;
	struct stat st;
	enum status status;

	if (path[0] == '\0')
		return STATUS_OK;
	if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
		return error_set(error, STATUS_INVALID, "password_readable",
		    "メールのパスワードのファイルをほかの利用者が読めます",
		    "others can read the file with the mail password");
	status = file_read_text(&text, path, PASSWORD_MAX,
	    post->options.arena, error);
	if (status != STATUS_OK)
		return status;
	post->password = text_copy(post->options.arena, text_trim(text)).p;
	return post->password == NULL ? error_memory(error) : STATUS_OK;
}

static size_t
give(char *out, size_t size, size_t n, void *context)
{
	struct mail_post *post = context;
	size_t rest = post->message.n - post->sent;

	n = size * n < rest ? size * n : rest;
	memcpy(out, post->message.p + post->sent, n);
	post->sent += n;
	return n;
}

static int
look(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct mail_post *post = context;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return post->options.ends != NULL &&
	    post->options.ends(post->options.context);
}

/* All of what is set must be taken, or nothing is sent. */
static bool
set_up(struct mail_post *post)
{
	const struct config_mail *mail = post->mail;
	CURL *curl = post->curl;
	CURLcode failed = CURLE_OK;

#define SET(option, value) \
	(failed = failed != CURLE_OK ? failed : \
	    curl_easy_setopt(curl, option, value))
	SET(CURLOPT_URL, mail->url);
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	SET(CURLOPT_TIMEOUT, (long)SEND_SECONDS);
	SET(CURLOPT_USE_SSL, mail->tls ? (long)CURLUSESSL_ALL :
	    (long)CURLUSESSL_NONE);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (mail->ca[0] != '\0')
		SET(CURLOPT_CAINFO, mail->ca);
	if (mail->user[0] != '\0')
		SET(CURLOPT_USERNAME, mail->user);
	if (post->password != NULL)
		SET(CURLOPT_PASSWORD, post->password);
	SET(CURLOPT_MAIL_FROM, mail->from);
	SET(CURLOPT_UPLOAD, 1L);
	SET(CURLOPT_READFUNCTION, give);
	SET(CURLOPT_READDATA, post);
	SET(CURLOPT_NOPROGRESS, 0L);
	SET(CURLOPT_XFERINFOFUNCTION, look);
	SET(CURLOPT_XFERINFODATA, post);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_PROXY, "");
#undef SET
	return failed == CURLE_OK;
}

enum status
mail_post_open(struct mail_post **out,
    const struct mail_post_options *options, struct error *error)
{
	const struct config_mail *mail = &options->config->mail;
	struct mail_post *post;
	enum status status;

	*out = NULL;
	if (mail->url[0] == '\0')
		return error_set(error, STATUS_INVALID, "no_mail",
		    "メールサーバーが sekisho.yaml に設定されていません",
		    "sekisho.yaml names no mail server");
	post = mem_alloc(sizeof(*post));
	if (post == NULL)
		return error_memory(error);
	post->options = *options;
	post->mail = mail;
	status = strncmp(mail->url, "file:", 5) == 0 ? STATUS_OK :
	    net_start(error);
	if (status == STATUS_OK)
		status = read_password(post, error);
	if (status == STATUS_OK && strncmp(mail->url, "file:", 5) != 0) {
		post->curl = curl_easy_init();
		if (post->curl == NULL || !set_up(post))
			status = error_set(error, STATUS_INVALID,
			    "bad_mail_settings",
			    "メールの設定を使えません",
			    "the settings for mail can not be used");
	}
	if (status != STATUS_OK) {
		mail_post_close(post);
		return status;
	}
	*out = post;
	return STATUS_OK;
}

void
mail_post_close(struct mail_post *post)
{
	if (post == NULL)
		return;
	curl_easy_cleanup(post->curl);
	mem_free(post);
}

static enum mail_posted
into_folder(struct mail_post *post, const char *name, struct bytes message,
    struct error *error)
{
	const char *folder = post->mail->url + 5;
	char path[PATH_SIZE];
	int n = snprintf(path, sizeof(path), "%s%s%s/%s.eml",
	    folder[0] == '/' ? "" : post->options.config->folder,
	    folder[0] == '/' ? "" : "/", folder, name);

	if (n < 0 || (size_t)n >= sizeof(path)) {
		(void)error_set(error, STATUS_INVALID, "path_too_long",
		    "パスが長すぎます", "the path is too long");
		return MAIL_NO_SERVER;
	}
	return file_replace(path, message, 0600, error) == STATUS_OK ?
	    MAIL_POSTED : MAIL_NO_SERVER;
}

/* What the answer means; the texts of a server stand in no error. */
static enum mail_posted
judge(struct mail_post *post, CURLcode code, struct error *error)
{
	long reply = 0;

	if (code == CURLE_OK)
		return MAIL_POSTED;
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return MAIL_ENDED;
	(void)curl_easy_getinfo(post->curl, CURLINFO_RESPONSE_CODE, &reply);
	if (code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED ||
	    code == CURLE_PEER_FAILED_VERIFICATION ||
	    (reply >= REPLY_AUTH_FIRST && reply <= REPLY_AUTH_LAST))
		reply = 0;
	if (reply >= 500) {
		(void)error_set(error, STATUS_REFUSED, "mail_refused",
		    "メールサーバーが受け取りを断りました (%ld)",
		    "the mail server refused it (%ld)", reply);
		return MAIL_NEVER;
	}
	if (reply >= 400) {
		(void)error_set(error, STATUS_BUSY, "mail_later",
		    "メールサーバーは後で受け取ると答えました (%ld)",
		    "the mail server wants it later (%ld)", reply);
		return MAIL_LATER;
	}
	(void)error_set(error, STATUS_BUSY, "mail_unreachable",
	    "メールサーバーに渡せません (%s)",
	    "the mail server can not be reached (%s)",
	    curl_easy_strerror(code));
	return MAIL_NO_SERVER;
}

enum mail_posted
mail_post_send(struct mail_post *post, const char *name, struct text to,
    struct bytes message, struct error *error)
{
	struct curl_slist *list;
	struct text copy = text_copy(post->options.arena, to);
	CURLcode code = CURLE_OUT_OF_MEMORY;

	if (post->curl == NULL)
		return into_folder(post, name, message, error);
	post->message = message;
	post->sent = 0;
	list = copy.p == NULL ? NULL : curl_slist_append(NULL, copy.p);
	if (list != NULL)
		code = curl_easy_setopt(post->curl, CURLOPT_MAIL_RCPT, list);
	if (list != NULL && code == CURLE_OK)
		code = curl_easy_perform(post->curl);
	(void)curl_easy_setopt(post->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(list);
	return judge(post, code, error);
}
