/// Names of files that every file system takes, one for each segment.
public struct CaptureFileNames: Sendable {
    /// Octets of a name without its extension; file systems take 255 with it.
    private static let longest = 100

    private var taken: Set<String> = []

    public init() {}

    /// A file name for a segment: letters, digits, dots and underscores stay, runs of anything else become one hyphen. A
    /// name that is taken, in whatever case, gets a number.
    public mutating func name(for segment: String) -> String {
        let plain = Self.plain(segment)
        var name = plain
        var number = 2
        while !taken.insert(name.lowercased()).inserted {
            name = "\(plain)-\(number)"
            number += 1
        }
        return name + ".pcapng"
    }

    private static func plain(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            let isSafe = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isSafe || scalar == "_" || (scalar == "." && !name.isEmpty) {
                name.unicodeScalars.append(scalar)
            } else if !name.isEmpty, !name.hasSuffix("-") {
                name.append("-")
            }
        }
        name = String(name.prefix(longest))
        while name.hasSuffix("-") || name.hasSuffix(".") { name.removeLast() }
        return name.isEmpty ? "segment" : name
    }
}
