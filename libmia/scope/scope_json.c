/* A scope file: JSON in, the same scope as by mia_scope_add and the like. */
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "event/json.h"
#include "scope/scope_file.h"

#define FILE_BYTES ((size_t)16 * 1024 * 1024)
/* Objects and arrays inside each other; real files need five. */
#define DEPTH 16

static const struct mia_text names[SCOPE_NAME_COUNT] = {
	[MIA_TRAIT_ADDRESS] = { "ip", 2 },
	[MIA_TRAIT_SESSION] = { "session", 7 },
	[MIA_TRAIT_CLIENT] = { "client", 6 },
	[MIA_TRAIT_APP] = { "app", 3 },
	[MIA_TRAIT_USER] = { "user", 4 },
	[MIA_TRAIT_MAILBOX] = { "mailbox", 7 },
	[MIA_TRAIT_LOGON] = { "logon", 5 },
	[MIA_TRAIT_TOKEN] = { "token", 5 },
	[MIA_TRAIT_DEVICE] = { "device", 6 },
	[MIA_TRAIT_TOKEN_OBJECT] = { "token-object", 12 },
	[SCOPE_SINCE] = { "since", 5 },
	[SCOPE_UNTIL] = { "until", 5 },
	[SCOPE_NOT] = { "not", 3 },
	[SCOPE_ANY] = { "any", 3 },
	[SCOPE_ALL] = { "all", 3 },
	[SCOPE_NOTE] = { "note", 4 },
	[SCOPE_SHARES] = { "shares", 6 },
};
#define KNOWN \
	"ip, session, token, token-object, device, client, app, user, mailbox, logon, since, until, not, note, " \
	"shares"

struct mia_text
mia__scope_name(unsigned name)
{
	return name < SCOPE_NAME_COUNT ? names[name] : TEXT_ABSENT;
}

/* An object or an array that has begun and not ended. */
struct frame {
	struct mia_scope *scope; /* of the object; of an array the object's around it */
	bool array;
	bool whole;        /* it may have alternatives: the file, and what it must hold besides */
	unsigned name;     /* whose value comes next, or the array is; SCOPE_NAME_COUNT: none */
	unsigned seen;     /* of an object: a bit a name */
	size_t count;      /* of an array: elements so far */
	struct idset *ids; /* under "shares": where its ids go; else NULL */
};

struct reading {
	struct mia_scope *root;
	struct frame frames[DEPTH];
	size_t depth;
	bool ended;
	enum mia_status status;
	char what[256]; /* what is wrong; where stands in the frames */
};

static int
refuse(struct reading *r, const char *what)
{
	r->status = MIA_ERR_ARGUMENT;
	(void)snprintf(r->what, sizeof(r->what), "%s", what);
	return 0;
}

static int
refuse_error(struct reading *r, const struct mia_error *err)
{
	(void)refuse(r, err->text);
	if (err->status == MIA_ERR_MEMORY)
		r->status = MIA_ERR_MEMORY;
	return 0;
}

static struct frame *
top(struct reading *r)
{
	return r->depth ? &r->frames[r->depth - 1] : NULL;
}

static int
wrong_type(struct reading *r)
{
	const struct frame *f = top(r);

	if (!f)
		return refuse(r, "a scope file holds one object: {\"ip\": ...}");
	if (f->name == SCOPE_SINCE || f->name == SCOPE_UNTIL)
		return refuse(r, "must be a string, a time");
	if (f->name == SCOPE_NOTE)
		return refuse(r, "must be a string");
	if (f->name == SCOPE_SHARES)
		return refuse(r, "must be an object");
	if (f->name == SCOPE_NOT)
		return refuse(r, f->array ? "must be an object" : "must be an object or an array of objects");
	if (f->name == SCOPE_ANY || f->name == SCOPE_ALL)
		return refuse(r, f->array ? "must be an object" : "must be an array of objects");
	return refuse(r, f->array ? "must be a string" : "must be a string or an array of strings");
}

static int
on_null(void *ctx)
{
	return wrong_type(ctx);
}

static int
on_boolean(void *ctx, int value)
{
	(void)value;
	return wrong_type(ctx);
}

static int
on_number(void *ctx, const char *text, size_t len)
{
	(void)text;
	(void)len;
	return wrong_type(ctx);
}

static unsigned
kind_of_id(unsigned name)
{
	return name == MIA_TRAIT_SESSION ? MIA_EXPAND_SESSION : MIA_EXPAND_TOKEN;
}

static int
take_time(struct reading *r, const struct frame *f, struct mia_text text)
{
	mia_time time, from = f->scope->from, until = f->scope->until;
	struct mia_error err;
	char shown[64], what[160];

	if (mia_time_parse(text, &time) != MIA_OK) {
		mia__escape_ascii(text, shown, sizeof(shown));
		(void)snprintf(what, sizeof(what),
			"not an ISO 8601 time such as 2026-03-01 or 2026-03-01T08:30:00+01:00: %s", shown);
		return refuse(r, what);
	}
	if (f->name == SCOPE_SINCE)
		from = time;
	else
		until = time;
	return mia_scope_between(f->scope, from, until, &err) < 0 ? refuse_error(r, &err) : 1;
}

static int
take_id(struct reading *r, struct frame *f, struct mia_text text)
{
	char room[36];

	if (f->name == MIA_TRAIT_SESSION)
		text = mia__id_plain(text, room);
	if (text.len == 0)
		return refuse(r, "an empty value selects nothing");
	f->count++;
	if (mia__idset_add(f->ids, kind_of_id(f->name), text))
		return 1;
	r->status = MIA_ERR_MEMORY;
	return 0;
}

static int
on_string(void *ctx, const unsigned char *bytes, size_t len)
{
	struct reading *r = ctx;
	struct mia_text text = { (const char *)bytes, len };
	struct frame *f = top(r);
	struct mia_error err;

	if (!f)
		return wrong_type(r);
	if (!f->array && (f->name == SCOPE_SINCE || f->name == SCOPE_UNTIL))
		return take_time(r, f, text);
	if (!f->array && f->name == SCOPE_NOTE)
		return mia_scope_set_note(f->scope, text, &err) < 0 ? refuse_error(r, &err) : 1;
	if (f->name >= MIA_TRAIT_COUNT)
		return wrong_type(r);
	if (f->ids)
		return take_id(r, f, text);
	if (mia_scope_add(f->scope, (enum mia_trait)f->name, 0, text, &err) < 0)
		return refuse_error(r, &err);
	f->count++;
	return 1;
}

static int
push(struct reading *r, struct frame frame)
{
	if (r->depth == DEPTH)
		return refuse(r, "too deep");
	r->frames[r->depth++] = frame;
	return 1;
}

static struct scopes *
list_of(struct mia_scope *scope, unsigned name)
{
	return name == SCOPE_NOT ? &scope->none : name == SCOPE_ANY ? &scope->any : &scope->all;
}

static int
start_shares(struct reading *r, struct frame *f)
{
	f->scope->ids = mia__idset_new(&r->root->a, 0);
	if (f->scope->ids)
		return push(r,
			(struct frame){ .scope = f->scope, .ids = f->scope->ids, .name = SCOPE_NAME_COUNT });
	r->status = MIA_ERR_MEMORY;
	return 0;
}

static int
on_start_map(void *ctx)
{
	struct reading *r = ctx;
	struct frame *f = top(r);
	struct mia_scope *part;
	struct mia_error err;

	if (!f && !r->ended)
		return push(r, (struct frame){ .scope = r->root, .whole = true, .name = SCOPE_NAME_COUNT });
	if (f && f->name == SCOPE_SHARES && !f->array)
		return start_shares(r, f);
	if (!f || !(f->name == SCOPE_NOT || ((f->name == SCOPE_ANY || f->name == SCOPE_ALL) && f->array)))
		return wrong_type(r);
	if (mia_scope_new(&part, &r->root->a, &err) < 0 ||
		mia__scope_take(f->scope, list_of(f->scope, f->name), part, &err) < 0)
		return refuse_error(r, &err);
	part->limits = r->root->limits;
	return push(r,
		(struct frame){ .scope = part, .whole = f->name == SCOPE_ALL, .name = SCOPE_NAME_COUNT });
}

static int
on_start_array(void *ctx)
{
	struct reading *r = ctx;
	const struct frame *f = top(r);

	if (!f || f->array || f->name == SCOPE_SINCE || f->name == SCOPE_UNTIL || f->name == SCOPE_NOTE ||
		f->name == SCOPE_SHARES)
		return wrong_type(r);
	return push(r, (struct frame){ .scope = f->scope, .array = true, .ids = f->ids, .name = f->name });
}

static int
on_map_key(void *ctx, const unsigned char *key, size_t len)
{
	struct reading *r = ctx;
	struct frame *f = top(r);
	struct mia_text text = { (const char *)key, len };
	char shown[40], what[224];
	unsigned name = 0;

	while (name < SCOPE_NAME_COUNT && !text_equal(names[name], text))
		name++;
	f->name = SCOPE_NAME_COUNT;
	mia__escape_ascii(text, shown, sizeof(shown));
	if (name == SCOPE_NAME_COUNT || (name == SCOPE_ANY && !f->whole)) {
		(void)snprintf(what, sizeof(what), "%s \"%s\"; known are " KNOWN "%s",
			name == SCOPE_NAME_COUNT ? "unknown name" : "only the whole file may have", shown,
			f->whole ? ", all, any" : ", all");
		return refuse(r, what);
	}
	if (f->ids && name != MIA_TRAIT_SESSION && name != MIA_TRAIT_TOKEN)
		return refuse(r, "it may have session and token");
	if (f->ids)
		f->ids->by |= kind_of_id(name);
	if (f->seen & 1u << name) {
		(void)snprintf(what, sizeof(what), "\"%s\" stands twice", shown);
		return refuse(r, what);
	}
	f->seen |= 1u << name;
	f->name = name;
	return 1;
}

/* What asks for nothing would hold everything, and that is never meant. */
static int
on_end(void *ctx)
{
	struct reading *r = ctx;
	struct frame *f = top(r);

	if (!f->array && (f->seen & ~(1u << SCOPE_NOTE)) == 0)
		return refuse(r, "an empty object asks for nothing");
	r->depth--;
	/* An expansion by both kinds of ids may have found one of them alone. */
	if (f->array && f->count == 0 && !f->ids)
		return refuse(r, "an empty array asks for nothing");
	r->ended = r->depth == 0;
	f = top(r);
	if (f && f->array)
		f->count++;
	return 1;
}

/* As jq has it: any[1].not.ip[0] */
static void
tell_path(const struct reading *r, char *out, size_t size)
{
	size_t len = 0;

	out[0] = 0;
	for (size_t i = 0; i < r->depth && len < size; i++) {
		const struct frame *f = &r->frames[i];
		int n = 0;

		if (f->array)
			n = snprintf(out + len, size - len, "[%zu]", f->count);
		else if (f->name < SCOPE_NAME_COUNT)
			n = snprintf(out + len, size - len, "%s%s", len ? "." : "", names[f->name].ptr);
		len += n > 0 ? (size_t)n : 0;
	}
}

static size_t
line_at(struct mia_text text, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at && i < text.len; i++)
		line += text.ptr[i] == '\n';
	return line;
}

static enum mia_status
fail_reading(const struct reading *r, const struct json *json, enum json_result result, struct mia_text text,
	struct mia_error *err)
{
	size_t line = line_at(text, json->bad_at);
	char path[64];

	if (result == JSON_MEMORY || r->status == MIA_ERR_MEMORY)
		return mia__fail_memory(err);
	if (result == JSON_BAD)
		return mia__fail(err, MIA_ERR_ARGUMENT, "line %zu: not JSON: %s", line, json->message);
	tell_path(r, path, sizeof(path));
	return mia__fail(err, MIA_ERR_ARGUMENT, "line %zu: %s%s%s", line, path, path[0] ? ": " : "", r->what);
}

static enum mia_status
read_into(struct mia_scope *root, struct mia_text text, struct mia_error *err)
{
	static const struct json_events events = {
		on_null,
		on_boolean,
		on_number,
		on_string,
		on_start_map,
		on_map_key,
		on_end,
		on_start_array,
		on_end,
	};
	struct reading r = { .root = root, .status = MIA_OK };
	enum mia_status status = MIA_OK;
	enum json_result result;
	struct json json;

	mia__json_init(&json, &root->a);
	result = mia__json_parse(&json, text, &events, &r);
	if (result != JSON_OK)
		status = fail_reading(&r, &json, result, text, err);
	mia__json_release(&json);
	return status;
}

static enum mia_status
check_text(struct mia_text text, struct mia_error *err)
{
	size_t valid;

	if (text_trim(text).len == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "it is empty; a scope file holds one object");
	if (text.len > FILE_BYTES)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a scope file has at most %zu bytes", FILE_BYTES);
	valid = mia__utf8_valid_prefix(text.ptr, text.len);
	if (valid < text.len)
		return mia__fail(err, MIA_ERR_ARGUMENT, "line %zu: not UTF-8", line_at(text, valid));
	return MIA_OK;
}

enum mia_status
mia_scope_read(struct mia_scope *scope, struct mia_text json, struct mia_error *err)
{
	static const struct mia_text bom = { "\xef\xbb\xbf", 3 };
	struct mia_scope *part;
	enum mia_status status;

	if (!scope || !json.ptr)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or nothing to read");
	if (text_starts(json, bom)) {
		json.ptr += bom.len;
		json.len -= bom.len;
	}
	MIA_TRY(check_text(json, err));
	MIA_TRY(mia_scope_new(&part, &scope->a, err));
	part->limits = scope->limits;
	status = read_into(part, json, err);
	if (status < 0) {
		mia_scope_free(part);
		return status;
	}
	return mia__scope_take(scope, &scope->all, part, err);
}
