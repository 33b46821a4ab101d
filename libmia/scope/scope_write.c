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

/* whole: it may have alternatives itself, as the file may and what stands under "all". */
static void write_scope(struct writing *w, const struct mia_scope *scope, bool whole);

static bool
collides(const struct layers *layers, const struct mia_scope *scope)
{
	for (size_t i = 0; i < layers->count; i++) {
		const struct mia_scope *other = layers->ptr[i];
		if (layers->apart[i])
			continue;
		if ((other->any.count && scope->any.count) || (other->ids && scope->ids) ||
			(other->note.len && scope->note.len) ||
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
		write_scope(&inside, scopes[i], name == SCOPE_ALL);
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
		write_scope(inside, scope->none.ptr[i], false);
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

/* A whole array, also of one id or none: which kinds there are says how it answers. */
static void
write_ids(struct writing *w, enum mia_trait trait, const struct intern *ids)
{
	write_name(w, mia__scope_name(trait).ptr);
	mia__sink_byte(w->sink, '[');
	for (size_t i = 1; i < ids->count; i++) {
		if (i > 1)
			mia__sink_str(w->sink, ", ");
		mia__safe_json(w->sink, intern_text(ids, i));
	}
	mia__sink_byte(w->sink, ']');
}

static void
write_shares(struct writing *w, const struct idset *ids)
{
	write_name(w, mia__scope_name(SCOPE_SHARES).ptr);
	struct writing object = begin_object(w);
	if (ids->by & MIA_EXPAND_SESSION)
		write_ids(&object, MIA_TRAIT_SESSION, &ids->sessions);
	if (ids->by & MIA_EXPAND_TOKEN)
		write_ids(&object, MIA_TRAIT_TOKEN, &ids->tokens);
	end_object(w);
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
	if (scope->ids)
		write_shares(w, scope->ids);
}

/* An alternative says by "all" that it has alternatives itself. */
static void
write_choice(struct writing *w, const struct mia_scope *scope, bool whole)
{
	struct writing object;

	if (whole) {
		write_array(w, SCOPE_ANY, (const struct mia_scope *const *)scope->any.ptr, scope->any.count);
		return;
	}
	object = begin_object(w);
	write_array(&object, SCOPE_ANY, (const struct mia_scope *const *)scope->any.ptr, scope->any.count);
	end_object(w);
}

/* What stands apart, and a choice that cannot stand in the object itself. */
static void
write_all(struct writing *w, const struct layers *layers, const struct mia_scope *choice)
{
	struct writing inside = { w->sink, w->depth + 1, false };
	size_t written = 0;

	for (size_t i = 0; i < layers->count; i++) {
		const struct mia_scope *scope = layers->ptr[i];
		if (!layers->apart[i] && scope != choice)
			continue;
		if (written == 0) {
			write_name(w, mia__scope_name(SCOPE_ALL).ptr);
			mia__sink_byte(w->sink, '[');
		}
		next_element(&inside, &written);
		if (layers->apart[i])
			write_scope(&inside, scope, true);
		else
			write_choice(&inside, scope, false);
	}
	if (written) {
		new_line(w);
		mia__sink_byte(w->sink, ']');
	}
}

static void
write_scope(struct writing *w, const struct mia_scope *scope, bool whole)
{
	struct layers layers = { .count = 0 };
	const struct mia_scope *choice = NULL;
	struct writing object = begin_object(w);

	take_layers(&layers, scope);
	for (size_t i = 0; i < layers.count; i++) {
		if (layers.apart[i])
			continue;
		write_layer(&object, layers.ptr[i]);
		/* Layers that have alternatives both collide: there is one at most. */
		if (layers.ptr[i]->any.count)
			choice = layers.ptr[i];
	}
	if (choice && whole)
		write_choice(&object, choice, true);
	write_all(&object, &layers, whole ? NULL : choice);
	write_not(&object, &layers);
	end_object(w);
}

/* The most scopes that hang together by "all", here or in a part. */
static size_t
count_layers(const struct mia_scope *scope)
{
	const struct scopes *lists[] = { &scope->any, &scope->none };
	size_t count = 1, part;

	for (size_t i = 0; i < scope->all.count; i++)
		count += count_layers(scope->all.ptr[i]);
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if ((part = count_layers(lists[k]->ptr[i])) > count)
				count = part;
	return count;
}

enum mia_status
mia_scope_write(const struct mia_scope *scope, mia_write_fn *write, void *ctx, struct mia_error *err)
{
	struct sink sink;
	struct writing w = { .sink = &sink };

	if (!scope || !write)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no scope, or nowhere to write it");
	if (mia_scope_is_everything(scope))
		return mia__fail(err, MIA_ERR_ARGUMENT, "a scope that asks for nothing has no file");
	if (count_layers(scope) > MOST_LAYERS)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a scope of more than %d scopes has no file",
			MOST_LAYERS);
	mia__sink_init(&sink, write, ctx);
	write_scope(&w, scope, true);
	mia__sink_byte(&sink, '\n');
	return mia__sink_finish(&sink, err);
}
