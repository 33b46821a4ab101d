/* What host_begin changed in the console of Windows. */
#ifndef MIA_TOOLS_HOST_WINDOWS_CONSOLE_H
#define MIA_TOOLS_HOST_WINDOWS_CONSOLE_H

/* The console is again as it was; at the end of the program, however it ends. */
void windows_console_end(void);

#endif
