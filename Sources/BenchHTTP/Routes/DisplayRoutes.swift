import Bench
import HTTPService
import HTTPTypes
import Hummingbird
import OTPDevices

/// What is on the screen: for programs, for a terminal and for the eye.
struct DisplayRoutes: Sendable {
    let registry: DeviceRegistry

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("devices/{serial}/display") { _, context in
            JSONAnswer(DisplayAnswer(try await self.device(in: context).display))
        }
        router.get("devices/{serial}/display.txt") { _, context in
            let text = try await self.device(in: context).display.frame?.text ?? ""
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n"))
            )
        }
        router.get("devices/{serial}/display.svg") { _, context in
            let device = try await self.device(in: context)
            let drawing = DisplayDrawing(device.display.frame, cells: device.profile.profile.digits)
            return Response(
                status: .ok,
                headers: [.contentType: "image/svg+xml"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: drawing.svg))
            )
        }
    }

    private func device(in context: BasicRequestContext) async throws(Problem) -> OTPView {
        let host = try await self.registry.otp(in: context)
        return try await answering { () async throws(BenchRefusal) in try await host.view() }
    }
}
