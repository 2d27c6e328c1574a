import NetworkPrimitives
import OSPFWire

/// Puts the fragments of IPv4 datagrams together (RFC 791 §3.2), in bounded memory.
struct FragmentReassembly: Sendable {
    /// Datagrams that wait at one time; the oldest gives way to a new one.
    static let mostDatagrams = 128
    /// A datagram has at most this many octets and, by that, a bounded number of fragments.
    static let longestDatagram = 65_535
    /// How long a datagram waits for its missing fragments.
    static let timeout = Duration.seconds(60)

    enum Outcome {
        case waiting
        /// The whole payload, and the frames that its earlier fragments came in.
        case complete([UInt8], earlierFrames: [Int])
        case refused(DecodeError)
    }

    struct Key: Hashable {
        var source: IPv4Address
        var destination: IPv4Address
        var identification: UInt16
        var protocolNumber: UInt8
    }

    struct Datagram {
        var key: Key
        var firstTime: Instant
        /// In order of their offsets, without overlap.
        var pieces: [(offset: Int, octets: [UInt8])] = []
        /// Known once the last fragment is here.
        var length: Int?
        var frames: [Int] = []
    }

    /// Oldest first.
    private var waiting: [Datagram] = []

    mutating func add(_ octets: ArraySlice<UInt8>, _ header: IPv4Header, frame: Int, at time: Instant) -> Outcome {
        guard header.fragmentOffset + octets.count <= Self.longestDatagram,
            !header.moreFragments || (octets.count % 8 == 0 && !octets.isEmpty)
        else {
            return .refused(
                DecodeError(field: "Fragment Offset", offset: octets.startIndex, reason: .invalidLength(octets.count)))
        }
        waiting.removeAll { time - $0.firstTime > Self.timeout }
        let key = Key(
            source: header.source, destination: header.destination, identification: header.identification,
            protocolNumber: header.protocolNumber)
        var datagram = Datagram(key: key, firstTime: time)
        if let index = waiting.firstIndex(where: { $0.key == key }) { datagram = waiting.remove(at: index) }
        datagram.insert(Array(octets), at: header.fragmentOffset)
        if !header.moreFragments { datagram.length = header.fragmentOffset + octets.count }
        if let whole = datagram.whole { return .complete(whole, earlierFrames: datagram.frames) }
        datagram.frames.append(frame)
        if waiting.count == Self.mostDatagrams { waiting.removeFirst() }
        waiting.append(datagram)
        return .waiting
    }
}

extension FragmentReassembly.Datagram {
    /// Keeps what is new in a fragment: where two fragments overlap, the first one holds.
    mutating func insert(_ octets: [UInt8], at offset: Int) {
        var start = offset
        let end = offset + octets.count
        var fresh: [(offset: Int, octets: [UInt8])] = []
        for piece in pieces where piece.offset < end && piece.offset + piece.octets.count > start {
            if piece.offset > start {
                fresh.append((start, Array(octets[start - offset..<piece.offset - offset])))
            }
            start = max(start, piece.offset + piece.octets.count)
        }
        if start < end || pieces.isEmpty { fresh.append((start, Array(octets[(start - offset)...]))) }
        pieces = (pieces + fresh).sorted { $0.offset < $1.offset }
    }

    /// The payload, once nothing is missing between its beginning and its end.
    var whole: [UInt8]? {
        guard let length else { return nil }
        var octets: [UInt8] = []
        for piece in pieces where piece.offset == octets.count { octets += piece.octets }
        return octets.count >= length ? Array(octets.prefix(length)) : nil
    }
}
