import NetworkPrimitives

/// The 20 octets that every LSA begins with, and that describe it in other packets (RFC 2328 §A.4.1).
public struct LSAHeader: Hashable, Sendable {
    /// Octets of a header.
    public static let size = 20

    /// Seconds since origination, the low 15 bits of the field. Values above MaxAge are kept as they came.
    public var age: UInt16
    /// The DoNotAge bit, the top bit of the age field (RFC 1793 §2.2).
    public var doNotAge: Bool
    public var options: UInt8
    public var type: LSType
    public var linkStateID: IPv4Address
    public var advertisingRouter: RouterID
    /// Signed: the first instance has -2^31 + 1, which reads `0x80000001` (RFC 2328 §12.1.6).
    public var sequenceNumber: Int32
    public var checksum: UInt16
    /// Octets of the whole LSA, this header included.
    public var length: UInt16

    @inlinable public init(
        age: UInt16 = 0, doNotAge: Bool = false, options: UInt8 = 0, type: LSType, linkStateID: IPv4Address,
        advertisingRouter: RouterID, sequenceNumber: Int32, checksum: UInt16 = 0, length: UInt16 = 20
    ) {
        self.age = age & 0x7FFF
        self.doNotAge = doNotAge
        self.options = options
        self.type = type
        self.linkStateID = linkStateID
        self.advertisingRouter = advertisingRouter
        self.sequenceNumber = sequenceNumber
        self.checksum = checksum
        self.length = length
    }

    /// What names the LSA, whichever instance of it this is.
    @inlinable public var key: LSAKey {
        LSAKey(type: type, linkStateID: linkStateID, advertisingRouter: advertisingRouter)
    }

    @inlinable public var isMaxAge: Bool { Int(age) >= Constants.maxAgeSeconds }
}

/// The three fields that identify an LSA (RFC 2328 §12.1).
public struct LSAKey: Hashable, Comparable, Sendable {
    public let type: LSType
    public let linkStateID: IPv4Address
    public let advertisingRouter: RouterID

    @inlinable public init(type: LSType, linkStateID: IPv4Address, advertisingRouter: RouterID) {
        self.type = type
        self.linkStateID = linkStateID
        self.advertisingRouter = advertisingRouter
    }

    /// By type, then Link State ID, then Advertising Router: the order in which databases are printed.
    @inlinable public static func < (left: Self, right: Self) -> Bool {
        (left.type, left.linkStateID, left.advertisingRouter) < (right.type, right.linkStateID, right.advertisingRouter)
    }
}

extension LSAKey: CustomStringConvertible {
    public var description: String { "\(type) \(linkStateID) from \(advertisingRouter)" }
}

// MARK: - Octets

extension LSAHeader {
    /// Reads a header.
    public init(reading octets: inout OctetReader) throws(DecodeError) {
        let ageField = try octets.uint16("LS age")
        options = try octets.uint8("LS options")
        type = LSType(rawValue: try octets.uint8("LS type"))
        linkStateID = try octets.address("Link State ID")
        advertisingRouter = try octets.routerID("Advertising Router")
        sequenceNumber = Int32(bitPattern: try octets.uint32("LS sequence number"))
        checksum = try octets.uint16("LS checksum")
        length = try octets.uint16("LS length")
        age = ageField & 0x7FFF
        doNotAge = ageField & 0x8000 != 0
    }

    /// Reads a header from raw memory without any allocation.
    /// - Precondition: 20 octets lie at `offset`.
    @inlinable public init(loadingFrom octets: RawSpan, at offset: Int) {
        precondition(offset >= 0 && offset &+ Self.size <= octets.byteCount, "a header is 20 octets")
        let first = UInt32(bigEndian: octets.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
        let linkState = UInt32(bigEndian: octets.unsafeLoadUnaligned(fromByteOffset: offset &+ 4, as: UInt32.self))
        let router = UInt32(bigEndian: octets.unsafeLoadUnaligned(fromByteOffset: offset &+ 8, as: UInt32.self))
        let sequence = Int32(bigEndian: octets.unsafeLoadUnaligned(fromByteOffset: offset &+ 12, as: Int32.self))
        let last = UInt32(bigEndian: octets.unsafeLoadUnaligned(fromByteOffset: offset &+ 16, as: UInt32.self))
        self.init(
            age: UInt16(truncatingIfNeeded: first >> 16) & 0x7FFF,
            doNotAge: first >> 31 != 0,
            options: UInt8(truncatingIfNeeded: first >> 8),
            type: LSType(rawValue: UInt8(truncatingIfNeeded: first)),
            linkStateID: IPv4Address(bits: linkState),
            advertisingRouter: RouterID(bits: router),
            sequenceNumber: sequence,
            checksum: UInt16(truncatingIfNeeded: last >> 16),
            length: UInt16(truncatingIfNeeded: last))
    }

    /// Appends the 20 octets.
    public func encode(into octets: inout [UInt8]) {
        octets.append(age & 0x7FFF | (doNotAge ? 0x8000 : 0))
        octets.append(options)
        octets.append(type.rawValue)
        octets.append(linkStateID)
        octets.append(advertisingRouter)
        octets.append(UInt32(bitPattern: sequenceNumber))
        octets.append(checksum)
        octets.append(length)
    }
}
