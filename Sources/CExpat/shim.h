#include <expat.h>  // the streaming XML parser behind PSKC
