import FuzzTargets

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the program fuzzes: the target that the environment names.
private let target: FuzzTarget = {
    guard let name = getenv("SPILLWAY_FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name)) else {
        fatalError("SPILLWAY_FUZZ_TARGET names no target")
    }
    return target
}()

/// The function that libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if let broken = target.run(Array(UnsafeBufferPointer(start: start, count: count))) { fatalError(broken) }
    return 0
}
