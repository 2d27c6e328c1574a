import NetworkPrimitives

extension CiscoConfiguration {
    mutating func readInterface(_ line: inout TextCursor, _ number: Int, _ place: Int) {
        let whole = line
        var interface = router.interfaces[number]
        let isNegated = line.take("no ")
        let isKnown: Bool
        if line.take("ip ospf ") {
            isKnown = isNegated || readOSPFInterface(&line, &interface)
            router.runsOSPF = true
            if isNegated, line.take("passive-interface") { interface.isPassive = false }
        } else if line.take("ip router ospf ") {
            let process = line.word() ?? ""
            if options.process.map({ $0 == process }) ?? true, line.take("area ") { interface.area = line.area() }
            router.runsOSPF = true
            isKnown = interface.area != nil
        } else {
            isKnown = true
            readAddress(&line, &interface, isNegated)
        }
        router.interfaces[number] = interface
        if !isKnown { note(whole, place) }
    }

    private func readAddress(
        _ line: inout TextCursor, _ interface: inout DeviceConfiguration.Interface, _ isNegated: Bool
    ) {
        if line.take("shutdown"), line.isAtEnd {
            interface.isShutdown = !isNegated
        } else if line.take("ip address ") {
            guard !isNegated, let address = line.address(), let mask = line.mask() else { return }
            let length = UInt8((~mask.bits).leadingZeroBitCount)
            if line.contains("secondary") || interface.address != nil {
                interface.secondaries.append(IPv4Prefix(address, length: length))
            } else {
                (interface.address, interface.length) = (address, length)
            }
        } else if line.take("ip unnumbered ") {
            interface.borrowsFrom = line.rest.replacing(" ", with: "")
        } else if line.take("vrf forwarding ") || line.take("ip vrf forwarding ") || line.take("vrf member ")
            || line.take("vrf ")
        {
            interface.vrf = line.word() ?? ""
        } else if line.take("bandwidth ") {
            interface.bandwidth = line.number().map { Double($0) / 1_000 }
        } else if line.take("speed ") {
            // `speed 1000`, `speed forced 10gfull`, `speed 100g`
            _ = line.take("forced ")
            guard let speed = line.number() else { return }
            let isGiga = line.next.map { TextCursor.lowercase($0) == UInt8(ascii: "g") } ?? false
            if interface.bandwidth == nil { interface.bandwidth = Double(speed) * (isGiga ? 1_000 : 1) }
        } else if line.take("mtu ") || line.take("ip mtu ") {
            interface.mtu = line.number(Int.self)
        }
    }

    /// After `ip ospf`.
    /// - Returns: `false` where it is not understood.
    private mutating func readOSPFInterface(_ line: inout TextCursor, _ interface: inout DeviceConfiguration.Interface)
        -> Bool
    {
        if let process = line.next, (0x30...0x39).contains(process) {
            let process = line.word() ?? ""
            guard line.take("area ") else { return false }
            if options.process.map({ $0 == process }) ?? (router.process.isEmpty || router.process == process) {
                if router.process.isEmpty { router.process = process }
                interface.area = line.area()
            }
            return true
        }
        if line.take("area ") {
            interface.area = line.area()
            return interface.area != nil
        }
        if line.take("cost ") { return Self.set(&interface.cost, &line) }
        if line.take("priority ") { return Self.set(&interface.priority, &line) }
        if line.take("hello-interval ") { return Self.set(&interface.helloInterval, &line) }
        if line.take("dead-interval minimal") {
            interface.deadInterval = 1
            return false
        }
        if line.take("dead-interval ") { return Self.set(&interface.deadInterval, &line) }
        if line.take("retransmit-interval ") { return Self.set(&interface.retransmitInterval, &line) }
        if line.take("transmit-delay ") { return Self.set(&interface.transmitDelay, &line) }
        if line.take("mtu-ignore") {
            interface.ignoresMTU = true
            return true
        }
        if line.take("passive-interface") || line.take("passive") {
            interface.isPassive = true
            return true
        }
        if line.take("shutdown") {
            interface.isShutdown = true
            return true
        }
        if line.take("network ") { return readType(&line, &interface) }
        if readAuthentication(&line, &interface) { return true }
        // They change nothing that is emulated.
        return line.starts(with: "bfd") || line.starts(with: "lls") || line.starts(with: "resync-timeout")
    }

    private static func set<Value: FixedWidthInteger>(_ field: inout Value?, _ line: inout TextCursor) -> Bool {
        field = line.number(Value.self)
        return field != nil
    }

    private func readType(_ line: inout TextCursor, _ interface: inout DeviceConfiguration.Interface) -> Bool {
        if line.take("point-to-point") {
            interface.type = .pointToPoint
        } else if line.take("point-to-multipoint") {
            interface.type = .pointToMultipoint
            return line.isAtEnd
        } else if line.take("non-broadcast") {
            interface.type = .nonBroadcast
        } else if line.take("broadcast") {
            interface.type = .broadcast
        } else {
            return false
        }
        return true
    }

    private func readAuthentication(_ line: inout TextCursor, _ interface: inout DeviceConfiguration.Interface) -> Bool
    {
        var known = interface.authentication ?? DeviceConfiguration.Authentication()
        if line.take("authentication message-digest") {
            known.type = "md5"
        } else if line.take("authentication null") {
            known.type = "none"
        } else if line.take("authentication-key ") {
            if line.take("0 ") || line.take("7 ") {}
            known.key = line.word()
            if known.type == nil { known.type = "simple" }
        } else if line.take("message-digest-key ") {
            known.keyID = line.number(Int.self)
            guard line.take("md5 ") else { return false }
            if line.take("0 ") || line.take("7 ") {}
            known.key = line.word()
        } else if line.take("authentication"), line.isAtEnd {
            known.type = "simple"
        } else {
            return false
        }
        interface.authentication = known
        return true
    }
}
