/*
 * EmailEvents of Defender's advanced hunting, one row a message and recipient
 * (Microsoft, "EmailEvents table in the advanced hunting schema"); Sentinel
 * calls Timestamp TimeGenerated. DeliveryLocation tells a kind of place and no
 * folder.
 */
#include "base/text.h"
#include "inventory/inventory.h"

static bool
recognises(const struct table_row *row)
{
	return HAS(row, "networkmessageid") && HAS(row, "recipientemailaddress") &&
		HAS(row, "senderfromaddress", "sendermailfromaddress");
}

static bool
outside(struct mia_text location)
{
	static const char *const places[] = { "quarantine", "failed", "dropped", "onpremisesexternal",
		"onpremexternal" };

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (mia__inventory_name_is(location, places[i]))
			return true;
	return false;
}

static const char *
take(struct taking *t)
{
	const struct table_row *row = t->row;
	struct mia_text direction = COLUMN(row, "emaildirection"), location = COLUMN(row, "deliverylocation");
	struct mia_text latest = COLUMN(row, "latestdeliverylocation"),
			action = COLUMN(row, "deliveryaction");
	struct buf to;
	struct draft d = {
		.message_id = mia__inventory_message_id_column(t, COLUMN(row, "internetmessageid")),
		.mailbox = mia__mail_address_in(COLUMN(row, "recipientemailaddress")),
		.subject = COLUMN(row, "subject"),
		.sender = mia__mail_address_in(COLUMN(row, "senderfromaddress", "sendermailfromaddress")),
		.size_bytes = mia__inventory_size_column(COLUMN(row, "emailsize")),
	};

	if (!d.mailbox.len)
		return "no recipient";
	d.received =
		mia__inventory_time_column(t, COLUMN(row, "timestamp", "timegenerated", "timegeneratedutc"));
	/* Removed later: it was there in between. Released later: it arrived. */
	d.undelivered = (outside(location) || text_equal_nocase(action, TEXT("Blocked"))) &&
		(!latest.ptr || outside(latest));
	d.sender_name = mia__mail_person_name(COLUMN(row, "senderdisplayname"), d.sender);
	mia__buf_init(&to, &t->inventory->a);
	mia__mail_addresses_add(&to, d.mailbox);
	d.recipients = mia__inventory_keep_recipients(t, &to);
	mia__inventory_add_item(t, MIA_INVENTORY_EMAIL_EVENTS, &d);
	if (mia__mail_address_is(d.sender) && !text_equal_nocase(d.sender, d.mailbox) &&
		(mia__inventory_name_is(direction, "outbound") ||
			mia__inventory_name_is(direction, "intraorg"))) {
		d.mailbox = d.sender;
		d.undelivered = false;
		d.sent = true;
		mia__inventory_add_item(t, MIA_INVENTORY_EMAIL_EVENTS, &d);
	}
	return NULL;
}

const struct inventory_format mia__inventory_email_events = { MIA_INVENTORY_EMAIL_EVENTS, recognises, take };
