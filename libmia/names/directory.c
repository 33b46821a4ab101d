#include "names/directory.h"

#include "base/text.h"

static bool
lower(struct directory *d, struct mia_text name)
{
	buf_clear(&d->scratch);
	for (size_t i = 0; i < name.len; i++)
		mia__buf_byte(&d->scratch, (char)ascii_lower((unsigned char)name.ptr[i]));
	return !d->scratch.failed;
}

/* A name of several mailboxes means none; one that a mailbox has in a better
 * way means that mailbox: a UPN may be written like another's GUID. */
static bool
add(struct directory *d, struct mia_text name, uint32_t root)
{
	size_t before = d->names.count;
	uint32_t number;

	if (name.len == 0)
		return true;
	if (!lower(d, name) || !mia__intern_add(&d->names, buf_view(&d->scratch), &number) ||
		!mia__grow(&d->names.texts.a, &d->roots, &d->root_cap, (size_t)number + 1, sizeof(*d->roots)))
		return false;
	if (d->names.count > before)
		d->roots[number] = root;
	else if (number >= d->fixed && d->roots[number] != root)
		d->roots[number] = NOT_IN_DIRECTORY;
	return true;
}

static struct mia_text
local_part(struct mia_text upn)
{
	const char *at = upn.len ? memchr(upn.ptr, '@', upn.len) : NULL;

	return (struct mia_text){ upn.ptr, at ? (size_t)(at - upn.ptr) : 0 };
}

enum { GUIDS, UPNS, LOCAL_PARTS, WAYS };

bool
mia__directory_init(struct directory *d, const struct mia_allocator *a, const struct mailbox_names *m)
{
	bool ok = true;

	*d = (struct directory){ .roots = NULL };
	mia__intern_init(&d->names, a);
	mia__buf_init(&d->scratch, a);
	for (int way = GUIDS; way < WAYS; way++) {
		for (uint32_t i = 0; ok && i < m->count; i++) {
			const struct mailbox_entry *entry = &m->entries[i];
			struct mia_text upn = intern_text(&m->names, entry->upn_lower);
			ok = add(d,
				way == GUIDS          ? intern_text(&m->names, entry->guid)
					: way == UPNS ? upn
						      : local_part(upn),
				entry->root);
		}
		d->fixed = d->names.count;
	}
	return ok;
}

void
mia__directory_release(struct directory *d)
{
	struct mia_allocator a = d->names.texts.a;

	mia__dealloc(&a, d->roots, d->root_cap, sizeof(*d->roots));
	mia__intern_release(&d->names);
	mia__buf_release(&d->scratch);
}

bool
mia__directory_find(struct directory *d, struct mia_text name, uint32_t *ret)
{
	uint32_t number;

	*ret = NOT_IN_DIRECTORY;
	if (!lower(d, name))
		return false;
	number = mia__intern_find(&d->names, buf_view(&d->scratch));
	if (number)
		*ret = d->roots[number];
	return true;
}
