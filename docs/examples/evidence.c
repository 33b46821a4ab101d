/* The evidence and its books: reads the files named, tells what could not be
 * used and where it stands, and shows that nothing was lost on the way. */
#include <inttypes.h>
#include <mia/evidence.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_reader *reader = NULL;
	struct mia_limits limits;
	struct mia_error err = { 0 };
	const struct mia_event *event;
	const struct mia_reject *reject;
	enum mia_status status;

	mia_limits_init(&limits);
	limits.record_bytes = (size_t)4 << 20; /* a longer record is rejected */
	status = mia_evidence_new(&evidence, NULL, &limits, &err);
	for (int i = 1; status >= 0 && i < argc; i++)
		status = mia_evidence_add_path(evidence, argv[i], &err);
	if (status >= 0)
		status = mia_reader_new(&reader, evidence, &err);
	while (status >= 0 && (status = mia_reader_next(reader, &event, &reject, &err)) >= 0 &&
		status != MIA_END) {
		/* A long record that is rejected comes in parts; the last one counts. */
		if (status == MIA_REJECTED && reject->last)
			printf("%s: record %" PRIu64 ", line %" PRIu64 "\n", mia_reason_name(reject->reason),
				reject->place.record, reject->place.line);
	}
	/* Now that all was read, the sources know. */
	for (size_t i = 0; status >= 0 && i < mia_evidence_count(evidence); i++) {
		const struct mia_source *source = mia_evidence_source(evidence, i);

		printf("%s, %s\n", mia_container_name(source->container),
			mia_encoding_name(source->encoding));
		printf("  %" PRIu64 " records = %" PRIu64 " decoded + %" PRIu64 " rejected\n",
			source->records, source->decoded, source->rejected);
		if (source->text_bytes == source->record_bytes + source->framing_bytes)
			printf("  each byte is accounted for\n");
	}
	if (status < 0)
		fprintf(stderr, "%s\n", err.text);
	mia_reader_free(reader);
	mia_evidence_free(evidence);
	return status < 0;
}
