import Foundation
import FoundationNetworking
import PSKC
import Testing

@Suite struct DeviceStoryTests {
    private static let display = """
        {"kind":"code-display","serialNumber":"A","secretHex":"3132333435363738393031323334353637383930"}
        """

    @Test func aDeviceIsMadePressedAndRead() async throws {
        try await RunningBench.serve { bench in
            let made = try await bench.send("POST", "/v1/devices", Self.display)
            #expect(made.status == 201)
            #expect(made.headers.value(forHTTPHeaderField: "Location") == "/v1/devices/A")
            #expect(made.object["secretHex"] as? String == "3132333435363738393031323334353637383930")
            let pressed = try await bench.send("POST", "/v1/devices/A/buttons/main", #"{"action":"press"}"#)
            #expect(pressed.status == 200)
            #expect(pressed.object["secretHex"] == nil)
            // RFC 6238, appendix B, cut to six digits.
            let shown = try await bench.send("GET", "/v1/devices/A/display")
            #expect(
                shown.text
                    == #"{"darkensAt":"1970-01-01T00:01:29Z","lit":true,"lowBattery":false,"#
                    + #""segments":["abdeg","abcdefg","abcp","abcdef","abcdefg","abdeg"],"text":"287082"}"#
            )
            #expect(try await bench.send("GET", "/v1/devices/A/display.txt").text == "287082\n")
        }
    }

    @Test func theContainerOfABenchIsReadAsItsDevices() async throws {
        try await RunningBench.serve { bench in
            _ = try await bench.send("POST", "/v1/devices", Self.display)
            _ = try await bench.send(
                "POST",
                "/v1/devices",
                #"{"kind":"audio-code-reader","serialNumber":"B","profile":"hotp-audio-code-reader","counter":7}"#
            )
            let file = [UInt8](try await bench.send("GET", "/v1/pskc").body)
            let text = String(decoding: file, as: UTF8.self)
            #expect(text.contains("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="))
            #expect(text.contains("<Model>audio-code-reader</Model>"))
            #expect(text.contains("<PlainValue>7</PlainValue>"))
            #expect(text.hasSuffix(String(decoding: PSKCWriter().end(), as: UTF8.self)))
        }
    }

    @Test func aSnapshotPutBackIsTheSameSnapshot() async throws {
        try await RunningBench.serve { bench in
            _ = try await bench.send("POST", "/v1/devices", Self.display)
            _ = try await bench.send("POST", "/v1/devices/A/buttons/main")
            let taken = try await bench.send("GET", "/v1/devices/A/snapshot").text
            #expect(try await bench.send("DELETE", "/v1/devices/A").status == 204)
            #expect(try await bench.send("PUT", "/v1/devices/A/snapshot", taken).status == 201)
            #expect(try await bench.send("GET", "/v1/devices/A/snapshot").text == taken)
            #expect(try await bench.send("PUT", "/v1/devices/B/snapshot", taken).status == 422)
        }
    }

    @Test(
        arguments: [
            ("GET", "/v1/devices/A", nil, 404, "unknown-device"),
            ("GET", "/nowhere", nil, 404, "not-found"),
            ("PATCH", "/v1/clock", nil, 405, "method-not-allowed"),
            ("POST", "/v1/devices", "{", 400, "invalid-json"),
            ("POST", "/v1/devices", "{}", 400, "invalid-body"),
            ("POST", "/v1/devices", #"{"kind":"toaster"}"#, 422, "unsupported-kind"),
            ("POST", "/v1/devices", #"{"kind":"code-display","secretHex":"zz"}"#, 422, "invalid-member"),
            ("PUT", "/v1/clock", String(repeating: " ", count: 70_000), 413, "body-too-large"),
        ] as [(String, String, String?, Int, String)]
    )
    func refusalsAreProblems(
        _ method: String,
        _ path: String,
        _ body: String?,
        _ status: Int,
        _ name: String
    ) async throws {
        try await RunningBench.serve { bench in
            let answer = try await bench.send(method, path, body)
            #expect(answer.status == status)
            #expect(answer.headers.value(forHTTPHeaderField: "Content-Type") == "application/problem+json")
            #expect(answer.object["type"] as? String == "urn:mitid-tokens:problem:\(name)")
            #expect(answer.object["status"] as? Int == status)
        }
    }
}
