import NetworkPrimitives
import OSPFWire

/// Reads the link state updates of a capture into a database at the speed of the file, with every check that an analysis
/// makes: IP header, packet and LSA checksums, lengths and counts.
///
/// The usual frame - Ethernet, one whole IPv4 datagram without options, one update without cryptographic authentication -
/// is read where it lies. Every other frame, and every one that fails a check, takes the way of ``FrameClassifier``, so that
/// totals and database are the same as if all had.
public struct BulkReading: Sendable {
    public private(set) var database = LatestInstances()
    /// Link state updates that were used.
    public private(set) var updateCount = 0
    /// LSAs in them whose checksum is right.
    public private(set) var lsaCount = 0
    /// LSAs that changed the database.
    public private(set) var changeCount = 0
    private var classifier = FrameClassifier()
    private var quickTotals: (used: Int, badLSA: Int) = (0, 0)

    public init() {}

    /// Where every frame went.
    public var totals: FrameTotals {
        var totals = classifier.totals
        totals.add(quickTotals.used, to: .used)
        totals.add(quickTotals.badLSA, to: .badLSAChecksum)
        return totals
    }

    /// Reads a file to its end.
    public mutating func read(_ reader: CaptureReader) {
        while let view = reader.nextView() {
            if !addQuickly(view) { add(view.frame) }
        }
    }

    // MARK: The quick way

    private static let ethernetSize = 14
    private static let datagramHeaderSize = 20
    /// Where the OSPF packet begins.
    private static let start = ethernetSize + datagramHeaderSize
    private static let smallest = start + PacketHeader.size + 4

    /// - Returns: whether the frame is one of the usual kind and sound. If not, nothing has changed.
    private mutating func addQuickly(_ view: FrameView) -> Bool {
        guard view.linkType == .ethernet, view.octets.count >= Self.smallest else { return false }
        let octets = view.octets
        // EtherType IPv4; version 4, five words of header; no fragment; protocol 89.
        guard octets.number(at: 12, as: UInt16.self) == 0x0800, octets[14] == 0x45,
            octets.number(at: 20, as: UInt16.self) & 0x3FFF == 0, octets[23] == 89
        else { return false }
        let length = Int(octets.number(at: Self.start + 2, as: UInt16.self))
        let datagramLength = Int(octets.number(at: 16, as: UInt16.self))
        // Version 2, a Link State Update that fills its datagram; authentication null or simple.
        guard octets.number(at: Self.start, as: UInt16.self) == 0x0204, length >= PacketHeader.size + 4,
            datagramLength == Self.datagramHeaderSize + length, octets.count >= Self.ethernetSize + datagramLength,
            octets.number(at: Self.start + 14, as: UInt16.self) <= 1
        else { return false }
        let header = UnsafeRawBufferPointer(rebasing: octets[Self.ethernetSize..<Self.start]).bytes
        let packet = UnsafeRawBufferPointer(rebasing: octets[Self.start..<Self.start + length])
        guard internetChecksum(header) == 0, packetChecksum(packet.bytes) == 0, isSound(packet) else { return false }
        insert(packet)
        return true
    }

    /// Whether the LSAs of an update fit into it as its count and their lengths say.
    private func isSound(_ packet: UnsafeRawBufferPointer) -> Bool {
        var left = packet.number(at: PacketHeader.size, as: UInt32.self)
        var position = PacketHeader.size + 4
        while left > 0 {
            guard position &+ LSAHeader.size <= packet.count else { return false }
            let length = Int(packet.number(at: position &+ 18, as: UInt16.self))
            guard length >= LSAHeader.size, position &+ length <= packet.count else { return false }
            position &+= length
            left &-= 1
        }
        return true
    }

    private mutating func insert(_ packet: UnsafeRawBufferPointer) {
        let area = AreaID(bits: packet.number(at: 8, as: UInt32.self))
        var left = packet.number(at: PacketHeader.size, as: UInt32.self)
        var position = PacketHeader.size + 4
        var isWhole = true
        while left > 0 {
            let header = LSAHeader(loadingFrom: packet.bytes, at: position)
            let end = position &+ Int(header.length)
            let lsa = UnsafeRawBufferPointer(rebasing: packet[position..<end])
            if isLSAChecksumValid(lsa.bytes) {
                let body = UnsafeRawBufferPointer(rebasing: lsa[LSAHeader.size...])
                note(database.insert(header, area: area, body: body))
            } else {
                isWhole = false
            }
            position = end
            left &-= 1
        }
        updateCount &+= 1
        if isWhole { quickTotals.used &+= 1 } else { quickTotals.badLSA &+= 1 }
    }

    private mutating func note(_ outcome: LatestInstances.Outcome) {
        lsaCount &+= 1
        if outcome == .new || outcome == .newer { changeCount &+= 1 }
    }

    // MARK: The thorough way

    private mutating func add(_ frame: CapturedFrame) {
        let result = classifier.classify(frame)
        guard let packet = result.decoded, case .linkStateUpdate(let update) = packet.body else { return }
        updateCount += 1
        for (number, lsa) in update.lsas.enumerated() where !result.badLSAs.contains(number) {
            lsa.body.withUnsafeBytes { note(database.insert(lsa.header, area: packet.header.areaID, body: $0)) }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// A number in network order.
    /// - Precondition: it lies within the buffer.
    @inline(__always) fileprivate func number<Number: FixedWidthInteger>(at offset: Int, as: Number.Type) -> Number {
        Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
