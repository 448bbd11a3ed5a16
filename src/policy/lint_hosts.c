/*
 * Hosts of web and mail addresses, and what is known of whose they are.
 */
#include "policy/lint_rule.h"

enum { HOSTS_MAX = 200 };

/*
 * Providers of forms, mail, pages and advertising, and authorities: their
 * hosts say nothing about the operator.
 */
static const char *const services[] = {
	"google", "gmail", "googlemail", "goo", "g", "forms", "office",
	"office365", "microsoft", "outlook", "hotmail", "live", "icloud", "me",
	"form", "formrun", "typeform", "jotform", "hubspot", "hsforms",
	"zendesk", "salesforce", "force", "pardot", "kintone", "cybozu",
	"formzu", "form-mailer", "tayori", "freshdesk", "intercom", "line",
	"lin", "facebook", "fb", "twitter", "x", "instagram", "youtube",
	"yahoo", "yahoo-corp", "yimg", "lycorp", "lycbiz", "nifty", "ocn",
	"biglobe", "docomo", "ezweb", "softbank", "au", "plala", "dion",
	"so-net", "wix", "wixsite", "jimdo", "jimdofree", "shopify",
	"myshopify", "thebase", "base", "stores", "amazonaws", "amazon",
	"adobe", "criteo", "ppc", "jipdec", "privacymark", "soumu", "caa",
	"e-gov", "ddai", "aboutads", "networkadvertising", "optout",
	"youronlinechoices", "apple", "tiktok", "meta", "linkedin",
	"cloudflare", "clarity", "hotjar", "ptengine", "treasuredata",
	"mouseflow", "note", "peatix", "studio", "notion", "stripe", "paypal",
	"square", "squareup", "smp", "webcas", "synergy", "k3r", "satori",
	"bownow", "list-finder", "shanon", "coubic", "airrsv", "stmn",
	"questant", "surveymonkey", "microad", "smartnews", "taboola",
	"outbrain", "popin", "logly", "a8", "valuecommerce", "rakuten",
	"trustarc", "onetrust", "truste", "wordpress", "ameblo", "fc2",
	"dotapps", "github", "kokusen", "houterasu", "jadma", "nca"
};

static bool
is_service(const char *label)
{
	for (size_t i = 0; i < LENGTH(services); i++)
		if (strcmp(services[i], label) == 0)
			return true;
	return false;
}

/* How many labels at the end are no name: 1 of .com, 2 of .co.jp. */
static size_t
suffix_labels(char *const labels[], size_t n)
{
	static const char *const second[] = {
		"co", "or", "ne", "ac", "go", "gr", "ed", "lg", "ad", "com",
		"org", "net", "gov", "edu"
	};

	if (n < 3 || strlen(labels[n - 1]) != 2)
		return 1;
	for (size_t i = 0; i < LENGTH(second); i++)
		if (strcmp(labels[n - 2], second[i]) == 0)
			return 2;
	return 1;
}

/* The telling part of a host: aozora of www.aozora.co.jp; false if none. */
static bool
find_label(struct lint_host *host)
{
	char copy[LINT_HOST_SIZE], *labels[16], *rest = copy, *label;
	size_t n = 0, at;

	(void)snprintf(copy, sizeof(copy), "%s", host->host);
	while (n < LENGTH(labels) && (label = strsep(&rest, ".")) != NULL)
		if (label[0] != '\0')
			labels[n++] = label;
	if (n < 2)
		return false;
	at = n - suffix_labels(labels, n);
	if (at == 0)
		return false;
	at--;
	if (strcmp(labels[at], "example") == 0 && at > 0 &&
	    strcmp(labels[at - 1], "www") != 0)
		at--;
	(void)snprintf(host->label, sizeof(host->label), "%s", labels[at]);
	return true;
}

static struct lint_host *
new_host(struct lint *lint, const char *name)
{
	struct lint_facts *facts = lint->facts;
	struct lint_host *hosts, *host;

	if (facts->host_count == HOSTS_MAX)
		return NULL;
	hosts = lint_letters_grown(lint->arena, facts->hosts,
	    facts->host_count, &facts->host_capacity, sizeof(*hosts));
	if (hosts == NULL) {
		lint->failed = true;
		return NULL;
	}
	facts->hosts = hosts;
	host = &hosts[facts->host_count];
	memset(host, 0, sizeof(*host));
	(void)snprintf(host->host, sizeof(host->host), "%s", name);
	if (!find_label(host))
		return NULL;
	host->service = is_service(host->label);
	facts->host_count++;
	return host;
}

static bool
is_host_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || lint_is_digit(c) || c == '.' ||
	    c == '-' || c == '_';
}

/* Reads a host at a raw letter; returns the letter behind it. */
static uint32_t
read_host(const struct lint_letters *raw, uint32_t at, uint32_t to,
    char out[LINT_HOST_SIZE])
{
	size_t n = 0;

	while (at < to && is_host_letter(raw->code[at])) {
		if (n + 1 < LINT_HOST_SIZE)
			out[n++] = (char)raw->code[at];
		at++;
	}
	while (n > 0 && (out[n - 1] == '.' || out[n - 1] == '-'))
		n--;
	out[n] = '\0';
	return at;
}

/* The words around an address: whose it is and what it is for. */
static void
judge(struct lint *lint, struct lint_host *host, uint32_t block_number)
{
	const struct lint_doc *doc = lint->doc;
	const struct lint_block *block = &doc->blocks[block_number];
	uint32_t last = block_number > 2 ? block_number - 2 : 0;
	uint32_t letter = block->text.from;
	int32_t near;

	host->block = block_number;
	host->contact = host->mail || (block->topics & (TOPIC_DESK |
	    TOPIC_RIGHTS)) != 0;
	for (uint32_t i = block_number + 1; i-- > last;) {
		struct lint_span text = doc->blocks[i].text;

		if (lint_span_has(lint, text, "<desk>|フォーム|<mail>|申出先|"
		    "請求先|宛先"))
			host->contact = true;
		if (doc->blocks[i].kind == BLOCK_HEADING)
			break;
	}
	if ((block->topics & (TOPIC_TRACKING | TOPIC_THIRD | TOPIC_ENTRUST |
	    TOPIC_FOREIGN)) != 0 && !host->mail && (block->topics &
	    (TOPIC_DESK | TOPIC_RIGHTS)) == 0)
		host->contact = false;
	host->own = !host->mail && lint_span_has(lint, block->text,
	    "(<self>|運営|公式|本)(が|の|する|店の)?~12(<site>)|url[:|]|"
	    "サイト([:|]|https?:)") && !lint_span_has(lint, block->text,
	    "<desk>|フォーム|提供|送信先|委託先");
	while (letter < block->text.to && doc->text.at[letter] < host->at)
		letter++;
	near = lint_facts_before(lint->facts, doc, letter, 90);
	if ((near >= 0 && lint->facts->operator_ >= 0 &&
	    !lint->facts->names[near].operator_ &&
	    !lint->facts->names[near].alike) ||
	    lint_span_has(lint, block->text, "認定個人情報保護団体|委員会|"
	    "google|プライバシーポリシー:|グループ会社"))
		host->contact = host->own = false;
}

static bool
at_scheme(const struct lint_letters *raw, uint32_t i)
{
	static const char scheme[] = "://";

	for (uint32_t k = 0; k < 3; k++)
		if (i + k >= raw->n || raw->code[i + k] != (uint32_t)scheme[k])
			return false;
	return true;
}

/* Where the web or mail address around a host begins and ends. */
static void
set_place(const struct lint_letters *raw, struct lint_host *host,
    uint32_t from, uint32_t to, uint32_t limit)
{
	while (!host->mail && to < limit && raw->code[to] > ' ' &&
	    raw->code[to] < 0x7F && strchr("()[]<>\"'|",
	    (char)raw->code[to]) == NULL)
		to++;
	host->at = raw->at[from];
	host->end = lint_letters_end(raw, to - 1);
}

static void
hosts_in_block(struct lint *lint, uint32_t number)
{
	const struct lint_letters *raw = &lint->doc->raw;
	struct lint_span span = lint->doc->blocks[number].raw;

	for (uint32_t i = span.from; i < span.to; i++) {
		char name[LINT_HOST_SIZE];
		struct lint_host *host;
		uint32_t from = i, begin, end;
		bool mail = raw->code[i] == '@', www = false;

		if (at_scheme(raw, i)) {
			begin = i + 3;
			while (from > span.from && raw->code[from - 1] >= 'a' &&
			    raw->code[from - 1] <= 'z')
				from--;
		} else if (mail) {
			begin = i + 1;
			while (from > span.from &&
			    (is_host_letter(raw->code[from - 1]) ||
			    raw->code[from - 1] == '+'))
				from--;
		} else {
			www = raw->code[i] == 'w' && i + 4 < span.to &&
			    raw->code[i + 1] == 'w' && raw->code[i + 2] == 'w'
			    && raw->code[i + 3] == '.';
			begin = i;
			if (!www || (i > span.from &&
			    (is_host_letter(raw->code[i - 1]) ||
			    raw->code[i - 1] == '/')))
				continue;
		}
		end = read_host(raw, begin, span.to, name);
		host = end > begin ? new_host(lint, name) : NULL;
		if (host != NULL) {
			host->mail = mail;
			set_place(raw, host, from, end, span.to);
			judge(lint, host, number);
		}
		i = end > i ? end - 1 : i;
	}
}

/* The block in which a byte of the source stands; block_count if none. */
static uint32_t
block_at(const struct lint_doc *doc, uint32_t at)
{
	size_t low = 0, high = doc->block_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		struct lint_span raw = doc->blocks[middle].raw;

		if (raw.to == raw.from || doc->raw.at[raw.to - 1] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

static void
hosts_of_links(struct lint *lint)
{
	const struct lint_doc *doc = lint->doc;

	for (size_t i = 0; i < doc->link_count; i++) {
		const struct lint_link *link = &doc->links[i];
		ptrdiff_t scheme = text_find(link->href, TEXT("://"));
		bool mail = text_starts_with(link->href, "mailto:");
		ptrdiff_t sign = mail ? text_find(link->href, TEXT("@")) : -1;
		size_t from, to;
		char name[LINT_HOST_SIZE];
		struct lint_host *host;
		uint32_t block = block_at(doc, link->at);

		if ((scheme < 0 && sign < 0) || block >= doc->block_count ||
		    link->end <= link->at)
			continue;
		from = (size_t)(mail ? sign + 1 : scheme + 3);
		to = from;
		while (to < link->href.n && is_host_letter((uint32_t)
		    (uint8_t)(link->href.p[to] | 0x20) & 0x7F) &&
		    link->href.p[to] != '/')
			to++;
		(void)snprintf(name, sizeof(name), "%.*s", (int)(to - from),
		    link->href.p + from);
		for (char *p = name; *p != '\0'; p++)
			*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 0x20 : *p);
		host = new_host(lint, name);
		if (host == NULL)
			continue;
		host->mail = mail;
		host->at = link->at;
		host->end = link->end;
		judge(lint, host, block);
	}
}

static void
host_of_page(struct lint *lint)
{
	struct text home = lint->doc->home;
	ptrdiff_t scheme = text_find(home, TEXT("://"));
	char name[LINT_HOST_SIZE];
	struct lint_host *host;
	size_t n = 0;

	if (scheme < 0)
		return;
	home = text_slice(home, (size_t)scheme + 3, home.n);
	while (n < home.n && home.p[n] != '/' && home.p[n] != ':')
		n++;
	(void)snprintf(name, sizeof(name), "%.*s", (int)n, home.p);
	host = new_host(lint, name);
	if (host != NULL)
		host->own = true;
}

bool
lint_hosts_find(struct lint *lint)
{
	for (uint32_t i = 0; i < lint->doc->block_count; i++)
		hosts_in_block(lint, i);
	hosts_of_links(lint);
	host_of_page(lint);
	return !lint->failed;
}
