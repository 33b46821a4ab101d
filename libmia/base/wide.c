/* Which instructions this processor has, where the compiler brings nothing along that knows it (zig). */
#include "base/wide.h"

#ifdef MIA_ASKS_PROCESSOR

#include <cpuid.h>

_Atomic(signed char) mia__wide_known;

/* That the system keeps the wide registers when it changes threads. */
static bool
registers_kept(void)
{
	unsigned int low, high;

	__asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return (low & 6) == 6;
}

bool
mia__wide_ask(void)
{
	const unsigned int popcnt = 1u << 23, osxsave = 1u << 27, bmi = 1u << 3, avx2 = 1u << 5,
			   bmi2 = 1u << 8;
	const unsigned int base = popcnt | osxsave, wide = bmi | avx2 | bmi2;
	unsigned int a, b, c, d;
	bool has = __get_cpuid(1, &a, &b, &c, &d) && (c & base) == base && registers_kept() &&
		__get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & wide) == wide;

	atomic_store_explicit(&mia__wide_known, has ? 1 : -1, memory_order_relaxed);
	return has;
}

#endif
