using System.Reflection;
using Lodge.Api.Answers;
using Lodge.Api.Contracts;
using Lodge.Api.Describing;
using Lodge.Engine.Ports;
using Lodge.Model.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lodge.Api.Host;

/// <summary>What the daemon and its host are: <c>/v1/version</c>, <c>/v1/host</c>, <c>/healthz</c>, the OpenAPI document.</summary>
internal static class HostEndpoints
{
    private const string Document = "Lodge.Api.openapi.json";

    private static readonly string Version = typeof(HostEndpoints).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/version", GetVersion).WithTags("Host").As("getVersion", "Versions of the daemon, its API and its QEMU")
            .Answers<VersionInfo>();
        app.MapGet("/v1/host", GetHost).WithTags("Host").As("getHost", "What the host is and can do").Answers<HostReport>();
        app.MapGet("/healthz", GetHealth).WithTags("Host").As("getHealth", "'ok' while the daemon answers requests")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        app.MapGet("/v1/openapi.json", GetDocument).ExcludeFromDescription();
    }

    private static IResult GetVersion(HttpContext context, IHostInfo host) =>
        Answer.Json(context, new VersionInfo(Version, "v1", host.Read().Qemu?.Version), ReadableJson.Compact.VersionInfo);

    private static IResult GetHost(HttpContext context, IHostInfo host) =>
        Answer.Json(context, host.Read(), ReadableJson.Compact.HostReport);

    private static IResult GetHealth() => TypedResults.Text("ok\n");

    private static IResult GetDocument() =>
        TypedResults.Stream(typeof(HostEndpoints).Assembly.GetManifestResourceStream(Document)!, "application/json");
}
