using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lodge.Api.Tests.Document;

/// <summary>Title, server and groups of the document.</summary>
internal static class DocumentShape
{
    public static Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Lodge",
            Version = "v1",
            Description = "Manages virtual machines. Reads never wait; long work is a job; every failure is a Problem with code and remedy. "
                + "Besides the failures that each operation names, any can answer 408 (`timeout`) when a request comes too slowly, 413 "
                + "(`too-large`) when its body exceeds 1 MiB, and 503 (`shutting-down`). A body is read as JSON whatever its content type.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "http://localhost", Description = "Over the Unix socket /run/lodge/api.sock." }];
        document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "VMs", Description = "Definitions of VMs, and what they do." },
            new() { Name = "Lifecycle", Description = "Starting, stopping, saving." },
            new() { Name = "Consoles", Description = "Serial consoles and logs." },
            new() { Name = "Jobs", Description = "Work that takes long." },
            new() { Name = "Events", Description = "What happens." },
            new() { Name = "Images", Description = "What VMs can be launched from." },
            new() { Name = "Host", Description = "The daemon and its host." },
        };
        return Task.CompletedTask;
    }
}
