using System.Text.Json.Serialization;

namespace Lodge.Qmp.Commands;

/// <summary><c>query-version</c>: which QEMU this is.</summary>
public sealed class QueryVersionCommand() : QmpCommand<QmpVersion>("query-version", ReplyJson.Default.QmpVersion);

/// <summary><c>query-uuid</c>: the machine's UUID.</summary>
public sealed class QueryUuidCommand() : QmpCommand<UuidReply>("query-uuid", ReplyJson.Default.UuidReply);

/// <summary>The machine's UUID; all zero if it was started without one.</summary>
/// <param name="Uuid">The UUID.</param>
public sealed record UuidReply([property: JsonPropertyName("UUID")] Guid Uuid);

/// <summary><c>query-name</c>: the machine's name.</summary>
public sealed class QueryNameCommand() : QmpCommand<NameReply>("query-name", ReplyJson.Default.NameReply);

/// <summary>The machine's name.</summary>
/// <param name="Name">The name; null if it was started without one.</param>
public sealed record NameReply(string? Name = null);

/// <summary><c>query-kvm</c>: whether the machine runs on KVM.</summary>
public sealed class QueryKvmCommand() : QmpCommand<KvmReply>("query-kvm", ReplyJson.Default.KvmReply);

/// <summary>Whether the machine runs on KVM.</summary>
/// <param name="Enabled">It does.</param>
/// <param name="Present">This QEMU was built with KVM.</param>
public sealed record KvmReply(bool Enabled, bool Present);

/// <summary><c>query-target</c>: what kind of computer this QEMU imitates.</summary>
public sealed class QueryTargetCommand() : QmpCommand<TargetReply>("query-target", ReplyJson.Default.TargetReply);

/// <summary>What kind of computer this QEMU imitates.</summary>
/// <param name="Arch">As in the name of the QEMU binary, such as <c>x86_64</c>.</param>
public sealed record TargetReply(string Arch);
