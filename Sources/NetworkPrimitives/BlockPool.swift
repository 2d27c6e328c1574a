/// Blocks of elements in one array, whose sizes are powers of two: a block that is given back is used again, so that memory
/// grows with what is held, not with how often it changes.
///
/// Packets take and give back a block each: everything is inlinable, so that no caller in another module pays for generics.
public struct BlockPool<Element> {
    /// All blocks, one behind the other; a block's elements are written here.
    public var elements: [Element] = []
    @usableFromInline let filler: Element
    /// Free blocks by the logarithm of their size.
    @usableFromInline var free: [[Int]] = Array(repeating: [], count: 33)

    /// - Parameter filler: what the elements of a new block are.
    @inlinable public init(filler: Element) { self.filler = filler }

    /// How many elements the block for `count` holds: at least 8; none for none.
    @inlinable public static func capacity(for count: Int) -> Int { count > 0 ? 1 << sizeClass(count) : 0 }

    /// A block for `count` elements, whatever they are: where it begins.
    @inlinable public mutating func take(_ count: Int) -> Int {
        guard count > 0 else { return 0 }
        let sizeClass = Self.sizeClass(count)
        if let start = free[sizeClass].popLast() { return start }
        elements.append(contentsOf: repeatElement(filler, count: 1 << sizeClass))
        return elements.count - (1 << sizeClass)
    }

    /// Gives back a block that was taken for `count` elements.
    @inlinable public mutating func giveBack(_ start: Int, _ count: Int) {
        if count > 0 { free[Self.sizeClass(count)].append(start) }
    }

    @inlinable static func sizeClass(_ count: Int) -> Int {
        Int.bitWidth - (max(count, 8) - 1).leadingZeroBitCount
    }
}

extension BlockPool: Sendable where Element: Sendable {}
