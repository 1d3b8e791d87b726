import CTAPHID
import CanonicalCBOR
import FIDOMessages

/// authenticatorLargeBlobs; CTAP 2.1, section 6.10.2.
extension Authenticator {
    /// An array without an element and its trailer: nothing shorter can be one.
    private static var leastLength: Int { 17 }

    /// `maxFragmentLength`: what is left of a message for a fragment.
    private var maximumFragmentLength: Int {
        max(0, self.profile.maximumMessageSize - 64)
    }

    mutating func largeBlobs(_ message: [UInt8], at now: Uptime) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard self.profile.largeBlobCapacity > 0 else { throw .invalidCommand }
        let request = try LargeBlobsRequest(message)
        switch (request.byteCount, request.fragment) {
        case (let byteCount?, nil): return .reply(try self.readLargeBlobs(request, byteCount: byteCount))
        case (nil, let fragment?): return try self.writeLargeBlobs(request, fragment: fragment, at: now)
        case (nil, nil), (_?, _?): throw .invalidParameter
        }
    }

    private func readLargeBlobs(
        _ request: LargeBlobsRequest,
        byteCount: UInt64
    ) throws(CTAP2StatusCode) -> [UInt8] {
        guard
            request.length == nil, request.authorization.parameter == nil, request.authorization.protocolNumber == nil
        else { throw .invalidParameter }
        guard byteCount <= UInt64(self.maximumFragmentLength) else { throw .invalidLength }
        guard let start = Int(exactly: request.offset), start <= self.state.largeBlobs.count else {
            throw .invalidParameter
        }
        let end = min(start + Int(byteCount), self.state.largeBlobs.count)
        var writer = CBORWriter(after: [CTAP2StatusCode.success.rawValue])
        writer.map { members in
            members.add(1) { $0.byteString([UInt8](self.state.largeBlobs[start..<end])) }
        }
        return writer.bytes
    }

    private mutating func writeLargeBlobs(
        _ request: LargeBlobsRequest,
        fragment: ArraySlice<UInt8>,
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard fragment.count <= self.maximumFragmentLength else { throw .invalidLength }
        var write = try self.begunWrite(request)
        try self.authorize(
            request.authorization,
            message: self.authenticatedMessage(request, fragment),
            permission: .largeBlobWrite,
            at: now
        )
        guard fragment.count <= write.length - write.bytes.count else { throw .invalidParameter }
        write.bytes.append(contentsOf: fragment)
        guard write.bytes.count == write.length else {
            self.session.largeBlobWrite = write
            return .reply([CTAP2StatusCode.success.rawValue])
        }
        self.session.largeBlobWrite = nil
        // The trailer: the first 16 bytes of the SHA-256 of all before it.
        let digest = self.environment.sha256(write.bytes.span.extracting(0..<write.length - 16))
        guard digest.prefix(16) == write.bytes.suffix(16) else { throw .integrityFailure }
        guard !self.faults.isStorageFull else { throw .largeBlobStorageFull }
        var newState = self.state
        newState.largeBlobs = write.bytes
        return self.commit(newState, thenReply: [CTAP2StatusCode.success.rawValue])
    }

    /// The write that a fragment belongs to: a new one at offset 0.
    private func begunWrite(_ request: LargeBlobsRequest) throws(CTAP2StatusCode) -> LargeBlobWrite {
        guard request.offset == 0 else {
            guard request.length == nil else { throw .invalidParameter }
            guard
                let write = self.session.largeBlobWrite, let offset = Int(exactly: request.offset),
                offset == write.bytes.count
            else { throw .invalidSequence }
            return write
        }
        guard let length = request.length else { throw .invalidParameter }
        guard length <= UInt64(self.profile.largeBlobCapacity) else { throw .largeBlobStorageFull }
        guard length >= UInt64(Self.leastLength) else { throw .invalidParameter }
        return LargeBlobWrite(length: Int(length))
    }

    /// What pinUvAuthParam is about: 32 times ff, 0c 00, the offset with its lowest byte first, the fragment's SHA-256.
    private func authenticatedMessage(_ request: LargeBlobsRequest, _ fragment: ArraySlice<UInt8>) -> [UInt8] {
        var message = [UInt8](repeating: 0xff, count: 32)
        message.append(CTAP2Command.largeBlobs.rawValue)
        message.append(0)
        for shift in [UInt64(0), 8, 16, 24] {
            message.append(UInt8(truncatingIfNeeded: request.offset &>> shift))
        }
        return message + self.environment.sha256(fragment.span)
    }
}
