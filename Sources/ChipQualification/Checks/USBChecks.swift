import CTAPHID
import ChipConnections
import TokenQuality
import USBTransport

extension Check {
    static let usbChecks: [Check] = [
        Check(
            CheckDescription(
                "U01",
                .usb,
                clause: "11.2.8.2",
                "The report descriptor is FIDO's, with reports of one size and no report ID",
                .major,
                set: .quick
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let identity = try await bed.usbIdentity()
            guard let descriptor = try? HIDReportDescriptor(parsing: identity.reportDescriptor) else {
                return .failed(expected: "a report descriptor", found: hexadecimal(identity.reportDescriptor))
            }
            guard descriptor.topUsages == [.fido], !descriptor.hasReportIDs,
                descriptor.inputByteCount == descriptor.outputByteCount
            else {
                return .failed(
                    expected: "usage f1d0 01, equal reports, no report ID",
                    found: "reports of \(descriptor.inputByteCount) and \(descriptor.outputByteCount) bytes, "
                        + hexadecimal(identity.reportDescriptor)
                )
            }
            return .passed(found: "reports of \(descriptor.inputByteCount) bytes")
        },
        Check(
            CheckDescription(
                "U02",
                .usb,
                clause: "11.2.8.1",
                "The interface is HID with two interrupt endpoints as large as the reports",
                .major,
                set: .quick
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let identity = try await bed.usbIdentity()
            let interface = identity.interface
            let codes = [interface.classCode, interface.subclassCode, interface.protocolCode]
            guard codes == [3, 0, 0] else { return .failed(expected: "class 030000", found: hexadecimal(codes)) }
            guard let input = interface.input, let output = interface.output, interface.endpoints.count == 2 else {
                return .failed(expected: "one endpoint each way", found: "\(interface.endpoints.count) endpoints")
            }
            guard input.packetSize == identity.reports.input.byteCount,
                output.packetSize == identity.reports.output.byteCount
            else {
                return .failed(
                    expected: "packets of the report's size",
                    found: "\(input.packetSize) and \(output.packetSize) bytes"
                )
            }
            guard max(input.interval, output.interval) <= 10 else {
                return .failed(
                    expected: "an interval of at most 10",
                    found: "\(input.interval) and \(output.interval)",
                    severity: .minor
                )
            }
            return .passed(
                found: "packets of \(input.packetSize) bytes, intervals \(input.interval), \(output.interval)"
            )
        },
        Check(
            CheckDescription("U03", .usb, clause: "profile", "Vendor and product are as ordered", .major, set: .quick),
            on: .usb
        ) { bed throws(CheckEnd) in
            let device = try await bed.usbIdentity().device
            let found = "\(hexadecimal(device.vendor)):\(hexadecimal(device.product))"
            let (vendor, product) = (bed.profile.usbVendor, bed.profile.usbProduct)
            guard vendor != nil || product != nil else { return .skipped(reason: "the profile names no USB numbers") }
            return vendor ?? device.vendor == device.vendor && product ?? device.product == device.product
                ? .passed(found: found)
                : .failed(
                    expected: "\(vendor.map { hexadecimal($0) } ?? "any"):\(product.map { hexadecimal($0) } ?? "any")",
                    found: found
                )
        },
        Check(
            CheckDescription(
                "U04",
                .usb,
                clause: "USB 2.0, 9.6.7",
                "The strings are printable ASCII",
                .major,
                set: .quick
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let device = try await bed.usbIdentity().device
            let strings = [device.manufacturerName, device.productName, device.serialNumber].compactMap { $0 }
            for string in strings where !string.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
                return .failed(expected: "printable ASCII", found: hexadecimal(string.utf8))
            }
            return .passed(found: strings.joined(separator: ", "))
        },
    ]

    /// Judgement of all reports of a run.
    static let lineChecks: [Check] = [
        Check(
            CheckDescription("U11", .usb, clause: "11.2.4", "No report of the whole run was empty", .minor),
            on: .usb
        ) { bed throws(CheckEnd) in
            let count: Int
            do throws(ChipFault) {
                count = try await bed.chip.reports(within: .seconds(5)) { pipes throws(USBError) in
                    pipes.emptyReportCount
                }
            } catch {
                throw .connection(error)
            }
            return count == 0 ? .passed(found: "none") : .failed(expected: "none", found: "\(count)")
        }
    ]
}

private func hexadecimal(_ number: UInt16) -> String {
    hexadecimal([UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)])
}
