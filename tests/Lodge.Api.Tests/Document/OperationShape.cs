using System.Text.Json.Nodes;
using Lodge.Api.Describing;
using Lodge.Api.Contracts;
using Lodge.Api.Errors;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lodge.Api.Tests.Document;

/// <summary>Adds to the operations what endpoints tell in Lodge's own words: query parameters, failures, headers.</summary>
internal sealed class OperationShape(XmlComments comments)
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            parameter.Description = parameter.Name switch
            {
                "vm" => "Name or id of the VM.",
                "id" => "Id of the job.",
                _ => "Its name.",
            };
        }

        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Required = parameter.IsRequired,
                Description = parameter.Description,
                Schema = SchemaOf(parameter.Type),
            });
        }

        AddHeaders(operation);
        operation.RequestBody?.Content?.Remove("*/*");
        var failures = metadata.OfType<ApiOperation>().Single().Failures.Append(ErrorCode.InvalidArgument).Append(ErrorCode.Internal).ToArray();
        var responses = operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal).ToArray();
        operation.Responses!.Clear();
        foreach (var (status, response) in responses)
        {
            response.Description = Describe(operation.OperationId, status, failures);
            operation.Responses.Add(status, response);
        }

        return Task.CompletedTask;
    }

    private static void AddHeaders(OpenApiOperation operation)
    {
        switch (operation.OperationId)
        {
            case "replaceVm" or "deleteVm":
                operation.Parameters!.Add(Header("If-Match", "The ETag that the change is based on; refused with 412 when the definition has changed since."));
                break;
            case "getVm":
                operation.Parameters!.Add(Header("If-None-Match", "The ETag of what the client has; answered with 304 when that is still so."));
                break;
            case "streamEvents":
                operation.Parameters!.Add(Header("Last-Event-ID", "Number of the last event that the client has seen."));
                break;
        }
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private OpenApiSchema SchemaOf(Type type) => type switch
    {
        _ when type == typeof(bool) => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        _ when type == typeof(long) => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
        _ when type == typeof(string) => new OpenApiSchema { Type = JsonSchemaType.String },
        _ when type == typeof(double) => new OpenApiSchema { Type = JsonSchemaType.Number, Minimum = "0" },
        _ => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = comments.OfType(type),
            Enum = [.. JsonLeaves.NamesOf(type).Select(name => (JsonNode)JsonValue.Create(name)!)],
        },
    };

    private static string Describe(string? operation, string status, ErrorCode[] failures) => (operation, status) switch
    {
        ("streamEvents", "200") =>
            "Events without end: `id` is the number, `event` the kind, `data` a LodgeEvent. `event: gap` comes first when events "
            + "after the named one are lost, and `event: dropped` last when the reader was too slow; their `data` has a `detail`.",
        (_, "101") => "The WebSocket is open; the first message is a ConsoleControl of type `attached`.",
        (_, "200") => "Done.",
        (_, "201") => "Created; `Location` is its address, `ETag` its tag.",
        (_, "202") => "Under way; `Location` is the job's address.",
        (_, "204") => "Gone.",
        (_, "304") => "Not changed.",
        (_, "426") => "The request is no WebSocket.",
        _ => $"Code {string.Join(", ", failures.Where(code => ProblemMapper.KindOf(code).Status.ToString() == status).Distinct().Select(code => $"`{ProblemMapper.NameOf(code)}`"))}.",
    };
}
