/* Each ARMv8 processor that macOS runs on has the SHA-2 instructions. */
#include "crypto/builtin.h"

mia__sha256_blocks *
mia__sha256_choose(void)
{
	return mia__sha256_armv8;
}
