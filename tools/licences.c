/* Prints the licences of mia and of each library whose code is inside this build. */
#include "licences.h"

#include <stdio.h>

#include <mia/mia.h>

enum exit_status
print_licences(void)
{
	char libraries[256];

	(void)printf("mia %s\n\n%s", mia_version(), licence_of_mia);
	for (const struct licence *l = licences; l->name != NULL; l++)
		(void)printf("\n\n==== %s %s\n\n%s", l->name, l->version, l->text);
	if (licences->name == NULL) {
		(void)mia_version_libraries(libraries, sizeof(libraries));
		(void)printf("\nNo other code is inside this build. It uses these libraries of the system,\n"
			     "and their licences came with them:\n%s\n",
			libraries);
	}
	return output_close_standard();
}
