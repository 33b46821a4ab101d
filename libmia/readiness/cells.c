/* What a cell of the configuration says: yes or no, a number of days, words. */
#include "readiness/readiness.h"

#include "base/number.h"
#include "base/text.h"

/*
 * "Manage mailbox auditing" (Microsoft): what is logged for owners by default
 * on every licence, eight actions; and the three that came with Audit
 * (Premium) and moved to Standard in 2024, of which SearchQueryInitiated must
 * still be added by hand.
 */
static const char *const owner_words[MIA_OWNER_ACTIONS] = {
	"MailItemsAccessed",
	"ApplyRecord",
	"HardDelete",
	"MoveToDeletedItems",
	"SearchQueryInitiated",
	"Send",
	"SoftDelete",
	"Update",
	"UpdateCalendarDelegation",
	"UpdateFolderPermissions",
	"UpdateInboxRules",
};
static const char *const logon_words[LOGON_COUNT] = { "Owner", "Delegate", "Admin" };
const struct vocabulary mia__owner_actions = { owner_words, MIA_OWNER_ACTIONS };
const struct vocabulary mia__logon_types = { logon_words, LOGON_COUNT };

enum mia_known
mia__cell_known(struct mia_text cell)
{
	cell = text_trim(cell);
	if (text_equal_nocase(cell, TEXT("True")) || text_equal_nocase(cell, TEXT("$true")) ||
		text_equal(cell, TEXT("1")))
		return MIA_YES;
	if (text_equal_nocase(cell, TEXT("False")) || text_equal_nocase(cell, TEXT("$false")) ||
		text_equal(cell, TEXT("0")))
		return MIA_NO;
	return MIA_NOT_STATED;
}

static size_t
digits(struct mia_text t)
{
	size_t n = 0;

	while (n < t.len && t.ptr[n] >= '0' && t.ptr[n] <= '9')
		n++;
	return n;
}

/* hh:mm:ss, and a fraction. */
static bool
is_clock(struct mia_text t)
{
	for (int part = 0; part < 3; part++) {
		size_t n = digits(t);
		if (n < 1 || n > 2)
			return false;
		t.ptr += n, t.len -= n;
		if (part < 2) {
			if (t.len == 0 || *t.ptr != ':')
				return false;
			t.ptr++, t.len--;
		}
	}
	return t.len == 0 ||
		(*t.ptr == '.' && digits((struct mia_text){ t.ptr + 1, t.len - 1 }) == t.len - 1);
}

int64_t
mia__cell_days(struct mia_text cell)
{
	struct mia_text t = text_trim(cell);
	size_t n = digits(t);
	int64_t days;

	if (n == 0 || n > 9)
		return -1;
	if (is_clock(t))
		return 0;
	if (!mia__number_parse((struct mia_text){ t.ptr, n }, &days))
		return -1;
	if (n == t.len)
		return days;
	if (t.ptr[n] != '.' || !is_clock((struct mia_text){ t.ptr + n + 1, t.len - n - 1 }))
		return -1;
	return days;
}

bool
mia__cell_word(struct mia_text *rest, const char *separators, struct mia_text *ret)
{
	size_t start = 0, end;
	size_t count = strlen(separators);

	while (start < rest->len && memchr(separators, rest->ptr[start], count))
		start++;
	if (start == rest->len)
		return false;
	for (end = start; end < rest->len && !memchr(separators, rest->ptr[end], count); end++)
		;
	*ret = (struct mia_text){ rest->ptr + start, end - start };
	rest->ptr += end, rest->len -= end;
	return true;
}

/* Takes an ellipsis (three dots, or the one character) off the end. */
static bool
take_ellipsis(struct mia_text *word)
{
	static const char *const marks[] = { "\xe2\x80\xa6", "..." };

	for (size_t i = 0; i < 2; i++)
		if (word->len >= 3 && memcmp(word->ptr + word->len - 3, marks[i], 3) == 0) {
			word->len -= 3;
			return true;
		}
	return false;
}

static bool
is_plain_word(struct mia_text t)
{
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = ascii_lower((unsigned char)t.ptr[i]);
		if (c < 'a' || c > 'z')
			return false;
	}
	return t.len > 0;
}

void
mia__cell_words(struct word_list *list, const struct vocabulary *vocabulary, struct mia_text cell)
{
	struct mia_text rest = text_trim(cell), word;
	bool any = false;

	/* {a, b, c} is what Format-List makes of a list; quotes come from those who
	 * joined by hand. */
	while (mia__cell_word(&rest, " \t\r\n,;|{}\"'", &word)) {
		any = true;
		list->cut |= take_ellipsis(&word);
		if (word.len == 0)
			continue;
		/* System.Collections.ArrayList, and numbers where names should stand. */
		if (!is_plain_word(word)) {
			list->lost = true;
			continue;
		}
		for (size_t i = 0; i < vocabulary->count; i++)
			if (text_equal_nocase(word, text_of(vocabulary->words[i])))
				list->has |= 1u << i;
	}
	if (any)
		list->stated = true;
	else
		list->blank = true;
}
