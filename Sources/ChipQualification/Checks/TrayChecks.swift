import ChipConnections
import TokenQuality

extension Check {
    /// Comparison with the tokens before, with nothing sent.
    static let trayChecks: [Check] = [
        Check(
            CheckDescription(
                "B02",
                .batch,
                clause: "-",
                "The USB serial number is unique, and one of those ordered",
                .major,
                set: .quick
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            guard let tray = bed.tray else { return .skipped(reason: "the token is in no batch") }
            guard let serialNumber = bed.chip.place.serialNumber else {
                return tray.delivery == nil
                    ? .skipped(reason: "the token has no serial number")
                    : .failed(expected: "a serial number of the delivery", found: "none")
            }
            switch tray.judge(serialNumber: serialNumber) {
            case .unique:
                return .passed(found: serialNumber)
            case .repeated(let label):
                return .failed(expected: "a serial number of its own", found: "\(serialNumber), as \(label) has it")
            case .foreign:
                return .failed(expected: "a serial number of the delivery", found: serialNumber)
            }
        },
        Check(
            CheckDescription(
                "B03",
                .batch,
                clause: "-",
                "Keys, credential IDs and signatures repeat none of an earlier token",
                .critical,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            guard let tray = bed.tray else { return .skipped(reason: "the token is in no batch") }
            let count = bed.marks.values.count
            guard let repetition = tray.repetition(of: bed.marks) else {
                return .passed(found: "\(count) values, none seen before")
            }
            return .failed(
                expected: "values of its own",
                found:
                    "the \(repetition.value.kind.words) \(hexadecimal(repetition.value.bytes)) of \(repetition.label)",
                // The standard asks for no random channels.
                severity: repetition.value.kind == .channel ? .information : nil
            )
        },
    ]
}
