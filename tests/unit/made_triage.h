/* Events that triage looks at, and what it says of them. */
#ifndef MIA_TESTS_MADE_TRIAGE_H
#define MIA_TESTS_MADE_TRIAGE_H

#include "made_events.h"

#define MINUTE (60 * MIA_TIME_SECOND)
#define APP "c11e47a0-0000-4000-8000-000000000001"

static const struct mia_source made_file = { .name = "a.csv" };

static inline struct mia_triage *
triage_new(int all)
{
	struct mia_triage *t = NULL;

	assert_int_equal(mia_triage_new(&t, NULL,
				 &(struct mia_triage_options){ .size = sizeof(struct mia_triage_options),
					 .all = all },
				 NULL),
		MIA_OK);
	return t;
}

/* What Ann does from an address, in a session. */
static inline struct mia_event
deed(unsigned key, mia_time time, const char *operation, const char *actor, const char *ip)
{
	struct mia_event event = made_event(key, &made_file, key);

	event.time = time;
	event.content = key;
	event.operation = mia_text_of(operation);
	event.actor = mia_text_of(actor);
	event.client_ip = mia_text_of(ip);
	if (ip)
		assert_int_equal(mia_address_parse(event.client_ip, &event.address), MIA_OK);
	return event;
}

static inline void
note(struct mia_triage *t, const struct mia_event *event)
{
	add_event(mia_triage_fold(t), event);
}

/* A bind of `count` messages, numbered from `first`. */
static inline void
note_bind(struct mia_triage *t, struct mia_event event, unsigned first, unsigned count)
{
	static char ids[64][16];
	struct mia_item items[64];
	struct mia_bind bind;

	assert_in_range(count, 0, 64);
	for (unsigned i = 0; i < count; i++) {
		(void)snprintf(ids[i], sizeof(ids[i]), "<m%u@x>", first + i);
		items[i] = made_item(ids[i], NULL, MIA_NO_FOLDER);
	}
	event.mailbox_owner = event.mailbox_owner.ptr ? event.mailbox_owner : TEXT("ann@own.example");
	event.items = items;
	event.item_count = count;
	make_bind(&event, &bind);
	note(t, &event);
}

static inline void
note_sync(struct mia_triage *t, struct mia_event event, const char *folder)
{
	struct mia_folder folders[1] = { { .id = mia_text_of(folder) } };
	struct mia_sync sync;

	event.mailbox_owner = event.mailbox_owner.ptr ? event.mailbox_owner : TEXT("ann@own.example");
	event.folders = folders;
	event.folder_count = 1;
	make_sync(&event, &sync);
	note(t, &event);
}

/* A consent of the actor to APP. */
static inline void
note_consent(struct mia_triage *t, unsigned key, mia_time time, const char *actor, const char *name,
	const char *scopes)
{
	static char text[256];
	struct mia_parameter parameters[1] = { { .name = TEXT("ConsentAction.Permissions") } };
	struct mia_event event = deed(key, time, "Consent to application.", actor, NULL);

	(void)snprintf(text, sizeof(text), "[] => [[Id: x, ConsentType: Principal, Scope: %s]]; ", scopes);
	parameters[0].value = mia_text_of(text);
	event.parameters = parameters;
	event.parameter_count = 1;
	event.object_id = TEXT(APP);
	event.target_id = TEXT(APP);
	event.target_name = mia_text_of(name);
	note(t, &event);
}

static inline void
note_sign_in(struct mia_triage *t, unsigned key, mia_time time, const char *actor, const char *ip,
	const char *error)
{
	struct mia_event event = deed(key, time, error ? "UserLoginFailed" : "UserLoggedIn", actor, ip);

	event.error_number = mia_text_of(error);
	note(t, &event);
}

/* An admin record with up to three parameters. */
static inline void
note_cmdlet(struct mia_triage *t, struct mia_event event, const char *const *names_and_values)
{
	struct mia_parameter parameters[4];
	size_t count = 0;

	for (; names_and_values && names_and_values[count * 2]; count++)
		parameters[count] = (struct mia_parameter){ mia_text_of(names_and_values[count * 2]),
			mia_text_of(names_and_values[count * 2 + 1]) };
	event.parameters = parameters;
	event.parameter_count = count;
	note(t, &event);
}

static inline const struct mia_triage_row *
row_of(const struct mia_triage *t, enum mia_triage_kind kind, const char *subject)
{
	for (size_t i = 0; i < mia_triage_count(t); i++) {
		const struct mia_triage_row *row = mia_triage_get(t, i);
		if (row->kind == kind && text_equal(row->subject, mia_text_of(subject)))
			return row;
	}
	return NULL;
}

/* The words of a reason; absent where it does not hold, or there is no such row. */
static inline struct mia_text
reason_of(const struct mia_triage *t, enum mia_triage_kind kind, const char *subject, const char *code)
{
	const struct mia_triage_row *row = row_of(t, kind, subject);

	for (size_t i = 0; row && i < row->reason_count; i++)
		if (strcmp(row->reasons[i].rule->code, code) == 0)
			return row->reasons[i].text;
	return (struct mia_text){ NULL, 0 };
}

#endif
