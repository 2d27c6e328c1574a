/// A place in a `Table`. What lies there is part of the type: the index of a neighbor is no index of an interface.
public protocol TableIndex: Hashable, Strideable, Sendable, CustomStringConvertible where Stride == Int {
    /// The place, from 0.
    var number: UInt32 { get }
    init(number: UInt32)
}

extension TableIndex {
    @inlinable @inline(__always) public init(_ offset: Int) { self.init(number: UInt32(truncatingIfNeeded: offset)) }
    /// The place, from 0, as arrays of the standard library have it.
    @inlinable @inline(__always) public var offset: Int { Int(number) }
    @inlinable @inline(__always) public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    @inlinable @inline(__always) public static func == (left: Self, right: Self) -> Bool { left.number == right.number }
    @inlinable @inline(__always) public func distance(to other: Self) -> Int { other.offset - offset }
    @inlinable @inline(__always) public func advanced(by steps: Int) -> Self { Self(offset + steps) }
    public var description: String { "\(number)" }
}

/// An array whose places have a type of their own. All costs are those of `Array`.
@frozen
public struct Table<Index: TableIndex, Element>: RandomAccessCollection, MutableCollection,
    RangeReplaceableCollection, ExpressibleByArrayLiteral
{
    @usableFromInline var elements: [Element]

    @inlinable public init() { elements = [] }
    @inlinable public init(_ elements: some Sequence<Element>) { self.elements = Array(elements) }
    @inlinable public init(arrayLiteral elements: Element...) { self.elements = elements }

    @inlinable @inline(__always) public var startIndex: Index { Index(number: 0) }
    @inlinable @inline(__always) public var endIndex: Index { Index(elements.count) }
    @inlinable @inline(__always) public var count: Int { elements.count }
    @inlinable @inline(__always) public var isEmpty: Bool { elements.isEmpty }

    @inlinable @inline(__always) public subscript(index: Index) -> Element {
        get { elements[index.offset] }
        _modify { yield &elements[index.offset] }
    }

    /// The elements with their places, in order.
    @inlinable public var indexed: Zip2Sequence<Range<Index>, Self> { zip(indices, self) }

    /// What is made of each element, at its place.
    @inlinable public func mapValues<Value>(_ transform: (Element) throws -> Value) rethrows -> Table<Index, Value> {
        try Table<Index, Value>(elements.map(transform))
    }

    @inlinable public mutating func append(_ element: Element) { elements.append(element) }
    @inlinable public mutating func append(contentsOf new: some Sequence<Element>) { elements.append(contentsOf: new) }
    @inlinable public mutating func removeAll(keepingCapacity: Bool = false) {
        elements.removeAll(keepingCapacity: keepingCapacity)
    }

    @inlinable public mutating func replaceSubrange(_ range: Range<Index>, with new: some Collection<Element>) {
        elements.replaceSubrange(range.lowerBound.offset..<range.upperBound.offset, with: new)
    }
}

extension Table: Sendable where Element: Sendable {}
extension Table: Equatable where Element: Equatable {}
extension Table: Hashable where Element: Hashable {}

// Literals are indices where networks are written in code.

/// Which of a router's interfaces.
@frozen public struct InterfaceIndex: TableIndex, ExpressibleByIntegerLiteral {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
    @inlinable @inline(__always) public init(integerLiteral offset: Int) { self.init(offset) }
}

/// Which of a network's routers.
@frozen public struct RouterIndex: TableIndex, ExpressibleByIntegerLiteral {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
    @inlinable @inline(__always) public init(integerLiteral offset: Int) { self.init(offset) }
}

/// Which of a network's links and LANs.
@frozen public struct SegmentIndex: TableIndex, ExpressibleByIntegerLiteral {
    public let number: UInt32
    @inlinable @inline(__always) public init(number: UInt32) { self.number = number }
    @inlinable @inline(__always) public init(integerLiteral offset: Int) { self.init(offset) }
}
