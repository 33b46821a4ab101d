/*
 * Whether this processor runs what is compiled a second time for newer ones: the files of wide_objects in
 * libmia/meson.build, of which each names its function there with _wide behind it.
 */
#ifndef MIA_BASE_WIDE_H
#define MIA_BASE_WIDE_H

#include <stdbool.h>

static inline bool
has_wide(void)
{
#ifdef MIA_WITH_WIDE
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
		__builtin_cpu_supports("popcnt");
#else
	return false;
#endif
}

#endif
