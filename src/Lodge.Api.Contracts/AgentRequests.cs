using System.Text.Json.Serialization;
using Lodge.Model.Vms.Guest;

namespace Lodge.Api.Contracts;

/// <summary>Body of <c>POST /v1/vms/{vm}/agent/exec</c>.</summary>
public sealed record ExecuteInGuest
{
    /// <summary>What to run.</summary>
    public required GuestCommand Command { get; init; }

    /// <summary>Seconds that it may run, more than 0, at most 604,800; absent: as long as it likes. It goes on in the guest in any case.</summary>
    public double? TimeoutSeconds { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/agent/freeze</c>.</summary>
public sealed record FreezeGuest
{
    /// <summary>A minute, unless told otherwise.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public FreezeGuest(int limitSeconds = 60) => LimitSeconds = limitSeconds;

    /// <summary>Where the file systems are mounted in the guest; absent: all.</summary>
    public IReadOnlyList<string>? MountPoints { get; init; }

    /// <summary>Seconds until they are thawed at the latest, 1 to 3,600.</summary>
    public int LimitSeconds { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/agent/trim</c>.</summary>
public sealed record TrimGuest
{
    /// <summary>Stretches shorter than this are left out, bytes; absent: none are.</summary>
    public long? MinimumBytes { get; init; }
}

/// <summary>A guest's clock: the answer of <c>GET /v1/vms/{vm}/agent/time</c>, and the body of its <c>PUT</c>.</summary>
public sealed record GuestTime
{
    /// <summary>The time. In a <c>PUT</c> absent: the system's clock follows the hardware's.</summary>
    public DateTimeOffset? Time { get; init; }
}

/// <summary>Body of <c>PUT /v1/vms/{vm}/agent/password</c>.</summary>
public sealed record SetGuestPassword
{
    /// <summary>A user of the guest.</summary>
    public required string User { get; init; }

    /// <summary>The password, or its hash.</summary>
    public required string Password { get; init; }

    /// <summary>Whether it is a hash, as in <c>/etc/shadow</c>.</summary>
    public bool Hashed { get; init; }

    /// <summary>Without the password, so that it gets into no log.</summary>
    public override string ToString() => $"{nameof(SetGuestPassword)} {{ {nameof(User)} = {User} }}";
}

/// <summary>Answer of <c>PUT /v1/vms/{vm}/agent/file</c>.</summary>
/// <param name="Bytes">How much was written.</param>
public sealed record GuestFileWritten(long Bytes);
