using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Errors;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Requests;

/// <summary>Reads the body of a request, whatever its content type says.</summary>
internal static class JsonBody
{
    /// <summary>Reads a body that must be there.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class =>
        await ReadOrNullAsync(context, type) ?? throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"{context.Request.Method} {context.Request.Path} needs a JSON body.",
            "GET /v1/openapi.json describes it.");

    /// <summary>Reads a body; null when it is absent or blank.</summary>
    public static async Task<T?> ReadOrNullAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            // Kestrel ends this with an exception when the body is too large or comes too slowly.
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return IsBlank(body) ? null : JsonErrors.Read(body, type);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
