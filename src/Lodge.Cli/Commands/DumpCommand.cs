using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge dump</c></summary>
internal static class DumpCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var file = new Argument<string>("FILE") { Description = "A file of the host that does not exist yet.", Arity = ArgumentArity.ExactlyOne };
        var format = Opt.Choice<MemoryDumpFormat>("--format", "The file's format; elf if not given.");
        var reset = Opt.Flag("--reset", "Reset the guest afterwards.");
        var crash = Opt.Flag("--crash", "End the VM afterwards, without asking the guest.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("dump", "Write a guest's memory to a file, for debuggers.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Notes = """
                The guest stands still meanwhile, and goes on afterwards, also when the dump is cancelled or fails.
                Which of the compressed formats there are depends on the host's QEMU.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge dump web1 /srv/web1.core", "for gdb or crash"),
                new("lodge dump web1 /srv/web1.kdump --format kdump-zlib", "compressed, for crash"),
                new("lodge dump web1 /srv/web1.core --crash", "then pull the plug"),
            ],
        };
        verb.Add(name);
        verb.Add(file);
        verb.Add(format);
        verb.Add(reset);
        verb.Add(crash);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var then = ThenOf(cli.Get(reset), cli.Get(crash));
            var path = HostPath.Absolute(cli, cli.Get(file)!);
            var request = new DumpVm { Path = path, Format = cli.Get(format) ?? MemoryDumpFormat.Elf, Then = then };
            var job = await cli.Client.Panel.DumpAsync(cli.Get(name)!, request, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, $"The memory of {job.Subject} is in {path}.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static AfterDump ThenOf(bool reset, bool crash) => (reset, crash) switch
    {
        (true, true) => throw new LodgeException(ErrorCode.InvalidArgument, "--reset and --crash exclude each other.", "Choose one."),
        (true, _) => AfterDump.Reset,
        (_, true) => AfterDump.Kill,
        _ => AfterDump.Continue,
    };
}
