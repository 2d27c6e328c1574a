/// A flat array of a series, read: what holds from each moment on.
public struct Steps: Sequence, Sendable {
    private let flat: [Int]
    private let areDifferences: Bool

    /// Of an array of times as differences, each with a value.
    public init(_ flat: [Int]) { (self.flat, areDifferences) = (flat, false) }

    /// Of an array of times and values, both as differences.
    public init(differences flat: [Int]) { (self.flat, areDifferences) = (flat, true) }

    public struct Iterator: IteratorProtocol {
        fileprivate let flat: [Int]
        fileprivate let areDifferences: Bool
        private var place = 0
        private var milliseconds = 0
        private var value = 0

        fileprivate init(_ flat: [Int], _ areDifferences: Bool) {
            (self.flat, self.areDifferences) = (flat, areDifferences)
        }

        /// A moment in milliseconds since the start of the timeline, and the value from then on.
        public mutating func next() -> (milliseconds: Int, value: Int)? {
            guard place + 1 < flat.count else { return nil }
            milliseconds &+= flat[place]
            value = areDifferences ? value &+ flat[place + 1] : flat[place + 1]
            place += 2
            return (milliseconds, value)
        }
    }

    public func makeIterator() -> Iterator { Iterator(flat, areDifferences) }
}
