using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Consoles;

/// <summary>Follows what the daemon says about a console, and tells the user.</summary>
internal sealed class ConsoleNotices(Invocation cli, string vm, ConsoleWishes wishes, bool raw)
{
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isWriter;
    private bool _saidReadOnly;

    /// <summary>Whether keys reach the guest.</summary>
    public bool IsWriter => _isWriter;

    /// <summary>Completes when the daemon has said whether this client may write.</summary>
    public Task Attached => _attached.Task;

    /// <summary>Why the console ended; null while it has not.</summary>
    public string? Closed { get; private set; }

    /// <summary>Takes one message of the daemon.</summary>
    public void Handle(ConsoleControl control)
    {
        switch (control.Type)
        {
            case "attached":
                _isWriter = control.Writer == true && !wishes.ReadOnly;
                Say($"Connected to the console of {vm}.{(raw ? " Ctrl-] leaves." : "")}");
                SayIfReading(control.Detail);
                _attached.TrySetResult();
                break;
            case "writer-lost":
                _isWriter = false;
                Say($"{Reason(control, "Another client writes now")} You are reading. Take it back: lodge console {vm} --take");
                break;
            case "writer-gained":
                _isWriter = !wishes.ReadOnly;
                Say("Your keys reach the guest now.");
                break;
            case "closed":
                Closed = control.Detail ?? $"{vm} stopped.";
                break;
        }
    }

    /// <summary>Tells once that keys go nowhere.</summary>
    public void KeyWasDropped()
    {
        if (!_saidReadOnly)
        {
            _saidReadOnly = true;
            Say(wishes.ReadOnly ? "You are only reading (--read-only)." : $"Another client writes. Take over: lodge console {vm} --take");
        }
    }

    /// <summary>Says something beside the console's own output.</summary>
    public void Say(string sentence) => cli.Output.Notice(raw ? $"\r[lodge] {Printable.Text(sentence)}\r" : $"[lodge] {Printable.Text(sentence)}");

    private void SayIfReading(string? detail)
    {
        if (!_isWriter && !wishes.ReadOnly)
        {
            Say($"{detail ?? "Another client writes to it."} You are reading. Take over: lodge console {vm} --take");
        }
    }

    private static string Reason(ConsoleControl control, string otherwise) =>
        $"{(control.Detail ?? otherwise).TrimEnd('.')}.";
}
