using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Qmp;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Facts;

/// <summary>Asks a QEMU without a machine which processors it can give to guests. Takes some tenths of a second.</summary>
internal sealed class CpuProbe(MachinelessQemu qemu)
{
    private static readonly TimeSpan Deadline = MachinelessQemu.Deadline;

    /// <summary>Asks.</summary>
    /// <param name="accel">KVM or TCG, since each has features of its own.</param>
    /// <param name="cancellationToken">Ends the probe, and the QEMU with it.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: it does not run, or does not answer.</exception>
    public Task<HostCpuModels> RunAsync(Accelerator accel, CancellationToken cancellationToken) =>
        qemu.AskAsync(["-accel", accel == Accelerator.Kvm ? "kvm" : "tcg"], (client, token) => AskAsync(client, accel, token), cancellationToken);

    private static async Task<HostCpuModels> AskAsync(QmpClient client, Accelerator accel, CancellationToken cancellationToken)
    {
        var models = await client.ExecuteAsync(new QueryCpuDefinitionsCommand(), Deadline, cancellationToken);
        var expansions = await Task.WhenAll(models.Select(model => ExpandAsync(client, model.Name, cancellationToken)));
        return CpuExpansions.Read(accel, [.. models.Zip(expansions)]);
    }

    private static async Task<CpuModel> ExpandAsync(QmpClient client, string name, CancellationToken cancellationToken) =>
        (await client.ExecuteAsync(new QueryCpuModelExpansionCommand(CpuExpansion.Static, name), Deadline, cancellationToken)).Model;
}
