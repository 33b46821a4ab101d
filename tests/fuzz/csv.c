/* CSV framing: in pieces as in one; as an audit export, and as any table. */
#include "framed.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char portal[] = "RecordId,CreationDate,RecordType,Operation,UserId,AuditData\n";
	static char text[1 << 16];
	struct choice choice = fuzz_choice(&data, &size);
	size_t block = 1 + fuzz_choose(&choice, 150), limit = fuzz_choose(&choice, 3) ? 1 << 20 : 200,
	       front = 0;
	bool tables = fuzz_choose(&choice, 2);

	if (size > sizeof(text) - sizeof(portal))
		return 0;
	/* A header in front, or the input's own. */
	if (fuzz_choose(&choice, 2)) {
		front = sizeof(portal) - 1;
		memcpy(text, portal, front);
	}
	if (size)
		memcpy(text + front, data, size);
	fuzz_frame((struct mia_text){ text, front + size }, block, limit, tables);
	return 0;
}
