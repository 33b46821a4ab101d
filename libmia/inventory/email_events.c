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
	return HAS(row, "networkmessageid") && HAS(row, "recipientemailaddress") && HAS(row, "senderfromaddress", "sendermailfromaddress");
}

static bool
outside(struct mia_text location)
{
	static const char *const places[] = { "quarantine", "failed", "dropped", "onpremisesexternal", "onpremexternal" };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (name_is(location, places[i]))
			return true;
	return false;
}

static const char *
take(struct taking *t)
{
	const struct table_row *row = t->row;
	struct mia_text direction = COLUMN(row, "emaildirection"), location = COLUMN(row, "deliverylocation");
	struct mia_text latest = COLUMN(row, "latestdeliverylocation"), action = COLUMN(row, "deliveryaction");
	struct buf to;
	struct draft d = {
		.message_id = message_id_column(t, COLUMN(row, "internetmessageid")),
		.mailbox = address_in(COLUMN(row, "recipientemailaddress")),
		.subject = COLUMN(row, "subject"),
		.sender = address_in(COLUMN(row, "senderfromaddress", "sendermailfromaddress")),
		.size_bytes = size_column(COLUMN(row, "emailsize")),
	};

	if (!d.mailbox.len)
		return "no recipient";
	d.received = time_column(t, COLUMN(row, "timestamp", "timegenerated", "timegeneratedutc"));
	/* Removed later: it was there in between. Released later: it arrived. */
	d.undelivered = (outside(location) || text_equal_nocase(action, TEXT("Blocked"))) && (!latest.ptr || outside(latest));
	d.sender_name = person_name(COLUMN(row, "senderdisplayname"), d.sender);
	buf_init(&to, &t->inventory->a);
	add_people(&to, d.mailbox);
	d.recipients = keep_recipients(t, &to);
	add_item(t, MIA_INVENTORY_EMAIL_EVENTS, &d);
	if (is_address(d.sender) && !text_equal_nocase(d.sender, d.mailbox) && (name_is(direction, "outbound") || name_is(direction, "intraorg"))) {
		d.mailbox = d.sender;
		d.undelivered = false;
		d.sent = true;
		add_item(t, MIA_INVENTORY_EMAIL_EVENTS, &d);
	}
	return NULL;
}

const struct inventory_format format_email_events = { MIA_INVENTORY_EMAIL_EVENTS, recognises, take };
