/* Which mailbox a text means, and what it means where several bear it. */
#include "made_events.h"

#include "names/directory.h"

enum { ANN, BOB, ANN_OF_X, INFO_1, INFO_2, ODD, ZOE };
enum { ANY_WAY = FIND_BY_GUID | FIND_BY_NAME | FIND_BY_LOCAL_PART };

static const struct {
	const char *guid, *name;
	uint32_t number;
} borne[] = {
	{ "g-info-2", "info@a.example", INFO_2 },
	{ "g-ann", "Ann@a.example", ANN },
	{ "g-ann", "ann.old@a.example", ANN },
	{ "g-ann", "ann@c.example", ANN },
	{ "g-bob", "bob@a.example", BOB },
	{ NULL, "bob@b.example", BOB },
	{ NULL, "ann@x.example", ANN_OF_X },
	{ "G-INFO-1", "INFO@a.example", INFO_1 },
	{ "g-zoe", "zoe@a.example", ZOE },
	{ "g-zoe", "zoe@b.example", ZOE },
	/* its name is written like another's GUID, and a local part of its other
	 * name like another's whole name */
	{ NULL, "g-bob", ODD },
	{ NULL, "bob@b.example@y.example", ODD },
};

static struct directory
new_directory(void)
{
	struct directory d;

	mia__directory_init(&d, &mia__malloc_allocator);
	for (size_t i = 0; i < sizeof(borne) / sizeof(*borne); i++) {
		assert_true(mia__directory_add_guid(&d, text_of(borne[i].guid), borne[i].number));
		assert_true(mia__directory_add_name(&d, text_of(borne[i].name), borne[i].number));
	}
	assert_true(mia__directory_sort(&d));
	return d;
}

/* Whom a text means, as bits of the mailboxes' numbers. */
static unsigned
meant(const struct directory *d, const char *text, unsigned ways, enum directory_rule rule)
{
	struct directory_answer answer = mia__directory_find(d, text_of(text), ways, rule);
	unsigned ret = 0;

	for (size_t i = 0; i < answer.count; i++)
		ret |= 1U << answer.names[i].number;
	assert_int_equal(directory_number(answer), answer.count ? answer.names[0].number : NOT_IN_DIRECTORY);
	return ret;
}

static bool
is_shared(const struct directory *d, const char *text, unsigned ways, enum directory_rule rule)
{
	return mia__directory_find(d, text_of(text), ways, rule).shared;
}

#define BIT(mailbox) (1U << (mailbox))

static void
who_bears_it_alone_is_meant_by_every_rule(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned mailboxes;
	} asked[] = {
		{ "G-Ann", BIT(ANN) },
		{ "ANN@A.example", BIT(ANN) },
		{ "ann.old@a.example", BIT(ANN) },
		{ "ann.old", BIT(ANN) },
		{ "bob@B.example", BIT(BOB) },
		/* the better way decides: no text means both */
		{ "g-bob", BIT(BOB) },
		{ "bob@a.example", BIT(BOB) },
		{ "g-info-1", BIT(INFO_1) },
		{ "eve", 0 },
		{ "an", 0 },
		{ "ann@", 0 },
		{ "", 0 },
		{ NULL, 0 },
	};
	struct directory d = new_directory();

	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		for (int rule = SEVERAL_MEAN_NONE; rule <= SEVERAL_MEAN_ALL; rule++) {
			assert_int_equal(meant(&d, asked[i].text, ANY_WAY, (enum directory_rule)rule),
				asked[i].mailboxes);
			assert_false(is_shared(&d, asked[i].text, ANY_WAY, (enum directory_rule)rule));
		}
	mia__directory_release(&d);
}

static void
the_rule_says_what_a_shared_name_means(void **state)
{
	(void)state;
	struct directory d = new_directory();
	const unsigned both = BIT(INFO_1) | BIT(INFO_2);

	assert_int_equal(meant(&d, "Info@A.example", ANY_WAY, SEVERAL_MEAN_NONE), 0);
	/* the least number, though the other was added before */
	assert_int_equal(meant(&d, "Info@A.example", ANY_WAY, SEVERAL_MEAN_FIRST), BIT(INFO_1));
	assert_int_equal(meant(&d, "Info@A.example", ANY_WAY, SEVERAL_MEAN_ALL), both);
	for (int rule = SEVERAL_MEAN_NONE; rule <= SEVERAL_MEAN_ALL; rule++)
		assert_true(is_shared(&d, "info@a.example", FIND_BY_NAME, (enum directory_rule)rule));
	mia__directory_release(&d);
}

static void
a_local_part_of_one_mailbox_means_it_however_many_names_have_it(void **state)
{
	(void)state;
	struct directory d = new_directory();

	/* zoe@a and zoe@b are one mailbox; so are ann@a and ann@c, but ann@x is another */
	assert_int_equal(meant(&d, "zoe", ANY_WAY, SEVERAL_MEAN_NONE), BIT(ZOE));
	assert_int_equal(meant(&d, "ann", ANY_WAY, SEVERAL_MEAN_NONE), 0);
	assert_int_equal(meant(&d, "ANN", ANY_WAY, SEVERAL_MEAN_ALL), BIT(ANN) | BIT(ANN_OF_X));
	/* what stands before any @ of a name is a local part only where no
	 * mailbox may be missed */
	assert_int_equal(meant(&d, "bob@b.example", FIND_BY_LOCAL_PART, SEVERAL_MEAN_NONE), 0);
	assert_int_equal(meant(&d, "bob@b.example", FIND_BY_LOCAL_PART, SEVERAL_MEAN_FIRST), 0);
	assert_int_equal(meant(&d, "bob@b.example", FIND_BY_LOCAL_PART, SEVERAL_MEAN_ALL), BIT(ODD));
	assert_int_equal(meant(&d, "bob", FIND_BY_LOCAL_PART, SEVERAL_MEAN_ALL), BIT(BOB) | BIT(ODD));
	mia__directory_release(&d);
}

static void
only_the_ways_that_count_find(void **state)
{
	(void)state;
	struct directory d = new_directory();

	assert_int_equal(meant(&d, "g-bob", FIND_BY_NAME, SEVERAL_MEAN_NONE), BIT(ODD));
	assert_int_equal(meant(&d, "g-ann", FIND_BY_NAME | FIND_BY_LOCAL_PART, SEVERAL_MEAN_ALL), 0);
	assert_int_equal(meant(&d, "bob@a.example", FIND_BY_GUID | FIND_BY_LOCAL_PART, SEVERAL_MEAN_ALL), 0);
	assert_int_equal(meant(&d, "ann.old", FIND_BY_GUID | FIND_BY_NAME, SEVERAL_MEAN_ALL), 0);
	mia__directory_release(&d);
}

/* Names that a mailbox bore once count, joined by its GUID. */
static void
mailboxes_bring_all_their_names(void **state)
{
	(void)state;
	static const struct {
		const char *guid, *owner;
	} named[] = {
		{ "g-1", "ann.old@a.example" },
		{ "g-2", "bob@a.example" },
		{ "g-1", "Ann@a.example" },
	};
	static const uint32_t number_of[] = { 7, 5, 7 };
	struct mailbox_names m;
	struct directory roots, given;
	uint32_t numbers[3];

	mia__mailbox_names_init(&m, &mia__malloc_allocator);
	for (uint32_t i = 0; i < 3; i++) {
		struct mia_event event = { .mailbox_guid = text_of(named[i].guid),
			.mailbox_owner = text_of(named[i].owner),
			.time = i };
		assert_true(mia__mailbox_names_add(&m, &event, &numbers[i]));
		assert_int_equal(numbers[i], i);
	}
	assert_true(mia__mailbox_names_seal(&m));
	mia__directory_init(&roots, &mia__malloc_allocator);
	mia__directory_init(&given, &mia__malloc_allocator);
	assert_true(mia__directory_add_mailboxes(&roots, &m, NULL) && mia__directory_sort(&roots));
	assert_true(mia__directory_add_mailboxes(&given, &m, number_of) && mia__directory_sort(&given));
	assert_int_equal(meant(&roots, "ann.old", ANY_WAY, SEVERAL_MEAN_NONE),
		BIT(mia__mailbox_names_root(&m, numbers[2])));
	assert_int_equal(meant(&roots, "G-2", ANY_WAY, SEVERAL_MEAN_NONE), BIT(numbers[1]));
	assert_int_equal(meant(&given, "ann", ANY_WAY, SEVERAL_MEAN_NONE), BIT(7));
	assert_int_equal(meant(&given, "bob@a.example", ANY_WAY, SEVERAL_MEAN_NONE), BIT(5));
	mia__directory_release(&roots);
	mia__directory_release(&given);
	mia__mailbox_names_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_bears_it_alone_is_meant_by_every_rule),
		cmocka_unit_test(the_rule_says_what_a_shared_name_means),
		cmocka_unit_test(a_local_part_of_one_mailbox_means_it_however_many_names_have_it),
		cmocka_unit_test(only_the_ways_that_count_find),
		cmocka_unit_test(mailboxes_bring_all_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
