using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Qmp;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Facts;

/// <summary>Asks a QEMU without a machine what it can do.</summary>
internal sealed class QemuProbe(QemuOptions options, MachinelessQemu qemu)
{
    private static readonly TimeSpan Deadline = MachinelessQemu.Deadline;

    /// <summary>Asks.</summary>
    /// <param name="fingerprint">Kept with the answer.</param>
    /// <param name="cancellationToken">Ends the probe, and the QEMU with it.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: it does not run, or does not answer.</exception>
    public Task<QemuFacts> RunAsync(string fingerprint, CancellationToken cancellationToken) =>
        qemu.AskAsync([], (client, token) => AskAsync(client, fingerprint, token), cancellationToken);

    private async Task<QemuFacts> AskAsync(QmpClient client, string fingerprint, CancellationToken cancellationToken)
    {
        var machines = client.ExecuteAsync(new QueryMachinesCommand(), Deadline, cancellationToken);
        var models = client.ExecuteAsync(new QueryCpuDefinitionsCommand(), Deadline, cancellationToken);
        var commands = client.ExecuteAsync(new QueryCommandsCommand(), Deadline, cancellationToken);
        var devices = client.ExecuteAsync(new QomListTypesCommand("device", includeAbstract: false), Deadline, cancellationToken);
        var objects = client.ExecuteAsync(new QomListTypesCommand("user-creatable", includeAbstract: false), Deadline, cancellationToken);
        var kvm = client.ExecuteAsync(new QueryKvmCommand(), Deadline, cancellationToken);
        var hasSandbox = HasSandboxAsync(client, cancellationToken);
        await Task.WhenAll(machines, models, commands, devices, objects, kvm, hasSandbox);
        return new QemuFacts
        {
            Binary = options.QemuBinary,
            Fingerprint = fingerprint,
            Version = client.Version.ToString(),
            Package = client.Version.Package.Trim(),
            Machines = [.. (await machines).Select(machine => new QemuMachineFact(machine.Name, machine.Alias, machine.CpuMax))],
            CpuModels = [.. (await models).Select(model => model.Name).Order(StringComparer.Ordinal)],
            Commands = [.. (await commands).Select(command => command.Name).Order(StringComparer.Ordinal)],
            Devices = [.. (await devices).Select(device => device.Name).Order(StringComparer.Ordinal)],
            Objects = [.. (await objects).Select(type => type.Name).Order(StringComparer.Ordinal)],
            HasKvm = (await kvm).Present,
            HasSandbox = await hasSandbox,
        };
    }

    // A QEMU without seccomp does not know the option's name.
    private static async Task<bool> HasSandboxAsync(QmpClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.ExecuteAsync(new QueryCommandLineOptionsCommand("sandbox"), Deadline, cancellationToken)).Count > 0;
        }
        catch (QmpErrorException)
        {
            return false;
        }
    }
}
