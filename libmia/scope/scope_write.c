/* A scope as a scope file: JSON out, which mia_scope_read makes the same scope of. */
#include "base/error.h"
#include "format/safe.h"
#include "format/sink.h"
#include "scope/scope_file.h"

/* What is written as one object: a scope, and what it must hold besides, where the
 * two do not ask by the same name. */
#define MOST_LAYERS 16

struct layers {
	const struct mia_scope *ptr[MOST_LAYERS];
	size_t count;
	bool apart[MOST_LAYERS]; /* collides with one before it: stands under "all" */
};

struct writing {
	struct sink *sink;
	size_t depth;
	bool begun; /* a member of this object was written */
};

static void write_scope(struct writing *w, const struct mia_scope *scope);

static bool
collides(const struct layers *layers, const struct mia_scope *scope)
{
	for (size_t i = 0; i < layers->count; i++) {
		const struct mia_scope *other = layers->ptr[i];
		if (layers->apart[i])
			continue;
		if ((other->any.count && scope->any.count) || (other->note.len && scope->note.len) ||
			(other->from != MIA_TIME_UNKNOWN && scope->from != MIA_TIME_UNKNOWN) ||
			(other->until != MIA_TIME_UNKNOWN && scope->until != MIA_TIME_UNKNOWN))
			return true;
		for (int t = 0; t < MIA_TRAIT_COUNT; t++)
			if (other->wanted[t].count && scope->wanted[t].count)
				return true;
	}
	return false;
}

/* One that collides stands apart with all that it holds. */
static void
take_layers(struct layers *layers, const struct mia_scope *scope)
{
	if (layers->count == MOST_LAYERS)
		return;
	bool apart = collides(layers, scope);
	layers->apart[layers->count] = apart;
	layers->ptr[layers->count++] = scope;
	for (size_t i = 0; !apart && i < scope->all.count; i++)
		take_layers(layers, scope->all.ptr[i]);
}

static void
new_line(struct writing *w)
{
	mia__sink_byte(w->sink, '\n');
	mia__sink_blanks(w->sink, 2 * w->depth);
}

static void
write_name(struct writing *w, const char *name)
{
	if (w->begun)
		mia__sink_byte(w->sink, ',');
	w->begun = true;
	new_line(w);
	mia__sink_byte(w->sink, '"');
	mia__sink_str(w->sink, name);
	mia__sink_str(w->sink, "\": ");
}

static void
write_values(struct writing *w, enum mia_trait trait, const struct values *values)
{
	write_name(w, mia__scope_name(trait).ptr);
	if (values->count > 1)
		mia__sink_byte(w->sink, '[');
	for (size_t i = 0; i < values->count; i++) {
		if (i)
			mia__sink_str(w->sink, ", ");
		mia__safe_json(w->sink, values->ptr[i].text);
	}
	if (values->count > 1)
		mia__sink_byte(w->sink, ']');
}

static void
write_time(struct writing *w, enum mia_scope_name name, mia_time time)
{
	char text[MIA_TIME_TEXT];
	size_t len;

	if (time == MIA_TIME_UNKNOWN)
		return;
	write_name(w, mia__scope_name(name).ptr);
	len = mia_time_format(time, text);
	mia__safe_json(w->sink, (struct mia_text){ text, len });
}

static struct writing
begin_object(struct writing *w)
{
	mia__sink_byte(w->sink, '{');
	return (struct writing){ w->sink, w->depth + 1, false };
}

static void
end_object(struct writing *w)
{
	new_line(w);
	mia__sink_byte(w->sink, '}');
}

/* An element of an array that has a line of its own. */
static void
next_element(struct writing *inside, size_t *count)
{
	if ((*count)++)
		mia__sink_byte(inside->sink, ',');
	new_line(inside);
}

static void
write_array(struct writing *w, enum mia_scope_name name, const struct mia_scope *const *scopes, size_t count)
{
	struct writing inside = { w->sink, w->depth + 1, false };
	size_t written = 0;

	if (count == 0)
		return;
	write_name(w, mia__scope_name(name).ptr);
	mia__sink_byte(w->sink, '[');
	for (size_t i = 0; i < count; i++) {
		next_element(&inside, &written);
		write_scope(&inside, scopes[i]);
	}
	new_line(w);
	mia__sink_byte(w->sink, ']');
}

/* How many objects stand under "not". */
static size_t
count_not(const struct layers *layers)
{
	size_t count = 0;

	for (size_t i = 0; i < layers->count; i++) {
		if (layers->apart[i])
			continue;
		count += layers->ptr[i]->none.count;
		for (int t = 0; t < MIA_TRAIT_COUNT; t++)
			count += layers->ptr[i]->excluded[t].count != 0;
	}
	return count;
}

/* Each excluded trait alone takes away, as each object under "not" does. */
static void
write_excluded(struct writing *inside, bool lines, size_t *written, const struct mia_scope *scope)
{
	for (int t = 0; t < MIA_TRAIT_COUNT; t++) {
		if (scope->excluded[t].count == 0)
			continue;
		if (lines)
			next_element(inside, written);
		struct writing object = begin_object(inside);
		write_values(&object, (enum mia_trait)t, &scope->excluded[t]);
		end_object(inside);
	}
	for (size_t i = 0; i < scope->none.count; i++) {
		if (lines)
			next_element(inside, written);
		write_scope(inside, scope->none.ptr[i]);
	}
}

static void
write_not(struct writing *w, const struct layers *layers)
{
	size_t count = count_not(layers), written = 0;
	struct writing inside = { w->sink, w->depth + (count > 1), false };

	if (count == 0)
		return;
	write_name(w, mia__scope_name(SCOPE_NOT).ptr);
	if (count > 1)
		mia__sink_byte(w->sink, '[');
	for (size_t i = 0; i < layers->count; i++)
		if (!layers->apart[i])
			write_excluded(&inside, count > 1, &written, layers->ptr[i]);
	if (count > 1) {
		new_line(w);
		mia__sink_byte(w->sink, ']');
	}
}

static void
write_layer(struct writing *w, const struct mia_scope *scope)
{
	if (scope->note.len) {
		write_name(w, mia__scope_name(SCOPE_NOTE).ptr);
		mia__safe_json(w->sink, scope->note);
	}
	for (int t = 0; t < MIA_TRAIT_COUNT; t++)
		if (scope->wanted[t].count)
			write_values(w, (enum mia_trait)t, &scope->wanted[t]);
	write_time(w, SCOPE_SINCE, scope->from);
	write_time(w, SCOPE_UNTIL, scope->until);
	write_array(w, SCOPE_ANY, (const struct mia_scope *const *)scope->any.ptr, scope->any.count);
}

static void
write_scope(struct writing *w, const struct mia_scope *scope)
{
	struct layers layers = { .count = 0 };
	const struct mia_scope *apart[MOST_LAYERS];
	size_t apart_count = 0;
	struct writing object = begin_object(w);

	take_layers(&layers, scope);
	for (size_t i = 0; i < layers.count; i++) {
		if (layers.apart[i])
			apart[apart_count++] = layers.ptr[i];
		else
			write_layer(&object, layers.ptr[i]);
	}
	write_array(&object, SCOPE_ALL, apart, apart_count);
	write_not(&object, &layers);
	end_object(w);
}

/* How many scopes hang together by "all"; ids anywhere are told by *ids. */
static size_t
count_layers(const struct mia_scope *scope, bool *ids)
{
	size_t count = 1;

	*ids |= scope->ids != NULL;
	for (size_t i = 0; i < scope->all.count; i++)
		count += count_layers(scope->all.ptr[i], ids);
	for (size_t i = 0; i < scope->any.count; i++)
		(void)count_layers(scope->any.ptr[i], ids);
	for (size_t i = 0; i < scope->none.count; i++)
		(void)count_layers(scope->none.ptr[i], ids);
	return count;
}

enum mia_status
mia_scope_write(const struct mia_scope *scope, mia_write_fn *write, void *ctx, struct mia_error *err)
{
	struct sink sink;
	struct writing w = { .sink = &sink };
	bool ids = false;

	if (!scope || !write)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or nowhere to write it");
	if (mia_scope_is_everything(scope))
		return mia__fail(err, MIA_ERR_ARGUMENT, "a scope that asks for nothing has no file");
	if (count_layers(scope, &ids) > MOST_LAYERS || ids)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"a scope that was widened by shared ids has no file: "
			"write the one that it was made of");
	mia__sink_init(&sink, write, ctx);
	write_scope(&w, scope);
	mia__sink_byte(&sink, '\n');
	return mia__sink_finish(&sink, err);
}
