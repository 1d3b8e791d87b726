#include <libpq-fe.h>  // connections, prepared statements, pipelines

// Arrays of names and values are awkward to make across the border. What the address says comes before these defaults.
static inline PGconn *connectTo(const char *address) {
    const char *const names[] = {"fallback_application_name", "connect_timeout", "dbname", 0};
    const char *const values[] = {"mitid-activation", "5", address, 0};
    return PQconnectdbParams(names, values, 1);
}

// Takes the place of libpq's own, which prints a server's notices on standard error.
static inline void ignoreNotice(void *context, const char *message) { (void)context; (void)message; }
static inline void silenceNotices(PGconn *connection) { PQsetNoticeProcessor(connection, ignoreNotice, 0); }

// Macros of characters, which Swift imports as another type than the call takes.
static const int fieldOfState = PG_DIAG_SQLSTATE;
static const int fieldOfMessage = PG_DIAG_MESSAGE_PRIMARY;
