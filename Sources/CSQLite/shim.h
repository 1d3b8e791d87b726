#include <sqlite3.h>  // what is set for all connections, and for one before it is closed

// These functions take any number of arguments, which Swift does not call.

// Only before SQLite is first used; whether names of files may be URIs is otherwise decided when SQLite is compiled.
static inline int allowURIs(void) { return sqlite3_config(SQLITE_CONFIG_URI, 1); }

// The log stays beside the file, and nothing of it is copied into the file, when the last connection is closed.
static inline int keepLogOnClose(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}
