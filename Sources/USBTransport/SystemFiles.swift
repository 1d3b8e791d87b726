import Foundation

/// Files about USB devices in `/sys/bus/usb/devices`, readable for everyone.
enum SystemFiles {
    private static let root = URL(filePath: "/sys/bus/usb/devices")

    /// A one-line file, such as a string of a device.
    static func text(_ path: String) -> String? {
        guard let data = try? Data(contentsOf: self.root.appending(path: path)) else { return nil }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
        return text.isEmpty ? nil : text
    }

    /// The report descriptor of an HID interface, which is shown as long as a driver of the kernel has the interface.
    static func reportDescriptor(of interface: String) -> [UInt8]? {
        let folder = self.root.appending(path: interface)
        let entries = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        for entry in entries {
            if let data = try? Data(contentsOf: entry.appending(path: "report_descriptor")) { return Array(data) }
        }
        return nil
    }
}
