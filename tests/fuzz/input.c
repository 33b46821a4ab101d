/* What an input is taken apart into. */
#include "fuzz.h"

struct choice
fuzz_choice(const uint8_t **data, size_t *size)
{
	struct choice choice = { 0 };

	for (int i = 0; i < 4 && *size; i++, ++*data, --*size)
		choice.bits |= (uint32_t) * *data << 8 * i;
	return choice;
}

unsigned
fuzz_choose(struct choice *choice, unsigned n)
{
	unsigned chosen = choice->bits % n;

	choice->bits /= n;
	return chosen;
}

void
fuzz_halve(struct mia_text whole, struct mia_text *first, struct mia_text *second)
{
	const char *mark = memmem(whole.ptr, whole.len, "\n@@\n", 4);
	size_t cut = whole.len / 2, skip = 0;

	if (mark) {
		cut = (size_t)(mark - whole.ptr) + 1;
		skip = 3;
	} else if (cut) {
		const char *lf = memchr(whole.ptr + cut, '\n', whole.len - cut);
		cut = lf ? (size_t)(lf - whole.ptr) + 1 : cut;
	}
	*first = (struct mia_text){ whole.ptr, cut };
	*second = (struct mia_text){ whole.ptr + cut + skip, whole.len - cut - skip };
}

ptrdiff_t
fuzz_stream_read(void *stream, void *buf, size_t size)
{
	struct fuzz_stream *s = stream;
	size_t n = size < s->piece ? size : s->piece;

	n = n < s->left.len ? n : s->left.len;
	if (n)
		memcpy(buf, s->left.ptr, n);
	s->left.ptr += n;
	s->left.len -= n;
	return (ptrdiff_t)n;
}
