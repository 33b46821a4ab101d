/* 'mia show': the bytes of one record as they stand in the evidence. */
#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "alike.h"
#include "host/terminal.h"
#include "run.h"
#include "say.h"

/* Where the record stands, and why it was rejected if it was. */
struct found {
	struct mia_place place;
	enum mia_reason reason;
	char detail[160];
};

static int
discard(void *ctx, const void *bytes, size_t size)
{
	(void)ctx, (void)bytes, (void)size;
	return 0;
}

/* SOURCE#RECORD, #RECORD or RECORD; the source is left empty if not named. */
static int
parse_place(const char *text, struct mia_text *source, uint64_t *record)
{
	const char *mark = strrchr(text, '#');
	const char *digits = mark ? mark + 1 : text;
	uint64_t number = 0;

	*source = (struct mia_text){ text, mark ? (size_t)(mark - text) : 0 };
	if (*digits == '\0')
		return -1;
	for (; *digits != '\0'; digits++) {
		if (*digits < '0' || *digits > '9' || number > (UINT64_MAX - 9) / 10)
			return -1;
		number = number * 10 + (uint64_t)(*digits - '0');
	}
	*record = number;
	return number == 0 ? -1 : 0;
}

static enum exit_status
prepare(struct options *options)
{
	struct mia_text source;
	uint64_t record;

	if (options->operand_count == 0) {
		say("no place named; see 'mia show --help'");
		return EXIT_USAGE;
	}
	options->place = *options->operands++;
	options->operand_count--;
	if (parse_place(options->place, &source, &record) < 0) {
		say("%s is no place: it must be SOURCE#RECORD, as explain prints it", quoted(options->place));
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < options->operand_count; i++) {
		if (strcmp(options->operands[i], "-") == 0) {
			say("standard input cannot be shown from: it can be read only once");
			return EXIT_USAGE;
		}
	}
	return EXIT_COMPLETE;
}

/* The number of the source that the place means, among those named; SIZE_MAX
 * and a message. */
static size_t
find_source(const struct mia_evidence *evidence, struct mia_text name)
{
	size_t count = mia_evidence_count(evidence);

	if (name.len == 0) {
		if (count == 1)
			return 0;
		say("the place names no source, and there are %zu", count);
		return SIZE_MAX;
	}
	for (size_t i = 0; i < count; i++) {
		const struct mia_source *source = mia_evidence_source(evidence, i);

		if (strlen(source->name) == name.len && memcmp(source->name, name.ptr, name.len) == 0)
			return i;
	}
	say("no source %s in the evidence named", quoted_text(name));
	return SIZE_MAX;
}

/* MIA_OK: found. MIA_END: not there; *records says how many are. */
static enum mia_status
find_record(struct mia_evidence *evidence, uint64_t wanted, struct found *found, uint64_t *records,
	struct mia_error *err)
{
	struct mia_reader *reader = NULL;
	enum mia_status status = mia_reader_new(&reader, evidence, err);

	*records = 0;
	while (status >= 0 && status != MIA_END) {
		const struct mia_event *event;
		const struct mia_reject *reject;

		status = mia_reader_next(reader, &event, &reject, err);
		if (status < 0 || status == MIA_END)
			break;
		found->place = status == MIA_OK ? event->place : reject->place;
		*records = found->place.record;
		/* The length of a record in parts is known with the last. */
		if (found->place.record != wanted || (status == MIA_REJECTED && !reject->last))
			continue;
		if (status == MIA_REJECTED) {
			found->reason = reject->reason;
			memcpy(found->detail, reject->detail, sizeof(found->detail));
		}
		status = MIA_OK;
		break;
	}
	mia_reader_free(reader);
	return status;
}

static int
hash_differs(struct run *run, const char *sha256, const char *name)
{
	const char *wanted = run->options.sha256;

	if (wanted == NULL || text_is_alike(text_of(wanted), sha256))
		return 0;
	say("the SHA-256 of %s is %s, not the one given: nothing shown", quoted(name), sha256);
	run_worse(run, EXIT_NOTHING);
	return 1;
}

/* Copies the record's bytes out, once the hash of the file is as it must be. */
static void
show_bytes(struct run *run, const struct mia_evidence *evidence, const struct found *found)
{
	const struct mia_place *place = &found->place;
	const char *name = place->source->name;
	struct mia_error err = { 0 };
	enum mia_status status = MIA_OK;
	char sha256[65] = "";

	run->output.screened = run->output.path == NULL && !run->options.raw && terminal_is(TERMINAL_OUTPUT);
	if (run->options.sha256 != NULL) {
		status = mia_evidence_copy(evidence, 0, 0, 0, discard, NULL, sha256, &err);
		if (status >= 0 && hash_differs(run, sha256, name))
			return;
	}
	if (status >= 0)
		status = mia_evidence_copy(evidence, 0, place->offset, place->length, output_write,
			&run->output, sha256, &err);
	run_reported(run, status, &err);
	if (status < 0 || hash_differs(run, sha256, name) || !run_notes(run))
		return;
	if (found->reason != MIA_REASON_NONE)
		say_place("rejected in ", place, found->detail, mia_reason_name(found->reason));
	say("%" PRIu64 " bytes at byte %" PRIu64 " of %s, SHA-256 %s", place->length, place->offset,
		quoted(name), sha256);
}

static void
execute(struct run *run)
{
	struct mia_evidence *evidence = NULL;
	struct mia_error err = { 0 };
	struct found found = { .reason = MIA_REASON_NONE };
	struct mia_text name;
	uint64_t wanted = 0, records;

	(void)parse_place(run->options.place, &name, &wanted);
	size_t at = find_source(run->evidence, name);
	const struct mia_source *source = mia_evidence_source(run->evidence, at);
	if (source == NULL) {
		run_worse(run, EXIT_NOTHING);
		return;
	}
	/* Only the one file need be gone through. */
	if (run_new_evidence(run, &evidence, &err) < 0 ||
		mia_evidence_add_from(evidence, run->evidence, at, &err) < 0) {
		run_failed(run, "cannot use the source", &err);
	} else {
		enum mia_status status = find_record(evidence, wanted, &found, &records, &err);

		if (status == MIA_OK) {
			show_bytes(run, evidence, &found);
		} else if (status == MIA_END) {
			say("no record %" PRIu64 " in %s, whose last is %" PRIu64, wanted,
				quoted(source->name), records);
			run_worse(run, EXIT_NOTHING);
		} else {
			run_failed(run, "cannot find the record", &err);
		}
	}
	mia_evidence_free(evidence);
}

const struct command command_show = {
	.name = "show",
	.summary = "the exact bytes of a record, by its place",
	.operands = "PLACE FILE...",
	.groups = GROUP_SHOW | GROUP_FILE | GROUP_LIMIT | GROUP_COMMON,
	.description =
		"Writes the bytes of one record, or reject, as they stand in the file (as inflated, "
		"where it is gzip; before any change of text encoding). PLACE is SOURCE#RECORD as "
		"explain prints it; where only one FILE is given, '#17' or 17 will do. In a case file, "
		"SOURCE is the name under which it was ingested.\n\n"
		"On a terminal, controls in the bytes are shown escaped unless --raw is given; "
		"elsewhere the bytes are exact. Standard error names their place and the SHA-256 of "
		"the file.",
	.examples = "# The record behind a row, as explain names its place:\n"
		    "mia show 'fixtures/incident/portal.csv#6' fixtures/incident/portal.csv\n"
		    "# Of one file the number will do:\n"
		    "mia show '#1' fixtures/incident/graph.json | jq .\n"
		    "# Only if the file is still the one that explain told of:\n"
		    "mia show --sha256 0f63395a5b3834120f184bb6b42025455fffb61da0f0db6229ae1b7172a823d0 "
		    "-o record.json '#1' fixtures/incident/graph.json",
	.prepare = prepare,
	.execute = execute,
};
