/* Application ids that are known by name. */
#ifndef MIA_EVENT_APPS_H
#define MIA_EVENT_APPS_H

#include <stdbool.h>

#include <mia/base.h>

/* Static; absent where the id is not known. */
struct mia_text mia__app_name(struct mia_text id);
/* The same, but only of background services of Microsoft. */
struct mia_text mia__app_service_name(struct mia_text id);
/* An API that applications come through: its id says nothing of who came. */
bool mia__app_is_gateway(struct mia_text id);
/* Seen in the hands of intruders. */
bool mia__app_is_abused(struct mia_text id);
/* The id in "[AppId=<guid>]": it names the calling app even where AppId names
 * the gateway. Absent if there is none. */
struct mia_text mia__app_embedded(struct mia_text client_info);

#endif
