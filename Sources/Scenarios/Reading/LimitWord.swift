import OSPF

/// The words of scenario files for the choices of a limit, in the order in which they are listed.
///
/// One table serves reading, printing and the schema.
struct LimitWord<Choice: Hashable & Sendable>: Sendable {
    let pairs: [(word: String, choice: Choice)]

    init(_ pairs: KeyValuePairs<String, Choice>) { self.pairs = pairs.map { ($0.key, $0.value) } }

    var words: [String] { pairs.map(\.word) }

    func choice(_ word: String) -> Choice? { pairs.first { $0.word == word }?.choice }

    func word(_ choice: Choice) -> String {
        guard let pair = pairs.first(where: { $0.choice == choice }) else {
            preconditionFailure("there is no word for \(choice)")
        }
        return pair.word
    }
}

extension LimitWord where Choice == LimitPolicy.Count {
    static var count: Self {
        Self([
            "all": .all, "foreign": .foreign, "external-non-default": .externalNonDefault,
            "external-and-nssa": .externalAndNSSA, "routes": .routes,
        ])
    }
}
extension LimitWord where Choice == LimitPolicy.Scope {
    static var scope: Self {
        Self([
            "instance": .instance, "area": .area, "advertising-router": .advertisingRouter, "ls-type": .lsaType,
        ])
    }
}
extension LimitWord where Choice == LimitPolicy.Trip {
    static var trip: Self { Self(["exceeds": .exceeds, "reaches": .reaches]) }
}
extension LimitWord where Choice == LimitPolicy.Action {
    static var action: Self {
        Self([
            "warn": .warn, "reject": .reject, "overload": .overload, "withdraw": .withdraw, "shutdown": .shutdown,
        ])
    }
}
extension LimitWord where Choice == LimitPolicy.AfterGrace {
    static var afterGrace: Self { Self(["shutdown": .shutdown, "reject": .reject, "overload": .overload]) }
}
extension LimitWord where Choice == LimitPolicy.HeldUpdates {
    static var heldUpdates: Self { Self(["accept": .accept, "max-age-only": .maxAgeOnly, "refuse": .refuse]) }
}
extension LimitWord where Choice == LimitPolicy.Release {
    static var release: Self { Self(["below-limit": .belowLimit, "latched": .latched, "timer": .timer]) }
}
extension LimitWord where Choice == LimitPolicy.IsolatedHellos {
    static var isolatedHellos: Self { Self(["silent": .silent, "deaf": .deaf, "farewell": .farewell]) }
}
extension LimitWord where Choice == LimitPolicy.Permanence {
    static var permanence: Self { Self(["reaches": .reaches, "exceeds": .exceeds, "expires": .expires]) }
}
extension LimitWord where Choice == RedistributionLimit.Action {
    static var redistributionAction: Self { Self(["warn": .warn, "stop": .stop, "withdraw": .withdraw]) }
}
