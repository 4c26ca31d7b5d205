using Lodge.Model.Errors;

namespace Lodge.Api.Contracts;

/// <summary>An error answer, <c>application/problem+json</c> as in RFC 9457, with Lodge's code and remedy.</summary>
public sealed record Problem
{
    /// <summary>A URI that names the kind: <c>urn:lodge:error:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>The kind in words.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened and why.</summary>
    public required string Detail { get; init; }

    /// <summary>Lodge's error code.</summary>
    public required ErrorCode Code { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; init; }
}
