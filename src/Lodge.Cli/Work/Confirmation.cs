using System.Text;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Model.Errors;

namespace Lodge.Cli.Work;

/// <summary>Asks a person before something is done to much.</summary>
internal static class Confirmation
{
    /// <summary>Returns when the person says yes.</summary>
    /// <exception cref="LodgeException">The person says no, or there is nobody to ask.</exception>
    public static async Task AskAsync(Invocation cli, string question, CancellationToken cancellationToken)
    {
        if (!cli.Host.Io.InputIsTerminal)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, "--all asks before it does anything, and there is no terminal to ask on.", "Add --yes.");
        }

        if (!await YesAsync(cli.Host, $"{question} [y/N] ", cancellationToken))
        {
            throw new LodgeException(ErrorCode.Cancelled, "Nothing was done.");
        }
    }

    /// <summary>Whether the person says yes.</summary>
    public static async Task<bool> YesAsync(CliHost host, string question, CancellationToken cancellationToken) =>
        await AnswerAsync(host, question, cancellationToken) is "y" or "yes";

    /// <summary>What the person says, in lower case.</summary>
    public static async Task<string> AnswerAsync(CliHost host, string question, CancellationToken cancellationToken)
    {
        host.Io.Out.Flush();
        host.Io.Error.Write(Printable.Text(question));
        host.Io.Error.Flush();
        var answer = await ReadLineAsync(host.Io.InputBytes, cancellationToken);
        return answer.Trim().ToLowerInvariant();
    }

    private static async Task<string> ReadLineAsync(Stream input, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await input.ReadAsync(one, cancellationToken) == 1 && one[0] != (byte)'\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString();
    }
}
