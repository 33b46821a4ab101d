/*
 * Message trace: Get-MessageTrace and Get-MessageTraceV2 (one row a
 * recipient), Graph's exchangeMessageTrace (the same members), the enhanced
 * summary report of the portal and Start-HistoricalSearch (one row a message,
 * recipient_status "a@x##Receive, Deliver;b@y##Receive, Fail"), and the
 * extended report (one row an event of a message). Names of the columns:
 * Microsoft, "Message trace in the modern Exchange admin center".
 */
#include <string.h>

#include "base/text.h"
#include "inventory/inventory.h"

static bool
recognises(const struct table_row *row)
{
	return HAS(row, "senderaddress") && HAS(row, "recipientaddress", "recipientstatus") &&
		HAS(row, "received", "receiveddatetime", "origintimestamputc", "origintimestamp",
			"datetimeutc", "datetime");
}

/* How it ended for one recipient. */
enum outcome { ARRIVED, NOT_HERE, UNDER_WAY };

static enum outcome
by_status(struct mia_text status)
{
	static const char *const open[] = { "pending", "gettingstatus", "none" };

	/* FilteredAsSpam was delivered to the folder for junk. */
	if (!status.ptr || text_equal_nocase(status, TEXT("Delivered")) ||
		text_equal_nocase(status, TEXT("FilteredAsSpam")))
		return ARRIVED;
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++)
		if (text_equal_nocase(status, text_of(open[i])))
			return UNDER_WAY;
	return NOT_HERE;
}

/* An event of the extended report. */
static enum outcome
by_event(struct mia_text event)
{
	static const char *const ends[] = { "fail", "expand", "drop", "dsn", "badmail", "redirect", "resolve",
		"quarantine" };

	if (text_equal_nocase(event, TEXT("DELIVER")))
		return ARRIVED;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (text_equal_nocase(event, text_of(ends[i])))
			return NOT_HERE;
	return UNDER_WAY;
}

/* "Receive, Deliver"; "Receive" alone: it came, and no more is known. */
static enum outcome
by_steps(struct mia_text steps)
{
	if (mia__text_find_nocase(steps, TEXT("Deliver")) >= 0)
		return ARRIVED;
	return text_equal_nocase(text_trim(steps), TEXT("Receive")) || text_trim(steps).len == 0 ? UNDER_WAY
												 : NOT_HERE;
}

/* The next of "a@x##Receive, Deliver;b@y##..."; false: none is left. */
static bool
next_recipient(struct mia_text *list, struct mia_text *address, struct mia_text *steps)
{
	while (list->len) {
		const char *end = memchr(list->ptr, ';', list->len);
		size_t n = end ? (size_t)(end - list->ptr) : list->len;
		struct mia_text one = { list->ptr, n };
		ptrdiff_t mark = mia__text_find(one, TEXT("##"));
		list->ptr += n + (end != NULL);
		list->len -= n + (end != NULL);
		*address = text_trim((struct mia_text){ one.ptr, mark < 0 ? n : (size_t)mark });
		*steps = mark < 0 ? TEXT_ABSENT
				  : (struct mia_text){ one.ptr + mark + 2, n - (size_t)mark - 2 };
		if (address->len)
			return true;
	}
	return false;
}

static const char *
take(struct taking *t)
{
	const struct table_row *row = t->row;
	struct mia_text event = COLUMN(row, "eventid"), status = COLUMN(row, "status", "deliverystatus");
	struct mia_text list = event.ptr ? COLUMN(row, "recipientaddress")
					 : COLUMN(row, "recipientstatus", "recipientaddress");
	struct mia_text left = list, address, steps, direction = COLUMN(row, "directionality");
	bool to_oneself = false;
	struct buf to;
	struct draft d = {
		.message_id =
			mia__inventory_message_id_column(t, COLUMN(row, "messageid", "internetmessageid")),
		.subject = COLUMN(row, "subject", "messagesubject"),
		.sender = mia__mail_address_in(COLUMN(row, "senderaddress")),
		.size_bytes = mia__inventory_size_column(COLUMN(row, "size", "totalbytes")),
	};

	if (!list.ptr)
		return "no recipient";
	d.received = mia__inventory_time_column(t,
		COLUMN(row, "received", "receiveddatetime", "origintimestamputc", "origintimestamp",
			"datetimeutc", "datetime"));
	mia__buf_init(&to, &t->inventory->a);
	while (next_recipient(&left, &address, &steps))
		mia__mail_addresses_add(&to, address);
	d.recipients = mia__inventory_keep_recipients(t, &to);
	for (left = list; next_recipient(&left, &address, &steps);) {
		enum outcome outcome = event.ptr ? by_event(event)
			: steps.ptr              ? by_steps(steps)
						 : by_status(status);
		d.mailbox = mia__mail_address_in(address);
		d.undelivered = outcome != ARRIVED;
		d.under_way = outcome == UNDER_WAY;
		to_oneself |= text_equal_nocase(d.mailbox, d.sender);
		mia__inventory_add_item(t, MIA_INVENTORY_MESSAGE_TRACE, &d);
	}
	/* The sender has a copy, unless the trace says that he is outside. */
	if (mia__mail_address_is(d.sender) && !to_oneself && !text_equal(direction, TEXT("1")) &&
		!text_equal_nocase(direction, TEXT("Incoming"))) {
		d.mailbox = d.sender;
		d.undelivered = d.under_way = false;
		d.sent = true;
		mia__inventory_add_item(t, MIA_INVENTORY_MESSAGE_TRACE, &d);
	}
	return NULL;
}

const struct inventory_format mia__inventory_message_trace = { MIA_INVENTORY_MESSAGE_TRACE, recognises,
	take };
