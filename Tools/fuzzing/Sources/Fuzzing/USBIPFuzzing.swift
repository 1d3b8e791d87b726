import NIOCore
import USBIP

/// USBIP: bytes of a connection, however they are cut, are the same requests, and a device takes any of them.
enum USBIPFuzzing {
    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        let step = 1 + reader.number(below: 64)
        let isImport = reader.flag()
        // Most inputs are to get past the import, which takes 40 right bytes.
        var bytes: [UInt8] = isImport ? Self.importRequest : []
        bytes += reader.bytesToEnd()
        let whole = self.requests(of: bytes, cutEvery: max(1, bytes.count))
        hold(self.requests(of: bytes, cutEvery: step) == whole, "cuts change no request")
        self.play(whole)
    }

    private static let importRequest: [UInt8] =
        [0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0] + Array("1-1".utf8) + [UInt8](repeating: 0, count: 29)

    private static func requests(of bytes: [UInt8], cutEvery step: Int) -> [USBIPRequest] {
        var decoder = USBIPDecoder()
        var buffer = ByteBuffer()
        var requests: [USBIPRequest] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            buffer.writeBytes(bytes[start..<min(start + step, bytes.count)])
            do {
                while let request = try decoder.decode(buffer: &buffer) {
                    requests.append(request)
                }
            } catch {
                return requests
            }
        }
        return requests
    }

    private static func play(_ requests: [USBIPRequest]) {
        var device = USBDevice(profile: USBDeviceProfile(product: "chip", serialNumber: "1"), hasCard: true)
        var submitted: Set<UInt32> = []
        for request in requests {
            switch request {
            case .deviceList, .importDevice:
                break
            case .submit(let urb):
                hold(urb.data.count <= USBIPDecoder.outLimit, "what comes keeps to its limit")
                hold(urb.length <= USBIPDecoder.inLimit, "what is asked for keeps to its limit")
                submitted.insert(urb.sequence)
                self.perform(device.submitted(urb), on: &device, submitted: submitted)
            case .unlink(_, let victim):
                _ = device.unlinked(victim)
            }
        }
        self.perform(device.reportSent([UInt8](repeating: 1, count: 64)), on: &device, submitted: submitted)
        self.perform(device.cardStillWorking(), on: &device, submitted: submitted)
    }

    private static func perform(
        _ actions: [USBDeviceAction],
        on device: inout USBDevice,
        submitted: Set<UInt32>
    ) {
        for action in actions {
            switch action {
            case .complete(let completion):
                hold(submitted.contains(completion.sequence), "only a transfer that was asked for ends")
            case .deliverReport(let report):
                hold(report.count <= 64, "a report has at most 64 bytes")
                self.perform(device.reportTaken(), on: &device, submitted: submitted)
            case .command(.powerOn(let ticket)):
                let answer = CardAnswer.poweredOn(answerToReset: [0x3B, 0x80, 0x80, 0x01, 0x01], ticket: ticket)
                self.perform(device.cardAnswered(answer), on: &device, submitted: submitted)
            case .command(.powerOff):
                break
            case .command(.transmit(let command, let ticket)):
                // An answer of as many bytes as the command, so that long ones go in blocks.
                let answer = CardAnswer.responded(command + [0x90, 0x00], ticket: ticket)
                self.perform(device.cardAnswered(answer), on: &device, submitted: submitted)
            }
        }
    }
}
