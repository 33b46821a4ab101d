/* What one record says: prints the events that mean something for an
 * investigation besides access to mail, as they stand in the evidence. */
#include <mia/event.h>
#include <mia/evidence.h>
#include <stdio.h>

static void
print_event(const struct mia_event *event)
{
	const char *mark = mia_event_mark(event);
	char when[MIA_TIME_TEXT], address[MIA_ADDRESS_TEXT];

	if (mark[0] == '\0')
		return;
	mia_time_format(event->time, when);
	mia_address_format(&event->address, address);
	/* Texts are not terminated. Here they are trusted to be printable, which
	 * evidence is not: see report.c and mia_safe_terminal. */
	printf("%s %.*s: %s, from %s\n", when, (int)event->operation.len, event->operation.ptr, mark,
		address);
	struct mia_text rule = mia_event_parameter(event, "Name");
	if (rule.ptr)
		printf("  named '%.*s'\n", (int)rule.len, rule.ptr);
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_reader *reader = NULL;
	struct mia_error err = { 0 };
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;

	if ((status = mia_evidence_new(&evidence, NULL, NULL, &err)) >= 0 &&
		(status = mia_evidence_add_path(evidence, argc > 1 ? argv[1] : ".", &err)) >= 0 &&
		(status = mia_reader_new(&reader, evidence, &err)) >= 0) {
		/* An event lives until the next call. */
		while ((status = mia_reader_next(reader, &event, &reject, &err)) >= 0 && status != MIA_END)
			if (status == MIA_OK)
				print_event(event);
	}
	if (status < 0)
		fprintf(stderr, "%s\n", err.text);
	mia_reader_free(reader);
	mia_evidence_free(evidence);
	return status < 0;
}
