/*
 * Answers one question about evidence that comes on standard input, again and
 * again, through the public functions alone: the level of each listed message,
 * of each mailbox and folder, and what is covered. tests/honest/law.py asks it.
 *
 * A question is a line of JSON-free text, then the bytes it counts:
 *   ask FILES LISTED            how many files follow, how many listed ids
 *   id TEXT                     one line an id
 *   file SIZE NAME              one line a file, its SIZE bytes behind it
 *   scope TRAIT VALUE           any number, before `go`; TRAIT session or ip
 *   go SINCE UNTIL FROM TO      times; "-": not stated
 * The answer is one line an item, parts of it parted by tabs, and ends in a
 * line "end".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mia/mia.h>

#define FILES 64
#define LISTED 64

struct question {
	struct mia_evidence *evidence;
	struct mia_scope *scope;
	char *bytes[FILES];
	size_t file_count;
	char ids[LISTED][256];
	struct mia_text listed[LISTED];
	size_t listed_count;
	mia_time times[4];
	int bad; /* rejects, or events that are damaged */
};

static void
die(const char *what, const struct mia_error *err)
{
	fprintf(stderr, "ask: %s: %s\n", what, err ? err->text : "");
	exit(2);
}

static mia_time
time_of(const char *text)
{
	mia_time ret;

	if (strcmp(text, "-") == 0)
		return MIA_TIME_UNKNOWN;
	if (mia_time_parse((struct mia_text){ text, strlen(text) }, &ret) != MIA_OK)
		die("time", NULL);
	return ret;
}

static void
put(struct mia_text text)
{
	for (size_t i = 0; i < text.len; i++)
		putchar(text.ptr[i] >= ' ' ? text.ptr[i] : '?');
}

static void
put_bases(mia_basis basis)
{
	for (int i = 0; i < MIA_BASIS_COUNT; i++)
		if (basis >> i & 1)
			printf("%s ", mia_basis_name(UINT64_C(1) << i));
	putchar('\n');
}

static int
on_reject(void *ctx, const struct mia_reject *reject)
{
	struct question *q = ctx;

	q->bad = 1;
	printf("reject\t%s\t%s\t%s\n", reject->place.source->name, mia_reason_name(reject->reason),
		reject->detail);
	return 0;
}

static int
on_event(void *ctx, const struct mia_event *event)
{
	struct question *q = ctx;

	(void)event;
	q->bad = 1;
	return 0;
}

static int
read_question(struct question *q)
{
	char line[4096], word[16], rest[4096];
	struct mia_error err;

	memset(q, 0, sizeof(*q));
	if (mia_evidence_new(&q->evidence, NULL, NULL, &err) < 0 || mia_scope_new(&q->scope, NULL, &err) < 0)
		die("new", &err);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		rest[0] = '\0';
		sscanf(line, "%15s %4000[^\n]", word, rest);
		if (strcmp(word, "id") == 0 && q->listed_count < LISTED) {
			snprintf(q->ids[q->listed_count], sizeof(q->ids[0]), "%.255s", rest);
			q->listed[q->listed_count].ptr = q->ids[q->listed_count];
			q->listed[q->listed_count].len = strlen(q->ids[q->listed_count]);
			q->listed_count++;
		} else if (strcmp(word, "file") == 0 && q->file_count < FILES) {
			char *name;
			size_t size = strtoul(rest, &name, 10);
			char *bytes = q->bytes[q->file_count++] = malloc(size + 1);
			if (!bytes || fread(bytes, 1, size, stdin) != size)
				die("file", NULL);
			if (mia_evidence_add_memory(q->evidence, name + 1, bytes, size, &err) < 0)
				die("add", &err);
		} else if (strcmp(word, "scope") == 0) {
			int ip = strncmp(rest, "ip ", 3) == 0;
			char *value = strchr(rest, ' ') + 1;
			if (mia_scope_add(q->scope, ip ? MIA_TRAIT_ADDRESS : MIA_TRAIT_SESSION, 0,
				    (struct mia_text){ value, strlen(value) }, &err) < 0)
				die("scope", &err);
		} else if (strcmp(word, "go") == 0) {
			char t[4][64];
			if (sscanf(rest, "%63s %63s %63s %63s", t[0], t[1], t[2], t[3]) != 4)
				die("go", NULL);
			for (int i = 0; i < 4; i++)
				q->times[i] = time_of(t[i]);
			if (mia_scope_between(q->scope, q->times[0], q->times[1], &err) < 0)
				die("between", &err);
			return 1;
		}
	}
	mia_evidence_free(q->evidence);
	mia_scope_free(q->scope);
	return 0;
}

static void
answer_rows(const struct question *q, const struct mia_findings *findings)
{
	struct mia_finding_messages *messages;
	struct mia_finding_folders *folders;
	const struct mia_message *message;
	const struct mia_folder_exposure *folder;
	struct mia_error err;

	if (mia_finding_messages_new(&messages, findings, &err) < 0 ||
		mia_finding_folders_new(&folders, findings, &err) < 0)
		die("cursor", &err);
	while (mia_finding_messages_next(messages, &message, &err) == MIA_OK) {
		printf("%s\t", q->listed_count ? "listed" : "message");
		put(message->mailbox);
		putchar('\t');
		put(message->internet_message_id);
		printf("\t%s\t", mia_level_name(message->level));
		put_bases(message->basis);
	}
	while (mia_finding_folders_next(folders, &folder, &err) == MIA_OK) {
		printf("folder\t");
		put(folder->mailbox);
		putchar('\t');
		if (folder->folder.count)
			put(folder->folder.ptr[0]);
		printf("\t%s\t", mia_level_name(folder->level));
		put_bases(folder->basis);
	}
	mia_finding_messages_free(messages);
	mia_finding_folders_free(folders);
}

static void
answer_mailboxes(const struct mia_findings *findings, const struct mia_coverage *coverage)
{
	char start[MIA_TIME_TEXT], end[MIA_TIME_TEXT];

	for (size_t i = 0; i < mia_findings_mailbox_count(findings); i++) {
		const struct mia_mailbox_finding *m = mia_findings_mailbox(findings, i);
		printf("mailbox\t");
		put(m->mailbox.ptr ? m->mailbox : m->mailbox_guid);
		printf("\t%s\t", mia_level_name(m->level));
		put_bases(m->basis);
	}
	for (size_t i = 0; i < mia_coverage_count(coverage); i++) {
		const struct mia_span *span = mia_coverage_span(coverage, i);
		mia_time_format(span->start, start);
		mia_time_format(span->end, end);
		printf("span\t");
		put(span->mailbox);
		printf("\t%s\t%s\t%s\t%s\n", mia_coverage_reason_name(span->reason), span->rule, start, end);
	}
}

static struct mia_findings *
findings_of(const struct question *q, const struct mia_exposure *exposure,
	const struct mia_coverage *coverage, const struct mia_texts *list)
{
	struct mia_findings_options options;
	struct mia_findings *findings = NULL;
	struct mia_error err;

	mia_findings_options_init(&options);
	options.since = q->times[0];
	options.until = q->times[1];
	options.scope = q->scope;
	options.list = list;
	if (mia_findings_new(&findings, NULL, exposure, coverage, &options, &err) < 0)
		die("findings", &err);
	return findings;
}

static void
answer(struct question *q)
{
	struct mia_texts list = { q->listed, q->listed_count };
	struct mia_exposure_options asked = { .size = sizeof(asked), .scope = q->scope, .list = &list };
	struct mia_coverage_options covered;
	struct mia_load_options load = { .size = sizeof(load),
		.threads = 1,
		.without_sha256 = 1,
		.on_reject = on_reject,
		.on_event = on_event,
		.ctx = q };
	struct mia_exposure *exposure = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_error err;

	mia_coverage_options_init(&covered);
	covered.since = q->times[0];
	covered.until = q->times[1];
	covered.exported_from = q->times[2];
	covered.exported_until = q->times[3];
	if (mia_exposure_new(&exposure, NULL, &asked, &err) < 0 ||
		mia_coverage_new(&coverage, NULL, &covered, &err) < 0)
		die("results", &err);
	struct mia_fold *folds[] = { mia_exposure_fold(exposure), mia_coverage_fold(coverage) };
	if (mia_load(q->evidence, folds, 2, &load, &err) < 0)
		die("load", &err);
	struct mia_findings *plain = findings_of(q, exposure, coverage, NULL);
	struct mia_findings *listed = findings_of(q, exposure, coverage, &list);
	struct question without = { .listed_count = 0 };
	answer_mailboxes(plain, coverage);
	answer_rows(&without, plain);
	answer_rows(q, listed);
	printf("status\t%d\nend\n", q->bad);
	fflush(stdout);
	mia_findings_free(plain);
	mia_findings_free(listed);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
}

int
main(void)
{
	struct question q;

	while (read_question(&q)) {
		answer(&q);
		mia_evidence_free(q.evidence);
		mia_scope_free(q.scope);
		for (size_t i = 0; i < q.file_count; i++)
			free(q.bytes[i]);
	}
	return 0;
}
