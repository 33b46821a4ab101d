/* The key of a redaction, and the hash that stands in the place of one person, file or subject. */
#include "report/redact.h"

#include "base/error.h"
#include "base/text.h"
#include "bytes/hmac.h"
#include "bytes/sha256.h"

#define KEY_LEAST 16
#define DIGITS 16
/* Lower-cased so many bytes at a time. */
#define PIECE 256

struct mia_redaction {
	struct mia_allocator a;
	struct hmac hmac;
};

enum mia_status
mia_redaction_new(struct mia_redaction **ret, const struct mia_allocator *allocator, struct mia_text key,
	struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_redaction *r;

	if (ret == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the redaction");
	if (key.ptr == NULL || key.len < KEY_LEAST)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the key of a redaction needs at least %d bytes",
			KEY_LEAST);
	r = mia__alloc(&a, 1, sizeof(*r));
	if (r == NULL)
		return mia__fail_memory(err);
	r->a = a;
	if (!mia__hmac_init(&r->hmac, key)) {
		mia__dealloc(&a, r, 1, sizeof(*r));
		return mia__fail_memory(err);
	}
	*ret = r;
	return MIA_OK;
}

void
mia_redaction_free(struct mia_redaction *redaction)
{
	struct mia_allocator a;

	if (redaction == NULL)
		return;
	a = redaction->a;
	mia__hmac_release(&redaction->hmac);
	mia__dealloc(&a, redaction, 1, sizeof(*redaction));
}

const struct mia_allocator *
mia__redaction_allocator(const struct mia_redaction *redaction)
{
	return &redaction->a;
}

/* "person-" and digits; what is hashed begins with the same word, so that a
 * subject that is an address is not known by its digits. */
static enum mia_status
keyed(const struct mia_redaction *r, struct mia_text word, struct mia_text text, char *out,
	struct mia_error *err)
{
	const struct mia_text parts[] = { word, text };
	unsigned char hash[32];
	char hex[65];

	out[0] = '\0';
	if (text.len == 0)
		return MIA_OK;
	memcpy(out, word.ptr, word.len);
	memcpy(out + word.len, "unknown", 8);
	if (!mia__hmac_of(&r->hmac, parts, 2, hash))
		return mia__fail_memory(err);
	mia__sha256_hex(hash, hex);
	memcpy(out + word.len, hex, DIGITS);
	out[word.len + DIGITS] = '\0';
	return MIA_OK;
}

enum mia_status
mia__redact_person(const struct mia_redaction *redaction, struct mia_text person, char out[MIA_REDACTED_TEXT],
	struct mia_error *err)
{
	const struct mia_allocator *a = &redaction->a;
	char near[PIECE], *lower = near;
	enum mia_status status;

	if (person.len > PIECE && (lower = mia__alloc(a, person.len, 1)) == NULL) {
		memcpy(out, "person-unknown", sizeof("person-unknown"));
		return mia__fail_memory(err);
	}
	mia__text_lower(person, lower);
	status = keyed(redaction, TEXT("person-"), (struct mia_text){ lower, person.len }, out, err);
	if (lower != near)
		mia__dealloc(a, lower, person.len, 1);
	return status;
}

enum mia_status
mia__redact_file(const struct mia_redaction *redaction, struct mia_text file, char out[MIA_REDACTED_TEXT],
	struct mia_error *err)
{
	return keyed(redaction, TEXT("file-"), file, out, err);
}

enum mia_status
mia__redact_subject(const struct mia_redaction *redaction, struct mia_text subject,
	char out[MIA_REDACTED_TEXT], struct mia_error *err)
{
	return keyed(redaction, TEXT("subject-"), subject, out, err);
}

void
mia_redaction_person(const struct mia_redaction *redaction, struct mia_text person, char *out)
{
	(void)mia__redact_person(redaction, person, out, NULL);
}

void
mia_redaction_subject(const struct mia_redaction *redaction, struct mia_text subject, char *out)
{
	(void)mia__redact_subject(redaction, subject, out, NULL);
}

/* "NAME sha256:HEX", or the name alone. */
static enum mia_status
redact_file_option(const struct mia_redaction *redaction, struct mia_text value, struct buf *out,
	struct mia_error *err)
{
	static const struct mia_text mark = { " sha256:", 8 };
	size_t tail = mark.len + 64, len = value.len;
	char hash[MIA_REDACTED_TEXT];

	if (len > tail && memcmp(value.ptr + len - tail, mark.ptr, mark.len) == 0)
		len -= tail;
	MIA_TRY(mia__redact_file(redaction, (struct mia_text){ value.ptr, len }, hash, err));
	mia__buf_str(out, hash);
	mia__buf_add(out, value.ptr + len, value.len - len);
	return out->failed ? mia__fail_memory(err) : MIA_OK;
}

enum mia_status
mia__redact_option(const struct mia_redaction *redaction, const struct mia_case_option *option,
	struct buf *out, struct mia_error *err)
{
	static const char *const people[] = { "user", "not-user", "mailbox", "not-mailbox",
		"inventory-mailbox" };
	static const char *const files[] = { "scope", "readiness", "inventory", "list", "watch", "geoip",
		"redact" };
	const struct mia_texts none = { NULL, 0 };
	char hash[MIA_REDACTED_TEXT];

	if (redaction && TEXT_IS_ONE_OF(option->name, files))
		return redact_file_option(redaction, option->value, out, err);
	if (redaction && TEXT_IS_ONE_OF(option->name, people)) {
		MIA_TRY(mia__redact_person(redaction, option->value, hash, err));
		mia__buf_str(out, hash);
		return out->failed ? mia__fail_memory(err) : MIA_OK;
	}
	if (redaction)
		return mia__redact_prose(redaction, NULL, none, option->value, out, err);
	mia__buf_text(out, option->value);
	return out->failed ? mia__fail_memory(err) : MIA_OK;
}

enum mia_status
mia__redact_refuse(const struct mia_report_options *options, const char *report, struct mia_error *err)
{
	if (options->redaction == NULL)
		return MIA_OK;
	return mia__fail(err, MIA_ERR_ARGUMENT, "%s cannot be written with people and subjects redacted",
		report);
}
