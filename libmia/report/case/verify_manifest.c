/* The parts of manifest.json that name files with their hashes. What is there
 * twice is refused: two readers of it would see two manifests. */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/utf8.h"
#include "event/json.h"
#include "report/case/verify.h"

#define DEPTH 16

enum member { M_OTHER, M_FORM, M_VERSION, M_RESULTS, M_SOURCES, M_INVENTORIES, M_READINESS, MEMBERS };

static const struct {
	const char *name;
	enum verify_part part; /* of a list */
	bool list;
} members[MEMBERS] = {
	[M_FORM] = { "manifest", 0, false },
	[M_VERSION] = { "version", 0, false },
	[M_RESULTS] = { "results", VERIFY_RESULT, true },
	[M_SOURCES] = { "sources", VERIFY_SOURCE, true },
	[M_INVENTORIES] = { "inventories", VERIFY_INVENTORY, true },
	[M_READINESS] = { "readiness", VERIFY_READINESS, true },
};

enum field { F_OTHER, F_NAME, F_SHA256 };

struct reading {
	struct mia_verification *v;
	unsigned depth;
	enum member member; /* at depth 1 */
	bool seen[MEMBERS];
	enum field field; /* at depth 3 of a list */
	bool named, hashed;
	struct verify_entry entry;
	bool right_form;
	const char *why; /* why it is no manifest */
	bool no_memory;
};

static int
wrong(struct reading *r, const char *why)
{
	r->why = why;
	return 0;
}

bool
mia__verify_is_hash(struct mia_text text)
{
	bool ok = text.len == 64;

	for (size_t i = 0; ok && i < text.len; i++)
		ok = (text.ptr[i] >= '0' && text.ptr[i] <= '9') || (text.ptr[i] >= 'a' && text.ptr[i] <= 'f');
	return ok;
}

static bool
in_entry(const struct reading *r)
{
	return r->depth == 3 && members[r->member].list;
}

/* A value other than what must stand here. */
static int
plain(struct reading *r)
{
	if (r->depth == 0)
		return wrong(r, "it is no object");
	if (r->depth == 1 && r->member != M_OTHER)
		return wrong(r, "a member is of another kind than in a manifest");
	if (r->depth == 2 && members[r->member].list)
		return wrong(r, "a list of files holds something else");
	if (in_entry(r) && r->field != F_OTHER)
		return wrong(r, "a file has no name or no hash");
	return 1;
}

static int
on_null(void *ctx)
{
	struct reading *r = ctx;

	/* A source that could not be read to its end has no hash. */
	if (in_entry(r) && r->field == F_SHA256 && r->member != M_RESULTS) {
		r->hashed = true;
		return 1;
	}
	return plain(r);
}

static int
on_boolean(void *ctx, int value)
{
	(void)value;
	return plain(ctx);
}

static int
on_number(void *ctx, const char *text, size_t len)
{
	struct reading *r = ctx;

	if (r->depth != 1 || r->member != M_VERSION)
		return plain(r);
	return text_equal((struct mia_text){ text, len }, TEXT("1"))
		? 1
		: wrong(r, "it is of another version than this libmia knows");
}

static int
on_string(void *ctx, const unsigned char *bytes, size_t len)
{
	struct reading *r = ctx;
	struct mia_text text = { (const char *)bytes, len };

	if (r->depth == 1 && r->member == M_FORM) {
		r->right_form = text_equal(text, TEXT("libmia-case"));
		return r->right_form ? 1 : wrong(r, "it is not of a case folder of libmia");
	}
	if (!in_entry(r) || r->field == F_OTHER)
		return plain(r);
	if (r->field == F_NAME) {
		r->named = true;
		r->entry.name = mia__arena_text(&r->v->kept, text);
		r->no_memory = r->entry.name.ptr == NULL;
		return !r->no_memory;
	}
	if (!mia__verify_is_hash(text))
		return wrong(r, "a SHA-256 is none");
	r->hashed = true;
	memcpy(r->entry.sha256, text.ptr, text.len);
	r->entry.sha256[text.len] = '\0';
	return 1;
}

static int
on_start_map(void *ctx)
{
	struct reading *r = ctx;

	if (r->depth == DEPTH)
		return wrong(r, "it is nested too deep");
	if ((r->depth == 1 && r->member != M_OTHER) || (in_entry(r) && r->field != F_OTHER))
		return plain(r);
	if (r->depth++ == 2 && members[r->member].list) {
		r->entry = (struct verify_entry){ .part = members[r->member].part };
		r->named = r->hashed = false;
		r->field = F_OTHER;
	}
	return 1;
}

static int
on_key(void *ctx, const unsigned char *bytes, size_t len)
{
	struct reading *r = ctx;
	struct mia_text key = { (const char *)bytes, len };

	if (r->depth == 1) {
		r->member = M_OTHER;
		for (int i = M_FORM; i < MEMBERS; i++)
			if (text_equal(key, text_of(members[i].name)))
				r->member = (enum member)i;
		if (r->member != M_OTHER && r->seen[r->member])
			return wrong(r, "a member stands twice");
		r->seen[r->member] = true;
	} else if (in_entry(r)) {
		r->field = text_equal(key, TEXT("name"))  ? F_NAME
			: text_equal(key, TEXT("sha256")) ? F_SHA256
							  : F_OTHER;
		if ((r->field == F_NAME && r->named) || (r->field == F_SHA256 && r->hashed))
			return wrong(r, "a member stands twice");
	}
	return 1;
}

static int
on_end_map(void *ctx)
{
	struct reading *r = ctx;
	struct mia_verification *v = r->v;

	if (in_entry(r)) {
		if (!r->named || !r->hashed)
			return wrong(r, "a file has no name or no hash");
		if (v->entry_count == UINT32_MAX - 1 ||
			(v->entry_count == v->entry_cap &&
				!mia__grow(&v->a, &v->entries, &v->entry_cap, v->entry_count + 1,
					sizeof(*v->entries))))
			return r->no_memory = true, 0;
		v->entries[v->entry_count++] = r->entry;
	}
	r->depth--;
	r->field = F_OTHER;
	return 1;
}

static int
on_start_array(void *ctx)
{
	struct reading *r = ctx;

	if (r->depth == DEPTH)
		return wrong(r, "it is nested too deep");
	if (r->depth == 0 || (r->depth == 1 && r->member != M_OTHER && !members[r->member].list) ||
		(r->depth == 2 && members[r->member].list) || (in_entry(r) && r->field != F_OTHER))
		return plain(r);
	r->depth++;
	return 1;
}

static int
on_end_array(void *ctx)
{
	struct reading *r = ctx;

	r->depth--;
	return 1;
}

static int
compare(const void *ctx, uint32_t x, uint32_t y)
{
	const struct verify_entry *a = &((const struct verify_entry *)ctx)[x],
				  *b = &((const struct verify_entry *)ctx)[y];

	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return text_compare(a->name, b->name);
}

static enum mia_status
sort_entries(struct mia_verification *v, struct mia_error *err)
{
	size_t n = v->entry_count;
	struct verify_entry *sorted;
	uint32_t *order;
	bool ok;

	if (n == 0)
		return MIA_OK;
	order = mia__alloc(&v->a, n, sizeof(*order));
	sorted = mia__alloc(&v->a, v->entry_cap, sizeof(*sorted));
	for (size_t i = 0; order && i < n; i++)
		order[i] = (uint32_t)i;
	ok = order && sorted && mia__sort_numbers(&v->a, order, n, compare, v->entries);
	for (size_t i = 0; ok && i < n; i++)
		sorted[i] = v->entries[order[i]];
	if (order)
		mia__dealloc(&v->a, order, n, sizeof(*order));
	if (sorted)
		mia__dealloc(&v->a, ok ? v->entries : sorted, v->entry_cap, sizeof(*sorted));
	if (!ok)
		return mia__fail_memory(err);
	v->entries = sorted;
	for (size_t i = 1; i < n; i++)
		if (sorted[i].part == sorted[i - 1].part && text_equal(sorted[i].name, sorted[i - 1].name))
			return mia__fail(err, MIA_ERR_ARGUMENT, MANIFEST_NAME " names a file twice");
	return MIA_OK;
}

enum mia_status
mia__verify_manifest(struct mia_verification *v, struct mia_text text, struct mia_error *err)
{
	static const struct json_events events = {
		on_null,
		on_boolean,
		on_number,
		on_string,
		on_start_map,
		on_key,
		on_end_map,
		on_start_array,
		on_end_array,
	};
	struct reading r = { .v = v };
	enum json_result result;
	struct json json;

	if (mia__utf8_valid_prefix(text.ptr, text.len) < text.len)
		return mia__fail(err, MIA_ERR_ARGUMENT, MANIFEST_NAME " is no manifest: it is not UTF-8");
	mia__json_init(&json, &v->a);
	result = mia__json_parse(&json, text, &events, &r);
	mia__json_release(&json);
	if (result == JSON_MEMORY || r.no_memory)
		return mia__fail_memory(err);
	if (result == JSON_BAD)
		r.why = "it is not well-formed JSON";
	else if (!r.why && !(r.right_form && r.seen[M_VERSION] && r.seen[M_RESULTS] && r.seen[M_SOURCES]))
		r.why = "a member is missing";
	if (r.why)
		return mia__fail(err, MIA_ERR_ARGUMENT, MANIFEST_NAME " is no manifest: %s", r.why);
	return sort_entries(v, err);
}
