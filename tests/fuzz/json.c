/* JSON framing: in pieces as in one; as an audit export, and as any table. */
#include "framed.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const fronts[] = { "", "[", "{\"value\":[", "{\"Operation\":\"Send\"}\n" };
	static char text[1 << 16];
	struct choice choice = fuzz_choice(&data, &size);
	size_t block = 1 + fuzz_choose(&choice, 150), limit = fuzz_choose(&choice, 3) ? 1 << 20 : 200;
	bool tables = fuzz_choose(&choice, 2);
	const char *front = fronts[fuzz_choose(&choice, 4)];
	size_t len = strlen(front);

	if (size > sizeof(text) - 64)
		return 0;
	memcpy(text, front, len);
	if (size)
		memcpy(text + len, data, size);
	fuzz_frame((struct mia_text){ text, len + size }, block, limit, tables);
	return 0;
}
