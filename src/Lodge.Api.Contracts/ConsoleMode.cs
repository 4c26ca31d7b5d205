using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Api.Contracts;

/// <summary>What a client that opens a console asks for; query <c>mode</c> of <c>GET /v1/vms/{vm}/console</c>.</summary>
[JsonConverter(typeof(KebabEnumConverter<ConsoleMode>))]
public enum ConsoleMode
{
    /// <summary>The writer lock if it is free, else reading only; the default.</summary>
    Write = 0,

    /// <summary>Reading only.</summary>
    Read = 1,

    /// <summary>The writer lock, even if another client holds it.</summary>
    Take = 2,
}
