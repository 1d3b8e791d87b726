import Activation

/// A holder's chip, and the question that awaits its answer, as columns of a row of `holder`.
enum ChipColumns {
    /// Eight of the chip, three of the ceremony, and the chip's transports.
    static let names = [
        "chip_credential_id", "chip_public_key", "chip_aaguid", "chip_attestation", "chip_enrolled_at",
        "chip_signature_counter", "chip_block", "chip_block_until",
        "ceremony", "ceremony_challenge", "ceremony_expires_at",
        "chip_transports",
    ]

    static func values(_ holder: HolderRecord) -> [ColumnValue] {
        let chip = holder.chip
        let ceremony = holder.ceremony
        return [
            ColumnValue(chip?.credentialID), ColumnValue(chip?.publicKey), ColumnValue(chip?.aaguid),
            ColumnValue(chip?.attestation.name), ColumnValue(chip?.enrolledAt.milliseconds),
            ColumnValue(chip.map { Int64($0.signatureCounter) }), ColumnValue(chip?.block?.name),
            ColumnValue(chip?.block?.end?.milliseconds), ColumnValue(ceremony?.kind.name),
            ColumnValue(ceremony?.challenge.digest), ColumnValue(ceremony?.expiresAt.milliseconds),
            ColumnValue(chip.flatMap { Self.text(of: $0.transports) }),
        ]
    }

    /// The chip in eight columns from one on; its transports stand in another one.
    static func chip(
        _ row: some StoredRow,
        from column: Int,
        transportsAt transportsColumn: Int
    ) throws(TokenStoreError) -> ChipRecord? {
        guard let credentialID = row.bytes(at: column) else { return nil }
        return ChipRecord(
            credentialID: credentialID,
            publicKey: try row.bytes(at: column + 1).orDamaged("chip_public_key"),
            aaguid: try row.bytes(at: column + 2).orDamaged("chip_aaguid"),
            attestation: try row.text(at: column + 3).flatMap { ChipAttestation(name: $0) }
                .orDamaged("chip_attestation"),
            enrolledAt: try row.time(at: column + 4).orDamaged("chip_enrolled_at"),
            transports: Self.transports(in: row.text(at: transportsColumn)),
            signatureCounter: try row.integer(at: column + 5).flatMap { UInt32(exactly: $0) }
                .orDamaged("chip_signature_counter"),
            block: try Self.block(row, from: column + 6)
        )
    }

    /// The names with commas between them; `nil` if there are none.
    private static func text(of transports: ChipTransports) -> String? {
        transports.names.isEmpty ? nil : transports.names.joined(separator: ",")
    }

    private static func transports(in text: String?) -> ChipTransports {
        ChipTransports(text?.split(separator: ",").map { String($0) } ?? [])
    }

    static func ceremony(_ row: some StoredRow, from column: Int) throws(TokenStoreError) -> ChipCeremony? {
        guard let name = row.text(at: column) else { return nil }
        return ChipCeremony(
            try ChipCeremony.Kind(name: name).orDamaged("ceremony"),
            challenge: ChipChallenge(digest: try row.bytes(at: column + 1).orDamaged("ceremony_challenge")),
            expiresAt: try row.time(at: column + 2).orDamaged("ceremony_expires_at")
        )
    }

    private static func block(_ row: some StoredRow, from column: Int) throws(TokenStoreError) -> DeviceBlock? {
        switch row.text(at: column) {
        case nil: nil
        case DeviceBlock.permanent.name: .permanent
        default: .temporary(until: try row.time(at: column + 1).orDamaged("chip_block_until"))
        }
    }
}
