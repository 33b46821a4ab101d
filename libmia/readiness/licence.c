/*
 * Licences, from whatever lists them an account: Get-MgUserLicenseDetail,
 * Get-MgUser, the CSV of the admin centre. What is told apart is only what
 * decides about MailItemsAccessed: E3 or above (since 2024), and the service
 * plan M365_ADVANCED_AUDITING (before, and for Audit (Premium)).
 */
#include "readiness/readiness.h"

#include "base/text.h"

static const struct {
	const char *id;
	unsigned is;
} sku_ids[] = {
	{ "05e9a617-0261-4cee-bb44-138d3ef5d965", LICENCE_E3 }, /* SPE_E3 */
	{ "6fd2c87f-b296-42f0-b197-1e91e994b900", LICENCE_E3 }, /* ENTERPRISEPACK */
	{ "06ebc4ee-1bb5-47dd-8120-11324bc54e06", LICENCE_E5 }, /* SPE_E5 */
	{ "c7df2760-2c81-4ef7-b578-5b5392b571df", LICENCE_E5 }, /* ENTERPRISEPREMIUM */
	{ "26d45bd9-adf1-46cd-a9e1-51e9a5524128", LICENCE_E5 }, /* ENTERPRISEPREMIUM_NOPSTNCONF */
};
static const char plan_id[] = "2f442157-a11c-46b9-ae5b-6e39ff4e5849";
static const char plan_name[] = "M365_ADVANCED_AUDITING";

/* Behind "E5": nothing, a remark, or an add-on that includes Audit (Premium).
 * "E5 Security" and the like have no auditing. */
static bool
is_whole(struct mia_text rest)
{
	static const char *const others[] = {
		"(",
		"-",
		"developer",
		"without",
		"compliance",
		"ediscovery",
		"eea",
		"usgov",
		"gcc",
	};

	rest = text_trim(rest);
	if (rest.len == 0)
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (text_starts_nocase(rest, text_of(others[i])))
			return true;
	return false;
}

/* "Microsoft 365 E5 (no Teams)", "Office_365_E3", "Microsoft 365 G3 GCC". */
static unsigned
product_name(struct mia_text name)
{
	static const char *const families[] = { "microsoft 365 ", "office 365 " };
	static const char suite[] = "microsoft purview suite"; /* E5 Compliance since 2025 */
	static const struct {
		const char *edition;
		unsigned is;
	} editions[] = {
		{ "e3", LICENCE_E3 },
		{ "g3", LICENCE_E3 },
		{ "e5", LICENCE_E5 },
		{ "g5", LICENCE_E5 },
		{ "a5", LICENCE_E5 },
	};

	if (text_starts_nocase(name, text_of(suite)))
		return LICENCE_E5;
	for (size_t f = 0; f < 2; f++) {
		struct mia_text rest = name, family = text_of(families[f]);
		if (!text_starts_nocase(rest, family))
			continue;
		rest.ptr += family.len, rest.len -= family.len;
		for (size_t e = 0; e < sizeof(editions) / sizeof(*editions); e++) {
			if (!text_starts_nocase(rest, text_of(editions[e].edition)))
				continue;
			struct mia_text behind = { rest.ptr + 2, rest.len - 2 };
			if (behind.len && *behind.ptr != ' ' && *behind.ptr != '(')
				continue;
			return is_whole(behind) ? editions[e].is : 0;
		}
	}
	return 0;
}

static unsigned
part_number(struct mia_text t)
{
	static const struct {
		const char *prefix;
		unsigned is;
	} parts[] = {
		/* ENTERPRISEPACKPLUS is A3, of which no source says that it is enough. */
		{ "ENTERPRISEPACKPLUS", 0 },
		{ "ENTERPRISEPACK", LICENCE_E3 },
		{ "ENTERPRISEPREMIUM", LICENCE_E5 },
		{ "SPE_E3", LICENCE_E3 },
		{ "SPE_E5", LICENCE_E5 },
		{ "DEVELOPERPACK_E5", LICENCE_E5 },
		{ "DEVELOPERPACK", LICENCE_E3 },
		{ "INFORMATION_PROTECTION_COMPLIANCE", LICENCE_E5 },
		{ "M365_G3", LICENCE_E3 },
		{ "M365_G5", LICENCE_E5 },
		{ "M365EDU_A5", LICENCE_E5 },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (text_starts_nocase(t, text_of(parts[i].prefix)))
			return parts[i].is;
	return 0;
}

/* PowerShell writes the name of its class where it cannot write a list. */
static bool
is_type_name(struct mia_text t)
{
	return text_starts_nocase(t, TEXT("System.")) || text_starts_nocase(t, TEXT("Microsoft."));
}

/* One licence, by part number ("tenant:SPE_E5" too), product name or id. */
static unsigned
one_licence(struct mia_text t)
{
	char plain[96];
	struct mia_text spaced, word;
	unsigned is;

	t = text_trim(t);
	if (t.len == 0)
		return 0;
	for (size_t i = 0; i < sizeof(sku_ids) / sizeof(*sku_ids); i++)
		if (text_equal_nocase(t, text_of(sku_ids[i].id)))
			return LICENCE_STATED | sku_ids[i].is;
	/* Another id may be anything; a type name hides the list. */
	if (mia__text_is_guid(t))
		return LICENCE_STATED | LICENCE_VAGUE;
	if (is_type_name(t))
		return LICENCE_VAGUE;
	spaced = (struct mia_text){ plain, t.len < sizeof(plain) ? t.len : sizeof(plain) };
	for (size_t i = 0; i < spaced.len; i++)
		plain[i] = t.ptr[i] == '_' ? ' ' : t.ptr[i];
	is = product_name(spaced);
	/* Part numbers hold no blank, and may come joined by it. */
	while (mia__cell_word(&t, " :", &word))
		is |= part_number(word);
	return LICENCE_STATED | is;
}

/* Names contain blanks and commas; "+" joins them in the admin centre, and
 * stands in "Enterprise Mobility + Security E5", whose halves are neither. */
static unsigned
licences(struct mia_text cell)
{
	struct mia_text rest = cell, one;
	unsigned said = 0;

	while (mia__cell_word(&rest, "+;|,{}\r\n", &one))
		said |= one_licence(one);
	return said;
}

static unsigned
plan_state(struct mia_text state)
{
	state = text_trim(state);
	if (text_equal_nocase(state, TEXT("Success")) || text_equal_nocase(state, TEXT("Enabled")))
		return LICENCE_PLAN_ON;
	if (text_equal_nocase(state, TEXT("Disabled")) || text_equal_nocase(state, TEXT("Deleted")) ||
		text_equal_nocase(state, TEXT("Suspended")) || text_equal_nocase(state, TEXT("LockedOut")))
		return LICENCE_PLAN_OFF;
	return LICENCE_PLAN_THERE;
}

/* A list of service plans, each perhaps with its state: "NAME:Success". */
static unsigned
plans(struct mia_text cell)
{
	struct mia_text rest = text_trim(cell), one;
	unsigned said = 0;

	while (mia__cell_word(&rest, " \t\r\n,;|+{}\"'", &one)) {
		struct mia_text name = one;
		while (name.len && !memchr(":=(", name.ptr[name.len - 1], 3))
			name.len--;
		size_t mark = name.len;
		name = mark ? (struct mia_text){ one.ptr, mark - 1 } : one;
		if (is_type_name(one)) {
			said |= LICENCE_VAGUE;
			continue;
		}
		said |= LICENCE_STATED;
		if (!text_equal_nocase(name, text_of(plan_name)) &&
			!text_equal_nocase(name, text_of(plan_id)))
			continue;
		struct mia_text state =
			mark ? (struct mia_text){ one.ptr + mark, one.len - mark } : TEXT_ABSENT;
		if (state.len && state.ptr[state.len - 1] == ')')
			state.len--;
		said |= mark ? plan_state(state) : LICENCE_PLAN_THERE;
	}
	return said;
}

/* What stands behind the last dot of a path of JSON members. */
static struct mia_text
member(struct mia_text name)
{
	for (size_t i = name.len; i-- > 0;)
		if (name.ptr[i] == '.')
			return (struct mia_text){ name.ptr + i + 1, name.len - i - 1 };
	return name;
}

static bool
named(struct mia_text name, const char *const *names)
{
	for (; *names; names++)
		if (text_equal_nocase(name, text_of(*names)))
			return true;
	return false;
}

/* The n-th cell of the names is followed by the n-th of its state. */
struct walk {
	const struct table_row *row;
	const char *const *names;
	size_t at;
};

static const struct row_cell *
walk_next(struct walk *walk)
{
	while (walk->at < walk->row->count) {
		const struct row_cell *cell = &walk->row->cells[walk->at++];
		if (named(member(cell->name), walk->names))
			return cell;
	}
	return NULL;
}

static size_t
walk_count(const struct table_row *row, const char *const *names)
{
	struct walk walk = { row, names, 0 };
	size_t count = 0;

	while (walk_next(&walk))
		count++;
	return count;
}

/*
 * JSON has a plan as an object of name and state, CSV as one row a plan. Names
 * and states belong together one by one if they come in equal numbers; else
 * the state is not told.
 */
static unsigned
plan_objects(const struct table_row *row)
{
	static const char *const states[] = { "provisioningStatus", "capabilityStatus", NULL };
	static const char *const names[] = { "servicePlanName", NULL };
	static const char *const ids[] = { "servicePlanId", NULL };
	const char *const *const columns[] = { names, ids };
	unsigned said = 0;

	for (size_t c = 0; c < 2; c++) {
		struct walk plan = { row, columns[c], 0 }, state = { row, states, 0 };
		bool paired = walk_count(row, columns[c]) == walk_count(row, states);
		for (const struct row_cell *cell; (cell = walk_next(&plan));) {
			const struct row_cell *its = paired ? walk_next(&state) : NULL;
			unsigned is = plans(cell->value) | LICENCE_COLUMN;
			if ((is & LICENCE_PLAN_THERE) && its)
				is = (is & ~(unsigned)LICENCE_PLAN_THERE) | plan_state(its->value);
			said |= is;
		}
	}
	return said;
}

unsigned
mia__licence_of_row(const struct table_row *row)
{
	static const char *const part_names[] = {
		"skuPartNumber",
		"accountSkuId",
		"licenses",
		"licences",
		"sku",
		"assigned licenses",
		"product licenses",
		NULL,
	};
	static const char *const sku_names[] = { "skuId", NULL };
	static const char *const plan_lists[] = { "servicePlans", "service plans", "assignedPlans", NULL };
	static const char *const disabled_lists[] = { "disabledPlans", NULL };
	/* An id says no more than the part number beside it. */
	bool by_id = walk_count(row, part_names) == 0;
	unsigned said = plan_objects(row);

	if (!by_id || walk_count(row, sku_names) || walk_count(row, plan_lists))
		said |= LICENCE_COLUMN;
	for (size_t i = 0; i < row->count; i++) {
		const struct row_cell *cell = &row->cells[i];
		struct mia_text name = member(cell->name);
		if (named(name, part_names) || (by_id && named(name, sku_names)))
			said |= licences(cell->value);
		else if (named(name, plan_lists))
			said |= plans(cell->value);
		else if (named(name, disabled_lists) &&
			mia__text_find_nocase(cell->value, text_of(plan_id)) >= 0)
			said |= LICENCE_PLAN_OFF;
	}
	return said;
}
