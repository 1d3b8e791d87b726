import CTAPHID
import FIDOClient
import USBTransport

extension ReportSizes {
    /// The sizes of the reports of a FIDO interface, CTAP 2.1, section 11.2.8.2.
    init(of interface: USBInterface, describedBy bytes: [UInt8]) throws(ChipFault) {
        guard let descriptor = try? HIDReportDescriptor(parsing: bytes), descriptor.topUsages.contains(.fido) else {
            throw ChipFault(.unusable, "the interface is no FIDO interface, by its report descriptor")
        }
        guard let sizes = descriptor.reportSizes else {
            throw ChipFault(
                .unusable,
                "the token has reports of \(descriptor.inputByteCount) and \(descriptor.outputByteCount) bytes;"
                    + " 8 to 1,024 are possible"
            )
        }
        guard let packetSize = interface.input?.packetSize, packetSize >= sizes.input.byteCount else {
            throw ChipFault(
                .unusable,
                "the token sends a report in several packets, as low-speed devices do; it cannot be used here"
            )
        }
        self = sizes
    }
}
