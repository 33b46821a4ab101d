#include "exposure/exposure.h"

enum mia_level
exposure_level(unsigned basis)
{
	if (basis & MIA_BASIS_BIND)
		return MIA_LEVEL_ACCESS_RECORDED;
	if (basis & MIA_BASIS_SYNC_FOLDER)
		return MIA_LEVEL_PRESUMED_ACQUIRED;
	return basis ? MIA_LEVEL_UNATTRIBUTED : MIA_LEVEL_NONE;
}

const char *
mia_level_name(enum mia_level level)
{
	switch (level) {
	case MIA_LEVEL_ACCESS_RECORDED:
		return "access recorded";
	case MIA_LEVEL_PRESUMED_ACQUIRED:
		return "presumed acquired";
	case MIA_LEVEL_UNATTRIBUTED:
		return "unattributed";
	case MIA_LEVEL_NONE:
		break;
	}
	return "";
}

const char *
mia_basis_name(unsigned basis)
{
	switch (basis) {
	case MIA_BASIS_BIND:
		return "BIND";
	case MIA_BASIS_SYNC_FOLDER:
		return "SYNC_FOLDER";
	case MIA_BASIS_BIND_UNATTR:
		return "BIND_UNATTR";
	case MIA_BASIS_SYNC_UNATTR:
		return "SYNC_UNATTR";
	default:
		return NULL;
	}
}
