import CommandLineTool
import Foundation
import Glibc
import StrictJSON

/// A campaign file: read with every fault named, and written as a whole or not at all.
struct CampaignFile {
    private static let byteLimit = 64 << 20

    let path: String

    /// The campaign in the file.
    func read() throws(UnusableInput) -> DisplayCampaign {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: self.path))
            data = try handle.read(upToCount: Self.byteLimit + 1) ?? Data()
        } catch {
            throw UnusableInput(unreadable: self.path)
        }
        guard data.count <= Self.byteLimit else { throw UnusableInput("\(self.path): is longer than 64 MiB") }
        let campaign: DisplayCampaign
        do {
            campaign = try JSONDecoder().decode(DisplayCampaign.self, from: data)
        } catch let error as DecodingError {
            throw UnusableInput("\(self.path): not a campaign of display start: \(Self.sentence(of: error, in: data))")
        } catch {
            throw UnusableInput("\(self.path): not a campaign of display start")
        }
        if let fault = InteroperableJSON.fault(in: [UInt8](data).span) { throw UnusableInput("\(self.path): \(fault)") }
        guard campaign.format == DisplayCampaign.format else {
            throw UnusableInput("\(self.path): format: not a campaign of display start")
        }
        guard campaign.version == DisplayCampaign.version else {
            throw UnusableInput("\(self.path): version \(campaign.version): this program reads version 1")
        }
        if let fault = campaign.fault { throw UnusableInput("\(self.path): \(fault)") }
        return campaign
    }

    /// Keeps a second session away from the file, until the descriptor is closed or the process ends.
    func lock() throws(UnusableInput) -> Int32 {
        guard unsafe access(self.path, F_OK) == 0 else { throw UnusableInput(unreadable: self.path) }
        // Beside the file, which is replaced after each code. It stays: who removes it could remove another one's.
        let descriptor = unsafe open(self.path + ".lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw UnusableInput("\(self.path).lock: cannot be written") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw UnusableInput("\(self.path): another display sample is at work on it")
        }
        return descriptor
    }

    /// Makes the file; one that exists is never overwritten.
    func create(_ campaign: DisplayCampaign) throws {
        let file = try NewFile(path: self.path)
        try file.write(Self.bytes(of: campaign))
        try file.close()
    }

    /// Replaces the file: at every moment, also after a loss of power, there is the old one or the new one.
    func replace(with campaign: DisplayCampaign) throws {
        let newer = self.path + ".new"
        let failure = UnusableInput("\(self.path): cannot be written")
        let descriptor = unsafe open(newer, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(Self.bytes(of: campaign)))
            try handle.synchronize()
            try handle.close()
        } catch {
            throw failure
        }
        guard unsafe rename(newer, self.path) == 0 else { throw failure }
        let folder = unsafe open(URL(filePath: self.path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func bytes(of campaign: DisplayCampaign) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(campaign)) + [0x0A]
    }

    /// What is wrong and where: a line and column, or a member as `observations[3].at`.
    private static func sentence(of error: DecodingError, in data: Data) -> String {
        switch error {
        case .dataCorrupted(let context):
            if context.codingPath.isEmpty { return "not JSON at line \(Self.lineOfFault(in: data))" }
            return "\(Self.member(context.codingPath)): \(context.debugDescription)"
        case .keyNotFound(let key, let context):
            return "\(Self.member(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(Self.member(context.codingPath)) has another type of value"
        @unknown default:
            return "it is not JSON"
        }
    }

    /// The line at which a text stops being JSON; Foundation says after how many bytes, or that the text ends too early.
    private static func lineOfFault(in data: Data) -> Int {
        var byteCount = data.count
        do {
            _ = try JSONSerialization.jsonObject(with: data)
        } catch {
            let text = (error as NSError).userInfo["NSDebugDescription"] as? String ?? ""
            if let number = text.split(whereSeparator: { character in !character.isNumber }).last {
                byteCount = min(Int(number) ?? byteCount, byteCount)
            }
        }
        return data.prefix(byteCount).count { byte in byte == 0x0A } + 1
    }

    private static func member(_ path: [any CodingKey]) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return text.isEmpty ? "the file" : text
    }
}
