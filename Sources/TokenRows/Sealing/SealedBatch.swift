package import Activation
import OTPCore

/// Devices on their way into a store, their secrets sealed.
package struct SealedBatch: Sendable {
    package struct Row: Sendable {
        package let record: TokenRecord
        package let secret: SealedSecret

        /// What becomes of this device where the same serial number is there already.
        package func outcome(
            besides present: TokenRecord,
            _ presentSecret: SealedSecret,
            _ keyFile: SealingKeyFile
        ) throws(TokenStoreError) -> ImportOutcome {
            let isSame = try presentSecret.isSame(as: self.secret, of: self.record.serialNumber, from: keyFile)
            return ImportOutcome(hasSameSecret: isSame, record: self.record, besides: present)
        }
    }

    package let rows: [Row]

    /// The key that the secrets are sealed under.
    package let keyID: Int64

    /// Seals the secrets of a batch under the active key, and wipes it.
    package init(sealing batch: consuming TokenBatch, under keys: SealingKeys) throws(TokenStoreError) {
        var rows: [Row] = []
        rows.reserveCapacity(batch.count)
        var failure: TokenStoreError?
        for position in 0..<batch.count {
            let sealed = batch.withToken(at: position) { record, secret in
                Result { () throws(TokenStoreError) in
                    Row(
                        record: record,
                        secret: try SealedSecret(sealing: secret, of: record.serialNumber, under: keys)
                    )
                }
            }
            switch sealed {
            case .success(let row): rows.append(row)
            case .failure(let error): failure = error
            }
        }
        batch.wipe()
        if let failure { throw failure }
        self.rows = rows
        self.keyID = keys.activeID
    }
}
