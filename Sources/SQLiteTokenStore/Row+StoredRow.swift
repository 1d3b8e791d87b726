import Foundation
import GRDB
import TokenRows

extension Row: StoredRow {
    package func integer(at column: Int) -> Int64? {
        self[column]
    }

    package func text(at column: Int) -> String? {
        self[column]
    }

    package func bytes(at column: Int) -> [UInt8]? {
        (self[column] as Data?).map { [UInt8]($0) }
    }
}

extension ColumnValue {
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}

extension StatementArguments {
    /// The values in their order.
    init(of values: [ColumnValue]) {
        // Of values of one type GRDB asks each through a key path, which takes longer than the statement.
        self.init(values.map { value -> (any DatabaseValueConvertible)? in value.databaseValue })
    }
}
