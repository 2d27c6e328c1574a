import Results

/// What holds from each moment on.
struct StepFunction<Value: Equatable>: Equatable {
    private(set) var moments: [Int] = []
    private(set) var values: [Value] = []

    init() {}

    init(_ steps: some Sequence<(milliseconds: Int, value: Value)>) {
        for step in steps { append(step.value, at: step.milliseconds) }
    }

    /// Appends a value, unless it held already. Moments never go back.
    mutating func append(_ value: Value, at moment: Int) {
        if moments.last == moment {
            values[values.count - 1] = value
        } else if values.last != value {
            moments.append(moment)
            values.append(value)
        }
    }

    /// - Complexity: O(log n).
    func value(at moment: Int) -> Value? {
        var (low, high) = (0, moments.count)
        while low < high {
            let middle = (low + high) / 2
            if moments[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : values[low - 1]
    }

    /// Each value with the moments from which and until which it held.
    func spans(until end: Int) -> [(from: Int, to: Int, value: Value)] {
        moments.indices.map {
            (moments[$0], $0 + 1 < moments.count ? moments[$0 + 1] : max(end, moments[$0]), values[$0])
        }
    }

    func map<Other: Equatable>(_ change: (Value) -> Other) -> StepFunction<Other> {
        StepFunction<Other>(zip(moments, values).map { ($0, change($1)) })
    }
}

extension StepFunction where Value == Int {
    /// As a script reads it: moments as differences; values as they are, or as differences.
    func flat(areDifferences: Bool = false) -> [Int] {
        var flat: [Int] = []
        flat.reserveCapacity(2 * moments.count)
        var (last, before) = (0, 0)
        for (moment, value) in zip(moments, values) {
            flat.append(moment - last)
            flat.append(areDifferences ? value - before : value)
            (last, before) = (moment, value)
        }
        return flat
    }
}
