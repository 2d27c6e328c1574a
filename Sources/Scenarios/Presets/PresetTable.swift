/// The presets, in the words of scenario files. A key that is absent has the neutral value of its kind.
///
/// "Read" means read in the vendor's own pages; "observed" means seen in published device output.
let presetTable = """
    cisco-ios-xe:
      summary: Cisco IOS-XE 17.11.1 and later, where the limit is on by default
      limit: {count: foreign, maximum: 50000, trip: exceeds, warning-threshold: 75%, action: shutdown, grace: 60s,
        isolated-hellos: silent, ignore-time: 5m, ignore-count: 5, permanence: reaches, reset-time: 10m}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s, flood-pacing: 33ms,
        spf: {throttle: exponential, start: 50ms, hold: 200ms, maximum: 5s}}
      sources:
        - Cisco, OSPF Link-State Database Overload Protection (IOS, IOS-XE and Catalyst 9000 guides)
        - Cisco Field Notice FN74009 (default of 50000 from 17.11.1)
        - published show output (SPF throttle, pacing; observed)
      unconfirmed:
        - the isolation that reaches the ignore count is permanent; the guides can also be read as the one after it
        - LSA generation and arrival are the classic values; recent images may use 50 ms / 200 ms / 5 s and 100 ms
        - whether an isolated router goes on forwarding is not documented
    cisco-ios-xe-legacy:
      summary: Cisco IOS and IOS-XE before 17.11.1, where a limit must be configured
      limit: {count: foreign, trip: exceeds, warning-threshold: 75%, action: shutdown, grace: 60s,
        isolated-hellos: silent, ignore-time: 5m, ignore-count: 5, permanence: reaches, reset-time: 10m}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s, flood-pacing: 33ms,
        spf: {throttle: exponential, start: 5s, hold: 10s, maximum: 10s}}
      sources:
        - Cisco, OSPF Link-State Database Overload Protection
        - Cisco FTD API reference (SPF and LSA throttle timers)
      unconfirmed:
        - the isolation that reaches the ignore count is permanent; the guides can also be read as the one after it
        - whether an isolated router goes on forwarding is not documented
    cisco-nx-os:
      summary: Cisco NX-OS with max-lsa configured
      limit: {count: foreign, trip: exceeds, warning-threshold: 75%, action: shutdown, grace: 60s,
        isolated-hellos: silent, ignore-time: 5m, ignore-count: 5, permanence: reaches, reset-time: 10m}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s,
        spf: {throttle: exponential, start: 200ms, hold: 1s, maximum: 5s}}
      sources:
        - Cisco, Nexus 3548 Command Reference (timers)
        - documentation of the nxos_ospfv2 configuration module (knobs of max-lsa)
      unconfirmed:
        - that the limit behaves as in IOS in every detail
    cisco-aci-reject:
      summary: Cisco ACI with its default action
      limit: {count: foreign, maximum: 20000, trip: reaches, warning-threshold: 75%, action: reject,
        release: below-limit,
        ignore-time: 5m, ignore-count: 5, reset-time: 10m}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s,
        spf: {throttle: exponential, start: 200ms, hold: 1s, maximum: 5s}}
      sources:
        - documentation of the ACI Terraform provider (aci_ospf_timers)
        - Cisco Network as Code, OSPF Timer Policy
      unconfirmed:
        - whether holding exactly the limit trips it
        - whether a refused LSA is acknowledged
        - that refusing ends by itself below the limit
    cisco-aci-restart:
      summary: Cisco ACI with the action restart
      limit: {count: foreign, maximum: 20000, trip: exceeds, warning-threshold: 75%, action: shutdown, grace: 0s,
        isolated-hellos: silent, ignore-time: 5m, ignore-count: 5, permanence: reaches, reset-time: 10m}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s,
        spf: {throttle: exponential, start: 200ms, hold: 1s, maximum: 5s}}
      sources:
        - documentation of the ACI Terraform provider (aci_ospf_timers)
        - Cisco Network as Code, OSPF Timer Policy
      unconfirmed:
        - whether holding exactly the limit trips it
        - whether there is a grace period
        - what an isolated router does with its hellos
    arista-eos:
      summary: Arista EOS, where a limit of 12000 is inserted by default
      limit: {count: foreign, maximum: 12000, trip: exceeds, warning-threshold: 75%, action: shutdown, grace: 0s,
        isolated-hellos: silent, ignore-time: 5m, ignore-count: 5, permanence: reaches, reset-time: 5m}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s, spf: {throttle: exponential, start: 0s, hold: 5s, maximum: 5s}}
      sources:
        - published EOS 4.29 and 4.33 configurations (max-lsa 12000; observed)
        - OSPF data of the anta project (status fields, LSA timers; observed)
      unconfirmed:
        - whether a router's own LSAs are counted
        - the grace period, the ignore time and the reset time
        - what an isolated router does with its hellos
        - the SPF throttle
    juniper-junos:
      summary: Juniper Junos with database-protection configured
      limit: {count: foreign, trip: exceeds, warning-threshold: 75%, action: shutdown, grace: 0s, isolated-hellos: deaf,
        keep-own-lsas: true, ignore-time: 5m, ignore-count: 5, permanence: exceeds, reset-time: 10m}
      timers: {spf: {throttle: rapid-runs, delay: 200ms, runs: 3, holddown: 5s}}
      sources:
        - Juniper, database-protection (Protocols OSPF)
        - Juniper, OSPF Database Protection Overview
        - Juniper, spf-options
      unconfirmed:
        - LSA generation and arrival intervals are those of RFC 2328
        - whether an isolated router goes on forwarding is not documented
    zebos-hard:
      summary: "ZebOS family (Allied Telesis, IP Infusion, Siemens) with overflow database N hard"
      limit: {count: all, trip: exceeds, warning-threshold: 0%, action: shutdown, grace: 0s, isolated-hellos: silent,
        ignore-time: forever, ignore-count: 1, permanence: reaches}
      sources:
        - Allied Telesis AT-S83 manual, page 344
        - Siemens S223 manual, page 360
      unconfirmed:
        - what a stopped router does with its hellos
        - that only an operator brings it back
    zebos-soft:
      summary: "ZebOS family (Allied Telesis, IP Infusion, Siemens) with overflow database N soft"
      limit: {count: all, trip: exceeds, warning-threshold: 0%, action: warn}
      sources:
        - Allied Telesis AT-S83 manual, page 344
        - Siemens S223 manual, page 360
    bird-block:
      summary: The import limit of BIRD with action block, as if it applied to LSAs
      limit: {count: external-non-default, trip: reaches, warning-threshold: 0%, action: reject, release: latched}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s, spf: {throttle: tick, period: 1s}}
      sources:
        - BIRD, doc/bird.sgml and nest/proto.c (limits of channels), proto/ospf/ospf.h (timers)
      unconfirmed:
        - BIRD limits routes, not LSAs; this is an analogy
    bird:
      summary: BIRD, whose database has no limit
      limit: {maximum: none}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s, spf: {throttle: tick, period: 1s}}
      sources:
        - BIRD, proto/ospf/ospf.h
    frr:
      summary: FRRouting, whose database has no limit
      limit: {maximum: none}
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s, spf: {throttle: linear, start: 0s, hold: 50ms, maximum: 5s}}
      sources:
        - FRRouting, lib/libospf.h, ospfd/ospf_snmp.c and doc/user/ospfd.rst
    nokia-sr-os:
      summary: Nokia SR OS timers; its limits degrade the router and are not modelled
      timers: {min-ls-interval: 5s, min-ls-arrival: 1s, spf: {throttle: exponential, start: 1s, hold: 1s, maximum: 10s}}
      sources:
        - Nokia, SR OS 16.0 CLI reference
        - published YANG models of SR OS 26.3
    huawei-vrp:
      summary: Huawei VRP timers; its limits depend on memory and are not modelled
      timers: {lsa-throttle: {start: 500ms, hold: 1s, maximum: 5s}, min-ls-arrival: 500ms,
        spf: {throttle: exponential, start: 50ms, hold: 200ms, maximum: 5s}}
      sources:
        - Huawei, CE6800 command reference
      unconfirmed:
        - arrival is throttled, too (500 ms / 500 ms / 1 s); one value stands here
        - that the intervals start anew after three instances at the maximum; here only quiet does that
    generic-shutdown:
      summary: A limit as the incident of 2021 met it, of no particular vendor
      limit: {count: foreign, trip: exceeds, warning-threshold: 75%, action: shutdown, grace: 0s,
        isolated-hellos: silent, ignore-time: 5m, ignore-count: 5, permanence: reaches, reset-time: 10m}
      sources:
        - the common part of what Cisco and Juniper document
    generic-reject:
      summary: A limit that refuses rather than shuts down, of no particular vendor
      limit: {count: foreign, trip: reaches, warning-threshold: 75%, action: reject, acknowledge-rejected: true,
        release: below-limit}
      sources:
        - the common part of what Cisco ACI and Huawei document
      unconfirmed:
        - whether a refused LSA is acknowledged differs by vendor
    """
