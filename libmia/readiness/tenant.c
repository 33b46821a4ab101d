/* The switches that hold for every mailbox of the tenant. */
#include "readiness/readiness.h"

#include "base/text.h"

static void
say(struct buf *detail, const char *clause)
{
	if (detail->len)
		mia__buf_str(detail, "; ");
	mia__buf_str(detail, clause);
}

static void
say_switches(const struct tenant_said *said, const struct mia_readiness_tenant *tenant, struct buf *detail)
{
	if (tenant->audit_disabled == MIA_YES)
		say(detail,
			"AuditDisabled True: no action is audited in any mailbox; since when is not shown, Set-OrganizationConfig "
			"in the audit log may tell");
	else if (tenant->audit_disabled == MIA_NO)
		say(detail, "AuditDisabled False: mailbox auditing is on by default");
	else
		say(detail, "AuditDisabled not stated: export Get-OrganizationConfig");
	if (tenant->ingestion_enabled == MIA_NO)
		say(detail, "UnifiedAuditLogIngestionEnabled False: nothing reaches the unified log");
	else if (tenant->ingestion_enabled == MIA_YES)
		say(detail, "UnifiedAuditLogIngestionEnabled True");
	else if (said->doubtful)
		say(detail,
			"UnifiedAuditLogIngestionEnabled False, which a compliance session always shows, and no export shows "
			"that it was another: ask again in Exchange Online PowerShell");
	else
		say(detail, "UnifiedAuditLogIngestionEnabled not stated: export Get-AdminAuditLogConfig");
}

static void
say_dates(const struct tenant_said *said, const struct mia_readiness_tenant *tenant, struct buf *detail)
{
	char time[MIA_TIME_TEXT];

	if (tenant->first_opt_in == MIA_TIME_UNKNOWN)
		return;
	mia_time_format(tenant->first_opt_in, time);
	say(detail, "the unified log was first switched on at ");
	mia__buf_str(detail, time);
	mia__buf_str(detail,
		said->opt_in_differs ? " (the latest that an export states) and holds nothing older"
				     : " and holds nothing older");
}

static enum mia_known
tenant_answer(const struct mia_readiness_tenant *tenant)
{
	if (tenant->audit_disabled == MIA_YES || tenant->ingestion_enabled == MIA_NO)
		return MIA_NO;
	return tenant->audit_disabled == MIA_NO && tenant->ingestion_enabled == MIA_YES ? MIA_YES
											: MIA_NOT_STATED;
}

bool
mia__readiness_judge_tenant(struct mia_readiness *r)
{
	const struct tenant_said *said = &r->said;
	struct mia_readiness_tenant *tenant = &r->tenant;
	struct text_list reasons = { .count = 0 }, commands = { .count = 0 };
	struct buf detail;

	tenant->audit_disabled = said->disabled ? MIA_YES : said->not_disabled ? MIA_NO : MIA_NOT_STATED;
	tenant->ingestion_enabled = said->not_ingesting ? MIA_NO : said->ingesting ? MIA_YES : MIA_NOT_STATED;
	tenant->first_opt_in = said->first_opt_in;
	tenant->admin_age_limit_days = said->age_limit_days;
	tenant->stated = said->anything;
	tenant->logged = tenant_answer(tenant);
	mia__buf_init(&detail, &r->a);
	say_switches(said, tenant, &detail);
	say_dates(said, tenant, &detail);
	if (tenant->audit_disabled == MIA_YES) {
		mia__text_list_add(&reasons, TEXT("auditing off"));
		mia__text_list_add(&commands, TEXT("Set-OrganizationConfig -AuditDisabled $false"));
	}
	if (tenant->ingestion_enabled == MIA_NO) {
		mia__text_list_add(&reasons, TEXT("ingestion off"));
		mia__text_list_add(&commands,
			TEXT("Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true"));
	} else if (said->doubtful && !said->ingesting) {
		mia__text_list_add(&reasons, TEXT("ingestion doubtful"));
	}
	if (tenant->audit_disabled == MIA_NOT_STATED ||
		(tenant->ingestion_enabled == MIA_NOT_STATED && !said->doubtful))
		mia__text_list_add(&reasons, TEXT("switch not stated"));
	if ((said->disabled && said->not_disabled) || (said->not_ingesting && said->ingesting)) {
		mia__text_list_add(&reasons, TEXT("exports disagree"));
		say(&detail, "the exports disagree about a switch: the worse counts");
	}
	tenant->detail = detail.failed ? TEXT_ABSENT : mia__arena_text(&r->kept, buf_view(&detail));
	mia__buf_release(&detail);
	mia__text_list_sort(&reasons);
	return tenant->detail.ptr && mia__text_list_keep(&r->kept, &reasons, &tenant->reasons) &&
		mia__text_list_keep(&r->kept, &commands, &tenant->commands);
}
