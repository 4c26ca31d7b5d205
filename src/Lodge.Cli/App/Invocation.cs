using System.CommandLine;
using Lodge.Client;

namespace Lodge.Cli.App;

/// <summary>One command line being carried out.</summary>
internal sealed class Invocation : IDisposable
{
    private readonly ParseResult _parsed;
    private readonly Lazy<LodgeClient> _client;

    /// <summary>Prepares; nothing is connected yet.</summary>
    public Invocation(CliHost host, ParseResult parsed)
    {
        (Host, _parsed) = (host, parsed);
        Output = new Output(
            host.Io,
            json: parsed.GetValue(GlobalOptions.Json),
            quiet: parsed.GetValue(GlobalOptions.Quiet),
            color: !parsed.GetValue(GlobalOptions.NoColor) && host.Environment("NO_COLOR") is null or "");
        _client = new Lazy<LodgeClient>(() => host.Connect(Address()));
    }

    /// <summary>The surroundings.</summary>
    public CliHost Host { get; }

    /// <summary>Where results go.</summary>
    public Output Output { get; }

    /// <summary>The daemon.</summary>
    public LodgeClient Client => _client.Value;

    /// <summary>Whether the daemon is on another host, so that paths here mean nothing to it.</summary>
    public bool IsRemote => Client.Address.SocketPath is null;

    /// <summary>Value of an option.</summary>
    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    /// <summary>Value of an argument.</summary>
    public T? Get<T>(Argument<T> argument) => _parsed.GetValue(argument);

    /// <summary>Whether the option stands on the command line.</summary>
    public bool Has(Option option) => _parsed.GetResult(option) is { Implicit: false };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private LodgeAddress Address() => DaemonAddress.Find(
        Get(GlobalOptions.Socket), Get(GlobalOptions.Url), Get(GlobalOptions.Root), Host);
}
