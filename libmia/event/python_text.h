/*
 * Python's notation of a record: {'Id': 'x', 'ExternalAccess': False, 'b': None}.
 * pandas and its like write cells of objects so (DataFrame.to_csv of what
 * azure-kusto-data gives [FIELD]).
 */
#ifndef MIA_EVENT_PYTHON_TEXT_H
#define MIA_EVENT_PYTHON_TEXT_H

#include "base/arena.h"

/* Whether the text begins as Python writes an object or a list of them, and
 * JSON does not. */
bool mia__python_begins(struct mia_text text);
/* The same as JSON in the arena. Absent: it is no such notation; or *no_memory. */
struct mia_text mia__python_as_json(struct mia_text text, struct arena *arena, bool *no_memory);
/* As JSON where it is of such notation, else as it is. */
struct mia_text mia__python_read(struct mia_text text, struct arena *arena, bool *no_memory);

#endif
