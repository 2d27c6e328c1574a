import Files
import NetworkPrimitives

/// Writes a capture file. It grows under a temporary name beside its own, and takes its name when it is closed: nobody
/// finds half a file.
public final class CaptureWriter {
    public enum Format: Hashable, Sendable {
        /// Classic pcap, as every tool reads it.
        case pcapMicroseconds
        /// Classic pcap with nanoseconds.
        case pcapNanoseconds
        /// pcapng with interface names and nanoseconds.
        case pcapng
    }

    private let format: Format
    private let interfaces: [CaptureInterface]
    private let output: OutputFile

    /// Begins a file.
    /// - Precondition: there is at least one interface; in classic formats all have the same link type.
    public init(
        path: String, format: Format = .pcapNanoseconds, interfaces: [CaptureInterface] = [CaptureInterface()]
    ) throws(CaptureError) {
        precondition(!interfaces.isEmpty, "a capture has an interface")
        let linkTypes = Set(interfaces.map(\.linkType))
        precondition(format == .pcapng || linkTypes.count == 1, "a classic capture has one link type")
        self.format = format
        self.interfaces = interfaces
        do {
            output = try OutputFile(path: path)
        } catch {
            throw .cannotWrite(error.reason)
        }
        try append(format == .pcapng ? sectionHeader : classicHeader)
    }

    /// Appends a frame.
    ///
    /// - Parameters:
    ///   - time: from 1970; microsecond files round it down.
    ///   - interface: an index into the interfaces that the file was begun with; classic files cannot record it.
    ///   - originalLength: octets on the wire, where `octets` are fewer.
    public func write(
        _ octets: [UInt8], at time: Instant, interface: Int = 0, originalLength: Int? = nil
    ) throws(CaptureError) {
        precondition(interfaces.indices.contains(interface), "no such interface")
        let length = UInt32(clamping: max(originalLength ?? octets.count, octets.count))
        switch format {
        case .pcapng: try append(enhancedPacket(octets, time, interface, length))
        case .pcapNanoseconds, .pcapMicroseconds: try append(classicRecord(octets, time, length))
        }
    }

    /// Ends the file and gives it its name.
    public func close() throws(CaptureError) {
        do {
            try output.close()
        } catch {
            throw .cannotWrite(error.reason)
        }
    }

    private func append(_ octets: [UInt8]) throws(CaptureError) {
        do {
            try output.write(octets)
        } catch {
            throw .cannotWrite(error.reason)
        }
    }

    // MARK: Classic records

    private var classicHeader: [UInt8] {
        var octets: [UInt8] = []
        octets.append(littleEndian: format == .pcapNanoseconds ? 0xA1B2_3C4D as UInt32 : 0xA1B2_C3D4)
        octets.append(littleEndian: 2 as UInt16)
        octets.append(littleEndian: 4 as UInt16)
        octets += [0, 0, 0, 0, 0, 0, 0, 0]
        octets.append(littleEndian: Self.snapLength)
        octets.append(littleEndian: interfaces[0].linkType.rawValue)
        return octets
    }

    private func classicRecord(_ frame: [UInt8], _ time: Instant, _ length: UInt32) -> [UInt8] {
        let nanoseconds = time.nanoseconds % 1_000_000_000
        var octets: [UInt8] = []
        octets.reserveCapacity(16 + frame.count)
        octets.append(littleEndian: UInt32(clamping: time.nanoseconds / 1_000_000_000))
        octets.append(littleEndian: UInt32(clamping: format == .pcapNanoseconds ? nanoseconds : nanoseconds / 1000))
        octets.append(littleEndian: UInt32(frame.count))
        octets.append(littleEndian: length)
        return octets + frame
    }

    private static let snapLength: UInt32 = 262_144

    // MARK: pcapng blocks

    private var sectionHeader: [UInt8] {
        var body: [UInt8] = []
        body.append(littleEndian: 0x1A2B_3C4D as UInt32)
        body.append(littleEndian: 1 as UInt16)
        body.append(littleEndian: 0 as UInt16)
        body += [UInt8](repeating: 0xFF, count: 8)  // the section's length is not known beforehand
        body.append(option: 4, Array("Spillway".utf8))
        body.append(option: 0, [])
        return block(0x0A0D_0D0A, body) + interfaces.flatMap(description)
    }

    private func description(of interface: CaptureInterface) -> [UInt8] {
        var body: [UInt8] = []
        body.append(littleEndian: UInt16(clamping: interface.linkType.rawValue))
        body.append(littleEndian: 0 as UInt16)
        body.append(littleEndian: interface.snapLength)
        if let name = interface.name { body.append(option: 2, Array(name.utf8)) }
        body.append(option: 9, [9])
        body.append(option: 0, [])
        return block(1, body)
    }

    private func enhancedPacket(_ frame: [UInt8], _ time: Instant, _ interface: Int, _ length: UInt32) -> [UInt8] {
        let ticks = UInt64(clamping: time.nanoseconds)
        var body: [UInt8] = []
        body.reserveCapacity(24 + frame.count)
        body.append(littleEndian: UInt32(interface))
        body.append(littleEndian: UInt32(ticks >> 32))
        body.append(littleEndian: UInt32(truncatingIfNeeded: ticks))
        body.append(littleEndian: UInt32(frame.count))
        body.append(littleEndian: length)
        body += frame
        body += [UInt8](repeating: 0, count: -frame.count & 3)
        return block(6, body)
    }

    private func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
        var octets: [UInt8] = []
        octets.append(littleEndian: type)
        octets.append(littleEndian: UInt32(12 + body.count))
        octets += body
        octets.append(littleEndian: UInt32(12 + body.count))
        return octets
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(value >> 8))
    }

    fileprivate mutating func append(littleEndian value: UInt32) {
        append(littleEndian: UInt16(truncatingIfNeeded: value))
        append(littleEndian: UInt16(value >> 16))
    }

    /// Appends a pcapng option, padded to four octets.
    fileprivate mutating func append(option code: UInt16, _ value: [UInt8]) {
        append(littleEndian: code)
        append(littleEndian: UInt16(value.count))
        self += value
        self += [UInt8](repeating: 0, count: -value.count & 3)
    }
}
