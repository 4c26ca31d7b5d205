using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Model.Jobs;

namespace Lodge.Cli.Work;

/// <summary>Shows on stderr how a job comes along: a bar on a terminal, one line a step elsewhere.</summary>
internal sealed class JobProgress(CliHost host, Output output, bool drawBar) : IProgress<Job>, IDisposable
{
    private const int FallbackColumns = 80;

    private readonly Lock _lock = new();
    private readonly bool _draws = drawBar && output.DrawsProgress;
    private string _shown = "";
    private string? _lastStep;

    /// <inheritdoc/>
    public void Report(Job value)
    {
        lock (_lock)
        {
            if (value.State != JobState.Running)
            {
                return;
            }

            if (_draws)
            {
                Draw(JobText.Bar(value, host.Clock.GetUtcNow(), host.Io.Size?.Columns ?? FallbackColumns));
            }
            else if (value.Step is { } step && step != _lastStep)
            {
                _lastStep = step;
                output.Notice(JobText.Step(value));
            }
        }
    }

    /// <summary>Says something without spoiling the bar.</summary>
    public void Say(string sentence)
    {
        lock (_lock)
        {
            Draw("");
            output.Notice(sentence);
        }
    }

    /// <summary>Removes the bar.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Draw("");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    // CR and EL (ECMA-48): back to the first column, and erase to the end of the line.
    private void Draw(string line)
    {
        if (_draws && line != _shown)
        {
            host.Io.Error.Write($"\r\e[K{line}");
            _shown = line;
        }
    }
}
