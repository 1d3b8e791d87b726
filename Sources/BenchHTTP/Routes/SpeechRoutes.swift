import Bench
import HTTPService
import HTTPTypes
import Hummingbird
import OTPCore
import OTPDevices
import SpeechSynthesis

/// What an audio code reader last said, to be heard.
struct SpeechRoutes: Sendable {
    let registry: DeviceRegistry
    let voice: Voice

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("devices/{serial}/speech.wav") { _, context in
            let host = try await self.registry.otp(in: context)
            let device = try await answering { () async throws(BenchRefusal) in try await host.view() }
            let sound = try await self.sound(of: device)
            return Response(
                status: .ok,
                headers: [.contentType: "audio/wav", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: sound.wave))
            )
        }
    }

    private func sound(of device: OTPView) async throws(Problem) -> Waveform {
        guard device.kind == .audioCodeReader else {
            throw Problem(
                "no-speaker",
                status: .notFound,
                title: "The device does not speak",
                detail: "Device \(device.serialNumber.text) is no audio code reader."
            )
        }
        guard let speech = device.speech else {
            throw Problem(
                "nothing-said",
                status: .notFound,
                title: "The reader has said nothing yet",
                detail: "It speaks when its red key is pressed: POST …/buttons/red."
            )
        }
        do {
            var sound = try await self.voice.sound(of: speech.utterances, style: speech.style)
            if let end = speech.interruptedAt {
                sound.cut(afterMilliseconds: end.milliseconds - speech.spokenAt.milliseconds)
            }
            return sound
        } catch {
            throw Problem(
                "no-sound",
                status: .serviceUnavailable,
                title: "There is no sound",
                detail: "The device works, but \(error). What it said stands as 'speech' in GET /v1/devices/{serial}."
            )
        }
    }
}
