using System.Text;

namespace Lodge.Fuzz.Xml;

/// <summary>Ends the run with the input at hand when that takes a minute.</summary>
internal sealed class Alarm : IDisposable
{
    private const int Most = 60_000; // milliseconds
    private const int MostShown = 3000;

    private readonly Timer _timer;

    public Alarm(byte[] document, TextWriter output) => _timer = new Timer(
        _ =>
        {
            output.WriteLine($"no end after a minute, by {document.Length} bytes:\n{Encoding.UTF8.GetString(document, 0, Math.Min(MostShown, document.Length))}");
            Environment.Exit(1);
        },
        null,
        Most,
        Timeout.Infinite);

    public void Dispose() => _timer.Dispose();
}
