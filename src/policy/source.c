#include <sodium.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"
#include "base/yaml.h"
#include "policy/language.h"
#include "policy/source.h"

_Static_assert(POLICY_HASH_SIZE == crypto_hash_sha256_BYTES, "SHA-256");

static enum status
finish(struct policy_source *source, const struct node *root,
    struct findings *findings, struct arena *arena, struct error *error)
{
	enum status status = shape_check(root, &policy_language, findings,
	    error);
	struct buf canonical;

	if (status == STATUS_OK)
		status = findings_status(findings, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&canonical, arena, 2 * POLICY_FILE_MAX);
	status = node_canonical(&canonical, root, error);
	if (status != STATUS_OK)
		return status;
	source->root = root;
	source->canonical = buf_as_text(&canonical);
	(void)crypto_hash_sha256(source->hash, canonical.p, canonical.n);
	return STATUS_OK;
}

enum status
policy_source_parse(struct policy_source *source, struct text yaml,
    const char *name, struct findings *findings, struct arena *arena,
    struct error *error)
{
	const struct node *root;
	enum status status = yaml_parse(&root, yaml, name, arena, error);

	memset(source, 0, sizeof(*source));
	if (status != STATUS_OK)
		return status;
	return finish(source, root, findings, arena, error);
}

enum status
policy_source_read(struct policy_source *source, const char *path,
    struct findings *findings, struct arena *arena, struct error *error)
{
	struct text yaml;
	enum status status = file_read_text(&yaml, path, POLICY_FILE_MAX,
	    arena, error);

	memset(source, 0, sizeof(*source));
	if (status != STATUS_OK)
		return status;
	return policy_source_parse(source, yaml, path, findings, arena,
	    error);
}

enum status
policy_source_restore(struct policy_source *source, struct text canonical,
    struct arena *arena, struct error *error)
{
	const struct node *root;
	struct findings findings;
	enum status status;

	memset(source, 0, sizeof(*source));
	status = json_parse(&root, bytes_of(canonical), arena, error);
	if (status != STATUS_OK)
		return status;
	findings_init(&findings, arena, NULL);
	status = finish(source, root, &findings, arena, error);
	if (status == STATUS_OK && !text_equal(source->canonical, canonical))
		return error_set(error, STATUS_INTEGRITY, "not_canonical",
		    "保存されたポリシーが正準形ではありません",
		    "the stored policy is not in canonical form");
	return status;
}
