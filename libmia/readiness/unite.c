/* What several exports say of one account, taken together: no beats yes where
 * they contradict each other, and what one does not state takes nothing away. */
#include "readiness/readiness.h"

#include "base/text.h"

enum mia_known
mia__readiness_bit(unsigned yes, unsigned no, unsigned bit)
{
	return no & bit ? MIA_NO : yes & bit ? MIA_YES : MIA_NOT_STATED;
}

enum mia_known
mia__readiness_licence(unsigned licence)
{
	if (licence & (LICENCE_E3 | LICENCE_E5 | LICENCE_PLAN_ON | LICENCE_PLAN_THERE))
		return MIA_YES;
	return (licence & LICENCE_STATED) && !(licence & LICENCE_VAGUE) ? MIA_NO : MIA_NOT_STATED;
}

enum mia_known
mia__readiness_premium(unsigned licence)
{
	if (licence & LICENCE_PLAN_ON)
		return MIA_YES;
	if (licence & LICENCE_PLAN_OFF)
		return MIA_NO;
	/* Includes the plan, which may be switched off for this account. */
	if (licence & (LICENCE_E5 | LICENCE_PLAN_THERE))
		return MIA_NOT_STATED;
	return (licence & LICENCE_STATED) && !(licence & LICENCE_VAGUE) ? MIA_NO : MIA_NOT_STATED;
}

/* Without regard to case; of those alike the one with the small letters first. */
static int
compare_names(struct mia_text a, struct mia_text b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int x = ascii_lower((unsigned char)a.ptr[i]), y = ascii_lower((unsigned char)b.ptr[i]);
		if (x != y)
			return x - y;
	}
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return text_compare(b, a);
}

/* The first in that order, whichever came first. */
static void
take_least(const struct mia_readiness *r, struct mia_text *least, uint32_t number)
{
	struct mia_text text = intern_text(&r->texts, number);

	if (number && (!least->ptr || compare_names(text, *least) < 0))
		*least = text;
}

/* The worse for auditing comes first. */
static int
type_rank(struct mia_text type)
{
	if (text_equal_nocase(type, TEXT("GroupMailbox")))
		return 0;
	if (text_equal_nocase(type, TEXT("UserMailbox")))
		return 3;
	return text_equal_nocase(type, TEXT("SharedMailbox")) ? 2 : 1;
}

static void
take_type(const struct mia_readiness *r, struct readiness_account *account, uint32_t number)
{
	struct mia_text type = intern_text(&r->texts, number), *kept = &account->pub.type;
	int rank;

	if (!number)
		return;
	if (!kept->ptr) {
		*kept = type;
		return;
	}
	rank = type_rank(type) - type_rank(*kept);
	if (!text_equal_nocase(type, *kept))
		account->disagree |= DISAGREE_TYPE;
	if (rank < 0 || (rank == 0 && compare_names(type, *kept) < 0))
		*kept = type;
}

static int
licence_rank(unsigned licence)
{
	return (int)mia__readiness_licence(licence) * 4 + (int)mia__readiness_premium(licence);
}

/* One source lists an account's licences in several rows; two sources are two
 * states of affairs. */
static void
unite_licences(const struct mia_readiness *r, struct readiness_account *account, const uint32_t *facts,
	size_t count)
{
	bool any = false;

	for (size_t i = 0, n; i < count; i += n) {
		unsigned said = 0, kept = account->licence;
		for (n = 0; i + n < count && r->facts[facts[i + n]].source == r->facts[facts[i]].source; n++)
			said |= r->facts[facts[i + n]].licence;
		if (said & LICENCE_PLAN_ON)
			said &= ~(unsigned)LICENCE_PLAN_OFF;
		if (mia__readiness_licence(said) == MIA_NOT_STATED)
			continue;
		if (any && mia__readiness_licence(said) != mia__readiness_licence(kept))
			account->disagree |= DISAGREE_LICENCE;
		if (!any || licence_rank(said) < licence_rank(kept) ||
			(licence_rank(said) == licence_rank(kept) && said < kept))
			account->licence = said;
		any = true;
	}
}

static void
unite_switches(struct readiness_account *account, const struct readiness_fact *f)
{
	struct mia_readiness_mailbox *pub = &account->pub;
	enum mia_known enabled = (enum mia_known)f->audit_enabled, bypass = (enum mia_known)f->bypass;

	if (enabled && account->audit_enabled && enabled != account->audit_enabled)
		account->disagree |= DISAGREE_ENABLED;
	if (enabled && account->audit_enabled != MIA_NO)
		account->audit_enabled = enabled;
	if (bypass && pub->bypass && bypass != pub->bypass)
		account->disagree |= DISAGREE_BYPASS;
	if (bypass && pub->bypass != MIA_YES)
		pub->bypass = bypass;
	if (f->age_limit_days >= 0) {
		if (pub->age_limit_days >= 0 && pub->age_limit_days != f->age_limit_days)
			account->disagree |= DISAGREE_AGE;
		if (pub->age_limit_days < 0 || f->age_limit_days < pub->age_limit_days)
			pub->age_limit_days = f->age_limit_days;
	}
}

void
mia__readiness_unite(const struct mia_readiness *r, struct readiness_account *account, const uint32_t *facts,
	size_t count)
{
	struct mia_readiness_mailbox *pub = &account->pub;
	struct mia_text upn = TEXT_ABSENT, address = TEXT_ABSENT, name = TEXT_ABSENT;

	pub->age_limit_days = -1;
	for (size_t i = 0; i < count; i++) {
		const struct readiness_fact *f = &r->facts[facts[i]];
		take_least(r, &upn, f->upn);
		take_least(r, &address, f->address);
		take_least(r, &name, f->name);
		take_least(r, &pub->guid, f->guid);
		take_type(r, account, f->type);
		unite_switches(account, f);
		account->managed |= f->managed;
		account->customised |= f->customised;
		for (int l = 0; l < LOGON_COUNT; l++) {
			account->has[l] |= f->has[l];
			account->lacks[l] |= f->lacks[l];
		}
		account->set_again |= f->set_again;
	}
	if (account->managed & account->customised)
		account->disagree |= DISAGREE_SET;
	for (int l = 0; l < LOGON_COUNT; l++)
		if (account->has[l] & account->lacks[l])
			account->disagree |= DISAGREE_ACTIONS;
	unite_licences(r, account, facts, count);
	pub->licence = mia__readiness_licence(account->licence);
	pub->mailbox = upn.ptr ? upn : address.ptr ? address : pub->guid.ptr ? pub->guid : name;
	account->identity = pub->mailbox;
}
