import NetworkPrimitives
import OSPF

/// Whether a machine has power, and what its OSPF process does with it.
enum Power: Sendable {
    case off
    case on(OSPFProcess)
    /// An orderly end goes on: what the process flushed is on its way, and the power goes next.
    case goingDown(OSPFProcess)

    var isOn: Bool {
        if case .off = self { return false }
        return true
    }

    /// `nil` without power.
    var process: OSPFProcess? {
        switch self {
        case .off: nil
        case .on(let process), .goingDown(let process): process
        }
    }

    mutating func goDown() {
        if let process { self = .goingDown(process) }
    }

    /// The process does something else now; without power there is none.
    mutating func run(_ process: OSPFProcess) {
        switch self {
        case .off: break
        case .on: self = .on(process)
        case .goingDown: self = .goingDown(process)
        }
    }
}

/// What the OSPF process of a machine does.
enum OSPFProcess: Sendable {
    case running
    /// The neighbors are being told of a graceful restart (RFC 3623 §2.1).
    case announcingRestart(ProcessRestart)
    /// It has ended for a restart and comes back.
    case restarting(because: HappeningID)
    /// The operator ended it; everything else runs.
    case stopped
    /// It has used up its memory. Where a restart is given, it comes back without an operator.
    case crashed(restart: HappeningID?)

    /// Whether it takes in packets.
    var isRunning: Bool {
        switch self {
        case .running, .announcingRestart: true
        case .restarting, .stopped, .crashed: false
        }
    }

    /// The same, which no restart follows.
    var withoutRestart: OSPFProcess {
        switch self {
        case .announcingRestart: .running
        case .restarting: .stopped
        case .crashed: .crashed(restart: nil)
        case .running, .stopped: self
        }
    }

    var isCrashed: Bool {
        if case .crashed = self { return true }
        return false
    }
}

/// A graceful restart that is being announced.
struct ProcessRestart: Sendable {
    let downtime: Duration
    /// When the process ends although not every neighbor has acknowledged that it will.
    let latestEnd: Instant
    let cause: HappeningID
}
