/* Several exports about one account: what belongs together, who is right. */
#include "failing.h"
#include "settings.h"

/* The same numbers on every system. */
static int
next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return (int)(*seed >> 16 & 0x7fff);
}

#define G1 "a0000000-0000-4000-8000-000000000001"
#define G2 "a0000000-0000-4000-8000-000000000002"

static void
one_account_by_any_strong_name(void **state)
{
	struct mia_readiness *r = READY(TENANT_ON,
		"{\"UserPrincipalName\": \"anna@fjordlight.example\", \"PrimarySmtpAddress\": \"a.berg@fjordlight.example\", \"ExchangeGuid\": \"" G1
		"\", "
		"\"ExternalDirectoryObjectId\": \"" G2 "\", " MANAGED "}",
		"{\"UserPrincipalName\": \"ANNA@FJORDLIGHT.EXAMPLE\", " E5 "}",
		"{\"Identity\": \"smtp\", \"Name\": \"x\", \"PrimarySmtpAddress\": \"A.Berg@fjordlight.example\", \"AuditBypassEnabled\": true}",
		"{\"Id\": \"" G2 "\", \"AuditLogAgeLimit\": \"30.00:00:00\"}");
	const struct mia_readiness_mailbox *m;

	(void)state;
	assert_int_equal(mia_readiness_count(r), 1);
	m = account_of(r, "anna@fjordlight.example");
	assert_answers(m, NO, YES, YES);
	assert_int_equal(m->bypass, YES);
	assert_int_equal(m->licence, YES);
	assert_int_equal(m->age_limit_days, 30);
	assert_text(m->guid, G1);
	assert_false(has_text(m->reasons, "ambiguous name"));
	mia_readiness_free(r);
}

/* The UPN went to another mailbox: what has only the UPN is nobody's. */
static void
a_name_of_two_mailboxes_joins_none(void **state)
{
	struct mia_readiness *r = READY(TENANT_ON, "{" ANNA ", \"ExchangeGuid\": \"" G1 "\", " MANAGED "}",
		"{" ANNA ", \"ExchangeGuid\": \"" G2 "\", \"AuditEnabled\": true, "
		"\"DefaultAuditSet\": \"Admin\", \"AuditOwner\": \"Update\"}",
		"{" ANNA ", " E5 "}");

	(void)state;
	assert_int_equal(mia_readiness_count(r), 3);
	for (size_t i = 0; i < 3; i++) {
		const struct mia_readiness_mailbox *m = mia_readiness_get(r, i);
		assert_int_equal(m->licence, m->guid.ptr ? UNTOLD : YES);
		assert_true(has_text(m->reasons, "ambiguous name"));
	}
	/* guid absent comes first, then by guid */
	assert_absent(mia_readiness_get(r, 0)->guid);
	assert_text(mia_readiness_get(r, 1)->guid, G1);
	/* Nor must a command find the wrong one. */
	assert_true(has_text(mia_readiness_get(r, 2)->commands,
		"Set-Mailbox -Identity '" G2 "' -AuditOwner @{Add='MailItemsAccessed'}"));
	mia_readiness_free(r);
}

/* Through a row that has the names of both. */
static void
a_row_between_two_mailboxes_joins_none(void **state)
{
	struct mia_readiness *r = READY("{\"UserPrincipalName\": \"a@x.example\", \"ExchangeGuid\": \"" G1
					"\", " MANAGED "}",
		"{\"UserPrincipalName\": \"b@x.example\", "
		"\"ExchangeGuid\": \"" G2 "\", " MANAGED "}",
		"{\"UserPrincipalName\": \"a@x.example\", \"PrimarySmtpAddress\": \"b@x.example\", \"AuditBypassEnabled\": true}");

	(void)state;
	assert_int_equal(mia_readiness_count(r), 3);
	for (size_t i = 0; i < 3; i++)
		if (mia_readiness_get(r, i)->guid.ptr)
			assert_int_equal(mia_readiness_get(r, i)->bypass, UNTOLD);
	assert_true(has_text(mia_readiness_get(r, 0)->reasons, "ambiguous name"));
	/* It bypasses, but whose bypass it is no name tells. */
	for (size_t i = 0; i < 3; i++) {
		const struct mia_readiness_mailbox *m = mia_readiness_get(r, i);
		assert_int_equal(m->commands.count, 0);
		assert_int_equal(says(m->detail, "not this account's alone"), m->bypass == YES);
	}
	mia_readiness_free(r);
}

static void
plain_names(void **state)
{
	struct mia_readiness *r =
		READY("{\"UserPrincipalName\": \"a@x.example\", \"Name\": \"Anna\", " MANAGED
		      "}{\"UserPrincipalName\": \"b@x.example\", \"Name\": \"Twin\", " MANAGED "}"
		      "{\"UserPrincipalName\": \"c@x.example\", \"Name\": \"twin\", " MANAGED "}",
			"{\"Name\": \"ANNA\", \"Identity\": \"anna\", \"Guid\": \"" G1
			"\", \"AuditBypassEnabled\": true}{\"Name\": \"Twin\", \"AuditBypassEnabled\": true}"
			"{\"Name\": \"Nobody\", \"AuditBypassEnabled\": false}");

	(void)state;
	assert_int_equal(mia_readiness_count(r), 5);
	assert_int_equal(account_of(r, "a@x.example")->bypass, YES);
	assert_int_equal(account_of(r, "b@x.example")->bypass, UNTOLD);
	assert_int_equal(account_of(r, "c@x.example")->bypass, UNTOLD);
	assert_int_equal(account_of(r, "Twin")->bypass, YES);
	assert_true(has_text(account_of(r, "Twin")->reasons, "ambiguous name"));
	assert_int_equal(account_of(r, "Nobody")->bypass, NO);
	assert_answers(account_of(r, "Nobody"), UNTOLD, UNTOLD, UNTOLD);
	mia_readiness_free(r);
}

static void
the_worse_counts(void **state)
{
	struct mia_readiness *r = READY(TENANT_ON,
		"{" ANNA ", " E5 ", " MANAGED
		", \"AuditBypassEnabled\": false, \"AuditLogAgeLimit\": \"90.00:00:00\", \"RecipientTypeDetails\": \"UserMailbox\", "
		"\"AuditOwner\": \"MailItemsAccessed\"}",
		"{" ANNA
		", \"AuditEnabled\": false, \"DefaultAuditSet\": \"Admin, Delegate\", \"AuditBypassEnabled\": true, \"AuditLogAgeLimit\": \"30.00:00:00\", "
		"\"RecipientTypeDetails\": \"SharedMailbox\", \"AuditOwner\": \"Update\", \"Licenses\": \"Unlicensed\"}",
		"{" ANNA
		", \"DisplayName\": \"says nothing more\", \"AuditEnabled\": null, \"Licenses\": \"\"}");
	const struct mia_readiness_mailbox *m = account_of(r, "anna@fjordlight.example");

	(void)state;
	assert_answers(m, NO, UNTOLD, UNTOLD);
	assert_int_equal(m->bypass, YES);
	assert_int_equal(m->licence, NO);
	assert_int_equal(m->age_limit_days, 30);
	assert_text(m->type, "SharedMailbox");
	assert_true(has_text(m->reasons, "exports disagree"));
	assert_true(says(m->detail,
		"the exports disagree about AuditEnabled, DefaultAuditSet, audited actions, AuditBypassEnabled, licences, "
		"RecipientTypeDetails, AuditLogAgeLimit: the worse counts"));
	mia_readiness_free(r);
}

/* One file lists licences in several rows; what another leaves out is no
 * contradiction. */
static void
licences_add_up_in_one_source(void **state)
{
	struct mia_readiness *r = READY("{" ANNA ", \"SkuPartNumber\": \"POWER_BI_STANDARD\"}{" ANNA
					", \"SkuPartNumber\": \"SPE_E3\"}",
		"{" ANNA ", " MANAGED "}");
	const struct mia_readiness_mailbox *m = account_of(r, "anna@fjordlight.example");

	(void)state;
	assert_int_equal(m->licence, YES);
	assert_answers(m, UNTOLD, UNTOLD, UNTOLD); /* of the switch */
	assert_int_equal(m->reasons.count, 1);
	mia_readiness_free(r);
	r = READY("{" ANNA ", \"SkuPartNumber\": \"POWER_BI_STANDARD\"}",
		"{" ANNA ", \"SkuPartNumber\": \"SPE_E3\"}");
	assert_int_equal(account_of(r, "anna@fjordlight.example")->licence, NO);
	assert_true(has_text(account_of(r, "anna@fjordlight.example")->reasons, "exports disagree"));
	mia_readiness_free(r);
}

/* Its script writes False wherever its look-up fails, and sets AuditEnabled. */
static void
known_scripts(void **state)
{
	struct mia_readiness *r = READY(
		"UserPrincipalName,DisplayName,RecipientTypeDetails,AuditEnabled,AuditBypassEnabled,DefaultAuditSet,OwnerAuditActions,EffectiveAuditState\n"
		"anna@fjordlight.example,Anna,UserMailbox,True,False,\"Admin, Delegate, Owner\",\"MailItemsAccessed, Send\",Enabled (Organization Policy)\n"
		"backup@fjordlight.example,Backup,UserMailbox,True,True,\"Admin, Delegate, Owner\",\"MailItemsAccessed, Send\",Bypassed\n");

	(void)state;
	assert_int_equal(mia_readiness_tenant(r)->audit_disabled, NO);
	assert_int_equal(account_of(r, "anna@fjordlight.example")->bypass, UNTOLD);
	assert_int_equal(account_of(r, "backup@fjordlight.example")->bypass, YES);
	mia_readiness_free(r);
	r = READY(
		"UserPrincipalName,AuditEnabled,AuditBypassEnabled,EffectiveAuditState\nanna@fjordlight.example,True,False,Disabled\n");
	assert_int_equal(mia_readiness_tenant(r)->audit_disabled, YES);
	mia_readiness_free(r);
	r = READY("UserPrincipalName,Name,AuditEnabled,DefaultAuditSet,Uses default audit set,AuditOwner\n"
		  "anna@fjordlight.example,Anna,True,\"Admin, Delegate\",False,\"Update, Send\"\n",
		"Name,AuditBypassEnabled\nAnna,True\n");
	/* There, Name is what people call her. */
	assert_int_equal(mia_readiness_count(r), 2);
	assert_int_equal(account_of(r, "anna@fjordlight.example")->owner, NO);
	assert_true(says(account_of(r, "anna@fjordlight.example")->detail, "sets AuditEnabled anew"));
	mia_readiness_free(r);
}

/* ---- any order, any memory ---- */

struct kept {
	char bytes[65536];
	size_t len;
};

static int
keep(void *ctx, const void *bytes, size_t size)
{
	struct kept *kept = ctx;

	if (size > sizeof(kept->bytes) - kept->len)
		return 1;
	memcpy(kept->bytes + kept->len, bytes, size);
	kept->len += size;
	return 0;
}

/* Rows that share names at random, few enough names to collide often. */
static size_t
make_row(char *out, size_t size, unsigned *seed)
{
	static const char *const names[] = { "UserPrincipalName", "PrimarySmtpAddress", "Name", "Identity",
		"Guid", "ExchangeGuid" };
	static const char *const facts[] = {
		MANAGED,
		E5,
		"\"SkuPartNumber\": \"SPE_F1\"",
		"\"AuditBypassEnabled\": true",
		"\"AuditBypassEnabled\": false",
		"\"AuditEnabled\": false, \"AuditOwner\": \"Update\"",
		"\"RecipientTypeDetails\": \"SharedMailbox\", \"AuditLogAgeLimit\": \"5\"",
		"\"DefaultAuditSet\": \"Admin\", \"AuditOwner\": \"MailItemsAccessed\"",
	};
	size_t len = (size_t)snprintf(out, size, "{%s", facts[next_random(seed) % 8]);

	for (int i = 0; i < 6; i++) {
		int who = next_random(seed) % 4;
		if (next_random(seed) % 3 != 0)
			continue;
		len += (size_t)snprintf(out + len, size - len,
			i >= 4           ? ", \"%s\": \"a0000000-0000-4000-8000-00000000000%d\""
				: i >= 2 ? ", \"%s\": \"%d\""
				: next_random(seed) % 2 ? ", \"%s\": \"U%d@x.example\""
							: ", \"%s\": \"u%d@x.example\"",
			names[i], who);
	}
	return len + (size_t)snprintf(out + len, size - len, "}\n");
}

static void
report_of(char (*rows)[512], const size_t *order, size_t count, struct kept *ret)
{
	struct mia_report_options options = { .size = sizeof(options),
		.format = MIA_FORMAT_NDJSON,
		.write = keep,
		.ctx = ret };
	struct mia_readiness *r;

	assert_int_equal(mia_readiness_new(&r, NULL, NULL), MIA_OK);
	for (size_t i = 0; i < count; i++) {
		struct mia_evidence *files;
		/* Which source a row is of depends on the row, not on the order. */
		char name[] = { (char)('a' + order[i] % 3), '\0' };
		assert_int_equal(mia_evidence_new(&files, NULL, NULL, NULL), MIA_OK);
		assert_int_equal(mia_evidence_add_memory(files, name, rows[order[i]], strlen(rows[order[i]]),
					 NULL),
			MIA_OK);
		assert_int_equal(mia_readiness_read(r, files, NULL, NULL, NULL), MIA_OK);
		mia_evidence_free(files);
	}
	assert_int_equal(mia_readiness_seal(r, NULL), MIA_OK);
	ret->len = 0;
	assert_int_equal(mia_report_readiness(r, &options, NULL), MIA_OK);
	mia_readiness_free(r);
}

static void
any_order_gives_the_same(void **state)
{
	static struct kept first, other;
	char rows[9][512];
	size_t order[9 + 3];

	(void)state;
	for (unsigned world = 1; world <= 60; world++) {
		unsigned seed = world;
		for (size_t i = 0; i < 9; i++) {
			make_row(rows[i], sizeof(rows[i]), &seed);
			order[i] = i;
		}
		report_of(rows, order, 9, &first);
		for (int shuffle = 0; shuffle < 4; shuffle++) {
			for (size_t i = 8; i > 0; i--) {
				size_t k = (size_t)next_random(&seed) % (i + 1), swap = order[i];
				order[i] = order[k];
				order[k] = swap;
			}
			/* and some of it twice */
			for (size_t i = 0; i < 3; i++)
				order[9 + i] = order[i];
			report_of(rows, order, 12, &other);
			assert_int_equal(first.len, other.len);
			assert_memory_equal(first.bytes, other.bytes, first.len);
		}
	}
}

static const char everything[] = TENANT_ON
	"{" ANNA ", \"ExchangeGuid\": \"" G1 "\", " MANAGED
	", \"Name\": \"Anna\", \"AuditOwner\": [\"Update\"]}"
	"{" ANNA ", " E5
	"}{\"Name\": \"anna\", \"AuditBypassEnabled\": true}{\"UserPrincipalName\": \"b@x.example\", \"AuditEnabled\": false, "
	"\"DefaultAuditSet\": \"Admin\", \"AuditOwner\": \"Update\", \"RecipientTypeDetails\": \"UserMailbox\"}{\"Received\": 1}";

static enum mia_status
try_all(const struct mia_allocator *a)
{
	struct mia_readiness *r = NULL;
	struct mia_evidence *files = NULL;
	struct mia_error err = { 0 };
	enum mia_status status = mia_evidence_new(&files, a, NULL, &err);

	if (status >= 0)
		status = mia_evidence_add_memory(files, "settings", everything, sizeof(everything) - 1, &err);
	if (status >= 0)
		status = mia_readiness_new(&r, a, &err);
	if (status >= 0)
		status = mia_readiness_read(r, files, NULL, NULL, &err);
	if (status >= 0)
		status = mia_readiness_seal(r, &err);
	if (status >= 0) {
		assert_int_equal(mia_readiness_count(r), 2);
		assert_int_equal(mia_evidence_source(files, 0)->rejected, 1);
	} else {
		assert_int_equal(err.status, status);
	}
	mia_readiness_free(r);
	mia_evidence_free(files);
	return status;
}

static void
any_allocation_may_fail(void **state)
{
	struct failing f = { 0 };
	struct mia_allocator a = failing_allocator(&f);
	size_t calls;

	(void)state;
	assert_int_equal(try_all(&a), MIA_OK);
	assert_int_equal(f.bytes, 0);
	calls = f.calls;
	assert_true(calls > 20);
	for (size_t n = 1; n <= calls; n++) {
		f.calls = 0;
		f.refuse_at = n;
		assert_int_equal(try_all(&a), MIA_ERR_MEMORY);
		assert_int_equal(f.bytes, 0);
	}
}

static int
count_rejects(void *ctx, const struct mia_reject *reject)
{
	struct mia_reject *last = ctx;

	*last = *reject;
	return 0;
}

static int
stop(void *ctx, const struct mia_reject *reject)
{
	(void)ctx, (void)reject;
	return 1;
}

static enum mia_status
read_rejecting(const char *text, int (*on_reject)(void *, const struct mia_reject *), struct mia_reject *last)
{
	struct mia_readiness *r;
	struct mia_evidence *files;
	enum mia_status status;

	assert_int_equal(mia_readiness_new(&r, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_new(&files, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(files, "x", text, strlen(text), NULL), MIA_OK);
	status = mia_readiness_read(r, files, on_reject, last, NULL);
	if (status >= 0)
		assert_int_equal(mia_evidence_source(files, 0)->rejected, 1);
	mia_readiness_free(r);
	mia_evidence_free(files);
	return status;
}

static void
what_cannot_be_used_is_said_once(void **state)
{
	struct mia_reject last;

	(void)state;
	assert_int_equal(read_rejecting("Received,Subject\n2026-03-04,a\n2026-03-04,b\n", count_rejects,
				 &last),
		MIA_OK);
	assert_int_equal(last.reason, MIA_REASON_NOT_AN_EXPORT);
	assert_int_equal(
		read_rejecting(
			"{\"CreationTime\": \"2026-03-04\", \"Operation\": \"Send\"}\n{\"CreationTime\": \"2026-03-04\", \"Operation\": \"Send\"}\n",
			count_rejects, &last),
		MIA_OK);
	assert_int_equal(last.reason, MIA_REASON_NOT_AN_EXPORT);
	assert_non_null(strstr(last.detail, "audit log export"));
	assert_int_equal(
		read_rejecting("{\"SkuPartNumber\": \"SPE_E5\", \"Id\": \"x7\"}\n{\"AuditDisabled\": true}",
			count_rejects, &last),
		MIA_OK);
	assert_int_equal(last.reason, MIA_REASON_NOT_A_RECORD);
	assert_int_equal(read_rejecting("<Objs Version=\"1.1.0.1\">\n<Obj/>\n</Objs>\n", count_rejects,
				 &last),
		MIA_OK);
	assert_int_equal(last.reason, MIA_REASON_NOT_AN_EXPORT);
	assert_non_null(strstr(last.detail, "CLIXML"));
	assert_int_equal(read_rejecting("{\"Received\": 1}", stop, NULL), MIA_ERR_CANCELLED);
}

static void
states_of_the_object(void **state)
{
	struct mia_readiness *r;
	struct mia_evidence *files;

	(void)state;
	assert_int_equal(mia_readiness_new(&r, NULL, NULL), MIA_OK);
	assert_null(mia_readiness_tenant(r));
	assert_int_equal(mia_readiness_count(r), 0);
	assert_int_equal(mia_readiness_seal(r, NULL), MIA_OK);
	assert_int_equal(mia_readiness_seal(r, NULL), MIA_OK);
	assert_non_null(mia_readiness_tenant(r));
	assert_null(mia_readiness_get(r, 0));
	assert_int_equal(mia_evidence_new(&files, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_readiness_read(r, files, NULL, NULL, NULL), MIA_ERR_STATE);
	mia_evidence_free(files);
	mia_readiness_free(r);
	mia_readiness_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_account_by_any_strong_name),
		cmocka_unit_test(a_name_of_two_mailboxes_joins_none),
		cmocka_unit_test(a_row_between_two_mailboxes_joins_none),
		cmocka_unit_test(plain_names),
		cmocka_unit_test(the_worse_counts),
		cmocka_unit_test(licences_add_up_in_one_source),
		cmocka_unit_test(known_scripts),
		cmocka_unit_test(any_order_gives_the_same),
		cmocka_unit_test(any_allocation_may_fail),
		cmocka_unit_test(what_cannot_be_used_is_said_once),
		cmocka_unit_test(states_of_the_object),
	};
	return cmocka_run_group_tests_name("readiness_join", tests, NULL, NULL);
}
