internal import Board

/// An image that must not link: it allocates once.
///
/// `Tools/check-firmware` builds it to prove that its heap check can fail.
@main
struct HeapProbe {
    static func main() {
        var bytes: [UInt8] = []
        while let byte = SerialPort.poll() {
            bytes.append(byte)
        }
        for byte in bytes {
            SerialPort.write(byte)
        }
    }
}
