/* From what is recorded of a row to its level, and the names of both. */
#include "exposure/exposure.h"

#include <string.h>

enum mia_level
mia_level_of(mia_basis basis)
{
	static const struct {
		mia_basis any;
		enum mia_level level;
	} order[] = {
		{ BASIS_ACCESSED | MIA_BASIS_FOLDER_BIND, MIA_LEVEL_ACCESS_RECORDED },
		{ MIA_BASIS_SYNC_FOLDER | MIA_BASIS_SYNC_CONTEXT | MIA_BASIS_FORWARDED,
			MIA_LEVEL_PRESUMED_COPIED },
		{ MIA_BASIS_HANDLED, MIA_LEVEL_HANDLED },
		{ MIA_BASIS_BIND_UNATTR | MIA_BASIS_SYNC_UNATTR | MIA_BASIS_ATTACHMENT_UNATTR |
				MIA_BASIS_HANDLED_UNATTR | MIA_BASIS_FORWARDED_UNATTR,
			MIA_LEVEL_UNATTRIBUTED },
		{ MIA_BASIS_CANNOT_EXCLUDE, MIA_LEVEL_CANNOT_EXCLUDE },
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		if (basis & order[i].any)
			return order[i].level;
	return MIA_LEVEL_NONE;
}

const char *
mia_level_name(enum mia_level level)
{
	switch (level) {
	case MIA_LEVEL_ACCESS_RECORDED:
		return "access recorded";
	case MIA_LEVEL_PRESUMED_COPIED:
		return "presumed copied";
	case MIA_LEVEL_HANDLED:
		return "handled";
	case MIA_LEVEL_UNATTRIBUTED:
		return "unattributed";
	case MIA_LEVEL_CANNOT_EXCLUDE:
		return "cannot exclude";
	case MIA_LEVEL_NONE:
		return "none recorded";
	}
	return "";
}

/* Words of one name are parted by one blank, or by a hyphen. */
static bool
is_name(struct mia_text text, const char *name)
{
	for (size_t i = 0; i < text.len; i++, name++)
		if (text.ptr[i] != *name && !(text.ptr[i] == '-' && *name == ' '))
			return false;
	return *name == '\0';
}

enum mia_status
mia_level_parse(struct mia_text text, enum mia_level *ret)
{
	static const char *const short_names[MIA_LEVEL_COUNT] = { "recorded", "copied", "handled",
		"unattributed", "cannot exclude", "none" };

	for (int level = 0; level < MIA_LEVEL_COUNT; level++)
		if (is_name(text, mia_level_name((enum mia_level)level)) ||
			is_name(text, short_names[level])) {
			*ret = (enum mia_level)level;
			return MIA_OK;
		}
	return MIA_ERR_ARGUMENT;
}

const char *
mia_basis_name(mia_basis basis)
{
	static const char *const names[MIA_BASIS_COUNT] = {
		"BIND",
		"SYNC_FOLDER",
		"BIND_UNATTR",
		"SYNC_UNATTR",
		"ATTACHMENT",
		"ATTACHMENT_UNATTR",
		"SYNC_CONTEXT",
		"FORWARDED",
		"HANDLED:Send",
		"HANDLED:SendAs",
		"HANDLED:SendOnBehalf",
		"HANDLED:Create",
		"HANDLED:Update",
		"HANDLED:Copy",
		"HANDLED:Move",
		"HANDLED:MoveToDeletedItems",
		"HANDLED:SoftDelete",
		"HANDLED:HardDelete",
		"HANDLED:MessageBind",
		"HANDLED:RecordDelete",
		"THROTTLED",
		"THROTTLED_SUSPECTED",
		"NOT_LOGGED",
		"AUDIT_OFF",
		"GAP_RETENTION",
		"GAP_EXPORT",
		"SILENCE",
		"REJECTED",
		"UNNAMED",
		"ITEMS_LOST",
		"COVERED_NONE",
		"INVENTORY_NO_DATE",
		"INVENTORY_NO_FOLDER",
		"INVENTORY_DIFFERS",
		"NOT_IN_INVENTORY",
		"HANDLED_UNATTR",
		"KIND_NOT_STATED",
		"FORWARDED_UNATTR",
		"MESSAGE_BIND",
		"FOLDER_BIND",
	};

	if (basis == 0 || (basis & (basis - 1)))
		return "";
	unsigned bit = (unsigned)__builtin_ctzll(basis);
	return bit < MIA_BASIS_COUNT ? names[bit] : "";
}

size_t
mia_basis_format(mia_basis basis, char *out)
{
	char *at = out;

	for (unsigned bit = 0; bit < MIA_BASIS_COUNT; bit++) {
		const char *name = mia_basis_name(basis & UINT64_C(1) << bit);
		if (name[0] == '\0')
			continue;
		if (at != out)
			at = text_append(at, " | ");
		at = text_append(at, name);
	}
	*at = '\0';
	return (size_t)(at - out);
}
