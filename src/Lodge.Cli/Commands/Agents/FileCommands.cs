using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Agents;

/// <summary><c>lodge agent read</c> and <c>lodge agent write</c></summary>
internal static class FileCommands
{
    /// <summary>Copies a file out of a guest.</summary>
    public static Verb Read()
    {
        var vm = VmArgument.One();
        var path = GuestPath();
        var file = LocalFile("Where to, or - for standard output, which it is when left out.");
        var verb = new Verb("read", "Copy a file out of the guest.")
        {
            Completes = Completes.LiveVm,
            Examples =
            [
                new("lodge agent read web1 /etc/hostname", "print it"),
                new("lodge agent read web1 /var/log/syslog syslog.web1", "into a file here; one that is there is overwritten"),
            ],
        };
        verb.Add(vm);
        verb.Add(path);
        verb.Add(file);
        verb.Handler = async (cli, cancellationToken) =>
        {
            await using var target = LocalStream.Open(cli, cli.Get(file), () => cli.Host.Io.OutputBytes, FileMode.Create);
            await cli.Client.Agent.ReadFileAsync(cli.Get(vm)!, cli.Get(path)!, target, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary>Copies a file into a guest.</summary>
    public static Verb Write()
    {
        var vm = VmArgument.One();
        var path = GuestPath();
        var file = LocalFile("Where from, or - for standard input, which it is when left out.");
        var append = Opt.Flag("--append", "Add to the end of the guest's file.");
        var verb = new Verb("write", "Copy a file into the guest.")
        {
            Completes = Completes.LiveVm,
            Notes = "The guest's file is made, or overwritten; one that is there keeps its owner and rights.",
            Examples =
            [
                new("lodge agent write web1 /etc/motd motd", "from a file here"),
                new("date | lodge agent write web1 /tmp/dates --append", "from a pipe, added at the end"),
            ],
        };
        verb.Add(vm);
        verb.Add(path);
        verb.Add(file);
        verb.Add(append);
        verb.Handler = async (cli, cancellationToken) =>
        {
            await using var source = LocalStream.Open(cli, cli.Get(file), () => cli.Host.Io.InputBytes, FileMode.Open);
            var count = await cli.Client.Agent.WriteFileAsync(cli.Get(vm)!, cli.Get(path)!, cli.Get(append), source, cancellationToken);
            cli.Output.Done($"{cli.Get(path)} of {cli.Get(vm)} has {count} bytes {(cli.Get(append) ? "more" : "now")}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Argument<string> GuestPath() => new("PATH") { Description = "Absolute path in the guest.", Arity = ArgumentArity.ExactlyOne };

    private static Argument<string?> LocalFile(string description) =>
        new("FILE") { Description = description, Arity = ArgumentArity.ZeroOrOne };
}
