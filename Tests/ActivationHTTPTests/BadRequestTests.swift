import Activation
import ActivationHTTP
import OTPCore
import Testing

@Suite("A request that cannot be served")
struct BadRequestTests {
    /// Method, path, body, status, problem.
    typealias Case = (path: String, body: String, status: Int, problem: String)

    @Test(
        arguments: [
            ("/v1/users", "", 400, "invalid-json"),
            ("/v1/users", "{", 400, "invalid-json"),
            ("/v1/users", "[]", 400, "invalid-body"),
            ("/v1/users", "{}", 400, "invalid-body"),
            ("/v1/users", #"{"userID":"a"}"#, 400, "invalid-body"),
            ("/v1/users", #"{"userID":1,"password":"p"}"#, 400, "invalid-body"),
            ("/v1/users", #"{"userID":null,"password":"p"}"#, 400, "invalid-body"),
            ("/v1/users", #"{"userID":"a","password":"p","admin":true}"#, 400, "invalid-body"),
            ("/v1/users", #"{"userID":"","password":"p"}"#, 422, "invalid-member"),
            ("/v1/users", #"{"userID":"a\u0000","password":"p"}"#, 422, "invalid-member"),
            ("/v1/users", #"{"userID":"a/b","password":"p"}"#, 422, "invalid-member"),
            ("/v1/users", #"{"userID":"a","password":""}"#, 422, "invalid-member"),
            ("/v1/users", #"{"userID":"a","password":"\u0007"}"#, 422, "invalid-member"),
            ("/v1/verifications", #"{"code":"123456"}"#, 400, "invalid-body"),
            ("/v1/verifications", #"{"userID":"a","serialNumber":"1","code":"123456"}"#, 400, "invalid-body"),
            ("/v1/verifications", #"{"userID":"a","code":123456}"#, 400, "invalid-body"),
            ("/v1/verifications", #"{"userID":"a","code":"12345a"}"#, 422, "invalid-member"),
            ("/v1/verifications", #"{"userID":"a","code":"１２３４５６"}"#, 422, "invalid-member"),
            ("/v1/verifications", #"{"userID":"a","code":"123"}"#, 422, "invalid-member"),
            ("/v1/verifications", #"{"serialNumber":"a b","code":"123456"}"#, 422, "invalid-member"),
            ("/v1/activations", #"{"userID":"a","serialNumber":"1","code":"123456"}"#, 400, "invalid-body"),
            (
                "/v1/activations", #"{"userID":"a","password":"p","serialNumber":"1\n","code":"123456"}"#, 422,
                "invalid-member"
            ),
            ("/v1/authenticators/1/resynchronization", "{}", 400, "invalid-body"),
            ("/v1/authenticators/1/resynchronization", #"{"codes":[123456,123456]}"#, 400, "invalid-body"),
            ("/v1/authenticators/1/resynchronization", #"{"codes":["123456"]}"#, 422, "invalid-member"),
            ("/v1/authenticators/1/resynchronization", #"{"codes":["123456","12345x"]}"#, 422, "invalid-member"),
            ("/v1/authenticators/a%20b/resynchronization", #"{"codes":["123456","123456"]}"#, 422, "invalid-member"),
            ("/v1/authenticators/1/block", #"{"kind":"none"}"#, 405, "method-not-allowed"),
            ("/v1/nothing", "{}", 404, "not-found"),
            ("/healthz", "{}", 405, "method-not-allowed"),
        ] as [Case]
    )
    func isToldWhatIsWrong(given: Case) async throws {
        try await RunningService.with { service async throws in
            let answer = try await service.post(given.path, given.body)
            #expect(answer.status == given.status)
            #expect(answer.problem == given.problem)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.json["status"] as? Int == given.status)
            // The service lives on.
            #expect(try await service.get("/healthz").status == 200)
        }
    }

    @Test func namesTheMemberAndRepeatsNothing() async throws {
        try await RunningService.with { service async throws in
            let answer = try await service.post("/v1/users", #"{"userID":"anna","password":"hush\u0001hush"}"#)
            #expect(answer.text.contains("password"))
            #expect(!answer.text.contains("hush"))
        }
    }

    @Test func mayBeTooLarge() async throws {
        try await RunningService.with { service async throws in
            let answer = try await service.post("/v1/users", String(repeating: " ", count: 1 << 20))
            #expect(answer.status == 413)
            #expect(answer.problem == "body-too-large")
            #expect(try await service.get("/healthz").status == 200)
        }
    }

    @Test func mayLackTheToken() async throws {
        let token = "0123456789abcdef"
        try await RunningService.with(token: token) { service async throws in
            for path in ["/v1/users/anna", "/v1/authenticators/1"] {
                #expect(try await service.get(path).status == 401)
                #expect(try await service.get(path, token: "0123456789abcdeg").status == 401)
                #expect(try await service.get(path, token: token).status == 404)
            }
            for path in ["/v1/users", "/v1/imports", "/v1/activations", "/v1/verifications"] {
                #expect(try await service.post(path, "{}").status == 401)
            }
            #expect(try await service.get("/healthz").status == 200)
            #expect(try await service.get("/openapi.json").status == 200)
        }
    }

    @Test func mayComeWhenTooManyWait() async throws {
        var policy = ActivationPolicy()
        policy.passwordQueue = 0
        try await RunningService.with(policy: policy) { service async throws in
            let answer = try await service.post("/v1/users", ["userID": "anna", "password": "p"])
            #expect(answer.status == 503)
            #expect(answer.problem == "busy")
            #expect(answer.headers["retry-after"] == "1")
        }
    }

    @Test(
        arguments: [
            (TokenStoreError.unavailable(reason: "disk I/O error"), "store-unavailable"),
            (TokenStoreError.outcomeUnknown(reason: "the connection to disk was lost"), "outcome-unknown"),
        ]
    )
    func mayComeWhenTheStoreIsGone(error: TokenStoreError, problem: String) async throws {
        try await RunningService.with(store: LostStore(error: error)) { service async throws in
            let answer = try await service.post("/v1/verifications", ["userID": "anna", "code": "123456"])
            #expect(answer.status == 503)
            #expect(answer.problem == problem)
            #expect(answer.headers["retry-after"] == "1")
            #expect(!answer.text.contains("disk"))
            #expect(try await service.get("/healthz").status == 200)
            let readiness = try await service.get("/readyz")
            #expect(readiness.status == 503)
            #expect(readiness.problem == "not-ready")
            #expect(!readiness.text.contains("disk"))
            let metrics = try await service.get("/metrics").text
            #expect(metrics.contains("mitid_activation_store_failures_total{problem=\"\(problem)\"} 1\n"))
        }
    }

    @Test("a service whose store answers is ready, and says so without a token")
    func isReady() async throws {
        try await RunningService.with(token: "0123456789abcdef") { service async throws in
            let answer = try await service.get("/readyz")
            #expect(answer.status == 200)
            #expect(answer.text.contains("ready"))
        }
    }

    /// A store whose disk is gone.
    private struct LostStore: TokenStore {
        let error: TokenStoreError

        func update<Decision: Sendable>(
            _ subject: Dossier.Subject,
            caller: CallerID?,
            _ decide: @escaping @Sendable (inout Dossier, borrowing HMACKey) -> Decision
        ) async throws(TokenStoreError) -> Decision {
            throw self.error
        }

        func token(_ serialNumber: SerialNumber) async throws(TokenStoreError) -> TokenRecord? {
            throw self.error
        }

        func holder(_ userID: UserID) async throws(TokenStoreError) -> HolderRecord? {
            throw self.error
        }

        func tokens(of userID: UserID) async throws(TokenStoreError) -> [TokenRecord] {
            throw self.error
        }

        func add(_ holder: HolderRecord, caller: CallerID?) async throws(TokenStoreError) -> Bool {
            throw self.error
        }

        func append(_ entry: AuditEntry) async throws(TokenStoreError) {
            throw self.error
        }

        func auditKey() async throws(TokenStoreError) -> AuditKey? {
            throw self.error
        }

        func auditSeal(of chain: String) async throws(TokenStoreError) -> AuditSeal? {
            throw self.error
        }

        func importPlace(ofFile digest: String) async throws(TokenStoreError) -> ImportPlace? {
            throw self.error
        }

        func add(
            _ batch: consuming TokenBatch,
            reaching place: ImportPlace?
        ) async throws(TokenStoreError) -> [ImportOutcome] {
            throw self.error
        }

        func auditChains() async throws(TokenStoreError) -> [String] {
            throw self.error
        }

        func auditLinks(
            of chain: String,
            from number: UInt64,
            limit: Int
        ) async throws(TokenStoreError) -> [AuditLink] {
            throw self.error
        }
    }
}
