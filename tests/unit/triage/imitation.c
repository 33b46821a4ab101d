/* Names that look like those of Microsoft, and names that do not. */
#include "test.h"

#include "triage/imitation.h"

static void
looks(const char *name, enum imitation wanted)
{
	if (mia__triage_imitation(mia_text_of(name)) != wanted)
		fail_msg("%s", name);
}

static void
lookalikes(void **state)
{
	(void)state;
	looks("rnicrosoft", IMITATION_LOOKS);
	looks("rnicrosoft Teams add-on", IMITATION_LOOKS);
	looks("Micros0ft Office", IMITATION_LOOKS);
	looks("M1crosoft", IMITATION_LOOKS);
	looks("Micr\xd0\xbesoft", IMITATION_LOOKS);                           /* Cyrillic o */
	looks("Micro\xe2\x80\x8bsoft", IMITATION_LOOKS);                      /* a space without width */
	looks("\xef\xbc\xad\xef\xbd\x89\xef\xbd\x83rosoft", IMITATION_LOOKS); /* wide letters */
	looks("0utlook", IMITATION_LOOKS);
	looks("0ffice 365", IMITATION_LOOKS);
	looks("Mircosoft", IMITATION_LOOKS);
	looks("Microsft", IMITATION_LOOKS);
	looks("Microssoft", IMITATION_LOOKS);
	looks("Share-P0int", IMITATION_LOOKS);
}

static void
spelled_right(void **state)
{
	(void)state;
	looks("Microsoft Teams", IMITATION_SAYS);
	looks("MICROSOFT", IMITATION_SAYS);
	looks("Office 365 Search", IMITATION_SAYS);
	looks("One Outlook Web", IMITATION_SAYS);
}

static void
others(void **state)
{
	(void)state;
	looks("", IMITATION_NONE);
	looks("Poss", IMITATION_NONE);
	looks("sisai", IMITATION_NONE);
	looks("Splunk_test", IMITATION_NONE);
	looks("Modern microservices software", IMITATION_NONE);
	looks("Outreach", IMITATION_NONE);
	looks("Lookout", IMITATION_NONE);
	looks("Horizon Exchange", IMITATION_NONE);
	looks("\xff\xfe\x80", IMITATION_NONE);
	assert_int_equal(mia__triage_imitation((struct mia_text){ NULL, 0 }), IMITATION_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lookalikes),
		cmocka_unit_test(spelled_right),
		cmocka_unit_test(others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
