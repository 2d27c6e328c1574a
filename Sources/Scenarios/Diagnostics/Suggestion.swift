/// The name among `candidates` that `word` was most likely meant to be, or `nil` where none is near.
///
/// Near means: at most a third of its letters differ, where two neighboring letters in the wrong order count as one
/// difference. Of equally near names the one that comes first wins.
public func nearestName(to word: String, among candidates: some Sequence<String>) -> String? {
    guard (2...64).contains(word.unicodeScalars.count) else { return nil }
    let allowed = max(1, word.unicodeScalars.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != word {
        let distance = editDistance(word.lowercased(), candidate.lowercased())
        if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// How many letters must be changed, inserted, removed or swapped with their neighbor to make one word the other.
private func editDistance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    guard abs(a.count - b.count) <= 21 else { return .max }
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var current = [i + 1]
        for j in 0..<b.count {
            var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
            current.append(cost)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
}
