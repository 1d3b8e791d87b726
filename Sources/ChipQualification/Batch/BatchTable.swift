/// `batch.csv`: a line for each token; RFC 4180.
struct BatchTable {
    let rows: [BatchRow]

    var text: String {
        let header = [
            "label", "serialNumber", "aaguid", "verdict", "firstFault", "failed", "p50Microseconds", "p95Microseconds",
            "counter", "startedAt", "milliseconds",
        ]
        return ([header] + self.rows.map { Self.fields(of: $0) })
            .map { $0.map { Self.quoted($0) }.joined(separator: ",") + "\r\n" }
            .joined()
    }

    private static func fields(of row: BatchRow) -> [String] {
        let failed = row.problems.filter { $0.severity != "inconclusive" }.map(\.id).joined(separator: " ")
        func text(_ number: (some BinaryInteger)?) -> String { number.map { "\($0)" } ?? "" }
        return [
            row.label, row.serialNumber ?? "", row.aaguid ?? "", row.verdict, row.words, failed,
            text(row.roundTripP50Microseconds), text(row.roundTripP95Microseconds), text(row.counter), row.startedAt,
            "\(row.milliseconds)",
        ]
    }

    /// A field that no spreadsheet takes for a formula.
    private static func quoted(_ field: String) -> String {
        var field = field
        if let first = field.first, "=+-@\t\r".contains(first) { field = "'" + field }
        guard field.contains(where: { "\",\r\n".contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
