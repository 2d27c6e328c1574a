#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The operating system's words for what went wrong last.
func systemError(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }

/// Writes all octets to an open file.
/// - Returns: the number of the system's error that ended it, or `nil` where everything is written.
public func writeAll(_ octets: some Collection<UInt8>, to descriptor: Int32) -> Int32? {
    let octets = ContiguousArray(octets)
    var written = 0
    while written < octets.count {
        let count = octets.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, $0.count - written) }
        if count > 0 {
            written += count
        } else if count == 0 || errno != EINTR {
            return count == 0 ? ENOSPC : errno
        }
    }
    return nil
}
