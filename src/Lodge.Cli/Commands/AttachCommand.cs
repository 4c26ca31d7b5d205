using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Changes;
using Lodge.Cli.Devices;
using Lodge.Cli.Editing;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge attach</c></summary>
internal static class AttachCommand
{
    private const int KindsALine = 6;

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var kind = new Argument<string>("KIND") { Description = "disk, cdrom, nic, usb, hostdev, memory, filesystem, rng and more.", Arity = ArgumentArity.ExactlyOne };
        var words = new Argument<string[]>("FIELDS")
        {
            Description = "What the device is about (an image, a folder, a size), and its fields as name=value.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = Opt.Text("--json-file", "FILE", "The device as JSON, from FILE, or - for standard input.");
        var scope = new ScopeOptions();
        var verb = new Verb("attach", "Add a device to a VM; a running one has it at once.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Notes = $"""
                Kinds, with what may stand without a name:
                {Kinds()}
                Fields are named as with 'lodge set': bus=scsi, iops=500, model=e1000e, alias=data1.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge attach web1 disk /srv/data.qcow2 bus=scsi iops=500", "a disk"),
                new("lodge attach web1 cdrom /srv/debian.iso bus=scsi", "a CD-ROM drive with a disc in it"),
                new("lodge attach web1 nic model=e1000e", "a network card"),
                new("lodge attach web1 memory 2G model=virtio-mem", "more memory"),
                new("lodge attach web1 usb 1d6b:0002 --live", "a USB device of the host, until the VM stops"),
                new("lodge attach web1 filesystem /srv/share tag=share", "a folder of the host"),
                new("lodge attach web1 rng --json-file rng.json", "all of it from a file"),
            ],
        };
        verb.Add(name);
        verb.Add(kind);
        verb.Add(words);
        verb.Add(json);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var how = scope.Of(cli);
            var body = await BodyAsync(cli, cli.Get(kind)!, cli.Get(words) ?? [], cli.Get(json), cancellationToken);
            var outcome = await cli.Client.Changes.AttachAsync(cli.Get(name)!, body, how, cancellationToken);
            OutcomeReport.Show(cli, outcome, $"{outcome.Vm.Name} has another {cli.Get(kind)}{(outcome.Device is { } alias ? $": {alias}" : "")}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task<byte[]> BodyAsync(
        Invocation cli, string kind, string[] words, string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return DeviceRequest.Make(kind, words, path => HostPath.Absolute(cli, path));
        }

        return words.Length == 0
            ? DeviceRequest.Wrap(kind, await InputFile.ReadAsync(cli, file, cancellationToken))
            : throw new LodgeException(ErrorCode.InvalidArgument, "--json-file and fields exclude each other.", "Write the fields into the file.");
    }

    private static string Kinds() => string.Join('\n', DeviceWord.All
        .Select(word => word.Main is null ? word.Word : $"{word.Word} [{word.Main}]")
        .Chunk(KindsALine)
        .Select(line => $"  {string.Join(", ", line)}"));
}
