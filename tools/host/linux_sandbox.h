/* The layers of the sandbox of Linux, one by one. Each answers 0, or -1 and errno. */
#ifndef MIA_TOOLS_HOST_LINUX_SANDBOX_H
#define MIA_TOOLS_HOST_LINUX_SANDBOX_H

/* A sanitizer starts programs and looks into this process when it reports, so
 * the layers are not for a build with one. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_WITH_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANDBOX_WITH_SANITIZER 1
#endif
#endif

/* Landlock's versions (ABI) from which it knows them. */
#define LANDLOCK_WITH_NETWORK 4
#define LANDLOCK_WITH_SIGNALS 6

/* Two rulesets that allow nothing; answers the version, 0 or less if there is none. */
int landlock_begin(int *first, int *second);
void landlock_end(int *first, int *second);
/* Rights of enum sandbox_right, into each of the two that is open. True if path
 * is the root. */
int landlock_allow(int first, int second, int abi, int directory, const char *path, unsigned first_rights,
	unsigned second_rights);
int landlock_restrict(int ruleset);
/* Whether a folder that nothing allows cannot be listed. */
int landlock_refuses(void);

int seccomp_begin(void);
/* Whether a socket and another program are refused. */
int seccomp_refuses(void);

#endif
