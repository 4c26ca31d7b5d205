using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Support;

/// <summary>What a daemon has and what it left on the host, as text, to see whether something has changed.</summary>
internal static class Traces
{
    /// <summary>VMs with their definitions and states, and the names of all files that belong to VMs.</summary>
    public static async Task<string> OfAsync(LodgedProcess daemon)
    {
        using var client = daemon.Client();
        var lines = new List<string>();
        foreach (var row in await client.ListVmsAsync())
        {
            var vm = await client.GetVmAsync(row.Name);
            lines.Add($"{vm.Revision} {vm.Status.State} {vm.Runtime?.ProcessId} {JsonSerializer.Serialize(vm.Definition, ApiJson.Default.VmDefinition)}");
        }

        lines.AddRange(Files(daemon.RunFolder, "vms"));
        lines.AddRange(Files(daemon.StateFolder, "vms"));
        lines.AddRange(Files(daemon.StateFolder, "saves"));
        lines.Add($"{daemon.GuestProcesses().Count} processes");
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Files(string folder, string below)
    {
        var place = Path.Combine(folder, below);
        return Directory.Exists(place) ? Directory.GetFileSystemEntries(place, "*", SearchOption.AllDirectories).Order() : [];
    }
}
