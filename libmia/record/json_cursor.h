/*
 * The place in a batch up to which JSON was framed, and how a value is scanned
 * from there to its end.
 */
#ifndef MIA_RECORD_JSON_CURSOR_H
#define MIA_RECORD_JSON_CURSOR_H

#include "record/framing.h"

enum verdict { MORE, DONE, BROKEN };

struct cursor {
	struct framer *f;
	struct json_framing *j; /* of f */
	struct batch *batch;
	size_t pos;
	size_t start; /* of the value under work; 0 when it was carried over */
	bool at_end;
	const char *why; /* it broke */
};

/* Scans on in an object or array; *at: its last byte, or where it broke. */
enum verdict mia__json_scan_value(struct cursor *c, size_t *at);
/* The same, compiled for processors with wider registers. */
enum verdict mia__json_scan_value_wide(struct cursor *c, size_t *at);
/* An element that is itself a string: from its opening quote. */
enum verdict mia__json_scan_string(struct cursor *c, size_t *at);

#endif
