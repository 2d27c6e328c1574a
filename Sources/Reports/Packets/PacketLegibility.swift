import Captures
import NetworkPrimitives
import OSPFWire

/// What can be read of one packet, field by field, and remarks on what cannot.
struct PacketLegibility {
    let packet: FoundPacket
    private(set) var notes: [String] = []

    let version: UInt8?
    let type: UInt8?
    let length: UInt16?
    let routerID: String?
    let areaID: String?
    let checksum: UInt16?
    let authenticationType: UInt16?
    private let password: [UInt8]?
    private let keyID: UInt32?
    private let digestSize: UInt8?
    private let cryptographicSequence: UInt64?
    /// Octets from the packet's first to its body's first.
    private var body: LegibleReader

    var hello: LegibleHello?
    var description: LegibleDescription?
    var requests: [LegibleRequest] = []
    var lsaCount: UInt32?
    var lsas: [LegibleLSA]?
    var linkLocalSignalingLength: Int?
    /// `nil` where there is none to check: with cryptographic authentication it is zero (RFC 5613 §2.2).
    private var isLinkLocalSignalingChecksumRight: Bool?
    /// What a key says of the digest; `nil` where no key was given.
    var authenticationVerdict: AuthenticationVerdict?

    init(_ packet: FoundPacket) {
        self.packet = packet
        var reader = LegibleReader(packet.octets)
        version = reader.uint8()
        type = reader.uint8()
        length = reader.uint16()
        routerID = reader.quad()
        areaID = reader.quad()
        checksum = reader.uint16()
        // Only version 2 has an authentication field; other versions are not read further.
        authenticationType = version == 2 ? reader.uint16() : nil
        let start = reader.offset
        let isCryptographic = authenticationType == 2
        let isExtended = authenticationType == 3
        _ = isCryptographic || isExtended ? reader.uint16() : nil
        let third = isCryptographic || isExtended ? reader.uint8() : nil
        digestSize = isCryptographic || isExtended ? reader.uint8() : nil
        let last = isCryptographic || isExtended ? reader.uint32() : nil
        // RFC 7474 §3: the key ID takes the place of the sequence number, which goes behind the packet.
        keyID = isExtended ? last : third.map(UInt32.init)
        cryptographicSequence =
            isExtended ? Self.extendedSequence(of: packet.octets, after: length) : last.map(UInt64.init)
        let hasPassword = authenticationType == 1 && reader.require(8)
        password = hasPassword ? Array(packet.octets[start..<start + 8]) : nil
        if authenticationType != nil, !reader.isExhausted { _ = reader.require(start + 8 - reader.offset) }
        body = reader
        if reader.isExhausted { noteCut("the header is cut short") }
        // An acknowledgment is a list, even where none of it is legible.
        if version == 2, type == 5 { lsas = [] }
    }

    /// The eight octets behind the packet.
    private static func extendedSequence(of octets: [UInt8], after length: UInt16?) -> UInt64? {
        guard let start = length.map(Int.init), start + 8 <= octets.count else { return nil }
        return octets[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A quote ends where the error's sender wanted, which is no fault of the packet.
    private mutating func noteCut(_ text: String) {
        if !packet.isQuoted || packet.isCut { note(text) }
    }

    mutating func note(_ text: String) { notes.append(text) }

    /// Octets of the digest behind the packet.
    private var digestLength: Int { Int(digestSize ?? 0) }

    // MARK: Reading

    mutating func readBody() {
        guard version == 2, !body.isExhausted, var length = length.map(Int.init) else { return }
        if length < PacketHeader.size {
            note("the packet length is \(length)")
            // Such a length says nothing about the end, so that everything captured is read.
            length += 1 << 16
        }
        let isComplete: Bool
        switch type {
        case 1: isComplete = readHello(length: length)
        case 2: isComplete = readDescription(length: length)
        case 3: isComplete = readRequests(length: length)
        case 4: isComplete = readUpdate(length: length)
        case 5:
            isComplete = readHeaders(from: PacketHeader.size, length: length)
        default: isComplete = true
        }
        guard isComplete else {
            if notes.isEmpty { noteCut(packet.isCut ? "the capture cuts the packet short" : "the packet is cut short") }
            return
        }
        readLinkLocalSignaling(at: length + digestLength)
    }

    private mutating func readHello(length: Int) -> Bool {
        var reader = LegibleReader(packet.octets, from: PacketHeader.size)
        hello = LegibleHello(reading: &reader, packetEnd: length)
        return !reader.isExhausted
    }

    private mutating func readDescription(length: Int) -> Bool {
        guard length <= packet.octets.count else { return false }
        var reader = LegibleReader(packet.octets, from: PacketHeader.size)
        description = LegibleDescription(reading: &reader)
        lsas = []
        return !reader.isExhausted && readHeaders(from: PacketHeader.size + 8, length: length)
    }

    private mutating func readRequests(length: Int) -> Bool {
        var reader = LegibleReader(packet.octets, from: PacketHeader.size)
        while reader.offset < length {
            guard reader.require(12) else { return false }
            requests.append(LegibleRequest(reading: &reader))
        }
        return true
    }

    private mutating func readHeaders(from start: Int, length: Int) -> Bool {
        var reader = LegibleReader(packet.octets, from: start)
        while reader.offset < length {
            guard reader.require(LSAHeader.size) else { return false }
            let lsa = LegibleLSA(reading: &reader)
            lsas?.append(lsa)
            if let problem = lsa.lengthProblem {
                note(problem)
                return false
            }
        }
        return true
    }

    private mutating func readUpdate(length: Int) -> Bool {
        guard length <= packet.octets.count else { return false }
        var reader = LegibleReader(packet.octets, from: PacketHeader.size)
        lsaCount = reader.uint32()
        guard let lsaCount else { return false }
        lsas = []
        var left = lsaCount
        while left > 0 {
            guard reader.require(LSAHeader.size) else { return false }
            let start = reader.offset
            var lsa = LegibleLSA(reading: &reader)
            let end = start + Int(lsa.header.length)
            guard end <= packet.octets.count else { return false }
            left -= 1
            lsa.readBody(packet.octets, start..<end)
            lsas?.append(lsa)
            if let problem = lsa.lengthProblem ?? lsa.bodyProblem {
                note(problem)
                // A length that cannot be right does not lead to the next LSA; a body that cannot still does.
                if lsa.lengthProblem != nil { return false }
            }
            reader = LegibleReader(packet.octets, from: end)
        }
        return true
    }

    /// RFC 5613 §2: bit L of the options, which only Hello and Database Description packets have.
    private mutating func readLinkLocalSignaling(at start: Int) {
        let options = hello?.options ?? description?.options ?? 0
        guard options & Options.linkLocalSignaling.rawValue != 0 else { return }
        guard packet.payloadLength >= start else { return noteCut("the LLS data block is cut off") }
        guard packet.payloadLength - start >= 4 else { return note("the LLS data block is missing") }
        var reader = LegibleReader(packet.octets, from: min(start, packet.octets.count))
        guard reader.uint16() != nil, let words = reader.uint16() else {
            return noteCut("the LLS data block is cut short")
        }
        linkLocalSignalingLength = Int(words) * 4
        let block = start..<start + Int(words) * 4
        if digestLength == 0, block.upperBound <= packet.octets.count {
            isLinkLocalSignalingChecksumRight = internetChecksum(Array(packet.octets[block])) == 0
        }
        while reader.offset < start + Int(words) * 4 {
            guard reader.uint16() != nil, let size = reader.uint16(), reader.require(Int(size)) else {
                return noteCut("an LLS triplet is cut short")
            }
            reader = LegibleReader(packet.octets, from: reader.offset + Int(size))
        }
    }

    // MARK: Writing

    func writeHeader(into line: inout CompactJSON) {
        line.field("version", version)
        line.field("type", type)
        line.field("type_name", Self.typeNames[type ?? 0] ?? "unknown")
        line.field("length", length)
        line.field("router_id", routerID)
        line.field("area_id", areaID)
        line.field("checksum", checksum.map(hexadecimal))
        line.field("checksum_ok", isChecksumRight)
        line.key("auth")
        line.object(writeAuthentication)
    }

    private static let typeNames: [UInt8: String] = [1: "hello", 2: "dd", 3: "lsr", 4: "lsu", 5: "lsack"]

    /// `nil` where nothing can be checked: the packet is cut, or the field is zero as cryptographic authentication
    /// wants it (RFC 2328 §D.4.3). A field that should be zero and is not is wrong.
    private var isChecksumRight: Bool? {
        guard version == 2, let checksum, checksum != 0, !packet.isCut, packet.octets.count >= PacketHeader.size
        else { return nil }
        // What follows the packet in its datagram has a checksum of its own (RFC 5613 §2.2).
        let end = min(packet.octets.count, max(PacketHeader.size, Int(length ?? 0)))
        return packetChecksum(Array(packet.octets[..<end])) == 0
    }

    private func writeAuthentication(into object: inout CompactJSON) {
        object.field("type", authenticationType)
        switch authenticationType {
        case 1: object.field("password", password.map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        case 2, 3:
            object.field("key_id", keyID)
            object.field("digest_length", digestSize)
            object.field("sequence", cryptographicSequence)
            object.field("digest", digest)
            if let word = verdictWord { object.field("verdict", word) }
        default: break
        }
    }

    private var verdictWord: String? {
        switch authenticationVerdict {
        case .verified: "verified"
        case .failed: "failed"
        case .keyUnknown: "key unknown"
        case .notChecked, nil: nil
        }
    }

    private var digest: String? {
        guard let length = length.map(Int.init), digestLength > 0, length + digestLength <= packet.octets.count else {
            return nil
        }
        // The sequence number of RFC 7474 comes first.
        let start = authenticationType == 3 ? min(length + 8, length + digestLength) : length
        return packet.octets[start..<length + digestLength].map { hexadecimal($0).dropFirst(2) }.joined()
    }

    func writeBody(into line: inout CompactJSON, opensOpaque: Bool) {
        if let hello { hello.write(into: &line) }
        if let description { description.write(into: &line) }
        if !requests.isEmpty {
            line.key("requests")
            line.array { list in requests.forEach { $0.write(into: &list) } }
        }
        if let lsaCount { line.field("lsa_count", lsaCount) }
        if let lsas {
            line.key("lsas")
            line.array { list in lsas.forEach { $0.write(into: &list) } }
        }
        if opensOpaque, let lsas, lsas.contains(where: { $0.opaque != nil }) {
            line.key("opaque")
            line.array { list in
                for (position, lsa) in lsas.enumerated() { lsa.opaque?.write(lsa: position, into: &list) }
            }
        }
        if let linkLocalSignalingLength {
            line.key("lls")
            line.object { block in
                block.field("length", linkLocalSignalingLength)
                if isLinkLocalSignalingChecksumRight == false { block.field("checksum_ok", false) }
            }
        }
    }
}
