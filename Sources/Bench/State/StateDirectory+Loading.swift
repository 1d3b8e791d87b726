import Foundation
import OTPCore
import OTPDevices

extension StateDirectory {
    /// Reads everything in the directory, and sets aside what cannot be read.
    static func load(_ path: String) throws(StoreError) -> StoredBench {
        let folder = path + "/devices"
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw .failed(path: folder, reason: "cannot be listed")
        }
        var devices: [DeviceSnapshot] = []
        var complaints: [String] = []
        for name in names {
            let file = folder + "/" + name
            if name.hasSuffix(".tmp") {
                // A draft that was cut off; the file it was to replace is whole.
                try StateFile.remove(file)
                continue
            }
            do {
                var device = try DeviceDocument.decode(try StateFile.read(file))
                guard name == device.serialNumber.text + ".json" else {
                    throw SnapshotFault(reason: "it holds device \(device.serialNumber.text)")
                }
                if case .otp(var snapshot) = device {
                    // A restart of the bench is a power cut for screens.
                    snapshot.reading = nil
                    device = .otp(snapshot)
                }
                devices.append(device)
            } catch {
                complaints.append(try Self.setAside(file, in: path, because: error))
            }
        }
        var clock = StoredClock()
        let clockFile = path + "/clock.json"
        if StateFile.isThere(clockFile) {
            do {
                clock = try ClockDocument.decode(try StateFile.read(clockFile))
            } catch {
                complaints.append(try Self.setAside(clockFile, in: path, because: error))
            }
        }
        return StoredBench(devices: devices, clock: clock, complaints: complaints)
    }

    private static func setAside(_ file: String, in path: String, because error: any Error) throws(StoreError) -> String
    {
        let folder = path + "/set-aside"
        try StateFile.makeDirectory(folder)
        let name = URL(fileURLWithPath: file).lastPathComponent
        var target = folder + "/" + name
        var number = 1
        while StateFile.isThere(target) {
            number += 1
            target = "\(folder)/\(name).\(number)"
        }
        try StateFile.move(file, to: target)
        let reason = (error as? SnapshotFault)?.reason ?? (error as? StoreError)?.reason ?? "it cannot be read"
        return "\(file) was set aside as \(target): \(reason)"
    }
}
