import Activation

/// A holder's request for a chip as columns of a row of `holder`.
enum ChipRequestColumns {
    static let names = ["chip_requested_at", "chip_request_password"]

    static func values(_ holder: HolderRecord) -> [ColumnValue] {
        let request = holder.chipRequest
        return [ColumnValue(request?.requestedAt.milliseconds), ColumnValue(request?.passwordDigest)]
    }

    static func request(_ row: some StoredRow, from column: Int) throws(TokenStoreError) -> ChipRequest? {
        guard let time = row.time(at: column) else { return nil }
        return ChipRequest(
            requestedAt: time,
            passwordDigest: try row.bytes(at: column + 1).orDamaged("chip_request_password")
        )
    }
}
