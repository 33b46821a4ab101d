#include <mia/event.h>

struct mia_text
mia_event_parameter(const struct mia_event *event, const char *name)
{
	(void)event;
	(void)name;
	return (struct mia_text){ 0 };
}

const char *
mia_event_mark(const struct mia_event *event)
{
	(void)event;
	return "";
}
