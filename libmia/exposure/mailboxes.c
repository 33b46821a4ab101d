#include <mia/exposure.h>

size_t
mia_exposure_mailbox_count(const struct mia_exposure *exposure)
{
	(void)exposure;
	return 0;
}

const struct mia_mailbox_exposure *
mia_exposure_mailbox(const struct mia_exposure *exposure, size_t i)
{
	(void)exposure;
	(void)i;
	return NULL;
}

size_t
mia_exposure_forwarding_count(const struct mia_exposure *exposure)
{
	(void)exposure;
	return 0;
}

const struct mia_forwarding *
mia_exposure_forwarding(const struct mia_exposure *exposure, size_t i)
{
	(void)exposure;
	(void)i;
	return NULL;
}
