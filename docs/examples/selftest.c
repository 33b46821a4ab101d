/* Does this libmia, on this machine, give the answers that were worked out by
 * hand? For a laboratory's validation record. */
#include <mia/selftest.h>
#include <stdio.h>

static int
tell(void *ctx, const struct mia_check *check)
{
	(*(size_t *)ctx)++;
	if (!check->passed)
		printf("FAILED %s: %s instead of %s\n", check->name, check->found, check->expected);
	return 0;
}

int
main(void)
{
	struct mia_error err = { 0 };
	size_t count = 0, failed = 0;
	char libraries[256];

	if (mia_selftest(NULL, 0, tell, &count, &failed, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	mia_version_libraries(libraries, sizeof(libraries));
	fprintf(stderr, "libmia %s, %s\n", mia_version(), libraries);
	printf(failed == 0 && count > 0 ? "all checks passed\n" : "some checks failed\n");
	return failed != 0;
}
