/* Texts and fixtures read as inventories. */
#ifndef MIA_TESTS_INVENTORIED_H
#define MIA_TESTS_INVENTORIED_H

#include "test.h"

#include "base/text.h"

struct told {
	size_t count;
	enum mia_reason reason; /* of the last reject */
	char detail[160];
	uint64_t record;
};

static inline int
tell_reject(void *ctx, const struct mia_reject *reject)
{
	struct told *told = ctx;

	told->count++;
	told->reason = reject->reason;
	memcpy(told->detail, reject->detail, sizeof(told->detail));
	told->record = reject->place.record;
	return 0;
}

struct inventoried {
	struct mia_evidence *files;
	struct mia_inventory *inventory;
	struct told told;
	const struct mia_inventory_sums *sums;
};

/* Reads and seals; the books hold. */
static inline void
take_files(struct inventoried *i, const char *owner)
{
	uint64_t by_kind = 0, records = 0, rejected = 0;

	assert_int_equal(mia_inventory_new(&i->inventory, NULL, NULL), MIA_OK);
	assert_int_equal(mia_inventory_read(i->inventory, i->files, text_of(owner), tell_reject, &i->told,
				 NULL),
		MIA_OK);
	assert_int_equal(mia_inventory_seal(i->inventory, NULL), MIA_OK);
	i->sums = mia_inventory_sums(i->inventory);
	assert_int_equal(i->sums->rows,
		i->sums->items + i->sums->folders + i->sums->repeats + i->sums->rejected);
	for (size_t k = 0; k < sizeof(i->sums->by_kind) / sizeof(*i->sums->by_kind); k++)
		by_kind += i->sums->by_kind[k];
	assert_int_equal(by_kind, i->sums->rows);
	for (size_t s = 0; s < mia_evidence_count(i->files); s++) {
		const struct mia_source *source = mia_evidence_source(i->files, s);
		assert_int_equal(source->records, source->decoded + source->rejected);
		assert_int_equal(source->text_bytes, source->record_bytes + source->framing_bytes);
		records += source->records;
		rejected += source->rejected;
	}
	assert_int_equal(records, i->sums->rows);
	assert_int_equal(rejected, i->sums->rejected);
}

static inline struct inventoried
read_inventory_bytes(const void *bytes, size_t size, const char *owner)
{
	struct inventoried i = { 0 };

	assert_int_equal(mia_evidence_new(&i.files, NULL, NULL, NULL), MIA_OK);
	assert_int_equal(mia_evidence_add_memory(i.files, "list", bytes, size, NULL), MIA_OK);
	take_files(&i, owner);
	return i;
}

static inline struct inventoried
read_inventory(const char *text, const char *owner)
{
	return read_inventory_bytes(text, strlen(text), owner);
}

/* Files of fixtures/, up to the NULL. */
static inline struct inventoried
read_fixtures(const char *const *names, const char *owner)
{
	struct inventoried i = { 0 };
	char path[1024];

	assert_non_null(getenv("MIA_FIXTURES"));
	assert_int_equal(mia_evidence_new(&i.files, NULL, NULL, NULL), MIA_OK);
	for (; *names; names++) {
		snprintf(path, sizeof(path), "%s/%s", getenv("MIA_FIXTURES"), *names);
		assert_int_equal(mia_evidence_add_path(i.files, path, NULL), MIA_OK);
	}
	take_files(&i, owner);
	return i;
}

static inline struct inventoried
read_fixture(const char *name, const char *owner)
{
	return read_fixtures((const char *const[]){ name, NULL }, owner);
}

static inline void
forget(struct inventoried *i)
{
	mia_inventory_free(i->inventory);
	mia_evidence_free(i->files);
}

/* The only item of a message in a mailbox. */
static inline const struct mia_inventory_item *
item_of(const struct inventoried *i, const char *mailbox, const char *message_id)
{
	const struct mia_inventory_item *found = NULL;

	for (size_t k = 0; k < mia_inventory_item_count(i->inventory); k++) {
		const struct mia_inventory_item *item = mia_inventory_item(i->inventory, k);
		if (!text_equal(item->mailbox, text_of(mailbox)) ||
			!text_equal(item->internet_message_id, text_of(message_id)))
			continue;
		assert_null(found);
		found = item;
	}
	if (!found)
		fail_msg("no %s in %s", message_id, mailbox);
	return found;
}

static inline mia_time
time_of(const char *text)
{
	mia_time time = 0;

	assert_int_equal(mia_time_parse(text_of(text), &time), MIA_OK);
	return time;
}

#define ANNA "anna.berg@fjordlight.example"
#define ACCOUNTS "accounts@fjordlight.example"

#endif
