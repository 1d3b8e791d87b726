import CPostgres
import Glibc

/// A connection of libpq whose calls all have a time limit.
///
/// A call of libpq that waits for an answer has none: it ends when the kernel gives up the connection, after a quarter of an hour
/// for a lost line and never for a server that hangs. Here libpq never waits. Its socket is watched with `poll`, as libpq chapter
/// "Asynchronous Command Processing" describes it. `@safe`: the C connection is owned, set once and never handed out.
@safe
struct PostgresLine: ~Copyable {
    private let connection: OpaquePointer
    private let warnings = PostgresWarnings()

    private let address: PostgresAddress
    private let host: PostgresHost
    private let hostAddress: String?

    /// Connects to one address of a server.
    static func open(
        _ address: PostgresAddress,
        _ host: PostgresHost,
        at hostAddress: String?,
        within limit: Duration
    ) throws(PostgresError) -> PostgresLine {
        let defaults = address.defaults
        let started = unsafe startConnecting(
            address.connectionText,
            host.name,
            hostAddress,
            host.port,
            defaults["tcp_user_timeout"],
            defaults["keepalives_idle"],
            defaults["keepalives_interval"],
            defaults["keepalives_count"]
        )
        guard let connection = unsafe started else {
            throw PostgresError(kind: .disconnected, message: "there is no memory for a connection")
        }
        let line = unsafe PostgresLine(owning: connection, address, host, hostAddress)
        try line.connect(until: .now + limit)
        return line
    }

    private init(
        owning connection: OpaquePointer,
        _ address: PostgresAddress,
        _ host: PostgresHost,
        _ hostAddress: String?
    ) {
        unsafe self.connection = connection
        self.address = address
        self.host = host
        self.hostAddress = hostAddress
    }

    deinit {
        // Does not wait: the message that ends the session is sent if it can be sent at once.
        unsafe PQfinish(self.connection)
    }

    /// The texts of the warnings since the last call.
    func takeWarnings() -> [String] { self.warnings.take() }

    var isInTransaction: Bool { unsafe PQtransactionStatus(self.connection) != PQTRANS_IDLE }

    var serverVersion: Int32 { unsafe PQserverVersion(self.connection) }

    /// Switches pipeline mode on or off.
    func setPipelineMode(_ isOn: Bool) throws(PostgresError) {
        let isSet = unsafe isOn ? PQenterPipelineMode(self.connection) : PQexitPipelineMode(self.connection)
        guard isSet == 1 else { throw self.failure() }
    }

    func send(script: String) throws(PostgresError) {
        guard unsafe PQsendQuery(self.connection, script) == 1 else { throw self.failure() }
    }

    func sendPreparation(of statement: PostgresStatement) throws(PostgresError) {
        let isSent = unsafe PQsendPrepare(self.connection, statement.name, statement.sql, 0, nil)
        guard isSent == 1 else { throw self.failure() }
    }

    func send(_ command: PostgresCommand) throws(PostgresError) {
        let parameters = PostgresParameters(command.parameters)
        let name = command.statement.name
        let isSent = unsafe parameters.withPointers { count, values, lengths, formats in
            unsafe PQsendQueryPrepared(self.connection, name, count, values, lengths, formats, 1)
        }
        guard isSent == 1 else { throw self.failure() }
    }

    /// Ends a pipeline and sends it.
    func sendSynchronisation() throws(PostgresError) {
        guard unsafe PQpipelineSync(self.connection) == 1 else { throw self.failure() }
    }

    /// The next result; `nil` at the end of the results of a statement.
    func nextResult(_ wait: PostgresWait) throws(PostgresError) -> PostgresResult? {
        var inquiry = wait.inquiry.map { ContinuousClock.now + $0 }
        while unsafe PQisBusy(self.connection) == 1 {
            if try self.receive(until: [wait.deadline, inquiry].compactMap(\.self).min()) {
                inquiry = wait.inquiry.map { ContinuousClock.now + $0 }
                continue
            }
            if let deadline = wait.deadline, ContinuousClock.now >= deadline {
                throw PostgresError(kind: .disconnected, message: "\(self.host): no answer in time")
            }
            if let due = inquiry, ContinuousClock.now >= due {
                guard self.isServerAlive else {
                    throw PostgresError(kind: .disconnected, message: "\(self.host): the server does not answer")
                }
                inquiry = wait.inquiry.map { ContinuousClock.now + $0 }
            }
        }
        return unsafe PQgetResult(self.connection).map { unsafe PostgresResult(owning: $0) }
    }

    /// The connection's last error.
    func failure() -> PostgresError {
        let message = unsafe PQerrorMessage(self.connection).map { unsafe String(cString: $0) } ?? ""
        return PostgresError(ofConnection: message)
    }

    private func connect(until deadline: ContinuousClock.Instant) throws(PostgresError) {
        unsafe self.warnings.listen(to: self.connection)
        // Puts SQLSTATE into the text: a connection that fails has no result to read it from.
        unsafe PQsetErrorVerbosity(self.connection, PQERRORS_VERBOSE)
        guard unsafe PQstatus(self.connection) != CONNECTION_BAD else { throw self.failure() }
        var next = PGRES_POLLING_WRITING
        while next != PGRES_POLLING_OK {
            guard next != PGRES_POLLING_FAILED else { throw self.failure() }
            let events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard self.isReady(for: events, until: deadline) else {
                throw PostgresError(kind: .disconnected, message: "\(self.host): no connection in time")
            }
            next = unsafe PQconnectPoll(self.connection)
        }
        unsafe PQsetErrorVerbosity(self.connection, PQERRORS_DEFAULT)
        guard unsafe PQsetnonblocking(self.connection, 1) == 0 else { throw self.failure() }
    }

    /// Sends unsent bytes and reads received ones, or waits for either; false if nothing came.
    private func receive(until end: ContinuousClock.Instant?) throws(PostgresError) -> Bool {
        let unsent = unsafe PQflush(self.connection)
        guard unsent >= 0 else { throw self.failure() }
        // `poll` does not see bytes that are decrypted and not yet read by libpq: these are looked for again soon.
        let isEncrypted = unsafe PQsslInUse(self.connection) == 1 || PQgssEncInUse(self.connection) == 1
        let slice = ContinuousClock.now + (isEncrypted ? .milliseconds(20) : .seconds(3600))
        let isReady = self.isReady(for: unsent == 1 ? POLLIN | POLLOUT : POLLIN, until: min(end ?? slice, slice))
        guard isReady || isEncrypted else { return false }
        guard unsafe PQconsumeInput(self.connection) == 1 else { throw self.failure() }
        return isReady
    }

    /// Whether the server answers on another connection within 2 s, even if it refuses it.
    private var isServerAlive: Bool {
        let outcome = unsafe pingServer(
            self.address.connectionText,
            self.host.name,
            self.hostAddress,
            self.host.port,
            "2"
        )
        return outcome == PQPING_OK || outcome == PQPING_REJECT
    }

    /// Waits until the socket can be read or written, or is broken; false if that takes until a deadline.
    private func isReady(for events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            // Looked at once in any case: this thread may have had to wait for a processor.
            let left = max(.zero, deadline - .now)
            let milliseconds = Int32(clamping: Int64((left / .milliseconds(1)).rounded(.up)))
            var socket = pollfd(
                fd: unsafe PQsocket(self.connection),
                events: Int16(truncatingIfNeeded: events),
                revents: 0
            )
            guard socket.fd >= 0 else { return true }
            switch unsafe poll(&socket, 1, milliseconds) {
            case 0: return false
            case 1...: return true
            default: guard errno == EINTR else { return true }
            }
        }
    }
}

/// One result of a server, freed with its owner.
@safe
struct PostgresResult: ~Copyable {
    let result: OpaquePointer

    init(owning result: OpaquePointer) {
        unsafe self.result = result
    }

    deinit {
        unsafe PQclear(self.result)
    }

    var status: ExecStatusType { unsafe PQresultStatus(self.result) }

    /// A field of an error or a notice.
    func field(_ field: Int32) -> String? {
        unsafe PQresultErrorField(self.result, field).map { unsafe String(cString: $0) }
    }

    var rows: [PostgresRow] {
        let columns = unsafe PQnfields(self.result)
        return unsafe (0..<PQntuples(self.result)).map { row in
            let byteCount = (0..<columns).reduce(0) { unsafe $0 + Int(PQgetlength(self.result, row, $1)) }
            var read = PostgresRow(columnCount: Int(columns), byteCount: byteCount)
            for column in 0..<columns {
                guard unsafe PQgetisnull(self.result, row, column) == 0 else {
                    unsafe read.append(nil)
                    continue
                }
                let count = unsafe Int(PQgetlength(self.result, row, column))
                unsafe read.append(UnsafeRawBufferPointer(start: PQgetvalue(self.result, row, column), count: count))
            }
            return read
        }
    }
}

/// Collects the warnings of one connection; libpq by itself prints them on standard error.
///
/// libpq calls it on the thread that uses the connection.
final class PostgresWarnings {
    private var texts: [String] = []

    /// Must live as long as the connection.
    fileprivate func listen(to connection: OpaquePointer) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe PQsetNoticeReceiver(
            connection,
            { context, notice in
                guard let context = unsafe context, let notice = unsafe notice else { return }
                let warnings = unsafe Unmanaged<PostgresWarnings>.fromOpaque(context).takeUnretainedValue()
                unsafe warnings.hear(notice)
            },
            context
        )
    }

    private func hear(_ notice: OpaquePointer) {
        guard
            let severity = unsafe PQresultErrorField(notice, fieldOfSeverity),
            unsafe String(cString: severity) == "WARNING"
        else { return }
        // That there is no transaction to end, after ROLLBACK, says nothing of a commit.
        let state = unsafe PQresultErrorField(notice, fieldOfState).map { unsafe String(cString: $0) }
        guard state != "25P01" else { return }
        let text = unsafe PQresultErrorField(notice, fieldOfMessage).map { unsafe String(cString: $0) }
        self.texts.append(text ?? "a warning without text")
    }

    fileprivate func take() -> [String] {
        guard !self.texts.isEmpty else { return [] }
        defer { self.texts = [] }
        return self.texts
    }
}
