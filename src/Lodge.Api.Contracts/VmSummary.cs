using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Api.Contracts;

/// <summary>One row of <c>GET /v1/vms</c>.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Name">Name.</param>
/// <param name="State">What it does.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">When it came to be so.</param>
/// <param name="Cpus">Virtual processors.</param>
/// <param name="MemoryBytes">Guest memory, bytes.</param>
/// <param name="Persistent">False for a VM that is forgotten when it stops.</param>
/// <param name="Autostart">Whether it starts with the host.</param>
/// <param name="HasManagedSave">Whether the next start goes on from a save.</param>
/// <param name="Title">Its title.</param>
/// <param name="Accel">How it runs; null while stopped.</param>
/// <param name="Addresses">Its cards' IP addresses as far as somebody knows them, those of IPv4 first; null when nobody asked for them.</param>
public sealed record VmSummary(
    Guid Id,
    string Name,
    VmState State,
    VmReason Reason,
    DateTimeOffset Since,
    int Cpus,
    long MemoryBytes,
    bool Persistent,
    bool Autostart,
    bool HasManagedSave,
    string? Title,
    Accelerator? Accel,
    IReadOnlyList<string>? Addresses = null);
