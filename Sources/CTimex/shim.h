#include <sys/timex.h>  // adjtimex and its flags, which the Glibc module does not have
