/* Timeline and sessions of more records than one thread takes at a time. */
#include "made_events.h"

enum { RECORDS = 9001 };

static const struct mia_source file_a = { .name = "a.csv" };

/*
 * Record i comes i * 7919 modulo RECORDS seconds after noon (9001 is prime, so no
 * two at one time), from an address of its own, with one session id, and names
 * message i modulo 100 twice and the one after it.
 */
static void
add_one(struct mia_fold *fold, unsigned i)
{
	struct mia_event event = made_event(i, &file_a, i + 1);
	char ids[3][32], ip[32], id[32];
	struct mia_item items[3];
	struct mia_folder folder = { .id = TEXT("F1"), .path = TEXT("\\Inbox") };
	struct mia_bind bind;

	for (unsigned k = 0; k < 3; k++) {
		snprintf(ids[k], sizeof(ids[k]), "<m%02u@x>", (i + k / 2) % 100);
		items[k] = made_item(ids[k], NULL, 0);
	}
	items[1].subject = TEXT("hello");
	items[1].size_bytes = 7;
	snprintf(ip, sizeof(ip), "10.0.%u.%u", i / 256, i % 256);
	snprintf(id, sizeof(id), "rec-%u", i);
	event.time = NOON + (mia_time)(i * UINT64_C(7919) % RECORDS) * MIA_TIME_SECOND;
	event.folders = &folder, event.folder_count = 1;
	event.items = items, event.item_count = 3;
	make_bind(&event, &bind);
	event.id = text_of(id);
	event.mailbox_owner = TEXT("ann@x");
	event.session_id = TEXT("S1");
	event.client_ip = text_of(ip);
	assert_int_equal(mia_address_parse(event.client_ip, &event.address), MIA_OK);
	add_event(fold, &event);
}

/* Dealt to two; every tenth record to both. */
static void
fill(struct mia_fold *fold, unsigned threads)
{
	struct mia_fold *other = NULL;

	if (threads)
		fold->ops->may_use_threads(fold, threads);
	assert_int_equal(fold->ops->spawn(fold, &other, NULL), MIA_OK);
	for (unsigned i = 0; i < RECORDS; i++) {
		add_one(i % 3 ? fold : other, i);
		if (i % 10 == 0)
			add_one(i % 3 ? other : fold, i);
	}
	assert_int_equal(fold->ops->merge(fold, other, NULL), MIA_OK);
	fold->ops->free(other);
	seal(fold);
}

static const unsigned threads[] = { 0, 1, 3 };

static void
each_session_in_order(void **state)
{
	(void)state;
	for (size_t n = 0; n < 3; n++) {
		struct mia_sessions *s = NULL;
		assert_int_equal(mia_sessions_new(&s, NULL, NULL, NULL), MIA_OK);
		fill(mia_sessions_fold(s), threads[n]);
		assert_int_equal(mia_sessions_count(s), RECORDS);
		for (size_t i = 0; i < RECORDS; i++) {
			const struct mia_session *p = mia_sessions_get(s, i);
			assert_int_equal(p->first_seen, NOON + (mia_time)i * MIA_TIME_SECOND);
			assert_int_equal(p->mailbox_first_seen, NOON);
			assert_int_equal(p->bind_records, 1);
			assert_int_equal(p->messages, 2);
			/* all of 10.0.0.0/8 are private networks of their own, but one /24 holds 256 */
			assert_int_equal(p->shared.count, 1);
			assert_text(p->shared.ptr[0], "networks");
			assert_text(p->address_kind, "private");
			/* the first of the mailbox is new to nobody */
			assert_int_equal(p->unusual.count, i ? 1 : 0);
			if (i)
				assert_text(p->unusual.ptr[0], "new address");
		}
		mia_sessions_free(s);
	}
}

static void
each_row_in_order(void **state)
{
	(void)state;
	for (size_t n = 0; n < 3; n++) {
		struct mia_timeline *t = NULL;
		assert_int_equal(mia_timeline_new(&t, NULL, NULL, NULL), MIA_OK);
		fill(mia_timeline_fold(t), threads[n]);
		/* two rows a record: what it names twice is one, with what is known of it */
		assert_int_equal(mia_timeline_count(t), 2 * RECORDS);
		for (size_t i = 0; i < 2 * RECORDS; i++) {
			struct mia_timeline_row row;
			assert_int_equal(mia_timeline_row(t, i, &row), MIA_OK);
			assert_int_equal(row.time, NOON + (mia_time)(i / 2) * MIA_TIME_SECOND);
			char id[32];
			snprintf(id, sizeof(id), "rec-%u", (unsigned)row.record - 1);
			assert_true(text_equal(row.record_id, text_of(id)));
			unsigned own = (unsigned)(row.record - 1) % 100;
			bool known = row.internet_message_id.ptr[2] == (char)('0' + own / 10) &&
				row.internet_message_id.ptr[3] == (char)('0' + own % 10);
			assert_int_equal(row.size_bytes, known ? 7 : MIA_SIZE_UNKNOWN);
			if (known)
				assert_text(row.subject, "hello");
			else
				assert_absent(row.subject);
		}
		mia_timeline_free(t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_session_in_order),
		cmocka_unit_test(each_row_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
