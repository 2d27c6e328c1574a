import NetworkPrimitives
import Testing

@testable import Services

@Suite("Services: calls, connections and lanes") struct EngineTests {
    @Test func `attempts come 1, 2, 4 and 4 seconds apart`() {
        var small = SmallModel()
        let service = small.service("s", steps: [])
        small.users(1, to: service, isOnce: true) {
            $0.retries = 10
            $0.backoff.first = .seconds(1)
            $0.backoff.maximum = .seconds(4)
        }
        small.at(.zero, .mode(service.service, .all, kinds: nil, .refuse))
        small.at(.milliseconds(10_500), .mode(service.service, .all, kinds: nil, .ok))
        let world = small.run(.seconds(100))
        #expect(world.figure(.last) == 11)
        #expect(world.figure(.attemptsPerCall) == 5)
        #expect(world.brokenLaws == [])
    }

    @Test func `a breaker opens after three failures in a row, and lets one probe through each ten seconds`() {
        var small = SmallModel()
        let service = small.service("s", steps: [])
        small.source(to: service, rate: 1, isRegular: true) {
            var breaker = BreakerPolicy()
            breaker.failures = 3
            $0.breaker = breaker
        }
        small.at(.milliseconds(9_500), .mode(service.service, .all, kinds: nil, .refuse))
        small.at(.milliseconds(39_500), .mode(service.service, .all, kinds: nil, .ok))
        let world = small.run(.milliseconds(60_500))
        #expect(world.figure(.failed) == 32)
        #expect(world.figure(.opened, of: .breakers) == 3)
    }

    @Test func `a request on a new connection takes (k+1) round trips, k times the handshake's work, and its own`() {
        var small = SmallModel(places: ["a", "b"])
        small.model.ideal.delay = .milliseconds(10)
        let service = small.service("s", at: 1, workers: nil, steps: [.work(.constant(.milliseconds(5)))]) {
            var connect = ConnectDefinition()
            connect.roundTrips = 2
            connect.work = .constant(.milliseconds(1))
            connect.lane = 0
            $0.connect = connect
        }
        small.source(at: 0, to: service, rate: 10) {
            var pool = PoolPolicy()
            pool.uses = 1
            $0.pool = pool
        }
        let world = small.run(.seconds(100))
        #expect(world.figure(.mean) == 0.067)
        #expect(world.brokenLaws == [])
    }

    @Test func `a worker is held while its call is out`() {
        var small = SmallModel()
        let back = small.service("back", workers: nil, steps: [.work(.constant(.milliseconds(900)))])
        let call = ServiceStep.call(CallDefinition([back]))
        let front = small.service("front", workers: 4, steps: [.work(.constant(.milliseconds(100))), call])
        small.source(to: front, rate: 5)
        small.model.warmup = .seconds(50)
        let world = small.run(.seconds(300))
        #expect(world.figure(.busy, of: .lane(front.service, lane: 0)) == 4)
        #expect(world.brokenLaws == [])
    }

    @Test func `a timed-out call throws its connection away while the server works on`() {
        var small = SmallModel()
        let service = small.service("s", workers: 1, steps: [.work(.constant(.seconds(10)))])
        small.users(1, to: service, isOnce: true) {
            $0.timeout = .seconds(1)
            $0.pool = PoolPolicy()
        }
        var world = ServiceWorld(small.model, seed: 1)
        world.run(until: .seconds(5))
        #expect(world.figure(.timeout) == 1)
        #expect(world.instances[InstanceIndex(number: 0)].connections == 0)
        #expect(world.reading(of: .busy(service.service)) == .one)
        world.run(until: .seconds(11))
        #expect(world.reading(of: .busy(service.service)) == .zero)
    }

    @Test func `a caller that keeps no connections closes nobody else's when it stops`() {
        var small = SmallModel()
        let kept = small.service("kept", steps: [])
        let back = small.service("back", steps: [])
        let front = small.service("front", steps: [.call(CallDefinition([back]))])
        small.source(to: kept, rate: 1, isRegular: true) { $0.pool = PoolPolicy() }
        small.source("b", to: front, rate: 1, isRegular: true)
        small.at(.milliseconds(5_500), .stop(front.service, .all))
        let world = small.run(.milliseconds(5_600))
        #expect(world.reading(of: .connections(kept.service)) == .one)
        #expect(world.brokenLaws == [])
    }

    @Test func `one worker of load 0.8 holds the formula of M-M-1`() throws {
        var small = SmallModel()
        let service = small.service("s", steps: [.work(.exponential(mean: .milliseconds(100)))])
        small.source(to: service, rate: 8)
        let world = small.run(.seconds(2_000))
        let mean = try #require(world.figure(.mean))
        #expect(abs(mean - 0.5) < 0.08)
        #expect(world.brokenLaws == [])
    }

    @Test func `two runs of one seed are equal, and another source changes nobody's arrivals`() {
        var small = SmallModel()
        let service = small.service("s", steps: [.work(.exponential(mean: .milliseconds(10)))])
        small.source("a", to: service, rate: 20)
        let first = small.run(.seconds(60))
        #expect(first.digest == small.run(.seconds(60)).digest)
        #expect(first.digest != small.run(.seconds(60), seed: 2).digest)
        small.source("b", to: service, rate: 30)
        #expect(small.run(.seconds(60)).requests[0] == first.requests[0])
    }

    @Test(arguments: [PlantedFault.lostCall, .idleWorker, .wrongOrder, .lostWait])
    func `a mistake in a law is found`(_ fault: PlantedFault) {
        var small = SmallModel()
        let service = small.service("s", workers: 2, steps: [.work(.exponential(mean: .milliseconds(100)))])
        small.source(to: service, rate: 19)
        var world = ServiceWorld(small.model, seed: 1)
        world.plantedFault = fault
        var found: [String] = []
        for second in 1...60 {
            world.run(until: .seconds(Int64(second)))
            found += world.brokenLaws
        }
        #expect(!found.isEmpty)
    }

    @Test(arguments: [1e-300, 1e-9, 0.1, 0.5, 0.999_999, 1, 1.5, 2, 12345.678, 1e200])
    func `the logarithm and the exponential function are each other's inverse`(_ number: Double) {
        let back = ExactFunctions.exponential(ExactFunctions.logarithm(number))
        #expect(abs(back / number - 1) < 1e-12)
        #expect(ExactFunctions.logarithm(1) == 0)
        #expect(abs(ExactFunctions.logarithm(2) - 0.693_147_180_559_945_3) < 1e-16)
    }
}
