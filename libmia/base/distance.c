/* How many letters lie between two texts. */
#include <mia/base.h>

#define LONGEST 255

size_t
mia_text_distance(struct mia_text a, struct mia_text b, size_t most)
{
	size_t row[LONGEST + 1];

	if (a.len > LONGEST || b.len > LONGEST || (a.len > b.len ? a.len - b.len : b.len - a.len) > most)
		return most + 1;
	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t diagonal = row[0], least = i;

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t best = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			if (best < least)
				least = best;
		}
		if (least > most)
			return most + 1;
	}
	return row[b.len] <= most ? row[b.len] : most + 1;
}
