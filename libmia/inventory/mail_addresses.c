/* Who is named in "Berg, Anna <a@x>; b@y": addresses and display names as
 * clients, cmdlets and portals write them. */
#include <string.h>

#include "base/text.h"
#include "inventory/mail_addresses.h"

bool
mia__mail_address_is(struct mia_text value)
{
	const char *at = value.len ? memchr(value.ptr, '@', value.len) : NULL;

	return at && at > value.ptr && at + 1 < value.ptr + value.len && !memchr(value.ptr, ' ', value.len) &&
		!memchr(value.ptr, '\n', value.len) && !memchr(value.ptr, '\\', value.len);
}

/* Exchange names its own people by a path of the directory where it has no
 * address for them: "/o=ExchangeLabs/ou=.../cn=Recipients/cn=...". */
static bool
is_directory_path(struct mia_text value)
{
	return text_starts_nocase(value, TEXT("/o="));
}

static struct mia_text
unquoted(struct mia_text t)
{
	if (t.len >= 2 && (*t.ptr == '"' || *t.ptr == '\'') && t.ptr[t.len - 1] == *t.ptr)
		return text_trim((struct mia_text){ t.ptr + 1, t.len - 2 });
	return t;
}

struct person
mia__mail_person_in(struct mia_text value)
{
	struct mia_text t = text_trim(value), inner;
	struct person ret = { .name = TEXT_ABSENT };

	/* The last <...>: a display name may hold anything. */
	if (t.len && t.ptr[t.len - 1] == '>') {
		size_t open = t.len - 1;
		while (open > 0 && t.ptr[open] != '<')
			open--;
		inner = text_trim(
			(struct mia_text){ t.ptr + open + 1, t.len - open - 2 + (t.ptr[open] != '<') });
		if (t.ptr[open] == '<' && (mia__mail_address_is(inner) || is_directory_path(inner))) {
			ret.name = unquoted(text_trim((struct mia_text){ t.ptr, open }));
			t = inner;
		}
	}
	if (text_starts_nocase(t, TEXT("smtp:")))
		t.ptr += 5, t.len -= 5;
	inner = unquoted(t);
	ret.address = mia__mail_address_is(inner) ? inner : t;
	ret.name = mia__mail_person_name(ret.name, ret.address);
	return ret;
}

struct mia_text
mia__mail_person_name(struct mia_text name, struct mia_text address)
{
	name = text_trim(name);
	return name.len == 0 || text_equal_nocase(unquoted(name), address) ? TEXT_ABSENT : name;
}

struct mia_text
mia__mail_address_in(struct mia_text value)
{
	return mia__mail_person_in(value).address;
}

/* What stands in front of a comma or a line's end is a whole person. */
struct part {
	bool at, bracket;         /* an @, a < so far */
	bool blank_inside, blank; /* a blank between words; right now */
	char last;                /* that is no blank */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
parts_here(const struct part *part, struct mia_text list, size_t i)
{
	char c = list.ptr[i];

	if (c == ';')
		return true;
	if (c != ',' && c != '\n')
		return false;
	if ((part->bracket && part->last == '>') || (part->at && !part->blank_inside))
		return true;
	return is_directory_path(text_trim(
		(struct mia_text){ list.ptr + i + 1, list.len - i - 1 < 8 ? list.len - i - 1 : 8 }));
}

/* A comma parts people only where a whole address stands in front of it;
 * "Berg, Anna <a@x>" is one. A quote that is not closed is none, so that it
 * swallows nobody: no_quote_from is where the first such stands. One pass:
 * the list is hostile and may be long. */
static size_t
next_end(struct mia_text list, size_t no_quote_from, size_t *unclosed)
{
	struct part part = { .last = 0 };
	bool quoted = false;
	size_t opened = list.len;

	for (size_t i = 0; i < list.len; i++) {
		char c = list.ptr[i];
		if (quoted && c == '\\' && i + 1 < list.len) {
			i++;
			continue;
		}
		if (c == '"' && (quoted || (i < no_quote_from && (part.blank || !part.last)))) {
			quoted = !quoted;
			opened = i;
		}
		if (!quoted && parts_here(&part, list, i))
			return i;
		if (!quoted && is_blank(c)) {
			part.blank = true;
			continue;
		}
		part.blank_inside |= part.blank && part.last;
		part.blank = false;
		part.at |= c == '@';
		part.bracket |= c == '<';
		part.last = c;
	}
	if (quoted)
		*unclosed = opened;
	return list.len;
}

bool
mia__mail_person_next(struct people *people, struct person *ret)
{
	while (people->left.len) {
		struct mia_text *left = &people->left;
		size_t unclosed = SIZE_MAX, n = next_end(*left, people->quotes_end ? 0 : SIZE_MAX, &unclosed);
		if (unclosed != SIZE_MAX) {
			/* Whatever follows holds no pair of quotes. */
			n = next_end(*left, unclosed, &unclosed);
			people->quotes_end = n > unclosed || people->quotes_end;
		}
		*ret = mia__mail_person_in((struct mia_text){ left->ptr, n });
		n += n < left->len;
		left->ptr += n;
		left->len -= n;
		/* "<>" stands for the sender of what reports a failure. */
		if (ret->address.len && !text_equal(ret->address, TEXT("<>")))
			return true;
	}
	return false;
}

/* One a line: a line feed inside would make two of it. */
static void
add_line(struct buf *to, struct mia_text t)
{
	for (size_t i = 0; i < t.len; i++)
		mia__buf_byte(to, t.ptr[i] == '\n' ? ' ' : t.ptr[i]);
	mia__buf_byte(to, '\n');
}

void
mia__mail_address_add(struct buf *to, struct person person)
{
	add_line(to, person.address);
	add_line(to, person.name);
}

void
mia__mail_addresses_add(struct buf *to, struct mia_text list)
{
	struct people people = { .left = list };
	struct person person;

	while (mia__mail_person_next(&people, &person))
		mia__mail_address_add(to, person);
}
