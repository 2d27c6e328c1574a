import Files

/// Why a capture file cannot be read at all. What is wrong further on in a file is a ``CaptureEnd``.
public enum CaptureError: Error, Hashable, Sendable {
    case noSuchFile
    case isDirectory
    case empty
    /// The operating system refused; its own words.
    case cannotOpen(String)
    /// The first octets are those of no capture format.
    case notACapture
    /// A format that is recognized and not read, such as a compressed file.
    case unsupportedFormat(String)
    /// The file ends inside its own header.
    case cutOffInHeader
    /// The file's header cannot be right.
    case damagedHeader(String)
    /// A file that is written cannot be written.
    case cannotWrite(String)
}

/// One of several files that cannot be read.
public struct CaptureFileError: Error, Hashable, Sendable {
    /// From 0, in the order in which the files were named.
    public let number: Int
    public let error: CaptureError
}

extension CaptureError {
    init(_ error: InputError) {
        switch error {
        case .missing: self = .noSuchFile
        case .isDirectory: self = .isDirectory
        case .tooLarge: self = .cannotOpen("too large")
        case .unreadable(let reason): self = .cannotOpen(reason)
        }
    }
}

extension CaptureError: CustomStringConvertible {
    /// One sentence without the file's name.
    public var description: String {
        switch self {
        case .noSuchFile: "no such file"
        case .isDirectory: "this is a directory, not a capture file"
        case .empty: "the file is empty"
        case .cannotOpen(let reason): "cannot be opened: \(reason)"
        case .notACapture: "not a capture file: it begins like neither pcap nor pcapng"
        case .unsupportedFormat(let format): "\(format) is not read; convert it to pcap or pcapng first"
        case .cutOffInHeader: "the file ends inside its own header"
        case .damagedHeader(let reason): "the file's header is damaged: \(reason)"
        case .cannotWrite(let reason): "cannot be written: \(reason)"
        }
    }
}
