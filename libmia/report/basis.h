/* The basis column of messages and folders. */
#ifndef MIA_REPORT_BASIS_H
#define MIA_REPORT_BASIS_H

#include <mia/exposure.h>

#include "base/text.h"

static inline struct mia_texts
basis_names(mia_basis basis, struct mia_text names[static MIA_BASIS_COUNT])
{
	size_t count = 0;

	for (mia_basis left = basis; left; left &= left - 1) {
		const char *name = mia_basis_name(left & -left);
		if (*name)
			names[count++] = text_of(name);
	}
	return (struct mia_texts){ names, count };
}

#endif
