using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge devices</c></summary>
internal static class DevicesCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var verb = new Verb("devices", "List the devices of a VM.")
        {
            Group = VerbGroup.Watch,
            Completes = Completes.AnyVm,
            Notes = "A running VM's devices, then those that it gets at its next start. The alias is what other commands call a device by.",
            Examples =
            [
                new("lodge devices web1", "for people"),
                new("lodge devices web1 --json", "for scripts"),
            ],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var devices = await cli.Client.Changes.ListDevicesAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Result(devices, ApiJson.Default.IReadOnlyListDeviceSummary, () => DeviceTable.Render(devices, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
