/* Two events field by field: the name of the first that differs, or NULL. */
#ifndef MIA_TESTS_FAULT_SAME_EVENT_H
#define MIA_TESTS_FAULT_SAME_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <mia/evidence.h>

static inline bool
same_text_as(struct mia_text a, struct mia_text b)
{
	return (a.ptr != NULL) == (b.ptr != NULL) && a.len == b.len &&
		(a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool
same_address_as(const struct mia_address *a, const struct mia_address *b)
{
	return a->family == b->family &&
		(a->family == 0 || memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0);
}

static inline bool
same_folders(const struct mia_folder *a, const struct mia_folder *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!same_text_as(a[i].id, b[i].id) || !same_text_as(a[i].path, b[i].path) ||
			!same_text_as(a[i].name, b[i].name))
			return false;
	return true;
}

static inline bool
same_items(const struct mia_item *a, const struct mia_item *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!same_text_as(a[i].internet_message_id, b[i].internet_message_id) ||
			!same_text_as(a[i].internet_message_id_raw, b[i].internet_message_id_raw) ||
			!same_text_as(a[i].immutable_id, b[i].immutable_id) ||
			!same_text_as(a[i].id, b[i].id) || !same_text_as(a[i].subject, b[i].subject) ||
			a[i].size_bytes != b[i].size_bytes || a[i].folder != b[i].folder)
			return false;
	return true;
}

static inline bool
same_parameters(const struct mia_parameter *a, const struct mia_parameter *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!same_text_as(a[i].name, b[i].name) || !same_text_as(a[i].value, b[i].value))
			return false;
	return true;
}

static inline const char *
different_texts(const struct mia_event *a, const struct mia_event *b)
{
#define FIELD(name) \
	{ \
#name, offsetof(struct mia_event, name) \
	}
	static const struct {
		const char *name;
		size_t at;
	} fields[] = { FIELD(id), FIELD(operation), FIELD(mailbox_guid), FIELD(mailbox_owner), FIELD(actor),
		FIELD(logon_text), FIELD(session_id), FIELD(aad_session_id), FIELD(unique_token_id),
		FIELD(client_ip), FIELD(client_info), FIELD(client), FIELD(app_id), FIELD(client_app_id),
		FIELD(result_status), FIELD(record_type), FIELD(workload), FIELD(user_type), FIELD(service),
		FIELD(access_text), FIELD(object_id), FIELD(actor_info), FIELD(context_app_id), FIELD(api_id),
		FIELD(token_object_id), FIELD(user_object_id), FIELD(token_type), FIELD(token_tenant_id),
		FIELD(device_id), FIELD(issued_at), FIELD(agent_id), FIELD(client_request_id), FIELD(raw),
		FIELD(target_name), FIELD(target_user), FIELD(target_object_id), FIELD(target_id),
		FIELD(error_number), FIELD(logon_error), FIELD(application_id), FIELD(user_agent),
		FIELD(member), FIELD(member_rights), FIELD(query) };
#undef FIELD

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		struct mia_text x, y;
		memcpy(&x, (const char *)a + fields[i].at, sizeof(x));
		memcpy(&y, (const char *)b + fields[i].at, sizeof(y));
		if (!same_text_as(x, y))
			return fields[i].name;
	}
	return NULL;
}

static inline const char *
different_numbers(const struct mia_event *a, const struct mia_event *b)
{
#define DIFFERS(name) \
	if (a->name != b->name) \
		return #name;
	DIFFERS(content)
	DIFFERS(content_more)
	DIFFERS(flags)
	DIFFERS(time)
	DIFFERS(access)
	DIFFERS(throttled)
	DIFFERS(logon)
	DIFFERS(result_index)
	DIFFERS(result_count)
	DIFFERS(attachment_count)
	DIFFERS(stated_count)
	DIFFERS(by_application)
	DIFFERS(offset_minutes)
	DIFFERS(folder_count)
	DIFFERS(item_count)
	DIFFERS(parameter_count)
	DIFFERS(place.record)
	DIFFERS(place.line)
	DIFFERS(place.offset)
	DIFFERS(place.length)
#undef DIFFERS
	return memcmp(a->key, b->key, sizeof(a->key)) ? "key" : NULL;
}

/* What hangs from bind and sync. */
static inline const char *
different_access(const struct mia_event *a, const struct mia_event *b)
{
	if ((a->bind != NULL) != (b->bind != NULL))
		return "bind";
	if (a->bind &&
		(a->bind->item_count != b->bind->item_count ||
			a->bind->operation_count != b->bind->operation_count ||
			a->bind->unnamed != b->bind->unnamed ||
			!same_items(a->bind->items, b->bind->items, a->bind->item_count)))
		return "what hangs from bind";
	if ((a->sync != NULL) != (b->sync != NULL))
		return "sync";
	if (a->sync &&
		(a->sync->folder_count != b->sync->folder_count ||
			a->sync->item_count != b->sync->item_count ||
			!same_folders(a->sync->folders, b->sync->folders, a->sync->folder_count) ||
			!same_items(a->sync->items, b->sync->items, a->sync->item_count)))
		return "what hangs from sync";
	return NULL;
}

static inline const char *
different_event(const struct mia_event *a, const struct mia_event *b)
{
	const char *name = different_texts(a, b);

	if (!name)
		name = different_numbers(a, b);
	if (!name)
		name = different_access(a, b);
	if (name)
		return name;
	if (!same_address_as(&a->address, &b->address))
		return "address";
	if (!same_address_as(&a->other_address, &b->other_address))
		return "other_address";
	if (!same_folders(a->folders, b->folders, a->folder_count))
		return "folders";
	if (!same_items(a->items, b->items, a->item_count))
		return "items";
	return same_parameters(a->parameters, b->parameters, a->parameter_count) ? NULL : "parameters";
}

static inline const char *
different_reject(const struct mia_reject *a, const struct mia_reject *b)
{
	if (a->reason != b->reason)
		return "reason";
	if (a->bad_offset != b->bad_offset)
		return "bad_offset";
	if (strcmp(a->detail, b->detail) != 0)
		return "detail";
	if (!same_text_as(a->raw, b->raw))
		return "raw";
	if (!same_text_as(a->header, b->header))
		return "header";
	if (a->time != b->time)
		return "time";
	return a->last != b->last || a->place.record != b->place.record || a->place.line != b->place.line ||
			a->place.offset != b->place.offset || a->place.length != b->place.length
		? "place"
		: NULL;
}

#endif
