using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Api.Contracts;

namespace Lodge.Client.Http;

/// <summary>
/// How the client reads answers: like <see cref="ApiJson"/>, but a field that only a newer daemon knows is skipped.
/// </summary>
internal static class ClientJson
{
    /// <summary>Type infos for reading.</summary>
    public static ApiJson Lenient { get; } = new(new JsonSerializerOptions(ApiJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    });
}
