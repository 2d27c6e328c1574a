import Captures
import NetworkPrimitives
import OSPFWire

/// How the databases changed between two moments.
extension CaptureSummaryText {
    var difference: [String] {
        guard let difference = summary.difference else { return [] }
        let (start, end) = (clock.exactTime(difference.start), clock.exactTime(difference.end))
        var lines = ["What changed in the databases from \(start) to \(end), by all frames up to each"]
        for area in difference.areas {
            let place = area.area.map { "area \($0)" } ?? "AS scope"
            let changes = difference.entries.filter { $0.area == area.area }
            let counts = DatabaseDifference.Change.allCases.map { change in
                (change, changes.count { $0.change == change })
            }
            let words = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }
            lines.append(
                "  \(place): \(counted(area.before, "LSA")) before, \(area.after) after"
                    + (words.isEmpty ? "; nothing changed" : ": " + words.joined(separator: ", ")))
        }
        let told = difference.entries.filter { $0.change != .refreshed }
        var table = ColumnText()
        for entry in told.prefix(listsLSAs ? told.count : Self.longestList) {
            table.add(entry.change.rawValue, entry.key.map { "\($0)" } ?? "", detail(of: entry))
        }
        return lines + table.lines + (listsLSAs ? [] : more(told.count))
    }

    private func detail(of entry: DatabaseDifference.Entry) -> String {
        let (before, after) = (entry.before?.header, entry.after?.header)
        switch entry.change {
        case .appeared: return after.map { "sequence \(hexadecimal($0))" } ?? ""
        case .gone: return after?.isMaxAge == true ? "flushed" : "too old"
        case .changed, .refreshed:
            guard let before, let after else { return "" }
            let size = before.length == after.length ? "" : ", \(before.length) to \(after.length) octets"
            return "sequence \(hexadecimal(before)) to \(hexadecimal(after))\(size)"
        }
    }

    private func hexadecimal(_ header: LSAHeader) -> String {
        "0x" + String(UInt32(bitPattern: header.sequenceNumber), radix: 16)
    }
}
