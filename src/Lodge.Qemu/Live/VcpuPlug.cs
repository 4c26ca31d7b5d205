using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Planning.Cpus;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;
using CpuDefinition = Lodge.Model.Vms.Compute.CpuDefinition;

namespace Lodge.Qemu.Live;

/// <summary>Plugs processors in and out (<c>query-hotpluggable-cpus</c>, qapi/machine.json in QEMU's tree).</summary>
internal sealed class VcpuPlug(QmpSession session, DeviceReleases releases)
{
    /// <summary>Brings the guest from one set of processors to another; on failure it has those of before again.</summary>
    /// <exception cref="LodgeException">QEMU or the guest refused, or the guest did not answer in time.</exception>
    public async Task ChangeAsync(CpuDefinition before, CpuDefinition after, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (old, now) = (VcpuPresence.Of(before), VcpuPresence.Of(after));
        var slots = await SlotsAsync(after, cancellationToken);
        var added = new Stack<int>();
        try
        {
            foreach (var vcpu in now.Except(old).Order())
            {
                await AddAsync(vcpu, slots, cancellationToken);
                added.Push(vcpu);
            }

            foreach (var vcpu in old.Except(now).OrderDescending())
            {
                await RemoveAsync(vcpu, slots, patience, cancellationToken);
            }
        }
        catch (LodgeException) when (added.Count > 0)
        {
            while (added.TryPop(out var vcpu))
            {
                await RemoveAsync(vcpu, slots, patience, CancellationToken.None);
            }

            throw;
        }
    }

    /// <summary>Why processors cannot be unplugged; null when none are, or they can.</summary>
    /// <exception cref="LodgeException">QEMU did not answer.</exception>
    public async Task<string?> WhyNotUnplugAsync(CpuDefinition before, CpuDefinition after, CancellationToken cancellationToken)
    {
        var gone = VcpuPresence.Of(before).Except(VcpuPresence.Of(after)).ToList();
        if (gone.Count == 0)
        {
            return null;
        }

        var slots = await SlotsAsync(after, cancellationToken);
        return gone.Where(vcpu => !CanGo(vcpu, slots)).Select(WhyItStays).FirstOrDefault();
    }

    private static bool CanGo(int vcpu, IReadOnlyDictionary<int, JsonElement> slots) => slots.TryGetValue(vcpu, out var slot)
        && (!slot.TryGetProperty("qom-path", out var path) || path.GetString()!.Contains("/peripheral/", StringComparison.Ordinal));

    private static string WhyItStays(int vcpu) => $"Processor {vcpu} was there when the VM was started and cannot be unplugged.";

    private async Task AddAsync(int vcpu, IReadOnlyDictionary<int, JsonElement> slots, CancellationToken cancellationToken)
    {
        var slot = slots.TryGetValue(vcpu, out var found)
            ? found
            : throw new LodgeException(ErrorCode.Unsupported, $"The board has no place for processor {vcpu}.", "Change cpu.count for the next start.");
        if (slot.TryGetProperty("qom-path", out _))
        {
            return; // It is there already.
        }

        var device = new JsonObject { ["driver"] = slot.GetProperty("type").GetString(), ["id"] = VcpuPresence.AliasOf(vcpu) };
        foreach (var place in slot.GetProperty("props").EnumerateObject())
        {
            device[place.Name] = place.Value.GetInt64();
        }

        await session.ExecuteAsync(new DeviceAddCommand(device), cancellationToken);
    }

    private async Task RemoveAsync(int vcpu, IReadOnlyDictionary<int, JsonElement> slots, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!CanGo(vcpu, slots))
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                WhyItStays(vcpu),
                "Make the change for the next start, with the scope 'next'. Processors that are plugged into the running VM can be unplugged.");
        }

        await releases.AwaitAsync(
            VcpuPresence.AliasOf(vcpu), () => session.ExecuteAsync(new DeviceDelCommand(VcpuPresence.AliasOf(vcpu)), cancellationToken), patience, cancellationToken);
    }

    // QEMU tells places; their number follows from the topology, threads first.
    private async Task<IReadOnlyDictionary<int, JsonElement>> SlotsAsync(CpuDefinition cpu, CancellationToken cancellationToken)
    {
        var topology = VcpuLayout.TopologyOf(cpu);
        var answer = await session.ExecuteAsync(new RawCommand("query-hotpluggable-cpus"), cancellationToken);
        return answer.EnumerateArray().ToDictionary(slot => NumberOf(slot.GetProperty("props"), topology));
    }

    private static int NumberOf(JsonElement place, CpuTopology topology)
    {
        var die = (At(place, "socket-id") * topology.Dies) + At(place, "die-id");
        var core = (die * topology.Cores) + At(place, "core-id");
        return (core * topology.Threads) + At(place, "thread-id");
    }

    private static int At(JsonElement place, string level) => place.TryGetProperty(level, out var value) ? value.GetInt32() : 0;
}
