/* The span of a scope and times whose zone is not known, or was stated. */
#include "scope_ask.h"

static mia_time
at(const char *iso)
{
	mia_time time = MIA_TIME_UNKNOWN;

	if (iso)
		assert_int_equal(mia_time_parse(text(iso), &time), MIA_OK);
	return time;
}

static enum mia_match
ask_span(const struct mia_event *event, const char *from, const char *until)
{
	struct mia_scope *scope = scope_new();
	enum mia_match answer;

	assert_int_equal(mia_scope_between(scope, at(from), at(until), NULL), MIA_OK);
	answer = ask(scope, event);
	mia_scope_free(scope);
	return answer;
}

/* 14:46 on 4 March is from 00:46 that day to 04:46 the next one. */
static void
within_14_hours_it_cannot_tell(void **state)
{
	(void)state;
	static const struct {
		const char *from, *until;
		enum mia_match answer;
	} spans[] = {
		{ "2019-03-04T00:46:00Z", "2019-03-05T04:46:01Z", YES },
		{ "2019-03-04T00:46:01Z", "2019-03-05T04:46:01Z", MAYBE },
		{ "2019-03-04T00:46:00Z", "2019-03-05T04:46:00Z", MAYBE },
		{ "2019-03-01", "2019-03-04T00:46:00Z", NO },
		{ "2019-03-01", "2019-03-04T00:46:01Z", MAYBE },
		{ "2019-03-05T04:46:00Z", "2019-03-09", MAYBE },
		{ "2019-03-05T04:46:01Z", "2019-03-09", NO },
		/* Neither end lies in it, and yet the time may. */
		{ "2019-03-04T10:00:00Z", "2019-03-04T11:00:00Z", MAYBE },
		{ "2019-03-05T02:00:00Z", "2019-03-05T03:00:00Z", MAYBE },
		{ "2019-03-04T00:46:00Z", NULL, YES },
		{ "2019-03-04T00:46:01Z", NULL, MAYBE },
		{ "2019-03-05T04:46:01Z", NULL, NO },
		{ NULL, "2019-03-05T04:46:01Z", YES },
		{ NULL, "2019-03-05T04:46:00Z", MAYBE },
		{ NULL, "2019-03-04T00:46:00Z", NO },
		{ NULL, NULL, YES },
	};
	struct mia_event event = blank();

	event.time = at("2019-03-04T14:46:00Z");
	event.flags = MIA_FLAG_TIME_ZONE_UNKNOWN;
	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++)
		assert_int_equal(ask_span(&event, spans[i].from, spans[i].until), spans[i].answer);
	event.time = MIA_TIME_UNKNOWN;
	assert_int_equal(ask_span(&event, "2019-03-01", "2019-04-01"), MAYBE);
}

/* Either reading, and 14 hours around each. */
static void
two_readings_without_a_zone(void **state)
{
	(void)state;
	struct mia_event event = blank();

	event.time = at("2019-03-04T14:46:00Z");
	event.flags = MIA_FLAG_TIME_ZONE_UNKNOWN | MIA_FLAG_TIME_AMBIGUOUS;
	assert_int_equal(ask_span(&event, "2019-03-01", "2019-05-01"), YES);
	assert_int_equal(ask_span(&event, "2019-04-04T04:00:00Z", "2019-05-01"), MAYBE);
	assert_int_equal(ask_span(&event, "2019-04-04T04:46:01Z", "2019-05-01"), NO);
}

/* "3/4/2019 23:00" of a zone five hours behind: 4 March or 3 April there, which is
 * 5 March or 4 April in UTC, and never 3 May. */
static void
two_readings_of_a_stated_zone(void **state)
{
	(void)state;
	struct mia_event event = blank();

	event.time = at("2019-03-05T04:00:00Z");
	event.offset_minutes = -300;
	event.flags = MIA_FLAG_TIME_AMBIGUOUS;
	assert_int_equal(ask_span(&event, "2019-03-05", "2019-03-06"), MAYBE);
	assert_int_equal(ask_span(&event, "2019-04-04T04:00:00Z", "2019-04-04T04:00:01Z"), MAYBE);
	assert_int_equal(ask_span(&event, "2019-05-01", "2019-06-01"), NO);
	assert_int_equal(ask_span(&event, "2019-03-05T04:00:00Z", "2019-04-04T04:00:01Z"), YES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(within_14_hours_it_cannot_tell),
		cmocka_unit_test(two_readings_without_a_zone),
		cmocka_unit_test(two_readings_of_a_stated_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
