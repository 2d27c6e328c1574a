#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Messages beside the program's output.
enum StandardError {
    static func write(_ text: String) {
        let octets = Array(text.utf8)
        var written = 0
        while written < octets.count {
            let count = octets[written...].withUnsafeBytes { unsafe in
                #if canImport(Glibc)
                    Glibc.write(2, unsafe.baseAddress, unsafe.count)
                #elseif canImport(Musl)
                    Musl.write(2, unsafe.baseAddress, unsafe.count)
                #else
                    Darwin.write(2, unsafe.baseAddress, unsafe.count)
                #endif
            }
            if count <= 0 { return }
            written += count
        }
    }
}
