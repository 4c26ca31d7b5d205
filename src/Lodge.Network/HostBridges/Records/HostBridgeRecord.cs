using System.Text.Json.Serialization;
using Lodge.Linux.Network;
using Lodge.Model.Json;
using Lodge.Model.Networks.HostBridges;
using Lodge.Network.HostBridges.Facts;

namespace Lodge.Network.HostBridges.Records;

/// <summary>How far the making or undoing of a bridge was when the record was written. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<HostBridgeStage>))]
internal enum HostBridgeStage
{
    /// <summary>The kernel's network may be anything between before and after.</summary>
    Moving = 0,

    /// <summary>It is moved, and waits to be confirmed.</summary>
    Waiting = 1,

    /// <summary>It is confirmed, and some files may have been written.</summary>
    Writing = 2,

    /// <summary>It stays.</summary>
    Kept = 3,

    /// <summary>Files and network may be anything between after and before.</summary>
    Undoing = 4,
}

/// <summary>What is known of a bridge over an interface, and how to give everything back; on disk before anything is done.</summary>
internal sealed record HostBridgeRecord
{
    public required HostBridge Bridge { get; init; }

    public required HostBridgeStage Stage { get; init; }

    /// <summary>When the host booted: what the kernel knows does not outlive that.</summary>
    public required string BootId { get; init; }

    /// <summary>What the interface has to have when all is given back.</summary>
    public required LinkRecord Link { get; init; }

    /// <summary>The files that were, or would be, written.</summary>
    public required IReadOnlyList<HostFileChange> Files { get; init; }

    /// <summary>Whether the bridge bears Lodge's mark. One that another program made at boot does not.</summary>
    public required bool IsMarked { get; init; }
}

/// <summary>What an interface has.</summary>
internal sealed record LinkRecord
{
    public required bool IsUp { get; init; }

    /// <summary>Name of the interface that addresses and settings were read from, by which labels begin.</summary>
    public required string ReadFrom { get; init; }

    /// <summary>Messages of the kernel (<see cref="SavedAddress.Message"/>).</summary>
    public required IReadOnlyList<byte[]> Addresses { get; init; }

    /// <summary>Messages of the kernel (<see cref="SavedRoute.Message"/>).</summary>
    public required IReadOnlyList<byte[]> Routes { get; init; }

    /// <summary>Settings by their full names.</summary>
    public required IReadOnlyDictionary<string, int> Settings { get; init; }

    public static LinkRecord Of(LinkFacts facts) => new()
    {
        IsUp = facts.Link.IsUp,
        ReadFrom = facts.Link.Name,
        Addresses = [.. facts.Addresses.Select(address => address.Message)],
        Routes = [.. facts.Routes.Select(route => route.Message)],
        Settings = facts.Settings,
    };
}

/// <summary>JSON of the records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(HostBridgeRecord))]
internal sealed partial class HostBridgeJson : JsonSerializerContext;
