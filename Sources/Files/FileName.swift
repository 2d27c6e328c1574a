/// Names of files that are made of names that people chose.
public enum FileName {
    /// Octets; file systems take 255 with an ending.
    private static let longest = 180

    /// A name that every file system takes and no terminal or shell mistakes, and that nothing else leads to.
    ///
    /// Letters, digits, spaces and `-_+,@()` stay, and dots but the first; the octets of anything else become `%XX`. What would
    /// be too long is cut off, and a digest of the whole takes its place.
    public static func of(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            if isPlain(scalar) || scalar == "." && !name.isEmpty {
                name.unicodeScalars.append(scalar)
            } else {
                for octet in String(scalar).utf8 { name += "%" + hexadecimal(UInt64(octet), digits: 2) }
            }
        }
        guard name.utf8.count > longest else { return name }
        // FNV-1a.
        let digest = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        while name.utf8.count > longest - 17 { name.unicodeScalars.removeLast() }
        return name + "%" + hexadecimal(digest, digits: 16)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || " -_+,@()".unicodeScalars.contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .otherLetter, .decimalNumber: return true
        default: return false
        }
    }

    private static func hexadecimal(_ number: UInt64, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }
}
