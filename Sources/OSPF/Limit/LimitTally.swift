import NetworkPrimitives
import OSPFWire

/// What is counted apart from the rest: an area, a router that advertises LSAs, or an LSA type.
public enum LimitGroup: Hashable, Sendable {
    /// Everything together.
    case instance
    case area(AreaID)
    /// What is flooded through the whole autonomous system.
    case systemWide
    case advertisingRouter(RouterID)
    case lsaType(UInt8)
}

/// What a limit counted when it was near or met.
public struct LimitRule: Hashable, Sendable {
    public let count: LimitPolicy.Count
    public let group: LimitGroup
}

/// LSAs counted by a limit's own rule, where the counts that every database keeps do not do.
///
/// Kept while LSAs come and go, at the cost of one look-up for each; a database whose limit needs no tally pays for one
/// comparison.
struct LimitTally: Sendable {
    private let scope: LimitPolicy.Scope
    private let count: LimitPolicy.Count
    private let includesSelf: Bool
    let isKept: Bool
    let countsOrphans: Bool
    /// By the group's number; looked up, and searched for the largest.
    private var groups: [UInt32: Int] = [:]
    /// The largest group.
    private(set) var largest = 0
    private var largestGroup: UInt32 = 0

    init(_ policy: LimitPolicy) {
        scope = policy.scope
        count = policy.count
        includesSelf = policy.includesSelfOriginated
        countsOrphans = policy.countsOrphans
        isKept = policy.needsTally
    }

    /// Whether the counts are the same, in whatever order they came about.
    func agrees(with other: LimitTally) -> Bool { groups == other.groups && largest == other.largest }

    /// The same rule, nothing counted.
    var emptied: LimitTally {
        var tally = self
        tally.groups.removeAll(keepingCapacity: true)
        (tally.largest, tally.largestGroup) = (0, 0)
        return tally
    }

    func counts(_ key: DatabaseKey, isSelfOriginated: Bool) -> Bool {
        guard includesSelf || !isSelfOriginated else { return false }
        switch count {
        case .all, .foreign: return true
        case .externalNonDefault: return key.isExternalNonDefault
        case .externalAndNSSA:
            return key.isExternalNonDefault || (key.type == LSType.nssa && key.linkStateID != .unspecified)
        case .routes: return false
        }
    }

    private func number(of key: DatabaseKey) -> UInt32 {
        switch scope {
        case .instance: 0
        case .area: key.area.bits
        case .advertisingRouter: key.advertisingRouter.bits
        case .lsaType: UInt32(key.type.rawValue)
        }
    }

    func group(of key: DatabaseKey) -> LimitGroup { group(numbered: number(of: key)) }

    private func group(numbered number: UInt32) -> LimitGroup {
        switch scope {
        case .instance: .instance
        case .area: number == DatabaseKey.systemWide.bits ? .systemWide : .area(AreaID(bits: number))
        case .advertisingRouter: .advertisingRouter(RouterID(bits: number))
        case .lsaType: .lsaType(UInt8(number))
        }
    }

    /// How many LSAs are counted together with one of this key.
    func count(beside key: DatabaseKey) -> Int { groups[number(of: key)] ?? 0 }

    mutating func change(by amount: Int, _ key: DatabaseKey, isSelfOriginated: Bool) {
        guard counts(key, isSelfOriginated: isSelfOriginated) else { return }
        let number = number(of: key)
        let count = (groups[number] ?? 0) + amount
        precondition(count >= 0, "what a limit counts was added")
        groups[number] = count == 0 ? nil : count
        if amount > 0, count > largest {
            (largest, largestGroup) = (count, number)
        } else if amount < 0, number == largestGroup {
            // Of equal groups the one with the lowest number, whatever the order of the table.
            (largest, largestGroup) = (0, 0)
            for (other, size) in groups where (size, largestGroup) > (largest, other) {
                (largest, largestGroup) = (size, other)
            }
        }
    }

    /// Whether any group's count, held against its maximum, is such. There is a type only where types are counted apart.
    func contains(_ isSuch: (_ count: Int, _ type: LSType?) -> Bool) -> Bool {
        groups.contains { isSuch($0.value, type(numbered: $0.key)) }
    }

    private func type(numbered number: UInt32) -> LSType? {
        scope == .lsaType ? LSType(rawValue: UInt8(number)) : nil
    }

    /// The groups whose counts are such, in the order of their numbers.
    func groups(where isSuch: (_ count: Int, _ type: LSType?) -> Bool) -> [(
        group: LimitGroup, type: LSType?, count: Int
    )] {
        groups.filter { isSuch($0.value, type(numbered: $0.key)) }.sorted { $0.key < $1.key }
            .map { (group(numbered: $0.key), type(numbered: $0.key), $0.value) }
    }
}
