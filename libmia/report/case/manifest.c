/* manifest.json: what the folder holds and what it rests on. The order of the
 * members is fixed, and nothing in it tells when, where or how fast. */
#include "base/error.h"
#include "base/text.h"
#include "findings/findings.h"
#include "format/safe.h"
#include "report/case/case.h"
#include "report/case_options.h"
#include "report/info.h"
#include "report/redact.h"

#define MANIFEST_VERSION 1

/* JSON with one member or element a line, indented. */
struct json {
	struct sink sink;
	unsigned depth;
	bool any; /* something stands in the innermost object or list */
	const struct mia_redaction *redaction;
	struct redact_people people;
	struct buf redacted;
	enum mia_status status; /* of redacting */
};

static void
next(struct json *j)
{
	mia__sink_str(&j->sink, j->any ? ",\n" : "\n");
	mia__sink_blanks(&j->sink, (size_t)2 * j->depth);
	j->any = true;
}

static void
name(struct json *j, const char *member)
{
	next(j);
	mia__safe_json(&j->sink, text_of(member));
	mia__sink_str(&j->sink, ": ");
}

static void
begin(struct json *j, char bracket)
{
	mia__sink_byte(&j->sink, bracket);
	j->depth++;
	j->any = false;
}

static void
end(struct json *j, char bracket)
{
	j->depth--;
	if (j->any) {
		mia__sink_byte(&j->sink, '\n');
		mia__sink_blanks(&j->sink, (size_t)2 * j->depth);
	}
	mia__sink_byte(&j->sink, bracket);
	j->any = true;
}

static void
put_text(struct json *j, struct mia_text text)
{
	if (text.ptr)
		mia__safe_json(&j->sink, text);
	else
		mia__sink_str(&j->sink, "null");
}

static void
add_text(struct json *j, const char *member, struct mia_text text)
{
	name(j, member);
	put_text(j, text);
}

/* "" stands for what is not known. */
static void
add_string(struct json *j, const char *member, const char *text)
{
	add_text(j, member, *text ? text_of(text) : TEXT_ABSENT);
}

static void
add_file(struct json *j, const char *member, struct mia_text text)
{
	char file[MIA_REDACTED_TEXT];

	if (j->redaction && j->status == MIA_OK)
		j->status = mia__redact_file(j->redaction, text, file, NULL);
	add_text(j, member, !j->redaction ? text : j->status == MIA_OK ? text_of(file) : TEXT(""));
}

/* What may name people where it stands in a redacted copy. */
static void
add_private(struct json *j, const char *member, struct mia_text text)
{
	if (!j->redaction || !text.ptr) {
		add_text(j, member, text);
		return;
	}
	buf_clear(&j->redacted);
	if (j->status == MIA_OK)
		j->status = mia__redact_prose(j->redaction, &j->people, (struct mia_texts){ NULL, 0 }, text,
			&j->redacted, NULL);
	if (j->redacted.failed)
		j->status = MIA_ERR_MEMORY;
	add_text(j, member, j->status == MIA_OK ? buf_view(&j->redacted) : TEXT(""));
}

static void
add_value(struct json *j, const struct mia_case_option *option)
{
	if (!option->value.ptr) {
		add_text(j, "value", TEXT_ABSENT);
		return;
	}
	buf_clear(&j->redacted);
	if (j->status == MIA_OK)
		j->status = mia__redact_option(j->redaction, option, &j->redacted, NULL);
	add_text(j, "value", j->status == MIA_OK ? buf_view(&j->redacted) : TEXT(""));
}

static void
add_count(struct json *j, const char *member, uint64_t count)
{
	name(j, member);
	mia__sink_uint(&j->sink, count);
}

static void
add_bool(struct json *j, const char *member, bool value)
{
	name(j, member);
	mia__sink_str(&j->sink, value ? "true" : "false");
}

static void
add_time(struct json *j, const char *member, mia_time time)
{
	char text[MIA_TIME_TEXT];

	(void)mia_time_format(time, text);
	add_string(j, member, text);
}

static void
add_counts(struct json *j, const char *member, const struct named_count *counts, size_t count)
{
	name(j, member);
	begin(j, '{');
	for (size_t i = 0; i < count; i++)
		add_count(j, counts[i].name, counts[i].count);
	end(j, '}');
}

/* "yajl 2.1.0, PCRE2 10.42": patch levels decide how odd input is understood. */
static void
add_libraries(struct json *j)
{
	char line[256];
	struct mia_text rest = { line, mia_version_libraries(line, sizeof(line)) };

	name(j, "libraries");
	begin(j, '[');
	while (rest.len) {
		ptrdiff_t comma = mia__text_find(rest, TEXT(", "));
		size_t len = comma < 0 ? rest.len : (size_t)comma;
		next(j);
		put_text(j, (struct mia_text){ rest.ptr, len });
		len += comma < 0 ? 0 : 2;
		rest.ptr += len;
		rest.len -= len;
	}
	end(j, ']');
}

static void
add_head(struct json *j, const struct mia_case *c)
{
	add_string(j, "manifest", "libmia-case");
	add_count(j, "version", MANIFEST_VERSION);
	name(j, "program");
	begin(j, '{');
	add_string(j, "name", "libmia");
	add_string(j, "version", mia_version());
	add_libraries(j);
	end(j, '}');
	add_text(j, "case_id", c->case_id);
	add_text(j, "examiner", c->examiner);
	if (mia__case_made(c) != MIA_TIME_UNKNOWN)
		add_time(j, "made", mia__case_made(c));
	add_bool(j, "redacted", c->redaction != NULL);
	add_string(j, "csv", c->csv_exact ? "exact" : "excel");
	add_text(j, "sandbox", c->sandbox);
}

static void
add_options(struct json *j, const struct mia_case *c)
{
	name(j, "options");
	begin(j, '[');
	for (size_t i = 0; i < c->option_count; i++) {
		next(j);
		begin(j, '{');
		add_text(j, "name", c->options[i].name);
		add_value(j, &c->options[i]);
		end(j, '}');
	}
	end(j, ']');
}

/* Besides the options, which may have been a scope file's: what was made of them. */
static void
add_question(struct json *j, const struct mia_findings *findings)
{
	const struct finding_view *view = &findings->view;

	name(j, "question");
	begin(j, '{');
	add_bool(j, "by_anyone", !view->by_someone);
	add_time(j, "since", view->asked.since);
	add_time(j, "until", view->asked.until);
	add_string(j, "sync", view->asked.sync == MIA_SYNC_MAILBOX ? "mailbox" : "folder");
	end(j, '}');
}

/* sums NULL: of files beside the evidence, of which no event comes. */
static void
add_source(struct json *j, const struct mia_source *source, const struct mia_sums *sums)
{
	struct named_count counts[MIA_REASON_COUNT + MIA_FLAG_COUNT];
	uint64_t events = 0, repeats = 0;

	next(j);
	begin(j, '{');
	add_file(j, "name", text_of(source->name));
	add_bool(j, "complete", source->complete != 0);
	add_count(j, "size", source->stored_bytes);
	add_string(j, "sha256", source->sha256);
	add_count(j, "text_size", source->text_bytes);
	add_string(j, "text_sha256", source->text_sha256);
	add_count(j, "gzip_members", source->gzip_members);
	add_string(j, "container", mia_container_name(source->container));
	add_string(j, "encoding", mia_encoding_name(source->encoding));
	add_count(j, "lines", source->lines);
	add_count(j, "records", source->records);
	add_count(j, "decoded", source->decoded);
	/* A source without a single event is unknown to the sums. */
	if (sums) {
		(void)mia_sums_source(sums, source->name, &events, &repeats, NULL);
		add_count(j, "events", events);
		add_count(j, "repeats", repeats);
	}
	add_count(j, "rejected", source->rejected);
	add_counts(j, "rejected_by", counts, mia__info_rejects(source->rejected_by, counts));
	add_counts(j, "flags", counts, mia__info_flags(source->flagged, counts));
	add_private(j, "note", *source->note ? text_of(source->note) : TEXT_ABSENT);
	end(j, '}');
}

static void
add_sources(struct json *j, const char *member, const struct mia_evidence *evidence,
	const struct mia_sums *sums)
{
	name(j, member);
	begin(j, '[');
	for (size_t i = 0; i < mia_evidence_count(evidence); i++)
		add_source(j, mia_evidence_source(evidence, i), sums);
	end(j, ']');
}

static void
add_totals(struct json *j, const struct mia_totals *totals)
{
	struct named_count counts[MIA_REASON_COUNT + MIA_FLAG_COUNT];

	name(j, "totals");
	begin(j, '{');
	add_count(j, "records", totals->records);
	add_count(j, "events", totals->events);
	add_count(j, "repeats", totals->repeats);
	add_count(j, "rejected", totals->rejected);
	add_counts(j, "rejected_by", counts, mia__info_rejects(totals->rejected_by, counts));
	add_counts(j, "flags", counts, mia__info_flags(totals->flagged, counts));
	add_count(j, "binds", totals->binds);
	add_count(j, "syncs", totals->syncs);
	add_count(j, "unstated", totals->unstated);
	add_count(j, "throttled", totals->throttled);
	add_count(j, "throttled_not_stated", totals->throttled_not_stated);
	add_count(j, "shared_ids", totals->shared_ids);
	add_count(j, "no_time", totals->no_time);
	add_time(j, "first", totals->first);
	add_time(j, "last", totals->last);
	end(j, '}');
}

/* Levels are named as in the reports, all of them, so that none looks forgotten. */
static void
add_levels(struct json *j, const struct mia_findings *findings)
{
	const struct mia_findings_sums *sums = mia_findings_sums(findings);
	uint64_t mailboxes[MIA_LEVEL_NONE + 1] = { 0 };

	for (size_t i = 0; i < mia_findings_mailbox_count(findings); i++)
		mailboxes[mia_findings_mailbox(findings, i)->level]++;
	name(j, "messages_by_level");
	begin(j, '{');
	for (int level = 0; level <= MIA_LEVEL_NONE; level++)
		add_count(j, mia_level_name((enum mia_level)level), sums->by_level[level]);
	end(j, '}');
	name(j, "mailboxes_by_level");
	begin(j, '{');
	for (int level = 0; level <= MIA_LEVEL_NONE; level++)
		add_count(j, mia_level_name((enum mia_level)level), mailboxes[level]);
	end(j, '}');
}

struct rule_list {
	struct named_count *rules; /* in order of their names */
	size_t count, cap;
};

static bool
count_rule(const struct mia_allocator *a, struct rule_list *list, const char *rule)
{
	size_t i = 0;

	while (i < list->count && strcmp(list->rules[i].name, rule) < 0)
		i++;
	if (i == list->count || strcmp(list->rules[i].name, rule) != 0) {
		if (!mia__grow(a, &list->rules, &list->cap, list->count + 1, sizeof(*list->rules)))
			return false;
		memmove(list->rules + i + 1, list->rules + i, (list->count - i) * sizeof(*list->rules));
		list->rules[i] = (struct named_count){ rule, 0 };
		list->count++;
	}
	list->rules[i].count++;
	return true;
}

/* The rules that said something, with the number of spans of each. */
static bool
add_rules(struct json *j, const struct mia_allocator *a, const struct mia_coverage *coverage)
{
	struct rule_list list = { NULL, 0, 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < mia_coverage_count(coverage); i++)
		ok = count_rule(a, &list, mia_coverage_span(coverage, i)->rule);
	if (ok)
		add_counts(j, "coverage_rules", list.rules, list.count);
	mia__dealloc(a, list.rules, list.cap, sizeof(*list.rules));
	return ok;
}

/* All but the manifest itself, which is the last that was begun. */
static void
add_results(struct json *j, const struct case_writer *w)
{
	name(j, "results");
	begin(j, '[');
	for (size_t i = 0; i + 1 < w->count; i++) {
		const struct case_result *result = &w->results[i];
		next(j);
		begin(j, '{');
		add_string(j, "name", result->name);
		add_count(j, "size", result->size);
		add_string(j, "sha256", result->sha256);
		if (result->is_table)
			add_count(j, "rows", result->rows);
		end(j, '}');
	}
	end(j, ']');
	name(j, "left_out");
	begin(j, '[');
	for (size_t i = 0; i < w->absence_count; i++) {
		next(j);
		begin(j, '{');
		add_string(j, "name", w->absences[i].name);
		add_string(j, "why", w->absences[i].why);
		end(j, '}');
	}
	end(j, ']');
}

static bool
begin_redacting(struct json *j, const struct mia_case *c)
{
	j->redaction = c->redaction;
	return !c->redaction ||
		(mia__redact_people_of_findings(&j->people, c->findings) &&
			mia__redact_people_seal(&j->people));
}

static enum mia_status
put_manifest(struct json *j, const struct case_writer *w, struct mia_error *err)
{
	const struct mia_case *c = w->c;

	if (!begin_redacting(j, c))
		return mia__fail_memory(err);
	begin(j, '{');
	add_head(j, c);
	add_options(j, c);
	add_question(j, c->findings);
	add_sources(j, "sources", c->evidence, c->sums);
	add_sources(j, "inventories", c->inventories, NULL);
	add_sources(j, "readiness", c->readiness, NULL);
	add_totals(j, mia_sums_totals(c->sums));
	add_levels(j, c->findings);
	if (!add_rules(j, &w->a, c->coverage) || j->status < 0)
		return mia__fail_memory(err);
	add_results(j, w);
	end(j, '}');
	mia__sink_byte(&j->sink, '\n');
	return mia__sink_finish(&j->sink, err);
}

enum mia_status
mia__case_manifest(struct case_writer *w, struct mia_error *err)
{
	struct json j = { .depth = 0 };

	mia__sink_init(&j.sink, mia__case_write_bytes, w);
	mia__redact_people_init(&j.people, &w->a);
	mia__buf_init(&j.redacted, &w->a);
	enum mia_status status = put_manifest(&j, w, err);
	mia__buf_release(&j.redacted);
	mia__redact_people_release(&j.people);
	return status;
}
