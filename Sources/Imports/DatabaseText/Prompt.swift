/// A prompt with the command that was typed behind it.
enum Prompt {
    private static let commands: [StaticString] = [
        "sh", "do sh", "dis", "vtysh", "birdc", "run sh", "sudo", "get ", "cat", "ter", "en",
    ]

    /// The name of the device that a line is a prompt of: `R1` of `R1#show ip ospf`, `user@mx1> show ospf`, `RP/0/0/CPU0:xr1#show`.
    static func device(_ line: TextCursor) -> String? {
        var place = line.position
        var name = line.position
        if line.next == UInt8(ascii: "<") || line.next == UInt8(ascii: "[") {
            place += 1
            name += 1
        }
        while place < line.end, place - line.position < 80 {
            let octet = line.octets[place]
            switch octet {
            case UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "$"), UInt8(ascii: "]"):
                guard place > name else { return nil }
                var rest = line
                rest.position = place + 1
                rest.skipBlanks()
                guard rest.isAtEnd || commands.contains(where: { rest.starts(with: $0) }) else { return nil }
                return String(decoding: line.octets[name..<place], as: UTF8.self).split(separator: "(").first.map(
                    String.init)
            case UInt8(ascii: "@"), UInt8(ascii: ":"):
                // `user@device`, or `RP/0/0/CPU0:device`; `device:~` of a shell goes on with a path.
                if octet == UInt8(ascii: ":"), place + 1 < line.end, "~/".utf8.contains(line.octets[place + 1]) {
                    return nil
                }
                name = place + 1
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"):
                break
            default: return nil
            }
            place += 1
        }
        return nil
    }
}
