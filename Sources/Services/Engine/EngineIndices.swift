import NetworkPrimitives

// Indices of what comes and goes while services run.

struct InstanceIndex: TableIndex { let number: UInt32 }
struct LaneIndex: TableIndex { let number: UInt32 }
struct JobIndex: TableIndex { let number: UInt32 }
struct CallIndex: TableIndex { let number: UInt32 }
struct ConnectionIndex: TableIndex { let number: UInt32 }
struct PoolIndex: TableIndex { let number: UInt32 }
struct EdgeIndex: TableIndex { let number: UInt32 }

extension TableIndex {
    /// No place at all: half the size of an optional.
    @inlinable static var none: Self { Self(number: .max) }
    @inlinable var isNone: Bool { number == .max }
}
