/*
 * The fast path against yajl: whatever bytes come, a record that the fast path
 * takes must be the same event there, and one that it leaves must end the same
 * way. Fixtures as they are, then with random changes (the seed is fixed).
 */
#include "test.h"

#include "random.h"

#include "base/error.h"
#include "event/decode.h"

struct pair {
	struct decoder fast, plain;
	struct batch batch;
	unsigned long taken, rejected;
};

static uint64_t random_state = 20261123;

static void
same_text(struct mia_text a, struct mia_text b)
{
	assert_int_equal(a.ptr != NULL, b.ptr != NULL);
	assert_int_equal(a.len, b.len);
	if (a.len)
		assert_memory_equal(a.ptr, b.ptr, a.len);
}

static void
same_event(const struct mia_event *a, const struct mia_event *b)
{
	assert_memory_equal(a->key, b->key, sizeof(a->key));
	assert_int_equal(a->content, b->content);
	assert_int_equal(a->flags, b->flags);
	assert_int_equal(a->time, b->time);
	assert_int_equal(a->access, b->access);
	assert_int_equal(a->throttled, b->throttled);
	assert_int_equal(a->logon, b->logon);
	same_text(a->id, b->id);
	same_text(a->operation, b->operation);
	same_text(a->mailbox_guid, b->mailbox_guid);
	same_text(a->mailbox_owner, b->mailbox_owner);
	same_text(a->actor, b->actor);
	same_text(a->session_id, b->session_id);
	same_text(a->aad_session_id, b->aad_session_id);
	same_text(a->unique_token_id, b->unique_token_id);
	same_text(a->client_ip, b->client_ip);
	same_text(a->client_info, b->client_info);
	same_text(a->app_id, b->app_id);
	same_text(a->client_app_id, b->client_app_id);
	same_text(a->actor_info, b->actor_info);
	same_text(a->context_app_id, b->context_app_id);
	same_text(a->api_id, b->api_id);
	same_text(a->token_object_id, b->token_object_id);
	same_text(a->user_object_id, b->user_object_id);
	same_text(a->token_type, b->token_type);
	same_text(a->token_tenant_id, b->token_tenant_id);
	same_text(a->device_id, b->device_id);
	same_text(a->target_name, b->target_name);
	same_text(a->target_user, b->target_user);
	same_text(a->target_object_id, b->target_object_id);
	same_text(a->target_id, b->target_id);
	same_text(a->error_number, b->error_number);
	same_text(a->logon_error, b->logon_error);
	same_text(a->application_id, b->application_id);
	same_text(a->user_agent, b->user_agent);
	same_text(a->member, b->member);
	same_text(a->member_rights, b->member_rights);
	same_text(a->query, b->query);
	same_text(a->issued_at, b->issued_at);
	same_text(a->agent_id, b->agent_id);
	same_text(a->client_request_id, b->client_request_id);
	assert_int_equal(a->by_application, b->by_application);
	same_text(a->record_type, b->record_type);
	same_text(a->object_id, b->object_id);
	assert_int_equal(a->result_index, b->result_index);
	assert_int_equal(a->result_count, b->result_count);
	assert_int_equal(a->attachment_count, b->attachment_count);
	assert_int_equal(a->parameter_count, b->parameter_count);
	for (size_t i = 0; i < a->parameter_count; i++) {
		same_text(a->parameters[i].name, b->parameters[i].name);
		same_text(a->parameters[i].value, b->parameters[i].value);
	}
	assert_int_equal(a->folder_count, b->folder_count);
	for (size_t i = 0; i < a->folder_count; i++) {
		same_text(a->folders[i].id, b->folders[i].id);
		same_text(a->folders[i].path, b->folders[i].path);
		same_text(a->folders[i].name, b->folders[i].name);
	}
	assert_int_equal(a->item_count, b->item_count);
	for (size_t i = 0; i < a->item_count; i++) {
		same_text(a->items[i].internet_message_id_raw, b->items[i].internet_message_id_raw);
		same_text(a->items[i].immutable_id, b->items[i].immutable_id);
		same_text(a->items[i].id, b->items[i].id);
		same_text(a->items[i].subject, b->items[i].subject);
		assert_int_equal(a->items[i].size_bytes, b->items[i].size_bytes);
		assert_int_equal(a->items[i].folder, b->items[i].folder);
	}
}

static void
hold(struct pair *p, struct mia_text text, const struct csv_header *header)
{
	static const struct mia_source source;
	struct record record = { .len = text.len,
		.length = text.len,
		.number = 1,
		.last = true,
		.header = header };
	enum mia_status fast, plain;

	assert_true(mia__batch_reserve(&p->batch, text.len + 1));
	memcpy(p->batch.buf, text.ptr, text.len);
	/* Behind the record stands the next one, as in a real batch. */
	memset(p->batch.buf + text.len, '"', 1);
	fast = mia__decode_record(&p->fast, &p->batch, &record, &source);
	plain = mia__decode_record(&p->plain, &p->batch, &record, &source);
	assert_int_equal(fast, plain);
	if (fast == MIA_OK) {
		p->taken++;
		same_event(&p->fast.event, &p->plain.event);
	} else {
		p->rejected++;
		assert_int_equal(p->fast.reject.reason, p->plain.reject.reason);
		assert_int_equal(p->fast.reject.bad_offset, p->plain.reject.bad_offset);
	}
}

/* One to three changes of the kind that hostile hands make. */
static size_t
change(char *text, size_t len, size_t cap)
{
	static const char palette[] = "\"\\{}[],:0123456789eE.-+ntf/u \n\r\tdD\x01\x7f\xc3\xa9\xed";

	for (uint32_t n = 1 + random_below(&random_state, 3); n > 0 && len > 8; n--) {
		size_t at = random_below(&random_state, (uint32_t)len),
		       from = random_below(&random_state, (uint32_t)len), run;
		switch (random_below(&random_state, 5)) {
		case 0:
			text[at] = palette[random_below(&random_state, sizeof(palette) - 1)];
			break;
		case 1:
			memmove(text + at, text + at + 1, len - at - 1);
			len--;
			break;
		case 2:
			if (len + 1 > cap)
				break;
			memmove(text + at + 1, text + at, len - at);
			text[at] = palette[random_below(&random_state, sizeof(palette) - 1)];
			len++;
			break;
		case 3: /* a piece stands twice: keys and items repeat */
			run = 1 + random_below(&random_state, 60);
			if (from + run > len || len + run > cap)
				break;
			memmove(text + at + run, text + at, len - at);
			memmove(text + at, text + from + (from >= at ? run : 0), run);
			len += run;
			break;
		default:
			len = at + 1;
		}
	}
	return len;
}

static void
hold_and_change(struct pair *p, struct mia_text text, const struct csv_header *header, unsigned rounds)
{
	size_t cap = text.len + 256;
	char *copy = malloc(cap);

	hold(p, text, header);
	for (unsigned i = 0; i < rounds; i++) {
		memcpy(copy, text.ptr, text.len);
		size_t len = change(copy, text.len, cap);
		/* Framing hands out no raw line feed in a bare record. */
		hold(p, (struct mia_text){ copy, len }, header);
	}
	free(copy);
}

static char *
slurp(const char *name, size_t *len)
{
	char path[4096];
	FILE *file;
	char *text = malloc(1 << 20);

	snprintf(path, sizeof(path), "%s/%s", getenv("MIA_FIXTURES"), name);
	file = fopen(path, "rb");
	assert_non_null(file);
	*len = fread(text, 1, 1 << 20, file);
	fclose(file);
	return text;
}

static void
begin(struct pair *p)
{
	memset(p, 0, sizeof(*p));
	assert_true(mia__decoder_init(&p->fast, &mia__malloc_allocator, 0));
	assert_true(mia__decoder_init(&p->plain, &mia__malloc_allocator, 0));
	p->plain.without_skim = true;
	mia__batch_init(&p->batch, &mia__malloc_allocator);
}

static void
end(struct pair *p)
{
	/* A test in which everything is refused would show nothing. */
	assert_true(p->taken > 500);
	assert_true(p->rejected > 500);
	mia__decoder_release(&p->fast);
	mia__decoder_release(&p->plain);
	mia__batch_release(&p->batch);
}

static void
bare_records(void **state)
{
	static const char *const names[] = { "containers/lines.ndjson", "sample-s/lines.ndjson" };
	struct pair p;

	(void)state;
	begin(&p);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t len;
		char *text = slurp(names[i], &len);
		for (char *line = text, *lf; line < text + len; line = lf + 1) {
			lf = memchr(line, '\n', (size_t)(text + len - line));
			if (!lf)
				lf = text + len;
			hold_and_change(&p, (struct mia_text){ line, (size_t)(lf - line) }, NULL, 2000);
		}
		free(text);
	}
	end(&p);
}

/* What the fixtures have little of: parameters, changes, attachments. */
static void
other_records(void **state)
{
#define HEAD "{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"1\",\"ObjectId\":\"o\",\"Operation\":"
	static const char *const texts[] = {
		HEAD
		"\"Set-Mailbox\",\"Parameters\":[{\"Name\":\"A\",\"Value\":\"a\\\\b\"},{\"Name\":\"B\",\"Value\":true},{\"Name\":\"C\",\"Value\":[\"x\",1]}]}",
		HEAD
		"\"Set-Mailbox\",\"Parameters\":[{\"Value\":\"\\u003ca\\u003e\",\"Name\":\"A\"},{\"Name\":\"B\",\"Value\":\"c\\r\\n\"}]}",
		HEAD "\"Set-Mailbox\",\"Parameters\":\"[{\\\"Name\\\":\\\"A\\\",\\\"Value\\\":\\\"b\\\"}]\"}",
		HEAD "\"New-ComplianceSearchAction\",\"Parameters\":\"-A \\\"b c\\\" -Export -D:e\"}",
		HEAD
		"\"Update user.\",\"ModifiedProperties\":[{\"Name\":\"A\",\"NewValue\":\"[1]\",\"OldValue\":\"[]\"},{\"Name\":\"B\"}]}",
		HEAD
		"\"Update\",\"ModifiedProperties\":[\"ItemSubject\",\"@{Name=A; NewValue=b; OldValue=c}\"]}",
		HEAD
		"\"AttachmentAccess\",\"OperationCount\":3,\"Messages\":[{\"Path\":\"Messages\",\"Id\":\"m\\u002b\",\"MessageItems\":[{\"SizeInBytes\":5,\"Id\":\"x\"},{\"Id\":\"y\"}]}]}",
		HEAD
		"\"UserLoggedIn\",\"DeviceProperties\":[{\"Name\":\"Id\",\"Value\":\"d\"},{\"Name\":\"SessionId\",\"Value\":\"s\"}],\"ExtendedProperties\":{\"SessionId\":\"z\"}}",
		HEAD
		"\"Send\",\"TokenObjectId\":\"o\",\"TokenType\":\"V1AppOnly\",\"AgentId\":\"g\",\"AppAccessContext\":{\"APIId\":\"p\",\"DeviceId\":\"\\u0064\",\"IssuedAtTime\":\"t\",\"ClientAppId\":\"c\"},\"Item\":{\"Id\":\"i\",\"ClientRequestId\":\"r\"}}",
		HEAD
		"\"Consent to application.\",\"Target\":[{\"ID\":\"a\\u003cb\",\"Type\":1},{\"ID\":\"d0000000-0000-4000-8000-00000000000d\",\"Type\":2},{\"Type\":\"2\",\"ID\":\"d0000000-0000-4000-8000-00000000000e\"},{\"ID\":\"u\",\"Type\":5}]}",
		HEAD
		"\"UserLoginFailed\",\"ErrorNumber\":50126,\"LogonError\":\"x\\/y\",\"ApplicationId\":\"c\",\"ExtendedProperties\":[{\"Name\":\"UserAgent\",\"Value\":\"a \\\"b\\\"\"}]}",
		HEAD
		"\"AddFolderPermissions\",\"QueryText\":\"q\",\"Item\":{\"Id\":\"F\",\"ParentFolder\":{\"Id\":\"F\",\"MemberUpn\":\"e\\u002b\",\"MemberSid\":\"s\",\"MemberRights\":\"All\",\"Path\":\"\\\\I\"}}}",
		HEAD
		"\"MailItemsAccessed\",\"Folders\":[{\"Id\":\"F\",\"FolderItems\":[{\"Id\":\"i\"}]}],\"message\":\"{\\\"Operation\\\":\\\"Send\\\",\\\"Folders\\\":[{\\\"Id\\\":\\\"G\\\"}]}\"}",
		HEAD
		"\"MailItemsAccessed\",\"IsThrottled\":true,\"OperationProperties\":[{\"Name\":\"IsThrottled\",\"Value\":\"False\",\"Value\":null},{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}],\"value\":[{\"Operation\":\"x\"}]}",
		"{\"ResultIndex\":1,\"ResultCount\":\"2\",\"AuditData\":\"{\\\"Operation\\\":\\\"Send\\\",\\\"Id\\\":\\\"1\\\"}\"}",
	};
#undef HEAD
	struct pair p;

	(void)state;
	begin(&p);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		hold_and_change(&p, (struct mia_text){ texts[i], strlen(texts[i]) }, NULL, 4000);
	end(&p);
}

static void
csv_rows(void **state)
{
	static const char *const names[] = { "incident/portal.csv", "incident/search-ual.csv" };
	struct pair p;

	(void)state;
	begin(&p);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct csv_header *header = NULL;
		bool no_memory = false;
		size_t len;
		char *text = slurp(names[i], &len);
		for (char *line = text, *lf;
			line < text + len && (lf = memchr(line, '\n', (size_t)(text + len - line)));
			line = lf + 1) {
			struct mia_text row = { line, (size_t)(lf - line) };
			if (row.len && row.ptr[row.len - 1] == '\r')
				row.len--;
			if (header)
				hold_and_change(&p, row, header, 700);
			else if (row.ptr[0] != '#')
				assert_non_null(header = mia__csv_header_new(&mia__malloc_allocator, row, ',',
							&no_memory));
		}
		mia__csv_header_free(header);
		free(text);
	}
	end(&p);
}

/* Two names of one thing, in either order, as a member may be written: the first of them counts on both ways. */
static void
names_of_one_thing(void **state)
{
	static const char *const values[] = { "\"v1\"", "\"a\\u0062c\"", "\"\"", "12", "null", "true",
		"\"\\/\\n\"", "[\"x\"]", "{\"Id\":\"y\"}" };
	enum { VALUES = sizeof(values) / sizeof(*values) };
	static struct field_index index;
	unsigned long pairs = 0;
	struct pair p;
	char text[512];

	(void)state;
	begin(&p);
	mia__fields_index(&index);
	for (unsigned i = 0; i < index.first[FIELD_LONGEST + 1]; i++)
		for (unsigned k = 0; k < index.first[FIELD_LONGEST + 1]; k++) {
			if (index.fields[i].slot != index.fields[k].slot)
				continue;
			pairs += i != k;
			for (unsigned v = 0; v < VALUES * VALUES; v++) {
				int n = snprintf(text, sizeof(text),
					"{\"%.*s\":%s,\"CreationTime\":\"2026-03-17T09:16:20\",\"%.*s\":%s}",
					index.fields[i].len, index.fields[i].name, values[v / VALUES],
					index.fields[k].len, index.fields[k].name, values[v % VALUES]);
				hold(&p, (struct mia_text){ text, (size_t)n }, NULL);
				n = snprintf(text, sizeof(text),
					"{\"%.*s\":%s,\"Operation\":\"MailItemsAccessed\",\"%.*s\":%s}",
					index.fields[i].len, index.fields[i].name, values[v / VALUES],
					index.fields[k].len, index.fields[k].name, values[v % VALUES]);
				hold(&p, (struct mia_text){ text, (size_t)n }, NULL);
			}
		}
	assert_true(pairs > 40);
	end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bare_records),
		cmocka_unit_test(other_records),
		cmocka_unit_test(names_of_one_thing),
		cmocka_unit_test(csv_rows),
	};
	return cmocka_run_group_tests_name("fault-skim", tests, NULL, NULL);
}
