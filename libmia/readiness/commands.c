/* The PowerShell that puts it right. Names come from the evidence and are
 * hostile: they stand in single quotes, where nothing is expanded. */
#include "readiness/readiness.h"

#include "base/text.h"
#include "base/utf8.h"
#include "format/safe.h"

void
mia__text_list_add(struct text_list *list, struct mia_text text)
{
	if (list->count < sizeof(list->ptr) / sizeof(*list->ptr))
		list->ptr[list->count++] = text;
}

void
mia__text_list_sort(struct text_list *list)
{
	for (size_t i = 1; i < list->count; i++)
		for (size_t k = i; k > 0 && text_compare(list->ptr[k], list->ptr[k - 1]) < 0; k--) {
			struct mia_text swap = list->ptr[k];
			list->ptr[k] = list->ptr[k - 1];
			list->ptr[k - 1] = swap;
		}
}

bool
mia__text_list_keep(struct arena *kept, const struct text_list *list, struct mia_texts *ret)
{
	struct mia_text *copy = mia__arena_take(kept, list->count * sizeof(*copy));

	if (!copy)
		return false;
	if (list->count)
		memcpy(copy, list->ptr, list->count * sizeof(*copy));
	*ret = (struct mia_texts){ copy, list->count };
	return true;
}

/* PowerShell takes four typographic marks for a single quote, too. */
static bool
is_quote(uint32_t c)
{
	return c == '\'' || (c >= 0x2018 && c <= 0x201b);
}

/* Controls end a line or drive a terminal; the others are not seen, look like a
 * blank, or turn the direction of what follows: a command must be what it looks like. */
static bool
is_unsafe(uint32_t c)
{
	return mia__safe_is_hidden(c) || mia__safe_is_blank(c);
}

/* false: not safe to put into a command. */
static bool
add_quoted(struct buf *b, struct mia_text name)
{
	if (name.len == 0)
		return false;
	mia__buf_byte(b, '\'');
	for (size_t i = 0, n; i < name.len; i += n) {
		uint32_t c;
		n = mia__utf8_decode(name.ptr + i, name.len - i, &c);
		if (n == 0 || is_unsafe(c))
			return false;
		mia__buf_add(b, name.ptr + i, n);
		if (is_quote(c))
			mia__buf_add(b, name.ptr + i, n);
	}
	mia__buf_byte(b, '\'');
	return true;
}

struct command {
	struct mia_readiness *r;
	struct buf text;
	struct text_list list;
	struct mia_text identity;
	bool unsafe, no_memory;
};

static void
command_begin(struct command *c, const char *cmdlet)
{
	buf_clear(&c->text);
	mia__buf_str(&c->text, cmdlet);
	mia__buf_str(&c->text, " -Identity ");
	c->unsafe |= !add_quoted(&c->text, c->identity);
}

static void
command_end(struct command *c)
{
	struct mia_text kept = TEXT_ABSENT;

	if (c->unsafe)
		return;
	if (!c->text.failed)
		kept = mia__arena_text(&c->r->kept, buf_view(&c->text));
	c->no_memory |= !kept.ptr;
	mia__text_list_add(&c->list, kept);
}

/* Either keeps what was customised; or goes back to what Microsoft manages,
 * for these logon types only. */
static void
add_actions(struct command *c, unsigned missing)
{
	const char *comma = " -DefaultAuditSet ";

	command_begin(c, "Set-Mailbox");
	for (unsigned l = 0; l < LOGON_COUNT; l++) {
		if (!(missing >> l & 1))
			continue;
		mia__buf_str(&c->text, " -Audit");
		mia__buf_str(&c->text, mia__logon_types.words[l]);
		mia__buf_str(&c->text, " @{Add='MailItemsAccessed'}");
	}
	command_end(c);
	command_begin(c, "Set-Mailbox");
	for (unsigned l = 0; l < LOGON_COUNT; l++) {
		if (!(missing >> l & 1))
			continue;
		mia__buf_str(&c->text, comma);
		mia__buf_str(&c->text, mia__logon_types.words[l]);
		comma = ",";
	}
	command_end(c);
}

bool
mia__readiness_commands(struct mia_readiness *r, struct readiness_account *account, unsigned fix,
	unsigned missing, bool *refused)
{
	struct command c = { .r = r, .identity = account->identity };
	bool ok;

	mia__buf_init(&c.text, &r->a);
	if (fix & FIX_BYPASS) {
		command_begin(&c, "Set-MailboxAuditBypassAssociation");
		mia__buf_str(&c.text, " -AuditBypassEnabled $false");
		command_end(&c);
	}
	if (fix & FIX_AUDIT_ENABLED) {
		command_begin(&c, "Set-Mailbox");
		mia__buf_str(&c.text, " -AuditEnabled $true");
		command_end(&c);
	}
	if (missing)
		add_actions(&c, missing);
	mia__buf_release(&c.text);
	*refused = c.unsafe;
	if (c.unsafe)
		c.list.count = 0;
	ok = !c.no_memory && mia__text_list_keep(&r->kept, &c.list, &account->pub.commands);
	return ok;
}
