/// Usages and report sizes of an HID interface, HID 1.11, section 6.2.2.
package struct HIDReportDescriptor: Equatable, Sendable {
    /// The usages of the top-level collections in their order; at least one.
    package private(set) var topUsages: [HIDUsage] = []

    /// Whether reports begin with an ID, which the sizes leave out.
    package private(set) var hasReportIDs = false

    private var reports: [Report] = []

    /// Reads a report descriptor of any bytes.
    package init(parsing bytes: [UInt8]) throws(HIDReportDescriptorError) {
        var items = HIDItemReader(bytes)
        var globals = Globals()
        var pushed: [Globals] = []
        var usage: HIDItem?
        var depth = 0
        while let item = try items.next() {
            switch item.kind {
            case .input, .output:
                try self.add(globals, isInput: item.kind == .input, offset: item.offset)
            case .collection:
                if depth == 0 {
                    self.topUsages.append(HIDUsage(usage, page: globals.usagePage))
                }
                depth += 1
            case .endCollection:
                guard depth > 0 else { throw .collectionNotOpen(offset: item.offset) }
                depth -= 1
            case .push:
                guard pushed.count < Self.deepestStack else { throw .pushedTooDeep(offset: item.offset) }
                pushed.append(globals)
            case .pop:
                guard let last = pushed.popLast() else { throw .popWithoutPush(offset: item.offset) }
                globals = last
            case .usagePage:
                globals.usagePage = UInt16(truncatingIfNeeded: item.value)
            case .reportSize:
                globals.fieldBitCount = item.value
            case .reportCount:
                globals.fieldCount = item.value
            case .reportID:
                guard (1...255).contains(item.value) else { throw .noSuchReportID(item.value, offset: item.offset) }
                globals.reportID = UInt8(truncatingIfNeeded: item.value)
            case .usage:
                usage = usage ?? item
            case .other:
                break
            }
            if item.isMain {
                usage = nil
            }
        }
        guard depth == 0 else { throw .collectionNotClosed(count: depth) }
        guard !self.topUsages.isEmpty else { throw .noCollection }
    }

    /// Far more than any descriptor needs.
    private static let deepestStack = 64

    /// The most bits of a report: what the wValue and wLength of GET_REPORT could ever fetch.
    private static let longestReport = 65_535 * 8

    /// The usage of the first top-level collection.
    package var usage: HIDUsage { self.topUsages.first ?? HIDUsage(page: 0, number: 0) }

    /// The size of the longest input report in bytes; 0 if there is none.
    package var inputByteCount: Int {
        (self.reports.reduce(0) { max($0, $1.inputBitCount) } + 7) / 8
    }

    /// The size of the longest output report in bytes; 0 if there is none.
    package var outputByteCount: Int {
        (self.reports.reduce(0) { max($0, $1.outputBitCount) } + 7) / 8
    }

    /// The sizes if both are among 8 to 1,024 bytes, else `nil`.
    package var reportSizes: ReportSizes? {
        guard let input = ReportSize(byteCount: self.inputByteCount),
            let output = ReportSize(byteCount: self.outputByteCount)
        else { return nil }
        return ReportSizes(input: input, output: output)
    }

    private mutating func add(
        _ globals: Globals,
        isInput: Bool,
        offset: Int
    ) throws(HIDReportDescriptorError) {
        let bits = UInt64(globals.fieldBitCount) * UInt64(globals.fieldCount)
        var report = Report(id: globals.reportID)
        let known = self.reports.firstIndex { $0.id == globals.reportID }
        if let known {
            report = self.reports[known]
        }
        let before = isInput ? report.inputBitCount : report.outputBitCount
        guard bits <= UInt64(Self.longestReport - before) else { throw .reportTooLong(offset: offset) }
        let sum = before + Int(bits)
        if isInput {
            report.inputBitCount = sum
        } else {
            report.outputBitCount = sum
        }
        if let known {
            self.reports[known] = report
        } else {
            self.reports.append(report)
        }
        self.hasReportIDs = self.hasReportIDs || globals.reportID != nil
    }

    /// The global items that count here; they hold until they are set again.
    private struct Globals {
        var usagePage: UInt16 = 0
        var fieldBitCount: UInt32 = 0
        var fieldCount: UInt32 = 0
        var reportID: UInt8?
    }

    /// The bits of the reports of one ID.
    private struct Report: Equatable, Sendable {
        var id: UInt8?
        var inputBitCount = 0
        var outputBitCount = 0
    }
}

/// Error of a report descriptor that cannot be parsed.
package enum HIDReportDescriptorError: Error, Equatable, Sendable {
    /// The item at the offset ends behind the last byte.
    case truncatedItem(offset: Int)

    /// A collection is ended that was not begun.
    case collectionNotOpen(offset: Int)

    /// So many collections are not ended.
    case collectionNotClosed(count: Int)

    /// There is no collection at all.
    case noCollection

    /// A pop has no push before it.
    case popWithoutPush(offset: Int)

    /// More pushes than anyone needs wait for their pops.
    case pushedTooDeep(offset: Int)

    /// A report ID is among 1 to 255.
    case noSuchReportID(UInt32, offset: Int)

    /// A report would have more than 65,535 bytes.
    case reportTooLong(offset: Int)
}

/// Usage page and usage of a collection, HID 1.11, section 5.5.
package struct HIDUsage: Hashable, Sendable {
    /// The usage page.
    package var page: UInt16

    /// The number on its page.
    package var number: UInt16

    /// A usage of any page.
    package init(page: UInt16, number: UInt16) {
        self.page = page
        self.number = number
    }

    /// A FIDO authenticator, CTAP 2.1, section 11.2.8.2.
    package static let fido = HIDUsage(page: 0xF1D0, number: 0x01)

    /// The usage of an item under the page that holds; an item of four bytes brings its own page.
    fileprivate init(_ item: HIDItem?, page: UInt16) {
        let value = item?.value ?? 0
        self.page = item?.byteCount == 4 ? UInt16(truncatingIfNeeded: value >> 16) : page
        self.number = UInt16(truncatingIfNeeded: value)
    }
}
