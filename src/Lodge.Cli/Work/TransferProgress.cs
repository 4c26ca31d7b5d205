using System.Diagnostics;
using System.Globalization;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Work;

/// <summary>Draws on a terminal how the copying of bytes comes along; elsewhere nothing.</summary>
/// <param name="cli">The command.</param>
/// <param name="what">What is copied.</param>
internal sealed class TransferProgress(Invocation cli, string what) : IProgress<(long Done, long Total)>, IDisposable
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMilliseconds(200);

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _drawn;

    /// <inheritdoc/>
    public void Report((long Done, long Total) value)
    {
        if (!cli.Output.DrawsProgress || (_drawn > 0 && Stopwatch.GetElapsedTime(_drawn) < BetweenLines))
        {
            return;
        }

        _drawn = Stopwatch.GetTimestamp();
        var speed = value.Done / Math.Max(0.001, Stopwatch.GetElapsedTime(_started).TotalSeconds);
        Draw(string.Create(CultureInfo.InvariantCulture, $"{what}  {Sizes.Of(value.Done)} of {Sizes.Of(value.Total)}, {Sizes.Of((long)speed)}/s"));
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        if (_drawn > 0)
        {
            _drawn = 0;
            Draw("");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    // CR and EL (ECMA-48): back to the first column, and erase to the end of the line.
    private void Draw(string line) => cli.Host.Io.Error.Write($"\r\e[K{Printable.Text(line)}");
}
