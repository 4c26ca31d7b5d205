using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lodge.Qmp;

/// <summary>One command to QEMU: its name, and how it writes its arguments.</summary>
public abstract class QmpCommand
{
    private protected QmpCommand(string name)
    {
        Name = name;
    }

    /// <summary>The name on the wire, such as <c>query-status</c>.</summary>
    public string Name { get; }

    /// <summary>The open file that goes with the command; it stays its caller's to close.</summary>
    public virtual SafeHandle? Descriptor => null;

    /// <summary>Writes the members of the command's <c>arguments</c> object; the object is already begun.</summary>
    protected internal virtual void WriteArguments(Utf8JsonWriter writer)
    {
    }

    /// <summary>The name alone: arguments may be secrets.</summary>
    public sealed override string ToString() => Name;
}

/// <summary>A command whose answer has the form <typeparamref name="TReply"/>.</summary>
/// <typeparam name="TReply">What QEMU puts into the answer's <c>return</c>.</typeparam>
public abstract class QmpCommand<TReply> : QmpCommand
{
    /// <summary>Names the command and says how its answer is read.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <param name="replyInfo">The source-generated reader of the answer.</param>
    protected QmpCommand(string name, JsonTypeInfo<TReply> replyInfo)
        : base(name)
    {
        ReplyInfo = replyInfo;
    }

    /// <summary>How the answer is read.</summary>
    protected internal JsonTypeInfo<TReply> ReplyInfo { get; }
}
