/* What sealing leaves for the rules: sources, changes, mailboxes, records. */
#include "made_coverage.h"

#include "coverage/rules.h"

static void
sources_and_rejects(void **state)
{
	(void)state;
	static const struct mia_source b = { .name = "b.csv" };
	struct log log = new_log(NULL);
	struct mia_fold *fold = mia_coverage_fold(log.coverage);

	next_record(&log, NULL, AT(1, 0, 0, 0));
	log.event.place.source = &b;
	log.event.operation = TEXT("UserLoggedIn");
	for (int64_t index = 5; index >= 3; index--) {
		log.event.result_index = index == 5 ? 3 : index;
		log.event.result_count = 100 + index;
		add_event(fold, &log.event);
	}
	bind_at(&log, "ann@x", AT(3, 0, 0, 0));
	struct mia_reject reject = { .place = { .source = &b, .record = 77, .offset = 9 },
		.reason = MIA_REASON_BAD_JSON };
	assert_int_equal(fold->ops->reject(fold, &reject, NULL), MIA_OK); /* a part, not the last */
	reject.last = 1;
	assert_int_equal(fold->ops->reject(fold, &reject, NULL), MIA_OK);
	assert_int_equal(fold->ops->reject(fold, &reject, NULL), MIA_OK);
	reject.place.record = 12;
	assert_int_equal(fold->ops->reject(fold, &reject, NULL), MIA_OK);
	seal_log(&log);

	const struct mia_coverage *c = log.coverage;
	assert_int_equal(c->source_count, 2);
	assert_text(intern_text(&c->texts, c->sources[0].name), "a.csv");
	const struct coverage_source *s = &c->sources[1];
	assert_text(intern_text(&c->texts, s->name), "b.csv");
	assert_int_equal(s->records, 77);
	assert_int_equal(s->first, AT(1, 0, 0, 0));
	assert_int_equal(s->last, AT(1, 0, 0, 0));
	assert_int_equal(s->result_count, 105);
	assert_int_equal(s->result_count_least, 103);
	assert_int_equal(s->row_count, 3); /* by ResultCount, then by ResultIndex */
	assert_int_equal(s->rows[0].index, 3);
	assert_int_equal(s->rows[1].index, 4);
	assert_int_equal(s->rows[1].count, 104);
	assert_int_equal(s->rows[2].index, 3);
	assert_int_equal(s->rows[2].count, 105);
	assert_int_equal(s->reject_count, 2);
	assert_int_equal(s->rejects[0].record, 12);
	assert_int_equal(s->rejects[1].record, 77);
	assert_int_equal(s->rejects[1].before, AT(1, 0, 0, 0));
	assert_int_equal(s->rejects[1].reason, MIA_REASON_BAD_JSON);
	assert_int_equal(c->sources[0].result_count, MIA_NOT_COUNTED);
	assert_int_equal(c->sources[0].result_count_least, MIA_NOT_COUNTED);
	end_log(&log);
}

static void
add_change(struct log *log, const char *operation, const char *name, const char *value)
{
	struct mia_parameter parameter = { text_of(name), text_of(value) };

	next_record(log, NULL, AT(1, 0, 0, 0) - log->records * HOUR);
	log->event.operation = text_of(operation);
	log->event.parameters = &parameter;
	log->event.parameter_count = 1;
	log->event.object_id = TEXT("contoso.example/ann");
	add_event(mia_coverage_fold(log->coverage), &log->event);
}

static void
changes_are_kept_whole(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	add_change(&log, "Set-Mailbox", "AuditEnabled", "False");
	add_change(&log, "set-mailboxauditbypassassociation", "AuditBypassEnabled", "True");
	add_change(&log, "Change user license.", "AssignedLicense", "[]");
	add_change(&log, "Update user.", "AssignedPlan", "[]");
	/* neither of these changes what is audited */
	add_change(&log, "Update user.", "DisplayName", "Ann");
	add_change(&log, "New-InboxRule", "Name", "x");
	add_event(mia_coverage_fold(log.coverage), &log.event);
	add_change(&log, "Set-OrganizationConfig", "AuditDisabled", "True");
	log.event.parameters = NULL;
	log.event.parameter_count = 0;
	seal_log(&log);

	static const char *const operations[] = { "Set-OrganizationConfig", "Update user.",
		"Change user license.", "set-mailboxauditbypassassociation", "Set-Mailbox" };
	const struct mia_coverage *c = log.coverage;
	assert_int_equal(c->change_count, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_same_text(intern_text(&c->texts, c->changes[i].operation), text_of(operations[i]));
		assert_int_equal(c->changes[i].parameter_count, 1);
		assert_text(intern_text(&c->texts, c->changes[i].object), "contoso.example/ann");
		assert_text(intern_text(&c->texts, c->changes[i].source), "a.csv");
	}
	const struct coverage_parameter *parameter = &c->parameters[c->changes[4].parameters];
	assert_text(intern_text(&c->texts, parameter->name), "AuditEnabled");
	assert_text(intern_text(&c->texts, parameter->value), "False");
	end_log(&log);
}

static void
boxes_in_order_and_by_any_name(void **state)
{
	(void)state;
	static const struct {
		const char *guid, *owner;
	} named[] = {
		{ "G-2", "bob@contoso.example" },
		{ "g-1", "ann.old@contoso.example" },
		{ "g-1", "Ann@contoso.example" },
		{ NULL, "ann@contoso.example" },
		{ "g-3", NULL },
		{ "g-4", "bob@other.example" },
	};
	struct log log = new_log(NULL);
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		next_record(&log, named[i].owner, AT((int)i, 0, 0, 0));
		log.event.mailbox_guid = text_of(named[i].guid);
		log.event.operation = TEXT("MailItemsAccessed");
		log.event.access = i == 3 ? MIA_ACCESS_SYNC : MIA_ACCESS_BIND;
		add_event(mia_coverage_fold(log.coverage), &log.event);
	}
	seal_log(&log);
	const struct mia_coverage *c = log.coverage;
	/* by the name as last written: a capital stands before the small letters,
	 * but the record of the third day writes it small */
	assert_int_equal(mia_coverage_mailbox_count(c), 4);
	const struct mia_coverage_mailbox *ann = mia_coverage_mailbox(c, 0);
	assert_text(ann->mailbox, "ann@contoso.example");
	assert_text(ann->guid, "g-1");
	assert_int_equal(ann->events, 3);
	assert_int_equal(ann->binds, 2);
	assert_int_equal(ann->syncs, 1);
	assert_int_equal(ann->first, AT(1, 0, 0, 0));
	assert_int_equal(ann->last_access_record, AT(3, 0, 0, 0));
	assert_int_equal(ann->sources.count, 1);
	assert_text(mia_coverage_mailbox(c, 1)->mailbox, "bob@contoso.example");
	assert_text(mia_coverage_mailbox(c, 2)->mailbox, "bob@other.example");
	assert_text(mia_coverage_mailbox(c, 3)->mailbox, "g-3");
	assert_null(mia_coverage_mailbox(c, 4));

	static const struct {
		const char *name;
		size_t box;
	} asked[] = {
		{ "ann@contoso.example", 0 },
		{ " ANN@Contoso.example\r\n", 0 },
		{ "ann.old@contoso.example", 0 },
		{ "G-1", 0 },
		{ "ann", 0 },
		{ "ann.OLD", 0 },
		{ "contoso.example/Users/ann", 0 },
		{ "CONTOSO\\ann", 0 },
		{ "bob@contoso.example", 1 },
		{ "g-2", 1 },
		{ "g-4", 2 },
		{ "G-3", 3 },
		/* two mailboxes have this alias; nobody has that one */
		{ "bob", NO_BOX },
		{ "eve", NO_BOX },
		{ "", NO_BOX },
		{ "/", NO_BOX },
		{ "@contoso.example", NO_BOX },
	};
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		assert_int_equal(mia__coverage_find_box(c, text_of(asked[i].name)), asked[i].box);
	assert_int_equal(mia__coverage_find_box(c, TEXT_ABSENT), NO_BOX);
	end_log(&log);
}

static void
a_upn_of_several_mailboxes_gives_none(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	for (int i = 0; i < 3; i++) {
		next_record(&log, "ann@contoso.example", AT(i, 0, 0, 0));
		log.event.mailbox_guid = i == 0 ? TEXT("g-2") : i == 1 ? TEXT("g-1") : TEXT_ABSENT;
		add_event(mia_coverage_fold(log.coverage), &log.event);
	}
	seal_log(&log);
	assert_int_equal(mia_coverage_mailbox_count(log.coverage), 3);
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("ann@contoso.example")), NO_BOX);
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("g-1")), 1);
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("g-2")), 2);
	end_log(&log);
}

/* "ann" is a mailbox by its whole name and the alias of another. */
static void
a_whole_name_comes_before_an_alias(void **state)
{
	(void)state;
	struct log log = new_log(NULL);
	other_at(&log, "zoe@contoso.example", "UserLoggedIn", "15", AT(0, 0, 0, 0));
	other_at(&log, "ann@contoso.example", "UserLoggedIn", "15", AT(0, 0, 0, 0));
	next_record(&log, "Ann", AT(0, 0, 0, 0));
	log.event.mailbox_guid = TEXT("g-1");
	add_event(mia_coverage_fold(log.coverage), &log.event);
	/* A display name alone makes no mailbox: whose it is nobody knows. */
	other_at(&log, "Ann Other", "UserLoggedIn", "15", AT(0, 0, 0, 0));
	seal_log(&log);
	assert_int_equal(mia_coverage_mailbox_count(log.coverage), 3);
	assert_text(mia_coverage_mailbox(log.coverage, 0)->mailbox, "Ann");
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("ann")), 0);
	assert_int_equal(mia__coverage_find_box(log.coverage, TEXT("ann@contoso.example")), 1);
	end_log(&log);
}

/* What one copy lost, another states; whichever file comes first. */
static void
copies_of_a_record_are_one(void **state)
{
	(void)state;
	static const struct mia_source other = { .name = "b.csv" };
	static const enum mia_access accesses[][3] = {
		{ MIA_ACCESS_UNSTATED, MIA_ACCESS_BIND, MIA_ACCESS_BIND },
		{ MIA_ACCESS_BIND, MIA_ACCESS_UNSTATED, MIA_ACCESS_BIND },
		{ MIA_ACCESS_SYNC, MIA_ACCESS_UNSTATED, MIA_ACCESS_SYNC },
		{ MIA_ACCESS_UNSTATED, MIA_ACCESS_SYNC, MIA_ACCESS_SYNC },
		{ MIA_ACCESS_NONE, MIA_ACCESS_UNSTATED, MIA_ACCESS_UNSTATED },
		{ MIA_ACCESS_UNSTATED, MIA_ACCESS_NONE, MIA_ACCESS_UNSTATED },
	};

	for (size_t i = 0; i < sizeof(accesses) / sizeof(*accesses); i++) {
		struct log log = new_log(NULL);
		next_record(&log, "ann@x", AT(0, 0, 0, 0));
		for (int copy = 0; copy < 2; copy++) {
			log.event.access = accesses[i][copy];
			log.event.place.source = copy ? &other : &log.source;
			add_event(mia_coverage_fold(log.coverage), &log.event);
		}
		seal_log(&log);
		const struct mia_coverage_mailbox *ann = mia_coverage_mailbox(log.coverage, 0);
		assert_int_equal(ann->events, 1);
		assert_int_equal(ann->binds, accesses[i][2] == MIA_ACCESS_BIND);
		assert_int_equal(ann->syncs, accesses[i][2] == MIA_ACCESS_SYNC);
		assert_int_equal(ann->unstated, accesses[i][2] == MIA_ACCESS_UNSTATED);
		assert_int_equal(ann->sources.count, 2);
		assert_text(ann->sources.ptr[0], "a.csv");
		assert_text(ann->sources.ptr[1], "b.csv");
		end_log(&log);
	}
}

/* Two threads read parts of one file. */
static void
what_a_file_holds_is_united(void **state)
{
	(void)state;
	for (int from = 0; from < 2; from++) {
		struct log a = new_log(NULL), b = new_log(NULL);
		bind_at(&a, "ann@x", AT(0, 0, 0, 0));
		other_at(&b, NULL, "UserLoggedIn", "15", AT(1, 0, 0, 0));
		struct log *into = from ? &b : &a, *other = from ? &a : &b;
		assert_int_equal(mia_fold_merge(mia_coverage_fold(into->coverage),
					 mia_coverage_fold(other->coverage), NULL),
			MIA_OK);
		assert_int_equal(into->coverage->source_count, 1);
		assert_true(into->coverage->sources[0].binds50);
		assert_false(into->coverage->sources[0].only50);
		assert_false(into->coverage->sources[0].has_items);
		assert_int_equal(into->coverage->sources[0].first, AT(0, 0, 0, 0));
		assert_int_equal(into->coverage->sources[0].last, AT(1, 0, 0, 0));
		end_log(&a);
		end_log(&b);
	}
}

static void
add_whole_change(struct mia_coverage *c, const struct mia_source *source, unsigned n)
{
	static const char *const texts[][6] = {
		{ "r-1", "Set-Mailbox", "eve@x", "corp/ann", "AuditEnabled", "False" },
		{ "r-2", "Set-OrganizationConfig", "mal@x", "corp", "AuditDisabled", "True" },
	};
	struct mia_event e = made_event(n + 1, source, n + 1);
	struct mia_parameter parameter = { text_of(texts[n][4]), text_of(texts[n][5]) };

	e.id = text_of(texts[n][0]);
	e.operation = text_of(texts[n][1]);
	e.actor = text_of(texts[n][2]);
	e.object_id = text_of(texts[n][3]);
	e.time = AT(1, (int)n, 0, 0);
	e.parameters = &parameter;
	e.parameter_count = 1;
	add_event(mia_coverage_fold(c), &e);
}

/* Of two folds each numbers its texts as they come: what both hold is one thing, and says the same. */
static void
changes_of_two_folds_are_one(void **state)
{
	(void)state;
	struct log a = new_log(NULL), b = new_log(NULL);

	add_whole_change(a.coverage, &a.source, 0);
	add_whole_change(a.coverage, &a.source, 1);
	other_at(&b, "zoe@x", "UserLoggedIn", "15", AT(0, 0, 0, 0));
	add_whole_change(b.coverage, &a.source, 1);
	add_whole_change(b.coverage, &a.source, 0);
	assert_int_equal(mia_fold_merge(mia_coverage_fold(a.coverage), mia_coverage_fold(b.coverage), NULL),
		MIA_OK);
	end_log(&b);
	seal_log(&a);
	const struct mia_coverage *c = a.coverage;
	assert_int_equal(c->change_count, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct coverage_change *change = &c->changes[i];
		assert_true(text_equal(intern_text(&c->texts, change->id), i ? TEXT("r-2") : TEXT("r-1")));
		assert_true(
			text_equal(intern_text(&c->texts, change->actor), i ? TEXT("mal@x") : TEXT("eve@x")));
		assert_true(text_equal(intern_text(&c->texts, change->object),
			i ? TEXT("corp") : TEXT("corp/ann")));
		assert_text(intern_text(&c->texts, change->source), "a.csv");
		assert_true(text_equal(mia__coverage_change_parameter(c, change,
					       i ? "AuditDisabled" : "AuditEnabled"),
			i ? TEXT("True") : TEXT("False")));
	}
	end_log(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_and_rejects),
		cmocka_unit_test(changes_are_kept_whole),
		cmocka_unit_test(changes_of_two_folds_are_one),
		cmocka_unit_test(boxes_in_order_and_by_any_name),
		cmocka_unit_test(a_upn_of_several_mailboxes_gives_none),
		cmocka_unit_test(a_whole_name_comes_before_an_alias),
		cmocka_unit_test(copies_of_a_record_are_one),
		cmocka_unit_test(what_a_file_holds_is_united),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
