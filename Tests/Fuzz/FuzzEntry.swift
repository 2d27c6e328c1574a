/// The function that libFuzzer calls. `Scripts/fuzz` compiles it with the name of a target.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    #if FUZZ_CAPTURES
        let target = FuzzTarget.captures
    #elseif FUZZ_PACKETS
        let target = FuzzTarget.packets
    #else
        let target = FuzzTarget.lsas
    #endif
    if let broken = target.run(Array(UnsafeBufferPointer(start: start, count: count))) { fatalError(broken) }
    return 0
}
