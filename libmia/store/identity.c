/* What a store was made from, and how it is known again. */
#include "base/text.h"
#include "store/put.h"
#include "store/store.h"

bool
mia__store_identify(const struct source *s, struct store_identity *ret)
{
	struct file_facts facts;

	if (s->origin.kind != ORIGIN_FILE || !s->is_regular ||
		!mia__file_facts_of(SYSTEM_HERE, s->origin.path, true, &facts) || facts.kind != FILE_REGULAR)
		return false;
	*ret = (struct store_identity){
		.size = facts.size,
		.inode = facts.number,
		.mtime = facts.modified,
		.ctime = facts.changed,
	};
	return true;
}

void
mia__store_put_making(struct buf *to, const struct mia_evidence *evidence)
{
	mia__store_put_plain(to, text_of(mia_version()));
	mia__store_put_number(to, MIA_REASON_COUNT);
	mia__store_put_number(to, MIA_FLAG_COUNT);
	mia__store_put_number(to, evidence->limits.record_bytes);
	mia__store_put_number(to, evidence->limits.text_bytes);
	mia__store_put_number(to, evidence->limits.depth);
	mia__store_put_number(to, evidence->limits.field_bytes);
	mia__store_put_number(to, evidence->limits.fields);
	mia__store_put_number(to, evidence->limits.items);
	mia__store_put_number(to, evidence->limits.ratio);
	mia__store_put_number(to, evidence->offset.stated);
	mia__store_put_number(to, zigzag(evidence->offset.stated ? evidence->offset.minutes : 0));
}

/* The numbers among the books, in the order of the store. */
static size_t
numbers_of(struct mia_source *p, uint64_t *ret[12])
{
	uint64_t *all[] = { &p->stored_bytes, &p->text_bytes, &p->record_bytes, &p->framing_bytes, &p->lines,
		&p->gzip_members, &p->records, &p->decoded, &p->rejected };

	memcpy(ret, all, sizeof(all));
	return sizeof(all) / sizeof(*all);
}

void
mia__store_put_source(struct buf *to, const struct source *s, const struct store_identity *identity)
{
	struct mia_source p = s->pub;
	uint64_t *numbers[12];
	size_t count = numbers_of(&p, numbers);

	mia__store_put_plain(to, text_of(s->name));
	mia__store_put_number(to, s->ignored);
	mia__store_put_number(to, identity->size);
	mia__store_put_number(to, identity->inode);
	mia__store_put_fixed(to, (uint64_t)identity->mtime);
	mia__store_put_fixed(to, (uint64_t)identity->ctime);
	mia__store_put_number(to, p.container);
	mia__store_put_number(to, p.encoding);
	mia__store_put_number(to, p.complete != 0);
	for (size_t i = 0; i < count; i++)
		mia__store_put_number(to, *numbers[i]);
	for (size_t i = 0; i < MIA_REASON_COUNT; i++)
		mia__store_put_number(to, p.rejected_by[i]);
	for (size_t i = 0; i < MIA_FLAG_COUNT; i++)
		mia__store_put_number(to, p.flagged[i]);
	mia__store_put_plain(to, text_of(p.sha256));
	mia__store_put_plain(to, text_of(p.text_sha256));
	mia__store_put_plain(to, text_of(p.note));
}

/* A text of at most room - 1 printable characters, terminated. */
static bool
take_string(struct store_cursor *c, char *out, size_t room)
{
	struct mia_text t = store_plain(c);

	if (!t.ptr || t.len >= room)
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (t.ptr[i] < ' ' || t.ptr[i] > '~')
			return false;
	memcpy(out, t.ptr, t.len);
	out[t.len] = '\0';
	return true;
}

bool
mia__store_take_source(struct store_cursor *c, struct store_source *ret)
{
	struct mia_source *p = &ret->books;
	uint64_t *numbers[12], container, encoding;
	size_t count = numbers_of(p, numbers);

	ret->name = store_plain(c);
	ret->ignored = store_number(c) != 0;
	ret->identity.size = store_number(c);
	ret->identity.inode = store_number(c);
	ret->identity.mtime = (int64_t)store_fixed(c);
	ret->identity.ctime = (int64_t)store_fixed(c);
	container = store_number(c);
	encoding = store_number(c);
	p->complete = store_number(c) != 0;
	for (size_t i = 0; i < count; i++)
		*numbers[i] = store_number(c);
	for (size_t i = 0; i < MIA_REASON_COUNT; i++)
		p->rejected_by[i] = store_number(c);
	for (size_t i = 0; i < MIA_FLAG_COUNT; i++)
		p->flagged[i] = store_number(c);
	p->container = (enum mia_container)container;
	p->encoding = (enum mia_encoding)encoding;
	return ret->name.ptr && container <= MIA_CONTAINER_CSV_TABLE && encoding <= MIA_ENCODING_UTF16BE &&
		take_string(c, p->sha256, sizeof(p->sha256)) &&
		take_string(c, p->text_sha256, sizeof(p->text_sha256)) &&
		take_string(c, p->note, sizeof(p->note)) && !c->bad;
}
