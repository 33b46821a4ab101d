/* Which SHA-256 an x86-64 processor can do. */
#include "crypto/builtin.h"

#include <cpuid.h>

mia__sha256_blocks *
mia__sha256_choose(void)
{
	/* Not by __builtin_cpu_supports: clang 14 does not know "sha" there. */
	const unsigned int sha = 1u << 29, ssse3 = 1u << 9, sse4_1 = 1u << 19;
	unsigned int a, b, c, d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & ssse3) || !(c & sse4_1))
		return mia__sha256_plain;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & sha) ? mia__sha256_ni : mia__sha256_plain;
}
