/*
 * A manifest from somebody else, in a folder with one result: mia_verify opens
 * nothing but what lies in the folder, calls the same only what has the hash
 * that was expected, and says so in every form.
 */
#include "room.h"

#define EMPTY_SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static enum mia_status
report(const void *result, const struct mia_report_options *options, struct mia_error *err)
{
	return mia_report_verification(result, options, err);
}

static void
hold(const struct mia_verification *v, struct choice *choice)
{
	bool holds = true;

	for (size_t i = 0; i < mia_verification_count(v); i++) {
		const struct mia_verified_file *f = mia_verification_get(v, i);
		bool result = f->part.len == 6 && memcmp(f->part.ptr, "result", 6) == 0;
		bool source = f->part.len == 6 && memcmp(f->part.ptr, "source", 6) == 0;
		if (f->state == MIA_VERIFIED_SAME && (result || source))
			MUST(strlen(f->found) == 64 && strcmp(f->found, f->expected) == 0);
		if (f->state == MIA_VERIFIED_SAME && result)
			MUST(strcmp(f->found, EMPTY_SHA256) == 0);
		/* What was opened lies in the folder. */
		if (result && f->found[0])
			MUST(f->found_at.ptr && f->found_at.ptr[0] != '/' &&
				!memmem(f->found_at.ptr, f->found_at.len, "..", 2));
		holds &= f->state == MIA_VERIFIED_SAME || f->state == MIA_VERIFIED_NOT_CHECKED;
	}
	MUST(!mia_verification_holds(v) || holds);
	fuzz_check_report(MIA_REPORT_VERIFICATION, report, v,
		(enum mia_format)fuzz_choose(choice, MIA_FORMAT_NDJSON + 1), choice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_verification *v = NULL;
	struct mia_error error = { 0 };
	struct mia_text manifest, sums, input = { (const char *)data, size };

	/* With sums of its own behind "@@", else with those of nothing. */
	fuzz_halve(input, &manifest, &sums);
	if (!memmem(input.ptr, input.len, "\n@@\n", 4)) {
		manifest = input;
		sums = (struct mia_text){ 0 };
	}
	fuzz_room_file("messages.csv", (struct mia_text){ 0 });
	fuzz_room_file("SHA256SUMS", sums);
	fuzz_room_file("manifest.json", manifest);
	const char *paths[] = { fuzz_room() };
	enum mia_status status = mia_verify(&v, NULL, fuzz_room(), paths, fuzz_choose(&choice, 2), &error);
	if (status == MIA_OK) {
		hold(v, &choice);
		mia_verification_free(v);
	} else {
		MUST(status == MIA_ERR_ARGUMENT || status == MIA_ERR_LIMIT);
		fuzz_check_guarded("an error of a manifest", mia_text_of(error.text), "");
	}
	return 0;
}
