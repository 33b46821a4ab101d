/*
 * Takes rights away from this process that it does not need, so that evidence
 * which took it over could do little. Linux only; elsewhere no layer is there.
 *
 * Two steps, since what is to be written is opened in between: sandbox_enter
 * before anything is read, sandbox_narrow when the outputs are open. What is
 * allowed is said before; a process has to have one thread until it entered.
 */
#ifndef MIA_TOOLS_HOST_SANDBOX_H
#define MIA_TOOLS_HOST_SANDBOX_H

enum sandbox_mode {
	SANDBOX_AUTO = 0, /* what the kernel cannot do is left out */
	SANDBOX_REQUIRE,  /* all layers, or not at all */
	SANDBOX_OFF
};

/* What may be done at a path: to the file, or to everything below the directory. */
enum sandbox_right {
	SANDBOX_READ = 1 << 0, /* read and list */
	SANDBOX_WRITE = 1 << 1,
	SANDBOX_MAKE = 1 << 2, /* a regular file gets a name */
	SANDBOX_REMOVE = 1 << 3,
	SANDBOX_MAKE_DIRECTORY = 1 << 4,
	SANDBOX_REMOVE_DIRECTORY = 1 << 5
};

/* Layers that are on. */
enum sandbox_layer {
	SANDBOX_NO_PRIVILEGES = 1 << 0, /* no program gives new privileges */
	SANDBOX_NO_CORE = 1 << 1,       /* no core file, no look from outside */
	SANDBOX_FILES = 1 << 2,         /* Landlock: only what is allowed is opened */
	SANDBOX_NETWORK = 1 << 3,       /* Landlock 4: no TCP */
	SANDBOX_SIGNALS = 1 << 4,       /* Landlock 6: no signals to others, no abstract sockets */
	SANDBOX_CALLS = 1 << 5          /* seccomp: system calls that are refused */
};

struct sandbox {
	enum sandbox_mode mode;
	unsigned layers;     /* those that are on */
	int abi;             /* of Landlock; 0: none, and nothing need be allowed */
	int first, second;   /* its rulesets; -1: none */
	int root_is_allowed; /* all may be read, so no refusal can be tried */
	char missing[128];   /* which layer is not there, and why; "": none */
};

/* Of a mode other than SANDBOX_OFF. */
void sandbox_begin(struct sandbox *sandbox, enum sandbox_mode mode);
/* first: rights from sandbox_enter on; second: those left by sandbox_narrow; of
 * enum sandbox_right. path is below directory (or SYSTEM_HERE) and may be a link. What
 * is not there is passed over. */
void sandbox_allow(struct sandbox *sandbox, int directory, const char *path, unsigned first, unsigned second);
/* What the C library and others read of the machine. */
void sandbox_allow_machine(struct sandbox *sandbox);
/* Enters, and tries whether what must be refused is refused. -1: SANDBOX_REQUIRE,
 * and `missing` says which layer is not there. */
int sandbox_enter(struct sandbox *sandbox);
/* From now on the second rights. -1: as sandbox_enter. */
int sandbox_narrow(struct sandbox *sandbox);
void sandbox_end(struct sandbox *sandbox);

/* "no-new-privileges,no-core,...": the layers that are on; "off": none. */
#define SANDBOX_TEXT 128
const char *sandbox_text(const struct sandbox *sandbox, char ret[SANDBOX_TEXT]);

#endif
