/*
 * Whether this processor runs what is compiled a second time for newer ones: the files of wide_objects in
 * libmia/meson.build, of which each names its function there with _wide behind it.
 */
#ifndef MIA_BASE_WIDE_H
#define MIA_BASE_WIDE_H

#include <stdbool.h>

#ifdef MIA_ASKS_PROCESSOR
#include <stdatomic.h>

/* 0 until somebody asked, 1 yes, -1 no: the same for every thread, so it is no matter which of them writes it. */
extern _Atomic(signed char) mia__wide_known;
bool mia__wide_ask(void);
#endif

static inline bool
has_wide(void)
{
#ifdef MIA_ASKS_PROCESSOR
	signed char known = atomic_load_explicit(&mia__wide_known, memory_order_relaxed);

	return known ? known > 0 : mia__wide_ask();
#elif defined(MIA_WITH_WIDE)
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
		__builtin_cpu_supports("popcnt");
#else
	return false;
#endif
}

#endif
