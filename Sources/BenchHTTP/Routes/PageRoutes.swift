import HTTPService
import HTTPTypes
import Hummingbird
import OTPCore

/// The web page, the description of the interface, and the sign of life.
///
/// None of them holds anything of the bench.
struct PageRoutes: Sendable {
    func add(to router: Router<BasicRequestContext>) {
        for file in PageFile.all {
            router.get(RouterPath(file.path)) { request, _ in file.response(to: request) }
        }
        router.get("healthz") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/plain; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "ok\n"))
            )
        }
    }
}
