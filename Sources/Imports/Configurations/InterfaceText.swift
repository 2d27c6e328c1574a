import NetworkPrimitives

/// Reads `show ip ospf interface` of IOS and FRRouting: addresses, areas, costs, types, priorities and timers as they are in force.
struct InterfaceText {
    private var routers: [RouterID: DeviceConfiguration] = [:]
    private var order: [RouterID] = []
    private var interface = DeviceConfiguration.Interface(name: "")
    private var router: RouterID?
    private var isUp = true
    private var device: String?
    private let file: Int
    private let vendor: DeviceConfiguration.Vendor

    static func read(_ log: TerminalLog, file: Int, path: String) -> [DeviceConfiguration] {
        let isFRR = log.lines.contains { TextCursor(log.octets, $0.range).starts(with: "ifindex ") }
        var reader = InterfaceText(file: file, vendor: isFRR ? .frr : .ios)
        for line in log.lines where !line.isBlank { reader.read(TextCursor(log.octets, line.range), line.number) }
        reader.finish()
        return reader.order.compactMap { reader.routers[$0] }
    }

    private init(file: Int, vendor: DeviceConfiguration.Vendor) {
        self.file = file
        self.vendor = vendor
    }

    private mutating func read(_ line: TextCursor, _ number: Int) {
        var line = line
        if let name = Prompt.device(line) {
            finish()
            device = name
        } else if Self.isHead(line) {
            finish()
            isUp = !line.contains("down")
            interface.name = line.word() ?? ""
            interface.line = number
        } else if line.take("Internet Address ") {
            interface.address = line.address()
            interface.length = line.mask().map { UInt8((~$0.bits).leadingZeroBitCount) }
            if line.skip(to: "Area ") { interface.area = line.area() }
        } else if line.starts(with: "Process ID ") || line.starts(with: "Router ID ") {
            if line.skip(to: "Router ID ") { router = line.address().map { RouterID(bits: $0.bits) } }
            if line.skip(to: "Network Type ") { interface.type = Self.type(line) }
            if line.skip(to: "Cost: ") { interface.cost = line.number(UInt16.self) }
        } else if line.take("Transmit Delay is ") {
            interface.transmitDelay = line.number(Int.self)
            if line.skip(to: "Priority ") { interface.priority = line.number(UInt8.self) }
        } else if line.take("Timer intervals configured, ") {
            readTimers(&line)
        } else if line.starts(with: "No Hellos (Passive") {
            interface.isPassive = true
        }
    }

    /// `Ethernet0/0 is up, line protocol is up`, `eth0 is up`.
    private static func isHead(_ line: TextCursor) -> Bool {
        var line = line
        guard line.word() != nil else { return false }
        return line.starts(with: "is up") || line.starts(with: "is down")
            || line.starts(with: "is administratively down")
    }

    private static func type(_ line: TextCursor) -> DeviceConfiguration.NetworkType? {
        if line.starts(with: "POINT_TO_MULTIPOINT") || line.starts(with: "PointToMultipoint") {
            return .pointToMultipoint
        }
        if line.starts(with: "POINT_TO_POINT") || line.starts(with: "POINTOPOINT") { return .pointToPoint }
        if line.starts(with: "NON_BROADCAST") || line.starts(with: "NBMA") { return .nonBroadcast }
        return line.starts(with: "BROADCAST") ? .broadcast : nil
    }

    /// `Hello 10, Dead 40, Wait 40, Retransmit 5`; FRRouting has units.
    private mutating func readTimers(_ line: inout TextCursor) {
        if line.skip(to: "Hello ") { interface.helloInterval = line.number(Int.self) }
        if line.skip(to: "Dead ") { interface.deadInterval = line.number(Int.self) }
        if line.skip(to: "Retransmit ") { interface.retransmitInterval = line.number(Int.self) }
    }

    private mutating func finish() {
        defer {
            interface = DeviceConfiguration.Interface(name: "")
            router = nil
        }
        guard !interface.name.isEmpty, let router, interface.area != nil else { return }
        interface.isShutdown = !isUp
        if routers[router] == nil {
            var configuration = DeviceConfiguration(file: file, vendor: vendor)
            configuration.routerID = router
            configuration.name = device
            configuration.runsOSPF = true
            configuration.isListing = true
            routers[router] = configuration
            order.append(router)
        }
        routers[router]?.interfaces.append(interface)
    }
}

extension DeviceConfiguration {
    /// A configuration with what a listing of its interfaces knows besides.
    func merged(with listing: DeviceConfiguration) -> DeviceConfiguration {
        var result = self
        result.routerID = routerID ?? listing.routerID
        result.name = name ?? listing.name
        for shown in listing.interfaces {
            let number = result.interface(shown.name)
            var interface = result.interfaces[number]
            interface.address = interface.address ?? shown.address
            interface.length = interface.length ?? shown.length
            interface.area = interface.area ?? shown.area
            interface.cost = interface.cost ?? shown.cost
            interface.priority = interface.priority ?? shown.priority
            interface.helloInterval = interface.helloInterval ?? shown.helloInterval
            interface.deadInterval = interface.deadInterval ?? shown.deadInterval
            interface.type = interface.type ?? shown.type
            result.interfaces[number] = interface
        }
        return result
    }
}
