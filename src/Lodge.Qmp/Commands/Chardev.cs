namespace Lodge.Qmp.Commands;

/// <summary><c>query-chardev</c>: the character devices (serial ports, monitors).</summary>
public sealed class QueryChardevCommand()
    : QmpCommand<IReadOnlyList<ChardevInfo>>("query-chardev", ReplyJson.Default.IReadOnlyListChardevInfo);

/// <summary>A character device.</summary>
/// <param name="Label">Its id.</param>
/// <param name="Filename">What it is connected to, for people; holds the path of an allotted <c>pty</c>.</param>
/// <param name="FrontendOpen">Whether the guest's side is open.</param>
public sealed record ChardevInfo(string Label, string Filename, bool FrontendOpen);
