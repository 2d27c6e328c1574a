// Which variant does least harm, and what it costs.
extension Comparison {
    /// What the best variant has more of than another one.
    public struct Price: Sendable {
        public let measure: Measure
        /// The medians of the best variant, and of the variant that has least of it.
        public let value: Int64
        public let least: Int64
        /// The position of that variant.
        public let leastRow: Int
    }

    /// The row that does least harm by `Measure.rule`: each measure by its median over the seeds and then by its worst; of
    /// rows without a difference the first. `nil` without rows.
    public var best: Int? {
        let harms = rows.map { row in
            Measure.rule.flatMap { measure in
                let spread = row.spread(of: measure)
                return [measure.coarse(spread.median), measure.coarse(spread.worst)]
            }
        }
        return rows.indices.min { harms[$0] == harms[$1] ? $0 < $1 : harms[$0].lexicographicallyPrecedes(harms[$1]) }
    }

    /// Where the best variant is not the best: what is paid for its being so.
    public var price: [Price] {
        guard let best else { return [] }
        return Measure.allCases.compactMap { measure in
            let medians = rows.map { $0.spread(of: measure).median }
            guard let least = medians.indices.min(by: { (medians[$0], $0) < (medians[$1], $1) }),
                measure.coarse(medians[least]) < measure.coarse(medians[best])
            else { return nil }
            return Price(measure: measure, value: medians[best], least: medians[least], leastRow: least)
        }
    }
}
