import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A headless Chromium that is driven over its debugging protocol: JSON over a pipe, each message ended by a zero octet.
///
/// No library and no port: the browser reads commands from its descriptor 3 and writes to its descriptor 4.
final class Chromium: Sendable {
    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Where Chromium is, or `nil` where there is none.
    static let path: String? = {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.lazy.flatMap { folder in names.map { "\(folder)/\($0)" } }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }()

    /// One browser for all tests: starting one takes longer than most of them.
    static let shared = Result { try Chromium() }

    private struct State {
        var answers: [Int: [String: Any]] = [:]
        var events: [(session: String, method: String, parameters: [String: Any])] = []
        var isClosed = false
        var next = 0
    }

    private let state = Locked(State())
    private let process: pid_t
    private let input: Int32
    private let output: Int32

    private init() throws {
        guard let path = Self.path else { throw Failure(description: "there is no Chromium") }
        var (commands, replies): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard pipe(&commands) == 0, pipe(&replies) == 0 else { throw Failure(description: "no pipe") }
        // Their own ends stay out of the browser, or it would never see that the other side has gone.
        let ends = [commands[1], replies[0]]
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // First away from 3 and 4, which a pipe may have been given itself.
        posix_spawn_file_actions_adddup2(&actions, commands[0], 103)
        posix_spawn_file_actions_adddup2(&actions, replies[1], 104)
        posix_spawn_file_actions_adddup2(&actions, 103, 3)
        posix_spawn_file_actions_adddup2(&actions, 104, 4)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        let profile = FileManager.default.temporaryDirectory.appendingPathComponent("spillway-browser-\(UUID())").path
        let arguments = [
            path, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
            "--disable-extensions", "--disable-background-networking", "--hide-scrollbars",
            "--user-data-dir=\(profile)",
        ]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        let status = posix_spawn(&process, path, &actions, nil, &words, environ)
        guard status == 0 else {
            throw Failure(description: "Chromium does not start: \(String(cString: strerror(status)))")
        }
        close(commands[0])
        close(replies[1])
        (self.process, input, output) = (process, commands[1], replies[0])
        Self.ending(of: process, profile)
        Thread.detachNewThread { [self] in read() }
    }

    /// The browser goes when the tests do.
    private static func ending(of process: pid_t, _ profile: String) {
        endings.withLock { $0 = (process, profile) }
        atexit {
            Chromium.endings.withLock { ending in
                kill(ending.0, SIGKILL)
                try? FileManager.default.removeItem(atPath: ending.1)
            }
        }
    }

    private static let endings = Locked((pid_t(0), ""))

    // MARK: Messages

    private func read() {
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc_read(output, &buffer, buffer.count)
            guard count > 0 else { break }
            rest += buffer[..<count]
            while let end = rest.firstIndex(of: 0) {
                take(Data(rest[..<end]))
                rest.removeSubrange(...end)
            }
        }
        state.withLock { $0.isClosed = true }
    }

    private func take(_ data: Data) {
        guard let message = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else { return }
        state.withLock { state in
            if let id = message["id"] as? Int {
                state.answers[id] = message
            } else if let method = message["method"] as? String {
                state.events.append(
                    (message["sessionId"] as? String ?? "", method, message["params"] as? [String: Any] ?? [:]))
            }
        }
    }

    /// Sends a command and waits for its answer.
    /// - Throws: what the browser complains of, or that it does not answer within 20 seconds.
    @discardableResult
    func call(_ method: String, _ parameters: [String: Any] = [:], session: String? = nil) throws -> [String: Any] {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        var message: [String: Any] = ["id": id, "method": method, "params": parameters]
        if let session { message["sessionId"] = session }
        var octets = [UInt8](try JSONSerialization.data(withJSONObject: message)) + [0]
        while !octets.isEmpty {
            let count = write(input, octets, octets.count)
            guard count > 0 else { throw Failure(description: "Chromium has gone") }
            octets.removeFirst(count)
        }
        let answer = try wait(method) { $0.answers.removeValue(forKey: id) }
        if let error = answer["error"] as? [String: Any] {
            throw Failure(description: "\(method): \(error["message"] ?? "no reason")")
        }
        return answer["result"] as? [String: Any] ?? [:]
    }

    /// The events of a session so far.
    func events(_ method: String, of session: String) -> [[String: Any]] {
        state.withLock { $0.events.filter { $0.session == session && $0.method == method }.map(\.parameters) }
    }

    func waitForEvent(_ method: String, of session: String) throws {
        _ = try wait(method) { $0.events.first { $0.session == session && $0.method == method } }
    }

    private func wait<Found>(_ what: String, for found: (inout State) -> Found?) throws -> Found {
        for _ in 0..<20_000 {
            let (result, isClosed) = state.withLock { (found(&$0), $0.isClosed) }
            if let result { return result }
            if isClosed { break }
            usleep(1_000)
        }
        throw Failure(description: "no answer to \(what)")
    }
}

private func Glibc_read(_ descriptor: Int32, _ buffer: inout [UInt8], _ count: Int) -> Int {
    read(descriptor, &buffer, count)
}

/// A value that threads share. What is in it need not be sendable: nobody has it without the lock.
final class Locked<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
