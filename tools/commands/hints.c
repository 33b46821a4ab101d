/* Opens what the analyst knows of addresses and applications: --watch and --geoip. */
#include "commands/hints.h"

#include <stdlib.h>

#include "say.h"
#include "slurp.h"

static void
refuse_file(struct run *run, const char *path, const char *option, const struct mia_error *err)
{
	if (err->record != 0)
		say("cannot use %s for '--%s': line %llu: %s", quoted(path), option,
			(unsigned long long)err->record, err->text);
	else
		say("cannot use %s for '--%s': %s", quoted(path), option,
			err->text[0] ? err->text : mia_status_name(err->status));
	run_worse(run, err->status == MIA_ERR_MEMORY ? EXIT_NOTHING : EXIT_USAGE);
}

static void
open_watch(struct run *run, struct hints *hints)
{
	const char *path = run->options.watch;
	struct mia_error err = { 0 };
	struct mia_text text;

	if (path == NULL)
		return;
	if (slurp(path, "watch", &text) < 0) {
		run_worse(run, EXIT_USAGE);
		return;
	}
	if (mia_watch_new(&hints->watch, run->allocator, text, &err) < 0)
		refuse_file(run, path, "watch", &err);
	free((void *)(uintptr_t)text.ptr);
}

static void
open_geo(struct run *run, struct hints *hints)
{
	for (size_t i = 0; i < run->options.geoip_count; i++) {
		const char *path = run->options.geoip[i];
		struct mia_error err = { 0 };

		if ((hints->geo == NULL ? mia_geo_open(&hints->geo, NULL, path, &err)
					: mia_geo_add(hints->geo, path, &err)) >= 0)
			continue;
		refuse_file(run, path, "geoip", &err);
		return;
	}
}

int
hints_open(struct run *run, struct hints *ret)
{
	*ret = (struct hints){ NULL, NULL };
	open_watch(run, ret);
	if (run->status <= EXIT_PARTIAL)
		open_geo(run, ret);
	return run->status <= EXIT_PARTIAL;
}

void
hints_free(struct hints *hints)
{
	mia_geo_free(hints->geo);
	mia_watch_free(hints->watch);
}
