import NetworkPrimitives
import Services

// How the text of a value is read. Each reading is `nil` where the text is something else: the shape checker has then
// said so, and whoever builds the network leaves the value out.
extension Value {
    var integer: Int? {
        guard let text, text.utf8.count <= 24 else { return nil }
        let digits = text.filter { $0 != "_" }
        guard text.first != "_", text.last != "_", text.first != "+" else { return nil }
        return Int(digits)
    }

    /// At most ten years, which is longer than any setting may be: what is computed from it cannot overflow. The checker
    /// tells what was too long.
    var duration: Duration? {
        text.flatMap { $0.utf8.count <= 40 ? Duration($0) : nil }.map { min($0, .seconds(315_360_000)) }
    }

    /// `0.3`, `30%` or `3/10`.
    var number: FixedPoint? { text.flatMap { $0.utf8.count <= 40 ? FixedPoint($0) : nil } }

    var ratio: Ratio? { text.flatMap { Ratio($0) } }

    /// `75%` or `75`.
    var percent: Int? {
        guard let text else { return nil }
        let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
        return digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
    }

    var boolean: Bool? {
        switch text {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }

    var address: IPv4Address? { text.flatMap { IPv4Address($0) } }
    /// `192.0.2.1`, or `192.0.2.1/24` with the length of its network.
    var interfaceAddress: (address: IPv4Address, length: UInt8?)? {
        if let address { return (address, nil) }
        return text.flatMap { parseAddressWithLength($0) }.map { ($0.address, $0.length) }
    }

    /// The length of the prefixes that a mask such as `255.255.255.0` makes.
    var maskLength: UInt8? { address.flatMap { IPv4Prefix(.unspecified, mask: $0) }?.length }

    var routerID: RouterID? { text.flatMap { RouterID($0) } }
    var areaID: AreaID? { text.flatMap { AreaID($0) } }
    var prefix: IPv4Prefix? { text.flatMap { IPv4Prefix($0) } }

    /// `10:12:00`, `10:12` or `10:12:00.250` after midnight.
    var timeOfDay: Duration? {
        guard let parts = text?.split(separator: ":", omittingEmptySubsequences: false), (2...3).contains(parts.count),
            let hours = twoDigits(parts[0]), hours < 24, let minutes = twoDigits(parts[1]), minutes < 60
        else { return nil }
        let clock = Duration.seconds(Int64(hours * 3_600 + minutes * 60))
        guard parts.count == 3 else { return clock }
        guard let seconds = twoDigits(parts[2].prefix(2)), seconds < 60, parts[2].count == 2 || parts[2].contains("."),
            let exact = Duration("\(parts[2])s")
        else { return nil }
        return clock + exact
    }

    /// Whether the text can be read as this shape of a scalar, ranges aside.
    func reads(as shape: Shape) -> Bool {
        switch shape {
        case .moment: duration != nil || timeOfDay != nil
        case .ratio: ratio != nil
        case .number: number != nil
        case .percent: percent.map { $0 <= 100 } ?? false
        case .boolean: boolean != nil
        case .address: address != nil
        case .interfaceAddress: interfaceAddress != nil
        case .mask: maskLength != nil
        case .areaID: areaID != nil
        case .prefix: prefix != nil
        default: text != nil
        }
    }
}

/// A time of day as scenario files write it, `10:12:00`, `10:12` or `10:12:00.250`, counted from midnight.
public func timeOfDay(_ text: String) -> Duration? {
    Value(content: .scalar(text), position: Position(file: 0, line: 0, column: 0)).timeOfDay
}

private func twoDigits(_ text: Substring) -> Int? {
    guard (1...2).contains(text.utf8.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(text)
}
