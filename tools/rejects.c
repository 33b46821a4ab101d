/* Collects what could not be used, and tells and writes it in the order of the evidence. */
#include "rejects.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "system/file.h"
#include "system/machine.h"

/* No flag of the library: an access of which the record says no mailbox. */
#define NO_MAILBOX (UINT64_C(1) << 63)

/* Damage that changes what a record says; other flags are told by info. */
static const struct {
	uint64_t flag;
	int access_only; /* nothing odd in a record of something else */
	const char *text;
} damage[] = {
	{ MIA_FLAG_DUP_KEY, 0,
		"a key stands in it more than once; values that contradict count as not stated" },
	{ MIA_FLAG_BAD_SURROGATE, 0, "a character in it is half of a surrogate pair" },
	{ MIA_FLAG_BAD_UTF8, 0, "bytes in it are not UTF-8" },
	{ MIA_FLAG_ENVELOPE_DIFFERS, 0, "what stands around it, or in it, states something else" },
	{ MIA_FLAG_ITEMS_LOST, 0, "the export destroyed the names of its items" },
	{ MIA_FLAG_PAYLOAD_LOST, 0, "what it gave access to is not found in it" },
	{ MIA_FLAG_TIME_UNREADABLE, 0, "a time in it cannot be read" },
	{ MIA_FLAG_NO_TIME, 1, "it has no time that can be used" },
	{ MIA_FLAG_THROTTLED_UNCLEAR, 0, "IsThrottled in it is neither true nor false, or both" },
	{ MIA_FLAG_OPERATION_ODD, 0, "its operation looks like one that matters, but is another text" },
	{ MIA_FLAG_BAD_VALUE, 0, "a value in it cannot be read" },
	{ NO_MAILBOX, 1, "it does not say whose mailbox was accessed" },
};
#define DAMAGE_COUNT (sizeof(damage) / sizeof(damage[0]))

/* What precedes the texts of a part in the scratch file. */
struct part_head {
	struct mia_reject reject; /* its pointers mean nothing there */
	int raw_there, header_there;
};

static int
compare(const struct mia_source *a, uint64_t a_offset, uint64_t a_record, const struct mia_source *b,
	uint64_t b_offset, uint64_t b_record)
{
	int order = a == b ? 0 : strcmp(a->name, b->name);

	if (order == 0)
		order = (a_offset > b_offset) - (a_offset < b_offset);
	if (order == 0)
		order = (a_record > b_record) - (a_record < b_record);
	return order;
}

static void
notes_add(struct reject_notes *notes, const struct reject_note *note)
{
	size_t i = notes->count;

	notes->total++;
	while (i > 0) {
		const struct mia_place *place = &notes->first[i - 1].place;

		if (compare(place->source, place->offset, place->record, note->place.source,
			    note->place.offset, note->place.record) <= 0)
			break;
		i--;
	}
	if (i == REJECTS_TOLD)
		return;
	size_t moved = notes->count - i;
	if (notes->count == REJECTS_TOLD)
		moved--;
	else
		notes->count++;
	memmove(&notes->first[i + 1], &notes->first[i], moved * sizeof(notes->first[0]));
	notes->first[i] = *note;
}

enum exit_status
rejects_begin(struct rejects *rejects, const char *path, const struct mia_evidence *evidence)
{
	memset(rejects, 0, sizeof(*rejects));
	rejects->file.directory = rejects->file.guard = -1;
	if (path == NULL)
		return EXIT_COMPLETE;
	if (strcmp(path, "-") == 0) {
		say("'--rejects' needs a file; standard output is for results");
		return EXIT_USAGE;
	}
	enum exit_status status = output_open(&rejects->file, path, evidence);
	if (status != EXIT_COMPLETE)
		return status;
	rejects->scratch = output_scratch(&rejects->file);
	return rejects->scratch ? EXIT_COMPLETE : EXIT_NOTHING;
}

enum exit_status
rejects_begin_aside(struct rejects *rejects, FILE *scratch, const char *where)
{
	(void)rejects_begin(rejects, NULL, NULL);
	rejects->scratch = scratch;
	rejects->where = where;
	return scratch ? EXIT_COMPLETE : EXIT_NOTHING;
}

static int
scratch_put(struct rejects *rejects, const void *bytes, size_t size)
{
	if (size > 0 && fwrite(bytes, 1, size, rejects->scratch) != size) {
		rejects->error = mia__write_error();
		return -1;
	}
	rejects->scratch_size += size;
	return 0;
}

static int
scratch_add(struct rejects *rejects, const struct mia_reject *reject)
{
	struct part_head head;

	if (rejects->part_count == rejects->part_room) {
		size_t room = rejects->part_room ? rejects->part_room * 2 : 64;
		struct reject_part *parts = room > SIZE_MAX / sizeof(*parts)
			? NULL
			: realloc(rejects->parts, room * sizeof(*parts));

		if (parts == NULL) {
			rejects->error = ENOMEM;
			return -1;
		}
		rejects->parts = parts;
		rejects->part_room = room;
	}
	rejects->parts[rejects->part_count++] = (struct reject_part){ reject->place.source,
		reject->place.offset, reject->place.record, reject->place.length, rejects->scratch_size };
	memset(&head, 0, sizeof(head));
	head.reject = *reject;
	head.raw_there = reject->raw.ptr != NULL;
	head.header_there = reject->header.ptr != NULL;
	if (scratch_put(rejects, &head, sizeof(head)) < 0 ||
		scratch_put(rejects, reject->header.ptr, reject->header.len) < 0 ||
		scratch_put(rejects, reject->raw.ptr, reject->raw.len) < 0)
		return -1;
	return 0;
}

int
rejects_add(struct rejects *rejects, const struct mia_reject *reject)
{
	if (rejects->error != 0)
		return 1;
	if (rejects->scratch != NULL && scratch_add(rejects, reject) < 0)
		return 1;
	if (reject->last) {
		struct reject_note note = { .place = reject->place, .reason = reject->reason };

		memcpy(note.detail, reject->detail, sizeof(note.detail));
		note.detail[sizeof(note.detail) - 1] = '\0';
		notes_add(&rejects->rejected, &note);
	}
	return 0;
}

int
rejects_add_event(struct rejects *rejects, const struct mia_event *event)
{
	struct reject_note note = { .place = event->place };
	int access = event->access != MIA_ACCESS_NONE;
	uint64_t flags = event->flags;

	if (event->mailbox_guid.len == 0 && event->mailbox_owner.len == 0)
		flags |= NO_MAILBOX;
	for (size_t i = 0; i < DAMAGE_COUNT; i++)
		if (access || !damage[i].access_only)
			note.flags |= flags & damage[i].flag;
	if (note.flags != 0)
		notes_add(&rejects->kept, &note);
	return 0;
}

int
rejects_any(const struct rejects *rejects)
{
	return rejects->rejected.total > 0 || rejects->kept.total > 0;
}

static void
tell_kept(const struct reject_note *note)
{
	for (size_t i = 0; i < DAMAGE_COUNT; i++) {
		char text[128];

		if (!(note->flags & damage[i].flag))
			continue;
		(void)snprintf(text, sizeof(text), "record kept, but %s", damage[i].text);
		say_place("", &note->place, text,
			damage[i].flag == NO_MAILBOX ? "NO_MAILBOX" : mia_flag_name(damage[i].flag));
	}
}

void
rejects_tell(const struct rejects *rejects, int verbose)
{
	const struct reject_notes *rejected = &rejects->rejected, *kept = &rejects->kept;
	size_t most = verbose ? REJECTS_TOLD : REJECTS_TOLD_SHORT, told;

	told = rejected->count < most ? rejected->count : most;
	for (size_t i = 0; i < told; i++) {
		const struct reject_note *note = &rejected->first[i];

		say_place("cannot use ", &note->place, note->detail, mia_reason_name(note->reason));
	}
	if (rejected->total > told) {
		if (rejects->unwritten)
			say("... and %" PRIu64 " more that cannot be used", rejected->total - told);
		else if (rejects->scratch != NULL)
			say("... and %" PRIu64 " more that cannot be used; all are in %s",
				rejected->total - told,
				rejects->where ? rejects->where : quoted(rejects->file.path));
		else
			say("... and %" PRIu64 " more that cannot be used; 'mia info' counts them, "
			    "--rejects FILE keeps them",
				rejected->total - told);
	}
	told = kept->count < most ? kept->count : most;
	for (size_t i = 0; i < told; i++)
		tell_kept(&kept->first[i]);
	if (kept->total > told)
		say("... and %" PRIu64 " more records kept; 'mia info' counts them, and "
		    "'mia timeline' shows their flags",
			kept->total - told);
}

void
rejects_tell_briefly(const struct rejects *rejects)
{
	uint64_t lost = rejects->rejected.total, kept = rejects->kept.total;
	const char *of = lost == 1 ? "record" : "records";

	if (lost + kept <= 1)
		rejects_tell(rejects, 0);
	else if (kept == 0)
		say("%" PRIu64 " %s cannot be used; --verbose names them", lost, of);
	else if (lost == 0)
		say("%" PRIu64 " records kept, but damaged; --verbose names them", kept);
	else
		say("%" PRIu64 " %s cannot be used, %" PRIu64 " more kept, but damaged; --verbose names them",
			lost, of, kept);
}

static int
compare_parts(const void *left, const void *right)
{
	const struct reject_part *a = left, *b = right;
	int order = compare(a->source, a->offset, a->record, b->source, b->offset, b->record);

	/* Two sources of one name hold parts of their own, each in order. */
	if (order == 0)
		order = ((uintptr_t)a->source > (uintptr_t)b->source) -
			((uintptr_t)a->source < (uintptr_t)b->source);
	/* The parts of a long record: each says how far it reaches. */
	if (order == 0)
		order = (a->length > b->length) - (a->length < b->length);
	if (order == 0)
		order = (a->position > b->position) - (a->position < b->position);
	return order;
}

static enum exit_status
failed(struct rejects *rejects, const struct mia_error *err)
{
	if (err->status == MIA_ERR_SINK && rejects->file.error != 0)
		say("cannot write %s: %s", quoted(rejects->file.path), mia__errno_text(rejects->file.error));
	else
		say_error("cannot write rejects", err);
	return EXIT_NOTHING;
}

static enum mia_status
copy_parts(const struct rejects *rejects, const char *scratch, mia_write_fn *write, void *ctx,
	struct mia_error *err)
{
	for (size_t i = 0; i < rejects->part_count; i++) {
		const char *at = scratch + rejects->parts[i].position;
		struct part_head head;

		memcpy(&head, at, sizeof(head));
		at += sizeof(head);
		head.reject.header.ptr = head.header_there ? at : NULL;
		at += head.reject.header.len;
		head.reject.raw.ptr = head.raw_there ? at : NULL;
		enum mia_status status = mia_rejects_add(&head.reject, write, ctx, err);
		if (status < 0)
			return status;
	}
	return MIA_OK;
}

static enum mia_status
no_scratch(struct mia_error *err, int error)
{
	*err = (struct mia_error){ .status = MIA_ERR_IO, .sys_errno = error };
	(void)snprintf(err->text, sizeof(err->text), "what was kept of them cannot be got at: %s",
		mia__errno_text(error));
	return MIA_ERR_IO;
}

enum mia_status
rejects_copy(struct rejects *rejects, mia_write_fn *write, void *ctx, struct mia_error *err)
{
	enum mia_status status = mia_rejects_begin(write, ctx, err);

	if (status < 0 || rejects->part_count == 0)
		return status;
	if (fflush(rejects->scratch) != 0 || rejects->scratch_size > SIZE_MAX)
		return no_scratch(err, errno);
	qsort(rejects->parts, rejects->part_count, sizeof(rejects->parts[0]), compare_parts);
	void *scratch = mia__file_map(fileno(rejects->scratch), (size_t)rejects->scratch_size);
	if (scratch == NULL)
		return no_scratch(err, errno);
	status = copy_parts(rejects, scratch, write, ctx, err);
	mia__file_unmap(scratch, (size_t)rejects->scratch_size);
	return status;
}

enum exit_status
rejects_write(struct rejects *rejects)
{
	struct mia_error err = { 0 };

	if (rejects->file.stream == NULL)
		return EXIT_COMPLETE;
	if (rejects_copy(rejects, output_write, &rejects->file, &err) < 0)
		return failed(rejects, &err);
	rejects->written = 1;
	return EXIT_COMPLETE;
}

void
rejects_free(struct rejects *rejects)
{
	output_discard(&rejects->file);
	if (rejects->scratch != NULL)
		(void)fclose(rejects->scratch);
	free(rejects->parts);
	memset(rejects, 0, sizeof(*rejects));
	rejects->file.directory = rejects->file.guard = -1;
}
