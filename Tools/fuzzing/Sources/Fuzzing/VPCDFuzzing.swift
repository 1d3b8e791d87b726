import NIOCore
import VPCD

/// VPCD: bytes of a socket, however they are cut, are the same messages; all of them are answered for.
enum VPCDFuzzing {
    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        let step = 1 + reader.number(below: 64)
        let bytes = reader.bytesToEnd()
        let whole = self.messages(of: bytes, cutEvery: max(1, bytes.count))
        hold(self.messages(of: bytes, cutEvery: step) == whole, "cuts change no message")
        for case .command(let command) in whole {
            var buffer = ByteBuffer()
            hold((try? VPCDEncoder().encode(data: command, out: &buffer)) != nil, "what fitted fits again")
            hold(buffer.readableBytes == command.count + 2, "a length is two bytes")
        }
    }

    private static func messages(of bytes: [UInt8], cutEvery step: Int) -> [VPCDMessage] {
        var decoder = VPCDDecoder()
        var buffer = ByteBuffer()
        var messages: [VPCDMessage] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            buffer.writeBytes(bytes[start..<min(start + step, bytes.count)])
            while let message = decoder.decode(buffer: &buffer) {
                messages.append(message)
            }
        }
        _ = decoder.decodeLast(buffer: &buffer, seenEOF: true)
        return messages
    }
}
