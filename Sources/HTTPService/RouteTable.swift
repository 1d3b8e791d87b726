import HTTPTypes
package import Hummingbird

/// Which methods each path of a service has.
package struct RouteTable: Sendable {
    private let routes: [(path: RouterPath, method: HTTPRequest.Method)]

    package init<Context: RequestContext>(of router: Router<Context>) {
        self.routes = router.routes.map { ($0.path, $0.method) }
    }

    /// Why no route takes the request.
    func refusal(of request: Request) -> Problem {
        let given = request.uri.path.split(separator: "/")
        var allowed: Set<HTTPRequest.Method> = []
        for (path, method) in self.routes where Self.matches(path, given) {
            allowed.insert(method)
            if method == .get {
                allowed.insert(.head)
            }
        }
        if allowed.isEmpty || allowed.contains(request.method) {
            return .notFound(path: request.uri.path)
        }
        return .methodNotAllowed(request.method, allowed: allowed.sorted { $0.rawValue < $1.rawValue })
    }

    private static func matches(_ path: RouterPath, _ given: [Substring]) -> Bool {
        path.components.count == given.count && zip(path.components, given).allSatisfy { $0 ~= $1 }
    }
}
