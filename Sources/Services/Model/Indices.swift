import NetworkPrimitives

// One type of index for each table: a call's number is not a job's.

/// Which of a model's services.
@frozen public struct ServiceIndex: TableIndex {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
}

/// Which of a service's kinds of requests.
@frozen public struct KindIndex: TableIndex {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
}

/// Which of a model's sources.
@frozen public struct SourceIndex: TableIndex {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
}

/// Which of a model's monitors.
@frozen public struct MonitorIndex: TableIndex {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
}

/// Which of a model's people.
@frozen public struct PersonIndex: TableIndex {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
}

/// Which of a model's places.
@frozen public struct PlaceIndex: TableIndex {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
}
