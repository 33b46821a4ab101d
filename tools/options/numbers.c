/* Takes the options whose value is a number. */
#include "options/options.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "say.h"

#define THREADS_MAX 1024

/* Digits up to `max`; *end is what follows them. */
static int
take_digits(const char *value, uint64_t max, uint64_t *ret, const char **end)
{
	uint64_t number = 0;

	if (*value < '0' || *value > '9')
		return -1;
	for (; *value >= '0' && *value <= '9'; value++) {
		uint64_t digit = (uint64_t)(*value - '0');

		if (number > (max - digit) / 10)
			return -1;
		number = number * 10 + digit;
	}
	*ret = number;
	*end = value;
	return 0;
}

enum exit_status
number_take_threads(struct options *options, const struct option *option, int exclude, const char *value)
{
	uint64_t number;
	const char *end;

	(void)exclude;
	if (take_digits(value, THREADS_MAX, &number, &end) < 0 || *end != '\0' || number == 0) {
		say("cannot use %s for '--%s': not a number from 1 to %d", quoted(value), option->name,
			THREADS_MAX);
		return EXIT_USAGE;
	}
	options->threads = (unsigned)number;
	return EXIT_COMPLETE;
}

/* "1,3": places of triage. */
enum exit_status
number_take_picked(struct options *options, const struct option *option, int exclude, const char *value)
{
	const size_t most = sizeof(options->picked) / sizeof(*options->picked);
	const char *at = value;

	(void)exclude;
	for (;;) {
		uint64_t place;

		if (options->pick_count == most || take_digits(at, SIZE_MAX, &place, &at) < 0 || place == 0 ||
			(*at != ',' && *at != '\0'))
			break;
		options->picked[options->pick_count++] = (size_t)place;
		if (*at++ == '\0')
			return EXIT_COMPLETE;
	}
	say("cannot use %s for '--%s': give places of 'mia triage', such as 1,3, and %zu at most",
		quoted(value), option->name, most);
	return EXIT_USAGE;
}

enum exit_status
number_take_top(struct options *options, const struct option *option, int exclude, const char *value)
{
	const char *end;

	(void)exclude;
	if (take_digits(value, UINT64_MAX, &options->top, &end) < 0 || *end != '\0' || options->top == 0) {
		say("cannot use %s for '--%s': not a number from 1 on", quoted(value), option->name);
		return EXIT_USAGE;
	}
	return EXIT_COMPLETE;
}

/* What is more than this machine can count is no limit. */
static size_t
as_size(uint64_t number)
{
	return number < SIZE_MAX ? (size_t)number : SIZE_MAX;
}

static void
set_limit(struct options *options, int which, uint64_t number)
{
	struct mia_limits *limits = &options->limits;

	switch ((enum limit)which) {
	case LIMIT_RECORD:
		limits->record_bytes = as_size(number);
		break;
	case LIMIT_FIELD:
		limits->field_bytes = as_size(number);
		break;
	case LIMIT_TEXT:
		limits->text_bytes = number;
		break;
	case LIMIT_PATTERN:
		options->patterns.pattern_bytes = as_size(number);
		break;
	case LIMIT_STEPS:
		options->patterns.match_steps = (uint32_t)number;
		break;
	case LIMIT_MEMORY:
		options->memory = number;
		break;
	case LIMIT_FIELDS:
		limits->fields = as_size(number);
		break;
	case LIMIT_ITEMS:
		limits->items = as_size(number);
		break;
	case LIMIT_DEPTH:
		limits->depth = (unsigned)number;
		break;
	case LIMIT_RATIO:
		limits->ratio = number;
		break;
	}
}

/* A number, or of bytes a size. */
enum exit_status
number_take_limit(struct options *options, const struct option *option, int exclude, const char *value)
{
	static const char suffixes[] = "KMG";
	bool is_size = option->value <= LIMIT_MEMORY;
	uint64_t number, factor = 1,
			 most = option->value == LIMIT_DEPTH ? 64
		: option->value == LIMIT_STEPS               ? UINT32_MAX
							     : UINT64_MAX;
	const char *end, *suffix;

	(void)exclude;
	if (take_digits(value, most, &number, &end) < 0)
		goto refuse;
	if (*end != '\0') {
		suffix = is_size ? strchr(suffixes, *end) : NULL;
		if (suffix == NULL || end[1] != '\0')
			goto refuse;
		factor = UINT64_C(1) << (10 * (suffix - suffixes + 1));
	}
	if (number == 0 || number > UINT64_MAX / factor)
		goto refuse;
	set_limit(options, option->value, number * factor);
	/* Patterns are judged as they are given. */
	(void)mia_scope_set_limits(options->scope, &options->patterns, NULL);
	return EXIT_COMPLETE;
refuse:
	if (is_size)
		say("cannot use %s for '--%s': not a size such as 1048576, 512K, 64M or 1G", quoted(value),
			option->name);
	else if (option->value == LIMIT_DEPTH)
		say("cannot use %s for '--%s': not a number from 1 to 64", quoted(value), option->name);
	else
		say("cannot use %s for '--%s': not a number from 1 on", quoted(value), option->name);
	return EXIT_USAGE;
}
