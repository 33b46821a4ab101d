/* Which SHA-256 an ARMv8 processor can do; Linux knows. */
#include "crypto/builtin.h"

#include <asm/hwcap.h>
#include <sys/auxv.h>

mia__sha256_blocks *
mia__sha256_choose(void)
{
	return getauxval(AT_HWCAP) & HWCAP_SHA2 ? mia__sha256_armv8 : mia__sha256_plain;
}
