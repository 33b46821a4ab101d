/* The zone of local times, as somebody states it for an evidence. */
#include "base/error.h"
#include "base/time_text.h"
#include "event/decode.h"
#include "load/source.h"

enum mia_status
mia_evidence_state_offset(struct mia_evidence *evidence, int minutes_east, struct mia_error *err)
{
	if (!evidence || minutes_east < OFFSET_LEAST || minutes_east > OFFSET_MOST)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence, or no offset from -12:00 to +14:00");
	if (evidence->used)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was read already");
	evidence->replay.ctx = NULL;
	evidence->offset = (struct stated_offset){ true, minutes_east };
	return MIA_OK;
}

void
mia__evidence_tell(const struct mia_evidence *evidence, struct decoder *d)
{
	d->offset_stated = evidence->offset.stated;
	d->offset_minutes = evidence->offset.minutes;
}
