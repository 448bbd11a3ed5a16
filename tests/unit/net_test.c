/*
 * Which addresses are the public Internet's (RFC 6890 and the registries of
 * special-purpose addresses).
 */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "test.h"

#include "base/net.h"

static bool
is_public(const char *text)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
		return net_is_public((const struct sockaddr *)&four);
	assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return net_is_public((const struct sockaddr *)&six);
}

static void
addresses(void **state)
{
	static const char *const inside[] = {
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255",
		"100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9",
		"169.254.169.254", "172.16.0.1", "172.31.255.255",
		"192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
		"198.18.0.1", "198.19.255.255", "198.51.100.7",
		"203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
		"255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
		"::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::7f00:1",
		"64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "fc00::1",
		"fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
		"2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::1",
		"2002:c0a8:101::1", "3fff::1", "4000::1",
	};
	static const char *const outside[] = {
		"1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255",
		"100.128.0.1", "126.255.255.255", "128.0.0.1",
		"169.253.255.255", "172.15.255.255", "172.32.0.1",
		"192.167.255.255", "192.169.0.1", "198.17.255.255",
		"198.20.0.1", "223.255.255.255", "2001:4860::8888",
		"2400:cb00::1", "2606:4700::1111", "2002:101:101::1",
		"64:ff9b::101:101", "::ffff:8.8.8.8",
	};
	const struct sockaddr none = { .sa_family = AF_UNIX };

	(void)state;
	for (size_t i = 0; i < LENGTH(inside); i++) {
		if (is_public(inside[i]))
			print_error("%s\n", inside[i]);
		assert_false(is_public(inside[i]));
	}
	for (size_t i = 0; i < LENGTH(outside); i++) {
		if (!is_public(outside[i]))
			print_error("%s\n", outside[i]);
		assert_true(is_public(outside[i]));
	}
	assert_false(net_is_public(&none));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
