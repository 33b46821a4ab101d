/* What one record says: prints the events that mean something for an
 * investigation besides access to mail, as they stand in the evidence. */
#include <mia/event.h>
#include <mia/evidence.h>
#include <stdio.h>

static enum mia_status
print_event(struct mia_act_reader *acts, const struct mia_event *event, struct mia_error *err)
{
	char when[MIA_TIME_TEXT], address[MIA_ADDRESS_TEXT];
	struct mia_act act;
	enum mia_status status = mia_act_read(acts, event, &act, err);

	if (status != MIA_OK)
		return status; /* MIA_END: it bears no mark */
	mia_time_format(event->time, when);
	mia_address_format(&event->address, address);
	/* Texts are not terminated. Here they are trusted to be printable, which
	 * evidence is not: see report.c and mia_safe_terminal. */
	printf("%s %.*s: %s, from %s\n", when, (int)event->operation.len, event->operation.ptr,
		mia_event_mark(event), address);
	printf("  %.*s\n", (int)act.what.len, act.what.ptr);
	return MIA_OK;
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_reader *reader = NULL;
	struct mia_act_reader *acts = NULL;
	struct mia_error err = { 0 };
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;

	if ((status = mia_evidence_new(&evidence, NULL, NULL, &err)) >= 0 &&
		(status = mia_evidence_add_path(evidence, argc > 1 ? argv[1] : ".", &err)) >= 0 &&
		(status = mia_act_reader_new(&acts, NULL, &err)) >= 0 &&
		(status = mia_reader_new(&reader, evidence, &err)) >= 0) {
		/* An event lives until the next call. */
		while ((status = mia_reader_next(reader, &event, &reject, &err)) >= 0 && status != MIA_END)
			if (status == MIA_OK && (status = print_event(acts, event, &err)) < 0)
				break;
	}
	if (status < 0)
		fprintf(stderr, "%s\n", err.text);
	mia_reader_free(reader);
	mia_act_reader_free(acts);
	mia_evidence_free(evidence);
	return status < 0;
}
