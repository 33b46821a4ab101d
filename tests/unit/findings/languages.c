/* A whole finding in each language, its short form, and what holds for all. */
#include "made_findings.h"

#define UNKNOWN MIA_TIME_UNKNOWN
#define SPACE "\u00a0" /* in front of French punctuation */

/* Ann: two messages, an hour apart; two folders and three records of which it cannot
 * be told, two of them syncs; throttled for an hour. Bob: nothing. The export is
 * cut short for both. */
static struct mia_findings *
two_mailboxes(struct mia_exposure *exposure, struct made_view *v, enum mia_language language)
{
	static const struct mia_text files[] = { { "a.csv", 5 }, { "b.csv", 5 } };

	begin_view(v);
	v->view.by_someone = true;
	v->view.asked.language = language;
	v->view.asked.since = HOURS(0);
	v->view.asked.until = HOURS(10);
	add_covered(v, "ann@x", NULL, 20);
	add_covered(v, "bob@x", NULL, 20);
	struct mia_mailbox_exposure *e = add_exposed(v, "ann@x", NULL);
	e->basis = MIA_BASIS_BIND | MIA_BASIS_SYNC_UNATTR | MIA_BASIS_BIND_UNATTR;
	e->messages_accessed = 2;
	e->first_access = e->first_bind = HOURS(1);
	e->last_access = e->last_bind = HOURS(2);
	e->unattributed_records = 3;
	e->syncs_unattributed = e->folders_unattributed = 2;
	e->first_unattributed_sync = e->last_unattributed_sync = HOURS(3);
	e->sources = (struct mia_texts){ files, 2 };
	add_span(v, NULL, MIA_COVERAGE_CUT_SHORT, UNKNOWN, UNKNOWN);
	add_span(v, "ann@x", MIA_COVERAGE_THROTTLED, HOURS(4), HOURS(5));
	return make_findings(exposure, v);
}

static void
assert_said(struct mia_text said, const char *wanted)
{
	char text[4096];

	assert_true(said.len < sizeof(text));
	memcpy(text, said.ptr, said.len);
	text[said.len] = '\0';
	assert_string_equal(text, wanted);
}

static void
a_finding_in_english(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = two_mailboxes(exposure, &v, MIA_ENGLISH);

	(void)state;
#define RECORDED \
	"In mailbox ann@x, access to at least 2 messages is recorded in sessions attributed by the examiner to the " \
	"intruder between 2016-07-18 01:00:00 UTC and 2016-07-18 02:00:00 UTC. In this mailbox, 2 folders were copied " \
	"to a client by synchronisation at 2016-07-18 03:00:00 UTC. Whether the intruder did so can be neither shown nor " \
	"excluded, because the records do not state the details (such as address, session or application) that would " \
	"decide it. In this mailbox, 1 further record of access can be neither attributed to the intruder nor excluded, " \
	"because it does not state the details (such as address, session or application) that would decide it. "
	assert_said(mia_findings_mailbox(f, 0)->sentence,
		RECORDED
		"In this mailbox, further access cannot be excluded between 2016-07-18 00:00:00 UTC and 2016-07-18 "
		"10:00:00 UTC, because there are signs that the export is incomplete; for parts of this time also because the "
		"log had stopped recording access to single messages (throttling). This rests on 2 files: a.csv and b.csv.");
	assert_said(mia_findings_mailbox(f, 0)->short_sentence,
		RECORDED
		"In this mailbox, further access to single messages cannot be excluded between 2016-07-18 04:00:00 UTC "
		"and 2016-07-18 05:00:00 UTC, because the log had stopped recording access to single messages (throttling). This "
		"rests on 2 files: a.csv and b.csv.");
	assert_true(mia_findings_mailbox(f, 0)->notable);
	assert_said(mia_findings_mailbox(f, 1)->short_sentence,
		"In mailbox bob@x, no access attributed by the examiner to the intruder is recorded between 2016-07-18 "
		"00:00:00 UTC (beginning of the period examined) and 2016-07-18 10:00:00 UTC (end of the period examined) in "
		"the records supplied.");
	assert_false(mia_findings_mailbox(f, 1)->notable);
	struct mia_texts caveats = mia_findings_caveats(f);
	assert_int_equal(caveats.count, 1);
	assert_said(caveats.ptr[0],
		"In all mailboxes, further access cannot be excluded between 2016-07-18 00:00:00 UTC and 2016-07-18 "
		"10:00:00 UTC, because there are signs that the export is incomplete.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
a_finding_in_german(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = two_mailboxes(exposure, &v, MIA_GERMAN);

	(void)state;
	assert_said(mia_findings_mailbox(f, 0)->sentence,
		"Im Postfach ann@x ist in den von der untersuchenden Person dem Eindringling zugerechneten Sitzungen "
		"zwischen 2016-07-18 01:00:00 UTC und 2016-07-18 02:00:00 UTC der Zugriff auf mindestens 2 Nachrichten "
		"aufgezeichnet. In diesem Postfach wurden am 2016-07-18 03:00:00 UTC durch Synchronisierung 2 Ordner auf ein "
		"Programm kopiert. Ob der Eindringling dies tat, kann weder gezeigt noch ausgeschlossen werden, weil in den "
		"Datens\u00e4tzen die hierf\u00fcr ma\u00dfgeblichen Angaben (etwa Adresse, Sitzung oder Anwendung) fehlen. In "
		"diesem Postfach ist 1 weiterer Zugriffsdatensatz dem Eindringling weder zuzurechnen noch auszuschlie\u00dfen, "
		"weil darin die hierf\u00fcr ma\u00dfgeblichen Angaben (etwa Adresse, Sitzung oder Anwendung) fehlen. In diesem "
		"Postfach ist weiterer Zugriff zwischen 2016-07-18 00:00:00 UTC und 2016-07-18 10:00:00 UTC nicht "
		"auszuschlie\u00dfen, weil es Anzeichen gibt, dass der Export unvollst\u00e4ndig ist; f\u00fcr Teile dieser Zeit "
		"auch, weil das Protokoll den Zugriff auf einzelne Nachrichten nicht mehr aufzeichnete (Drosselung). Dies beruht "
		"auf 2 Dateien: a.csv und b.csv.");
	assert_said(mia_findings_caveats(f).ptr[0],
		"In allen Postf\u00e4chern ist weiterer Zugriff zwischen 2016-07-18 00:00:00 UTC und 2016-07-18 10:00:00 "
		"UTC nicht auszuschlie\u00dfen, weil es Anzeichen gibt, dass der Export unvollst\u00e4ndig ist.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

static void
a_finding_in_french(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();
	struct mia_findings *f = two_mailboxes(exposure, &v, MIA_FRENCH);

	(void)state;
	assert_said(mia_findings_mailbox(f, 0)->sentence,
		"Dans la bo\u00eete aux lettres ann@x, l\u2019acc\u00e8s \u00e0 au moins 2 messages est enregistr\u00e9 dans "
		"des sessions attribu\u00e9es par l\u2019examinateur \u00e0 l\u2019intrus entre le 2016-07-18 01:00:00 UTC et le "
		"2016-07-18 02:00:00 UTC. Dans cette bo\u00eete aux lettres, 2 dossiers ont \u00e9t\u00e9 copi\u00e9s vers un "
		"programme par synchronisation le 2016-07-18 03:00:00 UTC. Que l\u2019intrus l\u2019ait fait ne peut \u00eatre "
		"ni montr\u00e9 ni exclu, car il manque aux enregistrements les indications (telles que l\u2019adresse, la session "
		"ou l\u2019application) qui permettraient d\u2019en d\u00e9cider. Dans cette bo\u00eete aux lettres, 1 autre "
		"enregistrement d\u2019acc\u00e8s ne peut \u00eatre ni attribu\u00e9 \u00e0 l\u2019intrus ni exclu, car il y "
		"manque les indications (telles que l\u2019adresse, la session ou l\u2019application) qui permettraient d\u2019en "
		"d\u00e9cider. Dans cette bo\u00eete aux lettres, un autre acc\u00e8s ne peut \u00eatre exclu entre le 2016-07-18 "
		"00:00:00 UTC et le 2016-07-18 10:00:00 UTC, parce que des signes indiquent que l\u2019exportation est "
		"incompl\u00e8te" SPACE
		"; pour des parties de cette p\u00e9riode aussi parce que le journal avait cess\u00e9 "
		"d\u2019enregistrer l\u2019acc\u00e8s \u00e0 des messages isol\u00e9s (limitation). Ceci repose sur 2 "
		"fichiers" SPACE ": a.csv et b.csv.");
	assert_said(mia_findings_caveats(f).ptr[0],
		"Dans toutes les bo\u00eetes aux lettres, un autre acc\u00e8s ne peut \u00eatre exclu entre le 2016-07-18 "
		"00:00:00 UTC et le 2016-07-18 10:00:00 UTC, parce que des signes indiquent que l\u2019exportation est "
		"incompl\u00e8te.");
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

/* Of one mailbox nothing is left out: "all" would be a strange word for it. */
static void
one_mailbox_says_all(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 1);
	add_span(&v, NULL, MIA_COVERAGE_CUT_SHORT, UNKNOWN, UNKNOWN);
	struct mia_findings *f = make_findings(exposure, &v);
	const struct mia_mailbox_finding *m = mia_findings_mailbox(f, 0);
	assert_int_equal(mia_findings_caveats(f).count, 0);
	assert_true(text_equal(m->sentence, m->short_sentence));
	assert_true(m->notable);
	mia_findings_free(f);
	/* None at all. */
	begin_view(&v);
	f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_caveats(f).count, 0);
	mia_findings_free(f);
	assert_int_equal(mia_findings_caveats(NULL).count, 0);
	mia_exposure_free(exposure);
}

/* That no records are shown to be complete is said of each, or of all at once. */
static void
what_no_rule_shows_is_said_once(void **state)
{
	struct made_view v;
	struct mia_exposure *exposure = empty_exposure();

	(void)state;
	begin_view(&v);
	add_covered(&v, "ann@x", NULL, 1);
	add_covered(&v, "bob@x", NULL, 1);
	struct mia_findings *f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_caveats(f).count, 1);
	assert_said(mia_findings_caveats(f).ptr[0],
		"For no mailbox is it established that its records are complete for the whole period examined; access "
		"that they do not show can therefore not be excluded.");
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->sentence, TEXT("It is not established")) > 0);
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->short_sentence, TEXT("stablished")) < 0);
	assert_false(mia_findings_mailbox(f, 0)->notable);
	mia_findings_free(f);
	/* Bob's are: then it is Ann's alone. */
	add_span(&v, "bob@x", MIA_COVERAGE_COVERED, HOURS(0), HOURS(10));
	f = make_findings(exposure, &v);
	assert_int_equal(mia_findings_caveats(f).count, 0);
	assert_true(mia__text_find(mia_findings_mailbox(f, 0)->short_sentence,
			    TEXT("It is not established")) > 0);
	assert_true(mia_findings_mailbox(f, 0)->notable);
	assert_false(mia_findings_mailbox(f, 1)->notable);
	mia_findings_free(f);
	mia_exposure_free(exposure);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_finding_in_english),
		cmocka_unit_test(a_finding_in_german),
		cmocka_unit_test(a_finding_in_french),
		cmocka_unit_test(one_mailbox_says_all),
		cmocka_unit_test(what_no_rule_shows_is_said_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
