/* Texts, times, addresses and errors: reads a time and an address in any form
 * that exports have, and prints them in the one form that libmia writes. */
#include <mia/base.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	struct mia_error err = { 0 };
	struct mia_address address;
	char text[MIA_ADDRESS_TEXT], when[MIA_TIME_TEXT];
	mia_time time;

	if (argc != 3) {
		fprintf(stderr, "usage: %s TIME ADDRESS\n", argv[0]);
		return 2;
	}
	/* A text is a pointer and a length; mia_text_of makes one of a string. These
	 * two functions say by their status alone what is wrong. */
	enum mia_status status = mia_time_parse(mia_text_of(argv[1]), &time);
	if (status < 0)
		mia_error_set(&err, status, "'%s' is no time", argv[1]);
	if (status >= 0) {
		status = mia_address_parse(mia_text_of(argv[2]), &address);
		if (status < 0)
			mia_error_set(&err, status, "'%s' is no address", argv[2]);
	}
	if (status < 0) {
		printf("%s: %s\n", mia_status_name(err.status), err.text);
		return 1;
	}
	mia_time_format(time, when);
	mia_address_format(&address, text);
	printf("%s, %lld s since 1970\n", when, (long long)(time / MIA_TIME_SECOND));
	printf("%s, IPv%d\n", text, address.family);
	return 0;
}
