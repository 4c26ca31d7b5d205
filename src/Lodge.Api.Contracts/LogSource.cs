using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Api.Contracts;

/// <summary>Which log of a VM; query <c>source</c> of <c>GET /v1/vms/{vm}/log</c>.</summary>
[JsonConverter(typeof(KebabEnumConverter<LogSource>))]
public enum LogSource
{
    /// <summary>What the guest printed on its first serial port.</summary>
    Console = 0,

    /// <summary>What QEMU itself printed.</summary>
    Qemu = 1,
}
