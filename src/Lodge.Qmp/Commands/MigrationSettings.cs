using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary><c>migrate-set-parameters</c>: how to migrate. What is null stays as it is.</summary>
public sealed class MigrateSetParametersCommand(MigrationParameters parameters)
    : QmpCommand<EmptyReply>("migrate-set-parameters", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteOptional("max-bandwidth", parameters.MaxBandwidth);
        writer.WriteOptional("downtime-limit", parameters.DowntimeLimit);
        writer.WriteOptional("max-postcopy-bandwidth", parameters.MaxPostcopyBandwidth);
        writer.WriteOptional("multifd-channels", parameters.MultifdChannels);
        writer.WriteOptional("multifd-compression", parameters.MultifdCompression);
        writer.WriteOptional("xbzrle-cache-size", parameters.XbzrleCacheSize);
        writer.WriteOptional("throttle-trigger-threshold", parameters.ThrottleTriggerThreshold);
        writer.WriteOptional("cpu-throttle-initial", parameters.CpuThrottleInitial);
        writer.WriteOptional("cpu-throttle-increment", parameters.CpuThrottleIncrement);
        writer.WriteOptional("max-cpu-throttle", parameters.MaxCpuThrottle);
        writer.WriteOptional("tls-creds", parameters.TlsCreds);
        writer.WriteOptional("tls-hostname", parameters.TlsHostname);
        writer.WriteOptional("tls-authz", parameters.TlsAuthz);
    }
}

/// <summary>How to migrate; null leaves a parameter as it is.</summary>
public sealed record MigrationParameters
{
    /// <summary>The most to send, in bytes a second. QEMU's default is 128 MiB/s; 0 lifts the limit.</summary>
    public long? MaxBandwidth { get; init; }

    /// <summary>How long the guest may stand still, in milliseconds, 0 to 2,000,000.</summary>
    public long? DowntimeLimit { get; init; }

    /// <summary>The most to send after the guest moved, in bytes a second; 0 lifts the limit.</summary>
    public long? MaxPostcopyBandwidth { get; init; }

    /// <summary>Parallel connections, 1 to 255.</summary>
    public long? MultifdChannels { get; init; }

    /// <summary><c>none</c>, <c>zlib</c> or <c>zstd</c>; newer versions have more.</summary>
    public string? MultifdCompression { get; init; }

    /// <summary>Memory for finding what changed within a page, in bytes; a power of two.</summary>
    public long? XbzrleCacheSize { get; init; }

    /// <summary>Slow the guest down when it writes this share of what is sent, in percent, 1 to 100.</summary>
    public long? ThrottleTriggerThreshold { get; init; }

    /// <summary>How much to slow it down at first, in percent, 1 to 99.</summary>
    public long? CpuThrottleInitial { get; init; }

    /// <summary>How much more at each step, in percent, 1 to 99.</summary>
    public long? CpuThrottleIncrement { get; init; }

    /// <summary>How much at most, in percent, 1 to 99.</summary>
    public long? MaxCpuThrottle { get; init; }

    /// <summary>The id of the TLS credentials object; empty for no TLS.</summary>
    public string? TlsCreds { get; init; }

    /// <summary>The name that the other side's certificate must have; empty for the host of the URI.</summary>
    public string? TlsHostname { get; init; }

    /// <summary>The id of the object that decides who may connect; empty for all with a valid certificate.</summary>
    public string? TlsAuthz { get; init; }
}

/// <summary>
/// <c>migrate-set-capabilities</c>: switches ways of migrating on and off, by QEMU's names, such as <c>events</c>,
/// <c>multifd</c>, <c>auto-converge</c>, <c>postcopy-ram</c>, <c>pause-before-switchover</c>.
/// </summary>
public sealed class MigrateSetCapabilitiesCommand(IReadOnlyDictionary<string, bool> capabilities)
    : QmpCommand<EmptyReply>("migrate-set-capabilities", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("capabilities"u8);
        foreach (var (name, on) in capabilities)
        {
            writer.WriteStartObject();
            writer.WriteString("capability"u8, name);
            writer.WriteBoolean("state"u8, on);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
