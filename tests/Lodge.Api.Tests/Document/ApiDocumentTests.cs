using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Lodge.Api.Tests.Support;

namespace Lodge.Api.Tests.Document;

public sealed class ApiDocumentTests
{
    private static bool IsUpdating => Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1";

    [Fact]
    public async Task The_committed_document_describes_the_endpoints_as_they_are()
    {
        var file = CommittedFile();
        var generated = await ApiDocument.GenerateAsync();
        if (IsUpdating)
        {
            await File.WriteAllTextAsync(file, generated);
        }

        Assert.True(generated == await File.ReadAllTextAsync(file), $"{file} is out of date: run these tests with LODGE_UPDATE_GOLDEN=1.");
    }

    [Fact]
    public async Task The_document_is_served()
    {
        await using var api = await ApiHost.StartAsync();

        var served = await api.Http.GetStringAsync("/v1/openapi.json");

        Assert.SkipWhen(IsUpdating, "the document is embedded when the API is built, and it is being changed right now");
        Assert.Equal(await File.ReadAllTextAsync(CommittedFile()), served);
    }

    [Fact]
    public async Task Every_type_and_field_is_explained()
    {
        var document = JsonNode.Parse(await ApiDocument.GenerateAsync())!;

        var silent = document["components"]!["schemas"]!.AsObject()
            .SelectMany(schema => (schema.Value!["properties"]?.AsObject() ?? [])
                .Where(field => field.Value!["description"] is null)
                .Select(field => $"{schema.Key}.{field.Key}")
                .Concat(schema.Value["description"] is null ? [schema.Key] : []));

        Assert.Empty(silent);
    }

    private static string CommittedFile([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/reference/openapi.json"));
}
