import Emulation
import NetworkPrimitives

/// Where the captures come from that a timeline replays. The loader knows no capture format: the program brings a reader.
public struct TraceSource: Sendable {
    /// The link state updates of one capture.
    public struct Trace: Sendable {
        /// Of all areas, in order of time.
        public var updates: [HeardTrace.Update]
        /// Every Router ID that the capture shows, sorted.
        public var routers: [RouterID]
        /// What is worth saying about the file although it can be used, such as that it is cut off.
        public var warnings: [String]

        public init(updates: [HeardTrace.Update], routers: [RouterID], warnings: [String] = []) {
            self.updates = updates
            self.routers = routers
            self.warnings = warnings
        }
    }

    /// Why a capture cannot be used, in words that follow its name and a colon.
    public struct Failure: Error, Hashable, Sendable {
        public var reason: String

        public init(_ reason: String) { self.reason = reason }
    }

    /// Reads the capture at a path.
    public var read: @Sendable (_ path: String) -> Result<Trace, Failure>

    public init(read: @escaping @Sendable (_ path: String) -> Result<Trace, Failure>) { self.read = read }

    /// For programs that read no captures: a timeline that replays one is a mistake there.
    public static let none = TraceSource { _ in .failure(Failure("this program reads no captures")) }
}
