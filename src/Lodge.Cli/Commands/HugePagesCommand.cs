using System.CommandLine;
using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge host hugepages</c></summary>
internal static class HugePagesCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("hugepages", "Show the host's huge pages, or reserve some.")
        {
            Notes = "FREE is what a VM could get now. The kernel forgets reservations when the host boots.",
            Examples = [new("lodge host hugepages", "how many there are, and which VMs use them")],
        };
        verb.Add(Reserve());
        verb.Handler = async (cli, cancellationToken) => Show(cli, await cli.Client.GetHugePagesAsync(cancellationToken));
        return verb;
    }

    private static Verb Reserve()
    {
        var size = new Argument<string>("SIZE") { Description = "Size of a page, such as 2M or 1G.", Arity = ArgumentArity.ExactlyOne };
        var count = new Argument<string>("COUNT") { Description = "How many shall be reserved in all; 0 gives all back.", Arity = ArgumentArity.ExactlyOne };
        var node = Opt.Count("--node", "N", "NUMA node on which they shall be; wherever the kernel finds them if not given.", 0, 1023);
        var verb = new Verb("reserve", "Set how many huge pages the host keeps.")
        {
            Notes = "All that are asked for, or none: when memory is short or in pieces, it says how many could be had.",
            Examples =
            [
                new("lodge host hugepages reserve 2M 512", "1 GiB in pages of 2 MiB"),
                new("lodge host hugepages reserve 1G 4 --node 1", "four large pages on the second NUMA node"),
                new("lodge host hugepages reserve 2M 0", "give all back"),
            ],
        };
        verb.Add(size);
        verb.Add(count);
        verb.Add(node);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var request = new HugePageRequest { PageSize = SizeOf(cli.Get(size)!), Count = CountOf(cli.Get(count)!), Node = cli.Get(node) };
            return Show(cli, await cli.Client.ReserveHugePagesAsync(request, cancellationToken));
        };
        return verb;
    }

    private static ExitStatus Show(Invocation cli, HugePageReport report)
    {
        if (!cli.Output.IsJson && report.Pools.Count == 0)
        {
            cli.Output.Notice("The host's kernel has no huge pages.");
            return ExitStatus.Ok;
        }

        cli.Output.Result(report, ApiJson.Default.HugePageReport, () => HugePageTable.Render(report, cli.Output.Style));
        return ExitStatus.Ok;
    }

    private static ByteSize SizeOf(string text) => ByteSize.TryParse(text, out var size) && size.Bytes > 0
        ? size
        : throw Wrong($"SIZE must be a size such as 2M or 1G, not '{text}'.");

    private static long CountOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count
        : throw Wrong($"COUNT must be a whole number from 0, not '{text}'.");

    private static LodgeException Wrong(string message) => new(ErrorCode.InvalidArgument, message, "See: lodge host hugepages reserve --help");
}
