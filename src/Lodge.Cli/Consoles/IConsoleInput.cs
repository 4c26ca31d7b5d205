using Lodge.Client.Consoles;

namespace Lodge.Cli.Consoles;

/// <summary>Where what is typed into a console comes from.</summary>
internal interface IConsoleInput
{
    /// <summary>Makes ready to type, until the result is disposed.</summary>
    IDisposable? Prepare();

    /// <summary>Sends input until there is a reason to leave, or <paramref name="reading"/> has ended.</summary>
    Task RunAsync(ConsoleConnection connection, Task reading, CancellationToken cancellationToken);
}
