using Lodge.Model.Errors;

namespace Lodge.Qemu.Checks;

/// <summary>Runs every check and tells all troubles at once, so that nobody mends them one by one.</summary>
internal static class VmChecker
{
    private static readonly Func<CheckContext, CancellationToken, Task>[] Checks =
    [
        ComputeCheck.Accelerator,
        CpuCheck.Machine,
        CpuCheck.Model,
        CpuCheck.Features,
        CpuCheck.Gaps,
        ComputeCheck.Memory,
        HugePageCheck.Free,
        MemoryFileCheck.Files,
        TuningCheck.Host,
        BootCheck.Firmware,
        BootCheck.Kernel,
        BootCheck.Initrd,
        PlatformCheck.Clock,
        PlatformCheck.FirmwareConfig,
        PlatformCheck.LaunchSecurity,
        TpmCheck.Tpm,
        TpmCheck.Vsock,
        NicCheck.PrivateNetworks,
        DeviceModelCheck.Drivers,
        DeviceModelCheck.Spice,
        DeviceFileCheck.Sources,
        DeviceFileCheck.Ends,
        DeviceFileCheck.HostDevices,
    ];

    // What a definition names, whether the VM is to start now or not.
    private static readonly Func<CheckContext, CancellationToken, Task>[] Names =
    [
        CpuCheck.Machine,
        CpuCheck.Model,
        CpuCheck.Gaps,
        TuningCheck.Host,
        DeviceModelCheck.Drivers,
        DeviceModelCheck.Spice,
    ];

    /// <summary>Checks that this host can run the VM; changes nothing.</summary>
    /// <exception cref="LodgeException">It cannot. With several troubles, the code is that of the first.</exception>
    public static Task CheckAsync(CheckContext context, CancellationToken cancellationToken) => CheckAsync(
        Checks.Concat(DiskCheck.ForEach(context.Definition)).Concat(FileSystemCheck.ForEach(context.Definition)).Concat(DisplayCheck.ForEach(context.Definition)),
        context,
        cancellationToken);

    /// <summary>Checks that this host and its QEMU have what the definition names.</summary>
    /// <exception cref="LodgeException">They have not. With several troubles, the code is that of the first.</exception>
    public static Task CheckNamesAsync(CheckContext context, CancellationToken cancellationToken) => CheckAsync(Names, context, cancellationToken);

    private static async Task CheckAsync(
        IEnumerable<Func<CheckContext, CancellationToken, Task>> checks, CheckContext context, CancellationToken cancellationToken)
    {
        var troubles = new List<LodgeException>();
        foreach (var check in checks)
        {
            try
            {
                await check(context, cancellationToken);
            }
            catch (LodgeException trouble)
            {
                troubles.Add(trouble);
            }
        }

        switch (troubles)
        {
            case []:
                return;
            case [var only]:
                throw new LodgeException(only.Error, only);
            default:
                throw new LodgeException(
                    troubles[0].Error.Code,
                    $"VM '{context.Definition.Name}' cannot run on this host, for {troubles.Count} reasons. "
                        + string.Join(' ', troubles.Select((trouble, i) => $"({i + 1}) {trouble.Error.Message}")),
                    string.Join(' ', troubles.Select((trouble, i) => $"({i + 1}) {trouble.Error.Remedy ?? "Nothing can be done about it."}")));
        }
    }
}
