#include <libpq-fe.h>  // connections, prepared statements, pipelines

// Arrays of C strings are awkward to make in Swift. A list has room for all options and for its end. An option overrides the
// address; one whose value is a null pointer is left out.
struct connectionOptions {
    const char *names[16];
    const char *values[16];
};

static inline void addOption(struct connectionOptions *options, const char *name, const char *value) {
    int count = 0;
    while (options->names[count]) count++;
    if (!value || count == 15) return;
    options->names[count] = name;
    options->values[count] = value;
}

static inline struct connectionOptions optionsOf(
    const char *address, const char *host, const char *hostAddress, const char *port, const char *timeout
) {
    struct connectionOptions options = {{0}, {0}};
    addOption(&options, "fallback_application_name", "mitid-activation");
    addOption(&options, "dbname", address);
    addOption(&options, "host", host);
    addOption(&options, "hostaddr", hostAddress);
    addOption(&options, "port", port);
    addOption(&options, "connect_timeout", timeout);
    // Checked in Swift: libpq does not report why a server is not the wanted one.
    addOption(&options, "target_session_attrs", "any");
    return options;
}

static inline PGconn *startConnecting(
    const char *address, const char *host, const char *hostAddress, const char *port, const char *userTimeout,
    const char *keepalivesIdle, const char *keepalivesInterval, const char *keepalivesCount
) {
    struct connectionOptions options = optionsOf(address, host, hostAddress, port, 0);
    addOption(&options, "tcp_user_timeout", userTimeout);
    addOption(&options, "keepalives_idle", keepalivesIdle);
    addOption(&options, "keepalives_interval", keepalivesInterval);
    addOption(&options, "keepalives_count", keepalivesCount);
    return PQconnectStartParams(options.names, options.values, 1);
}

static inline PGPing pingServer(
    const char *address, const char *host, const char *hostAddress, const char *port, const char *timeout
) {
    struct connectionOptions options = optionsOf(address, host, hostAddress, port, timeout);
    return PQpingParams(options.names, options.values, 1);
}

// Lets libpq check all options without connecting: the last one is invalid, and an error in another one is reported first.
static inline PGconn *connectionThatChecksOptions(const char *address, const char *refused) {
    struct connectionOptions options = {{0}, {0}};
    addOption(&options, "dbname", address);
    addOption(&options, "target_session_attrs", refused);
    return PQconnectStartParams(options.names, options.values, 1);
}

// Macros of characters, which Swift imports as another type than the call takes.
static const int fieldOfSeverity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int fieldOfState = PG_DIAG_SQLSTATE;
static const int fieldOfConstraint = PG_DIAG_CONSTRAINT_NAME;
static const int fieldOfMessage = PG_DIAG_MESSAGE_PRIMARY;
