using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Json;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Client.Http;

/// <summary>Writes the paths of REST resources.</summary>
internal static class ApiPath
{
    /// <summary>The path of a VM, with <paramref name="rest"/> after it.</summary>
    /// <exception cref="LodgeException">The name cannot be any VM's, and would change the path.</exception>
    public static string Vm(string vm, string rest = "") => vm is "" or "." or ".."
        ? throw new LodgeException(ErrorCode.VmNotFound, $"No VM can be called '{vm}'.", "List the VMs to see their names.")
        : $"v1/vms/{Uri.EscapeDataString(vm)}{rest}";

    /// <summary>The path of a device of a VM.</summary>
    public static string Device(string vm, string device, string rest) => Vm(vm, $"/devices/{Uri.EscapeDataString(device)}{rest}");

    /// <summary>The path of a snapshot of a VM.</summary>
    /// <exception cref="LodgeException">The name cannot be any snapshot's, and would change the path.</exception>
    public static string Snapshot(string vm, string snapshot, string rest = "") => Vm(vm, $"/snapshots/{Part(snapshot, "snapshot")}{rest}");

    /// <summary>The path of a checkpoint of a VM.</summary>
    /// <exception cref="LodgeException">The name cannot be any checkpoint's, and would change the path.</exception>
    public static string Checkpoint(string vm, string checkpoint, string rest = "") => Vm(vm, $"/checkpoints/{Part(checkpoint, "checkpoint")}{rest}");

    /// <summary>The path of a disk of a VM, with <paramref name="rest"/> after it.</summary>
    /// <exception cref="LodgeException">The name cannot be any disk's, and would change the path.</exception>
    public static string Disk(string vm, string disk, string rest) => Vm(vm, $"/disks/{Part(disk, "disk")}{rest}");

    /// <summary>The path of the work on disks.</summary>
    public static string DiskJobs(string? vm) => vm is null ? "v1/disk-jobs" : $"v1/disk-jobs?vm={Uri.EscapeDataString(vm)}";

    /// <summary>The path of the list of VMs.</summary>
    public static string Vms(VmState? state, bool addresses = false) =>
        $"v1/vms{(state, addresses) switch
        {
            (null, false) => "",
            (null, true) => "?addresses=true",
            ({ } wanted, false) => $"?state={Kebab.Of(wanted)}",
            ({ } wanted, true) => $"?state={Kebab.Of(wanted)}&addresses=true",
        }}";

    /// <summary>The path of a VM's log.</summary>
    public static string Log(string vm, LogSource source, long? tail) => Vm(
        vm, string.Create(CultureInfo.InvariantCulture, $"/log?source={Kebab.Of(source)}{(tail is null ? "" : $"&tail={tail}")}"));

    /// <summary>The path of a VM's console.</summary>
    public static string Console(string vm, ConsoleMode mode, string? device) =>
        Vm(vm, $"/console?mode={Kebab.Of(mode)}{(device is null ? "" : $"&device={Uri.EscapeDataString(device)}")}");

    /// <summary>A path of the host's processors.</summary>
    /// <param name="rest">What follows <c>v1/host/cpu</c>.</param>
    /// <param name="accel">The accelerator; null for the default one.</param>
    public static string Cpu(string rest, Accelerator? accel) => $"v1/host/cpu{rest}{(accel is { } wanted ? $"?accel={Kebab.Of(wanted)}" : "")}";

    /// <summary>The path of a network, with <paramref name="rest"/> after it.</summary>
    /// <exception cref="LodgeException">The name cannot be any network's, and would change the path.</exception>
    public static string Network(string network, string rest = "") => $"v1/networks/{Part(network, "network")}{rest}";

    /// <summary>The path of the bridge over an interface.</summary>
    /// <exception cref="LodgeException">The name cannot be any interface's, and would change the path.</exception>
    public static string HostBridge(string link) => $"v1/host/bridges/{Part(link, "interface")}";

    /// <summary>The path of a security group.</summary>
    /// <exception cref="LodgeException">The name cannot be any group's, and would change the path.</exception>
    public static string Group(string group) => $"v1/security-groups/{Part(group, "security group")}";

    /// <summary>The path of a storage pool, with <paramref name="rest"/> after it.</summary>
    /// <exception cref="LodgeException">The name cannot be any pool's, and would change the path.</exception>
    public static string Pool(string pool, string rest = "") => $"v1/pools/{Part(pool, "storage pool")}{rest}";

    /// <summary>The path of what pools could be made of.</summary>
    public static string PoolSources(PoolSearch search)
    {
        var host = search.Server is { } server ? $"&host={Uri.EscapeDataString(server)}" : "";
        var initiator = search.Initiator is { } name ? $"&initiator={Uri.EscapeDataString(name)}" : "";
        return $"v1/pool-sources?kind={Kebab.Of(search.Kind)}{host}{initiator}";
    }

    /// <summary>The path of a volume, with <paramref name="rest"/> after it.</summary>
    /// <exception cref="LodgeException">A name cannot be any pool's or volume's, and would change the path.</exception>
    public static string Volume(string pool, string volume, string rest = "") => Pool(pool, $"/volumes/{Part(volume, "volume")}{rest}");

    /// <summary>The path of an image.</summary>
    /// <exception cref="LodgeException">The name cannot be any image's, and would change the path.</exception>
    public static string Image(string image) => ImageNames.IsValid(image)
        ? $"v1/images/{Uri.EscapeDataString(image)}"
        : throw new LodgeException(ErrorCode.ImageNotFound, $"No image can be called '{image}'.", "List them to see their names.");

    /// <summary>The path of a job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="wait">How long the server may wait for its end; null not to wait.</param>
    public static string Job(Guid id, TimeSpan? wait = null) => wait is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $"v1/jobs/{id}?wait={limit.TotalSeconds:0.###}")
        : $"v1/jobs/{id}";

    private static string Part(string name, string kind) => name is "" or "." or ".."
        ? throw new LodgeException(ErrorCode.NotFound, $"No {kind} can be called '{name}'.", "List them to see their names.")
        : Uri.EscapeDataString(name);
}
