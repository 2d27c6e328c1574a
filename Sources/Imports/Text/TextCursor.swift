import NetworkPrimitives

/// Reads labels and values along one line of text, whatever its case and blanks.
struct TextCursor {
    let octets: [UInt8]
    var position: Int
    let end: Int

    init(_ octets: [UInt8], _ range: Range<Int>) {
        self.octets = octets
        position = range.lowerBound
        end = range.upperBound
        skipBlanks()
    }

    var isAtEnd: Bool { position >= end }
    var next: UInt8? { position < end ? octets[position] : nil }

    mutating func skipBlanks() {
        while position < end, Self.isBlank(octets[position]) { position += 1 }
    }

    /// Passes over a label and the blanks after it. A blank in it stands for any number of them.
    mutating func take(_ label: StaticString) -> Bool {
        var place = position
        var index = 0
        let (text, count) = (label.utf8Start, label.utf8CodeUnitCount)
        while index < count {
            let wanted = text[index]
            guard place < end else { return false }
            if wanted == 0x20 {
                guard Self.isBlank(octets[place]) else { return false }
                while place < end, Self.isBlank(octets[place]) { place += 1 }
            } else {
                guard Self.lowercase(octets[place]) == Self.lowercase(wanted) else { return false }
                place += 1
            }
            index += 1
        }
        position = place
        skipBlanks()
        return true
    }

    /// Whether the label comes next.
    func starts(with label: StaticString) -> Bool {
        var copy = self
        return copy.take(label)
    }

    /// Whether the label comes anywhere in the rest of the line.
    func contains(_ label: StaticString) -> Bool {
        var copy = self
        return copy.skip(to: label)
    }

    /// Goes to after the next occurrence of a label; stays where it is where there is none.
    mutating func skip(to label: StaticString) -> Bool {
        let first = Self.lowercase(label.utf8Start[0])
        var place = position
        while place < end {
            if Self.lowercase(octets[place]) == first {
                var copy = self
                copy.position = place
                if copy.take(label) {
                    position = copy.position
                    return true
                }
            }
            place += 1
        }
        return false
    }

    /// Goes to after the next such octet and the blanks that follow it.
    mutating func skip(past octet: UInt8) -> Bool {
        var place = position
        while place < end, octets[place] != octet { place += 1 }
        guard place < end else { return false }
        position = place + 1
        skipBlanks()
        return true
    }

    /// A decimal number.
    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        let start = position
        while let digit = next, (0x30...0x39).contains(digit) {
            guard position - start < 18 else { return nil }
            value = value * 10 + UInt64(digit - 0x30)
            position += 1
        }
        guard position > start else { return nil }
        skipBlanks()
        return value
    }

    mutating func number<Value: FixedWidthInteger>(_: Value.Type) -> Value? {
        number().flatMap { Value(exactly: $0) }
    }

    /// A hexadecimal number, with or without `0x`.
    /// - Parameter most: digits that are taken at the most.
    mutating func hexadecimal(most: Int = 8) -> UInt32? {
        if next == 0x30, position + 1 < end, octets[position + 1] | 0x20 == UInt8(ascii: "x") { position += 2 }
        var value: UInt32 = 0
        let start = position
        while let digit = next, position - start < most, let half = Self.hexadecimal(digit) {
            value = value << 4 | half
            position += 1
        }
        guard position > start else { return nil }
        skipBlanks()
        return value
    }

    /// A dotted quad.
    mutating func address() -> IPv4Address? {
        var bits: UInt32 = 0
        var place = position
        for part in 0..<4 {
            var value: UInt32 = 0
            let start = place
            while place < end, place - start < 3, (0x30...0x39).contains(octets[place]) {
                value = value * 10 + UInt32(octets[place] - 0x30)
                place += 1
            }
            guard place > start, value <= 255 else { return nil }
            bits = bits << 8 | value
            guard part < 3 else { break }
            guard place < end, octets[place] == UInt8(ascii: ".") else { return nil }
            place += 1
        }
        // A fifth part or a fourth digit would make it something else.
        if place < end, octets[place] == UInt8(ascii: ".") || (0x30...0x39).contains(octets[place]) { return nil }
        position = place
        skipBlanks()
        return IPv4Address(bits: bits)
    }

    /// `/26`, `26` or `255.255.255.192`.
    mutating func mask() -> IPv4Address? {
        if let mask = address() { return mask }
        if next == UInt8(ascii: "/") { position += 1 }
        guard let length = number(UInt8.self), length <= 32 else { return nil }
        return IPv4Prefix(.broadcastMask, length: length).mask
    }

    /// An area as a number or a dotted quad.
    mutating func area() -> AreaID? {
        if let quad = address() { return AreaID(bits: quad.bits) }
        return number(UInt32.self).map { AreaID(bits: $0) }
    }

    /// What comes until the next blank.
    mutating func word() -> String? {
        let start = position
        while let octet = next, !Self.isBlank(octet) { position += 1 }
        guard position > start else { return nil }
        let word = String(decoding: octets[start..<position], as: UTF8.self)
        skipBlanks()
        return word
    }

    /// What comes until one of these octets, without blanks around it.
    mutating func text(until ends: StaticString) -> String {
        let start = position
        let stop = UnsafeBufferPointer(start: ends.utf8Start, count: ends.utf8CodeUnitCount)
        while let octet = next, !stop.contains(octet) { position += 1 }
        var last = position
        while last > start, Self.isBlank(octets[last - 1]) { last -= 1 }
        return String(decoding: octets[start..<last], as: UTF8.self)
    }

    var rest: String { position < end ? String(decoding: octets[position..<end], as: UTF8.self) : "" }

    static func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 }

    static func lowercase(_ octet: UInt8) -> UInt8 { (0x41...0x5A).contains(octet) ? octet | 0x20 : octet }

    private static func hexadecimal(_ octet: UInt8) -> UInt32? {
        switch octet {
        case 0x30...0x39: UInt32(octet - 0x30)
        case 0x41...0x46: UInt32(octet - 0x41 + 10)
        case 0x61...0x66: UInt32(octet - 0x61 + 10)
        default: nil
        }
    }
}
