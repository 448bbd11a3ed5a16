#include "base/mem.h"
#include "fuzz.h"

/* The planted fault: a length that is believed, where it is one too many. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy;
	unsigned int sum = 0;

	if (size < 2)
		return 0;
	copy = mem_array(size, 1);
	CHECK(copy != NULL);
	memcpy(copy, data, size);
	if (copy[0] == size)
		for (size_t i = 0; i <= copy[0]; i++)
			sum += copy[i];
	CHECK(sum != 0x7FFFFFFF);
	mem_free(copy);
	return 0;
}
