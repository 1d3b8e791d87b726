import Hummingbird

/// A request whose token, if one is wanted, was looked at.
struct AccessContext: RequestContext {
    typealias Source = BasicRequestContext

    var coreContext: CoreRequestContextStorage
    var access = Access.whole

    init(source: BasicRequestContext) {
        self.coreContext = source.coreContext
    }
}
