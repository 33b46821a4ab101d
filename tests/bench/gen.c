/*
 * Makes audit evidence of any size as tenants have it: many mailboxes, some of
 * them busier than others, a million different messages, operations of many
 * kinds, of which a share is the intruder's. The same records as portal CSV,
 * as NDJSON and as a JSON array, in one file each or in several. What it made
 * is written as JSON to standard output. The same options, the same bytes.
 *
 * bench-gen [--bytes N] [--seed N] [--mailboxes N] [--messages N] [--scope PERCENT]
 *   [--order random|time|backwards|blocks] [--days N] [--files N]
 *   [--csv FILE] [--ndjson FILE] [--array FILE]
 * --bytes is about the size of the NDJSON; with --files N, FILE.0000 and so on.
 */
#include "gen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum order { ORDER_RANDOM, ORDER_TIME, ORDER_BACKWARDS, ORDER_BLOCKS };
enum form { FORM_CSV, FORM_NDJSON, FORM_ARRAY, FORM_COUNT };
enum { BLOCK = 5000 /* records, as a search returns them */ };

static const int64_t start = INT64_C(1772323200); /* 2026-03-01 */

struct options {
	uint64_t bytes, seed;
	unsigned mailboxes, messages, scope_percent, days, files;
	enum order order;
	const char *names[FORM_COUNT];
};

struct made {
	uint64_t records, repeats, bytes, by_kind[KIND_RULE + 1], throttled, items, intruders, intruder_binds;
	uint64_t messages, intruder_messages;
	unsigned char *seen; /* by mailbox and message: 1 named, 2 by the intruder */
};

static int
usage(void)
{
	fputs("usage: bench-gen [--bytes N] [--seed N] [--mailboxes N] [--messages N] [--scope PERCENT]\n"
	      "  [--order random|time|backwards|blocks] [--days N] [--files N]\n"
	      "  [--csv FILE] [--ndjson FILE] [--array FILE]\n",
		stderr);
	return 2;
}

static bool
set_number(struct options *o, const char *name, uint64_t n)
{
	struct {
		const char *name;
		unsigned *at, least, most;
	} numbers[] = { { "--mailboxes", &o->mailboxes, 1, 1u << 20 },
		{ "--messages", &o->messages, 1, 1u << 24 }, { "--scope", &o->scope_percent, 0, 100 },
		{ "--days", &o->days, 1, 3650 }, { "--files", &o->files, 1, 10000 } };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (strcmp(name, numbers[i].name) == 0) {
			*numbers[i].at = (unsigned)n;
			return n >= numbers[i].least && n <= numbers[i].most;
		}
	if (strcmp(name, "--bytes") == 0)
		o->bytes = n;
	else if (strcmp(name, "--seed") == 0)
		o->seed = n;
	else
		return false;
	return true;
}

static bool
set_option(struct options *o, const char *name, const char *value)
{
	static const char *const forms[] = { "--csv", "--ndjson", "--array" };
	static const char *const orders[] = { "random", "time", "backwards", "blocks" };
	char *end;

	for (size_t i = 0; i < FORM_COUNT; i++)
		if (strcmp(name, forms[i]) == 0) {
			o->names[i] = value;
			return true;
		}
	if (strcmp(name, "--order") == 0) {
		for (unsigned i = 0; i < sizeof(orders) / sizeof(*orders); i++)
			if (strcmp(value, orders[i]) == 0) {
				o->order = (enum order)i;
				return true;
			}
		return false;
	}
	uint64_t n = strtoull(value, &end, 10);
	return end != value && *end == '\0' && set_number(o, name, n);
}

/* The time of the next record: its place in the order, by how much is written. */
static int64_t
time_of(const struct options *o, struct tenant *tenant, const struct made *made)
{
	int64_t span = (int64_t)o->days * 86400;
	double share = (double)made->bytes / (double)o->bytes;
	int64_t place = (int64_t)(share * (double)(span - 1));

	switch (o->order) {
	case ORDER_TIME:
		return start + place;
	case ORDER_BACKWARDS:
		return start + span - 1 - place;
	case ORDER_BLOCKS: {
		/* Blocks in no order, each of one day and backwards, as a search
		 * over many days returns them. */
		uint64_t block = made->records / BLOCK, day = block * 7919 % o->days;
		return start + (int64_t)day * 86400 + 86399 -
			(int64_t)(made->records % BLOCK * 86400 / BLOCK);
	}
	case ORDER_RANDOM:
		break;
	}
	return start + (int64_t)gen_below(tenant, o->days) * 86400 + gen_below(tenant, 86400);
}

static void
count(struct made *made, const struct options *o, const struct invented *r)
{
	made->records++;
	made->by_kind[r->kind]++;
	made->throttled += r->throttled;
	made->intruders += r->intruder;
	made->intruder_binds += r->intruder && r->kind == KIND_BIND;
	made->items += r->item_count;
	for (unsigned i = 0; i < r->item_count; i++) {
		unsigned char *seen = &made->seen[(size_t)r->mailbox * o->messages + r->items[i]];
		made->messages += !*seen;
		*seen |= 1;
		if (r->intruder && !(*seen & 2)) {
			made->intruder_messages++;
			*seen |= 2;
		}
	}
}

static FILE *
open_form(const struct options *o, enum form form, unsigned number)
{
	char name[4096];
	FILE *out;

	if (!o->names[form])
		return NULL;
	snprintf(name, sizeof(name), o->files > 1 ? "%s.%04u" : "%s", o->names[form], number);
	out = fopen(name, "w");
	if (!out) {
		perror(name);
		exit(1);
	}
	setvbuf(out, NULL, _IOFBF, 1 << 18);
	if (form == FORM_CSV)
		fputs("RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,"
		      "AssociatedAdminUnitsNames\r\n",
			out);
	return out;
}

static void
close_form(FILE *out, enum form form)
{
	if (!out)
		return;
	if (form == FORM_ARRAY)
		fputs("\n]\n", out);
	if (ferror(out) || fclose(out) != 0) {
		perror("bench-gen");
		exit(1);
	}
}

static void
write_csv_row(FILE *out, const struct invented *r, const struct text *json)
{
	static struct text row;
	static char cell[2 * GEN_RECORD_SPACE];
	size_t len = 0;

	row.len = 0;
	gen_put_guid(&row, r->id);
	fprintf(out, "%s,", row.bytes);
	row.len = 0;
	gen_put_time(&row, r->seconds);
	fprintf(out, "%s.0000000Z,%u,%s,", row.bytes, r->record_type, r->operation);
	row.len = 0;
	gen_put_user(&row, r->mailbox);
	fprintf(out, "%s,\"", row.bytes);
	for (size_t i = 0; i < json->len; i++) {
		if (json->bytes[i] == '"')
			cell[len++] = '"';
		cell[len++] = json->bytes[i];
	}
	fwrite(cell, 1, len, out);
	fputs("\",,\r\n", out);
}

static void
write_record(FILE *out[FORM_COUNT], const struct invented *r, const struct text *json, bool first)
{
	if (out[FORM_CSV])
		write_csv_row(out[FORM_CSV], r, json);
	if (out[FORM_NDJSON])
		fprintf(out[FORM_NDJSON], "%s\n", json->bytes);
	if (out[FORM_ARRAY])
		fprintf(out[FORM_ARRAY], "%s%s", first ? "[\n" : ",\n", json->bytes);
}

static void
generate(const struct options *o, struct tenant *tenant, struct made *made)
{
	static struct text json;
	FILE *out[FORM_COUNT];

	for (unsigned file = 0; file < o->files; file++) {
		uint64_t end = o->bytes * (file + 1) / o->files;
		for (int form = 0; form < FORM_COUNT; form++)
			out[form] = open_form(o, (enum form)form, file);
		for (bool first = true; first || made->bytes < end;) {
			struct invented r = { .seconds = time_of(o, tenant, made) };
			gen_record(tenant, &r, &json);
			/* One in a hundred stands there twice, as after two searches. */
			for (int again = gen_below(tenant, 100) == 0; again >= 0; again--, first = false) {
				write_record(out, &r, &json, first);
				made->bytes += json.len + 1;
				made->repeats += again > 0;
			}
			count(made, o, &r);
		}
		for (int form = 0; form < FORM_COUNT; form++)
			close_form(out[form], (enum form)form);
	}
}

int
main(int argc, char **argv)
{
	struct options o = { .bytes = 2000000,
		.seed = 1,
		.mailboxes = 400,
		.messages = 20000,
		.scope_percent = 5,
		.days = 30,
		.files = 1 };
	struct made made = { .seen = NULL };

	for (int i = 1; i < argc; i += 2)
		if (i + 1 >= argc || !set_option(&o, argv[i], argv[i + 1]))
			return usage();
	struct tenant tenant = { .mailboxes = o.mailboxes,
		.messages = o.messages,
		.scope_percent = o.scope_percent,
		.random = o.seed * UINT64_C(0x2545f4914f6cdd1d) };
	made.seen = calloc((size_t)o.mailboxes * o.messages, 1);
	if (!made.seen) {
		fputs("bench-gen: no memory\n", stderr);
		return 1;
	}
	generate(&o, &tenant, &made);
	free(made.seen);
	printf("{\"records\": %" PRIu64 ", \"repeats\": %" PRIu64 ", \"binds\": %" PRIu64
	       ", \"syncs\": %" PRIu64 ", \"throttled\": %" PRIu64 ", \"items\": %" PRIu64
	       ", \"messages\": %" PRIu64 ", \"in_scope\": %" PRIu64 ", \"binds_in_scope\": %" PRIu64
	       ", \"messages_in_scope\": %" PRIu64 "}\n",
		made.records + made.repeats, made.repeats, made.by_kind[KIND_BIND], made.by_kind[KIND_SYNC],
		made.throttled, made.items, made.messages, made.intruders, made.intruder_binds,
		made.intruder_messages);
	return 0;
}
