#include <fcntl.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/holder/serve.h"
#include "crypto/holder/wire.h"

/* Signals of a terminal or a service manager are for the service. */
static void
ignore_signals(void)
{
	static const int ignored[] = {
		SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGTSTP
	};

	for (size_t i = 0; i < LENGTH(ignored); i++)
		(void)signal(ignored[i], SIG_IGN);
}

static uint32_t
number(const char *text)
{
	return (uint32_t)strtoul(text, NULL, 10);
}

int
main(int argc, char **argv)
{
	struct stat st;

	if (argc != 3 || fstat(WIRE_FD, &st) != 0 || !S_ISSOCK(st.st_mode)) {
		(void)fputs("sekisho-holder is started by sekisho; it holds "
		    "the keys of a store that is in use.\n", stderr);
		return 2;
	}
	(void)fcntl(WIRE_FD, F_SETFD, FD_CLOEXEC);
	ignore_signals();
	/* It starts with every command: what it does not use is not set up. */
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG |
	    OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
	    OPENSSL_INIT_NO_ADD_ALL_DIGESTS |
	    OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS, NULL);
	/* Without what libraries do at the end, which the filter forbids. */
	_exit(serve(WIRE_FD, WIRE_PAGE_FD, number(argv[1]),
	    number(argv[2])));
}
