using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Lodge.Api.Contracts;
using Lodge.Api.Tests.Support;
using Lodge.Model.Vms;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Lodge.Api.Tests.Document;

/// <summary>Makes the OpenAPI document from the endpoints, the types and their comments.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<string> GenerateAsync()
    {
        var comments = new XmlComments(typeof(ApiJson).Assembly, typeof(Vm).Assembly);
        await using var api = await ApiHost.StartAsync(configure: services =>
        {
            services.ConfigureHttpJsonOptions(json => SpeakLikeTheApi(json.SerializerOptions));
            services.AddOpenApi(Name, options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.AddDocumentTransformer(DocumentShape.TransformAsync);
                options.AddOperationTransformer(new OperationShape(comments).TransformAsync);
            });
        });

        var provider = api.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name);
        var text = await (await provider.GetOpenApiDocumentAsync()).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        var document = JsonNode.Parse(text)!.AsObject();
        new SchemaShape(comments).Apply(document);
        return document.ToJsonString(Readable) + "\n";
    }

    private static void SpeakLikeTheApi(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Clear();
        options.TypeInfoResolverChain.Add(ApiJson.Default);
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}
