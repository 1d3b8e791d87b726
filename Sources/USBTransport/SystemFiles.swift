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
        // By path: asked by URL, Foundation finds nothing behind the link that this folder is.
        let folder = self.root.path + "/" + interface
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let file = URL(filePath: "\(folder)/\(entry)/report_descriptor")
            if let data = try? Data(contentsOf: file) { return Array(data) }
        }
        return nil
    }
}
