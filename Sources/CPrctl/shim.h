#include <sys/prctl.h>  // what the kernel may do with the memory of a process

// prctl takes any number of arguments, which Swift does not call.
static inline int forbidCoreDump(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
