/* Which style a cell has, and where each is used first. */
#include "base/text.h"
#include "report/xlsx/layout.h"

enum xlsx_words
mia__xlsx_words_of(const struct column *column)
{
	if (column->kind != MIA_COLUMN_TEXT)
		return WORDS_NONE;
	if (strcmp(column->name, "exposure") == 0)
		return WORDS_LEVEL;
	return strcmp(column->name, "match") == 0 ? WORDS_MATCH : WORDS_NONE;
}

/* Levels, and whether the scope holds a row: as the evidence does not say them,
 * they are in the language of the report, and in colour. */
static enum xlsx_style
word_of(enum xlsx_words words, struct mia_text text, enum mia_language language, const char **word)
{
	for (int i = 0; words == WORDS_LEVEL && i < MIA_LEVEL_COUNT; i++)
		if (text_equal(text, text_of(mia_level_name((enum mia_level)i)))) {
			*word = mia__said(language, (enum text_id)(T_LEVEL_NAME_0 + i));
			return (enum xlsx_style)(STYLE_LEVEL + i);
		}
	if (words == WORDS_MATCH && text_equal(text, TEXT("yes"))) {
		*word = mia__said(language, T_BOOK_MATCH_YES);
		return STYLE_LEVEL + (int)MIA_LEVEL_ACCESS_RECORDED;
	}
	if (words == WORDS_MATCH && text_equal(text, TEXT("cannot tell"))) {
		*word = mia__said(language, T_BOOK_MATCH_CANNOT_TELL);
		return STYLE_LEVEL + (int)MIA_LEVEL_UNATTRIBUTED;
	}
	return STYLE_NONE;
}

static bool
is_empty(const struct column *column, const union cell *cell)
{
	switch (column->kind) {
	case MIA_COLUMN_TEXT:
		return cell->text.len == 0;
	case MIA_COLUMN_TEXTS:
		return cell->texts.count == 0 || (cell->texts.count == 1 && cell->texts.ptr[0].len == 0);
	case MIA_COLUMN_COUNTS:
		return cell->counts.count == 0;
	default:
		return false;
	}
}

enum xlsx_style
mia__xlsx_style_of(const struct xlsx_column *shown, const struct column *column, const union cell *cell,
	enum mia_language language, const char **word)
{
	enum xlsx_style style;

	*word = NULL;
	switch (column->kind) {
	case MIA_COLUMN_TIME:
		if (cell->time == MIA_TIME_UNKNOWN)
			return STYLE_NONE;
		if (!shown->inexact)
			return STYLE_TIME;
		break;
	case MIA_COLUMN_COUNT:
		if (cell->count <= NUMBER_LAST)
			return STYLE_NUMBER;
		break;
	case MIA_COLUMN_SIZE:
		if (cell->size == MIA_SIZE_UNKNOWN)
			return STYLE_NONE;
		if (cell->size <= NUMBER_LAST && cell->size >= -NUMBER_LAST)
			return STYLE_NUMBER;
		break;
	default:
		if (shown->words && (style = word_of(shown->words, cell->text, language, word)) != STYLE_NONE)
			return style;
		/* An absent text is no cell at all. */
		if (is_empty(column, cell))
			return STYLE_NONE;
	}
	return shown->wrapped ? STYLE_WRAPPED : STYLE_TEXT;
}

static void
settle(struct xlsx_uses *uses, uint64_t first[][STYLES])
{
	for (size_t i = 0; i <= TABLE_COLUMNS; i++)
		if (uses->styles[i] && first[i][uses->styles[i]] == 0)
			first[i][uses->styles[i]] = uses->row;
}

void
mia__xlsx_uses_add(struct xlsx_uses *uses, const unsigned char *styles, uint64_t row, uint32_t per_sheet)
{
	bool same_sheet = uses->row && (uses->row - 1) / per_sheet == (row - 1) / per_sheet;

	if (uses->row)
		settle(uses, same_sheet ? uses->before : uses->last);
	for (size_t i = 0; same_sheet && !uses->text_before && i <= TABLE_COLUMNS; i++)
		uses->text_before = uses->styles[i] == STYLE_TEXT;
	uses->row = row;
	memcpy(uses->styles, styles, sizeof(uses->styles));
}

void
mia__xlsx_uses_end(struct xlsx_uses *uses)
{
	if (uses->row)
		settle(uses, uses->last);
	uses->row = 0;
}
