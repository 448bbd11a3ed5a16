#include "audit/proof.h"
#include "fuzz.h"
#include "vault/certificate.h"

/*
 * A verifier key on the first line; then a note that is read as a signed
 * state, as a receipt, as a certificate.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct bytes rest = { data, size }, line = { NULL, 0 };
	struct note_verifier verifier;
	struct certificate certificate;
	struct proof_content proof;
	struct checkpoint state;
	struct error error;
	struct text text, key;
	enum status status;

	if (size == 0)
		return 0;
	(void)fuzz_piece(&line, &rest, '\n');
	if (rest.p == NULL || !fuzz_text(&key, line.p, line.n))
		return 0;
	status = certificate_check(&certificate, rest, NULL, arena, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	status = note_verifier_parse(&verifier, key, &error);
	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	status = note_open(&text, rest, &verifier, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	status = checkpoint_open(&state, rest, &verifier, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	status = proof_check(&proof, rest, &verifier, arena, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	status = certificate_check(&certificate, rest, &verifier, arena,
	    &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	return 0;
}
