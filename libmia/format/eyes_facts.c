/* What the columns of a table hold, found out by going through its rows: how
 * wide they are, which are empty or say the same throughout, which ids and
 * which domain can be shortened. */
#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "format/eyes.h"

#define GUIDS 1024
#define GUID_CHARACTERS 36
#define GUID_SHOWN 8
#define DOMAINS 8

/* The domains that came most often (Misra and Gries): a count is never more
 * than the true one, and who has most of all is among them. */
struct domains {
	char names[DOMAINS][EYES_DOMAIN];
	size_t lengths[DOMAINS];
	uint64_t counts[DOMAINS];
	uint64_t people;
	bool bare; /* an address ends in its @: it would look like a shortened one */
};

static void
domains_add(struct domains *domains, struct mia_text domain)
{
	size_t free_place = DOMAINS;

	if (domain.len >= EYES_DOMAIN)
		return;
	for (size_t i = 0; i < DOMAINS; i++) {
		if (domains->counts[i] == 0) {
			free_place = i;
		} else if (text_equal_nocase(domain,
				   (struct mia_text){ domains->names[i], domains->lengths[i] })) {
			domains->counts[i]++;
			return;
		}
	}
	if (free_place == DOMAINS) {
		for (size_t i = 0; i < DOMAINS; i++)
			domains->counts[i]--;
		return;
	}
	memcpy(domains->names[free_place], domain.ptr, domain.len);
	domains->lengths[free_place] = domain.len;
	domains->counts[free_place] = 1;
}

static void
note_person(struct domains *domains, struct mia_text text)
{
	size_t at = mia__eyes_domain(text);

	if (text.len == 0)
		return;
	if (at == text.len)
		domains->bare = true;
	if (at == 0 || at == text.len)
		return;
	domains->people++;
	domains_add(domains, (struct mia_text){ text.ptr + at, text.len - at });
}

/* Of more than half of them. */
static void
choose_domain(struct eyes *eyes, const struct domains *domains)
{
	for (size_t i = 0; i < DOMAINS && !domains->bare; i++) {
		if (domains->counts[i] < 2 || domains->counts[i] <= domains->people / 2)
			continue;
		memcpy(eyes->domain, domains->names[i], domains->lengths[i]);
		eyes->domain_len = domains->lengths[i];
	}
}

static unsigned char
nibble(char c)
{
	return (unsigned char)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

static void
guid_bytes(struct mia_text text, unsigned char ret[static 16])
{
	size_t n = 0;

	memset(ret, 0, 16);
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '-')
			continue;
		ret[n / 2] = (unsigned char)(ret[n / 2] << 4 | nibble(text.ptr[i]));
		n++;
	}
}

/* The place of a GUID, or that where it belongs. */
static size_t
guids_find(const struct eyes_guids *guids, const unsigned char guid[static 16])
{
	size_t low = 0, high = guids->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (memcmp(guids->ptr[middle], guid, 16) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* false: no memory. */
static bool
guids_add(struct eyes_guids *guids, const struct mia_allocator *a, struct mia_text text)
{
	unsigned char guid[16];

	if (guids->too_many)
		return true;
	if (guids->ptr == NULL)
		guids->ptr = mia__alloc(a, GUIDS, sizeof(*guids->ptr));
	if (guids->ptr == NULL)
		return false;
	guid_bytes(text, guid);
	size_t at = guids_find(guids, guid);
	if (at < guids->count && memcmp(guids->ptr[at], guid, 16) == 0)
		return true;
	if (guids->count == GUIDS) {
		guids->too_many = true;
		return true;
	}
	memmove(guids->ptr + at + 1, guids->ptr + at, (guids->count - at) * sizeof(*guids->ptr));
	memcpy(guids->ptr + at, guid, sizeof(guid));
	guids->count++;
	return true;
}

/* Could be taken for the beginning of a GUID. */
static bool
looks_cut(struct mia_text text)
{
	if (text.len < GUID_SHOWN || text.len >= GUID_CHARACTERS)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = (char)(text.ptr[i] | 32);
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || text.ptr[i] == '-'))
			return false;
	}
	return true;
}

static size_t
digits_alike(const unsigned char x[static 16], const unsigned char y[static 16])
{
	size_t same = 0;

	while (same < 31 && ((x[same / 2] ^ y[same / 2]) >> (same % 2 ? 0 : 4) & 15) == 0)
		same++;
	return same;
}

/* Its neighbours are most like it. */
size_t
mia__eyes_guid_shown(const struct eyes_guids *guids, struct mia_text text)
{
	unsigned char guid[16];
	size_t alike = GUID_SHOWN - 1;

	if (guids->too_many)
		return text.len;
	guid_bytes(text, guid);
	size_t at = guids_find(guids, guid);
	if (at > 0 && digits_alike(guids->ptr[at - 1], guid) > alike)
		alike = digits_alike(guids->ptr[at - 1], guid);
	if (at + 1 < guids->count && digits_alike(guids->ptr[at + 1], guid) > alike)
		alike = digits_alike(guids->ptr[at + 1], guid);
	size_t digits = alike + 1;
	return digits + (digits > 8) + (digits > 12) + (digits > 16) + (digits > 20);
}

static bool
is_filled(const struct column *column, const union cell *cell)
{
	switch (column->kind) {
	case MIA_COLUMN_COUNT:
		return true;
	case MIA_COLUMN_SIZE:
		return cell->size != MIA_SIZE_UNKNOWN;
	case MIA_COLUMN_TIME:
		return cell->time != MIA_TIME_UNKNOWN;
	case MIA_COLUMN_TEXTS:
		return cell->texts.count > 0;
	case MIA_COLUMN_COUNTS:
		return cell->counts.count > 0;
	case MIA_COLUMN_TEXT:
		break;
	}
	return cell->text.len > 0;
}

static void
note_time(struct eyes *eyes, struct mia_text time)
{
	if (time.len < sizeof(eyes->year))
		return;
	if (eyes->year[0] == '\0') {
		memcpy(eyes->year, time.ptr, sizeof(eyes->year));
		eyes->one_year = true;
	}
	eyes->one_year &= memcmp(eyes->year, time.ptr, sizeof(eyes->year)) == 0;
}

static bool
note_cell(struct eyes *eyes, size_t at, const union cell *cell, struct hash_key key, struct domains *domains)
{
	const struct column *column = &eyes->table->columns[at];
	struct eyes_column *facts = &eyes->columns[at];
	struct cell_pieces pieces;
	struct mia_text piece;
	uint64_t hash = 0;

	facts->filled += is_filled(column, cell);
	facts->telling += is_filled(column, cell) && (column->kind != MIA_COLUMN_COUNT || cell->count);
	mia__cell_pieces_init(&pieces, column, cell);
	while (mia__cell_pieces_next(&pieces, &piece)) {
		hash = mia__hash_table((struct hash_key){ key.k0 ^ hash, key.k1 }, piece.ptr, piece.len);
		if (column->kind == MIA_COLUMN_TIME)
			note_time(eyes, piece);
		if (column->kind != MIA_COLUMN_TEXT && column->kind != MIA_COLUMN_TEXTS)
			continue;
		bool guid = mia__text_is_guid(piece);
		if (guid && !guids_add(&facts->guids, &eyes->a, piece))
			return false;
		if (!guid && looks_cut(piece))
			facts->guids.too_many = true;
		if (column->names == MIA_NAMES_PERSON)
			note_person(domains, piece);
	}
	if (eyes->rows == 0)
		facts->first = hash;
	facts->differs |= hash != facts->first;
	return true;
}

static enum mia_status
find_facts(struct eyes *eyes, struct mia_error *err)
{
	const struct table *table = eyes->table;
	struct hash_key key = mia__hash_random_key();
	struct domains domains = { .people = 0 };
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		for (size_t i = 0; i < table->column_count; i++)
			if (!note_cell(eyes, i, &row[i], key, &domains))
				return mia__fail_memory(err);
		eyes->rows++;
	}
	choose_domain(eyes, &domains);
	return MIA_OK;
}

/* A column that nobody ranked has room when somebody asks for it. */
static size_t
most_of(const struct eyes *eyes, size_t at)
{
	const struct column *column = &eyes->table->columns[at];
	size_t most = column->max ? column->max : 40;

	return eyes->table->asked && most < 60 && !column_is_number(column) ? 60 : most;
}

static enum mia_status
measure(struct eyes *eyes, struct mia_error *err)
{
	const struct table *table = eyes->table;
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	for (size_t i = 0; i < table->column_count; i++)
		eyes->columns[i].natural = strlen(column_title(&table->columns[i]));
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		for (size_t i = 0; i < table->column_count; i++) {
			struct eyes_column *column = &eyes->columns[i];
			size_t most = most_of(eyes, i);
			if (column->natural >= most)
				continue;
			size_t width = mia__eyes_width(eyes, i, &row[i], most);
			if (width > column->natural)
				column->natural = width;
		}
	}
	return MIA_OK;
}

enum mia_status
mia__eyes_look(struct eyes *eyes, const struct table *table, size_t room, struct mia_error *err)
{
	memset(eyes, 0, sizeof(*eyes));
	eyes->table = table;
	eyes->a = mia__allocator_or_default(table->allocator);
	enum mia_status status = find_facts(eyes, err);
	if (status >= 0)
		status = measure(eyes, err);
	if (status >= 0)
		mia__eyes_choose(eyes, room);
	return status;
}

void
mia__eyes_release(struct eyes *eyes)
{
	for (size_t i = 0; i < TABLE_COLUMNS; i++)
		mia__dealloc(&eyes->a, eyes->columns[i].guids.ptr, GUIDS,
			sizeof(*eyes->columns[i].guids.ptr));
}
